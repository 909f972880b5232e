/*
 * The notices of the State Council General Office on the days off of 2019 to 2026, and the two that
 * changed a running year (R-DAY-2).  Data only; the test of the calendar holds the year's totals.
 */
#include "casework/calendar.h"

/* A day as a constant expression: cw_day_of's arithmetic, for years counted from 1 March. */
#define YEAR(y, m)   ((m) <= 2 ? (y) - 1 : (y))
#define LEAPS(y)     ((y) / 4 - (y) / 100 + (y) / 400)
#define IN_YEAR(m)   ((153 * ((m) > 2 ? (m) - 3 : (m) + 9) + 2) / 5)
#define DAY(y, m, d) (365 * YEAR(y, m) + LEAPS(YEAR(y, m)) + IN_YEAR(m) + (d) - 1 - 719468)

#define SPAN(y, m, d, m2, d2) { DAY(y, m, d), DAY(y, m2, d2) }
#define ONE(y, m, d)	      { DAY(y, m, d), DAY(y, m, d) }

static const struct cw_span off_2019[] = {
	{ DAY(2018, 12, 30), DAY(2019, 1, 1) },
	SPAN(2019, 2, 4, 2, 10),
	SPAN(2019, 4, 5, 4, 7),
	ONE(2019, 5, 1),
	SPAN(2019, 6, 7, 6, 9),
	SPAN(2019, 9, 13, 9, 15),
	SPAN(2019, 10, 1, 10, 7),
};
static const cw_day on_2019[] = { DAY(2018, 12, 29), DAY(2019, 2, 2), DAY(2019, 2, 3),
				  DAY(2019, 9, 29), DAY(2019, 10, 12) };

static const struct cw_span off_2019_changed[] = { SPAN(2019, 5, 1, 5, 4) };
static const cw_day on_2019_changed[] = { DAY(2019, 4, 28), DAY(2019, 5, 5) };

static const struct cw_span off_2020[] = {
	ONE(2020, 1, 1),
	SPAN(2020, 1, 24, 1, 30),
	SPAN(2020, 4, 4, 4, 6),
	SPAN(2020, 5, 1, 5, 5),
	SPAN(2020, 6, 25, 6, 27),
	SPAN(2020, 10, 1, 10, 8),
};
static const cw_day on_2020[] = { DAY(2020, 1, 19), DAY(2020, 2, 1),  DAY(2020, 4, 26),
				  DAY(2020, 5, 9),  DAY(2020, 6, 28), DAY(2020, 9, 27),
				  DAY(2020, 10, 10) };

/* The make-up day 02-01 falls away because it lies in the longer span. */
static const struct cw_span off_2020_changed[] = { SPAN(2020, 1, 24, 2, 2) };

static const struct cw_span off_2021[] = {
	SPAN(2021, 1, 1, 1, 3),	  SPAN(2021, 2, 11, 2, 17), SPAN(2021, 4, 3, 4, 5),
	SPAN(2021, 5, 1, 5, 5),	  SPAN(2021, 6, 12, 6, 14), SPAN(2021, 9, 19, 9, 21),
	SPAN(2021, 10, 1, 10, 7),
};
static const cw_day on_2021[] = { DAY(2021, 2, 7),  DAY(2021, 2, 20), DAY(2021, 4, 25),
				  DAY(2021, 5, 8),  DAY(2021, 9, 18), DAY(2021, 9, 26),
				  DAY(2021, 10, 9) };

static const struct cw_span off_2022[] = {
	SPAN(2022, 1, 1, 1, 3),	  SPAN(2022, 1, 31, 2, 6), SPAN(2022, 4, 3, 4, 5),
	SPAN(2022, 4, 30, 5, 4),  SPAN(2022, 6, 3, 6, 5),  SPAN(2022, 9, 10, 9, 12),
	SPAN(2022, 10, 1, 10, 7),
};
static const cw_day on_2022[] = { DAY(2022, 1, 29), DAY(2022, 1, 30), DAY(2022, 4, 2),
				  DAY(2022, 4, 24), DAY(2022, 5, 7),  DAY(2022, 10, 8),
				  DAY(2022, 10, 9) };

