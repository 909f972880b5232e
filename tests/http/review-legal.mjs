/* Hard cases and their legal review (R-ASK-5): rules, rota, opinion, conflicts of interest, override. */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02'); // received on it: due 2026-03-30; 2026-03-27 is the working day before
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head');
const clerk = await w.person('fgw-clerk'),
	other = await w.person('fgw-caseworker-2');
/* In the order of their ids, which is the order of the rota as long as nobody was asked. */
const advisors = [await w.person('qzf-advisor'), await w.person('fgw-advisor'), await w.person('fgw-advisor-2')];
const idOf = (a) => a.user.id;
const by = (id) => advisors.find((a) => idOf(a) === id);

/** A case of FGW taken to TO with a planned refusal under 条例16. */
async function hard(to, change) {
	const f = await filed(w, 'FGW', change);
	const seen = await advance(w, f.id, to, { outcome: 'internal_affairs' });
	return { ...f, seen };
}
const ask = (id, body = {}) => worker.act(id, 'legal-reviews', { question: '是否属于内部事务信息？', ...body });
const opinion = { opinion: 'agree', reasons: '属于人事管理等内部事务。', articles: ['条例16', '条例36(3)'] };
async function post(client, id, path, body, version) {
	const v = version ?? w.sql(`SELECT version FROM docket WHERE id = ${id}`).trim();
	return client.send('POST', `/api/v1/cases/${id}/${path}`, { body, version: v, key: randomUUID() });
}
const last = (seen) => seen.legal_reviews.at(-1);
const deadlines = (id, kind) =>
	w.sql(`SELECT due_on, status FROM deadline WHERE case_id = ${id} AND kind = '${kind}' ORDER BY id`).trim();

await scenario('a planned refusal makes a hard case, named by rule, text and article (R-ASK-5)', async (t) => {
	const { seen } = await hard('drafted');
	t.is(
		seen.hard_rules.map((r) => [r.name, r.rule, r.article]),
		[['refusal_planned', 'R-ASK-5', '条例14、15、16']],
		'rule',
	);
	t.match(seen.hard_rules[0].text, /第十四、十五、十六条/, 'text');
	const easy = await filed(w, 'FGW');
	t.is((await advance(w, easy.id, 'drafted')).hard_rules, [], 'already_public is no hard case');
	const black = await filed(w, 'FGW');
	t.is(
		(
			await advance(w, black.id, 'drafted', {
				outcome: 'partial',
				part: { content: '名单', reasons: '个人标识', refused: ['third_party_rights'], only_identifiers: true },
			})
		).hard_rules,
		[],
		'only identifiers blacked out',
	);
});

await scenario('"only identifiers" switches the rule off for no other refusal (R-ASK-5, R-ASK-1)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	const worker = await w.person('fgw-caseworker');
	const parts = [
		{
			description: '会议纪要',
			outcome: 'partial',
			content: '见附件。',
			reasons: '内部讨论',
			not_ordered: '无规定要求公开',
			refused: ['internal_affairs'],
			only_identifiers: true,
		},
	];
	const seen = await worker.act(id, 'reply', { parts }, { method: 'PUT' });
	t.is(
		seen.hard_rules.map((r) => r.name),
		['refusal_planned'],
		'a hard case all the same',
	);
	const p = t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
			body: {},
			version: seen.version,
			key: randomUUID(),
		}),
		422,
		{ rule: 'R-OUT-1' },
		'submitted',
	);
	t.is(
		p.errors.map((e) => e.pointer),
		['/parts/0/only_identifiers'],
		'at its member',
	);
});

await scenario('each rule is a setting of the agency, by what held on the day of receipt (R-ASK-5)', async (t) => {
	const admin = await w.person('qzf-system-admin');
	const jtj = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim();
	const before = await filed(w, 'JTJ');
	const version = w.sql(`SELECT version FROM agency WHERE id = ${jtj}`).trim();
	await w.clock('2026-03-03');
	await admin.call('PUT', `/api/v1/agencies/${jtj}/settings`, {
		version,
		body: { valid_from: '2026-03-03', values: [{ name: 'hard_refusal_planned', value: 'off' }] },
	});
	const after = await filed(w, 'JTJ');
	const names = async (id) =>
		(await advance(w, id, 'drafted', { agency: 'jtj', outcome: 'internal_affairs' })).hard_rules.map((r) => r.name);
	t.is(await names(before.id), ['refusal_planned'], 'received before');
	t.is(await names(after.id), [], 'received after');
	await w.clock('2026-03-02');
});

