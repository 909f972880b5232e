/*
 * The address in a reply's letter that opens a filing at the right agency, filled in with what was
 * asked (product.md: a request is never moved; the applicant sends it).  It is signed, so that a
 * number alone opens nobody's text, and it gives no personal data.
 */
#include <stdio.h>
#include <string.h>

#include "db/district.h"
#include "server/api/after.h"
#include "server/app.h"

#define SIGNATURE 32 /* hex digits, 128 bits */

static int sign(struct rq *rq, const char *number, const char *agency, char out[SIGNATURE + 1],
		struct cw_err *err)
{
	char *text = cw_printf(rq->arena, "%s|%s", number, agency);
	unsigned char mac[32];

	if (!text)
		return cw_fail_memory(err);
	db_hmac(rq->app->keys, "prefill", text, strlen(text), mac);
	for (int i = 0; i < SIGNATURE / 2; i++)
		snprintf(out + 2 * i, 3, "%02x", mac[i]);
	return 0;
}

/* ---- The address. */

/* The agency of the same district whose whole name stands in TEXT; the longest name, so that a
 * branch is not taken for its parent. */
static const struct db_agency_name *named_in(const struct db_agency_name *rows, size_t n,
					     const char *text, uint64_t own)
{
	const struct db_agency_name *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (rows[i].id != own && strstr(text, rows[i].name) &&
		    (!best || strlen(rows[i].name) > strlen(best->name)))
			best = &rows[i];
	return best;
}

int prefill_put(struct act *x, const struct cw_reply *reply, struct cw_letter_facts *facts,
		struct cw_err *err)
{
	struct rq *rq = x->rq;
	const struct db_agency_name *right = NULL;
	struct db_agency_name *rows;
	const char *text = NULL;
	char signature[SIGNATURE + 1], *agency;
	size_t n;

	for (size_t i = 0; i < reply->n_parts; i++)
		if (reply->parts[i].outcome == CW_OUTCOME_NOT_OUR_DUTY && !text)
			text = reply->parts[i].say[CW_SAY_AGENCY];
	if (!text)
		return 0;
	if (db_district_agency_list(rq->db, rq->arena, x->agency.root, &rows, &n, err))
		return -1;
	right = named_in(rows, n, text, x->d.agency_id);
	if (!right)
		return 0;
	agency = cw_printf(rq->arena, "%s-%s", x->agency.region, right->code);
	if (!agency)
		return cw_fail_memory(err);
	if (sign(rq, x->d.number, agency, signature, err))
		return -1;
	facts->prefilled =
		cw_printf(rq->arena, "%s/apply?number=%s&agency=%s&signature=%s",
			  rq->app->config->public_url, x->d.number, agency, signature);
	return facts->prefilled ? 0 : cw_fail_memory(err);
}

/* ---- What it opens: the body of a filing, without the applicant. */

struct prefill_args {
	const char *number, *agency, *signature;
};
static const struct rq_field prefill_fields[] = {
	RQ_FIELD(struct prefill_args, number, RQ_STRING, .required = true, .max = 40),
	RQ_FIELD(struct prefill_args, agency, RQ_STRING, .required = true, .max = 20),
	RQ_FIELD(struct prefill_args, signature, RQ_STRING, .required = true, .max = 64),
	{ 0 }
};

static bool same(const char *a, const char *b)
{
	unsigned char diff = strlen(a) != SIGNATURE;

	for (int i = 0; !diff && i < SIGNATURE; i++)
		diff |= (unsigned char)(a[i] ^ b[i]);
	return diff == 0;
}

/* "post,email" as a list. */
static struct json_object *words(struct cw_arena *a, const char *text)
{
	struct json_object *list = rq_array();
	char *copy = cw_strdup(a, text), *save = NULL;

	for (char *w = copy ? strtok_r(copy, ",", &save) : NULL; w; w = strtok_r(NULL, ",", &save))
		rq_push(list, json_object_new_string(w));
	return list;
}

static struct json_object *filing_of(struct rq *rq, const struct db_docket *d, const char *agency)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "agency", agency);
	rq_put_str(o, "title", d->title);
	rq_put_str(o, "description", d->description);
	rq_put(o, "ways", words(rq->arena, d->ways));
	rq_put(o, "carriers", words(rq->arena, d->carriers));
	rq_put_bool(o, "other_way_ok", d->other_way_ok);
	rq_put_bool(o, "electronic_ok", d->electronic_ok);
	rq_put_str(o, "language", d->lang);
	return o;
}

int api_prefill(struct rq *rq, struct cw_err *err)
{
	struct prefill_args in = { 0 };
	char signature[SIGNATURE + 1];
	struct db_agency agency;
	struct json_object *o;
	struct db_docket d;
	bool found;

	if (rq_params(rq, prefill_fields, &in, err) ||
	    sign(rq, in.number, in.agency, signature, err))
		return -1;
	if (!same(in.signature, signature))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_docket_find_number(rq->db, rq->arena, in.number, &d, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (filing_agency(rq, in.agency, &agency, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "from", d.number);
	rq_put_str(o, "agency_name", agency.name);
	rq_put(o, "filing", filing_of(rq, &d, in.agency));
	return rq_json(rq, 200, o, err);
}
