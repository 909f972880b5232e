/* The desk of who approves: what waits, for whom, paged and counted. */
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const head = await w.person('fgw-head'),
	leader = await w.person('fgw-leader'),
	worker = await w.person('fgw-caseworker');
const second = await w.person('fgw-caseworker-2'),
	clerk = await w.person('fgw-clerk');
const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const path = '/api/v1/queues/approvals';
const kinds = async (who) => (await who.get(path)).items.map((i) => [i.kind, i.case_id]);

await scenario('nothing waits: an empty page, counts of 0', async (t) => {
	t.is(await head.get(path), { items: [], next: null }, 'empty');
	t.is((await head.get(`${path}/counts`)).all, 0, 'none');
});

const cases = {};
await scenario('each kind waits for those who decide it, until they have', async (t) => {
	for (const name of ['reply', 'extension', 'fee'])
		cases[name] = (
			await filed(w, 'FGW', {
				title: `审批测试${name}`,
				applicant: {
					category: 'natural_person',
					name: '测试申请人',
					id_kind: 'other',
					id_number: `审批${name}`,
					phone: '0791-00000001',
				},
			})
		).id;
	await advance(w, cases.reply, 'submitted', { outcome: 'internal_affairs' }); // head, then leader (R-OUT-10)
	for (const name of ['extension', 'fee']) await advance(w, cases[name], 'investigating');
	await worker.act(cases.extension, 'extensions', { working_days: 20, reason: '需要检索多个档案室' });
	await worker.act(cases.fee, 'units', {
		reason: '一表多问',
		units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
	});
	await worker.act(cases.fee, 'fee-notices', {
		method: 'by_item',
		reason: '数量明显超过合理范围',
		how_to_pay: '示例账户',
	});
	const seen = (await head.get(path)).items;
	t.is(
		seen.map((i) => [i.kind, i.case_id]),
		[
			['reply', cases.reply],
			['extension', cases.extension],
			['fee_notice', cases.fee],
		],
		'for the head',
	);
	t.is(
		[seen[0].next_approver, seen[0].round, seen[0].asked_by, seen[0].asked_on, seen[0].case_title],
		['head', 1, worker.user.id, '2026-03-02', '审批测试reply'],
		'a reply',
	);
	t.is([seen[1].working_days, seen[1].due_on, seen[1].working_days_left], [20, '2026-03-30', 20], 'an extension');
	t.is([seen[2].method, seen[2].asked_by], ['by_item', worker.user.id], 'a fee notice');
	t.is(await kinds(leader), [['extension', cases.extension]], 'for the leader: the reply is not at their step yet');
	t.is([await kinds(worker), await kinds(clerk)], [[], []], 'who asks decides nothing');
	const n = await head.get(`${path}/counts`);
	t.is(
		[n.agency_id, n.reply, n.extension, n.fee_notice, n.proposal, n.refund, n.all],
		[fgw, 1, 1, 1, 0, 0, 3],
		'counted',
	);
	await head.act(cases.reply, 'reply/decisions', { decision: 'approve' });
	t.is(
		(await leader.get(`${path}?kind=reply`)).items.map((i) => [i.case_id, i.next_approver]),
		[[cases.reply, 'leader']],
		'the next step',
	);
	t.is((await head.get(`${path}?kind=reply`)).items, [], "no longer the head's");
	await leader.act(cases.reply, 'reply/decisions', { decision: 'return', remarks: '请补充理由' });
	t.is((await leader.get(`${path}?kind=reply`)).items, [], 'a returned draft waits for nobody');
	await worker.act(cases.reply, 'reply/submission');
	t.is(
		(await head.get(`${path}?kind=reply`)).items.map((i) => i.round),
		[2],
		'the second round begins with the head',
	);
	await head.act(cases.extension, 'extensions/decision', { decision: 'grant' });
	await head.act(cases.fee, 'fee-notices/sending', { way: 'download' });
	t.is(await kinds(head), [['reply', cases.reply]], 'what is decided is gone');
});

