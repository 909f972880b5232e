/*
 * Documents of a case: the list, downloads as attachments with ranges, and taking back what the
 * office added by mistake.  The applicant sees what they sent, and of the rest what a reply has
 * released: it is for release, was there when its secrecy review was answered (R-ASK-4), and the
 * reply of its handling releases content, is served, in their hands and not held.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/document.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"
#include "server/http/text.h"

/* ---- Who sees which. */

char *document_digest_text(struct cw_arena *a, const struct db_document *d)
{
	char *text = cw_alloc(a, 65);

	for (int i = 0; text && d->digest && i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", d->digest[i]);
	return text;
}

/* What a handling released. */
struct release {
	int handling; /* 0: not asked yet */
	int before;   /* documents that came by an earlier event than this; 0: none */
};

/* Whether the reply of the handling is out with content in it. */
static int releases(struct act *x, int handling, bool *out, struct cw_err *err)
{
	struct db_reply r = x->reply;
	bool found = x->has_reply;
	struct cw_reply reply = { .n_parts = 0 };

	*out = false;
	if (handling != x->d.handling && db_reply_find(x->rq->db, x->rq->arena, x->rq->app->keys,
						       x->d.id, handling, &r, &found, err))
		return -1;
	if (!found || strcmp(r.status, "served") != 0)
		return 0;
	reply.parts = r.parts;
	reply.n_parts = r.n_parts;
	*out = cw_reply_releases(&reply);
	return 0;
}

/* Of a served reply the last answer is the pass that it was served with. */
static int find_release(struct act *x, int handling, struct release *to, struct cw_err *err)
{
	struct db_secrecy *reviews;
	bool out;
	size_t n;

	*to = (struct release){ .handling = handling };
	if (releases(x, handling, &out, err))
		return -1;
	if (!out)
		return 0;
	if (db_secrecy_list(x->rq->db, x->rq->arena, x->d.id, &reviews, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (reviews[i].handling == handling && reviews[i].result &&
		    reviews[i].answered_seq > to->before)
			to->before = reviews[i].answered_seq;
	return 0;
}

/* KNOWN is kept from one document of a case to the next. */
static int released(struct act *x, const struct db_document *d, struct release *known, bool *out,
		    struct cw_err *err)
{
	*out = false;
	if (strcmp(d->kind, DB_DOCUMENT_RELEASE) != 0 || x->c.disclosure_held ||
	    (d->handling == x->d.handling && case_reply_waits_for(x)))
		return 0;
	if (known->handling != d->handling && find_release(x, d->handling, known, err))
		return -1;
	*out = d->attached_seq > 0 && d->attached_seq < known->before;
	return 0;
}

/* What the reply is about.  What came in and what proves a step says who the applicant is, which
 * those who only review the reply need not know (product.md). */
static bool is_content(const struct db_document *d)
{
	return strcmp(d->kind, "held") == 0 || strcmp(d->kind, "redacted") == 0 ||
	       strcmp(d->kind, DB_DOCUMENT_RELEASE) == 0;
}

static int visible(struct act *x, const struct db_document *d, struct release *known, bool *out,
		   struct cw_err *err)
{
	const unsigned secrecy = CW_ROLE_BIT(CW_ROLE_SECRECY_REVIEWER),
		       reviewers = secrecy | CW_ROLE_BIT(CW_ROLE_ADVISOR);

	*out = true;
	if ((x->roles | x->deputy) & CASE_OFFICE & ~secrecy)
		return 0;
	if (!(x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT))) { /* or a unit officer */
		*out = (d->author_id && d->author_id == x->rq->who.user) ||
		       (x->roles & reviewers && is_content(d));
		return 0;
	}
	return strcmp(d->author_role, "applicant") == 0 ? 0 : released(x, d, known, out, err);
}

int case_documents_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct release known = { 0 };
	struct db_document *rows;
	size_t n;

	if (db_document_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o;
		bool shown;

		if (visible(x, &rows[i], &known, &shown, err))
			return -1;
		if (!shown)
			continue;
		o = rq_obj();
		rq_put_id(o, "id", rows[i].id);
		rq_put_int(o, "handling", rows[i].handling);
		rq_put_str(o, "kind", rows[i].kind);
		rq_put_str(o, "name", rows[i].name);
		rq_put_str(o, "type", rows[i].type);
		rq_put_int(o, "size", (int64_t)rows[i].size);
		rq_put_str(o, "sha256", document_digest_text(x->rq->arena, &rows[i]));
		rq_put_str(o, "author_role", rows[i].author_role);
		if (!(x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT)))
			rq_put_id(o, "author_id", rows[i].author_id);
		rq_put_time(o, "added_at", rows[i].moved_at);
		rq_push(list, o);
	}
	return 0;
}

