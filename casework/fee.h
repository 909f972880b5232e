/*
 * The information-processing fee (信息处理费, R-FEE-1 to R-FEE-10; 国办函〔2020〕109号).
 */
#ifndef CASEWORK_FEE_H
#define CASEWORK_FEE_H

#include "casework/base/err.h"
#include "casework/base/money.h"

enum cw_fee_method { CW_FEE_BY_ITEM, CW_FEE_BY_PAGE, CW_FEE_METHOD_MAX };

/* A tier of the tariff that was worked: units FIRST..LAST at EACH, COUNT of them of this request. */
struct cw_fee_step {
	int64_t first, last; /* the tier's bounds; last 0: open */
	int64_t count;
	cw_fen each, amount;
};
struct cw_fee {
	cw_fen amount;
	const struct cw_fee_step *steps; /* in the arena */
	size_t n_steps;
};

#define CW_FEE_UNITS_MAX INT64_C(100000)
/* The fee of UNITS (items, or pages) after BEFORE units of the same applicant and month (by item; 0
 * by page), each up to CW_FEE_UNITS_MAX, with every tier that they lie in, free ones too.  Faults:
 * pointers /units_before, /units, /pages. */
int cw_fee_compute(struct cw_arena *a, enum cw_fee_method method, int64_t before, int64_t units,
		   struct cw_fee *out, struct cw_err *err) CW_MUST_CHECK;

struct cw_fee_tier {
	int64_t first, last; /* last 0: open, the price stays */
	cw_fen each;
};
/* The tariff's tiers, and how it goes on behind the last one: each further STEP_UNITS cost
 * STEP_PRICE more (both 0 where the last tier is open). */
const struct cw_fee_tier *cw_fee_tiers(enum cw_fee_method method, size_t *n, int64_t *step_units,
				       cw_fen *step_price);
const char *cw_fee_method_name(enum cw_fee_method method);
int cw_fee_method_of(const char *name); /* -1: none */

#endif
