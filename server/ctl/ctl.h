/*
 * disclosurectl: administration from the command line.
 *
 * A command is a row of the table in server/ctl/main.c: its name, what it takes, what it needs opened
 * before, its help, its function.  main.c reads the options, opens what the row needs, calls the
 * function, prints its error and makes the exit status: 0 done, 1 failed, 2 used wrongly.
 * One thread.
 */
#ifndef SERVER_CTL_CTL_H
#define SERVER_CTL_CTL_H

#include <json-c/json.h>

#include "casework/calendar.h"
#include "db/audit.h"
#include "db/crypt.h"
#include "db/db.h"
#include "server/config.h"

struct ctl {
	struct cw_arena *arena; /* lives as long as the program */
	enum cw_lang lang;
	const char *config_path; /* --config, or NULL */
	int64_t now;		 /* real clock at the start, microseconds */
	/* Opened when the command's row says so, else NULL. */
	struct config *config;
	struct db_conn *db;
	struct db_keyring *keys;
	struct db_audit *audit; /* with the database: what is changed goes into the log */
};

#define CTL_OPTIONS 8
struct ctl_args {
	const char *words[4]; /* what stands behind the command, options taken out */
	int n;
	struct {
		const char *name, *value; /* value "" for a flag */
	} options[CTL_OPTIONS];
	int n_options;
};
/* The value of an option, "" of a flag, NULL if it was not given. */
const char *ctl_option(const struct ctl_args *args, const char *name);

enum ctl_needs {
	CTL_CONFIG = 1,
	CTL_DB = 2,    /* connected, of any schema */
	CTL_SCHEMA = 4, /* connected, of a schema that this program knows */
	CTL_KEYS = 8   /* the key file, checked against the database */
};

/* Returns the exit status, or -1 with ERR. */
typedef int ctl_fn(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err);

struct ctl_command {
	const char *name;    /* "user add": one word or two */
	const char *synopsis; /* what follows it */
	enum cw_msg help;
	const char *options; /* its own: "password-stdin name=", = takes a value */
	int min, max;	     /* words */
	unsigned needs;
	ctl_fn *fn;
};

/* ---- The commands. */
ctl_fn ctl_case_export, ctl_verify_bundle, ctl_agency_add, ctl_agency_list, ctl_agency_show, ctl_calc,
	ctl_calendar_diff, ctl_calendar_list, ctl_case_reassign, ctl_calendar_load, ctl_calendar_show,
	ctl_demo_load, ctl_keys_init, ctl_keys_rotate,
	ctl_migrate, ctl_rules, ctl_user_add, ctl_user_disable, ctl_user_enable, ctl_user_grant,
	ctl_user_list, ctl_user_reset, ctl_user_revoke, ctl_verify;

/* Loads the notices of casework/calendar.h that are missing; *ADDED of them (calendar_load.c). */
int ctl_notices_builtin(struct ctl *ctl, size_t *added, struct cw_err *err) CW_MUST_CHECK;

/* ---- Helpers (server/ctl/util.c). */

/* Prints ERR to standard error: what went wrong, rule and article, each single fault. */
void ctl_print_err(struct ctl *ctl, const char *what, const struct cw_err *err);
/* Its message alone. */
const char *ctl_err_text(struct ctl *ctl, const struct cw_err *err);
/* A message with its arguments (up to CW_MSG_ARGS strings and NULL) and a line feed. */
void ctl_say(struct ctl *ctl, FILE *to, enum cw_msg msg, ...) __attribute__((sentinel));
/* Progress on standard error: DONE of TOTAL (0: not known), at most one line a second unless LAST. */
void ctl_progress(struct ctl *ctl, enum cw_msg what, uint64_t done, uint64_t total, bool last);
/* A whole file ("-": standard input) of at most MAX bytes, NUL-terminated, in the arena. */
int ctl_read_file(struct ctl *ctl, const char *path, size_t max, char **text, size_t *len,
		  struct cw_err *err) CW_MUST_CHECK;
/* The same parsed strictly; the caller owns *OUT. */
int ctl_read_json(struct ctl *ctl, const char *path, struct json_object **out,
		  struct cw_err *err) CW_MUST_CHECK;
/* Runs FN in a transaction and writes one entry of the log with it ("disclosurectl" as client). */
int ctl_change(struct ctl *ctl, db_tx_fn *fn, void *arg, const char *what, const char *subject,
	       const char *detail, struct cw_err *err) CW_MUST_CHECK;

#endif
