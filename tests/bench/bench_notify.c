/*
 * How fast notifications go out, beside a bare curl multi loop that posts the same body to the same
 * receiver in the same run: to one that only counts, and to contrib/receiver, which verifies and reads
 * what it is sent.  Figures are printed, not judged; what is judged is that everything arrived.
 *
 *	BENCH_EVENTS=100000 BENCH_REPEATS=3 BENCH_CASES=5000 BENCH_ROUNDS=200 tests/bench/notify
 *
 * What arrived is counted at the receiver: nothing but the sender uses the database meanwhile.  With more
 * memory than the tests' database has: MARIADB_OPTIONS="--innodb-buffer-pool-size=1G
 * --innodb-log-file-size=512M".
 */
#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/notify/world.h"

#define CASES	  setting("BENCH_CASES", 2000) /* each waits for its own events only */
#define AT_ONCE	  16  /* as the sender's */
#define DEAD	  100

static long setting(const char *name, long usual)
{
	const char *text = getenv(name);

	return text ? atol(text) : usual;
}

static double now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static long rss_kb(void)
{
	long size, resident = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f && fscanf(f, "%ld %ld", &size, &resident) != 2)
		resident = 0;
	if (f)
		fclose(f);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* ---- The bare loop. */

static size_t ignore(char *bytes, size_t size, size_t n, void *arg)
{
	(void)bytes, (void)arg;
	return size * n;
}

static CURL *bare_post(const char *url, const char *body)
{
	CURL *h = curl_easy_init();

	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, ignore);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	return h;
}

/* Signed before the clock runs, each as a message of its own. */
static struct curl_slist **signed_headers(const char *body, long n)
{
	struct curl_slist **list = calloc((size_t)n, sizeof(struct curl_slist *));
	const int64_t now = time(NULL);
	struct cw_arena *own = cw_arena_new(0);
	struct nt_key key;

	ck_assert(nt_key_parse(SECRET, &key));
	for (long i = 0; i < n; i++) {
		static unsigned long no;
		const char *id = cw_printf(own, "msg_%032lx", ++no);
		const char *sign =
			nt_sign_webhook(own, &key, 1, id, now, body, strlen(body));

		list[i] = curl_slist_append(NULL, "Content-Type: application/json");
		curl_slist_append(list[i], cw_printf(own, "webhook-id: %s", id));
		curl_slist_append(list[i], cw_printf(own, "webhook-timestamp: %ld", (long)now));
		curl_slist_append(list[i], cw_printf(own, "webhook-signature: %s", sign));
	}
	cw_arena_free(own);
	return list;
}

static double bare_rate(const char *url, const char *body, long n)
{
	struct curl_slist **headers = signed_headers(body, n);
	CURLM *multi = curl_multi_init();
	long begun = 0, ended = 0;
	const double start = now_s();
	double took;
	CURLMsg *msg;
	int running, left;

	for (; begun < AT_ONCE && begun < n; begun++) {
		CURL *h = bare_post(url, body);

		curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers[begun]);
		curl_multi_add_handle(multi, h);
	}
	while (ended < n) {
		curl_multi_perform(multi, &running);
		while ((msg = curl_multi_info_read(multi, &left))) {
			CURL *h = msg->easy_handle;

			ck_assert_int_eq(msg->data.result, CURLE_OK);
			curl_multi_remove_handle(multi, h);
			ended++;
			if (begun < n) {
				curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers[begun++]);
				curl_multi_add_handle(multi, h);
			} else {
				curl_easy_cleanup(h);
			}
		}
		if (ended < n)
			curl_multi_poll(multi, NULL, 0, 100, NULL);
	}
	took = now_s() - start;
	curl_multi_cleanup(multi);
	for (long i = 0; i < n; i++)
		curl_slist_free_all(headers[i]);
	free(headers);
	return (double)n / took;
}

/* ---- The sender. */

static void add_events(long n)
{
	static int first = 1000; /* no seq twice */

	must(run(cw_printf(a,
			   "INSERT INTO outbox (case_id, seq, agency_id, type, act, created_at)"
			   " SELECT 1 + seq %% %ld, %d + seq DIV %ld, %d, 'case.received', 'file', UTC_TIMESTAMP(6)"
			   " FROM seq_0_to_%ld", CASES, first, CASES, (int)agency, n - 1)));
	first += (int)(n / CASES) + 1;
}

