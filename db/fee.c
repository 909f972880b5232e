/* Fee notices, and the units of an applicant's month. */
#include "db/fee.h"

#include "db/rows.h"
#include "db/same.h"

int db_fee_draft(struct db_conn *c, struct db_fee *f, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO fee_notice (case_id, agency_id, handling, status, method, quantity,"
		" reason, how_to_pay, drafted_by, drafted_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), handling = VALUES(handling),"
		" method = VALUES(method), quantity = VALUES(quantity), reason = VALUES(reason),"
		" how_to_pay = VALUES(how_to_pay), drafted_by = VALUES(drafted_by),"
		" drafted_on = VALUES(drafted_on)";
	const struct db_in in[] = {
		DB_U64(f->case_id),    DB_U64(f->agency_id),  DB_I64(f->handling),
		DB_STR(f->status),     DB_STR(f->method),     DB_I64(f->quantity),
		DB_STR(f->reason),     DB_STR(f->how_to_pay), DB_U64(f->drafted_by),
		DB_DAY(f->drafted_on),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	f->id = done.insert_id;
	return 0;
}

int db_fee_save(struct db_conn *c, const struct db_fee *f, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE fee_notice SET status = ?, quantity = ?, units_before = ?, month = ?,"
		" amount = ?, paid = ?, sent_by = ?, sent_on = ?, way = ?, proof = ?, letter_id = "
		"?,"
		" received_on = ?, receipt_proof = ?, pay_by = ?, decided_by = ?, decided_on = ?,"
		" decision_reason = ?, decision_letter_id = ? WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(f->status),
		DB_I64(f->quantity),
		DB_I64(f->units_before),
		DB_DAY(f->month),
		DB_I64(f->amount),
		DB_I64(f->paid),
		DB_ID_OR_NULL(f->sent_by),
		DB_DAY(f->sent_on),
		DB_STR(f->way),
		DB_STR(f->proof),
		DB_ID_OR_NULL(f->letter_id),
		DB_DAY(f->received_on),
		DB_STR(f->receipt_proof),
		DB_DAY(f->pay_by),
		DB_ID_OR_NULL(f->decided_by),
		DB_DAY(f->decided_on),
		DB_STR(f->decision_reason),
		DB_ID_OR_NULL(f->decision_letter_id),
		DB_U64(f->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_fee_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_fee **list,
		size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, agency_id, drafted_by, sent_by, letter_id, decided_by,"
		" decision_letter_id, handling, status, method, quantity, units_before, month, "
		"amount,"
		" paid, reason, how_to_pay, way, proof, receipt_proof, decision_reason, drafted_on,"
		" sent_on, received_on, pay_by, decided_on FROM fee_notice WHERE case_id = ?"
		" ORDER BY id LIMIT 100";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_fee f;
	struct db_rows rows = DB_ROWS(a, f);
	const struct db_out out[] = {
		DB_OUT_U64(f.id),
		DB_OUT_U64(f.case_id),
		DB_OUT_U64(f.agency_id),
		DB_OUT_U64(f.drafted_by),
		DB_OUT_U64(f.sent_by),
		DB_OUT_U64(f.letter_id),
		DB_OUT_U64(f.decided_by),
		DB_OUT_U64(f.decision_letter_id),
		DB_OUT_INT(f.handling),
		DB_OUT_STR(f.status),
		DB_OUT_STR(f.method),
		DB_OUT_I64(f.quantity),
		DB_OUT_I64(f.units_before),
		DB_OUT_DAY(f.month),
		DB_OUT_I64(f.amount),
		DB_OUT_I64(f.paid),
		DB_OUT_STR(f.reason),
		DB_OUT_STR(f.how_to_pay),
		DB_OUT_STR(f.way),
		DB_OUT_STR(f.proof),
		DB_OUT_STR(f.receipt_proof),
		DB_OUT_STR(f.decision_reason),
		DB_OUT_DAY(f.drafted_on),
		DB_OUT_DAY(f.sent_on),
		DB_OUT_DAY(f.received_on),
		DB_OUT_DAY(f.pay_by),
		DB_OUT_DAY(f.decided_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- The units before. */

/* When case D was registered.  What ended before that, or was answered on the spot, counts from its
 * taking in; what only waits for its registration comes after all that have one. */
#define REGISTERED_AT(d)                                                                           \
	"CAST(COALESCE((SELECT MIN(e.recorded_at) FROM event e WHERE e.case_id = " d ".id"         \
	" AND e.act = 'register'), IF(" d ".state = 'received', '9999-12-31 00:00:00',"            \
	" (SELECT e.recorded_at FROM event e WHERE e.case_id = " d                                 \
	".id AND e.seq = 1))) AS DATETIME(6))"

int db_fee_place_get(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		     struct db_fee_place *out, struct cw_err *err)
{
	static const char sql[] = "SELECT " REGISTERED_AT("d") ", d.units"
							       " FROM docket d WHERE d.id = ?";
	const struct db_in in[] = { DB_U64(d->id) };
	const struct db_out cols[] = { DB_OUT_TIME(out->registered_at), DB_OUT_I64(out->units) };
	struct cw_ymd ymd = cw_day_ymd(d->submitted_on);

	*out = (struct db_fee_place){
		.case_id = d->id,
		.agency_id = d->agency_id,
		.from = cw_day_of(ymd.year, ymd.month, 1),
		.received_on = d->received_on,
		.year = d->year,
		.running = d->running,
		.applicant = d->applicant_id,
	};
	out->to = cw_day_add_months(out->from, 1) - 1;
	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) ||
			       db_same_root_find(c, a, d->applicant_id, &out->root, err)
		       ? -1
		       : 0;
}

/* ?1 ?2 ?3: the applicant (DB_SAME_PERSONS); then agency, case, month, and the place three times.
 */
#define BEFORE                                                                                     \
	" FROM (" DB_SAME_PERSONS ") s JOIN docket d ON d.applicant_id = s.id"                     \
	" WHERE d.agency_id = ? AND d.kind = 'request' AND d.id <> ?"                              \
	" AND d.submitted_on BETWEEN ? AND ? AND d.received_on IS NOT NULL"                        \
	" AND NOT (d.main_outcome <=> 'merged')"                                                   \
	" AND NOT (d.channel = 'online' AND d.main_outcome <=> 'withdrawn' AND EXISTS ("           \
	"SELECT 1 FROM event e WHERE e.case_id = d.id AND e.act = 'withdraw'"                      \
	" AND e.recorded_at <= d.submitted_at + INTERVAL 10 MINUTE))"                              \
	" AND (d.received_on < ? OR (d.received_on = ? AND (" REGISTERED_AT(                       \
		"d") " < ?"                                                                        \
		     " OR (" REGISTERED_AT(                                                        \
			     "d") " = ? AND (d.year < ? OR (d.year = ? AND d.running < ?))))))"
#define BEFORE_IN(p)                                                                               \
	DB_SAME_IN((p)->applicant, (p)->root), DB_U64((p)->agency_id), DB_U64((p)->case_id),       \
		DB_DAY((p)->from), DB_DAY((p)->to), DB_DAY((p)->received_on),                      \
		DB_DAY((p)->received_on), DB_TIME((p)->registered_at),                             \
		DB_TIME((p)->registered_at), DB_I64((p)->year), DB_I64((p)->year),                 \
		DB_I64((p)->running)

int db_fee_before_get(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *p,
		      int64_t *units, int64_t *requests, struct cw_err *err)
{
	static const char sql[] =
		"SELECT CAST(COALESCE(SUM(d.units), 0) AS SIGNED), COUNT(*)" BEFORE;
	const struct db_in in[] = { BEFORE_IN(p) };
	const struct db_out out[] = { DB_OUT_I64(*units), DB_OUT_I64(*requests) };

	return db_get(c, a, sql, in, DB_N(in), out, DB_N(out), err);
}

int db_fee_before_list(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *p,
		       unsigned limit, struct db_fee_counted **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT d.number, d.received_on, " REGISTERED_AT(
		"d") ", d.units" BEFORE
		     " ORDER BY d.received_on DESC, 3 DESC, d.year DESC, d.running DESC LIMIT ?";
	const struct db_in in[] = { BEFORE_IN(p), DB_U64(limit) };
	struct db_fee_counted r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_STR(r.number), DB_OUT_DAY(r.received_on),
				      DB_OUT_TIME(r.registered_at), DB_OUT_I64(r.units) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_fee_month_take(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *p,
		      struct cw_err *err)
{
	static const char sql[] = "INSERT INTO fee_month (agency_id, applicant_id, month, notices) "
				  "VALUES (?, ?, ?, 1)"
				  " ON DUPLICATE KEY UPDATE notices = notices + 1";
	uint64_t first;

	if (db_same_first_get(c, a, p->applicant, p->root, &first, err))
		return -1;
	{
		const struct db_in in[] = { DB_U64(p->agency_id), DB_U64(first), DB_DAY(p->from) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

/* ---- Figures. */

int db_fee_figures_get(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
		       cw_day to, struct db_fee_figures *o, struct cw_err *err)
{
	static const char sent[] =
		"SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM fee_notice"
		" WHERE agency_id = ? AND sent_on BETWEEN ? AND ?";
	static const char decided[] =
		"SELECT CAST(COALESCE(SUM(IF(status = 'cancelled', amount, 0)), 0) AS SIGNED),"
		" CAST(COALESCE(SUM(IF(status = 'waived', amount, 0)), 0) AS SIGNED),"
		" CAST(COALESCE(SUM(status = 'not_charged'), 0) AS SIGNED)"
		" FROM fee_notice WHERE agency_id = ? AND decided_on BETWEEN ? AND ?";
	static const char paid[] =
		"SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM payment"
		" WHERE agency_id = ? AND paid_on BETWEEN ? AND ?";
	static const char back[] =
		"SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM refund"
		" WHERE agency_id = ? AND refunded_on BETWEEN ? AND ?";
	const struct db_in in[] = { DB_U64(agency), DB_DAY(from), DB_DAY(to) };
	const struct db_out out_sent[] = { DB_OUT_I64(o->notices), DB_OUT_I64(o->billed) };
	const struct db_out out_decided[] = { DB_OUT_I64(o->cancelled), DB_OUT_I64(o->waived),
					      DB_OUT_I64(o->not_charged) };
	const struct db_out out_paid[] = { DB_OUT_I64(o->payments), DB_OUT_I64(o->received) };
	const struct db_out out_back[] = { DB_OUT_I64(o->refunds), DB_OUT_I64(o->refunded) };

	return db_get(c, a, sent, in, 3, out_sent, 2, err) ||
			       db_get(c, a, decided, in, 3, out_decided, 3, err) ||
			       db_get(c, a, paid, in, 3, out_paid, 2, err) ||
			       db_get(c, a, back, in, 3, out_back, 2, err)
		       ? -1
		       : 0;
}
