/*
 * The settings that law.md leaves to each agency: one const table (name, rule, values, default).
 * A case uses what held on its day of receipt; a value that is not in the database is the default.
 */
#ifndef SERVER_ACT_SETTINGS_H
#define SERVER_ACT_SETTINGS_H

#include "casework/clock.h"
#include "casework/machine.h"
#include "casework/outcome.h"
#include "db/db.h"

struct settings {
	struct cw_clock_settings clock; /* pause_from, extension_per, rest_day_receipt */
	bool misaddressed_confirmed;	/* R-RCPT-2 misaddressed_post = confirmed */
	int attempt_every;		/* R-RCPT-3, working days */
	bool single_officer;		/* R-CLOCK-2 */
	int correction_days;		/* R-CLOCK-4, working days */
	int reasons_days;		/* R-CLOCK-6, working days */
	int third_party_told_before;	/* R-ASK-1, working days before the reply */
	bool tell_applicant;		/* R-ASK-2 */
	bool pause_for_determination;	/* R-ASK-4 */
	struct {			/* R-ASK-5: which rules make a case hard */
		bool refusal_planned, third_party_objects, excessive_volume, open_or_lost_remedy,
			repeat_refused, ordered_re_reply, flagged;
	} hard;
	int legal_review_days;			   /* R-ASK-5, working days for the opinion */
	int review_applicants, review_months;	   /* R-OUT-5 */
	int reassess_months;			   /* R-OUT-5 */
	int revocation_days;			   /* R-OUT-7, working days */
	int succession_months;			   /* R-OUT-9 */
	int complaint_days;			   /* R-OUT-12, working days */
	int late_proof_days;			   /* R-KEEP-3, working days */
	bool standing_approval[CW_OUTCOME_MAX];	   /* R-CLOCK-1 */
	bool reconsideration_only[CW_OUTCOME_MAX]; /* R-OUT-4 remedy_text */
	unsigned approval_chain[CW_OUTCOME_MAX];   /* R-OUT-10, CW_ROLE_BITs */
};

void settings_default(struct settings *out);
/* What holds at AGENCY on DAY. */
int settings_load(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day day,
		  struct settings *out, struct cw_err *err) CW_MUST_CHECK;

/* The chain of approval of a reply, as CW_ROLE_BITs in the order business_head, head, leader: what
 * the outcome of any part demands, inside `partial` the refusals too; an ordered re-reply takes the
 * leader (R-OUT-10). */
unsigned settings_chain(const struct settings *s, const struct cw_reply *reply, bool ordered);

/* ---- The table itself, for the API and the command line. */

enum setting_type {
	SETTING_SWITCH, /* one of two words */
	SETTING_INT,	/* min..max */
	SETTING_CHAIN	/* roles of the chain, comma-separated, in its order */
};
struct setting_row {
	const char *name; /* with per_outcome the name in use is "name.outcome" */
	const char *rule;
	enum cw_msg title;
	enum setting_type type;
	size_t offset; /* in struct settings: bool, int or unsigned, or an array by outcome */
	const char *words[2]; /* SWITCH: false and true */
	int min, max;	      /* INT */
	const char *standard; /* the default; NULL: by outcome (setting_default) */
	bool per_outcome;
};
const struct setting_row *settings_table(size_t *n);
/* The row of NAME, and its outcome (-1 if it has none); NULL if there is no such setting. */
const struct setting_row *setting_find(const char *name, int *outcome);
/* The default of a row, for OUTCOME where it is per outcome; static text. */
const char *setting_default(const struct setting_row *row, int outcome);
/* Whether VALUE is one of the row's; else adds a fault at POINTER. */
int setting_check(const struct setting_row *row, const char *value, const char *pointer,
		  struct cw_err *err) CW_MUST_CHECK;

#endif
