#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/act/json.h"
#include "server/ctl/ctl.h"

const char *ctl_option(const struct ctl_args *args, const char *name)
{
	for (int i = 0; i < args->n_options; i++)
		if (strcmp(args->options[i].name, name) == 0)
			return args->options[i].value;
	return NULL;
}

/* ---- Saying things. */

static const char *text_of(struct ctl *ctl, enum cw_msg msg,
			   const char texts[CW_MSG_ARGS][CW_ERR_ARG])
{
	const char *args[CW_MSG_ARGS], *text;

	for (int i = 0; i < CW_MSG_ARGS; i++)
		args[i] = texts[i];
	text = cw_msg_text(ctl->arena, msg, ctl->lang, args);
	return text ? text : cw_msg_raw(msg, ctl->lang);
}

const char *ctl_err_text(struct ctl *ctl, const struct cw_err *err)
{
	return text_of(ctl, err->msg, err->args);
}

void ctl_print_err(struct ctl *ctl, const char *what, const struct cw_err *err)
{
	fprintf(stderr, "disclosurectl: %s%s%s", what ? what : "", what ? ": " : "",
		text_of(ctl, err->msg, err->args));
	if (err->rule)
		fprintf(stderr, " [%s%s%s]", err->rule, err->article ? ", " : "",
			err->article ? err->article : "");
	if (err->detail[0])
		fprintf(stderr, " (%s)", err->detail);
	fputc('\n', stderr);
	for (unsigned i = 0; i < err->n_items; i++)
		fprintf(stderr, "  %s: %s\n", err->items[i].pointer,
			text_of(ctl, err->items[i].msg, err->items[i].args));
	if (err->more_items)
		fprintf(stderr, "  ...\n");
}

void ctl_say(struct ctl *ctl, FILE *to, enum cw_msg msg, ...)
{
	const char *args[CW_MSG_ARGS] = { NULL }, *text;
	va_list ap;

	va_start(ap, msg);
	for (int i = 0; i < CW_MSG_ARGS; i++) {
		args[i] = va_arg(ap, const char *);
		if (!args[i])
			break;
	}
	va_end(ap);
	text = cw_msg_text(ctl->arena, msg, ctl->lang, args);
	fprintf(to, "%s\n", text ? text : cw_msg_raw(msg, ctl->lang));
}

void ctl_progress(struct ctl *ctl, enum cw_msg what, uint64_t done, uint64_t total, bool last)
{
	static time_t said;
	time_t now = time(NULL);
	const char *label = cw_msg_raw(what, ctl->lang);

	if (!last && now == said)
		return;
	said = now;
	if (total)
		fprintf(stderr, "%s: %" PRIu64 " / %" PRIu64 "\n", label, done, total);
	else
		fprintf(stderr, "%s: %" PRIu64 "\n", label, done);
}

/* ---- Files. */

static int cannot(const char *path, struct cw_err *err)
{
	return cw_fail(err, CW_INVALID, CW_MSG_CTL_CANNOT_READ, path, strerror(errno), NULL);
}

static int read_all(FILE *f, const char *path, char *text, size_t max, size_t *len,
		    struct cw_err *err)
{
	const size_t n = fread(text, 1, max + 1, f);

	if (ferror(f))
		return cannot(path, err);
	if (n > max)
		return cw_fail(err, CW_TOO_LARGE, CW_MSG_CTL_FILE_TOO_LARGE, path, NULL);
	text[n] = '\0';
	*len = n;
	return 0;
}

int ctl_read_file(struct ctl *ctl, const char *path, size_t max, char **text, size_t *len,
		  struct cw_err *err)
{
	FILE *f;
	int rc;

	*text = cw_alloc(ctl->arena, max + 2);
	if (!*text)
		return cw_fail_memory(err);
	if (strcmp(path, "-") == 0)
		return read_all(stdin, path, *text, max, len, err);
	f = fopen(path, "re");
	if (!f)
		return cannot(path, err);
	rc = read_all(f, path, *text, max, len, err);
	fclose(f);
	return rc;
}

#define JSON_FILE_MAX ((size_t)8 << 20)

int ctl_read_json(struct ctl *ctl, const char *path, struct json_object **out, struct cw_err *err)
{
	char *text;
	size_t len;

	if (ctl_read_file(ctl, path, JSON_FILE_MAX, &text, &len, err))
		return -1;
	return rq_json_parse(text, len, out, err);
}

/* ---- The database. */

struct change {
	struct ctl *ctl;
	db_tx_fn *fn;
	void *arg;
	struct db_audit_entry entry;
};

static int change_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct change *change = arg;

	if (change->fn(c, change->arg, err))
		return -1;
	return db_audit_write(change->ctl->audit, c, &change->entry, err);
}

int ctl_change(struct ctl *ctl, db_tx_fn *fn, void *arg, const char *what, const char *subject,
	       const char *detail, struct cw_err *err)
{
	struct change change = { ctl,
				 fn,
				 arg,
				 { .at = ctl->now,
				   .what = what,
				   .subject = subject,
				   .detail = detail,
				   .client = "disclosurectl" } };
	int rc;

	db_audit_hold(ctl->audit);
	rc = db_tx_run(ctl->db, change_fn, &change, NULL, err);
	db_audit_release(ctl->audit, rc == 0);
	return rc;
}
