/*
 * Money: integer fen (分) inside, yuan with two decimals at the edges (R-FEE-9); never a float.
 */
#ifndef CASEWORK_BASE_MONEY_H
#define CASEWORK_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t cw_fen;

#define CW_MONEY_TEXT 32
/* The most that one amount may be: ten thousand million yuan. */
#define CW_FEN_MAX INT64_C(1000000000000)

/* Yuan with two decimals, "1234.00"; returns BUF. */
const char *cw_money_text(cw_fen fen, char buf[CW_MONEY_TEXT]);
/* Strict "123", "123.4" or "123.45" of LEN bytes, not negative, at most CW_FEN_MAX. */
bool cw_money_parse(const char *text, size_t len, cw_fen *out);

#endif
