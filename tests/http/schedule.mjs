/* What the scheduler marks, by the legal clock, once each, with three instances side by side. */
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
await w.serve();
await w.serve();
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head');

/* A deadline of a case of its own, due the day before the clock's: marks go by days, so when it is
 * marked everything of that day is, by whichever instance. */
const fence = await filed(w, 'JTJ');
let fences = 0;

async function clock(day) {
	const ref = 900000 + fences++;
	w.sql(`INSERT INTO deadline (case_id, handling, kind, ref, due_on, mark_on, status)
		VALUES (${fence.id}, 1, 'fence', ${ref}, '${day}' - INTERVAL 1 DAY, '${day}', 'open')`);
	await w.clock(day); // wakes the scheduler
	for (let i = 0; i < 1200; i++) {
		if (w.sql(`SELECT marked_on FROM deadline WHERE case_id = ${fence.id} AND ref = ${ref}`).trim() !== 'NULL')
			return;
		await new Promise((r) => setTimeout(r, 50));
	}
	throw new Error(`the scheduler does not come to ${day}`);
}

const events = (id, act) =>
	w
		.sql(`SELECT happened_on, actor_role FROM event WHERE case_id = ${id} AND act = '${act}' ORDER BY seq`)
		.trim()
		.split('\n')
		.filter(Boolean);
const over = (id, kind) =>
	w
		.sql(
			`SELECT happened_on, actor_role FROM event WHERE case_id = ${id} AND act = 'deadline_over'
	AND JSON_VALUE(CONVERT(body USING utf8mb4), '$.detail.deadline') = '${kind}' ORDER BY seq`,
		)
		.trim()
		.split('\n')
		.filter(Boolean);
const deadline = (seen, kind) => seen.deadlines.find((d) => d.kind === kind);

await scenario(
	'R-CLOCK-12: the day after the due day the case is marked overdue, once, and no version moves',
	async (t) => {
		const { id } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		await clock('2026-03-30'); // the 20th working day
		let seen = await worker.get(`/api/v1/cases/${id}`);
		t.is(events(id, 'overdue'), [], 'on the due day');
		t.is([seen.days_overdue, seen.clock.overdue], [0, false], 'on the due day');
		const before = seen;
		await clock('2026-03-31');
		seen = await worker.get(`/api/v1/cases/${id}`);
		t.is(events(id, 'overdue'), ['2026-03-31\tscheduler'], 'one event of the system');
		t.is([seen.version, seen.days_overdue], [before.version, 1], 'version and days');
		t.is([deadline(seen, 'reply').marked_on, deadline(seen, 'reply').days_over], ['2026-03-31', 1], 'deadline');
		const row = (await worker.get('/api/v1/cases?limit=200')).items.find((c) => c.id === id);
		t.is(
			[row.overdue, row.days_overdue, row.next_kind, row.next_mark],
			[true, 1, 'reply', 'overdue'],
			'in the queue',
		);
		const draft = await worker.send('PUT', `/api/v1/cases/${id}/reply`, {
			version: before.version,
			body: {
				parts: [
					{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' },
				],
			},
		});
		t.is(draft.status, 200, `an act on the version read before: ${draft.text.slice(0, 200)}`);
		await clock('2026-04-02');
		t.is(events(id, 'overdue').length, 1, 'not again');
		t.is((await worker.get(`/api/v1/cases/${id}`)).days_overdue, 3, 'the days go on');
		t.is(
			w
				.sql(
					`SELECT COUNT(*) FROM outbox WHERE case_id = ${id} AND type = 'case.deadline.overdue' AND deadline = 'reply'`,
				)
				.trim(),
			'1',
			'told once',
		);
		await clock('2026-03-02');
	},
);

await scenario(
	'R-CLOCK-5: an unanswered correction is marked lapse_due after its last day; a person decides',
	async (t) => {
		const { id } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		await worker.act(id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }] });
		await worker.act(id, 'corrections/receipt', { received_on: '2026-03-02', proof: '邮寄回执' });
		await clock('2026-03-23'); // the 15th working day: still the applicant's
		t.is(events(id, 'lapse_due'), [], 'on the last day');
		await clock('2026-03-24');
		t.is(events(id, 'lapse_due'), ['2026-03-24\tscheduler'], 'the day after');
		const row = (await head.get('/api/v1/cases?limit=200')).items.find((c) => c.id === id);
		t.is(
			[row.state, row.next_kind, row.next_mark],
			['awaiting_correction', 'correction', 'lapse_due'],
			'the queue shows it, nothing has ended',
		);
		const ended = await head.act(id, 'lapse', { reason: '未见正当理由' });
		t.is([ended.state, deadline(ended, 'correction').status], ['ended', 'void'], 'ended by a head');
		await clock('2026-03-02');
	},
);

