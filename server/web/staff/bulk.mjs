// @ts-check
/* Reassigning several cases at once, by a head: each is an act of its own, and what fails says why. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { field, form, problemText } from '../lib/parts.mjs';
import { colleagues } from './words.mjs';
import { say } from './keys.mjs';

/** @param {Element} place where the rows are @param {string} agency @param {() => void} done */
export function bulkBar(place, agency, done) {
	const text = h('span', null);
	const open = h(
		'button.btn.btn-sm.btn-outline-primary',
		{ type: 'button', onclick: ask },
		t('分办、改派…', 'Assign…'),
	);
	const bar = h('div.bulk', { hidden: true }, text, ' ', open);
	const picked = () =>
		[...place.querySelectorAll('[name=pick]:checked')].map((e) => /** @type {HTMLInputElement} */ (e).value);

	function count() {
		const n = picked().length;
		bar.hidden = n === 0;
		text.textContent = t('已选 {0} 件', '{0} chosen', n);
	}
	place.addEventListener('change', count);

	async function ask() {
		const people = (await colleagues(agency)).filter((p) => p.roles.includes('caseworker'));
		const result = h('div', { 'aria-live': 'polite' });
		const dialog = h(
			'dialog.ask',
			{ 'aria-labelledby': 'bulk-title', onclose: () => dialog.remove() },
			h('h2', { id: 'bulk-title' }, t('分办、改派 {0} 件', 'Assign {0} cases', picked().length)),
			form(
				[
					field({ name: 'to_user_id', label: t('交给', 'To'), options: people.map((p) => [p.id, p.name]) }),
					field({ name: 'reason', label: t('理由', 'Reason'), required: true }),
				],
				t('交给经办人', 'Assign'),
				async (data) => {
					const answer = await api.post('/api/v1/reassignments', {
						cases: picked().map((id) => ({ id })),
						to_user_id: data.get('to_user_id'),
						reason: data.get('reason'),
					});
					const failed = (answer.items ?? answer.cases ?? []).filter((/** @type {any} */ x) => x.problem);
					const n = picked().length - failed.length;
					if (n) say(t('已交给经办人：{0} 件', 'Assigned: {0} cases', n));
					if (failed.length)
						show(
							result,
							h(
								'p.mb-1',
								null,
								h(
									'strong',
									null,
									t('{0} 件没有交出去：', '{0} cases were not assigned:', failed.length),
								),
							),
							h(
								'ul',
								null,
								failed.map((/** @type {any} */ x) =>
									h(
										'li',
										null,
										h('strong', null, x.number ?? x.id),
										problemText(new Problem(x.problem.status, x.problem, null)),
									),
								),
							),
						);
					else dialog.close();
					done();
				},
			),
			result,
			h('button.btn.btn-sm.btn-link', { type: 'button', onclick: () => dialog.close() }, t('关闭', 'Close')),
		);
		document.body.append(dialog);
		dialog.showModal();
	}
	return { bar, count };
}
