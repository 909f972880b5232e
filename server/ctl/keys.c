/* keys init, keys rotate. */
#include <stdio.h>
#include <string.h>

#include "db/reseal.h"
#include "server/ctl/ctl.h"

int ctl_keys_init(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	if (db_keyring_create(args->words[0], err))
		return -1;
	ctl_say(ctl, stdout, CW_MSG_CTL_KEYS_MADE, args->words[0], NULL);
	return 0;
}

#define ROWS_A_SLICE 100

struct totals {
	uint64_t seen, sealed, moved;
};

/* One pass through a column.  AT keeps what it points to in one of two arenas while the other is
 * filled. */
static int reseal_column(struct ctl *ctl, unsigned column, struct totals *t, struct cw_err *err)
{
	struct cw_arena *a[2] = { cw_arena_new(0), cw_arena_new(0) };
	struct db_reseal_at at = { .id = 0 };
	struct db_reseal_done done = { .end = false };
	int rc = a[0] && a[1] ? 0 : cw_fail_memory(err);

	for (int turn = 0; rc == 0 && !done.end; turn = !turn) {
		cw_arena_reset(a[turn]);
		rc = db_reseal_slice(ctl->db, a[turn], ctl->keys, column, &at, ROWS_A_SLICE, &done,
				     err);
		if (rc)
			break;
		t->seen += done.seen;
		t->sealed += done.sealed;
		t->moved += done.moved;
		ctl_progress(ctl, CW_MSG_CTL_VALUES_SEALED, t->sealed, 0, false);
	}
	cw_arena_free(a[0]);
	cw_arena_free(a[1]);
	return rc;
}

/* Until a pass finds nothing left under an older key: the service writes on meanwhile, with the
 * older key until it has read the file. */
static int reseal_all(struct ctl *ctl, struct totals *t, struct cw_err *err)
{
	const int passes = 3;

	for (int pass = 0; pass < passes; pass++) {
		uint64_t before = t->sealed + t->moved;

		for (unsigned i = 0; i < db_reseal_columns; i++)
			if (reseal_column(ctl, i, t, err))
				return -1;
		if (t->sealed + t->moved == before)
			return 0;
	}
	return cw_fail(err, CW_CONFLICT, CW_MSG_CTL_KEYS_STILL_OLD, NULL);
}

static int rotate(struct ctl *ctl, struct cw_err *err)
{
	const char *path = ctl->config->key_file;

	db_keyring_free(ctl->keys);
	ctl->keys = NULL;
	return db_keyring_rotate(path, err) || db_keyring_load(path, &ctl->keys, err) ||
			       db_keyring_check(ctl->keys, ctl->db, err)
		       ? -1
		       : 0;
}

int ctl_keys_rotate(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	bool add_only = ctl_option(args, "add-only"), resume = ctl_option(args, "resume");
	struct totals t = { .seen = 0 };
	char id[12], count[24];

	if (add_only && resume)
		return cw_fail_item(err, "--resume", CW_MSG_CTL_NOT_WITH, "--add-only", NULL);
	if (!resume && rotate(ctl, err))
		return -1;
	snprintf(id, sizeof(id), "%u", db_keyring_field_id(ctl->keys));
	if (!resume)
		ctl_say(ctl, stdout, CW_MSG_CTL_KEY_ADDED, id, NULL);
	if (add_only)
		return 0;
	if (reseal_all(ctl, &t, err))
		return -1;
	ctl_progress(ctl, CW_MSG_CTL_VALUES_SEALED, t.sealed, 0, true);
	snprintf(count, sizeof(count), "%llu", (unsigned long long)t.sealed);
	ctl_say(ctl, stdout, CW_MSG_CTL_KEYS_ROTATED, id, count, NULL);
	return 0;
}
