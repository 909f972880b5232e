/* The chain of approval and its deputies (R-OUT-10). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const head = await w.person('fgw-head'),
	leader = await w.person('fgw-leader'),
	worker = await w.person('fgw-caseworker');
const second = await w.person('fgw-caseworker-2'),
	security = await w.person('qzf-security-admin');
const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const path = `/api/v1/agencies/${fgw}/deputies`;
const paper = {
	role: 'head',
	deputy_id: second.user.id,
	from_on: '2026-03-03',
	to_on: '2026-03-04',
	document: '示例委托书第1号',
};

/** A case submitted to the chain: head and leader for a refusal under 条例16, head alone otherwise. */
async function submitted(outcome) {
	const f = await filed(w, 'FGW');
	await advance(w, f.id, 'submitted', { outcome });
	return f.id;
}
async function step(client, id, what, body) {
	const version = w.sql(`SELECT version FROM docket WHERE id = ${id}`).trim();
	return client.send('POST', `/api/v1/cases/${id}/reply/${what}`, { body: body ?? {}, version, key: randomUUID() });
}
const events = async (id) => (await worker.get(`/api/v1/cases/${id}/events?limit=200`)).items;
const approve = (client, id) => step(client, id, 'decisions', { decision: 'approve' });
const post = (client, body) => client.send('POST', path, { body, key: randomUUID() });
const end = (id) => security.post(`${path}/${id}/end`, {});

await scenario("a holder of a step authorises a deputy; nobody gives away what is another's (R-OUT-10)", async (t) => {
	t.refused(await post(worker, paper), 403, {}, 'a caseworker');
	t.refused(await post(head, { ...paper, role: 'leader', principal_id: leader.user.id }), 403, {}, 'for the leader');
	const bad = t.refused(
		await post(head, { ...paper, role: 'leader', deputy_id: head.user.id, to_on: '2026-03-01' }),
		422,
	);
	t.is(
		bad.errors.map((e) => e.pointer),
		['/principal_id', '/deputy_id', '/to_on'],
		'every fault at once',
	);
	t.refused(
		await post(head, { ...paper, deputy_id: (await w.person('jtj-head')).user.id }),
		422,
		{},
		'not of this agency',
	);
	t.refused(await post(await w.person('jtj-head'), paper), 404, {}, "another agency's");
	const own = await head.post(path, paper);
	t.is(
		[own.principal_id, own.authorised_by, own.in_force],
		[head.user.id, head.user.id, false],
		"one's own, from tomorrow",
	);
	const of = await security.post(path, {
		...paper,
		role: 'leader',
		principal_id: leader.user.id,
		document: '示例委托书第2号',
	});
	t.is([of.principal_id, of.authorised_by], [leader.user.id, security.user.id], 'what a paper says');
	t.is(
		(await worker.get(path)).items.map((d) => d.id),
		[of.id, own.id],
		'listed, newest first',
	);
	t.is(w.sql("SELECT COUNT(*) FROM audit WHERE what = 'deputy'").trim(), '2', 'logged');
	t.refused(
		await worker.send('POST', `${path}/${of.id}/end`, { body: {}, key: randomUUID() }),
		403,
		{},
		'ended by anyone',
	);
	await end(own.id);
	await end(of.id);
	t.refused(await leader.send('POST', `${path}/${of.id}/end`, { body: {}, key: randomUUID() }), 409, {}, 'twice');
});

await scenario(
	'a deputy holds the step from the first day to the last, and the record says for whom (R-OUT-10)',
	async (t) => {
		const cases = [];
		for (let i = 0; i < 4; i++) cases.push(await submitted('internal_affairs'));
		const d = await head.post(path, paper);
		t.refused(await approve(second, cases[0]), 403, {}, 'the day before');
		await w.clock('2026-03-03');
		const seen = (await approve(second, cases[0])).body;
		t.is(
			seen.reply.approvals.map((a) => [a.role, a.user_id, a.acts_for]),
			[['head', second.user.id, head.user.id]],
			'on the first day',
		);
		const event = (await head.get(`/api/v1/cases/${cases[0]}/events?limit=200`)).items.find(
			(e) => e.act === 'reply_approve',
		);
		t.is(
			[event.actor_id, event.actor_role, event.acts_for_id],
			[second.user.id, 'head', head.user.id],
			'the event',
		);
		await w.clock('2026-03-04');
		t.is((await approve(second, cases[1])).status, 200, 'on the last day');
		await w.clock('2026-03-05');
		t.refused(await approve(second, cases[2]), 403, {}, 'the day after');
		await w.clock('2026-03-04');
		await end(d.id);
		t.refused(await approve(second, cases[2]), 403, {}, 'ended early');
		t.is((await approve(head, cases[2])).body.reply.approvals[0].acts_for, null, 'in their own right');
		const void_ = await head.post(path, paper);
		w.sql(`DELETE FROM user_role WHERE user_id = ${head.user.id} AND agency_id = ${fgw} AND role = 'head'`);
		t.refused(await approve(second, cases[3]), 403, {}, 'for who holds the role no more');
		w.sql(`INSERT INTO user_role (user_id, agency_id, role) VALUES (${head.user.id}, ${fgw}, 'head')`);
		await end(void_.id);
		await w.clock('2026-03-02');
	},
);

