/* One letter for several cases of the same applicant (R-OUT-11). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
const head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk'),
	worker = await w.person('fgw-caseworker');
const person = (n) => ({
	applicant: {
		category: 'natural_person',
		name: '测试并案申请人',
		id_kind: 'other',
		id_number: `测试并案证件${n}`,
		phone: '0791-00000003',
		address: '测试路3号',
	},
});

/** Files on DAY and takes the case to TO; gives filed() with its day. */
async function on(day, n, to = 'submitted', { code = 'FGW', outcome = 'already_public', ...change } = {}) {
	await w.clock(day);
	const f = await filed(w, code, { ...person(n), ...change });
	await advance(w, f.id, to, { agency: code.toLowerCase(), outcome });
	return f;
}
const version = (id) => Number(w.sql(`SELECT version FROM docket WHERE id = ${id}`));
const sign = (f, others, who = head, change = {}) =>
	who.send('POST', `/api/v1/cases/${f.id}/reply/joint-signature`, {
		key: randomUUID(),
		version: version(f.id),
		body: { with: others.map((o) => ({ id: o.id, version: version(o.id) })) },
		...change,
	});
const serve = (f, body = { way: 'electronic' }) =>
	clerk.send('POST', `/api/v1/cases/${f.id}/services`, { key: randomUUID(), version: version(f.id), body });
const look = (f) => worker.get(`/api/v1/cases/${f.id}`);
const letterOf = async (f) => {
	const own = await f.applicant.get(`/api/v1/requests/${f.filed.number}`);
	const reply = own.letters.find((l) => l.kind === 'reply');
	return reply
		? (await f.applicant.send('GET', `/api/v1/requests/${f.filed.number}/letters/${reply.id}`)).text
		: null;
};

await scenario(
	'three cases get one letter: same bytes and number in each file, one service, each its own row and event (R-OUT-11)',
	async (t) => {
		// due: 2026-03-02 -> 03-30, 03-03 -> 03-31, 03-04 -> 04-01 (20 working days, none off in between)
		const a = await on('2026-03-02', 1),
			b = await on('2026-03-03', 1, 'submitted', { outcome: 'not_our_duty' }),
			c = await on('2026-03-04', 1);
		const signed = await sign(b, [c, a]);
		t.is([signed.status, signed.body.reply?.status], [200, 'signed'], `signed ${signed.text.slice(0, 200)}`);
		t.is([(await look(a)).reply.status, (await look(c)).reply.status], ['signed', 'signed'], 'the others');
		t.is(await letterOf(a), null, 'not served yet');
		await w.clock('2026-03-31');
		const served = await serve(c);
		t.is([served.status, served.body.state], [201, 'replied'], `served ${served.text.slice(0, 200)}`);
		const cases = await Promise.all([a, b, c].map(look));
		t.is(
			cases.map((k) => [k.state, k.outcome, k.report_row, k.replied_on]),
			[
				['replied', 'already_public', 3, '2026-03-31'],
				['replied', 'not_our_duty', 13, '2026-03-31'],
				['replied', 'already_public', 3, '2026-03-31'],
			],
			'each its row',
		);
		const letters = await Promise.all([a, b, c].map(letterOf));
		t.ok(letters[0] && letters[0] === letters[1] && letters[1] === letters[2], 'byte for byte');
		const text = JSON.parse(letters[0]);
		const shown = [b, a, c].map((f) => `依申请〔2026〕${Number(f.filed.number.slice(-5))}号`);
		const whole = JSON.stringify(text);
		t.ok(
			shown.every((s) => whole.includes(`（${s}）全部信息`)),
			`each part with its number: ${whole.slice(0, 600)}`,
		);
		t.ok(text.blocks[0].text.includes(shown[0]), "the signed case's stands first");
		t.is(
			new Set(cases.map((k) => k.letters.find((l) => l.kind === 'reply').document_number)).size,
			1,
			'one document number',
		);
		// the earliest due day governs: 2026-03-30 was the first case's, so a letter of the 31st is late for all
		const events = await Promise.all([a, b, c].map((f) => worker.get(`/api/v1/cases/${f.id}/events`)));
		t.is(
			events.map((e) => e.items.find((x) => x.act === 'serve').detail.in_time),
			[false, false, false],
			'in time?',
		);
		t.is(
			events.map((e) => e.items.find((x) => x.act === 'reply_sign').detail.joint_with.length),
			[2, 2, 2],
			'the history names the others',
		);
	},
);

