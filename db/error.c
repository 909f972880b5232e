/* What MariaDB's numbers mean here: who is told what, and whether to run again. */
#include "db/internal.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <string.h>

#define BUSY_S 1 /* Retry-After of what passes by itself */
#define AWAY_S 5 /* of a database that has to come back */

enum kind {
	OURS, /* what the switch does not name is a fault of ours */
	AGAIN,
	NOT_GIVEN,
	DUPLICATE,
	REFERENCE,
	CHECK,
	SLOW,
	BUSY,
	AWAY,
	NO_WRITE,
	NO_ENTRY,
	LOST,
	KINDS
};

static const struct meaning {
	enum db_fate fate;
	enum cw_code code;
	enum cw_msg msg;
	int retry_after;
} meanings[KINDS] = {
	[OURS] = { DB_FATE_NONE, CW_INTERNAL, CW_MSG_INTERNAL, 0 },
	[AGAIN] = { DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_BUSY, BUSY_S },
	[NOT_GIVEN] = { DB_FATE_AGAIN, CW_UNAVAILABLE, CW_MSG_DB_LOCK_WAIT, BUSY_S },
	[DUPLICATE] = { DB_FATE_NONE, CW_CONFLICT, CW_MSG_DB_CONFLICT, 0 },
	[REFERENCE] = { DB_FATE_NONE, CW_CONFLICT, CW_MSG_DB_REFERENCE, 0 },
	[CHECK] = { DB_FATE_NONE, CW_CONFLICT, CW_MSG_DB_CHECK, 0 },
	[SLOW] = { DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_TOO_SLOW, BUSY_S },
	[BUSY] = { DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_BUSY, AWAY_S },
	[AWAY] = { DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_AWAY, AWAY_S },
	[NO_WRITE] = { DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE, AWAY_S },
	[NO_ENTRY] = { DB_FATE_FAILED, CW_UNAVAILABLE, CW_MSG_DB_ACCESS, AWAY_S },
	[LOST] = { DB_FATE_LOST, CW_UNAVAILABLE, CW_MSG_DB_AWAY, AWAY_S },
};

static enum kind kind_of(unsigned number)
{
	switch (number) {
	case ER_LOCK_DEADLOCK:	   /* 1213, Galera's certification too */
	case ER_CHECKREAD:	   /* 1020, since 11.6.2: a row changed since the snapshot */
	case ER_TABLE_DEF_CHANGED: /* altered since the snapshot */
	case ER_NEED_REPREPARE:	   /* altered over and over */
	case ER_AUTOINC_READ_FAILED: /* a deadlock over the counter of ids */
		return AGAIN;
	case ER_LOCK_WAIT_TIMEOUT: /* 1205 rolls back only the statement: the whole must go */
		return NOT_GIVEN;
	case ER_DUP_ENTRY:
	case ER_DUP_ENTRY_WITH_KEY_NAME:
		return DUPLICATE;
	case ER_ROW_IS_REFERENCED_2:
	case ER_NO_REFERENCED_ROW_2:
		return REFERENCE;
	case ER_CONSTRAINT_FAILED:
		return CHECK;
	/* Only the statement is rolled back, but what it was to do is missing. */
	case ER_STATEMENT_TIMEOUT:
	case 3024: /* MySQL's number for it */
	case ER_QUERY_INTERRUPTED:
		return SLOW;
	case ER_ERROR_DURING_COMMIT:
	case ER_CON_COUNT_ERROR:
	case ER_OUT_OF_RESOURCES:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_USER_LIMIT_REACHED:
	case ER_LOCK_TABLE_FULL:
	case ER_MAX_PREPARED_STMT_COUNT_REACHED:
		return BUSY;
	case ER_UNKNOWN_COM_ERROR: /* 1047, Galera: no majority */
		return AWAY;
	case ER_DISK_FULL:
	case ER_RECORD_FILE_FULL:
	case ER_ERROR_ON_WRITE:
	case ER_OPTION_PREVENTS_STATEMENT:
	case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
	case ER_READ_ONLY_MODE:
	case ER_INNODB_READ_ONLY:
		return NO_WRITE;
	case ER_DBACCESS_DENIED_ERROR:
	case ER_ACCESS_DENIED_ERROR:
	case ER_ACCESS_DENIED_NO_PASSWORD_ERROR:
	case ER_BAD_DB_ERROR:
	case ER_HOST_IS_BLOCKED:
	case ER_HOST_NOT_PRIVILEGED:
		return NO_ENTRY;
	case ER_SERVER_SHUTDOWN:
	case ER_ABORTING_CONNECTION:
	case ER_NEW_ABORTING_CONNECTION:
	case ER_CONNECTION_KILLED:
	case ER_NET_READ_ERROR_FROM_PIPE ... ER_NET_WRITE_INTERRUPTED:
	case CR_SOCKET_CREATE_ERROR ... CR_SERVER_GONE_ERROR:
	case CR_SERVER_LOST:
	case CR_SERVER_LOST_EXTENDED:
	case CR_SSL_CONNECTION_ERROR:
	case CR_ERR_NET_READ ... CR_ERR_NET_UNCOMPRESS:
	/* The two ends no longer agree where they are: only a new connection is sure ground. */
	case CR_SERVER_HANDSHAKE_ERR:
	case CR_COMMANDS_OUT_OF_SYNC:
	case CR_MALFORMED_PACKET:
	case CR_STMT_CLOSED:
	case ER_UNKNOWN_STMT_HANDLER:
	/* A call that failed and does not say why, or only that something else had failed before. */
	case 0:
	case CR_UNKNOWN_ERROR:
	case CR_NO_PREPARE_STMT:
	case CR_NO_DATA:
	case CR_AUTH_PLUGIN_CANNOT_LOAD:
	case CR_AUTH_PLUGIN_ERR:
		return LOST;
	default:
		return OURS;
	}
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
	const struct meaning *m = &meanings[kind_of(number)];

	cw_fail(err, m->code, m->msg, NULL);
	err->retry_after = m->retry_after;
	set_detail(number, m->msg, text, sql, err);
	return m->fate;
}

int (db_error)(struct db_conn *c, unsigned number, const char *text, const char *sql,
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
