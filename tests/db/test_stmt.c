/* Statements: what goes in comes out, and what cannot is an error with a name. */
#include "tests/db/check_db.h"

/* ---- Values. */

struct all {
	uint64_t u;
	int64_t i, at;
	int small;
	bool yes;
	char *text;
	unsigned char *bytes;
	size_t n_bytes;
	cw_day day;
};

static void make_all(void)
{
	must(run("CREATE TABLE v (u BIGINT UNSIGNED, i BIGINT, small INT, yes BOOLEAN, text "
		 "VARCHAR(100),"
		 " bytes LONGBLOB, day DATE, at DATETIME(6)) ENGINE=InnoDB CHARACTER SET utf8mb4"));
}

static void write_all(const struct all *v)
{
	static const char sql[] = "INSERT INTO v (u, i, small, yes, text, bytes, day, at) VALUES "
				  "(?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(v->u),	 DB_I64(v->i),	  DB_I64(v->small),
		DB_BOOL(v->yes), DB_STR(v->text), DB_BYTES(v->bytes, v->n_bytes),
		DB_DAY(v->day),	 DB_TIME(v->at),
	};

	must(db_run(c, sql, in, DB_N(in), NULL, &err));
}

static void read_all(struct all *v)
{
	static const char sql[] = "SELECT u, i, small, yes, text, bytes, day, at FROM v LIMIT 2";
	const struct db_out out[] = {
		DB_OUT_U64(v->u),    DB_OUT_I64(v->i),	  DB_OUT_INT(v->small),
		DB_OUT_BOOL(v->yes), DB_OUT_STR(v->text), DB_OUT_BYTES(v->bytes, v->n_bytes),
		DB_OUT_DAY(v->day),  DB_OUT_TIME(v->at),
	};

	memset(v, 0xa5, sizeof(*v));
	must(db_get(c, a, sql, NULL, 0, out, DB_N(out), &err));
}

static const int64_t instants[] = {
	0,
	1,
	-1,
	1772323200123456,
	-62135596800000000 /* year 1 */,
	253402300799999999 /* year 9999 */,
};

START_TEST(values_come_back)
{
	unsigned char bytes[] = { 0, 1, 0xff, 0, '\'', '\\', 0 };
	struct all in = {
		.u = UINT64_MAX,
		.i = INT64_MIN,
		.at = instants[_i],
		.small = INT32_MIN,
		.yes = true,
		.text = (char[]){ "政府信息公开 𠮷\U0001F600 'x\\" },
		.bytes = bytes,
		.n_bytes = sizeof(bytes),
		.day = cw_day_of(2026, 2, 28) + _i,
	};
	struct all out;

	make_all();
	write_all(&in);
	read_all(&out);
	ck_assert_uint_eq(out.u, in.u);
	ck_assert_int_eq(out.i, in.i);
	ck_assert_int_eq(out.at, in.at);
	ck_assert_int_eq(out.small, in.small);
	ck_assert(out.yes);
	ck_assert_str_eq(out.text, in.text);
	ck_assert_mem_eq(out.bytes, in.bytes, sizeof(bytes));
	ck_assert_uint_eq(out.n_bytes, sizeof(bytes));
	ck_assert_int_eq(out.day, in.day);
}
END_TEST

START_TEST(null_comes_back)
{
	struct all in = { .day = CW_DAY_NONE, .at = DB_TIME_NONE }, out;

	make_all();
	write_all(&in);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM v WHERE text IS NULL AND bytes IS NULL"
				 " AND day IS NULL AND at IS NULL"),
			  1);
	must(run("UPDATE v SET u = NULL, i = NULL, small = NULL, yes = NULL"));
	read_all(&out);
	ck_assert_uint_eq(out.u, 0);
	ck_assert_int_eq(out.i, 0);
	ck_assert_int_eq(out.small, 0);
	ck_assert(!out.yes);
	ck_assert_ptr_null(out.text);
	ck_assert_ptr_null(out.bytes);
	ck_assert_uint_eq(out.n_bytes, 0);
	ck_assert_int_eq(out.day, CW_DAY_NONE);
	ck_assert_int_eq(out.at, DB_TIME_NONE);
}
END_TEST

