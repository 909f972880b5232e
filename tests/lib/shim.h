/*
 * What the preloaded libraries of tests/lib share.  Each is told by a file that the test maps, too; without it
 * nothing happens.  Only what workers do is of a request.
 */
#ifndef TESTS_LIB_SHIM_H
#define TESTS_LIB_SHIM_H

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The function of that name that this one stands before. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* What fails, as the test writes it (tests/drills/faults.mjs): little-endian words of four bytes. */
struct fault {
	_Atomic int32_t at;	/* the call that fails, from 1; 0: none */
	_Atomic int32_t number; /* with this error */
	_Atomic int32_t mode;
	_Atomic int32_t seen;  /* calls since it was set */
	_Atomic int32_t fired; /* how many failed */
};

/* The file that $VARIABLE names, SIZE bytes of it; NULL if there is none. */
static inline void *shim_map(const char *variable, size_t size)
{
	const char *path = getenv(variable);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED
			  : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	return at == MAP_FAILED ? NULL : at;
}

static inline bool shim_of_a_worker(void)
{
	char name[32] = "";

	return pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 &&
	       strcmp(name, "worker") == 0;
}

#endif
