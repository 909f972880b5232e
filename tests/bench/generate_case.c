/*
 * The life of a case: acts one after the other, each on its day by whom it is for, as the endpoints
 * of server/api do them, until today.  The machine decides each; what the law forbids ends the run.
 */
#include <string.h>

#include "casework/deadline.h"
#include "casework/identity.h"
#include "server/api/filing.h"
#include "tests/bench/generate.h"

#define MINUTE INT64_C(60000000)
#define DAY    INT64_C(86400000000)

/* ---- Who and when. */

/* A moment of DAY after the last act; the office works from nine. */
static int64_t moment(struct gen_life *l, cw_day day, int hour)
{
	const int64_t from = (int64_t)day * DAY - 8 * 60 * MINUTE + hour * 60 * MINUTE;
	const int64_t at =
		from + (int64_t)gen_random(100) * MINUTE + (int64_t)gen_random(60 * 1000000);

	return l->last = at > l->last ? at : l->last + MINUTE / 2 + (int64_t)gen_random(9 * MINUTE);
}

static void request(struct gen_life *l, cw_day day, int hour)
{
	struct rq *rq = &l->g->rq;

	rq->today = l->day = day;
	rq->now = moment(l, day, hour);
	rq->id = cw_printf(rq->arena, "%016llx-%llu", (unsigned long long)rq->now,
			   (unsigned long long)++l->g->acts);
	rq->who = (struct rq_principal){ .kind = RQ_ANYONE };
}

/* As act_load leaves it for the next act. */
static void again(struct gen_life *l)
{
	struct act *x = &l->x;

	x->facts = (struct cw_facts){ .today = x->rq->today,
				      .now = x->rq->now,
				      .on = x->rq->today,
				      .actor = x->rq->who.user,
				      .until = CW_DAY_NONE,
				      .calendar = x->calendar,
				      .settings = &x->settings.clock };
	x->clock_event = (struct cw_clock_event){ .on = CW_DAY_NONE,
						  .until = CW_DAY_NONE,
						  .told = CW_DAY_NONE };
	memset(&x->told, 0, sizeof(x->told));
	x->c.lapse_due = x->c.correction_open && x->c.notice_received &&
			 x->correction.answer_by < x->rq->today;
}

static void by(struct gen_life *l, cw_day day, enum cw_role role)
{
	const struct gen_person *p = &l->agency->roles[role];
	struct rq *rq = &l->g->rq;

	request(l, day, 9);
	rq->who = (struct rq_principal){ .kind = RQ_STAFF,
					 .user = p->id,
					 .session = 1,
					 .name = p->name,
					 .grants = &p->grant,
					 .n_grants = 1 };
	l->x.roles = CW_ROLE_BIT(role);
	again(l);
}

/* The scheduler's mark of a deadline that is over, as server/jobs/marks.c enters it. */
static int mark(struct gen_life *l, struct gen_deadline *m)
{
	const struct cw_deadline_row *row = cw_deadline(m->kind);
	struct rq *rq = &l->g->rq;
	struct act *x = &l->x;
	struct json_object *detail;

	request(l, m->mark_on, 0);
	rq->id = cw_printf(rq->arena, "mark-%llu-%d", (unsigned long long)m->id, m->version);
	rq->who = (struct rq_principal){ .kind = RQ_SYSTEM };
	again(l);
	x->told.deadline = m->kind;
	x->told.ref = m->ref;
	x->told.until = m->due_on;
	x->facts.on = m->mark_on;
	if (act_decide(x, row->mark, l->err))
		return -1;
	m->marked_on = rq->today;
	m->mark_on = CW_DAY_NONE;
	detail = rq_obj();
	rq_put_str(detail, "deadline", m->kind);
	rq_put_id(detail, "ref", m->ref);
	rq_put_day(detail, "due_on", m->due_on);
	return act_finish(x, detail, l->err);
}

/* What the scheduler had to do by DAY. */
static bool marks(struct gen_life *l, cw_day day)
{
	struct gen_deadline *m;

	while ((m = gen_deadline_to_mark(day)))
		if (mark(l, m))
			return false;
	return true;
}

bool gen_step(struct gen_life *l, int working_days, enum cw_role role)
{
	const struct cw_calendar *cal = l->g->rq.calendar;
	const cw_day day = working_days ? cw_calendar_add(cal, l->day, working_days)
					: cw_calendar_on_or_after(cal, l->day);

	if (day > l->g->today) {
		(void)marks(l, l->g->today);
		return false;
	}
	if (!marks(l, day))
		return false;
	by(l, day, role);
	return true;
}

bool gen_decide(struct gen_life *l, enum cw_act act)
{
	return act_decide(&l->x, act, l->err) == 0;
}

bool gen_finish(struct gen_life *l, struct json_object *detail)
{
	return act_finish(&l->x, detail, l->err) == 0;
}

int gen_between(int least, int most)
{
	return least + (int)gen_random((uint64_t)(most - least + 1));
}

/* ---- The acts. */

