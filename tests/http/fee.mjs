/*
 * Fees over HTTP (law.md part 6, R-CLOCK-7): estimate, notice, receipt, payments, refunds, cancellation.
 * Days are counted by hand on the calendar of 2026 (off 04-04 to 04-06, 05-01 to 05-05; worked 05-09).
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const clerk = await w.person('fgw-clerk'),
	worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head'),
	finance = await w.person('fgw-finance');

let people = 0;
const someone = () => ({
	category: 'natural_person',
	name: '测试申请人',
	id_kind: 'other',
	id_number: `测试费用${++people}`,
	phone: '0791-00000001',
	address: '测试路1号',
});
const how_to_pay = '示例银行，账号0000，缴款时注明编号';
const reason = '本月申请数量明显超过合理范围';
let vouchers = 0;
const paid = (amount, paid_on, change = {}) => ({
	amount,
	paid_on,
	voucher: `示例票据${++vouchers}`,
	way: 'bank',
	...change,
});

/** A case under investigation, split into UNITS. */
async function atWork(units, change = {}) {
	const k = await filed(w, 'FGW', { applicant: someone(), ...change });
	await advance(w, k.id, 'investigating');
	if (units > 1) {
		await worker.act(k.id, 'units', {
			reason: '一表多问',
			units: Array.from({ length: units }, (_, i) => ({ description: `第${i + 1}项` })),
		});
	}
	return k;
}
/** The same with its notice sent: 12 units come to 2 × 100 yuan. */
async function charged({ units = 12, way = 'download', proof, ...change } = {}) {
	const k = await atWork(units, change);
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	k.sent = await head.act(k.id, 'fee-notices/sending', { way, ...(proof ? { proof } : {}) });
	return k;
}
const tried = async (who, id, act, body) => {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return who.send('POST', `/api/v1/cases/${id}/${act}`, { body, version: seen.version, key: randomUUID() });
};
const textOf = (letter) => letter.blocks.map((b) => `${b.label ?? ''}${b.text}`).join('\n');
async function letterOf(k, kind) {
	const own = await k.applicant.get(`/api/v1/requests/${k.filed.number}`);
	const row = own.letters.findLast((l) => l.kind === kind);
	return row ? textOf(await k.applicant.get(`/api/v1/requests/${k.filed.number}/letters/${row.id}`)) : null;
}

await scenario('the estimate shows both methods side by side with their tiers (R-FEE-2 to R-FEE-4)', async (t) => {
	const { id } = await atWork(35);
	const e = await worker.get(`/api/v1/cases/${id}/fee-estimate?pages=201`);
	t.is([e.month, e.units, e.units_before], ['2026-03', 35, 0], 'units');
	t.is(e.by_item.amount_yuan, '3000.00', '10 free, 20 × 100, 5 × 200');
	t.is(
		e.by_item.steps.map((s) => [s.first, s.count, s.each_yuan]),
		[
			[1, 10, '0.00'],
			[11, 20, '100.00'],
			[31, 5, '200.00'],
		],
		'tiers',
	);
	t.is(e.by_page.amount_yuan, '2740.00', '201 pages');
	t.is(e.by_page_possible, false, 'nothing is decided yet');
	t.is((await worker.get(`/api/v1/cases/${id}/fee-estimate`)).by_page, null, 'without pages');
});

await scenario('worked amounts of law.md: 11 → 100, 31 → 2200, 41 → 4300, 100 → 37000 yuan (R-FEE-3)', async (t) => {
	for (const [units, amount] of [
		[10, '0.00'],
		[11, '100.00'],
		[30, '2000.00'],
		[31, '2200.00'],
		[41, '4300.00'],
		[100, '37000.00'],
	]) {
		const { id } = await atWork(units);
		t.is((await worker.get(`/api/v1/cases/${id}/fee-estimate`)).by_item.amount_yuan, amount, `${units} units`);
	}
});

