#include "casework/identity.h"

#include <string.h>

#include "casework/base/date.h"
#include "casework/base/text.h"
#include "casework/representative.h"

static const char *const names[CW_ID_KIND_MAX] = {
	[CW_ID_CITIZEN] = "citizen",
	[CW_ID_CREDIT_CODE] = "credit_code",
	[CW_ID_PASSPORT] = "passport",
	[CW_ID_OTHER] = "other",
};

const char *cw_id_kind_name(enum cw_id_kind kind)
{
	return names[kind];
}

int cw_id_kind_of(const char *name)
{
	for (int k = 0; k < CW_ID_KIND_MAX; k++)
		if (strcmp(names[k], name) == 0)
			return k;
	return -1;
}

/* ---- As it is compared: full-width forms to ASCII, blanks out, upper case. */

static uint32_t narrow(uint32_t cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e)
		cp -= 0xfee0;
	if (cp >= 'a' && cp <= 'z')
		cp -= 'a' - 'A';
	return cp;
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0xa0 || cp == 0x3000;
}

static void normalise(const char *text, struct cw_id_check *out)
{
	size_t left = strlen(text), used = 0;
	uint32_t cp;

	while (left) {
		size_t len = cw_utf8_next(text, left, &cp), put;

		if (len == 0) { /* no text at all: nothing to keep of this byte */
			out->warning = CW_MSG_ID_CHARACTER;
			text++;
			left--;
			continue;
		}
		put = narrow(cp) < 0x80 ? 1 : len;
		if (!is_blank(cp)) {
			if (used + put >= sizeof(out->normal)) {
				out->warning = CW_MSG_ID_TOO_LONG;
				break;
			}
			if (put == 1)
				out->normal[used] = (char)narrow(cp);
			else
				memcpy(out->normal + used, text, put);
			used += put;
		}
		text += len;
		left -= len;
	}
	out->normal[used] = '\0';
}

/* ---- Citizen numbers: region (6), birth date (8), serial (3), check (1). */

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

static int number(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

/* ISO 7064 MOD 11-2 over the first 17 digits. */
static char citizen_check(const char *s)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (s[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

/* 15 digits have a year of the 20th century without its century, and no check. */
static void lengthen(char s[64])
{
	memmove(s + 8, s + 6, 9);
	memcpy(s + 6, "19", 2);
	s[17] = citizen_check(s);
	s[18] = '\0';
}

static void check_citizen(cw_day on_day, struct cw_id_check *out)
{
	char *s = out->normal;
	size_t len = strlen(s);
	cw_day born;

	if (len != 15 && len != 18) {
		out->warning = CW_MSG_ID_CITIZEN_LENGTH;
		return;
	}
	if (!all_digits(s, len - 1) ||
	    (!all_digits(s + len - 1, 1) && (len == 15 || s[17] != 'X'))) {
		out->warning = CW_MSG_ID_CHARACTER;
		return;
	}
	born = len == 15 ? cw_day_of(1900 + number(s + 6, 2), number(s + 8, 2), number(s + 10, 2))
			 : cw_day_of(number(s + 6, 4), number(s + 10, 2), number(s + 12, 2));
	if (born == CW_DAY_NONE || (on_day != CW_DAY_NONE && born > on_day)) {
		out->warning = CW_MSG_ID_BIRTH_DATE;
		return;
	}
	if (on_day != CW_DAY_NONE) {
		out->minor = cw_age_on(born, on_day) < 18;  /* 民法典17 */
		out->under_8 = cw_age_on(born, on_day) < 8; /* 民法典20 */
	}
	if (len == 15)
		lengthen(s);
	else if (s[17] != citizen_check(s))
		out->warning = CW_MSG_ID_CHECK;
}

/* ---- Unified social credit codes. */

static void check_credit_code(struct cw_id_check *out)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int sum = 0, weight = 1;

	if (strlen(out->normal) != 18) {
		out->warning = CW_MSG_ID_CREDIT_CODE_LENGTH;
		return;
	}
	for (int i = 0; i < 18; i++) {
		const char *at = strchr(alphabet, out->normal[i]);

		if (!at) {
			out->warning = CW_MSG_ID_CHARACTER;
			return;
		}
		if (i < 17)
			sum += (int)(at - alphabet) * weight;
		weight = weight * 3 % 31; /* the weights are the powers of 3 */
	}
	if (out->normal[17] != alphabet[(31 - sum % 31) % 31])
		out->warning = CW_MSG_ID_CHECK;
}

void cw_id_check(enum cw_id_kind kind, const char *text, cw_day on_day, struct cw_id_check *out)
{
	*out = (struct cw_id_check){ .warning = CW_MSG_NONE };
	normalise(text, out);
	if (out->warning != CW_MSG_NONE)
		return;
	if (!out->normal[0])
		out->warning = CW_MSG_ID_EMPTY;
	else if (kind == CW_ID_CITIZEN)
		check_citizen(on_day, out);
	else if (kind == CW_ID_CREDIT_CODE)
		check_credit_code(out);
}
