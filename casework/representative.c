#include "casework/representative.h"

#include <string.h>

struct list {
	struct cw_correction_item *out;
	size_t room, n;
};

static void add(struct list *l, enum cw_correction_kind kind, int who, enum cw_msg guidance)
{
	if (l->n < l->room)
		l->out[l->n] = (struct cw_correction_item){ kind, who, guidance };
	l->n++;
}

int cw_age_on(cw_day born_on, cw_day day)
{
	const struct cw_ymd b = cw_day_ymd(born_on), d = cw_day_ymd(day);
	const bool reached = d.month > b.month || (d.month == b.month && d.day >= b.day);

	return d.year - b.year - !reached;
}

/* ---- Who signs for a minor (民法典 19, 20). */

static bool needs_guardian(const struct cw_applicant_facts *f)
{
	int age;

	if (f->organisation || f->born_on == CW_DAY_NONE)
		return false;
	age = cw_age_on(f->born_on, f->filed_on);
	return age < 8 || (age < 18 && f->beyond_age);
}

static void check_guardian(const struct cw_applicant_facts *f, struct list *l)
{
	if (!needs_guardian(f))
		return;
	for (size_t i = 0; i < f->n_representatives; i++) {
		const struct cw_representative *r = &f->representatives[i];

		if (r->kind == CW_REPRESENTATIVE_GUARDIAN && r->has_signed)
			return;
	}
	add(l, CW_CORRECTION_AUTHORISATION, -1, CW_MSG_LACKS_GUARDIAN);
}

/* ---- Agents. */

bool cw_representative_holds(const struct cw_representative *r, cw_day day)
{
	if (r->kind != CW_REPRESENTATIVE_AGENT)
		return true;
	return r->has_authorisation && r->valid_from != CW_DAY_NONE && r->valid_to != CW_DAY_NONE &&
	       r->valid_from <= day && day <= r->valid_to;
}

bool cw_representative_gets_letters(const struct cw_representative *r, cw_day day)
{
	return r->kind == CW_REPRESENTATIVE_AGENT && r->may_receive &&
	       cw_representative_holds(r, day);
}

bool cw_representative_withdraws(const struct cw_representative *r, cw_day day)
{
	if (r->kind == CW_REPRESENTATIVE_AGENT)
		return r->may_withdraw && cw_representative_holds(r, day);
	return r->kind != CW_REPRESENTATIVE_HANDLER;
}

static void check_agent(const struct cw_applicant_facts *f, int i, struct list *l)
{
	const struct cw_representative *r = &f->representatives[i];

	if (!r->has_authorisation)
		add(l, CW_CORRECTION_AUTHORISATION, i, CW_MSG_LACKS_AUTHORISATION);
	else if (!r->names_matters || !r->names_powers || r->valid_from == CW_DAY_NONE ||
		 r->valid_to == CW_DAY_NONE)
		add(l, CW_CORRECTION_AUTHORISATION, i, CW_MSG_LACKS_POWERS);
	else if (!cw_representative_holds(r, f->filed_on))
		add(l, CW_CORRECTION_AUTHORISATION, i, CW_MSG_LACKS_VALID_DAYS);
	if (r->lawyer && (!r->has_licence || !r->has_firm_letter))
		add(l, CW_CORRECTION_AUTHORISATION, i, CW_MSG_LACKS_LAWYER_PAPERS);
}

size_t cw_representative_items(const struct cw_applicant_facts *f, struct cw_correction_item *items,
			       size_t room)
{
	struct list l = { items, room, 0 };

	if (!f->has_identity)
		add(&l, CW_CORRECTION_IDENTITY, -1, CW_MSG_MISSING_IDENTITY);
	check_guardian(f, &l);
	for (size_t i = 0; i < f->n_representatives; i++) {
		if (!f->representatives[i].has_identity)
			add(&l, CW_CORRECTION_IDENTITY, (int)i, CW_MSG_LACKS_IDENTITY);
		if (f->representatives[i].kind == CW_REPRESENTATIVE_AGENT)
			check_agent(f, (int)i, &l);
	}
	if (f->n_applicants > 1 && !f->has_joint_contact)
		add(&l, CW_CORRECTION_CONTACT, -1, CW_MSG_LACKS_JOINT_CONTACT);
	return l.n;
}

/* ---- Names. */

static const char *const kind_names[CW_REPRESENTATIVE_MAX] = {
	[CW_REPRESENTATIVE_GUARDIAN] = "guardian",
	[CW_REPRESENTATIVE_LEGAL] = "legal_representative",
	[CW_REPRESENTATIVE_HANDLER] = "handler",
	[CW_REPRESENTATIVE_AGENT] = "agent",
};
static const char *const correction_names[CW_CORRECTION_MAX] = {
	[CW_CORRECTION_IDENTITY] = "identity",
	[CW_CORRECTION_CONTACT] = "contact",
	[CW_CORRECTION_AUTHORISATION] = "authorisation",
	[CW_CORRECTION_DESCRIPTION] = "description",
	[CW_CORRECTION_FORM] = "form",
};

static int index_of(const char *const names[], int n, const char *name)
{
	for (int i = 0; name && i < n; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

const char *cw_representative_name(enum cw_representative_kind kind)
{
	return kind_names[kind];
}

int cw_representative_of(const char *name)
{
	return index_of(kind_names, CW_REPRESENTATIVE_MAX, name);
}

const char *cw_correction_name(enum cw_correction_kind kind)
{
	return correction_names[kind];
}

int cw_correction_of(const char *name)
{
	return index_of(correction_names, CW_CORRECTION_MAX, name);
}

enum cw_msg cw_representative_title(enum cw_representative_kind kind)
{
	static const enum cw_msg titles[CW_REPRESENTATIVE_MAX] = {
		[CW_REPRESENTATIVE_GUARDIAN] = CW_MSG_REPRESENTATIVE_GUARDIAN,
		[CW_REPRESENTATIVE_LEGAL] = CW_MSG_REPRESENTATIVE_LEGAL,
		[CW_REPRESENTATIVE_HANDLER] = CW_MSG_REPRESENTATIVE_HANDLER,
		[CW_REPRESENTATIVE_AGENT] = CW_MSG_REPRESENTATIVE_AGENT,
	};

	return titles[kind];
}

enum cw_msg cw_correction_title(enum cw_correction_kind kind)
{
	static const enum cw_msg titles[CW_CORRECTION_MAX] = {
		[CW_CORRECTION_IDENTITY] = CW_MSG_CORRECTION_IDENTITY,
		[CW_CORRECTION_CONTACT] = CW_MSG_CORRECTION_CONTACT,
		[CW_CORRECTION_AUTHORISATION] = CW_MSG_CORRECTION_AUTHORISATION,
		[CW_CORRECTION_DESCRIPTION] = CW_MSG_CORRECTION_DESCRIPTION,
		[CW_CORRECTION_FORM] = CW_MSG_CORRECTION_FORM,
	};

	return titles[kind];
}
