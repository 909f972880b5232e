/*
 * Reminders (standards.md part 7): who, on which working day, once each, with three instances side by
 * side; none of what was met, moved or stopped.  A case received on 2026-03-02 is due on 03-30; 04-04 to
 * 04-06 are off.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
await w.serve();
await w.serve();
const people = {};
for (const login of [
	'fgw-caseworker',
	'fgw-caseworker-2',
	'fgw-head',
	'fgw-clerk',
	'fgw-leader',
	'jtj-head',
	'qzf-supervisor',
	'fgw-advisor',
])
	people[login] = await w.person(login);
const worker = people['fgw-caseworker'],
	head = people['fgw-head'],
	clerk = people['fgw-clerk'];

async function until(what, reached) {
	for (let i = 0; i < 1200 && !reached(); i++) await new Promise((r) => setTimeout(r, 50));
	if (!reached()) throw new Error(`never: ${what}`);
}
const count = (sql) => Number(w.sql(`SELECT COUNT(*) FROM ${sql}`).trim());
/** The scheduler has looked at all that it has to by DAY. */
const looked = (day) => until(`looked at ${day}`, () => count(`deadline WHERE remind_on <= '${day}'`) === 0);
async function clock(day) {
	await w.clock(day);
	await looked(day);
}
/** The night passes: what waits for its end may be sent. */
async function sent() {
	w.sql("UPDATE reminder SET send_at = UTC_TIMESTAMP(6) WHERE status = 'waiting'");
	await until('sent', () => count("reminder WHERE status = 'waiting'") === 0);
}
/** "step login" of a case's deadline of KIND. */
const made = (id, kind) =>
	w
		.sql(
			`SELECT r.step, u.login FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id
	WHERE l.case_id = ${id} AND l.kind = '${kind}' AND r.channel = 'inbox' ORDER BY r.made_on, r.step, u.login`,
		)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((line) => line.replace('\t', ' '));
const told = (id) =>
	w
		.sql(
			`SELECT type FROM outbox WHERE case_id = ${id} AND type LIKE 'case.deadline.%' AND deadline = 'reply' ORDER BY id`,
		)
		.trim()
		.split('\n')
		.filter(Boolean);
const inbox = async (who, id, query = '') =>
	(await who.get(`/api/v1/reminders?limit=200${query}`)).items.filter((r) => r.case_id === id);

await scenario('the ladder of a reply: each step on its day, to whom it concerns, once', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	const days = [
		// day, the steps that are new on it
		['2026-03-13', []], // a Friday
		['2026-03-16', ['-10 fgw-caseworker']],
		['2026-03-22', []], // a Sunday
		['2026-03-23', ['-5 fgw-caseworker']],
		['2026-03-26', ['-2 fgw-caseworker', '-2 fgw-head']],
		['2026-03-27', ['-1 fgw-caseworker']],
		['2026-03-30', ['0 fgw-caseworker', '0 fgw-head']],
		['2026-03-31', ['1 fgw-head', '1 qzf-supervisor']],
		['2026-04-01', []],
		['2026-04-02', ['3 fgw-head', '3 qzf-supervisor']],
		['2026-04-06', []], // off
		['2026-04-07', ['5 fgw-head', '5 qzf-supervisor']],
		['2026-05-20', []],
	];
	const all = [];
	for (const [day, fresh] of days) {
		await clock(day);
		all.push(...fresh);
		t.is(made(id, 'reply'), all, `by ${day}`);
		await sent();
		if (day === '2026-03-26') t.is(told(id), ['case.deadline.due_soon'], 'others are told once that it is near');
		if (day === '2026-03-30')
			t.is(told(id), ['case.deadline.due_soon', 'case.deadline.due_today'], 'and on the day');
	}
	await until('marked', () => told(id).length === 3);
	t.is(
		told(id),
		['case.deadline.due_soon', 'case.deadline.due_today', 'case.deadline.overdue'],
		'and that it is over, by its mark',
	);
	const row = (await inbox(head, id)).find((r) => r.kind === 'reply');
	t.is(
		[row.step, row.overdue, row.stands, row.to_acknowledge],
		[5, true, true, false],
		'the inbox shows the latest step',
	);
	t.is(
		(await inbox(head, id, '&all=true')).filter((r) => r.kind === 'reply').map((r) => r.step),
		[5, 3, 1, 0, -2],
		'and all when asked for',
	);
	t.ok(!JSON.stringify(row).includes('测试'), 'no title, no names');
	await clock('2026-03-02');
});

