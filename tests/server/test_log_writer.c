/* The log's thread, on a pipe whose other end reads at its own pace. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "server/log_writer.h"
#include "tests/lib/tap.h"

#define MANY 20000 /* lines; more than a pipe and the writer hold together */

static int ends[2];
static struct log_writer *w;
static char *text;
static size_t len, room;

static void setup(void)
{
	struct cw_err err;

	cw_err_clear(&err);
	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(log_writer_start(ends[1], &w, &err), 0);
	len = 0;
	room = 1 << 16;
	text = malloc(room);
	ck_assert_ptr_nonnull(text);
	*text = '\0';
}

static void teardown(void)
{
	log_writer_stop(w);
	close(ends[0]);
	close(ends[1]);
	free(text);
}

/* One read of what is there; false at the end. */
static bool read_some(void)
{
	ssize_t n;

	if (room - len < 65536) {
		room *= 2;
		text = realloc(text, room);
		ck_assert_ptr_nonnull(text);
	}
	n = read(ends[0], text + len, room - len - 1);
	if (n > 0)
		len += (size_t)n;
	text[len] = '\0';
	return n > 0;
}

static void read_until(const char *what)
{
	while (!strstr(text, what))
		ck_assert_msg(read_some(), "never came: %s", what);
}

/* Checks that the lines of all "n" numbers are whole, and in order; how many there are. */
static unsigned in_order(void)
{
	unsigned n = 0;
	long last = -1;

	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		const char *number = strstr(line, "event=one n=");

		ck_assert_msg(strncmp(line, "time=", 5) == 0, "half a line: %.60s", line);
		if (!number || number > end)
			continue;
		ck_assert_int_gt(atol(number + 12), last);
		last = atol(number + 12);
		n++;
	}
	return n;
}

START_TEST(lines_arrive_in_order)
{
	for (int i = 0; i < 500; i++)
		cw_log(i % 7 ? CW_LOG_INFO : CW_LOG_ERROR, "one", "n=%d", i);
	cw_log(CW_LOG_INFO, "last", "n=0");
	read_until("event=last");
	ck_assert_uint_eq(in_order(), 500);
}
END_TEST

/* An information is written, too, when nothing follows it. */
START_TEST(a_single_line_is_not_kept_back)
{
	cw_log(CW_LOG_INFO, "alone", "n=0");
	read_until("event=alone n=0\n");
}
END_TEST

START_TEST(a_long_line_is_whole)
{
	char *longest = malloc(3000);

	ck_assert_ptr_nonnull(longest);
	memset(longest, 'x', 2999);
	longest[2999] = '\0';
	cw_log(CW_LOG_WARN, "long", "x=%s", longest);
	cw_log(CW_LOG_WARN, "after", "y=a\nb");
	read_until("event=after y=a b\n");
	ck_assert_ptr_nonnull(strstr(text, "event=long x=xxx"));
	(void)in_order();
	free(longest);
}
END_TEST

/* How many lines are said to be lost in what was read; the writer may tell it more than once. */
static unsigned told_lost(void)
{
	static const char what[] = "event=log_lines_lost lines=";
	unsigned lost = 0;

	for (char *at = text; (at = strstr(at, what)) && strchr(at, '\n'); at++)
		lost += (unsigned)atol(at + strlen(what));
	return lost;
}

/* Nobody reads: whoever logs goes on, and what found no room is counted. */
START_TEST(nobody_waits_for_a_reader)
{
	for (int i = 0; i < MANY; i++)
		cw_log(CW_LOG_INFO, "one", "n=%d padding=%050d", i, i);
	while (in_order() + told_lost() < MANY)
		ck_assert_msg(read_some(), "neither came nor counted: %u", MANY - in_order() - told_lost());
	ck_assert_uint_gt(told_lost(), 0);
	ck_assert_uint_eq(in_order() + told_lost(), MANY);
	cw_log(CW_LOG_INFO, "again", "n=0"); /* and goes on */
	read_until("event=again");
}
END_TEST

START_TEST(the_end_writes_what_there_is)
{
	for (int i = 0; i < 100; i++)
		cw_log(CW_LOG_INFO, "one", "n=%d", i);
	log_writer_stop(w);
	w = NULL;
	close(ends[1]);
	ends[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
	while (read_some())
		;
	ck_assert_uint_eq(in_order(), 100);
}
END_TEST

/* Whether the reader is slow or gone, stopping comes to an end. */
START_TEST(the_end_comes_without_a_reader)
{
	if (_i) {
		close(ends[0]);
		ends[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	}
	for (int i = 0; i < MANY; i++)
		cw_log(CW_LOG_INFO, "one", "n=%d padding=%050d", i, i);
	log_writer_stop(w);
	w = NULL;
}
END_TEST

int main(void)
{
	Suite *s = suite_create("log_writer");
	TCase *tc = tcase_create("log_writer");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, lines_arrive_in_order);
	tcase_add_test(tc, a_single_line_is_not_kept_back);
	tcase_add_test(tc, a_long_line_is_whole);
	tcase_add_test(tc, nobody_waits_for_a_reader);
	tcase_add_test(tc, the_end_writes_what_there_is);
	tcase_add_loop_test(tc, the_end_comes_without_a_reader, 0, 2);
	suite_add_tcase(s, tc);
	return tap_run(s);
}
