/*
 * The files of db/migrations: which there are, and their statements one by one.  For migrate.c;
 * the format is in db/migrate.h.
 */
#ifndef DB_SQLFILE_H
#define DB_SQLFILE_H

#include "db/db.h"

struct db_sqlfile {
	unsigned number;
	const char *name; /* "0001-frame.sql" */
	const char *text;
	size_t len;
	unsigned needs; /* the schema that a program must know after it */
	unsigned char checksum[32];
};

/* Reads DIR's files in their order; all in the arena. */
int db_sqlfile_list(struct cw_arena *a, const char *dir, struct db_sqlfile **files, size_t *n,
		    struct cw_err *err) CW_MUST_CHECK;

/* Walks over the statements of a file. */
struct db_sqlwalk {
	const struct db_sqlfile *file;
	size_t at;	   /* where the next begins */
	unsigned line;	   /* of AT, from 1 */
	const char *start; /* the statement found, without its ";" */
	size_t len;
	unsigned start_line;
};
/* 1: a statement was found; 0: no more; -1: the last one has no end (ERR names file and line). */
int db_sqlfile_next(struct db_sqlwalk *w, struct cw_err *err) CW_MUST_CHECK;

#endif
