/* The machine (law.md part 10): its table as a graph, and every guard at its boundary. */
#include <string.h>
#include <strings.h>

#include "casework/machine.h"
#include "tests/lib/tap.h"

static cw_day day(int y, int m, int d)
{
	return cw_day_of(y, m, d);
}

static struct cw_calendar *cal;

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(cal);
}

static void teardown(void)
{
	cw_calendar_free(cal);
}

/* ---- A case received on 2026-03-02 and looked at on 2026-03-10: due 03-30, correction by 03-11.
 */

static struct cw_case open_case(enum cw_state state)
{
	return (struct cw_case){
		.state = state,
		.handling = 1,
		.received_on = day(2026, 3, 2),
		.arrived_on = day(2026, 3, 2),
		.channel = CW_CHANNEL_ONLINE,
		.clock = { .due_on = day(2026, 3, 30),
			   .due_on_if_ended_today = CW_DAY_NONE,
			   .ended_on = CW_DAY_NONE,
			   .waits_until = CW_DAY_NONE,
			   .period_start = day(2026, 3, 2),
			   .handling = 1,
			   .period = 1,
			   .correction_last_day = day(2026, 3, 11) },
	};
}

static const struct cw_part one_part = {
	.description = "办理流程",
	.outcome = CW_OUTCOME_ALREADY_PUBLIC,
	.say = { [CW_SAY_ACCESS] = "政府网站" },
};
static const struct cw_reply public_reply = { .parts = &one_part,
					      .n_parts = 1,
					      .told_to_third_party = CW_DAY_NONE };
static const struct cw_part given_part = {
	.description = "清单",
	.outcome = CW_OUTCOME_GRANTED,
	.say = { [CW_SAY_CONTENT] = "见附件" },
};
static const struct cw_reply given_reply = { .parts = &given_part,
					     .n_parts = 1,
					     .told_to_third_party = CW_DAY_NONE };

static struct cw_facts facts(enum cw_role role)
{
	return (struct cw_facts){
		.today = day(2026, 3, 10),
		.on = day(2026, 3, 10),
		.role = role,
		.actor = 7,
		.until = CW_DAY_NONE,
		.has_reason = true,
		.calendar = cal,
	};
}

static struct cw_err err;
static struct cw_change change;

static int step(const struct cw_case *c, enum cw_act act, const struct cw_facts *f)
{
	cw_err_clear(&err);
	return cw_step(c, act, f, &change, &err);
}

#define ALLOWED(c, act, f) ck_assert_msg(step(c, act, f) == 0, "refused: %s", cw_msg_name(err.msg))
#define REFUSED(c, act, f, why)                                                                    \
	do {                                                                                       \
		ck_assert_int_eq(step(c, act, f), -1);                                             \
		ck_assert_msg(!strcasecmp(cw_msg_name(err.msg), why), "%s", cw_msg_name(err.msg)); \
	} while (0)

/* ---- The table as a graph. */

START_TEST(rows_are_complete)
{
	size_t n;
	const struct cw_move *m = cw_moves(&n);
	unsigned acts[CW_ACT_MAX] = { 0 };

	for (size_t i = 0; i < n; i++) {
		acts[m[i].act]++;
		ck_assert(m[i].from && m[i].who && m[i].rule);
		ck_assert_int_eq(strncmp(m[i].rule, "R-", 2), 0);
		ck_assert_int_ne(m[i].title, CW_MSG_NONE);
		ck_assert(m[i].clock >= -1 && m[i].clock < CW_CLOCK_TYPE_MAX);
		ck_assert(!(m[i].from >> CW_STATE_MAX) && !(m[i].who >> CW_ROLE_MAX));
		/* Administrators and the supervisor change no case. */
		ck_assert(!(m[i].who &
			    (CW_ROLE_BIT(CW_ROLE_SUPERVISOR) | CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN) |
			     CW_ROLE_BIT(CW_ROLE_SECURITY_ADMIN) |
			     CW_ROLE_BIT(CW_ROLE_AUDIT_ADMIN))));
	}
	for (int a = 0; a < CW_ACT_MAX; a++)
		ck_assert_msg(acts[a], "no row for %s", cw_act_name((enum cw_act)a));
}
END_TEST

START_TEST(every_state_is_reached_and_left)
{
	size_t n;
	const struct cw_move *m = cw_moves(&n);
	unsigned seen = 1u << CW_STATE_NONE, before, leaves = 0;

	do {
		before = seen;
		for (size_t i = 0; i < n; i++)
			if (m[i].from & seen && m[i].to != CW_STATE_NONE)
				seen |= 1u << m[i].to;
	} while (seen != before);
	ck_assert_uint_eq(seen, (1u << CW_STATE_MAX) - 1);
	for (size_t i = 0; i < n; i++)
		for (int s = 0; s < CW_STATE_MAX; s++)
			if (m[i].from & 1u << s && m[i].to != CW_STATE_NONE && (int)m[i].to != s)
				leaves |= 1u << s;
	/* Closed too is left, by an order to reply again (R-OUT-7). */
	ck_assert_uint_eq(leaves, (1u << CW_STATE_MAX) - 1);
}
END_TEST

START_TEST(names_go_there_and_back)
{
	for (int i = 0; i < CW_ACT_MAX; i++)
		ck_assert_int_eq(cw_act_of(cw_act_name((enum cw_act)i)), i);
	for (int i = 0; i < CW_STATE_MAX; i++) {
		ck_assert_int_eq(cw_state_of(cw_state_name((enum cw_state)i)), i);
		ck_assert_int_ne(cw_state_title((enum cw_state)i), CW_MSG_NONE);
	}
	for (int i = 0; i < CW_ROLE_MAX; i++) {
		ck_assert_int_eq(cw_role_of(cw_role_name((enum cw_role)i)), i);
		ck_assert_int_ne(cw_role_title((enum cw_role)i), CW_MSG_NONE);
	}
	for (int i = 0; i < CW_CHANNEL_MAX; i++) {
		ck_assert_int_eq(cw_channel_of(cw_channel_name((enum cw_channel)i)), i);
		ck_assert_int_ne(cw_channel_title((enum cw_channel)i), CW_MSG_NONE);
	}
	ck_assert_int_eq(cw_act_of("no_such_act"), -1);
	ck_assert_int_eq(cw_act_of(NULL), -1);
}
END_TEST

