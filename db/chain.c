#include "db/chain.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct db_anchor_hash {
	EVP_MD_CTX *md;
};

static void put(EVP_MD_CTX *md, uint64_t v, int bytes)
{
	unsigned char b[8];

	for (int i = 0; i < bytes; i++)
		b[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)));
	EVP_DigestUpdate(md, b, (size_t)bytes);
}

static EVP_MD_CTX *begin(void)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();

	if (md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(md);
		return NULL;
	}
	return md;
}

void db_chain_hash(const unsigned char prev[32], uint64_t case_id, uint32_t seq,
		   const unsigned char *body, size_t len, unsigned char out[32])
{
	EVP_MD_CTX *md = begin();

	if (!md)
		abort(); /* a chain with a made-up link is worse than none */
	EVP_DigestUpdate(md, prev, 32);
	put(md, case_id, 8);
	put(md, seq, 4);
	EVP_DigestUpdate(md, body, len);
	EVP_DigestFinal_ex(md, out, NULL);
	EVP_MD_CTX_free(md);
}

struct db_anchor_hash *db_anchor_hash_new(const unsigned char previous[32])
{
	struct db_anchor_hash *h = malloc(sizeof(*h));

	if (!h)
		return NULL;
	h->md = begin();
	if (!h->md) {
		free(h);
		return NULL;
	}
	EVP_DigestUpdate(h->md, previous, 32);
	return h;
}

void db_anchor_hash_add(struct db_anchor_hash *h, uint64_t case_id, uint32_t seq,
			const unsigned char head[32])
{
	put(h->md, case_id, 8);
	put(h->md, seq, 4);
	EVP_DigestUpdate(h->md, head, 32);
}

void db_anchor_hash_done(struct db_anchor_hash *h, unsigned char out[32])
{
	EVP_DigestFinal_ex(h->md, out, NULL);
	EVP_MD_CTX_free(h->md);
	free(h);
}
