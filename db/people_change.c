#include "db/people_change.h"

#include "casework/base/text.h"
#include "db/sealed.h"

#define PERSON "name, name_index, id_kind, id_number, id_index, id_kept, phone, email, address"
#define REPRESENTATIVE                                                                             \
	"kind, has_signed, has_authorisation, matters, powers, valid_from, valid_to, lawyer,"      \
	" licence, firm_letter"

static int uid_of(struct db_conn *c, struct cw_arena *a, const char *sql, uint64_t id,
		  unsigned char **uid, struct cw_err *err)
{
	const struct db_in in[] = { DB_U64(id) };
	size_t n;
	const struct db_out out[] = { DB_OUT_BYTES(*uid, n) };

	return db_get(c, a, sql, in, DB_N(in), out, DB_N(out), err);
}

static int keep_person(struct db_conn *c, uint64_t id, uint64_t case_id, int seq,
		       struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO person_before (case_id, seq, person_id, taken_back, uid, " PERSON ")"
		" SELECT ?, ?, id, 0, uid, " PERSON " FROM person WHERE id = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(seq), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

static struct db_in blind(const struct db_keyring *k, const char *what, const char *text,
			  unsigned char out[DB_BLIND])
{
	if (!text)
		return (struct db_in){ .type = DB_T_NULL };
	db_blind(k, what, text, out);
	return DB_BYTES(out, DB_BLIND);
}

int db_person_change(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_person *p, const char *id_normal, uint64_t case_id, int seq,
		     struct cw_err *err)
{
	static const char sql[] =
		"UPDATE person SET name = COALESCE(?, name), name_index = COALESCE(?, name_index),"
		" id_kind = COALESCE(?, id_kind), id_number = COALESCE(?, id_number),"
		" id_index = COALESCE(?, id_index), id_kept = IF(?, ?, id_kept),"
		" phone = COALESCE(?, phone), email = COALESCE(?, email),"
		" address = COALESCE(?, address) WHERE id = ?";
	unsigned char *uid, name_index[DB_BLIND], id_index[DB_BLIND];
	struct db_in name, number, phone, email, address;
	char *folded = p->name ? cw_text_fold(a, p->name) : NULL;

	if (p->name && !folded)
		return cw_fail_memory(err);
	if (keep_person(c, p->id, case_id, seq, err) ||
	    uid_of(c, a, "SELECT uid FROM person WHERE id = ?", p->id, &uid, err) ||
	    db_sealed_in(k, a, "person.name", uid, p->name, &name, err) ||
	    db_sealed_in(k, a, "person.id_number", uid, p->id_number, &number, err) ||
	    db_sealed_in(k, a, "person.phone", uid, p->phone, &phone, err) ||
	    db_sealed_in(k, a, "person.email", uid, p->email, &email, err) ||
	    db_sealed_in(k, a, "person.address", uid, p->address, &address, err))
		return -1;
	{
		const struct db_in in[] = {
			name,
			blind(k, "name", folded, name_index),
			DB_STR(p->id_number ? p->id_kind : NULL),
			number,
			blind(k, "id", p->id_number ? id_normal : NULL, id_index),
			DB_BOOL(p->id_number != NULL),
			DB_BOOL(p->id_kept),
			phone,
			email,
			address,
			DB_U64(p->id),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_representative_change(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const struct db_representative *r, int seq, struct cw_err *err)
{
	static const char keep[] =
		"INSERT INTO representative_before (case_id, seq, representative_id, taken_back,"
		" uid, " REPRESENTATIVE ") SELECT case_id, ?, id, 0, uid, " REPRESENTATIVE
		" FROM representative WHERE id = ?";
	static const char sql[] =
		"UPDATE representative SET kind = ?, has_signed = ?, has_authorisation = ?,"
		" matters = ?, powers = ?, valid_from = ?, valid_to = ?, lawyer = ?, licence = ?,"
		" firm_letter = ? WHERE id = ?";
	const struct db_in in_keep[] = { DB_I64(seq), DB_U64(r->id) };
	unsigned char *uid;
	struct db_in licence;

	if (db_run(c, keep, in_keep, DB_N(in_keep), NULL, err) ||
	    uid_of(c, a, "SELECT uid FROM representative WHERE id = ?", r->id, &uid, err) ||
	    db_sealed_in(k, a, "representative.licence", uid, r->licence, &licence, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_STR(cw_representative_name(r->kind)),
			DB_BOOL(r->has_signed),
			DB_BOOL(r->has_authorisation),
			DB_STR(r->matters),
			DB_STR(r->powers),
			DB_DAY(r->valid_from),
			DB_DAY(r->valid_to),
			DB_BOOL(r->lawyer),
			licence,
			DB_STR(r->firm_letter),
			DB_U64(r->id),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_representative_came(struct db_conn *c, uint64_t id, int seq, struct cw_err *err)
{
	static const char sql[] = "UPDATE representative SET added_seq = ? WHERE id = ?";
	const struct db_in in[] = { DB_I64(seq), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_filing_save_contact(struct db_conn *c, uint64_t case_id, int contact, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE filing SET joint_contact = NULLIF(?, 0) WHERE case_id = ?";
	const struct db_in in[] = { DB_I64(contact), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- Taken back. */

int db_people_put_back(struct db_conn *c, uint64_t case_id, int seq, struct cw_err *err)
{
	static const char *const sql[] = {
		"INSERT INTO person_before (case_id, seq, person_id, taken_back, uid, " PERSON ")"
		" SELECT b.case_id, b.seq, p.id, 1, p.uid, p.name, p.name_index, p.id_kind,"
		" p.id_number, p.id_index, p.id_kept, p.phone, p.email, p.address"
		" FROM person_before b JOIN person p ON p.id = b.person_id"
		" WHERE b.case_id = ? AND b.seq = ?",
		"UPDATE person p JOIN person_before b ON b.person_id = p.id SET p.name = b.name,"
		" p.name_index = b.name_index, p.id_kind = b.id_kind, p.id_number = b.id_number,"
		" p.id_index = b.id_index, p.id_kept = b.id_kept, p.phone = b.phone,"
		" p.email = b.email, p.address = b.address"
		" WHERE b.case_id = ? AND b.seq = ? AND b.taken_back = 0",
		"INSERT INTO representative_before (case_id, seq, representative_id, taken_back,"
		" uid, " REPRESENTATIVE ") SELECT b.case_id, b.seq, r.id, 1, r.uid, r.kind,"
		" r.has_signed, r.has_authorisation, r.matters, r.powers, r.valid_from,"
		" r.valid_to, r.lawyer, r.licence, r.firm_letter"
		" FROM representative_before b JOIN representative r ON r.id = b.representative_id"
		" WHERE b.case_id = ? AND b.seq = ?",
		"UPDATE representative r JOIN representative_before b"
		" ON b.representative_id = r.id SET r.kind = b.kind, r.has_signed = b.has_signed,"
		" r.has_authorisation = b.has_authorisation, r.matters = b.matters,"
		" r.powers = b.powers, r.valid_from = b.valid_from, r.valid_to = b.valid_to,"
		" r.lawyer = b.lawyer, r.licence = b.licence, r.firm_letter = b.firm_letter"
		" WHERE b.case_id = ? AND b.seq = ? AND b.taken_back = 0",
		"DELETE FROM representative WHERE case_id = ? AND added_seq = ?",
	};
	const struct db_in in[] = { DB_U64(case_id), DB_I64(seq) };

	for (size_t i = 0; i < DB_N(sql); i++)
		if (db_run(c, sql[i], in, DB_N(in), NULL, err))
			return -1;
	return 0;
}
