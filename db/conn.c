/* Opening, losing and regaining the connection; what the server must be set to. */
#include "db/internal.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"

#define CONNECT_S   5
#define STATEMENT_S 10
#define LOCK_S	    5
/* The client waits longer than the server may work, so that the server's own word is heard. */
#define CLIENT_EXTRA_S 5
/* A connection that answered within this time is taken to be alive. */
#define FRESH_US 1000000

int64_t db_now_mono(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* ---- Calls. */

void db_fault_after(struct db_conn *c, unsigned n, unsigned errno_)
{
	c->fault_in = n;
	c->fault_errno = errno_;
}

uint64_t db_conn_calls(const struct db_conn *c)
{
	return c->calls;
}

int db_call_begin(struct db_conn *c, unsigned *fault, struct cw_err *err)
{
	*fault = 0;
	if (c->in_tx && c->fate != DB_FATE_NONE)
		/* After a deadlock the server is outside any transaction: what came now would be
		 * committed by itself. */
		return db_error(c, c->fate_errno, "after an earlier error", NULL, err);
	if (c->lost || !c->my)
		return db_error(c, CR_SERVER_GONE_ERROR, "not connected", NULL, err);
	c->calls++;
	if (c->fault_in && --c->fault_in == 0)
		*fault = c->fault_errno;
	return 0;
}

int (db_call_fault)(struct db_conn *c, unsigned fault, const char *sql, struct cw_err *err)
{
	unsigned number = fault & ~DB_FAULT_DONE;

	db_error(c, number, "injected", sql, err);
	if (c->lost)
		db_conn_drop(c); /* now, as a broken connection ends what it had open */
	return -1;
}

/* SQL_HEAD is for the error's text. */
static int query(struct db_conn *c, const char *sql, size_t len, const char *sql_head,
		 struct cw_err *err)
{
	int rc = mysql_real_query(c->my, sql, len);

	while (rc == 0) {
		MYSQL_RES *rows = mysql_store_result(c->my);

		if (!rows && mysql_errno(c->my))
			break;
		mysql_free_result(rows);
		rc = mysql_next_result(c->my);
	}
	if (mysql_errno(c->my))
		return db_error(c, mysql_errno(c->my), mysql_error(c->my), sql_head, err);
	return 0;
}

int db_conn_exec(struct db_conn *c, const char *sql, size_t len, struct cw_err *err)
{
	char head[48];
	unsigned fault;

	snprintf(head, sizeof(head), "%.*s", (int)(len < sizeof(head) ? len : sizeof(head)), sql);
	if (db_call_begin(c, &fault, err))
		return -1;
	if (fault && !(fault & DB_FAULT_DONE))
		return db_call_fault(c, fault, head, err);
	if (query(c, sql, len, head, err))
		return -1;
	c->used_at = db_now_mono();
	return fault ? db_call_fault(c, fault, head, err) : 0;
}

/* ---- Connecting. */

void db_conn_drop(struct db_conn *c)
{
	c->lost = true;
	if (!c->my)
		return;
	if (c->reading) {
		/* The rows being handed out still need the handle; the server must see the end now.
		 */
		mariadb_cancel(c->my);
		return;
	}
	/* Statements outlive it harmlessly; each is prepared again when next used (generation). */
	mysql_close(c->my);
	c->my = NULL;
}

/* Everything that a server's configuration could have changed. */
static int set_session(struct db_conn *c, struct cw_err *err)
{
	char sql[600];
	int n = snprintf(sql, sizeof(sql),
			 "SET SESSION time_zone = '+00:00', autocommit = 1,"
			 " sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
			 "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
			 " max_statement_time = %u, innodb_lock_wait_timeout = %u,"
			 " lock_wait_timeout = %u, wait_timeout = 28800, foreign_key_checks = 1,"
			 " unique_checks = 1",
			 c->conf.statement_timeout_s, c->conf.lock_timeout_s,
			 c->conf.lock_timeout_s);
	static const char isolation[] = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";
	static const char of_queue[] = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
	static const char names[] = "SET NAMES utf8mb4 COLLATE utf8mb4_bin";

	if (db_conn_exec(c, sql, (size_t)n, err) ||
	    (c->conf.queue ? db_conn_exec(c, of_queue, sizeof(of_queue) - 1, err)
			   : db_conn_exec(c, isolation, sizeof(isolation) - 1, err)) ||
	    db_conn_exec(c, names, sizeof(names) - 1, err))
		return -1;
	return 0;
}

/* A setting that not every version has; one that does not is as if it were set. */
static int set_if_known(struct db_conn *c, const char *sql, struct cw_err *err)
{
	if (mysql_real_query(c->my, sql, strlen(sql)) == 0 ||
	    mysql_errno(c->my) == ER_UNKNOWN_SYSTEM_VARIABLE)
		return 0;
	return db_error(c, mysql_errno(c->my), mysql_error(c->my), sql, err);
}

static int set_newer(struct db_conn *c, struct cw_err *err)
{
	/* On since 11.6.2: a row that changed since the snapshot is then 1020 instead of its latest
	 * version.  Here every write locks first or compares a version, so that it would protect
	 * nothing and only make a busy number row fail over and over; the same on all versions. */
	if (set_if_known(c, "SET SESSION innodb_snapshot_isolation = OFF", err))
		return -1;
	/* In a cluster a read waits for what other nodes have committed before it. */
	return set_if_known(c, "SET SESSION wsrep_sync_wait = 1", err);
}

static void library_init(void)
{
	mysql_library_init(0, NULL, NULL);
}

static MYSQL *new_handle(const struct db_conf *conf)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	unsigned io = conf->statement_timeout_s + CLIENT_EXTRA_S;
	unsigned protocol = conf->socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
	unsigned no_files = 0;
	my_bool off = 0, on = 1;
	MYSQL *my;

	pthread_once(&once, library_init);
	my = mysql_init(NULL);
	if (!my)
		return NULL;
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &conf->connect_timeout_s);
	mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &io);
	mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &io);
	mysql_options(my, MYSQL_OPT_RECONNECT, &off);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &no_files);
	mysql_options(my, MYSQL_OPT_PROTOCOL, &protocol);
	mysql_options(my, MYSQL_REPORT_DATA_TRUNCATION, &on);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	return my;
}

