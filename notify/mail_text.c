#include "notify/mail_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/deadline.h"
#include "casework/mail.h"
#include "casework/words.h"
#include "db/agency.h"
#include "db/person.h"

#define LINES_MAX 100 /* of a digest */

/* What is being written: text and HTML side by side, so that they cannot say different things. */
struct page {
	struct cw_arena *a;
	struct cw_buf text, html;
	enum cw_lang lang;
};

static const char *msg(struct cw_arena *a, enum cw_msg id, enum cw_lang lang, const char *first,
		       const char *second)
{
	const char *args[CW_MSG_ARGS] = { first, second, NULL };

	return cw_msg_text(a, id, lang, args);
}

/* ---- Writing. */

static void open_page(struct page *p, struct cw_arena *a)
{
	p->a = a;
	cw_buf_init(&p->text, a);
	cw_buf_init(&p->html, a);
	cw_buf_puts(&p->html,
		    "<!DOCTYPE html>\r\n<html><head><meta charset=\"utf-8\"></head><body>\r\n");
}

static void open_lang(struct page *p, enum cw_lang lang)
{
	if (p->text.len)
		cw_buf_puts(&p->text, "--------------------\r\n\r\n");
	p->lang = lang;
	cw_buf_printf(&p->html, "<div lang=\"%s\">\r\n", lang == CW_ZH ? "zh-CN" : "en");
}

static void close_lang(struct page *p)
{
	cw_buf_puts(&p->html, "</div>\r\n");
}

/* A paragraph; TEXT NULL: no memory. */
static void para(struct page *p, const char *text)
{
	if (!text) {
		p->text.failed = true;
		return;
	}
	cw_buf_printf(&p->text, "%s\r\n\r\n", text);
	cw_buf_puts(&p->html, "<p>");
	cw_buf_put_html(&p->html, text, strlen(text));
	cw_buf_puts(&p->html, "</p>\r\n");
}

/* LABEL holds {0} where the address stands. */
static void link_to(struct page *p, enum cw_msg label, const char *address)
{
	const char *text = address ? msg(p->a, label, p->lang, address, NULL) : NULL;
	const char *at = text ? strstr(text, address) : NULL;

	if (!at) {
		p->text.failed = true;
		return;
	}
	cw_buf_printf(&p->text, "%s\r\n\r\n", text);
	cw_buf_puts(&p->html, "<p>");
	cw_buf_put_html(&p->html, text, (size_t)(at - text));
	cw_buf_puts(&p->html, "<a href=\"");
	cw_buf_put_html(&p->html, address, strlen(address));
	cw_buf_puts(&p->html, "\">");
	cw_buf_put_html(&p->html, address, strlen(address));
	cw_buf_puts(&p->html, "</a></p>\r\n");
}

static int close_page(struct page *p, struct nt_mail *out, struct cw_err *err)
{
	cw_buf_puts(&p->html, "</body></html>\r\n");
	out->text = cw_buf_done(&p->text, NULL);
	out->html = cw_buf_done(&p->html, NULL);
	return out->text && out->html && out->subject ? 0 : cw_fail_memory(err);
}

/* ---- What it is about. */

struct about {
	const char *number;  /* NULL: no case */
	const char *no_case; /* the kind of deadline (db/agency_deadline.h), if it belongs to none */
	struct db_agency agency;
	cw_day due_on, until_on;
	int days_left;
};

/* What belongs to no case. */
static int about_no_case(struct db_conn *c, struct cw_arena *a, const struct db_mail *m,
			 struct about *k, struct cw_err *err)
{
	struct db_mail_reminder r;

	if (db_mail_reminder_get(c, a, m->reminder_id, &r, err) ||
	    db_agency_get(c, a, r.agency_id, &k->agency, err))
		return -1;
	k->no_case = r.kind;
	k->number = r.number;
	k->until_on = r.due_on;
	return 0;
}

