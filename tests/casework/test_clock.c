/*
 * The reply clock (R-CLOCK-1 to R-CLOCK-12, R-DAY-4, R-FEE-10, R-KEEP-4, R-OUT-7, R-OUT-9).  A history
 * is a line of text: "received 2026-03-02, extended 2026-03-20 n=10".  After type and day may stand
 * by= (until), told=, id=, n= (working days) and event= (what is voided: its place, from 1).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/clock.h"
#include "tests/lib/tap.h"

static struct cw_calendar *cal;
static struct cw_arena *arena;
static struct cw_clock clk;
static struct cw_err err;

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	arena = cw_arena_new(0);
	ck_assert(cal && arena);
}

static void teardown(void)
{
	cw_calendar_free(cal);
	cw_arena_free(arena);
}

/* ---- Histories from text. */

static cw_day day(const char *text)
{
	cw_day d = CW_DAY_NONE;

	if (text)
		ck_assert_msg(cw_day_parse(text, strlen(text), &d), "%s", text);
	return d;
}

static void set(struct cw_clock_event *e, const char *key, const char *value)
{
	if (strcmp(key, "by") == 0)
		e->until = day(value);
	else if (strcmp(key, "told") == 0)
		e->told = day(value);
	else if (strcmp(key, "id") == 0)
		e->id = strtoull(value, NULL, 10);
	else if (strcmp(key, "n") == 0)
		e->working_days = atoi(value);
	else if (strcmp(key, "event") == 0)
		e->target = (uint32_t)atoi(value);
	else
		ck_abort_msg("no key %s", key);
}

static struct cw_clock_event event_of(char *text, uint32_t seq)
{
	struct cw_clock_event e = { .seq = seq, .until = CW_DAY_NONE, .told = CW_DAY_NONE };
	char *save, *word = strtok_r(text, " ", &save);
	int type = cw_clock_type_of(word, strlen(word));

	ck_assert_msg(type >= 0, "%s", word);
	e.type = (enum cw_clock_type)type;
	e.on = day(strtok_r(NULL, " ", &save));
	while ((word = strtok_r(NULL, " ", &save))) {
		char *value = strchr(word, '=');

		*value++ = '\0';
		set(&e, word, value);
	}
	return e;
}

static size_t parse(const char *history, struct cw_clock_event *events)
{
	char *copy = strdup(history), *save, *text;
	size_t n = 0;

	for (text = strtok_r(copy, ",", &save); text; text = strtok_r(NULL, ",", &save), n++)
		events[n] = event_of(text, (uint32_t)n + 1);
	free(copy);
	return n;
}

static int compute_with(const struct cw_clock_settings *settings, const char *history,
			const char *today)
{
	struct cw_clock_event events[40];

	cw_err_clear(&err);
	return cw_clock_compute(arena, events, parse(history, events), cal, settings, day(today),
				&clk, &err);
}

static int compute(const char *history, const char *today)
{
	return compute_with(&cw_clock_settings_default, history, today);
}

#define ck_assert_day_eq(got, text)                                                                \
	do {                                                                                       \
		char buf_[CW_DAY_TEXT];                                                            \
		ck_assert_str_eq(cw_day_text(got, buf_), text);                                    \
	} while (0)

static const char *text_of(const struct cw_clock_step *s)
{
	return cw_msg_text(arena, s->msg, CW_EN, s->args);
}

/* The last step of that kind. */
static const struct cw_clock_step *step(enum cw_msg msg)
{
	for (size_t i = clk.n_steps; i > 0; i--)
		if (clk.steps[i - 1].msg == msg)
			return &clk.steps[i - 1];
	return NULL;
}

/* ---- Due days.  Counted by hand from calendars.md; 2026: 04-04..04-06, 05-01..05-05, 06-19..06-21
 * off, 05-09 worked. */

