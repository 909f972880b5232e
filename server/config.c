#include "server/config.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "casework/base/text.h"
#include "casework/mail.h"
#include "server/http/proxy.h"

#define MIB	   (1024 * 1024)
#define FILE_MAX   65536
#define SECRET_MAX 1024
#define PREFIX	   "DISCLOSURED_"

static const char *const smtp_tls[] = { "required", "none", NULL };
static const char *const log_levels[] = { "debug", "info", "warn", "error", NULL };

#define AT(member) offsetof(struct config, member)
#define INT(key, member, least, most, normal, ...)                                                 \
	{ .name = key, .type = CONFIG_INT, .offset = AT(member), .standard = normal, .min = least, \
	  .max = most, __VA_ARGS__ }
#define BOOL(key, normal, ...)                                                                     \
	{ .name = #key, .type = CONFIG_BOOL, .offset = AT(key), .standard = normal, __VA_ARGS__ }
#define TEXT(key, normal, ...)                                                                     \
	{ .name = #key, .type = CONFIG_TEXT, .offset = AT(key), .standard = normal, __VA_ARGS__ }
#define NETS(key, normal, ...)                                                                     \
	{ .name = #key, .type = CONFIG_NETS, .offset = AT(key), .standard = normal, __VA_ARGS__ }
#define MEANS(id) .meaning = CW_MSG_CONFIG_##id

static const struct config_row rows[] = {
	INT("listen_port", listen_port, 0, 65535, "8080", MEANS(LISTEN_PORT)),
	TEXT(listen_address, "127.0.0.1, ::1", MEANS(LISTEN_ADDRESS)),
	BOOL(behind_tls, "no", MEANS(BEHIND_TLS)),
	NETS(trusted_proxies, "", .reloadable = true, MEANS(TRUSTED_PROXIES)),
	{ .name = "public_url", .type = CONFIG_URL, .offset = AT(public_url),
	  .standard = "http://localhost:8080", MEANS(PUBLIC_URL) },

	TEXT(db_socket, "", MEANS(DB_SOCKET)),
	TEXT(db_host, "127.0.0.1", MEANS(DB_HOST)),
	INT("db_port", db_port, 1, 65535, "3306", MEANS(DB_PORT)),
	TEXT(db_user, "disclosured", MEANS(DB_USER)),
	TEXT(db_password_file, "", MEANS(DB_PASSWORD_FILE)),
	TEXT(db_name, "disclosured", MEANS(DB_NAME)),
	INT("db_connect_timeout", db_connect_timeout_s, 1, 60, "5", MEANS(DB_CONNECT_TIMEOUT)),
	INT("statement_timeout", statement_timeout_s, 1, 600, "10", MEANS(STATEMENT_TIMEOUT)),
	TEXT(key_file, SYSCONFDIR "/disclosured/keys", MEANS(KEY_FILE)),

	INT("workers", workers, 1, 64, "8", MEANS(WORKERS)),
	INT("queue_count", queue_count, 1, 65536, "1024", MEANS(QUEUE_COUNT)),
	INT("queue_age_ms", queue_age_ms, 10, 60000, "5000", MEANS(QUEUE_AGE_MS)),
	INT("queue_bytes", queue_bytes, MIB, INT_MAX, "67108864", MEANS(QUEUE_BYTES)),
	INT("in_flight_bytes", in_flight_bytes, MIB, INT_MAX, "67108864", MEANS(IN_FLIGHT_BYTES)),
	INT("body_max", body_max, 1024, 64 * MIB, "1048576", MEANS(BODY_MAX)),
	INT("upload_max", upload_max, 1024, 256 * MIB, "4194304", MEANS(UPLOAD_MAX)),
	INT("header_max", header_max, 1024, MIB, "16384", MEANS(HEADER_MAX)),
	INT("connections_max", connections_max, 16, 1000000, "8192", MEANS(CONNECTIONS_MAX)),
	INT("request_read_timeout", request_read_timeout_s, 1, 3600, "60",
	    MEANS(REQUEST_READ_TIMEOUT)),
	INT("idle_timeout", idle_timeout_s, 1, 3600, "75", MEANS(IDLE_TIMEOUT)),
	INT("drain_timeout", drain_timeout_s, 0, 600, "30", MEANS(DRAIN_TIMEOUT)),

	INT("session_idle_minutes", session_idle_s, 1, 1440, "30", .scale = 60,
	    MEANS(SESSION_IDLE_MINUTES)),
	INT("session_absolute_hours", session_absolute_s, 1, 168, "12", .scale = 3600,
	    MEANS(SESSION_ABSOLUTE_HOURS)),
	BOOL(cookie_secure, "yes", MEANS(COOKIE_SECURE)),
	INT("rate_filing", rate_filing, 0, 100000, "30", .reloadable = true, MEANS(RATE_FILING)),
	INT("rate_access", rate_access, 0, 100000, "60", .reloadable = true, MEANS(RATE_ACCESS)),
	INT("rate_sign_in", rate_sign_in, 0, 100000, "120", .reloadable = true, MEANS(RATE_SIGN_IN)),

	BOOL(allow_test_clock, "no", MEANS(ALLOW_TEST_CLOCK)),
	BOOL(demo, "no", MEANS(DEMO)),
	{ .name = "log_level", .type = CONFIG_CHOICE, .offset = AT(log_level), .standard = "info",
	  .choices = log_levels, .reloadable = true, MEANS(LOG_LEVEL) },
	NETS(metrics_from, "127.0.0.0/8, ::1", MEANS(METRICS_FROM)),
	TEXT(webhook_allow, "", MEANS(WEBHOOK_ALLOW)),
	TEXT(smtp_url, "", MEANS(SMTP_URL)),
	{ .name = "smtp_tls", .type = CONFIG_CHOICE, .offset = AT(smtp_tls), .standard = "required",
	  .choices = smtp_tls, MEANS(SMTP_TLS) },
	TEXT(smtp_ca_file, "", MEANS(SMTP_CA_FILE)),
	TEXT(smtp_user, "", MEANS(SMTP_USER)),
	TEXT(smtp_password_file, "", MEANS(SMTP_PASSWORD_FILE)),
	TEXT(mail_from, "", MEANS(MAIL_FROM)),
	TEXT(security_contact, "", MEANS(SECURITY_CONTACT)),
	TEXT(clamd_socket, "", MEANS(CLAMD_SOCKET)),
	TEXT(web_dir, PKGDATADIR "/web", MEANS(WEB_DIR)),
	TEXT(bootstrap_css, "/usr/share/javascript/bootstrap5/css/bootstrap.min.css",
	     MEANS(BOOTSTRAP_CSS)),
	TEXT(chart_js, "/usr/share/javascript/chart.js/chart.min.js", MEANS(CHART_JS)),
	TEXT(openapi, PKGDATADIR "/openapi.yaml", MEANS(OPENAPI)),
	TEXT(migrations_dir, PKGDATADIR "/migrations", MEANS(MIGRATIONS_DIR)),
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct config_row *config_table(size_t *n)
{
	*n = N_ROWS;
	return rows;
}

static const struct config_row *row_of(const char *name, size_t len)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (strlen(rows[i].name) == len && strncmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

static void *member(const struct config *c, const struct config_row *row)
{
	return (char *)(uintptr_t)c + row->offset;
}

/* ---- One value. */

static int set_int(struct config *c, const struct config_row *row, const char *value,
		   const char *place, struct cw_err *err)
{
	char least[24], most[24], *end;
	long long n;

	errno = 0;
	n = strtoll(value, &end, 10);
	if (errno || end == value || *end || n < row->min || n > row->max) {
		snprintf(least, sizeof(least), "%" PRId64, row->min);
		snprintf(most, sizeof(most), "%" PRId64, row->max);
		return cw_fail_item(err, place, CW_MSG_CONFIG_BAD_INT, row->name, least, most, NULL);
	}
	*(int *)member(c, row) = (int)n * (row->scale ? row->scale : 1);
	return 0;
}

static int set_choice(struct config *c, const struct config_row *row, const char *value,
		      const char *place, struct cw_err *err)
{
	struct cw_buf all;

	for (int i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], value) == 0) {
			*(int *)member(c, row) = i;
			return 0;
		}
	}
	cw_buf_init(&all, c->arena);
	for (int i = 0; row->choices[i]; i++)
		cw_buf_printf(&all, "%s%s", i ? ", " : "", row->choices[i]);
	return cw_fail_item(err, place, CW_MSG_CONFIG_BAD_CHOICE, row->name,
			    cw_buf_done(&all, NULL), NULL);
}

static int set_bool(struct config *c, const struct config_row *row, const char *value,
		    const char *place, struct cw_err *err)
{
	bool yes = strcmp(value, "yes") == 0;

	if (!yes && strcmp(value, "no") != 0)
		return cw_fail_item(err, place, CW_MSG_CONFIG_BAD_CHOICE, row->name, "yes, no",
				    NULL);
	*(bool *)member(c, row) = yes;
	return 0;
}

static bool url_is_good(const char *url)
{
	const char *host = strncmp(url, "https://", 8) == 0  ? url + 8
			   : strncmp(url, "http://", 7) == 0 ? url + 7
							     : "";

	return *host && *host != '/' && !strpbrk(host, " \t\"<>?#@\\");
}

static int set_text(struct config *c, const struct config_row *row, const char *value,
		    const char *place, struct cw_err *err)
{
	char *copy = cw_strdup(c->arena, value);
	struct nets nets;
	size_t len;

	if (!copy)
		return cw_fail_memory(err);
	if (row->type == CONFIG_NETS && !nets_parse(c->arena, value, &nets))
		return cw_fail_item(err, place, CW_MSG_CONFIG_BAD_NETS, row->name, NULL);
	if (row->type == CONFIG_URL) {
		if (!url_is_good(value))
			return cw_fail_item(err, place, CW_MSG_CONFIG_BAD_URL, row->name, NULL);
		for (len = strlen(copy); copy[len - 1] == '/'; len--)
			copy[len - 1] = '\0';
	}
	*(const char **)member(c, row) = copy;
	return 0;
}

static int set_value(struct config *c, const struct config_row *row, const char *value,
		     const char *place, struct cw_err *err)
{
	switch (row->type) {
	case CONFIG_INT:
		return set_int(c, row, value, place, err);
	case CONFIG_BOOL:
		return set_bool(c, row, value, place, err);
	case CONFIG_CHOICE:
		return set_choice(c, row, value, place, err);
	default:
		return set_text(c, row, value, place, err);
	}
}

/* ---- Where values come from. */

static char *trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && strchr(" \t\r\n", end[-1]))
		*--end = '\0';
	return s + strspn(s, " \t");
}

