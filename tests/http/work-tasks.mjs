/* Tasks to units of the agency (协办), searches that come with them, notes with mentions, watched cases, the queue's
 * filters (part 10: task, search, note; R-OUT-1, R-CLOCK-3, R-REQ-5). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	officer = await w.person('fgw-unit-officer'),
	clerk = await w.person('fgw-clerk'),
	foreigner = await w.person('jtj-unit-officer');
const give = (change = {}) => ({
	user_id: officer.user.id,
	matter: '检索2024年名单',
	demand: '请书面反馈',
	answer_by: '2026-03-09',
	...change,
});
const search = {
	place: '业务科档案柜',
	searched_on: '2026-03-02',
	searcher: '示例检索人',
	method: '按年度逐卷翻查',
	found: false,
	result: '未发现',
};
/** A case with one task; gives { id, task, version, seen }. */
async function tasked(change) {
	const k = await filed(w, 'FGW');
	await advance(w, k.id, 'investigating');
	const before = await worker.get(`/api/v1/cases/${k.id}`);
	const seen = await worker.post(`/api/v1/cases/${k.id}/tasks`, give(change));
	return { ...k, before, seen, task: seen.tasks[0].id };
}
const post = (who, id, path, body) => who.send('POST', `/api/v1/cases/${id}/${path}`, { body, key: randomUUID() });

await scenario(
	'a task is given with its slip, shown to the officer alone, and pauses nothing (R-CLOCK-3)',
	async (t) => {
		const k = await filed(w, 'FGW');
		await advance(w, k.id, 'drafted');
		t.refused(await officer.send('GET', `/api/v1/cases/${k.id}`), 404, {}, 'before the task');
		t.refused(await post(clerk, k.id, 'tasks', give()), 403, {}, 'by a clerk');
		const p = t.refused(
			await post(worker, k.id, 'tasks', give({ user_id: clerk.user.id, answer_by: '2026-03-01' })),
			422,
		);
		t.is(p.errors.map((e) => e.pointer).sort(), ['/answer_by', '/user_id'], 'both faults');
		t.refused(
			await post(worker, k.id, 'tasks', give({ user_id: foreigner.user.id })),
			422,
			{},
			'an officer of another agency',
		);
		const before = await worker.get(`/api/v1/cases/${k.id}`);
		const seen = await worker.post(`/api/v1/cases/${k.id}/tasks`, give());
		t.is([seen.version, seen.due_on], [before.version, before.due_on], 'neither the version nor the day moves');
		t.is(
			seen.tasks.map((x) => [x.status, x.answer_by]),
			[['asked', '2026-03-09']],
			'the task',
		);
		const slip = seen.letters.find((l) => l.kind === 'task_slip');
		const text = (await worker.get(`/api/v1/cases/${k.id}/letters/${slip.id}`)).blocks
			.map((b) => b.text)
			.join('\n');
		t.ok(
			/检索2024年名单/.test(text) && !/测试申请人/.test(text),
			`the slip names the matter, not the applicant: ${text}`,
		);
		const own = await officer.get(`/api/v1/cases/${k.id}`);
		t.is(
			[own.tasks.length, own.applicant, own.letters, own.reply, own.extensions, own.links],
			[1, undefined, undefined, undefined, undefined, undefined],
			'no applicant, letters, draft, extensions or links',
		);
		t.is(
			own.allowed_acts
				.filter((a) => a.allowed)
				.map((a) => a.act)
				.sort(),
			['attach', 'clarification', 'contact', 'note', 'search', 'task'],
			'may do',
		);
		t.refused(await officer.send('GET', `/api/v1/cases/${k.id}/events`), 403, {}, 'the history');
		t.refused(await officer.send('GET', `/api/v1/cases/${k.id}/letters/${slip.id}`), 403, {}, 'letters');
		t.refused(await foreigner.send('GET', `/api/v1/cases/${k.id}`), 404, {}, 'another agency');
		t.ok(
			(await officer.get('/api/v1/cases?queue=put_to_me')).items.some((c) => c.id === k.id),
			'in the officer’s queue',
		);
		t.is(
			w.sql(`SELECT CONCAT(next_on, ' ', next_kind) FROM docket WHERE id = ${k.id}`).trim(),
			'2026-03-09 task',
			'falls due',
		);
		t.ok(
			!(await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).letters.some((l) => l.kind === 'task_slip'),
			'not for the applicant',
		);
	},
);

