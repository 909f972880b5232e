#include "db/complaint.h"

#include <string.h>

#include "db/docket.h"
#include "db/rows.h"

struct sealed {
	unsigned char *p;
	size_t len;
};

static int seal(struct cw_arena *a, const struct db_keyring *k, const char *place,
		const unsigned char *uid, const char *text, struct sealed *out, struct cw_err *err)
{
	out->p = NULL;
	out->len = 0;
	return text ? db_seal(k, a, place, uid, text, strlen(text), &out->p, &out->len, err) : 0;
}

static struct db_in bytes_or_null(const struct sealed *s)
{
	return s->p ? DB_BYTES(s->p, s->len) : (struct db_in){ .type = DB_T_NULL };
}

int db_complaint_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     struct db_complaint *p, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO complaint (uid, district_id, agency_id, number, code_mac, case_number,"
		" channel, lang, complainant_id, matter, status, submitted_at, received_on, due_on,"
		" due_provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?, ?, ?)";
	struct sealed matter;
	struct db_done done;

	if (seal(a, k, "complaint.matter", p->uid, p->matter, &matter, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(p->uid, DB_UID),  DB_U64(p->district_id),
			DB_U64(p->agency_id),	   DB_STR(p->number),
			DB_BYTES(p->code_mac, 32), DB_STR(p->case_number),
			DB_STR(p->channel),	   DB_STR(p->lang),
			DB_U64(p->complainant_id), bytes_or_null(&matter),
			DB_TIME(p->submitted_at),  DB_DAY(p->received_on),
			DB_DAY(p->due_on),	   DB_BOOL(p->due_provisional),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	p->id = done.insert_id;
	p->version = 1;
	p->status = "received";
	return 0;
}

#define PLAIN                                                                                      \
	"SELECT p.id, p.district_id, p.agency_id, p.complainant_id, p.version, p.registered_by,"   \
	" p.answered_by, p.found_by, p.letter_id, p.number, p.case_number, p.channel, p.lang,"     \
	" p.status, g.name, p.question, p.verdict, p.measure, p.mend_report, p.submitted_at,"      \
	" p.received_on, p.due_on, p.registered_on, p.asked_on, p.answer_by, p.answered_on,"       \
	" p.found_on, p.mend_by, p.mended_on, p.closed_on, p.due_provisional, p.is_open"
#define PLAIN_OUT(p)                                                                               \
	DB_OUT_U64((p).id), DB_OUT_U64((p).district_id), DB_OUT_U64((p).agency_id),                \
		DB_OUT_U64((p).complainant_id), DB_OUT_U64((p).version),                           \
		DB_OUT_U64((p).registered_by), DB_OUT_U64((p).answered_by),                        \
		DB_OUT_U64((p).found_by), DB_OUT_U64((p).letter_id), DB_OUT_STR((p).number),       \
		DB_OUT_STR((p).case_number), DB_OUT_STR((p).channel), DB_OUT_STR((p).lang),        \
		DB_OUT_STR((p).status), DB_OUT_STR((p).agency_name), DB_OUT_STR((p).question),     \
		DB_OUT_STR((p).verdict), DB_OUT_STR((p).measure), DB_OUT_STR((p).mend_report),     \
		DB_OUT_TIME((p).submitted_at), DB_OUT_DAY((p).received_on),                        \
		DB_OUT_DAY((p).due_on), DB_OUT_DAY((p).registered_on), DB_OUT_DAY((p).asked_on),   \
		DB_OUT_DAY((p).answer_by), DB_OUT_DAY((p).answered_on), DB_OUT_DAY((p).found_on),  \
		DB_OUT_DAY((p).mend_by), DB_OUT_DAY((p).mended_on), DB_OUT_DAY((p).closed_on),     \
		DB_OUT_BOOL((p).due_provisional), DB_OUT_BOOL((p).is_open)

static int find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, const char *sql,
		const struct db_in *in, struct db_complaint *out, bool *found, struct cw_err *err)
{
	unsigned char *matter, *answer, *finding;
	size_t n_matter, n_answer, n_finding;
	const struct db_out cols[] = {
		PLAIN_OUT(*out),
		DB_OUT_BYTES(out->uid, out->uid_len),
		DB_OUT_BYTES(out->code_mac, out->code_mac_len),
		DB_OUT_BYTES(matter, n_matter),
		DB_OUT_BYTES(answer, n_answer),
		DB_OUT_BYTES(finding, n_finding),
	};

	memset(out, 0, sizeof(*out));
	if (db_find(c, a, sql, in, 1, cols, DB_N(cols), found, err))
		return -1;
	if (!*found)
		return 0;
	return db_unseal(k, a, "complaint.matter", out->uid, matter, n_matter,
			 (char **)&out->matter, NULL, err) ||
			       db_unseal(k, a, "complaint.agency_answer", out->uid, answer,
					 n_answer, (char **)&out->agency_answer, NULL, err) ||
			       db_unseal(k, a, "complaint.finding", out->uid, finding, n_finding,
					 (char **)&out->finding, NULL, err)
		       ? -1
		       : 0;
}

#define WHOLE                                                                                      \
	PLAIN ", p.uid, p.code_mac, p.matter, p.agency_answer, p.finding FROM complaint p"         \
	      " JOIN agency g ON g.id = p.agency_id"

int db_complaint_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t id,
		     struct db_complaint *out, struct cw_err *err)
{
	static const char sql[] = WHOLE " WHERE p.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	bool found;

