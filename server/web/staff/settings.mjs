// @ts-check
/* What law.md leaves to an agency: what is in force on a day, and who changed what from when. */
import { api } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { dayText, t, timeText } from '../lib/lang.mjs';
import { empty, field, fill, form, headRow, lawTag } from '../lib/parts.mjs';
import { me } from './session.mjs';
import { outcomeTitles, roleText } from './words.mjs';

/** @type {Record<string, () => string>} */
const words = {
	on: () => t('是', 'yes'),
	off: () => t('否', 'no'),
	case: () => t('每件一次', 'once a case'),
	period: () => t('每个期限一次', 'once a period'),
	signed: () => t('签收之日', 'day of signature'),
	confirmed: () => t('确认之日', 'day of the confirmation'),
	same_day: () => t('当日', 'the same day'),
	next_working_day: () => t('下一工作日', 'the next working day'),
	sent: () => t('发出之日', 'day of sending'),
	received: () => t('收到之日', 'day of receipt'),
	both: () => t('复议和诉讼', 'reconsideration and court'),
	reconsideration_only: () => t('先行复议', 'reconsideration first'),
};

/** A value for people: steps of a chain by their names. @param {string} v */
export const valueText = (v) =>
	Object.hasOwn(words, v)
		? words[v]()
		: String(v)
				.split(',')
				.map((x) => (/^[a-z_]+$/.test(x) ? roleText(x) : x))
				.join(t('，再', ', then '));

/** Settings as they are grouped: one that stands for each outcome has a row for each. @param {any[]} settings @returns {[any, any[]][]} */
export function grouped(settings) {
	/** @type {Map<string, any[]>} */
	const groups = new Map();
	for (const x of settings) {
		const name = x.name.split('.')[0];
		groups.set(name, [...(groups.get(name) ?? []), x]);
	}
	return [...groups.values()].map((list) => [list[0], list]);
}
/** Of which outcome a setting is; "" for one of all. @param {string} name */
export const outcomeOf = (name) =>
	name.includes('.') ? (outcomeTitles[name.split('.')[1]] ?? name.split('.')[1]) : '';

/** What a setting is called, without the names that its values have in files. @param {any} x */
export const titleOf = (x) => x.title.replace(/\s?[（(][a-z_]+[)）]/g, '');

/** A table that scrolls by itself where the window is narrow. @param {string} name @param {string[]} heads @param {any[][]} rows */
export const grid = (name, heads, rows) =>
	h(
		'div.scroll',
		{ tabindex: '0', role: 'region', 'aria-label': name },
		h(
			'table.plain.grid.full',
			null,
			headRow(heads),
			h(
				'tbody',
				null,
				rows.map((r) =>
					h(
						'tr',
						null,
						r.map((x, i) => (i ? h('td', null, x) : h('th', { scope: 'row' }, x))),
					),
				),
			),
		),
	);

/** The changes, newest first. @param {any} s what the API says of an agency's settings */
export function settingsHistory(s) {
	const titles = new Map(s.settings.map((/** @type {any} */ x) => [x.name, titleOf(x)]));
	const name = (/** @type {string} */ n) => [titles.get(n) ?? n, outcomeOf(n)].filter(Boolean).join(' · ');
	return [
		h('h2', null, t('变更记录', 'History')),
		s.history.length
			? grid(
					t('变更记录', 'History'),
					[t('设置', 'Setting'), t('改为', 'To'), t('自', 'From'), t('谁改的', 'By'), t('何时', 'When')],
					s.history.map((/** @type {any} */ x) => [
						name(x.name),
						valueText(x.value),
						[
							dayText(x.valid_from),
							x.valid_from > me.today
								? [' ', h('span.badge.text-bg-warning', null, t('尚未生效', 'not yet in force'))]
								: null,
						],
						x.author_name,
						timeText(x.recorded_at),
					]),
				)
			: empty(t('没有改过，全部是默认值。', 'Nothing was ever changed: the defaults hold.')),
	];
}

/** @param {any} x */
const one = (x) =>
	h(
		'span.value',
		null,
		h('strong', null, valueText(x.value)),
		' ',
		h(
			'span.text-secondary',
			null,
			x.valid_from
				? t('自 {0}，默认 {1}', 'since {0}, default {1}', dayText(x.valid_from), valueText(x.default))
				: t('默认', 'default'),
		),
	);
/** What differs from one outcome to another: how much was changed, and the list behind it. @param {any[]} list */
const each = (list) =>
	h(
		'details.value',
		null,
		h(
			'summary',
			null,
			((n) =>
				n
					? t('{0} 种答复改过', 'changed for {0} outcomes', n)
					: t('按答复种类，均为默认', 'by outcome, all by default'))(list.filter((x) => x.valid_from).length),
		),
		h(
			'dl.facts.dense',
			null,
			list.map((x) => h('div', null, h('dt', null, outcomeOf(x.name)), h('dd', null, one(x)))),
		),
	);

/** @param {string} agency */
export async function settingsPage(agency) {
	const place = h('div');
	const draw = (/** @type {string} */ on) =>
		fill(place, async () => {
			const s = await api.get(`/api/v1/agencies/${agency}/settings?on=${on}`);
			return [
				h(
					'ul.list-unstyled.settings',
					null,
					grouped(s.settings).map(([first, list]) =>
						h(
							'li',
							null,
							h('span.what', null, titleOf(first), ' ', lawTag(first)),
							list.length > 1 ? each(list) : one(first),
						),
					),
				),
				settingsHistory(s),
			];
		});
	draw(me.today);
	return [
		h(
			'p.text-secondary',
			null,
			t(
				'一件申请用收到之日有效的设置；更改由系统管理员办理。',
				'A case goes by what held on its day of receipt; system administrators change settings.',
			),
		),
		form(
			[field({ name: 'on', label: t('哪一天有效的', 'In force on'), type: 'date', value: me.today })],
			t('查看', 'Show'),
			async (d) => draw(String(d.get('on') || me.today)),
			{ class: 'act-form narrow passing' },
		),
		place,
	];
}
