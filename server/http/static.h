/*
 * Files that are served from memory: read once at start, compressed once, never looked at again.
 *
 * Everything of the web folder is at /static/<hash>/<path>, to be cached for ever; the hash is over
 * all of it, so that a page and its modules always belong together.  A page (name.html) is at
 * /name, index.html at /, and is asked for anew each time; {{static}} in it stands for
 * /static/<hash>.
 */
#ifndef SERVER_HTTP_STATIC_H
#define SERVER_HTTP_STATIC_H

#include <stdbool.h>
#include <stddef.h>

#include "casework/base/err.h"

struct statics;

struct static_file {
	const char *path; /* as in a request */
	const char *type;
	const char *data, *gzip; /* gzip NULL: it would not be shorter */
	size_t len, gzip_len;
	const char *tag; /* ETag, with its quotes */
	bool for_ever;	 /* may be cached for ever */
};

/* A file from elsewhere that stands among the web folder's as PATH ("vendor/x.css"): a library of the
 * system's. */
struct static_extra {
	const char *path, *file;
};
/* A folder that is not there holds nothing; a file that cannot be read is an error. */
int statics_new(const char *web_dir, const struct static_extra *extra, size_t n_extra,
		struct statics **out, struct cw_err *err) CW_MUST_CHECK;
void statics_free(struct statics *s); /* NULL is fine */
/* One more file, before threads start: at PATH, from FILE. */
int statics_add_file(struct statics *s, const char *path, const char *type, const char *file,
		     struct cw_err *err) CW_MUST_CHECK;

/* Immutable from then on; any thread.  NULL if there is none. */
const struct static_file *statics_find(const struct statics *s, const char *path);
size_t statics_count(const struct statics *s);
/* "/static/<hash>": where the web folder's files are, for pages made by endpoints. */
const char *statics_root(const struct statics *s);

#endif
