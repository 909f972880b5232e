/*
 * Objections and disclosure against them, holds by an order, secrecy review and determination (R-ASK-1, R-ASK-4).
 * Days by hand on the calendar of 2026.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world } from './harness.mjs';
import { atWork, settings, notHard, submit, sign, pass, granted, kept } from './ask-steps.mjs';

const w = await world();
await w.clock('2026-03-02');
await settings(w, 'FGW', notHard);
await settings(w, 'JTJ', { ...notHard, third_party_told_before: '2' });

/* A third party that objects on 2026-03-04. */
async function objected(agency = 'fgw') {
	await w.clock('2026-03-02');
	const k = await atWork(w, agency);
	k.path = await k.ask();
	await w.clock('2026-03-04');
	await k.worker.act(k.id, `${k.path}/end`, { result: 'objection', on: '2026-03-04', opinion: '属于商业秘密' });
	return k;
}

const serve = (k) => k.try(k.clerk, 'services', { way: 'electronic' });

await scenario('consent takes art. 15 away as a ground (R-ASK-1)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	const waiting = t.refused(await submit(k, kept), 422, { rule: 'R-OUT-1' }, 'while it can still answer');
	t.is(
		waiting.errors.map((e) => e.pointer),
		['/parts/0/no_consultation'],
		'no one was heard yet',
	);
	await k.worker.act(k.id, `${path}/end`, { result: 'consent', on: '2026-03-02' });
	const p = t.refused(await submit(k, kept), 422, { rule: 'R-OUT-1' }, 'after consent');
	t.is(
		p.errors.map((e) => e.pointer),
		['/parts/0/outcome'],
		'the outcome',
	);
	const partial = { outcome: 'partial', content: '见附件。', reasons: '其余不公开', refused: ['third_party_rights'] };
	t.refused(await submit(k, partial), 422, { rule: 'R-OUT-1' }, 'inside partial too');
	t.is(
		(await submit(k, { ...partial, only_identifiers: true })).status,
		200,
		'identifiers can always be blacked out',
	);
});

await scenario('one consent takes the ground from no other third party (R-ASK-1)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const a = await k.ask();
	await k.worker.act(k.id, `${a}/end`, { result: 'consent', on: '2026-03-02' });
	t.refused(await submit(k, kept), 422, { rule: 'R-OUT-1' }, 'nobody else is there');
	t.is((await submit(k, { ...kept, no_consultation: '另一第三方下落不明' })).status, 200, 'another is unknown');
	await k.head.act(k.id, 'reply/decisions', { decision: 'return', remarks: '已查到其地址' });
	const b = await k.ask({ party: '示例第三方乙' });
	await k.worker.act(k.id, `${b}/end`, { result: 'undeliverable', on: '2026-03-02', proof: '退件' });
	t.is((await submit(k, kept)).status, 200, 'the letter to the other came back');
});

await scenario('nothing is released while a third party can still answer (R-ASK-1)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	t.is((await submit(k, granted)).status, 200, 'drafted and submitted');
	await sign(w, k);
	await pass(w, k);
	t.refused(await serve(k), 409, { rule: 'R-ASK-1', article: '条例32' }, 'before its answer');
	await k.worker.act(k.id, `${path}/end`, { result: 'consent', on: '2026-03-02' });
	t.is((await serve(k)).status, 201, 'after it');
});

await scenario('an objection is weighed before anybody signs; a reasonable one is followed (R-ASK-1)', async (t) => {
	const k = await objected();
	t.refused(await submit(k, granted), 409, { rule: 'R-ASK-1', article: '条例32' }, 'not weighed');
	t.refused(
		await k.try(k.head, `${k.path}/disclosure-notice`, { ground: 'public_interest', reason: '公共利益' }),
		409,
		{ rule: 'R-ASK-1' },
		'no notice before either',
	);
	t.refused(await k.try(k.worker, `${k.path}/weighing`, { holds: true }), 422, {}, 'says why');
	const seen = await k.worker.act(k.id, `${k.path}/weighing`, { holds: true, reasons: '价格确为商业秘密' });
	t.is([seen.consultations[0].weighing.holds, seen.consultations[0].weighing.on], [true, '2026-03-04'], 'weighed');
	t.is((await submit(k, kept)).status, 200, 'its rights are the ground');
});

