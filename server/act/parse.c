#include "server/act/parse.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"

#define STRING_MAX 2000
#define LIST_MAX   100

/* One value on its way in: POINTER names it in faults. */
struct in {
	struct cw_arena *arena;
	const char *pointer; /* NULL: no memory for it, which only matters to a fault */
	const struct rq_field *field;
	void *to; /* where it goes */
	struct cw_err *err;
};

/* A fault whose place cannot be named is a lack of memory. */
static int fault_at(struct cw_err *err, const char *pointer, enum cw_msg msg, const char *arg,
		    const char *arg2)
{
	return pointer ? cw_fail_item(err, pointer, msg, arg, arg2, NULL) : cw_fail_memory(err);
}

static int fault(const struct in *in, enum cw_msg msg, const char *arg)
{
	return fault_at(in->err, in->pointer, msg, arg, NULL);
}

static int fault_number(const struct in *in, enum cw_msg msg, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	return fault(in, msg, text);
}

static int fault_range(const struct in *in, int64_t min, int64_t max)
{
	char low[24], high[24];

	snprintf(low, sizeof(low), "%" PRId64, min);
	snprintf(high, sizeof(high), "%" PRId64, max);
	return fault_at(in->err, in->pointer, CW_MSG_OUT_OF_RANGE, low, high);
}

/* BASE "/" KEY with the escapes of RFC 6901; NULL on lack of memory, or if BASE is. */
static const char *below(struct cw_arena *a, const char *base, const char *key)
{
	struct cw_buf b;

	if (!base)
		return NULL;
	cw_buf_init(&b, a);
	cw_buf_puts(&b, base);
	cw_buf_puts(&b, "/");
	for (; *key; key++) {
		if (*key == '~')
			cw_buf_puts(&b, "~0");
		else if (*key == '/')
			cw_buf_puts(&b, "~1");
		else
			cw_buf_add(&b, key, 1);
	}
	return cw_buf_done(&b, NULL);
}

/* ---- Values that have a text: the same for JSON strings and query parameters. */

static int read_string(const struct in *in, const char *text)
{
	int64_t max = in->field->max ? in->field->max : STRING_MAX, n;
	char *trimmed;

	if (!cw_utf8_valid(text, strlen(text)))
		return fault(in, CW_MSG_BAD_UTF8, NULL);
	if (cw_text_has_control(text, strlen(text)))
		return fault(in, CW_MSG_CONTROL_CHARACTER, NULL);
	trimmed = cw_text_trim(in->arena, text);
	if (!trimmed)
		return cw_fail_memory(in->err);
	n = (int64_t)cw_utf8_count(trimmed, strlen(trimmed));
	if (n == 0 && in->field->required)
		return fault(in, CW_MSG_REQUIRED, NULL);
	if (n < in->field->min)
		return fault_number(in, CW_MSG_TOO_SHORT, in->field->min);
	if (n > max)
		return fault_number(in, CW_MSG_TOO_LONG, max);
	*(const char **)in->to = trimmed;
	return 0;
}

static int read_day(const struct in *in, const char *text)
{
	if (!cw_day_parse(text, strlen(text), in->to))
		return fault(in, CW_MSG_BAD_DATE, NULL);
	return 0;
}

static int read_money(const struct in *in, const char *text)
{
	cw_fen amount;
	char max[CW_MONEY_TEXT];

	if (!cw_money_parse(text, strlen(text), &amount))
		return fault(in, CW_MSG_BAD_MONEY, NULL);
	if (in->field->max && amount > in->field->max) {
		cw_money_text(in->field->max, max);
		return fault_at(in->err, in->pointer, CW_MSG_OUT_OF_RANGE, "0", max);
	}
	*(cw_fen *)in->to = amount;
	return 0;
}

uint64_t rq_id_of(const char *text)
{
	uint64_t id = 0;
	size_t len = strlen(text);

	/* 19 digits always fit; ids do not come near. */
	if (len == 0 || len > 19 || text[0] == '0' || strspn(text, "0123456789") != len)
		return 0;
	for (; *text; text++)
		id = id * 10 + (uint64_t)(*text - '0');
	return id;
}

static int read_id(const struct in *in, const char *text)
{
	const uint64_t id = rq_id_of(text);

	if (!id)
		return fault(in, CW_MSG_BAD_ID, NULL);
	*(uint64_t *)in->to = id;
	return 0;
}

