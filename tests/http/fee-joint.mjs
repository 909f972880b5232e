/*
 * One fee notice for several cases of the same applicant (并案收费, R-OUT-11): one letter, each its own amount,
 * tiers, lapse and restart.  Days are counted by hand on the calendar of 2026 (off 04-04 to 04-06).
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
const head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk');
const worker = await w.person('fgw-caseworker'),
	finance = await w.person('fgw-finance');
const how_to_pay = '示例银行，账号0000',
	reason = '本月申请数量明显超过合理范围';
const person = (n) => ({
	category: 'natural_person',
	name: '测试并案缴费人',
	id_kind: 'other',
	id_number: `测试并案缴费${n}`,
	phone: '0791-00000004',
	address: '测试路4号',
});

/** A case filed on DAY by person N, of UNITS, under investigation, with its notice drafted. */
async function on(day, n, units, { code = 'FGW', draft = true, ...change } = {}) {
	await w.clock(day);
	const k = await filed(w, code, { applicant: person(n), ...change });
	await advance(w, k.id, 'investigating', { agency: code.toLowerCase() });
	const own = await w.person(`${code.toLowerCase()}-caseworker`);
	if (units > 1)
		await own.act(k.id, 'units', {
			reason: '一表多问',
			units: Array.from({ length: units }, (_, i) => ({ description: `第${i + 1}项` })),
		});
	if (draft) await own.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	return k;
}
const version = (id) => Number(w.sql(`SELECT version FROM docket WHERE id = ${id}`));
const withThem = (others) => others.map((o) => ({ id: o.id, version: version(o.id) }));
const send = (k, others, change = {}, who = head) =>
	who.send('POST', `/api/v1/cases/${k.id}/fee-notices/sending`, {
		key: randomUUID(),
		version: version(k.id),
		body: { way: 'download', with: withThem(others), ...change },
	});
const look = (k) => worker.get(`/api/v1/cases/${k.id}`);
const noticeOf = (c) => c.fee_notices.find((f) => f.status !== 'draft');
const letterOf = async (k) => {
	const own = await k.applicant.get(`/api/v1/requests/${k.filed.number}`);
	const row = own.letters.find((l) => l.kind === 'fee_notice');
	return row
		? { row, text: (await k.applicant.send('GET', `/api/v1/requests/${k.filed.number}/letters/${row.id}`)).text }
		: null;
};
let vouchers = 0;
const paid = (amount, paid_on) => ({ amount, paid_on, voucher: `示例并案票据${++vouchers}`, way: 'bank' });

await scenario(
	'three cases, one notice: one number and the same bytes in each file, each its own tiers and amount (R-OUT-11, R-FEE-3)',
	async (t) => {
		// units 12, 30, 1 of one month: total(12) = 200, total(42) = 2000 + 2000 + 600 = 4600, total(43) = 4900
		const a = await on('2026-03-02', 1, 12),
			b = await on('2026-03-03', 1, 30),
			c = await on('2026-03-04', 1, 1);
		const sent = await send(b, [c, a]);
		t.is([sent.status, sent.body.state], [200, 'awaiting_payment'], sent.text.slice(0, 300));
		const cases = await Promise.all([a, b, c].map(look));
		t.is(
			cases.map((k) => [k.state, noticeOf(k).amount_yuan, noticeOf(k).units_before, noticeOf(k).pay_by]),
			[
				['awaiting_payment', '200.00', 0, '2026-04-01'],
				['awaiting_payment', '4400.00', 12, '2026-04-01'],
				['awaiting_payment', '300.00', 42, '2026-04-01'],
			],
			'each its own; 20 working days after 03-04',
		);
		const letters = await Promise.all([a, b, c].map(letterOf));
		t.ok(
			letters.every((l) => l && l.text === letters[0].text),
			'byte for byte',
		);
		t.is(new Set(letters.map((l) => l.row.document_number)).size, 1, 'one document number');
		const said = JSON.parse(letters[0].text),
			whole = said.blocks.map((x) => `${x.label ?? ''}${x.text}`).join('\n');
		const heads = said.blocks.filter((x) => x.kind === 'heading').map((x) => x.text);
		t.is(
			heads.slice(0, 3),
			[b, a, c].map((f) => `依申请〔2026〕${Number(f.filed.number.slice(-5))}号`),
			'each under its number, the sent one first',
		);
		for (const part of [
			'200.00',
			'4400.00',
			'300.00',
			'4900.00',
			'20个工作日',
			'2026年4月1日',
			how_to_pay,
			'103049950',
		])
			t.ok(whole.includes(part), `the letter says ${part}`);
		t.is(whole.split(how_to_pay).length, 2, 'how to pay once');
		const events = await Promise.all([a, b, c].map((k) => worker.get(`/api/v1/cases/${k.id}/events`)));
		t.is(
			events.map((e) => e.items.find((x) => x.act === 'fee_notice').detail.joint_with.length),
			[2, 2, 2],
			'the history names the others',
		);

		await w.clock('2026-03-11');
		await finance.act(a.id, 'payments', paid('200', '2026-03-10'));
		t.is(
			(await Promise.all([a, b, c].map(look))).map((k) => [k.state, k.due_on]),
			[
				['investigating', '2026-04-08'],
				['awaiting_payment', null],
				['awaiting_payment', null],
			],
			'paid for one: it alone begins anew',
		);
		const rest = await finance.post('/api/v1/payments', {
			...paid('4700', '2026-03-11'),
			cases: [b, c].map((k) => ({ case_id: k.id, version: version(k.id) })),
		});
		t.is(
			rest.cases.map((k) => [k.state, k.due_on]),
			[
				['investigating', '2026-04-09'],
				['investigating', '2026-04-09'],
			],
			'one payment for both others',
		);
		t.is(w.ctl('verify').status, 0, 'chains and clocks are whole');
	},
);