static const struct {
	const char *rule, *history, *due;
} dues[] = {
	/* R-CLOCK-11: whatever opens a period on 2026-03-02 makes the reply due on 2026-03-30. */
	{ "R-CLOCK-11", "received 2026-03-02", "2026-03-30" },
	{ "R-CLOCK-11", "received 2026-02-24,correction_requested 2026-02-25,corrected 2026-03-02",
	  "2026-03-30" },
	{ "R-CLOCK-7", "received 2026-02-24,fee_notified 2026-02-26,fee_paid 2026-03-02",
	  "2026-03-30" },
	{ "R-CLOCK-7", "received 2026-02-24,fee_paid 2026-03-02", "2026-03-30" },
	{ "R-CLOCK-11",
	  "received 2026-01-05,correction_requested 2026-01-06 by=2026-02-09,lapsed 2026-02-10,"
	  "reinstated 2026-03-02 id=1",
	  "2026-03-30" },
	{ "R-CLOCK-5",
	  "received 2026-01-05,correction_requested 2026-01-06 by=2026-02-09,lapsed 2026-02-10,"
	  "corrected 2026-02-12,reinstated 2026-03-02",
	  "2026-03-30" },
	{ "R-CLOCK-5",
	  "received 2026-01-05,correction_requested 2026-01-06 by=2026-02-09,lapsed 2026-02-10,"
	  "reinstated 2026-02-12,corrected 2026-03-02",
	  "2026-03-30" },
	{ "R-FEE-6",
	  "received 2026-01-05,fee_notified 2026-01-06,lapsed 2026-02-10,fee_paid 2026-02-11,"
	  "reinstated 2026-03-02",
	  "2026-03-30" },
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02", "2026-03-30" },
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 n=15", "2026-03-23" },
	/* In every period of its handling (R-CLOCK-11). */
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-02-24 n=15,"
		     "fee_paid 2026-03-02",
	  "2026-03-23" },
	{ "R-DAY-5", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-03-21",
	  "2026-03-23" },
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-03-17 id=2,"
		     "extended 2026-03-03 n=2,consultation_sent 2026-03-10 by=2026-03-18",
	  "2026-03-20" },
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-03-17,"
		     "fee_paid 2026-03-10",
	  "2026-03-25" },
	{ "R-DAY-5", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-03-17",
	  "2026-03-17" },
	{ "R-OUT-7", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 id=2,"
		     "extended 2026-03-03 n=1",
	  "2026-03-31" },
	{ "R-OUT-7", "received 2026-01-05,withdrawn 2026-01-20,ordered 2026-03-02", "2026-03-30" },
	/* Called off with the request: 04-02, 3 = 2; off 04-06; 7-10 = 6; 13-17 = 11; 20-24 = 16; 27-30 = 20. */
	{ "R-REQ-9",
	  "received 2026-02-26,consultation_sent 2026-03-02 by=2026-05-28,withdrawn 2026-03-10,"
	  "ordered 2026-04-01",
	  "2026-04-30" },
	/* ... and what comes of it all the same excludes nothing. */
	{ "R-REQ-9",
	  "received 2026-02-26,consultation_sent 2026-03-02 by=2026-05-28,withdrawn 2026-03-10,"
	  "consultation_received 2026-03-31 by=2026-06-30,ordered 2026-04-01,"
	  "consultation_ended 2026-04-15",
	  "2026-04-30" },
	/* After a reply one that is open goes on (R-CLOCK-11): 04-16, 17 = 2; 20-24 = 7; 27-30 = 11; off
	 * 05-01 to 05; 6-8, Sat 9 = 15; 11-15 = 20. */
	{ "R-CLOCK-11",
	  "received 2026-02-26,consultation_sent 2026-03-02 by=2026-05-28,replied 2026-03-10,"
	  "ordered 2026-04-01,consultation_ended 2026-04-15",
	  "2026-05-15" },

	/* The start day is not counted, also on a day off (R-DAY-1). */
	{ "R-DAY-1", "received 2026-03-01", "2026-03-27" },
	{ "R-DAY-1", "received 2026-02-28", "2026-03-27" },
	{ "R-DAY-1", "received 2026-10-01", "2026-11-03" },

	/* Extension (R-CLOCK-2): 1 to 20, up to the due day itself. */
	{ "R-CLOCK-2", "received 2026-03-02,extended 2026-03-10 n=1", "2026-03-31" },
	{ "R-CLOCK-2", "received 2026-03-02,extended 2026-03-30 n=20", "2026-04-28" },
	{ "R-CLOCK-2", "received 2026-03-02,extended 2026-03-10 n=20,fee_notified 2026-04-01,"
		       "fee_paid 2026-04-07,extended 2026-04-08 n=5",
	  "2026-05-14" },

	/* Consultations (R-CLOCK-3): after the letter's day, to the end included. */
	{ "R-CLOCK-3",
	  "received 2026-03-02,consultation_sent 2026-03-04 id=1,consultation_ended 2026-03-11 id=1",
	  "2026-04-07" },
	{ "R-CLOCK-3",
	  "received 2026-03-02,consultation_sent 2026-03-04,consultation_ended 2026-03-04",
	  "2026-03-30" },
	/* Open: to its limit, 15 working days after the letter if none is given (03-25). */
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04", "2026-04-21" },
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-11",
	  "2026-04-07" },
	/* Recorded receipt: 15 working days from it (03-06 -> 03-27). */
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04,"
		       "consultation_received 2026-03-06",
	  "2026-04-23" },
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04,"
		       "consultation_received 2026-03-06 by=2026-03-11",
	  "2026-04-07" },
	/* A later opinion excludes nothing. */
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-11,"
		       "consultation_ended 2026-03-20",
	  "2026-04-07" },
	/* The union: 03-05..03-11 and 03-09..03-13 are seven working days, not ten. */
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04 id=1,"
		       "consultation_sent 2026-03-06 id=2,consultation_ended 2026-03-11 id=1,"
		       "consultation_ended 2026-03-13 id=2",
	  "2026-04-09" },
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04 id=1,"
		       "consultation_sent 2026-03-06 id=2,consultation_ended 2026-03-09 id=2,"
		       "consultation_ended 2026-03-13 id=1",
	  "2026-04-09" },
	/* Apart: 03-05..03-06 and 03-12..03-13. */
	{ "R-CLOCK-3", "received 2026-03-02,consultation_sent 2026-03-04 id=1,"
		       "consultation_ended 2026-03-06 id=1,consultation_sent 2026-03-11 id=1,"
		       "consultation_ended 2026-03-13 id=1",
	  "2026-04-03" },
	/* Not counted in the extension either. */
	{ "R-CLOCK-3", "received 2026-03-02,extended 2026-03-30 n=5,consultation_sent 2026-03-31,"
		       "consultation_ended 2026-04-02",
	  "2026-04-09" },
	/* On the last day and later there is nothing left to exclude (R-CLOCK-12). */
	{ "R-CLOCK-12", "received 2026-03-02,consultation_sent 2026-03-29,"
			"consultation_ended 2026-03-31",
	  "2026-04-01" },
	{ "R-CLOCK-12", "received 2026-03-02,consultation_sent 2026-03-30,"
			"consultation_ended 2026-04-10",
	  "2026-03-30" },
	{ "R-CLOCK-12", "received 2026-03-02,consultation_sent 2026-03-31", "2026-03-30" },
	/* A new period: the open consultation goes on after the start day; a closed one is past. */
	{ "R-CLOCK-11", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-20,"
			"fee_notified 2026-03-09,fee_paid 2026-03-16",
	  "2026-04-20" },
	{ "R-CLOCK-11", "received 2026-03-02,consultation_sent 2026-03-04,"
			"consultation_ended 2026-03-06,extended 2026-03-06 n=20,"
			"fee_notified 2026-03-09,fee_paid 2026-03-16",
	  "2026-04-14" },

	/* Supplements change the text, not the day (R-CLOCK-4). */
	{ "R-CLOCK-4", "received 2026-03-02,correction_requested 2026-03-11,corrected 2026-03-16,"
		       "corrected 2026-03-20",
	  "2026-04-14" },
	/* An answer after its period and before the letter that ends the case (R-CLOCK-5). */
	{ "R-CLOCK-5", "received 2026-03-02,correction_requested 2026-03-04 by=2026-03-11,"
		       "corrected 2026-03-16",
	  "2026-04-14" },

	/* Delayed day (R-CLOCK-6): the first one possible is after 2026-04-28. */
	{ "R-CLOCK-6", "received 2026-03-02,delayed 2026-03-29 by=2026-04-29", "2026-04-29" },
	{ "R-CLOCK-6", "received 2026-03-02,extended 2026-03-10 n=20,delayed 2026-04-01 by=2026-06-30,"
		       "consultation_sent 2026-04-02",
	  "2026-06-30" },

	/* Fee cancelled (R-FEE-10): as if never sent; a passed day becomes the next working day. */
	{ "R-FEE-10", "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-03-20",
	  "2026-03-30" },
	{ "R-FEE-10", "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-03-30",
	  "2026-03-30" },
	{ "R-FEE-10", "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-03-31",
	  "2026-04-01" },
	{ "R-FEE-10", "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-04-03",
	  "2026-04-07" },
	{ "R-FEE-10", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-11,"
		      "fee_notified 2026-03-10,fee_cancelled 2026-04-03,"
		      "consultation_ended 2026-03-11",
	  "2026-04-07" },
	/* A fact that comes in later can put that day back into the future after all. */
	{ "R-FEE-10", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-05,"
		      "fee_notified 2026-03-10,fee_cancelled 2026-04-03,"
		      "consultation_received 2026-04-03 by=2026-04-08",
	  "2026-05-07" },
	/* A consultation after the period has run out excludes nothing, cancelled fee or not. */
	{ "R-FEE-10", "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-04-03,"
		      "consultation_sent 2026-04-03",
	  "2026-04-07" },

	/* Without effect: not owed after a cancellation, while something else is waited for, and a
	 * second time (R-FEE-8). */
	{ "R-FEE-8", "received 2026-03-02,fee_notified 2026-03-04,fee_cancelled 2026-03-05,"
		     "fee_paid 2026-03-06",
	  "2026-03-30" },
	{ "R-FEE-8", "received 2026-03-02,fee_notified 2026-03-04,fee_paid 2026-03-05,"
		     "fee_paid 2026-03-10",
	  "2026-04-02" },
	{ "R-FEE-8", "received 2026-02-24,correction_requested 2026-02-25,fee_paid 2026-02-27,"
		     "corrected 2026-03-02",
	  "2026-03-30" },

	/* Stops (R-OUT-9): from the day of the stop up to the day of going on. */
	{ "R-OUT-9", "received 2026-03-02,stopped 2026-03-09,resumed 2026-03-13", "2026-04-03" },
	{ "R-OUT-9", "received 2026-03-02,stopped 2026-03-09,resumed 2026-03-09", "2026-03-30" },
	{ "R-OUT-9", "received 2026-03-02,stopped 2026-03-30,resumed 2026-04-10", "2026-04-10" },
	{ "R-OUT-9", "received 2026-03-02,stopped 2026-03-31,resumed 2026-04-10", "2026-03-30" },
	{ "R-OUT-9", "received 2026-03-02,consultation_sent 2026-03-06,stopped 2026-03-09,"
		     "consultation_ended 2026-03-11,resumed 2026-03-13",
	  "2026-04-03" },
	{ "R-OUT-9", "received 2026-03-02,delayed 2026-03-03 by=2026-04-30,stopped 2026-03-09,"
		     "resumed 2026-03-13",
	  "2026-04-30" },
	{ "R-OUT-9", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-03-17,"
		     "stopped 2026-03-09,resumed 2026-03-13",
	  "2026-03-23" },
	{ "R-OUT-9", "received 2026-03-02,fee_notified 2026-03-03,stopped 2026-03-09,"
		     "fee_paid 2026-03-10,resumed 2026-03-13",
	  "2026-04-10" },

	/* Voided events (R-KEEP-4): as if they had never been. */
	{ "R-KEEP-4", "received 2026-03-02,extended 2026-03-10 n=20,voided 2026-03-12 event=2",
	  "2026-03-30" },
	{ "R-KEEP-4", "received 2026-03-02,extended 2026-03-10 n=20,voided 2026-03-12 event=2,"
		      "extended 2026-03-12 n=1",
	  "2026-03-31" },
	{ "R-KEEP-4", "received 2026-03-02,voided 2026-03-12 event=1,received 2026-03-03",
	  "2026-03-31" },
	{ "R-KEEP-4", "received 2026-03-02,consultation_sent 2026-03-03,voided 2026-03-12 event=1,"
		      "received 2026-03-03,consultation_ended 2026-03-04",
	  "2026-04-01" },
	{ "R-KEEP-4", "received 2026-03-02,correction_requested 2026-03-03,corrected 2026-03-04,"
		      "voided 2026-03-12 event=3,corrected 2026-03-05",
	  "2026-04-02" },
	{ "R-KEEP-4", "received 2026-03-02,extended 2026-03-10 n=5,replied 2026-03-20,"
		      "voided 2026-03-23 event=3,voided 2026-03-23 event=2",
	  "2026-03-30" },
	/* A rectification that is itself voided voids nothing. */
	{ "R-KEEP-4", "received 2026-03-02,extended 2026-03-10 n=20,voided 2026-03-12 event=2,"
		      "voided 2026-03-13 event=3",
	  "2026-04-28" },

	/* The first payment voided: the second, which was not owed beside it, is the payment. */
	{ "R-KEEP-4", "received 2026-03-02,fee_notified 2026-03-03,fee_paid 2026-03-09,"
		      "fee_paid 2026-03-11,voided 2026-03-12 event=3",
	  "2026-04-09" },
	/* And the second answer, a supplement until then, is the corrected request. */
	{ "R-KEEP-4", "received 2026-03-02,correction_requested 2026-03-03,corrected 2026-03-09,"
		      "corrected 2026-03-11,voided 2026-03-12 event=3",
	  "2026-04-09" },
	/* Both payments voided, the period that the second began with them. */
	{ "R-KEEP-4", "received 2026-03-02,fee_paid 2026-03-09,fee_paid 2026-03-11,"
		      "voided 2026-03-12 event=3,voided 2026-03-12 event=2",
	  "2026-03-30" },
	/* The rectification knew of no reply: that came later. */
	{ "R-KEEP-4", "received 2026-03-02,fee_notified 2026-03-03,fee_paid 2026-03-09,"
		      "voided 2026-03-12 event=3,fee_paid 2026-03-11",
	  "2026-04-09" },

	/* Changes of the calendar (R-DAY-4): the earlier of the two days is worked to. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30",
	  "2026-03-27" },
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-31 by=2026-03-30",
	  "2026-03-30" },
	/* Put into the past by the change alone: the next working day. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-31 told=2026-04-09 by=2026-03-30",
	  "2026-04-01" },
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-31 told=2026-03-31 by=2026-03-30",
	  "2026-03-31" },
	/* It had passed anyway. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-04-09 told=2026-03-31 by=2026-03-30",
	  "2026-03-30" },
	/* What comes after moves the day that was told by as much. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30,"
		     "extended 2026-03-11 n=3",
	  "2026-04-01" },
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30,"
		     "calendar_changed 2026-03-12 told=2026-03-27 by=2026-03-31",
	  "2026-03-27" },
	/* The day told only caps: a rectification that makes the period shorter is followed. */
	{ "R-DAY-4", "received 2026-03-02,extended 2026-03-09 n=5,"
		     "calendar_changed 2026-03-10 told=2026-04-02 by=2026-04-07,"
		     "voided 2026-03-11 event=2",
	  "2026-03-30" },
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30,"
		     "fee_paid 2026-03-16",
	  "2026-04-14" },
	/* Days that an older calendar allowed are not refused by the new one. */
	{ "R-DAY-4", "received 2026-03-02,extended 2026-03-31 n=1,"
		     "calendar_changed 2026-03-31 told=2026-04-01 by=2026-03-31",
	  "2026-03-31" },

	/* A period in days moves with the calendar too (R-DAY-5); what was told holds. */
	{ "R-DAY-4", "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 by=2026-04-05,"
		     "calendar_changed 2026-03-10 told=2026-04-06 by=2026-04-07",
	  "2026-04-06" },
	/* Asked after the day told, which is before the counted one, 2026-03-30: too late. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30,"
		     "consultation_sent 2026-03-28",
	  "2026-03-27" },
	/* Extended on the day told, the consultation of that day was in time: 03-28 to 03-31 excluded. */
	{ "R-DAY-4", "received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 by=2026-03-30,"
		     "consultation_sent 2026-03-27 by=2026-03-31,extended 2026-03-27 n=5",
	  "2026-04-08" },
	/* Late when it was sent; a day off that the change brings does not let it in again. */
	{ "R-DAY-4", "received 2026-03-02,consultation_sent 2026-03-28 by=2026-04-10,"
		     "calendar_changed 2026-03-29 told=2026-03-27 by=2026-04-13,"
		     "consultation_ended 2026-03-30",
	  "2026-03-27" },
	/* Shorter than told since: the calendar's day. */
	{ "R-DAY-4", "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-25,"
		     "calendar_changed 2026-03-05 told=2026-04-17 by=2026-04-21,"
		     "consultation_ended 2026-03-11",
	  "2026-04-07" },
	/* The day told lies in the consultation by the new calendar: it is worked to all the same. */
	{ "R-DAY-4", "received 2026-03-02,consultation_sent 2026-03-25 by=2026-04-15,"
		     "calendar_changed 2026-03-30 told=2026-04-14 by=2026-04-20",
	  "2026-04-14" },
	/* Cancelled while the case stands still, after its day: the first working day that counts. */
	{ "R-OUT-9", "received 2026-03-02,fee_notified 2026-03-10,stopped 2026-04-01,"
		     "fee_cancelled 2026-04-08,resumed 2026-04-20",
	  "2026-04-20" },
	{ "R-OUT-9", "received 2026-03-02,delayed 2026-03-03 by=2026-05-20,fee_notified 2026-03-10,"
		     "stopped 2026-06-01,fee_cancelled 2026-06-03,resumed 2026-06-10",
	  "2026-06-10" },

	/* The changed notices of 2019 and 2020 (calendars.md). */
	{ "R-DAY-2", "received 2020-01-02", "2020-02-06" },
	{ "R-DAY-2", "received 2019-04-26", "2019-05-27" },
};

