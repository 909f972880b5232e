/* Sealing, blind indexes, key files and the check that the keys are the right ones. */
#include <sys/stat.h>
#include <unistd.h>

#include "db/crypt.h"
#include "tests/db/check_db.h"

/* Three keys of no secrecy: 00 01 ... 1f, 55 ..., aa ... */
#define COUNTING "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define FIVES	 "VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVU="
#define TENS	 "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo="

static char *dir;
static char file[128];
static unsigned char uid[DB_UID];

static void set_up_dir(void)
{
	a = cw_arena_new(0);
	dir = test_db_folder();
	snprintf(file, sizeof(file), "%s/keys", dir);
	for (unsigned i = 0; i < DB_UID; i++)
		uid[i] = (unsigned char)(0x10 + i);
}

static void tear_down_dir(void)
{
	free(dir);
	cw_arena_free(a);
}

static void put_mode(const char *text, mode_t mode)
{
	FILE *f = fopen(file, "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
	ck_assert_int_eq(chmod(file, mode), 0);
}

static struct db_keyring *ring(const char *text)
{
	struct db_keyring *k;

	put_mode(text, 0600);
	must(db_keyring_load(file, &k, &err));
	return k;
}

static const char one_each[] = "field 1 " COUNTING "\nindex 1 " COUNTING "\n";

/* ---- Sealing. */

static unsigned char *sealed;
static size_t n_sealed;
static char *plain;
static size_t n_plain;

static int seal(const struct db_keyring *k, const char *text, size_t len)
{
	return db_seal(k, a, "person.name", uid, text, len, &sealed, &n_sealed, &err);
}

static int unseal(const struct db_keyring *k)
{
	return db_unseal(k, a, "person.name", uid, sealed, n_sealed, &plain, &n_plain, &err);
}

START_TEST(comes_back)
{
	static const size_t lengths[] = { 0, 1, 15, 16, 17, 400, 1048576 };
	struct db_keyring *k = ring(one_each);
	size_t len = lengths[_i];
	char *text = cw_alloc(a, len + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = (char)(i * 37);
	must(seal(k, text, len));
	ck_assert_uint_eq(n_sealed, 3 + 12 + len + 16);
	ck_assert_uint_eq(db_sealed_key(sealed, n_sealed), 1);
	must(unseal(k));
	ck_assert_uint_eq(n_plain, len);
	ck_assert(memcmp(plain, text, len) == 0);
	ck_assert_int_eq(plain[len], 0);
	db_keyring_free(k);
}
END_TEST

START_TEST(null_stays_null)
{
	struct db_keyring *k = ring(one_each);

	must(seal(k, NULL, 0));
	ck_assert_ptr_null(sealed);
	ck_assert_uint_eq(n_sealed, 0);
	must(unseal(k));
	ck_assert_ptr_null(plain);
	db_keyring_free(k);
}
END_TEST

START_TEST(never_twice_the_same)
{
	struct db_keyring *k = ring(one_each);
	unsigned char *first;

	must(seal(k, "示例甲", 9));
	first = sealed;
	must(seal(k, "示例甲", 9));
	ck_assert_mem_ne(first, sealed, n_sealed);
	ck_assert_mem_ne(first + 3, sealed + 3, 12);
	db_keyring_free(k);
}
END_TEST

/* Made with another implementation (Python's cryptography, AESGCM): the format is what it is said
 * to be. */
START_TEST(format_is_this)
{
	static const unsigned char made[] = {
		0x01, 0x01, 0x01, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
		0x0b, 0xa0, 0xa6, 0x6c, 0xff, 0x7b, 0x6e, 0x25, 0x8f, 0x3f, 0x71, 0x21, 0xa6, 0xea,
		0xdf, 0x4c, 0xd0, 0x7f, 0x81, 0xe6, 0xd3, 0xda, 0xb3, 0xb2, 0xcc, 0x76,
	};
	struct db_keyring *k = ring(one_each);

	sealed = cw_alloc(a, sizeof(made));
	memcpy(sealed, made, sizeof(made));
	n_sealed = sizeof(made);
	must(unseal(k));
	ck_assert_str_eq(plain, "示例甲");
	db_keyring_free(k);
}
END_TEST

START_TEST(forged_is_refused)
{
	struct db_keyring *k = ring(one_each);

	must(seal(k, "360111", 6));
	for (size_t i = 0; i < n_sealed; i++)
		for (unsigned bit = 1; bit < 256; bit <<= 1) {
			sealed[i] ^= (unsigned char)bit;
			cw_err_clear(&err);
			ck_assert_int_eq(unseal(k), -1);
			ck_assert_int_eq(err.code, CW_INTERNAL);
			ck_assert_ptr_null(plain);
			sealed[i] ^= (unsigned char)bit;
		}
	while (n_sealed-- > 0) /* cut short */
		fails(unseal(k), CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN);
	db_keyring_free(k);
}
END_TEST

START_TEST(moved_is_refused)
{
	struct db_keyring *k = ring(one_each);

	must(seal(k, "360111", 6));
	fails(db_unseal(k, a, "person.phone", uid, sealed, n_sealed, &plain, &n_plain, &err),
	      CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN);
	ck_assert_str_eq(err.args[0], "person.phone");
	uid[DB_UID - 1] ^= 1;
	fails(unseal(k), CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN);
	uid[DB_UID - 1] ^= 1;
	must(unseal(k));
	db_keyring_free(k);
}
END_TEST

START_TEST(old_key_reads_new_key_writes)
{
	struct db_keyring *k = ring(one_each), *both, *new_only;

	must(seal(k, "甲", 3));
	both = ring("field 1 " COUNTING "\nfield 3 " FIVES "\nindex 1 " COUNTING "\n");
	must(unseal(both));
	ck_assert_str_eq(plain, "甲");
	ck_assert_uint_eq(db_keyring_field_id(both), 3);
	new_only = ring("field 3 " FIVES "\nindex 1 " COUNTING "\n");
	fails(unseal(new_only), CW_INTERNAL, CW_MSG_DB_KEY_MISSING);
	ck_assert_str_eq(err.args[1], "1");
	must(seal(both, "乙", 3));
	ck_assert_uint_eq(db_sealed_key(sealed, n_sealed), 3);
	must(unseal(new_only));
	ck_assert_str_eq(plain, "乙");
	put_mode(one_each, 0600); /* where a ring that lacks a key looks again */
	fails(unseal(k), CW_INTERNAL, CW_MSG_DB_KEY_MISSING);
	ck_assert_uint_eq(db_sealed_key(NULL, 0), 0);
	ck_assert_uint_eq(db_sealed_key((const unsigned char *)"\1\1\1", 3), 0);
	db_keyring_free(k);
	db_keyring_free(both);
	db_keyring_free(new_only);
}
END_TEST

/* What a running service does when "disclosurectl keys rotate" seals its values anew. */
START_TEST(a_ring_learns_of_a_rotation)
{
	struct db_keyring *running = ring(one_each), *after;

	must(db_keyring_rotate(file, &err));
	must(db_keyring_load(file, &after, &err));
	must(seal(after, "text", 4));
	ck_assert_uint_eq(db_sealed_key(sealed, n_sealed), 2);
	must(unseal(running));
	ck_assert_str_eq(plain, "text");
	must(seal(running, "more", 4)); /* and writes with it from now on */
	ck_assert_uint_eq(db_sealed_key(sealed, n_sealed), 2);
	must(unseal(after));
	sealed[2] = 3; /* a key that nobody has */
	fails(unseal(running), CW_INTERNAL, CW_MSG_DB_KEY_MISSING);
	db_keyring_free(running);
	db_keyring_free(after);
}
END_TEST

START_TEST(memory_runs_out)
{
	struct db_keyring *k = ring(one_each);

	cw_arena_fail_after(1);
	fails(seal(k, "x", 1), CW_INTERNAL, CW_MSG_NO_MEMORY);
	must(seal(k, "x", 1));
	cw_arena_fail_after(1);
	fails(unseal(k), CW_INTERNAL, CW_MSG_NO_MEMORY);
	db_keyring_free(k);
}
END_TEST

/* ---- Hashes, against Python's hmac and hashlib. */

static void must_be(const unsigned char *bytes, const char *hex)
{
	char text[65];

	for (int i = 0; i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	ck_assert_str_eq(text, hex);
}

START_TEST(blind_index)
{
	struct db_keyring *k = ring("field 1 " FIVES "\nindex 1 " FIVES "\nindex 2 " COUNTING "\n");
	unsigned char x[DB_BLIND], y[DB_BLIND];

	db_blind(k, "id_number", "110105194912310021", x);
	ck_assert_uint_eq(x[0], 2); /* the newest index key's id */
	must_be(x + 1, "1e80381b3339c38f6c86f69fdafedbaead9de59acf154980a292201ef195a213");
	db_blind(k, "id_number", "110105194912310021", y);
	ck_assert_mem_eq(x, y, DB_BLIND);
	db_blind(k, "name", "110105194912310021", y);
	ck_assert_mem_ne(x, y, DB_BLIND);
	db_keyring_free(k);
}
END_TEST

START_TEST(hmac_and_sha256)
{
	struct db_keyring *k = ring("field 1 " FIVES "\nindex 1 " COUNTING "\nindex 2 " TENS "\n");
	unsigned char x[32], y[32];

	/* The oldest index key: what is kept under it has no key id. */
	db_hmac(k, "code", "ABCD", 4, x);
	must_be(x, "d6dda5999a1bb649f335667da0b0eb7f05ae30885cb5d99016f1e0462dd321a2");
	db_hmac(k, "code2", "ABCD", 4, y);
	ck_assert_mem_ne(x, y, 32);
	/* FIPS 180-2, "abc" and the empty message. */
	db_sha256("abc", 3, x);
	must_be(x, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	db_sha256("", 0, x);
	must_be(x, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	db_keyring_free(k);
}
END_TEST

/* ---- The file. */

START_TEST(bad_files)
{
	static const struct {
		const char *text;
		enum cw_msg msg;
		const char *line;
	} bad[] = {
		{ "", CW_MSG_DB_KEY_NONE, NULL },
		{ "# nothing\n", CW_MSG_DB_KEY_NONE, NULL },
		{ "field 1 " COUNTING "\n", CW_MSG_DB_KEY_NONE, NULL },
		{ "index 1 " COUNTING "\n", CW_MSG_DB_KEY_NONE, NULL },
		{ "field 1 " COUNTING "\nother 1 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "2" },
		{ "field 0 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 256 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field -1 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 1x " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 01 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 99999999999999999999 " COUNTING "\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 1\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 1 " COUNTING " x\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 1 " COUNTING "=\n", CW_MSG_DB_KEY_FILE, "1" },
		{ "field 1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n", CW_MSG_DB_KEY_FILE,
		  "1" },
		/* The last character's spare bits are not zero. */
		{ "field 1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n", CW_MSG_DB_KEY_FILE,
		  "1" },
		{ "field 1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka*xwdHh8=\n", CW_MSG_DB_KEY_FILE,
		  "1" },
		{ "\n# x\nfield 1 " COUNTING "\nfield 1 " FIVES "\n", CW_MSG_DB_KEY_FILE, "4" },
	};
	struct db_keyring *k;

	put_mode(bad[_i].text, 0600);
	fails(db_keyring_load(file, &k, &err), CW_INTERNAL, bad[_i].msg);
	ck_assert_ptr_null(k);
	ck_assert_str_eq(err.args[0], file);
	if (bad[_i].line)
		ck_assert_str_eq(err.args[1], bad[_i].line);
}
END_TEST

START_TEST(good_file)
{
	struct db_keyring *k =
		ring("# keys\n\n \tfield\t255 " FIVES "\nindex 7 " TENS "\nfield 2 " COUNTING);

	ck_assert_uint_eq(db_keyring_field_id(k), 255);
	db_keyring_free(k);
	db_keyring_free(NULL);
}
END_TEST

START_TEST(others_may_not_read_it)
{
	struct db_keyring *k;

	put_mode(one_each, 0640);
	fails(db_keyring_load(file, &k, &err), CW_INTERNAL, CW_MSG_DB_KEY_MODE);
	put_mode(one_each, 0604);
	fails(db_keyring_load(file, &k, &err), CW_INTERNAL, CW_MSG_DB_KEY_MODE);
	put_mode(one_each, 0400);
	must(db_keyring_load(file, &k, &err));
	db_keyring_free(k);
	fails(db_keyring_load(dir, &k, &err), CW_INTERNAL, CW_MSG_DB_KEY_MODE);
	unlink(file);
	fails(db_keyring_load(file, &k, &err), CW_INTERNAL, CW_MSG_DB_KEY_FILE_OPEN);
}
END_TEST

START_TEST(made_and_rotated)
{
	struct db_keyring *k, *again;
	struct stat st;
	char other[128];

	must(db_keyring_create(file, &err));
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	must(db_keyring_load(file, &k, &err));
	ck_assert_uint_eq(db_keyring_field_id(k), 1);
	must(seal(k, "甲", 3));
	fails(db_keyring_create(file, &err), CW_CONFLICT, CW_MSG_DB_KEY_EXISTS);
	must(db_keyring_rotate(file, &err));
	must(db_keyring_rotate(file, &err));
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	must(db_keyring_load(file, &again, &err));
	ck_assert_uint_eq(db_keyring_field_id(again), 3);
	must(unseal(again));
	ck_assert_str_eq(plain, "甲");
	db_keyring_free(k);
	db_keyring_free(again);
	/* Two files are two sets of keys. */
	snprintf(other, sizeof(other), "%s/other", dir);
	must(db_keyring_create(other, &err));
	must(db_keyring_load(other, &k, &err));
	fails(unseal(k), CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN);
	db_keyring_free(k);
}
END_TEST

START_TEST(rotation_keeps_what_it_finds)
{
	char beside[144];
	struct db_keyring *k;

	put_mode("# ours\nfield 255 " FIVES "\nindex 1 " TENS "\n", 0600);
	fails(db_keyring_rotate(file, &err), CW_CONFLICT, CW_MSG_DB_KEY_FULL);
	put_mode("# ours\nfield 254 " FIVES "\nindex 1 " TENS, 0600); /* no newline at the end */
	must(db_keyring_rotate(file, &err));
	must(db_keyring_load(file, &k, &err));
	ck_assert_uint_eq(db_keyring_field_id(k), 255);
	db_keyring_free(k);
	/* Somebody else is at it. */
	put_mode(one_each, 0600);
	snprintf(beside, sizeof(beside), "%s.new", file);
	fclose(fopen(beside, "w"));
	fails(db_keyring_rotate(file, &err), CW_INTERNAL, CW_MSG_DB_KEY_FILE_OPEN);
	ck_assert_int_eq(access(beside, F_OK), 0);
	must(db_keyring_load(file, &k, &err));
	ck_assert_uint_eq(db_keyring_field_id(k), 1);
	db_keyring_free(k);
	unlink(beside);
	fails(db_keyring_create("/no/such/folder/keys", &err), CW_INTERNAL,
	      CW_MSG_DB_KEY_FILE_OPEN);
	fails(db_keyring_rotate("/no/such/folder/keys", &err), CW_INTERNAL,
	      CW_MSG_DB_KEY_FILE_OPEN);
}
END_TEST

/* ---- The key-check rows. */

static void set_up_check(void)
{
	set_up_dir();
	cw_arena_free(a);
	set_up();
	must(run("CREATE TABLE key_check (kind VARCHAR(8) NOT NULL, key_id TINYINT UNSIGNED NOT "
		 "NULL,"
		 " check_value VARBINARY(64) NOT NULL, PRIMARY KEY (kind, key_id)) ENGINE=InnoDB"));
}

static void tear_down_check(void)
{
	free(dir);
	tear_down();
}

START_TEST(right_keys)
{
	struct db_keyring *k = ring(one_each);

	must(db_keyring_check(k, c, &err));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM key_check"), 2);
	must(db_keyring_check(k, c, &err));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM key_check"), 2);
	db_keyring_free(k);
	/* A rotated file adds its row. */
	k = ring("field 1 " COUNTING "\nfield 2 " FIVES "\nindex 1 " COUNTING "\n");
	must(db_keyring_check(k, c, &err));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM key_check"), 3);
	db_keyring_free(k);
}
END_TEST

START_TEST(wrong_keys)
{
	static const struct {
		const char *text;
		enum cw_msg msg;
		const char *kind;
	} wrong[] = {
		{ "field 1 " FIVES "\nindex 1 " COUNTING "\n", CW_MSG_DB_KEY_WRONG, "field" },
		{ "field 1 " COUNTING "\nindex 1 " FIVES "\n", CW_MSG_DB_KEY_WRONG, "index" },
		{ "field 2 " COUNTING "\nindex 1 " COUNTING "\n", CW_MSG_DB_KEY_MISSING, "field" },
		{ "field 1 " COUNTING "\nindex 2 " COUNTING "\n", CW_MSG_DB_KEY_MISSING, "index" },
	};
	struct db_keyring *k = ring(one_each);

	must(db_keyring_check(k, c, &err));
	db_keyring_free(k);
	k = ring(wrong[_i].text);
	fails(db_keyring_check(k, c, &err), CW_INTERNAL, wrong[_i].msg);
	ck_assert_str_eq(err.args[0], wrong[_i].kind);
	ck_assert_str_eq(err.args[1], "1");
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM key_check"), 2); /* nothing added */
	db_keyring_free(k);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("encryption");
	TCase *pure = tcase_create("values and files"), *check = tcase_create("key check");

	tcase_add_checked_fixture(pure, set_up_dir, tear_down_dir);
	tcase_set_timeout(pure, 60);
	tcase_add_loop_test(pure, comes_back, 0, 7);
	tcase_add_test(pure, null_stays_null);
	tcase_add_test(pure, never_twice_the_same);
	tcase_add_test(pure, format_is_this);
	tcase_add_test(pure, forged_is_refused);
	tcase_add_test(pure, moved_is_refused);
	tcase_add_test(pure, old_key_reads_new_key_writes);
	tcase_add_test(pure, a_ring_learns_of_a_rotation);
	tcase_add_test(pure, memory_runs_out);
	tcase_add_test(pure, blind_index);
	tcase_add_test(pure, hmac_and_sha256);
	tcase_add_loop_test(pure, bad_files, 0, 18);
	tcase_add_test(pure, good_file);
	tcase_add_test(pure, others_may_not_read_it);
	tcase_add_test(pure, made_and_rotated);
	tcase_add_test(pure, rotation_keeps_what_it_finds);
	suite_add_tcase(s, pure);
	tcase_add_checked_fixture(check, set_up_check, tear_down_check);
	tcase_set_timeout(check, 60);
	tcase_add_test(check, right_keys);
	tcase_add_loop_test(check, wrong_keys, 0, 4);
	suite_add_tcase(s, check);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(suite());
}
