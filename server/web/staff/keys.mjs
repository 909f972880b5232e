// @ts-check
/* Keys: a page says which it has; "?" lists them.  They rest in fields, and can be switched off (WCAG 2.1.4). */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';

const OFF = 'disclosured.keys-off';
/** @type {Map<string, { text: string, run: () => void }>} */
const known = new Map();

const off = () => {
	try {
		return localStorage.getItem(OFF) === '1';
	} catch {
		return false;
	}
};

/** Adds keys; gives what takes them away. @param {[string, string, () => void][]} list key, what it does, how */
export function useKeys(list) {
	for (const [key, text, run] of list) known.set(key, { text, run });
	return () => {
		for (const [key] of list) known.delete(key);
	};
}

/** @param {string} text what has been done, for eyes and ears */
export function say(text) {
	const box = document.getElementById('said');
	if (!box) return;
	box.textContent = text;
	setTimeout(() => {
		if (box.textContent === text) box.textContent = '';
	}, 6000);
}

function help() {
	const dialog = h(
		'dialog.ask',
		{ 'aria-labelledby': 'keys-title', onclose: () => dialog.remove() },
		h('h2', { id: 'keys-title' }, t('快捷键', 'Keys')),
		h(
			'dl.facts',
			null,
			[...known].map(([key, k]) => [h('dt', null, h('kbd', null, key)), h('dd', null, k.text)]),
		),
		h(
			'div.form-check.mt-3',
			null,
			h('input.form-check-input', {
				type: 'checkbox',
				id: 'keys-off',
				checked: off(),
				onchange: (/** @type {any} */ e) => {
					try {
						localStorage.setItem(OFF, e.target.checked ? '1' : '0');
					} catch {
						/* for this page only */
					}
				},
			}),
			h(
				'label.form-check-label',
				{ for: 'keys-off' },
				t('停用单键快捷键（? 除外）', 'Switch single keys off (not ?)'),
			),
		),
		h(
			'p.mt-3.mb-0',
			null,
			h('button.btn.btn-primary', { type: 'button', onclick: () => dialog.close() }, t('关闭', 'Close')),
		),
	);
	document.body.append(dialog);
	dialog.showModal();
}

export function keys() {
	document.addEventListener('keydown', (e) => {
		const at = /** @type {HTMLElement} */ (e.target);
		if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || document.querySelector('dialog[open]')) return;
		if (at.closest('input:not([type=checkbox], [type=radio]), textarea, select') && e.key !== 'Escape') return;
		if (e.key === '?') help();
		else if (!known.has(e.key) || (off() && e.key.length === 1)) return;
		else known.get(e.key)?.run();
		e.preventDefault();
	});
}
