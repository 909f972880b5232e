#include "server/api/password.h"

#include <argon2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "casework/base/text.h"
#include "db/crypt.h"
#include "server/api/base64.h"

#define MEMORY_KIB 19456
#define PASSES	   2
#define LANES	   1
#define SALT	   16
#define HASH	   32

struct phc {
	unsigned memory, passes, lanes;
	unsigned char salt[64], hash[64];
	size_t salt_len, hash_len;
};

/* The gate: numbers are drawn and served in order. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t next_one = PTHREAD_COND_INITIALIZER;
static unsigned long drawn, served;

static int gate_enter(struct cw_err *err)
{
	unsigned long mine;

	pthread_mutex_lock(&gate);
	if (drawn - served > PASSWORD_QUEUE) {
		pthread_mutex_unlock(&gate);
		err->retry_after = 2;
		return cw_fail(err, CW_UNAVAILABLE, CW_MSG_API_SIGN_IN_BUSY, NULL);
	}
	mine = drawn++;
	while (mine != served)
		pthread_cond_wait(&next_one, &gate);
	pthread_mutex_unlock(&gate);
	return 0;
}

static void gate_leave(void)
{
	pthread_mutex_lock(&gate);
	served++;
	pthread_cond_broadcast(&next_one);
	pthread_mutex_unlock(&gate);
}

/* malloc would keep the 19 MiB of each thread that ever hashed. */
static int map_memory(uint8_t **memory, size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return -1;
	(void)madvise(p, n, MADV_DONTDUMP);
	*memory = p;
	return 0;
}

static void unmap_memory(uint8_t *memory, size_t n)
{
	munmap(memory, n);
}

static int work(const struct phc *p, const char *password, unsigned char *out, struct cw_err *err)
{
	struct phc copy = *p;
	argon2_context context = {
		.out = out,
		.outlen = (uint32_t)p->hash_len,
		.pwd = (uint8_t *)(uintptr_t)password, /* only read: no FLAG_CLEAR_PASSWORD */
		.pwdlen = (uint32_t)strlen(password),
		.salt = copy.salt,
		.saltlen = (uint32_t)p->salt_len,
		.t_cost = p->passes,
		.m_cost = p->memory,
		.lanes = p->lanes,
		.threads = 1,
		.version = ARGON2_VERSION_13,
		.allocate_cbk = map_memory,
		.free_cbk = unmap_memory,
		.flags = ARGON2_DEFAULT_FLAGS,
	};
	int rc;

	if (gate_enter(err))
		return -1;
	rc = argon2id_ctx(&context);
	gate_leave();
	if (rc == ARGON2_MEMORY_ALLOCATION_ERROR)
		return cw_fail_memory(err);
	if (rc != ARGON2_OK) {
		snprintf(err->detail, sizeof(err->detail), "argon2: %s", argon2_error_message(rc));
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	}
	return 0;
}

int password_hash(struct cw_arena *a, const char *password, char **phc, struct cw_err *err)
{
	struct phc p = { .memory = MEMORY_KIB,
			 .passes = PASSES,
			 .lanes = LANES,
			 .salt_len = SALT,
			 .hash_len = HASH };
	const char *salt, *hash;

	db_random(p.salt, SALT);
	if (work(&p, password, p.hash, err))
		return -1;
	salt = base64_encode(a, p.salt, SALT, false);
	hash = base64_encode(a, p.hash, HASH, false);
	if (!salt || !hash)
		return cw_fail_memory(err);
	*phc = cw_printf(a, "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", MEMORY_KIB, PASSES, LANES, salt,
			 hash);
	return *phc ? 0 : cw_fail_memory(err);
}

