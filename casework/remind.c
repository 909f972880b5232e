#include "casework/remind.h"

#include <string.h>

#include "casework/deadline.h"

#define CW  CW_REMIND_CASEWORKER
#define HD  CW_REMIND_HEAD
#define SV  CW_REMIND_SUPERVISOR
#define ADV CW_REMIND_ADVISOR
#define CLK CW_REMIND_CLERK
#define REV CW_REMIND_REVIEWER
#define OFF CW_REMIND_OFFICER

/* ---- The ladders. */

/* What the office owes the applicant, a court or the public; two days before is the last sensible moment for an
 * extension (R-CLOCK-2). */
static const struct cw_remind_step owed[] = {
	{ -10, CW, .digest = true },
	{ -5, CW },
	{ -2, CW | HD },
	{ -1, CW | ADV },
	{ 0, CW | HD, .ack = true },
	{ 1, HD | SV },
	{ 3, HD | SV },
	{ 5, HD | SV },
};
/* Signed, to be served: it has the day of the reply. */
static const struct cw_remind_step serve[] = {
	{ -1, CW | CLK }, { 0, CW | CLK | HD, .ack = true }, { 1, CLK | HD | SV }, { 3, HD | SV },
	{ 5, HD | SV },
};
/* A step of the case that is the caseworker's. */
static const struct cw_remind_step own[] = {
	{ -1, CW }, { 0, CW, .ack = true }, { 1, CW | HD }, { 3, HD },
};
/* The last day for a correction notice: after it there is none any more (R-CLOCK-4). */
static const struct cw_remind_step last_chance[] = { { -1, CW }, { 0, CW, .ack = true } };
/* The applicant's own time: nothing to acknowledge, but something follows its end. */
static const struct cw_remind_step theirs[] = {
	{ 0, CW }, { 1, CW | HD }, { 3, HD }, { 5, HD },
};
static const struct cw_remind_step asked[] = { { -1, CW }, { 0, CW }, { 1, CW | HD }, { 3, HD } };
static const struct cw_remind_step legal[] = {
	{ -2, ADV }, { -1, ADV }, { 0, ADV | CW, .ack = true }, { 1, ADV | CW | HD }, { 3, HD },
};
static const struct cw_remind_step secrecy[] = {
	{ -1, REV }, { 0, REV | CW, .ack = true }, { 1, REV | CW | HD }, { 3, HD },
};
static const struct cw_remind_step task[] = {
	{ -2, OFF }, { -1, OFF }, { 0, OFF | CW, .ack = true }, { 1, OFF | CW | HD }, { 3, HD },
};
static const struct cw_remind_step to_decide[] = {
	{ -1, HD }, { 0, HD, .ack = true }, { 1, HD }, { 3, HD },
};
/* That it was asked for is told at once (casework/hook.c); after its day it cannot be granted any
 * more (R-CLOCK-2), which is said once. */
static const struct cw_remind_step to_grant[] = {
	{ -2, HD }, { -1, HD }, { 0, HD, .ack = true }, { 1, CW | HD },
};
/* Ordinary post and fax wait for their confirmation (R-RCPT-3); nobody is assigned yet. */
static const struct cw_remind_step today_only[] = { { 0, CLK, .ack = true } };
static const struct cw_remind_step attempt[] = { { 0, CLK, .ack = true }, { 1, CLK | HD } };
static const struct cw_remind_step can_be_filed[] = { { 0, HD } };
static const struct cw_remind_step to_post[] = {
	{ 0, CW | CLK, .ack = true }, { 1, CLK | HD }, { 3, HD },
};
/* The contact has been served: nobody's clock runs any more, but the others wait. */
static const struct cw_remind_step copies[] = {
	{ -1, CW | CLK }, { 0, CW | CLK, .ack = true }, { 1, CW | CLK | HD }, { 3, HD },
};
/* The supervisor waits for an answer (R-OUT-12). */
static const struct cw_remind_step urging[] = {
	{ -2, CW | HD }, { -1, CW | HD }, { 0, HD, .ack = true }, { 1, HD | SV }, { 3, HD | SV },
	{ 5, HD | SV },
};

/* The district office's own: an answer to who complained about an agency (R-OUT-12). */
static const struct cw_remind_step supervised[] = {
	{ -5, SV }, { -2, SV }, { -1, SV }, { 0, SV, .ack = true }, { 1, SV }, { 3, SV }, { 5, SV },
};

