/* agency add, list, show; and the reading of an agency from JSON, which demo-load shares. */
#include "server/ctl/agency.h"

#include <stdio.h>
#include <string.h>

#include "server/act/parse.h"

const char *const ctl_agency_kinds[] = { "government",	"department",	"branch",
					 "institution", "organisation", "subdistrict",
					 "town",	"zone",		NULL };

static const struct rq_field body_fields[] = {
	RQ_FIELD(struct db_agency_body, name, RQ_STRING, .required = true, .max = 120),
	RQ_FIELD(struct db_agency_body, address, RQ_STRING, .required = true, .max = 200),
	RQ_FIELD(struct db_agency_body, online, RQ_STRING, .min = 1, .max = 200),
	{ .name = NULL },
};

const struct ctl_agency ctl_agency_default = { .email = "", .duties = "" };
const struct rq_field ctl_agency_fields[] = {
	RQ_FIELD(struct ctl_agency, code, RQ_STRING, .required = true, .min = 2, .max = 12),
	RQ_FIELD(struct ctl_agency, region, RQ_STRING, .required = true, .min = 6, .max = 6),
	RQ_FIELD(struct ctl_agency, name, RQ_STRING, .required = true, .max = 120),
	RQ_FIELD(struct ctl_agency, short_name, RQ_STRING, .required = true, .max = 40),
	RQ_FIELD(struct ctl_agency, kind, RQ_CHOICE, .required = true, .choices = ctl_agency_kinds),
	RQ_FIELD(struct ctl_agency, parent, RQ_STRING, .max = 12),
	RQ_FIELD(struct ctl_agency, office, RQ_STRING, .required = true, .max = 120),
	RQ_FIELD(struct ctl_agency, address, RQ_STRING, .required = true, .max = 200),
	RQ_FIELD(struct ctl_agency, phone, RQ_STRING, .required = true, .max = 40),
	RQ_FIELD(struct ctl_agency, email, RQ_STRING, .max = 120),
	RQ_FIELD(struct ctl_agency, duties, RQ_STRING, .max = 2000),
	RQ_FIELD(struct ctl_agency, court, RQ_STRING, .required = true, .max = 120),
	/* Letters name the court only (R-OUT-4); its address may stand in the file. */
	RQ_FIELD(struct ctl_agency, court_address, RQ_STRING, .max = 200),
	RQ_FIELD(struct ctl_agency, remedy_bodies, RQ_LIST, .required = true, .min = 1,
		 .max = DB_AGENCY_BODIES, .sub = body_fields,
		 .sub_size = sizeof(struct db_agency_body)),
	{ .name = NULL },
};

static bool only(const char *text, const char *set)
{
	return text[strspn(text, set)] == '\0';
}

int ctl_agency_check(const struct ctl_agency *in, const char *pointer, struct cw_err *err)
{
	char at[CW_ERR_POINTER];
	int rc = 0;

	/* Both stand in case numbers, which are ASCII and stand in addresses. */
	if (!only(in->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) {
		snprintf(at, sizeof(at), "%s/code", pointer);
		rc |= cw_fail_item(err, at, CW_MSG_API_BAD_AGENCY_CODE, NULL);
	}
	if (!only(in->region, "0123456789")) {
		snprintf(at, sizeof(at), "%s/region", pointer);
		rc |= cw_fail_item(err, at, CW_MSG_API_BAD_REGION, NULL);
	}
	return rc;
}

/* ---- Adding. */

static int find_parent(struct db_conn *c, struct ctl_agency_add *add, struct db_agency *row,
		       struct cw_err *err)
{
	struct db_agency parent;
	bool found;

	if (!add->in->parent)
		return 0;
	if (db_agency_find(c, add->ctl->arena, add->in->region, add->in->parent, &parent, &found,
			   err))
		return -1;
	if (!found)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_CTL_NO_AGENCY, add->in->parent, NULL);
	row->parent = parent.id;
	row->root = parent.root;
	return 0;
}

int ctl_agency_add_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct ctl_agency_add *add = arg;
	const struct ctl_agency *in = add->in;
	const struct db_agency_body *bodies = in->remedy_bodies.items;
	struct db_agency row = { .region = in->region,
				 .code = in->code,
				 .name = in->name,
				 .short_name = in->short_name,
				 .kind = ctl_agency_kinds[in->kind],
				 .office = in->office,
				 .address = in->address,
				 .phone = in->phone,
				 .email = in->email,
				 .duties = in->duties,
				 .court = in->court,
				 .active = true };
	struct db_agency there;

	if (db_agency_find(c, add->ctl->arena, in->region, in->code, &there, &add->exists, err))
		return -1;
	if (add->exists)
		return 0;
	if (find_parent(c, add, &row, err) || db_agency_add(c, &row, &add->id, err))
		return -1;
	for (size_t i = 0; i < in->remedy_bodies.n; i++)
		if (db_agency_body_add(c, add->id, (unsigned)i, &bodies[i], err))
			return -1;
	return 0;
}

