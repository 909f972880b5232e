/*
 * Makes the n-th allocation of a program fail, from outside: preloaded, it stands before the C library's
 * malloc.  The file $ALLOCFAULT, mapped and shared with the test, says when; without it nothing happens.
 *
 * Only workers count, so that the allocation is one of a request, and only what the program and json-c ask
 * for: how other libraries bear it is not the program's to mend.  Nor is what json-c does through the C
 * library: version 0.16 uses what strdup gives it for a member's name without looking.  Not for programs
 * with a sanitizer, which has an allocator of its own.
 */
#define _GNU_SOURCE
#include <errno.h>

#include "tests/lib/shim.h"

#define FROM_THEN_ON 1 /* mode: all after the n-th fail, too */

static struct fault nothing, *control = &nothing;
static __thread bool looking; /* what looks may allocate itself */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

__attribute__((constructor)) static void begin(void)
{
	struct fault *told = shim_map("ALLOCFAULT", sizeof(*told));

	if (told)
		control = told;
}

static bool of_the_program(const void *caller)
{
	static const char *const objects[] = { "disclosured", "libjson-c.so" };
	const char *name;
	Dl_info info;

	if (!dladdr(caller, &info) || !info.dli_fname)
		return false;
	name = strrchr(info.dli_fname, '/');
	name = name ? name + 1 : info.dli_fname;
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		if (strncmp(name, objects[i], strlen(objects[i])) == 0)
			return true;
	return false;
}

static bool counts(const void *caller)
{
	bool yes;

	if (atomic_load(&control->at) <= 0 || looking)
		return false;
	looking = true;
	yes = shim_of_a_worker() && of_the_program(caller);
	looking = false;
	return yes;
}

static bool fails_now(const void *caller)
{
	int32_t at, seen;

	if (!counts(caller))
		return false;
	at = atomic_load(&control->at);
	seen = atomic_fetch_add(&control->seen, 1) + 1;
	if (at <= 0 || seen < at ||
	    (seen > at && !(atomic_load(&control->mode) & FROM_THEN_ON)))
		return false;
	atomic_fetch_add(&control->fired, 1);
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails_now(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails_now(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return fails_now(__builtin_return_address(0)) ? NULL : __libc_realloc(p, size);
}