START_TEST(due_days)
{
	ck_assert_msg(compute(dues[_i].history, NULL) == 0, "%s: %s", dues[_i].history,
		      cw_msg_name(err.msg));
	ck_assert_msg(clk.due_on == day(dues[_i].due), "%s %s: %s", dues[_i].rule, dues[_i].history,
		      cw_day_text(clk.due_on, (char[CW_DAY_TEXT]){ 0 }));
	ck_assert_int_eq(clk.waiting_for, CW_WAITING_NONE);
	ck_assert(!clk.ended);
}
END_TEST

/* The order in which events are given does not matter, only (on, seq). */
START_TEST(any_order)
{
	struct cw_clock_event events[40], turned[40];
	size_t n = parse(dues[_i].history, events);

	for (size_t i = 0; i < n; i++)
		turned[i] = events[n - 1 - i];
	cw_err_clear(&err);
	ck_assert_int_eq(cw_clock_compute(arena, turned, n, cal, &cw_clock_settings_default,
					  CW_DAY_NONE, &clk, &err),
			 0);
	ck_assert_int_eq(clk.due_on, day(dues[_i].due));
}
END_TEST

/* ---- Histories that the law forbids: rule, article, message, and the place of the event. */

static const struct {
	const char *rule, *article;
	enum cw_msg msg;
	int place;
	const char *history;
} refusals[] = {
	{ "R-CLOCK-2", "条例33", CW_MSG_LAW_EXTENSION_ONCE, 2,
	  "received 2026-03-02,extended 2026-03-03 n=1,extended 2026-03-04 n=1" },
	{ "R-CLOCK-2", "条例33", CW_MSG_LAW_EXTENSION_DAYS, 1,
	  "received 2026-03-02,extended 2026-03-03 n=21" },
	{ "R-CLOCK-2", "条例33", CW_MSG_LAW_EXTENSION_DAYS, 1, "received 2026-03-02,extended 2026-03-03" },
	{ "R-CLOCK-12", "条例33", CW_MSG_LAW_OUT_OF_TIME, 1,
	  "received 2026-03-02,extended 2026-03-31 n=1" },
	{ "R-CLOCK-12", "条例33", CW_MSG_LAW_OUT_OF_TIME, 3,
	  "received 2026-03-02,fee_notified 2026-03-10,fee_cancelled 2026-03-31,"
	  "extended 2026-04-01 n=1" },
	{ "R-CLOCK-6", "条例35", CW_MSG_LAW_DELAYED_ONCE, 2,
	  "received 2026-03-02,delayed 2026-03-03 by=2026-06-30,extended 2026-03-04 n=1" },
	{ "R-OUT-7", "条例33", CW_MSG_LAW_ORDER_NO_EXTENSION, 3,
	  "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 id=1,extended 2026-03-03 n=1" },

	/* The 7th working day from 2026-03-02 is 03-11, whatever pauses. */
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_CORRECTION_TOO_LATE, 1,
	  "received 2026-03-02,correction_requested 2026-03-12" },
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_CORRECTION_TOO_LATE, 3,
	  "received 2026-03-02,consultation_sent 2026-03-03,consultation_ended 2026-03-10,"
	  "correction_requested 2026-03-12" },
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_CORRECTION_TOO_LATE, 2,
	  "received 2026-03-02,fee_paid 2026-03-10,correction_requested 2026-03-12" },
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_CORRECTION_ONCE, 2,
	  "received 2026-03-02,correction_requested 2026-03-03,correction_requested 2026-03-04" },
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_CORRECTION_ONCE, 3,
	  "received 2026-03-02,correction_requested 2026-03-03,corrected 2026-03-04,"
	  "correction_requested 2026-03-05" },
	{ "R-OUT-7", "条例30", CW_MSG_LAW_ORDER_NO_CORRECTION, 3,
	  "received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 id=2,"
	  "correction_requested 2026-03-03" },
	{ "R-CLOCK-4", "条例30", CW_MSG_CLOCK_NOT_ASKED, 1, "received 2026-03-02,corrected 2026-03-04" },

	{ "R-CLOCK-3", "条例33", CW_MSG_LAW_NO_CONSULTATION_OPEN, 1,
	  "received 2026-03-02,consultation_ended 2026-03-04" },
	{ "R-CLOCK-3", "条例33", CW_MSG_LAW_NO_CONSULTATION_OPEN, 2,
	  "received 2026-03-02,consultation_sent 2026-03-03 id=1,consultation_ended 2026-03-04 id=2" },
	{ "R-CLOCK-3", "条例33", CW_MSG_LAW_NO_CONSULTATION_OPEN, 3,
	  "received 2026-03-02,consultation_sent 2026-03-03,consultation_ended 2026-03-04,"
	  "consultation_received 2026-03-05" },
	{ "R-CLOCK-3", "条例33", CW_MSG_CLOCK_RECEIPT_KNOWN, 3,
	  "received 2026-03-02,consultation_sent 2026-03-03,consultation_received 2026-03-04,"
	  "consultation_received 2026-03-05" },

	/* 20 + 20 working days end on 2026-04-28. */
	{ "R-CLOCK-6", "条例35", CW_MSG_CLOCK_DELAYED_TOO_EARLY, 1,
	  "received 2026-03-02,delayed 2026-03-03 by=2026-04-28" },
	{ "R-CLOCK-6", "条例35", CW_MSG_CLOCK_DELAYED_TOO_EARLY, 2,
	  "received 2026-03-02,extended 2026-03-03 n=5,delayed 2026-03-04 by=2026-04-28" },
	{ "R-CLOCK-6", "条例35", CW_MSG_LAW_DELAYED_TOO_LATE, 1,
	  "received 2026-03-02,delayed 2026-03-30 by=2026-06-30" },
	{ "R-CLOCK-12", "条例33", CW_MSG_LAW_OUT_OF_TIME, 1,
	  "received 2026-03-02,delayed 2026-03-31 by=2026-06-30" },
	{ "R-CLOCK-6", "条例35", CW_MSG_LAW_DELAYED_ONCE, 2,
	  "received 2026-03-02,delayed 2026-03-03 by=2026-06-30,delayed 2026-03-04 by=2026-07-30" },

	{ "R-CLOCK-12", "条例33", CW_MSG_LAW_OUT_OF_TIME, 1,
	  "received 2026-03-02,fee_notified 2026-03-31" },
	{ "R-FEE-10", "费6", CW_MSG_LAW_NO_FEE_OPEN, 1, "received 2026-03-02,fee_cancelled 2026-03-04" },

	/* Lapses: only after the period, and only if something is waited for. */
	{ "R-CLOCK-5", "条例30", CW_MSG_CLOCK_NOTHING_AWAITED, 1,
	  "received 2026-03-02,lapsed 2026-03-20" },
	{ "R-CLOCK-5", "条例30", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-24" },
	{ "R-CLOCK-5", "条例30", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,correction_requested 2026-03-03,lapsed 2026-06-01" },
	{ "R-FEE-6", "费6", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,fee_notified 2026-03-02,lapsed 2026-03-30" },
	{ "R-FEE-6", "费6", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,fee_notified 2026-03-02 by=2026-04-01,lapsed 2026-04-01" },
	/* The day on the notice stands: a lapse that names an earlier one shortens nothing, one that
	 * names a later one is the receipt that became known in between. */
	{ "R-CLOCK-5", "条例30", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-24 by=2026-03-17" },
	{ "R-CLOCK-5", "条例30", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-27 by=2026-03-27" },
	{ "R-FEE-6", "费6", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,fee_notified 2026-03-02 by=2026-04-01,lapsed 2026-03-31 by=2026-03-30" },
	/* 20 working days from the receipt (费6), which is not before the notice: 2026-03-30. */
	{ "R-FEE-6", "费6", CW_MSG_LAW_NOT_LAPSED, 2,
	  "received 2026-03-02,fee_notified 2026-03-02 by=2026-03-20,lapsed 2026-03-30" },
	{ "R-CLOCK-5", "条例30", CW_MSG_LAW_NOT_REINSTATABLE, 2,
	  "received 2026-03-02,withdrawn 2026-03-04,reinstated 2026-03-05" },

	/* While it stands still. */
	{ "R-CLOCK-2", "条例33", CW_MSG_LAW_FROM_AWAITING_CORRECTION, 2,
	  "received 2026-03-02,correction_requested 2026-03-03,extended 2026-03-04 n=1" },
	{ "R-CLOCK-3", "条例33", CW_MSG_LAW_FROM_AWAITING_PAYMENT, 2,
	  "received 2026-03-02,fee_notified 2026-03-03,consultation_sent 2026-03-04" },
	{ "R-FEE-6", "费6", CW_MSG_LAW_FROM_AWAITING_PAYMENT, 2,
	  "received 2026-03-02,fee_notified 2026-03-03,replied 2026-03-04" },
	{ "R-CLOCK-4", "条例30", CW_MSG_LAW_FROM_AWAITING_CORRECTION, 2,
	  "received 2026-03-02,correction_requested 2026-03-03,replied 2026-03-04" },
	{ "R-OUT-9", NULL, CW_MSG_LAW_STOPPED, 2,
	  "received 2026-03-02,stopped 2026-03-03,stopped 2026-03-04" },
	{ "R-OUT-9", NULL, CW_MSG_LAW_STOPPED, 2,
	  "received 2026-03-02,stopped 2026-03-03,replied 2026-03-04" },
	{ "R-OUT-9", NULL, CW_MSG_LAW_NOT_STOPPED, 1, "received 2026-03-02,resumed 2026-03-04" },

	/* Before the receipt and after the end. */
	{ "R-CLOCK-2", "条例33", CW_MSG_CLOCK_NOT_RECEIVED, 0, "extended 2026-03-03 n=1" },
	{ "R-CLOCK-2", "条例33", CW_MSG_CLOCK_NOT_RECEIVED, 0,
	  "extended 2026-03-01 n=1,received 2026-03-02" },
	{ "R-CLOCK-11", "条例31", CW_MSG_CLOCK_RECEIVED_TWICE, 1,
	  "received 2026-03-02,received 2026-03-03" },
	{ "R-CLOCK-2", "条例33", CW_MSG_LAW_FROM_REPLIED, 2,
	  "received 2026-03-02,replied 2026-03-03,extended 2026-03-04 n=1" },
	{ "R-CLOCK-9", "条例33", CW_MSG_LAW_FROM_ENDED, 2,
	  "received 2026-03-02,withdrawn 2026-03-03,replied 2026-03-04" },
	{ "R-REQ-9", NULL, CW_MSG_LAW_FROM_REPLIED, 2,
	  "received 2026-03-02,replied 2026-03-03,withdrawn 2026-03-04" },
	{ "R-OUT-7", NULL, CW_MSG_CLOCK_ORDER_TOO_EARLY, 1, "received 2026-03-02,ordered 2026-03-03" },

	/* R-KEEP-4: while a later act stands on the event. */
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 3,
	  "received 2026-03-02,extended 2026-03-03 n=1,replied 2026-03-04,voided 2026-03-05 event=2" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 3,
	  "received 2026-03-02,extended 2026-03-03 n=1,fee_paid 2026-03-04,voided 2026-03-05 event=2" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 5,
	  "received 2026-03-02,extended 2026-03-03 n=1,replied 2026-03-04,replied 2026-03-05,"
	  "voided 2026-03-05 event=3,voided 2026-03-06 event=2" },
	/* Each payment without a notice of its own began a period: the second's stands on the first. */
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 3,
	  "received 2026-03-02,fee_paid 2026-03-09,fee_paid 2026-03-11,voided 2026-03-12 event=2" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 4,
	  "received 2026-03-02,fee_paid 2026-03-09,fee_notified 2026-03-10,fee_paid 2026-03-11,"
	  "voided 2026-03-12 event=2" },
	/* The reinstatement began a period when the payment was there; without it it would not. */
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDS_BASE, 5,
	  "received 2026-03-02,fee_notified 2026-03-02,lapsed 2026-03-31,fee_paid 2026-04-01,"
	  "reinstated 2026-04-02,voided 2026-04-03 event=4" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_STANDS_ON_VOIDED, 2,
	  "received 2026-03-02,correction_requested 2026-03-03,corrected 2026-03-04,"
	  "voided 2026-03-05 event=2" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_STANDS_ON_VOIDED, 1,
	  "received 2026-03-02,replied 2026-03-04,voided 2026-03-05 event=1" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_STANDS_ON_VOIDED, 2,
	  "received 2026-03-02,consultation_sent 2026-03-03,consultation_ended 2026-03-04,"
	  "voided 2026-03-05 event=2" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_STANDS_ON_VOIDED, 3,
	  "received 2026-03-02,stopped 2026-03-03,resumed 2026-03-04,replied 2026-03-05,"
	  "voided 2026-03-06 event=3" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_STANDS_ON_VOIDED, 3,
	  "received 2026-03-02,consultation_sent 2026-03-03 by=2026-03-10,"
	  "consultation_ended 2026-03-10,fee_notified 2026-04-03,voided 2026-04-03 event=2,"
	  "voided 2026-04-03 event=3" },
	/* What was recorded after the rectification knows of it. */
	{ "R-CLOCK-4", "条例30", CW_MSG_CLOCK_NOT_ASKED, 3,
	  "received 2026-03-02,correction_requested 2026-03-03,voided 2026-03-05 event=2,"
	  "corrected 2026-03-04" },
	{ "R-KEEP-4", "条例45", CW_MSG_CLOCK_VOIDED_TWICE, 2,
	  "received 2026-03-02,extended 2026-03-03 n=1,voided 2026-03-05 event=2,"
	  "voided 2026-03-06 event=2" },
};

START_TEST(refused)
{
	char pointer[CW_ERR_POINTER];

	ck_assert_msg(compute(refusals[_i].history, NULL) == -1, "%s", refusals[_i].history);
	ck_assert_msg(err.msg == refusals[_i].msg, "%s: %s", refusals[_i].history,
		      cw_msg_name(err.msg));
	ck_assert_int_eq(err.code, CW_LAW_FORBIDS);
	ck_assert_str_eq(err.rule, refusals[_i].rule);
	ck_assert_pstr_eq(err.article, refusals[_i].article);
	snprintf(pointer, sizeof(pointer), "/events/%d", refusals[_i].place);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_str_eq(err.items[0].pointer, pointer);
}
END_TEST

/* ---- Boundaries: the day before or of the limit is fine. */

static const char *const allowed[] = {
	"received 2026-03-02,correction_requested 2026-03-11",
	"received 2026-03-02,extended 2026-03-30 n=1",
	"received 2026-03-02,fee_notified 2026-03-30",
	"received 2026-03-02,delayed 2026-03-29 by=2026-04-29",
	"received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-25",
	"received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-25 by=2026-03-17",
	"received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-03-28 by=2026-03-27",
	"received 2026-03-02,fee_notified 2026-03-02,lapsed 2026-03-31",
	"received 2026-03-02,fee_notified 2026-03-02 by=2026-03-20,lapsed 2026-03-31",
	"received 2026-03-02,fee_notified 2026-03-02 by=2026-04-01,lapsed 2026-04-02",
	"received 2026-03-02,replied 2027-03-02",
	"received 2026-01-05,replied 2026-01-20,ordered 2026-03-02 id=3,correction_requested 2026-03-11,"
	"corrected 2026-03-20,extended 2026-03-23 n=20",
	"received 2026-03-02,fee_paid 2026-03-10,correction_requested 2026-03-11",
	"received 2026-03-02,consultation_sent 2026-03-03,replied 2026-03-10,"
	"consultation_ended 2026-03-11",
	"received 2026-03-02,consultation_sent 2026-03-03 by=2026-03-04,consultation_sent 2026-03-05",
	"withdrawn 2026-03-02",
	/* Called off, the same can be asked anew. */
	"received 2026-02-26,consultation_sent 2026-03-02,withdrawn 2026-03-10,ordered 2026-03-11,"
	"consultation_sent 2026-03-12,consultation_ended 2026-03-13",
	"received 2026-03-02,replied 2026-03-03,fee_paid 2026-03-04",
	"received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-04-10,fee_paid 2026-04-13",
	"received 2026-03-02,stopped 2026-03-03,withdrawn 2026-03-04",
};

START_TEST(not_refused)
{
	ck_assert_msg(compute(allowed[_i], NULL) == 0, "%s: %s", allowed[_i], cw_msg_name(err.msg));
}
END_TEST

/* ---- Histories that make no sense: all faults at once. */

START_TEST(faults)
{
	struct cw_clock_event events[] = {
		{ CW_CLOCK_RECEIVED, .on = CW_DAY_NONE, .until = CW_DAY_NONE },
		{ CW_CLOCK_DELAYED, .on = day("2026-03-03"), .until = CW_DAY_NONE },
		{ CW_CLOCK_CORRECTION_REQUESTED, .on = day("2026-03-03"), .until = day("2026-03-02") },
		{ CW_CLOCK_CONSULTATION_SENT, .on = day("2026-03-03"), .until = day("2026-03-02") },
		{ CW_CLOCK_ORDERED, .on = day("2026-03-03"), .until = CW_DAY_NONE, .working_days = -1 },
		{ CW_CLOCK_CALENDAR_CHANGED, .on = day("2026-03-03"), .until = CW_DAY_MAX + 1,
		  .told = CW_DAY_NONE },
		{ CW_CLOCK_TYPE_MAX, .on = day("2026-03-03"), .until = CW_DAY_NONE },
	};
	static const char *const pointers[] = { "/events/0/on",	       "/events/1/until",
						"/events/2/answer_by", "/events/3/ends_by",
						"/events/4/working_days", "/events/5/until",
						"/events/5/told",      "/events/6/type" };

	cw_err_clear(&err);
	ck_assert_int_eq(cw_clock_compute(arena, events, 7, cal, &cw_clock_settings_default,
					  CW_DAY_NONE, &clk, &err),
			 -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 8);
	for (size_t i = 0; i < err.n_items; i++)
		ck_assert_str_eq(err.items[i].pointer, pointers[i]);
}
END_TEST

static const struct {
	const char *pointer;
	enum cw_msg msg;
	const char *history;
} senseless[] = {
	{ "/events/1/event", CW_MSG_CLOCK_NO_SUCH_EVENT, "received 2026-03-02,voided 2026-03-03 event=9" },
	{ "/events/1/event", CW_MSG_CLOCK_NO_SUCH_EVENT, "received 2026-03-02,voided 2026-03-03 event=2" },
	{ "/events/1/event", CW_MSG_CLOCK_NO_SUCH_EVENT,
	  "received 2026-03-02,voided 2026-03-03 event=3,extended 2026-03-04 n=1" },
	{ "/events/2/id", CW_MSG_CLOCK_SAME_CONSULTATION,
	  "received 2026-03-02,consultation_sent 2026-03-03 id=4,consultation_sent 2026-03-04 id=4" },
	{ "/events", CW_MSG_CLOCK_TOO_FAR, "received 2099-12-20" },
	{ "/events/1/on", CW_MSG_CLOCK_TOO_FAR, "received 2099-11-20,consultation_sent 2099-12-20" },
};

START_TEST(no_sense)
{
	ck_assert_int_eq(compute(senseless[_i].history, NULL), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_str_eq(err.items[0].pointer, senseless[_i].pointer);
	ck_assert_int_eq(err.items[0].msg, senseless[_i].msg);
}
END_TEST

/* ---- Standing still (design.md, Clock): no due day beside what is waited for. */

static const struct {
	enum cw_clock_waiting waiting;
	const char *until, *history;
} waits[] = {
	{ CW_WAITING_CONFIRMATION, NULL, "" },
	{ CW_WAITING_CORRECTION, NULL, "received 2026-03-02,correction_requested 2026-03-03" },
	{ CW_WAITING_CORRECTION, "2026-03-24",
	  "received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24" },
	{ CW_WAITING_PAYMENT, "2026-04-02", "received 2026-03-02,fee_notified 2026-03-03 by=2026-04-02" },
	{ CW_WAITING_STOPPED, NULL, "received 2026-03-02,stopped 2026-03-03" },
	{ CW_WAITING_STOPPED, "2026-06-03",
	  "received 2026-03-02,fee_notified 2026-03-03,stopped 2026-03-03 by=2026-06-03" },
	{ CW_WAITING_CORRECTION, NULL,
	  "received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,lapsed 2026-04-03,reinstated 2026-04-07" },
	{ CW_WAITING_PAYMENT, NULL,
	  "received 2026-03-02,fee_notified 2026-03-03,lapsed 2026-04-03,reinstated 2026-04-07" },
};

START_TEST(waiting)
{
	ck_assert_msg(compute(waits[_i].history, "2026-03-10") == 0, "%s", cw_msg_name(err.msg));
	ck_assert_int_eq(clk.due_on, CW_DAY_NONE);
	ck_assert_int_eq(clk.waiting_for, waits[_i].waiting);
	ck_assert_int_eq(clk.waits_until, day(waits[_i].until));
	ck_assert(!clk.ended && !clk.paused && !clk.provisional);
}
END_TEST

/* ---- Ends. */

START_TEST(replies)
{
	ck_assert_int_eq(compute("received 2026-03-02,replied 2026-03-30", NULL), 0);
	ck_assert(clk.ended);
	ck_assert_day_eq(clk.ended_on, "2026-03-30");
	ck_assert_day_eq(clk.due_on, "2026-03-30");
	ck_assert_int_eq(clk.days_late, 0);
	/* Late, never refused (R-CLOCK-12); calendar days. */
	ck_assert_int_eq(compute("received 2026-03-02,replied 2026-04-07", NULL), 0);
	ck_assert_int_eq(clk.days_late, 8);
	/* Never late while paused (R-CLOCK-3). */
	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-27,"
				 "replied 2026-04-07",
				 NULL),
			 0);
	ck_assert_int_eq(clk.days_late, 0);
	/* On the day to which a cancelled fee or a calendar has moved it. */
	ck_assert_int_eq(compute("received 2026-03-02,fee_notified 2026-03-10,"
				 "fee_cancelled 2026-04-03,replied 2026-04-07",
				 NULL),
			 0);
	ck_assert_int_eq(clk.days_late, 0);
	ck_assert(clk.marked);
}
END_TEST

START_TEST(ends_without_a_reply)
{
	ck_assert_int_eq(compute("received 2026-03-02,withdrawn 2026-03-05", NULL), 0);
	ck_assert(clk.ended);
	ck_assert_day_eq(clk.ended_on, "2026-03-05");
	ck_assert_int_eq(clk.due_on, CW_DAY_NONE);
	ck_assert_int_eq(compute("received 2026-03-02,correction_requested 2026-03-03 by=2026-03-24,"
				 "lapsed 2026-04-03",
				 NULL),
			 0);
	ck_assert(clk.ended);
	ck_assert_int_eq(clk.due_on, CW_DAY_NONE);
	ck_assert_int_eq(clk.waiting_for, CW_WAITING_NONE);
}
END_TEST

/* ---- Pauses as they are shown (R-CLOCK-3). */

START_TEST(open_consultation)
{
	const char *history = "received 2026-03-02,consultation_sent 2026-03-04 by=2026-03-25";

	ck_assert_int_eq(compute(history, NULL), 0);
	ck_assert(clk.paused);
	ck_assert_int_eq(clk.due_on_if_ended_today, CW_DAY_NONE);
	ck_assert_int_eq(compute(history, "2026-03-11"), 0);
	ck_assert(clk.paused);
	ck_assert_day_eq(clk.due_on, "2026-04-21");
	ck_assert_day_eq(clk.due_on_if_ended_today, "2026-04-07");
	ck_assert_ptr_nonnull(step(CW_MSG_CLOCK_IF_ENDED_TODAY));
	ck_assert_int_eq(compute(history, "2026-03-25"), 0);
	ck_assert(clk.paused);
	ck_assert_day_eq(clk.due_on_if_ended_today, "2026-04-21");
	/* Its own period has ended it. */
	ck_assert_int_eq(compute(history, "2026-03-26"), 0);
	ck_assert(!clk.paused);
	ck_assert_int_eq(clk.due_on_if_ended_today, CW_DAY_NONE);
	/* Asked too late, it holds nothing back. */
	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-31", "2026-04-01"), 0);
	ck_assert(!clk.paused);
	ck_assert_ptr_nonnull(step(CW_MSG_CLOCK_CONSULTATION_SENT_LATE));
}
END_TEST

/* The period of the letter in working days: 5 after 03-04 is 03-11, and after a receipt on 03-06 it is
 * 03-13; so 5 and 7 days are not counted. */
START_TEST(consultation_of_its_own_length)
{
	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-04 n=5", NULL), 0);
	ck_assert_day_eq(clk.due_on, "2026-04-07");
	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-04 n=5,"
				 "consultation_received 2026-03-06 n=5",
				 NULL),
			 0);
	ck_assert_day_eq(clk.due_on, "2026-04-09");
}
END_TEST

