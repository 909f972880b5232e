// @ts-check
/*
 * What pages are put together from: messages, the clock's steps, forms whose faults stand at their field
 * and in a summary with the same words, and the frame around every page.
 */
import { h, by, newId, show } from './dom.mjs';
import { dayText, leftText, lang, switchLanguage, t } from './lang.mjs';
import { Problem } from './api.mjs';
import { letGo, mayLeave, settled } from './typed.mjs';

/* ---- Messages. */

/** Rules are the staff's numbers for the law; applicants are told its articles. */
const rulesToo = location.pathname.startsWith('/staff');

/** The law's reason: rule and article behind a text. @param {{ rule?: string | null, article?: string | null }} o */
export function lawTag({ rule, article }) {
	const named = article
		?.replace(/^207$/, '国办公开办函〔2015〕207号')
		.replace(/(^|[^\p{L}])费(?=\d)/gu, '$1处理费办法'); // as people know them
	const text = [named, rulesToo ? rule : null].filter(Boolean).join(' · ');
	return text ? h('span.law', { title: t('依据', 'Source') }, text) : null;
}

/** Beside a day whose year's holidays are not announced yet. @param {boolean} [yes] */
export const provisionalMark = (yes) =>
	yes ? [' ', h('span.badge.text-bg-warning', null, t('暂定', 'provisional'))] : null;

/** When a busy or limiting server may be asked again. @param {Problem} p */
const waitText = (p) =>
	p.retryAfter > 0 && (p.status === 429 || p.status === 503)
		? h('span', null, ' ', t('请在 {0} 秒后再试。', 'Please try again in {0} seconds.', p.retryAfter))
		: null;

/** What acts are called, where a page knows it. @type {((act: string) => string) | null} */
let actName = null;
/** @param {(act: string) => string} f */
export const nameActs = (f) => {
	actName = f;
};

/** @param {Problem} p */
const allowedText = (p) =>
	actName && p.body.allowed_acts?.length
		? h(
				'p.mb-0.small',
				null,
				t('现在可以做：', 'What can be done now: '),
				p.body.allowed_acts.map(actName).join(t('、', ', ')),
			)
		: null;

/** Which case refuses, where it is not the page's own. @param {Problem} p */
const otherCase = (p) =>
	p.body?.number && !document.title.includes(p.body.number) && !location.hash.includes(p.body.number)
		? h('strong', null, p.body.number, t('：', ': '))
		: null;

/** Anything that was thrown as a problem. @param {unknown} e */
const problemOf = (e) =>
	e instanceof Problem ? e : new Problem(0, { detail: String(/** @type {any} */ (e)?.message ?? e) }, null);

/** What is refused as a whole and by which article; nothing where the faults below say all of it. @param {Problem} p */
function refusal(p) {
	const law = lawTag(p.body);
	const words =
		!p.errors.length || (p.body.type && p.message !== p.body.title && !p.errors.some((x) => x.detail === p.message))
			? p.message
			: null;
	return words || law ? h('p.mb-1', null, otherCase(p), words, waitText(p), ' ', law) : null;
}

/** A problem as a message that is read out. @param {unknown} e */
export function problemBox(e) {
	const p = problemOf(e);
	return h('div.alert.alert-danger', { role: 'alert' }, problemText(p));
}

/** What a problem says, without its frame. @param {unknown} e */
export function problemText(e) {
	const p = problemOf(e);
	return [
		h('p.mb-1', null, otherCase(p), p.message, waitText(p), ' ', lawTag(p.body)),
		p.errors.length
			? h(
					'ul.mb-0',
					null,
					p.errors.map((x) => h('li', null, x.detail)),
				)
			: null,
		allowedText(p),
	];
}

export const loading = () => h('p.text-secondary', { role: 'status' }, t('正在读取…', 'Loading…'));
/** @param {string} text */
export const empty = (text) => h('p.empty', null, text);

/** The latest work of each place: what an earlier one brings late is not shown. @type {WeakMap<Element, object>} */
const latest = new WeakMap();

/** @param {() => void} again */
export const againButton = (again) =>
	h('button.btn.btn-outline-primary', { type: 'button', onclick: again }, t('再试一次', 'Try again'));

