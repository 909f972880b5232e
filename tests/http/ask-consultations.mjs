/*
 * Consultations and the clock (R-ASK-1 to R-ASK-3, R-CLOCK-3, R-CLOCK-11, R-CLOCK-12).  Every day is counted by
 * hand on the calendar of 2026: received on Monday 03-02 the n-th working day is
 * 03-06 = 4, 03-13 = 9, 03-20 = 14, 03-27 = 19, 03-30 = 20, 03-31 = 21, 04-01 = 22, 04-02 = 23, 04-03 = 24
 * (04-04 to 04-06 off), 04-07 = 25, 04-08 = 26, 04-09 = 27, 04-10 = 28, 04-13 = 29 ... 04-17 = 33,
 * 04-20 = 34 ... 04-24 = 38, 04-27 = 39, 04-28 = 40.
 */
import { scenario, done, world } from './harness.mjs';
import { atWork, settings, notHard, submit, kept } from './ask-steps.mjs';

const w = await world();
await w.clock('2026-03-02');
await settings(w, 'FGW', notHard);

const due = (c) => [c.due_on, c.clock.due_on_if_ended_today];
const deadline = (ref) =>
	w.sql(`SELECT due_on, version, status FROM deadline WHERE kind = 'consultation' AND ref = ${ref}`).trim();
const excluded = (c) => c.clock.steps.filter((s) => s.working_days < 0).map((s) => [s.from, s.to, s.working_days]);

await scenario(
	'a third party is asked: provisional, then from its receipt, then to its opinion (R-ASK-1, R-CLOCK-3)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await w.clock('2026-03-04');
		const path = await k.ask({ address: '示例路8号' });
		const id = path.split('/')[1];
		let seen = await k.get();
		t.is(due(seen), ['2026-04-21', '2026-03-30'], '15 days 03-05 to 03-25 excluded: the 35th; ended today: none');
		t.is([seen.clock.paused, seen.clock.overdue], [true, false], 'paused');
		const c = seen.consultations[0];
		t.is(
			[c.ends_on, c.provisional, c.open, c.working_days, c.result],
			['2026-03-25', true, true, 15, null],
			'its period',
		);
		t.is(c.party, '示*', 'masked');
		t.is(deadline(id), '2026-03-25\t1\topen', 'deadline');
		t.is(
			w.sql(`SELECT next_on, next_kind FROM docket WHERE id = ${k.id}`).trim(),
			'2026-03-25\tconsultation',
			'queue',
		);
		await w.clock('2026-03-09');
		t.refused(
			await k.try(k.worker, `${path}/receipt`, { received_on: '2026-03-03', proof: '回执' }),
			422,
			{},
			'before the letter',
		);
		t.refused(
			await k.try(k.worker, `${path}/receipt`, { received_on: '2026-03-10', proof: '回执' }),
			422,
			{},
			'tomorrow',
		);
		t.refused(await k.try(k.worker, `${path}/receipt`, { received_on: '2026-03-06' }), 422, {}, 'without proof');
		seen = await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-06', proof: 'EMS回执0001' });
		t.is(
			due(seen),
			['2026-04-23', '2026-04-02'],
			'until 03-27, 17 days: the 37th; ended today 03-05, 06, 09: the 23rd',
		);
		t.is([seen.consultations[0].ends_on, seen.consultations[0].provisional], ['2026-03-27', false], 'own 15 days');
		t.is(deadline(id), '2026-03-27\t2\topen', 'deadline moved');
		t.refused(
			await k.try(k.worker, `${path}/receipt`, { received_on: '2026-03-06', proof: 'x' }),
			409,
			{},
			'twice',
		);
		await w.clock('2026-03-12');
		t.refused(
			await k.try(k.worker, `${path}/end`, { result: 'objection', on: '2026-03-11' }),
			422,
			{},
			'an objection says why',
		);
		seen = await k.worker.act(k.id, `${path}/end`, {
			result: 'objection',
			on: '2026-03-11',
			opinion: '涉及示例商业秘密',
		});
		t.is(due(seen), ['2026-04-07', null], '03-05 to 03-11, 5 days: the 25th');
		t.is(excluded(seen), [['2026-03-05', '2026-03-11', -5]], 'the step says so');
		t.is(seen.consultations[0].opinion, '涉及示例商业秘密', 'the office reads it');
		t.is(deadline(id), '2026-03-27\t2\tmet', 'deadline met');
		t.refused(await k.try(k.worker, `${path}/end`, { result: 'consent', on: '2026-03-12' }), 409, {}, 'answered');
		t.refused(
			await k.try(k.worker, `${path}/cancellation`, { reason: '改主意' }),
			409,
			{ rule: 'R-CLOCK-3' },
			'too late to call off',
		);
	},
);

