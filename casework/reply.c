/* Replies made of parts: what is missing, the report row, what kind of answer it is. */
#include <stdio.h>
#include <string.h>

#include "casework/outcome.h"

/* Whether a text says anything: white space alone, the ideographic too, does not. */
static bool said(const char *text)
{
	static const char wide_space[] = "\xe3\x80\x80";

	while (text && *text) {
		if (strchr(" \t\r\n", *text))
			text++;
		else if (strncmp(text, wide_space, 3) == 0)
			text += 3;
		else
			return true;
	}
	return false;
}

/* ---- Faults (R-OUT-1). */

static void fault(struct cw_err *err, size_t part, const char *field, enum cw_msg msg,
		  enum cw_msg about)
{
	char pointer[CW_ERR_POINTER], ref[CW_MSG_REF];

	snprintf(pointer, sizeof(pointer), "/parts/%zu/%s", part, field);
	(void)cw_fail_item(err, pointer, msg, about ? cw_msg_ref(about, ref) : NULL, NULL);
}

/* The outcomes for which a part answers: its own, and inside `partial` the refusals of the rest. */
static unsigned long outcomes_of(const struct cw_part *p)
{
	return CW_OUTCOME_BIT(p->outcome) | (p->outcome == CW_OUTCOME_PARTIAL ? p->refused : 0);
}

static bool refuses(const struct cw_part *p, enum cw_outcome outcome)
{
	return outcomes_of(p) & CW_OUTCOME_BIT(outcome);
}

bool cw_part_blacks_out(const struct cw_part *part)
{
	return part->only_identifiers && part->outcome == CW_OUTCOME_PARTIAL &&
	       part->refused == CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS);
}

bool cw_part_keeps_back(const struct cw_part *part)
{
	if (part->outcome == CW_OUTCOME_PARTIAL)
		return !cw_part_blacks_out(part);
	return !cw_outcome(part->outcome)->discloses;
}

struct demands {
	unsigned must, must_any, allowed;
};

static struct demands demands_of(const struct cw_part *p)
{
	const struct cw_outcome_row *own = cw_outcome(p->outcome);
	struct demands d = { own->must, own->must_any, own->must_any };

	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		const struct cw_outcome_row *row = cw_outcome((enum cw_outcome)o);

		if (!refuses(p, row->outcome))
			continue;
		d.must |= row->must;
		d.allowed |= row->must | row->may | row->file_only;
	}
	return d;
}

static void check_says(const struct cw_part *p, size_t n, struct cw_err *err)
{
	const struct demands d = demands_of(p);
	const enum cw_msg title = cw_outcome(p->outcome)->title;
	unsigned says = 0;

	for (int s = 0; s < CW_SAY_MAX; s++) {
		const char *name = cw_say_name((enum cw_say)s);
		const unsigned bit = 1u << s;

		if (said(p->say[s]))
			says |= bit;
		if (d.must & bit && !(says & bit))
			fault(err, n, name, CW_MSG_REPLY_MUST_SAY, title);
		if (says & bit && !(d.allowed & bit))
			fault(err, n, name, CW_MSG_REPLY_NOT_SAID_HERE, title);
	}
	if (d.must_any && !(says & d.must_any))
		fault(err, n, cw_say_name(CW_SAY_CONTENT), CW_MSG_REPLY_MUST_SAY_ONE, title);
}

static void check_refused(const struct cw_part *p, size_t n, struct cw_err *err)
{
	bool wrong = p->refused && p->outcome != CW_OUTCOME_PARTIAL;

	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		const struct cw_outcome_row *row = cw_outcome((enum cw_outcome)o);

		if (p->refused & CW_OUTCOME_BIT(o) && (row->discloses || !row->is_reply))
			wrong = true;
	}
	if (wrong || p->refused >> CW_OUTCOME_MAX)
		fault(err, n, "refused", CW_MSG_REPLY_REFUSED_WRONG, CW_MSG_NONE);
	else if (p->outcome == CW_OUTCOME_PARTIAL && !p->refused)
		fault(err, n, "refused", CW_MSG_REPLY_REFUSED_MISSING, CW_MSG_NONE);
	/* No other refusal escapes its legal review by this word (R-ASK-5). */
	if (p->only_identifiers && !cw_part_blacks_out(p))
		fault(err, n, "only_identifiers", CW_MSG_REPLY_ONLY_IDENTIFIERS, CW_MSG_NONE);
	if (p->n_follows && !cw_part_keeps_back(p))
		fault(err, n, "follows", CW_MSG_REPLY_FOLLOWS_NOTHING, CW_MSG_NONE);
}