START_TEST(main_line)
{
	struct cw_case c = open_case(CW_STATE_NONE);
	struct cw_facts f = facts(CW_ROLE_APPLICANT);

	ALLOWED(&c, CW_ACT_FILE, &f);
	ck_assert_int_eq(change.to, CW_STATE_RECEIVED);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_RECEIVED);
	ck_assert(change.new_period && !change.new_handling && !change.ends);
	c.state = CW_STATE_RECEIVED;
	f = facts(CW_ROLE_CLERK);
	ALLOWED(&c, CW_ACT_REGISTER, &f);
	ck_assert_int_eq(change.to, CW_STATE_REGISTERED);
	ck_assert_int_eq(change.clock_type, -1);
	c.state = CW_STATE_REGISTERED;
	f = facts(CW_ROLE_HEAD);
	ALLOWED(&c, CW_ACT_ASSIGN, &f);
	ck_assert_int_eq(change.to, CW_STATE_INVESTIGATING);
	c.state = CW_STATE_INVESTIGATING;
	c.signed_reply = true;
	f = facts(CW_ROLE_CLERK);
	f.reply = &public_reply;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	ck_assert_int_eq(change.to, CW_STATE_REPLIED);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_REPLIED);
	ck_assert(change.ends && change.from == CW_STATE_INVESTIGATING);
	c.state = CW_STATE_REPLIED;
	f = facts(CW_ROLE_CASEWORKER);
	ALLOWED(&c, CW_ACT_CLOSE, &f);
	ck_assert_int_eq(change.to, CW_STATE_CLOSED);
	ck_assert(!change.ends);
}
END_TEST

START_TEST(refusals_name_role_state_and_rule)
{
	struct cw_case c = open_case(CW_STATE_RECEIVED);
	struct cw_facts f = facts(CW_ROLE_SUPERVISOR);

	REFUSED(&c, CW_ACT_REGISTER, &f, "law_role");
	ck_assert_int_eq(err.code, CW_FORBIDDEN);
	/* The role may not, whatever the state. */
	c.state = CW_STATE_CLOSED;
	REFUSED(&c, CW_ACT_REGISTER, &f, "law_role");
	f = facts(CW_ROLE_CASEWORKER);
	REFUSED(&c, CW_ACT_REGISTER, &f, "law_from_closed");
	ck_assert_int_eq(err.code, CW_NOT_ALLOWED_NOW);
	ck_assert_str_eq(err.rule, "R-KEEP-1");
	ck_assert_str_eq(err.article, "条例45");
	for (int s = 0; s < CW_STATE_MAX; s++) {
		c.state = (enum cw_state)s;
		ck_assert_int_eq(
			step(&c, s == CW_STATE_NONE ? CW_ACT_REGISTER : CW_ACT_TAKE_IN, &f), -1);
		ck_assert_int_eq(err.code, CW_NOT_ALLOWED_NOW);
	}
}
END_TEST

/* ---- Days (R-KEEP-3). */

START_TEST(days_of_facts_and_decisions)
{
	struct cw_case c = open_case(CW_STATE_RECEIVED);
	struct cw_facts f = facts(CW_ROLE_CLERK);

	f.on = f.today + 1;
	REFUSED(&c, CW_ACT_REGISTER, &f, "law_future_day");
	ck_assert_str_eq(err.rule, "R-KEEP-3");
	f.on = f.today - 3;
	ALLOWED(&c, CW_ACT_REGISTER, &f);

	c.state = CW_STATE_INVESTIGATING;
	f = facts(CW_ROLE_CASEWORKER);
	f.on = f.today - 1;
	REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_decision_day");
	f.outage = true;
	ALLOWED(&c, CW_ACT_CORRECTION_NOTICE, &f);
}
END_TEST

/* ---- Receipt. */

START_TEST(channels_decide_where_it_begins)
{
	struct cw_facts f = facts(CW_ROLE_CLERK);

	for (int ch = 0; ch < CW_CHANNEL_MAX; ch++) {
		struct cw_case c = open_case(CW_STATE_NONE);
		const bool waits = ch == CW_CHANNEL_POST_ORDINARY || ch == CW_CHANNEL_FAX;

		c.channel = (enum cw_channel)ch;
		ALLOWED(&c, CW_ACT_TAKE_IN, &f);
		ck_assert_int_eq(change.to,
				 waits ? CW_STATE_PENDING_CONFIRMATION : CW_STATE_RECEIVED);
		ck_assert_int_eq(change.clock_type, waits ? -1 : CW_CLOCK_RECEIVED);
	}
}
END_TEST

START_TEST(pending_confirmation)
{
	struct cw_case c = open_case(CW_STATE_PENDING_CONFIRMATION);
	struct cw_facts f = facts(CW_ROLE_SCHEDULER);

	ALLOWED(&c, CW_ACT_NO_ATTEMPT, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_RECEIVED);
	c.attempt_on_arrival = true;
	REFUSED(&c, CW_ACT_NO_ATTEMPT, &f, "law_attempt_made");
	c.attempt_on_arrival = false;
	c.arrived_on = f.today;
	REFUSED(&c, CW_ACT_NO_ATTEMPT, &f, "law_arrival_day_runs");

	/* Later than the day of arrival only after an attempt on that day. */
	f = facts(CW_ROLE_CLERK);
	ALLOWED(&c, CW_ACT_CONFIRM_RECEIPT, &f);
	c.arrived_on = f.today - 1;
	REFUSED(&c, CW_ACT_CONFIRM_RECEIPT, &f, "law_no_attempt_that_day");
	c.attempt_on_arrival = true;
	ALLOWED(&c, CW_ACT_CONFIRM_RECEIPT, &f);

	f = facts(CW_ROLE_HEAD);
	c.arrived_on = day(2025, 9, 11);
	REFUSED(&c, CW_ACT_FILE_UNCONFIRMED, &f, "law_unconfirmed_too_early");
	ck_assert_str_eq(err.args[0], "2026-03-11");
	c.arrived_on = day(2025, 9, 10);
	ALLOWED(&c, CW_ACT_FILE_UNCONFIRMED, &f);
	ck_assert_int_eq(change.to, CW_STATE_CLOSED);

	f = facts(CW_ROLE_APPLICANT);
	ALLOWED(&c, CW_ACT_WITHDRAW, &f);
	ck_assert_int_eq(change.clock_type,
			 CW_CLOCK_WITHDRAWN); /* it ends, though none was running */
}
END_TEST

START_TEST(amend_within_ten_minutes)
{
	struct cw_case c = open_case(CW_STATE_RECEIVED);
	struct cw_facts f = facts(CW_ROLE_APPLICANT);

	c.submitted_at = INT64_C(1000000000000000);
	f.now = c.submitted_at + INT64_C(600000000);
	ALLOWED(&c, CW_ACT_AMEND, &f);
	f.now++;
	REFUSED(&c, CW_ACT_AMEND, &f, "law_amend_too_late");
	f.now -= 10;
	c.channel = CW_CHANNEL_EMAIL;
	REFUSED(&c, CW_ACT_AMEND, &f, "law_amend_too_late");
}
END_TEST

