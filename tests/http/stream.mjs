/* Live streams against the running service: acts of both instances, rights, sessions that end. */
import { scenario, done, world, filed } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const second = await w.serve();

/** Opens a stream; `next(pattern)` gives the first text that matches, or null after ten seconds. */
async function open(client, base = client.base) {
	const stop = new AbortController();
	const answer = await fetch(`${base}/api/v1/stream`, { headers: client.credentials(), signal: stop.signal });
	let text = '',
		ended = false,
		heard = () => {};
	(async () => {
		try {
			for await (const piece of answer.body) {
				text += Buffer.from(piece);
				heard();
			}
		} catch {
			/* aborted */
		}
		ended = true;
		heard();
	})();
	return {
		status: answer.status,
		type: answer.headers.get('content-type'),
		close: () => stop.abort(),
		text: () => text,
		forget: () => {
			text = '';
		},
		async next(pattern) {
			const until = Date.now() + 10_000;
			while (Date.now() < until) {
				const m = pattern === null ? (ended ? 'ended' : null) : pattern.exec(text);
				if (m) return m;
				if (ended && pattern !== null) return null;
				await new Promise((r) => {
					heard = r;
					setTimeout(r, 200);
				});
			}
			return null;
		},
	};
}

await scenario('what happens as the first stream opens is not lost: a hint, or another reload', async (t) => {
	const s = await open(await w.person('fgw-clerk'));
	t.ok(await s.next(/reload/), 'begins with reload');
	const f = await filed(w, 'FGW'); // before the live thread has begun to follow, as a rule
	t.ok(await s.next(new RegExp(`"case":"${f.id}"|reload[^]*reload`)), 'told');
	s.close();
});

await scenario('a filing and an act are hinted to who may see the case, from either instance', async (t) => {
	const clerk = await w.person('fgw-clerk'),
		other = await w.person('jtj-clerk'),
		supervisor = await w.person('qzf-supervisor');
	const advisor = await w.person('qzf-advisor');
	const streams = [
		await open(clerk),
		await open(other),
		await open(supervisor),
		await open(clerk, second.url),
		await open(advisor),
	];
	t.is(
		streams.map((s) => [s.status, s.type]),
		streams.map(() => [200, 'text/event-stream']),
		'opened',
	);
	for (const s of streams) t.ok(await s.next(/event: reload\ndata: \{\}\n\n/), 'begins with reload');
	await new Promise((r) => setTimeout(r, 1500)); // the live threads have begun to follow
	const f = await filed(w, 'FGW');
	const hint = new RegExp(`event: hint\\ndata: \\{"case":"${f.id}","version":(\\d+),"queue":"agency"\\}`);
	t.ok(await streams[0].next(hint), 'the clerk');
	t.ok(await streams[2].next(hint), 'the supervisor');
	t.ok(await streams[3].next(hint), 'on the other instance');
	streams.forEach((s) => s.forget());
	const seen = await clerk.act(f.id, 'registration');
	t.is((await streams[3].next(hint))?.[1], String(seen.version), 'the version');
	t.is(streams[1].text().includes(`"${f.id}"`), false, 'not another agency');
	t.is(streams[4].text().includes(`"${f.id}"`), false, 'nor an advisor to whom it is not put');
	streams.forEach((s) => s.close());
});

await scenario('nobody, an applicant and a token get no stream', async (t) => {
	const f = await filed(w, 'FGW');
	t.is((await w.anyone().send('GET', '/api/v1/stream')).status, 401, 'nobody');
	t.is((await f.applicant.send('GET', '/api/v1/stream')).status, 403, 'an applicant');
});

await scenario('a stream ends when its session is signed out', async (t) => {
	const client = w.service.client();
	await client.signIn('jtj-caseworker', w.passwords.get('jtj-caseworker'));
	const s = await open(client);
	t.ok(await s.next(/reload/), 'open');
	await client.send('DELETE', '/api/v1/sessions/current');
	t.ok(await s.next(null), 'ended');
	t.is((await open(client)).status, 401, 'and does not come back');
});

await scenario('after the database was away everybody is told to reload', async (t) => {
	const s = await open(await w.person('fgw-clerk'));
	t.ok(await s.next(/reload/), 'open');
	await new Promise((r) => setTimeout(r, 1500));
	s.forget();
	w.db.stop();
	await new Promise((r) => setTimeout(r, 2500));
	w.db.start();
	t.ok(await s.next(/event: reload/), 'reload');
	s.close();
});

await done();
