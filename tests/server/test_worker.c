/* What a worker asks of a request before its endpoint is called, and what it makes of the answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/lib/tap.h"
#include "tests/server/serve.h"

#define HOST	     "Host: a.example\r\n"
#define JSON	     "Content-Type: application/json\r\n"
#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static struct heard h;

static void start_usual(void)
{
	serve_start("workers = 2\nrate_filing = 2\ntrusted_proxies = 127.0.0.1\n");
}

static void stop(void)
{
	serve_stop(10);
}

static bool has(const char *text)
{
	return strstr(h.body, text) != NULL;
}

/* METHOD PATH with header lines and a JSON body ("" for none). */
static void request(const char *line, const char *headers, const char *body)
{
	char text[8192], length[40] = "";

	if (*body)
		snprintf(length, sizeof(length), "Content-Length: %zu\r\n", strlen(body));
	snprintf(text, sizeof(text), "%s HTTP/1.1\r\n" HOST "%s%s\r\n%s", line, headers, length,
		 body);
	ask(text, &h);
}

/* ---- Headers and bodies. */

static const struct {
	const char *line, *headers, *body;
	int status;
	const char *part; /* of the answer */
} rows[] = {
	/* Bodies. */
	{ "POST /echo", JSON, "{\"a\":1}", 200, "\"json\":{\"a\":1}" },
	{ "POST /echo", "Content-Type: application/json; charset=UTF-8\r\n", "{}", 200,
	  "\"json\":{}" },
	{ "POST /echo", "Content-Type: application/json;charset=gbk\r\n", "{}", 415,
	  "unsupported" },
	{ "POST /echo", "Content-Type: application/jsonx\r\n", "{}", 415, "unsupported" },
	{ "POST /echo", "Content-Type: text/plain\r\n", "{}", 415, "unsupported" },
	{ "POST /echo", "", "{}", 415, "unsupported" },
	{ "POST /echo", JSON JSON, "{}", 400, "http_bad_frame" },
	{ "POST /echo", JSON, "", 400, "http_no_body" },
	{ "POST /echo", JSON, "{", 400, "json_broken" },
	{ "POST /echo", JSON, "{\"a\":1,\"a\":2}", 400, "json_duplicate_key" },
	{ "PATCH /echo", JSON, "", 200, "\"bytes\":0" },
	{ "PUT /act", "If-Match: \"3-0a1b2c3d\"\r\n" JSON, "{}", 200, "\"version\":3" },
	/* A route that takes none. */
	{ "GET /echo", "", "", 200, "\"bytes\":0" },
	/* Versions. */
	{ "PUT /act", JSON, "{}", 428, "needs_version" },
	{ "PUT /act", "If-Match: \"17\"\r\n" JSON, "{}", 200, "\"version\":17" },
	{ "PUT /act", "If-Match: *\r\n" JSON, "{}", 200, "\"version\":0" },
	{ "PUT /act", "If-Match: 17\r\n" JSON, "{}", 400, "http_bad_if_match" },
	{ "PUT /act", "If-Match: W/\"17\"\r\n" JSON, "{}", 400, "http_bad_if_match" },
	{ "PUT /act", "If-Match: \"17\", \"18\"\r\n" JSON, "{}", 400, "http_bad_if_match" },
	{ "PUT /act", "If-Match: \"\"\r\n" JSON, "{}", 400, "http_bad_if_match" },
	{ "PUT /act", "If-Match: \"0\"\r\n" JSON, "{}", 400, "http_bad_if_match" },
	{ "PUT /act", "If-Match: \"99999999999999999999\"\r\n" JSON, "{}", 400,
	  "http_bad_if_match" },
	{ "PUT /act", "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n" JSON, "{}", 400,
	  "http_bad_frame" },
	/* 428 before the body is looked at. */
	{ "PUT /act", JSON, "{", 428, "needs_version" },
	/* Idempotency keys. */
	{ "POST /echo", "Idempotency-Key: 0123456789012345678901\r\n" JSON, "{}", 200,
	  "\"key\":\"0123456789012345678901\"" },
	{ "POST /echo", "Idempotency-Key: \"0123456789012345678901\"\r\n" JSON, "{}", 200,
	  "\"key\":\"0123456789012345678901\"" },
	{ "POST /echo", "Idempotency-Key: short\r\n" JSON, "{}", 400, "http_short_key" },
	{ "POST /echo", "Idempotency-Key: short\r\nX-Access-Token: head\r\n" JSON, "{}", 200,
	  "\"key\":\"short\"" },
	{ "POST /echo", "Idempotency-Key:\r\n" JSON, "{}", 400, "http_bad_key" },
	{ "POST /echo", "Idempotency-Key: a b\r\n" JSON, "{}", 400, "http_bad_key" },
	{ "POST /echo", "Idempotency-Key: \xe4\xb8\xad\r\n" JSON, "{}", 400, "http_bad_key" },
	{ "POST /echo", "Idempotency-Key: a\r\nIdempotency-Key: a\r\n" JSON, "{}", 400,
	  "http_bad_frame" },
	/* Who asks. */
	{ "GET /staff", "", "", 401, "unauthenticated" },
	{ "GET /staff", "X-Access-Token: nobody\r\n", "", 401, "unauthenticated" },
	{ "GET /staff", "X-Access-Token: applicant\r\n", "", 403, "forbidden" },
	{ "GET /staff", "X-Access-Token: clerk\r\n", "", 200, "" },
	{ "GET /staff", "X-Access-Token: token\r\n", "", 403, "http_scope" },
	{ "GET /heads", "X-Access-Token: clerk\r\n", "", 403, "http_no_role" },
	{ "GET /heads", "X-Access-Token: head\r\n", "", 200, "" },
	{ "GET /own", "", "", 401, "unauthenticated" },
	{ "GET /own", "X-Access-Token: head\r\n", "", 403, "forbidden" },
	{ "GET /own", "X-Access-Token: applicant\r\n", "", 200, "" },
	/* Languages. */
	{ "GET /echo", "Accept-Language: en-GB\r\n", "", 200, "\"lang\":\"en\"" },
	{ "GET /echo?lang=zh", "Accept-Language: en-GB\r\n", "", 200, "\"lang\":\"zh\"" },
	{ "GET /echo?lang=en", "", "", 200, "\"lang\":\"en\"" },
	{ "GET /echo?lang=xx", "", "", 200, "\"lang\":\"zh\"" },
	{ "GET /nothing", "Accept-Language: en\r\n", "", 404, "there is nothing at this address" },
	{ "GET /nothing", "", "", 404, "没有这个地址" },
	/* Paths and queries. */
	{ "GET /echo?q=%e4%b8%ad", "", "", 200, "\"query\":\"中\"" },
	{ "GET /echo?flag&q=1", "", "", 200, "\"query\":\"1\"" },
	{ "GET /echo?q=%zz", "", "", 400, "http_bad_query" },
	{ "GET /echo/%00", "", "", 400, "http_bad_path" },
	/* Clients: 127.0.0.1 is a proxy of ours. */
	{ "GET /echo", "X-Forwarded-For: 198.51.100.7\r\n", "", 200,
	  "\"client\":\"198.51.100.7\"" },
	{ "GET /echo", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 198.51.100.7\r\n", "", 200,
	  "\"client\":\"198.51.100.7\"" },
};