static int connect_now(struct db_conn *c, struct cw_err *err)
{
	/* With a host name the library takes TCP, whatever the protocol option says. */
	const char *host = c->conf.socket ? NULL : c->conf.host;

	db_conn_drop(c);
	c->my = new_handle(&c->conf);
	if (!c->my)
		return cw_fail_memory(err);
	if (!mysql_real_connect(c->my, host, c->conf.user, c->conf.password, c->conf.database,
				c->conf.port, c->conf.socket, 0)) {
		db_error(c, mysql_errno(c->my), mysql_error(c->my), NULL, err);
		db_conn_drop(c);
		/* Whatever it said, for the caller the database is away. */
		err->code = CW_UNAVAILABLE;
		return -1;
	}
	c->lost = false;
	c->generation++;
	if (set_session(c, err) || set_newer(c, err)) {
		db_conn_drop(c);
		return -1;
	}
	c->used_at = db_now_mono();
	return 0;
}

int db_conn_open(const struct db_conf *conf, struct db_conn **out, struct cw_err *err)
{
	struct db_conn *c = calloc(1, sizeof(*c));

	*out = NULL;
	if (!c)
		return cw_fail_memory(err);
	c->conf = *conf;
	if (!c->conf.connect_timeout_s)
		c->conf.connect_timeout_s = CONNECT_S;
	if (!c->conf.statement_timeout_s)
		c->conf.statement_timeout_s = STATEMENT_S;
	if (!c->conf.lock_timeout_s)
		c->conf.lock_timeout_s = LOCK_S;
	if (connect_now(c, err)) {
		db_conn_close(c);
		return -1;
	}
	*out = c;
	return 0;
}

void db_conn_close(struct db_conn *c)
{
	if (!c)
		return;
	db_conn_drop(c);
	db_stmt_forget(c);
	free(c);
}

int db_conn_ready(struct db_conn *c, struct cw_err *err)
{
	if (c->in_tx || c->reading) {
		/* A new connection knows nothing of the transaction, nor of the rows being read. */
		if (c->lost)
			return db_error(c, CR_SERVER_GONE_ERROR, "not connected", NULL, err);
		return 0;
	}
	if (!c->lost && db_now_mono() - c->used_at > FRESH_US) {
		if (mysql_ping(c->my))
			c->lost = true;
		else
			c->used_at = db_now_mono();
	}
	if (!c->lost)
		return 0;
	if (connect_now(c, err))
		return -1;
	cw_log(CW_LOG_INFO, "db_reconnected", "connection=%u", c->generation);
	return 0;
}

/* ---- What the server must be set to. */

