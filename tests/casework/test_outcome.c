/* Outcomes, replies and remedies (law.md part 7; R-OUT-1 to R-OUT-4). */
#include <stdio.h>
#include <string.h>

#include "casework/calendar.h"
#include "casework/outcome.h"
#include "casework/remedy_body.h"
#include "casework/words.h"
#include "tests/lib/tap.h"

static struct cw_err err;
static struct cw_arena *arena;
static struct cw_calendar *cal;

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	arena = cw_arena_new(0);
	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert(arena && cal);
}

static void teardown(void)
{
	cw_calendar_free(cal);
	cw_arena_free(arena);
}

/* ---- What each outcome asks for, written by hand from law.md part 7 and R-OUT-1. */

#define SAY(name) (1u << CW_SAY_##name)

static const struct expected {
	enum cw_outcome outcome;
	unsigned must, any;
	int row;
	bool first, discloses, releases, reply, spot;
} expected[] = {
	{ CW_OUTCOME_GRANTED, 0, SAY(CONTENT) | SAY(ACCESS), 3, 0, 1, 1, 1, 1 },
	{ CW_OUTCOME_ALREADY_PUBLIC, SAY(ACCESS), 0, 3, 0, 1, 0, 1, 1 },
	{ CW_OUTCOME_PARTIAL, SAY(REASONS), SAY(CONTENT) | SAY(ACCESS), 4, 0, 1, 1, 1, 0 },
	{ CW_OUTCOME_STATE_SECRET, SAY(REASONS) | SAY(CLASSIFICATION), 0, 5, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_FORBIDDEN_BY_LAW, SAY(LAW), 0, 6, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_PUBLIC_SAFETY, SAY(REASONS), 0, 7, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_THIRD_PARTY_RIGHTS, SAY(REASONS), 0, 8, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_INTERNAL_AFFAIRS, SAY(REASONS) | SAY(NOT_ORDERED), 0, 9, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_PROCESS_INFORMATION, SAY(REASONS) | SAY(NOT_ORDERED) | SAY(MATTER_FINISHED), 0,
	  10, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_ENFORCEMENT_FILE, SAY(REASONS) | SAY(NOT_ORDERED), 0, 11, 1, 0, 0, 1, 0 },
	{ CW_OUTCOME_SPECIAL_ACCESS_LAW, SAY(LAW) | SAY(TURN_TO), 0, 12, 0, 0, 0, 1, 1 },
	{ CW_OUTCOME_NOT_HELD, SAY(SEARCH_STATEMENT), 0, 13, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_NOT_OUR_DUTY, SAY(REASONS), 0, 13, 0, 0, 0, 1, 1 },
	{ CW_OUTCOME_NEEDS_MAKING, SAY(REASONS), 0, 14, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_STILL_UNCLEAR, SAY(UNCLEAR), 0, 15, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_PETITION, SAY(REASONS), 0, 16, 0, 0, 0, 1, 1 },
	{ CW_OUTCOME_REPEAT, SAY(EARLIER_REPLY), 0, 17, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_PUBLICATION, SAY(ACCESS), 0, 18, 0, 0, 0, 1, 1 },
	{ CW_OUTCOME_EXCESSIVE, SAY(REASONS), 0, 19, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_REISSUE, SAY(REASONS), 0, 20, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_NOT_CORRECTED, SAY(NOTICE), 0, 21, 0, 0, 0, 0, 0 },
	{ CW_OUTCOME_NOT_PAID, SAY(NOTICE), 0, 22, 0, 0, 0, 0, 0 },
	{ CW_OUTCOME_NOT_GOVERNMENT_INFORMATION, SAY(REASONS) | SAY(TURN_TO), 0, 23, 0, 0, 0, 1,
	  0 },
	{ CW_OUTCOME_WITHDRAWN, SAY(HAPPENED), 0, 23, 0, 0, 0, 0, 0 },
	{ CW_OUTCOME_MERGED, SAY(HAPPENED), 0, 23, 0, 0, 0, 0, 0 },
	{ CW_OUTCOME_TERMINATED, SAY(HAPPENED), 0, 23, 0, 0, 0, 0, 0 },
	{ CW_OUTCOME_OTHER, SAY(HAPPENED), 0, 23, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_RECORD_CORRECTED, SAY(HAPPENED), 0, 0, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_RECORD_TRANSFERRED, SAY(AGENCY), 0, 0, 0, 0, 0, 1, 0 },
	{ CW_OUTCOME_RECORD_REFERRED, SAY(TURN_TO), 0, 0, 0, 0, 0, 1, 0 },
};
#define N_EXPECTED (int)(sizeof(expected) / sizeof(expected[0]))

