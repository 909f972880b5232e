#include "server/act/calendars.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "db/calendar.h"

#define LOOK_EVERY_MS 1000

struct version {
	struct version *older;
	struct cw_arena *arena; /* the notices, which the calendar borrows */
	struct cw_calendar *calendar;
	int number;
};

struct calendars {
	/* NULL before the first read; never freed before the end, nor is what it was before. */
	_Atomic(struct version *) current;
	struct version *past;	     /* read for a case that lags behind; under the lock */
	atomic_int_fast64_t look_at; /* monotonic ms from which the database is looked at again */
	pthread_mutex_t reading;     /* one thread reads */
};

static int64_t monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct calendars *calendars_new(void)
{
	struct calendars *cals = calloc(1, sizeof(*cals));

	if (cals)
		pthread_mutex_init(&cals->reading, NULL);
	return cals;
}

static void version_free(struct version *v)
{
	if (!v)
		return;
	cw_calendar_free(v->calendar);
	cw_arena_free(v->arena);
	free(v);
}

static void versions_free(struct version *v)
{
	while (v) {
		struct version *older = v->older;

		version_free(v);
		v = older;
	}
}

void calendars_free(struct calendars *cals)
{
	if (!cals)
		return;
	versions_free(atomic_load(&cals->current));
	versions_free(cals->past);
	pthread_mutex_destroy(&cals->reading);
	free(cals);
}

static int version_read(struct db_conn *c, int number, struct version **out, struct cw_err *err)
{
	struct version *v = calloc(1, sizeof(*v));
	struct cw_notice *notices;
	size_t n;

	if (!v)
		return cw_fail_memory(err);
	v->number = number;
	v->arena = cw_arena_new(0);
	if (!v->arena) {
		cw_fail_memory(err);
		goto fail;
	}
	if (db_calendar_load(c, v->arena, number, &notices, &n, err))
		goto fail;
	v->calendar = cw_calendar_new(notices, n, CW_DAY_NONE);
	if (!v->calendar) {
		cw_fail_memory(err);
		goto fail;
	}
	*out = v;
	return 0;
fail:
	version_free(v);
	return -1;
}

/* Reads what is there if it differs from the current version; the caller holds the lock. */
static int refresh(struct calendars *cals, struct db_conn *c, struct cw_err *err)
{
	struct version *now = atomic_load(&cals->current), *v;
	struct cw_arena *a = cw_arena_new(0);
	int number, rc;

	if (!a)
		return cw_fail_memory(err);
	rc = db_calendar_version_get(c, a, &number, err);
	cw_arena_free(a);
	if (rc)
		return -1;
	if (!now || now->number < number) {
		if (version_read(c, number, &v, err))
			return -1;
		v->older = now;
		atomic_store(&cals->current, v);
	}
	atomic_store(&cals->look_at, monotonic_ms() + LOOK_EVERY_MS);
	return 0;
}

int calendars_get(struct calendars *cals, struct db_conn *c, const struct cw_calendar **out,
		  struct cw_err *err)
{
	struct version *v = atomic_load(&cals->current);
	int rc = 0;

	if (v && monotonic_ms() < atomic_load(&cals->look_at)) {
		*out = v->calendar;
		return 0;
	}
	/* With a calendar at hand nobody waits for the one who reads. */
	if (!v)
		pthread_mutex_lock(&cals->reading);
	else if (pthread_mutex_trylock(&cals->reading)) {
		*out = v->calendar;
		return 0;
	}
	if (!atomic_load(&cals->current) || monotonic_ms() >= atomic_load(&cals->look_at))
		rc = refresh(cals, c, err);
	pthread_mutex_unlock(&cals->reading);
	if (rc)
		return -1;
	*out = atomic_load(&cals->current)->calendar;
	return 0;
}

void calendars_expire(struct calendars *cals)
{
	atomic_store(&cals->look_at, 0);
}

/* ---- By version. */

static struct version *find(struct version *v, int number)
{
	while (v && v->number != number)
		v = v->older;
	return v;
}

int calendars_version(struct calendars *cals, const struct cw_calendar *cal)
{
	struct version *v = atomic_load(&cals->current);

	while (v && v->calendar != cal)
		v = v->older;
	if (v)
		return v->number;
	pthread_mutex_lock(&cals->reading);
	for (v = cals->past; v && v->calendar != cal; v = v->older)
		;
	pthread_mutex_unlock(&cals->reading);
	return v ? v->number : -1;
}

int calendars_at(struct calendars *cals, struct db_conn *c, int version,
		 const struct cw_calendar **out, struct cw_err *err)
{
	struct version *v = find(atomic_load(&cals->current), version);
	int rc = 0;

	if (!v) {
		pthread_mutex_lock(&cals->reading);
		v = find(cals->past, version);
		if (!v) {
			rc = version_read(c, version, &v, err);
			if (rc == 0) {
				v->older = cals->past;
				cals->past = v;
			}
		}
		pthread_mutex_unlock(&cals->reading);
	}
	if (rc)
		return -1;
	*out = v->calendar;
	return 0;
}

int calendars_need(struct calendars *cals, struct db_conn *c, int version,
		   const struct cw_calendar **out, struct cw_err *err)
{
	struct version *v = atomic_load(&cals->current);
	int rc = 0;

	if (!v || v->number < version) {
		pthread_mutex_lock(&cals->reading);
		v = atomic_load(&cals->current);
		if (!v || v->number < version)
			rc = refresh(cals, c, err);
		pthread_mutex_unlock(&cals->reading);
		if (rc)
			return -1;
		v = atomic_load(&cals->current);
	}
	if (v->number < version) { /* the snapshot of this transaction is older */
		err->retry_after = 1;
		return cw_fail(err, CW_UNAVAILABLE, CW_MSG_API_CALENDAR_STALE, NULL);
	}
	*out = v->calendar;
	return 0;
}

int calendars_today(bool allow_test_clock, struct db_conn *c, struct cw_arena *a, int64_t now,
		    cw_day *out, struct cw_err *err)
{
	cw_day set = CW_DAY_NONE;

	if (allow_test_clock && db_test_clock_find(c, a, &set, err))
		return -1;
	*out = set != CW_DAY_NONE ? set : cw_day_of_instant(now);
	return 0;
}