static int read_line(struct config *c, char *line, const char *place, bool seen[N_ROWS],
		     struct cw_err *err)
{
	const struct config_row *row;
	char *equals, *key;

	line = trim(line);
	if (!*line || *line == '#')
		return 0;
	equals = strchr(line, '=');
	if (!equals)
		return cw_fail_item(err, place, CW_MSG_CONFIG_NO_EQUALS, NULL);
	*equals = '\0';
	key = trim(line);
	row = row_of(key, strlen(key));
	if (!row)
		return cw_fail_item(err, place, CW_MSG_CONFIG_UNKNOWN_KEY, key, NULL);
	if (seen[row - rows])
		return cw_fail_item(err, place, CW_MSG_CONFIG_TWICE, key, NULL);
	seen[row - rows] = true;
	return set_value(c, row, trim(equals + 1), place, err);
}

/* A whole small file, NUL-terminated; -1 with errno. */
static char *slurp(struct cw_arena *a, const char *path, size_t max)
{
	FILE *f = fopen(path, "re");
	char *text = f ? cw_alloc(a, max + 2) : NULL;
	size_t n = text ? fread(text, 1, max + 1, f) : 0;
	int why = errno;

	if (f && text && ferror(f)) {
		text = NULL;
	} else if (text && (n > max || memchr(text, '\0', n))) {
		text = NULL;
		why = EFBIG;
	}
	if (f)
		fclose(f);
	errno = why;
	return text;
}

