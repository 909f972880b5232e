/*
 * Reminders: computed from the rows of deadlines, each once (db/migrations, u_reminder_once), by
 * the ladder of casework/remind.h.  The inbox has them at once; what goes out waits for its hour
 * and is checked again then: a deadline that was met, moved or stopped in the meantime cancels it.
 */
#ifndef SERVER_JOBS_REMIND_H
#define SERVER_JOBS_REMIND_H

#include "server/jobs/scheduler.h"

/* All are task_fns.  The next slice of deadlines of which somebody is to be reminded by the legal
 * day; of the reminders that wait and may go out now; of the officers whose daily digest is due. */
int remind_look(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;
int remind_send(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;
int remind_digest(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

#endif
