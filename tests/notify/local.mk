# Check programs for notify/.
NOTIFY_TESTS = tests/notify/test_address tests/notify/test_classify tests/notify/test_message \
	tests/notify/test_mime tests/notify/test_pace tests/notify/test_sign
check_PROGRAMS += $(NOTIFY_TESTS)
TESTS += $(NOTIFY_TESTS)

tests_notify_test_address_SOURCES = tests/notify/test_address.c
tests_notify_test_address_LDADD = $(NOTIFY_TEST_LIBS)
tests_notify_test_classify_SOURCES = tests/notify/test_classify.c
tests_notify_test_classify_LDADD = $(NOTIFY_TEST_LIBS)
tests_notify_test_message_SOURCES = tests/notify/test_message.c
tests_notify_test_message_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(CHECK_CFLAGS)
tests_notify_test_message_LDADD = $(NOTIFY_TEST_LIBS)
tests_notify_test_mime_SOURCES = tests/notify/test_mime.c
tests_notify_test_mime_LDADD = $(NOTIFY_TEST_LIBS)
tests_notify_test_pace_SOURCES = tests/notify/test_pace.c
tests_notify_test_pace_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(CURL_CFLAGS)
tests_notify_test_pace_LDADD = $(NOTIFY_TEST_LIBS)
tests_notify_test_sign_SOURCES = tests/notify/test_sign.c
tests_notify_test_sign_LDADD = $(NOTIFY_TEST_LIBS)

# With a private MariaDB and a receiver on the loopback.
check_PROGRAMS += tests/notify/test_sender
TESTS += tests/notify/test_sender
tests_notify_test_sender_SOURCES = tests/notify/test_sender.c tests/notify/receiver.c \
	tests/notify/receiver.h tests/notify/world.h $(DB_TEST_SOURCES)
tests_notify_test_sender_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CHECK_CFLAGS) $(CURL_CFLAGS)
tests_notify_test_sender_LDADD = $(NOTIFY_TEST_LIBS)
