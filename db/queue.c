/*
 * The queue and the search: db/docket.h.  Each list is driven by one key of docket; state and due
 * day only filter, and a row constructor in the cursor would read more and more (design.md, Queue).
 */
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/docket.h"
#include "db/link.h"
#include "db/rows.h"
#include "db/same.h"
#include "db/share.h"
#include "db/watch.h"

#define COLUMNS                                                                                    \
	"d.id, d.agency_id, d.version, d.assignee_id, d.number, d.title, d.state, d.channel,"      \
	" d.help_needed, d.next_kind, d.main_outcome, d.received_on, d.due_on, d.next_on,"         \
	" d.replied_on, d.closed_on, d.due_provisional"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_U64((r).version),            \
		DB_OUT_U64((r).assignee_id), DB_OUT_STR((r).number), DB_OUT_STR((r).title),        \
		DB_OUT_STR((r).state), DB_OUT_STR((r).channel), DB_OUT_STR((r).help_needed),       \
		DB_OUT_STR((r).next_kind), DB_OUT_STR((r).main_outcome),                           \
		DB_OUT_DAY((r).received_on), DB_OUT_DAY((r).due_on), DB_OUT_DAY((r).next_on),      \
		DB_OUT_DAY((r).replied_on), DB_OUT_DAY((r).closed_on),                             \
		DB_OUT_BOOL((r).due_provisional)                                                   \
	}
#define FILTERS                                                                                    \
	" AND (? IS NULL OR d.state = ?) AND (? IS NULL OR d.due_on < ?)"                          \
	" AND (? IS NULL OR d.next_kind = ?) AND (? = 0 OR d.assignee_id IS NULL)"                 \
	" AND (? = 0 OR d.help_flag = 1) AND (? = 0 OR d.agency_id = ?)"                           \
	" ORDER BY d.next_on, d.id LIMIT ?"
#define CURSOR " AND d.next_on >= ? AND (d.next_on > ? OR d.id > ?)"

static const char by_agency[] = "SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_agency_queue)"
				" WHERE d.agency_id = ? AND d.is_open = 1" CURSOR FILTERS;
/* Of the filters the one that leaves least drives. */
static const char by_unassigned[] =
	"SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_agency_assignee)"
	" WHERE d.agency_id = ? AND d.is_open = 1 AND d.assignee_id IS NULL" CURSOR FILTERS;
static const char by_help[] =
	"SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_agency_help)"
	" WHERE d.agency_id = ? AND d.is_open = 1 AND d.help_flag = 1" CURSOR FILTERS;
static const char by_kind[] = "SELECT " COLUMNS
			      " FROM docket d FORCE INDEX (k_docket_agency_kind)"
			      " WHERE d.agency_id = ? AND d.is_open = 1 AND d.next_kind = ?" CURSOR
				      FILTERS;
static const char by_assignee[] =
	"SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_assignee_queue)"
	" WHERE d.assignee_id = ? AND d.is_open = 1" CURSOR FILTERS;
static const char by_all[] = "SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_queue)"
			     " WHERE d.is_open = 1" CURSOR FILTERS;
static const char by_closed[] =
	"SELECT " COLUMNS " FROM docket d FORCE INDEX (k_docket_agency_closed)"
	" WHERE d.agency_id = ? AND d.is_open = 0"
	" AND d.closed_on <= ? AND (d.closed_on < ? OR d.id < ?)"
	" AND (? IS NULL OR d.state = ?) AND (? IS NULL OR d.due_on < ?)"
	" ORDER BY d.closed_on DESC, d.id DESC LIMIT ?";

static const char *statement(const struct db_queue *q)
{
	if (!q->open)
		return by_closed;
	if (q->agency)
		return q->unassigned ? by_unassigned
		       : q->help     ? by_help
		       : q->next_kind ? by_kind
				      : by_agency;
	return q->assignee ? by_assignee : by_all;
}

