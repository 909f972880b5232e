/*
 * Agencies and people from JSON, shared by "agency add", "user add" and "demo-load".
 */
#ifndef SERVER_CTL_AGENCY_H
#define SERVER_CTL_AGENCY_H

#include "db/agency.h"
#include "server/act/parse.h"
#include "server/ctl/ctl.h"

/* An agency as a file has it; PARENT is the code of another of the same region. */
struct ctl_agency {
	const char *code, *region, *name, *short_name, *parent;
	int kind; /* of ctl_agency_kinds */
	const char *office, *address, *phone, *email, *duties, *court, *court_address;
	struct rq_list remedy_bodies; /* of struct db_agency_body */
};
extern const char *const ctl_agency_kinds[]; /* ended by NULL */
extern const struct ctl_agency ctl_agency_default;
extern const struct rq_field ctl_agency_fields[];
/* What the table cannot say; faults' pointers begin with POINTER. */
int ctl_agency_check(const struct ctl_agency *in, const char *pointer,
		     struct cw_err *err) CW_MUST_CHECK;

/* A db_tx_fn: adds the agency with its bodies, or only finds that it is there. */
struct ctl_agency_add {
	struct ctl *ctl;
	const struct ctl_agency *in;
	bool exists; /* nothing was added */
	uint64_t id;
};
int ctl_agency_add_fn(struct db_conn *c, void *arg, struct cw_err *err) CW_MUST_CHECK;

/* All agencies by id. */
int ctl_agencies(struct ctl *ctl, struct db_agency **items, size_t *n,
		 struct cw_err *err) CW_MUST_CHECK;
/* The agency that TEXT names: "FGW", or "360104-FGW" where several regions have one. */
int ctl_agency_of(struct ctl *ctl, const char *text, struct db_agency *out,
		  struct cw_err *err) CW_MUST_CHECK;

/* ---- People. */

struct ctl_role {
	uint64_t agency;
	const char *role; /* cw_role_name */
};
/* A db_tx_fn: adds the user with its roles, or only finds that it is there. */
struct ctl_user_add {
	struct ctl *ctl;
	const char *login, *name, *phc;
	const struct ctl_role *roles;
	size_t n_roles;
	bool exists; /* nothing was added */
};
int ctl_user_add_fn(struct db_conn *c, void *arg, struct cw_err *err) CW_MUST_CHECK;
/* Small ASCII letters, digits, ".", "_" and "-"; begins with a letter. */
int ctl_login_check(const char *login, const char *pointer, struct cw_err *err) CW_MUST_CHECK;
/* ROLE must be one that people can hold, and administrators' roles are held at a district only. */
int ctl_role_check(const struct db_agency *agency, const char *role, const char *pointer,
		   struct cw_err *err) CW_MUST_CHECK;

#endif
