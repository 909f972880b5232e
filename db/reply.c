#include "db/reply.h"

#include <stdlib.h>
#include <string.h>

#include "db/rows.h"

struct part_row {
	int no;
	const char *outcome, *refused, *follows;
	unsigned char *description;
	size_t description_len;
	bool is_main, only_identifiers;
};
struct say_row {
	int part_no;
	const char *say;
	unsigned char *text;
	size_t text_len;
};

/* The refusals inside a partial disclosure are stored as names, comma-separated. */
static unsigned long refused_of(struct cw_arena *a, const char *names)
{
	unsigned long bits = 0;
	char *copy = cw_strdup(a, names), *save = NULL;

	for (char *s = copy ? strtok_r(copy, ",", &save) : NULL; s; s = strtok_r(NULL, ",", &save)) {
		int outcome = cw_outcome_of(s);

		if (outcome >= 0)
			bits |= 1ul << outcome;
	}
	return bits;
}

static char *refused_names(struct cw_arena *a, unsigned long bits)
{
	char *names = cw_strdup(a, "");

	for (int o = 0; o < CW_OUTCOME_MAX && names; o++)
		if (bits & 1ul << o)
			names = cw_printf(a, "%s%s%s", names, names[0] ? "," : "",
					  cw_outcome_name((enum cw_outcome)o));
	return names;
}

/* Ids as text, comma-separated. */
static int follows_of(struct cw_arena *a, const char *text, struct cw_part *part, struct cw_err *err)
{
	uint64_t *ids = cw_alloc_n(a, strlen(text) + 1, sizeof(*ids));
	char *end;

	if (!ids)
		return cw_fail_memory(err);
	part->follows = ids;
	for (const char *p = text; *p; p = *end ? end + 1 : end) {
		ids[part->n_follows] = strtoull(p, &end, 10);
		if (end == p)
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		part->n_follows++;
	}
	return 0;
}

static char *follows_text(struct cw_arena *a, const struct cw_part *p)
{
	char *text = cw_strdup(a, "");

	for (size_t i = 0; i < p->n_follows && text; i++)
		text = cw_printf(a, "%s%s%llu", text, i ? "," : "",
				 (unsigned long long)p->follows[i]);
	return text;
}

static int load_parts(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      struct db_reply *r, struct cw_err *err)
{
	static const char sql[] = "SELECT no, outcome, refused, description, is_main,"
				  " only_identifiers, follows FROM reply_part WHERE reply_id = ?"
				  " ORDER BY no LIMIT 500";
	const struct db_in in[] = { DB_U64(r->id) };
	struct part_row p;
	struct db_rows rows = DB_ROWS(a, p);
	const struct db_out out[] = {
		DB_OUT_INT(p.no),	  DB_OUT_STR(p.outcome),
		DB_OUT_STR(p.refused),	  DB_OUT_BYTES(p.description, p.description_len),
		DB_OUT_BOOL(p.is_main),	  DB_OUT_BOOL(p.only_identifiers),
		DB_OUT_STR(p.follows),
	};
	const struct part_row *all;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	r->n_parts = rows.n;
	r->parts = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(*r->parts));
	if (!r->parts)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		struct cw_part *part = &r->parts[i];
		int outcome = cw_outcome_of(all[i].outcome);

		if (outcome < 0)
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		part->outcome = (enum cw_outcome)outcome;
		part->main = all[i].is_main;
		part->only_identifiers = all[i].only_identifiers;
		part->refused = refused_of(a, all[i].refused);
		if (follows_of(a, all[i].follows, part, err) ||
		    db_unseal(k, a, "reply_part.description", r->uid, all[i].description,
			      all[i].description_len, (char **)&part->description, NULL, err))
			return -1;
	}
	return 0;
}

