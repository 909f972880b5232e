/*
 * Who acts for an applicant, and what a filing then lacks (R-REQ-10; 民法典 19, 20).  A filing is
 * always accepted; what is missing becomes an item of the correction notice.  Pure.
 */
#ifndef CASEWORK_REPRESENTATIVE_H
#define CASEWORK_REPRESENTATIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "casework/base/date.h"
#include "casework/base/msg.h"

enum cw_representative_kind {
	CW_REPRESENTATIVE_GUARDIAN, /* 法定代理人 */
	CW_REPRESENTATIVE_LEGAL,    /* 法定代表人 of an organisation */
	CW_REPRESENTATIVE_HANDLER,  /* 经办人 of an organisation */
	CW_REPRESENTATIVE_AGENT,    /* 委托代理人 */
	CW_REPRESENTATIVE_MAX
};

struct cw_representative {
	enum cw_representative_kind kind;
	bool has_identity;
	bool has_signed; /* GUARDIAN: signed the request */
	/* AGENT: the 委托书 is there, and names matters, powers and days. */
	bool has_authorisation, names_matters, names_powers;
	cw_day valid_from, valid_to; /* CW_DAY_NONE: not named */
	bool may_receive;	     /* has the power to be sent letters */
	bool may_withdraw;	     /* has that power (R-REQ-9) */
	bool lawyer, has_licence, has_firm_letter;
};

struct cw_applicant_facts {
	cw_day filed_on;
	bool organisation;
	bool has_identity; /* of the applicant */
	cw_day born_on;	   /* a person; CW_DAY_NONE unknown */
	bool beyond_age;   /* 8 to 17: the request does not fit the age, staff say so */
	const struct cw_representative *representatives;
	size_t n_representatives;
	size_t n_applicants; /* joint applicants: a list with one contact */
	bool has_joint_contact;
};

/* The items of R-CLOCK-4's list. */
enum cw_correction_kind {
	CW_CORRECTION_IDENTITY,
	CW_CORRECTION_CONTACT,
	CW_CORRECTION_AUTHORISATION,
	CW_CORRECTION_DESCRIPTION,
	CW_CORRECTION_FORM,
	CW_CORRECTION_MAX
};
struct cw_correction_item {
	enum cw_correction_kind kind;
	int representative;   /* whose, counted from 0; -1: the applicant's */
	enum cw_msg guidance; /* 释明 */
};

/* What the filing lacks on account of who files it.  Writes at most ROOM items, returns how many
 * there are. */
size_t cw_representative_items(const struct cw_applicant_facts *facts,
			       struct cw_correction_item *items, size_t room);

/* Whether an agent's authorisation holds on DAY; other kinds need none. */
bool cw_representative_holds(const struct cw_representative *r, cw_day day);
/* Whether letters go to the agent: only while the authorisation holds, and if it names that power;
 * else to the applicant. */
bool cw_representative_gets_letters(const struct cw_representative *r, cw_day day);
/* Whether this one may withdraw the request on DAY. */
bool cw_representative_withdraws(const struct cw_representative *r, cw_day day);
/* Completed years on DAY (born on 29 February: completed on 1 March of a common year). */
int cw_age_on(cw_day born_on, cw_day day);

const char *cw_representative_name(enum cw_representative_kind kind); /* "guardian" */
int cw_representative_of(const char *name);
enum cw_msg cw_representative_title(enum cw_representative_kind kind);
const char *cw_correction_name(enum cw_correction_kind kind); /* "identity" */
int cw_correction_of(const char *name);
enum cw_msg cw_correction_title(enum cw_correction_kind kind);

#endif