struct wanted {
	const char *name;
	const char *should; /* any of these, by commas */
};

/* Of the server as a whole.  A name that this version does not have is passed over. */
static const struct wanted wanted_server[] = {
	/* 3 syncs at every commit too. */
	{ "innodb_flush_log_at_trx_commit", "1,3" },
	{ "innodb_doublewrite", "ON" },
	{ "innodb_force_recovery", "0" },
	{ "innodb_flush_method", "fsync,O_DSYNC,O_DIRECT" },
};
static const struct wanted wanted_binlog[] = {
	/* Only with the log on: recovery then asks it which transactions are committed. */
	{ "sync_binlog", "1" },
};
/* Of this session, read back: a proxy between may have its own mind. */
static const struct wanted wanted_session[] = {
	{ "tx_isolation", "REPEATABLE-READ" },
	{ "transaction_isolation", "REPEATABLE-READ" },
	{ "autocommit", "ON" },
	{ "time_zone", "+00:00" },
	{ "character_set_client", "utf8mb4" },
	{ "character_set_connection", "utf8mb4" },
	{ "character_set_results", "utf8mb4" },
	{ "character_set_database", "utf8mb4" },
	{ "foreign_key_checks", "ON" },
	{ "unique_checks", "ON" },
};

struct server_check {
	void (*say)(void *arg, const char *name, const char *is, const char *should);
	void *arg;
	const char *name, *is; /* the row */
	const struct wanted *wanted;
	size_t n;
	bool binlog;
	unsigned weak;
};

static bool in_list(const char *list, const char *item)
{
	size_t len = strlen(item);

	for (const char *p = list; p; p = strchr(p, ',')) {
		p += *p == ',';
		if (strncmp(p, item, len) == 0 && (p[len] == ',' || p[len] == '\0'))
			return true;
	}
	return false;
}

static void weak(struct server_check *k, const char *name, const char *is, const char *should)
{
	k->weak++;
	if (k->say)
		k->say(k->arg, name, is, should);
}

static int check_row(void *arg, struct cw_err *err)
{
	struct server_check *k = arg;

	(void)err;
	if (strcmp(k->name, "log_bin") == 0)
		k->binlog = strcmp(k->is, "ON") == 0;
	if (strcmp(k->name, "sql_mode") == 0 && !in_list(k->is, "STRICT_ALL_TABLES"))
		weak(k, k->name, k->is, "STRICT_ALL_TABLES");
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->name, k->wanted[i].name) == 0 && !in_list(k->wanted[i].should, k->is))
			weak(k, k->name, k->is, k->wanted[i].should);
	return 0;
}

int db_conn_check_server(struct db_conn *c,
			 void (*say)(void *arg, const char *name, const char *is,
				     const char *should),
			 void *arg, unsigned *n_weak, struct cw_err *err)
{
	static const char server[] =
		"SHOW GLOBAL VARIABLES WHERE Variable_name IN ('innodb_flush_log_at_trx_commit',"
		" 'innodb_doublewrite', 'innodb_force_recovery', 'innodb_flush_method', 'log_bin')";
	static const char binlog[] = "SHOW GLOBAL VARIABLES WHERE Variable_name = 'sync_binlog'";
	static const char session[] =
		"SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation',"
		" 'transaction_isolation', 'autocommit', 'time_zone', 'character_set_client',"
		" 'character_set_connection', 'character_set_results', 'character_set_database',"
		" 'sql_mode', 'foreign_key_checks', 'unique_checks')";
	struct server_check k = { .say = say, .arg = arg };
	const struct db_out out[] = { DB_OUT_STR(k.name), DB_OUT_STR(k.is) };
	struct cw_arena *a = cw_arena_new(0);
	int rc = -1;

	if (!a)
		return cw_fail_memory(err);
	k.wanted = wanted_server;
	k.n = DB_N(wanted_server);
	if (db_list(c, a, server, NULL, 0, out, DB_N(out), check_row, &k, err))
		goto out;
	k.wanted = wanted_binlog;
	k.n = DB_N(wanted_binlog);
	if (k.binlog && db_list(c, a, binlog, NULL, 0, out, DB_N(out), check_row, &k, err))
		goto out;
	k.wanted = wanted_session;
	k.n = DB_N(wanted_session);
	if (db_list(c, a, session, NULL, 0, out, DB_N(out), check_row, &k, err))
		goto out;
	*n_weak = k.weak;
	rc = 0;
out:
	cw_arena_free(a);
	return rc;
}
