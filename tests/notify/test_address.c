/* The guard of addresses (standards.md part 1): every range at both ends, each spelling of a URL. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "notify/address.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;

static void setup(void)
{
	arena = cw_arena_new(0);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

static bool is_public(const char *text)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in4.sin_addr) == 1)
		return nt_address_public((struct sockaddr *)&in4, sizeof(in4));
	ck_assert_msg(inet_pton(AF_INET6, text, &in6.sin6_addr) == 1, "%s", text);
	return nt_address_public((struct sockaddr *)&in6, sizeof(in6));
}

/* The first and last of each range, and the public neighbours of both (NULL: none or also refused). */
static const struct {
	const char *before, *first, *last, *after;
} ranges[] = {
	{ NULL, "0.0.0.0", "0.255.255.255", "1.0.0.0" },
	{ "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0" },
	{ "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0" },
	{ "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0" },
	{ "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0" },
	{ "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0" },
	{ "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0" },
	{ "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0" },
	{ "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0" },
	{ "223.255.255.255", "224.0.0.0", "239.255.255.255", NULL },
	{ NULL, "240.0.0.0", "255.255.255.255", NULL },
};

/* How IPv4 travels inside IPv6; %s is the four bytes as hex pairs. */
static const struct {
	const char *name, *format;
} wraps[] = {
	{ "mapped", "::ffff:%02x%02x:%02x%02x" },
	{ "SIIT", "::ffff:0:%02x%02x:%02x%02x" },
	{ "NAT64", "64:ff9b::%02x%02x:%02x%02x" },
	{ "6to4", "2002:%02x%02x:%02x%02x::1" },
	{ "ISATAP", "2400:cb00::5efe:%02x%02x:%02x%02x" },
	{ "ISATAP, public", "2400:cb00::200:5efe:%02x%02x:%02x%02x" },
};

static void check_both(const char *text, bool expected)
{
	unsigned char b[4];
	char wrapped[64];

	if (!text)
		return;
	ck_assert_msg(is_public(text) == expected, "%s", text);
	ck_assert_int_eq(inet_pton(AF_INET, text, b), 1);
	for (size_t i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(wrapped, sizeof(wrapped), wraps[i].format, b[0], b[1], b[2], b[3]);
#pragma GCC diagnostic pop
		ck_assert_msg(is_public(wrapped) == expected, "%s %s", wraps[i].name, wrapped);
	}
}

START_TEST(range)
{
	check_both(ranges[_i].before, true);
	check_both(ranges[_i].first, false);
	check_both(ranges[_i].last, false);
	check_both(ranges[_i].after, true);
}
END_TEST

static const char *const inside6[] = {
	"::", "::1", "::8.8.8.8", "100::1", "64:ff9b:1::808:808", "fc00::", "fdff:ffff::1",
	"fe80::", "fe80::1", "febf:ffff::1", "fec0::1", "ff00::", "ff02::1",
	"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::1", "2001:0:ffff:ffff::1", "4000::1",
	"1fff:ffff::1",
};
static const char *const outside6[] = {
	"2000::1", "2001:1::1", "2400:3200::1", "2606:4700:4700::1111", "2a00:1450::1", "3fff:ffff::1",
};

START_TEST(ipv6)
{
	for (size_t i = 0; i < sizeof(inside6) / sizeof(inside6[0]); i++)
		ck_assert_msg(!is_public(inside6[i]), "%s", inside6[i]);
	for (size_t i = 0; i < sizeof(outside6) / sizeof(outside6[0]); i++)
		ck_assert_msg(is_public(outside6[i]), "%s", outside6[i]);
}
END_TEST

START_TEST(other_families_and_short_ones)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x08080808) };
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	ck_assert(nt_address_public((struct sockaddr *)&in4, sizeof(in4)));
	ck_assert(!nt_address_public((struct sockaddr *)&in4, sizeof(in4) - 1));
	in4.sin_family = AF_INET6;
	ck_assert(!nt_address_public((struct sockaddr *)&in4, sizeof(in4)));
	ck_assert(!nt_address_public((struct sockaddr *)&un, sizeof(un)));
}
END_TEST

/* ---- URLs. */

