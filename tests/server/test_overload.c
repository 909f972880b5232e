/* The loop and the queue under more than they can do, with senders that are slow or gone, and the
 * end of the service with requests in its hands. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "casework/base/text.h"
#include "server/http/metrics.h"
#include "tests/lib/tap.h"
#include "tests/server/serve.h"

#define HOST	  "Host: a.example\r\n"
#define JSON	  "Content-Type: application/json\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

static struct heard h;

static void stop(void)
{
	serve_stop(10);
}

static bool has(const char *text)
{
	return strstr(h.body, text) != NULL;
}

/* Whether the metrics hold LINE. */
static bool counted(const char *line)
{
	struct cw_arena *a = cw_arena_new(0);
	struct cw_buf b;
	bool found;

	cw_buf_init(&b, a);
	metrics_print(serve_app.metrics, serve_app.workq, &b);
	found = strstr(cw_buf_done(&b, NULL), line) != NULL;
	cw_arena_free(a);
	return found;
}

static void until_counted(const char *line)
{
	for (int i = 0; i < 6000 && !counted(line); i++)
		usleep(10000);
	ck_assert_msg(counted(line), "never %s", line);
}

/* N connections whose request a worker has taken and does not finish. */
static void block_workers(int fds[], int n, const char *text)
{
	for (int i = 0; i < n; i++) {
		fds[i] = dial();
		say(fds[i], text);
		while (sem_wait(&serve_entered))
			;
	}
}

static void release(int n)
{
	for (int i = 0; i < n; i++)
		sem_post(&serve_gate);
}

static void hear_200(int fd)
{
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}

/* ---- The queue. */

START_TEST(a_full_queue_says_so_at_once)
{
	int busy[2], waiting[2];

	serve_start("workers = 2\nqueue_count = 2\n");
	block_workers(busy, 2, GET("/blocked"));
	for (int i = 0; i < 2; i++) {
		waiting[i] = dial();
		say(waiting[i], GET("/echo"));
	}
	until_counted("disclosured_queue_requests 2\n");
	ask("GET /echo HTTP/1.1\r\n" HOST "Accept-Language: en\r\n\r\n", &h);
	ck_assert_int_eq(h.status, 503);
	ck_assert_str_eq(value(&h, "Retry-After"), "1");
	ck_assert_str_eq(value(&h, "Content-Type"), "application/problem+json");
	ck_assert(has("/problems/unavailable"));
	ck_assert(has("too many requests"));
	/* What needs no worker is still answered. */
	ask(GET("/healthz"), &h);
	ck_assert_int_eq(h.status, 200);
	release(2);
	for (int i = 0; i < 2; i++) {
		hear_200(busy[i]);
		hear_200(waiting[i]);
	}
	ck_assert(counted("disclosured_refused_total{reason=\"queue\"} 1\n"));
}
END_TEST

START_TEST(a_refused_connection_can_go_on)
{
	int busy[1], fd;

	serve_start("workers = 1\nqueue_count = 1\n");
	block_workers(busy, 1, GET("/blocked"));
	fd = dial();
	say(fd, GET("/echo"));
	until_counted("disclosured_queue_requests 1\n");
	ask(GET("/echo"), &h);
	ck_assert_int_eq(h.status, 503);
	release(1);
	hear_200(busy[0]);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	say(fd, GET("/echo"));
	hear_200(fd);
}
END_TEST

START_TEST(who_waited_too_long_is_sent_away)
{
	int busy[1], fd;

	serve_start("workers = 1\nqueue_age_ms = 10\n");
	block_workers(busy, 1, GET("/blocked"));
	fd = dial();
	say(fd, GET("/echo"));
	until_counted("disclosured_queue_requests 1\n");
	usleep(20000);
	release(1);
	hear_200(busy[0]);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 503);
	ck_assert_ptr_nonnull(value(&h, "Retry-After"));
	ck_assert(counted("disclosured_refused_total{reason=\"age\"} 1\n"));
	close(fd);
}
END_TEST

