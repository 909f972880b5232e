#include "casework/report.h"

#include <string.h>

static bool in_year(cw_day day, int year)
{
	return day != CW_DAY_NONE && cw_day_year(day) == year;
}

/* Whether something that is over on DAY is still open when YEAR ends. */
static bool open_after(cw_day day, int year)
{
	return day == CW_DAY_NONE || cw_day_year(day) > year;
}

static bool possible(const struct cw_report_case *c)
{
	if (c->column < 0 || c->column >= CW_COLUMN_TOTAL || c->received_on == CW_DAY_NONE)
		return false;
	if (c->done_on == CW_DAY_NONE)
		return true;
	return c->done_on >= c->received_on && c->row >= CW_ROW_FIRST_RESULT &&
	       c->row <= CW_ROW_LAST_RESULT;
}

bool cw_report_add(struct cw_report_table3 *t, int year, const struct cw_report_case *c)
{
	const int came = possible(c) ? cw_day_year(c->received_on) : 0;

	if (!possible(c))
		return false;
	if (came == year)
		t->cell[CW_ROW_NEW][c->column]++;
	else if (came < year && open_after(c->done_on, year - 1))
		t->cell[CW_ROW_CARRIED_IN][c->column]++;
	if (in_year(c->done_on, year))
		t->cell[c->row][c->column]++;
	else if (came <= year && open_after(c->done_on, year))
		t->cell[CW_ROW_CARRIED_OUT][c->column]++;
	return true;
}

static int64_t row_sum(const struct cw_report_table3 *t, int row)
{
	int64_t sum = 0;

	for (int c = 0; c < CW_COLUMN_TOTAL; c++)
		sum += t->cell[row][c];
	return sum;
}

static int64_t results(const struct cw_report_table3 *t, int column)
{
	int64_t sum = 0;

	for (int r = CW_ROW_FIRST_RESULT; r <= CW_ROW_LAST_RESULT; r++)
		sum += t->cell[r][column];
	return sum;
}

void cw_report_close(struct cw_report_table3 *t)
{
	for (int c = 0; c < CW_COLUMN_TOTAL; c++)
		t->cell[CW_ROW_DONE][c] = results(t, c);
	for (int r = CW_ROW_NEW; r < CW_ROW_MAX; r++)
		t->cell[r][CW_COLUMN_TOTAL] = row_sum(t, r);
}

void cw_report_sum(struct cw_report_table3 *t, const struct cw_report_table3 *from)
{
	for (int r = CW_ROW_NEW; r < CW_ROW_MAX; r++)
		for (int c = 0; c < CW_COLUMN_MAX; c++)
			t->cell[r][c] += from->cell[r][c];
}

/* ---- Faults. */

struct faults {
	struct cw_report_fault *out;
	size_t room, n;
};

static void expect(struct faults *f, enum cw_report_rule rule, int row, int column, int64_t is,
		   int64_t should)
{
	if (is == should)
		return;
	if (f->n < f->room)
		f->out[f->n] = (struct cw_report_fault){ rule, row, (enum cw_report_column)column,
							 is, should };
	f->n++;
}

size_t cw_report_check(const struct cw_report_table3 *t, const struct cw_report_table3 *before,
		       struct cw_report_fault *faults, size_t room)
{
	struct faults f = { faults, room, 0 };

	for (int c = 0; c < CW_COLUMN_MAX; c++) {
		expect(&f, CW_REPORT_BALANCE, CW_ROW_CARRIED_OUT, c, t->cell[CW_ROW_CARRIED_OUT][c],
		       t->cell[CW_ROW_NEW][c] + t->cell[CW_ROW_CARRIED_IN][c] -
			       t->cell[CW_ROW_DONE][c]);
		expect(&f, CW_REPORT_DONE, CW_ROW_DONE, c, t->cell[CW_ROW_DONE][c], results(t, c));
		if (before)
			expect(&f, CW_REPORT_CARRIED, CW_ROW_CARRIED_IN, c,
			       t->cell[CW_ROW_CARRIED_IN][c], before->cell[CW_ROW_CARRIED_OUT][c]);
	}
	for (int r = CW_ROW_NEW; r < CW_ROW_MAX; r++)
		expect(&f, CW_REPORT_TOTAL, r, CW_COLUMN_TOTAL, t->cell[r][CW_COLUMN_TOTAL],
		       row_sum(t, r));
	return f.n;
}

size_t cw_report_changes(const struct cw_report_table3 *frozen, const struct cw_report_table3 *now,
			 struct cw_report_fault *faults, size_t room)
{
	struct faults f = { faults, room, 0 };