await scenario(
	'against a reasonable objection only the public interest discloses, and the third party is told first (R-ASK-1)',
	async (t) => {
		const k = await objected();
		await k.worker.act(k.id, `${k.path}/weighing`, { holds: true, reasons: '价格确为商业秘密' });
		t.is((await submit(k, granted)).status, 200, 'submitted');
		await sign(w, k);
		await pass(w, k);
		const p = t.refused(await serve(k), 409, { rule: 'R-ASK-1', article: '条例32' }, 'nobody told it');
		t.ok(p.detail.includes('2026年3月4日'), `by which day: ${p.detail}`);
		t.refused(
			await k.try(k.head, `${k.path}/disclosure-notice`, { ground: 'no_good_reason', reason: '理由不成立' }),
			409,
			{ rule: 'R-ASK-1' },
			'the reasons are good',
		);
		t.refused(
			await k.try(k.worker, `${k.path}/disclosure-notice`, { ground: 'public_interest', reason: '公众健康' }),
			403,
			{},
			'not the caseworker',
		);
		t.refused(
			await k.try(k.head, `${k.path}/disclosure-notice`, {
				ground: 'public_interest',
				reason: '公众健康',
				disclosed_on: '2026-03-03',
			}),
			422,
			{},
			'disclosed yesterday',
		);
		t.refused(
			await k.try(k.worker, `${k.path}/disclosure-notice/service`, {
				way: 'hand',
				on: '2026-03-04',
				proof: '签收',
			}),
			409,
			{ rule: 'R-ASK-1' },
			'no notice to serve',
		);
		let seen = await k.head.act(k.id, `${k.path}/disclosure-notice`, {
			ground: 'public_interest',
			reason: '不公开将对公众健康造成重大影响',
			disclosed_on: '2026-03-05',
		});
		const decision = seen.consultations[0].disclosure_notice;
		t.is(
			[decision.ground, decision.decided_on, decision.told_on],
			['public_interest', '2026-03-04', null],
			'decided',
		);
		const letter = await k.head.get(`/api/v1/cases/${k.id}/letters/${decision.letter_id}`);
		const text = JSON.stringify(letter);
		t.is([letter.kind, letter.addressee], ['disclosure_decision', '示例第三方公司'], 'the letter');
		t.ok(
			text.includes('不公开将对公众健康造成重大影响') &&
				text.includes('示例合同的价格') &&
				text.includes('示范市人民政府'),
			'what, why, and the remedy',
		);
		t.ok(!text.includes('测试申请人'), 'never the applicant');
		t.ok(!(await k.own()).letters.some((l) => l.kind === 'disclosure_decision'), "not the applicant's letter");
		t.is(w.sql(`SELECT next_kind FROM docket WHERE id = ${k.id}`).trim(), 'serve', 'queue');
		t.refused(await serve(k), 409, { rule: 'R-ASK-1' }, 'made, not served');
		t.refused(
			await k.try(k.head, `${k.path}/disclosure-notice`, { ground: 'public_interest', reason: '再次' }),
			409,
			{ rule: 'R-ASK-1' },
			'once',
		);
		t.refused(
			await k.try(k.worker, `${k.path}/weighing`, { holds: false, reasons: '改判' }),
			409,
			{ rule: 'R-ASK-1' },
			'nor weighed anew',
		);
		t.refused(
			await k.try(k.worker, `${k.path}/disclosure-notice/service`, {
				way: 'post',
				on: '2026-03-03',
				proof: 'EMS',
			}),
			422,
			{},
			'before it was made',
		);
		seen = await k.worker.act(k.id, `${k.path}/disclosure-notice/service`, {
			way: 'hand',
			on: '2026-03-04',
			proof: '送达回证',
		});
		t.is(seen.consultations[0].disclosure_notice.told_on, '2026-03-04', 'told');
		t.refused(
			await k.try(k.worker, `${k.path}/disclosure-notice/service`, { way: 'hand', on: '2026-03-04', proof: 'x' }),
			409,
			{},
			'twice',
		);
		t.is((await serve(k)).status, 201, 'on the same day: at the latest on the day of the reply');
	},
);

