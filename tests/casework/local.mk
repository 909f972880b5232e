# Check programs for casework/.
check_PROGRAMS += tests/casework/t-calendar
TESTS += tests/casework/t-calendar
tests_casework_t_calendar_SOURCES = tests/casework/test_calendar.c
tests_casework_t_calendar_LDADD = $(CASEWORK_TEST_LIBS)
check_PROGRAMS += tests/casework/t-machine
TESTS += tests/casework/t-machine
tests_casework_t_machine_SOURCES = tests/casework/test_machine.c
tests_casework_t_machine_LDADD = $(CASEWORK_TEST_LIBS)
check_PROGRAMS += tests/casework/t-outcome
TESTS += tests/casework/t-outcome
tests_casework_t_outcome_SOURCES = tests/casework/test_outcome.c
tests_casework_t_outcome_LDADD = $(CASEWORK_TEST_LIBS)
check_PROGRAMS += tests/casework/t-letter
TESTS += tests/casework/t-letter
tests_casework_t_letter_SOURCES = tests/casework/test_letter.c
tests_casework_t_letter_LDADD = $(CASEWORK_TEST_LIBS)