START_TEST(table_says_what_the_law_says)
{
	const struct expected *e = &expected[_i];
	const struct cw_outcome_row *row = cw_outcome(e->outcome);

	ck_assert_int_eq(row->outcome, e->outcome);
	ck_assert_uint_eq(row->must, e->must);
	ck_assert_uint_eq(row->must_any, e->any);
	ck_assert_int_eq(row->report_row, e->row);
	/* Law.md names no article for these. */
	ck_assert_int_eq(!row->basis, e->outcome == CW_OUTCOME_REISSUE ||
					      e->outcome == CW_OUTCOME_WITHDRAWN ||
					      e->outcome == CW_OUTCOME_MERGED ||
					      e->outcome == CW_OUTCOME_TERMINATED ||
					      e->outcome == CW_OUTCOME_OTHER);
	ck_assert_int_eq(row->reconsideration_first, e->first);
	ck_assert_int_eq(row->discloses, e->discloses);
	ck_assert_int_eq(row->releases, e->releases);
	ck_assert_int_eq(row->is_reply, e->reply);
	ck_assert_int_eq(row->on_the_spot, e->spot);
	ck_assert_int_ne(row->title, CW_MSG_NONE);
	ck_assert_int_eq(!!(CW_OUTCOMES_14_TO_16 & CW_OUTCOME_BIT(e->outcome)), e->first);
}
END_TEST

START_TEST(names_go_there_and_back)
{
	ck_assert_int_eq(N_EXPECTED, CW_OUTCOME_MAX);
	for (int i = 0; i < CW_OUTCOME_MAX; i++)
		ck_assert_int_eq(cw_outcome_of(cw_outcome_name((enum cw_outcome)i)), i);
	for (int i = 0; i < CW_SAY_MAX; i++) {
		ck_assert_int_eq(cw_say_of(cw_say_name((enum cw_say)i)), i);
		ck_assert_int_ne(cw_say_title((enum cw_say)i), CW_MSG_NONE);
	}
	ck_assert_int_eq(cw_outcome_of("granted "), -1);
	ck_assert_int_eq(cw_say_of(NULL), -1);
}
END_TEST

/* ---- Replies. */

static struct cw_part full_part(enum cw_outcome outcome)
{
	const struct cw_outcome_row *row = cw_outcome(outcome);
	struct cw_part p = { .description = "某项信息", .outcome = outcome };

	for (int s = 0; s < CW_SAY_MAX; s++)
		if ((row->must | row->must_any) & 1u << s)
			p.say[s] = "已写明";
	if (outcome == CW_OUTCOME_PARTIAL)
		p.refused = CW_OUTCOME_BIT(CW_OUTCOME_PUBLIC_SAFETY);
	return p;
}

static struct cw_reply full_reply(const struct cw_part *parts, size_t n)
{
	return (struct cw_reply){
		.parts = parts,
		.n_parts = n,
		.own_record = parts[0].outcome >= CW_OUTCOME_RECORD_CORRECTED,
		.n_searches = 1,
		.consulted = true,
		.corrected_in_time = true,
		.reasons_asked = true,
		.reasons_failed = true,
		.unchanged_recorded = true,
		.told_to_third_party = CW_DAY_NONE,
	};
}

static int check(const struct cw_reply *r)
{
	cw_err_clear(&err);
	return cw_reply_check(r, &err);
}

static bool names(const char *pointer)
{
	for (unsigned i = 0; i < err.n_items; i++)
		if (strcmp(err.items[i].pointer, pointer) == 0)
			return true;
	return false;
}

#define PASSES(r) ck_assert_msg(check(r) == 0, "at %s", err.items[0].pointer)
#define FAILS(r, where)                                                                            \
	do {                                                                                       \
		ck_assert_int_eq(check(r), -1);                                                    \
		ck_assert_int_eq(err.code, CW_INVALID);                                            \
		ck_assert_str_eq(err.rule, "R-OUT-1");                                             \
		ck_assert_msg(names(where), "%s is not named", where);                             \
	} while (0)

/* Every outcome passes whole, and is refused with each required text missing, blank or misplaced.
 */
START_TEST(each_required_text)
{
	const struct expected *e = &expected[_i];
	struct cw_part p = full_part(e->outcome);
	struct cw_reply r = full_reply(&p, 1);
	char pointer[CW_ERR_POINTER];

	if (!e->reply) {
		FAILS(&r, "/parts/0/outcome");
		return;
	}
	PASSES(&r);
	for (int s = 0; s < CW_SAY_MAX; s++) {
		const struct cw_part whole = p;

		snprintf(pointer, sizeof(pointer), "/parts/0/%s", cw_say_name((enum cw_say)s));
		if (e->must & 1u << s) {
			p.say[s] = NULL;
			FAILS(&r, pointer);
			ck_assert_uint_eq(err.n_items, 1);
			p.say[s] = " \t\n\xe3\x80\x80";
			FAILS(&r, pointer);
		} else if (e->any & 1u << s) {
			p.say[s] = NULL; /* the other one is enough */
			PASSES(&r);
		}
		p = whole;
	}
	if (e->any) {
		p.say[CW_SAY_CONTENT] = p.say[CW_SAY_ACCESS] = NULL;
		FAILS(&r, "/parts/0/content");
	}
}
END_TEST

