// @ts-check
/* Administrators: people and roles, agencies and their settings, calendars. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { plainDay, t } from '../lib/lang.mjs';
import { empty, field, fill, form, lawTag, problemBox } from '../lib/parts.mjs';
import { forgetTyped, mayLeave } from '../lib/typed.mjs';
import { holds, me } from './session.mjs';
import { say } from './keys.mjs';
import { calendars } from './calendars.mjs';
import { endpoints } from './hooks.mjs';
import { mails } from './mail.mjs';
import { log } from './log.mjs';
import { grouped, outcomeOf, settingsHistory, valueText } from './settings.mjs';
import { onNewest, onNewestOf, differences } from './stale.mjs';
import { once, roleText } from './words.mjs';

const roles = [
	'clerk',
	'caseworker',
	'business_head',
	'head',
	'leader',
	'unit_officer',
	'finance',
	'secrecy_reviewer',
	'advisor',
	'supervisor',
	'system_admin',
	'security_admin',
	'audit_admin',
];
const agencies = async () => (await once('/api/v1/agencies?limit=200')).items;
const district = () => me.roles.find((r) => r.role.endsWith('_admin'))?.agency_id ?? '';

/** @param {string} text @param {any} body */
function secret(text, body) {
	const dialog = h(
		'dialog.ask',
		{ 'aria-labelledby': 'secret-title', onclose: () => dialog.remove() },
		h('h2', { id: 'secret-title' }, text),
		h('p.code', null, body.password),
		h('p', null, t('只显示这一次。', 'Shown this once only.')),
		h('button.btn.btn-primary', { type: 'button', onclick: () => dialog.close() }, t('已经记下', 'Noted')),
	);
	document.body.append(dialog);
	dialog.showModal();
}

/** @param {any[]} held */
const rolesText = (held) => held.map((r) => `${roleText(r.role)} ${r.agency_name}`).join(t('、', ', '));

/** @param {any} u @param {any[]} list @param {() => void} again */
function person(u, list, again) {
	/** What is wanted is said of the roles as they are by then. @param {() => any} body @returns {Promise<void>} */
	const change = async (body) => {
		const path = `/api/v1/users/${u.id}`;
		try {
			const answer = await onNewestOf(
				problem,
				u,
				path,
				() => api.call('PATCH', path, { body: body(), version: u.version }),
				[
					['name', t('姓名', 'Name')],
					['roles', t('角色', 'Roles'), rolesText],
					['disabled', t('停用', 'Disabled'), (v) => (v ? t('是', 'yes') : t('否', 'no'))],
				],
				() => change(body),
			);
			if (answer === null) return;
			say(t('已更改', 'Changed'));
			again();
		} catch (e) {
			show(problem, problemBox(e));
		}
	};
	const problem = h('div'),
		off = !u.disabled;
	const rights = () => u.roles.map((/** @type {any} */ r) => ({ agency_id: r.agency_id, role: r.role }));
	const add = form(
		[
			field({
				name: 'agency_id',
				label: t('机关', 'Agency'),
				options: list.map((a) => [a.id, a.name]),
				value: u.roles[0]?.agency_id,
			}),
			field({ name: 'role', label: t('角色', 'Role'), options: roles.map((r) => [r, roleText(r)]) }),
		],
		t('授予', 'Grant'),
		async (d) => change(() => ({ roles: [...rights(), { agency_id: d.get('agency_id'), role: d.get('role') }] })),
		{ class: 'act-form' },
	);
	return h(
		'tr',
		{ class: u.disabled ? 'off' : '' },
		h(
			'th',
			{ scope: 'row' },
			u.name,
			h('br'),
			h('span.number', null, u.login),
			u.disabled ? h('span.badge.text-bg-secondary', null, t('已停用', 'disabled')) : null,
		),
		h(
			'td',
			null,
			problem,
			h(
				'ul.tags',
				null,
				u.roles.map((/** @type {any} */ r) =>
					h(
						'li',
						null,
						roleText(r.role),
						' ',
						h('span.text-secondary', null, r.agency_name),
						h(
							'button.btn.btn-sm.btn-link',
							{
								type: 'button',
								'aria-label': t('收回 {0} 的“{1}”', 'take “{1}” from {0}', u.name, roleText(r.role)),
								onclick: () =>
									change(() => ({
										roles: rights().filter(
											(/** @type {any} */ x) =>
												!(x.role === r.role && x.agency_id === r.agency_id),
										),
									})),
							},
							'×',
						),
					),
				),
			),
			h('details', null, h('summary', null, t('授予角色', 'Grant a role')), add),
		),
		h(
			'td',
			null,
			h(
				'button.btn.btn-sm.btn-outline-secondary',
				{ type: 'button', onclick: () => change(() => ({ disabled: off })) },
				u.disabled ? t('启用', 'Enable') : t('停用', 'Disable'),
			),
			' ',
			holds('security_admin')
				? h(
						'button.btn.btn-sm.btn-outline-secondary',
						{
							type: 'button',
							onclick: async () => {
								try {
									secret(
										t('{0} 的新密码', "{0}'s new password", u.name),
										await api.post(`/api/v1/users/${u.id}/password-reset`),
									);
								} catch (e) {
									show(problem, problemBox(e));
								}
							},
						},
						t('重置密码', 'Reset password'),
					)
				: null,
		),
	);
}