await scenario('a reply entered late cannot have been served before the third party was told (R-ASK-1)', async (t) => {
	const k = await objected();
	await k.worker.act(k.id, `${k.path}/weighing`, { holds: false, reasons: '价格已公示' });
	await submit(k, granted);
	await sign(w, k);
	await pass(w, k);
	await k.head.act(k.id, `${k.path}/disclosure-notice`, { ground: 'no_good_reason', reason: '价格已公示' });
	await w.clock('2026-03-05');
	await k.worker.act(k.id, `${k.path}/disclosure-notice/service`, {
		way: 'post',
		on: '2026-03-05',
		proof: 'EMS0002',
	});
	t.refused(
		await k.try(k.clerk, 'services', { way: 'post', sent_on: '2026-03-04', proof: 'EMS0003' }),
		409,
		{ rule: 'R-ASK-1' },
		'posted the day before',
	);
	t.is(
		(await k.try(k.clerk, 'services', { way: 'post', sent_on: '2026-03-05', proof: 'EMS0003' })).status,
		201,
		'the same day',
	);
});

await scenario(
	'third_party_told_before: two working days lie between notice and reply (R-ASK-1, setting)',
	async (t) => {
		const k = await objected('jtj');
		await k.worker.act(k.id, `${k.path}/weighing`, { holds: false, reasons: '价格已公示' });
		await submit(k, granted, 'jtj');
		await sign(w, k, 'jtj');
		await pass(w, k, 'jtj');
		await k.head.act(k.id, `${k.path}/disclosure-notice`, { ground: 'no_good_reason', reason: '价格已公示' });
		await w.clock('2026-03-05'); // Thursday
		await k.worker.act(k.id, `${k.path}/disclosure-notice/service`, {
			way: 'hand',
			on: '2026-03-05',
			proof: '签收',
		});
		await w.clock('2026-03-06');
		t.refused(await serve(k), 409, { rule: 'R-ASK-1' }, 'one day after');
		await w.clock('2026-03-09'); // Monday: Friday and Monday
		t.is((await serve(k)).status, 201, 'two days after');
	},
);

const rest = { outcome: 'partial', content: '见附件。', reasons: '价格不公开', refused: ['third_party_rights'] };
const idOf = (path) => path.split('/')[1];

await scenario(
	'an objection that is neither followed nor answered with a notice stops the release (R-ASK-1)',
	async (t) => {
		const k = await objected();
		await k.worker.act(k.id, `${k.path}/weighing`, { holds: true, reasons: '价格确为商业秘密' });
		for (const [what, part] of [
			['only the numbers of its people are blacked out', { ...rest, only_identifiers: true }],
			['something is refused, nobody knows whether for it', rest],
		]) {
			t.is((await submit(k, part)).status, 200, `${what}: submitted`);
			await sign(w, k);
			await pass(w, k);
			t.refused(await serve(k), 409, { rule: 'R-ASK-1', article: '条例32' }, what);
			await k.head.act(k.id, 'reply/decisions', { decision: 'return', remarks: '未告知第三方' });
		}
		const follows = [idOf(k.path)];
		const p = t.refused(
			await submit(k, { ...rest, only_identifiers: true, follows }),
			422,
			{ rule: 'R-OUT-1' },
			'both',
		);
		t.is(
			p.errors.map((e) => e.pointer),
			['/parts/0/follows'],
			'numbers blacked out follow nobody',
		);
		const draft = (part) => k.try(k.worker, 'reply', { parts: [{ description: '全部信息', ...part }] }, 'PUT');
		const other = t.refused(
			await draft({ ...rest, follows: [...follows, '999999', 'x'] }),
			422,
			{},
			'not asked here',
		);
		t.is(
			other.errors.map((e) => e.pointer),
			['/parts/0/follows/1', '/parts/0/follows/2'],
			'each',
		);
		t.is((await submit(k, { ...rest, follows })).status, 200, 'the objected part stays closed');
		const [part] = (await k.get()).reply.parts;
		t.is([part.refused, part.follows], [['third_party_rights'], follows], 'on record');
		await sign(w, k);
		await pass(w, k);
		t.is((await serve(k)).status, 201, 'then nothing is against it');
		t.is((await k.own()).reply_parts[0].follows, undefined, 'not for the applicant');
	},
);

