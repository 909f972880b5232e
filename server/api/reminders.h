/* What one is reminded of, one's calendar feeds, mail: each endpoint fills the answer or ERR. */
#ifndef SERVER_API_REMINDERS_H
#define SERVER_API_REMINDERS_H

#include "server/http/rq.h"

/* reminders.c */
int api_reminder_list(struct rq *rq, struct cw_err *err);
int api_reminder_acknowledge(struct rq *rq, struct cw_err *err);
/* calendar_feeds.c */
int api_feed_list(struct rq *rq, struct cw_err *err);
int api_feed_add(struct rq *rq, struct cw_err *err);
int api_feed_revoke(struct rq *rq, struct cw_err *err);
int api_feed_get(struct rq *rq, struct cw_err *err);
/* mail.c */
int api_notifications_get(struct rq *rq, struct cw_err *err);
int api_notifications_put(struct rq *rq, struct cw_err *err);
int api_notifications_test(struct rq *rq, struct cw_err *err);
int api_mail_list(struct rq *rq, struct cw_err *err);
int api_mail_replay(struct rq *rq, struct cw_err *err);

#endif
