/* Bad input: the right status, a problem that names every fault, nothing changed, nothing leaked. */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filing, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const count = () => w.sql('SELECT COUNT(*) FROM docket').trim();
const post = (body, headers) => w.anyone().send('POST', '/api/v1/requests', { body, key: randomUUID(), headers });

const bodies = [
	['no JSON', 'agency=1', 400],
	['cut short', '{"agency": "360104-FGW"', 400],
	['trailing bytes', `${JSON.stringify(filing())} x`, 400],
	['a duplicate key', '{"agency":"360104-FGW","agency":"360104-JTJ"}', 400],
	['a key twice inside', '{"applicant":{"name":"a","name":"b"}}', 400],
	['nested too deeply', `${'['.repeat(64)}${']'.repeat(64)}`, 400],
	['a NUL in a text', '{"agency":"360104-FGW","description":"a\\u0000b"}', 400],
	['a lone surrogate', '{"agency":"360104-FGW","description":"\\ud800"}', 400],
	['an array for an object', '[]', 422],
	['a number for an object', '7', 422],
	['NaN', '{"agency": NaN}', 400],
	['an empty body', '', 400],
];
for (const [name, body, status] of bodies)
	await scenario(`${name}: ${status}`, async (t) => {
		const before = count();
		const answer = await post(body);
		t.ok(
			answer.status === status || (status === 422 && answer.status === 400),
			`status ${answer.status} ${answer.text}`,
		);
		t.match(answer.headers.get('content-type'), /problem\+json/, 'type');
		t.is(count(), before, 'nothing stored');
	});

await scenario('bytes that are no UTF-8 are refused', async (t) => {
	const before = count();
	const answer = await fetch(`${w.url}/api/v1/requests`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
		body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
	});
	t.is(answer.status, 400, 'status');
	t.is(count(), before, 'nothing stored');
});

await scenario('a body that is too large: 413', async (t) => {
	const answer = await post(JSON.stringify(filing('FGW', { description: 'x'.repeat(3_000_000) })));
	t.is(answer.status, 413, `status ${answer.text.slice(0, 200)}`);
});

await scenario('another content type: 415', async (t) => {
	t.is((await post('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' })).status, 415, 'status');
});

await scenario('wrong types, ranges, lengths and choices are all named', async (t) => {
	const p = t.refused(
		await post({
			agency: 5,
			applicant: { category: 1, name: 'x'.repeat(101), phone: [] },
			title: 'x'.repeat(201),
			description: 7,
			ways: ['carrier pigeon'],
			carriers: 'paper',
			other_way_ok: 'yes',
			language: 'fr',
		}),
		422,
	);
	t.is(
		p.errors
			.map((e) => e.pointer)
			.filter((x, i, a) => a.indexOf(x) === i)
			.sort(),
		[
			'/agency',
			'/applicant/category',
			'/applicant/name',
			'/applicant/phone',
			'/carriers',
			'/description',
			'/language',
			'/other_way_ok',
			'/title',
		].sort(),
		'pointers',
	);
});

await scenario('hostile text is stored and given back as text', async (t) => {
	const texts = [
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		"'; DROP TABLE docket; --",
		'\u202eRTL\u202c',
		'𠮷野家',
		'a\tb\nc',
		'%00%2e%2e',
		'{0} {{x}}',
	];
	for (const text of texts) {
		const { applicant, filed: f } = await filed(w, 'FGW', {
			title: text.replace(/[\n\t]/g, ' '),
			description: text,
		});
		const seen = await applicant.get(`/api/v1/requests/${f.number}`);
		t.is(seen.description, text, 'description');
		const letter = seen.letters.find((l) => l.kind === 'receipt');
		const page = await applicant.send('GET', `/api/v1/requests/${f.number}/letters/${letter.id}`, {
			headers: { Accept: 'text/html' },
		});
		t.ok(!page.text.includes('<script>alert') && !page.text.includes('<img src=x'), 'escaped on the page');
	}
	t.ok(Number(count()) > 0, 'the table is there');
});

await scenario('impossible days', async (t) => {
	const { id } = await filed(w, 'FGW');
	const worker = await w.person('fgw-caseworker');
	for (const day of ['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', 20260101, '0000-00-00', '9999-99-99']) {
		const p = t.refused(
			await worker.send('POST', `/api/v1/cases/${id}/searches`, {
				key: randomUUID(),
				body: {
					place: '档案室',
					searched_on: day,
					searcher: '示例',
					method: '检索',
					found: true,
					result: '有',
				},
			}),
			422,
			{},
			String(day),
		);
		t.is(p.errors?.[0].pointer, '/searched_on', 'pointer');
	}
	t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/searches`, {
			key: randomUUID(),
			body: {
				place: '档案室',
				searched_on: '2026-03-03',
				searcher: '示例',
				method: '检索',
				found: true,
				result: '有',
			},
		}),
		422,
		{},
		'tomorrow',
	);
	t.refused(
		await worker.send('POST', `/api/v1/cases/${id}/searches`, {
			key: randomUUID(),
			body: {
				place: '档案室',
				searched_on: '2026-02-28',
				searcher: '示例',
				method: '检索',
				found: true,
				result: '有',
			},
		}),
		422,
		{},
		'before receipt',
	);
});

await scenario('ids at every edge are not found, paths with tricks are refused', async (t) => {
	const worker = await w.person('fgw-caseworker');
	for (const id of ['0', '-1', '99999999999999999999999', 'abc', '1.0', '18446744073709551615', '1%20'])
		t.is((await worker.send('GET', `/api/v1/cases/${id}`)).status, 404, id);
	for (const path of ['/api/v1/cases/%00', '/api/v1/cases/%zz', '/api/v1/%2e%2e/metrics'])
		t.ok([400, 404].includes((await worker.send('GET', path)).status), path);
	t.is((await worker.send('GET', '/api/v1/nothing')).status, 404, 'unknown path');
	const wrong = await worker.send('DELETE', '/api/v1/cases');
	t.is([wrong.status, /GET/.test(wrong.headers.get('allow') ?? '')], [405, true], 'wrong method names the right one');
});

await scenario('bad query parameters are named', async (t) => {
	const worker = await w.person('fgw-caseworker');
	const p = t.refused(
		await worker.send('GET', '/api/v1/cases?limit=0&due_before=x&queue=yours&surprise=1&cursor=%21'),
		422,
	);
	t.ok(p.errors.length >= 4, `faults: ${JSON.stringify(p.errors)}`);
});

await scenario('a stale version changes nothing', async (t) => {
	const { id } = await filed(w, 'FGW');
	await advance(w, id, 'registered');
	const clerk = await w.person('fgw-clerk');
	const before = w.sql(`SELECT version, seq, state FROM docket WHERE id = ${id}`);
	t.refused(
		await clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 1, key: randomUUID() }),
		412,
	);
	t.is(w.sql(`SELECT version, seq, state FROM docket WHERE id = ${id}`), before, 'unchanged');
});

await scenario('no answer or log line holds personal data', async (t) => {
	await filed(w, 'FGW', {
		applicant: {
			category: 'natural_person',
			name: '绝密姓名甲',
			id_kind: 'other',
			id_number: 'GEHEIM-4711',
			phone: '0791-00004711',
			address: '绝密路4711号',
		},
	});
	const log = w.service.log();
	for (const secret of ['绝密姓名甲', 'GEHEIM-4711', '0791-00004711', '绝密路'])
		t.ok(!log.includes(secret), `log holds ${secret}`);
});

await done();
