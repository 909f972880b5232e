#include "server/api/case_json.h"

#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/deadline.h"
#include "server/api/filing.h"
#include "server/api/after.h"
#include "server/api/case_acts.h"
#include "server/api/repeats.h"
#include "server/app.h"

char *case_mask_name(struct cw_arena *a, const char *name)
{
	uint32_t cp;
	size_t n = name ? cw_utf8_next(name, strlen(name), &cp) : 0;

	return name ? cw_printf(a, "%.*s*", (int)n, name) : NULL;
}

/* By characters: other papers than an identity card can hold any. */
char *case_mask_number(struct cw_arena *a, const char *number)
{
	size_t len = number ? strlen(number) : 0, first, last = 0;
	struct cw_buf b;
	uint32_t cp;

	if (!number)
		return NULL;
	cw_buf_init(&b, a);
	first = cw_utf8_next(number, len, &cp);
	cw_buf_printf(&b, "%.*s", (int)first, number);
	for (size_t i = first; i < len; i += last) {
		last = cw_utf8_next(number + i, len - i, &cp);
		if (last == 0)
			break;
		if (i + last < len)
			cw_buf_printf(&b, "*");
		else
			cw_buf_printf(&b, "%s", number + i);
	}
	return cw_buf_done(&b, NULL);
}

static void put_title(struct cw_arena *a, struct json_object *o, const char *state, enum cw_lang lang)
{
	int s = cw_state_of(state);

	rq_put_str(o, "state", state);
	if (s >= 0)
		rq_put_msg(a, o, "state_title", cw_state_title((enum cw_state)s), NULL, lang);
}

static void put_days_left(struct json_object *o, const struct cw_calendar *cal, cw_day today,
			  cw_day due)
{
	if (due == CW_DAY_NONE || today == CW_DAY_NONE)
		rq_put(o, "working_days_left", NULL);
	else
		rq_put_int(o, "working_days_left", cw_calendar_count(cal, today, due));
}

/* What falls due next in words, and, once it is over, what that is called: what may lapse, what is
 * overdue. */
static void put_next(struct rq_text *t, const struct db_queue_row *r, cw_day today,
		     enum cw_lang lang)
{
	const struct cw_deadline_row *kind = cw_deadline(r->next_kind);
	const cw_day from = cw_deadline_mark_on(r->next_kind, r->next_on);
	const bool over = r->next_on != DB_DAY_FAR && kind->mark != CW_ACT_MAX &&
			  from != CW_DAY_NONE && today != CW_DAY_NONE && from <= today;

	if (*r->next_kind)
		rq_text_msg(t, "next_title", kind->title, lang);
	else
		rq_text_str(t, "next_title", NULL);
	rq_text_str(t, "next_mark", over ? cw_act_name(kind->mark) : NULL);
}

void case_row_text(struct rq_text *t, const struct db_queue_row *r, cw_day today, enum cw_lang lang)
{
	const int state = cw_state_of(r->state);
	const bool overdue = r->due_on != CW_DAY_NONE && r->due_on < today &&
			     r->closed_on == CW_DAY_NONE;

	rq_text_open(t, NULL, '{');
	rq_text_id(t, "id", r->id);
	rq_text_str(t, "number", r->number);
	rq_text_id(t, "agency_id", r->agency_id);
	rq_text_int(t, "version", (int64_t)r->version);
	rq_text_str(t, "title", r->title);
	rq_text_str(t, "channel", r->channel);
	rq_text_str(t, "state", r->state);
	if (state >= 0)
		rq_text_msg(t, "state_title", cw_state_title((enum cw_state)state), lang);
	rq_text_id(t, "assignee_id", r->assignee_id);
	rq_text_bool(t, "help_needed", r->help_needed != NULL);
	rq_text_day(t, "received_on", r->received_on);
	rq_text_day(t, "due_on", r->due_on);
	rq_text_bool(t, "provisional", r->due_provisional);
	rq_text_bool(t, "overdue", overdue);
	rq_text_int(t, "days_overdue", overdue ? today - r->due_on : 0);
	rq_text_day(t, "next_on", r->next_on == DB_DAY_FAR ? CW_DAY_NONE : r->next_on);
	rq_text_str(t, "next_kind", r->next_kind);
	put_next(t, r, today, lang);
	rq_text_day(t, "replied_on", r->replied_on);
	rq_text_str(t, "outcome", r->main_outcome);
	rq_text_int(t, "unread", r->unread);
	rq_text_id(t, "covering_for", r->covering_for);
	rq_text_close(t, '}');
}

