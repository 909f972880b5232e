/* Repeats: candidates, what a repeat points to, and what must have been found unchanged (R-OUT-2). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	clerk = await w.person('fgw-clerk');

const someone = (no) => ({
	applicant: {
		category: 'natural_person',
		name: '测试重复申请人',
		id_kind: 'other',
		id_number: `测试证件${no}`,
		phone: '0791-00000001',
		address: '测试路1号',
	},
});
async function replied(no, outcome, part, code = 'FGW') {
	const f = await filed(w, code, someone(no));
	return { ...f, seen: await advance(w, f.id, 'replied', { agency: code.toLowerCase(), outcome, part }) };
}
const candidates = async (id) => (await worker.get(`/api/v1/cases/${id}/repeat-candidates`)).items;
async function draft(id, part) {
	const version = w.sql(`SELECT version FROM docket WHERE id = ${id}`).trim();
	return worker.send('PUT', `/api/v1/cases/${id}/reply`, {
		version,
		body: { parts: [{ description: '全部信息', outcome: 'repeat', reasons: '此前已答复。', ...part }] },
	});
}
async function submit(id) {
	const version = w.sql(`SELECT version FROM docket WHERE id = ${id}`).trim();
	return worker.send('POST', `/api/v1/cases/${id}/reply/submission`, { body: {}, version, key: randomUUID() });
}
async function scan(id) {
	const bytes = `%PDF-1.7\n1 0 obj\n${'x'.repeat(200)}`,
		b64 = (s) => Buffer.from(s).toString('base64');
	const begun = await clerk.send('POST', `/api/v1/cases/${id}/uploads`, {
		key: randomUUID(),
		headers: {
			'Tus-Resumable': '1.0.0',
			'Upload-Length': String(bytes.length),
			'Upload-Metadata': `filename ${b64('旧答复.pdf')},kind ${b64('proof')}`,
		},
	});
	const path = begun.headers.get('location');
	const sent = await clerk.send('PATCH', path, {
		body: bytes,
		headers: { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
	});
	if (sent.status !== 204) throw new Error(`${sent.status} ${sent.text}`);
	return w.sql(`SELECT MAX(id) FROM document WHERE case_id = ${id}`).trim();
}

await scenario(
	'candidates are the replies of this agency to the same applicant, by identity number (R-OUT-2)',
	async (t) => {
		const first = await replied('0101'),
			second = await replied('0101', 'not_our_duty');
		await replied('0102'); // somebody else
		await replied('0101', 'already_public', undefined, 'JTJ'); // another agency
		const withdrawn = await filed(w, 'FGW', someone('0101'));
		const own = await withdrawn.applicant.get(`/api/v1/requests/${withdrawn.filed.number}`);
		await withdrawn.applicant.post(
			`/api/v1/requests/${withdrawn.filed.number}/withdrawal`,
			{},
			{ version: own.version },
		);
		await filed(w, 'FGW', someone('0101')); // open: answered in one letter, no repeat
		const now = await filed(w, 'FGW', someone('0101'));
		const list = await candidates(now.id);
		t.is(
			list.map((c) => [c.case_number, c.outcome, c.needs_unchanged]),
			[
				[second.filed.number, 'not_our_duty', true],
				[first.filed.number, 'already_public', false],
			],
			'newest first',
		);
		t.is(
			list[1].number,
			first.seen.letters.find((l) => l.kind === 'reply').document_number,
			'number of the letter',
		);
		t.is([list[1].replied_on, list[1].on_substance], ['2026-03-02', true], 'day');
	},
);

await scenario('records joined by staff count; what a revocation set aside does not (R-OUT-2)', async (t) => {
	const first = await replied('0108'),
		other = await filed(w, 'FGW', someone('0109'));
	t.is(await candidates(other.id), [], 'somebody else');
	await worker.act(other.id, 'applicant-joins', { number: first.filed.number, reason: '同一人，经本人确认' });
	t.is(
		(await candidates(other.id)).map((c) => c.case_number),
		[first.filed.number],
		'joined',
	);
	const leader = await w.person('fgw-leader');
	await leader.act(first.id, 'revocation', { reason: '适用依据错误' });
	t.is(await candidates(other.id), [], 'revoked');
	await clerk.act(first.id, 'withdrawal', { reason: '来电撤回' });
	t.is(await candidates(other.id), [], 'and its next handling ended without a reply');
});

await scenario('a repeat names the earlier reply; the record says which (R-OUT-2)', async (t) => {
	const first = await replied('0201'),
		stranger = await replied('0202'),
		now = await filed(w, 'FGW', someone('0201'));
	await advance(w, now.id, 'investigating');
	const [mine] = await candidates(now.id);
	t.is((await draft(now.id, { earlier_reply: '此前的答复' })).status, 200, 'a draft may lack it');
	const p = t.refused(await submit(now.id), 422, { rule: 'R-OUT-1' }, 'but is not submitted so');
	t.is(
		p.errors.map((e) => e.pointer),
		['/parts/0/repeat_of'],
		'what is missing',
	);
	const other = w.sql(`SELECT id FROM reply WHERE case_id = ${stranger.id}`).trim();
	const wrong = t.refused(await draft(now.id, { repeat_of: { reply_id: other } }), 422);
	t.is(
		wrong.errors.map((e) => e.pointer),
		['/parts/0/repeat_of/reply_id'],
		"another applicant's reply",
	);
	const both = t.refused(await draft(now.id, { repeat_of: { reply_id: mine.reply_id, number: '旧1号' } }), 422);
	t.is(
		both.errors.map((e) => e.pointer),
		['/parts/0/repeat_of'],
		'one or the other',
	);
	const misplaced = await draft(now.id, { outcome: 'petition', repeat_of: { reply_id: mine.reply_id } });
	t.refused(misplaced, 422, {}, 'only where it is a repeat');
	const seen = (await draft(now.id, { repeat_of: { reply_id: mine.reply_id } })).body;
	t.is(seen.reply.parts[0].earlier_reply, `${mine.number}，2026年3月2日`, 'number and day, in words');
	t.is(seen.reply.parts[0].repeat_of.reply_id, mine.reply_id, 'on record');
	t.is(
		seen.hard_rules.map((r) => r.name),
		['repeat_refused'],
		'a hard case (R-ASK-5)',
	);
	t.is((await submit(now.id)).status, 200, 'submitted');
	t.ok(first.id !== now.id, 'two cases');
});

await scenario('after not_our_duty the office records first that nothing has changed (R-OUT-2)', async (t) => {
	await replied('0301', 'not_our_duty');
	const now = await filed(w, 'FGW', someone('0301'));
	await advance(w, now.id, 'investigating');
	const [mine] = await candidates(now.id);
	await draft(now.id, { repeat_of: { reply_id: mine.reply_id } });
	const p = t.refused(await submit(now.id), 422);
	t.is(
		p.errors.map((e) => e.pointer),
		['/parts/0/earlier_reply'],
		'may have changed',
	);
	await draft(now.id, { repeat_of: { reply_id: mine.reply_id, unchanged: '经核对三定方案，职责未变。' } });
	t.is((await submit(now.id)).status, 200, 'recorded');
});

await scenario('a repeat of a repeat is none: the first reply spoke on the substance (R-OUT-2)', async (t) => {
	await replied('0401');
	const second = await filed(w, 'FGW', someone('0401'));
	await advance(w, second.id, 'investigating');
	const [first] = await candidates(second.id);
	await advance2(second.id, { repeat_of: { reply_id: first.reply_id } });
	const third = await filed(w, 'FGW', someone('0401'));
	await advance(w, third.id, 'investigating');
	const list = await candidates(third.id);
	t.is(
		list.map((c) => [c.outcome, c.on_substance]),
		[
			['repeat', false],
			['already_public', true],
		],
		'shown, but not to point to',
	);
	t.refused(await draft(third.id, { repeat_of: { reply_id: list[0].reply_id } }), 422, {}, 'the repeat');
	t.is((await draft(third.id, { repeat_of: { reply_id: list[1].reply_id } })).status, 200, 'the first');
});

/** Drafts the repeat, has it signed and served. */
async function advance2(id, part) {
	await draft(id, part);
	await submit(id);
	const head = await w.person('fgw-head');
	await head.act(id, 'reply/signature');
	await head.act(id, 'legal-override', { reason: '测试：不待审核' });
	await clerk.act(id, 'services', { way: 'electronic' });
}