START_TEST(slow_routes_leave_workers_for_others)
{
	int slow[2], more;

	serve_start("workers = 4\n");
	block_workers(slow, 2, GET("/slow"));
	more = dial();
	say(more, GET("/slow")); /* its lane is full: it waits although two workers are free */
	until_counted("disclosured_queue_requests 1\n");
	for (int i = 0; i < 10; i++) {
		ask(GET("/echo"), &h);
		ck_assert_int_eq(h.status, 200);
	}
	ck_assert(counted("disclosured_queue_requests 1\n"));
	release(3);
	hear_200(slow[0]);
	hear_200(slow[1]);
	hear_200(more);
}
END_TEST

/* ---- Senders. */

START_TEST(half_a_request_is_not_waited_for_for_ever)
{
	static const char *const halves[] = {
		"G",
		"GET /echo HTTP/1.1\r\nHost: a",
		"POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 100\r\n\r\n{",
		"POST /echo HTTP/1.1\r\n" HOST JSON "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
	};
	int fds[4];

	serve_start("workers = 2\nrequest_read_timeout = 1\n");
	for (int i = 0; i < 4; i++) {
		fds[i] = dial();
		say(fds[i], halves[i]);
	}
	for (int i = 0; i < 4; i++) {
		hear(fds[i], &h);
		ck_assert_int_eq(h.status, 408);
		ck_assert(ended(fds[i]));
		close(fds[i]);
	}
	ck_assert(counted("disclosured_refused_total{reason=\"slow\"} 4\n"));
}
END_TEST

static void *drip(void *arg)
{
	const int *fd = arg;

	for (int i = 0; i < 600 && send(*fd, " ", 1, MSG_NOSIGNAL) == 1; i++)
		usleep(50000);
	return NULL;
}

/* 20 bytes a second, so that neither silence nor the whole time ends it. */
START_TEST(dripping_bytes_are_too_slow)
{
	pthread_t thread;
	int fd;

	serve_start("workers = 2\nrequest_read_timeout = 3600\n");
	fd = dial();
	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 100000\r\n\r\n");
	pthread_create(&thread, NULL, drip, &fd);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 408);
	shutdown(fd, SHUT_RDWR);
	pthread_join(thread, NULL);
	close(fd);
}
END_TEST

START_TEST(idle_connections_are_closed)
{
	int never, once;

	serve_start("workers = 2\nidle_timeout = 1\n");
	never = dial();
	once = dial();
	say(once, GET("/echo"));
	hear(once, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(ended(once));
	ck_assert(ended(never));
	close(once);
	close(never);
	until_counted("disclosured_connections 0\n");
}
END_TEST

START_TEST(who_does_not_read_is_let_go)
{
	int small = 4096, fd;

	serve_start("workers = 2\n");
	fd = dial();
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(fd, GET("/large"));
	until_counted("disclosured_refused_total{reason=\"slow\"} 1\n");
	until_counted("disclosured_connections 0\n");
	close(fd);
}
END_TEST

/* Many half-sent bodies: beyond the budget connections are refused, and what they held comes back.
 */
static int answered(const int fds[], int n)
{
	int count = 0;
	char c;

	for (int i = 0; i < n; i++)
		count += recv(fds[i], &c, 1, MSG_DONTWAIT | MSG_PEEK) == 1;
	return count;
}

START_TEST(bytes_in_flight_are_bounded)
{
	static char block[100000];
	int fds[40];

	serve_start("workers = 2\nin_flight_bytes = 1048576\n");
	memset(block, ' ', sizeof(block));
	for (int i = 0; i < 40; i++) {
		fds[i] = dial();
		say(fds[i], "POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 200000\r\n\r\n");
		say_bytes(fds[i], block, sizeof(block));
	}
	until_counted("disclosured_refused_total{reason=\"budget\"} 30\n");
	/* Counted before it is sent. */
	for (int i = 0; i < 6000 && answered(fds, 40) < 30; i++)
		usleep(10000);
	ck_assert_int_eq(answered(fds, 40), 30);
	for (int i = 0; i < 40; i++)
		close(fds[i]);
	until_counted("disclosured_in_flight_bytes 0\n");
	ask(GET("/echo"), &h);
	ck_assert_int_eq(h.status, 200);
}
END_TEST

/* ---- Many connections. */

START_TEST(thousands_of_idle_connections_disturb_nobody)
{
	struct rlimit limit;
	int n = 3000, *fds;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur != RLIM_INFINITY && (rlim_t)n * 2 + 200 > limit.rlim_cur)
		n = (int)(limit.rlim_cur - 200) / 2; /* both ends are ours */
	fds = calloc((size_t)n, sizeof(*fds));
	serve_start("workers = 2\n");
	for (int i = 0; i < n; i++)
		fds[i] = dial();
	for (int i = 0; i < 20; i++) {
		ask(GET("/echo"), &h);
		ck_assert_int_eq(h.status, 200);
	}
	say(fds[n - 1], GET("/echo"));
	hear(fds[n - 1], &h);
	ck_assert_int_eq(h.status, 200);
	for (int i = 0; i < n; i++)
		close(fds[i]);
	until_counted("disclosured_connections 0\n");
	free(fds);
}
END_TEST

