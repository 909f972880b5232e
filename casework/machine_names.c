/* The stable names and the titles of acts, states, roles and channels. */
#include <string.h>

#include "casework/machine.h"

static int index_of(const char *const names[], int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (name && names[i] && strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static const char *const act_names[CW_ACT_MAX] = {
#define X(NAME, name) [CW_ACT_##NAME] = #name,
	CW_ACTS(X)
#undef X
};

static const char *const state_names[CW_STATE_MAX] = {
	[CW_STATE_NONE] = "none",
	[CW_STATE_PENDING_CONFIRMATION] = "pending_confirmation",
	[CW_STATE_RECEIVED] = "received",
	[CW_STATE_REGISTERED] = "registered",
	[CW_STATE_INVESTIGATING] = "investigating",
	[CW_STATE_AWAITING_CORRECTION] = "awaiting_correction",
	[CW_STATE_AWAITING_PAYMENT] = "awaiting_payment",
	[CW_STATE_REPLIED] = "replied",
	[CW_STATE_ENDED] = "ended",
	[CW_STATE_CLOSED] = "closed",
};

static const char *const role_names[CW_ROLE_MAX] = {
	[CW_ROLE_APPLICANT] = "applicant",
	[CW_ROLE_CLERK] = "clerk",
	[CW_ROLE_CASEWORKER] = "caseworker",
	[CW_ROLE_BUSINESS_HEAD] = "business_head",
	[CW_ROLE_HEAD] = "head",
	[CW_ROLE_LEADER] = "leader",
	[CW_ROLE_UNIT_OFFICER] = "unit_officer",
	[CW_ROLE_FINANCE] = "finance",
	[CW_ROLE_ADVISOR] = "advisor",
	[CW_ROLE_SECRECY_REVIEWER] = "secrecy_reviewer",
	[CW_ROLE_SUPERVISOR] = "supervisor",
	[CW_ROLE_SYSTEM_ADMIN] = "system_admin",
	[CW_ROLE_SECURITY_ADMIN] = "security_admin",
	[CW_ROLE_AUDIT_ADMIN] = "audit_admin",
	[CW_ROLE_SCHEDULER] = "scheduler",
};

static const char *const channel_names[CW_CHANNEL_MAX] = {
	[CW_CHANNEL_ONLINE] = "online",
	[CW_CHANNEL_IN_PERSON] = "in_person",
	[CW_CHANNEL_POST_SIGNED] = "post_signed",
	[CW_CHANNEL_POST_ORDINARY] = "post_ordinary",
	[CW_CHANNEL_FAX] = "fax",
	[CW_CHANNEL_EMAIL] = "email",
	[CW_CHANNEL_ORAL] = "oral",
	[CW_CHANNEL_HANDED_ON] = "handed_on",
};

const char *cw_act_name(enum cw_act act)
{
	return act_names[act];
}

int cw_act_of(const char *name)
{
	return index_of(act_names, CW_ACT_MAX, name);
}

const char *cw_state_name(enum cw_state state)
{
	return state_names[state];
}

int cw_state_of(const char *name)
{
	return index_of(state_names, CW_STATE_MAX, name);
}

const char *cw_role_name(enum cw_role role)
{
	return role_names[role];
}

int cw_role_of(const char *name)
{
	return index_of(role_names, CW_ROLE_MAX, name);
}

const char *cw_channel_name(enum cw_channel channel)
{
	return channel_names[channel];
}

int cw_channel_of(const char *name)
{
	return index_of(channel_names, CW_CHANNEL_MAX, name);
}

enum cw_msg cw_state_title(enum cw_state state)
{
	static const enum cw_msg titles[CW_STATE_MAX] = {
		[CW_STATE_NONE] = CW_MSG_STATE_NONE,
		[CW_STATE_PENDING_CONFIRMATION] = CW_MSG_STATE_PENDING_CONFIRMATION,
		[CW_STATE_RECEIVED] = CW_MSG_STATE_RECEIVED,
		[CW_STATE_REGISTERED] = CW_MSG_STATE_REGISTERED,
		[CW_STATE_INVESTIGATING] = CW_MSG_STATE_INVESTIGATING,
		[CW_STATE_AWAITING_CORRECTION] = CW_MSG_STATE_AWAITING_CORRECTION,
		[CW_STATE_AWAITING_PAYMENT] = CW_MSG_STATE_AWAITING_PAYMENT,
		[CW_STATE_REPLIED] = CW_MSG_STATE_REPLIED,
		[CW_STATE_ENDED] = CW_MSG_STATE_ENDED,
		[CW_STATE_CLOSED] = CW_MSG_STATE_CLOSED,
	};

	return titles[state];
}

enum cw_msg cw_role_title(enum cw_role role)
{
	static const enum cw_msg titles[CW_ROLE_MAX] = {
		[CW_ROLE_APPLICANT] = CW_MSG_ROLE_APPLICANT,
		[CW_ROLE_CLERK] = CW_MSG_ROLE_CLERK,
		[CW_ROLE_CASEWORKER] = CW_MSG_ROLE_CASEWORKER,
		[CW_ROLE_BUSINESS_HEAD] = CW_MSG_ROLE_BUSINESS_HEAD,
		[CW_ROLE_HEAD] = CW_MSG_ROLE_HEAD,
		[CW_ROLE_LEADER] = CW_MSG_ROLE_LEADER,
		[CW_ROLE_UNIT_OFFICER] = CW_MSG_ROLE_UNIT_OFFICER,
		[CW_ROLE_FINANCE] = CW_MSG_ROLE_FINANCE,
		[CW_ROLE_ADVISOR] = CW_MSG_ROLE_ADVISOR,
		[CW_ROLE_SECRECY_REVIEWER] = CW_MSG_ROLE_SECRECY_REVIEWER,
		[CW_ROLE_SUPERVISOR] = CW_MSG_ROLE_SUPERVISOR,
		[CW_ROLE_SYSTEM_ADMIN] = CW_MSG_ROLE_SYSTEM_ADMIN,
		[CW_ROLE_SECURITY_ADMIN] = CW_MSG_ROLE_SECURITY_ADMIN,
		[CW_ROLE_AUDIT_ADMIN] = CW_MSG_ROLE_AUDIT_ADMIN,
		[CW_ROLE_SCHEDULER] = CW_MSG_ROLE_SCHEDULER,
	};

	return titles[role];
}

enum cw_msg cw_channel_title(enum cw_channel channel)
{
	static const enum cw_msg titles[CW_CHANNEL_MAX] = {
		[CW_CHANNEL_ONLINE] = CW_MSG_CHANNEL_ONLINE,
		[CW_CHANNEL_IN_PERSON] = CW_MSG_CHANNEL_IN_PERSON,
		[CW_CHANNEL_POST_SIGNED] = CW_MSG_CHANNEL_POST_SIGNED,
		[CW_CHANNEL_POST_ORDINARY] = CW_MSG_CHANNEL_POST_ORDINARY,
		[CW_CHANNEL_FAX] = CW_MSG_CHANNEL_FAX,
		[CW_CHANNEL_EMAIL] = CW_MSG_CHANNEL_EMAIL,
		[CW_CHANNEL_ORAL] = CW_MSG_CHANNEL_ORAL,
		[CW_CHANNEL_HANDED_ON] = CW_MSG_CHANNEL_HANDED_ON,
	};

	return titles[channel];
}
