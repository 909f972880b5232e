/* The table of outcomes (law.md part 7; 条例 14-16, 30, 35-39, 41). */
#include "casework/outcome.h"

#include <string.h>

#define SAY(name) (1u << CW_SAY_##name)

/* What any reply may add to its reasons. */
#define ALWAYS (SAY(REASONS) | SAY(LAW) | SAY(ACCESS) | SAY(TURN_TO))

#define ROW(o, ...)                                                                                \
	[CW_OUTCOME_##o] = { .outcome = CW_OUTCOME_##o, .title = CW_MSG_OUTCOME_##o, __VA_ARGS__ }
#define BASIS(text)   .basis = text
#define MUST(set)     .must = (set)
#define MUST_ANY(set) .must_any = (set)
#define MAY(set)      .may = (set)
#define FILED(set)    .file_only = (set) /* kept in the file, not in the letter (R-OUT-1) */
#define REPORT(row)   .report_row = row
#define REFUSAL	      .reconsideration_first = true, .is_reply = true, .may = ALWAYS
#define REPLY	      .is_reply = true, .may = ALWAYS
#define SPOT	      .on_the_spot = true
#define GIVES	      .discloses = true
#define RELEASES      .discloses = true, .releases = true

static const struct cw_outcome_row table[CW_OUTCOME_MAX] = {
	ROW(GRANTED, BASIS("条例36(2)"), MUST_ANY(SAY(CONTENT) | SAY(ACCESS)), REPORT(3), REPLY,
	    RELEASES, SPOT),
	ROW(ALREADY_PUBLIC, BASIS("条例36(1)"), MUST(SAY(ACCESS)), REPORT(3), REPLY, GIVES, SPOT),
	ROW(PARTIAL, BASIS("条例37"), MUST(SAY(REASONS)), MUST_ANY(SAY(CONTENT) | SAY(ACCESS)),
	    REPORT(4), REPLY, RELEASES),
	ROW(STATE_SECRET, BASIS("条例14、36(3)"), MUST(SAY(REASONS) | SAY(CLASSIFICATION)),
	    FILED(SAY(CLASSIFICATION)), REPORT(5), REFUSAL),
	ROW(FORBIDDEN_BY_LAW, BASIS("条例14、36(3)"), MUST(SAY(LAW)), REPORT(6), REFUSAL),
	ROW(PUBLIC_SAFETY, BASIS("条例14、36(3)"), MUST(SAY(REASONS)), REPORT(7), REFUSAL),
	ROW(THIRD_PARTY_RIGHTS, BASIS("条例15、32、36(3)"), MUST(SAY(REASONS)),
	    FILED(SAY(NO_CONSULTATION)), REPORT(8), REFUSAL),
	ROW(INTERNAL_AFFAIRS, BASIS("条例16、36(3)"), MUST(SAY(REASONS) | SAY(NOT_ORDERED)),
	    FILED(SAY(NOT_ORDERED)), REPORT(9), REFUSAL),
	ROW(PROCESS_INFORMATION, BASIS("条例16、36(3)"),
	    MUST(SAY(REASONS) | SAY(NOT_ORDERED) | SAY(MATTER_FINISHED)),
	    FILED(SAY(NOT_ORDERED) | SAY(MATTER_FINISHED)), REPORT(10), REFUSAL),
	ROW(ENFORCEMENT_FILE, BASIS("条例16、36(3)"), MUST(SAY(REASONS) | SAY(NOT_ORDERED)),
	    FILED(SAY(NOT_ORDERED)), REPORT(11), REFUSAL),
	ROW(SPECIAL_ACCESS_LAW, BASIS("条例36(7)"), MUST(SAY(LAW) | SAY(TURN_TO)), REPORT(12),
	    REPLY, SPOT),
	ROW(NOT_HELD, BASIS("条例36(4)"), MUST(SAY(SEARCH_STATEMENT)), FILED(SAY(NEVER_MADE)),
	    REPORT(13), REPLY),
	ROW(NOT_OUR_DUTY, BASIS("条例36(5)"), MUST(SAY(REASONS)), REPORT(13), .is_reply = true,
	    MAY(ALWAYS | SAY(AGENCY)), SPOT),
	ROW(NEEDS_MAKING, BASIS("条例38"), MUST(SAY(REASONS)), REPORT(14), REPLY),
	ROW(STILL_UNCLEAR, BASIS("条例30"), MUST(SAY(UNCLEAR)), REPORT(15), REPLY),
	ROW(PETITION, BASIS("条例39(1)"), MUST(SAY(REASONS)), REPORT(16), REPLY, SPOT),
	ROW(REPEAT, BASIS("条例36(6)"), MUST(SAY(EARLIER_REPLY)), REPORT(17), REPLY),
	ROW(PUBLICATION, BASIS("条例39(2)"), MUST(SAY(ACCESS)), REPORT(18), REPLY, SPOT),
	ROW(EXCESSIVE, BASIS("条例35"), MUST(SAY(REASONS)), REPORT(19), REPLY),
	ROW(REISSUE, BASIS(NULL), MUST(SAY(REASONS)), REPORT(20), REPLY),
	ROW(NOT_CORRECTED, BASIS("条例30"), MUST(SAY(NOTICE)), REPORT(21)),
	ROW(NOT_PAID, BASIS("费6"), MUST(SAY(NOTICE)), REPORT(22)),
	ROW(NOT_GOVERNMENT_INFORMATION, BASIS("条例2、37"), MUST(SAY(REASONS) | SAY(TURN_TO)),
	    REPORT(23), REPLY),
	ROW(WITHDRAWN, BASIS(NULL), MUST(SAY(HAPPENED)), REPORT(23)),
	ROW(MERGED, BASIS(NULL), MUST(SAY(HAPPENED)), REPORT(23)),
	ROW(TERMINATED, BASIS(NULL), MUST(SAY(HAPPENED)), REPORT(23)),
	ROW(OTHER, BASIS(NULL), MUST(SAY(HAPPENED)), REPORT(23), REPLY),
	ROW(RECORD_CORRECTED, BASIS("条例41"), MUST(SAY(HAPPENED)), REPORT(0), REPLY),
	ROW(RECORD_TRANSFERRED, BASIS("条例41"), MUST(SAY(AGENCY)), REPORT(0), REPLY),
	ROW(RECORD_REFERRED, BASIS("条例41"), MUST(SAY(TURN_TO)), REPORT(0), REPLY),
};

const struct cw_outcome_row *cw_outcome(enum cw_outcome outcome)
{
	return &table[outcome];
}

unsigned cw_says_filed(void)
{
	unsigned set = 0;

	for (int o = 0; o < CW_OUTCOME_MAX; o++)
		set |= table[o].file_only;
	return set;
}

bool cw_outcome_on_substance(enum cw_outcome outcome)
{
	return table[outcome].is_reply && outcome != CW_OUTCOME_REPEAT;
}

static const char *const outcome_names[CW_OUTCOME_MAX] = {
#define X(NAME, name) [CW_OUTCOME_##NAME] = #name,
	CW_OUTCOMES(X)
#undef X
};

static const char *const say_names[CW_SAY_MAX] = {
#define X(NAME, name) [CW_SAY_##NAME] = #name,
	CW_SAYS(X)
#undef X
};

static const enum cw_msg say_titles[CW_SAY_MAX] = {
#define X(NAME, name) [CW_SAY_##NAME] = CW_MSG_SAY_##NAME,
	CW_SAYS(X)
#undef X
};

static int index_of(const char *const names[], int n, const char *name)
{
	for (int i = 0; name && i < n; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

const char *cw_outcome_name(enum cw_outcome outcome)
{
	return outcome_names[outcome];
}

int cw_outcome_of(const char *name)
{
	return index_of(outcome_names, CW_OUTCOME_MAX, name);
}

const char *cw_say_name(enum cw_say say)
{
	return say_names[say];
}

int cw_say_of(const char *name)
{
	return index_of(say_names, CW_SAY_MAX, name);
}

enum cw_msg cw_say_title(enum cw_say say)
{
	return say_titles[say];
}