static void wait_delivered(uint64_t n)
{
	while (number("SELECT COUNT(*) FROM delivery WHERE status = 'delivered'") < n)
		usleep(20000);
}

static void setup_cases(void)
{
	must(run("SET foreign_key_checks = 0"));
	must(run(cw_printf(a,
			   "INSERT INTO docket (id, uid, agency_id, year, running, number, channel, state,"
			   " applicant_id, title, description, ways, carriers, other_way_ok, electronic_ok,"
			   " submitted_at, submitted_on, received_on, due_on, is_open, code_mac, seq, head)"
			   " SELECT seq, RANDOM_BYTES(16), %d, 2026, seq, CONCAT('360104-FGW-2026-', seq), 'online',"
			   " 'received', 1, '标题', '内容', '', '', 1, 1, '2026-03-02', '2026-03-02',"
			   " '2026-03-02', '2026-03-30', 1, REPEAT('x', 32), 1, REPEAT('x', 32)"
			   " FROM seq_1_to_%ld", (int)agency, CASES)));
	must(run("SET foreign_key_checks = 1"));
}

/* How many have arrived. */
typedef unsigned arrived_fn(void);

static unsigned arrived_here(void)
{
	return receiver_count("/200");
}

static void wait_arrived(arrived_fn *arrived, unsigned n)
{
	while (arrived() < n)
		usleep(1000);
}

#define POINTS 5

/* N events that wait, drained once; KB is filled with the memory at POINTS equal parts of it. */
static double drain_rate(arrived_fn *arrived, long n, long kb[POINTS])
{
	const unsigned before = arrived();
	double start, took;

	add_events(n);
	start = now_s();
	nt_sender_wake(sender);
	for (int i = 0; i < POINTS; i++) {
		wait_arrived(arrived, before + (unsigned)(n * (i + 1) / POINTS));
		kb[i] = rss_kb();
	}
	took = now_s() - start;
	wait_delivered(number("SELECT COUNT(*) FROM outbox"));
	ck_assert_uint_eq(arrived(), before + (unsigned)n); /* each once */
	return (double)n / took;
}

/* BODY to BARE, and as many events as are asked for through the sender, again and again.  COUNTED: what
 * the bare loop posts is counted as arrived, too. */
static void drain_beside(const char *to, const char *bare_url, const char *body,
			 arrived_fn *arrived, bool counted)
{
	const long n = setting("BENCH_EVENTS", 2000), repeats = setting("BENCH_REPEATS", 1);
	const long some = n < 20000 ? n : 20000;

	for (long i = 0; i < repeats; i++) {
		const unsigned seen = arrived();
		const double bare = bare_rate(bare_url, body, some);
		const long before = rss_kb();
		long kb[POINTS];
		double rate;

		wait_arrived(arrived, counted ? seen + (unsigned)some : seen);
		rate = drain_rate(arrived, n, kb);

		printf("# %s: bare loop %.0f/s; %ld events drained at %.0f/s = %.2f of it; memory %ld kB"
		       " before, then %ld %ld %ld %ld %ld\n", to, bare, n, rate, rate / bare, before,
		       kb[0], kb[1], kb[2], kb[3], kb[4]);
		fflush(stdout);
	}
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery_attempt"), (uint64_t)(n * repeats) + 1);
}

START_TEST(drain)
{
	const char *url = cw_printf(a, "http://127.0.0.1:%u/200?bare", port), *body;

	setup_cases();
	add("/200", "webhook");
	start_sender();
	add_event(1, 999, "case.received"); /* one, for the body and the first connection */
	wait_delivered(1);
	body = cw_strdup(a, receiver_get("/200", 0).body);
	drain_beside("a receiver that counts", url, body, arrived_here, false);
}
END_TEST

/* ---- The receiver of contrib, which prints a line for each event. */

static atomic_uint printed;

static void *count_lines(void *arg)
{
	FILE *f = arg;
	char line[2000];

	while (fgets(line, sizeof(line), f))
		atomic_fetch_add(&printed, strchr(line, '\n') != NULL);
	fclose(f);
	return NULL;
}

