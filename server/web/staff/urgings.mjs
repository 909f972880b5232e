// @ts-check
/* Reminders of the district office with their answers, and complaints, for those who send and those who answer. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { form } from '../lib/parts.mjs';
import { paged } from '../lib/paged.mjs';
import { build, read, toggle } from './actform.mjs';
import { area, day, pick, text } from './fields.mjs';
import { say } from './keys.mjs';
import { caseOf } from './numbers.mjs';
import { agenciesAs, holds, me, officeRoles } from './session.mjs';
import { onNewestOf } from './stale.mjs';
import { once, shortDay } from './words.mjs';

const scope = () => (holds('supervisor') ? '' : `&agency=${agenciesAs(officeRoles)[0]?.[0] ?? ''}`);

/**
 * What is open, then what is done, each page by page.
 * @param {Element} place @param {string} path @param {string} after @param {Omit<import('../lib/paged.mjs').Pages, 'path'>} of
 */
function both(place, path, after, of) {
	const open = h('div'),
		ended = h('div');
	show(place, open, ended);
	paged(open, { ...of, path: `${path}open${scope()}` });
	paged(ended, { ...of, path: `${path}${after}${scope()}`, nothing: '' });
}

/** A small form behind a summary. @param {string} title @param {any[]} fields @param {(body: any, form: HTMLFormElement) => Promise<any>} work null: it is not done yet */
function small(title, fields, work) {
	const e = form(
		fields.filter(Boolean).map((f) => build(f, me.today)),
		title,
		async () => {
			if ((await work(read(fields, e), e)) === null) return;
			/* Done: folded and empty again, so that it is not sent twice. */
			const anew = small(title, fields, work),
				focus = box.contains(document.activeElement);
			box.replaceWith(anew);
			if (focus) anew.querySelector('summary')?.focus();
		},
		{ class: 'act-form', onchange: () => toggle(e) },
	);
	toggle(e);
	/** @type {HTMLElement} */ const box = h('details', null, h('summary', null, title), e);
	return box;
}

/** Until when; that it is over is said, not only coloured. @param {string} until @param {boolean} overdue */
const dueText = (until, overdue) => (overdue ? t('{0}，已逾期', '{0}, overdue', until) : until);

/** @param {any} u */
function urging(u) {
	const row = h(
		'li.card-plain',
		null,
		h(
			'p.mb-1',
			null,
			h('strong', null, u.agency),
			u.number ? [' · ', h('a', { href: `#/case/${u.case_id}` }, u.number)] : null,
			' ',
			h(
				'span.left',
				{ class: u.overdue ? 'bad' : u.open ? 'warn' : '' },
				u.open
					? dueText(t('{0} 前回复', 'answer by {0}', shortDay(u.answer_by, me.today)), u.overdue)
					: t('已回复', 'answered'),
			),
		),
		h('p.mb-1', null, u.matter),
		h('p.mb-1.small', null, h('span.text-secondary', null, t('要求：', 'Demand: ')), u.demand),
		u.answer
			? h(
					'p.mb-0',
					null,
					h('span.text-secondary', null, `${dayText(u.answered_on)} ${t('回复：', 'answer: ')}`),
					u.answer,
				)
			: null,
		u.open && holds(['caseworker', 'head', 'leader', 'clerk'], u.agency_id)
			? small(
					t('回复督办', 'Answer'),
					[area('answer', t('回复', 'Answer'), { required: true, max: 2000 })],
					async (b) => {
						await api.post(`/api/v1/urgings/${u.id}/answer`, b);
						say(t('已回复', 'Answered'));
						row.replaceWith(urging(await api.get(`/api/v1/urgings/${u.id}`)));
					},
				)
			: null,
	);
	return row;
}

/** @param {Element} place */
const urgings = (place) =>
	both(place, '/api/v1/urgings?limit=50&state=', 'answered', {
		row: urging,
		nothing: t('没有待回复的督办。', 'No reminder waits.'),
	});

/** What is said in the course of a complaint. @returns {[string, string][]} */
const said = () => [
	['question', t('询问', 'Question')],
	['agency_answer', t('机关答复', 'The agency says')],
	['finding', t('认定', 'Finding')],
	['measure', t('整改要求', 'To mend')],
	['mend_report', t('整改报告', 'Report')],
];

