/*
 * One case as a folder that can be handed on: the file for a court or a reconsideration body
 *(R-OUT-8), and a copy that can be checked without this system.
 *
 *	manifest.json	number, head of the chain, and each file with its size and SHA-256
 *	case.json	the case with its records, as the API shows it to the office
 *	applicant.json	the applicant in clear: why an export is logged
 *	events.jsonl	seq, hash and the exact bytes of each event
 *	letters/	as sent, byte for byte, and a page of each to read and print
 *	documents/	what is on file
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "casework/base/text.h"
#include "db/chain.h"
#include "db/document.h"
#include "db/event.h"
#include "db/person.h"
#include "server/act/calendars.h"
#include "server/act/system.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/letter_html.h"
#include "server/app.h"
#include "server/ctl/ctl.h"

#define FORMAT	      "disclosured-case-1"
#define MANIFEST      "manifest.json"
#define MANIFEST_MAX  ((size_t)64 << 20)
#define EVENTS_A_READ 200

struct bundle {
	struct ctl *ctl;
	const char *folder;
	struct json_object *files; /* of the manifest */
	struct app app;
	struct act x;
	struct rq rq;
};

/* ---- Writing. */

static int failed(const char *path, struct cw_err *err)
{
	return cw_fail(err, CW_INVALID, CW_MSG_CTL_CANNOT_WRITE, path, strerror(errno), NULL);
}