START_TEST(two_open_consultations)
{
	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-04 id=1 by=2026-03-25,"
				 "consultation_sent 2026-03-06 id=2 by=2026-03-27",
				 "2026-03-11"),
			 0);
	ck_assert_day_eq(clk.due_on, "2026-04-23");
	ck_assert_day_eq(clk.due_on_if_ended_today, "2026-04-07");
}
END_TEST

/* ---- Settings. */

START_TEST(pause_from_received)
{
	const struct cw_clock_settings s = { .pause_from_received = true };

	/* 03-09..03-11 instead of 03-05..03-11. */
	ck_assert_int_eq(compute_with(&s, "received 2026-03-02,consultation_sent 2026-03-04,"
					  "consultation_received 2026-03-06,consultation_ended 2026-03-11",
				      NULL),
			 0);
	ck_assert_day_eq(clk.due_on, "2026-04-02");
	/* Receipt not recorded: from the letter's day. */
	ck_assert_int_eq(compute_with(&s, "received 2026-03-02,consultation_sent 2026-03-04", NULL), 0);
	ck_assert_day_eq(clk.due_on, "2026-04-21");
	/* Receipts in another order than the letters: 03-10..03-13 and 03-05..03-06. */
	ck_assert_int_eq(compute_with(&s, "received 2026-03-02,consultation_sent 2026-03-03 id=1,"
					  "consultation_sent 2026-03-04 id=2,"
					  "consultation_received 2026-03-04 id=2,"
					  "consultation_ended 2026-03-06 id=2,"
					  "consultation_received 2026-03-09 id=1,"
					  "consultation_ended 2026-03-13 id=1",
				      NULL),
			 0);
	ck_assert_day_eq(clk.due_on, "2026-04-08");
}
END_TEST

