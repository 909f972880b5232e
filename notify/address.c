#include "notify/address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Resolved addresses. */

struct range4 {
	uint32_t net;
	unsigned bits;
};

/* clang-format off */
static const struct range4 not_public4[] = {
	{ 0x00000000, 8 },  /* 0/8: this network */
	{ 0x0a000000, 8 },  /* 10/8 */
	{ 0x64400000, 10 }, /* 100.64/10: carriers' NAT */
	{ 0x7f000000, 8 },  /* 127/8: loopback */
	{ 0xa9fe0000, 16 }, /* 169.254/16: link-local, cloud metadata */
	{ 0xac100000, 12 }, /* 172.16/12 */
	{ 0xc0000000, 24 }, /* 192.0.0/24: protocol assignments */
	{ 0xc0a80000, 16 }, /* 192.168/16 */
	{ 0xc6120000, 15 }, /* 198.18/15: benchmarks */
	{ 0xe0000000, 4 },  /* 224/4: multicast */
	{ 0xf0000000, 4 },  /* 240/4: reserved, broadcast */
};
/* clang-format on */

/* Prefixes of IPv6 that are not public, or that hold an IPv4 address (AT: its first byte) which
 * then decides; AT -1: none. */
struct range6 {
	unsigned char net[12];
	unsigned bits;
	int at;
};

static const struct range6 special6[] = {
	{ .net = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, .bits = 96, .at = 12 }, /* mapped */
	{ .net = { 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0 }, .bits = 96, .at = 12 }, /* SIIT */
	{ .net = { 0x00, 0x64, 0xff, 0x9b }, .bits = 96, .at = 12 }, /* NAT64, RFC 6052 */
	{ .net = { 0x20, 0x02 }, .bits = 16, .at = 2 },		     /* 6to4 */
	{ .net = { 0x20, 0x01, 0, 0 }, .bits = 32, .at = -1 },	     /* Teredo */
};

static bool in_range4(uint32_t address, const struct range4 *r)
{
	return (address ^ r->net) >> (32 - r->bits) == 0;
}

static bool public4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(not_public4) / sizeof(not_public4[0]); i++)
		if (in_range4(address, &not_public4[i]))
			return false;
	return true;
}

static uint32_t four_bytes(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool public6(const unsigned char b[16])
{
	/* ISATAP keeps an IPv4 address behind 00-00-5e-fe or 02-00-5e-fe, under any prefix. */
	if ((b[8] & 0xfd) == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe &&
	    !public4(four_bytes(b + 12)))
		return false;
	for (size_t i = 0; i < sizeof(special6) / sizeof(special6[0]); i++)
		if (!memcmp(b, special6[i].net, special6[i].bits / 8))
			return special6[i].at >= 0 && public4(four_bytes(b + special6[i].at));
	/* Global unicast is 2000::/3; so ::, ::1, ::a.b.c.d, 64:ff9b:1::/48, fc00::/7, fe80::/10, fec0::/10
	 * and ff00::/8 are out. */
	return b[0] >> 5 == 1;
}

bool nt_address_public(const struct sockaddr *address, size_t len)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	/* Copied: the caller's bytes may be aligned for neither. */
	if (len >= sizeof(in4) && address->sa_family == AF_INET) {
		memcpy(&in4, address, sizeof(in4));
		return public4(ntohl(in4.sin_addr.s_addr));
	}
	if (len >= sizeof(in6) && address->sa_family == AF_INET6) {
		memcpy(&in6, address, sizeof(in6));
		return public6(in6.sin6_addr.s6_addr);
	}
	return false;
}

/* ---- The administrator's list. */

static const char *lower_host(struct cw_arena *a, const char *host, size_t len)
{
	char *copy;

	if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
		host++;
		len -= 2;
	}
	if (len > 1 && host[len - 1] == '.') /* the root's dot names the same host */
		len--;
	copy = cw_strndup(a, host, len);
	for (char *p = copy; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

/* One "host:port" of LEN bytes. */
static bool allow_row(struct cw_arena *a, const char *text, size_t len, struct nt_allow_row *row)
{
	const char *colon = memrchr(text, ':', len);
	size_t host = colon ? (size_t)(colon - text) : 0, digits = colon ? len - host - 1 : 0;
	unsigned port = 0;

	if (host == 0 || digits == 0 || digits > 5)
		return false;
	if (text[0] == '[' ? text[host - 1] != ']' || host < 4 : memchr(text, ':', host) != NULL)
		return false;
	for (size_t i = host + 1; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		port = port * 10 + (unsigned)(text[i] - '0');
	}
	if (port == 0 || port > UINT16_MAX)
		return false;
	row->host = lower_host(a, text, host);
	row->port = (uint16_t)port;
	return true;
}

bool nt_allow_parse(struct cw_arena *a, const char *text, struct nt_allow *out, const char **bad)
{
	static const char between[] = ", \t\r\n";
	size_t room = 1;

	for (const char *p = text; *p; p++)
		room += strchr(between, *p) != NULL;
	*bad = NULL;
	out->n = 0;
	out->rows = cw_alloc_n(a, room, sizeof(*out->rows));
	if (!out->rows)
		return false;
	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t len = strcspn(text, between);

		if (!allow_row(a, text, len, &out->rows[out->n])) {
			*bad = cw_strndup(a, text, len);
			return false;
		}
		if (!out->rows[out->n++].host)
			return false;
		text += len;
	}
	return true;
}

