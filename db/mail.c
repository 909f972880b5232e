#include "db/mail.h"

#include "db/agency_deadline.h"

#include <string.h>

#include "db/rows.h"
#include "db/sealed.h"

#define ADDRESS "user_mail.address"

/* ---- How an officer is told. */

int db_user_mail_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t user, struct db_user_mail *out, struct cw_err *err)
{
	static const char sql[] = "SELECT uid, address, mode, quiet, lang, version FROM user_mail"
				  " WHERE user_id = ?";
	const struct db_in in[] = { DB_U64(user) };
	struct db_sealed address, uid;
	const struct db_out row[] = { DB_OUT_SEALED(uid),    DB_OUT_SEALED(address),
				      DB_OUT_STR(out->mode), DB_OUT_BOOL(out->quiet),
				      DB_OUT_STR(out->lang), DB_OUT_U64(out->version) };
	bool found;

	if (db_find(c, a, sql, in, DB_N(in), row, DB_N(row), &found, err))
		return -1;
	out->user_id = user;
	if (found)
		return db_sealed_text(k, a, ADDRESS, uid.p, &address, &out->address, err);
	*out = (struct db_user_mail){
		.user_id = user, .mode = DB_MAIL_OFF, .lang = "zh", .quiet = true
	};
	return 0;
}

/* The mode in which it waits changes with what was chosen. */
static int follow_mode(struct db_conn *c, const struct db_user_mail *m, struct cw_err *err)
{
	static const char off[] =
		"UPDATE mail SET status = 'cancelled', ended_at = UTC_TIMESTAMP(6)"
		" WHERE user_id = ? AND status IN ('waiting', 'kept')"
		" AND type <> '" DB_MAIL_TYPE_TEST "'";
	const struct db_in in[] = { DB_U64(m->user_id) };

	return strcmp(m->mode, DB_MAIL_OFF) == 0 ? db_run(c, off, in, DB_N(in), NULL, err) : 0;
}

