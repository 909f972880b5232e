/* Units, links, merging, stops and terminations (R-REQ-8, R-OUT-2, R-OUT-9). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk');

/** An act that must be refused, on the version that stands. */
async function refuse(t, who, id, act, body, status, members, what) {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return t.refused(
		await who.send('POST', `/api/v1/cases/${id}/${act}`, { body, version: seen.version, key: randomUUID() }),
		status,
		members,
		what,
	);
}
const person = (number, change = {}) => ({
	applicant: {
		category: 'natural_person',
		name: '测试申请人',
		id_kind: 'other',
		id_number: number,
		phone: '0791-00000001',
		address: '测试路1号',
	},
	...change,
});
const blocks = async (client, path) =>
	(await client.get(path)).blocks.map((b) => `${b.label ?? ''}${b.text}`).join('\n');

await scenario('a request is split into units, and again (R-REQ-8)', async (t) => {
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	t.is((await worker.get(`/api/v1/cases/${id}`)).units, 1, 'one unit from the start');
	await refuse(t, head, id, 'units', { units: [{ description: '一' }], reason: '负责人不拆分' }, 403, {}, 'the head');
	const p = await refuse(t, worker, id, 'units', { units: [], reason: '' }, 422, {}, 'nothing');
	t.is(p.errors.map((e) => e.pointer).sort(), ['/reason', '/units'], 'all faults');
	const split = await worker.act(id, 'units', {
		units: [{ description: '2024年名单' }, { description: '2025年名单' }, { description: '预算' }],
		reason: '三项内容互不相同',
	});
	t.is([split.units, split.unit_descriptions.map((u) => u.no)], [3, [1, 2, 3]], 'three');
	const again = await worker.act(id, 'units', {
		units: [{ description: '名单' }, { description: '预算' }],
		reason: '两年名单为一件',
	});
	t.is(
		[again.units, again.unit_descriptions.map((u) => u.description)],
		[2, ['名单', '预算']],
		'two, the latest counts',
	);
	t.is((await applicant.get(`/api/v1/requests/${f.number}`)).units, 2, 'the applicant sees the count');
	const events = (await worker.get(`/api/v1/cases/${id}/events`)).items.filter((e) => e.act === 'split');
	t.is(
		events.map((e) => [e.detail.units_before, e.detail.units]),
		[
			[1, 3],
			[3, 2],
		],
		'both are in the history',
	);
});

await scenario('links are shown at both cases, once of a kind, and can be taken away (R-OUT-2)', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW'),
		foreign = await filed(w, 'JTJ');
	const linked = await worker.act(b.id, 'links', { kind: 'same_information', case_id: a.id, reason: '同一份名单' });
	t.is(
		linked.links.map((l) => [l.kind, l.direction, l.number]),
		[['same_information', 'to', a.filed.number]],
		'at one',
	);
	const other = await worker.get(`/api/v1/cases/${a.id}`);
	t.is(
		other.links.map((l) => [l.kind, l.direction, l.number]),
		[['same_information', 'from', b.filed.number]],
		'at the other',
	);
	await refuse(
		t,
		worker,
		a.id,
		'links',
		{ kind: 'same_information', case_id: b.id, reason: '反向' },
		409,
		{},
		'the other way round',
	);
	await refuse(
		t,
		worker,
		a.id,
		'links',
		{ kind: 'repeat_of', case_id: b.id, reason: '不可能' },
		422,
		{},
		'a repeat of what came later',
	);
	for (const [id, what] of [
		[a.id, 'itself'],
		[foreign.id, "another agency's"],
		['999999', 'none'],
	]) {
		const p = await refuse(
			t,
			worker,
			a.id,
			'links',
			{ kind: 'related', case_id: id, reason: '测试' },
			422,
			{},
			what,
		);
		t.is(p.errors[0].pointer, '/case_id', what);
	}
	await worker.act(b.id, 'links', { kind: 'repeat_of', case_id: a.id, reason: '同一申请人再次申请' });
	const seen = await worker.get(`/api/v1/cases/${a.id}`);
	const gone = await worker.act(a.id, `links/${other.links[0].id}/removal`, { reason: '看错了' });
	t.is(
		gone.links.map((l) => l.kind),
		['repeat_of'],
		'one is left',
	);
	t.is(gone.version, seen.version + 1, 'an act of its own');
	await refuse(t, worker, a.id, `links/${other.links[0].id}/removal`, { reason: '再次' }, 409, {}, 'twice');
	await refuse(t, worker, a.id, 'links/999999/removal', { reason: '没有' }, 404, {}, 'none');
	t.is(
		(await worker.act(a.id, 'links', { kind: 'same_information', case_id: b.id, reason: '还是同一份' })).links
			.length,
		2,
		'again',
	);
	const own = await a.applicant.get(`/api/v1/requests/${a.filed.number}`);
	t.is(own.links, undefined, 'not for the applicant');
});

