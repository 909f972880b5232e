// @ts-check
/* Acts on fees: notice, payment, refund, applicants joined for counting. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { plainDay, t } from '../lib/lang.mjs';
import { noticeTiers, yuanText } from '../lib/money.mjs';
import { fill } from '../lib/parts.mjs';
import { area, day, number, pick, record, text } from './fields.mjs';

const refunds = (/** @type {any} */ c, /** @type {string} */ status) =>
	(c.refunds ?? []).filter((/** @type {any} */ r) => r.status === status);
const refundOf = (/** @type {any[]} */ list) =>
	record(
		'refund',
		t('退费', 'Refund'),
		list.map((r) => [r.id, `${yuanText(r.amount_yuan)} ${r.cause_title ?? ''}`]),
	);
const yuan = (/** @type {string} */ label) =>
	text('amount', label, {
		required: true,
		inputmode: 'decimal',
		hint: t('元，最多两位小数', 'Yuan, at most two decimals'),
	});
const pay = () => [
	yuan(t('金额', 'Amount')),
	day('paid_on', t('缴费日期', 'Paid on')),
	text('voucher', t('票据号', 'Voucher'), { required: true, max: 60 }),
	pick('way', t('方式', 'How'), [
		['bank', t('银行', 'bank')],
		['online', t('网上', 'online')],
		['cash', t('现金', 'cash')],
		['other', t('其他', 'other')],
	]),
];

const sending = () => [
	pick('way', t('送达方式', 'Way'), [
		['download', t('网上下载', 'download')],
		['email', t('电子邮件', 'e-mail')],
		['post', t('邮寄', 'post')],
		['hand', t('当面', 'by hand')],
		['fax', t('传真', 'fax')],
	]),
	text('proof', t('凭据', 'Proof'), { max: 200 }),
];

/** What a draft would charge by the method chosen, tier by tier. @param {any} c */
function estimateBox(c) {
	const box = h('div.estimate', { 'aria-live': 'polite' });
	const draw = () => {
		const data = new FormData(/** @type {HTMLFormElement} */ (box.closest('form'))),
			method = String(data.get('method')),
			pages = Number(data.get('pages'));
		if (method === 'none' || (method === 'by_page' && !(pages > 0))) return show(box);
		return fill(box, async () => {
			const e = await api.get(
				`/api/v1/cases/${c.id}/fee-estimate${method === 'by_page' ? `?pages=${pages}` : ''}`,
			);
			return [
				h('p.small.mb-1', null, e.principle),
				noticeTiers({
					...e[method],
					method,
					units_before: e.units_before,
					quantity: method === 'by_page' ? pages : e.units,
				}),
				method === 'by_item' && e.counted.length
					? h(
							'details.small',
							null,
							h(
								'summary',
								null,
								t('本月此前的 {0} 件申请', 'The {0} requests before', e.requests_before),
							),
							h(
								'ul',
								null,
								e.counted.map((/** @type {any} */ k) =>
									h(
										'li',
										null,
										k.number,
										' ',
										plainDay(k.received_on),
										' ',
										t('{0} 件', '{0} units', k.units),
									),
								),
							),
						)
					: null,
				method === 'by_page' && !e.by_page_possible
					? h(
							'p.small.mb-0',
							null,
							t(
								'按量计收只用于决定提供复制件的申请。',
								'Counting pages is for requests to which copies are given.',
							),
						)
					: null,
			];
		});
	};
	queueMicrotask(() => {
		for (const field of box.closest('form')?.querySelectorAll('[name=method], [name=pages]') ?? [])
			field.addEventListener('change', draw);
		draw();
	});
	return box;
}

