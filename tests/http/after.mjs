/*
 * After the reply: remedies and the agency as respondent, orders and revocation, handling 2, closing.
 * Days by hand from calendars.md: in 2026 off are 04-04 to 04-06, 05-01 to 05-05; worked 05-09 (Saturday).
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed as filedBy, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	clerk = await w.person('fgw-clerk'),
	leader = await w.person('fgw-leader'),
	head = await w.person('fgw-head'),
	other = await w.person('jtj-caseworker');

const city = '示范市人民政府',
	court = '示范区人民法院';
const remedy = { kind: 'reconsideration', body: city, filed_on: '2026-03-05', proof: '复议申请书副本' };
const order = {
	kind: 'reconsideration',
	body: city,
	number: '示复决〔2026〕7号',
	ordered_on: '2026-03-20',
	received_on: '2026-03-23',
	proof: '收文登记',
};

let people = 0;
/** Each by somebody else: an applicant's remedy makes their next case with the agency hard (R-ASK-5). */
const filed = (place, code, change) =>
	filedBy(place, code, {
		applicant: {
			category: 'natural_person',
			name: '测试申请人',
			id_kind: 'other',
			id_number: `测试证件${9000 + people++}`,
			phone: '0791-00000001',
		},
		...change,
	});

/** Sends an act on the version read; never throws. */
async function attempt(who, id, act, body, version) {
	const seen = version ?? (await worker.get(`/api/v1/cases/${id}`)).version;
	return who.send('POST', `/api/v1/cases/${id}/${act}`, { body, version: seen, key: randomUUID() });
}
async function replied(outcome = 'already_public', change) {
	await w.clock('2026-03-02');
	const made = await filed(w, 'FGW', change);
	await advance(w, made.id, 'replied', { outcome });
	return made;
}
const rows = (id) =>
	w
		.sql(`SELECT kind, due_on, status FROM deadline WHERE case_id = ${id} AND kind LIKE 'respondent%' ORDER BY id`)
		.trim();

await scenario(
	'R-OUT-8: 10 working days from the copy of a reconsideration, 5 in the simple procedure, 15 days of a suit',
	async (t) => {
		const { id } = await replied();
		await w.clock('2026-03-25');
		let seen = await worker.act(id, 'remedies', { ...remedy, copy_received_on: '2026-03-24' });
		// 25, 26, 27, 30, 31 March, 1, 2, 3, 7 (off 4 to 6), 8 April
		t.is(
			[seen.remedies[0].answer_by, seen.remedies[0].against, seen.remedies[0].result],
			['2026-04-08', 'reply', 'pending'],
			'ordinary',
		);
		seen = await worker.act(id, 'remedies', {
			...remedy,
			by: 'third_party',
			copy_received_on: '2026-03-24',
			simple: true,
		});
		t.is(seen.remedies[1].answer_by, '2026-03-31', 'simple');
		seen = await worker.act(id, 'remedies', {
			kind: 'suit_direct',
			body: court,
			filed_on: '2026-03-10',
			copy_received_on: '2026-03-20',
			proof: '起诉状副本及信封',
		});
		// 15 days after 20 March is 4 April, off until the 6th
		t.is(seen.remedies[2].answer_by, '2026-04-07', 'a last day off moves on (R-DAY-5)');
		const due = await worker.get('/api/v1/deadlines?limit=2');
		t.is(
			due.items.map((d) => [d.due_on, d.title]),
			[
				['2026-03-31', '向复议机关提交书面答复'],
				['2026-04-07', '向人民法院提交答辩状'],
			],
			'by day, on a case that is done',
		);
		const rest = await worker.get(due.next);
		t.is([rest.items.map((d) => d.due_on), rest.next], [['2026-04-08'], null], 'the next page');
		t.is((await worker.get('/api/v1/deadlines?kind=respondent')).items.length, 2, 'of one kind');
		t.is(
			(await worker.get('/api/v1/deadlines?before=2026-04-01')).items.map((d) => d.case_id),
			[id],
			'before a day',
		);
		t.is((await other.get('/api/v1/deadlines?kind=respondent')).items, [], 'not of another agency');
		t.refused(await other.send('GET', `/api/v1/deadlines?agency=${seen.agency.id}`), 404, {}, 'nor when asked for');
	},
);

