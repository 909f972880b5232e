// @ts-check
/* Words of states, roles and records, and the data that many pages need: rules, calendars, colleagues. */
import { api } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { lang, t } from '../lib/lang.mjs';
import { nameActs } from '../lib/parts.mjs';

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/** Reads once for the page's life; a failure is not kept. @param {string} path */
export function once(path) {
	if (!kept.has(path)) {
		const p = api.get(path);
		p.catch(() => kept.delete(path));
		kept.set(path, p);
	}
	return /** @type {Promise<any>} */ (kept.get(path));
}

export const rules = () => once('/api/v1/rules');

/** @type {Record<string, string>} */ const stateTitles = {};
/** @type {Record<string, string>} */ const actTitles = {};
/** @type {Record<string, string>} */ const roleTitles = {};
/** @type {Record<string, string>} */ export const outcomeTitles = {};
/** @type {Record<string, string>} */ export const sayTitles = {};

/** To be awaited before the first page. */
export async function learnWords() {
	const r = await rules();
	for (const s of r.states) stateTitles[s.state] = s.title;
	for (const m of r.moves) actTitles[m.act] ??= m.title;
	for (const x of r.roles) roleTitles[x.role] = x.title;
	for (const o of r.outcomes) outcomeTitles[o.outcome] = o.title;
	for (const s of r.says) sayTitles[s.field] = s.title;
	nameActs(actText);
}

/** @param {string} s */ export const stateText = (s) => stateTitles[s] ?? s;
/** @param {string} a */ export const actText = (a) => actTitles[a] ?? a;
/** @param {string} r */ export const roleText = (r) => roleTitles[r] ?? r;

/** @param {string} state */
export const stateBadge = (state) => h('span.state', { class: `s-${state}` }, stateText(state));

/* ---- Working days, from the calendars as they are loaded. */

/** @type {Map<number, { off: Set<string>, on: Set<string>, provisional: boolean }>} */
const years = new Map();

/** @param {number} year */
async function learnYear(year) {
	if (years.has(year)) return;
	try {
		const c = await once(`/api/v1/calendars/${year}`);
		years.set(year, {
			off: new Set(c.weekdays_off),
			on: new Set(c.weekend_days_worked),
			provisional: c.provisional,
		});
	} catch {
		years.set(year, { off: new Set(), on: new Set(), provisional: true });
	}
}

/** Reads the years from FROM to TO. @param {string} from @param {string} to */
export async function learnDays(from, to) {
	for (let y = Number(from.slice(0, 4)); y <= Number(to.slice(0, 4)); y++) await learnYear(y);
}

/** @param {string} day @param {number} n */
export function addDays(day, n) {
	const [y, m, d] = day.split('-').map(Number);
	return new Date(Date.UTC(y, m - 1, d + n)).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday. @param {string} day */
export const weekday = (day) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** @param {string} day */
export function isWorkingDay(day) {
	const y = years.get(Number(day.slice(0, 4)));
	return weekday(day) > 5 ? Boolean(y?.on.has(day)) : !y?.off.has(day);
}

/** Working days from TODAY (not counted) to DAY; negative once it is over. @param {string} today @param {string} day */
export function workingDaysLeft(today, day) {
	const [a, b, sign] = today <= day ? [today, day, 1] : [day, today, -1];
	let n = 0;
	for (let d = addDays(a, 1); d <= b; d = addDays(d, 1)) if (isWorkingDay(d)) n++;
	return n * sign;
}

/* ---- Colleagues: names of the ids in records. */

/** @type {Map<string, string>} */
const names = new Map();
/** An advisor is not told who the others are: their roles stand alone then. */
let office = false;

/** @param {string} agency @returns {Promise<{ id: string, name: string, roles: string[] }[]>} */
export async function colleagues(agency) {
	const page = await once(`/api/v1/agencies/${agency}/colleagues`).catch(() => ({ items: [] }));
	office ||= page.items.length > 0;
	for (const p of page.items) names.set(p.id, p.name);
	return page.items;
}

/** @param {string} id @param {string} name */
export const learnName = (id, name) => names.set(id, name);
/** @param {string | null | undefined} id */
export const nameOf = (id) => (id ? (names.get(id) ?? (office ? t('用户{0}', 'user {0}', id) : '')) : '');

/* ---- Short texts. */

/** "3月2日 周一", without the year of TODAY. @param {string | null | undefined} day @param {string} today */
export function shortDay(day, today) {
	if (!day) return '';
	const [y, m, d] = day.split('-').map(Number);
	const w = weekday(day) % 7;
	const year = String(y) === today.slice(0, 4) ? '' : lang === 'zh' ? `${y}年` : ` ${y}`;
	if (lang === 'zh') return `${year}${m}月${d}日 周${'日一二三四五六'[w]}`;
	return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][w]} ${d} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][m - 1]}${year}`;
}

/** @param {number} left */
export function leftShort(left) {
	if (left === 0) return t('今天', 'today');
	return left > 0 ? t('剩 {0} 个工作日', '{0} working days', left) : t('超 {0} 个工作日', '{0} days over', -left);
}
