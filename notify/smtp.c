#include "notify/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "casework/mail.h"
#include "notify/mime.h"

#define CONNECT_TIMEOUT_MS 10000
#define TIMEOUT_MS	   60000
#define COMMAND_MAX	   12

struct nt_smtp {
	struct nt_smtp_conf conf;
	CURL *easy;
	atomic_bool stopping;
	char command[COMMAND_MAX]; /* the last one sent: its first word */
	bool takes_utf8;	   /* the server said so, on this connection (RFC 6531) */
	bool needs_utf8;	   /* the mail that is sent: of its address */
};

/* ---- What curl calls. */

static bool lacks_utf8(const struct nt_smtp *s)
{
	return s->needs_utf8 && !s->takes_utf8 && strcmp(s->command, "MAIL") == 0;
}

/* Remembers the command that failed: its first word, the rest holds addresses.  Leaving comes after
 * it. */
static int note_command(CURL *easy, curl_infotype type, char *data, size_t size, void *arg)
{
	struct nt_smtp *s = arg;
	size_t n = 0;

	(void)easy;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	while (n < size && n + 1 < sizeof(s->command) && data[n] >= 'A' && data[n] <= 'Z')
		n++;
	if (n >= 4 && strncmp(data, "QUIT", 4) != 0) {
		memcpy(s->command, data, n);
		s->command[n] = '\0';
		if (strcmp(s->command, "EHLO") == 0)
			s->takes_utf8 = false; /* until it says so again */
	}
	return 0;
}

/* A line of the server's.  A mail that it cannot take is broken off after the answer to MAIL,
 * before its address is sent: curl would send it as it is. */
static size_t note_answer(char *line, size_t size, size_t count, void *arg)
{
	struct nt_smtp *s = arg;
	const size_t n = size * count;

	if (strcmp(s->command, "EHLO") == 0 && n >= 12 && strncasecmp(line + 4, "SMTPUTF8", 8) == 0)
		s->takes_utf8 = true;
	return lacks_utf8(s) ? 0 : n;
}

static int note_stop(void *arg, curl_off_t dl_all, curl_off_t dl, curl_off_t ul_all, curl_off_t ul)
{
	const struct nt_smtp *s = arg;

	(void)dl_all;
	(void)dl;
	(void)ul_all;
	(void)ul;
	return atomic_load(&s->stopping);
}

/* The server's lines have been read by then; nothing of them is kept. */
static size_t drop(char *bytes, size_t size, size_t count, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * count;
}

/* ---- Making. */

static bool set_up(struct nt_smtp *s)
{
	const struct nt_smtp_conf *c = &s->conf;
	CURL *h = s->easy;

	return curl_easy_setopt(h, CURLOPT_URL, c->url) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS) ==
		       CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_USE_SSL,
				(long)(c->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE)) == CURLE_OK &&
	       (!*c->ca || curl_easy_setopt(h, CURLOPT_CAINFO, c->ca) == CURLE_OK) &&
	       (!*c->user || (curl_easy_setopt(h, CURLOPT_USERNAME, c->user) == CURLE_OK &&
			      curl_easy_setopt(h, CURLOPT_PASSWORD, c->password) == CURLE_OK)) &&
	       curl_easy_setopt(h, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, note_command) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_DEBUGDATA, s) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, note_stop) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_XFERINFODATA, s) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, note_answer) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_HEADERDATA, s) == CURLE_OK &&
	       curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, drop) == CURLE_OK;
}

int nt_smtp_new(const struct nt_smtp_conf *conf, struct nt_smtp **out, struct cw_err *err)
{
	struct nt_smtp *s = calloc(1, sizeof(*s));

	*out = NULL;
	if (!s)
		return cw_fail_memory(err);
	s->conf = *conf;
	s->easy = curl_easy_init();
	if (!s->easy || !set_up(s)) {
		nt_smtp_free(s);
		return cw_fail_memory(err);
	}
	*out = s;
	return 0;
}

void nt_smtp_free(struct nt_smtp *s)
{
	if (!s)
		return;
	curl_easy_cleanup(s->easy);
	free(s);
}

void nt_smtp_stop(struct nt_smtp *s)
{
	atomic_store(&s->stopping, true);
}

/* ---- One mail. */

/* What lives as long as its transfer. */
struct parts {
	struct curl_slist *head, *to;
	curl_mime *mime;
};

static bool add(struct curl_slist **list, const char *line)
{
	struct curl_slist *more = line ? curl_slist_append(*list, line) : NULL;

	if (more)
		*list = more;
	return more != NULL;
}

