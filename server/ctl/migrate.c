/* migrate: applies the schema's steps that are missing. */
#include <stdio.h>

#include "db/migrate.h"
#include "server/ctl/ctl.h"

static void say_step(void *arg, const char *file, unsigned statement)
{
	struct ctl *ctl = arg;

	if (statement == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_MIGRATED, file, NULL);
}

static int print_status(struct ctl *ctl, struct cw_err *err)
{
	unsigned version;
	char is[12], min[12], max[12];
	int rc = db_schema_check(ctl->db, &version, err);

	snprintf(is, sizeof(is), "%u", version);
	snprintf(min, sizeof(min), "%u", DB_SCHEMA_MIN);
	snprintf(max, sizeof(max), "%u", DB_SCHEMA_MAX);
	ctl_say(ctl, stdout, CW_MSG_CTL_SCHEMA, is, min, max, NULL);
	return rc;
}

int ctl_migrate(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	unsigned applied;

	if (ctl_option(args, "status"))
		return print_status(ctl, err);
	if (db_migrate_run(ctl->db, ctl->config->migrations, say_step, ctl, &applied, err))
		return -1;
	if (applied == 0)
		ctl_say(ctl, stdout, CW_MSG_CTL_SCHEMA_CURRENT, NULL);
	return 0;
}