static const char *hex(struct cw_arena *a, const unsigned char *bytes, size_t n)
{
	char *text = cw_alloc(a, 2 * n + 1);

	for (size_t i = 0; text && i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text ? text : "";
}

/* A file under way: what is written is hashed. */
struct out {
	struct bundle *b;
	const char *name, *path;
	FILE *f;
	struct db_hash *hash;
	uint64_t size;
};

static int out_open(struct out *o, struct bundle *b, const char *name, struct cw_err *err)
{
	*o = (struct out){ .b = b, .name = name };
	o->path = cw_printf(b->ctl->arena, "%s/%s", b->folder, name);
	if (!o->path)
		return cw_fail_memory(err);
	o->f = fopen(o->path, "wxb");
	if (!o->f)
		return failed(o->path, err);
	o->hash = db_hash_new();
	return 0;
}

static void out_add(struct out *o, const void *data, size_t len)
{
	fwrite(data, 1, len, o->f);
	db_hash_add(o->hash, data, len);
	o->size += len;
}

/* Closes it; a file that is whole stands in the manifest. */
static int out_close(struct out *o, int rc, struct cw_err *err)
{
	unsigned char digest[32];
	struct json_object *row;
	bool bad = fflush(o->f) || fsync(fileno(o->f)) || ferror(o->f);

	bad = fclose(o->f) || bad;
	db_hash_end(o->hash, digest);
	if (rc)
		return -1;
	if (bad)
		return failed(o->path, err);
	row = rq_obj();
	rq_put_str(row, "path", o->name);
	rq_put_int(row, "size", (int64_t)o->size);
	rq_put_str(row, "sha256", hex(o->b->ctl->arena, digest, sizeof(digest)));
	rq_push(o->b->files, row);
	return 0;
}

static int write_file(struct bundle *b, const char *name, const void *data, size_t len,
		      struct cw_err *err)
{
	struct out o;

	if (!name)
		return cw_fail_memory(err);
	if (out_open(&o, b, name, err))
		return -1;
	out_add(&o, data, len);
	return out_close(&o, 0, err);
}

/* Takes the reference. */
static int write_json(struct bundle *b, const char *name, struct json_object *o, struct cw_err *err)
{
	const char *text = json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	int rc = text ? write_file(b, name, text, strlen(text), err) : cw_fail_memory(err);

	json_object_put(o);
	return rc;
}

static int make_folder(struct bundle *b, const char *name, struct cw_err *err)
{
	const char *path = cw_printf(b->ctl->arena, "%s%s%s", b->folder, *name ? "/" : "", name);

	if (!path)
		return cw_fail_memory(err);
	return mkdir(path, 0700) ? failed(path, err) : 0;
}

/* ---- What is in it. */

static int export_facts(struct bundle *b, struct cw_err *err)
{
	struct json_object *o, *p;
	struct db_person person;

	if (case_json(&b->x, &o, err))
		return -1;
	json_object_object_del(o, "allowed_acts"); /* of today, and nobody's in particular */
	if (write_json(b, "case.json", o, err) ||
	    db_person_get(b->ctl->db, b->ctl->arena, b->ctl->keys, b->x.d.applicant_id, &person,
			  err))
		return -1;
	p = rq_obj();
	rq_put_str(p, "category", person.category);
	rq_put_str(p, "name", person.name);
	rq_put_str(p, "id_kind", person.id_kind);
	rq_put_str(p, "id_number", person.id_number);
	rq_put_str(p, "phone", person.phone);
	rq_put_str(p, "email", person.email);
	rq_put_str(p, "address", person.address);
	return write_json(b, "applicant.json", p, err);
}

static int add_events(struct bundle *b, struct out *out, struct cw_err *err)
{
	struct db_event *events;
	size_t n;
	int after = 0;

	do {
		if (db_event_list(b->ctl->db, b->ctl->arena, b->x.d.id, after, EVENTS_A_READ,
				  &events, &n, err))
			return -1;
		for (size_t i = 0; i < n; i++) {
			struct json_object *o = rq_obj();
			const char *text;

			after = events[i].seq;
			rq_put_int(o, "seq", events[i].seq);
			rq_put_str(o, "hash", hex(b->ctl->arena, events[i].hash, 32));
			rq_put(o, "body",
			       json_object_new_string_len((const char *)events[i].body,
							  (int)events[i].body_len));
			text = json_object_to_json_string_ext(
				o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
			out_add(out, text, strlen(text));
			out_add(out, "\n", 1);
			json_object_put(o);
		}
	} while (n == EVENTS_A_READ);
	return 0;
}

static int export_events(struct bundle *b, struct cw_err *err)
{
	struct out out;

	if (out_open(&out, b, "events.jsonl", err))
		return -1;
	return out_close(&out, add_events(b, &out, err), err);
}

static int export_letters(struct bundle *b, struct cw_err *err)
{
	struct cw_arena *a = b->ctl->arena;
	struct db_letter *letters, l;
	size_t n, len;

	if (make_folder(b, "letters", err) ||
	    db_letter_list(b->ctl->db, a, b->x.d.id, &letters, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *name =
			cw_printf(a, "letters/%" PRIu64 "-%s", letters[i].id, letters[i].kind);
		char *html;

		if (!name)
			return cw_fail_memory(err);
		if (db_letter_get(b->ctl->db, a, b->ctl->keys, b->x.d.id, letters[i].id, &l, err) ||
		    write_file(b, cw_printf(a, "%s.json", name), l.body, l.body_len, err))
			return -1;
		html = letter_html(a, &l, ".", &len, err);
		if (!html || write_file(b, cw_printf(a, "%s.html", name), html, len, err))
			return -1;
	}
	return 0;
}

static int copy_parts(struct bundle *b, const struct db_document *d, struct out *out,
		      struct cw_err *err)
{
	for (unsigned no = 0; no * DB_DOCUMENT_PART < d->size; no++) {
		struct cw_arena *a = cw_arena_new(0);
		char *bytes;
		size_t len;
		int rc = a ? db_document_part(b->ctl->db, a, b->ctl->keys, d, no, &bytes, &len, err)
			   : cw_fail_memory(err);

		if (rc == 0)
			out_add(out, bytes, len);
		cw_arena_free(a);
		if (rc)
			return -1;
	}
	return 0;
}

/* A name from outside could leave the folder: a document is called by its id. */
static int export_documents(struct bundle *b, struct cw_err *err)
{
	struct cw_arena *a = b->ctl->arena;
	struct db_document *list;
	struct out out;
	size_t n;

	if (make_folder(b, "documents", err) ||
	    db_document_list(b->ctl->db, a, b->ctl->keys, b->x.d.id, &list, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *dot = strrchr(list[i].name, '.');
		const char *name =
			cw_printf(a, "documents/%" PRIu64 "%s", list[i].id, dot ? dot : "");

		if (!name)
			return cw_fail_memory(err);
		if (out_open(&out, b, name, err) ||
		    out_close(&out, copy_parts(b, &list[i], &out, err), err))
			return -1;
		ctl_progress(b->ctl, CW_MSG_CTL_DOCUMENTS_WRITTEN, i + 1, n, i + 1 == n);
	}
	return 0;
}

/* Last, so that a folder with a manifest is whole. */
static int export_manifest(struct bundle *b, struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "format", FORMAT);
	rq_put_str(o, "number", b->x.d.number);
	rq_put_id(o, "case", b->x.d.id);
	rq_put_int(o, "events", b->x.d.seq);
	rq_put_str(o, "head", hex(b->ctl->arena, b->x.d.head, 32));
	rq_put_time(o, "exported_at", b->ctl->now);
	rq_put(o, "files", json_object_get(b->files));
	return write_json(b, MANIFEST, o, err);
}

/* ---- case export. */

struct export
{
	struct bundle *b;
	const char *number;
};

static int find_case(struct bundle *b, const char *number, struct cw_err *err)
{
	struct db_docket d;
	bool found;

	if (db_docket_find_number(b->ctl->db, b->ctl->arena, number, &d, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_CTL_NO_CASE, number, NULL);
	if (act_view(&b->x, &b->rq, d.id, err))
		return -1;
	b->x.roles = CASE_OFFICE; /* who administers the server reads the file as the office does */
	return 0;
}

/* One transaction: all files are of one moment, and the log entry is there if they are. */
static int export_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct export *e = arg;

	(void)c;
	return find_case(e->b, e->number, err) || export_facts(e->b, err) ||
			       export_events(e->b, err) || export_letters(e->b, err) ||
			       export_documents(e->b, err) || export_manifest(e->b, err)
		       ? -1
		       : 0;
}

int ctl_case_export(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct bundle b = { .ctl = ctl, .folder = args->words[1] };
	struct export e = { &b, args->words[0] };
	const char *subject = cw_printf(ctl->arena, "case %s", args->words[0]);
	int rc;

	b.app = (struct app){ .config = ctl->config, .keys = ctl->keys, .audit = ctl->audit };
	b.app.calendars = calendars_new();
	b.files = rq_array();
	if (!subject || !b.app.calendars || !b.files)
		rc = cw_fail_memory(err);
	else
		rc = act_system(&b.app, ctl->db, ctl->arena, ctl->now, "export", &b.rq, err) ||
				     make_folder(&b, "", err) ||
				     ctl_change(ctl, export_fn, &e, "export", subject, b.folder,
						err)
			     ? -1
			     : 0;
	json_object_put(b.rq.problem_extra);
	json_object_put(b.files);
	calendars_free(b.app.calendars);
	if (rc == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_EXPORTED, e.number, b.folder, NULL);
	return rc;
}

/* ---- verify bundle: needs neither the database nor the keys. */

struct check {
	struct ctl *ctl;
	const char *folder;
	uint64_t differences, files;
};

static void differs(struct check *k, const char *what, enum cw_msg msg)
{
	fprintf(stdout, "%s: %s\n", what, cw_msg_raw(msg, k->ctl->lang));
	k->differences++;
}

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string)
		       ? json_object_get_string(v)
		       : "";
}

static int64_t int_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_int)
		       ? json_object_get_int64(v)
		       : -1;
}

