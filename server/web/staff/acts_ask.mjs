// @ts-check
/* Acts that ask others: consultations, secrecy and legal reviews, the hard-case flag, holds. */
import { t } from '../lib/lang.mjs';
import { area, check, day, lateProof, number, pick, record, text, list } from './fields.mjs';

const open = (/** @type {any} */ c) => (c.consultations ?? []).filter((/** @type {any} */ k) => k.open);
const named = (/** @type {any[]} */ list) =>
	/** @type {[string, string][]} */ (list.map((k) => [k.id, `${k.title}：${k.party}`]));
const of = (/** @type {any[]} */ list) => record('consultation', t('征求意见', 'Consultation'), named(list));
const order = () => [
	text('body', t('作出机关', 'Body'), { required: true, max: 120 }),
	text('number', t('文号', 'Number'), { required: true, max: 80 }),
	day('ordered_on', t('作出日期', 'Made on')),
	day('received_on', t('收到日期', 'Came in on')),
	lateProof(),
];
const waiting = (/** @type {any[] | undefined} */ list) =>
	(list ?? []).filter((r) => r.status === 'asked' || (r.status === undefined && !r.result));
const reviewOf = (/** @type {any[]} */ list) =>
	record(
		'review',
		t('审查事项', 'Review'),
		list.map((r) => [r.id, r.question]),
	);
const objections = (/** @type {any} */ c) =>
	(c.consultations ?? []).filter((/** @type {any} */ k) => k.result === 'objection');