async function people() {
	const list = await agencies(),
		place = h('div');
	const words = h('input.form-control.form-control-sm.narrow', {
		type: 'search',
		'aria-label': t('筛选人员', 'Filter'),
		placeholder: t('姓名、用户名、机关', 'name, login, agency'),
		oninput: () => draw(),
	});
	/** @type {any[]} */ let all = [];
	const draw = () => {
		const q = words.value.trim();
		const found = all.filter(
			(u) =>
				!q ||
				`${u.name} ${u.login} ${u.roles.map((/** @type {any} */ r) => r.agency_name + roleText(r.role)).join(' ')}`.includes(
					q,
				),
		);
		show(
			place,
			h(
				'p.small.text-secondary',
				{ role: 'status' },
				found.length > 100
					? t(
							'{0} 人，列出前 100 人，请在上面筛选',
							'{0} people, the first 100 are listed: filter above',
							found.length,
						)
					: t('{0} 人', '{0} people', found.length),
			),
			h(
				'table.plain.grid.full',
				null,
				h(
					'thead',
					null,
					h(
						'tr',
						null,
						[t('人员', 'Person'), t('角色', 'Roles'), t('操作', 'Do')].map((x) =>
							h('th', { scope: 'col' }, x),
						),
					),
				),
				h(
					'tbody',
					null,
					found.slice(0, 100).map((u) => person(u, list, read)),
				),
			),
		);
	};
	const read = async () => {
		all = await api.all(`/api/v1/users?district_id=${district()}&limit=200`, 1000);
		draw();
	};
	await read();
	return [
		holds('system_admin')
			? h(
					'details',
					null,
					h('summary', null, t('添加人员', 'Add a person')),
					form(
						[
							field({
								name: 'login',
								label: t('用户名', 'User name'),
								required: true,
								attributes: { autocomplete: 'off' },
							}),
							field({ name: 'name', label: t('姓名', 'Name'), required: true }),
						],
						t('添加', 'Add'),
						async (d, e) => {
							const u = await api.post('/api/v1/users', { login: d.get('login'), name: d.get('name') });
							e.reset();
							words.value = u.login; // next they get a role: they stand alone in the list
							await read();
							secret(t('{0}（{1}）的密码', 'Password of {0} ({1})', u.name, u.login), u);
						},
						{ class: 'act-form' },
					),
				)
			: null,
		words,
		place,
	];
}

/** @returns {[string, string][]} */
const agencyFields = () => [
	['name', t('名称', 'Name')],
	['office', t('公开机构', 'Office')],
	['address', t('地址', 'Address')],
	['phone', t('电话', 'Telephone')],
	['email', t('电子邮箱', 'E-mail')],
	['duties', t('职责（供查找）', 'Duties, for the finder')],
	['court', t('管辖法院', 'Court')],
];

/** @param {any} x */
const settingField = (x) =>
	field({
		name: x.name,
		label: outcomeOf(x.name) || x.title,
		hint: [
			outcomeOf(x.name) ? '' : x.rule,
			t('默认 {0}', 'default {0}', valueText(x.default)),
			x.valid_from ? t('自 {0}', 'since {0}', plainDay(x.valid_from)) : '',
		]
			.filter(Boolean)
			.join(' · '),
		value: String(x.value),
		options: x.values.choices?.map((/** @type {string} */ c) => [c, valueText(c)]),
	});

/** What an agency is called and where it is. @param {any} a its reading, which its settings share @param {() => Promise<void>} learn */
function agencyForm(a, learn) {
	const names = agencyFields(),
		path = `/api/v1/agencies/${a.id}`;
	const edit = form(
		names.map(([n, l]) => field({ name: n, label: l, value: a[n], rows: n === 'duties' ? 3 : undefined })),
		t('保存', 'Save'),
		async (d) => {
			/* Only what was changed here: what somebody else has changed meanwhile stays theirs. */
			const changed = names.map(([n]) => [n, d.get(n)]).filter(([n, v]) => v !== (shown[String(n)] ?? ''));
			const answer = await onNewestOf(
				edit,
				a,
				path,
				() => api.call('PATCH', path, { body: Object.fromEntries(changed), version: a.version }),
				names,
				() => edit.requestSubmit(),
			);
			if (answer === null) return;
			await learn();
			shown = { ...a };
			for (const [n] of names) edit.elements.namedItem(n).value = a[n] ?? '';
			say(t('已保存', 'Saved'));
		},
		{ class: 'act-form' },
	);
	let shown = { ...a };
	return edit;
}

