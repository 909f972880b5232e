#include "notify/post.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "notify/message.h"
#include "notify/sign.h"

#define CONNECT_TIMEOUT_MS 5000

/* ---- What curl calls. */

/* The last word: after the name was resolved, before anything is connected. */
static curl_socket_t open_guarded(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct nt_post *p = arg;

	(void)purpose;
	if (!p->target.allowed && !nt_address_public(&to->addr, to->addrlen)) {
		p->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Takes at most NT_ANSWER_MAX bytes; a longer answer ends the transfer there. */
static size_t keep_answer(char *bytes, size_t size, size_t count, void *arg)
{
	struct nt_post *p = arg;
	size_t len = size * count, room;

	if (!p->answer && !(p->answer = cw_alloc(p->arena, NT_ANSWER_MAX)))
		return 0;
	room = NT_ANSWER_MAX - p->answer_len;
	p->cut = len > room;
	memcpy(p->answer + p->answer_len, bytes, p->cut ? room : len);
	p->answer_len += p->cut ? room : len;
	return p->cut ? 0 : len;
}

/* ---- Making. */

static bool add_header(struct nt_post *p, const char *line)
{
	struct curl_slist *more = line ? curl_slist_append(p->headers, line) : NULL;

	if (more)
		p->headers = more;
	return more != NULL;
}

static char *message_id(struct cw_arena *a, const unsigned char uid[DB_UID])
{
	char hex[2 * DB_UID + 1];

	for (int i = 0; i < DB_UID; i++)
		snprintf(hex + 2 * i, 3, "%02x", uid[i]);
	return cw_printf(a, "msg_%s", hex);
}

static int sign_webhook(struct nt_post *p, const struct db_endpoint *e, const char *secret,
			const char *old_secret, int64_t now, struct cw_err *err)
{
	struct nt_key keys[NT_KEYS_MAX];
	char *id = message_id(p->arena, p->d.uid), *value;
	size_t n = 0;

	if (!secret || !nt_key_parse(secret, &keys[n++]))
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (old_secret && now < e->old_until && nt_key_parse(old_secret, &keys[n]))
		n++;
	value = id ? nt_sign_webhook(p->arena, keys, n, id, now / 1000000, p->d.body, p->d.body_len)
		   : NULL;
	if (!value || !add_header(p, cw_printf(p->arena, "webhook-id: %s", id)) ||
	    !add_header(p, cw_printf(p->arena, "webhook-timestamp: %" PRId64, now / 1000000)) ||
	    !add_header(p, cw_printf(p->arena, "webhook-signature: %s", value)))
		return cw_fail_memory(err);
	return 0;
}

/* A bot's signature goes into the address or the body; without a secret there is none. */
static int sign_bot(struct nt_post *p, char **url, const char *secret, int64_t now,
		    struct cw_err *err)
{
	char *sign;

	if (!secret || p->kind == NT_WECOM)
		return 0;
	if (p->kind == NT_FEISHU) {
		char *body = nt_message_sign_feishu(p->arena, (char *)p->d.body, p->d.body_len,
						    secret, now / 1000000, &p->d.body_len);

		p->d.body = (unsigned char *)body;
		return body ? 0 : cw_fail_memory(err);
	}
	sign = nt_sign_dingtalk(p->arena, secret, now / 1000);
	*url = sign ? cw_printf(p->arena, "%s%ctimestamp=%" PRId64 "&sign=%s", *url,
				strchr(*url, '?') ? '&' : '?', now / 1000, sign)
		    : NULL;
	return *url ? 0 : cw_fail_memory(err);
}

static bool set_up(struct nt_post *p, const char *url)
{
	CURL *h = p->easy;
	const char *protocols = p->target.allowed ? "https,http" : "https";

	return curl_easy_setopt(h, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, protocols) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->d.body_len) ==
		       CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_POSTFIELDS, p->d.body) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_HTTPHEADER, p->headers) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_USERAGENT, "disclosured") == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS) ==
		       CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)NT_POST_TIMEOUT_MS) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_guarded) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, p) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, keep_answer) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_WRITEDATA, p) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_PRIVATE, p) == CURLE_OK;
}

