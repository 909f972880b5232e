/* Reassignment in bulk, absence with cover, disclosurectl case reassign (part 10: assign, reassign; product.md). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	second = await w.person('fgw-caseworker-2'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk'),
	foreigner = await w.person('jtj-caseworker');
const other = await w.serve();
const bulk = (who, body) => who.send('POST', '/api/v1/reassignments', { body, key: randomUUID() });
async function worked(count = 1, code = 'FGW') {
	const all = [];
	for (let i = 0; i < count; i++) {
		const k = await filed(w, code);
		all.push({ ...k, seen: await advance(w, k.id, 'investigating', { agency: code.toLowerCase() }) });
	}
	return all;
}
const assignee = (id) => w.sql(`SELECT assignee_id FROM docket WHERE id = ${id}`).trim();

await scenario('a head reassigns several cases; each is an act of its own with the reason', async (t) => {
	const cases = await worked(3),
		[foreign] = await worked(1, 'JTJ');
	await clerk.act(cases[2].id, 'withdrawal', { reason: '申请人来电撤回' });
	const answer = await bulk(head, {
		cases: [...cases.map((k) => ({ id: k.id })), { id: foreign.id }, { id: '999999' }],
		to_user_id: second.user.id,
		reason: '工作调整',
	});
	t.is(answer.status, 200, answer.text.slice(0, 200));
	const of = (id) => answer.body.items.find((i) => i.case_id === id);
	t.is(
		[answer.body.reassigned, answer.body.refused, answer.body.unchanged, answer.body.more],
		[2, 3, 0, false],
		'counts',
	);
	t.is(
		cases.slice(0, 2).map((k) => [of(k.id).result, assignee(k.id)]),
		Array(2).fill(['reassigned', second.user.id]),
		'two',
	);
	t.is(
		[of(cases[2].id).result, of(cases[2].id).problem.status, of(cases[2].id).problem.rule],
		['refused', 409, 'R-KEEP-1'],
		'the ended one says why',
	);
	for (const id of [foreign.id, '999999'])
		t.is(
			[of(id).result, of(id).problem.status, of(id).number],
			['refused', 404, null],
			'one that the head may not know of',
		);
	const events = (await head.get(`/api/v1/cases/${cases[0].id}/events`)).items.filter((e) => e.act === 'reassign');
	t.is(
		events.map((e) => [e.detail.from_user, e.detail.to_user, e.detail.remarks, e.actor_id]),
		[[worker.user.id, second.user.id, '工作调整', head.user.id]],
		'its event',
	);
	t.is(of(cases[0].id).version, cases[0].seen.version + 1, 'the new version');
	const again = await bulk(head, { cases: [{ id: cases[0].id }], to_user_id: second.user.id, reason: '再次' });
	t.is([again.body.unchanged, again.body.items[0].result], [1, 'unchanged'], 'nothing to do');
});

await scenario('a caseworker passes on their own cases, not those of others', async (t) => {
	const [mine, theirs] = await worked(2);
	await head.act(theirs.id, 'assignment', { user_id: second.user.id });
	const answer = await bulk(worker, {
		cases: [{ id: mine.id }, { id: theirs.id }],
		to_user_id: second.user.id,
		reason: '休假前移交',
	});
	t.is(
		answer.body.items.map((i) => i.result),
		['reassigned', 'unchanged'],
		'own; with that one already',
	);
	const back = await bulk(worker, { cases: [{ id: mine.id }], to_user_id: worker.user.id, reason: '要回来' });
	t.is(
		[back.body.items[0].result, back.body.items[0].problem.status],
		['refused', 403],
		'not taken from a colleague',
	);
	t.is(
		(await bulk(worker, { from_user_id: second.user.id, to_user_id: worker.user.id, reason: '要过来' })).status,
		403,
		'nor all of theirs',
	);
	t.is(
		(await bulk(clerk, { cases: [{ id: mine.id }], to_user_id: worker.user.id, reason: '代为' })).status,
		403,
		'a clerk',
	);
});

await scenario('a stale version keeps that case as it is; faults are named at once', async (t) => {
	const [a, b] = await worked(2);
	const answer = await bulk(head, {
		cases: [
			{ id: a.id, version: a.seen.version },
			{ id: b.id, version: 1 },
		],
		to_user_id: second.user.id,
		reason: '按版本',
	});
	t.is(
		answer.body.items.map((i) => [i.result, i.problem?.status]),
		[
			['reassigned', undefined],
			['refused', 412],
		],
		'by version',
	);
	t.is(assignee(b.id), worker.user.id, 'unchanged');
	for (const [body, pointers] of [
		[{}, ['/reason', '/to_user_id']],
		[{ to_user_id: '1', reason: '都没有' }, ['/cases']],
		[{ cases: [{ id: '1' }], from_user_id: '2', to_user_id: '1', reason: '都有' }, ['/from_user_id']],
		[{ cases: [{ id: '1' }, { id: '2' }, { id: '1' }], to_user_id: '1', reason: '重复' }, ['/cases/2/id']],
		[{ from_user_id: worker.user.id, to_user_id: worker.user.id, reason: '同一人' }, ['/to_user_id']],
		[{ from_user_id: worker.user.id, to_user_id: foreigner.user.id, reason: '外单位' }, ['/to_user_id']],
	]) {
		const p = t.refused(await bulk(head, body), 422, {}, JSON.stringify(body));
		t.is(p.errors.map((e) => e.pointer).sort(), pointers, JSON.stringify(body));
	}
	t.is(
		(
			await bulk(head, {
				cases: Array.from({ length: 101 }, (_, i) => ({ id: String(i + 1) })),
				to_user_id: '1',
				reason: '太多',
			})
		).status,
		422,
		'101 cases',
	);
});

await scenario('all open cases of a caseworker, as they fall due; the same key gives the same answer', async (t) => {
	const mine = await worked(3);
	const open = Number(w.sql(`SELECT COUNT(*) FROM docket WHERE assignee_id = ${worker.user.id} AND is_open`));
	const key = randomUUID(),
		body = { from_user_id: worker.user.id, to_user_id: second.user.id, reason: '岗位调整' };
	const first = await head.send('POST', '/api/v1/reassignments', { body, key });
	t.is([first.body.reassigned, first.body.more], [open, false], 'all');
	t.ok(
		mine.every((k) => assignee(k.id) === second.user.id),
		'with the other now',
	);
	const replay = await head.send('POST', '/api/v1/reassignments', { body, key });
	t.is([replay.headers.get('idempotency-replayed'), replay.text], ['true', first.text], 'replayed');
	t.is((await head.post('/api/v1/reassignments', body)).items, [], 'nothing is left');
});

await scenario(
	'32 clients on two instances reassign the same cases at once: no act is lost or done twice',
	async (t) => {
		const cases = await worked(6);
		const ids = cases.map((k) => ({ id: k.id }));
		const there = other.client();
		await there.signIn('fgw-head', w.passwords.get('fgw-head'));
		const before = Object.fromEntries(cases.map((k) => [k.id, k.seen.version]));
		const all = await Promise.all(
			Array.from({ length: 32 }, (_, i) =>
				bulk(i % 2 ? head : there, {
					cases: i % 4 < 2 ? ids : [...ids].reverse(),
					to_user_id: i % 2 ? second.user.id : worker.user.id,
					reason: `并发${i}`,
				}),
			),
		);
		t.is([...new Set(all.map((a) => a.status))], [200], `statuses ${all.map((a) => a.status)}`);
		for (const k of cases) {
			const done = all
				.flatMap((a) => a.body.items)
				.filter((i) => i.case_id === k.id && i.result === 'reassigned').length;
			const [version, seq, events] = w
				.sql(
					`SELECT version, seq, (SELECT COUNT(*) FROM event e WHERE e.case_id = d.id) FROM docket d
			WHERE id = ${k.id}`,
				)
				.trim()
				.split('\t')
				.map(Number);
			t.is([version - before[k.id], seq === events], [done, true], 'as many versions as answers say');
		}
		t.is(w.ctl('verify').status, 0, 'chains are whole');
	},
);

/* ---- Absence. */