static int read_file(struct config *c, const char *path, struct cw_err *err)
{
	char *text = slurp(c->arena, path, FILE_MAX), *next, *line;
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	bool seen[N_ROWS] = { false };
	char place[CW_ERR_POINTER];
	unsigned no = 1;
	int rc = 0;

	if (!text)
		return cw_fail(err, CW_INVALID, CW_MSG_CONFIG_CANNOT_READ, path, strerror(errno), NULL);
	for (line = text; line; line = next, no++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		snprintf(place, sizeof(place), "%.70s:%u", base, no);
		rc |= read_line(c, line, place, seen, err);
	}
	return rc;
}

static int read_environment(struct config *c, struct cw_err *err)
{
	int rc = 0;

	for (char **e = environ; e && *e; e++) {
		const char *equals = strchr(*e, '=');
		char key[CW_ERR_POINTER], place[CW_ERR_POINTER];
		const struct config_row *row;
		size_t len;

		if (!equals || strncmp(*e, PREFIX, strlen(PREFIX)) != 0)
			continue;
		len = (size_t)(equals - *e);
		snprintf(place, sizeof(place), "%.*s", (int)len, *e);
		snprintf(key, sizeof(key), "%s", place + strlen(PREFIX));
		for (char *k = key; *k; k++)
			*k = (char)tolower((unsigned char)*k);
		row = row_of(key, strlen(key));
		rc |= row ? set_value(c, row, equals + 1, place, err)
			  : cw_fail_item(err, place, CW_MSG_CONFIG_UNKNOWN_KEY, key, NULL);
	}
	return rc;
}

