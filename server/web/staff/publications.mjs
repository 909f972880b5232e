// @ts-check
/* What is often asked for, reviews for proactive disclosure, and what was made public (条例 18, 44). */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t, timeText } from '../lib/lang.mjs';
import { empty, field, fill, form, lawTag } from '../lib/parts.mjs';
import { build, read, toggle } from './actform.mjs';
import { area, day, pick, text } from './fields.mjs';
import { say } from './keys.mjs';
import { agenciesAs, holds, me, officeRoles } from './session.mjs';
import { reports } from './reports.mjs';
import { colleagues, nameOf, once } from './words.mjs';

/** @type {Record<string, [string, string]>} */
const acts = {
	made: ['建立事项', 'made'],
	tied: ['归入一件申请', 'a case was tied to it'],
	opened: ['启动评估', 'review opened'],
	suggested: ['申请人建议公开', 'suggested by an applicant'],
	refused: ['一件申请不予公开', 'refused to an applicant'],
	published: ['决定公开', 'made public'],
	declined: ['决定暂不公开', 'declined'],
	put_off: ['推迟决定', 'put off'],
	withdrawn: ['撤下公开内容', 'withdrawn'],
};
/** @type {Record<string, () => string>} */
const reviews = {
	none: () => t('未评估', 'no review'),
	open: () => t('待决定', 'to be decided'),
	published: () => t('已公开', 'public'),
	declined: () => t('暂不公开', 'declined'),
};
const openers = /** @type {Record<string, () => string>} */ ({
	applicants: () => t('多人申请同一信息', 'several applicants asked'),
	suggestion: () => t('申请人建议', 'suggested by an applicant'),
});

/** @param {string} title @param {any[]} fields @param {(body: any) => Promise<any>} work */
function small(title, fields, work) {
	const e = form(
		fields.map((f) => build(f, me.today)),
		title,
		async () => {
			await work(read(fields, e));
		},
		{ class: 'act-form', onchange: () => toggle(e) },
	);
	toggle(e);
	return h('details', null, h('summary', null, title), e);
}

const said = (/** @type {{ show?: any, title?: string }} */ o) => [
	text('title', t('公开的标题', 'Title'), { max: 200, value: o.title, required: !o.show, show: o.show }),
	text('address', t('查阅地址（网址或者场所）', 'Where it can be read'), {
		max: 500,
		required: !o.show,
		show: o.show,
	}),
	text('document_number', t('文号', 'Document number'), { max: 80, show: o.show }),
	area('summary', t('内容摘要', 'Summary'), { max: 2000, show: o.show }),
	day('published_on', t('公开日期', 'Published on'), { show: o.show, required: !o.show }),
];

/** @param {any} i an item @param {() => void} again */
function decision(i, again) {
	const fields = [
		pick('decision', t('决定', 'Decision'), [
			['publish', t('公开', 'make it public')],
			['decline', t('暂不公开', 'decline')],
			['put_off', t('推迟', 'put off')],
		]),
		area('reason', t('理由', 'Reason'), { required: true, max: 1000 }),
		...said({ show: { decision: ['publish'] }, title: i.title }),
		day('until', t('推迟到', 'Put off until'), { future: true, required: false, show: { decision: ['put_off'] } }),
	];
	return small(t('作出决定', 'Decide'), fields, async (body) => {
		await api.post(`/api/v1/information-items/${i.id}/decision`, body);
		say(t('已完成', 'Done'));
		again();
	});
}

/** The case is named by its number. @param {any} i @param {() => void} again */
const tying = (i, again) =>
	small(
		t('归入一件申请', 'Tie a case to it'),
		[text('number', t('申请编号', 'Number of the case'), { required: true, max: 40 })],
		async ({ number }) => {
			const found = (
				await api.get(`/api/v1/cases?agency=${i.agency_id}&q=${encodeURIComponent(number)}`)
			).items.find((/** @type {any} */ c) => c.number === number);
			if (!found) throw new Error(t('没有编号为 {0} 的申请', 'There is no case {0}', number));
			await api.post(`/api/v1/cases/${found.id}/information-item`, { item_id: i.id });
			say(t('已完成', 'Done'));
			again();
		},
	);

/** @param {any} i */
function course(i) {
	const place = h('div');
	return h(
		'details',
		{
			ontoggle: (/** @type {any} */ e) => {
				if (!e.target.open || place.childNodes.length) return;
				fill(place, async () => {
					const whole = await api.get(`/api/v1/information-items/${i.id}`);
					return [
						whole.tied.length
							? h(
									'ul.compact',
									null,
									whole.tied.map((/** @type {any} */ k) =>
										h(
											'li',
											null,
											h('a', { href: `#/case/${k.case_id}` }, k.number),
											' ',
											k.received_on ? dayText(k.received_on) : '',
											k.refused_on
												? h(
														'span.left.warn',
														null,
														t('{0} 不予公开', 'refused {0}', dayText(k.refused_on)),
													)
												: null,
										),
									),
								)
							: null,
						whole.suggestions.map((/** @type {any} */ s) =>
							h(
								'p.long',
								null,
								h('span.text-secondary', null, t('{0} 建议：', '{0}, suggested: ', dayText(s.made_on))),
								s.reason,
							),
						),
						h(
							'ol.history',
							null,
							whole.events.map((/** @type {any} */ e) =>
								h(
									'li',
									null,
									h(
										'p.mb-0',
										null,
										timeText(e.recorded_at),
										' ',
										h('strong', null, acts[e.act] ? t(...acts[e.act]) : e.act),
										' ',
										h('span.text-secondary', null, e.actor_id ? nameOf(e.actor_id) : ''),
										e.remark && !openers[e.remark] ? `${t('：', ': ')}${e.remark}` : '',
									),
								),
							),
						),
					];
				});
			},
		},
		h('summary', null, t('有关申请和经过（{0} 件）', 'Cases and history ({0})', i.cases)),
		place,
	);
}