START_TEST(texts_that_do_not_belong)
{
	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		const struct cw_outcome_row *row = cw_outcome((enum cw_outcome)o);
		const unsigned allowed = row->must | row->must_any | row->may | row->file_only;

		for (int s = 0; row->is_reply && o != CW_OUTCOME_PARTIAL && s < CW_SAY_MAX; s++) {
			struct cw_part p = full_part((enum cw_outcome)o);
			struct cw_reply r = full_reply(&p, 1);

			p.say[s] = "写了";
			ck_assert_int_eq(check(&r), allowed & 1u << s ? 0 : -1);
		}
	}
}
END_TEST

/* R-OUT-6: record_* answer requests to correct one's own record and nothing else; `other` may refuse. */
START_TEST(own_records)
{
	struct cw_part record = full_part(CW_OUTCOME_RECORD_REFERRED);
	struct cw_part given = full_part(CW_OUTCOME_ALREADY_PUBLIC);
	struct cw_part refused = full_part(CW_OUTCOME_OTHER);
	struct cw_reply r = full_reply(&record, 1), q = full_reply(&given, 1),
			o = full_reply(&refused, 1);

	PASSES(&r);
	PASSES(&q);
	PASSES(&o);
	ck_assert_int_eq(cw_reply_row(&o), 23);
	r.own_record = false;
	FAILS(&r, "/parts/0/outcome");
	q.own_record = o.own_record = true;
	FAILS(&q, "/parts/0/outcome");
	PASSES(&o);
	ck_assert_int_eq(cw_reply_row(&o), 0); /* counts in no row of table 三 */
}
END_TEST

/* 复议法 64, 行诉法 71: by outcome, the refusals inside `partial` too. */
START_TEST(the_same_outcome_again)
{
	struct cw_part before[2] = { { .outcome = CW_OUTCOME_PARTIAL,
				       .refused = CW_OUTCOME_BIT(CW_OUTCOME_INTERNAL_AFFAIRS) },
				     { .outcome = CW_OUTCOME_NOT_HELD } };
	struct cw_part now = { .outcome = CW_OUTCOME_INTERNAL_AFFAIRS };
	struct cw_reply a = full_reply(before, 2), b = full_reply(&now, 1);

	ck_assert_uint_eq(cw_reply_same_outcomes(&a, &b),
			  CW_OUTCOME_BIT(CW_OUTCOME_INTERNAL_AFFAIRS));
	now.outcome = CW_OUTCOME_GRANTED;
	ck_assert_uint_eq(cw_reply_same_outcomes(&a, &b), 0);
}
END_TEST

START_TEST(all_faults_at_once)
{
	struct cw_part parts[3] = { { .outcome = CW_OUTCOME_PROCESS_INFORMATION },
				    { .outcome = CW_OUTCOME_ALREADY_PUBLIC, .main = true },
				    { .outcome = CW_OUTCOME_WITHDRAWN, .main = true } };
	struct cw_reply r = full_reply(parts, 3);

	FAILS(&r, "/parts/0/description");
	ck_assert(names("/parts/0/reasons") && names("/parts/0/not_ordered") &&
		  names("/parts/0/matter_finished"));
	ck_assert(names("/parts/1/description") && names("/parts/1/access"));
	ck_assert(names("/parts/2/main") && names("/parts/2/outcome"));
	r.n_parts = 0;
	ck_assert_int_eq(check(&r), -1);
	ck_assert_str_eq(err.items[0].pointer, "/parts");
}
END_TEST

/* More faults than an error holds are still a refusal. */
START_TEST(more_faults_than_room)
{
	struct cw_part parts[40] = { 0 };
	struct cw_reply r = full_reply(parts, 40);

	ck_assert_int_eq(check(&r), -1);
	ck_assert_uint_eq(err.n_items, CW_ERR_ITEMS);
	ck_assert(err.more_items);
}
END_TEST

