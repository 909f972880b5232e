#include "notify/channel.h"

#include <string.h>

#define SECOND	  INT64_C(1000000)
#define HALF_HOUR (1800 * SECOND)

/* The rates keep the providers' limits in any window, not only on average: 20 in a minute is a burst
 * of 5 and one each 4 s; 5 in a second and 100 in a minute are a burst of 3 and three each 2 s. */
static const struct nt_channel channels[NT_KIND_MAX] = {
	[NT_WEBHOOK] = {
		.name = "webhook",
		.body_max = 20000,
		.rate = { .burst = 1, .period = 0 },
	},
	[NT_WECOM] = {
		.name = "wecom",
		.address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
		.code = "errcode",
		.content_max = 4096,
		.body_max = 20000,
		.rate = { .burst = 5, .period = 4 * SECOND },
	},
	[NT_DINGTALK] = {
		.name = "dingtalk",
		.address = "https://oapi.dingtalk.com/robot/send?access_token=",
		.code = "errcode",
		.body_max = 20000,
		.rate = { .burst = 5, .period = 4 * SECOND },
	},
	[NT_FEISHU] = {
		.name = "feishu",
		.address = "https://open.feishu.cn/open-apis/bot/v2/hook/",
		.code = "code",
		.body_max = 20000,
		.rate = { .burst = 3, .period = 2 * SECOND / 3 },
		.rush = 5 * SECOND,
	},
};

const struct nt_channel *nt_channel(enum nt_kind kind)
{
	return &channels[kind];
}

int nt_kind_of(const char *name)
{
	for (int kind = 0; kind < NT_KIND_MAX; kind++)
		if (!strcmp(channels[kind].name, name))
			return kind;
	return -1;
}

int64_t nt_rush_wait(enum nt_kind kind, int64_t now)
{
	int64_t into = now % HALF_HOUR;

	return into < channels[kind].rush ? channels[kind].rush - into : 0;
}
