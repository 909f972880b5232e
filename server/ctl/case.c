/* case reassign. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/user.h"
#include "server/act/calendars.h"
#include "server/act/reassign.h"
#include "server/act/system.h"
#include "server/app.h"
#include "server/ctl/agency.h"

/* ---- Who, where. */

static int user_of(struct ctl *ctl, const char *option, const char *login, struct db_user *out,
		   struct cw_err *err)
{
	bool found;

	if (!login)
		return cw_fail_item(err, option, CW_MSG_REQUIRED, NULL);
	if (db_user_find(ctl->db, ctl->arena, login, out, &found, err))
		return -1;
	return found ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_CTL_NO_USER, login, NULL);
}

/* The agency of --agency, or the only one at which the person is a caseworker. */
static int agency_of(struct ctl *ctl, const char *code, const struct db_user *user, uint64_t *out,
		     struct cw_err *err)
{
	struct db_agency agency;
	struct db_grant *grants;
	size_t n, found = 0;

	if (code) {
		if (ctl_agency_of(ctl, code, &agency, err))
			return -1;
		*out = agency.id;
		return 0;
	}
	if (db_grant_list(ctl->db, ctl->arena, user->id, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(grants[i].role, "caseworker") == 0) {
			*out = grants[i].agency;
			found++;
		}
	return found == 1 ? 0 : cw_fail_item(err, "--agency", CW_MSG_REQUIRED, NULL);
}

struct job {
	struct rq *rq;
	struct act_reassign r;
	struct rq_grant grant;
};

/* The head in whose name it is done: the history names a person, as for every reassignment. */
static int act_as(struct job *job, const struct db_user *by, struct cw_err *err)
{
	struct rq *rq = job->rq;
	struct db_grant *grants;
	bool head = false;
	size_t n;

	if (db_grant_list(rq->db, rq->arena, by->id, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		head |= grants[i].agency == job->r.agency && strcmp(grants[i].role, "head") == 0;
	if (!head || by->disabled)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_CTL_CASE_BY, NULL);
	job->grant = (struct rq_grant){ job->r.agency, CW_ROLE_HEAD };
	rq->who = (struct rq_principal){ .kind = RQ_STAFF,
					 .user = by->id,
					 .name = by->name,
					 .grants = &job->grant,
					 .n_grants = 1 };
	return 0;
}

/* ---- In slices, each a transaction with an entry of the log. */

static int slice_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct job *job = arg;

	(void)c;
	return act_reassign_all(job->rq, &job->r, err);
}

static void print_slice(struct ctl *ctl, const struct act_reassign *r, uint64_t done[3])
{
	for (size_t i = 0; i < r->n; i++) {
		const struct act_reassign_row *row = &r->rows[i];

		done[row->result]++;
		if (row->result == ACT_REASSIGNED)
			printf("%s\n", row->number);
		else if (row->why)
			ctl_print_err(ctl, row->number, row->why);
	}
}

static int run_slices(struct ctl *ctl, struct job *job, const char *detail, uint64_t done[3],
		      struct cw_err *err)
{
	uint64_t before;

	do {
		before = done[ACT_REASSIGNED];
		if (ctl_change(ctl, slice_fn, job, "cases_reassigned", "", detail, err))
			return -1;
		print_slice(ctl, &job->r, done);
	} while (job->r.more &&
		 done[ACT_REASSIGNED] > before); /* what is refused stays where it is */
	return 0;
}

static int reassign(struct ctl *ctl, const struct ctl_args *args, struct app *app, uint64_t done[3],
		    struct cw_err *err)
{
	const char *from = ctl_option(args, "from"), *to = ctl_option(args, "to"),
		   *by = ctl_option(args, "by"), *reason = ctl_option(args, "reason"), *detail;
	struct db_user from_user, to_user, by_user;
	struct rq rq;
	struct job job = { .rq = &rq, .r = { .reason = reason } };

	if (user_of(ctl, "--from", from, &from_user, err) ||
	    user_of(ctl, "--to", to, &to_user, err) || user_of(ctl, "--by", by, &by_user, err) ||
	    agency_of(ctl, ctl_option(args, "agency"), &from_user, &job.r.agency, err))
		return -1;
	if (!reason || !*reason)
		return cw_fail_item(err, "--reason", CW_MSG_REQUIRED, NULL);
	if (from_user.id == to_user.id)
		return cw_fail_item(err, "--to", CW_MSG_REASSIGN_SAME, NULL);
	job.r.from = from_user.id;
	job.r.to = to_user.id;
	detail = cw_printf(ctl->arena, "%s to %s by %s", from, to, by);
	if (!detail)
		return cw_fail_memory(err);
	return act_system(app, ctl->db, ctl->arena, ctl->now, "disclosurectl", &rq, err) ||
			       act_as(&job, &by_user, err) ||
			       run_slices(ctl, &job, detail, done, err)
		       ? -1
		       : 0;
}

int ctl_case_reassign(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct app app = { .config = ctl->config,
			   .keys = ctl->keys,
			   .audit = ctl->audit,
			   .calendars = calendars_new() };
	uint64_t done[3] = { 0 };
	char moved[24], left[24];
	int rc;

	if (!app.calendars)
		return cw_fail_memory(err);
	rc = reassign(ctl, args, &app, done, err);
	calendars_free(app.calendars);
	if (rc)
		return -1;
	snprintf(moved, sizeof(moved), "%" PRIu64, done[ACT_REASSIGNED]);
	snprintf(left, sizeof(left), "%" PRIu64, done[ACT_NOT_REASSIGNED]);
	ctl_say(ctl, stderr, CW_MSG_CTL_CASE_DONE, moved, left, NULL);
	return done[ACT_NOT_REASSIGNED] ? 1 : 0;
}
