/*
 * Unreasonable volume and the delayed day (R-CLOCK-6); the extension, whole (R-CLOCK-2).  Days by hand on the
 * calendar of 2026: received on Monday 03-02, due 03-30, with 20 more 04-28.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';
import { atWork, settings, notHard, submit } from './ask-steps.mjs';

const w = await world();
await w.clock('2026-03-02');
await settings(w, 'FGW', notHard);

const volume = { volume: '2026年以来就同类事项提出65件申请' };
const excessive = { outcome: 'excessive', reasons: '所述理由不合理。' };
const deadlines = (k) =>
	w
		.sql(`SELECT kind, due_on, status FROM deadline WHERE case_id = ${k.id} AND kind LIKE 'reasons%' ORDER BY kind`)
		.trim();

await scenario('reasons are asked for by a letter with a day; the clock runs on (R-CLOCK-6)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	t.refused(await submit(k, excessive), 422, { rule: 'R-OUT-1' }, 'excessive without the letter');
	t.refused(await k.try(k.worker, 'reasons', {}), 422, {}, 'what was found');
	t.refused(
		await k.try(k.clerk, 'reasons/answer', { text: '课题研究', on: '2026-03-04' }),
		409,
		{ rule: 'R-CLOCK-6' },
		'nobody asked',
	);
	const seen = await k.worker.act(k.id, 'reasons', volume);
	t.is([seen.due_on, seen.clock.paused], ['2026-03-30', false], 'stops nothing');
	t.is(
		[seen.reasons[0].answer_by, seen.reasons[0].holds],
		['2026-03-18', null],
		'10 days: 5, 6 = 2, 9-13 = 7, 16-18 = 10',
	);
	t.is(deadlines(k), 'reasons\t2026-03-18\topen', 'deadline');
	const own = await k.own(),
		letter = own.letters.find((l) => l.kind === 'reasons_request');
	const text = JSON.stringify(await k.applicant.get(`/api/v1/requests/${k.filed.number}/letters/${letter.id}`));
	t.ok(text.includes('65件') && text.includes('2026年3月18日'), `what and until when: ${text}`);
	t.is(
		[own.reasons[0].answer_by, 'finding' in own.reasons[0]],
		['2026-03-18', false],
		'the applicant sees the day, no finding',
	);
	t.ok(own.allowed_acts.find((a) => a.act === 'reasons_in').allowed, 'and may answer');
	t.refused(await k.try(k.worker, 'reasons', volume), 409, { rule: 'R-CLOCK-6', article: '条例35' }, 'a second time');
});

await scenario('silence opens `excessive` the day after, not on the day (R-CLOCK-6)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await w.clock('2026-03-04');
	await k.worker.act(k.id, 'reasons', volume);
	await w.clock('2026-03-18');
	t.refused(await submit(k, excessive), 422, { rule: 'R-OUT-1' }, 'on the last day');
	t.refused(
		await k.try(k.head, 'reasons/finding', { holds: false, finding: '未说明理由' }),
		409,
		{ rule: 'R-CLOCK-6' },
		'nor a finding',
	);
	await w.clock('2026-03-19');
	t.refused(
		await k.try(k.head, 'reasons/finding', { holds: true, finding: '合理' }),
		409,
		{ rule: 'R-CLOCK-6' },
		'silence holds nothing',
	);
	t.refused(
		await k.try(k.head, 'delayed-day', { day: '2026-06-30' }),
		409,
		{ rule: 'R-CLOCK-6' },
		'nor gives a delayed day',
	);
	await k.head.act(k.id, 'reasons/finding', { holds: false, finding: '逾期未说明理由' });
	t.is(deadlines(k), 'reasons\t2026-03-18\tmet', 'nothing waits');
	t.is((await submit(k, excessive)).status, 200, 'excessive');
});

await scenario('reasons from the applicant: found not to hold, `excessive`; no delayed day (R-CLOCK-6)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w),
		other = await filed(w, 'FGW');
	await k.worker.act(k.id, 'reasons', volume);
	await w.clock('2026-03-05');
	const version = (await k.own()).version;
	t.refused(
		await other.applicant.send('POST', `/api/v1/requests/${k.filed.number}/reasons`, {
			body: { text: '冒名' },
			version: (await other.applicant.get(`/api/v1/requests/${other.filed.number}`)).version,
			key: randomUUID(),
		}),
		404,
		{},
		'another applicant',
	);
	const own = await k.applicant.post(`/api/v1/requests/${k.filed.number}/reasons`, { text: '本人兴趣' }, { version });
	t.is([own.reasons[0].answered_on, own.reasons[0].answer], ['2026-03-05', '本人兴趣'], 'kept');
	t.is(deadlines(k), 'reasons\t2026-03-16\tmet\nreasons_finding\t2026-03-05\topen', "now the head's");
	t.is(w.sql(`SELECT COUNT(*) FROM reasons_request WHERE answer LIKE '%兴趣%'`).trim(), '0', 'sealed');
	t.refused(await submit(k, excessive), 422, { rule: 'R-OUT-1' }, 'before the finding');
	t.refused(
		await k.try(k.worker, 'reasons/finding', { holds: false, finding: '不合理' }),
		403,
		{},
		'by the caseworker',
	);
	await k.clerk.act(k.id, 'reasons/answer', { text: '补充：另有来信', on: '2026-03-05' });
	const seen = await k.head.act(k.id, 'reasons/finding', { holds: false, finding: '与生产、生活、科研无关' });
	t.is(
		[seen.reasons[0].holds, seen.reasons[0].excessive_open, seen.reasons[0].answer],
		[false, true, '本人兴趣\n\n补充：另有来信'],
		'found',
	);
	t.refused(
		await k.try(k.head, 'delayed-day', { day: '2026-06-30' }),
		409,
		{ rule: 'R-CLOCK-6', article: '条例35' },
		'no delayed day',
	);
	t.is((await submit(k, excessive)).status, 200, 'excessive');
});

await scenario(
	'reasons that hold: a delayed day outside 20 + 20, set and told before the due day, once (R-CLOCK-6)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w);
		await k.worker.act(k.id, 'reasons', volume);
		await k.clerk.act(k.id, 'reasons/answer', { text: '博士论文的数据', on: '2026-03-02' });
		t.refused(
			await k.try(k.head, 'delayed-day', { day: '2026-06-30' }),
			409,
			{ rule: 'R-CLOCK-6' },
			'before the finding',
		);
		await k.head.act(k.id, 'reasons/finding', { holds: true, finding: '属于科研需要，件数多' });
		t.refused(await submit(k, excessive), 422, { rule: 'R-OUT-1' }, 'they hold');
		t.refused(
			await k.try(k.head, 'delayed-day', { day: '2026-03-30' }),
			409,
			{ rule: 'R-CLOCK-6' },
			'the due day itself',
		);
		const p = t.refused(
			await k.try(k.head, 'delayed-day', { day: '2026-04-28' }),
			409,
			{ rule: 'R-CLOCK-6', article: '条例35' },
			'the 40th',
		);
		t.ok(p.detail.includes('2026年4月28日') && p.allowed_acts, `names the day: ${p.detail}`);
		t.refused(await k.try(k.worker, 'delayed-day', { day: '2026-04-29' }), 403, {}, 'by the caseworker');
		await w.clock('2026-03-27'); // the working day before 03-30
		const seen = await k.head.act(k.id, 'delayed-day', { day: '2026-04-29' });
		t.is([seen.due_on, seen.clock.delayed, seen.reasons[0].delayed_to], ['2026-04-29', true, '2026-04-29'], 'set');
		t.ok(
			seen.clock.steps.some((s) => s.rule === 'R-CLOCK-6' && s.text.includes('2026年4月29日')),
			'explained',
		);
		const own = await k.own(),
			letter = own.letters.find((l) => l.kind === 'delay_notice');
		const text = JSON.stringify(await k.applicant.get(`/api/v1/requests/${k.filed.number}/letters/${letter.id}`));
		t.ok(text.includes('2026年4月29日') && text.includes('科研需要'), `told: ${text}`);
		t.refused(await k.try(k.head, 'delayed-day', { day: '2026-06-30' }), 409, { rule: 'R-CLOCK-6' }, 'again');
		t.refused(
			await k.try(k.worker, 'extensions', { working_days: 5, reason: '还是不够' }),
			409,
			{ rule: 'R-CLOCK-6' },
			'never extended',
		);
		t.refused(
			await k.try(k.head, 'reasons/finding', { holds: false, finding: '改判' }),
			409,
			{ rule: 'R-CLOCK-6' },
			'nor found anew',
		);
	},
);

await scenario('reasons that came in more than a working day ago are entered with a proof (R-KEEP-3)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w);
	await k.worker.act(k.id, 'reasons', volume);
	await w.clock('2026-03-05');
	const late = { text: '课题研究', on: '2026-03-03' };
	t.is(
		t.refused(await k.try(k.clerk, 'reasons/answer', late), 422).errors.map((e) => e.pointer),
		['/proof'],
		'two working days later',
	);
	const seen = await k.clerk.act(k.id, 'reasons/answer', { ...late, proof: '来信及信封' });
	t.is(seen.reasons[0].answered_on, '2026-03-03', 'with one');
	const event = (await k.worker.get(`/api/v1/cases/${k.id}/events?limit=200`)).items.at(-1);
	t.is([event.act, event.detail.proof, event.entered_late], ['reasons_in', '来信及信封', true], 'on record');
});

await scenario(
	'on the due day and after it nothing is asked or delayed any more (R-CLOCK-6, R-CLOCK-12)',
	async (t) => {
		await w.clock('2026-03-02');
		const [a, b, c] = [await atWork(w), await atWork(w), await atWork(w)];
		for (const k of [a, b]) {
			await k.worker.act(k.id, 'reasons', volume);
			await k.clerk.act(k.id, 'reasons/answer', { text: '科研', on: '2026-03-02' });
			await k.head.act(k.id, 'reasons/finding', { holds: true, finding: '科研需要' });
		}
		await w.clock('2026-03-30');
		t.refused(
			await a.try(a.head, 'delayed-day', { day: '2026-05-29' }),
			409,
			{ rule: 'R-CLOCK-6' },
			'on the due day',
		);
		t.is((await c.try(c.worker, 'reasons', volume)).status, 201, 'asking is open to the end of it');
		await w.clock('2026-03-31');
		t.refused(
			await b.try(b.head, 'delayed-day', { day: '2026-05-29' }),
			409,
			{ rule: 'R-CLOCK-12' },
			'the day after',
		);
		await w.clock('2026-03-02');
		const d = await atWork(w);
		await w.clock('2026-03-31');
		t.refused(await d.try(d.worker, 'reasons', volume), 409, { rule: 'R-CLOCK-12' }, 'nor asked');
	},
);

/* ---- Extension. */

