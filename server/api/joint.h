/*
 * One letter for several cases of the same applicant (并案, R-OUT-11): a reply is signed together
 * by whoever has the last step of each and served together, a fee notice is sent and received
 * together; each case keeps number, parts, row, amount and period, and the earliest due day
 * governs.
 */
#ifndef SERVER_API_JOINT_H
#define SERVER_API_JOINT_H

#include "server/act/act.h"

#define JOINT_MAX 50 /* cases in one letter */

/* The cases of one letter, opened and locked in the order of their ids. */
struct joint {
	struct act *xs;
	uint64_t *letters; /* of joint_open: each case's copy of the letter; 0: it has none */
	size_t n, own;	   /* the path's case's place */
};
/* The I-th of them, counted with the path's case first. */
struct act *joint_nth(const struct joint *j, size_t i);

/* Opens the path's case for ACT and with it every case that its letter covers; LETTER says which of
 * the case's letters that is (0: none yet).  If-Match is the path's case's. */
typedef uint64_t joint_letter_fn(const struct act *x);
int joint_open(struct rq *rq, enum cw_act act, joint_letter_fn *letter, struct joint *j,
	       struct cw_err *err) CW_MUST_CHECK;

/* The other cases of a letter that is to be made, as a request's body names them in "with", each at
 * the version that was read. */
struct joint_with {
	uint64_t id;
	int version;
};
extern const struct rq_field joint_with_fields[];
/* Opens the path's case for ACT with those of WITH (a list of struct joint_with; empty: alone).
 * Named twice: a fault at /with/I/id. */
int joint_open_with(struct rq *rq, const struct rq_list *with, enum cw_act act, struct joint *j,
		    struct cw_err *err) CW_MUST_CHECK;
/* One agency, one applicant, and requests in their first handling; nothing to check for one case.
 */
int joint_check_alike(const struct joint *j, struct cw_err *err) CW_MUST_CHECK;
/* Every case as the letter names it, the path's case first. */
struct cw_letter_case *joint_letter_cases(const struct joint *j, struct cw_err *err);
/* The numbers of the others than BUT, for the event. */
struct json_object *joint_others_json(const struct joint *j, const struct act *but);
/* The earliest due day of them; CW_DAY_NONE: none has one. */
cw_day joint_due(const struct joint *j);

#endif