await scenario('letters: the one asked gets its own, the applicant one without its data (R-ASK-2)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w, 'fgw', { title: '示例项目合同', language: 'en' });
	await k.ask({ party: '示例第三方张某', information: '张某账号与价格', question: '价格是否秘密？' });
	const seen = await k.get(),
		own = await k.own();
	const letter = await k.worker.get(`/api/v1/cases/${k.id}/letters/${seen.consultations[0].letter_id}`);
	t.is([letter.kind, letter.addressee, letter.lang], ['third_party_consultation', '示例第三方张某', 'zh'], 'to whom');
	const text = JSON.stringify(letter);
	t.ok(text.includes('张某账号与价格') && text.includes('15') && text.includes('价格是否秘密'), 'what, how long');
	t.ok(!text.includes('测试申请人'), 'never the applicant');
	const notice = own.letters.find((l) => l.kind === 'consultation_notice');
	const told = await k.applicant.get(`/api/v1/requests/${k.filed.number}/letters/${notice.id}`);
	t.ok(JSON.stringify(told).includes('示例项目合同') && told.lang === 'en', 'in the own words and language');
	t.ok(!/张某|账号/.test(JSON.stringify(told)), 'without data of the third party');
	t.refused(
		await k.applicant.send(
			'GET',
			`/api/v1/requests/${k.filed.number}/letters/${letter.id ?? seen.consultations[0].letter_id}`,
		),
		404,
	);
	t.is(
		Object.keys(own.consultations[0]).sort(),
		['asked_on', 'ended_on', 'ends_on', 'handling', 'id', 'kind', 'open', 'pauses', 'provisional', 'title'],
		'the applicant sees days only',
	);
	t.is(due(own), ['2026-04-21', '2026-03-30'], '15 days 03-03 to 03-23: the 35th; if ended today');
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM consultation WHERE party LIKE '%张某%' OR information LIKE '%账号%' OR question LIKE '%秘密%'`,
			)
			.trim(),
		'0',
		'sealed',
	);
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM event WHERE case_id = ${k.id} AND CONVERT(body USING utf8mb4) REGEXP '张某|账号|秘密'`,
			)
			.trim(),
		'0',
		'not in events',
	);
	t.is(
		w.sql(`SELECT COUNT(*) FROM outbox WHERE case_id = ${k.id} AND type = 'case.consultation.requested'`).trim(),
		'1',
		'told to subscribers',
	);
});

await scenario('with tell_applicant off no notice goes out, and the pause holds (R-ASK-2)', async (t) => {
	await w.clock('2026-03-02');
	await settings(w, 'JTJ', { tell_applicant: 'off' });
	const k = await atWork(w, 'jtj');
	await k.ask();
	t.is(
		(await k.own()).letters.map((l) => l.kind),
		['receipt'],
		'no notice',
	);
	t.is((await k.get()).due_on, '2026-04-21', 'paused all the same');
	await settings(w, 'JTJ', { tell_applicant: 'on' });
});

await scenario('two that overlap exclude the union of their days (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const a = await k.ask();
	await w.clock('2026-03-06');
	const b = await k.ask({ kind: 'other_agency', party: '示范区示例局', working_days: 10 });
	let seen = await k.get();
	t.is(
		seen.consultations.map((c) => c.ends_on),
		['2026-03-25', '2026-03-20'],
		'own periods',
	);
	t.is(seen.due_on, '2026-04-21', '03-05 to 03-25');
	await w.clock('2026-03-13');
	seen = await k.worker.act(k.id, `${a}/end`, { result: 'consent', on: '2026-03-13' });
	t.is(due(seen), ['2026-04-16', '2026-04-09'], '03-05 to 03-20 = 12: the 32nd; to today 7: the 27th');
	await w.clock('2026-03-18');
	seen = await k.worker.act(k.id, `${b}/end`, { result: 'opinion', on: '2026-03-18', opinion: '建议部分公开' });
	t.is(due(seen), ['2026-04-14', null], '03-05 to 03-18 = 10: the 30th');
	t.is(excluded(seen), [['2026-03-05', '2026-03-18', -10]], 'one run of days');
});