await scenario(
	'a notice: drafted by one, sent by the head, the clock stands still, the tiers are told (R-FEE-5)',
	async (t) => {
		const k = await atWork(12);
		t.refused(
			await tried(head, k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay }),
			403,
			{},
			'drafted by the head',
		);
		t.refused(
			await tried(head, k.id, 'fee-notices/sending', { way: 'download' }),
			409,
			{ rule: 'R-FEE-5' },
			'nothing drafted',
		);
		const drafted = await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
		t.is(
			[drafted.fee_notices[0].status, drafted.fee_notices[0].amount_yuan],
			['draft', '200.00'],
			'the draft shows what it comes to',
		);
		t.is((await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).fee_notices, [], 'not to the applicant');
		t.refused(
			await tried(worker, k.id, 'fee-notices/sending', { way: 'download' }),
			403,
			{},
			'sent by the caseworker',
		);
		const sent = await head.act(k.id, 'fee-notices/sending', { way: 'download' });
		t.is(
			[sent.state, sent.due_on, sent.clock.waiting_for, sent.clock.waits_until],
			['awaiting_payment', null, 'payment', '2026-03-30'],
			'stands still; 20 working days from the day after 03-02',
		);
		const own = (await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).fee_notices[0];
		t.is(
			[own.amount_yuan, own.left_yuan, own.units_before, own.quantity, own.pay_by],
			['200.00', '200.00', 0, 12, '2026-03-30'],
			'the applicant sees it',
		);
		t.is(
			own.steps.map((s) => s.count),
			[10, 2],
			'with its tiers',
		);
		t.ok(!('drafted_by' in own), 'not who drafted it');
		const text = await letterOf(k, 'fee_notice');
		for (const said of ['第四十二条', '200.00', '103049950', '20个工作日', '2026年3月30日', how_to_pay, reason])
			t.ok(text.includes(said), `the letter says ${said}`);
		t.ok(!/60日内/.test(text), 'no remedy paragraph of its own (R-FEE-7)');
		t.ok(/缴费期满后/.test(text), 'but that the ending can be challenged');
	},
);

await scenario('a head returns a draft with remarks; it is drafted again, both stay on record (R-FEE-5)', async (t) => {
	const k = await atWork(12),
		remarks = '件数应为十二件，请核对缴款账户。';
	t.refused(await tried(head, k.id, 'fee-notices/return', { remarks }), 409, { rule: 'R-FEE-5' }, 'nothing drafted');
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	t.refused(await tried(worker, k.id, 'fee-notices/return', { remarks }), 403, {}, 'by the caseworker');
	t.refused(await tried(head, k.id, 'fee-notices/return', {}), 422, {}, 'without remarks');
	const back = await head.act(k.id, 'fee-notices/return', { remarks });
	t.is(
		[back.state, back.fee_notices[0].status, back.fee_notices[0].decision_reason],
		['investigating', 'returned', remarks],
		'returned',
	);
	t.refused(
		await tried(head, k.id, 'fee-notices/sending', { way: 'download' }),
		409,
		{ rule: 'R-FEE-5' },
		'no draft any more',
	);
	t.refused(await tried(head, k.id, 'fee-notices/return', { remarks }), 409, { rule: 'R-FEE-5' }, 'twice');
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	const sent = await head.act(k.id, 'fee-notices/sending', { way: 'download' });
	t.is(
		sent.fee_notices.map((f) => f.status),
		['returned', 'sent'],
		'both on record',
	);
	t.is(
		(await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).fee_notices.map((f) => f.status),
		['sent'],
		'the applicant sees what was sent',
	);
});

await scenario('ten units cost nothing: no notice is sent, the reply goes on (R-FEE-3)', async (t) => {
	const k = await atWork(10);
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	const p = t.refused(await tried(head, k.id, 'fee-notices/sending', { way: 'download' }), 409, {
		rule: 'R-FEE-3',
		article: '费4',
	});
	t.ok(p.allowed_acts?.includes('stop'), `allowed acts: ${p.allowed_acts}`);
	const none = await worker.act(k.id, 'fee-notices', { method: 'none', reason: '决定不收费' });
	t.is(
		none.fee_notices.map((f) => f.status),
		['not_charged'],
		'decided not to charge',
	);
});