await scenario(
	'in the inbox: the text counts working days; the due day is acknowledged, by oneself, once',
	async (t) => {
		const { id, filed: f } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		await clock('2026-03-23');
		let [row] = (await inbox(worker, id)).filter((r) => r.kind === 'reply');
		t.is(
			[row.number, row.text, row.due_on, row.working_days_left, row.title],
			[f.number, '答复期限：还有 5 个工作日', '2026-03-30', 5, '答复期限'],
			'five days before',
		);
		t.is(
			(await worker.send('GET', '/api/v1/reminders', { headers: { 'Accept-Language': 'en' } })).body.items.find(
				(r) => r.id === row.id,
			).text,
			'Reply due: 5 working days left',
			'in English',
		);
		await clock('2026-03-30');
		[row] = (await inbox(worker, id)).filter((r) => r.kind === 'reply');
		t.is([row.text, row.to_acknowledge, row.acknowledged_at], ['答复期限：今天到期', true, null], 'on the day');
		t.is(
			(await inbox(worker, id, '&unacknowledged=true')).filter((r) => r.kind === 'reply').map((r) => r.id),
			[row.id],
			'waits for it',
		);
		const path = `/api/v1/reminders/${row.id}/acknowledgement`;
		t.refused(await clerk.send('POST', path, { key: randomUUID(), body: {} }), 404, {}, "not another's");
		t.refused(
			await worker.send('POST', path, { key: randomUUID(), body: { surprise: 1 } }),
			422,
			{},
			'takes nothing',
		);
		const first = await worker.post(path, {});
		t.match(first.acknowledged_at, /^20\d\d-/, 'acknowledged');
		t.is((await worker.post(path, {})).acknowledged_at, first.acknowledged_at, 'the first time counts');
		t.is(
			(await inbox(worker, id, '&unacknowledged=true')).filter((r) => r.kind === 'reply'),
			[],
			'nothing waits',
		);
		t.is(
			count(
				`audit WHERE what = 'reminder_acknowledged' AND detail = '${f.number}' AND user_id = ${worker.user.id}`,
			),
			2,
			'logged',
		);
		await clock('2026-03-31');
		[row] = (await inbox(worker, id)).filter((r) => r.kind === 'reply');
		t.is([row.text, row.working_days_left], ['答复期限：已过期 1 个工作日', -1], 'the day after');
		await clock('2026-03-02');
	},
);

