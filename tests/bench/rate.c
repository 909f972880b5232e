#include "tests/bench/rate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SAMPLES_MAX 2000000

struct one {
	struct rate_client client;
	pthread_t thread;
	uint32_t *samples; /* microseconds */
	bool failed;
};

static const struct rate_work *what;
static const char *socket_path, *database_name;
static atomic_bool over;

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

MYSQL_STMT *rate_prepare(MYSQL *my, const char *sql)
{
	MYSQL_STMT *stmt = must(mysql_stmt_init(my));

	if (mysql_stmt_prepare(stmt, sql, strlen(sql)) == 0)
		return stmt;
	fprintf(stderr, "%s: %.300s\n", mysql_stmt_error(stmt), sql);
	mysql_stmt_close(stmt);
	return NULL;
}

bool rate_execute(MYSQL_STMT *stmt, const char *sql)
{
	const int rc = mysql_stmt_execute(stmt);
	const bool rows = mysql_stmt_field_count(stmt) > 0;

	if (rc || (rows && mysql_stmt_store_result(stmt))) {
		fprintf(stderr, "%s: %.300s\n", mysql_stmt_error(stmt), sql);
		return false;
	}
	if (rows)
		mysql_stmt_free_result(stmt);
	return true;
}

static bool begin(struct rate_client *c)
{
	if (!mysql_real_connect(c->my, NULL, NULL, NULL, database_name, 0, socket_path, 0)) {
		fprintf(stderr, "%s\n", mysql_error(c->my));
		return false;
	}
	return what->begin(c);
}

static void *work(void *arg)
{
	struct one *o = arg;
	struct rate_client *c = &o->client;

	c->my = must(mysql_init(NULL));
	o->failed = !begin(c);
	while (!o->failed && !atomic_load(&over) && c->n < SAMPLES_MAX) {
		const int64_t at = now_us();

		if (what->once(c))
			o->samples[c->n++] = (uint32_t)(now_us() - at);
		else
			o->failed = !what->again || !what->again(c);
	}
	what->end(c);
	mysql_close(c->my);
	mysql_thread_end();
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* All that was measured, the quickest first; the caller frees it. */
static uint32_t *sorted(struct one *all, int clients, size_t *n)
{
	uint32_t *samples;

	*n = 0;
	for (int i = 0; i < clients; i++)
		*n += all[i].client.n;
	samples = must(malloc((*n + 1) * sizeof(*samples)));
	*n = 0;
	for (int i = 0; i < clients; i++) {
		memcpy(samples + *n, all[i].samples, all[i].client.n * sizeof(*samples));
		*n += all[i].client.n;
	}
	qsort(samples, *n, sizeof(*samples), by_size);
	return samples;
}

bool rate_print(const struct rate_work *w, const char *socket, const char *database, int clients,
		int seconds)
{
	struct one *all = must(calloc((size_t)clients, sizeof(*all)));
	uint32_t *samples;
	bool good = true;
	size_t n;

	what = w;
	socket_path = socket;
	database_name = database;
	mysql_library_init(0, NULL, NULL);
	for (int i = 0; i < clients; i++) {
		all[i].client.no = i;
		all[i].samples = must(malloc(SAMPLES_MAX * sizeof(uint32_t)));
		if (pthread_create(&all[i].thread, NULL, work, &all[i]))
			abort();
	}
	nanosleep(&(struct timespec){ .tv_sec = seconds }, NULL);
	atomic_store(&over, true);
	for (int i = 0; i < clients; i++) {
		pthread_join(all[i].thread, NULL);
		good = good && !all[i].failed;
	}
	samples = sorted(all, clients, &n);
	if (good)
		printf("%.0f %.2f %.2f", (double)n / seconds, n ? samples[n / 2] / 1e3 : 0,
		       n ? samples[n * 99 / 100] / 1e3 : 0);
	for (int i = 0; i < clients; i++)
		free(all[i].samples);
	free(samples);
	free(all);
	mysql_library_end();
	return good;
}
