/* The loop from the outside, in raw bytes: framing, limits, order, overload, and the end. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "server/http/stream.h"
#include "tests/server/serve.h"

#define HOST	     "Host: a.example\r\n"
#define JSON	     "Content-Type: application/json\r\n"
#define GET(path)    "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static struct heard h;

static void start_usual(void)
{
	serve_start("workers = 4\nweb_dir = /nonexistent\n");
}

static void stop(void)
{
	serve_stop(10);
}

static bool has(const char *text)
{
	return strstr(h.body, text) != NULL;
}

/* ---- The usual. */

START_TEST(answers_and_keeps_the_connection)
{
	int fd = dial();

	for (int i = 0; i < 3; i++) {
		say(fd, GET("/echo/x?q=1"));
		hear(fd, &h);
		ck_assert_int_eq(h.status, 200);
		ck_assert(has("\"param\":\"x\""));
		ck_assert(has("\"query\":\"1\""));
		ck_assert(has("\"client\":\"127.0.0.1\""));
	}
	close(fd);
}
END_TEST

START_TEST(every_answer_is_guarded)
{
	static const char *const asks[] = { GET("/echo"), GET("/nothing"), GET("/healthz"),
					    GET("/breaks"), "GET / HTTP/1.1\r\n\r\n" };

	for (int i = 0; i < COUNT(asks); i++) {
		ask(asks[i], &h);
		ck_assert_int_ne(h.status, 0);
		ck_assert_str_eq(value(&h, "X-Content-Type-Options"), "nosniff");
		ck_assert_str_eq(value(&h, "Cache-Control"), "no-store");
		ck_assert_str_eq(value(&h, "Referrer-Policy"), "no-referrer");
		ck_assert_str_eq(value(&h, "Content-Security-Policy"),
				 "default-src 'none'; frame-ancestors 'none'"); /* of data */
		ck_assert_ptr_null(value(&h, "Server"));
	}
}
END_TEST

START_TEST(ids_differ)
{
	char first[64];

	ask(GET("/echo"), &h);
	snprintf(first, sizeof(first), "%s", value(&h, "X-Request-Id"));
	ask(GET("/nothing"), &h);
	ck_assert_str_ne(value(&h, "X-Request-Id"), first);
	ck_assert(has(value(&h, "X-Request-Id"))); /* instance */
}
END_TEST

START_TEST(head_is_get_without_the_body)
{
	static struct heard get;
	int fd = dial();

	say(fd, GET("/echo"));
	hear(fd, &get);
	say(fd, "HEAD /echo HTTP/1.1\r\n" HOST "\r\n");
	hear_head(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert_uint_eq(strtoul(value(&h, "Content-Length"), NULL, 10), get.len);
	ck_assert_str_eq(value(&h, "Content-Type"), "application/json");
	/* The next answer follows at once, so there was no body. */
	say(fd, GET("/healthz"));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert_str_eq(h.body, "ok\n");
	say(fd, "HEAD /nothing HTTP/1.1\r\n" HOST "\r\n" GET("/healthz"));
	hear_head(fd, &h);
	ck_assert_int_eq(h.status, 404);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}
END_TEST

START_TEST(other_methods_are_told_which)
{
	static const char *const methods[] = { "PUT", "OPTIONS", "TRACE" };
	char text[200];

	for (int i = 0; i < COUNT(methods); i++) {
		snprintf(text, sizeof(text), "%s /echo HTTP/1.1\r\n" HOST "\r\n", methods[i]);
		ask(text, &h);
		ck_assert_int_eq(h.status, 405);
		ck_assert_str_eq(value(&h, "Allow"), "GET, HEAD, POST, PATCH, DELETE");
	}
	ck_assert_uint_eq(serve_calls, 0);
	ask("BREW /echo HTTP/1.1\r\n" HOST "\r\n", &h);
	ck_assert_int_eq(h.status, 501);
}
END_TEST

START_TEST(patch_and_delete_arrive)
{
	ask("PATCH /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 7\r\n\r\n{\"a\":1}", &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"json\":{\"a\":1}"));
	ask("DELETE /echo HTTP/1.1\r\n" HOST "\r\n", &h);
	ck_assert_int_eq(h.status, 200);
	/* No length and no coding: no body. */
	ask("PATCH /echo HTTP/1.1\r\n" HOST "\r\n", &h);
	ck_assert_int_eq(h.status, 200);
	ask("PATCH /echo HTTP/1.1\r\n" HOST "Connection: keep-alive\r\n\r\n", &h);
	ck_assert_int_eq(h.status, 200);
}
END_TEST

