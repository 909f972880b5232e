/* Agencies: who they are, where their disclosure office is, which bodies hear remedies. */
#include <string.h>

#include "server/api/admin.h"
#include "server/api/page.h"

static const char *const kinds[] = { "government",  "department",   "branch",
				     "institution", "organisation", "subdistrict",
				     "town",	    "zone",	    NULL };

static struct json_object *body_json(const struct db_agency_body *b)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "name", b->name);
	rq_put_str(o, "address", b->address);
	rq_put_str(o, "online", b->online);
	return o;
}

/* Takes the reference to BODIES. */
static struct json_object *agency_json(const struct db_agency *g, struct json_object *bodies)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", g->id);
	rq_put_id(o, "parent_id", g->parent);
	rq_put_id(o, "district_id", g->root);
	rq_put_str(o, "region", g->region);
	rq_put_str(o, "code", g->code);
	rq_put_str(o, "name", g->name);
	rq_put_str(o, "short_name", g->short_name);
	rq_put_str(o, "kind", g->kind);
	rq_put_str(o, "office", g->office);
	rq_put_str(o, "address", g->address);
	rq_put_str(o, "phone", g->phone);
	rq_put_str(o, "email", g->email);
	rq_put_str(o, "duties", g->duties);
	rq_put_str(o, "court", g->court);
	rq_put_bool(o, "active", g->active);
	rq_put(o, "remedy_bodies", bodies);
	rq_put_int(o, "version", (int64_t)g->version);
	return o;
}

/* ---- Reading; open to anyone. */

struct agency_query {
	struct page page;
	const char *words;
	bool inactive;
};

static const struct rq_field query_fields[] = {
	PAGE_FIELDS(struct agency_query, page),
	{ "q", RQ_STRING, offsetof(struct agency_query, words), .max = 100 },
	{ "inactive", RQ_BOOL, offsetof(struct agency_query, inactive) },
	{ .name = NULL },
};

static int split_words(struct rq *rq, const char *text, struct db_agency_query *q,
		       struct cw_err *err)
{
	char *save = NULL, *copy;
	size_t n = 0;

	if (!text)
		return 0;
	copy = cw_strdup(rq->arena, text);
	if (!copy)
		return cw_fail_memory(err);
	for (char *w = strtok_r(copy, " \t", &save); w; w = strtok_r(NULL, " \t", &save)) {
		if (n == DB_AGENCY_WORDS)
			return cw_fail_item(err, "?q", CW_MSG_TOO_MANY, "4", NULL);
		q->words[n++] = w;
	}
	return 0;
}

static struct json_object *bodies_of(const struct db_agency_body_row *rows, size_t n,
				     uint64_t agency)
{
	struct json_object *array = rq_array();

	for (size_t i = 0; i < n; i++) {
		if (rows[i].agency == agency)
			rq_push(array, body_json(&rows[i].body));
	}
	return array;
}

int api_agency_list(struct rq *rq, struct cw_err *err)
{
	struct agency_query in = { .words = NULL };
	struct db_agency_query q = { .after = 0 };
	struct db_agency_body_row *bodies = NULL;
	struct db_agency *items;
	struct json_object *array;
	size_t n, n_bodies = 0;

	page_init(&in.page);
	if (rq_params(rq, query_fields, &in, err) || page_start(&in.page, err) ||
	    split_words(rq, in.words, &q, err))
		return -1;
	q.inactive = in.inactive;
	q.after = in.page.key[0];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_agency_list(rq->db, rq->arena, &q, &items, &n, err))
		return -1;
	page_cut(&in.page, &n);
	if (n && db_agency_body_range_list(rq->db, rq->arena, items[0].id, items[n - 1].id, &bodies,
					   &n_bodies, err))
		return -1;
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(array, agency_json(&items[i], bodies_of(bodies, n_bodies, items[i].id)));
		in.page.next[0] = items[i].id;
	}
	return page_reply(rq, &in.page, array, err);
}

static int answer_agency(struct rq *rq, int status, uint64_t id, struct cw_err *err)
{
	struct db_agency agency;
	struct db_agency_body_row *bodies;
	size_t n;

	if (db_agency_get(rq->db, rq->arena, id, &agency, err) ||
	    db_agency_body_range_list(rq->db, rq->arena, id, id, &bodies, &n, err))
		return -1;
	return rq_json_versioned(rq, status, agency.version,
				 agency_json(&agency, bodies_of(bodies, n, id)), err);
}

int api_agency_get(struct rq *rq, struct cw_err *err)
{
	uint64_t id;

	return admin_id(rq, 0, &id, err) ? -1 : answer_agency(rq, 200, id, err);
}

/* ---- Writing; the system administrator of the district. */

struct agency_in {
	struct db_agency row; /* an absent field keeps what stands there */
	int kind;	      /* -1: absent */
	struct rq_list bodies;
	uint64_t id;
	struct db_audit_entry entry;
};

static const struct rq_field body_fields[] = {
	{ "name", RQ_STRING, offsetof(struct db_agency_body, name), .required = true, .min = 1,
	  .max = 120 },
	{ "address", RQ_STRING, offsetof(struct db_agency_body, address), .required = true,
	  .min = 1, .max = 200 },
	{ "online", RQ_STRING, offsetof(struct db_agency_body, online), .max = 200 },
	{ .name = NULL },
};

