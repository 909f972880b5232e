# The law as pure functions: sees no clock on the wall, SQL, HTTP, JSON or threads.
noinst_LIBRARIES += libcasework.a
libcasework_a_SOURCES = \
	casework/base/arena.c casework/base/arena.h \
	casework/base/date.c casework/base/date.h \
	casework/base/err.c casework/base/err.h \
	casework/base/log.c casework/base/log.h \
	casework/base/money.c casework/base/money.h \
	casework/base/msg.c casework/base/msg.h casework/base/msg.def \
	casework/base/text.c casework/base/text.h \
	casework/msg_all.def casework/msg_clock.def casework/msg_law.def casework/msg_letter.def \
	casework/msg_hooks.def casework/msg_notify.def casework/msg_server.def \
	casework/msg_intake.def casework/msg_document.def casework/msg_work.def casework/msg_ask.def \
	casework/msg_review.def casework/msg_fee.def casework/msg_after.def casework/msg_schedule.def \
	casework/calendar.h casework/clock.h casework/fee.h casework/identity.h \
	casework/letter.h casework/machine.h casework/outcome.h \
	casework/consultation.c casework/consultation.h \
	casework/guard.c casework/guard.h casework/guard_after.c casework/guard_ask.c casework/guard_fee.c \
	casework/guard_int.h casework/guard_reply.c casework/machine.c casework/machine_names.c \
	casework/outcome.c casework/remedy.c casework/reply.c casework/words.c casework/words.h \
	casework/letter.c casework/letter_ask.c casework/letter_draft.c casework/letter_draft.h \
	casework/letter_end.c casework/letter_fee.c casework/letter_filing.c casework/letter_office.c \
	casework/letter_period.c casework/letter_reply.c \
	casework/approval.c casework/approval.h casework/hard.c casework/hard.h \
	casework/publication.c casework/publication.h casework/report.c casework/report.h casework/representative.c casework/representative.h
libcasework_a_SOURCES += \
	casework/calendar.c casework/clock.c casework/clock_acts.c casework/clock_due.c \
	casework/clock_ends.c casework/clock_int.h casework/clock_law.c casework/clock_void.c \
	casework/fee.c casework/identity.c casework/notices.c
libcasework_a_SOURCES += casework/constant.c casework/constant.h
libcasework_a_SOURCES += casework/remedy_body.c casework/remedy_body.h
libcasework_a_SOURCES += casework/respondent.c casework/respondent.h
libcasework_a_SOURCES += casework/calendar_change.c casework/calendar_change.h casework/deadline.c \
	casework/deadline.h
libcasework_a_SOURCES += casework/hook.c casework/hook.h
libcasework_a_SOURCES += casework/msg_remind.def casework/msg_publication.def casework/remind.c casework/remind.h \
	casework/mail.c casework/mail.h casework/msg_mail.def
libcasework_a_SOURCES += casework/ical.c casework/ical.h