static bool is_allowed(const struct nt_allow *allow, const char *host, uint16_t port)
{
	for (size_t i = 0; allow && i < allow->n; i++)
		if (allow->rows[i].port == port && !strcmp(allow->rows[i].host, host))
			return true;
	return false;
}

/* ---- URLs. */

/* A part of U in the arena, NULL if it has none; curl's own copy is freed. */
static const char *part(struct cw_arena *a, CURLU *u, CURLUPart what, unsigned flags)
{
	char *text = NULL;
	const char *copy = NULL;

	if (curl_url_get(u, what, &text, flags) == CURLUE_OK && text)
		copy = cw_strdup(a, text);
	curl_free(text);
	return copy;
}

/* A host that is itself a number is judged at once; a name only when it is resolved, but for those
 * that never lead outside (RFC 6761, RFC 8375). */
static bool host_may_be_public(const char *host)
{
	static const char *const inside[] = { "localhost", ".localhost", ".local", ".internal",
					      ".home.arpa" };
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	size_t len = strlen(host);

	if (inet_pton(AF_INET, host, &in4.sin_addr) == 1)
		return nt_address_public((struct sockaddr *)&in4, sizeof(in4));
	if (inet_pton(AF_INET6, host, &in6.sin6_addr) == 1)
		return nt_address_public((struct sockaddr *)&in6, sizeof(in6));
	if (strchr(host, ':') || strchr(host, '%'))
		return false;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
		size_t n = strlen(inside[i]);

		if (len >= n && !strcmp(host + len - n, inside[i]) && (*inside[i] == '.' || len == n))
			return false;
	}
	return true;
}

static enum nt_url_fault check(struct cw_arena *a, CURLU *u, const char *url,
			       const struct nt_allow *allow, struct nt_target *target)
{
	const char *scheme, *host, *port;
	bool https;

	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || *p == '\\')
			return NT_URL_MALFORMED;
	if (strlen(url) > NT_URL_MAX || curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK)
		return NT_URL_MALFORMED;
	scheme = part(a, u, CURLUPART_SCHEME, 0);
	host = part(a, u, CURLUPART_HOST, 0);
	port = part(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	if (!scheme || !host || !port)
		return NT_URL_MALFORMED;
	https = strcmp(scheme, "https") == 0;
	if ((!https && strcmp(scheme, "http") != 0) || atoi(port) == 0)
		return NT_URL_MALFORMED;
	if (part(a, u, CURLUPART_USER, 0) || part(a, u, CURLUPART_PASSWORD, 0))
		return NT_URL_CREDENTIALS;
	target->host = lower_host(a, host, strlen(host));
	target->port = (uint16_t)atoi(port);
	if (!target->host)
		return NT_URL_NO_MEMORY;
	target->allowed = is_allowed(allow, target->host, target->port);
	if (target->allowed)
		return NT_URL_OK;
	if (!https)
		return NT_URL_NOT_HTTPS;
	return host_may_be_public(target->host) ? NT_URL_OK : NT_URL_NOT_PUBLIC;
}

enum nt_url_fault nt_url_check(struct cw_arena *a, const char *url, const struct nt_allow *allow,
			       struct nt_target *target)
{
	CURLU *u = curl_url();
	enum nt_url_fault fault;

	memset(target, 0, sizeof(*target));
	if (!u)
		return NT_URL_NO_MEMORY;
	fault = check(a, u, url, allow, target);
	curl_url_cleanup(u);
	return fault;
}

char *nt_url_masked(struct cw_arena *a, const char *url)
{
	const char *start = strstr(url, "://");
	size_t len;

	if (!start)
		return cw_strdup(a, "…");
	start += 3;
	len = (size_t)(start - url) + strcspn(start, "/?#");
	if (memchr(start, '@', strcspn(start, "/?#")))
		return cw_strdup(a, "…");
	return cw_printf(a, "%.*s/…", (int)len, url);
}
