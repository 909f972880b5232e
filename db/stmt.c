/* Prepared statements: cache, binding, fetching. */
#include <errmsg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/conn_int.h"

#define MAX_IN	128
#define MAX_OUT 48

static int statement_error(struct db_conn *c, MYSQL_STMT *s, struct cw_err *err)
{
	return db_server_error(c, mysql_stmt_errno(s), mysql_stmt_error(s), err);
}

static int prepare(struct db_conn *c, const char *sql, MYSQL_STMT **out, struct cw_err *err)
{
	size_t i = ((uintptr_t)sql >> 4) % DB_CACHE;
	MYSQL_STMT *s;

	for (; c->cache[i].sql; i = (i + 1) % DB_CACHE)
		if (c->cache[i].sql == sql) {
			*out = c->cache[i].stmt;
			return 0;
		}
	if (c->n_cached >= DB_CACHE / 2) {
		/* More literals than expected: start again rather than grow without bound. */
		for (size_t j = 0; j < DB_CACHE; j++)
			if (c->cache[j].stmt)
				mysql_stmt_close(c->cache[j].stmt);
		memset(c->cache, 0, sizeof(c->cache));
		c->n_cached = 0;
		i = ((uintptr_t)sql >> 4) % DB_CACHE;
	}
	s = mysql_stmt_init(c->my);
	if (!s)
		return cw_fail_memory(err);
	if (mysql_stmt_prepare(s, sql, strlen(sql))) {
		statement_error(c, s, err);
		mysql_stmt_close(s);
		return -1;
	}
	c->cache[i].sql = sql;
	c->cache[i].stmt = s;
	c->n_cached++;
	*out = s;
	return 0;
}

struct bound {
	MYSQL_BIND bind[MAX_IN];
	MYSQL_TIME time[MAX_IN];
};

static void day_to_time(cw_day day, MYSQL_TIME *t)
{
	struct cw_ymd d = cw_day_ymd(day);

	t->year = (unsigned)d.year;
	t->month = (unsigned)d.month;
	t->day = (unsigned)d.day;
	t->time_type = MYSQL_TIMESTAMP_DATE;
}

static void instant_to_time(int64_t micros, MYSQL_TIME *t)
{
	const int64_t per_day = INT64_C(86400000000);
	int64_t day = micros / per_day, rest = micros % per_day;

	if (rest < 0) {
		rest += per_day;
		day--;
	}
	day_to_time((cw_day)day, t);
	t->hour = (unsigned)(rest / INT64_C(3600000000));
	t->minute = (unsigned)(rest / 60000000 % 60);
	t->second = (unsigned)(rest / 1000000 % 60);
	t->second_part = (unsigned long)(rest % 1000000);
	t->time_type = MYSQL_TIMESTAMP_DATETIME;
}

static void bind_in(struct bound *b, size_t i, const struct db_in *in)
{
	MYSQL_BIND *m = &b->bind[i];

	memset(m, 0, sizeof(*m));
	memset(&b->time[i], 0, sizeof(b->time[i]));
	m->buffer_type = MYSQL_TYPE_NULL;
	switch (in->type) {
	case DB_T_U64:
		m->buffer_type = MYSQL_TYPE_LONGLONG;
		m->is_unsigned = 1;
		m->buffer = (void *)(uintptr_t)&in->u;
		break;
	case DB_T_I64:
	case DB_T_INT:
	case DB_T_BOOL:
		m->buffer_type = MYSQL_TYPE_LONGLONG;
		m->buffer = (void *)(uintptr_t)&in->i;
		break;
	case DB_T_STR:
	case DB_T_BYTES:
		if (!in->p)
			break;
		m->buffer_type = in->type == DB_T_STR ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		m->buffer = (void *)(uintptr_t)in->p;
		m->buffer_length = in->type == DB_T_STR ? strlen(in->p) : in->len;
		break;
	case DB_T_DAY:
		if (in->i == CW_DAY_NONE)
			break;
		day_to_time((cw_day)in->i, &b->time[i]);
		m->buffer_type = MYSQL_TYPE_DATE;
		m->buffer = &b->time[i];
		break;
	case DB_T_TIME:
		if (in->i == DB_TIME_NONE)
			break;
		instant_to_time(in->i, &b->time[i]);
		m->buffer_type = MYSQL_TYPE_DATETIME;
		m->buffer = &b->time[i];
		break;
	default:
		break;
	}
}

