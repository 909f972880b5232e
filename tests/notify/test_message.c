/* Messages of chat bots: what they say, and that they fit (standards.md part 2). */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "notify/message.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;
static struct cw_err err;

static void setup(void)
{
	arena = cw_arena_new(0);
	ck_assert_ptr_nonnull(arena);
	cw_err_clear(&err);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

static struct nt_message review(void)
{
	return (struct nt_message){
		.lang = CW_ZH,
		.what = CW_MSG_ACT_LEGAL_REVIEW,
		.number = "360104-FGW-2026-00017",
		.agency = "示例区发展和改革局",
		.due_on = cw_day_of(2026, 6, 5),
		.days_left = 3,
		.link = "https://gk.example.org/cases/360104-FGW-2026-00017",
	};
}

static struct json_object *at(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	ck_assert_msg(json_object_object_get_ex(o, key, &v), "no %s", key);
	return v;
}

static const char *str(struct json_object *o, const char *key)
{
	return json_object_get_string(at(o, key));
}

/* Renders; the text as the channel shows it, its title in *TITLE, the body's length in *LEN. */
static const char *text_in(enum nt_kind kind, const struct nt_message *m, bool shorter,
			   const char **title, size_t *len)
{
	char *body;
	struct json_object *o, *inner;
	const char *text;

	ck_assert_int_eq(nt_message_body(arena, kind, m, shorter, &body, len, &err), 0);
	ck_assert_uint_eq(strlen(body), *len);
	ck_assert(cw_utf8_valid(body, *len));
	o = json_tokener_parse(body);
	ck_assert_ptr_nonnull(o);
	*title = NULL;
	if (kind == NT_FEISHU) {
		ck_assert_str_eq(str(o, "msg_type"), "interactive");
		inner = at(o, "card");
		*title = str(at(at(inner, "header"), "title"), "content");
		text = str(json_object_array_get_idx(at(inner, "elements"), 0), "content");
	} else {
		ck_assert_str_eq(str(o, "msgtype"), "markdown");
		inner = at(o, "markdown");
		text = str(inner, kind == NT_WECOM ? "content" : "text");
		if (kind == NT_DINGTALK)
			*title = str(inner, "title");
	}
	text = cw_strdup(arena, text);
	*title = cw_strdup(arena, *title);
	json_object_put(o);
	return text;
}

START_TEST(wecom_whole)
{
	struct nt_message m = review();
	const char *title;
	size_t len;

	ck_assert_str_eq(text_in(NT_WECOM, &m, false, &title, &len),
			 cw_printf(arena,
				   "### 依申请公开：%s\n"
				   "申请编号：360104-FGW-2026-00017\n"
				   "办理机关：示例区发展和改革局\n"
				   "期限：2026年6月5日（还有 3 个工作日）\n"
				   "[查看详情](https://gk.example.org/cases/360104-FGW-2026-00017)",
				   cw_msg_raw(CW_MSG_ACT_LEGAL_REVIEW, CW_ZH)));
}
END_TEST

START_TEST(dingtalk_parts_lines)
{
	struct nt_message m = review();
	const char *title, *text;
	size_t len;

	text = text_in(NT_DINGTALK, &m, false, &title, &len);
	ck_assert(!strncmp(title, "依申请公开：", strlen("依申请公开：")));
	ck_assert_ptr_nonnull(strstr(text, "申请编号：360104-FGW-2026-00017\n\n办理机关"));
}
END_TEST

START_TEST(feishu_titles_its_card)
{
	struct nt_message m = review();
	const char *title, *text;
	size_t len;

	text = text_in(NT_FEISHU, &m, false, &title, &len);
	ck_assert(!strncmp(title, "依申请公开：", strlen("依申请公开：")));
	ck_assert(!strncmp(text, "申请编号：", strlen("申请编号：")));
}
END_TEST

START_TEST(english)
{
	struct nt_message m = review();
	const char *title, *text;
	size_t len;

	m.lang = CW_EN;
	m.agency = NULL;
	text = text_in(NT_FEISHU, &m, false, &title, &len);
	ck_assert_str_eq(text, "Request number: 360104-FGW-2026-00017\n"
			       "Due: 5 June 2026 (working days left: 3)\n"
			       "[Open](https://gk.example.org/cases/360104-FGW-2026-00017)");
}
END_TEST

START_TEST(due_days)
{
	static const struct {
		int left;
		const char *says;
	} days[] = { { 1, "（还有 1 个工作日）" },
		     { 0, "（今天到期）" },
		     { -5, "（已逾期 5 个工作日）" } };
	struct nt_message m = review();
	const char *title;
	size_t len;

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		m.days_left = days[i].left;
		ck_assert_ptr_nonnull(
			strstr(text_in(NT_WECOM, &m, false, &title, &len), days[i].says));
	}
	m.due_on = CW_DAY_NONE; /* the clock waits */
	ck_assert_ptr_null(strstr(text_in(NT_WECOM, &m, false, &title, &len), "期限"));
}
END_TEST

