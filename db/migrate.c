/* Applying migrations, one migrator at a time. */
#include "db/migrate.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "db/crypt.h"
#include "db/internal.h"
#include "db/sqlfile.h"

#define LEASE_S	    30
#define RENEW_S	    5
#define STATEMENT_S 86400 /* an ALTER of a large table takes its time */
#define LOCK_TRIES  20	  /* each waits conf.lock_timeout_s for the table and then lets others by */
#define OWNER	    16

static void sleep_ms(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

/* ---- The two tables that migrations stand on. */

static int make_tables(struct db_conn *c, struct cw_err *err)
{
	static const char versions[] =
		"CREATE TABLE IF NOT EXISTS schema_version ("
		" version INT UNSIGNED NOT NULL,"
		" name VARCHAR(120) CHARACTER SET ascii NOT NULL,"
		" checksum BINARY(32) NOT NULL,"
		" needs INT UNSIGNED NOT NULL," /* what a program must know at least */
		" applied_at DATETIME(6) NOT NULL,"
		" PRIMARY KEY (version)) ENGINE=InnoDB";
	static const char lease[] =
		"CREATE TABLE IF NOT EXISTS migration_lease ("
		" id TINYINT UNSIGNED NOT NULL,"
		" owner BINARY(16) NOT NULL,"
		" until DATETIME(6) NOT NULL,"
		" PRIMARY KEY (id),"
		" CONSTRAINT c_migration_lease_one CHECK (id = 1)) ENGINE=InnoDB";

	if (db_conn_exec(c, versions, sizeof(versions) - 1, err))
		return -1;
	return db_conn_exec(c, lease, sizeof(lease) - 1, err);
}

/* ---- The lease.  Its times are the server's: one clock for all migrators. */

struct lease {
	unsigned char owner[OWNER];
	bool mine;
};

/* Takes it if it is free, mine or run out. */
static int lease_take_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	static const char take[] = "INSERT INTO migration_lease (id, owner, until)"
				   " VALUES (1, ?, UTC_TIMESTAMP(6) + INTERVAL ? SECOND)"
				   " ON DUPLICATE KEY UPDATE"
				   " owner = IF(until < UTC_TIMESTAMP(6), VALUES(owner), owner),"
				   /* assigned from left to right: this sees the new owner */
				   " until = IF(owner = VALUES(owner), VALUES(until), until)";
	static const char look[] = "SELECT owner = ? FROM migration_lease WHERE id = 1";
	struct lease *l = arg;
	const struct db_in in[] = { DB_BYTES(l->owner, OWNER), DB_U64(LEASE_S) };
	const struct db_out out[] = { DB_OUT_BOOL(l->mine) };

	if (db_run(c, take, in, DB_N(in), NULL, err))
		return -1;
	return db_get(c, NULL, look, in, 1, out, DB_N(out), err);
}

static int lease_wait(struct db_conn *c, struct lease *l, unsigned wait_s, struct cw_err *err)
{
	int64_t until = db_now_mono() + (int64_t)wait_s * 1000000;

	for (;;) {
		if (db_tx_run(c, lease_take_tx, l, NULL, err))
			return -1;
		if (l->mine)
			return 0;
		if (db_now_mono() >= until)
			return cw_fail(err, CW_CONFLICT, CW_MSG_DB_MIGRATION_BUSY, NULL);
		sleep_ms(250);
	}
}

static int lease_drop_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM migration_lease WHERE id = 1 AND owner = ?";
	struct lease *l = arg;
	const struct db_in in[] = { DB_BYTES(l->owner, OWNER) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* Renews the lease while a long statement runs; a connection and a thread of its own. */
struct keeper {
	struct db_conf conf;
	struct lease lease;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t stop;
	bool stopping;
};

/* False once the migration is over. */
static bool keeper_sleeps(struct keeper *k)
{
	struct timespec ts;
	bool on;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += RENEW_S;
	pthread_mutex_lock(&k->lock);
	while (!k->stopping && pthread_cond_timedwait(&k->stop, &k->lock, &ts) == 0)
		;
	on = !k->stopping;
	pthread_mutex_unlock(&k->lock);
	return on;
}

static void *keeper_main(void *arg)
{
	struct keeper *k = arg;
	struct db_conn *c = NULL;
	struct cw_err err;

	while (keeper_sleeps(k)) {
		cw_err_clear(&err);
		if ((!c && db_conn_open(&k->conf, &c, &err)) ||
		    db_tx_run(c, lease_take_tx, &k->lease, NULL, &err))
			/* It may come back in time; if not, the row at the end is refused. */
			cw_log(CW_LOG_WARN, "migration_lease", "detail=\"%s\"", err.detail);
	}
	db_conn_close(c);
	return NULL;
}

static int keeper_start(struct keeper *k, struct cw_err *err)
{
	pthread_condattr_t attr;
	int rc;

	pthread_mutex_init(&k->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&k->stop, &attr);
	pthread_condattr_destroy(&attr);
	rc = pthread_create(&k->thread, NULL, keeper_main, k);
	return rc ? cw_fail_memory(err) : 0;
}

static void keeper_stop(struct keeper *k)
{
	pthread_mutex_lock(&k->lock);
	k->stopping = true;
	pthread_cond_signal(&k->stop);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->stop);
	pthread_mutex_destroy(&k->lock);
}

