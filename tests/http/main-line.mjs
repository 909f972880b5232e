/* The main line over HTTP and each of its refusals: filing to served reply. */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filing, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');

await scenario('a request travels from filing to served reply, each day explained', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	t.match(f.number, /^360104-FGW-2026-\d{5}$/, 'number');
	t.match(f.query_code, /^[0-9A-HJKMNP-TV-Z]{16}$/, 'query code');
	t.is(f.received_on, '2026-03-02', 'received');
	t.is(f.due_on, '2026-03-30', 'due: the 20th working day, the day of receipt not counted (R-DAY-1)');
	t.ok(f.clock.steps.length > 0 && f.clock.steps.every((s) => s.text && s.rule), 'steps with text and rule');
	t.is(f.missing, [], 'nothing missing');
	const served = await advance(w, id, 'replied');
	t.is(served.state, 'replied', 'state');
	t.is(served.report_row, 3, 'report row of already_public');
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	t.is(own.state, 'replied', 'the applicant sees it');
	const reply = own.letters.find((l) => l.kind === 'reply');
	const letter = await applicant.get(`/api/v1/requests/${f.number}/letters/${reply.id}`);
	t.ok(
		letter.blocks.some((b) => b.text.includes('https://www.example.invalid/x')),
		'what must be said is said',
	);
	const page = await applicant.send('GET', `/api/v1/requests/${f.number}/letters/${reply.id}`, {
		headers: { Accept: 'text/html' },
	});
	t.match(page.text, /<h1>.*答复书/, 'printable page');
});

await scenario('numbers of an agency run without gaps', async (t) => {
	const a = await filed(w, 'JTJ'),
		b = await filed(w, 'JTJ');
	t.is(Number(b.filed.number.slice(-5)), Number(a.filed.number.slice(-5)) + 1, 'next number');
});

await scenario('an incomplete filing is accepted and says what is missing (R-REQ-3)', async (t) => {
	const answer = await w.anyone().post('/api/v1/requests', {
		agency: '360104-FGW',
		applicant: { category: 'natural_person' },
		description: '想知道演示路的规划。',
	});
	t.is(
		answer.missing.map((m) => m.item),
		['name', 'identity_proof', 'contact', 'form_or_way'],
		'items',
	);
	t.is(answer.state, 'received', 'received all the same');
	const id = w.sql(`SELECT id FROM docket WHERE number = '${answer.number}'`).trim();
	await (await w.person('fgw-clerk')).act(id, 'registration', {});
	const worker = await w.person('fgw-caseworker');
	const items = [{ kind: 'identity', what: '姓名', guidance: '请写明姓名或者名称' }];
	const asked = await worker.act(id, 'corrections', { items });
	t.is(asked.state, 'awaiting_correction', 'a notice goes out to a nameless applicant too');
	const notice = asked.letters.find((l) => l.kind === 'correction_notice');
	const text = JSON.stringify(await worker.get(`/api/v1/cases/${id}/letters/${notice.id}`));
	t.ok(text.includes('"addressee":"申请人"'), `addressed to the applicant: ${text.slice(0, 200)}`);
});

await scenario('a title alone is a description; neither is a correction item (R-REQ-3)', async (t) => {
	const named = await w
		.anyone()
		.post('/api/v1/requests', filing('FGW', { title: '示发〔2023〕18号', description: undefined }));
	t.is(named.missing, [], 'by its document number');
	const empty = await w
		.anyone()
		.post('/api/v1/requests', filing('FGW', { title: undefined, description: undefined }));
	t.is(
		empty.missing.map((m) => m.item),
		['description'],
		'neither',
	);
	const clerk = await w.person('fgw-clerk'),
		id = w.sql(`SELECT id FROM docket WHERE number = '${empty.number}'`).trim();
	await clerk.act(id, 'registration', {});
	const sent = await (
		await w.person('fgw-caseworker')
	).act(id, 'corrections', {
		items: [{ kind: 'description', what: '描述', guidance: '请写明所需信息' }],
	});
	t.is([sent.state, sent.title], ['awaiting_correction', '（未写明所需信息）'], 'and is asked for');
});

