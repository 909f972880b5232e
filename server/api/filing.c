#include "server/api/filing.h"

#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/identity.h"

const char *const filing_categories[] = { "natural_person",
					  "enterprise",
					  "research_institution",
					  "social_organisation",
					  "legal_service",
					  "other",
					  NULL };
static const char *const id_kinds[] = { "citizen", "credit_code", "passport", "other", NULL };
const char *const filing_langs[] = { "zh", "en", NULL };
static const char *const ways[] = {
	"post", "email", "download", "collect", "on_site", "fax", NULL
};
static const char *const carriers[] = { "paper", "electronic", "disc", NULL };
static const char *const powers[] = { "file", "correct", "receive", "pay", "withdraw", NULL };
static const char *const kinds[] = { "guardian", "legal_representative", "handler", "agent", NULL };

/* ---- The spec tables. */

#define PERSON(type, at)                                                                           \
	{ "name", RQ_STRING, offsetof(type, at name), .min = 1, .max = 100 },                      \
		{ "id_kind", RQ_CHOICE, offsetof(type, at id_kind), .choices = id_kinds },         \
		{ "id_number", RQ_STRING, offsetof(type, at id_number), .min = 1, .max = 60 },     \
		{ "phone", RQ_STRING, offsetof(type, at phone), .min = 1, .max = 40 },             \
		{ "email", RQ_STRING, offsetof(type, at email), .min = 3, .max = 120 },            \
	{                                                                                          \
		"address", RQ_STRING, offsetof(type, at address), .min = 1, .max = 200             \
	}
#define CATEGORY(must)                                                                             \
	{                                                                                          \
		"category", RQ_CHOICE, offsetof(struct filing_person, category),                   \
			.required = must, .choices = filing_categories                             \
	}
#define BORN                                                                                       \
	{                                                                                          \
		"born_on", RQ_DAY, offsetof(struct filing_person, born_on)                         \
	}
#define KEPT(type, at)                                                                             \
	{                                                                                          \
		"id_kept", RQ_BOOL, offsetof(type, at id_kept)                                     \
	}
#define REPRESENTATIVE struct filing_representative

const struct rq_field filing_applicant_online[] = {
	CATEGORY(true), BORN, PERSON(struct filing_person, ), { 0 }
};
const struct rq_field filing_applicant_staff[] = {
	CATEGORY(true), BORN, PERSON(struct filing_person, ), KEPT(struct filing_person, ), { 0 }
};
const struct rq_field filing_joint_online[] = { CATEGORY(false),
						PERSON(struct filing_person, ),
						{ 0 } };
const struct rq_field filing_joint_staff[] = {
	CATEGORY(false), PERSON(struct filing_person, ), KEPT(struct filing_person, ), { 0 }
};

#define POWERS                                                                                     \
	{ "kind", RQ_CHOICE, offsetof(REPRESENTATIVE, kind), .required = true, .choices = kinds }, \
		{ "has_signed", RQ_BOOL, offsetof(REPRESENTATIVE, has_signed) },                   \
		{ "matters", RQ_STRING, offsetof(REPRESENTATIVE, matters), .min = 1, .max = 500 }, \
		{ "powers", RQ_LIST, offsetof(REPRESENTATIVE, powers), .max = 5 },                 \
		{ "valid_from", RQ_DAY, offsetof(REPRESENTATIVE, valid_from) },                    \
		{ "valid_to", RQ_DAY, offsetof(REPRESENTATIVE, valid_to) },                        \
		{ "lawyer", RQ_BOOL, offsetof(REPRESENTATIVE, lawyer) },                           \
		{ "licence", RQ_STRING, offsetof(REPRESENTATIVE, licence), .min = 1, .max = 60 },  \
	{                                                                                          \
		"firm_letter", RQ_STRING, offsetof(REPRESENTATIVE, firm_letter), .min = 1,         \
										 .max = 200        \
	}
const struct rq_field filing_representative_online[] = { PERSON(REPRESENTATIVE, person.),
							 POWERS,
							 { 0 } };
const struct rq_field filing_representative_staff[] = {
	PERSON(REPRESENTATIVE, person.), POWERS, KEPT(REPRESENTATIVE, person.), { 0 }
};

/* Of an answer to a correction notice: the category stays (R-REQ-4). */
#define NUMBER                                                                                     \
	{                                                                                          \
		"no", RQ_INT, offsetof(REPRESENTATIVE, no), .min = 1, .max = 50                    \
	}