static int about_case(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		      const struct db_mail *m, struct about *k, struct cw_err *err)
{
	struct db_docket d;

	*k = (struct about){ .due_on = CW_DAY_NONE, .until_on = m->until_on };
	if (!m->case_id)
		return m->reminder_id ? about_no_case(c, a, m, k, err) : 0;
	if (db_docket_get(c, a, m->case_id, &d, err) ||
	    db_agency_get(c, a, d.agency_id, &k->agency, err))
		return -1;
	k->number = d.number;
	k->due_on = d.is_open ? d.due_on : CW_DAY_NONE;
	if (k->due_on != CW_DAY_NONE)
		k->days_left = cw_calendar_count(scene->calendar, scene->today, k->due_on);
	return 0;
}

static const char *due_text(struct cw_arena *a, const struct about *k, enum cw_lang lang)
{
	char left[16];
	const enum cw_msg id = k->days_left > 0	  ? CW_MSG_NOTIFY_DUE
			       : k->days_left < 0 ? CW_MSG_NOTIFY_OVERDUE
						  : CW_MSG_NOTIFY_DUE_TODAY;
	const char *day = cw_words_day(a, k->due_on, lang);

	snprintf(left, sizeof(left), "%d", abs(k->days_left));
	return day ? msg(a, id, lang, day, left) : NULL;
}

/* Number, agency, days. */
static void facts(struct page *p, const struct about *k)
{
	const char *name = p->lang == CW_ZH ? k->agency.name : k->agency.short_name;

	if (!k->agency.id)
		return;
	if (k->number)
		para(p, msg(p->a, k->no_case ? CW_MSG_NOTIFY_COMPLAINT : CW_MSG_NOTIFY_NUMBER,
			    p->lang, k->number, NULL));
	para(p, msg(p->a, CW_MSG_NOTIFY_AGENCY, p->lang, name, NULL));
	if (k->until_on != CW_DAY_NONE && k->until_on != 0)
		para(p, msg(p->a, CW_MSG_NOTIFY_UNTIL, p->lang,
			    cw_words_day(p->a, k->until_on, p->lang), NULL));
	if (k->due_on != CW_DAY_NONE)
		para(p, due_text(p->a, k, p->lang));
}

/* All mails of a case refer to the same, which no mail is: so they stand together, also where the
 * first has been thrown away. */
static int thread_of(struct cw_arena *a, const struct nt_mail_from *from, const struct about *k,
		     struct nt_mail *out, struct cw_err *err)
{
	if (!k->number)
		return 0;
	out->thread = cw_printf(a, "%s@%s", k->number, from->domain);
	return out->thread ? 0 : cw_fail_memory(err);
}

/* ---- To applicants: both languages, the same for all, since the address may be read by others. */

static void applicant_part(struct page *p, const struct cw_mail_notice *notice,
			   const struct about *k, const char *link, enum cw_lang lang)
{
	open_lang(p, lang);
	para(p, cw_msg_raw(CW_MSG_MAIL_HELLO, lang));
	para(p, cw_msg_raw(notice->text, lang));
	facts(p, k);
	link_to(p, CW_MSG_MAIL_LOOK, link);
	para(p, cw_msg_raw(CW_MSG_MAIL_CODE, lang));
	if (k->agency.phone)
		para(p, msg(p->a, CW_MSG_MAIL_ASK, lang, k->agency.name, k->agency.phone));
	para(p, cw_msg_raw(CW_MSG_MAIL_NO_SERVICE, lang));
	close_lang(p);
}

static int to_applicant(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
			const struct db_mail *m, struct nt_mail *out, const char **why,
			struct cw_err *err)
{
	const enum cw_hook hook = cw_hook_of(m->type);
	const struct cw_mail_notice *notice = cw_mail_to_applicant(hook);
	struct db_person person;
	const char *link;
	struct about k;
	struct page p;

