/*
 * The machine beside a matrix written by hand from law.md part 10 (matrix.txt): every act from
 * every state by every role, and what comes of those that are let.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/machine.h"
#include "tests/lib/tap.h"

enum begins { BEGINS_NOTHING, BEGINS_PERIOD, BEGINS_HANDLING, BEGINS_END };

struct line {
	int number;
	enum cw_act act;
	char variant[32];
	unsigned from, who;
	int to; /* -1: the same */
	int clock;
	enum begins begins;
};

#define LINES 128
static struct line lines[LINES];
static size_t n_lines;
static struct cw_calendar *cal;

/* ---- Reading it. */

static void must(int ok, int number, const char *what)
{
	if (!ok)
		ck_abort_msg("matrix.txt:%d: %s?", number, what);
}

#define OPEN                                                                                       \
	(1u << CW_STATE_RECEIVED | 1u << CW_STATE_REGISTERED | 1u << CW_STATE_INVESTIGATING |      \
	 1u << CW_STATE_AWAITING_CORRECTION | 1u << CW_STATE_AWAITING_PAYMENT)
#define ANY                                                                                        \
	(OPEN | 1u << CW_STATE_PENDING_CONFIRMATION | 1u << CW_STATE_REPLIED |                     \
	 1u << CW_STATE_ENDED | 1u << CW_STATE_CLOSED)
#define CHAIN                                                                                      \
	(CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) | CW_ROLE_BIT(CW_ROLE_HEAD) |                          \
	 CW_ROLE_BIT(CW_ROLE_LEADER))

static unsigned read_states(char *text, int number)
{
	unsigned bits = 0;
	char *rest;

	for (char *w = strtok_r(text, " ", &rest); w; w = strtok_r(NULL, " ", &rest)) {
		int state = strcmp(w, "none") == 0 ? CW_STATE_NONE : cw_state_of(w);

		if (strcmp(w, "open") == 0 || strcmp(w, "any") == 0) {
			bits |= *w == 'o' ? OPEN : ANY;
			continue;
		}
		must(state >= 0, number, w);
		bits |= 1u << state;
	}
	return bits;
}

static unsigned read_roles(char *text, int number)
{
	unsigned bits = 0;
	char *rest;

	for (char *w = strtok_r(text, " ", &rest); w; w = strtok_r(NULL, " ", &rest)) {
		int role = cw_role_of(w);

		if (strcmp(w, "chain") == 0) {
			bits |= CHAIN;
			continue;
		}
		must(role >= 0, number, w);
		bits |= 1u << role;
	}
	return bits;
}

static enum begins read_begins(const char *text, int number)
{
	static const char *const names[] = { "-", "period", "handling", "end" };

	for (int i = 0; i < 4; i++)
		if (strcmp(text, names[i]) == 0)
			return (enum begins)i;
	must(0, number, text);
	return BEGINS_NOTHING;
}

static void read_line(char *text, int number)
{
	struct line *l = &lines[n_lines++];
	char *cell[6], *slash;
	int n = 0, act;

	for (char *at = text; at && n < 6; n++) {
		char *bar = strstr(at, " | ");

		cell[n] = at;
		if (bar)
			*bar = '\0';
		at = bar ? bar + 3 : NULL;
	}
	must(n == 6 && n_lines < LINES, number, "six cells");
	slash = strchr(cell[0], '/');
	if (slash)
		*slash = '\0';
	act = cw_act_of(cell[0]);
	must(act >= 0, number, cell[0]);
	*l = (struct line){ .number = number, .act = (enum cw_act)act, .to = -1, .clock = -1 };
	if (slash)
		snprintf(l->variant, sizeof(l->variant), "%s", slash + 1);
	l->from = read_states(cell[1], number);
	l->who = read_roles(cell[2], number);
	if (strcmp(cell[3], "same")) {
		l->to = cw_state_of(cell[3]);
		must(l->to >= 0, number, cell[3]);
	}
	if (strcmp(cell[4], "-")) {
		l->clock = cw_clock_type_of(cell[4], strlen(cell[4]));
		must(l->clock >= 0, number, cell[4]);
	}
	l->begins = read_begins(cell[5], number);
}

