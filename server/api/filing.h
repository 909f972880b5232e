/*
 * What a filing holds (R-REQ-3, R-REQ-10): the spec tables for the online form, amendments and
 * intake, and the beginning of a case.
 */
#ifndef SERVER_API_FILING_H
#define SERVER_API_FILING_H

#include "db/filing.h"
#include "server/act/act.h"
#include "server/api/query_code.h"

struct filing_person {
	int category; /* filing_categories; -1 not given */
	const char *name, *id_number, *phone, *email, *address;
	int id_kind;	    /* enum cw_id_kind; -1 not given */
	bool id_kept;	    /* staff: as written, though the check warns (R-REQ-7) */
	cw_day born_on;	    /* CW_DAY_NONE not given */
	char id_normal[80]; /* filled by filing_check; "" if no number */
};
struct filing_representative {
	int no;	  /* in an answer to a correction notice: whose record is mended, from 1; 0: a new one */
	int kind; /* enum cw_representative_kind */
	struct filing_person person;
	bool has_signed;
	const char *matters;
	struct rq_list powers; /* of const char * */
	cw_day valid_from, valid_to;
	bool lawyer;
	const char *licence, *firm_letter;
};
/* What an answer to a correction notice brings of them (correct_people.h). */
struct filing_mended {
	struct filing_person applicant;
	int contact; /* 0: not named */
	struct rq_list representatives; /* of struct filing_representative */
};
/* A request to correct one's own record (条例 41, R-OUT-6) is a filing with this member. */
struct filing_record {
	const char *record; /* which record; NULL: it is a request for information */
	const char *wrong, *correct, *evidence;
};
struct filing {
	const char *agency; /* "360104-FGW" */
	struct filing_record own_record;
	struct filing_person applicant;
	struct rq_list joint;		/* of struct filing_person: further applicants */
	int contact;			/* which applicant is the contact, from 1; 0 not named */
	struct rq_list representatives; /* of struct filing_representative */
	bool beyond_age; /* staff: a minor of 8 or more, and it does not fit the age (R-REQ-10) */
	/* Either lets the information be found; neither is a correction item (R-REQ-3). */
	const char *title, *description, *help_needed;
	struct rq_list ways, carriers; /* of const char * */
	bool other_way_ok, electronic_ok;
	int lang;
};
/* Rows of a request's own members, for tables of structs that have a struct filing as MEMBER. */
#define FILING_REQUEST(type, member)                                                               \
	{ "title", RQ_STRING, offsetof(type, member.title), .min = 1, .max = 200 },                \
		{ "description", RQ_STRING, offsetof(type, member.description), .min = 1,          \
		  .max = 20000 },                                                                  \
		{ "help_needed", RQ_STRING, offsetof(type, member.help_needed), .min = 1,          \
		  .max = 500 },                                                                    \
		{ "ways", RQ_LIST, offsetof(type, member.ways), .max = 6 },                        \
		{ "carriers", RQ_LIST, offsetof(type, member.carriers), .max = 3 },                \
		{ "other_way_ok", RQ_BOOL, offsetof(type, member.other_way_ok) },                  \
	{                                                                                          \
		"electronic_ok", RQ_BOOL, offsetof(type, member.electronic_ok)                     \
	}
