/* Migrations: cut short, changed, too new, two at once; and the project's own. */
#include <dirent.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/migrate.h"
#include "tests/db/check_db.h"

static char *dir;

static void set_up_dir(void)
{
	set_up();
	dir = test_db_folder();
}

static void tear_down_dir(void)
{
	free(dir);
	tear_down();
}

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static unsigned applied;

static int migrate(void)
{
	return db_migrate_run(c, dir, 0, NULL, NULL, &applied, &err);
}

static const char one[] =
	"CREATE TABLE IF NOT EXISTS one (id INT NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB;\n";

START_TEST(each_is_applied_once)
{
	unsigned version, newest;

	put("0001-one.sql", one);
	put("README", "no migration");
	must(db_migrate_status(c, dir, &version, &newest, &err));
	ck_assert_uint_eq(version, 0);
	ck_assert_uint_eq(newest, 1);
	must(migrate());
	ck_assert_uint_eq(applied, 1);
	must(migrate());
	ck_assert_uint_eq(applied, 0);
	put("0002-two.sql",
	    "-- the second\nINSERT IGNORE INTO one (id)\nVALUES (1);\n\n;\n# end\n");
	must(migrate());
	ck_assert_uint_eq(applied, 1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM one"), 1);
	ck_assert_uint_eq(
		number("SELECT COUNT(*) FROM schema_version WHERE name = '0002-two.sql'"
		       " AND version = 2 AND LENGTH(checksum) = 32"
		       " AND ABS(TIMESTAMPDIFF(MINUTE, applied_at, UTC_TIMESTAMP())) < 60"),
		1);
	must(db_migrate_status(c, dir, &version, &newest, &err));
	ck_assert_uint_eq(version, 2);
	/* The lease is given back. */
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM migration_lease"), 0);
}
END_TEST

START_TEST(statements_are_found)
{
	put("0001-split.sql",
	    "-- Comment; with a semicolon;\n"
	    "CREATE TABLE IF NOT EXISTS s (id INT NOT NULL AUTO_INCREMENT, -- inner;\n"
	    "\tt VARCHAR(80) NOT NULL DEFAULT 'it''s; \\'no\\' end;\n"
	    "-- still text;',\n"
	    "\t`odd;name` INT NOT NULL DEFAULT 0, # hash;\n"
	    "\tPRIMARY KEY (id)) ENGINE=InnoDB;   -- done\n"
	    "CREATE OR REPLACE TRIGGER s_add BEFORE INSERT ON s FOR EACH ROW\n"
	    "BEGIN\n"
	    "\tSET NEW.`odd;name` = 5;\n"
	    "\tIF NEW.t = 'x' THEN\n"
	    "\t\tSET NEW.t = 'y';\n"
	    "\tEND IF;\n"
	    "END;\n"
	    "INSERT INTO s (t) VALUES ('x'), ('a;\n"
	    "b;')\n"
	    "\t;\n");
	must(migrate());
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM s WHERE `odd;name` = 5"), 2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM s WHERE t IN ('y', 'a;\nb;')"), 2);
	ck_assert_uint_eq(
		number("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_NAME = 's'"
		       " AND TABLE_SCHEMA = DATABASE() AND COLUMN_DEFAULT LIKE '%still text;%'"),
		1);
}
END_TEST

/* The second statement fails: the first stands, the file does not count; mended, it is run again
 * from its beginning. */
