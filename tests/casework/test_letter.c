/* Letters (law.md part 11): every one whole in both languages, and refused with a fact missing. */
#include <string.h>

#include "casework/letter.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;
static struct cw_err err;

static void setup(void)
{
	arena = cw_arena_new(0);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

/* ---- One set of facts from which every letter can be made; all names are invented. */

#define DAY(y, m, d) cw_day_of(y, m, d)

static struct cw_clock_step steps[2] = {
	{ .msg = CW_MSG_LETTER_ANSWER_BY, .working_days = 20, .rule = "R-CLOCK-11" },
	{ .msg = CW_MSG_LETTER_DUE, .rule = "R-CLOCK-11" },
};
static struct cw_clock clock_of_case;
static struct cw_part parts[2];
static struct cw_reply reply;
static const struct cw_remedy_body body = { "甲市人民政府", "示例路1号", NULL };
static const struct cw_remedy_bodies bodies = { .bodies = &body,
						.n_bodies = 1,
						.court = "丙区人民法院" };
static const struct cw_letter_item items[2] = {
	{ "身份证明", "请提供身份证复印件" },
	{ "内容描述", "请写明文件名称或者文号" },
};
static const struct cw_fee_step tiers[2] = {
	{ 31, 100, 70, 1000, 70000 },
	{ 201, 0, 50, 4000, 200000 },
};
static const struct cw_fee worked = { 270000, tiers, 2 };
static struct cw_letter_correction correction;
static struct cw_letter_due due;
static struct cw_letter_reasons reasons;
static struct cw_letter_consultation consultation;
static struct cw_letter_task task;
static struct cw_letter_fee fee;
static struct cw_letter_end end;
static struct cw_letter_record record;
static struct cw_letter_earlier earlier;
static struct cw_letter_service service;
static struct cw_letter_complaint complaint;
static struct cw_letter_spot spot;

static void fill_groups(void)
{
	correction =
		(struct cw_letter_correction){ items,	       2,	   15, DAY(2026, 3, 30),
					       "网上或者来函", CW_DAY_NONE };
	due = (struct cw_letter_due){ DAY(2026, 3, 30), DAY(2026, 4, 14), 10, false,
				      "涉及多份档案" };
	reasons = (struct cw_letter_reasons){ "三个月内提交六十件", DAY(2026, 3, 20), "来函" };
	consultation = (struct cw_letter_consultation){ "某份合同", "能否公开", 15,
							"来函",	    "公共利益", DAY(2026, 4, 1) };
	task = (struct cw_letter_task){ "示例科", "检索", "反馈检索结果", "已检索，未发现",
					DAY(2026, 3, 10) };
	fee = (struct cw_letter_fee){ .method = CW_FEE_BY_PAGE,
				      .units = 250,
				      .units_before = 0,
				      .fee = &worked,
				      .amount = 270000,
				      .month = 3,
				      .pay_by = DAY(2026, 4, 8),
				      .how = "扫码缴费",
				      .notice_on = DAY(2026, 3, 9),
				      .notice_number = "示例费〔2026〕1号",
				      .reason = "页数较多",
				      .due_on = DAY(2026, 4, 2) };
	end = (struct cw_letter_end){ CW_OUTCOME_NOT_CORRECTED, "示例补〔2026〕1号",
				      DAY(2026, 3, 4),		DAY(2026, 3, 6),
				      DAY(2026, 3, 27),		"查无正当理由",
				      DAY(2026, 4, 20) };
	record = (struct cw_letter_record){ "登记表姓名栏", "示例二", "丁局", "0791-0000000",
					    "有证据" };
	earlier =
		(struct cw_letter_earlier){ "示例依复〔2026〕3号", DAY(2026, 2, 3), "甲市人民政府",
					    "甲复决〔2026〕9号",   DAY(2026, 3, 1), "事实不清",
					    "二〇二五年",	   "二〇二六年",    20 };
	service = (struct cw_letter_service){ "答复书",
					      "示例依复〔2026〕3号",
					      "直接送达",
					      "示例路2号",
					      "示例一",
					      "本人",
					      "签名",
					      "已送达",
					      "无",
					      "示例五",
					      DAY(2026, 3, 3),
					      DAY(2026, 3, 4) };
	complaint = (struct cw_letter_complaint){ "示例局", "未按期答复", "情况属实", "责令改正",
						  DAY(2026, 2, 9) };
	spot = (struct cw_letter_spot){ "口头，本人签字", "示例六" };
}

static struct cw_letter_facts full_facts(enum cw_lang lang)
{
	parts[0] = (struct cw_part){ .description = "甲表", .outcome = CW_OUTCOME_GRANTED };
	parts[0].say[CW_SAY_CONTENT] = "见附件一";
	parts[1] = (struct cw_part){ .description = "乙纪要",
				     .outcome = CW_OUTCOME_PROCESS_INFORMATION };
	parts[1].say[CW_SAY_REASONS] = "正在讨论";
	parts[1].say[CW_SAY_NOT_ORDERED] = "存档一";
	parts[1].say[CW_SAY_MATTER_FINISHED] = "存档二";
	reply = (struct cw_reply){ .parts = parts,
				   .n_parts = 2,
				   .told_to_third_party = CW_DAY_NONE };
	clock_of_case = (struct cw_clock){ .due_on = DAY(2026, 3, 30),
					   .correction_last_day = DAY(2026, 3, 11),
					   .steps = steps,
					   .n_steps = 2 };
	fill_groups();
	return (struct cw_letter_facts){
		.lang = lang,
		.date = DAY(2026, 3, 26),
		.number = "360104-FGW-2026-00017",
		.shown_number = "依申请〔2026〕17号",
		.document_number = "示例依复〔2026〕4号",
		.agency = "示例区发改委",
		.agency_office = "办公室",
		.agency_address = "示例路2号",
		.agency_phone = "0791-0000000",
		.addressee = "示例一",
		.applicant = "示例一",
		.title = "甲表和乙纪要",
		.description = "请公开甲表和乙纪要",
		.submitted_on = DAY(2026, 3, 2),
		.received_on = DAY(2026, 3, 2),
		.channel = CW_CHANNEL_ONLINE,
		.query_hint = "https://ysq.example",
		.clock = &clock_of_case,
		.reply = &reply,
		.other_form_reason = "原件为纸质",
		.bodies = &bodies,
		.signed_by = "示例六",
		.correction = &correction,
		.due = &due,
		.reasons = &reasons,
		.consultation = &consultation,
		.task = &task,
		.fee = &fee,
		.end = &end,
		.record = &record,
		.earlier = &earlier,
		.service = &service,
		.complaint = &complaint,
		.spot = &spot,
	};
}

static struct cw_letter_text letter;

static int compose(enum cw_letter_kind kind, const struct cw_letter_facts *f)
{
	cw_err_clear(&err);
	return cw_letter_compose(arena, kind, f, &letter, &err);
}

static bool says(const char *text)
{
	for (size_t i = 0; i < letter.n_blocks; i++)
		if (strstr(letter.blocks[i].text, text) ||
		    (letter.blocks[i].label && strstr(letter.blocks[i].label, text)))
			return true;
	return false;
}

static bool names(const char *pointer)
{
	for (unsigned i = 0; i < err.n_items; i++)
		if (strcmp(err.items[i].pointer, pointer) == 0)
			return true;
	return false;
}

#define COMPOSES(kind, f)                                                                          \
	ck_assert_msg(compose(kind, f) == 0, "%s: %s", cw_letter(kind)->name, err.items[0].pointer)
#define SAYS(text)  ck_assert_msg(says(text), "%s lacks: %s", cw_letter(letter.kind)->name, text)
#define QUIET(text) ck_assert_msg(!says(text), "%s says: %s", cw_letter(letter.kind)->name, text)

/* ---- The table. */

/* Part 11 in its order, and the confirmation of a withdrawal (R-REQ-9).  A remedy where something
 * is decided against someone (R-OUT-4), the head where part 10 lets nobody else do the act, the
 * leader for what an order or a revocation brings (R-OUT-10), the office's seal for what the system
 * sends. */
static const struct {
	enum cw_letter_kind kind;
	const char *words; /* of its Chinese title */
	bool numbered, remedy;
	enum cw_role signer;
} letters[] = {
	{ CW_LETTER_RECEIPT, "登记回执", 0, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_CONFIRMATION_RECORD, "确认记录", 0, 0, CW_ROLE_CLERK },
	{ CW_LETTER_CONFIRMATION_LETTER, "确认函", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_DUE_DAY_CORRECTION, "答复期限更正告知书", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_CORRECTION_NOTICE, "补正告知书", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_EXTENSION_NOTICE, "延长答复期限告知书", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_THIRD_PARTY_CONSULTATION, "征求第三方意见书", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_CONSULTATION_NOTICE, "征求意见告知书", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_DISCLOSURE_DECISION, "决定告知书", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_CO_PRODUCER_CONSULTATION, "共同制作机关意见函", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_OTHER_AGENCY_CONSULTATION, "其他机关意见函", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_DETERMINATION_REQUEST, "报请确定函", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_TASK_SLIP, "协办单", 0, 0, CW_ROLE_CASEWORKER },
	{ CW_LETTER_REASONS_REQUEST, "说明理由通知书", 1, 0, CW_ROLE_SCHEDULER },
	{ CW_LETTER_DELAY_NOTICE, "延迟答复告知书", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_FEE_NOTICE, "收费通知书", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_FEE_CANCELLATION, "撤销（减免）", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_REFUND_NOTICE, "退费通知", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_REPLY, "答复书", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_ON_THE_SPOT_RECORD, "当场答复记录", 0, 1, CW_ROLE_CASEWORKER },
	{ CW_LETTER_LAPSE_NOTICE, "不再处理告知书", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_TERMINATION_NOTICE, "终止办理告知书", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_REINSTATEMENT_NOTICE, "恢复办理告知书", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_RECORD_CORRECTION, "更正决定书", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_TRANSFER_NOTICE, "转送告知", 1, 1, CW_ROLE_HEAD },
	{ CW_LETTER_REVOCATION, "答复决定书", 1, 1, CW_ROLE_LEADER },
	{ CW_LETTER_NEW_REPLY, "重新答复书", 1, 1, CW_ROLE_LEADER },
	{ CW_LETTER_CLERICAL_CORRECTION, "笔误更正通知", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_SERVICE_RETURN, "送达回证", 0, 0, CW_ROLE_CLERK },
	{ CW_LETTER_URGING, "督办单", 1, 0, CW_ROLE_SUPERVISOR },
	{ CW_LETTER_URGING_ANSWER, "督办", 1, 0, CW_ROLE_HEAD },
	{ CW_LETTER_COMPLAINT_ANSWER, "处理告知书", 1, 0, CW_ROLE_SUPERVISOR },
	{ CW_LETTER_WITHDRAWAL_CONFIRMATION, "撤回确认", 0, 0, CW_ROLE_SCHEDULER },
};

START_TEST(each_letter)
{
	const struct cw_letter_row *row = cw_letter(letters[_i].kind);

	ck_assert_int_eq(_i, letters[_i].kind);
	ck_assert_ptr_nonnull(strstr(cw_msg_raw(row->title, CW_ZH), letters[_i].words));
	ck_assert_int_eq(row->numbered, letters[_i].numbered);
	ck_assert_int_eq(row->remedy, letters[_i].remedy);
	ck_assert_int_eq(row->signer, letters[_i].signer);
}
END_TEST

START_TEST(table)
{
	/* R-OUT-4: these carry no remedy paragraph; replies, endings and decisions do. */
	static const enum cw_letter_kind without[] = {
		CW_LETTER_CORRECTION_NOTICE,
		CW_LETTER_EXTENSION_NOTICE,
		CW_LETTER_THIRD_PARTY_CONSULTATION,
		CW_LETTER_CONSULTATION_NOTICE,
		CW_LETTER_CO_PRODUCER_CONSULTATION,
		CW_LETTER_OTHER_AGENCY_CONSULTATION,
		CW_LETTER_FEE_NOTICE,
		CW_LETTER_REASONS_REQUEST,
	};
	static const enum cw_letter_kind with[] = {
		CW_LETTER_REPLY,	CW_LETTER_NEW_REPLY,	       CW_LETTER_ON_THE_SPOT_RECORD,
		CW_LETTER_LAPSE_NOTICE, CW_LETTER_DISCLOSURE_DECISION,
	};

	for (int k = 0; k < CW_LETTER_MAX; k++) {
		const struct cw_letter_row *row = cw_letter((enum cw_letter_kind)k);

		ck_assert_int_eq(row->kind, k);
		ck_assert_int_eq(cw_letter_of(row->name), k);
		ck_assert_int_ne(row->title, CW_MSG_NONE);
	}
	ck_assert_int_eq(cw_letter_of("no_such_letter"), -1);
	ck_assert_int_eq(cw_letter_of(NULL), -1);
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		ck_assert(!cw_letter(without[i])->remedy);
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++)
		ck_assert(cw_letter(with[i])->remedy);
}
END_TEST

