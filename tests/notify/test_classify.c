/* What each answer of a receiver leads to (standards.md parts 1 and 2). */
#include <stdlib.h>
#include <string.h>

#include "notify/classify.h"
#include "notify/schedule.h"
#include "tests/lib/tap.h"

/* ---- Webhooks: the status decides. */

static const struct {
	long status;
	int64_t retry_after;
	enum nt_verdict verdict;
	int64_t wait;
} statuses[] = {
	{ 200, 0, NT_DELIVERED, 0 },	  { 201, 0, NT_DELIVERED, 0 },
	{ 204, 0, NT_DELIVERED, 0 },	  { 299, 0, NT_DELIVERED, 0 },
	{ 199, 0, NT_FAILED, 0 },	  { 300, 0, NT_FAILED, 0 },
	{ 301, 0, NT_FAILED, 0 },	  { 308, 0, NT_FAILED, 0 },
	{ 400, 0, NT_FAILED, 0 },	  { 401, 0, NT_FAILED, 0 },
	{ 404, 0, NT_FAILED, 0 },	  { 410, 0, NT_GONE, 0 },
	{ 413, 0, NT_FAILED, 0 },	  { 429, 0, NT_THROTTLED, 60 },
	{ 429, 7, NT_THROTTLED, 7 },	  { 429, 7200, NT_THROTTLED, 7200 },
	{ 429, 1000000, NT_THROTTLED, NT_WAIT_MAX_S }, { 429, -5, NT_THROTTLED, 60 },
	{ 500, 0, NT_RETRY, 0 },	  { 501, 0, NT_RETRY, 0 },
	{ 502, 0, NT_THROTTLED, 60 },	  { 503, 30, NT_RETRY, 30 },
	{ 504, 90, NT_THROTTLED, 90 },	  { 599, 0, NT_RETRY, 0 },
	{ 600, 0, NT_FAILED, 0 },
};

START_TEST(webhook)
{
	/* The body says nothing to a webhook, whatever its length. */
	struct nt_answer a = { .status = statuses[_i].status,
			       .retry_after_s = statuses[_i].retry_after,
			       .body = "{\"errcode\":93000}",
			       .len = 17,
			       .cut = true };
	struct nt_judgement j = nt_classify(NT_WEBHOOK, &a);

	ck_assert_msg(j.verdict == statuses[_i].verdict, "%ld: %s", a.status,
		      nt_verdict_name(j.verdict));
	ck_assert_int_eq(j.wait_s, statuses[_i].wait);
	ck_assert(!j.has_code);
}
END_TEST

START_TEST(transport)
{
	for (int kind = 0; kind < NT_KIND_MAX; kind++) {
		struct nt_answer a = { .transport_error = true };

		ck_assert_int_eq(nt_classify((enum nt_kind)kind, &a).verdict, NT_RETRY);
		/* Half an answer is none, whatever its first line said. */
		a.status = 200;
		a.body = "{\"errcode\":0,\"code\":0}";
		a.len = strlen(a.body);
		ck_assert_int_eq(nt_classify((enum nt_kind)kind, &a).verdict, NT_RETRY);
	}
}
END_TEST

/* ---- Bots: the code in the body decides. */

