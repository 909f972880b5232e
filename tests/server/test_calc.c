/* The calculators against a corpus written by hand from law.md: a line of tests/server/calc.jsonl
 * is an input and what its answer must hold at least.  Also the rules as data. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/machine.h"
#include "server/act/calc.h"
#include "server/act/rules_json.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;
static struct cw_calendar *calendar;
static struct json_object **lines;
static int n_lines;

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	arena = cw_arena_new(0);
	calendar = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(arena);
	ck_assert_ptr_nonnull(calendar);
}

static void teardown(void)
{
	cw_calendar_free(calendar);
	cw_arena_free(arena);
}

/* Before Check runs, because each line is a test. */
static void read_corpus(void)
{
	const char *src = getenv("SRCDIR");
	char path[4096], *line = NULL;
	size_t room = 0;
	ssize_t len;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/server/calc.jsonl", src ? src : ".");
	f = fopen(path, "re");
	if (!f) {
		printf("Bail out! cannot open %s\n", path);
		exit(1);
	}
	while ((len = getline(&line, &room, f)) > 0) {
		struct cw_err err;

		if (line[0] == '\n')
			continue;
		cw_err_clear(&err);
		lines = realloc(lines, (size_t)(n_lines + 1) * sizeof(*lines));
		if (rq_json_parse(line, (size_t)len, &lines[n_lines], &err)) {
			printf("Bail out! line %d of %s is no JSON\n", n_lines + 1, path);
			exit(1);
		}
		n_lines++;
	}
	free(line);
	fclose(f);
}

static struct json_object *get(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	json_object_object_get_ex(o, key, &v);
	return v;
}

/* WANT's members are in IS; lists have the same length. */
static bool holds(struct json_object *is, struct json_object *want)
{
	if (json_object_is_type(want, json_type_object)) {
		json_object_object_foreach(want, key, value)
		{
			struct json_object *v;

			if (!json_object_object_get_ex(is, key, &v) || !holds(v, value))
				return false;
		}
		return true;
	}
	if (json_object_is_type(want, json_type_array)) {
		size_t n = json_object_array_length(want);

		if (!json_object_is_type(is, json_type_array) || json_object_array_length(is) != n)
			return false;
		for (size_t i = 0; i < n; i++)
			if (!holds(json_object_array_get_idx(is, i),
				   json_object_array_get_idx(want, i)))
				return false;
		return true;
	}
	return json_object_equal(is, want);
}

static struct json_object *answer(struct json_object *in, enum cw_lang lang)
{
	const struct calc calc = { .arena = arena, .calendar = calendar, .lang = lang };
	struct json_object *copy = NULL, *out;
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_int_eq(json_object_deep_copy(in, &copy, NULL), 0);
	out = calc_answer(&calc, copy, &err);
	if (!out)
		out = rq_problem_object(arena, &err, lang);
	ck_assert_ptr_nonnull(out);
	json_object_put(copy);
	return out;
}

START_TEST(answers)
{
	struct json_object *out = answer(get(lines[_i], "in"), CW_EN);

	ck_assert_msg(holds(out, get(lines[_i], "want")), "%s:\n%s\nis %s",
		      json_object_get_string(get(lines[_i], "why")),
		      json_object_get_string(get(lines[_i], "want")), json_object_get_string(out));
	json_object_put(out);
}
END_TEST

static void whole_step(struct json_object *step)
{
	const char *text = json_object_get_string(get(step, "text"));

	ck_assert_ptr_nonnull(text);
	ck_assert_msg(*text && !strchr(text, '{'), "\"%s\"", text);
	ck_assert_ptr_nonnull(json_object_get_string(get(step, "rule")));
}

/* R-CLOCK-8: each answer explains itself, in both languages. */
START_TEST(explains)
{
	for (int lang = 0; lang < CW_LANG_MAX; lang++) {
		struct json_object *out = answer(get(lines[_i], "in"), (enum cw_lang)lang);
		struct json_object *steps = get(out, "steps"), *detail = get(out, "detail");

		if (detail)
			ck_assert_ptr_null(strchr(json_object_get_string(detail), '{'));
		else
			ck_assert_uint_gt(json_object_array_length(steps), 0);
		for (size_t i = 0; steps && i < json_object_array_length(steps); i++)
			whole_step(json_object_array_get_idx(steps, i));
		json_object_put(out);
	}
}
END_TEST