await scenario('16 clients link the same two cases: one link', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	const seen = { [a.id]: 1, [b.id]: 1 };
	for (const id of [a.id, b.id]) seen[id] = (await worker.get(`/api/v1/cases/${id}`)).version;
	const all = await Promise.all(
		Array.from({ length: 16 }, (_, i) => {
			const [one, other] = i % 2 ? [a.id, b.id] : [b.id, a.id];
			return worker.send('POST', `/api/v1/cases/${one}/links`, {
				body: { kind: 'related', case_id: other, reason: '并发' },
				version: seen[one],
				key: randomUUID(),
			});
		}),
	);
	t.is(all.filter((x) => x.status === 201).length, 1, `one: ${all.map((x) => x.status)}`);
	t.ok(
		all.every((x) => [201, 409, 412].includes(x.status)),
		`others conflict: ${all.map((x) => x.status)}`,
	);
	t.is(w.sql(`SELECT COUNT(*) FROM case_link WHERE case_id IN (${a.id}, ${b.id})`).trim(), '1', 'one row');
});

await scenario("the applicant's other cases are found by number, at the agency only", async (t) => {
	const a = await filed(w, 'FGW', person('测试同一人01')),
		b = await filed(w, 'FGW', person('测试同一人01'));
	await filed(w, 'JTJ', person('测试同一人01'));
	await filed(w, 'FGW', person('测试另一人02'));
	const page = await clerk.get(`/api/v1/cases/${a.id}/same-applicant`);
	t.is([page.items.map((c) => c.number), page.next], [[b.filed.number], null], 'the other one');
	const c = await filed(w, 'FGW', person('测试同一人01'));
	const first = await clerk.get(`/api/v1/cases/${a.id}/same-applicant?limit=1`);
	t.is(
		first.items.map((x) => x.number),
		[c.filed.number],
		'newest first',
	);
	t.is(
		(await clerk.get(first.next)).items.map((x) => x.number),
		[b.filed.number],
		'and the next page',
	);
});