static void setup(void)
{
	const char *srcdir = getenv("SRCDIR");
	char path[4096], text[512];
	const struct cw_notice *notices;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/casework/matrix.txt", srcdir ? srcdir : ".");
	f = fopen(path, "r");
	ck_assert_msg(f != NULL, "%s cannot be opened; SRCDIR names the source tree", path);
	for (int number = 1; fgets(text, sizeof(text), f); number++) {
		text[strcspn(text, "\n")] = '\0';
		if (text[0] && text[0] != '#')
			read_line(text, number);
	}
	fclose(f);
	notices = cw_notices_builtin(&n);
	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(cal);
}

static void teardown(void)
{
	cw_calendar_free(cal);
}

static const struct line *line_of(enum cw_act act)
{
	for (size_t i = 0; i < n_lines; i++)
		if (lines[i].act == act && !lines[i].variant[0])
			return &lines[i];
	return NULL;
}

/* ---- A case and a moment in which the law has nothing against the act. */

#define ACTOR 7u
#define OTHER 9u
static const uint64_t actor = ACTOR, other = OTHER;

static const struct cw_part part = { .description = "办理流程",
				     .outcome = CW_OUTCOME_ALREADY_PUBLIC,
				     .say = { [CW_SAY_ACCESS] = "政府网站" } };
static const struct cw_reply reply = {
	.parts = &part, .n_parts = 1, .earlier_outcome = -1, .told_to_third_party = CW_DAY_NONE
};

/* Received on 2026-03-02, looked at on 03-10: correction until 03-11, due 03-30. */
static struct cw_case case_in(enum cw_state state)
{
	bool waits = state == CW_STATE_AWAITING_CORRECTION || state == CW_STATE_AWAITING_PAYMENT;
	bool ended =
		state == CW_STATE_REPLIED || state == CW_STATE_ENDED || state == CW_STATE_CLOSED;
	bool begun = state != CW_STATE_NONE && state != CW_STATE_PENDING_CONFIRMATION;
	cw_day received = begun ? cw_day_of(2026, 3, 2) : CW_DAY_NONE;

	return (struct cw_case){
		.state = state,
		.handling = 1,
		.received_on = received,
		.arrived_on = cw_day_of(2026, 3, 2),
		.channel = CW_CHANNEL_ONLINE,
		.correction_open = state == CW_STATE_AWAITING_CORRECTION,
		.fee_open = state == CW_STATE_AWAITING_PAYMENT,
		.ended_as = CW_OUTCOME_NOT_CORRECTED,
		.served = state == CW_STATE_REPLIED,
		.clock = {
			.due_on = begun && !waits && !ended ? cw_day_of(2026, 3, 30) : CW_DAY_NONE,
			.due_on_if_ended_today = CW_DAY_NONE,
			.ended = ended,
			.ended_on = ended ? cw_day_of(2026, 3, 9) : CW_DAY_NONE,
			.waiting_for = state == CW_STATE_AWAITING_CORRECTION ? CW_WAITING_CORRECTION :
				       state == CW_STATE_AWAITING_PAYMENT    ? CW_WAITING_PAYMENT :
									       CW_WAITING_NONE,
			.waits_until = CW_DAY_NONE,
			.period_start = received,
			.handling = 1,
			.period = 1,
			.corrected_used = state == CW_STATE_AWAITING_CORRECTION,
			.correction_last_day = cw_day_of(2026, 3, 11),
		},
	};
}

static struct cw_facts moment(enum cw_role role)
{
	return (struct cw_facts){
		.today = cw_day_of(2026, 3, 10),
		.now = INT64_C(1773100800) * 1000000,
		.on = cw_day_of(2026, 3, 10),
		.role = role,
		.actor = role == CW_ROLE_APPLICANT || role == CW_ROLE_SCHEDULER ? 0 : ACTOR,
		.until = CW_DAY_NONE,
		.has_reason = true,
		.has_approver = true,
		.approver = OTHER,
		.reply = &reply,
		.calendar = cal,
		.settings = &cw_clock_settings_default,
	};
}