/* Empty is not NULL; a long value and one of every length around a buffer's edge come whole. */
START_TEST(texts_of_every_length)
{
	static const size_t lengths[] = { 0, 1, 7, 8, 255, 256, 65535, 65536, 3000000 };
	struct all in = { .text = (char[]){ "" }, .day = 0, .at = 0 }, out;

	in.n_bytes = lengths[_i];
	in.bytes = cw_alloc(a, in.n_bytes + 1);
	for (size_t i = 0; i < in.n_bytes; i++)
		in.bytes[i] = (unsigned char)(i * 31 + 7);
	make_all();
	write_all(&in);
	read_all(&out);
	ck_assert_str_eq(out.text, "");
	ck_assert_ptr_nonnull(out.bytes);
	ck_assert_uint_eq(out.n_bytes, in.n_bytes);
	ck_assert(memcmp(out.bytes, in.bytes, in.n_bytes) == 0);
	ck_assert_int_eq(out.bytes[in.n_bytes], 0);
}
END_TEST

START_TEST(four_byte_texts_differ)
{
	must(run("CREATE TABLE n (name VARCHAR(20) COLLATE utf8mb4_bin, PRIMARY KEY (name))"
		 " ENGINE=InnoDB CHARACTER SET utf8mb4"));
	must(run("INSERT INTO n (name) VALUES ('𠮷野'), ('𠮶野')"));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM n WHERE name = '𠮷野'"), 1);
	ck_assert_uint_eq(number("SELECT CHAR_LENGTH(MAX(name)) FROM n"), 2);
}
END_TEST

/* ---- What does not fit. */

