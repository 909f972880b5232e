/* The settings of law.md, the calendars in force, the legal day. */
#include <string.h>

#include "db/agency.h"
#include "db/calendar.h"
#include "db/migrate.h"
#include "server/act/calendars.h"
#include "server/act/settings.h"
#include "tests/lib/mariadb.h"
#include "tests/lib/tap.h"

#define NOW INT64_C(1772445600000000) /* 2026-03-02 10:00 UTC, 18:00 in Beijing */

static struct db_conf conf;
static struct db_conn *c;
static struct cw_arena *a;
static struct cw_err err;
static uint64_t agency;

#define must(call)                                                                                 \
	do {                                                                                       \
		cw_err_clear(&err);                                                                \
		if (call)                                                                          \
			ck_abort_msg("%s: %s: %s", #call, cw_msg_raw(err.msg, CW_EN), err.detail); \
	} while (0)

static void set_up(void)
{
	static const struct db_agency row = { .region = "360104",
					      .code = "FGW",
					      .name = "发改委",
					      .short_name = "发改委",
					      .kind = "department",
					      .office = "",
					      .address = "",
					      .phone = "",
					      .email = "",
					      .duties = "",
					      .court = "",
					      .active = true };
	unsigned applied;

	a = cw_arena_new(0);
	c = test_db_open(&conf);
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	must(db_agency_add(c, &row, &agency, &err));
}

static void tear_down(void)
{
	db_conn_close(c);
	cw_arena_free(a);
}

/* ---- Settings: the defaults as law.md names them, written out here once more. */

START_TEST(the_defaults_are_those_of_the_law)
{
	const unsigned head = CW_ROLE_BIT(CW_ROLE_HEAD), leader = CW_ROLE_BIT(CW_ROLE_LEADER);
	struct settings s;

	must(settings_load(c, a, agency, cw_day_of(2026, 3, 2), &s, &err));
	ck_assert(!s.misaddressed_confirmed);		/* R-RCPT-2 signed */
	ck_assert_int_eq(s.attempt_every, 5);		/* R-RCPT-3 */
	ck_assert(!s.clock.receipt_next_working_day);	/* R-RCPT-6 same_day */
	ck_assert(!s.clock.extension_per_case);		/* R-CLOCK-2 period */
	ck_assert(!s.single_officer);			/* R-CLOCK-2 */
	ck_assert(!s.clock.pause_from_received);	/* R-CLOCK-3 sent */
	ck_assert_int_eq(s.correction_days, 15);	/* R-CLOCK-4 */
	ck_assert_int_eq(s.reasons_days, 10);		/* R-CLOCK-6 */
	ck_assert_int_eq(s.third_party_told_before, 0); /* R-ASK-1 */
	ck_assert(s.tell_applicant);			/* R-ASK-2 */
	ck_assert(!s.pause_for_determination);		/* R-ASK-4 */
	ck_assert(s.hard.refusal_planned && s.hard.third_party_objects && s.hard.excessive_volume &&
		  s.hard.open_or_lost_remedy && s.hard.repeat_refused && s.hard.ordered_re_reply &&
		  s.hard.flagged);		  /* R-ASK-5 */
	ck_assert_int_eq(s.review_applicants, 2); /* R-OUT-5 */
	ck_assert_int_eq(s.review_months, 12);
	ck_assert_int_eq(s.reassess_months, 12);
	ck_assert_int_eq(s.revocation_days, 20);  /* R-OUT-7 */
	ck_assert_int_eq(s.succession_months, 3); /* R-OUT-9 */
	ck_assert_int_eq(s.complaint_days, 20);	  /* R-OUT-12 */
	ck_assert_int_eq(s.late_proof_days, 1);	  /* R-KEEP-3 */
	ck_assert(!s.standing_approval[CW_OUTCOME_GRANTED]);
	ck_assert(!s.reconsideration_only[CW_OUTCOME_NOT_HELD]); /* R-OUT-4 both */
	/* R-OUT-10: the leader for refusals under 14-16 and excessive. */
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_GRANTED], head);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_NOT_HELD], head);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_STATE_SECRET], head | leader);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_THIRD_PARTY_RIGHTS], head | leader);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_ENFORCEMENT_FILE], head | leader);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_EXCESSIVE], head | leader);
}
END_TEST

static void set(const char *name, const char *value, cw_day from)
{
	const struct db_setting row = {
		.name = name, .value = value, .valid_from = from, .recorded_at = NOW
	};

	must(db_setting_save(c, agency, &row, &err));
}