static int execute(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
		   MYSQL_STMT **out, struct cw_err *err)
{
	struct bound b;
	MYSQL_STMT *s;
	unsigned fault;

	if (db_call_fails(c, &fault)) {
		if (fault == CR_SERVER_GONE_ERROR || fault == CR_SERVER_LOST)
			db_conn_drop(c);
		return db_server_error(c, fault, "test fault", err);
	}
	if (!c->in_tx && db_conn_ready(c, err))
		return -1;
	if (!c->my || c->lost)
		return db_server_error(c, CR_SERVER_GONE_ERROR, "not connected", err);
	if (c->in_tx && c->poisoned) /* an error ignored in a transaction is not forgiven */
		return db_server_error(c, 1213, "the transaction must be run again", err);
	if (prepare(c, sql, &s, err))
		return -1;
	if (n_in > MAX_IN || mysql_stmt_param_count(s) != n_in) {
		cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		snprintf(err->detail, sizeof(err->detail), "%zu values for: %.100s", n_in, sql);
		return -1;
	}
	for (size_t i = 0; i < n_in; i++)
		bind_in(&b, i, &in[i]);
	if (n_in && mysql_stmt_bind_param(s, b.bind))
		return statement_error(c, s, err);
	if (mysql_stmt_execute(s))
		return statement_error(c, s, err);
	*out = s;
	return 0;
}

int db_run(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
	   struct db_done *done, struct cw_err *err)
{
	MYSQL_STMT *s;

	if (execute(c, sql, in, n_in, &s, err))
		return -1;
	if (done) {
		done->changed = mysql_stmt_affected_rows(s);
		done->insert_id = mysql_stmt_insert_id(s);
	}
	return 0;
}

/* ---- Rows. */

/* Fixed-size values are fetched in place; for strings the first fetch tells the length and
 * mysql_stmt_fetch_column then fills memory of the arena. */
struct fetched {
	MYSQL_BIND bind[MAX_OUT];
	MYSQL_TIME time[MAX_OUT];
	int64_t number[MAX_OUT];
	unsigned long length[MAX_OUT];
	my_bool null[MAX_OUT], error[MAX_OUT];
	char none;
};

static void bind_out(struct fetched *f, size_t i, enum db_type type)
{
	MYSQL_BIND *m = &f->bind[i];

	memset(m, 0, sizeof(*m));
	m->length = &f->length[i];
	m->is_null = &f->null[i];
	m->error = &f->error[i];
	switch (type) {
	case DB_T_STR:
	case DB_T_BYTES:
		m->buffer_type = MYSQL_TYPE_BLOB;
		m->buffer = &f->none;
		m->buffer_length = 0;
		break;
	case DB_T_DAY:
		m->buffer_type = MYSQL_TYPE_DATE;
		m->buffer = &f->time[i];
		m->buffer_length = sizeof(f->time[i]);
		break;
	case DB_T_TIME:
		m->buffer_type = MYSQL_TYPE_DATETIME;
		m->buffer = &f->time[i];
		m->buffer_length = sizeof(f->time[i]);
		break;
	default:
		m->buffer_type = MYSQL_TYPE_LONGLONG;
		m->is_unsigned = type == DB_T_U64;
		m->buffer = &f->number[i];
		m->buffer_length = sizeof(f->number[i]);
	}
}

static int take_text(struct db_conn *c, struct cw_arena *a, MYSQL_STMT *s, struct fetched *f, size_t i,
		     const struct db_out *out, struct cw_err *err)
{
	MYSQL_BIND m;
	char *p = NULL;
	unsigned long length = 0;
	my_bool null = 0, error = 0;

	if (!f->null[i]) {
		p = cw_alloc(a, f->length[i] + 1);
		if (!p)
			return cw_fail_memory(err);
		memset(&m, 0, sizeof(m));
		m.buffer_type = MYSQL_TYPE_BLOB;
		m.buffer = p;
		m.buffer_length = f->length[i] + 1;
		m.length = &length;
		m.is_null = &null;
		m.error = &error;
		if (f->length[i] && mysql_stmt_fetch_column(s, &m, (unsigned)i, 0))
			return statement_error(c, s, err);
	}
	*(char **)out->p = p;
	if (out->len)
		*out->len = p ? f->length[i] : 0;
	return 0;
}

