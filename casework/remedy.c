/*
 * The remedy paragraph and its last days (R-OUT-4; 复议法 20, 22-24, 27, 28; 行诉法 45, 46).
 *
 * A paragraph has a subject ("what is refused in part 1"), the bodies and the court.  The parts of
 * a reply are sorted into three sets by what is open against them; each set gets one paragraph.
 */
#include "casework/base/text.h"
#include "casework/calendar.h"
#include "casework/constant.h"
#include "casework/outcome.h"
#include "casework/words.h"

cw_day cw_remedy_first_since(void)
{
	return cw_day_of(2024, 1, 1);
}

enum remedy { REMEDY_FIRST, REMEDY_BOTH, REMEDY_RECONSIDERATION, REMEDY_MAX };

/* Which parts a paragraph is about; bits by place.  In WITHIN are parts of which only one side is
 * meant: for REMEDY_FIRST what a partial answer refuses, else the rest of it. */
struct subject {
	uint64_t whole, within;
};

#define PARTS_MAX 64

static enum remedy ordinary(const struct cw_remedy_bodies *bodies, enum cw_outcome outcome)
{
	return bodies->reconsideration_only & CW_OUTCOME_BIT(outcome) ? REMEDY_RECONSIDERATION
								      : REMEDY_BOTH;
}

static void sort_parts(const struct cw_reply *reply, const struct cw_remedy_bodies *bodies,
		       cw_day decided_on, struct subject by[REMEDY_MAX])
{
	const bool first = decided_on >= cw_remedy_first_since();

	for (size_t i = 0; i < reply->n_parts && i < PARTS_MAX; i++) {
		const struct cw_part *p = &reply->parts[i];
		const uint64_t bit = UINT64_C(1) << i;

		if (first && cw_outcome(p->outcome)->reconsideration_first) {
			by[REMEDY_FIRST].whole |= bit;
		} else if (first && p->outcome == CW_OUTCOME_PARTIAL &&
			   p->refused & CW_OUTCOMES_14_TO_16) {
			by[REMEDY_FIRST].within |= bit;
			by[ordinary(bodies, p->outcome)].within |= bit;
		} else {
			by[ordinary(bodies, p->outcome)].whole |= bit;
		}
	}
}

/* ---- Text. */

static char *text(struct cw_arena *a, enum cw_lang lang, enum cw_msg msg, const char *arg0,
		  const char *arg1, const char *arg2)
{
	const char *const args[CW_MSG_ARGS] = { arg0, arg1, arg2 };

	return cw_msg_text(a, msg, lang, args);
}

/* "this reply", "parts 1, 3 of this reply", "what is refused in part 2", or two of them. */
static char *subject_text(struct cw_arena *a, const struct subject *s, enum remedy remedy,
			  size_t n_parts, enum cw_lang lang)
{
	const bool refused = remedy == REMEDY_FIRST;
	const uint64_t all = n_parts < PARTS_MAX ? (UINT64_C(1) << n_parts) - 1 : UINT64_MAX;
	char *numbers, *whole, *within;

	if (s->whole == all)
		return text(a, lang, CW_MSG_REMEDY_THIS_REPLY, NULL, NULL, NULL);
	if (n_parts == 1)
		return text(a, lang, refused ? CW_MSG_REMEDY_REFUSED : CW_MSG_REMEDY_REST, NULL,
			    NULL, NULL);
	numbers = cw_words_numbers(a, s->whole, lang);
	whole = numbers ? text(a, lang, CW_MSG_REMEDY_PARTS, numbers, NULL, NULL) : NULL;
	if (!s->within)
		return whole;
	numbers = cw_words_numbers(a, s->within, lang);
	within = numbers ? text(a, lang, refused ? CW_MSG_REMEDY_REFUSED_IN : CW_MSG_REMEDY_REST_IN,
				numbers, NULL, NULL)
			 : NULL;
	if (!s->whole || !whole || !within)
		return within;
	return text(a, lang, CW_MSG_REMEDY_AND, whole, within, NULL);
}

/* The bodies by name and address, and online channel where it must be named, joined by 或. */
static char *bodies_text(struct cw_arena *a, const struct cw_remedy_bodies *bodies,
			 enum cw_lang lang)
{
	struct cw_buf b;

	if (!bodies->n_bodies)
		return text(a, lang, CW_MSG_REMEDY_ANY_BODY, NULL, NULL, NULL);
	cw_buf_init(&b, a);
	for (size_t i = 0; i < bodies->n_bodies; i++) {
		const struct cw_remedy_body *one = &bodies->bodies[i];
		const bool online = bodies->online_service && one->online;
		const char *place = NULL;

		if (i)
			cw_buf_puts(&b, cw_msg_raw(CW_MSG_REMEDY_OR, lang));
		cw_buf_puts(&b, one->name);
		if (one->address && online)
			place = text(a, lang, CW_MSG_REMEDY_PLACE_BOTH, one->address, one->online,
				     NULL);
		else if (one->address || online)
			place = text(a, lang,
				     online ? CW_MSG_REMEDY_PLACE_ONLINE
					    : CW_MSG_REMEDY_PLACE_ADDRESS,
				     online ? one->online : one->address, NULL, NULL);
		else
			continue;
		if (!place)
			return NULL;
		cw_buf_puts(&b, place);
	}
	return cw_buf_done(&b, NULL);
}