await scenario('a moved day begins a ladder of its own; a met, stopped or ended one reminds nobody', async (t) => {
	const moved = await filed(w, 'FGW'),
		met = await filed(w, 'FGW'),
		stopped = await filed(w, 'FGW');
	for (const c of [moved, met, stopped]) await advance(w, c.id, 'investigating');
	await clock('2026-03-26');
	for (const c of [moved, met, stopped])
		t.is(made(c.id, 'reply').filter((s) => s.startsWith('-2')).length, 2, 'all are near');
	await worker.act(moved.id, 'extensions', { working_days: 5, reason: '需要检索多个档案室' });
	await head.act(moved.id, 'extensions/decision', { decision: 'grant' }); // 03-31, 04-01 to 04-03, 04-07
	await advance2(met.id);
	await clerk.act(stopped.id, 'withdrawal', { reason: '申请人撤回' });
	for (const c of [moved, met, stopped])
		t.is(
			(await inbox(worker, c.id)).filter((r) => r.kind === 'reply'),
			[],
			'none stands any more',
		);
	const old = (await inbox(worker, met.id, '&all=true')).find((r) => r.kind === 'reply');
	t.is([old.stands, old.text], [false, '期限已变动或者已办结，此提醒不再有效'], 'and says so');
	await looked('2026-03-26'); // also at the day that was moved
	await clock('2026-03-31');
	t.is(
		made(moved.id, 'reply'),
		['-2 fgw-caseworker', '-2 fgw-head', '-5 fgw-caseworker'],
		'five days before the new day',
	);
	for (const c of [met, stopped])
		t.is(
			made(c.id, 'reply').filter((s) => !s.startsWith('-2')),
			[],
			'nothing more',
		);
	await clock('2026-04-07');
	t.is(
		made(moved.id, 'reply').filter((s) => s.startsWith('0')),
		['0 fgw-caseworker', '0 fgw-head'],
		'the new day',
	);
	await clock('2026-03-02');
});

async function advance2(id) {
	// from investigating to replied
	await worker.act(
		id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	let seen = await worker.act(id, 'reply/submission');
	while (seen.reply.status === 'submitted') seen = await head.act(id, 'reply/signature');
	return clerk.act(id, 'services', { way: 'electronic' });
}

await scenario(
	'what goes out is checked again when it is sent, and waits for the end of the quiet hours',
	async (t) => {
		const { id } = await filed(w, 'FGW'),
			other = await filed(w, 'FGW');
		for (const c of [id, other.id]) await advance(w, c, 'investigating');
		await clock('2026-03-23');
		const soon = (c) =>
			`reminder r JOIN deadline l ON l.id = r.deadline_id WHERE l.case_id = ${c} AND l.kind = 'reply' AND r.channel = 'outbox' AND r.step = -1`;
		for (const c of [id, other.id])
			t.is(
				count(`${soon(c)} AND HOUR(r.send_at + INTERVAL 8 HOUR) BETWEEN 8 AND 19`),
				1,
				'between 08:00 and 20:00 in Beijing',
			);
		await sent();
		/* As if the night had begun: both wait, and one case is withdrawn in it. */
		w.sql(`UPDATE reminder r JOIN deadline l ON l.id = r.deadline_id SET r.status = 'waiting', r.send_at = '2099-01-01'
		WHERE l.case_id IN (${id}, ${other.id}) AND l.kind = 'reply' AND r.channel = 'outbox'`);
		await clerk.act(id, 'withdrawal', { reason: '申请人撤回' });
		await sent();
		const status = (c) => w.sql(`SELECT r.status FROM ${soon(c)}`).trim();
		t.is([status(id), status(other.id)], ['cancelled', 'sent'], 'the stopped clock cancels it');
		t.is([told(id).length, told(other.id).length], [1, 2], 'the outbox has what was sent, and no more');
		await clock('2026-03-02');
	},
);

await scenario('without a caseworker the head is told; a cover is told beside; each kind has its people', async (t) => {
	const lone = await filed(w, 'FGW'),
		covered = await filed(w, 'FGW'),
		legal = await filed(w, 'FGW'),
		fixing = await filed(w, 'FGW');
	await advance(w, lone.id, 'registered');
	for (const c of [covered, legal, fixing]) await advance(w, c.id, 'investigating');
	const asked = await worker.act(legal.id, 'legal-reviews', { question: '是否属于内部事务信息？' });
	const advisor = w.sql(`SELECT login FROM user WHERE id = ${asked.legal_reviews[0].advisor_id}`).trim(); // due in 5 days: 03-09
	await worker.act(fixing.id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }] });
	await worker.act(fixing.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '邮寄回执' });
	const post = await clerk.post('/api/v1/cases', {
		agency: '360104-FGW',
		channel: 'post_ordinary',
		arrived_on: '2026-03-02',
		applicant: { category: 'natural_person', name: '测试来信人', address: '测试路' },
		description: `测试${randomUUID()}`,
		ways: ['post'],
		attempts: [],
	});
	await looked('2026-03-02');
	t.is(made(post.id, 'first_attempt'), ['0 fgw-clerk'], 'ordinary post: the clerk, the same day');
	await clock('2026-03-05');
	t.is(made(legal.id, 'legal_review'), [`-2 ${advisor}`], 'the advisor, two days before');
	await clock('2026-03-09');
	t.is(
		made(legal.id, 'legal_review').slice(1),
		[`0 ${advisor}`, '0 fgw-caseworker'].sort(),
		'and on the day, the caseworker too',
	);
	await head.post('/api/v1/absences', {
		user_id: worker.user.id,
		cover_id: people['fgw-caseworker-2'].user.id,
		from: '2026-03-10',
		to: '2026-03-27',
	});
	await clock('2026-03-10');
	t.is(
		made(legal.id, 'legal_review').slice(3),
		[`1 ${advisor}`, '1 fgw-caseworker', '1 fgw-caseworker-2', '1 fgw-head'].sort(),
		'a late review: the head too',
	);
	await clock('2026-03-11');
	t.is(
		made(covered.id, 'correction_day'),
		['-1 fgw-caseworker', '-1 fgw-caseworker-2', '0 fgw-caseworker', '0 fgw-caseworker-2'],
		'R-CLOCK-4: the 6th and the 7th day',
	);
	await clock('2026-03-23');
	t.is(
		made(lone.id, 'reply').filter((s) => s.startsWith('-5')),
		['-5 fgw-head'],
		'nobody is assigned',
	);
	t.is(
		made(covered.id, 'reply').filter((s) => s.startsWith('-5')),
		['-5 fgw-caseworker', '-5 fgw-caseworker-2'],
		'and who covers',
	);
	t.is(
		made(fixing.id, 'correction'),
		['0 fgw-caseworker', '0 fgw-caseworker-2'],
		'the last day of the correction notice',
	);
	await clock('2026-03-24');
	t.is(
		made(fixing.id, 'correction').slice(2),
		['1 fgw-caseworker', '1 fgw-caseworker-2', '1 fgw-head'],
		'after it the head decides',
	);
	t.is(count("reminder r JOIN user u ON u.id = r.user_id WHERE u.login LIKE 'jtj-%'"), 0, 'nobody of another agency');
	await clock('2026-03-02');
});