static const struct {
	const char *kind; /* NULL: any other */
	const struct cw_remind_step *steps;
	size_t n;
} ladders[] = {
#define LADDER(kind, steps) { kind, steps, sizeof(steps) / sizeof((steps)[0]) }
	LADDER("reply", owed),
	LADDER("serve", serve),
	LADDER("correction_day", last_chance),
	LADDER("collection", to_post),
	{ "moved", NULL, 0 },
	LADDER("correction", theirs),
	LADDER("fee", theirs),
	LADDER("consultation", asked),
	LADDER("reasons", theirs),
	LADDER("reasons_finding", own),
	LADDER("determination", asked),
	LADDER("disclosure_notice", own),
	LADDER("extension", to_grant),
	LADDER("notice_receipt", own),
	LADDER("serve_lapse", serve),
	LADDER("proposal", to_decide),
	LADDER("legal_reassign", own),
	LADDER("first_attempt", today_only),
	LADDER("next_attempt", attempt),
	LADDER("serve_again", to_post),
	LADDER("copies", copies),
	LADDER("unconfirmed", can_be_filed),
	LADDER("succession", theirs),
	LADDER("secrecy_review", secrecy),
	LADDER("legal_review", legal),
	LADDER("task", task),
	LADDER("respondent", owed),
	LADDER("respondent_suit", owed),
	LADDER("urging", urging),
	LADDER("complaint", supervised),
	LADDER("complaint_answer", urging),
	LADDER("complaint_mend", urging),
	LADDER("publication", to_decide),
	LADDER("annual_report", owed),
	LADDER(NULL, owed),
#undef LADDER
};

const struct cw_remind_step *cw_remind_ladder(const char *kind, size_t *n)
{
	size_t i = 0;

	while (ladders[i].kind && strcmp(ladders[i].kind, kind) != 0)
		i++;
	*n = ladders[i].n;
	return ladders[i].steps;
}

/* ---- Days. */

cw_day cw_remind_day(const struct cw_calendar *cal, cw_day due_on, int at)
{
	return at < 0 ? cw_calendar_sub(cal, due_on, -at) : cw_calendar_add(cal, due_on, at);
}

struct cw_remind cw_remind_look(const char *kind, const struct cw_calendar *cal, cw_day due_on,
				cw_day since, cw_day today)
{
	struct cw_remind out = { .step = NULL, .next = CW_DAY_NONE };
	const struct cw_remind_step *steps;
	size_t n;

	steps = cw_remind_ladder(kind, &n);
	for (size_t i = 0; i < n; i++) {
		const cw_day day = cw_remind_day(cal, due_on, steps[i].at);

		if (day == CW_DAY_NONE)
			continue;
		if (day > today) {
			out.next = day;
			break;
		}
		if (day == today || (since == CW_DAY_NONE ? steps[i].at > 0 : day >= since))
			out.step = &steps[i];
	}
	return out;
}

enum cw_hook cw_remind_hook(const char *kind, bool of_case, const struct cw_remind_step *step,
			    cw_day due_on, cw_day today)
{
	const struct cw_deadline_row *row = cw_deadline(kind);

	if (step->digest)
		return CW_HOOK_NONE;
	if (step->at < 0)
		return today < due_on ? CW_HOOK_DEADLINE_DUE_SOON : CW_HOOK_NONE;
	/* The mark tells what it is entered for: mostly the end, of some the day itself. */
	if (step->at == 0)
		return today == due_on && !row->on_the_day ? CW_HOOK_DEADLINE_DUE_TODAY
							   : CW_HOOK_NONE;
	return !of_case || row->mark == CW_ACT_MAX || row->on_the_day ? CW_HOOK_DEADLINE_OVERDUE
								       : CW_HOOK_NONE;
}

/* ---- Quiet hours. */

#define HOUR	    INT64_C(3600000000)
#define DAY	    (24 * HOUR)
#define BEIJING	    (8 * HOUR) /* ahead of UTC; no summer time since 1991 */
#define QUIET_FROM  (20 * HOUR)
#define QUIET_UNTIL (8 * HOUR)

static int64_t time_of_day(int64_t now)
{
	return (((now + BEIJING) % DAY) + DAY) % DAY;
}

int64_t cw_remind_send_at(int64_t now, bool due_today)
{
	const int64_t of_day = time_of_day(now);

	if (due_today || (of_day >= QUIET_UNTIL && of_day < QUIET_FROM))
		return now;
	return cw_remind_quiet_end(now);
}

int64_t cw_remind_quiet_end(int64_t now)
{
	const int64_t of_day = time_of_day(now);

	return now - of_day + QUIET_UNTIL + (of_day >= QUIET_UNTIL ? DAY : 0);
}