/* A draft that the next step of the chain, with ROLE, has before it. */
static void submitted(struct cw_case *c, enum cw_role role, unsigned needed)
{
	c->has_draft = c->submitted = true;
	c->drafters = &other;
	c->n_drafters = 1;
	c->approvals_needed = needed;
	c->next_approver = role;
}

static void favour_notices(const struct line *l, struct cw_case *c, struct cw_facts *f)
{
	switch (l->act) {
	case CW_ACT_NO_ATTEMPT:
		c->channel = CW_CHANNEL_POST_ORDINARY;
		break;
	case CW_ACT_CONFIRM_RECEIPT: /* somebody tried on the day of arrival */
		c->channel = CW_CHANNEL_POST_ORDINARY;
		c->attempt_on_arrival = true;
		break;
	case CW_ACT_FILE_UNCONFIRMED: /* six months, R-RCPT-3 */
		c->channel = CW_CHANNEL_POST_ORDINARY;
		c->arrived_on = cw_day_of(2025, 8, 1);
		c->attempt_on_arrival = true;
		break;
	case CW_ACT_AMEND: /* within ten minutes, R-REQ-9 */
		c->submitted_at = f->now - INT64_C(300) * 1000000;
		break;
	case CW_ACT_CORRECTION_NOTICE:
		f->working_days = 15;
		break;
	case CW_ACT_CORRECTION_SUPPLEMENT:
		c->corrected = true;
		break;
	case CW_ACT_CONSULTATION_RECORD:
	case CW_ACT_CONSULTATION_CANCEL:
		c->consultation_open = c->objection_in = true;
		break;
	case CW_ACT_DISCLOSURE_NOTICE:
		c->objection_in = c->objection_weighed = true;
		break;
	case CW_ACT_REASONS_IN:
		c->reasons_asked = true;
		break;
	case CW_ACT_REASONS_FINDING:
		c->reasons_asked = c->reasons_answered = true;
		break;
	case CW_ACT_DELAYED_DAY: /* beyond the 20 + 20, R-CLOCK-6 */
		c->reasons_asked = c->reasons_answered = true;
		c->reasons_found = c->reasons_hold = true;
		f->until = cw_day_of(2026, 6, 30);
		break;
	case CW_ACT_EXTENSION_ASK:
		f->working_days = 10;
		break;
	case CW_ACT_EXTENSION_GRANT:
	case CW_ACT_EXTENSION_REFUSE:
		c->extension_asked = true;
		c->extension_asked_by = OTHER;
		f->working_days = 10;
		break;
	default:
		break;
	}
}

static void favour_reply(const struct line *l, struct cw_case *c, enum cw_role role)
{
	switch (l->act) {
	case CW_ACT_LEGAL_REVIEW:
	case CW_ACT_LEGAL_OVERRIDE:
		c->hard = true;
		break;
	case CW_ACT_LEGAL_ANSWER:
	case CW_ACT_LEGAL_RETURN:
		c->hard = c->legal_open = true;
		break;
	case CW_ACT_REPLY_SUBMIT:
		c->has_draft = true;
		c->drafters = &actor;
		c->n_drafters = 1;
		break;
	case CW_ACT_REVOKE_REPLY: /* there is one, R-OUT-7 */
		c->served = true;
		break;
	case CW_ACT_REPLY_RETURN:
	case CW_ACT_REPLY_APPROVE:
		submitted(c, role, 2);
		break;
	case CW_ACT_REPLY_SIGN:
		submitted(c, role, 1);
		break;
	case CW_ACT_SERVE:
		submitted(c, CW_ROLE_HEAD, 1);
		c->approvals_done = 1;
		c->approvers[0] = OTHER;
		c->signed_reply = true;
		break;
	case CW_ACT_RELEASE_DISCLOSURE:
		c->disclosure_held = true;
		break;
	default:
		break;
	}
}