await scenario('R-OUT-12: the days of complaints, and of what is urged without a case', async (t) => {
	const supervisor = people['qzf-supervisor'];
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const desk = (ref, kind) =>
		w
			.sql(
				`SELECT r.step, u.login FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id
		WHERE l.case_id IS NULL AND l.kind = '${kind}' AND l.ref = ${ref} AND r.channel = 'inbox' ORDER BY r.made_on, r.step, u.login`,
			)
			.trim()
			.split('\n')
			.filter(Boolean)
			.map((line) => line.replace('\t', ' '));
	const open = (ref, kind) =>
		w.sql(`SELECT status FROM deadline WHERE case_id IS NULL AND kind = '${kind}' AND ref = ${ref}`).trim();
	const made = await w.anyone().post('/api/v1/complaints', {
		agency: '360104-FGW',
		name: '测试投诉人',
		phone: '0791-00000009',
		matter: '超期未答复，请处理。',
	});
	const { id } = (await supervisor.get('/api/v1/complaints')).items.find((c) => c.number === made.number),
		at = `/api/v1/complaints/${id}`;
	const step = async (who, what, body = {}) =>
		who.call('POST', `${at}/${what}`, { body, version: (await supervisor.get(at)).version, key: randomUUID() });
	await step(supervisor, 'registration');
	await step(supervisor, 'inquiry', { question: '请说明未答复的原因', answer_by: '2026-03-10' });
	const urging = await supervisor.post('/api/v1/urgings', {
		agency_id: agency,
		matter: '上月超期两件',
		demand: '说明原因',
		answer_by: '2026-03-09',
	});
	const silent = await supervisor.post('/api/v1/urgings', {
		agency_id: agency,
		matter: '栏目未更新',
		demand: '更新',
		answer_by: '2026-03-09',
	});
	const heard = (ref, kind) =>
		w
			.sql(`SELECT type FROM outbox WHERE case_id IS NULL AND deadline = '${kind}' AND ref = ${ref} ORDER BY id`)
			.trim()
			.split('\n')
			.filter(Boolean)
			.map((x) => x.replace('agency.deadline.', ''));
	await clock('2026-03-05');
	t.is(
		[desk(id, 'complaint_answer'), desk(urging.id, 'urging')],
		[[], ['-2 fgw-head']],
		'two working days before the one, three before the other',
	);
	await clock('2026-03-06');
	t.is(
		[desk(id, 'complaint_answer'), desk(urging.id, 'urging')],
		[['-2 fgw-head'], ['-2 fgw-head', '-1 fgw-head']],
		'one before',
	);
	const row = (await head.get('/api/v1/reminders?limit=200')).items.find((r) => r.kind === 'complaint_answer');
	t.is(
		[row.number, row.case_id, row.ref, row.due_on, row.stands],
		[made.number, null, id, '2026-03-10', true],
		'in the inbox, without a case',
	);
	await sent();
	t.is(
		w
			.sql(
				`SELECT type, agency_id, until_on FROM outbox WHERE case_id IS NULL AND deadline = 'complaint_answer' AND ref = ${id}`,
			)
			.trim(),
		`agency.deadline.due_soon\t${agency}\t2026-03-10`,
		'told to the agency',
	);
	/* As if the night had begun, and the answer came in it. */
	w.sql(`UPDATE reminder r JOIN deadline l ON l.id = r.deadline_id SET r.status = 'waiting', r.send_at = '2099-01-01'
		WHERE l.case_id IS NULL AND l.kind = 'urging' AND l.ref IN (${urging.id}, ${silent.id}) AND r.channel = 'outbox'`);
	await head.post(`/api/v1/urgings/${urging.id}/answer`, { answer: '已说明' });
	t.is(open(urging.id, 'urging'), 'met', 'answered');
	await sent();
	t.is(
		[heard(urging.id, 'urging'), heard(silent.id, 'urging')],
		[['due_soon'], ['due_soon', 'due_soon']],
		'what was answered is not sent any more; the other, sent twice here alone, is',
	);
	await clock('2026-03-09');
	await sent(); // what is due today is told today
	t.is(desk(urging.id, 'urging').length, 2, 'nobody is reminded of what is answered');
	t.is(desk(silent.id, 'urging').slice(2), ['0 fgw-head'], 'but of what is not');
	await clock('2026-03-10');
	await sent();
	const today = (await head.get('/api/v1/reminders?unacknowledged=true&limit=200')).items.find(
		(r) => r.kind === 'complaint_answer',
	);
	t.is([today.step, today.to_acknowledge], [0, true], 'its day wants to be acknowledged');
	t.ok((await head.post(`/api/v1/reminders/${today.id}/acknowledgement`)).acknowledged_at, 'acknowledged');
	await clock('2026-03-11');
	t.is(
		desk(id, 'complaint_answer'),
		['-2 fgw-head', '-1 fgw-head', '0 fgw-head', '1 fgw-head', '1 qzf-supervisor'],
		'over: the supervisor too; each once',
	);
	t.is(desk(silent.id, 'urging').slice(3), ['1 fgw-head', '1 qzf-supervisor'], 'so is the urging');
	await sent();
	t.is(
		[heard(id, 'complaint_answer'), heard(silent.id, 'urging').slice(2)],
		[
			['due_soon', 'due_today', 'overdue'],
			['due_today', 'overdue'],
		],
		'and told, each once',
	);
	await head.post(`/api/v1/urgings/${silent.id}/answer`, { answer: '已更新' });
	await step(supervisor, 'finding', {
		verdict: 'upheld',
		finding: '该机关超期未答复，投诉属实',
		measure: '限期答复申请人',
		mend_by: '2026-03-20',
	});
	t.is(
		[open(id, 'complaint_answer'), open(id, 'complaint_mend')],
		['void', 'open'],
		'decided without the answer; the order has a day of its own',
	);
	for (const day of ['2026-03-19', '2026-03-20', '2026-03-23', '2026-03-27']) await clock(day);
	t.is(
		desk(id, 'complaint_mend'),
		['-1 fgw-head', '0 fgw-head', '1 fgw-head', '1 qzf-supervisor', '5 fgw-head', '5 qzf-supervisor'],
		'not mended in time',
	);
	t.is(
		desk(id, 'complaint'),
		['-5 qzf-supervisor', '-1 qzf-supervisor'],
		'the answer to the complainant: up to the day before',
	);
	await clock('2026-03-31');
	t.is(desk(id, 'complaint').slice(2), ['1 qzf-supervisor'], 'and the day after it');
	await step(supervisor, 'answer');
	await step(head, 'mending', { report: '已答复申请人' });
	t.is([open(id, 'complaint'), open(id, 'complaint_mend')], ['met', 'met'], 'both done');
	t.is(
		count(`deadline WHERE case_id IS NULL AND ref = ${id} AND remind_on IS NOT NULL`),
		0,
		'and no further reminder',
	);
	await clock('2026-03-02');
});

