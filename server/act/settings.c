#include "server/act/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/approval.h"
#include "db/agency.h"

#define AT(member) offsetof(struct settings, member)

static const struct setting_row table[] = {
	{ "misaddressed_post", "R-RCPT-2", CW_MSG_API_SET_MISADDRESSED_POST, SETTING_SWITCH,
	  AT(misaddressed_confirmed), { "signed", "confirmed" }, 0, 0, "signed", false },
	{ "attempt_every", "R-RCPT-3", CW_MSG_API_SET_ATTEMPT_EVERY, SETTING_INT,
	  AT(attempt_every), { NULL, NULL }, 1, 20, "5", false },
	{ "rest_day_receipt", "R-RCPT-6", CW_MSG_API_SET_REST_DAY_RECEIPT, SETTING_SWITCH,
	  AT(clock.receipt_next_working_day), { "same_day", "next_working_day" }, 0, 0, "same_day",
	  false },
	{ "standing_approval", "R-CLOCK-1", CW_MSG_API_SET_STANDING_APPROVAL, SETTING_SWITCH,
	  AT(standing_approval), { "off", "on" }, 0, 0, "off", true },
	{ "extension_per", "R-CLOCK-2", CW_MSG_API_SET_EXTENSION_PER, SETTING_SWITCH,
	  AT(clock.extension_per_case), { "period", "case" }, 0, 0, "period", false },
	{ "single_officer", "R-CLOCK-2", CW_MSG_API_SET_SINGLE_OFFICER, SETTING_SWITCH,
	  AT(single_officer), { "off", "on" }, 0, 0, "off", false },
	{ "pause_from", "R-CLOCK-3", CW_MSG_API_SET_PAUSE_FROM, SETTING_SWITCH,
	  AT(clock.pause_from_received), { "sent", "received" }, 0, 0, "sent", false },
	{ "correction_days", "R-CLOCK-4", CW_MSG_API_SET_CORRECTION_DAYS, SETTING_INT,
	  AT(correction_days), { NULL, NULL }, 5, 30, "15", false },
	{ "reasons_days", "R-CLOCK-6", CW_MSG_API_SET_REASONS_DAYS, SETTING_INT, AT(reasons_days),
	  { NULL, NULL }, 1, 20, "10", false },
	{ "third_party_told_before", "R-ASK-1", CW_MSG_API_SET_THIRD_PARTY_TOLD_BEFORE, SETTING_INT,
	  AT(third_party_told_before), { NULL, NULL }, 0, 20, "0", false },
	{ "tell_applicant", "R-ASK-2", CW_MSG_API_SET_TELL_APPLICANT, SETTING_SWITCH,
	  AT(tell_applicant), { "off", "on" }, 0, 0, "on", false },
	{ "pause_for_determination", "R-ASK-4", CW_MSG_API_SET_PAUSE_FOR_DETERMINATION,
	  SETTING_SWITCH, AT(pause_for_determination), { "off", "on" }, 0, 0, "off", false },
	{ "hard_refusal_planned", "R-ASK-5", CW_MSG_API_SET_HARD_REFUSAL_PLANNED, SETTING_SWITCH,
	  AT(hard.refusal_planned), { "off", "on" }, 0, 0, "on", false },
	{ "hard_third_party_objects", "R-ASK-5", CW_MSG_API_SET_HARD_THIRD_PARTY_OBJECTS,
	  SETTING_SWITCH, AT(hard.third_party_objects), { "off", "on" }, 0, 0, "on", false },
	{ "hard_excessive_volume", "R-ASK-5", CW_MSG_API_SET_HARD_EXCESSIVE_VOLUME, SETTING_SWITCH,
	  AT(hard.excessive_volume), { "off", "on" }, 0, 0, "on", false },
	{ "hard_open_or_lost_remedy", "R-ASK-5", CW_MSG_API_SET_HARD_OPEN_OR_LOST_REMEDY,
	  SETTING_SWITCH, AT(hard.open_or_lost_remedy), { "off", "on" }, 0, 0, "on", false },
	{ "hard_repeat_refused", "R-ASK-5", CW_MSG_API_SET_HARD_REPEAT_REFUSED, SETTING_SWITCH,
	  AT(hard.repeat_refused), { "off", "on" }, 0, 0, "on", false },
	{ "hard_ordered_re_reply", "R-ASK-5", CW_MSG_API_SET_HARD_ORDERED_RE_REPLY, SETTING_SWITCH,
	  AT(hard.ordered_re_reply), { "off", "on" }, 0, 0, "on", false },
	{ "hard_flagged", "R-ASK-5", CW_MSG_API_SET_HARD_FLAGGED, SETTING_SWITCH, AT(hard.flagged),
	  { "off", "on" }, 0, 0, "on", false },
	{ "remedy_text", "R-OUT-4", CW_MSG_API_SET_REMEDY_TEXT, SETTING_SWITCH,
	  AT(reconsideration_only), { "both", "reconsideration_only" }, 0, 0, "both", true },
	{ "review_applicants", "R-OUT-5", CW_MSG_API_SET_REVIEW_APPLICANTS, SETTING_INT,
	  AT(review_applicants), { NULL, NULL }, 1, 100, "2", false },
	{ "review_months", "R-OUT-5", CW_MSG_API_SET_REVIEW_MONTHS, SETTING_INT, AT(review_months),
	  { NULL, NULL }, 1, 120, "12", false },
	{ "reassess_months", "R-OUT-5", CW_MSG_API_SET_REASSESS_MONTHS, SETTING_INT,
	  AT(reassess_months), { NULL, NULL }, 1, 120, "12", false },
	{ "revocation_days", "R-OUT-7", CW_MSG_API_SET_REVOCATION_DAYS, SETTING_INT,
	  AT(revocation_days), { NULL, NULL }, 1, 40, "20", false },
	{ "succession_months", "R-OUT-9", CW_MSG_API_SET_SUCCESSION_MONTHS, SETTING_INT,
	  AT(succession_months), { NULL, NULL }, 1, 24, "3", false },
	{ "approval_chain", "R-OUT-10", CW_MSG_API_SET_APPROVAL_CHAIN, SETTING_CHAIN,
	  AT(approval_chain), { NULL, NULL }, 0, 0, NULL, true },
	{ "complaint_days", "R-OUT-12", CW_MSG_API_SET_COMPLAINT_DAYS, SETTING_INT,
	  AT(complaint_days), { NULL, NULL }, 1, 60, "20", false },
	{ "late_proof_days", "R-KEEP-3", CW_MSG_API_SET_LATE_PROOF_DAYS, SETTING_INT,
	  AT(late_proof_days), { NULL, NULL }, 0, 20, "1", false },
};

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

/* The roles of "head,leader" as bits: in order, each once, at least one; false if it is not such. */
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

		/* A name of a later version is not ours to judge; a bad value would be law made up. */
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