int db_queue_list(struct db_conn *c, struct cw_arena *a, const struct db_queue *q,
		  struct db_queue_row **rows, size_t *n, struct cw_err *err)
{
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);
	bool start = q->after_on == CW_DAY_NONE;
	cw_day after = !start ? q->after_on : q->open ? CW_DAY_MIN : DB_DAY_FAR;
	/* ids go up in open queues and down in closed ones */
	uint64_t after_id = !start ? q->after_id : q->open ? 0 : INT64_MAX;
	const char *sql = statement(q);
	struct db_in in[20];
	size_t n_in = 0;

	if (!q->open || q->agency)
		in[n_in++] = DB_U64(q->agency);
	else if (q->assignee)
		in[n_in++] = DB_U64(q->assignee);
	if (sql == by_kind)
		in[n_in++] = DB_STR(q->next_kind);
	in[n_in++] = DB_DAY(after);
	in[n_in++] = DB_DAY(after);
	in[n_in++] = DB_U64(after_id);
	in[n_in++] = DB_STR(q->state);
	in[n_in++] = DB_STR(q->state);
	in[n_in++] = DB_DAY(q->due_before);
	in[n_in++] = DB_DAY(q->due_before);
	if (q->open) {
		in[n_in++] = DB_STR(q->next_kind);
		in[n_in++] = DB_STR(q->next_kind);
		in[n_in++] = DB_BOOL(q->unassigned);
		in[n_in++] = DB_BOOL(q->help);
		in[n_in++] = DB_U64(q->within);
		in[n_in++] = DB_U64(q->within);
	}
	in[n_in++] = DB_U64(q->limit);
	if (db_list(c, a, sql, in, n_in, cols, DB_N(cols), db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	*n = list.n;
	return 0;
}

int db_queue_count(struct db_conn *c, uint64_t agency, uint64_t assignee, cw_day before,
		   unsigned cap, uint64_t *out, struct cw_err *err)
{
	static const char of_agency[] =
		"SELECT COUNT(*) FROM (SELECT 1 FROM docket FORCE INDEX (k_docket_agency_queue)"
		" WHERE agency_id = ? AND is_open = 1 AND next_on <= ? LIMIT ?) t";
	static const char of_assignee[] =
		"SELECT COUNT(*) FROM (SELECT 1 FROM docket FORCE INDEX (k_docket_assignee_queue)"
		" WHERE assignee_id = ? AND is_open = 1 AND next_on <= ? LIMIT ?) t";
	static const char of_all[] =
		"SELECT COUNT(*) FROM (SELECT 1 FROM docket FORCE INDEX (k_docket_queue)"
		" WHERE is_open = 1 AND next_on <= ? LIMIT ?) t";
	static const char of_both[] =
		"SELECT COUNT(*) FROM (SELECT 1 FROM docket FORCE INDEX (k_docket_agency_assignee)"
		" WHERE agency_id = ? AND assignee_id = ? AND is_open = 1 AND next_on <= ?"
		" LIMIT ?) t";
	const char *const of_one = agency ? of_agency : assignee ? of_assignee : of_all;
	const char *sql = agency && assignee ? of_both : of_one;
	const struct db_out cols[] = { DB_OUT_U64(*out) };
	struct db_in in[4];
	unsigned n = 0;

	if (agency)
		in[n++] = DB_U64(agency);
	if (assignee)
		in[n++] = DB_U64(assignee);
	/* every open one: also those with no day, which stand at 9999-12-31 */
	in[n++] = DB_DAY(before == CW_DAY_NONE ? DB_DAY_FAR : before - 1);
	in[n++] = DB_U64(cap);
	return db_get(c, NULL, sql, in, n, cols, DB_N(cols), err);
}

int db_share_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day after_on,
		  uint64_t after_id, unsigned limit, struct db_queue_row **rows, size_t *n,
		  struct cw_err *err)
{
	/* What is put to one person is a handful; that it is sorted costs nothing, and it
	 * comes first, whatever the database thinks of it. */
	static const char sql[] =
		"SELECT " COLUMNS " FROM (SELECT DISTINCT case_id FROM case_share"
		" WHERE user_id = ? AND is_open = 1) s STRAIGHT_JOIN docket d ON d.id = s.case_id"
		" WHERE d.next_on >= ? AND (d.next_on > ? OR d.id > ?)"
		" ORDER BY d.next_on, d.id LIMIT ?";
	cw_day after = after_on == CW_DAY_NONE ? CW_DAY_MIN : after_on;
	const struct db_in in[] = { DB_U64(user), DB_DAY(after), DB_DAY(after), DB_U64(after_id),
				    DB_U64(limit) };
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	*n = list.n;
	return 0;
}

