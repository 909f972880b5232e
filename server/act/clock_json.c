#include "server/act/clock_json.h"

static const char *waiting_name(enum cw_clock_waiting waiting)
{
	static const char *const names[] = {
		[CW_WAITING_NONE] = NULL,
		[CW_WAITING_CORRECTION] = "correction",
		[CW_WAITING_PAYMENT] = "payment",
		[CW_WAITING_STOPPED] = "resumption",
		[CW_WAITING_CONFIRMATION] = "confirmation",
	};

	return names[waiting];
}

struct json_object *act_steps_json(struct cw_arena *a, const struct cw_clock_step *steps, size_t n,
				   enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (size_t i = 0; i < n; i++) {
		const struct cw_clock_step *s = &steps[i];
		struct json_object *o = rq_obj();

		rq_put_msg(a, o, "text", s->msg, s->args, lang);
		rq_put_msg_name(o, "code", s->msg);
		rq_put_day(o, "on", s->on);
		rq_put_day(o, "from", s->from);
		rq_put_day(o, "to", s->to);
		rq_put_int(o, "working_days", s->working_days);
		rq_put_str(o, "rule", s->rule);
		rq_put_str(o, "article", s->article);
		rq_push(list, o);
	}
	return list;
}

struct json_object *act_clock_json(struct cw_arena *a, const struct cw_clock *clock, cw_day today,
				   enum cw_lang lang)
{
	struct json_object *o = rq_obj();

	if (!o)
		return NULL;
	rq_put_day(o, "due_on", clock->due_on);
	rq_put_bool(o, "provisional", clock->provisional);
	rq_put_day(o, "overdue_on", clock->due_on == CW_DAY_NONE ? CW_DAY_NONE : clock->due_on + 1);
	if (today == CW_DAY_NONE)
		rq_put(o, "overdue", NULL);
	else /* while it is paused or waits it never is (R-CLOCK-3) */
		rq_put_bool(o, "overdue",
			    !clock->ended && !clock->paused && clock->due_on != CW_DAY_NONE &&
				    today > clock->due_on);
	rq_put_str(o, "waiting_for", waiting_name(clock->waiting_for));
	rq_put_day(o, "waits_until", clock->waits_until);
	rq_put_bool(o, "waits_until_provisional", clock->waits_provisional);
	rq_put_bool(o, "paused", clock->paused);
	rq_put_bool(o, "delayed", clock->delayed);
	rq_put_bool(o, "marked", clock->marked);
	rq_put_day(o, "due_on_if_ended_today", clock->due_on_if_ended_today);
	rq_put_day(o, "ended_on", clock->ended ? clock->ended_on : CW_DAY_NONE);
	rq_put_int(o, "days_late", clock->days_late);
	rq_put_int(o, "handling", clock->handling);
	rq_put_int(o, "period", clock->period);
	rq_put_day(o, "period_start", clock->period_start);
	rq_put_day(o, "correction_last_day", clock->correction_last_day);
	rq_put(o, "steps", act_steps_json(a, clock->steps, clock->n_steps, lang));
	return o;
}
