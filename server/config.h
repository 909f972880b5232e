/*
 * The configuration: one table of keys in config.c (name, type, range, default, reloadable,
 * meaning).  A file of "key = value" lines, then the environment (DISCLOSURED_<KEY>), which wins.  An
 * unknown key or a value out of range is an error that names the line; all of them are told at
 * once.  Secrets never stand in it, only paths of files that hold them.
 *
 * A struct config does not change once it is loaded; any number of threads may read it.
 */
#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "casework/base/err.h"
#include "db/db.h"

/* Members bear their key's name; one whose key has another unit ends in the unit it is in. */
struct config {
	int listen_port;
	const char *listen_address;
	bool behind_tls;
	const char *trusted_proxies;
	const char *public_url; /* without a slash at its end */

	const char *db_socket, *db_host;
	int db_port;
	const char *db_user, *db_password_file, *db_name;
	const char *db_password; /* what db_password_file holds; "" without one */
	int db_connect_timeout_s, statement_timeout_s;
	const char *key_file;

	int workers;
	int queue_count, queue_age_ms, queue_bytes, in_flight_bytes;
	int body_max, upload_max, header_max, connections_max;
	int request_read_timeout_s, idle_timeout_s, drain_timeout_s;

	int session_idle_s, session_absolute_s;
	bool cookie_secure;
	int rate_filing, rate_access, rate_sign_in; /* a minute and address; 0 = no limit */

	bool allow_test_clock, demo;
	int log_level; /* enum cw_log_level */
	const char *metrics_from;
	const char *webhook_allow; /* notify/address.h */
	const char *smtp_url; /* "": no mail is sent */
	int smtp_tls;	      /* CONFIG_SMTP_... */
	const char *smtp_ca_file, *smtp_user, *smtp_password_file, *mail_from;
	const char *smtp_password; /* what smtp_password_file holds; "" without one */
	const char *security_contact;
	const char *clamd_socket; /* "": files are not asked about */
	const char *web_dir, *bootstrap_css, *chart_js, *openapi, *migrations_dir;

	struct cw_arena *arena; /* owns the strings */
};
enum { CONFIG_SMTP_REQUIRED, CONFIG_SMTP_NONE }; /* of smtp_tls */

/* Loads PATH and the environment.  PATH NULL: the file of the installation, if it is there.
 * CW_INVALID with one item a fault; its pointer is "file:line", the variable's name or the key. */
int config_load(const char *path, struct config **out, struct cw_err *err) CW_MUST_CHECK;
void config_free(struct config *c); /* NULL is fine */

/* Fills CONF with what db_conn_open needs; its strings live as long as C. */
void config_db(const struct config *c, struct db_conf *conf);

/* Every key with its value, as lines that config_load reads. */
void config_print(const struct config *c, FILE *to);
/* Every key with its type, range, default and meaning, for --help. */
void config_help(FILE *to, enum cw_lang lang);

/* Calls SAY for each key whose value differs; RELOADABLE: it may change while running. */
void config_diff(const struct config *was, const struct config *is,
		 void (*say)(void *arg, const char *key, bool reloadable), void *arg);

/* ---- The table, for the manual and tests. */

enum config_type { CONFIG_INT, CONFIG_BOOL, CONFIG_TEXT, CONFIG_CHOICE, CONFIG_NETS, CONFIG_URL };
struct config_row {
	const char *name;
	enum config_type type;
	size_t offset;
	const char *standard; /* the default, as it would stand in a file */
	int64_t min, max;     /* INT */
	int scale;	      /* INT: the member is the value times this; 0 = 1 */
	const char *const *choices;
	bool reloadable;
	enum cw_msg meaning;
};
const struct config_row *config_table(size_t *n);

#endif