const struct rq_field filing_mended_online[] = { PERSON(struct filing_person, ), { 0 } };
const struct rq_field filing_mended_staff[] = { PERSON(struct filing_person, ),
						KEPT(struct filing_person, ),
						{ 0 } };
const struct rq_field filing_mended_representative_online[] = { NUMBER,
								PERSON(REPRESENTATIVE, person.),
								POWERS,
								{ 0 } };
const struct rq_field filing_mended_representative_staff[] = { NUMBER,
							       PERSON(REPRESENTATIVE, person.),
							       POWERS,
							       KEPT(REPRESENTATIVE, person.),
							       { 0 } };

const struct rq_field filing_record_fields[] = {
	RQ_FIELD(struct filing_record, record, RQ_STRING, .required = true, .min = 1, .max = 500),
	RQ_FIELD(struct filing_record, wrong, RQ_STRING, .required = true, .min = 1, .max = 2000),
	RQ_FIELD(struct filing_record, correct, RQ_STRING, .min = 1, .max = 2000),
	RQ_FIELD(struct filing_record, evidence, RQ_STRING, .min = 1, .max = 2000),
	{ 0 }
};

/* The filing alone: it is the whole body. */
struct only {
	struct filing f;
};
const struct rq_field filing_fields[] = { { "agency", RQ_STRING, offsetof(struct filing, agency),
					    .required = true, .min = 1, .max = 20 },
					  FILING_PEOPLE(struct only, f, online),
					  FILING_REQUEST(struct only, f),
					  { 0 } };
const struct rq_field filing_amendment_fields[] = { FILING_REQUEST(struct only, f), { 0 } };

#define NOBODY                                                                                     \
	{                                                                                          \
		.category = -1, .id_kind = -1, .born_on = CW_DAY_NONE                              \
	}
const struct filing_person filing_person_default = NOBODY;
const struct filing_representative filing_representative_default = { .person = NOBODY,
								     .valid_from = CW_DAY_NONE,
								     .valid_to = CW_DAY_NONE };

struct filing filing_new(void)
{
	return (struct filing){ .applicant = NOBODY, .other_way_ok = true };
}

/* ---- Checking. */

static void check_words(const struct rq_list *list, const char *const *allowed, const char *field,
			const char *choices, struct cw_err *err)
{
	const char *const *words = list->items;

	for (size_t i = 0; i < list->n; i++) {
		size_t j = 0;
		char pointer[CW_ERR_POINTER];

		while (allowed[j] && strcmp(allowed[j], words[i]) != 0)
			j++;
		if (allowed[j])
			continue;
		snprintf(pointer, sizeof(pointer), "%s/%zu", field, i);
		cw_fail_item(err, pointer, CW_MSG_NOT_A_CHOICE, choices, NULL);
	}
}

static void check_person(struct rq *rq, struct filing_person *p, const char *pointer,
			 struct cw_err *err)
{
	struct cw_id_check check;
	char at[CW_ERR_POINTER];

	p->id_normal[0] = '\0';
	if (p->email && !strchr(p->email, '@')) {
		snprintf(at, sizeof(at), "%s/email", pointer);
		cw_fail_item(err, at, CW_MSG_BAD_EMAIL, NULL);
	}
	if (p->born_on != CW_DAY_NONE && p->born_on > rq->today) {
		snprintf(at, sizeof(at), "%s/born_on", pointer);
		cw_fail_item(err, at, CW_MSG_DAY_AFTER_TODAY, NULL);
	}
	if (!p->id_number)
		return;
	snprintf(at, sizeof(at), "%s/%s", pointer, p->id_kind < 0 ? "id_kind" : "id_number");
	if (p->id_kind < 0) {
		cw_fail_item(err, at, CW_MSG_REQUIRED, NULL);
		return;
	}
	cw_id_check((enum cw_id_kind)p->id_kind, p->id_number, rq->today, &check);
	if (check.warning == CW_MSG_NONE)
		p->id_kept = false; /* the mark says that the check warned */
	else if (!p->id_kept)
		cw_fail_item(err, at, check.warning, NULL);
	snprintf(p->id_normal, sizeof(p->id_normal), "%s:%s", id_kinds[p->id_kind], check.normal);
}

static void check_representative(struct rq *rq, struct filing_representative *r, size_t i,
				 struct cw_err *err)
{
	char pointer[40], at[CW_ERR_POINTER];

