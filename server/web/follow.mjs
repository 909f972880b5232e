// @ts-check
/*
 * Following a request with its number and query code, remembered for this tab only.  Everything that
 * waits for the applicant is answered in place; what is typed survives a new reading of the case, an
 * expired session and a version that has become stale.
 */
import { api, Problem } from './lib/api.mjs';
import { h, show } from './lib/dom.mjs';
import { t } from './lib/lang.mjs';
import { empty, field, form, frame, loading, problemBox, publicLinks, showFaults } from './lib/parts.mjs';
import { forgetAccess, openAccess, resumeAccess } from './public/access.mjs';
import { letterView } from './lib/letter.mjs';
import { mayLeave, watchTyping } from './lib/typed.mjs';
import { offlineNote } from './public/offline.mjs';
import { requestPage } from './public/request.mjs';

const main = frame({ title: t('查询办理情况', 'Follow a request'), links: publicLinks() });
offlineNote();

/** What is typed into the forms of each request, by form: nothing of one is ever put into another's. @type {Map<string, Map<string, [string, string][]>>} */
const typedIn = new Map();
/** @type {any} */ let seen = null;
let number = resumeAccess() ?? '';
/** What is typed about the request that is shown. */
const typed = () => typedIn.get(seen?.number) ?? new Map();
watchTyping(() => [...typedIn.values()].some((forms) => forms.size > 0));
let readAt = 0;

const path = () => `/api/v1/requests/${encodeURIComponent(number)}`;

/** @param {any} why shown above the form */
function askPage(why) {
	const given = new URLSearchParams(location.hash.slice(1)).get('number');
	if (given) number = given;
	const e = form(
		[
			field({
				name: 'number',
				label: t('申请编号', 'Number of the request'),
				hint: t('在回执上，例如 360104-FGW-2026-00001', 'On the receipt, for example 360104-FGW-2026-00001'),
				value: number,
				attributes: { autocomplete: 'off', autocapitalize: 'characters', maxlength: 40, spellcheck: 'false' },
			}),
			field({
				name: 'code',
				label: t('查询码', 'Query code'),
				hint: t('16 位字母和数字，大小写都可以', '16 letters and digits, in either case'),
				attributes: { autocomplete: 'off', autocapitalize: 'characters', maxlength: 64, spellcheck: 'false' },
			}),
		],
		t('查询', 'Open'),
		async (data) => {
			const [n, code] = ['number', 'code'].map((k) =>
				String(data.get(k) ?? '')
					.normalize('NFKC')
					.trim(),
			);
			const missing = [];
			if (!n) missing.push({ pointer: '/number', detail: t('请填写申请编号', 'Please give the number') });
			if (!code) missing.push({ pointer: '/code', detail: t('请填写查询码', 'Please give the query code') });
			if (missing.length) throw new Problem(422, { errors: missing }, null);
			await openAccess(n.toUpperCase(), code.replace(/[\s-]/g, ''));
			number = n.toUpperCase();
			if (/number=/.test(location.hash)) history.replaceState(null, '', location.pathname);
			await read();
		},
	);
	show(
		main,
		h('h1', { tabindex: '-1' }, t('查询办理情况', 'Follow a request')),
		why,
		e,
		h(
			'details.mt-4',
			null,
			h('summary', null, t('编号或查询码丢了', 'Lost the number or the code?')),
			h(
				'p',
				null,
				t(
					'带上身份证明到收到申请的机关，或者打它的电话，可以重新领取查询码。',
					'Go to the agency with proof of identity, or telephone it, and it gives you a new code.',
				),
			),
		),
	);
}

const over = () =>
	h(
		'p.alert.alert-warning',
		{ role: 'alert' },
		t(
			'为了安全，两小时后要重新输入查询码。写了一半的内容还在。',
			'For safety the code is asked for again after two hours. What you were writing is still here.',
		),
	);

/** Reads the request anew and shows it. @param {string} [done] what has just been done */
async function read(done) {
	const of = number;
	if (!seen) show(main, loading());
	try {
		const now = await api.get(path());
		if (of !== number || !api.access) return; // another one was asked for meanwhile
		seen = now;
		readAt = Date.now();
		render(done);
	} catch (e) {
		failed(e);
	}
}

/** @param {unknown} e */
function failed(e) {
	if (e instanceof Problem && (e.status === 401 || e.status === 403)) {
		forgetAccess();
		askPage(over());
		return;
	}
	show(
		main,
		h('h1', { tabindex: '-1' }, t('查询办理情况', 'Follow a request')),
		problemBox(e),
		h(
			'p.actions',
			null,
			h('button.btn.btn-primary', { type: 'button', onclick: () => read() }, t('再试一次', 'Try again')),
			leaveButton(),
		),
	);
}

async function leave() {
	if (!(await mayLeave())) return;
	forgetAccess();
	seen = null;
	number = '';
	typedIn.clear();
	history.replaceState(null, '', location.pathname);
	askPage(null);
	focusHeading();
}

const leaveButton = () =>
	h('button.btn.btn-outline-secondary', { type: 'button', onclick: leave }, t('退出查询', 'Leave'));

/** What was typed, again in its form; what is folded away opens. @param {HTMLFormElement} e @param {[string, string][]} rows */
function putBack(e, rows) {
	const ticks = new Set(rows.map(([name, value]) => `${name}=${value}`));
	for (const c of /** @type {NodeListOf<HTMLInputElement>} */ (
		e.querySelectorAll('input[type=checkbox], input[type=radio]')
	))
		if (rows.length) c.checked = ticks.has(`${c.name}=${c.value}`);
	for (const [name, value] of rows) {
		const control = e.elements.namedItem(name);
		if (!value || !control) continue;
		if (control instanceof Element && !/^(checkbox|radio)$/.test(/** @type {any} */ (control).type)) {
			/** @type {any} */ (control).value = value;
			control.dispatchEvent(new Event('change', { bubbles: true }));
		}
		const place = e.querySelector(`[name="${CSS.escape(name)}"]`)?.closest('details');
		if (place) place.open = true;
	}
}