await scenario('accepted, chased, answered with a search that counts for not_held (R-OUT-1)', async (t) => {
	const { id, task, before } = await tasked({ search_wanted: true });
	await worker.act(
		id,
		'reply',
		{ parts: [{ description: '名单', outcome: 'not_held', search_statement: '经检索未发现。' }] },
		{ method: 'PUT' },
	);
	const seen = await worker.get(`/api/v1/cases/${id}`);
	const refused = await worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
		body: {},
		version: seen.version,
		key: randomUUID(),
	});
	t.is(
		[refused.status, refused.body.rule, refused.body.errors.map((e) => e.pointer)],
		[422, 'R-OUT-1', ['/parts/0/never_made']],
		'not without a search',
	);
	t.refused(await post(worker, id, `tasks/${task}/acceptance`, {}), 403, {}, 'accepted by the caseworker');
	t.is(
		(await officer.post(`/api/v1/cases/${id}/tasks/${task}/acceptance`, {})).tasks[0].status,
		'accepted',
		'accepted',
	);
	t.refused(await post(officer, id, `tasks/${task}/acceptance`, {}), 409, {}, 'twice');
	t.refused(await post(officer, id, `tasks/${task}/chases`, {}), 403, {}, 'chased by the officer');
	const chased = await worker.post(`/api/v1/cases/${id}/tasks/${task}/chases`, { remarks: '请尽快反馈' });
	t.is(
		chased.tasks[0].chased.map((c) => [c.on, c.remarks]),
		[['2026-03-02', '请尽快反馈']],
		'recorded',
	);
	const p = t.refused(await post(officer, id, `tasks/${task}/answer`, { answer: '没有' }), 422, {}, 'no search');
	t.is(p.errors[0].pointer, '/searches', 'pointer');
	const q = t.refused(
		await post(officer, id, `tasks/${task}/answer`, {
			answer: '没有',
			searches: [search, { ...search, searched_on: '2026-03-03' }, { place: '柜' }],
		}),
		422,
		{},
		'faults inside',
	);
	t.ok(
		q.errors.every((e) => e.pointer.startsWith('/searches/2/')) && q.errors.length === 5,
		`missing members: ${q.errors.map((e) => e.pointer)}`,
	);
	const r = t.refused(
		await post(officer, id, `tasks/${task}/answer`, {
			answer: '没有',
			searches: [search, { ...search, searched_on: '2026-03-03' }],
		}),
		422,
	);
	t.is(
		r.errors.map((e) => e.pointer),
		['/searches/1/searched_on'],
		'tomorrow',
	);
	t.is(w.sql(`SELECT COUNT(*) FROM search_record WHERE case_id = ${id}`).trim(), '0', 'bad input changes nothing');
	const answered = await officer.post(`/api/v1/cases/${id}/tasks/${task}/answer`, {
		answer: '经检索未发现',
		searches: [search],
	});
	t.is(
		[answered.tasks[0].status, answered.tasks[0].answer, answered.tasks[0].ended_on],
		['answered', '经检索未发现', '2026-03-02'],
		'answered',
	);
	t.is(
		answered.searches.map((s) => [s.place, s.task_id]),
		[['业务科档案柜', task]],
		'with its search',
	);
	const after = await worker.get(`/api/v1/cases/${id}`);
	t.is(after.version, before.version + 1, 'only the draft has raised the version');
	t.is((await worker.act(id, 'reply/submission')).reply.status, 'submitted', 'the search counts');
	const events = (await worker.get(`/api/v1/cases/${id}/events`)).items;
	t.is(
		events.filter((e) => e.act === 'task').map((e) => [e.detail.step, e.actor_role]),
		[
			['given', 'caseworker'],
			['accepted', 'unit_officer'],
			['chased', 'caseworker'],
			['answered', 'unit_officer'],
		],
		'all in the history',
	);
	t.is(
		events.filter((e) => e.act === 'search').map((e) => e.actor_role),
		['unit_officer'],
		'the search by the officer',
	);
	t.is(w.sql(`SELECT status FROM deadline WHERE case_id = ${id} AND kind = 'task'`).trim(), 'met', 'deadline met');
	t.ok(!(await officer.get('/api/v1/cases?queue=put_to_me')).items.some((c) => c.id === id), 'out of the queue');
	t.is((await officer.get(`/api/v1/cases/${id}`)).tasks[0].status, 'answered', 'but still readable');
	for (const act of ['answer', 'refusal', 'cancellation', 'chases'])
		t.refused(
			await post(
				['answer', 'refusal'].includes(act) ? officer : worker,
				id,
				`tasks/${task}/${act}`,
				{
					answer: { answer: '再答', searches: [search] },
					refusal: { reason: '晚了' },
					cancellation: { reason: '晚了' },
					chases: {},
				}[act],
			),
			409,
			{},
			act,
		);
});