/* An earlier reply on the substance; after one that found nothing, that nothing has changed. */
static void check_repeat(const struct cw_reply *reply, size_t n, struct cw_err *err)
{
	const int o = reply->earlier_outcome;
	const bool found_nothing = o == CW_OUTCOME_NOT_HELD || o == CW_OUTCOME_NEEDS_MAKING ||
				   o == CW_OUTCOME_NOT_OUR_DUTY;

	if (o < 0 || o >= CW_OUTCOME_MAX)
		return;
	if (!cw_outcome_on_substance((enum cw_outcome)o))
		fault(err, n, "earlier_reply", CW_MSG_REPLY_EARLIER_EMPTY,
		      cw_outcome((enum cw_outcome)o)->title);
	else if (found_nothing && !reply->unchanged_recorded)
		fault(err, n, "earlier_reply", CW_MSG_REPLY_MAY_HAVE_CHANGED,
		      cw_outcome((enum cw_outcome)o)->title);
}

/* What the case's record must hold before the part can be answered so. */
static void check_record(const struct cw_reply *reply, const struct cw_part *p, size_t n,
			 struct cw_err *err)
{
	if (refuses(p, CW_OUTCOME_NOT_HELD) && !reply->n_searches &&
	    !said(p->say[CW_SAY_NEVER_MADE]))
		fault(err, n, "never_made", CW_MSG_REPLY_NO_SEARCH, CW_MSG_NONE);
	if (refuses(p, CW_OUTCOME_THIRD_PARTY_RIGHTS) && !reply->consulted &&
	    !cw_part_blacks_out(p) && !said(p->say[CW_SAY_NO_CONSULTATION]))
		fault(err, n, "no_consultation", CW_MSG_REPLY_NOT_CONSULTED, CW_MSG_NONE);
	/* What is said of why one was not asked is said of another than those who consent. */
	if (refuses(p, CW_OUTCOME_THIRD_PARTY_RIGHTS) && reply->consents &&
	    !cw_part_blacks_out(p) && !said(p->say[CW_SAY_NO_CONSULTATION]))
		fault(err, n, "outcome", CW_MSG_REPLY_THIRD_PARTY_CONSENTS, CW_MSG_NONE);
	if (refuses(p, CW_OUTCOME_STILL_UNCLEAR) && !reply->corrected_in_time)
		fault(err, n, "outcome", CW_MSG_REPLY_NO_CORRECTION, CW_MSG_NONE);
	if (refuses(p, CW_OUTCOME_EXCESSIVE) && !reply->reasons_asked)
		fault(err, n, "outcome", CW_MSG_REPLY_REASONS_NOT_ASKED, CW_MSG_NONE);
	else if (refuses(p, CW_OUTCOME_EXCESSIVE) && !reply->reasons_failed)
		fault(err, n, "outcome", CW_MSG_REPLY_REASONS_HOLD, CW_MSG_NONE);
	if (refuses(p, CW_OUTCOME_REPEAT) && p->earlier_unnamed)
		fault(err, n, "repeat_of", CW_MSG_REPLY_EARLIER_UNNAMED, CW_MSG_NONE);
	else if (refuses(p, CW_OUTCOME_REPEAT))
		check_repeat(reply, n, err);
}

/* The outcomes of R-OUT-6.  `other` stands beside them: a correction that the evidence does not bear
 * out is refused with what happened. */
