// @ts-check
/*
 * The queue: what to do next and why, what falls due first.  Filters stand in the address, so that a view
 * can be kept, sent and gone back to; hints of the live stream redraw the rows in place.
 */
import { api, Problem } from '../lib/api.mjs';
import { by, h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, headRow, problemBox } from '../lib/parts.mjs';
import { agenciesAs, holds, me, officeRoles } from './session.mjs';
import {
	colleagues,
	learnDays,
	leftShort,
	nameOf,
	once,
	shortDay,
	stateBadge,
	stateText,
	workingDaysLeft,
} from './words.mjs';
import { clockText, follow } from './live.mjs';
import { useKeys } from './keys.mjs';
import { bulkBar } from './bulk.mjs';
import { chain, deskTabs, openDesk } from './desk.mjs';
import { viewsBox } from './views.mjs';

/** Queues of cases, in the order of their tabs. @returns {[string, string, string?][]} name, text, count */
function queueTabs() {
	/** @type {[string, string, string?][]} */
	const tabs = [];
	if (holds([...officeRoles, 'supervisor'])) tabs.push(['agency', t('本机关', 'Agency'), 'open']);
	if (holds(['caseworker', 'clerk'])) tabs.push(['mine', t('我的', 'Mine'), 'mine']);
	if (holds(['advisor', 'unit_officer'])) tabs.push(['put_to_me', t('交我的', 'Put to me'), 'put_to_me']);
	if (holds([...officeRoles, 'supervisor']))
		tabs.push(['watched', t('关注', 'Watched'), 'watched_unread'], ['closed', t('已办结', 'Done')]);
	return tabs;
}

/** What somebody has to do comes first: for who only reviews, the reviews. */
const firstTab = () =>
	holds('caseworker')
		? 'mine'
		: holds('secrecy_reviewer') && !holds([...chain, 'clerk', 'supervisor'])
			? 'secrecy'
			: (queueTabs()[0]?.[0] ?? 'agency');

const nextKinds = () =>
	/** @type {[string, string][]} */ ([
		['', t('不限', 'any')],
		['reply', t('答复', 'reply')],
		['correction', t('补正', 'correction')],
		['consultation', t('征求意见', 'consultation')],
		['secrecy_review', t('保密审查', 'secrecy review')],
		['legal_review', t('法律审核', 'legal review')],
		['fee', t('缴费', 'fee')],
		['notice_receipt', t('查明收到', 'receipt of a notice')],
	]);
const openStates = [
	'pending_confirmation',
	'received',
	'registered',
	'investigating',
	'awaiting_correction',
	'awaiting_payment',
];

/** @param {any} row @param {boolean} pick */
function rowOf(row, pick) {
	const late = row.overdue || row.days_overdue > 0;
	const left = row.due_on ? workingDaysLeft(me.today, row.due_on) : null;
	const soon = left !== null && left >= 0 && left <= 5;
	const next = row.next_on && row.next_on < '9999';
	const over = next && row.next_on < me.today;
	return h(
		'tr',
		{ dataset: { id: row.id }, class: late ? 'late' : soon ? 'soon' : '' },
		pick
			? h(
					'td.pick',
					null,
					h('input.form-check-input', {
						type: 'checkbox',
						name: 'pick',
						value: row.id,
						'aria-label': t('选择 {0}', 'choose {0}', row.number),
					}),
				)
			: null,
		h(
			'td.what',
			null,
			h('a.title', { href: `#/case/${row.id}` }, row.title || t('（无标题）', '(no title)')),
			h('span.number', null, row.number),
			row.help_needed ? h('span.badge.text-bg-warning', null, t('需要帮助', 'help needed')) : null,
			row.covering_for
				? h('span.badge.text-bg-light', null, t('代 {0} 办理', 'covering for {0}', nameOf(row.covering_for)))
				: null,
			row.unread ? h('span.badge.text-bg-primary', null, t('{0} 条新动态', '{0} new', row.unread)) : null,
		),
		h('td.st', null, stateBadge(row.state)),
		h(
			'td.next',
			null,
			next
				? [
						h('span', { class: over ? 'over' : '' }, row.next_title ?? row.next_kind),
						' ',
						h(
							'time',
							{ datetime: row.next_on, title: dayText(row.next_on) },
							shortDay(row.next_on, me.today),
						),
					]
				: h(
						'span.text-secondary',
						null,
						row.replied_on ? t('{0} 已答复', 'replied {0}', shortDay(row.replied_on, me.today)) : '—',
					),
		),
		h(
			'td.who',
			null,
			row.assignee_id
				? nameOf(row.assignee_id)
				: openStates.includes(row.state)
					? h('span.text-secondary', null, t('未分办', 'unassigned'))
					: '',
		),
		h(
			'td.until',
			null,
			row.due_on
				? [
						h('time', { datetime: row.due_on, title: dayText(row.due_on) }, shortDay(row.due_on, me.today)),
						openStates.includes(row.state) && left !== null
							? h(
									'span.left',
									{ class: late ? 'bad' : soon ? 'warn' : '' },
									late && left >= 0 ? t('已逾期', 'overdue') : leftShort(left),
								)
							: null,
					]
				: openStates.includes(row.state)
					? h('span.text-secondary', null, t('等待申请人', 'waits for the applicant'))
					: '—',
		),
	);
}