await scenario(
	'of two that object, the one whose information is released is told, whoever else is followed (R-ASK-1)',
	async (t) => {
		const k = await objected();
		const b = await k.ask({ party: '示例第三方乙', information: '示例合同的图纸' });
		await k.worker.act(k.id, `${b}/end`, { result: 'objection', on: '2026-03-04', opinion: '属于商业秘密' });
		await k.worker.act(k.id, `${k.path}/weighing`, { holds: false, reasons: '价格已公示' });
		await k.worker.act(k.id, `${b}/weighing`, { holds: true, reasons: '图纸确为商业秘密' });
		const parts = [
			{ description: '价格', ...granted },
			{ description: '图纸', ...kept, follows: [idOf(b)] },
		];
		await k.worker.act(k.id, 'reply', { parts }, { method: 'PUT' });
		await k.worker.act(k.id, 'reply/submission');
		await sign(w, k);
		await pass(w, k);
		t.refused(await serve(k), 409, { rule: 'R-ASK-1', article: '条例32' }, 'the first is not told');
		await k.head.act(k.id, `${k.path}/disclosure-notice`, { ground: 'no_good_reason', reason: '价格已公示' });
		await k.worker.act(k.id, `${k.path}/disclosure-notice/service`, {
			way: 'hand',
			on: '2026-03-04',
			proof: '签收',
		});
		t.is((await serve(k)).status, 201, 'told');
	},
);

/* ---- What was recorded wrongly (R-KEEP-4). */

/* Asked for by the caseworker, granted by the head; the answer of either that is no success. */
async function rectify(k, record, right_on) {
	const { items } = await k.worker.get(`/api/v1/cases/${k.id}/events?limit=200`);
	const { seq } = items
		.filter((e) => e.act === 'consultation_record' && e.detail.record === record && !e.voided)
		.at(-1);
	const asked = await k.try(k.worker, 'rectifications', {
		seq,
		reason: '登记有误',
		proof: '原件',
		...(right_on && { right_on }),
	});
	if (asked.status !== 201) return asked;
	const open = asked.body.proposals.find((p) => p.status === 'asked');
	const done = await k.try(k.head, `proposals/${open.id}/decision`, { decision: 'grant' });
	if (done.status >= 400) await k.worker.act(k.id, `proposals/${open.id}/withdrawal`);
	return done;
}

await scenario(
	'a receipt and an opinion recorded on the wrong day are rectified, and the clock with them (R-KEEP-4)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await w.clock('2026-03-04');
		const path = await k.ask();
		await w.clock('2026-03-12');
		await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-05', proof: '回执' });
		t.refused(await rectify(k, 'received', '2026-03-03'), 422, {}, 'before the letter');
		let seen = (await rectify(k, 'received', '2026-03-06')).body;
		t.is(
			[seen.consultations[0].received_on, seen.consultations[0].ends_on, seen.due_on],
			['2026-03-06', '2026-03-27', '2026-04-23'],
			'15 days after 03-06: 03-27; 17 days: the 37th',
		);
		t.is(
			w.sql(`SELECT due_on FROM deadline WHERE case_id = ${k.id} AND kind = 'consultation'`).trim(),
			'2026-03-27',
			'deadline',
		);
		await k.worker.act(k.id, `${path}/end`, { result: 'objection', on: '2026-03-12', opinion: '不同意' });
		seen = (await rectify(k, 'objection', '2026-03-11')).body;
		t.is(
			[seen.consultations[0].ended_on, seen.due_on],
			['2026-03-11', '2026-04-07'],
			'03-05 to 03-11 = 5: the 25th',
		);
		t.refused(await rectify(k, 'received', '2026-03-12'), 409, { rule: 'R-KEEP-4' }, 'received after it answered');
		await k.worker.act(k.id, `${path}/weighing`, { holds: true, reasons: '误判' });
		t.refused(await rectify(k, 'objection'), 409, { rule: 'R-KEEP-4' }, 'the weighing stands on it');
		seen = (await rectify(k, 'reasonable')).body;
		t.is(seen.consultations[0].weighing, null, 'not weighed');
		seen = (await rectify(k, 'objection')).body;
		t.is(
			[seen.consultations[0].open, seen.consultations[0].result, seen.consultations[0].opinion, seen.due_on],
			[true, null, null, '2026-04-23'],
			'as if it had never come',
		);
		t.is(
			w.sql(`SELECT status FROM deadline WHERE case_id = ${k.id} AND kind = 'consultation'`).trim(),
			'open',
			'waited for again',
		);
	},
);

