/* What an attempt's answer changes: the delivery, its attempts, the endpoint.  The sender's thread. */
#ifndef NOTIFY_RESULT_H
#define NOTIFY_RESULT_H

#include "notify/event.h"
#include "notify/post.h"

/* An endpoint whose deliveries died for so long, with none arriving, is disabled. */
#define NT_FAILING_MAX (INT64_C(3) * 86400 * 1000000)

struct nt_result {
	struct nt_post *post;
	struct nt_judgement judgement;
	const char *fault;
	long status;
	int64_t ended_at;
	uint32_t jitter;
	const struct nt_scene *scene; /* for a message that must be shorter, or wait for the morning */
};

/* In a transaction that may run again. */
int nt_result_save(struct db_conn *c, const struct nt_result *r, struct cw_err *err) CW_MUST_CHECK;
/* The same for at most NT_RESULTS: those that arrived are written together. */
#define NT_RESULTS 256
int nt_results_save(struct db_conn *c, const struct nt_result *rs, size_t n,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
