// @ts-check
/* Open calculators: the due day and the fee, both methods side by side, with steps; the address holds what was asked. */
import { api } from './lib/api.mjs';
import { h, show } from './lib/dom.mjs';
import { dayText, t } from './lib/lang.mjs';
import { field, fill, form, frame, lawTag, publicLinks, stepList } from './lib/parts.mjs';
import { offlineNote } from './public/offline.mjs';
import { tierTable, yuanText } from './lib/money.mjs';

const main = frame({ title: t('期限与费用计算', 'Days and fees'), links: publicLinks() });
offlineNote();
const asked = new URLSearchParams(location.search);
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Puts what was asked into the address, to be shared. @param {Record<string, string>} values */
function remember(values) {
	for (const [k, v] of Object.entries(values)) {
		if (v) asked.set(k, v);
		else asked.delete(k);
	}
	history.replaceState(null, '', `?${asked}`);
}

/** @param {FormData} data @param {string[]} names */
const valuesOf = (data, names) => Object.fromEntries(names.map((n) => [n, String(data.get(n) ?? '').trim()]));

/* ---- The due day. */

const dueResult = h('div', { 'aria-live': 'polite' });

/** @param {any} d */
const dueAnswer = (d) =>
	h(
		'section.due',
		null,
		h(
			'p.due-day',
			null,
			t('最后一天：', 'Last day: '),
			h('strong', null, h('time', { datetime: d.due_on }, dayText(d.due_on))),
			d.provisional ? [' ', h('span.badge.text-bg-warning', null, t('暂定', 'provisional'))] : null,
		),
		d.provisional
			? h(
					'p.small',
					null,
					t(
						'期限跨入节假日安排尚未公布的年份，公布后会重新计算。',
						'It runs into a year whose holidays are not published yet; it is computed anew then.',
					),
				)
			: null,
		stepList(d),
	);

/** @param {Record<string, string>} v */
const due = async (v) =>
	dueAnswer(
		await api.get(
			`/api/v1/calendar/due-day?from=${encodeURIComponent(v.from)}&working_days=${encodeURIComponent(v.working_days)}`,
		),
	);

const dueForm = form(
	[
		h(
			'div.inline',
			null,
			field({
				name: 'from',
				label: t('收到申请之日', 'Day of receipt'),
				hint: t('当天不计算在内', 'Not counted itself'),
				type: 'date',
				value: asked.get('from') ?? today,
				required: true,
			}),
			field({
				name: 'working_days',
				label: t('工作日', 'Working days'),
				hint: t('答复是 20 个；延长最多再加 20 个', '20 for a reply; at most 20 more by extension'),
				type: 'number',
				value: asked.get('working_days') ?? '20',
				required: true,
				attributes: { min: 0, max: 1000, inputmode: 'numeric' },
			}),
		),
	],
	t('计算', 'Compute'),
	async (data) => {
		const v = valuesOf(data, ['from', 'working_days']);
		const answer = await due(v);
		remember(v);
		show(dueResult, answer);
	},
);

/* ---- The fee. */

const feeResult = h('div', { 'aria-live': 'polite' });

/** @param {string} title @param {any} fee @param {string} caption @param {string} unit */
const feeColumn = (title, fee, caption, unit) =>
	h(
		'section.card-plain',
		null,
		h('h3.mt-0', null, title),
		h('p.sum', null, yuanText(fee.amount_yuan)),
		tierTable(fee, caption, unit),
	);

/** @param {Record<string, string>} v */
async function fees(v) {
	const [units, before, pages] = [v.units || '0', v.units_before || '0', v.pages || '0'];
	const [item, page] = await Promise.all([
		api.get(
			`/api/v1/fees/estimate?method=by_item&units=${encodeURIComponent(units)}&units_before=${encodeURIComponent(before)}`,
		),
		api.get(`/api/v1/fees/estimate?method=by_page&pages=${encodeURIComponent(pages)}`),
	]);
	return [
		h(
			'div.two',
			null,
			feeColumn(
				t('按件计收', 'By item'),
				item,
				t('本月此前 {0} 件，本次 {1} 件', '{0} before in the month, {1} now', before, units),
				t('件', 'item'),
			),
			feeColumn(
				t('按量计收', 'By page'),
				page,
				t('{0} 页（A4 及以下单面为一页）', '{0} pages (one side of A4 or smaller)', pages),
				t('页', 'page'),
			),
		),
		h(
			'p',
			null,
			t(
				'一件申请只能用一种方法，由机关选择；机关也可以不收费。',
				'For one request one method is used, chosen by the agency; it may also charge nothing.',
			),
			' ',
			lawTag({ article: '费3' }),
		),
	];
}

