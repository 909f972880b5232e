#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"
#include "db/migrate.h"
#include "server/ctl/ctl.h"

#define DONE   0
#define FAILED 1
#define USAGE  2

#define WITH_DB	  (CTL_CONFIG | CTL_DB | CTL_SCHEMA)
#define WITH_KEYS (WITH_DB | CTL_KEYS)

static const struct ctl_command commands[] = {
	{ "agency add", "FILE.json", CW_MSG_CTL_HELP_AGENCY_ADD, "", 1, 1, WITH_DB,
	  ctl_agency_add },
	{ "agency list", "", CW_MSG_CTL_HELP_AGENCY_LIST, "", 0, 0, WITH_DB, ctl_agency_list },
	{ "agency show", "CODE", CW_MSG_CTL_HELP_AGENCY_SHOW, "", 1, 1, WITH_DB, ctl_agency_show },
	{ "calc", "", CW_MSG_CTL_HELP_CALC, "", 0, 0, 0, ctl_calc },
	{ "calendar diff", "FILE.json", CW_MSG_CTL_HELP_CALENDAR_DIFF, "", 1, 1, WITH_DB,
	  ctl_calendar_diff },
	{ "calendar list", "", CW_MSG_CTL_HELP_CALENDAR_LIST, "", 0, 0, WITH_DB,
	  ctl_calendar_list },
	{ "calendar load", "FILE.json | --builtin", CW_MSG_CTL_HELP_CALENDAR_LOAD, "builtin", 0, 1,
	  WITH_KEYS, ctl_calendar_load },
	{ "calendar show", "YEAR", CW_MSG_CTL_HELP_CALENDAR_SHOW, "", 1, 1, WITH_DB,
	  ctl_calendar_show },
	{ "case export", "NUMBER FOLDER", CW_MSG_CTL_HELP_CASE_EXPORT, "", 2, 2, WITH_KEYS,
	  ctl_case_export },
	{ "case reassign",
	  "--from LOGIN --to LOGIN --by LOGIN --reason TEXT [--agency CODE]",
	  CW_MSG_CTL_HELP_CASE_REASSIGN, "from= to= by= reason= agency=", 0, 0, WITH_KEYS,
	  ctl_case_reassign },
	{ "demo-load", "FILE.json --accounts OUT", CW_MSG_CTL_HELP_DEMO_LOAD, "accounts=", 1, 1,
	  WITH_KEYS, ctl_demo_load },
	{ "keys init", "FILE", CW_MSG_CTL_HELP_KEYS_INIT, "", 1, 1, 0, ctl_keys_init },
	{ "keys rotate", "[--add-only | --resume]", CW_MSG_CTL_HELP_KEYS_ROTATE, "add-only resume",
	  0, 0, WITH_KEYS, ctl_keys_rotate },
	{ "migrate", "[--status]", CW_MSG_CTL_HELP_MIGRATE, "status", 0, 0, CTL_CONFIG | CTL_DB,
	  ctl_migrate },
	{ "rules", "[--format text|json|dot]", CW_MSG_CTL_HELP_RULES, "format=", 0, 0, 0,
	  ctl_rules },
	{ "user add", "LOGIN NAME [--password-stdin]", CW_MSG_CTL_HELP_USER_ADD, "password-stdin",
	  2, 2, WITH_DB, ctl_user_add },
	{ "user disable", "LOGIN", CW_MSG_CTL_HELP_USER_DISABLE, "", 1, 1, WITH_DB,
	  ctl_user_disable },
	{ "user enable", "LOGIN", CW_MSG_CTL_HELP_USER_ENABLE, "", 1, 1, WITH_DB, ctl_user_enable },
	{ "user grant", "LOGIN ROLE CODE", CW_MSG_CTL_HELP_USER_GRANT, "", 3, 3, WITH_DB,
	  ctl_user_grant },
	{ "user list", "[--agency CODE]", CW_MSG_CTL_HELP_USER_LIST, "agency=", 0, 0, WITH_DB,
	  ctl_user_list },
	{ "user reset", "LOGIN [--password-stdin]", CW_MSG_CTL_HELP_USER_RESET, "password-stdin", 1,
	  1, WITH_DB, ctl_user_reset },
	{ "user revoke", "LOGIN ROLE CODE", CW_MSG_CTL_HELP_USER_REVOKE, "", 3, 3, WITH_DB,
	  ctl_user_revoke },
	{ "verify bundle", "FOLDER", CW_MSG_CTL_HELP_VERIFY_BUNDLE, "", 1, 1, 0, ctl_verify_bundle },
	{ "verify", "", CW_MSG_CTL_HELP_VERIFY, "", 0, 0, WITH_DB, ctl_verify },
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* ---- Help and usage. */

/* Whether COMMAND is one of GROUP ("user"); NULL is all. */
static bool in_group(const struct ctl_command *command, const char *group)
{
	size_t len = group ? strlen(group) : 0;

	return !group || (strncmp(command->name, group, len) == 0 && command->name[len] == ' ');
}

static void print_help(struct ctl *ctl, const char *group)
{
	ctl_say(ctl, stdout, CW_MSG_CTL_USAGE, "disclosurectl", NULL);
	putchar('\n');
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (in_group(&commands[i], group))
			printf("  %-14s %s\n", commands[i].name,
			       cw_msg_raw(commands[i].help, ctl->lang));
	putchar('\n');
	ctl_say(ctl, stdout, CW_MSG_CTL_COMMON_OPTIONS, NULL);
}

static void print_command_help(struct ctl *ctl, const struct ctl_command *cmd)
{
	printf("disclosurectl %s%s%s\n\n", cmd->name, *cmd->synopsis ? " " : "", cmd->synopsis);
	printf("  %s\n\n", cw_msg_raw(cmd->help, ctl->lang));
	ctl_say(ctl, stdout, CW_MSG_CTL_COMMON_OPTIONS, NULL);
}

static int wrong_usage(struct ctl *ctl, const struct ctl_command *cmd, enum cw_msg why,
		       const char *arg)
{
	const char *args[CW_MSG_ARGS] = { arg };
	const char *text = cw_msg_text(ctl->arena, why, ctl->lang, args);

	fprintf(stderr, "disclosurectl: %s\n", text ? text : "");
	if (cmd)
		fprintf(stderr, "disclosurectl %s %s\n", cmd->name, cmd->synopsis);
	else
		ctl_say(ctl, stderr, CW_MSG_CTL_SEE_HELP, NULL);
	return USAGE;
}

/* ---- The command line. */

/* Whether the word OPTION stands in the command's own list, and whether it takes a value. */
static bool own_option(const struct ctl_command *cmd, const char *option, size_t len, bool *value)
{
	const char *p = cmd->options;

	while (*p) {
		size_t n = strcspn(p, " "), name = p[n - 1] == '=' ? n - 1 : n;

		if (name == len && strncmp(p, option, len) == 0) {
			*value = name < n;
			return true;
		}
		p += n + (p[n] == ' ');
	}
	return false;
}

struct line {
	int argc;
	char **argv;
	int at;			   /* the next word */
	bool help, version, plain; /* plain: behind "--" all are words */
	const struct ctl_command *cmd;
	const char *group; /* the first word of commands of two, without the second */
	struct ctl_args args;
};

/* The value of the option at LINE->at: behind "=" or the next word; NULL if there is none. */
static const char *option_value(struct line *l, const char *equals)
{
	if (equals)
		return equals + 1;
	return l->at < l->argc ? l->argv[l->at++] : NULL;
}

static int common_option(struct ctl *ctl, struct line *l, const char *name, size_t len,
			 const char *equals, bool *known)
{
	const char *value;

	*known = true;
	if (strncmp(name, "help", len) == 0 && len == 4 && !equals) {
		l->help = true;
		return DONE;
	}
	if (strncmp(name, "version", len) == 0 && len == 7 && !equals) {
		l->version = true;
		return DONE;
	}
	if (strncmp(name, "config", len) == 0 && len == 6) {
		ctl->config_path = option_value(l, equals);
		return ctl->config_path ? DONE
					: wrong_usage(ctl, l->cmd, CW_MSG_CTL_NEEDS_VALUE, name);
	}
	if (strncmp(name, "lang", len) == 0 && len == 4) {
		value = option_value(l, equals);
		if (!value || (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0))
			return wrong_usage(ctl, l->cmd, CW_MSG_CTL_LANG, NULL);
		ctl->lang = strcmp(value, "zh") == 0 ? CW_ZH : CW_EN;
		return DONE;
	}
	*known = false;
	return DONE;
}

static int read_option(struct ctl *ctl, struct line *l, const char *name)
{
	const char *equals = strchr(name, '='), *value = "";
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	bool known, takes;
	int rc = common_option(ctl, l, name, len, equals, &known);

	if (rc || known)
		return rc;
	if (!l->cmd || !own_option(l->cmd, name, len, &takes) || (equals && !takes) ||
	    l->args.n_options == CTL_OPTIONS)
		return wrong_usage(ctl, l->cmd, CW_MSG_CTL_UNKNOWN_OPTION, name);
	if (takes)
		value = option_value(l, equals);
	if (!value)
		return wrong_usage(ctl, l->cmd, CW_MSG_CTL_NEEDS_VALUE, name);
	l->args.options[l->args.n_options].name = cw_strndup(ctl->arena, name, len);
	l->args.options[l->args.n_options++].value = value;
	return DONE;
}

/* The command that WORD names, with the next word of the line where it has two. */
static const struct ctl_command *find_command(struct line *l, const char *word)
{
	size_t len = strlen(word);
	const char *next = l->at < l->argc ? l->argv[l->at] : "";

	for (size_t i = 0; i < N_COMMANDS; i++) {
		const char *name = commands[i].name;

		if (strcmp(name, word) == 0)
			return &commands[i];
		if (strncmp(name, word, len) == 0 && name[len] == ' ' &&
		    strcmp(name + len + 1, next) == 0) {
			l->at++;
			return &commands[i];
		}
	}
	return NULL;
}

static bool is_group(const char *word)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (in_group(&commands[i], word))
			return true;
	return false;
}

