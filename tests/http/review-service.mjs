/* Service in every way, what is heard of it later, service again, and evaluation (R-CLOCK-9, R-KEEP-3). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02'); // received on it: due 2026-03-30
const worker = await w.person('fgw-caseworker'),
	clerk = await w.person('fgw-clerk'),
	head = await w.person('fgw-head');

async function signed(change) {
	await w.clock('2026-03-02');
	const f = await filed(w, 'FGW', { ways: ['post'], carriers: ['paper'], other_way_ok: false, ...change });
	await advance(w, f.id, 'signed');
	return f;
}
async function post(client, id, path, body, version) {
	const v = version ?? w.sql(`SELECT version FROM docket WHERE id = ${id}`).trim();
	return client.send('POST', `/api/v1/cases/${id}/${path}`, { body, version: v, key: randomUUID() });
}
const pointers = (p) => (p.errors ?? []).map((e) => e.pointer);
const events = async (id) => (await clerk.get(`/api/v1/cases/${id}/events?limit=200`)).items;

await scenario('by hand and entrusted the day of signing counts, with a 送达回证 (R-CLOCK-9)', async (t) => {
	for (const way of ['hand', 'entrusted']) {
		const { id, applicant, filed: f } = await signed();
		await w.clock('2026-03-31');
		t.is(
			pointers(t.refused(await post(clerk, id, 'services', { way }), 422)),
			['/proof', '/received_on'],
			'what is missing',
		);
		const seen = await clerk.act(id, 'services', {
			way,
			proof: '示例回证1',
			received_on: '2026-03-30',
			recipient: '测试收件人',
			relation: 'household',
			place: '测试路1号',
			served_by: '示例送达人',
		});
		const s = seen.services[0];
		t.is(
			[seen.state, seen.replied_on, s.served_on, s.result, s.in_time],
			['replied', '2026-03-30', '2026-03-30', 'delivered', true],
			'entered the day after, in time',
		);
		t.match(s.in_time_because, /2026年3月30日（以签收之日为准）不晚于应答复日2026年3月30日/, 'why');
		t.is([s.recipient, s.relation], ['测*', 'household'], 'who signed, masked');
		const proof = seen.letters.find((l) => l.kind === 'service_return');
		const letter = await clerk.get(`/api/v1/cases/${id}/letters/${proof.id}`);
		const facts = letter.blocks.filter((b) => b.kind === 'fact').map((b) => b.text);
		for (const text of [
			'测试收件人',
			'同住成年家属',
			'测试路1号',
			'示例送达人',
			way === 'hand' ? '直接送达' : '委托送达',
		])
			t.ok(facts.includes(text), `the form says ${text}`);
		const own = await applicant.get(`/api/v1/requests/${f.number}`);
		t.ok(
			!own.letters.some((l) => l.kind === 'service_return') && own.services[0].recipient === undefined,
			"not the applicant's",
		);
		t.ok(!JSON.stringify(await events(id)).includes('测试收件人'), 'no name in the event');
	}
	t.is(w.sql("SELECT COUNT(*) FROM service WHERE recipient LIKE '%测试%'").trim(), '0', 'sealed');
});

await scenario('who refuses to sign is left the letter, with a record, at the door only (R-CLOCK-9)', async (t) => {
	const { id } = await signed();
	await w.clock('2026-03-30');
	t.is(
		pointers(
			t.refused(
				await post(clerk, id, 'services', {
					way: 'hand',
					proof: '示例',
					received_on: '2026-03-30',
					refused: true,
				}),
				422,
			),
		),
		['/record'],
		'what happened',
	);
	t.is(
		pointers(
			t.refused(
				await post(clerk, id, 'services', { way: 'post', proof: '示例', refused: true, record: '拒收' }),
				422,
			),
		),
		['/refused'],
		'not by post',
	);
	const seen = await clerk.act(id, 'services', {
		way: 'hand',
		proof: '示例录像',
		received_on: '2026-03-30',
		refused: true,
		record: '拒绝签收，见证人在场，文书留置。',
	});
	t.is(
		[seen.state, seen.services[0].result, seen.services[0].in_time],
		['replied', 'refused', true],
		'served that day',
	);
	t.match(seen.services[0].in_time_because, /以留置之日为准/, 'why');
});

await scenario(
	'the post office: the day of posting; a private courier: the day of signing, with a warning (R-CLOCK-9)',
	async (t) => {
		const a = await signed(),
			b = await signed();
		await w.clock('2026-03-31');
		const posted = await clerk.act(a.id, 'services', {
			way: 'post',
			proof: 'EMS0000000001',
			sent_on: '2026-03-30',
		});
		t.is(
			[posted.services[0].served_on, posted.services[0].in_time, posted.services[0].warning],
			['2026-03-30', true, undefined],
			'posted on the last day',
		);
		t.is(
			pointers(
				t.refused(
					await post(clerk, b.id, 'services', { way: 'courier', proof: 'SF1', sent_on: '2026-03-30' }),
					422,
				),
			),
			['/received_on'],
			'not signed yet',
		);
		const brought = await clerk.act(b.id, 'services', {
			way: 'courier',
			proof: 'SF0000000001',
			sent_on: '2026-03-30',
			received_on: '2026-03-31',
		});
		t.is(
			[brought.services[0].served_on, brought.services[0].in_time],
			['2026-03-31', false],
			'signed the day after',
		);
		t.match(brought.services[0].in_time_because, /晚于应答复日2026年3月30日/, 'why not');
		t.match(brought.services[0].warning, /签收之日/, 'warning');
	},
);

await scenario('nothing is served before it is made or entered before it happened', async (t) => {
	const { id } = await signed();
	await w.clock('2026-03-04');
	for (const [body, pointer] of [
		[{ way: 'post', proof: 'EMS1', sent_on: '2026-03-01' }, '/sent_on'],
		[{ way: 'post', proof: 'EMS1', sent_on: '2026-03-05' }, '/sent_on'],
		[{ way: 'post', proof: 'EMS1', sent_on: '2026-03-04', received_on: '2026-03-03' }, '/received_on'],
		[{ way: 'hand', proof: '回证', received_on: '2026-03-05' }, '/sent_on'],
	])
		t.is(pointers(t.refused(await post(clerk, id, 'services', body), 422)), [pointer], JSON.stringify(body));
	t.refused(await post(head, id, 'services', { way: 'post', proof: 'EMS1' }), 403, {}, 'a head');
	t.refused(await post(clerk, id, 'services', { way: 'post', proof: 'EMS1' }, 1), 412, {}, 'stale');
});

await scenario('another form than asked for is given with its reason (条例 40)', async (t) => {
	const a = await signed(),
		b = await signed({ other_way_ok: true }),
		c = await signed({ ways: ['collect', 'on_site', 'fax'] });
	const body = { way: 'collection', proof: '领取登记', received_on: '2026-03-02' };
	t.refused(await post(clerk, a.id, 'services', body), 409, { rule: 'R-CLOCK-9', article: '条例40' }, 'no reason');
	const seen = await clerk.act(a.id, 'services', { ...body, other_form_reason: '申请人到场领取' });
	t.is(seen.services[0].other_form_reason, '申请人到场领取', 'with its reason');
	t.is((await clerk.act(b.id, 'services', body)).state, 'replied', 'another way is acceptable');
	t.is(
		(await clerk.act(c.id, 'services', { way: 'fax', proof: '传真报告', received_on: '2026-03-02' })).services[0]
			.served_on,
		'2026-03-02',
		'as asked',
	);
	const d = await signed({ ways: ['on_site'] });
	t.is(
		(
			await clerk.act(d.id, 'services', {
				way: 'on_site',
				proof: '阅读登记',
				received_on: '2026-03-02',
				recipient: '测试申请人',
				relation: 'applicant',
			})
		).letters.filter((l) => l.kind === 'service_return').length,
		1,
		'signed for on site',
	);
	const e = await signed({ electronic_ok: false, ways: ['post'], other_way_ok: true });
	t.refused(
		await post(clerk, e.id, 'services', { way: 'electronic' }),
		409,
		{ rule: 'R-CLOCK-9', article: '条例40' },
		'neither chosen nor agreed to',
	);
	const f = await signed({ electronic_ok: false, ways: ['collect', 'download'] });
	t.is((await clerk.act(f.id, 'services', { way: 'electronic' })).state, 'replied', 'chosen');
});

await scenario(
	'the day of receipt is recorded later, with proof, once; remedy periods run from it (R-KEEP-3, R-OUT-4)',
	async (t) => {
		const { id } = await signed();
		await w.clock('2026-03-04');
		const sent = await clerk.act(id, 'services', { way: 'post', proof: 'EMS0000000002' });
		const path = `services/${sent.services[0].id}/result`;
		t.is(
			sent.remedy_days.every((d) => d.provisional),
			true,
			'provisional until then',
		);
		await w.clock('2026-03-10');
		t.is(
			pointers(t.refused(await post(clerk, id, path, { result: 'delivered', on: '2026-03-06' }), 422)),
			['/proof'],
			'without proof',
		);
		t.is(
			pointers(
				t.refused(await post(clerk, id, path, { result: 'delivered', on: '2026-03-03', proof: '轨迹' }), 422),
			),
			['/on'],
			'before it was sent',
		);
		t.is(
			pointers(
				t.refused(await post(clerk, id, path, { result: 'delivered', on: '2026-03-11', proof: '轨迹' }), 422),
			),
			['/on'],
			'tomorrow',
		);
		t.refused(
			await post(head, id, path, { result: 'delivered', on: '2026-03-06', proof: '轨迹' }),
			403,
			{},
			'a head',
		);
		const all = await Promise.all(
			Array.from({ length: 16 }, () =>
				post(clerk, id, path, { result: 'delivered', on: '2026-03-06', proof: '轨迹' }),
			),
		);
		t.is(all.filter((a) => a.status === 200).length, 1, `once: ${all.map((a) => a.status)}`);
		t.refused(
			await post(clerk, id, path, { result: 'returned', on: '2026-03-09', proof: '退件' }),
			409,
			{},
			'known already',
		);
		const seen = await clerk.get(`/api/v1/cases/${id}`);
		t.is(
			[seen.services[0].received_on, seen.services[0].served_on, seen.state],
			['2026-03-06', '2026-03-04', 'replied'],
			'received',
		);
		t.is(
			seen.remedy_days.map((d) => [d.last_day, d.provisional]),
			[
				['2026-05-06', false],
				['2026-09-06', false],
			].map(([day, p]) => [day === '2026-09-06' ? '2026-09-07' : day, p]),
			'60 days after 03-06 are 05-05, a day off to 05-06; 6 months 09-06, a Sunday to 09-07',
		);
		t.is((await events(id)).at(-1).entered_late, true, 'marked late-entered');
	},
);

await scenario(
	'a returned letter stays in time; another way is tried by caseworker and approver (R-CLOCK-9)',
	async (t) => {
		const { id } = await signed();
		await w.clock('2026-03-30');
		const sent = await clerk.act(id, 'services', { way: 'post', proof: 'EMS0000000003' });
		const again = {
			way: 'hand',
			proof: '回证',
			received_on: '2026-04-02',
			recipient: '测试申请人',
			relation: 'applicant',
		};
		await w.clock('2026-04-02');
		t.refused(await post(worker, id, 'services/again', again), 409, { rule: 'R-CLOCK-9' }, 'not returned');
		await clerk.act(id, `services/${sent.services[0].id}/result`, {
			result: 'returned',
			on: '2026-04-01',
			proof: '退件单',
		});
		t.is(
			w.sql(`SELECT due_on, status FROM deadline WHERE case_id = ${id} AND kind = 'serve_again'`).trim(),
			'2026-04-02\topen',
			'falls due',
		);
		t.is(
			(await worker.get(`/api/v1/cases/${id}`)).deadlines.find((d) => d.kind === 'serve_again').title,
			'送达被退回，应当另行送达',
			'and says what',
		);
		t.refused(await post(clerk, id, 'services/again', again), 403, {}, 'the clerk alone');
		const asked = await worker.act(id, 'services/again', again);
		t.is(asked.services.length, 1, 'nothing yet');
		const p = asked.proposals.find((x) => x.status === 'asked');
		t.refused(
			await post(worker, id, `proposals/${p.id}/decision`, { decision: 'grant' }),
			403,
			{},
			'not by who asked',
		);
		const seen = await head.act(id, `proposals/${p.id}/decision`, { decision: 'grant' });
		const [first, second] = seen.services;
		t.is([first.result, first.in_time], ['returned', true], 'the first stays in time');
		t.is(
			[second.again_of, second.way, second.received_on, second.in_time],
			[first.id, 'hand', '2026-04-02', false],
			'the second is the receipt',
		);
		t.is([seen.state, seen.replied_on], ['replied', '2026-03-30'], 'nothing of the clock moves');
		t.is(w.sql(`SELECT status FROM deadline WHERE case_id = ${id} AND kind = 'serve_again'`).trim(), 'met', 'done');
		t.refused(await post(worker, id, 'services/again', again), 409, { rule: 'R-CLOCK-9' }, 'a third');
	},
);

await scenario('other letters are served too; notices with a receipt of their own are not (R-CLOCK-5)', async (t) => {
	await w.clock('2026-03-02');
	const { id } = await filed(w, 'FGW', { ways: ['post'] });
	await advance(w, id, 'investigating');
	const sent = await worker.act(id, 'corrections', {
		items: [{ what: '身份证明', guidance: '请提供。' }],
		working_days: 5,
	});
	const notice = sent.letters.find((l) => l.kind === 'correction_notice');
	t.refused(
		await post(clerk, id, `letters/${notice.id}/services`, { way: 'post', proof: 'EMS1' }),
		409,
		{},
		'the correction notice',
	);
	const other = await filed(w, 'FGW', { ways: ['post'] });
	await advance(w, other.id, 'investigating');
	await worker.act(other.id, 'extensions', { working_days: 5, reason: '需要检索多个档案室' });
	const extended = await head.act(other.id, 'extensions/decision', { decision: 'grant' });
	const told = extended.letters.find((l) => l.kind === 'extension_notice');
	const seen = await clerk.act(other.id, `letters/${told.id}/services`, { way: 'post', proof: 'EMS2' });
	t.is(
		[seen.state, seen.services[0].letter_id, seen.services[0].result],
		['investigating', told.id, 'sent'],
		'posted',
	);
	await w.clock('2026-03-05');
	const got = await clerk.act(other.id, `services/${seen.services[0].id}/result`, {
		result: 'delivered',
		on: '2026-03-04',
		proof: '轨迹',
	});
	t.is([got.services[0].received_on, got.due_on], ['2026-03-04', extended.due_on], 'received; no clock moves');
	t.refused(
		await post(clerk, id, 'letters/999999/services', { way: 'post', proof: 'EMS3' }),
		404,
		{},
		'no such letter',
	);
});

await scenario('an applicant evaluates a served reply, and may change it for 10 days', async (t) => {
	const { id, applicant, filed: f } = await signed({ ways: ['download'] });
	const path = `/api/v1/requests/${f.number}/evaluation`;
	const say = (body) => applicant.send('POST', path, { body, key: randomUUID() });
	t.refused(await say({ grade: 5 }), 409, {}, 'before the reply is served');
	await clerk.act(id, 'services', { way: 'electronic' });
	t.is(pointers(t.refused(await say({ grade: 6, surprise: 1 }), 422)), ['/grade', '/surprise'], 'faults');
	const { version } = await clerk.get(`/api/v1/cases/${id}`);
	const all = await Promise.all(Array.from({ length: 16 }, () => say({ grade: 2, remarks: '等得太久' })));
	t.is(all.filter((a) => a.status === 201).length, 1, `made once: ${all.map((a) => a.status)}`);
	t.is(w.sql(`SELECT COUNT(*) FROM evaluation WHERE case_id = ${id}`).trim(), '1', 'one');
	t.is(w.sql("SELECT COUNT(*) FROM evaluation WHERE remarks LIKE '%等%'").trim(), '0', 'sealed');
	await w.clock('2026-03-12');
	const changed = await say({ grade: 4, remarks: '态度很好' });
	t.is(
		[changed.status, changed.body.made_on, changed.body.changed_on, changed.body.changeable_until],
		[200, '2026-03-02', '2026-03-12', '2026-03-12'],
		'on the 10th day',
	);
	await w.clock('2026-03-13');
	t.refused(await say({ grade: 1 }), 409, {}, 'on the 11th');
	const seen = await worker.get(`/api/v1/cases/${id}`);
	t.is(
		[seen.evaluations.map((e) => [e.grade, e.remarks]), seen.version],
		[[[4, '态度很好']], version],
		'shown to staff; nothing of the case moves',
	);
	const other = await filed(w, 'FGW');
	t.refused(
		await other.applicant.send('POST', path, { body: { grade: 1 }, key: randomUUID() }),
		404,
		{},
		"another's",
	);
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	const counted = await head.get(`/api/v1/agencies/${agency}/evaluations?from=2026-03-01`);
	t.is([counted.total, counted.grades.find((g) => g.grade === 4).count], [1, 1], 'counted');
	t.is((await head.get(`/api/v1/agencies/${agency}/evaluations?from=2026-03-03`)).total, 0, 'by the day it was made');
	t.refused(
		await (await w.person('jtj-head')).send('GET', `/api/v1/agencies/${agency}/evaluations`),
		404,
		{},
		'another agency',
	);
});

await scenario(
	"what stays in the file is in neither letter nor the applicant's page, in part or whole (R-OUT-1)",
	async (t) => {
		await w.clock('2026-03-02');
		const f = await filed(w, 'FGW');
		await advance(w, f.id, 'signed', {
			outcome: 'partial',
			part: {
				content: '可公开的部分',
				reasons: '其余涉及国家秘密和过程性信息',
				refused: ['state_secret', 'process_information'],
				classification: '秘密，10年，示例定密人',
				not_ordered: '无法律规定应当公开',
				matter_finished: '事项尚未办结',
			},
		});
		const asked = await worker.act(f.id, 'secrecy-reviews', { question: '请审查' });
		const reviewer = await w.person('fgw-secrecy-reviewer');
		await reviewer.act(f.id, `secrecy-reviews/${asked.secrecy_reviews[0].id}/answer`, { result: 'pass' });
		await head.act(f.id, 'legal-override', { reason: '测试：不待审核' });
		await clerk.act(f.id, 'services', { way: 'electronic' });
		const own = `/api/v1/requests/${f.filed.number}`,
			seen = await f.applicant.get(own);
		t.is(
			Object.keys(seen.reply_parts[0]).filter((k) =>
				/content|reasons|classification|not_ordered|finished/.test(k),
			),
			['content', 'reasons'],
			'the page',
		);
		const letter = await f.applicant.send(
			'GET',
			`${own}/letters/${seen.letters.find((l) => l.kind === 'reply').id}`,
		);
		t.is(
			['可公开的部分', '示例定密人', '无法律规定', '尚未办结'].map((text) => letter.text.includes(text)),
			[true, false, false, false],
			'the letter',
		);
		const file = (await worker.get(`/api/v1/cases/${f.id}`)).reply.parts[0];
		t.is(file.classification, '秘密，10年，示例定密人', 'the file');
	},
);

await scenario('verify finds nothing', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout}${v.stderr}`);
});

/* ---- Joint applicants: a copy for each (R-REQ-10). */

