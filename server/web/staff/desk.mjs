// @ts-check
/* The other tabs of the queue: approvals, secrecy reviews, mentions, what falls due by day. */
import { api } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { yuanText } from '../lib/money.mjs';
import { paged, pagedAnew } from '../lib/paged.mjs';
import { fill } from '../lib/parts.mjs';
import { named, place as placeOf } from './inbox.mjs';
import { holds, me, officeRoles } from './session.mjs';
import { leftShort, nameOf, shortDay, stateBadge } from './words.mjs';

/** Whose decisions are counted beside the tab; deputies find theirs behind it. */
export const chain = ['business_head', 'head', 'leader'];

/** @param {any} counts @returns {[string, string, (number | undefined)?][]} */
export function deskTabs(counts) {
	/** @type {[string, string, (number | undefined)?][]} */
	const tabs = [];
	if (holds([...chain, 'clerk', 'caseworker'])) tabs.push(['approvals', t('审批', 'Approvals'), counts.approvals]);
	if (holds('secrecy_reviewer')) tabs.push(['secrecy', t('保密审查', 'Secrecy reviews')]);
	if (holds([...officeRoles, 'supervisor'])) tabs.push(['deadlines', t('期限日历', 'Deadlines')]);
	tabs.push(['mentions', t('提到我的', 'Mentions'), counts.mentions]);
	return tabs;
}

/** @param {any} x @param {any[]} more */
const line = (x, ...more) =>
	h(
		'li.card-plain',
		null,
		h(
			'p.mb-1',
			null,
			h('a', { href: `#/case/${x.case_id ?? x.id}` }, h('strong', null, x.case_title ?? x.title ?? x.number)),
			' ',
			h('span.number', null, x.number),
			' ',
			'state' in x ? stateBadge(x.state) : null, // mentions have none
		),
		more,
	);

/** What waits for a decision, as the desk calls it. @returns {Record<string, string>} */
const waitKinds = () => ({
	reply: t('答复稿', 'draft reply'),
	extension: t('延期', 'extension'),
	fee_notice: t('收费通知', 'fee notice'),
	proposal: t('提请事项', 'proposal'),
	refund: t('退费', 'refund'),
	lapse: t('期满不再处理', 'ending for lapse'),
	finding: t('认定理由', 'finding on reasons'),
	unconfirmed: t('联系不上的来信', 'letter not confirmed'),
});

/** @param {any} w */
function waitText(w) {
	const by = w.asked_by ? nameOf(w.asked_by) : t('系统', 'the system');
	return {
		reply: () => t('第 {0} 轮，{1} 拟稿', 'round {0}, drafted by {1}', w.round, by),
		extension: () => t('{1} 申请延长 {0} 个工作日', '{1} asks for {0} working days', w.working_days, by),
		fee_notice: () =>
			t(
				'{1} 拟定，{0}',
				'drafted by {1}, {0}',
				w.method === 'by_page' ? t('按量', 'by page') : t('按件', 'by item'),
				by,
			),
		proposal: () => `${w.act_title ?? w.act} · ${by}`,
		refund: () => t('退 {0}，{1} 提出', '{0}, asked for by {1}', yuanText(w.amount_yuan), by),
		lapse: () =>
			w.period === 'fee'
				? t('缴费期限已过，没有缴清', 'the time for paying is over, not all is paid')
				: t('补正期限已过，没有答复', 'the time for the correction is over without an answer'),
		finding: () => t('申请人已说明理由，请认定是否合理', 'the applicant has given reasons: do they hold?'),
		unconfirmed: () => t('多次联系不上来信人，可以归档', 'the writer could not be reached; it can be filed away'),
	}[/** @type {'reply'} */ (w.kind)]();
}

/** @param {any} w */
const waitRow = (w) =>
	line(
		w,
		h(
			'p.mb-0',
			null,
			h('span.badge.text-bg-light', null, waitKinds()[w.kind]),
			' ',
			waitText(w),
			w.asked_on ? [' · ', shortDay(w.asked_on, me.today)] : null,
			w.due_on
				? [
						' · ',
						w.kind === 'lapse'
							? t('期满', 'over on')
							: w.kind === 'extension'
								? t('最迟批准', 'grant by')
								: t('期限', 'due'),
						' ',
						shortDay(w.due_on, me.today),
						' ',
						w.kind === 'lapse'
							? null
							: h(
									'span.left',
									{ class: w.working_days_left < 0 ? 'bad' : w.working_days_left <= 5 ? 'warn' : '' },
									leftShort(w.working_days_left),
								),
					]
				: null,
		),
	);

/** @param {any} p */
const askedRow = (p) => line(p, h('p.mb-0', null, p.title, ' · ', shortDay(p.asked_on, me.today)));

/** What reads the open tab anew when something has changed; set by tabs that can. */
let anew = () => {};

