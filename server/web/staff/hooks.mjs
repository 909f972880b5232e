// @ts-check
/* Webhook endpoints and chat bots, what was sent to each with every attempt, and what failed for good. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { choices, empty, field, fill, form, headRow, problemBox } from '../lib/parts.mjs';
import { paged } from '../lib/paged.mjs';
import { say } from './keys.mjs';
import { holds, me } from './session.mjs';
import { onNewestOf } from './stale.mjs';
import { valueOf } from './labels.mjs';
import { sure } from './sure.mjs';
import { once } from './words.mjs';

const kinds = () =>
	/** @type {[string, string][]} */ ([
		['webhook', 'Webhook'],
		['wecom', t('企业微信', 'WeCom')],
		['dingtalk', t('钉钉', 'DingTalk')],
		['feishu', t('飞书', 'Feishu')],
	]);
const states = /** @type {Record<string, () => string>} */ ({
	pending: () => t('等待确认', 'waits for its ping'),
	active: () => t('使用中', 'active'),
	disabled: () => t('已停用', 'disabled'),
	ended: () => t('已删除', 'removed'),
});
const reasons = /** @type {Record<string, () => string>} */ ({
	gone: () => t('对方答复已不存在（410）', 'the receiver says it is gone (410)'),
	failing: () => t('持续失败', 'it kept failing'),
	by_hand: () => t('人工停用', 'by hand'),
});
const sent = /** @type {Record<string, () => string>} */ ({
	waiting: () => t('等待发送', 'waiting'),
	delivered: () => t('已送达', 'delivered'),
	dead: () => t('最终失败', 'failed for good'),
});
const verdicts = /** @type {Record<string, () => string>} */ ({
	delivered: () => t('已送达', 'delivered'),
	retry: () => t('将再次发送', 'to be tried again'),
	throttled: () => t('对方限流', 'throttled'),
	gone: () => t('对方已不存在', 'gone'),
	failed: () => t('对方未接受', 'not accepted'),
	too_long: () => t('过长，改发短消息', 'too long, sent shorter'),
});
const root = '/api/v1/webhook-endpoints';

/** What events are called. @type {Map<string, string>} */
const titles = new Map();
/** To be awaited before what names events. */
async function learnTypes() {
	for (const e of (await once('/api/v1/event-types')).items) titles.set(e.type, e.title);
}
/** A type in words; of "case.reply.*" the raw name. @param {string} type */
const typeText = (type) => titles.get(type) ?? type;

/** The secret is shown once. @param {string} text */
function showSecret(text) {
	const dialog = h(
		'dialog.ask',
		{ 'aria-labelledby': 'secret-title', onclose: () => dialog.remove() },
		h('h2', { id: 'secret-title' }, t('签名密钥', 'Signing secret')),
		h('p.code', null, text),
		h('p', null, t('只显示这一次，请交给接收方保存。', 'Shown this once; hand it to the receiver.')),
		h(
			'p.mb-0',
			null,
			h(
				'button.btn.btn-outline-primary',
				{
					type: 'button',
					onclick: async () => {
						await navigator.clipboard?.writeText(text);
						say(t('已复制', 'Copied'));
					},
				},
				t('复制', 'Copy'),
			),
			' ',
			h('button.btn.btn-primary', { type: 'button', onclick: () => dialog.close() }, t('关闭', 'Close')),
		),
	);
	document.body.append(dialog);
	dialog.showModal();
}