/** Runs WORK and shows what it gives in PLACE; while it runs and if it fails, that. @param {Element} place @param {() => Promise<any>} work */
export async function fill(place, work) {
	const turn = {};
	latest.set(place, turn);
	show(place, loading());
	try {
		const made = await work();
		if (latest.get(place) === turn) show(place, made);
	} catch (e) {
		if (latest.get(place) === turn)
			show(
				place,
				problemBox(e),
				h(
					'p',
					null,
					againButton(() => fill(place, work)),
				),
			);
	}
}

/**
 * Reads anew what PLACE shows, without a sign: what stands there stays until the new is there, and stays
 * for good where WORK fails, another fill() came in between, or WANTED says no by then.  The focus stays
 * on the link it was on.
 * @param {Element} place @param {() => Promise<any>} work @param {() => boolean} [wanted]
 */
export async function refill(place, work, wanted = () => true) {
	const turn = latest.get(place);
	const made = await work().catch(() => null);
	if (made === null || latest.get(place) !== turn || !wanted()) return;
	const link = place.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
	show(place, made);
	if (link)
		/** @type {HTMLElement | undefined} */ (
			[...place.querySelectorAll('a')].find((a) => a.getAttribute('href') === link)
		)?.focus({ preventScroll: true });
}

/** The head of a table, a column each. @param {any[]} titles */
export const headRow = (titles) =>
	h(
		'thead',
		null,
		h(
			'tr',
			null,
			titles.map((x) => h('th', { scope: 'col' }, x)),
		),
	);

/* ---- The clock. */

/** @param {{ steps?: { text: string, rule?: string, article?: string }[] }} clock */
export const stepList = (clock) =>
	h(
		'ol.steps',
		null,
		(clock.steps ?? []).map((s) => h('li', null, s.text, ' ', lawTag(s))),
	);

/** "until when and why". @param {any} seen a case or request as the API gives it */
export function dueBox(seen) {
	const late = seen.working_days_left < 0;
	return h(
		'section.due',
		{ class: late ? 'late' : '' },
		seen.due_on
			? h(
					'p.due-day',
					null,
					t('答复期限：', 'Reply due: '),
					h('strong', null, h('time', { datetime: seen.due_on }, dayText(seen.due_on))),
					' ',
					h(
						'span.badge',
						{ class: late ? 'text-bg-danger' : 'text-bg-primary' },
						leftText(seen.working_days_left),
					),
					seen.provisional ? h('span.badge.text-bg-warning', null, t('暂定', 'provisional')) : null,
				)
			: null,
		seen.provisional
			? h(
					'p.small',
					null,
					t(
						'期限跨入节假日安排尚未公布的年份，公布后会重新计算。',
						'The period runs into a year whose holidays are not published yet; it is computed anew then.',
					),
				)
			: null,
		seen.clock?.steps?.length
			? h(
					'details',
					null,
					h('summary', null, t('这个日期是怎么算的', 'How this day was counted')),
					stepList(seen.clock),
				)
			: null,
	);
}

/* On paper nothing can be unfolded: what explains a day is printed open. */
addEventListener('beforeprint', () => {
	for (const e of document.querySelectorAll('details:not(.no-print):not([open])'))
		if (e.querySelector('.steps')) {
			e.classList.add('for-print');
			e.setAttribute('open', '');
		}
});
addEventListener('afterprint', () => {
	for (const e of document.querySelectorAll('details.for-print')) {
		e.classList.remove('for-print');
		e.removeAttribute('open');
	}
});

/* ---- Forms. */

/**
 * A labelled field.  `name` is the pointer's path without the leading slash ("applicant/name").
 * @param {{ name: string, label: string, hint?: string, type?: string, value?: any, required?: boolean, options?: [string, string][], rows?: number, attributes?: Record<string, any> }} f
 */
export function field({ name, label, hint, type = 'text', value, required, options, rows, attributes = {} }) {
	const id = newId('f'),
		hintId = `${id}-hint`,
		faultId = `${id}-fault`;
	const common = {
		id,
		name,
		required: false,
		'aria-required': required ? 'true' : null,
		'aria-describedby': hint ? hintId : null,
		...attributes,
	};
	if (type === 'checkbox')
		return h(
			'div.form-check.field',
			{ dataset: { name } },
			h('input.form-check-input', { ...common, type, checked: Boolean(value) }),
			h('label.form-check-label', { for: id }, label),
			hint ? h('div.form-text', { id: hintId }, hint) : null,
			h('p.fault', { id: faultId }),
		);
	let control;
	if (options)
		control = h(
			'select.form-select',
			common,
			options.map(([v, text]) => h('option', { value: v, selected: v === (value ?? '') }, text)),
		);
	else if (rows) control = h('textarea.form-control', { ...common, rows, value: value ?? '' });
	else control = h('input.form-control', { ...common, type, value: value ?? '' });
	return h(
		'div.field',
		{ dataset: { name } },
		h(
			'label.form-label',
			{ for: id },
			label,
			required ? h('span.required', null, t('（必填）', ' (required)')) : null,
		),
		hint ? h('div.form-text', { id: hintId }, hint) : null,
		h('p.fault', { id: faultId }),
		control,
	);
}

