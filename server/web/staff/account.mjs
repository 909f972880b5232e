// @ts-check
/* My account: password, sessions, absence and cover, mail, calendar feeds, tokens. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, field, fill, form } from '../lib/parts.mjs';
import { sessions } from './sessions.mjs';
import { agenciesAs, holds, me } from './session.mjs';
import { drawAccess } from './access.mjs';
import { ownMail } from './mail.mjs';
import { say } from './keys.mjs';
import { colleagues, nameOf, roleText } from './words.mjs';

function passwordForm() {
	return form(
		[
			field({
				name: 'current',
				label: t('现在的密码', 'Present password'),
				type: 'password',
				attributes: { autocomplete: 'current-password' },
			}),
			field({
				name: 'new',
				label: t('新密码', 'New password'),
				type: 'password',
				hint: t(
					'建议 15 个字符以上，至少 8 个；不能是常见密码。更换后其他会话都会结束。',
					'15 characters or more are recommended, 8 the least; none that is common. All other sessions end.',
				),
				attributes: { autocomplete: 'new-password' },
			}),
		],
		t('更换密码', 'Change the password'),
		async (data, e) => {
			await api.call('PUT', '/api/v1/me/password', {
				body: { current: data.get('current'), new: data.get('new') },
			});
			e.reset();
			say(t('密码已更换', 'Password changed'));
		},
	);
}

async function absences() {
	const list = agenciesAs(['head', 'caseworker']);
	const place = h('div');
	const people = (await Promise.all(list.map(([id]) => colleagues(id))))
		.flat()
		.filter((p) => p.roles.includes('caseworker'));
	const draw = async () => {
		const pages = await Promise.all(list.map(([id]) => api.get(`/api/v1/absences?agency=${id}&limit=100`)));
		const items = pages.flatMap((p) => p.items);
		show(
			place,
			items.length
				? h(
						'ul.compact',
						null,
						items.map((/** @type {any} */ a) =>
							h(
								'li',
								null,
								nameOf(a.user_id),
								t('：', ': '),
								dayText(a.from),
								' – ',
								dayText(a.to),
								t('，代办 ', ', covered by '),
								nameOf(a.cover_id),
								' ',
								h(
									'button.btn.btn-sm.btn-link',
									{
										type: 'button',
										onclick: async () => {
											await api.post(`/api/v1/absences/${a.id}/end`);
											draw();
										},
									},
									t('提前结束', 'end now'),
								),
							),
						),
					)
				: empty(t('没有登记外出。', 'Nobody is away.')),
		);
	};
	await draw();
	const mine = people.filter((p) => p.id === me.id),
		who = holds('head') ? people : mine;
	const today = me.today;
	return [
		place,
		h(
			'details',
			null,
			h('summary', null, t('登记外出和代办', 'Say who is away')),
			form(
				[
					list.length > 1 ? field({ name: 'agency_id', label: t('机关', 'Agency'), options: list }) : null,
					who.length > 1
						? field({
								name: 'user_id',
								label: t('谁外出', 'Who'),
								options: who.map((p) => [p.id, p.name]),
								value: me.id,
							})
						: null,
					field({
						name: 'cover_id',
						label: t('代办人', 'Cover'),
						options: people.filter((p) => who.length > 1 || p.id !== me.id).map((p) => [p.id, p.name]),
					}),
					field({ name: 'from', label: t('自', 'From'), type: 'date', value: today }),
					field({ name: 'to', label: t('至', 'To'), type: 'date' }),
				],
				t('登记', 'Save'),
				async (data) => {
					await api.post('/api/v1/absences', Object.fromEntries([...data].filter(([, v]) => v)));
					await draw();
					say(t('已登记', 'Saved'));
				},
				{ class: 'act-form' },
			),
		),
	];
}

/** @param {Element} main */
export function open(main) {
	document.title = t('我的账号', 'My account');
	const own = h('div'),
		away = h('div'),
		calendar = h('div'),
		programs = h('div'),
		mail = h('div');
	show(
		main,
		h('h1', null, t('我的账号', 'My account')),
		h(
			'p',
			null,
			me.name,
			' · ',
			me.login,
			' · ',
			me.roles.map((r) => t('{0}（{1}）', '{0} ({1})', roleText(r.role), r.agency_name)).join(t('、', ', ')),
		),
		h(
			'div.columns',
			null,
			h('section', null, h('h2', null, t('更换密码', 'Change the password')), passwordForm()),
			h(
				'section',
				null,
				h('h2', null, t('我的会话', 'My sessions')),
				own,
				holds(['head', 'caseworker']) ? [h('h2', null, t('外出与代办', 'Absence and cover')), away] : null,
			),
		),
	);
	/** @type {Element} */ (main).append(
		h(
			'div.columns',
			null,
			h('section', null, h('h2', null, t('邮件提醒', 'Mail')), mail),
			h(
				'section',
				null,
				h('h2', null, t('期限日历', 'Calendar of deadlines')),
				calendar,
				h('h2', null, t('接口令牌', 'API tokens')),
				programs,
			),
		),
	);
	fill(mail, ownMail);
	drawAccess(calendar, programs);
	fill(own, () => sessions());
	if (holds(['head', 'caseworker'])) fill(away, absences);
}
