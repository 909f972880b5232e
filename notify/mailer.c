#include "notify/mailer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "notify/schedule.h"
#include "notify/wire.h"

#define SECOND	   INT64_C(1000000)
#define AT_REST	   (60 * SECOND)
#define GATHER	   (SECOND / 50) /* many acts in a row make one look */
#define AWAY_WAIT  (2 * SECOND)
#define LEASE	   (300 * SECOND) /* more than FEW mails can take */
#define FEW	   4
#define PAUSE_MIN  (2 * SECOND)
#define PAUSE_MAX  (300 * SECOND)
#define STOP_GRACE (3 * SECOND)

struct nt_mailer {
	struct nt_conf conf;
	struct nt_smtp *smtp;
	const char *domain;
	pthread_t thread;

	pthread_mutex_t lock;
	pthread_cond_t news;
	bool woken, stopping, ended; /* under the lock */

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena; /* dies with each round */
	int64_t pause;		/* 0: the server is well; else the next mail tries it again */
	bool gone;		/* found away in this round */
	unsigned seed;
};

static int64_t now_us(void)
{
	return nt_clock_us(CLOCK_REALTIME);
}

/* ---- Waiting. */

/* Until woken, told to stop, or MICROS have passed; whether to stop.  WAKE false: nothing that is
 * committed wakes it. */
static bool rest(struct nt_mailer *m, int64_t micros, bool wake)
{
	const int64_t until = nt_clock_us(CLOCK_MONOTONIC) + micros;
	const struct timespec ts = { .tv_sec = (time_t)(until / SECOND),
				     .tv_nsec = (long)(until % SECOND * 1000) };
	bool stopping;

	pthread_mutex_lock(&m->lock);
	while (!m->stopping && !(wake && m->woken) && nt_clock_us(CLOCK_MONOTONIC) < until)
		pthread_cond_timedwait(&m->news, &m->lock, &ts);
	if (wake)
		m->woken = false;
	stopping = m->stopping;
	pthread_mutex_unlock(&m->lock);
	return stopping;
}

static bool is_stopping(struct nt_mailer *m)
{
	return rest(m, 0, false);
}

static bool connected(struct nt_mailer *m)
{
	struct cw_err err;

	cw_err_clear(&err);
	return (m->db ? db_conn_ready(m->db, &err) : db_conn_open(&m->conf.db, &m->db, &err)) == 0;
}

/* ---- One mail. */

static void end(struct db_mail *d, const char *status, const char *why, int64_t now)
{
	d->status = status;
	d->fault = why;
	d->ended_at = now;
}

/* The relay's trouble costs the mail nothing: it waits as it was. */
static void relay_trouble(struct nt_mailer *m, struct db_mail *d, const char *why)
{
	if (!m->pause)
		cw_log(CW_LOG_WARN, "mail_server_away", "why=\"%s\"", why);
	m->pause = m->pause ? 2 * m->pause : PAUSE_MIN;
	if (m->pause > PAUSE_MAX)
		m->pause = PAUSE_MAX;
	m->gone = true;
	d->fault = why;
	d->next_at = now_us() + m->pause;
}

static void later(struct nt_mailer *m, struct db_mail *d, const char *why)
{
	const int64_t wait = nt_schedule_wait((unsigned)++d->tried, (uint32_t)rand_r(&m->seed), 0);

	if (wait < 0) {
		end(d, "dead", why, now_us());
		return;
	}
	d->fault = why;
	d->next_at = now_us() + wait;
}

static void judge(struct nt_mailer *m, struct db_mail *d, enum nt_smtp_end how, const char *why)
{
	if (how != NT_SMTP_RELAY && m->pause) {
		cw_log(CW_LOG_INFO, "mail_server_back", "%s", "");
		m->pause = 0;
	}
	switch (how) {
	case NT_SMTP_SENT:
		d->tried++;
		end(d, "sent", "", now_us());
		break;
	case NT_SMTP_REFUSED:
		d->tried++;
		end(d, "dead", why, now_us());
		break;
	case NT_SMTP_LATER:
		later(m, d, why);
		break;
	default:
		relay_trouble(m, d, why);
		break;
	}
	if (strcmp(d->status, "dead") == 0)
		cw_log(CW_LOG_WARN, "mail_dead", "id=%llu type=%s why=\"%s\"",
		       (unsigned long long)d->id, d->type, why);
}

static int send_one(struct nt_mailer *m, const struct nt_scene *scene, struct db_mail *d,
		    struct cw_err *err)
{
	const struct nt_mail_from from = { .keys = m->conf.keys,
					   .scene = scene,
					   .domain = m->domain };
	struct nt_mail mail;
	const char *why;
	char fault[100];
	enum nt_smtp_end how;
	bool send;

	if (nt_mail_make(m->db, m->arena, &from, d, &mail, &send, &why, err))
		return -1;
	if (!send) {
		end(d, strcmp(why, "address") == 0 ? "dead" : "cancelled", why, now_us());
		return db_mail_save(m->db, d, err);
	}
	how = nt_smtp_send(m->smtp, m->arena, &mail, fault, sizeof(fault));
	judge(m, d, how, fault);
	return db_mail_save(m->db, d, err);
}

/* ---- A round. */

struct claim {
	struct nt_mailer *m;
	struct db_mail *rows;
	size_t n;
};

