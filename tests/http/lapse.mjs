/*
 * Correction notices whole, lapse and reinstatement over HTTP (R-CLOCK-4, R-CLOCK-5, R-FEE-6, R-CLOCK-11).
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

let people = 0,
	vouchers = 0;
const someone = () => ({
	category: 'natural_person',
	name: '测试申请人',
	id_kind: 'other',
	id_number: `测试逾期${++people}`,
	phone: '0791-00000001',
	address: '测试路1号',
});
const paid = (amount, paid_on) => ({ amount, paid_on, voucher: `示例票据${++vouchers}`, way: 'bank' });
const paper = { ways: ['post'], electronic_ok: false };

async function atWork(change = {}) {
	const k = await filed(w, 'FGW', { applicant: someone(), ...change });
	await advance(w, k.id, 'investigating');
	return k;
}
const items = [
	{ kind: 'identity', guidance: '请提供身份证明复印件。' },
	{ kind: 'description', what: '信息的年份', guidance: '请说明是哪一年的名单。' },
];
/** Notice sent and received on 03-02, five working days: to be answered by 03-09. */
async function toCorrect(change = {}) {
	const k = await atWork(change);
	await worker.act(k.id, 'corrections', { items, working_days: 5 });
	await clerk.act(k.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '示例回执' });
	return k;
}
/** Notice of 200 yuan received on 03-02: to be paid by 03-30. */
async function toPay(change = {}) {
	const k = await atWork(change);
	await worker.act(k.id, 'units', {
		reason: '一表多问',
		units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
	});
	await worker.act(k.id, 'fee-notices', {
		method: 'by_item',
		reason: '数量明显超过合理范围',
		how_to_pay: '示例银行',
	});
	await head.act(k.id, 'fee-notices/sending', { way: change.ways ? 'post' : 'download' });
	if (change.ways) await clerk.act(k.id, 'fee-notices/receipt', { received_on: '2026-03-02', proof: '示例回执' });
	return k;
}
const tried = async (who, id, act, body) => {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return who.send('POST', `/api/v1/cases/${id}/${act}`, { body, version: seen.version, key: randomUUID() });
};
const own = (k) => k.applicant.get(`/api/v1/requests/${k.filed.number}`);
async function answer(k, text) {
	const { version } = await own(k);
	return k.applicant.send('POST', `/api/v1/requests/${k.filed.number}/corrections`, {
		body: { text },
		version,
		key: randomUUID(),
	});
}
const textOf = (letter) => letter.blocks.map((b) => `${b.label ?? ''}${b.text}`).join('\n');
async function letterOf(k, kind) {
	const seen = await clerk.get(`/api/v1/cases/${k.id}`);
	return textOf(await clerk.get(`/api/v1/cases/${k.id}/letters/${seen.letters.findLast((l) => l.kind === kind).id}`));
}
const no_reason = { reason: '未见正当理由' };

await scenario('items are proposed from what the filing lacks, with a guidance of each kind (R-CLOCK-4)', async (t) => {
	const k = await filed(w, 'FGW', { applicant: { category: 'natural_person', name: '测试缺项' }, ways: [] });
	const p = await worker.get(`/api/v1/cases/${k.id}/corrections/proposal`);
	t.is(
		p.items.map((i) => i.kind),
		['identity', 'contact', 'form'],
		'identity, contact, way',
	);
	t.ok(
		p.items.every((i) => i.what && i.guidance),
		'each with its guidance',
	);
	t.is([p.last_day, p.sent, p.working_days], ['2026-03-11', false, 15], 'the 7th working day, the usual period');
	t.is(
		p.kinds.map((i) => i.kind),
		['identity', 'contact', 'authorisation', 'description', 'form'],
		'every kind',
	);
	const whole = await filed(w, 'FGW', { applicant: someone() });
	t.is((await worker.get(`/api/v1/cases/${whole.id}/corrections/proposal`)).items, [], 'nothing lacks');
});