/** @param {any} d @param {() => void} again */
function delivery(d, again) {
	const place = h('div');
	return h(
		'details',
		{
			dataset: { delivery: d.id },
			ontoggle: (/** @type {any} */ e) => {
				if (!e.target.open || place.childNodes.length) return;
				fill(place, async () => {
					const whole = await api.get(`/api/v1/deliveries/${d.id}`);
					return [
						h('pre.sent', { tabindex: '0' }, whole.body),
						whole.attempts.length
							? h(
									'div.scroll',
									{ tabindex: '0', role: 'region', 'aria-label': t('发送记录', 'Attempts') },
									h(
										'table.plain.grid',
										null,
										headRow([
											t('次', 'No.'),
											t('时间', 'When'),
											t('结果', 'Verdict'),
											'HTTP',
											t('用时', 'Took'),
											t('答复', 'Answer'),
										]),
										h(
											'tbody',
											null,
											whole.attempts.map((/** @type {any} */ a) =>
												h(
													'tr',
													null,
													h('td', null, a.no),
													h('td', null, timeText(a.at)),
													h('td', null, verdicts[a.verdict]?.() ?? a.verdict),
													h('td', null, a.status || '—'),
													h('td', null, a.took_ms === undefined ? '' : `${a.took_ms} ms`),
													h('td.written', null, a.answer ?? a.fault ?? ''),
												),
											),
										),
									),
								)
							: h('p.text-secondary', null, t('还没有发送过。', 'Not sent yet.')),
						d.status === 'waiting'
							? null
							: h(
									'button.btn.btn-sm.btn-outline-primary',
									{
										type: 'button',
										onclick: async (/** @type {any} */ x) => {
											try {
												await api.post(`/api/v1/deliveries/${d.id}/replay`);
												say(t('将再次发送', 'It will be sent again'));
												again();
											} catch (err) {
												x.target.replaceWith(problemBox(err));
											}
										},
									},
									t('再次发送', 'Send again'),
								),
					];
				});
			},
		},
		h(
			'summary',
			null,
			timeText(d.created_at),
			' ',
			h('strong', { title: d.type }, typeText(d.type)),
			' ',
			h(
				'span.left',
				{ class: d.status === 'dead' ? 'bad' : d.status === 'waiting' ? 'warn' : '' },
				sent[d.status](),
			),
			d.tried ? h('span.text-secondary', null, ' ', t('发送 {0} 次', 'tried {0} times', d.tried)) : null,
		),
		place,
	);
}

/** A page of deliveries, and the next. @param {string} path */
function deliveries(path) {
	const place = h('div');
	const draw = () => {
		paged(place, { path, row: (d) => delivery(d, draw), nothing: t('没有记录。', 'Nothing here.'), list: 'div' });
	};
	draw();
	return place;
}

