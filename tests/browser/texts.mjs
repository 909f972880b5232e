/**
 * Texts that would be scripts or SQL, marks of direction, 4-byte characters and 10,000 characters without a space, for every
 * field of every form: each text field that a page has ever shown is noted as it appears, and must have been filled in
 * with such a text.  What is stored is then looked at as text; what is refused is refused at its field.
 */
import { open, desktop, narrow, sound } from './harness.mjs';
import { scenario } from '../http/harness.mjs';

export const begin = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e𠮷\'; DROP TABLE docket; -- ',
	short = '"><img src=x>\u202e𠮷';
/** As much of it as a field takes; unbroken. */
export const payload = (max = 10000) =>
	max >= begin.length ? begin.padEnd(max, 'x') : short.padEnd(max, 'x').slice(0, max);

/* ---- In the page. */

/** Notes each text field that appears, and each that gets a payload. */
function instrument() {
	const fields =
		'textarea, input:not([type]), input[type=text], input[type=search], input[type=tel], input[type=email], input[type=password]';
	const group = (e) =>
		(
			e.closest('#panel')?.querySelector('h2') ??
			e.closest('dialog')?.querySelector('h2') ??
			e.closest('details')?.querySelector('summary')
		)?.firstChild?.textContent.split(/[：（]/)[0] ?? '';
	window.keyOf = (e) =>
		[
			location.pathname + location.hash.replace(/[?].*/, ''),
			group(e),
			e.name || e.id || e.getAttribute('aria-label'),
		]
			.join(' ')
			.replace(/\d+/g, '0');
	window.textFields = fields;
	new MutationObserver((records) => {
		for (const n of records.flatMap((r) => [...r.addedNodes]))
			if (n instanceof Element)
				for (const e of [n, ...n.querySelectorAll(fields)])
					if (e.matches(fields)) window.fieldSeen(window.keyOf(e));
	}).observe(document, { subtree: true, childList: true });
	document.addEventListener(
		'input',
		(e) => {
			if (e.target.matches(fields) && e.target.value.includes('<img')) window.fieldFilled(window.keyOf(e.target));
		},
		true,
	);
}

/**
 * Fills in FORM and sends it; gives what its summary says.  VALID are values of those fields that take no free text,
 * for a second time.
 */
async function fillAndSend(form, { long, brief, given, mended = {} }) {
	const put = (e, value) => {
		e.value = value;
		e.dispatchEvent(new Event('input', { bubbles: true }));
		e.dispatchEvent(new Event('change', { bubbles: true }));
	};
	const pad = (max, name) =>
		max >= 100 ? long.slice(0, max - name.length) + name : brief.padEnd(max, 'x').slice(0, max); // each tells its field
	const last = (name) => name.replace(/^.*\/(?=\D)/, '');
	const value = (e) =>
		mended[e.name] ?? given[e.name] ?? given[last(e.name)] ?? pad(e.maxLength > 0 ? e.maxLength : 10000, e.name);
	for (const list of form.querySelectorAll('fieldset.list'))
		if (!list.querySelector('.group')) list.querySelector(':scope > button').click();
	for (const e of form.querySelectorAll('select, input[type=number], input[type=date], input[type=time]')) {
		const wanted = given[e.name] ?? given[last(e.name)];
		if (wanted !== undefined) put(e, wanted);
		else if (!e.value)
			put(e, { number: '1', date: '2026-03-02', time: '10:00' }[e.type] ?? e.options?.[1]?.value ?? '');
	}
	for (const e of form.querySelectorAll('.form-check.field > input[type=checkbox]'))
		if (given[e.name]) put(Object.assign(e, { checked: true }), e.value);
	for (const e of form.querySelectorAll(window.textFields)) put(e, value(e));
	for (const set of form.querySelectorAll('fieldset.field'))
		if (!set.querySelector(':checked')) set.querySelector('input[type=radio], input[type=checkbox]')?.click();
	form.requestSubmit();
	const button = form.querySelector('button[type=submit], button:not([type])');
	for (let i = 0; i < 1200 && form.isConnected && button?.disabled; i++)
		await new Promise((go) => setTimeout(go, 10));
	const box = form.isConnected && form.querySelector('.summary');
	if (!box) return null;
	return {
		text: box.textContent,
		loose: [...box.querySelectorAll('li')].filter((x) => !x.querySelector('a')).map((x) => x.textContent),
		law: !box.querySelector('li'),
		at: [...form.querySelectorAll('.at-fault')].map((x) => x.dataset.name),
	};
}

/* ---- Here. */