await scenario('a wrong citizen number is named at its field; another paper may be chosen (R-REQ-7)', async (t) => {
	const bad = filing('FGW', {
		applicant: { category: 'natural_person', name: '测试', id_kind: 'citizen', id_number: '110105194912310021' },
	});
	const p = t.refused(await w.anyone().send('POST', '/api/v1/requests', { body: bad, key: randomUUID() }), 422);
	t.is(
		p.errors?.map((e) => e.pointer),
		['/applicant/id_number'],
		'pointer',
	);
	bad.applicant.id_number = '11010519491231002X';
	t.is((await w.anyone().send('POST', '/api/v1/requests', { body: bad, key: randomUUID() })).status, 201, 'valid');
});

await scenario('every fault of a filing is named at once, and nothing is stored', async (t) => {
	const before = w.sql('SELECT COUNT(*) FROM docket').trim();
	const p = t.refused(
		await w.anyone().send('POST', '/api/v1/requests', {
			key: randomUUID(),
			body: {
				agency: 7,
				applicant: { category: 'alien', email: 'x'.repeat(300) },
				description: '',
				surprise: 1,
			},
		}),
		422,
	);
	t.is(
		p.errors.map((e) => e.pointer).sort(),
		['/agency', '/applicant/category', '/applicant/email', '/description', '/surprise'],
		'pointers',
	);
	t.is(w.sql('SELECT COUNT(*) FROM docket').trim(), before, 'nothing stored');
});

await scenario('an unknown agency is a fault of the input', async (t) => {
	const p = t.refused(
		await w.anyone().send('POST', '/api/v1/requests', { body: filing('NONE'), key: randomUUID() }),
		422,
	);
	t.is(p.errors[0].pointer, '/agency', 'pointer');
});

await scenario('wrong number and wrong code get one answer', async (t) => {
	const { filed: f } = await filed(w, 'FGW');
	const a = await w
		.anyone()
		.send('POST', `/api/v1/requests/${f.number}/access`, { body: { code: 'AAAAAAAAAAAAAAAA' } });
	const b = await w
		.anyone()
		.send('POST', '/api/v1/requests/360104-FGW-2026-99999/access', { body: { code: 'AAAAAAAAAAAAAAAA' } });
	t.is([a.status, b.status], [401, 401], 'status');
	t.is(a.body.detail, b.body.detail, 'text');
});

await scenario('an access session opens its own case only', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	t.refused(await a.applicant.send('GET', `/api/v1/requests/${b.filed.number}`), 404);
	t.refused(await a.applicant.send('GET', `/api/v1/cases/${a.id}`), 403, {}, 'staff route');
	t.refused(await w.anyone().send('GET', `/api/v1/requests/${a.filed.number}`), 401, {}, 'nobody');
});

await scenario('a colleague of another agency does not find the case', async (t) => {
	const { id } = await filed(w, 'FGW');
	const other = await w.person('jtj-caseworker');
	t.refused(await other.send('GET', `/api/v1/cases/${id}`), 404);
	t.refused(
		await other.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 1, key: randomUUID() }),
		404,
	);
});

await scenario('the supervisor sees every case of the district and changes none', async (t) => {
	const { id } = await filed(w, 'FGW');
	const supervisor = await w.person('qzf-supervisor');
	const seen = await supervisor.get(`/api/v1/cases/${id}`);
	t.is(seen.state, 'received', 'reads');
	t.refused(
		await supervisor.send('POST', `/api/v1/cases/${id}/registration`, {
			body: {},
			version: seen.version,
			key: randomUUID(),
		}),
		403,
		{},
		'registers',
	);
});