START_TEST(asks_of_a_request)
{
	request(rows[_i].line, rows[_i].headers, rows[_i].body);
	ck_assert_msg(h.status == rows[_i].status, "row %d: %d %s", _i, h.status, h.body);
	ck_assert_msg(has(rows[_i].part), "row %d: %s", _i, h.body);
	if (h.status >= 400) {
		ck_assert_str_eq(value(&h, "Content-Type"), "application/problem+json");
		ck_assert_uint_eq(serve_calls, 0);
	}
}
END_TEST

START_TEST(a_body_where_none_is_taken_is_refused)
{
	request("PUT /nothing", JSON, "{}");
	ck_assert_int_eq(h.status, 404);
	ask("POST /leaves HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{}", &h);
	ck_assert_int_eq(h.status, 405);
}
END_TEST

/* ---- Answers. */

START_TEST(a_problem_says_why_and_what_can_be_done)
{
	request("GET /refuses", "Accept-Language: en\r\n", "");
	ck_assert_int_eq(h.status, 409);
	ck_assert(has("\"type\":\"/problems/law_forbids\""));
	ck_assert(has("\"status\":409"));
	ck_assert(has("\"rule\":\"R-CLOCK-2\""));
	ck_assert(has("\"article\":\"条例33\""));
	ck_assert(has("\"state\":\"closed\""));
	ck_assert(has("\"detail\":\"has been answered already\""));
	ck_assert(has("\"instance\":\""));
	ck_assert_str_eq(value(&h, "Content-Language"), "en");
	/* What the endpoint had begun to say is not said. */
	ck_assert_ptr_null(value(&h, "Set-Cookie"));
}
END_TEST

