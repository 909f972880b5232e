# Delivery: webhooks, chat bots, mail.  Sees no HTTP server.
noinst_LIBRARIES += libnotify.a
libnotify_a_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(IDN2_CFLAGS) $(JSON_CFLAGS) $(CRYPTO_CFLAGS)
libnotify_a_SOURCES = \
	notify/address.c notify/address.h notify/bucket.c notify/bucket.h notify/channel.c \
	notify/channel.h notify/classify.c notify/classify.h notify/message.c notify/message.h \
	notify/schedule.c notify/schedule.h \
	notify/sign.c notify/sign.h
libnotify_a_SOURCES += \
	notify/event.c notify/event.h notify/fan.c notify/fan.h notify/lane.c notify/lane.h notify/post.c notify/post.h notify/result.c notify/result.h \
	notify/sender.c notify/sender.h notify/wire.c notify/wire.h notify/clerk.c notify/clerk.h
libnotify_a_SOURCES += \
	notify/mail_text.c notify/mail_text.h notify/mailer.c notify/mailer.h notify/mime.c notify/mime.h \
	notify/smtp.c notify/smtp.h
