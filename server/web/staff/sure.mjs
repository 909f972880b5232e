// @ts-check
/* Asks before what cannot be taken back. */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';

/**
 * True where it is to be done.
 * @param {string} question @param {string} effect what it does that stays @param {string} button
 * @returns {Promise<boolean>}
 */
export const sure = (question, effect, button) =>
	new Promise((resolve) => {
		let yes = false;
		const dialog = h(
			'dialog.ask',
			{
				'aria-labelledby': 'sure-title',
				onclose: () => {
					dialog.remove();
					resolve(yes);
				},
			},
			h('h2', { id: 'sure-title' }, question),
			h('p', null, effect),
			h(
				'p.mb-0',
				null,
				h(
					'button.btn.btn-danger',
					{
						type: 'button',
						onclick: () => {
							yes = true;
							dialog.close();
						},
					},
					button,
				),
				' ',
				h('button.btn.btn-link', { type: 'button', onclick: () => dialog.close() }, t('取消', 'Cancel')),
			),
		);
		document.body.append(dialog);
		dialog.showModal();
	});
