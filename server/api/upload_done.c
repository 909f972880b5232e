/* The last part of an upload has come: what it is, what it says besides, its digest, its event. */
#include "server/api/upload.h"

#include <string.h>

#include "db/document.h"
#include "server/api/case_acts.h"
#include "server/api/filetype.h"
#include "server/api/image.h"
#include "server/api/virus.h"
#include "server/app.h"

/* ---- What a picture says besides what it shows (server/api/image.h). */

/* The part at hand: a picture is walked through from its beginning to its end. */
struct picture {
	struct rq *rq;
	const struct db_document *d;
	struct cw_arena *arena; /* of the part */
	char *bytes;		/* NULL: none is at hand */
	size_t len;
	unsigned no;
	bool changed;
};

static int put_away(struct picture *p, struct cw_err *err)
{
	const struct rq *rq = p->rq;

	if (p->changed && db_document_rewrite(rq->db, p->arena, rq->app->keys, p->d, p->no,
					      p->bytes, p->len, err))
		return -1;
	p->changed = false;
	p->bytes = NULL;
	cw_arena_reset(p->arena);
	return 0;
}

static int turn_to(struct picture *p, unsigned no, struct cw_err *err)
{
	const struct rq *rq = p->rq;

	if (p->bytes && p->no == no)
		return 0;
	if (put_away(p, err))
		return -1;
	p->no = no;
	return db_document_part(rq->db, p->arena, rq->app->keys, p->d, no, &p->bytes, &p->len, err);
}

static int move_bytes(struct picture *p, uint64_t at, char *out, const char *in, size_t len,
		      struct cw_err *err)
{
	while (len) {
		const size_t from = (size_t)(at % DB_DOCUMENT_PART);
		const size_t n = len < DB_DOCUMENT_PART - from ? len : DB_DOCUMENT_PART - from;

		if (turn_to(p, (unsigned)(at / DB_DOCUMENT_PART), err))
			return -1;
		if (from + n > p->len)
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		if (out) {
			memcpy(out, p->bytes + from, n);
			out += n;
		} else if (in) {
			memcpy(p->bytes + from, in, n);
			in += n;
			p->changed = true;
		}
		at += n;
		len -= n;
	}
	return 0;
}

static int read_bytes(void *arg, uint64_t at, void *bytes, size_t len, struct cw_err *err)
{
	return move_bytes(arg, at, bytes, NULL, len, err);
}

static int write_bytes(void *arg, uint64_t at, const void *bytes, size_t len, struct cw_err *err)
{
	return move_bytes(arg, at, NULL, bytes, len, err);
}

static int blank_picture(struct rq *rq, const struct db_document *d, bool *blanked,
			 struct cw_err *err)
{
	struct picture p = { .rq = rq, .d = d, .arena = cw_arena_new(0) };
	const struct image image = { d->size, read_bytes, write_bytes, &p };
	int rc;

	if (!p.arena)
		return cw_fail_memory(err);
	rc = image_blank(d->type, &image, blanked, err) || put_away(&p, err) ? -1 : 0;
	cw_arena_free(p.arena);
	return rc;
}

/* ---- What it may do to those who open it. */

/* The parts that are stored, then the one at hand. */
static int tell_all(struct rq *rq, const struct db_document *d, struct virus_talk *t,
		    struct cw_arena *a, struct cw_err *err)
{
	for (unsigned no = 0; no * (uint64_t)DB_DOCUMENT_PART < d->received; no++) {
		char *bytes;
		size_t len;

		if (db_document_part(rq->db, a, rq->app->keys, d, no, &bytes, &len, err) ||
		    virus_add(t, bytes, len, err))
			return -1;
		cw_arena_reset(a);
	}
	return virus_add(t, rq->body, rq->body_len, err);
}

int upload_ask(struct rq *rq, const struct db_document *d, struct cw_err *err)
{
	const char *socket = rq->app->config->clamd_socket, *found = NULL;
	struct virus_talk *t = NULL;
	struct cw_arena *a;
	int rc;

	if (!*socket)
		return 0;
	a = cw_arena_new(0);
	if (!a)
		return cw_fail_memory(err);
	rc = virus_begin(socket, &t, err) || tell_all(rq, d, t, a, err) ||
	     virus_end(t, rq->arena, &found, err);
	virus_free(t);
	cw_arena_free(a);
	if (rc)
		return -1;
	return found ? cw_fail(err, CW_UNSUPPORTED, CW_MSG_DOCUMENT_MALICIOUS, found, NULL) : 0;
}

/* ---- The whole. */

static int take_sum(struct rq *rq, struct db_document *d, struct cw_err *err)
{
	struct db_hash *hash = db_hash_new();
	int rc = 0;

	d->digest = cw_alloc(rq->arena, 32);
	for (unsigned no = 0; !rc && no * DB_DOCUMENT_PART < d->size; no++) {
		struct cw_arena *a = cw_arena_new(0); /* a part at a time */
		char *bytes;
		size_t len;

		rc = a ? db_document_part(rq->db, a, rq->app->keys, d, no, &bytes, &len, err)
		       : cw_fail_memory(err);
		if (!rc)
			db_hash_add(hash, bytes, len);
		cw_arena_free(a);
	}
	if (!d->digest) {
		unsigned char lost[32];

		db_hash_end(hash, lost);
		return rc ? rc : cw_fail_memory(err);
	}
	db_hash_end(hash, d->digest);
	return rc;
}

int upload_done(struct act *x, struct db_document *d, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct json_object *detail;
	bool blanked;
	char *head;
	size_t n_head;

	if (db_document_part(rq->db, rq->arena, rq->app->keys, d, 0, &head, &n_head, err) ||
	    filetype_check(d->name, head, n_head, &d->type, err) ||
	    blank_picture(rq, d, &blanked, err) || take_sum(rq, d, err) ||
	    (d->attached_seq = x->d.seq + 1, /* the event that act_finish appends */
	     db_document_complete(rq->db, d, err)))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "document", d->id);
	rq_put_str(detail, "kind", d->kind);
	rq_put_str(detail, "type", d->type);
	rq_put_int(detail, "size", (int64_t)d->size);
	rq_put_bool(detail, "metadata_removed", blanked);
	rq_put_str(detail, "sha256", document_digest_text(rq->arena, d));
	return act_finish(x, detail, err);
}
