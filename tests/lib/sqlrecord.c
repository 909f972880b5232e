/*
 * Writes down the SQL that a program sends, from outside: preloaded, it stands between the program and
 * libmariadb.  While the first word of the file $SQLRECORD, mapped and shared, is not 0, each statement of a
 * worker goes to $SQLRECORD.out, a line each, for tests/bench/bench_replay.c:
 *
 *	T HEX                           a text
 *	S HEX INSERT_ID N VALUE...      a prepared one: N (null), I and a number, B, T or D and hex bytes
 *
 * T and D are a date and an instant, a MYSQL_TIME as it stands in memory.
 */
#define _GNU_SOURCE
#include <mysql.h>
#include <stdio.h>

#include "tests/lib/shim.h"

#define STATEMENTS 20000

static struct known {
	MYSQL_STMT *stmt;
	char *sql;
	MYSQL_BIND *bind;
} known[STATEMENTS];
static size_t n_known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const volatile int32_t *armed;
static FILE *out;

__attribute__((constructor)) static void begin(void)
{
	char name[1024];

	armed = shim_map("SQLRECORD", sizeof(*armed));
	if (!armed)
		return;
	snprintf(name, sizeof(name), "%s.out", getenv("SQLRECORD"));
	out = fopen(name, "we");
}

static bool records(void)
{
	return out && *armed && shim_of_a_worker();
}

/* Under the lock; NULL: no room. */
static struct known *find(MYSQL_STMT *stmt)
{
	size_t i = 0;

	while (i < n_known && known[i].stmt != stmt)
		i++;
	if (i == STATEMENTS)
		return NULL;
	n_known = i == n_known ? i + 1 : n_known;
	known[i].stmt = stmt;
	return &known[i];
}

static void put_hex(const void *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fprintf(out, "%02x", ((const unsigned char *)bytes)[i]);
}

static void put_value(const MYSQL_BIND *b)
{
	switch (b->buffer_type) {
	case MYSQL_TYPE_NULL:
		fprintf(out, " N");
		return;
	case MYSQL_TYPE_LONGLONG:
		fprintf(out, " I%lld", *(const long long *)b->buffer);
		return;
	case MYSQL_TYPE_DATE:
	case MYSQL_TYPE_DATETIME:
		fprintf(out, b->buffer_type == MYSQL_TYPE_DATE ? " T" : " D");
		put_hex(b->buffer, sizeof(MYSQL_TIME));
		return;
	default:
		fprintf(out, " B");
		put_hex(b->buffer, b->length ? *b->length : b->buffer_length);
	}
}

int mysql_stmt_prepare(MYSQL_STMT *stmt, const char *sql, unsigned long len)
{
	struct known *k;

	pthread_mutex_lock(&lock);
	k = find(stmt);
	if (k) {
		free(k->sql);
		k->sql = strndup(sql, len);
	}
	pthread_mutex_unlock(&lock);
	return REAL(mysql_stmt_prepare)(stmt, sql, len);
}

my_bool mysql_stmt_bind_param(MYSQL_STMT *stmt, MYSQL_BIND *bind)
{
	struct known *k;

	pthread_mutex_lock(&lock);
	k = find(stmt);
	if (k) /* stands until the statement is executed */
		k->bind = bind;
	pthread_mutex_unlock(&lock);
	return REAL(mysql_stmt_bind_param)(stmt, bind);
}

int mysql_stmt_execute(MYSQL_STMT *stmt)
{
	int rc = REAL(mysql_stmt_execute)(stmt);
	struct known *k;

	if (!records())
		return rc;
	pthread_mutex_lock(&lock);
	k = find(stmt);
	if (k && k->sql) {
		const unsigned long n = mysql_stmt_param_count(stmt);

		fprintf(out, "S ");
		put_hex(k->sql, strlen(k->sql));
		fprintf(out, " %llu %lu", (unsigned long long)mysql_stmt_insert_id(stmt), n);
		for (unsigned long i = 0; i < n; i++)
			put_value(&k->bind[i]);
		fprintf(out, "\n");
		fflush(out);
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

int mysql_real_query(MYSQL *my, const char *sql, unsigned long len)
{
	int rc = REAL(mysql_real_query)(my, sql, len);

	if (records()) {
		pthread_mutex_lock(&lock);
		fprintf(out, "T ");
		put_hex(sql, len);
		fprintf(out, "\n");
		fflush(out);
		pthread_mutex_unlock(&lock);
	}
	return rc;
}
