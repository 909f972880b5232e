// @ts-check
/*
 * The form of a row of the act table, and sending it: what is typed stays until it has been done, whether
 * the case has moved meanwhile (412), the network is away, or the law says no.
 */
import { api } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { choices, field, form } from '../lib/parts.mjs';
import { onNewest } from './stale.mjs';
import { actText, nameOf, roleText } from './words.mjs';

/** One field of the table as elements; PREFIX is its group's path. @param {any} f @param {string} today @param {string} [prefix] @returns {any} */
export function build(f, today, prefix = '') {
	if (!f) return null;
	if (f.element) return f.element;
	const name = prefix + f.name;
	let e;
	if (f.type === 'hidden') return h('input', { type: 'hidden', name, value: f.value });
	if (f.sole)
		return [
			h('input', { type: 'hidden', name, value: f.options[0][0] }),
			h('p.small', null, h('span.text-secondary', null, `${f.label}${t('：', ': ')}`), f.options[0][1]),
		];
	if (f.type === 'multi') {
		if (!f.options.length) return null;
		e = choices({ name, legend: f.label, options: f.options, multiple: true, value: f.value });
	} else if (f.type === 'list') e = buildList(f, today, name);
	else
		e = field({
			...f,
			name,
			type: f.type ?? 'text',
			value: f.value ?? (f.today ? today : undefined),
			attributes: {
				maxlength: f.max && f.type !== 'number' ? f.max : null,
				min: f.min,
				max: f.type === 'number' ? f.max : null,
				inputmode: f.inputmode,
				autocomplete: 'off',
			},
		});
	if (f.show) e.dataset.show = JSON.stringify(f.show);
	return e;
}

/** @param {any} f @param {string} today @param {string} name */
function buildList(f, today, name) {
	const items = h('div');
	let n = 0;
	/* Other fields may depend on whether there is an item. */
	const changed = () => items.dispatchEvent(new Event('change', { bubbles: true }));
	const more = h(
		'button.btn.btn-sm.btn-outline-secondary',
		{
			type: 'button',
			onclick: () => {
				add().querySelector('input, textarea, select')?.focus();
				changed();
			},
		},
		t('再加一项', 'Add one'),
	);
	const add = () => {
		const no = n++;
		const group = h(
			'div.group',
			{ dataset: { no } },
			f.fields.map((/** @type {any} */ x) => build(x, today, f.plain ? `${name}/${no}` : `${name}/${no}/`)),
			no >= f.min
				? h(
						'button.btn.btn-sm.btn-link',
						{
							type: 'button',
							onclick: () => {
								group.remove();
								more.focus();
								changed();
							},
						},
						t('删除', 'Remove'),
					)
				: null,
		);
		items.append(group);
		return group;
	};
	for (let i = 0; i < f.min; i++) add();
	return h('fieldset.field.list', { dataset: { name } }, h('legend', null, f.label), h('p.fault'), items, more);
}

/** Shows the fields whose condition holds: another field has one of these values, or a list ("any") an item. @param {HTMLFormElement} e */
export function toggle(e) {
	const data = new FormData(e);
	for (const x of /** @type {NodeListOf<HTMLElement>} */ (e.querySelectorAll('[data-show]')))
		x.hidden = !Object.entries(JSON.parse(x.dataset.show ?? '{}')).every(([name, values]) =>
			values === 'any' ? [...data.keys()].some((k) => k.startsWith(`${name}/`)) : values.includes(data.get(name)),
		);
}

/** What the fields say, as a body; empty ones are left out. @param {any[]} fields @param {HTMLFormElement} e @param {string} [prefix] */
export function read(fields, e, prefix = '') {
	const data = new FormData(e);
	/** @type {any} */
	const body = {};
	for (const f of fields) {
		if (!f || f.name.startsWith('@')) continue;
		const name = prefix + f.name;
		const shown = e.querySelector(`[data-name="${CSS.escape(name)}"]`);
		if (shown && /** @type {HTMLElement} */ (shown).hidden) continue;
		if (f.type === 'list') {
			const groups = [...e.querySelectorAll(`[data-name="${CSS.escape(name)}"] > div > .group`)];
			const items = groups
				.map((g) => {
					const at = `${name}/${/** @type {HTMLElement} */ (g).dataset.no}`;
					return f.plain ? String(data.get(at) ?? '').trim() : read(f.fields, e, `${at}/`);
				})
				.filter((x) => typeof x !== 'string' || x);
			if (items.length || f.min) body[f.name] = items;
		} else if (f.type === 'checkbox') {
			if (data.has(name)) body[f.name] = true;
		} else if (f.type === 'multi') {
			const all = data.getAll(name);
			if (all.length) body[f.name] = f.number ? all.map(Number) : all;
		} else {
			const v = String(data.get(name) ?? '').trim();
			if (v !== '') body[f.name] = f.bool ? v === 'true' : f.type === 'number' || f.number ? Number(v) : v;
		}
	}
	return body;
}

/** Who changed what meanwhile. @param {import('../lib/api.mjs').Problem} p */
const changes = (p) =>
	(p.body.changes ?? []).map((/** @type {any} */ x) => [
		timeText(x.recorded_at),
		' ',
		x.actor_id ? nameOf(x.actor_id) : roleText(x.actor_role),
		t('：', ': '),
		actText(x.act),
	]);

/**
 * Sends as ROW says and gives the answer; null where the case had moved and FORM says so.
 * @param {HTMLFormElement} e @param {{ path: string, method?: string, free?: boolean }} to @param {() => any} body @param {{ version: () => number, newer: () => Promise<any> }} at
 */
export const send = (e, to, body, at) =>
	onNewest(
		e,
		async () =>
			api.call(to.method ?? 'POST', to.path, {
				body: await body(),
				version: to.free ? undefined : at.version(),
			}),
		async (p) => {
			await at.newer();
			return changes(p);
		},
		() => e.requestSubmit(),
		t('您填写期间，这一件有了变动', 'The case has changed while you were typing'),
	);

/**
 * @param {import('./acts.mjs').ActRow} row @param {import('./acts.mjs').Context} x
 * @param {{ base: string, version: () => number, newer: () => Promise<any>, done: (answer: any) => void }} at
 */
export function actForm(row, x, at) {
	const fields = (row.fields?.(x) ?? []).filter(Boolean);
	const e = form(
		fields.map((f) => build(f, x.me.today)),
		row.title ?? actText(row.act),
		async () => {
			const data = new FormData(e);
			const path = row.path.replace(/\{(\w+)\}/g, (_, name) =>
				encodeURIComponent(String(data.get(`@${name}`) ?? '')),
			);
			const answer = await send(
				e,
				{ path: at.base + path, method: row.put ? 'PUT' : 'POST', free: row.free },
				() => (row.body ? row.body(read(fields, e), x) : read(fields, e)),
				at,
			);
			if (answer !== null) at.done(answer);
		},
		{
			class: 'act-form',
			onchange: () => toggle(e),
			oninput: () => {
				e.dataset.typed = 'yes';
			},
		},
	);
	toggle(e);
	return e;
}
