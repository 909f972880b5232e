// @ts-check
/* Elements from data.  Text is always text: nothing that comes from the API or a form is ever parsed. */

/** @typedef {Node | string | number | null | undefined | false | any[]} Child Lists hold children. */

/** Properties that are set as such; everything else is an attribute. */
const properties = new Set(['value', 'checked', 'disabled', 'selected', 'open', 'hidden', 'htmlFor', 'className']);

/**
 * h('a.btn', { href: '/x', onclick: f }, 'text', otherNode): an element with classes, attributes,
 * listeners ("on…") and children; null, undefined and false children are left out.
 * @param {string} name @param {Record<string, any> | null} [attributes] @param {...Child} children
 * @returns {any}
 */
export function h(name, attributes, ...children) {
	const [tag, ...classes] = name.split('.');
	const e = document.createElement(tag || 'div');
	if (classes.length) e.classList.add(...classes);
	for (const [key, value] of Object.entries(attributes ?? {})) {
		if (value === null || value === undefined || value === false) continue;
		if (key.startsWith('on')) e.addEventListener(key.slice(2), value);
		else if (key === 'class') e.classList.add(...String(value).split(' ').filter(Boolean));
		else if (key === 'dataset') Object.assign(e.dataset, value);
		else if (properties.has(key)) /** @type {any} */ (e)[key] = value;
		else e.setAttribute(key, value === true ? '' : String(value));
	}
	add(e, children);
	return e;
}

/** @param {Node} e @param {Child[]} children */
function add(e, children) {
	for (const c of children) {
		if (c === null || c === undefined || c === false) continue;
		if (Array.isArray(c)) add(e, c);
		else e.appendChild(c instanceof Node ? c : document.createTextNode(String(c)));
	}
}

/** What had the focus in a place, until it is there again. @type {WeakMap<Element, string>} */
const held = new WeakMap();

/** By what an element is known again when its page is drawn anew: where it leads, or what it is called and in which row. @param {Element} e */
const likeness = (e) =>
	[
		e.tagName,
		...['name', 'type', 'value'].map((a) => e.getAttribute(a)),
		e.getAttribute('href') ??
			e.getAttribute('data-act') ?? [
				e.getAttribute('aria-label'),
				e.textContent,
				e.closest('li, tr')?.textContent,
			],
	].join('|');

/**
 * Whoever works with keys stays where they were: on the same thing if it is there again, else at the place itself, from
 * where Tab goes on.
 * @param {HTMLElement} place @param {string} what
 */
function holdFocus(place, what) {
	const same = /** @type {HTMLElement | undefined} */ (
		[...place.querySelectorAll('a, button, input, select, textarea, summary')].find((e) => likeness(e) === what)
	);
	if (same) held.delete(place);
	else {
		held.set(place, what);
		if (document.activeElement === place) return;
		const own = place.hasAttribute('tabindex');
		if (!own) place.tabIndex = -1;
		place.addEventListener(
			'blur',
			() => {
				held.delete(place);
				if (!own) place.removeAttribute('tabindex');
			},
			{ once: true },
		);
	}
	(same ?? place).focus({ preventScroll: true });
}

/** Replaces what PLACE holds. @param {Element} place @param {...Child} children */
export function show(place, ...children) {
	const f = document.createDocumentFragment(),
		at = document.activeElement;
	const what = at === place ? held.get(place) : at && place.contains(at) ? likeness(at) : undefined;
	add(f, children);
	place.replaceChildren(f);
	if (what !== undefined) holdFocus(/** @type {HTMLElement} */ (place), what);
}

/** @param {string} id @returns {any} */
export const by = (id) => document.getElementById(id);

let ids = 0;
/** An id that no other element of the page has. @param {string} [stem] */
export const newId = (stem = 'e') => `${stem}-${++ids}`;
