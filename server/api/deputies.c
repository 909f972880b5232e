/*
 * Deputies in the chain of approval (受托人, R-OUT-10): recorded, listed and ended.  A holder of a
 * step authorises their own; the security administrator records what a paper says.
 */
#include <string.h>

#include "db/deputy.h"
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"

static const char *const roles[] = { "business_head", "head", "leader", NULL };
static const enum cw_role role_of[] = { CW_ROLE_BUSINESS_HEAD, CW_ROLE_HEAD, CW_ROLE_LEADER };

static struct json_object *deputy_json(const struct db_deputy *d, cw_day today)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", d->id);
	rq_put_id(o, "agency_id", d->agency_id);
	rq_put_str(o, "role", d->role);
	rq_put_id(o, "principal_id", d->principal_id);
	rq_put_str(o, "principal_name", d->principal_name);
	rq_put_id(o, "deputy_id", d->deputy_id);
	rq_put_str(o, "deputy_name", d->deputy_name);
	rq_put_day(o, "from_on", d->from_on);
	rq_put_day(o, "to_on", d->to_on);
	rq_put_str(o, "document", d->document);
	rq_put_id(o, "authorised_by", d->authorised_by);
	rq_put_time(o, "authorised_at", d->authorised_at);
	rq_put_id(o, "ended_by", d->ended_by);
	rq_put_time(o, "ended_at", d->ended_at);
	rq_put_bool(o, "in_force",
		    d->ended_at == DB_TIME_NONE && d->from_on <= today && today <= d->to_on);
	return o;
}

/* Who works at the agency may see who acts for whom; an agency of others is as good as none. */
static int agency_of_path(struct rq *rq, struct db_agency *out, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_agency_get(rq->db, rq->arena, id, out, err))
		return -1;
	if ((act_roles(&rq->who, id, 0) & CASE_OFFICE) ||
	    admin_has(rq, out->root, CW_ROLE_SECURITY_ADMIN))
		return 0;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int api_deputy_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *items;
	struct db_agency agency;
	struct db_deputy *rows;
	struct page page;
	size_t n;

	if (page_read(rq, &page, err) || agency_of_path(rq, &agency, err) ||
	    db_deputy_list(rq->db, rq->arena, agency.id, page.key[0], (unsigned)page.limit + 1,
			   &rows, &n, err))
		return -1;
	page_cut(&page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, deputy_json(&rows[i], rq->today));
		page.next[0] = rows[i].id;
	}
	return page_reply(rq, &page, items, err);
}

/* ---- Recording. */

struct add_args {
	int role;
	uint64_t principal, deputy;
	cw_day from_on, to_on;
	const char *document;
	struct db_audit_entry entry;
};
static const struct rq_field add_fields[] = {
	{ "role", RQ_CHOICE, offsetof(struct add_args, role), .required = true, .choices = roles },
	{ "principal_id", RQ_ID, offsetof(struct add_args, principal) },
	{ "deputy_id", RQ_ID, offsetof(struct add_args, deputy), .required = true },
	{ "from_on", RQ_DAY, offsetof(struct add_args, from_on), .required = true },
	{ "to_on", RQ_DAY, offsetof(struct add_args, to_on), .required = true },
	{ "document", RQ_STRING, offsetof(struct add_args, document), .required = true, .min = 2,
	  .max = 200 },
	{ 0 }
};

/* The CW_ROLE_BITs that USER holds at the agency; 0 for who is disabled or not there. */
static int roles_at(struct rq *rq, uint64_t agency, uint64_t user, unsigned *out,
		    struct cw_err *err)
{
	struct db_grant *grants;
	struct db_user u;
	size_t n;

	*out = 0;
	if (db_user_get(rq->db, rq->arena, user, &u, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return 0;
	}
	if (u.disabled)
		return 0;
	if (db_grant_list(rq->db, rq->arena, user, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (grants[i].agency == agency && cw_role_of(grants[i].role) >= 0)
			*out |= CW_ROLE_BIT(cw_role_of(grants[i].role));
	return 0;
}

static int check(struct rq *rq, const struct add_args *in, uint64_t agency, struct cw_err *err)
{
	unsigned principal, deputy;

	if (roles_at(rq, agency, in->principal, &principal, err) ||
	    roles_at(rq, agency, in->deputy, &deputy, err))
		return -1;
	if (!(principal & CW_ROLE_BIT(role_of[in->role])))
		cw_fail_item(err, "/principal_id", CW_MSG_DEPUTY_NOT_HOLDER, NULL);
	if (in->principal == in->deputy)
		cw_fail_item(err, "/deputy_id", CW_MSG_DEPUTY_SELF, NULL);
	else if (!(deputy & CASE_OFFICE & ~CW_ROLE_BIT(CW_ROLE_SUPERVISOR)))
		cw_fail_item(err, "/deputy_id", CW_MSG_DEPUTY_NOT_STAFF, NULL);
	if (in->to_on < in->from_on || in->to_on < rq->today)
		cw_fail_item(err, "/to_on", CW_MSG_DEPUTY_DAYS, NULL);
	return err->code == CW_OK ? 0 : -1;
}

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct add_args *in = arg;
	struct db_agency agency;
	struct db_deputy d;

	if (agency_of_path(rq, &agency, err))
		return -1;
	if (!in->principal)
		in->principal = rq->who.user;
	/* Nobody gives away what is another's; what a paper says is recorded by who keeps the
	 * rights. */
	if (in->principal != rq->who.user && !admin_has(rq, agency.root, CW_ROLE_SECURITY_ADMIN))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (check(rq, in, agency.id, err))
		return -1;
	d = (struct db_deputy){ .agency_id = agency.id,
				.role = roles[in->role],
				.principal_id = in->principal,
				.deputy_id = in->deputy,
				.from_on = in->from_on,
				.to_on = in->to_on,
				.document = in->document,
				.authorised_by = rq->who.user,
				.authorised_at = rq->now };
	if (db_deputy_add(rq->db, &d, err) ||
	    db_deputy_get(rq->db, rq->arena, agency.id, d.id, &d, err))
		return -1;
	in->entry.subject = admin_subject(rq, "deputy", d.id);
	return rq_json(rq, 201, deputy_json(&d, rq->today), err);
}

int api_deputy_add(struct rq *rq, struct cw_err *err)
{
	struct add_args in = { .from_on = CW_DAY_NONE,
			       .to_on = CW_DAY_NONE,
			       .entry = admin_entry(rq, "deputy") };

	return rq_body(rq, add_fields, &in, err) || admin_run(rq, add_tx, &in, &in.entry, err) ? -1
											       : 0;
}

/* ---- Ending: by either of the two, or the security administrator. */

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_agency agency;
	struct db_deputy d;
	uint64_t id;

	if (agency_of_path(rq, &agency, err) || admin_id(rq, 1, &id, err) ||
	    db_deputy_get(rq->db, rq->arena, agency.id, id, &d, err))
		return -1;
	if (rq->who.user != d.principal_id && rq->who.user != d.deputy_id &&
	    !admin_has(rq, agency.root, CW_ROLE_SECURITY_ADMIN))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_deputy_end(rq->db, id, rq->who.user, rq->now, err))
		return -1;
	d.ended_by = rq->who.user;
	d.ended_at = rq->now;
	entry->subject = admin_subject(rq, "deputy", id);
	return rq_json(rq, 200, deputy_json(&d, rq->today), err);
}

int api_deputy_end(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "deputy_end");

	return admin_nothing(rq, err) || admin_run(rq, end_tx, &entry, &entry, err) ? -1 : 0;
}
