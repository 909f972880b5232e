/*
 * The database alone: THREADS connections run the statements of a file again and again for SECONDS, each
 * prepared once, and print how often the whole file was run a second, and p50 and p99 in milliseconds.
 *
 *	sql SOCKET DATABASE FILE THREADS SECONDS
 *
 * The file holds one statement a line; a SELECT's rows are read whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/rate.h"

#define STATEMENTS 400

static char *statements[STATEMENTS];
static int n_statements;

static bool begin(struct rate_client *c)
{
	MYSQL_STMT **all = calloc(STATEMENTS, sizeof(*all));

	if (!all)
		abort();
	c->own = all;
	for (int i = 0; i < n_statements; i++) {
		all[i] = rate_prepare(c->my, statements[i]);
		if (!all[i])
			return false;
	}
	return true;
}

static bool once(struct rate_client *c)
{
	MYSQL_STMT **all = c->own;

	for (int i = 0; i < n_statements; i++)
		if (!rate_execute(all[i], statements[i]))
			return false;
	return true;
}

static void end(struct rate_client *c)
{
	MYSQL_STMT **all = c->own;

	for (int i = 0; all && i < n_statements; i++)
		if (all[i])
			mysql_stmt_close(all[i]);
	free(all);
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
	static const struct rate_work work = { .begin = begin, .once = once, .end = end };
	const int threads = argc == 6 ? atoi(argv[4]) : 0, seconds = argc == 6 ? atoi(argv[5]) : 0;
	bool good;

	if (threads < 1 || threads > RATE_CLIENTS || seconds < 1 || !read_statements(argv[3])) {
		fprintf(stderr, "usage: sql SOCKET DATABASE FILE THREADS SECONDS\n");
		return 2;
	}
	good = rate_print(&work, argv[1], argv[2], threads, seconds);
	if (good)
		printf("\n");
	for (int i = 0; i < n_statements; i++)
		free(statements[i]);
	return good ? 0 : 1;
}
