// @ts-check
/* Saved views: names for addresses of the queue, kept on this device. */
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { me } from './session.mjs';

const key = () => `disclosured.views.${me.id}`;

/** @returns {[string, string][]} */
function read() {
	try {
		return JSON.parse(localStorage.getItem(key()) ?? '[]');
	} catch {
		return [];
	}
}

/** @param {() => string} here the address to keep */
export function viewsBox(here) {
	const box = h('div.views');
	/** @param {[string, string][]} views */
	const write = (views) => {
		try {
			localStorage.setItem(key(), JSON.stringify(views));
		} catch {
			/* none is kept */
		}
		draw();
	};
	function draw() {
		const name = h('input.form-control.form-control-sm', {
			'aria-label': t('视图名称', 'Name of the view'),
			maxlength: 20,
			placeholder: t('名称', 'name'),
		});
		show(
			box,
			h(
				'details',
				null,
				h('summary', null, t('常用视图', 'Saved views')),
				h(
					'div.menu',
					null,
					read().map(([text, address]) =>
						h(
							'p',
							null,
							h('a', { href: address }, text),
							' ',
							h(
								'button.btn.btn-sm.btn-link',
								{
									type: 'button',
									'aria-label': t('删除 {0}', 'remove {0}', text),
									onclick: () => write(read().filter((v) => v[0] !== text)),
								},
								'×',
							),
						),
					),
					h(
						'form.passing',
						{
							onsubmit: (/** @type {Event} */ e) => {
								e.preventDefault();
								if (name.value.trim())
									write([
										...read().filter((v) => v[0] !== name.value.trim()),
										[name.value.trim(), here()],
									]);
							},
						},
						name,
						h('button.btn.btn-sm.btn-outline-primary', null, t('保存当前视图', 'Keep this view')),
					),
				),
			),
		);
	}
	draw();
	return box;
}