const joint = { joint_applicants: [{ name: '测试共同乙' }, { name: '测试共同丙' }], contact: 2 };
const due = (c) => c.copies_due.map((d) => [d.kind, d.applicant_no]);
const copies = (c) => c.deadlines.filter((d) => d.kind === 'copies').map((d) => `${d.due_on} ${d.status}`);
const copy = (f, c, kind, body) =>
	post(clerk, f.id, `letters/${c.letters.find((l) => l.kind === kind).id}/services`, body);

await scenario(
	'the contact is served in time; the others get their copies after it, and the case shows whose are due (R-REQ-10, R-CLOCK-9)',
	async (t) => {
		const f = await signed(joint);
		await w.clock('2026-03-30');
		const before = await clerk.get(`/api/v1/cases/${f.id}`);
		t.is([due(before), copies(before)], [[], []], 'nothing is out yet');
		const mail = { way: 'post', proof: '示例挂号' };
		t.refused(await post(clerk, f.id, 'services', { ...mail, applicant_no: 1 }), 409, {
			rule: 'R-REQ-10',
			code: 'service_contact_first',
		});
		t.is(
			pointers(
				t.refused(await post(clerk, f.id, 'services', { ...mail, applicant_no: 4, representative_no: 1 }), 422),
			).sort(),
			['/applicant_no', '/representative_no'],
			'there is none such',
		);
		const served = await clerk.act(f.id, 'services', { ...mail, applicant_no: 2 });
		t.is(
			[served.state, served.services[0].in_time, due(served)],
			[
				'replied',
				true,
				[
					['reply', 1],
					['reply', 3],
				],
			],
			'to the contact, on the due day',
		);
		t.is(copies(served), ['2026-03-30 open'], 'their copies have a day: that of the reply');
		t.match(served.copies_due[0].name, /^测\*+$/, 'masked');
		await w.clock('2026-03-31');
		const one = await copy(f, served, 'reply', { ...mail, applicant_no: 1 });
		t.is(
			[one.status, due(one.body), one.body.replied_on],
			[201, [['reply', 3]], '2026-03-30'],
			`a copy a day later moves nothing: ${one.text.slice(0, 200)}`,
		);
		t.is(copies(one.body), ['2026-03-30 open'], 'one of two');
		t.is(
			one.body.services.map((s) => [s.applicant_no ?? null, s.in_time]),
			[
				[null, true],
				[1, true],
			],
			'in time is judged by the contact',
		);
		t.refused(
			await copy(f, served, 'reply', { ...mail, applicant_no: 1 }),
			409,
			{ code: 'service_copy_served' },
			'once',
		);
		t.refused(
			await copy(f, served, 'reply', mail),
			409,
			{ code: 'service_not_returned' },
			"the contact's takes a second person",
		);
		const three = (await copy(f, served, 'reply', { ...mail, applicant_no: 3 })).body;
		t.is(copies(three), ['2026-03-30 met'], 'both have theirs');
		const back = await clerk.act(f.id, `services/${three.services[2].id}/result`, {
			result: 'returned',
			on: '2026-03-31',
			proof: '示例退件',
		});
		t.is(copies(back), ['2026-03-31 open'], 'one came back');
		t.is(
			[due(back), back.deadlines.some((d) => d.kind === 'serve_again')],
			[[['reply', 3]], false],
			'what came back is due again, for that applicant',
		);
		t.refused(
			await post(worker, f.id, 'services/again', { ...mail }),
			409,
			{ rule: 'R-CLOCK-9' },
			"nothing of the contact's came back",
		);
		const again = await copy(f, served, 'reply', {
			way: 'hand',
			proof: '示例回证',
			received_on: '2026-03-31',
			recipient: '测试共同丙',
			relation: 'applicant',
			applicant_no: 3,
		});
		t.is([again.status, due(again.body), copies(again.body)], [201, [], ['2026-03-31 met']], 'another way');
		t.ok(!JSON.stringify(await events(f.id)).includes('共同丙'), 'no name in the history');
		t.ok(!('copies_due' in (await f.applicant.get(`/api/v1/requests/${f.filed.number}`))), "the office's list");
	},
);

