// @ts-check
/* The district office: every agency's load and risks, on-time figures as a chart, extensions granted alone. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { lang, t } from '../lib/lang.mjs';
import { fill } from '../lib/parts.mjs';
import { paged } from '../lib/paged.mjs';
import { me } from './session.mjs';
import { shortDay } from './words.mjs';

/** @type {any} */
let Chart = null;

/** Chart.js is read here only; it is a script of the old kind that names itself globally. */
async function learnChart() {
	await import(new URL('../vendor/chart.js', import.meta.url).href);
	Chart = /** @type {any} */ (globalThis).Chart;
}

const bad = (/** @type {number} */ n) => h('td.num', { class: n ? 'alarm' : '' }, n || '–');
const plain = (/** @type {number} */ n) => h('td.num', null, n || '–');

const openCell = (/** @type {number} */ open, /** @type {number} */ over) =>
	h(
		'td.num',
		{ class: over ? 'alarm' : '' },
		over ? t('{0}（{1} 逾期）', '{0} ({1} overdue)', open, over) : open || '–',
	);

/** @param {any[]} agencies */
function table(agencies) {
	const heads = [
		t('机关', 'Agency'),
		t('在办', 'Open'),
		t('逾期', 'Overdue'),
		t('5 日内到期', 'Due in 5 days'),
		t('未分办', 'Unassigned'),
		t('等申请人', 'Waiting'),
		t('今年答复', 'Replied'),
		t('按期率', 'On time'),
		t('督办未复', 'Urgings'),
		t('投诉未结', 'Complaints'),
		t('督办', 'Urge'),
	];
	return h(
		'div.scroll',
		{ tabindex: '0', role: 'region', 'aria-label': t('各机关情况', 'Agencies') },
		h(
			'table.plain.grid.full',
			null,
			h(
				'thead',
				null,
				h(
					'tr',
					null,
					heads.map((x, i) => h('th', { class: i ? 'num' : '', scope: 'col' }, x)),
				),
			),
			h(
				'tbody',
				null,
				agencies.map((a) =>
					h(
						'tr',
						null,
						h('th', { scope: 'row' }, h('a', { href: `#/queue/agency?agency=${a.agency_id}` }, a.name)),
						plain(a.open),
						bad(a.overdue),
						plain(a.due_in_5_working_days),
						plain(a.unassigned),
						plain(a.awaiting_applicant),
						plain(a.replied_this_year),
						h(
							'td.num',
							{ class: a.in_time_percent !== null && a.in_time_percent < 100 ? 'alarm' : '' },
							a.in_time_percent === null ? '–' : `${a.in_time_percent}%`,
						),
						openCell(a.urgings_open, a.urgings_overdue),
						openCell(a.complaints_open, a.complaints_overdue),
						h(
							'td.num',
							null,
							h(
								'a',
								{
									href: `#/urgings?agency=${a.agency_id}`,
									'aria-label': t('督办{0}', 'Urge {0}', a.name),
								},
								t('督办', 'urge'),
							),
						),
					),
				),
			),
		),
	);
}

/** The region that all names begin with, which need not stand before each. @param {string[]} names */
function sharedRegion(names) {
	const region = /^[^区县市旗]*[区县市旗]/.exec(names[0] ?? '')?.[0] ?? '';
	return names.length > 1 && names.every((n) => n.startsWith(region) && n !== region) ? region : '';
}