await scenario(
	'extensions: 1 to 20 days, not by who asked, refused with a reason and asked again (R-CLOCK-2)',
	async (t) => {
		await w.clock('2026-03-02');
		const k = await atWork(w),
			leader = await w.person('fgw-leader');
		for (const days of [21, 40])
			t.refused(
				await k.try(k.worker, 'extensions', { working_days: days, reason: '太多' }),
				409,
				{ rule: 'R-CLOCK-2' },
				`${days} days`,
			);
		t.refused(await k.try(k.worker, 'extensions', { working_days: 0, reason: '没有' }), 422, {}, 'none');
		t.refused(await k.try(k.worker, 'extensions', { working_days: 5 }), 422, {}, 'without a reason');
		t.refused(
			await k.try(k.head, 'extensions/decision', { decision: 'grant' }),
			409,
			{ rule: 'R-CLOCK-2' },
			'nothing asked',
		);
		await k.worker.act(k.id, 'extensions', { working_days: 1, reason: '需要检索' });
		t.is(w.sql(`SELECT next_kind FROM docket WHERE id = ${k.id}`).trim(), 'extension', 'waits in the queue');
		t.refused(
			await k.try(k.worker, 'extensions', { working_days: 2, reason: '再提' }),
			409,
			{ rule: 'R-CLOCK-2' },
			'one at a time',
		);
		t.refused(await k.try(k.worker, 'extensions/decision', { decision: 'grant' }), 403, {}, 'by the asker');
		t.refused(await k.try(k.head, 'extensions/decision', { decision: 'refuse' }), 422, {}, 'a refusal says why');
		let seen = await k.head.act(k.id, 'extensions/decision', { decision: 'refuse', remarks: '可以按期答复' });
		t.is(
			[seen.due_on, seen.extensions[0].status, seen.extensions[0].remarks],
			['2026-03-30', 'refused', '可以按期答复'],
			'refused',
		);
		t.ok(!seen.letters.some((l) => l.kind === 'extension_notice'), 'no notice');
		await k.worker.act(k.id, 'extensions', { working_days: 1, reason: '情况有变' });
		seen = await leader.act(k.id, 'extensions/decision', { decision: 'grant' });
		t.is([seen.due_on, seen.extensions[1].single_officer], ['2026-03-31', false], 'the leader may: the 21st');
	},
);