await scenario('the same filing twice: the later is merged into the earlier, by a head (R-OUT-2)', async (t) => {
	const who = person('测试重复提交03', { title: '同一申请', description: '申请公开同一项目的名单。' });
	const first = await filed(w, 'FGW', who),
		second = await filed(w, 'FGW', who),
		other = await filed(w, 'FGW', person('测试另一人04'));
	const foreign = await filed(w, 'JTJ', who);
	const body = (k) => ({ into_id: k.id, reason: '同一申请重复提交' });
	await refuse(t, worker, second.id, 'merger', body(first), 403, {}, 'a caseworker');
	await refuse(t, head, second.id, 'merger', body(foreign), 422, {}, 'of another agency');
	await refuse(t, head, second.id, 'merger', body(second), 422, {}, 'itself');
	await refuse(t, head, other.id, 'merger', body(first), 409, { rule: 'R-OUT-2' }, 'another applicant');
	await refuse(t, head, first.id, 'merger', body(second), 409, { rule: 'R-OUT-2' }, 'the earlier into the later');
	for (const [change, what] of [
		[{ title: '另一申请' }, 'another title'],
		[{ description: '申请公开同一项目的名单和金额。' }, 'another description'],
	]) {
		const differs = await filed(w, 'FGW', { ...who, ...change });
		await refuse(t, head, differs.id, 'merger', body(first), 409, { rule: 'R-OUT-2' }, what);
		t.is((await head.get(`/api/v1/cases/${differs.id}`)).state, 'received', `${what}: stays open`);
	}
	const typed = await filed(w, 'FGW', { ...who, description: '申请公开 同一项目的名单。' });
	t.is((await head.act(typed.id, 'merger', body(first))).state, 'ended', 'the same but for a space');
	const merged = await head.act(second.id, 'merger', body(first));
	t.is([merged.state, merged.outcome, merged.report_row, merged.due_on], ['ended', 'merged', 23, null], 'ended');
	t.is(
		merged.links.map((l) => [l.kind, l.number]),
		[['merged_into', first.filed.number]],
		'into which',
	);
	t.is(
		(await head.get(`/api/v1/cases/${first.id}`)).links.map((l) => [l.kind, l.direction]),
		[
			['merged_into', 'from'],
			['merged_into', 'from'],
		],
		'seen there',
	);
	const own = await second.applicant.get(`/api/v1/requests/${second.filed.number}`);
	const notice = own.letters.find((l) => l.kind === 'termination_notice');
	const text = await blocks(second.applicant, `/api/v1/requests/${second.filed.number}/letters/${notice.id}`);
	t.match(text, new RegExp(first.filed.number), 'the letter names the case that goes on');
	t.match(text, /复议/, 'with a remedy paragraph');
	await refuse(t, head, second.id, 'merger', body(first), 409, {}, 'twice');
	await refuse(
		t,
		worker,
		first.id,
		`links/${merged.links[0].id}/removal`,
		{ reason: '撤销' },
		409,
		{},
		'the link stays',
	);
	const third = await filed(w, 'FGW', who);
	await advance(w, first.id, 'replied');
	await refuse(t, head, third.id, 'merger', body(first), 409, { rule: 'R-OUT-2' }, 'the first is answered');
});

await scenario('filed twice, and corrected since: what was filed is compared (R-OUT-2, R-CLOCK-4)', async (t) => {
	const who = person('测试补正后并入12', { title: '同一申请补正', description: '申请公开名单。' });
	const first = await filed(w, 'FGW', who),
		second = await filed(w, 'FGW', who),
		clearer = await filed(w, 'FGW', { ...who, description: '申请公开名单。\n\n2025年的名单。' });
	const body = (k) => ({ into_id: k.id, reason: '同一申请重复提交' });
	await advance(w, first.id, 'investigating');
	await worker.act(first.id, 'corrections', {
		items: [{ kind: 'description', what: '信息的年份', guidance: '请说明是哪一年的名单。' }],
	});
	await refuse(t, head, clearer.id, 'merger', body(first), 409, { rule: 'R-OUT-2' }, 'asked, not answered');
	const own = `/api/v1/requests/${first.filed.number}`;
	const { version } = await first.applicant.get(own);
	await first.applicant.post(`${own}/corrections`, { text: '2024年的名单。' }, { version });
	await refuse(t, head, clearer.id, 'merger', body(first), 409, { rule: 'R-OUT-2' }, 'of another year');
	t.is((await head.act(second.id, 'merger', body(first))).outcome, 'merged', 'as it was filed');
});

