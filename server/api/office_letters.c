/* Letters that belong to no case: composed by casework/letter.h, numbered, kept as sent (R-KEEP-2).
 */
#include "server/api/district.h"
#include "server/app.h"

void office_letter_facts(struct rq *rq, const struct db_agency *agency, struct cw_letter_facts *out)
{
	*out = (struct cw_letter_facts){
		.lang = CW_ZH,
		.date = rq->today,
		.agency = agency->name,
		.agency_office = agency->office,
		.agency_address = agency->address,
		.agency_phone = agency->phone,
		.submitted_on = CW_DAY_NONE,
		.received_on = CW_DAY_NONE,
		.signed_by = rq->who.name,
	};
}

int office_letter(struct rq *rq, const struct db_agency *agency, enum cw_letter_kind kind,
		  const char *mark, struct cw_letter_facts *facts, struct db_office_letter *out,
		  struct cw_err *err)
{
	struct cw_letter_text text;
	uint64_t number;
	size_t len;

	if (db_number_take(rq->db, agency->id, "office", cw_day_year(rq->today), &number, err))
		return -1;
	facts->document_number =
		cw_printf(rq->arena, "%s依%s〔%d〕%llu号", agency->short_name, mark,
			  cw_day_year(rq->today), (unsigned long long)number);
	if (!facts->document_number)
		return cw_fail_memory(err);
	if (cw_letter_compose(rq->arena, kind, facts, &text, err))
		return -1;
	*out = (struct db_office_letter){
		.agency_id = agency->id,
		.signed_by = rq->who.user,
		.kind = cw_letter(kind)->name,
		.document_number = facts->document_number,
		.made_on = rq->today,
		.made_at = rq->now,
	};
	out->body = act_letter_bytes(rq->arena, &text, &len);
	out->body_len = len;
	if (!out->body)
		return cw_fail_memory(err);
	return db_office_letter_add(rq->db, rq->arena, rq->app->keys, out, err);
}

int office_letter_json(struct rq *rq, uint64_t id, struct json_object **out, struct cw_err *err)
{
	struct db_office_letter l;

	*out = NULL;
	if (!id)
		return 0;
	if (db_office_letter_get(rq->db, rq->arena, rq->app->keys, id, &l, err))
		return -1;
	*out = rq_kept(l.body);
	return *out ? 0 : cw_fail_memory(err);
}
