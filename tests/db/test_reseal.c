/* Sealing anew after a rotation of keys: every column, in slices, taken up after a break. */
#include <mysqld_error.h>
#include <unistd.h>

#include "db/idempotency.h"
#include "db/migrate.h"
#include "db/person.h"
#include "db/people_change.h"
#include "db/reply.h"
#include "db/reseal.h"
#include "tests/db/check_db.h"

#define NOW (INT64_C(1772445600) * 1000000)

static char dir[] = "/tmp/test-reseal-XXXXXX", file[64];
static struct db_keyring *keys;

static void begin(void)
{
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/keys", dir);
	must(db_keyring_create(file, &err));
	must(db_keyring_load(file, &keys, &err));
	/* Cases and agencies do not matter here. */
	must(run("SET FOREIGN_KEY_CHECKS = 0"));
}

static void end(void)
{
	db_keyring_free(keys);
	unlink(file);
	rmdir(dir);
	tear_down();
}

static void rotate(void)
{
	must(db_keyring_rotate(file, &err));
	db_keyring_free(keys);
	must(db_keyring_load(file, &keys, &err));
}

static uint64_t add_person(const char *name)
{
	struct db_person p = { .category = "natural_person",
			       .name = name,
			       .id_kind = "other",
			       .id_number = "SL-0001",
			       .phone = "0791-00000000",
			       .email = "someone@example.invalid",
			       .address = "示例路1号" };

	must(db_person_add(c, a, keys, &p, "SL0001", &err));
	return p.id;
}

static const unsigned char hash[32] = { 7 };

static void add_others(void)
{
	struct cw_part parts[] = {
		{ .description = "预算",
		  .outcome = CW_OUTCOME_GRANTED,
		  .say = { [CW_SAY_CONTENT] = "见附件", [CW_SAY_ACCESS] = "网上下载" } },
		{ .description = "名单",
		  .outcome = CW_OUTCOME_NOT_HELD,
		  .say = { [CW_SAY_SEARCH_STATEMENT] = "经检索未找到" } },
	};
	struct db_reply reply = { .case_id = 1,
				  .handling = 1,
				  .drafter_id = 1,
				  .status = "draft",
				  .round = 1,
				  .parts = parts,
				  .n_parts = 2 };
	struct db_letter letter = { .case_id = 1,
				    .handling = 1,
				    .kind = "reply",
				    .agency_id = 1,
				    .body = "{\"title\":\"答复书\"}",
				    .body_len = 21,
				    .made_on = 20514,
				    .made_at = NOW,
				    .for_applicant = true };
	struct db_answer answer = { .status = 201, .headers = "", .body = "{}", .body_len = 2 };

	must(db_reply_save(c, a, keys, &reply, &err));
	must(db_letter_add(c, a, keys, &letter, &err));
	must(db_answer_add(c, a, keys, "0", hash, &answer, NOW, &err));
}

/* All columns by slices of LIMIT; what was sealed anew. */
static uint64_t reseal_all(unsigned limit)
{
	uint64_t sealed = 0;

	for (unsigned i = 0; i < db_reseal_columns; i++) {
		struct db_reseal_at at = { .id = 0 };
		struct db_reseal_done done;

		do {
			must(db_reseal_slice(c, a, keys, i, &at, limit, &done, &err));
			ck_assert_uint_eq(done.moved, 0);
			sealed += done.sealed;
		} while (!done.end);
	}
	return sealed;
}

START_TEST(every_value_comes_under_the_new_key)
{
	uint64_t first = add_person("示例甲"), second = add_person("示例乙"), id;
	struct db_person p;
	struct db_reply reply;
	struct db_letter letter;
	struct db_answer answer;
	bool found;

	add_others();
	rotate();
	/* two people of five values, two parts, three says, a letter, an answer */
	ck_assert_uint_eq(reseal_all(1), 2 * 5 + 2 + 3 + 1 + 1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM person WHERE ORD(SUBSTR(name, 3)) = 2"
				 " AND ORD(SUBSTR(id_number, 3)) = 2 AND ORD(SUBSTR(phone, 3)) = 2"
				 " AND ORD(SUBSTR(email, 3)) = 2 AND ORD(SUBSTR(address, 3)) = 2"),
			  2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM letter WHERE ORD(SUBSTR(body, 3)) = 2"), 1);

	must(db_person_get(c, a, keys, first, &p, &err));
	ck_assert_str_eq(p.name, "示例甲");
	must(db_person_get(c, a, keys, second, &p, &err));
	ck_assert_str_eq(p.name, "示例乙");
	ck_assert_str_eq(p.address, "示例路1号");
	must(db_reply_find(c, a, keys, 1, 1, &reply, &found, &err));
	ck_assert(found);
	ck_assert_str_eq(reply.parts[0].say[CW_SAY_ACCESS], "网上下载");
	ck_assert_str_eq(reply.parts[1].description, "名单");
	id = number("SELECT id FROM letter");
	must(db_letter_get(c, a, keys, 1, id, &letter, &err));
	ck_assert_str_eq(letter.body, "{\"title\":\"答复书\"}");
	must(db_answer_find(c, a, keys, "0", hash, &answer, &found, &err));
	ck_assert_str_eq(answer.body, "{}");
}
END_TEST

