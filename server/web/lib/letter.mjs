// @ts-check
/* A letter as it was sent, from its blocks; one sheet of A4 in print. */
import { h } from './dom.mjs';
import { plainDay } from './lang.mjs';

/** What stands after a name, in the letter's own language. @param {any} letter */
const colon = (letter) => (letter.lang === 'en' ? ': ' : '：');

/** Neighbouring facts stand in one list, neighbouring items too. @param {any} letter */
function body(letter) {
	const out = [];
	let list = null,
		kind = '';
	for (const b of letter.blocks ?? []) {
		if (b.kind === 'fact' || b.kind === 'item') {
			if (kind !== b.kind) out.push((list = h(b.kind === 'fact' ? 'dl.facts' : 'ul')));
			if (b.kind === 'fact') list.append(h('dt', null, b.label), h('dd', null, b.text));
			else list.append(h('li', null, b.label ? `${b.label}${colon(letter)}` : null, b.text));
		} else {
			out.push(b.kind === 'heading' ? h('h3', null, b.text) : h('p', null, b.text));
		}
		kind = b.kind;
	}
	return out;
}

/** @param {any} letter */
export const letterView = (letter) =>
	h(
		'article.letter',
		{ lang: letter.lang === 'en' ? 'en' : 'zh-CN' },
		h('h2', null, letter.title),
		letter.document_number ? h('p.letter-number', null, letter.document_number) : null,
		letter.addressee ? h('p.letter-to', null, letter.addressee, colon(letter).trim()) : null,
		body(letter),
		h(
			'p.letter-end',
			null,
			letter.agency,
			letter.signed_by ? [h('br'), letter.signed_by] : null,
			h('br'),
			plainDay(letter.date, letter.lang === 'en' ? 'en' : 'zh'),
		),
	);
