/*
 * Statements become rows: what db/ sends while a case is made.  INSERT keeps a row, UPDATE and
 * DELETE find those of the same case; all there is to find is what the case itself has written
 * before.  The text of a statement is read once, by its address, as db/stmt.c prepares it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/generate.h"

/* ---- Plans. */

enum verb { INSERT, UPDATE, DELETE };
/* A ?, text, NULL, "column + ?", "column IS NULL", or the subselect for the agency of the case,
 * which takes a ?. */
enum item_kind { PARAM, TEXT, NONE, PLUS, AGENCY };
struct item {
	enum item_kind kind;
	int column;
	const char *text;
	size_t len;
};
#define ITEMS 200
struct plan {
	const char *sql;
	enum verb verb;
	struct gen_table *table;
	bool readable; /* false: of a form that is not known here, which matters only if it finds
			  rows */
	int columns[GEN_COLUMNS], n_columns; /* INSERT */
	struct item items[ITEMS], where[8];
	int n_items, n_where;
};
#define PLANS 128
static struct plan *plans[PLANS];
static int n_plans;

static const char *spaces(const char *s)
{
	return s + strspn(s, " ");
}

static bool word(const char **s, const char *text)
{
	const size_t len = strlen(text);

	*s = spaces(*s);
	if (strncmp(*s, text, len) != 0)
		return false;
	*s = spaces(*s + len);
	return true;
}

static size_t name_len(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789.");
}

/* A name of a column, with or without its table's before it. */
static bool column(const char **s, const struct gen_table *t, int *out)
{
	const size_t len = name_len(*s);
	const char *dot = memchr(*s, '.', len), *from = dot ? dot + 1 : *s;

	*out = gen_column(t, from, len - (size_t)(from - *s));
	*s = spaces(*s + len);
	return *out >= 0;
}

static bool item(const char **s, const struct gen_table *t, struct item *out)
{
	static const char agency[] = "(SELECT agency_id FROM docket WHERE id = ?)";

	*s = spaces(*s);
	out->kind = TEXT;
	if (word(s, agency))
		out->kind = AGENCY;
	else if (word(s, "?"))
		out->kind = PARAM;
	else if (word(s, "NULL"))
		out->kind = NONE;
	else if (word(s, "TRUE"))
		out->text = "1", out->len = 1;
	else if (word(s, "FALSE"))
		out->text = "0", out->len = 1;
	else if (**s == '\'') {
		out->text = *s + 1;
		out->len = strcspn(out->text, "'");
		*s = spaces(out->text + out->len + 1);
	} else if (**s >= '0' && **s <= '9') {
		out->text = *s;
		out->len = strspn(*s, "0123456789");
		*s = spaces(*s + out->len);
	} else {
		int same;

		out->kind = PLUS;
		return column(s, t, &same) && same == out->column && word(s, "+") && word(s, "?");
	}
	return true;
}

static bool read_insert(struct plan *p, const char *s)
{
	if (!word(&s, "("))
		return false;
	do {
		if (p->n_columns == GEN_COLUMNS ||
		    !column(&s, p->table, &p->columns[p->n_columns++]))
			return false;
	} while (word(&s, ","));
	if (!word(&s, ")") || !word(&s, "VALUES"))
		return false;
	do { /* each row */
		if (!word(&s, "("))
			return false;
		for (int i = 0; i < p->n_columns; i++) {
			struct item *to = &p->items[p->n_items++];

			to->column = p->columns[i];
			if (p->n_items == ITEMS || !item(&s, p->table, to) ||
			    !word(&s, i + 1 < p->n_columns ? "," : ")"))
				return false;
		}
	} while (word(&s, ","));
	return true; /* what is to become of a row that is there already matters to none: it is not
			there */
}

static bool read_where(struct plan *p, const char *s)
{
	do {
		struct item *w = &p->where[p->n_where++];

		if (p->n_where == 8 || !column(&s, p->table, &w->column))
			return false;
		if (word(&s, "IS NULL"))
			w->kind = NONE;
		else if (!word(&s, "=") || !item(&s, p->table, w))
			return false;
	} while (word(&s, "AND"));
	return *s == '\0';
}