static void favour_ends(const struct line *l, struct cw_case *c, struct cw_facts *f)
{
	switch (l->act) {
	case CW_ACT_FEE_RETURN:
	case CW_ACT_FEE_NOTICE:
		c->fee_drafted = true;
		break;
	case CW_ACT_PAYMENT_FULL:
		f->full = true;
		break;
	case CW_ACT_LAPSE:
	case CW_ACT_LAPSE_DUE:
		c->lapse_due = c->notice_received = true;
		break;
	case CW_ACT_LAPSE_SERVE:
		c->lapse_due = c->notice_received = c->lapse_letter = true;
		break;
	case CW_ACT_TERMINATE: /* nobody goes on, R-OUT-9 */
	case CW_ACT_RESUME:
		c->stopped = true;
		c->clock.waiting_for = CW_WAITING_STOPPED;
		c->clock.due_on = CW_DAY_NONE;
		break;
	case CW_ACT_REMEDY:
	case CW_ACT_REMEDY_RESULT: /* overdue, from an open state */
	case CW_ACT_OVERDUE:
		if (c->clock.due_on != CW_DAY_NONE)
			c->clock.due_on = cw_day_of(2026, 3, 9);
		break;
	default:
		break;
	}
}

static void vary(const char *variant, struct cw_case *c, struct cw_facts *f)
{
	if (strcmp(variant, "ordinary_post") == 0)
		c->channel = CW_CHANNEL_POST_ORDINARY;
	else if (strcmp(variant, "fax") == 0)
		c->channel = CW_CHANNEL_FAX;
	else if (strcmp(variant, "received") == 0)
		f->record = CW_RECORD_RECEIVED;
	else if (strcmp(variant, "late") == 0)
		f->record = CW_RECORD_LATE;
	else if (strcmp(variant, "no_pause") == 0)
		f->pauses_nothing = true;
	else if (strcmp(variant, "received_no_pause") == 0)
		f->record = CW_RECORD_RECEIVED, f->pauses_nothing = true;
	else if (strcmp(variant, "for_release") == 0)
		f->for_release = true;
	else if (strcmp(variant, "signed") == 0)
		c->submitted = false, c->signed_reply = true;
	else if (strcmp(variant, "weighed") == 0)
		f->record = CW_RECORD_WEIGHED;
	else if (strcmp(variant, "told") == 0)
		f->record = CW_RECORD_TOLD, c->disclosure_noticed = true;
	else if (strcmp(variant, "not_paid") == 0)
		c->ended_as = CW_OUTCOME_NOT_PAID;
	else if (strcmp(variant, "complete") == 0)
		f->complete = true;
	else
		ck_abort_msg("matrix.txt: the variant %s?", variant);
}

static void favour(const struct line *l, enum cw_role role, struct cw_case *c, struct cw_facts *f)
{
	favour_notices(l, c, f);
	favour_reply(l, c, role);
	favour_ends(l, c, f);
	if (l->variant[0])
		vary(l->variant, c, f);
}

/* ---- The tests. */

START_TEST(complete)
{
	for (int act = 0; act < CW_ACT_MAX; act++) {
		size_t n = 0;

		for (size_t i = 0; i < n_lines; i++)
			n += lines[i].act == (enum cw_act)act && !lines[i].variant[0];
		ck_assert_msg(n == 1, "%zu lines for %s", n, cw_act_name((enum cw_act)act));
	}
}
END_TEST

