#include "server/notify.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "casework/base/log.h"
#include "casework/remind.h"
#include "notify/mailer.h"
#include "notify/sender.h"
#include "server/act/calendars.h"

struct notify {
	struct app *app;
	struct cw_arena *arena; /* the list */
	struct nt_sender *sender;
	struct nt_mailer *mailer; /* NULL: no mail server */
	bool curl;
};

void notify_wake(struct notify *n)
{
	if (!n)
		return;
	nt_sender_wake(n->sender);
	nt_mailer_wake(n->mailer);
}

static int scene(void *arg, struct db_conn *c, struct cw_arena *a, int64_t now,
		 struct nt_scene *out, struct cw_err *err)
{
	const struct app *app = arg;

	out->awake = cw_remind_send_at;
	return calendars_get(app->calendars, c, &out->calendar, err) ||
			       calendars_today(app->config->allow_test_clock, c, a, now, &out->today, err)
		       ? -1
		       : 0;
}

/* What is opened to the inside stands in the log. */
static int read_allowed(struct notify *n, struct nt_allow *allow, struct cw_err *err)
{
	const char *bad;

	if (!nt_allow_parse(n->arena, n->app->config->webhook_allow, allow, &bad)) {
		if (!bad)
			return cw_fail_memory(err);
		return cw_fail_item(err, "webhook_allow", CW_MSG_CONFIG_BAD_ALLOW, bad, NULL);
	}
	for (size_t i = 0; i < allow->n; i++)
		cw_log(CW_LOG_WARN, "webhook_allowed", "host=%s port=%u", allow->rows[i].host,
		       (unsigned)allow->rows[i].port);
	return 0;
}

static int start_mailer(struct notify *n, const struct nt_conf *conf, struct cw_err *err)
{
	const struct config *c = n->app->config;
	const struct nt_smtp_conf smtp = { .url = c->smtp_url,
					   .tls = c->smtp_tls == CONFIG_SMTP_REQUIRED,
					   .ca = c->smtp_ca_file,
					   .user = c->smtp_user,
					   .password = c->smtp_password,
					   .from = c->mail_from };

	return *c->smtp_url ? nt_mailer_start(conf, &smtp, &n->mailer, err) : 0;
}

int notify_start(struct app *app, struct notify **out, struct cw_err *err)
{
	struct notify *n = calloc(1, sizeof(*n));
	struct nt_conf conf = { .db = app->db,
				.keys = app->keys,
				.public_url = app->config->public_url,
				.scene = scene,
				.arg = app };

	*out = NULL;
	if (!n)
		return cw_fail_memory(err);
	n->app = app;
	n->arena = cw_arena_new(0);
	n->curl = n->arena && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	if (!n->curl)
		cw_fail_memory(err);
	if (!n->curl || read_allowed(n, &conf.allow, err) ||
	    nt_sender_start(&conf, &n->sender, err) || start_mailer(n, &conf, err)) {
		notify_stop(n);
		return -1;
	}
	*out = n;
	return 0;
}

void notify_stop(struct notify *n)
{
	if (!n)
		return;
	nt_mailer_stop(n->mailer);
	nt_sender_stop(n->sender);
	if (n->curl)
		curl_global_cleanup();
	cw_arena_free(n->arena);
	free(n);
}
