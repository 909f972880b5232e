/*
 * Signatures of what is sent: Standard Webhooks 1.0.0, and the robots of 钉钉 (DingTalk) and 飞书
 * (Feishu).  Pure but for the arena; thread-safe.  Secrets never appear in an error or the log.
 */
#ifndef NOTIFY_SIGN_H
#define NOTIFY_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casework/base/arena.h"

#define NT_KEY_MIN 24 /* bytes of a key (Standard Webhooks, "Symmetric") */
#define NT_KEY_MAX 64
#define NT_KEY_NEW 32
/* Keys that can sign at once: the one in force and, after a rotation, the one before it. */
#define NT_KEYS_MAX 2

struct nt_key {
	unsigned char bytes[NT_KEY_MAX];
	size_t len;
};

/* Reads "whsec_<base64>" of 24 to 64 bytes; false leaves *KEY alone. */
bool nt_key_parse(const char *secret, struct nt_key *key);
/* "whsec_<base64>", to be shown once; NULL if no memory. */
char *nt_key_text(struct cw_arena *a, const struct nt_key *key);
/* A new random key of NT_KEY_NEW bytes. */
void nt_key_make(struct nt_key *key);

/* LEN bytes as base64 with its padding, on one line; NULL if no memory. */
char *nt_base64(struct cw_arena *a, const void *bytes, size_t len);
/* The value of webhook-signature: one "v1,<base64>" for each key, the first first, separated by a
 * space.  TIMESTAMP: Unix seconds of this attempt.  N_KEYS is 1 to NT_KEYS_MAX.  NULL if no memory. */
char *nt_sign_webhook(struct cw_arena *a, const struct nt_key *keys, size_t n_keys, const char *id,
		      int64_t timestamp, const void *body, size_t len);
/* The query parameter `sign`, already encoded for a URL.  MILLIS: its parameter `timestamp`, Unix
 * milliseconds.  NULL if no memory. */
char *nt_sign_dingtalk(struct cw_arena *a, const char *secret, int64_t millis);
/* The body's field `sign`.  SECONDS: its field `timestamp`, Unix seconds.  NULL if no memory. */
char *nt_sign_feishu(struct cw_arena *a, const char *secret, int64_t seconds);

#endif
