/* The settings that law.md leaves to an agency, with their history. */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "server/act/settings.h"
#include "server/api/admin.h"

#define HISTORY_SHOWN 200

/* What is in force for NAME, or NULL: the default holds. */
static const struct db_setting *in_force(const struct db_setting *set, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(set[i].name, name) == 0)
			return &set[i];
	}
	return NULL;
}

static struct json_object *values_json(const struct setting_row *row)
{
	struct json_object *o = rq_obj(), *words;

	switch (row->type) {
	case SETTING_INT:
		rq_put_str(o, "type", "integer");
		rq_put_int(o, "minimum", row->min);
		rq_put_int(o, "maximum", row->max);
		break;
	case SETTING_SWITCH:
		words = rq_array();
		rq_push(words, json_object_new_string(row->words[0]));
		rq_push(words, json_object_new_string(row->words[1]));
		rq_put_str(o, "type", "choice");
		rq_put(o, "choices", words);
		break;
	case SETTING_CHAIN:
		rq_put_str(o, "type", "chain");
		break;
	}
	return o;
}

static void push_setting(struct rq *rq, struct json_object *array, const struct setting_row *row,
			 int outcome, const struct db_setting *set, size_t n)
{
	const char *name = outcome < 0 ? row->name
				       : cw_printf(rq->arena, "%s.%s", row->name,
						   cw_outcome_name((enum cw_outcome)outcome));
	const char *standard = setting_default(row, outcome);
	const struct db_setting *now = name ? in_force(set, n, name) : NULL;
	struct json_object *o = rq_obj();

	rq_put_str(o, "name", name);
	rq_put_str(o, "rule", row->rule);
	rq_put_msg(rq->arena, o, "title", row->title, NULL, rq->lang);
	rq_put(o, "values", values_json(row));
	rq_put_str(o, "default", standard);
	rq_put_str(o, "value", now ? now->value : standard);
	rq_put_day(o, "valid_from", now ? now->valid_from : CW_DAY_NONE);
	rq_push(array, o);
}

static struct json_object *settings_json(struct rq *rq, const struct db_setting *set, size_t n)
{
	struct json_object *array = rq_array();
	const struct setting_row *table;
	size_t rows;

	table = settings_table(&rows);
	for (size_t i = 0; i < rows; i++) {
		if (!table[i].per_outcome)
			push_setting(rq, array, &table[i], -1, set, n);
		for (int o = 0; table[i].per_outcome && o < (int)CW_OUTCOME_MAX; o++) {
			if (cw_outcome((enum cw_outcome)o)->is_reply)
				push_setting(rq, array, &table[i], o, set, n);
		}
	}
	return array;
}

static struct json_object *history_json(const struct db_setting *items, size_t n)
{
	struct json_object *array = rq_array();

	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "name", items[i].name);
		rq_put_str(o, "value", items[i].value);
		rq_put_day(o, "valid_from", items[i].valid_from);
		rq_put_id(o, "author_id", items[i].author);
		rq_put_str(o, "author_name", items[i].author_name);
		rq_put_time(o, "recorded_at", items[i].recorded_at);
		rq_push(array, o);
	}
	return array;
}

static int answer_settings(struct rq *rq, const struct db_agency *agency, cw_day on,
			   struct cw_err *err)
{
	struct db_setting *set, *history;
	size_t n, n_history;
	struct json_object *o;

	if (db_setting_list(rq->db, rq->arena, agency->id, on, &set, &n, err) ||
	    db_setting_history_list(rq->db, rq->arena, agency->id, HISTORY_SHOWN, &history,
				    &n_history, err))
		return -1;
	o = rq_obj();
	rq_put_id(o, "agency_id", agency->id);
	rq_put_day(o, "on", on);
	rq_put(o, "settings", settings_json(rq, set, n));
	rq_put(o, "history", history_json(history, n_history));
	return rq_json_versioned(rq, 200, agency->version, o, err);
}

struct settings_query {
	cw_day on;
};
static const struct rq_field query_fields[] = {
	{ "on", RQ_DAY, offsetof(struct settings_query, on) },
	{ .name = NULL },
};