await scenario('a late opinion and a told day are taken back by themselves (R-KEEP-4)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-02', proof: '回执' });
	await w.clock('2026-03-24');
	await k.worker.act(k.id, `${path}/end`, { result: 'silence' });
	await k.worker.act(k.id, `${path}/end`, { result: 'objection', on: '2026-03-24', opinion: '迟到' });
	t.refused(await rectify(k, 'late', '2026-03-23'), 409, { rule: 'R-KEEP-4' }, 'has no other day');
	const seen = (await rectify(k, 'late')).body;
	t.is([seen.consultations[0].late, seen.consultations[0].result], [null, 'silence'], 'the silence stays');

	const o = await objected();
	await o.worker.act(o.id, `${o.path}/weighing`, { holds: false, reasons: '已公示' });
	await o.head.act(o.id, `${o.path}/disclosure-notice`, { ground: 'no_good_reason', reason: '已公示' });
	t.is(w.sql(`SELECT next_kind FROM docket WHERE id = ${o.id}`).trim(), 'disclosure_notice', 'its service is next');
	t.refused(await rectify(o, 'not_reasonable'), 409, { rule: 'R-KEEP-4' }, 'the notice stands on it');
	await o.worker.act(o.id, `${o.path}/disclosure-notice/service`, { way: 'hand', on: '2026-03-04', proof: '误录' });
	const back = (await rectify(o, 'told')).body;
	t.is(
		[
			back.consultations[0].disclosure_notice.told_on,
			w.sql(`SELECT next_kind FROM docket WHERE id = ${o.id}`).trim(),
		],
		[null, 'disclosure_notice'],
		'told nobody yet',
	);
});

await scenario('an objection makes the case a hard one (R-ASK-5)', async (t) => {
	await w.clock('2026-03-02');
	await settings(w, 'FGW', { hard_third_party_objects: 'on' });
	const k = await objected();
	t.is(
		(await k.get()).hard_rules.map((r) => r.name),
		['third_party_objects'],
		'named',
	);
	await w.clock('2026-03-02');
	await settings(w, 'FGW', { hard_third_party_objects: 'off' });
});

/* ---- Holds. */

const order = { body: '示范市人民政府', number: '示政复停〔2026〕1号', ordered_on: '2026-03-03' };

await scenario(
	'an order holds the disclosure; what is released by it is served only after another (R-ASK-1)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await submit(k, granted);
		await sign(w, k);
		await pass(w, k);
		await w.clock('2026-03-04');
		t.refused(await k.try(k.worker, 'disclosure-holds', order), 403, {}, 'by the caseworker');
		t.refused(
			await k.try(k.head, 'disclosure-holds', { ...order, received_on: '2026-03-02' }),
			422,
			{},
			'came in before it was made',
		);
		t.refused(
			await k.try(k.head, 'disclosure-holds/release', order),
			409,
			{ rule: 'R-ASK-1' },
			'nothing to release',
		);
		const { version } = await k.get();
		const all = await Promise.all(
			Array.from({ length: 16 }, () =>
				k.head.send('POST', `/api/v1/cases/${k.id}/disclosure-holds`, {
					body: order,
					version,
					key: randomUUID(),
				}),
			),
		);
		t.is(all.filter((a) => a.status === 201).length, 1, 'sixteen at once: one holds');
		t.ok(
			all.every((a) => [201, 412, 409].includes(a.status)),
			`the others are refused: ${all.map((a) => a.status)}`,
		);
		let seen = await k.get();
		t.is(
			seen.disclosure_holds.map((h) => [h.holds, h.order.number, h.order.received_on]),
			[[true, order.number, '2026-03-04']],
			'on record',
		);
		t.is(seen.due_on, '2026-03-30', 'the clock runs on');
		t.refused(await serve(k), 409, { rule: 'R-ASK-1', article: '条例32' }, 'served');
		t.ok(seen.allowed_acts.find((a) => a.act === 'consultation_ask').allowed, 'the work goes on');
		t.refused(await k.try(k.head, 'disclosure-holds', order), 409, { rule: 'R-ASK-1' }, 'held already');
		await w.clock('2026-03-06');
		const release = { ...order, number: '示政复解〔2026〕1号', received_on: '2026-03-04' };
		t.is(
			t.refused(await k.try(k.head, 'disclosure-holds/release', release), 422).errors.map((e) => e.pointer),
			['/proof'],
			'two working days back it needs a proof (R-KEEP-3)',
		);
		await w.clock('2026-03-04');
		seen = await k.head.act(k.id, 'disclosure-holds/release', { ...order, number: '示政复解〔2026〕1号' });
		t.is(
			[seen.disclosure_holds[0].holds, seen.disclosure_holds[0].release.number],
			[false, '示政复解〔2026〕1号'],
			'released',
		);
		t.is((await serve(k)).status, 201, 'served');
		t.refused(await k.try(k.head, 'disclosure-holds', order), 409, { rule: 'R-ASK-1' }, 'the content is out');
	},
);