/* ---- Downloads. */

struct reading {
	struct db_document d;
	uint64_t at, end;
};

static int next_part(struct app *app, struct db_conn *db, struct cw_arena *a, void *state,
		     const char **data, size_t *len, struct cw_err *err)
{
	struct reading *r = state;
	size_t skip = (size_t)(r->at % DB_DOCUMENT_PART);
	char *bytes;

	if (db_document_part(db, a, app->keys, &r->d, (unsigned)(r->at / DB_DOCUMENT_PART), &bytes,
			     len, err))
		return -1;
	*data = bytes + skip;
	*len -= skip < *len ? skip : *len;
	if (*len > r->end - r->at)
		*len = (size_t)(r->end - r->at);
	r->at += *len;
	return 0;
}

/* "bytes=a-b", "bytes=a-", "bytes=-n".  False: none that we serve (several, another unit): then all
 * is sent, as RFC 9110 lets us. */
static bool read_range(const char *text, uint64_t size, uint64_t *from, uint64_t *end)
{
	size_t a, b;
	const char *second;
	uint64_t first, last;

	if (!text || strncmp(text, "bytes=", 6) != 0)
		return false;
	text += 6;
	a = strspn(text, "0123456789");
	if (a > 15 || text[a] != '-')
		return false;
	second = text + a + 1;
	b = strspn(second, "0123456789");
	if (b > 15 || second[b] || (!a && !b))
		return false;
	first = strtoull(text, NULL, 10);
	last = strtoull(second, NULL, 10);
	if (a && b && last < first)
		return false;
	if (a) {
		*from = first;
		*end = b && last < size ? last + 1 : size;
	} else { /* the last bytes */
		*from = last < size ? size - last : 0;
		*end = size;
	}
	return true;
}

/* RFC 5987: every client knows filename*, and the plain one holds no name of a person. */
static const char *disposition(struct cw_arena *a, const struct db_document *d)
{
	static const char hex[] = "0123456789ABCDEF";
	const char *dot = strrchr(d->name, '.');
	struct cw_buf b;

	cw_buf_init(&b, a);
	cw_buf_printf(&b, "attachment; filename=\"document-%" PRIu64 "%s\"; filename*=UTF-8''",
		      d->id, dot ? dot : "");
	for (const char *s = d->name; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._", c))
			cw_buf_add(&b, s, 1);
		else
			cw_buf_printf(&b, "%%%c%c", hex[c >> 4], hex[c & 15]);
	}
	return cw_buf_done(&b, NULL);
}

static int put_headers(struct rq *rq, const struct db_document *d, const char *tag,
		       struct cw_err *err)
{
	const char *name = disposition(rq->arena, d);

	if (!name)
		return cw_fail_memory(err);
	return rq_set_header(rq, "Content-Disposition", name, err) ||
			       rq_set_header(rq, "Content-Security-Policy",
					     "sandbox; default-src 'none'; frame-ancestors 'none'",
					     err) ||
			       rq_set_header(rq, "Cache-Control", "private, no-cache", err) ||
			       rq_set_header(rq, "Accept-Ranges", "bytes", err) ||
			       rq_set_header(rq, "ETag", tag, err)
		       ? -1
		       : 0;
}

