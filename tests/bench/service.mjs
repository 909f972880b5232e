/*
 * The speed of the service: rates and delays of five kinds of requests over 16 connections, with more and more cases
 * on file; beside them what the database alone makes of the same SQL, sent by a bare C client over as many connections,
 * and what a fixed answer costs. Prints a table; with BENCH_RESULTS=FILE writes it there, above the first "## ".
 *
 *	BENCH_CASES="1000 100000 1000000" BENCH_SECONDS=10 node tests/bench/service.mjs     the long form
 *
 * Alone it runs its short form as a test that it works: no figure is judged.  The cases are made by tests/bench/generate
 * (generate.h), and `disclosurectl verify` has verified them before anything is measured.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpus, totalmem, release, tmpdir } from 'node:os';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'node:net';
import { scenario, done, installation } from '../http/harness.mjs';
import { queuePage } from './page.mjs';

if (spawnSync('wrk', ['--version']).error) {
	console.log('1..0 # SKIP wrk is not there');
	process.exit(0);
}
const here = dirname(fileURLToPath(import.meta.url)),
	top = join(here, '../..');
const build = process.env.BUILDDIR ?? process.cwd();
const sizes = (process.env.BENCH_CASES ?? '500').split(/\s+/).map(Number),
	seconds = Number(process.env.BENCH_SECONDS ?? 1);
const long = Boolean(process.env.BENCH_CASES);
if (long)
	process.env.MARIADB_OPTIONS ??= '--innodb-buffer-pool-size=4G --innodb-log-file-size=2G --skip-performance-schema';
const connections = 16;
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** What it prints, and how it ended. */
async function output(program, args, env = process.env, errors = 'pipe') {
	const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', errors] });
	let out = '';
	child.stdout.on('data', (d) => {
		out += d;
	});
	child.stderr?.on('data', (d) => {
		out += d;
	});
	const status = await new Promise((resolve) => child.on('close', resolve));
	return { status, out };
}

/* ---- What comes of it. */

/** @param {{ table: any[], pages: string[], last: string }[]} parts */
function told(parts) {
	const table = parts.flatMap((p, i) => p.table.filter((r) => i === 0 || r.cases)),
		pages = parts.flatMap((p) => p.pages);
	return [
		'| cases | request | a second | p50 ms | p99 ms | database alone | ratio | |',
		'|---:|---|---:|---:|---:|---:|---:|---|',
		...table.map(
			(r) =>
				`| ${r.cases || ''} | ${r.what} | ${r.rate} | ${r.p50.toFixed(2)} | ${r.p99.toFixed(2)} | ${r.limit ?? ''} | ${r.ratio?.toFixed(2) ?? ''} | ${r.about} |`,
		),
		'',
		...(pages.length
			? [
					'The queue in a browser (Chromium, warm cache), milliseconds from the start of the navigation until its rows can be used:',
					'',
					'| cases | rows | kB of HTML | queue | slowest | static page of that size |',
					'|---:|---:|---:|---:|---:|---:|',
					...pages,
					'',
				]
			: []),
		parts.at(-1)?.last ?? '',
	];
}
function keep(lines) {
	for (const l of lines) console.log(`# ${l}`);
	if (!process.env.BENCH_RESULTS) return;
	/* What the figures mean is written by hand below them, and stays. */
	const before = existsSync(process.env.BENCH_RESULTS) ? readFileSync(process.env.BENCH_RESULTS, 'utf8') : '',
		at = before.indexOf('\n## ');
	const prose = at < 0 ? '' : before.slice(at);
	const commit = spawnSync('git', ['-C', top, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim(),
		server = spawnSync('mariadbd', ['--version'], { encoding: 'utf8' }).stdout;
	writeFileSync(
		process.env.BENCH_RESULTS,
		`# Measurements of the service\n\nMade by \`BENCH_CASES="${sizes.join(' ')}" BENCH_SECONDS=${seconds} node tests/bench/service.mjs\` at commit ${commit}, built with -O2: ${cpus().length} processors (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, ${/\S+-MariaDB\S*/.exec(server)?.[0] ?? 'MariaDB'}; load generator, service and database on the same machine.\n\n${lines.join('\n')}\n${prose}`,
	);
}

/* Each size has a database of its own: what is replayed is no good for verifying more. */
if (sizes.length > 1) {
	const parts = [];
	for (const size of sizes) {
		const part = join(tmpdir(), `bench-${process.pid}-${size}`);
		const { status, out } = await output(
			process.execPath,
			[fileURLToPath(import.meta.url)],
			{ ...process.env, BENCH_CASES: String(size), BENCH_RESULTS: '', BENCH_PART: part },
			'inherit',
		);
		console.log(out.replace(/^/gm, '# '));
		if (status !== 0 || /^not ok/m.test(out)) {
			console.log('not ok 1 - each size\n1..1');
			process.exit(1);
		}
		parts.push(JSON.parse(readFileSync(part, 'utf8')));
		rmSync(part);
	}
	keep(told(parts));
	console.log('ok 1 - each size\n1..1');
	process.exit(0);
}

/* ---- Cases. */

const place = await installation({ workers: 8 }, 'contrib/demo-district.json');
const rows = (sql) =>
	place
		.sql(sql)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));