await scenario('an act from the wrong state names the state and what is allowed', async (t) => {
	const { id } = await filed(w, 'FGW');
	const worker = await w.person('fgw-caseworker');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	const p = t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/assignment`, {
			body: { user_id: worker.user.id },
			version: seen.version,
			key: randomUUID(),
		}),
		409,
	);
	t.ok(
		p.rule?.startsWith('R-') && p.state === 'received' && p.allowed_acts.includes('register'),
		`rule, state and allowed acts: ${JSON.stringify(p)}`,
	);
});

await scenario('allowed_acts gives a reason, rule and article for what is not allowed', async (t) => {
	const { id } = await filed(w, 'FGW');
	const worker = await w.person('fgw-caseworker');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.ok(seen.allowed_acts.find((a) => a.act === 'register').allowed, 'register');
	const serve = seen.allowed_acts.find((a) => a.act === 'serve');
	t.ok(!serve.allowed && serve.reason && serve.rule, `serve: ${JSON.stringify(serve)}`);
});

await scenario('without If-Match 428, with a stale one 412 that says who changed what', async (t) => {
	const { id } = await filed(w, 'FGW');
	const clerk = await w.person('fgw-clerk');
	t.refused(await clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, key: randomUUID() }), 428);
	const seen = await clerk.get(`/api/v1/cases/${id}`);
	const worker = await w.person('fgw-caseworker');
	const both = await Promise.all(
		[clerk, worker].map((c) =>
			c.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: seen.version, key: randomUUID() }),
		),
	);
	t.is(both.map((a) => a.status).sort(), [200, 412], 'one wins');
	const lost = both.find((a) => a.status === 412).body;
	t.is(
		lost.changes?.map((c) => c.act),
		['register'],
		'what changed',
	);
});

await scenario('the same key twice gives one case and the same answer', async (t) => {
	const key = randomUUID(),
		body = filing('FGW', { title: '同一申请' });
	const a = await w.anyone().send('POST', '/api/v1/requests', { body, key });
	const b = await w.anyone().send('POST', '/api/v1/requests', { body, key });
	t.is([a.status, b.status], [201, 201], 'status');
	t.is(a.text, b.text, 'same bytes');
	t.is(b.headers.get('idempotency-replayed'), 'true', 'replayed');
	t.refused(
		await w.anyone().send('POST', '/api/v1/requests', { body: filing('FGW', { title: '另一申请' }), key }),
		422,
	);
	t.is(w.sql("SELECT COUNT(*) FROM docket WHERE title IN ('同一申请', '另一申请')").trim(), '1', 'one case');
});

await scenario('the same key at once: one case, and every answer is it or a wait', async (t) => {
	const key = randomUUID(),
		body = filing('FGW', { title: '同时申请' });
	const all = await Promise.all(
		Array.from({ length: 8 }, () => w.anyone().send('POST', '/api/v1/requests', { body, key })),
	);
	t.ok(
		all.every((a) => a.status === 201 || a.status === 409),
		`statuses ${all.map((a) => a.status)}`,
	);
	t.is(new Set(all.filter((a) => a.status === 201).map((a) => a.body.number)).size, 1, 'one number');
	t.is(w.sql("SELECT COUNT(*) FROM docket WHERE title = '同时申请'").trim(), '1', 'one case');
});

await scenario('who drafts does not approve, and one person holds one step (R-OUT-10)', async (t) => {
	const { id } = await filed(w, 'FGW');
	const seen = await advance(w, id, 'submitted', { outcome: 'internal_affairs' });
	t.is(seen.reply.next_approver, 'head', 'head first');
	t.is(seen.reply.approvals_needed, 2, 'a refusal under 16 goes to the leader too');
	const worker = await w.person('fgw-caseworker');
	t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/reply/decisions`, {
			body: { decision: 'approve' },
			version: seen.version,
			key: randomUUID(),
		}),
		403,
		{},
		'drafter',
	);
	const head = await w.person('fgw-head');
	const approved = await head.act(id, 'reply/decisions', { decision: 'approve' });
	t.is(approved.reply.next_approver, 'leader', 'then the leader');
	t.refused(
		await head.send('POST', `/api/v1/cases/${id}/reply/decisions`, {
			body: { decision: 'approve' },
			version: approved.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-OUT-10' },
		'head twice',
	);
});