await scenario('32 clients merge the same filings at once: one merger (R-OUT-2)', async (t) => {
	const who = person('测试并发并案05');
	const first = await filed(w, 'FGW', who),
		second = await filed(w, 'FGW', who);
	const { version } = await head.get(`/api/v1/cases/${second.id}`);
	const other = await w.serve(),
		there = other.client();
	await there.signIn('fgw-head', w.passwords.get('fgw-head'));
	const all = await Promise.all(
		Array.from({ length: 32 }, (_, i) =>
			(i % 2 ? head : there).send('POST', `/api/v1/cases/${second.id}/merger`, {
				body: { into_id: first.id, reason: '并发' },
				version,
				key: randomUUID(),
			}),
		),
	);
	t.is(all.filter((a) => a.status === 200).length, 1, `one: ${all.map((a) => a.status)}`);
	t.ok(
		all.every((a) => [200, 409, 412].includes(a.status)),
		`others: ${all.map((a) => a.status)}`,
	);
	t.is(w.sql(`SELECT COUNT(*) FROM event WHERE case_id = ${second.id} AND act = 'merge'`).trim(), '1', 'one event');
	t.is(
		w.sql(`SELECT COUNT(*) FROM letter WHERE case_id = ${second.id} AND kind = 'termination_notice'`).trim(),
		'1',
		'one letter',
	);
});

