# MariaDB: sees no HTTP and no JSON.
noinst_LIBRARIES += libdb.a
libdb_a_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CRYPTO_CFLAGS)
libdb_a_SOURCES = \
	db/chain.c db/chain.h db/conn.c db/crypt.c db/crypt.h db/db.h db/error.c db/fetch.c \
	db/internal.h db/keyfile.c db/keyfile.h db/migrate.c db/migrate.h db/sqlfile.c db/sqlfile.h \
	db/stmt.c db/tx.c

migrationsdir = $(pkgdatadir)/migrations
dist_migrations_DATA = db/migrations/0001-frame.sql db/migrations/0002-extension.sql \
	db/migrations/0003-correction.sql db/migrations/0004-notify.sql \
	db/migrations/0005-share.sql db/migrations/0006-intake.sql \
	db/migrations/0007-document.sql db/migrations/0008-work.sql \
	db/migrations/0009-ask.sql db/migrations/0010-review.sql \
	db/migrations/0011-fee.sql db/migrations/0012-after.sql \
	db/migrations/0013-schedule.sql db/migrations/0014-hooks.sql \
	db/migrations/0015-joint.sql db/migrations/0016-remind.sql \
	db/migrations/0017-copies.sql db/migrations/0018-corrected.sql \
	db/migrations/0019-deliveries.sql db/migrations/0020-status.sql \
	db/migrations/0021-publication.sql db/migrations/0022-mail.sql \
	db/migrations/0023-approvals.sql db/migrations/0024-quiet.sql \
	db/migrations/0025-desk.sql db/migrations/0026-desk-days.sql \
	db/migrations/0027-annual-report.sql \
	db/migrations/0028-decisions.sql db/migrations/0029-release.sql \
	db/migrations/0030-drafters.sql db/migrations/0031-void.sql \
	db/migrations/0032-fee-again.sql db/migrations/0033-follows.sql

libdb_a_SOURCES += db/agency_deadline.c db/agency_deadline.h db/people_change.c db/people_change.h
libdb_a_SOURCES += \
	db/agency.c db/agency.h db/audit.c db/audit.h db/calendar.c db/calendar.h db/job.c db/job.h \
	db/many.h db/rows.c db/rows.h db/session.c db/session.h db/user.c db/user.h
libdb_a_SOURCES += \
	db/anchor.c db/anchor.h db/correction.c db/correction.h db/docket.c db/docket.h db/extension.c db/extension.h \
	db/event.c db/event.h db/idempotency.c db/idempotency.h db/letter.c db/person.c db/person.h \
	db/queue.c db/record.c db/reply.c db/reply.h
libdb_a_SOURCES += db/delivery.c db/endpoint.c db/endpoint.h db/mail.c db/mail.h
libdb_a_SOURCES += db/reseal.c db/reseal.h db/verify.c db/verify.h
libdb_a_SOURCES += db/has.c db/has.h db/live.c db/live.h db/share.c db/share.h
# intake
libdb_a_SOURCES += db/filing.c db/filing.h db/proposal.c db/proposal.h db/representative.c db/undo.c db/undo.h

libdb_a_SOURCES += db/document.c db/document.h

libdb_a_SOURCES += db/absence.c db/absence.h db/approval.c db/approval.h db/link.c db/link.h db/stop.c db/stop.h \
	db/task.c db/task.h db/watch.c db/watch.h

# ask
libdb_a_SOURCES += db/consultation.c db/consultation.h db/hold.c db/hold.h db/reasons.c db/reasons.h \
	db/sealed.c db/sealed.h

# review
libdb_a_SOURCES += db/conflict.c db/conflict.h db/deputy.c db/deputy.h db/evaluation.c db/evaluation.h db/legal.c db/legal.h db/repeat.c db/repeat.h db/service.c

# fee
libdb_a_SOURCES += db/fee.c db/fee.h db/payment.c db/payment.h db/same.c db/same.h

# after
libdb_a_SOURCES += db/remedy.c db/remedy.h db/urging.c db/urging.h db/complaint.c db/complaint.h \
	db/district.c db/district.h db/own_record.c db/own_record.h

# schedule
libdb_a_SOURCES += db/calendar_move.c db/calendar_move.h db/deadline.c db/deadline.h

# remind
libdb_a_SOURCES += db/annual_report.c db/annual_report.h db/calendar_feed.c db/calendar_feed.h db/remind.c db/remind.h

libdb_a_SOURCES += db/publication.c db/publication.h db/disclosure.c
