#include "server/http/frame.h"

#include <string.h>
#include <strings.h>

enum state {
	S_START, /* nothing of a request has come yet */
	S_METHOD,
	S_TARGET,
	S_VERSION,
	S_LINE_LF, /* after the CR of the request line or of a header line */
	S_LINE,	   /* first byte of a header line */
	S_NAME,
	S_VALUE_OWS, /* white space before a value */
	S_VALUE,
	S_HEADER_LF, /* after the CR of the empty line */
	S_BODY,
	S_SIZE, /* of a chunk */
	S_SIZE_LF,
	S_CHUNK,
	S_CHUNK_CR,
	S_CHUNK_LF,
	S_LAST_CR, /* after the chunk of size 0 */
	S_LAST_LF
};

/* The header lines that decide where a request ends, or that must stand there once. */
enum field { F_OTHER, F_LENGTH, F_ENCODING, F_HOST, F_EXPECT };

void frame_init(struct frame *f, const struct frame_limits *limits)
{
	memset(f, 0, sizeof(*f));
	f->limits = limits;
}

bool frame_inside(const struct frame *f)
{
	return f->state != S_START;
}

static void refuse(struct frame *f, int status, const char *why)
{
	f->fault = status;
	f->why = why;
}

static bool is_token(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

static void next_request(struct frame *f)
{
	unsigned long no = f->no + 1;

	frame_init(f, f->limits);
	f->no = no;
}

/* ---- The request line. */

static void keep(struct frame *f, char c)
{
	if (f->n_word < sizeof(f->word))
		f->word[f->n_word] = c;
	if (f->n_word < sizeof(f->word) + 1)
		f->n_word++;
}

/* Those that are answered here, if only with what the path takes instead. */
static bool is_method(const char *method)
{
	static const char *const known[] = { "GET",   "HEAD",	"POST",	   "PUT",
					     "PATCH", "DELETE", "OPTIONS", "TRACE" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], method) == 0)
			return true;
	return false;
}

static void on_method(struct frame *f, char c)
{
	if (c == ' ' && f->n_word > 0) {
		keep(f, '\0');
		f->target_at = f->n_word;
		f->state = S_TARGET;
		if (!is_method(f->word))
			refuse(f, 501, "method");
	} else if (!is_token(c) || f->n_word >= 16) {
		refuse(f, 400, "method");
	} else {
		keep(f, c);
	}
}

/* A path, or an absolute address whose path counts. */
static bool is_target(const char *target)
{
	return *target == '/' || strncmp(target, "http://", 7) == 0 ||
	       strncmp(target, "https://", 8) == 0;
}

static void on_target(struct frame *f, char c)
{
	if (c == ' ' && f->n_word > f->target_at) {
		keep(f, '\0');
		f->state = S_VERSION;
		if (!is_target(f->word + f->target_at))
			refuse(f, 400, "target");
	} else if ((unsigned char)c <= 0x20 || (unsigned char)c >= 0x7f) {
		refuse(f, 400, "target");
	} else {
		keep(f, c);
	}
}

static void on_version(struct frame *f, char c)
{
	static const char want[] = "HTTP/1.";

	if (f->n_value < 7) {
		if (c != want[f->n_value])
			refuse(f, f->n_value > 4 ? 505 : 400, "version");
	} else if (f->n_value == 7) {
		if (c != '0' && c != '1')
			refuse(f, 505, "version");
		f->http10 = c == '0';
	} else if (c == '\r') {
		f->state = S_LINE_LF;
	} else {
		refuse(f, 400, "version");
	}
	f->n_value++;
}

/* ---- Header lines. */

static enum field field_of(const struct frame *f)
{
	static const struct {
		const char *name;
		enum field field;
	} known[] = {
		{ "content-length", F_LENGTH },
		{ "transfer-encoding", F_ENCODING },
		{ "host", F_HOST },
		{ "expect", F_EXPECT },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == f->n_name &&
		    strncasecmp(known[i].name, f->name, f->n_name) == 0)
			return known[i].field;
	return F_OTHER;
}

/* What has one value where it is read, so that a proxy and the service may each take another of
 * two. Lists, which may be split over lines, and Cookie are not among them. */