/* Every letter can be made, is whole, has no open argument, and has a remedy as the table says. */
START_TEST(every_letter_in_both_languages)
{
	const enum cw_letter_kind kind = (enum cw_letter_kind)_i;

	for (int lang = 0; lang < CW_LANG_MAX; lang++) {
		const struct cw_letter_facts f = full_facts((enum cw_lang)lang);
		const struct cw_letter_row *row = cw_letter(kind);

		COMPOSES(kind, &f);
		ck_assert_int_eq(letter.kind, kind);
		ck_assert_int_eq(letter.lang, lang);
		ck_assert_str_eq(letter.title, cw_msg_raw(row->title, (enum cw_lang)lang));
		ck_assert_ptr_eq(letter.document_number, row->numbered ? f.document_number : NULL);
		ck_assert_uint_gt(letter.n_blocks, 2);
		for (size_t i = 0; i < letter.n_blocks; i++) {
			const struct cw_block *b = &letter.blocks[i];

			ck_assert(b->text && *b->text);
			ck_assert_int_eq(b->label != NULL, b->kind == CW_BLOCK_FACT);
			ck_assert_ptr_null(strstr(b->text, "{0}"));
		}
		ck_assert_int_eq(says(lang == CW_ZH ? "行政复议，或者" : "or bring a suit before"),
				 row->remedy);
	}
}
END_TEST

