/*
 * The reply clock as JSON, the same on a case, in the preview, in letters' data and from
 * "disclosurectl calc" (R-CLOCK-8).
 */
#ifndef SERVER_ACT_CLOCK_JSON_H
#define SERVER_ACT_CLOCK_JSON_H

#include "casework/clock.h"
#include "server/act/json.h"

/* due_on, provisional, overdue_on (the calendar day after), overdue (null without TODAY),
 * waiting_for, waits_until, paused, delayed, marked, due_on_if_ended_today, ended_on, days_late,
 * handling, period, period_start, correction_last_day, steps.  NULL if no memory. */
struct json_object *act_clock_json(struct cw_arena *a, const struct cw_clock *clock, cw_day today,
				   enum cw_lang lang);

/* Only the steps: text, code, on, from, to, working_days, rule, article. */
struct json_object *act_steps_json(struct cw_arena *a, const struct cw_clock_step *steps, size_t n,
				   enum cw_lang lang);

#endif
