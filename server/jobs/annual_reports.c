#include "server/jobs/annual_reports.h"

#include <string.h>

#include "casework/report.h"
#include "db/annual_report.h"
#include "server/act/agency_deadline.h"
#include "server/act/system.h"

#define SLICE 50

struct opening {
	struct rq rq;
	struct db_annual_report report;
};

/* A db_tx_fn.  Whoever comes second finds it there. */
static int open_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct opening *o = arg;
	bool added;

	(void)c; /* rq.db */
	if (db_annual_report_add(o->rq.db, &o->report, &added, err))
		return -1;
	return added ? agency_deadline_add(&o->rq, DB_DUE_REPORT, o->report.id, o->report.agency_id,
					   o->report.due_on, err)
		     : 0;
}

static int open_one(struct opening *o, int year, const struct db_annual_report_agency *agency,
		    struct cw_err *err)
{
	/* 条例 49: the governments of counties and above publish by 31 March; towns and
	 * sub-districts, like departments, hand theirs to the district office before it makes its
	 * own. */
	const bool government = strcmp(agency->kind, "government") == 0;

	o->report = (struct db_annual_report){ .agency_id = agency->id,
					       .district_id = agency->district_id,
					       .year = year,
					       .due_on = cw_report_due(year, government),
					       .submits = !government };
	return db_tx_run(o->rq.db, open_tx, o, NULL, err);
}

/* Once a day: the position is the day on which all was done. */
int annual_reports_open(struct task_run *run, bool *more, struct cw_err *err)
{
	struct db_annual_report_agency *rows;
	struct opening o;
	size_t n = 0;
	int year;

	if (act_system(run->app, run->db, run->arena, run->now, "annual_reports", &o.rq, err))
		return -1;
	if (*run->position == (uint64_t)o.rq.today)
		return 0;
	year = cw_day_year(o.rq.today) - 1;
	if (o.rq.today <= cw_report_due(year, true) &&
	    db_annual_report_missing_list(run->db, run->arena, year,
					  o.rq.today > cw_report_due(year, false), SLICE, &rows, &n,
					  err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (open_one(&o, year, &rows[i], err))
			return -1;
	*more = n == SLICE;
	if (!*more)
		*run->position = (uint64_t)o.rq.today;
	return 0;
}
