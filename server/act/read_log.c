#include "server/act/read_log.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/log.h"
#include "server/app.h"

#define ROOM  4096
#define BATCH 500 /* a transaction holds the chain of the log for so long */

struct entry {
	int64_t at;
	uint64_t user;
	const char *operation;
	char number[41], client[46];
};

struct read_log {
	pthread_mutex_t lock;
	size_t n;
	struct entry entries[ROOM];
};

struct read_log *read_log_new(void)
{
	struct read_log *log = calloc(1, sizeof(*log));

	if (log)
		pthread_mutex_init(&log->lock, NULL);
	return log;
}

void read_log_free(struct read_log *log)
{
	if (!log)
		return;
	pthread_mutex_destroy(&log->lock);
	free(log);
}

static struct db_audit_entry audit_entry(const struct entry *e, char subject[48])
{
	snprintf(subject, 48, "case %s", e->number);
	return (struct db_audit_entry){ .at = e->at,
					.user = e->user,
					.what = "case_read",
					.subject = subject,
					.detail = e->operation,
					.client = e->client };
}

int read_log_add(struct app *app, struct db_conn *c, int64_t at, uint64_t user, const char *number,
		 const char *operation, const char *client, struct cw_err *err)
{
	struct read_log *log = app->reads;
	struct entry e = { .at = at, .user = user, .operation = operation };
	struct db_audit_entry entry;
	char subject[48];
	bool noted;

	snprintf(e.number, sizeof(e.number), "%s", number);
	snprintf(e.client, sizeof(e.client), "%s", client);
	pthread_mutex_lock(&log->lock);
	noted = log->n < ROOM;
	if (noted)
		log->entries[log->n++] = e;
	pthread_mutex_unlock(&log->lock);
	if (noted)
		return 0;
	entry = audit_entry(&e, subject);
	return db_audit_add(app->audit, c, &entry, err);
}

struct batch {
	struct db_audit *audit;
	struct db_audit_entry entries[BATCH];
	char subjects[BATCH][48];
	struct entry copies[BATCH];
	size_t n;
};

static int write_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct batch *b = arg;

	return db_audit_write_all(b->audit, c, b->entries, b->n, err);
}

static void take(struct read_log *log, struct batch *b, bool *more)
{
	pthread_mutex_lock(&log->lock);
	b->n = log->n < BATCH ? log->n : BATCH;
	*more = log->n > b->n;
	memcpy(b->copies, log->entries, b->n * sizeof(b->copies[0]));
	pthread_mutex_unlock(&log->lock);
	for (size_t i = 0; i < b->n; i++)
		b->entries[i] = audit_entry(&b->copies[i], b->subjects[i]);
}

/* What was added since stands behind it. */
static void drop(struct read_log *log, size_t n)
{
	pthread_mutex_lock(&log->lock);
	log->n -= n;
	memmove(log->entries, log->entries + n, log->n * sizeof(log->entries[0]));
	pthread_mutex_unlock(&log->lock);
}

static int flush(struct app *app, struct db_conn *c, struct batch *b, bool *more,
		 struct cw_err *err)
{
	int rc;

	take(app->reads, b, more);
	if (b->n == 0)
		return 0;
	b->audit = app->audit;
	db_audit_hold(app->audit);
	rc = db_tx_run(c, write_fn, b, NULL, err);
	db_audit_release(app->audit, rc == 0);
	if (rc == 0)
		drop(app->reads, b->n);
	return rc;
}

int read_log_flush(struct app *app, struct db_conn *c, bool *more, struct cw_err *err)
{
	struct batch *b;
	int rc;

	*more = false;
	if (!app->reads)
		return 0;
	b = malloc(sizeof(*b));
	if (!b)
		return cw_fail_memory(err);
	rc = flush(app, c, b, more, err);
	free(b);
	return rc;
}

void read_log_drain(struct app *app)
{
	struct db_conn *c = NULL;
	struct cw_err err;
	bool more = true;

	cw_err_clear(&err);
	if (!app->reads || app->reads->n == 0)
		return;
	if (db_conn_open(&app->db, &c, &err) == 0)
		while (more && read_log_flush(app, c, &more, &err) == 0)
			;
	if (app->reads->n)
		cw_log(CW_LOG_ERROR, "reads_lost", "count=%zu", app->reads->n);
	db_conn_close(c);
}