await scenario('why such information is never made stands in the place of searches (R-OUT-1)', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'submitted', {
		outcome: 'not_held',
		part: { search_statement: '经核实不存在。', never_made: '本机关职责不含此项统计。' },
	});
	t.is((await worker.get(`/api/v1/cases/${id}`)).reply.status, 'submitted', 'submitted without a search');
});

await scenario('refused or taken back with a reason; another officer has no hand in it', async (t) => {
	const a = await tasked(),
		b = await tasked();
	const p = t.refused(await post(officer, a.id, `tasks/${a.task}/refusal`, {}), 422);
	t.is(
		p.errors.map((e) => e.pointer),
		['/reason'],
		'reason',
	);
	const back = await officer.post(`/api/v1/cases/${a.id}/tasks/${a.task}/refusal`, { reason: '不属于本科室职责' });
	t.is([back.tasks[0].status, back.tasks[0].answer], ['refused', '不属于本科室职责'], 'refused');
	const taken = await worker.post(`/api/v1/cases/${b.id}/tasks/${b.task}/cancellation`, { reason: '已自行检索' });
	t.is([taken.tasks[0].status, taken.tasks[0].answer], ['cancelled', '已自行检索'], 'cancelled');
	t.refused(await post(officer, b.id, `tasks/${b.task}/answer`, { answer: '已查' }), 409, {}, 'after that');
	t.refused(await post(officer, b.id, `tasks/${a.task}/answer`, { answer: '已查' }), 404, {}, "another case's task");
	t.is(
		w.sql(`SELECT GROUP_CONCAT(status) FROM deadline WHERE case_id IN (${a.id}, ${b.id}) AND kind = 'task'`).trim(),
		'void,void',
		'deadlines',
	);
	w.ctl('user', 'add', 'fgw-officer-2', '示例科员乙');
	w.ctl('user', 'reset', 'fgw-officer-2');
	w.ctl('user', 'grant', 'fgw-officer-2', 'unit_officer', 'FGW');
	const reset = w.ctl('user', 'reset', 'fgw-officer-2');
	const second = w.anyone();
	await second.signIn('fgw-officer-2', reset.stdout.trim());
	const c = await tasked();
	t.refused(await second.send('GET', `/api/v1/cases/${c.id}`), 404, {}, 'a colleague without a task');
	await worker.post(`/api/v1/cases/${c.id}/tasks`, give({ user_id: second.user.id, matter: '另一事项' }));
	t.is(
		(await second.get(`/api/v1/cases/${c.id}`)).tasks.map((x) => x.matter),
		['另一事项'],
		'sees their own task only',
	);
	t.refused(await post(second, c.id, `tasks/${c.task}/answer`, { answer: '代答' }), 403, {}, "answers a colleague's");
});

