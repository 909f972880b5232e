// @ts-check
/* Notices of holidays: what is loaded, and a new one seen through (which cases move) before it is applied. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, field, form, problemBox } from '../lib/parts.mjs';
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
		if (j.status === 'failed')
			throw new Error(
				typeof j.result === 'string' ? j.result : JSON.stringify(j.result ?? t('没有成功', 'failed')),
			);
		await new Promise((r) => setTimeout(r, 500));
	}
}

/** @param {any} answer @returns {string} */
const jobPath = (answer) => answer.location ?? `/api/v1/jobs/${answer.job_id ?? answer.id}`;

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
						h(
							'thead',
							null,
							h(
								'tr',
								null,
								[t('年份', 'Year'), t('文号', 'Number'), t('印发', 'Issued')].map((x) =>
									h('th', { scope: 'col' }, x),
								),
							),
						),
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
			const moves = j.result?.moves ? await api.all(j.result.moves, 500) : [];
			show(
				result,
				h(
					'h2',
					null,
					t('载入后会变动的期限：{0}', 'Days that would move: {0}', j.result?.days_moved ?? moves.length),
				),
				moves.length
					? h(
							'table.plain.grid',
							null,
							h(
								'thead',
								null,
								h(
									'tr',
									null,
									[
										t('办件', 'Case'),
										t('机关', 'Agency'),
										t('期限', 'Deadline'),
										t('原为', 'Before'),
										t('改为', 'After'),
									].map((x) => h('th', { scope: 'col' }, x)),
								),
							),
							h(
								'tbody',
								null,
								moves.map((m) =>
									h(
										'tr',
										null,
										h('td', null, m.number ?? '—'),
										h('td', null, m.agency),
										h('td', null, m.title),
										h('td', null, dayText(m.before)),
										h('td', null, dayText(m.after)),
									),
								),
							),
						)
					: empty(t('没有期限变动。', 'No day moves.')),
				h(
					'button.btn.btn-primary.mt-2',
					{
						type: 'button',
						onclick: async () => {
							try {
								show(result, bar);
								await job(jobPath(await api.post('/api/v1/calendars', body)), tell);
								show(
									result,
									h('p', null, t('已载入，期限已重算。', 'Loaded; all days are computed anew.')),
								);
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