START_TEST(chunks_are_put_together)
{
	ask("POST /echo HTTP/1.1\r\n" HOST JSON "Transfer-Encoding: chunked\r\n\r\n"
	    "3\r\n{\"a\r\n04\r\n\":12\r\n1\r\n}\r\n0\r\n\r\n",
	    &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"json\":{\"a\":12}"));
}
END_TEST

START_TEST(expect_continue_is_answered)
{
	int fd = dial();

	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON
		"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
	hear_head(fd, &h);
	ck_assert_int_eq(h.status, 100);
	say(fd, "{}");
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}
END_TEST

START_TEST(an_absolute_target_is_a_path)
{
	ask("GET http://a.example/echo/y?q=2 HTTP/1.1\r\n" HOST "\r\n", &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"param\":\"y\""));
	ck_assert(has("\"query\":\"2\""));
}
END_TEST

START_TEST(http_1_0_is_served_and_closed)
{
	int fd = dial();

	say(fd, "GET /echo HTTP/1.0\r\n\r\n");
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(ended(fd));
	close(fd);
}
END_TEST

START_TEST(ipv6_is_served_too)
{
	int fd = dial_six();

	if (fd < 0)
		return; /* a machine without it */
	say(fd, GET("/echo"));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"client\":\"::1\""));
	close(fd);
}
END_TEST

START_TEST(no_content_has_no_length)
{
	int fd = dial();

	say(fd, GET("/leaves") GET("/healthz"));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 204);
	ck_assert_ptr_null(value(&h, "Content-Length"));
	ck_assert_ptr_null(value(&h, "Content-Type"));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}
END_TEST

/* ---- Order and framing. */

START_TEST(pipelined_requests_are_answered_in_order)
{
	int fd = dial();

	say(fd, GET("/echo/1") GET("/healthz") "POST /echo HTTP/1.1\r\n" HOST JSON
					       "Content-Length: 2\r\n\r\n{}" GET("/echo/3")
						       GET("/nothing"));
	hear(fd, &h);
	ck_assert(has("\"param\":\"1\""));
	hear(fd, &h);
	ck_assert_str_eq(h.body, "ok\n");
	hear(fd, &h);
	ck_assert(has("\"bytes\":2"));
	hear(fd, &h);
	ck_assert(has("\"param\":\"3\""));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 404);
	close(fd);
}
END_TEST

START_TEST(a_request_may_come_byte_by_byte)
{
	static const char text[] =
		"POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{}";
	int fd = dial();

	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		say_bytes(fd, text + i, 1);
		if (i % 16 == 0)
			usleep(1000);
	}
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}
END_TEST

/* A request that could be read in two ways, followed by one that must then not be served. */
static const char *const smuggled[] = {
	"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
	"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 40\r\nContent-Length: 2\r\n\r\n{}",
	"POST /echo HTTP/1.1\r\n" HOST
	"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST
	"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0;a=b\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST
	"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: a\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\n{}",
	"POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n",
	"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2 2\r\n\r\n{}",
	"DELETE /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}",
	"GET /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}",
	"GET /echo HTTP/1.1\r\n" HOST HOST "\r\n",
	"GET /echo HTTP/1.1\r\n\r\n",
	"GET /echo HTTP/1.1\nHost: a\n\n",
	"GET /echo HTTP/2.0\r\n" HOST "\r\n",
	"GET /echo\r\n\r\n",
	"GET echo HTTP/1.1\r\n" HOST "\r\n",
	"CONNECT a.example:443 HTTP/1.1\r\n" HOST "\r\n",
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
};

START_TEST(ambiguous_requests_end_the_connection)
{
	int fd = dial();

	say(fd, smuggled[_i]);
	say(fd, GET("/echo/smuggled"));
	hear(fd, &h);
	ck_assert_msg(h.status >= 400, "status %d", h.status);
	ck_assert_str_eq(value(&h, "Content-Type"), "application/problem+json");
	ck_assert_str_eq(value(&h, "Connection"), "close");
	ck_assert(ended(fd));
	ck_assert_uint_eq(serve_calls, 0);
	close(fd);
}
END_TEST

