/* Prepared statements: the cache, values going in. */
#include "db/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_IN 640 /* 64 rows of 10 */

int db_stmt_fault(struct cw_err *err, const char *what, const char *sql)
{
	cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	snprintf(err->detail, sizeof(err->detail), "%s in: %.90s", what, sql);
	return -1;
}

int db_stmt_error(struct db_conn *c, struct db_cached *k, struct cw_err *err)
{
	return db_error(c, mysql_stmt_errno(k->stmt), mysql_stmt_error(k->stmt), k->sql, err);
}

/* ---- The cache. */

static void cached_free(struct db_cached *k)
{
	if (k->stmt)
		mysql_stmt_close(k->stmt);
	free(k->sql);
	free(k);
}

void db_stmt_forget(struct db_conn *c)
{
	for (size_t i = 0; i < c->cache_size; i++)
		if (c->cache[i])
			cached_free(c->cache[i]);
	free(c->cache);
	c->cache = NULL;
	c->cache_size = c->n_cached = 0;
}

static struct db_cached **slot(struct db_cached **cache, size_t size, const char *literal)
{
	size_t i = ((uintptr_t)literal >> 3) * 2654435761U & (size - 1);

	while (cache[i] && cache[i]->literal != literal)
		i = (i + 1) & (size - 1);
	return &cache[i];
}

static bool cache_grow(struct db_conn *c)
{
	size_t size = c->cache_size ? c->cache_size * 2 : 64;
	struct db_cached **cache = calloc(size, sizeof(struct db_cached *));

	if (!cache)
		return false;
	for (size_t i = 0; i < c->cache_size; i++)
		if (c->cache[i])
			*slot(cache, size, c->cache[i]->literal) = c->cache[i];
	free(c->cache);
	c->cache = cache;
	c->cache_size = size;
	return true;
}

static struct db_cached *cached_new(const char *sql)
{
	struct db_cached *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->literal = sql;
	k->sql = strdup(sql);
	if (!k->sql) {
		free(k);
		return NULL;
	}
	return k;
}

/* The statement of SQL's address; one beside the cache if that is busy.  NULL: no memory. */
static struct db_cached *cached_get(struct db_conn *c, const char *sql)
{
	struct db_cached **at, *k;

	if (c->n_cached * 2 >= c->cache_size && !cache_grow(c))
		return NULL;
	at = slot(c->cache, c->cache_size, sql);
	if (*at && !(*at)->busy && strcmp((*at)->sql, sql) == 0)
		return *at;
	k = cached_new(sql);
	if (!k || (*at && (*at)->busy))
		return k;
	if (*at)
		cached_free(*at);
	else
		c->n_cached++;
	*at = k;
	return k;
}

void db_stmt_done(struct db_conn *c, struct db_cached *k)
{
	if (k->stmt)
		mysql_stmt_free_result(k->stmt);
	if (*slot(c->cache, c->cache_size, k->literal) != k)
		cached_free(k);
}

/* Prepares it unless this connection has. */
static int prepare(struct db_conn *c, struct db_cached *k, struct cw_err *err)
{
	if (k->stmt && k->generation == c->generation)
		return 0;
	if (k->stmt)
		mysql_stmt_close(k->stmt);
	k->generation = c->generation;
	k->stmt = mysql_stmt_init(c->my);
	if (!k->stmt)
		return cw_fail_memory(err);
	if (mysql_stmt_prepare(k->stmt, k->sql, strlen(k->sql))) {
		db_stmt_error(c, k, err);
		mysql_stmt_close(k->stmt);
		k->stmt = NULL;
		return -1;
	}
	return 0;
}

/* ---- Values going in. */

static void day_to_sql(cw_day day, MYSQL_TIME *t)
{
	struct cw_ymd d = cw_day_ymd(day);

	t->year = (unsigned)d.year;
	t->month = (unsigned)d.month;
	t->day = (unsigned)d.day;
	t->time_type = MYSQL_TIMESTAMP_DATE;
}

#define DAY_US INT64_C(86400000000)

