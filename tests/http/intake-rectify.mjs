/*
 * Rectification of each kind of record (R-KEEP-4): state, columns, clock and deadlines as if the voided event
 * had never been, the right day in its place, the applicant told of a day that has moved.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
const clerk = await w.person('fgw-clerk');
const worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head');

const events = async (id) => (await worker.get(`/api/v1/cases/${id}/events`)).items;
const seqOf = async (id, act) => (await events(id)).filter((e) => e.act === act && !e.voided).at(-1).seq;
const body = async (id, act, more = {}) => ({
	seq: await seqOf(id, act),
	reason: '登记有误，经核实更正',
	proof: '测试凭证',
	...more,
});
async function rectify(id, act, more) {
	const asked = await worker.act(id, 'rectifications', await body(id, act, more));
	return head.act(id, `proposals/${asked.proposals.find((p) => p.status === 'asked').id}/decision`, {
		decision: 'grant',
	});
}
async function refused(t, id, act, more, status, members = {}) {
	const b =
		typeof act === 'number' ? { seq: act, reason: '登记有误', proof: '凭证', ...more } : await body(id, act, more);
	const seen = await worker.get(`/api/v1/cases/${id}`);
	return t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/rectifications`, {
			body: b,
			version: seen.version,
			key: randomUUID(),
		}),
		status,
		members,
		`${act} ${JSON.stringify(more)}`,
	);
}
const taken = (channel, change = {}) =>
	clerk.post('/api/v1/cases', {
		agency: '360104-FGW',
		channel,
		arrived_on: '2026-03-02',
		applicant: { category: 'natural_person', name: '测试来信人', phone: '0791-00000009' },
		description: `测试${randomUUID()}`,
		ways: ['post'],
		electronic_ok: true,
		evidence: [{ kind: 'scan', reference: '扫描件' }],
		...change,
	});
const deadline = (id, kind) =>
	w
		.sql(`SELECT due_on, status FROM deadline WHERE case_id = ${id} AND kind = '${kind}' ORDER BY id DESC LIMIT 1`)
		.trim()
		.split('\t');
const verified = (t) => t.is(w.ctl('verify').status, 0, 'every stored day is what the events give (R-CLOCK-10)');

await w.clock('2026-03-05');

await scenario('a wrong day of receipt: due day, period and letter follow; both events stay (R-KEEP-4)', async (t) => {
	const c = await taken('in_person', { arrived_on: '2026-03-05' });
	t.is(c.due_on, '2026-04-02', 'told');
	await advance(w, c.id, 'registered');
	const r = await rectify(c.id, 'take_in', { right_on: '2026-03-03' });
	t.is(
		[r.state, r.received_on, r.submitted_on, r.due_on],
		['registered', '2026-03-03', '2026-03-03', '2026-03-31'],
		'moved, the state stays',
	);
	t.is(r.arrival.arrived_on, '2026-03-03', 'the arrival too');
	const list = await events(c.id);
	t.is(
		list.map((e) => [e.act, e.happened_on, e.voided]),
		[
			['take_in', '2026-03-05', true],
			['register', '2026-03-05', false],
			['propose', '2026-03-05', false],
			['take_in', '2026-03-03', false],
			['rectify', '2026-03-05', false],
		],
		'the history shows both',
	);
	t.is(
		[list[3].detail.instead_of, list[4].detail.due_before, list[4].detail.due_after],
		[1, '2026-04-02', '2026-03-31'],
		'a due day that moves is in the event',
	);
	const letter = r.letters.find((l) => l.kind === 'due_day_correction');
	const text = JSON.stringify(await clerk.get(`/api/v1/cases/${c.id}/letters/${letter.id}`));
	for (const said of ['2026年4月2日', '2026年3月31日', '登记有误，经核实更正'])
		t.ok(text.includes(said), `the letter says ${said}`);
	t.is(deadline(c.id, 'reply'), ['2026-03-31', 'open'], 'the queue follows');
	t.is(w.sql(`SELECT start_on FROM period WHERE case_id = ${c.id}`).trim(), '2026-03-03', 'the period too');
	verified(t);
});

await scenario('the filing itself cannot be voided; an online one is not even moved (R-RCPT-4)', async (t) => {
	const c = await taken('in_person');
	await refused(t, c.id, 'take_in', {}, 409, { rule: 'R-KEEP-4', code: 'rectify_day_only' });
	await refused(t, c.id, 'take_in', { right_on: '2026-03-06' }, 422);
	await refused(t, c.id, 'take_in', { right_on: '2026-03-02' }, 422);
	const { id } = await filed(w, 'FGW');
	await refused(t, id, 'file', { right_on: '2026-03-04' }, 409, { rule: 'R-RCPT-4' });
});

await scenario('registration and assignment', async (t) => {
	const c = await taken('in_person');
	await advance(w, c.id, 'registered');
	t.is((await rectify(c.id, 'register', { right_on: '2026-03-04' })).registered_on, '2026-03-04', 'its right day');
	t.is(
		(await refused(t, c.id, 'register', { right_on: '2026-03-01' }, 422)).errors[0].pointer,
		'/right_on',
		'not before the receipt',
	);
	await worker.act(c.id, 'assignment', { user_id: worker.user.id });
	await refused(t, c.id, 'register', {}, 409, { code: 'rectify_stands' });
	const r = await rectify(c.id, 'assign');
	t.is([r.state, r.assignee_id], ['registered', null], 'nobody has it again');
	t.is((await rectify(c.id, 'register')).state, 'received', 'then the registration');
	verified(t);
});

await scenario(
	'a confirmation of ordinary post: voided it waits again, moved it keeps its place (R-RCPT-3)',
	async (t) => {
		await w.clock('2026-03-02');
		const c = await taken('post_ordinary', {
			attempts: [{ on: '2026-03-02', time: '10:00', way: 'telephone', result: 'no_answer' }],
		});
		await w.clock('2026-03-05');
		let r = await clerk.act(c.id, 'receipt-confirmation', { on: '2026-03-05', way: 'telephone' });
		t.is(r.due_on, '2026-04-02', 'received on 03-05');
		r = await rectify(c.id, 'confirm_receipt', { right_on: '2026-03-04' });
		t.is([r.state, r.received_on, r.due_on], ['received', '2026-03-04', '2026-04-01'], 'its right day');
		await refused(t, c.id, 'contact_attempt', {}, 409, { code: 'rectify_stands' });
		r = await rectify(c.id, 'confirm_receipt');
		t.is(
			[r.state, r.received_on, r.due_on, r.clock.waiting_for],
			['pending_confirmation', null, null, 'confirmation'],
			'as if it had never been',
		);
		t.is(
			[deadline(c.id, 'next_attempt'), deadline(c.id, 'reply')[1]],
			[['2026-03-12', 'open'], 'void'],
			'attempts go on, no reply is due',
		);
		verified(t);
		await refused(t, c.id, 'take_in', { right_on: '2026-03-09' }, 422);
		t.is(
			(await rectify(c.id, 'take_in', { right_on: '2026-03-05' })).arrival.arrived_on,
			'2026-03-05',
			'it arrived later',
		);
		t.is(
			[deadline(c.id, 'first_attempt'), deadline(c.id, 'unconfirmed')],
			[
				['2026-03-05', 'open'],
				['2026-09-05', 'open'],
			],
			'and what hangs on it',
		);
		const d = await taken('post_ordinary', {
			arrived_on: '2026-03-05',
			attempts: [{ on: '2026-03-05', time: '10:00', way: 'telephone', result: 'no_answer' }],
		});
		t.is(deadline(d.id, 'first_attempt')[1], 'met', 'somebody tried');
		await rectify(d.id, 'contact_attempt');
		t.is(deadline(d.id, 'first_attempt'), ['2026-03-05', 'open'], 'without it nobody tried on the day of arrival');
	},
);

await scenario('correction: the answer, the receipt of the notice, the notice (R-CLOCK-4, R-CLOCK-5)', async (t) => {
	const c = await taken('in_person');
	await advance(w, c.id, 'registered');
	await worker.act(c.id, 'corrections', { items: [{ what: '身份证明', guidance: '请补充' }], working_days: 10 });
	await worker.act(c.id, 'corrections/receipt', { received_on: '2026-03-05', proof: '回执' });
	await w.clock('2026-03-06');
	t.is(
		t
			.refused(
				await clerk.send('POST', `/api/v1/cases/${c.id}/corrections/answer`, {
					body: { text: '补充：测试内容。', on: '2026-03-04' },
					version: (await worker.get(`/api/v1/cases/${c.id}`)).version,
					key: randomUUID(),
				}),
				422,
			)
			.errors.map((e) => e.pointer),
		['/proof'],
		'the day opens the period: further back it is shown (R-KEEP-3)',
	);
	let r = await clerk.act(c.id, 'corrections/answer', { text: '补充：测试内容。', on: '2026-03-06' });
	t.is([r.state, r.clock.period, r.due_on], ['investigating', 2, '2026-04-03'], 'a new period');
	const told = (await worker.get(`/api/v1/cases/${c.id}`)).description;
	await refused(t, c.id, 'notice_receipt', { right_on: '2026-03-05' }, 422);
	await refused(t, c.id, 'take_in', { right_on: '2026-03-03' }, 409, { rule: 'R-KEEP-4' });
	await refused(t, c.id, 'correction_notice', {}, 409, { code: 'rectify_stands' });
	r = await rectify(c.id, 'correction_answer');
	t.is(
		[r.state, r.due_on, r.clock.waiting_for, r.clock.period],
		['awaiting_correction', null, 'correction', 1],
		'the answer is awaited again',
	);
	t.ok(told.includes('补充：测试内容。') && !r.description.includes('补充：测试内容。'), 'what it added is out');
	t.is(deadline(c.id, 'correction'), ['2026-03-19', 'open'], '10 working days from 03-05');
	t.is(w.sql(`SELECT COUNT(*) FROM period WHERE case_id = ${c.id}`).trim(), '1', 'the second period never began');
	r = await rectify(c.id, 'notice_receipt', { right_on: '2026-03-06' });
	t.is(deadline(c.id, 'correction'), ['2026-03-20', 'open'], 'the notice was received a day later');
	await rectify(c.id, 'notice_receipt');
	t.is(deadline(c.id, 'correction')[1], 'void', 'without a recorded receipt it cannot end');
	r = await rectify(c.id, 'correction_notice');
	t.is(
		[r.state, r.due_on, r.clock.corrected_used ?? false],
		['registered', '2026-03-30', false],
		'no notice was sent',
	);
	t.is(
		(await worker.act(c.id, 'corrections', { items: [{ what: '联系方式', guidance: '请补充' }] })).state,
		'awaiting_correction',
		'so one can be',
	);
	verified(t);
	await w.clock('2026-03-05');
});

await scenario(
	'an extension that was not: the due day comes back and it can be asked for again (R-CLOCK-2)',
	async (t) => {
		const c = await taken('in_person');
		await advance(w, c.id, 'investigating');
		await worker.act(c.id, 'extensions', { working_days: 10, reason: '需要检索' });
		let r = await head.act(c.id, 'extensions/decision', { decision: 'grant' });
		t.is(r.due_on, '2026-04-14', '10 working days more (04-04 to 04-06 off)');
		await refused(t, c.id, 'extension_ask', {}, 409, { code: 'rectify_stands' });
		await refused(t, c.id, 'extension_grant', { right_on: '2026-03-04' }, 409, { code: 'rectify_no_day' });
		r = await rectify(c.id, 'extension_grant');
		t.is([r.due_on, r.extensions[0].status], ['2026-03-30', 'voided'], 'gone');
		t.ok(
			r.letters.some((l) => l.kind === 'due_day_correction'),
			'the applicant is told',
		);
		await worker.act(c.id, 'extensions', { working_days: 5, reason: '需要检索' });
		t.is(
			(await head.act(c.id, 'extensions/decision', { decision: 'grant' })).due_on,
			'2026-04-07',
			'another, in the same period',
		);
		verified(t);
	},
);

await scenario('a service: moved within what the letter allows, or it never took place (R-CLOCK-9)', async (t) => {
	await w.clock('2026-03-03');
	const c = await taken('in_person');
	await advance(w, c.id, 'signed');
	await w.clock('2026-03-05');
	let r = await clerk.act(c.id, 'services', { way: 'hand', received_on: '2026-03-05', proof: '签收单' });
	t.is([r.state, r.replied_on], ['replied', '2026-03-05'], 'replied');
	await refused(t, c.id, 'take_in', { right_on: '2026-03-03' }, 409, { rule: 'R-KEEP-4' });
	await refused(t, c.id, 'assign', {}, 409, { code: 'rectify_stands' });
	r = await rectify(c.id, 'serve', { right_on: '2026-03-04' });
	t.is(
		[r.state, r.replied_on, r.services[0].served_on, r.services[0].received_on],
		['replied', '2026-03-04', '2026-03-04', '2026-03-04'],
		'its right day',
	);
	t.is(
		(await refused(t, c.id, 'serve', { right_on: '2026-03-02' }, 422)).errors[0].pointer,
		'/right_on',
		'not before the receipt',
	);
	r = await rectify(c.id, 'serve');
	t.is(
		[r.state, r.replied_on, r.outcome, r.report_row, r.reply.status, r.services[0].result],
		['investigating', null, null, 0, 'signed', 'voided'],
		'signed, not served',
	);
	t.is(
		[deadline(c.id, 'serve'), deadline(c.id, 'reply')],
		[
			['2026-03-05', 'open'],
			['2026-03-30', 'open'],
		],
		'it stands first in the queue again',
	);
	r = await clerk.act(c.id, 'services', { way: 'post', proof: 'EMS0000000011' });
	t.is([r.state, r.report_row], ['replied', 3], 'served after all');
	t.is(
		[r.remedy_days.map((d) => d.provisional), r.warnings.map((x) => x.code)],
		[[true, true], ['after_open_receipt']],
		'when the applicant has it is not known: the receipt of the voided service says nothing (R-OUT-4)',
	);
	verified(t);
});

await scenario('a withdrawal noted on the wrong case', async (t) => {
	const c = await taken('in_person');
	await advance(w, c.id, 'investigating');
	let r = await clerk.act(c.id, 'withdrawal', { reason: '来电撤回' });
	t.is([r.state, r.report_row], ['ended', 23], 'ended');
	r = await rectify(c.id, 'withdraw');
	t.is([r.state, r.outcome, r.report_row, r.due_on], ['investigating', null, 0, '2026-03-30'], 'it goes on');
	t.is(deadline(c.id, 'reply'), ['2026-03-30', 'open'], 'and is due');
	t.ok(
		(await worker.get('/api/v1/cases')).items.some((row) => row.id === c.id),
		'in the queue',
	);
	verified(t);
});

await scenario('an answer on the spot noted on the wrong case', async (t) => {
	const c = await taken('in_person');
	let r = await clerk.act(c.id, 'answer-on-the-spot', {
		parts: [{ description: '一', outcome: 'petition', reasons: '信访' }],
		told_by: 'oral',
		note: '签字',
		approver_id: head.user.id,
	});
	t.is(r.state, 'replied', 'replied');
	r = await rectify(c.id, 'answer_on_the_spot');
	t.is(
		[r.state, r.outcome, r.due_on, r.replied_on],
		['received', null, '2026-03-30', null],
		'as if it had never been',
	);
	t.is((await advance(w, c.id, 'replied')).state, 'replied', 'and the case can be answered');
	verified(t);
});

await scenario('what has its own way back, what is voided already, what is closed', async (t) => {
	const c = await taken('in_person');
	await advance(w, c.id, 'drafted');
	await refused(t, c.id, 'reply_draft', {}, 409, { code: 'rectify_no_way' });
	await worker.post(`/api/v1/cases/${c.id}/contacts`, { kind: 'note', said: '测试备注' });
	const seq = await seqOf(c.id, 'note');
	await rectify(c.id, 'note');
	await refused(t, c.id, seq, {}, 409, { code: 'rectify_twice' });
	await refused(t, c.id, 'rectify', {}, 409, { code: 'rectify_no_way' });
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'replied');
	await worker.act(id, 'closure');
	await refused(t, id, 'register', {}, 409, { state: 'closed' });
});

await done();
