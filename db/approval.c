#include "db/approval.h"

#include <string.h>

#include "db/rows.h"

#define CASE "d.id, d.assignee_id, d.number, d.title, d.state, "
#define OPEN " AND d.is_open = 1"
/* The day by which it is to be decided, which is the day that is reminded of where there is a
 * deadline of its own; a draft reply has none and goes by the reply's day. */
#define OF_REPLY    "d.due_on"
#define OF_DEADLINE "l.due_on"
#define OWN_DEADLINE(kind, ref)                                                                    \
	" JOIN deadline l ON l.case_id = d.id AND l.handling = d.handling AND l.kind = '" kind "'" \
	" AND l.ref = " ref " AND l.status = 'open'"
/* Own ones are left out: nobody decides what they drafted or asked for (standards.md part 6). */
#define REPLIES                                                                                    \
	" FROM reply w FORCE INDEX (k_reply_waits) JOIN docket d ON d.id = w.case_id"              \
	" AND d.handling = w.handling WHERE w.agency_id = ? AND w.waits = 1"                       \
	" AND NOT EXISTS (SELECT 1 FROM reply_drafter b WHERE b.reply_id = w.id"                   \
	" AND b.user_id = ?) AND (w.step_role IS NULL OR FIND_IN_SET(w.step_role, ?))" OPEN
/* One's own too: where there is a single officer, that one decides (R-CLOCK-2).  What became moot
 * in a new period has no open deadline, nor what cannot be granted because the clock stands still.
 * The deadline's day is the last on which the law lets it be granted, not that of the asking. */
#define EXTENSIONS                                                                                 \
	" FROM extension w FORCE INDEX (k_extension_waits) JOIN docket d ON d.id = "               \
	"w.case_id" OWN_DEADLINE("extension", "0") " WHERE w.agency_id = ? AND w.waits = 1" OPEN
#define FEE_NOTICES                                                                                \
	" FROM fee_notice w FORCE INDEX (k_fee_notice_drafted) JOIN docket d ON d.id = w.case_id"  \
	" WHERE w.agency_id = ? AND w.drafted = 1 AND w.drafted_by <> ?" OPEN
/* Those that concern a case that is over wait as well; its end has ended their deadline. */
#define PROPOSALS                                                                                  \
	" FROM proposal w FORCE INDEX (k_proposal_agency) JOIN docket d ON d.id = w.case_id"       \
	" LEFT" OWN_DEADLINE("proposal",                                                           \
			     "w.id") " WHERE w.agency_id = ? AND w.waits = 1 AND w.asked_by <> ?"
/* No rule gives refunds a day. */
#define REFUNDS                                                                                    \
	" FROM refund w FORCE INDEX (k_refund_status) JOIN docket d ON d.id = w.case_id"           \
	" WHERE w.agency_id = ? AND w.status = 'due'"                                              \
	" AND (w.asked_by IS NULL OR w.asked_by <> ?)"
/* Nobody asks for these: a day that is over, or somebody's answer, puts them to the head. */
#define FOR_THE_HEAD(kinds)                                                                        \
	" FROM deadline w FORCE INDEX (k_deadline_head) JOIN docket d ON d.id = w.case_id"         \
	" AND d.handling = w.handling WHERE w.agency_id = ? AND w.head_waits = 1 AND " kinds

