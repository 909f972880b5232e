/* Payments, refunds, lapses: db/payment.h. */
#include "db/payment.h"

#include "db/rows.h"

int db_payment_add(struct db_conn *c, struct db_payment *p, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO payment (agency_id, voucher, way, paid_on, amount,"
				  " recorded_by, recorded_on) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(p->agency_id),	DB_STR(p->voucher), DB_STR(p->way),
		DB_DAY(p->paid_on),	DB_I64(p->amount),  DB_U64(p->recorded_by),
		DB_DAY(p->recorded_on),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	p->id = done.insert_id;
	return 0;
}

int db_payment_share_add(struct db_conn *c, const struct db_payment_share *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO payment_share (payment_id, case_id, notice_id, amount,"
		" applied) VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(s->payment.id), DB_U64(s->case_id),
				    DB_ID_OR_NULL(s->notice_id), DB_I64(s->amount),
				    DB_I64(s->applied) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_payment_share_save(struct db_conn *c, const struct db_payment_share *s, struct cw_err *err)
{
	static const char sql[] = "UPDATE payment_share SET applied = ?, notice_id = ?"
				  " WHERE payment_id = ? AND case_id = ?";
	const struct db_in in[] = { DB_I64(s->applied), DB_ID_OR_NULL(s->notice_id),
				    DB_U64(s->payment.id), DB_U64(s->case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_payment_share_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_payment_share **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT p.id, p.agency_id, p.voucher, p.way, p.paid_on, p.amount, p.recorded_by,"
		" p.recorded_on, s.case_id, s.notice_id, s.amount, s.applied FROM payment_share s"
		" JOIN payment p ON p.id = s.payment_id WHERE s.case_id = ? ORDER BY p.id LIMIT "
		"200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_payment_share s;
	struct db_rows rows = DB_ROWS(a, s);
	const struct db_out out[] = {
		DB_OUT_U64(s.payment.id),
		DB_OUT_U64(s.payment.agency_id),
		DB_OUT_STR(s.payment.voucher),
		DB_OUT_STR(s.payment.way),
		DB_OUT_DAY(s.payment.paid_on),
		DB_OUT_I64(s.payment.amount),
		DB_OUT_U64(s.payment.recorded_by),
		DB_OUT_DAY(s.payment.recorded_on),
		DB_OUT_U64(s.case_id),
		DB_OUT_U64(s.notice_id),
		DB_OUT_I64(s.amount),
		DB_OUT_I64(s.applied),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Refunds. */

int db_refund_add(struct db_conn *c, struct db_refund *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO refund (case_id, agency_id, payment_id, notice_id, amount, cause, "
		"reason,"
		" how, status, asked_by, asked_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(r->case_id),	     DB_U64(r->agency_id), DB_ID_OR_NULL(r->payment_id),
		DB_ID_OR_NULL(r->notice_id), DB_I64(r->amount),	   DB_STR(r->cause),
		DB_STR(r->reason),	     DB_STR(r->how),	   DB_STR(r->status),
		DB_ID_OR_NULL(r->asked_by),  DB_DAY(r->asked_on),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	r->id = done.insert_id;
	return 0;
}

int db_refund_save(struct db_conn *c, const struct db_refund *r, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE refund SET how = ?, status = ?, decided_by = ?, decided_on = ?, remarks = "
		"?,"
		" letter_id = ?, refunded_on = ?, voucher = ?, paid_by = ? WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(r->how),		DB_STR(r->status),  DB_ID_OR_NULL(r->decided_by),
		DB_DAY(r->decided_on),	DB_STR(r->remarks), DB_ID_OR_NULL(r->letter_id),
		DB_DAY(r->refunded_on), DB_STR(r->voucher), DB_ID_OR_NULL(r->paid_by),
		DB_U64(r->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

#define REFUND_COLUMNS                                                                             \
	"r.id, r.case_id, r.agency_id, r.payment_id, r.notice_id, r.asked_by, r.decided_by,"       \
	" r.letter_id, r.paid_by, r.amount, r.cause, r.status, r.reason, r.how, r.remarks,"        \
	" r.voucher, d.number, r.asked_on, r.decided_on, r.refunded_on"                            \
	" FROM refund r JOIN docket d ON d.id = r.case_id"
#define REFUND_OUT(r)                                                                              \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).case_id), DB_OUT_U64((r).agency_id),            \
			DB_OUT_U64((r).payment_id), DB_OUT_U64((r).notice_id),                     \
			DB_OUT_U64((r).asked_by), DB_OUT_U64((r).decided_by),                      \
			DB_OUT_U64((r).letter_id), DB_OUT_U64((r).paid_by),                        \
			DB_OUT_I64((r).amount), DB_OUT_STR((r).cause), DB_OUT_STR((r).status),     \
			DB_OUT_STR((r).reason), DB_OUT_STR((r).how), DB_OUT_STR((r).remarks),      \
			DB_OUT_STR((r).voucher), DB_OUT_STR((r).number), DB_OUT_DAY((r).asked_on), \
			DB_OUT_DAY((r).decided_on), DB_OUT_DAY((r).refunded_on)                    \
	}

int db_refund_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_refund **list,
		   size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " REFUND_COLUMNS " WHERE r.case_id = ? ORDER BY r.id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_refund r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = REFUND_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_refund_list_agency(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			  const char *status, uint64_t after, unsigned limit,
			  struct db_refund **list, size_t *n, struct cw_err *err)
{
	static const char all[] = "SELECT " REFUND_COLUMNS
				  " WHERE r.agency_id = ? AND r.id > ? ORDER BY r.id LIMIT ?";
	static const char some[] =
		"SELECT " REFUND_COLUMNS
		" WHERE r.agency_id = ? AND r.status = ? AND r.id > ? ORDER BY r.id LIMIT ?";
	const struct db_in in_all[] = { DB_U64(agency), DB_U64(after), DB_U64(limit) };
	const struct db_in in_some[] = { DB_U64(agency), DB_STR(status), DB_U64(after),
					 DB_U64(limit) };
	struct db_refund r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = REFUND_OUT(r);

	if (status ? db_list(c, a, some, in_some, 4, out, DB_N(out), db_rows_add, &rows, err)
		   : db_list(c, a, all, in_all, 3, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Lapses. */

int db_lapse_add(struct db_conn *c, struct db_lapse *l, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO lapse (case_id, handling, outcome, status, reason, made_by, made_on,"
		" letter_id, period_ended_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(l->case_id), DB_I64(l->handling),  DB_STR(l->outcome),
		DB_STR(l->status),  DB_STR(l->reason),	  DB_U64(l->made_by),
		DB_DAY(l->made_on), DB_U64(l->letter_id), DB_DAY(l->period_ended_on),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	l->id = done.insert_id;
	return 0;
}

int db_lapse_save(struct db_conn *c, const struct db_lapse *l, struct cw_err *err)
{
	static const char sql[] = "UPDATE lapse SET status = ?, served_on = ?, reinstated_by = ?,"
				  " reinstated_on = ?, good_reason = ?,"
				  " reinstatement_letter_id = ? WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(l->status),
		DB_DAY(l->served_on),
		DB_ID_OR_NULL(l->reinstated_by),
		DB_DAY(l->reinstated_on),
		DB_STR(l->good_reason),
		DB_ID_OR_NULL(l->reinstatement_letter_id),
		DB_U64(l->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_lapse_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_lapse **list,
		  size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, made_by, letter_id, reinstated_by, reinstatement_letter_id,"
		" handling, outcome, status, reason, good_reason, made_on, period_ended_on, "
		"served_on,"
		" reinstated_on FROM lapse WHERE case_id = ? ORDER BY id LIMIT 100";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_lapse l;
	struct db_rows rows = DB_ROWS(a, l);
	const struct db_out out[] = {
		DB_OUT_U64(l.id),
		DB_OUT_U64(l.case_id),
		DB_OUT_U64(l.made_by),
		DB_OUT_U64(l.letter_id),
		DB_OUT_U64(l.reinstated_by),
		DB_OUT_U64(l.reinstatement_letter_id),
		DB_OUT_INT(l.handling),
		DB_OUT_STR(l.outcome),
		DB_OUT_STR(l.status),
		DB_OUT_STR(l.reason),
		DB_OUT_STR(l.good_reason),
		DB_OUT_DAY(l.made_on),
		DB_OUT_DAY(l.period_ended_on),
		DB_OUT_DAY(l.served_on),
		DB_OUT_DAY(l.reinstated_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