static int64_t instant_of(const MYSQL_TIME *t)
{
	int64_t day = cw_day_of((int)t->year, (int)t->month, (int)t->day);

	return ((day * 24 + t->hour) * 60 + t->minute) * INT64_C(60000000) +
	       (int64_t)t->second * 1000000 + (int64_t)t->second_part;
}

static int take(struct db_conn *c, struct cw_arena *a, MYSQL_STMT *s, struct fetched *f, size_t i,
		const struct db_out *out, struct cw_err *err)
{
	const MYSQL_TIME *t = &f->time[i];
	bool null = f->null[i];
	int64_t v = null ? 0 : f->number[i];

	switch (out->type) {
	case DB_T_STR:
	case DB_T_BYTES:
		return take_text(c, a, s, f, i, out, err);
	case DB_T_DAY:
		*(cw_day *)out->p =
			null ? CW_DAY_NONE : cw_day_of((int)t->year, (int)t->month, (int)t->day);
		break;
	case DB_T_TIME:
		*(int64_t *)out->p = null ? DB_TIME_NONE : instant_of(t);
		break;
	case DB_T_BOOL:
		*(bool *)out->p = v != 0;
		break;
	case DB_T_INT:
		if (v > INT32_MAX || v < INT32_MIN)
			return db_server_error(c, 0, "a number does not fit its variable", err);
		*(int *)out->p = (int)v;
		break;
	case DB_T_U64:
		*(uint64_t *)out->p = (uint64_t)v;
		break;
	default:
		*(int64_t *)out->p = v;
	}
	if (!null && f->error[i])
		return db_server_error(c, 0, "a value was cut in fetching", err);
	return 0;
}

/* The rows of an executed statement, each handed to ROW; the result is stored whole on the client and
 * freed before this returns, so that the connection takes the next command. */
static int fetch(struct db_conn *c, struct cw_arena *a, MYSQL_STMT *s, const struct db_out *out,
		 size_t n_out, db_row_fn *row, void *arg, struct cw_err *err)
{
	struct fetched f;
	int result = 0;

	if (n_out > MAX_OUT || mysql_stmt_field_count(s) != n_out) {
		mysql_stmt_free_result(s);
		return db_server_error(c, 0, "columns and variables differ in number", err);
	}
	for (size_t i = 0; i < n_out; i++)
		bind_out(&f, i, out[i].type);
	if (mysql_stmt_bind_result(s, f.bind) || mysql_stmt_store_result(s)) {
		statement_error(c, s, err);
		mysql_stmt_free_result(s);
		return -1;
	}
	while (result == 0) {
		int got = mysql_stmt_fetch(s);

		if (got == MYSQL_NO_DATA)
			break;
		if (got == 1)
			result = statement_error(c, s, err);
		for (size_t i = 0; i < n_out && result == 0; i++)
			result = take(c, a, s, &f, i, &out[i], err);
		if (result == 0)
			result = row(arg, err);
	}
	mysql_stmt_free_result(s);
	return result < 0 ? -1 : 0;
}

int db_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	    const struct db_out *out, size_t n_out, db_row_fn *row, void *arg, struct cw_err *err)
{
	MYSQL_STMT *s;

	if (execute(c, sql, in, n_in, &s, err))
		return -1;
	return fetch(c, a, s, out, n_out, row, arg, err);
}

static int count_row(void *arg, struct cw_err *err)
{
	unsigned *n = arg;

	(void)err;
	++*n;
	return *n > 1; /* a second row is enough to know */
}

int db_find(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	    const struct db_out *out, size_t n_out, bool *found, struct cw_err *err)
{
	unsigned n = 0;

	if (db_list(c, a, sql, in, n_in, out, n_out, count_row, &n, err))
		return -1;
	if (n > 1)
		return db_server_error(c, 0, "more rows than one", err);
	*found = n == 1;
	return 0;
}

int db_get(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	   const struct db_out *out, size_t n_out, struct cw_err *err)
{
	bool found;

	if (db_find(c, a, sql, in, n_in, out, n_out, &found, err))
		return -1;
	return found ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}
