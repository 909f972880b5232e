/*
 * What the loop sends: workers' answers, files from memory, and its own few, which were serialised
 * before the thread started.  The security headers of every answer are here.
 */
#include "server/http/loop.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/http/text.h"

#define PAGE_CSP                                                                                   \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "          \
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "        \
	"require-trusted-types-for 'script'"
#define DATA_CSP "default-src 'none'; frame-ancestors 'none'"

static const char *reason_of(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 206, "Partial Content" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 416, "Range Not Satisfiable" },
		{ 417, "Expectation Failed" },
		{ 422, "Unprocessable Content" },
		{ 428, "Precondition Required" },
		{ 429, "Too Many Requests" },
		{ 460, "Checksum Mismatch" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Status";
}

/* ---- Headers. */

static void header(struct evkeyvalq *out, const char *name, const char *value)
{
	evhttp_add_header(out, name, value);
}

static void header_unless(struct evkeyvalq *out, const char *name, const char *value)
{
	if (!evhttp_find_header(out, name))
		evhttp_add_header(out, name, value);
}

static void security_headers(struct evkeyvalq *out, const char *type)
{
	bool page = type && strncmp(type, "text/html", 9) == 0;

	header_unless(out, "X-Content-Type-Options", "nosniff");
	header_unless(out, "Referrer-Policy", page ? "same-origin" : "no-referrer");
	header_unless(out, "Content-Security-Policy", page ? PAGE_CSP : DATA_CSP);
	header_unless(out, "Cross-Origin-Opener-Policy", "same-origin");
	header_unless(out, "Cross-Origin-Resource-Policy", "same-origin");
	header_unless(out, "Cache-Control", "no-store");
}

/* Nothing more is read from a connection whose next request is malformed, or when we stop. */
static bool must_close(const struct conn *c)
{
	return c->front->draining || (c->frame.fault && c->frame.no == c->taken);
}

static void on_sent(struct evhttp_request *req, void *arg)
{
	(void)req;
	conn_next_request(arg);
}

static void free_job(const void *data, size_t len, void *job)
{
	(void)data;
	(void)len;
	job_free(job);
}

static void leave_data(const void *data, size_t len, void *arg)
{
	(void)data;
	(void)len;
	(void)arg;
}

/* The headers that every answer has; LEN is the length of the body, sent or not. */
static void common_headers(struct conn *c, struct evkeyvalq *out, int status, const char *type,
			   uint64_t len)
{
	char length[24];

	if (type && len)
		header(out, "Content-Type", type);
	security_headers(out, type);
	if (must_close(c))
		header(out, "Connection", "close");
	if (status != 204 && status != 304) {
		snprintf(length, sizeof(length), "%" PRIu64, len);
		header_unless(out, "Content-Length", length);
	}
}

/* Sends REQ's answer; its headers but the common ones are set.  DONE(DATA, LEN, ARG) is called when
 * DATA is no longer needed, also if nothing of it is sent. */
static void transmit(struct conn *c, struct evhttp_request *req, int status, const char *type,
		     const char *data, size_t len, evbuffer_ref_cleanup_cb done, void *arg)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);
	bool no_body = evhttp_request_get_command(req) == EVHTTP_REQ_HEAD || status == 304 ||
		       status == 204 || len == 0;
	struct evbuffer *body = evbuffer_new();

	common_headers(c, out, status, type, len);
	if (no_body || !body || evbuffer_add_reference(body, data, len, done, arg))
		done(data, len, arg);
	c->req = req;
	c->job = NULL;
	c->to_send = len;
	evhttp_request_set_on_complete_cb(req, on_sent, c);
	conn_enter(c, CONN_SENDING);
	evhttp_send_reply(req, status, reason_of(status), body);
	if (body)
		evbuffer_free(body);
}

/* ---- The loop's own answers. */