/** @param {any} i @param {() => void} again */
function item(i, again) {
	const head = holds('head', i.agency_id);
	return h(
		'li.card-plain',
		{ dataset: { item: i.id } },
		h(
			'p.mb-1',
			null,
			h('strong', null, i.title),
			' ',
			h('span.state', null, reviews[i.review]()),
			' ',
			i.due
				? h('span.left.warn', null, t('现在应当决定', 'to be decided now'))
				: i.due_on
					? h('span.left', null, t('{0} 再评估', 'again on {0}', dayText(i.due_on)))
					: null,
		),
		i.review === 'open'
			? h(
					'p.mb-1.small',
					null,
					dayText(i.opened_on),
					' ',
					openers[i.opened_by]?.() ?? '',
					' ',
					lawTag({ article: '条例44', rule: 'R-OUT-5' }),
				)
			: null,
		i.reason
			? h('p.mb-1.small', null, h('span.text-secondary', null, t('上次决定：', 'Last decision: ')), i.reason)
			: null,
		head && i.review !== 'published' ? decision(i, again) : null,
		holds(['caseworker', 'head'], i.agency_id) ? tying(i, again) : null,
		course(i),
	);
}

/** @param {string} agency @param {string} what @param {() => void} again */
async function items(agency, what, again) {
	const query = what === 'open' ? '&review=open' : what === 'due' ? '&due=true' : '';
	const page = await api.get(`/api/v1/information-items?agency_id=${agency}&limit=100${query}`);
	return page.items.length
		? h(
				'ul.list-unstyled',
				null,
				page.items.map((/** @type {any} */ i) => item(i, again)),
			)
		: empty(
				what === 'open'
					? t('没有待决定的评估。', 'No review waits for a decision.')
					: what === 'due'
						? t('没有到期应当再评估的。', 'Nothing is due to be looked at again.')
						: t(
								'还没有信息事项。在办件里用“归入信息事项”，或者等申请人建议。',
								'There are no items yet: tie a case to one, or wait for a suggestion.',
							),
			);
}

/** @param {string} agency @param {() => void} again */
async function disclosures(agency, again) {
	const page = await api.get(`/api/v1/disclosures?agency_id=${agency}&limit=100`);
	return [
		holds('head', agency)
			? small(t('登记一项公开信息', 'Enter a disclosure'), said({}), async (body) => {
					await api.post('/api/v1/disclosures', { agency_id: agency, ...body });
					say(t('已完成', 'Done'));
					again();
				})
			: null,
		page.items.length
			? h(
					'ul.list-unstyled',
					null,
					page.items.map((/** @type {any} */ d) =>
						h(
							'li.card-plain',
							null,
							h(
								'p.mb-1',
								null,
								h('strong', null, d.title),
								' ',
								h('span.number', null, d.document_number ?? ''),
								' ',
								h('span.text-secondary', null, dayText(d.published_on)),
							),
							h('p.mb-1.small', null, d.address),
							d.summary ? h('p.mb-1.small', null, d.summary) : null,
							holds('head', agency)
								? small(
										t('撤下', 'Withdraw'),
										[area('reason', t('理由', 'Reason'), { required: true, max: 500 })],
										async (body) => {
											await api.post(`/api/v1/disclosures/${d.id}/withdrawal`, body);
											say(t('已完成', 'Done'));
											again();
										},
									)
								: null,
						),
					),
				)
			: empty(t('还没有公开的信息。', 'Nothing was made public yet.')),
	];
}

/** @param {Element} main @param {string[]} args @param {URLSearchParams} query */
export async function open(main, args, query) {
	document.title = t('主动公开评估', 'Making public');
	const all = holds('supervisor')
		? (await once('/api/v1/agencies?limit=200')).items.map((/** @type {any} */ a) => [a.id, a.name])
		: agenciesAs(officeRoles);
	const agency = query.get('agency') ?? all[0]?.[0];
	const what = args[0] ?? 'open';
	if (!agency) return show(main, empty(t('没有可看的机关。', 'There is no agency to look at.')));
	await colleagues(agency).catch(() => null);
	const place = h('div'),
		published = h('div');
	const at = (/** @type {string} */ w, /** @type {string} */ a) => `#/publications/${w}?agency=${a}`;
	const choice =
		all.length > 1 ? field({ name: 'agency', label: t('机关', 'Agency'), options: all, value: agency }) : null;
	choice?.querySelector('select')?.addEventListener('change', (/** @type {any} */ e) => {
		location.hash = at(what, e.target.value);
	});
	show(
		main,
		h('h1', null, t('主动公开评估', 'Making public what is often asked for')),
		choice,
		h(
			'nav.tabs',
			{ 'aria-label': t('分类', 'Which') },
			[
				['open', t('待决定', 'To be decided')],
				['due', t('到期再评估', 'Due again')],
				['all', t('全部事项', 'All items')],
				['reports', t('年度报告', 'Annual reports')],
			].map(([w, title]) => h('a', { href: at(w, agency), 'aria-current': w === what ? 'page' : null }, title)),
		),
		place,
		what === 'reports' ? null : [h('h2', null, t('已经公开的', 'What is public')), published],
	);
	const draw = () => {
		fill(place, () => (what === 'reports' ? reports(agency, draw) : items(agency, what, draw)));
		if (what !== 'reports') fill(published, () => disclosures(agency, draw));
	};
	draw();
}