static int put_range(struct rq *rq, const struct reading *r, struct cw_err *err)
{
	char text[80], size[24];

	snprintf(size, sizeof(size), "%" PRIu64, r->d.size);
	if (r->at >= r->d.size || r->at >= r->end)
		return cw_fail(err, CW_RANGE, CW_MSG_DOCUMENT_RANGE, size, NULL);
	snprintf(text, sizeof(text), "bytes %" PRIu64 "-%" PRIu64 "/%s", r->at, r->end - 1, size);
	return rq_set_header(rq, "Content-Range", text, err);
}

static int answer_bytes(struct rq *rq, const struct db_document *d, struct cw_err *err)
{
	struct reading *r = cw_alloc(rq->arena, sizeof(*r));
	const char *tag = cw_printf(rq->arena, "\"%.32s\"", document_digest_text(rq->arena, d));
	const char *known = rq_header(rq, "if-none-match"), *same = rq_header(rq, "if-range");
	bool part;

	if (!r || !tag)
		return cw_fail_memory(err);
	*r = (struct reading){ *d, 0, d->size };
	part = (!same || strcmp(same, tag) == 0) &&
	       read_range(rq_header(rq, "range"), d->size, &r->at, &r->end);
	if (put_headers(rq, d, tag, err))
		return -1;
	if (known && text_has_tag(known, tag))
		return rq_empty(rq, 304);
	if (part && put_range(rq, r, err))
		return -1;
	return rq_pieces(rq, part ? 206 : 200, d->type, r->end - r->at, next_part, r);
}

static int download(struct act *x, struct cw_err *err)
{
	struct release known = { 0 };
	struct rq *rq = x->rq;
	struct db_document d;
	uint64_t id;
	bool shown;

	if (admin_id(rq, 1, &id, err) ||
	    db_document_get(rq->db, rq->arena, rq->app->keys, x->d.id, id, &d, err) ||
	    visible(x, &d, &known, &shown, err))
		return -1;
	if (strcmp(d.status, "complete") != 0 || !shown)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return answer_bytes(rq, &d, err);
}

int api_document_get(struct rq *rq, struct cw_err *err)
{
	uint64_t id;
	struct act x;

	return admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err) || download(&x, err) ? -1 : 0;
}

int api_request_document(struct rq *rq, struct cw_err *err)
{
	struct act x;

	if (act_view(&x, rq, rq->who.case_id, err))
		return -1;
	if (strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return download(&x, err);
}

/* ---- Taking back: it is no longer shown, and kept (R-KEEP-1). */

struct remove_args {
	const char *reason;
};
static const struct rq_field remove_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct remove_args, reason),
						   .required = true, .min = 2, .max = 500 },
						 { 0 } };

static int remove_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct remove_args *in = arg;
	struct json_object *detail;
	struct db_document d;
	struct act x;
	uint64_t id;

	if (case_open(&x, rq, CW_ACT_DETACH, err) || act_decide(&x, CW_ACT_DETACH, err) ||
	    admin_id(rq, 1, &id, err) ||
	    db_document_lock(rq->db, rq->arena, rq->app->keys, x.d.id, id, &d, err))
		return -1;
	if (strcmp(d.status, "complete") != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (!d.author_id)
		return cw_fail_law(err, CW_MSG_DOCUMENT_NOT_YOURS, "R-KEEP-1", "条例45", NULL);
	detail = rq_obj();
	rq_put_id(detail, "document", d.id);
	rq_put_str(detail, "reason", in->reason);
	if (db_document_remove(rq->db, &d, err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(&x, detail, err) || case_answer(&x, 200, err) ? -1 : 0;
}

int api_document_remove(struct rq *rq, struct cw_err *err)
{
	struct remove_args in = { 0 };

	return rq_body(rq, remove_fields, &in, err) || act_run(rq, remove_tx, &in, err) ? -1 : 0;
}
