/* The parts of a reply as input (R-OUT-3): the same for a draft and for an answer on the spot. */
#ifndef SERVER_API_REPLY_PARTS_H
#define SERVER_API_REPLY_PARTS_H

#include "server/act/act.h"
#include "server/api/repeats.h"

struct reply_part_args {
	const char *description, *outcome;
	bool main, only_identifiers;
	struct rq_list refused; /* names of outcomes inside a partial disclosure */
	struct rq_list follows; /* ids of consultations (R-ASK-1) */
	struct repeat_args repeat_of; /* of a repeat in a draft (R-OUT-2) */
	uint64_t disclosure; /* of what is public already (R-OUT-5); 0: none */
	const char *say[CW_SAY_MAX];
};
extern const struct reply_part_args reply_part_default;
/* A row "parts" for a table of a struct with a struct rq_list MEMBER. */
#define REPLY_PARTS(type, member)                                                                  \
	{                                                                                          \
		"parts", RQ_LIST, offsetof(type, member),                                          \
			.required = true, .min = 1, .max = 50, .sub = reply_part_fields,           \
			.sub_size = sizeof(struct reply_part_args),                                \
			.sub_default = &reply_part_default                                         \
	}
extern const struct rq_field reply_part_fields[];

/* Names of outcomes to R->parts; unknown ones and those that are no reply are named, all at once.
 */
int reply_parts(struct rq *rq, const struct rq_list *list, struct db_reply *r,
		struct cw_err *err) CW_MUST_CHECK;

/* Whether R's parts follow objections of third parties that the case has asked; the others are named, all
 * at once. */
int reply_follows(struct act *x, const struct db_reply *r, struct cw_err *err) CW_MUST_CHECK;

#endif
