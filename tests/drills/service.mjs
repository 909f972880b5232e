/*
 * Crash drill: two instances of the service on one database, filing, acting and reading all the time, while the one or the
 * other, or the database itself, is killed with SIGKILL at random moments.  Afterwards: each acknowledged filing and
 * act is there exactly once, what was not acknowledged wholly or not at all, a retry with the same key has had the
 * same answer, and chain, numbers, counters and due days verify.
 *
 *	DRILL_KILLS=200 DRILL_DB_KILLS=50 DRILL_SEED=7 node tests/drills/service.mjs     the long form
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, installation, filing } from '../http/harness.mjs';
import { Client } from '../../contrib/client.mjs';
import { seeded } from '../lib/shim.mjs';

const kills = Number(process.env.DRILL_KILLS ?? 8),
	dbKills = Number(process.env.DRILL_DB_KILLS ?? 2);
const seed = Number(process.env.DRILL_SEED ?? Date.now() % 1e9);
console.log(`# DRILL_SEED=${seed} DRILL_KILLS=${kills} DRILL_DB_KILLS=${dbKills}`);
const random = seeded(seed);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const place = await installation();
const services = [await place.serve(), await place.serve()],
	all = [...services];
const admin = services[0].client();
await admin.signIn('qzf-system-admin', place.passwords.get('qzf-system-admin'));
await admin.call('PUT', '/api/v1/test-clock', { body: { day: '2026-03-02' } });
const tokens = {};
for (const login of ['fgw-clerk', 'fgw-caseworker', 'fgw-head']) {
	const c = services[0].client();
	await c.signIn(login, place.passwords.get(login));
	tokens[login] = {
		secret: (await c.post('/api/v1/tokens', { name: '演练', scopes: ['read', 'write'], days: 1 })).secret,
		id: c.user.id,
	};
}

/** What was sent: each with its key, what it should leave behind, and the answers that came. */
const ops = [];
const count = { reads: 0, retried: 0, lost: 0, busy: 0, again: 0 };
let running = true;

/**
 * Sends one write until it is answered, under one key; ABANDON: gives up after the first loss.  Each answer that is
 * no 503 is kept.
 */
async function write(who, n, op, path, options, abandon) {
	const c = new Client('');
	c.bearer = who && tokens[who].secret;
	const key = randomUUID();
	const entry = { op, key, who, path, options, answers: [], abandoned: false };
	ops.push(entry);
	for (let tried = 0; ; tried++) {
		c.base = services[(n + tried) % 2].url;
		try {
			const a = await c.send('POST', path, { ...options, key });
			if (a.status === 503) {
				count.busy++;
			} else {
				if (a.status < 400) entry.answers.push([a.status, a.text]);
				else throw Object.assign(new Error(`${JSON.stringify(op)}: ${a.status} ${a.text}`), { told: true });
				/* Now and then as a client whose answer was lost after all. */
				if (entry.answers.length === 1 && n % 3 === 0) {
					count.again++;
					continue;
				}
				return a.body;
			}
		} catch (e) {
			if (e.told) throw e;
			count.lost++;
			if (abandon && !entry.answers.length) {
				entry.abandoned = true;
				return null;
			}
		}
		count.retried++;
		await sleep(15);
	}
}

/** One read, until it is answered; what it says must hold what was acknowledged before it. */
async function read(who, n, path) {
	const c = new Client('');
	c.bearer = tokens[who].secret;
	for (let tried = 0; ; tried++) {
		c.base = services[(n + tried) % 2].url;
		try {
			const a = await c.send('GET', path);
			if (a.status === 200) {
				count.reads++;
				return a.body;
			}
			if (a.status !== 503) throw Object.assign(new Error(`GET ${path}: ${a.status} ${a.text}`), { told: true });
		} catch (e) {
			if (e.told) throw e;
		}
		await sleep(15);
	}
}

