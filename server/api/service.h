/*
 * Service of a letter (送达, R-CLOCK-9): its input, the day that counts and the record, the same
 * for a reply and for a letter that ends a case.
 */
#ifndef SERVER_API_SERVICE_H
#define SERVER_API_SERVICE_H

#include "server/act/act.h"

struct service_args {
	int way;
	const char *proof;
	cw_day sent_on, received_on;
	bool refused; /* by hand: signature refused, left with a record */
};
extern const struct rq_field service_fields[];
#define SERVICE_NONE                                                                               \
	{                                                                                          \
		.sent_on = CW_DAY_NONE, .received_on = CW_DAY_NONE                                 \
	}
#define SERVICE_ELECTRONIC                                                                         \
	{                                                                                          \
		.way = 3, .sent_on = CW_DAY_NONE, .received_on = CW_DAY_NONE                       \
	}

/* Fills way, proof, days and result of S; served_on is the day on which it counts as served. */
int service_day(struct act *x, const struct service_args *in, struct db_service *s,
		struct cw_err *err) CW_MUST_CHECK;
/* Nothing is served before it is made: the day of S->letter_id bounds the days of S. */
int service_check_days(struct act *x, const struct db_service *s, struct cw_err *err) CW_MUST_CHECK;
/* What the event says. */
struct json_object *service_detail(const struct db_service *s, const struct act *x);

#endif
