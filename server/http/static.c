#include "server/http/static.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "casework/base/log.h"
#include "casework/base/text.h"
#include "db/crypt.h"

#define FILES_MAX 2000
#define FILE_SIZE (8L * 1024 * 1024)
#define DEPTH	  8

struct statics {
	struct cw_arena *arena;
	char root[64];		   /* "/static/<hash>" */
	struct static_file *files; /* by path */
	size_t n;
};

static int cannot_read(const char *path, struct cw_err *err)
{
	return cw_fail(err, CW_INTERNAL, CW_MSG_CONFIG_CANNOT_READ, path, strerror(errno), NULL);
}

static const char *type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".mjs", "text/javascript; charset=utf-8" },
		{ ".json", "application/json" },
		{ ".webmanifest", "application/manifest+json" },
		{ ".svg", "image/svg+xml" },
		{ ".png", "image/png" },
		{ ".ico", "image/x-icon" },
		{ ".woff2", "font/woff2" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".yaml", "application/yaml" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(dot, types[i].end) == 0)
			return types[i].type;
	return "application/octet-stream";
}

/* ---- Reading. */

static int read_file(struct statics *s, const char *path, struct static_file *out,
		     struct cw_err *err)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	char *data = NULL;

	if (!f || fstat(fileno(f), &st))
		goto fail;
	errno = EFBIG;
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_SIZE)
		goto fail;
	data = cw_alloc(s->arena, (size_t)st.st_size + 1);
	if (!data) {
		fclose(f);
		return cw_fail_memory(err);
	}
	out->len = fread(data, 1, (size_t)st.st_size, f);
	out->data = data;
	if (ferror(f))
		goto fail;
	fclose(f);
	return 0;
fail:
	cannot_read(path, err);
	if (f)
		fclose(f);
	return -1;
}

static struct static_file *new_file(struct statics *s, struct cw_err *err)
{
	if (s->n == FILES_MAX) {
		cw_fail(err, CW_INTERNAL, CW_MSG_TOO_MANY, "2000", NULL);
		return NULL;
	}
	return &s->files[s->n++];
}

/* All files below DIR, with paths relative to the web folder ("js/queue.js"). */
static int read_dir(struct statics *s, const char *dir, const char *rel, int depth,
		    struct cw_err *err)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort), rc = 0;

	if (n < 0)
		return errno == ENOENT && depth == 0 ? 0 : cannot_read(dir, err);
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		char *path = cw_printf(s->arena, "%s/%s", dir, name);
		char *below = cw_printf(s->arena, "%s%s%s", rel, *rel ? "/" : "", name);
		struct static_file *file;
		struct stat st;

		if (rc || name[0] == '.') {
			free(names[i]);
			continue;
		}
		if (!path || !below)
			rc = cw_fail_memory(err);
		else if (stat(path, &st))
			rc = cannot_read(path, err);
		else if (S_ISDIR(st.st_mode) && depth < DEPTH)
			rc = read_dir(s, path, below, depth + 1, err);
		else if (!(file = new_file(s, err)) || read_file(s, path, file, err))
			rc = -1;
		else
			file->path = below;
		free(names[i]);
	}
	free(names);
	return rc;
}

/* ---- What is made of a file. */

static int hash_all(struct statics *s, struct cw_err *err)
{
	struct cw_buf b;
	unsigned char hash[32], one[32];
	char *all;
	size_t len;

	cw_buf_init(&b, s->arena);
	for (size_t i = 0; i < s->n; i++) {
		db_sha256(s->files[i].data, s->files[i].len, one);
		cw_buf_add(&b, s->files[i].path, strlen(s->files[i].path) + 1);
		cw_buf_add(&b, (const char *)one, sizeof(one));
	}
	all = cw_buf_done(&b, &len);
	if (!all)
		return cw_fail_memory(err);
	db_sha256(all, len, hash);
	snprintf(s->root, sizeof(s->root), "/static/%02x%02x%02x%02x%02x%02x", hash[0], hash[1],
		 hash[2], hash[3], hash[4], hash[5]);
	return 0;
}

static int squeeze(struct statics *s, struct static_file *file, struct cw_err *err)
{
	z_stream z = { 0 };
	uLong room;
	char *out;

	file->gzip = NULL;
	/* 15 bits of window, and 16 says gzip. */
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return cw_fail_memory(err);
	room = deflateBound(&z, file->len);
	out = cw_alloc(s->arena, room);
	if (!out) {
		deflateEnd(&z);
		return cw_fail_memory(err);
	}
	z.next_in = (unsigned char *)(uintptr_t)file->data;
	z.avail_in = (uInt)file->len;
	z.next_out = (unsigned char *)out;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < file->len) {
		file->gzip = out;
		file->gzip_len = z.total_out;
	}
	deflateEnd(&z);
	return 0;
}

