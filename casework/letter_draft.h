/*
 * What letters are written with, inside casework/letter*.c only.  A draft collects blocks; a
 * missing fact becomes an item of the error, a failed allocation is remembered, and
 * cw_letter_compose looks at both when the letter is done, so that composers read straight down.
 */
#ifndef CASEWORK_LETTER_DRAFT_H
#define CASEWORK_LETTER_DRAFT_H

#include "casework/letter.h"
#include "casework/words.h"

struct cw_draft {
	struct cw_arena *a;
	const struct cw_letter_facts *f;
	enum cw_lang lang;
	struct cw_err *err;
	struct cw_block *blocks;
	size_t n, room;
	bool failed; /* out of memory */
};

/* Adds the name of a fact to the error's items. */
void cw_draft_lacks(struct cw_draft *d, const char *pointer);
/* Whether a fact is there; if not, it is named. */
static inline bool cw_draft_need(struct cw_draft *d, const char *pointer, bool present)
{
	if (!present)
		cw_draft_lacks(d, pointer);
	return present;
}

/* Text of a message with up to three arguments; "" after a failed allocation. */
const char *cw_draft_text(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
			  const char *arg2);
const char *cw_draft_day(struct cw_draft *d, cw_day day);
/* One that lies in a year with no notice says so (R-DAY-3). */
const char *cw_draft_last_day(struct cw_draft *d, cw_day day, bool provisional);
const char *cw_draft_number(struct cw_draft *d, int64_t n);
const char *cw_draft_money(struct cw_draft *d, cw_fen fen);

void cw_draft_add(struct cw_draft *d, enum cw_block_kind kind, const char *label, const char *text);
void cw_draft_heading(struct cw_draft *d, enum cw_msg msg);
void cw_draft_para(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
		   const char *arg2);
void cw_draft_item(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
		   const char *arg2);
/* A label with its value; nothing if VALUE is NULL or empty. */
void cw_draft_fact(struct cw_draft *d, enum cw_msg label, const char *value);

/* What several letters share. */
void cw_draft_request(struct cw_draft *d); /* number and what is asked, as facts */
void cw_draft_steps(struct cw_draft *d);   /* how the due day comes about (R-CLOCK-8) */
void cw_draft_lines(struct cw_draft *d, const char *text); /* a paragraph per line */
void cw_draft_remedy_heading(struct cw_draft *d);
void cw_draft_remedy(struct cw_draft *d, enum cw_outcome outcome); /* of a letter without parts */
void cw_draft_contact(struct cw_draft *d); /* the office, its address and telephone */
void cw_draft_parts(struct cw_draft *d);   /* of facts->reply */

/* The letters, each in the file of its group. */
#define X(NAME, name) void cw_letter_##name(struct cw_draft *d);
CW_LETTERS(X)
#undef X

#endif