await scenario('a reply from before this system is named by number, day and scan (R-OUT-2)', async (t) => {
	const now = await filed(w, 'FGW', someone('0501')),
		other = await filed(w, 'FGW', someone('0502'));
	await advance(w, now.id, 'investigating');
	const bad = t.refused(await draft(now.id, { repeat_of: { number: '示例依复〔2018〕5号' } }), 422);
	t.is(
		bad.errors.map((e) => e.pointer),
		['/parts/0/repeat_of/replied_on', '/parts/0/repeat_of/scan_id'],
		'what is missing',
	);
	const theirs = await scan(other.id),
		own = await scan(now.id);
	const paper = { number: '示例依复〔2018〕5号', replied_on: '2018-05-07', scan_id: theirs };
	t.is(
		t.refused(await draft(now.id, { repeat_of: paper }), 422).errors.map((e) => e.pointer),
		['/parts/0/repeat_of/scan_id'],
		"another case's document",
	);
	t.refused(
		await draft(now.id, { repeat_of: { ...paper, scan_id: own, replied_on: '2026-03-03' } }),
		422,
		{},
		'tomorrow',
	);
	const seen = (await draft(now.id, { repeat_of: { ...paper, scan_id: own } })).body;
	t.is(seen.reply.parts[0].earlier_reply, '示例依复〔2018〕5号，2018年5月7日', 'in words');
	t.is((await submit(now.id)).status, 200, 'an outcome that nobody knows asks for nothing more');
	const again = await filed(w, 'FGW', someone('0503'));
	await advance(w, again.id, 'investigating');
	await draft(again.id, { repeat_of: { ...paper, scan_id: await scan(again.id), outcome: 'not_held' } });
	t.refused(await submit(again.id), 422, {}, 'known to have found nothing');
});

await done();
