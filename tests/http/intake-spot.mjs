/* Answers on the spot (R-CLOCK-1). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const clerk = await w.person('fgw-clerk');
const worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head');
const leader = await w.person('fgw-leader');

const part = (outcome, say = {}) => ({ description: '全部信息', outcome, ...say });
const petition = part('petition', { reasons: '所提事项属于信访。' });
const body = (change = {}) => ({ parts: [petition], told_by: 'oral', note: '签字记录第1号', ...change });
const answer = (id, change, who = clerk) => who.act(id, 'answer-on-the-spot', body(change));
async function refused(t, id, change, status, members, who = clerk) {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return t.refused(
		await who.send('POST', `/api/v1/cases/${id}/answer-on-the-spot`, {
			body: body(change),
			version: seen.version,
			key: randomUUID(),
		}),
		status,
		members,
		JSON.stringify(change),
	);
}
const setting = (outcome, value) =>
	w.sql(`REPLACE INTO agency_setting (agency_id, name, valid_from, value, recorded_at)
	SELECT id, 'standing_approval.${outcome}', '2026-01-01', '${value}', NOW(6) FROM agency WHERE code = 'FGW'`);

await scenario(
	'with an approver present: replied, told, on record with its remedies (R-CLOCK-1, R-OUT-4)',
	async (t) => {
		const { id, applicant, filed: f } = await filed(w, 'FGW');
		const c = await answer(id, { approver_id: head.user.id });
		t.is(
			[c.state, c.replied_on, c.outcome, c.report_row, c.due_on],
			['replied', '2026-03-02', 'petition', 16, '2026-03-30'],
			'replied that day',
		);
		t.is(
			[c.reply.status, c.services[0].way, c.services[0].proof, c.services[0].received_on],
			['served', 'oral', '签字记录第1号', '2026-03-02'],
			'told and on record',
		);
		const letter = c.letters.find((l) => l.kind === 'on_the_spot_record');
		const text = JSON.stringify(await clerk.get(`/api/v1/cases/${id}/letters/${letter.id}`));
		for (const said of ['所提事项属于信访', '签字记录第1号', head.user.name, '60日', '示范市人民政府'])
			t.ok(text.includes(said), `the record says ${said}`);
		const e = (await clerk.get(`/api/v1/cases/${id}/events`)).items.at(-1);
		t.is(
			[e.act, e.actor_role, e.approver_id, e.detail.standing_approval],
			['answer_on_the_spot', 'clerk', head.user.id, false],
			'who told, who approved',
		);
		t.is((await applicant.get(`/api/v1/requests/${f.number}`)).reply_parts.length, 1, 'the applicant reads it');
		t.is(
			w.sql(`SELECT COUNT(*) FROM deadline WHERE case_id = ${id} AND status = 'open'`).trim(),
			'0',
			'nothing is due',
		);
	},
);

await scenario('nobody approves alone: none, oneself, a colleague who approves nothing, another agency', async (t) => {
	const { id } = await filed(w, 'FGW');
	const p = await refused(t, id, {}, 409, { rule: 'R-CLOCK-1', article: '条例33' });
	t.ok(p.allowed_acts.includes('register'), 'what can be done instead');
	for (const who of [worker, clerk, await w.person('jtj-head')])
		t.is(
			(await refused(t, id, { approver_id: who.user.id }, 422)).errors[0].pointer,
			'/approver_id',
			who.user.name,
		);
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	w.sql(`INSERT INTO user_role VALUES (${clerk.user.id}, ${agency}, 'head')`);
	await refused(t, id, { approver_id: clerk.user.id }, 409, { rule: 'R-CLOCK-1' });
	w.sql(`DELETE FROM user_role WHERE user_id = ${clerk.user.id} AND role = 'head'`);
	w.sql(`UPDATE user SET disabled = 1 WHERE id = ${leader.user.id}`);
	t.is(
		(await refused(t, id, { approver_id: leader.user.id }, 422)).errors[0].pointer,
		'/approver_id',
		'who has left',
	);
	w.sql(`UPDATE user SET disabled = 0 WHERE id = ${leader.user.id}`);
	t.is((await clerk.get(`/api/v1/cases/${id}`)).state, 'received', 'nothing has happened');
	await refused(t, id, { approver_id: head.user.id }, 403, {}, head);
});

await scenario('by a standing approval for that outcome, and only where every part has one', async (t) => {
	const { id } = await filed(w, 'FGW');
	setting('petition', 'on');
	await refused(
		t,
		id,
		{ parts: [petition, part('already_public', { access: 'https://www.example.invalid/x' })] },
		409,
		{ rule: 'R-CLOCK-1' },
	);
	const c = await answer(id, { told_by: 'slip', note: '告知单2号' });
	t.is(c.state, 'replied', 'replied');
	const text = JSON.stringify(
		await clerk.get(`/api/v1/cases/${id}/letters/${c.letters.find((l) => l.kind === 'on_the_spot_record').id}`),
	);
	t.ok(text.includes('常设批准') && text.includes('告知单2号'), 'the record says so');
	setting('petition', 'off');
});

await scenario('what needs assignment, search or review is not answered on the spot', async (t) => {
	const { id } = await filed(w, 'FGW');
	const by = { approver_id: head.user.id };
	for (const p of [
		part('not_held', { search_statement: '已检索' }),
		part('internal_affairs', { reasons: '内部', not_ordered: '无规定' }),
		part('partial', { content: '一', reasons: '二', refused: ['internal_affairs'], not_ordered: '无' }),
	])
		await refused(t, id, { ...by, parts: [p] }, 409, { rule: 'R-CLOCK-1', code: 'law_not_on_the_spot' });
	t.is(
		(await refused(t, id, { ...by, parts: [part('petition')] }, 422)).errors[0].pointer,
		'/parts/0/reasons',
		'what the outcome must say',
	);
	t.is(
		(await refused(t, id, { ...by, parts: [part('pigeon')] }, 422)).errors[0].pointer,
		'/parts/0/outcome',
		'no such outcome',
	);
});

await scenario('a hard case is reviewed first, whatever the way of answering (R-ASK-5)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await clerk.act(id, 'registration', {});
	await worker.act(id, 'hard-flag', { reason: '事项敏感' });
	await refused(t, id, { approver_id: head.user.id }, 409, { rule: 'R-ASK-5', code: 'law_hard_case' });
	await worker.act(id, 'hard-flag/lifting', { reason: '已核实' });
	t.is((await answer(id, { approver_id: head.user.id })).state, 'replied', 'not hard any more');
});

await scenario('granted only for information that passed a secrecy review before (条例17)', async (t) => {
	const { id } = await filed(w, 'FGW');
	const granted = { approver_id: head.user.id, parts: [part('granted', { content: '名单：示例。' })] };
	await refused(t, id, granted, 409, { rule: 'R-CLOCK-1', article: '条例17' });
	const earlier = await filed(w, 'FGW');
	await advance(w, earlier.id, 'investigating');
	t.is(
		(await refused(t, id, { ...granted, cleared_case: earlier.filed.number }, 422)).errors[0].pointer,
		'/cleared_case',
		'no review there',
	);
	const seen = await worker.act(earlier.id, 'secrecy-reviews', { question: '请审查' });
	await (
		await w.person('fgw-secrecy-reviewer')
	).act(earlier.id, `secrecy-reviews/${seen.secrecy_reviews[0].id}/answer`, { result: 'pass' });
	t.is((await answer(id, { ...granted, cleared_case: earlier.filed.number })).state, 'replied', 'cleared there');
	const second = await filed(w, 'FGW');
	t.is(
		(await answer(second.id, { ...granted, cleared_reference: '保密审查表2026-5' })).state,
		'replied',
		'cleared on paper',
	);
	const foreign = await filed(w, 'JTJ');
	const third = await filed(w, 'FGW');
	t.is(
		(await refused(t, third.id, { ...granted, cleared_case: foreign.filed.number }, 422)).errors[0].pointer,
		'/cleared_case',
		'another agency tells nothing',
	);
});

await scenario('no approver is present: asked for, granted by another, told then', async (t) => {
	const { id } = await filed(w, 'FGW');
	await refused(t, id, { ask_approval: true, approver_id: head.user.id }, 422);
	await refused(t, id, { ask_approval: true, on: '2026-03-01' }, 422);
	const asked = await answer(id, { ask_approval: true });
	t.is(
		[asked.state, asked.proposals[0].act, asked.proposals[0].status],
		['received', 'answer_on_the_spot', 'asked'],
		'waits',
	);
	const c = await leader.act(id, `proposals/${asked.proposals[0].id}/decision`, { decision: 'grant' });
	t.is([c.state, c.outcome], ['replied', 'petition'], 'replied');
	const e = (await clerk.get(`/api/v1/cases/${id}/events`)).items.at(-1);
	t.is(
		[e.actor_id, e.actor_role, e.approver_id],
		[clerk.user.id, 'clerk', leader.user.id],
		'who asked, who approved',
	);
});

await scenario('only from received or registered; the day lies between receipt and today', async (t) => {
	const { id } = await filed(w, 'FGW');
	const by = { approver_id: head.user.id };
	t.is((await refused(t, id, { ...by, on: '2026-03-01' }, 422)).errors[0].pointer, '/on', 'before the receipt');
	t.is((await refused(t, id, { ...by, on: '2026-03-03' }, 422)).errors[0].pointer, '/on', 'tomorrow');
	await advance(w, id, 'registered');
	const other = await filed(w, 'FGW');
	t.is((await answer(id, by)).state, 'replied', 'registered');
	await advance(w, other.id, 'investigating');
	await refused(t, other.id, by, 409, { state: 'investigating' });
});

await done();