static bool read_update(struct plan *p, const char *s)
{
	if (!word(&s, "SET"))
		return false;
	do {
		struct item *to = &p->items[p->n_items++];

		if (p->n_items == ITEMS || !column(&s, p->table, &to->column) || !word(&s, "=") ||
		    !item(&s, p->table, to))
			return false;
	} while (word(&s, ","));
	return word(&s, "WHERE") && read_where(p, s);
}

static struct plan *read_plan(const char *sql, struct cw_err *err)
{
	struct plan *p = calloc(1, sizeof(*p));
	char name[40];
	const char *s = sql;

	if (!p) {
		(void)cw_fail_memory(err);
		return NULL;
	}
	p->sql = sql;
	p->verb = word(&s, "INSERT INTO") ? INSERT : word(&s, "UPDATE") ? UPDATE : DELETE;
	if (p->verb == DELETE && !word(&s, "DELETE FROM")) {
		free(p);
		(void)gen_not_known(sql, err);
		return NULL;
	}
	snprintf(name, sizeof(name), "%.*s", (int)name_len(s), s);
	s = spaces(s + name_len(s));
	p->table = gen_table(name, err);
	if (!p->table) {
		free(p);
		return NULL;
	}
	p->readable = p->verb == INSERT	  ? read_insert(p, s)
		      : p->verb == UPDATE ? read_update(p, s)
					  : word(&s, "WHERE") && read_where(p, s);
	return p;
}

static struct plan *plan_of(const char *sql, struct cw_err *err)
{
	for (int i = 0; i < n_plans; i++)
		if (plans[i]->sql == sql)
			return plans[i];
	if (n_plans == PLANS) {
		(void)gen_not_known(sql, err);
		return NULL;
	}
	plans[n_plans] = read_plan(sql, err);
	return plans[n_plans] ? plans[n_plans++] : NULL;
}

/* ---- The rows of a case. */

struct row {
	struct row *next;
	struct gen_table *table;
	struct gen_value values[]; /* of all columns */
};
static struct {
	struct cw_arena *arena; /* NULL: no case is being made */
	struct gen_value agency;
	struct row *first, **last;
} now;

static struct gen_value text_value(const char *p)
{
	return (struct gen_value){ .p = p, .len = p ? strlen(p) : 0, .set = true };
}

static struct gen_value value_of(const struct db_in *in)
{
	char day[CW_DAY_TEXT];
	int64_t left;

	switch (in->type) {
	case DB_T_U64:
		return text_value(cw_printf(now.arena, "%llu", (unsigned long long)in->u));
	case DB_T_STR:
		return text_value(in->p ? cw_strdup(now.arena, in->p) : NULL);
	case DB_T_BYTES:
		return (struct gen_value){ cw_strndup(now.arena, in->p, in->len), in->len, true };
	case DB_T_DAY:
		return text_value(in->i == CW_DAY_NONE
					  ? NULL
					  : cw_strdup(now.arena, cw_day_text((cw_day)in->i, day)));
	case DB_T_TIME:
		if (in->i == DB_TIME_NONE)
			return text_value(NULL);
		left = in->i % INT64_C(86400000000);
		return text_value(
			cw_printf(now.arena, "%s %02d:%02d:%02d.%06d",
				  cw_day_text((cw_day)(in->i / INT64_C(86400000000)), day),
				  (int)(left / 3600000000), (int)(left / 60000000 % 60),
				  (int)(left / 1000000 % 60), (int)(left % 1000000)));
	case DB_T_NULL:
		return text_value(NULL);
	case DB_T_I64:
	case DB_T_INT:
	case DB_T_BOOL:
		break;
	}
	return text_value(cw_printf(now.arena, "%lld", (long long)in->i));
}

/* As the row stands: what was not given is the column's default. */
static const struct gen_value *in_row(const struct row *r, int column)
{
	return r->values[column].set ? &r->values[column] : &r->table->columns[column].standard;
}

static struct gen_value item_value(const struct item *i, const struct db_in **in,
				   const struct row *r)
{
	switch (i->kind) {
	case TEXT:
		return (struct gen_value){ i->text, i->len, true };
	case NONE:
		return text_value(NULL);
	case AGENCY:
		(*in)++;
		return now.agency;
	case PLUS:
		return text_value(
			cw_printf(now.arena, "%lld",
				  strtoll(in_row(r, i->column)->p, NULL, 10) + (*in)++->i));
	case PARAM:
		break;
	}
	return value_of((*in)++);
}

