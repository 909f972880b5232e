#include "notify/event.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "casework/deadline.h"
#include "casework/hard.h"
#include "casework/hook.h"
#include "db/agency.h"
#include "notify/message.h"

/* The number of the case that a test is about: no agency has this region. */
#define TEST_NUMBER "000000-TEST-2000-00001"

/* ---- Who hears. */

int64_t nt_event_send_at(const struct nt_scene *scene, const struct db_outbox *event, bool quiet,
			 int64_t now)
{
	return quiet && scene->awake ? scene->awake(now, event->until_on == scene->today) : now;
}

bool nt_event_wanted(const char *types, const char *type)
{
	bool any = false;

	for (types += strspn(types, " "); *types; types += strspn(types, " ")) {
		size_t len = strcspn(types, " ");

		any = true;
		if (types[len - 1] == '*' ? !strncmp(types, type, len - 1)
					  : len == strlen(type) && !strncmp(types, type, len))
			return true;
		types += len;
	}
	return !any;
}

bool nt_event_heard(const struct db_endpoint *e, const struct db_outbox *event)
{
	char agency[24];

	if (e->user_id && (event->user != e->user_id || !cw_hook_is_legal(cw_hook_of(event->type))))
		return false;
	if (e->hard_rules && !(e->hard_rules & event->hard_rules))
		return false;
	snprintf(agency, sizeof(agency), "%" PRIu64, event->agency_id);
	if (event->agency_id && !nt_event_wanted(e->agencies, agency))
		return false;
	return nt_event_wanted(e->types, event->type);
}

/* ---- Webhooks. */

static bool put(struct json_object *o, const char *key, struct json_object *v)
{
	if (o && v && json_object_object_add(o, key, v) == 0)
		return true;
	json_object_put(v);
	return false;
}

static bool put_str(struct json_object *o, const char *key, const char *text)
{
	return put(o, key, json_object_new_string(text));
}

static bool put_id(struct json_object *o, const char *key, uint64_t id)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, id);
	return put_str(o, key, text);
}

static bool put_instant(struct json_object *o, const char *key, int64_t micros)
{
	time_t seconds = (time_t)(micros / 1000000);
	char text[40], whole[24];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(whole, sizeof(whole), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, sizeof(text), "%s.%06dZ", whole, (int)(micros % 1000000));
	return put_str(o, key, text);
}

/* The envelope around DATA, which it takes, as bytes in the arena; NULL if no memory. */
static char *payload(struct cw_arena *a, const char *type, int64_t at, struct json_object *data,
		     size_t *len)
{
	struct json_object *o = json_object_new_object();
	const char *bytes = NULL;
	char *copy;
	bool ok = put_str(o, "type", type) && put_instant(o, "timestamp", at);

	if (put(o, "data", data) && ok)
		bytes = json_object_to_json_string_length(
			o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, len);
	copy = bytes ? cw_strndup(a, bytes, *len) : NULL;
	json_object_put(o);
	return copy;
}

static bool put_hard_rules(struct json_object *o, uint64_t rules)
{
	struct json_object *list = json_object_new_array();

	for (int rule = 0; list && rule < CW_HARD_MAX; rule++)
		if (rules & CW_HARD_BIT(rule))
			json_object_array_add(list, json_object_new_string(
							    cw_hard_name((enum cw_hard_rule)rule)));
	return put(o, "hard_rules", list);
}

/* What is known of the event beside its case. */
static bool put_event(struct json_object *o, const struct db_outbox *event)
{
	char day[CW_DAY_TEXT];

	return (!event->act || put_str(o, "act", event->act)) &&
	       (!event->seq || put(o, "seq", json_object_new_int(event->seq))) &&
	       (!event->deadline || put_str(o, "deadline", event->deadline)) &&
	       (!event->ref || put_id(o, "record_id", event->ref)) &&
	       (event->until_on == CW_DAY_NONE ||
		put_str(o, "until_on", cw_day_text(event->until_on, day))) &&
	       (!event->hard_rules || put_hard_rules(o, event->hard_rules));
}

static bool put_case(struct json_object *o, uint64_t case_id, uint64_t agency,
		     const struct nt_message *m)
{
	char day[CW_DAY_TEXT];

	if (!m->number)
		return !agency || put_id(o, "agency_id", agency);
	return put_str(o, "case", m->number) && (!case_id || put_id(o, "case_id", case_id)) &&
	       (!agency || put_id(o, "agency_id", agency)) && put_str(o, "link", m->link) &&
	       (m->due_on == CW_DAY_NONE ||
		(put_str(o, "due_on", cw_day_text(m->due_on, day)) &&
		 put(o, "working_days_left", json_object_new_int(m->days_left))));
}

/* The body for KIND of what M and EVENT say; TEST marks it. */
static int body_of(struct cw_arena *a, enum nt_kind kind, const struct db_outbox *event,
		   const struct nt_message *m, bool shorter, char **body, size_t *len,
		   struct cw_err *err)
{
	struct json_object *data;

