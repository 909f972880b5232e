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

/** Replaces what PLACE holds. @param {Element} place @param {...Child} children */
export function show(place, ...children) {
	const f = document.createDocumentFragment();
	add(f, children);
	place.replaceChildren(f);
}

/** @param {string} id @returns {any} */
export const by = (id) => document.getElementById(id);

let ids = 0;
/** An id that no other element of the page has. @param {string} [stem] */
export const newId = (stem = 'e') => `${stem}-${++ids}`;
