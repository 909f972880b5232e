// @ts-check
/*
 * The clock as a picture: weeks side by side, a cell a day, with what counts, what is excluded, rest days,
 * today and the due day.  The steps stand beside it as text, with rule and article.
 */
import { h } from '../lib/dom.mjs';
import { dayText, lang, leftText, t } from '../lib/lang.mjs';
import { provisionalMark, stepList } from '../lib/parts.mjs';
import { addDays, isWorkingDay, learnDays, weekday } from './words.mjs';

const NS = 'http://www.w3.org/2000/svg';
const W = 32,
	H = 21,
	LEFT = 22,
	TOP = 17;

/** An SVG element; text is text here as well. @param {string} name @param {Record<string, any>} attributes @param {...(Node | string | null)} children */
function s(name, attributes, ...children) {
	const [tag, ...classes] = name.split('.');
	const e = document.createElementNS(NS, tag);
	if (classes.length) e.setAttribute('class', classes.join(' '));
	for (const [k, v] of Object.entries(attributes)) if (v !== null) e.setAttribute(k, String(v));
	for (const c of children) if (c !== null) e.append(c);
	return e;
}

/** @param {any} clock @returns {[string, string][]} ranges whose days do not count */
const excluded = (clock) =>
	(clock.steps ?? [])
		.filter((/** @type {any} */ x) => x.working_days < 0 && x.from && x.to)
		.map((/** @type {any} */ x) => [x.from, x.to]);

/** @param {string} d @param {any} c @param {string} today @param {string} first @param {string | null} due @param {[string, string][]} out */
function kindOf(d, c, today, first, due, out) {
	if (d === due) return 'dueday';
	if (d === first) return 'first';
	if (d < first || (due && d > due))
		return due && d > due && d <= today && isWorkingDay(d) && !c.replied_on ? 'over' : 'outside';
	if (!isWorkingDay(d)) return 'rest';
	if (out.some(([a, b]) => a <= d && d <= b)) return 'excluded';
	if (!due) return 'waiting';
	return 'counts';
}

/** @param {any} c the case @param {string} today */
export async function clockPicture(c, today) {
	const clock = c.clock ?? {};
	const first = clock.period_start ?? c.received_on;
	if (!first) return null;
	const due = clock.due_on,
		last = [due, clock.waits_until, c.replied_on ? null : today, first].filter(Boolean).sort().at(-1);
	const start = addDays(first, 1 - weekday(first)),
		end = addDays(last, 7 - weekday(last));
	await learnDays(start, end);
	/** @type {string[]} */ const days = [];
	for (let d = start; d <= end && days.length < 371; d = addDays(d, 1)) days.push(d);
	const weeks = days.length / 7,
		out = excluded(clock);
	const cells = days.map((d, i) => {
		const x = LEFT + Math.floor(i / 7) * W,
			y = TOP + (i % 7) * H;
		const kind = kindOf(d, c, today, first, due, out);
		const extra = d === today ? '.today' : '';
		return s(
			'g',
			{},
			s(`rect.d.${kind}${extra}`, { x: x + 1, y: y + 1, width: W - 3, height: H - 3, rx: 3 }),
			s(
				`text.dn.${kind}`,
				{ x: x + W / 2, y: y + H / 2 + 4, 'text-anchor': 'middle' },
				String(Number(d.slice(8))),
			),
			weekday(d) > 5 && isWorkingDay(d) && kind !== 'outside'
				? s('circle.makeup', { cx: x + W - 7, cy: y + 6, r: 2 })
				: null,
			s('title', {}, `${dayText(d)} ${names()[kind] ?? ''}`),
		);
	});
	const months = days
		.filter((d, i) => i % 7 === 0 && (i === 0 || Number(d.slice(8)) <= 7))
		.map((d) =>
			s(
				'text.mn',
				{ x: LEFT + (days.indexOf(d) / 7) * W + 2, y: 12 },
				lang === 'zh'
					? `${Number(d.slice(5, 7))}月`
					: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
							Number(d.slice(5, 7)) - 1
						],
			),
		);
	const wd = (lang === 'zh' ? [...'一二三四五六日'] : ['M', 'T', 'W', 'T', 'F', 'S', 'S']).map((w, i) =>
		s('text.wn', { x: 6, y: TOP + i * H + H / 2 + 4 }, w),
	);
	const width = LEFT + weeks * W + 2,
		height = TOP + 7 * H + 2;
	/** @type {Set<string>} */ const seen = new Set(days.map((d) => kindOf(d, c, today, first, due, out)));
	return h(
		'figure.clock',
		null,
		h(
			'div.scroll',
			{ tabindex: '0', role: 'group', 'aria-label': t('期限日历', 'Calendar of the period') },
			s(
				'svg',
				{ viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': summary(c, today) },
				...months,
				...wd,
				...cells,
			),
		),
		h(
			'figcaption',
			null,
			['first', 'counts', 'excluded', 'waiting', 'rest', 'dueday', 'over']
				.filter((k) => seen.has(k))
				.map((k) => h('span.key', null, h('i', { class: k }), names()[k])),
			h('span.key', null, h('i.today'), t('今天', 'today')),
		),
	);
}

const names = () =>
	/** @type {Record<string, string>} */ ({
		first: t('收到，不计入', 'received, not counted'),
		counts: t('计入的工作日', 'counted working day'),
		excluded: t('不计入（征求意见等）', 'excluded'),
		waiting: t('等待中', 'waiting'),
		rest: t('休息日', 'rest day'),
		dueday: t('答复期限', 'due day'),
		over: t('逾期', 'overdue'),
	});

/** @param {any} c @param {string} today */
const summary = (c, today) =>
	[
		c.due_on
			? t('答复期限{0}，{1}', 'Reply due {0}, {1}', dayText(c.due_on), leftText(c.working_days_left))
			: t('期限等待中', 'the period waits'),
		t('今天{0}', 'today {0}', dayText(today)),
		...excluded(c.clock).map(([a, b]) => t('{0}至{1}不计入', '{0} to {1} excluded', dayText(a), dayText(b))),
	].join(t('；', '; '));

/** Picture and steps. @param {any} c @param {string} today */
export async function clockSection(c, today) {
	const waits = c.clock?.waiting_for;
	return [
		waits
			? h(
					'p.mb-2',
					null,
					{
						correction: t('等待申请人补正', 'Waits for the correction'),
						payment: t('等待缴费', 'Waits for the payment'),
						resumption: t('已中止，等待继续', 'Stopped'),
						confirmation: t('等待申请人确认', 'Waits for the confirmation'),
					}[/** @type {string} */ (waits)] ?? waits,
					c.clock.waits_until
						? [
								' · ',
								t('至', 'until'),
								' ',
								dayText(c.clock.waits_until),
								provisionalMark(c.clock.waits_until_provisional),
							]
						: null,
				)
			: null,
		h(
			'div.clock-row',
			null,
			await clockPicture(c, today),
			c.clock?.steps?.length
				? h('div.steps-box', null, h('h3', null, t('怎么算出来的', 'How it was counted')), stepList(c.clock))
				: null,
		),
		c.provisional
			? h(
					'p.small',
					null,
					t(
						'期限跨入节假日安排尚未公布的年份，公布后会重新计算。',
						'The period runs into a year whose holidays are not published yet; it is computed anew then.',
					),
				)
			: null,
	];
}