START_TEST(on_the_spot)
{
	struct cw_case c = open_case(CW_STATE_RECEIVED);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);
	struct cw_part part = one_part;
	struct cw_reply reply = public_reply;

	reply.parts = &part;
	f.reply = &reply;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_needs_approver");
	f.has_approver = true;
	f.approver = f.actor;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_needs_approver");
	f.approver = 8;
	ALLOWED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f);
	f.approver = 0; /* standing approval */
	ALLOWED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f);
	ck_assert_int_eq(change.to, CW_STATE_REPLIED);
	part.say[CW_SAY_ACCESS] = NULL;
	ck_assert_int_eq(step(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	part = given_part;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_not_cleared");
	f.cleared_before = true;
	ALLOWED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f);
	reply.opinion_awaited = true; /* as with service: no way past those who are asked */
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_opinion_awaited");
	reply.opinion_awaited = false;
	c.disclosure_held = true;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_held");
	c.disclosure_held = false;
	part.outcome = CW_OUTCOME_NOT_HELD;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_not_on_the_spot");
	f.reply = NULL; /* is it open at all? */
	ALLOWED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f);
}
END_TEST

/* ---- Correction (R-CLOCK-4, R-CLOCK-5). */

START_TEST(correction_notice)
{
	struct cw_case c = open_case(CW_STATE_REGISTERED);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.today = f.on = c.clock.correction_last_day;
	ALLOWED(&c, CW_ACT_CORRECTION_NOTICE, &f);
	ck_assert_int_eq(change.to, CW_STATE_AWAITING_CORRECTION);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_CORRECTION_REQUESTED);
	f.today = f.on = c.clock.correction_last_day + 1;
	REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_correction_too_late");
	ck_assert_str_eq(err.rule, "R-CLOCK-4");
	ck_assert_str_eq(err.article, "条例30");
	f = facts(CW_ROLE_CASEWORKER);
	for (int n = 4; n <= 31; n++) {
		f.working_days = n;
		if (n < 5 || n > 30)
			REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_correction_period");
		else
			ALLOWED(&c, CW_ACT_CORRECTION_NOTICE, &f);
	}
	f.working_days = 15;
	c.clock.corrected_used = true;
	REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_correction_once");
	c.clock.corrected_used = false;
	c.handling = 2;
	REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_order_no_correction");
	c.order_allows_correction = true;
	ALLOWED(&c, CW_ACT_CORRECTION_NOTICE, &f);
	c.stopped = true;
	REFUSED(&c, CW_ACT_CORRECTION_NOTICE, &f, "law_stopped");
}
END_TEST

START_TEST(correction_sent_again_answered_lapsed)
{
	struct cw_case c = open_case(CW_STATE_AWAITING_CORRECTION);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER), own = facts(CW_ROLE_APPLICANT);

	REFUSED(&c, CW_ACT_CORRECTION_SUPPLEMENT, &own, "law_from_awaiting_correction");
	ALLOWED(&c, CW_ACT_NOTICE_RECEIPT, &f);
	ALLOWED(&c, CW_ACT_CORRECTION_RESEND, &f);
	c.notice_received = true;
	REFUSED(&c, CW_ACT_CORRECTION_RESEND, &f, "law_notice_arrived");
	REFUSED(&c, CW_ACT_NOTICE_RECEIPT, &f, "law_notice_arrived");
	f = facts(CW_ROLE_APPLICANT);
	c.lapse_due = true; /* an answer before the letter is served is accepted */
	ALLOWED(&c, CW_ACT_CORRECTION_ANSWER, &f);
	ck_assert(change.new_period);
	f = facts(CW_ROLE_HEAD);
	REFUSED(&c, CW_ACT_LAPSE_SERVE, &f, "law_no_lapse_letter");
	ALLOWED(&c, CW_ACT_LAPSE, &f);
	ck_assert_int_eq(change.to, CW_STATE_AWAITING_CORRECTION);
	ck_assert(!change.ends);
	c.lapse_letter = true;
	REFUSED(&c, CW_ACT_LAPSE, &f, "law_lapse_letter_made");
	ALLOWED(&c, CW_ACT_CORRECTION_ANSWER, &own);
	ALLOWED(&c, CW_ACT_LAPSE_SERVE, &f);
	ck_assert_int_eq(change.to, CW_STATE_ENDED);
	ck_assert(change.ends);
	c.lapse_letter = false;
	f.has_reason = false;
	REFUSED(&c, CW_ACT_LAPSE, &f, "law_needs_reason");
	c.lapse_due = false;
	REFUSED(&c, CW_ACT_LAPSE, &f, "law_not_lapsed");
	ck_assert_str_eq(err.rule, "R-CLOCK-5");
	c.state = CW_STATE_AWAITING_PAYMENT;
	REFUSED(&c, CW_ACT_LAPSE, &f, "law_not_lapsed");
	ck_assert_str_eq(err.rule, "R-FEE-6");
	c.lapse_due = true;
	ALLOWED(&c, CW_ACT_LAPSE, &f);
}
END_TEST

START_TEST(reinstatement)
{
	static const struct {
		enum cw_outcome ended_as;
		bool complete;
		enum cw_state to;
	} rows[] = {
		{ CW_OUTCOME_NOT_CORRECTED, true, CW_STATE_INVESTIGATING },
		{ CW_OUTCOME_NOT_CORRECTED, false, CW_STATE_AWAITING_CORRECTION },
		{ CW_OUTCOME_NOT_PAID, true, CW_STATE_INVESTIGATING },
		{ CW_OUTCOME_NOT_PAID, false, CW_STATE_AWAITING_PAYMENT },
	};
	struct cw_facts f = facts(CW_ROLE_HEAD);
	struct cw_case c = open_case(CW_STATE_ENDED);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		c.ended_as = rows[i].ended_as;
		f.complete = rows[i].complete;
		ALLOWED(&c, CW_ACT_REINSTATE, &f);
		ck_assert_int_eq(change.to, rows[i].to);
		ck_assert_int_eq(change.new_period, rows[i].complete);
	}
	f.has_reason = false;
	REFUSED(&c, CW_ACT_REINSTATE, &f, "law_needs_reason");
	c.ended_as = CW_OUTCOME_WITHDRAWN;
	REFUSED(&c, CW_ACT_REINSTATE, &f, "law_not_reinstatable");
}
END_TEST

/* ---- Consultations, reasons, delayed day, extension. */

