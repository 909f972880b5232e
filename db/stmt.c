/* Prepared statements: the cache, binding, fetching. */
#include "db/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_IN	96
#define MAX_OUT 64

struct db_cached {
	const char *literal; /* the key */
	char *sql;	     /* a copy: the address may have come to hold another text */
	MYSQL_STMT *stmt;
	unsigned generation; /* of the connection that knows STMT */
	bool busy;	     /* its rows are being handed out */
};

static int our_fault(struct cw_err *err, const char *what, const char *sql)
{
	cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	snprintf(err->detail, sizeof(err->detail), "%s in: %.90s", what, sql);
	return -1;
}

static int stmt_error(struct db_conn *c, MYSQL_STMT *s, const char *sql, struct cw_err *err)
{
	return db_error(c, mysql_stmt_errno(s), mysql_stmt_error(s), sql, err);
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

/* The statement of SQL's address; a new one, not in the cache, if that is busy.  NULL: no memory. */
static struct db_cached *cached_get(struct db_conn *c, const char *sql)
{
	struct db_cached **at, *k;

	if (c->n_cached * 2 >= c->cache_size && !cache_grow(c))
		return NULL;
	at = slot(c->cache, c->cache_size, sql);
	if (*at && strcmp((*at)->sql, sql) != 0 && !(*at)->busy) {
		k = cached_new(sql);
		if (k) {
			cached_free(*at);
			*at = k;
		}
		return k;
	}
	if (*at)
		return (*at)->busy ? cached_new(sql) : *at;
	*at = cached_new(sql);
	c->n_cached += *at != NULL;
	return *at;
}

static void cached_done(struct db_conn *c, struct db_cached *k)
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
		stmt_error(c, k->stmt, k->sql, err);
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
		return our_fault(err, "values and ? differ in number", k->sql);
	memset(bind, 0, n * sizeof(bind[0]));
	memset(time, 0, n * sizeof(time[0]));
	for (size_t i = 0; i < n; i++)
		bind_one(&bind[i], &time[i], &in[i]);
	if (n && mysql_stmt_bind_param(k->stmt, bind))
		return stmt_error(c, k->stmt, k->sql, err);
	if (mysql_stmt_execute(k->stmt))
		return stmt_error(c, k->stmt, k->sql, err);
	/* The rows are taken over whole: the connection is free for the next statement, and an error in
	 * the middle of them is seen before the first is used. */
	if (mysql_stmt_field_count(k->stmt) && mysql_stmt_store_result(k->stmt))
		return stmt_error(c, k->stmt, k->sql, err);
	return 0;
}

/* Runs it; after 0 *OUT has its answer until cached_done. */
static int execute(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
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
		cached_done(c, k);
		return -1;
	}
	c->used_at = db_now_mono();
	if (fault) {
		cached_done(c, k);
		return db_call_fault(c, fault, sql, err);
	}
	*out = k;
	return 0;
}

int db_run(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
	   struct db_done *done, struct cw_err *err)
{
	struct db_cached *k;

	if (execute(c, sql, in, n_in, &k, err))
		return -1;
	if (done) {
		done->changed = mysql_stmt_affected_rows(k->stmt);
		done->insert_id = mysql_stmt_insert_id(k->stmt);
	}
	cached_done(c, k);
	return 0;
}

/* ---- Rows coming out. */

/* One row as the library writes it.  Numbers and times land here; of texts only the length, their
 * bytes are then fetched into memory of that size. */
struct row {
	MYSQL_BIND bind[MAX_OUT];
	union {
		int64_t i;
		MYSQL_TIME time;
		char none;
	} value[MAX_OUT];
	unsigned long len[MAX_OUT];
	my_bool null[MAX_OUT], cut[MAX_OUT];
};

/* The library converts whatever it is asked to ("12abc" is 12, 1.5 is 1): only what fits as it is may
 * be read. */
