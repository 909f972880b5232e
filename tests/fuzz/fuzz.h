/*
 * A fuzz harness is one file with one function.  "make check" links it with replay.c, which runs
 *the corpus and some thousand mutations of it; contrib/fuzz links it with libFuzzer.
 *
 *	FUZZ_TAKES("good", "least")
 *	FUZZ(data, size)
 *	{
 *		...; must(what always holds);
 *		if (it was accepted)
 *			fuzz_taken();
 *	}
 *
 * A reader that refused everything would pass all of it: FUZZ_TAKES names those files of the corpus
 * that are to be taken in.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* replay.c */
void fuzz_taken(void);
extern const char *const fuzz_takes[];
#define FUZZ_TAKES(...) const char *const fuzz_takes[] = { __VA_ARGS__, NULL };

#define must(what)                                                                                 \
	do {                                                                                       \
		if (!(what)) {                                                                     \
			fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #what);      \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The body takes the input and an arena of its own. */
#define FUZZ(data, size, arena)                                                                    \
	static void one_input(const uint8_t *(data), size_t(size), struct cw_arena *(arena));      \
	int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)                                 \
	{                                                                                          \
		struct cw_arena *a = cw_arena_new(0);                                              \
                                                                                                   \
		must(a);                                                                           \
		one_input(bytes, n, a);                                                            \
		cw_arena_free(a);                                                                  \
		return 0;                                                                          \
	}                                                                                          \
	static void one_input(const uint8_t *(data), size_t(size), struct cw_arena *(arena))

#endif