await scenario('a deputy signs in their own name and says for whom', async (t) => {
	await w.clock('2026-03-03');
	const id = await submitted('already_public');
	const d = await head.post(path, paper);
	const allowed = (await second.get(`/api/v1/cases/${id}`)).allowed_acts;
	t.is(
		[allowed.find((a) => a.act === 'reply_sign').allowed, allowed.some((a) => a.act === 'lapse')],
		[true, false],
		'the chain, and nothing else of the head',
	);
	const seen = (await step(second, id, 'signature')).body;
	const letter = await second.get(`/api/v1/cases/${id}/letters/${seen.reply.letter_id}`);
	t.is(letter.signed_by, '示例经办人乙（受示例head委托）', 'signature');
	await end(d.id);
	await w.clock('2026-03-02');
});

await scenario('one person one step, through deputies too; the drafter never approves (R-OUT-10)', async (t) => {
	await w.clock('2026-03-03');
	const id = await submitted('internal_affairs'),
		other = await submitted('internal_affairs'),
		drafted = await submitted('internal_affairs');
	const ds = [
		await head.post(path, paper),
		await leader.post(path, { ...paper, role: 'leader' }),
		await leader.post(path, { ...paper, role: 'leader', deputy_id: head.user.id }),
		await head.post(path, { ...paper, deputy_id: worker.user.id }),
	];
	t.refused(await approve(worker, drafted), 409, { rule: 'R-OUT-10' }, 'the drafter as deputy');
	await approve(second, id); // for the head
	t.refused(await step(second, id, 'signature'), 409, { rule: 'R-OUT-10' }, 'the same deputy for the leader');
	t.refused(await step(head, id, 'signature'), 409, { rule: 'R-OUT-10' }, 'whose step a deputy held');
	await approve(head, other);
	t.refused(
		await step(head, other, 'signature'),
		409,
		{ rule: 'R-OUT-10' },
		'the head for the leader after their own step',
	);
	t.is((await step(second, other, 'signature')).body.reply.status, 'signed', 'another person');
	t.is((await step(leader, id, 'signature')).body.reply.status, 'signed', 'the leader');
	for (const d of ds) await end(d.id);
	await w.clock('2026-03-02');
});

await scenario('whoever drafted it approves nothing of it, whoever saved it last (standards.md part 6)', async (t) => {
	w.sql(`INSERT INTO user_role (user_id, agency_id, role) VALUES (${head.user.id}, ${fgw}, 'caseworker')`);
	const id = (await filed(w, 'FGW')).id;
	const drafted = await advance(w, id, 'drafted', { outcome: 'internal_affairs' });
	const again = {
		parts: drafted.reply.parts.map(({ description, outcome, reasons, not_ordered }) => ({
			description,
			outcome,
			reasons,
			not_ordered,
		})),
	};
	const waits = async (who) =>
		(await who.get('/api/v1/queues/approvals?kind=reply')).items.some((i) => i.case_id === id);
	await head.act(id, 'reply', again, { method: 'PUT' });
	t.is((await worker.act(id, 'reply', again, { method: 'PUT' })).reply.drafter_id, worker.user.id, 'saved last');
	await worker.act(id, 'reply/submission');
	t.is(await waits(head), false, 'it does not wait at the desk of who drafted it');
	t.refused(await approve(head, id), 409, { rule: 'R-OUT-10' }, 'the head who drafted it before');
	const d = await head.post(path, { ...paper, from_on: '2026-03-02' });
	t.refused(await approve(second, id), 409, { rule: 'R-OUT-10' }, 'nor a deputy of theirs');
	await end(d.id);
	w.sql(`INSERT INTO user_role (user_id, agency_id, role) VALUES (${second.user.id}, ${fgw}, 'head')`);
	t.is(await waits(second), true, 'another head finds it');
	t.is((await approve(second, id)).status, 200, 'and approves it');
	w.sql(`DELETE FROM user_role WHERE user_id = ${second.user.id} AND agency_id = ${fgw} AND role = 'head'`);
	w.sql(`DELETE FROM user_role WHERE user_id = ${head.user.id} AND agency_id = ${fgw} AND role = 'caseworker'`);
});

await scenario('a return starts a new round in which every step is held anew', async (t) => {
	const id = await submitted('internal_affairs');
	await approve(head, id);
	const back = (await step(leader, id, 'decisions', { decision: 'return', remarks: '理由不足，请补充。' })).body;
	t.is([back.reply.status, back.reply.round], ['draft', 2], 'back to the drafter');
	t.refused(await step(leader, id, 'signature'), 409, { rule: 'R-OUT-10' }, 'nothing to sign');
	await worker.act(
		id,
		'reply',
		{
			parts: back.reply.parts.map((p) => ({
				description: p.description,
				outcome: p.outcome,
				reasons: '属于内部人事管理信息。',
				not_ordered: p.not_ordered,
			})),
		},
		{ method: 'PUT' },
	);
	await worker.act(id, 'reply/submission');
	t.refused(await step(leader, id, 'signature'), 409, { rule: 'R-OUT-10' }, 'the head again first');
	t.is((await approve(head, id)).status, 200, 'the head');
	const signed = (await step(leader, id, 'signature')).body;
	t.is(
		signed.reply.approvals.map((a) => [a.round, a.role, a.approved]),
		[
			[1, 'head', true],
			[1, 'leader', false],
			[2, 'head', true],
		],
		'both rounds on record',
	);
});

