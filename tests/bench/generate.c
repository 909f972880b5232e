/*
 * Writes cases in bulk into a database for tests, as realistic as plain texts and acts of the law's
 * own machine make them, and so that `disclosurectl verify` finds nothing and the service goes on
 * with them (generate.h says how).
 *
 * Not made: joint applicants, representatives, fees and payments, consultations, legal reviews, remedies, contacts, what
 * waits for its filing to be confirmed.  Reading a case costs more where there are such records (db/has.h).
 *
 *	generate --config FILE --cases N [--seed S] [--today DAY]
 *
 * The configuration is the service's.  Progress goes to standard error: a bar on a terminal, else a
 * line each tenth.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "db/chain.h"
#include "db/migrate.h"
#include "server/act/calendars.h"
#include "server/app.h"
#include "tests/bench/generate.h"

#define ANCHOR 1000 /* cases an anchor and a share of a batch */
#define BATCH  4000 /* cases a transaction */

static const char usage[] =
	"usage: generate --cases N [--config FILE] [--seed S] [--today DAY]\n"
	"\n"
	"  --cases N      how many to add (1 to 10,000,000)\n"
	"  --config FILE  the service's configuration; without it, as disclosurectl finds it\n"
	"  --seed S       other cases with another number; 1\n"
	"  --today DAY    YYYY-MM-DD by which they have got so far; the legal clock's day\n"
	"  --help         this text\n"
	"\n"
	"Only where the configuration says allow_test_clock and demo, the schema is this "
	"program's, nobody else is\n"
	"connected, and agencies with a clerk, a caseworker, a head, a leader and a secrecy "
	"reviewer are "
	"there.  A run that was\n"
	"broken off leaves whole cases behind, of which the search does not find all; a second run "
	"adds to what is there.\n";

struct run {
	struct gen gen;
	struct config *config;
	struct db_conf conf;
	struct cw_arena *keep;
	struct gen_agency *agencies;
	size_t n_agencies;
	uint64_t cases, seed;
	/* Of the anchor that is being filled. */
	struct gen_head heads[ANCHOR];
	size_t n_heads;
	unsigned char anchor[32];
	double began;
};

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* ---- Progress. */

static void progress(const struct run *r, uint64_t done)
{
	static int told;
	const double took = seconds() - r->began, rate = took > 0 ? (double)done / took : 0;
	const int percent = (int)(100 * done / r->cases);
	const long left = rate > 0 ? (long)((double)(r->cases - done) / rate) : 0;
	char bar[41];

	if (!isatty(STDERR_FILENO)) {
		if (percent / 10 == told)
			return;
		told = percent / 10;
		fprintf(stderr, "%llu of %llu cases, %.0f a second, %ld s left\n",
			(unsigned long long)done, (unsigned long long)r->cases, rate, left);
		return;
	}
	memset(bar, '.', sizeof(bar) - 1);
	memset(bar, '#', (size_t)(percent * 40 / 100));
	bar[40] = '\0';
	fprintf(stderr, "\r[%s] %3d %%  %.0f cases a second, %ld:%02ld left \033[K%s", bar, percent,
		rate, left / 60, left % 60, done == r->cases ? "\n" : "");
}

/* ---- Anchors. */

static int last_anchor(struct run *r, struct cw_err *err)
{
	static const char sql[] = "SELECT hash FROM anchor ORDER BY id DESC LIMIT 1";
	unsigned char *hash = NULL;
	size_t len;
	const struct db_out cols[] = { DB_OUT_BYTES(hash, len) };
	bool found;

	if (db_find(r->gen.rq.db, r->keep, sql, NULL, 0, cols, DB_N(cols), &found, err))
		return -1;
	memcpy(r->anchor, found ? hash : db_event_start, sizeof(r->anchor));
	return 0;
}

