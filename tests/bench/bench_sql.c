/*
 * The database alone: THREADS connections run the statements of a file again and again for SECONDS, each
 * prepared once, and print how often the whole file was run a second, and p50 and p99 in milliseconds.
 *
 *	sql SOCKET DATABASE FILE THREADS SECONDS
 *
 * The file holds one statement a line; a SELECT's rows are read whole.
 */
#include <mysql.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STATEMENTS  400
#define SAMPLES_MAX 2000000

static const char *socket_path, *database;
static char *statements[STATEMENTS];
static int n_statements;
static atomic_bool over;

struct one {
	pthread_t thread;
	uint32_t *samples; /* microseconds */
	size_t n;
	bool failed;
};

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static bool run_once(MYSQL_STMT **all)
{
	for (int i = 0; i < n_statements; i++) {
		if (mysql_stmt_execute(all[i]) ||
		    (mysql_stmt_field_count(all[i]) && mysql_stmt_store_result(all[i]))) {
			fprintf(stderr, "%s: %.300s\n", mysql_stmt_error(all[i]), statements[i]);
			return false;
		}
		mysql_stmt_free_result(all[i]);
	}
	return true;
}

static MYSQL *begin(MYSQL_STMT **all)
{
	MYSQL *my = mysql_init(NULL);

	if (!my || !mysql_real_connect(my, NULL, NULL, NULL, database, 0, socket_path, 0))
		return NULL;
	for (int i = 0; i < n_statements; i++) {
		all[i] = mysql_stmt_init(my);
		if (!all[i] || mysql_stmt_prepare(all[i], statements[i], strlen(statements[i]))) {
			fprintf(stderr, "%s: %.100s\n", all[i] ? mysql_stmt_error(all[i]) : "",
				statements[i]);
			return NULL;
		}
	}
	return my;
}

static void *work(void *arg)
{
	MYSQL_STMT *all[STATEMENTS];
	struct one *o = arg;
	MYSQL *my = begin(all);

	o->failed = !my;
	while (my && !o->failed && !atomic_load(&over) && o->n < SAMPLES_MAX) {
		const int64_t at = now_us();

		o->failed = !run_once(all);
		o->samples[o->n++] = (uint32_t)(now_us() - at);
	}
	for (int i = 0; my && i < n_statements; i++)
		mysql_stmt_close(all[i]);
	if (my)
		mysql_close(my);
	mysql_thread_end();
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool read_statements(const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (!f)
		return false;
	while (n_statements < STATEMENTS && (n = getline(&line, &room, f)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (*line)
			statements[n_statements++] = strdup(line);
	}
	free(line);
	fclose(f);
	return n_statements > 0;
}

int main(int argc, char **argv)
{
	const int threads = argc == 6 ? atoi(argv[4]) : 0, seconds = argc == 6 ? atoi(argv[5]) : 0;
	struct one *all;
	uint32_t *samples;
	size_t n = 0;

	if (threads < 1 || threads > 64 || seconds < 1 || !read_statements(argv[3])) {
		fprintf(stderr, "usage: sql SOCKET DATABASE FILE THREADS SECONDS\n");
		return 2;
	}
	socket_path = argv[1];
	database = argv[2];
	mysql_library_init(0, NULL, NULL);
	all = calloc((size_t)threads, sizeof(*all));
	for (int i = 0; i < threads; i++) {
		all[i].samples = malloc(SAMPLES_MAX * sizeof(uint32_t));
		pthread_create(&all[i].thread, NULL, work, &all[i]);
	}
	nanosleep(&(struct timespec){ .tv_sec = seconds }, NULL);
	atomic_store(&over, true);
	for (int i = 0; i < threads; i++) {
		pthread_join(all[i].thread, NULL);
		n += all[i].n;
		if (all[i].failed)
			return 1;
	}
	samples = malloc((n + 1) * sizeof(*samples));
	n = 0;
	for (int i = 0; i < threads; i++) {
		memcpy(samples + n, all[i].samples, all[i].n * sizeof(*samples));
		n += all[i].n;
	}
	qsort(samples, n, sizeof(*samples), by_size);
	printf("%.0f %.2f %.2f\n", (double)n / seconds, samples[n / 2] / 1e3,
	       samples[n * 99 / 100] / 1e3);
	for (int i = 0; i < threads; i++)
		free(all[i].samples);
	for (int i = 0; i < n_statements; i++)
		free(statements[i]);
	free(samples);
	free(all);
	mysql_library_end();
	return 0;
}
