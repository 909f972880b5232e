/* The chain of events and of anchors, against hashes made with another implementation (Python's
 * hashlib and struct: SHA-256(prev + pack(">QI", case, seq) + body)). */
#include <stdio.h>
#include <string.h>

#include "db/chain.h"
#include "tests/lib/tap.h"

static const unsigned char zero[32];

static void from_hex(const char *hex, unsigned char out[32])
{
	for (int i = 0; i < 32; i++)
		ck_assert_int_eq(sscanf(hex + 2 * i, "%2hhx", &out[i]), 1);
}

static void link_of(const unsigned char prev[32], uint64_t id, uint32_t seq, const char *body,
		    unsigned char out[32])
{
	db_chain_hash(prev, id, seq, (const unsigned char *)body, strlen(body), out);
}

static void must_be(const unsigned char hash[32], const char *hex)
{
	unsigned char want[32];

	from_hex(hex, want);
	ck_assert_mem_eq(hash, want, 32);
}

#define FIRST  "281a05ec162cc6a0c53c31f25b8129603c62e9c526330f7a241fe29a0dc620d3"
#define SECOND "fd11a6e684b54408e4a9f6d7683be0b6d3f366490be6cc3ddd9da366f4ec54c3"

START_TEST(links_are_these)
{
	unsigned char hash[32], ones[32];

	link_of(zero, 1, 1, "{\"act\":\"submit\"}", hash);
	must_be(hash, FIRST);
	link_of(hash, 1, 2, "{\"标题\":\"公开\"}", hash); /* OUT may be PREV */
	must_be(hash, SECOND);
	memset(ones, 0xff, sizeof(ones));
	/* All bytes of both numbers, the highest first; an empty body. */
	link_of(ones, 0x0102030405060708, 0x0a0b0c0d, "", hash);
	must_be(hash, "8665a96264a16d6aebc0708a6e5307e36a9c7b2fb50c8c9e3a04ea3f6372f996");
}
END_TEST

START_TEST(every_part_counts)
{
	unsigned char hash[32], other[32], prev[32] = { 1 };

	link_of(zero, 5, 7, "body", hash);
	link_of(prev, 5, 7, "body", other);
	ck_assert_mem_ne(hash, other, 32);
	link_of(zero, 6, 7, "body", other);
	ck_assert_mem_ne(hash, other, 32);
	link_of(zero, 5, 8, "body", other);
	ck_assert_mem_ne(hash, other, 32);
	link_of(zero, 5, 7, "bodY", other);
	ck_assert_mem_ne(hash, other, 32);
	link_of(zero, 5, 7, "bod", other);
	ck_assert_mem_ne(hash, other, 32);
}
END_TEST

static void anchor(const unsigned char previous[32], const unsigned char first[32],
		   const unsigned char second[32], unsigned char out[32])
{
	struct db_anchor_hash *h = db_anchor_hash_new(previous);

	ck_assert_ptr_nonnull(h);
	if (first)
		db_anchor_hash_add(h, 1, 2, first);
	if (second)
		db_anchor_hash_add(h, 7, 1, second);
	db_anchor_hash_done(h, out);
}

START_TEST(anchors_are_these)
{
	unsigned char a[32], b[32], hash[32], other[32];

	from_hex(SECOND, a);
	from_hex(FIRST, b);
	anchor(zero, a, b, hash);
	must_be(hash, "4e4f0ceee4e7b82012c08a2a26f23aed85f587d23b7f60a2d278d407fc4b3001");
	anchor(hash, NULL, NULL, other); /* SHA-256 of the previous one alone */
	must_be(other, "a7fdd860dd75fd07553cafd1034f707095315550c333beb8c864d25f53322488");
	anchor(zero, b, a, other);
	ck_assert_mem_ne(hash, other, 32);
	anchor(zero, a, NULL, other);
	ck_assert_mem_ne(hash, other, 32);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("chain");
	TCase *t = tcase_create("chain");

	tcase_add_test(t, links_are_these);
	tcase_add_test(t, every_part_counts);
	tcase_add_test(t, anchors_are_these);
	suite_add_tcase(s, t);
	return tap_run(s);
}
