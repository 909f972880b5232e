// @ts-check
/* Administrators: people and roles; what else they look after stands in files of its own. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { empty, field, fill, form, headRow, problemBox } from '../lib/parts.mjs';
import { office } from './agencies.mjs';
import { holds, me } from './session.mjs';
import { say } from './keys.mjs';
import { sessions } from './sessions.mjs';
import { sure } from './sure.mjs';
import { calendars } from './calendars.mjs';
import { endpoints } from './hooks.mjs';
import { mails } from './mail.mjs';
import { log } from './log.mjs';
import { onNewestOf } from './stale.mjs';
import { roleText } from './words.mjs';

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
const agencies = () => api.all('/api/v1/agencies?limit=200', 1000);
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

/** Where somebody is signed in, read when it is opened. @param {any} u */
function signedInOf(u) {
	const place = h('div');
	return h(
		'details',
		{
			ontoggle: (/** @type {any} */ e) => e.target.open && fill(place, () => sessions(u.id)),
		},
		h('summary', null, t('会话', 'Sessions')),
		place,
	);
}

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
		off = !u.disabled,
		secures = holds('security_admin') && u.id !== me.id; // as the API has it
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
						secures &&
							h(
								'button.btn.btn-sm.btn-link',
								{
									type: 'button',
									'aria-label': t(
										'收回 {0} 的“{1}”',
										'take “{1}” from {0}',
										u.name,
										roleText(r.role),
									),
									onclick: async () =>
										(await sure(
											t('收回 {0} 的“{1}”', 'Take “{1}” from {0}', u.name, roleText(r.role)),
											t(
												'{0}在{1}的这个角色立即失去。',
												'{0} loses this role at {1} at once.',
												u.name,
												r.agency_name,
											),
											t('收回', 'Take it'),
										)) &&
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
			secures ? h('details', null, h('summary', null, t('授予角色', 'Grant a role')), add) : null,
			secures ? signedInOf(u) : null,
		),
		h(
			'td',
			null,
			h(
				'button.btn.btn-sm.btn-outline-secondary',
				{
					type: 'button',
					onclick: async () =>
						(u.disabled ||
							(await sure(
								t('停用 {0}', 'Disable {0}', u.name),
								t(
									'此人立即退出，接口令牌永久失效，重新启用也不恢复。',
									'This person is signed out at once, and their API tokens are void for good.',
								),
								t('停用', 'Disable'),
							))) &&
						change(() => ({ disabled: off })),
				},
				u.disabled ? t('启用', 'Enable') : t('停用', 'Disable'),
			),
			' ',
			holds('security_admin')
				? h(
						'button.btn.btn-sm.btn-outline-secondary',
						{
							type: 'button',
							onclick: async () => {
								if (
									!(await sure(
										t('重置 {0} 的密码', "Reset {0}'s password", u.name),
										t(
											'原密码立即失效，此人的会话全部结束。',
											'The old password is void at once and all sessions end.',
										),
										t('重置密码', 'Reset password'),
									))
								)
									return;
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
				headRow([t('人员', 'Person'), t('角色', 'Roles'), t('操作', 'Do')]),
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
		holds('security_admin')
			? null
			: h(
					'p.small.text-secondary',
					null,
					t('角色由安全管理员授予和收回。', 'Roles are granted and taken by the security administrator.'),
				),
		words,
		place,
	];
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
