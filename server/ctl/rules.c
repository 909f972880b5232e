/* rules: the tables of casework as text, as JSON, or as a graph for dot(1). */
#include <stdio.h>
#include <string.h>

#include "casework/machine.h"
#include "casework/outcome.h"
#include "server/act/rules_json.h"
#include "server/ctl/ctl.h"

static const char *text(struct ctl *ctl, enum cw_msg msg)
{
	return cw_msg_raw(msg, ctl->lang);
}

/* ---- Text. */

static void print_set(unsigned set, int max, const char *(*name)(int))
{
	const char *comma = "";

	for (int i = 0; i < max; i++) {
		if (set & (1u << i)) {
			printf("%s%s", comma, name(i));
			comma = ", ";
		}
	}
}

static const char *state_name(int i)
{
	return i == CW_STATE_NONE ? "-" : cw_state_name((enum cw_state)i);
}

static const char *role_name(int i)
{
	return cw_role_name((enum cw_role)i);
}

static const char *say_name(int i)
{
	return cw_say_name((enum cw_say)i);
}

static void print_moves(struct ctl *ctl)
{
	size_t n;
	const struct cw_move *m = cw_moves(&n);

	printf("# %s\n", text(ctl, CW_MSG_CTL_RULES_MOVES));
	for (size_t i = 0; i < n; i++) {
		printf("%s (%s)\n    ", cw_act_name(m[i].act), text(ctl, m[i].title));
		print_set(m[i].from, CW_STATE_MAX, state_name);
		printf(" -> %s\n    ", m[i].to == CW_STATE_NONE ? "=" : cw_state_name(m[i].to));
		print_set(m[i].who, CW_ROLE_MAX, role_name);
		printf("\n    %s%s%s", m[i].rule ? m[i].rule : "", m[i].article ? ", " : "",
		       m[i].article ? m[i].article : "");
		if (m[i].clock >= 0)
			printf("; %s: %s", text(ctl, CW_MSG_CTL_RULES_CLOCK),
			       cw_clock_type_name((enum cw_clock_type)m[i].clock));
		putchar('\n');
	}
}

static void print_outcomes(struct ctl *ctl)
{
	printf("\n# %s\n", text(ctl, CW_MSG_CTL_RULES_OUTCOMES));
	for (int i = 0; i < CW_OUTCOME_MAX; i++) {
		const struct cw_outcome_row *r = cw_outcome((enum cw_outcome)i);

		printf("%s (%s)\n    %s; ", cw_outcome_name(r->outcome), text(ctl, r->title),
		       r->basis && *r->basis ? r->basis : "-");
		if (r->report_row)
			printf("%s %d", text(ctl, CW_MSG_CTL_RULES_ROW), r->report_row);
		else
			printf("%s", text(ctl, CW_MSG_CTL_RULES_NO_ROW));
		if (r->reconsideration_first)
			printf("; %s", text(ctl, CW_MSG_CTL_RULES_FIRST));
		printf("\n    %s: ", text(ctl, CW_MSG_CTL_RULES_MUST));
		print_set(r->must, CW_SAY_MAX, say_name);
		putchar('\n');
	}
}

/* Constants and fees stand once, in the JSON. */
static void print_rest(struct ctl *ctl, struct json_object *rules)
{
	struct json_object *list, *v;

	printf("\n# %s\n", text(ctl, CW_MSG_CTL_RULES_CONSTANTS));
	json_object_object_get_ex(rules, "constants", &list);
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		static const char *const keys[] = { "name",    "value",	       "unit", "rule",
						    "article", "applies_from", "title" };
		struct json_object *row = json_object_array_get_idx(list, i);

		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			if (json_object_object_get_ex(row, keys[k], &v) && v)
				printf("%s%s", k ? "  " : "", json_object_get_string(v));
		putchar('\n');
	}
	if (json_object_object_get_ex(rules, "fees", &v))
		printf("\n# %s\n%s\n", text(ctl, CW_MSG_CTL_RULES_FEES),
		       json_object_to_json_string_ext(v, JSON_C_TO_STRING_PRETTY |
								 JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* ---- Graph. */

/* One arrow for each pair of states, labelled with all acts that take it; acts that stay where they
 * are would hide the picture and are left out. */
static void print_arrow(struct ctl *ctl, int from, int to)
{
	size_t n;
	const struct cw_move *m = cw_moves(&n);
	const char *sep = "";

	for (size_t i = 0; i < n; i++) {
		if (!(m[i].from & (1u << from)) || (int)m[i].to != to)
			continue;
		if (!*sep)
			printf("\t%s -> %s [label=\"",
			       from == CW_STATE_NONE ? "start" : state_name(from), state_name(to));
		printf("%s%s", sep, text(ctl, m[i].title));
		sep = "\\n";
	}
	if (*sep)
		printf("\"];\n");
}

static void print_dot(struct ctl *ctl)
{
	printf("digraph cases {\n\trankdir=TB;\n\tnode [shape=box, style=rounded];\n"
	       "\tstart [shape=point];\n");
	for (int s = CW_STATE_NONE + 1; s < CW_STATE_MAX; s++)
		printf("\t%s [label=\"%s\\n%s\"];\n", state_name(s),
		       text(ctl, cw_state_title((enum cw_state)s)), state_name(s));
	for (int from = CW_STATE_NONE; from < CW_STATE_MAX; from++)
		for (int to = CW_STATE_NONE + 1; to < CW_STATE_MAX; to++)
			if (from != to)
				print_arrow(ctl, from, to);
	printf("}\n");
}

int ctl_rules(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *format = ctl_option(args, "format");
	struct json_object *rules;

	if (format && strcmp(format, "text") && strcmp(format, "json") && strcmp(format, "dot"))
		return cw_fail_item(err, "--format", CW_MSG_NOT_A_CHOICE, "text, json, dot", NULL);
	if (format && strcmp(format, "dot") == 0) {
		print_dot(ctl);
		return 0;
	}
	rules = rules_json(ctl->arena, ctl->lang);
	if (!rules)
		return cw_fail_memory(err);
	if (format && strcmp(format, "json") == 0) {
		puts(json_object_to_json_string_ext(rules, JSON_C_TO_STRING_PRETTY |
								   JSON_C_TO_STRING_NOSLASHESCAPE));
	} else {
		print_moves(ctl);
		print_outcomes(ctl);
		print_rest(ctl, rules);
	}
	json_object_put(rules);
	return 0;
}