/* A db_tx_fn. */
static int claim_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct claim *k = arg;
	const int64_t now = now_us();

	return db_mail_claim_list(c, k->m->arena, now, now + LEASE, FEW, &k->rows, &k->n, err);
}

/* What cannot be made or written now is tried again when its lease is over. */
static int send_some(struct nt_mailer *m, size_t *n, struct cw_err *err)
{
	struct nt_scene scene = { .public_url = m->conf.public_url };
	struct claim k = { .m = m };

	if (db_tx_run(m->db, claim_tx, &k, NULL, err) ||
	    m->conf.scene(m->conf.arg, m->db, m->arena, now_us(), &scene, err))
		return -1;
	*n = k.n;
	m->gone = false;
	for (size_t i = 0; i < k.n; i++) {
		struct cw_err why;

		cw_err_clear(&why);
		if (is_stopping(m) || m->gone) { /* back at once, to be claimed by anyone */
			k.rows[i].next_at = now_us() + m->pause;
			if (db_mail_save(m->db, &k.rows[i], err))
				return -1;
			continue;
		}
		if (send_one(m, &scene, &k.rows[i], &why) == 0)
			continue;
		if (why.code == CW_UNAVAILABLE) {
			*err = why;
			return -1;
		}
		cw_log(CW_LOG_ERROR, "mail_not_made", "id=%llu message=%s detail=\"%s\"",
		       (unsigned long long)k.rows[i].id, cw_msg_name(why.msg), why.detail);
	}
	return 0;
}

/* How long there is nothing to do. */
static int idle_time(struct nt_mailer *m, int64_t *micros, struct cw_err *err)
{
	int64_t next;

	if (db_mail_next_get(m->db, m->arena, &next, err))
		return -1;
	*micros = next == DB_TIME_NONE ? AT_REST : next - now_us();
	if (*micros > AT_REST)
		*micros = AT_REST;
	if (*micros < GATHER)
		*micros = GATHER;
	return 0;
}

static void *mailer_main(void *arg)
{
	struct nt_mailer *m = arg;
	bool stop = false;

	pthread_setname_np(pthread_self(), "notify-mail");
	while (!stop) {
		int64_t wait = 0;
		struct cw_err err;
		size_t n = 0;

		cw_err_clear(&err);
		if (!connected(m)) {
			stop = rest(m, AWAY_WAIT, false);
			continue;
		}
		if (send_some(m, &n, &err) || (n < FEW && idle_time(m, &wait, &err))) {
			if (err.code != CW_UNAVAILABLE)
				cw_log(CW_LOG_ERROR, "mailer_failed", "message=%s detail=\"%s\"",
				       cw_msg_name(err.msg), err.detail);
			wait = AWAY_WAIT;
		}
		cw_arena_reset(m->arena);
		if (m->pause)
			stop = rest(m, m->pause, false);
		else
			stop = rest(m, wait, true) || rest(m, wait ? GATHER : 0, false);
	}
	db_conn_close(m->db);
	pthread_mutex_lock(&m->lock);
	m->ended = true;
	pthread_cond_broadcast(&m->news);
	pthread_mutex_unlock(&m->lock);
	return NULL;
}

/* ---- Its life. */

static void mailer_free(struct nt_mailer *m)
{
	nt_smtp_free(m->smtp);
	cw_arena_free(m->arena);
	pthread_cond_destroy(&m->news);
	pthread_mutex_destroy(&m->lock);
	free(m);
}

int nt_mailer_start(const struct nt_conf *conf, const struct nt_smtp_conf *smtp,
		    struct nt_mailer **out, struct cw_err *err)
{
	struct nt_mailer *m = calloc(1, sizeof(*m));
	pthread_condattr_t attr;

	*out = NULL;
	if (!m)
		return cw_fail_memory(err);
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&m->news, &attr);
	pthread_condattr_destroy(&attr);
	m->conf = *conf;
	m->domain = strrchr(smtp->from, '@') + 1;
	m->seed = (unsigned)now_us();
	m->arena = cw_arena_new(0);
	if (!m->arena || nt_smtp_new(smtp, &m->smtp, err) ||
	    pthread_create(&m->thread, NULL, mailer_main, m)) {
		mailer_free(m);
		return cw_fail_memory(err);
	}
	*out = m;
	return 0;
}

void nt_mailer_wake(struct nt_mailer *m)
{
	if (!m)
		return;
	pthread_mutex_lock(&m->lock);
	m->woken = true;
	pthread_cond_signal(&m->news);
	pthread_mutex_unlock(&m->lock);
}

void nt_mailer_stop(struct nt_mailer *m)
{
	const int64_t until = nt_clock_us(CLOCK_MONOTONIC) + STOP_GRACE;
	const struct timespec ts = { .tv_sec = (time_t)(until / SECOND),
				     .tv_nsec = (long)(until % SECOND * 1000) };

	if (!m)
		return;
	pthread_mutex_lock(&m->lock);
	m->stopping = true;
	pthread_cond_broadcast(&m->news);
	while (!m->ended && nt_clock_us(CLOCK_MONOTONIC) < until)
		pthread_cond_timedwait(&m->news, &m->lock, &ts);
	pthread_mutex_unlock(&m->lock);
	nt_smtp_stop(m->smtp);
	pthread_join(m->thread, NULL);
	mailer_free(m);
}