static int finish(struct statics *s, struct static_file *file, struct cw_err *err)
{
	unsigned char hash[32];

	db_sha256(file->data, file->len, hash);
	file->tag = cw_printf(s->arena, "\"%02x%02x%02x%02x%02x%02x%02x%02x\"", hash[0], hash[1],
			      hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);
	return file->tag ? squeeze(s, file, err) : cw_fail_memory(err);
}

/* {{static}} becomes where the files are. */
static int fill_in(struct statics *s, struct static_file *file, struct cw_err *err)
{
	static const char mark[] = "{{static}}";
	const char *at = file->data, *end = at + file->len, *next;
	struct cw_buf b;

	cw_buf_init(&b, s->arena);
	while ((next = memmem(at, (size_t)(end - at), mark, sizeof(mark) - 1))) {
		cw_buf_add(&b, at, (size_t)(next - at));
		cw_buf_puts(&b, s->root);
		at = next + sizeof(mark) - 1;
	}
	cw_buf_add(&b, at, (size_t)(end - at));
	file->data = cw_buf_done(&b, &file->len);
	return file->data ? 0 : cw_fail_memory(err);
}

/* "queue.html" is the page /queue, "index.html" /, "staff/index.html" /staff. */
static char *page_path(struct statics *s, const char *rel)
{
	size_t len = strlen(rel) - strlen(".html");

	if (len >= 5 && strncmp(rel + len - 5, "index", 5) == 0 &&
	    (len == 5 || rel[len - 6] == '/'))
		len -= len == 5 ? 5 : 6;
	return cw_printf(s->arena, "/%.*s", (int)len, rel);
}

static int place(struct statics *s, struct static_file *file, struct cw_err *err)
{
	const char *dot = strrchr(file->path, '.');

	file->type = type_of(file->path);
	if (dot && strcmp(dot, ".html") == 0) {
		file->path = page_path(s, file->path);
		if (!file->path || fill_in(s, file, err))
			return file->path ? -1 : cw_fail_memory(err);
	} else {
		file->path = cw_printf(s->arena, "%s/%s", s->root, file->path);
		file->for_ever = true;
	}
	return file->path ? finish(s, file, err) : cw_fail_memory(err);
}

static int by_path(const void *a, const void *b)
{
	const struct static_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static void sort(struct statics *s)
{
	qsort(s->files, s->n, sizeof(s->files[0]), by_path);
}

static int read_extra(struct statics *s, const struct static_extra *extra, struct cw_err *err)
{
	struct static_file *file = new_file(s, err);

	if (!file)
		return -1;
	file->path = extra->path;
	if (read_file(s, extra->file, file, err) == 0)
		return 0;
	/* The pages are plainer without it, and work. */
	cw_log(CW_LOG_WARN, "no_library", "path=%s file=\"%s\"", extra->path, extra->file);
	cw_err_clear(err);
	s->n--;
	return 0;
}

int statics_new(const char *web_dir, const struct static_extra *extra, size_t n_extra,
		struct statics **out, struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	struct statics *s = a ? cw_alloc(a, sizeof(*s)) : NULL;
	int rc = 0;

	*out = NULL;
	if (!s) {
		cw_arena_free(a);
		return cw_fail_memory(err);
	}
	s->arena = a;
	s->files = cw_alloc_n(a, FILES_MAX, sizeof(s->files[0]));
	rc = s->files ? read_dir(s, web_dir, "", 0, err) : cw_fail_memory(err);
	for (size_t i = 0; i < n_extra && rc == 0 && s->n; i++)
		rc = read_extra(s, &extra[i], err);
	if (rc == 0)
		rc = hash_all(s, err);
	for (size_t i = 0; i < s->n && rc == 0; i++)
		rc = place(s, &s->files[i], err);
	if (rc) {
		statics_free(s);
		return -1;
	}
	sort(s);
	*out = s;
	return 0;
}

void statics_free(struct statics *s)
{
	if (s)
		cw_arena_free(s->arena);
}

int statics_add_file(struct statics *s, const char *path, const char *type, const char *file,
		     struct cw_err *err)
{
	struct static_file *f = new_file(s, err);

	if (!f)
		return -1;
	f->path = path;
	f->type = type;
	if (read_file(s, file, f, err) || finish(s, f, err)) {
		s->n--;
		return -1;
	}
	sort(s);
	return 0;
}

const struct static_file *statics_find(const struct statics *s, const char *path)
{
	struct static_file key = { .path = path };

	return s && s->n ? bsearch(&key, s->files, s->n, sizeof(s->files[0]), by_path) : NULL;
}

size_t statics_count(const struct statics *s)
{
	return s->n;
}

const char *statics_root(const struct statics *s)
{
	return s ? s->root : "/static";
}