static const struct {
	const char *url;
	enum nt_url_fault fault;
} urls[] = {
	{ "https://hooks.example.org/in", NT_URL_OK },
	{ "https://hooks.example.org:8443/in?key=1", NT_URL_OK },
	{ "https://8.8.8.8/", NT_URL_OK },
	{ "https://[2606:4700:4700::1111]/", NT_URL_OK },
	{ "HTTPS://HOOKS.EXAMPLE.ORG/", NT_URL_OK },
	{ "http://hooks.example.org/", NT_URL_NOT_HTTPS },
	{ "https://localhost/", NT_URL_NOT_PUBLIC },
	{ "https://LOCALHOST./", NT_URL_NOT_PUBLIC },
	{ "https://a.localhost/", NT_URL_NOT_PUBLIC },
	{ "https://printer.local/", NT_URL_NOT_PUBLIC },
	{ "https://notlocalhost/", NT_URL_OK },
	{ "https://127.0.0.1/", NT_URL_NOT_PUBLIC },
	{ "https://127.1/", NT_URL_NOT_PUBLIC },
	{ "https://2130706433/", NT_URL_NOT_PUBLIC },
	{ "https://0x7f000001/", NT_URL_NOT_PUBLIC },
	{ "https://0x7f.0.0.1/", NT_URL_NOT_PUBLIC },
	{ "https://0177.0.0.1/", NT_URL_NOT_PUBLIC },
	{ "https://017700000001/", NT_URL_NOT_PUBLIC },
	{ "https://169.254.169.254/latest/", NT_URL_NOT_PUBLIC },
	{ "https://10.1/", NT_URL_NOT_PUBLIC },
	{ "https://0/", NT_URL_NOT_PUBLIC },
	{ "https://[::1]/", NT_URL_NOT_PUBLIC },
	{ "https://[::ffff:127.0.0.1]/", NT_URL_NOT_PUBLIC },
	{ "https://[::ffff:7f00:1]/", NT_URL_NOT_PUBLIC },
	{ "https://[64:ff9b::10.0.0.1]/", NT_URL_NOT_PUBLIC },
	{ "https://[fe80::1%25eth0]/", NT_URL_NOT_PUBLIC },
	{ "https://user@hooks.example.org/", NT_URL_CREDENTIALS },
	{ "https://user:secret@hooks.example.org/", NT_URL_CREDENTIALS },
	{ "https://8.8.8.8\\@127.0.0.1/", NT_URL_MALFORMED },
	{ "https://hooks.example.org:0/", NT_URL_MALFORMED },
	{ "https://hooks.example.org:65536/", NT_URL_MALFORMED },
	{ "https://hooks.example.org/a b", NT_URL_MALFORMED },
	{ "https://hooks.example.org/\n", NT_URL_MALFORMED },
	{ "https://hooks。example。org/", NT_URL_MALFORMED },
	{ "https:///", NT_URL_MALFORMED },
	{ "hooks.example.org", NT_URL_MALFORMED },
	{ "ftp://hooks.example.org/", NT_URL_MALFORMED },
	{ "file:///etc/passwd", NT_URL_MALFORMED },
	{ "gopher://127.0.0.1:25/", NT_URL_MALFORMED },
	{ "", NT_URL_MALFORMED },
};

START_TEST(url)
{
	struct nt_target target;

	ck_assert_msg(nt_url_check(arena, urls[_i].url, NULL, &target) == urls[_i].fault, "%s: %d",
		      urls[_i].url, (int)nt_url_check(arena, urls[_i].url, NULL, &target));
	ck_assert(!target.allowed);
}
END_TEST

START_TEST(longest_url)
{
	char text[NT_URL_MAX + 2] = "https://hooks.example.org/";
	struct nt_target target;

	memset(text + strlen(text), 'a', NT_URL_MAX - strlen(text));
	ck_assert_int_eq(nt_url_check(arena, text, NULL, &target), NT_URL_OK);
	text[NT_URL_MAX] = 'a';
	ck_assert_int_eq(nt_url_check(arena, text, NULL, &target), NT_URL_MALFORMED);
}
END_TEST

START_TEST(allow_list)
{
	static const struct {
		const char *url;
		enum nt_url_fault fault;
		bool allowed;
	} cases[] = {
		{ "http://127.0.0.1:8080/in", NT_URL_OK, true },
		{ "https://127.0.0.1:8080/in", NT_URL_OK, true },
		{ "http://0x7f.1:8080/in", NT_URL_OK, true },
		{ "http://127.0.0.1:8081/in", NT_URL_NOT_HTTPS, false },
		{ "https://127.0.0.1/in", NT_URL_NOT_PUBLIC, false },
		{ "http://oa.Example.cn/in", NT_URL_OK, true },
		{ "https://oa.example.cn/in", NT_URL_OK, false },
		{ "http://[::1]:9000/", NT_URL_OK, true },
		{ "http://oa.example.cn.attacker.example/", NT_URL_NOT_HTTPS, false },
		{ "http://user@127.0.0.1:8080/", NT_URL_CREDENTIALS, false },
	};
	struct nt_allow allow;
	struct nt_target target;
	const char *bad;

	ck_assert(nt_allow_parse(arena, " 127.0.0.1:8080, OA.example.cn:80\n[::1]:9000,", &allow, &bad));
	ck_assert_uint_eq(allow.n, 3);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(nt_url_check(arena, cases[i].url, &allow, &target) == cases[i].fault, "%s",
			      cases[i].url);
		ck_assert_msg(target.allowed == cases[i].allowed, "%s", cases[i].url);
	}
	ck_assert(nt_allow_parse(arena, "", &allow, &bad));
	ck_assert_uint_eq(allow.n, 0);
}
END_TEST

static const char *const bad_rows[] = { "host", "host:", ":80", "host:0", "host:65536", "host:8a",
					"::1:80", "[]:80", "[::1:80", "host:-1", "host:000080" };

START_TEST(bad_allow_row)
{
	struct nt_allow allow;
	const char *bad;
	char *text = cw_printf(arena, "good:1 %s", bad_rows[_i]);

	ck_assert_msg(!nt_allow_parse(arena, text, &allow, &bad), "%s", bad_rows[_i]);
	ck_assert_str_eq(bad, bad_rows[_i]);
}
END_TEST

START_TEST(masking)
{
	ck_assert_str_eq(nt_url_masked(arena, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x"),
			 "https://qyapi.weixin.qq.com/…");
	ck_assert_str_eq(nt_url_masked(arena, "https://a.example:8443?key=x"), "https://a.example:8443/…");
	ck_assert_str_eq(nt_url_masked(arena, "https://u:p@a.example/"), "…");
	ck_assert_str_eq(nt_url_masked(arena, "secret"), "…");
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *s = suite_create("address");
	TCase *t = tcase_create("address");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, range, 0, COUNT(ranges));
	tcase_add_test(t, ipv6);
	tcase_add_test(t, other_families_and_short_ones);
	tcase_add_loop_test(t, url, 0, COUNT(urls));
	tcase_add_test(t, longest_url);
	tcase_add_test(t, allow_list);
	tcase_add_loop_test(t, bad_allow_row, 0, COUNT(bad_rows));
	tcase_add_test(t, masking);
	suite_add_tcase(s, t);
	return tap_run(s);
}
