/*
 * Where may be written to (standards.md part 1): https and public addresses only, unless an
 * administrator's list of host:port says otherwise.  An address is judged twice: its URL when the
 * endpoint is made and before each attempt, and the resolved socket address when the socket is
 * opened, so that no name, number or redirect leads inside.  Pure but for the arena; thread-safe.
 */
#ifndef NOTIFY_ADDRESS_H
#define NOTIFY_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "casework/base/arena.h"

#define NT_URL_MAX 2000 /* bytes */

enum nt_url_fault {
	NT_URL_OK,
	NT_URL_MALFORMED,   /* no URL with scheme, host and path, or too long */
	NT_URL_CREDENTIALS, /* holds a user name or password */
	NT_URL_NOT_HTTPS,
	NT_URL_NOT_PUBLIC,  /* its host is a number or a name that is not public */
	NT_URL_NO_MEMORY
};

/* "host:port" rows, separated by commas and white space; IPv6 in brackets. */
struct nt_allow_row {
	const char *host; /* lower case, without brackets */
	uint16_t port;
};
struct nt_allow {
	struct nt_allow_row *rows;
	size_t n;
};

/* Reads the list into the arena (which must outlive it).  False, with the entry at fault in *BAD
 * (NULL: no memory), if it is wrong. */
bool nt_allow_parse(struct cw_arena *a, const char *text, struct nt_allow *out, const char **bad);

struct nt_target {
	bool allowed; /* the list opens it: plain http and private addresses too */
	const char *host; /* lower case, numbers in their usual spelling, without brackets */
	uint16_t port;
};

/* Judges a URL; fills TARGET (its host is in the arena) unless it is malformed.  ALLOW may be NULL. */
enum nt_url_fault nt_url_check(struct cw_arena *a, const char *url, const struct nt_allow *allow,
			       struct nt_target *target);
/* Whether a resolved address lies in the public internet; false for other families. */
bool nt_address_public(const struct sockaddr *address, size_t len);
/* For the log: what a URL names, with its path and query masked ("https://host/…"). */
char *nt_url_masked(struct cw_arena *a, const char *url);

#endif
