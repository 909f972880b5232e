// @ts-check
/* The log for the audit administrator: who did what, in words; what can be chosen is what there is. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { lang, plainDay, t, timeText } from '../lib/lang.mjs';
import { empty, field, form, headRow } from '../lib/parts.mjs';
import { valueText } from './settings.mjs';
import { roleText } from './words.mjs';

/** @type {Record<string, [string, string]>} */
const words = {
	sign_in: ['登录', 'signed in'],
	sign_in_failed: ['登录失败', 'sign-in failed'],
	sign_out: ['退出', 'signed out'],
	session_ended: ['结束会话', 'ended a session'],
	case_read: ['查看办件', 'read a case'],
	unmask: ['查看完整个人信息', 'read personal data unmasked'],
	query_code: ['补发查询码', 'made a new query code'],
	password_changed: ['更换密码', 'changed the password'],
	password_reset: ['重置密码', 'reset a password'],
	user_added: ['添加人员', 'added a person'],
	user_changed: ['修改人员', 'changed a person'],
	agency_added: ['添加机关', 'added an agency'],
	agency_changed: ['修改机关', 'changed an agency'],
	settings_changed: ['更改设置', 'changed settings'],
	test_clock_set: ['设定测试时间', 'set the test clock'],
	deputy: ['授权代理', 'appointed a deputy'],
	deputy_end: ['结束代理', 'ended a deputy'],
	absence_set: ['登记不在岗', 'set an absence'],
	absence_ended: ['结束不在岗', 'ended an absence'],
	legal_conflict: ['申报利益冲突', 'declared a conflict'],
	legal_conflict_end: ['结束利益冲突', 'ended a conflict'],
	token_made: ['新建接口令牌', 'made a token'],
	token_revoked: ['吊销接口令牌', 'revoked a token'],
	calendar_feed_made: ['新建日历订阅', 'made a calendar feed'],
	calendar_feed_revoked: ['取消日历订阅', 'revoked a calendar feed'],
	endpoint_added: ['添加接收端', 'added an endpoint'],
	endpoint_changed: ['修改接收端', 'changed an endpoint'],
	endpoint_activated: ['启用接收端', 'activated an endpoint'],
	endpoint_disabled: ['停用接收端', 'disabled an endpoint'],
	endpoint_ended: ['删除接收端', 'ended an endpoint'],
	endpoint_secret: ['更换接收端密钥', 'changed an endpoint’s secret'],
	endpoint_tested: ['测试接收端', 'tested an endpoint'],
	endpoint_pinged: ['验证接收端', 'pinged an endpoint'],
	delivery_replayed: ['重发通知', 'replayed a delivery'],
	deliveries_replayed: ['批量重发通知', 'replayed deliveries'],
	mail_replayed: ['重发邮件', 'replayed a mail'],
	mail_test_sent: ['发送测试邮件', 'sent a test mail'],
	notifications_changed: ['修改通知选择', 'changed notifications'],
	reminder_acknowledged: ['知悉提醒', 'acknowledged a reminder'],
	annual_report_recorded: ['登记年度报告', 'recorded an annual report'],
	complaint_received: ['接收投诉', 'took in a complaint'],
	urging_sent: ['发出督办', 'sent an urging'],
	urging_answered: ['回复督办', 'answered an urging'],
	disclosure_added: ['主动公开信息', 'published information'],
	disclosure_withdrawn: ['撤下公开信息', 'withdrew a publication'],
	day_moved: ['期限随节假日安排变动', 'a day moved with the calendar'],
};
const kinds = /** @type {Record<string, [string, string]>} */ ({
	user: ['人员', 'person'],
	case: ['办件', 'case'],
	agency: ['机关', 'agency'],
	session: ['会话', 'session'],
	endpoint: ['接收端', 'endpoint'],
	token: ['接口令牌', 'token'],
	calendar: ['日历订阅', 'calendar feed'],
	complaint: ['投诉', 'complaint'],
	deadline: ['期限', 'deadline'],
	delivery: ['通知', 'delivery'],
	deputy: ['授权代理', 'deputy'],
	disclosure: ['主动公开信息', 'publication'],
	mail: ['邮件', 'mail'],
	urging: ['督办', 'urging'],
});
/** What was read of a case, by the operation. @type {Record<string, [string, string]>} */
const reads = {
	getCase: ['全件', 'all of it'],
	listEvents: ['全部经过', 'its history'],
	readLetter: ['文书', 'a letter'],
	downloadDocument: ['材料', 'a document'],
	listSameApplicant: ['同一申请人的其他申请', "the applicant's other requests"],
	listAdvisors: ['可以咨询的法律顾问', 'whom to ask'],
	listRepeatCandidates: ['此前的答复', 'earlier replies'],
	proposeCorrection: ['可以补正的事项', 'what can be asked for'],
	estimateCaseFee: ['费用估算', 'what it would cost'],
};
/** How an account changed. @type {Record<string, [string, string]>} */
const changes = {
	disabled: ['停用', 'disabled'],
	enabled: ['启用', 'enabled'],
	renamed: ['改名', 'renamed'],
	'roles:': ['角色：', 'roles:'],
};

