/*
 * Networks (CIDR), and who a client is behind proxies.  Pure; any thread.
 */
#ifndef SERVER_HTTP_PROXY_H
#define SERVER_HTTP_PROXY_H

#include "casework/base/arena.h"
#include "casework/base/err.h"

struct net {
	unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d */
	unsigned bits;		   /* of the 128 */
};
struct nets {
	struct net *items;
	size_t n;
};

/* Room for any address as text. */
#define PROXY_ADDRESS 46

/* "10.0.0.0/8, ::1, fc00::/7": an address alone is itself.  Bits beyond the prefix must be zero.
 * False: not such a list, or no memory. */
bool nets_parse(struct cw_arena *a, const char *text, struct nets *out);
/* Whether ADDRESS (text, as from an address or X-Forwarded-For) lies in one of them. */
bool nets_have(const struct nets *nets, const char *address);

/* The client of a connection from PEER: the last address of FORWARDED_FOR (all X-Forwarded-For
 * joined with commas; may be NULL) that is not in TRUSTED, if PEER is; a header that cannot be read
 * ends the search at the last address that could be.  IPv4 inside IPv6 becomes IPv4. */
void proxy_client(const struct nets *trusted, const char *peer, const char *forwarded_for,
		  char out[PROXY_ADDRESS]);
/* What is limited together: an IPv4 address, or the /64 of an IPv6 one ("2001:db8:0:1::"). */
void proxy_prefix(const char *client, char out[PROXY_ADDRESS]);

#endif