START_TEST(what_the_file_must_hold)
{
	struct cw_part p = full_part(CW_OUTCOME_NOT_HELD);
	struct cw_reply r = full_reply(&p, 1);

	r.n_searches = 0;
	FAILS(&r, "/parts/0/never_made");
	p.say[CW_SAY_NEVER_MADE] = "从不制作";
	PASSES(&r);

	p = full_part(CW_OUTCOME_THIRD_PARTY_RIGHTS);
	r.consulted = false;
	FAILS(&r, "/parts/0/no_consultation");
	p.say[CW_SAY_NO_CONSULTATION] = "无法联系";
	PASSES(&r);
	r.consulted = r.consents = true; /* another than the one who consents */
	PASSES(&r);
	p.say[CW_SAY_NO_CONSULTATION] = NULL;
	FAILS(&r, "/parts/0/outcome");
	ck_assert_int_eq(err.items[0].msg, CW_MSG_REPLY_THIRD_PARTY_CONSENTS);
	r.consents = false;

	p = full_part(CW_OUTCOME_STILL_UNCLEAR);
	r.corrected_in_time = false;
	FAILS(&r, "/parts/0/outcome");

	p = full_part(CW_OUTCOME_EXCESSIVE);
	r.reasons_failed = false;
	FAILS(&r, "/parts/0/outcome");
	ck_assert_int_eq(err.items[0].msg, CW_MSG_REPLY_REASONS_HOLD);
	r.reasons_asked = false;
	FAILS(&r, "/parts/0/outcome");
	ck_assert_int_eq(err.items[0].msg, CW_MSG_REPLY_REASONS_NOT_ASKED);
}
END_TEST

/* "Only identifiers" is said of a partial that refuses a third party's rights and nothing else. */
START_TEST(blacked_out_identifiers)
{
	const uint64_t id = 7;
	const unsigned long third = CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS);
	struct cw_part p = full_part(CW_OUTCOME_PARTIAL);
	struct cw_reply r = full_reply(&p, 1);

	p.refused = third;
	r.consulted = false;
	FAILS(&r, "/parts/0/no_consultation");
	p.only_identifiers = true;
	PASSES(&r);
	r.consents = true; /* who consents to the rest does not give away the number of the card */
	PASSES(&r);
	p.refused = third | CW_OUTCOME_BIT(CW_OUTCOME_INTERNAL_AFFAIRS);
	p.say[CW_SAY_NOT_ORDERED] = "无规定要求公开";
	p.say[CW_SAY_NO_CONSULTATION] = "无法联系";
	FAILS(&r, "/parts/0/only_identifiers");
	p = full_part(CW_OUTCOME_PARTIAL); /* ... nor does that follow an objection */
	p.refused = third;
	r = full_reply(&p, 1);
	p.follows = &id;
	p.n_follows = 1;
	PASSES(&r);
	p.only_identifiers = true;
	FAILS(&r, "/parts/0/follows");
	for (int o = CW_OUTCOME_STATE_SECRET; o <= CW_OUTCOME_ENFORCEMENT_FILE; o++) {
		p = full_part((enum cw_outcome)o);
		p.only_identifiers = true;
		r = full_reply(&p, 1);
		FAILS(&r, "/parts/0/only_identifiers");
		ck_assert_int_eq(err.items[0].msg, CW_MSG_REPLY_ONLY_IDENTIFIERS);
	}
}
END_TEST

START_TEST(repeats)
{
	static const enum cw_outcome nothing[] = { CW_OUTCOME_NOT_HELD, CW_OUTCOME_NEEDS_MAKING,
						   CW_OUTCOME_NOT_OUR_DUTY };
	static const enum cw_outcome no_reply[] = { CW_OUTCOME_WITHDRAWN, CW_OUTCOME_NOT_CORRECTED,
						    CW_OUTCOME_NOT_PAID, CW_OUTCOME_MERGED };
	struct cw_part p = full_part(CW_OUTCOME_REPEAT);
	struct cw_reply r = full_reply(&p, 1);

	for (size_t i = 0; i < 3; i++) {
		r.earlier_outcome = (int)nothing[i];
		r.unchanged_recorded = false;
		FAILS(&r, "/parts/0/earlier_reply");
		r.unchanged_recorded = true;
		PASSES(&r);
	}
	r.unchanged_recorded = true;
	for (size_t i = 0; i < 4; i++) {
		r.earlier_outcome = (int)no_reply[i];
		FAILS(&r, "/parts/0/earlier_reply");
	}
	r.unchanged_recorded = false;
	r.earlier_outcome = CW_OUTCOME_GRANTED;
	PASSES(&r);
	r.earlier_outcome = -1; /* a reply from before this system */
	PASSES(&r);
	p.earlier_unnamed = true; /* no record says which */
	FAILS(&r, "/parts/0/repeat_of");
}
END_TEST