static const struct cw_span off_2023[] = {
	{ DAY(2022, 12, 31), DAY(2023, 1, 2) },
	SPAN(2023, 1, 21, 1, 27),
	ONE(2023, 4, 5),
	SPAN(2023, 4, 29, 5, 3),
	SPAN(2023, 6, 22, 6, 24),
	SPAN(2023, 9, 29, 10, 6),
};
static const cw_day on_2023[] = { DAY(2023, 1, 28), DAY(2023, 1, 29), DAY(2023, 4, 23),
				  DAY(2023, 5, 6),  DAY(2023, 6, 25), DAY(2023, 10, 7),
				  DAY(2023, 10, 8) };

static const struct cw_span off_2024[] = {
	ONE(2024, 1, 1),	  SPAN(2024, 2, 10, 2, 17), SPAN(2024, 4, 4, 4, 6),
	SPAN(2024, 5, 1, 5, 5),	  ONE(2024, 6, 10),	    SPAN(2024, 9, 15, 9, 17),
	SPAN(2024, 10, 1, 10, 7),
};
static const cw_day on_2024[] = { DAY(2024, 2, 4),  DAY(2024, 2, 18), DAY(2024, 4, 7),
				  DAY(2024, 4, 28), DAY(2024, 5, 11), DAY(2024, 9, 14),
				  DAY(2024, 9, 29), DAY(2024, 10, 12) };

static const struct cw_span off_2025[] = {
	ONE(2025, 1, 1),	SPAN(2025, 1, 28, 2, 4), SPAN(2025, 4, 4, 4, 6),
	SPAN(2025, 5, 1, 5, 5), SPAN(2025, 5, 31, 6, 2), SPAN(2025, 10, 1, 10, 8),
};
static const cw_day on_2025[] = { DAY(2025, 1, 26), DAY(2025, 2, 8), DAY(2025, 4, 27),
				  DAY(2025, 9, 28), DAY(2025, 10, 11) };

static const struct cw_span off_2026[] = {
	SPAN(2026, 1, 1, 1, 3),	  SPAN(2026, 2, 15, 2, 23), SPAN(2026, 4, 4, 4, 6),
	SPAN(2026, 5, 1, 5, 5),	  SPAN(2026, 6, 19, 6, 21), SPAN(2026, 9, 25, 9, 27),
	SPAN(2026, 10, 1, 10, 7),
};
static const cw_day on_2026[] = { DAY(2026, 1, 4), DAY(2026, 2, 14), DAY(2026, 2, 28),
				  DAY(2026, 5, 9), DAY(2026, 9, 20), DAY(2026, 10, 10) };

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define NOTICE(y, text, issued, off_days, on_days)                                                 \
	{ .year = (y),                                                                             \
	  .number = "国办发明电" text,                                                             \
	  .issued_on = (issued),                                                                   \
	  .off = (off_days),                                                                       \
	  .n_off = N(off_days),                                                                    \
	  .on = (on_days),                                                                         \
	  .n_on = N(on_days) }

static const struct cw_notice builtin[] = {
	NOTICE(2019, "〔2018〕15号", DAY(2018, 12, 6), off_2019, on_2019),
	NOTICE(2019, "〔2019〕3号", DAY(2019, 3, 22), off_2019_changed, on_2019_changed),
	NOTICE(2020, "〔2019〕16号", DAY(2019, 11, 21), off_2020, on_2020),
	{ .year = 2020,
	  .number = "国办发明电〔2020〕1号",
	  .issued_on = DAY(2020, 1, 27),
	  .off = off_2020_changed,
	  .n_off = N(off_2020_changed) },
	NOTICE(2021, "〔2020〕27号", DAY(2020, 11, 25), off_2021, on_2021),
	NOTICE(2022, "〔2021〕11号", DAY(2021, 10, 25), off_2022, on_2022),
	NOTICE(2023, "〔2022〕16号", DAY(2022, 12, 8), off_2023, on_2023),
	NOTICE(2024, "〔2023〕7号", DAY(2023, 10, 25), off_2024, on_2024),
	NOTICE(2025, "〔2024〕12号", DAY(2024, 11, 12), off_2025, on_2025),
	NOTICE(2026, "〔2025〕7号", DAY(2025, 11, 4), off_2026, on_2026),
};

const struct cw_notice *cw_notices_builtin(size_t *n)
{
	*n = N(builtin);
	return builtin;
}