START_TEST(ping)
{
	struct nt_message m = { .lang = CW_ZH, .what = CW_MSG_HOOK_PING, .due_on = CW_DAY_NONE };
	const char *title;
	size_t len;

	ck_assert_str_eq(
		text_in(NT_WECOM, &m, false, &title, &len),
		"### 依申请公开：通知接通测试\n收到本条消息，即表示办案通知已经接通，无需回复。");
}
END_TEST

/* Nobody is called, nothing is marked up by a name; the link stays whole. */
START_TEST(names_are_disarmed)
{
	struct nt_message m = review();
	const char *title, *text;
	size_t len;

	m.agency = "<at id=all></at> [x](http://a.example) @all **b**\n> q";
	m.link = "https://gk.example.org/a)(b <c>";
	text = text_in(NT_WECOM, &m, false, &title, &len);
	ck_assert_ptr_nonnull(strstr(text,
				     "办理机关：＜at id=all＞＜/at＞ ［x］(http://a.example) ＠all "
				     "＊＊b＊＊ ＞ q\n"));
	ck_assert_ptr_nonnull(strstr(text, "(https://gk.example.org/a%29%28b%20%3Cc%3E)"));
}
END_TEST

/* Every length around the limit fits, is valid UTF-8 and keeps the link. */
START_TEST(fits)
{
	const enum nt_kind kind = (enum nt_kind)_i;
	const struct nt_channel *channel = nt_channel(kind);
	const size_t limit = channel->content_max ? channel->content_max : channel->body_max;
	struct nt_message m = review();
	/* A quote is one byte of text and two of the body. */
	static const char *const fill[] = { "字", "a", "\"", "é", "😀" };
	unsigned cut = 0, whole = 0;

	for (size_t f = 0; f < sizeof(fill) / sizeof(fill[0]); f++)
		for (size_t i = 0; i < 2 * 300; i++) {
			const bool shorter = i % 2;
			const size_t most = limit / (shorter + 1u), size = most - 560 + i;
			struct cw_buf b;
			const char *line, *title, *text;
			size_t len;

			cw_buf_init(&b, arena);
			while (b.len < size)
				cw_buf_puts(&b, fill[f]);
			line = cw_buf_done(&b, NULL);
			m.lines = &line;
			m.n_lines = 1;
			text = text_in(kind, &m, shorter, &title, &len);
			ck_assert_uint_le(len, channel->body_max / (shorter + 1u));
			if (channel->content_max)
				ck_assert_uint_le(strlen(text), most);
			ck_assert_ptr_nonnull(
				strstr(text, "[查看详情](https://gk.example.org/cases/"));
			cut += strstr(text, "（内容较多，其余请点开查看）") != NULL;
			whole += strstr(text, "（内容较多，其余请点开查看）") == NULL;
			cw_arena_reset(arena);
		}
	ck_assert_uint_gt(cut, 0);
	ck_assert_uint_gt(whole, 0);
}
END_TEST

