/* Two instances on one database; the database away and back; start-up faults. */
import { randomUUID } from 'node:crypto';
import { writeFileSync, readFileSync, chmodSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scenario, done, world, filing, filed } from './harness.mjs';
import { seeded } from '../lib/shim.mjs';

const w = await world();
await w.clock('2026-03-02');
const second = await w.serve();

await scenario('numbers stay without gaps with 32 clients over two instances', async (t) => {
	const before = Number(
		w.sql(
			"SELECT COALESCE(MAX(running), 0) FROM docket d JOIN agency a ON a.id = d.agency_id WHERE a.code = 'JTJ'",
		),
	);
	const all = await Promise.all(
		Array.from({ length: 64 }, (_, i) =>
			(i % 2 ? w.service : second)
				.client()
				.send('POST', '/api/v1/requests', { body: filing('JTJ'), key: randomUUID() }),
		),
	);
	t.is(all.filter((a) => a.status === 201).length, 64, `all filed: ${[...new Set(all.map((a) => a.status))]}`);
	const numbers = all.map((a) => Number(a.body.number.slice(-5))).sort((a, b) => a - b);
	t.is(
		numbers,
		Array.from({ length: 64 }, (_, i) => before + 1 + i),
		'each number once',
	);
});

await scenario('one key on both instances at once gives one case', async (t) => {
	const key = randomUUID(),
		body = filing('FGW', { title: '两个实例' });
	const both = await Promise.all(
		[w.service, second]
			.flatMap((s) => [s, s])
			.map((s) => s.client().send('POST', '/api/v1/requests', { body, key })),
	);
	t.ok(
		both.every((a) => [201, 409].includes(a.status)),
		`statuses ${both.map((a) => a.status)}`,
	);
	t.is(w.sql("SELECT COUNT(*) FROM docket WHERE title = '两个实例'").trim(), '1', 'one case');
});

await scenario('a session opened on one instance holds on the other', async (t) => {
	const clerk = w.service.client();
	await clerk.signIn('fgw-clerk', w.passwords.get('fgw-clerk'));
	clerk.base = second.url;
	t.is(
		(await clerk.get('/api/v1/me')).login ?? (await clerk.get('/api/v1/me')).user?.login,
		'fgw-clerk',
		'the same user',
	);
});

await scenario('an act on one instance makes the version on the other stale', async (t) => {
	const { id } = await filed(w, 'FGW');
	const a = await w.person('fgw-clerk');
	const b = second.client();
	await b.signIn('fgw-caseworker', w.passwords.get('fgw-caseworker'));
	const seen = await a.get(`/api/v1/cases/${id}`);
	const answers = await Promise.all(
		[a, b].map((c) =>
			c.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: seen.version, key: randomUUID() }),
		),
	);
	t.is(answers.map((x) => x.status).sort(), [200, 412], 'one wins');
});

await scenario('after kill -9 the same key gives the same answer, and no second case', async (t) => {
	const third = await w.serve();
	const key = randomUUID(),
		body = filing('FGW', { title: '崩溃之后' });
	const first = await third.client().send('POST', '/api/v1/requests', { body, key });
	t.is(first.status, 201, 'filed');
	await third.kill('SIGKILL');
	const again = await second.client().send('POST', '/api/v1/requests', { body, key });
	t.is([again.status, again.text], [201, first.text], 'replayed by another instance');
	t.is(w.sql("SELECT COUNT(*) FROM docket WHERE title = '崩溃之后'").trim(), '1', 'one case');
});

await scenario(
	'SIGTERM under load: what was acknowledged is there, what was not is not, and it ends by itself',
	async (t) => {
		const seed = Number(process.env.DRILL_SEED ?? Date.now() % 1e9),
			random = seeded(seed);
		console.log(`# DRILL_SEED=${seed}`);
		const cases = [];
		for (let i = 0; i < 4; i++) cases.push((await filed(w, 'JTJ')).id);
		const signedIn = await w.person('jtj-caseworker'),
			token = (await signedIn.post('/api/v1/tokens', { name: '停机', scopes: ['read', 'write'], days: 1 }))
				.secret;
		const total = { filings: 0, acts: 0, lost: 0 };
		for (let round = 0; round < 10; round++) {
			const fourth = await w.serve();
			let running = true;
			const good = [];
			/* Whoever is refused a connection or loses it stops: the instance is going. */
			const client = async (n) => {
				const c = fourth.client({ patience: 0 });
				if (n % 2) c.bearer = token;
				for (let i = 0; running; i++) {
					const name = `停机${seed}-${round}-${n}-${i}`;
					const sent =
						n % 2
							? c.send('POST', `/api/v1/cases/${cases[n >> 1]}/contacts`, {
									body: { kind: 'note', said: name },
									key: randomUUID(),
								})
							: c.send('POST', '/api/v1/requests', {
									body: filing('FGW', { title: name }),
									key: randomUUID(),
								});
					const a = await sent.catch(() => null);
					if (!a) {
						total.lost++;
						return;
					}
					if (a.status < 300) good.push([n, name]);
					else if (a.status !== 503) t.ok(false, `${name}: ${a.status} ${a.text}`);
				}
			};
			const acts = () => Number(w.sql(`SELECT COUNT(*) FROM event WHERE act = 'note' AND case_id IN (${cases})`));
			const before = acts();
			const clients = Array.from({ length: 8 }, (_, n) => client(n));
			await new Promise((r) => setTimeout(r, 50 + random() * 400));
			const end = await fourth.kill('SIGTERM');
			running = false;
			await Promise.all(clients);
			t.is([end.code, end.signal], [0, null], `round ${round}: its end ${fourth.log().slice(-500)}`);
			const filings = good.filter(([n]) => n % 2 === 0).map(([, name]) => name);
			const stored = w
				.sql(`SELECT title FROM docket WHERE title LIKE '停机${seed}-${round}-%'`)
				.split('\n')
				.filter(Boolean);
			t.is(stored.sort(), filings.sort(), `round ${round}: filings acknowledged and stored`);
			t.is(acts() - before, good.length - filings.length, `round ${round}: acts acknowledged and stored`);
			total.filings += filings.length;
			total.acts += good.length - filings.length;
		}
		console.log(`# ${total.filings} filings, ${total.acts} acts acknowledged, ${total.lost} not answered`);
		t.ok(total.filings > 0 && total.acts > 0, 'some were acknowledged');
	},
);