static bool fits(enum db_type type, const MYSQL_FIELD *f)
{
	switch (f->type) {
	case MYSQL_TYPE_NULL:
		return true;
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_YEAR:
		return type == DB_T_U64 || type == DB_T_I64 || type == DB_T_INT || type == DB_T_BOOL;
	case MYSQL_TYPE_NEWDECIMAL: /* what SUM gives of whole numbers */
		return f->decimals == 0 && (type == DB_T_U64 || type == DB_T_I64 || type == DB_T_INT);
	case MYSQL_TYPE_DATE:
	case MYSQL_TYPE_NEWDATE:
		return type == DB_T_DAY;
	case MYSQL_TYPE_DATETIME:
	case MYSQL_TYPE_TIMESTAMP:
		return type == DB_T_TIME;
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_ENUM:
	case MYSQL_TYPE_SET:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
		return type == DB_T_STR || type == DB_T_BYTES;
	default:
		return false;
	}
}

static void bind_out(struct row *r, size_t i, enum db_type type, const MYSQL_FIELD *f)
{
	MYSQL_BIND *b = &r->bind[i];

	b->length = &r->len[i];
	b->is_null = &r->null[i];
	b->error = &r->cut[i];
	b->buffer = &r->value[i];
	switch (type) {
	case DB_T_STR:
	case DB_T_BYTES:
		b->buffer_type = MYSQL_TYPE_BLOB;
		b->buffer_length = 0;
		break;
	case DB_T_DAY:
		b->buffer_type = MYSQL_TYPE_DATE;
		b->buffer_length = sizeof(MYSQL_TIME);
		break;
	case DB_T_TIME:
		b->buffer_type = MYSQL_TYPE_DATETIME;
		b->buffer_length = sizeof(MYSQL_TIME);
		break;
	default:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer_length = sizeof(int64_t);
		b->is_unsigned = f->type != MYSQL_TYPE_NEWDECIMAL && (f->flags & UNSIGNED_FLAG);
	}
}

static int bind_row(struct db_conn *c, struct db_cached *k, const struct db_out *out, size_t n,
		    struct row *r, struct cw_err *err)
{
	MYSQL_RES *meta;

	if (n > MAX_OUT || mysql_stmt_field_count(k->stmt) != n || n == 0)
		return our_fault(err, "columns and variables differ in number", k->sql);
	meta = mysql_stmt_result_metadata(k->stmt);
	if (!meta)
		return stmt_error(c, k->stmt, k->sql, err);
	memset(r->bind, 0, n * sizeof(r->bind[0]));
	memset(r->cut, 0, sizeof(r->cut)); /* the library writes it for some types only */
	for (size_t i = 0; i < n; i++) {
		const MYSQL_FIELD *f = mysql_fetch_field_direct(meta, (unsigned)i);

		if (!fits(out[i].type, f)) {
			our_fault(err, "a column's type does not fit its variable", k->sql);
			mysql_free_result(meta);
			return -1;
		}
		bind_out(r, i, out[i].type, f);
	}
	mysql_free_result(meta);
	if (mysql_stmt_bind_result(k->stmt, r->bind))
		return stmt_error(c, k->stmt, k->sql, err);
	return 0;
}

static int take_text(struct db_conn *c, struct cw_arena *a, struct db_cached *k, struct row *r,
		     size_t i, const struct db_out *out, struct cw_err *err)
{
	char *text = NULL;
	MYSQL_BIND b;

	if (!r->null[i]) {
		text = cw_alloc(a, r->len[i] + 1); /* zeroed: the NUL is there */
		if (!text)
			return cw_fail_memory(err);
		memset(&b, 0, sizeof(b));
		b.buffer_type = MYSQL_TYPE_BLOB;
		b.buffer = text;
		b.buffer_length = r->len[i];
		if (r->len[i] && mysql_stmt_fetch_column(k->stmt, &b, (unsigned)i, 0))
			return stmt_error(c, k->stmt, k->sql, err);
	}
	*(char **)out->p = text;
	if (out->len)
		*out->len = text ? r->len[i] : 0;
	return 0;
}