await scenario('R-CLOCK-4: the 7th working day passing is marked, unless a notice was sent', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	await advance(w, a.id, 'investigating');
	await advance(w, b.id, 'investigating');
	t.is(
		deadline(await worker.get(`/api/v1/cases/${a.id}`), 'correction_day').due_on,
		'2026-03-11',
		'the 7th working day',
	);
	await worker.act(b.id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }] });
	await clock('2026-03-11');
	t.is(over(a.id, 'correction_day'), [], 'on the day');
	await clock('2026-03-12');
	t.is(over(a.id, 'correction_day'), ['2026-03-12\tscheduler'], 'the day after');
	t.is(over(b.id, 'correction_day'), [], 'used');
	t.is(deadline(await worker.get(`/api/v1/cases/${b.id}`), 'correction_day').status, 'met', 'used');
	await clock('2026-03-02');
});

await scenario('R-CLOCK-9: two working days before the due day an uncollected reply says "post it"', async (t) => {
	const { id } = await filed(w, 'FGW', { ways: ['collect'], carriers: ['paper'], electronic_ok: false });
	await advance(w, id, 'signed');
	await clock('2026-03-25');
	t.is(over(id, 'collection'), [], 'three working days before');
	await clock('2026-03-26');
	t.is(over(id, 'collection'), ['2026-03-26\tscheduler'], 'two working days before');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.is(
		[deadline(seen, 'collection').due_on, deadline(seen, 'collection').marked_on],
		['2026-03-26', '2026-03-26'],
		'deadline',
	);
	await clock('2026-03-02');
});

await scenario(
	'R-RCPT-3: no attempt on the day of arrival is the receipt, on that day; an attempt on it keeps it open',
	async (t) => {
		const clerk = await w.person('fgw-clerk');
		const letter = (attempts) =>
			clerk.post('/api/v1/cases', {
				agency: '360104-FGW',
				channel: 'post_ordinary',
				arrived_on: '2026-03-02',
				attempts,
				description: `申请公开测试项目${attempts.length}的批复。`,
				ways: ['post'],
				carriers: ['paper'],
				applicant: {
					category: 'natural_person',
					name: '测试写信人',
					id_kind: 'other',
					id_number: '测试证件0010',
					address: '测试路2号',
				},
			});
		const a = await letter([]),
			b = await letter([{ on: '2026-03-02', time: '10:00', way: 'telephone', result: 'no_answer' }]);
		t.is((await clerk.get(`/api/v1/cases/${a.id}`)).state, 'pending_confirmation', 'on the day');
		await clock('2026-03-03');
		const seen = await clerk.get(`/api/v1/cases/${a.id}`),
			other = await clerk.get(`/api/v1/cases/${b.id}`);
		t.is(
			[seen.state, seen.received_on, seen.due_on],
			['received', '2026-03-02', '2026-03-30'],
			'received on the day of arrival',
		);
		t.is(events(a.id, 'no_attempt'), ['2026-03-02\tscheduler'], 'once');
		t.ok(
			seen.letters.some((l) => l.kind === 'receipt'),
			'receipt',
		);
		t.is([other.state, other.received_on], ['pending_confirmation', null], 'tried in time');
		t.is(deadline(other, 'next_attempt').due_on, '2026-03-09', '5 working days after the attempt');
		await clock('2026-03-09');
		t.is(
			deadline(await clerk.get(`/api/v1/cases/${b.id}`), 'next_attempt').marked_on,
			'2026-03-09',
			'the next attempt is due',
		);
		await clock('2026-03-02');
	},
);

