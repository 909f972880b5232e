# MariaDB: sees no HTTP and no JSON.
noinst_LIBRARIES += libdb.a
libdb_a_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CRYPTO_CFLAGS)
libdb_a_SOURCES = db/db.h db/crypt.h
libdb_a_SOURCES += \
	db/agency.c db/agency.h db/audit.c db/audit.h db/calendar.c db/calendar.h db/job.c db/job.h \
	db/rows.c db/rows.h db/session.c db/session.h db/user.c db/user.h
libdb_a_SOURCES += \
	db/anchor.c db/anchor.h db/chain.c db/chain.h db/crypt.c db/keyfile.c db/keyfile.h db/conn.c db/error.c db/internal.h db/docket.c db/docket.h \
	db/event.c db/event.h db/idempotency.c db/idempotency.h db/letter.c db/person.c db/person.h \
	db/queue.c db/record.c db/reply.c db/reply.h db/stmt.c db/tx.c