static const struct {
	const char *list, *count;
	unsigned n_in; /* agency, user, steps: the first so many */
	bool by_today;
} statements[DB_APPROVAL_KINDS] = {
#define ROW(own, due, from)                                                                        \
	"SELECT w.id, " CASE due ", " own from " AND (COALESCE(" due ", DATE '9999-12-31') > ?"    \
	" OR (COALESCE(" due ", DATE '9999-12-31') = ? AND w.id > ?))"                             \
	" ORDER BY COALESCE(" due ", DATE '9999-12-31'), w.id LIMIT ?",                            \
		"SELECT COUNT(*) FROM (SELECT 1" from " LIMIT ?) t"
	[DB_APPROVAL_REPLY] = { ROW("w.drafter_id, w.step_on, w.step_role, NULL, w.round, 0, 0",
				    OF_REPLY, REPLIES),
				3 },
	[DB_APPROVAL_EXTENSION] = { ROW("w.asked_by, w.asked_on, NULL, NULL, 0, w.working_days, 0",
					OF_DEADLINE, EXTENSIONS),
				    1 },
	[DB_APPROVAL_FEE_NOTICE] = { ROW("w.drafted_by, w.drafted_on, NULL, w.method, 0, 0, 0",
					 OF_REPLY, FEE_NOTICES),
				     2 },
	[DB_APPROVAL_PROPOSAL] = { ROW("w.asked_by, w.asked_on, NULL, w.act, 0, 0, 0", OF_DEADLINE,
				       PROPOSALS),
				   2 },
	[DB_APPROVAL_REFUND] = { ROW("w.asked_by, w.asked_on, NULL, NULL, 0, 0, w.amount", "NULL",
				     REFUNDS),
				 2 },
	[DB_APPROVAL_LAPSE] = { ROW("NULL, NULL, NULL, w.kind, 0, 0, 0", "w.due_on",
				    FOR_THE_HEAD(
					    "w.kind IN ('correction', 'fee') AND w.due_on < ?")),
				1, .by_today = true },
	[DB_APPROVAL_FINDING] = { ROW("NULL, NULL, NULL, NULL, 0, 0, 0", "w.due_on",
				      FOR_THE_HEAD("w.kind = 'reasons_finding'")),
				  1 },
	[DB_APPROVAL_UNCONFIRMED] = { ROW("NULL, NULL, NULL, NULL, 0, 0, 0", "w.due_on",
					  FOR_THE_HEAD("w.kind = 'unconfirmed' AND w.due_on <= ?")),
				      1, .by_today = true },
};

/* What both statements of KIND begin with; how many. */
static unsigned whose(enum db_approval_kind kind, const struct db_approver *who, struct db_in *in)
{
	const struct db_in all[] = { DB_U64(who->agency), DB_U64(who->user), DB_STR(who->steps) };
	unsigned n = 0;

	for (; n < statements[kind].n_in; n++)
		in[n] = all[n];
	if (statements[kind].by_today)
		in[n++] = DB_DAY(who->today);
	return n;
}

int db_approval_wait_list(struct db_conn *c, struct cw_arena *a, enum db_approval_kind kind,
			  const struct db_approver *who, const struct db_approval_after *after,
			  unsigned limit, struct db_approval_wait **rows, size_t *n,
			  struct cw_err *err)
{
	struct db_approval_wait w = { .id = 0 };
	struct db_rows list = DB_ROWS(a, w);
	const struct db_out cols[] = {
		DB_OUT_U64(w.id),	    DB_OUT_U64(w.case_id),  DB_OUT_U64(w.assignee_id),
		DB_OUT_STR(w.number),	    DB_OUT_STR(w.title),    DB_OUT_STR(w.state),
		DB_OUT_DAY(w.due_on),	    DB_OUT_U64(w.asked_by), DB_OUT_DAY(w.asked_on),
		DB_OUT_STR(w.step),	    DB_OUT_STR(w.act),	    DB_OUT_INT(w.round),
		DB_OUT_INT(w.working_days), DB_OUT_I64(w.amount),
	};
	const struct db_in from[] = { DB_DAY(after->due_on), DB_DAY(after->due_on),
				      DB_U64(after->id), DB_U64(limit) };
	struct db_in in[4 + DB_N(from)];
	const unsigned n_in = whose(kind, who, in);

	for (size_t i = 0; i < DB_N(from); i++)
		in[n_in + i] = from[i];
	if (db_list(c, a, statements[kind].list, in, n_in + DB_N(from), cols, DB_N(cols),
		    db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	*n = list.n;
	return 0;
}

int db_approval_wait_count(struct db_conn *c, enum db_approval_kind kind,
			   const struct db_approver *who, unsigned cap, uint64_t *out,
			   struct cw_err *err)
{
	const struct db_out cols[] = { DB_OUT_U64(*out) };
	struct db_in in[5];
	const unsigned n_in = whose(kind, who, in);

	in[n_in] = DB_U64(cap);
	return db_get(c, NULL, statements[kind].count, in, n_in + 1, cols, DB_N(cols), err);
}
