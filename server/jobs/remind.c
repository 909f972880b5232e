#include "server/jobs/remind.h"

#include <string.h>

#include "casework/base/log.h"
#include "casework/mail.h"
#include "casework/remind.h"
#include "db/event.h"
#include "db/legal.h"
#include "db/mail.h"
#include "db/remind.h"
#include "server/act/system.h"

#define SLICE 50   /* told of, a transaction each */
#define PLAN  1000 /* looked at */

/* One deadline or reminder in its transaction. */
struct one {
	struct app *app;
	struct cw_arena *arena;
	int64_t now;
	cw_day today;
	const struct cw_calendar *calendar;
	struct db_remind_due due;	    /* as it was listed, then as it is */
	const struct db_reminder *reminder; /* remind_send: as it was listed */
	bool told;			    /* a row of the outbox was written */
};

/* ---- Whom. */

struct people {
	uint64_t *ids;
	size_t n, room;
};

static int add_people(struct cw_arena *a, struct people *p, const uint64_t *ids, size_t n,
		      struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < p->n && p->ids[k] != ids[i])
			k++;
		if (k < p->n)
			continue;
		if (p->n == p->room) {
			const size_t room = p->room ? 2 * p->room : 16;
			uint64_t *more = cw_alloc(a, room * sizeof(*more));

			if (!more)
				return cw_fail_memory(err);
			for (k = 0; k < p->n; k++)
				more[k] = p->ids[k];
			p->ids = more;
			p->room = room;
		}
		p->ids[p->n++] = ids[i];
	}
	return 0;
}

/* Those of one bit of CW_REMIND_... */
static int people_of(struct db_conn *c, const struct one *o, unsigned bit, struct people *p,
		     struct cw_err *err)
{
	static const struct {
		unsigned bit;
		enum cw_role role;
	} roles[] = { { CW_REMIND_HEAD, CW_ROLE_HEAD },
		      { CW_REMIND_CLERK, CW_ROLE_CLERK },
		      { CW_REMIND_REVIEWER, CW_ROLE_SECRECY_REVIEWER },
		      { CW_REMIND_SUPERVISOR, CW_ROLE_SUPERVISOR } };
	const struct db_remind_due *l = &o->due;
	const bool of_review = strcmp(l->kind, "legal_review") == 0;
	uint64_t *ids = NULL;
	size_t n = 0, i = 0;
	int rc;

	if (bit == CW_REMIND_CASEWORKER) {
		rc = db_remind_worker_list(c, o->arena, l->case_id, o->today, &ids, &n, err);
	} else if (bit == CW_REMIND_ADVISOR) {
		rc = db_remind_advisor_list(c, o->arena, l->case_id, of_review ? l->ref : 0, &ids,
					    &n, err);
	} else if (bit == CW_REMIND_OFFICER) {
		rc = db_remind_officer_list(c, o->arena, l->ref, &ids, &n, err);
	} else {
		while (roles[i].bit != bit)
			i++;
		rc = db_remind_role_list(c, o->arena, l->agency_id, cw_role_name(roles[i].role),
					 bit == CW_REMIND_SUPERVISOR, &ids, &n, err);
	}
	return rc ? -1 : add_people(o->arena, p, ids, n, err);
}

/* Where nobody works on the case, or nobody is there whom it concerns, the heads are told. */
static int people_to_remind(struct db_conn *c, const struct one *o, unsigned who, struct people *p,
			    struct cw_err *err)
{
	*p = (struct people){ .n = 0 };
	for (unsigned bit = 1; bit <= CW_REMIND_OFFICER; bit <<= 1) {
		const size_t before = p->n;

		if (!(who & bit))
			continue;
		if (people_of(c, o, bit, p, err))
			return -1;
		if (bit == CW_REMIND_CASEWORKER && p->n == before)
			who |= CW_REMIND_HEAD;
	}
	return p->n ? 0 : people_of(c, o, CW_REMIND_HEAD, p, err);
}

/* ---- Making them. */

/* Of a case, and of what belongs to none: before its day, on it, after it. */
static const enum cw_hook by_step[] = { CW_HOOK_DEADLINE_DUE_SOON, CW_HOOK_DEADLINE_DUE_TODAY,
					CW_HOOK_DEADLINE_OVERDUE };
static const enum cw_hook of_agency[] = { CW_HOOK_AGENCY_DEADLINE_DUE_SOON,
					  CW_HOOK_AGENCY_DEADLINE_DUE_TODAY,
					  CW_HOOK_AGENCY_DEADLINE_OVERDUE };

static const char *type_of(const struct db_remind_due *l, int step)
{
	const int at = step < 0 ? 0 : step > 0 ? 2 : 1;

	return cw_hook_name((l->case_id ? by_step : of_agency)[at]);
}