START_TEST(too_long_is_not_cut)
{
	static const char sql[] = "INSERT INTO n (name) VALUES (?)";
	const struct db_in in[] = { DB_STR("四个汉字") };

	must(run("CREATE TABLE n (name VARCHAR(3)) ENGINE=InnoDB CHARACTER SET utf8mb4"));
	fails(db_run(c, sql, in, 1, NULL, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	ck_assert_ptr_nonnull(strstr(err.detail, "'name'"));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM n"), 0);
}
END_TEST

/* What was to be written does not reach the log. */
START_TEST(input_is_not_in_the_detail)
{
	static const char sql[] = "INSERT INTO n (day) VALUES (?)";
	const struct db_in in[] = { DB_STR("张三-invented") };

	must(run("CREATE TABLE n (day DATE) ENGINE=InnoDB CHARACTER SET utf8mb4"));
	fails(db_run(c, sql, in, 1, NULL, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	ck_assert_ptr_null(strstr(err.detail, "张三"));
	ck_assert_ptr_nonnull(strstr(err.detail, "1292"));
}
END_TEST

START_TEST(column_must_fit_its_variable)
{
	uint64_t u;
	int64_t i;
	int small;
	bool yes;
	char *s;
	cw_day d;
	int64_t at;
	const struct {
		const char *sql;
		struct db_out out;
	} rows[] = {
		{ "SELECT '12abc'", DB_OUT_U64(u) },
		{ "SELECT 1.5", DB_OUT_I64(i) },
		{ "SELECT 1e0", DB_OUT_I64(i) },
		{ "SELECT -1", DB_OUT_U64(u) },
		{ "SELECT 18446744073709551615", DB_OUT_I64(i) },
		{ "SELECT 2147483648", DB_OUT_INT(small) },
		{ "SELECT 18446744073709551615", DB_OUT_INT(small) },
		{ "SELECT '1'", DB_OUT_BOOL(yes) },
		{ "SELECT 1", DB_OUT_STR(s) },
		{ "SELECT CAST('2026-01-01 10:00:00' AS DATETIME)", DB_OUT_DAY(d) },
		{ "SELECT DATE '2026-01-01'", DB_OUT_TIME(at) },
		{ "SELECT '2026-01-01'", DB_OUT_DAY(d) },
		{ "SELECT 99999999999999999999", DB_OUT_I64(i) },
	};

	fails(db_get(c, a, rows[_i].sql, NULL, 0, &rows[_i].out, 1, &err), CW_INTERNAL,
	      CW_MSG_INTERNAL);
	ck_assert_uint_eq(number("SELECT 1"), 1);
}
END_TEST

START_TEST(sums_are_numbers)
{
	int64_t sum = 0, none = 7;
	const struct db_out out[] = { DB_OUT_I64(sum), DB_OUT_I64(none) };

	must(run("CREATE TABLE n (fen BIGINT) ENGINE=InnoDB"));
	must(run("INSERT INTO n (fen) VALUES (-300), (100), (-5)"));
	must(db_get(c, a, "SELECT SUM(fen), SUM(NULLIF(fen, fen)) FROM n", NULL, 0, out, 2, &err));
	ck_assert_int_eq(sum, -205);
	ck_assert_int_eq(none, 0);
}
END_TEST

START_TEST(counts_must_agree)
{
	uint64_t x, y;
	const struct db_in in[] = { DB_U64(1), DB_U64(2) };
	const struct db_out out[] = { DB_OUT_U64(x), DB_OUT_U64(y) };

	fails(db_get(c, a, "SELECT ?", in, 2, out, 1, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	fails(db_get(c, a, "SELECT ?, 1", NULL, 0, out, 2, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	fails(db_get(c, a, "SELECT 1, 2", NULL, 0, out, 1, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	fails(db_get(c, a, "SELECT 1", NULL, 0, out, 2, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	fails(db_get(c, a, "DO 1", NULL, 0, out, 1, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	ck_assert_uint_eq(number("SELECT 1"), 1);
}
END_TEST

START_TEST(one_row_or_not)
{
	uint64_t x = 9;
	bool found;
	const struct db_out out[] = { DB_OUT_U64(x) };

	fails(db_get(c, a, "SELECT 1 WHERE FALSE", NULL, 0, out, 1, &err), CW_NOT_FOUND,
	      CW_MSG_NOT_FOUND);
	must(db_find(c, a, "SELECT 1 WHERE FALSE", NULL, 0, out, 1, &found, &err));
	ck_assert(!found);
	must(db_find(c, a, "SELECT 5", NULL, 0, out, 1, &found, &err));
	ck_assert(found);
	ck_assert_uint_eq(x, 5);
	fails(db_find(c, a, "SELECT 1 UNION SELECT 2", NULL, 0, out, 1, &found, &err), CW_INTERNAL,
	      CW_MSG_INTERNAL);
	fails(db_get(c, a, "SELECT 1 UNION SELECT 2", NULL, 0, out, 1, &err), CW_INTERNAL,
	      CW_MSG_INTERNAL);
}
END_TEST

START_TEST(done_tells)
{
	static const char sql[] = "INSERT INTO n (x) VALUES (?)";
	const struct db_in in[] = { DB_U64(5) };
	struct db_done done;

	must(run("CREATE TABLE n (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, x INT, PRIMARY KEY "
		 "(id))"
		 " ENGINE=InnoDB"));
	must(db_run(c, sql, in, 1, &done, &err));
	ck_assert_uint_eq(done.changed, 1);
	ck_assert_uint_eq(done.insert_id, 1);
	must(db_run(c, sql, in, 1, &done, &err));
	ck_assert_uint_eq(done.insert_id, 2);
	must(db_run(c, "UPDATE n SET x = 6 WHERE id = 1", NULL, 0, &done, &err));
	ck_assert_uint_eq(done.changed, 1);
	/* Matched but the same: not changed. */
	must(db_run(c, "UPDATE n SET x = 6", NULL, 0, &done, &err));
	ck_assert_uint_eq(done.changed, 1);
}
END_TEST

/* ---- Keys and checks. */

static void make_family(void)
{
	must(run("CREATE TABLE parent (id INT NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB"));
	must(run("CREATE TABLE child (id INT NOT NULL, parent_id INT NOT NULL, name VARCHAR(80) "
		 "NOT NULL,"
		 " PRIMARY KEY (id), UNIQUE KEY u_child_name (name),"
		 " CONSTRAINT f_child_parent FOREIGN KEY (parent_id) REFERENCES parent (id),"
		 " CONSTRAINT c_child_id CHECK (id < 100)) ENGINE=InnoDB CHARACTER SET utf8mb4"));
	must(run("INSERT INTO parent (id) VALUES (1)"));
	must(run("INSERT INTO child (id, parent_id, name) VALUES (1, 1, 'x')"));
}

START_TEST(duplicate_names_its_key)
{
	static const char sql[] = "INSERT INTO child (id, parent_id, name) VALUES (?, 1, ?)";
	const char *tricky = "a' for key 'PRIMARY";
	const struct db_in same_name[] = { DB_U64(2), DB_STR("x") };
	const struct db_in same_id[] = { DB_U64(1), DB_STR("y") };
	const struct db_in trick[] = { DB_U64(3), DB_STR(tricky) };
	const struct db_in again[] = { DB_U64(4), DB_STR(tricky) };

	make_family();
	fails(db_run(c, sql, same_name, 2, NULL, &err), CW_CONFLICT, CW_MSG_DB_CONFLICT);
	ck_assert_str_eq(err.detail, "u_child_name");
	ck_assert(db_err_duplicate(&err, "u_child_name"));
	ck_assert(!db_err_duplicate(&err, "PRIMARY"));
	fails(db_run(c, sql, same_id, 2, NULL, &err), CW_CONFLICT, CW_MSG_DB_CONFLICT);
	ck_assert(db_err_duplicate(&err, "PRIMARY"));
	/* The value stands before the name and may look like one. */
	must(db_run(c, sql, trick, 2, NULL, &err));
	fails(db_run(c, sql, again, 2, NULL, &err), CW_CONFLICT, CW_MSG_DB_CONFLICT);
	ck_assert(db_err_duplicate(&err, "u_child_name"));
}
END_TEST

START_TEST(constraints_are_conflicts)
{
	make_family();
	fails(run("INSERT INTO child (id, parent_id, name) VALUES (2, 7, 'y')"), CW_CONFLICT,
	      CW_MSG_DB_REFERENCE);
	ck_assert_str_eq(err.detail, "f_child_parent");
	ck_assert(!db_err_duplicate(&err, "f_child_parent"));
	fails(run("DELETE FROM parent"), CW_CONFLICT, CW_MSG_DB_REFERENCE);
	ck_assert_str_eq(err.detail, "f_child_parent");
	fails(run("INSERT INTO child (id, parent_id, name) VALUES (100, 1, 'y')"), CW_CONFLICT,
	      CW_MSG_DB_CHECK);
	ck_assert_str_eq(err.detail, "c_child_id");
}
END_TEST

/* ---- Lists. */

struct seen {
	uint64_t x, sum;
	unsigned n, stop_at, fail_at, deeper;
};

static const char sql_three[] = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";

static int on_row(void *arg, struct cw_err *e)
{
	struct seen *s = arg;

	s->n++;
	s->sum += s->x;
	if (s->deeper) {
		/* The same literal inside its own rows. */
		struct seen inner = { .deeper = s->deeper - 1 };
		const struct db_out out[] = { DB_OUT_U64(inner.x) };

		if (db_list(c, a, sql_three, NULL, 0, out, 1, on_row, &inner, e))
			return -1;
		s->sum += inner.sum;
	}
	if (s->n == s->fail_at)
		return cw_fail(e, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	return s->n == s->stop_at;
}

START_TEST(lists_stop_and_fail)
{
	struct seen s = { 0 };
	const struct db_out out[] = { DB_OUT_U64(s.x) };

	must(db_list(c, a, sql_three, NULL, 0, out, 1, on_row, &s, &err));
	ck_assert_uint_eq(s.sum, 6);
	s = (struct seen){ .stop_at = 2 };
	must(db_list(c, a, sql_three, NULL, 0, out, 1, on_row, &s, &err));
	ck_assert_uint_eq(s.n, 2);
	s = (struct seen){ .fail_at = 2 };
	fails(db_list(c, a, sql_three, NULL, 0, out, 1, on_row, &s, &err), CW_FORBIDDEN,
	      CW_MSG_FORBIDDEN);
	ck_assert_uint_eq(s.n, 2);
}
END_TEST

START_TEST(lists_nest)
{
	struct seen s = { .deeper = 2 };
	const struct db_out out[] = { DB_OUT_U64(s.x) };

	for (int i = 0; i < 3; i++) {
		s = (struct seen){ .deeper = 2 };
		must(db_list(c, a, sql_three, NULL, 0, out, 1, on_row, &s, &err));
		ck_assert_uint_eq(s.sum, 6 + 3 * (6 + 3 * 6));
	}
}
END_TEST

/* A row function whose statements lose the connection: the rows are already here. */
static int lose_on_row(void *arg, struct cw_err *e)
{
	struct seen *s = arg;
	struct cw_err inner = { 0 };
	uint64_t x;
	const struct db_out out[] = { DB_OUT_U64(x) };

	(void)e;
	s->n++;
	s->sum += s->x;
	db_fault_after(c, s->n == 1 ? 1 : 0, 2013);
	ck_assert_int_eq(db_get(c, a, "SELECT 1", NULL, 0, out, 1, &inner), -1);
	ck_assert_int_eq(inner.code, CW_UNAVAILABLE);
	return 0;
}

START_TEST(rows_outlive_the_connection)
{
	struct seen s = { 0 };
	const struct db_out out[] = { DB_OUT_U64(s.x) };

	must(db_list(c, a, sql_three, NULL, 0, out, 1, lose_on_row, &s, &err));
	ck_assert_uint_eq(s.sum, 6);
	ck_assert_uint_eq(number("SELECT 1"), 1);
}
END_TEST

START_TEST(another_text_at_the_same_address)
{
	char sql[] = "SELECT 1";
	uint64_t x;
	const struct db_out out[] = { DB_OUT_U64(x) };

	must(db_get(c, a, sql, NULL, 0, out, 1, &err));
	sql[7] = '2';
	must(db_get(c, a, sql, NULL, 0, out, 1, &err));
	ck_assert_uint_eq(x, 2);
}
END_TEST

START_TEST(many_literals)
{
	uint64_t x;
	const struct db_out out[] = { DB_OUT_U64(x) };
	char *sql[600];

	for (int round = 0; round < 2; round++)
		for (unsigned i = 0; i < DB_N(sql); i++) {
			if (round == 0)
				sql[i] = cw_printf(a, "SELECT %u", i);
			must(db_get(c, a, sql[i], NULL, 0, out, 1, &err));
			ck_assert_uint_eq(x, i);
		}
	/* Each prepared once. */
	ck_assert_uint_eq(number("SELECT CAST(VARIABLE_VALUE AS UNSIGNED) FROM"
				 " information_schema.SESSION_STATUS WHERE VARIABLE_NAME = "
				 "'COM_STMT_PREPARE'"),
			  DB_N(sql) + 1);
}
END_TEST

START_TEST(memory_runs_out)
{
	char *s, *t;
	const struct db_out out[] = { DB_OUT_STR(s), DB_OUT_STR(t) };

	for (uint64_t n = 1; n <= 2; n++) {
		cw_arena_fail_after(n);
		fails(db_get(c, a, "SELECT 'x', 'y'", NULL, 0, out, 2, &err), CW_INTERNAL,
		      CW_MSG_NO_MEMORY);
	}
	cw_arena_fail_after(0);
	must(db_get(c, a, "SELECT 'x', 'y'", NULL, 0, out, 2, &err));
	ck_assert_str_eq(t, "y");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("statements");
	TCase *t = tcase_create("statements");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, values_come_back, 0, DB_N(instants));
	tcase_add_test(t, null_comes_back);
	tcase_add_loop_test(t, texts_of_every_length, 0, 9);
	tcase_add_test(t, four_byte_texts_differ);
	tcase_add_test(t, too_long_is_not_cut);
	tcase_add_test(t, input_is_not_in_the_detail);
	tcase_add_loop_test(t, column_must_fit_its_variable, 0, 13);
	tcase_add_test(t, sums_are_numbers);
	tcase_add_test(t, counts_must_agree);
	tcase_add_test(t, one_row_or_not);
	tcase_add_test(t, done_tells);
	tcase_add_test(t, duplicate_names_its_key);
	tcase_add_test(t, constraints_are_conflicts);
	tcase_add_test(t, lists_stop_and_fail);
	tcase_add_test(t, lists_nest);
	tcase_add_test(t, rows_outlive_the_connection);
	tcase_add_test(t, another_text_at_the_same_address);
	tcase_add_test(t, many_literals);
	tcase_add_test(t, memory_runs_out);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(suite());
}