static int read_choice(const struct in *in, const char *text)
{
	struct cw_buf b;
	const char *all;

	for (int i = 0; in->field->choices[i]; i++) {
		if (strcmp(in->field->choices[i], text) == 0) {
			*(int *)in->to = i;
			return 0;
		}
	}
	cw_buf_init(&b, in->arena);
	for (int i = 0; in->field->choices[i]; i++)
		cw_buf_printf(&b, "%s%s", i ? ", " : "", in->field->choices[i]);
	all = cw_buf_done(&b, NULL);
	return all ? fault(in, CW_MSG_NOT_A_CHOICE, all) : cw_fail_memory(in->err);
}

static int read_int(const struct in *in, int64_t n)
{
	bool open = in->field->min == 0 && in->field->max == 0;
	int64_t min = open ? INT_MIN : in->field->min, max = open ? INT_MAX : in->field->max;

	if (n < min || n > max)
		return fault_range(in, min, max);
	*(int *)in->to = (int)n;
	return 0;
}

/* The types that a string carries, in JSON too. */
static int read_text(const struct in *in, const char *text)
{
	switch (in->field->type) {
	case RQ_STRING:
		return read_string(in, text);
	case RQ_DAY:
		return read_day(in, text);
	case RQ_MONEY:
		return read_money(in, text);
	case RQ_ID:
		return read_id(in, text);
	default:
		return read_choice(in, text);
	}
}

/* ---- JSON. */

static int read_value(const struct in *in, struct json_object *v);
static int read_object(struct cw_arena *a, const char *pointer, struct json_object *obj,
		       const struct rq_field *fields, void *target, struct cw_err *err);

static const struct rq_field string_entry = { .type = RQ_STRING, .required = true, .min = 1 };

static int read_entry(const struct in *list, size_t i, char *entry, size_t size,
		      struct json_object *v)
{
	char index[24];
	struct in in = {
		.arena = list->arena, .field = &string_entry, .to = entry, .err = list->err
	};

	snprintf(index, sizeof(index), "%zu", i);
	in.pointer = below(list->arena, list->pointer, index);
	if (!list->field->sub)
		return v && json_object_is_type(v, json_type_string)
			       ? read_value(&in, v)
			       : fault(&in, CW_MSG_WRONG_TYPE, "string");
	if (!json_object_is_type(v, json_type_object))
		return fault(&in, CW_MSG_WRONG_TYPE, "object");
	if (list->field->sub_default)
		memcpy(entry, list->field->sub_default, size);
	return read_object(list->arena, in.pointer, v, list->field->sub, entry, list->err);
}

static int read_list(const struct in *in, struct json_object *v)
{
	struct rq_list *out = in->to;
	size_t n = json_object_array_length(v);
	size_t size = in->field->sub ? in->field->sub_size : sizeof(const char *);
	int64_t max = in->field->max ? in->field->max : LIST_MAX;
	char *items;
	int rc = 0;

	if ((int64_t)n < in->field->min)
		return n ? fault_number(in, CW_MSG_TOO_FEW, in->field->min)
			 : fault(in, CW_MSG_REQUIRED, NULL);
	if ((int64_t)n > max)
		return fault_number(in, CW_MSG_TOO_MANY, max);
	items = cw_alloc_n(in->arena, n ? n : 1, size);
	if (!items)
		return cw_fail_memory(in->err);
	for (size_t i = 0; i < n; i++)
		rc |= read_entry(in, i, items + i * size, size, json_object_array_get_idx(v, i));
	out->items = items;
	out->n = n;
	return rc ? -1 : 0;
}

/* V is not null. */
static int read_value(const struct in *in, struct json_object *v)
{
	static const struct {
		enum json_type type;
		const char *name;
	} want[] = {
		[RQ_STRING] = { json_type_string, "string" },
		[RQ_INT] = { json_type_int, "integer" },
		[RQ_BOOL] = { json_type_boolean, "boolean" },
		[RQ_DAY] = { json_type_string, "string" },
		[RQ_MONEY] = { json_type_string, "string" },
		[RQ_ID] = { json_type_string, "string" },
		[RQ_CHOICE] = { json_type_string, "string" },
		[RQ_OBJECT] = { json_type_object, "object" },
		[RQ_LIST] = { json_type_array, "array" },
		[RQ_JSON] = { json_type_null, NULL },
	};
	enum rq_field_type type = in->field->type;

	if (want[type].name && !json_object_is_type(v, want[type].type))
		return fault(in, CW_MSG_WRONG_TYPE, want[type].name);
	switch (type) {
	case RQ_INT:
		return read_int(in, json_object_get_int64(v));
	case RQ_BOOL:
		*(bool *)in->to = json_object_get_boolean(v);
		return 0;
	case RQ_OBJECT:
		return read_object(in->arena, in->pointer, v, in->field->sub, in->to, in->err);
	case RQ_LIST:
		return read_list(in, v);
	case RQ_JSON:
		*(struct json_object **)in->to = v;
		return 0;
	default:
		return read_text(in, json_object_get_string(v));
	}
}