/** @param {any} k */
function complaint(k) {
	const path = `/api/v1/complaints/${k.id}`;
	const act = (/** @type {string} */ name) => async (/** @type {any} */ b, /** @type {HTMLFormElement} */ e) => {
		const answer = await onNewestOf(
			e,
			k,
			path,
			() => api.post(`${path}/${name}`, b, { version: k.version }),
			[['status_title', t('状态', 'State')], ['due_on', t('期限', 'Due'), dayText], ...said()],
			() => e.requestSubmit(),
		);
		if (answer === null) return null;
		say(t('已完成', 'Done'));
		row.replaceWith(complaint(await api.get(path)));
		return answer;
	};
	const sup = holds('supervisor');
	const row = h(
		'li.card-plain',
		null,
		h(
			'p.mb-1',
			null,
			h('strong', null, k.agency),
			' ',
			h('span.number', null, k.number),
			' ',
			h('span.state', null, k.status_title),
			' ',
			h(
				'span.left',
				{ class: k.overdue ? 'bad' : '' },
				k.closed_on ? '' : dueText(t('{0} 前答复', 'due {0}', shortDay(k.due_on, me.today)), k.overdue),
			),
		),
		h('p.mb-1.asked', null, k.matter),
		said().map(([m, l]) =>
			k[m] ? h('p.mb-1.small', null, h('span.text-secondary', null, `${l}${t('：', ': ')}`), k[m]) : null,
		),
		sup && k.status === 'received' ? small(t('登记投诉', 'Register'), [], act('registration')) : null,
		sup && k.status === 'registered'
			? small(
					t('询问机关', 'Ask the agency'),
					[
						area('question', t('问题', 'Question'), { required: true, max: 2000 }),
						day('answer_by', t('答复期限', 'Answer by'), { future: true }),
					],
					act('inquiry'),
				)
			: null,
		sup && ['asked', 'answered'].includes(k.status)
			? small(
					t('作出认定', 'Finding'),
					[
						pick('verdict', t('结论', 'Verdict'), [
							['upheld', t('成立', 'upheld')],
							['partly_upheld', t('部分成立', 'partly')],
							['not_upheld', t('不成立', 'not upheld')],
						]),
						area('finding', t('认定', 'Finding'), { required: true, max: 5000 }),
						area('measure', t('整改要求', 'To be mended'), { max: 1000 }),
						day('mend_by', t('整改期限', 'Mend by'), { required: false, empty: true }),
					],
					act('finding'),
				)
			: null,
		sup && k.status === 'found' ? small(t('答复投诉人', 'Answer the complainant'), [], act('answer')) : null,
		!sup && k.status === 'asked'
			? small(
					t('答复询问', 'Answer'),
					[area('answer', t('答复', 'Answer'), { required: true, max: 5000 })],
					act('agency-answer'),
				)
			: null,
		!sup && k.measure && !k.mended_on
			? small(
					t('报告整改', 'Report the mending'),
					[area('report', t('整改情况', 'Report'), { required: true, max: 2000 })],
					act('mending'),
				)
			: null,
	);
	return row;
}

/** @param {Element} place */
const complaints = (place) =>
	both(place, '/api/v1/complaints?limit=20&state=', 'closed', {
		whole: (items) => Promise.all(items.map((k) => api.get(`/api/v1/complaints/${k.id}`))),
		row: complaint,
		nothing: t('没有待办的投诉。', 'No complaint waits.'),
	});

/** @param {Element} main @param {string[]} _ @param {URLSearchParams} query of what a reminder is to be about: a case's number, an agency */
export async function open(main, _, query) {
	document.title = t('督办与投诉', 'Urging and complaints');
	const list = h('div'),
		others = h('div');
	const agencies = holds('supervisor') ? (await once('/api/v1/agencies?limit=200')).items : [];
	const send = holds('supervisor')
		? small(
				t('发督办单', 'Send a reminder'),
				[
					pick(
						'agency_id',
						t('机关', 'Agency'),
						agencies.map((/** @type {any} */ a) => [a.id, a.name]),
						{ value: query.get('agency') ?? undefined },
					),
					text('number', t('就哪一件（申请编号，可不填）', 'On which case (its number; may be empty)'), {
						max: 40,
						value: query.get('number') ?? undefined,
					}),
					area('matter', t('事由', 'Matter'), { required: true, max: 1000 }),
					area('demand', t('要求', 'Demand'), { required: true, max: 1000 }),
					day('answer_by', t('回复期限', 'Answer by'), { future: true }),
				],
				async (b) => {
					const { number, agency_id, ...rest } = b;
					await api.post('/api/v1/urgings', {
						...rest,
						...(number ? { case_id: await caseOf(number) } : { agency_id }),
					});
					say(t('已发出', 'Sent'));
					urgings(list);
				},
			)
		: null;
	const takeIn = holds('supervisor')
		? small(
				t('代为接收投诉', 'Take in a complaint'),
				[
					pick(
						'agency',
						t('投诉哪个机关', 'About'),
						agencies.map((/** @type {any} */ a) => [`${a.region}-${a.code}`, a.name]),
					),
					pick('channel', t('渠道', 'Channel'), [
						['in_person', t('当面', 'in person')],
						['telephone', t('电话', 'telephone')],
						['post', t('邮寄', 'post')],
						['email', t('电子邮件', 'e-mail')],
						['handed_on', t('转办', 'handed on')],
					]),
					day('received_on', t('收到日期', 'Received on')),
					text('request_number', t('申请编号', 'Number of the request'), { max: 40 }),
					text('name', t('投诉人', 'Name'), { required: true, max: 100 }),
					text('phone', t('电话', 'Telephone'), { max: 40 }),
					text('address', t('地址', 'Address'), { max: 200 }),
					area('matter', t('投诉内容', 'Matter'), { required: true, max: 10000 }),
				],
				async (b) => {
					const a = await api.post('/api/v1/complaints/taken-in', b);
					show(code, h('p', null, a.number, ' ', h('span.code', null, a.query_code ?? '')));
					complaints(others);
				},
			)
		: null;
	const code = h('div', { 'aria-live': 'polite' });
	show(
		main,
		h('h1', null, t('督办与投诉', 'Urging and complaints')),
		h(
			'div.columns',
			null,
			h('section', null, h('h2', null, t('督办', 'Urging')), send, list),
			h('section', null, h('h2', null, t('投诉', 'Complaints')), takeIn, code, others),
		),
	);
	if (send && (query.has('number') || query.has('agency'))) {
		/** @type {HTMLDetailsElement} */ (send).open = true;
		/** @type {HTMLElement | null} */ (send.querySelector('[name=matter]'))?.focus();
	}
	urgings(list);
	complaints(others);
}
