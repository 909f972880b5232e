/* What was made public: db/publication.h. */
#include <string.h>

#include "db/docket.h"
#include "db/publication.h"
#include "db/rows.h"

#define COLUMNS                                                                                    \
	"d.id, d.agency_id, d.item_id, d.entered_by, d.withdrawn_by, d.title, d.address,"          \
	" d.document_number, d.summary, d.withdrawn_reason, g.code, g.name, d.published_on,"       \
	" d.withdrawn_on, d.entered_at"
#define OUT(r)                                                                                     \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_U64((r).item_id),            \
			DB_OUT_U64((r).entered_by), DB_OUT_U64((r).withdrawn_by),                  \
			DB_OUT_STR((r).title), DB_OUT_STR((r).address),                            \
			DB_OUT_STR((r).document_number), DB_OUT_STR((r).summary),                  \
			DB_OUT_STR((r).withdrawn_reason), DB_OUT_STR((r).agency_code),             \
			DB_OUT_STR((r).agency_name), DB_OUT_DAY((r).published_on),                 \
			DB_OUT_DAY((r).withdrawn_on), DB_OUT_TIME((r).entered_at)                  \
	}

/* ---- Words. */

#define GRAMS 256 /* of a title, a number and a summary: more say nothing new */

static int add_gram(struct db_conn *c, uint64_t gram, uint64_t disclosure, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO disclosure_gram (gram, disclosure_id) VALUES (?, ?)";
	const struct db_in in[] = { DB_U64(gram), DB_U64(disclosure) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

static int add_grams(struct db_conn *c, struct cw_arena *a, const struct db_disclosure *d,
		     struct cw_err *err)
{
	uint64_t *grams = cw_alloc_n(a, GRAMS, sizeof(*grams));
	const char *text =
		cw_printf(a, "%s\n%s\n%s", d->title, d->document_number ? d->document_number : "",
			  d->summary ? d->summary : "");
	size_t n;

	if (!grams || !text)
		return cw_fail_memory(err);
	n = db_grams_of(a, text, grams, GRAMS);
	for (size_t i = 0; i < n; i++)
		if (add_gram(c, grams[i], d->id, err))
			return -1;
	return 0;
}

/* ---- One. */

int db_disclosure_add(struct db_conn *c, struct cw_arena *a, struct db_disclosure *d,
		      struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO disclosure (agency_id, item_id, title, address, document_number,"
		" summary, published_on, entered_by, entered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
		"?)";
	const struct db_in in[] = {
		DB_U64(d->agency_id),	 DB_ID_OR_NULL(d->item_id),  DB_STR(d->title),
		DB_STR(d->address),	 DB_STR(d->document_number), DB_STR(d->summary),
		DB_DAY(d->published_on), DB_U64(d->entered_by),	     DB_TIME(d->entered_at),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	d->id = done.insert_id;
	d->withdrawn_on = CW_DAY_NONE;
	return add_grams(c, a, d, err);
}

int db_disclosure_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_disclosure *out,
		      struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM disclosure d"
				  " JOIN agency g ON g.id = d.agency_id WHERE d.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_disclosure_withdraw(struct db_conn *c, const struct db_disclosure *d, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE disclosure SET withdrawn_on = ?, withdrawn_by = ?, withdrawn_reason = ?"
		" WHERE id = ? AND withdrawn_on IS NULL";
	const struct db_in in[] = { DB_DAY(d->withdrawn_on), DB_U64(d->withdrawn_by),
				    DB_STR(d->withdrawn_reason), DB_U64(d->id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed ? 0 : cw_fail(err, CW_CONFLICT, CW_MSG_DISCLOSURE_WITHDRAWN, NULL);
}

/* ---- Many. */

static int list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		size_t n_in, struct db_disclosure **out, size_t *n, struct cw_err *err)
{
	struct db_disclosure r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = OUT(r);

	if (db_list(c, a, sql, in, n_in, cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*out = rows.items;
	*n = rows.n;
	return 0;
}

static int by_words(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *words,
		    uint64_t before, unsigned limit, struct db_disclosure **out, size_t *n,
		    struct cw_err *err)
{
	/* The first and the last pair lead, the whole confirms. */
	static const char sql[] =
		"SELECT STRAIGHT_JOIN " COLUMNS " FROM disclosure_gram x"
		" JOIN disclosure_gram y ON y.gram = ? AND y.disclosure_id = x.disclosure_id"
		" JOIN disclosure d ON d.id = x.disclosure_id JOIN agency g ON g.id = d.agency_id"
		" WHERE x.gram = ? AND d.id < ? AND d.public = 1 AND (? = 0 OR d.agency_id = ?)"
		" AND (INSTR(d.title, ?) > 0 OR INSTR(d.document_number, ?) > 0"
		" OR INSTR(d.summary, ?) > 0) ORDER BY d.id DESC LIMIT ?";
	uint64_t grams[64];
	const size_t n_grams = db_grams_of(a, words, grams, DB_N(grams));

	*out = NULL;
	*n = 0;
	if (n_grams == 0)
		return 0;
	const struct db_in in[] = { DB_U64(grams[n_grams - 1]),
				    DB_U64(grams[0]),
				    DB_U64(before ? before : INT64_MAX),
				    DB_U64(agency),
				    DB_U64(agency),
				    DB_STR(words),
				    DB_STR(words),
				    DB_STR(words),
				    DB_U64(limit) };

	return list(c, a, sql, in, DB_N(in), out, n, err);
}

int db_disclosure_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *words,
		       uint64_t before, unsigned limit, struct db_disclosure **rows, size_t *n,
		       struct cw_err *err)
{
	static const char all[] = "SELECT " COLUMNS " FROM disclosure d JOIN agency g"
				  " ON g.id = d.agency_id WHERE d.public = 1 AND d.id < ?"
				  " ORDER BY d.id DESC LIMIT ?";
	static const char one[] = "SELECT " COLUMNS " FROM disclosure d JOIN agency g"
				  " ON g.id = d.agency_id WHERE d.agency_id = ? AND d.public = 1"
				  " AND d.id < ? ORDER BY d.id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };

	if (words)
		return by_words(c, a, agency, words, before, limit, rows, n, err);
	return agency ? list(c, a, one, in, 3, rows, n, err)
		      : list(c, a, all, in + 1, 2, rows, n, err);
}

#define LIKE_GRAMS 64
#define LIKE_LEAST 3 /* pairs in common: fewer are chance */

int db_disclosure_like_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			    const char *text, unsigned limit, struct db_disclosure **rows,
			    size_t *n, struct cw_err *err)
{
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
	/* Half of what the title says, at most as long as the text. */
	static const char sql[] =
		"SELECT " COLUMNS " FROM (SELECT disclosure_id, COUNT(*) same FROM disclosure_gram"
		" WHERE gram IN (" EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ", " EIGHT
		", " EIGHT ", " EIGHT ") GROUP BY disclosure_id) s"
		" JOIN disclosure d ON d.id = s.disclosure_id JOIN agency g ON g.id = d.agency_id"
		" WHERE d.public = 1 AND (? = 0 OR d.agency_id = ?)"
		" AND s.same >= GREATEST(?, CHAR_LENGTH(d.title) DIV 2)"
		" ORDER BY s.same DESC, d.id DESC LIMIT ?";
	struct db_in in[LIKE_GRAMS + 4];
	uint64_t grams[LIKE_GRAMS];
	const size_t n_grams = db_grams_of(a, text, grams, LIKE_GRAMS);

	*rows = NULL;
	*n = 0;
	if (n_grams == 0)
		return 0;
	for (size_t i = 0; i < LIKE_GRAMS; i++)
		in[i] = DB_U64(grams[i < n_grams ? i : n_grams - 1]);
	in[LIKE_GRAMS] = DB_U64(agency);
	in[LIKE_GRAMS + 1] = DB_U64(agency);
	in[LIKE_GRAMS + 2] = DB_I64(LIKE_LEAST);
	in[LIKE_GRAMS + 3] = DB_U64(limit);
	return list(c, a, sql, in, DB_N(in), rows, n, err);
}
