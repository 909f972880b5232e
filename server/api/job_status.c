/* How a job is getting on: for the one who asked for it, and for system administrators. */
#include "server/api/admin.h"
#include "server/jobs/jobs.h"

int api_job_get(struct rq *rq, struct cw_err *err)
{
	struct db_job job;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_job_get(rq->db, rq->arena, id, &job, err))
		return -1;
	if (job.created_by != rq->who.user &&
	    !rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN)))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return rq_json(rq, 200, job_json(&job), err);
}
