#include "notify/mime.h"

#include <idn2.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "casework/base/text.h"
#include "casework/mail.h"
#include "notify/sign.h"

#define WORD_BEGIN "=?UTF-8?B?"
#define WORD_END   "?="
/* 75 bytes hold 45 of the text: 45 / 3 * 4 = 60, and 12 of "=?UTF-8?B??=". */
#define WORD_TEXT 45
#define PLAIN_MAX 60

static bool is_plain(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	return len <= PLAIN_MAX && !strstr(text, "=?");
}

/* How many bytes of TEXT are whole characters within MAX. */
static size_t whole(const char *text, size_t max)
{
	size_t n = strlen(text);

	if (n <= max)
		return n;
	for (n = max; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;)
		n--;
	return n;
}

char *nt_mime_words(struct cw_arena *a, const char *text)
{
	char *copy = cw_strdup(a, text);
	struct cw_buf b;

	if (!copy)
		return NULL;
	for (char *p = copy; *p; p++)
		if (*p == '\r' || *p == '\n')
			*p = ' ';
	if (is_plain(copy))
		return copy;
	cw_buf_init(&b, a);
	for (size_t n; *copy; copy += n) {
		char *word;

		n = whole(copy, WORD_TEXT);
		word = nt_base64(a, copy, n);
		if (!word)
			return NULL;
		cw_buf_printf(&b, "%s" WORD_BEGIN "%s" WORD_END, b.len ? "\r\n " : "", word);
	}
	return cw_buf_done(&b, NULL);
}

char *nt_mime_date(struct cw_arena *a, int64_t now)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const time_t local = (time_t)(now / 1000000 + 8 * 3600);
	struct tm tm;

	gmtime_r(&local, &tm);
	return cw_printf(a, "%s, %02d %s %d %02d:%02d:%02d +0800", days[tm.tm_wday], tm.tm_mday,
			 months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

int nt_mime_address(struct cw_arena *a, const char *address, char **out)
{
	const char *at = strrchr(address, '@');
	uint8_t *domain = NULL;

	*out = NULL;
	/* curl would take the letters by the locale, which a service has none of. */
	if (idn2_lookup_u8((const uint8_t *)at + 1, &domain,
			   IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_USE_STD3_ASCII_RULES) !=
	    IDN2_OK)
		return 0;
	*out = cw_printf(a, "%.*s@%s", (int)(at - address), address, (const char *)domain);
	idn2_free(domain);
	if (!*out)
		return -1;
	if (!cw_mail_address_ok(*out)) /* what letters are turned into counts, too */
		*out = NULL;
	return 0;
}