/* Calendar days after the due day while no reply is served (R-CLOCK-12). */
static void put_days_overdue(const struct act *x, struct json_object *o)
{
	const struct cw_clock *k = &x->c.clock;
	const bool over = x->d.is_open && !k->paused && k->due_on != CW_DAY_NONE &&
			  x->rq->today > k->due_on;

	rq_put_int(o, "days_overdue", over ? x->rq->today - k->due_on : 0);
}

static void put_facts(struct act *x, struct json_object *o)
{
	const struct db_docket *d = &x->d;

	rq_put_str(o, "number", d->number);
	rq_put_int(o, "version", (int64_t)d->version);
	rq_put_str(o, "kind", d->kind);
	rq_put_str(o, "channel", d->channel);
	put_title(x->rq->arena, o, d->state, x->rq->lang);
	rq_put_int(o, "handling", d->handling);
	rq_put_str(o, "title", d->title);
	rq_put_str(o, "description", d->description);
	rq_put_int(o, "units", d->units);
	rq_put_str(o, "ways", d->ways);
	rq_put_str(o, "carriers", d->carriers);
	rq_put_bool(o, "other_way_ok", d->other_way_ok);
	rq_put_bool(o, "electronic_ok", d->electronic_ok);
	rq_put_str(o, "help_needed", d->help_needed);
	rq_put_time(o, "submitted_at", d->submitted_at);
	rq_put_day(o, "submitted_on", d->submitted_on);
	rq_put_day(o, "received_on", d->received_on);
	rq_put_day(o, "registered_on", d->registered_on);
	rq_put_day(o, "due_on", d->due_on);
	rq_put_bool(o, "provisional", d->due_provisional);
	put_days_overdue(x, o);
	put_days_left(o, x->rq->calendar, x->rq->today, d->due_on);
	rq_put_day(o, "replied_on", d->replied_on);
	rq_put_str(o, "outcome", d->main_outcome);
	rq_put_bool(o, "lapse_due", x->c.lapse_due);
	rq_put(o, "clock", act_clock_json(x->rq->arena, &x->c.clock, x->rq->today, x->rq->lang));
}

static struct json_object *agency_json(const struct db_agency *a)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", a->id);
	rq_put_str(o, "code", a->code);
	rq_put_str(o, "name", a->name);
	rq_put_str(o, "office", a->office);
	rq_put_str(o, "address", a->address);
	rq_put_str(o, "phone", a->phone);
	return o;
}

struct json_object *case_letter_json(struct cw_arena *a, const struct db_letter *l, enum cw_lang lang)
{
	struct json_object *o = rq_obj();
	int kind = cw_letter_of(l->kind);

	rq_put_id(o, "id", l->id);
	rq_put_str(o, "kind", l->kind);
	if (kind >= 0)
		rq_put_msg(a, o, "title", cw_letter((enum cw_letter_kind)kind)->title, NULL, lang);
	rq_put_str(o, "document_number", l->document_number);
	rq_put_int(o, "handling", l->handling);
	rq_put_day(o, "made_on", l->made_on);
	if (l->voided_on != CW_DAY_NONE) {
		rq_put_day(o, "voided_on", l->voided_on);
		rq_put_str(o, "void_reason", l->void_reason);
	}
	return o;
}