/* Role before state: one who may never do it learns nothing of the case's state. */
static void check_cell(const struct line *l, enum cw_state state, enum cw_role role)
{
	struct cw_case c = case_in(state);
	struct cw_facts f = moment(role);
	struct cw_change change;
	struct cw_err err;
	bool may = l->who & CW_ROLE_BIT(role), now = l->from & 1u << state;
	int rc;

	cw_err_clear(&err);
	rc = cw_step(&c, l->act, &f, &change, &err);
	if (!may)
		ck_assert_msg(rc && err.code == CW_FORBIDDEN, "%s from %s by %s: %d, not forbidden",
			      cw_act_name(l->act), cw_state_name(state), cw_role_name(role),
			      rc ? (int)err.code : 0);
	else if (!now)
		ck_assert_msg(rc && err.code == CW_NOT_ALLOWED_NOW,
			      "%s from %s by %s: %d, not refused for the state",
			      cw_act_name(l->act), cw_state_name(state), cw_role_name(role),
			      rc ? (int)err.code : 0);
	else
		ck_assert_msg(!rc || (err.code != CW_FORBIDDEN && err.code != CW_NOT_ALLOWED_NOW),
			      "%s from %s by %s: refused (%d)", cw_act_name(l->act),
			      cw_state_name(state), cw_role_name(role), (int)err.code);
	if (rc && err.code == CW_LAW_FORBIDS)
		ck_assert_ptr_nonnull(err.rule);
}

START_TEST(cells)
{
	const struct line *l = line_of((enum cw_act)_i);

	for (int state = 0; state < CW_STATE_MAX; state++)
		for (int role = 0; role < CW_ROLE_MAX; role++)
			check_cell(l, (enum cw_state)state, (enum cw_role)role);
}
END_TEST

static void check_effect(const struct line *l, enum cw_state state, enum cw_role role)
{
	struct cw_case c = case_in(state);
	struct cw_facts f = moment(role);
	struct cw_change change;
	struct cw_err err;
	char text[256];

	cw_err_clear(&err);
	favour(l, role, &c, &f);
	/* What waits has no due day, so it is never overdue: no remedy yet. */
	if ((l->act == CW_ACT_REMEDY || l->act == CW_ACT_REMEDY_RESULT) &&
	    c.clock.waiting_for != CW_WAITING_NONE)
		return;
	snprintf(text, sizeof(text), "line %d: %s/%s from %s by %s", l->number, cw_act_name(l->act),
		 l->variant, cw_state_name(state), cw_role_name(role));
	ck_assert_msg(cw_step(&c, l->act, &f, &change, &err) == 0, "%s: %s %s", text,
		      err.rule ? err.rule : "", cw_msg_name(err.msg));
	ck_assert_msg(change.from == state, "%s: from", text);
	ck_assert_msg(change.to == (l->to < 0 ? state : (enum cw_state)l->to), "%s: to %s", text,
		      cw_state_name(change.to));
	ck_assert_msg(change.clock_type == l->clock, "%s: clock %d", text, change.clock_type);
	ck_assert_msg(change.new_handling == (l->begins == BEGINS_HANDLING), "%s: handling", text);
	ck_assert_msg(change.new_period ==
			      (l->begins == BEGINS_PERIOD || l->begins == BEGINS_HANDLING),
		      "%s: period", text);
	ck_assert_msg(change.ends == (l->begins == BEGINS_END), "%s: end", text);
}

START_TEST(effects)
{
	for (size_t i = 0; i < n_lines; i++) {
		if (lines[i].act != (enum cw_act)_i)
			continue;
		for (int state = 0; state < CW_STATE_MAX; state++)
			for (int role = 0; role < CW_ROLE_MAX; role++)
				if (lines[i].from & 1u << state && lines[i].who & 1u << role)
					check_effect(&lines[i], (enum cw_state)state,
						     (enum cw_role)role);
	}
}
END_TEST

static Suite *matrix_suite(void)
{
	Suite *s = suite_create("matrix");
	TCase *t = tcase_create("matrix");

	tcase_add_unchecked_fixture(t, setup, teardown);
	tcase_add_test(t, complete);
	tcase_add_loop_test(t, cells, 0, CW_ACT_MAX);
	tcase_add_loop_test(t, effects, 0, CW_ACT_MAX);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(matrix_suite());
}