/* Reads a PHC string of argon2id v19; costs beyond 1 GiB or 64 passes are not believed. */
static bool phc_parse(const char *text, struct phc *p)
{
	int at = 0;
	const char *salt, *hash;

	if (sscanf(text, "$argon2id$v=19$m=%7u,t=%2u,p=%1u$%n", &p->memory, &p->passes, &p->lanes,
		   &at) != 3 ||
	    at == 0)
		return false;
	if (p->memory < 8 || p->memory > 1048576 || p->passes < 1 || p->passes > 64 || p->lanes < 1)
		return false;
	salt = text + at;
	hash = strchr(salt, '$');
	if (!hash)
		return false;
	return base64_decode(salt, (size_t)(hash - salt), false, p->salt, sizeof(p->salt),
			     &p->salt_len) &&
	       base64_decode(hash + 1, strlen(hash + 1), false, p->hash, sizeof(p->hash),
			     &p->hash_len) &&
	       p->salt_len >= 8 && p->hash_len >= 16;
}

static bool same_bytes(const unsigned char *a, const unsigned char *b, size_t n)
{
	unsigned char diff = 0;

	for (size_t i = 0; i < n; i++)
		diff |= (unsigned char)(a[i] ^ b[i]);
	return diff == 0;
}

int password_verify(const char *phc, const char *password, bool *ok, struct cw_err *err)
{
	struct phc p = { .memory = MEMORY_KIB,
			 .passes = PASSES,
			 .lanes = LANES,
			 .salt_len = SALT,
			 .hash_len = HASH };
	unsigned char got[sizeof(p.hash)];

	*ok = false;
	if (phc && !phc_parse(phc, &p))
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (work(&p, password, got, err))
		return -1;
	*ok = phc && same_bytes(got, p.hash, p.hash_len);
	return 0;
}

bool password_outdated(const char *phc)
{
	struct phc p;

	return !phc_parse(phc, &p) || p.memory < MEMORY_KIB || p.passes < PASSES;
}

/* Lower-case, the most used ones of eight characters and more. */
static const char *const common[] = {
#include "server/api/password_common.def"
};

static bool is_common(const char *folded)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (strcmp(folded, common[i]) == 0)
			return true;
	}
	return false;
}

/* At most two different bytes ("aaaaaaaa", "12121212"), or each one above or below the one before
 * ("23456789", "hgfedcba"). */
static bool is_pattern(const char *s)
{
	char seen[2] = { s[0], s[0] };
	int step = s[0] ? s[1] - s[0] : 0;
	bool two = true, run = step == 1 || step == -1;

	if (!s[0])
		return true;
	for (size_t i = 1; s[i]; i++) {
		if (s[i] != seen[0] && seen[1] == seen[0])
			seen[1] = s[i];
		two = two && (s[i] == seen[0] || s[i] == seen[1]);
		run = run && s[i] - s[i - 1] == step;
	}
	return two || run;
}

static void fold(char *to, size_t room, const char *from)
{
	size_t i = 0;

	for (; from[i] && i + 1 < room; i++)
		to[i] = from[i] >= 'A' && from[i] <= 'Z' ? (char)(from[i] - 'A' + 'a') : from[i];
	to[i] = '\0';
}

int password_check(const char *password, const char *login, const char *pointer, struct cw_err *err)
{
	char folded[PASSWORD_MAX * 4 + 1], folded_login[65];
	size_t n = cw_utf8_count(password, strlen(password));

	if (n < PASSWORD_MIN)
		return cw_fail_item(err, pointer, CW_MSG_TOO_SHORT, "8", NULL);
	if (n > PASSWORD_MAX)
		return cw_fail_item(err, pointer, CW_MSG_TOO_LONG, "128", NULL);
	fold(folded, sizeof(folded), password);
	fold(folded_login, sizeof(folded_login), login);
	if (is_common(folded) || is_pattern(folded) || strcmp(folded, folded_login) == 0)
		return cw_fail_item(err, pointer, CW_MSG_API_PASSWORD_COMMON, NULL);
	return 0;
}

char *password_random(struct cw_arena *a)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char random[20];
	char *text = cw_alloc(a, sizeof(random) + 1);

	if (!text)
		return NULL;
	db_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		text[i] = digits[random[i] & 31];
	return text;
}
