/* Reading one case: whole, its history, its letters, unmasking.  Lists of cases: queues.c. */
#include <string.h>

#include "db/audit.h"
#include "db/share.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/letter_html.h"
#include "server/api/page.h"
#include "server/app.h"
#include "server/http/static.h"

/* ---- One case. */

static int view(struct act *x, struct rq *rq, struct cw_err *err)
{
	uint64_t id;

	return admin_id(rq, 0, &id, err) || act_view(x, rq, id, err) ? -1 : 0;
}

/* A db_tx_fn: a case and all of its records at one moment, not half before an act and half after it. */
static int get_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct act x;

	(void)c; /* rq->db */
	return view(&x, arg, err) || case_answer(&x, 200, err) ? -1 : 0;
}

int api_case_get(struct rq *rq, struct cw_err *err)
{
	return db_tx_read(rq->db, get_tx, rq, err);
}

static struct json_object *event_json(const struct act *x, const struct db_event *e)
{
	struct json_object *o = rq_obj(), *body, *detail;

	rq_put_int(o, "seq", e->seq);
	rq_put_str(o, "act", e->act);
	rq_put_int(o, "handling", e->handling);
	rq_put_day(o, "happened_on", e->happened_on);
	rq_put_time(o, "recorded_at", e->recorded_at);
	rq_put_bool(o, "voided", act_is_voided(x, e->seq));
	rq_put_str(o, "actor_role", e->actor_role);
	rq_put_id(o, "actor_id", e->actor_id);
	body = rq_kept((const char *)e->body);
	rq_put_bool(o, "entered_late", body && json_object_object_get_ex(body, "entered_on", &detail));
	if (body && json_object_object_get_ex(body, "entered_on", &detail))
		rq_put(o, "entered_on", json_object_get(detail));
	if (body && json_object_object_get_ex(body, "outage_scan", &detail))
		rq_put(o, "outage_scan", json_object_get(detail));
	if (body && json_object_object_get_ex(body, "approver_id", &detail))
		rq_put(o, "approver_id", json_object_get(detail));
	if (body && json_object_object_get_ex(body, "acts_for_id", &detail))
		rq_put(o, "acts_for_id", json_object_get(detail));
	if (body && json_object_object_get_ex(body, "detail", &detail))
		rq_put(o, "detail", json_object_get(detail));
	json_object_put(body);
	return o;
}

int api_case_events(struct rq *rq, struct cw_err *err)
{
	struct json_object *items;
	struct db_event *events;
	struct page page;
	struct act x;
	size_t n;

	if (page_read(rq, &page, err) || view(&x, rq, err))
		return -1;
	if (!case_shows(&x, 0)) /* a unit officer sees the task, not the history */
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_event_list(rq->db, rq->arena, x.d.id, (int)page.key[0], (unsigned)page.limit + 1, &events,
			  &n, err))
		return -1;
	page_cut(&page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, event_json(&x, &events[i]));
	if (n)
		page.next[0] = (uint64_t)events[n - 1].seq;
	return page_reply(rq, &page, items, err);
}

/* ---- Letters: the bytes as sent, or a page to print. */

static int answer_letter(struct act *x, const struct db_letter *l, struct cw_err *err)
{
	const char *accept = rq_header(x->rq, "accept");
	char *html;
	size_t len;

	if (!accept || !strstr(accept, "text/html"))
		return rq_bytes(x->rq, 200, "application/json", l->body, l->body_len);
	html = letter_html(x->rq->arena, l, statics_root(x->rq->app->statics), &len, err);
	if (!html)
		return -1;
	return rq_bytes(x->rq, 200, "text/html; charset=utf-8", html, len);
}

int api_case_letter(struct rq *rq, struct cw_err *err)
{
	struct db_letter letter;
	struct act x;
	uint64_t id;

	if (view(&x, rq, err) || admin_id(rq, 1, &id, err) ||
	    db_letter_get(rq->db, rq->arena, rq->app->keys, x.d.id, id, &letter, err))
		return -1;
	return answer_letter(&x, &letter, err);
}

int api_request_letter(struct rq *rq, struct cw_err *err)
{
	struct db_letter letter;
	struct act x;
	uint64_t id;

	if (act_view(&x, rq, rq->who.case_id, err))
		return -1;
	if (strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (admin_id(rq, 1, &id, err) ||
	    db_letter_get(rq->db, rq->arena, rq->app->keys, x.d.id, id, &letter, err))
		return -1;
	if (!case_letter_visible(&x, &letter))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return answer_letter(&x, &letter, err);
}

/* ---- Unmasking: an act of its own with a reason, logged before the answer (standards.md part 6). */

struct unmask_args {
	const char *reason;
};
static const struct rq_field unmask_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct unmask_args, reason), .required = true, .min = 2,
	  .max = 300 },
	{ 0 }
};

int api_case_unmask(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = { .at = rq->now, .user = rq->who.user, .what = "unmask",
					.client = rq->client };
	struct unmask_args in = { 0 };
	struct db_person p;
	struct json_object *o;
	struct act x;

	if (rq_body(rq, unmask_fields, &in, err) || view(&x, rq, err))
		return -1;
	if (!(x.roles &
	      (CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |
	       CW_ROLE_BIT(CW_ROLE_HEAD))))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	entry.subject = cw_printf(rq->arena, "case %s", x.d.number);
	entry.detail = in.reason;
	if (!entry.subject)
		return cw_fail_memory(err);
	if (db_person_get(rq->db, rq->arena, rq->app->keys, x.d.applicant_id, &p, err))
		return -1;
	o = rq_obj();
	people_put_person(o, &p);
	/* Noted last: what could not be read was not seen. */
	if (people_put_others(&x, o, err) || db_audit_add(rq->app->audit, rq->db, &entry, err)) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 200, o, err);
}
