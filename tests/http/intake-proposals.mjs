/* Acts that take a second person: asked for by one, decided by another; rectification (R-KEEP-4). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head');
const clerk = await w.person('fgw-clerk');

const events = async (id) => (await worker.get(`/api/v1/cases/${id}/events`)).items;
const seqOf = async (id, act) => (await events(id)).filter((e) => e.act === act && !e.voided).at(-1).seq;
const ask = (id, body, who = worker) =>
	who.act(id, 'rectifications', { reason: '登记有误', proof: '测试凭证一', ...body });
const open = (seen) => seen.proposals.find((p) => p.status === 'asked');
const decide = (id, seen, body, who = head) => who.act(id, `proposals/${open(seen).id}/decision`, body);
async function refusedAct(t, who, id, path, body, status, members) {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return t.refused(
		await who.send('POST', `/api/v1/cases/${id}/${path}`, { body, version: seen.version, key: randomUUID() }),
		status,
		members,
		path,
	);
}

await scenario(
	'asking changes nothing but the queue; the approver sees it and does the act by granting (R-KEEP-4)',
	async (t) => {
		const { id } = await filed(w, 'FGW');
		await advance(w, id, 'registered');
		const before = await worker.get(`/api/v1/cases/${id}`);
		const asked = await ask(id, { seq: await seqOf(id, 'register') });
		t.is([asked.state, asked.due_on], [before.state, before.due_on], 'nothing has moved');
		t.is(open(asked).input, { reason: '登记有误', proof: '测试凭证一', seq: 2 }, 'what is asked for');
		const queue = (await worker.get('/api/v1/cases')).items.find((r) => r.id === id);
		t.is([queue.next_on, queue.next_kind], ['2026-03-03', 'proposal'], 'it waits in the queue');
		const waiting = (await head.get('/api/v1/proposals')).items.find((p) => p.case_id === id);
		t.is(
			[waiting.act, waiting.number, waiting.state],
			['rectify', asked.number, 'registered'],
			"on the head's list",
		);
		t.is(
			(await worker.get('/api/v1/proposals?list=asked_by_me')).items.filter((p) => p.case_id === id).length,
			1,
			"on the asker's own list",
		);
		t.is((await worker.get('/api/v1/proposals')).items.length, 0, 'nothing for the asker to decide');
		t.is(
			(await (await w.person('jtj-head')).get('/api/v1/proposals')).items.length,
			0,
			'nothing for another agency',
		);
		const done = await decide(id, asked, { decision: 'grant', remarks: '同意' });
		t.is([done.state, done.registered_on], ['received', null], 'as if the registration had never been');
		const last = (await events(id)).at(-1);
		t.is(
			[last.act, last.actor_role, last.actor_id, last.approver_id],
			['rectify', 'caseworker', worker.user.id, head.user.id],
			'who asked, who approved',
		);
		t.is([last.detail.voids, last.detail.reason], [2, '登记有误'], 'what was voided and why');
		t.is((await events(id)).find((e) => e.seq === 2).voided, true, 'the history shows both');
		t.is((await head.get('/api/v1/proposals')).items.filter((p) => p.case_id === id).length, 0, 'off the list');
		t.is((await worker.get(`/api/v1/cases/${id}`)).proposals[0].remarks, '同意', 'remarks are kept');
	},
);

await scenario('who asks does not decide, also in another role; who is not of the chain neither', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'registered');
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const both = await w.person('fgw-caseworker-2');
	w.sql(`INSERT IGNORE INTO user_role VALUES (${both.user.id}, ${agency}, 'head')`);
	const asked = await ask(id, { seq: 2 }, both);
	const p = await refusedAct(t, both, id, `proposals/${open(asked).id}/decision`, { decision: 'grant' }, 409, {
		rule: 'R-KEEP-4',
	});
	t.ok(Array.isArray(p.allowed_acts), 'what can be done instead');
	await refusedAct(t, clerk, id, `proposals/${open(asked).id}/decision`, { decision: 'grant' }, 403);
	t.is((await worker.get(`/api/v1/cases/${id}`)).state, 'registered', 'nothing has happened');
	w.sql(`DELETE FROM user_role WHERE user_id = ${both.user.id} AND role = 'head'`);
	await refusedAct(t, worker, id, `proposals/${open(asked).id}/withdrawal`, {}, 403);
	const back = await both.act(id, `proposals/${open(asked).id}/withdrawal`);
	t.is(back.proposals[0].status, 'taken_back', 'the asker takes it back');
	await refusedAct(t, head, id, `proposals/${open(asked).id}/decision`, { decision: 'grant' }, 409, {
		code: 'proposal_decided',
	});
});

await scenario('a refusal says why, and the act can be asked for again', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'registered');
	const asked = await ask(id, { seq: 2 });
	const p = await refusedAct(t, head, id, `proposals/${open(asked).id}/decision`, { decision: 'refuse' }, 422);
	t.is(
		p.errors.map((e) => e.pointer),
		['/remarks'],
		'remarks are demanded',
	);
	await refusedAct(t, worker, id, 'rectifications', { seq: 2, reason: '再次提请', proof: '凭证' }, 409, {
		code: 'proposal_open',
	});
	const seen = await decide(id, asked, { decision: 'refuse', remarks: '凭证不足' });
	t.is(
		[seen.state, seen.proposals[0].status, seen.proposals[0].remarks],
		['registered', 'refused', '凭证不足'],
		'refused',
	);
	t.is((await events(id)).at(-1).act, 'proposal_refuse', 'on record');
	t.is(open(await ask(id, { seq: 2 })) !== undefined, true, 'asked again');
});

await scenario('the law is asked again at granting: the case has moved, the refusal explains', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'registered');
	const asked = await ask(id, { seq: 2 });
	await worker.act(id, 'assignment', { user_id: worker.user.id });
	const p = await refusedAct(t, head, id, `proposals/${open(asked).id}/decision`, { decision: 'grant' }, 409, {
		rule: 'R-KEEP-4',
		code: 'rectify_stands',
	});
	t.match(p.detail, /分办/, 'names the act that stands on it');
	const second = await refusedAct(
		t,
		worker,
		id,
		'rectifications',
		{ seq: 2, reason: '登记有误', proof: '凭证' },
		409,
	);
	t.is(second.code, 'rectify_stands', 'the same at asking');
});

await scenario('of sixteen heads and askers at once one proposal waits and is decided once', async (t) => {
	const { id } = await filed(w, 'FGW');
	const seen = await advance(w, id, 'registered');
	const answers = await Promise.all(
		Array.from({ length: 16 }, () =>
			worker.send('POST', `/api/v1/cases/${id}/rectifications`, {
				body: { seq: 2, reason: '登记有误', proof: '凭证' },
				version: seen.version,
				key: randomUUID(),
			}),
		),
	);
	t.is(answers.filter((a) => a.status === 201).length, 1, 'one is stored');
	t.ok(
		answers.every((a) => [201, 412, 409].includes(a.status)),
		'the others hear of it',
	);
	const now = await head.get(`/api/v1/cases/${id}`);
	const grants = await Promise.all(
		Array.from({ length: 16 }, () =>
			head.send('POST', `/api/v1/cases/${id}/proposals/${open(now).id}/decision`, {
				body: { decision: 'grant' },
				version: now.version,
				key: randomUUID(),
			}),
		),
	);
	t.is(grants.filter((a) => a.status === 200).length, 1, 'one is granted');
	t.is((await events(id)).filter((e) => e.act === 'rectify').length, 1, 'one event');
});

await scenario('faults of the input are named at once and nothing is stored', async (t) => {
	const { id } = await filed(w, 'FGW');
	const p = await refusedAct(
		t,
		worker,
		id,
		'rectifications',
		{ seq: 0, reason: '', right_on: '2026-02-30', surprise: 1 },
		422,
	);
	t.is(p.errors.map((e) => e.pointer).sort(), ['/proof', '/reason', '/right_on', '/seq', '/surprise'], 'pointers');
	const q = await refusedAct(t, worker, id, 'rectifications', { seq: 99, reason: '登记有误', proof: '凭证' }, 422);
	t.is(
		q.errors.map((e) => e.pointer),
		['/seq'],
		'no such event',
	);
	t.is((await worker.get(`/api/v1/cases/${id}`)).proposals, [], 'nothing stored');
});

await scenario('a voided search counts no more (R-KEEP-4, R-OUT-1)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	await worker.post(`/api/v1/cases/${id}/searches`, {
		place: '示例档案室',
		searched_on: '2026-03-02',
		searcher: '示例',
		method: '检索',
		found: false,
		result: '无',
	});
	await decide(id, await ask(id, { seq: await seqOf(id, 'search') }), { decision: 'grant' });
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.is(seen.searches[0].voided, true, 'shown as voided');
	await worker.act(
		id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'not_held', search_statement: '经检索未找到' }] },
		{ method: 'PUT' },
	);
	await refusedAct(t, worker, id, 'reply/submission', {}, 422);
});

await done();