START_TEST(half_applied_is_run_again)
{
	unsigned version, newest;

	put("0001-one.sql", one);
	put("0002-half.sql", "CREATE TABLE IF NOT EXISTS two (id INT) ENGINE=InnoDB;\n"
			     "\n"
			     "INSERT INTO no_such_table (id) VALUES (1);\n"
			     "CREATE TABLE IF NOT EXISTS three (id INT) ENGINE=InnoDB;\n");
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN);
	ck_assert_str_eq(err.args[0], "0002-half.sql");
	ck_assert_ptr_nonnull(strstr(err.args[1], "line 3"));
	ck_assert_ptr_nonnull(strstr(err.args[1], "no_such_table"));
	ck_assert_uint_eq(applied, 1);
	must(db_migrate_status(c, dir, &version, &newest, &err));
	ck_assert_uint_eq(version, 1);
	ck_assert_uint_eq(newest, 2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM two"), 0);
	put("0002-half.sql", "CREATE TABLE IF NOT EXISTS two (id INT) ENGINE=InnoDB;\n"
			     "CREATE TABLE IF NOT EXISTS three (id INT) ENGINE=InnoDB;\n");
	must(migrate());
	ck_assert_uint_eq(applied, 1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM three"), 0);
}
END_TEST

START_TEST(bad_folders_change_nothing)
{
	static const struct {
		const char *name, *text;
	} bad[] = {
		{ "0003-gap.sql", "DO 1;\n" },	    { "0001-twice.sql", "DO 1;\n" },
		{ "2-short.sql", "DO 1;\n" },	    { "0002-Upper.sql", "DO 1;\n" },
		{ "0002-copy.sql.sql", "DO 1;\n" }, { "0002-needs.sql", "DO 1;\n-- needs: 3\n" },
	};

	put("0001-one.sql", one);
	put(bad[_i].name, bad[_i].text);
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM information_schema.TABLES"
				 " WHERE TABLE_SCHEMA = DATABASE()"),
			  0);
}
END_TEST

START_TEST(end_is_missing)
{
	put("0001-one.sql", "DO 1;\nCREATE TABLE IF NOT EXISTS one (id INT)\n-- ;\n");
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN);
	ck_assert_str_eq(err.args[1], "line 2: statement without end");
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM schema_version"), 0);
}
END_TEST

START_TEST(no_folder)
{
	fails(db_migrate_run(c, "/no/such/folder", 0, NULL, NULL, &applied, &err), CW_INTERNAL,
	      CW_MSG_DB_MIGRATION_BROKEN);
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN); /* empty */
}
END_TEST

START_TEST(changed_file_is_refused)
{
	put("0001-one.sql", one);
	must(migrate());
	put("0001-one.sql", "CREATE TABLE IF NOT EXISTS one (id BIGINT);\n");
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_CHANGED);
	ck_assert_str_eq(err.args[0], "0001-one.sql");
}
END_TEST

/* Files of nothing up to the newest schema that the program knows. */
static void put_up_to(unsigned newest)
{
	char name[32];

	for (unsigned i = 1; i <= newest; i++) {
		snprintf(name, sizeof(name), "%04u-nothing.sql", i);
		put(name, "DO 1;\n");
	}
}

static void later_version(unsigned version, unsigned needs)
{
	static const char sql[] =
		"REPLACE INTO schema_version (version, name, checksum, needs, applied_at)"
		" VALUES (?, 'later.sql', REPEAT('x', 32), ?, UTC_TIMESTAMP(6))";
	const struct db_in in[] = { DB_U64(version), DB_U64(needs) };

	must(db_run(c, sql, in, DB_N(in), NULL, &err));
}

START_TEST(newer_schema_is_refused)
{
	unsigned version;
	char is[12];

	put_up_to(DB_SCHEMA_MAX);
	must(migrate());
	must(db_schema_check(c, &version, &err));
	ck_assert_uint_eq(version, DB_SCHEMA_MAX);
	/* A later version that only expanded: this program goes on beside it, but migrates nothing.
	 */
	later_version(DB_SCHEMA_MAX + 1, DB_SCHEMA_MAX);
	must(db_schema_check(c, &version, &err));
	ck_assert_uint_eq(version, DB_SCHEMA_MAX + 1);
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_SCHEMA_NEW);
	/* One that contracted: not any more. */
	later_version(DB_SCHEMA_MAX + 2, DB_SCHEMA_MAX + 1);
	fails(db_schema_check(c, &version, &err), CW_INTERNAL, CW_MSG_DB_SCHEMA_NEW);
	snprintf(is, sizeof(is), "%u", DB_SCHEMA_MAX + 2);
	ck_assert_str_eq(err.args[0], is);
}
END_TEST