const absence = (who, body) => who.send('POST', '/api/v1/absences', { body, key: randomUUID() });
const mine = async (who, query = '') => (await who.get(`/api/v1/cases?queue=mine&limit=200${query}`)).items;

await scenario('who covers sees the cases of the absent in their own queue, marked, while it lasts', async (t) => {
	const [k] = await worked(1);
	const away = await absence(worker, { cover_id: second.user.id, from: '2026-03-03', to: '2026-03-05' });
	t.is([away.status, away.body.running, away.body.warnings], [201, false, []], away.text.slice(0, 200));
	t.ok(!(await mine(second)).some((c) => c.id === k.id), 'not the day before');
	for (const day of ['2026-03-03', '2026-03-05']) {
		await w.clock(day);
		const row = (await mine(second)).find((c) => c.id === k.id);
		t.is(row?.covering_for, worker.user.id, `on ${day}, marked`);
		t.is((await second.get('/api/v1/queues')).mine, (await mine(second)).length, 'and the count has them');
		const seen = await second.get(`/api/v1/cases/${k.id}`);
		t.is(
			seen.warnings.map((x) => [x.code, x.cover_id]),
			[['assignee_away', second.user.id]],
			'the case says so',
		);
	}
	t.ok(
		(await mine(second)).filter((c) => c.assignee_id === second.user.id).every((c) => c.covering_for === null),
		'own ones are not marked',
	);
	const rows = await mine(second);
	const sorted = [...rows].sort(
		(a, b) => (a.next_on ?? '9').localeCompare(b.next_on ?? '9') || Number(a.id) - Number(b.id),
	);
	t.is(
		rows.map((c) => c.id),
		sorted.map((c) => c.id),
		'one order',
	);
	const pages = [];
	for (let path = '/api/v1/cases?queue=mine&limit=2'; path;) {
		const page = await second.get(path);
		pages.push(...page.items.map((c) => c.id));
		path = page.next;
	}
	t.is(
		pages,
		rows.map((c) => c.id),
		'and in pages, each once',
	);
	await w.clock('2026-03-06');
	t.ok(!(await mine(second)).some((c) => c.id === k.id), 'ended by itself');
	t.is((await second.get(`/api/v1/cases/${k.id}`)).warnings, [], 'no warning any more');
	await w.clock('2026-03-02');
});

