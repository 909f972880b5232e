// @ts-check
/* Acts after the reply: remedies, orders, revocation, clerical errors. */
import { t } from '../lib/lang.mjs';
import { area, check, day, lateProof, number, pick, record, text } from './fields.mjs';

const remedyOf = (/** @type {any} */ c) =>
	record(
		'remedy',
		t('复议、诉讼', 'Remedy'),
		c.remedies.map((/** @type {any} */ r) => [r.id, `${r.kind_title} ${r.number ?? ''}`]),
	);

/** @param {(c: any) => [string, string][]} letterOptions @returns {import('./acts.mjs').ActRow[]} */
export const remedyActs = (letterOptions) => [
	{
		act: 'remedy',
		group: 'after',
		path: '/remedies',
		fields: () => [
			pick('kind', t('种类', 'Kind'), [
				['reconsideration', t('行政复议', 'reconsideration')],
				['suit_direct', t('直接起诉', 'suit')],
				['suit_after_reconsideration', t('复议后起诉', 'suit after reconsideration')],
			]),
			pick('by', t('由谁提起', 'By'), [
				['applicant', t('申请人', 'applicant')],
				['third_party', t('第三方', 'third party')],
			]),
			text('body', t('复议机关或者法院', 'Body or court'), { required: true, max: 120 }),
			text('number', t('案号', 'Number'), { max: 80 }),
			day('filed_on', t('提起日期', 'Filed on')),
			day('copy_received_on', t('收到副本日期', 'Copy came in on'), { required: false, empty: true }),
			check('simple', t('简易程序', 'simple procedure')),
			area('remarks', t('备注', 'Remarks'), { max: 1000 }),
			lateProof(),
		],
	},
	{
		act: 'remedy',
		key: 'remedy_copy',
		title: t('登记收到副本', 'The copy came in'),
		group: 'after',
		path: '/remedies/{remedy}/copy',
		when: (c) => c.remedies?.length,
		fields: (x) => [
			remedyOf(x.c),
			day('received_on', t('收到日期', 'Came in on')),
			text('number', t('案号', 'Number'), { max: 80 }),
			check('simple', t('简易程序', 'simple procedure')),
			lateProof(),
		],
	},
	{
		act: 'remedy',
		key: 'remedy_answer',
		title: t('登记已答辩、答复', "The agency's answer"),
		group: 'after',
		path: '/remedies/{remedy}/answer',
		when: (c) => c.remedies?.length,
		fields: (x) => [
			remedyOf(x.c),
			day('answered_on', t('日期', 'Day')),
			text('number', t('文号', 'Number'), { max: 80 }),
			lateProof(),
		],
	},
	{
		act: 'remedy_result',
		group: 'after',
		path: '/remedies/{remedy}/result',
		when: (c) => c.remedies?.length,
		fields: (x) => [
			remedyOf(x.c),
			pick('result', t('结果', 'Result'), [
				['upheld', t('维持', 'upheld')],
				['corrected', t('纠正', 'corrected')],
				['other', t('其他', 'other')],
			]),
			day('decided_on', t('日期', 'Day')),
			text('number', t('文号', 'Number'), { max: 80 }),
			text('proof', t('凭据（补录且无文号时必填）', 'Proof (needed when entered late without a number)'), {
				max: 200,
			}),
			area('remarks', t('备注', 'Remarks'), { max: 1000 }),
		],
	},
	{
		act: 'order_in',
		group: 'after',
		path: '/orders',
		fields: (x) => [
			pick('kind', t('种类', 'Kind'), [
				['reconsideration', t('复议决定', 'reconsideration')],
				['court', t('判决', 'court')],
			]),
			text('body', t('作出机关', 'Body'), { required: true, max: 120 }),
			text('number', t('文号', 'Number'), { required: true, max: 80 }),
			day('ordered_on', t('作出日期', 'Made on')),
			day('received_on', t('收到日期', 'Came in on')),
			day('in_force_on', t('生效日期', 'In force on'), {
				required: false,
				empty: true,
				show: { kind: ['court'] },
			}),
			pick('period_unit', t('期限单位', 'Unit of the period'), [
				['', t('未写明', 'none written')],
				['working_days', t('工作日', 'working days')],
				['days', t('日', 'days')],
				['months', t('月', 'months')],
			]),
			number('period', t('期限', 'Period'), { min: 1, max: 366 }),
			check('allows_correction', t('允许通知补正', 'a correction notice is allowed')),
			check('allows_extension', t('允许延期', 'an extension is allowed')),
			x.c.remedies?.length
				? pick('remedy_id', t('对应的复议、诉讼', 'Of the remedy'), [
						['', '—'],
						...x.c.remedies.map((/** @type {any} */ r) => [r.id, `${r.kind_title} ${r.number ?? ''}`]),
					])
				: null,
			area('summary', t('要求摘要', 'Summary'), { max: 2000 }),
			lateProof(),
		],
	},
	{
		act: 'revoke_reply',
		group: 'after',
		path: '/revocation',
		fields: () => [area('reason', t('理由', 'Reason'), { required: true, max: 2000 })],
	},
	{
		act: 'correction_letter',
		group: 'after',
		path: '/clerical-corrections',
		note: t('由另一人批准后生效。', 'Done when another person grants it.'),
		fields: (x) => [
			pick('letter_id', t('哪份文书', 'Letter'), letterOptions(x.c)),
			area('wrong', t('误写', 'Wrong'), { required: true, max: 1000, rows: 2 }),
			area('right', t('应为', 'Right'), { required: true, max: 1000, rows: 2 }),
		],
	},
];