static void instant_to_sql(int64_t micros, MYSQL_TIME *t)
{
	int64_t day = micros / DAY_US, rest = micros % DAY_US;

	if (rest < 0) {
		rest += DAY_US;
		day--;
	}
	day_to_sql((cw_day)day, t);
	t->hour = (unsigned)(rest / INT64_C(3600000000));
	t->minute = (unsigned)(rest / 60000000 % 60);
	t->second = (unsigned)(rest / 1000000 % 60);
	t->second_part = (unsigned long)(rest % 1000000);
	t->time_type = MYSQL_TIMESTAMP_DATETIME;
}

/* The library's structures are not const; it only reads what goes in. */
static void *readable(const void *p)
{
	return (void *)(uintptr_t)p;
}

/* B is zeroed; T holds the time if there is one. */
static void bind_one(MYSQL_BIND *b, MYSQL_TIME *t, const struct db_in *in)
{
	b->buffer_type = MYSQL_TYPE_NULL;
	switch (in->type) {
	case DB_T_U64:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->is_unsigned = 1;
		b->buffer = readable(&in->u);
		break;
	case DB_T_I64:
	case DB_T_INT:
	case DB_T_BOOL:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = readable(&in->i);
		break;
	case DB_T_STR:
	case DB_T_BYTES:
		if (!in->p)
			break;
		b->buffer_type = in->type == DB_T_STR ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		b->buffer = readable(in->p);
		b->buffer_length = in->type == DB_T_STR ? strlen(in->p) : in->len;
		break;
	case DB_T_DAY:
		if (in->i == CW_DAY_NONE)
			break;
		day_to_sql((cw_day)in->i, t);
		b->buffer_type = MYSQL_TYPE_DATE;
		b->buffer = t;
		break;
	case DB_T_TIME:
		if (in->i == DB_TIME_NONE)
			break;
		instant_to_sql(in->i, t);
		b->buffer_type = MYSQL_TYPE_DATETIME;
		b->buffer = t;
		break;
	case DB_T_NULL:
		break;
	}
}

static int send(struct db_conn *c, struct db_cached *k, const struct db_in *in, size_t n,
		struct cw_err *err)
{
	MYSQL_BIND bind[MAX_IN];
	MYSQL_TIME time[MAX_IN];

	if (n > MAX_IN || mysql_stmt_param_count(k->stmt) != n)
		return db_stmt_fault(err, "values and ? differ in number", k->sql);
	memset(bind, 0, n * sizeof(bind[0]));
	memset(time, 0, n * sizeof(time[0]));
	for (size_t i = 0; i < n; i++)
		bind_one(&bind[i], &time[i], &in[i]);
	if (n && mysql_stmt_bind_param(k->stmt, bind))
		return db_stmt_error(c, k, err);
	if (mysql_stmt_execute(k->stmt))
		return db_stmt_error(c, k, err);
	/* The rows are taken over whole: the connection is free for the next statement, and an
	 * error in the middle of them is seen before the first is used. */
	if (mysql_stmt_field_count(k->stmt) && mysql_stmt_store_result(k->stmt))
		return db_stmt_error(c, k, err);
	return 0;
}

int db_stmt_execute(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
		    struct db_cached **out, struct cw_err *err)
{
	struct db_cached *k;
	unsigned fault;

	if (db_conn_ready(c, err) || db_call_begin(c, &fault, err))
		return -1;
	if (fault && !(fault & DB_FAULT_DONE))
		return db_call_fault(c, fault, sql, err);
	k = cached_get(c, sql);
	if (!k)
		return cw_fail_memory(err);
	if (prepare(c, k, err) || send(c, k, in, n_in, err)) {
		db_stmt_done(c, k);
		return -1;
	}
	c->used_at = db_now_mono();
	if (fault) {
		db_stmt_done(c, k);
		return db_call_fault(c, fault, sql, err);
	}
	*out = k;
	return 0;
}

int db_run(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
	   struct db_done *done, struct cw_err *err)
{
	struct db_cached *k;

	if (db_stmt_execute(c, sql, in, n_in, &k, err))
		return -1;
	if (done) {
		done->changed = mysql_stmt_affected_rows(k->stmt);
		done->insert_id = mysql_stmt_insert_id(k->stmt);
	}
	db_stmt_done(c, k);
	return 0;
}
