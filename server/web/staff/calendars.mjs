// @ts-check
/* Notices of holidays: what is loaded, and a new one seen through (which cases move) before it is applied. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, field, form, headRow, problemBox } from '../lib/parts.mjs';
import { me } from './session.mjs';
import { say } from './keys.mjs';

/** "2027-01-01 2027-01-03" or one day a line. @param {string} text */
const ranges = (text) =>
	text
		.split('\n')
		.map((l) => l.trim())
		.filter(Boolean)
		.map((l) => {
			const [first, last] = l.split(/[\s~至–]+/);
			return { first, last: last ?? first };
		});

/** Waits for a job, telling how far it is. @param {string} path @param {(done: number, total: number) => void} tell */
async function job(path, tell) {
	for (;;) {
		const j = await api.get(path);
		tell(j.done, j.total);
		if (j.status === 'done') return j;
		if (j.status === 'failed') {
			const p = j.result?.problem;
			throw new Problem(
				p?.status ?? 0,
				p ?? { detail: t('没有成功，请再试一次', 'It failed; please try again') },
				null,
			);
		}
		await new Promise((r) => setTimeout(r, 500));
	}
}

/** @param {any} answer @returns {string} */
const jobPath = (answer) => `/api/v1/jobs/${answer.id}`;

/** A day that moves. @param {any} m */
const moveRow = (m) =>
	h(
		'tr',
		null,
		h('td', null, m.number ?? '—'),
		h('td', null, m.agency),
		h('td', null, m.title),
		h('td', null, dayText(m.before)),
		h(
			'td',
			null,
			dayText(m.after),
			m.after < m.before ? [' ', h('span.badge.text-bg-warning', null, t('提前', 'earlier'))] : null,
		),
		h('td', null, dayText(m.worked_to)),
	);

/** The days that move, a page at a time. @param {string} path @param {number} total */
async function moveTable(path, total) {
	const rows = h('tbody'),
		more = h('p');
	const take = async (/** @type {string} */ from) => {
		const page = await api.get(from);
		rows.append(...page.items.map(moveRow));
		show(
			more,
			page.next
				? [
						t('已列出 {0} 项，共 {1} 项。', '{0} of {1} are listed.', rows.children.length, total),
						' ',
						h(
							'button.btn.btn-sm.btn-outline-secondary',
							{
								type: 'button',
								onclick: () => take(page.next).catch((e) => show(more, problemBox(e))),
							},
							t('更多', 'More'),
						),
					]
				: null,
		);
	};
	await take(`${path}?limit=100`);
	if (!rows.children.length) return empty(t('没有期限变动。', 'No day moves.'));
	return [
		h(
			'div.scroll',
			{ tabindex: '0', role: 'region', 'aria-label': t('会变动的期限', 'Days that move') },
			h(
				'table.plain.grid.moves',
				null,
				headRow([
					t('办件', 'Case'),
					t('机关', 'Agency'),
					t('期限', 'Deadline'),
					t('原为', 'Before'),
					t('改为', 'After'),
					t('办理按', 'Worked to'),
				]),
				rows,
			),
		),
		more,
	];
}

/** What came of the load: what did not follow is named. @param {any} result */
const loadedBox = (result) =>
	result?.failed?.length
		? h(
				'div.alert.alert-warning',
				{ role: 'alert' },
				h(
					'p',
					null,
					t(
						'已载入。下列办件的期限没有重算成功，系统会再算；请告知其经办人核对：',
						'Loaded. The days of these cases could not be computed anew; the system will try again. Please tell their caseworkers to check:',
					),
				),
				h(
					'ul.mb-0',
					null,
					result.failed.map((/** @type {any} */ n) => h('li', null, String(n))),
				),
			)
		: h('p', null, t('已载入，期限已重算。', 'Loaded; all days are computed anew.'));

export async function calendars() {
	const place = h('div'),
		result = h('div', { 'aria-live': 'polite' });
	const draw = async () => {
		const page = await api.get('/api/v1/calendars');
		show(
			place,
			page.items.length
				? h(
						'table.plain.grid',
						null,
						headRow([t('年份', 'Year'), t('文号', 'Number'), t('印发', 'Issued')]),
						h(
							'tbody',
							null,
							page.items.map((/** @type {any} */ n) =>
								h(
									'tr',
									null,
									h('td.text-nowrap', null, n.year),
									h('td', null, n.number),
									h('td', null, dayText(n.issued_on)),
								),
							),
						),
					)
				: empty(t('还没有载入。', 'None loaded.')),
		);
	};
	await draw();
	const bar = h('progress', { max: 1, value: 0, 'aria-label': t('进度', 'progress') });
	const tell = (/** @type {number} */ done, /** @type {number} */ total) => {
		bar.max = Math.max(1, total);
		bar.value = done;
	};
	const e = form(
		[
			field({ name: 'year', label: t('年份', 'Year'), type: 'number', value: Number(me.today.slice(0, 4)) + 1 }),
			field({
				name: 'number',
				label: t('文号', 'Number'),
				hint: t('例如：国办发明电〔2026〕X号', 'e.g. 国办发明电〔2026〕X号'),
			}),
			field({ name: 'issued_on', label: t('印发日期', 'Issued on'), type: 'date', value: me.today }),
			field({
				name: 'off',
				label: t('放假（每行一段：起 止）', 'Off (a line each: first last)'),
				rows: 7,
				hint: '2027-01-01 2027-01-03',
			}),
			field({ name: 'on', label: t('上班的周末（每行一天）', 'Weekend days worked (a line each)'), rows: 3 }),
		],
		t('先看会影响哪些期限', 'See first which days move'),
		async (d) => {
			const body = {
				year: Number(d.get('year')),
				number: d.get('number'),
				issued_on: d.get('issued_on'),
				off: ranges(String(d.get('off'))),
				on: String(d.get('on'))
					.split('\n')
					.map((x) => x.trim())
					.filter(Boolean),
			};
			show(result, bar);
			const j = await job(jobPath(await api.post('/api/v1/calendars/preview', body)), tell);
			const n = j.result?.days_moved ?? 0,
				earlier = j.result?.earlier ?? 0;
			show(
				result,
				h('h2', null, t('载入后会变动的期限：{0}', 'Days that would move: {0}', n)),
				earlier ? h('p', null, t('其中 {0} 项提前。', '{0} of them become earlier.', earlier)) : null,
				await moveTable(j.result.moves, n),
				h(
					'button.btn.btn-primary.mt-2',
					{
						type: 'button',
						onclick: async () => {
							try {
								show(result, bar);
								const loaded = await job(jobPath(await api.post('/api/v1/calendars', body)), tell);
								show(result, loadedBox(loaded.result));
								say(t('已载入', 'Loaded'));
								await draw();
							} catch (err) {
								show(result, problemBox(err));
							}
						},
					},
					t('确认载入', 'Load it'),
				),
			);
		},
		{ class: 'act-form', oninput: () => show(result) },
	); // what was seen is of a notice that has been changed since
	return h(
		'div.columns',
		null,
		h('section', null, h('h2', null, t('已载入的通知', 'Loaded notices')), place),
		h('section', null, h('h2', null, t('载入通知', 'Load a notice')), e, result),
	);
}