	if (!notice)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (db_person_get(c, a, from->keys, m->person_id, &person, err) ||
	    about_case(c, a, from->scene, m, &k, err) || thread_of(a, from, &k, out, err))
		return -1;
	if (!person.email || !cw_mail_address_ok(person.email)) {
		*why = person.email ? "address" : "no address";
		return 0;
	}
	link = cw_printf(a, "%s/follow#number=%s", from->scene->public_url, k.number);
	out->to = person.email;
	out->subject =
		msg(a, CW_MSG_MAIL_SUBJECT, CW_ZH, cw_msg_raw(notice->subject, CW_ZH), k.number);
	open_page(&p, a);
	applicant_part(&p, notice, &k, link, CW_ZH);
	applicant_part(&p, notice, &k, link, CW_EN);
	return close_page(&p, out, err);
}

/* ---- To officers: in their language. */

/* What a row says in a line; *STANDS false: it no longer does. */
static int title_of(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		    const struct db_mail *m, enum cw_lang lang, const char **title, bool *stands,
		    struct cw_err *err)
{
	struct db_mail_reminder r;
	char days[16];
	int left;

	*stands = true;
	if (!m->reminder_id) {
		*title = cw_msg_raw(cw_hook_title(cw_hook_of(m->type)), lang);
		return 0;
	}
	if (db_mail_reminder_get(c, a, m->reminder_id, &r, err))
		return -1;
	*stands = r.stands;
	left = cw_calendar_count(scene->calendar, scene->today, r.due_on);
	snprintf(days, sizeof(days), "%d", abs(left));
	*title = msg(a,
		     left > 0			? CW_MSG_REMIND_SOON
		     : r.due_on >= scene->today ? CW_MSG_REMIND_TODAY
						: CW_MSG_REMIND_OVER,
		     lang, cw_msg_raw(cw_deadline(r.kind)->title, lang), days);
	return *title ? 0 : cw_fail_memory(err);
}

/* The page on which it is dealt with. */
static char *link_of(struct cw_arena *a, const struct nt_mail_from *from, const struct db_mail *m,
		     const struct about *k)
{
	if (m->case_id)
		return nt_event_link(a, from->scene->public_url, m->case_id);
	return cw_printf(a, "%s/staff%s%s", from->scene->public_url, k->no_case ? "#/" : "",
			 k->no_case ? cw_deadline_page(k->no_case) : "");
}

static int one_to_officer(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
			  const struct db_mail *m, enum cw_lang lang, struct nt_mail *out,
			  const char **why, struct cw_err *err)
{
	const char *title;
	struct about k;
	struct page p;
	bool stands;

	if (title_of(c, a, from->scene, m, lang, &title, &stands, err) ||
	    about_case(c, a, from->scene, m, &k, err) || thread_of(a, from, &k, out, err))
		return -1;
	if (!stands) {
		*why = "done";
		return 0;
	}
	out->subject = k.number ? msg(a, CW_MSG_MAIL_SUBJECT, lang, title, k.number) : title;
	open_page(&p, a);
	open_lang(&p, lang);
	para(&p, title);
	facts(&p, &k);
	link_to(&p, CW_MSG_MAIL_OPEN, link_of(a, from, m, &k));
	para(&p, cw_msg_raw(CW_MSG_MAIL_OFFICER_END, lang));
	close_lang(&p);
	return close_page(&p, out, err);
}

static int digest_line(struct db_conn *c, struct page *p, const struct nt_mail_from *from,
		       const struct db_mail *m, unsigned *n, struct cw_err *err)
{
	const char *title;
	struct about k;
	bool stands;

	if (title_of(c, p->a, from->scene, m, p->lang, &title, &stands, err) ||
	    about_case(c, p->a, from->scene, m, &k, err))
		return -1;
	if (!stands)
		return 0;
	++*n;
	para(p, k.number ? msg(p->a, CW_MSG_MAIL_DIGEST_LINE, p->lang, k.number, title) : title);
	return 0;
}