static bool fill_head(struct parts *p, const struct nt_smtp *s, struct cw_arena *a,
		      const struct nt_mail *m, const char *to)
{
	const char *subject = nt_mime_words(a, m->subject);
	const char *date = nt_mime_date(a, m->made_at);

	return subject && date && add(&p->head, cw_printf(a, "Date: %s", date)) &&
	       add(&p->head, cw_printf(a, "From: <%s>", s->conf.from)) &&
	       add(&p->head, cw_printf(a, "To: <%s>", to)) &&
	       add(&p->head, cw_printf(a, "Subject: %s", subject)) &&
	       add(&p->head, cw_printf(a, "Message-ID: <%s>", m->id)) &&
	       (!m->thread || (add(&p->head, cw_printf(a, "In-Reply-To: <%s>", m->thread)) &&
			       add(&p->head, cw_printf(a, "References: <%s>", m->thread)))) &&
	       add(&p->head, "Auto-Submitted: auto-generated") &&
	       add(&p->head, "X-Auto-Response-Suppress: All");
}

static bool add_part(curl_mime *mime, const char *type, const char *text)
{
	curl_mimepart *part = curl_mime_addpart(mime);

	return part && curl_mime_data(part, text, CURL_ZERO_TERMINATED) == CURLE_OK &&
	       curl_mime_type(part, type) == CURLE_OK &&
	       curl_mime_encoder(part, "base64") == CURLE_OK;
}

/* The last is the best (RFC 2046, multipart/alternative). */
static bool fill_body(struct parts *p, struct nt_smtp *s, const struct nt_mail *m)
{
	curl_mime *both = curl_mime_init(s->easy);
	curl_mimepart *part;

	p->mime = curl_mime_init(s->easy);
	part = p->mime ? curl_mime_addpart(p->mime) : NULL;
	if (!both || !part || !add_part(both, "text/plain; charset=utf-8", m->text) ||
	    !add_part(both, "text/html; charset=utf-8", m->html) ||
	    curl_mime_subparts(part, both) != CURLE_OK) {
		curl_mime_free(both);
		return false;
	}
	return curl_mime_type(part, "multipart/alternative") == CURLE_OK;
}

static bool make(struct parts *p, struct nt_smtp *s, struct cw_arena *a, const struct nt_mail *m,
		 const char *to)
{
	const char *from = cw_printf(a, "<%s>", s->conf.from);

	return from && fill_head(p, s, a, m, to) && fill_body(p, s, m) &&
	       add(&p->to, cw_printf(a, "<%s>", to)) &&
	       curl_easy_setopt(s->easy, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
	       curl_easy_setopt(s->easy, CURLOPT_MAIL_RCPT, p->to) == CURLE_OK &&
	       curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, p->head) == CURLE_OK &&
	       curl_easy_setopt(s->easy, CURLOPT_MIMEPOST, p->mime) == CURLE_OK;
}

/* A mail is at fault only from its own address on: RCPT, DATA and what follows. */
static enum nt_smtp_end judge(struct nt_smtp *s, CURLcode rc, char *why, size_t size)
{
	const bool own = strcmp(s->command, "RCPT") == 0 || strcmp(s->command, "DATA") == 0;
	long code = 0;

	if (rc == CURLE_OK) {
		*why = '\0';
		return NT_SMTP_SENT;
	}
	if (lacks_utf8(s)) {
		snprintf(why, size, "no SMTPUTF8");
		return NT_SMTP_REFUSED;
	}
	curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &code);
	if (code >= 400 && code < 600)
		snprintf(why, size, "%ld after %s", code, *s->command ? s->command : "connecting");
	else
		snprintf(why, size, "%s", curl_easy_strerror(rc));
	if (!own || code < 400 || code >= 600)
		return NT_SMTP_RELAY;
	/* 421: the server closes, and 552, 452 are its disk. */
	if (code == 421)
		return NT_SMTP_RELAY;
	return code >= 500 ? NT_SMTP_REFUSED : NT_SMTP_LATER;
}

enum nt_smtp_end nt_smtp_send(struct nt_smtp *s, struct cw_arena *a, const struct nt_mail *m,
			      char *why, size_t size)
{
	struct parts p = { .head = NULL };
	enum nt_smtp_end end = NT_SMTP_RELAY;
	char *to = NULL;

	s->command[0] = '\0';
	if (nt_mime_address(a, m->to, &to) == 0 && !to) {
		snprintf(why, size, "address");
		return NT_SMTP_REFUSED;
	}
	s->needs_utf8 = to && !cw_mail_address_plain(to);
	if (to && make(&p, s, a, m, to))
		end = judge(s, curl_easy_perform(s->easy), why, size);
	else
		snprintf(why, size, "out of memory");
	/* The handle must not hold what is freed here. */
	curl_easy_setopt(s->easy, CURLOPT_MIMEPOST, NULL);
	curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(s->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_mime_free(p.mime);
	curl_slist_free_all(p.head);
	curl_slist_free_all(p.to);
	return end;
}