START_TEST(values_hold_from_their_day_at_their_agency)
{
	cw_day day = cw_day_of(2026, 3, 2);
	struct settings s;

	set("correction_days", "30", day);
	set("pause_from", "received", day);
	set("remedy_text.not_held", "reconsideration_only", day);
	set("approval_chain.granted", "business_head,head", day);
	set("a_name_of_a_later_version", "x", day);
	must(settings_load(c, a, agency, day - 1, &s, &err));
	ck_assert_int_eq(s.correction_days, 15);
	must(settings_load(c, a, agency, day, &s, &err));
	ck_assert_int_eq(s.correction_days, 30);
	ck_assert(s.clock.pause_from_received);
	ck_assert(s.reconsideration_only[CW_OUTCOME_NOT_HELD]);
	ck_assert(!s.reconsideration_only[CW_OUTCOME_PETITION]);
	ck_assert_uint_eq(s.approval_chain[CW_OUTCOME_GRANTED],
			  CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) | CW_ROLE_BIT(CW_ROLE_HEAD));
	must(settings_load(c, a, agency + 1, day, &s, &err));
	ck_assert_int_eq(s.correction_days, 15);
}
END_TEST

START_TEST(a_value_that_is_none_is_not_guessed)
{
	struct settings s;

	set("correction_days", "many", cw_day_of(2026, 1, 1));
	cw_err_clear(&err);
	ck_assert_int_eq(settings_load(c, a, agency, cw_day_of(2026, 3, 2), &s, &err), -1);
	ck_assert_int_eq(err.code, CW_INTERNAL);
}
END_TEST