const faults = [];
/** One desk: files, and takes the case some steps on. */
async function desk(n) {
	for (let i = 0; running; i++) {
		const title = `演练${n}-${i}`,
			abandon = (n + i) % 4 === 3;
		try {
			const filed = await write(
				null,
				n + i,
				{ act: 'file', title },
				'/api/v1/requests',
				{ body: filing('FGW', { title }) },
				abandon,
			);
			if (!filed) continue;
			let id, version;
			for (let t = 0; !id; t++) {
				try {
					[id, version] = place
						.sql(`SELECT id, version FROM docket WHERE number = '${filed.number}'`)
						.trim()
						.split('\t');
				} catch {
					await sleep(50);
				}
				if (t > 1000) throw new Error(`${filed.number} is nowhere`);
			}
			const steps = [
				['fgw-clerk', 'register', 'registration', {}],
				['fgw-caseworker', 'assign', 'assignment', { user_id: tokens['fgw-caseworker'].id }],
				['fgw-caseworker', 'note', 'contacts', { kind: 'note', said: `备注${n}-${i}` }],
				[
					'fgw-caseworker',
					'search',
					'searches',
					{
						place: `档案室${n}-${i}`,
						searched_on: '2026-03-02',
						searcher: '示例经办人',
						method: '关键词：名单',
						found: false,
						result: '未找到',
					},
				],
			];
			const done = ['file'];
			for (const [who, act, at, body] of steps) {
				const seen = await write(
					who,
					n + i,
					{ act, id },
					`/api/v1/cases/${id}/${at}`,
					{ body, version: ['note', 'search'].includes(act) ? undefined : version },
					abandon,
				);
				if (!seen) break;
				version = seen.version ?? version;
				done.push(act);
				const { items } = await read(who, n + i + 1, `/api/v1/cases/${id}/events?limit=50`);
				const told = items.map((e) => e.act);
				if (!done.every((a) => told.includes(a)))
					throw new Error(`case ${id}: ${done} were acknowledged, and ${told} are read`);
			}
			const { items } = await read('fgw-clerk', n + i, '/api/v1/cases?queue=agency&limit=50');
			if (!items.length) throw new Error('an empty queue');
		} catch (e) {
			faults.push(String(e.message).slice(0, 300));
			if (faults.length > 20) return;
		}
	}
}

/** Health is answered whatever the database does. */
const ill = [];
async function watch() {
	while (running) {
		for (const s of services) {
			const url = s.url;
			try {
				const a = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) });
				if (a.status !== 200) ill.push(a.status);
			} catch (e) {
				if (
					s.child.exitCode === null &&
					s.child.signalCode === null &&
					s.url === url &&
					e.name === 'TimeoutError'
				)
					ill.push(e.name);
			}
		}
		await sleep(100);
	}
}

const desks = [0, 1, 2, 3].map(desk),
	watcher = watch();
const schedule = [...Array(kills).fill('service'), ...Array(dbKills).fill('database')];
for (let i = schedule.length - 1; i > 0; i--) {
	// shuffled
	const j = Math.floor(random() * (i + 1));
	[schedule[i], schedule[j]] = [schedule[j], schedule[i]];
}
for (const what of schedule) {
	await sleep(20 + random() * 700);
	if (what === 'service') {
		const which = random() < 0.5 ? 0 : 1;
		if (services[which].gone()) faults.push(`ended by itself: ${JSON.stringify(services[which].gone())}`);
		await services[which].kill('SIGKILL');
		all.push((services[which] = await place.serve()));
	} else {
		process.kill(Number(readFileSync(join(place.db.dir, 'mariadb.pid'), 'utf8')), 'SIGKILL');
		await sleep(random() * 300);
		place.db.start();
	}
}
await sleep(500);
running = false;
await Promise.all([...desks, watcher]);
for (const s of services) if (s.gone()) faults.push(`ended by itself: ${JSON.stringify(s.gone())}`);
const told = ops.filter((o) => o.answers.length);
console.log(
	`# ${count.reads} reads, ${ops.length} writes, ${told.length} acknowledged, ${ops.filter((o) => o.abandoned).length} given up, ${count.retried} retries, ${count.lost} lost answers, ${count.busy} times 503, ${count.again} asked again`,
);

const rows = (sql) =>
	place
		.sql(sql)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));
const what = `${kills} kills of the service, ${dbKills} of the database, seed ${seed}`;