await scenario('a returned draft goes back with remarks and starts a new round', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'submitted');
	const head = await w.person('fgw-head');
	const seen = await head.get(`/api/v1/cases/${id}`);
	t.refused(
		await head.send('POST', `/api/v1/cases/${id}/reply/decisions`, {
			body: { decision: 'return' },
			version: seen.version,
			key: randomUUID(),
		}),
		422,
		{},
		'without remarks',
	);
	const back = await head.act(id, 'reply/decisions', { decision: 'return', remarks: '请补充链接。' });
	t.is([back.reply.status, back.reply.round], ['draft', 2], 'draft, round 2');
});

await scenario('what is released passes a secrecy review before it is served (R-ASK-4)', async (t) => {
	const { id } = await filed(w, 'FGW');
	const signed = await advance(w, id, 'signed', { outcome: 'granted' });
	const clerk = await w.person('fgw-clerk'),
		worker = await w.person('fgw-caseworker');
	t.refused(
		await clerk.send('POST', `/api/v1/cases/${id}/services`, {
			body: { way: 'electronic' },
			version: signed.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-ASK-4', article: '条例17' },
	);
	const asked = await worker.act(id, 'secrecy-reviews', { question: '请审查。' });
	const reviewer = await w.person('fgw-secrecy-reviewer');
	const answer = `/api/v1/cases/${id}/secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`;
	t.refused(
		await worker.send('POST', answer, { body: { result: 'pass' }, version: asked.version, key: randomUUID() }),
		403,
		{},
		'by the caseworker',
	);
	const passed = await reviewer.call('POST', answer, {
		body: { result: 'pass' },
		version: asked.version,
		key: randomUUID(),
	});
	t.refused(
		await reviewer.send('POST', answer, {
			body: { result: 'refuse', remarks: '再想' },
			version: passed.version,
			key: randomUUID(),
		}),
		409,
		{},
		'answered twice',
	);
	t.is((await clerk.act(id, 'services', { way: 'electronic' })).state, 'replied', 'served after it');
});

await scenario('not_held without a recorded search is refused (R-OUT-1)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'drafted', { outcome: 'not_held', part: { search_statement: '经检索未发现。' } });
	const worker = await w.person('fgw-caseworker');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	const a = await worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
		body: {},
		version: seen.version,
		key: randomUUID(),
	});
	t.ok(a.status === 422 || a.status === 409, `refused: ${a.status} ${a.text}`);
	const searched = {
		place: '档案室',
		searched_on: '2026-03-02',
		searcher: '示例检索人',
		method: '按题名检索',
	};
	await worker.post(`/api/v1/cases/${id}/searches`, { ...searched, found: true, result: '找到一份' });
	const found = await worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
		body: {},
		version: seen.version,
		key: randomUUID(),
	});
	t.refused(found, 422, { rule: 'R-OUT-1' }, 'a search that found it is no ground');
	await worker.post(`/api/v1/cases/${id}/searches`, { ...searched, found: false, result: '未发现' });
	const after = await worker.get(`/api/v1/cases/${id}`);
	t.is(after.version, seen.version, 'a search does not bump the version');
	t.is((await worker.act(id, 'reply/submission')).reply.status, 'submitted', 'submitted after it');
});

await scenario('missing texts of several parts are named all at once', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	const worker = await w.person('fgw-caseworker');
	await worker.act(
		id,
		'reply',
		{
			parts: [
				{ description: '一', outcome: 'granted' },
				{ description: '二', outcome: 'process_information' },
			],
		},
		{ method: 'PUT' },
	);
	const seen = await worker.get(`/api/v1/cases/${id}`);
	const a = await worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
		body: {},
		version: seen.version,
		key: randomUUID(),
	});
	const pointers = a.body.errors?.map((e) => e.pointer) ?? [];
	t.ok(
		pointers.some((p) => p.startsWith('/parts/0/')) && pointers.includes('/parts/1/reasons'),
		`pointers: ${pointers}`,
	);
});