#define FILING_PEOPLE(type, member, persons)                                                       \
	{ "applicant", RQ_OBJECT, offsetof(type, member.applicant), .required = true,              \
	  .sub = filing_applicant_##persons },                                                     \
		{ "joint_applicants",                                                              \
		  RQ_LIST,                                                                         \
		  offsetof(type, member.joint),                                                    \
		  .max = 20,                                                                       \
		  .sub = filing_joint_##persons,                                                   \
		  .sub_size = sizeof(struct filing_person),                                        \
		  .sub_default = &filing_person_default },                                         \
		{ "contact", RQ_INT, offsetof(type, member.contact), .min = 1, .max = 21 },        \
		{ "representatives",                                                               \
		  RQ_LIST,                                                                         \
		  offsetof(type, member.representatives),                                          \
		  .max = 10,                                                                       \
		  .sub = filing_representative_##persons,                                          \
		  .sub_size = sizeof(struct filing_representative),                                \
		  .sub_default = &filing_representative_default },                                 \
		{ "own_record", RQ_OBJECT, offsetof(type, member.own_record),                      \
		  .sub = filing_record_fields },                                                   \
	{                                                                                          \
		"language", RQ_CHOICE, offsetof(type, member.lang), .choices = filing_langs        \
	}
extern const struct rq_field filing_fields[];
extern const struct rq_field filing_amendment_fields[], filing_record_fields[];
/* By whom the persons are entered: staff can keep a number as it is written. */
extern const struct rq_field filing_applicant_online[], filing_applicant_staff[];
extern const struct rq_field filing_joint_online[], filing_joint_staff[];
extern const struct rq_field filing_representative_online[], filing_representative_staff[];
extern const struct rq_field filing_mended_online[], filing_mended_staff[];
extern const struct rq_field filing_mended_representative_online[],
	filing_mended_representative_staff[];
extern const struct filing_person filing_person_default;
extern const struct filing_representative filing_representative_default;
extern const char *const filing_categories[];
extern const char *const filing_langs[];

/* The defaults, before parsing. */
struct filing filing_new(void);
/* Checks what the spec table cannot: ways, carriers, mail addresses, powers, identity numbers
 * (R-REQ-7: online a failed check is a fault to be mended, staff can keep the number with a mark).
 * Fills the persons' id_normal. */
int filing_check(struct rq *rq, struct filing *f, struct cw_err *err) CW_MUST_CHECK;
/* The same of what an answer to a correction notice brings. */
int filing_check_mended(struct rq *rq, struct filing_mended *f, struct cw_err *err) CW_MUST_CHECK;
/* "post,online" from the list. */
char *filing_join(struct cw_arena *a, const struct rq_list *list);
/* Puts the request's own fields (title, description, ways ...) into D. */
int filing_put(struct rq *rq, const struct filing *f, struct db_docket *d,
	       struct cw_err *err) CW_MUST_CHECK;
/* What the event of a filing says: the request as it was made, without the persons. */
struct json_object *filing_detail(const struct db_docket *d);
/* The agency named "360104-FGW"; a fault at /agency. */
int filing_agency(struct rq *rq, const char *text, struct db_agency *out,
		  struct cw_err *err) CW_MUST_CHECK;

/* ---- filing_begin.c: a new case. */

struct filing_start {
	enum cw_act act; /* FILE, TAKE_IN */
	enum cw_channel channel;
	cw_day on;	      /* the day of receipt; of arrival while it awaits confirmation */
	struct db_filing row; /* arrived_on and what else is known of the arrival */
	const struct db_evidence *evidence;
	size_t n_evidence;
	struct json_object *detail; /* more for the event, taken also where it fails; NULL: nothing */
	char code[QUERY_CODE];	    /* out */
};
/* In a transaction: number, docket, persons, arrival and the first event; X is the opened case. */
int filing_begin(struct rq *rq, struct filing *f, const struct db_agency *agency,
		 struct filing_start *s, struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* Representative NO of a case; sets *ID. */
int filing_add_representative(struct rq *rq, uint64_t case_id,
			      const struct filing_representative *f, int no, uint64_t *id,
			      struct cw_err *err) CW_MUST_CHECK;
/* After an amendment: the text by which the same filing is recognised. */
int filing_save_text(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* ---- people.c: who files, as the case's JSON. */

/* What the filing lacks, as items for a correction notice (R-REQ-3, R-REQ-10, R-CLOCK-4), each with
 * the kind that asks for it; REPRESENTATIVE: whose, from 0; -1 the applicant's. */
struct case_lack {
	const char *item;
	enum cw_correction_kind kind;
	enum cw_msg guidance;
	int representative;
};
int case_lacks(struct act *x, struct case_lack **list, size_t *n, struct cw_err *err) CW_MUST_CHECK;
int case_missing_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_representatives_json(struct act *x, struct json_object *list,
			      struct cw_err *err) CW_MUST_CHECK;
int case_joint_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* Unmasked, for who has asked with a reason (unmaskApplicant). */
/* The applicant, and how the filing came in (NULL: not recorded); read once for X. */
int people_applicant(struct act *x, const struct db_person **out, struct cw_err *err) CW_MUST_CHECK;
int people_filing(struct act *x, const struct db_filing **out, struct cw_err *err) CW_MUST_CHECK;
void people_put_person(struct json_object *o, const struct db_person *p);
int people_put_others(struct act *x, struct json_object *o, struct cw_err *err) CW_MUST_CHECK;
/* Other cases of the agency that look like the same filing (R-OUT-2 `merged`). */
int case_same_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* How it came in: days, who took it in, evidence; NULL if nothing is on record. */
int case_arrival_json(struct act *x, struct json_object **out, struct cw_err *err) CW_MUST_CHECK;

#endif