await scenario('an officer records searches, contacts and notes, and sees only their own', async (t) => {
	const { id } = await tasked();
	await worker.post(`/api/v1/cases/${id}/contacts`, { kind: 'note', said: '经办人的备注' });
	await worker.post(`/api/v1/cases/${id}/searches`, search);
	await officer.post(`/api/v1/cases/${id}/contacts`, { kind: 'note', said: '科室的备注' });
	await officer.post(`/api/v1/cases/${id}/searches`, { ...search, place: '科室电脑' });
	const seen = await officer.get(`/api/v1/cases/${id}`);
	t.is(
		[seen.contacts.map((c) => c.said), seen.searches.map((s) => s.place)],
		[['科室的备注'], ['科室电脑']],
		'their own',
	);
	const all = await worker.get(`/api/v1/cases/${id}`);
	t.is([all.contacts.length, all.searches.length], [2, 2], 'the office sees all');
});

await scenario('when the case ends, its tasks end with it', async (t) => {
	const { id, task } = await tasked();
	await clerk.act(id, 'withdrawal', { reason: '申请人来电撤回' });
	t.is((await worker.get(`/api/v1/cases/${id}`)).tasks[0].status, 'void', 'void');
	t.ok(!(await officer.get('/api/v1/cases?queue=put_to_me')).items.some((c) => c.id === id), 'out of the queue');
	t.refused(await post(officer, id, `tasks/${task}/answer`, { answer: '已查' }), 409, {}, 'nothing to answer');
});

await scenario('a task of one handling lets nobody read the next (product.md)', async (t) => {
	const { id, task } = await tasked();
	await officer.act(id, `tasks/${task}/answer`, { answer: '已查', searches: [search] });
	await clerk.act(id, 'withdrawal', { reason: '申请人来电撤回' });
	t.is((await officer.get(`/api/v1/cases/${id}`)).tasks[0].status, 'answered', 'of their own they can');
	await worker.act(id, 'orders', {
		kind: 'reconsideration',
		body: '示范市人民政府',
		number: '示复决〔2026〕5号',
		ordered_on: '2026-03-02',
		received_on: '2026-03-02',
		proof: '收文登记',
	});
	t.refused(await officer.send('GET', `/api/v1/cases/${id}`), 404, {}, 'handled again');
	await worker.post(`/api/v1/cases/${id}/tasks`, give({ matter: '再次检索' }));
	t.is(
		(await officer.get(`/api/v1/cases/${id}`)).tasks.map((x) => x.matter),
		['检索2024年名单', '再次检索'],
		'once they are asked again',
	);
});

await scenario('16 clients answer one task at once: one answer', async (t) => {
	const { id, task } = await tasked();
	const all = await Promise.all(
		Array.from({ length: 16 }, () =>
			post(officer, id, `tasks/${task}/answer`, { answer: '并发', searches: [search] }),
		),
	);
	t.is(all.map((a) => a.status).sort(), [200, ...Array(15).fill(409)], 'one wins');
	t.is(w.sql(`SELECT COUNT(*) FROM search_record WHERE case_id = ${id}`).trim(), '1', 'one search');
});

await scenario('a task past its day is marked, and never blocks the case', async (t) => {
	const { id } = await tasked();
	await w.clock('2026-03-10');
	t.is((await worker.get(`/api/v1/cases/${id}`)).tasks[0].overdue, true, 'overdue');
	await w.clock('2026-03-09');
	t.is((await worker.get(`/api/v1/cases/${id}`)).tasks[0].overdue, false, 'not on the day');
	await w.clock('2026-03-02');
});

/* ---- Notes, mentions, watched cases. */

