#include "server/act/notice_json.h"

#include <stdio.h>
#include <string.h>

#include "server/act/parse.h"

#define DAYS_MAX 100

struct input {
	const char *number;
	int year;
	cw_day issued_on;
	struct rq_list off, on; /* of struct cw_span, of const char * */
};

static const struct cw_span span_default = { CW_DAY_NONE, CW_DAY_NONE };
static const struct rq_field span_fields[] = {
	RQ_FIELD(struct cw_span, first, RQ_DAY, .required = true),
	RQ_FIELD(struct cw_span, last, RQ_DAY, .required = true),
	{ .name = NULL },
};
static const struct rq_field input_fields[] = {
	RQ_FIELD(struct input, number, RQ_STRING, .required = true, .max = 64),
	RQ_FIELD(struct input, year, RQ_INT, .required = true, .min = 1991, .max = 2098),
	RQ_FIELD(struct input, issued_on, RQ_DAY, .required = true),
	RQ_FIELD(struct input, off, RQ_LIST, .required = true, .min = 1, .max = DAYS_MAX,
		 .sub = span_fields, .sub_size = sizeof(struct cw_span), .sub_default = &span_default),
	RQ_FIELD(struct input, on, RQ_LIST, .required = true, .max = DAYS_MAX),
	{ .name = NULL },
};

/* A list of strings to days. */
static int days_of(struct cw_arena *a, const struct rq_list *list, const cw_day **out,
		   struct cw_err *err)
{
	const char *const *texts = list->items;
	cw_day *days = cw_alloc_n(a, list->n ? list->n : 1, sizeof(*days));
	int rc = 0;

	if (!days)
		return cw_fail_memory(err);
	for (size_t i = 0; i < list->n; i++) {
		char pointer[32];

		snprintf(pointer, sizeof(pointer), "/on/%zu", i);
		if (!cw_day_parse(texts[i], strlen(texts[i]), &days[i]))
			rc = cw_fail_item(err, pointer, CW_MSG_BAD_DATE, NULL);
	}
	*out = days;
	return rc;
}

int notice_parse(struct cw_arena *a, struct json_object *obj, struct cw_notice *out,
		 struct cw_err *err)
{
	struct input in = { .issued_on = CW_DAY_NONE };

	*out = (struct cw_notice){ .issued_on = CW_DAY_NONE };
	if (rq_parse(a, obj, input_fields, &in, err) || days_of(a, &in.on, &out->on, err))
		return -1;
	out->number = in.number;
	out->year = in.year;
	out->issued_on = in.issued_on;
	out->off = in.off.items;
	out->n_off = in.off.n;
	out->n_on = in.on.n;
	return cw_notice_check(out, err);
}

struct json_object *notice_json(const struct cw_notice *notice)
{
	struct json_object *o = rq_obj(), *off = rq_array(),
			   *on = rq_array();

	for (size_t i = 0; i < notice->n_off; i++) {
		struct json_object *span = rq_obj();

		rq_put_day(span, "first", notice->off[i].first);
		rq_put_day(span, "last", notice->off[i].last);
		rq_push(off, span);
	}
	for (size_t i = 0; i < notice->n_on; i++) {
		char text[CW_DAY_TEXT];

		rq_push(on, json_object_new_string(cw_day_text(notice->on[i], text)));
	}
	rq_put_str(o, "number", notice->number);
	rq_put_int(o, "year", notice->year);
	rq_put_day(o, "issued_on", notice->issued_on);
	rq_put(o, "off", off);
	rq_put(o, "on", on);
	return o;
}
