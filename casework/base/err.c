#include "casework/base/err.h"

#include <stdarg.h>
#include <string.h>

static void copy_text(char *to, size_t room, const char *from)
{
	size_t n = strlen(from);

	if (n >= room) {
		n = room - 1;
		while (n && ((unsigned char)from[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(to, from, n);
	to[n] = '\0';
}

static void copy_args(char args[CW_MSG_ARGS][CW_ERR_ARG], va_list ap)
{
	bool end = false;

	for (int i = 0; i < CW_MSG_ARGS; i++) {
		const char *arg = end ? NULL : va_arg(ap, const char *);

		end = !arg;
		copy_text(args[i], CW_ERR_ARG, arg ? arg : "");
	}
}

void cw_err_clear(struct cw_err *err)
{
	memset(err, 0, offsetof(struct cw_err, items));
	err->detail[0] = '\0';
}

int (cw_fail)(struct cw_err *err, enum cw_code code, enum cw_msg msg, ...)
{
	va_list ap;

	err->code = code;
	err->msg = msg;
	va_start(ap, msg);
	copy_args(err->args, ap);
	va_end(ap);
	return -1;
}

int (cw_fail_law)(struct cw_err *err, enum cw_msg msg, const char *rule, const char *article, ...)
{
	va_list ap;

	err->code = CW_LAW_FORBIDS;
	err->msg = msg;
	err->rule = rule;
	err->article = article;
	va_start(ap, article);
	copy_args(err->args, ap);
	va_end(ap);
	return -1;
}

int (cw_fail_item)(struct cw_err *err, const char *pointer, enum cw_msg msg, ...)
{
	struct cw_err_item *item;
	va_list ap;

	if (err->code == CW_OK) {
		err->code = CW_INVALID;
		err->msg = CW_MSG_INVALID_INPUT;
	}
	if (err->n_items == CW_ERR_ITEMS) {
		err->more_items = true;
		return -1;
	}
	item = &err->items[err->n_items++];
	copy_text(item->pointer, sizeof(item->pointer), pointer);
	item->msg = msg;
	va_start(ap, msg);
	copy_args(item->args, ap);
	va_end(ap);
	return -1;
}

int (cw_fail_memory)(struct cw_err *err)
{
	return cw_fail(err, CW_INTERNAL, CW_MSG_NO_MEMORY, NULL);
}
