/* Agencies, their people and settings, and the counters of numbers: read once, answered from memory
 * while a case is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/generate.h"

/* ---- Agencies. */

static struct gen_agency *agencies;
static size_t n_agencies;

static struct gen_agency *agency_of(uint64_t id)
{
	for (size_t i = 0; i < n_agencies; i++)
		if (agencies[i].row.id == id)
			return &agencies[i];
	return NULL;
}

GEN_WRAP(int, db_agency_get, struct db_conn *c, struct cw_arena *a, uint64_t id,
	 struct db_agency *out, struct cw_err *err)
{
	const struct gen_agency *g;

	if (!gen_in_case())
		return __real_db_agency_get(c, a, id, out, err);
	g = agency_of(id);
	if (!g)
		return gen_not_known("another agency", err);
	*out = g->row;
	return 0;
}

GEN_WRAP(int, db_agency_body_list, struct db_conn *c, struct cw_arena *a, uint64_t agency,
	 struct db_agency_body **list, size_t *n, struct cw_err *err)
{
	const struct gen_agency *g;

	if (!gen_in_case())
		return __real_db_agency_body_list(c, a, agency, list, n, err);
	g = agency_of(agency);
	if (!g)
		return gen_not_known("bodies of another agency", err);
	*list = g->bodies;
	*n = g->n_bodies;
	return 0;
}

/* gen_agencies_read has seen that none is set: the defaults hold everywhere. */
GEN_WRAP(int, settings_load, struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day day,
	 struct settings *out, struct cw_err *err)
{
	static struct settings standard;
	static bool known;

	if (!gen_in_case())
		return __real_settings_load(c, a, agency, day, out, err);
	if (!known)
		settings_default(&standard);
	known = true;
	*out = standard;
	return 0;
}

/* ---- Numbers. */

static struct counter {
	uint64_t agency, last;
	char kind[13];
	int year;
	bool changed;
} * counters;
static size_t n_counters, counters_room;

static struct counter *counter_of(uint64_t agency, const char *kind, int year)
{
	for (size_t i = 0; i < n_counters; i++)
		if (counters[i].agency == agency && counters[i].year == year &&
		    strcmp(counters[i].kind, kind) == 0)
			return &counters[i];
	if (n_counters == counters_room) {
		const size_t room = counters_room ? 2 * counters_room : 256;
		struct counter *more = realloc(counters, room * sizeof(*more));

		if (!more)
			return NULL;
		counters = more;
		counters_room = room;
	}
	counters[n_counters] = (struct counter){ .agency = agency, .year = year };
	snprintf(counters[n_counters].kind, sizeof(counters[0].kind), "%s", kind);
	return &counters[n_counters++];
}

GEN_WRAP(int, db_number_take, struct db_conn *c, uint64_t agency, const char *kind, int year,
	 uint64_t *out, struct cw_err *err)
{
	struct counter *n;

	if (!gen_in_case())
		return __real_db_number_take(c, agency, kind, year, out, err);
	n = counter_of(agency, kind, year);
	if (!n)
		return cw_fail_memory(err);
	n->changed = true;
	*out = ++n->last;
	return 0;
}

struct counter_row {
	uint64_t agency, last;
	char *kind;
	int year;
};

static int counter_row(void *arg, struct cw_err *err)
{
	const struct counter_row *r = arg;
	struct counter *n = counter_of(r->agency, r->kind, r->year);

	if (!n)
		return cw_fail_memory(err);
	n->last = r->last;
	return 0;
}

int gen_counters_read(struct db_conn *c, struct cw_arena *a, struct cw_err *err)
{
	static const char sql[] = "SELECT agency_id, kind, year, last FROM number_counter";
	struct counter_row r;
	const struct db_out out[] = { DB_OUT_U64(r.agency), DB_OUT_STR(r.kind), DB_OUT_INT(r.year),
				      DB_OUT_U64(r.last) };

	return db_list(c, a, sql, NULL, 0, out, DB_N(out), counter_row, &r, err);
}

