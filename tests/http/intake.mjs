/*
 * Taking in by staff on every channel, the day of receipt by its rule, late entries, confirmation of ordinary
 * post and fax (law.md part 2; R-KEEP-3; R-REQ-1 to R-REQ-10).  2026: days off 02-15..02-23, 02-14 and 02-28
 * are worked Saturdays.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filing } from './harness.mjs';

const w = await world();
const clerk = await w.person('fgw-clerk');
const worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head');

const person = {
	category: 'natural_person',
	name: '测试来信人',
	id_kind: 'other',
	id_number: '测试证件0009',
	phone: '0791-00000009',
	address: '测试路9号',
};
const paper = (channel, change = {}) => ({
	agency: '360104-FGW',
	channel,
	arrived_on: '2026-03-02',
	applicant: person,
	description: `申请公开测试项目${randomUUID()}的批复。`,
	ways: ['post'],
	carriers: ['paper'],
	...change,
});
const send = (body, who = clerk) => who.send('POST', '/api/v1/cases', { body, key: randomUUID() });
const take = (body, who = clerk) => who.post('/api/v1/cases', body);
async function faults(t, body, pointers, what) {
	const p = t.refused(await send(body), 422, {}, what);
	return t.is((p.errors ?? []).map((e) => e.pointer).sort(), pointers, what);
}
async function refusedAct(t, who, id, path, body, status, members = {}) {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return t.refused(
		await who.send('POST', `/api/v1/cases/${id}/${path}`, { body, version: seen.version, key: randomUUID() }),
		status,
		members,
		path,
	);
}
const letterText = async (id, letter) => JSON.stringify(await clerk.get(`/api/v1/cases/${id}/letters/${letter}`));
/* The scheduler comes only later: what a person does before it is what is tried here. */
const unmarked = (id) =>
	w.sql(`UPDATE deadline SET mark_on = '9999-12-31' WHERE case_id = ${id} AND kind = 'first_attempt'`);
const attempt = (id, body) =>
	clerk.act(id, 'contact-attempts', { time: '09:30', way: 'telephone', result: 'no_answer', ...body });

await w.clock('2026-03-02');

await scenario(
	'in person: the day of submission; receipt and query code are given; the code opens the case (R-RCPT-1)',
	async (t) => {
		const c = await take(paper('in_person'));
		t.match(c.number, /^360104-FGW-2026-\d{5}$/, 'number');
		t.is(
			[c.state, c.channel, c.received_on, c.due_on],
			['received', 'in_person', '2026-03-02', '2026-03-30'],
			'received that day, due on the 20th working day',
		);
		t.is(c.receipt.kind, 'receipt', 'receipt');
		t.ok(JSON.stringify(c.receipt).includes('2026年3月30日'), 'the receipt tells the due day');
		const applicant = w.anyone();
		const access = await applicant.call('POST', `/api/v1/requests/${c.number}/access`, {
			body: { code: c.query_code },
		});
		applicant.access = access.access_token;
		t.is((await applicant.get(`/api/v1/requests/${c.number}`)).state, 'received', 'the applicant follows it');
		t.is(
			[c.arrival.arrived_on, c.arrival.entered_on, c.arrival.entered_late],
			['2026-03-02', '2026-03-02', false],
			'legal day and day of entry',
		);
		t.is(c.applicant.name, '测*', 'masked');
		const [e] = (await clerk.get(`/api/v1/cases/${c.id}/events`)).items;
		t.is([e.act, e.actor_role, e.actor_id, e.entered_late], ['take_in', 'clerk', clerk.user.id, false], 'event');
	},
);

await scenario('a caseworker takes in as caseworker; others and other agencies do not', async (t) => {
	const c = await take(paper('in_person'), worker);
	t.is((await worker.get(`/api/v1/cases/${c.id}/events`)).items[0].actor_role, 'caseworker', 'role');
	t.refused(await send(paper('in_person'), head), 403, {}, 'head');
	t.refused(await send(paper('in_person'), await w.person('jtj-clerk')), 403, {}, 'another agency');
	t.refused(await send(paper('in_person', { agency: '360104-NONE' })), 422, {}, 'no agency');
});