static int read_secret(struct config *c, const char *key, const char *path, const char **out,
		       struct cw_err *err)
{
	char *text;

	*out = "";
	if (!*path)
		return 0;
	text = slurp(c->arena, path, SECRET_MAX);
	if (!text)
		return cw_fail_item(err, key, CW_MSG_CONFIG_CANNOT_READ, path, strerror(errno), NULL);
	text[strcspn(text, "\r\n")] = '\0';
	*out = text;
	return 0;
}

static int read_secrets(struct config *c, struct cw_err *err)
{
	return read_secret(c, "db_password_file", c->db_password_file, &c->db_password, err) |
	       read_secret(c, "smtp_password_file", c->smtp_password_file, &c->smtp_password, err);
}

/* ---- What must hold between keys. */

static bool only_loopback(struct cw_arena *a, const char *list)
{
	struct nets loopback;
	char *copy = cw_strdup(a, list), *rest = copy, *word;
	bool all = copy && nets_parse(a, "127.0.0.0/8, ::1", &loopback);

	while (all && (word = strsep(&rest, ",")))
		all = nets_have(&loopback, trim(word));
	return all;
}

/* "smtp://host:port", nothing behind it. */
static bool is_smtp_url(const char *url)
{
	const char *host = strncmp(url, "smtp://", 7) == 0    ? url + 7
			   : strncmp(url, "smtps://", 8) == 0 ? url + 8
							      : "";
	return *host && !strpbrk(host, "/@?# ");
}

static int check_mail(const struct config *c, struct cw_err *err)
{
	int rc = 0;

	if (!*c->smtp_url)
		return 0;
	if (!is_smtp_url(c->smtp_url))
		rc |= cw_fail_item(err, "smtp_url", CW_MSG_CONFIG_BAD_SMTP_URL, NULL);
	if (!cw_mail_address_plain(c->mail_from))
		rc |= cw_fail_item(err, "mail_from", CW_MSG_CONFIG_BAD_MAIL_FROM, NULL);
	return rc;
}

static int check_whole(struct config *c, struct cw_err *err)
{
	struct nets nets;
	int rc = check_mail(c, err);

	if (!*c->listen_address || !nets_parse(c->arena, c->listen_address, &nets))
		rc |= cw_fail_item(err, "listen_address", CW_MSG_CONFIG_BAD_ADDRESS, NULL);
	else if (!c->behind_tls && !only_loopback(c->arena, c->listen_address))
		rc |= cw_fail_item(err, "listen_address", CW_MSG_CONFIG_NEEDS_TLS, NULL);
	if (!c->cookie_secure && c->behind_tls)
		rc |= cw_fail_item(err, "cookie_secure", CW_MSG_CONFIG_COOKIE_SECURE_NEEDED, NULL);
	return rc;
}

