#include "server/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "casework/base/log.h"
#include "db/audit.h"
#include "db/migrate.h"
#include "server/act/calendars.h"
#include "server/act/read_log.h"
#include "server/app.h"
#include "server/http/front.h"
#include "server/http/metrics.h"
#include "server/http/ratelimit.h"
#include "server/http/static.h"
#include "server/http/worker.h"
#include "server/http/workq.h"
#include "server/jobs/scheduler.h"
#include "server/live.h"
#include "server/notify.h"

/* Descriptors beside connections: database, listeners, files of libraries. */
#define OTHER_FDS 128
/* After the workers have ended their last answers are only to be sent. */
#define FLUSH_S 2

struct process {
	struct app app;
	struct front *front;
	struct workers *workers;
	struct scheduler *scheduler;
	struct notify *notify;
	struct live *live;
};

/* ---- Before anything starts. */

static void say_weak(void *arg, const char *name, const char *is, const char *should)
{
	const bool *demo = arg;

	cw_log(*demo ? CW_LOG_WARN : CW_LOG_ERROR, "weak_database_setting",
	       "name=%s is=\"%s\" should=\"%s\"", name, is, should);
}

/* In production a database that could lose what it acknowledged is no database. */
static int check_server(const struct config *conf, struct db_conn *db, struct cw_err *err)
{
	bool demo = conf->demo;
	unsigned weak;
	char count[12];

	if (db_conn_check_server(db, say_weak, &demo, &weak, err))
		return -1;
	if (!weak || demo)
		return 0;
	snprintf(count, sizeof(count), "%u", weak);
	return cw_fail(err, CW_INTERNAL, CW_MSG_MAIN_WEAK_DATABASE, count, NULL);
}

static int check_database(struct process *p, struct cw_err *err)
{
	const struct config *conf = p->app.config;
	struct db_conn *db;
	unsigned version;
	int rc;

	if (db_conn_open(&p->app.db, &db, err))
		return -1;
	rc = db_schema_check(db, &version, err) || check_server(conf, db, err) ||
	     db_keyring_load(conf->key_file, &p->app.keys, err) ||
	     db_keyring_check(p->app.keys, db, err);
	db_conn_close(db);
	return rc ? -1 : 0;
}

/* As many descriptors as we may have; too few for the connections are told, not guessed around. */
static void raise_descriptors(const struct config *conf)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) || getrlimit(RLIMIT_NOFILE, &limit))
		return;
	if (limit.rlim_cur < (rlim_t)conf->connections_max + OTHER_FDS)
		cw_log(CW_LOG_WARN, "few_descriptors", "limit=%llu connections_max=%d",
		       (unsigned long long)limit.rlim_cur, conf->connections_max);
}

/* ---- The parts. */

static void set_rates(struct app *app, const struct config *conf)
{
	ratelimit_set(app->rates, RATE_FILING, (unsigned)conf->rate_filing);
	ratelimit_set(app->rates, RATE_ACCESS, (unsigned)conf->rate_access);
	ratelimit_set(app->rates, RATE_SIGN_IN, (unsigned)conf->rate_sign_in);
}

/* Pages and the contract are not needed to handle requests: without them the API still serves. */
static int load_files(struct app *app, struct cw_err *err)
{
	const struct config *conf = app->config;
	const struct static_extra extra[] = { { "vendor/bootstrap.css", conf->bootstrap_css },
					      { "vendor/chart.js", conf->chart_js } };

	if (statics_new(conf->web_dir, extra, sizeof(extra) / sizeof(extra[0]), &app->statics, err))
		return -1;
	if (!statics_count(app->statics))
		cw_log(CW_LOG_WARN, "no_pages", "web_dir=\"%s\"", conf->web_dir);
	if (statics_add_file(app->statics, "/openapi.yaml", "application/yaml; charset=utf-8",
			     conf->openapi, err)) {
		cw_log(CW_LOG_WARN, "no_contract", "openapi=\"%s\" why=\"%s\"", conf->openapi,
		       err->args[1]);
		cw_err_clear(err);
	}
	return 0;
}

