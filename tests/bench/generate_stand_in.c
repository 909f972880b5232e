/*
 * What the making of a case reads, answered from memory: its own clock events and deadlines as they
 * have come to be, agencies, settings, counters.  Any other read while a case is made is a fault
 * that names it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/deadline.h"
#include "casework/remind.h"
#include "db/agency_deadline.h"
#include "tests/bench/generate.h"

static struct {
	struct cw_arena *arena;
	struct cw_clock_event *events;
	size_t n_events;
	struct gen_deadline *deadlines;
	size_t n_deadlines;
	int periods; /* of the running handling, put already */
	cw_day period_start;
	const struct db_person *person;
	struct db_item *item;
	bool tied, due; /* the item: to the case, with a deadline of its own */
} now;
#define EVENTS	  64
#define DEADLINES 64

void gen_stand_in_begin(struct cw_arena *a)
{
	memset(&now, 0, sizeof(now));
	now.arena = a;
	now.events = cw_alloc_n(a, EVENTS, sizeof(*now.events));
	now.deadlines = cw_alloc_n(a, DEADLINES, sizeof(*now.deadlines));
}

int gen_not_known(const char *sql, struct cw_err *err)
{
	snprintf(err->detail, sizeof(err->detail), "not known to the generator: %.110s", sql);
	return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

/* ---- Reads that nobody has thought of. */

GEN_WRAP(int, db_get, struct db_conn *c, struct cw_arena *a, const char *sql,
	 const struct db_in *in, size_t n_in, const struct db_out *out, size_t n_out,
	 struct cw_err *err)
{
	return gen_in_case() ? gen_not_known(sql, err)
			     : __real_db_get(c, a, sql, in, n_in, out, n_out, err);
}

GEN_WRAP(int, db_find, struct db_conn *c, struct cw_arena *a, const char *sql,
	 const struct db_in *in, size_t n_in, const struct db_out *out, size_t n_out, bool *found,
	 struct cw_err *err)
{
	return gen_in_case() ? gen_not_known(sql, err)
			     : __real_db_find(c, a, sql, in, n_in, out, n_out, found, err);
}

GEN_WRAP(int, db_list, struct db_conn *c, struct cw_arena *a, const char *sql,
	 const struct db_in *in, size_t n_in, const struct db_out *out, size_t n_out,
	 db_row_fn *row, void *arg, struct cw_err *err)
{
	return gen_in_case() ? gen_not_known(sql, err)
			     : __real_db_list(c, a, sql, in, n_in, out, n_out, row, arg, err);
}

/* ---- The clock's events. */

GEN_WRAP(int, db_event_add, struct db_conn *c, struct db_docket *d, struct db_event *e,
	 struct cw_err *err)
{
	struct cw_clock_event *to = &now.events[now.n_events];

	if (__real_db_event_add(c, d, e, err))
		return -1;
	if (!e->clock)
		return 0;
	if (++now.n_events == EVENTS)
		return gen_not_known("too many events", err);
	*to = (struct cw_clock_event){ .type = (enum cw_clock_type)cw_clock_type_of(
					       e->clock, strlen(e->clock)),
				       .on = e->happened_on,
				       .seq = (uint32_t)e->seq,
				       .id = e->clock_ref,
				       .until = e->until_on,
				       .told = e->told_on,
				       .working_days = e->working_days,
				       .target = (uint32_t)e->target_seq };
	return 0;
}

GEN_WRAP(int, db_clock_list, struct db_conn *c, struct cw_arena *a, uint64_t case_id,
	 struct cw_clock_event **events, size_t *n, int **voided, size_t *n_voided,
	 struct cw_err *err)
{
	if (!gen_in_case())
		return __real_db_clock_list(c, a, case_id, events, n, voided, n_voided, err);
	*events = now.events;
	*n = now.n_events;
	*voided = NULL;
	*n_voided = 0;
	return 0;
}

/* A period whose start is moved by what came to be known later would be another row: none does
 * here. */
GEN_WRAP(int, db_period_put, struct db_conn *c, uint64_t case_id, int handling, int no,
	 cw_day start_on, int opened_seq, struct cw_err *err)
{
	if (no <= now.periods)
		return start_on == now.period_start || no < now.periods
			       ? 0
			       : gen_not_known("a period that begins on another day", err);
	now.periods = no;
	now.period_start = start_on;
	return __real_db_period_put(c, case_id, handling, no, start_on, opened_seq, err);
}

/* ---- Deadlines: as db_deadline_put and its neighbours have them. */

static struct gen_deadline *deadline_of(int handling, const char *kind, uint64_t ref)
{
	for (size_t i = 0; i < now.n_deadlines; i++) {
		struct gen_deadline *l = &now.deadlines[i];

		if (l->handling == handling && l->ref == ref && strcmp(l->kind, kind) == 0)
			return l;
	}
	return NULL;
}

GEN_WRAP(int, db_deadline_put, struct db_conn *c, uint64_t case_id, int handling, const char *kind,
	 uint64_t ref, cw_day due_on, struct cw_err *err)
{
	struct gen_deadline *l = deadline_of(handling, kind, ref);
	struct gen_table *t = gen_table("deadline", err);
	const bool fresh = l == NULL;

	(void)c;
	(void)case_id;
	if (!t || now.n_deadlines == DEADLINES)
		return gen_not_known("too many deadlines", err);
	if (fresh) {
		l = &now.deadlines[now.n_deadlines++];
		*l = (struct gen_deadline){ .id = gen_next_id(t),
					    .ref = ref,
					    .handling = handling,
					    .kind = cw_strdup(now.arena, kind) };
	} else if (l->due_on == due_on && strcmp(l->status, "open") == 0) {
		return 0;
	}
	l->version++;
	l->due_on = due_on;
	l->status = "open";
	l->mark_on = cw_deadline_mark_on(kind, due_on);
	l->marked_on = CW_DAY_NONE;
	return 0;
}

static void end(struct gen_deadline *l, const char *status)
{
	l->status = status;
	l->mark_on = CW_DAY_NONE;
}

GEN_WRAP(int, db_deadline_end, struct db_conn *c, uint64_t case_id, int handling, const char *kind,
	 uint64_t ref, const char *status, struct cw_err *err)
{
	struct gen_deadline *l = deadline_of(handling, kind, ref);

	(void)c;
	(void)case_id;
	(void)err;
	if (l && strcmp(l->status, "open") == 0)
		end(l, status);
	return 0;
}

GEN_WRAP(int, db_deadline_end_rest, struct db_conn *c, uint64_t case_id, int handling,
	 struct cw_err *err)
{
	(void)c;
	(void)case_id;
	(void)err;
	for (size_t i = 0; i < now.n_deadlines; i++)
		if (now.deadlines[i].handling == handling &&
		    strcmp(now.deadlines[i].status, "open") == 0)
			end(&now.deadlines[i], "void");
	return 0;
}

static bool before(const struct gen_deadline *a, const struct gen_deadline *b)
{
	const bool last_a = strcmp(a->kind, "reply") == 0, last_b = strcmp(b->kind, "reply") == 0;

	return a->due_on != b->due_on ? a->due_on < b->due_on
	       : last_a != last_b     ? last_b
				      : a->id < b->id;
}

GEN_WRAP(int, db_deadline_next, struct db_conn *c, struct cw_arena *a, uint64_t case_id,
	 cw_day *due_on, const char **kind, struct cw_err *err)
{
	const struct gen_deadline *next = NULL;

	(void)c;
	(void)a;
	(void)case_id;
	(void)err;
	for (size_t i = 0; i < now.n_deadlines; i++) {
		const struct gen_deadline *l = &now.deadlines[i];

		if (strcmp(l->status, "open") == 0 && !cw_deadline(l->kind)->aside &&
		    (!next || before(l, next)))
			next = l;
	}
	*due_on = next ? next->due_on : DB_DAY_FAR;
	*kind = next ? next->kind : "";
	return 0;
}

struct gen_deadline *gen_deadline_to_mark(cw_day day)
{
	struct gen_deadline *first = NULL;

	for (size_t i = 0; i < now.n_deadlines; i++) {
		struct gen_deadline *l = &now.deadlines[i];

		if (l->mark_on != CW_DAY_NONE && l->mark_on <= day &&
		    (!first || l->mark_on < first->mark_on))
			first = l;
	}
	return first;
}

/* When the scheduler is to look at it next: what it would find by itself at its first look (an open
 * deadline that is over, or whose day has a step of its ladder, it has to look at itself). */
static cw_day remind_on(const struct gen_deadline *l, const struct act *x)
{
	struct cw_remind look;

	if (strcmp(l->status, "open") != 0)
		return CW_DAY_NONE;
	look = cw_remind_look(l->kind, x->calendar, l->due_on, CW_DAY_NONE, x->rq->today);
	return look.step ? CW_DAY_MIN : look.next;
}

/* ---- The item of information of a refusal (R-OUT-5). */

GEN_WRAP(int, db_item_of_case_find, struct db_conn *c, uint64_t case_id, uint64_t *item,
	 struct cw_err *err)
{
	if (!gen_in_case())
		return __real_db_item_of_case_find(c, case_id, item, err);
	*item = now.item ? now.item->id : 0;
	return 0;
}

GEN_WRAP(int, db_item_save, struct db_conn *c, const struct db_item *i, struct cw_err *err)
{
	if (!now.item)
		now.item = cw_alloc(now.arena, sizeof(*now.item));
	if (!now.item)
		return cw_fail_memory(err);
	*now.item = *i;
	return __real_db_item_save(c, i, err);
}

struct db_item *gen_item(void)
{
	return now.item;
}

/* The second time it is another day of the same row. */
GEN_WRAP(int, db_item_tie, struct db_conn *c, uint64_t case_id, uint64_t item, cw_day on,
	 cw_day refused_on, struct cw_err *err)
{
	static const char sql[] = "UPDATE information_item_case SET tied_on = ?, refused_on = ?"
				  " WHERE case_id = ?";
	const struct db_in in[] = { DB_DAY(on), DB_DAY(refused_on), DB_U64(case_id) };

	if (now.tied)
		return db_run(c, sql, in, DB_N(in), NULL, err);
	now.tied = true;
	return __real_db_item_tie(c, case_id, item, on, refused_on, err);
}

/* A case's own deadlines are not rows yet: these are the item's alone. */
GEN_WRAP(int, db_agency_deadline_put, struct db_conn *c, const struct db_agency_deadline *d,
	 struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET version = version + ?, due_on = ?"
				  " WHERE kind = ? AND ref = ?";
	const struct db_in in[] = { DB_I64(1), DB_DAY(d->due_on), DB_STR(d->kind), DB_U64(d->ref) };

	if (now.due)
		return db_run(c, sql, in, DB_N(in), NULL, err);
	now.due = true;
	return db_agency_deadline_add(c, d, err);
}

static int item_remind(const struct act *x, struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET remind_on = ? WHERE kind = ? AND ref = ?";
	const struct gen_deadline l = { .kind = DB_DUE_PUBLICATION,
					.status = "open",
					.due_on = now.item ? now.item->due_on : CW_DAY_NONE };
	const struct db_in in[] = { DB_DAY(now.item ? remind_on(&l, x) : CW_DAY_NONE),
				    DB_STR(l.kind), DB_U64(now.item ? now.item->id : 0) };

	return now.item ? db_run(x->rq->db, sql, in, DB_N(in), NULL, err) : 0;
}

int gen_deadlines_save(struct act *x, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO deadline (id, case_id, handling, kind, ref, due_on, version, status, "
		"agency_id,"
		" mark_on, marked_on, remind_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	if (item_remind(x, err))
		return -1;
	for (size_t i = 0; i < now.n_deadlines; i++) {
		const struct gen_deadline *l = &now.deadlines[i];
		const struct db_in in[] = {
			DB_U64(l->id),	    DB_U64(x->d.id),	  DB_I64(l->handling),
			DB_STR(l->kind),    DB_U64(l->ref),	  DB_DAY(l->due_on),
			DB_I64(l->version), DB_STR(l->status),	  DB_U64(x->d.agency_id),
			DB_DAY(l->mark_on), DB_DAY(l->marked_on), DB_DAY(remind_on(l, x)),
		};

		if (db_run(x->rq->db, sql, in, DB_N(in), NULL, err))
			return -1;
	}
	return 0;
}

/* ---- People. */

GEN_WRAP(int, db_person_add, struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
	 struct db_person *p, const char *id_normal, struct cw_err *err)
{
	struct db_person *copy = cw_alloc(a, sizeof(*copy));

	if (!copy)
		return cw_fail_memory(err);
	if (__real_db_person_add(c, a, k, p, id_normal, err))
		return -1;
	*copy = *p;
	now.person = copy;
	return 0;
}

/* The applicant: nobody else is in these cases. */
GEN_WRAP(int, db_person_get, struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
	 uint64_t id, struct db_person *out, struct cw_err *err)
{
	if (!gen_in_case())
		return __real_db_person_get(c, a, k, id, out, err);
	if (!now.person || now.person->id != id)
		return gen_not_known("another person", err);
	*out = *now.person;
	return 0;
}

GEN_WRAP(int, db_joint_list, struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
	 uint64_t case_id, struct db_person **list, size_t *n, struct cw_err *err)
{
	if (!gen_in_case())
		return __real_db_joint_list(c, a, k, case_id, list, n, err);
	*list = NULL;
	*n = 0;
	return 0;
}

GEN_WRAP(int, db_representative_list, struct db_conn *c, struct cw_arena *a,
	 const struct db_keyring *k, uint64_t case_id, struct db_representative **list, size_t *n,
	 struct cw_err *err)
{
	if (!gen_in_case())
		return __real_db_representative_list(c, a, k, case_id, list, n, err);
	*list = NULL;
	*n = 0;
	return 0;
}
