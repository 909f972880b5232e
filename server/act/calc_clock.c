/* The clock's calculator: events as they are written in JSON to those of casework/clock.h. */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/clock.h"
#include "server/act/calc.h"
#include "server/act/clock_json.h"

static const struct calc_event event_default = {
	.on = CW_DAY_NONE, .answer_by = CW_DAY_NONE, .ends_by = CW_DAY_NONE, .until = CW_DAY_NONE
};
static const struct rq_field event_fields[] = {
	RQ_FIELD(struct calc_event, type, RQ_STRING, .required = true, .max = 40),
	RQ_FIELD(struct calc_event, on, RQ_DAY, .required = true),
	RQ_FIELD(struct calc_event, answer_by, RQ_DAY),
	RQ_FIELD(struct calc_event, ends_by, RQ_DAY),
	RQ_FIELD(struct calc_event, until, RQ_DAY),
	RQ_FIELD(struct calc_event, working_days, RQ_INT, .min = 1, .max = 1000),
	RQ_FIELD(struct calc_event, event, RQ_INT, .min = 1, .max = CALC_EVENTS_MAX),
	RQ_FIELD(struct calc_event, id, RQ_JSON),
	{ .name = NULL },
};

const struct calc_clock calc_clock_default = { .today = CW_DAY_NONE };
const struct rq_field calc_clock_fields[] = {
	RQ_FIELD(struct calc_clock, events, RQ_LIST, .required = true, .min = 1,
		 .max = CALC_EVENTS_MAX, .sub = event_fields, .sub_size = sizeof(struct calc_event),
		 .sub_default = &event_default),
	RQ_FIELD(struct calc_clock, today, RQ_DAY),
	{ .name = NULL },
};

/* ---- What each type of event takes beside type and on. */

enum {
	ANSWER_BY = 1,
	ENDS_BY = 2,
	UNTIL = 4,
	WORKING_DAYS = 8,
	EVENT = 16,
	ID = 32,
};
static const struct {
	unsigned bit;
	const char *name;
} members[] = { { ANSWER_BY, "answer_by" },	  { ENDS_BY, "ends_by" }, { UNTIL, "until" },
		{ WORKING_DAYS, "working_days" }, { EVENT, "event" },	  { ID, "id" } };

static const struct shape {
	bool known; /* a type of the calculator: what law.md lets happen to a request */
	unsigned must, may;
} shapes[CW_CLOCK_TYPE_MAX] = {
	[CW_CLOCK_RECEIVED] = { .known = true },
	[CW_CLOCK_CORRECTION_REQUESTED] = { .known = true, .may = ANSWER_BY },
	[CW_CLOCK_CORRECTED] = { .known = true },
	[CW_CLOCK_CONSULTATION_SENT] = { .known = true, .may = ENDS_BY | WORKING_DAYS | ID },
	[CW_CLOCK_CONSULTATION_RECEIVED] = { .known = true, .may = ENDS_BY | WORKING_DAYS | ID },
	[CW_CLOCK_CONSULTATION_ENDED] = { .known = true, .may = ID },
	[CW_CLOCK_EXTENDED] = { .known = true, .must = WORKING_DAYS },
	[CW_CLOCK_FEE_NOTIFIED] = { .known = true, .may = UNTIL },
	[CW_CLOCK_FEE_CANCELLED] = { .known = true },
	[CW_CLOCK_FEE_PAID] = { .known = true },
	[CW_CLOCK_DELAYED] = { .known = true, .must = UNTIL },
	[CW_CLOCK_LAPSED] = { .known = true },
	[CW_CLOCK_REINSTATED] = { .known = true, .may = UNTIL },
	[CW_CLOCK_STOPPED] = { .known = true, .may = UNTIL },
	[CW_CLOCK_RESUMED] = { .known = true },
	[CW_CLOCK_ORDERED] = { .known = true, .may = WORKING_DAYS | UNTIL },
	[CW_CLOCK_VOIDED] = { .known = true, .must = EVENT },
	[CW_CLOCK_WITHDRAWN] = { .known = true },
	[CW_CLOCK_REPLIED] = { .known = true },
};

static unsigned given(const struct calc_event *e)
{
	return (e->answer_by != CW_DAY_NONE ? ANSWER_BY : 0u) |
	       (e->ends_by != CW_DAY_NONE ? ENDS_BY : 0u) | (e->until != CW_DAY_NONE ? UNTIL : 0u) |
	       (e->working_days ? WORKING_DAYS : 0u) | (e->event ? EVENT : 0u) | (e->id ? ID : 0u);
}

