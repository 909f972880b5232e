/* migrate: applies the schema's steps that are missing. */
#include <stdio.h>

#include "db/migrate.h"
#include "server/ctl/ctl.h"

#define LEASE_WAIT_S 10 /* for another that migrates at the moment */

static void say_step(void *arg, const char *file, unsigned statement)
{
	struct ctl *ctl = arg;

	if (statement == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_MIGRATED, file, NULL);
}

/* Fails where the service would refuse to start. */
static int print_status(struct ctl *ctl, struct cw_err *err)
{
	unsigned version, newest;
	char is[12], last[12], range[24];

	if (db_migrate_status(ctl->db, ctl->config->migrations_dir, &version, &newest, err))
		return -1;
	snprintf(is, sizeof(is), "%u", version);
	snprintf(last, sizeof(last), "%u", newest);
	snprintf(range, sizeof(range), "%u-%u", DB_SCHEMA_MIN, DB_SCHEMA_MAX);
	ctl_say(ctl, stdout, CW_MSG_CTL_SCHEMA, is, last, range, NULL);
	return db_schema_check(ctl->db, &version, err);
}

int ctl_migrate(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	unsigned applied;

	if (ctl_option(args, "status"))
		return print_status(ctl, err);
	if (db_migrate_run(ctl->db, ctl->config->migrations_dir, LEASE_WAIT_S, say_step, ctl,
			   &applied, err))
		return -1;
	if (applied == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_SCHEMA_CURRENT, NULL);
	return 0;
}
