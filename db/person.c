#include "db/person.h"

#include <string.h>

#include "casework/base/text.h"

struct sealed {
	const unsigned char *p;
	size_t len;
};

static int seal(const struct db_keyring *k, struct cw_arena *a, const char *place,
		const unsigned char *uid, const char *plain, struct sealed *out, struct cw_err *err)
{
	unsigned char *p = NULL;

	out->len = 0;
	if (db_seal(k, a, place, uid, plain, plain ? strlen(plain) : 0, &p, &out->len, err))
		return -1;
	out->p = p;
	return 0;
}

static struct db_in bytes_or_null(struct sealed s)
{
	return s.p ? DB_BYTES(s.p, s.len) : (struct db_in){ .type = DB_T_NULL };
}

int db_person_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_person *p, const char *id_normal, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO person (uid, category, name, name_index, id_kind, id_number, id_index,"
		" id_kept, phone, email, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], name_index[DB_BLIND], id_index[DB_BLIND];
	struct sealed name, number, phone, email, address;
	struct db_done done;
	char *folded = p->name ? cw_text_fold(a, p->name) : NULL;

	if (p->name && !folded)
		return cw_fail_memory(err);
	db_random(uid, sizeof(uid));
	if (seal(k, a, "person.name", uid, p->name, &name, err) ||
	    seal(k, a, "person.id_number", uid, p->id_number, &number, err) ||
	    seal(k, a, "person.phone", uid, p->phone, &phone, err) ||
	    seal(k, a, "person.email", uid, p->email, &email, err) ||
	    seal(k, a, "person.address", uid, p->address, &address, err))
		return -1;
	if (folded)
		db_blind(k, "name", folded, name_index);
	if (id_normal)
		db_blind(k, "id", id_normal, id_index);
	{
		const struct db_in in[] = {
			DB_BYTES(uid, sizeof(uid)),
			DB_STR(p->category),
			bytes_or_null(name),
			folded ? DB_BYTES(name_index, DB_BLIND) : (struct db_in){ .type = DB_T_NULL },
			DB_STR(p->id_kind),
			bytes_or_null(number),
			id_normal ? DB_BYTES(id_index, DB_BLIND) : (struct db_in){ .type = DB_T_NULL },
			DB_BOOL(p->id_kept),
			bytes_or_null(phone),
			bytes_or_null(email),
			bytes_or_null(address),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	p->id = done.insert_id;
	return 0;
}

int db_person_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t id,
		  struct db_person *out, struct cw_err *err)
{
	static const char sql[] = "SELECT uid, category, name, id_kind, id_number, id_kept, phone,"
				  " email, address FROM person WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	unsigned char *uid, *name, *number, *phone, *email, *address;
	size_t n_uid, n_name, n_number, n_phone, n_email, n_address;
	const struct db_out cols[] = {
		DB_OUT_BYTES(uid, n_uid),     DB_OUT_STR(out->category),
		DB_OUT_BYTES(name, n_name),   DB_OUT_STR(out->id_kind),
		DB_OUT_BYTES(number, n_number), DB_OUT_BOOL(out->id_kept),
		DB_OUT_BYTES(phone, n_phone), DB_OUT_BYTES(email, n_email),
		DB_OUT_BYTES(address, n_address),
	};

	out->id = id;
	if (db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err))
		return -1;
	return db_unseal(k, a, "person.name", uid, name, n_name, (char **)&out->name, NULL, err) ||
			       db_unseal(k, a, "person.id_number", uid, number, n_number,
					 (char **)&out->id_number, NULL, err) ||
			       db_unseal(k, a, "person.phone", uid, phone, n_phone,
					 (char **)&out->phone, NULL, err) ||
			       db_unseal(k, a, "person.email", uid, email, n_email,
					 (char **)&out->email, NULL, err) ||
			       db_unseal(k, a, "person.address", uid, address, n_address,
					 (char **)&out->address, NULL, err)
		       ? -1
		       : 0;
}