START_TEST(partial_names_what_it_refuses)
{
	struct cw_part p = full_part(CW_OUTCOME_PARTIAL);
	struct cw_reply r = full_reply(&p, 1);

	p.refused = 0;
	FAILS(&r, "/parts/0/refused");
	p.refused = CW_OUTCOME_BIT(CW_OUTCOME_GRANTED);
	FAILS(&r, "/parts/0/refused");
	p.refused = CW_OUTCOME_BIT(CW_OUTCOME_WITHDRAWN);
	FAILS(&r, "/parts/0/refused");
	p.refused = 1ul << CW_OUTCOME_MAX;
	FAILS(&r, "/parts/0/refused");
	/* The refusals inside bring what they must say. */
	p.refused = CW_OUTCOME_BIT(CW_OUTCOME_STATE_SECRET) |
		    CW_OUTCOME_BIT(CW_OUTCOME_FORBIDDEN_BY_LAW);
	FAILS(&r, "/parts/0/classification");
	ck_assert(names("/parts/0/law"));
	p.say[CW_SAY_CLASSIFICATION] = "秘密";
	p.say[CW_SAY_LAW] = "某法";
	PASSES(&r);
	p.refused = CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS);
	p.say[CW_SAY_CLASSIFICATION] = NULL;
	r.consulted = false;
	FAILS(&r, "/parts/0/no_consultation");
	p = full_part(CW_OUTCOME_ALREADY_PUBLIC);
	p.refused = CW_OUTCOME_BIT(CW_OUTCOME_STATE_SECRET);
	FAILS(&r, "/parts/0/refused");
}
END_TEST

/* ---- The report row (R-OUT-3). */

static int row_of(enum cw_outcome a, enum cw_outcome b, int main)
{
	struct cw_part parts[2] = { full_part(a), full_part(b) };
	struct cw_reply r = full_reply(parts, 2);

	if (main >= 0)
		parts[main].main = true;
	return cw_reply_row(&r);
}

START_TEST(report_rows)
{
	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		struct cw_part p = full_part((enum cw_outcome)o);
		struct cw_reply r = full_reply(&p, 1);

		ck_assert_int_eq(cw_reply_row(&r), expected[o].row);
		ck_assert_int_eq(cw_reply_main(&r), o);
		ck_assert_int_eq(row_of((enum cw_outcome)o, (enum cw_outcome)o, -1),
				 expected[o].row);
	}
	/* Something disclosed and something else not. */
	ck_assert_int_eq(row_of(CW_OUTCOME_GRANTED, CW_OUTCOME_NOT_HELD, 1), 4);
	ck_assert_int_eq(row_of(CW_OUTCOME_STATE_SECRET, CW_OUTCOME_ALREADY_PUBLIC, 0), 4);
	ck_assert_int_eq(row_of(CW_OUTCOME_PARTIAL, CW_OUTCOME_GRANTED, -1), 4);
	ck_assert_int_eq(row_of(CW_OUTCOME_GRANTED, CW_OUTCOME_ALREADY_PUBLIC, -1), 3);
	/* Nothing disclosed: the part named as the main one, else the first. */
	ck_assert_int_eq(row_of(CW_OUTCOME_NOT_HELD, CW_OUTCOME_PETITION, -1), 13);
	ck_assert_int_eq(row_of(CW_OUTCOME_NOT_HELD, CW_OUTCOME_PETITION, 1), 16);
	ck_assert_int_eq(row_of(CW_OUTCOME_RECORD_CORRECTED, CW_OUTCOME_RECORD_REFERRED, -1), 0);
}
END_TEST

START_TEST(refuses_and_releases)
{
	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		struct cw_part p = full_part((enum cw_outcome)o);
		struct cw_reply r = full_reply(&p, 1);

		p.refused = 0;
		ck_assert_int_eq(cw_reply_refuses(&r), expected[o].first);
		ck_assert_int_eq(cw_reply_releases(&r), expected[o].releases);
		if (o == CW_OUTCOME_PARTIAL) {
			p.refused = CW_OUTCOME_BIT(CW_OUTCOME_NOT_HELD);
			ck_assert(!cw_reply_refuses(&r));
			p.refused = CW_OUTCOME_BIT(CW_OUTCOME_INTERNAL_AFFAIRS);
			ck_assert(cw_reply_refuses(&r));
		}
	}
}
END_TEST

/* ---- Remedies (R-OUT-4, R-DAY-5). */

static const struct cw_remedy_body two[] = {
	{ "甲市人民政府", "示例路1号", "https://fy.example" },
	{ "乙区人民政府", NULL, NULL },
};
static const struct cw_remedy_bodies bodies = { .bodies = two,
						.n_bodies = 1,
						.court = "丙区人民法院" };

