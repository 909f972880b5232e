#include <errmsg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/log.h"
#include "db/conn_int.h"

bool db_call_fails(struct db_conn *c, unsigned *errno_)
{
	c->calls++;
	if (c->fault_in == 0 || --c->fault_in)
		return false;
	*errno_ = c->fault_errno;
	return true;
}

void db_fault_after(struct db_conn *c, unsigned n, unsigned errno_)
{
	c->fault_in = n;
	c->fault_errno = errno_;
}

uint64_t db_conn_calls(const struct db_conn *c)
{
	return c->calls;
}

/* Server and client error numbers, by what a caller can do about them (style.md, Traps). */
enum sort { SORT_BUG, SORT_AGAIN, SORT_LOST, SORT_AWAY, SORT_CONFLICT };

static enum sort sort_of(unsigned e)
{
	switch (e) {
	case 1020: /* record has changed since last read (11.6.2 and later) */
	case 1205: /* lock wait timeout: rolls back only the statement, so the whole is run again */
	case 1213: /* deadlock, or a Galera certification failure */
		return SORT_AGAIN;
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_LOST:
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
	case 1053: /* server shutdown in progress */
	case 1927: /* connection was killed */
		return SORT_LOST;
	case 1040: /* too many connections */
	case 1047: /* Galera: not in the primary component */
	case 1021: /* disk full */
	case 1114: /* table full */
	case 1290: /* --read-only */
	case 1317: /* query interrupted */
	case 1836: /* read only mode */
	case 1969: /* max_statement_time exceeded */
	case 3024:
	case 1045: /* access denied: the administrator changes the password under us */
		return SORT_AWAY;
	case 1062: /* duplicate key */
	case 1451: /* a row that refers to it is there */
	case 1452: /* the row that it refers to is missing */
	case 4025: /* CHECK constraint */
		return SORT_CONFLICT;
	default:
		return SORT_BUG;
	}
}

int db_server_error(struct db_conn *c, unsigned errno_, const char *text, struct cw_err *err)
{
	enum sort sort = sort_of(errno_);

	switch (sort) {
	case SORT_CONFLICT:
		cw_fail(err, CW_CONFLICT, CW_MSG_DB_CONFLICT, NULL);
		break;
	case SORT_BUG:
		cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		break;
	default:
		c->poisoned = c->poisoned || sort == SORT_AGAIN;
		c->lost = c->lost || sort == SORT_LOST;
		cw_fail(err, CW_UNAVAILABLE, CW_MSG_DB_AWAY, NULL);
		err->retry_after = 2;
	}
	/* 1062's text names the key behind the value that clashed, which can be personal data: only
	 * what follows "for key" is kept. */
	if (errno_ == 1062) {
		const char *key = strstr(text, "for key ");

		snprintf(err->detail, sizeof(err->detail), "1062 %s", key ? key : "");
	} else if (sort == SORT_CONFLICT) {
		snprintf(err->detail, sizeof(err->detail), "%u", errno_);
	} else {
		snprintf(err->detail, sizeof(err->detail), "%u %s", errno_, text);
	}
	return -1;
}

bool db_err_duplicate(const struct cw_err *err, const char *key)
{
	char want[96];

	if (err->code != CW_CONFLICT || strncmp(err->detail, "1062 ", 5) != 0)
		return false;
	snprintf(want, sizeof(want), "'%s'", key);
	return strstr(err->detail, want) != NULL;
}

void db_conn_drop(struct db_conn *c)
{
	for (size_t i = 0; i < DB_CACHE; i++)
		if (c->cache[i].stmt)
			mysql_stmt_close(c->cache[i].stmt);
	memset(c->cache, 0, sizeof(c->cache));
	c->n_cached = 0;
	if (c->my)
		mysql_close(c->my);
	c->my = NULL;
}

int db_plain(struct db_conn *c, const char *sql, struct cw_err *err)
{
	unsigned fault;

	if (db_call_fails(c, &fault)) {
		/* The test's failure happens on the server too: the transaction is gone there. */
		if (sort_of(fault) == SORT_LOST)
			db_conn_drop(c);
		return db_server_error(c, fault, "test fault", err);
	}
	if (!c->my)
		return db_server_error(c, CR_SERVER_GONE_ERROR, "not connected", err);
	if (mysql_real_query(c->my, sql, strlen(sql)))
		return db_server_error(c, mysql_errno(c->my), mysql_error(c->my), err);
	return 0;
}

