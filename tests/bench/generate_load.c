/* Tables as the database describes them, and rows on their way into them by LOAD DATA, out of
 * memory. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/generate.h"

#define TABLES 48

static MYSQL *my;
static struct gen_table tables[TABLES];
static int n_tables;
static char *also, *also_loading;
/* What is gathered, and how much of it goes in at once. */
#define GRAMS 6000000

struct gram {
	uint64_t parts[3]; /* agency, gram, case: the columns and the key */
};
static struct gram *grams;
static size_t n_grams, grams_room;

static int my_error(const char *what, struct cw_err *err)
{
	snprintf(err->detail, sizeof(err->detail), "%.60s: %.90s", what, mysql_error(my));
	return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

static int fault(const char *what, const char *name, struct cw_err *err)
{
	snprintf(err->detail, sizeof(err->detail), "%s: %.100s", what, name);
	return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

static int load_now(const char *sql, struct cw_err *err)
{
	return mysql_query(my, sql) ? my_error(sql, err) : 0;
}

int gen_load_analyze(const char *table_names, struct cw_err *err)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "ANALYZE TABLE %s", table_names);
	if (load_now(sql, err))
		return -1;
	mysql_free_result(mysql_store_result(my));
	return 0;
}

int gen_load_open(const struct db_conf *conf, struct cw_err *err)
{
	unsigned on = 1, protocol = conf->socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;

	my = mysql_init(NULL);
	if (!my)
		return cw_fail_memory(err);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &on);
	mysql_options(my, MYSQL_OPT_PROTOCOL, &protocol);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(my, conf->socket ? NULL : conf->host, conf->user, conf->password,
				conf->database, conf->port, conf->socket, 0))
		return my_error("connecting", err);
	/* Whose keys are right by the way they are made needs no look at each. */
	return load_now("SET SESSION time_zone = '+00:00', max_statement_time = 0, autocommit = 0,"
			" unique_checks = 0, foreign_key_checks = 0",
			err);
}

void gen_load_close(void)
{
	struct cw_err late;

	cw_err_clear(&late);
	if (gen_load_wait(&late))
		fprintf(stderr, "generate: %s\n", late.detail);
	for (int i = 0; i < n_tables; i++) {
		for (int c = 0; c < tables[i].n; c++)
			free((void *)tables[i].columns[c].standard.p);
		free(tables[i].text);
		free(tables[i].loading);
	}
	n_tables = 0;
	free(also);
	free(also_loading);
	free(grams);
	also = also_loading = NULL;
	grams = NULL;
	if (my)
		mysql_close(my);
	my = NULL;
}

/* ---- Tables. */

/* information_schema writes a default as SQL: 'request', 1, NULL; nothing where there is none. */
static int standard_of(struct gen_value *v, const char *sql, struct cw_err *err)
{
	size_t len = sql ? strlen(sql) : 0;
	const bool quoted = len >= 2 && sql[0] == '\'';

	v->set = sql != NULL;
	if (!sql || strcmp(sql, "NULL") == 0)
		return 0;
	v->p = quoted ? strndup(sql + 1, len - 2) : strdup(sql);
	v->len = quoted ? len - 2 : len;
	return v->p ? 0 : cw_fail_memory(err);
}

static int read_columns(struct gen_table *t, struct cw_err *err)
{
	char sql[400];
	MYSQL_RES *rows;
	MYSQL_ROW row;
	int rc = 0;

	snprintf(sql, sizeof(sql),
		 "SELECT column_name, column_default, extra FROM information_schema.columns"
		 " WHERE table_schema = DATABASE() AND table_name = '%s' AND is_generated = 'NEVER'"
		 " ORDER BY ordinal_position",
		 t->name);
	if (load_now(sql, err))
		return -1;
	rows = mysql_store_result(my);
	if (!rows)
		return my_error(t->name, err);
	t->id = -1;
	while (rc == 0 && t->n < GEN_COLUMNS && (row = mysql_fetch_row(rows))) {
		snprintf(t->columns[t->n].name, sizeof(t->columns[t->n].name), "%s", row[0]);
		if (strstr(row[2], "auto_increment"))
			t->id = t->n;
		rc = standard_of(&t->columns[t->n++].standard, row[1], err);
	}
	mysql_free_result(rows);
	return rc || t->n ? rc : fault("no such table", t->name, err);
}