await scenario('an incomplete request is accepted and says what is missing (R-REQ-3)', async (t) => {
	const c = await take(paper('in_person', { applicant: { category: 'enterprise' }, ways: [] }));
	t.is(c.state, 'received', 'accepted');
	t.is(
		c.missing.map((m) => m.item),
		['name', 'identity_proof', 'contact', 'form_or_way'],
		'items',
	);
});

await scenario(
	'post with signature: the day of signing; addressed to another unit by the setting (R-RCPT-2)',
	async (t) => {
		const signed = await take(
			paper('post_signed', {
				arrived_on: '2026-02-28',
				other_unit: '测试办公室',
				evidence: [{ kind: 'tracking', reference: 'EX000000001CN' }],
			}),
		);
		t.is(
			[signed.received_on, signed.arrival.other_unit],
			['2026-02-28', '测试办公室'],
			'by default the day of signing counts',
		);
		await faults(
			t,
			paper('post_signed', { other_unit: '测试办公室', confirmed_on: '2026-03-02' }),
			['/confirmed_on'],
			'no other day by this setting',
		);
		const agency = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim();
		w.sql(
			`INSERT INTO agency_setting (agency_id, name, valid_from, value, recorded_at) VALUES (${agency}, 'misaddressed_post', '2026-01-01', 'confirmed', NOW(6))`,
		);
		const jtj = await w.person('jtj-clerk');
		const body = paper('post_signed', { agency: '360104-JTJ', arrived_on: '2026-02-26', other_unit: '测试办公室' });
		const p = t.refused(await send(body, jtj), 422, {}, 'the day is asked for');
		t.is(
			p.errors.map((e) => e.pointer),
			['/confirmed_on'],
			'pointer',
		);
		const c = await take({ ...body, confirmed_on: '2026-03-02' }, jtj);
		t.is([c.received_on, c.due_on], ['2026-03-02', '2026-03-30'], 'received on the day of the confirmation');
		t.is(
			(await take({ ...body, other_unit: undefined, arrived_on: '2026-03-02' }, jtj)).received_on,
			'2026-03-02',
			'rightly addressed: the day of signing',
		);
	},
);

await scenario('e-mail: the day on which the mail system has it, also a day off (R-RCPT-4, R-RCPT-7)', async (t) => {
	const c = await take(
		paper('email', { arrived_on: '2026-03-01', evidence: [{ kind: 'screenshot', reference: '邮件截图' }] }),
	);
	t.is([c.received_on, c.due_on], ['2026-03-01', '2026-03-27'], 'Sunday; the 20 working days begin on Monday');
	t.is(c.arrival.entered_late, true, 'entered a day later');
});

await scenario('oral: why, filled in and read back (R-REQ-2, R-RCPT-5)', async (t) => {
	await faults(t, paper('oral'), ['/cannot_write', '/read_back'], 'both');
	const c = await take(paper('oral', { cannot_write: '视力障碍', read_back: true, help_needed: '请电话告知' }));
	t.is(
		[c.received_on, c.help_needed, c.arrival.cannot_write],
		['2026-03-02', '请电话告知', '视力障碍'],
		'taken down',
	);
	t.is(
		w.sql(`SELECT COUNT(*) FROM filing WHERE case_id = ${c.id} AND cannot_write NOT LIKE '%视力%'`).trim(),
		'1',
		'sealed',
	);
});

await scenario('handed on: a request only when information is asked for, with its envelope (R-RCPT-8)', async (t) => {
	await faults(
		t,
		paper('handed_on'),
		['/asks_for_information', '/evidence', '/handed_on_by', '/handed_on_name'],
		'all at once',
	);
	const c = await take(
		paper('handed_on', {
			handed_on_by: 'hotline',
			handed_on_name: '12345示例',
			asks_for_information: true,
			evidence: [
				{ kind: 'tracking', reference: '工单0001' },
				{ kind: 'screenshot', reference: '截图一' },
			],
		}),
	);
	t.is([c.received_on, c.arrival.handed_on_by, c.arrival.evidence.length], ['2026-03-02', 'hotline', 2], 'kept');
	await faults(
		t,
		paper('in_person', {
			handed_on_by: 'hotline',
			read_back: true,
			attempts: [{ on: '2026-03-02', time: '09:00', way: 'visit', result: 'no_answer' }],
		}),
		['/attempts', '/handed_on_by', '/read_back'],
		'what belongs to other channels',
	);
});