await scenario('days between two consultations are counted (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const a = await k.ask();
	await w.clock('2026-03-06');
	await k.worker.act(k.id, `${a}/end`, { result: 'consent', on: '2026-03-06' });
	await w.clock('2026-03-10');
	const b = await k.ask();
	await w.clock('2026-03-12');
	const seen = await k.worker.act(k.id, `${b}/end`, { result: 'consent', on: '2026-03-12' });
	t.is(seen.due_on, '2026-04-03', '5, 6, 11 and 12 March: the 24th');
	t.is(
		excluded(seen),
		[
			['2026-03-05', '2026-03-06', -2],
			['2026-03-11', '2026-03-12', -2],
		],
		'two runs',
	);
});

await scenario('a receipt that is recorded after the provisional end still moves it (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const path = await k.ask();
	await w.clock('2026-03-27'); // the provisional end was 03-25
	t.refused(
		await k.try(k.worker, `${path}/end`, { result: 'silence' }),
		409,
		{ rule: 'R-CLOCK-3' },
		'no receipt, no silence',
	);
	t.refused(
		await k.try(k.worker, `${path}/end`, { result: 'consent', on: '2026-03-26', proof: '来函' }),
		409,
		{ rule: 'R-CLOCK-3' },
		'late or not? the receipt says',
	);
	let seen = await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-12', proof: '回执' });
	t.is(seen.consultations[0].ends_on, '2026-04-02', '15 days after 03-12: 13 = 1, 16-20 = 6, 23-27 = 11, 30-02 = 15');
	t.is(seen.due_on, '2026-04-29', '03-05 to 04-02 = 21 days: the 41st, the day after 04-28 = 40');
	seen = await k.worker.act(k.id, `${path}/end`, { result: 'consent', on: '2026-03-26' });
	t.is(
		[seen.consultations[0].result, seen.due_on],
		['consent', '2026-04-22'],
		'in time; 03-05 to 03-26 = 16: the 36th',
	);
});

await scenario(
	'silence is recorded after the last day, has that day, and lets the agency decide (R-ASK-1)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await w.clock('2026-03-04');
		const path = await k.ask();
		await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-04', proof: '当面签收' });
		await w.clock('2026-03-25');
		const p = t.refused(
			await k.try(k.worker, `${path}/end`, { result: 'silence' }),
			409,
			{ rule: 'R-CLOCK-3' },
			'on the last day',
		);
		t.ok(p.detail.includes('2026年3月25日'), `names the day: ${p.detail}`);
		t.ok(p.allowed_acts?.includes('consultation_record'), 'what can be done');
		await w.clock('2026-03-26');
		t.refused(
			await k.try(k.worker, `${path}/end`, { result: 'silence', on: '2026-03-25' }),
			422,
			{},
			"its day is the period's",
		);
		let seen = await k.worker.act(k.id, `${path}/end`, { result: 'silence' });
		t.is(
			[seen.consultations[0].result, seen.consultations[0].ended_on, seen.due_on],
			['silence', '2026-03-25', '2026-04-21'],
			'15 days',
		);
		t.is((await submit(k, kept)).status, 200, 'its rights can still be a ground');
		await w.clock('2026-03-30');
		seen = await k.worker.act(k.id, `${path}/end`, {
			result: 'objection',
			on: '2026-03-30',
			opinion: '迟到的意见',
		});
		t.is(
			[seen.due_on, seen.consultations[0].result, seen.consultations[0].late],
			['2026-04-21', 'silence', { result: 'objection', on: '2026-03-30', opinion: '迟到的意见' }],
			'kept without effect',
		);
		t.refused(
			await k.try(k.worker, `${path}/end`, { result: 'consent', on: '2026-03-30' }),
			409,
			{},
			'one late opinion',
		);
	},
);