static int can(struct front *f, enum canned_answer which, enum cw_lang lang, enum cw_code code,
	       enum cw_msg msg, struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	struct json_object *problem = NULL;
	struct cw_err own;
	const char *text;

	cw_err_clear(&own);
	cw_fail(&own, code, msg, NULL);
	if (a)
		problem = rq_problem_object(a, &own, lang);
	/* The status differs where one text serves several; the status line says it. */
	if (which == CANNED_FRAME || which == CANNED_SLOW || which == CANNED_HEADER)
		json_object_object_del(problem, "status");
	text = problem ? json_object_to_json_string_ext(
				 problem, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)
		       : NULL;
	f->canned[which][lang].text = text ? strdup(text) : NULL;
	f->canned[which][lang].len = text ? strlen(text) : 0;
	json_object_put(problem);
	cw_arena_free(a);
	return f->canned[which][lang].text ? 0 : cw_fail_memory(err);
}

int answer_make_canned(struct front *f, struct cw_err *err)
{
	static const struct {
		enum cw_code code;
		enum cw_msg msg;
	} rows[CANNED_MAX] = {
		[CANNED_FRAME] = { CW_MALFORMED, CW_MSG_HTTP_BAD_FRAME },
		[CANNED_HEADER] = { CW_TOO_LARGE, CW_MSG_HTTP_HEADER_TOO_LARGE },
		[CANNED_BODY] = { CW_TOO_LARGE, CW_MSG_HTTP_BODY_TOO_LARGE },
		[CANNED_SLOW] = { CW_MALFORMED, CW_MSG_HTTP_TOO_SLOW },
		[CANNED_BUSY] = { CW_UNAVAILABLE, CW_MSG_HTTP_BUSY },
		[CANNED_STOPPING] = { CW_UNAVAILABLE, CW_MSG_HTTP_STOPPING },
	};

	for (int i = 0; i < CANNED_MAX; i++)
		for (int lang = 0; lang < CW_LANG_MAX; lang++)
			if (can(f, (enum canned_answer)i, (enum cw_lang)lang, rows[i].code,
				rows[i].msg, err))
				return -1;
	return 0;
}

void answer_free_canned(struct front *f)
{
	for (int i = 0; i < CANNED_MAX; i++)
		for (int lang = 0; lang < CW_LANG_MAX; lang++)
			free(f->canned[i][lang].text);
}

void answer_canned(struct conn *c, struct evhttp_request *req, enum canned_answer which, int status,
		   enum cw_lang lang)
{
	const struct canned *canned = &c->front->canned[which][lang];
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);

	if (status == 503)
		header(out, "Retry-After", "1");
	header(out, "Content-Language", lang == CW_ZH ? "zh-CN" : "en");
	header(out, "Vary", "Accept-Language");
	transmit(c, req, status, "application/problem+json", canned->text, canned->len, leave_data,
		 NULL);
}

void answer_raw(struct conn *c, enum canned_answer which, int status)
{
	const struct canned *canned = &c->front->canned[which][CW_ZH];
	struct evbuffer *out = bufferevent_get_output(c->bev);

	/* What is malformed cannot be asked for its language. */
	evbuffer_add_printf(out,
			    "HTTP/1.1 %d %s\r\n"
			    "Content-Type: application/problem+json\r\n"
			    "Content-Language: zh-CN\r\n"
			    "Content-Length: %zu\r\n"
			    "X-Content-Type-Options: nosniff\r\n"
			    "Referrer-Policy: no-referrer\r\n"
			    "Content-Security-Policy: " DATA_CSP "\r\n"
			    "Cache-Control: no-store\r\n"
			    "%s"
			    "Connection: close\r\n\r\n",
			    status, reason_of(status), canned->len,
			    status == 503 ? "Retry-After: 1\r\n" : "");
	evbuffer_add(out, canned->text, canned->len);
}

void answer_health(struct conn *c, struct evhttp_request *req)
{
	static const char text[] = "ok\n";

	transmit(c, req, 200, "text/plain; charset=utf-8", text, sizeof(text) - 1, leave_data,
		 NULL);
}

/* ---- Files. */

void answer_file(struct conn *c, struct evhttp_request *req, const struct static_file *file)
{
	struct evkeyvalq *in = evhttp_request_get_input_headers(req);
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);
	bool gzip = file->gzip && text_accepts(evhttp_find_header(in, "Accept-Encoding"), "gzip");

	header(out, "ETag", file->tag);
	header(out, "Cache-Control",
	       file->for_ever ? "public, max-age=31536000, immutable" : "no-cache");
	if (file->gzip)
		header(out, "Vary", "Accept-Encoding");
	if (text_has_tag(evhttp_find_header(in, "If-None-Match"), file->tag)) {
		transmit(c, req, 304, file->type, NULL, 0, leave_data, NULL);
		return;
	}
	if (gzip)
		header(out, "Content-Encoding", "gzip");
	transmit(c, req, 200, file->type, gzip ? file->gzip : file->data,
		 gzip ? file->gzip_len : file->len, leave_data, NULL);
}