await scenario(
	'a stop for death: the days from the day learnt up to the request to go on are excluded (R-OUT-9)',
	async (t) => {
		const { applicant, filed: f, id } = await filed(w, 'FGW');
		await advance(w, id, 'investigating');
		await w.clock('2026-03-10');
		const body = { cause: 'death', learnt_on: '2026-03-09', proof: '死亡证明' };
		await refuse(t, worker, id, 'stop', body, 403, {}, 'a caseworker');
		await refuse(t, head, id, 'stop', { ...body, learnt_on: '2026-03-11' }, 422, {}, 'tomorrow');
		await refuse(t, head, id, 'stop', { ...body, learnt_on: '2026-03-01' }, 422, {}, 'before the receipt');
		await refuse(
			t,
			head,
			id,
			'resumption',
			{
				asked_on: '2026-03-10',
				successor: '测试继承人',
				relation: '子女',
				contact: '测试路2号',
				proof: '书面申请',
			},
			409,
			{ rule: 'R-OUT-9' },
			'not stopped',
		);
		const stopped = await head.act(id, 'stop', body);
		t.is(
			[stopped.due_on, stopped.clock.waiting_for, stopped.clock.waits_until],
			[null, 'resumption', '2026-06-09'],
			'stands still; three months from 03-09',
		);
		t.is([stopped.stops[0].cause, stopped.stops[0].ask_by], ['death', '2026-06-09'], 'the record');
		t.is(
			w.sql(`SELECT CONCAT(next_on, ' ', next_kind) FROM docket WHERE id = ${id}`).trim(),
			'2026-06-09 succession',
			'in the queue',
		);
		await refuse(t, head, id, 'stop', body, 409, { rule: 'R-OUT-9' }, 'twice');
		await refuse(
			t,
			worker,
			id,
			'corrections',
			{ items: [{ what: '身份', guidance: '请补' }] },
			409,
			{ rule: 'R-OUT-9' },
			'nothing is asked of the dead',
		);
		await w.clock('2026-03-20');
		const gone = await head.act(id, 'resumption', {
			asked_on: '2026-03-19',
			successor: '测试继承人',
			relation: '子女',
			contact: '测试路2号',
			proof: '书面申请',
		});
		// counted: 03-03 to 03-06 = 4; 03-09 to 03-18 excluded (8 working days); 03-19 is the 5th, 03-31 the 13th,
		// 04-01 to 04-03 = 16, off 04-04 to 04-06, 04-07 = 17, 04-10 = 20
		t.is([gone.due_on, gone.clock.waiting_for], ['2026-04-10', null], 'eight working days later than 03-30');
		t.ok(
			gone.clock.steps.some((s) => s.working_days === -8),
			`steps: ${JSON.stringify(gone.clock.steps.map((s) => s.text))}`,
		);
		t.is([gone.stops[0].successor, gone.stops[0].asked_on], ['测*', '2026-03-19'], 'masked');
		t.is(
			w.sql(`SELECT COUNT(*) FROM case_stop WHERE successor LIKE '%继承%' OR contact LIKE '%测试%'`).trim(),
			'0',
			'sealed',
		);
		const letter = gone.letters.find((l) => l.kind === 'reinstatement_notice');
		const whole = await head.get(`/api/v1/cases/${id}/letters/${letter.id}`);
		t.is(whole.addressee, '测试继承人', 'to the successor');
		t.match(whole.blocks.map((b) => b.text).join('\n'), /2026年4月10日/, 'with the due day');
		t.ok(
			(await applicant.get(`/api/v1/requests/${f.number}`)).letters.some((l) => l.id === letter.id),
			'readable by the query code',
		);
		const verified = w.ctl('verify');
		t.is(verified.status, 0, `verify: ${verified.stdout}`);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'the last day to ask is the day after three months; after it the case is terminated (R-OUT-9, R-DAY-5)',
	async (t) => {
		const a = await filed(w, 'FGW'),
			b = await filed(w, 'FGW');
		for (const k of [a, b]) await advance(w, k.id, 'investigating');
		await w.clock('2026-03-13');
		for (const k of [a, b])
			await head.act(k.id, 'stop', { cause: 'ended', learnt_on: '2026-03-13', proof: '注销公告' });
		// 06-13 is a Saturday: the period ends on Monday 06-15
		await w.clock('2026-06-15');
		const early = await refuse(
			t,
			head,
			a.id,
			'termination',
			{ reason: '无人申请继续' },
			409,
			{ rule: 'R-OUT-9' },
			'on the last day',
		);
		t.match(early.detail, /2026年6月15日/, 'says until when');
		const seen = await head.act(b.id, 'resumption', {
			asked_on: '2026-06-15',
			successor: '示例承受公司',
			relation: '合并后的公司',
			contact: '示例路3号',
			proof: '书面申请',
		});
		t.is(seen.clock.waiting_for, null, 'asked on the last day');
		await w.clock('2026-06-16');
		await refuse(
			t,
			head,
			a.id,
			'resumption',
			{ asked_on: '2026-06-16', successor: '示例', relation: '子女', contact: '示例路', proof: '书面申请' },
			409,
			{ rule: 'R-OUT-9' },
			'the day after',
		);
		const ended = await head.act(a.id, 'termination', { reason: '期满无人申请继续办理' });
		t.is(
			[ended.state, ended.outcome, ended.report_row, ended.due_on],
			['ended', 'terminated', 23, null],
			'terminated',
		);
		const letter = ended.letters.find((l) => l.kind === 'termination_notice');
		const text = await blocks(head, `/api/v1/cases/${a.id}/letters/${letter.id}`);
		t.match(text, /期满无人申请继续办理/, 'with its reason');
		t.match(text, /复议/, 'and a remedy paragraph');
		t.is(
			w.sql(`SELECT COUNT(*) FROM deadline WHERE case_id = ${a.id} AND status = 'open'`).trim(),
			'0',
			'no deadline is left',
		);
		await w.clock('2026-03-02');
	},
);

await scenario(
	'who could ask has declared not to: terminated at once; a termination needs a reason and a stop (R-OUT-9)',
	async (t) => {
		const a = await filed(w, 'FGW'),
			b = await filed(w, 'FGW');
		await head.act(a.id, 'stop', { cause: 'death', learnt_on: '2026-03-02', proof: '死亡证明' });
		t.is(
			(await head.act(a.id, 'termination', { reason: '近亲属书面表示不继续', renounced: true })).outcome,
			'terminated',
			'renounced',
		);
		const p = await refuse(t, head, b.id, 'termination', {}, 422);
		t.is(
			p.errors.map((e) => e.pointer),
			['/reason'],
			'reason',
		);
		await refuse(t, clerk, b.id, 'termination', { reason: '不再办理' }, 403, {}, 'a clerk');
		for (const renounced of [false, true])
			await refuse(
				t,
				head,
				b.id,
				'termination',
				{ reason: '申请事项已不存在', renounced },
				409,
				{ rule: 'R-OUT-9' },
				'a live request is answered',
			);
		t.ok(!(await head.get(`/api/v1/cases/${b.id}`)).allowed_acts.includes('terminate'), 'and not offered');
		const { version } = await head.act(b.id, 'stop', {
			cause: 'ended',
			learnt_on: '2026-03-02',
			proof: '注销公告',
		});
		await head.act(b.id, 'termination', { reason: '股东书面表示不继续', renounced: true });
		t.refused(
			await head.send('POST', `/api/v1/cases/${b.id}/termination`, {
				body: { reason: '再次终止' },
				version,
				key: randomUUID(),
			}),
			412,
			{},
			'on a stale version',
		);
	},
);

await scenario('the period to ask is a setting of the agency (R-OUT-9)', async (t) => {
	const agency = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim();
	w.sql(
		`INSERT INTO agency_setting (agency_id, name, valid_from, value, recorded_at) VALUES (${agency}, 'succession_months', '2026-01-01', '1', NOW(6))`,
	);
	const { id } = await filed(w, 'JTJ');
	const chief = await w.person('jtj-head');
	const stopped = await chief.act(id, 'stop', { cause: 'death', learnt_on: '2026-03-02', proof: '死亡证明' });
	t.is(stopped.clock.waits_until, '2026-04-02', 'one month');
});

await scenario(
	'what was recorded wrongly is rectified: a split, a stop, a resumption, a merger, a termination (R-KEEP-4)',
	async (t) => {
		const rectify = async (id, act) => {
			const event = (await worker.get(`/api/v1/cases/${id}/events`)).items.filter((e) => e.act === act).at(-1);
			const asked = await worker.act(id, 'rectifications', {
				seq: event.seq,
				reason: '记录有误，见凭证',
				proof: '凭证1号',
			});
			return head.act(id, `proposals/${asked.proposals.at(-1).id}/decision`, { decision: 'grant' });
		};
		const who = person('测试更正06');
		const first = await filed(w, 'FGW', who),
			k = await filed(w, 'FGW', who);
		await advance(w, k.id, 'investigating');
		await worker.act(k.id, 'units', { units: [{ description: '一' }, { description: '二' }], reason: '两项' });
		const split = await rectify(k.id, 'split');
		t.is([split.units, split.unit_descriptions], [1, []], 'one unit again');
		await w.clock('2026-03-10');
		await head.act(k.id, 'stop', { cause: 'death', learnt_on: '2026-03-09', proof: '误报' });
		const successor = {
			asked_on: '2026-03-10',
			successor: '测试继承人',
			relation: '子女',
			contact: '测试路2号',
			proof: '书面申请',
		};
		await head.act(k.id, 'resumption', successor);
		const still = await rectify(k.id, 'resume');
		t.is(
			[still.clock.waiting_for, still.due_on, still.stops[0].successor],
			['resumption', null, null],
			'stands still again',
		);
		t.is(
			w.sql(`SELECT CONCAT(next_on, ' ', next_kind) FROM docket WHERE id = ${k.id}`).trim(),
			'2026-06-09 succession',
			'and waits',
		);
		const running = await rectify(k.id, 'stop');
		t.is([running.clock.waiting_for, running.due_on, running.stops], [null, '2026-03-30', []], 'never stopped');
		await head.act(k.id, 'merger', { into_id: first.id, reason: '误以为重复提交' });
		const open = await rectify(k.id, 'merge');
		t.is(
			[open.state, open.outcome, open.links, open.due_on],
			['investigating', null, [], '2026-03-30'],
			'never merged',
		);
		await head.act(k.id, 'stop', { cause: 'death', learnt_on: '2026-03-10', proof: '误报' });
		await head.act(k.id, 'termination', { reason: '近亲属书面表示不继续', renounced: true });
		const stopped = await rectify(k.id, 'terminate');
		t.is(
			[stopped.state, stopped.clock.waiting_for],
			['investigating', 'resumption'],
			'never terminated, still stopped',
		);
		t.is((await rectify(k.id, 'stop')).due_on, '2026-03-30', 'nor stopped');
		t.is(
			(await head.act(k.id, 'merger', { into_id: first.id, reason: '确系重复提交' })).state,
			'ended',
			'and merged after all',
		);
		const verified = w.ctl('verify');
		t.is(verified.status, 0, `verify: ${verified.stdout}`);
		await w.clock('2026-03-02');
	},
);

await done();
