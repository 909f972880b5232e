#include "db/job.h"

#define JOB_COLUMNS                                                                                \
	"id, kind, status, args, done, total, position, result, created_by, "                      \
	"created_at, lease_until, finished_at"
#define JOB_OUT(r)                                                                                 \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_STR((r).kind), DB_OUT_STR((r).status),                  \
			DB_OUT_STR((r).args), DB_OUT_U64((r).done), DB_OUT_U64((r).total),         \
			DB_OUT_U64((r).position), DB_OUT_STR((r).result),                          \
			DB_OUT_U64((r).created_by), DB_OUT_TIME((r).created_at),                   \
			DB_OUT_TIME((r).lease_until), DB_OUT_TIME((r).finished_at)                 \
	}

int db_job_add(struct db_conn *c, const char *kind, const char *args, uint64_t created_by,
	       int64_t now, uint64_t *id, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO job (kind, status, args, created_by, created_at)"
				  " VALUES (?, 'waiting', ?, ?, ?)";
	const struct db_in in[] = { DB_STR(kind), DB_STR(args), DB_ID_OR_NULL(created_by),
				    DB_TIME(now) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_job_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_job *out,
	       struct cw_err *err)
{
	static const char sql[] = "SELECT " JOB_COLUMNS " FROM job WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = JOB_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_job_due_find(struct db_conn *c, struct cw_arena *a, int64_t now, struct db_job *out,
		    bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT " JOB_COLUMNS " FROM job WHERE status = 'waiting'"
				  " OR (status = 'running' AND lease_until <= ?)"
				  " ORDER BY id LIMIT 1";
	const struct db_in in[] = { DB_TIME(now) };
	const struct db_out row[] = JOB_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_job_before(struct db_conn *c, struct cw_arena *a, const char *kind, uint64_t id, bool *there,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT id FROM job WHERE kind = ? AND id < ?"
				  " AND status IN ('waiting', 'running') LIMIT 1";
	const struct db_in in[] = { DB_STR(kind), DB_U64(id) };
	uint64_t first;
	const struct db_out row[] = { DB_OUT_U64(first) };

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), there, err);
}

int db_job_claim(struct db_conn *c, const struct db_job *job, int64_t lease_until, bool *got,
		 struct cw_err *err)
{
	static const char sql[] = "UPDATE job SET status = 'running', lease_until = ?"
				  " WHERE id = ? AND status = ? AND lease_until <=> ?";
	const struct db_in in[] = { DB_TIME(lease_until), DB_U64(job->id), DB_STR(job->status),
				    DB_TIME(job->lease_until) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*got = done.changed == 1;
	return 0;
}

static int run_held(struct db_conn *c, const char *sql, const struct db_in *in, size_t n,
		    struct cw_err *err)
{
	struct db_done done;

	if (db_run(c, sql, in, n, &done, err))
		return -1;
	if (done.changed == 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_JOB_LOST, NULL);
	return 0;
}

int db_job_save(struct db_conn *c, const struct db_job *job, int64_t lease_until,
		struct cw_err *err)
{
	static const char sql[] =
		"UPDATE job SET done = ?, total = ?, position = ?, lease_until = ?"
		" WHERE id = ? AND status = 'running' AND lease_until = ?";
	const struct db_in in[] = { DB_U64(job->done),	   DB_U64(job->total),
				    DB_U64(job->position), DB_TIME(lease_until),
				    DB_U64(job->id),	   DB_TIME(job->lease_until) };

	return run_held(c, sql, in, DB_N(in), err);
}

int db_job_finish(struct db_conn *c, const struct db_job *job, const char *status,
		  const char *result, int64_t now, struct cw_err *err)
{
	static const char sql[] = "UPDATE job SET status = ?, done = ?, total = ?, result = ?,"
				  " finished_at = ?, lease_until = NULL"
				  " WHERE id = ? AND status = 'running' AND lease_until = ?";
	const struct db_in in[] = { DB_STR(status),	      DB_U64(job->done), DB_U64(job->total),
				    DB_STR(result),	      DB_TIME(now),	 DB_U64(job->id),
				    DB_TIME(job->lease_until) };

	return run_held(c, sql, in, DB_N(in), err);
}

int db_job_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		  struct cw_err *err)
{
	static const char sql[] =
		"DELETE FROM job WHERE status IN ('done', 'failed') AND finished_at < ? LIMIT ?";
	const struct db_in in[] = { DB_TIME(before), DB_U64(limit) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*gone = done.changed;
	return 0;
}