#define ROW(member) offsetof(struct agency_in, row.member)
/* clang-format off */
#define CHANGEABLE(must)                                                                           \
	{ "name", RQ_STRING, ROW(name), .required = (must), .min = 1, .max = 120 },                \
	{ "short_name", RQ_STRING, ROW(short_name), .required = (must), .min = 1, .max = 40 },     \
	{ "kind", RQ_CHOICE, offsetof(struct agency_in, kind), .required = (must),                 \
	  .choices = kinds },                                                                      \
	{ "office", RQ_STRING, ROW(office), .required = (must), .min = 1, .max = 120 },            \
	{ "address", RQ_STRING, ROW(address), .required = (must), .min = 1, .max = 200 },          \
	{ "phone", RQ_STRING, ROW(phone), .required = (must), .min = 1, .max = 40 },               \
	{ "email", RQ_STRING, ROW(email), .max = 120 },                                            \
	{ "duties", RQ_STRING, ROW(duties), .max = 2000 },                                         \
	{ "court", RQ_STRING, ROW(court), .required = (must), .min = 1, .max = 120 },              \
	{ "active", RQ_BOOL, ROW(active) },                                                        \
	{ "remedy_bodies", RQ_LIST, offsetof(struct agency_in, bodies), .required = (must),        \
	  .min = 1, .max = DB_AGENCY_BODIES, .sub = body_fields,                                   \
	  .sub_size = sizeof(struct db_agency_body) }
/* clang-format on */

static const struct rq_field add_fields[] = {
	{ "parent_id", RQ_ID, ROW(parent), .required = true },
	{ "region", RQ_STRING, ROW(region), .required = true, .min = 6, .max = 6 },
	{ "code", RQ_STRING, ROW(code), .required = true, .min = 2, .max = 12 },
	CHANGEABLE(true),
	{ .name = NULL },
};
static const struct rq_field change_fields[] = { CHANGEABLE(false), { .name = NULL } };

static bool only_of(const char *s, const char *allowed)
{
	return s[strspn(s, allowed)] == '\0';
}

/* Both stand in every case number of the agency, for good. */
static int check_codes(const struct db_agency *row, struct cw_err *err)
{
	if (!only_of(row->region, "0123456789"))
		cw_fail_item(err, "/region", CW_MSG_API_BAD_REGION, NULL);
	if (!only_of(row->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
		cw_fail_item(err, "/code", CW_MSG_API_BAD_AGENCY_CODE, NULL);
	return err->n_items ? -1 : 0;
}

static int save_bodies(struct rq *rq, uint64_t agency, const struct rq_list *list,
		       struct cw_err *err)
{
	const struct db_agency_body *bodies = list->items;

	if (!bodies)
		return 0;
	if (db_agency_body_clear(rq->db, agency, err))
		return -1;
	for (size_t i = 0; i < list->n; i++) {
		if (db_agency_body_add(rq->db, agency, (unsigned)i, &bodies[i], err))
			return -1;
	}
	return 0;
}

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct agency_in *in = arg;
	const char *path;

	if (db_agency_add(rq->db, &in->row, &in->id, err)) {
		if (!db_err_duplicate(err, "u_agency_code"))
			return -1;
		cw_err_clear(err);
		cw_fail(err, CW_CONFLICT, CW_MSG_API_CODE_TAKEN, NULL);
		return cw_fail_item(err, "/code", CW_MSG_API_CODE_TAKEN, NULL);
	}
	if (save_bodies(rq, in->id, &in->bodies, err) || answer_agency(rq, 201, in->id, err))
		return -1;
	in->entry.subject = admin_subject(rq, "agency", in->id);
	path = cw_printf(rq->arena, "/api/v1/agencies/%llu", (unsigned long long)in->id);
	return path ? rq_set_header(rq, "Location", path, err) : cw_fail_memory(err);
}

int api_agency_add(struct rq *rq, struct cw_err *err)
{
	struct agency_in in = { .row = { .email = "", .duties = "", .active = true }, .kind = -1 };
	struct db_agency parent;

	if (rq_body(rq, add_fields, &in, err) || check_codes(&in.row, err))
		return -1;
	in.row.kind = kinds[in.kind];
	if (db_agency_get(rq->db, rq->arena, in.row.parent, &parent, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return cw_fail_item(err, "/parent_id", CW_MSG_API_NO_SUCH_AGENCY, NULL);
	}
	if (admin_of_agency(rq, &parent, CW_ROLE_SYSTEM_ADMIN, err))
		return -1;
	in.row.root = parent.root;
	in.entry = admin_entry(rq, "agency_added");
	return admin_run(rq, add_tx, &in, &in.entry, err);
}

static int change_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct agency_in *in = arg;

	*in = (struct agency_in){ .kind = -1, .id = in->id, .entry = in->entry };
	if (db_agency_lock(rq->db, rq->arena, in->id, &in->row, err) ||
	    admin_of_agency(rq, &in->row, CW_ROLE_SYSTEM_ADMIN, err) ||
	    admin_version(rq, in->row.version, err) || rq_body(rq, change_fields, in, err))
		return -1;
	if (in->kind >= 0)
		in->row.kind = kinds[in->kind];
	if (db_agency_save(rq->db, &in->row, err) || save_bodies(rq, in->id, &in->bodies, err))
		return -1;
	return answer_agency(rq, 200, in->id, err);
}

int api_agency_change(struct rq *rq, struct cw_err *err)
{
	struct agency_in in = { .kind = -1 };

	if (admin_id(rq, 0, &in.id, err))
		return -1;
	in.entry = admin_entry(rq, "agency_changed");
	in.entry.subject = admin_subject(rq, "agency", in.id);
	return admin_run(rq, change_tx, &in, &in.entry, err);
}
