// @ts-check
/* The receipt: number and query code (shown once), the day until which and why, what happens next; files are sent from here. */
import { h } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { dueBox } from '../lib/parts.mjs';
import { keptAccess, openAccess, resumeAccess } from './access.mjs';
import { uploadList } from './files.mjs';
import { letterView } from '../lib/letter.mjs';

/** R-REQ-9: so long the text can be changed.  Counted from when the receipt came, the device's clock may differ. */
export const AMEND_MS = 600000;

/** A text with a button that copies it. @param {string} label @param {string} text @param {string} kind */
function copyable(label, text, kind) {
	const told = h('span.form-text', { role: 'status' });
	return h(
		'div.copyable',
		null,
		h('dt', null, label),
		h(
			'dd',
			null,
			h('strong.code', { class: kind }, text),
			' ',
			h(
				'button.btn.btn-sm.btn-outline-primary',
				{
					type: 'button',
					onclick: async () => {
						try {
							await navigator.clipboard.writeText(text);
							told.textContent = t('已复制', 'copied');
						} catch {
							told.textContent = t('请手工抄下', 'please write it down');
						}
					},
				},
				t('复制', 'Copy'),
				h('span.visually-hidden', null, ` ${label}`),
			),
			' ',
			told,
		),
	);
}

/** Counts down to UNTIL, by this device's clock; ends by itself. @param {number} until @param {(text: string, over: boolean) => void} tell */
export function countdown(until, tell) {
	const left = () => Math.floor((until - Date.now()) / 1000);
	const tick = () => {
		const s = left();
		tell(
			s > 0
				? t('还剩 {0} 分 {1} 秒', '{0} min {1} s left', Math.floor(s / 60), s % 60)
				: t('时间已过', 'the time is over'),
			s <= 0,
		);
		if (s > 0) setTimeout(tick, 1000);
	};
	tick();
}

/** @param {any} filed @param {File[]} files */
export function receiptPage(filed, files) {
	const left = h('span.badge.text-bg-secondary');
	const amend = h('a.btn.btn-outline-primary', { href: '/follow#amend' }, t('修改内容', 'Change the text'));
	countdown(filed.arrived + AMEND_MS, (text, over) => {
		left.textContent = text;
		amend.hidden = over;
	});
	const ready =
		keptAccess()?.number === filed.number
			? Promise.resolve(resumeAccess())
			: openAccess(filed.number, filed.query_code);
	ready.catch(() => null); // told where it is needed
	return [
		h('h1', { tabindex: '-1' }, t('申请已提交', 'Your request has been received')),
		h(
			'p.lead',
			null,
			t(
				'{0}已经收到您的申请。请保存下面的编号和查询码。',
				'{0} has received your request. Please keep the number and the query code.',
				filed.agency,
			),
		),
		h(
			'section.card-plain.ticket',
			{ 'aria-label': t('编号和查询码', 'Number and query code') },
			h(
				'dl',
				null,
				copyable(t('申请编号', 'Number'), filed.number, 'number'),
				copyable(t('查询码', 'Query code'), filed.query_code, 'secret'),
			),
			h(
				'p.mb-2',
				null,
				t(
					'查询码只在这里显示一次，丢失后要带身份证明到机关重新领取。不要告诉别人。',
					'The query code is shown only here and only once; if it is lost, the agency gives a new one on proof of identity. Tell nobody.',
				),
			),
			h(
				'p.no-print.mb-0',
				null,
				h(
					'button.btn.btn-primary',
					{ type: 'button', onclick: () => window.print() },
					t('打印回执', 'Print the receipt'),
				),
			),
		),
		/* The receipt below says both. */
		h('div.no-print', null, dueBox(filed), h('p', null, t('收到之日：', 'Received: '), dayText(filed.received_on))),
		filed.missing.length
			? h(
					'section.alert.alert-warning',
					null,
					h('h2.h5', null, t('还缺少', 'Still missing')),
					h(
						'ul',
						null,
						filed.missing.map((/** @type {any} */ m) => h('li', null, m.guidance)),
					),
					h(
						'p.mb-0',
						null,
						t(
							'机关会用补正通知一次告知；您也可以现在修改。',
							'A correction notice will ask for it once; you can also change the text now.',
						),
					),
				)
			: null,
		files.length ? uploadList(filed.number, files, ready) : null,
		h(
			'section.no-print',
			null,
			h('h2', null, t('接下来', 'What happens next')),
			h(
				'ol',
				null,
				h(
					'li',
					null,
					t(
						'机关登记您的申请；缺少内容的，在 {0} 前一次告知补正。',
						'The agency registers it; what is missing is asked for once, by {0}.',
						dayText(filed.clock.correction_last_day),
					),
				),
				h(
					'li',
					null,
					t(
						'在上面的期限内答复；需要延长或者征求别人意见的，会通知您，查询页上看得到为什么。',
						'It replies by the day above; if that is extended, or others are asked, you are told, and the follow page says why.',
					),
				),
				h(
					'li',
					null,
					t(
						'答复书会写明不服时可以找谁、到哪一天为止。',
						'The reply says to whom you can turn if you disagree, and until when.',
					),
				),
			),
		),
		h(
			'section.no-print',
			null,
			h('h2', null, t('现在可以', 'What you can do')),
			h(
				'p',
				null,
				t(
					'提交后 10 分钟内可以修改文字，收到之日不变：',
					'For 10 minutes you can change the text; the day of receipt stays: ',
				),
				left,
			),
			h(
				'p.actions',
				null,
				amend,
				h('a.btn.btn-outline-primary', { href: '/follow' }, t('查看办理情况', 'Follow the request')),
				h('a.btn.btn-outline-danger', { href: '/follow#withdraw' }, t('撤回申请', 'Withdraw it')),
			),
		),
		h('section', null, h('h2.no-print', null, t('登记回执', 'The receipt')), letterView(filed.receipt)),
	];
}