static int load_says(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     struct db_reply *r, struct cw_err *err)
{
	static const char sql[] = "SELECT part_no, say, text FROM reply_say WHERE reply_id = ?"
				  " ORDER BY part_no, say LIMIT 8000";
	const struct db_in in[] = { DB_U64(r->id) };
	struct say_row s;
	struct db_rows rows = DB_ROWS(a, s);
	const struct db_out out[] = { DB_OUT_INT(s.part_no), DB_OUT_STR(s.say),
				      DB_OUT_BYTES(s.text, s.text_len) };
	const struct say_row *all;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	for (size_t i = 0; i < rows.n; i++) {
		int say = cw_say_of(all[i].say), no = all[i].part_no;

		if (say < 0 || no < 1 || (size_t)no > r->n_parts)
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		if (db_unseal(k, a, "reply_say.text", r->uid, all[i].text, all[i].text_len,
			      (char **)&r->parts[no - 1].say[say], NULL, err))
			return -1;
	}
	return 0;
}

static int load_drafters(struct db_conn *c, struct cw_arena *a, struct db_reply *r,
			 struct cw_err *err)
{
	static const char sql[] = "SELECT user_id FROM reply_drafter WHERE reply_id = ?"
				  " ORDER BY user_id LIMIT 500";
	const struct db_in in[] = { DB_U64(r->id) };
	uint64_t user;
	struct db_rows rows = DB_ROWS(a, user);
	const struct db_out out[] = { DB_OUT_U64(user) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	r->drafters = rows.items;
	r->n_drafters = rows.n;
	return 0;
}

int db_reply_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t case_id,
		  int handling, struct db_reply *out, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT id, uid, case_id, handling, status, round, drafter_id,"
				  " letter_id FROM reply WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	const struct db_out cols[] = {
		DB_OUT_U64(out->id),	     DB_OUT_BYTES(out->uid, out->uid_len),
		DB_OUT_U64(out->case_id),    DB_OUT_INT(out->handling),
		DB_OUT_STR(out->status),     DB_OUT_INT(out->round),
		DB_OUT_U64(out->drafter_id), DB_OUT_U64(out->letter_id),
	};

	memset(out, 0, sizeof(*out));
	if (db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	if (!*found)
		return 0;
	return load_parts(c, a, k, out, err) || load_says(c, a, k, out, err) ||
			       load_drafters(c, a, out, err)
		       ? -1
		       : 0;
}