await scenario('asked on the due day, an extension can be granted that day only (R-CLOCK-2, R-CLOCK-12)', async (t) => {
	await w.clock('2026-03-02');
	const a = await atWork(w),
		b = await atWork(w);
	await w.clock('2026-03-30');
	for (const k of [a, b]) await k.worker.act(k.id, 'extensions', { working_days: 20, reason: '最后一天' });
	t.is((await a.head.act(a.id, 'extensions/decision', { decision: 'grant' })).due_on, '2026-04-28', 'on the day');
	await w.clock('2026-03-31');
	t.refused(
		await b.try(b.head, 'extensions/decision', { decision: 'grant' }),
		409,
		{ rule: 'R-CLOCK-12' },
		'the day after',
	);
	t.is(
		(await b.head.act(b.id, 'extensions/decision', { decision: 'refuse', remarks: '已逾期' })).due_on,
		'2026-03-30',
		'only refused',
	);
});

/* Someone who is caseworker and head at once. */
async function headAsCaseworker(agency) {
	const admin = await w.person('qzf-security-admin');
	const code = agency.toUpperCase(),
		id = w.sql(`SELECT id FROM agency WHERE code = '${code}'`).trim();
	const head = await w.person(`${agency}-head`);
	const seen = await admin.get(`/api/v1/users/${head.user.id}`);
	await admin.call('PATCH', `/api/v1/users/${head.user.id}`, {
		version: seen.version,
		body: { roles: ['caseworker', 'head'].map((role) => ({ agency_id: id, role })) },
	});
	return head;
}

