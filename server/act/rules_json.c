#include "server/act/rules_json.h"

#include "casework/constant.h"
#include "casework/machine.h"
#include "casework/outcome.h"
#include "server/act/calc.h"

static struct json_object *states(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (int s = CW_STATE_NONE + 1; s < CW_STATE_MAX; s++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "state", cw_state_name((enum cw_state)s));
		rq_put_msg(a, o, "title", cw_state_title((enum cw_state)s), NULL, lang);
		rq_push(list, o);
	}
	return list;
}

static struct json_object *roles(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (int r = 0; r < CW_ROLE_MAX; r++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "role", cw_role_name((enum cw_role)r));
		rq_put_msg(a, o, "title", cw_role_title((enum cw_role)r), NULL, lang);
		rq_push(list, o);
	}
	return list;
}

/* The names of the bits of SET below MAX. */
static struct json_object *names_of(unsigned long set, int max, const char *(*name)(int))
{
	struct json_object *list = rq_array();

	for (int i = 0; i < max; i++)
		if (set & (1ul << i))
			rq_push(list, json_object_new_string(name(i)));
	return list;
}

static const char *state_name(int i)
{
	return cw_state_name((enum cw_state)i);
}

static const char *role_name(int i)
{
	return cw_role_name((enum cw_role)i);
}

static const char *say_name(int i)
{
	return cw_say_name((enum cw_say)i);
}

static struct json_object *moves(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();
	size_t n;
	const struct cw_move *m = cw_moves(&n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "act", cw_act_name(m[i].act));
		rq_put_msg(a, o, "title", m[i].title, NULL, lang);
		rq_put(o, "from", names_of(m[i].from, CW_STATE_MAX, state_name));
		rq_put(o, "who", names_of(m[i].who, CW_ROLE_MAX, role_name));
		rq_put_str(o, "to", m[i].to == CW_STATE_NONE ? NULL : cw_state_name(m[i].to));
		rq_put_bool(o, "decision", m[i].decision);
		rq_put_bool(o, "guarded", m[i].guard != NULL);
		rq_put_str(o, "clock",
			   m[i].clock < 0 ? NULL
					  : cw_clock_type_name((enum cw_clock_type)m[i].clock));
		rq_put_str(o, "rule", m[i].rule);
		rq_put_str(o, "article", m[i].article);
		rq_push(list, o);
	}
	return list;
}

static struct json_object *says(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (int s = 0; s < CW_SAY_MAX; s++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "field", cw_say_name((enum cw_say)s));
		rq_put_msg(a, o, "title", cw_say_title((enum cw_say)s), NULL, lang);
		rq_push(list, o);
	}
	return list;
}

static struct json_object *outcomes(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (int i = 0; i < CW_OUTCOME_MAX; i++) {
		const struct cw_outcome_row *r = cw_outcome((enum cw_outcome)i);
		struct json_object *o = rq_obj();

		rq_put_str(o, "outcome", cw_outcome_name(r->outcome));
		rq_put_msg(a, o, "title", r->title, NULL, lang);
		rq_put_str(o, "article", r->basis);
		rq_put(o, "must", names_of(r->must, CW_SAY_MAX, say_name));
		rq_put(o, "must_any", names_of(r->must_any, CW_SAY_MAX, say_name));
		rq_put(o, "may", names_of(r->may, CW_SAY_MAX, say_name));
		rq_put(o, "file_only", names_of(r->file_only, CW_SAY_MAX, say_name));
		if (r->report_row)
			rq_put_int(o, "report_row", r->report_row);
		else
			rq_put(o, "report_row", NULL);
		rq_put_bool(o, "reconsideration_first", r->reconsideration_first);
		rq_put_day(o, "reconsideration_first_from",
			   r->reconsideration_first ? cw_remedy_first_since() : CW_DAY_NONE);
		rq_put_bool(o, "discloses", r->discloses);
		rq_put_bool(o, "secrecy_review", r->releases);
		rq_put_bool(o, "is_reply", r->is_reply);
		rq_put_bool(o, "on_the_spot", r->on_the_spot);
		rq_push(list, o);
	}
	return list;
}

static struct json_object *constants(struct cw_arena *a, enum cw_lang lang)
{
	struct json_object *list = rq_array();
	struct cw_constant c;

	for (unsigned i = 0; cw_constant(i, &c); i++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "constant", c.name);
		rq_put_msg(a, o, "title", c.title, NULL, lang);
		rq_put_int(o, "value", c.value);
		rq_put_str(o, "unit", cw_unit_name(c.unit));
		rq_put_str(o, "rule", c.rule);
		rq_put_str(o, "article", c.article);
		rq_put_day(o, "applies_from", c.since);
		rq_push(list, o);
	}
	return list;
}

struct json_object *rules_json(struct cw_arena *a, enum cw_lang lang)
{
	const struct calc calc = { .arena = a, .lang = lang };
	struct json_object *o = rq_obj();

	if (!o)
		return NULL;
	rq_put(o, "states", states(a, lang));
	rq_put(o, "roles", roles(a, lang));
	rq_put(o, "moves", moves(a, lang));
	rq_put(o, "says", says(a, lang));
	rq_put(o, "outcomes", outcomes(a, lang));
	rq_put(o, "constants", constants(a, lang));
	rq_put(o, "fees", calc_fee_schedule(&calc));
	return o;
}
