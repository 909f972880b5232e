/*
 * What a picture says besides what it shows (place, day, device, names) is taken out of it when it
 * has come in (standards.md part 6).  It is overwritten where it stands: the picture keeps its
 * length, so what an upload has been told of it holds.  What stays: what is needed to show it,
 * colour profile and the way up included.
 */
#ifndef SERVER_API_IMAGE_H
#define SERVER_API_IMAGE_H

#include "casework/base/err.h"

/* The bytes of a picture, wherever they are.  Both read or write all LEN bytes at AT, which lie
 * within SIZE, or fail with -1 and ERR. */
struct image {
	uint64_t size;
	int (*read)(void *arg, uint64_t at, void *bytes, size_t len, struct cw_err *err);
	int (*write)(void *arg, uint64_t at, const void *bytes, size_t len, struct cw_err *err);
	void *arg;
};

/* Blanks the metadata of a picture of TYPE; *BLANKED says whether there was any.  JPEG, PNG and
 * WebP are known; others, and those too broken to walk through, stay as they are from there on. -1:
 * only what read or write said. */
int image_blank(const char *type, const struct image *image, bool *blanked,
		struct cw_err *err) CW_MUST_CHECK;

#endif