await scenario(
	'R-OUT-8: the copy later, the answer in time or not, once each; the result ends the deadline',
	async (t) => {
		const { id } = await replied();
		await w.clock('2026-03-25');
		let seen = await worker.act(id, 'remedies', remedy);
		const r = seen.remedies[0].id;
		t.is(
			[seen.remedies[0].answer_by, seen.remedies[0].answered_on, seen.remedies[0].decided_on, rows(id)],
			[null, null, null, ''],
			'no copy, no deadline, nothing else',
		);
		t.refused(
			await attempt(worker, id, `remedies/${r}/answer`, { answered_on: '2026-03-25' }),
			409,
			{},
			'an answer before the copy',
		);
		t.refused(
			await attempt(worker, id, `remedies/${r}/copy`, { received_on: '2026-03-04' }),
			422,
			{},
			'before it was filed',
		);
		t.refused(await attempt(worker, id, `remedies/${r}/copy`, { received_on: '2026-03-26' }), 422, {}, 'tomorrow');
		for (const [what, body] of [
			[`remedies/${r}/copy`, { received_on: '2026-03-23' }],
			[`remedies/${r}/result`, { result: 'upheld', decided_on: '2026-03-23' }],
			['remedies', { ...remedy, copy_received_on: '2026-03-23', proof: undefined }],
			['orders', { ...order, proof: undefined }],
		])
			t.is(
				t.refused(await attempt(worker, id, what, body), 422).errors.map((e) => e.pointer),
				['/proof'],
				`two working days back without a proof (R-KEEP-3): ${what}`,
			);
		seen = await worker.act(id, `remedies/${r}/copy`, { received_on: '2026-03-24', number: '示复〔2026〕3号' });
		t.is([seen.remedies[0].answer_by, seen.remedies[0].number], ['2026-04-08', '示复〔2026〕3号'], 'from the copy');
		t.refused(await attempt(worker, id, `remedies/${r}/copy`, { received_on: '2026-03-24' }), 409, {}, 'twice');
		await w.clock('2026-04-09');
		const own = (await worker.get('/api/v1/deadlines?kind=respondent')).items.find((d) => d.case_id === id);
		t.is([own.overdue, own.working_days_left], [true, -1], 'overdue the day after');
		t.refused(
			await attempt(worker, id, `remedies/${r}/answer`, { answered_on: '2026-04-07' }),
			422,
			{},
			'no proof',
		);
		seen = await worker.act(id, `remedies/${r}/answer`, { answered_on: '2026-04-08', number: '示复答〔2026〕1号' });
		t.is(rows(id), 'respondent\t2026-04-08\tmet', 'met');
		const events = (await worker.get(`/api/v1/cases/${id}/events`)).items;
		t.is(
			[events.at(-1).act, events.at(-1).happened_on, events.at(-1).entered_late, events.at(-1).detail.in_time],
			['remedy', '2026-04-08', true, true],
			'its event',
		);
		t.refused(
			await attempt(worker, id, `remedies/${r}/answer`, { answered_on: '2026-04-08' }),
			409,
			{},
			'answered twice',
		);
		seen = await worker.act(id, `remedies/${r}/result`, { result: 'upheld', decided_on: '2026-04-09' });
		t.is([seen.remedies[0].result, seen.remedies[0].result_title], ['upheld', '结果维持'], 'upheld');
		t.refused(
			await attempt(worker, id, `remedies/${r}/result`, { result: 'other', decided_on: '2026-04-09' }),
			409,
			{},
			'decided twice',
		);
		t.refused(
			await attempt(worker, id, 'remedies/999999/result', { result: 'other', decided_on: '2026-04-09' }),
			404,
			{},
			'none such',
		);
	},
);

await scenario(
	'R-OUT-7: faults are named at once, roles and states as part 10 has them, a stale version is 412',
	async (t) => {
		const { id } = await replied();
		const bad = t.refused(await attempt(worker, id, 'remedies', { kind: 'appeal', surprise: 1 }), 422);
		t.is(bad.errors.map((e) => e.pointer).sort(), ['/body', '/filed_on', '/kind', '/surprise'], 'pointers');
		t.refused(
			await attempt(worker, id, 'remedies', {
				...remedy,
				kind: 'suit_direct',
				filed_on: '2026-03-02',
				simple: true,
			}),
			422,
			{},
			'a simple suit',
		);
		t.refused(await attempt(head, id, 'remedies', { ...remedy, filed_on: '2026-03-02' }), 403, {}, 'a head');
		t.refused(await attempt(worker, id, 'remedies', { ...remedy, filed_on: '2026-03-02' }, 1), 412, {}, 'stale');
		t.is(w.sql(`SELECT COUNT(*) FROM remedy WHERE case_id = ${id}`).trim(), '0', 'nothing was written');
		const open = await filed(w, 'FGW');
		await advance(w, open.id, 'investigating');
		t.refused(
			await attempt(worker, open.id, 'remedies', { ...remedy, filed_on: '2026-03-02' }),
			409,
			{ rule: 'R-OUT-4', article: '复议法20' },
			'an open case that is not overdue',
		);
		t.refused(
			await attempt(worker, open.id, 'orders', { ...order, ordered_on: '2026-03-02', received_on: '2026-03-02' }),
			409,
			{},
			'no order to an open case',
		);
	},
);

