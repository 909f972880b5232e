#include "casework/base/money.h"

#include <inttypes.h>
#include <stdio.h>

const char *cw_money_text(cw_fen fen, char buf[CW_MONEY_TEXT])
{
	uint64_t abs = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;

	snprintf(buf, CW_MONEY_TEXT, "%s%" PRIu64 ".%02u", fen < 0 ? "-" : "", abs / 100,
		 (unsigned)(abs % 100));
	return buf;
}

bool cw_money_parse(const char *text, size_t len, cw_fen *out)
{
	cw_fen v = 0;
	size_t i = 0;
	int decimals = -1; /* -1: before the point */

	if (len == 0 || text[0] < '0' || text[0] > '9')
		return false;
	for (; i < len; i++) {
		if (text[i] == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (text[i] < '0' || text[i] > '9' || decimals == 2)
			return false;
		v = v * 10 + (text[i] - '0');
		if (v > CW_FEN_MAX)
			return false;
		if (decimals >= 0)
			decimals++;
	}
	if (decimals == 0) /* "12." */
		return false;
	for (; decimals < 2; decimals++) {
		if (decimals < 0)
			decimals = 0;
		v *= 10;
	}
	if (v > CW_FEN_MAX)
		return false;
	*out = v;
	return true;
}