static int read_next(struct gen_table *t, struct cw_err *err)
{
	char sql[160];
	MYSQL_RES *rows;
	MYSQL_ROW row;

	if (t->id < 0)
		return 0;
	snprintf(sql, sizeof(sql), "SELECT COALESCE(MAX(%s), 0) + 1 FROM %s",
		 t->columns[t->id].name, t->name);
	if (load_now(sql, err))
		return -1;
	rows = mysql_store_result(my);
	row = rows ? mysql_fetch_row(rows) : NULL;
	if (row)
		t->next = strtoull(row[0], NULL, 10);
	mysql_free_result(rows);
	return t->next ? 0 : my_error(t->name, err);
}

struct gen_table *gen_table(const char *name, struct cw_err *err)
{
	struct gen_table *t;

	for (int i = 0; i < n_tables; i++)
		if (strcmp(tables[i].name, name) == 0)
			return &tables[i];
	if (n_tables == TABLES || strlen(name) >= sizeof(t->name)) {
		(void)fault("too many tables", name, err);
		return NULL;
	}
	if (gen_load_wait(err)) /* the connection is one */
		return NULL;
	t = &tables[n_tables];
	*t = (struct gen_table){ .dropped = strcmp(name, "outbox") == 0,
				 .gathered = strcmp(name, "case_gram") == 0 };
	snprintf(t->name, sizeof(t->name), "%s", name);
	if (read_columns(t, err) || read_next(t, err))
		return NULL;
	n_tables++;
	return t;
}

int gen_column(const struct gen_table *t, const char *name, size_t len)
{
	for (int i = 0; i < t->n; i++)
		if (strlen(t->columns[i].name) == len && memcmp(t->columns[i].name, name, len) == 0)
			return i;
	return -1;
}

uint64_t gen_next_id(struct gen_table *t)
{
	return t->next++;
}

/* ---- Rows. */

static int room_for(struct gen_table *t, size_t more, struct cw_err *err)
{
	size_t room = t->room ? t->room : 1 << 16;
	char *text;

	while (room < t->len + more)
		room *= 2;
	if (room == t->room)
		return 0;
	text = realloc(t->text, room);
	if (!text)
		return cw_fail_memory(err);
	t->text = text;
	t->room = room;
	return 0;
}

/* As LOAD DATA reads it by default: tab, line feed, and a backslash before what is meant as it is.
 */
static void put_value(struct gen_table *t, const struct gen_value *v)
{
	char *to = t->text + t->len;

	if (!v->p) {
		*to++ = '\\';
		*to++ = 'N';
	}
	for (size_t i = 0; v->p && i < v->len; i++) {
		const char c = v->p[i];

		if (c == '\0' || c == '\t' || c == '\n' || c == '\\')
			*to++ = '\\';
		*to++ = (char)(c == '\0' ? '0' : c == '\t' ? 't' : c == '\n' ? 'n' : c);
	}
	t->len = (size_t)(to - t->text);
}

/* ---- The grams of the search: so many, and all over their key, that they go in many at once and
 * in its order. */

static int add_gram(const struct gen_value *values, struct cw_err *err)
{
	if (n_grams == grams_room) {
		const size_t room = grams_room ? 2 * grams_room : 1 << 16;
		struct gram *more = realloc(grams, room * sizeof(*more));

		if (!more)
			return cw_fail_memory(err);
		grams = more;
		grams_room = room;
	}
	for (int i = 0; i < 3; i++)
		grams[n_grams].parts[i] = strtoull(values[i].p, NULL, 10);
	n_grams++;
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct gram *x = a, *y = b;

	for (int i = 0; i < 3; i++)
		if (x->parts[i] != y->parts[i])
			return x->parts[i] < y->parts[i] ? -1 : 1;
	return 0;
}

/* db_grams_add fills its last statement up with its last row: each goes in once. */
static int put_grams(struct gen_table *t, struct cw_err *err)
{
	qsort(grams, n_grams, sizeof(*grams), by_key);
	for (size_t i = 0; i < n_grams; i++) {
		const uint64_t *g = grams[i].parts;

		if (i && by_key(&grams[i], &grams[i - 1]) == 0)
			continue;
		if (room_for(t, 64, err))
			return -1;
		t->len += (size_t)sprintf(t->text + t->len, "%llu\t%llu\t%llu\n",
					  (unsigned long long)g[0], (unsigned long long)g[1],
					  (unsigned long long)g[2]);
		t->rows++;
	}
	n_grams = 0;
	return 0;
}

int gen_load_row(struct gen_table *t, const struct gen_value *values, struct cw_err *err)
{
	if (t->dropped)
		return 0;
	if (t->gathered)
		return add_gram(values, err);
	for (int i = 0; i < t->n; i++) {
		const struct gen_value *v = values[i].set ? &values[i] : &t->columns[i].standard;

		if (!v->set)
			return fault("a column without a value", t->columns[i].name, err);
		if (room_for(t, 2 * v->len + 8, err))
			return -1;
		put_value(t, v);
		t->text[t->len++] = i + 1 < t->n ? '\t' : '\n';
	}
	t->rows++;
	return 0;
}

