/*
 * Collects the rows of a list into an array: the row function of every db_..._list.
 *
 *	struct db_agency row;
 *	struct db_rows rows = DB_ROWS(a, row);
 *	...
 *	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
 *		return -1;
 *	*items = rows.items;
 */
#ifndef DB_ROWS_H
#define DB_ROWS_H

#include "db/db.h"

struct db_rows {
	struct cw_arena *arena;
	const void *row; /* where db_list puts each row; copied */
	size_t size;
	void *items; /* array in the arena; NULL while n is 0 */
	size_t n, room;
};
#define DB_ROWS(a, r)                                                                              \
	{                                                                                          \
		.arena = (a), .row = &(r), .size = sizeof(r)                                       \
	}

/* A db_row_fn: ROWS is a struct db_rows. */
int db_rows_add(void *rows, struct cw_err *err);

#endif
