/*
 * The limit: THREADS connections send the very SQL that the service sent for one request
 * (tests/lib/sqlrecord.c wrote it down), again and again for SECONDS, and print how often a second, and p50 and
 * p99 in milliseconds.
 *
 *	replay SOCKET DATABASE FILE THREADS SECONDS [AGENCY AGENCIES [CASE SEQ VERSION CASES]]
 *
 * Without an AGENCY all values are sent as they are: for what only reads.  With one it is another request each time: ids that a statement made are those that it makes now, wherever they stand;
 * uids, hashes and keys (16 or 32 bytes that are no text) are new; what stood at AGENCY goes to one of AGENCIES
 * (ids with commas) after the other; a number of a case ends as no other.  Of an act on a case, CASE at SEQ and
 * VERSION is each connection's own of CASES (id:seq:version, with commas), whose seq goes up with each.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/bench/rate.h"

#define LINES	    400
#define VALUES	    700
#define BLOBS	    256
#define CASES	    RATE_CLIENTS

enum role { AS_IT_IS, OF_STATEMENT, BLOB, AGENCY, NUMBER, CASE, SEQ, SEQ_NEXT, VERSION };

struct value {
	enum enum_field_types type;
	enum role role;
	int which; /* statement, blob */
	long long i;
	unsigned char *bytes;
	unsigned long len;
};

static struct line {
	char *sql;
	bool prepared;
	unsigned long long insert_id;
	unsigned n;
	struct value *values;
} lines[LINES];
static int n_lines, n_blobs;
static struct {
	unsigned char bytes[32];
	unsigned long len;
} blobs[BLOBS];

static long long agency, agencies[CASES], the_case = -1, the_seq = -1, the_version = -1;
static struct {
	long long id, seq, version;
} cases[CASES];
static int n_agencies, n_cases;
static bool as_it_is;

struct one {
	const struct rate_client *client;
	MYSQL_STMT *all[LINES];
	/* Of the request that is under way. */
	unsigned long long made[LINES], random[BLOBS][4];
	long long agency, seq;
	char number[128];
	MYSQL_BIND bind[VALUES];
	long long ints[VALUES];
};

/* ---- Reading. */