START_TEST(older_schema_is_refused)
{
	unsigned version;

	put_up_to(DB_SCHEMA_MIN - 1);
	must(migrate());
	fails(db_schema_check(c, &version, &err), CW_INTERNAL, CW_MSG_DB_SCHEMA_OLD);
	ck_assert_uint_eq(version, DB_SCHEMA_MIN - 1);
}
END_TEST

START_TEST(no_schema_is_refused)
{
	unsigned version = 9;

	fails(db_schema_check(c, &version, &err), CW_INTERNAL, CW_MSG_DB_SCHEMA_OLD);
	ck_assert_uint_eq(version, 0);
	ck_assert_str_eq(err.args[0], "0");
	/* Its tables made, nothing applied yet. */
	put("0001-one.sql", "SELECT nonsense;\n");
	fails(migrate(), CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN);
	fails(db_schema_check(c, &version, &err), CW_INTERNAL, CW_MSG_DB_SCHEMA_OLD);
}
END_TEST

/* ---- Two at once. */

static pthread_barrier_t ready;

struct other {
	pthread_t thread;
	unsigned applied;
	int rc;
	struct cw_err err;
};

static void *other_main(void *arg)
{
	struct other *o = arg;
	struct db_conn *mine;

	o->rc = db_conn_open(&conf, &mine, &o->err);
	pthread_barrier_wait(&ready);
	if (o->rc)
		return NULL;
	o->rc = db_migrate_run(mine, dir, 60, NULL, NULL, &o->applied, &o->err);
	db_conn_close(mine);
	return NULL;
}

START_TEST(two_at_once)
{
	struct other o[4] = { 0 };
	unsigned sum = 0;

	put("0001-one.sql", one);
	/* Not one that could be run twice: whoever runs it beside another fails. */
	put("0002-two.sql", "ALTER TABLE one ADD COLUMN x INT;\nINSERT INTO one (id) VALUES "
			    "(1);\nDO SLEEP(0.3);\n");
	pthread_barrier_init(&ready, NULL, DB_N(o));
	for (size_t i = 0; i < DB_N(o); i++)
		ck_assert_int_eq(pthread_create(&o[i].thread, NULL, other_main, &o[i]), 0);
	for (size_t i = 0; i < DB_N(o); i++)
		pthread_join(o[i].thread, NULL);
	pthread_barrier_destroy(&ready);
	for (size_t i = 0; i < DB_N(o); i++) {
		if (o[i].rc)
			ck_abort_msg("%s %s %s", cw_msg_raw(o[i].err.msg, CW_EN), o[i].err.args[1],
				     o[i].err.detail);
		sum += o[i].applied;
	}
	ck_assert_uint_eq(sum, 2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM one"), 1);
}
END_TEST

START_TEST(lease_of_another)
{
	put("0001-one.sql", "DO 1;\n");
	must(migrate());
	put("0002-two.sql", one);
	must(run("INSERT INTO migration_lease (id, owner, until)"
		 " VALUES (1, REPEAT('x', 16), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)"));
	fails(migrate(), CW_CONFLICT, CW_MSG_DB_MIGRATION_BUSY);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM schema_version"), 1);
	/* Left by one that died: it runs out. */
	must(run("UPDATE migration_lease SET until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"));
	must(migrate());
	ck_assert_uint_eq(applied, 1);
}
END_TEST

/* One that lost its lease on the way does not say that it is done. */
static void steal(void *arg, const char *file, unsigned statement)
{
	(void)arg;
	if (strcmp(file, "0001-one.sql") == 0 && statement == 1)
		test_db_sql(&conf, "UPDATE migration_lease SET owner = REPEAT('x', 16),"
				   " until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
}

START_TEST(stolen_lease)
{
	put("0001-one.sql", one);
	fails(db_migrate_run(c, dir, 0, steal, NULL, &applied, &err), CW_CONFLICT,
	      CW_MSG_DB_MIGRATION_BUSY);
	ck_assert_uint_eq(applied, 0);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM schema_version"), 0);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM migration_lease"), 1); /* not ours to drop */
}
END_TEST