await scenario(
	'R-OUT-4: against silence from the day after the due day; its deadline outlives the late reply',
	async (t) => {
		await w.clock('2026-03-02');
		const { id, applicant, filed: f } = await filed(w, 'FGW'); // due 2026-03-30
		await advance(w, id, 'investigating');
		await w.clock('2026-03-30');
		t.refused(
			await attempt(worker, id, 'remedies', { ...remedy, filed_on: '2026-03-30' }),
			409,
			{ rule: 'R-OUT-4' },
			'on the due day',
		);
		t.is((await worker.get(`/api/v1/cases/${id}`)).remedy_days, [], 'nothing to challenge yet');
		await w.clock('2026-03-31');
		const own = await applicant.get(`/api/v1/requests/${f.number}`);
		// 60 days after 31 March: 30 May, a Saturday, so 1 June; 6 months after 31 March: 30 September
		t.is(
			own.remedy_days.map((d) => [d.kind, d.against, d.last_day]),
			[
				['reconsideration', 'silence', '2026-06-01'],
				['suit_direct', 'silence', '2026-09-30'],
			],
			'told to the applicant',
		);
		let seen = await worker.act(id, 'remedies', {
			...remedy,
			filed_on: '2026-03-31',
			copy_received_on: '2026-03-31',
		});
		t.is(
			[seen.remedies[0].against, seen.remedies[0].answer_by],
			['silence', '2026-04-15'],
			'10 working days: 1-3, 7-10, 13-15 April',
		);
		t.is(
			(await worker.get('/api/v1/cases')).items.find((c) => c.id === id).next_kind,
			'reply',
			'the reply is due first',
		);
		await worker.act(
			id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
			{ method: 'PUT' },
		);
		await worker.act(id, 'reply/submission');
		await head.act(id, 'reply/signature');
		await head.act(id, 'legal-override', { reason: '逾期案件，先行答复' });
		seen = await clerk.act(id, 'services', { way: 'electronic' });
		t.is(
			[seen.state, rows(id)],
			['replied', 'respondent\t2026-04-15\topen'],
			'the body still waits for its answer',
		);
	},
);

