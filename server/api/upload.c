/*
 * Uploads by tus 1.0.0 with creation, termination, checksum and expiration: by applicants to their
 * own case, by staff to a case they may add to.  What arrives is stored in the transaction that
 * moves the offset; the last part checks the content's type, makes the document one of the case,
 * and is an event.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "casework/base/text.h"
#include "db/document.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/filetype.h"
#include "server/api/tus.h"
#include "server/api/upload.h"
#include "server/app.h"

#define VERSION		"1.0.0"
#define KEEP_FOR	INT64_C(86400000000) /* server/jobs/tasks.c, expire_uploads */
#define NAME_MAX_POINTS 200

/* ---- Headers. */

static int speaks_tus(struct rq *rq, struct cw_err *err)
{
	const char *version = rq_header(rq, "tus-resumable");

	if (!version || strcmp(version, VERSION) != 0)
		return cw_fail(err, CW_STALE, CW_MSG_TUS_VERSION, NULL);
	return rq_set_header(rq, "Tus-Resumable", VERSION, err);
}

/* A count of bytes in a header. */
static int read_count(struct rq *rq, const char *name, uint64_t *out, struct cw_err *err)
{
	return tus_count(rq_header(rq, name), out)
		       ? 0
		       : cw_fail(err, CW_MALFORMED, CW_MSG_TUS_HEADER, name, NULL);
}

/* The last part of a path that some browsers send. */
static const char *bare_name(const char *name)
{
	for (const char *s = name; *s; s++)
		if ((*s == '/' || *s == '\\') && s[1])
			name = s + 1;
	return name;
}

static int put_expiry(struct rq *rq, const struct db_document *d, struct cw_err *err)
{
	time_t until = (time_t)((d->moved_at + KEEP_FOR) / 1000000);
	struct tm tm;
	char text[40];

	if (strcmp(d->status, "uploading") != 0)
		return 0;
	gmtime_r(&until, &tm);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return rq_set_header(rq, "Upload-Expires", text, err);
}

static int put_offset(struct rq *rq, const struct db_document *d, struct cw_err *err)
{
	char offset[24];

	snprintf(offset, sizeof(offset), "%" PRIu64, d->received);
	return rq_set_header(rq, "Upload-Offset", offset, err) || put_expiry(rq, d, err) ? -1 : 0;
}

int api_upload_options(struct rq *rq, struct cw_err *err)
{
	char max[24];

	snprintf(max, sizeof(max), "%" PRIu64, DB_DOCUMENT_MAX);
	if (rq_set_header(rq, "Tus-Resumable", VERSION, err) ||
	    rq_set_header(rq, "Tus-Version", VERSION, err) ||
	    rq_set_header(rq, "Tus-Max-Size", max, err) ||
	    rq_set_header(rq, "Tus-Extension", "creation,termination,checksum,expiration", err) ||
	    rq_set_header(rq, "Tus-Checksum-Algorithm", "sha1,sha256", err))
		return -1;
	return rq_empty(rq, 204);
}

/* ---- Whose case, whose upload. */

static bool by_applicant(const struct rq *rq)
{
	return rq->who.kind == RQ_APPLICANT;
}

static int case_id_of(struct rq *rq, uint64_t *id, struct cw_err *err)
{
	if (!by_applicant(rq))
		return admin_id(rq, 0, id, err);
	*id = rq->who.case_id;
	return 0;
}

