/* What an endpoint is made of: checked all at once, sealed. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/hard.h"
#include "casework/hook.h"
#include "notify/address.h"
#include "notify/event.h"
#include "notify/sign.h"
#include "server/api/endpoint.h"
#include "server/app.h"

#define TYPES_MAX    1000 /* bytes: endpoint.types */
#define AGENCIES_MAX 2000

static const char *const kinds[] = { "webhook", "wecom", "dingtalk", "feishu", NULL };

const struct endpoint_in endpoint_in_none = {
	.kind = -1,
	.types = { .n = ENDPOINT_ABSENT },
	.agencies = { .n = ENDPOINT_ABSENT },
	.hard_rules = { .n = ENDPOINT_ABSENT },
};

#define IN(member) offsetof(struct endpoint_in, member)
/* clang-format off */
#define CHANGEABLE(must)                                                                           \
	{ "name", RQ_STRING, IN(name), .required = (must), .min = 1, .max = 80 },                  \
	{ "url", RQ_STRING, IN(url), .required = (must), .min = 1, .max = NT_URL_MAX },            \
	{ "types", RQ_LIST, IN(types), .max = CW_HOOK_MAX },                                       \
	{ "agencies", RQ_LIST, IN(agencies), .max = 100 },                                         \
	{ "hard_rules", RQ_LIST, IN(hard_rules), .max = CW_HARD_MAX },                             \
	{ "quiet_hours", RQ_JSON, IN(quiet) }
/* clang-format on */

const struct rq_field endpoint_add_fields[] = {
	{ "agency_id", RQ_ID, IN(agency) },
	{ "mine", RQ_BOOL, IN(mine) },
	{ "kind", RQ_CHOICE, IN(kind), .required = true, .choices = kinds },
	{ "secret", RQ_JSON, IN(secret) },
	CHANGEABLE(true),
	{ .name = NULL },
};
const struct rq_field endpoint_change_fields[] = { CHANGEABLE(false), { .name = NULL } };

/* ---- The address. */

static const enum cw_msg faults[] = {
	[NT_URL_MALFORMED] = CW_MSG_HOOK_URL_MALFORMED,
	[NT_URL_CREDENTIALS] = CW_MSG_HOOK_URL_CREDENTIALS,
	[NT_URL_NOT_HTTPS] = CW_MSG_HOOK_URL_NOT_HTTPS,
	[NT_URL_NOT_PUBLIC] = CW_MSG_HOOK_URL_NOT_PUBLIC,
};

static int apply_url(struct rq *rq, const char *url, struct db_endpoint *e, struct cw_err *err)
{
	const char *provider = nt_channel((enum nt_kind)nt_kind_of(e->kind))->address, *bad;
	struct nt_target target;
	struct nt_allow allow;
	enum nt_url_fault fault;

	if (!nt_allow_parse(rq->arena, rq->app->config->webhook_allow, &allow, &bad))
		return cw_fail_memory(err);
	fault = nt_url_check(rq->arena, url, &allow, &target);
	if (fault == NT_URL_NO_MEMORY)
		return cw_fail_memory(err);
	if (fault != NT_URL_OK) {
		cw_fail_item(err, "/url", faults[fault], NULL);
		return 0;
	}
	if (provider && !target.allowed && strncmp(url, provider, strlen(provider)) != 0) {
		cw_fail_item(err, "/url", CW_MSG_HOOK_URL_PROVIDER, provider, NULL);
		return 0;
	}
	e->masked = nt_url_masked(rq->arena, url);
	return e->masked ? db_seal(rq->app->keys, rq->arena, DB_ENDPOINT_URL, e->uid, url,
				   strlen(url), &e->url, &e->url_len, err)
			 : cw_fail_memory(err);
}

/* ---- Filters. */

static bool names_a_type(const char *pattern)
{
	const size_t len = strlen(pattern);

	if (strpbrk(pattern, " ") || len == 0)
		return false;
	for (int hook = CW_HOOK_NONE + 1; hook < CW_HOOK_MAX; hook++)
		if (nt_event_wanted(pattern, cw_hook_name((enum cw_hook)hook)))
			return true;
	return false;
}

static int join(struct rq *rq, const struct rq_list *list, size_t max, const char *pointer,
		const char **out, struct cw_err *err)
{
	struct cw_buf b;
	size_t len;

	cw_buf_init(&b, rq->arena);
	for (size_t i = 0; i < list->n; i++)
		cw_buf_printf(&b, "%s%s", i ? " " : "", ((const char *const *)list->items)[i]);
	*out = cw_buf_done(&b, &len);
	if (!*out)
		return cw_fail_memory(err);
	if (len > max)
		cw_fail_item(err, pointer, CW_MSG_TOO_MANY, "30", NULL);
	return 0;
}

static int apply_types(struct rq *rq, const struct rq_list *list, struct db_endpoint *e,
		       struct cw_err *err)
{
	static const char legal[] = "case.legal_review.";
	char pointer[32];

