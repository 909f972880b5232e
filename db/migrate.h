/*
 * Migrations: the schema's steps, in files NNNN-name.sql of one folder, numbered 0001, 0002, ...
 * without a gap.
 *
 * A file is a list of statements; a statement ends with a line that ends in ";" (comments and white
 * space after it do not count).  Inside a body, which begins with a line BEGIN, it ends with the
 * line END; instead.  Quotes hide both, and so does a comment ("-- ", "#").
 *
 * DDL commits by itself, so a file can stop half-way.  It is then run again from its first
 * statement: each must be one that can be run twice (IF NOT EXISTS, OR REPLACE).  A file counts as
 * applied when its row is in schema_version; one that was changed afterwards is refused.
 *
 * A change of the schema takes two versions, so that programs N and N-1 run side by side: first
 * expand, one version later contract.  After file N a program must know at least schema N-1; a file
 * that contracts says otherwise in a line of its own, "-- needs: N".
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/* The oldest schema that this program can work with, and the newest that it knows: whoever adds a
 * migration raises the second, and the first when the program comes to need it. */
#define DB_SCHEMA_MIN 33U
#define DB_SCHEMA_MAX 33U

/* What is about to happen: FILE is "0001-frame.sql"; STATEMENT counts from 1, 0 = the file is done.
 */
typedef void db_migrate_say_fn(void *arg, const char *file, unsigned statement);

/* Applies what of the files in DIR is not applied yet.  Only one migrator works at a time, held by
 * a lease (30 s, renewed while it lives); another waits for it up to WAIT_S seconds, then
 * CW_CONFLICT (DB_MIGRATION_BUSY).  Statements run on a connection of their own with a day's time.
 * *APPLIED counts files; SAY may be NULL.  A file that cannot be read, leaves a gap, was changed
 * after it was applied or fails is named in ERR with the place. */
int db_migrate_run(struct db_conn *c, const char *dir, unsigned wait_s, db_migrate_say_fn *say,
		   void *arg, unsigned *applied, struct cw_err *err) CW_MUST_CHECK;
/* The schema's version (0: none yet) and the newest file's in DIR. */
int db_migrate_status(struct db_conn *c, const char *dir, unsigned *version, unsigned *newest,
		      struct cw_err *err) CW_MUST_CHECK;

/* *VERSION of the schema (0: none yet).  CW_INTERNAL if this program must not work with it; the
 * message says what to do: migrate, or install a newer program. */
int db_schema_check(struct db_conn *c, unsigned *version, struct cw_err *err) CW_MUST_CHECK;

#endif
