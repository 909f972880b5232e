/*
 * JSON in and out, for whoever reads requests or makes answers: endpoints, the calculators, jobs
 * and disclosurectl.  Nothing here knows HTTP.  A json-c tree stays inside one thread.
 */
#ifndef SERVER_ACT_JSON_H
#define SERVER_ACT_JSON_H

#include <json-c/json.h>

#include "casework/base/arena.h"
#include "casework/base/date.h"
#include "casework/base/err.h"
#include "casework/base/money.h"
#include "casework/base/text.h"

#define RQ_JSON_DEPTH 16

/* Parses TEXT strictly: nesting of at most RQ_JSON_DEPTH, valid UTF-8, no duplicate keys, no NUL in
 * strings, no NaN or Infinity, nothing after the value.  The caller owns *OUT (json_object_put).
 * CW_MALFORMED else. */
int rq_json_parse(const char *text, size_t len, struct json_object **out,
		  struct cw_err *err) CW_MUST_CHECK;

/* ---- Builders.  A failed allocation leaves the key out; the object stays usable, and who sends or
 * keeps it asks rq_json_whole. */

struct json_object *rq_obj(void);
struct json_object *rq_array(void);
/* What was written here and kept as TEXT; NULL if memory was lacking, which rq_json_whole tells like any lack. */
struct json_object *rq_kept(const char *text);
void rq_put_str(struct json_object *o, const char *key, const char *value); /* NULL -> null */
void rq_put_int(struct json_object *o, const char *key, int64_t value);
void rq_put_bool(struct json_object *o, const char *key, bool value);
void rq_put_id(struct json_object *o, const char *key, uint64_t id);	  /* string; 0 -> null */
void rq_put_day(struct json_object *o, const char *key, cw_day day);	  /* NONE -> null */
void rq_put_time(struct json_object *o, const char *key, int64_t micros); /* INT64_MIN -> null */
void rq_put_yuan(struct json_object *o, const char *key, cw_fen amount);  /* "1234.00" */
/* The text of MSG in LANG. */
void rq_put_msg(struct cw_arena *a, struct json_object *o, const char *key, enum cw_msg msg,
		const char *const args[CW_MSG_ARGS], enum cw_lang lang);
/* The stable lower-case name of MSG, for programs. */
void rq_put_msg_name(struct json_object *o, const char *key, enum cw_msg msg);
/* Take the reference to VALUE, which stays good for the caller to fill until rq_json_whole is asked,
 * also when they fail; a NULL value is null, in an array a lack.  KEY, here as above, is
 * kept as it is: a literal, or what lives as long as O is read; rq_put_as copies it. */
void rq_put(struct json_object *o, const char *key, struct json_object *value);
void rq_put_as(struct json_object *o, const char *key, struct json_object *value);
void rq_push(struct json_object *array, struct json_object *value);

/* O as text in the arena, plain; *LEN (may be NULL) its bytes.  NULL if memory was lacking, also for a
 * part of O: it asks rq_json_whole. */
char *rq_json_text(struct cw_arena *a, struct json_object *o, size_t *len);
/* Whether all that this thread has built since it last asked is whole: false if memory was lacking
 * for a part of it, which must not be sent or kept then. */
bool rq_json_whole(void);

/* ---- The same as text straight away, without a tree: for long lists that are often asked for.  The
 * caller opens and closes brackets in pairs; KEY is a literal that needs no escape, NULL for an item of an
 * array and for the whole.  Only the end must be checked. */
struct rq_text {
	struct cw_buf buf;
	bool more; /* something stands before what comes next */
};

void rq_text_init(struct rq_text *t, struct cw_arena *a);
void rq_text_open(struct rq_text *t, const char *key, char bracket);
void rq_text_close(struct rq_text *t, char bracket);
void rq_text_str(struct rq_text *t, const char *key, const char *value); /* NULL -> null */
void rq_text_int(struct rq_text *t, const char *key, int64_t value);
void rq_text_bool(struct rq_text *t, const char *key, bool value);
void rq_text_id(struct rq_text *t, const char *key, uint64_t id); /* string; 0 -> null */
void rq_text_day(struct rq_text *t, const char *key, cw_day day); /* NONE -> null */
void rq_text_msg(struct rq_text *t, const char *key, enum cw_msg msg, enum cw_lang lang);
/* The text in the arena and its bytes; NULL if memory was lacking for any of it. */
char *rq_text_done(struct rq_text *t, size_t *len);

/* ---- Problems (RFC 9457). */

/* The HTTP status of an error code, also the "status" of a problem: 400 to 503. */
int rq_status_of(enum cw_code code);
/* The stable name of an error code ("law_forbids"), the end of a problem's type. */
const char *rq_code_name(enum cw_code code);
/* ERR as a problem object: type, title, status, code, detail, rule, article, errors.  NULL if no
 * memory.  The caller may add members of its own (allowed_acts). */
struct json_object *rq_problem_object(struct cw_arena *a, const struct cw_err *err,
				      enum cw_lang lang);

#endif
