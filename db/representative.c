/* Joint applicants and representatives (R-REQ-10). */
#include <string.h>

#include "db/filing.h"
#include "db/rows.h"

int db_joint_add(struct db_conn *c, uint64_t case_id, int no, uint64_t person, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO joint_applicant (case_id, no, person_id) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(no), DB_U64(person) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_joint_count(struct db_conn *c, uint64_t case_id, int *applicants, int *contact,
		   struct cw_err *err)
{
	static const char sql[] =
		"SELECT 1 + (SELECT COUNT(*) FROM joint_applicant WHERE case_id = ?),"
		" COALESCE((SELECT joint_contact FROM filing WHERE case_id = ?), 1)";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(case_id) };
	const struct db_out row[] = { DB_OUT_INT(*applicants), DB_OUT_INT(*contact) };

	return db_get(c, NULL, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_joint_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  uint64_t case_id, struct db_person **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT person_id FROM joint_applicant WHERE case_id = ? ORDER BY no LIMIT 50";
	const struct db_in in[] = { DB_U64(case_id) };
	uint64_t id = 0;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out out[] = { DB_OUT_U64(id) };
	const uint64_t *ids;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	ids = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (db_person_get(c, a, k, ids[i], &(*list)[i], err))
			return -1;
	return 0;
}

int db_representative_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			  struct db_representative *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO representative (uid, case_id, no, kind, person_id, has_signed,"
		" has_authorisation, matters, powers, valid_from, valid_to, lawyer, licence,"
		" firm_letter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *licence = NULL;
	size_t n_licence = 0;
	struct db_done done;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, "representative.licence", uid, r->licence,
		    r->licence ? strlen(r->licence) : 0, &licence, &n_licence, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID),
			DB_U64(r->case_id),
			DB_I64(r->no),
			DB_STR(cw_representative_name(r->kind)),
			DB_U64(r->person.id),
			DB_BOOL(r->has_signed),
			DB_BOOL(r->has_authorisation),
			DB_STR(r->matters),
			DB_STR(r->powers),
			DB_DAY(r->valid_from),
			DB_DAY(r->valid_to),
			DB_BOOL(r->lawyer),
			licence ? DB_BYTES(licence, n_licence)
				: (struct db_in){ .type = DB_T_NULL },
			DB_STR(r->firm_letter),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	r->id = done.insert_id;
	return 0;
}

struct row {
	struct db_representative r;
	const char *kind;
	unsigned char *uid, *licence;
	size_t n_uid, n_licence;
};

static int open_row(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    const struct row *row, struct db_representative *out, struct cw_err *err)
{
	int kind = cw_representative_of(row->kind);

	if (kind < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	*out = row->r;
	out->kind = (enum cw_representative_kind)kind;
	if (db_unseal(k, a, "representative.licence", row->uid, row->licence, row->n_licence,
		      (char **)&out->licence, NULL, err))
		return -1;
	return db_person_get(c, a, k, row->r.person.id, &out->person, err);
}

int db_representative_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			   uint64_t case_id, struct db_representative **list, size_t *n,
			   struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, no, kind, person_id, has_signed, has_authorisation, matters,"
		" powers, valid_from, valid_to, lawyer, firm_letter, uid, licence"
		" FROM representative WHERE case_id = ? ORDER BY no LIMIT 50";
	const struct db_in in[] = { DB_U64(case_id) };
	struct row w = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out out[] = {
		DB_OUT_U64(w.r.id),
		DB_OUT_U64(w.r.case_id),
		DB_OUT_INT(w.r.no),
		DB_OUT_STR(w.kind),
		DB_OUT_U64(w.r.person.id),
		DB_OUT_BOOL(w.r.has_signed),
		DB_OUT_BOOL(w.r.has_authorisation),
		DB_OUT_STR(w.r.matters),
		DB_OUT_STR(w.r.powers),
		DB_OUT_DAY(w.r.valid_from),
		DB_OUT_DAY(w.r.valid_to),
		DB_OUT_BOOL(w.r.lawyer),
		DB_OUT_STR(w.r.firm_letter),
		DB_OUT_BYTES(w.uid, w.n_uid),
		DB_OUT_BYTES(w.licence, w.n_licence),
	};
	const struct row *all;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (open_row(c, a, k, &all[i], &(*list)[i], err))
			return -1;
	return 0;
}

/* "withdraw" among comma-separated words. */
static bool has_power(const char *powers, const char *power)
{
	const size_t len = strlen(power);

	for (const char *at = powers; at && (at = strstr(at, power)); at += len)
		if ((at == powers || at[-1] == ',') && (at[len] == ',' || !at[len]))
			return true;
	return false;
}

struct cw_representative db_representative_facts(const struct db_representative *r)
{
	return (struct cw_representative){
		.kind = r->kind,
		.has_identity = r->person.id_number != NULL,
		.has_signed = r->has_signed,
		.has_authorisation = r->has_authorisation,
		.names_matters = r->matters != NULL,
		.names_powers = r->powers && *r->powers,
		.valid_from = r->valid_from,
		.valid_to = r->valid_to,
		.may_receive = has_power(r->powers, "receive"),
		.may_withdraw = has_power(r->powers, "withdraw"),
		.lawyer = r->lawyer,
		.has_licence = r->licence != NULL,
		.has_firm_letter = r->firm_letter != NULL,
	};
}