await scenario('late entry: one working day without proof, two with; never ahead (R-KEEP-3)', async (t) => {
	const one = await take(paper('in_person', { arrived_on: '2026-02-28' })); // a worked Saturday
	t.is([one.received_on, one.due_on], ['2026-02-28', '2026-03-27'], 'the legal day counts');
	const [e] = (await clerk.get(`/api/v1/cases/${one.id}/events`)).items;
	t.is([e.happened_on, e.entered_late, e.entered_on], ['2026-02-28', true, '2026-03-02'], 'marked late-entered');
	await faults(
		t,
		paper('in_person', { arrived_on: '2026-02-27' }),
		['/evidence'],
		'02-28 and 03-02 are two working days',
	);
	const two = await take(
		paper('in_person', { arrived_on: '2026-02-27', evidence: [{ kind: 'scan', reference: '收件章扫描件' }] }),
	);
	t.is(two.due_on, '2026-03-26', 'with proof');
	await faults(t, paper('in_person', { arrived_on: '2026-03-03' }), ['/arrived_on'], 'tomorrow');
	t.is(
		(
			await take(
				paper('in_person', { arrived_on: '2025-12-31', evidence: [{ kind: 'scan', reference: '扫描件' }] }),
			)
		).number.slice(11, 15),
		'2025',
		'the number is of the year in which it came in',
	);
});

await scenario('an identity number is kept as written with a mark, by staff only (R-REQ-7)', async (t) => {
	const bad = { ...person, id_kind: 'citizen', id_number: '110105194912310021' };
	await faults(t, paper('in_person', { applicant: bad }), ['/applicant/id_number'], 'named');
	const c = await take(paper('in_person', { applicant: { ...bad, id_kept: true } }));
	t.is([c.applicant.id_kept_as_written, c.missing], [true, []], 'kept, nothing missing');
	const good = await take(
		paper('in_person', { applicant: { ...bad, id_number: '11010519491231002X', id_kept: true } }),
	);
	t.is(good.applicant.id_kept_as_written, false, 'no mark where the check passes');
	const online = t.refused(
		await w.anyone().send('POST', '/api/v1/requests', {
			key: randomUUID(),
			body: filing('FGW', { applicant: { ...bad, id_kept: true } }),
		}),
		422,
	);
	t.ok(
		online.errors.some((e) => e.pointer === '/applicant/id_kept'),
		'not online',
	);
});

await scenario(
	'ordinary post awaits its confirmation: no due day, no receipt, an attempt due that day (R-RCPT-3)',
	async (t) => {
		const c = await take(paper('post_ordinary'));
		t.is(
			[c.state, c.received_on, c.due_on, c.query_code, c.receipt],
			['pending_confirmation', null, null, null, null],
			'nothing runs',
		);
		t.is(c.clock.waiting_for, 'confirmation', 'the clock waits');
		const row = (await clerk.get('/api/v1/cases')).items.find((r) => r.id === c.id);
		t.is([row.next_on, row.next_kind], ['2026-03-02', 'first_attempt'], 'in the queue');
		const tried = await attempt(c.id, { on: '2026-03-02', note: '无人接听' });
		t.is(
			tried.contact_attempts.map((a) => [a.on, a.time, a.way, a.result, a.note]),
			[['2026-03-02', '09:30', 'telephone', 'no_answer', '无人接听']],
			'registered',
		);
		const next = (await clerk.get('/api/v1/cases')).items.find((r) => r.id === c.id);
		t.is([next.next_on, next.next_kind], ['2026-03-09', 'next_attempt'], 'the next in 5 working days');
		await refusedAct(t, clerk, c.id, 'registration', {}, 409, { rule: 'R-KEEP-1' });
		await refusedAct(
			t,
			head,
			c.id,
			'contact-attempts',
			{ on: '2026-03-02', time: '09:30', way: 'telephone', result: 'no_answer' },
			403,
		);
	},
);