await scenario('many new deadlines are put in their places at once, and each reminds on its day', async (t) => {
	await clock('2026-06-01');
	const ids = (await Promise.all(Array.from({ length: 70 }, () => filed(w, 'FGW')))).map((k) => k.id).join();
	await looked('2026-06-01');
	const days = w
		.sql(`SELECT DISTINCT due_on, remind_on FROM deadline WHERE case_id IN (${ids}) AND kind = 'reply'`)
		.trim()
		.split('\n');
	t.is(days, ['2026-06-30\t2026-06-15'], 'ten working days before their day: 19 to 21 June are off');
	await clock('2026-06-15');
	t.is(
		count(
			`reminder r JOIN deadline l ON l.id = r.deadline_id WHERE l.case_id IN (${ids}) AND l.kind = 'reply' AND r.step = -10 AND r.channel = 'inbox'`,
		),
		70,
		'and so they do, the head, as nobody works on them',
	);
	await clock('2026-03-02');
});

await scenario('the inbox is paged, newest first', async (t) => {
	const whole = (await head.get('/api/v1/reminders?all=true&limit=200')).items.map((r) => r.id);
	const paged = [];
	for (let next = '/api/v1/reminders?all=true&limit=7'; next;) {
		const page = await head.get(next);
		paged.push(...page.items.map((r) => r.id));
		next = page.next;
	}
	t.ok(whole.length > 14, 'more than two pages');
	t.is(paged, whole, 'the same');
	t.is(
		whole,
		[...whole].sort((a, b) => Number(b) - Number(a)),
		'newest first',
	);
	t.is((await people['jtj-head'].get('/api/v1/reminders')).items, [], 'and empty where there is none');
});

await scenario('once each: the key holds whatever several instances do', async (t) => {
	t.is(
		count(
			`(SELECT deadline_id, version, step, channel, user_id FROM reminder GROUP BY 1, 2, 3, 4, 5 HAVING COUNT(*) > 1) x`,
		),
		0,
		'no second one',
	);
	t.is(
		count("deadline WHERE status <> 'open' AND remind_on IS NOT NULL"),
		0,
		'nothing to look at where nothing is owed',
	);
	t.is(w.ctl('verify').status, 0, 'verify');
});

await done();