await scenario(
	'a note mentions people who may see the case; they read it in their list and watch the case',
	async (t) => {
		const { id, filed: f } = await filed(w, 'FGW');
		const supervisor = await w.person('qzf-supervisor'),
			auditor = await w.person('qzf-audit-admin');
		const note = (mentions) => ({ kind: 'note', said: '请负责人看一下期限', mentions });
		const p = t.refused(
			await post(worker, id, 'contacts', note([head.user.id, officer.user.id, '999999', 'x', auditor.user.id])),
			422,
		);
		t.is(
			p.errors.map((e) => e.pointer),
			['/mentions/1', '/mentions/2', '/mentions/3', '/mentions/4'],
			'an officer without a task, nobody, no id, who sees no cases',
		);
		t.is(w.sql(`SELECT COUNT(*) FROM contact_record WHERE case_id = ${id}`).trim(), '0', 'nothing is stored');
		t.refused(
			await post(worker, id, 'contacts', {
				kind: 'contact',
				way: 'telephone',
				said: '通话',
				mentions: [head.user.id],
			}),
			422,
			{},
			'a contact',
		);
		const before = (await head.get('/api/v1/queues')).mentions;
		const seen = await worker.post(`/api/v1/cases/${id}/contacts`, note([head.user.id, supervisor.user.id]));
		t.is(seen.contacts[0].mentions, [head.user.id, supervisor.user.id], 'in the case');
		t.is((await head.get('/api/v1/queues')).mentions, before + 1, 'counted');
		const mine = await head.get('/api/v1/mentions?unread=true&limit=1');
		t.is(
			[mine.items[0].number, mine.items[0].said, mine.items[0].read],
			[f.number, '请负责人看一下期限', false],
			'in the list',
		);
		t.refused(await post(worker, id, '../../mentions/x/reading', {}), 404, {}, 'no id');
		t.refused(
			await worker.send('POST', `/api/v1/mentions/${mine.items[0].id}/reading`, { body: {}, key: randomUUID() }),
			404,
			{},
			"somebody else's",
		);
		t.is((await head.post(`/api/v1/mentions/${mine.items[0].id}/reading`, {})).unread, before, 'read');
		t.ok(
			(await head.get('/api/v1/mentions')).items.some((m) => m.id === mine.items[0].id && m.read),
			'kept, as read',
		);
		t.ok(
			!(await head.get('/api/v1/mentions?unread=true')).items.some((m) => m.id === mine.items[0].id),
			'no longer among the unread',
		);
		t.is((await supervisor.post('/api/v1/mentions/reading', {})).unread, 0, 'all at once');
		t.is(w.sql("SELECT COUNT(*) FROM contact_record WHERE said LIKE '%期限%'").trim(), '0', 'sealed');
		const watched = (await head.get('/api/v1/cases?queue=watched')).items.find((c) => c.id === id);
		t.is(watched?.unread, 1, 'a watcher, with one thing new');
		const detail = (await worker.get(`/api/v1/cases/${id}/events`)).items.at(-1);
		t.is([detail.act, JSON.stringify(detail.detail).includes('期限')], ['note', false], 'no text in the event');
	},
);

await scenario('watching: what happens is new until one looks, and one can stop', async (t) => {
	const { id } = await filed(w, 'FGW');
	const path = `/api/v1/cases/${id}/watch`;
	t.is(await clerk.call('PUT', path, { body: {} }), { watching: true, unread: 0 }, 'watched');
	await worker.act(id, 'registration');
	await worker.act(id, 'assignment', { user_id: worker.user.id });
	const seen = await clerk.get(`/api/v1/cases/${id}`);
	t.is([seen.watching, seen.unread], [true, 2], 'two things new');
	t.is((await clerk.get('/api/v1/cases?queue=watched')).items.find((c) => c.id === id).unread, 2, 'in the list');
	const count = (await clerk.get('/api/v1/queues')).watched_unread;
	t.ok(count >= 1, 'counted');
	await clerk.call('PUT', path, { body: {} });
	t.is((await clerk.get('/api/v1/queues')).watched_unread, count - 1, 'read');
	t.is(await clerk.call('DELETE', path), { watching: false, unread: 0 }, 'no more');
	t.ok(!(await clerk.get('/api/v1/cases?queue=watched')).items.some((c) => c.id === id), 'gone');
	t.is((await worker.get(`/api/v1/cases/${id}`)).watching, false, 'each for themselves');
	t.refused(await (await w.person('jtj-clerk')).send('PUT', path, { body: {} }), 404, {}, 'another agency');
	t.is((await worker.get(`/api/v1/cases/${id}/events`)).items.length, 3, 'watching is no act on the case');
});

await scenario('watched cases come in pages, each once', async (t) => {
	const finance = await w.person('fgw-finance');
	const ids = [];
	for (let i = 0; i < 5; i++) ids.push((await filed(w, 'FGW')).id);
	for (const id of ids) await finance.call('PUT', `/api/v1/cases/${id}/watch`, { body: {} });
	const seen = [];
	for (let path = '/api/v1/cases?queue=watched&limit=2'; path;) {
		const page = await finance.get(path);
		seen.push(...page.items.map((c) => c.id));
		path = page.next;
	}
	t.is(seen.sort(), ids.sort(), 'all five');
});