/* Nothing but the language and the day: every fact that a letter needs is named, and none crashes.
 */
START_TEST(nothing_given)
{
	const struct cw_letter_facts f = { .date = CW_DAY_NONE,
					   .submitted_on = CW_DAY_NONE,
					   .received_on = CW_DAY_NONE };
	const enum cw_letter_kind kind = (enum cw_letter_kind)_i;

	ck_assert_int_eq(compose(kind, &f), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert(names("/agency") && names("/date"));
	ck_assert_int_eq(names("/document_number"), cw_letter(kind)->numbered);
	ck_assert_int_eq(names("/bodies"), cw_letter(kind)->remedy);
	ck_assert_uint_gt(err.n_items, 2);
}
END_TEST

/* A letter that is made has no hole in it; one that is not names what it lacks. */
static void whole_or_named(enum cw_letter_kind kind, const struct cw_letter_facts *f, const char *without)
{
	const char *name = cw_letter(kind)->name;

	if (compose(kind, f)) {
		ck_assert_msg(err.code == CW_INVALID && err.n_items > 0, "%s without %s", name, without);
		return;
	}
	ck_assert_uint_gt(letter.n_blocks, 0);
	for (size_t i = 0; i < letter.n_blocks; i++) {
		const char *text = letter.blocks[i].text;

		ck_assert_msg(text && *text && !strstr(text, "(null)") && !strstr(text, "{0}"),
			      "%s without %s: %s", name, without, text ? text : "nothing");
	}
}

/* One fact after the other is missing. */
START_TEST(one_thing_missing)
{
#define PLACE(member)                                                                              \
	{                                                                                          \
		#member, offsetof(struct cw_letter_facts, member)                                  \
	}
	static const struct {
		const char *name;
		size_t at;
	} places[] = {
		PLACE(number), PLACE(shown_number), PLACE(document_number), PLACE(agency),
		PLACE(agency_office), PLACE(agency_address), PLACE(agency_phone), PLACE(addressee),
		PLACE(applicant), PLACE(title), PLACE(description), PLACE(query_hint), PLACE(clock),
		PLACE(reply), PLACE(other_form_reason), PLACE(bodies), PLACE(signed_by),
		PLACE(correction), PLACE(due), PLACE(reasons), PLACE(consultation), PLACE(task),
		PLACE(fee), PLACE(end), PLACE(record), PLACE(earlier), PLACE(service),
		PLACE(complaint), PLACE(spot),
	};
#undef PLACE
	const enum cw_letter_kind kind = (enum cw_letter_kind)_i;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct cw_letter_facts f = full_facts(CW_EN);

		memset((char *)&f + places[i].at, 0, sizeof(void *));
		whole_or_named(kind, &f, places[i].name);
		cw_arena_reset(arena);
	}
}
END_TEST