START_TEST(consultations)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	ALLOWED(&c, CW_ACT_CONSULTATION_ASK, &f);
	ck_assert_int_eq(change.to, CW_STATE_INVESTIGATING);
	/* After the due day a letter can still be sent (R-CLOCK-12). */
	f.today = f.on = c.clock.due_on + 5;
	ALLOWED(&c, CW_ACT_CONSULTATION_ASK, &f);
	REFUSED(&c, CW_ACT_CONSULTATION_CANCEL, &f, "law_no_consultation_open");
	REFUSED(&c, CW_ACT_CONSULTATION_RECORD, &f, "law_no_consultation_open");
	f.record = CW_RECORD_LATE;
	ALLOWED(&c, CW_ACT_CONSULTATION_RECORD, &f);
	ck_assert_int_eq(change.clock_type, -1);
	c.consultation_open = true;
	f.record = CW_RECORD_RECEIVED;
	ALLOWED(&c, CW_ACT_CONSULTATION_RECORD, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_CONSULTATION_RECEIVED);
	f.record = CW_RECORD_ENDED;
	ALLOWED(&c, CW_ACT_CONSULTATION_RECORD, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_CONSULTATION_ENDED);
	ALLOWED(&c, CW_ACT_CONSULTATION_CANCEL, &f);
}
END_TEST

/* Silence is found after its day, and never as a good reason (R-CLOCK-6). */
START_TEST(reasons_finding)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	f.has_reason = true;
	REFUSED(&c, CW_ACT_REASONS_FINDING, &f, "law_reasons_not_asked");
	c.reasons_asked = true;
	c.reasons_by = f.on;
	REFUSED(&c, CW_ACT_REASONS_FINDING, &f, "law_reasons_day_runs");
	c.reasons_by = f.on - 1;
	ALLOWED(&c, CW_ACT_REASONS_FINDING, &f);
	f.holds = true;
	REFUSED(&c, CW_ACT_REASONS_FINDING, &f, "law_reasons_not_in");
	c.reasons_answered = true;
	c.reasons_by = f.on; /* what is there can be found before the day is over */
	ALLOWED(&c, CW_ACT_REASONS_FINDING, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_REASONS_FINDING, &f, "law_needs_reason");
	f.has_reason = true;
	c.clock.delayed = true;
	REFUSED(&c, CW_ACT_REASONS_FINDING, &f, "law_delayed_once");
}
END_TEST

/* An objection with good reason is followed unless the public interest demands otherwise (条例 32).
 */
START_TEST(objections)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.record = CW_RECORD_WEIGHED;
	f.has_reason = true;
	REFUSED(&c, CW_ACT_CONSULTATION_RECORD, &f, "law_no_objection");
	ck_assert_str_eq(err.rule, "R-ASK-1");
	f.role = CW_ROLE_HEAD;
	REFUSED(&c, CW_ACT_DISCLOSURE_NOTICE, &f, "law_no_objection");
	c.objection_in = true;
	REFUSED(&c, CW_ACT_DISCLOSURE_NOTICE, &f, "law_objection_not_weighed");
	f.role = CW_ROLE_CASEWORKER;
	ALLOWED(&c, CW_ACT_CONSULTATION_RECORD, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_CONSULTATION_RECORD, &f, "law_needs_reason");
	c.objection_weighed = c.objection_holds = true;
	f.role = CW_ROLE_HEAD;
	REFUSED(&c, CW_ACT_DISCLOSURE_NOTICE, &f, "law_objection_holds");
	f.public_interest = true;
	ALLOWED(&c, CW_ACT_DISCLOSURE_NOTICE, &f);
	f.public_interest = c.objection_holds = false;
	ALLOWED(&c, CW_ACT_DISCLOSURE_NOTICE, &f);
	f.role = CW_ROLE_CASEWORKER;
	f.record = CW_RECORD_TOLD;
	REFUSED(&c, CW_ACT_CONSULTATION_RECORD, &f, "law_no_disclosure_notice");
	c.disclosure_noticed = true;
	ALLOWED(&c, CW_ACT_CONSULTATION_RECORD, &f);
	f.role = CW_ROLE_HEAD;
	REFUSED(&c, CW_ACT_DISCLOSURE_NOTICE, &f, "law_disclosure_noticed");
}
END_TEST

START_TEST(determinations_bind_the_secrecy_review)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_SECRECY_REVIEWER);

	f.passes = true;
	ALLOWED(&c, CW_ACT_SECRECY_ANSWER, &f);
	c.determination_open = true;
	REFUSED(&c, CW_ACT_SECRECY_ANSWER, &f, "law_determination_open");
	c.determination_open = false;
	c.determined_against = true;
	REFUSED(&c, CW_ACT_SECRECY_ANSWER, &f, "law_determined_against");
	ck_assert_str_eq(err.article, "条例17");
	f.passes = false; /* refusing is always open */
	ALLOWED(&c, CW_ACT_SECRECY_ANSWER, &f);
}
END_TEST

/* Asked for after the pass, it binds the release all the same. */
START_TEST(determinations_bind_the_release)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CLERK);

	f.reply = &given_reply;
	c.signed_reply = c.secrecy_passed = true;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	c.determination_open = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_determination_open");
	c.determination_open = false;
	c.determined_against = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_determined_against");
	ck_assert_str_eq(err.article, "条例17");
	f.reply = &public_reply; /* nothing is released by it */
	ALLOWED(&c, CW_ACT_SERVE, &f);

	c = open_case(CW_STATE_REGISTERED);
	f.reply = &given_reply;
	f.has_approver = f.cleared_before = true;
	ALLOWED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f);
	c.determination_open = true;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_determination_open");
	c.determination_open = false;
	c.determined_against = true;
	REFUSED(&c, CW_ACT_ANSWER_ON_THE_SPOT, &f, "law_determined_against");
}
END_TEST

START_TEST(reasons_and_delayed_day)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.today = f.on = c.clock.due_on;
	ALLOWED(&c, CW_ACT_ASK_REASONS, &f);
	f.today = f.on = c.clock.due_on + 1;
	REFUSED(&c, CW_ACT_ASK_REASONS, &f, "law_out_of_time");
	ck_assert_str_eq(err.rule, "R-CLOCK-12");
	f = facts(CW_ROLE_APPLICANT);
	REFUSED(&c, CW_ACT_REASONS_IN, &f, "law_reasons_not_asked");
	c.reasons_asked = true;
	ALLOWED(&c, CW_ACT_REASONS_IN, &f);
	f = facts(CW_ROLE_CASEWORKER);
	REFUSED(&c, CW_ACT_ASK_REASONS, &f, "law_reasons_once");

	f = facts(CW_ROLE_HEAD);
	f.until = c.clock.due_on + 60;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_reasons_not_in");
	c.reasons_answered = true;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_reasons_not_found");
	c.reasons_found = true;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_reasons_failed");
	c.reasons_hold = true;
	f.today = f.on = c.clock.due_on - 1;
	ALLOWED(&c, CW_ACT_DELAYED_DAY, &f);
	f.until = c.clock.due_on;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_delayed_not_later");
	f.until = c.clock.due_on + 1;
	ALLOWED(&c, CW_ACT_DELAYED_DAY, &f);
	f.today = f.on = c.clock.due_on; /* before the due day, not on it */
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_delayed_too_late");
	f.today = f.on = c.clock.due_on + 1;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_out_of_time");
	f = facts(CW_ROLE_HEAD);
	c.clock.delayed = true;
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_delayed_once");
	f = facts(CW_ROLE_CASEWORKER);
	f.working_days = 10;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_delayed_once");
	c = open_case(CW_STATE_INVESTIGATING);
	f = facts(CW_ROLE_HEAD);
	REFUSED(&c, CW_ACT_DELAYED_DAY, &f, "law_reasons_not_asked");
}
END_TEST