await scenario(
	'R-OUT-7: an order of reconsideration opens handling 2: 20 working days from its receipt, own reply, same number',
	async (t) => {
		const { id, applicant, filed: f } = await replied('not_our_duty');
		const before = await worker.get(`/api/v1/cases/${id}`);
		await w.clock('2026-03-06');
		const sued = await worker.act(id, 'remedies', { ...remedy, copy_received_on: '2026-03-06' });
		await w.clock('2026-03-25');
		t.refused(
			await attempt(worker, id, 'orders', { ...order, received_on: '2026-03-26' }),
			422,
			{},
			'received tomorrow',
		);
		t.refused(
			await attempt(worker, id, 'orders', { ...order, ordered_on: '2026-02-27', received_on: '2026-03-01' }),
			422,
			{},
			'before the reply',
		);
		let seen = await worker.act(id, 'orders', { ...order, remedy_id: sued.remedies[0].id });
		// from 23 March: 24-27 = 4, 30 March - 3 April = 9, 7-10 = 13, 13-17 = 18, 20, 21 April
		t.is(
			[seen.state, seen.handling, seen.due_on, seen.number, seen.replied_on],
			['investigating', 2, '2026-04-21', f.number, null],
			'handling 2',
		);
		t.is(
			[seen.remedies[0].result, seen.remedies[0].decision_number, rows(id)],
			['corrected', '示复决〔2026〕7号', 'respondent\t2026-03-20\tvoid'],
			'the remedy is decided by it',
		);
		t.is(
			seen.handlings.map((h) => [h.no, h.opened_by, h.opened_on, h.due_on, h.done_on, h.outcomes]),
			[
				[1, 'filing', '2026-03-02', '2026-03-30', '2026-03-02', ['not_our_duty']],
				[2, 'reconsideration', '2026-03-23', '2026-04-21', null, []],
			],
			'both',
		);
		t.is([seen.report_row, seen.outcome], [before.report_row, before.outcome], 'the report row stays (R-REP-3)');
		t.refused(
			await attempt(worker, id, 'corrections', { items: [{ what: '描述', guidance: '请说明' }] }),
			409,
			{ rule: 'R-OUT-7', article: '条例30' },
			'no correction',
		);
		t.refused(
			await attempt(worker, id, 'extensions', { working_days: 5, reason: '需要时间' }),
			409,
			{ rule: 'R-OUT-7', article: '条例33' },
			'no extension',
		);
		await worker.act(
			id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'not_our_duty', reasons: '仍然不属于本机关职责。' }] },
			{ method: 'PUT' },
		);
		seen = await worker.get(`/api/v1/cases/${id}`);
		t.is(
			seen.warnings.map((x) => [x.code, x.article]),
			[['after_warn_same_outcome', '复议法64']],
			'the same outcome is warned of',
		);
		await worker.act(
			id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
			{ method: 'PUT' },
		);
		seen = await worker.act(id, 'reply/submission');
		t.is(
			[seen.warnings, seen.reply.approvals_needed],
			[[], 2],
			'another outcome is not; an ordered re-reply goes up to the leader (R-OUT-10)',
		);
		await head.act(id, 'reply/decisions', { decision: 'approve' });
		seen = await leader.act(id, 'reply/signature');
		await head.act(id, 'legal-override', { reason: '复议决定已就法律问题作出认定' });
		const letter = seen.letters.find((l) => l.handling === 2);
		t.is([letter.kind, letter.handling], ['new_reply', 2], '重新答复书');
		const text = JSON.stringify(await worker.get(`/api/v1/cases/${id}/letters/${letter.id}`));
		const first = before.letters.find((l) => l.kind === 'reply');
		for (const part of [city, '示复决〔2026〕7号', first.document_number])
			t.ok(text.includes(part), `the letter names ${part}`);
		seen = await clerk.act(id, 'services', { way: 'electronic' });
		t.is(
			[seen.state, seen.outcome, seen.report_row, seen.handlings.length, seen.handlings[1].done_on],
			['replied', 'not_our_duty', 13, 2, '2026-03-25'],
			'done; the row is that of handling 1',
		);
		const own = await applicant.get(`/api/v1/requests/${f.number}`);
		t.is(
			[own.handlings.length, own.letters.filter((l) => /reply/.test(l.kind)).length],
			[2, 2],
			'the applicant sees both',
		);
		t.is(w.ctl('verify').status, 0, 'verify finds the clock right');
	},
);

await scenario(
	'R-OUT-7: a court counts from the day in force; a period as written in working days, days or months',
	async (t) => {
		const judged = {
			kind: 'court',
			body: court,
			number: '（2026）示0104行初1号',
			ordered_on: '2026-03-10',
			received_on: '2026-03-12',
			proof: '判决书',
		};
		const { id } = await replied();
		await w.clock('2026-03-27');
		t.refused(await attempt(worker, id, 'orders', judged), 422, {}, 'no day in force');
		t.refused(
			await attempt(worker, id, 'orders', { ...judged, in_force_on: '2026-03-28' }),
			409,
			{ rule: 'R-OUT-7' },
			'the day before it is in force',
		);
		await w.clock('2026-03-28');
		let seen = await worker.act(id, 'orders', { ...judged, in_force_on: '2026-03-28' });
		// from Saturday 28 March: 30 March - 3 April = 5, 7-10 = 9, 13-17 = 14, 20-24 = 19, 27 April
		t.is(seen.due_on, '2026-04-27', '20 working days from the day in force');
		t.ok(
			seen.clock.steps.some((s) => s.rule === 'R-OUT-7'),
			'the step names its rule',
		);
		for (const [written, due, why] of [
			[
				{ period_unit: 'working_days', period: 15 },
				'2026-04-20',
				'14 + one more: 17 April is the 14th, 20 the 15th',
			],
			[{ period_unit: 'days', period: 30 }, '2026-04-27', '30 days after 28 March'],
			[{ period_unit: 'days', period: 35 }, '2026-05-06', '2 May is off until the 5th (R-DAY-5)'],
			[{ period_unit: 'months', period: 1 }, '2026-04-28', 'one month'],
		]) {
			const one = await replied();
			await w.clock('2026-03-28');
			seen = await worker.act(one.id, 'orders', { ...judged, in_force_on: '2026-03-28', ...written });
			t.is(seen.due_on, due, why);
		}
		const half = await replied();
		await w.clock('2026-03-28');
		t.refused(
			await attempt(worker, half.id, 'orders', { ...judged, in_force_on: '2026-03-28', period: 3 }),
			422,
			{},
			'a number without its unit',
		);
	},
);