static const struct rq_field *field_of(const struct rq_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

static int read_object(struct cw_arena *a, const char *pointer, struct json_object *obj,
		       const struct rq_field *fields, void *target, struct cw_err *err)
{
	int rc = 0;

	for (const struct rq_field *f = fields; f->name; f++) {
		struct json_object *v = NULL;
		struct in in = { a, below(a, pointer, f->name), f, (char *)target + f->offset,
				 err };

		json_object_object_get_ex(obj, f->name, &v);
		if (v)
			rc |= read_value(&in, v);
		else if (f->required)
			rc |= fault(&in, CW_MSG_REQUIRED, NULL);
	}
	json_object_object_foreach(obj, key, value)
	{
		(void)value;
		if (!field_of(fields, key))
			rc |= fault_at(err, below(a, pointer, key), CW_MSG_UNKNOWN_FIELD, NULL,
				       NULL);
	}
	return rc ? -1 : 0;
}

int rq_parse_at(struct cw_arena *a, const char *pointer, struct json_object *obj,
		const struct rq_field *fields, void *target, struct cw_err *err)
{
	if (!json_object_is_type(obj, json_type_object))
		return cw_fail_item(err, pointer, CW_MSG_WRONG_TYPE, "object", NULL);
	return read_object(a, pointer, obj, fields, target, err);
}

int rq_parse(struct cw_arena *a, struct json_object *obj, const struct rq_field *fields,
	     void *target, struct cw_err *err)
{
	return rq_parse_at(a, "", obj, fields, target, err);
}

/* ---- Query parameters. */

static int read_param(const struct in *in, const char *text)
{
	char *end;
	long long n;

	switch (in->field->type) {
	case RQ_INT:
		errno = 0;
		n = strtoll(text, &end, 10);
		if (errno || *end || !((*text >= '0' && *text <= '9') || *text == '-'))
			return fault(in, CW_MSG_WRONG_TYPE, "integer");
		return read_int(in, n);
	case RQ_BOOL:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return fault(in, CW_MSG_WRONG_TYPE, "boolean");
		*(bool *)in->to = text[0] == 't';
		return 0;
	default:
		return read_text(in, text);
	}
}

/* The value of NAME, NULL if it is absent or empty; *TWICE if it is given more than once. */
static const char *pair_of(const struct rq_pair *pairs, size_t n, const char *name, bool *twice)
{
	const char *value = NULL;
	size_t seen = 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(pairs[i].name, name) != 0)
			continue;
		value = pairs[i].value;
		seen++;
	}
	*twice = seen > 1;
	return value && *value ? value : NULL;
}

int rq_parse_pairs(struct cw_arena *a, const struct rq_pair *pairs, size_t n,
		   const struct rq_field *fields, void *target, struct cw_err *err)
{
	int rc = 0;

	for (const struct rq_field *f = fields; f->name; f++) {
		bool twice;
		const char *value = pair_of(pairs, n, f->name, &twice);
		struct in in = { a, cw_printf(a, "?%s", f->name), f, (char *)target + f->offset,
				 err };

		if (twice)
			rc |= fault(&in, CW_MSG_GIVEN_TWICE, NULL);
		else if (value)
			rc |= read_param(&in, value);
		else if (f->required)
			rc |= fault(&in, CW_MSG_REQUIRED, NULL);
	}
	for (size_t i = 0; i < n; i++) {
		if (!field_of(fields, pairs[i].name))
			rc |= fault_at(err, cw_printf(a, "?%s", pairs[i].name),
				       CW_MSG_UNKNOWN_FIELD, NULL, NULL);
	}
	return rc ? -1 : 0;
}