await scenario('a hard case is not served before its review is answered (R-ASK-5)', async (t) => {
	const { id } = await hard('signed');
	t.refused(await post(clerk, id, 'services', { way: 'electronic' }), 409, { rule: 'R-ASK-5' }, 'no review');
	const asked = await ask(id);
	t.refused(await post(clerk, id, 'services', { way: 'electronic' }), 409, { rule: 'R-ASK-5' }, 'not answered');
	const r = last(asked),
		advisor = by(r.advisor_id);
	t.is([r.status, r.rules, r.by_rota], ['asked', ['refusal_planned'], true], 'asked, with the rules that hold');
	await advisor.act(id, `legal-reviews/${r.id}/answer`, { ...opinion, opinion: 'disagree' });
	const served = await clerk.act(id, 'services', { way: 'electronic' });
	t.is(served.state, 'replied', 'a disagreement does not bind');
	t.is([last(served).opinion, last(served).articles], ['disagree', ['条例16', '条例36(3)']], 'but it is shown');
});

await scenario(
	'the rota asks whoever was asked longest ago; at once, nobody gets the same turn (R-ASK-5)',
	async (t) => {
		w.sql('DELETE FROM legal_turn');
		const cases = [];
		for (let i = 0; i < 9; i++) cases.push(await hard('drafted'));
		const first = [];
		for (const c of cases.slice(0, 3)) first.push(last(await ask(c.id)).advisor_id);
		t.is(first, advisors.map(idOf), 'each in turn');
		const all = await Promise.all(
			cases.slice(3).map((c) => post(worker, c.id, 'legal-reviews', { question: '请审核' })),
		);
		t.is(
			all.map((a) => a.status),
			all.map(() => 201),
			'six at once',
		);
		const count = (id) => all.filter((a) => last(a.body).advisor_id === id).length;
		t.is(
			advisors.map((a) => count(idOf(a))),
			[2, 2, 2],
			'two each',
		);
		t.is(w.sql('SELECT COUNT(DISTINCT turn) FROM legal_turn').trim(), '3', 'no turn twice');
		const chosen = await hard('drafted');
		const r = last(await ask(chosen.id, { advisor_id: idOf(advisors[1]) }));
		t.is([r.advisor_id, r.by_rota], [idOf(advisors[1]), false], 'chosen');
		const list = await worker.get(`/api/v1/cases/${chosen.id}/legal-advisors`);
		t.is(list.items.at(-1).id, idOf(advisors[1]), 'who was chosen stands last in the rota');
	},
);

await scenario('the advisor sees exactly the case put to them, without personal data (product.md)', async (t) => {
	const { id, filed: f } = await hard('drafted'),
		stranger = await hard('drafted');
	await worker.post(`/api/v1/cases/${id}/contacts`, { kind: 'contact', way: 'telephone', said: '申请人来电' });
	t.refused(await advisors[0].send('GET', `/api/v1/cases/${id}`), 404, {}, 'before it is put');
	const r = last(await ask(id, { advisor_id: idOf(advisors[0]) }));
	const seen = await advisors[0].get(`/api/v1/cases/${id}`);
	t.is(
		[seen.number, seen.reply.parts.length, seen.legal_reviews[0].question, seen.hard_rules.length],
		[f.number, 1, '是否属于内部事务信息？', 1],
		'question, draft, rules',
	);
	t.is(
		[seen.applicant, seen.letters, seen.contacts, seen.services],
		[undefined, undefined, undefined, undefined],
		'no more',
	);
	t.ok(!JSON.stringify(seen).includes('测试申请人'), 'no name');
	t.ok((await advisors[0].get(`/api/v1/cases/${id}/events`)).items.length > 3, 'history');
	t.refused(await advisors[0].send('GET', `/api/v1/cases/${stranger.id}`), 404, {}, 'no other');
	t.refused(await advisors[1].send('GET', `/api/v1/cases/${id}`), 404, {}, 'nobody else');
	const queue = (await advisors[0].get('/api/v1/cases?queue=put_to_me&limit=200')).items.map((c) => c.number);
	t.ok(queue.includes(f.number) && !queue.includes(stranger.filed.number), 'put to me');
	t.refused(await advisors[0].send('POST', `/api/v1/cases/${id}/unmasking`, { body: { reason: '想看' } }), 403);
	await advisors[0].act(id, `legal-reviews/${r.id}/answer`, opinion);
	t.ok(
		!(await advisors[0].get('/api/v1/cases?queue=put_to_me&limit=200')).items.some((c) => c.number === f.number),
		'done',
	);
	t.is((await advisors[0].get(`/api/v1/cases/${id}`)).number, f.number, 'still readable');
});

