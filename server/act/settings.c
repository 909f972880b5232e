#include "server/act/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/approval.h"
#include "db/agency.h"

#define AT(member) offsetof(struct settings, member)

/* A row: name, rule, title, where it stands, its values, the default. */
#define ROW(key, rule_, title_, type_, member)                                                     \
	.name = key, .rule = rule_, .title = CW_MSG_API_SET_##title_, .type = type_,               \
	.offset = AT(member)
#define EITHER(key, rule, title, member, no, yes, normal)                                          \
	{ ROW(key, rule, title, SETTING_SWITCH, member), .words = { no, yes }, .standard = normal }
#define ON_OFF(key, rule, title, member, normal)                                                   \
	EITHER(key, rule, title, member, "off", "on", normal)
#define COUNT(key, rule, title, member, least, most, normal)                                       \
	{ ROW(key, rule, title, SETTING_INT, member), .min = least, .max = most, .standard = normal }

/* clang-format off */
static const struct setting_row table[] = {
	EITHER("misaddressed_post", "R-RCPT-2", MISADDRESSED_POST,
	       misaddressed_confirmed, "signed", "confirmed", "signed"),
	COUNT("attempt_every", "R-RCPT-3", ATTEMPT_EVERY, attempt_every, 1, 20, "5"),
	EITHER("rest_day_receipt", "R-RCPT-6", REST_DAY_RECEIPT,
	       clock.receipt_next_working_day, "same_day", "next_working_day", "same_day"),
	{ ROW("standing_approval", "R-CLOCK-1", STANDING_APPROVAL, SETTING_SWITCH, standing_approval),
	  .words = { "off", "on" }, .standard = "off", .per_outcome = true },
	EITHER("extension_per", "R-CLOCK-2", EXTENSION_PER,
	       clock.extension_per_case, "period", "case", "period"),
	ON_OFF("single_officer", "R-CLOCK-2", SINGLE_OFFICER, single_officer, "off"),
	EITHER("pause_from", "R-CLOCK-3", PAUSE_FROM,
	       clock.pause_from_received, "sent", "received", "sent"),
	COUNT("correction_days", "R-CLOCK-4", CORRECTION_DAYS, correction_days, 5, 30, "15"),
	COUNT("reasons_days", "R-CLOCK-6", REASONS_DAYS, reasons_days, 1, 20, "10"),
	COUNT("third_party_told_before", "R-ASK-1", THIRD_PARTY_TOLD_BEFORE,
	       third_party_told_before, 0, 20, "0"),
	ON_OFF("tell_applicant", "R-ASK-2", TELL_APPLICANT, tell_applicant, "on"),
	ON_OFF("pause_for_determination", "R-ASK-4", PAUSE_FOR_DETERMINATION,
	       pause_for_determination, "off"),
	ON_OFF("hard_refusal_planned", "R-ASK-5", HARD_REFUSAL_PLANNED, hard.refusal_planned, "on"),
	ON_OFF("hard_third_party_objects", "R-ASK-5", HARD_THIRD_PARTY_OBJECTS,
	       hard.third_party_objects, "on"),
	ON_OFF("hard_excessive_volume", "R-ASK-5", HARD_EXCESSIVE_VOLUME,
	       hard.excessive_volume, "on"),
	ON_OFF("hard_open_or_lost_remedy", "R-ASK-5", HARD_OPEN_OR_LOST_REMEDY,
	       hard.open_or_lost_remedy, "on"),
	ON_OFF("hard_repeat_refused", "R-ASK-5", HARD_REPEAT_REFUSED, hard.repeat_refused, "on"),
	ON_OFF("hard_ordered_re_reply", "R-ASK-5", HARD_ORDERED_RE_REPLY,
	       hard.ordered_re_reply, "on"),
	ON_OFF("hard_flagged", "R-ASK-5", HARD_FLAGGED, hard.flagged, "on"),
	COUNT("legal_review_days", "R-ASK-5", LEGAL_REVIEW_DAYS, legal_review_days, 1, 20, "5"),
	{ ROW("remedy_text", "R-OUT-4", REMEDY_TEXT, SETTING_SWITCH, reconsideration_only),
	  .words = { "both", "reconsideration_only" }, .standard = "both", .per_outcome = true },
	COUNT("review_applicants", "R-OUT-5", REVIEW_APPLICANTS, review_applicants, 1, 100, "2"),
	COUNT("review_months", "R-OUT-5", REVIEW_MONTHS, review_months, 1, 120, "12"),
	COUNT("reassess_months", "R-OUT-5", REASSESS_MONTHS, reassess_months, 1, 120, "12"),
	COUNT("revocation_days", "R-OUT-7", REVOCATION_DAYS, revocation_days, 1, 40, "20"),
	COUNT("succession_months", "R-OUT-9", SUCCESSION_MONTHS, succession_months, 1, 24, "3"),
	{ ROW("approval_chain", "R-OUT-10", APPROVAL_CHAIN, SETTING_CHAIN, approval_chain),
	  .per_outcome = true },
	COUNT("complaint_days", "R-OUT-12", COMPLAINT_DAYS, complaint_days, 1, 60, "20"),
	COUNT("late_proof_days", "R-KEEP-3", LATE_PROOF_DAYS, late_proof_days, 0, 20, "1"),
};
/* clang-format on */