static int read_line(struct ctl *ctl, struct line *l)
{
	while (l->at < l->argc) {
		const char *word = l->argv[l->at++];
		int rc;

		if (!l->plain && strcmp(word, "--") == 0) {
			l->plain = true;
		} else if (!l->plain && strcmp(word, "-h") == 0) {
			l->help = true;
		} else if (!l->plain && strncmp(word, "--", 2) == 0) {
			rc = read_option(ctl, l, word + 2);
			if (rc)
				return rc;
		} else if (!l->cmd) {
			l->cmd = l->group ? NULL : find_command(l, word);
			if (!l->cmd && !l->group && is_group(word))
				l->group = word;
			else if (!l->cmd)
				return wrong_usage(ctl, NULL, CW_MSG_CTL_UNKNOWN_COMMAND, word);
		} else if (l->args.n == l->cmd->max) {
			return wrong_usage(ctl, l->cmd, CW_MSG_CTL_TOO_MANY_WORDS, word);
		} else {
			l->args.words[l->args.n++] = word;
		}
	}
	return DONE;
}

/* ---- What a command needs. */

static int open_db(struct ctl *ctl, unsigned needs, struct cw_err *err)
{
	static struct db_conf conf; /* its strings are borrowed by the connection */
	unsigned version;

	config_db(ctl->config, &conf);
	if (db_conn_open(&conf, &ctl->db, err))
		return -1;
	if ((needs & CTL_SCHEMA) && db_schema_check(ctl->db, &version, err))
		return -1;
	ctl->audit = db_audit_start();
	return ctl->audit ? 0 : cw_fail_memory(err);
}