await scenario('new work for the absent is warned of, and done; the cover may pass it on', async (t) => {
	const { id } = await filed(w, 'FGW');
	const [k] = await worked(1);
	const away = await head.post('/api/v1/absences', {
		user_id: worker.user.id,
		cover_id: second.user.id,
		from: '2026-03-02',
		to: '2026-03-02',
	});
	t.is(away.running, true, 'by a head, at once');
	await clerk.act(id, 'registration');
	const seen = await head.act(id, 'assignment', { user_id: worker.user.id });
	t.is(
		[seen.assignee_id, seen.warnings.map((x) => x.code)],
		[worker.user.id, ['assignee_away']],
		'assigned, with a warning',
	);
	t.match(seen.warnings[0].text, /2026年3月2日/, 'until when');
	const moved = await bulk(second, { cases: [{ id: k.id }], to_user_id: second.user.id, reason: '代办期间接手' });
	t.is(moved.body.items[0].result, 'reassigned', 'by the cover');
	const warned = await bulk(head, { from_user_id: second.user.id, to_user_id: worker.user.id, reason: '全部移交' });
	t.is(
		warned.body.warnings.map((x) => x.code),
		['assignee_away'],
		'in bulk too',
	);
	const list = await clerk.get('/api/v1/absences');
	t.ok(
		list.items.some((a) => a.id === away.id && a.running),
		'in the list',
	);
	t.is((await worker.post(`/api/v1/absences/${away.id}/end`, {})).running, false, 'ended early');
	t.ok(!(await mine(second)).some((c) => c.covering_for), 'nothing to cover');
	t.refused(
		await worker.send('POST', `/api/v1/absences/${away.id}/end`, { body: {}, key: randomUUID() }),
		409,
		{},
		'twice',
	);
	t.refused(
		await foreigner.send('POST', `/api/v1/absences/${away.id}/end`, { body: {}, key: randomUUID() }),
		404,
		{},
		'another agency',
	);
	t.is(w.sql("SELECT COUNT(*) FROM audit WHERE what = 'absence_ended'").trim(), '1', 'logged');
	const past = (await clerk.get('/api/v1/absences?list=past')).items;
	const over = past.find((a) => a.id === away.id);
	t.is([over?.running, over?.ended_by], [false, worker.user.id], 'ended early, it is past');
	t.ok(
		!(await clerk.get('/api/v1/absences')).items.some((a) => a.id === away.id),
		'and not in the list of what runs',
	);
});

