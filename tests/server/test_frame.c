/* Where requests end: a corpus of byte strings, each fed whole, byte by byte and cut in two
 * anywhere. */
#include <string.h>

#include "server/http/frame.h"
#include "tests/lib/tap.h"

#define H	     "Host: a.example\r\n"
#define POST	     "POST /x HTTP/1.1\r\n" H
#define TE	     "Transfer-Encoding: chunked\r\n"
#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *bytes;
	int fault;		/* status; 0: none */
	unsigned long requests; /* complete before it */
	bool inside;		/* at the end, without a fault */
} rows[] = {
	/* What is well-formed. */
	{ "GET / HTTP/1.1\r\n" H "\r\n", 0, 1, false },
	{ "GET / HTTP/1.0\r\n\r\n", 0, 1, false },
	{ "GET / HTTP/1.1\r\n" H "\r\nGET /b HTTP/1.1\r\n" H "\r\n", 0, 2, false },
	{ "GET / HTTP/1.1\r\n" H, 0, 0, true },
	{ "GET", 0, 0, true },
	{ "", 0, 0, false },
	{ POST "Content-Length: 3\r\n\r\nabc", 0, 1, false },
	{ POST "Content-Length: 3\r\n\r\nab", 0, 0, true },
	{ POST "Content-Length: 0\r\n\r\n", 0, 1, false },
	{ POST "content-length:   3\r\n\r\nabc", 0, 1, false },
	{ POST "\r\n", 0, 1, false },
	{ "GET / HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n", 0, 1, false },
	{ POST TE "\r\n3\r\nabc\r\n0\r\n\r\n", 0, 1, false },
	{ POST TE "\r\n00a\r\n0123456789\r\n0\r\n\r\n", 0, 1, false },
	{ POST "TRANSFER-ENCODING: Chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n", 0, 1, false },
	{ POST TE "\r\n3\r\nabc\r\n0\r\n", 0, 0, true },
	{ POST "Expect: 100-continue\r\nContent-Length: 1\r\n\r\na", 0, 1, false },
	{ "PATCH /x HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na", 0, 1, false },
	{ "GET / HTTP/1.1\r\n" H "X-Empty:\r\nX-Tab:\ta\tb\r\nX-High: \xe4\xb8\xad\r\n\r\n", 0, 1,
	  false },
	{ "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 0, 1, false },
	/* Two ways to say how long it is. */
	{ POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 3, 3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 3\r\n" TE "\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "Content-Length: 3\r\n\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE TE "\r\n0\r\n\r\n", 400, 0, false },
	/* Other spellings of a number. */
	{ POST "Content-Length: +3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: -3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 0x3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 3 \r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length:\t3\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length:\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 3a\r\n\r\nabc", 400, 0, false },
	{ POST "Content-Length: 18446744073709551619\r\n\r\nabc", 413, 0, false },
	{ POST "Content-Length: 99999999999999999999999999999999\r\n\r\n", 413, 0, false },
	/* Other codings, and names that look like the one. */
	{ POST "Transfer-Encoding: gzip\r\n\r\n", 501, 0, false },
	{ POST "Transfer-Encoding: gzip,chunked\r\n\r\n", 501, 0, false },
	{ POST "Transfer-Encoding: gzip, chunked\r\n\r\n", 400, 0, false },
	{ POST "Transfer-Encoding: xchunked\r\n\r\n", 501, 0, false },
	{ POST "Transfer-Encoding: identity\r\n\r\n", 501, 0, false },
	{ POST "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", 400, 0, false },
	{ POST "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n", 400, 0, false },
	{ POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400, 0, false },
	{ POST "Transfer-Encoding:\r\n\r\n", 501, 0, false },
	{ "POST /x HTTP/1.0\r\n" TE "\r\n0\r\n\r\n", 400, 0, false },
	/* Chunks. */
	{ POST TE "\r\n0x3\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n+3\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n 3\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n-1\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n3;x=y\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n3\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n3\r\nabcd\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n3\r\nabc\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n000000003\r\nabc\r\n0\r\n\r\n", 400, 0, false },
	{ POST TE "\r\nffffffff\r\n", 413, 0, false },
	{ POST TE "\r\n0\r\nX-Trailer: a\r\n\r\n", 400, 0, false },
	{ POST TE "\r\n0\r\n\n", 400, 0, false },
	/* Bodies where evhttp expects none. */
	{ "GET / HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na", 400, 0, false },
	{ "DELETE / HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na", 400, 0, false },
	{ "DELETE / HTTP/1.1\r\n" H TE "\r\n0\r\n\r\n", 400, 0, false },
	{ "OPTIONS / HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na", 400, 0, false },
	/* Hosts. */
	{ "GET / HTTP/1.1\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H H "\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400, 0, false },
	/* What has one value comes once, whatever the case of its name; the next request has its
	   own. */
	{ "GET / HTTP/1.1\r\n" H "Authorization: Bearer a\r\nAuthorization: Bearer a\r\n\r\n", 400,
	  0, false },
	{ "GET / HTTP/1.1\r\n" H "X-Access-Token: a\r\nX-Y: b\r\nx-access-token: a\r\n\r\n", 400, 0,
	  false },
	{ POST "Idempotency-Key: a\r\nIDEMPOTENCY-KEY: b\r\n\r\n", 400, 0, false },
	{ POST "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n", 400, 0, false },
	{ POST "Content-Type: application/json\r\nContent-Type: text/plain\r\n\r\n", 400, 0,
	  false },
	{ POST "Content-Type:\r\nContent-Type:\r\n\r\n", 400, 0, false },
	{ POST "Upload-Offset: 0\r\nUpload-Offset: 0\r\n\r\n", 400, 0, false },
	{ POST "X-CSRF-Token: a\r\nX-CSRF-Token: a\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "Range: bytes=0-\r\nRange: bytes=1-\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "Cookie: a=b\r\nCookie: c=d\r\nAccept: a\r\nAccept: b\r\n\r\n", 0,
	  1, false },
	{ "GET / HTTP/1.1\r\n" H "If-Match: a\r\nIf-Match-: a\r\nIf-Matc: a\r\n\r\n", 0, 1, false },
	{ "GET / HTTP/1.1\r\n" H "Authorization: Bearer a\r\n\r\n"
	  "GET / HTTP/1.1\r\n" H "Authorization: Bearer b\r\n\r\n",
	  0, 2, false },
	/* Lines. */
	{ "GET / HTTP/1.1\n" H "\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\nHost: a\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "X: a\rb\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "X: a\r\n b\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n H\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H ": a\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "X\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "X Y: a\r\n\r\n", 400, 0, false },
	{ "GET / HTTP/1.1\r\n" H "X: \x01\r\n\r\n", 400, 0, false },
	{ "\r\nGET / HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET  / HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET /\tx HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET /\xe4 HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET / x HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "G@T / HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET / HTTP/1.10\r\n" H "\r\n", 400, 0, false },
	{ "GET / HTTP/1.2\r\n" H "\r\n", 505, 0, false },
	{ "GET / HTTP/2.0\r\n" H "\r\n", 505, 0, false },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501, 0, false },
	{ "BREW / HTTP/1.1\r\n" H "\r\n", 501, 0, false },
	{ "get / HTTP/1.1\r\n" H "\r\n", 501, 0, false },
	{ "CONNECT a:443 HTTP/1.1\r\n" H "\r\n", 501, 0, false },
	{ "GET * HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET x HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET ftp://a/ HTTP/1.1\r\n" H "\r\n", 400, 0, false },
	{ "GET http://a/ HTTP/1.1\r\n" H "\r\n", 0, 1, false },
	{ "GET / http/1.1\r\n" H "\r\n", 400, 0, false },
	{ "\x16\x03\x01\x02", 400, 0, false },
	{ "GET /\r\n", 400, 0, false },
	{ POST "Expect: 200-ok\r\nContent-Length: 1\r\n\r\na", 417, 0, false },
	/* The second of two. */
	{ "GET / HTTP/1.1\r\n" H "\r\nGET / HTTP/1.1\r\n\r\n", 400, 1, false },
	{ POST "Content-Length: 3\r\n\r\nabcd", 0, 1, true },
	{ POST "Content-Length: 3\r\n\r\nabc\r\n", 400, 1, false },
};

static size_t body_max(void *arg, const char *method, const char *target)
{
	size_t *asked = arg;

	++*asked;
	ck_assert_ptr_nonnull(method);
	return target && strcmp(target, "/big") == 0 ? 1000 : 100;
}

static size_t asked;
static const struct frame_limits limits = { 1000, body_max, &asked };

static void check(const struct frame *f, int i)
{
	ck_assert_msg(f->fault == rows[i].fault, "row %d: fault %d (%s)", i, f->fault,
		      f->why ? f->why : "");
	ck_assert_msg(f->no == rows[i].requests, "row %d: %lu requests", i, f->no);
	if (!f->fault)
		ck_assert_int_eq(frame_inside(f), rows[i].inside);
	else
		ck_assert_ptr_nonnull(f->why);
}

START_TEST(reads_a_row)
{
	const char *bytes = rows[_i].bytes;
	size_t len = strlen(bytes), taken;
	struct frame f;

	frame_init(&f, &limits);
	taken = frame_feed(&f, bytes, len);
	ck_assert(rows[_i].fault ? taken < len : taken == len);
	check(&f, _i);
	for (size_t cut = 0; cut <= len; cut++) {
		frame_init(&f, &limits);
		frame_feed(&f, bytes, cut);
		frame_feed(&f, bytes + cut, len - cut);
		check(&f, _i);
	}
	frame_init(&f, &limits);
	for (size_t i = 0; i < len; i++)
		frame_feed(&f, bytes + i, 1);
	check(&f, _i);
}
END_TEST

START_TEST(a_nul_is_no_part_of_a_header)
{
	static const char bytes[] = "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n";
	struct frame f;

	frame_init(&f, &limits);
	frame_feed(&f, bytes, sizeof(bytes) - 1);
	ck_assert_int_eq(f.fault, 400);
}
END_TEST

START_TEST(a_fault_stays)
{
	struct frame f;

	frame_init(&f, &limits);
	frame_feed(&f, "x@", 2);
	ck_assert_int_eq(f.fault, 400);
	ck_assert_uint_eq(frame_feed(&f, "GET", 3), 0);
	ck_assert_int_eq(f.fault, 400);
}
END_TEST

/* Broken at random, a row is read the same whole and byte by byte, and never beyond its end. */
START_TEST(cuts_never_matter)
{
	unsigned seed = 12345;
	char bytes[600];

	for (int round = 0; round < 20000; round++) {
		const char *row =
			rows[(seed = seed * 1103515245 + 12345) / 65536 % COUNT(rows)].bytes;
		size_t len = strlen(row), at;
		struct frame whole, single;

		memcpy(bytes, row, len);
		for (int i = 0; i < 3 && len; i++) {
			seed = seed * 1103515245 + 12345;
			at = seed / 65536 % len;
			seed = seed * 1103515245 + 12345;
			bytes[at] = (char)(seed / 65536);
		}
		frame_init(&whole, &limits);
		frame_init(&single, &limits);
		frame_feed(&whole, bytes, len);
		for (size_t i = 0; i < len; i++)
			frame_feed(&single, bytes + i, 1);
		ck_assert_int_eq(whole.fault, single.fault);
		ck_assert_uint_eq(whole.no, single.no);
		ck_assert_int_eq(frame_inside(&whole), frame_inside(&single));
	}
}
END_TEST

/* The limit is the body's own, known by method and target before the body comes. */
START_TEST(limits_bodies_by_target)
{
	static const struct {
		const char *head;
		int fault;
	} cases[] = {
		{ "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n", 0 },
		{ "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", 413 },
		{ "POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", 0 },
		{ "POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413 },
		{ "POST /small HTTP/1.1\r\nHost: a\r\n" TE "\r\n64\r\n", 0 },
		{ "POST /small HTTP/1.1\r\nHost: a\r\n" TE "\r\n65\r\n", 413 },
		{ "POST /small HTTP/1.1\r\nHost: a\r\n" TE "\r\n1\r\na\r\n64\r\n", 413 },
	};

	for (int i = 0; i < COUNT(cases); i++) {
		struct frame f;

		frame_init(&f, &limits);
		frame_feed(&f, cases[i].head, strlen(cases[i].head));
		ck_assert_msg(f.fault == cases[i].fault, "case %d: %d", i, f.fault);
	}
}
END_TEST

/* A target that is too long to be kept is still read; the limit is then asked without it. */
START_TEST(limits_the_header)
{
	char bytes[4096] = "GET /";
	struct frame f;
	size_t n = strlen(bytes);

	memset(bytes + n, 'a', 600);
	strcpy(bytes + n + 600, " HTTP/1.1\r\nHost: a\r\n\r\n");
	frame_init(&f, &limits);
	frame_feed(&f, bytes, strlen(bytes));
	ck_assert_int_eq(f.fault, 0);
	ck_assert_uint_eq(f.no, 1);

	memset(bytes + n, 'a', 2000);
	strcpy(bytes + n + 2000, " HTTP/1.1\r\nHost: a\r\n\r\n");
	frame_init(&f, &limits);
	frame_feed(&f, bytes, strlen(bytes));
	ck_assert_int_eq(f.fault, 431);
}
END_TEST

START_TEST(limits_header_lines)
{
	static const struct frame_limits wide = { 100000, body_max, &asked };
	struct frame f;

	frame_init(&f, &wide);
	frame_feed(&f, "GET / HTTP/1.1\r\nHost: a\r\n", 25);
	for (int i = 0; i < FRAME_HEADERS - 1; i++)
		frame_feed(&f, "X: y\r\n", 6);
	ck_assert_int_eq(f.fault, 0);
	frame_feed(&f, "X: y\r\n", 6);
	ck_assert_int_eq(f.fault, 431);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("frame");
	TCase *tc = tcase_create("frame");

	tcase_add_loop_test(tc, reads_a_row, 0, COUNT(rows));
	tcase_add_test(tc, a_nul_is_no_part_of_a_header);
	tcase_add_test(tc, a_fault_stays);
	tcase_add_test(tc, cuts_never_matter);
	tcase_add_test(tc, limits_bodies_by_target);
	tcase_add_test(tc, limits_the_header);
	tcase_add_test(tc, limits_header_lines);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