START_TEST(extension_asked)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	for (int n = 0; n <= 21; n++) {
		f.working_days = n;
		if (n < 1 || n > 20)
			REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_extension_days");
		else
			ALLOWED(&c, CW_ACT_EXTENSION_ASK, &f);
	}
	f.working_days = 20;
	f.today = f.on = c.clock.due_on;
	ALLOWED(&c, CW_ACT_EXTENSION_ASK, &f);
	f.today = f.on = c.clock.due_on + 1;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_out_of_time");
	c.clock.paused = true; /* a paused clock has not run out */
	ALLOWED(&c, CW_ACT_EXTENSION_ASK, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_needs_reason");
	f.has_reason = true;
	c.extension_asked = true;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_extension_asked");
	c.extension_asked = false;
	c.clock.extension_used = true;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_extension_once");
	c.clock.extension_used = false;
	c.handling = 2;
	REFUSED(&c, CW_ACT_EXTENSION_ASK, &f, "law_order_no_extension");
	c.order_allows_extension = true;
	ALLOWED(&c, CW_ACT_EXTENSION_ASK, &f);
}
END_TEST

START_TEST(extension_granted_by_another)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	f.working_days = 20;
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_extension_not_asked");
	REFUSED(&c, CW_ACT_EXTENSION_REFUSE, &f, "law_extension_not_asked");
	c.extension_asked = true;
	c.extension_asked_by = 3;
	ALLOWED(&c, CW_ACT_EXTENSION_GRANT, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_EXTENDED);
	ALLOWED(&c, CW_ACT_EXTENSION_REFUSE, &f);
	ck_assert_int_eq(change.clock_type, -1);
	c.extension_asked_by = f.actor;
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_extension_own");
	f.single_officer = true;
	ALLOWED(&c, CW_ACT_EXTENSION_GRANT, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_extension_own");
	f.has_reason = true;
	f.role = CW_ROLE_LEADER; /* the exception is the head's alone */
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_extension_own");
	f = facts(CW_ROLE_HEAD);
	f.working_days = 5;
	c.extension_asked_by = 3;
	c.assignee = f.actor; /* the head works on the case, whoever asks */
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_extension_own");
	f.role = CW_ROLE_LEADER;
	f.actor++;
	ALLOWED(&c, CW_ACT_EXTENSION_GRANT, &f);
	f = facts(CW_ROLE_HEAD);
	f.working_days = 5;
	c.assignee = 3;
	f.today = f.on = c.clock.due_on + 1;
	REFUSED(&c, CW_ACT_EXTENSION_GRANT, &f, "law_out_of_time");
}
END_TEST

/* ---- Legal review (R-ASK-5). */

START_TEST(legal_review_and_override)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_ADVISOR);

	REFUSED(&c, CW_ACT_LEGAL_ANSWER, &f, "law_no_review_open");
	c.legal_open = true;
	ALLOWED(&c, CW_ACT_LEGAL_ANSWER, &f);
	f = facts(CW_ROLE_HEAD);
	REFUSED(&c, CW_ACT_LEGAL_OVERRIDE, &f, "law_not_hard");
	c.hard = true;
	ALLOWED(&c, CW_ACT_LEGAL_OVERRIDE, &f);
	f.has_reason = false;
	/* Due on Monday 2026-03-30: one working day before it is Friday the 27th. */
	f.today = f.on = day(2026, 3, 26);
	REFUSED(&c, CW_ACT_LEGAL_OVERRIDE, &f, "law_needs_reason");
	f.today = f.on = day(2026, 3, 27);
	ALLOWED(&c, CW_ACT_LEGAL_OVERRIDE, &f);
	f = facts(CW_ROLE_CASEWORKER);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_FLAG_HARD, &f, "law_needs_reason");
}
END_TEST

/* After the first answer the text can change; after the end an answer is what to reinstate for. */
START_TEST(supplements)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_APPLICANT);

	REFUSED(&c, CW_ACT_CORRECTION_SUPPLEMENT, &f, "law_nothing_to_supplement");
	c.corrected = true;
	ALLOWED(&c, CW_ACT_CORRECTION_SUPPLEMENT, &f);
	ck_assert(!change.new_period);
	c = open_case(CW_STATE_ENDED);
	c.ended_as = CW_OUTCOME_WITHDRAWN;
	REFUSED(&c, CW_ACT_CORRECTION_SUPPLEMENT, &f, "law_nothing_to_supplement");
	c.ended_as = CW_OUTCOME_NOT_CORRECTED;
	ALLOWED(&c, CW_ACT_CORRECTION_SUPPLEMENT, &f);
	ck_assert_int_eq(change.to, CW_STATE_ENDED);
}
END_TEST

/* ---- Fees (part 6). */

START_TEST(fees)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	REFUSED(&c, CW_ACT_FEE_NOTICE, &f, "law_no_fee_draft");
	REFUSED(&c, CW_ACT_FEE_RETURN, &f, "law_no_fee_draft");
	c.fee_drafted = c.fee_by_page = true;
	ALLOWED(&c, CW_ACT_FEE_RETURN, &f);
	ck_assert_int_eq(change.to, CW_STATE_INVESTIGATING);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_FEE_RETURN, &f, "law_needs_reason");
	f.has_reason = true;
	REFUSED(&c, CW_ACT_FEE_NOTICE, &f, "law_fee_no_copies");
	ck_assert_str_eq(err.rule, "R-FEE-4");
	c.by_page_ok = true;
	ALLOWED(&c, CW_ACT_FEE_NOTICE, &f);
	c.fee_by_page = c.by_page_ok = false;
	c.fee_free = true;
	REFUSED(&c, CW_ACT_FEE_NOTICE, &f, "law_fee_nothing");
	c.fee_free = false;
	c.fee_noticed = true;
	REFUSED(&c, CW_ACT_FEE_NOTICE, &f, "law_fee_once");
	ck_assert_str_eq(err.rule, "R-FEE-2");
	c.fee_noticed = false;
	f.today = f.on = c.clock.due_on;
	ALLOWED(&c, CW_ACT_FEE_NOTICE, &f);
	ck_assert_int_eq(change.to, CW_STATE_AWAITING_PAYMENT);
	f.today = f.on = c.clock.due_on + 1;
	REFUSED(&c, CW_ACT_FEE_NOTICE, &f, "law_out_of_time");
	c.state = CW_STATE_AWAITING_PAYMENT;
	f = facts(CW_ROLE_FINANCE);
	REFUSED(&c, CW_ACT_PAYMENT_PART, &f, "law_no_fee_open");
	REFUSED(&c, CW_ACT_PAYMENT_FULL, &f, "law_no_fee_open");
	f = facts(CW_ROLE_HEAD);
	REFUSED(&c, CW_ACT_FEE_CANCEL, &f, "law_no_fee_open");
	f = facts(CW_ROLE_FINANCE);
	c.fee_open = true;
	ALLOWED(&c, CW_ACT_PAYMENT_PART, &f);
	ck_assert_int_eq(change.to, CW_STATE_AWAITING_PAYMENT);
	REFUSED(&c, CW_ACT_PAYMENT_FULL, &f, "law_payment_incomplete");
	f.full = true;
	REFUSED(&c, CW_ACT_PAYMENT_PART, &f, "law_payment_completes");
	ALLOWED(&c, CW_ACT_PAYMENT_FULL, &f);
	ck_assert_int_eq(change.to, CW_STATE_INVESTIGATING);
	ck_assert(change.new_period);
	f = facts(CW_ROLE_HEAD);
	ALLOWED(&c, CW_ACT_FEE_CANCEL, &f);
	ck_assert(!change.new_period);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_FEE_CANCEL, &f, "law_needs_reason");
}
END_TEST

