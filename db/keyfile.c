/* Reading, making and adding to the key file. */
#include "db/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_MAX 65536
#define BASE64	 44 /* characters of 32 bytes */
#define LINE	 96

/* Keys are only ever added: a key is written before its `have`, and never changes after that. */
struct keys {
	atomic_bool have[DB_KEY_KINDS][DB_KEY_IDS];
	unsigned char key[DB_KEY_KINDS][DB_KEY_IDS][DB_KEY_LEN];
	char path[PATH_MAX];
	pthread_mutex_t reading; /* one thread looks into the file again */
	time_t read_at;		 /* monotonic seconds; under the lock */
};
struct db_keyring {
	struct keys *keys;
};

const unsigned char *db_keyring_key(const struct db_keyring *k, enum db_key_kind kind, unsigned id)
{
	return id < DB_KEY_IDS && atomic_load(&k->keys->have[kind][id]) ? k->keys->key[kind][id]
									: NULL;
}

unsigned db_keyring_newest(const struct db_keyring *k, enum db_key_kind kind)
{
	unsigned id = DB_KEY_IDS - 1;

	while (id && !atomic_load(&k->keys->have[kind][id]))
		id--;
	return id;
}

unsigned db_keyring_oldest(const struct db_keyring *k, enum db_key_kind kind)
{
	for (unsigned id = 1; id < DB_KEY_IDS; id++)
		if (atomic_load(&k->keys->have[kind][id]))
			return id;
	return 0;
}

/* Out of swap where the limits allow it, and out of core files. */
static struct keys *keys_new(const char *path)
{
	struct keys *keys = mmap(NULL, sizeof(*keys), PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (keys == MAP_FAILED)
		return NULL;
	madvise(keys, sizeof(*keys), MADV_DONTDUMP);
	if (mlock(keys, sizeof(*keys)) != 0)
		errno = 0; /* RLIMIT_MEMLOCK is small by default; then it is as any other memory */
	snprintf(keys->path, sizeof(keys->path), "%s", path);
	pthread_mutex_init(&keys->reading, NULL);
	return keys;
}

static struct db_keyring *ring_new(const char *path)
{
	struct db_keyring *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->keys = keys_new(path);
	if (k->keys)
		return k;
	free(k);
	return NULL;
}

void db_keyring_free(struct db_keyring *k)
{
	if (!k)
		return;
	pthread_mutex_destroy(&k->keys->reading);
	OPENSSL_cleanse(k->keys, sizeof(*k->keys));
	munmap(k->keys, sizeof(*k->keys));
	free(k);
}

/* ---- Reading. */

static int file_error(const char *path, struct cw_err *err)
{
	return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_FILE_OPEN, path, strerror(errno), NULL);
}

static int line_error(const char *path, unsigned line, struct cw_err *err)
{
	char number[12];

	snprintf(number, sizeof(number), "%u", line);
	return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_FILE, path, number, NULL);
}

/* Canonical base64 only: a slip of the pen must not give another key. */
static bool decode(const char *text, unsigned char key[DB_KEY_LEN])
{
	unsigned char bytes[DB_KEY_LEN + 1], again[BASE64 + 1];
	bool good;

	if (strlen(text) != BASE64)
		return false;
	good = EVP_DecodeBlock(bytes, (const unsigned char *)text, BASE64) == DB_KEY_LEN + 1 &&
	       EVP_EncodeBlock(again, bytes, DB_KEY_LEN) == BASE64 &&
	       CRYPTO_memcmp(again, text, BASE64) == 0;
	if (good)
		memcpy(key, bytes, DB_KEY_LEN);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(again, sizeof(again));
	return good;
}

/* "field 1 <base64>"; empty lines and those that begin with # mean nothing. */
static bool parse_line(struct keys *k, char *line)
{
	enum db_key_kind kind;
	char *save = NULL, *end, *word = strtok_r(line, " \t", &save), *id, *text;
	unsigned long n;

	if (!word || word[0] == '#')
		return true;
	if (strcmp(word, "field") == 0)
		kind = DB_KEY_FIELD;
	else if (strcmp(word, "index") == 0)
		kind = DB_KEY_INDEX;
	else
		return false;
	id = strtok_r(NULL, " \t", &save);
	text = strtok_r(NULL, " \t", &save);
	if (!id || !text || strtok_r(NULL, " \t", &save) || id[0] < '1' || id[0] > '9')
		return false;
	n = strtoul(id, &end, 10);
	if (*end || n >= DB_KEY_IDS || atomic_load(&k->have[kind][n]) ||
	    !decode(text, k->key[kind][n]))
		return false;
	atomic_store(&k->have[kind][n], true);
	return true;
}

