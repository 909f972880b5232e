// @ts-check
/* Reminders of the district office with their answers, and complaints, for those who send and those who answer. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, fill, form } from '../lib/parts.mjs';
import { build, read, toggle } from './actform.mjs';
import { area, day, pick, text } from './fields.mjs';
import { say } from './keys.mjs';
import { agenciesAs, holds, me, officeRoles } from './session.mjs';
import { once, shortDay } from './words.mjs';

const scope = () => (holds('supervisor') ? '' : `&agency=${agenciesAs(officeRoles)[0]?.[0] ?? ''}`);

/** What is open, then what is done. @param {string} path @param {string} after */
async function both(path, after) {
	const [open, ended] = await Promise.all([api.get(`${path}open${scope()}`), api.get(`${path}${after}${scope()}`)]);
	return { items: [...open.items, ...ended.items] };
}

/** A small form behind a summary. @param {string} title @param {any[]} fields @param {(body: any) => Promise<any>} work */
function small(title, fields, work) {
	const e = form(
		fields.filter(Boolean).map((f) => build(f, me.today)),
		title,
		async () => {
			await work(read(fields, e));
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

/** @param {Element} place */
async function urgings(place) {
	const page = await both('/api/v1/urgings?limit=100&state=', 'answered');
	const again = () => fill(place, () => urgings(place));
	return page.items.length
		? h(
				'ul.list-unstyled',
				null,
				page.items.map((/** @type {any} */ u) =>
					h(
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
									? t('{0} 前回复', 'answer by {0}', shortDay(u.answer_by, me.today))
									: t('已回复', 'answered'),
							),
						),
						h('p.mb-1', null, u.matter),
						h('p.mb-1.small', null, h('span.text-secondary', null, t('要求：', 'Demand: ')), u.demand),
						u.answer
							? h(
									'p.mb-0',
									null,
									h(
										'span.text-secondary',
										null,
										`${dayText(u.answered_on)} ${t('回复：', 'answer: ')}`,
									),
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
										again();
									},
								)
							: null,
					),
				),
			)
		: empty(t('没有督办。', 'No reminders.'));
}

/** @param {any} k @param {() => void} again */
function complaint(k, again) {
	const act = (/** @type {string} */ name) => async (/** @type {any} */ b) => {
		await api.post(`/api/v1/complaints/${k.id}/${name}`, b, { version: k.version });
		say(t('已完成', 'Done'));
		again();
	};
	const sup = holds('supervisor');
	return h(
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
				k.closed_on ? '' : t('{0} 前答复', 'due {0}', shortDay(k.due_on, me.today)),
			),
		),
		h('p.mb-1.asked', null, k.matter),
		[
			['question', t('询问', 'Question')],
			['agency_answer', t('机关答复', 'The agency says')],
			['finding', t('认定', 'Finding')],
			['measure', t('整改要求', 'To mend')],
			['mend_report', t('整改报告', 'Report')],
		].map(([m, l]) =>
			k[m] ? h('p.mb-1.small', null, h('span.text-secondary', null, `${l}${t('：', ': ')}`), k[m]) : null,
		),
		sup && k.status === 'received' ? small(t('登记投诉', 'Register'), [], act('registration')) : null,
		sup && ['registered', 'answered'].includes(k.status)
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
}

/** @param {Element} place */
async function complaints(place) {
	const page = await both('/api/v1/complaints?limit=50&state=', 'closed');
	const whole = await Promise.all(page.items.map((/** @type {any} */ k) => api.get(`/api/v1/complaints/${k.id}`)));
	return whole.length
		? h(
				'ul.list-unstyled',
				null,
				whole.map((k) => complaint(k, () => fill(place, () => complaints(place)))),
			)
		: empty(t('没有投诉。', 'No complaints.'));
}

/** The case with NUMBER, whose beginning says which agency has it. @param {string} number @param {any[]} agencies */
async function caseOf(number, agencies) {
	const whole = number.normalize('NFKC').trim().toUpperCase();
	const agency = agencies.find((a) => whole.startsWith(`${a.region}-${a.code}-`));
	const found = agency
		? (await api.get(`/api/v1/cases?agency=${agency.id}&q=${encodeURIComponent(whole)}&limit=5`)).items.find(
				(/** @type {any} */ c) => c.number === whole,
			)
		: null;
	if (!found)
		throw new Problem(
			422,
			{
				errors: [
					{
						pointer: '/number',
						detail: t(
							'没有这个编号的申请，请照回执上的写，例如 360104-FGW-2026-00001',
							'No request has this number; write it as on the receipt, for example 360104-FGW-2026-00001',
						),
					},
				],
			},
			null,
		);
	return found.id;
}

/** @param {Element} main */
export async function open(main) {
	document.title = t('督办与投诉', 'Reminders and complaints');
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
					),
					text('number', t('就哪一件（申请编号，可不填）', 'On which case (its number; may be empty)'), {
						max: 40,
					}),
					area('matter', t('事由', 'Matter'), { required: true, max: 1000 }),
					area('demand', t('要求', 'Demand'), { required: true, max: 1000 }),
					day('answer_by', t('回复期限', 'Answer by'), { future: true }),
				],
				async (b) => {
					const { number, agency_id, ...rest } = b;
					await api.post('/api/v1/urgings', {
						...rest,
						...(number ? { case_id: await caseOf(number, agencies) } : { agency_id }),
					});
					say(t('已发出', 'Sent'));
					fill(list, () => urgings(list));
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
					fill(others, () => complaints(others));
				},
			)
		: null;
	const code = h('div', { 'aria-live': 'polite' });
	show(
		main,
		h('h1', null, t('督办与投诉', 'Reminders and complaints')),
		h(
			'div.columns',
			null,
			h('section', null, h('h2', null, t('督办', 'Reminders')), send, list),
			h('section', null, h('h2', null, t('投诉', 'Complaints')), takeIn, code, others),
		),
	);
	fill(list, () => urgings(list));
	fill(others, () => complaints(others));
}
