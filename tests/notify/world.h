/*
 * What Check programs of the sender stand on: a migrated database, an agency, a receiver, and what a
 * service would have put there.  Included by one file of each program.
 */
#ifndef TESTS_NOTIFY_WORLD_H
#define TESTS_NOTIFY_WORLD_H

#include <unistd.h>

#include "db/agency.h"
#include "db/endpoint.h"
#include "db/migrate.h"
#include "notify/sender.h"
#include "notify/sign.h"
#include "tests/db/check_db.h"
#include "tests/notify/receiver.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OLD    "whsec_b2xkIGtleSBvZiAyNCBieXRlcywgb2xk"

static struct db_keyring *keys;
static struct nt_sender *sender;
static struct nt_conf nt;
static struct cw_calendar *calendar;
static uint64_t agency;
static unsigned port;
static int64_t (*awake)(int64_t now, bool due_today); /* the quiet hours of the test; NULL: none */

static int scene(void *arg, struct db_conn *conn, struct cw_arena *arena, int64_t now,
		 struct nt_scene *out, struct cw_err *e)
{
	(void)arg, (void)conn, (void)arena, (void)now, (void)e;
	out->today = cw_day_of(2026, 3, 2);
	out->calendar = calendar;
	out->awake = awake;
	return 0;
}

static void begin(void)
{
	const struct db_agency row = { .region = "360104", .code = "FGW", .name = "示例区发展和改革局",
				       .short_name = "区发改局", .kind = "department", .office = "",
				       .address = "", .phone = "", .email = "", .duties = "", .court = "",
				       .active = true };
	char *folder = test_db_folder(), path[256], allow[64];
	const struct cw_notice *notices;
	const char *bad;
	size_t n;
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	must(db_agency_add(c, &row, &agency, &err));
	snprintf(path, sizeof(path), "%s/keys", folder);
	free(folder);
	must(db_keyring_create(path, &err));
	must(db_keyring_load(path, &keys, &err));
	notices = cw_notices_builtin(&n);
	calendar = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(calendar);
	port = receiver_start();
	snprintf(allow, sizeof(allow), "127.0.0.1:%u 127.0.0.1:1", port);
	nt = (struct nt_conf){ .db = conf, .keys = keys, .public_url = "https://gk.example.org",
			       .scene = scene };
	ck_assert(nt_allow_parse(a, allow, &nt.allow, &bad));
}

static void start_sender(void)
{
	must(nt_sender_start(&nt, &sender, &err));
}

static void end(void)
{
	nt_sender_stop(sender);
	sender = NULL;
	awake = NULL;
	cw_calendar_free(calendar);
	db_keyring_free(keys);
	tear_down();
}

static void seal(const char *place, const unsigned char *uid, const char *text, unsigned char **out,
		 size_t *len)
{
	must(db_seal(keys, a, place, uid, text, strlen(text), out, len, &err));
}

static uint64_t add_at(const char *url, const char *kind, const char *status, const char *types)
{
	static unsigned char uid[DB_UID];
	struct db_endpoint e = { .uid = uid, .agency_id = agency, .kind = kind, .name = "示例",
				 .masked = "…", .types = types, .status = status, .created_at = 0,
				 .old_until = DB_TIME_NONE, .failing_since = DB_TIME_NONE };
	uint64_t id;

	db_random(uid, sizeof(uid));
	seal(DB_ENDPOINT_URL, uid, url, &e.url, &e.url_len);
	if (!strcmp(kind, "webhook"))
		seal(DB_ENDPOINT_SECRET, uid, SECRET, &e.secret, &e.secret_len);
	must(db_endpoint_add(c, &e, &id, &err));
	return id;
}

static uint64_t add(const char *path, const char *kind)
{
	return add_at(cw_printf(a, "http://127.0.0.1:%u%s", port, path), kind, "active", "");
}

static inline void add_case(uint64_t id)
{
	must(run("SET foreign_key_checks = 0"));
	must(run(cw_printf(a,
			   "INSERT INTO docket (id, uid, agency_id, year, running, number, channel, state,"
			   " applicant_id, title, description, ways, carriers, other_way_ok, electronic_ok,"
			   " submitted_at, submitted_on, received_on, due_on, is_open, code_mac, seq, head)"
			   " VALUES (%d, RANDOM_BYTES(16), %d, 2026, %d, '360104-FGW-2026-%05d', 'online',"
			   " 'received', 1, '标题', '内容', '', '', 1, 1, '2026-03-02', '2026-03-02',"
			   " '2026-03-02', '2026-03-30', 1, REPEAT('x', 32), 1, REPEAT('x', 32))",
			   (int)id, (int)agency, (int)id, (int)id)));
	must(run("SET foreign_key_checks = 1"));
}

static inline void add_event(uint64_t case_id, int seq, const char *type)
{
	must(run(cw_printf(a,
			   "INSERT INTO outbox (case_id, seq, agency_id, type, act, user_id, hard_rules, created_at)"
			   " VALUES (%d, %d, %d, '%s', 'file', 5, 1, '2026-03-02 01:02:03.000004')",
			   (int)case_id, seq, (int)agency, type)));
	nt_sender_wake(sender);
}

#endif
