/*
 * Outcomes (law.md part 7), replies made of parts (R-OUT-1, R-OUT-3), report rows and the remedy
 * paragraph (R-OUT-4).  Pure.
 */
#ifndef CASEWORK_OUTCOME_H
#define CASEWORK_OUTCOME_H

#include <stdbool.h>

#include "casework/base/date.h"
#include "casework/base/err.h"

/* clang-format off */
#define CW_OUTCOMES(X) \
	X(GRANTED, granted) X(ALREADY_PUBLIC, already_public) X(PARTIAL, partial) \
	X(STATE_SECRET, state_secret) X(FORBIDDEN_BY_LAW, forbidden_by_law) \
	X(PUBLIC_SAFETY, public_safety) X(THIRD_PARTY_RIGHTS, third_party_rights) \
	X(INTERNAL_AFFAIRS, internal_affairs) X(PROCESS_INFORMATION, process_information) \
	X(ENFORCEMENT_FILE, enforcement_file) X(SPECIAL_ACCESS_LAW, special_access_law) \
	X(NOT_HELD, not_held) X(NOT_OUR_DUTY, not_our_duty) X(NEEDS_MAKING, needs_making) \
	X(STILL_UNCLEAR, still_unclear) X(PETITION, petition) X(REPEAT, repeat) \
	X(PUBLICATION, publication) X(EXCESSIVE, excessive) X(REISSUE, reissue) \
	X(NOT_CORRECTED, not_corrected) X(NOT_PAID, not_paid) \
	X(NOT_GOVERNMENT_INFORMATION, not_government_information) X(WITHDRAWN, withdrawn) \
	X(MERGED, merged) X(TERMINATED, terminated) X(OTHER, other) \
	X(RECORD_CORRECTED, record_corrected) X(RECORD_TRANSFERRED, record_transferred) \
	X(RECORD_REFERRED, record_referred)
/* clang-format on */

enum cw_outcome {
#define X(NAME, name) CW_OUTCOME_##NAME,
	CW_OUTCOMES(X)
#undef X
	CW_OUTCOME_MAX
};

/* What a part can be made of.  Text fields that "must say" asks for; each is one field on the
 * wire (lower-case), kept in the letter or, marked F, only in the file. */
/* clang-format off */
#define CW_SAYS(X) \
	X(CONTENT, content) /* the information itself, or what is given */ \
	X(ACCESS, access) /* way, channel, time or place; a link */ \
	X(REASONS, reasons) /* reasons */ \
	X(LAW, law) /* the law or regulation */ \
	X(AGENCY, agency) /* the right agency's name and contact */ \
	X(SEARCH_STATEMENT, search_statement) /* that a search was made and found none */ \
	X(UNCLEAR, unclear) /* what stayed unclear */ \
	X(EARLIER_REPLY, earlier_reply) /* number and day of the earlier reply */ \
	X(NOTICE, notice) /* the notice, its day of receipt, the day the period ended */ \
	X(TURN_TO, turn_to) /* where to turn */ \
	X(CLASSIFICATION, classification) /* F: level, term, who classified */ \
	X(NOT_ORDERED, not_ordered) /* F: that no law, regulation or 规章 orders disclosure */ \
	X(MATTER_FINISHED, matter_finished) /* F: whether the matter is finished */ \
	X(NEVER_MADE, never_made) /* F: why such information is never made (instead of searches) */ \
	X(NO_CONSULTATION, no_consultation) /* F: why no consultation was possible or needed */ \
	X(HAPPENED, happened) /* what happened */
/* clang-format on */

enum cw_say {
#define X(NAME, name) CW_SAY_##NAME,
	CW_SAYS(X)
#undef X
	CW_SAY_MAX
};

