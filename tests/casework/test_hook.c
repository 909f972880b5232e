/* The catalogue of events: complete, its names well formed, and which act is told as what. */
#include <stdio.h>
#include <string.h>

#include "casework/hook.h"
#include "tests/lib/tap.h"

START_TEST(every_act_is_told)
{
	ck_assert_msg(cw_hook_of_act((enum cw_act)_i, CW_STATE_NONE, CW_STATE_NONE, NULL, false) != CW_HOOK_NONE,
		      "act %s has no row in casework/hook.c", cw_act_name((enum cw_act)_i));
}
END_TEST

START_TEST(names)
{
	const enum cw_hook hook = (enum cw_hook)_i;
	const char *name = cw_hook_name(hook);

	ck_assert_int_eq(cw_hook_of(name), hook); /* so it is there once */
	ck_assert_uint_le(strlen(name), 60);	  /* outbox.type */
	ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_."), strlen(name));
	ck_assert_ptr_nonnull(strchr(name, '.'));
	ck_assert_int_eq(cw_hook_has_case(hook), !strncmp(name, "case.", 5));
	ck_assert_uint_gt(strlen(cw_msg_raw(cw_hook_title(hook), CW_ZH)), 0);
	ck_assert_uint_gt(strlen(cw_msg_raw(cw_hook_title(hook), CW_EN)), 0);
}
END_TEST

static const struct {
	enum cw_act act;
	enum cw_state from, to;
	const char *deadline, *told;
	bool late;
} rows[] = {
	{ CW_ACT_FILE, CW_STATE_NONE, CW_STATE_RECEIVED, NULL, "case.received" },
	{ CW_ACT_TAKE_IN, CW_STATE_NONE, CW_STATE_RECEIVED, NULL, "case.received" },
	{ CW_ACT_TAKE_IN, CW_STATE_NONE, CW_STATE_PENDING_CONFIRMATION, NULL, "case.arrived" },
	{ CW_ACT_CONFIRM_RECEIPT, CW_STATE_PENDING_CONFIRMATION, CW_STATE_RECEIVED, NULL, "case.received" },
	{ CW_ACT_LAPSE_SERVE, CW_STATE_AWAITING_CORRECTION, CW_STATE_ENDED, NULL, "case.correction.lapsed" },
	{ CW_ACT_LAPSE_SERVE, CW_STATE_AWAITING_PAYMENT, CW_STATE_ENDED, NULL, "case.fee.lapsed" },
	{ CW_ACT_LAPSE_DUE, CW_STATE_AWAITING_CORRECTION, CW_STATE_AWAITING_CORRECTION, "correction",
	  "case.correction.expired" },
	{ CW_ACT_LAPSE_DUE, CW_STATE_AWAITING_PAYMENT, CW_STATE_AWAITING_PAYMENT, "fee", "case.fee.expired" },
	{ CW_ACT_OVERDUE, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "reply", "case.deadline.overdue" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "task",
	  "case.deadline.overdue" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "legal_review",
	  "case.legal_review.overdue" },
	/* What ends so that the office is late with nothing. */
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "correction_day",
	  "case.correction.day_over" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "reasons",
	  "case.reasons.expired" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "succession", "case.succession.expired" },
	/* What is marked on its day. */
	{ CW_ACT_DEADLINE_OVER, CW_STATE_PENDING_CONFIRMATION, CW_STATE_PENDING_CONFIRMATION, "next_attempt",
	  "case.deadline.due_today" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_PENDING_CONFIRMATION, CW_STATE_PENDING_CONFIRMATION, "unconfirmed",
	  "case.deadline.due_today" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "collection", "case.deadline.due_today" },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "collection", "case.deadline.overdue",
	  .late = true },
	{ CW_ACT_DEADLINE_OVER, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, "reasons_finding",
	  "case.deadline.overdue", .late = true },
	{ CW_ACT_LEGAL_REVIEW, CW_STATE_INVESTIGATING, CW_STATE_INVESTIGATING, NULL,
	  "case.legal_review.requested" },
};

START_TEST(told_as)
{
	const enum cw_hook hook =
		cw_hook_of_act(rows[_i].act, rows[_i].from, rows[_i].to, rows[_i].deadline, rows[_i].late);

	ck_assert_str_eq(cw_hook_name(hook), rows[_i].told);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("hook");
	TCase *t = tcase_create("hook");

	tcase_add_loop_test(t, every_act_is_told, 0, CW_ACT_MAX);
	tcase_add_loop_test(t, names, CW_HOOK_NONE + 1, CW_HOOK_MAX);
	tcase_add_loop_test(t, told_as, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	suite_add_tcase(s, t);
	return tap_run(s);
}
