/*
 * verify: computes every due day anew from the case's events, checks the chains of events, anchors
 * and log, and reports each difference.  Reads only; safe beside a running service, because each
 * slice reads one snapshot.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/deadline.h"
#include "db/anchor.h"
#include "db/calendar.h"
#include "db/chain.h"
#include "db/event.h"
#include "db/verify.h"
#include "server/act/act.h"
#include "server/act/calendars.h"
#include "server/ctl/ctl.h"
#include "server/jobs/jobs.h"

#define CASES_A_SLICE 50
#define ROWS_A_SLICE  500

struct verify {
	struct ctl *ctl;
	struct cw_arena *arena; /* of a slice */
	struct calendars *calendars;
	int version;  /* of the calendar in force */
	bool loading; /* a notice is on its way through the cases: they may lag behind */
	uint64_t cases, anchors, entries, differences;
	uint64_t after;		/* cases: the last one of the slices done */
	unsigned char head[32]; /* anchors: hash of the last one */
	/* Of the running slice, counted and printed only when it is done: it can run again. */
	struct cw_buf report;
	uint64_t found, n, last;
	bool more;
};

static void differs(struct verify *v, const char *what, enum cw_msg msg, ...)
	__attribute__((sentinel));
static void differs(struct verify *v, const char *what, enum cw_msg msg, ...)
{
	const char *args[CW_MSG_ARGS] = { NULL }, *text;
	va_list ap;

	va_start(ap, msg);
	for (int i = 0; i < CW_MSG_ARGS; i++) {
		args[i] = va_arg(ap, const char *);
		if (!args[i])
			break;
	}
	va_end(ap);
	text = cw_msg_text(v->arena, msg, v->ctl->lang, args);
	cw_buf_printf(&v->report, "%s: %s\n", what, text ? text : cw_msg_raw(msg, v->ctl->lang));
	v->found++;
}

static const char *number(struct verify *v, int64_t n)
{
	const char *text = cw_printf(v->arena, "%lld", (long long)n);

	return text ? text : "?";
}

static const char *day(struct verify *v, cw_day d)
{
	char buf[CW_DAY_TEXT];
	const char *text = cw_strdup(v->arena, d == CW_DAY_NONE ? "-" : cw_day_text(d, buf));

	return text ? text : "?";
}

/* ---- One case: its clock. */

/* The cause of a clock that cannot be computed is a difference like any other. */
static int check_clock(struct verify *v, struct db_conn *c, const struct db_verify_case *k,
		       struct cw_err *err)
{
	cw_day receipt = k->received_on != CW_DAY_NONE ? k->received_on : k->submitted_on;
	cw_day deadline;
	const struct cw_calendar *calendar;
	struct settings settings;
	struct cw_clock clock;
	struct cw_err why;

	if (k->is_open && k->calendar != v->version && !v->loading)
		differs(v, k->number, CW_MSG_CTL_VERIFY_CALENDAR, number(v, k->calendar),
			number(v, v->version), NULL);
	if (calendars_at(v->calendars, c, k->calendar, &calendar, err) ||
	    settings_load(c, v->arena, k->agency_id, receipt, &settings, err))
		return -1;
	cw_err_clear(&why);
	if (act_clock(c, v->arena, k->id, calendar, &settings, CW_DAY_NONE, &clock, &why)) {
		if (why.code == CW_UNAVAILABLE || why.code == CW_INTERNAL) {
			*err = why;
			return -1;
		}
		differs(v, k->number, CW_MSG_CTL_VERIFY_NO_CLOCK, ctl_err_text(v->ctl, &why),
			why.rule ? why.rule : "", NULL);
		return 0;
	}
	if (clock.due_on != k->due_on)
		differs(v, k->number, CW_MSG_CTL_VERIFY_DUE, day(v, k->due_on),
			day(v, clock.due_on), NULL);
	if (clock.provisional != k->due_provisional)
		differs(v, k->number, CW_MSG_CTL_VERIFY_PROVISIONAL, NULL);
	deadline =
		k->is_open ? clock.due_on : CW_DAY_NONE; /* a reply that is served keeps its day */
	if (deadline != k->deadline)
		differs(v, k->number, CW_MSG_CTL_VERIFY_DEADLINE, day(v, k->deadline),
			day(v, deadline), NULL);
	return 0;
}

/* ---- One case: its deadlines and their marks. */

/* An open one is to be marked or has been; a mark has its event, once the machine's word for it is an
 * event at all. */
