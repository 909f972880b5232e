/*
 * Days and numbers as people read them in letters.  Text is the arena's; NULL if no memory.
 */
#ifndef CASEWORK_WORDS_H
#define CASEWORK_WORDS_H

#include "casework/base/date.h"
#include "casework/base/msg.h"

/* 2026年3月2日; 2 March 2026.  CW_DAY_NONE gives an empty text. */
char *cw_words_day(struct cw_arena *a, cw_day day, enum cw_lang lang);
/* 1 to 99 in Chinese (二十一), anything else and English in digits. */
char *cw_words_number(struct cw_arena *a, unsigned n, enum cw_lang lang);
/* The numbers of the set bits of SET counted from 1: 一、三 or "1, 3". */
char *cw_words_numbers(struct cw_arena *a, uint64_t set, enum cw_lang lang);

#endif