START_TEST(extension_per_case)
{
	const struct cw_clock_settings s = { .extension_per_case = true };
	const char *history = "received 2026-03-02,extended 2026-03-03 n=5,fee_notified 2026-03-04,"
			      "fee_paid 2026-03-09,extended 2026-03-10 n=5";

	ck_assert_int_eq(compute(history, NULL), 0);
	ck_assert_int_eq(compute_with(&s, history, NULL), -1);
	ck_assert_int_eq(err.msg, CW_MSG_LAW_EXTENSION_ONCE);
	ck_assert_str_eq(err.rule, "R-CLOCK-2");
}
END_TEST

/* It moves the start day only (R-RCPT-6): the 7th working day counts from the receipt. */
START_TEST(receipt_next_working_day)
{
	const struct cw_clock_settings s = { .receipt_next_working_day = true };

	ck_assert_int_eq(compute_with(&s, "received 2026-03-01", NULL), 0);
	ck_assert_day_eq(clk.period_start, "2026-03-02");
	ck_assert_day_eq(clk.due_on, "2026-03-30");
	ck_assert_day_eq(clk.correction_last_day, "2026-03-10");
	ck_assert_int_eq(compute_with(&s, "received 2026-03-02", NULL), 0);
	ck_assert_day_eq(clk.period_start, "2026-03-02");
}
END_TEST