static int check_mark(struct verify *v, struct db_conn *c, const struct db_verify_case *k,
		      const struct db_deadline *d, struct cw_err *err)
{
	const struct cw_deadline_row *row = cw_deadline(d->kind);
	const bool open = strcmp(d->status, "open") == 0;
	char id[65], due[CW_DAY_TEXT];
	bool found;

	if (open && d->mark_on == CW_DAY_NONE && d->marked_on == CW_DAY_NONE &&
	    cw_deadline_mark_on(d->kind, d->due_on) != CW_DAY_NONE)
		differs(v, k->number, CW_MSG_CTL_VERIFY_MARK, d->kind, cw_day_text(d->due_on, due),
			NULL);
	if (d->marked_on == CW_DAY_NONE || row->mark == CW_ACT_MAX)
		return 0;
	snprintf(id, sizeof(id), "mark-%llu-%d", (unsigned long long)d->id, d->version);
	if (db_verify_mark_find(c, v->arena, k->id, cw_act_name(row->mark), id, &found, err))
		return -1;
	if (!found)
		differs(v, k->number, CW_MSG_CTL_VERIFY_MARK_LOST, d->kind,
			cw_day_text(d->due_on, due), NULL);
	return 0;
}

static int check_deadlines(struct verify *v, struct db_conn *c, const struct db_verify_case *k,
			   struct cw_err *err)
{
	struct db_deadline *rows;
	const char *kind;
	cw_day on;
	size_t n;

	if (db_deadline_list(c, v->arena, k->id, &rows, &n, err) ||
	    db_deadline_next(c, v->arena, k->id, &on, &kind, err))
		return -1;
	if (on != k->next_on || strcmp(kind, k->next_kind) != 0)
		differs(v, k->number, CW_MSG_CTL_VERIFY_NEXT, k->next_kind, day(v, k->next_on),
			day(v, on), NULL);
	for (size_t i = 0; i < n; i++)
		if (check_mark(v, c, k, &rows[i], err))
			return -1;
	return 0;
}

/* ---- One case: its chain. */

static bool same_text(struct json_object *body, const char *key, const char *value)
{
	struct json_object *v;

	if (!json_object_object_get_ex(body, key, &v) || !v)
		return !value;
	return value && json_object_is_type(v, json_type_string) &&
	       strcmp(json_object_get_string(v), value) == 0;
}

static bool same_json(struct json_object *body, struct json_object *row, const char *key)
{
	struct json_object *a = NULL, *b = NULL;

	json_object_object_get_ex(body, key, &a);
	json_object_object_get_ex(row, key, &b);
	return json_object_equal(a, b);
}

/* The columns are what the clock and the pages read, the hashed bytes are what was said: they must
 * tell the same. */