int ctl_agency_add(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct ctl_agency in = ctl_agency_default;
	struct ctl_agency_add add = { .ctl = ctl, .in = &in };
	struct json_object *json;
	int rc = -1;

	if (ctl_read_json(ctl, args->words[0], &json, err))
		return -1;
	if (rq_parse(ctl->arena, json, ctl_agency_fields, &in, err) ||
	    ctl_agency_check(&in, "", err))
		goto done;
	if (ctl_change(ctl, ctl_agency_add_fn, &add, "agency_added", in.code, in.name, err))
		goto done;
	if (add.exists) {
		cw_fail(err, CW_CONFLICT, CW_MSG_API_CODE_TAKEN, NULL);
		goto done;
	}
	ctl_say(ctl, stdout, CW_MSG_CTL_AGENCY_ADDED, in.region, in.code, in.name, NULL);
	rc = 0;
done:
	json_object_put(json);
	return rc;
}

/* ---- Reading. */

int ctl_agencies(struct ctl *ctl, struct db_agency **items, size_t *n, struct cw_err *err)
{
	struct db_agency_query q = { .inactive = true, .limit = 200 };
	struct db_agency *page, *all = NULL, *more;
	size_t n_page;

	*n = 0;
	do {
		if (db_agency_list(ctl->db, ctl->arena, &q, &page, &n_page, err))
			return -1;
		more = cw_alloc_n(ctl->arena, *n + n_page + 1, sizeof(*more));
		if (!more)
			return cw_fail_memory(err);
		if (all)
			memcpy(more, all, *n * sizeof(*more));
		if (n_page)
			memcpy(more + *n, page, n_page * sizeof(*more));
		all = more;
		*n += n_page;
		q.after = *n ? all[*n - 1].id : 0;
	} while (n_page == q.limit);
	*items = all;
	return 0;
}

int ctl_agency_of(struct ctl *ctl, const char *text, struct db_agency *out, struct cw_err *err)
{
	const char *dash = strchr(text, '-'), *code = dash ? dash + 1 : text;
	size_t region = dash ? (size_t)(dash - text) : 0, n, found = 0;
	struct db_agency *items;

	if (ctl_agencies(ctl, &items, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(items[i].code, code) == 0 &&
		    strncmp(items[i].region, text, region) == 0) {
			*out = items[i];
			found++;
		}
	}
	if (found > 1)
		return cw_fail(err, CW_CONFLICT, CW_MSG_CTL_AGENCY_AMBIGUOUS, text, NULL);
	return found ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_CTL_NO_AGENCY, text, NULL);
}

static const char *code_of(const struct db_agency *items, size_t n, uint64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].id == id)
			return items[i].code;
	return "-";
}

int ctl_agency_list(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct db_agency *items;
	size_t n;

	(void)args;
	if (ctl_agencies(ctl, &items, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		printf("%s-%s\t%s\t%s\t%s%s\n", items[i].region, items[i].code,
		       code_of(items, n, items[i].parent), items[i].kind, items[i].name,
		       items[i].active ? "" : "\t(inactive)");
	return 0;
}

static void print_field(struct ctl *ctl, enum cw_msg label, const char *value)
{
	if (value && *value)
		printf("%s: %s\n", cw_msg_raw(label, ctl->lang), value);
}

int ctl_agency_show(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct db_agency agency;
	struct db_agency_body *bodies;
	size_t n;

	if (ctl_agency_of(ctl, args->words[0], &agency, err) ||
	    db_agency_body_list(ctl->db, ctl->arena, agency.id, &bodies, &n, err))
		return -1;
	printf("%s-%s %s (%s, %s)\n", agency.region, agency.code, agency.name, agency.short_name,
	       agency.kind);
	print_field(ctl, CW_MSG_CTL_FIELD_OFFICE, agency.office);
	print_field(ctl, CW_MSG_CTL_FIELD_ADDRESS, agency.address);
	print_field(ctl, CW_MSG_CTL_FIELD_PHONE, agency.phone);
	print_field(ctl, CW_MSG_CTL_FIELD_EMAIL, agency.email);
	print_field(ctl, CW_MSG_CTL_FIELD_DUTIES, agency.duties);
	print_field(ctl, CW_MSG_CTL_FIELD_COURT, agency.court);
	for (size_t i = 0; i < n; i++) {
		print_field(ctl, CW_MSG_CTL_FIELD_BODY, bodies[i].name);
		printf("    %s\n", bodies[i].address);
		if (bodies[i].online)
			printf("    %s\n", bodies[i].online);
	}
	return 0;
}