struct cw_outcome_row {
	enum cw_outcome outcome;
	const char *basis;	    /* "条例36(2)" */
	unsigned must;		    /* bits 1u << cw_say: all of them */
	unsigned must_any;	    /* bits: at least one of them; 0 none */
	unsigned may;		    /* bits: allowed beside them */
	unsigned file_only;	    /* bits of must/may kept out of the letter */
	int report_row;		    /* 3-23; 0 counts in no row (R-OUT-6) */
	bool reconsideration_first; /* refused under 14-16 */
	bool discloses;		    /* gives something (rows 3 and 4) */
	bool releases;		    /* releases content: needs a secrecy review (R-ASK-4) */
	bool is_reply;	  /* can be the outcome of a reply's part; false: ends a case by itself */
	bool on_the_spot; /* may be answered on the spot (R-CLOCK-1) */
	enum cw_msg title;
};
const struct cw_outcome_row *cw_outcome(enum cw_outcome outcome);
const char *cw_outcome_name(enum cw_outcome outcome); /* "already_public" */
int cw_outcome_of(const char *name);
const char *cw_say_name(enum cw_say say);
int cw_say_of(const char *name);
enum cw_msg cw_say_title(enum cw_say say);
/* What stays in the file under any outcome, bits 1u << cw_say: the applicant reads none of it, in the
 * letter or online, also where a `partial` says it of what it refuses (R-OUT-1). */
unsigned cw_says_filed(void);

/* Outcomes as a set. */
#define CW_OUTCOME_BIT(outcome) (1ul << (outcome))
/* Refused under 条例 14, 15 or 16: reconsideration first (R-OUT-4). */
#define CW_OUTCOMES_14_TO_16                                                                       \
	(CW_OUTCOME_BIT(CW_OUTCOME_STATE_SECRET) | CW_OUTCOME_BIT(CW_OUTCOME_FORBIDDEN_BY_LAW) |   \
	 CW_OUTCOME_BIT(CW_OUTCOME_PUBLIC_SAFETY) |                                                \
	 CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS) |                                           \
	 CW_OUTCOME_BIT(CW_OUTCOME_INTERNAL_AFFAIRS) |                                             \
	 CW_OUTCOME_BIT(CW_OUTCOME_PROCESS_INFORMATION) |                                          \
	 CW_OUTCOME_BIT(CW_OUTCOME_ENFORCEMENT_FILE))
/* Replies that a `repeat` may point to speak on the substance (R-OUT-2). */
bool cw_outcome_on_substance(enum cw_outcome outcome);

struct cw_part {
	const char *description; /* which information this part is about */
	enum cw_outcome outcome;
	const char *say[CW_SAY_MAX]; /* NULL where nothing is said */
	bool main;		     /* named by the signer as the main one */
	bool earlier_unnamed;	     /* a repeat that no record says what it repeats (R-OUT-2) */
	bool only_identifiers; /* said to black out only personal identifiers: cw_part_blacks_out */
	/* Ids of consultations: the objections that it follows, by what it keeps back (R-ASK-1). */
	const uint64_t *follows;
	size_t n_follows;
	/* For PARTIAL: why the rest is not disclosed, as refusals; bits of 1u << cw_outcome. */
	unsigned long refused;
};

/* Only personal identifiers are blacked out (R-ASK-1, R-ASK-5): something is disclosed, and what is
 * not is refused for a third party's rights alone. */
bool cw_part_blacks_out(const struct cw_part *part);
/* Whether it keeps information back, so that it can follow an objection. */
bool cw_part_keeps_back(const struct cw_part *part);

struct cw_reply {
	const struct cw_part *parts;
	size_t n_parts;
	size_t n_searches;	/* recorded on the case, that found nothing (not_held) */
	bool consulted;		/* a third party was asked and heard (third_party_rights) */
	/* R-ASK-1, of the third parties that were asked (casework/consultation.h): all consent, so
	 * that 条例 15 is no ground any more, but for one that could not be asked (no_consultation); one has still time to answer; one objects; and that
	 * objection has not been weighed. */
	bool consents, opinion_awaited, objected, objection_unweighed;
	bool corrected_in_time; /* a correction notice was sent in time and answered */
	bool reasons_asked;	/* excessive: letter sent */
	bool reasons_failed;	/* ... and found not to hold, or silence */
	int earlier_outcome; /* of the reply that a repeat points to; -1: not known (older paper) */
	bool unchanged_recorded;    /* repeat after not_held etc.: nothing has changed */
	bool against_objection;	    /* discloses although the third party objects (R-ASK-1) */
	cw_day told_to_third_party; /* notice of disclosure against an objection; NONE */
	bool own_record; /* the case is a request to correct one's own record (R-OUT-6) */
};

