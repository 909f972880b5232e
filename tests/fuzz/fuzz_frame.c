/* What arrives on a connection: two bytes say where it is cut in two, the rest is read whole, cut
 * and byte by byte, and each time the requests end at the same places.  What is complete has been
 * read by rules that leave one meaning. */
#include "server/http/frame.h"
#include "tests/fuzz/fuzz.h"

#define BODY_MAX 300

static size_t body_max(void *arg, const char *method, const char *target)
{
	(void)arg;
	must(*method && strlen(method) <= 16);
	must(!target || *target);
	return target && strcmp(target, "/none") == 0 ? 0 : BODY_MAX;
}

static void check(const struct frame *f, size_t taken, size_t n)
{
	must(taken <= n && (taken == n) == (f->fault == 0));
	must(f->fault == 0 || (f->why && (f->fault == 400 || f->fault == 413 || f->fault == 417 ||
					  f->fault == 431 || f->fault == 501 || f->fault == 505)));
	must(f->header_bytes <= f->limits->header_max + 1 && f->body <= BODY_MAX);
	/* "GET / HTTP/1.0", two ends of line and one more: the shortest request that there is. */
	must(f->no <= taken / 18);
}

FUZZ_TAKES("get", "post", "chunked", "two", "http10", "expect")
FUZZ(data, size, a)
{
	static const struct frame_limits limits = { .header_max = 1000, .body_max = body_max };
	struct frame whole, halves, single;
	size_t cut, taken, n = 0;

	(void)a;
	if (size < 2)
		return;
	cut = (data[0] | (size_t)data[1] << 8) % (size - 1);
	data += 2;
	size -= 2;
	frame_init(&whole, &limits);
	frame_init(&halves, &limits);
	frame_init(&single, &limits);
	taken = frame_feed(&whole, (const char *)data, size);
	check(&whole, taken, size);
	n = frame_feed(&halves, (const char *)data, cut);
	n += frame_feed(&halves, (const char *)data + cut, size - cut);
	must(n == taken);
	for (n = 0; n < size && frame_feed(&single, (const char *)data + n, 1) == 1;)
		n++;
	must(n == taken);
	must(halves.fault == whole.fault && single.fault == whole.fault);
	must(halves.no == whole.no && single.no == whole.no);
	must(frame_inside(&halves) == frame_inside(&whole));
	must(frame_inside(&single) == frame_inside(&whole));
	if (whole.no)
		fuzz_taken();
}