await scenario('an opinion after the last day ends the consultation as silence and is kept (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const path = await k.ask();
	await w.clock('2026-03-05');
	await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-05', proof: '回执' });
	await w.clock('2026-03-31'); // ended on 03-26
	const seen = await k.worker.act(k.id, `${path}/end`, { result: 'objection', on: '2026-03-30', opinion: '迟到' });
	const c = seen.consultations[0];
	t.is(
		[c.result, c.ended_on, c.opinion, c.late.on],
		['silence', '2026-03-26', null, '2026-03-30'],
		'silence, opinion kept',
	);
	t.is(seen.due_on, '2026-04-22', '03-05 to 03-26 = 16: the 36th');
});

await scenario('an undeliverable letter ends the pause on its return, and nobody was heard (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const path = await k.ask();
	await w.clock('2026-03-12');
	t.refused(
		await k.try(k.worker, `${path}/end`, { result: 'undeliverable', on: '2026-03-10' }),
		422,
		{},
		'entered two working days later without proof (R-KEEP-3)',
	);
	const seen = await k.worker.act(k.id, `${path}/end`, { result: 'undeliverable', on: '2026-03-10', proof: '退信' });
	t.is(seen.due_on, '2026-04-03', '03-05 to 03-10 = 4: the 24th');
	const p = t.refused(await submit(k, kept), 422, { rule: 'R-OUT-1' }, 'third_party_rights');
	t.is(
		p.errors.map((e) => e.pointer),
		['/parts/0/no_consultation'],
		'why none was possible',
	);
	t.is(
		(await submit(k, { ...kept, no_consultation: '信件无法投递，无其他联系方式' })).status,
		200,
		'with the reason',
	);
});

await scenario('a consultation that is called off excludes the days until then (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const path = await k.ask();
	await w.clock('2026-03-05');
	t.refused(await k.try(k.head, `${path}/cancellation`, { reason: '无须征求' }), 403, {}, 'by the head');
	const seen = await k.worker.act(k.id, `${path}/cancellation`, { reason: '无须征求' });
	t.is([seen.due_on, seen.consultations[0].result], ['2026-03-31', 'cancelled'], 'one day: the 21st');
	t.is(deadline(path.split('/')[1]).split('\t')[2], 'void', 'deadline void');
});

await scenario('the last days of the period: before it, on it and after it (R-CLOCK-12)', async (t) => {
	await w.clock('2026-03-02');
	const [a, b, c] = [await atWork(w), await atWork(w), await atWork(w)];
	await w.clock('2026-03-27'); // Friday, the 19th
	await a.ask();
	t.is(due(await a.get()), ['2026-04-21', '2026-03-30'], 'until 04-20, then the 20th');
	await w.clock('2026-03-30'); // the due day is counted itself
	await b.ask();
	let seen = await b.get();
	t.is([seen.due_on, seen.clock.paused], ['2026-03-30', false], 'on the due day: the days after it exclude nothing');
	await w.clock('2026-03-31');
	seen = await b.get();
	t.ok(seen.clock.overdue, 'overdue the day after');
	seen = await a.get();
	t.is([seen.clock.overdue, seen.clock.paused], [false, true], 'never overdue while paused');
	await c.ask();
	seen = await c.get();
	t.is(
		[seen.due_on, seen.clock.overdue, seen.clock.due_on_if_ended_today],
		['2026-03-30', true, null],
		'sent, and excludes nothing',
	);
	t.ok(
		seen.clock.steps.some((s) => s.rule === 'R-CLOCK-12'),
		'and says so',
	);
	const effect = /征求意见所需时间不计算在答复期限内/;
	for (const [k, says] of [
		[a, true],
		[b, false],
		[c, false],
	]) {
		const notice = (await k.own()).letters.find((l) => l.kind === 'consultation_notice');
		const text = JSON.stringify(await k.applicant.get(`/api/v1/requests/${k.filed.number}/letters/${notice.id}`));
		t.is(effect.test(text), says, 'the applicant is told that days are not counted only where they are not');
	}
});

