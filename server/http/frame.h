/*
 * Where one HTTP/1 request ends and the next begins, decided strictly and before evhttp reads the
 * same bytes.  evhttp 2.1.12 takes what RFC 9112 allows two readers to understand in two ways (two
 * Content-Length, a length beside chunked, "0x5" or "+5" as a chunk's size, a body on DELETE, bare
 * line feeds, folded lines, fields in trailers); that is how requests are smuggled past a proxy. So
 * each connection has a frame that is fed every byte that arrives and refuses all but one spelling.
 * Headers with one value (Authorization, If-Match ...) come once for the same reason.
 *
 * Pure, no allocation, one connection each; any thread.
 */
#ifndef SERVER_HTTP_FRAME_H
#define SERVER_HTTP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEADERS 100 /* header lines of a request at most */
#define FRAME_TARGET  256 /* what is kept of method and target for the body's limit */

struct frame_limits {
	size_t header_max; /* bytes of request line and header lines together */
	/* Bytes that the body may have, once the header is known.  TARGET is as it was sent; NULL
	 * if it is longer than FRAME_TARGET. */
	size_t (*body_max)(void *arg, const char *method, const char *target);
	void *arg;
};

struct frame {
	const struct frame_limits *limits;
	int fault;	     /* 0, or the status that answers it: 400, 413, 417, 431, 501, 505 */
	const char *why;     /* static: which rule it broke, for the log */
	unsigned long no;    /* requests that are complete */
	unsigned char state; /* private from here */
	unsigned char field; /* which header line this is */
	bool http10, chunked, has_host, has_length, has_expect;
	unsigned char n_name, n_value, headers, digits;
	unsigned short n_word, target_at;
	uint32_t seen; /* of the headers that come once, a bit each */
	size_t header_bytes, body, body_max;
	uint64_t left;		  /* of the body or the chunk */
	char word[FRAME_TARGET];  /* method NUL target NUL */
	char name[24], value[24]; /* of the header line; longer ones are cut */
};

void frame_init(struct frame *f, const struct frame_limits *limits);
/* Takes LEN more bytes.  Returns how many it took: less than LEN only at a fault, which is then in
 * f->fault for good. */
size_t frame_feed(struct frame *f, const char *bytes, size_t len);
/* Whether a request has begun and is not complete. */
bool frame_inside(const struct frame *f);

#endif
