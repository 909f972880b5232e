/* Sign-in, sessions, CSRF, tokens, throttling, people and rights, through the hooks and endpoints
 * as a worker calls them, without the HTTP in front. */
#include "tests/server/try.h"

/* ---- Sessions. */

START_TEST(sign_in_opens_a_session_that_the_cookie_shows)
{
	uint64_t user = add_user("fgw.clerk", agency, "clerk");
	const char *session, *csrf;
	struct try t;

	must(sign_in(&t, "FGW.Clerk", GOOD, NOW)); /* a login has no case */
	ck_assert_int_eq(t.rq.status, 201);
	session = cookie(&t, 0);
	csrf = member(&t, "csrf_token");
	ck_assert_int_eq(strncmp(session, "__Host-session=", 15), 0);
	ck_assert_uint_ge(strlen(session), 15 + 43);
	ck_assert_ptr_nonnull(strstr(answered(&t, "Set-Cookie"), "; HttpOnly"));
	ck_assert_ptr_nonnull(strstr(answered(&t, "Set-Cookie"), "; Secure"));
	ck_assert_ptr_nonnull(strstr(answered(&t, "Set-Cookie"), "; SameSite=Lax"));
	ck_assert_ptr_null(strstr(answered(&t, "Set-Cookie"), "Domain"));

	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	header(&t, "cookie", cw_printf(a, "other=1; %s; x=y", session));
	must(auth_session(&t.rq, &err));
	ck_assert_int_eq(t.rq.who.kind, RQ_STAFF);
	ck_assert_uint_eq(t.rq.who.user, user);
	ck_assert(rq_has_role(&t.rq.who, agency, CW_ROLE_CLERK));
	ck_assert(!rq_has_role(&t.rq.who, district, CW_ROLE_CLERK));
	must(api_me_get(&t.rq, &err));
	ck_assert_str_eq(member(&t, "csrf_token"), csrf); /* the same, to be had again */
	ck_assert_int_eq(count("SELECT COUNT(*) FROM audit WHERE what = 'sign_in'"), 1);
	/* The secret itself is nowhere in the database. */
	ck_assert_int_eq(count("SELECT COUNT(*) FROM session WHERE LENGTH(token_hash) = 32"), 1);
}
END_TEST