await scenario('an opinion is given once, by whom it was asked of, with reasons and articles', async (t) => {
	const { id } = await hard('drafted');
	const r = last(await ask(id, { advisor_id: idOf(advisors[0]) }));
	const path = `legal-reviews/${r.id}/answer`;
	const bad = t.refused(await post(advisors[0], id, path, { opinion: 'maybe', articles: [] }), 422);
	t.is(bad.errors.map((e) => e.pointer).sort(), ['/articles', '/opinion', '/reasons'], 'every fault');
	t.refused(await post(worker, id, path, opinion), 403, {}, 'the caseworker');
	t.refused(await post(advisors[1], id, path, opinion), 404, {}, 'another advisor');
	t.refused(await post(advisors[0], id, path, opinion, 1), 412, {}, 'stale');
	t.is(deadlines(id, 'legal_review'), '2026-03-09\topen', 'answer by: the 5th working day after 03-02');
	const all = await Promise.all(Array.from({ length: 16 }, () => post(advisors[0], id, path, opinion)));
	t.is(all.filter((a) => a.status === 200).length, 1, `once: ${all.map((a) => a.status)}`);
	t.is(w.sql(`SELECT COUNT(*) FROM event WHERE case_id = ${id} AND act = 'legal_answer'`).trim(), '1', 'one event');
	t.is(deadlines(id, 'legal_review'), '2026-03-09\tmet', 'met');
	t.refused(await post(advisors[0], id, path, opinion), 409, {}, 'again');
});

await scenario('a second opinion comes from another advisor', async (t) => {
	const { id } = await hard('submitted');
	const r = last(await ask(id, { advisor_id: idOf(advisors[0]) }));
	t.refused(
		await post(worker, id, 'legal-reviews', { question: '再问', second_of: r.id }),
		422,
		{},
		'not answered yet',
	);
	t.refused(
		await post(worker, id, 'legal-reviews', { question: '再问', advisor_id: idOf(advisors[0]) }),
		409,
		{ rule: 'R-ASK-5' },
		'asked already',
	);
	await advisors[0].act(id, `legal-reviews/${r.id}/answer`, opinion);
	t.refused(
		await post(worker, id, 'legal-reviews', { question: '再问', second_of: r.id, advisor_id: idOf(advisors[0]) }),
		409,
		{ rule: 'R-ASK-5' },
		'the same',
	);
	const second = last(await ask(id, { second_of: r.id }));
	t.ok(second.second_of === r.id && second.advisor_id !== idOf(advisors[0]), 'another');
	await by(second.advisor_id).act(id, `legal-reviews/${second.id}/answer`, {
		...opinion,
		opinion: 'agree_with_changes',
	});
	await head.act(id, 'reply/decisions', { decision: 'approve' });
	const signed = await (await w.person('fgw-leader')).act(id, 'reply/signature');
	t.is(signed.reply.status, 'signed', 'signed');
	const events = (await head.get(`/api/v1/cases/${id}/events?limit=200`)).items;
	t.is(
		events.find((e) => e.act === 'reply_sign').detail.legal_opinions.map((o) => o.opinion),
		['agree', 'agree_with_changes'],
		'the signature records what was advised',
	);
});