START_TEST(inner_details_stay_inside)
{
	request("GET /breaks", "", "");
	ck_assert_int_eq(h.status, 500);
	ck_assert(!has("secret"));
}
END_TEST

START_TEST(unauthenticated_says_how)
{
	request("GET /staff", "", "");
	ck_assert_ptr_nonnull(strstr(value(&h, "WWW-Authenticate"), "Bearer"));
}
END_TEST

START_TEST(a_tag_that_matches_saves_the_body)
{
	char headers[200];

	request("GET /versioned", "", "");
	ck_assert_int_eq(h.status, 200);
	ck_assert_int_eq(strncmp(value(&h, "ETag"), "\"12-", 4), 0);
	snprintf(headers, sizeof(headers), "If-None-Match: \"x\", %s\r\n", value(&h, "ETag"));
	request("GET /versioned", headers, "");
	ck_assert_int_eq(h.status, 304);
	ck_assert_uint_eq(h.len, 0);
	ck_assert_ptr_nonnull(value(&h, "ETag"));
	request("GET /versioned", "If-None-Match: \"12-00000000\"\r\n", "");
	ck_assert_int_eq(h.status, 200);
}
END_TEST

START_TEST(a_replay_does_not_call_the_endpoint)
{
	request("POST /echo", "Idempotency-Key: replay0123456789012345\r\n" JSON, "{broken");
	ck_assert_int_eq(h.status, 201);
	ck_assert_str_eq(value(&h, "Idempotency-Replayed"), "true");
	ck_assert_uint_eq(serve_calls, 0);
}
END_TEST

START_TEST(senders_are_limited)
{
	for (int i = 0; i < 2; i++) {
		request("GET /limited", "X-Forwarded-For: 2001:db8::1\r\n", "");
		ck_assert_int_eq(h.status, 200);
	}
	request("GET /limited", "X-Forwarded-For: 2001:db8::2\r\n", "");
	ck_assert_int_eq(h.status, 429);
	ck_assert_int_ge(atoi(value(&h, "Retry-After")), 1);
	request("GET /limited", "X-Forwarded-For: 2001:db8:0:1::1\r\n", "");
	ck_assert_int_eq(h.status, 200);
}
END_TEST

START_TEST(trusted_proxies_can_change)
{
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_int_eq(front_set_trusted(serve_front, "", &err), 0);
	request("GET /echo", "X-Forwarded-For: 198.51.100.7\r\n", "");
	ck_assert(has("\"client\":\"127.0.0.1\""));
	ck_assert_int_eq(front_set_trusted(serve_front, "x", &err), -1);
}
END_TEST

/* ---- Files. */

static char dir[] = "/tmp/disclosured-t-web-XXXXXX";

