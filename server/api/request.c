/*
 * The applicant's side: filing online, access by number and query code, following, amending,
 * withdrawing, reading letters.
 */
#include "server/api/request.h"

#include <string.h>

#include "casework/base/text.h"
#include "casework/identity.h"
#include "db/session.h"
#include "server/api/auth.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/throttle.h"
#include "server/app.h"

#define CODE_LENGTH    16		      /* characters, 80 bits (standards.md part 6) */
#define ACCESS_MICROS  INT64_C(7200000000)    /* an access session lasts two hours */
#define AMEND_MICROS   INT64_C(600000000)     /* 10 minutes (R-REQ-9) */

/* ---- Filing. */

static int find_agency(struct rq *rq, const char *text, struct db_agency *out, struct cw_err *err)
{
	const char *dash = strchr(text, '-');
	bool found = false;

	if (dash && db_agency_find(rq->db, rq->arena,
				   cw_strndup(rq->arena, text, (size_t)(dash - text)), dash + 1, out,
				   &found, err))
		return -1;
	if (!found || !out->active)
		return cw_fail_item(err, "/agency", CW_MSG_NO_SUCH_AGENCY, NULL);
	return 0;
}

/* Crockford's alphabet: no I, L, O, U. */
static void make_code(char out[CODE_LENGTH + 1])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[CODE_LENGTH];

	db_random(random, sizeof(random));
	for (int i = 0; i < CODE_LENGTH; i++)
		out[i] = alphabet[random[i] % 32];
	out[CODE_LENGTH] = '\0';
}

/* A code as typed: lower case, blanks, hyphens and O, I, L for 0, 1, 1 are taken. */
static char *normal_code(struct cw_arena *a, const char *typed)
{
	char *code = cw_text_fold(a, typed);

	for (char *s = code; s && *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
		if (*s == 'O')
			*s = '0';
		if (*s == 'I' || *s == 'L')
			*s = '1';
	}
	return code;
}

static int code_mac(struct rq *rq, const char *number, const char *code, unsigned char out[32],
		    struct cw_err *err)
{
	char *text = cw_printf(rq->arena, "%s|%s", number, code);

	if (!text)
		return cw_fail_memory(err);
	db_hmac(rq->app->keys, "query code", text, strlen(text), out);
	return 0;
}

struct file_args {
	struct filing f;
	const char *id_normal;
};

static int add_person(struct rq *rq, struct file_args *in, uint64_t *id, struct cw_err *err)
{
	const struct filing_applicant *p = &in->f.applicant;
	struct db_person person = {
		.category = filing_categories[p->category],
		.name = p->name,
		.id_kind = p->id_kind < 0 ? NULL : cw_id_kind_name((enum cw_id_kind)p->id_kind),
		.id_number = p->id_number,
		.phone = p->phone,
		.email = p->email,
		.address = p->address,
	};

	if (db_person_add(rq->db, rq->arena, rq->app->keys, &person, in->id_normal, err))
		return -1;
	*id = person.id;
	return 0;
}

/* The number is taken directly before the case is inserted: its counter row is locked from here on
 * (design.md, Ids). */
static int add_docket(struct rq *rq, struct file_args *in, const struct db_agency *agency,
		      const char *code, struct db_docket *d, struct cw_err *err)
{
	uint64_t running;

	d->uid = cw_alloc(rq->arena, DB_UID);
	d->head = cw_alloc(rq->arena, 32);
	d->code_mac = cw_alloc(rq->arena, 32);
	if (!d->uid || !d->head || !d->code_mac)
		return cw_fail_memory(err);
	db_random(d->uid, DB_UID);
	d->agency_id = agency->id;
	d->year = cw_day_year(rq->today);
	d->kind = "request";
	d->channel = cw_channel_name(CW_CHANNEL_ONLINE);
	d->state = cw_state_name(CW_STATE_RECEIVED);
	d->lang = in->f.lang == 1 ? "en" : "zh";
	d->submitted_at = rq->now;
	d->submitted_on = rq->today;
	d->received_on = d->registered_on = d->due_on = d->replied_on = d->closed_on = CW_DAY_NONE;
	d->is_open = true;
	d->next_on = DB_DAY_FAR;
	if (filing_put(rq, &in->f, d, err) || add_person(rq, in, &d->applicant_id, err) ||
	    db_number_take(rq->db, agency->id, "case", d->year, &running, err))
		return -1;
	d->running = (int)running;
	d->number = cw_printf(rq->arena, "%s-%s-%d-%05d", agency->region, agency->code, d->year,
			      d->running);
	if (!d->number)
		return cw_fail_memory(err);
	if (code_mac(rq, d->number, code, d->code_mac, err))
		return -1;
	return db_docket_add(rq->db, d, err) || db_grams_save(rq->db, rq->arena, d, err) ? -1 : 0;
}

