/* Jobs: loading a calendar in slices (R-DAY-4), and what it moves; the scheduler. */
#include <string.h>
#include <time.h>

#include "db/calendar.h"
#include "db/calendar_move.h"
#include "db/event.h"
#include "db/job.h"
#include "db/migrate.h"
#include "server/act/calendars.h"
#include "server/act/json.h"
#include "server/jobs/jobs.h"
#include "server/jobs/scheduler.h"
#include "tests/lib/mariadb.h"
#include "tests/lib/tap.h"

#define NOW INT64_C(1772445600000000)

static struct config config;
static struct app app;
static struct db_conn *c;
static struct cw_arena *a;
static struct cw_err err;

#define must(call)                                                                                 \
	do {                                                                                       \
		cw_err_clear(&err);                                                                \
		if (call)                                                                          \
			ck_abort_msg("%s: %s: %s", #call, cw_msg_raw(err.msg, CW_EN), err.detail); \
	} while (0)

static void set_up(void)
{
	unsigned applied;

	a = cw_arena_new(0);
	memset(&app, 0, sizeof(app));
	config.session_idle_s = 1800;
	config.smtp_url = "";
	app.config = &config;
	c = test_db_open(&app.db);
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	app.calendars = calendars_new();
}

static void tear_down(void)
{
	calendars_free(app.calendars);
	db_conn_close(c);
	cw_arena_free(a);
}

/* 210 open cases of one agency, received on 2026-03-02 and due on 2026-03-30 by plain weekends; the
 * last one was received on 2026-04-01 and is due on 2026-04-29. */
static void add_cases(void)
{
	test_db_sql(
		&app.db,
		"INSERT INTO agency (region, code, name, short_name, kind, office, address, phone,"
		" email, duties, court) VALUES ('360104', 'FGW', '测试机关', '测试', 'department',"
		" '', '', '', '', '', '')");
	test_db_sql(&app.db,
		    "INSERT INTO person (uid, category) VALUES (REPEAT('p', 16), 'natural')");
	test_db_sql(
		&app.db,
		"INSERT INTO docket (uid, agency_id, year, running, number, channel, state,"
		" applicant_id, title, description, ways, carriers, other_way_ok, electronic_ok,"
		" submitted_at, submitted_on, received_on, due_on, is_open, code_mac, seq, head)"
		" SELECT LPAD(seq, 16, '0'), (SELECT MIN(id) FROM agency), 2026, seq,"
		" CONCAT('360104-FGW-2026-', LPAD(seq, 5, '0')), 'online', 'received',"
		" (SELECT MIN(id) FROM person), '测试', '', '', '', 0, 1, '2026-03-02 02:00:00',"
		" '2026-03-02', IF(seq = 210, '2026-04-01', '2026-03-02'),"
		" IF(seq = 210, '2026-04-29', '2026-03-30'), 1, REPEAT('m', 32), 1,"
		" REPEAT('h', 32) FROM seq_1_to_210");
	test_db_sql(
		&app.db,
		"INSERT INTO event (case_id, seq, handling, act, happened_on, recorded_at,"
		" actor_role, request_id, clock, body, hash) SELECT id, 1, 1, 'file', received_on,"
		" submitted_at, 'applicant', 'test', 'received', '{}', REPEAT('h', 32) FROM "
		"docket");
	test_db_sql(&app.db, "INSERT INTO handling (case_id, no, opened_seq, opened_on)"
			     " SELECT id, 1, 1, received_on FROM docket");
	test_db_sql(&app.db,
		    "INSERT INTO deadline (case_id, handling, kind, due_on, mark_on, status)"
		    " SELECT id, 1, 'reply', due_on, due_on + INTERVAL 1 DAY, 'open' FROM docket");
}

static uint64_t add_load(const char *number, const char *off)
{
	uint64_t id;
	const char *args = cw_printf(a,
				     "{\"lang\":\"en\",\"notice\":{\"number\":\"%s\",\"year\":2026,"
				     "\"issued_on\":\"2025-11-04\","
				     "\"off\":[{\"first\":\"%s\",\"last\":\"%s\"}],\"on\":[]}}",
				     number, off, off);

	must(db_job_add(c, JOB_CALENDAR_LOAD, args, 0, NOW, &id, &err));
	return id;
}

/* Works until nothing is left, giving the job back after each slice. */
static unsigned work(void)
{
	unsigned slices = 0;
	bool more = true;

	while (more) {
		must(job_work(&app, c, a, 0, &more, &err));
		slices += more;
	}
	return slices;
}

static struct json_object *result_of(uint64_t id, const char *status)
{
	struct json_object *result;
	struct db_job job;

	must(db_job_get(c, a, id, &job, &err));
	ck_assert_str_eq(job.status, status);
	must(rq_json_parse(job.result, strlen(job.result), &result, &err));
	return result;
}

static size_t notices(void)
{
	struct db_notice *items;
	size_t n;

	must(db_notice_list(c, a, &items, &n, &err));
	return n;
}

START_TEST(nothing_to_do_is_nothing_done)
{
	ck_assert_uint_eq(work(), 0);
}
END_TEST

START_TEST(a_notice_that_moves_nothing_is_loaded)
{
	cw_day off = cw_day_of(2026, 12, 9);
	const struct cw_calendar *cal;
	struct json_object *result, *value;
	uint64_t id;

	add_cases();
	must(calendars_get(app.calendars, c, &cal, &err));
	ck_assert(cw_calendar_is_working(cal, off));
	id = add_load("测试〔2025〕7号", "2026-12-09");
	/* 50 cases a slice: counted in five, then the notice; then five again, and the end */
	ck_assert_uint_eq(work(), 12);
	result = result_of(id, "done");
	ck_assert(json_object_object_get_ex(result, "notice_id", &value));
	json_object_put(result);
	ck_assert_uint_eq(notices(), 1);
	must(calendars_get(app.calendars, c, &cal, &err)); /* at once in this process */
	ck_assert(!cw_calendar_is_working(cal, off));
}
END_TEST

static int64_t number_of(struct json_object *result, const char *name)
{
	struct json_object *value;

	ck_assert(json_object_object_get_ex(result, name, &value));
	return json_object_get_int64(value);
}

START_TEST(a_notice_that_moves_a_due_day_is_entered_in_the_case)
{
	struct db_calendar_move *list;
	struct json_object *result;
	struct db_event *events;
	uint64_t id;
	size_t n;

	add_cases();
	id = add_load("测试〔2025〕7号", "2026-04-15"); /* in the period of the last case only */
	work();
	result = result_of(id, "done");
	ck_assert_int_eq(number_of(result, "cases"), 210);
	ck_assert_int_eq(number_of(result, "cases_moved"), 1);
	ck_assert_int_eq(number_of(result, "earlier"), 0);
	json_object_put(result);
	must(db_calendar_move_list(c, a, id, NULL, 10, &list, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(list[0].number, "360104-FGW-2026-00210");
	ck_assert_int_eq(list[0].before, cw_day_of(2026, 4, 29));
	ck_assert_int_eq(list[0].after, cw_day_of(2026, 4, 30));
	ck_assert_int_eq(list[0].worked_to, cw_day_of(2026, 4, 29)); /* as told */
	must(db_event_list(c, a, list[0].case_id, 1, 10, &events, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(events[0].act, "calendar_change");
	ck_assert_str_eq(events[0].actor_role, "scheduler");
	ck_assert_int_eq(events[0].told_on, cw_day_of(2026, 4, 29));
	ck_assert_int_eq(events[0].until_on, cw_day_of(2026, 4, 30));
}
END_TEST

START_TEST(the_clock_of_closed_cases_stands_still)
{
	struct json_object *result;
	uint64_t id;

	add_cases();
	test_db_sql(&app.db, "UPDATE docket SET is_open = 0");
	test_db_sql(&app.db, "UPDATE deadline SET status = 'met', mark_on = NULL");
	id = add_load("测试〔2025〕7号", "2026-04-15");
	work();
	result = result_of(id, "done");
	ck_assert_int_eq(number_of(result, "cases"), 0);
	json_object_put(result);
}
END_TEST

START_TEST(the_same_notice_twice_is_told)
{
	struct json_object *result, *problem, *detail;
	uint64_t id;

	add_load("测试〔2025〕7号", "2026-12-09");
	id = add_load("测试〔2025〕7号", "2026-12-09");
	work();
	result = result_of(id, "failed");
	ck_assert(json_object_object_get_ex(result, "problem", &problem));
	ck_assert(json_object_object_get_ex(problem, "detail", &detail));
	ck_assert_str_eq(json_object_get_string(detail),
			 cw_msg_raw(CW_MSG_API_CALENDAR_LOADED, CW_EN));
	json_object_put(result);
	ck_assert_uint_eq(notices(), 1);
}
END_TEST

START_TEST(a_job_left_behind_goes_on_where_it_stood)
{
	struct db_job job;
	bool more, found, got;
	uint64_t id;

	add_cases();
	id = add_load("测试〔2025〕7号", "2026-12-09");
	must(job_work(&app, c, a, 0, &more, &err)); /* one slice */
	must(db_job_get(c, a, id, &job, &err));
	ck_assert_uint_eq(job.total, 50);
	/* Another instance takes it and dies; its lease is long over. */
	must(db_job_due_find(c, a, job.lease_until, &job, &found, &err));
	ck_assert(found);
	must(db_job_claim(c, &job, job.lease_until + 1, &got, &err));
	ck_assert(got);
	work();
	must(db_job_get(c, a, id, &job, &err));
	ck_assert_str_eq(job.status, "done");
	ck_assert_uint_eq(job.done, 210); /* none looked at twice */
	ck_assert_uint_eq(job.total, 210);
}
END_TEST

START_TEST(an_unknown_kind_and_broken_arguments_end_as_failed)
{
	uint64_t unknown, broken;

	must(db_job_add(c, "of_a_later_version", "{}", 0, NOW, &unknown, &err));
	must(db_job_add(c, JOB_CALENDAR_LOAD, "{\"lang\":\"zh\"}", 0, NOW, &broken, &err));
	work();
	json_object_put(result_of(unknown, "failed"));
	json_object_put(result_of(broken, "failed"));
}
END_TEST

/* Looks until the job has ended; the test's own time-out bounds it. */
static void wait_for(uint64_t id)
{
	static const struct timespec nap = { .tv_nsec = 20000000 };
	struct db_job job;

	do {
		nanosleep(&nap, NULL);
		must(db_job_get(c, a, id, &job, &err));
	} while (strcmp(job.status, "waiting") == 0 || strcmp(job.status, "running") == 0);
}

START_TEST(the_scheduler_does_what_waits_and_stops)
{
	struct scheduler *s;
	uint64_t id = add_load("测试〔2025〕7号", "2026-12-09");

	ck_assert_int_eq(scheduler_start(&app, &s), 0);
	wait_for(id);
	scheduler_stop(s);
	json_object_put(result_of(id, "done"));
}
END_TEST

START_TEST(the_scheduler_outlives_an_absent_database)
{
	struct scheduler *s;
	uint64_t id;

	test_db_stop();
	ck_assert_int_eq(scheduler_start(&app, &s), 0);
	test_db_again();
	db_conn_close(c);
	must(db_conn_open(&app.db, &c, &err));
	id = add_load("测试〔2025〕7号", "2026-12-09");
	wait_for(id);
	test_db_stop();
	scheduler_stop(s); /* also while it is away */
	test_db_again();
}
END_TEST

static Suite *jobs_suite(void)
{
	Suite *s = suite_create("jobs");
	TCase *t = tcase_create("jobs");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, nothing_to_do_is_nothing_done);
	tcase_add_test(t, a_notice_that_moves_nothing_is_loaded);
	tcase_add_test(t, a_notice_that_moves_a_due_day_is_entered_in_the_case);
	tcase_add_test(t, the_clock_of_closed_cases_stands_still);
	tcase_add_test(t, the_same_notice_twice_is_told);
	tcase_add_test(t, a_job_left_behind_goes_on_where_it_stood);
	tcase_add_test(t, an_unknown_kind_and_broken_arguments_end_as_failed);
	tcase_add_test(t, the_scheduler_does_what_waits_and_stops);
	tcase_add_test(t, the_scheduler_outlives_an_absent_database);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(jobs_suite());
}