static unsigned char *unhex(const char *text, unsigned long *len)
{
	unsigned char *out;

	*len = strlen(text) / 2;
	out = calloc(*len + 1, 1);
	for (unsigned long i = 0; out && i < *len; i++) {
		const char two[3] = { text[2 * i], text[2 * i + 1], '\0' };

		out[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	return out;
}

static bool is_text(const unsigned char *bytes, unsigned long len)
{
	for (unsigned long i = 0; i < len; i++)
		if (!isprint(bytes[i]))
			return false;
	return true;
}

static int blob_of(const struct value *v)
{
	int i = 0;

	while (i < n_blobs && (blobs[i].len != v->len || memcmp(blobs[i].bytes, v->bytes, v->len) != 0))
		i++;
	if (i == BLOBS)
		return -1;
	if (i == n_blobs) {
		memcpy(blobs[i].bytes, v->bytes, v->len);
		blobs[n_blobs++].len = v->len;
	}
	return i;
}

/* "360104-FGW-2026-00017": two hyphens and more, and digits at the end. */
static bool is_number(const struct value *v)
{
	int hyphens = 0;

	for (unsigned long i = 0; i < v->len; i++)
		hyphens += v->bytes[i] == '-';
	return v->len > 12 && v->len < 40 && hyphens >= 3 && is_text(v->bytes, v->len) &&
	       isdigit(v->bytes[0]) && isdigit(v->bytes[v->len - 1]) && !strchr((char *)v->bytes, ' ');
}

static void find_role(struct value *v, int line)
{
	if (as_it_is)
		return;
	if (v->type == MYSQL_TYPE_LONGLONG) {
		v->role = v->i == the_case      ? CASE
			  : v->i == the_seq     ? SEQ
			  : v->i == the_seq + 1 && the_seq > 0 ? SEQ_NEXT
			  : v->i == the_version ? VERSION
			  : v->i == agency	? AGENCY
						: AS_IT_IS;
		for (int k = 0; k < line && v->i > 100; k++)
			if (lines[k].insert_id == (unsigned long long)v->i) {
				v->role = OF_STATEMENT;
				v->which = k;
			}
	} else if ((v->len == 16 || v->len == 32) && v->bytes && !is_text(v->bytes, v->len)) {
		v->which = blob_of(v);
		v->role = v->which < 0 ? AS_IT_IS : BLOB;
	} else if (v->bytes && v->type != MYSQL_TYPE_DATE && v->type != MYSQL_TYPE_DATETIME && is_number(v)) {
		v->role = NUMBER;
	}
}

static void read_value(struct value *v, const char *word, int line)
{
	v->type = *word == 'N' ? MYSQL_TYPE_NULL
		  : *word == 'I' ? MYSQL_TYPE_LONGLONG
		  : *word == 'T' ? MYSQL_TYPE_DATE
		  : *word == 'D' ? MYSQL_TYPE_DATETIME
				 : MYSQL_TYPE_BLOB;
	if (*word == 'I')
		v->i = atoll(word + 1);
	else if (*word != 'N')
		v->bytes = unhex(word + 1, &v->len);
	find_role(v, line);
}

static bool read_lines(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;

	while (f && n_lines < LINES && getline(&text, &room, f) > 0) {
		struct line *l = &lines[n_lines];
		char *save = NULL, *word = strtok_r(text, " \n", &save);
		unsigned long len;

		if (!word)
			continue;
		l->prepared = *word == 'S';
		l->sql = (char *)unhex(strtok_r(NULL, " \n", &save), &len);
		if (l->prepared) {
			l->insert_id = strtoull(strtok_r(NULL, " \n", &save), NULL, 10);
			l->n = (unsigned)atoi(strtok_r(NULL, " \n", &save));
			l->values = calloc(l->n + 1, sizeof(*l->values));
			for (unsigned i = 0; i < l->n && l->n <= VALUES; i++)
				read_value(&l->values[i], strtok_r(NULL, " \n", &save), n_lines);
		}
		n_lines++;
	}
	free(text);
	if (f)
		fclose(f);
	return n_lines > 0;
}

/* ---- Sending. */

static void fill(struct one *o, const struct line *l)
{
	memset(o->bind, 0, l->n * sizeof(o->bind[0]));
	for (unsigned i = 0; i < l->n; i++) {
		const struct value *v = &l->values[i];
		MYSQL_BIND *b = &o->bind[i];

		b->buffer_type = v->type;
		b->buffer = v->bytes;
		b->buffer_length = v->len;
		o->ints[i] = v->role == OF_STATEMENT ? (long long)o->made[v->which]
			     : v->role == AGENCY     ? o->agency
			     : v->role == CASE	     ? cases[o->client->no].id
			     : v->role == SEQ	     ? o->seq
			     : v->role == SEQ_NEXT   ? o->seq + 1
			     : v->role == VERSION    ? cases[o->client->no].version
						     : v->i;
		if (v->type == MYSQL_TYPE_LONGLONG)
			b->buffer = &o->ints[i];
		else if (v->role == BLOB)
			b->buffer = o->random[v->which];
		if (v->role == NUMBER) {
			snprintf(o->number, sizeof(o->number), "%.20s-%d%08zu", (const char *)v->bytes,
				 10 + o->client->no, o->client->n);
			b->buffer = o->number;
			b->buffer_length = strlen(o->number);
		}
	}
}

static void renew(struct one *o)
{
	o->agency = n_agencies ? agencies[(o->client->n * 7 + (size_t)o->client->no) % (size_t)n_agencies] : agency;
	for (int i = 0; i < n_blobs; i++)
		for (int k = 0; k < 4; k++)
			o->random[i][k] = ((unsigned long long)random() << 33) ^
					  ((unsigned long long)random() << 11) ^ (unsigned long long)random();
}

static bool once(struct rate_client *c)
{
	struct one *o = c->own;

	renew(o);
	for (int i = 0; i < n_lines; i++) {
		const struct line *l = &lines[i];

		if (!l->prepared) {
			if (mysql_real_query(c->my, l->sql, strlen(l->sql))) {
				fprintf(stderr, "%s: %.300s\n", mysql_error(c->my), l->sql);
				return false;
			}
			continue;
		}
		fill(o, l);
		if ((l->n && mysql_stmt_bind_param(o->all[i], o->bind)) || !rate_execute(o->all[i], l->sql))
			return false;
		o->made[i] = mysql_stmt_insert_id(o->all[i]);
	}
	o->seq++;
	return true;
}

/* A deadlock or a wait that was too long is sent again, as the service does. */
static bool again(struct rate_client *c)
{
	const unsigned e = mysql_errno(c->my);

	return (e == 1213 || e == 1205 || e == 1020) && mysql_real_query(c->my, "ROLLBACK", 8) == 0;
}

static bool begin(struct rate_client *c)
{
	struct one *o = calloc(1, sizeof(*o));

	if (!o)
		abort();
	c->own = o;
	o->client = c;
	o->seq = cases[c->no].seq;
	for (int i = 0; i < n_lines; i++) {
		o->all[i] = lines[i].prepared ? rate_prepare(c->my, lines[i].sql) : NULL;
		if (lines[i].prepared && !o->all[i])
			return false;
	}
	return true;
}

static void end(struct rate_client *c)
{
	struct one *o = c->own;

	for (int i = 0; o && i < n_lines; i++)
		if (o->all[i])
			mysql_stmt_close(o->all[i]);
	free(o);
}

static void read_cases(char *text)
{
	char *save = NULL;

	for (char *w = strtok_r(text, ",", &save); w && n_cases < CASES; w = strtok_r(NULL, ",", &save))
		n_cases += sscanf(w, "%lld:%lld:%lld", &cases[n_cases].id, &cases[n_cases].seq,
				  &cases[n_cases].version) == 3;
}

int main(int argc, char **argv)
{
	static const struct rate_work work = { .begin = begin, .once = once, .again = again, .end = end };
	const int threads = argc >= 6 ? atoi(argv[4]) : 0, seconds = argc >= 6 ? atoi(argv[5]) : 0;
	char *save = NULL;

	as_it_is = argc == 6;
	if (argc == 12) {
		the_case = atoll(argv[8]);
		the_seq = atoll(argv[9]);
		the_version = atoll(argv[10]);
		read_cases(argv[11]);
	}
	if (argc >= 8)
		agency = atoll(argv[6]);
	for (char *w = argc >= 8 ? strtok_r(argv[7], ",", &save) : NULL; w && n_agencies < CASES;
	     w = strtok_r(NULL, ",", &save))
		agencies[n_agencies++] = atoll(w);
	if ((argc != 6 && argc != 8 && argc != 12) || threads < 1 || threads > RATE_CLIENTS || seconds < 1 ||
	    (argc == 12 && n_cases < threads) || !read_lines(argv[3])) {
		fprintf(stderr, "usage: replay SOCKET DATABASE FILE THREADS SECONDS"
				" [AGENCY AGENCIES [CASE SEQ VERSION CASES]]\n");
		return 2;
	}
	srandom((unsigned)time(NULL));
	if (!rate_print(&work, argv[1], argv[2], threads, seconds))
		return 1;
	printf(" %d\n", n_lines);
	return 0;
}