await scenario('a deputy sees the step that they hold today; not the other decisions of that role', async (t) => {
	const k = await filed(w, 'FGW');
	await advance(w, k.id, 'investigating');
	await worker.act(k.id, 'extensions', { working_days: 5, reason: '需要检索' });
	const d = await head.post(`/api/v1/agencies/${fgw}/deputies`, {
		role: 'head',
		deputy_id: second.user.id,
		from_on: '2026-03-02',
		to_on: '2026-03-02',
		document: '示例委托书第1号',
	});
	t.is(await kinds(second), [['reply', cases.reply]], 'the step');
	t.is((await second.get(`${path}/counts`)).all, 1, 'counted alike');
	await head.post(`/api/v1/agencies/${fgw}/deputies/${d.id}/end`, {});
	t.is(await kinds(second), [], 'ended');
});

await scenario('what waits in a case that has ended is no longer asked for; a proposal and a refund are', async (t) => {
	const own = await filed(w, 'FGW');
	await advance(w, own.id, 'submitted');
	await clerk.act(own.id, 'withdrawal', { reason: '申请人来电撤回' });
	t.ok(!(await kinds(head)).some(([, id]) => id === own.id), 'withdrawn');
	const seq = (await worker.get(`/api/v1/cases/${own.id}/events?limit=200`)).items.find((e) =>
		/^withdraw/.test(e.act),
	).seq;
	await worker.act(own.id, 'rectifications', { seq, reason: '登记有误', proof: '测试凭证一' });
	const p = (await head.get(`${path}?kind=proposal`)).items;
	t.is(
		p.map((i) => [i.case_id, i.act, i.asked_by]),
		[[own.id, 'rectify', worker.user.id]],
		'the proposal',
	);
	t.ok(p[0].act_title.length > 0, 'in words');
	await (
		await w.person('fgw-finance')
	).act(cases.fee, 'payments', { amount: '300', paid_on: '2026-03-02', voucher: '示例票据1', way: 'bank' });
	t.is(
		(await head.get(`${path}?kind=refund`)).items.map((i) => [i.case_id, i.amount_fen, i.due_on]),
		[[cases.fee, 10000, null]],
		'what was paid too much; no rule gives it a day',
	);
});

await scenario(
	'an extension is to be decided by the last day of the reply, before whose end it must be granted; desk, deadline and queue say the same (R-CLOCK-2)',
	async (t) => {
		const k = await filed(w, 'FGW'),
			day = async () =>
				(await head.get(`${path}?kind=extension`)).items.filter((i) => i.case_id === k.id).map((i) => i.due_on);
		const row = () =>
			w
				.sql(
					`SELECT l.due_on, l.status, d.next_on, d.next_kind FROM deadline l JOIN docket d ON d.id = l.case_id WHERE l.case_id = ${k.id} AND l.kind = 'extension'`,
				)
				.trim()
				.split('\t');
		await advance(w, k.id, 'investigating');
		await worker.act(k.id, 'extensions', { working_days: 5, reason: '需要检索' });
		t.is(
			[await day(), row()],
			[['2026-03-30'], ['2026-03-30', 'open', '2026-03-30', 'extension']],
			'not the day of the asking; of one day, before the reply',
		);
		await worker.act(k.id, 'consultations', {
			kind: 'other_agency',
			party: '示例机关',
			information: '名单',
			question: '是否同意公开',
			working_days: 5,
		});
		const { due_on } = await worker.get(`/api/v1/cases/${k.id}`);
		t.ok(due_on > '2026-03-30', 'the consultation holds the clock back');
		t.is([await day(), row().slice(0, 2)], [[due_on], [due_on, 'open']], 'and the decision with it');
		const refused = await head.act(k.id, 'extensions/decision', { decision: 'refuse', remarks: '可以按期答复' });
		t.is([await day(), row()[1]], [[], 'met'], 'decided');
		const seq = (await worker.get(`/api/v1/cases/${k.id}/events?limit=200`)).items.find(
			(e) => e.act === 'extension_refuse',
		).seq;
		const asked = await worker.act(k.id, 'rectifications', { seq, reason: '点错了', proof: '测试凭证二' });
		await head.act(k.id, `proposals/${asked.proposals.at(-1).id}/decision`, { decision: 'grant' });
		t.is(
			[await day(), row()[1], refused.due_on],
			[[due_on], 'open', due_on],
			'the refusal is voided: it waits again',
		);
	},
);

