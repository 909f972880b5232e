// @ts-check
/* A fee with its tiers worked out, as a table that adds up. */
import { h } from './dom.mjs';
import { t } from './lang.mjs';
import { lawTag } from './parts.mjs';

/** "1,100.00" @param {string} yuan */
const grouped = (yuan) => yuan.replace(/\B(?=(\d{3})+(\.|$))/g, ',');
/** "1,100.00 元" @param {string | null | undefined} yuan */
export const yuanText = (yuan) => (yuan ? t('{0} 元', '{0} yuan', grouped(yuan)) : '');

/** A fee notice with its tiers, as staff and applicants see it. @param {any} f */
export const noticeTiers = (f) =>
	tierTable(
		f,
		f.method === 'by_page'
			? t('按量计收，{0} 页', 'By page, {0} pages', f.quantity)
			: t(
					'按件计收，本月此前 {0} 件，本次 {1} 件',
					'By item: {0} before in the month, {1} now',
					f.units_before,
					f.quantity,
				),
		f.method === 'by_page' ? t('页', 'page') : t('件', 'item'),
	);

/** @param {{ amount_yuan: string, steps: any[] }} fee @param {string} caption @param {string} unit "件" or "页" */
export const tierTable = (fee, caption, unit) =>
	h(
		'table.tiers',
		null,
		h('caption', null, caption),
		h(
			'thead',
			null,
			h(
				'tr',
				null,
				h('th', { scope: 'col' }, t('第几{0}', 'Which {0}', unit)),
				h('th.amount', { scope: 'col' }, t('{0}数', 'Number', unit)),
				h('th.amount', { scope: 'col' }, t('每{0}', 'Each', unit)),
				h('th.amount', { scope: 'col' }, t('小计', 'Sum')),
			),
		),
		h(
			'tbody',
			null,
			fee.steps.map((s) =>
				h(
					'tr',
					null,
					h('td', null, s.last ? `${s.first}–${s.last}` : t('{0} 以上', 'from {0} on', s.first)),
					h('td.amount', null, s.count),
					h('td.amount', null, grouped(s.each_yuan)),
					h('td.amount', null, grouped(s.amount_yuan)),
				),
			),
		),
		h(
			'tfoot',
			null,
			h(
				'tr',
				null,
				h('th', { scope: 'row', colspan: 3 }, t('合计', 'Total'), ' ', lawTag(fee.steps[0] ?? {})),
				h('td.amount', null, yuanText(fee.amount_yuan)),
			),
		),
	);
