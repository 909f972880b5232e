// @ts-check
/* What has happened and what lies ahead, in plain words, oldest first. */
import { h } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { yuanText } from '../lib/money.mjs';

/** @typedef {{ on: string | null, text: string, letter?: string | null, ahead?: boolean }} Entry */

/** Letters that no other entry tells of, in words. @type {Record<string, () => string>} */
const letterWords = {
	extension_notice: () => t('机关通知您延长答复期限', 'The agency told you that it takes longer'),
	consultation_notice: () => t('机关告诉您正在征求别人的意见', 'The agency told you that others are being asked'),
	due_day_correction: () => t('机关更正了答复期限', 'The agency corrected the due day'),
	clerical_correction: () => t('机关更正了文书里的笔误', 'The agency mended a slip in a letter'),
	termination_notice: () => t('办理终止', 'The handling was ended'),
	withdrawal_confirmation: () => t('机关确认您撤回了申请', 'The agency confirmed your withdrawal'),
	revocation: () => t('机关撤销了原来的答复，重新办理', 'The agency revoked its reply and starts anew'),
};

/** @param {any} c @returns {Entry[]} */
const ofCorrection = (c) => [
	{
		on: c.sent_on,
		text: t(
			'机关请您补正（{0} 项）',
			c.items.length === 1 ? 'The agency asked for a correction' : 'The agency asked for {0} corrections',
			c.items.length,
		),
		letter: c.letter_id,
	},
	...c.sent_again.map((/** @type {any} */ s) => ({
		on: s.sent_on,
		text: t('补正通知又送了一次', 'The notice was sent again'),
		letter: s.letter_id,
	})),
	{ on: c.received_on === c.sent_on ? null : c.received_on, text: t('您收到补正通知', 'You received that notice') },
	{
		on: c.answered_on,
		text: t('您作了补正，答复期限从这天起重新计算', 'You answered it; the period starts anew from this day'),
	},
];

/** @param {any} f @returns {Entry[]} */
const ofFee = (f) => [
	{
		on: f.sent_on,
		text: t('机关通知您缴纳信息处理费 {0}', 'The agency asked for a fee of {0}', yuanText(f.amount_yuan ?? '0.00')),
		letter: f.letter_id,
	},
	{
		on: ['cancelled', 'waived'].includes(f.status) ? f.decided_on : null,
		text:
			f.status === 'waived'
				? t('机关免收了这笔费用', 'The fee was waived')
				: t('机关撤销了收费通知', 'The fee notice was taken back'),
		letter: f.decision_letter_id,
	},
];

/** @param {any} k @returns {Entry[]} */
const ofConsultation = (k) => [
	{
		on: k.asked_on,
		text: t('机关征求别人的意见，期间不计入答复期限', 'The agency asks others; that time does not count'),
	},
	{ on: k.open ? null : k.ended_on, text: t('征求意见结束', 'That asking ended') },
];

/** @param {any} r @returns {Entry[]} */
const ofReasons = (r) => [
	{
		on: r.asked_on,
		text: t('机关请您说明申请数量、频次的理由', 'The agency asked why so many requests are made'),
		letter: r.letter_id,
	},
	{ on: r.answered_on, text: t('您说明了理由', 'You gave your reasons') },
	{
		on: r.delay_letter_id ? r.delayed_to : null,
		text: t('机关通知的延迟答复日', 'The delayed day that you were told'),
		letter: r.delay_letter_id,
		ahead: true,
	},
];

/** @param {any} l @returns {Entry[]} */
const ofLapse = (l) => [
	{
		on: l.served_on,
		text:
			l.outcome === 'not_paid'
				? t('逾期未缴费，不再处理', 'Not paid in time: no longer handled')
				: t('逾期未补正，不再处理', 'Not corrected in time: no longer handled'),
		letter: l.letter_id,
	},
	{ on: l.reinstated_on, text: t('恢复办理', 'Taken up again'), letter: l.reinstatement_letter_id },
];

/** @param {boolean} [yes] */
const provisional = (yes) => (yes ? t('（暂定）', ' (provisional)') : '');

/** @param {any} seen @returns {Entry[]} */
function entries(seen) {
	const told = new Set();
	/** @type {Entry[]} */
	const list = [
		{
			on: seen.submitted_on === seen.received_on ? null : seen.submitted_on,
			text: t('您提出申请', 'You made the request'),
		},
		{
			on: seen.received_on,
			text: t('机关收到您的申请', 'The agency received your request'),
			letter: seen.letters.find((/** @type {any} */ l) => l.kind === 'receipt')?.id,
		},
		{ on: seen.registered_on, text: t('机关登记，开始办理', 'It was registered and is being handled') },
		...seen.corrections.flatMap(ofCorrection),
		...seen.consultations.flatMap(ofConsultation),
		...seen.reasons.flatMap(ofReasons),
		...seen.fee_notices.flatMap(ofFee),
		...seen.lapses.flatMap(ofLapse),
		...seen.payments.map((/** @type {any} */ p) => ({
			on: p.paid_on,
			text: t('您缴费 {0}', 'You paid {0}', yuanText(p.amount_yuan)),
		})),
		...seen.refunds.map((/** @type {any} */ r) => ({
			on: r.refunded_on,
			text: t('退费 {0}', '{0} were refunded', yuanText(r.amount_yuan)),
			letter: r.letter_id,
		})),
		...seen.handlings
			.filter((/** @type {any} */ k) => k.no > 1)
			.map((/** @type {any} */ k) => ({
				on: k.opened_on,
				text: t('重新办理（第 {0} 次）', 'Handled anew (handling {0})', k.no),
			})),
		{
			on: seen.replied_on,
			text: t('答复书已送达', 'The reply was served'),
			letter: seen.letters.findLast(
				(/** @type {any} */ l) =>
					l.kind === 'reply' || l.kind === 'new_reply' || l.kind === 'on_the_spot_record',
			)?.id,
		},
		{
			on: seen.replied_on ? null : seen.due_on,
			text: t('最迟在这天答复', 'The reply is due by this day') + provisional(seen.provisional),
			ahead: true,
		},
		{
			on:
				seen.state === 'awaiting_correction' || seen.state === 'awaiting_payment'
					? seen.clock.waits_until
					: null,
			text:
				(seen.state === 'awaiting_payment'
					? t('最迟在这天缴费', 'Pay by this day')
					: t('最迟在这天补正', 'Answer by this day')) + provisional(seen.clock.waits_until_provisional),
			ahead: true,
		},
	];
	for (const e of list) if (e.letter) told.add(e.letter);
	for (const l of seen.letters)
		if (!told.has(l.id))
			list.push({
				on: l.made_on,
				text: letterWords[l.kind]?.() ?? t('文书：{0}', 'Letter: {0}', l.title),
				letter: l.id,
			});
	return list
		.filter((e) => e.on)
		.sort(
			(a, b) =>
				Number(a.ahead ?? false) - Number(b.ahead ?? false) ||
				/** @type {string} */ (a.on).localeCompare(/** @type {string} */ (b.on)),
		);
}

/** @param {any} seen */
export const timeline = (seen) =>
	h(
		'ol.timeline',
		null,
		entries(seen).map((e) =>
			h(
				'li',
				{ class: e.ahead ? 'ahead' : '' },
				h('time', { datetime: e.on }, dayText(e.on)),
				e.text,
				e.letter
					? [
							' ',
							h(
								'a',
								{ href: `#letter/${e.letter}` },
								t('看文书', 'Read the letter'),
								h('span.visually-hidden', null, t('（{0}）', ' ({0})', e.text)),
							),
						]
					: null,
			),
		),
	);