/* The path's number must be the case that the access session opens. */
static int check_path(struct rq *rq, const struct act *x, struct cw_err *err)
{
	if (by_applicant(rq) && strcmp(rq->params[0], x->d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return 0;
}

/* Only who began an upload goes on with it. */
static int check_author(const struct rq *rq, const struct db_document *d, struct cw_err *err)
{
	bool own = by_applicant(rq) ? strcmp(d->author_role, "applicant") == 0
				    : d->author_id && d->author_id == rq->who.user;

	return own && strcmp(d->status, "removed") != 0
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

/* The case for reading: rights come before what is wrong with a request. */
static int see_case(struct act *x, struct rq *rq, struct cw_err *err)
{
	uint64_t id;

	return case_id_of(rq, &id, err) || act_view(x, rq, id, err) || check_path(rq, x, err) ? -1
											      : 0;
}

/* And the upload of the path. */
static int find(struct act *x, struct rq *rq, struct db_document *d, struct cw_err *err)
{
	uint64_t upload;

	if (see_case(x, rq, err) || admin_id(rq, 1, &upload, err) ||
	    db_document_get(rq->db, rq->arena, rq->app->keys, x->d.id, upload, d, err))
		return -1;
	return check_author(rq, d, err);
}

/* ---- Creation. */

static const char *const kinds[] = { "proof",	 "held", "redacted", DB_DOCUMENT_RELEASE,
				     "incoming", NULL };

struct begin_args {
	uint64_t size;
	const char *name, *kind;
};

static int read_begin(struct rq *rq, struct begin_args *in, struct cw_err *err)
{
	const char *kind = tus_metadata(rq->arena, rq_header(rq, "upload-metadata"), "kind");
	size_t i = 0;

	if (speaks_tus(rq, err) || read_count(rq, "upload-length", &in->size, err))
		return -1;
	if (in->size > DB_DOCUMENT_MAX)
		return cw_fail(err, CW_TOO_LARGE, CW_MSG_DOCUMENT_TOO_LARGE, NULL);
	if (in->size == 0)
		return cw_fail(err, CW_MALFORMED, CW_MSG_TUS_HEADER, "upload-length", NULL);
	in->name = tus_metadata(rq->arena, rq_header(rq, "upload-metadata"), "filename");
	in->name = in->name ? cw_text_trim(rq->arena, bare_name(in->name)) : NULL;
	if (!in->name || !*in->name || cw_text_has_control(in->name, strlen(in->name)) ||
	    strpbrk(in->name, "\t\r\n") ||
	    cw_utf8_count(in->name, strlen(in->name)) > NAME_MAX_POINTS)
		cw_fail_item(err, "/filename", CW_MSG_DOCUMENT_NO_NAME, NULL);
	else if (!filetype_known(in->name))
		cw_fail_item(err, "/filename", CW_MSG_DOCUMENT_EXTENSION, filetype_list(rq->arena),
			     NULL);
	while (kind && kinds[i] && strcmp(kind, kinds[i]) != 0)
		i++;
	in->kind = by_applicant(rq) ? "incoming" : kind ? kinds[i] : "proof";
	if (!in->kind || (by_applicant(rq) && kind && strcmp(kind, "incoming") != 0))
		cw_fail_item(err, "/kind", CW_MSG_DOCUMENT_KIND,
			     by_applicant(rq) ? "incoming"
					      : "proof, held, redacted, release, incoming",
			     NULL);
	return err->code == CW_OK ? 0 : -1;
}

static int has_room(struct act *x, uint64_t size, struct cw_err *err)
{
	uint64_t sum;
	char left[24];

	if (db_document_sum(x->rq->db, x->d.id, &sum, err))
		return -1;
	if (sum + size <= DB_DOCUMENTS_MAX)
		return 0;
	snprintf(left, sizeof(left), "%" PRIu64,
		 sum < DB_DOCUMENTS_MAX ? DB_DOCUMENTS_MAX - sum : 0);
	return cw_fail(err, CW_TOO_LARGE, CW_MSG_DOCUMENTS_TOO_LARGE, left, NULL);
}

/* For a document of KIND. */
static int open_case(struct act *x, struct rq *rq, const char *kind, struct cw_err *err)
{
	uint64_t id;

	if (case_id_of(rq, &id, err) || act_open(x, rq, id, CW_ACT_ATTACH, err) ||
	    check_path(rq, x, err))
		return -1;
	x->facts.for_release = strcmp(kind, DB_DOCUMENT_RELEASE) == 0;
	return act_decide(x, CW_ACT_ATTACH, err);
}

static int begin_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct begin_args *in = arg;
	struct db_document d = { .kind = in->kind, .name = in->name, .size = in->size };
	const char *location;
	struct act x;

	if (speaks_tus(rq, err) || open_case(&x, rq, in->kind, err) || has_room(&x, in->size, err))
		return -1;
	d.case_id = x.d.id;
	d.handling = x.d.handling;
	d.author_id = rq->who.user;
	d.author_role = cw_role_name(x.facts.role);
	d.created_at = rq->now;
	if (db_document_add(rq->db, rq->arena, rq->app->keys, &d, err))
		return -1;
	location = cw_printf(rq->arena, "%s/%" PRIu64, rq->path, d.id);
	if (!location)
		return cw_fail_memory(err);
	if (rq_set_header(rq, "Location", location, err) || put_offset(rq, &d, err))
		return -1;
	return rq_empty(rq, 201);
}

int api_upload_begin(struct rq *rq, struct cw_err *err)
{
	struct begin_args in = { 0 };
	struct act x;

	if (see_case(&x, rq, err) || read_begin(rq, &in, err))
		return -1;
	return act_run(rq, begin_tx, &in, err);
}

/* ---- Where it stands; ending it. */

int api_upload_look(struct rq *rq, struct cw_err *err)
{
	struct db_document d;
	struct act x;
	char size[24];

	if (find(&x, rq, &d, err) || speaks_tus(rq, err))
		return -1;
	snprintf(size, sizeof(size), "%" PRIu64, d.size);
	if (rq_set_header(rq, "Upload-Length", size, err) || put_offset(rq, &d, err))
		return -1;
	return rq_empty(rq, 200);
}

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_document d;
	struct act x;

	(void)arg;
	if (find(&x, rq, &d, err) ||
	    db_document_lock(rq->db, rq->arena, rq->app->keys, x.d.id, d.id, &d, err))
		return -1;
	if (strcmp(d.status, "uploading") != 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_TUS_DONE, NULL);
	if (db_document_forget(rq->db, &d, err) || rq_set_header(rq, "Tus-Resumable", VERSION, err))
		return -1;
	return rq_empty(rq, 204);
}

int api_upload_end(struct rq *rq, struct cw_err *err)
{
	struct db_document d;
	struct act x;

	if (find(&x, rq, &d, err) || speaks_tus(rq, err))
		return -1;
	return act_run(rq, end_tx, NULL, err);
}

/* ---- A part. */

struct part_args {
	uint64_t offset;
};

static int check_sum(struct rq *rq, struct cw_err *err)
{
	const char *text = rq_header(rq, "upload-checksum");
	unsigned char have[32];
	struct tus_sum want;

	if (!text)
		return 0;
	switch (tus_sum_read(text, &want)) {
	case TUS_SUM_ALGORITHM:
		return cw_fail(err, CW_MALFORMED, CW_MSG_TUS_ALGORITHM, NULL);
	case TUS_SUM_MALFORMED:
		return cw_fail(err, CW_MALFORMED, CW_MSG_TUS_HEADER, "upload-checksum", NULL);
	default:
		break;
	}
	if (want.sha1)
		db_sha1(rq->body, rq->body_len, have);
	else
		db_sha256(rq->body, rq->body_len, have);
	return memcmp(want.bytes, have, want.n) == 0
		       ? 0
		       : cw_fail(err, CW_CHECKSUM, CW_MSG_TUS_CHECKSUM, NULL);
}

static int part_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct part_args *in = arg;
	struct db_document d;
	struct act x;
	bool last;
	char text[24];

	if (find(&x, rq, &d, err))
		return -1;
	snprintf(text, sizeof(text), "%" PRIu64, d.size);
	if (in->offset + rq->body_len > d.size)
		return cw_fail(err, CW_TOO_LARGE, CW_MSG_TUS_BEYOND, text, NULL);
	/* The last part is an act on the case, which is locked before its document. */
	last = in->offset + rq->body_len == d.size && rq->body_len;
	if ((last && open_case(&x, rq, d.kind, err)) ||
	    db_document_lock(rq->db, rq->arena, rq->app->keys, x.d.id, d.id, &d, err))
		return -1;
	snprintf(text, sizeof(text), "%" PRIu64, d.received);
	if (d.received != in->offset)
		return cw_fail(err, CW_CONFLICT, CW_MSG_TUS_OFFSET, text, NULL);
	if (db_document_append(rq->db, rq->arena, rq->app->keys, &d, rq->body, rq->body_len,
			       rq->now, err) ||
	    (last && upload_done(&x, &d, err)) ||
	    rq_set_header(rq, "Tus-Resumable", VERSION, err) || put_offset(rq, &d, err))
		return -1;
	return rq_empty(rq, 204);
}