/* What the event of a filing says: the request as it was made, without the person. */
static struct json_object *filing_detail(const struct db_docket *d)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "channel", d->channel);
	rq_put_str(o, "title", d->title);
	rq_put_str(o, "description", d->description);
	rq_put_str(o, "ways", d->ways);
	rq_put_str(o, "carriers", d->carriers);
	rq_put_bool(o, "other_way_ok", d->other_way_ok);
	rq_put_bool(o, "electronic_ok", d->electronic_ok);
	return o;
}

static int answer_filing(struct act *x, const struct file_args *in, const char *code,
			 const struct db_letter *receipt, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct json_object *o = rq_obj();
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
	rq_put(o, "missing", filing_missing_json(&in->f, rq->arena, rq->lang));
	rq_put_time(o, "amend_until", x->d.submitted_at + AMEND_MICROS);
	rq_put(o, "receipt", json_tokener_parse(receipt->body));
	return rq_json(rq, 201, o, err);
}

static int file_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct file_args *in = arg;
	struct db_docket d = { 0 };
	struct db_agency agency;
	struct cw_letter_facts facts;
	struct db_letter receipt;
	struct act x;
	char code[CODE_LENGTH + 1];

	make_code(code);
	if (find_agency(rq, in->f.agency, &agency, err) ||
	    add_docket(rq, in, &agency, code, &d, err) ||
	    act_begin(&x, rq, &d, CW_ACT_FILE, rq->today, filing_detail(&d), err) ||
	    act_letter_facts(&x, &facts, err) ||
	    act_letter(&x, CW_LETTER_RECEIPT, &facts, 0, true, &receipt, err))
		return -1;
	return answer_filing(&x, in, code, &receipt, err);
}

int api_request_file(struct rq *rq, struct cw_err *err)
{
	struct file_args in = { .f = filing_new() };

	if (rq_body(rq, filing_fields, &in.f, err) || filing_check(rq, &in.f, &in.id_normal, err))
		return -1;
	return act_run(rq, file_tx, &in, err);
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
	char *code;

	if (rq_body(rq, access_fields, &in, err))
		return -1;
	code = normal_code(rq->arena, in.code);
	if (!code)
		return cw_fail_memory(err);
	if (throttle_check(rq, THROTTLE_CASE, number, err) ||
	    throttle_check(rq, THROTTLE_ADDRESS, NULL, err) || code_mac(rq, number, code, mac, err) ||
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

int api_request_get(struct rq *rq, struct cw_err *err)
{
	struct json_object *o;
	struct act x;

	if (act_view(&x, rq, rq->who.case_id, err) || check_number(rq, &x, err) ||
	    case_applicant_json(&x, &o, err))
		return -1;
	return rq_json_versioned(rq, 200, x.d.version, o, err);
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
	    db_docket_save_text(rq->db, &x.d, err) || db_grams_save(rq->db, rq->arena, &x.d, err) ||
	    act_finish(&x, filing_detail(&x.d), err))
		return -1;
	return answer_own(&x, 200, err);
}

int api_request_amend(struct rq *rq, struct cw_err *err)
{
	struct filing f = filing_new();
	const char *id_normal;

	if (rq_body(rq, filing_amendment_fields, &f, err) || filing_check(rq, &f, &id_normal, err))
		return -1;
	return act_run(rq, amend_tx, &f, err);
}

struct withdraw_args {
	const char *reason;
};
static const struct rq_field withdraw_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct withdraw_args, reason), .min = 1, .max = 1000 },
	{ 0 }
};

static int withdraw_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct withdraw_args *in = arg;
	struct act x;

	if (open_own(&x, rq, CW_ACT_WITHDRAW, err) || act_withdraw(&x, in->reason, err))
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