await scenario('a new period with a consultation still open goes on excluding its days (R-CLOCK-11)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	const path = await k.ask(); // until 03-25
	await w.clock('2026-03-05');
	let seen = await k.worker.act(k.id, 'corrections', { items: [{ what: '年度', guidance: '请说明年度。' }] });
	t.is([seen.state, seen.due_on], ['awaiting_correction', null], 'waits');
	t.refused(
		await k.try(k.worker, 'consultations', { kind: 'third_party', party: '示例', information: '示例' }),
		409,
		{},
		'from this state',
	);
	await w.clock('2026-03-10');
	const version = (await k.own()).version;
	seen = await k.applicant.post(`/api/v1/requests/${k.filed.number}/corrections`, { text: '2025年。' }, { version });
	t.is(
		due(seen),
		['2026-04-23', '2026-04-08'],
		'from 03-10, 11 days 03-11 to 03-25 excluded: the 31st = 04-23; ended today: 20 working days = 04-08',
	);
	await w.clock('2026-03-13');
	seen = await k.worker.act(k.id, `${path}/end`, { result: 'consent', on: '2026-03-13' });
	t.is(seen.due_on, '2026-04-13', '11, 12 and 13 March: the 23rd');
	t.is(excluded(seen), [['2026-03-11', '2026-03-13', -3]], 'only days of the new period');
});

await scenario('pause_from = received counts the days before the receipt (R-CLOCK-3)', async (t) => {
	await w.clock('2026-03-02');
	await settings(w, 'JTJ', { pause_from: 'received' });
	const k = await atWork(w, 'jtj');
	await w.clock('2026-03-04');
	const path = await k.ask();
	t.is((await k.get()).due_on, '2026-04-21', 'until the receipt is known: from the letter');
	await w.clock('2026-03-11');
	await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-06', proof: '回执' });
	const seen = await k.worker.act(k.id, `${path}/end`, { result: 'consent', on: '2026-03-11' });
	t.is(seen.due_on, '2026-04-02', '9, 10 and 11 March: the 23rd');
	await settings(w, 'JTJ', { pause_from: 'sent' });
});

await scenario('a co-producer: only the lead asks, silence agrees, an objection does not bind (R-ASK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const body = { kind: 'co_producer', party: '示范区示例委', information: '联合发文' };
	t.refused(
		await k.try(k.worker, 'consultations', body),
		409,
		{ rule: 'R-ASK-3', article: '条例34' },
		'not the lead',
	);
	t.refused(
		await k.try(k.worker, 'consultations', { ...body, we_lead: true, working_days: 5 }),
		422,
		{},
		"the period is the law's",
	);
	const a = await k.ask({ ...body, we_lead: true });
	let seen = await k.get();
	t.is(
		[seen.due_on, seen.consultations[0].ends_on, seen.consultations[0].party],
		['2026-04-21', '2026-03-23', '示范区示例委'],
		'15 days: the 35th',
	);
	const kinds = seen.letters.map((l) => l.kind);
	t.ok(kinds.includes('co_producer_consultation') && kinds.includes('consultation_notice'), `letters: ${kinds}`);
	await k.worker.act(k.id, `${a}/receipt`, { received_on: '2026-03-02', proof: '机要签收' });
	await w.clock('2026-03-24');
	seen = await k.worker.act(k.id, `${a}/end`, { result: 'silence' });
	t.is([seen.consultations[0].agrees, seen.due_on], [true, '2026-04-21'], 'agrees');
	const b = await k.ask({ ...body, party: '示范区另一委', we_lead: true });
	seen = await k.worker.act(k.id, `${b}/end`, { result: 'objection', on: '2026-03-24', opinion: '不宜公开' });
	t.is(seen.consultations[1].agrees, false, 'objects');
	t.refused(
		await k.try(k.worker, `${b}/weighing`, { holds: true, reasons: '合理' }),
		409,
		{ rule: 'R-ASK-1' },
		'nothing to weigh',
	);
});

