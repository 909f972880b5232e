/* disclosured: the service.  Options, signals, exit status; the rest is server/process.c. */
#include <config.h> /* of the build; in quotes it would be server/config.h */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

#include "casework/base/log.h"
#include "server/log_writer.h"
#include "server/process.h"

#define FAILED 1
#define USAGE  2

struct options {
	const char *config, *port_file;
	bool print_config;
	enum cw_lang lang;
};

/* ---- Saying things on standard error, before and after there is a log. */

static void print_text(enum cw_lang lang, enum cw_msg msg,
		       const char texts[CW_MSG_ARGS][CW_ERR_ARG])
{
	const char *args[CW_MSG_ARGS] = { texts[0], texts[1], texts[2] };
	struct cw_arena *a = cw_arena_new(0);
	const char *text = a ? cw_msg_text(a, msg, lang, args) : NULL;

	fprintf(stderr, "%s\n", text ? text : cw_msg_raw(msg, lang));
	cw_arena_free(a);
}

static void print_err(enum cw_lang lang, const struct cw_err *err)
{
	if (err->msg && !err->n_items) {
		fputs("disclosured: ", stderr);
		print_text(lang, err->msg, err->args);
	}
	for (unsigned i = 0; i < err->n_items; i++) {
		fprintf(stderr, "disclosured: %s: ", err->items[i].pointer);
		print_text(lang, err->items[i].msg, err->items[i].args);
	}
	if (err->detail[0])
		fprintf(stderr, "disclosured: (%s)\n", err->detail);
}

static void notify_systemd(const char *state)
{
#ifdef HAVE_SYSTEMD
	sd_notify(0, state);
#else
	(void)state;
#endif
}

/* ---- Options. */

static void print_help(enum cw_lang lang)
{
	printf("%s\n\n", cw_msg_raw(CW_MSG_MAIN_USAGE, lang));
	config_help(stdout, lang);
}

/* By name alone: the locale itself need not be installed. */
static enum cw_lang locale_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "zh", 2) == 0 ? CW_ZH : CW_EN;
	}
	return CW_EN;
}

/* -1: go on; else the exit status. */
static int read_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "port-file", required_argument, NULL, 'p' },
		{ "print-config", no_argument, NULL, 'P' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "c:h", known, NULL)) != -1) {
		switch (c) {
		case 'c':
			o->config = optarg;
			break;
		case 'p':
			o->port_file = optarg;
			break;
		case 'P':
			o->print_config = true;
			break;
		case 'h':
			print_help(o->lang);
			return 0;
		case 'V':
			puts(PACKAGE_STRING);
			return 0;
		default:
			return USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: %s?\n", argv[0], argv[optind]);
		return USAGE;
	}
	return -1;
}

/* ---- Running. */

/* Whole or not at all: whoever waits for the file reads it as soon as it is there. */
static int write_port(const char *path, unsigned port)
{
	char beside[4096];
	FILE *f;
	bool done;

	if (snprintf(beside, sizeof(beside), "%s.new", path) >= (int)sizeof(beside))
		return -1;
	f = fopen(beside, "we");
	if (!f)
		return -1;
	done = fprintf(f, "%u\n", port) > 0;
	done = fclose(f) == 0 && done;
	if (done && rename(beside, path) == 0)
		return 0;
	unlink(beside);
	return -1;
}

static void reload(struct process *p, const struct options *o, struct config **config,
		   struct config **latest)
{
	struct config *new;
	struct cw_err err;

	cw_err_clear(&err);
	if (config_load(o->config, &new, &err)) {
		cw_log(CW_LOG_ERROR, "reload_failed", "faults=%u", err.n_items);
		print_err(o->lang, &err);
		return;
	}
	process_reload(p, *latest, new);
	/* The first one stays: the threads read it. */
	if (*latest != *config)
		config_free(*latest);
	*latest = new;
	cw_log(CW_LOG_INFO, "reloaded", "config=%s", o->config ? o->config : "");
}

static void wait_for_end(struct process *p, const struct options *o, struct config *config,
			 const sigset_t *signals)
{
	struct config *latest = config;
	int sig;

	while (sigwait(signals, &sig) != 0 || sig == SIGHUP) {
		notify_systemd("RELOADING=1");
		reload(p, o, &config, &latest);
		notify_systemd("READY=1");
	}
	cw_log(CW_LOG_INFO, "stopping", "signal=%d", sig);
	notify_systemd("STOPPING=1");
	if (latest != config)
		config_free(latest);
}

static int serve(const struct options *o, struct config *config, const sigset_t *signals)
{
	struct process *p;
	struct cw_err err;
	int status = 0;

	cw_err_clear(&err);
	if (process_start(config, &p, &err)) {
		print_err(o->lang, &err);
		return FAILED;
	}
	if (o->port_file && write_port(o->port_file, process_port(p))) {
		fprintf(stderr, "disclosured: %s: %s\n", o->port_file, strerror(errno));
		status = FAILED;
	} else {
		cw_log(CW_LOG_INFO, "serving", "port=%u workers=%d", process_port(p),
		       config->workers);
		notify_systemd("READY=1");
		wait_for_end(p, o, config, signals);
	}
	if (!process_stop(p)) {
		cw_log(CW_LOG_WARN, "not_drained", "timeout_s=%d", config->drain_timeout_s);
		status = FAILED;
	}
	cw_log(CW_LOG_INFO, "stopped", "status=%d", status);
	return status;
}

static int serve_with_log(const struct options *o, struct config *config)
{
	struct log_writer *log;
	struct cw_err err;
	sigset_t signals;
	int status;

	/* Blocked here, so that every thread starts with them blocked and sigwait gets them. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);

	cw_err_clear(&err);
	if (log_writer_start(STDERR_FILENO, &log, &err)) {
		print_err(o->lang, &err);
		return FAILED;
	}
	status = serve(o, config, &signals);
	log_writer_stop(log);
	return status;
}

int main(int argc, char **argv)
{
	struct options o = { .lang = locale_lang() };
	struct config *config;
	struct cw_err err;
	int status = read_options(argc, argv, &o);

	if (status >= 0)
		return status;
	cw_err_clear(&err);
	if (config_load(o.config, &config, &err)) {
		print_err(o.lang, &err);
		return FAILED;
	}
	if (o.print_config) {
		config_print(config, stdout);
	} else {
		cw_log_set_level((enum cw_log_level)config->log_level);
		status = serve_with_log(&o, config);
	}
	config_free(config);
	return status > 0 ? status : 0;
}