/* ---- What is applied. */

struct applied {
	const struct db_sqlfile *files;
	size_t n;
	uint64_t version;
	unsigned char *checksum;
	size_t len;
	unsigned newest;
};

static int applied_row(void *arg, struct cw_err *err)
{
	struct applied *r = arg;
	char is[12], knows[12];

	if (r->version > r->n) {
		snprintf(is, sizeof(is), "%u", (unsigned)r->version);
		snprintf(knows, sizeof(knows), "%zu", r->n);
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_SCHEMA_NEW, is, knows, NULL);
	}
	if (r->len != 32 || memcmp(r->checksum, r->files[r->version - 1].checksum, 32) != 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_MIGRATION_CHANGED,
			       r->files[r->version - 1].name, NULL);
	r->newest = (unsigned)r->version;
	return 0;
}

static int applied_list(struct db_conn *c, struct cw_arena *a, struct applied *r,
			struct cw_err *err)
{
	static const char sql[] =
		"SELECT version, checksum FROM schema_version ORDER BY version LIMIT 10000";
	const struct db_out out[] = { DB_OUT_U64(r->version), DB_OUT_BYTES(r->checksum, r->len) };

	return db_list(c, a, sql, NULL, 0, out, DB_N(out), applied_row, r, err);
}

struct done {
	const struct db_sqlfile *file;
	struct lease lease;
};

/* The file counts as applied: only if the lease is still ours. */
static int applied_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	static const char add[] =
		"INSERT INTO schema_version (version, name, checksum, needs, applied_at)"
		" VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))";
	struct done *d = arg;
	const struct db_in in[] = { DB_U64(d->file->number), DB_STR(d->file->name),
				    DB_BYTES(d->file->checksum, 32), DB_U64(d->file->needs) };

	if (lease_take_tx(c, &d->lease, err))
		return -1;
	if (!d->lease.mine)
		return cw_fail(err, CW_CONFLICT, CW_MSG_DB_MIGRATION_BUSY, NULL);
	return db_run(c, add, in, DB_N(in), NULL, err);
}

/* ---- Applying. */

struct migration {
	struct db_conn *c;    /* short: lease, rows */
	struct db_conn *slow; /* the files' statements */
	struct lease lease;
	db_migrate_say_fn *say;
	void *arg;
};

static int run_statement(struct db_conn *c, const struct db_sqlwalk *w, struct cw_err *err)
{
	for (int i = 1;; i++) {
		if (db_conn_ready(c, err))
			return -1;
		if (db_conn_exec(c, w->start, w->len, err) == 0)
			return 0;
		/* A table in use: others go first, then again. */
		if ((err->msg != CW_MSG_DB_LOCK_WAIT && err->msg != CW_MSG_DB_BUSY) ||
		    i == LOCK_TRIES)
			return -1;
		cw_err_clear(err);
		sleep_ms(500);
	}
}

static int apply(struct migration *m, const struct db_sqlfile *file, struct cw_err *err)
{
	struct db_sqlwalk w = { .file = file };
	struct done done = { .file = file, .lease = m->lease };
	unsigned n = 0;
	char where[CW_ERR_ARG];
	int more;

	while ((more = db_sqlfile_next(&w, err)) > 0) {
		if (m->say)
			m->say(m->arg, file->name, ++n);
		if (run_statement(m->slow, &w, err)) {
			snprintf(where, sizeof(where), "line %u: %.70s", w.start_line, err->detail);
			return cw_fail(err, CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN, file->name,
				       where, NULL);
		}
	}
	if (more < 0 || db_tx_run(m->c, applied_tx, &done, NULL, err))
		return -1;
	if (m->say)
		m->say(m->arg, file->name, 0);
	return 0;
}