	if (kind != NT_WEBHOOK)
		return nt_message_body(a, kind, m, shorter, body, len, err);
	data = json_object_new_object();
	if ((m->what != CW_MSG_HOOK_PING &&
	     !put_str(data, "title", cw_msg_raw(m->what, m->lang))) ||
	    !put_case(data, event->case_id, event->agency_id, m) || !put_event(data, event) ||
	    (m->test && !put(data, "test", json_object_new_boolean(true)))) {
		json_object_put(data);
		return cw_fail_memory(err);
	}
	*body = payload(a, event->type, event->created_at, data, len);
	return *body ? 0 : cw_fail_memory(err);
}

/* ---- What the event is about. */

char *nt_event_link(struct cw_arena *a, const char *public_url, uint64_t case_id)
{
	return cw_printf(a, "%s/staff#/case/%" PRIu64, public_url, case_id);
}

/* NAMED: with the agency's name, which only bots show. */
static int describe_case(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
			 const struct db_outbox *event, bool named, struct nt_message *m,
			 struct cw_err *err)
{
	struct db_outbox e = *event;
	struct db_agency agency;

	if (!e.number && db_outbox_case_fill(c, a, &e, 1, err))
		return -1;
	if (!e.number)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (named && db_agency_get(c, a, e.agency_id, &agency, err))
		return -1;
	m->number = e.number;
	m->agency = named ? agency.short_name : NULL;
	m->due_on = e.due_on;
	m->link = nt_event_link(a, scene->public_url, e.case_id);
	if (m->due_on != CW_DAY_NONE)
		m->days_left = cw_calendar_count(scene->calendar, scene->today, m->due_on);
	return m->link ? 0 : cw_fail_memory(err);
}

/* What is about no case may be about one agency.  A bot says which day it is, and leads to its
 * page. */
static int describe_agency(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
			   const struct db_outbox *event, bool named, struct nt_message *m,
			   struct cw_err *err)
{
	const char *kind = event->deadline ? event->deadline : "";
	struct db_agency agency;
	const char **line;

	if (!named || !event->agency_id)
		return 0;
	if (db_agency_get(c, a, event->agency_id, &agency, err))
		return -1;
	m->agency = agency.short_name;
	m->link = cw_printf(a, "%s/staff#/%s", scene->public_url, cw_deadline_page(kind));
	line = cw_alloc(a, sizeof(*line));
	if (!m->link || !line)
		return cw_fail_memory(err);
	*line = cw_msg_raw(cw_deadline(kind)->title, m->lang);
	m->lines = line;
	m->n_lines = *kind ? 1 : 0;
	return 0;
}

int nt_event_body(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		  const struct db_outbox *event, enum nt_kind kind, bool shorter, char **body,
		  size_t *len, struct cw_err *err)
{
	const enum cw_hook hook = cw_hook_of(event->type);
	struct nt_message m = { .lang = CW_ZH,
				.what = cw_hook_title(hook),
				.due_on = CW_DAY_NONE,
				.until_on = event->until_on };

	if (hook == CW_HOOK_NONE)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (event->case_id ? describe_case(c, a, scene, event, kind != NT_WEBHOOK, &m, err)
			   : describe_agency(c, a, scene, event, kind != NT_WEBHOOK, &m, err))
		return -1;
	return body_of(a, kind, event, &m, shorter, body, len, err);
}

int nt_ping_body(struct cw_arena *a, enum nt_kind kind, int64_t now, char **body, size_t *len,
		 struct cw_err *err)
{
	const struct nt_message m = { .lang = CW_ZH,
				      .what = CW_MSG_HOOK_PING,
				      .due_on = CW_DAY_NONE };
	const struct db_outbox event = { .type = NT_PING,
					 .until_on = CW_DAY_NONE,
					 .created_at = now };

	return body_of(a, kind, &event, &m, false, body, len, err);
}

int nt_test_body(struct cw_arena *a, const struct nt_scene *scene, enum cw_hook hook,
		 enum nt_kind kind, int64_t now, char **body, size_t *len, struct cw_err *err)
{
	struct nt_message m = {
		.lang = CW_ZH, .what = cw_hook_title(hook), .due_on = CW_DAY_NONE, .test = true
	};
	const struct db_outbox event = { .type = cw_hook_name(hook),
					 .until_on = CW_DAY_NONE,
					 .created_at = now };

	if (cw_hook_has_case(hook)) {
		m.number = TEST_NUMBER;
		m.due_on = cw_calendar_add(scene->calendar, scene->today, 5);
		m.days_left = 5;
		m.link = cw_printf(a, "%s/staff", scene->public_url);
		if (!m.link)
			return cw_fail_memory(err);
	}
	return body_of(a, kind, &event, &m, false, body, len, err);
}
