/*
 * The periods that the law fixes, each with its rule, its article and the day from which it applies.
 * Periods that law.md leaves to an agency are settings (server/act/settings.h); the tariff is in
 * casework/fee.h.
 */
#ifndef CASEWORK_CONSTANT_H
#define CASEWORK_CONSTANT_H

#include "casework/base/date.h"
#include "casework/base/msg.h"

/* X(NAME, name, value, unit, rule, article, in force from: year, month, day) */
#define CW_CONSTANTS(X)                                                                            \
	X(REPLY, reply, 20, WORKING_DAYS, "R-CLOCK-1", "条例33", 2019, 5, 15)                      \
	X(EXTENSION_MAX, extension_max, 20, WORKING_DAYS, "R-CLOCK-2", "条例33", 2019, 5, 15)      \
	X(CORRECTION_NOTICE, correction_notice,                                                    \
	  7, WORKING_DAYS, "R-CLOCK-4", "条例30", 2019, 5, 15)                                     \
	X(CONSULTATION, consultation, 15, WORKING_DAYS, "R-ASK-1", "条例32", 2019, 5, 15)          \
	X(CO_PRODUCER, co_producer, 15, WORKING_DAYS, "R-ASK-3", "条例34", 2019, 5, 15)            \
	X(PAYMENT, payment, 20, WORKING_DAYS, "R-FEE-5", "费6", 2021, 1, 1)                        \
	X(ORDERED_REPLY, ordered_reply, 20, WORKING_DAYS, "R-OUT-7", NULL, 2019, 5, 15)            \
	X(UNCONFIRMED, unconfirmed, 6, MONTHS, "R-RCPT-3", "207", 2019, 5, 15)                     \
	X(AMENDMENT, amendment, 10, MINUTES, "R-REQ-9", NULL, 2019, 5, 15)                         \
	X(RECONSIDERATION, reconsideration, 60, DAYS, "R-OUT-4", "复议法20", 2024, 1, 1)           \
	X(SUIT, suit, 6, MONTHS, "R-OUT-4", "行诉法46", 2015, 5, 1)                                \
	X(SUIT_AFTER_RECONSIDERATION, suit_after_reconsideration,                                  \
	  15, DAYS, "R-OUT-4", "行诉法45", 2015, 5, 1)                                             \
	X(RESPONDENT_RECONSIDERATION, respondent_reconsideration,                                  \
	  10, WORKING_DAYS, "R-OUT-8", "复议法48", 2024, 1, 1)                                     \
	X(RESPONDENT_SIMPLE, respondent_simple,                                                    \
	  5, WORKING_DAYS, "R-OUT-8", "复议法54", 2024, 1, 1)                                      \
	X(RESPONDENT_SUIT, respondent_suit, 15, DAYS, "R-OUT-8", "行诉法67", 2015, 5, 1)

/* The values: CW_PERIOD_REPLY is 20. */
enum {
#define X(NAME, name, value, unit, rule, article, y, m, d) CW_PERIOD_##NAME = (value),
	CW_CONSTANTS(X)
#undef X
};

enum cw_unit { CW_UNIT_WORKING_DAYS, CW_UNIT_DAYS, CW_UNIT_MONTHS, CW_UNIT_MINUTES, CW_UNIT_MAX };

struct cw_constant {
	const char *name; /* "extension_max" */
	int value;
	enum cw_unit unit;
	const char *rule, *article; /* article NULL: the rule names none */
	cw_day since;
	enum cw_msg title;
};
/* The I-th constant, from 0; false behind the last. */
bool cw_constant(unsigned i, struct cw_constant *out);
const char *cw_unit_name(enum cw_unit unit); /* "working_days" */

#endif