await scenario(`${what}: every acknowledged filing and act is there exactly once`, async (t) => {
	t.ok(told.length > kills, 'the desks were busy');
	/* Beside a refusal what the log says of it. */
	const why = (f) =>
		all.flatMap((x) => x.log().split('\n')).filter((l) => l.includes(/"instance":"([^"]+)"/.exec(f)?.[1] ?? '\0'));
	t.is(
		faults.map((f) => [f, ...why(f)]),
		[],
		'no write was refused',
	);
	const filed = new Map(rows('SELECT title, COUNT(*) FROM docket GROUP BY title').map(([k, n]) => [k, Number(n)]));
	const acts = new Map(
		rows('SELECT act, case_id, COUNT(*) FROM event GROUP BY act, case_id').map(([a, c, n]) => [
			`${a} ${c}`,
			Number(n),
		]),
	);
	const there = ({ op }) => (op.act === 'file' ? filed.get(op.title) : acts.get(`${op.act} ${op.id}`)) ?? 0;
	t.is(
		told.filter((o) => there(o) !== 1).map((o) => o.op),
		[],
		'acknowledged',
	);
	t.is(
		ops.filter((o) => there(o) > 1).map((o) => o.op),
		[],
		'twice',
	);
	t.is(
		rows(`SELECT COUNT(*) FROM event`)[0][0],
		rows('SELECT COUNT(*) FROM outbox WHERE case_id IS NOT NULL')[0][0],
		'each act is told',
	);
});
await scenario('a retry with the same key had the same answer', async (t) => {
	t.ok(
		told.some((o) => o.answers.length > 1),
		'some were asked again',
	);
	t.is(
		told
			.filter((o) => o.answers.some(([s, text]) => s !== o.answers[0][0] || text !== o.answers[0][1]))
			.map((o) => o.op),
		[],
		'another answer',
	);
	/* And much later, of another instance than the one that was killed, too. */
	const step = Math.max(1, Math.floor(told.length / 200));
	let asked = 0;
	for (const o of told.filter((_, i) => i % step === 0).slice(0, 200)) {
		const c = services[asked++ % 2].client();
		c.bearer = o.who && tokens[o.who].secret;
		const a = await c.send('POST', o.path, { ...o.options, key: o.key });
		t.is([a.status, a.text], o.answers[0], `${JSON.stringify(o.op)} asked again`);
	}
	t.ok(asked > 0, 'some are asked again in the end');
	/* Of what was given up nobody knows; asked again, it is done, once. */
	const c = services[0].client();
	for (const o of ops.filter((x) => x.abandoned && x.op.act === 'file').slice(0, 40)) {
		const a = await c.send('POST', '/api/v1/requests', { body: filing('FGW', { title: o.op.title }), key: o.key });
		t.is(a.status, 201, o.op.title);
		t.is(rows(`SELECT COUNT(*) FROM docket WHERE title = '${o.op.title}'`)[0][0], '1', `${o.op.title} once`);
	}
});
await scenario('what was not acknowledged is there wholly or not at all; numbers have no gaps', async (t) => {
	t.is(
		rows('SELECT d.id FROM docket d LEFT JOIN event e ON e.case_id = d.id WHERE e.seq IS NULL'),
		[],
		'a case without its first event',
	);
	t.is(
		rows(
			'SELECT d.id FROM docket d JOIN (SELECT case_id, MAX(seq) AS top, COUNT(*) AS n FROM event GROUP BY case_id) e ON e.case_id = d.id WHERE d.seq <> e.top OR e.n <> e.top',
		),
		[],
		'events without gaps',
	);
	t.is(
		rows(
			'SELECT agency_id, year, MAX(running), COUNT(*) FROM docket GROUP BY agency_id, year HAVING MAX(running) <> COUNT(*) OR COUNT(DISTINCT running) <> COUNT(*)',
		),
		[],
		'numbers without gaps',
	);
	t.is(
		rows(
			"SELECT d.agency_id, d.year, MAX(d.running), MAX(n.last) FROM docket d LEFT JOIN number_counter n ON n.agency_id = d.agency_id AND n.year = d.year AND n.kind = 'case' GROUP BY d.agency_id, d.year HAVING MAX(n.last) IS NULL OR MAX(n.last) <> MAX(d.running)",
		),
		[],
		'the counter is at the highest number',
	);
	t.is(
		rows(
			"SELECT d.id FROM docket d WHERE d.state <> 'received' AND NOT EXISTS (SELECT 1 FROM event e WHERE e.case_id = d.id AND e.act = 'register')",
		),
		[],
		'a state without its act',
	);
	t.is(
		rows('SELECT d.id FROM docket d WHERE NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id = d.id)'),
		[],
		'a case without its deadline',
	);
	t.is(
		rows('SELECT d.id FROM docket d LEFT JOIN letter l ON l.case_id = d.id WHERE l.id IS NULL'),
		[],
		'a case without its receipt',
	);
});
await scenario('chain, anchors and due days verify; both instances are well', async (t) => {
	const v = place.ctl('verify');
	t.is(v.status, 0, v.stdout.slice(-1500) + v.stderr.slice(-500));
	t.is(ill, [], 'health was answered throughout');
	for (const s of services) {
		const a = await fetch(`${s.url}/readyz`);
		t.is(a.status, 200, 'ready');
	}
	for (const s of all)
		t.ok(
			!/level=error/.test(s.log().replace(/^.*event=(db_|scheduler_).*$/gm, '')),
			`no error in the log: ${(s.log().match(/^.*level=error.*$/gm) ?? []).slice(0, 3).join(' | ')}`,
		);
});
await done();
