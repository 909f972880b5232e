/*
 * Runs a Check suite with TAP on standard output, for the driver of "make check".
 *
 *	int main(void)
 *	{
 *		return tap_run(calendar_suite());
 *	}
 *
 * The driver counts the lines "ok" and "not ok", so a program whose tests fail still returns 0; one
 * that dies without its plan is an error there.  One process per test unless CK_FORK=no (sanitizers).
 */
#ifndef TESTS_LIB_TAP_H
#define TESTS_LIB_TAP_H

#include <check.h>

/* Runs and frees SUITE.  Returns 0: what main returns. */
static inline int tap_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);

	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	srunner_free(runner);
	return 0;
}

#endif
