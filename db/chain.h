/*
 * The chain of a case's events and the chain of anchors (design.md).  Pure functions over bytes;
 * integers are big-endian.
 */
#ifndef DB_CHAIN_H
#define DB_CHAIN_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256(prev | case (8 bytes) | seq (4 bytes) | body). */
void db_chain_hash(const unsigned char prev[32], uint64_t case_id, uint32_t seq,
		   const unsigned char *body, size_t len, unsigned char out[32]);

/* An anchor is hashed case by case, in the order of ids: SHA-256(previous | (case, seq, head) ...). */
struct db_anchor_hash;
struct db_anchor_hash *db_anchor_hash_new(const unsigned char previous[32]); /* NULL: no memory */
void db_anchor_hash_add(struct db_anchor_hash *h, uint64_t case_id, uint32_t seq,
			const unsigned char head[32]);
/* Frees H. */
void db_anchor_hash_done(struct db_anchor_hash *h, unsigned char out[32]);

#endif