await scenario(
	'where the head is the caseworker the leader grants; with single_officer the head with a reason (R-CLOCK-2)',
	async (t) => {
		await w.clock('2026-03-02');
		const head = await headAsCaseworker('jtj'),
			leader = await w.person('jtj-leader');
		const a = await atWork(w, 'jtj');
		await head.act(a.id, 'extensions', { working_days: 3, reason: '独自办理' });
		t.refused(
			await a.try(head, 'extensions/decision', { decision: 'grant', remarks: '本人办理' }),
			409,
			{ rule: 'R-CLOCK-2' },
			'own request',
		);
		t.is(
			(await leader.act(a.id, 'extensions/decision', { decision: 'grant' })).due_on,
			'2026-04-02',
			'the leader: the 23rd',
		);
		await settings(w, 'JTJ', { single_officer: 'on' });
		const b = await atWork(w, 'jtj');
		await head.act(b.id, 'extensions', { working_days: 3, reason: '独自办理' });
		t.refused(
			await b.try(head, 'extensions/decision', { decision: 'grant' }),
			409,
			{ rule: 'R-CLOCK-2' },
			'without a reason',
		);
		await head.act(b.id, 'extensions/decision', { decision: 'grant', remarks: '本机关仅一名负责人' });
		const seen = await (await w.person('qzf-supervisor')).get(`/api/v1/cases/${b.id}`);
		t.is(
			[seen.due_on, seen.extensions[0].single_officer, seen.extensions[0].remarks],
			['2026-04-02', true, '本机关仅一名负责人'],
			'the district office sees it',
		);
		await settings(w, 'JTJ', { single_officer: 'off' });
	},
);

