#include "notify/classify.h"

#include <json-c/json.h>
#include <string.h>

#include "notify/schedule.h"

#define DEPTH	  16
#define WAIT_LEAST 60
#define WAIT_MOST  600 /* 钉钉 blocks for ten minutes */

/* What the codes other than 0 mean.  One that is not here is a failure. */
static const struct {
	enum nt_kind kind;
	int64_t code;
	enum nt_verdict verdict;
	int wait_s;
} codes[] = {
	{ NT_WECOM, 40058, NT_TOO_LONG, 0 },
	{ NT_WECOM, 93000, NT_GONE, 0 },
	{ NT_WECOM, 45009, NT_THROTTLED, WAIT_LEAST },
	{ NT_DINGTALK, 130101, NT_THROTTLED, WAIT_MOST },
	{ NT_DINGTALK, 410100, NT_THROTTLED, WAIT_MOST },
	{ NT_DINGTALK, 300005, NT_GONE, 0 },
	{ NT_FEISHU, 11232, NT_THROTTLED, WAIT_LEAST },
	/* A keyword, signature or IP rule of the robot (310000; 19021, 19022, 19024) and a bad body (9499)
	 * are failures: an administrator can mend them while the schedule runs. */
};

static const char *const names[NT_VERDICT_MAX] = {
	[NT_DELIVERED] = "delivered", [NT_RETRY] = "retry", [NT_THROTTLED] = "throttled",
	[NT_TOO_LONG] = "too_long",   [NT_GONE] = "gone",   [NT_FAILED] = "failed",
};

const char *nt_verdict_name(enum nt_verdict verdict)
{
	return names[verdict];
}

static struct nt_judgement judged(enum nt_verdict verdict, int64_t wait_s)
{
	return (struct nt_judgement){ .verdict = verdict, .wait_s = wait_s };
}

static int64_t between(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

/* The whole body as one JSON object, or NULL: bounded in length and depth, UTF-8, nothing after it. */
static struct json_object *read_object(const struct nt_answer *answer)
{
	struct json_tokener *tok;
	struct json_object *o = NULL;

	if (answer->cut || answer->len == 0 || answer->len > NT_ANSWER_MAX)
		return NULL;
	tok = json_tokener_new_ex(DEPTH);
	if (!tok)
		return NULL;
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(tok, answer->body, (int)answer->len);
	if (o && (json_tokener_get_error(tok) != json_tokener_success ||
		  json_tokener_get_parse_end(tok) != answer->len ||
		  !json_object_is_type(o, json_type_object))) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(tok);
	return o;
}

static struct nt_judgement judge_code(enum nt_kind kind, int64_t code,
				      const struct nt_answer *answer)
{
	struct nt_judgement j = judged(NT_FAILED, 0);

	if (code == 0 && answer->status / 100 == 2)
		j.verdict = NT_DELIVERED;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].kind == kind && codes[i].code == code) {
			j.verdict = codes[i].verdict;
			j.wait_s = codes[i].wait_s;
		}
	if (j.verdict == NT_TOO_LONG && answer->shortened)
		j.verdict = NT_FAILED;
	if (j.verdict == NT_THROTTLED && answer->retry_after_s > j.wait_s)
		j.wait_s = between(answer->retry_after_s, WAIT_LEAST, WAIT_MOST);
	j.has_code = true;
	j.code = code;
	return j;
}

/* A bot answers 200 whatever happened; 飞书 also sends its codes with 400. */
static struct nt_judgement judge_bot(enum nt_kind kind, const struct nt_answer *answer)
{
	struct json_object *o = read_object(answer), *v = NULL;
	struct nt_judgement j = judged(NT_FAILED, 0);

	if (o && json_object_object_get_ex(o, nt_channel(kind)->code, &v) &&
	    json_object_is_type(v, json_type_int))
		j = judge_code(kind, json_object_get_int64(v), answer);
	else if (o && kind == NT_DINGTALK && !v && json_object_object_get_ex(o, "punish", NULL))
		j = judged(NT_THROTTLED, WAIT_MOST);
	json_object_put(o);
	return j;
}

struct nt_judgement nt_classify(enum nt_kind kind, const struct nt_answer *answer)
{
	const int64_t asked = between(answer->retry_after_s, 0, NT_WAIT_MAX_S);
	const long status = answer->status;

	if (answer->transport_error)
		return judged(NT_RETRY, 0);
	if (kind == NT_WEBHOOK) {
		if (status / 100 == 2)
			return judged(NT_DELIVERED, 0);
		if (status == 410)
			return judged(NT_GONE, 0);
		if (status == 429 || status == 502 || status == 504)
			return judged(NT_THROTTLED, asked ? asked : WAIT_LEAST);
		/* 3xx too: a redirect is never followed. */
		return judged(status / 100 == 5 ? NT_RETRY : NT_FAILED, asked);
	}
	if (status == 429 || status / 100 == 5)
		return judged(NT_RETRY, asked);
	return judge_bot(kind, answer);
}
