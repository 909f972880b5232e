#include "server/api/filetype.h"

#include <magic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "casework/base/text.h"

#define TYPES 6

#define OLE "application/x-ole-storage", "application/CDFV2"
#define ZIP "application/zip", "application/octet-stream"

/* The first type is the one it is served as; libmagic calls some by a broader name, because it
 * looks at a few bytes only. */
static const struct {
	const char *extension, *types[TYPES];
} rows[] = {
	{ "pdf", { "application/pdf" } },
	{ "ofd", { "application/ofd", ZIP } },
	{ "doc", { "application/msword", OLE } },
	{ "docx",
	  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP } },
	{ "xls", { "application/vnd.ms-excel", OLE } },
	{ "xlsx", { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP } },
	{ "ppt", { "application/vnd.ms-powerpoint", OLE } },
	{ "pptx",
	  { "application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP } },
	{ "wps", { "application/vnd.ms-works", "application/msword", OLE } },
	{ "et", { "application/vnd.ms-excel", OLE } },
	{ "odt", { "application/vnd.oasis.opendocument.text", ZIP } },
	{ "ods", { "application/vnd.oasis.opendocument.spreadsheet", ZIP } },
	{ "txt", { "text/plain" } },
	{ "csv", { "text/csv", "text/plain", "application/csv" } },
	{ "eml", { "message/rfc822", "text/plain" } },
	{ "png", { "image/png" } },
	{ "jpg", { "image/jpeg" } },
	{ "jpeg", { "image/jpeg" } },
	{ "gif", { "image/gif" } },
	{ "bmp", { "image/bmp", "image/x-ms-bmp" } },
	{ "tif", { "image/tiff" } },
	{ "tiff", { "image/tiff" } },
	{ "webp", { "image/webp" } },
	{ "heic", { "image/heic", "image/heif" } },
	{ "mp3", { "audio/mpeg" } },
	{ "wav", { "audio/wav", "audio/x-wav" } },
	{ "m4a", { "audio/mp4", "audio/x-m4a", "video/mp4" } },
	{ "mp4", { "video/mp4" } },
	{ "zip", { "application/zip" } },
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const char *filetype_list(struct cw_arena *a)
{
	struct cw_buf b;
	const char *text;

	cw_buf_init(&b, a);
	for (size_t i = 0; i < N_ROWS; i++)
		cw_buf_printf(&b, "%s%s", i ? ", " : "", rows[i].extension);
	text = cw_buf_done(&b, NULL);
	return text ? text : "";
}

static size_t row_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t i = 0;

	while (i < N_ROWS && (!dot || strcasecmp(dot + 1, rows[i].extension) != 0))
		i++;
	return i;
}

bool filetype_known(const char *name)
{
	return row_of(name) < N_ROWS;
}

/* A cookie of its own each time: libmagic's are not for two threads, and files do not end often. */
static int look(const void *bytes, size_t len, char *out, size_t room, struct cw_err *err)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	const char *type = NULL;

	if (magic && magic_load(magic, NULL) == 0)
		type = magic_buffer(magic, bytes, len);
	if (type)
		snprintf(out, room, "%s", type);
	else
		snprintf(err->detail, sizeof(err->detail), "libmagic: %s",
			 magic ? magic_error(magic) : "no memory");
	if (magic)
		magic_close(magic);
	return type ? 0 : cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

int filetype_check(const char *name, const void *bytes, size_t len, const char **type,
		   struct cw_err *err)
{
	size_t row = row_of(name);
	char found[100];

	if (look(bytes, len < FILETYPE_BYTES ? len : FILETYPE_BYTES, found, sizeof(found), err))
		return -1;
	for (size_t i = 0; row < N_ROWS && i < TYPES && rows[row].types[i]; i++)
		if (strcmp(rows[row].types[i], found) == 0) {
			*type = rows[row].types[0];
			return 0;
		}
	return cw_fail(err, CW_UNSUPPORTED, CW_MSG_DOCUMENT_CONTENT, found,
		       row < N_ROWS ? rows[row].extension : "?", NULL);
}