/* Everything that could differ between servers is said (style.md, Traps). */
static int set_up(struct db_conn *c, struct cw_err *err)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		 "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
		 "NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY',"
		 " time_zone = '+00:00', tx_isolation = 'REPEATABLE-READ', autocommit = 1,"
		 " max_statement_time = %u, innodb_lock_wait_timeout = %u",
		 c->conf.statement_timeout_s, c->conf.lock_timeout_s);
	return db_plain(c, sql, err);
}

static int connect_now(struct db_conn *c, struct cw_err *err)
{
	/* The client waits a little longer than the server works, so that the server's word is heard. */
	unsigned connect = c->conf.connect_timeout_s, io = c->conf.statement_timeout_s + 5;
	char off = 0;

	db_conn_drop(c);
	c->lost = false;
	c->poisoned = false;
	c->my = mysql_init(NULL);
	if (!c->my)
		return cw_fail_memory(err);
	mysql_options(c->my, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	mysql_options(c->my, MYSQL_OPT_READ_TIMEOUT, &io);
	mysql_options(c->my, MYSQL_OPT_WRITE_TIMEOUT, &io);
	mysql_options(c->my, MYSQL_OPT_RECONNECT, &off);
	mysql_options(c->my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(c->my, c->conf.host, c->conf.user, c->conf.password, c->conf.database,
				c->conf.port, c->conf.socket, 0)) {
		unsigned e = mysql_errno(c->my);

		/* Whatever the reason, the database is not there for us. */
		cw_fail(err, CW_UNAVAILABLE, CW_MSG_DB_AWAY, NULL);
		err->retry_after = 2;
		snprintf(err->detail, sizeof(err->detail), "%u %s", e, mysql_error(c->my));
		db_conn_drop(c);
		return -1;
	}
	if (set_up(c, err)) {
		db_conn_drop(c);
		return -1;
	}
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
		c->conf.connect_timeout_s = 5;
	if (!c->conf.statement_timeout_s)
		c->conf.statement_timeout_s = 10;
	if (!c->conf.lock_timeout_s)
		c->conf.lock_timeout_s = 5;
	if (connect_now(c, err)) {
		free(c);
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
	free(c);
}

int db_conn_ready(struct db_conn *c, struct cw_err *err)
{
	if (c->my && !c->lost)
		return 0;
	if (connect_now(c, err))
		return -1;
	cw_log(CW_LOG_INFO, "db_reconnected", "%s", "");
	return 0;
}

struct wanted {
	const char *name, *sql, *should;
};

int db_conn_check_server(struct db_conn *c,
			 void (*say)(void *arg, const char *name, const char *is, const char *should),
			 void *arg, unsigned *weak, struct cw_err *err)
{
	/* A value that does not stand in SHOULD (comma-separated) is weaker than what is promised. */
	static const struct wanted all[] = {
		{ "innodb_flush_log_at_trx_commit", "SELECT @@innodb_flush_log_at_trx_commit", "1" },
		{ "innodb_doublewrite", "SELECT @@innodb_doublewrite", "1,ON" },
		{ "sync_binlog", "SELECT IF(@@log_bin, @@sync_binlog, 1)", "1" },
		{ "tx_isolation", "SELECT @@tx_isolation", "REPEATABLE-READ" },
		{ "character_set_database", "SELECT @@character_set_database", "utf8mb4" },
		{ "character_set_connection", "SELECT @@character_set_connection", "utf8mb4" },
		{ "sql_mode", "SELECT IF(FIND_IN_SET('STRICT_ALL_TABLES', @@sql_mode), 'strict', @@sql_mode)",
		  "strict" },
	};
	struct cw_arena *a = cw_arena_new(0);

	*weak = 0;
	if (!a)
		return cw_fail_memory(err);
	for (size_t i = 0; i < DB_N(all); i++) {
		char *is, *list, *save = NULL;
		const struct db_out out[] = { DB_OUT_STR(is) };
		bool fine = false;

		if (db_get(c, a, all[i].sql, NULL, 0, out, 1, err)) {
			cw_arena_free(a);
			return -1;
		}
		list = cw_strdup(a, all[i].should);
		for (char *s = list ? strtok_r(list, ",", &save) : NULL; s; s = strtok_r(NULL, ",", &save))
			fine = fine || (is && strcmp(is, s) == 0);
		if (fine)
			continue;
		++*weak;
		say(arg, all[i].name, is ? is : "NULL", all[i].should);
	}
	cw_arena_free(a);
	return 0;
}