/* What was kept as it was is sealed for the person's own row. */
START_TEST(a_record_kept_before_a_change_comes_too)
{
	struct db_person change = { .id = add_person("示例甲"), .phone = "0791-00000099" }, p;

	must(db_person_change(c, a, keys, &change, NULL, 1, 7, &err));
	rotate();
	ck_assert_uint_eq(reseal_all(1), 2 * 5);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM person_before WHERE ORD(SUBSTR(phone, 3)) = 2"
				 " AND ORD(SUBSTR(address, 3)) = 2"),
			  1);
	must(db_people_put_back(c, 1, 7, &err));
	must(db_person_get(c, a, keys, change.id, &p, &err));
	ck_assert_str_eq(p.phone, "0791-00000000");
}
END_TEST

START_TEST(a_second_run_finds_nothing)
{
	add_person("示例甲");
	add_others();
	rotate();
	ck_assert_uint_gt(reseal_all(100), 0);
	ck_assert_uint_eq(reseal_all(100), 0);
}
END_TEST

START_TEST(a_broken_run_is_taken_up)
{
	struct db_reseal_at at = { .id = 0 };
	struct db_reseal_done done;

	for (int i = 0; i < 5; i++)
		add_person("示例甲");
	rotate();
	must(db_reseal_slice(c, a, keys, 0, &at, 2, &done, &err));
	ck_assert_uint_eq(done.sealed, 2);
	ck_assert(!done.end);
	/* The second of the next slice's updates fails: nothing of that slice stays. */
	db_fault_after(c, 4, ER_DISK_FULL);
	cw_err_clear(&err);
	ck_assert_int_eq(db_reseal_slice(c, a, keys, 0, &at, 2, &done, &err), -1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM person WHERE ORD(SUBSTR(name, 3)) = 2"), 2);
	ck_assert_uint_eq(reseal_all(2), 3 + 4 * 5);
}
END_TEST

START_TEST(a_deadlock_is_tried_again)
{
	struct db_reseal_at at = { .id = 0 };
	struct db_reseal_done done;

	for (int i = 0; i < 3; i++)
		add_person("示例甲");
	rotate();
	db_fault_after(c, 4, ER_LOCK_DEADLOCK);
	must(db_reseal_slice(c, a, keys, 0, &at, 10, &done, &err));
	ck_assert_uint_eq(done.sealed, 3);
	ck_assert_uint_eq(done.seen, 3);
	ck_assert(done.end);
}
END_TEST

START_TEST(a_forged_value_stops_it)
{
	struct db_reseal_at at = { .id = 0 };
	struct db_reseal_done done;

	add_person("示例甲");
	add_person("示例乙");
	must(run("UPDATE person a JOIN person b ON b.id <> a.id SET a.name = b.name WHERE a.id = "
		 "1"));
	rotate();
	cw_err_clear(&err);
	ck_assert_int_eq(db_reseal_slice(c, a, keys, 0, &at, 10, &done, &err), -1);
	ck_assert_int_eq(err.code, CW_INTERNAL);
}
END_TEST

/* Whoever adds a sealed column must add it here, or the oldest key can never be thrown away. */
START_TEST(no_sealed_column_is_forgotten)
{
	static const char sql[] =
		"SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS"
		" WHERE TABLE_SCHEMA = DATABASE() AND (DATA_TYPE LIKE '%blob'"
		" OR (DATA_TYPE = 'varbinary' AND CHARACTER_MAXIMUM_LENGTH > 64))"
		" AND CONCAT(TABLE_NAME, '.', COLUMN_NAME) NOT IN (SELECT place FROM known) LIMIT "
		"1";
	char *name = NULL;
	size_t len;
	const struct db_out out[] = { { .type = DB_T_STR, .p = &name, .len = &len } };
	bool found;

	/* These hold no personal data: event.body is hashed, a delivery is what others are sent. */
	must(run("CREATE TEMPORARY TABLE known AS SELECT 'event.body' AS place"
		 " UNION SELECT 'delivery.body' UNION SELECT 'delivery_attempt.answer'"));
	must(run("ALTER TABLE known MODIFY place VARCHAR(100) NOT NULL"));
	for (unsigned i = 0; i < db_reseal_columns; i++) {
		const struct db_in in[] = { DB_STR(db_reseal_place(i)) };

		must(db_run(c, "INSERT INTO known VALUES (?)", in, 1, NULL, &err));
	}
	must(db_find(c, a, sql, NULL, 0, out, 1, &found, &err));
	ck_assert_msg(!found, "%s is sealed and not in db/reseal.c", name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reseal");
	TCase *tc = tcase_create("reseal");

	test_db_start();
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_value_comes_under_the_new_key);
	tcase_add_test(tc, a_record_kept_before_a_change_comes_too);
	tcase_add_test(tc, a_second_run_finds_nothing);
	tcase_add_test(tc, a_broken_run_is_taken_up);
	tcase_add_test(tc, a_deadlock_is_tried_again);
	tcase_add_test(tc, a_forged_value_stops_it);
	tcase_add_test(tc, no_sealed_column_is_forgotten);
	suite_add_tcase(suite, tc);
	return tap_run(suite);
}
