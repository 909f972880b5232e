/* What those who subscribe are told of an act, its row in the outbox; and who is told by mail. */
#include "casework/base/log.h"
#include "casework/hook.h"
#include "casework/mail.h"
#include "casework/remind.h"
#include "db/mail.h"
#include "server/act/act.h"
#include "server/app.h"

/* ---- Mail. */

static int mail_roles(struct act *x, const struct db_told *told, unsigned to,
		      const struct db_mail_times *times, struct cw_err *err)
{
	static const struct {
		unsigned bit;
		enum cw_role role;
		bool district;
	} roles[] = { { CW_MAIL_CLERK, CW_ROLE_CLERK, false },
		      { CW_MAIL_HEAD, CW_ROLE_HEAD, false },
		      { CW_MAIL_REVIEWER, CW_ROLE_SECRECY_REVIEWER, false },
		      { CW_MAIL_SUPERVISOR, CW_ROLE_SUPERVISOR, true } };
	/* The assignee has been told, or did it. */
	const uint64_t but[2] = { x->rq->who.user, to & CW_MAIL_ASSIGNEE ? x->d.assignee_id : 0 };

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if ((to & roles[i].bit) &&
		    db_mail_add_role(x->rq->db, told, &x->d,
				     roles[i].district ? x->agency.root : x->d.agency_id,
				     cw_role_name(roles[i].role), but, times, err))
			return -1;
	return 0;
}

static int mail_officers(struct act *x, const struct db_told *told, unsigned to, struct cw_err *err)
{
	const int64_t now = x->rq->now;
	const struct db_mail_times times = {
		.now = now,
		.awake = cw_remind_send_at(now, told->until_on == x->rq->today),
		.digest = cw_mail_digest_at(now),
	};

	if ((to & CW_MAIL_ASSIGNEE) && x->d.assignee_id && x->d.assignee_id != x->rq->who.user &&
	    db_mail_add_user(x->rq->db, told, &x->d, x->d.assignee_id, &times, err))
		return -1;
	if ((to & CW_MAIL_CONCERNED) && told->user && told->user != x->rq->who.user &&
	    db_mail_add_user(x->rq->db, told, &x->d, told->user, &times, err))
		return -1;
	return mail_roles(x, told, to, &times, err);
}

/* Without a mail server nothing is kept: it would be sent years later. */
static int mail(struct act *x, enum cw_hook hook, const struct db_told *told, struct cw_err *err)
{
	const unsigned officers = cw_mail_to_officers(hook);

	if (!*x->rq->app->config->smtp_url)
		return 0;
	if (cw_mail_to_applicant(hook) &&
	    db_mail_add_applicant(x->rq->db, told, &x->d, x->rq->today, x->rq->now, err))
		return -1;
	return officers ? mail_officers(x, told, officers, err) : 0;
}

/* ---- All of it. */

int act_tell(struct act *x, struct cw_err *err)
{
	const enum cw_hook hook =
		cw_hook_of_act(x->act, x->change.from, x->change.to, x->told.deadline,
			       x->told.until && x->told.until < x->rq->today);
	const struct db_told told = {
		.type = cw_hook_name(hook),
		.act = cw_act_name(x->act),
		.deadline = x->told.deadline,
		.ref = x->told.ref,
		.user = x->told.user,
		.until_on = x->told.until ? x->told.until : x->clock_event.until,
		.hard_rules = x->hard_rules | x->told.hard_rules,
	};

	/* The row is written all the same: live pages follow it. */
	if (hook == CW_HOOK_NONE)
		cw_log(CW_LOG_ERROR, "act_without_hook", "act=%s", told.act);
	return db_outbox_add(x->rq->db, &told, &x->d, x->rq->now, err) || mail(x, hook, &told, err)
		       ? -1
		       : 0;
}
