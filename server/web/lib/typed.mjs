// @ts-check
/*
 * What has been typed and not sent.  A page that begins to watch asks before it is left, read anew or drawn in the other
 * language; forms of class "passing" (filters, sign-in) and of role search are nobody's loss.
 */
import { h } from './dom.mjs';
import { t } from './lang.mjs';

/** @type {Set<Element>} */
const forms = new Set();
/** Forms that are kept although they are folded away. @type {WeakSet<Element>} */
const held = new WeakSet();
/** What else would be lost. @type {(() => boolean)[]} */
const others = [];
let leaving = false;

/** Is there anything that leaving the page would lose? */
export function unsent() {
	for (const f of forms) if (!f.isConnected && !held.has(f)) forms.delete(f);
	return forms.size > 0 || others.some((f) => f());
}

/** FORM is kept where it is not shown. @param {Element} form */
export const hold = (form) => held.add(form);
/** What FORM held is sent, or empty again. @param {Element} form */
export const settled = (form) => forms.delete(form);
/** Nothing is kept any more. */
export const forgetTyped = () => forms.clear();
/** The page goes, whatever is typed: nobody is asked. */
export const letGo = () => {
	leaving = true;
};

function before(/** @type {BeforeUnloadEvent} */ e) {
	if (!leaving && unsent()) e.preventDefault();
}

/** Begins to watch the page's forms. @param {(() => boolean)} [more] what else would be lost */
export function watchTyping(more) {
	if (more) others.push(more);
	else
		document.addEventListener('input', (e) => {
			const form = /** @type {Element} */ (e.target).closest('form:not(.passing, [role=search])');
			if (form) forms.add(form);
		});
	addEventListener('beforeunload', before);
}

/** @type {Promise<boolean> | null} */
let asking = null;

/** True where nothing is lost by leaving, or it is to be lost. */
export function mayLeave() {
	if (!unsent()) return Promise.resolve(true);
	asking ??= new Promise((resolve) => {
		let leave = false;
		const button = (/** @type {string} */ kind, /** @type {string} */ text, /** @type {boolean} */ answer) =>
			h(
				`button.btn.${kind}`,
				{
					type: 'button',
					onclick: () => {
						leave = answer;
						dialog.close();
					},
				},
				text,
			);
		const dialog = h(
			'dialog.ask',
			{
				'aria-labelledby': 'leave-title',
				onclose: () => {
					dialog.remove();
					asking = null;
					resolve(leave);
				},
			},
			h('h2', { id: 'leave-title' }, t('还有没提交的内容', 'Something is not sent yet')),
			h(
				'p',
				null,
				t('离开后，填写了还没提交的内容就没有了。', 'What was typed and not sent is lost when you leave.'),
			),
			h(
				'p.mb-0',
				null,
				button('btn-primary', t('留下，继续填写', 'Stay and go on'), false),
				' ',
				button('btn-outline-danger', t('放弃并离开', 'Discard and leave'), true),
			),
		);
		document.body.append(dialog);
		dialog.showModal();
	});
	return asking;
}
