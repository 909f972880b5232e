#include "db/rows.h"

#include <string.h>

int db_rows_add(void *arg, struct cw_err *err)
{
	struct db_rows *rows = arg;

	if (rows->n == rows->room) {
		size_t room = rows->room ? rows->room * 2 : 16;
		char *items = cw_alloc_n(rows->arena, room, rows->size);

		if (!items)
			return cw_fail_memory(err);
		if (rows->n)
			memcpy(items, rows->items, rows->n * rows->size);
		rows->items = items;
		rows->room = room;
	}
	memcpy((char *)rows->items + rows->n * rows->size, rows->row, rows->size);
	rows->n++;
	return 0;
}
