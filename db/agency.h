/*
 * Agencies, the bodies that reconsider their decisions, and their settings.
 *
 * Agencies are a tree; an agency without a parent is a district.  All strings are UTF-8 and, when
 * read, in the call's arena.  Functions run one statement each and may be called inside a
 * transaction; _save changes nothing if the version has moved (CW_STALE).
 */
#ifndef DB_AGENCY_H
#define DB_AGENCY_H

#include "db/db.h"

struct db_agency {
	uint64_t id;
	uint64_t parent; /* 0: a district */
	uint64_t root;	 /* its district; its own id if it is one.  Not written by _save */
	const char *region, *code; /* 360104, FGW: the start of its case numbers; never changed */
	const char *name, *short_name;
	const char
		*kind; /* government, department, subdistrict, town, zone, branch, organisation */
	const char *office, *address, *phone, *email; /* of its disclosure office */
	const char *duties;
	const char *court; /* where its decisions are challenged (R-OUT-4) */
	bool active;	   /* false: takes in no new requests */
	uint64_t version;
};

/* A reconsideration body, in the order in which letters name them (R-OUT-4). */
struct db_agency_body {
	const char *name, *address;
	const char *online; /* channel, or NULL */
};

int db_agency_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_agency *out,
		  struct cw_err *err) CW_MUST_CHECK;
/* The row stays locked until the transaction ends. */
int db_agency_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_agency *out,
		   struct cw_err *err) CW_MUST_CHECK;
int db_agency_find(struct db_conn *c, struct cw_arena *a, const char *region, const char *code,
		   struct db_agency *out, bool *found, struct cw_err *err) CW_MUST_CHECK;

#define DB_AGENCY_WORDS 4
struct db_agency_query {
	const char
		*words[DB_AGENCY_WORDS]; /* each must stand in names, office or duties; or NULL */
	bool inactive;			 /* those too */
	uint64_t after;			 /* ids above this; 0 from the start */
	unsigned limit;
};
/* In the order of ids. */
int db_agency_list(struct db_conn *c, struct cw_arena *a, const struct db_agency_query *q,
		   struct db_agency **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* ID and version of AGENCY are ignored; root must be 0 for a district.  A code taken in its region
 * is a duplicate of "u_agency_code". */
int db_agency_add(struct db_conn *c, const struct db_agency *agency, uint64_t *id,
		  struct cw_err *err) CW_MUST_CHECK;
/* Writes what may change (names, kind, contact, duties, court, active) where the version is still
 * AGENCY's, and adds one to it. */
int db_agency_save(struct db_conn *c, const struct db_agency *agency,
		   struct cw_err *err) CW_MUST_CHECK;

#define DB_AGENCY_BODIES 8
int db_agency_body_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			struct db_agency_body **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Those of all agencies with ids FIRST to LAST, by agency: a page of agencies in one read. */
struct db_agency_body_row {
	uint64_t agency;
	struct db_agency_body body;
};
int db_agency_body_range_list(struct db_conn *c, struct cw_arena *a, uint64_t first, uint64_t last,
			      struct db_agency_body_row **items, size_t *n,
			      struct cw_err *err) CW_MUST_CHECK;
int db_agency_body_clear(struct db_conn *c, uint64_t agency, struct cw_err *err) CW_MUST_CHECK;
int db_agency_body_add(struct db_conn *c, uint64_t agency, unsigned position,
		       const struct db_agency_body *body, struct cw_err *err) CW_MUST_CHECK;

/* ---- Settings (the names are law.md's; server/act/settings.c knows them and their ranges). */

struct db_setting {
	const char *name;
	const char *value;
	cw_day valid_from;
	uint64_t author;	 /* user, or 0: loaded */
	const char *author_name; /* or NULL */
	int64_t recorded_at;
};
/* The values in force on DAY, one a name, by name. */
int db_setting_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day day,
		    struct db_setting **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* All values that were or will be in force, the latest first; at most LIMIT. */
int db_setting_history_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, unsigned limit,
			    struct db_setting **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Replaces a value of the same name and day: whoever may set one of today may mend it today. */
int db_setting_save(struct db_conn *c, uint64_t agency, const struct db_setting *setting,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
