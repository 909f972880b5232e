/* What MariaDB's numbers mean here: who is told what, and whether to run again. */
#include "db/internal.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <string.h>

#define BUSY_S 1 /* Retry-After of what passes by itself */
#define AWAY_S 5 /* of a database that has to come back */

struct meaning {
	unsigned from, to;
	enum db_fate fate;
	enum cw_code code;
	enum cw_msg msg;
	int retry_after;
};

/* The first row that fits counts; what no row names is a fault of ours. */
static const struct meaning meanings[] = {
	/* Rolled back, wholly or the statement only: again from BEGIN.  1020 is what 11.6.2 and later
	 * answer to a row that changed since the snapshot; 1412 and 1615 a table altered since. */
	{ ER_LOCK_DEADLOCK, ER_LOCK_DEADLOCK, DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_BUSY, BUSY_S },
	{ ER_LOCK_WAIT_TIMEOUT, ER_LOCK_WAIT_TIMEOUT, DB_FATE_AGAIN, CW_UNAVAILABLE,
	  CW_MSG_DB_LOCK_WAIT, BUSY_S },
	{ ER_CHECKREAD, ER_CHECKREAD, DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_BUSY, BUSY_S },
	{ ER_TABLE_DEF_CHANGED, ER_TABLE_DEF_CHANGED, DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_BUSY,
	  BUSY_S },
	{ ER_NEED_REPREPARE, ER_NEED_REPREPARE, DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_BUSY, BUSY_S },

	/* Keys and checks. */
	{ ER_DUP_ENTRY, ER_DUP_ENTRY, DB_FATE_NONE, CW_CONFLICT, CW_MSG_DB_CONFLICT, 0 },
	{ ER_DUP_ENTRY_WITH_KEY_NAME, ER_DUP_ENTRY_WITH_KEY_NAME, DB_FATE_NONE, CW_CONFLICT,
	  CW_MSG_DB_CONFLICT, 0 },
	{ ER_ROW_IS_REFERENCED_2, ER_NO_REFERENCED_ROW_2, DB_FATE_NONE, CW_CONFLICT,
	  CW_MSG_DB_REFERENCE, 0 },
	{ ER_CONSTRAINT_FAILED, ER_CONSTRAINT_FAILED, DB_FATE_NONE, CW_CONFLICT, CW_MSG_DB_CHECK, 0 },

	/* Took too long, or somebody ended it: only the statement is rolled back, but what it was to
	 * do is missing. */
	{ ER_STATEMENT_TIMEOUT, ER_STATEMENT_TIMEOUT, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_TOO_SLOW, BUSY_S },
	{ 3024, 3024, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_TOO_SLOW, BUSY_S },
	{ ER_QUERY_INTERRUPTED, ER_QUERY_INTERRUPTED, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_TOO_SLOW, BUSY_S },

	/* The server is there and cannot: no majority in the cluster, full, read-only. */
	{ ER_UNKNOWN_COM_ERROR, ER_UNKNOWN_COM_ERROR, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ ER_ERROR_DURING_COMMIT, ER_ERROR_DURING_COMMIT, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_BUSY, BUSY_S },
	{ ER_CON_COUNT_ERROR, ER_OUT_OF_RESOURCES, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_BUSY,
	  AWAY_S },
	{ ER_TOO_MANY_USER_CONNECTIONS, ER_TOO_MANY_USER_CONNECTIONS, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_BUSY, AWAY_S },
	{ ER_LOCK_TABLE_FULL, ER_LOCK_TABLE_FULL, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_BUSY,
	  AWAY_S },
	{ ER_USER_LIMIT_REACHED, ER_USER_LIMIT_REACHED, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_BUSY,
	  AWAY_S },
	{ ER_MAX_PREPARED_STMT_COUNT_REACHED, ER_MAX_PREPARED_STMT_COUNT_REACHED, DB_FATE_FAILED,
	  CW_UNAVAILABLE, CW_MSG_DB_BUSY, AWAY_S },
	{ ER_DISK_FULL, ER_DISK_FULL, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE, AWAY_S },
	{ ER_RECORD_FILE_FULL, ER_RECORD_FILE_FULL, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE,
	  AWAY_S },
	{ ER_ERROR_ON_WRITE, ER_ERROR_ON_WRITE, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE,
	  AWAY_S },
	{ ER_OPTION_PREVENTS_STATEMENT, ER_OPTION_PREVENTS_STATEMENT, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_NO_WRITE, AWAY_S },
	{ ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION,
	  DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE, AWAY_S },
	{ ER_READ_ONLY_MODE, ER_READ_ONLY_MODE, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE,
	  AWAY_S },
	{ ER_INNODB_READ_ONLY, ER_INNODB_READ_ONLY, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE,
	  AWAY_S },

	/* It does not let us in. */
	{ ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_ACCESS, AWAY_S },
	{ ER_BAD_DB_ERROR, ER_BAD_DB_ERROR, DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_ACCESS, AWAY_S },
	{ ER_HOST_IS_BLOCKED, ER_HOST_NOT_PRIVILEGED, DB_FATE_FAILED, CW_UNAVAILABLE,
	  CW_MSG_DB_ACCESS, AWAY_S },
	{ ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ER_ACCESS_DENIED_NO_PASSWORD_ERROR, DB_FATE_FAILED,
	  CW_UNAVAILABLE, CW_MSG_DB_ACCESS, AWAY_S },

	/* The connection is gone.  2014 and 1243 mean that the two ends no longer agree where they
	 * are: a new connection is the only sure ground. */
	{ ER_SERVER_SHUTDOWN, ER_SERVER_SHUTDOWN, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY, AWAY_S },
	{ ER_ABORTING_CONNECTION, ER_ABORTING_CONNECTION, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ ER_NET_READ_ERROR_FROM_PIPE, ER_NET_WRITE_INTERRUPTED, DB_FATE_LOST, CW_UNAVAILABLE,
	  CW_MSG_DB_AWAY, AWAY_S },
	{ ER_NEW_ABORTING_CONNECTION, ER_NEW_ABORTING_CONNECTION, DB_FATE_LOST, CW_UNAVAILABLE,
	  CW_MSG_DB_AWAY, AWAY_S },
	{ ER_UNKNOWN_STMT_HANDLER, ER_UNKNOWN_STMT_HANDLER, DB_FATE_LOST, CW_UNAVAILABLE,
	  CW_MSG_DB_AWAY, BUSY_S },
	{ ER_CONNECTION_KILLED, ER_CONNECTION_KILLED, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ CR_SOCKET_CREATE_ERROR, CR_SERVER_GONE_ERROR, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ CR_SERVER_HANDSHAKE_ERR, CR_COMMANDS_OUT_OF_SYNC, DB_FATE_LOST, CW_UNAVAILABLE,
	  CW_MSG_DB_AWAY, AWAY_S },
	{ CR_SSL_CONNECTION_ERROR, CR_MALFORMED_PACKET, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ CR_SERVER_LOST_EXTENDED, CR_STMT_CLOSED, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY,
	  AWAY_S },
	{ CR_ERR_NET_READ, CR_ERR_NET_UNCOMPRESS, DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY, AWAY_S },
};