/* As db/anchor.c has it. */
static int add_anchor(struct run *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO anchor (previous, hash, made_at) VALUES (?, ?, ?)";
	static const char one[] =
		"INSERT INTO anchor_case (anchor_id, case_id, seq, head) VALUES (?, ?, ?, ?)";
	struct db_anchor_hash *h = db_anchor_hash_new(r->anchor);
	struct rq *rq = &r->gen.rq;
	unsigned char hash[32];
	struct db_done done;

	if (!h)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r->n_heads; i++)
		db_anchor_hash_add(h, r->heads[i].id, (uint32_t)r->heads[i].seq, r->heads[i].head);
	db_anchor_hash_done(h, hash);
	gen_case_begin(rq->arena, 0);
	{
		const struct db_in in[] = { DB_BYTES(r->anchor, 32), DB_BYTES(hash, 32),
					    DB_TIME(rq->now) };

		if (db_run(rq->db, sql, in, DB_N(in), &done, err))
			return -1;
	}
	for (size_t i = 0; i < r->n_heads; i++) {
		const struct db_in in[] = { DB_U64(done.insert_id), DB_U64(r->heads[i].id),
					    DB_I64(r->heads[i].seq),
					    DB_BYTES(r->heads[i].head, 32) };

		if (db_run(rq->db, one, in, DB_N(in), NULL, err))
			return -1;
	}
	memcpy(r->anchor, hash, sizeof(hash));
	r->n_heads = 0;
	return gen_case_end(err);
}

/* ---- All cases. */

/* Cases come in the order of days, from the year of the first notices on; of the last weeks there
 * are enough for a queue in every agency, however few there are in all. */
static cw_day day_of(const struct run *r, uint64_t i)
{
	const cw_day first = cw_day_of(2020, 1, 2), recent = r->gen.today - 28;
	const uint64_t open = r->cases / 100 + (r->cases < 900 ? r->cases / 3 : 300);
	const uint64_t old = r->cases - open;

	if (i < old)
		return first + (cw_day)(i * (uint64_t)(recent - first) / old);
	return recent + (cw_day)((i - old) * 28 / open);
}

/* A few agencies are asked for most: the first for a third of all, the last for one in a hundred.
 */
static const struct gen_agency *agency_of(const struct run *r)
{
	const double u = (double)gen_random(1000000) / 1e6;

	return &r->agencies[(size_t)((double)r->n_agencies * u * u * u)];
}

static int one_case(struct run *r, uint64_t i, struct cw_err *err)
{
	cw_arena_reset(r->gen.rq.arena);
	gen_random_seed(r->seed * UINT64_C(1000003) + i * UINT64_C(7919));
	if (gen_case(&r->gen, agency_of(r), day_of(r, i), &r->heads[r->n_heads++], err))
		return -1;
	if (r->n_heads == ANCHOR || i + 1 == r->cases)
		return add_anchor(r, err);
	return 0;
}

static int all_cases(struct run *r, struct cw_err *err)
{
	r->began = seconds();
	for (uint64_t i = 0; i < r->cases; i++) {
		if (one_case(r, i, err)) {
			fprintf(stderr, "case %llu of seed %llu\n", (unsigned long long)i,
				(unsigned long long)r->seed);
			return -1;
		}
		if ((i + 1) % BATCH != 0 && i + 1 != r->cases)
			continue;
		if (gen_counters_save(err) || gen_load_batch(i + 1 == r->cases, err))
			return -1;
		if (i + 1 == r->cases && gen_load_wait(err))
			return -1;
		progress(r, i + 1);
	}
	return gen_load_analyze("docket, event, deadline, case_gram, letter, person", err);
}

/* ---- What must be so before. */

static int refuse(const char *why, struct cw_err *err)
{
	snprintf(err->detail, sizeof(err->detail), "%s", why);
	return cw_fail(err, CW_CONFLICT, CW_MSG_INTERNAL, NULL);
}

/* The service would take ids and numbers in between. */
static int alone(struct run *r, struct cw_err *err)
{
	static const char sql[] =
		"SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()";
	uint64_t n;
	const struct db_out out[] = { DB_OUT_U64(n) };

	if (db_get(r->gen.rq.db, NULL, sql, NULL, 0, out, DB_N(out), err))
		return -1;
	return n == 1 ? 0
		      : refuse("others are connected to the database: stop the service first", err);
}