/* ---- What is told beside the day. */

START_TEST(periods_and_handlings)
{
	ck_assert_int_eq(compute("received 2026-03-02,correction_requested 2026-03-04,"
				 "corrected 2026-03-09,extended 2026-03-10 n=5",
				 NULL),
			 0);
	ck_assert_int_eq(clk.handling, 1);
	ck_assert_int_eq(clk.period, 2);
	ck_assert(clk.corrected_used && clk.extension_used);
	ck_assert_day_eq(clk.period_start, "2026-03-09");
	ck_assert_day_eq(clk.correction_last_day, "2026-03-11");
	ck_assert_int_eq(compute("received 2026-01-05,correction_requested 2026-01-06,"
				 "corrected 2026-01-07,extended 2026-01-08 n=5,replied 2026-01-20,"
				 "ordered 2026-03-02",
				 NULL),
			 0);
	ck_assert_int_eq(clk.handling, 2);
	ck_assert_int_eq(clk.period, 1);
	ck_assert(!clk.corrected_used && !clk.extension_used && !clk.ended);
	ck_assert_int_eq(clk.ended_on, CW_DAY_NONE);
	ck_assert_int_eq(compute("", NULL), 0);
	ck_assert_int_eq(clk.handling, 1);
	ck_assert_int_eq(clk.period, 0);
}
END_TEST