/* Groups in which nothing was filled, a request with neither title nor description, a clock that says less. */
START_TEST(what_is_given_says_little)
{
	const enum cw_letter_kind kind = (enum cw_letter_kind)_i;
	struct cw_letter_facts f = full_facts(CW_ZH);

	f.title = f.description = NULL;
	whole_or_named(kind, &f, "title and description");
	f = full_facts(CW_ZH);
	f.title = "";
	whole_or_named(kind, &f, "a title");
	clock_of_case.due_on = clock_of_case.correction_last_day = CW_DAY_NONE;
	clock_of_case.n_steps = 0;
	whole_or_named(kind, &f, "days");
	clock_of_case.paused = true;
	whole_or_named(kind, &f, "an unpaused clock");
	full_facts(CW_ZH);
	reply.n_parts = 0;
	whole_or_named(kind, &f, "parts");
	full_facts(CW_ZH);
	consultation = (struct cw_letter_consultation){ .disclosed_on = CW_DAY_NONE };
	task = (struct cw_letter_task){ .answer_by = CW_DAY_NONE };
	fee.fee = NULL;
	due.provisional = !due.provisional;
	end = (struct cw_letter_end){ .outcome = CW_OUTCOME_MERGED };
	earlier.order_number = NULL;
	whole_or_named(kind, &f, "what its group should say");
	end.outcome = CW_OUTCOME_NOT_PAID;
	whole_or_named(kind, &f, "what a fee should say");
	end.outcome = CW_OUTCOME_NOT_CORRECTED;
	end.working_days = 0;
	whole_or_named(kind, &f, "a period");
}
END_TEST