await scenario(
	'what releases nothing is served during a hold; a posted reply can still be held (R-ASK-1)',
	async (t) => {
		await w.clock('2026-03-02');
		const a = await atWork(w),
			b = await atWork(w);
		await submit(a, { outcome: 'already_public', access: 'https://www.example.invalid/x' });
		await sign(w, a);
		await submit(b, granted);
		await sign(w, b);
		await pass(w, b);
		await w.clock('2026-03-04');
		await a.head.act(a.id, 'disclosure-holds', order);
		t.is((await serve(a)).status, 201, 'nothing is released by it');
		await b.clerk.act(b.id, 'services', { way: 'post', proof: 'EMS0004' });
		t.is((await b.try(b.head, 'disclosure-holds', order)).status, 201, 'replied, not received yet');
	},
);

await scenario(
	"a releasing reply is the applicant's online once it is in their hands, and never while it is held (R-ASK-1)",
	async (t) => {
		await w.clock('2026-03-02');
		const a = await atWork(w),
			b = await atWork(w),
			c = await atWork(w);
		const online = async (k) => {
			const own = `/api/v1/requests/${k.filed.number}`,
				seen = await k.applicant.get(own),
				letter = (await k.get()).letters.find((l) => l.kind === 'reply');
			return [
				Boolean(seen.reply_parts),
				seen.letters.some((l) => l.kind === 'reply'),
				(await k.applicant.send('GET', `${own}/letters/${letter.id}`)).status,
				seen.reply_waits_for ?? null,
			];
		};
		const shown = [true, true, 200, null];
		for (const k of [a, b]) {
			await submit(k, granted);
			await sign(w, k);
			await pass(w, k);
		}
		await submit(c, { outcome: 'already_public', access: 'https://www.example.invalid/x' });
		await sign(w, c);
		await w.clock('2026-03-04');
		const sent = await a.clerk.act(a.id, 'services', { way: 'post', proof: 'EMS0005' });
		t.is(await online(a), [false, false, 404, 'receipt'], 'in the post');
		await a.head.act(a.id, 'disclosure-holds', order);
		t.is(await online(a), [false, false, 404, 'hold'], 'held on the way');
		await a.head.act(a.id, 'disclosure-holds/release', order);
		t.is(await online(a), [false, false, 404, 'receipt'], 'the hold is over');
		await a.clerk.act(a.id, `services/${sent.services[0].id}/result`, {
			result: 'delivered',
			on: '2026-03-04',
			proof: '轨迹',
		});
		t.is(await online(a), shown, 'received');
		t.refused(await a.try(a.head, 'disclosure-holds', order), 409, { rule: 'R-ASK-1' }, 'too late to hold');
		await b.clerk.act(b.id, 'services', { way: 'electronic' });
		t.is(await online(b), shown, 'served online');
		await c.clerk.act(c.id, 'services', { way: 'post', proof: 'EMS0006' });
		t.is(await online(c), shown, 'what releases nothing waits for nothing');
	},
);

/* ---- Secrecy review. */