/* What ran out is ended by a letter, once, and not while the case is stopped (R-CLOCK-5, R-FEE-6).
 */
START_TEST(lapses_name_their_rule)
{
	static const struct {
		enum cw_state state;
		const char *rule;
	} rows[] = { { CW_STATE_AWAITING_PAYMENT, "R-FEE-6" },
		     { CW_STATE_AWAITING_CORRECTION, "R-CLOCK-5" } };

	for (size_t i = 0; i < 2; i++) {
		struct cw_case c = open_case(rows[i].state);
		struct cw_facts f = facts(CW_ROLE_HEAD);

		REFUSED(&c, CW_ACT_LAPSE, &f, "law_not_lapsed");
		ck_assert_str_eq(err.rule, rows[i].rule);
		c.lapse_due = c.stopped = true;
		REFUSED(&c, CW_ACT_LAPSE, &f, "law_stopped");
		c.stopped = false;
		ALLOWED(&c, CW_ACT_LAPSE, &f);
		c.lapse_letter = true;
		REFUSED(&c, CW_ACT_LAPSE, &f, "law_lapse_letter_made");
		ck_assert_str_eq(err.rule, rows[i].rule);
		f = facts(CW_ROLE_CLERK);
		ALLOWED(&c, CW_ACT_LAPSE_SERVE, &f);
		ck_assert_int_eq(change.to, CW_STATE_ENDED);
		c.stopped = true;
		REFUSED(&c, CW_ACT_LAPSE_SERVE, &f, "law_stopped");
		c.stopped = c.lapse_letter = false;
		REFUSED(&c, CW_ACT_LAPSE_SERVE, &f, "law_no_lapse_letter");
		ck_assert_str_eq(err.rule, rows[i].rule);
	}
}
END_TEST

/* Every act has a title in both languages; what is no act has none. */
START_TEST(acts_have_titles)
{
	for (int act = 0; act < CW_ACT_MAX; act++)
		ck_assert_msg(cw_act_title((enum cw_act)act) != CW_MSG_NONE, "%s",
			      cw_act_name((enum cw_act)act));
	ck_assert_int_eq(cw_act_title(CW_ACT_MAX), CW_MSG_NONE);
}
END_TEST

/* ---- The reply (R-OUT-10, R-CLOCK-12). */

START_TEST(chain_of_approval)
{
	static const uint64_t drafters[] = { 3, 7 };
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.reply = &public_reply;
	REFUSED(&c, CW_ACT_REPLY_SUBMIT, &f, "law_no_draft");
	c.has_draft = true;
	c.drafters = drafters;
	c.n_drafters = 2;
	ALLOWED(&c, CW_ACT_REPLY_DRAFT, &f);
	ALLOWED(&c, CW_ACT_REPLY_SUBMIT, &f);
	f.reply = NULL;
	REFUSED(&c, CW_ACT_REPLY_SUBMIT, &f, "law_no_reply");
	f.reply = &public_reply;
	c.approvals_needed = 2;
	c.next_approver = CW_ROLE_HEAD;
	f.role = CW_ROLE_HEAD;
	f.actor = 8;
	REFUSED(&c, CW_ACT_REPLY_APPROVE, &f, "law_not_submitted");
	c.submitted = true;
	ALLOWED(&c, CW_ACT_REPLY_APPROVE, &f);
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_steps_left");
	/* Whoever drafted, not the last one alone (standards.md part 6). */
	for (size_t i = 0; i < 2; i++) {
		f.actor = drafters[i];
		REFUSED(&c, CW_ACT_REPLY_APPROVE, &f, "law_own_draft");
	}
	c.approvals_done = 1;
	c.approvers[0] = 8;
	c.next_approver = CW_ROLE_LEADER;
	f.actor = 9;
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_not_your_step");
	f.role = CW_ROLE_LEADER;
	REFUSED(&c, CW_ACT_REPLY_APPROVE, &f, "law_last_step");
	f.actor = 8;
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_two_steps");
	/* A deputy stands where the principal would. */
	f.actor = 9;
	for (size_t i = 0; i < 2; i++) {
		f.acts_for = drafters[i];
		REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_deputy_of_drafter");
	}
	f.acts_for = 8;
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_deputy_two_steps");
	c.approvers[0] = 5;
	c.acted_for[0] = 8;
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_deputy_two_steps");
	f.acts_for = 6;
	ALLOWED(&c, CW_ACT_REPLY_SIGN, &f);
	f.actor = 8; /* whose step a deputy holds */
	REFUSED(&c, CW_ACT_REPLY_SIGN, &f, "law_two_steps");
	f.actor = 9;
	f.acts_for = 0;
	ALLOWED(&c, CW_ACT_REPLY_SIGN, &f);
	ALLOWED(&c, CW_ACT_REPLY_RETURN, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_REPLY_RETURN, &f, "law_needs_reason");
	f = facts(CW_ROLE_CASEWORKER);
	REFUSED(&c, CW_ACT_REPLY_DRAFT, &f, "law_submitted");
	c.submitted = false;
	c.signed_reply = true;
	REFUSED(&c, CW_ACT_REPLY_DRAFT, &f, "law_signed");
}
END_TEST