int gen_load_also(const char *sql, struct cw_err *err)
{
	const size_t had = also ? strlen(also) : 0;
	char *text = realloc(also, had + strlen(sql) + 2);

	if (!text)
		return cw_fail_memory(err);
	also = text;
	memcpy(also + had, sql, strlen(sql));
	memcpy(also + had + strlen(sql), "\n", 2);
	return 0;
}

/* ---- Loading. */

struct reader {
	const struct gen_table *t;
	size_t at;
};

static int infile_init(void **ptr, const char *name, void *arg)
{
	(void)name;
	*ptr = arg;
	return 0;
}

static int infile_read(void *ptr, char *buf, unsigned len)
{
	struct reader *r = ptr;
	const size_t left = r->t->loading_len - r->at, n = len < left ? len : left;

	memcpy(buf, r->t->loading + r->at, n);
	r->at += n;
	return (int)n;
}

static void infile_end(void *ptr)
{
	(void)ptr;
}

static int infile_error(void *ptr, char *text, unsigned len)
{
	(void)ptr;
	snprintf(text, len, "memory");
	return 1;
}

/* LOCAL makes of every fault a warning: a row that did not go in as it is must not pass. */
static int load_table(struct gen_table *t, struct cw_err *err)
{
	struct reader r = { .t = t };
	char sql[2000];
	int n = snprintf(sql, sizeof(sql),
			 "LOAD DATA LOCAL INFILE 'memory' INTO TABLE %s CHARACTER SET binary (",
			 t->name);

	for (int i = 0; i < t->n; i++)
		n += snprintf(sql + n, sizeof(sql) - (size_t)n, "%s%s", i ? ", " : "",
			      t->columns[i].name);
	snprintf(sql + n, sizeof(sql) - (size_t)n, ")");
	mysql_set_local_infile_handler(my, infile_init, infile_read, infile_end, infile_error, &r);
	if (load_now(sql, err))
		return -1;
	if (mysql_warning_count(my) || mysql_affected_rows(my) != t->loading_rows) {
		MYSQL_RES *rows =
			mysql_query(my, "SHOW WARNINGS LIMIT 1") ? NULL : mysql_store_result(my);
		MYSQL_ROW row = rows ? mysql_fetch_row(rows) : NULL;

		(void)fault(t->name, row ? row[2] : "rows are missing", err);
		mysql_free_result(rows);
		return -1;
	}
	return 0;
}

static pthread_t thread;
static bool running;
static struct cw_err thread_err;

static int load_all(struct cw_err *err)
{
	for (int i = 0; i < n_tables; i++)
		if (tables[i].loading_rows && load_table(&tables[i], err))
			return -1;
	for (char *save = NULL, *sql = strtok_r(also_loading, "\n", &save); sql;
	     sql = strtok_r(NULL, "\n", &save))
		if (load_now(sql, err))
			return -1;
	return mysql_commit(my) ? my_error("COMMIT", err) : 0;
}

static void *load_thread(void *arg)
{
	(void)arg;
	mysql_thread_init();
	(void)load_all(&thread_err);
	mysql_thread_end();
	return NULL;
}

int gen_load_wait(struct cw_err *err)
{
	if (!running)
		return 0;
	running = false;
	pthread_join(thread, NULL);
	if (thread_err.code == CW_OK)
		return 0;
	*err = thread_err;
	return -1;
}

int gen_load_batch(bool last, struct cw_err *err)
{
	if (gen_load_wait(err))
		return -1;
	for (int i = 0; i < n_tables; i++)
		if (tables[i].gathered && (last || n_grams >= GRAMS) && put_grams(&tables[i], err))
			return -1;
	for (int i = 0; i < n_tables; i++) {
		struct gen_table *t = &tables[i], was = *t;

		t->text = was.loading;
		t->room = was.loading_room;
		t->loading = was.text;
		t->loading_room = was.room;
		t->loading_len = was.len;
		t->loading_rows = was.rows;
		t->len = 0;
		t->rows = 0;
	}
	free(also_loading);
	also_loading = also ? also : strdup("");
	also = NULL;
	cw_err_clear(&thread_err);
	if (!also_loading || pthread_create(&thread, NULL, load_thread, NULL))
		return cw_fail_memory(err);
	running = true;
	return 0;
}