await scenario(
	'an agent without authorisation, a lawyer without papers and joint applicants without one contact are proposed too (R-REQ-10)',
	async (t) => {
		const k = await filed(w, 'FGW', {
			applicant: someone(),
			joint_applicants: [{ name: '测试共同申请人' }],
			representatives: [
				{ kind: 'agent', name: '测试代理人甲', id_kind: 'other', id_number: '代理证件甲' },
				{
					kind: 'agent',
					name: '测试代理人乙',
					matters: '全部',
					powers: ['file'],
					valid_from: '2026-01-01',
					valid_to: '2026-12-31',
					lawyer: true,
				},
			],
		});
		const p = await worker.get(`/api/v1/cases/${k.id}/corrections/proposal`);
		t.is(
			p.items.map((i) => [i.kind, i.representative ?? null]),
			[
				['authorisation', 1],
				['identity', 2],
				['authorisation', 2],
				['contact', null],
			],
			'whose, in the order of the list',
		);
		const seen = await worker.get(`/api/v1/cases/${k.id}`);
		t.is(
			p.items.map((i) => i.guidance),
			seen.missing.map((m) => m.guidance),
			'as the case says what is missing',
		);
		await advance(w, k.id, 'registered');
		const sent = await worker.act(k.id, 'corrections', {
			items: p.items.map(({ kind, guidance }) => ({ kind, guidance })),
		});
		t.is(sent.corrections[0].items.length, 4, 'sent as proposed');
	},
);

await scenario('the notice holds all items by kind; the applicant sees them and until when (R-CLOCK-4)', async (t) => {
	const k = await atWork();
	const sent = await worker.act(k.id, 'corrections', { items });
	t.is(
		sent.corrections[0].items.map((i) => [i.kind, i.what]),
		[
			['identity', '身份证明'],
			['description', '信息的年份'],
		],
		'an item is called by its kind',
	);
	t.is([sent.corrections[0].working_days, sent.corrections[0].answer_by], [15, null], 'no day without a receipt');
	const received = await clerk.act(k.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '示例回执' });
	t.is(
		[received.corrections[0].answer_by, received.clock.waits_until, received.lapse_due],
		['2026-03-23', '2026-03-23', false],
		'15 working days',
	);
	t.is((await own(k)).corrections[0].answer_by, '2026-03-23', 'the applicant too');
	t.refused(
		await tried(clerk, k.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '再记' }),
		409,
		{ rule: 'R-CLOCK-5' },
		'twice',
	);
});