await scenario('confirmed on a later day: received that day, with record, receipt and code (R-RCPT-3)', async (t) => {
	const c = await take(
		paper('fax', { attempts: [{ on: '2026-03-02', time: '16:00', way: 'telephone', result: 'no_answer' }] }),
	);
	t.is(c.contact_attempts.length, 1, 'attempts made already');
	await w.clock('2026-03-05');
	await refusedAct(t, clerk, c.id, 'receipt-confirmation', { on: '2026-03-06', way: 'telephone' }, 422);
	await refusedAct(t, clerk, c.id, 'receipt-confirmation', { on: '2026-03-01', way: 'telephone' }, 422);
	const p = await refusedAct(t, clerk, c.id, 'receipt-confirmation', { on: '2026-03-03', way: 'telephone' }, 422);
	t.is(
		p.errors.map((e) => e.pointer),
		['/proof'],
		'two working days ago: a proof (R-KEEP-3)',
	);
	const r = await clerk.act(c.id, 'receipt-confirmation', {
		on: '2026-03-04',
		way: 'telephone',
		person: '测试接听人',
	});
	t.is([r.state, r.received_on, r.due_on], ['received', '2026-03-04', '2026-04-01'], 'received, 20 working days');
	t.is(r.receipt.kind, 'receipt', 'receipt');
	const kinds = r.letters.map((l) => l.kind);
	t.ok(kinds.includes('confirmation_record') && kinds.includes('receipt'), `letters: ${kinds}`);
	const record = await letterText(r.id, r.letters.find((l) => l.kind === 'confirmation_record').id);
	for (const said of ['测试接听人', '电话', '2026年3月4日', '2026年3月2日'])
		t.ok(record.includes(said), `the record says ${said}`);
	t.ok(
		!JSON.stringify((await clerk.get(`/api/v1/cases/${c.id}/events`)).items).includes('测试接听人'),
		'no name in the events',
	);
	const applicant = w.anyone();
	const access = await applicant.call('POST', `/api/v1/requests/${c.number}/access`, {
		body: { code: r.query_code },
	});
	applicant.access = access.access_token;
	const own = await applicant.get(`/api/v1/requests/${c.number}`);
	t.ok(!own.letters.some((l) => l.kind === 'confirmation_record'), 'the record stays in the file');
	await refusedAct(
		t,
		clerk,
		c.id,
		'contact-attempts',
		{ on: '2026-03-05', time: '09:30', way: 'telephone', result: 'no_answer' },
		409,
	);
	await w.clock('2026-03-02');
});