	snprintf(pointer, sizeof(pointer), "/representatives/%zu", i);
	check_person(rq, &r->person, pointer, err);
	if (!r->person.name && !r->no) {
		snprintf(at, sizeof(at), "%s/name", pointer);
		cw_fail_item(err, at, CW_MSG_REQUIRED, NULL);
	}
	snprintf(at, sizeof(at), "%s/powers", pointer);
	check_words(&r->powers, powers, at, "file, correct, receive, pay, withdraw", err);
	if (r->valid_from != CW_DAY_NONE && r->valid_to != CW_DAY_NONE &&
	    r->valid_to < r->valid_from) {
		snprintf(at, sizeof(at), "%s/valid_to", pointer);
		cw_fail_item(err, at, CW_MSG_VALID_TO_BEFORE, NULL);
	}
}

int filing_check(struct rq *rq, struct filing *f, struct cw_err *err)
{
	struct filing_person *joint = f->joint.items;
	struct filing_representative *reps = f->representatives.items;
	char pointer[CW_ERR_POINTER];

	check_words(&f->ways, ways, "/ways", "post, email, download, collect, on_site, fax", err);
	check_words(&f->carriers, carriers, "/carriers", "paper, electronic, disc", err);
	check_person(rq, &f->applicant, "/applicant", err);
	for (size_t i = 0; i < f->joint.n; i++) {
		snprintf(pointer, sizeof(pointer), "/joint_applicants/%zu", i);
		check_person(rq, &joint[i], pointer, err);
		if (!joint[i].name) {
			snprintf(pointer, sizeof(pointer), "/joint_applicants/%zu/name", i);
			cw_fail_item(err, pointer, CW_MSG_REQUIRED, NULL);
		}
	}
	if (f->contact > (int)f->joint.n + 1)
		cw_fail_item(err, "/contact", CW_MSG_CONTACT_IS_NONE, NULL);
	for (size_t i = 0; i < f->representatives.n; i++)
		check_representative(rq, &reps[i], i, err);
	return err->code == CW_OK ? 0 : -1;
}

int filing_check_mended(struct rq *rq, struct filing_mended *f, struct cw_err *err)
{
	struct filing_representative *reps = f->representatives.items;
	char at[CW_ERR_POINTER];

	check_person(rq, &f->applicant, "/applicant", err);
	for (size_t i = 0; i < f->representatives.n; i++) {
		check_representative(rq, &reps[i], i, err);
		for (size_t k = 0; k < i; k++)
			if (reps[i].no && reps[k].no == reps[i].no) {
				snprintf(at, sizeof(at), "/representatives/%zu/no", i);
				cw_fail_item(err, at, CW_MSG_REPRESENTATIVE_TWICE, NULL);
			}
	}
	return err->code == CW_OK ? 0 : -1;
}

/* ---- What goes into the docket. */

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
	/* A title alone, a name or a document number, is the description. */
	d->description = f->description ? f->description : f->title ? f->title : "";
	d->title = f->title	    ? f->title
		   : f->description ? title_of(rq->arena, f->description)
				    : cw_msg_raw(CW_MSG_FILING_NO_TITLE, CW_ZH);
	if (f->own_record.record) {
		d->kind = "record_correction";
		if (!f->title) /* titles stand in lists, and a description may tell of a person */
			d->title = cw_msg_raw(CW_MSG_AFTER_RECORD_TITLE, CW_ZH);
	}
	d->help_needed = f->help_needed;
	d->ways = filing_join(rq->arena, &f->ways);
	d->carriers = filing_join(rq->arena, &f->carriers);
	d->other_way_ok = f->other_way_ok;
	d->electronic_ok = f->electronic_ok;
	return d->title && d->ways && d->carriers ? 0 : cw_fail_memory(err);
}

struct json_object *filing_detail(const struct db_docket *d)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "kind", d->kind);
	rq_put_str(o, "channel", d->channel);
	rq_put_str(o, "title", d->title);
	rq_put_str(o, "description", d->description);
	rq_put_str(o, "ways", d->ways);
	rq_put_str(o, "carriers", d->carriers);
	rq_put_bool(o, "other_way_ok", d->other_way_ok);
	rq_put_bool(o, "electronic_ok", d->electronic_ok);
	return o;
}

int filing_agency(struct rq *rq, const char *text, struct db_agency *out, struct cw_err *err)
{
	const char *dash = strchr(text, '-');
	bool found = false;

	if (dash &&
	    db_agency_find(rq->db, rq->arena, cw_strndup(rq->arena, text, (size_t)(dash - text)),
			   dash + 1, out, &found, err))
		return -1;
	if (!found || !out->active)
		return cw_fail_item(err, "/agency", CW_MSG_NO_SUCH_AGENCY, NULL);
	return 0;
}