await scenario('an opinion about an earlier draft says so', async (t) => {
	const { id } = await hard('submitted');
	const r = last(await ask(id, { advisor_id: idOf(advisors[0]) }));
	const before = await advisors[0].act(id, `legal-reviews/${r.id}/answer`, opinion);
	t.is(last(before).draft_changed, false, 'the same draft');
	const back = await head.act(id, 'reply/decisions', { decision: 'return', remarks: '请按法律意见修改。' });
	t.is(last(back).draft_changed, true, 'the next round');
});

await scenario('a review is withdrawn by who asked or whose case it is, and the advisor sees it no more', async (t) => {
	const { id } = await hard('drafted');
	const r = last(await ask(id, { advisor_id: idOf(advisors[0]) }));
	t.refused(
		await post(other, id, `legal-reviews/${r.id}/withdrawal`, { reason: '不需要' }),
		403,
		{},
		'another caseworker',
	);
	const seen = await worker.act(id, `legal-reviews/${r.id}/withdrawal`, { reason: '问题已解决' });
	t.is([last(seen).status, last(seen).reasons], ['withdrawn', '问题已解决'], 'withdrawn');
	t.is(deadlines(id, 'legal_review'), '2026-03-09\tvoid', 'no deadline');
	t.refused(await advisors[0].send('GET', `/api/v1/cases/${id}`), 404, {}, 'the advisor');
	t.refused(await post(worker, id, `legal-reviews/${r.id}/withdrawal`, { reason: '再来' }), 409, {}, 'twice');
});

await scenario('a conflict declared in a case gives it back at once and keeps it away (R-ASK-5)', async (t) => {
	const { id } = await hard('drafted');
	const r = last(await ask(id, { advisor_id: idOf(advisors[1]) }));
	t.refused(
		await post(advisors[0], id, `legal-reviews/${r.id}/conflict`, { reason: '不是我的' }),
		404,
		{},
		'not theirs',
	);
	const said = await post(advisors[1], id, `legal-reviews/${r.id}/conflict`, { reason: '曾代理申请人' });
	t.is([said.status, said.body.case_id], [201, String(id)], 'declared');
	t.refused(await advisors[1].send('GET', `/api/v1/cases/${id}`), 404, {}, 'gone');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.is([last(seen).status, last(seen).reasons], ['returned', null], "returned; why is the advisor's own");
	t.is(deadlines(id, 'legal_reassign'), '2026-03-02\topen', 'stands in the queue today');
	t.is(w.sql(`SELECT next_kind FROM docket WHERE id = ${id}`).trim(), 'legal_reassign', 'first');
	t.refused(
		await post(worker, id, 'legal-reviews', { question: '请审核', advisor_id: idOf(advisors[1]) }),
		409,
		{ rule: 'R-ASK-5' },
		'chosen again',
	);
	t.is(
		(await worker.get(`/api/v1/cases/${id}/legal-advisors`)).items.find((a) => a.id === idOf(advisors[1]))
			.conflict_of_interest,
		true,
		'marked',
	);
	const again = last(await ask(id));
	t.ok(again.advisor_id !== idOf(advisors[1]), 'the rota passes them over');
	t.is(deadlines(id, 'legal_reassign'), '2026-03-02\tmet', 'asked anew');
	const events = (await worker.get(`/api/v1/cases/${id}/events?limit=200`)).items;
	t.is(
		events.find((e) => e.act === 'legal_return').detail,
		{ review: r.id, conflict_of_interest: true },
		'on record',
	);
});