await scenario("reviews wait on the reviewer's list with their day (R-ASK-4)", async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w, 'jtj'),
		reviewer = await w.person('jtj-secrecy-reviewer');
	t.refused(
		await k.try(k.worker, 'secrecy-reviews', { question: '请审查', answer_by: '2026-03-01' }),
		422,
		{},
		'wanted yesterday',
	);
	const seen = await k.worker.act(k.id, 'secrecy-reviews', { question: '请审查名单' });
	t.is(seen.secrecy_reviews[0].answer_by, '2026-03-09', '5 working days');
	t.is(
		w.sql(`SELECT next_on, next_kind FROM docket WHERE id = ${k.id}`).trim(),
		'2026-03-09\tsecrecy_review',
		'queue',
	);
	await k.worker.act(k.id, 'secrecy-reviews', { question: '请审查附件', answer_by: '2026-03-05' });
	const page = await reviewer.get('/api/v1/secrecy-reviews?limit=1');
	t.is(
		[page.items[0].number, page.items[0].question, page.items[0].reply_due_on],
		[k.filed.number, '请审查名单', '2026-03-30'],
		'oldest first',
	);
	const rest = await reviewer.get(page.next);
	t.is(
		rest.items.map((i) => i.question),
		['请审查附件'],
		'then the next',
	);
	await reviewer.act(k.id, `secrecy-reviews/${page.items[0].id}/answer`, { result: 'pass' });
	t.is((await reviewer.get('/api/v1/secrecy-reviews')).items.length, 1, 'answered ones leave');
	t.is(
		(await (await w.person('fgw-secrecy-reviewer')).get('/api/v1/secrecy-reviews')).items.filter(
			(i) => i.number === k.filed.number,
		),
		[],
		"not another agency's",
	);
	const id = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
	t.refused(await reviewer.send('GET', `/api/v1/secrecy-reviews?agency=${id}`), 404, {}, 'nor by asking for it');
});

await scenario(
	'a pass in part lets its parts go, until they are drafted anew; a refusal takes a pass back (R-ASK-4)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w),
			reviewer = await w.person('fgw-secrecy-reviewer');
		const review = async (body) => {
			const asked = await k.worker.act(k.id, 'secrecy-reviews', { question: '请审查' });
			return k.try(reviewer, `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`, body);
		};
		const parts = [
			{ description: '名单', ...granted },
			{ description: '链接', outcome: 'already_public', access: 'https://www.example.invalid/y' },
			{ description: '图纸', ...granted },
		];
		t.refused(
			await review({ result: 'pass_in_part', parts: [1], remarks: '其余待定' }),
			409,
			{ rule: 'R-ASK-4' },
			'no draft yet',
		);
		await k.worker.act(k.id, 'reply', { parts }, { method: 'PUT' });
		const p = t.refused(
			await review({ result: 'pass_in_part', parts: [1, 2, 4, 'x'], remarks: '其余待定' }),
			422,
			{},
			'wrong parts',
		);
		t.is(
			p.errors.map((e) => e.pointer),
			['/parts/1', '/parts/2', '/parts/3'],
			'releases nothing, does not exist, is no number',
		);
		t.refused(await review({ result: 'pass_in_part', remarks: '其余待定' }), 422, {}, 'names none');
		t.refused(await review({ result: 'pass', parts: [1] }), 422, {}, 'a pass names none');
		t.is(
			(await review({ result: 'pass_in_part', parts: [1], remarks: '图纸不得公开' })).status,
			200,
			'the list only',
		);
		await k.worker.act(k.id, 'reply/submission');
		await sign(w, k);
		t.refused(await serve(k), 409, { rule: 'R-ASK-4', article: '条例17' }, 'part 3 is not passed');
		t.is((await review({ result: 'pass_in_part', parts: [1, 3], remarks: '均可公开' })).status, 200, 'both');
		t.ok((await k.get()).allowed_acts.find((a) => a.act === 'serve').allowed, 'now it may be served');
		t.is((await review({ result: 'refuse', remarks: '重新研究' })).status, 200, 'taken back');
		t.refused(await serve(k), 409, { rule: 'R-ASK-4' }, 'after the refusal');
		t.is((await review({ result: 'pass', remarks: '可以公开' })).status, 200, 'passed whole');
		t.is((await serve(k)).status, 201, 'served');

		await w.clock('2026-03-02');
		const again = await atWork(w);
		await again.worker.act(again.id, 'reply', { parts: parts.slice(0, 1) }, { method: 'PUT' });
		const asked = await again.worker.act(again.id, 'secrecy-reviews', { question: '请审查' });
		await reviewer.act(again.id, `secrecy-reviews/${asked.secrecy_reviews[0].id}/answer`, {
			result: 'pass_in_part',
			parts: [1],
			remarks: '可',
		});
		await submit(again, { ...granted, content: '换了内容' });
		await sign(w, again);
		t.refused(await serve(again), 409, { rule: 'R-ASK-4' }, 'drafted after the pass');
	},
);