static bool file(struct gen_life *l, cw_day day)
{
	static const char *ways_online[] = { "download" }, *ways_desk[] = { "post" };
	static const char *carriers_online[] = { "electronic" }, *carriers_desk[] = { "paper" };
	static const enum cw_channel at_desk[] = { CW_CHANNEL_IN_PERSON, CW_CHANNEL_POST_SIGNED,
						   CW_CHANNEL_POST_SIGNED, CW_CHANNEL_EMAIL };
	const bool online = l->online = gen_random(100) < 72;
	struct rq *rq = &l->g->rq;
	struct filing f = filing_new();
	struct filing_start s = { .act = CW_ACT_FILE, .channel = CW_CHANNEL_ONLINE };
	struct db_letter receipt;
	struct gen_words words;

	if (gen_words(rq->arena, l->agency, l->g->people, cw_day_year(day), &words, l->err))
		return false;
	f.title = words.title;
	f.description = words.description;
	f.applicant.category = words.category;
	f.applicant.name = words.name;
	f.applicant.id_kind = CW_ID_OTHER;
	f.applicant.id_number = words.id_number;
	f.applicant.phone = words.phone;
	f.applicant.address = words.address;
	f.ways = (struct rq_list){ .items = online ? ways_online : ways_desk, .n = 1 };
	f.carriers = (struct rq_list){ .items = online ? carriers_online : carriers_desk, .n = 1 };
	f.electronic_ok = online;
	if (online) {
		request(l, day, 7 + (int)gen_random(14));
	} else {
		by(l, cw_calendar_on_or_after(rq->calendar, day), CW_ROLE_CLERK);
		s.act = CW_ACT_TAKE_IN;
		s.channel = at_desk[gen_random(DB_N(at_desk))];
		s.detail = rq_obj();
		rq_put_day(s.detail, "arrived_on", rq->today);
		rq_put(s.detail, "evidence", rq_array());
	}
	s.on = rq->today;
	s.row = (struct db_filing){ .arrived_on = s.on, .confirmed_on = CW_DAY_NONE };
	return !filing_check(rq, &f, l->err) &&
	       !filing_begin(rq, &f, &l->agency->row, &s, &l->x, l->err) &&
	       !act_received(&l->x, &receipt, l->err);
}

static bool enrol(struct gen_life *l)
{
	struct act *x = &l->x;
	struct json_object *detail;

	if (!gen_step(l, gen_between(0, 1), CW_ROLE_CLERK) || !gen_decide(l, CW_ACT_REGISTER) ||
	    !gen_finish(l, NULL) || !gen_step(l, gen_between(0, 2), CW_ROLE_CASEWORKER) ||
	    !gen_decide(l, CW_ACT_ASSIGN))
		return false;
	detail = rq_obj();
	rq_put_id(detail, "from_user", 0);
	rq_put_id(detail, "to_user", x->rq->who.user);
	rq_put_str(detail, "remarks", NULL);
	x->d.assignee_id = x->rq->who.user;
	return gen_finish(l, detail);
}

static bool withdraw(struct gen_life *l)
{
	return gen_step(l, gen_between(1, 6), CW_ROLE_CLERK) &&
	       !act_withdraw(&l->x, "申请人来电说明已从其他途径取得", 0, l->err);
}

/* ---- All of it. */

static void live(struct gen_life *l, cw_day day)
{
	const uint64_t kind = gen_random(100);

	if (!file(l, day))
		return;
	if (kind < 4 ? !withdraw(l) : !enrol(l))
		return;
	if (kind >= 4 &&
	    ((kind < 12 && !gen_correct(l)) || (kind >= 12 && kind < 20 && !gen_extend(l)) ||
	     (l->x.d.is_open && !gen_reply(l))))
		return;
	if (gen_random(5) && !gen_close(l)) /* some stay as they are */
		return;
	(void)gen_reassess(l);
}

int gen_case(struct gen *g, const struct gen_agency *agency, cw_day day, struct gen_head *head,
	     struct cw_err *err)
{
	static const char anchored[] = "UPDATE docket SET anchored_seq = ? WHERE id = ?";
	struct gen_life *l = cw_alloc(g->rq.arena, sizeof(*l));
	struct act *x = &l->x;

	if (!l)
		return cw_fail_memory(err);
	*l = (struct gen_life){ .g = g, .agency = agency, .err = err, .x.rq = &g->rq };
	gen_case_begin(g->rq.arena, agency->row.id);
	live(l, day);
	json_object_put(g->rq.problem_extra);
	g->rq.problem_extra = NULL;
	if (err->code != CW_OK)
		return -1;
	g->rq.today = g->today;
	{
		const struct db_in in[] = { DB_I64(x->d.seq), DB_U64(x->d.id) };

		if (db_run(g->rq.db, anchored, in, DB_N(in), NULL, err) ||
		    gen_deadlines_save(x, err))
			return -1;
	}
	head->id = x->d.id;
	head->seq = x->d.seq;
	memcpy(head->head, x->d.head, sizeof(head->head));
	return gen_case_end(err);
}