static void write_file(const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void start_files(void)
{
	char path[200], lines[300];

	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/js", dir);
	mkdir(path, 0700);
	write_file("index.html", "<link href=\"{{static}}/a.css\">{{static}}");
	write_file("queue.html", "queue");
	write_file("a.css", "body { color: black } body { color: black } body { color: black }");
	write_file("js/b.mjs", "export {}");
	write_file(".hidden", "no");
	snprintf(lines, sizeof(lines), "workers = 1\nweb_dir = %s\n", dir);
	serve_start(lines);
}

static void stop_files(void)
{
	char command[200];

	serve_stop(10);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static void get(const char *root, const char *name, const char *headers)
{
	char line[300];

	snprintf(line, sizeof(line), "GET %s%s", root, name);
	request(line, headers, "");
}

START_TEST(files_come_from_memory)
{
	char root[64], *end, tag[40], headers[100];

	request("GET /", "", "");
	ck_assert_int_eq(h.status, 200);
	ck_assert_str_eq(value(&h, "Content-Type"), "text/html; charset=utf-8");
	ck_assert_str_eq(value(&h, "Content-Security-Policy"),
			 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "
			 "data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
			 "frame-ancestors 'none'; require-trusted-types-for 'script'");
	ck_assert_str_eq(value(&h, "Cache-Control"), "no-cache");
	ck_assert_int_eq(sscanf(h.body, "<link href=\"%60[^\"]", root), 1);
	end = strstr(root, "/a.css");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	ck_assert_str_eq(strrchr(h.body, '>') + 1, root);

	write_file("a.css", "changed later");
	get(root, "/a.css", "");
	ck_assert_int_eq(h.status, 200);
	ck_assert_str_eq(value(&h, "Content-Type"), "text/css; charset=utf-8");
	ck_assert(has("color: black"));
	ck_assert_ptr_nonnull(strstr(value(&h, "Cache-Control"), "immutable"));
	ck_assert_str_eq(value(&h, "Vary"), "Accept-Encoding");
	ck_assert_ptr_null(value(&h, "Content-Encoding"));
	snprintf(tag, sizeof(tag), "%s", value(&h, "ETag"));
	snprintf(headers, sizeof(headers), "If-None-Match: %s\r\n", tag);
	get(root, "/a.css", headers);
	ck_assert_int_eq(h.status, 304);

	get(root, "/js/b.mjs", "");
	ck_assert_str_eq(value(&h, "Content-Type"), "text/javascript; charset=utf-8");
	get(root, "/.hidden", "");
	ck_assert_int_eq(h.status, 404);
	get(root, "/../a.css", "");
	ck_assert_int_eq(h.status, 400);
	request("GET /queue?x=1", "", "");
	ck_assert_str_eq(h.body, "queue");
	request("GET /static/000000000000/a.css", "", "");
	ck_assert_int_eq(h.status, 404);
	request("POST /queue", JSON, "{}");
	ck_assert_int_eq(h.status, 404);
}
END_TEST

START_TEST(files_are_compressed_for_who_asks)
{
	char root[64], *end, plain[1000] = "";
	z_stream z = { 0 };

	request("GET /", "", "");
	sscanf(h.body, "<link href=\"%60[^\"]", root);
	end = strstr(root, "/a.css");
	*end = '\0';
	get(root, "/a.css", "Accept-Encoding: br, gzip\r\n");
	ck_assert_str_eq(value(&h, "Content-Encoding"), "gzip");
	ck_assert_int_eq(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (unsigned char *)h.body;
	z.avail_in = (unsigned)h.len;
	z.next_out = (unsigned char *)plain;
	z.avail_out = sizeof(plain) - 1;
	ck_assert_int_eq(inflate(&z, Z_FINISH), Z_STREAM_END);
	inflateEnd(&z);
	ck_assert_ptr_nonnull(strstr(plain, "color: black"));
	get(root, "/a.css", "Accept-Encoding: gzip;q=0\r\n");
	ck_assert_ptr_null(value(&h, "Content-Encoding"));
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("worker");
	TCase *tc = tcase_create("worker"), *files = tcase_create("files");

	tcase_add_checked_fixture(tc, start_usual, stop);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, asks_of_a_request, 0, COUNT(rows));
	tcase_add_test(tc, a_body_where_none_is_taken_is_refused);
	tcase_add_test(tc, a_problem_says_why_and_what_can_be_done);
	tcase_add_test(tc, inner_details_stay_inside);
	tcase_add_test(tc, unauthenticated_says_how);
	tcase_add_test(tc, a_tag_that_matches_saves_the_body);
	tcase_add_test(tc, a_replay_does_not_call_the_endpoint);
	tcase_add_test(tc, senders_are_limited);
	tcase_add_test(tc, trusted_proxies_can_change);
	suite_add_tcase(s, tc);
	tcase_add_checked_fixture(files, start_files, stop_files);
	tcase_set_timeout(files, 60);
	tcase_add_test(files, files_come_from_memory);
	tcase_add_test(files, files_are_compressed_for_who_asks);
	suite_add_tcase(s, files);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