/* Whether PATH stays inside the bundle. */
static bool inside(const char *path)
{
	return *path && *path != '/' && !strstr(path, "..");
}

static void check_file(struct check *k, struct json_object *row)
{
	const char *name = text_of(row, "path");
	const char *path = cw_printf(k->ctl->arena, "%s/%s", k->folder, name);
	unsigned char digest[32];
	char buf[65536];
	struct db_hash *hash;
	int64_t size = 0;
	size_t n;
	FILE *f;

	k->files++;
	f = path && inside(name) ? fopen(path, "rb") : NULL;
	if (!f) {
		differs(k, name, CW_MSG_CTL_BUNDLE_MISSING);
		return;
	}
	hash = db_hash_new();
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0) {
		db_hash_add(hash, buf, n);
		size += (int64_t)n;
	}
	fclose(f);
	db_hash_end(hash, digest);
	if (size != int_of(row, "size") ||
	    strcmp(hex(k->ctl->arena, digest, 32), text_of(row, "sha256")) != 0)
		differs(k, name, CW_MSG_CTL_BUNDLE_CHANGED);
}

/* The chain of events computed anew from their exact bytes, to the head that the manifest names. */
static int check_chain(struct check *k, struct json_object *manifest, struct cw_err *err)
{
	const char *path = cw_printf(k->ctl->arena, "%s/events.jsonl", k->folder);
	unsigned char head[32];
	char *text, *save = NULL;
	int64_t seq = 0;
	size_t len;
	uint64_t id = strtoull(text_of(manifest, "case"), NULL, 10);

	memcpy(head, db_event_start, sizeof(head));
	if (!path)
		return cw_fail_memory(err);
	if (ctl_read_file(k->ctl, path, MANIFEST_MAX, &text, &len, err))
		return -1;
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		struct json_object *o = NULL, *body;

		if (rq_json_parse(line, strlen(line), &o, err))
			return -1;
		if (int_of(o, "seq") != ++seq || !json_object_object_get_ex(o, "body", &body)) {
			differs(k, "events.jsonl", CW_MSG_CTL_BUNDLE_CHAIN);
			json_object_put(o);
			return 0;
		}
		db_chain_hash(head, id, (uint32_t)seq,
			      (const unsigned char *)json_object_get_string(body),
			      (size_t)json_object_get_string_len(body), head);
		if (strcmp(hex(k->ctl->arena, head, 32), text_of(o, "hash")) != 0)
			differs(k, "events.jsonl", CW_MSG_CTL_BUNDLE_CHAIN);
		json_object_put(o);
	}
	if (seq != int_of(manifest, "events") ||
	    strcmp(hex(k->ctl->arena, head, 32), text_of(manifest, "head")) != 0)
		differs(k, "events.jsonl", CW_MSG_CTL_BUNDLE_CHAIN);
	return 0;
}