/* What may not be served any more is not stuck with its signature. */
START_TEST(signature_void)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	c.has_draft = c.signed_reply = true;
	c.approvals_needed = 1;
	c.next_approver = CW_ROLE_LEADER; /* who signed has no say in who takes it back */
	f.has_reason = true;
	ALLOWED(&c, CW_ACT_REPLY_RETURN, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_REPLY_RETURN, &f, "law_needs_reason");
	f = facts(CW_ROLE_BUSINESS_HEAD);
	f.has_reason = true;
	REFUSED(&c, CW_ACT_REPLY_RETURN, &f, "law_role");
	ck_assert_int_eq(err.code, CW_FORBIDDEN);
	c.state = CW_STATE_REPLIED;
	f = facts(CW_ROLE_HEAD);
	f.has_reason = true;
	REFUSED(&c, CW_ACT_REPLY_RETURN, &f, "law_from_replied");
}
END_TEST

START_TEST(serving)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CLERK);
	struct cw_reply reply = given_reply;

	f.reply = &reply;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_not_signed");
	c.signed_reply = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_not_reviewed");
	ck_assert_str_eq(err.article, "条例17");
	c.secrecy_passed = true;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	c.disclosure_held = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_held");
	f.reply = &public_reply; /* nothing is released by it */
	ALLOWED(&c, CW_ACT_SERVE, &f);
	f.reply = &reply;
	c.disclosure_held = false;
	c.hard = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_hard_case");
	c.legal_overridden = true;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	c.legal_overridden = false;
	c.legal_answered = true;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	reply.against_objection = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_third_party_not_told");
	reply.told_to_third_party = f.on + 1;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_third_party_not_told");
	reply.told_to_third_party = f.on;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	f.calendar = cal;
	f.told_before = 2; /* setting third_party_told_before */
	REFUSED(&c, CW_ACT_SERVE, &f, "law_third_party_not_told");
	reply.told_to_third_party = cw_calendar_sub(cal, f.on, 2);
	ALLOWED(&c, CW_ACT_SERVE, &f);
	reply.opinion_awaited = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_opinion_awaited");
	reply.opinion_awaited = false;
	reply.objection_unweighed = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_objection_not_weighed");
	reply.objection_unweighed = false;
	/* Never refused for being late (R-CLOCK-12). */
	f.today = f.on = c.clock.due_on + 400;
	ALLOWED(&c, CW_ACT_SERVE, &f);
	f.reply = NULL;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_no_reply");
	f.reply = &reply;
	c.stopped = true;
	REFUSED(&c, CW_ACT_SERVE, &f, "law_stopped");
}
END_TEST

/* ---- Stops, holds, after the reply. */

START_TEST(stop_and_resume)
{
	struct cw_case c = open_case(CW_STATE_REGISTERED);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	REFUSED(&c, CW_ACT_RESUME, &f, "law_not_stopped");
	REFUSED(&c, CW_ACT_TERMINATE, &f, "law_terminate_unstopped");
	ck_assert_str_eq(err.rule, "R-OUT-9");
	f.renounced = true;
	REFUSED(&c, CW_ACT_TERMINATE, &f, "law_terminate_unstopped");
	f.renounced = false;
	ALLOWED(&c, CW_ACT_STOP, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_STOPPED);
	c.stopped = true;
	REFUSED(&c, CW_ACT_STOP, &f, "law_stopped");
	ALLOWED(&c, CW_ACT_RESUME, &f);
	ALLOWED(&c, CW_ACT_TERMINATE, &f);
	ck_assert_int_eq(change.to, CW_STATE_ENDED);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_TERMINATE, &f, "law_needs_reason");
	ck_assert_str_eq(err.rule, "R-OUT-9"); /* the row's */
	REFUSED(&c, CW_ACT_MERGE, &f, "law_needs_reason");
}
END_TEST

/* Asked within the period, that day included; terminated after it, or when nobody will ask
 * (R-OUT-9). */
START_TEST(a_stop_waits_for_a_successor)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	c.stopped = true;
	c.clock.waiting_for = CW_WAITING_STOPPED;
	c.clock.waits_until = f.on;
	ALLOWED(&c, CW_ACT_RESUME, &f);
	REFUSED(&c, CW_ACT_TERMINATE, &f, "law_succession_runs");
	ck_assert_str_eq(err.args[0], "2026-03-10");
	f.renounced = true;
	ALLOWED(&c, CW_ACT_TERMINATE, &f);
	f.renounced = false;
	c.clock.waits_until = f.on - 1;
	REFUSED(&c, CW_ACT_RESUME, &f, "law_succession_over");
	ALLOWED(&c, CW_ACT_TERMINATE, &f);
}
END_TEST

/* Only the same filing twice, of one applicant, at one agency, the later into the earlier
 * (R-OUT-2). */
START_TEST(what_is_merged_into_what)
{
	struct cw_case c = open_case(CW_STATE_REGISTERED);
	struct cw_facts f = facts(CW_ROLE_HEAD);
	struct cw_twin twin = { 0 };

	ALLOWED(&c, CW_ACT_MERGE, &f);
	f.twin = &twin;
	REFUSED(&c, CW_ACT_MERGE, &f, "law_twin_agency");
	twin.same_agency = true;
	REFUSED(&c, CW_ACT_MERGE, &f, "law_twin_applicant");
	twin.same_applicant = true;
	REFUSED(&c, CW_ACT_MERGE, &f, "law_twin_not_open");
	twin.open = true;
	REFUSED(&c, CW_ACT_MERGE, &f, "law_twin_later");
	twin.earlier = true;
	REFUSED(&c, CW_ACT_MERGE, &f, "law_twin_text");
	ck_assert_str_eq(err.rule, "R-OUT-2");
	twin.same_text = true;
	ALLOWED(&c, CW_ACT_MERGE, &f);
	ck_assert_int_eq(change.to, CW_STATE_ENDED);
}
END_TEST

START_TEST(a_split_is_given_a_reason)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	ALLOWED(&c, CW_ACT_SPLIT, &f);
	c.fee_open = true; /* the notice keeps its count */
	ALLOWED(&c, CW_ACT_SPLIT, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_SPLIT, &f, "law_needs_reason");
}
END_TEST

START_TEST(hold_and_release)
{
	struct cw_case c = open_case(CW_STATE_REPLIED);
	struct cw_facts f = facts(CW_ROLE_HEAD);

	ALLOWED(&c, CW_ACT_HOLD_DISCLOSURE, &f);
	c.released = true;
	REFUSED(&c, CW_ACT_HOLD_DISCLOSURE, &f, "law_released");
	REFUSED(&c, CW_ACT_RELEASE_DISCLOSURE, &f, "law_not_held_back");
	c.disclosure_held = true;
	REFUSED(&c, CW_ACT_HOLD_DISCLOSURE, &f, "law_already_held");
	ALLOWED(&c, CW_ACT_RELEASE_DISCLOSURE, &f);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_RELEASE_DISCLOSURE, &f, "law_needs_reason");
}
END_TEST