/* Wherever memory ends, that is what it says, or the answer is whole. */
START_TEST(survives_without_memory)
{
	struct json_object *plain = answer(get(lines[_i], "in"), CW_ZH);
	char *want = strdup(json_object_to_json_string(plain));
	const struct calc calc = { .arena = arena, .calendar = calendar, .lang = CW_ZH };
	bool came = true;

	for (uint64_t n = 1; n < 2000 && came; n++) {
		struct json_object *copy = NULL, *out;
		struct cw_err err;
		bool whole;

		cw_err_clear(&err);
		ck_assert_int_eq(json_object_deep_copy(get(lines[_i], "in"), &copy, NULL), 0);
		cw_arena_reset(arena);
		(void)rq_json_whole();
		cw_arena_fail_after(n);
		out = calc_answer(&calc, copy, &err);
		/* The first to fail, if the answer did not come to it. */
		came = cw_alloc(arena, 1) != NULL;
		cw_arena_fail_after(0);
		whole = rq_json_whole();
		ck_assert(out || err.code != CW_OK);
		if (!out)
			out = rq_problem_object(arena, &err, CW_ZH);
		if (whole && err.code != CW_INTERNAL)
			ck_assert_msg(strcmp(json_object_to_json_string(out), want) == 0,
				      "without the allocation %d: %s\nin place of %s", (int)n,
				      json_object_to_json_string(out), want);
		json_object_put(out);
		json_object_put(copy);
	}
	ck_assert_msg(!came, "it never had enough");
	json_object_put(plain);
	free(want);
}
END_TEST

/* ---- The rules as data. */

START_TEST(rules_are_whole)
{
	for (int lang = 0; lang < CW_LANG_MAX; lang++) {
		struct json_object *o = rules_json(arena, (enum cw_lang)lang), *list;
		size_t n;

		ck_assert_ptr_nonnull(o);
		ck_assert_uint_eq(json_object_array_length(get(o, "states")), CW_STATE_MAX - 1);
		ck_assert_uint_eq(json_object_array_length(get(o, "roles")), CW_ROLE_MAX);
		ck_assert_uint_eq(json_object_array_length(get(o, "outcomes")), CW_OUTCOME_MAX);
		ck_assert_uint_eq(json_object_array_length(get(o, "says")), CW_SAY_MAX);
		cw_moves(&n);
		list = get(o, "moves");
		ck_assert_uint_eq(json_object_array_length(list), n);
		for (size_t i = 0; i < n; i++) {
			struct json_object *move = json_object_array_get_idx(list, i);

			ck_assert_uint_gt(json_object_array_length(get(move, "who")), 0);
			ck_assert_ptr_nonnull(json_object_get_string(get(move, "rule")));
			ck_assert(*json_object_get_string(get(move, "title")));
		}
		list = get(o, "constants");
		ck_assert_uint_gt(json_object_array_length(list), 0);
		for (size_t i = 0; i < json_object_array_length(list); i++) {
			struct json_object *row = json_object_array_get_idx(list, i);

			ck_assert_int_gt(json_object_get_int(get(row, "value")), 0);
			ck_assert_uint_eq(strlen(json_object_get_string(get(row, "applies_from"))),
					  10);
			ck_assert(*json_object_get_string(get(row, "title")));
		}
		json_object_put(o);
	}
}
END_TEST

START_TEST(fee_schedule_is_the_tariff)
{
	const struct calc calc = { .arena = arena, .calendar = calendar, .lang = CW_ZH };
	struct json_object *o = calc_fee_schedule(&calc), *methods = get(o, "methods");
	struct json_object *item = json_object_array_get_idx(methods, 0),
			   *page = json_object_array_get_idx(methods, 1),
			   *tiers = get(page, "tiers");

	ck_assert_uint_eq(json_object_array_length(methods), 2);
	ck_assert_str_eq(json_object_get_string(get(item, "method")), "by_item");
	ck_assert_int_eq(json_object_get_int(get(item, "further_units")), 10);
	ck_assert_str_eq(json_object_get_string(get(item, "further_each_yuan")), "100.00");
	ck_assert_uint_eq(json_object_array_length(tiers), 4); /* 费5: to 30, 100, 200, and over */
	ck_assert_str_eq(
		json_object_get_string(get(json_object_array_get_idx(tiers, 3), "each_yuan")),
		"40.00");
	json_object_put(o);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("calc");
	TCase *tc = tcase_create("calc");
	int status;

	read_corpus();
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, answers, 0, n_lines);
	tcase_add_loop_test(tc, explains, 0, n_lines);
	tcase_add_loop_test(tc, survives_without_memory, 0, n_lines);
	tcase_add_test(tc, rules_are_whole);
	tcase_add_test(tc, fee_schedule_is_the_tariff);
	suite_add_tcase(suite, tc);
	status = tap_run(suite);
	for (int i = 0; i < n_lines; i++)
		json_object_put(lines[i]);
	free(lines);
	return status;
}