START_TEST(out_of_memory_is_an_error)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);
	int done = -1;

	for (uint64_t n = 1; done; n++) {
		ck_assert_uint_lt(n, 5000);
		cw_err_clear(&err);
		cw_arena_reset(arena);
		cw_arena_fail_after(n);
		done = cw_letter_compose(arena, (enum cw_letter_kind)_i, &f, &letter, &err);
		ck_assert_int_eq(err.code, done ? CW_INTERNAL : CW_OK);
	}
	cw_arena_fail_after(0);
}
END_TEST

/* ---- What single letters say. */

START_TEST(receipt)
{
	struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_RECEIPT, &f);
	SAYS("360104-FGW-2026-00017");
	SAYS("2026年3月30日");
	SAYS("2026年3月11日（含当日）前一次性告知");
	SAYS("https://ysq.example");
	QUIET("暂定");
	clock_of_case.provisional = true;
	COMPOSES(CW_LETTER_RECEIPT, &f);
	SAYS("2026年3月30日（暂定");
	COMPOSES(CW_LETTER_REASONS_REQUEST, &f);
	SAYS("请于2026年3月20日（含当日）前");
	reasons.provisional = true;
	COMPOSES(CW_LETTER_REASONS_REQUEST, &f);
	SAYS("请于2026年3月20日（暂定");
	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	QUIET("2026年4月8日（暂定");
	fee.provisional = true;
	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	SAYS("2026年4月8日（暂定");
	f.received_on = CW_DAY_NONE; /* to be confirmed: no clock yet */
	f.clock = NULL;
	COMPOSES(CW_LETTER_RECEIPT, &f);
	QUIET("答复期限的计算");
}
END_TEST

START_TEST(reply_keeps_the_file_to_itself)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_REPLY, &f);
	SAYS("2026年3月2日收到");
	SAYS("一、甲表");
	SAYS("二、乙纪要");
	SAYS("第三十六条第二项");
	SAYS("第十六条第二款");
	SAYS("见附件一");
	SAYS("正在讨论");
	SAYS("原件为纸质");
	QUIET("存档一");
	QUIET("存档二");
	SAYS("如不服本答复第二部分，应当自收到之日起60日内先向甲市人民政府");
	SAYS("如不服本答复第一部分，可以");
	/* The law in force on the day of the act. */
	{
		struct cw_letter_facts old = f;

		old.date = DAY(2023, 12, 29);
		COMPOSES(CW_LETTER_REPLY, &old);
		QUIET("先向");
	}
	reply.n_parts = 1;
	COMPOSES(CW_LETTER_REPLY, &f);
	QUIET("一、甲表");
}
END_TEST

