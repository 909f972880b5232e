/* calc: the open calculators, a line of JSON in, a line out.  Needs no database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/act/calc.h"
#include "server/ctl/ctl.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

static struct json_object *answer_of(const struct calc *calc, const char *line, size_t len,
				     struct cw_err *err)
{
	struct json_object *in = NULL, *out;

	if (len > LINE_MAX_BYTES) {
		cw_fail(err, CW_TOO_LARGE, CW_MSG_PROBLEM_TOO_LARGE, NULL);
		return NULL;
	}
	if (rq_json_parse(line, len, &in, err))
		return NULL;
	out = calc_answer(calc, in, err);
	json_object_put(in);
	return out;
}

static int print_answer(const struct calc *calc, const char *line, size_t len, struct cw_err *err)
{
	struct json_object *out;
	const char *text;

	cw_err_clear(err);
	out = answer_of(calc, line, len, err);
	if (!out)
		out = rq_problem_object(calc->arena, err, calc->lang);
	text = out ? json_object_to_json_string_ext(out, JSON_C_TO_STRING_PLAIN |
								 JSON_C_TO_STRING_NOSLASHESCAPE)
		   : NULL;
	if (text && puts(text) >= 0)
		fflush(stdout);
	json_object_put(out);
	return text ? 0 : cw_fail_memory(err);
}

int ctl_calc(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	size_t n, room = 0;
	const struct cw_notice *notices = cw_notices_builtin(&n);
	struct cw_calendar *cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	struct calc calc = { .arena = cw_arena_new(0), .calendar = cal, .lang = ctl->lang };
	char *line = NULL;
	ssize_t len;
	int rc = 0;

	(void)args;
	if (!calc.arena || !cal)
		rc = cw_fail_memory(err);
	/* A refused line is answered by its problem; the run goes on. */
	while (rc == 0 && !ferror(stdout) && (len = getline(&line, &room, stdin)) >= 0) {
		if (len && line[len - 1] == '\n')
			line[--len] = '\0';
		rc = print_answer(&calc, line, (size_t)len, err);
		cw_arena_reset(calc.arena);
	}
	if (rc == 0 && ferror(stdin))
		rc = cw_fail(err, CW_INVALID, CW_MSG_CTL_CANNOT_READ, "-", "", NULL);
	free(line);
	cw_arena_free(calc.arena);
	cw_calendar_free(cal);
	return rc;
}
