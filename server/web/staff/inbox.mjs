// @ts-check
/* What I am reminded of: each deadline once a step, in the order of coming; some want to be acknowledged. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t, timeText } from '../lib/lang.mjs';
import { paged, pagedAnew } from '../lib/paged.mjs';
import { problemBox } from '../lib/parts.mjs';
import { say } from './keys.mjs';
import { follow } from './live.mjs';
import { leftShort } from './words.mjs';

/** How many wait to be acknowledged, for the navigation. */
export const waiting = () =>
	api.get('/api/v1/reminders?unacknowledged=true&limit=100').then(
		(p) => p.items.filter((/** @type {any} */ r) => r.stands).length,
		() => 0,
	);

/** What belongs to no case and is no urging or complaint: its page, what that is called. @type {Record<string, [string, () => string]>} */
const elsewhere = {
	publication: ['#/publications', () => t('主动公开', 'Making public')],
	annual_report: ['#/publications/reports', () => t('年度报告', 'Annual report')],
};

/** The page on which it is dealt with. @param {any} r */
export const place = (r) => (r.case_id ? `#/case/${r.case_id}` : (elsewhere[r.kind]?.[0] ?? '#/urgings'));

/** What it is called in the link to it. @param {any} r */
export const named = (r) => r.number ?? elsewhere[r.kind]?.[1]() ?? t('督办', 'Urging');

/** @param {any} r @param {() => void} again */
function row(r, again) {
	const late = r.overdue || r.working_days_left < 0;
	const wants = r.to_acknowledge && !r.acknowledged_at && r.stands;
	return h(
		'li.card-plain',
		{ class: r.stands ? '' : 'off', dataset: { reminder: r.id } },
		h(
			'p.mb-1',
			null,
			h('strong', null, r.text),
			' ',
			r.stands
				? h(
						'span.left',
						{ class: late ? 'bad' : r.working_days_left <= 2 ? 'warn' : '' },
						leftShort(r.working_days_left),
					)
				: h('span.badge.text-bg-light', null, t('已办结或者已变动', 'done or moved')),
		),
		h(
			'p.mb-0.small',
			null,
			h('a', { href: place(r) }, named(r)),
			' · ',
			r.title,
			' ',
			dayText(r.due_on),
			h('span.text-secondary', null, ' · ', t('{0} 提醒', 'reminded on {0}', dayText(r.made_on))),
			r.acknowledged_at
				? h(
						'span.text-secondary',
						null,
						' · ',
						t('{0} 已知悉', 'acknowledged {0}', timeText(r.acknowledged_at)),
					)
				: null,
		),
		wants
			? h(
					'p.mb-0.mt-2',
					null,
					h(
						'button.btn.btn-sm.btn-primary',
						{
							type: 'button',
							onclick: async (/** @type {any} */ e) => {
								e.target.disabled = true;
								try {
									await api.post(`/api/v1/reminders/${r.id}/acknowledgement`);
									say(t('已知悉', 'Acknowledged'));
									again();
								} catch (err) {
									e.target.replaceWith(problemBox(err));
								}
							},
						},
						t('知悉', 'Acknowledge'),
					),
				)
			: null,
	);
}

/** @param {Element} main @param {string[]} args */
export function open(main, args) {
	document.title = t('提醒', 'Reminders');
	const what = args[0] ?? 'now';
	const query = { now: '', unacknowledged: '&unacknowledged=true', all: '&all=true' }[what] ?? '';
	const place = h('div');
	const pages = {
		path: `/api/v1/reminders?limit=50${query}`,
		row: (/** @type {any} */ r) => row(r, draw),
		nothing: t('没有提醒。', 'Nothing to be reminded of.'),
	};
	const draw = () => {
		paged(place, pages);
	};
	show(
		main,
		h('h1', null, t('提醒', 'Reminders')),
		h(
			'p.small.text-secondary',
			null,
			t(
				'期限前 10、5、2、1 个工作日，当天和逾期后提醒；当天的要点“知悉”。',
				'Given 10, 5, 2 and 1 working days before, on the day, and after it; on the day it wants to be acknowledged.',
			),
		),
		h(
			'nav.tabs',
			{ 'aria-label': t('分类', 'Which') },
			[
				['now', t('现在有效', 'In force')],
				['unacknowledged', t('待知悉', 'To acknowledge')],
				['all', t('全部', 'All')],
			].map(([w, title]) => h('a', { href: `#/inbox/${w}`, 'aria-current': w === what ? 'page' : null }, title)),
		),
		place,
	);
	draw();
	return follow(() => pagedAnew(place, pages));
}
