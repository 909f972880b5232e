#include "server/http/proxy.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* All addresses as IPv6; *FOUR says that TEXT was an IPv4 one. */
static bool read_address(const char *text, unsigned char out[16], bool *four)
{
	if (inet_pton(AF_INET6, text, out) == 1) {
		*four = memcmp(out, mapped, sizeof(mapped)) == 0;
		return true;
	}
	memcpy(out, mapped, sizeof(mapped));
	*four = true;
	return inet_pton(AF_INET, text, out + sizeof(mapped)) == 1;
}

static void write_address(const unsigned char address[16], bool four, char out[PROXY_ADDRESS])
{
	if (!inet_ntop(four ? AF_INET : AF_INET6, four ? address + sizeof(mapped) : address, out,
		       PROXY_ADDRESS))
		out[0] = '\0';
}

/* ---- Networks. */

static bool only_prefix(const unsigned char address[16], unsigned bits)
{
	for (unsigned i = bits; i < 128; i++)
		if (address[i / 8] & (0x80 >> i % 8))
			return false;
	return true;
}

static bool read_net(const char *text, size_t len, struct net *out)
{
	char word[PROXY_ADDRESS + 4], *slash, *end;
	unsigned long bits = 128;
	bool four;

	if (len == 0 || len >= sizeof(word))
		return false;
	memcpy(word, text, len);
	word[len] = '\0';
	slash = strchr(word, '/');
	if (slash)
		*slash++ = '\0';
	if (!read_address(word, out->address, &four))
		return false;
	if (slash) {
		if (strspn(slash, "0123456789") != strlen(slash) || !*slash)
			return false;
		bits = strtoul(slash, &end, 10);
		/* "::ffff:10.0.0.0/104" counts in IPv6's bits, "10.0.0.0/8" in IPv4's. */
		if (four && !strchr(word, ':'))
			bits += 96;
		if (bits > 128)
			return false;
	}
	out->bits = (unsigned)bits;
	return only_prefix(out->address, out->bits);
}

bool nets_parse(struct cw_arena *a, const char *text, struct nets *out)
{
	size_t room = 1;

	for (const char *p = text; *p; p++)
		room += *p == ',';
	out->n = 0;
	out->items = cw_alloc_n(a, room, sizeof(*out->items));
	if (!out->items)
		return false;
	text += strspn(text, " \t");
	while (*text) {
		size_t word = strcspn(text, ", \t");

		if (!read_net(text, word, &out->items[out->n++]))
			return false;
		text += word;
		text += strspn(text, " \t");
		if (*text && *text++ != ',')
			return false;
		text += strspn(text, " \t");
	}
	return true;
}

static bool within(const struct net *net, const unsigned char address[16])
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	return memcmp(net->address, address, whole) == 0 &&
	       (rest == 0 || (net->address[whole] & mask) == (address[whole] & mask));
}

static bool have(const struct nets *nets, const unsigned char address[16])
{
	for (size_t i = 0; i < nets->n; i++)
		if (within(&nets->items[i], address))
			return true;
	return false;
}

bool nets_have(const struct nets *nets, const char *text)
{
	unsigned char address[16];
	bool four;

	return read_address(text, address, &four) && have(nets, address);
}

/* ---- Clients. */

/* One entry of X-Forwarded-For: an address, perhaps with a port, perhaps in brackets. */
static bool read_entry(const char *text, size_t len, unsigned char out[16], bool *four)
{
	char word[PROXY_ADDRESS + 8], *at = word;

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	if (len >= sizeof(word))
		return false;
	memcpy(word, text, len);
	word[len] = '\0';
	if (*at == '[') {
		at++;
		at[strcspn(at, "]")] = '\0';
	} else if (strchr(at, '.') && strchr(at, ':') == strrchr(at, ':')) {
		at[strcspn(at, ":")] = '\0';
	}
	return read_address(at, out, four);
}

void proxy_client(const struct nets *trusted, const char *peer, const char *forwarded_for,
		  char out[PROXY_ADDRESS])
{
	unsigned char address[16], next[16];
	const char *end = forwarded_for ? forwarded_for + strlen(forwarded_for) : NULL;
	bool four, next_four;

	if (!read_address(peer, address, &four)) {
		snprintf(out, PROXY_ADDRESS, "%s", peer);
		return;
	}
	/* From the right: each proxy has added the address that it was called from. */
	while (end && have(trusted, address)) {
		const char *begin = end;

		while (begin > forwarded_for && begin[-1] != ',')
			begin--;
		if (!read_entry(begin, (size_t)(end - begin), next, &next_four))
			break;
		memcpy(address, next, sizeof(address));
		four = next_four;
		end = begin > forwarded_for ? begin - 1 : NULL;
	}
	write_address(address, four, out);
}

void proxy_prefix(const char *client, char out[PROXY_ADDRESS])
{
	unsigned char address[16];
	bool four;

	if (!read_address(client, address, &four)) {
		snprintf(out, PROXY_ADDRESS, "%s", client);
		return;
	}
	if (!four)
		memset(address + 8, 0, 8);
	write_address(address, four, out);
}
