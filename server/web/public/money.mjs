// @ts-check
/* A fee with its tiers worked out, as a table that adds up. */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { lawTag } from '../lib/parts.mjs';

/** "1,100.00 元" @param {string} yuan */
export const yuanText = (yuan) => t('{0} 元', '{0} yuan', yuan.replace(/\B(?=(\d{3})+\.)/g, ','));

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
				h('th.n', { scope: 'col' }, t('{0}数', 'Number', unit)),
				h('th.n', { scope: 'col' }, t('每{0}', 'Each', unit)),
				h('th.n', { scope: 'col' }, t('小计', 'Sum')),
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
					h('td.n', null, s.count),
					h('td.n', null, s.each_yuan),
					h('td.n', null, s.amount_yuan),
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
				h('td.n', null, yuanText(fee.amount_yuan)),
			),
		),
	);
