/*
 * An arena: memory that is given back all at once.  What a request makes comes from the request's
 * arena and dies with it.  An arena belongs to one thread at a time.
 *
 * Allocation can fail: a NULL result must be checked like malloc's (the callers in casework/ and
 * server/ answer CW_INTERNAL).  cw_arena_fail_after makes the n-th allocation fail, for tests.
 */
#ifndef CASEWORK_BASE_ARENA_H
#define CASEWORK_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct cw_arena;

/* A new empty arena, or NULL.  LIMIT: bytes that it will hand out at most, 0 = no limit. */
struct cw_arena *cw_arena_new(size_t limit);
/* Gives all back; NULL is fine. */
void cw_arena_free(struct cw_arena *a);
/* Forgets all that was handed out and keeps one block for the next use. */
void cw_arena_reset(struct cw_arena *a);

/* N zeroed bytes aligned for any type; NULL if there is no memory or the limit is reached. */
void *cw_alloc(struct cw_arena *a, size_t n);
/* COUNT zeroed elements of SIZE bytes; NULL also if the product overflows. */
void *cw_alloc_n(struct cw_arena *a, size_t count, size_t size);
/* Copies; the copy ends with a NUL that LEN does not count. */
char *cw_strndup(struct cw_arena *a, const char *s, size_t len);
/* NULL gives NULL. */
char *cw_strdup(struct cw_arena *a, const char *s);
char *cw_printf(struct cw_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *cw_vprintf(struct cw_arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Tests only: the N-th allocation from now on, in any arena of this thread, fails; 0 = none. */
void cw_arena_fail_after(uint64_t n);

#endif