const began = Date.now();
const made = await output(
	join(build, 'tests/bench/generate'),
	['--config', place.config, '--cases', String(sizes[0])],
	process.env,
	'inherit',
);
if (made.status !== 0) throw new Error('tests/bench/generate failed');
const n = Number(rows('SELECT COUNT(*) FROM docket')[0][0]);
console.log(`# ${n} cases on file after ${((Date.now() - began) / 1000).toFixed(0)} s`);
/* Ids that are no other number in the statements of a filing: the replay tells them by their value. */
place.sql('ALTER TABLE docket AUTO_INCREMENT = 1000000000');
/* As an office runs it: on the real day, which no request has to look up. */
const office = { DISCLOSURED_ALLOW_TEST_CLOCK: 'no' };
const service = await place.serve({ env: office });

/* ---- Measuring. */

async function wrk(what, env = {}) {
	const { out } = await output(
		'wrk',
		['-t2', `-c${connections}`, `-d${seconds}s`, '-s', join(here, 'wrk.lua'), service.url],
		{ ...process.env, BENCH_WHAT: what, ...env },
	);
	const m = /RESULT (\d+) ([\d.]+) ([\d.]+) (\d+)/.exec(out);
	if (!m) throw new Error(`wrk: ${out}`);
	return { rate: Number(m[1]), p50: Number(m[2]), p99: Number(m[3]), errors: Number(m[4]) };
}

/** Writes down the SQL of what WORK does as a client of a service of its own, and sends it by as many connections to the database alone. BEFORE prepares. */
async function replayed(token, before, work, ...args) {
	const flag = join(place.db.dir, 'sqlrecord');
	writeFileSync(flag, Buffer.alloc(4));
	const mapped = openSync(flag, 'r+'),
		record = (n) => writeSync(mapped, Buffer.from([n]), 0, 1, 0);
	const other = await place.serve({
		env: {
			...office,
			SQLRECORD: flag,
			LD_PRELOAD: join(build, 'tests/lib/sqlrecord.so'),
			ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
		},
	});
	const client = other.client();
	client.bearer = token;
	await before(client);
	record(1);
	await work(client);
	record(0);
	closeSync(mapped);
	await other.kill('SIGTERM');
	const { status, out } = await output(join(build, 'tests/bench/replay'), [
		place.db.socket,
		place.name,
		`${flag}.out`,
		String(connections),
		String(seconds),
		...args.flatMap((a) => a()),
	]);
	if (status !== 0) throw new Error(`tests/bench/replay: ${out.slice(0, 600)}`);
	if (process.env.BENCH_DEBUG)
		console.log(
			`# ${place.db.sql("SHOW GLOBAL STATUS WHERE variable_name IN ('Innodb_deadlocks','Innodb_row_lock_waits','Innodb_row_lock_time')").replace(/\n/g, ' ')} ${(place.db.sql('SHOW ENGINE INNODB STATUS').replace(/\\n/g, '\n').split('LATEST DETECTED DEADLOCK')[1] ?? '').slice(0, 3500).replace(/^/gm, '# ')}`,
		);
	/* What it found worth a word stands before its figures. */
	const figures = /^([\d.]+) ([\d.]+) ([\d.]+) (\d+)$/m.exec(out.trim());
	if (!figures) throw new Error(`tests/bench/replay: ${out.slice(0, 600)}`);
	const [rate, p50, p99, statements] = figures.slice(1).map(Number);
	return { rate, p50, p99, statements };
}

