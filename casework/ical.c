#include "casework/ical.h"

#include <string.h>

#include "casework/base/text.h"

#define LINE_MAX 75 /* octets of a line, without its CRLF (RFC 5545, 3.1) */

/* Adds a content line; a continuation begins with a space, which counts. */
static void add_line(struct cw_buf *b, const char *line, size_t len)
{
	size_t room = LINE_MAX;

	while (len > room) {
		size_t cut = room;

		while (cut > 0 && ((unsigned char)line[cut] & 0xC0) == 0x80)
			cut--;
		cw_buf_add(b, line, cut);
		cw_buf_puts(b, "\r\n ");
		line += cut;
		len -= cut;
		room = LINE_MAX - 1;
	}
	cw_buf_add(b, line, len);
	cw_buf_puts(b, "\r\n");
}

static void add(struct cw_buf *b, const char *line)
{
	add_line(b, line, strlen(line));
}

/* A property whose value is TEXT (3.3.11): control characters but line ends are left out. */
static void add_text(struct cw_buf *b, const char *name, const char *value)
{
	struct cw_buf line;
	size_t len;
	char *done;

	cw_buf_init(&line, b->arena);
	cw_buf_puts(&line, name);
	cw_buf_puts(&line, ":");
	for (; *value; value++) {
		if (*value == '\n')
			cw_buf_puts(&line, "\\n");
		else if (*value == '\\' || *value == ';' || *value == ',')
			cw_buf_printf(&line, "\\%c", *value);
		else if ((unsigned char)*value >= ' ' && *value != 0x7F)
			cw_buf_add(&line, value, 1);
	}
	done = cw_buf_done(&line, &len);
	if (done)
		add_line(b, done, len);
	else
		b->failed = true;
}

static void add_day(struct cw_buf *b, const char *name, cw_day day)
{
	const struct cw_ymd d = cw_day_ymd(day);

	cw_buf_printf(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, d.year, d.month, d.day);
}

static void add_stamp(struct cw_buf *b, int64_t now)
{
	const int64_t seconds = now / 1000000;
	const struct cw_ymd d = cw_day_ymd((cw_day)(seconds / 86400));
	const int of_day = (int)(seconds % 86400);

	cw_buf_printf(b, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", d.year, d.month, d.day,
		      of_day / 3600, of_day / 60 % 60, of_day % 60);
}

static void add_event(struct cw_buf *b, const struct cw_ical_event *e, int64_t now)
{
	add(b, "BEGIN:VEVENT");
	add_text(b, "UID", e->uid);
	cw_buf_printf(b, "SEQUENCE:%u\r\n", e->sequence);
	add_stamp(b, now);
	add_day(b, "DTSTART", e->on);
	add_day(b, "DTEND", e->on + 1); /* not part of it (3.6.1) */
	add_text(b, "SUMMARY", e->summary);
	add_text(b, "DESCRIPTION", e->description);
	if (e->url) {
		struct cw_buf line;
		char *done;

		cw_buf_init(&line, b->arena); /* a URI: no escapes */
		cw_buf_printf(&line, "URL:%s", e->url);
		done = cw_buf_done(&line, NULL);
		if (done)
			add(b, done);
		else
			b->failed = true;
	}
	add(b, e->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	add(b, "TRANSP:TRANSPARENT"); /* takes nobody's time */
	add(b, "END:VEVENT");
}

char *cw_ical_text(struct cw_arena *a, const struct cw_ical *cal, size_t *len)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	add(&b, "BEGIN:VCALENDAR");
	add(&b, "VERSION:2.0");
	cw_buf_printf(&b, "PRODID:-//disclosured//deadlines//%s\r\n",
		      strcmp(cal->lang, "en") == 0 ? "EN" : "ZH");
	add(&b, "CALSCALE:GREGORIAN");
	add(&b, "METHOD:PUBLISH");
	add_text(&b, "X-WR-CALNAME", cal->name);
	add(&b, "X-PUBLISHED-TTL:PT1H"); /* how often to look again */
	for (size_t i = 0; i < cal->n; i++)
		add_event(&b, &cal->events[i], cal->now);
	add(&b, "END:VCALENDAR");
	return cw_buf_done(&b, len);
}
