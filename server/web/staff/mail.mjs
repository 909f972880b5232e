// @ts-check
/* Mail: how I am told of what waits for me; for administrators, what was sent and what could not be. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { paged } from '../lib/paged.mjs';
import { choices, field, form, problemBox } from '../lib/parts.mjs';
import { say } from './keys.mjs';
import { me } from './session.mjs';

/** How I am told. */
export async function ownMail() {
	const place = h('div');
	const draw = async () => {
		const now = await api.get('/api/v1/me/notifications');
		const test = h(
			'button.btn.btn-sm.btn-outline-secondary',
			{
				type: 'button',
				onclick: async () => {
					try {
						await api.post('/api/v1/me/notifications/test');
						say(t('测试邮件已发出', 'The test is on its way'));
					} catch (err) {
						test.replaceWith(problemBox(err));
					}
				},
			},
			t('发一封测试邮件', 'Send me a test'),
		);
		show(
			place,
			now.mail_available
				? null
				: h(
						'p.text-secondary',
						null,
						t(
							'本系统还没有配置发信服务器，设置会保存，暂不发送。',
							'No mail server is configured here yet; what is chosen is kept, nothing is sent.',
						),
					),
			form(
				[
					choices({
						name: 'mode',
						legend: t('怎样发', 'How'),
						value: now.mode,
						options: [
							['off', t('不发', 'none'), t('提醒总在系统里', 'the reminders stand here in any case')],
							[
								'each',
								t('逐条发送', 'each by itself'),
								t('分给我的、等我办的和快到期的', 'what is assigned to me, waits for me or falls due'),
							],
							['digest', t('每天一封', 'once a day'), t('每天 8:00 汇总', 'all of it at 08:00')],
						],
					}),
					field({
						name: 'address',
						label: t('邮箱', 'Address'),
						value: now.address ?? '',
						attributes: { inputmode: 'email', autocomplete: 'email', maxlength: 254 },
					}),
					field({
						name: 'quiet_hours',
						type: 'checkbox',
						value: now.quiet_hours,
						label: t(
							'20:00 至次日 8:00 不发（当天到期的除外）',
							'nothing from 20:00 to 08:00 but what is due the same day',
						),
					}),
					field({
						name: 'lang',
						label: t('语言', 'Language'),
						value: now.lang,
						options: [
							['zh', '中文'],
							['en', 'English'],
						],
					}),
				],
				t('保存', 'Save'),
				async (data) => {
					const address = String(data.get('address') ?? '').trim();
					await api.call('PUT', '/api/v1/me/notifications', {
						body: {
							mode: data.get('mode'),
							quiet_hours: data.has('quiet_hours'),
							lang: data.get('lang'),
							...(address ? { address } : {}),
						},
					});
					say(t('已保存', 'Saved'));
					await draw();
				},
			),
			now.mail_available && now.address ? h('p', null, test) : null,
		);
	};
	await draw();
	return place;
}

const statuses = /** @type {Record<string, () => string>} */ ({
	waiting: () => t('等待发送', 'waiting'),
	kept: () => t('待汇总', 'for a digest'),
	digested: () => t('已汇总', 'in a digest'),
	sent: () => t('已发出', 'sent'),
	dead: () => t('最终失败', 'failed for good'),
	cancelled: () => t('不再需要', 'not needed any more'),
});
const names = /** @type {Record<string, () => string>} */ ({
	'mail.digest': () => t('每日汇总', 'daily digest'),
	'mail.test': () => t('测试', 'test'),
});

/** @param {any} m @param {() => void} again */
function row(m, again) {
	const box = h('span');
	return h(
		'li',
		{ dataset: { mail: m.id } },
		timeText(m.created_at),
		' ',
		h('strong', null, m.title ?? names[m.type]?.() ?? m.type),
		' ',
		h(
			'span.text-secondary',
			null,
			m.to === 'applicant' ? t('给申请人', 'to an applicant') : t('给工作人员', 'to an officer'),
		),
		' ',
		h(
			'span.left',
			{ class: m.status === 'dead' ? 'bad' : m.status === 'waiting' ? 'warn' : '' },
			statuses[m.status](),
		),
		m.fault ? h('span.text-secondary', null, ' ', m.fault) : null,
		' ',
		m.status === 'dead'
			? h(
					'button.btn.btn-sm.btn-link',
					{
						type: 'button',
						onclick: async () => {
							try {
								await api.post(`/api/v1/mails/${m.id}/replay`);
								say(t('将再次发送', 'It will be sent again'));
								again();
							} catch (err) {
								show(box, problemBox(err));
							}
						},
					},
					t('再次发送', 'Send again'),
				)
			: null,
		box,
	);
}

/** What was sent in the district. */
export async function mails() {
	const district = me.roles.find((r) => r.role === 'system_admin')?.agency_id ?? '';
	const place = h('div');
	/** @param {string} status */
	const draw = (status) => {
		paged(place, {
			path: `/api/v1/mails?district_id=${district}&limit=50${status ? `&status=${status}` : ''}`,
			row: (m) => row(m, () => draw(status)),
			nothing: t('没有记录。', 'Nothing here.'),
			list: 'ul.compact',
		});
	};
	const pick = field({
		name: 'status',
		label: t('哪些', 'Which'),
		value: 'dead',
		options: [
			['dead', statuses.dead()],
			['waiting', statuses.waiting()],
			['sent', statuses.sent()],
			['', t('全部', 'all')],
		],
		attributes: { onchange: (/** @type {any} */ e) => draw(e.target.value) },
	});
	draw('dead');
	return [pick, place];
}
