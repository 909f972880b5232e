#include "casework/base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 16384

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) char data[];
};

struct cw_arena {
	struct block *head; /* the one in use; older ones follow */
	size_t limit, given;
};

static _Thread_local uint64_t fail_countdown;

void cw_arena_fail_after(uint64_t n)
{
	fail_countdown = n;
}

struct cw_arena *cw_arena_new(size_t limit)
{
	struct cw_arena *a = calloc(1, sizeof(*a));

	if (a)
		a->limit = limit;
	return a;
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void cw_arena_free(struct cw_arena *a)
{
	if (!a)
		return;
	free_blocks(a->head);
	free(a);
}

void cw_arena_reset(struct cw_arena *a)
{
	struct block *keep = a->head;

	if (keep) {
		free_blocks(keep->next);
		keep->next = NULL;
		if (keep->size > BLOCK) {
			free(keep);
			keep = NULL;
		} else {
			keep->used = 0;
		}
	}
	a->head = keep;
	a->given = 0;
}

static struct block *add_block(struct cw_arena *a, size_t n)
{
	size_t size = n > BLOCK ? n : BLOCK;
	struct block *b = malloc(sizeof(*b) + size);

	if (!b)
		return NULL;
	b->size = size;
	b->used = 0;
	b->next = a->head;
	a->head = b;
	return b;
}

void *cw_alloc(struct cw_arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->head;
	void *p;

	if (fail_countdown && --fail_countdown == 0)
		return NULL;
	if (n > SIZE_MAX / 2)
		return NULL;
	n = (n + align - 1) / align * align;
	if (n == 0)
		n = align;
	if (a->limit && n > a->limit - a->given)
		return NULL;
	if (!b || n > b->size - b->used) {
		b = add_block(a, n);
		if (!b)
			return NULL;
	}
	p = b->data + b->used;
	b->used += n;
	a->given += n;
	return memset(p, 0, n);
}

void *cw_alloc_n(struct cw_arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		return NULL;
	return cw_alloc(a, n);
}

char *cw_strndup(struct cw_arena *a, const char *s, size_t len)
{
	char *p = cw_alloc(a, len + 1);

	if (p && len)
		memcpy(p, s, len);
	return p;
}

char *cw_strdup(struct cw_arena *a, const char *s)
{
	return s ? cw_strndup(a, s, strlen(s)) : NULL;
}

char *cw_vprintf(struct cw_arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return NULL;
	p = cw_alloc(a, (size_t)n + 1);
	if (p)
		vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *cw_printf(struct cw_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = cw_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
