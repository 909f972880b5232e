// @ts-check
/* The whole history of a case, a page at a time; what was entered late or voided says so. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { problemBox } from '../lib/parts.mjs';
import { me } from './session.mjs';
import { labelOf, valueOf } from './labels.mjs';
import { actText, nameOf, roleText, shortDay } from './words.mjs';

/** Numbers of records, which say nothing to a reader: what they are about stands above. */
const ids = new Set([
	'letter',
	'consultation',
	'fee_notice',
	'task',
	'extension',
	'service',
	'payment',
	'review',
	'remedy',
	'proposal',
	'document',
	'link',
	'refund',
	'search',
	'correction',
	'begins',
]);

/** @param {any} e */
function row(e) {
	const detail = Object.entries(e.detail ?? {}).filter(
		([k, v]) =>
			v !== null &&
			v !== '' &&
			v !== false &&
			!(Array.isArray(v) && !v.length) &&
			!/^(kind|channel|description)$/.test(k) &&
			!(/^\d+$/.test(String(v)) && ids.has(k)),
	);
	return h(
		'li',
		{ class: e.voided ? 'voided' : '' },
		h('span.seq', null, e.seq),
		h(
			'div',
			null,
			h(
				'p.head',
				null,
				h(
					'time',
					{ datetime: e.happened_on, title: timeText(e.recorded_at) },
					shortDay(e.happened_on, me.today),
				),
				' ',
				h('strong', null, actText(e.act)),
				' ',
				h(
					'span.text-secondary',
					null,
					roleText(e.actor_role),
					e.actor_id ? ` ${nameOf(e.actor_id)}` : '',
					e.approver_id ? t('，{0} 批准', ', granted by {0}', nameOf(e.approver_id)) : '',
				),
				e.entered_late
					? h(
							'span.badge.text-bg-warning',
							{ title: timeText(e.recorded_at) },
							t('补录于 {0}', 'entered {0}', timeText(e.recorded_at)),
						)
					: null,
				e.voided ? h('span.badge.text-bg-secondary', null, t('已更正作废', 'voided')) : null,
			),
			detail.length
				? h(
						'p.small.rest',
						null,
						detail.map(([k, v]) =>
							h('span', null, h('span.text-secondary', null, `${labelOf(k)} `), valueOf(k, v, e.act)),
						),
					)
				: null,
		),
	);
}

/** @param {string} base */
export function historyBox(base) {
	const list = h('ol.history'),
		more = h('p');
	/** @param {string} path */
	async function page(path) {
		try {
			const p = await api.get(path);
			list.append(...p.items.map(row));
			show(
				more,
				p.next
					? h(
							'button.btn.btn-sm.btn-outline-secondary',
							{ type: 'button', onclick: () => page(p.next) },
							t('更多', 'More'),
						)
					: null,
			);
		} catch (e) {
			show(more, problemBox(e));
		}
	}
	page(`${base}/events?limit=50`);
	return h('div', null, list, more);
}
