#include "casework/mail.h"

#include <string.h>

#include "casework/base/text.h"

#define HOUR	INT64_C(3600000000)
#define DAY	(24 * HOUR)
#define BEIJING (8 * HOUR) /* ahead of UTC; no summer time since 1991 */
#define MORNING (8 * HOUR)

/* clang-format off */
static const struct cw_mail_notice notices[CW_HOOK_MAX] = {
#define TELL(NAME) [CW_HOOK_##NAME] = { CW_MSG_MAIL_##NAME, CW_MSG_MAIL_##NAME##_TEXT }
	TELL(RECEIVED),
	TELL(CORRECTION_REQUESTED),
	[CW_HOOK_CORRECTION_RESENT] = { CW_MSG_MAIL_CORRECTION_REQUESTED,
					CW_MSG_MAIL_CORRECTION_REQUESTED_TEXT },
	TELL(REASONS_REQUESTED),
	TELL(EXTENSION_GRANTED),
	TELL(FEE_REQUESTED),
	TELL(FEE_CANCELLED),
	TELL(REPLY_SERVED),
	TELL(REPLY_CORRECTED),
	TELL(CORRECTION_LAPSED),
	TELL(FEE_LAPSED),
	TELL(TERMINATED),
	TELL(WITHDRAWN),
#undef TELL
};

static const unsigned char officers[CW_HOOK_MAX] = {
	[CW_HOOK_ARRIVED] = CW_MAIL_CLERK,
	[CW_HOOK_RECEIVED] = CW_MAIL_CLERK,
	[CW_HOOK_REGISTERED] = CW_MAIL_HEAD,
	[CW_HOOK_ASSIGNED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_AMENDED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_CORRECTION_ANSWERED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_CORRECTION_SUPPLEMENTED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_CORRECTION_EXPIRED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_CONSULTATION_RECORDED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_CONSULTATION_OVER] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_REASONS_ANSWERED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_REASONS_EXPIRED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_EXTENSION_REQUESTED] = CW_MAIL_HEAD,
	[CW_HOOK_EXTENSION_GRANTED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_EXTENSION_REFUSED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_SECRECY_REQUESTED] = CW_MAIL_REVIEWER,
	[CW_HOOK_SECRECY_ANSWERED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_LEGAL_REQUESTED] = CW_MAIL_CONCERNED,
	[CW_HOOK_LEGAL_RETURNED] = CW_MAIL_CONCERNED | CW_MAIL_ASSIGNEE,
	[CW_HOOK_LEGAL_ANSWERED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_FEE_DRAFTED] = CW_MAIL_HEAD,
	[CW_HOOK_FEE_RETURNED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_FEE_PAID] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_FEE_EXPIRED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_REPLY_SUBMITTED] = CW_MAIL_HEAD,
	[CW_HOOK_REPLY_RETURNED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_REPLY_SIGNED] = CW_MAIL_ASSIGNEE | CW_MAIL_CLERK,
	[CW_HOOK_WITHDRAWN] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_REMEDY_RECORDED] = CW_MAIL_ASSIGNEE | CW_MAIL_HEAD,
	[CW_HOOK_ORDER_RECEIVED] = CW_MAIL_ASSIGNEE | CW_MAIL_HEAD,
	[CW_HOOK_APPROVAL_REQUESTED] = CW_MAIL_HEAD,
	[CW_HOOK_APPROVAL_REFUSED] = CW_MAIL_ASSIGNEE,
	[CW_HOOK_URGED] = CW_MAIL_ASSIGNEE | CW_MAIL_HEAD,
	[CW_HOOK_URGING_ANSWERED] = CW_MAIL_SUPERVISOR,
};
/* clang-format on */

const struct cw_mail_notice *cw_mail_to_applicant(enum cw_hook hook)
{
	return notices[hook].subject ? &notices[hook] : NULL;
}

unsigned cw_mail_to_officers(enum cw_hook hook)
{
	return officers[hook];
}

int64_t cw_mail_digest_at(int64_t now)
{
	const int64_t of_day = (((now + BEIJING) % DAY) + DAY) % DAY;

	return now - of_day + MORNING + (of_day >= MORNING ? DAY : 0);
}

/* Letters of other scripts, by what is left out: spaces, what is not seen or turns the line around,
 * punctuation that looks like a dot or an @, forms of ASCII in another width. */
static bool is_letter(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} none[] = { { 0x00, 0xbf },	   { 0x1680, 0x1680 }, { 0x2000, 0x20cf },
		     { 0x2400, 0x2bff },   { 0x3000, 0x3004 }, { 0x3008, 0x3020 },
		     { 0x3030, 0x303f },   { 0xe000, 0xf8ff }, { 0xfe00, 0xfe6f },
		     { 0xfeff, 0xfeff },   { 0xff00, 0xffff }, { 0x1f000, 0x1faff },
		     { 0xe0000, 0x10ffff } };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (cp >= none[i].first && cp <= none[i].last)
			return false;
	return true;
}

/* Whether FROM to TO is of letters of other scripts and of ASCII for which OK. */
static bool all(const char *from, const char *to, bool (*ok)(char c))
{
	while (from < to) {
		uint32_t cp;
		const size_t n = cw_utf8_next(from, (size_t)(to - from), &cp);

		if (!n || (cp < 0x80 ? !ok((char)cp) : !is_letter(cp)))
			return false;
		from += n;
	}
	return true;
}

static bool of_local(char c)
{
	return c > 0x20 && c < 0x7f && !strchr("()<>[]:;@\\,\"", c);
}

static bool of_domain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

bool cw_mail_address_ok(const char *address)
{
	const char *at = strrchr(address, '@');
	const size_t len = strlen(address);

	if (!at || at == address || at - address > 64 || len > 254 || address[0] == '.' ||
	    at[-1] == '.' || strstr(address, ".."))
		return false;
	if (!at[1] || at[1] == '.' || at[1] == '-' || address[len - 1] == '.')
		return false;
	return all(address, at, of_local) && all(at + 1, address + len, of_domain) &&
	       (strchr(at, '.') != NULL || strcmp(at, "@localhost") == 0);
}

bool cw_mail_address_plain(const char *address)
{
	for (const char *p = address; *p; p++)
		if ((unsigned char)*p > 0x7f)
			return false;
	return cw_mail_address_ok(address);
}