/** @param {any} e an endpoint @param {() => void} again */
function endpoint(e, again) {
	const problem = h('div'),
		box = h('div');
	const act = (/** @type {string} */ name, /** @type {string} */ done) => async () => {
		try {
			const answer = await api.post(`${root}/${e.id}/${name}`);
			if (name === 'secret-rotation') showSecret(answer.secret);
			say(done);
			again();
		} catch (err) {
			show(problem, problemBox(err));
		}
	};
	const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) => [
		h('button.btn.btn-sm.btn-outline-secondary', { type: 'button', onclick }, text),
		' ',
	];
	const remove = async () => {
		if (
			!(await sure(
				t('删除接收端“{0}”', 'Remove the endpoint “{0}”', e.name),
				t('密钥和还没有发出的通知一并失效，不能恢复。', 'Its key and what waits to be sent are gone for good.'),
				t('删除', 'Remove'),
			))
		)
			return;
		try {
			await api.call('DELETE', `${root}/${e.id}`);
			say(t('已删除', 'Removed'));
			again();
		} catch (err) {
			show(problem, problemBox(err));
		}
	};
	const quiet = async (/** @type {boolean} */ wanted) => {
		try {
			const answer = await onNewestOf(
				problem,
				e,
				`${root}/${e.id}`,
				() => api.call('PATCH', `${root}/${e.id}`, { body: { quiet_hours: wanted }, version: e.version }),
				[
					['name', t('名称', 'Name')],
					['address', t('地址', 'Address')],
					['status', t('状态', 'State'), (s) => states[s]()],
					['quiet_hours', t('夜间不发送', 'Quiet at night'), (v) => (v ? t('是', 'yes') : t('否', 'no'))],
				],
				() => quiet(wanted),
			);
			if (answer === null) return;
			say(t('已保存', 'Saved'));
			again();
		} catch (err) {
			show(problem, problemBox(err));
		}
	};
	const replay = form(
		[
			h(
				'div.row3',
				null,
				field({ name: 'from', label: t('自', 'From'), type: 'date', value: me.today }),
				field({ name: 'to', label: t('至', 'To'), type: 'date', value: me.today }),
			),
			field({
				name: 'missed',
				type: 'checkbox',
				label: t('停用期间没有通知的事件也补发', 'also what was not told while it was disabled'),
			}),
		],
		t('补发这些日子的', 'Send these days again'),
		async (data) => {
			const done = await api.post(`${root}/${e.id}/replay`, {
				from: data.get('from'),
				to: data.get('to'),
				...(data.has('missed') ? { missed: true } : {}),
			});
			say(
				t(
					'补发 {0} 条失败的、{1} 条未通知的',
					'{0} failed and {1} missed ones are sent',
					done.replayed,
					done.missed,
				),
			);
			again();
		},
		{ class: 'act-form' },
	);
	return h(
		'li.card-plain',
		{ dataset: { endpoint: e.id } },
		h(
			'p.mb-1',
			null,
			h('strong', null, e.name),
			' ',
			h('span.state', null, kinds().find(([k]) => k === e.kind)?.[1] ?? e.kind),
			' ',
			h(
				'span.left',
				{ class: e.needs_attention ? 'bad' : e.status === 'pending' ? 'warn' : '' },
				states[e.status](),
				e.reason ? t('（{0}）', ' ({0})', reasons[e.reason]?.() ?? e.reason) : '',
			),
		),
		h(
			'p.mb-1.small',
			null,
			e.address,
			e.types.length
				? h(
						'span.text-secondary',
						{ title: e.types.join(', ') },
						' · ',
						e.types.map(typeText).join(t('、', ', ')),
					)
				: h('span.text-secondary', null, ' · ', t('全部事件', 'all events')),
			e.hard_rules.length ? h('span.text-secondary', null, ' · ', valueOf('rules', e.hard_rules)) : null,
			e.quiet_hours
				? h('span.text-secondary', null, ' · ', t('20:00 至 08:00 不打扰', 'quiet from 20:00 to 08:00'))
				: null,
			e.old_secret_until
				? h(
						'span.text-secondary',
						null,
						' · ',
						t('旧密钥至 {0} 仍签名', 'the old key signs until {0}', timeText(e.old_secret_until)),
					)
				: null,
		),
		problem,
		h(
			'p.mb-1',
			null,
			e.status === 'pending' ? button(t('再次确认', 'Ping again'), act('ping', t('已发出', 'Sent'))) : null,
			e.status === 'active'
				? [
						button(t('发一条测试', 'Send a test'), act('test', t('已发出', 'Sent'))),
						button(t('停用', 'Disable'), act('deactivation', t('已停用', 'Disabled'))),
					]
				: null,
			e.status === 'disabled'
				? button(t('重新启用', 'Put to work again'), act('activation', t('等待确认', 'Waits for its ping')))
				: null,
			e.kind === 'webhook' && e.status !== 'ended'
				? button(
						t('更换密钥', 'Rotate the secret'),
						act('secret-rotation', t('已更换，旧密钥在二十四小时内仍然有效', 'Rotated')),
					)
				: null,
			e.kind !== 'webhook'
				? button(
						e.quiet_hours ? t('夜间也发送', 'Send at night too') : t('夜间不发送', 'Be quiet at night'),
						() => quiet(!e.quiet_hours),
					)
				: null,
			button(t('删除', 'Remove'), remove),
		),
		h(
			'details',
			{
				ontoggle: (/** @type {any} */ x) => {
					if (x.target === x.currentTarget && x.target.open && !box.childNodes.length)
						show(box, deliveries(`${root}/${e.id}/deliveries?limit=20`));
				},
			},
			h('summary', null, t('发送记录', 'Deliveries')),
			e.status === 'active'
				? h('details', null, h('summary', null, t('按日期补发', 'Send a range again')), replay)
				: null,
			box,
		),
	);
}

