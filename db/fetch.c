/* Rows coming out: db_list, db_find, db_get. */
#include "db/internal.h"

#include <string.h>

#define MAX_OUT 64
#define DAY_US	INT64_C(86400000000)

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

/* The library converts whatever it is asked to ("12abc" is 12, 1.5 is 1): only what fits as it is
 * may be read. */
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
		return type == DB_T_U64 || type == DB_T_I64 || type == DB_T_INT ||
		       type == DB_T_BOOL;
	case MYSQL_TYPE_NEWDECIMAL: /* what SUM gives of whole numbers */
		return f->decimals == 0 &&
		       (type == DB_T_U64 || type == DB_T_I64 || type == DB_T_INT);
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
		return db_stmt_fault(err, "columns and variables differ in number", k->sql);
	meta = mysql_stmt_result_metadata(k->stmt);
	if (!meta)
		return db_stmt_error(c, k, err);
	memset(r->bind, 0, n * sizeof(r->bind[0]));
	memset(r->cut, 0, sizeof(r->cut)); /* the library writes it for some types only */
	for (size_t i = 0; i < n; i++) {
		const MYSQL_FIELD *f = mysql_fetch_field_direct(meta, (unsigned)i);

		if (!fits(out[i].type, f)) {
			db_stmt_fault(err, "a column's type does not fit its variable", k->sql);
			mysql_free_result(meta);
			return -1;
		}
		bind_out(r, i, out[i].type, f);
	}
	mysql_free_result(meta);
	if (mysql_stmt_bind_result(k->stmt, r->bind))
		return db_stmt_error(c, k, err);
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
			return db_stmt_error(c, k, err);
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
	return db_stmt_fault(err, "a number does not fit its variable", sql);
}

static int take_time(const struct db_out *out, const MYSQL_TIME *t, struct cw_err *err,
		     const char *sql)
{
	cw_day day = cw_day_of((int)t->year, (int)t->month, (int)t->day);

	if (day == CW_DAY_NONE)
		return db_stmt_fault(err, "no real date", sql);
	if (out->type == DB_T_DAY)
		*(cw_day *)out->p = day;
	else
		*(int64_t *)out->p =
			day * DAY_US +
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
		else if (r->null[i]) /* mysql_stmt_fetch has set it: NOLINT(clang-analyzer-*) */
			take_null(&out[i]);
		else if (r->cut[i])
			rc = db_stmt_fault(err, "a value was cut", k->sql);
		else if (time)
			rc = take_time(&out[i], &r->value[i].time, err, k->sql);
		else
			rc = take_number(&out[i], r->value[i].i, r->bind[i].is_unsigned, err,
					 k->sql);
		if (rc)
			return -1;
	}
	return 0;
}

/* All rows of an executed statement, one after the other into OUT. */
static int fetch(struct db_conn *c, struct cw_arena *a, struct db_cached *k,
		 const struct db_out *out, size_t n, db_row_fn *row, void *arg, struct cw_err *err)
{
	struct row r;
	int rc = bind_row(c, k, out, n, &r, err);

	while (rc == 0) {
		int got = mysql_stmt_fetch(k->stmt);

		if (got == MYSQL_NO_DATA)
			break;
		/* Texts are always "truncated" to their length here; of others r.cut tells. */
		if (got != 0 && got != MYSQL_DATA_TRUNCATED)
			return db_stmt_error(c, k, err);
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

	if (db_stmt_execute(c, sql, in, n_in, &k, err))
		return -1;
	k->busy = true;
	c->reading++;
	rc = fetch(c, a, k, out, n_out, row, arg, err);
	c->reading--;
	k->busy = false;
	db_stmt_done(c, k);
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
		return db_stmt_fault(err, "more than one row", sql);
	*found = n == 1;
	return 0;
}

int db_get(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
	   size_t n_in, const struct db_out *out, size_t n_out, struct cw_err *err)
{
	bool found = false;

	if (db_find(c, a, sql, in, n_in, out, n_out, &found, err))
		return -1;
	return found ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}
