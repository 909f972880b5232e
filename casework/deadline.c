#include "casework/deadline.h"

#include <string.h>

/* clang-format off */
#define ROW(name, NAME, act, ...)                                                                  \
	{ .kind = name, .title = CW_MSG_DEADLINE_##NAME, .mark = CW_ACT_##act, __VA_ARGS__ }
#define LAW(r, a) .rule = (r), .article = (a)

static const struct cw_deadline_row rows[] = {
	ROW("reply", REPLY, OVERDUE, .by_clock = true, LAW("R-CLOCK-12", "条例33")),
	ROW("serve", SERVE, MAX, .by_clock = true, LAW("R-CLOCK-9", "条例33")),
	ROW("correction_day", CORRECTION_DAY, DEADLINE_OVER, .by_clock = true, .aside = true,
	    LAW("R-CLOCK-4", "条例30")),
	ROW("collection", COLLECTION, DEADLINE_OVER, .by_clock = true, .on_the_day = true,
	    LAW("R-CLOCK-9", "条例40")),
	ROW("moved", MOVED, MAX, .ends = true, LAW("R-DAY-4", NULL)),
	ROW("serve_again", SERVE_AGAIN, DEADLINE_OVER, .fixed = true, LAW("R-CLOCK-9", "条例40")),
	ROW("copies", COPIES, DEADLINE_OVER, .fixed = true, LAW("R-REQ-10", NULL)),

	ROW("correction", CORRECTION, LAPSE_DUE, .theirs = true, LAW("R-CLOCK-5", "条例30")),
	ROW("fee", FEE, LAPSE_DUE, .theirs = true, LAW("R-FEE-6", "费6")),
	ROW("consultation", CONSULTATION, CONSULTATION_OVER, LAW("R-CLOCK-3", "条例33")),
	ROW("reasons", REASONS, DEADLINE_OVER, .theirs = true, LAW("R-CLOCK-6", "条例35")),
	ROW("reasons_finding", REASONS_FINDING, DEADLINE_OVER, LAW("R-CLOCK-6", "条例35")),
	ROW("determination", DETERMINATION, DEADLINE_OVER, LAW("R-ASK-4", "条例17")),
	ROW("disclosure_notice", DISCLOSURE_NOTICE, DEADLINE_OVER, LAW("R-ASK-1", "条例32")),
	ROW("extension", EXTENSION, DEADLINE_OVER, .by_clock = true, LAW("R-CLOCK-2", "条例33")),
	ROW("notice_receipt", NOTICE_RECEIPT, DEADLINE_OVER, LAW("R-CLOCK-5", "条例30")),
	ROW("serve_lapse", SERVE_LAPSE, MAX, LAW("R-CLOCK-5", "条例30")),
	ROW("proposal", PROPOSAL, DEADLINE_OVER, LAW("R-KEEP-1", "条例45")),
	ROW("legal_reassign", LEGAL_REASSIGN, DEADLINE_OVER, LAW("R-ASK-5", NULL)),

	/* Ordinary post and fax (R-RCPT-3): no attempt on the day of arrival is the receipt. */
	ROW("first_attempt", FIRST_ATTEMPT, NO_ATTEMPT, .fixed = true, LAW("R-RCPT-3", "条例31")),
	ROW("next_attempt", ATTEMPT, DEADLINE_OVER, .on_the_day = true, LAW("R-RCPT-3", "条例31")),
	ROW("unconfirmed", UNCONFIRMED, DEADLINE_OVER, .on_the_day = true, .fixed = true,
	    LAW("R-RCPT-3", "207")),

	ROW("secrecy_review", SECRECY_REVIEW, DEADLINE_OVER, LAW("R-ASK-4", "条例17")),
	ROW("legal_review", LEGAL_REVIEW, DEADLINE_OVER, LAW("R-ASK-5", NULL)),
	ROW("task", TASK, DEADLINE_OVER, LAW("R-KEEP-1", "条例45")),
	ROW("succession", SUCCESSION, DEADLINE_OVER, .theirs = true, .by_days = true,
	    LAW("R-OUT-9", NULL)),
	ROW("respondent", RESPONDENT, DEADLINE_OVER, LAW("R-OUT-8", "复议法48")),
	ROW("respondent_suit", RESPONDENT_SUIT, DEADLINE_OVER, .by_days = true,
	    LAW("R-OUT-8", "行诉法67")),
	ROW("urging", URGING, DEADLINE_OVER, LAW("R-OUT-12", "条例47")),
	/* Of no case. */
	ROW("complaint", COMPLAINT, MAX, .told = true, LAW("R-OUT-12", "条例51")),
	ROW("complaint_answer", COMPLAINT_ANSWER, MAX, LAW("R-OUT-12", "条例51")),
	ROW("complaint_mend", COMPLAINT_MEND, MAX, LAW("R-OUT-12", "条例51")),
	ROW("publication", PUBLICATION, MAX, .fixed = true, LAW("R-OUT-5", "条例44"),
	    .page = "publications"),
	/* A day of the calendar that the law names, not the end of a period: no day off moves it
	 * (R-DAY-5 is of periods). */
	ROW("annual_report", ANNUAL_REPORT, MAX, .fixed = true, LAW("R-REP-6", "条例49"),
	    .page = "publications/reports"),

	ROW(NULL, OTHER, DEADLINE_OVER, LAW("R-KEEP-1", "条例45")),
};
/* clang-format on */

#define N (sizeof(rows) / sizeof(rows[0]))

const struct cw_deadline_row *cw_deadlines(size_t *n)
{
	*n = N;
	return rows;
}

const struct cw_deadline_row *cw_deadline(const char *kind)
{
	for (size_t i = 0; i + 1 < N; i++)
		if (strcmp(rows[i].kind, kind) == 0)
			return &rows[i];
	return &rows[N - 1];
}

const char *cw_deadline_page(const char *kind)
{
	const char *page = cw_deadline(kind)->page;

	return page ? page : "urgings";
}

cw_day cw_deadline_mark_on(const char *kind, cw_day due_on)
{
	const struct cw_deadline_row *row = cw_deadline(kind);

	if (due_on == CW_DAY_NONE || (row->mark == CW_ACT_MAX && !row->ends))
		return CW_DAY_NONE;
	return row->on_the_day ? due_on : due_on + 1;
}

static cw_day recounted(const struct cw_deadline_row *row, const struct cw_calendar *then,
			const struct cw_calendar *now, cw_day today, cw_day due_on)
{
	if (row->by_days)
		return cw_calendar_on_or_after(now, due_on);
	return cw_calendar_add(now, today, cw_calendar_count(then, today, due_on));
}

cw_day cw_deadline_moved(const char *kind, const struct cw_calendar *then,
			 const struct cw_calendar *now, cw_day today, cw_day due_on)
{
	const struct cw_deadline_row *row = cw_deadline(kind);
	cw_day day;

	if (due_on <= today || row->ends || row->fixed || row->by_clock)
		return due_on;
	day = recounted(row, then, now, today, due_on);
	if (day == CW_DAY_NONE)
		return due_on;
	if ((row->theirs && day < due_on) || (row->told && day > due_on))
		return due_on;
	return day;
}