/* The same behind a good request in the same packet: that one is answered, and nothing after it. */
START_TEST(what_stands_before_an_ambiguous_one_is_answered)
{
	char text[1024];
	int fd = dial();

	snprintf(text, sizeof(text), "%s%s%s", GET("/echo/good"), smuggled[_i], GET("/echo/bad"));
	say(fd, text);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"param\":\"good\""));
	hear(fd, &h);
	ck_assert(h.status == 0 || h.status >= 400);
	ck_assert(h.status == 0 || ended(fd));
	ck_assert_uint_eq(serve_calls, 1);
	close(fd);
}
END_TEST

/* ---- Size. */

START_TEST(a_body_that_is_announced_too_large_is_not_waited_for)
{
	int fd = dial();

	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2000000\r\n\r\n");
	hear(fd, &h);
	ck_assert_int_eq(h.status, 413);
	ck_assert(ended(fd));
	close(fd);
}
END_TEST

/* The answer gets through although we are still sending. */
START_TEST(a_refusal_is_heard_by_who_still_talks)
{
	static char block[65536];
	int fd = dial();

	memset(block, 'x', sizeof(block));
	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2000000\r\n\r\n");
	for (int i = 0; i < 30; i++)
		say_bytes(fd, block, sizeof(block));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 413);
	close(fd);
}
END_TEST

START_TEST(chunks_that_grow_too_large_are_refused)
{
	static char block[100000];
	int fd = dial();

	memset(block, ' ', sizeof(block));
	say(fd, "POST /echo HTTP/1.1\r\n" HOST JSON "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 12; i++) {
		say(fd, "186a0\r\n");
		say_bytes(fd, block, sizeof(block));
		say(fd, "\r\n");
	}
	hear(fd, &h);
	ck_assert_int_eq(h.status, 413);
	close(fd);
}
END_TEST

START_TEST(a_file_may_be_larger_than_json)
{
	static char block[100000];
	int fd = dial();

	say(fd, "POST /upload HTTP/1.1\r\n" HOST "Content-Type: application/pdf\r\n"
		"Content-Length: 2000000\r\n\r\n");
	for (int i = 0; i < 20; i++)
		say_bytes(fd, block, sizeof(block));
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert(has("\"bytes\":2000000"));
	close(fd);
}
END_TEST

START_TEST(a_header_that_is_too_large_is_refused)
{
	static char text[40000];
	int fd = dial();

	strcpy(text, "GET /echo HTTP/1.1\r\n" HOST "X: ");
	memset(text + strlen(text), 'x', 20000);
	strcat(text, "\r\n\r\n");
	say(fd, text);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 431);
	ck_assert(ended(fd));
	close(fd);
}
END_TEST

