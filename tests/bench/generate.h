/*
 * The generator of cases (generate.c): what its files share.
 *
 * A case is made by the very functions that the service makes it with: filing_begin, act_decide,
 * act_finish, act_letter and the modules of db/ below them.  Only the database stands elsewhere:
 * while a case is being made the linker's --wrap leads db_run to generate_rows.c, which keeps the
 * rows of INSERT and UPDATE in memory, and the few reads on the way to generate_stand_in.c, which
 * answers from memory.  What comes out is loaded by LOAD DATA.  So nothing is said twice: a new
 * column or a new rule of the law is in the generated cases by itself, and a read or statement that
 * nobody has thought of ends the run with its text.
 */
#ifndef TESTS_BENCH_GENERATE_H
#define TESTS_BENCH_GENERATE_H

#include <mysql.h>

#include "db/publication.h"
#include "server/act/act.h"
#include "server/app.h"

/* ---- generate_load.c: tables, and rows on their way into them. */

#define GEN_COLUMNS 64

struct gen_value {
	const char *p; /* NULL: SQL NULL */
	size_t len;
	bool set; /* false: the column's default */
};
struct gen_table {
	char name[40];
	int n;
	struct {
		char name[40];
		struct gen_value standard;
	} columns[GEN_COLUMNS];
	int id; /* the column of AUTO_INCREMENT; -1: none */
	uint64_t next;
	bool dropped;	      /* its rows are of the moment: told and done with long ago */
	bool gathered;	      /* loaded many batches at once */
	char *text, *loading; /* of the batch that is made, and of the one that is loaded */
	size_t len, room, loading_len, loading_room;
	uint64_t rows, loading_rows;
};

/* A connection of its own; tables are read as they are asked for. */
int gen_load_open(const struct db_conf *conf, struct cw_err *err) CW_MUST_CHECK;
void gen_load_close(void);
/* NULL and ERR if there is none. */
struct gen_table *gen_table(const char *name, struct cw_err *err);
int gen_column(const struct gen_table *t, const char *name, size_t len); /* -1: none */
uint64_t gen_next_id(struct gen_table *t);
/* One row; VALUES has T->n of them. */
int gen_load_row(struct gen_table *t, const struct gen_value *values,
		 struct cw_err *err) CW_MUST_CHECK;
/* A statement of the batch's transaction; copied. */
int gen_load_also(const char *sql, struct cw_err *err) CW_MUST_CHECK;
/* Begins to load the batch in a thread of its own, once the one before has been loaded. */
int gen_load_batch(bool last, struct cw_err *err) CW_MUST_CHECK;
int gen_load_wait(struct cw_err *err) CW_MUST_CHECK;
int gen_load_analyze(const char *table_names, struct cw_err *err) CW_MUST_CHECK;

/* ---- generate_rows.c: statements become rows. */

/* From now on statements are of a case of AGENCY, in memory of A. */
void gen_case_begin(struct cw_arena *a, uint64_t agency);
/* Hands its rows over for loading.  After that statements reach the database again. */
int gen_case_end(struct cw_err *err) CW_MUST_CHECK;
bool gen_in_case(void);
/* Instead of the system's randomness, so that a seed gives the same cases (but never the same
 * nonces). */
void gen_random_seed(uint64_t seed);
uint64_t gen_random(uint64_t below);

/* ---- generate_stand_in.c, generate_office.c: reads while a case is made. */

/* What the linker calls in the place of NAME (--wrap), and what it called before. */
#define GEN_WRAP(ret, name, ...)                                                                   \
	ret __real_##name(__VA_ARGS__);                                                            \
	ret __wrap_##name(__VA_ARGS__);                                                            \
	ret __wrap_##name(__VA_ARGS__)
/* Fails: while a case is made nobody has thought of WHAT. */
int gen_not_known(const char *what, struct cw_err *err);

struct gen_person {
	uint64_t id;
	const char *name;
	struct rq_grant grant;
};
struct gen_agency {
	struct db_agency row;
	struct db_agency_body *bodies;
	size_t n_bodies;
	struct gen_person roles[CW_ROLE_MAX]; /* id 0: nobody */
	const char **topics;		      /* what it is asked about: the words of its duties */
	size_t n_topics;
};
struct gen_deadline {
	uint64_t id, ref;
	int handling, version;
	const char *kind, *status;
	cw_day due_on, mark_on, marked_on;
};

/* Agencies that have the people for a case; read once. */
int gen_agencies_read(struct db_conn *c, struct cw_arena *a, struct gen_agency **list, size_t *n,
		      struct cw_err *err) CW_MUST_CHECK;
/* The counters of numbers, and as a statement of the batch what has become of them. */
int gen_counters_read(struct db_conn *c, struct cw_arena *a, struct cw_err *err) CW_MUST_CHECK;
int gen_counters_save(struct cw_err *err) CW_MUST_CHECK;
/* Called by gen_case_begin and before gen_case_end. */
void gen_stand_in_begin(struct cw_arena *a);
int gen_deadlines_save(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* The item of information that a refusal has made of the case, as it was saved last; NULL: none. */
struct db_item *gen_item(void);
/* The open deadline that the scheduler is to mark first, by DAY; NULL: none. */
struct gen_deadline *gen_deadline_to_mark(cw_day day);

/* ---- generate_words.c: what people write. */

struct gen_words {
	const char *title, *description;
	const char *name, *id_number, *phone, *address;
	int category; /* of filing_categories */
};
/* What is asked of AGENCY on a day of YEAR, by one of PEOPLE: many ask once, some again and again.
 */
int gen_words(struct cw_arena *a, const struct gen_agency *agency, uint64_t people, int year,
	      struct gen_words *out, struct cw_err *err) CW_MUST_CHECK;

/* ---- generate_case.c: the life of a case. */

struct gen {
	struct app app;
	struct rq rq;
	cw_day today;
	uint64_t people; /* how many different applicants there are */
	uint64_t acts;
};
/* The end of its chain. */
struct gen_head {
	uint64_t id;
	int seq;
	unsigned char head[32];
};
/* One case that came in on DAY at AGENCY, and all that has become of it by today. */
int gen_case(struct gen *g, const struct gen_agency *agency, cw_day day, struct gen_head *head,
	     struct cw_err *err) CW_MUST_CHECK;

struct gen_life {
	struct gen *g;
	const struct gen_agency *agency;
	struct act x;
	struct db_letter letter; /* the correction notice, then the reply */
	bool online;
	int64_t last; /* instant of the last act */
	cw_day day;   /* of the last act */
	struct cw_err *err;
};
/* Goes on by so many working days; on that day ROLE acts.  False, here and below: that day is still
 * to come, or L->err says what went wrong. */
bool gen_step(struct gen_life *l, int working_days, enum cw_role role);
bool gen_decide(struct gen_life *l, enum cw_act act);
bool gen_finish(struct gen_life *l, struct json_object *detail);
int gen_between(int least, int most);

/* generate_pause.c, generate_reply.c */
bool gen_correct(struct gen_life *l);
bool gen_extend(struct gen_life *l);
bool gen_reply(struct gen_life *l);
bool gen_close(struct gen_life *l);
bool gen_reassess(struct gen_life *l);

#endif