/* R-DAY-3: the days up to the due day, not the start day, decide. */
START_TEST(provisional)
{
	ck_assert_int_eq(compute("received 2026-12-03", NULL), 0);
	ck_assert_day_eq(clk.due_on, "2026-12-31");
	ck_assert(!clk.provisional);
	ck_assert_int_eq(compute("received 2026-12-04", NULL), 0);
	ck_assert_day_eq(clk.due_on, "2027-01-04");
	ck_assert(clk.provisional);
	ck_assert_str_eq(text_of(step(CW_MSG_CLOCK_PROVISIONAL)),
			 "no notice for 2027 is known; reckoned for now by weekends and the "
			 "festivals of fixed date");
	ck_assert_int_eq(compute("received 2018-12-31", NULL), 0);
	ck_assert(!clk.provisional);
	/* A delayed day is a day of the calendar, whatever the notice will say. */
	ck_assert_int_eq(compute("received 2026-03-02,delayed 2026-03-03 by=2027-03-01", NULL), 0);
	ck_assert(clk.delayed && !clk.provisional);
}
END_TEST

START_TEST(marks)
{
	ck_assert_int_eq(compute("received 2026-03-02,fee_notified 2026-03-10,"
				 "fee_cancelled 2026-03-30",
				 NULL),
			 0);
	ck_assert(!clk.marked);
	ck_assert_int_eq(compute("received 2026-03-02,fee_notified 2026-03-10,"
				 "fee_cancelled 2026-03-31",
				 NULL),
			 0);
	ck_assert(clk.marked);
	ck_assert_int_eq(compute("received 2026-03-02,calendar_changed 2026-03-10 told=2026-03-27 "
				 "by=2026-03-30",
				 NULL),
			 0);
	ck_assert(!clk.marked);
	ck_assert_int_eq(compute("received 2026-03-02,calendar_changed 2026-03-31 told=2026-04-09 "
				 "by=2026-03-30",
				 NULL),
			 0);
	ck_assert(clk.marked);
}
END_TEST

/* ---- Steps (R-CLOCK-8): they say all that the day rests on. */

START_TEST(steps_explain)
{
	static const char *const want[] = {
		"2 March 2026: request received; the day itself is not counted, the reply period is "
		"20 working days",
		"4 March 2026: consultation letter sent, open until 25 March 2026; the days after it, up "
		"to the opinion's arrival or that day, are not counted",
		"11 March 2026: consultation ended",
		"12 March 2026: extension notified, 10 working days more",
		"5 March 2026 to 11 March 2026: consultation, 5 working days are not counted",
		"the working day number 30 after 2 March 2026 is 21 April 2026",
		"working days of 2026 by 国办发明电〔2025〕7号",
	};

	ck_assert_int_eq(compute("received 2026-03-02,consultation_sent 2026-03-04,"
				 "consultation_ended 2026-03-11,extended 2026-03-12 n=10",
				 NULL),
			 0);
	ck_assert_uint_eq(clk.n_steps, sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < clk.n_steps; i++)
		ck_assert_str_eq(text_of(&clk.steps[i]), want[i]);
	ck_assert_int_eq(clk.steps[4].working_days, -5);
	ck_assert_day_eq(clk.steps[4].from, "2026-03-05");
	ck_assert_day_eq(clk.steps[4].to, "2026-03-11");
	ck_assert_int_eq(clk.steps[5].working_days, 30);
	ck_assert_str_eq(clk.steps[5].rule, "R-CLOCK-11");
	ck_assert_str_eq(clk.steps[3].article, "条例33");
}
END_TEST