/* A step may take longer than a statement of the service. */
START_TEST(steps_have_time)
{
	struct db_conf quick = conf;
	struct db_conn *q;

	quick.statement_timeout_s = 1;
	must(db_conn_open(&quick, &q, &err));
	put("0001-one.sql", "DO SLEEP(1.5);\n");
	must(db_migrate_run(q, dir, 0, NULL, NULL, &applied, &err));
	db_conn_close(q);
}
END_TEST

/* While a long step runs the lease is renewed: one that would have run out has not. */
static void shorten(void *arg, const char *file, unsigned statement)
{
	(void)file;
	if (statement == 1)
		test_db_sql(
			&conf,
			"UPDATE migration_lease SET until = UTC_TIMESTAMP(6) + INTERVAL 8 SECOND");
	if (statement == 2)
		*(uint64_t *)arg = number("SELECT COUNT(*) FROM migration_lease"
					  " WHERE until > UTC_TIMESTAMP(6) + INTERVAL 8 SECOND");
}

START_TEST(lease_is_renewed)
{
	uint64_t renewed = 0;

	put("0001-one.sql", "DO SLEEP(6.5);\nDO 1;\n");
	must(db_migrate_run(c, dir, 0, shorten, &renewed, &applied, &err));
	ck_assert_uint_eq(renewed, 1);
}
END_TEST

/* ---- The project's own. */

struct said {
	unsigned statements, files;
};

static void count(void *arg, const char *file, unsigned statement)
{
	struct said *s = arg;

	(void)file;
	s->statements += statement > 0;
	s->files += statement == 0;
}

START_TEST(own_migrations)
{
	struct said s = { 0 };
	unsigned version, newest, tables;

	must(db_migrate_run(c, test_db_migrations(), 0, count, &s, &applied, &err));
	ck_assert_uint_eq(applied, DB_SCHEMA_MAX); /* a new file needs a new DB_SCHEMA_MAX */
	ck_assert_uint_eq(s.files, applied);
	must(db_schema_check(c, &version, &err));
	must(db_migrate_status(c, test_db_migrations(), &version, &newest, &err));
	ck_assert_uint_eq(version, newest);
	/* Each step can be run twice, as after a crash right before its row was written. */
	tables = (unsigned)number("SELECT COUNT(*) FROM information_schema.TABLES"
				  " WHERE TABLE_SCHEMA = DATABASE()");
	must(run("DELETE FROM schema_version"));
	must(db_migrate_run(c, test_db_migrations(), 0, count, &s, &applied, &err));
	ck_assert_uint_eq(applied, DB_SCHEMA_MAX);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM information_schema.TABLES"
				 " WHERE TABLE_SCHEMA = DATABASE()"),
			  tables);
	/* InnoDB only (style.md, Galera), and no table without a primary key. */
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM information_schema.TABLES"
				 " WHERE TABLE_SCHEMA = DATABASE() AND ENGINE <> 'InnoDB'"),
			  0);
	ck_assert_uint_eq(
		number("SELECT COUNT(*) FROM information_schema.TABLES t WHERE"
		       " TABLE_SCHEMA = DATABASE() AND NOT EXISTS (SELECT 1 FROM"
		       " information_schema.STATISTICS s WHERE s.TABLE_SCHEMA = t.TABLE_SCHEMA"
		       " AND s.TABLE_NAME = t.TABLE_NAME AND s.INDEX_NAME = 'PRIMARY')"),
		0);
}
END_TEST

/* ---- What a step does to rows that are there before it. */

/* The project's migrations from FIRST to LAST, in the test's folder. */
static void own_files(unsigned first, unsigned last)
{
	DIR *d = opendir(test_db_migrations());
	struct dirent *e;
	unsigned n, found = 0;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d))) {
		char from[512], to[512];

		if (sscanf(e->d_name, "%4u-", &n) != 1 || n < first || n > last)
			continue;
		snprintf(from, sizeof(from), "%s/%s", test_db_migrations(), e->d_name);
		snprintf(to, sizeof(to), "%s/%s", dir, e->d_name);
		ck_assert_int_eq(symlink(from, to), 0);
		found++;
	}
	closedir(d);
	ck_assert_uint_eq(found, last - first + 1);
}