/* A new period by a correction, sent on 03-04 and answered on 03-10: due 20 working days later, 04-08. */
async function corrected(k) {
	await w.clock('2026-03-04');
	await k.worker.act(k.id, 'corrections', { items: [{ what: '年度', guidance: '请说明年度。' }] });
	await w.clock('2026-03-10');
	return k.applicant.post(
		`/api/v1/requests/${k.filed.number}/corrections`,
		{ text: '2025年。' },
		{ version: (await k.own()).version },
	);
}

await scenario(
	'a new period brings the extension back, and what was asked in the old one is moot (R-CLOCK-11)',
	async (t) => {
		await w.clock('2026-03-02');
		const a = await atWork(w),
			b = await atWork(w);
		await a.worker.act(a.id, 'extensions', { working_days: 5, reason: '需要检索' });
		await a.head.act(a.id, 'extensions/decision', { decision: 'grant' });
		t.is((await corrected(a)).due_on, '2026-04-08', 'the old extension counts for nothing');
		await a.worker.act(a.id, 'extensions', { working_days: 2, reason: '仍需检索' });
		t.is((await a.head.act(a.id, 'extensions/decision', { decision: 'grant' })).due_on, '2026-04-10', 'once more');
		await w.clock('2026-03-02');
		await b.worker.act(b.id, 'extensions', { working_days: 5, reason: '未及批准' });
		await corrected(b);
		const seen = await b.get();
		t.is(seen.extensions[0].status, 'moot', 'the old request');
		t.ok(w.sql(`SELECT next_kind FROM docket WHERE id = ${b.id}`).trim() !== 'extension', 'waits for nobody');
		t.refused(
			await b.try(b.head, 'extensions/decision', { decision: 'grant' }),
			409,
			{ rule: 'R-CLOCK-2' },
			'cannot be granted',
		);
		await b.worker.act(b.id, 'extensions', { working_days: 2, reason: '重新提出' });
		t.is(
			(await b.head.act(b.id, 'extensions/decision', { decision: 'grant' })).due_on,
			'2026-04-10',
			'a new one can',
		);
	},
);

await scenario('extension_per = case: none in the new period (R-CLOCK-2)', async (t) => {
	await w.clock('2026-03-02');
	await settings(w, 'FGW', { extension_per: 'case' });
	const k = await atWork(w);
	await k.worker.act(k.id, 'extensions', { working_days: 5, reason: '需要检索' });
	await k.head.act(k.id, 'extensions/decision', { decision: 'grant' });
	await corrected(k);
	t.refused(await k.try(k.worker, 'extensions', { working_days: 2, reason: '再延' }), 409, { rule: 'R-CLOCK-2' });
	await w.clock('2026-03-02');
	await settings(w, 'FGW', { extension_per: 'period' });
});

await scenario('sixteen ask for an extension at once: one is asked (R-CLOCK-2)', async (t) => {
	await w.clock('2026-03-02');
	const k = await atWork(w),
		{ version } = await k.get();
	const all = await Promise.all(
		Array.from({ length: 16 }, (_, i) =>
			k.worker.send('POST', `/api/v1/cases/${k.id}/extensions`, {
				body: { working_days: 1 + i, reason: '同时提出' },
				version,
				key: randomUUID(),
			}),
		),
	);
	t.is(all.filter((a) => a.status === 201).length, 1, 'one');
	t.is((await k.get()).extensions.length, 1, 'one on record');
});

