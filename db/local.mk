# MariaDB: sees no HTTP and no JSON.
noinst_LIBRARIES += libdb.a
libdb_a_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CRYPTO_CFLAGS)
libdb_a_SOURCES = db/db.h db/crypt.h
