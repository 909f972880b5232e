/* Migration files: finding, reading, splitting. */
#include "db/sqlfile.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/crypt.h"

#define FILES_MAX 9999
#define TEXT_MAX  (4 << 20)

static int broken(struct cw_err *err, const char *file, const char *why)
{
	return cw_fail(err, CW_INTERNAL, CW_MSG_DB_MIGRATION_BROKEN, file, why, NULL);
}

/* ---- Finding and reading. */

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* The number of "NNNN-name.sql", 0 if it is not of that form. */
static unsigned number_of(const char *name)
{
	size_t n = strspn(name, "0123456789");
	const char *word = name + n + 1;

	if (n != 4 || name[n] != '-' ||
	    strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == 0 ||
	    strcmp(word + strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-"), ".sql") != 0)
		return 0;
	return (unsigned)strtoul(name, NULL, 10);
}

static int by_number(const void *x, const void *y)
{
	const struct db_sqlfile *a = x, *b = y;

	return a->number < b->number ? -1 : a->number > b->number;
}

static int read_dir(struct cw_arena *a, const char *dir, struct db_sqlfile *files, size_t *n,
		    struct cw_err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int rc = 0;

	if (!d)
		return broken(err, dir, strerror(errno));
	*n = 0;
	while (rc == 0 && (e = readdir(d))) {
		struct db_sqlfile *f = &files[*n];

		if (e->d_name[0] == '.' || !ends_in(e->d_name, ".sql"))
			continue;
		f->number = number_of(e->d_name);
		f->name = cw_strdup(a, e->d_name);
		if (!f->name)
			rc = cw_fail_memory(err);
		else if (f->number == 0 || *n == FILES_MAX)
			rc = broken(err, e->d_name, "name is not NNNN-name.sql");
		++*n;
	}
	closedir(d);
	return rc;
}

static int read_text(struct cw_arena *a, const char *dir, struct db_sqlfile *f, struct cw_err *err)
{
	char *path = cw_printf(a, "%s/%s", dir, f->name), *text;
	FILE *in = path ? fopen(path, "re") : NULL;
	struct stat st;

	if (!path)
		return cw_fail_memory(err);
	if (!in || fstat(fileno(in), &st)) {
		broken(err, f->name, strerror(errno));
		goto fail;
	}
	if (st.st_size > TEXT_MAX) {
		broken(err, f->name, "too large");
		goto fail;
	}
	text = cw_alloc(a, (size_t)st.st_size + 1);
	if (!text) {
		cw_fail_memory(err);
		goto fail;
	}
	f->len = fread(text, 1, (size_t)st.st_size, in);
	if (ferror(in) || f->len != (size_t)st.st_size || memchr(text, '\0', f->len)) {
		broken(err, f->name, "cannot be read as text");
		goto fail;
	}
	fclose(in);
	f->text = text;
	db_sha256(f->text, f->len, f->checksum);
	return 0;
fail:
	if (in)
		fclose(in);
	return -1;
}

static int read_needs(struct db_sqlfile *f, struct cw_err *err)
{
	static const char mark[] = "\n-- needs: ";
	const char *at = strstr(f->text, mark);
	char *end;
	unsigned long n;

	f->needs = f->number > 1 ? f->number - 1 : 1;
	if (!at)
		return 0;
	n = strtoul(at + sizeof(mark) - 1, &end, 10);
	if (*end != '\n' || n < 1 || n > f->number)
		return broken(err, f->name, "-- needs: names no schema up to its own");
	f->needs = (unsigned)n;
	return 0;
}

int db_sqlfile_list(struct cw_arena *a, const char *dir, struct db_sqlfile **files, size_t *n,
		    struct cw_err *err)
{
	*files = cw_alloc_n(a, FILES_MAX + 1, sizeof(**files));
	if (!*files)
		return cw_fail_memory(err);
	if (read_dir(a, dir, *files, n, err))
		return -1;
	if (*n == 0)
		return broken(err, dir, "no migrations there");
	qsort(*files, *n, sizeof(**files), by_number);
	for (size_t i = 0; i < *n; i++) {
		struct db_sqlfile *f = &(*files)[i];

		if (f->number != i + 1)
			return broken(err, f->name, "its number leaves a gap or is there twice");
		if (read_text(a, dir, f, err) || read_needs(f, err))
			return -1;
	}
	return 0;
}

/* ---- Splitting. */

struct scan {
	char quote;	   /* inside ', " or `; 0 outside */
	const char *first; /* of the line, without white space */
	const char *last;  /* the last character of the line that is neither space nor comment */
};

/* Reads the line from P to END; the quote may go over lines. */
static void scan_line(struct scan *s, const char *p, const char *end)
{
	s->first = s->last = NULL;
	for (; p < end; p++) {
		if (s->quote) {
			if (*p == '\\' && s->quote != '`' && p + 1 < end)
				p++;
			else if (*p == s->quote)
				s->quote = 0; /* a doubled quote ends and begins again */
		} else if (*p == '#' || (p[0] == '-' && p + 1 < end && p[1] == '-' &&
					 (p + 2 >= end || isspace((unsigned char)p[2])))) {
			return;
		} else if (*p == '\'' || *p == '"' || *p == '`') {
			s->quote = *p;
		}
		if (isspace((unsigned char)*p))
			continue;
		if (!s->first)
			s->first = p;
		s->last = p;
	}
}

static bool line_is(const struct scan *s, const char *word)
{
	size_t n = strlen(word);

	return s->first && (size_t)(s->last + 1 - s->first) == n && memcmp(s->first, word, n) == 0;
}

int db_sqlfile_next(struct db_sqlwalk *w, struct cw_err *err)
{
	const char *text = w->file->text, *end_of_file = text + w->file->len;
	struct scan s = { 0 };
	unsigned depth = 0;
	char why[48];

	w->start = NULL;
	while (w->at < w->file->len) {
		const char *line = text + w->at, *end = memchr(line, '\n', w->file->len - w->at);
		bool quoted = s.quote != 0;

		if (!end)
			end = end_of_file;
		scan_line(&s, line, end);
		w->at = (size_t)(end - text) + 1;
		w->line++;
		if (!s.first)
			continue;
		if (!w->start) {
			w->start = s.first;
			w->start_line = w->line;
		}
		if (quoted || s.quote)
			continue;
		if (line_is(&s, "BEGIN"))
			depth++;
		else if (depth && line_is(&s, "END;"))
			depth--;
		if (depth || *s.last != ';')
			continue;
		w->len = (size_t)(s.last - w->start);
		if (w->len == 0) { /* an empty statement */
			w->start = NULL;
			continue;
		}
		return 1;
	}
	if (!w->start)
		return 0;
	snprintf(why, sizeof(why), "line %u: statement without end", w->start_line);
	return broken(err, w->file->name, why);
}
