#include "server/api/filing.h"

#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/identity.h"

const char *const filing_categories[] = { "natural_person", "enterprise",	"research_institution",
					  "social_organisation", "legal_service", "other",
					  NULL };
static const char *const id_kinds[] = { "citizen", "credit_code", "passport", "other", NULL };
static const char *const langs[] = { "zh", "en", NULL };
static const char *const ways[] = { "post", "email", "download", "collect", "on_site", "fax", NULL };
static const char *const carriers[] = { "paper", "electronic", "disc", NULL };

static const struct rq_field applicant_fields[] = {
	{ "category", RQ_CHOICE, offsetof(struct filing_applicant, category), .required = true,
	  .choices = filing_categories },
	{ "name", RQ_STRING, offsetof(struct filing_applicant, name), .min = 1, .max = 100 },
	{ "id_kind", RQ_CHOICE, offsetof(struct filing_applicant, id_kind), .choices = id_kinds },
	{ "id_number", RQ_STRING, offsetof(struct filing_applicant, id_number), .min = 1, .max = 60 },
	{ "phone", RQ_STRING, offsetof(struct filing_applicant, phone), .min = 1, .max = 40 },
	{ "email", RQ_STRING, offsetof(struct filing_applicant, email), .min = 3, .max = 120 },
	{ "address", RQ_STRING, offsetof(struct filing_applicant, address), .min = 1, .max = 200 },
	{ 0 }
};

#define REQUEST_FIELDS                                                                             \
	{ "title", RQ_STRING, offsetof(struct filing, title), .min = 1, .max = 200 },              \
	{ "description", RQ_STRING, offsetof(struct filing, description), .required = true,        \
	  .min = 1, .max = 20000 },                                                                \
	{ "help_needed", RQ_STRING, offsetof(struct filing, help_needed), .min = 1, .max = 500 },  \
	{ "ways", RQ_LIST, offsetof(struct filing, ways), .max = 6 },                              \
	{ "carriers", RQ_LIST, offsetof(struct filing, carriers), .max = 3 },                      \
	{ "other_way_ok", RQ_BOOL, offsetof(struct filing, other_way_ok) },                        \
	{ "electronic_ok", RQ_BOOL, offsetof(struct filing, electronic_ok) }

const struct rq_field filing_fields[] = {
	{ "agency", RQ_STRING, offsetof(struct filing, agency), .required = true, .min = 1, .max = 20 },
	{ "applicant", RQ_OBJECT, offsetof(struct filing, applicant), .required = true,
	  .sub = applicant_fields },
	{ "language", RQ_CHOICE, offsetof(struct filing, lang), .choices = langs },
	REQUEST_FIELDS,
	{ 0 }
};
const struct rq_field filing_amendment_fields[] = { REQUEST_FIELDS, { 0 } };

struct filing filing_new(void)
{
	return (struct filing){ .applicant = { .id_kind = -1 }, .other_way_ok = true };
}

static void check_words(const struct rq_list *list, const char *const *allowed, const char *field,
			struct cw_err *err)
{
	const char *const *words = list->items;

	for (size_t i = 0; i < list->n; i++) {
		size_t j = 0;
		char pointer[32];

		while (allowed[j] && strcmp(allowed[j], words[i]) != 0)
			j++;
		if (allowed[j])
			continue;
		snprintf(pointer, sizeof(pointer), "/%s/%zu", field, i);
		cw_fail_item(err, pointer, CW_MSG_NOT_A_CHOICE,
			     allowed == ways ? "post, email, download, collect, on_site, fax"
					     : "paper, electronic, disc",
			     NULL);
	}
}

int filing_check(struct rq *rq, struct filing *f, const char **id_normal, struct cw_err *err)
{
	struct filing_applicant *p = &f->applicant;
	struct cw_id_check check;

	*id_normal = NULL;
	check_words(&f->ways, ways, "ways", err);
	check_words(&f->carriers, carriers, "carriers", err);
	if (p->email && !strchr(p->email, '@'))
		cw_fail_item(err, "/applicant/email", CW_MSG_BAD_EMAIL, NULL);
	if (p->id_number && p->id_kind < 0)
		cw_fail_item(err, "/applicant/id_kind", CW_MSG_REQUIRED, NULL);
	if (p->id_number && p->id_kind >= 0) {
		cw_id_check((enum cw_id_kind)p->id_kind, p->id_number, rq->today, &check);
		if (check.warning != CW_MSG_NONE)
			cw_fail_item(err, "/applicant/id_number", check.warning, NULL);
		*id_normal = cw_printf(rq->arena, "%s:%s", id_kinds[p->id_kind], check.normal);
		if (!*id_normal)
			return cw_fail_memory(err);
	}
	return err->code == CW_OK ? 0 : -1;
}

struct json_object *filing_missing_json(const struct filing *f, struct cw_arena *a, enum cw_lang lang)
{
	const struct filing_applicant *p = &f->applicant;
	const struct {
		bool missing;
		const char *item;
		enum cw_msg msg;
	} items[] = {
		{ !p->name, "name", CW_MSG_MISSING_NAME },
		{ !p->id_number, "identity_proof", CW_MSG_MISSING_IDENTITY },
		{ !p->phone && !p->email && !p->address, "contact", CW_MSG_MISSING_CONTACT },
		{ f->ways.n == 0, "form_or_way", CW_MSG_MISSING_WAY },
	};
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < DB_N(items); i++) {
		struct json_object *o;

		if (!items[i].missing)
			continue;
		o = rq_obj();
		rq_put_str(o, "item", items[i].item);
		rq_put_msg(a, o, "guidance", items[i].msg, NULL, lang);
		rq_push(list, o);
	}
	return list;
}

char *filing_join(struct cw_arena *a, const struct rq_list *list)
{
	const char *const *words = list->items;
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++)
		cw_buf_printf(&b, "%s%s", i ? "," : "", words[i]);
	return cw_buf_done(&b, NULL);
}

/* Without a title of its own a request is called by the beginning of its description. */
static char *title_of(struct cw_arena *a, const char *description)
{
	size_t len = strlen(description), i = 0, points = 0;

	while (i < len && points < 40 && description[i] != '\n') {
		uint32_t cp;
		size_t n = cw_utf8_next(description + i, len - i, &cp);

		if (n == 0)
			break;
		i += n;
		points++;
	}
	return cw_printf(a, "%.*s%s", (int)i, description, i < len ? "…" : "");
}

int filing_put(struct rq *rq, const struct filing *f, struct db_docket *d, struct cw_err *err)
{
	d->title = f->title ? f->title : title_of(rq->arena, f->description);
	d->description = f->description;
	d->help_needed = f->help_needed;
	d->ways = filing_join(rq->arena, &f->ways);
	d->carriers = filing_join(rq->arena, &f->carriers);
	d->other_way_ok = f->other_way_ok;
	d->electronic_ok = f->electronic_ok;
	return d->title && d->ways && d->carriers ? 0 : cw_fail_memory(err);
}