static const struct {
	const char *name, *value;
	enum cw_msg fault; /* CW_MSG_NONE: good; CW_MSG_API_NO_SUCH_SETTING: the name */
} values[] = {
	{ "correction_days", "5", CW_MSG_NONE },
	{ "correction_days", "30", CW_MSG_NONE },
	{ "correction_days", "4", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", "31", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", "", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", " 15", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", "15 ", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", "+15", CW_MSG_OUT_OF_RANGE },
	{ "correction_days", "99999999999999999999", CW_MSG_OUT_OF_RANGE },
	{ "pause_from", "sent", CW_MSG_NONE },
	{ "pause_from", "received", CW_MSG_NONE },
	{ "pause_from", "on", CW_MSG_NOT_A_CHOICE },
	{ "single_officer", "on", CW_MSG_NONE },
	{ "single_officer", "true", CW_MSG_NOT_A_CHOICE },
	{ "approval_chain.granted", "head", CW_MSG_NONE },
	{ "approval_chain.granted", "business_head,head,leader", CW_MSG_NONE },
	{ "approval_chain.granted", "business_head,leader", CW_MSG_NONE },
	{ "approval_chain.granted", "leader,head", CW_MSG_API_BAD_CHAIN },
	{ "approval_chain.granted", "head,head", CW_MSG_API_BAD_CHAIN },
	{ "approval_chain.granted", "head,", CW_MSG_API_BAD_CHAIN },
	{ "approval_chain.granted", "", CW_MSG_API_BAD_CHAIN },
	{ "approval_chain.granted", "clerk", CW_MSG_API_BAD_CHAIN },
	{ "approval_chain", "head", CW_MSG_API_NO_SUCH_SETTING },
	{ "approval_chain.nothing", "head", CW_MSG_API_NO_SUCH_SETTING },
	{ "pause_from.granted", "sent", CW_MSG_API_NO_SUCH_SETTING },
	{ "pause", "sent", CW_MSG_API_NO_SUCH_SETTING },
	{ "", "sent", CW_MSG_API_NO_SUCH_SETTING },
};

START_TEST(values_are_checked_by_the_table)
{
	int outcome;
	const struct setting_row *row = setting_find(values[_i].name, &outcome);

	cw_err_clear(&err);
	if (values[_i].fault == CW_MSG_API_NO_SUCH_SETTING) {
		ck_assert_ptr_null(row);
		return;
	}
	ck_assert_ptr_nonnull(row);
	if (values[_i].fault == CW_MSG_NONE) {
		ck_assert_int_eq(setting_check(row, values[_i].value, "/v", &err), 0);
		return;
	}
	ck_assert_int_eq(setting_check(row, values[_i].value, "/v", &err), -1);
	ck_assert_int_eq(err.items[0].msg, values[_i].fault);
}
END_TEST

START_TEST(every_default_is_a_value_of_its_row)
{
	const struct setting_row *table;
	size_t n;

	table = settings_table(&n);
	for (size_t i = 0; i < n; i++) {
		for (int o = 0; o < (table[i].per_outcome ? (int)CW_OUTCOME_MAX : 1); o++)
			must(setting_check(&table[i], setting_default(&table[i], o), "/v", &err));
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(table[i].name, table[j].name);
		ck_assert_uint_le(strlen(table[i].name), 48);
	}
}
END_TEST

START_TEST(a_chain_is_what_any_part_demands)
{
	const unsigned head = CW_ROLE_BIT(CW_ROLE_HEAD), leader = CW_ROLE_BIT(CW_ROLE_LEADER);
	struct cw_part parts[2] = { { .outcome = CW_OUTCOME_GRANTED },
				    { .outcome = CW_OUTCOME_NOT_HELD } };
	struct cw_reply reply = { .parts = parts, .n_parts = 2 };
	struct settings s;

	settings_default(&s);
	ck_assert_uint_eq(settings_chain(&s, &reply, false), head);
	ck_assert_uint_eq(settings_chain(&s, &reply, true), head | leader);
	parts[1].outcome = CW_OUTCOME_PARTIAL;
	ck_assert_uint_eq(settings_chain(&s, &reply, false), head);
	parts[1].refused = 1ul << CW_OUTCOME_INTERNAL_AFFAIRS;
	ck_assert_uint_eq(settings_chain(&s, &reply, false), head | leader);
	parts[1].outcome = CW_OUTCOME_EXCESSIVE;
	ck_assert_uint_eq(settings_chain(&s, &reply, false), head | leader);
}
END_TEST

/* ---- Calendars. */

static int add_notice(struct db_conn *conn, void *arg, struct cw_err *e)
{
	uint64_t id;

	return db_calendar_add(conn, arg, 0, 0, NOW, &id, e);
}

START_TEST(a_loaded_notice_comes_into_force)
{
	static const struct cw_span off = { 20514, 20515 }; /* 2026-03-02 and 03 */
	static const struct cw_notice notice = { .year = 2026,
						 .number = "测试〔2026〕1号",
						 .issued_on = 20454,
						 .off = &off,
						 .n_off = 1 };
	struct calendars *cals = calendars_new();
	const struct cw_calendar *before, *after, *again;

	ck_assert_int_eq(off.first, cw_day_of(2026, 3, 2));
	must(calendars_get(cals, c, &before, &err));
	ck_assert(cw_calendar_is_working(before, off.first));
	ck_assert(cw_calendar_is_provisional(before, off.first));
	must(db_tx_run(c, add_notice, (void *)(uintptr_t)&notice, NULL, &err));
	calendars_expire(cals);
	must(calendars_get(cals, c, &after, &err));
	ck_assert(!cw_calendar_is_working(after, off.first));
	ck_assert(!cw_calendar_is_provisional(after, off.first));
	calendars_expire(cals);
	must(calendars_get(cals, c, &again, &err));
	ck_assert_ptr_eq(after, again); /* nothing new: nothing read */
	/* A request that began before goes on with what it has. */
	ck_assert(cw_calendar_is_working(before, off.first));
	calendars_free(cals);
}
END_TEST

START_TEST(the_legal_day_is_the_clocks_where_one_is_allowed)
{
	cw_day real = cw_day_of(2026, 3, 2), day;

	must(calendars_today(true, c, a, NOW, &day, &err));
	ck_assert_int_eq(day, real);
	/* R-RCPT-7: the Beijing day; six hours later it is tomorrow there. */
	must(calendars_today(true, c, a, NOW + INT64_C(21600000000), &day, &err));
	ck_assert_int_eq(day, real + 1);
	must(db_test_clock_save(c, real + 100, &err));
	must(calendars_today(true, c, a, NOW, &day, &err));
	ck_assert_int_eq(day, real + 100);
	must(calendars_today(false, c, a, NOW, &day, &err));
	ck_assert_int_eq(day, real);
}
END_TEST

#define N(array) (int)(sizeof(array) / sizeof((array)[0]))

static Suite *settings_suite(void)
{
	Suite *s = suite_create("settings");
	TCase *t = tcase_create("settings");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_defaults_are_those_of_the_law);
	tcase_add_test(t, values_hold_from_their_day_at_their_agency);
	tcase_add_test(t, a_value_that_is_none_is_not_guessed);
	tcase_add_loop_test(t, values_are_checked_by_the_table, 0, N(values));
	tcase_add_test(t, every_default_is_a_value_of_its_row);
	tcase_add_test(t, a_chain_is_what_any_part_demands);
	tcase_add_test(t, a_loaded_notice_comes_into_force);
	tcase_add_test(t, the_legal_day_is_the_clocks_where_one_is_allowed);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(settings_suite());
}