/** Once before, so that all is there already that the next finds. */
const reading = (token, path) =>
	replayed(
		token,
		(c) => c.get(path),
		(c) => c.get(path),
	);

function writing(what, token, ids) {
	const agencies = rows(
		'SELECT id, region, code FROM agency WHERE active AND parent_id IS NOT NULL ORDER BY id LIMIT 25',
	);
	const [agency, region, code] = agencies.at(-1),
		[own] = ids;
	const where = () => [agency, agencies.map(([id]) => id).join(',')];
	const file = (c) =>
		c.post('/api/v1/requests', {
			agency: `${region}-${code}`,
			applicant: {
				category: 'natural_person',
				name: '测试申请人',
				id_kind: 'other',
				id_number: '测试',
				phone: '0791-00000001',
				address: '测试路1号',
			},
			title: '测试信息',
			description: '申请公开测试项目的名单和金额。',
			ways: ['download'],
			carriers: ['electronic'],
			electronic_ok: true,
			other_way_ok: true,
		});
	const act = (c) => c.post(`/api/v1/cases/${own}/contacts`, { kind: 'note', said: '备注' });
	if (what === 'file')
		return replayed(
			token,
			async (c) => {
				await file(c);
				place.sql(`UPDATE number_counter SET last = last + 7000000 WHERE agency_id = ${agency}`); // a running number that no other number is
			},
			file,
			where,
		);
	/* A seq and a version that no other number in its statements is; the chain of these cases is spoilt by it, which nobody reads again. */
	return replayed(
		token,
		() => place.sql(`UPDATE docket SET seq = 700000001, version = 600000001 WHERE id = ${own}`),
		act,
		where,
		() => [
			own,
			'700000001',
			'600000001',
			rows(`SELECT id, seq, version FROM docket WHERE id IN (${ids.slice(1, 1 + connections).join(',')})`)
				.map((c) => c.join(':'))
				.join(','),
		],
	);
}

const table = [];
const put = (cases, what, r, limit, about) =>
	table.push({ cases, what, ...r, limit: limit?.rate, ratio: limit ? r.rate / limit.rate : undefined, about });
let errors = 0;
const pages = [];

/** After so much was written at once the database has old rows and pages to put away: what is measured is not that. */
async function settle() {
	place.sql(
		'SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0.001, innodb_max_dirty_pages_pct = 0.001, innodb_io_capacity_max = 20000, innodb_io_capacity = 20000',
	);
	for (let i = 0; i < 120; i++) {
		const [[history]] = rows(
			"SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_HISTORY_LIST_LENGTH'",
		);
		const [[dirty]] = rows(
			"SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_BUFFER_POOL_PAGES_DIRTY'",
		);
		if (Number(history) < 1000 && Number(dirty) < 1000) break;
		await new Promise((r) => setTimeout(r, 1000));
	}
	place.sql(
		'SET GLOBAL innodb_max_dirty_pages_pct = 90, innodb_max_dirty_pages_pct_lwm = 0, innodb_io_capacity = 200, innodb_io_capacity_max = 2000',
	);
}