await scenario('what only the head can end or find waits at the desk without being asked for', async (t) => {
	const one = async (kind) => (await head.get(`${path}?kind=${kind}`)).items;
	const k = await filed(w, 'FGW'),
		r = await filed(w, 'FGW');
	await advance(w, k.id, 'registered');
	await worker.act(k.id, 'corrections', { items: [{ guidance: '请说明时间段' }] });
	await clerk.act(k.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '示例回执' });
	const { answer_by } = (await clerk.get(`/api/v1/cases/${k.id}`)).corrections[0];
	await w.clock(answer_by);
	t.is(await one('lapse'), [], 'on the last day the applicant still has time');
	await w.clock('2026-03-24');
	t.is(
		(await one('lapse')).map((i) => [i.case_id, i.period, i.due_on, i.asked_by]),
		[[k.id, 'correction', answer_by, null]],
		'the day after',
	);
	t.is(
		[(await one('lapse'))[0].working_days_left < 0, (await head.get(`${path}/counts`)).lapse],
		[true, 1],
		'counted',
	);
	t.is([await kinds(worker), (await leader.get(`${path}?kind=lapse`)).items], [[], []], "the head's alone");
	await head.act(k.id, 'lapse', { reason: '不知道有正当理由' });
	t.is(await one('lapse'), [], 'ended by the letter that waits to be served');
	await w.clock('2026-03-02');
	await advance(w, r.id, 'investigating');
	await worker.act(r.id, 'reasons', { volume: '本月提出 60 件' });
	t.is(await one('finding'), [], 'the applicant is asked first');
	await clerk.act(r.id, 'reasons/answer', { text: '用于课题研究', on: '2026-03-02' });
	t.is(
		(await one('finding')).map((i) => [i.case_id, i.due_on]),
		[[r.id, '2026-03-02']],
		'then the head weighs',
	);
	await head.act(r.id, 'reasons/finding', { holds: true, finding: '理由成立' });
	t.is(await one('finding'), [], 'found');
});

await scenario(
	'an end for want of payment waits for the head from the day after; paid after all it does not (R-FEE-6)',
	async (t) => {
		const lapses = async () =>
			(await head.get(`${path}?kind=lapse`)).items.map((i) => [
				i.case_id,
				i.period,
				i.due_on,
				i.working_days_left,
			]);
		const [a, b] = [
			await filed(w, 'FGW', {
				applicant: {
					category: 'natural_person',
					name: '测试申请人',
					id_kind: 'other',
					id_number: '审批逾期一',
					phone: '0791-00000001',
				},
			}),
			await filed(w, 'FGW', {
				applicant: {
					category: 'natural_person',
					name: '测试申请人',
					id_kind: 'other',
					id_number: '审批逾期二',
					phone: '0791-00000001',
				},
			}),
		];
		for (const { id } of [a, b]) {
			await advance(w, id, 'investigating');
			await worker.act(id, 'units', {
				reason: '一表多问',
				units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
			});
			await worker.act(id, 'fee-notices', {
				method: 'by_item',
				reason: '数量明显超过合理范围',
				how_to_pay: '示例账户',
			});
			await head.act(id, 'fee-notices/sending', { way: 'download' });
		}
		await w.clock('2026-03-30');
		t.is(await lapses(), [], 'on the last day it can still be paid');
		await w.clock('2026-03-31');
		t.is(
			await lapses(),
			[a.id, b.id].map((id) => [id, 'fee', '2026-03-30', -1]),
			'the day after',
		);
		t.is(
			[(await head.get(`${path}/counts`)).lapse, (await leader.get(`${path}?kind=lapse`)).items],
			[2, []],
			"counted; the head's alone",
		);
		await (
			await w.person('fgw-finance')
		).act(a.id, 'payments', { amount: '200', paid_on: '2026-03-31', voucher: '示例票据2', way: 'bank' });
		t.is(
			(await lapses()).map(([id]) => id),
			[b.id],
			'paid before the end: it goes on',
		);
		t.is((await head.act(b.id, 'lapse', { reason: '不知道有正当理由' })).state, 'ended', 'ended');
		t.is(await lapses(), [], 'nothing waits');
		await w.clock('2026-03-02');
	},
);