await scenario(
	'its receipt counts for every case that still waits; one lapses, the other does not (R-FEE-6, R-OUT-11)',
	async (t) => {
		const post = { ways: ['post'], electronic_ok: false };
		const a = await on('2026-03-02', 2, 12, post),
			b = await on('2026-03-02', 2, 12, post),
			c = await on('2026-03-02', 2, 12, post);
		await w.clock('2026-03-04');
		t.is((await send(a, [b, c], { way: 'post', proof: '示例挂号单' })).status, 200, 'sent by post');
		await w.clock('2026-03-06');
		await finance.act(a.id, 'payments', paid('200', '2026-03-05'));
		const received = await clerk.act(b.id, 'fee-notices/receipt', { received_on: '2026-03-06', proof: '示例回执' });
		t.is(noticeOf(received).pay_by, '2026-04-03', '20 working days after 03-06');
		const [seenA, , seenC] = await Promise.all([a, b, c].map(look));
		t.is(
			[noticeOf(seenC).received_on, noticeOf(seenC).pay_by, seenC.clock.waits_until],
			['2026-03-06', '2026-04-03', '2026-04-03'],
			'of the other too',
		);
		t.is([seenA.state, noticeOf(seenA).received_on], ['investigating', null], 'what is paid waits for no receipt');
		t.refused(
			await clerk.send('POST', `/api/v1/cases/${c.id}/fee-notices/receipt`, {
				key: randomUUID(),
				version: version(c.id),
				body: { received_on: '2026-03-06', proof: '再记' },
			}),
			409,
			{ rule: 'R-FEE-6' },
			'once',
		);
		await w.clock('2026-04-07');
		await head.act(b.id, 'lapse', { reason: '未见正当理由' });
		await finance.act(c.id, 'payments', paid('1200', '2026-04-07'));
		const [endB, endC] = await Promise.all([b, c].map(look));
		t.is(
			[endB.state, endB.lapses.length],
			['awaiting_payment', 1],
			'the letter that ends one is made for it alone',
		);
		// c has 24 units before it: total(36) - total(24) = (2000 + 6 × 200) - 1400 = 1800
		t.is(
			[endC.state, noticeOf(endC).amount_yuan, noticeOf(endC).left_yuan],
			['awaiting_payment', '1800.00', '600.00'],
			'a part completes nothing',
		);
	},
);

await scenario('one case that may not be charged holds the notice back, and says which; nothing is sent', async (t) => {
	const old = await on('2026-03-02', 3, 12),
		a = await on('2026-03-16', 3, 12),
		other = await on('2026-03-16', 9, 12);
	const draftless = await on('2026-03-16', 3, 1, { draft: false }),
		byPost = await on('2026-03-16', 3, 2, { ways: ['post'], electronic_ok: false });
	const foreign = await on('2026-03-16', 3, 1, { code: 'JTJ', draft: false });
	const before = await look(a);
	t.refused(await send(a, [other]), 409, { rule: 'R-OUT-11', code: 'joint_not_same' });
	t.refused(await send(a, [foreign]), 404, {}, "another agency's");
	t.is(
		t.refused(await send(a, [a]), 422).errors?.map((e) => e.pointer),
		['/with/0/id'],
		'twice',
	);
	t.is(
		t.refused(await send(a, [draftless]), 409, { rule: 'R-FEE-5' }).number,
		draftless.filed.number,
		'which has no draft',
	);
	t.refused(await send(a, [byPost]), 409, { rule: 'R-FEE-5', code: 'law_fee_way' }, 'another way was chosen');
	t.refused(await send(a, [old], {}, worker), 403, {}, 'a caseworker');
	t.refused(await send(a, [old], { with: [{ id: old.id, version: 1 }] }), 412, {}, 'stale');
	t.refused(await send(a, [old], { with: [] }), 422, {}, 'an empty list');
	await w.clock('2026-03-31'); // the earlier one was due on 03-30: the earliest due day governs
	t.is(t.refused(await send(a, [old]), 409, { rule: 'R-CLOCK-12' }).number, old.filed.number, 'which is too late');
	t.is((await look(a)).version, before.version, 'nothing changed');
	t.is((await send(a, [], { with: undefined })).status, 200, 'alone it goes');
});

await scenario('two who send overlapping notices at once: no case is charged twice (R-FEE-2)', async (t) => {
	const all = [];
	for (let i = 0; i < 3; i++) all.push(await on('2026-04-09', 4, 12));
	const answers = await Promise.all([send(all[0], [all[1]]), send(all[2], [all[1]]), send(all[1], [all[2], all[0]])]);
	t.is(answers.filter((x) => x.status === 200).length, 1, `one wins: ${answers.map((x) => x.status)}`);
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM letter WHERE kind = 'fee_notice' AND case_id IN (${all.map((f) => f.id)})` +
					' GROUP BY case_id HAVING COUNT(*) > 1',
			)
			.trim(),
		'',
		'no case in two notices',
	);
});

await done();