/**
 * A form that does an act on the version that was read.
 * @param {string} id also of the element @param {any[]} fields @param {string} button
 * @param {{ act: string, body: (data: FormData) => any, done: string, version?: boolean, check?: (data: FormData) => { pointer: string, detail: string }[], danger?: boolean, place?: (pointer: string, data: FormData) => string }} of
 *   place: the field that a fault of the API is about
 */
function actForm(id, fields, button, of) {
	const e = form(
		fields,
		button,
		async (data) => {
			const wrong = of.check?.(data) ?? [];
			if (wrong.length) throw new Problem(422, { errors: wrong }, null);
			try {
				const answer = await api.post(
					`${path()}/${of.act}`,
					of.body(data),
					of.version === false ? {} : { version: seen.version },
				);
				typed().delete(id);
				if (of.version === false) seen = await api.get(path());
				else seen = answer;
				render(of.done);
			} catch (error) {
				if (error instanceof Problem && error.status === 401) {
					failed(error);
				} else if (error instanceof Problem && error.status === 412) {
					seen = await api.get(path());
					render();
					const again = /** @type {HTMLFormElement | null} */ (document.getElementById(id));
					if (again)
						showFaults(
							again,
							new Problem(
								412,
								{
									detail: t(
										'办理情况刚刚有变化，已经更新。您写的内容还在，请看过之后再提交。',
										'The request has just changed and was read anew. What you wrote is still here; please look and send again.',
									),
								},
								null,
							),
						);
				} else {
					if (error instanceof Problem && of.place)
						for (const f of error.errors) f.pointer = of.place(f.pointer, data);
					throw error;
				}
			}
		},
		{ id },
	);
	const about = seen.number;
	putBack(e, typed().get(id) ?? []);
	e.addEventListener('input', () => {
		if (!typedIn.has(about)) typedIn.set(about, new Map());
		typedIn.get(about)?.set(id, /** @type {any} */ ([...new FormData(e)]));
	});
	if (of.danger) e.querySelector('.btn-primary')?.classList.replace('btn-primary', 'btn-danger');
	return e;
}

/** @param {string} [done] what has just been done */
function render(done) {
	const [view, id] = location.hash.slice(1).split('/');
	if (view === 'letter' && id) letterPage(id);
	else
		show(
			main,
			done ? h('p.alert.alert-success', { role: 'status', tabindex: '-1' }, done) : null,
			requestPage(seen, {
				actForm,
				path: path(),
				again: () => read(t('文件已上传。', 'The files were sent.')),
				writing: (id) => typed().has(id),
			}),
			h(
				'p.actions.no-print',
				null,
				h(
					'button.btn.btn-outline-primary',
					{ type: 'button', onclick: () => read() },
					t('重新读取', 'Read anew'),
				),
				h(
					'button.btn.btn-outline-primary',
					{ type: 'button', onclick: () => window.print() },
					t('打印', 'Print'),
				),
				leaveButton(),
			),
		);
	main.classList.toggle('only-letter', view === 'letter');
	document.title = `${seen.number} · ${t('查询办理情况', 'Follow a request')}`;
	/** @type {HTMLElement | null} */
	const place = done
		? main.querySelector('.alert-success')
		: view && view !== 'letter'
			? document.getElementById(view)
			: null;
	const details = place?.closest('details');
	if (details) details.open = true;
	if (place) {
		place.scrollIntoView();
		place.focus();
	} else {
		window.scrollTo(0, 0);
		focusHeading();
	}
}

const focusHeading = () => main.querySelector('h1')?.focus();

/** @param {string} id */
async function letterPage(id) {
	const place = h('div.letter-page', null, loading());
	const row = seen.letters.find((/** @type {any} */ l) => l.id === id);
	show(
		main,
		h('a.back', { href: '#' }, t('返回办理情况', 'Back to the request')),
		h(
			'div.head',
			null,
			h('h1', { tabindex: '-1' }, row?.title ?? t('文书', 'Letter')),
			h('button.btn.btn-primary', { type: 'button', onclick: () => window.print() }, t('打印', 'Print')),
		),
		place,
	);
	try {
		show(
			place,
			row
				? letterView(await api.get(`${path()}/letters/${id}`))
				: empty(t('没有这份文书。', 'There is no such letter.')),
		);
	} catch (e) {
		if (e instanceof Problem && e.status === 401) failed(e);
		else show(place, problemBox(e));
	}
}

window.addEventListener('hashchange', () => {
	if (/number=/.test(location.hash)) leaveFor();
	else if (seen) render();
});

/** A link to another request, in a tab that has one open. */
function leaveFor() {
	const hash = location.hash;
	forgetAccess();
	seen = null;
	history.replaceState(null, '', location.pathname + hash);
	askPage(null);
}

// looked at again after a while: read anew, unless something is being written
document.addEventListener('visibilitychange', () => {
	if (
		!document.hidden &&
		seen &&
		!typed().size &&
		Date.now() - readAt > 60000 &&
		!location.hash.startsWith('#letter')
	)
		read();
});

const linked = new URLSearchParams(location.hash.slice(1)).get('number');
if (number && (!linked || linked === number)) {
	if (linked) history.replaceState(null, '', location.pathname);
	await read();
} else {
	if (linked) forgetAccess();
	askPage(null);
	focusHeading();
}