static void case_row(unsigned id, unsigned handling, const char *due_on, const char *next_on,
		     const char *next_kind)
{
	char sql[1024];

	snprintf(sql, sizeof(sql),
		 "INSERT INTO docket (id, uid, agency_id, year, running, number, channel, state,"
		 " handling, applicant_id, title, description, ways, carriers, other_way_ok,"
		 " electronic_ok, submitted_at, submitted_on, due_on, is_open, next_on, next_kind,"
		 " code_mac, seq, head) VALUES (%u, %u, 1, 2026, %u, 'T-%u', 'online',"
		 " 'investigating', %u, 1, '', '', '', '', 0, 0, '2026-03-02', '2026-03-02', %s, 1,"
		 " '%s', '%s', '', 1, '')",
		 id, id, id, id, handling, due_on, next_on, next_kind);
	must(run(sql));
}

static void deadline_row(unsigned case_id, unsigned handling, const char *kind, const char *due_on,
			 const char *status)
{
	char sql[512];

	snprintf(
		sql, sizeof(sql),
		"INSERT INTO deadline (case_id, handling, kind, due_on, status, agency_id, mark_on,"
		" marked_on, remind_on) VALUES (%u, %u, '%s', '%s', '%s', 1, NULL, '2026-03-03',"
		" '2026-03-05')",
		case_id, handling, kind, due_on, status);
	must(run(sql));
}

/* How many rows say exactly this; 1 for each that is as wanted. */
static uint64_t deadlines_so(unsigned case_id, const char *kind, const char *what)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		 "SELECT COUNT(*) FROM deadline WHERE case_id = %u AND kind = '%s' AND %s", case_id,
		 kind, what);
	return number(sql);
}

static uint64_t next_is(unsigned case_id, const char *next_on, const char *next_kind)
{
	char sql[256];

	snprintf(
		sql, sizeof(sql),
		"SELECT COUNT(*) FROM docket WHERE id = %u AND next_on = '%s' AND next_kind = '%s'",
		case_id, next_on, next_kind);
	return number(sql);
}