int api_setting_list(struct rq *rq, struct cw_err *err)
{
	struct settings_query in = { .on = rq->today };
	struct db_agency agency;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || rq_params(rq, query_fields, &in, err) ||
	    db_agency_get(rq->db, rq->arena, id, &agency, err))
		return -1;
	return answer_settings(rq, &agency, in.on, err);
}

struct setting_in {
	const char *name, *value;
};
struct settings_in {
	cw_day valid_from;
	struct rq_list values;
	uint64_t agency;
	struct db_audit_entry entry;
};
static const struct rq_field value_fields[] = {
	{ "name", RQ_STRING, offsetof(struct setting_in, name), .required = true, .min = 1,
	  .max = 48 },
	{ "value", RQ_STRING, offsetof(struct setting_in, value), .required = true, .min = 1,
	  .max = 100 },
	{ .name = NULL },
};
static const struct rq_field in_fields[] = {
	{ "valid_from", RQ_DAY, offsetof(struct settings_in, valid_from) },
	{ "values", RQ_LIST, offsetof(struct settings_in, values), .required = true, .min = 1,
	  .max = 100, .sub = value_fields, .sub_size = sizeof(struct setting_in) },
	{ .name = NULL },
};

static int check_values(const struct rq *rq, const struct settings_in *in, struct cw_err *err)
{
	const struct setting_in *values = in->values.items;
	char pointer[40];

	/* What cases were decided by must stay as it was. */
	if (in->valid_from < rq->today)
		cw_fail_item(err, "/valid_from", CW_MSG_API_SETTING_PAST, NULL);
	for (size_t i = 0; i < in->values.n; i++) {
		int outcome;
		const struct setting_row *row = setting_find(values[i].name, &outcome);

		if (!row) {
			snprintf(pointer, sizeof(pointer), "/values/%zu/name", i);
			cw_fail_item(err, pointer, CW_MSG_API_NO_SUCH_SETTING, values[i].name,
				     NULL);
			continue;
		}
		snprintf(pointer, sizeof(pointer), "/values/%zu/value", i);
		if (setting_check(row, values[i].value, pointer, err))
			continue; /* all faults at once */
	}
	return err->n_items ? -1 : 0;
}

/* The log says what was set, so that nothing is lost when today's value is mended today. */
static const char *detail_of(struct rq *rq, const struct settings_in *in)
{
	const struct setting_in *values = in->values.items;
	char day[CW_DAY_TEXT];
	struct cw_buf b;
	const char *text;

	cw_buf_init(&b, rq->arena);
	cw_buf_printf(&b, "from %s:", cw_day_text(in->valid_from, day));
	for (size_t i = 0; i < in->values.n; i++)
		cw_buf_printf(&b, " %s=%s", values[i].name, values[i].value);
	text = cw_buf_done(&b, NULL);
	return text ? text : "";
}

static int open_agency(struct rq *rq, uint64_t id, struct db_agency *agency, struct cw_err *err)
{
	return db_agency_lock(rq->db, rq->arena, id, agency, err) ||
			       admin_of_agency(rq, agency, CW_ROLE_SYSTEM_ADMIN, err) ||
			       admin_version(rq, agency->version, err)
		       ? -1
		       : 0;
}

static int settings_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct settings_in *in = arg;
	const struct setting_in *values;
	struct db_agency agency;

	if (open_agency(rq, in->agency, &agency, err) || rq_body(rq, in_fields, in, err) ||
	    check_values(rq, in, err))
		return -1;
	in->entry.detail = detail_of(rq, in);
	values = in->values.items;
	for (size_t i = 0; i < in->values.n; i++) {
		const struct db_setting row = { .name = values[i].name,
						.value = values[i].value,
						.valid_from = in->valid_from,
						.author = rq->who.user,
						.recorded_at = rq->now };

		if (db_setting_save(rq->db, in->agency, &row, err))
			return -1;
	}
	if (db_agency_save(rq->db, &agency, err))
		return -1;
	agency.version++;
	return answer_settings(rq, &agency, in->valid_from, err);
}

int api_setting_change(struct rq *rq, struct cw_err *err)
{
	struct settings_in in = { .valid_from = rq->today };

	if (admin_id(rq, 0, &in.agency, err))
		return -1;
	in.entry = admin_entry(rq, "settings_changed");
	in.entry.subject = admin_subject(rq, "agency", in.agency);
	return admin_run(rq, settings_tx, &in, &in.entry, err);
}
