/*
 * What the headers of tus 1.0.0 say (creation, checksum).  Pure.
 */
#ifndef SERVER_API_TUS_H
#define SERVER_API_TUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casework/base/arena.h"

/* Upload-Length, Upload-Offset: at most 15 digits.  False: TEXT (may be NULL) is no such number. */
bool tus_count(const char *text, uint64_t *out);
/* The value of KEY in Upload-Metadata ("filename 5aSH..., kind aGVsZA=="), valid UTF-8 without NUL;
 * NULL if there is none. HEADER may be NULL. */
const char *tus_metadata(struct cw_arena *a, const char *header, const char *key);

struct tus_sum {
	bool sha1; /* else SHA-256 */
	unsigned char bytes[32];
	size_t n; /* 20, 32 */
};
enum tus_sum_fault { TUS_SUM_OK, TUS_SUM_ALGORITHM, TUS_SUM_MALFORMED };
/* Upload-Checksum: "sha1 <base 64>", "sha256 <base 64>". */
enum tus_sum_fault tus_sum_read(const char *text, struct tus_sum *out);

#endif