await scenario(
	'a letter that could not be confirmed waits for the head once six months are over, until it is filed away or confirmed (R-RCPT-3)',
	async (t) => {
		const waits = async () =>
			(await head.get(`${path}?kind=unconfirmed`)).items.map((i) => [i.case_id, i.due_on, i.asked_by, i.state]);
		const letter = (n) =>
			clerk.post('/api/v1/cases', {
				agency: '360104-FGW',
				channel: 'post_ordinary',
				arrived_on: '2026-03-02',
				description: `申请公开测试项目${n}的批复。`,
				ways: ['post'],
				carriers: ['paper'],
				applicant: {
					category: 'natural_person',
					name: '测试来信人',
					id_kind: 'other',
					id_number: `测试来信${n}`,
					phone: '0791-00000009',
					address: '测试路9号',
				},
				attempts: [{ on: '2026-03-02', time: '10:00', way: 'telephone', result: 'wrong_contact' }],
			});
		const [a, b] = [await letter(1), await letter(2)];
		await w.clock('2026-09-01');
		t.is(await waits(), [], 'not before');
		await w.clock('2026-09-02');
		t.is(
			await waits(),
			[a.id, b.id].map((id) => [id, '2026-09-02', null, 'pending_confirmation']),
			'on the day',
		);
		t.is(
			[
				(await head.get(`${path}/counts`)).unconfirmed,
				(await leader.get(`${path}?kind=unconfirmed`)).items,
				(await worker.get(`${path}?kind=unconfirmed`)).items,
			],
			[2, [], []],
			"the head's alone",
		);
		await clerk.act(a.id, 'receipt-confirmation', { on: '2026-09-02', way: 'telephone', person: '测试来信人' });
		t.is(
			(await waits()).map(([id]) => id),
			[b.id],
			'reached after all',
		);
		t.is((await head.act(b.id, 'unconfirmed', { remarks: '无法联系' })).state, 'closed', 'filed away');
		t.is(await waits(), [], 'nothing waits');
		await w.clock('2026-03-02');
	},
);

await scenario("by due day, whatever the kind, page by page; another agency's desk is as good as none", async (t) => {
	const all = await kinds(head);
	t.ok(all.length >= 4, 'enough to page');
	const seen = [];
	for (let next = `${path}?limit=1`; next;) {
		const page = await head.get(next);
		t.is(page.items.length, 1, 'one a page');
		seen.push([page.items[0].kind, page.items[0].case_id]);
		next = page.next;
	}
	t.is(seen, all, 'the same, in the same order');
	const due = (await head.get(path)).items.map((i) => i.due_on ?? '9999-12-31');
	t.is(due, [...due].sort(), 'what falls due first stands first');
	t.ok(new Set(due).size > 1, 'of several days');
	const jtj = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim();
	t.refused(await head.send('GET', `${path}?agency=${jtj}`), 404, {}, 'another agency');
	t.refused(await head.send('GET', `${path}?kind=x`), 422, {}, 'no such kind');
	t.refused(await head.send('GET', `${path}?cursor=x`), 422, {}, 'no cursor');
	t.is(await kinds(await w.person('jtj-head')), [], 'nothing of ours');
});

await scenario('what waits is read by its keys alone', async (t) => {
	for (const [table, where, key] of [
		['reply', 'waits = 1', 'k_reply_waits'],
		['extension', 'waits = 1', 'k_extension_waits'],
		['fee_notice', 'drafted = 1', 'k_fee_notice_drafted'],
		['proposal', 'waits = 1', 'k_proposal_agency'],
		['refund', "status = 'due'", 'k_refund_status'],
		['deadline', 'head_waits = 1', 'k_deadline_head'],
	]) {
		const plan = w.sql(
			`EXPLAIN FORMAT=JSON SELECT w.id FROM ${table} w FORCE INDEX (${key}) WHERE w.agency_id = ${fgw} AND w.${where}`,
		);
		t.ok(plan.includes(key), `${table} by ${key}`);
	}
});

await done();