static int guard(struct run *r, struct cw_err *err)
{
	unsigned version;

	if (!r->config->allow_test_clock || !r->config->demo)
		return refuse("the configuration must say allow_test_clock and demo: this is no "
			      "place for real cases",
			      err);
	return db_schema_check(r->gen.rq.db, &version, err) || alone(r, err) ? -1 : 0;
}

static int prepare(struct run *r, const char *path, cw_day today, struct cw_err *err)
{
	struct app *app = &r->gen.app;
	struct rq *rq = &r->gen.rq;
	struct timespec ts;

	if (config_load(path, &r->config, err))
		return -1;
	config_db(r->config, &r->conf);
	r->config->smtp_url = ""; /* nobody is written to */
	app->config = r->config;
	app->calendars = calendars_new();
	rq->app = app;
	rq->arena = cw_arena_new(0);
	rq->lang = CW_ZH;
	if (!app->calendars || !rq->arena)
		return cw_fail_memory(err);
	if (db_conn_open(&r->conf, &rq->db, err) || guard(r, err) ||
	    db_keyring_load(r->config->key_file, &app->keys, err) ||
	    db_keyring_check(app->keys, rq->db, err) ||
	    calendars_get(app->calendars, rq->db, &rq->calendar, err))
		return -1;
	clock_gettime(CLOCK_REALTIME, &ts);
	r->gen.today = today;
	if (today == CW_DAY_NONE &&
	    calendars_today(true, rq->db, r->keep, (int64_t)ts.tv_sec * 1000000, &r->gen.today,
			    err))
		return -1;
	r->gen.people = r->cases * 6 / 10 + 1;
	if (gen_agencies_read(rq->db, r->keep, &r->agencies, &r->n_agencies, err) ||
	    gen_counters_read(rq->db, r->keep, err) || last_anchor(r, err) ||
	    gen_load_open(&r->conf, err))
		return -1;
	return r->n_agencies ? 0 : refuse("no agency has the people for a case", err);
}

static void tell(const struct cw_err *err)
{
	fprintf(stderr, "generate: %s %s", cw_msg_raw(err->msg, CW_EN), err->detail);
	for (int i = 0; i < CW_MSG_ARGS; i++)
		fprintf(stderr, " %s", err->args[i]);
	fprintf(stderr, "%s%s\n", err->rule ? " " : "", err->rule ? err->rule : "");
	for (unsigned i = 0; i < err->n_items; i++)
		fprintf(stderr, "  %s: %s\n", err->items[i].pointer,
			cw_msg_raw(err->items[i].msg, CW_EN));
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "cases", required_argument, NULL, 'n' },
						 { "config", required_argument, NULL, 'c' },
						 { "seed", required_argument, NULL, 's' },
						 { "today", required_argument, NULL, 't' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	static struct run r;
	cw_day today = CW_DAY_NONE;
	const char *config = NULL;
	struct cw_err err;
	int option, rc;

	r.seed = 1;
	r.keep = cw_arena_new(0);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'n')
			r.cases = strtoull(optarg, NULL, 10);
		else if (option == 'c')
			config = optarg;
		else if (option == 's')
			r.seed = strtoull(optarg, NULL, 10);
		else if (option == 'h')
			return fputs(usage, stdout) < 0;
		else if (option != 't' || !cw_day_parse(optarg, strlen(optarg), &today))
			r.cases = 0, optind = argc + 1;
	}
	if (!r.keep || optind != argc || r.cases < 1 || r.cases > 10000000)
		return fputs(usage, stderr), 2;
	signal(SIGPIPE, SIG_IGN);
	cw_err_clear(&err);
	rc = prepare(&r, config, today, &err) || all_cases(&r, &err);
	if (rc)
		tell(&err);
	gen_load_close();
	db_conn_close(r.gen.rq.db);
	db_keyring_free(r.gen.app.keys);
	calendars_free(r.gen.app.calendars);
	cw_arena_free(r.gen.rq.arena);
	cw_arena_free(r.keep);
	config_free(r.config);
	return rc ? 1 : 0;
}