static int open_needs(struct ctl *ctl, unsigned needs, struct cw_err *err)
{
	if ((needs & CTL_CONFIG) && config_load(ctl->config_path, &ctl->config, err))
		return -1;
	if ((needs & CTL_DB) && open_db(ctl, needs, err))
		return -1;
	/* Each command that needs keys needs the configuration: NOLINTNEXTLINE(clang-analyzer-*) */
	if ((needs & CTL_KEYS) && (db_keyring_load(ctl->config->key_file, &ctl->keys, err) ||
				   db_keyring_check(ctl->keys, ctl->db, err)))
		return -1;
	return 0;
}

static void close_all(struct ctl *ctl)
{
	db_audit_free(ctl->audit);
	db_keyring_free(ctl->keys);
	db_conn_close(ctl->db);
	config_free(ctl->config);
	cw_arena_free(ctl->arena);
}

/* Faults of the command line are named by option or word, those of files by JSON pointer. */
static bool of_command_line(const struct cw_err *err)
{
	return err->n_items && err->items[0].pointer[0] != '/';
}

static int run(struct ctl *ctl, const struct ctl_command *cmd, const struct ctl_args *args)
{
	struct cw_err err;
	int status;

	cw_err_clear(&err);
	if (open_needs(ctl, cmd->needs, &err)) {
		ctl_print_err(ctl, cmd->name, &err);
		return FAILED;
	}
	status = cmd->fn(ctl, args, &err);
	if (status < 0) {
		ctl_print_err(ctl, cmd->name, &err);
		status = of_command_line(&err) ? USAGE : FAILED;
	}
	if (fflush(stdout) || ferror(stdout)) {
		perror("disclosurectl");
		status = FAILED;
	}
	return status;
}

/* The language of the locale; anything but Chinese is English, as in the C locale. */
static enum cw_lang locale_lang(void)
{
	const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "zh", 2) == 0 ? CW_ZH : CW_EN;
	}
	return CW_EN;
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .arena = cw_arena_new(0), .lang = locale_lang() };
	struct line line = { .argc = argc, .argv = argv, .at = 1 };
	struct timespec ts;
	int status;

	if (!ctl.arena) {
		perror("disclosurectl");
		return FAILED;
	}
	signal(SIGPIPE, SIG_IGN); /* the database connection's; a closed output is told by fflush */
	clock_gettime(CLOCK_REALTIME, &ts);
	ctl.now = (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
	status = read_line(&ctl, &line);
	if (status == DONE && line.version)
		printf("disclosurectl %s\n", PACKAGE_VERSION);
	else if (status == DONE && line.help && line.cmd)
		print_command_help(&ctl, line.cmd);
	else if (status == DONE && line.help)
		print_help(&ctl, line.group);
	else if (status == DONE && !line.cmd)
		status = wrong_usage(
			&ctl, NULL, line.group ? CW_MSG_CTL_UNKNOWN_COMMAND : CW_MSG_CTL_NO_COMMAND,
			line.group);
	else if (status == DONE && line.args.n < line.cmd->min)
		status = wrong_usage(&ctl, line.cmd, CW_MSG_CTL_TOO_FEW_WORDS, NULL);
	else if (status == DONE)
		status = run(&ctl, line.cmd, &line.args);
	close_all(&ctl);
	return status;
}