	for (int r = CW_ROW_NEW; r < CW_ROW_MAX; r++)
		for (int c = 0; c < CW_COLUMN_MAX; c++)
			expect(&f, CW_REPORT_CHANGED, r, c, frozen->cell[r][c], now->cell[r][c]);
	return f.n;
}

enum cw_msg cw_report_row_title(int row)
{
	/* The catalogue holds them in order. */
	return (enum cw_msg)(CW_MSG_REPORT_ROW_1 + row - 1);
}

enum cw_msg cw_report_column_title(enum cw_report_column column)
{
	static const enum cw_msg titles[CW_COLUMN_MAX] = {
		[CW_COLUMN_PERSON] = CW_MSG_REPORT_COLUMN_PERSON,
		[CW_COLUMN_ENTERPRISE] = CW_MSG_REPORT_COLUMN_ENTERPRISE,
		[CW_COLUMN_RESEARCH] = CW_MSG_REPORT_COLUMN_RESEARCH,
		[CW_COLUMN_WELFARE] = CW_MSG_REPORT_COLUMN_WELFARE,
		[CW_COLUMN_LEGAL_SERVICE] = CW_MSG_REPORT_COLUMN_LEGAL_SERVICE,
		[CW_COLUMN_OTHER] = CW_MSG_REPORT_COLUMN_OTHER,
		[CW_COLUMN_TOTAL] = CW_MSG_REPORT_COLUMN_TOTAL,
	};

	return titles[column];
}

/* ---- Table 四. */

void cw_report_add_remedy(struct cw_report_table4 *t, int year, enum cw_remedy_kind kind,
			  enum cw_remedy_result result, cw_day filed_on, cw_day decided_on)
{
	int column;

	if (in_year(decided_on, year))
		column = (int)result;
	else if (cw_day_year(filed_on) <= year && open_after(decided_on, year))
		column = CW_RESULT_PENDING;
	else
		return;
	t->cell[kind][column]++;
	t->cell[kind][CW_RESULT_TOTAL]++;
}

static const char *const kind_names[CW_REMEDY_KIND_MAX] = {
	[CW_REMEDY_RECONSIDERATION] = "reconsideration",
	[CW_REMEDY_SUIT_DIRECT] = "suit_direct",
	[CW_REMEDY_SUIT_AFTER] = "suit_after_reconsideration",
};
static const char *const result_names[CW_RESULT_MAX] = {
	[CW_RESULT_UPHELD] = "upheld", [CW_RESULT_CORRECTED] = "corrected",
	[CW_RESULT_OTHER] = "other",   [CW_RESULT_PENDING] = "pending",
	[CW_RESULT_TOTAL] = "total",
};

static int index_of(const char *const names[], int n, const char *name)
{
	for (int i = 0; name && i < n; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

const char *cw_remedy_kind_name(enum cw_remedy_kind kind)
{
	return kind_names[kind];
}

int cw_remedy_kind_of(const char *name)
{
	return index_of(kind_names, CW_REMEDY_KIND_MAX, name);
}

const char *cw_remedy_result_name(enum cw_remedy_result result)
{
	return result_names[result];
}

int cw_remedy_result_of(const char *name)
{
	/* The total is a column, not a result. */
	return index_of(result_names, CW_RESULT_TOTAL, name);
}

enum cw_msg cw_remedy_kind_title(enum cw_remedy_kind kind)
{
	static const enum cw_msg titles[CW_REMEDY_KIND_MAX] = {
		[CW_REMEDY_RECONSIDERATION] = CW_MSG_REPORT_RECONSIDERATION,
		[CW_REMEDY_SUIT_DIRECT] = CW_MSG_REPORT_SUIT_DIRECT,
		[CW_REMEDY_SUIT_AFTER] = CW_MSG_REPORT_SUIT_AFTER,
	};

	return titles[kind];
}

enum cw_msg cw_remedy_result_title(enum cw_remedy_result result)
{
	static const enum cw_msg titles[CW_RESULT_MAX] = {
		[CW_RESULT_UPHELD] = CW_MSG_REPORT_UPHELD,
		[CW_RESULT_CORRECTED] = CW_MSG_REPORT_CORRECTED,
		[CW_RESULT_OTHER] = CW_MSG_REPORT_OTHER_RESULT,
		[CW_RESULT_PENDING] = CW_MSG_REPORT_PENDING,
		[CW_RESULT_TOTAL] = CW_MSG_REPORT_COLUMN_TOTAL,
	};

	return titles[result];
}

/* ---- Table 二, days. */

int64_t cw_report_valid_difference(int64_t valid_before, int64_t made, int64_t repealed,
				   int64_t valid)
{
	return valid - (valid_before + made - repealed);
}

cw_day cw_report_due(int year, bool government)
{
	return government ? cw_day_of(year + 1, 3, 31) : cw_day_of(year + 1, 1, 31);
}