/** A group of radio buttons or check boxes. @param {{ name: string, legend: string, hint?: string, options: [string, string, string?][], value?: string | string[], multiple?: boolean }} f */
export function choices({ name, legend, hint, options, value, multiple }) {
	const chosen = new Set([value ?? []].flat());
	return h(
		'fieldset.field',
		{ dataset: { name } },
		h('legend', null, legend),
		hint ? h('div.form-text', null, hint) : null,
		h('p.fault', null),
		options.map(([v, text, more]) => {
			const id = newId('c');
			return h(
				'div.form-check',
				null,
				h('input.form-check-input', {
					type: multiple ? 'checkbox' : 'radio',
					name,
					id,
					value: v,
					checked: chosen.has(v),
				}),
				h('label.form-check-label', { for: id }, text, more ? h('span.form-text.d-block', null, more) : null),
			);
		}),
	);
}

/** Faults at their fields and in a summary that takes the focus, with the same words. @param {HTMLFormElement} form @param {unknown} e */
export function showFaults(form, e) {
	clearFaults(form);
	const p = problemOf(e);
	const rows = p.errors.map((x) => {
		/* What has no field of its own is said at that of the whole: /ways/0 at ways, /off/0/first at off. */
		let name = x.pointer.replace(/^[/?]/, ''),
			place;
		const named = () =>
			[...form.querySelectorAll('.field')].find((f) => /** @type {HTMLElement} */ (f).dataset.name === name);
		while (!(place = named()) && name.includes('/')) name = name.replace(/\/[^/]*$/, '');
		const control = /** @type {HTMLElement | null | undefined} */ (place?.querySelector('input, select, textarea'));
		/* The API names the field by its place only: here it gets the words that stand at it. */
		const label = place?.querySelector('label, legend')?.firstChild?.textContent ?? '';
		const said =
			p.body?.type && label && !x.detail.includes(label) ? `${label}${t('：', ': ')}${x.detail}` : x.detail;
		if (place && control) {
			const fault = /** @type {HTMLElement} */ (place.querySelector('.fault'));
			fault.id ||= newId('fault');
			fault.textContent = x.detail;
			place.classList.add('at-fault');
			place.closest('details')?.setAttribute('open', '');
			control.setAttribute('aria-invalid', 'true');
			control.setAttribute(
				'aria-describedby',
				[fault.id, control.getAttribute('aria-describedby')].filter(Boolean).join(' '),
			);
		}
		return h(
			'li',
			{ dataset: { pointer: x.pointer } },
			control
				? h(
						'a',
						{
							href: `#${control.id}`,
							onclick: (/** @type {Event} */ ev) => {
								ev.preventDefault();
								control.focus();
							},
						},
						said,
					)
				: said,
		);
	});
	const box = h(
		'div.alert.alert-danger.summary',
		{ role: 'alert', tabindex: '-1' },
		h(
			'h2.h5',
			null,
			rows.length ? t('请改正下列问题', 'Please mend the following') : t('没有成功', 'This did not work'),
		),
		refusal(p),
		rows.length ? h('ul.mb-0', null, rows) : null,
		allowedText(p),
	);
	form.prepend(box);
	box.focus();
}

/** @param {HTMLFormElement} form */
export function clearFaults(form) {
	for (const e of form.querySelectorAll('.summary, .stale')) e.remove();
	for (const f of form.querySelectorAll('.at-fault')) {
		f.classList.remove('at-fault');
		/** @type {HTMLElement} */ (f.querySelector('.fault')).textContent = '';
		f.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
	}
}