static unsigned arrived_there(void)
{
	return atomic_load(&printed);
}

static pid_t contrib_start(FILE **out)
{
	const char *top = getenv("SRCDIR");
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		setenv("WEBHOOK_SECRET", SECRET, 1);
		execlp("node", "node", cw_printf(a, "%s/contrib/receiver/receiver.mjs", top ? top : "."),
		       "--port", "0", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	*out = fdopen(ends[0], "r");
	ck_assert_ptr_nonnull(*out);
	return pid;
}

START_TEST(drain_contrib)
{
	char line[200], allow[64];
	pthread_t reader;
	const char *url, *body, *bad;
	unsigned there;
	FILE *out;
	const pid_t pid = contrib_start(&out);

	if (!fgets(line, sizeof(line), out)) {
		printf("# node is not there: contrib/receiver is not measured\n");
		waitpid(pid, NULL, 0);
		fclose(out);
		return;
	}
	ck_assert_int_eq(sscanf(line, "listening on http://127.0.0.1:%u/", &there), 1);
	snprintf(allow, sizeof(allow), "127.0.0.1:%u 127.0.0.1:%u", port, there);
	ck_assert(nt_allow_parse(a, allow, &nt.allow, &bad));
	ck_assert_int_eq(pthread_create(&reader, NULL, count_lines, out), 0);
	url = cw_printf(a, "http://127.0.0.1:%u/", there);
	setup_cases();
	add("/200", "webhook");
	start_sender();
	add_event(1, 999, "case.received"); /* for the body, to the one that keeps it */
	wait_delivered(1);
	body = cw_strdup(a, receiver_get("/200", 0).body);
	must(run("UPDATE endpoint SET status = 'ended'"));
	add_at(url, "webhook", "active", "");
	drain_beside("contrib/receiver", url, body, arrived_there, true);
	kill(pid, SIGTERM);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	pthread_join(reader, NULL);
}
END_TEST

static int by_value(const void *x, const void *y)
{
	const double d = *(const double *)x - *(const double *)y;

	return d < 0 ? -1 : d > 0;
}

/* Median of the time from COMMIT to the request at the receiver, one event at a time. */
static double latency_ms(int first_seq)
{
	const long rounds = setting("BENCH_ROUNDS", 15);
	double *ms = calloc((size_t)rounds, sizeof(*ms)), median;

	for (long i = 0; i < rounds; i++) {
		const unsigned before = receiver_count("/200");
		double start;

		must(run(cw_printf(a,
				   "INSERT INTO outbox (case_id, seq, agency_id, type, act, created_at)"
				   " VALUES (%d, %d, %d, 'case.received', 'file', UTC_TIMESTAMP(6))",
				   (int)(1 + i % CASES), first_seq + (int)i, (int)agency)));
		start = now_s();
		nt_sender_wake(sender);
		while (receiver_count("/200") == before)
			usleep(50);
		ms[i] = (now_s() - start) * 1000;
		usleep(20000); /* the queue is idle again */
	}
	qsort(ms, (size_t)rounds, sizeof(*ms), by_value);
	median = ms[rounds / 2];
	free(ms);
	return median;
}

START_TEST(latency)
{
	double alone, beside;

	setup_cases();
	add("/200", "webhook");
	start_sender();
	add_event(1, 1, "case.received");
	wait_delivered(1);
	alone = latency_ms(10);
	for (int i = 0; i < DEAD; i++)
		if (i % 2)
			add("/hang", "webhook");
		else /* nobody listens there: the port is allowed and refuses */
			add_at("http://127.0.0.1:1/", "webhook", "active", "");
	beside = latency_ms(1000);
	printf("# from COMMIT to the receiver, median: %.1f ms alone, %.1f ms beside %d dead and hanging"
	       " endpoints = %.2f times\n", alone, beside, DEAD, beside / alone);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("notify");
	TCase *t = tcase_create("bench");

	test_db_start();
	tcase_set_timeout(t, 3600);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, drain);
	tcase_add_test(t, drain_contrib);
	tcase_add_test(t, latency);
	suite_add_tcase(s, t);
	return tap_run(s);
}
