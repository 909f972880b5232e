#include "casework/base/date.h"

static bool is_leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_length(int y, int m)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && is_leap(y) ? 29 : len[m - 1];
}

/* Days since 1970-01-01 with years counted from 1 March, so that the leap day is the last of the
 * year and every 400 years have 146097 days. */
cw_day cw_day_of(int year, int month, int day)
{
	int y, era, yoe, doy, doe;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > month_length(year, month))
		return CW_DAY_NONE;
	y = month <= 2 ? year - 1 : year;
	era = y / 400;
	yoe = y % 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct cw_ymd cw_day_ymd(cw_day day)
{
	int32_t z = day + 719468;
	int era = z / 146097;
	int doe = z % 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct cw_ymd out;

	out.day = doy - (153 * mp + 2) / 5 + 1;
	out.month = mp < 10 ? mp + 3 : mp - 9;
	out.year = era * 400 + yoe + (out.month <= 2);
	return out;
}

int cw_day_year(cw_day day)
{
	return cw_day_ymd(day).year;
}

int cw_day_weekday(cw_day day)
{
	int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */

	return (w < 0 ? w + 7 : w) + 1;
}

cw_day cw_day_add_months(cw_day day, int months)
{
	struct cw_ymd d = cw_day_ymd(day);
	int m = d.year * 12 + d.month - 1 + months;
	int year = m / 12, month = m % 12 + 1;
	int last = month_length(year, month);

	return cw_day_of(year, month, d.day < last ? d.day : last);
}

static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

bool cw_day_parse(const char *text, size_t len, cw_day *out)
{
	int y, m, d;
	cw_day day;

	if (len != CW_DAY_TEXT - 1 || text[4] != '-' || text[7] != '-')
		return false;
	y = digits(text, 4);
	m = digits(text + 5, 2);
	d = digits(text + 8, 2);
	if (y < 0 || m < 0 || d < 0)
		return false;
	day = cw_day_of(y, m, d);
	if (day == CW_DAY_NONE || day < CW_DAY_MIN || day > CW_DAY_MAX)
		return false;
	*out = day;
	return true;
}

/* The clock's steps write a dozen of these a time, which is why no printf does it. */
static void put_digits(char *to, int n, int v)
{
	for (; n > 0; n--, v /= 10)
		to[n - 1] = (char)('0' + v % 10);
}

const char *cw_day_text(cw_day day, char buf[CW_DAY_TEXT])
{
	struct cw_ymd d;

	if (day == CW_DAY_NONE) {
		buf[0] = '\0';
		return buf;
	}
	d = cw_day_ymd(day);
	put_digits(buf, 4, d.year);
	put_digits(buf + 5, 2, d.month);
	put_digits(buf + 8, 2, d.day);
	buf[4] = buf[7] = '-';
	buf[10] = '\0';
	return buf;
}

cw_day cw_day_of_instant(int64_t micros)
{
	const int64_t per_day = INT64_C(86400000000), beijing = INT64_C(8) * 3600 * 1000000;
	int64_t t = micros + beijing;
	int64_t day = t / per_day;

	return (cw_day)(t % per_day < 0 ? day - 1 : day);
}