	if (find(c, a, k, sql, in, out, &found, err))
		return -1;
	return found ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int db_complaint_find_number(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const char *number, struct db_complaint *out, bool *found,
			     struct cw_err *err)
{
	static const char sql[] = WHOLE " WHERE p.number = CONVERT(? USING ascii)";
	const struct db_in in[] = { DB_STR(number) };

	return find(c, a, k, sql, in, out, found, err);
}

int db_complaint_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      struct db_complaint *p, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE complaint SET version = version + 1, status = ?, is_open = ?,"
		" registered_on = ?, registered_by = ?, asked_on = ?, question = ?, answer_by = ?,"
		" answered_on = ?, answered_by = ?, agency_answer = ?, found_on = ?, found_by = ?,"
		" verdict = ?, finding = ?, measure = ?, mend_by = ?, mended_on = ?,"
		" mend_report = ?, closed_on = ?, letter_id = ? WHERE id = ? AND version = ?";
	struct sealed answer, finding;
	struct db_done done;

	if (seal(a, k, "complaint.agency_answer", p->uid, p->agency_answer, &answer, err) ||
	    seal(a, k, "complaint.finding", p->uid, p->finding, &finding, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_STR(p->status),
			DB_BOOL(p->is_open),
			DB_DAY(p->registered_on),
			DB_ID_OR_NULL(p->registered_by),
			DB_DAY(p->asked_on),
			DB_STR(p->question),
			DB_DAY(p->answer_by),
			DB_DAY(p->answered_on),
			DB_ID_OR_NULL(p->answered_by),
			bytes_or_null(&answer),
			DB_DAY(p->found_on),
			DB_ID_OR_NULL(p->found_by),
			DB_STR(p->verdict),
			bytes_or_null(&finding),
			DB_STR(p->measure),
			DB_DAY(p->mend_by),
			DB_DAY(p->mended_on),
			DB_STR(p->mend_report),
			DB_DAY(p->closed_on),
			DB_ID_OR_NULL(p->letter_id),
			DB_U64(p->id),
			DB_U64(p->version),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	if (done.changed != 1)
		return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
	p->version++;
	return 0;
}

#define CURSOR                                                                                     \
	" AND p.is_open = ? AND (? = 0 OR p.asked_on IS NOT NULL) AND p.due_on >= ?"               \
	" AND (p.due_on > ? OR p.id > ?) ORDER BY p.due_on, p.id LIMIT ?"

int db_complaint_list(struct db_conn *c, struct cw_arena *a, const struct db_complaint_query *q,
		      struct db_complaint **list, size_t *n, struct cw_err *err)
{
	static const char of_district[] =
		PLAIN " FROM complaint p FORCE INDEX (k_complaint_district)"
		      " JOIN agency g ON g.id = p.agency_id WHERE p.district_id = ?" CURSOR;
	static const char of_agency[] =
		PLAIN " FROM complaint p FORCE INDEX (k_complaint_agency)"
		      " JOIN agency g ON g.id = p.agency_id WHERE p.agency_id = ?" CURSOR;
	const cw_day after = q->after_on == CW_DAY_NONE ? CW_DAY_MIN : q->after_on;
	const struct db_in in[] = {
		DB_U64(q->agency ? q->agency : q->district),
		DB_BOOL(q->open),
		DB_BOOL(q->asked),
		DB_DAY(after),
		DB_DAY(after),
		DB_U64(q->after_id),
		DB_U64(q->limit),
	};
	struct db_complaint r = { 0 };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { PLAIN_OUT(r) };

	if (db_list(c, a, q->agency ? of_agency : of_district, in, DB_N(in), cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
