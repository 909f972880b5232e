#include "casework/letter_draft.h"

#include <string.h>

void cw_draft_lacks(struct cw_draft *d, const char *pointer)
{
	(void)cw_fail_item(d->err, pointer, CW_MSG_REQUIRED, NULL);
}

static const char *keep(struct cw_draft *d, const char *text)
{
	if (!text)
		d->failed = true;
	return text ? text : "";
}

const char *cw_draft_text(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
			  const char *arg2)
{
	const char *const args[CW_MSG_ARGS] = { arg0, arg1, arg2 };

	return keep(d, cw_msg_text(d->a, msg, d->lang, args));
}

const char *cw_draft_day(struct cw_draft *d, cw_day day)
{
	return keep(d, cw_words_day(d->a, day, d->lang));
}

const char *cw_draft_last_day(struct cw_draft *d, cw_day day, bool provisional)
{
	const char *text = cw_draft_day(d, day);

	return provisional ? cw_draft_text(d, CW_MSG_LETTER_PROVISIONAL, text, NULL, NULL) : text;
}

const char *cw_draft_number(struct cw_draft *d, int64_t n)
{
	return keep(d, cw_printf(d->a, "%lld", (long long)n));
}

const char *cw_draft_money(struct cw_draft *d, cw_fen fen)
{
	char buf[CW_MONEY_TEXT];

	return keep(d, cw_strdup(d->a, cw_money_text(fen, buf)));
}

static bool grow(struct cw_draft *d)
{
	const size_t room = d->room ? 2 * d->room : 32;
	struct cw_block *blocks = cw_alloc_n(d->a, room, sizeof(*blocks));

	if (!blocks)
		return false;
	if (d->n)
		memcpy(blocks, d->blocks, d->n * sizeof(*blocks));
	d->blocks = blocks;
	d->room = room;
	return true;
}

void cw_draft_add(struct cw_draft *d, enum cw_block_kind kind, const char *label, const char *text)
{
	if (d->failed)
		return;
	if (d->n == d->room && !grow(d)) {
		d->failed = true;
		return;
	}
	d->blocks[d->n++] = (struct cw_block){ kind, label, text };
}

void cw_draft_heading(struct cw_draft *d, enum cw_msg msg)
{
	cw_draft_add(d, CW_BLOCK_HEADING, NULL, cw_draft_text(d, msg, NULL, NULL, NULL));
}

void cw_draft_para(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
		   const char *arg2)
{
	cw_draft_add(d, CW_BLOCK_PARAGRAPH, NULL, cw_draft_text(d, msg, arg0, arg1, arg2));
}

void cw_draft_item(struct cw_draft *d, enum cw_msg msg, const char *arg0, const char *arg1,
		   const char *arg2)
{
	cw_draft_add(d, CW_BLOCK_ITEM, NULL, cw_draft_text(d, msg, arg0, arg1, arg2));
}

void cw_draft_fact(struct cw_draft *d, enum cw_msg label, const char *value)
{
	if (value && *value)
		cw_draft_add(d, CW_BLOCK_FACT, cw_draft_text(d, label, NULL, NULL, NULL), value);
}

/* ---- What several letters share. */

void cw_draft_request(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;

	cw_draft_need(d, "/number", f->number != NULL);
	cw_draft_need(d, "/description", f->title || f->description);
	cw_draft_fact(d, CW_MSG_LETTER_NUMBER, f->number);
	cw_draft_fact(d, CW_MSG_LETTER_SHOWN_NUMBER, f->shown_number);
	cw_draft_fact(d, CW_MSG_LETTER_ABOUT, f->title);
	cw_draft_fact(d, CW_MSG_LETTER_ASKED, f->description);
}

void cw_draft_steps(struct cw_draft *d)
{
	const struct cw_clock *k = d->f->clock;

	if (!k || !k->n_steps)
		return;
	cw_draft_heading(d, CW_MSG_LETTER_STEPS);
	for (size_t i = 0; i < k->n_steps; i++) {
		const struct cw_clock_step *s = &k->steps[i];

		cw_draft_item(d, s->msg, s->args[0], s->args[1], s->args[2]);
	}
}

void cw_draft_lines(struct cw_draft *d, const char *text)
{
	while (text && *text) {
		const size_t len = strcspn(text, "\n");

		if (len)
			cw_draft_add(d, CW_BLOCK_PARAGRAPH, NULL,
				     keep(d, cw_strndup(d->a, text, len)));
		text += len + (text[len] == '\n');
	}
}

void cw_draft_remedy_heading(struct cw_draft *d)
{
	cw_draft_heading(d, CW_MSG_LETTER_REMEDY);
}

void cw_draft_remedy(struct cw_draft *d, enum cw_outcome outcome)
{
	if (!d->f->bodies) /* named as missing by cw_letter_compose */
		return;
	cw_draft_remedy_heading(d);
	cw_draft_lines(
		d, keep(d, cw_remedy_letter_text(d->a, outcome, d->f->bodies, d->lang, d->err)));
}

void cw_draft_contact(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;

	cw_draft_fact(d, CW_MSG_LETTER_OFFICE, f->agency_office);
	cw_draft_fact(d, CW_MSG_LETTER_ADDRESS, f->agency_address);
	cw_draft_fact(d, CW_MSG_LETTER_PHONE, f->agency_phone);
}
