#include "server/act/facts.h"

#include <string.h>

#include "db/remedy.h"
#include "server/act/copies.h"
#include "server/app.h"

static int load_remedies(struct act *x, struct cw_err *err)
{
	struct db_remedy *rows = NULL;
	size_t n = 0;

	if (act_has(x, DB_HAS_REMEDY) &&
	    db_remedy_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		x->c.remedy_open |= !rows[i].result;
	if (!x->d.is_open)
		return 0;
	/* Before a reply it matters what the applicant has under way elsewhere with the agency
	 * (R-ASK-5). */
	return db_remedy_open_or_lost(x->rq->db, x->d.applicant_id, x->d.agency_id,
				      &x->hard.remedy_open, &x->hard.remedy_lost, err);
}

/* Correction and extension are refused in an ordered handling unless the order allows (R-OUT-7). */
static int load_order(struct act *x, struct cw_err *err)
{
	struct db_order o;
	bool found;

	if (x->d.handling < 2)
		return 0;
	if (db_order_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, &o, &found, err))
		return -1;
	x->c.order_allows_correction = found && o.allows_correction;
	x->c.order_allows_extension = found && o.allows_extension;
	return 0;
}

/* By post or courier the receipt is heard of later; by hand it is the service itself, and what is
 * made available electronically is there. */
static int load_receipt(struct act *x, struct cw_err *err)
{
	struct db_service *rows;
	bool sent = false, known = false;
	size_t n;

	if (!act_has(x, DB_HAS_SERVICE) || x->c.state != CW_STATE_REPLIED || !x->has_reply)
		return 0;
	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!act_service_stands(&rows[i], x->reply.letter_id))
			continue;
		sent = true;
		known |= rows[i].received_on != CW_DAY_NONE ||
			 strcmp(rows[i].way, "electronic") == 0;
	}
	x->c.receipt_open = sent && !known;
	return 0;
}

int facts_after(struct act *x, struct cw_err *err)
{
	x->about.own_record = x->c.own_record;
	return load_remedies(x, err) || load_order(x, err) || load_receipt(x, err) ? -1 : 0;
}

/* Letters that end a handling. */
static bool ends_handling(const char *kind)
{
	static const enum cw_letter_kind kinds[] = {
		CW_LETTER_REPLY,
		CW_LETTER_NEW_REPLY,
		CW_LETTER_ON_THE_SPOT_RECORD,
		CW_LETTER_LAPSE_NOTICE,
		CW_LETTER_TERMINATION_NOTICE,
		CW_LETTER_RECORD_CORRECTION,
		CW_LETTER_TRANSFER_NOTICE,
		CW_LETTER_WITHDRAWAL_CONFIRMATION,
	};

	for (size_t i = 0; i < DB_N(kinds); i++)
		if (strcmp(cw_letter(kinds[i])->name, kind) == 0)
			return true;
	return false;
}

static const char *letter_name(struct act *x, const struct db_letter *l)
{
	const enum cw_lang lang = strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH;
	int kind = cw_letter_of(l->kind);

	if (l->document_number)
		return l->document_number;
	return kind < 0 ? l->kind : cw_msg_raw(cw_letter((enum cw_letter_kind)kind)->title, lang);
}

int act_earlier(struct act *x, struct cw_letter_earlier *out, struct cw_err *err)
{
	struct db_letter *letters;
	struct db_order o;
	bool found;
	size_t n;

	*out = (struct cw_letter_earlier){ .date = CW_DAY_NONE, .order_on = CW_DAY_NONE };
	if (db_letter_list(x->rq->db, x->rq->arena, x->d.id, &letters, &n, err) ||
	    db_order_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, &o, &found, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (letters[i].handling >= x->d.handling || !ends_handling(letters[i].kind))
			continue;
		out->number = letter_name(x, &letters[i]);
		out->date = letters[i].made_on;
	}
	if (found && o.body) {
		out->order_body = o.body;
		out->order_number = o.number;
		out->order_on = o.ordered_on;
	}
	return 0;
}
