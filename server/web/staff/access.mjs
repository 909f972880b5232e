// @ts-check
/* Ways into one's own data from elsewhere: calendar feeds and API tokens; each secret is shown once. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayOf, dayText, t } from '../lib/lang.mjs';
import { choices, empty, field, fill, form } from '../lib/parts.mjs';
import { say } from './keys.mjs';
import { agenciesAs, officeRoles } from './session.mjs';

/** @param {string} title @param {string} text @param {string} hint */
function once(title, text, hint) {
	const dialog = h(
		'dialog.ask',
		{ 'aria-labelledby': 'once-title', onclose: () => dialog.remove() },
		h('h2', { id: 'once-title' }, title),
		h('p.code', null, text),
		h('p', null, hint),
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

/** @param {any[]} items @param {(x: any) => any} text @param {string} path @param {string} button @param {() => void} again */
const listOf = (items, text, path, button, again) =>
	h(
		'ul.compact',
		null,
		items.map((x) =>
			h(
				'li',
				null,
				text(x),
				' ',
				h(
					'button.btn.btn-sm.btn-link',
					{
						type: 'button',
						onclick: async () => {
							await api.call('DELETE', `${path}/${x.id}`);
							say(t('已完成', 'Done'));
							again();
						},
					},
					button,
				),
			),
		),
	);

/** Deadlines in one's calendar program. */
export async function feeds() {
	const place = h('div');
	const agencies = agenciesAs(officeRoles);
	const draw = async () => {
		const { items } = await api.get('/api/v1/me/calendar-feeds');
		show(
			place,
			items.length
				? listOf(
						items,
						(f) => [f.name, h('span.text-secondary', null, ' · ', dayText(dayOf(f.created_at)))],
						'/api/v1/me/calendar-feeds',
						t('撤销', 'Revoke'),
						draw,
					)
				: empty(t('还没有日历订阅。', 'No calendar feed yet.')),
		);
	};
	await draw();
	return [
		place,
		h(
			'details',
			null,
			h('summary', null, t('订阅期限日历（iCalendar）', 'Subscribe to deadlines (iCalendar)')),
			form(
				[
					field({
						name: 'agency_id',
						label: t('哪些期限', 'Which deadlines'),
						options: [
							['', t('我办理的', 'my own')],
							...agencies.map(
								([id, name]) =>
									/** @type {[string, string]} */ ([id, t('{0} 全部', 'all of {0}', name)]),
							),
						],
					}),
				],
				t('生成订阅地址', 'Make the address'),
				async (data) => {
					const made = await api.post(
						'/api/v1/me/calendar-feeds',
						data.get('agency_id') ? { agency_id: data.get('agency_id') } : {},
					);
					once(
						t('订阅地址', 'Address of the feed'),
						made.address,
						t(
							'只显示这一次。有这个地址的人就能看到期限和编号，不含个人信息；不用了请撤销。',
							'Shown this once. Whoever has it sees days and numbers, no personal data; revoke it when it is not needed.',
						),
					);
					await draw();
				},
				{ class: 'act-form' },
			),
		),
	];
}

/** For programs of one's own. */
export async function tokens() {
	const place = h('div');
	const draw = async () => {
		const items = (await api.get('/api/v1/tokens')).items.filter((/** @type {any} */ x) => !x.revoked_at);
		show(
			place,
			items.length
				? listOf(
						items,
						(x) => [
							x.name,
							h(
								'span.text-secondary',
								null,
								' · ',
								x.scopes.join(t('、', ', ')),
								x.expires_at ? [' · ', t('至 {0}', 'until {0}', dayText(dayOf(x.expires_at)))] : '',
							),
						],
						'/api/v1/tokens',
						t('撤销', 'Revoke'),
						draw,
					)
				: empty(t('还没有接口令牌。', 'No API token yet.')),
		);
	};
	await draw();
	return [
		place,
		h(
			'details',
			null,
			h('summary', null, t('新建接口令牌', 'Make an API token')),
			form(
				[
					field({
						name: 'name',
						label: t('用途', 'What for'),
						required: true,
						attributes: { maxlength: 80 },
					}),
					choices({
						name: 'scopes',
						legend: t('可以做什么', 'What it may do'),
						options: [
							['read', t('读取', 'read')],
							['write', t('办理', 'act')],
							['admin', t('管理', 'administer')],
						],
						multiple: true,
						value: ['read'],
					}),
					field({
						name: 'days',
						label: t('有效天数（1 至 366）', 'Days that it is valid (1 to 366)'),
						value: '90',
						attributes: { inputmode: 'numeric' },
					}),
				],
				t('新建', 'Make it'),
				async (data, f) => {
					const made = await api.post('/api/v1/tokens', {
						name: data.get('name'),
						scopes: data.getAll('scopes'),
						days: Number(data.get('days')),
					});
					f.reset();
					once(
						t('接口令牌', 'API token'),
						made.secret,
						t('只显示这一次。它以您的身份访问接口。', 'Shown this once. It acts as you.'),
					);
					await draw();
				},
				{ class: 'act-form' },
			),
		),
	];
}

/** @param {Element} place @param {Element} more */
export function drawAccess(place, more) {
	fill(place, feeds);
	fill(more, tokens);
}
