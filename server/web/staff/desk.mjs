// @ts-check
/* The other tabs of the queue: approvals, secrecy reviews, mentions, what falls due by day. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { empty, fill } from '../lib/parts.mjs';
import { holds, me, officeRoles } from './session.mjs';
import { leftShort, nameOf, shortDay, stateBadge } from './words.mjs';

const chain = ['business_head', 'head', 'leader'];

/** @param {any} counts @returns {[string, string, (number | undefined)?][]} */
export function deskTabs(counts) {
	/** @type {[string, string, (number | undefined)?][]} */
	const tabs = [];
	if (holds([...chain, 'clerk', 'caseworker'])) tabs.push(['approvals', t('审批', 'Approvals')]);
	if (holds('secrecy_reviewer')) tabs.push(['secrecy', t('保密审查', 'Secrecy reviews')]);
	if (holds([...officeRoles, 'supervisor'])) tabs.push(['deadlines', t('期限日历', 'Deadlines')]);
	tabs.push(['mentions', t('提到我的', 'Mentions'), counts.mentions]);
	return tabs;
}

/** @param {any} x @param {any[]} more */
const line = (x, ...more) => h('li.card-plain', null, h('p.mb-1', null, h('a', { href: `#/case/${x.case_id ?? x.id}` }, h('strong', null, x.case_title ?? x.title ?? x.number)), ' ', h('span.number', null, x.number), ' ', x.state ? stateBadge(x.state) : null), more);

async function approvals(/** @type {string} */ agency) {
	const lists = await Promise.all([api.get('/api/v1/proposals?list=to_decide&limit=100'), api.get('/api/v1/proposals?list=asked_by_me&limit=50'),
		holds(chain) ? api.get(`/api/v1/cases?queue=agency&state=investigating&limit=100${agency ? `&agency=${agency}` : ''}`) : { items: [] }]);
	const mine = me.roles.map((r) => r.role);
	/* The queue's rows do not say whose step it is: the drafts on their way up are asked one by one. */
	const waiting = (await Promise.all(lists[2].items.filter((/** @type {any} */ r) => r.next_approver === undefined || mine.includes(r.next_approver)).slice(0, 50).map((/** @type {any} */ r) => api.get(`/api/v1/cases/${r.id}`).catch(() => null))))
		.filter((c) => c?.reply?.status === 'submitted' && mine.includes(c.reply.next_approver) || c?.extensions?.some((/** @type {any} */ e) => e.status === 'asked'));
	return [h('h2', null, t('等我审核、签发', 'Waiting for my step')),
		waiting.length ? h('ul.list-unstyled', null, waiting.map((c) => line(c, h('p.mb-0', null, c.reply?.status === 'submitted' ? t('答复稿第 {0} 轮，由 {1} 拟稿', 'draft reply, round {0}, by {1}', c.reply.round, nameOf(c.reply.drafter_id)) : t('延期申请待决定', 'an extension waits for a decision'),
			c.due_on ? [' · ', t('期限', 'due'), ' ', shortDay(c.due_on, me.today), ' ', h('span.left', { class: c.working_days_left <= 5 ? 'warn' : '' }, leftShort(c.working_days_left))] : null)))) : empty(t('没有等您审核的答复稿。', 'No draft waits for you.')),
		h('h2', null, t('提请我批准的事项', 'Proposals for me to decide')),
		lists[0].items.length ? h('ul.list-unstyled', null, lists[0].items.map((/** @type {any} */ p) => line(p, h('p.mb-0', null, p.title, ' · ', nameOf(p.asked_by), ' · ', shortDay(p.asked_on, me.today))))) : empty(t('没有待批准的事项。', 'Nothing to decide.')),
		lists[1].items.length ? [h('h2', null, t('我提请的', 'What I asked for')), h('ul.list-unstyled', null, lists[1].items.map((/** @type {any} */ p) => line(p, h('p.mb-0', null, p.title, ' · ', p.status === 'asked' ? t('等待批准', 'waits') : p.status === 'granted' ? t('已批准', 'granted') : p.status === 'refused' ? t('未批准', 'refused') : t('已撤回', 'taken back')))))] : null];
}

async function secrecy(/** @type {string} */ agency) {
	const page = await api.get(`/api/v1/secrecy-reviews?limit=100${agency ? `&agency=${agency}` : ''}`);
	return page.items.length ? h('ul.list-unstyled', null, page.items.map((/** @type {any} */ r) => line(r, h('p.mb-1', null, r.question),
		h('p.mb-0.small.text-secondary', null, t('请于 {0} 前答复', 'answer by {0}', shortDay(r.answer_by, me.today)), r.reply_due_on ? [' · ', t('答复期限 {0}', 'reply due {0}', shortDay(r.reply_due_on, me.today))] : null)))) : empty(t('没有等待保密审查的事项。', 'No review waits.'));
}

async function mentions() {
	const place = h('div');
	const draw = async () => {
		const page = await api.get('/api/v1/mentions?limit=100');
		show(place, page.items.length ? [h('p', null, h('button.btn.btn-sm.btn-outline-secondary', { type: 'button', onclick: async () => { await api.post('/api/v1/mentions/reading'); draw(); } }, t('全部标为已读', 'Mark all read'))),
			h('ul.list-unstyled', null, page.items.map((/** @type {any} */ m) => line(m, h('p.mb-1', { class: m.read ? '' : 'fw-bold' }, m.said), h('p.mb-0.small.text-secondary', null, nameOf(m.author_id), ' · ', timeText(m.made_at), ' ',
				m.read ? null : h('button.btn.btn-sm.btn-link', { type: 'button', onclick: async () => { await api.post(`/api/v1/mentions/${m.id}/reading`); draw(); } }, t('已读', 'read'))))))] : empty(t('没有人提到您。', 'Nobody mentions you.')));
	};
	await draw();
	return place;
}

async function deadlines(/** @type {string} */ agency) {
	const place = h('div');
	let mine = holds('caseworker') && !holds('head');
	const draw = async () => {
		const page = await api.get(`/api/v1/deadlines?limit=200${agency ? `&agency=${agency}` : ''}${mine ? '&mine=true' : ''}`);
		/** @type {Map<string, any[]>} */
		const days = new Map();
		for (const d of page.items) days.set(d.due_on, [...days.get(d.due_on) ?? [], d]);
		show(place, h('p', null, h('label.flag', null, h('input.form-check-input', { type: 'checkbox', checked: mine, onchange: (/** @type {any} */ e) => { mine = e.target.checked; draw(); } }), t('只看我的', 'only mine'))),
			days.size ? [...days].map(([day, list]) => h('section.day', { class: list[0].overdue ? 'late' : '' }, h('h2', null, shortDay(day, me.today), ' ', h('span.left', { class: list[0].overdue ? 'bad' : list[0].working_days_left <= 5 ? 'warn' : '' }, leftShort(list[0].working_days_left))),
				h('ul', null, list.map((d) => h('li', null, d.title, ' · ', h('a', { href: `#/case/${d.case_id}` }, d.case_title), ' ', h('span.number', null, d.number), ' ', d.assignee_id ? nameOf(d.assignee_id) : ''))))) : empty(t('没有将到的期限。', 'Nothing falls due.')));
	};
	await draw();
	return place;
}

/** @param {Element} place @param {string} tab @param {string} agency */
export function openDesk(place, tab, agency) {
	const draw = { approvals, secrecy, mentions, deadlines }[tab];
	if (draw) fill(place, () => draw(agency));
}