static int digest(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
		  const struct db_mail *m, enum cw_lang lang, struct nt_mail *out, const char **why,
		  struct cw_err *err)
{
	struct db_mail *lines;
	char count[24];
	unsigned shown = 0;
	struct page p;
	size_t n;

	if (db_mail_lines_list(c, a, m->id, 10 * LINES_MAX, &lines, &n, err))
		return -1;
	open_page(&p, a);
	open_lang(&p, lang);
	for (size_t i = 0; i < n && i < LINES_MAX; i++)
		if (digest_line(c, &p, from, &lines[i], &shown, err))
			return -1;
	if (!shown) {
		*why = "done";
		return 0;
	}
	snprintf(count, sizeof(count), "%zu", n > LINES_MAX ? n - LINES_MAX : 0);
	if (n > LINES_MAX)
		para(&p, msg(a, CW_MSG_MAIL_DIGEST_MORE, lang, count, NULL));
	snprintf(count, sizeof(count), "%zu", n > LINES_MAX ? n - LINES_MAX + shown : shown);
	out->subject =
		msg(a, CW_MSG_MAIL_DIGEST, lang, cw_words_day(a, from->scene->today, lang), count);
	link_to(&p, CW_MSG_MAIL_OPEN, cw_printf(a, "%s/staff#/inbox", from->scene->public_url));
	para(&p, cw_msg_raw(CW_MSG_MAIL_OFFICER_END, lang));
	close_lang(&p);
	return close_page(&p, out, err);
}

static int test_mail(struct cw_arena *a, const struct nt_mail_from *from, enum cw_lang lang,
		     struct nt_mail *out, struct cw_err *err)
{
	struct page p;

	out->subject = cw_msg_raw(CW_MSG_MAIL_TEST, lang);
	open_page(&p, a);
	open_lang(&p, lang);
	para(&p, cw_msg_raw(CW_MSG_MAIL_TEST_TEXT, lang));
	link_to(&p, CW_MSG_MAIL_OPEN, cw_printf(a, "%s/staff#/account", from->scene->public_url));
	para(&p, cw_msg_raw(CW_MSG_MAIL_OFFICER_END, lang));
	close_lang(&p);
	return close_page(&p, out, err);
}

static int to_officer(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
		      const struct db_mail *m, struct nt_mail *out, const char **why,
		      struct cw_err *err)
{
	const bool test = strcmp(m->type, DB_MAIL_TYPE_TEST) == 0;
	struct db_user_mail how;
	enum cw_lang lang;
	bool open;

	if (db_user_mail_get(c, a, from->keys, m->user_id, &how, err) ||
	    db_mail_user_is_open(c, a, m->user_id, &open, err))
		return -1;
	if (!open || !how.address || (!test && strcmp(how.mode, DB_MAIL_OFF) == 0)) {
		*why = open ? "not wanted" : "account closed";
		return 0;
	}
	out->to = how.address;
	lang = strcmp(how.lang, "en") == 0 ? CW_EN : CW_ZH;
	if (test)
		return test_mail(a, from, lang, out, err);
	return strcmp(m->type, DB_MAIL_TYPE_DIGEST) == 0
		       ? digest(c, a, from, m, lang, out, why, err)
		       : one_to_officer(c, a, from, m, lang, out, why, err);
}

int nt_mail_make(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
		 const struct db_mail *m, struct nt_mail *out, bool *send, const char **why,
		 struct cw_err *err)
{
	char hex[2 * DB_UID + 1];

	*out = (struct nt_mail){ .made_at = m->created_at };
	*why = NULL;
	for (size_t i = 0; i < DB_UID; i++)
		snprintf(hex + 2 * i, 3, "%02x", i < m->uid_len ? m->uid[i] : 0);
	out->id = cw_printf(a, "%s@%s", hex, from->domain);
	if (!out->id)
		return cw_fail_memory(err);
	if (m->person_id ? to_applicant(c, a, from, m, out, why, err)
			 : to_officer(c, a, from, m, out, why, err))
		return -1;
	*send = *why == NULL;
	return 0;
}