static int add_say(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   const struct db_reply *r, size_t part, enum cw_say say, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO reply_say (reply_id, part_no, say, text) VALUES (?, ?, ?, ?)";
	const char *text = r->parts[part].say[say];
	unsigned char *sealed;
	size_t len;

	if (!text)
		return 0;
	if (db_seal(k, a, "reply_say.text", r->uid, text, strlen(text), &sealed, &len, err))
		return -1;
	{
		const struct db_in in[] = { DB_U64(r->id), DB_U64(part + 1), DB_STR(cw_say_name(say)),
					    DB_BYTES(sealed, len) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

static int add_part(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    const struct db_reply *r, size_t i, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO reply_part (reply_id, no, outcome, description, is_main,"
				  " only_identifiers, refused, follows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
	const struct cw_part *p = &r->parts[i];
	char *refused = refused_names(a, p->refused), *followed = follows_text(a, p);
	unsigned char *sealed;
	size_t len;

	if (!refused || !followed)
		return cw_fail_memory(err);
	if (db_seal(k, a, "reply_part.description", r->uid, p->description, strlen(p->description),
		    &sealed, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(r->id), DB_U64(i + 1), DB_STR(cw_outcome_name(p->outcome)),
			DB_BYTES(sealed, len), DB_BOOL(p->main), DB_BOOL(p->only_identifiers),
			DB_STR(refused), DB_STR(followed),
		};

		if (db_run(c, sql, in, DB_N(in), NULL, err))
			return -1;
	}
	for (int say = 0; say < CW_SAY_MAX; say++)
		if (add_say(c, a, k, r, i, (enum cw_say)say, err))
			return -1;
	return 0;
}

static int put_row(struct db_conn *c, struct db_reply *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO reply (uid, agency_id, case_id, handling, status,"
				  " round, drafter_id) VALUES (?, (SELECT agency_id FROM docket"
				  " WHERE id = ?), ?, ?, ?, ?, ?)"
				  " ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id),"
				  " status = VALUES(status), round = VALUES(round),"
				  " drafter_id = VALUES(drafter_id)";
	const struct db_in in[] = { DB_BYTES(r->uid, DB_UID), DB_U64(r->case_id),
				    DB_U64(r->case_id),	      DB_I64(r->handling),
				    DB_STR(r->status),	      DB_I64(r->round),
				    DB_U64(r->drafter_id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	r->id = done.insert_id;
	return 0;
}

/* Who saved it once stays one of its drafters: the words may be theirs (standards.md part 6). */
static int put_drafter(struct db_conn *c, const struct db_reply *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO reply_drafter (reply_id, user_id) VALUES (?, ?)"
				  " ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)";
	const struct db_in in[] = { DB_U64(r->id), DB_U64(r->drafter_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

static int clear_parts(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char repeats[] = "DELETE FROM reply_repeat WHERE reply_id = ?";
	static const char says[] = "DELETE FROM reply_say WHERE reply_id = ?";
	static const char parts[] = "DELETE FROM reply_part WHERE reply_id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, repeats, in, 1, NULL, err) || db_run(c, says, in, 1, NULL, err) ||
			       db_run(c, parts, in, 1, NULL, err) ? -1 : 0;
}

int db_reply_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_reply *r, struct cw_err *err)
{
	if (!r->uid) { /* a new one: an existing reply keeps the uid that its parts are bound to */
		r->uid = cw_alloc(a, DB_UID);
		if (!r->uid)
			return cw_fail_memory(err);
		db_random(r->uid, DB_UID);
	}
	if (put_row(c, r, err) || put_drafter(c, r, err) || clear_parts(c, r->id, err))
		return -1;
	for (size_t i = 0; i < r->n_parts; i++)
		if (add_part(c, a, k, r, i, err))
			return -1;
	return 0;
}

int db_reply_set_status(struct db_conn *c, uint64_t id, const char *status, int round,
			uint64_t letter_id, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE reply SET status = ?, round = ?, letter_id = ? WHERE id = ?";
	const struct db_in in[] = { DB_STR(status), DB_I64(round), DB_ID_OR_NULL(letter_id),
				    DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_reply_set_step(struct db_conn *c, uint64_t id, const char *role, cw_day on,
		      struct cw_err *err)
{
	static const char sql[] = "UPDATE reply SET step_role = ?, step_on = ? WHERE id = ?";
	const struct db_in in[] = { DB_STR(role), DB_DAY(on), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_approval_add(struct db_conn *c, uint64_t reply_id, const struct db_approval *p,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO approval (reply_id, round, step, role, user_id, approved, remarks,"
		" decided_on, decided_at, acts_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(reply_id),   DB_I64(p->round),	   DB_I64(p->step),
		DB_STR(p->role),    DB_U64(p->user_id),	   DB_BOOL(p->approved),
		DB_STR(p->remarks), DB_DAY(p->decided_on), DB_TIME(p->decided_at),
		DB_ID_OR_NULL(p->acts_for),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_approval_list(struct db_conn *c, struct cw_arena *a, uint64_t reply_id,
		     struct db_approval **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT round, step, role, remarks, user_id, approved, decided_on, decided_at,"
		" acts_for"
		" FROM approval WHERE reply_id = ? ORDER BY round, step LIMIT 500";
	const struct db_in in[] = { DB_U64(reply_id) };
	struct db_approval r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_INT(r.round),   DB_OUT_INT(r.step),    DB_OUT_STR(r.role),
		DB_OUT_STR(r.remarks), DB_OUT_U64(r.user_id), DB_OUT_BOOL(r.approved),
		DB_OUT_DAY(r.decided_on), DB_OUT_TIME(r.decided_at), DB_OUT_U64(r.acts_for),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