START_TEST(after_the_reply)
{
	struct cw_case c = open_case(CW_STATE_CLOSED);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	ALLOWED(&c, CW_ACT_REMEDY, &f);
	ALLOWED(&c, CW_ACT_ORDER_IN, &f);
	ck_assert_int_eq(change.to, CW_STATE_INVESTIGATING);
	ck_assert(change.new_handling && change.new_period);
	REFUSED(&c, CW_ACT_SERVE_AGAIN, &f, "law_needs_approver");
	f.has_approver = true;
	f.approver = 9;
	ALLOWED(&c, CW_ACT_SERVE_AGAIN, &f);
	ALLOWED(&c, CW_ACT_CORRECTION_LETTER, &f);
	REFUSED(&c, CW_ACT_RECTIFY, &f, "law_from_closed");
	c.state = CW_STATE_REPLIED;
	ALLOWED(&c, CW_ACT_RECTIFY, &f);
	ck_assert_int_eq(change.clock_type, CW_CLOCK_VOIDED);
	f.approver = f.actor;
	REFUSED(&c, CW_ACT_RECTIFY, &f, "law_needs_approver");
	f = facts(CW_ROLE_LEADER);
	c.served = true;
	ALLOWED(&c, CW_ACT_REVOKE_REPLY, &f);
	ck_assert(change.new_handling);
	f.has_reason = false;
	REFUSED(&c, CW_ACT_REVOKE_REPLY, &f, "law_needs_reason");
	f.has_reason = true;
	c.served = false; /* ended without a reply: that is reinstated, not revoked */
	REFUSED(&c, CW_ACT_REVOKE_REPLY, &f, "law_no_reply_to_revoke");
}
END_TEST

/* What is open when a case is filed away is named, and a reason overrides it. */
START_TEST(closing_with_something_open)
{
	struct cw_case c = open_case(CW_STATE_REPLIED);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.has_reason = false;
	ALLOWED(&c, CW_ACT_CLOSE, &f);
	c.receipt_open = true;
	REFUSED(&c, CW_ACT_CLOSE, &f, "law_close_open");
	c.receipt_open = false;
	c.refund_open = true;
	REFUSED(&c, CW_ACT_CLOSE, &f, "law_close_open");
	c.refund_open = false;
	c.remedy_open = true;
	REFUSED(&c, CW_ACT_CLOSE, &f, "law_close_open");
	f.has_reason = true;
	ALLOWED(&c, CW_ACT_CLOSE, &f);
}
END_TEST

START_TEST(remedy_against_silence)
{
	struct cw_case c = open_case(CW_STATE_INVESTIGATING);
	struct cw_facts f = facts(CW_ROLE_CASEWORKER);

	f.today = f.on = c.clock.due_on;
	REFUSED(&c, CW_ACT_REMEDY, &f, "law_not_overdue");
	f.today = f.on = c.clock.due_on + 1;
	ALLOWED(&c, CW_ACT_REMEDY, &f);
	c.clock.paused = true;
	REFUSED(&c, CW_ACT_REMEDY, &f, "law_not_overdue");
	c.clock.paused = false;
	c.clock.due_on = CW_DAY_NONE;
	REFUSED(&c, CW_ACT_REMEDY_RESULT, &f, "law_not_overdue");
	c.remedy_open = true; /* what is under way goes on, whatever the clock says */
	ALLOWED(&c, CW_ACT_REMEDY_RESULT, &f);
	c.remedy_open = false;
	c.handling = 2; /* the reply of handling 1 can still be challenged (R-OUT-7) */
	ALLOWED(&c, CW_ACT_REMEDY, &f);
}
END_TEST

/* Every law_ text stands in both languages, and an argument can be a message. */
START_TEST(texts_are_bilingual)
{
	struct cw_arena *a = cw_arena_new(0);
	char ref[CW_MSG_REF];
	const char *args[CW_MSG_ARGS] = { cw_msg_ref(CW_MSG_ROLE_LEADER, ref) };

	for (int i = 1; i < CW_MSG_MAX; i++)
		for (int l = 0; l < CW_LANG_MAX; l++)
			ck_assert_msg(*cw_msg_raw((enum cw_msg)i, (enum cw_lang)l), "%s",
				      cw_msg_name((enum cw_msg)i));
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_LAW_NOT_YOUR_STEP, CW_ZH, args),
			 "现在的审核环节是分管领导");
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_LAW_NOT_YOUR_STEP, CW_EN, args),
			 "the next step of approval is for: Leader in charge");
	cw_arena_free(a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("machine");
	TCase *table = tcase_create("table"), *guards = tcase_create("guards");

	tcase_add_test(table, rows_are_complete);
	tcase_add_test(table, every_state_is_reached_and_left);
	tcase_add_test(table, names_go_there_and_back);
	tcase_add_test(table, texts_are_bilingual);
	suite_add_tcase(s, table);
	tcase_add_checked_fixture(guards, setup, teardown);
	tcase_add_test(guards, main_line);
	tcase_add_test(guards, refusals_name_role_state_and_rule);
	tcase_add_test(guards, days_of_facts_and_decisions);
	tcase_add_test(guards, channels_decide_where_it_begins);
	tcase_add_test(guards, pending_confirmation);
	tcase_add_test(guards, amend_within_ten_minutes);
	tcase_add_test(guards, on_the_spot);
	tcase_add_test(guards, correction_notice);
	tcase_add_test(guards, correction_sent_again_answered_lapsed);
	tcase_add_test(guards, reinstatement);
	tcase_add_test(guards, consultations);
	tcase_add_test(guards, reasons_finding);
	tcase_add_test(guards, objections);
	tcase_add_test(guards, determinations_bind_the_secrecy_review);
	tcase_add_test(guards, determinations_bind_the_release);
	tcase_add_test(guards, reasons_and_delayed_day);
	tcase_add_test(guards, extension_asked);
	tcase_add_test(guards, extension_granted_by_another);
	tcase_add_test(guards, legal_review_and_override);
	tcase_add_test(guards, supplements);
	tcase_add_test(guards, fees);
	tcase_add_test(guards, lapses_name_their_rule);
	tcase_add_test(guards, acts_have_titles);
	tcase_add_test(guards, chain_of_approval);
	tcase_add_test(guards, signature_void);
	tcase_add_test(guards, serving);
	tcase_add_test(guards, stop_and_resume);
	tcase_add_test(guards, a_stop_waits_for_a_successor);
	tcase_add_test(guards, what_is_merged_into_what);
	tcase_add_test(guards, a_split_is_given_a_reason);
	tcase_add_test(guards, hold_and_release);
	tcase_add_test(guards, after_the_reply);
	tcase_add_test(guards, remedy_against_silence);
	tcase_add_test(guards, closing_with_something_open);
	suite_add_tcase(s, guards);
	return tap_run(s);
}
