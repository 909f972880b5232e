/* The queue: bounds, lanes, age, closing; and many threads at once. */
#include <pthread.h>
#include <stdatomic.h>

#include "server/http/workq.h"
#include "tests/lib/tap.h"

static struct workq *q;

static void open_queue(size_t count, size_t bytes, unsigned slow)
{
	struct workq_conf conf = { .count = count, .bytes = bytes, .age = 1000, .slow = slow };

	q = workq_new(&conf);
	ck_assert_ptr_nonnull(q);
}

static void teardown(void)
{
	workq_free(q);
	q = NULL;
}

static struct job *make(bool slow, size_t bytes)
{
	struct job *job = job_new();

	ck_assert_ptr_nonnull(job);
	job->slow = slow;
	job->bytes = bytes;
	return job;
}

static struct job *put(bool slow, size_t bytes)
{
	struct job *job = make(slow, bytes);

	if (workq_put(q, job, 5000))
		return job;
	job_free(job);
	return NULL;
}

static void finish(struct job *job)
{
	workq_done(q, job->slow);
	job_free(job);
}

START_TEST(gives_in_order)
{
	struct job *one, *two;

	open_queue(10, 1000, 1);
	one = put(false, 1);
	two = put(false, 1);
	ck_assert_ptr_eq(workq_take(q), one);
	ck_assert_ptr_eq(workq_take(q), two);
	ck_assert_int_eq(one->queued_at, 5000);
	finish(one);
	finish(two);
}
END_TEST

START_TEST(is_bounded_by_count)
{
	struct workq_stats stats;
	struct job *job;

	open_queue(2, 1000, 1);
	ck_assert_ptr_nonnull(put(false, 1));
	ck_assert_ptr_nonnull(put(true, 1));
	ck_assert_ptr_null(put(false, 1));
	job = workq_take(q);
	ck_assert_ptr_nonnull(put(false, 1)); /* what a worker has is not in the queue */
	workq_look(q, &stats);
	ck_assert_uint_eq(stats.count, 2);
	ck_assert_uint_eq(stats.running, 1);
	finish(job);
}
END_TEST

START_TEST(is_bounded_by_bytes)
{
	struct workq_stats stats;

	open_queue(10, 100, 1);
	ck_assert_ptr_nonnull(put(false, 60));
	ck_assert_ptr_null(put(false, 41));
	ck_assert_ptr_nonnull(put(false, 40));
	ck_assert_ptr_null(put(false, 1));
	finish(workq_take(q));
	ck_assert_ptr_nonnull(put(false, 60));
	workq_look(q, &stats);
	ck_assert_uint_eq(stats.bytes, 100);
}
END_TEST

START_TEST(knows_what_is_too_old)
{
	struct job *job;

	open_queue(10, 100, 1);
	job = put(false, 1);
	ck_assert(!workq_too_old(q, job, 6000));
	ck_assert(workq_too_old(q, job, 6001));
}
END_TEST

/* A slow job waits while its share of workers is busy with others; fast ones pass it. */
START_TEST(slow_jobs_take_their_share_only)
{
	struct job *slow[3], *fast, *got;
	struct workq_stats stats;

	open_queue(10, 100, 2);
	for (int i = 0; i < 3; i++)
		slow[i] = put(true, 1);
	ck_assert_ptr_eq(workq_take(q), slow[0]);
	ck_assert_ptr_eq(workq_take(q), slow[1]);
	fast = put(false, 1);
	got = workq_take(q);
	ck_assert_ptr_eq(got, fast);
	workq_look(q, &stats);
	ck_assert_uint_eq(stats.slow, 2);
	ck_assert_uint_eq(stats.count, 1);
	finish(slow[0]);
	ck_assert_ptr_eq(workq_take(q), slow[2]);
	finish(got);
	finish(slow[1]);
	finish(slow[2]);
}
END_TEST

START_TEST(lanes_take_turns)
{
	struct job *slow[2], *fast[2];

	open_queue(10, 100, 4);
	for (int i = 0; i < 2; i++) {
		slow[i] = put(true, 1);
		fast[i] = put(false, 1);
	}
	ck_assert_ptr_eq(workq_take(q), fast[0]);
	ck_assert_ptr_eq(workq_take(q), slow[0]);
	ck_assert_ptr_eq(workq_take(q), fast[1]);
	ck_assert_ptr_eq(workq_take(q), slow[1]);
	for (int i = 0; i < 2; i++) {
		finish(slow[i]);
		finish(fast[i]);
	}
}
END_TEST

START_TEST(closed_it_gives_what_it_has)
{
	struct job *job;

	open_queue(10, 100, 1);
	job = put(false, 1);
	workq_close(q);
	ck_assert_ptr_null(put(false, 1));
	ck_assert_ptr_eq(workq_take(q), job);
	finish(job);
	ck_assert_ptr_null(workq_take(q));
}
END_TEST

/* ---- Threads. */

#define TAKERS	4
#define PUTTERS 3
#define EACH	2000

static atomic_uint taken, refused, slow_now, slow_most;

static void *taker(void *arg)
{
	struct job *job;

	(void)arg;
	while ((job = workq_take(q))) {
		if (job->slow) {
			unsigned now = atomic_fetch_add(&slow_now, 1) + 1, most = slow_most;

			while (now > most && !atomic_compare_exchange_weak(&slow_most, &most, now))
				;
			atomic_fetch_sub(&slow_now, 1);
		}
		atomic_fetch_add(&taken, 1);
		finish(job);
	}
	return NULL;
}

static void *putter(void *arg)
{
	(void)arg;
	for (int i = 0; i < EACH; i++) {
		struct job *job = job_new();

		job->slow = i % 3 == 0;
		job->bytes = 1;
		if (!workq_put(q, job, 0)) {
			job_free(job);
			atomic_fetch_add(&refused, 1);
		}
	}
	return NULL;
}

START_TEST(nothing_is_lost_between_threads)
{
	pthread_t takers[TAKERS], putters[PUTTERS];
	struct workq_stats stats;

	open_queue(64, 1000, 2);
	for (int i = 0; i < TAKERS; i++)
		ck_assert_int_eq(pthread_create(&takers[i], NULL, taker, NULL), 0);
	for (int i = 0; i < PUTTERS; i++)
		ck_assert_int_eq(pthread_create(&putters[i], NULL, putter, NULL), 0);
	for (int i = 0; i < PUTTERS; i++)
		pthread_join(putters[i], NULL);
	workq_close(q);
	for (int i = 0; i < TAKERS; i++)
		pthread_join(takers[i], NULL);
	ck_assert_uint_eq(taken + refused, PUTTERS * EACH);
	ck_assert_uint_le(slow_most, 2);
	workq_look(q, &stats);
	ck_assert_uint_eq(stats.count + stats.bytes + stats.running + stats.slow, 0);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("workq");
	TCase *tc = tcase_create("workq");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, gives_in_order);
	tcase_add_test(tc, is_bounded_by_count);
	tcase_add_test(tc, is_bounded_by_bytes);
	tcase_add_test(tc, knows_what_is_too_old);
	tcase_add_test(tc, slow_jobs_take_their_share_only);
	tcase_add_test(tc, lanes_take_turns);
	tcase_add_test(tc, closed_it_gives_what_it_has);
	tcase_add_test(tc, nothing_is_lost_between_threads);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