START_TEST(a_link_that_cannot_fit)
{
	struct nt_message m = review();
	char *link = malloc(20001), *body;
	size_t len;

	ck_assert_ptr_nonnull(link);
	memset(link, 'a', 20000);
	link[20000] = '\0';
	m.link = link;
	ck_assert_int_eq(nt_message_body(arena, NT_DINGTALK, &m, false, &body, &len, &err), -1);
	ck_assert_int_eq(err.code, CW_TOO_LARGE);
	free(link);
}
END_TEST

START_TEST(cutting)
{
	const char *text = "a字é😀"; /* 1 + 3 + 2 + 4 bytes */
	static const size_t expected[] = { 0, 1, 1, 1, 4, 4, 6, 6, 6, 6, 10, 10 };

	for (size_t max = 0; max < sizeof(expected) / sizeof(expected[0]); max++)
		ck_assert_uint_eq(nt_cut(text, strlen(text), max), expected[max]);
}
END_TEST

START_TEST(feishu_signed)
{
	struct nt_message m = review();
	char *body, *with;
	size_t len, with_len;
	struct json_object *o;

	ck_assert_int_eq(nt_message_body(arena, NT_FEISHU, &m, false, &body, &len, &err), 0);
	with = nt_message_sign_feishu(arena, body, len, "demo", 1599360473, &with_len);
	ck_assert_ptr_nonnull(with);
	ck_assert_uint_eq(strlen(with), with_len);
	o = json_tokener_parse(with);
	ck_assert_ptr_nonnull(o);
	ck_assert_str_eq(str(o, "timestamp"), "1599360473");
	ck_assert_str_eq(str(o, "sign"), "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
	ck_assert_str_eq(str(o, "msg_type"), "interactive");
	json_object_put(o);
}
END_TEST

/* The stored bytes sign the same at each attempt. */
START_TEST(same_bytes_again)
{
	struct nt_message m = review();
	char *one, *two;
	size_t one_len, two_len;

	ck_assert_int_eq(nt_message_body(arena, NT_WECOM, &m, false, &one, &one_len, &err), 0);
	ck_assert_int_eq(nt_message_body(arena, NT_WECOM, &m, false, &two, &two_len, &err), 0);
	ck_assert_uint_eq(one_len, two_len);
	ck_assert(!memcmp(one, two, one_len));
}
END_TEST

START_TEST(without_memory)
{
	for (int kind = NT_WECOM; kind < NT_KIND_MAX; kind++) {
		uint64_t n = 0;
		int result;

		do {
			struct nt_message m = review();
			char *body;
			size_t len;

			cw_err_clear(&err);
			cw_arena_fail_after(++n);
			result = nt_message_body(arena, (enum nt_kind)kind, &m, false, &body, &len,
						 &err);
			cw_arena_fail_after(0);
			if (result)
				ck_assert_int_eq(err.code, CW_INTERNAL);
		} while (result && n < 100);
		ck_assert_int_eq(result, 0);
		ck_assert_uint_gt(n, 5);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("message");
	TCase *t = tcase_create("message");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, wecom_whole);
	tcase_add_test(t, dingtalk_parts_lines);
	tcase_add_test(t, feishu_titles_its_card);
	tcase_add_test(t, english);
	tcase_add_test(t, due_days);
	tcase_add_test(t, ping);
	tcase_add_test(t, names_are_disarmed);
	tcase_add_loop_test(t, fits, NT_WECOM, NT_KIND_MAX);
	tcase_add_test(t, a_link_that_cannot_fit);
	tcase_add_test(t, cutting);
	tcase_add_test(t, feishu_signed);
	tcase_add_test(t, same_bytes_again);
	tcase_add_test(t, without_memory);
	suite_add_tcase(s, t);
	return tap_run(s);
}