/* 0028: an extension that waits was noted on the day of its asking. */
START_TEST(decisions_of_before)
{
	static const char moved[] =
		"due_on = '2026-03-30' AND version = 2 AND mark_on = '2026-03-31'"
		" AND marked_on IS NULL AND remind_on = '1990-01-01'";
	static const char as_it_was[] =
		"due_on = '2026-03-02' AND version = 1 AND mark_on IS NULL"
		" AND marked_on = '2026-03-03' AND remind_on = '2026-03-05'";

	own_files(1, 27);
	must(migrate());
	must(run("SET SESSION foreign_key_checks = 0"));
	/* 1: nothing falls due before the reply. */
	case_row(1, 1, "'2026-03-30'", "2026-03-02", "extension");
	deadline_row(1, 1, "extension", "2026-03-02", "open");
	deadline_row(1, 1, "reply", "2026-03-30", "open");
	/* 2: something else does; the last day of a correction notice is not waited for. */
	case_row(2, 1, "'2026-03-30'", "2026-03-02", "extension");
	deadline_row(2, 1, "extension", "2026-03-02", "open");
	deadline_row(2, 1, "correction_day", "2026-03-09", "open");
	deadline_row(2, 1, "secrecy_review", "2026-03-10", "open");
	deadline_row(2, 1, "reply", "2026-03-30", "open");
	/* 3: decided already. */
	case_row(3, 1, "'2026-03-30'", "2026-03-30", "reply");
	deadline_row(3, 1, "extension", "2026-03-02", "met");
	deadline_row(3, 1, "reply", "2026-03-30", "open");
	/* 4: the clock waits, there is no day of the reply. */
	case_row(4, 1, "NULL", "2026-03-02", "extension");
	deadline_row(4, 1, "extension", "2026-03-02", "open");
	/* 5: of a handling that is over. */
	case_row(5, 2, "'2026-03-30'", "2026-03-30", "reply");
	deadline_row(5, 1, "extension", "2026-03-02", "open");
	deadline_row(5, 2, "reply", "2026-03-30", "open");
	/* 6: what waits for a head, and what does not. */
	case_row(6, 1, "NULL", "2026-03-12", "correction");
	deadline_row(6, 1, "correction", "2026-03-12", "open");
	deadline_row(6, 1, "fee", "2026-03-12", "met");
	deadline_row(6, 1, "unconfirmed", "2026-09-02", "open");

	own_files(28, 28);
	for (int twice = 0; twice < 2; twice++) {
		must(migrate());
		ck_assert_uint_eq(deadlines_so(1, "extension", moved), 1);
		ck_assert_uint_eq(deadlines_so(2, "extension", moved), 1);
		for (unsigned id = 3; id <= 5; id++)
			ck_assert_uint_eq(deadlines_so(id, "extension", as_it_was), 1);
		ck_assert_uint_eq(number("SELECT COUNT(*) FROM deadline WHERE kind <> 'extension'"
					 " AND version = 1 AND remind_on = '2026-03-05'"),
				  9);
		/* A decision stands before the reply of the same day. */
		ck_assert_uint_eq(next_is(1, "2026-03-30", "extension"), 1);
		ck_assert_uint_eq(next_is(2, "2026-03-10", "secrecy_review"), 1);
		ck_assert_uint_eq(next_is(3, "2026-03-30", "reply"), 1);
		ck_assert_uint_eq(next_is(4, "2026-03-02", "extension"), 1);
		ck_assert_uint_eq(next_is(5, "2026-03-30", "reply"), 1);
		ck_assert_uint_eq(next_is(6, "2026-03-12", "correction"), 1);
		ck_assert_uint_eq(number("SELECT COUNT(*) FROM deadline WHERE head_waits = 1"), 2);
		ck_assert_uint_eq(deadlines_so(6, "correction", "head_waits = 1"), 1);
		ck_assert_uint_eq(deadlines_so(6, "unconfirmed", "head_waits = 1"), 1);
		/* Run again, as after a crash before its row was written: nothing changes. */
		must(run("DELETE FROM schema_version WHERE version = 28"));
	}
}
END_TEST

/* 0029: the event by which a document came stands in the history alone. */
START_TEST(documents_of_before)
{
	own_files(1, 28);
	must(migrate());
	must(run("SET SESSION foreign_key_checks = 0"));
	must(run("INSERT INTO document (id, uid, case_id, handling, kind, status, name, size,"
		 " author_role, created_at, moved_at) VALUES"
		 " (7, '7', 1, 1, 'release', 'complete', '', 1, 'caseworker', NOW(), NOW()),"
		 " (8, '8', 1, 1, 'release', 'complete', '', 1, 'caseworker', NOW(), NOW()),"
		 " (9, '9', 1, 1, 'proof', 'uploading', '', 1, 'clerk', NOW(), NOW())"));
	must(run("INSERT INTO event (case_id, seq, handling, act, happened_on, recorded_at,"
		 " actor_role, request_id, body, hash) VALUES"
		 " (1, 4, 1, 'attach', '2026-03-02', NOW(), 'caseworker', '',"
		 "  '{\"act\":\"attach\",\"detail\":{\"document\":\"7\"}}', ''),"
		 " (1, 6, 1, 'attach', '2026-03-02', NOW(), 'caseworker', '',"
		 "  '{\"act\":\"attach\",\"detail\":{\"document\":\"8\"}}', ''),"
		 " (1, 7, 1, 'detach', '2026-03-02', NOW(), 'caseworker', '',"
		 "  '{\"act\":\"detach\",\"detail\":{\"document\":\"8\"}}', ''),"
		 " (2, 5, 1, 'attach', '2026-03-02', NOW(), 'caseworker', '',"
		 "  '{\"act\":\"attach\",\"detail\":{\"document\":\"7\"}}', '')"));

	own_files(29, 29);
	for (int twice = 0; twice < 2; twice++) {
		must(migrate());
		ck_assert_uint_eq(number("SELECT attached_seq FROM document WHERE id = 7"), 4);
		ck_assert_uint_eq(number("SELECT attached_seq FROM document WHERE id = 8"), 6);
		ck_assert_uint_eq(number("SELECT attached_seq FROM document WHERE id = 9"), 0);
		must(run("DELETE FROM schema_version WHERE version = 29"));
	}
}
END_TEST