static int apply_all(struct migration *m, struct cw_arena *a, const struct db_sqlfile *files,
		     size_t n, unsigned *applied, struct cw_err *err)
{
	struct applied r = { .files = files, .n = n };
	struct db_conf conf = m->c->conf;
	int rc = 0;

	if (applied_list(m->c, a, &r, err))
		return -1;
	if (r.newest == n)
		return 0;
	conf.statement_timeout_s = STATEMENT_S;
	if (db_conn_open(&conf, &m->slow, err))
		return -1;
	for (size_t i = r.newest; i < n && rc == 0; i++) {
		rc = apply(m, &files[i], err);
		*applied += rc == 0;
	}
	db_conn_close(m->slow);
	return rc;
}

static int migrate(struct migration *m, struct cw_arena *a, const char *dir, unsigned wait_s,
		   unsigned *applied, struct cw_err *err)
{
	struct keeper k = { .conf = m->c->conf };
	struct db_sqlfile *files;
	struct cw_err ignored;
	size_t n;
	int rc;

	if (db_sqlfile_list(a, dir, &files, &n, err) || db_conn_ready(m->c, err) ||
	    make_tables(m->c, err) || lease_wait(m->c, &m->lease, wait_s, err))
		return -1;
	k.lease = m->lease;
	rc = keeper_start(&k, err);
	if (rc == 0) {
		rc = apply_all(m, a, files, n, applied, err);
		keeper_stop(&k);
	}
	cw_err_clear(&ignored);
	if (db_tx_run(m->c, lease_drop_tx, &m->lease, NULL, &ignored))
		cw_log(CW_LOG_WARN, "migration_lease", "kept_s=%d detail=\"%s\"", LEASE_S,
		       ignored.detail);
	return rc;
}

int db_migrate_run(struct db_conn *c, const char *dir, unsigned wait_s, db_migrate_say_fn *say,
		   void *arg, unsigned *applied, struct cw_err *err)
{
	struct migration m = { .c = c, .say = say, .arg = arg };
	struct cw_arena *a = cw_arena_new(0);
	int rc;

	*applied = 0;
	if (!a)
		return cw_fail_memory(err);
	db_random(m.lease.owner, sizeof(m.lease.owner));
	rc = migrate(&m, a, dir, wait_s, applied, err);
	cw_arena_free(a);
	return rc;
}

/* ---- Which schema is there. */

struct schema {
	uint64_t version, needs;
};

static int schema_read(struct db_conn *c, struct schema *s, struct cw_err *err)
{
	static const char there[] = "SELECT COUNT(*) FROM information_schema.TABLES WHERE"
				    " TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'schema_version'";
	static const char sql[] = "SELECT MAX(version), MAX(needs) FROM schema_version";
	uint64_t n;
	const struct db_out count[] = { DB_OUT_U64(n) };
	const struct db_out out[] = { DB_OUT_U64(s->version), DB_OUT_U64(s->needs) };

	memset(s, 0, sizeof(*s));
	if (db_get(c, NULL, there, NULL, 0, count, DB_N(count), err))
		return -1;
	return n ? db_get(c, NULL, sql, NULL, 0, out, DB_N(out), err) : 0;
}

int db_schema_check(struct db_conn *c, unsigned *version, struct cw_err *err)
{
	const unsigned limits[] = { DB_SCHEMA_MAX, DB_SCHEMA_MIN };
	struct schema s;
	char is[12], limit[12];
	bool old;

	if (schema_read(c, &s, err))
		return -1;
	*version = (unsigned)s.version;
	old = s.version < DB_SCHEMA_MIN;
	if (!old && s.needs <= DB_SCHEMA_MAX)
		return 0;
	snprintf(is, sizeof(is), "%u", *version);
	snprintf(limit, sizeof(limit), "%u", limits[old]);
	return cw_fail(err, CW_INTERNAL, old ? CW_MSG_DB_SCHEMA_OLD : CW_MSG_DB_SCHEMA_NEW, is,
		       limit, NULL);
}

int db_migrate_status(struct db_conn *c, const char *dir, unsigned *version, unsigned *newest,
		      struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	struct db_sqlfile *files;
	struct schema s;
	size_t n = 0;
	int rc;

	if (!a)
		return cw_fail_memory(err);
	rc = db_sqlfile_list(a, dir, &files, &n, err) || schema_read(c, &s, err) ? -1 : 0;
	if (rc == 0) {
		*version = (unsigned)s.version;
		*newest = (unsigned)n;
	}
	cw_arena_free(a);
	return rc;
}