await scenario('days and people of an absence are checked; others are for a head', async (t) => {
	const good = { cover_id: second.user.id, from: '2026-04-01', to: '2026-04-03' };
	for (const [change, pointers] of [
		[{ from: '2026-04-04' }, ['/to']],
		[{ from: '2026-02-01', to: '2026-03-01' }, ['/to']],
		[{ to: '2027-04-02' }, ['/to']],
		[{ cover_id: worker.user.id }, ['/cover_id']],
		[{ cover_id: clerk.user.id }, ['/cover_id']],
		[{ cover_id: foreigner.user.id }, ['/cover_id']],
		[{ cover_id: undefined, from: 'x' }, ['/cover_id', '/from']],
	]) {
		const p = t.refused(await absence(worker, { ...good, ...change }), 422, {}, JSON.stringify(change));
		t.is(p.errors.map((e) => e.pointer).sort(), pointers, JSON.stringify(change));
	}
	t.is(
		(await absence(worker, { ...good, user_id: second.user.id, cover_id: worker.user.id })).status,
		403,
		"a colleague's",
	);
	const set = await absence(worker, good);
	t.is(set.status, 201, 'set');
	t.is((await absence(worker, { ...good, from: '2026-04-03', to: '2026-04-08' })).status, 422, 'overlaps by a day');
	t.is((await absence(worker, { ...good, from: '2026-04-04', to: '2026-04-08' })).status, 201, 'the day after');
	t.is(
		(await absence(second, { cover_id: worker.user.id, from: '2026-04-02', to: '2026-04-02' })).status,
		422,
		'covered by one who is away',
	);
	w.ctl('user', 'add', 'fgw-caseworker-3', '示例经办人丙');
	w.ctl('user', 'grant', 'fgw-caseworker-3', 'caseworker', 'FGW');
	const third = w.sql("SELECT id FROM user WHERE login = 'fgw-caseworker-3'").trim();
	const ill = await absence(second, { cover_id: third, from: '2026-04-02', to: '2026-04-02' });
	t.is(
		[ill.status, ill.body.warnings.map((x) => x.code)],
		[201, ['absence_covers']],
		'one who covers falls ill: said, not refused',
	);
});

await scenario('two people who set absences covering each other at once: one of them is told', async (t) => {
	const days = { from: '2026-05-11', to: '2026-05-12' };
	const all = await Promise.all(
		Array.from({ length: 16 }, (_, i) =>
			i % 2
				? absence(worker, { ...days, cover_id: second.user.id })
				: absence(second, { ...days, cover_id: worker.user.id }),
		),
	);
	t.is(all.map((a) => a.status).sort(), [201, ...Array(15).fill(422)], 'one absence stands');
});

/* ---- disclosurectl. */

await scenario('disclosurectl gives all cases of one to another in the name of a head', async (t) => {
	const cases = await worked(2);
	const open = Number(w.sql(`SELECT COUNT(*) FROM docket WHERE assignee_id = ${worker.user.id} AND is_open`));
	const run = (...more) => w.ctl('case', 'reassign', '--from', 'fgw-caseworker', '--to', 'fgw-caseworker-2', ...more);
	t.is(run('--reason', '离职').status, 2, 'without --by');
	t.is(run('--by', 'fgw-head').status, 2, 'without a reason');
	t.is(run('--by', 'fgw-clerk', '--reason', '离职').status, 1, 'a clerk is no head');
	t.is(run('--by', 'jtj-head', '--reason', '离职').status, 1, 'nor is the head of another agency');
	t.is(run('--by', 'fgw-head', '--reason', '离职', '--agency', 'NONE').status, 1, 'no such agency');
	t.is(
		w.ctl(
			'case',
			'reassign',
			'--from',
			'nobody',
			'--to',
			'fgw-caseworker-2',
			'--by',
			'fgw-head',
			'--reason',
			'离职',
		).status,
		1,
		'nobody',
	);
	t.is(
		cases.map((k) => assignee(k.id)),
		Array(2).fill(worker.user.id),
		'nothing has changed',
	);
	const good = run('--by', 'fgw-head', '--reason', '离职移交');
	t.is([good.status, good.stdout.trim().split('\n').length], [0, open], `${good.stdout}${good.stderr}`);
	t.ok(good.stdout.includes(cases[0].filed.number), 'names each');
	const event = (await head.get(`/api/v1/cases/${cases[0].id}/events`)).items.at(-1);
	t.is(
		[event.act, event.actor_id, event.actor_role, event.detail.remarks],
		['reassign', head.user.id, 'head', '离职移交'],
		'the same act',
	);
	t.is(
		w.sql("SELECT COUNT(*) FROM audit WHERE what = 'cases_reassigned' AND client = 'disclosurectl'").trim(),
		'1',
		'in the log',
	);
	const again = run('--by', 'fgw-head', '--reason', '离职移交', '--agency', 'FGW');
	t.is([again.status, again.stdout], [0, ''], 'nothing is left');
	t.is(w.ctl('verify').status, 0, 'verify');
});

await done();