static int parse(struct db_keyring *k, const char *path, char *text, struct cw_err *err)
{
	unsigned line = 0;

	for (char *p = text, *next; p; p = next) {
		next = strchr(p, '\n');
		if (next)
			*next++ = '\0';
		line++;
		if (!parse_line(k->keys, p))
			return line_error(path, line, err);
	}
	if (!db_keyring_newest(k, DB_KEY_FIELD))
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_NONE, path, "field", NULL);
	if (!db_keyring_newest(k, DB_KEY_INDEX))
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_NONE, path, "index", NULL);
	return 0;
}

/* The whole file into TEXT (FILE_MAX + 1 bytes); ST tells whose it is. */
static int read_file(const char *path, char *text, struct stat *st, struct cw_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	size_t n = 0;
	ssize_t got = 0;

	if (fd < 0)
		return file_error(path, err);
	if (fstat(fd, st)) {
		file_error(path, err);
		goto fail;
	}
	if (!S_ISREG(st->st_mode) || (st->st_mode & 077)) {
		cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_MODE, path, NULL);
		goto fail;
	}
	while (n <= FILE_MAX && (got = read(fd, text + n, FILE_MAX + 1 - n)) > 0)
		n += (size_t)got;
	if (got < 0) {
		file_error(path, err);
		goto fail;
	}
	if (n > FILE_MAX || memchr(text, '\0', n)) {
		line_error(path, 1, err);
		goto fail;
	}
	text[n] = '\0';
	close(fd);
	return 0;
fail:
	close(fd);
	return -1;
}

int db_keyring_load(const char *path, struct db_keyring **out, struct cw_err *err)
{
	char *text = calloc(1, FILE_MAX + 2);
	struct db_keyring *k = text ? ring_new(path) : NULL;
	struct stat st;
	int rc;

	*out = NULL;
	if (!k) {
		free(text);
		return cw_fail_memory(err);
	}
	rc = read_file(path, text, &st, err);
	if (rc == 0)
		rc = parse(k, path, text, err);
	OPENSSL_cleanse(text, FILE_MAX + 2);
	free(text);
	if (rc)
		db_keyring_free(k);
	else
		*out = k;
	return rc;
}

/* ---- Looking again: another program has added a key (db_keyring_rotate). */

static time_t monotonic_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

static void add_missing(struct keys *to, const struct keys *from)
{
	for (int kind = 0; kind < DB_KEY_KINDS; kind++)
		for (unsigned id = 1; id < DB_KEY_IDS; id++) {
			if (!atomic_load(&from->have[kind][id]) || atomic_load(&to->have[kind][id]))
				continue;
			memcpy(to->key[kind][id], from->key[kind][id], DB_KEY_LEN);
			atomic_store(&to->have[kind][id], true);
		}
}

const unsigned char *db_keyring_look_again(const struct db_keyring *k, enum db_key_kind kind,
					   unsigned id)
{
	struct keys *keys = k->keys;
	struct db_keyring *now;
	struct cw_err err;

	pthread_mutex_lock(&keys->reading);
	/* At most once a second: a forged value must not make us read files all day. */
	if (!db_keyring_key(k, kind, id) && monotonic_s() != keys->read_at) {
		keys->read_at = monotonic_s();
		cw_err_clear(&err);
		if (db_keyring_load(keys->path, &now, &err) == 0) {
			add_missing(keys, now->keys);
			db_keyring_free(now);
		}
	}
	pthread_mutex_unlock(&keys->reading);
	return db_keyring_key(k, kind, id);
}

/* ---- Writing. */

static void new_line(char line[LINE], const char *kind, unsigned id)
{
	unsigned char key[DB_KEY_LEN];
	char text[BASE64 + 1];

	db_random(key, sizeof(key));
	EVP_EncodeBlock((unsigned char *)text, key, sizeof(key));
	snprintf(line, LINE, "%s %u %s\n", kind, id, text);
	OPENSSL_cleanse(key, sizeof(key));
	OPENSSL_cleanse(text, sizeof(text));
}