static const struct meaning other = { 0, 0, DB_FATE_NONE, CW_INTERNAL, CW_MSG_INTERNAL, 0 };

static const struct meaning *meaning_of(unsigned number)
{
	for (size_t i = 0; i < DB_N(meanings); i++)
		if (number >= meanings[i].from && number <= meanings[i].to)
			return &meanings[i];
	return &other;
}

/* The name that stands in QUOTE after the last MARK: "... for key 'u_docket_number'",
 * "CONSTRAINT `f_event_case` ...".  The last, because a value before it may hold anything. */
static bool quoted_name(const char *text, const char *mark, char quote, char *out, size_t room)
{
	const char *at = NULL, *end;

	for (const char *p = text; (p = strstr(p, mark)); p++)
		at = p + strlen(mark);
	end = at ? strchr(at, quote) : NULL;
	if (!end || (size_t)(end - at) >= room)
		return false;
	memcpy(out, at, (size_t)(end - at));
	out[end - at] = '\0';
	return true;
}

/* Messages of the form "Incorrect string value: '...'" and "Duplicate entry '...'" quote what was
 * to be written, which can be personal: of these only the number is kept. */
static bool quotes_input(const char *text)
{
	return strstr(text, "value") || strstr(text, "entry");
}

static void set_detail(unsigned number, enum cw_msg msg, const char *text, const char *sql,
		       struct cw_err *err)
{
	bool named = false;

	if (text && msg == CW_MSG_DB_CONFLICT)
		named = quoted_name(text, "for key '", '\'', err->detail, sizeof(err->detail));
	if (text && (msg == CW_MSG_DB_REFERENCE || msg == CW_MSG_DB_CHECK))
		named = quoted_name(text, "CONSTRAINT `", '`', err->detail, sizeof(err->detail));
	if (!named)
		snprintf(err->detail, sizeof(err->detail), "%u %.90s%s%.50s", number,
			 text && !quotes_input(text) ? text : "", sql ? " in: " : "",
			 sql ? sql : "");
}

enum db_fate db_error_map(unsigned number, const char *text, const char *sql, struct cw_err *err)
{
	const struct meaning *m = meaning_of(number);

	cw_fail(err, m->code, m->msg, NULL);
	err->retry_after = m->retry_after;
	set_detail(number, m->msg, text, sql, err);
	return m->fate;
}

int db_error(struct db_conn *c, unsigned number, const char *text, const char *sql,
	     struct cw_err *err)
{
	enum db_fate fate = db_error_map(number, text, sql, err);

	if (fate == DB_FATE_LOST)
		c->lost = true;
	/* The first reason stays: what follows it is only its echo. */
	if (c->in_tx && fate != DB_FATE_NONE && c->fate == DB_FATE_NONE) {
		c->fate = fate;
		c->fate_errno = number;
	}
	return -1;
}

bool db_err_duplicate(const struct cw_err *err, const char *key)
{
	return err->code == CW_CONFLICT && err->msg == CW_MSG_DB_CONFLICT &&
	       strcmp(err->detail, key) == 0;
}

bool db_err_lock_wait(const struct cw_err *err)
{
	return err->code == CW_UNAVAILABLE && err->msg == CW_MSG_DB_LOCK_WAIT;
}
