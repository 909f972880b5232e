/* The deadlines that nobody puts: they follow from the clock and the state after each act. */
#include <string.h>

#include "server/act/act.h"

static int put(struct act *x, const char *kind, uint64_t ref, cw_day due_on,
	       const char *else_status, struct cw_err *err)
{
	if (due_on != CW_DAY_NONE)
		return db_deadline_put(x->rq->db, x->d.id, x->d.handling, kind, ref, due_on, err);
	return db_deadline_end(x->rq->db, x->d.id, x->d.handling, kind, ref, else_status, err);
}

/* The reply itself (R-CLOCK-10: its due day is a cache of the clock). */
static int put_reply(struct act *x, struct cw_err *err)
{
	return put(x, "reply", 0, x->d.is_open ? x->c.clock.due_on : CW_DAY_NONE,
		   x->c.state == CW_STATE_REPLIED ? "met" : "void", err);
}

/* A signed reply that is not served stands first in the queue (design.md, State machine). */
static int put_serve(struct act *x, struct cw_err *err)
{
	if (x->act == CW_ACT_REPLY_SIGN)
		return put(x, "serve", x->reply.id, x->facts.on, NULL, err);
	if (x->act == CW_ACT_SERVE || x->act == CW_ACT_REPLY_RETURN || !x->d.is_open)
		return put(x, "serve", x->reply.id, CW_DAY_NONE,
			   x->act == CW_ACT_SERVE ? "met" : "void", err);
	return 0;
}

/* The last day for a correction notice, as long as one may be sent (R-CLOCK-4). */
static int put_correction_day(struct act *x, struct cw_err *err)
{
	const struct cw_clock *k = &x->c.clock;
	const bool open = x->c.state == CW_STATE_RECEIVED || x->c.state == CW_STATE_REGISTERED ||
			  x->c.state == CW_STATE_INVESTIGATING;
	const bool may = x->d.handling == 1 || x->c.order_allows_correction;

	return put(x, "correction_day", 0,
		   open && may && !k->corrected_used ? k->correction_last_day : CW_DAY_NONE,
		   k->corrected_used ? "met" : "void", err);
}

static bool has_word(const char *words, const char *word)
{
	const size_t len = strlen(word);

	for (const char *p = words; (p = strstr(p, word)); p += len)
		if ((p == words || p[-1] == ',') && (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* Collection was chosen and nobody has come: two working days before the due day the case says
 * "post it" (R-CLOCK-9). */
static int put_collection(struct act *x, struct cw_err *err)
{
	const bool waits = x->c.state == CW_STATE_INVESTIGATING &&
			   (x->c.signed_reply || x->act == CW_ACT_REPLY_SIGN) &&
			   x->act != CW_ACT_REPLY_RETURN && x->c.clock.due_on != CW_DAY_NONE;

	if (!has_word(x->d.ways, "collect"))
		return 0;
	return put(x, "collection", 0,
		   waits ? cw_calendar_sub(x->calendar, x->c.clock.due_on, 2) : CW_DAY_NONE,
		   x->c.state == CW_STATE_REPLIED ? "met" : "void", err);
}

/* An extension is granted before the due day ends (R-CLOCK-2): that is the day by which it is to be
 * decided, and the clock's, so that a consultation or a new calendar moves it with the reply. Where
 * the clock stands still none can be granted. */
static int put_extension(struct act *x, struct cw_err *err)
{
	if (!x->c.extension_asked || !x->d.is_open || x->change.new_period)
		return 0; /* whoever decided it has ended its deadline; save_clock, what is moot */
	return put(x, "extension", 0, x->c.clock.due_on, "void", err);
}

int act_clock_deadlines(struct act *x, struct cw_err *err)
{
	return put_reply(x, err) || put_serve(x, err) || put_correction_day(x, err) ||
			       put_collection(x, err) || put_extension(x, err)
		       ? -1
		       : 0;
}
