#include "server/api/throttle.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "db/session.h"
#include "server/app.h"

#define DELAY_MAX 60

static const struct {
	const char *name;
	unsigned free;
} kinds[THROTTLE_MAX] = {
	[THROTTLE_ACCOUNT] = { "account", 3 },
	[THROTTLE_DEVICE] = { "device", 5 },
	[THROTTLE_ADDRESS] = { "address", 20 }, /* a whole office may stand behind one */
	[THROTTLE_CASE] = { "case", 3 },
};

int throttle_delay(enum throttle_kind kind, unsigned count)
{
	unsigned over = count > kinds[kind].free ? count - kinds[kind].free : 0;

	if (over == 0)
		return 0;
	return over > 5 ? DELAY_MAX : 1 << over;
}

void throttle_address(const char *client, char out[46])
{
	struct in6_addr six;

	snprintf(out, 46, "%s", client);
	if (inet_pton(AF_INET6, client, &six) != 1)
		return;
	if (IN6_IS_ADDR_V4MAPPED(&six)) {
		inet_ntop(AF_INET, six.s6_addr + 12, out, 46);
		return;
	}
	memset(six.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &six, out, 46);
}

static int subject_of(struct rq *rq, enum throttle_kind kind, const char *value,
		      unsigned char out[DB_HASH], struct cw_err *err)
{
	char address[46];
	const char *text;

	if (kind == THROTTLE_ADDRESS) {
		throttle_address(rq->client, address);
		value = address;
	}
	text = cw_printf(rq->arena, "%s %s", kinds[kind].name, value);
	if (!text)
		return cw_fail_memory(err);
	db_hmac(rq->app->keys, "failure", text, strlen(text), out);
	return 0;
}

int throttle_check(struct rq *rq, enum throttle_kind kind, const char *value, struct cw_err *err)
{
	unsigned char subject[DB_HASH];
	unsigned count;
	int64_t last_at, ready_at;
	char seconds[16];

	if (subject_of(rq, kind, value, subject, err) ||
	    db_failure_find(rq->db, rq->arena, subject, &count, &last_at, err))
		return -1;
	if (count == 0 || last_at < rq->now - THROTTLE_FORGET)
		return 0;
	ready_at = last_at + (int64_t)throttle_delay(kind, count) * 1000000;
	if (rq->now >= ready_at)
		return 0;
	err->retry_after = (int)((ready_at - rq->now + 999999) / 1000000);
	snprintf(seconds, sizeof(seconds), "%d", err->retry_after);
	return cw_fail(err, CW_TOO_MANY, CW_MSG_API_TRY_LATER, seconds, NULL);
}

int throttle_failed(struct rq *rq, enum throttle_kind kind, const char *value, struct cw_err *err)
{
	unsigned char subject[DB_HASH];

	if (subject_of(rq, kind, value, subject, err))
		return -1;
	return db_failure_add(rq->db, subject, rq->now, rq->now - THROTTLE_FORGET, err);
}

int throttle_passed(struct rq *rq, enum throttle_kind kind, const char *value, struct cw_err *err)
{
	unsigned char subject[DB_HASH];

	if (subject_of(rq, kind, value, subject, err))
		return -1;
	return db_failure_remove(rq->db, subject, err);
}