await scenario('the silence of another agency binds nobody; its period stands in the letter (R-ASK-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask({ kind: 'other_agency', party: '示范区示例局', working_days: 5 });
	await k.worker.act(k.id, `${path}/receipt`, { received_on: '2026-03-02', proof: '签收' });
	let seen = await k.get();
	t.is([seen.consultations[0].ends_on, seen.due_on], ['2026-03-09', '2026-04-07'], '5 days: the 25th');
	await w.clock('2026-03-10');
	seen = await k.worker.act(k.id, `${path}/end`, { result: 'silence' });
	t.is(seen.consultations[0].agrees, null, 'says nothing');
});

await scenario('a determination stops the clock only where the agency says so (R-ASK-4)', async (t) => {
	await w.clock('2026-03-02');
	const body = { kind: 'determination', party: '示范市保密局', information: '会议纪要', question: '能否公开？' };
	const off = await atWork(w);
	t.refused(await off.try(off.worker, 'consultations', { ...body, question: undefined }), 422, {}, 'asks something');
	await off.ask(body);
	let seen = await off.get();
	t.is([seen.due_on, seen.clock.paused, seen.consultations[0].pauses], ['2026-03-30', false, false], 'off: runs on');
	t.is(
		seen.letters.map((l) => l.kind).filter((x) => x !== 'receipt'),
		['determination_request'],
		'its letter; the applicant is not told',
	);
	t.is((await off.own()).consultations, [], 'nor sees it');
	const path = `consultations/${seen.consultations[0].id}`;
	await off.worker.act(off.id, `${path}/receipt`, { received_on: '2026-03-02', proof: '机要' });
	seen = await off.worker.act(off.id, `${path}/end`, { result: 'consent', on: '2026-03-02', opinion: '可以公开' });
	t.is([seen.due_on, seen.consultations[0].result], ['2026-03-30', 'consent'], 'recorded beside the clock');
	await settings(w, 'JTJ', { pause_for_determination: 'on' });
	const on = await atWork(w, 'jtj');
	await on.ask(body);
	t.is((await on.get()).due_on, '2026-04-21', 'on: 15 days');
	await settings(w, 'JTJ', { pause_for_determination: 'off' });
});

await scenario('the input is checked, and who is asked is read for a reason only', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const p = t.refused(
		await k.try(k.worker, 'consultations', { kind: 'neighbour', party: '', we_lead: 'x', surprise: 1 }),
		422,
	);
	t.is(
		p.errors.map((e) => e.pointer).sort(),
		['/information', '/kind', '/party', '/surprise', '/we_lead'],
		'all at once',
	);
	t.is((await k.get()).consultations, [], 'nothing is asked');
	const path = await k.ask({ party: '示例第三方李某', address: '示例路9号' });
	t.refused(await k.try(k.worker, 'consultations/999999/receipt', { received_on: '2026-03-02', proof: 'x' }), 404);
	t.refused(
		await k.try(k.worker, `${path}/end`, { result: 'opinion', on: '2026-03-02', opinion: 'x' }),
		422,
		{},
		"remarks are an agency's",
	);
	t.refused(await k.try(k.clerk, `${path}/end`, { result: 'consent', on: '2026-03-02' }), 403, {}, 'by a clerk');
	t.refused(
		await k.worker.send('POST', `/api/v1/cases/${k.id}/${path}/unmasking`, { body: {} }),
		422,
		{},
		'no reason',
	);
	const open = await k.worker.call('POST', `/api/v1/cases/${k.id}/${path}/unmasking`, {
		body: { reason: '补寄信件' },
	});
	t.is(open, { party: '示例第三方李某', address: '示例路9号' }, 'unmasked');
	t.is(
		w
			.sql(
				`SELECT COUNT(*) FROM audit WHERE what = 'unmask' AND subject LIKE 'case ${k.filed.number} consultation%'`,
			)
			.trim(),
		'1',
		'logged',
	);
});

await scenario('a withdrawal calls open consultations off (R-REQ-9)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	await k.applicant.post(`/api/v1/requests/${k.filed.number}/withdrawal`, {}, { version: (await k.own()).version });
	const seen = await k.get();
	t.is([seen.consultations[0].open, seen.consultations[0].result], [false, 'called_off'], 'called off');
	t.is(deadline(path.split('/')[1]).split('\t')[2], 'void', 'nothing is due');
	t.refused(
		await k.try(k.worker, `${path}/end`, { result: 'consent', on: '2026-03-02' }),
		409,
		{},
		'nothing to record',
	);
});

