/*
 * The database in trouble under load: gone, hung, read-only, full, locked.  Each time a write is answered 503 with
 * Retry-After and changes nothing, health is answered throughout, and all is well again without a restart.
 *
 *	DRILL_AWAY_S=60 node tests/drills/outage.mjs     the long form; alone the database is away for 3 seconds
 */
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, installation, filing, filed } from '../http/harness.mjs';

const away = Number(process.env.DRILL_AWAY_S ?? 3) * 1000;
console.log(`# DRILL_AWAY_S=${away / 1000}`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* One tablespace that cannot grow, so that it can be full. */
process.env.MARIADB_OPTIONS = '--innodb-file-per-table=0 --innodb-data-file-path=ibdata1:12M;ibdata2:52M';
const place = await installation({ statement_timeout: 2, db_connect_timeout: 2 });
/* An account that read_only holds for, unlike the administrator's. */
place.sql("CREATE USER app@localhost IDENTIFIED BY 'Beispiel-1'");
place.sql(`GRANT ALL ON ${place.name}.* TO app@localhost`);
writeFileSync(join(place.db.dir, 'app'), 'Beispiel-1\n');
chmodSync(join(place.db.dir, 'app'), 0o600);
writeFileSync(
	place.config,
	readFileSync(place.config, 'utf8').replace(
		/^db_user = .*$/m,
		`db_user = app\ndb_password_file = ${join(place.db.dir, 'app')}`,
	),
);
const service = await place.serve();

/*
 * The longest that an answer can take: its wait for a worker, a statement until the client gives up (CLIENT_EXTRA_S of
 * db/conn.c after the server would), and twice connecting anew and the same again.  Half as much again for a slow machine.
 */
const settings = { queue: 5, statement: 2 + 5, connect: 2 };
const longest = 1.5e3 * (settings.queue + settings.statement + 2 * (settings.connect + settings.statement));
const admin = service.client();
await admin.signIn('qzf-system-admin', place.passwords.get('qzf-system-admin'));
await admin.call('PUT', '/api/v1/test-clock', { body: { day: '2026-03-02' } });
const clerk = service.client();
await clerk.signIn('fgw-clerk', place.passwords.get('fgw-clerk'));
const there = { anyone: () => service.client(), sql: place.sql };

/** Files all the time and asks for health until told to stop; every answer is kept. */
const loads = [];
function load() {
	const seen = { answers: [], health: [], running: true, lost: 0, began: Date.now() };
	const file = async () => {
		const c = service.client();
		while (seen.running) {
			const key = randomUUID(),
				sent = Date.now();
			try {
				const a = await c.send('POST', '/api/v1/requests', {
					body: filing('FGW', { title: `负载${key}` }),
					key,
				});
				seen.answers.push({
					status: a.status,
					took: Date.now() - sent,
					code: a.body?.code,
					wait: Number(a.headers.get('retry-after')),
					key,
					number: a.body?.number,
				});
			} catch {
				seen.lost++;
			}
			await sleep(5);
		}
	};
	const health = async () => {
		while (seen.running) {
			seen.health.push(
				await fetch(`${service.url}/healthz`, { signal: AbortSignal.timeout(5000) }).then(
					(a) => a.status,
					(e) => String(e.cause ?? e),
				),
			);
			await sleep(50);
		}
	};
	const all = [file(), file(), file(), file(), health()];
	seen.end = async () => {
		seen.running = false;
		await Promise.all(all);
		seen.lasted ??= Date.now() - seen.began;
	};
	loads.push(seen);
	return seen;
}

/** What must hold of every kind of trouble. */
async function sound(t, seen, { some = true } = {}) {
	/* Tried again over a new connection, a request can meet the row of its key that the lost one still holds. */
	const running = (a) => a.status === 409 && a.code === 'key_running';
	t.is(
		seen.answers.filter((a) => ![201, 503].includes(a.status) && !running(a)).slice(0, 2),
		[],
		'done or 503, nothing else',
	);
	const refused = seen.answers.filter((a) => a.status !== 201);
	console.log(
		`# ${seen.answers.length} answers, ${refused.length} refused, the longest after ${Math.max(...seen.answers.map((a) => a.took))} ms; health ${seen.health.length} times`,
	);
	t.ok(!some || refused.length > 0, 'the trouble was felt');
	t.is(
		refused.filter((a) => !(a.wait > 0)),
		[],
		'each 503 says when to come again',
	);
	t.is([...new Set(seen.health)], [200], 'health was answered throughout');
	t.ok(seen.health.length >= Math.max(5, seen.lasted / 2000), `${seen.health.length} times in ${seen.lasted} ms`);
	t.is(seen.answers.filter((a) => a.took > longest).slice(0, 2), [], `each within ${longest} ms`);
	t.is(seen.lost, 0, 'no request without an answer');
	const written = new Set(place.sql("SELECT title FROM docket WHERE title LIKE '负载%'").trim().split('\n'));
	t.is(
		seen.answers.filter((a) => a.status === 201 && !written.has(`负载${a.key}`)),
		[],
		'what was acknowledged is there',
	);
	/* But for an outcome that was lost at COMMIT, which says so. */
	t.is(
		refused.filter((a) => a.code !== 'db_unknown' && !running(a) && written.has(`负载${a.key}`)),
		[],
		'what was refused is not',
	);
	t.is(place.ctl('verify').status, 0, 'all verifies');
}

async function well(t) {
	for (let i = 0; i < 600 && (await service.client().send('GET', '/readyz')).status !== 200; i++) await sleep(100);
	let a;
	for (let i = 0; i < 300; i++) {
		a = await service
			.client()
			.send('POST', '/api/v1/requests', { body: filing('JTJ', { title: '恢复之后' }), key: randomUUID() });
		if (a.status !== 503) break;
		await sleep(200);
	}
	t.is(a.status, 201, 'filing works again, without a restart');
	t.is((await clerk.send('GET', '/api/v1/cases?limit=1')).status, 200, 'who was signed in still is');
}
/** A scenario that fails leaves no load running. */
const trouble = (name, fn) => scenario(name, (t) => fn(t).finally(() => Promise.all(loads.map((l) => l.end()))));
const pid = () => Number(readFileSync(join(place.db.dir, 'mariadb.pid'), 'utf8'));

await trouble('the database stopped and started again', async (t) => {
	const seen = load();
	await sleep(300);
	await place.db.meanwhile('stop');
	await sleep(away);
	t.is((await service.client().send('GET', '/readyz')).status, 503, 'not ready');
	t.is((await clerk.send('GET', '/api/v1/cases')).status, 503, 'reads wait too');
	await place.db.meanwhile('start');
	await sleep(500);
	await well(t);
	await seen.end();
	t.is(seen.answers.at(-1).status, 201, 'and so does the load');
	await sound(t, seen);
});

await trouble('the database hangs and goes on', async (t) => {
	const seen = load();
	await sleep(300);
	process.kill(pid(), 'SIGSTOP');
	try {
		for (let i = 0; i < 600 && !seen.answers.some((a) => a.status === 503); i++) await sleep(100);
		await sleep(away);
		t.ok(
			seen.answers.some((a) => a.status === 503),
			'nobody waits for ever',
		);
	} finally {
		process.kill(pid(), 'SIGCONT');
	}
	await sleep(300);
	await well(t);
	await seen.end();
	await sound(t, seen);
});

await trouble('the database takes no writes (read_only)', async (t) => {
	const { id } = await filed(there, 'FGW');
	const seen = load();
	await sleep(200);
	place.db.sql('SET GLOBAL read_only = ON');
	await sleep(500);
	t.is((await clerk.send('GET', `/api/v1/cases/${id}`)).status, 200, 'reads go on');
	const act = await clerk.send('POST', `/api/v1/cases/${id}/registration`, {
		body: {},
		version: 2,
		key: randomUUID(),
	});
	t.is([act.status, act.body.code], [503, 'db_no_write'], 'an act does not');
	place.db.sql('SET GLOBAL read_only = OFF');
	await well(t);
	await seen.end();
	await sound(t, seen);
});

await trouble('somebody holds the locks', async (t) => {
	const { id } = await filed(there, 'FGW');
	const holder = spawn('mariadb', ['--no-defaults', '-N', '--unbuffered', '-S', place.db.socket, place.name], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const held = new Promise((resolve) => holder.stdout.once('data', resolve));
	/* A case, and the next number of the agency that the load files to. */
	holder.stdin.write(
		`START TRANSACTION; SELECT n.last FROM number_counter n JOIN docket d USING (agency_id) WHERE d.id = ${id} AND n.kind = 'case' FOR UPDATE;\n`,
	);
	await held;
	const seen = load(),
		sent = Date.now();
	const act = clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 2, key: randomUUID() });
	const others = await Promise.all(Array.from({ length: 4 }, () => filed(there, 'JTJ')));
	t.is(others.length, 4, 'others are not held up');
	t.is((await clerk.send('GET', `/api/v1/cases/${id}`)).status, 200, 'it can be read');
	const answer = await act;
	const took = Date.now() - sent;
	t.is([answer.status, Number(answer.headers.get('retry-after')) > 0], [503, true], 'the act is given up');
	t.ok(took < longest, `in time: ${took} ms`);
	for (let i = 0; i < 600 && !seen.answers.some((a) => a.status === 503); i++) await sleep(100);
	holder.stdin.end();
	await new Promise((resolve) => holder.on('exit', resolve));
	await well(t);
	await seen.end();
	await sound(t, seen);
	t.is(
		(await clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 2, key: randomUUID() }))
			.status,
		200,
		'and works once they are gone',
	);
});

await trouble('the disk is full, and has room again', async (t) => {
	place.db.sql('CREATE DATABASE ballast; CREATE TABLE ballast.b (t LONGBLOB) ENGINE=InnoDB');
	let n = 0;
	try {
		for (; n < 400; n++) place.db.sql(`INSERT INTO ballast.b VALUES (REPEAT('x', ${1 << 19}))`);
	} catch {
		/* full but for what the load fills */
	}
	t.ok(n > 0 && n < 400, `full after ${n} rows`);
	const seen = load();
	for (let i = 0; i < 400 && seen.answers.filter((a) => a.status === 503).length < 8; i++) await sleep(100);
	t.is((await clerk.send('GET', '/api/v1/cases?limit=1')).status, 200, 'reads go on');
	/* Whoever runs the database gives it more room. */
	await place.db.meanwhile('stop');
	process.env.MARIADB_OPTIONS += ';ibdata3:32M';
	await place.db.meanwhile('start');
	await well(t);
	await seen.end();
	await sound(t, seen);
	t.ok(
		seen.answers.some((a) => a.code === 'db_no_write'),
		'said as what it is',
	);
});
await done();