/** @param {boolean} own @param {string} district @param {() => void} again */
async function adding(own, district, again) {
	const groups = [...new Set([...titles.keys()].map((type) => type.split('.').slice(0, -1).join('.')))].filter((g) =>
		g.includes('.'),
	);
	/** What a group tells of, in words. @param {string} g @returns {[string, string, string]} */
	const group = (g) => {
		const all = [...titles].filter(([type]) => type.startsWith(`${g}.`)).map(([, title]) => title);
		return [
			`${g}.*`,
			`${all.slice(0, 3).join(t('、', ', '))}${all.length > 3 ? t('等 {0} 种', ' and others, {0} in all', all.length) : ''}`,
			`${g}.*`,
		];
	};
	return h(
		'details',
		null,
		h('summary', null, t('添加接收端', 'Add an endpoint')),
		form(
			[
				field({ name: 'name', label: t('名称', 'Name'), required: true, attributes: { maxlength: 80 } }),
				field({ name: 'kind', label: t('种类', 'Kind'), options: kinds() }),
				field({
					name: 'url',
					label: t('地址', 'Address'),
					required: true,
					hint: t(
						'公网 https；钉钉、飞书、企业微信填机器人给的地址',
						'public https; for bots the address that they gave',
					),
					attributes: { inputmode: 'url', autocomplete: 'off', maxlength: 2000 },
				}),
				field({
					name: 'secret',
					label: t('机器人的加签密钥（没有不填）', "A bot's signing secret, if it has one"),
					attributes: { autocomplete: 'off', maxlength: 200 },
				}),
				field({
					name: 'quiet',
					type: 'checkbox',
					label: t(
						'群机器人夜间（20:00 至次日 08:00）不发送，当天到期的除外',
						'Chat bots: nothing from 20:00 to 08:00 but what is due the same day',
					),
					value: true,
				}),
				own
					? null
					: choices({
							name: 'types',
							legend: t('通知哪些（不选为全部）', 'Of what (none chosen: all)'),
							options: groups.map(group),
							multiple: true,
							value: [],
						}),
			],
			t('添加', 'Add'),
			async (data, f) => {
				const types = data.getAll('types');
				const made = await api.post(root, {
					...(own ? { mine: true } : { agency_id: district }),
					name: data.get('name'),
					kind: data.get('kind'),
					url: data.get('url'),
					...(data.get('secret') ? { secret: data.get('secret') } : {}),
					...(types.length ? { types } : {}),
					...(data.get('kind') === 'webhook' ? {} : { quiet_hours: data.has('quiet') }),
				});
				f.reset();
				say(t('已添加，等待对方答复确认消息', 'Added; it works once it answers its ping'));
				if (made.secret) showSecret(made.secret);
				again();
			},
			{ class: 'act-form' },
		),
	);
}

/** All of it: an administrator's for the district, an advisor's own. */
export async function endpoints() {
	await learnTypes();
	const own = !holds('system_admin');
	const district = me.roles.find((r) => r.role === 'system_admin')?.agency_id ?? '';
	const place = h('div'),
		dead = h('div'),
		add = h('div');
	const scope = own ? 'mine=true' : `district_id=${district}`;
	const draw = () => {
		fill(place, async () => {
			const items = await api.all(`${root}?${scope}&limit=100`, 500);
			const shown = items.filter((/** @type {any} */ e) => e.status !== 'ended');
			return shown.length
				? h(
						'ul.list-unstyled',
						null,
						shown.map((/** @type {any} */ e) => endpoint(e, draw)),
					)
				: empty(t('还没有接收端。', 'There are no endpoints yet.'));
		});
		show(dead, deliveries(`/api/v1/deliveries?${scope}&limit=20`));
	};
	fill(add, () => adding(own, district, draw));
	draw();
	return [
		add,
		place,
		h('h2', null, t('最终失败的', 'What failed for good')),
		h(
			'details',
			null,
			h('summary', null, t('补发今天失败的', 'Send what failed today again')),
			form(
				[],
				t('补发', 'Send again'),
				async () => {
					const done = await api.post('/api/v1/deliveries/replay', {
						from: me.today,
						to: me.today,
						...(own ? { mine: true } : { district_id: district }),
					});
					say(t('补发 {0} 条', '{0} are sent again', done.replayed));
					draw();
				},
				{ class: 'act-form' },
			),
		),
		dead,
	];
}
