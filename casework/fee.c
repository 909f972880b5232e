#include "casework/fee.h"

#include <string.h>

#define YUAN 100

static const struct cw_fee_tier by_item[] = {
	{ 1, 10, 0 },
	{ 11, 30, 100 * YUAN },
	{ 31, 40, 200 * YUAN },
	{ 41, 50, 300 * YUAN },
};
static const struct cw_fee_tier by_page[] = {
	{ 1, 30, 0 },
	{ 31, 100, 10 * YUAN },
	{ 101, 200, 20 * YUAN },
	{ 201, 0, 40 * YUAN },
};

/* 费4 and 费5, in force from 2021-01-01 on; the first and so far only rule set. */
static const struct {
	const char *name;
	const struct cw_fee_tier *tiers;
	size_t n;
	int64_t step_units;
	cw_fen step_price;
} tariffs[CW_FEE_METHOD_MAX] = {
	[CW_FEE_BY_ITEM] = { "by_item", by_item, 4, 10, 100 * YUAN },
	[CW_FEE_BY_PAGE] = { "by_page", by_page, 4, 0, 0 },
};

const struct cw_fee_tier *cw_fee_tiers(enum cw_fee_method method, size_t *n, int64_t *step_units,
				       cw_fen *step_price)
{
	*n = tariffs[method].n;
	*step_units = tariffs[method].step_units;
	*step_price = tariffs[method].step_price;
	return tariffs[method].tiers;
}

const char *cw_fee_method_name(enum cw_fee_method method)
{
	return tariffs[method].name;
}

int cw_fee_method_of(const char *name)
{
	for (int m = 0; m < CW_FEE_METHOD_MAX; m++)
		if (strcmp(tariffs[m].name, name) == 0)
			return m;
	return -1;
}

/* The tier in which UNIT, counted from 1, lies. */
static struct cw_fee_tier tier_of(enum cw_fee_method method, int64_t unit)
{
	size_t n;
	int64_t units, further;
	cw_fen price;
	const struct cw_fee_tier *t = cw_fee_tiers(method, &n, &units, &price);
	struct cw_fee_tier last = t[n - 1];

	for (size_t i = 0; i < n; i++)
		if (!t[i].last || unit <= t[i].last)
			return t[i];
	/* Behind the last tier: each further so many units cost so much more. */
	further = (unit - last.last - 1) / units;
	return (struct cw_fee_tier){ .first = last.last + 1 + further * units,
				     .last = last.last + (further + 1) * units,
				     .each = last.each + (further + 1) * price };
}

/* Works units FROM to TO out into STEPS, or only counts the steps if that is NULL. */
static size_t work_out(enum cw_fee_method method, int64_t from, int64_t to,
		       struct cw_fee_step *steps)
{
	size_t n = 0;

	while (from <= to) {
		struct cw_fee_tier t = tier_of(method, from);
		int64_t end = t.last && t.last < to ? t.last : to, count = end - from + 1;

		if (steps)
			steps[n] = (struct cw_fee_step){ .first = t.first,
							 .last = t.last,
							 .count = count,
							 .each = t.each,
							 .amount = count * t.each };
		n++;
		from = end + 1;
	}
	return n;
}

static int check(const char *pointer, int64_t value, struct cw_err *err)
{
	if (value >= 0 && value <= CW_FEE_UNITS_MAX)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_OUT_OF_RANGE, "0", "100000", NULL);
}

/* total(before + units) - total(before), tier by tier (R-FEE-3; R-FEE-4 with BEFORE 0). */
int cw_fee_compute(struct cw_arena *a, enum cw_fee_method method, int64_t before, int64_t units,
		   struct cw_fee *out, struct cw_err *err)
{
	const bool pages = method == CW_FEE_BY_PAGE;
	struct cw_fee_step *steps;
	int rc;

	*out = (struct cw_fee){ .amount = 0 };
	rc = check("/units_before", before, err);
	rc |= check(pages ? "/pages" : "/units", units, err);
	/* Pages are not summed over requests (费5). */
	if (pages && before > 0)
		rc |= cw_fail_item(err, "/units_before", CW_MSG_OUT_OF_RANGE, "0", "0", NULL);
	if (rc)
		return -1;
	out->n_steps = work_out(method, before + 1, before + units, NULL);
	steps = cw_alloc_n(a, out->n_steps, sizeof(*steps));
	if (!steps)
		return cw_fail_memory(err);
	work_out(method, before + 1, before + units, steps);
	for (size_t i = 0; i < out->n_steps; i++)
		out->amount += steps[i].amount;
	out->steps = steps;
	return 0;
}