await scenario(
	'what was called off excludes nothing after an order, nor is it asked anew by it (R-REQ-9, R-CLOCK-3)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		const path = await k.ask({ kind: 'other_agency', party: '示例其他机关', working_days: 60 });
		const third = await k.ask();
		await w.clock('2026-03-10');
		await k.clerk.act(k.id, 'withdrawal', { reason: '来电撤回', on: '2026-03-10' });
		let [seen, other] = (await k.get()).consultations;
		t.is(
			[seen.result, seen.ended_on, other.result],
			['called_off', '2026-03-10', 'called_off'],
			'ended with the case',
		);
		await w.clock('2026-04-01');
		const again = await k.worker.act(k.id, 'orders', {
			body: '示范区人民法院',
			number: '（2026）示01行初1号',
			ordered_on: '2026-04-01',
			received_on: '2026-04-01',
			in_force_on: '2026-04-01',
			kind: 'court',
		});
		[seen, other] = again.consultations;
		t.is(again.due_on, '2026-04-30', '04-02, 3 = 2; 7-10 = 6; 13-17 = 11; 20-24 = 16; 27-30 = 20');
		t.is(
			[again.handling, seen.open, seen.result, seen.ended_on],
			[2, false, 'called_off', '2026-03-10'],
			'not open',
		);
		t.is(deadline(path.split('/')[1]).split('\t')[2], 'void', 'nothing is due');
		const kept = await k.worker.act(k.id, `${third}/end`, { result: 'consent', on: '2026-04-01' });
		t.is([kept.consultations[1].late.result, kept.due_on], ['consent', '2026-04-30'], 'what comes is kept');
	},
);

await scenario('a rectified withdrawal waits for its consultations again (R-KEEP-4)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	const cancelled = await k.ask({ party: '示例第三方乙' });
	await w.clock('2026-03-10');
	await k.worker.act(k.id, `${cancelled}/cancellation`, { reason: '无需征求' });
	const { due_on } = await k.get();
	await k.clerk.act(k.id, 'withdrawal', { reason: '来电撤回', on: '2026-03-10' });
	const { items } = await k.worker.get(`/api/v1/cases/${k.id}/events?limit=200`);
	const { seq } = items.find((e) => e.act === 'withdraw');
	const asked = await k.worker.act(k.id, 'rectifications', { seq, reason: '登记有误', proof: '原件' });
	const open = asked.proposals.find((p) => p.status === 'asked');
	const seen = await k.head.act(k.id, `proposals/${open.id}/decision`, { decision: 'grant' });
	t.is(
		seen.consultations.map((s) => [s.open, s.result, s.ended_on]),
		[
			[true, null, null],
			[false, 'cancelled', '2026-03-10'],
		],
		'the one that it had called off, not the other',
	);
	t.is([seen.state, seen.due_on], ['investigating', due_on], 'the clock as before');
	t.is(deadline(path.split('/')[1]).split('\t')[2], 'open', 'waited for');
});

await scenario('two at once: one records the end, the other hears what changed (412)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	const path = await k.ask();
	const second = await w.person('fgw-caseworker-2');
	const { version } = await k.get();
	const both = await Promise.all(
		[k.worker, second].map((who, i) =>
			who.send('POST', `/api/v1/cases/${k.id}/${path}/end`, {
				body: { result: 'consent', on: '2026-03-02' },
				version,
				key: `same-moment-${i}-${k.id}-0123456789abcdef`,
			}),
		),
	);
	t.is(both.map((a) => a.status).sort(), [200, 412], 'one wins');
	t.is(
		both.find((a) => a.status === 412).body.changes.map((c) => c.act),
		['consultation_record'],
		'what changed',
	);
});

await scenario('verify finds every due day as its events say (R-CLOCK-10)', async (t) => {
	const verify = w.ctl('verify');
	t.is(verify.status, 0, `verify: ${verify.stdout}${verify.stderr}`);
});

await done();