/** @param {Element} main @param {any[]} rows */
async function charts(main, rows) {
	/* Each shows its worst fifteen: what is left out is better than what is seen. */
	const busy = rows
		.filter((a) => a.open)
		.sort((a, b) => b.overdue - a.overdue || b.open - a.open)
		.slice(0, 15);
	const replied = rows
		.filter((a) => a.in_time_percent !== null)
		.sort((a, b) => a.in_time_percent - b.in_time_percent || b.replied_this_year - a.replied_this_year)
		.slice(0, 15);
	if (!busy.length && !replied.length) return;
	const shared = sharedRegion(rows.map((a) => a.name));
	await learnChart();
	const draw = (
		/** @type {any[]} */ shown,
		/** @type {string} */ label,
		/** @type {any[]} */ datasets,
		/** @type {any} */ extra = {},
	) => {
		if (!shown.length) return;
		const canvas = h('canvas', { role: 'img', 'aria-label': label, height: 220 });
		const box = h('figure.chart', null, h('figcaption', null, label), h('div.canvas', null, canvas));
		main.append(box);
		new Chart(canvas, {
			type: 'bar',
			data: {
				labels: shown.map((a) => a.name.slice(shared.length)),
				datasets: datasets.map((d) => ({ maxBarThickness: 28, ...d })),
			},
			options: {
				animation: false,
				indexAxis: 'y',
				maintainAspectRatio: false,
				plugins: { legend: { display: datasets.length > 1, position: 'bottom' } },
				scales: {
					x: { stacked: true, beginAtZero: true, ticks: { precision: 0 }, ...extra },
					y: { stacked: true },
				},
			},
		});
	};
	draw(busy, t('在办：逾期、5 个工作日内到期、其他', 'Open cases: overdue, due within 5 working days, others'), [
		{ label: t('逾期', 'overdue'), data: busy.map((a) => a.overdue), backgroundColor: '#a51d2d' },
		{
			label: t('5 日内到期', 'due in 5'),
			data: busy.map((a) => a.due_in_5_working_days),
			backgroundColor: '#e0a33e',
		},
		{
			label: t('其他', 'others'),
			data: busy.map((a) => Math.max(0, a.open - a.overdue - a.due_in_5_working_days)),
			backgroundColor: '#8fb4de',
		},
	]);
	draw(
		replied,
		t('今年按期答复（%），低的在前', 'Replied in time this year (%), the lowest first'),
		[
			{
				label: '%',
				data: replied.map((a) => a.in_time_percent),
				backgroundColor: replied.map((a) => (a.in_time_percent < 100 ? '#a51d2d' : '#4c8c5e')),
			},
		],
		{ max: 100 },
	);
}

/** @param {any} e */
const aloneRow = (e) =>
	h(
		'li',
		null,
		h('a', { href: `#/case/${e.case_id}` }, e.number),
		` ${shortDay(e.granted_on, me.today)} · ${e.agency} · ${e.user} · `,
		t('{0} 个工作日', '{0} working days', e.working_days),
		e.reason ? h('div', null, t('申请理由：{0}', 'Asked for because: {0}', e.reason)) : null,
		e.remarks ? h('div', null, t('准予说明：{0}', 'Granted with: {0}', e.remarks)) : null,
	);

/** @param {Element} main */
export async function open(main) {
	document.title = t('全区情况', 'District');
	const list = h('div'),
		pictures = h('div.charts', { lang }),
		lone = h('div');
	const sum = (/** @type {any[]} */ a, /** @type {string} */ k) => a.reduce((n, x) => n + (x[k] ?? 0), 0);
	show(
		main,
		h('h1', null, t('全区情况', 'The district')),
		list,
		pictures,
		h('h2', null, t('经办人自己批准的延期', 'Extensions granted by the one who asked')),
		lone,
	);
	fill(list, async () => {
		const seen = await api.get('/api/v1/district/overview');
		const rows = [...seen.agencies].sort(
			(a, b) => b.overdue - a.overdue || b.due_in_5_working_days - a.due_in_5_working_days || b.open - a.open,
		);
		const over = sum(rows, 'overdue');
		setTimeout(() => charts(pictures, rows).catch(() => null));
		return [
			h(
				'div.figures',
				null,
				[
					[sum(rows, 'open'), t('在办', 'open'), ''],
					[over, t('逾期', 'overdue'), over ? 'bad' : ''],
					[sum(rows, 'due_in_5_working_days'), t('5 个工作日内到期', 'due within 5 working days'), 'warn'],
					[sum(rows, 'urgings_open'), t('督办未复', 'urgings open'), ''],
					[sum(rows, 'complaints_open'), t('投诉未结', 'complaints open'), ''],
				].map(([n, text, k]) => h('span.fig', { class: n ? String(k) : '' }, h('b', null, n), ' ', text)),
			),
			table(rows),
		];
	});
	paged(lone, {
		path: '/api/v1/district/lone-extensions',
		row: aloneRow,
		nothing: t('没有一人兼任的延期。', 'None.'),
		list: 'ul.compact',
	});
}