await scenario('the chain is a setting per agency and outcome (R-OUT-10)', async (t) => {
	const admin = await w.person('qzf-system-admin');
	const version = w.sql(`SELECT version FROM agency WHERE id = ${fgw}`).trim();
	await admin.call('PUT', `/api/v1/agencies/${fgw}/settings`, {
		version,
		body: {
			valid_from: '2026-03-02',
			values: [{ name: 'approval_chain.already_public', value: 'business_head,head' }],
		},
	});
	const id = await submitted('already_public');
	t.refused(await approve(head, id), 409, { rule: 'R-OUT-10' }, "not the head's turn");
	const seen = (await approve(await w.person('fgw-business-head'), id)).body;
	t.is([seen.reply.next_approver, seen.reply.approvals_needed], ['head', 2], 'then the head');
	t.is((await step(head, id, 'signature')).body.reply.status, 'signed', 'signed');
});

await scenario(
	'what is signed and may not be served is returned; its letter is void and kept (R-OUT-10, R-KEEP-2)',
	async (t) => {
		await w.clock('2026-03-02');
		const f = await filed(w, 'FGW'),
			clerk = await w.person('fgw-clerk'),
			reviewer = await w.person('fgw-secrecy-reviewer'),
			own = `/api/v1/requests/${f.filed.number}`;
		const review = async (body) => {
			const asked = await worker.act(f.id, 'secrecy-reviews', { question: '请审查' });
			await reviewer.act(f.id, `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`, body);
		};
		const giveBack = (client, remarks) => step(client, f.id, 'decisions', { decision: 'return', remarks });
		const letters = async () =>
			(await worker.get(`/api/v1/cases/${f.id}`)).letters.filter((l) => l.kind === 'reply');
		await advance(w, f.id, 'signed', { outcome: 'granted' });
		await review({ result: 'refuse', remarks: '涉及国家秘密' });
		const serve = (path) =>
			clerk.send('POST', `/api/v1/cases/${f.id}/${path}`, {
				body: { way: 'electronic' },
				version: w.sql(`SELECT version FROM docket WHERE id = ${f.id}`).trim(),
				key: randomUUID(),
			});
		t.refused(await serve('services'), 409, { rule: 'R-ASK-4' }, 'not to be served');
		t.is(
			(await head.get(`/api/v1/cases/${f.id}`)).allowed_acts.find((a) => a.act === 'reply_return').allowed,
			true,
			'offered',
		);
		t.refused(await giveBack(head), 422, {}, 'without a reason');
		t.refused(await giveBack(worker, '撤回'), 403, {}, 'by the caseworker');
		t.refused(await giveBack(await w.person('fgw-business-head'), '撤回'), 403, {}, 'by the head of the unit');
		t.is((await giveBack(leader, '保密审查未通过')).body.reply.status, 'draft', 'by the leader');
		const [gone] = await letters();
		t.is(
			[gone.document_number !== null, gone.voided_on, gone.void_reason],
			[true, '2026-03-02', '保密审查未通过'],
			'the letter says that it is void',
		);
		t.is(
			w.sql(`SELECT status FROM deadline WHERE case_id = ${f.id} AND kind = 'serve'`).trim(),
			'void',
			'nothing is left to serve',
		);
		t.refused(await serve(`letters/${gone.id}/services`), 409, { code: 'service_not_letter' }, 'nor another way');
		t.is((await events(f.id)).at(-1).detail.document_number, gone.document_number, 'on record');

		const again = await worker.act(
			f.id,
			'reply',
			{
				parts: [
					{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/z' },
				],
			},
			{ method: 'PUT' },
		);
		t.is(again.reply.letter_id ?? null, null, 'drafted anew');
		await worker.act(f.id, 'reply/submission');
		await approve(await w.person('fgw-business-head'), f.id); // as set above
		t.is((await step(head, f.id, 'signature')).body.reply.status, 'signed', 'signed anew');
		t.is(
			(await f.applicant.get(own)).letters.filter((l) => l.kind === 'reply'),
			[],
			'neither is out',
		);
		t.is((await serve('services')).status, 201, 'served');
		const [, second] = await letters();
		t.ok(second.document_number !== gone.document_number, 'the number stays used');
		t.is(
			(await f.applicant.get(own)).letters.filter((l) => l.kind === 'reply').map((l) => l.document_number),
			[second.document_number],
			'the applicant has the one that stands',
		);
		t.is((await f.applicant.send('GET', `${own}/letters/${gone.id}`)).status, 404, 'and not the void one');
		t.refused(await giveBack(leader, '再看'), 409, {}, 'what is served is not returned');
	},
);

await scenario('verify finds nothing', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout}${v.stderr}`);
});

await done();
