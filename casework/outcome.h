/*
 * Outcomes (law.md part 7), replies made of parts (R-OUT-1, R-OUT-3), report rows and the remedy
 * paragraph (R-OUT-4).  Pure.
 */
#ifndef CASEWORK_OUTCOME_H
#define CASEWORK_OUTCOME_H

#include <stdbool.h>

#include "casework/base/date.h"
#include "casework/base/err.h"

#define CW_OUTCOMES(X)                                                                             \
	X(GRANTED) X(ALREADY_PUBLIC) X(PARTIAL) X(STATE_SECRET) X(FORBIDDEN_BY_LAW)                \
	X(PUBLIC_SAFETY) X(THIRD_PARTY_RIGHTS) X(INTERNAL_AFFAIRS) X(PROCESS_INFORMATION)          \
	X(ENFORCEMENT_FILE) X(SPECIAL_ACCESS_LAW) X(NOT_HELD) X(NOT_OUR_DUTY) X(NEEDS_MAKING)      \
	X(STILL_UNCLEAR) X(PETITION) X(REPEAT) X(PUBLICATION) X(EXCESSIVE) X(REISSUE)              \
	X(NOT_CORRECTED) X(NOT_PAID) X(NOT_GOVERNMENT_INFORMATION) X(WITHDRAWN) X(MERGED)          \
	X(TERMINATED) X(OTHER) X(RECORD_CORRECTED) X(RECORD_TRANSFERRED) X(RECORD_REFERRED)

enum cw_outcome {
#define X(name) CW_OUTCOME_##name,
	CW_OUTCOMES(X)
#undef X
	CW_OUTCOME_MAX
};

/* What a part can be made of.  Text fields that "must say" asks for; each is one field on the
 * wire (lower-case), kept in the letter or, marked F, only in the file. */
#define CW_SAYS(X)                                                                                 \
	X(CONTENT)		/* the information itself, or what is given */                     \
	X(ACCESS)		/* way, channel, time or place; a link */                          \
	X(REASONS)		/* reasons */                                                      \
	X(LAW)			/* the law or regulation */                                        \
	X(AGENCY)		/* the right agency's name and contact */                          \
	X(SEARCH_STATEMENT)	/* that a search was made and found none */                        \
	X(UNCLEAR)		/* what stayed unclear */                                          \
	X(EARLIER_REPLY)	/* number and day of the earlier reply */                          \
	X(NOTICE)		/* the notice, its day of receipt, the day the period ended */     \
	X(TURN_TO)		/* where to turn */                                                \
	X(CLASSIFICATION)	/* F: level, term, who classified */                               \
	X(NOT_ORDERED)		/* F: that no law, regulation or 规章 orders disclosure */         \
	X(MATTER_FINISHED)	/* F: whether the matter is finished */                            \
	X(NEVER_MADE)		/* F: why such information is never made (instead of searches) */  \
	X(NO_CONSULTATION)	/* F: why no consultation was possible or needed */                \
	X(HAPPENED)		/* what happened */

enum cw_say {
#define X(name) CW_SAY_##name,
	CW_SAYS(X)
#undef X
	CW_SAY_MAX
};

struct cw_outcome_row {
	enum cw_outcome outcome;
	const char *basis;	/* "条例36(2)" */
	unsigned must;		/* bits 1u << cw_say: all of them */
	unsigned may;		/* bits: allowed beside them */
	unsigned file_only;	/* bits of must/may kept out of the letter */
	int report_row;		/* 3-23; 0 counts in no row (R-OUT-6) */
	bool reconsideration_first; /* refused under 14-16 */
	bool discloses;		/* gives something (rows 3 and 4) */
	bool releases;		/* releases content: needs a secrecy review (R-ASK-4) */
	bool is_reply;		/* can be the outcome of a reply's part; false: ends a case by itself */
	bool on_the_spot;	/* may be answered on the spot (R-CLOCK-1) */
	enum cw_msg title;
};
const struct cw_outcome_row *cw_outcome(enum cw_outcome outcome);
const char *cw_outcome_name(enum cw_outcome outcome); /* "already_public" */
int cw_outcome_of(const char *name);
const char *cw_say_name(enum cw_say say);
int cw_say_of(const char *name);
enum cw_msg cw_say_title(enum cw_say say);

struct cw_part {
	const char *description;	 /* which information this part is about */
	enum cw_outcome outcome;
	const char *say[CW_SAY_MAX];	 /* NULL where nothing is said */
	bool main;			 /* named by the signer as the main one */
	bool only_identifiers;		 /* only personal identifiers blacked out (R-ASK-1, R-ASK-5) */
	/* For PARTIAL: why the rest is not disclosed, as refusals; bits of 1u << cw_outcome. */
	unsigned long refused;
};

struct cw_reply {
	const struct cw_part *parts;
	size_t n_parts;
	size_t n_searches;	/* recorded on the case (not_held) */
	bool consulted;		/* a consultation took place (third_party_rights) */
	bool corrected_in_time; /* a correction notice was sent in time and answered */
	bool reasons_asked;	/* excessive: letter sent */
	bool reasons_failed;	/* ... and found not to hold, or silence */
	bool unchanged_recorded;/* repeat after not_held etc.: nothing has changed */
	cw_day told_to_third_party; /* notice of disclosure against an objection; NONE */
};

/* All that is missing or not allowed, at once, as items with pointers /parts/N/field (R-OUT-1). */
int cw_reply_check(const struct cw_reply *reply, struct cw_err *err) CW_MUST_CHECK;
/* The one report row of the case (R-OUT-3): 3..23, or 0. */
int cw_reply_row(const struct cw_reply *reply);
/* The main outcome, whose name stands for the reply in lists. */
enum cw_outcome cw_reply_main(const struct cw_reply *reply);
/* Whether any part is refused under 14-16 (default chain with the leader, hard-case rule). */
bool cw_reply_refuses(const struct cw_reply *reply);
/* Whether any part releases content (secrecy review before it, R-ASK-4). */
bool cw_reply_releases(const struct cw_reply *reply);

/* Remedy bodies of an agency, settings (R-OUT-4). */
struct cw_remedy_body {
	const char *name, *address, *online; /* online: channel or NULL */
};
struct cw_remedy_bodies {
	const struct cw_remedy_body *bodies; /* reconsideration bodies; several are joined by 或 */
	size_t n_bodies;
	const char *court;
	bool online_service;	     /* the decision is delivered online: name the channel (复议法 22) */
	bool reconsideration_only;   /* setting remedy_text */
};
/* The remedy text put together from the parts, each paragraph naming its parts when there are
 * several; by the law in force on DECIDED_ON.  NULL and err if no memory. */
char *cw_remedy_text(struct cw_arena *a, const struct cw_reply *reply,
		     const struct cw_remedy_bodies *bodies, cw_day decided_on, enum cw_lang lang,
		     struct cw_err *err);
/* Last days, from the applicant's receipt of the letter (R-DAY-5 applied with CAL). */
struct cw_calendar;
struct cw_remedy_days {
	cw_day reconsideration; /* CW_DAY_NONE: not open */
	cw_day suit;		/* CW_DAY_NONE: only after reconsideration */
	bool provisional;
};
void cw_remedy_days(const struct cw_reply *reply, cw_day received_on, cw_day decided_on,
		    const struct cw_calendar *cal, struct cw_remedy_days *out);

#endif