static const char *court_text(const struct cw_remedy_bodies *bodies, enum cw_lang lang)
{
	return bodies->court ? bodies->court : cw_msg_raw(CW_MSG_REMEDY_ANY_COURT, lang);
}

static char *paragraph(struct cw_arena *a, enum remedy remedy, const char *subject,
		       const struct cw_remedy_bodies *bodies, enum cw_lang lang)
{
	static const enum cw_msg forms[REMEDY_MAX] = {
		[REMEDY_FIRST] = CW_MSG_REMEDY_FIRST,
		[REMEDY_BOTH] = CW_MSG_REMEDY_BOTH,
		[REMEDY_RECONSIDERATION] = CW_MSG_REMEDY_RECONSIDERATION,
	};
	const char *names = bodies_text(a, bodies, lang);

	if (!subject || !names)
		return NULL;
	return text(a, lang, forms[remedy], subject, names, court_text(bodies, lang));
}

static char *or_no_memory(char *result, struct cw_err *err)
{
	if (!result)
		(void)cw_fail_memory(err);
	return result;
}

char *cw_remedy_text(struct cw_arena *a, const struct cw_reply *reply,
		     const struct cw_remedy_bodies *bodies, cw_day decided_on, enum cw_lang lang,
		     struct cw_err *err)
{
	struct subject by[REMEDY_MAX] = { 0 };
	struct cw_buf b;

	sort_parts(reply, bodies, decided_on, by);
	cw_buf_init(&b, a);
	for (int r = 0; r < REMEDY_MAX; r++) {
		const char *subject, *para;

		if (!by[r].whole && !by[r].within)
			continue;
		subject = subject_text(a, &by[r], (enum remedy)r, reply->n_parts, lang);
		para = paragraph(a, (enum remedy)r, subject, bodies, lang);
		if (!para)
			return or_no_memory(NULL, err);
		if (b.len)
			cw_buf_puts(&b, "\n");
		cw_buf_puts(&b, para);
	}
	return or_no_memory(cw_buf_done(&b, NULL), err);
}

char *cw_remedy_letter_text(struct cw_arena *a, enum cw_outcome outcome,
			    const struct cw_remedy_bodies *bodies, enum cw_lang lang,
			    struct cw_err *err)
{
	const char *subject = cw_msg_raw(CW_MSG_REMEDY_THIS_LETTER, lang);

	return or_no_memory(paragraph(a, ordinary(bodies, outcome), subject, bodies, lang), err);
}

char *cw_remedy_third_party_text(struct cw_arena *a, const struct cw_remedy_bodies *bodies,
				 enum cw_lang lang, struct cw_err *err)
{
	const char *subject = cw_msg_raw(CW_MSG_REMEDY_THIS_DISCLOSURE, lang);

	return or_no_memory(paragraph(a, REMEDY_BOTH, subject, bodies, lang), err);
}

char *cw_remedy_unanswered_text(struct cw_arena *a, const struct cw_remedy_bodies *bodies,
				cw_day due_on, const struct cw_calendar *cal, enum cw_lang lang,
				struct cw_err *err)
{
	struct cw_remedy_days days;
	char *due, *until, *suit, *names, *first, *second;

	cw_remedy_days_unanswered(due_on, cal, &days);
	due = cw_words_day(a, due_on, lang);
	until = cw_words_day(a, days.reconsideration, lang);
	suit = cw_words_day(a, days.suit, lang);
	names = bodies_text(a, bodies, lang);
	if (!due || !until || !suit || !names)
		return or_no_memory(NULL, err);
	first = text(a, lang, CW_MSG_REMEDY_UNANSWERED, due, until, names);
	second = text(a, lang, CW_MSG_REMEDY_UNANSWERED_SUIT, suit, court_text(bodies, lang), NULL);
	if (!first || !second)
		return or_no_memory(NULL, err);
	return or_no_memory(cw_printf(a, "%s%s", first, second), err);
}

/* ---- Last days: calendar periods whose last day moves off a day off (R-DAY-5). */

static void last_days(cw_day start, bool suit, const struct cw_calendar *cal,
		      struct cw_remedy_days *out)
{
	out->reconsideration = cw_calendar_on_or_after(cal, start + CW_PERIOD_RECONSIDERATION);
	out->suit = suit ? cw_calendar_on_or_after(cal, cw_day_add_months(start, CW_PERIOD_SUIT))
			 : CW_DAY_NONE;
	out->provisional = cw_calendar_is_provisional(cal, out->reconsideration) ||
			   (suit && cw_calendar_is_provisional(cal, out->suit));
}

void cw_remedy_days(const struct cw_reply *reply, cw_day received_on, cw_day decided_on,
		    const struct cw_calendar *cal, struct cw_remedy_days *out)
{
	static const struct cw_remedy_bodies none = { 0 };
	struct subject by[REMEDY_MAX] = { 0 };

	if (received_on == CW_DAY_NONE) {
		*out = (struct cw_remedy_days){ CW_DAY_NONE, CW_DAY_NONE, true };
		return;
	}
	sort_parts(reply, &none, decided_on, by);
	last_days(received_on, by[REMEDY_BOTH].whole || by[REMEDY_BOTH].within, cal, out);
}

void cw_remedy_days_unanswered(cw_day due_on, const struct cw_calendar *cal,
			       struct cw_remedy_days *out)
{
	last_days(due_on + 1, true, cal, out);
}