await scenario('a conflict with a party or an agency takes every case that it touches', async (t) => {
	const a = await hard('drafted', {
		applicant: {
			category: 'enterprise',
			name: '示例冲突实业有限公司',
			id_kind: 'other',
			id_number: '测试证件0707',
			phone: '0791-00000007',
		},
	});
	const b = await hard('drafted', { title: '示例冲突实业的处罚', description: '申请公开对示例冲突实业的处罚决定。' });
	const c = await hard('drafted');
	const me = advisors[2];
	for (const k of [a, b, c]) await ask(k.id, { advisor_id: idOf(me) });
	const bad = t.refused(
		await me.send('POST', '/api/v1/legal-conflicts', { body: { reason: '什么也没说' }, key: randomUUID() }),
		422,
	);
	t.is(
		bad.errors.map((e) => e.pointer),
		['/agency_id'],
		'against whom',
	);
	const said = await me.post('/api/v1/legal-conflicts', { party: '示例冲突实业', reason: '现任其常年法律顾问' });
	t.is([said.returned_cases, said.party], [2, '示例冲突实业'], 'two went back');
	t.is(
		[a, b, c].map((k) => w.sql(`SELECT status FROM legal_review WHERE case_id = ${k.id}`).trim()),
		['returned', 'returned', 'asked'],
		'which',
	);
	t.is(w.sql("SELECT COUNT(*) FROM legal_conflict WHERE party LIKE '%示例%'").trim(), '0', 'sealed');
	t.refused(await me.send('GET', `/api/v1/cases/${a.id}`), 404, {}, 'gone');
	t.refused(
		await post(worker, a.id, 'legal-reviews', { question: '请审核', advisor_id: idOf(me) }),
		409,
		{ rule: 'R-ASK-5' },
		'refused',
	);
	const mine = await me.get('/api/v1/legal-conflicts');
	t.is(mine.items[0].id, said.id, 'listed');
	t.refused(
		await advisors[0].send('POST', `/api/v1/legal-conflicts/${said.id}/end`, { body: {}, key: randomUUID() }),
		404,
		{},
		"not another's",
	);
	await me.post(`/api/v1/legal-conflicts/${said.id}/end`, {});
	t.refused(
		await me.send('POST', `/api/v1/legal-conflicts/${said.id}/end`, { body: {}, key: randomUUID() }),
		409,
		{},
		'twice',
	);
	t.is(last(await ask(a.id, { advisor_id: idOf(me) })).advisor_id, idOf(me), 'over, and asked again');
	const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const whole = await me.post('/api/v1/legal-conflicts', { agency_id: fgw, reason: '近亲属在该机关任职' });
	t.ok(whole.returned_cases >= 2, `all of the agency: ${whole.returned_cases}`);
	t.is((await me.get('/api/v1/cases?queue=put_to_me')).items, [], 'nothing left');
	await me.post(`/api/v1/legal-conflicts/${whole.id}/end`, {});
});

await scenario('a party is met among joint applicants, representatives and those who were asked, too', async (t) => {
	const me = advisors[2];
	const agent = {
		kind: 'agent',
		name: '测试代理人',
		id_kind: 'other',
		id_number: '证件甲',
		matters: '代为申请',
		powers: ['receive'],
		valid_from: '2026-01-01',
		valid_to: '2026-12-31',
		lawyer: true,
		licence: '执业证0001',
		firm_letter: '示例冲突律师事务所函0001',
	};
	const cases = [];
	for (const change of [
		{ joint_applicants: [{ name: '测试共同申请人', id_kind: 'other', id_number: '证件庚' }] },
		{ representatives: [agent] },
		{},
	])
		cases.push(await hard('investigating', change));
	await worker.act(cases[2].id, 'consultations', {
		kind: 'third_party',
		party: '测试第三方商行',
		address: '示范路9号',
		information: '名单',
		question: '是否同意公开？',
	});
	for (const [k, party] of [
		[cases[0], '测试共同申请人'],
		[cases[1], '示例冲突律师事务所'],
		[cases[2], '第三方商行'],
	]) {
		const said = await me.post('/api/v1/legal-conflicts', { party, reason: '测试' });
		const seen = (await worker.get(`/api/v1/cases/${k.id}/legal-advisors`)).items.find((a) => a.id === idOf(me));
		t.is(seen.conflict_of_interest, true, party);
		await me.post(`/api/v1/legal-conflicts/${said.id}/end`, {});
	}
	t.is(
		(await worker.get(`/api/v1/cases/${cases[0].id}/legal-advisors`)).items.find((a) => a.id === idOf(me))
			.conflict_of_interest,
		false,
		'over',
	);
});