const feeNames = ['units', 'units_before', 'pages'];
/** @param {string} name @param {string} label @param {string} hint @param {string} value */
const number = (name, label, hint, value) =>
	field({
		name,
		label,
		hint,
		type: 'number',
		value: asked.get(name) ?? value,
		attributes: { min: 0, max: 100000, inputmode: 'numeric' },
	});
const feeForm = form(
	[
		h(
			'div.inline',
			null,
			number(
				'units',
				t('这件申请有几件', 'Items in this request'),
				t('一表多问按最小单位拆分', 'Several questions are split into units'),
				'1',
			),
			number(
				'units_before',
				t('同一个月此前几件', 'Items before in the month'),
				t('同一人向同一机关', 'Same applicant, same agency'),
				'0',
			),
			number('pages', t('提供几页', 'Pages given'), t('只算提供的复制件', 'Only copies that are given'), '0'),
		),
	],
	t('计算', 'Compute'),
	async (data) => {
		const v = valuesOf(data, feeNames);
		const answer = await fees(v);
		remember(v);
		show(feeResult, answer);
	},
);

/** @param {any} m */
const tariff = (m) =>
	h(
		'div',
		null,
		h('h3', null, m.title, ' ', lawTag(m)),
		h(
			'ul',
			null,
			m.tiers.map((/** @type {any} */ x) =>
				h(
					'li',
					null,
					x.last ? `${x.first}–${x.last}` : t('{0} 以上', 'from {0} on', x.first),
					t('：', ': '),
					yuanText(x.each_yuan),
				),
			),
			m.further_units
				? h(
						'li',
						null,
						t(
							'以后每 {0} 件再加 {1}',
							'each further {0}: {1} more',
							m.further_units,
							yuanText(m.further_each_yuan),
						),
					)
				: null,
		),
	);

const schedule = h('div');
const details = h(
	'details',
	{
		ontoggle: () => {
			if (details.open && !schedule.hasChildNodes())
				fill(schedule, async () => {
					const s = await api.get('/api/v1/fee-schedule');
					return [h('p', null, s.principle, t('（{0}）', ' ({0})', s.basis)), s.methods.map(tariff)];
				});
		},
	},
	h('summary', null, t('收费标准', 'The tariffs')),
	schedule,
);

show(
	main,
	h('h1', { tabindex: '-1' }, t('期限与费用计算', 'Days and fees')),
	h(
		'p.lead',
		null,
		t(
			'按节假日安排和收费办法算，每一步都写出来。网址可以分享。',
			'Counted by the official calendar and tariff, each step shown. The address can be shared.',
		),
	),
	h(
		'section',
		{ 'aria-labelledby': 'due-title' },
		h('h2', { id: 'due-title' }, t('答复期限', 'Until when is a reply due')),
		dueForm,
		dueResult,
	),
	h(
		'section',
		{ 'aria-labelledby': 'fee-title' },
		h('h2', { id: 'fee-title' }, t('信息处理费', 'The fee')),
		h(
			'p',
			null,
			t(
				'提供政府信息不收费；数量、频次明显超过合理范围的，才可能收取信息处理费。',
				'Information is given for nothing; only numbers clearly beyond reason can be charged for.',
			),
			' ',
			lawTag({ article: '条例42' }),
		),
		feeForm,
		feeResult,
		details,
	),
);

if (asked.has('from'))
	fill(dueResult, () => due({ from: asked.get('from') ?? today, working_days: asked.get('working_days') ?? '20' }));
if (feeNames.some((n) => asked.has(n)))
	fill(feeResult, () => fees(Object.fromEntries(feeNames.map((n) => [n, asked.get(n) ?? '']))));
