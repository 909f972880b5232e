/*
 * Everything at once, in bounded number: filings, acts, reads, sign-ins, wrong codes, a reload and a drain,
 * so that the thread sanitizer sees loop, workers and scheduler meet.  A race ends the service with a report,
 * which the harness counts as a failure.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filing, filed, advance } from '../http/harness.mjs';

const w = await world({ workers: 8 });
await w.clock('2026-03-02');
const ROUNDS = Number(process.env.LOAD_ROUNDS ?? 6),
	WIDTH = 16;

await scenario('mixed load: every answer is one that the contract knows', async (t) => {
	const worker = await w.person('fgw-caseworker'),
		clerk = await w.person('fgw-clerk');
	const { applicant, filed: f, id } = await filed(w, 'FGW');
	const kinds = [
		() => w.anyone().send('POST', '/api/v1/requests', { body: filing('FGW'), key: randomUUID() }),
		() => w.anyone().send('POST', '/api/v1/requests', { body: filing('JTJ'), key: randomUUID() }),
		() => worker.send('GET', `/api/v1/cases/${id}`),
		() => worker.send('GET', '/api/v1/cases?limit=20'),
		() => worker.send('GET', `/api/v1/cases?q=${encodeURIComponent('测试项目')}`),
		() => applicant.send('GET', `/api/v1/requests/${f.number}`),
		() => clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 1, key: randomUUID() }),
		() => worker.post(`/api/v1/cases/${id}/contacts`, { kind: 'note', said: '备注' }).then(() => ({ status: 201 })),
		() => w.anyone().send('POST', `/api/v1/requests/${f.number}/access`, { body: { code: f.query_code } }),
		() => w.anyone().send('GET', '/api/v1/calendar/due-day?from=2026-03-02&working_days=20'),
		() => w.anyone().send('GET', '/healthz'),
		() => w.anyone().send('GET', '/metrics'),
		() => w.anyone().send('GET', '/readyz'),
		() => w.anyone().send('POST', '/api/v1/requests', { body: '{', key: randomUUID() }),
	];
	const seen = new Map();
	for (let round = 0; round < ROUNDS; round++) {
		if (round === 2) w.service.child.kill('SIGHUP');
		const answers = await Promise.all(
			Array.from({ length: WIDTH * 4 }, (_, i) => kinds[(i + round) % kinds.length]()),
		);
		for (const a of answers) seen.set(a.status, (seen.get(a.status) ?? 0) + 1);
	}
	const odd = [...seen.keys()].filter((s) => ![200, 201, 400, 409, 412, 429, 503].includes(s));
	t.is(odd, [], `statuses ${JSON.stringify([...seen])}`);
	t.ok((seen.get(201) ?? 0) > ROUNDS * 8, `filings were acknowledged: ${seen.get(201)}`);
});

await scenario('sign-ins at once: one hash at a time, the rest wait or are told to', async (t) => {
	const answers = await Promise.all(
		Array.from({ length: 24 }, () =>
			w.anyone().send('POST', '/api/v1/sessions', {
				body: { login: 'fgw-head', password: w.passwords.get('fgw-head') },
			}),
		),
	);
	t.ok(
		answers.every((a) => [201, 503].includes(a.status)),
		`statuses ${answers.map((a) => a.status)}`,
	);
	t.ok(
		answers.some((a) => a.status === 201),
		'some signed in',
	);
});

await scenario('cases travel side by side to their replies', async (t) => {
	const all = await Promise.all(Array.from({ length: 4 }, () => filed(w, 'FGW')));
	const served = await Promise.all(all.map(({ id }) => advance(w, id, 'replied')));
	t.is(
		served.map((c) => c.state),
		Array(4).fill('replied'),
		'replied',
	);
});

await scenario('chains, anchors and due days verify after it', async (t) => {
	const verify = w.ctl('verify');
	t.is(verify.status, 0, `${verify.stdout}${verify.stderr}`);
});

await done();
