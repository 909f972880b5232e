/*
 * Which files are taken, by their extension, and whether their content is what the extension says
 * (standards.md part 6: extension and magic bytes agree).  libmagic looks at the content.
 */
#ifndef SERVER_API_FILETYPE_H
#define SERVER_API_FILETYPE_H

#include "casework/base/arena.h"
#include "casework/base/err.h"

/* Bytes from a file's beginning that are enough to know it by. */
#define FILETYPE_BYTES ((size_t)1 << 20)

/* "pdf, png, ..." */
const char *filetype_list(struct cw_arena *a);
/* Whether a file of this NAME is taken. */
bool filetype_known(const char *name);
/* *TYPE, static, is the content's type if it fits NAME's extension; else CW_UNSUPPORTED with
 * CW_MSG_DOCUMENT_CONTENT, which names both. */
int filetype_check(const char *name, const void *bytes, size_t len, const char **type,
		   struct cw_err *err) CW_MUST_CHECK;

#endif