async function approvals(/** @type {string} */ agency) {
	const q = agency ? `agency=${agency}&` : '';
	const list = h('div'),
		asked = h('div'),
		all = h('span.n');
	let chosen = '';
	const counts = await api.get(`/api/v1/queues/approvals/counts?${q}`);
	const pages = () => ({
		path: `/api/v1/queues/approvals?${q}limit=50${chosen ? `&kind=${chosen}` : ''}`,
		row: waitRow,
		nothing: t('没有等您决定的事项。', 'Nothing waits for your decision.'),
	});
	const draw = () => paged(list, pages());
	const kinds = Object.entries(waitKinds()).filter(([kind]) => counts[kind]);
	/** @param {number} n @param {number} cap */
	const number = (n, cap) => (n >= cap ? `${cap}+` : `${n}`);
	all.textContent = number(counts.all, counts.capped_at);
	draw();
	/* Where the list stays as it is, the number says that there is more. */
	anew = async () => {
		const now = await api.get(`/api/v1/queues/approvals/counts?${q}`);
		all.textContent = number(now.all, now.capped_at);
		pagedAnew(list, pages());
	};
	paged(asked, {
		path: '/api/v1/proposals?list=asked_by_me&limit=50',
		row: askedRow,
		nothing: t('没有在等待的提请。', 'Nothing that you asked for waits.'),
	});
	return [
		h('h2', null, t('等我决定', 'Waiting for my decision'), ' ', all),
		kinds.length > 1
			? h(
					'p.mb-2',
					null,
					h('label.form-label.me-2', { for: 'wait-kind' }, t('事项', 'Kind')),
					h(
						'select.form-select.form-select-sm.d-inline-block.w-auto',
						{
							id: 'wait-kind',
							onchange: (/** @type {any} */ e) => {
								chosen = e.target.value;
								draw();
							},
						},
						h('option', { value: '' }, t('全部', 'all')),
						kinds.map(([kind, text]) =>
							h(
								'option',
								{ value: kind },
								t('{0}（{1}）', '{0} ({1})', text, number(counts[kind], counts.capped_at)),
							),
						),
					),
				)
			: null,
		list,
		h('h2', null, t('我提请的', 'What I asked for')),
		asked,
	];
}

async function secrecy(/** @type {string} */ agency) {
	const place = h('div');
	paged(place, {
		path: `/api/v1/secrecy-reviews?limit=50${agency ? `&agency=${agency}` : ''}`,
		nothing: t('没有等待保密审查的事项。', 'No review waits.'),
		row: (r) =>
			line(
				r,
				h('p.mb-1', null, r.question),
				h(
					'p.mb-0.small.text-secondary',
					null,
					t('请于 {0} 前答复', 'answer by {0}', shortDay(r.answer_by, me.today)),
					r.reply_due_on
						? [' · ', t('答复期限 {0}', 'reply due {0}', shortDay(r.reply_due_on, me.today))]
						: null,
				),
			),
	});
	return place;
}

async function mentions() {
	const place = h('div');
	const all = h(
		'p',
		{ hidden: true },
		h(
			'button.btn.btn-sm.btn-outline-secondary',
			{
				type: 'button',
				onclick: async () => {
					await api.post('/api/v1/mentions/reading');
					draw();
				},
			},
			t('全部标为已读', 'Mark all read'),
		),
	);
	const read = (/** @type {any} */ m) =>
		h(
			'button.btn.btn-sm.btn-link',
			{
				type: 'button',
				onclick: async () => {
					await api.post(`/api/v1/mentions/${m.id}/reading`);
					draw();
				},
			},
			t('已读', 'read'),
		);
	const draw = () =>
		paged(place, {
			path: '/api/v1/mentions?limit=50',
			nothing: t('没有人提到您。', 'Nobody mentions you.'),
			whole: async (items) => {
				all.hidden &&= !items.length;
				return items;
			},
			row: (m) =>
				line(
					m,
					h('p.mb-1', { class: m.read ? '' : 'fw-bold' }, m.said),
					h(
						'p.mb-0.small.text-secondary',
						null,
						nameOf(m.author_id),
						' · ',
						timeText(m.made_at),
						' ',
						m.read ? null : read(m),
					),
				),
		});
	draw();
	return [all, place];
}

/** What falls due, each day with its list; a page goes on with the day on which the one before has ended. */
function dayRows() {
	/** @type {Map<string, any>} */
	const days = new Map();
	return (/** @type {any} */ d) => {
		const item = h(
			'li',
			null,
			d.title,
			' · ',
			h('a', { href: placeOf(d) }, d.case_title ?? named(d)),
			' ',
			d.case_id ? h('span.number', null, d.number) : null,
			' ',
			d.assignee_id ? nameOf(d.assignee_id) : '',
		);
		const there = days.get(d.due_on);
		if (there) return void there.append(item);
		const list = h('ul', null, item);
		days.set(d.due_on, list);
		return h(
			'section.day',
			{ class: d.overdue ? 'late' : '' },
			h(
				'h2',
				null,
				shortDay(d.due_on, me.today),
				' ',
				h(
					'span.left',
					{ class: d.overdue ? 'bad' : d.working_days_left <= 5 ? 'warn' : '' },
					leftShort(d.working_days_left),
				),
			),
			list,
		);
	};
}

async function deadlines(/** @type {string} */ agency) {
	const place = h('div');
	let mine = holds('caseworker') && !holds('head');
	const draw = () =>
		paged(place, {
			path: `/api/v1/deadlines?limit=100${agency ? `&agency=${agency}` : ''}${mine ? '&mine=true' : ''}`,
			row: dayRows(),
			list: 'div',
			nothing: t('没有将到的期限。', 'Nothing falls due.'),
		});
	draw();
	return [
		h(
			'p',
			null,
			h(
				'label.flag',
				null,
				h('input.form-check-input', {
					type: 'checkbox',
					checked: mine,
					onchange: (/** @type {any} */ e) => {
						mine = e.target.checked;
						draw();
					},
				}),
				t('只看我的', 'only mine'),
			),
		),
		place,
	];
}

/** Opens TAB in PLACE; gives what reads it anew. @param {Element} place @param {string} tab @param {string} agency */
export function openDesk(place, tab, agency) {
	const draw = { approvals, secrecy, mentions, deadlines }[tab];
	anew = () => {};
	if (draw) fill(place, () => draw(agency));
	return () => anew();
}
