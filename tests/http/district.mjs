/*
 * The district office: its view over the agencies, reminders with an answer due (督办), complaints
 * (条例 47, 51; R-OUT-12); and the correction of a clerical error (R-OUT-7).
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const supervisor = await w.person('qzf-supervisor'),
	worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk'),
	finance = await w.person('fgw-finance'),
	other = await w.person('jtj-head');
const agencies = Object.fromEntries(
	w
		.sql('SELECT code, id FROM agency')
		.trim()
		.split('\n')
		.map((l) => l.split('\t')),
);
const send = (who, path, body, version) => who.send('POST', path, { body, version, key: randomUUID() });

await scenario(
	'R-OUT-12: a reminder on a case: letter, deadline in the queue, answer; the case is not changed',
	async (t) => {
		const { id, filed: f, applicant } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		const before = await worker.get(`/api/v1/cases/${id}`);
		const sent = await supervisor.post('/api/v1/urgings', {
			case_id: id,
			matter: '申请人反映进展缓慢',
			demand: '请报告办理情况',
			answer_by: '2026-03-06',
		});
		t.is(
			[sent.agency_id, sent.number, sent.open, sent.letter.kind, sent.letter.addressee],
			[agencies.FGW, f.number, true, 'urging', '示范区发展和改革委员会'],
			'sent',
		);
		t.match(sent.letter.document_number, /督〔2026〕1号$/, 'numbered');
		for (const part of [f.number, '申请人反映进展缓慢', '请报告办理情况', '2026年3月6日'])
			t.ok(JSON.stringify(sent.letter).includes(part), `the letter says ${part}`);
		const seen = await worker.get(`/api/v1/cases/${id}`);
		t.is(
			[seen.version, seen.state, seen.due_on, seen.urgings.map((u) => u.id)],
			[before.version, before.state, before.due_on, [sent.id]],
			'beside the case',
		);
		const row = (await worker.get('/api/v1/cases')).items[0];
		t.is(
			[row.id, row.next_kind, row.next_on, row.next_title],
			[id, 'urging', '2026-03-06', '回复督办'],
			'first in the queue',
		);
		t.ok(
			!JSON.stringify(await applicant.get(`/api/v1/requests/${f.number}`)).includes('申请人反映'),
			'not for the applicant',
		);
		t.refused(await send(clerk, `/api/v1/urgings/${sent.id}/answer`, { answer: '正在办理' }), 403, {}, 'a clerk');
		t.refused(
			await send(other, `/api/v1/urgings/${sent.id}/answer`, { answer: '正在办理' }),
			404,
			{},
			'another agency',
		);
		t.refused(
			await send(supervisor, `/api/v1/urgings/${sent.id}/answer`, { answer: '正在办理' }),
			403,
			{},
			'the supervisor',
		);
		await w.clock('2026-03-07');
		t.is(
			(await supervisor.get('/api/v1/urgings')).items.map((u) => [u.id, u.overdue]),
			[[sent.id, true]],
			'overdue the day after',
		);
		const answered = await head.post(`/api/v1/urgings/${sent.id}/answer`, { answer: '已完成检索，正在拟稿' });
		t.is(
			[answered.open, answered.answer_letter.kind, answered.answer_letter.addressee],
			[false, 'urging_answer', '示范区人民政府办公室'],
			'answered',
		);
		t.refused(await send(head, `/api/v1/urgings/${sent.id}/answer`, { answer: '再答' }), 409, {}, 'once');
		t.is(
			(await worker.get('/api/v1/cases')).items.find((c) => c.id === id).next_kind,
			'reply',
			'the queue goes on',
		);
		t.is(
			[
				(await supervisor.get('/api/v1/urgings')).items,
				(await supervisor.get('/api/v1/urgings?state=answered')).items.length,
			],
			[[], 1],
			'lists',
		);
		t.is(w.sql("SELECT COUNT(*) FROM office_letter WHERE body LIKE '%检索%'").trim(), '0', 'sealed');
		t.is(
			w
				.sql(
					`SELECT CONCAT(type, ' ', ref, ' ', COALESCE(until_on, '')) FROM outbox WHERE case_id = ${id} AND type LIKE 'case.urg%' ORDER BY id`,
				)
				.trim()
				.split('\n')
				.map((l) => l.trim()),
			[`case.urged ${sent.id} 2026-03-06`, `case.urging.answered ${sent.id}`],
			'told',
		);
		t.is(
			w.sql("SELECT GROUP_CONCAT(what ORDER BY at) FROM audit WHERE subject LIKE 'urging%'").trim(),
			'urging_sent,urging_answered',
			'logged',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('R-OUT-12: in general to an agency; faults at once; not beyond the district', async (t) => {
	const bad = t.refused(
		await send(supervisor, '/api/v1/urgings', { matter: '年度检查', demand: '报告', answer_by: '2026-03-01' }),
		422,
	);
	t.is(
		bad.errors.map((e) => e.pointer),
		['/agency_id', '/answer_by'],
		'neither case nor agency, a day that is over',
	);
	t.refused(
		await send(supervisor, '/api/v1/urgings', {
			agency_id: '999999',
			matter: '年度检查',
			demand: '报告',
			answer_by: '2026-03-02',
		}),
		422,
		{},
		'no such agency',
	);
	t.refused(
		await send(supervisor, '/api/v1/urgings', {
			case_id: '999999',
			matter: '年度检查',
			demand: '报告',
			answer_by: '2026-03-02',
		}),
		404,
		{},
		'no such case',
	);
	const sent = await supervisor.post('/api/v1/urgings', {
		agency_id: agencies.JTJ,
		matter: '年度检查',
		demand: '请报告清理情况',
		answer_by: '2026-03-31',
	});
	t.is([sent.case_id, sent.number], [null, null], 'without a case');
	t.is(
		(await other.get('/api/v1/urgings')).items.map((u) => u.id),
		[sent.id],
		"in the agency's list",
	);
	t.is((await head.get('/api/v1/urgings')).items, [], 'in no other');
	t.is(
		w
			.sql(
				`SELECT CONCAT(COALESCE(case_id, 'none'), ' ', agency_id, ' ', until_on) FROM outbox WHERE type = 'agency.urged' AND ref = ${sent.id}`,
			)
			.trim(),
		`none ${agencies.JTJ} 2026-03-31`,
		'told to that agency',
	);
	t.refused(await head.send('GET', `/api/v1/urgings/${sent.id}`), 404, {}, 'nor to be read there');
});

const about = {
	agency: '360104-FGW',
	request_number: '360104-FGW-2026-00001',
	matter: '超期未答复，电话无人接听',
	name: '测试投诉人',
	phone: '0791-00000009',
};

await scenario(
	'R-OUT-12: a complaint online, registered, asked, answered, found with an order, answered by letter',
	async (t) => {
		const anyone = w.anyone();
		const bad = t.refused(
			await send(anyone, '/api/v1/complaints', { ...about, agency: '360104-XXX', phone: undefined }),
			422,
		);
		t.is(
			bad.errors.map((e) => e.pointer),
			['/phone'],
			'a way to be answered',
		);
		t.refused(
			await send(anyone, '/api/v1/complaints', { ...about, agency: '360104-XXX' }),
			422,
			{},
			'no such agency',
		);
		t.refused(
			await send(anyone, '/api/v1/complaints', { ...about, agency: '360104-QZF' }),
			422,
			{},
			'about the district office itself',
		);
		const made = await anyone.post('/api/v1/complaints', about);
		// 20 working days after 2 March
		t.is(
			[made.number, made.status, made.due_on],
			['360104-QZF-TS-2026-00001', 'received', '2026-03-30'],
			'received',
		);
		const follow = (code) => anyone.send('POST', `/api/v1/complaints/${made.number}/status`, { body: { code } });
		t.is((await follow(made.query_code.toLowerCase())).body.status_title, '已收到', 'followed');
		t.refused(await follow('AAAAAAAAAAAAAAAA'), 401, {}, 'a wrong code');
		const id = (await supervisor.get('/api/v1/complaints')).items[0].id,
			at = `/api/v1/complaints/${id}`;
		t.refused(await head.send('GET', at), 404, {}, 'the agency does not see it before it is asked');
		t.is((await head.get('/api/v1/complaints')).items, [], 'nor in its list');
		let seen = await supervisor.get(at);
		t.is([seen.complainant.name, seen.complainant.phone[0], seen.matter], ['测*', '0', about.matter], 'masked');
		t.ok(!JSON.stringify(seen).includes('测试投诉人'), 'no name');
		t.refused(await supervisor.send('POST', `${at}/unmasking`, { body: {} }), 422, {}, 'unmasking needs a reason');
		t.is(
			(await supervisor.call('POST', `${at}/unmasking`, { body: { reason: '电话核实' } })).name,
			'测试投诉人',
			'unmasked',
		);
		const step = async (who, what, body) =>
			who.call('POST', `${at}/${what}`, {
				body: body ?? {},
				version: (await supervisor.get(at)).version,
				key: randomUUID(),
			});
		const refused = async (who, what, body, status) =>
			t.refused(
				await send(who, `${at}/${what}`, body, (await supervisor.get(at)).version),
				status,
				{},
				`${what} ${status}`,
			);
		await refused(supervisor, 'inquiry', { question: '请说明', answer_by: '2026-03-10' }, 409);
		await step(supervisor, 'registration');
		await refused(supervisor, 'registration', {}, 409);
		t.refused(
			await send(supervisor, `${at}/inquiry`, { question: '请说明', answer_by: '2026-03-10' }, 1),
			412,
			{},
			'stale',
		);
		await refused(supervisor, 'inquiry', { question: '请说明', answer_by: '2026-03-01' }, 422);
		await step(supervisor, 'inquiry', { question: '请说明未答复的原因', answer_by: '2026-03-10' });
		seen = await head.get(at);
		t.is(
			[seen.question, seen.complainant, seen.letter],
			['请说明未答复的原因', undefined, undefined],
			'the agency reads it without who complains',
		);
		await refused(other, 'agency-answer', { answer: '已答复' }, 404);
		await refused(finance, 'agency-answer', { answer: '已答复' }, 403);
		await w.clock('2026-03-10');
		await refused(supervisor, 'finding', { verdict: 'upheld', finding: '属实' }, 409);
		await step(head, 'agency-answer', { answer: '因人员调整延误' });
		await refused(head, 'agency-answer', { answer: '再答' }, 409);
		await refused(supervisor, 'answer', {}, 409);
		await refused(supervisor, 'finding', { verdict: 'upheld', finding: '属实', measure: '限期答复' }, 422);
		await step(supervisor, 'finding', {
			verdict: 'upheld',
			finding: '该机关超期未答复，投诉属实',
			measure: '限期答复申请人',
			mend_by: '2026-03-20',
		});
		seen = await step(supervisor, 'answer');
		t.is(
			[seen.status, seen.closed_on, seen.letter.kind, seen.letter.addressee],
			['closed', '2026-03-10', 'complaint_answer', '测试投诉人'],
			'投诉处理告知书',
		);
		const own = (await follow(made.query_code)).body;
		for (const part of ['该机关超期未答复', '限期答复申请人', '示范区发展和改革委员会'])
			t.ok(JSON.stringify(own.letter).includes(part), `the complainant reads ${part}`);
		t.is((await supervisor.get('/api/v1/complaints')).items, [], 'closed');
		t.is((await step(head, 'mending', { report: '已于当日答复' })).mended_on, '2026-03-10', 'the agency reports');
		await refused(head, 'mending', { report: '再报' }, 409);
		t.is(
			w
				.sql(
					"SELECT COUNT(*) FROM complaint WHERE matter LIKE '%超期%' OR finding LIKE '%属实%' OR agency_answer LIKE '%人员%'",
				)
				.trim(),
			'0',
			'sealed',
		);
		const to = (code, ...steps) => steps.map((s) => `complaint.${s} ${agencies[code]}`);
		t.is(
			w
				.sql(
					`SELECT CONCAT(type, ' ', agency_id) FROM outbox WHERE type LIKE 'complaint.%' AND ref = ${id} ORDER BY id`,
				)
				.trim()
				.split('\n'),
			[...to('QZF', 'received', 'registered'), ...to('FGW', 'asked', 'answered', 'found', 'closed', 'mended')],
			'told: to the agency once it is asked',
		);
		t.is(
			w.sql(`SELECT COUNT(*) FROM audit WHERE subject = 'complaint ${id}'`).trim(),
			'8',
			'each step, and the unmasking, is in the log',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('R-OUT-12: taken in on the day it came, by the setting; the agency is silent to its day', async (t) => {
	const admin = await w.person('qzf-system-admin');
	await w.clock('2026-02-24');
	const g = await admin.get(`/api/v1/agencies/${agencies.QZF}`);
	await admin.call('PUT', `/api/v1/agencies/${agencies.QZF}/settings`, {
		version: g.version,
		body: { values: [{ name: 'complaint_days', value: '10' }] },
	});
	await w.clock('2026-03-03');
	t.refused(
		await send(supervisor, '/api/v1/complaints/taken-in', {
			...about,
			channel: 'telephone',
			received_on: '2026-03-04',
		}),
		422,
		{},
		'tomorrow',
	);
	const made = await supervisor.post('/api/v1/complaints/taken-in', {
		...about,
		channel: 'telephone',
		received_on: '2026-03-02',
	});
	t.is([made.received_on, made.due_on], ['2026-03-02', '2026-03-16'], '10 working days after it came');
	const at = `/api/v1/complaints/${made.id}`;
	const step = async (what, body) =>
		supervisor.call('POST', `${at}/${what}`, {
			body: body ?? {},
			version: (await supervisor.get(at)).version,
			key: randomUUID(),
		});
	await step('registration');
	await step('inquiry', { question: '请说明', answer_by: '2026-03-05' });
	await w.clock('2026-03-05');
	t.refused(
		await send(
			supervisor,
			`${at}/finding`,
			{ verdict: 'partly_upheld', finding: '部分属实' },
			(await supervisor.get(at)).version,
		),
		409,
		{},
		'on its last day',
	);
	await w.clock('2026-03-06');
	t.is(
		(await step('finding', { verdict: 'partly_upheld', finding: '部分属实' })).verdict_title,
		'投诉部分属实',
		'the day after',
	);
	await w.clock('2026-03-17');
	t.is((await supervisor.get('/api/v1/complaints')).items.find((c) => c.id === made.id).overdue, true, 'overdue');
	await w.clock('2026-03-02');
});

await scenario('sixteen complaints at once get sixteen numbers without a gap', async (t) => {
	const numbers = await Promise.all(
		Array.from({ length: 16 }, () =>
			w
				.anyone()
				.post('/api/v1/complaints', about)
				.then((c) => Number(c.number.slice(-5))),
		),
	);
	numbers.sort((a, b) => a - b);
	t.is(
		numbers,
		Array.from({ length: 16 }, (_, i) => numbers[0] + i),
		'one after the other',
	);
});

await scenario('the overview counts each agency; nobody else sees it', async (t) => {
	await w.clock('2026-03-02');
	const late = await filed(w, 'JTJ'),
		early = await filed(w, 'JTJ');
	await advance(w, early.id, 'replied', { agency: 'jtj' });
	await advance(w, late.id, 'investigating', { agency: 'jtj' });
	const of = async () => (await supervisor.get('/api/v1/district/overview')).agencies.find((a) => a.code === 'JTJ');
	await w.clock('2026-03-23'); // due on the 30th: the 5th working day after
	let k = await of();
	t.is(
		[k.open, k.overdue, k.due_in_5_working_days, k.replied_this_year, k.in_time_percent],
		[1, 0, 1, 1, 100],
		'due soon',
	);
	t.is(
		k.load.map((l) => [l.name, l.open]),
		[['示例caseworker', 1]],
		'load',
	);
	await w.clock('2026-03-31');
	k = await of();
	t.is([k.open, k.overdue, k.due_in_5_working_days], [1, 1, 0], 'overdue');
	t.is(
		k.falls_due.find((d) => d.kind === 'reply'),
		{ kind: 'reply', open: 1, overdue: 1 },
		'by kind',
	);
	const jtj = { drafter: await w.person('jtj-caseworker') };
	await jtj.drafter.act(
		late.id,
		'reply',
		{ parts: [{ description: '全部', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	await jtj.drafter.act(late.id, 'reply/submission');
	await other.act(late.id, 'reply/signature');
	await (await w.person('jtj-clerk')).act(late.id, 'services', { way: 'electronic' });
	k = await of();
	t.is([k.open, k.replied_this_year, k.in_time_this_year, k.in_time_percent], [0, 2, 1, 50], 'one of two in time');
	t.is(k.urgings_open, 1, 'the reminder of before');
	t.refused(
		await supervisor.send('GET', `/api/v1/district/overview?district=${agencies.JTJ}`),
		404,
		{},
		'an agency is no district',
	);
	await w.clock('2026-03-02');
});

await scenario('R-CLOCK-2: what one officer granted alone is listed for the district office', async (t) => {
	const admin = await w.person('qzf-system-admin');
	const g = await admin.get(`/api/v1/agencies/${agencies.FGW}`);
	await admin.call('PUT', `/api/v1/agencies/${agencies.FGW}/settings`, {
		version: g.version,
		body: { values: [{ name: 'single_officer', value: 'on' }] },
	});
	w.sql(
		`INSERT IGNORE INTO user_role (user_id, agency_id, role) VALUES (${head.user.id}, ${agencies.FGW}, 'caseworker')`,
	);
	const { id, filed: f } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	await head.act(id, 'extensions', { working_days: 5, reason: '只有一人办理' });
	await head.act(id, 'extensions/decision', { decision: 'grant', remarks: '本机关仅一名工作人员' });
	const list = (await supervisor.get('/api/v1/district/lone-extensions')).items;
	t.is(
		list.map((e) => [e.number, e.user, e.working_days, e.reason, e.remarks]),
		[[f.number, '示例head', 5, '只有一人办理', '本机关仅一名工作人员']],
		'listed',
	);
	const two = await filed(w, 'FGW');
	await advance(w, two.id, 'investigating');
	await worker.act(two.id, 'extensions', { working_days: 5, reason: '需要时间' });
	await head.act(two.id, 'extensions/decision', { decision: 'grant' });
	t.is((await supervisor.get('/api/v1/district/lone-extensions')).items.length, 1, 'not what two people did');
	w.sql(`DELETE FROM user_role WHERE user_id = ${head.user.id} AND role = 'caseworker'`);
});

await scenario('R-OUT-7: a clerical error is corrected by a letter that another person grants', async (t) => {
	const { id, applicant, filed: f } = await filed(w, 'FGW');
	await advance(w, id, 'replied');
	let seen = await worker.get(`/api/v1/cases/${id}`);
	const reply = seen.letters.find((l) => l.kind === 'reply'),
		receipt = seen.letters.find((l) => l.kind === 'receipt');
	const ask = (body) => send(worker, `/api/v1/cases/${id}/clerical-corrections`, body, seen.version);
	t.refused(await ask({ letter_id: receipt.id, wrong: '甲', right: '乙' }), 422, {}, 'a letter without a number');
	t.refused(await ask({ letter_id: '999999', wrong: '甲', right: '乙' }), 422, {}, 'no letter of the case');
	const asked = await worker.act(id, 'clerical-corrections', {
		letter_id: reply.id,
		wrong: '2062年',
		right: '2026年',
	});
	const proposal = asked.proposals.at(-1);
	t.is([proposal.status, asked.letters.length], ['asked', seen.letters.length], 'nothing is sent yet');
	t.refused(
		await send(
			worker,
			`/api/v1/cases/${id}/proposals/${proposal.id}/decision`,
			{ decision: 'grant' },
			asked.version,
		),
		403,
		{},
		'by the caseworker',
	);
	seen = await head.call('POST', `/api/v1/cases/${id}/proposals/${proposal.id}/decision`, {
		body: { decision: 'grant' },
		version: asked.version,
		key: randomUUID(),
	});
	const letter = seen.letters.find((l) => l.kind === 'clerical_correction');
	t.ok(letter?.document_number, 'a numbered letter');
	const text = JSON.stringify(await applicant.get(`/api/v1/requests/${f.number}/letters/${letter.id}`));
	for (const part of ['2062年', '2026年', reply.document_number]) t.ok(text.includes(part), `it says ${part}`);
	t.is([seen.state, seen.handling], ['replied', 1], 'nothing else changes');
	t.ok(
		!JSON.stringify((await worker.get(`/api/v1/cases/${id}/events`)).items.at(-1)).includes('2062'),
		'not in the event',
	);
});

await done();
