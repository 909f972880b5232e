/*
 * Runs a harness without a fuzzer: each file of tests/corpus/NAME, then mutations of them, the same
 *ones each time.  FUZZ_TIMES: how many (4000).  Prints TAP; an input that ends the program is
 *printed in hex.
 *
 *	fuzz_NAME [FILE...]     only these files, and what becomes of them
 */
#ifndef FUZZ_WITH_ENGINE /* else the fuzzer brings its own */
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define FILES_MAX 2000
#define INPUT_MAX 4096

struct input {
	uint8_t bytes[INPUT_MAX];
	size_t n;
	char name[256]; /* of its file */
};

static struct input corpus[FILES_MAX], now;
static size_t n_corpus;
static bool taken;

void fuzz_taken(void)
{
	taken = true;
}

/* ---- What ends the program. */

static void put(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(2);
}

static void died(int sig)
{
	static const char digits[] = "0123456789abcdef";

	put("# the input that did it, in hex: ");
	for (size_t i = 0; i < now.n; i++) {
		const char hex[] = { digits[now.bytes[i] >> 4], digits[now.bytes[i] & 15], '\0' };

		put(hex);
	}
	put("\n");
	signal(sig, SIG_DFL);
	raise(sig);
}

/* ---- Reading. */

static int read_input(const char *path, struct input *out)
{
	FILE *f = fopen(path, "rbe");

	if (!f)
		return -1;
	out->n = fread(out->bytes, 1, sizeof(out->bytes), f);
	fclose(f);
	return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_corpus(const char *name)
{
	const char *top = getenv("SRCDIR");
	struct dirent **entries;
	char path[4096];
	int n;

	snprintf(path, sizeof(path), "%s/tests/corpus/%s", top ? top : ".", name);
	n = scandir(path, &entries, NULL, by_name);
	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] != '.' && n_corpus < FILES_MAX) {
			snprintf(path, sizeof(path), "%s/tests/corpus/%s/%s", top ? top : ".", name,
				 entries[i]->d_name);
			snprintf(corpus[n_corpus].name, sizeof(corpus[n_corpus].name), "%s",
				 entries[i]->d_name);
			n_corpus += read_input(path, &corpus[n_corpus]) == 0;
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n_corpus ? 0 : -1;
}

/* ---- Mutations: splitmix64, so that each run makes the same. */

static uint64_t state = 1;

static size_t below(size_t n)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (size_t)((z ^ z >> 31) % n);
}

static void cut(struct input *in, size_t at, size_t n)
{
	memmove(in->bytes + at, in->bytes + at + n, in->n - at - n);
	in->n -= n;
}

static void insert(struct input *in, size_t at, const uint8_t *bytes, size_t n)
{
	if (in->n + n > INPUT_MAX)
		return;
	memmove(in->bytes + at + n, in->bytes + at, in->n - at);
	memcpy(in->bytes + at, bytes, n);
	in->n += n;
}

static void mutate(struct input *in)
{
	static const char *const words[] = { "0",
					     "-1",
					     "9999999999999999999",
					     "\"",
					     "{",
					     "[",
					     "%00",
					     "../",
					     "\xf0\xa0\xae\xb7",
					     "\xed\xa0\x80",
					     "\\ud800",
					     "null",
					     ",",
					     ":",
					     "=",
					     "&" };
	const char *word = words[below(sizeof(words) / sizeof(words[0]))];
	const struct input *other = &corpus[below(n_corpus)];
	uint8_t part[64];
	size_t at, n;

	if (!in->n) {
		insert(in, 0, (const uint8_t *)word, strlen(word));
		return;
	}
	at = below(in->n);
	n = 1 + below(in->n - at < sizeof(part) ? in->n - at : sizeof(part));
	memcpy(part, in->bytes + at, n);
	switch (below(6)) {
	case 0:
		in->bytes[at] ^= (uint8_t)(1u << below(8));
		break;
	case 1:
		in->bytes[at] = (uint8_t)below(256);
		break;
	case 2:
		cut(in, at, n);
		break;
	case 3:
		insert(in, below(in->n + 1), part, n);
		break;
	case 4:
		insert(in, at, (const uint8_t *)word, strlen(word));
		break;
	default:
		if (other->n) {
			const size_t from = below(other->n);

			n = 1 +
			    below(other->n - from < sizeof(part) ? other->n - from : sizeof(part));
			insert(in, at, other->bytes + from, n);
		}
		break;
	}
}

/* Of its very size, so that a sanitizer sees a byte too far. */
static void run(const struct input *in)
{
	uint8_t *bytes = malloc(in->n ? in->n : 1);

	if (!bytes)
		abort();
	now = *in;
	memcpy(bytes, in->bytes, in->n);
	LLVMFuzzerTestOneInput(bytes, in->n);
	free(bytes);
}

/* Whether all that the harness names is there and taken in. */
static bool takes_its_own(void)
{
	bool all = true;

	for (const char *const *name = fuzz_takes; *name; name++) {
		size_t i = 0;

		while (i < n_corpus && strcmp(corpus[i].name, *name) != 0)
			i++;
		taken = false;
		if (i < n_corpus)
			run(&corpus[i]);
		if (!taken)
			printf("# %s is %s\n", *name, i < n_corpus ? "refused" : "not there");
		all = all && taken;
	}
	return all;
}

int main(int argc, char **argv)
{
	const char *base = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
	const char *name = strstr(base, "fuzz_") ? strstr(base, "fuzz_") + 5 : base;
	const char *text = getenv("FUZZ_TIMES");
	const unsigned long times = text ? strtoul(text, NULL, 10) : 4000;

	signal(SIGABRT, died);
	signal(SIGSEGV, died);
	for (int i = 1; i < argc; i++) {
		if (read_input(argv[i], &now))
			return 1;
		corpus[0] = now;
		taken = false;
		run(&corpus[0]);
		printf("%s: %s\n", argv[i], taken ? "taken in" : "refused");
	}
	if (argc > 1)
		return 0;
	puts("1..3");
	if (read_corpus(name)) {
		printf("Bail out! no corpus of %s\n", name);
		return 1;
	}
	for (size_t i = 0; i < n_corpus; i++)
		run(&corpus[i]);
	printf("ok 1 - %s: %zu inputs of the corpus\n", name, n_corpus);
	fflush(stdout);
	for (unsigned long i = 0; i < times; i++) {
		struct input in = corpus[below(n_corpus)];

		for (size_t k = below(4) + 1; k > 0; k--)
			mutate(&in);
		run(&in);
	}
	printf("ok 2 - %s: %lu mutations of them\n", name, times);
	printf("%s 3 - %s: takes in what it is to take in\n", takes_its_own() ? "ok" : "not ok",
	       name);
	return 0;
}
#else
#include "tests/fuzz/fuzz.h"

void fuzz_taken(void)
{
}
#endif