START_TEST(partial_reply_lists_what_is_refused)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	parts[0].outcome = CW_OUTCOME_PARTIAL;
	parts[0].refused = CW_OUTCOME_BIT(CW_OUTCOME_STATE_SECRET) |
			   CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS);
	reply.n_parts = 1;
	COMPOSES(CW_LETTER_REPLY, &f);
	SAYS("第三十七条");
	SAYS("国家秘密");
	SAYS("第三方合法权益");
	SAYS("如不服本答复中不予公开的内容，应当");
}
END_TEST

START_TEST(new_reply_names_what_made_it)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_NEW_REPLY, &f);
	SAYS("甲市人民政府于2026年3月1日作出甲复决〔2026〕9号");
	earlier.order_body = NULL;
	COMPOSES(CW_LETTER_NEW_REPLY, &f);
	SAYS("自行撤销");
}
END_TEST

START_TEST(correction_notice)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_CORRECTION_NOTICE, &f);
	SAYS("身份证明：请提供身份证复印件");
	SAYS("内容描述：请写明文件名称或者文号");
	SAYS("15个工作日");
	SAYS("2026年3月30日");
	QUIET("再次送达");
	correction.first_sent_on = DAY(2026, 3, 5);
	correction.answer_by = CW_DAY_NONE;
	COMPOSES(CW_LETTER_CORRECTION_NOTICE, &f);
	SAYS("曾于2026年3月5日发出补正通知");
	QUIET("2026年3月30日");
	correction.n_items = 0;
	ck_assert_int_eq(compose(CW_LETTER_CORRECTION_NOTICE, &f), -1);
	ck_assert(names("/correction/items"));
}
END_TEST

START_TEST(fee_letters)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	SAYS("第31至100件（页）：70 × 10.00元 = 700.00元");
	SAYS("第201件（页）以上：50 × 40.00元 = 2000.00元");
	SAYS("2700.00元");
	SAYS("250");
	SAYS("103049950");
	SAYS("次日起20个工作日");
	SAYS("缴费期满后"); /* R-FEE-7 */
	QUIET("页数可能变化");
	fee.count_may_change = true;
	fee.method = CW_FEE_BY_ITEM;
	fee.units_before = 8;
	fee.units = 24;
	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	SAYS("页数可能变化");
	SAYS("3月此前8件，本次24件");
	COMPOSES(CW_LETTER_FEE_CANCELLATION, &f);
	SAYS("示例费〔2026〕1号");
	SAYS("2026年4月2日");
	COMPOSES(CW_LETTER_REFUND_NOTICE, &f);
	SAYS("现退还2700.00元");
}
END_TEST

/* Several cases in one notice (R-OUT-11): each its own reckoning, then the sum. */
START_TEST(a_fee_notice_for_several_cases)
{
	struct cw_letter_facts f = full_facts(CW_ZH);
	struct cw_letter_fee other = fee;
	struct cw_letter_case cases[] = { { "依申请〔2026〕1号", "甲", DAY(2026, 3, 2), &fee },
					  { "依申请〔2026〕2号", "乙", DAY(2026, 3, 3), &other },
					  { "依申请〔2026〕3号", "丙", DAY(2026, 3, 3), NULL } };

	f.joint = cases;
	f.n_joint = 2;
	other.how = "窗口缴费";
	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	SAYS("依申请〔2026〕2号");
	SAYS("5400.00元"); /* twice 2700 */
	SAYS("窗口缴费");
	QUIET("页数可能变化");
	other.count_may_change = true;
	other.how = fee.how;
	fee.pay_by = CW_DAY_NONE; /* its receipt is not certain */
	COMPOSES(CW_LETTER_FEE_NOTICE, &f);
	SAYS("页数可能变化");
	QUIET("窗口缴费");
	QUIET("2026年4月8日");
	other.how = NULL;
	ck_assert_int_eq(compose(CW_LETTER_FEE_NOTICE, &f), -1);
	ck_assert(names("/fee/how"));
	f.n_joint = 3;
	ck_assert_int_eq(compose(CW_LETTER_FEE_NOTICE, &f), -1);
	ck_assert(names("/fee"));
	f.fee = NULL;
	ck_assert_int_eq(compose(CW_LETTER_FEE_NOTICE, &f), -1);
	ck_assert_int_eq(compose(CW_LETTER_FEE_CANCELLATION, &f), -1);
	ck_assert(names("/fee"));
}
END_TEST