static const char *const once[] = {
	"authorization",  "content-type",    "idempotency-key", "if-match",	   "if-range",
	"origin",	  "outage-day",	     "outage-scan",	"range",	   "sec-fetch-site",
	"tus-resumable",  "upload-checksum", "upload-length",	"upload-metadata", "upload-offset",
	"x-access-token", "x-csrf-token",
};

static bool comes_twice(struct frame *f)
{
	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (strlen(once[i]) == f->n_name && strncasecmp(once[i], f->name, f->n_name) == 0) {
			const bool before = f->seen >> i & 1;

			f->seen |= UINT32_C(1) << i;
			return before;
		}
	return false;
}

static void on_name(struct frame *f, char c)
{
	if (c == ':' && f->n_name > 0) {
		f->field = field_of(f);
		if (f->field == F_OTHER && comes_twice(f))
			refuse(f, 400, "two of a header that comes once");
		f->n_value = 0;
		f->state = S_VALUE_OWS;
	} else if (!is_token(c)) {
		refuse(f, 400, "header name");
	} else if (f->n_name < sizeof(f->name)) {
		f->name[f->n_name++] = c;
	}
}

/* The first byte of a line: a header's name, or the CR that ends the header. */
static void on_line(struct frame *f, char c)
{
	if (c == '\r') {
		f->state = S_HEADER_LF;
	} else if (c == ' ' || c == '\t') {
		refuse(f, 400, "folded line");
	} else if (f->headers == FRAME_HEADERS) {
		refuse(f, 431, "too many header lines");
	} else {
		f->headers++;
		f->n_name = 0;
		f->state = S_NAME;
		on_name(f, c);
	}
}

static void on_length(struct frame *f)
{
	if (f->has_length) {
		refuse(f, 400, "two Content-Length");
		return;
	}
	/* 18 digits fit in 64 bits; one more may not. */
	if (f->n_value == 0 || f->n_value > 18) {
		refuse(f, f->n_value ? 413 : 400, "Content-Length");
		return;
	}
	f->has_length = true;
	f->left = 0;
	for (unsigned i = 0; i < f->n_value; i++) {
		if (f->value[i] < '0' || f->value[i] > '9') {
			refuse(f, 400, "Content-Length");
			return;
		}
		f->left = f->left * 10 + (uint64_t)(f->value[i] - '0');
	}
}

static void on_encoding(struct frame *f)
{
	if (f->chunked)
		refuse(f, 400, "two Transfer-Encoding");
	else if (f->n_value != 7 || strncasecmp(f->value, "chunked", 7) != 0)
		refuse(f, 501, "Transfer-Encoding");
	else
		f->chunked = true;
}

static void end_of_line(struct frame *f)
{
	switch ((enum field)f->field) {
	case F_LENGTH:
		on_length(f);
		break;
	case F_ENCODING:
		on_encoding(f);
		break;
	case F_HOST:
		if (f->has_host || f->n_value == 0)
			refuse(f, 400, f->has_host ? "two Host" : "empty Host");
		f->has_host = true;
		break;
	case F_EXPECT:
		if (f->has_expect || f->n_value != 12 ||
		    strncasecmp(f->value, "100-continue", 12) != 0)
			refuse(f, 417, "Expect");
		f->has_expect = true;
		break;
	case F_OTHER:
		break;
	}
	f->state = S_LINE_LF;
}

static void on_value(struct frame *f, char c)
{
	if (c == '\r') {
		end_of_line(f);
		return;
	}
	if (is_control(c)) {
		refuse(f, 400, "header value");
		return;
	}
	if (f->state == S_VALUE_OWS && c == ' ')
		return;
	f->state = S_VALUE;
	/* evhttp does not trim tabs, so "\tchunked" is another word to it. */
	if (f->field != F_OTHER && (c == ' ' || c == '\t'))
		refuse(f, 400, "white space in a header's value");
	if (f->field == F_HOST && strchr(",/@", c))
		refuse(f, 400, "Host");
	if (f->n_value < sizeof(f->value))
		f->value[f->n_value] = c;
	/* One more than there is room for says "longer", and that is all that is asked of it. */
	if (f->n_value <= sizeof(f->value))
		f->n_value++;
}

/* ---- Bodies. */

