/**
 * What every scenario stands on: a private MariaDB, a small district, and the service on a port that
 * the kernel gave.  Prints TAP.  Everything that is started is stopped by its process.
 *
 *	import { scenario, world } from './harness.mjs';
 *	await scenario('a clerk registers', async (t) => { ... t.is(actual, expected, what) });
 */
import { spawn, spawnSync } from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash, randomBytes } from 'node:crypto';
import { Client } from '../../contrib/client.mjs';

const source = process.env.SRCDIR ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.BUILDDIR ?? source;

/* ---- TAP. */

let count = 0;

class Checks {
	faults = [];
	ok(condition, what) {
		if (!condition) this.faults.push(what);
		return Boolean(condition);
	}
	is(actual, expected, what) {
		const a = JSON.stringify(actual),
			e = JSON.stringify(expected);
		return this.ok(a === e, `${what}: is ${a}, should be ${e}`);
	}
	match(actual, pattern, what) {
		return this.ok(pattern.test(actual ?? ''), `${what}: ${JSON.stringify(actual)} does not match ${pattern}`);
	}
	/** A refusal: status, and members that the problem must have. */
	refused(answer, status, members = {}, what = '') {
		this.is(answer.status, status, `${what} status (${answer.text.slice(0, 300)})`);
		this.match(answer.headers.get('content-type'), /application\/problem\+json/, `${what} type`);
		for (const [name, value] of Object.entries(members)) this.is(answer.body?.[name], value, `${what} ${name}`);
		return answer.body ?? {};
	}
}

/** Runs FN as one test point. */
export async function scenario(name, fn) {
	const checks = new Checks();
	try {
		await fn(checks);
	} catch (e) {
		checks.faults.push(e.stack ?? String(e));
	}
	count++;
	console.log(`${checks.faults.length ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const fault of checks.faults)
		console.log(
			String(fault)
				.split('\n')
				.map((l) => `# ${l}`)
				.join('\n'),
		);
}

/** The last line of every scenario file. */
export async function done() {
	await stopAll();
	console.log(`1..${count}`);
	process.exitCode = 0; // the TAP driver counts
}

/* ---- Processes. */

const stops = [];

export async function stopAll() {
	while (stops.length) await stops.pop()();
}
process.stdout.on('error', () => stopAll().then(() => process.exit(1))); // nobody reads any more
process.on('uncaughtException', (e) => {
	console.log(`Bail out! ${e.stack}`);
	stopAll().then(() => process.exit(1));
});
/* What waits for ever is a failure, not a runner that never ends. */
setTimeout(
	() => {
		throw new Error('this file takes more than eight minutes');
	},
	['DRILL_KILLS', 'DRILL_AWAY_S', 'BENCH_CASES', 'FAULT_STEP', 'FAULT_TRIES', 'FAULT_WAY', 'FAULT_ALL'].some(
		(name) => process.env[name],
	)
		? 4 * 3600e3
		: 480e3,
).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll().then(() => process.exit(1)));

function run(command, args, options = {}) {
	const result = spawnSync(command, args, { encoding: 'utf8', ...options });
	if (result.status !== 0)
		throw new Error(`${command} ${args.join(' ')}: ${result.status} ${result.stdout}${result.stderr}`);
	return result.stdout;
}

/** A database server, empty or with what stands in the folder FROM; gives its folder and socket. */
export async function database(from = null) {
	const dir = mkdtempSync(join(tmpdir(), 'disclosured-t-'));
	if (from) run('cp', ['-a', '--sparse=always', `${from}/.`, dir]);
	const script = join(source, 'tests/lib/mariadb.sh');
	// "run" ends with our end of the pipe, so the server cannot outlive us however we die
	const keeper = spawn('bash', [script, 'run', dir], { stdio: ['pipe', 'pipe', 'inherit'] });
	const over = new Promise((resolve) => keeper.on('exit', resolve));
	const socket = await new Promise((resolve, reject) => {
		keeper.stdout.once('data', (d) => resolve(String(d).trim()));
		keeper.once('exit', () => reject(new Error('the database does not start')));
	});
	stops.push(async () => {
		keeper.stdin.end();
		await over;
		rmSync(dir, { recursive: true, force: true });
	});
	return {
		dir,
		socket,
		sql: (text, db = '') =>
			run('mariadb', [
				'--no-defaults',
				'--default-character-set=utf8mb4',
				'-N',
				'-S',
				socket,
				...(db ? [db] : []),
				'-e',
				text,
			]),
		stop: () => run('bash', [script, 'stop', dir]),
		start: () => run('bash', [script, 'start', dir]),
		/** "stop" or "start" while what runs here goes on. */
		meanwhile: (what) =>
			new Promise((resolve, reject) => {
				const child = spawn('bash', [script, what, dir], { stdio: 'ignore' });
				child.on('error', reject);
				child.on('exit', (code) => (code ? reject(new Error(`${what}: ${code}`)) : resolve()));
			}),
	};
}

