/* rules: the tables of casework as text, as JSON, or as a graph for dot(1). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "casework/constant.h"
#include "casework/fee.h"
#include "casework/machine.h"
#include "casework/outcome.h"
#include "server/act/rules_json.h"
#include "server/ctl/ctl.h"

static const char *text(struct ctl *ctl, enum cw_msg msg)
{
	return cw_msg_raw(msg, ctl->lang);
}

/* ---- Text. */

static void print_set(unsigned set, int max, const char *(*name)(int), const char *between)
{
	const char *sep = "";

	for (int i = 0; i < max; i++) {
		if (set & (1u << i)) {
			printf("%s%s", sep, name(i));
			sep = between;
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
		print_set(m[i].from, CW_STATE_MAX, state_name, ", ");
		printf(" -> %s\n    ", m[i].to == CW_STATE_NONE ? "=" : cw_state_name(m[i].to));
		print_set(m[i].who, CW_ROLE_MAX, role_name, ", ");
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
		print_set(r->must, CW_SAY_MAX, say_name, ", ");
		if (r->must_any) {
			printf("%s", r->must ? ", " : "");
			print_set(r->must_any, CW_SAY_MAX, say_name, " | ");
		}
		putchar('\n');
	}
}

static void print_constants(struct ctl *ctl)
{
	struct cw_constant c;

	printf("\n# %s\n", text(ctl, CW_MSG_CTL_RULES_CONSTANTS));
	for (unsigned i = 0; cw_constant(i, &c); i++) {
		char since[CW_DAY_TEXT];

		printf("%s (%s)\n    %d %s; %s, %s; %s\n", c.name, text(ctl, c.title), c.value,
		       cw_unit_name(c.unit), c.rule, c.article ? c.article : "-",
		       cw_day_text(c.since, since));
	}
}

static void print_fees(struct ctl *ctl)
{
	printf("\n# %s\n", text(ctl, CW_MSG_CTL_RULES_FEES));
	for (int m = 0; m < CW_FEE_METHOD_MAX; m++) {
		int64_t further;
		cw_fen more;
		size_t n;
		const struct cw_fee_tier *t =
			cw_fee_tiers((enum cw_fee_method)m, &n, &further, &more);
		char yuan[CW_MONEY_TEXT];

		printf("%s (%s)\n", cw_fee_method_name((enum cw_fee_method)m),
		       text(ctl,
			    m == CW_FEE_BY_ITEM ? CW_MSG_FEE_TITLE_ITEM : CW_MSG_FEE_TITLE_PAGE));
		for (size_t i = 0; i < n; i++) {
			printf("    %" PRId64 "-", t[i].first);
			if (t[i].last)
				printf("%" PRId64, t[i].last);
			printf(": %s\n", cw_money_text(t[i].each, yuan));
		}
		if (further)
			printf("    +%" PRId64 ": +%s\n", further, cw_money_text(more, yuan));
	}
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

static int print_json(struct ctl *ctl, struct cw_err *err)
{
	struct json_object *rules = rules_json(ctl->arena, ctl->lang);

	if (!rules)
		return cw_fail_memory(err);
	puts(json_object_to_json_string_ext(rules, JSON_C_TO_STRING_PRETTY |
							   JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(rules);
	return 0;
}

int ctl_rules(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *format = ctl_option(args, "format");

	if (!format || strcmp(format, "text") == 0) {
		print_moves(ctl);
		print_outcomes(ctl);
		print_constants(ctl);
		print_fees(ctl);
		return 0;
	}
	if (strcmp(format, "json") == 0)
		return print_json(ctl, err);
	if (strcmp(format, "dot") != 0)
		return cw_fail_item(err, "--format", CW_MSG_NOT_A_CHOICE, "text, json, dot", NULL);
	print_dot(ctl);
	return 0;
}