await scenario('a joint letter that is returned is void for all its cases (R-OUT-10, R-OUT-11)', async (t) => {
	const a = await on('2026-03-02', 11),
		b = await on('2026-03-02', 11);
	await sign(a, [b]);
	const back = await head.send('POST', `/api/v1/cases/${b.id}/reply/decisions`, {
		key: randomUUID(),
		version: version(b.id),
		body: { decision: 'return', remarks: '第三方已经同意公开' },
	});
	t.is([back.status, back.body.reply?.status], [200, 'draft'], `returned ${back.text.slice(0, 200)}`);
	const both = await Promise.all([look(a), look(b)]);
	t.is(
		both.map((c) => [c.reply.status, c.letters.find((l) => l.kind === 'reply').voided_on]),
		[
			['draft', '2026-03-02'],
			['draft', '2026-03-02'],
		],
		'both',
	);
	await worker.act(a.id, 'reply/submission');
	await head.act(a.id, 'reply/signature');
	t.is((await serve(a)).status, 201, 'each can be answered by itself');
	t.is((await look(b)).state, 'investigating', 'without the other');
});

await scenario(
	'another applicant, another agency, the same twice, a draft that is not submitted: nothing is signed',
	async (t) => {
		const a = await on('2026-04-07', 2),
			b = await on('2026-04-07', 2, 'drafted'),
			c = await on('2026-04-07', 9);
		const foreign = await on('2026-04-07', 2, 'submitted', { code: 'JTJ' });
		const before = await look(a);
		t.refused(await sign(a, [c]), 409, { rule: 'R-OUT-11', code: 'joint_not_same' });
		t.refused(await sign(a, [foreign]), 404, {}, "another agency's");
		t.is(
			t.refused(await sign(a, [a]), 422).errors?.map((e) => e.pointer),
			['/with/0/id'],
			'twice',
		);
		const draft = t.refused(await sign(a, [b]), 409, { rule: 'R-OUT-10' });
		t.is(draft.number, b.filed.number, 'which case refuses');
		t.refused(await sign(a, [b], worker), 403, {}, 'a caseworker');
		t.is(
			t.refused(await sign(a, [b], head, { body: { with: [{ id: b.id, version: 1 }] } }), 412, {}, 'stale')
				.number,
			b.filed.number,
			'which case is stale',
		);
		t.is((await look(a)).version, before.version, 'nothing changed');
	},
);

await scenario('a case that may not be served holds the whole letter back, and says which (R-ASK-4)', async (t) => {
	const a = await on('2026-04-08', 3),
		b = await on('2026-04-08', 3, 'submitted', { outcome: 'granted' });
	t.is((await sign(a, [b])).status, 200, 'signed');
	const p = t.refused(await serve(a), 409, { rule: 'R-ASK-4' });
	t.is(p.number, b.filed.number, 'which');
	t.is([(await look(a)).state, (await look(b)).state], ['investigating', 'investigating'], 'neither is served');
});

await scenario('two who sign overlapping sets at once: one letter each case, none in two', async (t) => {
	const all = [];
	for (let i = 0; i < 3; i++) all.push(await on('2026-04-09', 4));
	const answers = await Promise.all([sign(all[0], [all[1]]), sign(all[2], [all[1]]), sign(all[1], [all[2], all[0]])]);
	t.is(answers.filter((x) => x.status === 200).length, 1, `one wins: ${answers.map((x) => x.status)}`);
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM letter WHERE kind = 'reply' AND case_id IN (${all.map((f) => f.id)})` +
					' GROUP BY case_id HAVING COUNT(*) > 1',
			)
			.trim(),
		'',
		'no case in two letters',
	);
});

await done();