/* What stands in the inbox goes out by mail to those who want it, once. */
static int mail(struct db_conn *c, const struct one *o, const struct cw_remind_step *step,
		struct cw_err *err)
{
	const struct db_told told = {
		.type = type_of(&o->due, step->at),
		.until_on = CW_DAY_NONE,
	};
	const struct db_mail_times times = {
		.now = o->now,
		.awake = cw_remind_send_at(o->now, o->due.due_on == o->today),
		.digest = cw_mail_digest_at(o->now),
	};

	const struct db_mail_of of = { .deadline_id = o->due.id,
				       .case_id = o->due.case_id,
				       .agency_id = o->due.agency_id,
				       .version = o->due.version,
				       .step = step->at,
				       .digest = step->digest };

	if (!*o->app->config->smtp_url)
		return 0;
	return db_mail_add_reminders(c, &told, &of, &times, err);
}

static int remind(struct db_conn *c, const struct one *o, const struct cw_remind_step *step,
		  struct cw_err *err)
{
	const enum cw_hook hook = cw_remind_hook(o->due.kind, o->due.case_id != 0, step,
						 o->due.due_on, o->today);
	struct db_reminder r = {
		.deadline_id = o->due.id,
		.version = o->due.version,
		.step = step->at,
		.channel = DB_REMIND_INBOX,
		.due_on = o->due.due_on,
		.digest = step->digest,
		.ack = step->ack,
		.status = "sent",
		.send_at = o->now,
		.made_on = o->today,
	};
	struct people people;

	if (people_to_remind(c, o, step->who, &people, err))
		return -1;
	for (size_t i = 0; i < people.n; i++) {
		r.user_id = people.ids[i];
		if (db_reminder_add(c, &r, err))
			return -1;
	}
	if (mail(c, o, step, err))
		return -1;
	if (hook == CW_HOOK_NONE)
		return 0;
	/* Once for a version, whichever step comes first. */
	r.user_id = 0;
	r.step = step->at < 0 ? -1 : step->at > 0;
	r.channel = DB_REMIND_OUTBOX;
	r.ack = false;
	r.status = "waiting";
	r.send_at = cw_remind_send_at(o->now, hook == CW_HOOK_DEADLINE_DUE_TODAY);
	return db_reminder_add(c, &r, err);
}

/* A db_tx_fn. */
static int look_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct one *o = arg;
	const cw_day planned = o->due.remind_on;
	struct cw_remind found;

	if (db_remind_due_lock(c, o->arena, o->due.id, &o->due, err))
		return -1;
	if (o->due.remind_on != planned) /* somebody else has looked, or it has moved */
		return 0;
	if (strcmp(o->due.status, "open") != 0)
		return db_remind_due_save(c, o->due.id, o->due.version, CW_DAY_NONE, err);
	found = cw_remind_look(o->due.kind, o->calendar, o->due.due_on,
			       planned == CW_DAY_MIN ? CW_DAY_NONE : planned, o->today);
	if (found.step && remind(c, o, found.step, err))
		return -1;
	return db_remind_due_save(c, o->due.id, o->due.version, found.next, err);
}

/* What cannot be done today holds up nothing else. */
static int look_at(struct db_conn *db, struct one *o, struct cw_err *err)
{
	const struct db_remind_due listed = o->due;
	struct cw_err why;

	cw_err_clear(&why);
	if (db_tx_run(db, look_tx, o, NULL, &why) == 0)
		return 0;
	if (why.code == CW_UNAVAILABLE) {
		*err = why;
		return -1;
	}
	cw_log(CW_LOG_WARN, "reminder_put_off", "case=%llu kind=%s why=%s detail=\"%s\"",
	       (unsigned long long)listed.case_id, listed.kind, cw_msg_name(why.msg), why.detail);
	return db_remind_due_save(db, listed.id, listed.version, o->today + 1, err);
}

static int begin(struct task_run *run, struct one *o, struct cw_err *err)
{
	struct rq rq;

	*o = (struct one){ .app = run->app, .arena = run->arena, .now = run->now };
	if (act_system(run->app, run->db, run->arena, run->now, "remind", &rq, err))
		return -1;
	o->today = rq.today;
	o->calendar = rq.calendar;
	return 0;
}

/* Something may have to be sent. */
static void wake(const struct task_run *run)
{
	if (run->app->committed)
		run->app->committed(run->app->listener);
}

/* When to look again at one of which nobody is to be told now; CW_DAY_MIN where somebody may have to be. */
static cw_day only_next(const struct one *o, const struct db_remind_due *l)
{
	const struct cw_remind found =
		cw_remind_look(l->kind, o->calendar, l->due_on,
			       l->remind_on == CW_DAY_MIN ? CW_DAY_NONE : l->remind_on, o->today);

	return found.step || strcmp(l->status, "open") != 0 ? CW_DAY_MIN : found.next;
}