/* What was paid without being owed has a voucher in place of a notice. */
START_TEST(a_refund_of_what_was_not_owed)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	fee.notice_number = NULL;
	fee.voucher = "票据1号";
	fee.paid_on = DAY(2026, 3, 12);
	COMPOSES(CW_LETTER_REFUND_NOTICE, &f);
	SAYS("票据1号");
	SAYS("2026年3月12日");
	fee.voucher = NULL;
	ck_assert_int_eq(compose(CW_LETTER_REFUND_NOTICE, &f), -1);
	ck_assert(names("/fee/notice_number"));
	fee.notice_number = "示例费〔2026〕1号";
	fee.due_on = CW_DAY_NONE; /* nothing is owed by a day: the case waits */
	COMPOSES(CW_LETTER_FEE_CANCELLATION, &f);
	QUIET("2026年4月2日");
	fee.amount = 0;
	ck_assert_int_eq(compose(CW_LETTER_FEE_CANCELLATION, &f), -1);
	ck_assert(names("/fee/amount"));
}
END_TEST

START_TEST(endings)
{
	const struct cw_letter_facts f = full_facts(CW_ZH);

	COMPOSES(CW_LETTER_LAPSE_NOTICE, &f);
	SAYS("示例补〔2026〕1号");
	SAYS("2026年3月6日");
	SAYS("2026年3月27日");
	SAYS("第三十条");
	end.outcome = CW_OUTCOME_NOT_PAID;
	COMPOSES(CW_LETTER_LAPSE_NOTICE, &f);
	SAYS("未在缴费期限内");
	end.outcome = CW_OUTCOME_GRANTED;
	ck_assert_int_eq(compose(CW_LETTER_LAPSE_NOTICE, &f), -1);
	ck_assert(names("/end/outcome"));
	COMPOSES(CW_LETTER_REINSTATEMENT_NOTICE, &f);
	SAYS("2026年4月20日");
	end.due_on = CW_DAY_NONE;
	COMPOSES(CW_LETTER_REINSTATEMENT_NOTICE, &f);
	SAYS("请补正申请");
	end.outcome = CW_OUTCOME_NOT_PAID;
	COMPOSES(CW_LETTER_REINSTATEMENT_NOTICE, &f);
	SAYS("请缴纳信息处理费");
}
END_TEST

/* Whoever is asked learns what, not by whom (R-ASK-2; personal data stay out). */
START_TEST(letters_to_others_do_not_name_the_applicant)
{
	static const enum cw_letter_kind kinds[] = {
		CW_LETTER_THIRD_PARTY_CONSULTATION,
		CW_LETTER_CO_PRODUCER_CONSULTATION,
		CW_LETTER_OTHER_AGENCY_CONSULTATION,
		CW_LETTER_DETERMINATION_REQUEST,
		CW_LETTER_DISCLOSURE_DECISION,
		CW_LETTER_TASK_SLIP,
		CW_LETTER_URGING,
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct cw_letter_facts f = full_facts(CW_ZH);

		f.applicant = "某申请人";
		f.addressee = "被征求意见者";
		COMPOSES(kinds[i], &f);
		QUIET("某申请人");
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("letter");
	TCase *t = tcase_create("letters");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, table);
	tcase_add_loop_test(t, each_letter, 0, CW_LETTER_MAX);
	tcase_add_loop_test(t, every_letter_in_both_languages, 0, CW_LETTER_MAX);
	tcase_add_loop_test(t, nothing_given, 0, CW_LETTER_MAX);
	tcase_add_loop_test(t, one_thing_missing, 0, CW_LETTER_MAX);
	tcase_add_loop_test(t, what_is_given_says_little, 0, CW_LETTER_MAX);
	tcase_add_loop_test(t, out_of_memory_is_an_error, 0, CW_LETTER_MAX);
	tcase_add_test(t, receipt);
	tcase_add_test(t, reply_keeps_the_file_to_itself);
	tcase_add_test(t, partial_reply_lists_what_is_refused);
	tcase_add_test(t, new_reply_names_what_made_it);
	tcase_add_test(t, correction_notice);
	tcase_add_test(t, fee_letters);
	tcase_add_test(t, a_fee_notice_for_several_cases);
	tcase_add_test(t, a_refund_of_what_was_not_owed);
	tcase_add_test(t, endings);
	tcase_add_test(t, letters_to_others_do_not_name_the_applicant);
	suite_add_tcase(s, t);
	return tap_run(s);
}
