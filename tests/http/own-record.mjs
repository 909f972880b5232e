/*
 * Correction of one's own record (条例 41, R-OUT-6), the prefilled filing at the right agency, and the
 * settings of law.md with their history.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, filing, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk'),
	admin = await w.person('qzf-system-admin');
const agencies = Object.fromEntries(
	w
		.sql('SELECT code, id FROM agency')
		.trim()
		.split('\n')
		.map((l) => l.split('\t')),
);

const own_record = { record: '测试登记簿第1号', wrong: '测试姓名写作“测式”', correct: '测试', evidence: '测试证明' };
const about = { title: undefined, description: '请更正登记。', own_record };

async function draft(id, part) {
	await worker.act(id, 'reply', { parts: [{ description: '该记录', ...part }] }, { method: 'PUT' });
	const seen = await worker.get(`/api/v1/cases/${id}`);
	return worker.send('POST', `/api/v1/cases/${id}/reply/submission`, {
		body: {},
		version: seen.version,
		key: randomUUID(),
	});
}

await scenario(
	'R-OUT-6: filed online as a kind of its own, sealed, 20 working days; no title tells of the person',
	async (t) => {
		const { id, applicant, filed: f } = await filed(w, 'FGW', about);
		t.is(f.due_on, '2026-03-30', 'due');
		const seen = await worker.get(`/api/v1/cases/${id}`);
		t.is(
			[seen.kind, seen.title, seen.own_record],
			['record_correction', '更正本人信息记录', [own_record]],
			'the case',
		);
		t.is((await applicant.get(`/api/v1/requests/${f.number}`)).own_record, [own_record], 'the applicant sees it');
		t.is(
			w.sql("SELECT COUNT(*) FROM own_record WHERE wrong LIKE '%测式%' OR evidence LIKE '%证明%'").trim(),
			'0',
			'sealed',
		);
		t.ok(!w.sql(`SELECT body FROM event WHERE case_id = ${id}`).includes('测式'), 'not in the event');
		const plain = await filed(w, 'FGW');
		t.is(
			[
				(await worker.get(`/api/v1/cases/${plain.id}`)).kind,
				(await worker.get(`/api/v1/cases/${plain.id}`)).own_record,
			],
			['request', []],
			'an ordinary one',
		);
		const bad = t.refused(
			await w.anyone().send('POST', '/api/v1/requests', {
				body: filing('FGW', { own_record: { record: '某记录' } }),
				key: randomUUID(),
			}),
			422,
		);
		t.is(
			bad.errors.map((e) => e.pointer),
			['/own_record/wrong'],
			'what is wrong must be said',
		);
	},
);

await scenario('R-OUT-6: without evidence it is accepted, with an item for correction (R-REQ-3)', async (t) => {
	const { filed: f } = await filed(w, 'FGW', { ...about, own_record: { record: '测试登记簿', wrong: '年份有误' } });
	t.is(
		f.missing.map((m) => m.item),
		['evidence'],
		'named in the receipt',
	);
});

await scenario(
	'R-OUT-6: answered only by outcomes of its own; 更正决定书 with remedy; no row of table 三',
	async (t) => {
		const { id, applicant, filed: f } = await filed(w, 'FGW', about);
		await advance(w, id, 'investigating');
		const no = t.refused(
			await draft(id, { outcome: 'already_public', access: 'https://www.example.invalid/x' }),
			422,
			{ rule: 'R-OUT-1' },
		);
		t.is(
			no.errors.map((e) => e.pointer),
			['/parts/0/outcome'],
			'not by an outcome of requests',
		);
		t.is(
			(await draft(id, { outcome: 'record_corrected', happened: '已将姓名更正为“测试”' })).status,
			200,
			'corrected',
		);
		const signed = await head.act(id, 'reply/signature');
		const letter = signed.letters.find((l) => l.kind === 'record_correction');
		t.ok(letter?.document_number, '更正决定书');
		const done = await clerk.act(id, 'services', { way: 'electronic' });
		t.is([done.state, done.outcome, done.report_row], ['replied', 'record_corrected', 0], 'no row');
		const text = JSON.stringify(await applicant.get(`/api/v1/requests/${f.number}/letters/${letter.id}`));
		for (const part of ['测试登记簿第1号', '已将姓名更正为“测试”', '第四十一条', '示范市人民政府'])
			t.ok(text.includes(part.replaceAll('"', '\\"')), `it says ${part}`);
	},
);

await scenario(
	'R-OUT-6: transferred by 转送告知, referred by a reply; refused with what happened; withdrawn counts nowhere',
	async (t) => {
		for (const [part, kind] of [
			[{ outcome: 'record_transferred', agency: '示范市公安局' }, 'transfer_notice'],
			[{ outcome: 'record_referred', turn_to: '示范市公安局' }, 'reply'],
			[{ outcome: 'other', happened: '所附证据不能证明记录有误，不予更正' }, 'reply'],
		]) {
			const { id } = await filed(w, 'FGW', about);
			await advance(w, id, 'investigating');
			t.is((await draft(id, part)).status, 200, part.outcome);
			const signed = await head.act(id, 'reply/signature');
			t.ok(
				signed.letters.some((l) => l.kind === kind),
				`${part.outcome}: ${kind}`,
			);
			t.is((await clerk.act(id, 'services', { way: 'electronic' })).report_row, 0, `${part.outcome} in no row`);
		}
		const free = await filed(w, 'FGW', about);
		await advance(w, free.id, 'investigating');
		t.refused(
			await worker.send('POST', `/api/v1/cases/${free.id}/fee-notices`, {
				body: { method: 'by_item', reason: '测试', how_to_pay: '测试' },
				version: (await worker.get(`/api/v1/cases/${free.id}`)).version,
				key: randomUUID(),
			}),
			409,
			{ rule: 'R-OUT-6', article: '条例41' },
			'no fee for it',
		);
		const gone = await filed(w, 'FGW', about);
		t.is((await clerk.act(gone.id, 'withdrawal', { reason: '来电撤回' })).report_row, 0, 'withdrawn');
		const request = await filed(w, 'FGW');
		await advance(w, request.id, 'investigating');
		t.refused(
			await draft(request.id, { outcome: 'record_corrected', happened: '已更正' }),
			422,
			{},
			'a request is not answered so',
		);
	},
);

await scenario(
	'not_our_duty names the right agency: its letter opens a filing there, filled in, which the applicant sends',
	async (t) => {
		const {
			id,
			applicant,
			filed: f,
		} = await filed(w, 'FGW', { title: '测试学位名单', description: '申请公开测试学位名单。' });
		await advance(w, id, 'replied', {
			outcome: 'not_our_duty',
			part: { reasons: '不属于本机关职责。', agency: '示范区教育体育局，电话0791-00000000' },
		});
		const letter = (await worker.get(`/api/v1/cases/${id}`)).letters.find((l) => l.kind === 'reply');
		const text = JSON.stringify(await applicant.get(`/api/v1/requests/${f.number}/letters/${letter.id}`));
		const address = /\/apply\?[^"\\]+/.exec(text)?.[0];
		t.ok(address, 'the letter has the address of the form');
		const link = address.replace('/apply', '/api/v1/filings/prefill'); // as the form reads it
		const anyone = w.anyone();
		const filled = await anyone.get(link);
		t.is(
			[filled.from, filled.agency_name, filled.filing],
			[
				f.number,
				'示范区教育体育局',
				{
					agency: '360104-JTJ',
					title: '测试学位名单',
					description: '申请公开测试学位名单。',
					ways: ['download'],
					carriers: ['electronic'],
					other_way_ok: true,
					electronic_ok: true,
					language: 'zh',
				},
			],
			'what was asked, and nobody’s data',
		);
		t.refused(await anyone.send('GET', link.replace(/signature=./, 'signature=g')), 404, {}, 'another signature');
		t.refused(await anyone.send('GET', link.replace('JTJ', 'FGW')), 404, {}, 'another agency');
		const sent = await anyone.post('/api/v1/requests', { ...filled.filing, applicant: filing().applicant });
		t.match(sent.number, /^360104-JTJ-/, 'sent as a request of its own');
		const none = await filed(w, 'FGW');
		await advance(w, none.id, 'replied', { outcome: 'not_our_duty' });
		const plain = (await worker.get(`/api/v1/cases/${none.id}`)).letters.find((l) => l.kind === 'reply');
		t.ok(
			!JSON.stringify(await worker.get(`/api/v1/cases/${none.id}/letters/${plain.id}`)).includes('signature='),
			'an agency of elsewhere has no address',
		);
	},
);

await scenario(
	'every setting of law.md is there with its rule and bounds; changes have value, day, author and time, also of days to come',
	async (t) => {
		const path = `/api/v1/agencies/${agencies.JTJ}/settings`;
		let all = await admin.get(path);
		const names = new Set(all.settings.map((s) => s.name.split('.')[0]));
		for (const name of [
			'misaddressed_post',
			'attempt_every',
			'rest_day_receipt',
			'standing_approval',
			'extension_per',
			'single_officer',
			'pause_from',
			'correction_days',
			'reasons_days',
			'third_party_told_before',
			'tell_applicant',
			'pause_for_determination',
			'remedy_text',
			'review_applicants',
			'review_months',
			'reassess_months',
			'revocation_days',
			'succession_months',
			'approval_chain',
			'complaint_days',
			'late_proof_days',
			...[
				'refusal_planned',
				'third_party_objects',
				'excessive_volume',
				'open_or_lost_remedy',
				'repeat_refused',
				'ordered_re_reply',
				'flagged',
			].map((r) => `hard_${r}`),
		])
			t.ok(names.has(name), name);
		t.ok(
			all.settings.every((s) => /^R-[A-Z]+-\d+$/.test(s.rule) && s.values.type && s.title),
			'rule, values, title',
		);
		const put = async (body) =>
			admin.send('PUT', path, { body, version: (await admin.get(`/api/v1/agencies/${agencies.JTJ}`)).version });
		const bad = t.refused(
			await put({
				valid_from: '2026-03-01',
				values: [
					{ name: 'correction_days', value: '31' },
					{ name: 'no_such', value: '1' },
				],
			}),
			422,
		);
		t.is(
			bad.errors.map((e) => e.pointer).sort(),
			['/valid_from', '/values/0/value', '/values/1/name'],
			'yesterday, out of bounds, unknown: all at once',
		);
		t.is(
			(await put({ valid_from: '2026-04-01', values: [{ name: 'correction_days', value: '30' }] })).status,
			200,
			'from a day to come',
		);
		all = await admin.get(`${path}?on=2026-03-31`);
		t.is(all.settings.find((s) => s.name === 'correction_days').value, '15', 'the day before');
		all = await admin.get(`${path}?on=2026-04-01`);
		t.is(
			[
				all.settings.find((s) => s.name === 'correction_days').value,
				all.history[0].value,
				all.history[0].valid_from,
				all.history[0].author_name,
			],
			['30', '30', '2026-04-01', '示例system_admin'],
			'the day itself, and who set it',
		);
		t.match(all.history[0].recorded_at, /^\d{4}-\d\d-\d\dT/, 'when');
		// A case uses what held on its day of receipt.
		const before = await filed(w, 'JTJ');
		await advance(w, before.id, 'investigating', { agency: 'jtj' });
		await w.clock('2026-04-01');
		const after = await filed(w, 'JTJ');
		await advance(w, after.id, 'investigating', { agency: 'jtj' });
		const desk = await w.person('jtj-caseworker');
		await desk.act(after.id, 'corrections', { items: [{ what: '描述', guidance: '请说明' }] });
		t.is(
			w.sql(`SELECT working_days FROM correction WHERE case_id = ${after.id}`).trim(),
			'30',
			'received on the day',
		);
		await w.clock('2026-03-02');
		await desk.act(before.id, 'corrections', { items: [{ what: '描述', guidance: '请说明' }] });
		t.is(
			w.sql(`SELECT working_days FROM correction WHERE case_id = ${before.id}`).trim(),
			'15',
			'received before it',
		);
	},
);

await done();