await scenario('electronic service only if chosen or agreed to (R-CLOCK-9)', async (t) => {
	const { id } = await filed(w, 'FGW', { electronic_ok: false, ways: ['post'] });
	await advance(w, id, 'signed');
	const clerk = await w.person('fgw-clerk');
	const seen = await clerk.get(`/api/v1/cases/${id}`);
	t.is(seen.letters.filter((l) => l.kind === 'reply').length, 1, 'letter made');
	t.refused(
		await clerk.send('POST', `/api/v1/cases/${id}/services`, {
			body: { way: 'electronic' },
			version: seen.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-9' },
	);
	t.refused(
		await clerk.send('POST', `/api/v1/cases/${id}/services`, {
			body: { way: 'post' },
			version: seen.version,
			key: randomUUID(),
		}),
		422,
		{},
		'without proof',
	);
	const served = await clerk.act(id, 'services', { way: 'post', proof: 'EMS0000000001' });
	t.is(served.services[0].served_on, '2026-03-02', 'the day of posting');
});

await scenario('a signed, unserved reply stands first in the queue and is not read by the applicant', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'JTJ');
	await advance(w, id, 'signed', { agency: 'jtj' });
	const clerk = await w.person('jtj-clerk');
	const queue = await clerk.get('/api/v1/cases');
	t.is([queue.items[0].number, queue.items[0].next_kind], [f.number, 'serve'], 'first');
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	t.is(
		own.letters.map((l) => l.kind),
		['receipt'],
		'only the receipt',
	);
	const seen = await clerk.get(`/api/v1/cases/${id}`);
	const reply = seen.letters.find((l) => l.kind === 'reply');
	t.refused(await applicant.send('GET', `/api/v1/requests/${f.number}/letters/${reply.id}`), 404);
});

await scenario('an applicant withdraws before the reply, with a confirming letter (R-REQ-9)', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	await advance(w, id, 'drafted');
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	const gone = await applicant.post(
		`/api/v1/requests/${f.number}/withdrawal`,
		{ reason: '不再需要' },
		{ version: own.version },
	);
	t.is([gone.state, gone.outcome, gone.due_on], ['ended', 'withdrawn', null], 'ended');
	t.ok(
		gone.letters.some((l) => l.kind === 'withdrawal_confirmation'),
		'letter',
	);
	const worker = await w.person('fgw-caseworker');
	t.is((await worker.act(id, 'closure')).state, 'closed', 'closed');
});

await scenario('after service a withdrawal is refused', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	await advance(w, id, 'replied');
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	t.refused(
		await applicant.send('POST', `/api/v1/requests/${f.number}/withdrawal`, {
			body: {},
			version: own.version,
			key: randomUUID(),
		}),
		409,
	);
});

await scenario('for ten minutes the text can be replaced; receipt and day stay (R-REQ-9)', async (t) => {
	const { applicant, filed: f } = await filed(w, 'FGW');
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	const amended = await applicant.post(
		`/api/v1/requests/${f.number}/amendment`,
		{ title: '改过的题目', description: '改过的内容', ways: ['post'] },
		{ version: own.version },
	);
	t.is([amended.title, amended.received_on, amended.due_on], ['改过的题目', f.received_on, f.due_on], 'amended');
});

await scenario('an extension: asked by one, granted by another, once, with its notice (R-CLOCK-2)', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	const worker = await w.person('fgw-caseworker'),
		head = await w.person('fgw-head');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/extensions`, {
			body: { working_days: 21, reason: '太多' },
			version: seen.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-2', article: '条例33' },
		'21 days',
	);
	await worker.act(id, 'extensions', { working_days: 20, reason: '需要检索多个档案室' });
	const granted = await head.act(id, 'extensions/decision', { decision: 'grant' });
	t.is(granted.due_on, '2026-04-28', '40 working days after 2026-03-02: 30 March + 20 (off 04-04 to 04-06)');
	t.ok(
		(await applicant.get(`/api/v1/requests/${f.number}`)).letters.some((l) => l.kind === 'extension_notice'),
		'notice',
	);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/extensions`, {
			body: { working_days: 5, reason: '再延' },
			version: granted.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-2', article: '条例33' },
		'a second one',
	);
});

