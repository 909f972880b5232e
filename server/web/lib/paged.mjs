// @ts-check
/* A list that is read page by page. */
import { api } from './api.mjs';
import { h, show } from './dom.mjs';
import { t } from './lang.mjs';
import { empty, fill } from './parts.mjs';

/**
 * Reads PATH into PLACE, each item as ROW makes it, with a button for more; NOTHING stands where there
 * is none.  May be called again at any time: the last call is what is shown.  The list's data-pages says how many
 * pages of it have been read.
 * @param {Element} place @param {string} path @param {(item: any) => any} row @param {string} nothing @param {string} [list]
 */
export const paged = (place, path, row, nothing, list = 'ul.list-unstyled') => fill(place, async () => {
	const items = h(list), more = h('p');
	const read = async (/** @type {string} */ from) => {
		const page = await api.get(from);
		items.dataset.pages = String(Number(items.dataset.pages ?? 0) + 1);
		items.append(...page.items.map(row));
		show(more, page.next ? h('button.btn.btn-sm.btn-outline-secondary', { type: 'button', onclick: () => read(page.next) }, t('更多', 'More')) : null);
	};
	await read(path);
	return items.childNodes.length ? [items, more] : empty(nothing);
});