/* A part that is no use is not asked about: part_tx says why. */
static int ask(struct rq *rq, const struct db_document *d, uint64_t offset, struct cw_err *err)
{
	const bool last = strcmp(d->status, "uploading") == 0 && offset == d->received &&
			  rq->body_len && offset + rq->body_len == d->size;

	return last ? upload_ask(rq, d, err) : 0;
}

/* What is not what its name says, or worse, does not wait for a day, unless the database is away. */
static void drop(struct rq *rq)
{
	struct cw_err err;

	for (int tries = 2; tries > 0; tries--) {
		cw_err_clear(&err);
		if (act_run(rq, end_tx, NULL, &err) == 0 || err.code != CW_UNAVAILABLE)
			break;
	}
	cw_err_clear(&err);
}

int api_upload_part(struct rq *rq, struct cw_err *err)
{
	const char *type = rq_header(rq, "content-type");
	struct db_document d;
	struct part_args in;
	struct act x;

	if (find(&x, rq, &d, err) || speaks_tus(rq, err))
		return -1;
	if (!type || strcasecmp(type, "application/offset+octet-stream") != 0)
		return cw_fail(err, CW_UNSUPPORTED, CW_MSG_TUS_TYPE, NULL);
	if (read_count(rq, "upload-offset", &in.offset, err) || check_sum(rq, err))
		return -1;
	if (ask(rq, &d, in.offset, err) == 0 && act_run(rq, part_tx, &in, err) == 0)
		return 0;
	if (err->msg == CW_MSG_DOCUMENT_CONTENT || err->msg == CW_MSG_DOCUMENT_MALICIOUS)
		drop(rq);
	return -1;
}