await scenario('sixteen ask for reasons at once: one letter (R-CLOCK-6)', async (t) => {
	await w.clock('2026-03-02');
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'investigating');
	const worker = await w.person('fgw-caseworker'),
		{ version } = await worker.get(`/api/v1/cases/${id}`);
	const all = await Promise.all(
		Array.from({ length: 16 }, () =>
			worker.send('POST', `/api/v1/cases/${id}/reasons`, { body: volume, version, key: randomUUID() }),
		),
	);
	t.is(all.filter((a) => a.status === 201).length, 1, 'one');
	t.is(
		w.sql(`SELECT COUNT(*) FROM letter WHERE case_id = ${id} AND kind = 'reasons_request'`).trim(),
		'1',
		'one letter',
	);
});

await scenario(
	'a last day in a year without a notice is marked provisional wherever it is shown (R-DAY-3)',
	async (t) => {
		await w.clock('2026-12-21');
		const letterOf = async (k, kind) => {
			const { id } = (await k.get()).letters.find((l) => l.kind === kind);
			return JSON.stringify(await k.worker.get(`/api/v1/cases/${k.id}/letters/${id}`));
		};
		const k = await atWork(w);
		const [r] = (await k.worker.act(k.id, 'reasons', volume)).reasons;
		t.is(
			[r.answer_by, r.answer_by_provisional],
			['2027-01-05', true],
			'22-25 = 4; 28-31 = 8; off 01-01; 4, 5 = 10',
		);
		t.ok((await letterOf(k, 'reasons_request')).includes('请于2027年1月5日（暂定'), 'in the letter');
		t.is((await k.own()).reasons[0].answer_by_provisional, true, 'for the applicant, too');

		const c = await atWork(w);
		const items = [{ kind: 'description', what: '年份', guidance: '请写明年份' }];
		let seen = await c.worker.act(c.id, 'corrections', { items });
		t.is(
			[seen.corrections[0].answer_by, seen.corrections[0].answer_by_provisional],
			[null, false],
			'no day before its receipt',
		);
		seen = await c.clerk.act(c.id, 'corrections/receipt', { received_on: '2026-12-21', proof: '回执' });
		t.is(
			[seen.corrections[0].answer_by, seen.corrections[0].answer_by_provisional],
			['2027-01-12', true],
			'8 in December; 4-8 = 13; 11, 12 = 15',
		);
		t.is([seen.clock.waits_until, seen.clock.waits_until_provisional], ['2027-01-12', true], 'and on the clock');

		const s = await atWork(w);
		const [third] = (
			await s.worker.act(s.id, 'consultations', {
				kind: 'third_party',
				party: '示例第三方公司',
				information: '示例合同的价格',
			})
		).consultations;
		seen = await s.worker.act(s.id, `consultations/${third.id}/receipt`, {
			received_on: '2026-12-21',
			proof: '回执',
		});
		t.is([seen.consultations[0].ends_on, seen.consultations[0].provisional], ['2027-01-12', true], 'an opinion');
		seen = await s.head.act(s.id, 'stop', { cause: 'death', learnt_on: '2026-12-21', proof: '死亡证明' });
		t.is(
			[seen.stops[0].ask_by, seen.stops[0].ask_by_provisional],
			['2027-03-22', true],
			'three months: Sunday 03-21, then Monday',
		);
		await w.clock('2026-03-02');
		const near = await atWork(w);
		t.is((await near.worker.act(near.id, 'reasons', volume)).reasons[0].answer_by_provisional, false, 'in 2026');
	},
);

await scenario('verify finds every due day as its events say (R-CLOCK-10)', async (t) => {
	const verify = w.ctl('verify');
	t.is(verify.status, 0, `verify: ${verify.stdout}${verify.stderr}`);
});

await done();
