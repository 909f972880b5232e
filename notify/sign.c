#include "notify/sign.h"

#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/crypt.h"

#define PREFIX	   "whsec_"
#define MAC	   32 /* bytes of HMAC-SHA256 */
#define BASE64(n)  (((n) + 2) / 3 * 4)
#define BASE64_MAX BASE64(NT_KEY_MAX)

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Strict base64 with its padding and no spare bits: a secret has one spelling.  Returns the bytes,
 * or 0 if the text is none or is longer than ROOM. */
static size_t decode(const char *text, unsigned char *out, size_t room)
{
	unsigned char raw[BASE64_MAX + 1];
	char again[BASE64_MAX + 1];
	size_t len = strlen(text), body = strspn(text, alphabet);
	size_t padding = strspn(text + body, "=");
	int n;

	if (len == 0 || len % 4 || len > BASE64_MAX || body + padding != len || padding > 2)
		return 0;
	n = EVP_DecodeBlock(raw, (const unsigned char *)text, (int)len) - (int)padding;
	if (n <= 0 || (size_t)n > room)
		return 0;
	EVP_EncodeBlock((unsigned char *)again, raw, n);
	if (strcmp(again, text) != 0)
		return 0;
	memcpy(out, raw, (size_t)n);
	OPENSSL_cleanse(raw, sizeof(raw));
	OPENSSL_cleanse(again, sizeof(again));
	return (size_t)n;
}

bool nt_key_parse(const char *secret, struct nt_key *key)
{
	struct nt_key k;

	if (strncmp(secret, PREFIX, strlen(PREFIX)) != 0)
		return false;
	k.len = decode(secret + strlen(PREFIX), k.bytes, sizeof(k.bytes));
	if (k.len < NT_KEY_MIN)
		return false;
	*key = k;
	return true;
}

char *nt_base64(struct cw_arena *a, const void *bytes, size_t len)
{
	char *text = cw_alloc(a, (len + 2) / 3 * 4 + 1);

	if (text)
		EVP_EncodeBlock((unsigned char *)text, bytes, (int)len);
	return text;
}

char *nt_key_text(struct cw_arena *a, const struct nt_key *key)
{
	char text[BASE64_MAX + 1];

	EVP_EncodeBlock((unsigned char *)text, key->bytes, (int)key->len);
	return cw_printf(a, PREFIX "%s", text);
}

void nt_key_make(struct nt_key *key)
{
	db_random(key->bytes, NT_KEY_NEW);
	key->len = NT_KEY_NEW;
}

/* Base64 of HMAC-SHA256.  OpenSSL fails here only without memory. */
static bool mac_text(const void *key, size_t key_len, const void *data, size_t len,
		     char out[BASE64(MAC) + 1])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned mac_len = 0;

	if (!HMAC(EVP_sha256(), key, (int)key_len, data, len, mac, &mac_len) || mac_len != MAC)
		return false;
	EVP_EncodeBlock((unsigned char *)out, mac, MAC);
	return true;
}

char *nt_sign_webhook(struct cw_arena *a, const struct nt_key *keys, size_t n_keys, const char *id,
		      int64_t timestamp, const void *body, size_t len)
{
	struct cw_buf content, value;
	size_t content_len;
	char *signed_content, text[BASE64(MAC) + 1];

	cw_buf_init(&content, a);
	cw_buf_init(&value, a);
	cw_buf_printf(&content, "%s.%" PRId64 ".", id, timestamp);
	cw_buf_add(&content, body, len);
	signed_content = cw_buf_done(&content, &content_len);
	if (!signed_content)
		return NULL;
	for (size_t i = 0; i < n_keys; i++) {
		if (!mac_text(keys[i].bytes, keys[i].len, signed_content, content_len, text))
			return NULL;
		cw_buf_printf(&value, "%sv1,%s", i ? " " : "", text);
	}
	return cw_buf_done(&value, NULL);
}

/* Base64 has three characters that a query must not hold. */
static char *encode_for_query(struct cw_arena *a, const char *base64)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (; *base64; base64++) {
		if (strchr("+/=", *base64))
			cw_buf_printf(&b, "%%%02X", (unsigned)*base64);
		else
			cw_buf_add(&b, base64, 1);
	}
	return cw_buf_done(&b, NULL);
}

char *nt_sign_dingtalk(struct cw_arena *a, const char *secret, int64_t millis)
{
	char *content = cw_printf(a, "%" PRId64 "\n%s", millis, secret), text[BASE64(MAC) + 1];

	if (!content || !mac_text(secret, strlen(secret), content, strlen(content), text))
		return NULL;
	return encode_for_query(a, text);
}

char *nt_sign_feishu(struct cw_arena *a, const char *secret, int64_t seconds)
{
	/* Here what others sign is the key, and the message is empty. */
	char *key = cw_printf(a, "%" PRId64 "\n%s", seconds, secret), text[BASE64(MAC) + 1];

	if (!key || !mac_text(key, strlen(key), "", 0, text))
		return NULL;
	return cw_strdup(a, text);
}