int config_load(const char *path, struct config **out, struct cw_err *err)
{
	static const char standard_file[] = SYSCONFDIR "/disclosured/disclosured.conf";
	struct cw_arena *a = cw_arena_new(0);
	struct config *c = a ? cw_alloc(a, sizeof(*c)) : NULL;
	int rc = 0;

	*out = NULL;
	if (!c) {
		cw_arena_free(a);
		return cw_fail_memory(err);
	}
	c->arena = a;
	for (size_t i = 0; i < N_ROWS; i++)
		rc |= set_value(c, &rows[i], rows[i].standard, rows[i].name, err);
	if (!path && access(standard_file, F_OK) == 0)
		path = standard_file;
	if (path)
		rc |= read_file(c, path, err);
	rc |= read_environment(c, err);
	if (rc == 0)
		rc = read_secrets(c, err) | check_whole(c, err);
	if (rc) {
		config_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void config_free(struct config *c)
{
	if (c)
		cw_arena_free(c->arena);
}

void config_db(const struct config *c, struct db_conf *conf)
{
	*conf = (struct db_conf){
		.socket = *c->db_socket ? c->db_socket : NULL,
		.host = c->db_host,
		.port = (unsigned)c->db_port,
		.user = c->db_user,
		.password = c->db_password,
		.database = c->db_name,
		.connect_timeout_s = (unsigned)c->db_connect_timeout_s,
		.statement_timeout_s = (unsigned)c->statement_timeout_s,
		.lock_timeout_s = 5,
	};
}

/* ---- Showing it. */

static void value_text(const struct config *c, const struct config_row *row, char *buf, size_t room)
{
	const void *at = member(c, row);

	switch (row->type) {
	case CONFIG_INT:
		snprintf(buf, room, "%d", *(const int *)at / (row->scale ? row->scale : 1));
		break;
	case CONFIG_BOOL:
		snprintf(buf, room, "%s", *(const bool *)at ? "yes" : "no");
		break;
	case CONFIG_CHOICE:
		snprintf(buf, room, "%s", row->choices[*(const int *)at]);
		break;
	default:
		snprintf(buf, room, "%s", *(const char *const *)at);
		break;
	}
}

void config_print(const struct config *c, FILE *to)
{
	char value[1024];

	for (size_t i = 0; i < N_ROWS; i++) {
		value_text(c, &rows[i], value, sizeof(value));
		fprintf(to, "%s =%s%s\n", rows[i].name, *value ? " " : "", value);
	}
}

static void type_text(const struct config_row *row, char *buf, size_t room)
{
	static const char *const names[] = {
		[CONFIG_BOOL] = "yes | no", [CONFIG_TEXT] = "text", [CONFIG_NETS] = "CIDR, ...",
		[CONFIG_URL] = "URL"
	};
	size_t n = 0;

	if (row->type == CONFIG_INT) {
		snprintf(buf, room, "%" PRId64 "-%" PRId64, row->min, row->max);
		return;
	}
	if (row->type != CONFIG_CHOICE) {
		snprintf(buf, room, "%s", names[row->type]);
		return;
	}
	for (int i = 0; row->choices[i] && n < room; i++)
		n += (size_t)snprintf(buf + n, room - n, "%s%s", i ? " | " : "", row->choices[i]);
}

void config_help(FILE *to, enum cw_lang lang)
{
	char type[80];

	for (size_t i = 0; i < N_ROWS; i++) {
		type_text(&rows[i], type, sizeof(type));
		fprintf(to, "  %s = %s   (%s%s)\n      %s\n", rows[i].name, rows[i].standard, type,
			rows[i].reloadable ? "; SIGHUP" : "", cw_msg_raw(rows[i].meaning, lang));
	}
}

void config_diff(const struct config *was, const struct config *is,
		 void (*say)(void *arg, const char *key, bool reloadable), void *arg)
{
	char old[1024], new[1024];

	for (size_t i = 0; i < N_ROWS; i++) {
		value_text(was, &rows[i], old, sizeof(old));
		value_text(is, &rows[i], new, sizeof(new));
		if (strcmp(old, new) != 0)
			say(arg, rows[i].name, rows[i].reloadable);
	}
}