/* A reinstatement names the law by which the case had ended: 条例30 uncorrected, 费6 unpaid. */
START_TEST(reinstatement_names_its_law)
{
	static const struct {
		const char *article, *history;
	} want[] = {
		{ "条例30",
		  "received 2026-01-05,correction_requested 2026-01-06 by=2026-02-09,lapsed 2026-02-10,"
		  "reinstated 2026-03-02" },
		{ "条例30",
		  "received 2026-01-05,correction_requested 2026-01-06 by=2026-02-09,lapsed 2026-02-10,"
		  "reinstated 2026-03-02 id=1" },
		{ "费6",
		  "received 2026-01-05,fee_notified 2026-01-06,lapsed 2026-02-10,reinstated 2026-03-02" },
		{ "费6",
		  "received 2026-01-05,fee_notified 2026-01-06,lapsed 2026-02-10,fee_paid 2026-02-11,"
		  "reinstated 2026-03-02" },
	};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const struct cw_clock_step *s = NULL;

		ck_assert_int_eq(compute(want[i].history, NULL), 0);
		for (size_t k = 0; k < clk.n_steps; k++)
			if (strcmp(clk.steps[k].rule, "R-CLOCK-5") == 0) /* the last */
				s = &clk.steps[k];
		ck_assert_ptr_nonnull(s);
		ck_assert_str_eq(s->article, want[i].article);
	}
}
END_TEST

/* In every history: the working days from the start day to the due day, less the excluded ones, are
 * those of the count; every step has a rule and a text in both languages without a hole. */
START_TEST(steps_add_up)
{
	int excluded = 0;

	ck_assert_int_eq(compute(dues[_i].history, NULL), 0);
	for (size_t i = 0; i < clk.n_steps; i++) {
		const struct cw_clock_step *s = &clk.steps[i];

		ck_assert_ptr_nonnull(s->rule);
		ck_assert_ptr_null(strstr(text_of(s), "{"));
		ck_assert_uint_gt(strlen(cw_msg_text(arena, s->msg, CW_ZH, s->args)), 0);
		for (int a = 0; a < CW_MSG_ARGS; a++) {
			char hole[4] = { '{', (char)('0' + a), '}', 0 };

			if (strstr(cw_msg_raw(s->msg, CW_EN), hole))
				ck_assert_msg(s->args[a] && s->args[a][0], "%s",
					      cw_msg_name(s->msg));
		}
		if (s->working_days < 0) {
			excluded -= s->working_days;
		} else if (s->msg == CW_MSG_CLOCK_DUE) {
			ck_assert_int_eq(cw_calendar_count(cal, s->from - 1, s->to),
					 s->working_days + excluded);
			excluded = 0;
		}
	}
	ck_assert_int_eq(excluded, 0);
	if (step(CW_MSG_CLOCK_DUE_FIXED))
		ck_assert_int_eq(step(CW_MSG_CLOCK_DUE_FIXED)->on, clk.due_on);
	else if (step(CW_MSG_CLOCK_DUE_ADJUSTED))
		ck_assert_int_eq(step(CW_MSG_CLOCK_DUE_ADJUSTED)->on, clk.due_on);
	else
		ck_assert_int_eq(step(CW_MSG_CLOCK_DUE)->to, clk.due_on);
}
END_TEST

START_TEST(steps_name_what_was_voided)
{
	ck_assert_int_eq(compute("received 2026-03-02,extended 2026-03-10 n=20,"
				 "voided 2026-03-12 event=2",
				 NULL),
			 0);
	ck_assert_str_eq(text_of(step(CW_MSG_CLOCK_VOIDED)),
			 "12 March 2026: the record of 10 March 2026 (extension) is voided, as if it had "
			 "never been");
	ck_assert_ptr_null(step(CW_MSG_CLOCK_EXTENDED));
}
END_TEST

/* ---- A due day alone. */

START_TEST(due_day)
{
	cw_err_clear(&err);
	ck_assert_int_eq(cw_clock_due_day(arena, day("2026-03-02"), 20, cal, &clk, &err), 0);
	ck_assert_day_eq(clk.due_on, "2026-03-30");
	ck_assert_uint_eq(clk.n_steps, 3);
	ck_assert_int_eq(clk.steps[0].msg, CW_MSG_CLOCK_START);
	ck_assert_int_eq(clk.steps[1].working_days, 20);
	ck_assert_int_eq(cw_clock_due_day(arena, day("2026-03-02"), 0, cal, &clk, &err), 0);
	ck_assert_day_eq(clk.due_on, "2026-03-02");
	ck_assert_int_eq(cw_clock_due_day(arena, day("2026-12-31"), 1, cal, &clk, &err), 0);
	ck_assert(clk.provisional);
	ck_assert_int_eq(cw_clock_due_day(arena, day("2026-03-02"), 1000000, cal, &clk, &err), -1);
	ck_assert_str_eq(err.items[0].pointer, "/working_days");
	cw_err_clear(&err);
	ck_assert_int_eq(cw_clock_due_day(arena, CW_DAY_NONE, 1, cal, &clk, &err), -1);
	ck_assert_str_eq(err.items[0].pointer, "/from");
}
END_TEST

/* ---- Names, and memory that runs out at any point. */

START_TEST(type_names)
{
	for (int t = 0; t < CW_CLOCK_TYPE_MAX; t++) {
		const char *name = cw_clock_type_name((enum cw_clock_type)t);

		ck_assert_int_eq(cw_clock_type_of(name, strlen(name)), t);
	}
	ck_assert_int_eq(cw_clock_type_of("receive", 7), -1);
	ck_assert_int_eq(cw_clock_type_of("received!", 9), -1);
	ck_assert_int_eq(cw_clock_type_of("received!", 8), CW_CLOCK_RECEIVED);
}
END_TEST

START_TEST(no_memory)
{
	static const char *const histories[] = {
		"received 2026-03-02,consultation_sent 2026-03-04,consultation_ended 2026-03-11,"
		"extended 2026-03-12 n=10,voided 2026-03-13 event=4",
		"received 2026-03-02,extended 2026-03-31 n=1",
	};

	for (size_t h = 0; h < 2; h++) {
		int fails = 0;

		for (uint64_t n = 1; n < 200; n++) {
			struct cw_clock_event events[40];
			size_t count = parse(histories[h], events);

			cw_err_clear(&err);
			cw_arena_fail_after(n);
			if (cw_clock_compute(arena, events, count, cal, &cw_clock_settings_default,
					     day("2026-03-20"), &clk, &err) == 0)
				break;
			fails += err.code == CW_INTERNAL;
		}
		cw_arena_fail_after(0);
		ck_assert_int_ge(fails, 2);
	}
}
END_TEST

#define N(array) ((int)(sizeof(array) / sizeof((array)[0])))

static Suite *clock_suite(void)
{
	Suite *s = suite_create("clock");
	TCase *t = tcase_create("clock");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, due_days, 0, N(dues));
	tcase_add_loop_test(t, any_order, 0, N(dues));
	tcase_add_loop_test(t, steps_add_up, 0, N(dues));
	tcase_add_loop_test(t, refused, 0, N(refusals));
	tcase_add_loop_test(t, not_refused, 0, N(allowed));
	tcase_add_test(t, faults);
	tcase_add_loop_test(t, no_sense, 0, N(senseless));
	tcase_add_loop_test(t, waiting, 0, N(waits));
	tcase_add_test(t, replies);
	tcase_add_test(t, ends_without_a_reply);
	tcase_add_test(t, open_consultation);
	tcase_add_test(t, consultation_of_its_own_length);
	tcase_add_test(t, two_open_consultations);
	tcase_add_test(t, pause_from_received);
	tcase_add_test(t, extension_per_case);
	tcase_add_test(t, receipt_next_working_day);
	tcase_add_test(t, periods_and_handlings);
	tcase_add_test(t, provisional);
	tcase_add_test(t, marks);
	tcase_add_test(t, steps_explain);
	tcase_add_test(t, reinstatement_names_its_law);
	tcase_add_test(t, steps_name_what_was_voided);
	tcase_add_test(t, due_day);
	tcase_add_test(t, type_names);
	tcase_add_test(t, no_memory);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(clock_suite());
}
