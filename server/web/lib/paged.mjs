// @ts-check
/* A list that is read page by page. */
import { api } from './api.mjs';
import { h, show } from './dom.mjs';
import { t } from './lang.mjs';
import { empty, fill, problemBox, refill } from './parts.mjs';

/** @typedef {{ path: string, row: (item: any) => any, nothing: string, list?: string, whole?: (items: any[]) => Promise<any[]> }} Pages each item as `row` makes it (nothing where it stands in one before), read whole first; `nothing` stands where there is none */

/**
 * The first page of a list with a button for more.  The list's data-pages says how many pages of it have
 * been asked for.
 * @param {Pages} of
 */
async function first({ path, row, nothing, list = 'ul.list-unstyled', whole }) {
	const items = h(list),
		more = h('p');
	/** @param {string} next @param {string} text */
	const button = (next, text) =>
		h('button.btn.btn-sm.btn-outline-secondary', { type: 'button', onclick: () => further(next) }, text);
	const take = async (/** @type {any} */ page) => {
		const read = whole ? await whole(page.items) : page.items;
		items.append(...read.map(row).filter(Boolean));
		show(more, page.next ? button(page.next, t('更多', 'More')) : null);
	};
	const further = async (/** @type {string} */ next) => {
		items.dataset.pages = String(Number(items.dataset.pages) + 1);
		try {
			await take(await api.get(next));
		} catch (e) {
			show(more, problemBox(e), button(next, t('再试一次', 'Try again')));
		}
	};
	items.dataset.pages = '1';
	await take(await api.get(path));
	return items.childNodes.length ? [items, more] : nothing ? empty(nothing) : [];
}

/** Reads a list into PLACE.  May be called again at any time: the last call is what is shown. @param {Element} place @param {Pages} of */
export const paged = (place, of) => fill(place, () => first(of));

/**
 * Reads the list in PLACE anew when something has changed; not under somebody's hands, nor behind the
 * first page.
 * @param {Element} place @param {Pages} of
 */
export const pagedAnew = (place, of) =>
	refill(
		place,
		() => first(of),
		() =>
			!place.querySelector(
				'[data-pages]:not([data-pages="1"]), button:focus, input:focus, select:focus, textarea:focus',
			),
	);