static int take_number(const struct db_out *out, int64_t v, bool is_unsigned, struct cw_err *err,
		       const char *sql)
{
	bool big = is_unsigned && v < 0; /* above INT64_MAX */

	switch (out->type) {
	case DB_T_BOOL:
		*(bool *)out->p = v != 0;
		return 0;
	case DB_T_U64:
		if (!is_unsigned && v < 0)
			break;
		*(uint64_t *)out->p = (uint64_t)v;
		return 0;
	case DB_T_INT:
		if (big || v < INT32_MIN || v > INT32_MAX)
			break;
		*(int *)out->p = (int)v;
		return 0;
	default:
		if (big)
			break;
		*(int64_t *)out->p = v;
		return 0;
	}
	return our_fault(err, "a number does not fit its variable", sql);
}

static int take_time(const struct db_out *out, const MYSQL_TIME *t, struct cw_err *err,
		     const char *sql)
{
	cw_day day = cw_day_of((int)t->year, (int)t->month, (int)t->day);

	if (day == CW_DAY_NONE)
		return our_fault(err, "no real date", sql);
	if (out->type == DB_T_DAY)
		*(cw_day *)out->p = day;
	else
		*(int64_t *)out->p = day * DAY_US +
				     ((t->hour * 60 + t->minute) * 60 + t->second) * INT64_C(1000000) +
				     (int64_t)t->second_part;
	return 0;
}

static void take_null(const struct db_out *out)
{
	switch (out->type) {
	case DB_T_BOOL:
		*(bool *)out->p = false;
		break;
	case DB_T_INT:
		*(int *)out->p = 0;
		break;
	case DB_T_DAY:
		*(cw_day *)out->p = CW_DAY_NONE;
		break;
	case DB_T_TIME:
		*(int64_t *)out->p = DB_TIME_NONE;
		break;
	default:
		*(int64_t *)out->p = 0;
	}
}

static int take_row(struct db_conn *c, struct cw_arena *a, struct db_cached *k, struct row *r,
		    const struct db_out *out, size_t n, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		bool text = out[i].type == DB_T_STR || out[i].type == DB_T_BYTES;
		bool time = out[i].type == DB_T_DAY || out[i].type == DB_T_TIME;
		int rc = 0;

		if (text)
			rc = take_text(c, a, k, r, i, &out[i], err);
		else if (r->null[i])
			take_null(&out[i]);
		else if (r->cut[i])
			rc = our_fault(err, "a value was cut", k->sql);
		else if (time)
			rc = take_time(&out[i], &r->value[i].time, err, k->sql);
		else
			rc = take_number(&out[i], r->value[i].i, r->bind[i].is_unsigned, err, k->sql);
		if (rc)
			return -1;
	}
	return 0;
}

/* All rows of an executed statement, one after the other into OUT. */
static int fetch(struct db_conn *c, struct cw_arena *a, struct db_cached *k, const struct db_out *out,
		 size_t n, db_row_fn *row, void *arg, struct cw_err *err)
{
	struct row r;
	int rc = bind_row(c, k, out, n, &r, err);

	while (rc == 0) {
		int got = mysql_stmt_fetch(k->stmt);

		if (got == MYSQL_NO_DATA)
			break;
		/* Texts are always "truncated" to their length here; of others r.cut tells. */
		if (got != 0 && got != MYSQL_DATA_TRUNCATED)
			return stmt_error(c, k->stmt, k->sql, err);
		rc = take_row(c, a, k, &r, out, n, err);
		if (rc == 0)
			rc = row(arg, err);
	}
	return rc < 0 ? -1 : 0;
}

int db_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
	    size_t n_in, const struct db_out *out, size_t n_out, db_row_fn *row, void *arg,
	    struct cw_err *err)
{
	struct db_cached *k;
	int rc;

	if (execute(c, sql, in, n_in, &k, err))
		return -1;
	k->busy = true;
	c->reading++;
	rc = fetch(c, a, k, out, n_out, row, arg, err);
	c->reading--;
	k->busy = false;
	cached_done(c, k);
	return rc;
}

static int count_row(void *arg, struct cw_err *err)
{
	(void)err;
	return ++*(unsigned *)arg > 1;
}

int db_find(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
	    size_t n_in, const struct db_out *out, size_t n_out, bool *found, struct cw_err *err)
{
	unsigned n = 0;

	if (db_list(c, a, sql, in, n_in, out, n_out, count_row, &n, err))
		return -1;
	if (n > 1)
		return our_fault(err, "more than one row", sql);
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
