/*
 * Input by spec tables: one row a field, all faults at once.  The same tables read JSON objects and
 * query parameters.
 *
 *	struct due { cw_day from; int days; };
 *	static const struct rq_field due_fields[] = {
 *		RQ_FIELD(struct due, from, RQ_DAY, .required = true),
 *		{ .name = "working_days", .type = RQ_INT, .offset = offsetof(struct due, days), .max = 99 },
 *		{ .name = NULL },
 *	};
 */
#ifndef SERVER_ACT_PARSE_H
#define SERVER_ACT_PARSE_H

#include <json-c/json.h>
#include <stddef.h>

#include "casework/base/date.h"
#include "casework/base/err.h"
#include "casework/base/money.h"

/* How each type is stored at its offset. */
enum rq_field_type {
	RQ_STRING,  /* const char *: UTF-8, min..max code points, no control characters but \t \n \r,
		     * trimmed */
	RQ_INT,	    /* int: min..max; both 0: any */
	RQ_BOOL,    /* bool */
	RQ_DAY,	    /* cw_day: YYYY-MM-DD */
	RQ_MONEY,   /* cw_fen: "12.34", at most max if that is set */
	RQ_ID,	    /* uint64_t: decimal string, not 0 */
	RQ_CHOICE,  /* int: index in CHOICES (NULL-ended) */
	RQ_OBJECT,  /* a struct: SUB, written at OFFSET */
	RQ_LIST,    /* struct rq_list: of objects by SUB or of strings; min..max entries (max 0: 100) */
	RQ_JSON	    /* struct json_object *: any value but null, borrowed */
};
struct rq_field {
	const char *name;
	enum rq_field_type type;
	size_t offset;	/* where in the target struct */
	bool required;	/* else absent or null leaves the target as it was set before */
	int64_t min, max; /* see the type; max 0 for strings: 2000 */
	const char *const *choices;
	const struct rq_field *sub; /* ended by a row without a name; NULL for a list of strings, whose
				     * entries have at least one and at most 2000 code points */
	size_t sub_size;	    /* LIST: bytes of one entry */
	const void *sub_default;    /* LIST: what each entry is before it is read, sub_size bytes;
				     * NULL: zeros.  Days of entries that may be absent need it */
};
/* A row whose name is the member's. */
#define RQ_FIELD(target, member, kind, ...)                                                        \
	{ .name = #member, .type = kind, .offset = offsetof(target, member), __VA_ARGS__ }

struct rq_list {
	void *items; /* array of sub_size structs, or of const char *; in the arena */
	size_t n;
};

/* The id in TEXT, as in a list of ids; 0 if it is none. */
uint64_t rq_id_of(const char *text);

/* Sets fields of TARGET from OBJ by FIELDS (ended by a row without a name); unknown keys are faults.
 * Initialise TARGET with defaults before (days: CW_DAY_NONE).  Strings are made in the arena. */
int rq_parse(struct cw_arena *a, struct json_object *obj, const struct rq_field *fields, void *target,
	     struct cw_err *err) CW_MUST_CHECK;
/* The same with pointers that begin with POINTER ("/requests/3"). */
int rq_parse_at(struct cw_arena *a, const char *pointer, struct json_object *obj,
		const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;

struct rq_pair {
	const char *name, *value; /* decoded, valid UTF-8, no NUL */
};
/* Query parameters by FIELDS: flat types only; a name given twice or unknown is a fault, an empty
 * value counts as absent.  Faults' pointers are "?name". */
int rq_parse_pairs(struct cw_arena *a, const struct rq_pair *pairs, size_t n,
		   const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;

#endif