/** A form that sends once: its button waits, what is wrong is shown, nothing typed is lost. @param {any[]} fields @param {string} button @param {(data: FormData, form: HTMLFormElement) => Promise<any>} work */
export function form(fields, button, work, attributes = {}) {
	const send = h('button.btn.btn-primary', { type: 'submit' }, button);
	const e = h(
		'form',
		{
			novalidate: true,
			...attributes,
			onsubmit: async (/** @type {Event} */ ev) => {
				ev.preventDefault();
				if (send.disabled) return;
				const at = /** @type {HTMLElement | null} */ (document.activeElement);
				send.disabled = true; // which takes the focus from it
				try {
					clearFaults(e);
					await work(new FormData(e), e);
					if (!e.querySelector('.stale')) settled(e);
				} catch (error) {
					showFaults(e, error);
				} finally {
					send.disabled = false;
					if (document.activeElement === document.body && at && e.contains(at))
						at.focus({ preventScroll: true });
				}
			},
		},
		fields,
		h('p.mt-3', null, send),
	);
	return e;
}

/* ---- The frame of every page. */

const LOOKS = 'disclosured.looks';

function looks() {
	try {
		return JSON.parse(localStorage.getItem(LOOKS) ?? '{}');
	} catch {
		return {};
	}
}

/** @param {'large' | 'contrast'} name */
function toggleLook(name) {
	const now = looks();
	now[name] = !now[name];
	try {
		localStorage.setItem(LOOKS, JSON.stringify(now));
	} catch {
		/* for this page only */
	}
	document.documentElement.classList.toggle(name, now[name]);
	return now[name];
}

for (const [name, on] of Object.entries(looks())) document.documentElement.classList.toggle(name, Boolean(on));

/** @param {'large' | 'contrast'} name @param {string} text */
function lookButton(name, text) {
	const b = h(
		'button.btn.btn-sm.btn-link',
		{
			type: 'button',
			'aria-pressed': String(Boolean(looks()[name])),
			onclick: () => b.setAttribute('aria-pressed', String(toggleLook(name))),
		},
		text,
	);
	return b;
}

async function otherLanguage() {
	if (!(await mayLeave())) return;
	letGo();
	switchLanguage();
}

/**
 * Puts header, main and footer around a page; gives the main element.
 * @param {{ title: string, links?: [string, string][], tools?: any[], wide?: boolean }} page
 */
export function frame({ title, links = [], tools = [], wide = false }) {
	document.title = `${title} · ${t('政府信息依申请公开', 'Government information on request')}`;
	const main = h('main.container', { id: 'main', tabindex: '-1', class: wide ? 'wide' : '' });
	document.body.replaceChildren(
		h(
			'a.visually-hidden-focusable.skip',
			{
				href: '#main',
				onclick: (/** @type {Event} */ e) => {
					e.preventDefault(); // what stands behind # is the page's own
					main.focus();
				},
			},
			t('跳到正文', 'Skip to content'),
		),
		h(
			'header.top',
			null,
			h(
				'div.container.bar',
				{ class: wide ? 'wide' : '' },
				h('a.home', { href: '/' }, t('政府信息依申请公开', 'Government information on request')),
				h(
					'nav',
					{ 'aria-label': t('主要链接', 'Main links') },
					links.map(([href, text]) =>
						h('a', { href, 'aria-current': location.pathname === href ? 'page' : null }, text),
					),
				),
				h(
					'div.tools',
					null,
					tools,
					lookButton('large', t('大字', 'Large text')),
					lookButton('contrast', t('高对比', 'High contrast')),
					h(
						'button.btn.btn-sm.btn-link',
						{ type: 'button', lang: lang === 'zh' ? 'en' : 'zh-CN', onclick: otherLanguage },
						lang === 'zh' ? 'English' : '中文',
					),
				),
			),
		),
		main,
		h(
			'footer.bottom',
			null,
			h(
				'div.container',
				{ class: wide ? 'wide' : '' },
				h(
					'p',
					null,
					t('依据《中华人民共和国政府信息公开条例》', 'By the Regulations on Open Government Information'),
					' · ',
					h('a', { href: '/docs' }, t('接口说明', 'API')),
					' · ',
					h('a', { href: '/staff' }, t('工作人员登录', 'Staff')),
				),
			),
		),
	);
	by('main');
	return main;
}

export const publicLinks = () =>
	/** @type {[string, string][]} */ ([
		['/', t('首页', 'Start')],
		['/apply', t('提出申请', 'Make a request')],
		['/follow', t('查询办理', 'Follow a request')],
		['/calculators', t('期限与费用计算', 'Days and fees')],
	]);
