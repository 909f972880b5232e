/*
 * Who is the same applicant (R-FEE-3, R-OUT-2): records with the same identity number, by its blind
 * index, and records that staff joined with a reason.  Never the agent.
 */
#ifndef DB_SAME_H
#define DB_SAME_H

#include "db/db.h"

/* The records of the applicant of a person, as a table expression of column id for FROM (...) s;
 * bind it with DB_SAME_IN(person, root), the root being that of db_same_root_find. */
#define DB_SAME_PERSONS                                                                            \
	"SELECT p.id FROM person p WHERE p.id = ?"                                                 \
	" UNION SELECT q.id FROM person p JOIN person q ON q.id_index = p.id_index WHERE p.id = ?" \
	" UNION SELECT r.person_id FROM person_root r WHERE r.root_id = ?"                         \
	" UNION SELECT q.id FROM person_root r JOIN person p ON p.id = r.person_id"                \
	" JOIN person q ON q.id_index = p.id_index WHERE r.root_id = ?"
#define DB_SAME_IN(person, root) DB_U64(person), DB_U64(person), DB_U64(root), DB_U64(root)

/* Where PERSON's records hang together; 0: nothing is joined to them. */
int db_same_root_find(struct db_conn *c, struct cw_arena *a, uint64_t person, uint64_t *root,
		      struct cw_err *err) CW_MUST_CHECK;
/* The first record of PERSON's applicant. */
int db_same_first_get(struct db_conn *c, struct cw_arena *a, uint64_t person, uint64_t root,
		      uint64_t *first, struct cw_err *err) CW_MUST_CHECK;
/* Whether A and B are records of one applicant. */
int db_same_is(struct db_conn *c, struct cw_arena *a, uint64_t person_a, uint64_t person_b,
	       bool *same, struct cw_err *err) CW_MUST_CHECK;

struct db_join {
	uint64_t id, person_a, person_b, case_id, other_case_id, joined_by, ended_by;
	const char *reason, *end_reason, *number, *other_number;
	cw_day joined_on, ended_on;
};
/* Joins two records; sets J->id. */
int db_join_add(struct db_conn *c, struct cw_arena *a, struct db_join *j,
		struct cw_err *err) CW_MUST_CHECK;
/* Takes a join back: ended_by, ended_on, end_reason. */
int db_join_end(struct db_conn *c, struct cw_arena *a, const struct db_join *j,
		struct cw_err *err) CW_MUST_CHECK;
/* Those that a case takes part in. */
int db_join_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_join **rows,
		 size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