static int insert(const struct plan *p, const struct db_in *in, struct db_done *done,
		  struct cw_err *err)
{
	struct gen_table *t = p->table;

	for (int i = 0; i < p->n_items;) {
		struct row *r =
			cw_alloc(now.arena, sizeof(*r) + (size_t)t->n * sizeof(r->values[0]));

		if (!r)
			return cw_fail_memory(err);
		r->table = t;
		for (int k = 0; k < p->n_columns; k++, i++)
			r->values[p->items[i].column] = item_value(&p->items[i], &in, r);
		if (t->id >= 0 && !r->values[t->id].set) {
			done->insert_id = gen_next_id(t);
			r->values[t->id] = text_value(
				cw_printf(now.arena, "%llu", (unsigned long long)done->insert_id));
		}
		done->changed++;
		*now.last = r;
		now.last = &r->next;
	}
	return 0;
}

static bool fits(const struct plan *p, const struct db_in *in, const struct row *r)
{
	for (int i = 0; i < p->n_where; i++) {
		const struct gen_value *is = in_row(r, p->where[i].column);
		const struct gen_value want = item_value(&p->where[i], &in, r);

		if (!want.p != !is->p ||
		    (want.p && (want.len != is->len || memcmp(want.p, is->p, is->len) != 0)))
			return false;
	}
	return true;
}

/* How many of the values of an UPDATE stand before its WHERE. */
static size_t before_where(const struct plan *p)
{
	size_t n = 0;

	for (int i = 0; p->verb == UPDATE && i < p->n_items; i++)
		n += p->items[i].kind == PARAM || p->items[i].kind == PLUS ||
		     p->items[i].kind == AGENCY;
	return n;
}

static int change(const struct plan *p, const struct db_in *in, struct db_done *done,
		  struct cw_err *err)
{
	const struct db_in *where = in + before_where(p);

	for (struct row **at = &now.first; *at;) {
		struct row *r = *at;
		const struct db_in *from = in;

		if (r->table != p->table) {
			at = &r->next;
			continue;
		}
		if (!p->readable)
			return gen_not_known(p->sql, err);
		if (!fits(p, where, r)) {
			at = &r->next;
			continue;
		}
		done->changed++;
		if (p->verb == DELETE) {
			*at = r->next;
			if (!*at)
				now.last = at;
			continue;
		}
		for (int i = 0; i < p->n_items; i++)
			r->values[p->items[i].column] = item_value(&p->items[i], &from, r);
		at = &r->next;
	}
	return 0;
}

GEN_WRAP(int, db_run, struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
	 struct db_done *done, struct cw_err *err)
{
	struct db_done own = { 0 };
	struct plan *p;
	int rc;

	if (!now.arena)
		return __real_db_run(c, sql, in, n_in, done, err);
	p = plan_of(sql, err);
	if (!p)
		return -1;
	if (p->verb == INSERT)
		rc = p->readable ? insert(p, in, &own, err) : gen_not_known(sql, err);
	else
		rc = change(p, in, &own, err);
	if (done)
		*done = own;
	return rc;
}

/* ---- A case. */

void gen_case_begin(struct cw_arena *a, uint64_t agency)
{
	now.arena = a;
	now.agency = text_value(cw_printf(a, "%llu", (unsigned long long)agency));
	now.first = NULL;
	now.last = &now.first;
	gen_stand_in_begin(a);
}

bool gen_in_case(void)
{
	return now.arena != NULL;
}

int gen_case_end(struct cw_err *err)
{
	now.arena = NULL;
	for (const struct row *r = now.first; r; r = r->next)
		if (gen_load_row(r->table, r->values, err))
			return -1;
	return 0;
}

/* ---- Randomness (splitmix64). */

static uint64_t state;

static uint64_t next_random(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void gen_random_seed(uint64_t seed)
{
	state = seed;
}

uint64_t gen_random(uint64_t below)
{
	return next_random() % below;
}

GEN_WRAP(void, db_random, void *buf, size_t n)
{
	unsigned char *to = buf;

	if (!now.arena) {
		__real_db_random(buf, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		to[i] = (unsigned char)(next_random() >> 32);
}