await scenario('R-OUT-7: an order can allow correction and extension', async (t) => {
	const { id } = await replied();
	await w.clock('2026-03-23');
	await worker.act(id, 'orders', { ...order, allows_correction: true, allows_extension: true });
	const asked = await worker.act(id, 'extensions', { working_days: 5, reason: '需要检索多个档案室' });
	t.is(asked.extensions.at(-1).status, 'asked', 'extension');
	const sent = await worker.act(id, 'corrections', { items: [{ what: '描述', guidance: '请说明年份' }] });
	t.is(sent.state, 'awaiting_correction', 'correction');
});

await scenario(
	'R-OUT-7: a leader revokes the own reply with a letter; 20 working days, or as the setting says',
	async (t) => {
		const { id, applicant, filed: f } = await replied('not_our_duty');
		await w.clock('2026-03-09');
		t.refused(await attempt(head, id, 'revocation', { reason: '适用依据错误' }), 403, {}, 'a head');
		t.refused(await attempt(leader, id, 'revocation', {}), 422, {}, 'without a reason');
		let seen = await leader.act(id, 'revocation', { reason: '适用依据错误，应当重新答复' });
		// from 9 March: 10-13 = 4, 16-20 = 9, 23-27 = 14, 30 March - 3 April = 19, 7 April
		t.is([seen.state, seen.handling, seen.due_on], ['investigating', 2, '2026-04-07'], '20 working days');
		const letter = seen.letters.find((l) => l.kind === 'revocation');
		t.ok(letter?.document_number, 'a numbered letter');
		const text = JSON.stringify(await applicant.get(`/api/v1/requests/${f.number}/letters/${letter.id}`));
		t.ok(
			text.includes('适用依据错误') && text.includes('20个工作日') && text.includes(city),
			'reason, period and remedy',
		);
		t.is(seen.handlings[1].opened_by, 'revocation', 'history');
		t.refused(await attempt(leader, id, 'revocation', { reason: '再撤一次' }), 409, {}, 'an open case has none');
		await worker.act(
			id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'not_our_duty', reasons: '不属于本机关职责。' }] },
			{ method: 'PUT' },
		);
		t.is((await worker.get(`/api/v1/cases/${id}`)).warnings, [], 'the ban of the same outcome is of orders');
		const admin = await w.person('qzf-system-admin');
		const agency = seen.agency.id,
			at = await admin.get(`/api/v1/agencies/${agency}`);
		await w.clock('2026-02-02');
		await admin.call('PUT', `/api/v1/agencies/${agency}/settings`, {
			version: at.version,
			body: { values: [{ name: 'revocation_days', value: '10' }] },
		});
		const next = await replied();
		await w.clock('2026-03-09');
		seen = await leader.act(next.id, 'revocation', { reason: '适用依据错误' });
		t.is(seen.due_on, '2026-03-23', 'the setting: 10 working days');
	},
);

await scenario('R-REP-3: what ends a later handling leaves the outcome and the row of the first', async (t) => {
	for (const [act, body, state] of [
		['withdrawal', { reason: '来电撤回' }, 'ended'],
		['termination', { reason: '近亲属书面表示不继续', renounced: true }, 'ended'],
	]) {
		const { id } = await replied('not_our_duty');
		await w.clock('2026-03-23');
		await worker.act(id, 'orders', order);
		if (act === 'termination')
			await head.act(id, 'stop', { cause: 'death', learnt_on: '2026-03-23', proof: '死亡证明' });
		const seen = await (act === 'termination' ? head : clerk).act(id, act, body);
		t.is([seen.state, seen.handling, seen.outcome, seen.report_row], [state, 2, 'not_our_duty', 13], act);
		t.refused(await attempt(head, id, 'reinstatement', { reason: '测试' }), 409, {}, 'nothing lapsed');
	}
});