await scenario(
	'a whole pass, too, is of the draft that stood: content drafted after it is reviewed anew (R-ASK-4)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await pass(w, k);
		await submit(k, granted);
		await sign(w, k);
		t.refused(await serve(k), 409, { rule: 'R-ASK-4', article: '条例17' }, 'passed before there was a draft');
		await pass(w, k);
		t.is((await serve(k)).status, 201, 'passed as drafted');

		await w.clock('2026-03-02');
		const other = await atWork(w);
		await other.worker.act(other.id, 'reply', { parts: [{ description: '名单', ...granted }] }, { method: 'PUT' });
		await pass(w, other);
		await submit(other, { ...granted, content: '换了内容' });
		await sign(w, other);
		t.refused(await serve(other), 409, { rule: 'R-ASK-4', article: '条例17' }, 'other content');
		await pass(w, other);
		t.is((await serve(other)).status, 201, 'reviewed anew');
	},
);

await scenario(
	'what the reviewer cannot decide is determined by the department, and that binds (R-ASK-4)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w),
			reviewer = await w.person('fgw-secrecy-reviewer');
		const kind = () => w.sql(`SELECT next_kind FROM docket WHERE id = ${k.id}`).trim();
		const review = async (body) => {
			const asked = await k.worker.act(k.id, 'secrecy-reviews', { question: '请审查' });
			return k.try(reviewer, `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`, body);
		};
		t.refused(await review({ result: 'send_on' }), 422, {}, 'says why');
		t.is((await review({ result: 'send_on', remarks: '不能确定是否属于国家秘密' })).status, 200, 'sent on');
		t.is(kind(), 'determination', 'asking the department is next');
		const path = await k.ask({ kind: 'determination', party: '示范市保密局', question: '是否属于国家秘密？' });
		t.ok(kind() !== 'determination', 'asked');
		t.refused(
			await review({ result: 'pass' }),
			409,
			{ rule: 'R-ASK-4', article: '条例17' },
			'not before the determination',
		);
		await k.worker.act(k.id, `${path}/end`, { result: 'objection', on: '2026-03-02', opinion: '不得公开' });
		t.refused(await review({ result: 'pass' }), 409, { rule: 'R-ASK-4' }, 'against the determination');
		t.is((await review({ result: 'refuse', remarks: '已确定不得公开' })).status, 200, 'refusing is open');
		const second = await k.ask({ kind: 'determination', party: '示范市保密局', question: '解密后能否公开？' });
		await k.worker.act(k.id, `${second}/end`, { result: 'consent', on: '2026-03-02', opinion: '已解密' });
		t.is((await review({ result: 'pass' })).status, 200, 'the latest determination binds');
	},
);

await scenario('a determination asked for after the pass binds the release, too (R-ASK-4)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await submit(k, granted);
	await sign(w, k);
	await w.clock('2026-03-04');
	await pass(w, k);
	await w.clock('2026-03-05');
	const path = await k.ask({ kind: 'determination', party: '示范市保密局', question: '能否公开？' });
	t.refused(await serve(k), 409, { rule: 'R-ASK-4', article: '条例17' }, 'while the department decides');
	await w.clock('2026-03-10');
	await k.worker.act(k.id, `${path}/end`, { result: 'objection', on: '2026-03-10', opinion: '不得公开' });
	await w.clock('2026-03-11');
	const p = t.refused(await serve(k), 409, { rule: 'R-ASK-4', article: '条例17' }, 'determined against');
	t.ok(p.detail.includes('已确定不得公开'), `why: ${p.detail}`);
	const second = await k.ask({ kind: 'determination', party: '示范市保密局', question: '解密后能否公开？' });
	await k.worker.act(k.id, `${second}/end`, { result: 'consent', on: '2026-03-11', opinion: '已解密' });
	t.is((await serve(k)).status, 201, 'the latest determination binds');
});

await scenario('verify finds every due day as its events say (R-CLOCK-10)', async (t) => {
	const verify = w.ctl('verify');
	t.is(verify.status, 0, `verify: ${verify.stdout}${verify.stderr}`);
});

await done();