/* evhttp reads a body for these only; on others it would take it for the next request. */
static bool may_have_body(const char *method)
{
	return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
	       strcmp(method, "PATCH") == 0;
}

static void end_of_header(struct frame *f)
{
	const char *target = f->n_word <= sizeof(f->word) ? f->word + f->target_at : NULL;

	if (!f->has_host && !f->http10) {
		refuse(f, 400, "no Host");
	} else if (f->chunked && (f->has_length || f->http10)) {
		refuse(f, 400,
		       f->has_length ? "Content-Length and chunked" : "chunked in HTTP/1.0");
	} else if (!may_have_body(f->word) && (f->chunked || f->left > 0)) {
		refuse(f, 400, "body on a method without one");
	} else if (!f->chunked && f->left == 0) {
		next_request(f);
	} else {
		f->body_max = f->limits->body_max(f->limits->arg, f->word, target);
		f->state = f->chunked ? S_SIZE : S_BODY;
		if (f->left > f->body_max)
			refuse(f, 413, "Content-Length");
		if (f->chunked)
			f->left = 0;
	}
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* A chunk's size: digits alone.  Extensions are refused: nobody needs them. */
static void on_size(struct frame *f, char c)
{
	int digit = hex(c);

	if (digit >= 0 && f->digits < 8) {
		f->left = f->left * 16 + (uint64_t)digit;
		f->digits++;
	} else if (c == '\r' && f->digits > 0) {
		f->state = S_SIZE_LF;
		f->digits = 0;
		if (f->left > f->body_max - f->body)
			refuse(f, 413, "chunks");
	} else {
		refuse(f, 400, "chunk size");
	}
}

/* Takes what of the body or chunk is there. */
static size_t on_content(struct frame *f, size_t len)
{
	size_t n = len < f->left ? len : (size_t)f->left;

	f->left -= n;
	f->body += n;
	if (f->left == 0 && f->state == S_BODY)
		next_request(f);
	else if (f->left == 0)
		f->state = S_CHUNK_CR;
	return n;
}

static void expect(struct frame *f, char c, char want, enum state next)
{
	if (c != want)
		refuse(f, 400, want == '\n' ? "line without CR LF" : "chunk");
	else
		f->state = (unsigned char)next;
}

static void on_header_byte(struct frame *f, char c)
{
	if (++f->header_bytes > f->limits->header_max) {
		refuse(f, 431, "header");
		return;
	}
	switch ((enum state)f->state) {
	case S_START:
		f->state = S_METHOD;
		on_method(f, c);
		break;
	case S_METHOD:
		on_method(f, c);
		break;
	case S_TARGET:
		on_target(f, c);
		break;
	case S_VERSION:
		on_version(f, c);
		break;
	case S_LINE:
		on_line(f, c);
		break;
	case S_NAME:
		on_name(f, c);
		break;
	case S_VALUE_OWS:
	case S_VALUE:
		on_value(f, c);
		break;
	case S_HEADER_LF:
		expect(f, c, '\n', S_BODY);
		if (!f->fault)
			end_of_header(f);
		break;
	default:
		expect(f, c, '\n', S_LINE);
		break;
	}
}

static void on_chunk_byte(struct frame *f, char c)
{
	switch ((enum state)f->state) {
	case S_SIZE:
		on_size(f, c);
		break;
	case S_SIZE_LF:
		expect(f, c, '\n', f->left ? S_CHUNK : S_LAST_CR);
		break;
	case S_CHUNK_CR:
		expect(f, c, '\r', S_CHUNK_LF);
		break;
	case S_CHUNK_LF:
		expect(f, c, '\n', S_SIZE);
		break;
	case S_LAST_CR: /* a trailer's field would begin here */
		expect(f, c, '\r', S_LAST_LF);
		break;
	default:
		expect(f, c, '\n', S_START);
		if (!f->fault)
			next_request(f);
		break;
	}
}

size_t frame_feed(struct frame *f, const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len && !f->fault) {
		if (f->state == S_BODY || f->state == S_CHUNK) {
			i += on_content(f, len - i);
			continue;
		}
		if (f->state < S_BODY)
			on_header_byte(f, bytes[i]);
		else
			on_chunk_byte(f, bytes[i]);
		i += !f->fault;
	}
	return i;
}