await scenario('the database away: 503 with Retry-After, health answers, and back by itself', async (t) => {
	w.db.stop();
	const anyone = w.anyone();
	const down = await anyone.send('POST', '/api/v1/requests', { body: filing('FGW'), key: randomUUID() });
	t.is([down.status, Number(down.headers.get('retry-after')) > 0], [503, true], `down ${down.text.slice(0, 200)}`);
	t.is((await anyone.send('GET', '/healthz')).status, 200, 'healthz');
	t.is((await anyone.send('GET', '/readyz')).status, 503, 'readyz');
	w.db.start();
	let up = null;
	for (let i = 0; i < 100 && up?.status !== 201; i++) {
		up = await anyone.send('POST', '/api/v1/requests', { body: filing('FGW'), key: randomUUID() });
		if (up.status !== 201) await new Promise((r) => setTimeout(r, 100));
	}
	t.is(up.status, 201, 'back');
	// Each worker finds out by itself, at its next statement, that its connection is gone.
	let ready = null;
	for (let i = 0; i < 100 && ready?.status !== 200; i++) {
		ready = await anyone.send('GET', '/readyz');
		if (ready.status !== 200) await new Promise((r) => setTimeout(r, 100));
	}
	t.is(ready.status, 200, 'ready');
});

/* Start-up faults: a clear message and a non-zero exit. */
const program = join(process.env.BUILDDIR ?? '.', 'disclosured');
const start = (config) => spawnSync(program, ['--config', config], { encoding: 'utf8', timeout: 20000 });
function variant(name, change) {
	const file = join(w.db.dir, name);
	const text = readFileSync(w.config, 'utf8')
		.split('\n')
		.filter((l) => !Object.keys(change).some((k) => l.startsWith(`${k} =`)));
	writeFileSync(file, [...text, ...Object.entries(change).map(([k, v]) => `${k} = ${v}`)].join('\n') + '\n');
	return file;
}

await scenario('a wrong key file is refused with its name', async (t) => {
	const keys = join(w.db.dir, 'other-keys');
	w.ctl('keys', 'init', keys);
	const end = start(variant('wrong-keys.conf', { key_file: keys }));
	t.ok(end.status !== 0 && end.status !== null, `exit ${end.status}`);
	t.match(end.stderr, /key|密钥/, 'message');
	const none = start(variant('no-keys.conf', { key_file: join(w.db.dir, 'missing') }));
	t.ok(none.status !== 0 && /missing/.test(none.stderr), `missing: ${none.status} ${none.stderr}`);
});

await scenario('a key file that others can read is refused', async (t) => {
	const keys = join(w.db.dir, 'open-keys');
	writeFileSync(keys, readFileSync(w.settings.key_file));
	chmodSync(keys, 0o644);
	const end = start(variant('open-keys.conf', { key_file: keys }));
	t.ok(end.status !== 0 && /open-keys/.test(end.stderr), `${end.status} ${end.stderr}`);
});

await scenario('a taken port and an unknown key of the configuration are named', async (t) => {
	const port = new URL(w.url).port;
	const taken = start(variant('port.conf', { listen_port: port }));
	t.ok(taken.status !== 0 && new RegExp(port).test(taken.stderr), `${taken.status} ${taken.stderr}`);
	const unknown = start(variant('unknown.conf', { surprise: '1' }));
	t.ok(unknown.status !== 0 && /surprise/.test(unknown.stderr), `${unknown.status} ${unknown.stderr}`);
});

await scenario('a schema that is missing or newer than the program is refused', async (t) => {
	w.db.sql('CREATE DATABASE t_empty CHARACTER SET utf8mb4');
	const empty = start(variant('empty.conf', { db_name: 't_empty' }));
	t.ok(empty.status !== 0 && /migrate/.test(empty.stderr), `${empty.status} ${empty.stderr}`);
	const columns = w
		.sql(
			"SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'schema_version'",
		)
		.trim();
	const top = w.sql('SELECT MAX(version) FROM schema_version').trim();
	w.sql(
		`INSERT INTO schema_version (${columns}) SELECT ${columns.replace(/\b(version|needs)\b/g, '9999')} FROM schema_version WHERE version = ${top}`,
	);
	const newer = start(variant('newer.conf', {}));
	w.sql('DELETE FROM schema_version WHERE version = 9999');
	t.ok(newer.status !== 0 && /9999/.test(newer.stderr), `${newer.status} ${newer.stderr}`);
});

await scenario('a database server that is set weakly is refused outside the demo', async (t) => {
	w.db.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 2');
	const end = start(variant('weak.conf', { demo: 'no' }));
	w.db.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
	t.ok(end.status !== 0 && /innodb_flush_log_at_trx_commit/.test(end.stderr), `${end.status} ${end.stderr}`);
});

await done();