int db_watch_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day after_on,
		  uint64_t after_id, unsigned limit, struct db_queue_row **rows, size_t *n,
		  struct cw_err *err)
{
	/* Closed ones have no next day and come last. */
	static const char sql[] =
		"SELECT " COLUMNS ", GREATEST(d.seq, w.seen_seq) - w.seen_seq FROM case_watch w"
		" JOIN docket d ON d.id = w.case_id WHERE w.user_id = ?"
		" AND d.next_on >= ? AND (d.next_on > ? OR d.id > ?)"
		" ORDER BY d.next_on, d.id LIMIT ?";
	cw_day after = after_on == CW_DAY_NONE ? CW_DAY_MIN : after_on;
	const struct db_in in[] = { DB_U64(user), DB_DAY(after), DB_DAY(after), DB_U64(after_id),
				    DB_U64(limit) };
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out some[] = COLUMNS_OUT(row);
	struct db_out cols[DB_N(some) + 1];
	struct db_rows list = DB_ROWS(a, row);

	memcpy(cols, some, sizeof(some));
	cols[DB_N(some)] = (struct db_out)DB_OUT_INT(row.unread);
	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	*n = list.n;
	return 0;
}

int db_queue_count_unassigned(struct db_conn *c, uint64_t agency, unsigned cap, uint64_t *out,
			      struct cw_err *err)
{
	static const char sql[] =
		"SELECT COUNT(*) FROM (SELECT 1 FROM docket FORCE INDEX (k_docket_agency_assignee)"
		" WHERE agency_id = ? AND is_open = 1 AND assignee_id IS NULL LIMIT ?) t";
	const struct db_in in[] = { DB_U64(agency), DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_docket_assigned_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t user,
			    unsigned limit, uint64_t **ids, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id FROM docket FORCE INDEX (k_docket_agency_assignee)"
				  " WHERE agency_id = ? AND is_open = 1 AND assignee_id = ?"
				  " ORDER BY next_on, id LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(user), DB_U64(limit) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out cols[] = { DB_OUT_U64(id) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*ids = rows.items;
	*n = rows.n;
	return 0;
}

int db_share_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out, struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*) FROM (SELECT DISTINCT case_id FROM case_share"
				  " WHERE user_id = ? AND is_open = 1 LIMIT ?) t";
	const struct db_in in[] = { DB_U64(user), DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_same_applicant_list(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
			   uint64_t before, unsigned limit, struct db_queue_row **rows, size_t *n,
			   struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM (" DB_SAME_PERSONS ") s JOIN docket d ON d.applicant_id = s.id"
		" WHERE d.agency_id = ? AND d.id <> ? AND d.id < ? ORDER BY d.id DESC LIMIT ?";
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);
	uint64_t root;

	if (db_same_root_find(c, a, d->applicant_id, &root, err))
		return -1;
	const struct db_in in[] = { DB_SAME_IN(d->applicant_id, root), DB_U64(d->agency_id),
				    DB_U64(d->id), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	*n = list.n;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

size_t db_grams_of(struct cw_arena *a, const char *text, uint64_t *out, size_t room)
{
	char *folded = cw_text_fold(a, text);
	size_t len = folded ? strlen(folded) : 0, n = 0, kept = 0;
	uint32_t prev = 0;

	for (size_t i = 0; i < len && n < room;) {
		uint32_t cp = 0;
		size_t step = cw_utf8_next(folded + i, len - i, &cp);

		if (step == 0)
			break;
		if (prev)
			out[n++] = (uint64_t)prev << 32 | cp;
		prev = cp;
		i += step;
	}
	qsort(out, n, sizeof(*out), by_value);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || out[i] != out[i - 1])
			out[kept++] = out[i];
	return kept;
}

static int add_grams(struct db_conn *c, const struct db_docket *d, const uint64_t *grams, size_t n,
		     struct cw_err *err)
{
	/* 32 rows a statement: a short request is one round trip. */
#define FOUR  "(?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)"
#define BATCH 32
	static const char sql[] =
		"INSERT INTO case_gram (agency_id, gram, case_id) VALUES " FOUR ", " FOUR ", " FOUR
		", " FOUR ", " FOUR ", " FOUR ", " FOUR ", " FOUR
		" ON DUPLICATE KEY UPDATE case_id = VALUES(case_id)";
	struct db_in in[BATCH * 3];

	for (size_t i = 0; i < n; i += BATCH) {
		for (size_t j = 0; j < BATCH; j++) {
			/* the last statement repeats its last row */
			uint64_t gram = grams[i + j < n ? i + j : n - 1];

			in[j * 3] = DB_U64(d->agency_id);
			in[j * 3 + 1] = DB_U64(gram);
			in[j * 3 + 2] = DB_U64(d->id);
		}
		if (db_run(c, sql, in, DB_N(in), NULL, err))
			return -1;
	}
	return 0;
}

int db_grams_add(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		 struct cw_err *err)
{
	uint64_t *grams = cw_alloc_n(a, DB_GRAMS_MAX, sizeof(*grams));
	char *text = cw_printf(a, "%s\n%s", d->title, d->description);

	if (!grams || !text)
		return cw_fail_memory(err);
	return add_grams(c, d, grams, db_grams_of(a, text, grams, DB_GRAMS_MAX), err);
}

int db_grams_save(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		  struct cw_err *err)
{
	static const char clear[] = "DELETE FROM case_gram WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(d->id) };

	return db_run(c, clear, in, DB_N(in), NULL, err) ? -1 : db_grams_add(c, a, d, err);
}

/* How many cases hold a gram, counted far enough to tell rare from common. */
static int gram_count(struct db_conn *c, uint64_t agency, uint64_t gram, uint64_t *out,
		      struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*) FROM (SELECT 1 FROM case_gram"
				  " WHERE agency_id = ? AND gram = ? LIMIT 1000) t";
	const struct db_in in[] = { DB_U64(agency), DB_U64(gram) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

static char *like_pattern(struct cw_arena *a, const char *words)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	cw_buf_puts(&b, "%");
	for (const char *s = words; *s; s++) {
		if (*s == '%' || *s == '_' || *s == '\\')
			cw_buf_puts(&b, "\\");
		cw_buf_add(&b, s, 1);
	}
	cw_buf_puts(&b, "%");
	return cw_buf_done(&b, NULL);
}

/* The two rarest grams drive the search, LIKE confirms. */
static int rarest(struct db_conn *c, uint64_t agency, uint64_t *grams, size_t n, uint64_t best[2],
		  struct cw_err *err)
{
	uint64_t least[2] = { UINT64_MAX, UINT64_MAX };

	best[0] = best[1] = grams[0];
	for (size_t i = 0; i < n && i < 8; i++) {
		uint64_t count;

		if (gram_count(c, agency, grams[i], &count, err))
			return -1;
		if (count < least[0]) {
			least[1] = least[0];
			best[1] = best[0];
			least[0] = count;
			best[0] = grams[i];
		} else if (count < least[1]) {
			least[1] = count;
			best[1] = grams[i];
		}
	}
	return 0;
}

/*
 * How the number begins that WORDS are, whole or without what all numbers of the agency begin with
 * ("FGW-2026-00015", "2026-00015"); NULL where they are no number.  The year alone is none: it would be
 * that of too many.
 */
static int number_start(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *words,
			char **start, struct cw_err *err)
{
	static const char sql[] = "SELECT region, code FROM agency WHERE id = ?";
	char *region = NULL, *code = NULL, *typed = cw_printf(a, "%s", words);
	const struct db_in in[] = { DB_U64(agency) };
	const struct db_out cols[] = { DB_OUT_STR(region), DB_OUT_STR(code) };
	unsigned dashes = 0;
	const char *last = typed;

	*start = NULL;
	if (!typed)
		return cw_fail_memory(err);
	for (char *s = typed; *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
		if (*s == '-') {
			dashes++;
			last = s + 1;
		} else if (!(*s >= '0' && *s <= '9') && !(*s >= 'A' && *s <= 'Z')) {
			return 0;
		}
	}
	if (dashes < 1 || dashes > 3 || !*last || last[strspn(last, "0123456789")])
		return 0;
	if (db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err))
		return -1;
	*start = dashes == 3   ? cw_printf(a, "%s%%", typed)
		 : dashes == 2 ? cw_printf(a, "%s-%s%%", region, typed)
			       : cw_printf(a, "%s-%s-%s%%", region, code, typed);
	return *start ? 0 : cw_fail_memory(err);
}

/* Cases by their number, or by that of one of their letters, as people read it out on the telephone. */
static int numbered(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *words,
		    uint64_t before, unsigned limit, struct db_queue_row **rows, size_t *n,
		    struct cw_err *err)
{
	static const char by_number[] =
		"SELECT " COLUMNS " FROM docket d FORCE INDEX (u_docket_number)"
		" WHERE d.agency_id = ? AND d.number LIKE ?"
		" AND d.id < ? ORDER BY d.id DESC LIMIT ?";
	static const char by_letter[] =
		"SELECT DISTINCT " COLUMNS " FROM letter l JOIN docket d ON d.id = l.case_id"
		" WHERE l.agency_id = ? AND l.document_number = ? AND d.id < ?"
		" ORDER BY d.id DESC LIMIT ?";
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);
	char *start;

	*n = 0;
	if (!strpbrk(words, "0123456789")) /* no number of anything */
		return 0;
	if (number_start(c, a, agency, words, &start, err))
		return -1;
	{
		const struct db_in in[] = { DB_U64(agency), DB_STR(start ? start : words),
					    DB_U64(before ? before : INT64_MAX), DB_U64(limit) };

		if (db_list(c, a, start ? by_number : by_letter, in, DB_N(in), cols, DB_N(cols),
			    db_rows_add, &list, err))
			return -1;
	}
	*rows = list.items;
	*n = list.n;
	return 0;
}

/* Cases of an applicant of just that name: names are sealed, so they are found whole or not at all. */
static int named(struct db_conn *c, struct cw_arena *a, const struct db_keyring *keys, uint64_t agency,
		 const char *words, uint64_t before, unsigned limit, struct db_queue_row **rows,
		 size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM person p FORCE INDEX (k_person_name)"
				  " JOIN docket d ON d.applicant_id = p.id WHERE p.name_index = ?"
				  " AND d.agency_id = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?";
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);
	unsigned char index[DB_BLIND];
	char *folded = cw_text_fold(a, words);

	if (!folded)
		return cw_fail_memory(err);
	db_blind(keys, "name", folded, index);
	{
		const struct db_in in[] = { DB_BYTES(index, DB_BLIND), DB_U64(agency),
					    DB_U64(before ? before : INT64_MAX), DB_U64(limit) };

		if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
			return -1;
	}
	*rows = list.items;
	*n = list.n;
	return 0;
}

