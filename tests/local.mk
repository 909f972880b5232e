# Tests.  Every test prints TAP: a Check program (tests/lib/tap.h), a shell script or a node module.
# Each area lists its own in its own local.mk; a Check program is four lines there:
#
#	check_PROGRAMS += tests/casework/t-calendar
#	TESTS += tests/casework/t-calendar
#	tests_casework_t_calendar_SOURCES = tests/casework/t-calendar.c
#	tests_casework_t_calendar_LDADD = $(CASEWORK_TEST_LIBS)
#
# What a Check program links, by the lowest folder it needs.
CASEWORK_TEST_LIBS = libcasework.a $(CHECK_LIBS)
DB_TEST_LIBS = libdb.a libcasework.a $(MARIADB_LIBS) $(CRYPTO_LIBS) $(CHECK_LIBS)
NOTIFY_TEST_LIBS = libnotify.a libdb.a libcasework.a $(CURL_LIBS) $(IDN2_LIBS) $(JSON_LIBS) $(MARIADB_LIBS) \
	$(CRYPTO_LIBS) $(CHECK_LIBS)

# For scripts and for programs that start a server of their own.
AM_TESTS_ENVIRONMENT = \
	CK_DEFAULT_TIMEOUT="$${CK_DEFAULT_TIMEOUT-60}"; export CK_DEFAULT_TIMEOUT; \
	SRCDIR='$(abs_top_srcdir)'; export SRCDIR; \
	BUILDDIR='$(abs_top_builddir)'; export BUILDDIR; \
	NODE='$(NODE)'; export NODE; \
	MARIADBD='$(MARIADBD)'; export MARIADBD; \
	ASAN_OPTIONS="$${ASAN_OPTIONS-detect_leaks=1:abort_on_error=0}"; export ASAN_OPTIONS; \
	UBSAN_OPTIONS="$${UBSAN_OPTIONS-print_stacktrace=1}"; export UBSAN_OPTIONS;
if SANITIZED
# A sanitizer's report at exit is lost in a forked test.
AM_TESTS_ENVIRONMENT += CK_FORK=no; export CK_FORK; SANITIZED=yes; export SANITIZED;
endif

# Several run side by side: those that take longest, mostly waiting, begin first.
MJS_LOG_COMPILER = $(NODE)
if HAVE_NODE
include $(top_srcdir)/tests/bench/local.mk
include $(top_srcdir)/tests/browser/local.mk
include $(top_srcdir)/tests/http/local.mk
endif

if HAVE_CHECK
include $(top_srcdir)/tests/casework/local.mk
include $(top_srcdir)/tests/db/local.mk
include $(top_srcdir)/tests/notify/local.mk
include $(top_srcdir)/tests/server/local.mk
endif
include $(top_srcdir)/tests/ctl/local.mk
include $(top_srcdir)/tests/fuzz/local.mk
EXTRA_DIST += tests/lib/tap.h tests/include-rules.sh tests/shellcheck.sh \
	tests/manuals.sh tests/contrib-run.sh tests/contrib-lighthouse.mjs \
	tests/package.json tests/package-lock.json
TESTS += tests/contrib-run.sh
if !SANITIZED
TESTS += tests/include-rules.sh tests/shellcheck.sh tests/manuals.sh tests/contrib-lighthouse.mjs
endif

# Made once for all programs that start a database (tests/lib/mariadb.sh) or the service (tests/http/harness.mjs).
clean-local:
	-rm -rf tests/mariadb-template tests/district-*