static bool fits_own_record(enum cw_outcome outcome)
{
	return outcome == CW_OUTCOME_RECORD_CORRECTED || outcome == CW_OUTCOME_RECORD_TRANSFERRED ||
	       outcome == CW_OUTCOME_RECORD_REFERRED;
}

int cw_reply_check(const struct cw_reply *reply, struct cw_err *err)
{
	bool main_seen = false;
	const unsigned before = err->n_items;

	if (!reply->n_parts)
		return cw_fail_item(err, "/parts", CW_MSG_REPLY_NO_PARTS, NULL);
	for (size_t i = 0; i < reply->n_parts; i++) {
		const struct cw_part *p = &reply->parts[i];

		if (!said(p->description))
			fault(err, i, "description", CW_MSG_REQUIRED, CW_MSG_NONE);
		if (p->main && main_seen)
			fault(err, i, "main", CW_MSG_REPLY_TWO_MAIN, CW_MSG_NONE);
		main_seen |= p->main;
		if (!cw_outcome(p->outcome)->is_reply) {
			fault(err, i, "outcome", CW_MSG_REPLY_NOT_A_REPLY,
			      cw_outcome(p->outcome)->title);
			continue;
		}
		if (fits_own_record(p->outcome) != reply->own_record &&
		    p->outcome != CW_OUTCOME_OTHER)
			fault(err, i, "outcome",
			      reply->own_record ? CW_MSG_LAW_RECORD_OUTCOME
						: CW_MSG_LAW_NOT_RECORD_OUTCOME,
			      CW_MSG_NONE);
		check_refused(p, i, err);
		check_says(p, i, err);
		check_record(reply, p, i, err);
	}
	if (err->n_items == before && !err->more_items)
		return 0;
	err->rule = "R-OUT-1";
	err->article = "条例36";
	return -1;
}

/* ---- What kind of answer it is (R-OUT-3). */

static const struct cw_part *main_part(const struct cw_reply *reply)
{
	for (size_t i = 0; i < reply->n_parts; i++)
		if (reply->parts[i].main)
			return &reply->parts[i];
	return &reply->parts[0];
}

/* Something disclosed and something else not: row 4 and no other. */
static bool discloses_in_part(const struct cw_reply *reply)
{
	bool given = false, kept = false;

	for (size_t i = 0; i < reply->n_parts; i++) {
		const enum cw_outcome o = reply->parts[i].outcome;

		if (o == CW_OUTCOME_PARTIAL)
			return true;
		if (cw_outcome(o)->discloses)
			given = true;
		else
			kept = true;
	}
	return given && kept;
}

enum cw_outcome cw_reply_main(const struct cw_reply *reply)
{
	if (!reply->n_parts)
		return CW_OUTCOME_OTHER;
	return discloses_in_part(reply) ? CW_OUTCOME_PARTIAL : main_part(reply)->outcome;
}

int cw_reply_row(const struct cw_reply *reply)
{
	if (!reply->n_parts || reply->own_record)
		return 0;
	return cw_outcome(cw_reply_main(reply))->report_row;
}

static unsigned long all_outcomes(const struct cw_reply *reply)
{
	unsigned long set = 0;

	for (size_t i = 0; i < reply->n_parts; i++)
		set |= outcomes_of(&reply->parts[i]);
	return set;
}

unsigned long cw_reply_same_outcomes(const struct cw_reply *earlier, const struct cw_reply *now)
{
	return all_outcomes(earlier) & all_outcomes(now);
}

bool cw_reply_refuses(const struct cw_reply *reply)
{
	for (size_t i = 0; i < reply->n_parts; i++)
		if (outcomes_of(&reply->parts[i]) & CW_OUTCOMES_14_TO_16)
			return true;
	return false;
}

bool cw_reply_releases(const struct cw_reply *reply)
{
	for (size_t i = 0; i < reply->n_parts; i++)
		if (cw_outcome(reply->parts[i].outcome)->releases)
			return true;
	return false;
}