/* All that is missing or not allowed, at once, as items with pointers /parts/N/field (R-OUT-1). */
int cw_reply_check(const struct cw_reply *reply, struct cw_err *err) CW_MUST_CHECK;
/* The outcomes of EARLIER that NOW comes to again, as CW_OUTCOME_BITs (复议法 64, 行诉法 71). */
unsigned long cw_reply_same_outcomes(const struct cw_reply *earlier, const struct cw_reply *now);
/* The one report row of the case (R-OUT-3): 3..23, or 0; 0 for one's own record (R-OUT-6). */
int cw_reply_row(const struct cw_reply *reply);
/* The main outcome, whose name stands for the reply in lists. */
enum cw_outcome cw_reply_main(const struct cw_reply *reply);
/* Whether any part is refused under 14-16 (default chain with the leader, hard-case rule). */
bool cw_reply_refuses(const struct cw_reply *reply);
/* Whether any part releases content (secrecy review before it, R-ASK-4). */
bool cw_reply_releases(const struct cw_reply *reply);

/* Reconsideration comes first against what is decided from this day on (复议法 23); before it the
 * ordinary text holds for every outcome. */
cw_day cw_remedy_first_since(void);

/* Remedy bodies of an agency, settings (R-OUT-4). */
struct cw_remedy_body {
	const char *name, *address, *online; /* online: channel or NULL */
};
struct cw_remedy_bodies {
	/* Reconsideration bodies, several are joined by 或; where the settings name none,
	 * casework/remedy_body.h says where to look. */
	const struct cw_remedy_body *bodies;
	size_t n_bodies;
	const char *court;
	bool online_service; /* the decision is delivered online: name the channel (复议法 22) */
	unsigned long
		reconsideration_only; /* setting remedy_text: CW_OUTCOME_BITs; others `both` */
};
/* The remedy text put together from the parts, each paragraph naming its parts when there are
 * several; by the law in force on DECIDED_ON.  NULL and err if no memory. */
char *cw_remedy_text(struct cw_arena *a, const struct cw_reply *reply,
		     const struct cw_remedy_bodies *bodies, cw_day decided_on, enum cw_lang lang,
		     struct cw_err *err);
/* For a letter that ends a case without a reply (not_corrected, not_paid, terminated, ...). */
char *cw_remedy_letter_text(struct cw_arena *a, enum cw_outcome outcome,
			    const struct cw_remedy_bodies *bodies, enum cw_lang lang,
			    struct cw_err *err);
/* To a third party told of a disclosure against its objection: an ordinary paragraph. */
char *cw_remedy_third_party_text(struct cw_arena *a, const struct cw_remedy_bodies *bodies,
				 enum cw_lang lang, struct cw_err *err);
/* Last days, from the applicant's receipt of the letter (R-DAY-5 applied with CAL). */
struct cw_calendar;
struct cw_remedy_days {
	cw_day reconsideration; /* CW_DAY_NONE: not open */
	cw_day suit;		/* CW_DAY_NONE: only after reconsideration */
	bool provisional;
};
void cw_remedy_days(const struct cw_reply *reply, cw_day received_on, cw_day decided_on,
		    const struct cw_calendar *cal, struct cw_remedy_days *out);
/* The case was not answered by DUE_ON: the last days, and the paragraph that names them. */
void cw_remedy_days_unanswered(cw_day due_on, const struct cw_calendar *cal,
			       struct cw_remedy_days *out);
char *cw_remedy_unanswered_text(struct cw_arena *a, const struct cw_remedy_bodies *bodies,
				cw_day due_on, const struct cw_calendar *cal, enum cw_lang lang,
				struct cw_err *err);

#endif
