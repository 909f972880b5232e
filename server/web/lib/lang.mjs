// @ts-check
/*
 * Chinese first, English by a switch.  A text stands as a pair where it is used, t('提交', 'Send'), so
 * that neither language can be forgotten; {0}, {1} are arguments.  Texts of the law come from the API in
 * the same language.
 */

const KEY = 'disclosured.lang';

/** @returns {'zh' | 'en'} */
function chosen() {
	try {
		const kept = localStorage.getItem(KEY);
		if (kept === 'zh' || kept === 'en') return kept;
	} catch {
		/* no storage: the page's own language */
	}
	return 'zh';
}

export const lang = chosen();
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';

/** @param {string} zh @param {string} en @param {...(string | number | null | undefined)} args */
export function t(zh, en, ...args) {
	if (lang === 'zh') return zh.replace(/\{(\d)\}/g, (_, i) => String(args[Number(i)] ?? ''));
	return en.replace(/\{(\d)\}( (?:working )?days\b)?/g, (_, i, noun = '') => {
		const arg = String(args[Number(i)] ?? '');
		return arg + (arg === '1' ? noun.replace(/days$/, 'day') : noun);
	});
}

/** Remembers the other language and reads the page anew. */
export function switchLanguage() {
	try {
		localStorage.setItem(KEY, lang === 'zh' ? 'en' : 'zh');
	} catch {
		/* it holds for nothing without storage */
	}
	location.reload();
}

/* ---- Days, instants, amounts: easy to scan, the same everywhere. */

const weekdays = { zh: '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };

/** "2026年3月2日" or "2 March 2026", as letters say it; "" for none. @param {string | null | undefined} day @param {'zh' | 'en'} [as] */
export function plainDay(day, as = lang) {
	if (!day) return '';
	const [y, m, d] = day.split('-').map(Number);
	if (as === 'zh') return `${y}年${m}月${d}日`;
	return `${d} ${new Date(Date.UTC(y, m - 1, d)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })} ${y}`;
}

/** "2026年3月2日（周一）" or "2 March 2026 (Mon)"; "" for none. @param {string | null | undefined} day */
export function dayText(day) {
	if (!day) return '';
	const w = new Date(`${day}T00:00:00Z`).getUTCDay();
	return lang === 'zh' ? `${plainDay(day)}（周${weekdays.zh[w]}）` : `${plainDay(day)} (${weekdays.en[w]})`;
}

/** The Beijing day in which an instant lies, as 2026-03-02. @param {string} instant */
export const dayOf = (instant) => new Date(Date.parse(instant) + 8 * 3600000).toISOString().slice(0, 10);

/** An instant in Beijing time, to the minute: "2026年3月2日 14:30" or "2 March 2026, 14:30". @param {string | null | undefined} instant */
export function timeText(instant) {
	if (!instant) return '';
	const clock = new Date(Date.parse(instant) + 8 * 3600000).toISOString().slice(11, 16);
	return `${plainDay(dayOf(instant))}${lang === 'zh' ? ' ' : ', '}${clock}`;
}

/** "还剩 5 个工作日", "今天到期", "已逾期 2 个工作日". @param {number | null | undefined} left */
export function leftText(left) {
	if (left === null || left === undefined) return '';
	if (left === 0) return t('今天到期', 'due today');
	return left > 0
		? t('还剩 {0} 个工作日', '{0} working days left', left)
		: t('已逾期 {0} 个工作日', '{0} working days overdue', -left);
}

/** Bytes for people. @param {number} n */
export function sizeText(n) {
	return n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(0)} KB` : `${Number((n / 1048576).toFixed(1))} MB`;
}