/* ---- The queue. */

await scenario('the queue: nobody works on it, help is needed, what falls due next', async (t) => {
	const chief = await w.person('jtj-head'),
		other = await w.person('jtj-caseworker');
	const plain = await filed(w, 'JTJ'),
		help = await filed(w, 'JTJ', { help_needed: '需要大字版' }),
		busy = await filed(w, 'JTJ');
	await advance(w, busy.id, 'investigating', { agency: 'jtj' });
	await other.post(`/api/v1/cases/${busy.id}/tasks`, give({ user_id: foreigner.user.id }));
	const numbers = async (query) => (await chief.get(`/api/v1/cases?${query}`)).items.map((c) => c.number).sort();
	t.is(await numbers('unassigned=true'), [plain.filed.number, help.filed.number], 'unassigned');
	t.is(await numbers('help=true'), [help.filed.number], 'help needed');
	t.is(await numbers('next_kind=task'), [busy.filed.number], 'a task is next');
	t.is(await numbers('next_kind=reply'), [plain.filed.number, help.filed.number], 'the reply is next');
	t.is(await numbers('next_kind=reply&help=true&unassigned=true'), [help.filed.number], 'all together');
	t.is(
		await numbers('unassigned=false'),
		[plain.filed.number, help.filed.number, busy.filed.number].sort(),
		'false is any',
	);
	t.is((await chief.get('/api/v1/cases?unassigned=true&limit=1')).items.length, 1, 'a page');
	const first = await chief.get('/api/v1/cases?unassigned=true&limit=1'),
		second = await chief.get(first.next);
	t.is(
		[...first.items, ...second.items].map((c) => c.number).sort(),
		[plain.filed.number, help.filed.number],
		'and the next one',
	);
	t.is(
		(await other.get('/api/v1/cases?queue=mine&next_kind=task')).items.map((c) => c.number),
		[busy.filed.number],
		'mine, filtered',
	);
	const counts = await chief.get('/api/v1/queues');
	t.is([counts.unassigned, counts.open], [2, 3], 'counts');
	for (const bad of [
		'queue=closed&help=true',
		'queue=put_to_me&unassigned=true',
		'q=测试信息&next_kind=reply',
		'state=无',
		'next_kind=无',
		'help=2',
	])
		t.is((await chief.send('GET', `/api/v1/cases?${encodeURI(bad)}`)).status, 422, bad);
	const put = await officer.get('/api/v1/queues');
	t.ok(put.put_to_me >= 1 && put.open === undefined, `an officer counts only what is theirs: ${JSON.stringify(put)}`);
});

await scenario('each list and count of the queue is read from its key', async (t) => {
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const page =
		"AND d.next_on >= '2000-01-01' AND (d.next_on > '2000-01-01' OR d.id > 0) ORDER BY d.next_on, d.id LIMIT 51";
	for (const [key, where] of [
		['k_docket_agency_assignee', 'd.assignee_id IS NULL'],
		['k_docket_agency_help', 'd.help_flag = 1'],
		['k_docket_agency_kind', "d.next_kind = 'reply'"],
	]) {
		const plan =
			w.sql(`EXPLAIN SELECT d.id, d.title FROM docket d FORCE INDEX (${key}) WHERE d.agency_id = ${agency}
			AND d.is_open = 1 AND ${where} ${page}`);
		t.ok(plan.includes(key) && /\t(range|ref)\t/.test(plan) && !plan.includes('filesort'), `${key}: ${plan}`);
	}
	const mentions = w.sql(`EXPLAIN SELECT 1 FROM mention WHERE user_id = 1 AND is_read = 0 LIMIT 10000`);
	t.ok(mentions.includes('k_mention_user') && /\tref\t/.test(mentions), mentions);
	const put = w.sql('EXPLAIN SELECT DISTINCT case_id FROM case_share WHERE user_id = 1 AND is_open = 1 LIMIT 10000');
	t.ok(put.includes('k_case_share_user') && /\tref\t/.test(put), put);
});

await done();
