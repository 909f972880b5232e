/* Networks, and the client behind proxies. */
#include <string.h>

#include "server/http/proxy.h"
#include "tests/lib/tap.h"

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static struct cw_arena *a;

static void setup(void)
{
	a = cw_arena_new(0);
}

static void teardown(void)
{
	cw_arena_free(a);
}

START_TEST(reads_networks)
{
	static const struct {
		const char *text;
		int n; /* -1: refused */
	} rows[] = {
		{ "", 0 },
		{ "  ", 0 },
		{ "127.0.0.1", 1 },
		{ "10.0.0.0/8, ::1/128,fc00::/7", 3 },
		{ "0.0.0.0/0, ::/0", 2 },
		{ "10.0.0.0/33", -1 },
		{ "::/129", -1 },
		{ "10.0.0.1/8", -1 }, /* bits beyond the prefix */
		{ "10.0.0.0/", -1 },
		{ "10.0.0.0/+8", -1 },
		{ "10.0.0.0/8x", -1 },
		{ "10.0.0", -1 },
		{ "localhost", -1 },
		{ "10.0.0.0/8 ::1", -1 },
		{ ",", -1 },
		{ "::ffff:10.0.0.0/104", 1 },
		{ "::ffff:10.0.0.0/8", -1 },
	};

	for (int i = 0; i < COUNT(rows); i++) {
		struct nets nets;
		bool good = nets_parse(a, rows[i].text, &nets);

		ck_assert_msg(good == (rows[i].n >= 0), "row %d", i);
		if (good)
			ck_assert_uint_eq(nets.n, (size_t)rows[i].n);
	}
}
END_TEST

START_TEST(knows_what_lies_in_them)
{
	static const struct {
		const char *nets, *address;
		bool in;
	} rows[] = {
		{ "10.0.0.0/8", "10.255.255.255", true },
		{ "10.0.0.0/8", "11.0.0.0", false },
		{ "10.0.0.0/9", "10.127.0.1", true },
		{ "10.0.0.0/9", "10.128.0.1", false },
		{ "10.0.0.0/8", "::ffff:10.1.2.3", true },
		{ "::ffff:10.0.0.0/104", "10.1.2.3", true },
		{ "0.0.0.0/0", "8.8.8.8", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "8.8.8.8", true },
		{ "fc00::/7", "fdff::1", true },
		{ "fc00::/7", "fe00::1", false },
		{ "127.0.0.1", "127.0.0.2", false },
		{ "127.0.0.1", "x", false },
		{ "", "127.0.0.1", false },
	};

	for (int i = 0; i < COUNT(rows); i++) {
		struct nets nets;

		ck_assert(nets_parse(a, rows[i].nets, &nets));
		ck_assert_msg(nets_have(&nets, rows[i].address) == rows[i].in, "row %d", i);
	}
}
END_TEST

/* Trusted: 10/8 and ::1. */
static const struct {
	const char *peer, *forwarded, *client;
} clients[] = {
	{ "192.0.2.1", NULL, "192.0.2.1" },
	/* Whoever is not trusted can say what they like. */
	{ "192.0.2.1", "198.51.100.7", "192.0.2.1" },
	{ "10.0.0.1", NULL, "10.0.0.1" },
	{ "10.0.0.1", "198.51.100.7", "198.51.100.7" },
	/* The last that no proxy of ours is; what stands before it was sent by the client. */
	{ "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7" },
	{ "10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7" },
	{ "10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3" },
	{ "::1", " 2001:db8::1 ", "2001:db8::1" },
	{ "::1", "[2001:db8::1]:4711", "2001:db8::1" },
	{ "::1", "198.51.100.7:80", "198.51.100.7" },
	{ "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7" },
	{ "::ffff:192.0.2.1", NULL, "192.0.2.1" },
	/* What cannot be read ends the search where it could be. */
	{ "10.0.0.1", "198.51.100.7, unknown", "10.0.0.1" },
	{ "10.0.0.1", "unknown, 10.0.0.2", "10.0.0.2" },
	{ "10.0.0.1", "", "10.0.0.1" },
	{ "10.0.0.1", ",", "10.0.0.1" },
	{ "10.0.0.1", "198.51.100.7,", "10.0.0.1" },
	{ "10.0.0.1", "'; DROP TABLE x; --, 1.2.3", "10.0.0.1" },
};

START_TEST(finds_the_client)
{
	char out[PROXY_ADDRESS];
	struct nets trusted;

	ck_assert(nets_parse(a, "10.0.0.0/8, ::1", &trusted));
	proxy_client(&trusted, clients[_i].peer, clients[_i].forwarded, out);
	ck_assert_str_eq(out, clients[_i].client);
}
END_TEST

START_TEST(survives_any_header)
{
	char header[4096], out[PROXY_ADDRESS];
	struct nets trusted;

	ck_assert(nets_parse(a, "0.0.0.0/0, ::/0", &trusted));
	memset(header, '1', sizeof(header) - 1);
	header[sizeof(header) - 1] = '\0';
	proxy_client(&trusted, "10.0.0.1", header, out);
	ck_assert_str_eq(out, "10.0.0.1");
	for (size_t i = 0; i + 8 < sizeof(header); i += 8)
		memcpy(header + i, "10.1.1.1", 8);
	for (size_t i = 8; i + 1 < sizeof(header); i += 9)
		header[i] = ',';
	proxy_client(&trusted, "10.0.0.1", header, out);
	ck_assert_uint_le(strlen(out), PROXY_ADDRESS - 1);
}
END_TEST

START_TEST(names_what_is_limited_together)
{
	char out[PROXY_ADDRESS];

	proxy_prefix("192.0.2.1", out);
	ck_assert_str_eq(out, "192.0.2.1");
	proxy_prefix("2001:db8:1:2:3:4:5:6", out);
	ck_assert_str_eq(out, "2001:db8:1:2::");
	proxy_prefix("::ffff:192.0.2.1", out);
	ck_assert_str_eq(out, "192.0.2.1");
	proxy_prefix("", out);
	ck_assert_str_eq(out, "");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("proxy");
	TCase *tc = tcase_create("proxy");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, reads_networks);
	tcase_add_test(tc, knows_what_lies_in_them);
	tcase_add_loop_test(tc, finds_the_client, 0, COUNT(clients));
	tcase_add_test(tc, survives_any_header);
	tcase_add_test(tc, names_what_is_limited_together);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