/* What the applicant may see of the letters: theirs, and the reply once it is served. */
static int put_letters(struct act *x, struct json_object *o, bool applicant, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_letter *letters;
	size_t n;

	rq_put(o, "letters", list);
	if (db_letter_list(x->rq->db, x->rq->arena, x->d.id, &letters, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!applicant || case_letter_visible(x, &letters[i]))
			rq_push(list, case_letter_json(x->rq->arena, &letters[i], x->rq->lang));
	return 0;
}

const char *case_reply_waits_for(const struct act *x)
{
	const struct cw_reply reply = act_reply(x);

	if (!x->c.served || !cw_reply_releases(&reply))
		return NULL;
	return x->c.disclosure_held ? "hold" : x->c.released ? NULL : "receipt";
}

bool case_letter_visible(const struct act *x, const struct db_letter *l)
{
	/* One that is to end the case, or was, is not out before it is served. */
	for (size_t i = 0; i < x->n_lapses; i++)
		if (x->lapses[i].letter_id == l->id && x->lapses[i].served_on == CW_DAY_NONE)
			return false;
	if (l->id == x->reply.letter_id && case_reply_waits_for(x))
		return false;
	return l->for_applicant && !l->withheld;
}

/* Why the rest is not disclosed, by names of outcomes. */
static void put_refused(struct json_object *o, const struct cw_part *p)
{
	struct json_object *list;

	if (!p->refused)
		return;
	list = rq_array();
	rq_put(o, "refused", list);
	for (int i = 0; i < CW_OUTCOME_MAX; i++)
		if (p->refused & CW_OUTCOME_BIT(i))
			rq_push(list, json_object_new_string(cw_outcome_name((enum cw_outcome)i)));
}

static void put_follows(struct json_object *o, const struct cw_part *p)
{
	struct json_object *list = rq_array();
	char id[24];

	rq_put(o, "follows", list);
	for (size_t i = 0; i < p->n_follows; i++) {
		snprintf(id, sizeof(id), "%llu", (unsigned long long)p->follows[i]);
		rq_push(list, json_object_new_string(id));
	}
}

struct json_object *case_parts_json(struct cw_arena *a, const struct db_reply *r, bool whole,
				    enum cw_lang lang)
{
	struct json_object *list = rq_array();
	const unsigned kept = whole ? 0 : cw_says_filed();

	for (size_t i = 0; i < r->n_parts; i++) {
		const struct cw_part *p = &r->parts[i];
		const struct cw_outcome_row *row = cw_outcome(p->outcome);
		struct json_object *o = rq_obj();

		rq_put_str(o, "description", p->description);
		rq_put_str(o, "outcome", cw_outcome_name(p->outcome));
		rq_put_msg(a, o, "outcome_title", row->title, NULL, lang);
		rq_put_str(o, "basis", row->basis);
		rq_put_bool(o, "main", p->main);
		rq_put_bool(o, "only_identifiers", p->only_identifiers);
		put_refused(o, p);
		if (whole && p->n_follows)
			put_follows(o, p);
		for (int s = 0; s < CW_SAY_MAX; s++)
			if (p->say[s] && !(kept & 1u << s))
				rq_put_str(o, cw_say_name((enum cw_say)s), p->say[s]);
		for (size_t k = 0; whole && k < r->n_repeats; k++)
			if (r->repeats[k].part_no == (int)i + 1)
				rq_put(o, "repeat_of", repeat_json(&r->repeats[k]));
		rq_push(list, o);
	}
	return list;
}

static void put_reply(struct act *x, struct json_object *o)
{
	struct json_object *r = rq_obj(), *list = rq_array();
	rq_put(o, "reply", r);
	rq_put(r, "approvals", list);
	rq_put_str(r, "status", x->reply.status);
	rq_put_int(r, "round", x->reply.round);
	rq_put_id(r, "drafter_id", x->reply.drafter_id);
	rq_put_id(r, "letter_id", x->reply.letter_id);
	rq_put_int(r, "approvals_needed", x->c.approvals_needed);
	if (x->c.submitted && x->c.approvals_done < x->c.approvals_needed)
		rq_put_str(r, "next_approver", cw_role_name(x->c.next_approver));
	rq_put(r, "parts", case_parts_json(x->rq->arena, &x->reply, true, x->rq->lang));
	for (size_t i = 0; i < x->n_approvals; i++) {
		const struct db_approval *approval = &x->approvals[i];
		struct json_object *a = rq_obj();

		rq_put_int(a, "round", approval->round);
		rq_put_int(a, "step", approval->step);
		rq_put_str(a, "role", approval->role);
		rq_put_id(a, "user_id", approval->user_id);
		rq_put_id(a, "acts_for", approval->acts_for);
		rq_put_bool(a, "approved", approval->approved);
		rq_put_str(a, "remarks", approval->remarks);
		rq_put_day(a, "decided_on", approval->decided_on);
		rq_push(list, a);
	}
}

static int put_applicant(struct act *x, struct json_object *o, struct cw_err *err)
{
	struct cw_arena *a = x->rq->arena;
	struct json_object *p = rq_obj();
	const struct db_person *person;

	rq_put(o, "applicant", p);
	if (people_applicant(x, &person, err))
		return -1;
	rq_put_str(p, "category", person->category);
	rq_put_str(p, "name", case_mask_name(a, person->name));
	rq_put_str(p, "id_kind", person->id_kind);
	rq_put_str(p, "id_number", case_mask_number(a, person->id_number));
	rq_put_bool(p, "id_kept_as_written", person->id_kept);
	rq_put_str(p, "phone", case_mask_number(a, person->phone));
	rq_put_bool(p, "has_email", person->email != NULL);
	rq_put_bool(p, "has_address", person->address != NULL);
	return 0;
}

static int put_arrival(struct act *x, struct json_object *o, struct cw_err *err)
{
	struct json_object *arrival;

	if (case_arrival_json(x, &arrival, err))
		return -1;
	rq_put(o, "arrival", arrival);
	return 0;
}

bool case_shows(const struct act *x, uint64_t author)
{
	return (x->roles & (CASE_OFFICE | CW_ROLE_BIT(CW_ROLE_ADVISOR))) || author == x->rq->who.user;
}

/* The records, each a list, as far as the caller's roles see them. */
static int put_sections(struct act *x, struct json_object *o, struct cw_err *err)
{
	size_t n;
	const struct case_section *sections = case_sections(&n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *list;

		if (!(sections[i].readers & x->roles))
			continue;
		list = rq_array();
		rq_put(o, sections[i].name, list);
		if ((sections[i].needs == DB_HAS_ALL || (sections[i].needs & x->has)) &&
		    sections[i].fn(x, list, err))
			return -1;
	}
	return 0;
}

/* After an act it is asked anew. */
static int know_records(struct act *x, struct cw_err *err)
{
	return x->has == DB_HAS_ALL ? db_has_get(x->rq->db, x->d.id, &x->has, err) : 0;
}

int case_json(struct act *x, struct json_object **out, struct cw_err *err)
{
	struct json_object *o;

	if (know_records(x, err))
		return -1;
	o = rq_obj();

	rq_put_id(o, "id", x->d.id);
	put_facts(x, o);
	rq_put_id(o, "assignee_id", x->d.assignee_id);
	rq_put_int(o, "report_row", x->d.report_row);
	rq_put(o, "agency", agency_json(&x->agency));
	rq_put(o, "allowed_acts", act_allowed_json(x));
	if (x->has_reply && case_shows(x, 0))
		put_reply(x, o);
	if (((x->roles & CASE_OFFICE) &&
	     (put_applicant(x, o, err) || put_arrival(x, o, err) || put_letters(x, o, false, err))) ||
	    case_watch_json(x, o, err) || put_sections(x, o, err)) {
		json_object_put(o);
		return -1;
	}
	*out = o;
	return 0;
}

int case_applicant_json(struct act *x, struct json_object **out, struct cw_err *err)
{
	struct json_object *o;
	const char *waits_for;

	if (know_records(x, err))
		return -1;
	o = rq_obj();

	put_facts(x, o);
	rq_put(o, "agency", agency_json(&x->agency));
	rq_put(o, "allowed_acts", act_allowed_json(x));
	waits_for = case_reply_waits_for(x);
	if (waits_for)
		rq_put_str(o, "reply_waits_for", waits_for);
	else if (x->c.served)
		rq_put(o, "reply_parts", case_parts_json(x->rq->arena, &x->reply, false, x->rq->lang));
	if (put_letters(x, o, true, err) || put_sections(x, o, err)) {
		json_object_put(o);
		return -1;
	}
	*out = o;
	return 0;
}
