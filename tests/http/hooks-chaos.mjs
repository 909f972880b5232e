/*
 * Every way in which a receiver can fail, through the real service: each leads to what standards.md parts 1
 * and 2 say.  The attempt is the ping that follows when an endpoint is added.
 */
import { spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:https';
import { hostname } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { scenario, done, world, filed } from './harness.mjs';
import { receiver } from './receiver.mjs';

const r = await receiver();
/* A TLS server whose certificate nobody vouches for. */
const dir = mkdtempSync(join(tmpdir(), 'hooks-tls-'));
spawnSync('openssl', [
	'req',
	'-x509',
	'-newkey',
	'ec',
	'-pkeyopt',
	'ec_paramgen_curve:P-256',
	'-nodes',
	'-subj',
	'/CN=127.0.0.1',
	'-days',
	'2',
	'-keyout',
	join(dir, 'key'),
	'-out',
	join(dir, 'cert'),
]);
let overTls = 0;
const tls = createServer({ key: readFileSync(join(dir, 'key')), cert: readFileSync(join(dir, 'cert')) }, (q, a) => {
	overTls++;
	a.end();
});
await new Promise((resolve) => tls.listen(0, '127.0.0.1', resolve));

const w = await world({ webhook_allow: `127.0.0.1:${r.port}, 127.0.0.1:${tls.address().port}` });
await w.clock('2026-03-02');
const admin = await w.person('qzf-system-admin');
const hooks = '/api/v1/webhook-endpoints';
const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const json = (o) => `/json/${encodeURIComponent(typeof o === 'string' ? o : JSON.stringify(o))}`;

/* kind, path: verdict, HTTP status, delivery, endpoint, seconds to the next attempt (at least, at most) */
const table = [
	['webhook', '/200', 'delivered', 200, 'delivered', 'active'],
	['webhook', '/201', 'delivered', 201, 'delivered', 'active'],
	['webhook', '/204', 'delivered', 204, 'delivered', 'active'],
	['webhook', '/big', 'delivered', 200, 'delivered', 'active'],
	['webhook', '/301', 'failed', 301, 'waiting', 'pending', 5, 6],
	['webhook', '/400', 'failed', 400, 'waiting', 'pending', 5, 6],
	['webhook', '/410', 'gone', 410, 'dead', 'disabled'],
	['webhook', '/429', 'throttled', 429, 'waiting', 'pending', 7, 661],
	['webhook', '/500', 'retry', 500, 'waiting', 'pending', 5, 6],
	['webhook', '/502', 'throttled', 502, 'waiting', 'pending', 60, 661],
	['webhook', '/504', 'throttled', 504, 'waiting', 'pending', 60, 661],
	['webhook', '/close', 'retry', 0, 'waiting', 'pending', 5, 6],
	['webhook', '/hang', 'retry', 0, 'waiting', 'pending', 5, 6],
	['webhook', '/hang-body', 'retry', 0, 'waiting', 'pending', 5, 6],
	['webhook', 'tls', 'retry', 0, 'waiting', 'pending', 5, 6],
	['wecom', json({ errcode: 0 }), 'delivered', 200, 'delivered', 'active'],
	['wecom', json({ errcode: 93000 }), 'gone', 200, 'dead', 'disabled'],
	['wecom', json({ errcode: 45009 }), 'throttled', 200, 'waiting', 'pending', 60, 661],
	['wecom', json({ errcode: 1 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['wecom', json('<html>'), 'failed', 200, 'waiting', 'pending', 5, 6],
	['wecom', '/500', 'retry', 500, 'waiting', 'pending', 5, 6],
	['dingtalk', json({ errcode: 0, errmsg: 'ok' }), 'delivered', 200, 'delivered', 'active'],
	['dingtalk', json({ errcode: 310000 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['dingtalk', json({ errcode: 130101 }), 'throttled', 200, 'waiting', 'pending', 600, 661],
	['dingtalk', json({ errcode: 410100 }), 'throttled', 200, 'waiting', 'pending', 600, 661],
	['dingtalk', json({ punish: 'deny' }), 'throttled', 200, 'waiting', 'pending', 60, 661],
	['dingtalk', json({ errcode: 300005 }), 'gone', 200, 'dead', 'disabled'],
	['feishu', json({ code: 0 }), 'delivered', 200, 'delivered', 'active'],
	['feishu', json({ code: 9499 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['feishu', json({ code: 19021 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['feishu', json({ code: 19022 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['feishu', json({ code: 19024 }), 'failed', 200, 'waiting', 'pending', 5, 6],
	['feishu', json({ code: 11232 }), 'throttled', 200, 'waiting', 'pending', 60, 661],
	['feishu', '/204', 'failed', 204, 'waiting', 'pending', 5, 6],
];

const made = [];
for (const [kind, path] of table) {
	const url = path === 'tls' ? `https://127.0.0.1:${tls.address().port}/` : r.url(path);
	made.push(await admin.post(hooks, { agency_id: agency, kind, name: '混沌', url }));
}
/** The first delivery of an endpoint once its first attempt is on record. */
async function first(e) {
	for (;;) {
		const [row] = (await admin.get(`${hooks}/${e.id}/deliveries?limit=1`)).items;
		const d = row && (await admin.get(`/api/v1/deliveries/${row.id}`));
		if (d?.attempts.length) return d;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/* All at once: those that hang must not make the others' second attempts come first. */
const firsts = await Promise.all(made.map(first));

for (const [i, [kind, path, verdict, status, delivery, endpoint, least, most]] of table.entries()) {
	await scenario(`${kind} ${decodeURIComponent(path)}: ${verdict}`, async (t) => {
		const d = firsts[i];
		const [attempt] = d.attempts;
		t.is([attempt.no, attempt.verdict, attempt.status, d.status], [1, verdict, status, delivery], 'the attempt');
		t.is((await admin.get(`${hooks}/${made[i].id}`)).status, endpoint, 'the endpoint');
		if (least && d.attempts.length === 1) {
			const wait = (new Date(d.next_at) - new Date(attempt.at)) / 1000 - attempt.took_ms / 1000;
			t.ok(wait > least - 1 && wait < most + 1, `again after ${wait} s, should be ${least} to ${most}`);
		}
		t.ok(attempt.answer.length <= 1024, 'the first KB of the answer');
		t.is(Boolean(attempt.fault), status === 0, `why there was no answer: ${attempt.fault}`);
		if (status === 400) t.is(attempt.answer, 'answer /400', 'what it said');
	});
}

await scenario('a redirect is not followed, nothing is sent over TLS that nobody vouches for', async (t) => {
	t.is([r.got.filter((m) => m.path === '/200').length, overTls], [1, 0], 'one request to /200, its own ping');
});

await scenario('too long for the channel: shortened and sent once more, then it is a failure', async (t) => {
	const e = await admin.post(hooks, {
		agency_id: agency,
		kind: 'wecom',
		name: '过长',
		url: r.url(json({ errcode: 40058 })),
		quiet_hours: false,
	});
	await first(e);
	w.sql(`UPDATE endpoint SET status = 'active' WHERE id = ${e.id}`);
	await filed(w, 'FGW');
	for (;;) {
		const row = (await admin.get(`${hooks}/${e.id}/deliveries`)).items.find((x) => x.type === 'case.received');
		const d = row && (await admin.get(`/api/v1/deliveries/${row.id}`));
		if (d?.attempts.length >= 2) {
			t.is(
				d.attempts.map((a) => a.verdict),
				['too_long', 'failed'],
				'two attempts',
			);
			t.is([d.shortened, d.tried], [true, 1], 'shortened once');
			break;
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
});

await scenario('addresses inside are refused in every spelling', async (t) => {
	const hosts = [
		'127.0.0.1',
		'127.1',
		'2130706433',
		'0x7f000001',
		'0x7f.1',
		'0177.0.0.1',
		'017700000001',
		'0',
		'0.0.0.0',
		'10.0.0.1',
		'10.1',
		'172.16.0.1',
		'192.168.0.1',
		'169.254.169.254',
		'100.64.0.1',
		'198.18.0.1',
		'192.0.0.1',
		'224.0.0.1',
		'255.255.255.255',
		'[::1]',
		'[::]',
		'[::ffff:127.0.0.1]',
		'[::ffff:7f00:1]',
		'[::127.0.0.1]',
		'[fe80::1]',
		'[fc00::1]',
		'[fd12::1]',
		'[ff02::1]',
		'[64:ff9b::7f00:1]',
		'[2002:7f00:1::]',
		'localhost',
		'LOCALHOST.',
		'a.localhost',
		'printer.local',
		'metadata.internal',
		'127.0.0.1.',
		'①②⑦.0.0.1',
	];
	for (const host of hosts)
		for (const url of [`https://${host}/`, `https://${host}:8443/x`]) {
			const answer = await admin.send('POST', hooks, {
				body: { agency_id: agency, kind: 'webhook', name: '一', url },
			});
			t.is(answer.status, 422, url);
		}
	for (const url of [
		'http://example.org/',
		'ftp://example.org/',
		'file:///etc/passwd',
		'gopher://127.0.0.1:70/',
		'https://',
		'x',
	])
		t.is(
			(await admin.send('POST', hooks, { body: { agency_id: agency, kind: 'webhook', name: '一', url } })).status,
			422,
			url,
		);
});

await scenario('a name that resolves to a place inside is not connected to', async (t) => {
	const inside = await lookup(hostname())
		.then((a) => /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|::1|f[cd])/.test(a.address))
		.catch(() => false);
	if (!inside || !hostname().length) return; // the resolver of this machine gives no such name; test_sender tells curl one
	const e = await admin.post(hooks, {
		agency_id: agency,
		kind: 'webhook',
		name: '一',
		url: `https://${hostname()}:${r.port}/inside`,
	});
	const d = await first(e);
	t.is([d.attempts[0].verdict, d.attempts[0].fault], ['retry', 'the address is not public'], 'refused at the socket');
	t.is(r.at('/inside').length, 0, 'nothing came');
});

tls.close();
rmSync(dir, { recursive: true });
await r.close();
await done();