static bool same_event(const struct db_event *e, struct json_object *body)
{
	static const char *const keys[] = {
		"act",	 "handling",  "happened_on", "recorded_at", "actor_role",   "actor_id",
		"clock", "clock_ref", "until_on",    "told_on",	    "working_days", "target_seq"
	};
	struct json_object *row = rq_obj();
	bool same = true;

	rq_put_str(row, "act", e->act);
	rq_put_int(row, "handling", e->handling);
	rq_put_day(row, "happened_on", e->happened_on);
	rq_put_time(row, "recorded_at", e->recorded_at);
	rq_put_str(row, "actor_role", e->actor_role);
	rq_put_id(row, "actor_id", e->actor_id);
	if (e->clock) { /* else the clock does not read it, and the body leaves these out */
		rq_put_str(row, "clock", e->clock);
		rq_put_id(row, "clock_ref", e->clock_ref);
		rq_put_day(row, "until_on", e->until_on);
		rq_put_day(row, "told_on", e->told_on);
		rq_put_int(row, "working_days", e->working_days);
		rq_put_int(row, "target_seq", e->target_seq);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		same = same && same_json(body, row, keys[i]);
	json_object_put(row);
	return same;
}

struct chain {
	int seq;
	unsigned char head[32];
	bool broken;
};

static void check_event(struct verify *v, const struct db_verify_case *k, const struct db_event *e,
			struct chain *chain)
{
	struct json_object *body = NULL;
	struct cw_err err;

	chain->seq++;
	if (!chain->broken && e->seq != chain->seq) {
		differs(v, k->number, CW_MSG_CTL_VERIFY_GAP, number(v, chain->seq), NULL);
		chain->broken = true;
	}
	db_chain_hash(chain->head, k->id, (uint32_t)e->seq, e->body, e->body_len, chain->head);
	if (!chain->broken && (e->hash_len != 32 || memcmp(e->hash, chain->head, 32) != 0)) {
		differs(v, k->number, CW_MSG_CTL_VERIFY_HASH, number(v, e->seq), NULL);
		chain->broken = true;
	}
	cw_err_clear(&err);
	if (rq_json_parse((const char *)e->body, e->body_len, &body, &err) || !same_event(e, body))
		differs(v, k->number, CW_MSG_CTL_VERIFY_COLUMNS, number(v, e->seq), NULL);
	if (e->seq == k->seq && body && !same_text(body, "to", k->state))
		differs(v, k->number, CW_MSG_CTL_VERIFY_STATE, k->state, NULL);
	json_object_put(body);
}

static int check_chain(struct verify *v, struct db_conn *c, const struct db_verify_case *k,
		       struct cw_err *err)
{
	struct chain chain = { .seq = 0 };
	struct db_event *events;
	size_t n;

	memcpy(chain.head, db_event_start, sizeof(chain.head));
	do {
		if (db_event_list(c, v->arena, k->id, chain.seq, ROWS_A_SLICE, &events, &n, err))
			return -1;
		for (size_t i = 0; i < n; i++)
			check_event(v, k, &events[i], &chain);
	} while (n == ROWS_A_SLICE);
	if (chain.seq != k->seq)
		differs(v, k->number, CW_MSG_CTL_VERIFY_COUNT, number(v, k->seq),
			number(v, chain.seq), NULL);
	else if (!chain.broken && (k->head_len != 32 || memcmp(k->head, chain.head, 32) != 0))
		differs(v, k->number, CW_MSG_CTL_VERIFY_HEAD, NULL);
	return 0;
}

static int cases_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct verify *v = arg;
	struct db_verify_case *cases;
	size_t n;

	cw_arena_reset(v->arena);
	cw_buf_init(&v->report, v->arena);
	v->found = 0;
	if (db_verify_case_list(c, v->arena, v->after, CASES_A_SLICE, &cases, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (check_clock(v, c, &cases[i], err) || check_deadlines(v, c, &cases[i], err) ||
		    check_chain(v, c, &cases[i], err))
			return -1;
		v->last = cases[i].id;
	}
	v->n = n;
	v->more = n == CASES_A_SLICE;
	return 0;
}

static int flush_report(struct verify *v, struct cw_err *err)
{
	const char *text = cw_buf_done(&v->report, NULL);

	if (!text)
		return cw_fail_memory(err);
	fputs(text, stdout);
	v->differences += v->found;
	return 0;
}

static int verify_cases(struct verify *v, struct cw_err *err)
{
	do {
		if (db_tx_run(v->ctl->db, cases_fn, v, NULL, err) || flush_report(v, err))
			return -1;
		v->after = v->last;
		v->cases += v->n;
		ctl_progress(v->ctl, CW_MSG_CTL_CASES_CHECKED, v->cases, 0, !v->more);
	} while (v->more);
	return 0;
}

/* ---- Anchors. */

static int check_anchor_case(struct verify *v, struct db_conn *c, const char *name,
			     const struct db_anchor_case *k, struct db_anchor_hash *h,
			     struct cw_err *err)
{
	const unsigned char *hash;
	size_t len;
	bool found;

	if (k->head_len != 32) {
		differs(v, name, CW_MSG_CTL_VERIFY_ANCHOR, NULL);
		return 0;
	}
	db_anchor_hash_add(h, k->case_id, (uint32_t)k->seq, k->head);
	if (db_verify_event_find(c, v->arena, k->case_id, k->seq, &hash, &len, &found, err))
		return -1;
	if (!found || len != 32 || memcmp(hash, k->head, 32) != 0)
		differs(v, name, CW_MSG_CTL_VERIFY_ANCHOR_CASE, number(v, (int64_t)k->case_id),
			number(v, k->seq), NULL);
	return 0;
}

static int hash_anchor(struct verify *v, struct db_conn *c, const char *name,
		       const struct db_anchor *anchor, struct db_anchor_hash *h, struct cw_err *err)
{
	struct db_anchor_case *cases;
	uint64_t after = 0;
	size_t n;

	do {
		if (db_anchor_case_list(c, v->arena, anchor->id, after, ROWS_A_SLICE, &cases, &n,
					err))
			return -1;
		for (size_t i = 0; i < n; i++) {
			if (check_anchor_case(v, c, name, &cases[i], h, err))
				return -1;
			after = cases[i].case_id;
		}
	} while (n == ROWS_A_SLICE);
	return 0;
}

static int check_anchor(struct verify *v, struct db_conn *c, const struct db_anchor *anchor,
			struct cw_err *err)
{
	const char *name = cw_printf(v->arena, "anchor %llu", (unsigned long long)anchor->id);
	struct db_anchor_hash *h;
	unsigned char hash[32];
	int rc;

	if (!name)
		return cw_fail_memory(err);
	if (anchor->previous_len != 32 || memcmp(anchor->previous, v->head, 32) != 0)
		differs(v, name, CW_MSG_CTL_VERIFY_ANCHOR_CHAIN, NULL);
	h = db_anchor_hash_new(anchor->previous);
	if (!h)
		return cw_fail_memory(err);
	rc = hash_anchor(v, c, name, anchor, h, err);
	db_anchor_hash_done(h, hash);
	if (rc == 0 && (anchor->hash_len != 32 || memcmp(anchor->hash, hash, 32) != 0))
		differs(v, name, CW_MSG_CTL_VERIFY_ANCHOR, NULL);
	memcpy(v->head, anchor->hash, 32);
	return rc;
}

static int verify_anchors(struct verify *v, struct cw_err *err)
{
	struct db_anchor *anchors;
	uint64_t after = 0;
	size_t n;

	memcpy(v->head, db_event_start, sizeof(v->head));
	/* Anchors are never changed, so a snapshot is not needed: one at a time. */
	do {
		cw_arena_reset(v->arena);
		cw_buf_init(&v->report, v->arena);
		v->found = 0;
		if (db_anchor_list(v->ctl->db, v->arena, after, 1, &anchors, &n, err))
			return -1;
		if (n && check_anchor(v, v->ctl->db, &anchors[0], err))
			return -1;
		if (n)
			after = anchors[0].id;
		if (flush_report(v, err))
			return -1;
		v->anchors += n;
		ctl_progress(v->ctl, CW_MSG_CTL_ANCHORS_CHECKED, v->anchors, 0, n == 0);
	} while (n);
	return 0;
}

/* ---- The log of what is done beside cases: a chain per start of an instance. */

static int check_entry(struct verify *v, const char *name, const struct db_audit_row *row,
		       uint64_t no, unsigned char head[32], struct cw_err *err)
{
	unsigned char hash[32];

	if (row->no != no)
		differs(v, name, CW_MSG_CTL_VERIFY_GAP, number(v, (int64_t)no), NULL);
	if (db_audit_hash(v->arena, head, row, hash, err))
		return -1;
	if (memcmp(hash, row->hash, 32) != 0)
		differs(v, name, CW_MSG_CTL_VERIFY_HASH, number(v, (int64_t)row->no), NULL);
	memcpy(head, row->hash, 32);
	return 0;
}

static int verify_instance(struct verify *v, const unsigned char instance[DB_AUDIT_INSTANCE],
			   struct cw_err *err)
{
	unsigned char head[32] = { 0 };
	char name[8 + 2 * DB_AUDIT_INSTANCE];
	struct db_audit_row *rows;
	uint64_t no = 0;
	size_t n;
	int at = snprintf(name, sizeof(name), "log ");

	for (size_t i = 0; i < DB_AUDIT_INSTANCE; i++)
		at += snprintf(name + at, sizeof(name) - (size_t)at, "%02x", instance[i]);
	do {
		cw_arena_reset(v->arena);
		cw_buf_init(&v->report, v->arena);
		v->found = 0;
		if (db_audit_chain_list(v->ctl->db, v->arena, instance, no, ROWS_A_SLICE, &rows, &n,
					err))
			return -1;
		for (size_t i = 0; i < n; i++) {
			if (check_entry(v, name, &rows[i], no + 1, head, err))
				return -1;
			no = rows[i].no;
		}
		if (flush_report(v, err))
			return -1;
		v->entries += n;
	} while (n == ROWS_A_SLICE);
	return 0;
}

static int verify_log(struct verify *v, struct cw_err *err)
{
	unsigned char instance[DB_AUDIT_INSTANCE] = { 0 };
	bool found;

	for (;;) {
		if (db_audit_instance_find(v->ctl->db, v->arena, instance, instance, &found, err))
			return -1;
		if (!found)
			break;
		if (verify_instance(v, instance, err))
			return -1;
		ctl_progress(v->ctl, CW_MSG_CTL_ENTRIES_CHECKED, v->entries, 0, false);
	}
	ctl_progress(v->ctl, CW_MSG_CTL_ENTRIES_CHECKED, v->entries, 0, true);
	return 0;
}

int ctl_verify(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct verify v = { .ctl = ctl, .arena = cw_arena_new(0), .calendars = calendars_new() };
	char count[24];
	int rc;

	(void)args;
	if (!v.arena || !v.calendars)
		rc = cw_fail_memory(err);
	else
		rc = db_job_before(ctl->db, ctl->arena, JOB_CALENDAR_LOAD, UINT64_MAX, &v.loading, err) ||
				     db_calendar_version_get(ctl->db, ctl->arena, &v.version, err) ||
				     verify_cases(&v, err) ||
				     verify_anchors(&v, err) || verify_log(&v, err)
			     ? -1
			     : 0;
	calendars_free(v.calendars);
	cw_arena_free(v.arena);
	if (rc)
		return -1;
	snprintf(count, sizeof(count), "%llu", (unsigned long long)v.differences);
	ctl_say(ctl, stdout, v.differences ? CW_MSG_CTL_VERIFY_BAD : CW_MSG_CTL_VERIFY_GOOD, count,
		NULL);
	return v.differences ? 1 : 0;
}
