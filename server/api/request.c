/*
 * The applicant's side: filing online, access by number and query code, following, amending,
 * withdrawing, reading letters.
 */
#include "server/api/request.h"

#include <string.h>

#include "db/session.h"
#include "server/api/auth.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/throttle.h"
#include "server/app.h"

#define ACCESS_MICROS  INT64_C(7200000000)    /* an access session lasts two hours */
#define AMEND_MICROS   INT64_C(600000000)     /* 10 minutes (R-REQ-9) */

/* ---- Filing. */

static int answer_filing(struct act *x, const char *code, const struct db_letter *receipt,
			 struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct json_object *o = rq_obj(), *missing;
	char *location = cw_printf(rq->arena, "/api/v1/requests/%s", x->d.number);

	if (!location || rq_set_header(rq, "Location", location, err)) {
		json_object_put(o);
		return location ? -1 : cw_fail_memory(err);
	}
	rq_put_str(o, "number", x->d.number);
	rq_put_str(o, "query_code", code);
	rq_put_str(o, "state", x->d.state);
	rq_put_str(o, "agency", x->agency.name);
	rq_put_day(o, "received_on", x->d.received_on);
	rq_put_day(o, "due_on", x->d.due_on);
	rq_put_bool(o, "provisional", x->d.due_provisional);
	rq_put(o, "clock", act_clock_json(rq->arena, &x->c.clock, rq->today, rq->lang));
	missing = rq_array();
	rq_put(o, "missing", missing);
	if (case_missing_json(x, missing, err)) {
		json_object_put(o);
		return -1;
	}
	rq_put_time(o, "amend_until", x->d.submitted_at + AMEND_MICROS);
	rq_put(o, "receipt", rq_kept(receipt->body));
	return rq_json(rq, 201, o, err);
}

static int file_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct filing_start start = { .act = CW_ACT_FILE,
				      .channel = CW_CHANNEL_ONLINE,
				      .on = rq->today,
				      .row = { .arrived_on = rq->today,
					       .confirmed_on = CW_DAY_NONE } };
	struct db_agency agency;
	struct db_letter receipt;
	struct filing *f = arg;
	struct act x;

	if (filing_agency(rq, f->agency, &agency, err) ||
	    filing_begin(rq, f, &agency, &start, &x, err) || act_received(&x, &receipt, err))
		return -1;
	return answer_filing(&x, start.code, &receipt, err);
}

int api_request_file(struct rq *rq, struct cw_err *err)
{
	struct filing f = filing_new();

	if (rq_body(rq, filing_fields, &f, err) || filing_check(rq, &f, err))
		return -1;
	return act_run(rq, file_tx, &f, err);
}

/* ---- Access. */

struct access_args {
	const char *code;
};
static const struct rq_field access_fields[] = {
	{ "code", RQ_STRING, offsetof(struct access_args, code), .required = true, .min = 1, .max = 64 },
	{ 0 }
};

static int open_session(struct rq *rq, uint64_t case_id, struct cw_err *err)
{
	unsigned char hash[DB_HASH];
	char *secret = auth_secret(rq->arena, "");
	struct json_object *o;

	if (!secret)
		return cw_fail_memory(err);
	auth_secret_hash(secret, hash);
	if (db_access_add(rq->db, hash, case_id, rq->now + ACCESS_MICROS, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "access_token", secret);
	rq_put_time(o, "expires_at", rq->now + ACCESS_MICROS);
	return rq_json(rq, 201, o, err);
}

int api_request_access(struct rq *rq, struct cw_err *err)
{
	struct access_args in = { 0 };
	const char *number = rq->params[0];
	unsigned char mac[32];
	struct db_docket d;
	bool found, same = false;

	if (rq_body(rq, access_fields, &in, err))
		return -1;
	if (throttle_check(rq, THROTTLE_CASE, number, err) ||
	    throttle_check(rq, THROTTLE_ADDRESS, NULL, err) || query_code_mac(rq, number, in.code, mac, err) ||
	    db_docket_find_number(rq->db, rq->arena, number, &d, &found, err))
		return -1;
	if (found) {
		unsigned char diff = 0;

		for (int i = 0; i < 32; i++)
			diff |= (unsigned char)(mac[i] ^ d.code_mac[i]);
		same = diff == 0;
	}
	if (!same) { /* one answer for a wrong number and a wrong code */
		if (throttle_failed(rq, THROTTLE_CASE, number, err) ||
		    throttle_failed(rq, THROTTLE_ADDRESS, NULL, err))
			return -1;
		return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_WRONG_NUMBER_OR_CODE, NULL);
	}
	if (throttle_passed(rq, THROTTLE_CASE, number, err))
		return -1;
	return open_session(rq, d.id, err);
}

/* The path's number must be the case that the access session opens. */
static int check_number(struct rq *rq, const struct act *x, struct cw_err *err)
{
	return strcmp(rq->params[0], x->d.number) == 0
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

/* A db_tx_fn: all of it at one moment. */
static int get_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct rq *rq = arg;
	struct json_object *o;
	struct act x;

	(void)c; /* rq->db */
	if (act_view(&x, rq, rq->who.case_id, err) || check_number(rq, &x, err) ||
	    case_applicant_json(&x, &o, err))
		return -1;
	return rq_json_versioned(rq, 200, x.d.version, o, err);
}

int api_request_get(struct rq *rq, struct cw_err *err)
{
	return db_tx_read(rq->db, get_tx, rq, err);
}

/* ---- Amending and withdrawing. */

static int open_own(struct act *x, struct rq *rq, enum cw_act act, struct cw_err *err)
{
	return act_open(x, rq, rq->who.case_id, act, err) || check_number(rq, x, err) ? -1 : 0;
}

static int answer_own(struct act *x, int status, struct cw_err *err)
{
	struct json_object *o;

	if (case_applicant_json(x, &o, err))
		return -1;
	return rq_json_versioned(x->rq, status, x->d.version, o, err);
}

static int amend_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct filing *f = arg;
	struct act x;

	if (open_own(&x, rq, CW_ACT_AMEND, err) || act_decide(&x, CW_ACT_AMEND, err) || filing_put(rq, f, &x.d, err) ||
	    db_docket_save_text(rq->db, &x.d, err) || db_grams_save(rq->db, rq->arena, &x.d, err) || filing_save_text(&x, err) ||
	    act_finish(&x, filing_detail(&x.d), err))
		return -1;
	return answer_own(&x, 200, err);
}

int api_request_amend(struct rq *rq, struct cw_err *err)
{
	struct filing f = filing_new();

	if (rq_body(rq, filing_amendment_fields, &f, err) || filing_check(rq, &f, err))
		return -1;
	return act_run(rq, amend_tx, &f, err);
}

struct withdraw_args {
	const char *reason;
	uint64_t representative;
};
static const struct rq_field withdraw_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct withdraw_args, reason), .min = 1, .max = 1000 },
	{ "representative_id", RQ_ID, offsetof(struct withdraw_args, representative) },
	{ 0 }
};

static int withdraw_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct withdraw_args *in = arg;
	struct act x;

	if (open_own(&x, rq, CW_ACT_WITHDRAW, err) || act_withdraw(&x, in->reason, in->representative, err))
		return -1;
	return answer_own(&x, 200, err);
}

int api_request_withdraw(struct rq *rq, struct cw_err *err)
{
	struct withdraw_args in = { 0 };

	if (rq->json && rq_body(rq, withdraw_fields, &in, err))
		return -1;
	return act_run(rq, withdraw_tx, &in, err);
}