int db_search_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *keys,
		   uint64_t agency, const char *words, uint64_t before, unsigned limit,
		   struct db_queue_row **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT STRAIGHT_JOIN " COLUMNS " FROM case_gram g"
		" JOIN case_gram h ON h.agency_id = g.agency_id AND h.gram = ? AND h.case_id = g.case_id"
		" JOIN docket d ON d.id = g.case_id"
		" WHERE g.agency_id = ? AND g.gram = ? AND g.case_id < ?"
		" AND (d.title LIKE ? OR d.description LIKE ?)"
		" ORDER BY g.case_id DESC LIMIT ?";
	struct db_queue_row row = { .unread = 0, .covering_for = 0 };
	const struct db_out cols[] = COLUMNS_OUT(row);
	struct db_rows list = DB_ROWS(a, row);
	uint64_t grams[64], best[2];
	size_t n_grams = db_grams_of(a, words, grams, DB_N(grams));
	char *like = like_pattern(a, words);

	*rows = NULL;
	*n = 0;
	if (!like)
		return cw_fail_memory(err);
	if (numbered(c, a, agency, words, before, limit, rows, n, err) ||
	    (*n == 0 && named(c, a, keys, agency, words, before, limit, rows, n, err)))
		return -1;
	if (*n || n_grams == 0)
		return 0;
	if (rarest(c, agency, grams, n_grams, best, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(best[1]), DB_U64(agency), DB_U64(best[0]),
			DB_U64(before ? before : INT64_MAX), DB_STR(like), DB_STR(like),
			DB_U64(limit),
		};

		if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
			return -1;
	}
	*rows = list.items;
	*n = list.n;
	return 0;
}