static const char *remedy(const struct cw_reply *r, const struct cw_remedy_bodies *b, cw_day on,
			  enum cw_lang lang)
{
	char *text = cw_remedy_text(arena, r, b, on, lang, &err);

	ck_assert_ptr_nonnull(text);
	return text;
}

#define HAS(text, s)   ck_assert_msg(strstr(text, s) != NULL, "no \"%s\" in: %s", s, text)
#define LACKS(text, s) ck_assert_msg(strstr(text, s) == NULL, "\"%s\" in: %s", s, text)

START_TEST(remedy_before_and_since_2024)
{
	struct cw_part p = full_part(CW_OUTCOME_ENFORCEMENT_FILE);
	struct cw_reply r = full_reply(&p, 1);
	const char *t = remedy(&r, &bodies, cw_day_of(2023, 12, 31), CW_ZH);

	ck_assert_str_eq(t,
			 "如不服本答复，可以自收到之日起60日内向甲市人民政府（地址：示例路1号）申请"
			 "行政复议，或者自收到之日起6个月内向丙区人民法院提起行政诉讼。");
	t = remedy(&r, &bodies, cw_day_of(2024, 1, 1), CW_ZH);
	ck_assert_str_eq(t,
			 "如不服本答复，应当自收到之日起60日内先向甲市人民政府（地址：示例路1号）"
			 "申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内"
			 "依法向有管辖权的人民法院提起行政诉讼。");
	t = remedy(&r, &bodies, cw_day_of(2024, 1, 1), CW_EN);
	HAS(t, "must first apply");
	HAS(t, "15 days");
	p = full_part(CW_OUTCOME_NOT_HELD);
	t = remedy(&r, &bodies, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "6个月");
	LACKS(t, "先向");
}
END_TEST

START_TEST(remedy_names_parts)
{
	struct cw_part parts[3] = { full_part(CW_OUTCOME_PARTIAL),
				    full_part(CW_OUTCOME_STATE_SECRET),
				    full_part(CW_OUTCOME_NOT_HELD) };
	struct cw_reply r = full_reply(parts, 3);
	const char *t = remedy(&r, &bodies, cw_day_of(2026, 3, 2), CW_ZH);

	HAS(t, "如不服本答复第二部分以及本答复第一部分中不予公开的内容，应当");
	HAS(t, "\n如不服本答复第三部分以及本答复第一部分的其他内容，可以");
	t = remedy(&r, &bodies, cw_day_of(2023, 3, 2), CW_ZH);
	HAS(t, "如不服本答复，可以");
	LACKS(t, "\n");
	r.n_parts = 1;
	t = remedy(&r, &bodies, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "如不服本答复中不予公开的内容，应当");
	HAS(t, "如不服本答复的其他内容，可以");
	t = remedy(&r, &bodies, cw_day_of(2026, 3, 2), CW_EN);
	HAS(t, "what this reply refuses must") /* subject */;
}
END_TEST

START_TEST(remedy_settings)
{
	struct cw_part parts[2] = { full_part(CW_OUTCOME_NOT_HELD),
				    full_part(CW_OUTCOME_PETITION) };
	struct cw_reply r = full_reply(parts, 2);
	struct cw_remedy_bodies b = bodies;
	const char *t;

	b.n_bodies = 2;
	t = remedy(&r, &b, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "甲市人民政府（地址：示例路1号）或者乙区人民政府申请");
	LACKS(t, "网上渠道"); /* named only for a decision delivered online (复议法 22) */
	b.online_service = true;
	t = remedy(&r, &b, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "（地址：示例路1号；网上渠道：https://fy.example）");
	b.reconsideration_only = CW_OUTCOME_BIT(CW_OUTCOME_PETITION);
	t = remedy(&r, &b, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "如不服本答复第一部分，可以");
	HAS(t, "如不服本答复第二部分，可以");
	LACKS(strchr(t, '\n'), "行政诉讼");
	b = (struct cw_remedy_bodies){ 0 };
	t = remedy(&r, &b, cw_day_of(2026, 3, 2), CW_ZH);
	HAS(t, "行政复议机关");
	HAS(t, "有管辖权的人民法院");
}
END_TEST

