#include "server/act/agency_deadline.h"

#include "server/act/calendars.h"
#include "server/app.h"

static struct db_agency_deadline filled(const struct rq *rq, const char *kind, uint64_t ref,
					uint64_t agency, cw_day due_on)
{
	return (struct db_agency_deadline){
		.kind = kind,
		.ref = ref,
		.agency_id = agency,
		.due_on = due_on,
		.calendar = calendars_version(rq->app->calendars, rq->calendar),
	};
}

int agency_deadline_add(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency,
			cw_day due_on, struct cw_err *err)
{
	const struct db_agency_deadline l = filled(rq, kind, ref, agency, due_on);

	return db_agency_deadline_add(rq->db, &l, err);
}

int agency_deadline_put(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency,
			cw_day due_on, struct cw_err *err)
{
	const struct db_agency_deadline l = filled(rq, kind, ref, agency, due_on);

	return db_agency_deadline_put(rq->db, &l, err);
}