/** What law.md leaves to it. @param {any} a @param {any} s @param {() => Promise<void>} learn @param {() => void} again */
function settingsForm(a, s, learn, again) {
	const e = form(
		[
			grouped(s.settings).map(([first, list]) =>
				list.length > 1
					? h(
							'details.field',
							null,
							h('summary', null, first.title, ' ', lawTag(first)),
							list.map(settingField),
						)
					: settingField(first),
			),
			field({ name: 'valid_from', label: t('自哪一天起', 'From'), type: 'date', value: me.today }),
		],
		t('更改设置', 'Change settings'),
		async (d) => {
			const values = s.settings
				.filter((/** @type {any} */ x) => String(d.get(x.name)) !== String(x.value))
				.map((/** @type {any} */ x) => ({ name: x.name, value: String(d.get(x.name)) }));
			try {
				const answer = await onNewest(
					e,
					() =>
						api.call('PUT', `/api/v1/agencies/${a.id}/settings`, {
							body: { valid_from: d.get('valid_from'), values },
							version: a.version,
						}),
					async () => {
						const before = { ...a };
						const now = await api.get(`/api/v1/agencies/${a.id}/settings`);
						await learn();
						const of = (/** @type {any} */ x) =>
							Object.fromEntries(x.settings.map((/** @type {any} */ y) => [y.name, y.value]));
						return [
							...differences(
								of(s),
								of(now),
								s.settings.map((/** @type {any} */ x) => [x.name, x.title, valueText]),
							),
							...differences(before, a, agencyFields()),
						];
					},
					() => e.requestSubmit(),
				);
				if (answer === null) return;
			} catch (err) {
				if (err instanceof Problem)
					for (const f of err.errors)
						f.pointer = f.pointer.replace(/^\/values\/(\d+)\/\w+$/, (all, n) =>
							values[n] ? `/${values[n].name}` : all,
						);
				throw err;
			}
			say(t('已更改', 'Changed'));
			await learn();
			again();
		},
		{ class: 'act-form' },
	);
	return e;
}

async function office() {
	const list = await agencies(),
		place = h('div');
	const choose = h(
		'select.form-select.narrow',
		{
			'aria-label': t('机关', 'Agency'),
			onchange: async () => {
				if (await mayLeave()) draw();
				else choose.value = now;
			},
		},
		list.map((/** @type {any} */ a) => h('option', { value: a.id }, a.name)),
	);
	let now = choose.value;
	const draw = () =>
		fill(place, async () => {
			forgetTyped();
			now = choose.value;
			const path = `/api/v1/agencies/${now}`;
			const [a, s] = await Promise.all([api.get(path), api.get(`${path}/settings`)]);
			const learn = async () => void Object.assign(a, await api.get(path)); // both forms send its version
			const settings = h('div'),
				history = h('section.whole', null, settingsHistory(s));
			const again = async () => {
				const anew = await api.get(`${path}/settings`);
				show(settings, settingsForm(a, anew, learn, again));
				show(history, settingsHistory(anew));
			};
			show(settings, settingsForm(a, s, learn, again));
			return h(
				'div.columns',
				null,
				h('section', null, h('h2', null, t('机关', 'Agency')), agencyForm(a, learn)),
				h('section', null, h('h2', null, t('设置', 'Settings')), settings),
				history,
			);
		});
	draw();
	return [choose, place];
}

/** @param {Element} main @param {string[]} args */
export function open(main, args) {
	document.title = t('管理', 'Administration');
	const tabs = /** @type {[string, string, () => Promise<any>, string[]][]} */ ([
		['people', t('人员与角色', 'People and roles'), people, ['system_admin', 'security_admin']],
		['agencies', t('机关与设置', 'Agencies and settings'), office, ['system_admin']],
		['calendars', t('节假日安排', 'Calendars'), calendars, ['system_admin']],
		['endpoints', t('接收端与机器人', 'Endpoints and bots'), endpoints, ['system_admin']],
		['mails', t('邮件', 'Mail'), mails, ['system_admin']],
		['log', t('日志', 'Log'), log, ['audit_admin']],
	]).filter(([, , , who]) => holds(who));
	const tab = tabs.find(([n]) => n === args[0]) ?? tabs[0];
	if (!tab) return void show(main, empty(t('没有您可以管理的内容。', 'Nothing is for you to administer.')));
	const place = h('div');
	show(
		main,
		h('h1', null, t('管理', 'Administration')),
		h(
			'nav.tabs',
			{ 'aria-label': t('管理事项', 'Parts') },
			tabs.map(([n, text]) =>
				h('a', { href: `#/admin/${n}`, 'aria-current': n === tab[0] ? 'page' : null }, text),
			),
		),
		place,
	);
	fill(place, tab[2]);
}