START_TEST(remedy_days)
{
	struct cw_part p = full_part(CW_OUTCOME_NOT_HELD);
	struct cw_reply r = full_reply(&p, 1);
	struct cw_remedy_days d;

	/* 60 days after 2026-03-04 is Sunday 05-03, inside the May holiday that ends on 05-05. */
	cw_remedy_days(&r, cw_day_of(2026, 3, 4), cw_day_of(2026, 3, 2), cal, &d);
	ck_assert_int_eq(d.reconsideration, cw_day_of(2026, 5, 6));
	ck_assert_int_eq(d.suit, cw_day_of(2026, 9, 4));
	ck_assert(!d.provisional);
	/* Six months after 08-31 end with the shorter month (民法典 202), a Saturday less. */
	cw_remedy_days(&r, cw_day_of(2025, 8, 31), cw_day_of(2025, 8, 29), cal, &d);
	ck_assert_int_eq(d.suit, cw_day_of(2026, 2, 28)); /* a Saturday, but worked (调休) */
	p = full_part(CW_OUTCOME_STATE_SECRET);
	cw_remedy_days(&r, cw_day_of(2026, 3, 4), cw_day_of(2026, 3, 2), cal, &d);
	ck_assert_int_eq(d.suit, CW_DAY_NONE);
	ck_assert_int_eq(d.reconsideration, cw_day_of(2026, 5, 6));
	cw_remedy_days(&r, cw_day_of(2023, 12, 29), cw_day_of(2023, 12, 29), cal, &d);
	ck_assert_int_ne(d.suit, CW_DAY_NONE);
	p = full_part(CW_OUTCOME_PARTIAL); /* the rest can be sued for at once */
	cw_remedy_days(&r, cw_day_of(2026, 3, 4), cw_day_of(2026, 3, 2), cal, &d);
	ck_assert_int_eq(d.suit, cw_day_of(2026, 9, 4));
	cw_remedy_days(&r, cw_day_of(2026, 11, 30), cw_day_of(2026, 11, 27), cal, &d);
	ck_assert(d.provisional); /* runs into 2027 */
	cw_remedy_days(&r, CW_DAY_NONE, cw_day_of(2026, 3, 2), cal, &d);
	ck_assert(d.provisional && d.reconsideration == CW_DAY_NONE && d.suit == CW_DAY_NONE);
}
END_TEST

/* Periods of the day after the due day: here Tuesday 2026-03-31. */
START_TEST(never_answered)
{
	struct cw_remedy_days d;
	char *t;

	cw_remedy_days_unanswered(cw_day_of(2026, 3, 30), cal, &d);
	ck_assert_int_eq(d.reconsideration, cw_day_of(2026, 6, 1)); /* 05-30 is a Saturday */
	ck_assert_int_eq(d.suit, cw_day_of(2026, 9, 30));
	t = cw_remedy_unanswered_text(arena, &bodies, cw_day_of(2026, 3, 30), cal, CW_ZH, &err);
	HAS(t, "未在2026年3月30日（含当日）前答复");
	HAS(t, "60日内（至2026年6月1日）向甲市人民政府");
	HAS(t, "6个月内（至2026年9月30日）向丙区人民法院");
	t = cw_remedy_unanswered_text(arena, &bodies, cw_day_of(2026, 3, 30), cal, CW_EN, &err);
	HAS(t, "by 1 June 2026");
	t = cw_remedy_third_party_text(arena, &bodies, CW_ZH, &err);
	HAS(t, "公开上述信息的决定");
	HAS(t, "6个月");
}
END_TEST

/* ---- Every text that allocates, without memory. */

static struct cw_part few[2];
static struct cw_reply few_reply;

static char *text_of_reply(void)
{
	struct cw_remedy_bodies b = bodies;

	b.n_bodies = 2;
	b.online_service = true;
	return cw_remedy_text(arena, &few_reply, &b, cw_day_of(2026, 3, 2), CW_ZH, &err);
}

static char *text_of_letter(void)
{
	return cw_remedy_letter_text(arena, CW_OUTCOME_NOT_PAID, &bodies, CW_EN, &err);
}

static char *text_of_third_party(void)
{
	return cw_remedy_third_party_text(arena, &bodies, CW_ZH, &err);
}

static char *text_of_silence(void)
{
	return cw_remedy_unanswered_text(arena, &bodies, cw_day_of(2026, 3, 30), cal, CW_EN, &err);
}

