#include "notify/result.h"

#include <string.h>

#include "casework/base/log.h"
#include "notify/schedule.h"

#define SECOND INT64_C(1000000)

static int disable(struct db_conn *c, uint64_t endpoint, const char *reason, struct cw_err *err)
{
	if (db_endpoint_set_status(c, endpoint, "disabled", reason, err))
		return -1;
	cw_log(CW_LOG_WARN, "endpoint_disabled", "endpoint=%llu reason=%s",
	       (unsigned long long)endpoint, reason);
	return 0;
}

/* A delivery is dead.  One alone says little; a row of them for days disables the endpoint. */
static int note_death(struct db_conn *c, const struct nt_result *r, struct cw_err *err)
{
	const uint64_t id = r->post->d.endpoint_id;
	struct db_endpoint e;

	if (db_endpoint_get(c, r->post->arena, id, &e, err))
		return -1;
	if (e.failing_since != DB_TIME_NONE && r->ended_at - e.failing_since >= NT_FAILING_MAX)
		return disable(c, id, "failing", err);
	return db_endpoint_failing(c, id, r->ended_at, err);
}

/* The first ping that arrives opens the endpoint. */
static int note_arrival(struct db_conn *c, const struct nt_result *r, struct cw_err *err)
{
	const uint64_t id = r->post->d.endpoint_id;
	struct db_endpoint e;

	if (db_endpoint_well(c, id, err))
		return -1;
	if (strcmp(r->post->d.type, NT_PING) != 0)
		return 0;
	if (db_endpoint_get(c, r->post->arena, id, &e, err))
		return -1;
	return strcmp(e.status, "pending") ? 0 : db_endpoint_set_status(c, id, "active", NULL, err);
}

/* The shorter message takes the place of the one that was too long. */
static int shorten(struct db_conn *c, const struct nt_result *r, struct db_delivery *d,
		   struct cw_err *err)
{
	struct db_outbox event;
	char *body;

	if (db_outbox_get(c, r->post->arena, d->outbox_id, &event, err) ||
	    nt_event_body(c, r->post->arena, r->scene, &event, r->post->kind, true, &body,
			  &d->body_len, err))
		return -1;
	d->body = (unsigned char *)body;
	d->shortened = true;
	d->next_at = r->ended_at;
	return 0;
}

/* Not before the end of the quiet hours, unless what cannot wait is behind it. */
static int put_off(struct db_conn *c, const struct nt_result *r, struct db_delivery *d,
		   struct cw_err *err)
{
	struct db_outbox event;
	bool followed;
	int64_t until;

	if (db_outbox_get(c, r->post->arena, d->outbox_id, &event, err))
		return -1;
	until = nt_event_send_at(r->scene, &event, true, d->next_at);
	if (until == d->next_at)
		return 0;
	if (db_delivery_followed_find(c, d, r->scene->today, &followed, err))
		return -1;
	if (!followed)
		d->next_at = until;
	return 0;
}

/* How the delivery goes on; the endpoint's part is done only if the claim still holds. */
static int decide(struct db_conn *c, const struct nt_result *r, struct db_delivery *d,
		  struct cw_err *err)
{
	int64_t wait;

	if (r->judgement.verdict == NT_TOO_LONG && d->outbox_id)
		return shorten(c, r, d, err);
	d->tried++;
	wait = nt_schedule_wait((unsigned)d->tried, r->jitter, r->judgement.wait_s);
	d->next_at = wait < 0 ? r->ended_at : r->ended_at + wait;
	if (r->judgement.verdict == NT_DELIVERED)
		d->status = "delivered";
	else if (r->judgement.verdict == NT_GONE || wait < 0)
		d->status = "dead";
	else if (r->post->quiet && r->scene && d->outbox_id)
		return put_off(c, r, d, err);
	return 0;
}

static int note_endpoint(struct db_conn *c, const struct nt_result *r, const struct db_delivery *d,
			 struct cw_err *err)
{
	if (r->judgement.verdict == NT_DELIVERED)
		return note_arrival(c, r, err);
	if (r->judgement.verdict == NT_GONE)
		return disable(c, d->endpoint_id, "gone", err);
	return strcmp(d->status, "dead") ? 0 : note_death(c, r, err);
}

static struct db_attempt attempt_of(const struct nt_result *r)
{
	const struct nt_post *p = r->post;

	return (struct db_attempt){
		.delivery_id = p->d.id,
		.no = p->d.claim,
		.at = p->started_at,
		.verdict = nt_verdict_name(r->judgement.verdict),
		.status = (int)r->status,
		.has_code = r->judgement.has_code,
		.code = r->judgement.code,
		.took_ms = (int)((r->ended_at - p->started_at) / 1000),
		.fault = r->fault,
		.answer = (unsigned char *)p->answer,
		.answer_len = p->answer_len < DB_ANSWER_KEPT ? p->answer_len : DB_ANSWER_KEPT,
	};
}

int nt_result_save(struct db_conn *c, const struct nt_result *r, struct cw_err *err)
{
	const struct db_attempt attempt = attempt_of(r);
	struct db_delivery d = r->post->d;
	bool late;

	if (decide(c, r, &d, err) || db_delivery_save(c, &d, &late, err) ||
	    db_attempt_add(c, &attempt, err))
		return -1;
	return late ? 0 : note_endpoint(c, r, &d, err);
}

/* ---- Many at once. */

static bool just_arrived(const struct nt_result *r)
{
	return r->judgement.verdict == NT_DELIVERED && strcmp(r->post->d.type, NT_PING) != 0;
}

static int note_well(struct db_conn *c, const struct nt_result *rs, const size_t *arrived, size_t n,
		     struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		const uint64_t id = rs[arrived[i]].post->d.endpoint_id;
		size_t k = 0;

		while (k < i && rs[arrived[k]].post->d.endpoint_id != id)
			k++;
		if (k == i && db_endpoint_well(c, id, err)) /* each once */
			return -1;
	}
	return 0;
}

int nt_results_save(struct db_conn *c, const struct nt_result *rs, size_t n, struct cw_err *err)
{
	const struct db_delivery *rows[NT_RESULTS];
	struct db_attempt attempts[NT_RESULTS];
	size_t arrived[NT_RESULTS], n_arrived = 0;
	uint64_t saved;

	for (size_t i = 0; i < n; i++) {
		if (!just_arrived(&rs[i])) {
			if (nt_result_save(c, &rs[i], err))
				return -1;
			continue;
		}
		rows[n_arrived] = &rs[i].post->d;
		attempts[n_arrived] = attempt_of(&rs[i]);
		arrived[n_arrived++] = i;
	}
	return db_delivery_arrived(c, rows, n_arrived, &saved, err) ||
			       db_attempt_add_many(c, attempts, n_arrived, err) ||
			       note_well(c, rs, arrived, n_arrived, err)
		       ? -1
		       : 0;
}