/* The names in PATH's folder must last too. */
static int sync_folder(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, rc;

	if (slash && slash != path)
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
	else
		snprintf(folder, sizeof(folder), "%s", slash ? "/" : ".");
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* Makes PATH.new, empty.  Whoever has made it works on PATH alone; one left by a crash must be
 * removed by hand, which the error's text shows.  Returns its descriptor. */
static int beside_open(const char *path, char beside[PATH_MAX], struct cw_err *err)
{
	int fd;

	if ((size_t)snprintf(beside, PATH_MAX, "%s.new", path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return file_error(path, err);
	}
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd < 0 ? file_error(beside, err) : fd;
}

/* Puts TEXT on the disk and closes FD. */
static int beside_fill(int fd, const char *beside, const char *text, struct cw_err *err)
{
	size_t len = strlen(text), n = 0;

	while (n < len) {
		ssize_t put = write(fd, text + n, len - n);

		if (put < 0)
			break;
		n += (size_t)put;
	}
	if (n < len || fsync(fd)) {
		file_error(beside, err);
		close(fd);
		return -1;
	}
	return close(fd) ? file_error(beside, err) : 0;
}

int db_keyring_create(const char *path, struct cw_err *err)
{
	char line[LINE], text[2 * LINE], beside[PATH_MAX];
	int fd = beside_open(path, beside, err), rc;
	size_t n;

	if (fd < 0)
		return -1;
	new_line(line, "field", 1);
	n = (size_t)snprintf(text, sizeof(text), "%s", line);
	new_line(line, "index", 1);
	snprintf(text + n, sizeof(text) - n, "%s", line);
	rc = beside_fill(fd, beside, text, err);
	/* link, not rename: it does not overwrite. */
	if (rc == 0 && link(beside, path))
		rc = errno == EEXIST ? cw_fail(err, CW_CONFLICT, CW_MSG_DB_KEY_EXISTS, path, NULL)
				     : file_error(path, err);
	unlink(beside);
	if (rc == 0 && sync_folder(path))
		rc = file_error(path, err);
	OPENSSL_cleanse(line, sizeof(line));
	OPENSSL_cleanse(text, sizeof(text));
	return rc;
}

/* The file's text with one more line; TEXT has room for FILE_MAX + LINE + 2. */
static int with_new_key(const char *path, char *text, struct stat *st, struct cw_err *err)
{
	struct db_keyring *k;
	char line[LINE];
	unsigned newest;
	size_t n;

	if (db_keyring_load(path, &k, err))
		return -1;
	newest = db_keyring_newest(k, DB_KEY_FIELD);
	db_keyring_free(k);
	if (newest == DB_KEY_IDS - 1)
		return cw_fail(err, CW_CONFLICT, CW_MSG_DB_KEY_FULL, path, NULL);
	if (read_file(path, text, st, err))
		return -1;
	n = strlen(text);
	new_line(line, "field", newest + 1);
	snprintf(text + n, LINE + 2, "%s%s", n && text[n - 1] != '\n' ? "\n" : "", line);
	OPENSSL_cleanse(line, sizeof(line));
	return 0;
}

int db_keyring_rotate(const char *path, struct cw_err *err)
{
	char *text = calloc(1, FILE_MAX + LINE + 2), beside[PATH_MAX];
	struct stat st;
	int fd, rc = -1;

	if (!text)
		return cw_fail_memory(err);
	fd = beside_open(path, beside, err);
	if (fd < 0)
		goto out;
	rc = with_new_key(path, text, &st, err);
	/* An administrator's run must not take the file away from the service. */
	if (rc == 0 && (st.st_uid != geteuid() || st.st_gid != getegid()) &&
	    fchown(fd, st.st_uid, st.st_gid))
		rc = file_error(beside, err);
	if (rc)
		close(fd);
	else
		rc = beside_fill(fd, beside, text, err);
	if (rc == 0 && rename(beside, path))
		rc = file_error(path, err);
	if (rc)
		unlink(beside);
	else if (sync_folder(path))
		rc = file_error(path, err);
out:
	OPENSSL_cleanse(text, FILE_MAX + LINE + 2);
	free(text);
	return rc;
}
