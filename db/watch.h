/* What one person is to look at: notes that mention them, and cases that they watch. */
#ifndef DB_WATCH_H
#define DB_WATCH_H

#include "db/crypt.h"
#include "db/docket.h"

struct db_mention {
	uint64_t id, case_id, contact_id, user_id, author_id, agency_id;
	const char *number, *title, *said; /* of the case; of the note, unsealed */
	int64_t made_at;
	bool is_read;
};
/* Mentions USER in a note; a second time in one note is fine. */
int db_mention_add(struct db_conn *c, const struct db_mention *m, struct cw_err *err) CW_MUST_CHECK;
/* Of a user, newest first, only unread ones or all, with id below BEFORE (0: from the newest). */
int db_mention_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t user, bool unread, uint64_t before, unsigned limit,
		    struct db_mention **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Marks ID of the user read, 0: all up to now; *HIT: there was such a row (read already or not). */
int db_mention_read(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t id, bool *hit,
		    struct cw_err *err) CW_MUST_CHECK;
int db_mention_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out,
		     struct cw_err *err) CW_MUST_CHECK;
struct db_mentioned {
	uint64_t contact_id, user_id;
};
/* Who is mentioned in the notes of a case. */
int db_mentioned_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_mentioned **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* Watches the case; what has happened up to SEEN_SEQ is read.  Watched already: only if ANEW is
 * SEEN_SEQ moved. */
int db_watch_put(struct db_conn *c, uint64_t user, uint64_t case_id, int seen_seq, bool anew,
		 struct cw_err *err) CW_MUST_CHECK;
int db_watch_remove(struct db_conn *c, uint64_t user, uint64_t case_id,
		    struct cw_err *err) CW_MUST_CHECK;
int db_watch_find(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t case_id,
		  int *seen_seq, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Watched cases in which something has happened since. */
int db_watch_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out,
		   struct cw_err *err) CW_MUST_CHECK;
/* Watched cases (db/queue.c), open ones first by what falls due first; row->unread counts the
 * events since. */
int db_watch_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day after_on,
		  uint64_t after_id, unsigned limit, struct db_queue_row **rows, size_t *n,
		  struct cw_err *err) CW_MUST_CHECK;

#endif
