/* calendar list, show, load. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/calendar.h"
#include "server/act/calendars.h"
#include "server/act/notice_json.h"
#include "server/ctl/ctl.h"

int ctl_calendar_list(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct db_notice *items;
	size_t n;

	(void)args;
	if (db_notice_list(ctl->db, ctl->arena, &items, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		char issued[CW_DAY_TEXT];

		printf("%d\t%s\t%s\n", items[i].year, cw_day_text(items[i].issued_on, issued),
		       items[i].number);
	}
	return 0;
}

/* ---- Show. */

static struct cw_calendar *calendar_of(struct ctl *ctl, const struct cw_notice *more,
				       struct cw_err *err)
{
	struct cw_notice *have, *all;
	struct cw_calendar *cal;
	size_t n;

	if (db_calendar_load(ctl->db, ctl->arena, &have, &n, err))
		return NULL;
	all = cw_alloc_n(ctl->arena, n + 1, sizeof(*all));
	if (!all) {
		cw_fail_memory(err);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		all[i] = have[i];
	if (more)
		all[n++] = *more;
	cal = cw_calendar_new(all, n, CW_DAY_NONE);
	if (!cal)
		cw_fail_memory(err);
	return cal;
}

/* The days that are not what their weekday says, and the count of working days. */
static void print_year(struct ctl *ctl, const struct cw_calendar *cal, int year)
{
	cw_day first = cw_day_of(year, 1, 1), last = cw_day_of(year, 12, 31);
	const struct cw_notice *notice = cw_calendar_notice(cal, first);
	char count[12];

	if (notice)
		ctl_say(ctl, stdout, CW_MSG_CTL_CALENDAR_BY, notice->number, NULL);
	else
		ctl_say(ctl, stdout, CW_MSG_CTL_CALENDAR_PROVISIONAL, NULL);
	for (cw_day day = first; day <= last; day++) {
		bool working = cw_calendar_is_working(cal, day), plain = cw_day_weekday(day) <= 5;
		char text[CW_DAY_TEXT];

		if (working != plain)
			printf("%s\t%s\n", cw_day_text(day, text),
			       cw_msg_raw(working ? CW_MSG_CTL_DAY_ON : CW_MSG_CTL_DAY_OFF,
					  ctl->lang));
	}
	snprintf(count, sizeof(count), "%d", cw_calendar_count(cal, first - 1, last));
	ctl_say(ctl, stdout, CW_MSG_CTL_WORKING_DAYS, count, NULL);
}

int ctl_calendar_show(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *text = args->words[0];
	char *end;
	long year = strtol(text, &end, 10);
	struct cw_calendar *cal;

	if (end == text || *end || year < 1990 || year > 2099)
		return cw_fail_item(err, "YEAR", CW_MSG_API_BAD_YEAR, NULL);
	cal = calendar_of(ctl, NULL, err);
	if (!cal)
		return -1;
	print_year(ctl, cal, (int)year);
	cw_calendar_free(cal);
	return 0;
}

/* ---- Load. */

#define CASES_A_SLICE 200

/* Refuses with the numbers of the open cases whose due day would move. */
static int check_moves(struct ctl *ctl, const struct cw_calendar *then, struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	struct calendar_moves moves = { .last = 0 };
	uint64_t seen = 0, moved = 0;
	char count[24];
	int rc;

	if (!a)
		return cw_fail_memory(err);
	do {
		cw_arena_reset(a);
		rc = calendar_moves(ctl->db, a, then, moves.last, CASES_A_SLICE, &moves, err);
		if (rc)
			break;
		for (size_t i = 0; i < moves.n; i++)
			fprintf(stderr, "%s\n", moves.numbers[i]);
		moved += moves.n;
		seen += moves.looked;
		if (seen)
			ctl_progress(ctl, CW_MSG_CTL_CASES_CHECKED, seen, 0,
				     moves.looked < CASES_A_SLICE);
	} while (moves.looked == CASES_A_SLICE);
	cw_arena_free(a);
	if (rc || moved == 0)
		return rc;
	snprintf(count, sizeof(count), "%llu", (unsigned long long)moved);
	return cw_fail(err, CW_CONFLICT, CW_MSG_API_CALENDAR_MOVES, count, NULL);
}

struct load {
	struct ctl *ctl;
	const struct cw_notice *notice;
};

static int load_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct load *load = arg;
	uint64_t id;

	return db_calendar_add(c, load->notice, 0, load->ctl->now, &id, err);
}

static int load_notice(struct ctl *ctl, const struct cw_notice *notice, struct cw_err *err)
{
	struct cw_calendar *then = calendar_of(ctl, notice, err);
	struct load load = { ctl, notice };
	int rc;

	if (!then)
		return -1;
	rc = check_moves(ctl, then, err);
	cw_calendar_free(then);
	if (rc)
		return -1;
	rc = ctl_change(ctl, load_fn, &load, "calendar_loaded", "calendar", notice->number, err);
	if (rc && db_err_duplicate(err, "u_calendar_notice_number")) {
		cw_err_clear(err);
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_CALENDAR_LOADED, NULL);
	}
	if (rc == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_CALENDAR_LOADED, notice->number, NULL);
	return rc;
}

static bool is_there(const struct db_notice *items, size_t n, const char *number)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].number, number) == 0)
			return true;
	return false;
}

int ctl_notices_builtin(struct ctl *ctl, size_t *added, struct cw_err *err)
{
	struct db_notice *there;
	size_t n, n_there;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	*added = 0;
	if (db_notice_list(ctl->db, ctl->arena, &there, &n_there, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (is_there(there, n_there, notices[i].number))
			continue;
		if (load_notice(ctl, &notices[i], err))
			return -1;
		++*added;
	}
	return 0;
}

static int load_file(struct ctl *ctl, const char *path, struct cw_err *err)
{
	struct cw_notice notice;
	struct json_object *json;
	int rc;

	if (ctl_read_json(ctl, path, &json, err))
		return -1;
	rc = notice_parse(ctl->arena, json, &notice, err) || load_notice(ctl, &notice, err) ? -1
											    : 0;
	json_object_put(json);
	return rc;
}

int ctl_calendar_load(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	bool builtin = ctl_option(args, "builtin");
	size_t added;

	if (builtin == (args->n > 0))
		return cw_fail_item(err, "--builtin", CW_MSG_CTL_FILE_OR_BUILTIN, NULL);
	return builtin ? ctl_notices_builtin(ctl, &added, err)
		       : load_file(ctl, args->words[0], err);
}