/** @returns {import('./acts.mjs').ActRow[]} */
export const askActs = () => [
	{
		act: 'consultation_ask',
		group: 'ask',
		path: '/consultations',
		fields: () => [
			pick('kind', t('征求谁', 'Whom'), [
				['third_party', t('第三方', 'third party')],
				['co_producer', t('共同制作机关', 'co-producing agency')],
				['other_agency', t('其他机关', 'other agency')],
				['determination', t('请主管部门确定', 'department that determines')],
			]),
			text('party', t('名称', 'Name'), { required: true, max: 200 }),
			text('address', t('地址', 'Address'), { max: 300, show: { kind: ['third_party'] } }),
			area('information', t('拟公开的内容', 'What may be disclosed'), {
				required: true,
				max: 2000,
				hint: t('不要写申请人的个人信息', "Without the applicant's personal data"),
			}),
			area('question', t('要确定的问题', 'Question'), { max: 2000, show: { kind: ['determination'] } }),
			number('working_days', t('期限（工作日）', 'Period (working days)'), {
				min: 1,
				max: 60,
				show: { kind: ['other_agency', 'determination'] },
			}),
			check('we_lead', t('由本机关牵头制作', 'This agency led the making'), { show: { kind: ['co_producer'] } }),
		],
	},
	{
		act: 'consultation_record',
		key: 'consultation_receipt',
		title: t('登记征求意见函的收到日期', 'Receipt of the letter'),
		group: 'ask',
		path: '/consultations/{consultation}/receipt',
		when: (c) => open(c).length,
		fields: (x) => [
			of(open(x.c)),
			day('received_on', t('收到日期', 'Received on')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
		],
	},
	{
		act: 'consultation_record',
		key: 'consultation_end',
		title: t('登记意见或者期满', 'Record the opinion or its lack'),
		group: 'ask',
		path: '/consultations/{consultation}/end',
		when: (c) => c.consultations?.length,
		fields: (x) => [
			of(open(x.c).length ? open(x.c) : x.c.consultations),
			pick('result', t('结果', 'Result'), [
				['consent', t('同意公开', 'consent')],
				['objection', t('不同意公开', 'objection')],
				['opinion', t('意见', 'opinion')],
				['silence', t('逾期未提出意见', 'silence')],
				['undeliverable', t('无法送达', 'undeliverable')],
			]),
			day('on', t('日期', 'Day')),
			area('opinion', t('意见内容', 'Opinion'), {
				max: 5000,
				show: { result: ['objection', 'opinion', 'consent'] },
			}),
			lateProof(),
		],
	},
	{
		act: 'consultation_record',
		key: 'consultation_weigh',
		title: t('衡量不同意公开的理由', 'Weigh the objection'),
		group: 'ask',
		path: '/consultations/{consultation}/weighing',
		when: (c) => objections(c).length,
		fields: (x) => [
			of(objections(x.c)),
			pick(
				'holds',
				t('理由是否合理', 'Good reason'),
				[
					['true', t('合理', 'yes')],
					['false', t('不合理', 'no')],
				],
				{ bool: true },
			),
			area('reasons', t('理由', 'Reasons'), { required: true, max: 5000 }),
		],
	},
	{
		act: 'consultation_record',
		key: 'notice_told',
		title: t('登记公开告知书已送第三方', 'The notice reached the third party'),
		group: 'ask',
		path: '/consultations/{consultation}/disclosure-notice/service',
		when: (c) => c.consultations?.some((/** @type {any} */ k) => k.disclosure_notice),
		fields: (x) => [
			of(x.c.consultations.filter((/** @type {any} */ k) => k.disclosure_notice)),
			pick('way', t('方式', 'Way'), [
				['hand', t('直接送达', 'by hand')],
				['post', t('邮政寄送', 'by the post office')],
				['courier', t('民营快递', 'private courier')],
				['electronic', t('电子', 'electronic')],
			]),
			day('on', t('日期', 'Day')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
		],
	},
	{
		act: 'consultation_cancel',
		group: 'ask',
		path: '/consultations/{consultation}/cancellation',
		when: (c) => open(c).length,
		fields: (x) => [of(open(x.c)), area('reason', t('理由', 'Reason'), { required: true, max: 500 })],
	},
	{
		act: 'disclosure_notice',
		group: 'ask',
		path: '/consultations/{consultation}/disclosure-notice',
		when: (c) => objections(c).length,
		fields: (x) => [
			of(objections(x.c)),
			pick('ground', t('依据', 'Ground'), [
				['public_interest', t('不公开会对公共利益造成重大影响', 'public interest')],
				['no_good_reason', t('第三方理由不合理', 'no good reason')],
			]),
			area('reason', t('告知第三方的理由', 'What the third party is told'), { required: true, max: 5000 }),
			day('disclosed_on', t('拟公开日期', 'To be disclosed on'), { required: false, future: true }),
		],
	},
	{
		act: 'secrecy_review',
		group: 'ask',
		path: '/secrecy-reviews',
		fields: () => [
			area('question', t('请审查什么', 'Question'), { required: true, max: 2000 }),
			day('answer_by', t('答复期限（不填为 5 个工作日）', 'Answer by (5 working days if empty)'), {
				required: false,
				empty: true,
			}),
		],
	},
	{
		act: 'secrecy_answer',
		group: 'ask',
		path: '/secrecy-reviews/{review}/answer',
		when: (c) => waiting(c.secrecy_reviews).length,
		fields: (x) => [
			reviewOf(waiting(x.c.secrecy_reviews)),
			pick('result', t('结论', 'Result'), [
				['pass', t('可以公开', 'pass')],
				['pass_in_part', t('部分可以公开', 'pass in part')],
				['refuse', t('不得公开', 'refuse')],
				['send_on', t('报请确定', 'send on')],
			]),
			area('remarks', t('意见', 'Remarks'), { max: 2000 }),
			x.c.reply?.parts?.length > 1
				? {
						name: 'parts',
						type: 'multi',
						number: true,
						label: t('可以公开的部分', 'Parts that pass'),
						options: x.c.reply.parts.map((/** @type {any} */ p, /** @type {number} */ i) => [
							String(i + 1),
							p.description,
						]),
						show: { result: ['pass_in_part'] },
					}
				: null,
		],
	},
	{
		act: 'legal_review',
		group: 'ask',
		path: '/legal-reviews',
		fields: (x) => [
			area('question', t('需要审核的问题', 'Question'), { required: true, max: 4000, rows: 4 }),
			pick('advisor_id', t('法律顾问、公职律师', 'Advisor'), [
				['', t('按轮值', 'by rota')],
				...x.advisors.map(
					(a) =>
						/** @type {[string, string]} */ ([
							a.id,
							`${a.name}${a.conflict_of_interest ? t('（有利益冲突）', ' (conflict)') : ''}`,
						]),
				),
			]),
			number('working_days', t('期限（工作日，不填按设置）', 'Working days (setting if empty)'), {
				min: 1,
				max: 40,
			}),
		],
	},
	{
		act: 'legal_answer',
		group: 'ask',
		path: '/legal-reviews/{review}/answer',
		when: (c) => waiting(c.legal_reviews).length,
		fields: (x) => [
			reviewOf(waiting(x.c.legal_reviews).filter((r) => r.advisor_id === x.me.id)),
			pick('opinion', t('意见', 'Opinion'), [
				['agree', t('同意', 'agree')],
				['agree_with_changes', t('修改后同意', 'agree with changes')],
				['disagree', t('不同意', 'disagree')],
			]),
			area('reasons', t('理由', 'Reasons'), { required: true, max: 10000, rows: 7 }),
			list(
				'articles',
				t('依据的条款', 'Articles'),
				[text('', t('条款', 'Article'), { required: true, max: 200 })],
				{ plain: true },
			),
		],
	},
	{
		act: 'legal_return',
		key: 'legal_withdraw',
		title: t('撤回法律审核', 'Withdraw a legal review'),
		roles: ['caseworker'],
		group: 'ask',
		path: '/legal-reviews/{review}/withdrawal',
		when: (c) => waiting(c.legal_reviews).length,
		fields: (x) => [
			reviewOf(waiting(x.c.legal_reviews)),
			area('reason', t('理由', 'Reason'), { required: true, max: 300 }),
		],
	},
	{
		act: 'legal_return',
		key: 'legal_conflict',
		title: t('申报利益冲突并退回', 'Declare a conflict, give it back'),
		roles: ['advisor'],
		group: 'ask',
		path: '/legal-reviews/{review}/conflict',
		when: (c) => waiting(c.legal_reviews).length,
		fields: (x) => [
			reviewOf(waiting(x.c.legal_reviews).filter((r) => r.advisor_id === x.me.id)),
			area('reason', t('什么冲突', 'What conflict'), { required: true, max: 300 }),
		],
	},
	{
		act: 'legal_override',
		group: 'ask',
		path: '/legal-override',
		fields: () => [area('reason', t('理由', 'Reason'), { max: 1000 })],
	},
	{
		act: 'flag_hard',
		group: 'ask',
		path: '/hard-flag',
		fields: () => [area('reason', t('疑难在哪里', 'Why it is hard'), { required: true, max: 300 })],
	},
	{
		act: 'flag_hard',
		key: 'unflag',
		title: t('取消疑难标记', 'Lift the hard flag'),
		group: 'ask',
		path: '/hard-flag/lifting',
		when: (c) => c.hard_flags?.some((/** @type {any} */ f) => !f.lifted_on),
		fields: () => [area('reason', t('理由', 'Reason'), { required: true, max: 300 })],
	},
	{ act: 'hold_disclosure', group: 'ask', path: '/disclosure-holds', fields: order },
	{ act: 'release_disclosure', group: 'ask', path: '/disclosure-holds/release', fields: order },
];