int gen_counters_save(struct cw_err *err)
{
	char sql[300];

	for (size_t i = 0; i < n_counters; i++) {
		struct counter *n = &counters[i];

		if (!n->changed)
			continue;
		n->changed = false;
		snprintf(sql, sizeof(sql),
			 "INSERT INTO number_counter (agency_id, kind, year, last) VALUES (%llu, "
			 "'%s', %d,"
			 " %llu) ON DUPLICATE KEY UPDATE last = VALUES(last)",
			 (unsigned long long)n->agency, n->kind, n->year,
			 (unsigned long long)n->last);
		if (gen_load_also(sql, err))
			return -1;
	}
	return 0;
}

/* ---- Read once. */

struct role_row {
	uint64_t agency, user;
	char *role, *name;
	struct cw_arena *arena;
};

/* Of several with a role, the first. */
static int role_row(void *arg, struct cw_err *err)
{
	const struct role_row *r = arg;
	struct gen_agency *g = agency_of(r->agency);
	const int role = cw_role_of(r->role);

	if (!g || role < 0 || g->roles[role].id)
		return 0;
	g->roles[role] = (struct gen_person){ .id = r->user,
					      .name = cw_strdup(r->arena, r->name),
					      .grant = { r->agency, (enum cw_role)role } };
	return g->roles[role].name ? 0 : cw_fail_memory(err);
}

static int read_people(struct db_conn *c, struct cw_arena *a, struct cw_err *err)
{
	static const char sql[] =
		"SELECT r.agency_id, r.user_id, r.role, u.name FROM user_role r"
		" JOIN user u ON u.id = r.user_id WHERE NOT u.disabled ORDER BY u.id";
	struct role_row r = { .arena = a };
	const struct db_out out[] = { DB_OUT_U64(r.agency), DB_OUT_U64(r.user), DB_OUT_STR(r.role),
				      DB_OUT_STR(r.name) };

	return db_list(c, a, sql, NULL, 0, out, DB_N(out), role_row, &r, err);
}

static int read_topics(struct cw_arena *a, struct gen_agency *g, struct cw_err *err)
{
	char *duties = cw_strdup(a, g->row.duties), *save = NULL;

	g->topics = cw_alloc_n(a, duties ? strlen(duties) + 1 : 1, sizeof(*g->topics));
	if (!duties || !g->topics)
		return cw_fail_memory(err);
	for (char *s = strtok_r(duties, " ", &save); s; s = strtok_r(NULL, " ", &save))
		g->topics[g->n_topics++] = s;
	if (!g->n_topics)
		g->topics[g->n_topics++] = "本机关工作";
	return 0;
}

static bool has_people(const struct gen_agency *g)
{
	static const enum cw_role needed[] = { CW_ROLE_CLERK, CW_ROLE_CASEWORKER, CW_ROLE_HEAD,
					       CW_ROLE_LEADER, CW_ROLE_SECRECY_REVIEWER };

	for (size_t i = 0; i < DB_N(needed); i++)
		if (!g->roles[needed[i]].id)
			return false;
	return g->row.active;
}

static int read_settings(struct db_conn *c, struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*) FROM agency_setting";
	uint64_t n;
	const struct db_out out[] = { DB_OUT_U64(n) };

	if (db_get(c, NULL, sql, NULL, 0, out, DB_N(out), err))
		return -1;
	return n ? gen_not_known("settings of agencies", err) : 0;
}

int gen_agencies_read(struct db_conn *c, struct cw_arena *a, struct gen_agency **list, size_t *n,
		      struct cw_err *err)
{
	const struct db_agency_query all = { .limit = 1000 };
	struct db_agency *rows;

	if (read_settings(c, err) || db_agency_list(c, a, &all, &rows, &n_agencies, err))
		return -1;
	agencies = cw_alloc_n(a, n_agencies + 1, sizeof(*agencies));
	*list = cw_alloc_n(a, n_agencies + 1, sizeof(**list));
	if (!agencies || !*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n_agencies; i++) {
		agencies[i].row = rows[i];
		if (read_topics(a, &agencies[i], err) ||
		    db_agency_body_list(c, a, rows[i].id, &agencies[i].bodies,
					&agencies[i].n_bodies, err))
			return -1;
	}
	if (read_people(c, a, err))
		return -1;
	*n = 0;
	for (size_t i = 0; i < n_agencies; i++)
		if (has_people(&agencies[i]))
			(*list)[(*n)++] = agencies[i];
	return 0;
}
