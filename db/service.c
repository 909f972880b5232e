/* Service of letters (送达): db/reply.h. */
#include <string.h>

#include "db/reply.h"
#include "db/rows.h"

static struct db_in bytes_or_null(const unsigned char *bytes, size_t len)
{
	return bytes ? DB_BYTES(bytes, len) : (struct db_in){ .type = DB_T_NULL };
}

int db_service_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   struct db_service *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO service (case_id, letter_id, seq, way, proof, sent_on, served_on,"
		" received_on, result, uid, recipient, record, relation, place, served_by,"
		" other_form, due_on, again_of, copy_to, representative_no)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *recipient, *record;
	size_t n_recipient, n_record;
	struct db_done done;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, "service.recipient", uid, s->recipient,
		    s->recipient ? strlen(s->recipient) : 0, &recipient, &n_recipient, err) ||
	    db_seal(k, a, "service.record", uid, s->record, s->record ? strlen(s->record) : 0,
		    &record, &n_record, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(s->case_id),
			DB_U64(s->letter_id),
			DB_I64(s->seq),
			DB_STR(s->way),
			DB_STR(s->proof),
			DB_DAY(s->sent_on),
			DB_DAY(s->served_on),
			DB_DAY(s->received_on),
			DB_STR(s->result),
			DB_BYTES(uid, DB_UID),
			bytes_or_null(recipient, n_recipient),
			bytes_or_null(record, n_record),
			DB_STR(s->relation),
			DB_STR(s->place),
			DB_STR(s->served_by),
			DB_STR(s->other_form),
			DB_DAY(s->due_on),
			DB_ID_OR_NULL(s->again_of),
			DB_I64(s->copy_to),
			DB_I64(s->representative_no),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	s->id = done.insert_id;
	return 0;
}

int db_service_save_result(struct db_conn *c, const struct db_service *s, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE service SET result = ?, received_on = ?, result_on = ?, result_proof = ?,"
		" relation = COALESCE(?, relation) WHERE id = ? AND case_id = ? AND result = "
		"'sent'";
	const struct db_in in[] = { DB_STR(s->result),	  DB_DAY(s->received_on),
				    DB_DAY(s->result_on), DB_STR(s->result_proof),
				    DB_STR(s->relation),  DB_U64(s->id),
				    DB_U64(s->case_id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed ? 0 : cw_fail(err, CW_CONFLICT, CW_MSG_SERVICE_RESULT_KNOWN, NULL);
}

struct service_row {
	struct db_service s;
	unsigned char *uid, *recipient, *record;
	size_t n_uid, n_recipient, n_record;
};

/* Rows written before a service had a recipient have no uid. */
static int unseal(struct cw_arena *a, const struct db_keyring *k, const struct service_row *w,
		  struct db_service *out, struct cw_err *err)
{
	*out = w->s;
	if (!k || !w->uid)
		return 0;
	return db_unseal(k, a, "service.recipient", w->uid, w->recipient, w->n_recipient,
			 (char **)&out->recipient, NULL, err) ||
			       db_unseal(k, a, "service.record", w->uid, w->record, w->n_record,
					 (char **)&out->record, NULL, err)
		       ? -1
		       : 0;
}

int db_service_open_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t case_id, struct db_service **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, letter_id, again_of, seq, way, proof, sent_on, served_on,"
		" received_on, result, relation, place, served_by, other_form, due_on, result_on,"
		" result_proof, copy_to, representative_no, uid, recipient, record"
		" FROM service WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct service_row w = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out out[] = {
		DB_OUT_U64(w.s.id),
		DB_OUT_U64(w.s.case_id),
		DB_OUT_U64(w.s.letter_id),
		DB_OUT_U64(w.s.again_of),
		DB_OUT_INT(w.s.seq),
		DB_OUT_STR(w.s.way),
		DB_OUT_STR(w.s.proof),
		DB_OUT_DAY(w.s.sent_on),
		DB_OUT_DAY(w.s.served_on),
		DB_OUT_DAY(w.s.received_on),
		DB_OUT_STR(w.s.result),
		DB_OUT_STR(w.s.relation),
		DB_OUT_STR(w.s.place),
		DB_OUT_STR(w.s.served_by),
		DB_OUT_STR(w.s.other_form),
		DB_OUT_DAY(w.s.due_on),
		DB_OUT_DAY(w.s.result_on),
		DB_OUT_STR(w.s.result_proof),
		DB_OUT_INT(w.s.copy_to),
		DB_OUT_INT(w.s.representative_no),
		DB_OUT_BYTES(w.uid, w.n_uid),
		DB_OUT_BYTES(w.recipient, w.n_recipient),
		DB_OUT_BYTES(w.record, w.n_record),
	};
	const struct service_row *all;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (unseal(a, k, &all[i], &(*list)[i], err))
			return -1;
	return 0;
}

int db_service_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		    struct db_service **list, size_t *n, struct cw_err *err)
{
	return db_service_open_list(c, a, NULL, case_id, list, n, err);
}
