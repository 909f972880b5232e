/*
 * Many rows in one statement: a statement each would be most of what they cost.  What is prepared takes a
 * fixed number of rows, so there are four of each statement, for 64, 16, 4 and 1.  Rows to insert are cut
 * into the largest that they fill; ids to look for are filled up to the smallest that holds them.
 */
#ifndef DB_MANY_H
#define DB_MANY_H

#include "db/db.h"

#define DB_TIMES4(x)  x ", " x ", " x ", " x
#define DB_TIMES16(x) DB_TIMES4(x) ", " DB_TIMES4(x) ", " DB_TIMES4(x) ", " DB_TIMES4(x)
#define DB_TIMES64(x) DB_TIMES16(x) ", " DB_TIMES16(x) ", " DB_TIMES16(x) ", " DB_TIMES16(x)

#define DB_MANY	      64
#define DB_MANY_SIZES 4
static const size_t db_many_sizes[DB_MANY_SIZES] = { 64, 16, 4, 1 };

/* The four statements that insert rows of the form ROW. */
#define DB_MANY_ROWS(before, row, after)                                                           \
	{                                                                                          \
		before DB_TIMES64(row) after, before DB_TIMES16(row) after,                        \
			before DB_TIMES4(row) after, before row after                              \
	}
/* Which of them takes the most of N rows, which are not 0. */
static inline size_t db_many_cut(size_t n)
{
	size_t i = 0;

	while (db_many_sizes[i] > n)
		i++;
	return i;
}

/* The four statements that end with a list of ids. */
#define DB_MANY_IN(before)                                                                         \
	{                                                                                          \
		before " IN (" DB_TIMES64("?") ")", before " IN (" DB_TIMES16("?") ")",            \
			before " IN (" DB_TIMES4("?") ")", before " IN (?)"                        \
	}
/* Which of them holds the N ids at IN (1 to DB_MANY, with room for DB_MANY); the last of them fills it up,
 * and *N is how many they are then. */
static inline size_t db_many_fill(struct db_in *in, size_t *n)
{
	size_t i = DB_MANY_SIZES - 1;

	while (db_many_sizes[i] < *n)
		i--;
	for (; *n < db_many_sizes[i]; ++*n)
		in[*n] = in[*n - 1];
	return i;
}

#endif