START_TEST(a_large_answer_arrives_whole)
{
	int fd = dial();

	for (int i = 0; i < 3; i++) {
		say(fd, GET("/large"));
		hear(fd, &h);
		ck_assert_int_eq(h.status, 200);
		ck_assert_uint_eq(h.len, 8 * 1024 * 1024);
	}
	say(fd, "GET /large HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	hear(fd, &h);
	ck_assert_uint_eq(h.len, 8 * 1024 * 1024);
	ck_assert(ended(fd));
	close(fd);
}
END_TEST

/* ---- Answers in pieces. */

START_TEST(pieces_arrive_in_order_on_a_connection_that_is_kept)
{
	int fd = dial();

	for (int i = 0; i < 3; i++) {
		say(fd, GET("/pieces"));
		hear(fd, &h);
		ck_assert_int_eq(h.status, 200);
		ck_assert_str_eq(value(&h, "Content-Length"), "49000");
		ck_assert_ptr_null(value(&h, "Transfer-Encoding"));
		ck_assert_uint_eq(h.len, 49000);
		for (size_t at = 0; at < h.len; at++)
			ck_assert_int_eq(h.body[at], 'a' + (int)(at / 7000));
	}
	say(fd, "HEAD /pieces HTTP/1.1\r\n" HOST "\r\n");
	hear_head(fd, &h);
	ck_assert_int_eq(h.status, 200);
	ck_assert_str_eq(value(&h, "Content-Length"), "49000");
	say(fd, GET("/pieces?q=1") GET("/echo"));
	hear(fd, &h);
	ck_assert_uint_eq(h.len, 7000);
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	close(fd);
}
END_TEST

START_TEST(a_piece_that_cannot_be_made_is_never_passed_off_as_the_end)
{
	int fd = dial();

	say(fd, GET("/pieces/2"));
	hear(fd, &h);
	ck_assert_uint_lt(h.len, 49000);
	ck_assert(ended(fd));
	close(fd);
	/* Before the first byte a failure can still be told. */
	ask(GET("/pieces/0"), &h);
	ck_assert_int_eq(h.status, 503);
	ask(GET("/echo"), &h);
	ck_assert_int_eq(h.status, 200);
}
END_TEST

START_TEST(who_leaves_in_the_middle_leaves_nothing)
{
	char some[1000];

	for (int i = 0; i < 200; i++) { /* more than may be under way at a time */
		int fd = dial();

		say(fd, GET("/pieces?q=100000"));
		if (i % 2)
			ck_assert_int_gt((int)recv(fd, some, sizeof(some), 0), 0);
		close(fd);
	}
	for (int i = 0; i < 100; i++) {
		ask(GET("/pieces"), &h);
		if (h.status == 200)
			break;
		usleep(50000); /* the loop still learns of the others */
	}
	ck_assert_int_eq(h.status, 200);
}
END_TEST

/* ---- Live streams. */

#define LIVE(session) \
	"GET /live HTTP/1.1\r\n" HOST "X-Access-Token: clerk\r\nX-Session: " session "\r\n\r\n"

/* Reads from a stream until TEXT has come; what came before it is in H.body. */
static void hear_until(int fd, const char *text)
{
	size_t n = 0;

	h.body[0] = '\0';
	while (!strstr(h.body, text)) {
		ssize_t got = recv(fd, h.body + n, sizeof(h.body) - n - 1, 0);

		ck_assert_msg(got > 0, "the stream ended before %s: %s", text, h.body);
		n += (size_t)got;
		h.body[n] = '\0';
	}
}

static void wait_for_streams(size_t n)
{
	uint64_t open[STREAMS_MAX];

	for (int i = 0; i < 400 && stream_sessions(serve_front, open, STREAMS_MAX) != n; i++)
		usleep(25000);
	ck_assert_uint_eq(stream_sessions(serve_front, open, STREAMS_MAX), n);
}

START_TEST(a_stream_tells_what_its_reader_may_see)
{
	const struct stream_hint hints[] = {
		{ .case_id = 7, .version = 3, .agency = 1, .assignee = 9 },
		{ .case_id = 8, .version = 1, .agency = 2, .assignee = 5 },
		{ .case_id = 9, .version = 2, .agency = 1, .assignee = 5 },
		{ .case_id = 10, .version = 4, .agency = 2, .users = { 4, 5 }, .n_users = 2 },
	};
	int fd = dial();

	say(fd, LIVE("5"));
	hear_until(fd, "event: reload\ndata: {}\n\n");
	ck_assert_ptr_nonnull(strstr(h.body, "Content-Type: text/event-stream"));
	ck_assert_ptr_nonnull(strstr(h.body, "Cache-Control: no-store"));
	stream_hint(serve_front, hints, COUNT(hints));
	hear_until(fd, "\"case\":\"10\"");
	ck_assert_ptr_nonnull(strstr(
		h.body, "event: hint\ndata: {\"case\":\"7\",\"version\":3,\"queue\":\"agency\"}"));
	ck_assert_ptr_nonnull(strstr(h.body, "{\"case\":\"9\",\"version\":2,\"queue\":\"mine\"}"));
	ck_assert_ptr_nonnull(strstr(h.body, "{\"case\":\"10\",\"version\":4,\"queue\":\"put_to_me\"}"));
	ck_assert_ptr_null(strstr(h.body, "\"case\":\"8\""));
	stream_reload(serve_front);
	hear_until(fd, "event: reload");
	close(fd);
	wait_for_streams(0);
}
END_TEST

START_TEST(a_stream_ends_with_its_session)
{
	const uint64_t over[] = { 5 };
	int fd = dial(), other = dial();

	ask(GET("/live"), &h);
	ck_assert_int_eq(h.status, 401);
	say(fd, LIVE("5"));
	hear_until(fd, "reload");
	say(other, LIVE("6"));
	hear_until(other, "reload");
	wait_for_streams(2);
	stream_end(serve_front, over, 1);
	hear_until(fd, "0\r\n\r\n");
	say(fd, GET("/echo")); /* the connection goes on */
	hear(fd, &h);
	ck_assert_int_eq(h.status, 200);
	wait_for_streams(1);
	stream_reload(serve_front);
	hear_until(other, "reload");
	close(fd);
	close(other);
}
END_TEST

START_TEST(who_does_not_read_is_cut_off)
{
	static struct stream_hint many[500];
	int slow = dial(), fd = dial();

	for (size_t i = 0; i < 500; i++)
		many[i] = (struct stream_hint){ .case_id = i + 1, .version = 1, .agency = 1 };
	say(slow, LIVE("5"));
	say(fd, LIVE("6"));
	wait_for_streams(2);
	for (int i = 0; i < 2000; i++) { /* more than the kernel keeps for him, too */
		uint64_t open[2];

		stream_hint(serve_front, many, 500);
		hear_until(fd, "\"case\":\"500\"");
		if (stream_sessions(serve_front, open, 2) == 1)
			break;
	}
	wait_for_streams(1);
	close(slow);
	close(fd);
}
END_TEST

START_TEST(a_thousand_readers_that_vanish_leave_nothing)
{
	for (int round = 0; round < 10; round++) {
		int fds[100];

		for (int i = 0; i < 100; i++) {
			fds[i] = dial();
			say(fds[i], LIVE("5"));
		}
		wait_for_streams(100);
		stream_reload(serve_front);
		for (int i = 0; i < 100; i++) {
			struct linger reset = { .l_onoff = 1 };

			if (i % 2) /* as a machine that was switched off */
				setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
			close(fds[i]);
		}
		wait_for_streams(0);
	}
}
END_TEST

START_TEST(the_drain_ends_streams)
{
	int fd = dial();

	say(fd, LIVE("5"));
	hear_until(fd, "reload");
	ck_assert(front_drain(serve_front, 10));
	hear_until(fd, "0\r\n\r\n");
	close(fd);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("front");
	TCase *tc = tcase_create("front");

	tcase_add_checked_fixture(tc, start_usual, stop);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, answers_and_keeps_the_connection);
	tcase_add_test(tc, every_answer_is_guarded);
	tcase_add_test(tc, ids_differ);
	tcase_add_test(tc, head_is_get_without_the_body);
	tcase_add_test(tc, other_methods_are_told_which);
	tcase_add_test(tc, patch_and_delete_arrive);
	tcase_add_test(tc, chunks_are_put_together);
	tcase_add_test(tc, expect_continue_is_answered);
	tcase_add_test(tc, an_absolute_target_is_a_path);
	tcase_add_test(tc, http_1_0_is_served_and_closed);
	tcase_add_test(tc, ipv6_is_served_too);
	tcase_add_test(tc, no_content_has_no_length);
	tcase_add_test(tc, pipelined_requests_are_answered_in_order);
	tcase_add_test(tc, a_request_may_come_byte_by_byte);
	tcase_add_loop_test(tc, ambiguous_requests_end_the_connection, 0, COUNT(smuggled));
	tcase_add_loop_test(tc, what_stands_before_an_ambiguous_one_is_answered, 0,
			    COUNT(smuggled));
	tcase_add_test(tc, a_body_that_is_announced_too_large_is_not_waited_for);
	tcase_add_test(tc, a_refusal_is_heard_by_who_still_talks);
	tcase_add_test(tc, chunks_that_grow_too_large_are_refused);
	tcase_add_test(tc, a_file_may_be_larger_than_json);
	tcase_add_test(tc, a_header_that_is_too_large_is_refused);
	tcase_add_test(tc, a_large_answer_arrives_whole);
	tcase_add_test(tc, pieces_arrive_in_order_on_a_connection_that_is_kept);
	tcase_add_test(tc, a_piece_that_cannot_be_made_is_never_passed_off_as_the_end);
	tcase_add_test(tc, who_leaves_in_the_middle_leaves_nothing);
	tcase_add_test(tc, a_stream_tells_what_its_reader_may_see);
	tcase_add_test(tc, a_stream_ends_with_its_session);
	tcase_add_test(tc, who_does_not_read_is_cut_off);
	tcase_add_test(tc, a_thousand_readers_that_vanish_leave_nothing);
	tcase_add_test(tc, the_drain_ends_streams);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