await scenario(
	'it goes by the way that was chosen for the information; by post its receipt is recorded (R-FEE-5, R-FEE-6)',
	async (t) => {
		const k = await atWork(12, { ways: ['post'], electronic_ok: false });
		await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
		const p = t.refused(await tried(head, k.id, 'fee-notices/sending', { way: 'download' }), 409, {
			rule: 'R-FEE-5',
			article: '费6',
		});
		t.match(p.detail, /post/, 'names the way');
		const sent = await head.act(k.id, 'fee-notices/sending', { way: 'post', proof: '示例挂号单' });
		t.is([sent.clock.waits_until, sent.fee_notices[0].pay_by], [null, null], 'no day without a recorded receipt');
		t.ok(!/应当于|最迟缴费/.test((await letterOf(k, 'fee_notice')) ?? ''), 'only in words');
		t.is(
			(await clerk.get(`/api/v1/cases?state=awaiting_payment`)).items.find((c) => c.id === k.id).next_kind,
			'notice_receipt',
			'somebody asks after it',
		);
		t.refused(
			await tried(clerk, k.id, 'fee-notices/receipt', { received_on: '2026-03-01', proof: '回执' }),
			422,
			{},
			'before it was sent',
		);
		await w.clock('2026-03-05');
		const received = await clerk.act(k.id, 'fee-notices/receipt', { received_on: '2026-03-04', proof: '示例回执' });
		t.is(
			[received.fee_notices[0].pay_by, received.clock.waits_until],
			['2026-04-01', '2026-04-01'],
			'20 working days from the day after 03-04',
		);
		t.refused(
			await tried(clerk, k.id, 'fee-notices/receipt', { received_on: '2026-03-05', proof: '再记' }),
			409,
			{ rule: 'R-FEE-6' },
			'once',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('for collection and on-site reading by post or by hand; by hand with a proof (R-FEE-5)', async (t) => {
	const k = await atWork(12, { ways: ['collect'], electronic_ok: true });
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	t.refused(
		await tried(head, k.id, 'fee-notices/sending', { way: 'download' }),
		409,
		{ rule: 'R-FEE-5' },
		'electronically',
	);
	const p = t.refused(await tried(head, k.id, 'fee-notices/sending', { way: 'hand' }), 422);
	t.is(p.errors[0].pointer, '/proof', 'proof');
	t.is(
		(await head.act(k.id, 'fee-notices/sending', { way: 'hand', proof: '示例签收单' })).fee_notices[0].pay_by,
		'2026-03-30',
		'the day is certain',
	);
});

await scenario('on the due day a notice can be sent, the day after it cannot (R-CLOCK-12)', async (t) => {
	const a = await atWork(12),
		b = await atWork(12);
	for (const k of [a, b]) await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	await w.clock('2026-03-30');
	t.is((await head.act(a.id, 'fee-notices/sending', { way: 'download' })).state, 'awaiting_payment', 'on the day');
	await w.clock('2026-03-31');
	t.refused(
		await tried(head, b.id, 'fee-notices/sending', { way: 'download' }),
		409,
		{ rule: 'R-CLOCK-12' },
		'the day after',
	);
	t.refused(
		await tried(worker, b.id, 'fee-notices', { method: 'by_item', reason, how_to_pay }),
		409,
		{ rule: 'R-CLOCK-12' },
		'nor drafted',
	);
	await w.clock('2026-03-02');
});

await scenario(
	'by page only for copies that a decision to disclose gives; never both methods (R-FEE-2, R-FEE-4)',
	async (t) => {
		const k = await atWork(1),
			pages = { method: 'by_page', pages: 101, reason, how_to_pay };
		t.refused(
			await tried(worker, k.id, 'fee-notices', pages),
			409,
			{ rule: 'R-FEE-4', article: '费5' },
			'before a decision',
		);
		await worker.act(
			k.id,
			'reply',
			{ parts: [{ description: '链接', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
			{ method: 'PUT' },
		);
		t.refused(
			await tried(worker, k.id, 'fee-notices', pages),
			409,
			{ rule: 'R-FEE-4' },
			'public information that is pointed to',
		);
		await worker.act(
			k.id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'granted', content: '见附件' }] },
			{ method: 'PUT' },
		);
		t.is((await worker.act(k.id, 'fee-notices', pages)).fee_notices[0].amount_yuan, '720.00', '101 pages');
		const sent = await head.act(k.id, 'fee-notices/sending', { way: 'download' });
		t.is([sent.fee_notices[0].method, sent.fee_notices[0].month], ['by_page', null], 'no month');
		t.refused(
			await tried(worker, k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay }),
			409,
			{},
			'while it waits',
		);
		await finance.act(k.id, 'payments', paid('720', '2026-03-02'));
		t.refused(
			await tried(worker, k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay }),
			409,
			{ rule: 'R-FEE-2', article: '费3' },
			'after payment',
		);
		const site = await atWork(1, { ways: ['on_site'] });
		await worker.act(
			site.id,
			'reply',
			{ parts: [{ description: '全部', outcome: 'granted', content: '现场阅读' }] },
			{ method: 'PUT' },
		);
		t.refused(await tried(worker, site.id, 'fee-notices', pages), 409, { rule: 'R-FEE-4' }, 'on-site reading');
	},
);

await scenario('input faults of a draft are named all at once', async (t) => {
	const k = await atWork(1);
	const p = t.refused(await tried(worker, k.id, 'fee-notices', { method: 'by_page', reason: 'x', surprise: 1 }), 422);
	t.is(p.errors.map((e) => e.pointer).sort(), ['/reason', '/surprise'], 'by the table');
	const q = t.refused(await tried(worker, k.id, 'fee-notices', { method: 'by_page', reason }), 422);
	t.is(q.errors.map((e) => e.pointer).sort(), ['/how_to_pay', '/pages'], 'by the method');
});

await scenario(
	'paid in part it waits; in full a new period begins the day after (R-FEE-8, R-CLOCK-7, R-CLOCK-11)',
	async (t) => {
		const k = await charged();
		await w.clock('2026-03-10');
		const part = await finance.act(k.id, 'payments', paid('50', '2026-03-05'));
		t.is([part.state, part.fee_notices[0].left_yuan], ['awaiting_payment', '150.00'], 'in part');
		t.refused(await tried(worker, k.id, 'payments', paid('150', '2026-03-10')), 403, {}, 'by the caseworker');
		t.is((await tried(finance, k.id, 'payments', paid('150', '2026-03-11'))).status, 422, 'tomorrow');
		t.is((await tried(finance, k.id, 'payments', paid('150', '2026-03-01'))).status, 422, 'before the notice');
		const full = await clerk.act(k.id, 'payments', paid('150.00', '2026-03-10'));
		t.is(
			[full.state, full.due_on, full.clock.period, full.fee_notices[0].status],
			['investigating', '2026-04-08', 2, 'paid'],
			'the 20th working day after 03-10 (off 04-04 to 04-06)',
		);
		await worker.act(k.id, 'extensions', { working_days: 20, reason: '需要检索' });
		t.is(
			(await head.act(k.id, 'extensions/decision', { decision: 'grant' })).clock.period,
			2,
			'and an extension of its own',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('parts entered out of order: the fee is complete on the day of the last one (R-FEE-8)', async (t) => {
	const k = await charged();
	await w.clock('2026-03-10');
	await finance.act(k.id, 'payments', paid('100', '2026-03-09'));
	const full = await finance.act(k.id, 'payments', paid('100', '2026-03-04'));
	t.is([full.clock.period_start, full.due_on], ['2026-03-09', '2026-04-07'], '20 working days after 03-09');
	await w.clock('2026-03-02');
});

await scenario('a voucher is entered once in an agency, also by 16 clients at once (R-FEE-8)', async (t) => {
	const k = await charged(),
		same = paid('10', '2026-03-02');
	const seen = await finance.get(`/api/v1/cases/${k.id}`);
	const all = await Promise.all(
		Array.from({ length: 16 }, () =>
			finance.send('POST', `/api/v1/cases/${k.id}/payments`, {
				body: same,
				version: seen.version,
				key: randomUUID(),
			}),
		),
	);
	t.is(all.filter((a) => a.status === 201).length, 1, `one: ${all.map((a) => a.status)}`);
	t.is((await tried(finance, k.id, 'payments', same)).status, 409, 'again');
	t.is((await finance.get(`/api/v1/cases/${k.id}`)).fee_notices[0].paid_yuan, '10.00', 'paid once');
});

await scenario('too much is given back: approved by another with its notice, paid out once (R-FEE-8)', async (t) => {
	const k = await charged();
	const over = await finance.act(k.id, 'payments', paid('300', '2026-03-02'));
	t.is(
		[over.state, over.refunds[0].cause, over.refunds[0].amount_yuan, over.refunds[0].status],
		['investigating', 'over', '100.00', 'due'],
		'due',
	);
	const id = over.refunds[0].id;
	t.ok(
		(await finance.get('/api/v1/refunds?status=due')).items.some((r) => r.id === id && r.number === k.filed.number),
		'in the list',
	);
	t.refused(
		await tried(finance, k.id, `refunds/${id}/payment`, { refunded_on: '2026-03-02', voucher: '示例退票0' }),
		409,
		{ rule: 'R-FEE-8' },
		'before approval',
	);
	t.refused(
		await tried(finance, k.id, `refunds/${id}/decision`, { decision: 'approve', how: '原路退回' }),
		403,
		{},
		'by finance',
	);
	t.refused(
		await tried(head, k.id, `refunds/${id}/decision`, { decision: 'refuse', remarks: '不退' }),
		409,
		{ rule: 'R-FEE-8', article: '费8' },
		'refused',
	);
	t.is((await tried(head, k.id, `refunds/${id}/decision`, { decision: 'approve' })).status, 422, 'without how');
	const approved = await head.act(k.id, `refunds/${id}/decision`, { decision: 'approve', how: '原路退回' });
	t.is(approved.refunds[0].status, 'approved', 'approved');
	const text = await letterOf(k, 'refund_notice');
	t.ok(text.includes('100.00') && text.includes('原路退回') && text.includes('多缴'), `letter: ${text}`);
	t.refused(
		await tried(head, k.id, `refunds/${id}/decision`, { decision: 'approve', how: '再次退回' }),
		409,
		{ rule: 'R-FEE-8' },
		'twice',
	);
	const out = await finance.act(k.id, `refunds/${id}/payment`, { refunded_on: '2026-03-02', voucher: '示例退票1' });
	t.is([out.refunds[0].status, out.refunds[0].refunded_on], ['paid', '2026-03-02'], 'paid out');
	t.refused(
		await tried(finance, k.id, `refunds/${id}/payment`, { refunded_on: '2026-03-02', voucher: '示例退票2' }),
		409,
		{},
		'twice',
	);
	t.is(out.due_on, '2026-03-30', 'the clock does not know of it');
});

await scenario(
	'a refund for another reason is asked for, up to what is kept, and can be refused (R-FEE-8)',
	async (t) => {
		const k = await charged();
		await finance.act(k.id, 'payments', paid('200', '2026-03-02'));
		const p = t.refused(await tried(finance, k.id, 'refunds', { amount: '200.01', reason: '费用不再收取' }), 409, {
			rule: 'R-FEE-8',
		});
		t.match(p.detail, /200\.00/, 'how much is kept');
		const asked = await finance.act(k.id, 'refunds', { amount: '200', reason: '费用不再收取', how: '原路退回' });
		t.refused(
			await tried(finance, k.id, 'refunds', { amount: '0.01', reason: '再退' }),
			409,
			{ rule: 'R-FEE-8' },
			'no more',
		);
		const refused = await head.act(k.id, `refunds/${asked.refunds[0].id}/decision`, {
			decision: 'refuse',
			remarks: '理由不足',
		});
		t.is(refused.refunds[0].status, 'refused', 'refused');
		t.is((await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).refunds, [], 'not shown to the applicant');
		t.is(
			(await finance.act(k.id, 'refunds', { amount: '50', reason: '部分费用不再收取' })).refunds.length,
			2,
			'can be asked again',
		);
	},
);

await scenario('what is paid without being owed is recorded and given back, in any state (R-FEE-8)', async (t) => {
	const { id } = await filed(w, 'FGW', { applicant: someone() });
	const extra = await finance.act(id, 'payments', paid('5', '2026-03-02'));
	t.is(
		[extra.state, extra.refunds[0].cause, extra.refunds[0].amount_yuan, extra.due_on],
		['received', 'not_owed', '5.00', '2026-03-30'],
		'starts nothing',
	);
	const letter = await head.act(id, `refunds/${extra.refunds[0].id}/decision`, {
		decision: 'approve',
		how: '原路退回',
	});
	t.ok(
		letter.letters.some((l) => l.kind === 'refund_notice'),
		'letter without a fee notice',
	);
});

await scenario('paid in part and cancelled: the only head approves what falls due by itself (R-FEE-8)', async (t) => {
	const k = await charged();
	await finance.act(k.id, 'payments', paid('50', '2026-03-02'));
	let seen = await head.act(k.id, 'fee-notices/cancellation', { kind: 'cancelled', reason: '计件有误' });
	const [due] = seen.refunds;
	t.is([due.cause, due.amount_yuan, due.status, due.asked_by], ['cancelled', '50.00', 'due', null], 'nobody asked');
	await worker.act(
		k.id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	await worker.act(k.id, 'reply/submission');
	await head.act(k.id, 'reply/signature');
	seen = await clerk.act(k.id, 'services', { way: 'electronic' });
	t.ok(
		seen.warnings.some((x) => x.code === 'after_open_refund'),
		'warned of while it is owed',
	);
	const no = t.refused(await tried(worker, k.id, 'closure', {}), 409, { rule: 'R-KEEP-1', article: '条例45' });
	t.match(no.detail, /退费/, 'and in the way of closing without a reason');
	seen = await head.act(k.id, `refunds/${due.id}/decision`, { decision: 'approve', how: '原路退回' });
	t.is(seen.refunds[0].status, 'approved', 'approved by the head who cancelled');
	await finance.act(k.id, `refunds/${due.id}/payment`, { refunded_on: '2026-03-02', voucher: '示例退票9' });
	t.is((await worker.act(k.id, 'closure', {})).state, 'closed', 'paid out: closes without one');
});

await scenario('cancelled before the due day the clock is as if never sent, with a letter (R-FEE-10)', async (t) => {
	const k = await charged();
	await w.clock('2026-03-12');
	t.refused(
		await tried(worker, k.id, 'fee-notices/cancellation', { kind: 'cancelled', reason: '计件有误' }),
		403,
		{},
		'by the caseworker',
	);
	const back = await head.act(k.id, 'fee-notices/cancellation', { kind: 'cancelled', reason: '计件有误' });
	t.is(
		[back.state, back.due_on, back.clock.period, back.clock.marked],
		['investigating', '2026-03-30', 1, false],
		'as if never sent',
	);
	t.is(back.refunds, [], 'nothing was paid');
	const text = await letterOf(k, 'fee_cancellation');
	t.ok(text.includes('200.00') && text.includes('计件有误') && text.includes('2026年3月30日'), `letter: ${text}`);
	await worker.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
	t.is(
		(await head.act(k.id, 'fee-notices/sending', { way: 'download' })).state,
		'awaiting_payment',
		'a right one can follow',
	);
	await w.clock('2026-03-02');
});

await scenario(
	'cancelled on the due day: that day; the day after: the next working day, marked (R-FEE-10)',
	async (t) => {
		const a = await charged(),
			b = await charged();
		await finance.act(b.id, 'payments', paid('30', '2026-03-02'));
		await w.clock('2026-03-30');
		const on = await head.act(a.id, 'fee-notices/cancellation', { kind: 'cancelled', reason: '计件有误' });
		t.is([on.due_on, on.clock.marked], ['2026-03-30', false], 'on the day');
		await w.clock('2026-04-03'); // Friday; 04-04 to 04-06 off
		const late = await head.act(b.id, 'fee-notices/cancellation', { kind: 'waived', reason: '生活困难' });
		t.is([late.due_on, late.clock.marked], ['2026-04-07', true], 'the next working day after 04-03');
		t.is(
			[late.refunds[0].cause, late.refunds[0].amount_yuan],
			['cancelled', '30.00'],
			'what was paid in part is given back',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'units before: by day of receipt, whichever notice goes out first; by month of submission (R-FEE-3)',
	async (t) => {
		const applicant = someone();
		const a = await atWork(8, { applicant });
		await w.clock('2026-03-03');
		const b = await atWork(8, { applicant });
		await worker.act(b.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
		const sent = await head.act(b.id, 'fee-notices/sending', { way: 'download' });
		t.is([sent.fee_notices[0].units_before, sent.fee_notices[0].amount_yuan], [8, '600.00'], '16 − 10 = 6 × 100');
		t.is((await worker.get(`/api/v1/cases/${a.id}/fee-estimate`)).units_before, 0, 'the first stays the first');
		const e = await worker.get(`/api/v1/cases/${b.id}/fee-estimate`);
		t.is(
			e.counted.map((r) => [r.number, r.units]),
			[[a.filed.number, 8]],
			'explained by the requests counted',
		);
		await w.clock('2026-03-31');
		const c = await atWork(1, { applicant });
		await w.clock('2026-04-01');
		const d = await atWork(1, { applicant });
		t.is((await worker.get(`/api/v1/cases/${c.id}/fee-estimate`)).units_before, 16, 'the last day of March');
		t.is((await worker.get(`/api/v1/cases/${d.id}/fee-estimate`)).units_before, 0, 'the first of April');
		await w.clock('2026-03-02');
	},
);

await scenario('on one day by time of registration (R-FEE-3)', async (t) => {
	const applicant = someone();
	const a = await filed(w, 'FGW', { applicant }),
		b = await atWork(1, { applicant });
	t.is((await worker.get(`/api/v1/cases/${b.id}/fee-estimate`)).units_before, 0, 'not yet registered comes after');
	await advance(w, a.id, 'investigating');
	t.is(
		[
			(await worker.get(`/api/v1/cases/${a.id}/fee-estimate`)).units_before,
			(await worker.get(`/api/v1/cases/${b.id}/fee-estimate`)).units_before,
		],
		[1, 0],
		'filed first, registered second',
	);
});

await scenario(
	'withdrawn within the ten minutes does not count, later it does; nor the same filing twice (R-FEE-3)',
	async (t) => {
		const applicant = someone();
		const quick = await atWork(1, { applicant }),
			slow = await atWork(1, { applicant });
		const first = await atWork(1, { applicant, title: '同一申请两次' }),
			again = await atWork(1, { applicant, title: '同一申请两次' });
		const last = await atWork(1, { applicant });
		t.is((await worker.get(`/api/v1/cases/${last.id}/fee-estimate`)).units_before, 4, 'all four');
		w.sql(`UPDATE docket SET submitted_at = submitted_at - INTERVAL 11 MINUTE WHERE id = ${slow.id}`);
		for (const k of [quick, slow]) {
			const own = await k.applicant.get(`/api/v1/requests/${k.filed.number}`);
			await k.applicant.post(
				`/api/v1/requests/${k.filed.number}/withdrawal`,
				{ reason: '不再需要' },
				{ version: own.version },
			);
		}
		t.is(
			(await worker.get(`/api/v1/cases/${last.id}/fee-estimate`)).units_before,
			3,
			'without the quick withdrawal',
		);
		await head.act(again.id, 'merger', { into_id: first.id, reason: '同一申请重复提交' });
		t.is((await worker.get(`/api/v1/cases/${last.id}/fee-estimate`)).units_before, 2, 'without the same filing');
	},
);

await scenario(
	'frozen in the notice: what is registered later with an earlier day re-prices nothing (R-FEE-3)',
	async (t) => {
		const applicant = someone();
		await w.clock('2026-03-03');
		const k = await charged({ applicant });
		await w.clock('2026-03-02');
		const earlier = await atWork(5, { applicant });
		await w.clock('2026-03-03');
		t.is((await worker.get(`/api/v1/cases/${k.id}`)).fee_notices[0].amount_yuan, '200.00', 'as sent');
		t.is((await worker.get(`/api/v1/cases/${k.id}/fee-estimate`)).units_before, 5, 'though the count has moved');
		t.is(
			(await worker.get(`/api/v1/cases/${earlier.id}/fee-estimate`)).units_before,
			0,
			'the earlier one stands first',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'records of one person without a common number are joined with a reason, and parted again (R-FEE-3)',
	async (t) => {
		const a = await atWork(9),
			b = await atWork(9);
		t.is((await worker.get(`/api/v1/cases/${b.id}/fee-estimate`)).units_before, 0, 'two people');
		t.refused(
			await tried(worker, b.id, 'applicant-joins', { number: b.filed.number, reason: '同一人' }),
			422,
			{},
			'with itself',
		);
		const joined = await worker.act(b.id, 'applicant-joins', {
			number: a.filed.number,
			reason: '同一护照换发，系同一人',
		});
		t.is(
			joined.applicant_joins.map((j) => j.number),
			[a.filed.number],
			'joined',
		);
		t.is((await worker.get(`/api/v1/cases/${b.id}/fee-estimate`)).units_before, 9, 'one person');
		t.is(
			(await tried(worker, b.id, 'applicant-joins', { number: a.filed.number, reason: '再并' })).status,
			409,
			'twice',
		);
		await worker.act(a.id, `applicant-joins/${joined.applicant_joins[0].id}/end`, { reason: '误并' });
		t.is((await worker.get(`/api/v1/cases/${b.id}/fee-estimate`)).units_before, 0, 'two again');
	},
);

async function rectify(id, act, more = {}) {
	const seq = (await worker.get(`/api/v1/cases/${id}/events`)).items
		.filter((e) => e.act === act && !e.voided)
		.at(-1).seq;
	const asked = await worker.act(id, 'rectifications', {
		seq,
		reason: '登记有误，经核实更正',
		proof: '示例凭证',
		...more,
	});
	return head.act(id, `proposals/${asked.proposals.find((p) => p.status === 'asked').id}/decision`, {
		decision: 'grant',
	});
}

await scenario(
	'a payment recorded wrongly gets its right day, or never was; its voucher is free again (R-KEEP-4)',
	async (t) => {
		const k = await charged();
		await w.clock('2026-03-10');
		const wrong = paid('250', '2026-03-10');
		t.is((await finance.act(k.id, 'payments', wrong)).due_on, '2026-04-08', 'as recorded');
		const moved = await rectify(k.id, 'payment_full', { right_on: '2026-03-05' });
		t.is([moved.due_on, moved.payments[0].paid_on], ['2026-04-02', '2026-03-05'], '20 working days after 03-05');
		const gone = await rectify(k.id, 'payment_full');
		t.is(
			[
				gone.state,
				gone.due_on,
				gone.fee_notices[0].status,
				gone.fee_notices[0].paid_yuan,
				gone.payments,
				gone.clock.waits_until,
			],
			['awaiting_payment', null, 'sent', '0.00', [], '2026-03-30'],
			'it waits again',
		);
		t.is(
			gone.refunds.map((r) => r.status),
			['dropped'],
			'nothing is over',
		);
		t.is(
			(await finance.act(k.id, 'payments', { ...wrong, amount: '200' })).state,
			'investigating',
			'the same voucher, rightly',
		);
		const v = w.ctl('verify');
		t.is(v.status, 0, `verify: ${v.stdout}`.slice(0, 500));
		await w.clock('2026-03-02');
	},
);

await scenario('the receipt of a notice gets its right day, or never was (R-KEEP-4, R-FEE-6)', async (t) => {
	const k = await charged({ way: 'post', ways: ['post'], electronic_ok: false });
	await w.clock('2026-03-05');
	await clerk.act(k.id, 'fee-notices/receipt', { received_on: '2026-03-05', proof: '示例回执' });
	t.is(
		(await rectify(k.id, 'notice_receipt', { right_on: '2026-03-04' })).fee_notices[0].pay_by,
		'2026-04-01',
		'a day earlier',
	);
	const gone = await rectify(k.id, 'notice_receipt');
	t.is([gone.fee_notices[0].received_on, gone.fee_notices[0].pay_by], [null, null], 'not received');
	await w.clock('2026-03-02');
});

await scenario(
	'one payment for several cases: by the order of receipt, complete only in full (R-OUT-11)',
	async (t) => {
		const applicant = someone();
		const a = await charged({ applicant }),
			b = await charged({ applicant, units: 3 });
		t.is(b.sent.fee_notices[0].amount_yuan, '300.00', '12 before, 3 × 100');
		const other = await charged();
		const at = async (k, amount) => ({
			case_id: k.id,
			version: (await finance.get(`/api/v1/cases/${k.id}`)).version,
			...(amount ? { amount } : {}),
		});
		const send = (body) => finance.send('POST', '/api/v1/payments', { body, key: randomUUID() });
		const stale = { ...(await at(a)), version: 1 };
		t.refused(await send({ ...paid('400', '2026-03-02'), cases: [stale, await at(b)] }), 412, {}, 'stale');
		t.refused(
			await send({ ...paid('400', '2026-03-02'), cases: [await at(a), await at(other)] }),
			422,
			{},
			'of two people',
		);
		t.refused(
			await send({ ...paid('400', '2026-03-02'), cases: [await at(a, '100'), await at(b)] }),
			422,
			{},
			'some amounts',
		);
		t.refused(
			await send({ ...paid('400', '2026-03-02'), cases: [await at(a, '100'), await at(b, '200')] }),
			422,
			{},
			'sum',
		);
		const first = await send({ ...paid('400', '2026-03-02'), cases: [await at(b), await at(a)] });
		t.is(first.status, 201, first.text.slice(0, 300));
		t.is(
			first.body.cases.map((c) => [c.number, c.amount_yuan, c.state, c.left_yuan]),
			[
				[a.filed.number, '200.00', 'investigating', '0.00'],
				[b.filed.number, '200.00', 'awaiting_payment', '100.00'],
			],
			'the first received first',
		);
		const second = await send({ ...paid('150', '2026-03-02'), cases: [await at(b, '150')] });
		t.is(second.body.cases[0].state, 'investigating', 'named');
		t.is(
			(await finance.get(`/api/v1/cases/${b.id}`)).refunds.map((r) => [r.cause, r.amount_yuan]),
			[['over', '50.00']],
			'what is over',
		);
	},
);

await scenario('32 requests of one person in one month, 32 clients, two instances: 2,400 yuan (R-FEE-3)', async (t) => {
	const second = await w.serve(),
		applicant = someone();
	const on = async (login) => {
		const c = second.client();
		await c.signIn(login, w.passwords.get(login));
		return c;
	};
	const workers = [worker, await on('fgw-caseworker')],
		heads = [head, await on('fgw-head')];
	const all = await Promise.all(Array.from({ length: 32 }, () => filed(w, 'FGW', { applicant })));
	await Promise.all(
		all.map(async (k, i) => {
			const me = workers[i % 2];
			await me.act(k.id, 'registration');
			await me.act(k.id, 'assignment', { user_id: worker.user.id });
			await me.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
		}),
	);
	const answers = await Promise.all(
		all.map((k, i) => tried(heads[i % 2], k.id, 'fee-notices/sending', { way: 'download' })),
	);
	t.is(answers.filter((a) => a.status === 409 && a.body.rule === 'R-FEE-3').length, 10, 'ten cost nothing');
	const sent = answers.filter((a) => a.status === 200).map((a) => a.body.fee_notices[0]);
	t.is(
		sent.map((f) => f.units_before).sort((x, y) => x - y),
		Array.from({ length: 22 }, (_, i) => 10 + i),
		'each place once',
	);
	t.is(
		sent.reduce((sum, f) => sum + f.amount_fen, 0),
		240000,
		'20 × 100 + 2 × 200 yuan',
	);
	t.is(
		w
			.sql(
				`SELECT notices FROM fee_month m JOIN docket d ON d.id = ${all[0].id} JOIN person p ON p.id = d.applicant_id` +
					' JOIN person f ON f.id = m.applicant_id AND f.id_index = p.id_index',
			)
			.trim(),
		'22',
		'counted in the month',
	);
});

await scenario('the figures of a year: notices, billed, received, waived, refunded (R-FEE-8)', async (t) => {
	const jw = await w.person('jtj-caseworker'),
		jh = await w.person('jtj-head'),
		jf = await w.person('jtj-finance');
	const make = async () => {
		const k = await filed(w, 'JTJ', { applicant: someone() });
		await advance(w, k.id, 'investigating', { agency: 'jtj' });
		await jw.act(k.id, 'units', {
			reason: '一表多问',
			units: Array.from({ length: 12 }, (_, i) => ({ description: `${i}` })),
		});
		await jw.act(k.id, 'fee-notices', { method: 'by_item', reason, how_to_pay });
		await jh.act(k.id, 'fee-notices/sending', { way: 'download' });
		return k;
	};
	const [a, b, c] = [await make(), await make(), await make()];
	const over = await jf.act(a.id, 'payments', paid('250', '2026-03-02'));
	await jh.act(a.id, `refunds/${over.refunds[0].id}/decision`, { decision: 'approve', how: '原路退回' });
	await jf.act(a.id, `refunds/${over.refunds[0].id}/payment`, { refunded_on: '2026-03-02', voucher: '示例退票9' });
	await jh.act(b.id, 'fee-notices/cancellation', { kind: 'waived', reason: '生活困难' });
	await jh.act(c.id, 'fee-notices/cancellation', { kind: 'cancelled', reason: '计件有误' });
	const f = await jf.get('/api/v1/fees/figures?year=2026');
	t.is(
		[f.notices, f.billed_yuan, f.received_yuan, f.waived_yuan, f.cancelled_yuan, f.refunded_yuan],
		[3, '600.00', '250.00', '200.00', '200.00', '50.00'],
		'figures',
	);
	const before = await jf.get('/api/v1/fees/figures?year=2025');
	t.is([before.notices, before.billed_yuan], [0, '0.00'], 'another year');
	const supervisor = await w.person('qzf-supervisor');
	t.is((await supervisor.get(`/api/v1/fees/figures?year=2026&agency=${f.agency_id}`)).notices, 3, 'the supervisor');
});

await scenario('verify finds every due day right after all of this (R-CLOCK-10)', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout}${v.stderr}`.slice(0, 2000));
});

await done();