await scenario(
	'without an attempt on the day of arrival a later confirmation does not move the day (R-RCPT-3)',
	async (t) => {
		const c = await take(paper('post_ordinary'));
		unmarked(c.id);
		await w.clock('2026-03-03');
		const p = await refusedAct(
			t,
			clerk,
			c.id,
			'receipt-confirmation',
			{ on: '2026-03-03', way: 'telephone' },
			409,
			{ rule: 'R-RCPT-3', article: '条例31' },
		);
		t.ok(p.allowed_acts.includes('contact_attempt'), 'what can be done instead');
		await attempt(c.id, { on: '2026-03-03' }); // not on the day of arrival: helps nothing
		await refusedAct(t, clerk, c.id, 'receipt-confirmation', { on: '2026-03-03', way: 'telephone' }, 409, {
			rule: 'R-RCPT-3',
		});
		const own = await clerk.act(c.id, 'receipt-confirmation', { on: '2026-03-02', way: 'visit' });
		t.is(own.received_on, '2026-03-02', 'the day of arrival itself can be confirmed');
		const late = await (async () => {
			await w.clock('2026-03-02');
			const d = await take(paper('post_ordinary'));
			unmarked(d.id);
			await w.clock('2026-03-03');
			return d;
		})();
		await attempt(late.id, { on: '2026-03-02', proof: '通话记录' });
		t.is(
			(await clerk.act(late.id, 'receipt-confirmation', { on: '2026-03-03', way: 'telephone' })).received_on,
			'2026-03-03',
			'an attempt of that day, entered the day after',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('the letter of confirmation is made and goes to the writer (收到确认函)', async (t) => {
	const c = await take(paper('post_ordinary'));
	const p = await refusedAct(
		t,
		clerk,
		c.id,
		'contact-attempts',
		{ on: '2026-03-02', time: '25:00', way: 'letter', result: 'no_answer' },
		422,
	);
	t.is(
		p.errors.map((e) => e.pointer),
		['/time'],
		'no such time',
	);
	const r = await attempt(c.id, { on: '2026-03-02', way: 'letter', result: 'letter_sent' });
	const letter = r.letters.find((l) => l.kind === 'confirmation_letter');
	t.is(
		[r.contact_attempts[0].letter_id, letter.document_number !== null],
		[letter.id, true],
		'numbered, at its attempt',
	);
	t.ok((await letterText(r.id, letter.id)).includes('2026年3月2日'), 'names the day of arrival');
});

await scenario(
	'after six months a head files it unconfirmed, not a day before; it counts in no row (R-RCPT-3)',
	async (t) => {
		const c = await take(
			paper('post_ordinary', {
				attempts: [{ on: '2026-03-02', time: '10:00', way: 'telephone', result: 'wrong_contact' }],
			}),
		);
		await w.clock('2026-09-01');
		await refusedAct(t, head, c.id, 'unconfirmed', {}, 409, { rule: 'R-RCPT-3' });
		await w.clock('2026-09-02');
		await refusedAct(t, worker, c.id, 'unconfirmed', {}, 403);
		const r = await head.act(c.id, 'unconfirmed', { remarks: '无法联系' });
		t.is([r.state, r.report_row, r.received_on, r.due_on], ['closed', 0, null, null], 'closed, uncounted');
		t.ok(!(await clerk.get('/api/v1/cases')).items.some((row) => row.id === c.id), 'out of the queue');
		t.is(
			w.sql(`SELECT COUNT(*) FROM deadline WHERE case_id = ${c.id} AND status = 'open'`).trim(),
			'0',
			'nothing is due',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('a letter that was never confirmed can be withdrawn and counts in no row', async (t) => {
	const c = await take(paper('post_ordinary'));
	const r = await clerk.act(c.id, 'withdrawal', { reason: '来电撤回' });
	t.is([r.state, r.outcome, r.report_row], ['ended', 'withdrawn', 0], 'ended');
});

await scenario('a lost query code is replaced; the old one opens nothing; it is on the log', async (t) => {
	const c = await take(paper('in_person'));
	const issued = await clerk.post(`/api/v1/cases/${c.id}/query-code`, { reason: '申请人当面出示身份证，遗失查询码' });
	const open = (code) => w.anyone().send('POST', `/api/v1/requests/${c.number}/access`, { body: { code } });
	t.is([(await open(c.query_code)).status, (await open(issued.query_code)).status], [401, 201], 'only the new one');
	t.is(
		w.sql(`SELECT COUNT(*) FROM audit WHERE what = 'query_code' AND subject = 'case ${c.number}'`).trim(),
		'1',
		'logged',
	);
});

await scenario('faults are named at once and nothing is stored', async (t) => {
	const before = w.sql('SELECT COUNT(*) FROM docket').trim();
	await faults(
		t,
		{
			agency: '360104-FGW',
			channel: 'pigeon',
			arrived_on: '2026-02-30',
			applicant: { category: 'alien' },
			description: '',
			surprise: 1,
		},
		['/applicant/category', '/arrived_on', '/channel', '/description', '/surprise'],
		'spec table',
	);
	await faults(
		t,
		paper('oral', { arrived_on: '2019-05-14', ways: ['pigeon'], applicant: { ...person, email: 'x y z' } }),
		['/applicant/email', '/arrived_on', '/cannot_write', '/read_back', '/ways/0'],
		'the rest',
	);
	t.is(w.sql('SELECT COUNT(*) FROM docket').trim(), before, 'nothing stored');
});

await scenario('a double click gives one case, and its answer again', async (t) => {
	const key = randomUUID(),
		body = paper('in_person');
	const a = await clerk.send('POST', '/api/v1/cases', { body, key }),
		b = await clerk.send('POST', '/api/v1/cases', { body, key });
	t.is([a.status, b.status, b.headers.get('idempotency-replayed')], [201, 201, 'true'], 'replayed');
	t.is(a.body.query_code, b.body.query_code, 'the same code');
});

await done();