const which = lang === 'zh' ? 0 : 1;
/** @param {string} what */
const whatText = (what) => (Object.hasOwn(words, what) ? words[what][which] : what);
/** "case 360104-…" in words. @param {string | null} subject */
const subjectText = (subject) =>
	(subject ?? '').replace(/^([a-z]+) /, (all, kind) => (Object.hasOwn(kinds, kind) ? `${kinds[kind][which]} ` : all));

/** Names of agencies by their ids, read with the log. @type {Map<string, string>} */
const agencies = new Map();

/** The detail in words, with what stands in the log beside them. @param {any} e */
function detailOf(e) {
	/** @type {string} */ const raw = e.detail ?? '';
	/** @param {string} words */
	const said = (words) => (words === raw ? raw : h('span', { title: raw }, words));
	if (e.what === 'case_read') return said(reads[raw]?.[which] ?? raw);
	if (e.what === 'user_changed')
		return said(
			raw
				.split(' ')
				.map((word) => {
					const [role, at] = word.split('@');
					return at
						? t('{0}（{1}）', '{0} ({1})', roleText(role), agencies.get(at) ?? at)
						: (changes[word]?.[which] ?? word);
				})
				.join(' '),
		);
	const set = e.what === 'settings_changed' ? /^from (\d{4}-\d\d-\d\d):(.*)$/.exec(raw) : null;
	if (set)
		return [
			t('自{0}起：', 'from {0}: ', plainDay(set[1])),
			set[2]
				.trim()
				.split(' ')
				.map((pair, i) => {
					const [name, value] = pair.split('=');
					return [
						i ? t('；', '; ') : '',
						h('code', null, name),
						' ',
						h('span', { title: value }, valueText(value ?? '')),
					];
				}),
		];
	return raw;
}

/** @param {any} e @param {(user: string) => void} only shows that person's alone */
const row = (e, only) =>
	h(
		'tr',
		null,
		h('td.text-nowrap', null, timeText(e.at)),
		h('td', { title: e.what }, whatText(e.what)),
		h(
			'td',
			null,
			e.user_id
				? h(
						'button.btn.btn-sm.btn-link.p-0',
						{
							type: 'button',
							title: t('只看此人（用户编号 {0}）', 'only this person (user id {0})', e.user_id),
							onclick: () => only(e.user_id),
						},
						e.user_name ?? e.user_id,
					)
				: '',
		),
		h('td', { title: e.subject }, subjectText(e.subject)),
		h('td', null, detailOf(e)),
		h('td', null, e.client),
	);

export async function log() {
	const place = h('tbody'),
		more = h('p'),
		none = h('div');
	const read = async (/** @type {string} */ path) => {
		const page = await api.get(path);
		place.append(...page.items.map((/** @type {any} */ e) => row(e, only)));
		show(none, place.children.length ? null : empty(t('没有符合条件的记录。', 'Nothing in the log is like that.')));
		show(
			more,
			page.next
				? h(
						'button.btn.btn-sm.btn-outline-secondary',
						{ type: 'button', onclick: () => read(page.next) },
						t('更多', 'More'),
					)
				: null,
		);
	};
	const filters = form(
		[
			h(
				'div.row3',
				null,
				field({
					name: 'what',
					label: t('事项', 'What'),
					options: [
						['', t('全部', 'all')],
						...Object.keys(words).map((k) => /** @type {[string, string]} */ ([k, whatText(k)])),
					],
				}),
				field({
					name: 'user_id',
					label: t('用户编号', 'User id'),
					hint: t('或者点记录里的姓名', 'or choose a name in the log'),
					attributes: { inputmode: 'numeric', maxlength: 20 },
				}),
				field({ name: 'from', label: t('自', 'From'), type: 'date' }),
				field({ name: 'to', label: t('至', 'To'), type: 'date' }),
			),
		],
		t('查询', 'Find'),
		async (d) => {
			const q = new URLSearchParams([...d].filter(([, v]) => v).map(([k, v]) => [k, String(v)]));
			show(place);
			await read(`/api/v1/audit?limit=100&${q}`);
		},
		{ class: 'passing' },
	);
	const only = (/** @type {string} */ user) => {
		filters.elements.user_id.value = user;
		filters.requestSubmit();
		filters.elements.user_id.focus();
	};
	for (const a of await api.all('/api/v1/agencies?inactive=true&limit=200', 1000)) agencies.set(a.id, a.name);
	await read('/api/v1/audit?limit=100');
	return [
		filters,
		h(
			'div.scroll',
			{ tabindex: '0', role: 'region', 'aria-label': t('日志', 'Log') },
			h(
				'table.plain.grid.full',
				null,
				headRow([
					t('时间', 'Time'),
					t('事项', 'What'),
					t('用户', 'User'),
					t('对象', 'Subject'),
					t('细节', 'Detail'),
					t('地址', 'From'),
				]),
				place,
			),
		),
		none,
		more,
	];
}