/* Beyond the most, connections wait in the kernel until one goes. */
START_TEST(connections_are_bounded)
{
	int fds[17];

	serve_start("workers = 2\nconnections_max = 16\n");
	for (int i = 0; i < 16; i++) {
		fds[i] = dial();
		say(fds[i], GET("/healthz"));
		hear(fds[i], &h);
		ck_assert_int_eq(h.status, 200);
	}
	fds[16] = dial();
	say(fds[16], GET("/healthz"));
	usleep(100000);
	ck_assert(counted("disclosured_connections 16\n"));
	close(fds[0]);
	hear(fds[16], &h);
	ck_assert_int_eq(h.status, 200);
	for (int i = 1; i < 17; i++)
		close(fds[i]);
}
END_TEST

/* No descriptors left: accepting pauses and goes on by itself. */
START_TEST(a_full_table_of_descriptors_is_survived)
{
	struct rlimit limit, low;
	int fds[200], n = 0;

	serve_start("workers = 2\n");
	cw_log_set_level(CW_LOG_ERROR);
	getrlimit(RLIMIT_NOFILE, &limit);
	low = limit;
	low.rlim_cur = 120;
	setrlimit(RLIMIT_NOFILE, &low);
	/* Each takes two: when ours are used up the loop's were before. */
	while (n < 200 && (fds[n] = socket(AF_INET, SOCK_STREAM, 0)) >= 0)
		n++;
	close(fds[--n]);
	fds[n] = dial();
	usleep(300000);
	for (int i = 0; i < n; i++)
		close(fds[i]);
	setrlimit(RLIMIT_NOFILE, &limit);
	say(fds[n], GET("/echo"));
	hear_200(fds[n]);
}
END_TEST

/* ---- Those who leave. */