/* The roles that a chain can hold, in its order. */
static const enum cw_role chain_roles[] = { CW_ROLE_BUSINESS_HEAD, CW_ROLE_HEAD, CW_ROLE_LEADER };
#define N_CHAIN (sizeof(chain_roles) / sizeof(chain_roles[0]))

const struct setting_row *settings_table(size_t *n)
{
	*n = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct setting_row *setting_find(const char *name, int *outcome)
{
	const char *dot = strchr(name, '.');
	size_t len = dot ? (size_t)(dot - name) : strlen(name);

	*outcome = dot ? cw_outcome_of(dot + 1) : -1;
	if (dot && *outcome < 0)
		return NULL;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct setting_row *row = &table[i];

		if (strlen(row->name) == len && strncmp(row->name, name, len) == 0)
			return row->per_outcome == (dot != NULL) ? row : NULL;
	}
	return NULL;
}

/* R-OUT-10: the head signs; refusals under 14-16 and `excessive` go up to the leader. */
static const char *default_chain(enum cw_outcome outcome)
{
	return cw_approval_default(outcome) & CW_ROLE_BIT(CW_ROLE_LEADER) ? "head,leader" : "head";
}

const char *setting_default(const struct setting_row *row, int outcome)
{
	return row->standard ? row->standard : default_chain((enum cw_outcome)outcome);
}

/* The roles of "head,leader" as bits: in order, each once, at least one; false if it is not such.
 */
static bool parse_chain(const char *value, unsigned *bits)
{
	size_t next = 0;

	*bits = 0;
	for (;;) {
		size_t len = strcspn(value, ",");

		for (; next < N_CHAIN; next++) {
			const char *name = cw_role_name(chain_roles[next]);

			if (strlen(name) == len && strncmp(name, value, len) == 0)
				break;
		}
		if (next == N_CHAIN)
			return false;
		*bits |= CW_ROLE_BIT(chain_roles[next++]);
		if (!value[len])
			return true;
		value += len + 1;
	}
}

static bool parse_int(const struct setting_row *row, const char *value, int *out)
{
	char *end;
	long v;

	if (value[0] < '0' || value[0] > '9' || strlen(value) > 6)
		return false;
	v = strtol(value, &end, 10);
	if (*end || v < row->min || v > row->max)
		return false;
	*out = (int)v;
	return true;
}

/* Sets the row's member of S; false if VALUE is none of its values. */
static bool apply(struct settings *s, const struct setting_row *row, int outcome, const char *value)
{
	char *at = (char *)s + row->offset;
	size_t i = outcome < 0 ? 0 : (size_t)outcome;
	bool yes;

	switch (row->type) {
	case SETTING_SWITCH:
		yes = strcmp(value, row->words[1]) == 0;
		if (!yes && strcmp(value, row->words[0]) != 0)
			return false;
		((bool *)(void *)at)[i] = yes;
		return true;
	case SETTING_INT:
		return parse_int(row, value, &((int *)(void *)at)[i]);
	case SETTING_CHAIN:
		return parse_chain(value, &((unsigned *)(void *)at)[i]);
	}
	return false;
}

int setting_check(const struct setting_row *row, const char *value, const char *pointer,
		  struct cw_err *err)
{
	struct settings scratch;
	char words[96], low[16], high[16];

	if (apply(&scratch, row, -1, value))
		return 0;
	switch (row->type) {
	case SETTING_INT:
		snprintf(low, sizeof(low), "%d", row->min);
		snprintf(high, sizeof(high), "%d", row->max);
		return cw_fail_item(err, pointer, CW_MSG_OUT_OF_RANGE, low, high, NULL);
	case SETTING_SWITCH:
		snprintf(words, sizeof(words), "%s, %s", row->words[0], row->words[1]);
		return cw_fail_item(err, pointer, CW_MSG_NOT_A_CHOICE, words, NULL);
	case SETTING_CHAIN:
		break;
	}
	return cw_fail_item(err, pointer, CW_MSG_API_BAD_CHAIN, NULL);
}

void settings_default(struct settings *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct setting_row *row = &table[i];

		for (int o = 0; o < (row->per_outcome ? (int)CW_OUTCOME_MAX : 1); o++)
			(void)apply(out, row, o, setting_default(row, o));
	}
}

int settings_load(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day day,
		  struct settings *out, struct cw_err *err)
{
	struct db_setting *items;
	size_t n;

	settings_default(out);
	if (db_setting_list(c, a, agency, day, &items, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		int outcome;
		const struct setting_row *row = setting_find(items[i].name, &outcome);

		/* A name of a later version is not ours to judge; a bad value would be law made up.
		 */
		if (row && !apply(out, row, outcome, items[i].value)) {
			snprintf(err->detail, sizeof(err->detail), "setting %s of agency %llu",
				 items[i].name, (unsigned long long)agency);
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		}
	}
	return 0;
}

unsigned settings_chain(const struct settings *s, const struct cw_reply *reply, bool ordered)
{
	struct cw_approval_chain chain;
	unsigned roles = 0;

	cw_approval_chain(s->approval_chain, reply, ordered, &chain);
	for (unsigned i = 0; i < chain.n; i++)
		roles |= CW_ROLE_BIT(chain.steps[i]);
	return roles;
}