await scenario("notices, too: another applicant's copy starts no period (R-REQ-10, R-CLOCK-5)", async (t) => {
	await w.clock('2026-03-02');
	const f = await filed(w, 'FGW', joint);
	await advance(w, f.id, 'investigating');
	const sent = await worker.act(f.id, 'corrections', { items: [{ kind: 'description', guidance: '请补充年份' }] });
	t.is(
		[due(sent), copies(sent)],
		[
			[
				['correction_notice', 1],
				['correction_notice', 3],
			],
			['2026-03-02 open'],
		],
		'due to the others, today',
	);
	const row = (await clerk.get('/api/v1/cases?limit=200')).items.find((c) => c.id === f.id);
	t.is(
		[row.next_kind, row.next_on, row.next_title],
		['copies', '2026-03-02', '送达其他共同申请人'],
		'first in the queue',
	);
	const mail = { way: 'post', proof: '示例挂号', received_on: '2026-03-02' };
	t.refused(
		await copy(f, sent, 'correction_notice', mail),
		409,
		{ code: 'service_own_receipt' },
		"the contact's receipt is recorded where the notice is",
	);
	const one = await copy(f, sent, 'correction_notice', { ...mail, applicant_no: 1 });
	t.is(
		[one.status, one.body.clock.waits_until, due(one.body)],
		[201, null, [['correction_notice', 3]]],
		`${one.text.slice(0, 200)}`,
	);
	for (
		let i = 0;
		i < 400 &&
		w
			.sql(
				`SELECT GROUP_CONCAT(DISTINCT u.login ORDER BY u.login) FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id
		WHERE l.case_id = ${f.id} AND l.kind = 'copies' AND r.step = 0 AND r.ack`,
			)
			.trim() !== 'fgw-caseworker,fgw-clerk';
		i++
	)
		await new Promise((r) => setTimeout(r, 50));
	const reminded = (await clerk.get('/api/v1/reminders?limit=200')).items.find(
		(r) => r.case_id === f.id && r.kind === 'copies',
	);
	t.is([reminded?.to_acknowledge, reminded?.title], [true, '送达其他共同申请人'], 'whoever serves is reminded');
	const withdrawn = await clerk.act(f.id, 'withdrawal', { reason: '申请人撤回' });
	t.is(copies(withdrawn), ['2026-03-02 open'], "the end of the case takes nobody's copy away");
	const two = await copy(f, withdrawn, 'correction_notice', { ...mail, applicant_no: 3 });
	t.is([two.status, copies(two.body)], [201, ['2026-03-02 met']], 'the last');
});

await done();