static void reset(int fd)
{
	struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

START_TEST(clients_that_leave_are_not_missed)
{
	int busy[3], fd;

	serve_start("workers = 4\n");
	block_workers(busy, 3, GET("/blocked"));
	close(busy[0]);
	reset(busy[1]);
	shutdown(busy[2], SHUT_WR); /* it has said all, and still listens */
	release(3);
	hear_200(busy[2]);
	fd = dial();
	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 100\r\n\r\n{");
	reset(fd);
	fd = dial();
	say(fd, "GET /large HTTP/1.1\r\n" HOST "\r\n");
	hear_head(fd, &h);
	reset(fd);
	fd = dial();
	reset(fd);
	until_counted("disclosured_connections 0\n");
	until_counted("disclosured_in_flight_bytes 0\n");
	ask(GET("/echo"), &h);
	ck_assert_int_eq(h.status, 200);
}
END_TEST

/* ---- The end. */

static void *drain(void *arg)
{
	const int *seconds = arg;

	return serve_stop(*seconds) ? (void *)1 : NULL;
}

/* Whether a new connection is answered. */
static bool answers(void)
{
	int fd = dial();

	say(fd, GET("/healthz"));
	hear(fd, &h);
	close(fd);
	return h.status != 0;
}

START_TEST(draining_finishes_what_was_taken)
{
	int busy[2], idle, seconds = 20;
	pthread_t thread;
	void *drained;

	serve_start("workers = 4\n");
	idle = dial();
	say(idle, GET("/echo"));
	hear(idle, &h);
	ck_assert(answers());
	block_workers(busy, 2, GET("/blocked"));
	pthread_create(&thread, NULL, drain, &seconds);
	ck_assert(ended(idle)); /* waiting for nothing, it is closed at once */
	close(idle);
	release(2);
	for (int i = 0; i < 2; i++) {
		hear(busy[i], &h);
		ck_assert_int_eq(h.status, 200);
		ck_assert_str_eq(value(&h, "Connection"), "close");
		ck_assert(ended(busy[i]));
		close(busy[i]);
	}
	pthread_join(thread, &drained);
	ck_assert_ptr_nonnull(drained);
}
END_TEST

START_TEST(draining_takes_nothing_new)
{
	int busy[1], half, seconds = 20;
	pthread_t thread;
	void *drained;

	serve_start("workers = 4\n");
	block_workers(busy, 1, GET("/blocked"));
	half = dial();
	say(half, "GET /echo HTTP/1.1\r\n");
	until_counted("disclosured_in_flight_bytes");
	usleep(50000);
	pthread_create(&thread, NULL, drain, &seconds);
	usleep(200000);
	say(half, HOST "\r\n");
	hear(half, &h);
	ck_assert_int_eq(h.status, 503);
	ck_assert_ptr_nonnull(value(&h, "Retry-After"));
	ck_assert(ended(half));
	close(half);
	release(1);
	hear_200(busy[0]);
	pthread_join(thread, &drained);
	ck_assert_ptr_nonnull(drained);
	ck_assert_uint_eq(serve_calls, 1);
}
END_TEST

START_TEST(draining_has_a_deadline)
{
	int busy[1];

	serve_start("workers = 2\n");
	block_workers(busy, 1, GET("/blocked"));
	ck_assert(!serve_stop(1));
	/* Late, but not lost: it was sent before all ended. */
	hear_200(busy[0]);
}
END_TEST

/* ---- Everything at once. */

#define CLIENTS 8
#define ROUNDS	60

static void *client(void *arg)
{
	static const char *const texts[] = {
		GET("/echo"),
		GET("/healthz"),
		GET("/nothing"),
		"POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{}",
		"POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 1\r\n\r\n{",
	};
	static const int statuses[] = { 200, 200, 404, 200, 400 };
	struct heard *own = malloc(sizeof(*own));
	uintptr_t wrong = 0;
	int fd = dial();

	for (unsigned i = 0; i < ROUNDS; i++) {
		unsigned what = (i + (unsigned)(uintptr_t)arg) % 5;

		say(fd, texts[what]);
		hear(fd, own);
		wrong += own->status != statuses[what];
		if (i % 20 == 19) {
			say(fd, "GET /la");
			reset(fd);
			fd = dial();
		}
	}
	close(fd);
	free(own);
	return (void *)wrong;
}

START_TEST(many_clients_at_once)
{
	pthread_t threads[CLIENTS];
	void *wrong;

	serve_start("workers = 4\n");
	for (uintptr_t i = 0; i < CLIENTS; i++)
		pthread_create(&threads[i], NULL, client, (void *)i);
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(threads[i], &wrong);
		ck_assert_ptr_null(wrong);
	}
	until_counted("disclosured_connections 0\n");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("overload");
	TCase *tc = tcase_create("overload");

	tcase_add_checked_fixture(tc, NULL, stop);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_full_queue_says_so_at_once);
	tcase_add_test(tc, a_refused_connection_can_go_on);
	tcase_add_test(tc, who_waited_too_long_is_sent_away);
	tcase_add_test(tc, slow_routes_leave_workers_for_others);
	tcase_add_test(tc, half_a_request_is_not_waited_for_for_ever);
	tcase_add_test(tc, dripping_bytes_are_too_slow);
	tcase_add_test(tc, idle_connections_are_closed);
	tcase_add_test(tc, who_does_not_read_is_let_go);
	tcase_add_test(tc, bytes_in_flight_are_bounded);
	tcase_add_test(tc, thousands_of_idle_connections_disturb_nobody);
	tcase_add_test(tc, connections_are_bounded);
	tcase_add_test(tc, a_full_table_of_descriptors_is_survived);
	tcase_add_test(tc, clients_that_leave_are_not_missed);
	tcase_add_test(tc, draining_finishes_what_was_taken);
	tcase_add_test(tc, draining_takes_nothing_new);
	tcase_add_test(tc, draining_has_a_deadline);
	tcase_add_test(tc, many_clients_at_once);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