await scenario('with nobody left to ask, the refusal says what can be done instead', async (t) => {
	const { id } = await hard('drafted');
	const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const ids = [];
	for (const a of advisors)
		ids.push([a, (await a.post('/api/v1/legal-conflicts', { agency_id: fgw, reason: '测试' })).id]);
	const p = t.refused(await post(worker, id, 'legal-reviews', { question: '请审核' }), 409, { rule: 'R-ASK-5' });
	t.match(p.detail, /负责人/, 'the head');
	for (const [a, c] of ids) await a.post(`/api/v1/legal-conflicts/${c}/end`, {});
});

await scenario('declared and chosen at once: the review is never left with who has a conflict', async (t) => {
	const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const cases = [];
	for (let i = 0; i < 8; i++) cases.push(await hard('drafted'));
	const me = advisors[0];
	const [said, ...asks] = await Promise.all([
		me.send('POST', '/api/v1/legal-conflicts', { body: { agency_id: fgw, reason: '测试' }, key: randomUUID() }),
		...cases.map((c) => post(worker, c.id, 'legal-reviews', { question: '请审核', advisor_id: idOf(me) })),
	]);
	t.is(said.status, 201, `declared: ${said.text}`);
	t.ok(
		asks.every((a) => [201, 409].includes(a.status)),
		`asked or refused: ${asks.map((a) => a.status)}`,
	);
	t.is(
		w.sql(`SELECT COUNT(*) FROM legal_review WHERE advisor_id = ${idOf(me)} AND status = 'asked'`).trim(),
		'0',
		'none left open',
	);
	await me.post(`/api/v1/legal-conflicts/${said.body.id}/end`, {});
});

await scenario(
	'the head overrides with a reason; from one working day before the due day without (R-ASK-5)',
	async (t) => {
		const a = await hard('signed'),
			b = await hard('signed');
		const easy = await filed(w, 'FGW');
		await advance(w, easy.id, 'drafted');
		t.refused(
			await post(head, easy.id, 'legal-override', { reason: '无须' }),
			409,
			{ rule: 'R-ASK-5' },
			'no hard case',
		);
		await w.clock('2026-03-26');
		t.refused(await post(head, a.id, 'legal-override', {}), 409, { rule: 'R-ASK-5' }, 'two working days before');
		t.refused(await post(worker, a.id, 'legal-override', { reason: '我来' }), 403, {}, 'the caseworker');
		await w.clock('2026-03-27');
		const seen = await head.act(a.id, 'legal-override', {});
		t.is(
			seen.legal_overrides.map((o) => [o.reason, o.rules, o.decided_on]),
			[['临近应答复日', ['refusal_planned'], '2026-03-27']],
			'the due day',
		);
		t.refused(await post(head, a.id, 'legal-override', { reason: '再写一次' }), 409, {}, 'twice');
		t.is((await clerk.act(a.id, 'services', { way: 'electronic' })).state, 'replied', 'served');
		await w.clock('2026-03-03');
		await head.act(b.id, 'legal-override', { reason: '涉及突发事件，须立即答复' });
		t.is((await clerk.act(b.id, 'services', { way: 'electronic' })).state, 'replied', 'with a reason, any day');
		await w.clock('2026-03-02');
	},
);