const district = {
	agencies: [
		['QZF', null, '示范区人民政府办公室', 'government'],
		['FGW', 'QZF', '示范区发展和改革委员会', 'department'],
		['JTJ', 'QZF', '示范区教育体育局', 'department'],
	].map(([code, parent, name, kind]) => ({
		code,
		region: '360104',
		name,
		short_name: name.slice(0, 6),
		kind,
		parent,
		office: '公开办',
		address: '示范路1号',
		phone: '0791-00000000',
		email: 'a@example.invalid',
		duties: '示范职责',
		court: '示范区人民法院',
		court_address: '示范路90号',
		remedy_bodies: [{ name: '示范市人民政府', address: '示范大道1号', online: 'https://fy.example.invalid/' }],
	})),
	users: [],
};
const officeRoles = [
	'clerk',
	'caseworker',
	'head',
	'leader',
	'business_head',
	'unit_officer',
	'finance',
	'secrecy_reviewer',
];
for (const agency of ['FGW', 'JTJ'])
	for (const role of officeRoles)
		district.users.push({
			login: `${agency.toLowerCase()}-${role.replace('_', '-')}`,
			name: `示例${role}`,
			roles: [{ agency, role }],
		});
district.users.push({
	login: 'fgw-caseworker-2',
	name: '示例经办人乙',
	roles: [{ agency: 'FGW', role: 'caseworker' }],
});
for (const role of ['supervisor', 'advisor', 'system_admin', 'security_admin', 'audit_admin'])
	district.users.push({
		login: `qzf-${role.replace('_', '-')}`,
		name: `示例${role}`,
		roles: [{ agency: 'QZF', role }],
	});
for (const n of ['', '-2'])
	district.users.push({
		login: `fgw-advisor${n}`,
		name: `示例法律顾问${n}`,
		roles: [{ agency: 'FGW', role: 'advisor' }],
	});

const ctl = join(build, 'disclosurectl'),
	migrations = join(source, 'db/migrations');

