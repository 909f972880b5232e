/*
 * Rectification of what follows a reply (R-KEEP-4): orders, remedies, what was heard of services, reasons,
 * holds.  Each voided or on its right day, with the deadlines that follow, and refused where a later act
 * stands on it.  Days by hand from calendars.md: in 2026 off are 04-04 to 04-06.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed as filedBy, advance } from './harness.mjs';

const w = await world();
const clerk = await w.person('fgw-clerk'),
	worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head');
const city = '示范市人民政府';
const remedy = { kind: 'reconsideration', body: city, filed_on: '2026-03-05', proof: '复议申请书副本' };
const order = {
	kind: 'reconsideration',
	body: city,
	number: '示复决〔2026〕7号',
	ordered_on: '2026-03-10',
	received_on: '2026-03-12',
	proof: '收文登记',
};

let people = 0;
async function replied(change) {
	await w.clock('2026-03-02');
	const made = await filedBy(w, 'FGW', {
		applicant: {
			category: 'natural_person',
			name: '测试申请人',
			id_kind: 'other',
			id_number: `测试证件${7000 + people++}`,
			phone: '0791-00000001',
		},
		...change,
	});
	await advance(w, made.id, 'replied');
	return made.id;
}
const look = (id) => worker.get(`/api/v1/cases/${id}`);
const events = async (id) => (await worker.get(`/api/v1/cases/${id}/events?limit=200`)).items;
const last = async (id, act) => (await events(id)).filter((e) => e.act === act && !e.voided).at(-1).seq;
const asked = async (id, act, more) => ({ seq: await last(id, act), reason: '登记有误', proof: '测试凭证', ...more });
async function rectify(id, act, more) {
	const seen = await worker.act(id, 'rectifications', await asked(id, act, more));
	return head.act(id, `proposals/${seen.proposals.find((p) => p.status === 'asked').id}/decision`, {
		decision: 'grant',
	});
}
const tried = async (id, act, more) =>
	worker.send('POST', `/api/v1/cases/${id}/rectifications`, {
		body: await asked(id, act, more),
		version: (await look(id)).version,
		key: randomUUID(),
	});
const stands = async (t, id, act, why) =>
	t.refused(await tried(id, act), 409, { rule: 'R-KEEP-4', code: 'rectify_stands' }, why);
const deadlines = (id, kinds) =>
	w
		.sql(
			`SELECT kind, handling, due_on, status FROM deadline WHERE case_id = ${id} AND kind IN (${kinds
				.map((k) => `'${k}'`)
				.join()}) ORDER BY id`,
		)
		.trim()
		.split('\n')
		.map((row) => row.replaceAll('\t', ' '));
const verified = (t) => t.is(w.ctl('verify').status, 0, 'every stored day is what the events give (R-CLOCK-10)');

await scenario('an order on its right day: due day, period and record follow (R-OUT-7)', async (t) => {
	const id = await replied();
	await w.clock('2026-03-12');
	let seen = await worker.act(id, 'orders', order);
	// from 12 March: 13 = 1, 16-20 = 6, 23-27 = 11, 30 March - 3 April = 16, 7-10 = 20
	t.is([seen.state, seen.handling, seen.due_on], ['investigating', 2, '2026-04-10'], 'as entered');
	t.refused(await tried(id, 'order_in', { right_on: '2026-03-09' }), 422, {}, 'before it was made');
	t.refused(await tried(id, 'order_in', { right_on: '2026-03-13' }), 422, {}, 'tomorrow');
	seen = await rectify(id, 'order_in', { right_on: '2026-03-11' });
	t.is(
		[seen.state, seen.handling, seen.due_on, seen.handlings[1].opened_on, seen.handlings[1].received_on],
		['investigating', 2, '2026-04-09', '2026-03-11', '2026-03-11'],
		'a day earlier',
	);
	t.is(
		w.sql(`SELECT handling, start_on FROM period WHERE case_id = ${id} ORDER BY handling`).trim(),
		'1\t2026-03-02\n2\t2026-03-11',
		'the period too',
	);
	t.is(deadlines(id, ['reply']).at(-1), 'reply 2 2026-04-09 open', 'and the deadline');
	t.is(seen.letters.filter((l) => l.kind === 'due_day_correction').length, 0, 'nobody was told the old day');
	const at = (await events(id)).filter((e) => e.act === 'order_in');
	t.is(
		at.map((e) => [e.happened_on, e.voided, e.detail.received_on]),
		[
			['2026-03-12', true, '2026-03-12'],
			['2026-03-11', false, '2026-03-11'],
		],
		'both stay',
	);

	const days = await replied();
	await w.clock('2026-03-12');
	seen = await worker.act(days, 'orders', { ...order, period_unit: 'days', period: 30 });
	// 11 April is a Saturday; 10 April, with the day before, a Friday
	t.is(seen.due_on, '2026-04-13', '30 days after 12 March, on to Monday (R-DAY-5)');
	seen = await rectify(days, 'order_in', { right_on: '2026-03-11' });
	t.is(seen.due_on, '2026-04-10', '30 days after the right day');
	verified(t);
});

await scenario('an order that never was: the case is as its reply left it (R-OUT-7)', async (t) => {
	const id = await replied();
	const before = await look(id);
	await w.clock('2026-03-11');
	const sued = await worker.act(id, 'remedies', { ...remedy, copy_received_on: '2026-03-10' });
	// 11-13 = 3, 16-20 = 8, 23, 24 March = 10
	t.is(sued.remedies[0].answer_by, '2026-03-24', 'the copy');
	await w.clock('2026-03-12');
	let seen = await worker.act(id, 'orders', { ...order, remedy_id: sued.remedies[0].id });
	t.is(seen.remedies[0].result, 'corrected', 'its result');
	await worker.act(id, 'contacts', { kind: 'note', said: '登记时看错' });
	await worker.act(
		id,
		'reply',
		{ parts: [{ description: '全部', outcome: 'already_public', access: '示例网站' }] },
		{ method: 'PUT' },
	);
	await stands(t, id, 'order_in', 'a draft stands on it');
	await stands(t, id, 'remedy', 'and it on the remedy');

	const other = await replied();
	await w.clock('2026-03-11');
	const own = await worker.act(other, 'remedies', { ...remedy, copy_received_on: '2026-03-10' });
	await w.clock('2026-03-12');
	seen = await worker.act(other, 'orders', { ...order, remedy_id: own.remedies[0].id });
	await worker.act(other, 'contacts', { kind: 'note', said: '登记时看错' });
	seen = await rectify(other, 'order_in');
	t.is(
		[seen.state, seen.handling, seen.replied_on, seen.due_on, seen.outcome, seen.handlings.length],
		['replied', 1, before.replied_on, before.due_on, before.outcome, 1],
		'replied as before',
	);
	t.is([seen.remedies[0].result, seen.remedies[0].decided_on], ['pending', null], 'the remedy waits');
	t.is(
		deadlines(other, ['reply', 'respondent']),
		['reply 1 2026-03-30 met', 'respondent 1 2026-03-24 open', 'reply 2 2026-04-10 void'],
		'and so does its answer',
	);
	t.is(w.sql(`SELECT COUNT(*) FROM period WHERE case_id = ${other} AND handling = 2`).trim(), '0', 'no period');
	t.is(seen.letters.filter((l) => l.kind === 'due_day_correction').length, 0, 'no letter of a day nobody heard');
	verified(t);
	seen = await worker.act(other, 'orders', { ...order, remedy_id: own.remedies[0].id, number: '示复决〔2026〕8号' });
	t.is(
		[seen.handling, seen.due_on, seen.handlings[1].order_number],
		[2, '2026-04-10', '示复决〔2026〕8号'],
		'the right one opens the handling',
	);
	await rectify(other, 'order_in');
	await stands(t, other, 'serve', 'the remedy stands on the reply');
	await rectify(other, 'remedy');
	seen = await rectify(other, 'serve');
	t.is(
		[seen.state, seen.replied_on, seen.due_on],
		['investigating', null, '2026-03-30'],
		'the reply can be voided then',
	);
	verified(t);
});

await scenario('a remedy, its copy, the answer and the result (R-OUT-8)', async (t) => {
	const id = await replied();
	await w.clock('2026-03-12');
	let seen = await worker.act(id, 'remedies', remedy);
	const r = `remedies/${seen.remedies[0].id}`;
	seen = await worker.act(id, `${r}/copy`, { received_on: '2026-03-12' });
	// 13 = 1, 16-20 = 6, 23-26 = 10
	t.is(seen.remedies[0].answer_by, '2026-03-26', 'as entered');
	t.refused(await tried(id, 'remedy', { right_on: '2026-03-04' }), 422, {}, 'before it was filed');
	seen = await rectify(id, 'remedy', { right_on: '2026-03-10' });
	t.is(
		[seen.remedies[0].copy_received_on, seen.remedies[0].answer_by, deadlines(id, ['respondent'])],
		['2026-03-10', '2026-03-24', ['respondent 1 2026-03-24 open']],
		'two working days earlier',
	);
	seen = await worker.act(id, `${r}/answer`, { answered_on: '2026-03-12', number: '示复答〔2026〕1号' });
	const copy = (await events(id)).filter((e) => e.act === 'remedy' && e.detail.answer_by && !e.voided).at(-1).seq;
	t.refused(
		await tried(id, 'remedy', { seq: copy }),
		409,
		{ code: 'rectify_stands' },
		'the answer stands on the copy',
	);
	seen = await rectify(id, 'remedy');
	t.is(
		[seen.remedies[0].answered_on, seen.remedies[0].answer_number, deadlines(id, ['respondent'])],
		[null, null, ['respondent 1 2026-03-24 open']],
		'not answered after all',
	);
	await worker.act(id, `${r}/result`, { result: 'upheld', decided_on: '2026-03-12' });
	seen = await rectify(id, 'remedy_result', { right_on: '2026-03-11' });
	t.is(
		[seen.remedies[0].decided_on, deadlines(id, ['respondent'])],
		['2026-03-11', ['respondent 1 2026-03-24 void']],
		'decided the day before',
	);
	seen = await rectify(id, 'remedy_result');
	t.is(
		[seen.remedies[0].result, seen.remedies[0].decided_on, deadlines(id, ['respondent'])],
		['pending', null, ['respondent 1 2026-03-24 open']],
		'not decided',
	);
	seen = await rectify(id, 'remedy');
	t.is(
		[seen.remedies[0].copy_received_on, seen.remedies[0].answer_by, deadlines(id, ['respondent'])],
		[null, null, ['respondent 1 2026-03-24 void']],
		'no copy',
	);
	seen = await rectify(id, 'remedy');
	t.is(seen.remedies, [], 'and no remedy');
	verified(t);
});

await scenario('what was heard of a service, and service again (R-CLOCK-9)', async (t) => {
	await w.clock('2026-03-02');
	const id = (await filedBy(w, 'FGW', { electronic_ok: false })).id;
	await advance(w, id, 'signed');
	await clerk.act(id, 'services', { way: 'post', proof: 'EMS0000000003' });
	await w.clock('2026-03-12');
	let seen = await look(id);
	const s = `services/${seen.services[0].id}/result`;
	await clerk.act(id, s, { result: 'delivered', on: '2026-03-09', proof: '投递回执' });
	seen = await rectify(id, 'service_result', { right_on: '2026-03-06' });
	t.is(
		[seen.services[0].received_on, seen.services[0].result_on, seen.services[0].in_time],
		['2026-03-06', '2026-03-06', true],
		'delivered on another day',
	);
	t.is(seen.remedy_days[0].last_day, '2026-05-06', '60 days after 6 March: 5 May is off, on to the 6th');
	seen = await rectify(id, 'service_result');
	t.is([seen.services[0].result, seen.services[0].received_on], ['sent', null], 'nothing heard');
	await clerk.act(id, s, { result: 'returned', on: '2026-03-09', proof: '退件' });
	t.is(deadlines(id, ['serve_again']), ['serve_again 1 2026-03-12 open'], 'to be served again');
	const again = await worker.act(id, 'services/again', {
		way: 'hand',
		received_on: '2026-03-12',
		recipient: '测试申请人',
		relation: 'applicant',
		place: '办公室',
		served_by: '示例送达人',
		proof: '送达回证',
		other_form_reason: '邮件退回',
	});
	await head.act(id, `proposals/${again.proposals.find((p) => p.status === 'asked').id}/decision`, {
		decision: 'grant',
	});
	t.is(deadlines(id, ['serve_again']), ['serve_again 1 2026-03-12 met'], 'served again');
	await stands(t, id, 'service_result', 'which stands on the return');
	seen = await rectify(id, 'serve_again');
	t.is(
		[seen.services.map((v) => v.result), deadlines(id, ['serve_again'])],
		[['returned', 'voided'], ['serve_again 1 2026-03-12 open']],
		'it was not',
	);
	seen = await rectify(id, 'service_result');
	t.is(
		[seen.services[0].result, deadlines(id, ['serve_again'])],
		['sent', ['serve_again 1 2026-03-12 void']],
		'nor did it come back',
	);
	verified(t);
});

await scenario('reasons, and a disclosure that is held (R-CLOCK-6, R-ASK-1)', async (t) => {
	await w.clock('2026-03-02');
	const [id, other] = [(await filedBy(w, 'FGW')).id, (await filedBy(w, 'FGW')).id];
	for (const each of [id, other]) await advance(w, each, 'investigating');
	await worker.act(id, 'reasons', { volume: '本月已提出65件申请' });
	await w.clock('2026-03-04');
	await clerk.act(id, 'reasons/answer', { text: '课题研究', on: '2026-03-03' });
	await clerk.act(id, 'reasons/answer', { text: '另有来信', on: '2026-03-04' });
	let seen = await rectify(id, 'reasons_in');
	t.is(seen.reasons[0].answer, '课题研究', "what came later was not this applicant's");
	seen = await rectify(id, 'reasons_in', { right_on: '2026-03-02' });
	t.is([seen.reasons[0].answer, seen.reasons[0].answered_on], ['课题研究', '2026-03-02'], 'the day');
	await head.act(id, 'reasons/finding', { holds: true, finding: '科研需要' });
	await stands(t, id, 'reasons_in', 'the finding stands on them');

	await worker.act(other, 'reasons', { volume: '本月已提出65件申请' });
	await clerk.act(other, 'reasons/answer', { text: '课题研究', on: '2026-03-04' });
	seen = await rectify(other, 'reasons_in');
	// 10 working days after 4 March: 5, 6 = 2, 9-13 = 7, 16-18 = 10
	t.is(
		[seen.reasons[0].answer, seen.reasons[0].answered_on, deadlines(other, ['reasons', 'reasons_finding'])],
		[null, null, ['reasons 1 2026-03-18 open', 'reasons_finding 1 2026-03-04 void']],
		'none came in',
	);

	const hold = { body: city, number: '示停〔2026〕1号', ordered_on: '2026-03-03', received_on: '2026-03-04' };
	await head.act(other, 'disclosure-holds', hold);
	seen = await rectify(other, 'hold_disclosure', { right_on: '2026-03-03' });
	t.is(seen.disclosure_holds[0].order.received_on, '2026-03-03', 'held a day earlier');
	await head.act(other, 'disclosure-holds/release', hold);
	await stands(t, other, 'hold_disclosure', 'its release stands on it');
	seen = await rectify(other, 'release_disclosure');
	t.is(seen.disclosure_holds[0].holds, true, 'not released');
	seen = await rectify(other, 'hold_disclosure');
	t.is(seen.disclosure_holds, [], 'nor held');
	verified(t);
});

await done();