await scenario('an extension asked on the due day is open, the day after it is not (R-CLOCK-12)', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	await advance(w, a.id, 'investigating');
	await advance(w, b.id, 'investigating');
	const worker = await w.person('fgw-caseworker');
	await w.clock('2026-03-30');
	t.is(
		(await worker.act(a.id, 'extensions', { working_days: 1, reason: '最后一天' })).extensions.length,
		1,
		'on the day',
	);
	await w.clock('2026-03-31');
	const seen = await worker.get(`/api/v1/cases/${b.id}`);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${b.id}/extensions`, {
			body: { working_days: 1, reason: '晚了' },
			version: seen.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-12' },
	);
	await w.clock('2026-03-02');
});

await scenario('a correction: once, by the 7th working day; the answer starts a new period (R-CLOCK-4)', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	await advance(w, a.id, 'investigating');
	await advance(w, b.id, 'investigating');
	const worker = await w.person('fgw-caseworker'),
		head = await w.person('fgw-head');
	const notice = { items: [{ what: '信息的具体描述', guidance: '请说明是哪一年的名单。' }] };
	await w.clock('2026-03-11'); // the 7th working day after 03-02: 3-6 = 4, 9-11 = 7
	const sent = await worker.act(a.id, 'corrections', notice);
	t.is([sent.state, sent.due_on, sent.clock.waiting_for], ['awaiting_correction', null, 'correction'], 'waits');
	await w.clock('2026-03-12');
	const seen = await worker.get(`/api/v1/cases/${b.id}`);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${b.id}/corrections`, {
			body: notice,
			version: seen.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-4', article: '条例30' },
		'the 8th day',
	);
	const own = await a.applicant.get(`/api/v1/requests/${a.filed.number}`);
	t.ok(
		own.letters.some((l) => l.kind === 'correction_notice'),
		'the applicant has the notice',
	);
	await worker.act(a.id, 'corrections/receipt', { received_on: '2026-03-12', proof: '网上签收' });
	const waiting = await head.get(`/api/v1/cases/${a.id}`);
	t.refused(
		await head.send('POST', `/api/v1/cases/${a.id}/lapse`, {
			body: { reason: '未见理由' },
			version: waiting.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-5' },
		'not before the period is over',
	);
	const version = (await a.applicant.get(`/api/v1/requests/${a.filed.number}`)).version;
	const answered = await a.applicant.post(
		`/api/v1/requests/${a.filed.number}/corrections`,
		{ text: '2025年的名单。' },
		{ version },
	);
	t.is(
		[answered.state, answered.due_on],
		['investigating', '2026-04-10'],
		'20 working days after 03-12 (off 04-04 to 04-06)',
	);
	const again = await worker.get(`/api/v1/cases/${a.id}`);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${a.id}/corrections`, {
			body: notice,
			version: again.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-4' },
		'a second one',
	);
	await w.clock('2026-03-02');
});

await scenario(
	'an unanswered correction is ended by a head after its last day, with a letter (R-CLOCK-5)',
	async (t) => {
		const { id } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		const worker = await w.person('fgw-caseworker'),
			head = await w.person('fgw-head');
		await worker.act(id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }], working_days: 5 });
		await worker.act(id, 'corrections/receipt', { received_on: '2026-03-02', proof: '邮寄回执' });
		await w.clock('2026-03-09'); // the 5th working day: still the applicant's
		const seen = await head.get(`/api/v1/cases/${id}`);
		t.refused(
			await head.send('POST', `/api/v1/cases/${id}/lapse`, {
				body: { reason: '未见理由' },
				version: seen.version,
				key: randomUUID(),
			}),
			409,
			{ rule: 'R-CLOCK-5' },
			'on the last day',
		);
		await w.clock('2026-03-10');
		const ended = await head.act(id, 'lapse', { reason: '未见正当理由' });
		t.is([ended.state, ended.outcome, ended.report_row], ['ended', 'not_corrected', 21], 'ended');
		t.ok(
			ended.letters.some((l) => l.kind === 'lapse_notice'),
			'letter',
		);
		await w.clock('2026-03-02');
	},
);

await scenario('contacts are kept sealed and leave the version alone', async (t) => {
	const { id } = await filed(w, 'FGW');
	const worker = await w.person('fgw-caseworker');
	const before = await worker.get(`/api/v1/cases/${id}`);
	const after = await worker.post(`/api/v1/cases/${id}/contacts`, {
		kind: 'contact',
		way: 'telephone',
		said: '申请人说明需要名单',
		needs: '了解补贴进度',
	});
	t.is([after.version, after.contacts[0].needs], [before.version, '了解补贴进度'], 'recorded');
	t.is(w.sql("SELECT COUNT(*) FROM contact_record WHERE said LIKE '%名单%'").trim(), '0', 'sealed');
});

await scenario('search by words finds Chinese inside an agency, and no other', async (t) => {
	const { id, filed: f } = await filed(w, 'FGW', {
		title: '梅湖湿地修复工程',
		description: '申请公开梅湖湿地修复工程预算。',
	});
	const fgw = await w.person('fgw-caseworker'),
		jtj = await w.person('jtj-caseworker');
	t.is(
		(await fgw.get(`/api/v1/cases?q=${encodeURIComponent('湿地修复')}`)).items.map((c) => c.number),
		[f.number],
		'found',
	);
	t.is((await fgw.get(`/api/v1/cases?q=${encodeURIComponent('修复湿地')}`)).items, [], 'order matters');
	t.is((await jtj.get(`/api/v1/cases?q=${encodeURIComponent('湿地修复')}`)).items, [], 'not elsewhere');
	t.is((await fgw.get(`/api/v1/cases?q=${encodeURIComponent('%_')}`)).items, [], 'wildcards are text');
	/* By its number, as it is read out: whole, small, without the region, with the year first; by the number of a letter, too. */
	await fgw.act(id, 'registration');
	const { letters } = await fgw.act(id, 'corrections', { items: [{ guidance: '请说明年份' }] });
	for (const q of [
		f.number,
		f.number.toLowerCase(),
		f.number.slice(7),
		f.number.slice(11),
		letters.find((l) => l.document_number).document_number,
	])
		t.is(
			(await fgw.get(`/api/v1/cases?q=${encodeURIComponent(q)}`)).items.map((c) => c.number),
			[f.number],
			`found by ${q}`,
		);
	t.ok(
		(await fgw.get(`/api/v1/cases?q=${encodeURIComponent(f.number.slice(0, -2))}`)).items.length > 1,
		'by how the number begins',
	);
	t.is(
		(await fgw.get(`/api/v1/cases?q=${encodeURIComponent(f.number.slice(0, -5))}`)).items,
		[],
		'a year alone is no number',
	);
	t.is((await jtj.get(`/api/v1/cases?q=${f.number}`)).items, [], 'the number neither');
	/* By who asks: the whole name, which is sealed, and no part of it. */
	const { filed: theirs } = await filed(w, 'FGW', {
		applicant: { ...filing().applicant, name: '测试寻名人', id_kind: 'other', id_number: '测试寻名1' },
		title: '另一件',
	});
	t.is(
		(await fgw.get(`/api/v1/cases?q=${encodeURIComponent('测试寻名人')}`)).items.map((c) => c.number),
		[theirs.number],
		'found by the name',
	);
	t.is((await fgw.get(`/api/v1/cases?q=${encodeURIComponent('测试寻名')}`)).items, [], 'the whole name only');
	t.is((await jtj.get(`/api/v1/cases?q=${encodeURIComponent('测试寻名人')}`)).items, [], 'and not elsewhere');
});

await scenario('cursor pages cover the queue once, in order', async (t) => {
	const worker = await w.person('fgw-caseworker');
	const seen = [];
	for (let path = '/api/v1/cases?limit=3'; path;) {
		const page = await worker.get(path);
		t.ok(page.items.length <= 3, 'limit kept');
		seen.push(...page.items.map((c) => c.number));
		path = page.next;
	}
	t.is(new Set(seen).size, seen.length, 'each once');
	t.is(
		String(seen.length),
		w
			.sql("SELECT COUNT(*) FROM docket d JOIN agency a ON a.id = d.agency_id WHERE a.code = 'FGW' AND is_open")
			.trim(),
		'all',
	);
});

await scenario('personal data is masked; unmasking needs a reason and is logged', async (t) => {
	const { id, filed: f } = await filed(w, 'FGW');
	const clerk = await w.person('fgw-clerk');
	const seen = await clerk.get(`/api/v1/cases/${id}`);
	t.is(seen.applicant.name, '测*', 'masked name');
	t.ok(!JSON.stringify(seen).includes('测试证件0001'), 'no number');
	t.refused(await clerk.send('POST', `/api/v1/cases/${id}/unmasking`, { body: {} }), 422);
	const open = await clerk.call('POST', `/api/v1/cases/${id}/unmasking`, { body: { reason: '邮寄答复书' } });
	t.is(open.name, '测试申请人', 'unmasked');
	t.is(
		w.sql(`SELECT COUNT(*) FROM audit WHERE what = 'unmask' AND subject = 'case ${f.number}'`).trim(),
		'1',
		'logged',
	);
	t.is(
		w.sql("SELECT COUNT(*) FROM person WHERE name LIKE '%测试%' OR phone LIKE '%0791%'").trim(),
		'0',
		'sealed in the database',
	);
});

await scenario('events are never changed or deleted, by triggers', async (t) => {
	for (const text of [
		'UPDATE event SET happened_on = "2020-01-01" LIMIT 1',
		'DELETE FROM event LIMIT 1',
		'DELETE FROM letter LIMIT 1',
		'UPDATE letter SET kind = "x" LIMIT 1',
	]) {
		let refused = false;
		try {
			w.sql(text);
		} catch {
			refused = true;
		}
		t.ok(refused, text);
	}
});

await scenario('English on request: the same problem in both languages', async (t) => {
	const zh = await w.anyone().send('GET', '/api/v1/cases');
	const en = await w.anyone({ language: 'en' }).send('GET', '/api/v1/cases');
	t.is([zh.status, en.status], [401, 401], 'status');
	t.is(zh.body.type, en.body.type, 'type is stable');
	t.match(zh.body.title, /[\u4e00-\u9fff]/, 'Chinese');
	t.match(en.body.title, /^[\x20-\x7e]+$/, 'English');
});

await scenario('verify finds every due day and chain right, and sees a broken one', async (t) => {
	const good = w.ctl('verify');
	t.is(good.status, 0, `verify: ${good.stdout}${good.stderr}`);
	w.sql('UPDATE docket SET due_on = due_on + INTERVAL 1 DAY WHERE due_on IS NOT NULL LIMIT 1');
	const bad = w.ctl('verify');
	t.is(bad.status, 1, 'a moved due day is found');
	w.sql('UPDATE docket SET due_on = due_on - INTERVAL 1 DAY WHERE due_on IS NOT NULL LIMIT 1');
});

await scenario(
	"without a setting a department's letter names the district's government, not its office (R-OUT-4)",
	async (t) => {
		w.sql(`DELETE b FROM agency_body b JOIN agency a ON a.id = b.agency_id WHERE a.code = 'JTJ'`);
		const f = await filed(w, 'JTJ');
		await advance(w, f.id, 'replied', { agency: 'jtj', outcome: 'not_our_duty' });
		const seen = await f.applicant.get(`/api/v1/requests/${f.filed.number}`);
		const reply = seen.letters.find((l) => l.kind === 'reply');
		const text = JSON.stringify(await f.applicant.get(`/api/v1/requests/${f.filed.number}/letters/${reply.id}`));
		t.match(text, /向示范区人民政府（/, 'by name and address');
		t.is(text.includes('办公室申请'), false, 'its office is none');
	},
);

await done();
