/*
 * The kinds of endpoint: the generic webhook and the chat bots of Chinese offices (standards.md part
 * 2), and what each can take.
 */
#ifndef NOTIFY_CHANNEL_H
#define NOTIFY_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "notify/bucket.h"

enum nt_kind {
	NT_WEBHOOK,
	NT_WECOM,    /* 企业微信 */
	NT_DINGTALK, /* 钉钉 */
	NT_FEISHU,   /* 飞书 */
	NT_KIND_MAX
};

struct nt_channel {
	const char *name;    /* on the wire: "webhook", "wecom", "dingtalk", "feishu" */
	const char *address; /* what the provider's own addresses begin with; NULL: any */
	const char *code;    /* the answer's field that says 0 for success; NULL: the status does */
	size_t content_max;  /* bytes of the message's text; 0 = only the body is limited */
	size_t body_max;     /* bytes of the whole body */
	struct nt_rate rate;
	/* Microseconds after each full and half hour in which nothing is sent; 0 = any time. */
	int64_t rush;
};

/* The row of a kind; static. */
const struct nt_channel *nt_channel(enum nt_kind kind);
/* enum nt_kind by its name; -1: none. */
int nt_kind_of(const char *name);
/* Microseconds to wait at NOW (UTC since 1970) because everybody sends then: 0 mostly. */
int64_t nt_rush_wait(enum nt_kind kind, int64_t now);

#endif