	for (size_t i = 0; i < list->n; i++) {
		const char *type = ((const char *const *)list->items)[i];

		snprintf(pointer, sizeof(pointer), "/types/%zu", i);
		if (!names_a_type(type))
			cw_fail_item(err, pointer, CW_MSG_HOOK_NO_TYPE, NULL);
		else if (e->user_id && strncmp(type, legal, sizeof(legal) - 1) != 0)
			cw_fail_item(err, pointer, CW_MSG_HOOK_ONLY_LEGAL, NULL);
	}
	return join(rq, list, TYPES_MAX, "/types", &e->types, err);
}

/* An id as an agency's that AGENCY's endpoint can hear of: itself, or, of a district, all in it. */
static int check_agency(struct rq *rq, const char *text, const struct db_agency *of,
			const char *pointer, struct cw_err *err)
{
	struct db_agency agency;
	struct cw_err none;
	uint64_t id = 0;

	if (strspn(text, "0123456789") == strlen(text) && strlen(text) < 19)
		sscanf(text, "%" SCNu64, &id);
	cw_err_clear(&none);
	if (db_agency_get(rq->db, rq->arena, id, &agency, &none)) {
		if (none.code != CW_NOT_FOUND) {
			*err = none;
			return -1;
		}
		agency.root = 0;
	}
	if (agency.root != of->root || (of->id != of->root && agency.id != of->id))
		cw_fail_item(err, pointer, CW_MSG_HOOK_OUT_OF_REACH, NULL);
	return 0;
}

static int apply_agencies(struct rq *rq, const struct rq_list *list, const struct db_agency *of,
			  struct db_endpoint *e, struct cw_err *err)
{
	char pointer[32];

	for (size_t i = 0; i < list->n; i++) {
		snprintf(pointer, sizeof(pointer), "/agencies/%zu", i);
		if (check_agency(rq, ((const char *const *)list->items)[i], of, pointer, err))
			return -1;
	}
	return join(rq, list, AGENCIES_MAX, "/agencies", &e->agencies, err);
}

static void apply_hard_rules(const struct rq_list *list, struct db_endpoint *e, struct cw_err *err)
{
	char pointer[40];

	e->hard_rules = 0;
	for (size_t i = 0; i < list->n; i++) {
		const int rule = cw_hard_of(((const char *const *)list->items)[i]);

		snprintf(pointer, sizeof(pointer), "/hard_rules/%zu", i);
		if (rule < 0)
			cw_fail_item(err, pointer, CW_MSG_LEGAL_NO_RULE, NULL);
		else
			e->hard_rules |= CW_HARD_BIT(rule);
	}
}

/* Chat bots are quiet at night unless they are told not to be (standards.md part 7). */
static void apply_quiet(struct json_object *quiet, struct db_endpoint *e, struct cw_err *err)
{
	if (!json_object_is_type(quiet, json_type_boolean)) {
		cw_fail_item(err, "/quiet_hours", CW_MSG_WRONG_TYPE, "boolean", NULL);
		return;
	}
	e->quiet = json_object_get_boolean(quiet);
	if (e->quiet && strcmp(e->kind, "webhook") == 0)
		cw_fail_item(err, "/quiet_hours", CW_MSG_HOOK_QUIET_BOTS, NULL);
}

int endpoint_apply(struct rq *rq, const struct endpoint_in *in, const struct db_agency *agency,
		   struct db_endpoint *e, struct cw_err *err)
{
	if (in->name)
		e->name = in->name;
	if (in->url && apply_url(rq, in->url, e, err))
		return -1;
	if (in->types.n != ENDPOINT_ABSENT && apply_types(rq, &in->types, e, err))
		return -1;
	if (in->agencies.n != ENDPOINT_ABSENT && apply_agencies(rq, &in->agencies, agency, e, err))
		return -1;
	if (in->hard_rules.n != ENDPOINT_ABSENT)
		apply_hard_rules(&in->hard_rules, e, err);
	if (in->quiet)
		apply_quiet(in->quiet, e, err);
	return err->code == CW_OK ? 0 : -1;
}

/* ---- Secrets. */

static int seal_secret(struct rq *rq, const char *secret, struct db_endpoint *e, struct cw_err *err)
{
	return db_seal(rq->app->keys, rq->arena, DB_ENDPOINT_SECRET, e->uid, secret, strlen(secret),
		       &e->secret, &e->secret_len, err);
}

int endpoint_new_secret(struct rq *rq, struct db_endpoint *e, const char **secret,
			struct cw_err *err)
{
	struct nt_key key;

	nt_key_make(&key);
	*secret = nt_key_text(rq->arena, &key);
	return *secret ? seal_secret(rq, *secret, e, err) : cw_fail_memory(err);
}

int endpoint_given_secret(struct rq *rq, struct json_object *secret, struct db_endpoint *e,
			  struct cw_err *err)
{
	const char *text;

	if (!secret)
		return 0;
	if (strcmp(e->kind, "webhook") == 0)
		return cw_fail_item(err, "/secret", CW_MSG_HOOK_SECRET_OURS, NULL);
	if (strcmp(e->kind, "wecom") == 0)
		return cw_fail_item(err, "/secret", CW_MSG_HOOK_SECRET_NONE, NULL);
	if (admin_secret(rq, secret, "/secret", &text, err))
		return -1;
	if (strlen(text) > 200)
		return cw_fail_item(err, "/secret", CW_MSG_TOO_LONG, "200", NULL);
	return seal_secret(rq, text, e, err);
}
