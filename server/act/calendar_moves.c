#include "server/act/calendar_moves.h"

#include <string.h>

#include "casework/deadline.h"
#include "db/event.h"

int calendar_moves_deadlines(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			     const struct cw_calendar *then, const struct cw_calendar *now,
			     cw_day today, struct db_calendar_move **moves, size_t *n,
			     struct cw_err *err)
{
	struct db_deadline *rows;
	size_t n_rows;

	*n = 0;
	if (db_deadline_list(c, a, case_id, &rows, &n_rows, err))
		return -1;
	/* One more: the reply's line of calendar_moves_preview. */
	*moves = cw_alloc_n(a, n_rows + 1, sizeof(**moves));
	if (!*moves)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n_rows; i++) {
		cw_day day = rows[i].due_on;

		if (strcmp(rows[i].status, "open") != 0 || cw_deadline(rows[i].kind)->by_clock)
			continue;
		day = cw_deadline_moved(rows[i].kind, then, now, today, day);
		if (day == rows[i].due_on)
			continue;
		(*moves)[(*n)++] = (struct db_calendar_move){ .case_id = case_id,
							      .ref = rows[i].ref,
							      .handling = rows[i].handling,
							      .kind = rows[i].kind,
							      .before = rows[i].due_on,
							      .after = day,
							      .worked_to = day };
	}
	return 0;
}

bool calendar_moves_reply(const struct cw_calendar_change *change, int handling,
			  struct db_calendar_move *out)
{
	*out = (struct db_calendar_move){ .handling = handling,
					  .kind = "reply",
					  .before = change->before,
					  .after = change->after,
					  .worked_to = change->worked_to };
	return change->has_event && change->before != CW_DAY_NONE &&
	       change->worked_to != CW_DAY_NONE && change->after != CW_DAY_NONE &&
	       (change->after != change->before || change->worked_to != change->before);
}

int calendar_moves_preview(struct db_conn *c, struct cw_arena *a, const struct db_calendar_case *k,
			   const struct calendar_pair *pair, struct db_calendar_move **moves,
			   size_t *n, struct cw_err *err)
{
	const cw_day receipt = k->received_on != CW_DAY_NONE ? k->received_on : k->submitted_on;
	struct cw_calendar_change change;
	struct cw_clock_event *events;
	struct db_calendar_move reply;
	struct settings settings;
	size_t n_events, n_voided;
	int *voided;

	if (calendar_moves_deadlines(c, a, k->id, pair->deadlines, pair->now, pair->today, moves, n,
				     err))
		return -1;
	if (!k->open) /* its clock stands still */
		return 0;
	if (settings_load(c, a, k->agency, receipt, &settings, err) ||
	    db_clock_list(c, a, k->id, &events, &n_events, &voided, &n_voided, err) ||
	    cw_calendar_change(a, events, n_events, pair->clock, pair->now, &settings.clock,
			       pair->today, &change, err))
		return -1;
	if (!calendar_moves_reply(&change, change.clock.handling, &reply))
		return 0;
	reply.case_id = k->id;
	for (size_t i = *n; i > 0; i--)
		(*moves)[i] = (*moves)[i - 1];
	(*moves)[0] = reply;
	++*n;
	return 0;
}