/** @param {Element} main @param {string[]} args @param {URLSearchParams} query */
export async function open(main, args, query) {
	const tab = args[0] ?? firstTab();
	const agencies = holds('supervisor')
		? (await once('/api/v1/agencies?limit=200')).items.map((/** @type {any} */ a) => [a.id, a.name])
		: agenciesAs(officeRoles);
	const agency =
		query.get('agency') ?? (agencies.length > 1 ? (agenciesAs(officeRoles)[0]?.[0] ?? agencies[0][0]) : '');
	const office = agency || agencies[0]?.[0];
	if (office && holds([...officeRoles, 'supervisor', 'unit_officer'])) await colleagues(office);
	document.title = `${t('办件', 'Queue')} · ${t('政府信息依申请公开', 'Government information on request')}`;

	const heads = holds('head', office);
	const place = h('div.queue-list');
	const status = h('p.small.text-secondary.mb-1', { role: 'status' });
	const bulk = heads && (tab === 'agency' || tab === 'mine') ? bulkBar(place, office, () => refresh()) : null;
	const filters = h(
		'form.filters',
		{
			role: 'search',
			onsubmit: (/** @type {Event} */ e) => {
				e.preventDefault();
				go();
			},
			onchange: () => go(),
		},
		h(
			'label.visually-hidden',
			{ for: 'q' },
			t('搜索标题、内容、编号、文号、申请人全名', 'Search title, text, number, number of a letter, full name'),
		),
		h('input.form-control.form-control-sm', {
			id: 'q',
			name: 'q',
			type: 'search',
			autocomplete: 'off',
			minlength: 2,
			value: query.get('q') ?? '',
			placeholder: t('标题、内容、编号、文号（/）', 'title, text, number (/)'),
			'aria-keyshortcuts': '/',
		}),
		agencies.length > 1 ? choose('agency', t('机关', 'Agency'), agencies, agency) : null,
		choose(
			'state',
			t('状态', 'State'),
			[
				['', t('全部状态', 'any state')],
				...openStates.map((s) => /** @type {[string, string]} */ ([s, stateText(s)])),
			],
			query.get('state'),
		),
		choose('next_kind', t('下一期限', 'Falls due'), nextKinds(), query.get('next_kind')),
		flag('unassigned', t('未分办', 'unassigned'), query),
		flag('help', t('需要帮助', 'help needed'), query),
	);

	/** @param {string} name @param {string} label @param {[string, string][]} options @param {string | null} value */
	function choose(name, label, options, value) {
		return h(
			'select.form-select.form-select-sm',
			{ name, 'aria-label': label },
			options.map(([v, text]) =>
				h(
					'option',
					{ value: v, selected: v === (value ?? '') },
					v || name === 'agency' ? text : `${label}${t('：', ': ')}${text}`,
				),
			),
		);
	}
	/** @param {string} name @param {string} text @param {URLSearchParams} q */
	function flag(name, text, q) {
		return h(
			'label.flag',
			null,
			h('input.form-check-input', { type: 'checkbox', name, value: 'true', checked: q.get(name) === 'true' }),
			text,
		);
	}
	function filterText() {
		const p = new URLSearchParams();
		for (const [k, v] of new FormData(filters)) if (v) p.set(k, String(v).trim());
		return p.toString();
	}
	function go() {
		const p = filterText();
		history.replaceState(null, '', `#/queue/${tab}${p ? `?${p}` : ''}`);
		cursor = null;
		refresh();
	}

	const counts = h('nav.tabs', { 'aria-label': t('办件分类', 'Queues') });
	async function drawCounts() {
		const c = await api.get(`/api/v1/queues${agency ? `?agency=${agency}` : ''}`).catch(() => ({})),
			approvals =
				office && holds(chain, office)
					? (await api.get(`/api/v1/queues/approvals/counts?agency=${office}`).catch(() => ({}))).all
					: undefined;
		const q = agency && agencies.length > 1 ? `?agency=${agency}` : '';
		show(
			counts,
			queueTabs().map(([name, text, count]) =>
				h(
					'a',
					{ href: `#/queue/${name}${q}`, 'aria-current': name === tab ? 'page' : null },
					text,
					number(count ? c[count] : null, c.capped_at),
				),
			),
			deskTabs({ ...c, approvals }).map(([name, text, n]) =>
				h(
					'a',
					{ href: `#/queue/${name}${q}`, 'aria-current': name === tab ? 'page' : null },
					text,
					number(n, c.capped_at),
				),
			),
		);
		show(
			figures,
			c.open === undefined
				? null
				: [
						fig(c.overdue, t('期限已过', 'past a deadline'), 'bad'),
						fig(c.due_in_5_working_days, t('5 个工作日内到期', 'due within 5 working days'), 'warn'),
						fig(c.unassigned, t('未分办', 'unassigned'), ''),
					],
		);
	}
	/** @param {any} n @param {number} cap */
	const number = (n, cap) => (n ? h('span.n', null, n >= cap ? `${cap}+` : n) : null);
	/** @param {number} n @param {string} text @param {string} kind */
	const fig = (n, text, kind) => h('span.fig', { class: n ? kind : '' }, h('b', null, n), ' ', text);
	const figures = h('div.figures');

	/** @type {string | null} */ let cursor = null;
	/** @type {string[]} */ const back = [];
	let reading = 0;
	/** What stands there, and from when it is. @type {{ what: string, at: number } | null} */ let shown = null;
	const old = h('div', { role: 'status' });

	async function refresh() {
		const mine = ++reading;
		const p = new URLSearchParams(filterText());
		if (tab !== 'agency' || !p.get('q')) p.set('queue', tab);
		if (agency && !p.get('agency')) p.set('agency', agency);
		p.set('limit', '50');
		const what = cursor ?? `/api/v1/cases?${p}`;
		try {
			const page = await api.get(what);
			for (const d of page.items.flatMap((/** @type {any} */ r) => [r.due_on, r.next_on]))
				if (d && d < '9999') await learnDays(me.today < d ? me.today : d, me.today > d ? me.today : d);
			if (mine !== reading) return;
			const focus = /** @type {HTMLElement | null} */ (document.activeElement?.closest('tr[data-id]'))?.dataset
				.id;
			const picked = new Set(
				[...place.querySelectorAll('[name=pick]:checked')].map(
					(e) => /** @type {HTMLInputElement} */ (e).value,
				),
			);
			draw(page, picked);
			shown = { what, at: Date.now() };
			show(old);
			if (focus) /** @type {HTMLElement | null} */ (place.querySelector(`tr[data-id="${focus}"] a`))?.focus();
		} catch (e) {
			if (mine !== reading) return;
			const again = h(
				'button.btn.btn-sm.btn-outline-primary',
				{ type: 'button', onclick: refresh },
				t('再试一次', 'Try again'),
			);
			/* Rows that were asked for and are only old stay; those of another question do not. */
			if (shown?.what === what && e instanceof Problem && (e.offline || e.status >= 500 || e.status === 429))
				show(
					old,
					h(
						'p.alert.alert-warning.mb-2',
						null,
						t(
							'没有读到最新情况，下面是 {0} 的。',
							'The newest could not be read; below is how it stood at {0}.',
							clockText(shown.at),
						),
						' ',
						again,
					),
				);
			else {
				shown = null;
				status.textContent = '';
				show(old);
				show(place, problemBox(e), again);
			}
		}
	}

	/** @param {any} page @param {Set<string>} picked */
	function draw(page, picked) {
		const rows = page.items;
		status.textContent = rows.length
			? t('{0} 件{1}', '{0} cases{1}', rows.length, page.next ? t('，还有更多', ', there are more') : '')
			: '';
		show(
			place,
			rows.length
				? h(
						'table.queue',
						null,
						h(
							'caption.visually-hidden',
							null,
							t('办件，先到期的在前', 'Cases, what falls due first stands first'),
						),
						headRow([
							...(bulk ? [h('span.visually-hidden', null, t('选择', 'Choose'))] : []),
							t('申请', 'Request'),
							t('状态', 'State'),
							t('接下来', 'What is next'),
							t('经办', 'By'),
							t('答复期限', 'Reply due'),
						]),
						h(
							'tbody',
							null,
							rows.map((/** @type {any} */ r) => rowOf(r, Boolean(bulk))),
						),
					)
				: empty(
						filterText()
							? t('没有符合条件的办件。', 'No case meets these filters.')
							: t('这里没有待办，可以歇一歇。', 'Nothing waits here.'),
					),
			h(
				'p.paging',
				null,
				back.length
					? h(
							'button.btn.btn-sm.btn-outline-secondary',
							{
								type: 'button',
								onclick: () => {
									cursor = back.pop() || null;
									refresh();
								},
							},
							t('上一页', 'Previous'),
						)
					: null,
				page.next
					? h(
							'button.btn.btn-sm.btn-outline-secondary',
							{
								type: 'button',
								onclick: () => {
									back.push(cursor ?? '');
									cursor = page.next;
									refresh();
								},
							},
							t('下一页', 'Next'),
						)
					: null,
			),
		);
		for (const e of place.querySelectorAll('[name=pick]'))
			/** @type {HTMLInputElement} */ (e).checked = picked.has(/** @type {HTMLInputElement} */ (e).value);
		bulk?.count();
	}

	const isDesk = deskTabs({}).some(([name]) => name === tab);
	show(
		main,
		h(
			'div.queue-head',
			null,
			h('h1', null, t('办件', 'Queue')),
			figures,
			h(
				'a.btn.btn-sm.btn-link.ms-auto.keys',
				{
					href: '#',
					onclick: (/** @type {Event} */ e) => {
						e.preventDefault();
						document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
					},
				},
				t('快捷键 ?', 'Keys ?'),
			),
		),
		counts,
		isDesk
			? null
			: h(
					'div.bar2',
					null,
					filters,
					viewsBox(() => `#/queue/${tab}${filterText() ? `?${filterText()}` : ''}`),
				),
		isDesk ? null : [status, old, bulk?.bar],
		place,
	);
	drawCounts();
	if (isDesk) {
		const anew = openDesk(place, tab, office);
		/** @type {any} */ let soonDesk;
		const noMore = follow(() => {
			clearTimeout(soonDesk);
			soonDesk = setTimeout(() => {
				anew();
				drawCounts();
			}, 300);
		});
		return () => {
			noMore();
			clearTimeout(soonDesk);
		};
	}
	await refresh();

	const move = (/** @type {number} */ by) => {
		const all = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('td.what a.title')]);
		const at = all.findIndex((a) => a.closest('tr') === document.activeElement?.closest('tr'));
		all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
	};
	const noKeys = useKeys([
		['j', t('下一件', 'next case'), () => move(1)],
		['k', t('上一件', 'previous case'), () => move(-1)],
		['/', t('搜索', 'search'), () => by('q')?.focus()],
		[
			'x',
			t('选择这一件（负责人）', 'choose this case (heads)'),
			() => /** @type {any} */ (document.activeElement?.closest('tr')?.querySelector('[name=pick]'))?.click(),
		],
		['r', t('重新读取', 'read anew'), () => refresh()],
		['Escape', t('离开搜索', 'leave the search'), () => /** @type {any} */ (document.activeElement)?.blur()],
	]);
	/** @type {any} */ let soon;
	const noHints = follow(() => {
		clearTimeout(soon);
		soon = setTimeout(() => {
			refresh();
			drawCounts();
		}, 300);
	});
	return () => {
		noKeys();
		noHints();
		clearTimeout(soon);
		reading++;
	};
}