/* 0030: the reply's row names its last drafter alone. */
START_TEST(drafters_of_before)
{
	own_files(1, 29);
	must(migrate());
	must(run("SET SESSION foreign_key_checks = 0"));
	must(run("INSERT INTO user (id, login, name, created_at) VALUES (2, 'a', 'a', NOW()),"
		 " (3, 'b', 'b', NOW()), (4, 'c', 'c', NOW()), (8, 'd', 'd', NOW()),"
		 " (9, 'e', 'e', NOW())"));
	must(run("INSERT INTO reply (id, uid, agency_id, case_id, handling, status, drafter_id) VALUES"
		 " (5, '5', 1, 1, 1, 'submitted', 3), (6, '6', 1, 1, 2, 'draft', 4)"));
	must(run("INSERT INTO event (case_id, seq, handling, act, happened_on, recorded_at,"
		 " actor_id, actor_role, request_id, body, hash) VALUES"
		 " (1, 4, 1, 'reply_draft', '2026-03-02', NOW(), 2, 'caseworker', '', '{}', ''),"
		 " (1, 5, 1, 'reply_draft', '2026-03-02', NOW(), 3, 'caseworker', '', '{}', ''),"
		 " (1, 6, 1, 'reply_return', '2026-03-02', NOW(), 8, 'head', '', '{}', ''),"
		 " (1, 7, 1, 'reply_draft', '2026-03-02', NOW(), 3, 'caseworker', '', '{}', ''),"
		 " (1, 9, 2, 'reply_draft', '2026-03-02', NOW(), 4, 'caseworker', '', '{}', ''),"
		 " (2, 4, 1, 'reply_draft', '2026-03-02', NOW(), 9, 'caseworker', '', '{}', '')"));

	own_files(30, 30);
	for (int twice = 0; twice < 2; twice++) {
		must(migrate());
		ck_assert_uint_eq(number("SELECT COUNT(*) FROM reply_drafter"), 3);
		ck_assert_uint_eq(number("SELECT COUNT(*) FROM reply_drafter WHERE reply_id = 5"
					 " AND user_id IN (2, 3)"),
				  2);
		must(run("DELETE FROM schema_version WHERE version = 30"));
	}
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("migrations");
	TCase *t = tcase_create("migrations");

	tcase_add_checked_fixture(t, set_up_dir, tear_down_dir);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, each_is_applied_once);
	tcase_add_test(t, statements_are_found);
	tcase_add_test(t, half_applied_is_run_again);
	tcase_add_loop_test(t, bad_folders_change_nothing, 0, 6);
	tcase_add_test(t, end_is_missing);
	tcase_add_test(t, no_folder);
	tcase_add_test(t, changed_file_is_refused);
	tcase_add_test(t, newer_schema_is_refused);
	tcase_add_test(t, older_schema_is_refused);
	tcase_add_test(t, no_schema_is_refused);
	tcase_add_test(t, two_at_once);
	tcase_add_test(t, lease_of_another);
	tcase_add_test(t, stolen_lease);
	tcase_add_test(t, steps_have_time);
	tcase_add_test(t, lease_is_renewed);
	tcase_add_test(t, own_migrations);
	tcase_add_test(t, decisions_of_before);
	tcase_add_test(t, documents_of_before);
	tcase_add_test(t, drafters_of_before);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(suite());
}