/* ---- Answers in pieces: evhttp has one piece at a time, and a worker makes the next when it is sent. */

#define PIECES_MAX 128 /* under way at a time; each keeps a piece in memory */

static void free_piece(const void *data, size_t len, void *arena)
{
	(void)data;
	(void)len;
	cw_arena_free(arena);
}

static void on_piece_sent(struct evhttp_connection *evcon, void *arg)
{
	struct conn *c = arg;
	struct job *job = c->pieces;

	(void)evcon;
	if (!job)
		return;
	c->pieces = NULL;
	if (job->piece_sent >= job->piece_total) {
		job_free(job);
		evhttp_send_reply_end(c->req);
		return;
	}
	job->piece_next = true;
	job->waiting = c;
	c->job = job;
	conn_enter(c, CONN_WAITING);
	if (workq_put_again(c->front->app->workq, job, job_now()))
		return;
	c->job = NULL; /* we stop, and what was promised cannot be kept */
	job_free(job);
	evhttp_connection_free(c->evcon);
}

static void send_piece(struct conn *c, struct job *job)
{
	struct evbuffer *body = evbuffer_new();
	struct cw_arena *arena = job->piece_arena;
	size_t len = job->piece_len;

	job->piece_arena = NULL;
	if (!body || !len || len > job->piece_total - job->piece_sent ||
	    evbuffer_add_reference(body, job->piece_data, len, free_piece, arena)) {
		cw_arena_free(arena);
		if (body)
			evbuffer_free(body);
		job_free(job);
		evhttp_connection_free(c->evcon);
		return;
	}
	job->piece_sent += len;
	c->pieces = job;
	c->to_send = len;
	conn_enter(c, CONN_SENDING);
	evhttp_send_reply_chunk_with_cb(c->req, body, on_piece_sent, c);
	evbuffer_free(body);
}

static void start_pieces(struct conn *c, struct evhttp_request *req, struct job *job)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);

	common_headers(c, out, job->status, job->content_type, job->piece_total);
	c->req = req;
	c->in_pieces = true;
	c->front->n_pieces++;
	evhttp_request_set_on_complete_cb(req, on_sent, c);
	evhttp_send_reply_start(req, job->status, reason_of(job->status));
	send_piece(c, job);
}

/* ---- Workers' answers. */

void answer_job(struct conn *c, struct evhttp_request *req, struct job *job)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);
	char length[24];

	c->job = NULL;
	if (job->piece_next) {
		send_piece(c, job);
		return;
	}
	if (job->piece && c->front->n_pieces >= PIECES_MAX) {
		job_free(job);
		answer_canned(c, req, CANNED_BUSY, 503, CW_ZH);
		return;
	}
	if (job->stream && stream_full(c->front)) {
		job_free(job);
		answer_canned(c, req, CANNED_BUSY, 503, CW_ZH);
		return;
	}
	for (size_t i = 0; i < job->n_out; i++)
		header(out, job->out[i].name, job->out[i].value);
	header(out, "X-Request-Id", job->id);
	header_unless(out, "Vary", "Accept-Language");
	if (job->stream && job->method != RQ_HEAD) {
		header(out, "Content-Type", job->content_type);
		security_headers(out, job->content_type);
		evhttp_request_set_on_complete_cb(req, on_sent, c);
		stream_start(c, req, job);
		return;
	}
	if (job->piece && job->method != RQ_HEAD) {
		start_pieces(c, req, job);
		return;
	}
	if (job->piece) { /* HEAD: the length of what GET would give */
		snprintf(length, sizeof(length), "%" PRIu64, job->piece_total);
		header(out, "Content-Length", length);
		header(out, "Content-Type", job->content_type);
	}
	transmit(c, req, job->status, job->content_type, job->answer, job->answer_len, free_job,
		 job);
}