int ctl_verify_bundle(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct check k = { .ctl = ctl, .folder = args->words[0] };
	const char *path = cw_printf(ctl->arena, "%s/" MANIFEST, k.folder);
	struct json_object *manifest = NULL, *files;
	char count[24];
	int rc = -1;

	if (!path)
		return cw_fail_memory(err);
	if (ctl_read_json(ctl, path, &manifest, err))
		return -1;
	if (strcmp(text_of(manifest, "format"), FORMAT) != 0 ||
	    !json_object_object_get_ex(manifest, "files", &files) ||
	    !json_object_is_type(files, json_type_array)) {
		cw_fail(err, CW_INVALID, CW_MSG_CTL_BUNDLE_FORMAT, NULL);
		goto out;
	}
	for (size_t i = 0; i < json_object_array_length(files); i++)
		check_file(&k, json_object_array_get_idx(files, i));
	if (check_chain(&k, manifest, err))
		goto out;
	snprintf(count, sizeof(count), "%" PRIu64, k.differences ? k.differences : k.files);
	ctl_say(ctl, stdout, k.differences ? CW_MSG_CTL_VERIFY_BAD : CW_MSG_CTL_BUNDLE_GOOD, count,
		NULL);
	rc = k.differences ? 1 : 0;
out:
	json_object_put(manifest);
	return rc;
}