/* Where the settings name no body (复议法 24, 27, 28). */
START_TEST(default_bodies)
{
	static const struct {
		const char *agency;
		size_t n;
		enum cw_body first, second;
		const char *article;
	} rows[] = {
		{ "department", 1, CW_BODY_OWN_GOVERNMENT, 0, "复议法24" },
		{ "subdistrict", 1, CW_BODY_OWN_GOVERNMENT, 0, "复议法24" },
		{ "organisation", 1, CW_BODY_OWN_GOVERNMENT, 0, "复议法24" },
		{ "government", 1, CW_BODY_GOVERNMENT_ABOVE, 0, "复议法24" },
		{ "city_branch", 2, CW_BODY_CITY_GOVERNMENT, CW_BODY_DISTRICT_GOVERNMENT,
		  "复议法24" },
		{ "vertical", 1, CW_BODY_DEPARTMENT_ABOVE, 0, "复议法27" },
		{ "justice", 2, CW_BODY_OWN_GOVERNMENT, CW_BODY_DEPARTMENT_ABOVE, "复议法28" },
	};

	ck_assert_uint_eq(sizeof(rows) / sizeof(rows[0]), CW_BODY_AGENCY_MAX);
	for (size_t i = 0; i < CW_BODY_AGENCY_MAX; i++) {
		const int agency = cw_remedy_body_agency_of(rows[i].agency);
		struct cw_body_default d;

		ck_assert_int_ge(agency, 0);
		ck_assert_str_eq(cw_remedy_body_agency_name((enum cw_body_agency)agency),
				 rows[i].agency);
		d = cw_remedy_body_default((enum cw_body_agency)agency);
		ck_assert_uint_eq(d.n, rows[i].n);
		ck_assert_int_eq(d.bodies[0], rows[i].first);
		if (d.n > 1)
			ck_assert_int_eq(d.bodies[1], rows[i].second);
		ck_assert_str_eq(d.article, rows[i].article);
	}
	ck_assert_int_eq(cw_remedy_body_agency_of("court"), -1);
}
END_TEST

static char *(*const texts[])(void) = { text_of_reply, text_of_letter, text_of_third_party,
					text_of_silence };

START_TEST(out_of_memory_is_an_error)
{
	char *text = NULL;

	few[0] = full_part(CW_OUTCOME_PARTIAL);
	few[1] = full_part(CW_OUTCOME_NOT_HELD);
	few_reply = full_reply(few, 2);
	for (uint64_t n = 1; !text; n++) {
		ck_assert_uint_lt(n, 1000);
		cw_err_clear(&err);
		cw_arena_free(arena);
		arena = cw_arena_new(0);
		cw_arena_fail_after(n);
		text = texts[_i]();
		cw_arena_fail_after(0);
		ck_assert_int_eq(err.code, text ? CW_OK : CW_INTERNAL);
	}
}
END_TEST

START_TEST(days_and_numbers_in_words)
{
	const struct {
		unsigned n;
		const char *zh;
	} rows[] = { { 0, "0" },       { 1, "一" },    { 9, "九" },    { 10, "十" },
		     { 11, "十一" },   { 19, "十九" }, { 20, "二十" }, { 21, "二十一" },
		     { 99, "九十九" }, { 100, "100" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_str_eq(cw_words_number(arena, rows[i].n, CW_ZH), rows[i].zh);
	ck_assert_str_eq(cw_words_number(arena, 21, CW_EN), "21");
	ck_assert_str_eq(cw_words_numbers(arena, 0, CW_ZH), "");
	ck_assert_str_eq(cw_words_numbers(arena, 5, CW_ZH), "一、三");
	ck_assert_str_eq(cw_words_numbers(arena, UINT64_C(1) << 63 | 1, CW_EN), "1, 64");
	ck_assert_str_eq(cw_words_day(arena, cw_day_of(2026, 3, 2), CW_ZH), "2026年3月2日");
	ck_assert_str_eq(cw_words_day(arena, cw_day_of(2026, 12, 31), CW_EN), "31 December 2026");
	ck_assert_str_eq(cw_words_day(arena, CW_DAY_NONE, CW_EN), "");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("outcome");
	TCase *t = tcase_create("replies"), *m = tcase_create("remedies");

	tcase_add_loop_test(t, table_says_what_the_law_says, 0, N_EXPECTED);
	tcase_add_test(t, names_go_there_and_back);
	tcase_add_loop_test(t, each_required_text, 0, N_EXPECTED);
	tcase_add_test(t, texts_that_do_not_belong);
	tcase_add_test(t, own_records);
	tcase_add_test(t, the_same_outcome_again);
	tcase_add_test(t, all_faults_at_once);
	tcase_add_test(t, more_faults_than_room);
	tcase_add_test(t, what_the_file_must_hold);
	tcase_add_test(t, blacked_out_identifiers);
	tcase_add_test(t, repeats);
	tcase_add_test(t, partial_names_what_it_refuses);
	tcase_add_test(t, report_rows);
	tcase_add_test(t, refuses_and_releases);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(m, setup, teardown);
	tcase_add_test(m, remedy_before_and_since_2024);
	tcase_add_test(m, remedy_names_parts);
	tcase_add_test(m, remedy_settings);
	tcase_add_test(m, remedy_days);
	tcase_add_test(m, never_answered);
	tcase_add_test(m, default_bodies);
	tcase_add_loop_test(m, out_of_memory_is_an_error, 0, 4);
	tcase_add_test(m, days_and_numbers_in_words);
	suite_add_tcase(s, m);
	return tap_run(s);
}