/** @returns {import('./acts.mjs').ActRow[]} */
export const feeActs = () => [
	{
		act: 'fee_draft',
		group: 'fee',
		path: '/fee-notices',
		fields: (x) => [
			pick('method', t('计费方式', 'Method'), [
				['by_item', t('按件', 'by item')],
				['by_page', t('按量', 'by page')],
				['none', t('不收费', 'none')],
			]),
			number('pages', t('页数', 'Pages'), { min: 1, max: 100000, show: { method: ['by_page'] } }),
			{ name: '@estimate', element: estimateBox(x.c) },
			area('reason', t('收费（不收费）的理由', 'Why (or why not)'), { required: true, max: 1000 }),
			area('how_to_pay', t('缴费方式', 'How to pay'), { max: 500, show: { method: ['by_item', 'by_page'] } }),
		],
	},
	{
		act: 'fee_return',
		group: 'fee',
		path: '/fee-notices/return',
		fields: () => [area('remarks', t('退回意见', 'Remarks'), { required: true, max: 1000 })],
	},
	{ act: 'fee_notice', group: 'fee', path: '/fee-notices/sending', fields: sending },
	{
		act: 'fee_notice',
		key: 'fee_notice_joint',
		title: t('几件合并发收费通知', 'One fee notice for several cases'),
		group: 'fee',
		path: '/fee-notices/sending',
		editor: 'together',
		fields: sending,
	},
	{
		act: 'notice_receipt',
		key: 'fee_receipt',
		title: t('登记收费通知的收到日期', 'Receipt of the fee notice'),
		group: 'fee',
		path: '/fee-notices/receipt',
		when: (c) => c.state === 'awaiting_payment',
		fields: () => [
			day('received_on', t('收到日期', 'Received on')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
		],
	},
	{
		act: 'fee_cancel',
		group: 'fee',
		path: '/fee-notices/cancellation',
		fields: () => [
			pick('kind', t('撤销还是减免', 'Which'), [
				['cancelled', t('撤销', 'cancel')],
				['waived', t('减免', 'waive')],
			]),
			area('reason', t('理由', 'Reason'), { required: true, max: 1000 }),
		],
	},
	{
		act: 'payment_full',
		group: 'fee',
		key: 'payment',
		title: t('登记缴费', 'Record a payment'),
		path: '/payments',
		fields: pay,
	},
	{
		act: 'payment_full',
		group: 'fee',
		key: 'payment_joint',
		title: t('登记几件的缴费', 'One payment for several cases'),
		path: '/payments',
		editor: 'together',
		fields: pay,
	},
	{
		act: 'payment_extra',
		group: 'fee',
		key: 'payment_extra',
		path: '/payments',
		when: (c) => c.fee_notices?.length && c.state !== 'awaiting_payment',
		fields: pay,
	},
	{
		act: 'refund',
		group: 'fee',
		key: 'refund',
		title: t('提出退费', 'Ask for a refund'),
		path: '/refunds',
		when: (c) => c.payments?.length,
		fields: () => [
			yuan(t('退多少', 'Amount')),
			area('reason', t('理由', 'Reason'), { required: true, max: 1000 }),
			text('how', t('怎么退', 'How'), { max: 500 }),
		],
	},
	{
		act: 'refund_approve',
		group: 'fee',
		path: '/refunds/{refund}/decision',
		when: (c) => refunds(c, 'due').length,
		fields: (x) => [
			refundOf(refunds(x.c, 'due')),
			pick('decision', t('决定', 'Decision'), [
				['approve', t('同意', 'approve')],
				['refuse', t('不同意', 'refuse')],
			]),
			text('how', t('怎么退', 'How'), { max: 500 }),
			area('remarks', t('意见', 'Remarks'), { max: 1000 }),
		],
	},
	{
		act: 'refund',
		key: 'refund_pay',
		title: t('登记已退费', 'Record that it was paid out'),
		group: 'fee',
		path: '/refunds/{refund}/payment',
		when: (c) => refunds(c, 'approved').length,
		fields: (x) => [
			refundOf(refunds(x.c, 'approved')),
			day('refunded_on', t('退费日期', 'Paid out on')),
			text('voucher', t('票据号', 'Voucher'), { required: true, max: 60 }),
		],
	},
	{
		act: 'fee_draft',
		key: 'join',
		title: t('合并为同一申请人计费', 'Count as the same applicant'),
		group: 'fee',
		path: '/applicant-joins',
		fields: () => [
			text('number', t('另一件的编号', "The other case's number"), { required: true }),
			area('reason', t('怎么认定是同一人', 'How it is known'), { required: true, max: 1000 }),
		],
	},
	{
		act: 'fee_draft',
		key: 'part',
		title: t('取消合并计费', 'Take such a join back'),
		group: 'fee',
		path: '/applicant-joins/{join}/end',
		when: (c) => c.applicant_joins?.some((/** @type {any} */ j) => !j.ended_on),
		fields: (x) => [
			record(
				'join',
				t('合并', 'Join'),
				x.c.applicant_joins
					.filter((/** @type {any} */ j) => !j.ended_on)
					.map((/** @type {any} */ j) => [j.id, j.number]),
			),
			area('reason', t('理由', 'Reason'), { required: true, max: 300 }),
		],
	},
];
