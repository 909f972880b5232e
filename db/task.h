/* Tasks to units of the agency (协办): given to a unit officer, accepted or refused, answered,
 * chased. */
#ifndef DB_TASK_H
#define DB_TASK_H

#include "db/db.h"

struct db_task {
	uint64_t id, case_id, officer_id, asked_by, letter_id;
	int handling;
	const char *matter, *demand, *answer;
	const char *status; /* asked, accepted, refused, answered, cancelled, void */
	bool search_wanted;
	cw_day asked_on, answer_by, accepted_on, ended_on;
};
int db_task_add(struct db_conn *c, struct db_task *t, struct cw_err *err) CW_MUST_CHECK;
int db_task_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		struct db_task *out, struct cw_err *err) CW_MUST_CHECK;
/* Writes status, days and answer of the case's locked row. */
int db_task_save(struct db_conn *c, const struct db_task *t, struct cw_err *err) CW_MUST_CHECK;
/* Of OFFICER, 0: all. */
int db_task_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t officer,
		 struct db_task **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The case is no longer open: what was still to be done is void. */
int db_task_end_rest(struct db_conn *c, uint64_t case_id, cw_day on,
		     struct cw_err *err) CW_MUST_CHECK;

struct db_chase {
	uint64_t task_id, chased_by;
	int seq;
	cw_day chased_on;
	const char *remarks;
};
int db_chase_add(struct db_conn *c, const struct db_chase *h, struct cw_err *err) CW_MUST_CHECK;
/* Of all tasks of the case, in the order of their events. */
int db_chase_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_chase **rows,
		  size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