/** Makes the database NAME, keys and accounts at DB, as CONFIG says. */
function fill(db, name, config, people) {
	db.sql(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
	run(ctl, ['keys', 'init', join(db.dir, 'keys')]);
	run(ctl, ['--config', config, 'migrate']);
	run(ctl, ['--config', config, 'demo-load', people, '--accounts', join(db.dir, 'accounts.txt')]);
}

const usualName = 't_district';

/**
 * The folder of a database with the usual district, its keys and accounts: made once for this build of the program and
 * copied for each installation.
 */
async function usualDistrict() {
	const hash = createHash('sha256')
		.update(readFileSync(ctl))
		.update(JSON.stringify([district, process.env.MARIADB_OPTIONS])); // which say how its files are laid out
	for (const f of readdirSync(migrations).sort()) hash.update(f).update(readFileSync(join(migrations, f)));
	const place = join(build, 'tests', `district-${hash.digest('hex').slice(0, 16)}`);
	if (existsSync(place)) {
		utimesSync(place, new Date(), new Date()); // it is in use
		return place;
	}
	const db = await database();
	const config = configure(db, usualName, {}),
		people = join(db.dir, 'district.json');
	writeFileSync(people, JSON.stringify(district));
	fill(db, usualName, config.file, people);
	db.stop();
	/* What earlier builds left, unused for an hour. */
	for (const f of readdirSync(join(build, 'tests')).filter((f) => f.startsWith('district-')))
		if (Date.now() - statSync(join(build, 'tests', f)).mtimeMs > 3600e3)
			rmSync(join(build, 'tests', f), { recursive: true, force: true });
	/* Whole or not at all, and whoever else makes it meanwhile may be first. */
	const made = mkdtempSync(join(build, 'tests', 'district-new-'));
	for (const part of ['data', 'password', 'keys', 'accounts.txt'])
		run('cp', ['-a', '--sparse=always', join(db.dir, part), made]);
	try {
		renameSync(made, place);
	} catch {
		rmSync(made, { recursive: true });
	}
	return place;
}

/** Writes the configuration of an installation at DB. */
function configure(db, name, extra) {
	const file = join(db.dir, 'disclosured.conf');
	const settings = {
		listen_port: 0,
		db_socket: db.socket,
		db_user: run('id', ['-un']).trim(),
		db_name: name,
		key_file: join(db.dir, 'keys'),
		allow_test_clock: 'yes',
		demo: 'yes',
		cookie_secure: 'no',
		openapi: join(source, 'server/openapi.yaml'),
		web_dir: join(source, 'server/web'),
		migrations_dir: migrations,
		rate_filing: 0,
		rate_access: 0,
		rate_sign_in: 0, // 0: no limit
		...extra,
	};
	writeFileSync(
		file,
		Object.entries(settings)
			.filter(([, v]) => v !== null)
			.map(([k, v]) => `${k} = ${v}\n`)
			.join(''),
	);
	return { file, settings };
}

/**
 * A migrated and loaded installation.  `serve()` starts one instance of the service on it; several
 * may run side by side.  PEOPLE is a file like contrib/demo-district.json in place of the small district.
 */
export async function installation(extra = {}, people = null) {
	const db = await database(people ? null : await usualDistrict()),
		name = people ? `t_${randomBytes(4).toString('hex')}` : usualName,
		accounts = join(db.dir, 'accounts.txt');
	const { file: config, settings } = configure(db, name, extra);
	if (people) fill(db, name, config, join(source, people));
	const passwords = new Map(
		readFileSync(accounts, 'utf8')
			.trim()
			.split('\n')
			.map((line) => line.split(/\s+/))
			.map(([login, password]) => [login, password]),
	);
	return {
		db,
		name,
		config,
		settings,
		passwords,
		accounts,
		ctl: (...args) => spawnSync(ctl, ['--config', config, ...args], { encoding: 'utf8' }),
		sql: (text) => db.sql(text, name),
		serve: (options) => serve(config, db.dir, options),
	};
}

let instances = 0;

async function serve(config, dir, { program = join(build, 'disclosured'), env = {} } = {}) {
	const n = instances++;
	const portFile = join(dir, `port-${n}`);
	const way = process.env.FAULT_WAY ? (await import('../drills/way.mjs')).way(dir, n, source) : null;
	/* A file: a full pipe would stop the service while we wait, and to read it costs a measured machine its time. */
	const logFile = join(dir, `log-${n}`);
	const to = openSync(logFile, 'a');
	const child = spawn(program, ['--config', config, '--port-file', portFile], {
		stdio: ['ignore', 'ignore', to],
		env: { ...process.env, ...way?.env, ...env },
	});
	closeSync(to);
	const log = () => readFileSync(logFile, 'utf8');
	let ended = null;
	const exit = new Promise((resolve) => child.on('exit', (code, signal) => resolve((ended = { code, signal }))));
	for (let i = 0; i < 1200 && !ended && !(existsSync(portFile) && readFileSync(portFile, 'utf8').trim()); i++)
		await new Promise((r) => setTimeout(r, 50));
	if (ended || !existsSync(portFile)) throw new Error(`the service does not start: ${log().slice(-2000)}`);
	const direct = `http://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`;
	const url = way ? await way.open(direct) : direct;
	const asked = []; // which signals it was sent
	const instance = {
		url,
		child,
		exit,
		log,
		/** How it ended before anybody asked it to; null: it did not. */
		gone: () => (asked.length ? null : ended),
		kill: (signal) => {
			if (!ended) asked.push(signal);
			child.kill(signal);
			return exit;
		},
		client: (options) => new Client(url, { patience: 60, ...options }),
	}; // 32 clients at once on a slow machine
	stops.push(async () => {
		if (!ended) instance.kill('SIGTERM');
		const end = await exit;
		way?.close();
		if (way?.wrong.length)
			console.log(`not ok ${++count} - SQL calls fail unseen\n# ${way.wrong.slice(0, 8).join('\n# ')}`);
		/* By itself it ends with 0, and by no signal but the one that cannot be caught. */
		const clean = asked.length && (end.code === 0 || (end.signal === 'SIGKILL' && asked.includes('SIGKILL')));
		const said = log();
		const report = /^.*(?:Sanitizer|runtime error:)[^]{0,3000}/m.exec(said);
		if (report || !clean) {
			const why = report ? report[0] : said.slice(-6000);
			console.log(
				`not ok ${++count} - the service ends cleanly\n# ${JSON.stringify(end)} ${why.replace(/\n/g, '\n# ')}`,
			);
		}
	});
	return instance;
}

/* ---- The usual world: one installation, one instance, people signed in as they are asked for. */

let usual = null;

export async function world(extra) {
	if (usual) return usual;
	const place = await installation(extra);
	const service = await place.serve();
	const signedIn = new Map();
	usual = {
		...place,
		service,
		url: service.url,
		anyone: (options) => service.client(options),
		/** Signs in 'fgw-head' and the like, once. */
		async person(login, options) {
			if (!signedIn.has(login)) {
				const client = service.client(options);
				await client.signIn(login, place.passwords.get(login));
				signedIn.set(login, client);
			}
			return signedIn.get(login);
		},
		async clock(day) {
			const admin = await this.person('qzf-system-admin');
			await admin.call('PUT', '/api/v1/test-clock', { body: { day } });
		},
	};
	return usual;
}

/** A complete filing to agency CODE; override what a scenario is about. */
export function filing(code = 'FGW', change = {}) {
	return {
		agency: `360104-${code}`,
		applicant: {
			category: 'natural_person',
			name: '测试申请人',
			id_kind: 'other',
			id_number: '测试证件0001',
			phone: '0791-00000001',
			address: '测试路1号',
		},
		title: '测试信息',
		description: '申请公开测试项目的名单。',
		ways: ['download'],
		carriers: ['electronic'],
		electronic_ok: true,
		other_way_ok: true,
		...change,
	};
}

/** Files and opens the applicant's access; gives { applicant, filed, id }. */
export async function filed(w, code, change) {
	const applicant = w.anyone();
	const answer = await applicant.post('/api/v1/requests', filing(code, change));
	const access = await applicant.call('POST', `/api/v1/requests/${answer.number}/access`, {
		body: { code: answer.query_code },
	});
	applicant.access = access.access_token;
	const id = (await w.sql(`SELECT id FROM docket WHERE number = '${answer.number}'`)).trim();
	return { applicant, filed: answer, id };
}

const parts = {
	granted: { content: '名单见附件。' },
	already_public: { access: 'https://www.example.invalid/x' },
	not_our_duty: { reasons: '不属于本机关职责。', agency: '示范市住建局' },
	internal_affairs: { reasons: '属于内部事务信息。', not_ordered: '无法律、法规、规章要求公开。' },
};

/** Takes a filed case to the state wanted: registered, investigating, drafted, submitted, signed, replied. */
export async function advance(w, id, to, { agency = 'fgw', outcome = 'already_public', part } = {}) {
	const order = ['registered', 'investigating', 'drafted', 'submitted', 'signed', 'replied'];
	const want = order.indexOf(to);
	const worker = await w.person(`${agency}-caseworker`);
	const clerk = await w.person(`${agency}-clerk`);
	let seen = await clerk.act(id, 'registration');
	if (want >= 1) seen = await worker.act(id, 'assignment', { user_id: worker.user.id });
	if (want >= 2)
		seen = await worker.act(
			id,
			'reply',
			{ parts: [{ description: '全部信息', outcome, ...(part ?? parts[outcome]) }] },
			{ method: 'PUT' },
		);
	if (want >= 3) seen = await worker.act(id, 'reply/submission');
	while (want >= 4 && seen.reply.status === 'submitted') {
		const approver = await w.person(`${agency}-${seen.reply.next_approver.replace('_', '-')}`);
		const given = seen.reply.approvals.filter((a) => a.round === seen.reply.round && a.approved).length;
		seen =
			given + 1 >= seen.reply.approvals_needed
				? await approver.act(id, 'reply/signature')
				: await approver.act(id, 'reply/decisions', { decision: 'approve' });
	}
	if (want >= 5 && seen.hard_rules.length)
		// R-ASK-5: whoever looks at the review goes another way
		await (await w.person(`${agency}-head`)).act(id, 'legal-override', { reason: '测试：不待审核' });
	if (want >= 5) seen = await clerk.act(id, 'services', { way: 'electronic' });
	return seen;
}