await scenario('a clock set forward by months marks all of 120 cases, in the order of days, once each', async (t) => {
	const ids = [];
	for (let i = 0; i < 120; i++) ids.push((await filed(w, 'JTJ')).id);
	await clock('2026-06-30');
	const list = ids.join(',');
	t.is(
		w
			.sql(
				`SELECT act, COUNT(*), COUNT(DISTINCT case_id), MIN(happened_on), MAX(happened_on) FROM event
		WHERE case_id IN (${list}) AND actor_role = 'scheduler' GROUP BY act ORDER BY act`,
			)
			.trim()
			.split('\n'),
		['deadline_over\t120\t120\t2026-03-12\t2026-03-12', 'overdue\t120\t120\t2026-03-31\t2026-03-31'],
		'marks',
	);
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM event a JOIN event b ON b.case_id = a.case_id AND b.seq > a.seq
		WHERE a.case_id IN (${list}) AND a.act = 'overdue' AND b.act = 'deadline_over'`,
			)
			.trim(),
		'0',
		'in order',
	);
	await clock('2026-03-02');
});

await scenario('what cannot be marked holds up nothing and is tried again the next day', async (t) => {
	const { id } = await filed(w, 'FGW');
	// lapse_due of a case that waits for nothing: the machine refuses it
	w.sql(`INSERT INTO deadline (case_id, handling, kind, ref, due_on, mark_on, status)
		VALUES (${id}, 1, 'correction', 0, '2026-03-01', '2026-03-02', 'open')`);
	await clock('2026-03-02');
	t.is(events(id, 'lapse_due'), [], 'no event');
	t.is(
		w.sql(`SELECT mark_on FROM deadline WHERE case_id = ${id} AND kind = 'correction'`).trim(),
		'2026-03-03',
		'tomorrow',
	);
	w.sql(`DELETE FROM deadline WHERE case_id = ${id} AND kind = 'correction'`);
});

await scenario('reads of a case stand in the log within a second or so, with who and what', async (t) => {
	const { id, filed: f } = await filed(w, 'FGW');
	const before = Number(w.sql("SELECT COUNT(*) FROM audit WHERE what = 'case_read'").trim());
	for (let i = 0; i < 40; i++) await worker.get(`/api/v1/cases/${id}`);
	await head.get(`/api/v1/cases/${id}/events`);
	await worker.send('GET', '/api/v1/cases/999999');
	const rows = () =>
		w
			.sql(
				`SELECT user_id, detail, COUNT(*) FROM audit WHERE what = 'case_read'
		AND subject = 'case ${f.number}' GROUP BY user_id, detail ORDER BY detail`,
			)
			.trim();
	const want = [`${worker.user.id}\tgetCase\t40`, `${head.user.id}\tlistEvents\t1`].join('\n');
	for (let i = 0; i < 400 && rows() !== want; i++) await new Promise((r) => setTimeout(r, 50));
	t.is(rows(), want, 'each read');
	t.is(Number(w.sql("SELECT COUNT(*) FROM audit WHERE what = 'case_read'").trim()), before + 41, 'no others');
	await worker.get(`/api/v1/cases/${id}`);
	await w.service.kill('SIGTERM');
	t.is(
		w.sql(`SELECT COUNT(*) FROM audit WHERE what = 'case_read' AND subject = 'case ${f.number}'`).trim(),
		'42',
		'the last is written when the service ends',
	);
});

await scenario('verify finds nothing after all of it', async (t) => {
	const good = w.ctl('verify');
	t.is(good.status, 0, `verify: ${good.stdout}${good.stderr}`);
});

await done();
