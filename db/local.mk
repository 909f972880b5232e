# MariaDB: sees no HTTP and no JSON.
noinst_LIBRARIES += libdb.a
libdb_a_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CRYPTO_CFLAGS)
libdb_a_SOURCES = db/db.h db/crypt.h
libdb_a_SOURCES += \
	db/agency.c db/agency.h db/audit.c db/audit.h db/calendar.c db/calendar.h db/job.c db/job.h \
	db/rows.c db/rows.h db/session.c db/session.h db/user.c db/user.h