START_TEST(no_cookie_or_a_strange_one_is_nobody)
{
	struct try t;

	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	must(auth_session(&t.rq, &err));
	ck_assert_int_eq(t.rq.who.kind, RQ_ANYONE);
	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	header(&t, "cookie", "__Host-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	must(auth_session(&t.rq, &err));
	ck_assert_int_eq(t.rq.who.kind, RQ_ANYONE);
}
END_TEST

static const struct {
	const char *csrf; /* "right", "wrong" or NULL */
	const char *origin, *site;
	bool good;
} forgeries[] = {
	{ "right", NULL, NULL, true },
	{ "right", "https://gongkai.example.invalid", "same-origin", true },
	{ "right", "http://inside.example.invalid:8080", NULL, true }, /* the Host below */
	{ "right", "https://evil.example.invalid", NULL, false },
	{ "right", "null", NULL, false },
	{ "right", NULL, "cross-site", false },
	{ "wrong", "https://gongkai.example.invalid", NULL, false },
	{ NULL, "https://gongkai.example.invalid", "same-origin", false },
	{ NULL, NULL, NULL, false },
};

START_TEST(an_unsafe_request_with_a_session_proves_where_it_comes_from)
{
	const char *session, *csrf;
	struct try t;
	int rc;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	csrf = member(&t, "csrf_token");
	for (int public = 0; public < 2; public ++) {
		begin(&t, RQ_POST, public ? ROUTE_PUBLIC : ROUTE_SIGNED_IN);
		header(&t, "cookie", session);
		header(&t, "host", "inside.example.invalid:8080");
		if (forgeries[_i].csrf)
			header(&t, "x-csrf-token",
			       strcmp(forgeries[_i].csrf, "right") == 0 ? csrf : "AAAA");
		if (forgeries[_i].origin)
			header(&t, "origin", forgeries[_i].origin);
		if (forgeries[_i].site)
			header(&t, "sec-fetch-site", forgeries[_i].site);
		cw_err_clear(&err);
		rc = auth_session(&t.rq, &err);
		/* On a public route the session then counts for nothing. */
		ck_assert_int_eq(rc, forgeries[_i].good || public ? 0 : -1);
		ck_assert_int_eq(t.rq.who.kind, forgeries[_i].good ? RQ_STAFF : RQ_ANYONE);
		if (rc)
			ck_assert_int_eq(err.code, CW_FORBIDDEN);
	}
}
END_TEST

START_TEST(reading_needs_no_csrf_token)
{
	const char *session;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	header(&t, "cookie", session);
	header(&t, "origin", "https://evil.example.invalid");
	must(auth_session(&t.rq, &err));
	ck_assert_int_eq(t.rq.who.kind, RQ_STAFF);
}
END_TEST

static enum rq_who who_at(const char *session, int64_t now)
{
	struct try t;

	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	t.rq.now = now;
	header(&t, "cookie", session);
	must(auth_session(&t.rq, &err));
	return t.rq.who.kind;
}

START_TEST(a_session_ends_by_rest_and_by_age)
{
	const int64_t half = 29 * 60 * SECOND;
	const char *session;
	int64_t now = NOW;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	/* Used every 29 minutes it lasts for 12 hours, no longer. */
	for (now = NOW + half; now < NOW + 12 * 3600 * SECOND; now += half)
		ck_assert_int_eq(who_at(session, now), RQ_STAFF);
	ck_assert_int_eq(who_at(session, NOW + 12 * 3600 * SECOND), RQ_ANYONE);

	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	ck_assert_int_eq(who_at(session, NOW + 30 * 60 * SECOND), RQ_ANYONE);
}
END_TEST

START_TEST(seen_is_written_once_a_minute)
{
	const char *session;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	who_at(session, NOW + 59 * SECOND);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM session WHERE seen_at > created_at"), 0);
	who_at(session, NOW + 60 * SECOND);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM session WHERE seen_at > created_at"), 1);
}
END_TEST

START_TEST(a_new_sign_in_replaces_the_browsers_session)
{
	const char *old;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	old = cookie(&t, 0);
	begin(&t, RQ_POST, ROUTE_PUBLIC);
	header(&t, "cookie", old);
	body(&t, "{\"login\":\"u\",\"password\":\"" GOOD "\"}");
	must(api_session_add(&t.rq, &err));
	end(&t);
	ck_assert_str_ne(cookie(&t, 0), old);
	ck_assert_int_eq(who_at(old, NOW), RQ_ANYONE);
	ck_assert_int_eq(who_at(cookie(&t, 0), NOW), RQ_STAFF);
}
END_TEST

START_TEST(sign_out_ends_it_at_once)
{
	const char *session;
	struct try t;

	add_user("u", agency, "clerk");
	as_user(&t, "u", RQ_DELETE);
	session = t.headers[0].value;
	must(api_session_leave(&t.rq, &err));
	ck_assert_int_eq(t.rq.status, 204);
	ck_assert_ptr_nonnull(strstr(answered(&t, "Set-Cookie"), "Max-Age=0"));
	ck_assert_int_eq(who_at(session, NOW), RQ_ANYONE);
}
END_TEST

static int end_session(struct try *t, uint64_t id)
{
	t->rq.params[0] = cw_printf(a, "%llu", (unsigned long long)id);
	cw_err_clear(&err);
	return api_session_end(&t->rq, &err);
}

START_TEST(sessions_are_ended_by_their_owner_or_security)
{
	uint64_t id, far = add_agency("FAR", 0, 0);
	struct try t;

	add_user("u", agency, "clerk");
	add_user("other", agency, "head");
	add_user("security", district, "security_admin");
	add_user("elsewhere", far, "security_admin");
	must(sign_in(&t, "u", GOOD, NOW));
	id = strtoull(member(&t, "id"), NULL, 10);
	as_user(&t, "other", RQ_DELETE);
	ck_assert_int_eq(end_session(&t, id), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
	as_user(&t, "elsewhere", RQ_DELETE);
	ck_assert_int_eq(end_session(&t, id), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
	as_user(&t, "security", RQ_DELETE);
	must(end_session(&t, id));
	ck_assert_int_eq(end_session(&t, id), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
}
END_TEST

/* ---- Failures. */

START_TEST(every_failure_is_answered_alike)
{
	uint64_t id = add_user("disabled", agency, "clerk");
	static const char *const tries[][2] = {
		{ "u", "a wrong one" }, { "nobody", GOOD }, { "disabled", GOOD }, { "政府", GOOD }
	};
	struct db_user row;
	struct try t;

	add_user("u", agency, "clerk");
	must(db_user_get(c, a, id, &row, &err));
	row.disabled = true;
	must(db_user_save(c, &row, &err));
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(sign_in(&t, tries[i][0], tries[i][1], NOW), -1);
		ck_assert_int_eq(err.code, CW_UNAUTHENTICATED);
		ck_assert_int_eq(err.msg, CW_MSG_API_BAD_LOGIN);
	}
	ck_assert_int_eq(count("SELECT COUNT(*) FROM session"), 0);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM audit WHERE what = 'sign_in_failed'"), 4);
	/* What was typed is not kept: a password may land in the wrong field. */
	ck_assert_int_eq(count("SELECT COUNT(*) FROM audit WHERE subject LIKE '%nobody%'"), 0);
}
END_TEST

START_TEST(failures_delay_and_the_right_password_opens_after_the_delay)
{
	struct try t;

	add_user("u", agency, "clerk");
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(sign_in(&t, "u", "a wrong one", NOW), -1);
	ck_assert_int_eq(err.code, CW_UNAUTHENTICATED);
	ck_assert_int_eq(sign_in(&t, "u", GOOD, NOW + SECOND), -1);
	ck_assert_int_eq(err.code, CW_TOO_MANY);
	ck_assert_int_eq(err.retry_after, 1);
	/* What is tried in between does not lengthen it. */
	ck_assert_int_eq(sign_in(&t, "u", "a wrong one", NOW + SECOND), -1);
	ck_assert_int_eq(err.code, CW_TOO_MANY);
	must(sign_in(&t, "u", GOOD, NOW + 2 * SECOND));
	/* And all is forgotten. */
	ck_assert_int_eq(sign_in(&t, "u", "a wrong one", NOW + 2 * SECOND), -1);
	ck_assert_int_eq(err.code, CW_UNAUTHENTICATED);
}
END_TEST

START_TEST(nobody_is_locked_out_by_others)
{
	const char *device;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	device = cookie(&t, 1);
	ck_assert_int_eq(strncmp(device, "__Host-device=", 14), 0);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(sign_in(&t, "u", "a wrong one", NOW), -1);
	ck_assert_int_eq(sign_in(&t, "u", GOOD, NOW), -1);
	ck_assert_int_eq(err.code, CW_TOO_MANY);
	/* The browser that has been here before gets in. */
	begin(&t, RQ_POST, ROUTE_PUBLIC);
	header(&t, "cookie", device);
	body(&t, "{\"login\":\"u\",\"password\":\"" GOOD "\"}");
	must(api_session_add(&t.rq, &err));
	end(&t);
	/* For another account it says nothing. */
	add_user("other", agency, "clerk");
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(sign_in(&t, "other", "a wrong one", NOW), -1);
	begin(&t, RQ_POST, ROUTE_PUBLIC);
	header(&t, "cookie", device);
	body(&t, "{\"login\":\"other\",\"password\":\"" GOOD "\"}");
	cw_err_clear(&err);
	ck_assert_int_eq(api_session_add(&t.rq, &err), -1);
	ck_assert_int_eq(err.code, CW_TOO_MANY);
	end(&t);
}
END_TEST

/* ---- Passwords. */

static int change_password(struct try *t, const char *old, const char *new)
{
	int rc;

	body(t, cw_printf(a, "{\"current\":\"%s\",\"new\":\"%s\"}", old, new));
	cw_err_clear(&err);
	rc = api_me_password(&t->rq, &err);
	end(t);
	return rc;
}

START_TEST(a_changed_password_ends_the_other_sessions)
{
	const char *mine, *elsewhere;
	struct try t;

	add_user("u", agency, "clerk");
	must(sign_in(&t, "u", GOOD, NOW));
	elsewhere = cookie(&t, 0);
	as_user(&t, "u", RQ_PUT);
	mine = t.headers[0].value;
	ck_assert_int_eq(change_password(&t, "not this", "another good one"), -1);
	ck_assert_str_eq(err.items[0].pointer, "/current");
	ck_assert_int_eq(change_password(&t, GOOD, "password1"), -1);
	ck_assert_str_eq(err.items[0].pointer, "/new");
	must(change_password(&t, GOOD, "another good one"));
	ck_assert_int_eq(who_at(mine, NOW), RQ_STAFF);
	ck_assert_int_eq(who_at(elsewhere, NOW), RQ_ANYONE);
	ck_assert_int_eq(sign_in(&t, "u", GOOD, NOW), -1);
	must(sign_in(&t, "u", "another good one", NOW));
}
END_TEST

/* ---- Tokens. */

START_TEST(a_token_is_shown_once_and_opens_until_revoked)
{
	const char *secret, *id;
	struct try t;

	add_user("u", agency, "clerk");
	as_user(&t, "u", RQ_POST);
	body(&t, "{\"name\":\"省平台\",\"scopes\":[\"read\",\"write\"],\"days\":30}");
	must(api_token_add(&t.rq, &err));
	end(&t);
	ck_assert_int_eq(t.rq.status, 201);
	secret = member(&t, "secret");
	id = member(&t, "id");
	begin(&t, RQ_POST, ROUTE_SIGNED_IN);
	header(&t, "authorization", cw_printf(a, "Bearer %s", secret));
	must(auth_session(&t.rq, &err)); /* no CSRF: no cookie */
	ck_assert_int_eq(t.rq.who.kind, RQ_TOKEN);
	ck_assert_uint_eq(t.rq.who.scopes, SCOPE_READ | SCOPE_WRITE);
	ck_assert(rq_has_role(&t.rq.who, agency, CW_ROLE_CLERK));

	as_user(&t, "u", RQ_GET);
	must(api_token_list(&t.rq, &err));
	ck_assert_ptr_null(strstr(t.rq.answer, secret));
	as_user(&t, "u", RQ_DELETE);
	t.rq.params[0] = id;
	must(api_token_revoke(&t.rq, &err));
	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	header(&t, "authorization", cw_printf(a, "Bearer %s", secret));
	cw_err_clear(&err);
	ck_assert_int_eq(auth_session(&t.rq, &err), -1);
	ck_assert_int_eq(err.code, CW_UNAUTHENTICATED);
}
END_TEST

START_TEST(faults_of_a_token_are_named_at_once)
{
	struct try t;

	add_user("u", agency, "clerk");
	as_user(&t, "u", RQ_POST);
	body(&t, "{\"name\":\"x\",\"scopes\":[\"read\",\"all\",\"none\"]}");
	cw_err_clear(&err);
	ck_assert_int_eq(api_token_add(&t.rq, &err), -1);
	end(&t);
	ck_assert_uint_eq(err.n_items, 2);
	ck_assert_str_eq(err.items[0].pointer, "/scopes/1");
	ck_assert_str_eq(err.items[1].pointer, "/scopes/2");
}
END_TEST

/* ---- People. */

static int change_user(struct try *t, uint64_t id, uint64_t version, const char *json)
{
	int rc;

	t->rq.params[0] = cw_printf(a, "%llu", (unsigned long long)id);
	t->rq.if_match = version;
	body(t, json);
	cw_err_clear(&err);
	rc = api_user_change(&t->rq, &err);
	end(t);
	return rc;
}

START_TEST(accounts_are_made_by_system_and_rights_by_security)
{
	uint64_t id, system = add_user("system", district, "system_admin");
	const char *password, *roles;
	struct try t;

	add_user("security", district, "security_admin");
	as_user(&t, "system", RQ_POST);
	body(&t, "{\"login\":\"fgw.head\",\"name\":\"发改委负责人\"}");
	must(api_user_add(&t.rq, &err));
	end(&t);
	ck_assert_int_eq(t.rq.status, 201);
	id = strtoull(member(&t, "id"), NULL, 10);
	password = member(&t, "password");
	roles = cw_printf(a, "{\"roles\":[{\"agency_id\":\"%llu\",\"role\":\"head\"}]}",
			  (unsigned long long)agency);

	as_user(&t, "system", RQ_PATCH);
	ck_assert_int_eq(change_user(&t, id, 1, roles), -1);
	ck_assert_int_eq(err.msg, CW_MSG_API_ROLES_BY_SECURITY);
	as_user(&t, "security", RQ_PATCH);
	must(change_user(&t, id, 1, roles));
	ck_assert_int_eq(change_user(&t, id, 1, roles), -1);
	ck_assert_int_eq(err.code, CW_STALE);
	/* Nobody grants to themselves. */
	as_user(&t, "security", RQ_PATCH);
	ck_assert_int_eq(change_user(&t, t.rq.who.user, 1, roles), -1);
	ck_assert_int_eq(err.msg, CW_MSG_API_OWN_ROLES);
	as_user(&t, "system", RQ_PATCH);
	ck_assert_int_eq(change_user(&t, system, 1, "{\"disabled\":true}"), -1);
	ck_assert_int_eq(err.msg, CW_MSG_API_OWN_ACCOUNT);
	must(sign_in(&t, "fgw.head", password, NOW));
}
END_TEST

START_TEST(roles_are_checked_and_replaced_as_a_whole)
{
	uint64_t id = add_user("u", agency, "clerk"), far = add_agency("FAR", 0, 0);
	struct db_grant *grants;
	struct try t;
	size_t n;

	add_user("security", district, "security_admin");
	as_user(&t, "security", RQ_PATCH);
	ck_assert_int_eq(
		change_user(&t, id, 1,
			    cw_printf(a,
				      "{\"roles\":[{\"agency_id\":\"%llu\",\"role\":\"king\"},"
				      "{\"agency_id\":\"%llu\",\"role\":\"head\"},"
				      "{\"agency_id\":\"%llu\",\"role\":\"audit_admin\"},"
				      "{\"agency_id\":\"%llu\",\"role\":\"applicant\"}]}",
				      (unsigned long long)agency, (unsigned long long)far,
				      (unsigned long long)agency, (unsigned long long)agency)),
		-1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 4);
	ck_assert_str_eq(err.items[1].pointer, "/roles/1/agency_id");
	must(change_user(&t, id, 1,
			 cw_printf(a,
				   "{\"roles\":[{\"agency_id\":\"%llu\",\"role\":\"caseworker\"},"
				   "{\"agency_id\":\"%llu\",\"role\":\"audit_admin\"}]}",
				   (unsigned long long)agency, (unsigned long long)district)));
	must(db_grant_list(c, a, id, &grants, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(grants[0].role, "audit_admin");
	ck_assert_str_eq(grants[1].role, "caseworker");
	/* A null says nothing; an empty list takes all. */
	must(change_user(&t, id, 2, "{\"roles\":null}"));
	must(db_grant_list(c, a, id, &grants, &n, &err));
	ck_assert_uint_eq(n, 2);
	must(change_user(&t, id, 3, "{\"roles\":[]}"));
	must(db_grant_list(c, a, id, &grants, &n, &err));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(disabling_ends_sessions_and_tokens_for_good)
{
	uint64_t id = add_user("u", agency, "clerk");
	const char *session, *secret;
	struct try t;

	add_user("system", district, "system_admin");
	as_user(&t, "u", RQ_POST);
	session = t.headers[0].value;
	body(&t, "{\"name\":\"省平台\",\"scopes\":[\"read\"]}");
	must(api_token_add(&t.rq, &err));
	end(&t);
	secret = member(&t, "secret");
	as_user(&t, "system", RQ_PATCH);
	must(change_user(&t, id, 1, "{\"disabled\":true}"));
	ck_assert_int_eq(who_at(session, NOW), RQ_ANYONE);
	must(change_user(&t, id, 2, "{\"disabled\":false}"));
	ck_assert_int_eq(who_at(session, NOW), RQ_ANYONE);
	begin(&t, RQ_GET, ROUTE_SIGNED_IN);
	header(&t, "authorization", cw_printf(a, "Bearer %s", secret));
	cw_err_clear(&err);
	ck_assert_int_eq(auth_session(&t.rq, &err), -1);
	ck_assert_int_eq(err.code, CW_UNAUTHENTICATED);
	must(sign_in(&t, "u", GOOD, NOW));
}
END_TEST

START_TEST(people_of_another_district_are_not_there)
{
	uint64_t far = add_agency("FAR", 0, 0), id = add_user("u", far, "clerk");
	struct try t;

	add_user("system", district, "system_admin");
	as_user(&t, "system", RQ_PATCH);
	ck_assert_int_eq(change_user(&t, id, 1, "{\"disabled\":true}"), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
}
END_TEST

START_TEST(a_reset_closes_all_that_the_old_password_opened)
{
	uint64_t id = add_user("u", agency, "clerk");
	const char *session, *password;
	struct try t;

	add_user("security", district, "security_admin");
	must(sign_in(&t, "u", GOOD, NOW));
	session = cookie(&t, 0);
	as_user(&t, "security", RQ_POST);
	t.rq.params[0] = cw_printf(a, "%llu", (unsigned long long)id);
	must(api_user_reset(&t.rq, &err));
	password = member(&t, "password");
	ck_assert_int_eq(who_at(session, NOW), RQ_ANYONE);
	ck_assert_int_eq(sign_in(&t, "u", GOOD, NOW), -1);
	must(sign_in(&t, "u", password, NOW));
}
END_TEST

/* ---- The hook of the clocks. */

START_TEST(the_clocks_are_set_for_each_request)
{
	struct try t;

	begin(&t, RQ_GET, ROUTE_PUBLIC);
	must(auth_clocks(&t.rq, &err));
	ck_assert_int_eq(t.rq.today, cw_day_of(2026, 3, 2));
	ck_assert_ptr_nonnull(t.rq.calendar);
}
END_TEST

static Suite *auth_suite(void)
{
	Suite *s = suite_create("auth");
	TCase *t = tcase_create("auth");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, sign_in_opens_a_session_that_the_cookie_shows);
	tcase_add_test(t, no_cookie_or_a_strange_one_is_nobody);
	tcase_add_loop_test(t, an_unsafe_request_with_a_session_proves_where_it_comes_from, 0,
			    N(forgeries));
	tcase_add_test(t, reading_needs_no_csrf_token);
	tcase_add_test(t, a_session_ends_by_rest_and_by_age);
	tcase_add_test(t, seen_is_written_once_a_minute);
	tcase_add_test(t, a_new_sign_in_replaces_the_browsers_session);
	tcase_add_test(t, sign_out_ends_it_at_once);
	tcase_add_test(t, sessions_are_ended_by_their_owner_or_security);
	tcase_add_test(t, every_failure_is_answered_alike);
	tcase_add_test(t, failures_delay_and_the_right_password_opens_after_the_delay);
	tcase_add_test(t, nobody_is_locked_out_by_others);
	tcase_add_test(t, a_changed_password_ends_the_other_sessions);
	tcase_add_test(t, a_token_is_shown_once_and_opens_until_revoked);
	tcase_add_test(t, faults_of_a_token_are_named_at_once);
	tcase_add_test(t, accounts_are_made_by_system_and_rights_by_security);
	tcase_add_test(t, roles_are_checked_and_replaced_as_a_whole);
	tcase_add_test(t, disabling_ends_sessions_and_tokens_for_good);
	tcase_add_test(t, people_of_another_district_are_not_there);
	tcase_add_test(t, a_reset_closes_all_that_the_old_password_opened);
	tcase_add_test(t, the_clocks_are_set_for_each_request);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(auth_suite());
}
