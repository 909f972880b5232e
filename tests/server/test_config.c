/* The configuration: its own table printed and read back, files, the environment, and every fault.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/config.h"
#include "tests/lib/tap.h"

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static char path[] = "/tmp/disclosured-t-config-XXXXXX";
static struct config *c;
static struct cw_err err;

static void setup(void)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	cw_err_clear(&err);
	c = NULL;
}

static void teardown(void)
{
	unlink(path);
	config_free(c);
}

static int load(const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
	config_free(c);
	cw_err_clear(&err);
	return config_load(path, &c, &err);
}

START_TEST(has_defaults)
{
	ck_assert_int_eq(load(""), 0);
	ck_assert_int_eq(c->listen_port, 8080);
	ck_assert_int_eq(c->body_max, 1024 * 1024);
	ck_assert_int_eq(c->session_idle_s, 30 * 60);
	ck_assert_int_eq(c->session_absolute_s, 12 * 3600);
	ck_assert(c->cookie_secure);
	ck_assert(!c->demo);
	ck_assert(!c->allow_test_clock);
	ck_assert_str_eq(c->db_password, "");
}
END_TEST

START_TEST(reads_a_file)
{
	ck_assert_int_eq(load("# a comment\n\n listen_port = 0 \r\nlog_level=warn\n"
			      "\tdemo\t=\tyes\ntrusted_proxies = 10.0.0.0/8, ::1\n"
			      "session_idle_minutes = 5\npublic_url = https://a.example/b/\n"
			      "db_socket ="),
			 0);
	ck_assert_int_eq(c->listen_port, 0);
	ck_assert_int_eq(c->log_level, 2);
	ck_assert(c->demo);
	ck_assert_str_eq(c->trusted_proxies, "10.0.0.0/8, ::1");
	ck_assert_int_eq(c->session_idle_s, 300);
	ck_assert_str_eq(c->public_url, "https://a.example/b");
	ck_assert_str_eq(c->db_socket, "");
}
END_TEST

static const struct {
	const char *text;
	unsigned line; /* of the first fault */
	enum cw_msg msg;
} faults[] = {
	{ "no_such_key = 1\n", 1, CW_MSG_CONFIG_UNKNOWN_KEY },
	{ "\n\nListen_port = 1\n", 3, CW_MSG_CONFIG_UNKNOWN_KEY },
	{ "db_password = x\n", 1, CW_MSG_CONFIG_UNKNOWN_KEY }, /* secrets only by file */
	{ "listen_port\n", 1, CW_MSG_CONFIG_NO_EQUALS },
	{ "= 1\n", 1, CW_MSG_CONFIG_UNKNOWN_KEY },
	{ "demo = no\ndemo = no\n", 2, CW_MSG_CONFIG_TWICE },
	{ "listen_port = 65536\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "listen_port = -1\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "listen_port = 80x\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "listen_port =\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "workers = 0\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "workers = 99999999999999999999\n", 1, CW_MSG_CONFIG_BAD_INT },
	{ "demo = true\n", 1, CW_MSG_CONFIG_BAD_CHOICE },
	{ "log_level = loud\n", 1, CW_MSG_CONFIG_BAD_CHOICE },
	{ "trusted_proxies = 10.0.0.1/8\n", 1, CW_MSG_CONFIG_BAD_NETS },
	{ "metrics_from = everyone\n", 1, CW_MSG_CONFIG_BAD_NETS },
	{ "public_url = a.example\n", 1, CW_MSG_CONFIG_BAD_URL },
	{ "public_url = https://\n", 1, CW_MSG_CONFIG_BAD_URL },
	{ "public_url = javascript:alert(1)\n", 1, CW_MSG_CONFIG_BAD_URL },
	{ "listen_address = localhost\n", 0, CW_MSG_CONFIG_BAD_ADDRESS },
	{ "listen_address =\n", 0, CW_MSG_CONFIG_BAD_ADDRESS },
	{ "listen_address = 0.0.0.0\n", 0, CW_MSG_CONFIG_NEEDS_TLS },
	{ "listen_address = 127.0.0.1, ::\n", 0, CW_MSG_CONFIG_NEEDS_TLS },
	{ "behind_tls = yes\ncookie_secure = no\n", 0, CW_MSG_CONFIG_COOKIE_SECURE_NEEDED },
	{ "db_password_file = /nonexistent/file\n", 0, CW_MSG_CONFIG_CANNOT_READ },
};

START_TEST(names_a_fault)
{
	char place[80];

	ck_assert_int_eq(load(faults[_i].text), -1);
	ck_assert_ptr_null(c);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_int_eq(err.items[0].msg, faults[_i].msg);
	if (faults[_i].line) {
		snprintf(place, sizeof(place), "%s:%u", strrchr(path, '/') + 1, faults[_i].line);
		ck_assert_str_eq(err.items[0].pointer, place);
	}
}
END_TEST

START_TEST(names_all_faults_at_once)
{
	ck_assert_int_eq(load("a = 1\nworkers = 0\ndemo = maybe\n"), -1);
	ck_assert_uint_eq(err.n_items, 3);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_told)
{
	ck_assert_int_eq(config_load("/nonexistent/disclosured.conf", &c, &err), -1);
	ck_assert_int_eq(err.msg, CW_MSG_CONFIG_CANNOT_READ);
	ck_assert_str_eq(err.args[0], "/nonexistent/disclosured.conf");
}
END_TEST

START_TEST(other_addresses_are_for_behind_tls)
{
	ck_assert_int_eq(load("listen_address = 0.0.0.0, ::\nbehind_tls = yes\n"), 0);
}
END_TEST

START_TEST(the_environment_wins)
{
	setenv("DISCLOSURED_LISTEN_PORT", "4711", 1);
	ck_assert_int_eq(load("listen_port = 1\n"), 0);
	ck_assert_int_eq(c->listen_port, 4711);
	setenv("DISCLOSURED_LISTEN_PORT", "x", 1);
	ck_assert_int_eq(load(""), -1);
	ck_assert_str_eq(err.items[0].pointer, "DISCLOSURED_LISTEN_PORT");
	unsetenv("DISCLOSURED_LISTEN_PORT");
	setenv("DISCLOSURED_LISTENPORT", "1", 1);
	ck_assert_int_eq(load(""), -1);
	ck_assert_int_eq(err.items[0].msg, CW_MSG_CONFIG_UNKNOWN_KEY);
	unsetenv("DISCLOSURED_LISTENPORT");
}
END_TEST

START_TEST(reads_the_password_from_its_file)
{
	char secret[] = "/tmp/disclosured-t-secret-XXXXXX", text[200], printed[8192] = "";
	int fd = mkstemp(secret);
	FILE *out;
	struct db_conf db;

	ck_assert_int_eq((int)write(fd, "s3cret=#\n", 9), 9);
	close(fd);
	snprintf(text, sizeof(text), "db_password_file = %s\ndb_socket = /s\n", secret);
	ck_assert_int_eq(load(text), 0);
	unlink(secret);
	config_db(c, &db);
	ck_assert_str_eq(db.password, "s3cret=#");
	ck_assert_str_eq(db.socket, "/s");
	out = fmemopen(printed, sizeof(printed), "w");
	config_print(c, out);
	fclose(out);
	ck_assert_ptr_null(strstr(printed, "s3cret"));
}
END_TEST

/* What --print-config prints is a configuration: reading it changes nothing. */
START_TEST(printing_and_reading_are_inverse)
{
	static char one[16384], two[16384];
	FILE *out = fmemopen(one, sizeof(one), "w");

	ck_assert_int_eq(load("workers = 3\nrate_access = 7\nsession_absolute_hours = 2\n"
			      "demo = yes\nlog_level = error\n"),
			 0);
	config_print(c, out);
	fclose(out);
	ck_assert_int_eq(load(one), 0);
	out = fmemopen(two, sizeof(two), "w");
	config_print(c, out);
	fclose(out);
	ck_assert_str_eq(one, two);
	ck_assert_ptr_nonnull(strstr(one, "session_absolute_hours = 2\n"));
}
END_TEST

static char changed[200];

static void note(void *arg, const char *key, bool reloadable)
{
	(void)arg;
	strcat(changed, key);
	strcat(changed, reloadable ? "+ " : "- ");
}

START_TEST(tells_what_changed)
{
	struct config *was;

	ck_assert_int_eq(load("workers = 3\nlog_level = info\n"), 0);
	was = c;
	c = NULL;
	ck_assert_int_eq(load("workers = 4\nlog_level = debug\nrate_filing = 1\n"), 0);
	config_diff(was, c, note, NULL);
	ck_assert_str_eq(changed, "workers- rate_filing+ log_level+ ");
	config_free(was);
}
END_TEST

START_TEST(every_key_is_explained)
{
	size_t n;
	const struct config_row *rows = config_table(&n);

	for (size_t i = 0; i < n; i++) {
		ck_assert_int_ne(rows[i].meaning, CW_MSG_NONE);
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(rows[i].name, rows[j].name);
	}
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("config");
	TCase *tc = tcase_create("config");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, has_defaults);
	tcase_add_test(tc, reads_a_file);
	tcase_add_loop_test(tc, names_a_fault, 0, COUNT(faults));
	tcase_add_test(tc, names_all_faults_at_once);
	tcase_add_test(tc, a_file_that_is_not_there_is_told);
	tcase_add_test(tc, other_addresses_are_for_behind_tls);
	tcase_add_test(tc, the_environment_wins);
	tcase_add_test(tc, reads_the_password_from_its_file);
	tcase_add_test(tc, printing_and_reading_are_inverse);
	tcase_add_test(tc, tells_what_changed);
	tcase_add_test(tc, every_key_is_explained);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