const seen = new Set(),
	filled = new Set();

/** A tab whose fields are noted. */
export async function noted(options) {
	const tab = await open(options);
	tab.leaves(); // forms that were refused still hold what was typed
	tab.page.setDefaultTimeout(30000);
	await tab.page.exposeFunction('fieldSeen', (key) => {
		seen.add(key);
	});
	await tab.page.exposeFunction('fieldFilled', (key) => {
		filled.add(key);
	});
	await tab.page.addInitScript(instrument);
	return tab;
}

/** What is right in a field that takes no free text, or no more than so much; for the rest a short payload. */
export const valid = {};

/** Sends FORM with payloads in all its fields; where they are refused it is said at the field, and they are mended. */
export async function send(t, form, where, given = {}) {
	const arg = { long: payload(20000), brief: short, given };
	const mended = {};
	let said = null;
	for (let n = 0; n < 3; n++) {
		said = await form.evaluate(fillAndSend, { ...arg, mended });
		if (!said || said.law) break;
		t.is(said.loose, [], `refused at ${where}, and at no field`);
		for (const name of said.at) mended[name] = valid[name.replace(/^.*\/(?=\D)/, '')] ?? short;
	}
	if (process.env.VERBOSE) console.log(`# ${where}: ${said ? said.text.slice(0, 200) : 'done'}`);
	return said;
}

/** Nothing that was written became an element. */
async function inert(t, page, where) {
	t.is(
		await page.evaluate(() => document.querySelectorAll('img, main script, dialog script, [onerror]').length),
		0,
		`elements made of text at ${where}`,
	);
}

/** Nothing of it an element, nothing that axe finds, nothing wider than the window at either width. */
export async function looked(t, page, where) {
	await page.setViewportSize(narrow);
	await sound(t, page, where);
	await page.setViewportSize(desktop);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	t.ok(wide <= 0, `${where} is ${wide} px wider than the window of ${desktop.width}`);
	await inert(t, page, where);
}

/** Each payload that VALUE, an answer of the API, holds stands on the page letter by letter; but for members named in NOT. */
export async function shows(t, page, value, where, not = []) {
	const all = new Map(),
		walk = (v, path) => {
			if (typeof v === 'string') {
				if (v.includes('<img')) all.set(v, path);
			} else if (v && typeof v === 'object') {
				for (const [k, x] of Object.entries(v)) if (!not.includes(k)) walk(x, `${path}/${k}`);
			}
		};
	walk(value, '');
	const text = await page.evaluate(() => document.body.textContent);
	t.ok(all.size > 0, `payloads at ${where}`);
	t.is(
		[...all].filter(([s]) => !text.includes(s)).map(([s, path]) => `${path}: …${s.slice(-40)}`),
		[],
		`not shown as written at ${where}`,
	);
	return all.size;
}

/* ---- Every form of a page. */

/** Sends each form of the page that has a text field, also of what is folded away; then what stands in no form. */
export async function sendAll(t, page, quiet, where, given = {}) {
	const sent = [];
	for (;;) {
		await quiet();
		await page.evaluate(() => {
			for (const d of document.querySelectorAll('main details:not([open])')) d.open = true;
		});
		await quiet();
		const key = await page.evaluate((known) => {
			document.querySelector('[data-sending]')?.removeAttribute('data-sending');
			const first = (f) => f.querySelector(window.textFields),
				form = [...document.querySelectorAll('main form')].find(
					(f) => first(f) && !known.includes(window.keyOf(first(f))),
				);
			form?.setAttribute('data-sending', '');
			return form ? window.keyOf(first(form)) : null;
		}, sent);
		if (!key) break;
		sent.push(key);
		await send(t, page.locator('[data-sending]'), `${where}: ${key}`, given);
		const dialog = page.locator('dialog[open]');
		if (await dialog.count()) await dialog.locator('button').last().click();
	}
	for (const text of [payload(), '']) {
		await page.evaluate((value) => {
			for (const e of document.querySelectorAll('input:not([type]), input[type=search], input[type=text]'))
				if (!e.form) {
					e.value = e.maxLength > 0 ? value.slice(0, e.maxLength) : value;
					e.dispatchEvent(new Event('input', { bubbles: true }));
				}
		}, text);
		await quiet();
	}
	return sent.length;
}

/** The last scenario of a file. */
export const allFilled = () =>
	scenario('no field without a payload', async (t) => {
		t.ok(seen.size > 20, `${seen.size} fields`);
		t.is([...seen].filter((k) => !filled.has(k)).sort(), [], 'shown, never filled in');
	});