await scenario('R-OUT-7: what ended without a reply is not revoked', async (t) => {
	await w.clock('2026-03-02');
	const { id } = await filed(w, 'FGW');
	await clerk.act(id, 'withdrawal', { reason: '来电撤回' });
	t.refused(await attempt(leader, id, 'revocation', { reason: '想重新办理' }), 409, { rule: 'R-OUT-7' });
	await w.clock('2026-03-23');
	const seen = await worker.act(id, 'orders', order);
	t.is([seen.state, seen.handling, seen.report_row], ['investigating', 2, 23], 'but an order opens it again');
});

await scenario('R-OUT-7: sixteen clients record one order: one handling is opened', async (t) => {
	const { id } = await replied();
	await w.clock('2026-03-23');
	const { version } = await worker.get(`/api/v1/cases/${id}`);
	const answers = await Promise.all(Array.from({ length: 16 }, () => attempt(worker, id, 'orders', order, version)));
	t.is(answers.filter((a) => a.status === 201).length, 1, `one wins: ${answers.map((a) => a.status)}`);
	t.ok(
		answers.every((a) => [201, 412].includes(a.status)),
		'the others are stale',
	);
	t.is(w.sql(`SELECT COUNT(*) FROM handling WHERE case_id = ${id}`).trim(), '2', 'two handlings');
});

await scenario(
	'R-ASK-5: an open or lost remedy of the same identity number makes the next case hard; an upheld one does not',
	async (t) => {
		const person = (no) => ({
			applicant: {
				category: 'natural_person',
				name: '测试复议人',
				id_kind: 'other',
				id_number: no,
				phone: '0791-00000002',
			},
		});
		const rules = async (no) => {
			const { id } = await filed(w, 'FGW', person(no));
			return (await worker.get(`/api/v1/cases/${id}`)).hard_rules.map((r) => r.name);
		};
		t.is(await rules('测试证件0101'), [], 'nothing yet');
		const { id } = await replied('already_public', person('测试证件0101'));
		let seen = await worker.act(id, 'remedies', { ...remedy, filed_on: '2026-03-02' });
		t.is(await rules('测试证件0101'), ['open_or_lost_remedy'], 'open');
		t.is(await rules('测试证件0102'), [], 'of somebody else');
		await worker.act(id, `remedies/${seen.remedies[0].id}/result`, { result: 'upheld', decided_on: '2026-03-02' });
		t.is(await rules('测试证件0101'), [], 'upheld');
		seen = await worker.act(id, 'remedies', {
			...remedy,
			kind: 'suit_after_reconsideration',
			body: court,
			filed_on: '2026-03-02',
		});
		await worker.act(id, `remedies/${seen.remedies[1].id}/result`, {
			result: 'corrected',
			decided_on: '2026-03-02',
		});
		t.is(await rules('测试证件0101'), ['open_or_lost_remedy'], 'lost');
		seen = await worker.act(id, 'remedies', { ...remedy, by: 'third_party', filed_on: '2026-03-02' });
		t.is(await rules('测试证件0102'), [], 'a third party’s does not count as theirs');
	},
);

await scenario('R-KEEP-1: what is open is named at closing, and closes with a reason on record', async (t) => {
	await w.clock('2026-03-02');
	const { id } = await filed(w, 'FGW', { electronic_ok: false });
	await advance(w, id, 'signed');
	await clerk.act(id, 'services', { way: 'post', proof: 'EMS0000000002' });
	let seen = await worker.act(id, 'remedies', { ...remedy, filed_on: '2026-03-02' });
	t.is(
		seen.warnings.map((x) => x.code),
		['after_open_receipt', 'after_open_remedy'],
		'warned of',
	);
	t.is(
		seen.remedy_days.map((d) => [d.last_day, d.provisional]),
		[
			['2026-05-06', true],
			['2026-09-02', true],
		],
		'60 days after 2 March is 1 May, off until the 5th; provisional until the receipt is recorded',
	);
	const no = t.refused(await attempt(worker, id, 'closure', {}), 409, { rule: 'R-KEEP-1', article: '条例45' });
	t.match(no.detail, /签收.*复议/, 'both are named');
	seen = await worker.act(id, 'closure', { reason: '复议机关要求先行归档' });
	t.is(seen.state, 'closed', 'closed');
	const last = (await worker.get(`/api/v1/cases/${id}/events`)).items.at(-1);
	t.is(last.detail.reason, '复议机关要求先行归档', 'the reason is kept');
	t.is(
		(await worker.act(id, 'remedies', { ...remedy, by: 'third_party', filed_on: '2026-03-02' })).remedies.length,
		2,
		'and a remedy can still be recorded',
	);
});

await done();