async function measure(cases) {
	const admin = service.client();
	const [[login]] = rows(
		"SELECT u.login FROM user u JOIN user_role r ON r.user_id = u.id JOIN docket d ON d.agency_id = r.agency_id WHERE r.role = 'caseworker' AND d.is_open GROUP BY u.id ORDER BY COUNT(*) DESC LIMIT 1",
	);
	await admin.signIn(login, place.passwords.get(login));
	const token = (await admin.post('/api/v1/tokens', { name: `bench${cases}`, scopes: ['read', 'write'], days: 1 }))
		.secret;
	const mine = `FROM docket d JOIN user_role r ON r.agency_id = d.agency_id JOIN user u ON u.id = r.user_id WHERE u.login = '${login}' AND r.role = 'caseworker' AND d.state IN ('received', 'registered', 'investigating')`;
	/* The newest is the one that is recorded: its days go to other cases in the replay, and none has come, or the service would mark them. */
	const [[newest]] = rows(`SELECT d.id ${mine} ORDER BY d.received_on DESC, d.id DESC LIMIT 1`);
	const ids = [
		newest,
		...rows(
			`SELECT d.id ${mine} AND d.id <> ${newest} AND d.due_on > UTC_DATE() + INTERVAL 3 DAY ORDER BY RAND(1) LIMIT 400`,
		).map(([i]) => i),
	];
	const agencies = rows(
		'SELECT CONCAT(region, "-", code) FROM agency WHERE active AND parent_id IS NOT NULL LIMIT 25',
	)
		.map(([a]) => a)
		.join(',');
	/* The first are for the replay, whose records nobody can open. */
	const env = {
		BENCH_TOKEN: token,
		BENCH_IDS: ids.slice(1 + connections).join(' '),
		BENCH_AGENCIES: agencies,
		BENCH_WORDS: encodeURIComponent('名单'),
	};
	for (const [what, path] of [
		['read', `/api/v1/cases/${ids.at(-1)}`],
		['queue', '/api/v1/cases?queue=agency&limit=50'],
		['search', `/api/v1/cases?limit=20&q=${env.BENCH_WORDS}`],
	]) {
		const limit = await reading(token, path),
			r = await wrk(what, env);
		if (r.errors) console.log(`# ${what}: ${r.errors} refused`);
		errors += r.errors;
		put(cases, what, r, limit, `${limit.statements} statements`);
	}
	for (const what of ['file', 'act']) {
		const limit = await writing(what, token, ids),
			r = await wrk(what, env);
		if (r.errors) console.log(`# ${what}: ${r.errors} refused`);
		errors += r.errors;
		put(cases, what, r, limit, `${limit.statements} statements in a transaction`);
	}
	const page = await queuePage(service.url, login, place.passwords.get(login), long ? 9 : 1);
	if (page) {
		pages.push(
			`| ${cases} | ${page.rows} | ${Math.round(page.bytes / 1024)} | ${page.queue.toFixed(0)} | ${page.worst.toFixed(0)} | ${page.fixed.toFixed(0)} |`,
		);
		if (page.rows === 0) errors++;
	}
}

/** Seconds from the start of the program to its first answer, and its memory with idle connections. */
async function first() {
	const began = process.hrtime.bigint();
	const other = await place.serve({ env: office });
	await fetch(`${other.url}/readyz`);
	const took = Number(process.hrtime.bigint() - began) / 1e9;
	const { hostname, port } = new URL(other.url);
	/* What the kernel alone took costs the service nothing: each is answered once, and then idle. */
	const sockets = [];
	const opened = () =>
		new Promise((resolve) => {
			const s = connect(Number(port), hostname, () => s.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
			s.on('data', (d) => resolve(String(d).startsWith('HTTP/1.1 200 ')));
			s.on('error', () => resolve(false));
			s.on('close', () => resolve(false));
			sockets.push(s);
		});
	const idle = (await Promise.all(Array.from({ length: 1000 }, opened))).filter(Boolean).length;
	const rss = memory(other.child.pid);
	for (const s of sockets) s.destroy();
	await other.kill('SIGTERM');
	return { took, rss, idle };
}

await scenario('each kind of request is answered', async (t) => {
	const floor = await wrk('health');
	put(0, 'fixed answer', floor, null, '/healthz, from the loop');
	const v = place.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout.slice(-800)}${v.stderr.slice(-300)}`);
	if (long) console.log(`# verified after ${((Date.now() - began) / 1000).toFixed(0)} s`);
	if (long) await settle();
	await measure(n);
	const start = await first();
	const part = {
		table,
		pages,
		last: `First answer ${start.took.toFixed(2)} s after the start of the program; ${start.rss.toFixed(0)} MiB resident with 1,000 idle connections, ${memory(service.child.pid).toFixed(0)} MiB after all of the above.`,
	};
	if (process.env.BENCH_PART) writeFileSync(process.env.BENCH_PART, JSON.stringify(part));
	else keep(told([part]));
	const said = [
		...new Set(
			service
				.log()
				.split('\n')
				.filter((l) => /event=request_failed|status=5/.test(l))
				.map((l) => l.replace(/^.*?event=/, '').replace(/(request|took_us|waited_us)=\S+/g, '')),
		),
	];
	t.is(start.idle, 1000, 'idle connections that were answered once');
	t.is([errors, said.slice(0, 3)], [0, []], 'no request failed');
	t.ok(
		table.every((r) => r.rate > 0),
		'every kind was answered',
	);
});
await done();