/* The delivery outlives the arena that it was read into. */
static bool copy_delivery(struct nt_post *p, const struct db_delivery *d)
{
	p->d = *d;
	p->d.uid = (unsigned char *)cw_strndup(p->arena, (const char *)d->uid, d->uid_len);
	p->d.body = (unsigned char *)cw_strndup(p->arena, (const char *)d->body, d->body_len);
	p->d.type = cw_strdup(p->arena, d->type);
	p->d.status = "waiting";
	return p->d.uid && p->d.body && p->d.type;
}

static int prepare(struct nt_post *p, const struct db_keyring *keys, const struct nt_allow *allow,
		   const struct db_endpoint *e, int64_t now, struct cw_err *err)
{
	struct cw_arena *a = p->arena;
	char *url, *secret, *old_secret;
	int kind = nt_kind_of(e->kind);

	if (kind < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	p->kind = (enum nt_kind)kind;
	p->quiet = e->quiet;
	if (db_unseal(keys, a, DB_ENDPOINT_URL, e->uid, e->url, e->url_len, &url, NULL, err) ||
	    db_unseal(keys, a, DB_ENDPOINT_SECRET, e->uid, e->secret, e->secret_len, &secret, NULL,
		      err) ||
	    db_unseal(keys, a, DB_ENDPOINT_OLD, e->uid, e->old_secret, e->old_secret_len,
		      &old_secret, NULL, err))
		return -1;
	if (nt_url_check(a, url, allow, &p->target) != NT_URL_OK)
		return cw_fail(err, CW_INVALID, CW_MSG_INVALID_INPUT, NULL);
	/* "Expect:" empty: some receivers never answer 100. */
	if (!add_header(p, "Content-Type: application/json") || !add_header(p, "Expect:"))
		return cw_fail_memory(err);
	if (p->kind == NT_WEBHOOK ? sign_webhook(p, e, secret, old_secret, now, err)
				  : sign_bot(p, &url, secret, now, err))
		return -1;
	return set_up(p, url) ? 0 : cw_fail_memory(err);
}

int nt_post_new(const struct db_delivery *d, struct nt_post **out, struct cw_err *err)
{
	struct nt_post *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (!p)
		return cw_fail_memory(err);
	p->kind = NT_WEBHOOK;
	p->arena = cw_arena_new(0);
	if (!p->arena || !copy_delivery(p, d)) {
		nt_post_free(p);
		return cw_fail_memory(err);
	}
	*out = p;
	return 0;
}

int nt_post_begin(struct nt_post *p, const struct db_keyring *keys, const struct nt_allow *allow,
		  const struct db_endpoint *endpoint, int64_t now, struct cw_err *err)
{
	p->started_at = now;
	if (!p->easy)
		p->easy = curl_easy_init();
	return p->easy ? prepare(p, keys, allow, endpoint, now, err) : cw_fail_memory(err);
}

void nt_post_free(struct nt_post *p)
{
	if (!p)
		return;
	curl_easy_cleanup(p->easy);
	curl_slist_free_all(p->headers);
	cw_arena_free(p->arena);
	free(p);
}

/* ---- Reading. */

void nt_post_answer(const struct nt_post *p, CURLcode result, struct nt_answer *out)
{
	curl_off_t asked = 0;
	bool whole = result == CURLE_OK || (result == CURLE_WRITE_ERROR && p->cut);

	*out = (struct nt_answer){
		.transport_error = !whole,
		.body = p->answer,
		.len = p->answer_len,
		.cut = p->cut,
		.shortened = p->d.shortened,
	};
	curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &out->status);
	if (whole && curl_easy_getinfo(p->easy, CURLINFO_RETRY_AFTER, &asked) == CURLE_OK)
		out->retry_after_s = asked;
	if (!whole)
		out->status = 0;
}

const char *nt_post_fault(const struct nt_post *p, CURLcode result)
{
	if (p->refused)
		return "the address is not public";
	if (result == CURLE_OK || (result == CURLE_WRITE_ERROR && p->cut))
		return "";
	return curl_easy_strerror(result);
}