await scenario(
	'a review never stops the clock, and is not asked for beyond the due day (R-ASK-5, R-CLOCK-3)',
	async (t) => {
		const { id } = await hard('drafted');
		t.is(
			(await ask(id, { working_days: 20, advisor_id: idOf(advisors[0]) })).due_on,
			'2026-03-30',
			'the due day stays',
		);
		const p = t.refused(
			await post(worker, id, 'legal-reviews', {
				question: '请审核',
				working_days: 21,
				advisor_id: idOf(advisors[1]),
			}),
			422,
		);
		t.is(
			p.errors.map((e) => e.pointer),
			['/working_days'],
			'the 21st working day is after it',
		);
		await w.clock('2026-03-26');
		t.is(
			last(await ask(id, { advisor_id: idOf(advisors[1]) })).answer_by,
			'2026-03-27',
			'5 days would end on 04-02: the working day before the due day',
		);
		await w.clock('2026-03-30');
		t.is(
			last(await ask(id, { advisor_id: idOf(advisors[2]) })).answer_by,
			'2026-04-07',
			'on the due day nothing is bound any more: 5 working days, off 04-04 to 04-06',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('a case is flagged with a reason, once; who set the flag or the head lifts it (R-ASK-5)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'signed');
	t.refused(await post(worker, id, 'hard-flag', {}), 422, {}, 'without a reason');
	const all = await Promise.all(
		Array.from({ length: 16 }, () => post(head, id, 'hard-flag', { reason: '社会关注度高' })),
	);
	t.is(all.filter((a) => a.status === 201).length, 1, `one: ${all.map((a) => a.status)}`);
	t.refused(await post(worker, id, 'hard-flag', { reason: '同样' }), 409, {}, 'one stands');
	const seen = await head.get(`/api/v1/cases/${id}`);
	t.is([seen.hard_rules.map((r) => r.name), seen.hard_flags[0].reason], [['flagged'], '社会关注度高'], 'flagged');
	t.refused(await post(clerk, id, 'services', { way: 'electronic' }), 409, { rule: 'R-ASK-5' }, 'not served');
	t.refused(await post(worker, id, 'hard-flag/lifting', { reason: '没事' }), 403, {}, 'not the caseworker');
	t.is((await head.act(id, 'hard-flag/lifting', { reason: '已核实，无争议' })).hard_rules, [], 'lifted');
	t.refused(await post(head, id, 'hard-flag/lifting', { reason: '再来' }), 409, {}, 'none stands');
	t.is((await clerk.act(id, 'services', { way: 'electronic' })).state, 'replied', 'served');
});

await scenario('when the case ends, what waits for its advisor is over', async (t) => {
	const { id, applicant, filed: f } = await hard('drafted');
	await ask(id, { advisor_id: idOf(advisors[0]) });
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	t.is([own.legal_reviews, own.hard_rules], [undefined, undefined], 'internal: the applicant does not see it');
	await applicant.post(`/api/v1/requests/${f.number}/withdrawal`, {}, { version: own.version });
	t.is(w.sql(`SELECT status FROM legal_review WHERE case_id = ${id}`).trim(), 'void', 'void');
	t.ok(
		!(await advisors[0].get('/api/v1/cases?queue=put_to_me&limit=200')).items.some((c) => c.number === f.number),
		'not in the queue',
	);
	t.is(deadlines(id, 'legal_review'), '2026-03-09\tvoid', 'no deadline');
});

await scenario(
	'a later handling is put to an advisor anew: nobody reads on from the one before (product.md)',
	async (t) => {
		const { id } = await hard('drafted');
		const ask = (body) => worker.act(id, 'legal-reviews', { question: '是否属于内部事务信息？', ...body });
		const r = last(await ask({ advisor_id: idOf(advisors[0]) }));
		await advisors[0].act(id, `legal-reviews/${r.id}/answer`, opinion);
		await worker.act(id, 'reply/submission');
		await head.act(id, 'reply/decisions', { decision: 'approve' });
		const leader = await w.person('fgw-leader');
		await leader.act(id, 'reply/signature');
		await clerk.act(id, 'services', { way: 'electronic' });
		t.is((await advisors[0].get(`/api/v1/cases/${id}`)).state, 'replied', 'what became of it');
		await leader.act(id, 'revocation', { reason: '适用依据错误' });
		t.refused(await advisors[0].send('GET', `/api/v1/cases/${id}`), 404, {}, 'the new handling');
		t.refused(await advisors[0].send('GET', `/api/v1/cases/${id}/events`), 404, {}, 'nor its history');
		const again = last(await ask({ advisor_id: idOf(advisors[1]) }));
		t.is(again.advisor_id, idOf(advisors[1]), 'asked of another');
		t.refused(await advisors[0].send('GET', `/api/v1/cases/${id}`), 404, {}, 'it is theirs');
		t.is(
			(await advisors[1].get(`/api/v1/cases/${id}`)).legal_reviews.map((l) => l.opinion),
			['agree', null],
			'who reads what was advised before',
		);
	},
);

await scenario('the records of review keep verify content', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout}${v.stderr}`);
});

await done();