/* Without it all clients are one: limits and throttling would hit everybody together. */
static void check_proxies(const struct config *conf)
{
	if (conf->behind_tls && !*conf->trusted_proxies)
		cw_log(CW_LOG_WARN, "no_trusted_proxies", "behind_tls=yes");
}

static int make_shared(struct app *app, struct cw_err *err)
{
	const struct config *conf = app->config;
	struct workq_conf queue = {
		.count = (size_t)conf->queue_count,
		.bytes = (size_t)conf->queue_bytes,
		.age = (int64_t)conf->queue_age_ms * 1000,
		.slow = conf->workers > 1 ? (unsigned)conf->workers / 2 : 1,
	};

	app->calendars = calendars_new();
	app->audit = db_audit_start();
	app->reads = read_log_new();
	app->workq = workq_new(&queue);
	app->rates = ratelimit_new();
	app->metrics = metrics_new();
	if (!app->calendars || !app->audit || !app->reads || !app->workq || !app->rates || !app->metrics)
		return cw_fail_memory(err);
	set_rates(app, conf);
	return load_files(app, err);
}

static void on_commit(void *arg)
{
	struct process *p = arg;

	notify_wake(p->notify);
	live_wake(p->live, false);
}

static void on_session_ended(void *arg)
{
	struct process *p = arg;

	live_wake(p->live, true);
}

static void on_clock_set(void *arg)
{
	struct process *p = arg;

	scheduler_all_due(p->scheduler);
}

static int start_threads(struct process *p, struct cw_err *err)
{
	struct app *app = &p->app;

	if (notify_start(app, &p->notify, err) || live_start(app, p->front, &p->live, err))
		return -1;
	app->listener = p;
	app->committed = on_commit;
	app->session_ended = on_session_ended;
	app->clock_set = on_clock_set;
	if (scheduler_start(app, &p->scheduler))
		return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_THREAD, NULL);
	if (workers_start(app, (unsigned)app->config->workers, front_reply, p->front, &p->workers,
			  err))
		return -1;
	return front_start(p->front, err);
}

int process_start(const struct config *config, struct process **out, struct cw_err *err)
{
	struct process *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (!p)
		return cw_fail_memory(err);
	p->app.config = config;
	config_db(config, &p->app.db);
	raise_descriptors(config);
	check_proxies(config);
	if (check_database(p, err) || make_shared(&p->app, err) ||
	    front_new(&p->app, &p->front, err) || start_threads(p, err)) {
		process_stop(p);
		return -1;
	}
	*out = p;
	return 0;
}

unsigned process_port(const struct process *p)
{
	return front_port(p->front);
}

/* ---- While it runs. */

static void say_changed(void *arg, const char *key, bool reloadable)
{
	(void)arg;
	cw_log(reloadable ? CW_LOG_INFO : CW_LOG_WARN,
	       reloadable ? "config_changed" : "config_needs_restart", "key=%s", key);
}

void process_reload(struct process *p, const struct config *old, const struct config *new)
{
	struct cw_err err;

	cw_err_clear(&err);
	config_diff(old, new, say_changed, NULL);
	cw_log_set_level((enum cw_log_level) new->log_level);
	set_rates(&p->app, new);
	if (front_set_trusted(p->front, new->trusted_proxies, &err))
		cw_log(CW_LOG_ERROR, "config_not_applied", "key=trusted_proxies");
}

/* ---- The end: whatever of it has been started, in reverse order. */

bool process_stop(struct process *p)
{
	struct app *app = &p->app;
	bool drained = true;

	if (p->workers && p->front)
		drained = front_drain(p->front, app->config->drain_timeout_s);
	if (app->workq)
		workq_close(app->workq);
	workers_join(p->workers);
	scheduler_stop(p->scheduler); /* the workers wake these three, and it the other two */
	read_log_drain(app);
	live_stop(p->live);
	notify_stop(p->notify);
	if (p->workers && p->front)
		drained = front_drain(p->front, FLUSH_S) || drained;
	front_free(p->front);
	workq_free(app->workq);
	statics_free(app->statics);
	metrics_free(app->metrics);
	ratelimit_free(app->rates);
	read_log_free(app->reads);
	db_audit_free(app->audit);
	calendars_free(app->calendars);
	db_keyring_free(app->keys);
	free(p);
	return drained;
}