static const struct {
	enum nt_kind kind;
	long status;
	const char *body;
	enum nt_verdict verdict;
	int64_t wait;
} bots[] = {
	{ NT_WECOM, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", NT_DELIVERED, 0 },
	{ NT_WECOM, 200, " {\"errcode\":0}", NT_DELIVERED, 0 },
	{ NT_WECOM, 200, "{\"errcode\":40058,\"errmsg\":\"content too long\"}", NT_TOO_LONG, 0 },
	{ NT_WECOM, 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", NT_GONE, 0 },
	{ NT_WECOM, 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", NT_THROTTLED, 60 },
	{ NT_WECOM, 200, "{\"errcode\":40008,\"errmsg\":\"消息类型不合法\"}", NT_FAILED, 0 },
	{ NT_WECOM, 200, "{\"errcode\":-1}", NT_FAILED, 0 },
	{ NT_WECOM, 200, "{\"errcode\":300005}", NT_FAILED, 0 }, /* another bot's code */
	{ NT_WECOM, 200, "{\"code\":0}", NT_FAILED, 0 },
	{ NT_WECOM, 200, "{\"punish\":\"x\"}", NT_FAILED, 0 },
	{ NT_WECOM, 500, "{\"errcode\":0}", NT_RETRY, 0 },
	{ NT_WECOM, 429, "{\"errcode\":0}", NT_RETRY, 0 },
	{ NT_WECOM, 302, "{\"errcode\":0}", NT_FAILED, 0 },
	{ NT_WECOM, 404, "", NT_FAILED, 0 },
	{ NT_DINGTALK, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", NT_DELIVERED, 0 },
	{ NT_DINGTALK, 200, "{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}", NT_FAILED, 0 },
	{ NT_DINGTALK, 200, "{\"errcode\":310000,\"errmsg\":\"签名不匹配\"}", NT_FAILED, 0 },
	{ NT_DINGTALK, 200, "{\"errcode\":130101}", NT_THROTTLED, 600 },
	{ NT_DINGTALK, 200, "{\"errcode\":410100}", NT_THROTTLED, 600 },
	{ NT_DINGTALK, 200, "{\"errcode\":300005,\"errmsg\":\"token is not exist\"}", NT_GONE, 0 },
	{ NT_DINGTALK, 200, "{\"punish\":\"/_____tmd_____/punish\",\"x\":1}", NT_THROTTLED, 600 },
	{ NT_DINGTALK, 200, "{\"punish\":1,\"errcode\":0}", NT_DELIVERED, 0 },
	{ NT_DINGTALK, 200, "{\"punish\":1,\"errcode\":\"0\"}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":0,\"data\":{},\"msg\":\"success\"}",
	  NT_DELIVERED, 0 },
	{ NT_FEISHU, 200, "{\"StatusCode\":0}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":9499,\"msg\":\"Bad Request\",\"data\":{}}", NT_FAILED, 0 },
	{ NT_FEISHU, 400, "{\"code\":11232,\"msg\":\"frequency limited\"}", NT_THROTTLED, 60 },
	{ NT_FEISHU, 200, "{\"code\":11232}", NT_THROTTLED, 60 },
	{ NT_FEISHU, 400, "{\"code\":0}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":19021}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":19022}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":19024}", NT_FAILED, 0 },
	/* No readable body is not delivered. */
	{ NT_FEISHU, 200, "", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "ok", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "<html></html>", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":0", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":0} {\"code\":19021}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":0}]", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "[{\"code\":0}]", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "0", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "null", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":null}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":\"0\"}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":false}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":0.0}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"code\":0,\"msg\":\"\xff\"}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"data\":{\"code\":0}}", NT_FAILED, 0 },
	{ NT_FEISHU, 200, "{\"x\":[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]],\"code\":0}", NT_FAILED, 0 },
};

START_TEST(bot)
{
	struct nt_answer a = { .status = bots[_i].status,
			       .len = strlen(bots[_i].body) };
	char *exact = malloc(a.len ? a.len : 1);
	struct nt_judgement j;

	/* Exactly as long as the answer, so that a sanitizer sees a read behind it. */
	ck_assert_ptr_nonnull(exact);
	memcpy(exact, bots[_i].body, a.len);
	a.body = exact;
	j = nt_classify(bots[_i].kind, &a);
	ck_assert_msg(j.verdict == bots[_i].verdict, "%s %ld %s: %s", nt_channel(bots[_i].kind)->name,
		      a.status, bots[_i].body, nt_verdict_name(j.verdict));
	ck_assert_int_eq(j.wait_s, bots[_i].wait);
	free(exact);
}
END_TEST

static struct nt_judgement wecom(const char *body, struct nt_answer a)
{
	a.status = a.status ? a.status : 200;
	a.body = body;
	a.len = strlen(body);
	return nt_classify(NT_WECOM, &a);
}

START_TEST(shortened_once)
{
	ck_assert_int_eq(wecom("{\"errcode\":40058}", (struct nt_answer){ 0 }).verdict, NT_TOO_LONG);
	ck_assert_int_eq(wecom("{\"errcode\":40058}", (struct nt_answer){ .shortened = true }).verdict,
			 NT_FAILED);
}
END_TEST

START_TEST(bots_wait_60_to_600)
{
	const char *fast = "{\"errcode\":45009}";

	ck_assert_int_eq(wecom(fast, (struct nt_answer){ .retry_after_s = 5 }).wait_s, 60);
	ck_assert_int_eq(wecom(fast, (struct nt_answer){ .retry_after_s = 300 }).wait_s, 300);
	ck_assert_int_eq(wecom(fast, (struct nt_answer){ .retry_after_s = 9000 }).wait_s, 600);
	ck_assert_int_eq(wecom("", (struct nt_answer){ .status = 429, .retry_after_s = 9000 }).wait_s, 9000);
}
END_TEST

START_TEST(codes_are_kept)
{
	struct nt_judgement j = wecom("{\"errcode\":40008}", (struct nt_answer){ 0 });

	ck_assert(j.has_code);
	ck_assert_int_eq(j.code, 40008);
	ck_assert(!wecom("{}", (struct nt_answer){ 0 }).has_code);
}
END_TEST

START_TEST(bounded)
{
	char *body = malloc(NT_ANSWER_MAX + 1);
	struct nt_answer a = { .status = 200, .len = NT_ANSWER_MAX, .body = body };

	ck_assert_ptr_nonnull(body);
	memset(body, ' ', NT_ANSWER_MAX + 1);
	memcpy(body + NT_ANSWER_MAX - 10, "{\"code\":0}", 10);
	ck_assert_int_eq(nt_classify(NT_FEISHU, &a).verdict, NT_DELIVERED);
	a.cut = true;
	ck_assert_int_eq(nt_classify(NT_FEISHU, &a).verdict, NT_FAILED);
	a.cut = false;
	memcpy(body + NT_ANSWER_MAX - 9, "{\"code\":0}", 10);
	a.len = NT_ANSWER_MAX + 1;
	ck_assert_int_eq(nt_classify(NT_FEISHU, &a).verdict, NT_FAILED);
	free(body);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *s = suite_create("classify");
	TCase *t = tcase_create("classify");

	tcase_add_loop_test(t, webhook, 0, COUNT(statuses));
	tcase_add_test(t, transport);
	tcase_add_loop_test(t, bot, 0, COUNT(bots));
	tcase_add_test(t, shortened_once);
	tcase_add_test(t, bots_wait_60_to_600);
	tcase_add_test(t, codes_are_kept);
	tcase_add_test(t, bounded);
	suite_add_tcase(s, t);
	return tap_run(s);
}