struct plan {
	struct cw_arena *arena;
	const struct db_remind_due *rows;
	cw_day *next;
	size_t n;
};

/* A db_tx_fn.  Most deadlines are new and far away: they are put in their places many at a time. */
static int plan_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct plan *p = arg;

	return db_remind_due_plan(c, p->arena, p->rows, p->next, p->n, err);
}

int remind_look(struct task_run *run, bool *more, struct cw_err *err)
{
	struct plan plan = { .arena = run->arena };
	struct db_remind_due *rows;
	size_t told = 0, wait = 0;
	struct one o;

	if (begin(run, &o, err) ||
	    db_remind_due_list(run->db, run->arena, o.today, PLAN, &rows, &plan.n, err))
		return -1;
	plan.rows = rows;
	plan.next = cw_alloc_n(run->arena, plan.n + 1, sizeof(*plan.next));
	if (!plan.next)
		return cw_fail_memory(err);
	for (size_t i = 0; i < plan.n; i++)
		plan.next[i] = only_next(&o, &rows[i]);
	if (plan.n && db_tx_run(run->db, plan_tx, &plan, NULL, err))
		return -1;
	for (size_t i = 0; i < plan.n; i++) {
		if (plan.next[i] != CW_DAY_MIN)
			continue;
		if (told == SLICE) {
			wait++;
			continue;
		}
		o.due = rows[i];
		if (look_at(run->db, &o, err))
			return -1;
		told++;
	}
	if (told)
		wake(run);
	*more = plan.n == PLAN || wait;
	return 0;
}

/* ---- Sending what waits. */

/* Whether what R says is still so. */
static bool stands(const struct one *o, const struct db_reminder *r)
{
	const struct db_remind_due *l = &o->due;

	if (strcmp(l->status, "open") != 0 || l->version != r->version)
		return false;
	return r->step < 0 ? o->today < l->due_on
			   : (r->step == 0 ? o->today == l->due_on : o->today > l->due_on);
}

static int tell(struct db_conn *c, const struct one *o, const struct db_reminder *r,
		struct cw_err *err)
{
	const struct db_remind_due *l = &o->due;
	struct db_told told = { .type = type_of(l, r->step),
				.deadline = l->kind,
				.ref = l->ref,
				.agency = l->agency_id,
				.until_on = l->due_on };
	struct db_docket d;

	if (!l->case_id)
		return db_outbox_add(c, &told, NULL, o->now, err);
	if (db_docket_get(c, o->arena, l->case_id, &d, err) ||
	    (strcmp(l->kind, "legal_review") == 0 &&
	     db_legal_advisor_find(c, l->ref, &told.user, err)))
		return -1;
	return db_outbox_add(c, &told, &d, o->now, err);
}

/* A db_tx_fn.  The deadline first, as every act does. */
static int send_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct one *o = arg;
	const struct db_reminder *r = o->reminder;
	bool got, good;

	o->told = false;
	if (db_remind_due_lock(c, o->arena, r->deadline_id, &o->due, err))
		return -1;
	good = stands(o, r);
	if (db_reminder_end(c, r->id, good ? "sent" : "cancelled", &got, err))
		return -1;
	if (!got || !good)
		return 0;
	o->told = true;
	return tell(c, o, r, err);
}

int remind_send(struct task_run *run, bool *more, struct cw_err *err)
{
	struct db_reminder *rows;
	bool told = false;
	struct one o;
	size_t n;

	if (begin(run, &o, err) ||
	    db_reminder_ready_list(run->db, run->arena, run->now, SLICE, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		o.reminder = &rows[i];
		if (db_tx_run(run->db, send_tx, &o, NULL, err))
			return -1;
		told = told || o.told;
	}
	if (told)
		wake(run);
	*more = n == SLICE;
	return 0;
}

/* ---- The day's digests. */

struct digest {
	struct task_run *run;
	uint64_t user;
};

/* A db_tx_fn. */
static int digest_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct digest *d = arg;

	return db_mail_digest_make(c, d->run->arena, d->user, d->run->now, err);
}

int remind_digest(struct task_run *run, bool *more, struct cw_err *err)
{
	struct digest d = { .run = run };
	uint64_t *users;
	size_t n;

	if (db_mail_digest_due_list(run->db, run->arena, run->now, SLICE, &users, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		d.user = users[i];
		if (db_tx_run(run->db, digest_tx, &d, NULL, err))
			return -1;
	}
	if (n)
		wake(run);
	*more = n == SLICE;
	return 0;
}