await scenario(
	'a notice that did not arrive is sent again with the same items, also after the 7th day; one that arrived is not (R-CLOCK-4)',
	async (t) => {
		const k = await atWork(paper);
		await worker.act(k.id, 'corrections', { items, working_days: 5 });
		await w.clock('2026-03-20');
		t.refused(await tried(head, k.id, 'lapse', no_reason), 409, { rule: 'R-CLOCK-5' }, 'no receipt, no end');
		t.refused(await tried(head, k.id, 'corrections/resending', { reason: '退回' }), 403, {}, 'by the head');
		const again = await worker.act(k.id, 'corrections/resending', { reason: '邮件因地址不详退回' });
		t.is(
			again.corrections[0].sent_again.map((s) => s.sent_on),
			['2026-03-20'],
			'recorded',
		);
		const text = await letterOf(k, 'correction_notice');
		t.ok(
			text.includes('2026年3月2日') && text.includes('请说明是哪一年的名单'),
			`the same items, and when it was sent first: ${text}`,
		);
		await clerk.act(k.id, 'corrections/receipt', { received_on: '2026-03-20', proof: '示例回执' });
		t.is((await clerk.get(`/api/v1/cases/${k.id}`)).corrections[0].answer_by, '2026-03-27', 'from the receipt');
		t.refused(
			await tried(worker, k.id, 'corrections/resending', { reason: '再发' }),
			409,
			{ rule: 'R-CLOCK-4' },
			'it arrived',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'answered in part it is answered; what follows supplements the text, not the day (R-CLOCK-4)',
	async (t) => {
		const k = await toCorrect();
		t.refused(
			await tried(clerk, k.id, 'corrections/answer', { text: '早', on: '2026-02-27' }),
			422,
			{},
			'before the receipt',
		);
		await w.clock('2026-03-04');
		const first = await answer(k, '年份是2025年，身份证明随后邮寄。');
		t.is([first.body.state, first.body.due_on], ['investigating', '2026-04-01'], '20 working days after 03-04');
		await w.clock('2026-03-06');
		const later = await answer(k, '身份证明已寄出。');
		t.is([later.status, later.body.due_on, later.body.clock.period], [200, '2026-04-01', 2], 'the same day');
		t.ok(later.body.description.includes('身份证明已寄出'), 'the text grows');
		t.is(
			t
				.refused(await tried(clerk, k.id, 'corrections/answer', { text: '补充', on: '2026-03-04' }), 422)
				.errors.map((e) => e.pointer),
			['/proof'],
			'two working days back it needs a proof (R-KEEP-3)',
		);
		const staff = await clerk.act(k.id, 'corrections/answer', { text: '来电补充：指城区。', on: '2026-03-05' });
		t.is([staff.due_on, staff.corrections[0].answered_on], ['2026-04-01', '2026-03-04'], 'through the office too');
		const p = t.refused(
			await tried(worker, k.id, 'corrections', { items }),
			409,
			{ rule: 'R-CLOCK-4', article: '条例30' },
			'not once more',
		);
		t.match(p.detail, /沟通释明/, 'clarification is offered instead');
		t.ok(p.allowed_acts.includes('clarification'), 'and allowed');
		await w.clock('2026-03-02');
	},
);

await scenario('without a notice there is nothing to supplement (R-CLOCK-4)', async (t) => {
	const k = await atWork();
	t.refused(await answer(k, '补充'), 409, { rule: 'R-CLOCK-4', article: '条例30' });
});

await scenario('still_unclear needs a notice sent in time and answered (R-CLOCK-4)', async (t) => {
	const parts = { parts: [{ description: '名单', outcome: 'still_unclear', unclear: '未说明年份' }] };
	const without = await atWork(),
		answered = await toCorrect();
	await worker.act(without.id, 'reply', parts, { method: 'PUT' });
	const a = await tried(worker, without.id, 'reply/submission', {});
	t.ok(
		a.status === 422 && a.body.errors.some((e) => e.pointer === '/parts/0/outcome'),
		`without: ${a.status} ${a.text.slice(0, 200)}`,
	);
	await answer(answered, '我的申请是明确的。');
	await worker.act(answered.id, 'reply', parts, { method: 'PUT' });
	t.is(
		(await worker.act(answered.id, 'reply/submission')).reply.status,
		'submitted',
		'with one, also answered "it is clear"',
	);
});

await scenario(
	'on paper the case ends when the letter is served; until then the applicant does not see it and may answer (R-CLOCK-5)',
	async (t) => {
		const a = await toCorrect(paper),
			b = await toCorrect(paper);
		await w.clock('2026-03-09');
		t.refused(
			await tried(head, a.id, 'lapse', no_reason),
			409,
			{ rule: 'R-CLOCK-5', article: '条例30' },
			'on the last day',
		);
		await w.clock('2026-03-10');
		t.is((await clerk.get(`/api/v1/cases/${a.id}`)).lapse_due, true, 'due');
		t.refused(await tried(worker, a.id, 'lapse', no_reason), 403, {}, 'by the caseworker');
		t.refused(
			await tried(clerk, a.id, 'lapse/service', { way: 'post', proof: 'x' }),
			409,
			{ rule: 'R-CLOCK-5' },
			'no letter yet',
		);
		for (const k of [a, b]) {
			const made = await head.act(k.id, 'lapse', no_reason);
			t.is([made.state, made.lapses[0].status], ['awaiting_correction', 'made'], 'the letter alone ends nothing');
		}
		t.is(
			(await clerk.get('/api/v1/cases?state=awaiting_correction')).items.find((c) => c.id === a.id).next_kind,
			'serve_lapse',
			'to be served, says the queue',
		);
		t.refused(await tried(head, a.id, 'lapse', no_reason), 409, { rule: 'R-CLOCK-5' }, 'twice');
		t.ok(!(await own(a)).letters.some((l) => l.kind === 'lapse_notice'), 'not out');
		const late = await answer(a, '对不起，晚了。');
		t.is(
			[late.body.state, late.body.due_on],
			['investigating', '2026-04-08'],
			'accepted: 20 working days after 03-10',
		);
		t.is((await clerk.get(`/api/v1/cases/${a.id}`)).lapses[0].status, 'overtaken', 'overtaken');
		t.ok(!(await own(a)).letters.some((l) => l.kind === 'lapse_notice'), 'never out');
		t.is((await tried(clerk, b.id, 'lapse/service', { way: 'electronic' })).status, 409, 'not agreed to');
		t.is(
			(await tried(clerk, b.id, 'lapse/service', { way: 'post', proof: '单号', sent_on: '2026-03-09' })).status,
			422,
			'before it was made',
		);
		const ended = await clerk.act(b.id, 'lapse/service', { way: 'post', proof: '示例挂号单' });
		t.is(
			[ended.state, ended.outcome, ended.report_row, ended.lapses[0].served_on],
			['ended', 'not_corrected', 21, '2026-03-10'],
			'ended',
		);
		t.is(ended.services.at(-1).way, 'post', 'with its service');
		const text = await letterOf(b, 'lapse_notice');
		for (const said of ['2026年3月2日', '2026年3月9日', '60日', '示范区人民法院'])
			t.ok(text.includes(said), `letter says ${said}`);
		t.ok(
			(await own(b)).letters.some((l) => l.kind === 'lapse_notice'),
			'now out',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'an answer after the end is kept; reinstated for good reason the period starts with the reinstatement (R-CLOCK-5, R-CLOCK-11)',
	async (t) => {
		const k = await toCorrect();
		await w.clock('2026-03-10');
		t.is((await head.act(k.id, 'lapse', no_reason)).state, 'ended', 'electronically at once');
		await w.clock('2026-03-12');
		const kept = await answer(k, '住院，现补正：2025年。');
		t.is([kept.status, kept.body.state], [200, 'ended'], 'kept, the case stays ended');
		await w.clock('2026-03-16');
		t.refused(await tried(worker, k.id, 'reinstatement', { reason: '住院' }), 403, {}, 'by the caseworker');
		const back = await head.act(k.id, 'reinstatement', { reason: '申请人住院，有正当理由' });
		t.is(
			[back.state, back.due_on, back.outcome, back.report_row, back.lapses[0].status],
			['investigating', '2026-04-14', null, 0, 'reinstated'],
			'20 working days after 03-16 (off 04-04 to 04-06)',
		);
		const text = await letterOf(k, 'reinstatement_notice');
		t.ok(text.includes('住院') && text.includes('2026年4月14日'), `letter: ${text}`);
		t.refused(
			await tried(worker, k.id, 'corrections', { items }),
			409,
			{ rule: 'R-CLOCK-4' },
			'the right to a notice does not come back',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'reinstated without the answer it waits again, from the receipt of that letter (R-CLOCK-5)',
	async (t) => {
		const k = await toCorrect();
		await w.clock('2026-03-10');
		await head.act(k.id, 'lapse', no_reason);
		await w.clock('2026-03-12');
		const back = await head.act(k.id, 'reinstatement', { reason: '通知期间住院', working_days: 10 });
		t.is(
			[back.state, back.due_on, back.clock.waits_until, back.lapse_due],
			['awaiting_correction', null, null, false],
			'waits',
		);
		t.ok((await letterOf(k, 'reinstatement_notice')).includes('10个工作日'), 'the period in words');
		t.is(
			(await tried(clerk, k.id, 'corrections/receipt', { received_on: '2026-03-11', proof: 'x' })).status,
			422,
			'not before that letter',
		);
		const received = await clerk.act(k.id, 'corrections/receipt', { received_on: '2026-03-12', proof: '示例回执' });
		t.is(received.clock.waits_until, '2026-03-26', '10 working days after 03-12');
		await w.clock('2026-03-27');
		t.is((await head.act(k.id, 'lapse', no_reason)).state, 'ended', 'a second end');
		await w.clock('2026-03-02');
	},
);

await scenario('only what ended uncorrected or unpaid can be reinstated (R-CLOCK-5)', async (t) => {
	const k = await atWork();
	const { version } = await own(k);
	await k.applicant.post(`/api/v1/requests/${k.filed.number}/withdrawal`, { reason: '不再需要' }, { version });
	t.refused(await tried(head, k.id, 'reinstatement', { reason: '有理由' }), 409, { rule: 'R-CLOCK-5' });
});

await scenario(
	'unpaid on the last day it still waits; the day after a head ends it, with a remedy paragraph (R-FEE-6)',
	async (t) => {
		const a = await toPay(),
			b = await toPay();
		await w.clock('2026-03-30');
		t.refused(
			await tried(head, a.id, 'lapse', no_reason),
			409,
			{ rule: 'R-FEE-6', article: '费6' },
			'on the last day',
		);
		await w.clock('2026-03-31');
		t.is((await finance.get(`/api/v1/cases/${a.id}`)).lapse_due, true, 'due');
		const ended = await head.act(a.id, 'lapse', no_reason);
		t.is(
			[ended.state, ended.outcome, ended.report_row, ended.fee_notices[0].status],
			['ended', 'not_paid', 22, 'ended'],
			'ended',
		);
		const text = await letterOf(a, 'lapse_notice');
		t.ok(text.includes('2026年3月30日') && text.includes('60日'), `letter: ${text}`);
		const payed = await finance.act(b.id, 'payments', paid('200', '2026-03-31'));
		t.is(
			[payed.state, payed.due_on],
			['investigating', '2026-04-29'],
			'paid after the period, before the end: 20 working days after 03-31',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'paid in full before the letter is served is accepted; after it only a reinstatement helps (R-FEE-6, R-FEE-8)',
	async (t) => {
		const a = await toPay(paper),
			b = await toPay(paper);
		await finance.act(b.id, 'payments', paid('50', '2026-03-02'));
		await w.clock('2026-03-31');
		for (const k of [a, b])
			t.is((await head.act(k.id, 'lapse', no_reason)).state, 'awaiting_payment', 'the letter alone ends nothing');
		const payed = await finance.act(a.id, 'payments', paid('200', '2026-03-31'));
		t.is([payed.state, payed.lapses[0].status], ['investigating', 'overtaken'], 'overtaken');
		const ended = await clerk.act(b.id, 'lapse/service', { way: 'post', proof: '示例挂号单' });
		t.is(
			ended.refunds.map((r) => [r.cause, r.amount_yuan, r.status]),
			[['ended', '50.00', 'due']],
			'the part is given back',
		);
		await w.clock('2026-04-02');
		const late = await finance.act(b.id, 'payments', paid('160', '2026-04-02'));
		t.is(
			[late.state, late.refunds.at(-1).cause, late.refunds.at(-1).amount_yuan],
			['ended', 'late', '160.00'],
			'too late',
		);
		const back = await head.act(b.id, 'reinstatement', { reason: '缴费单据邮寄延误' });
		t.is(
			[back.state, back.due_on, back.fee_notices[0].status],
			['investigating', '2026-05-06', 'paid'],
			'20 working days after 04-02 (off 04-04 to 04-06, 05-01 to 05-05)',
		);
		t.is(
			back.refunds.map((r) => [r.cause, r.amount_yuan, r.status]),
			[
				['ended', '50.00', 'dropped'],
				['late', '160.00', 'dropped'],
				['over', '10.00', 'due'],
			],
			'counts again, but for what is over',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'reinstated unpaid it waits for the payment again, 20 working days from the receipt of that letter (R-CLOCK-5, R-FEE-6)',
	async (t) => {
		const k = await toPay();
		await w.clock('2026-03-31');
		await head.act(k.id, 'lapse', no_reason);
		await w.clock('2026-04-01');
		const back = await head.act(k.id, 'reinstatement', { reason: '住院' });
		t.is(
			[back.state, back.due_on, back.fee_notices[0].status, back.fee_notices[0].pay_by],
			['awaiting_payment', null, 'sent', null],
			'waits',
		);
		const received = await clerk.act(k.id, 'fee-notices/receipt', { received_on: '2026-04-01', proof: '示例回执' });
		t.is(received.fee_notices[0].pay_by, '2026-04-30', '20 working days after 04-01 (off 04-04 to 04-06)');
		await w.clock('2026-04-08');
		t.is((await finance.act(k.id, 'payments', paid('200', '2026-04-08'))).state, 'investigating', 'paid');
		await w.clock('2026-03-02');
	},
);

await scenario(
	'an order after the unpaid end: the fee is asked for anew, what was paid before goes back; once paid it is never charged again (R-OUT-7, R-FEE-2)',
	async (t) => {
		const draft = { method: 'by_item', reason: '数量明显超过合理范围', how_to_pay: '示例银行' };
		const order = (day) => ({
			kind: 'reconsideration',
			body: '示例市人民政府',
			number: `示复决〔2026〕${day.slice(5)}号`,
			ordered_on: day,
			received_on: day,
			proof: '收文登记',
		});
		const k = await toPay();
		await finance.act(k.id, 'payments', paid('50', '2026-03-02'));
		await w.clock('2026-03-31');
		await head.act(k.id, 'lapse', no_reason);
		await finance.act(k.id, 'payments', paid('10', '2026-03-31'));
		await w.clock('2026-04-01');
		const again = await worker.act(k.id, 'orders', order('2026-04-01'));
		t.is([again.state, again.handling, again.due_on], ['investigating', 2, '2026-04-30'], 'its own period');
		await worker.act(k.id, 'fee-notices', draft);
		const sent = await head.act(k.id, 'fee-notices/sending', { way: 'download' });
		t.is(
			[sent.state, sent.fee_notices.map((f) => [f.handling, f.status, f.paid_yuan, f.pay_by])],
			[
				'awaiting_payment',
				[
					[1, 'ended', '50.00', '2026-03-30'],
					[2, 'sent', '0.00', '2026-04-30'],
				],
			],
			'a notice of its own, nothing paid of it',
		);
		await w.clock('2026-05-06');
		t.is((await head.act(k.id, 'lapse', no_reason)).state, 'ended', 'unpaid again');
		await finance.act(k.id, 'payments', paid('160', '2026-05-06'));
		const back = await head.act(k.id, 'reinstatement', { reason: '住院' });
		t.is(
			[back.state, back.fee_notices.map((f) => [f.status, f.paid_yuan])],
			[
				'awaiting_payment',
				[
					['ended', '50.00'],
					['sent', '160.00'],
				],
			],
			'what was paid before the order is no part of it',
		);
		t.is(
			back.refunds.map((r) => [r.cause, r.amount_yuan, r.status]),
			[
				['ended', '50.00', 'due'],
				['late', '10.00', 'due'],
				['late', '160.00', 'dropped'],
			],
			'and goes back',
		);
		t.is(
			back.payments.map((p) => [p.amount_yuan, p.applied_yuan]),
			[
				['50.00', '50.00'],
				['10.00', '0.00'],
				['160.00', '160.00'],
			],
			'each payment says what of it went to a fee',
		);
		const payed = await finance.act(k.id, 'payments', paid('40', '2026-05-06'));
		t.is(
			[payed.state, payed.due_on],
			['investigating', '2026-06-02'],
			'20 working days after 05-06 (worked 05-09), also in a later handling',
		);
		t.refused(await tried(worker, k.id, 'fee-notices', draft), 409, { rule: 'R-FEE-2' }, 'paid');
		await clerk.act(k.id, 'withdrawal', { reason: '来电撤回' });
		t.is((await worker.act(k.id, 'orders', order('2026-05-06'))).handling, 3, 'ordered once more');
		t.refused(await tried(worker, k.id, 'fee-notices', draft), 409, { rule: 'R-FEE-2' }, 'paid already');
		await w.clock('2026-03-02');
	},
);

await scenario('a draft of a notice is no draft of the next handling (R-OUT-7)', async (t) => {
	const k = await atWork();
	await worker.act(k.id, 'units', {
		reason: '一表多问',
		units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
	});
	const draft = { method: 'by_item', reason: '数量明显超过合理范围', how_to_pay: '示例银行' };
	await worker.act(k.id, 'fee-notices', draft);
	await clerk.act(k.id, 'withdrawal', { reason: '来电撤回' });
	await worker.act(k.id, 'orders', {
		kind: 'reconsideration',
		body: '示例市人民政府',
		number: '示复决〔2026〕99号',
		ordered_on: '2026-03-02',
		received_on: '2026-03-02',
		proof: '收文登记',
	});
	t.refused(await tried(head, k.id, 'fee-notices/sending', { way: 'download' }), 409, { rule: 'R-FEE-5' }, 'stale');
	await worker.act(k.id, 'fee-notices', { ...draft, reason: '重新处理，仍超过合理范围' });
	const sent = await head.act(k.id, 'fee-notices/sending', { way: 'download' });
	t.is(
		sent.fee_notices.map((f) => [f.status, f.reason]),
		[['sent', '重新处理，仍超过合理范围']],
		'drafted anew',
	);
});

await scenario('withdrawn while it waits for payment: what was paid in part is given back (R-FEE-8)', async (t) => {
	const k = await toPay();
	await finance.act(k.id, 'payments', paid('50', '2026-03-02'));
	const { version } = await own(k);
	await k.applicant.post(`/api/v1/requests/${k.filed.number}/withdrawal`, { reason: '不再需要' }, { version });
	const seen = await finance.get(`/api/v1/cases/${k.id}`);
	t.is(
		[seen.fee_notices[0].status, seen.refunds[0].cause, seen.refunds[0].amount_yuan],
		['ended', 'ended', '50.00'],
		'due',
	);
	t.is(
		(await head.act(k.id, `refunds/${seen.refunds[0].id}/decision`, { decision: 'approve', how: '原路退回' }))
			.refunds[0].status,
		'approved',
		'approved by the head',
	);
});

await scenario(
	'answer and lapse at once over two instances: one wins, the other is told what changed (R-CLOCK-5)',
	async (t) => {
		const second = await w.serve(),
			k = await toCorrect();
		await w.clock('2026-03-10');
		const there = second.client();
		await there.signIn('fgw-head', w.passwords.get('fgw-head'));
		const seen = await there.get(`/api/v1/cases/${k.id}`);
		const both = await Promise.all([
			there.send('POST', `/api/v1/cases/${k.id}/lapse`, {
				body: no_reason,
				version: seen.version,
				key: randomUUID(),
			}),
			k.applicant.send('POST', `/api/v1/requests/${k.filed.number}/corrections`, {
				body: { text: '2025年' },
				version: seen.version,
				key: randomUUID(),
			}),
		]);
		t.is(both.map((a) => a.status).sort(), [200, 412], `one wins: ${both.map((a) => a.text.slice(0, 100))}`);
		t.ok(both.find((a) => a.status === 412).body.changes.length > 0, 'what changed');
		await w.clock('2026-03-02');
	},
);

await scenario('verify finds every due day right after all of this (R-CLOCK-10)', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout}${v.stderr}`.slice(0, 2000));
});

/* ---- What an answer brings as data (R-REQ-10, R-FEE-3). */

await scenario(
	'an answer brings papers, contact and authorisation as data: sealed, named in the history without values, counted from then on',
	async (t) => {
		await w.clock('2026-03-02');
		const known = await filed(w, 'FGW', { applicant: { ...someone(), id_number: '测试补证0001' } });
		await advance(w, known.id, 'registered');
		const k = await filed(w, 'FGW', {
			applicant: { category: 'natural_person', name: '测试补证人' },
			joint_applicants: [{ name: '测试共同人' }],
			representatives: [{ kind: 'agent', name: '测试代理人', id_kind: 'other', id_number: '代理证件0009' }],
		});
		await advance(w, k.id, 'investigating');
		t.is((await worker.get(`/api/v1/cases/${k.id}/fee-estimate`)).units_before, 0, 'nobody known');
		await worker.act(k.id, 'corrections', { items: [{ kind: 'identity', guidance: '请补充' }] });
		const { version } = await own(k);
		const give = (body) =>
			k.applicant.send('POST', `/api/v1/requests/${k.filed.number}/corrections`, {
				body: { text: '补充如下', ...body },
				version,
				key: randomUUID(),
			});
		const bad = t.refused(
			await give({
				applicant: { id_number: '1' },
				representatives: [
					{ kind: 'agent' },
					{ no: 1, kind: 'agent', powers: ['fly'] },
					{ no: 1, kind: 'agent' },
				],
			}),
			422,
		);
		t.is(
			bad.errors.map((e) => e.pointer).sort(),
			['/applicant/id_kind', '/representatives/0/name', '/representatives/1/powers/0', '/representatives/2/no'],
			'all faults at once',
		);
		t.is(
			t
				.refused(await give({ contact: 3, representatives: [{ no: 2, kind: 'agent' }] }), 422)
				.errors.map((e) => e.pointer)
				.sort(),
			['/contact', '/representatives/0/no'],
			'whom the case does not have',
		);
		t.is((await own(k)).version, version, 'nothing changed');
		const answered = await give({
			applicant: { id_kind: 'other', id_number: '测试补证0001', phone: '0791-00000077' },
			contact: 2,
			representatives: [
				{
					no: 1,
					kind: 'agent',
					matters: '申请公开',
					powers: ['file', 'receive'],
					valid_from: '2026-03-01',
					valid_to: '2026-12-31',
				},
				{ kind: 'handler', name: '测试经办新人' },
			],
		});
		t.is([answered.status, answered.body.state], [200, 'investigating'], answered.text.slice(0, 300));
		const people = await clerk.post(`/api/v1/cases/${k.id}/unmasking`, { reason: '核对' });
		t.is(
			[people.name, people.id_number, people.phone],
			['测试补证人', '测试补证0001', '0791-00000077'],
			'what was given replaces, the rest stays',
		);
		const seen = await clerk.get(`/api/v1/cases/${k.id}`);
		t.is(
			seen.representatives.map((r) => [r.kind, r.authorised, r.gets_letters]),
			[
				['agent', true, true],
				['handler', true, false],
			],
			'the authorisation is there',
		);
		t.is(
			seen.joint_applicants.map((j) => j.is_contact),
			[true],
			'the contact is named',
		);
		t.is(
			(await worker.get(`/api/v1/cases/${k.id}/fee-estimate`)).units_before,
			1,
			'the same applicant: the other case comes before it',
		);
		const history = (await clerk.get(`/api/v1/cases/${k.id}/events?limit=200`)).items;
		const event = history.find((e) => e.act === 'correction_answer');
		t.is(
			[event.detail.people.slice(0, 3), event.detail.contact, event.detail.contact_before],
			[['applicant/id_number', 'applicant/phone', 'representatives/1/matters'], 2, 0],
			'what changed, by name',
		);
		t.ok(!/补证0001|00000077|经办新人/.test(JSON.stringify(history)), 'never by value');
		t.is(
			w.sql(`SELECT COUNT(*) FROM person_before WHERE case_id = ${k.id} AND phone IS NULL`).trim(),
			'1',
			'as it was before',
		);
		t.is(
			w.sql("SELECT COUNT(*) FROM person WHERE id_number LIKE '%补证%' OR phone LIKE '%0077%'").trim(),
			'0',
			'sealed',
		);

		// rectified: as if the answer had never been
		const asked = await worker.act(k.id, 'rectifications', {
			seq: event.seq,
			reason: '登记到了别的案件',
			proof: '示例说明',
		});
		await head.act(k.id, `proposals/${asked.proposals.at(-1).id}/decision`, { decision: 'grant' });
		const back = await clerk.get(`/api/v1/cases/${k.id}`);
		t.is(
			[back.state, back.representatives.map((r) => [r.kind, r.authorised]), back.joint_applicants[0].is_contact],
			['awaiting_correction', [['agent', false]], false],
			'taken back',
		);
		const before = await clerk.post(`/api/v1/cases/${k.id}/unmasking`, { reason: '核对' });
		t.is([before.id_number, before.phone], [null, null], 'the papers, too');
		t.is(
			w
				.sql(
					`SELECT COUNT(*) FROM person_before WHERE case_id = ${k.id} AND taken_back = 1 AND phone IS NOT NULL`,
				)
				.trim(),
			'1',
			'and kept as taken back',
		);
		const entered = await clerk.act(k.id, 'corrections/answer', {
			text: '再次补正',
			on: '2026-03-02',
			applicant: { id_kind: 'citizen', id_number: '110101199013070011', id_kept: true },
		});
		t.is(
			[entered.state, entered.applicant.id_kept_as_written],
			['investigating', true],
			'by staff, a number as it is written',
		);
		t.is(w.ctl('verify').status, 0, 'chains are whole');
	},
);

await done();
