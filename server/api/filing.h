/*
 * What a filing holds (R-REQ-3): the one spec table for the online form, amendments and intake.
 */
#ifndef SERVER_API_FILING_H
#define SERVER_API_FILING_H

#include "server/act/act.h"

struct filing_applicant {
	int category; /* filing_categories */
	const char *name, *id_number, *phone, *email, *address;
	int id_kind; /* enum cw_id_kind; -1 not given */
	bool id_kept;
};
struct filing {
	const char *agency; /* "360104-FGW" or an id */
	struct filing_applicant applicant;
	const char *title, *description, *help_needed;
	struct rq_list ways, carriers; /* of const char * */
	bool other_way_ok, electronic_ok;
	int lang;
};
extern const struct rq_field filing_fields[];
extern const struct rq_field filing_amendment_fields[];
extern const char *const filing_categories[];

/* The defaults, before parsing. */
struct filing filing_new(void);
/* Checks what the spec table cannot: ways, carriers, the identity number (R-REQ-7: online a failed
 * check is a fault to be mended; the applicant may name another paper).  ID_NORMAL gets the number as
 * it is compared, or stays NULL. */
int filing_check(struct rq *rq, struct filing *f, const char **id_normal, struct cw_err *err) CW_MUST_CHECK;
/* What the law wants and the filing lacks: items for a correction notice (R-REQ-3, R-CLOCK-4). */
struct json_object *filing_missing_json(const struct filing *f, struct cw_arena *a, enum cw_lang lang);
/* "post,online" from the list. */
char *filing_join(struct cw_arena *a, const struct rq_list *list);
/* Puts the request's own fields (title, description, ways ...) into D. */
int filing_put(struct rq *rq, const struct filing *f, struct db_docket *d, struct cw_err *err) CW_MUST_CHECK;

#endif
