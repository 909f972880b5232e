/*
 * The people who work with the system, and their rights: rows (user, agency, role).
 *
 * Users are never deleted: events name them.  Strings are in the call's arena when read.
 */
#ifndef DB_USER_H
#define DB_USER_H

#include "db/db.h"

struct db_user {
	uint64_t id;
	const char *login;    /* ASCII, lower case */
	const char *name;     /* shown */
	const char *password; /* PHC string; NULL: cannot sign in */
	bool disabled;
	int64_t created_at;
	uint64_t version;
};

int db_user_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_user *out,
		struct cw_err *err) CW_MUST_CHECK;
int db_user_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_user *out,
		 struct cw_err *err) CW_MUST_CHECK;
int db_user_find(struct db_conn *c, struct cw_arena *a, const char *login, struct db_user *out,
		 bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Users with a role at AGENCY (0: all), in the order of ids after AFTER. */
int db_user_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
		 unsigned limit, struct db_user **items, size_t *n,
		 struct cw_err *err) CW_MUST_CHECK;
/* The same, of all agencies of the district ROOT, and those who hold no role anywhere. */
int db_user_district_list(struct db_conn *c, struct cw_arena *a, uint64_t root, uint64_t after,
			  unsigned limit, struct db_user **items, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;
/* A login taken is a duplicate of "u_user_login". */
int db_user_add(struct db_conn *c, const struct db_user *user, uint64_t *id,
		struct cw_err *err) CW_MUST_CHECK;
/* Writes name and disabled where the version is still USER's, and adds one to it; CW_STALE. */
int db_user_save(struct db_conn *c, const struct db_user *user, struct cw_err *err) CW_MUST_CHECK;
/* Adds one to the version too. */
int db_user_password_save(struct db_conn *c, uint64_t id, const char *phc,
			  struct cw_err *err) CW_MUST_CHECK;

/* ---- Roles. */

struct db_grant {
	uint64_t agency;
	const char *role; /* cw_role_name */
	const char *agency_name;
	uint64_t root; /* the agency's district */
};
struct db_grants {
	struct db_grant *items; /* without name and district */
	size_t n;
};
/* Whether one of them gives more than it says, and db_grant_reach_list what: few people hold such a one, and
 * walking down the tree of agencies costs several times the rest of what a request of staff needs. */
bool db_grants_reach_down(const struct db_grants *grants);
/* The rows as they stand. */
int db_grant_list(struct db_conn *c, struct cw_arena *a, uint64_t user, struct db_grant **items,
		  size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* What they give: a supervisor's and an advisor's role reach every agency below theirs, other roles
 * stay where they are.  Without name and district. */
int db_grant_reach_list(struct db_conn *c, struct cw_arena *a, uint64_t user,
			struct db_grant **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Holding it already is fine. */
int db_grant_add(struct db_conn *c, uint64_t user, uint64_t agency, const char *role,
		 struct cw_err *err) CW_MUST_CHECK;
/* Not holding it is fine. */
int db_grant_remove(struct db_conn *c, uint64_t user, uint64_t agency, const char *role,
		    struct cw_err *err) CW_MUST_CHECK;
/* Who holds ROLE at AGENCY itself and is not disabled, in the order of ids. */
int db_grant_user_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *role,
		       unsigned limit, struct db_user **items, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;
struct db_colleague {
	uint64_t id;
	const char *name, *role;
};
/* A row for each role that somebody not disabled holds at AGENCY itself, in the order of ids. */
int db_colleague_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, unsigned limit,
		      struct db_colleague **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