static int check_members(size_t place, enum cw_clock_type type, const struct calc_event *e,
			 struct cw_err *err)
{
	unsigned has = given(e), must = shapes[type].must, may = must | shapes[type].may;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		snprintf(pointer, sizeof(pointer), "/events/%zu/%s", place, members[i].name);
		if (members[i].bit & has & ~may)
			rc |= cw_fail_item(err, pointer, CW_MSG_NOT_WITH_TYPE, e->type, NULL);
		if (members[i].bit & must & ~has)
			rc |= cw_fail_item(err, pointer, CW_MSG_REQUIRED, NULL);
		/* An order's period is in working days or ends on a day, never both. */
		if (type == CW_CLOCK_ORDERED && members[i].bit == UNTIL && has & WORKING_DAYS &&
		    has & UNTIL)
			rc |= cw_fail_item(err, pointer, CW_MSG_NOT_WITH_MEMBER, "working_days",
					   NULL);
	}
	return rc;
}

static int type_of(struct cw_arena *a, size_t place, const char *name, struct cw_err *err)
{
	int type = cw_clock_type_of(name, strlen(name));
	char pointer[CW_ERR_POINTER];
	struct cw_buf b;
	const char *all;

	if (type >= 0 && shapes[type].known)
		return type;
	cw_buf_init(&b, a);
	for (int t = 0; t < CW_CLOCK_TYPE_MAX; t++)
		if (shapes[t].known)
			cw_buf_printf(&b, "%s%s", b.len ? ", " : "",
				      cw_clock_type_name((enum cw_clock_type)t));
	all = cw_buf_done(&b, NULL);
	if (!all)
		return cw_fail_memory(err);
	snprintf(pointer, sizeof(pointer), "/events/%zu/type", place);
	return cw_fail_item(err, pointer, CW_MSG_NOT_A_CHOICE, all, NULL);
}

/* ---- Ids: anything that a caller pairs a consultation's events by, as a number from 1. */

static int check_id(size_t place, struct json_object *id, struct cw_err *err)
{
	char pointer[CW_ERR_POINTER];

	if (!id || json_object_is_type(id, json_type_int) ||
	    (json_object_is_type(id, json_type_string) && json_object_get_string_len(id) <= 64))
		return 0;
	snprintf(pointer, sizeof(pointer), "/events/%zu/id", place);
	return cw_fail_item(err, pointer, CW_MSG_WRONG_TYPE, "string", NULL);
}

/* The place of the first event with the same id; without an id there is one consultation. */
static uint64_t id_number(const struct calc_event *events, size_t place)
{
	struct json_object *id = events[place].id;
	size_t i;

	if (!id)
		return 0;
	for (i = 0; i < place; i++)
		if (events[i].id &&
		    strcmp(json_object_get_string(events[i].id), json_object_get_string(id)) == 0)
			break;
	return i + 1;
}

static int convert(const struct calc *c, const struct calc_event *events, size_t place,
		   struct cw_clock_event *out, struct cw_err *err)
{
	const struct calc_event *e = &events[place];
	int type = type_of(c->arena, place, e->type, err);

	if (type < 0)
		return -1;
	if (check_members(place, (enum cw_clock_type)type, e, err) | check_id(place, e->id, err))
		return -1;
	*out = (struct cw_clock_event){
		.type = (enum cw_clock_type)type,
		.on = e->on,
		.seq = (uint32_t)place + 1,
		.id = id_number(events, place),
		.until = e->answer_by != CW_DAY_NONE ? e->answer_by
			 : e->ends_by != CW_DAY_NONE ? e->ends_by
						     : e->until,
		.told = CW_DAY_NONE,
		.working_days = e->working_days,
		.target = (uint32_t)e->event,
	};
	return 0;
}

struct json_object *calc_clock(const struct calc *c, const struct calc_clock *in,
			       struct cw_err *err)
{
	const struct calc_event *events = in->events.items;
	size_t n = in->events.n;
	struct cw_clock_event *clock_events = cw_alloc_n(c->arena, n, sizeof(*clock_events));
	struct json_object *o;
	struct cw_clock clock;
	int rc = 0;

	if (!clock_events) {
		cw_fail_memory(err);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		rc |= convert(c, events, i, &clock_events[i], err);
	if (rc || cw_clock_compute(c->arena, clock_events, n, c->calendar,
				   &cw_clock_settings_default, in->today, &clock, err))
		return NULL;
	o = act_clock_json(c->arena, &clock, in->today, c->lang);
	if (!o)
		cw_fail_memory(err);
	return o;
}