int db_user_mail_put(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_user_mail *m, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO user_mail (user_id, uid, address, mode, quiet, lang) VALUES (?, ?, ?, "
		"?, ?, ?)"
		" ON DUPLICATE KEY UPDATE uid = VALUES(uid), address = VALUES(address),"
		" mode = VALUES(mode), quiet = VALUES(quiet), lang = VALUES(lang), version = "
		"version + 1";
	unsigned char uid[DB_UID];
	struct db_in address;

	db_random(uid, sizeof(uid));
	if (db_sealed_in(k, a, ADDRESS, uid, m->address, &address, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(m->user_id), DB_BYTES(uid, DB_UID), address,
			DB_STR(m->mode),    DB_BOOL(m->quiet),	   DB_STR(m->lang)
		};

		if (db_run(c, sql, in, DB_N(in), NULL, err))
			return -1;
	}
	return follow_mode(c, m, err);
}

/* ---- What is told. */

#define ROOT "(SELECT COALESCE(g.root_id, g.id) FROM agency g WHERE g.id = ?)"

int db_mail_add_applicant(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
			  cw_day day, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO mail (uid, root_id, type, case_id, person_id, until_on, status, "
		"next_at,"
		" created_at) SELECT RANDOM_BYTES(16), " ROOT
		", ?, ?, p.id, ?, 'waiting', ?, ? FROM (SELECT ? AS id UNION SELECT r.person_id"
		" FROM representative r WHERE r.case_id = ? AND (r.valid_from IS NULL OR "
		"r.valid_from <= ?)"
		" AND (r.valid_to IS NULL OR r.valid_to >= ?)) who JOIN person p ON p.id = who.id"
		" WHERE p.email IS NOT NULL";
	const struct db_in in[] = { DB_U64(d->agency_id),
				    DB_STR(told->type),
				    DB_U64(d->id),
				    DB_DAY(told->until_on),
				    DB_TIME(now),
				    DB_TIME(now),
				    DB_U64(d->applicant_id),
				    DB_U64(d->id),
				    DB_DAY(day),
				    DB_DAY(day) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* To an officer by what they have chosen. */
#define TO_OFFICER                                                                                 \
	"INSERT INTO mail (uid, root_id, type, case_id, user_id, until_on, reminder_id, status,"   \
	" next_at, created_at) SELECT RANDOM_BYTES(16), " ROOT ", ?, ?, m.user_id, ?, "
#define KEPT(cond) ", IF(" cond ", 'kept', 'waiting'), IF(" cond ", ?, IF(m.quiet, ?, ?)), ?"
#define REACHED	   " AND m.mode <> 'off' AND m.address IS NOT NULL AND NOT u.disabled"

int db_mail_add_user(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		     uint64_t user, const struct db_mail_times *times, struct cw_err *err)
{
	static const char sql[] = TO_OFFICER
		"NULL" KEPT("m.mode = 'digest'") " FROM user_mail m JOIN user u"
						 " ON u.id = m.user_id WHERE m.user_id = ?" REACHED;
	const struct db_in in[] = {
		DB_U64(d->agency_id),	DB_STR(told->type),	DB_U64(d->id),
		DB_DAY(told->until_on), DB_TIME(times->digest), DB_TIME(times->awake),
		DB_TIME(times->now),	DB_TIME(times->now),	DB_U64(user)
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_mail_add_role(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		     uint64_t agency, const char *role, const uint64_t but[2],
		     const struct db_mail_times *times, struct cw_err *err)
{
	static const char sql[] = TO_OFFICER "NULL" KEPT(
		"m.mode = 'digest'") " FROM user_role r JOIN user_mail m"
				     " ON m.user_id = r.user_id JOIN user u ON u.id = r.user_id"
				     " WHERE r.agency_id = ? AND r.role = ? AND r.user_id NOT IN "
				     "(?, ?)" REACHED " LIMIT 50";
	const struct db_in in[] = { DB_U64(agency),	    DB_STR(told->type),
				    DB_U64(d->id),	    DB_DAY(told->until_on),
				    DB_TIME(times->digest), DB_TIME(times->awake),
				    DB_TIME(times->now),    DB_TIME(times->now),
				    DB_U64(agency),	    DB_STR(role),
				    DB_U64(but[0]),	    DB_U64(but[1]) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_mail_add_reminders(struct db_conn *c, const struct db_told *told,
			  const struct db_mail_of *of, const struct db_mail_times *times,
			  struct cw_err *err)
{
	static const char sql[] = TO_OFFICER "r.id" KEPT(
		"m.mode = 'digest' OR ?") " FROM reminder r JOIN user_mail m"
					  " ON m.user_id = r.user_id JOIN user u ON u.id = "
					  "r.user_id"
					  " WHERE r.deadline_id = ? AND r.version = ? AND r.step = "
					  "? AND r.channel = 'inbox'" REACHED
					  " ON DUPLICATE KEY UPDATE mail.id = mail.id";
	const struct db_in in[] = { DB_U64(of->agency_id),   DB_STR(told->type),
				    DB_ID_OR_NULL(of->case_id), DB_DAY(told->until_on),
				    DB_BOOL(of->digest),     DB_BOOL(of->digest),
				    DB_TIME(times->digest),  DB_TIME(times->awake),
				    DB_TIME(times->now),     DB_TIME(times->now),
				    DB_U64(of->deadline_id), DB_I64(of->version),
				    DB_I64(of->step) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_mail_add_test(struct db_conn *c, uint64_t user, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO mail (uid, root_id, type, user_id, status, next_at, created_at)"
		" SELECT RANDOM_BYTES(16), MIN(COALESCE(g.root_id, g.id)), '" DB_MAIL_TYPE_TEST
		"', r.user_id, 'waiting', ?, ? FROM user_role r JOIN agency g ON g.id = r.agency_id"
		" WHERE r.user_id = ? GROUP BY r.user_id";
	const struct db_in in[] = { DB_TIME(now), DB_TIME(now), DB_U64(user) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- Digests. */

int db_mail_digest_due_list(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit,
			    uint64_t **users, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT DISTINCT user_id FROM mail WHERE status = 'kept'"
				  " AND next_at <= ? LIMIT ?";
	const struct db_in in[] = { DB_TIME(now), DB_U64(limit) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out out[] = { DB_OUT_U64(id) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*users = rows.items;
	*n = rows.n;
	return 0;
}

int db_mail_digest_make(struct db_conn *c, struct cw_arena *a, uint64_t user, int64_t now,
			struct cw_err *err)
{
	/* Whoever holds it makes the digest. */
	static const char lock[] = "SELECT version FROM user_mail WHERE user_id = ? FOR UPDATE";
	static const char first[] = "SELECT root_id FROM mail WHERE user_id = ? AND status = 'kept'"
				    " AND next_at <= ? ORDER BY next_at LIMIT 1 FOR UPDATE";
	static const char add[] =
		"INSERT INTO mail (uid, root_id, type, user_id, status, next_at, created_at)"
		" VALUES (RANDOM_BYTES(16), ?, '" DB_MAIL_TYPE_DIGEST "', ?, 'waiting', ?, ?)";
	static const char take[] =
		"UPDATE mail SET status = 'digested', digest_id = ?, ended_at = ?"
		" WHERE user_id = ? AND status = 'kept' AND next_at <= ?";
	const struct db_in who[] = { DB_U64(user) };
	const struct db_in due[] = { DB_U64(user), DB_TIME(now) };
	uint64_t version, root;
	const struct db_out locked[] = { DB_OUT_U64(version) }, kept[] = { DB_OUT_U64(root) };
	struct db_done done;
	bool found;

	if (db_get(c, a, lock, who, DB_N(who), locked, DB_N(locked), err) ||
	    db_find(c, a, first, due, DB_N(due), kept, DB_N(kept), &found, err))
		return -1;
	if (!found)
		return 0;
	{
		const struct db_in made[] = { DB_U64(root), DB_U64(user), DB_TIME(now),
					      DB_TIME(now) };

		if (db_run(c, add, made, DB_N(made), &done, err))
			return -1;
	}
	{
		const struct db_in taken[] = { DB_U64(done.insert_id), DB_TIME(now), DB_U64(user),
					       DB_TIME(now) };

		return db_run(c, take, taken, DB_N(taken), NULL, err);
	}
}

/* ---- Sending. */

#define COLUMNS                                                                                    \
	"id, root_id, case_id, person_id, user_id, reminder_id, uid, type, status, fault, "        \
	"until_on, tried,"                                                                         \
	" claim, next_at, created_at, ended_at"
#define COLUMNS_OUT(m)                                                                             \
	{                                                                                          \
		DB_OUT_U64((m).id), DB_OUT_U64((m).root_id), DB_OUT_U64((m).case_id),              \
			DB_OUT_U64((m).person_id), DB_OUT_U64((m).user_id),                        \
			DB_OUT_U64((m).reminder_id), DB_OUT_BYTES((m).uid, (m).uid_len),           \
			DB_OUT_STR((m).type), DB_OUT_STR((m).status), DB_OUT_STR((m).fault),       \
			DB_OUT_DAY((m).until_on), DB_OUT_INT((m).tried), DB_OUT_INT((m).claim),    \
			DB_OUT_TIME((m).next_at), DB_OUT_TIME((m).created_at),                     \
			DB_OUT_TIME((m).ended_at)                                                  \
	}

static int list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		size_t n_in, struct db_mail **out, size_t *n, struct cw_err *err)
{
	struct db_mail m;
	struct db_rows rows = DB_ROWS(a, m);
	const struct db_out row[] = COLUMNS_OUT(m);

	if (db_list(c, a, sql, in, n_in, row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*out = rows.items;
	*n = rows.n;
	return 0;
}

static int take(struct db_conn *c, struct db_mail *m, int64_t lease, struct cw_err *err)
{
	static const char sql[] = "UPDATE mail SET claim = claim + 1, next_at = ? WHERE id = ?";
	const struct db_in in[] = { DB_TIME(lease), DB_U64(m->id) };

	m->claim++;
	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_mail_claim_list(struct db_conn *c, struct cw_arena *a, int64_t now, int64_t lease,
		       unsigned limit, struct db_mail **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM mail WHERE status = 'waiting'"
				  " AND next_at <= ? ORDER BY next_at, id LIMIT ?"
				  " FOR UPDATE SKIP LOCKED";
	const struct db_in in[] = { DB_TIME(now), DB_U64(limit) };

	if (list(c, a, sql, in, DB_N(in), rows, n, err))
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (take(c, &(*rows)[i], lease, err))
			return -1;
	return 0;
}

int db_mail_next_get(struct db_conn *c, struct cw_arena *a, int64_t *next, struct cw_err *err)
{
	static const char sql[] = "SELECT MIN(next_at) FROM mail WHERE status = 'waiting'";
	const struct db_out row[] = { DB_OUT_TIME(*next) };

	return db_get(c, a, sql, NULL, 0, row, DB_N(row), err);
}

int db_mail_save(struct db_conn *c, const struct db_mail *m, struct cw_err *err)
{
	static const char sql[] = "UPDATE mail SET status = ?, tried = ?, next_at = ?, fault = ?,"
				  " ended_at = ? WHERE id = ? AND claim = ? AND status = 'waiting'";
	const struct db_in in[] = { DB_STR(m->status), DB_I64(m->tried),     DB_TIME(m->next_at),
				    DB_STR(m->fault),  DB_TIME(m->ended_at), DB_U64(m->id),
				    DB_I64(m->claim) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_mail_lines_list(struct db_conn *c, struct cw_arena *a, uint64_t digest, unsigned limit,
		       struct db_mail **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM mail WHERE digest_id = ? ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_U64(digest), DB_U64(limit) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_mail_reminder_get(struct db_conn *c, struct cw_arena *a, uint64_t reminder,
			 struct db_mail_reminder *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT l.kind, p.number, l.agency_id, r.due_on, l.version = r.version"
		" AND l.status = 'open' AND r.acknowledged_at IS NULL FROM reminder r"
		" JOIN deadline l ON l.id = r.deadline_id LEFT JOIN complaint p ON l.case_id IS NULL"
		" AND l.kind IN (" DB_DUE_COMPLAINTS ") AND p.id = l.ref WHERE r.id = ?";
	const struct db_in in[] = { DB_U64(reminder) };
	const struct db_out row[] = { DB_OUT_STR(out->kind), DB_OUT_STR(out->number),
				      DB_OUT_U64(out->agency_id), DB_OUT_DAY(out->due_on),
				      DB_OUT_BOOL(out->stands) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_mail_user_is_open(struct db_conn *c, struct cw_arena *a, uint64_t user, bool *open,
			 struct cw_err *err)
{
	static const char sql[] = "SELECT NOT disabled FROM user WHERE id = ?";
	const struct db_in in[] = { DB_U64(user) };
	const struct db_out row[] = { DB_OUT_BOOL(*open) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

/* ---- Administration. */

int db_mail_list(struct db_conn *c, struct cw_arena *a, const struct db_mail_query *q,
		 struct db_mail **rows, size_t *n, struct cw_err *err)
{
	static const char all[] = "SELECT " COLUMNS " FROM mail WHERE root_id = ? AND id < ?"
				  " ORDER BY id DESC LIMIT ?";
	static const char of_status[] =
		"SELECT " COLUMNS " FROM mail FORCE INDEX (k_mail_list) WHERE root_id = ?"
		" AND status = ? AND id < ? ORDER BY id DESC LIMIT ?";
	const uint64_t before = q->before ? q->before : INT64_MAX;
	const struct db_in in[] = { DB_U64(q->root), DB_U64(before), DB_U64(q->limit) };
	const struct db_in with[] = { DB_U64(q->root), DB_STR(q->status), DB_U64(before),
				      DB_U64(q->limit) };

	return q->status ? list(c, a, of_status, with, DB_N(with), rows, n, err)
			 : list(c, a, all, in, DB_N(in), rows, n, err);
}

int db_mail_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_mail *out,
		struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM mail WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_mail_replay(struct db_conn *c, uint64_t id, int64_t now, bool *again, struct cw_err *err)
{
	static const char sql[] = "UPDATE mail SET status = 'waiting', tried = 0, next_at = ?,"
				  " ended_at = NULL WHERE id = ? AND status = 'dead'";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*again = done.changed == 1;
	return 0;
}
