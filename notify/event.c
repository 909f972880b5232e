#include "notify/event.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "casework/machine.h"
#include "db/agency.h"
#include "db/docket.h"
#include "notify/message.h"

#define ACTS "case."

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

	if (!o)
		json_object_put(data);
	else if (put(o, "data", data) && put_str(o, "type", type) && put_instant(o, "timestamp", at))
		bytes = json_object_to_json_string_length(
			o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, len);
	copy = bytes ? cw_strndup(a, bytes, *len) : NULL;
	json_object_put(o);
	return copy;
}

static struct json_object *case_data(const struct db_docket *d, const struct db_outbox *event,
				     const struct nt_message *m)
{
	struct json_object *o = json_object_new_object();
	char day[CW_DAY_TEXT];
	bool ok;

	ok = put_str(o, "case", m->number) && put_id(o, "case_id", d->id) &&
	     put_id(o, "agency_id", d->agency_id) && put_str(o, "act", event->type + strlen(ACTS)) &&
	     put(o, "seq", json_object_new_int(event->seq)) && put_str(o, "link", m->link);
	if (ok && m->due_on != CW_DAY_NONE)
		ok = put_str(o, "due_on", cw_day_text(m->due_on, day)) &&
		     put(o, "working_days_left", json_object_new_int(m->days_left));
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

/* ---- What the event is about. */

static enum cw_msg title_of(const char *type)
{
	const struct cw_move *moves;
	int act = cw_act_of(type + strlen(ACTS));
	size_t n;

	moves = cw_moves(&n);
	for (size_t i = 0; i < n; i++)
		if ((int)moves[i].act == act)
			return moves[i].title;
	return CW_MSG_NONE;
}

static int describe(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		    const struct db_outbox *event, struct db_docket *d, struct nt_message *m,
		    struct cw_err *err)
{
	struct db_agency agency;

	if (strncmp(event->type, ACTS, strlen(ACTS)) || title_of(event->type) == CW_MSG_NONE)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (db_docket_get(c, a, event->case_id, d, err) ||
	    db_agency_get(c, a, d->agency_id, &agency, err))
		return -1;
	*m = (struct nt_message){
		.lang = CW_ZH,
		.what = title_of(event->type),
		.number = d->number,
		.agency = agency.short_name,
		.due_on = d->is_open ? d->due_on : CW_DAY_NONE,
		.link = cw_printf(a, "%s/cases/%s", scene->public_url, d->number),
	};
	if (m->due_on != CW_DAY_NONE)
		m->days_left = cw_calendar_count(scene->calendar, scene->today, m->due_on);
	return m->link ? 0 : cw_fail_memory(err);
}

int nt_event_body(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		  const struct db_outbox *event, enum nt_kind kind, bool shorter, char **body,
		  size_t *len, struct cw_err *err)
{
	struct nt_message m;
	struct db_docket d;
	struct json_object *data;

	if (describe(c, a, scene, event, &d, &m, err))
		return -1;
	if (kind != NT_WEBHOOK)
		return nt_message_body(a, kind, &m, shorter, body, len, err);
	data = case_data(&d, event, &m);
	*body = data ? payload(a, event->type, event->created_at, data, len) : NULL;
	return *body ? 0 : cw_fail_memory(err);
}

int nt_ping_body(struct cw_arena *a, enum nt_kind kind, int64_t now, char **body, size_t *len,
		 struct cw_err *err)
{
	const struct nt_message m = { .lang = CW_ZH, .what = CW_MSG_NOTIFY_PING,
				      .due_on = CW_DAY_NONE };

	if (kind != NT_WEBHOOK)
		return nt_message_body(a, kind, &m, false, body, len, err);
	*body = payload(a, NT_PING, now, json_object_new_object(), len);
	return *body ? 0 : cw_fail_memory(err);
}
