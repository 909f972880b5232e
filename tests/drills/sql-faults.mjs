/*
 * Each SQL call of a request fails in turn: the first, the second, ... until the request passes untouched; by a
 * deadlock, a lock wait, a changed row, a connection lost before or during the COMMIT.  The answer is the
 * request's own or 503; nothing is half done; the same key sent again does it, once.
 *
 *	FAULT_STEP=1 node tests/drills/sql-faults.mjs     every call; alone every 61st, beginning with another each time
 */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, installation, filing, filed, advance } from '../http/harness.mjs';

const build = process.env.BUILDDIR ?? process.cwd();
const shim = join(build, 'tests/lib/sqlfault.so');
if (!existsSync(shim)) {
	console.log('1..0 # SKIP tests/lib/sqlfault.so is not built');
	process.exit(0);
}
const step = Number(process.env.FAULT_STEP ?? 61), start = Number(process.env.FAULT_START ?? 1 + Date.now() % Math.min(step, 2));
console.log(`# FAULT_STEP=${step} FAULT_START=${start}`);

const place = await installation({ workers: 2 });
const path = join(place.db.dir, 'sqlfault');
writeFileSync(path, Buffer.alloc(20));
const file = openSync(path, 'r+');
const service = await place.serve({ env: { SQLFAULT: path, LD_PRELOAD: shim, ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0` } });
const words = (...w) => { const b = Buffer.alloc(4 * w.length); w.forEach((x, i) => b.writeInt32LE(x, 4 * i)); return b; };
function arm(at, number, mode) {
	writeSync(file, words(0, number, mode, 0, 0), 0, 20, 0);
	writeSync(file, words(at), 0, 4, 0);
}
/** Whether the call came. */
function disarm() {
	writeSync(file, words(0), 0, 4, 0);
	const b = Buffer.alloc(20);
	readSync(file, b, 0, 20, 0);
	return b.readInt32LE(16) > 0;
}

const people = new Map();
const w = { sql: place.sql, anyone: () => service.client(),
	async person(login) {
		if (!people.has(login)) {
			const c = service.client();
			await c.signIn(login, place.passwords.get(login));
			people.set(login, c);
		}
		return people.get(login);
	} };
const admin = await w.person('qzf-system-admin');
await admin.call('PUT', '/api/v1/test-clock', { body: { day: '2026-03-02' } });
const worker = await w.person('fgw-caseworker'), clerk = await w.person('fgw-clerk'), head = await w.person('fgw-head');

async function at(state) {
	const k = await filed(w, 'FGW');
	if (state) await advance(w, k.id, state);
	return { ...k, version: (await worker.get(`/api/v1/cases/${k.id}`)).version };
}
const act = (who, state, name, body, method = 'POST') => async () => {
	const k = await at(state);
	return { who, method, path: `/api/v1/cases/${k.id}/${name}`, body, version: k.version, effect: `SELECT COUNT(*) FROM event WHERE case_id = ${k.id}` };
};
const n = () => Math.floor(Math.random() * 1e9);
/** What is asked: each makes what it needs and says what should be there once. */
const requests = {
	file: async () => { const title = `故障${randomUUID()}`; return { who: w.anyone(), method: 'POST', path: '/api/v1/requests', body: filing('FGW', { title }), effect: `SELECT COUNT(*) FROM event e JOIN docket d ON d.id = e.case_id WHERE d.title = '${title}'` }; },
	register: act(clerk, null, 'registration', {}),
	assign: act(head, 'registered', 'assignment', { user_id: worker.user.id }),
	note: act(worker, 'investigating', 'contacts', { kind: 'note', said: '备注' }),
	search: act(worker, 'investigating', 'searches', { place: '档案室', searched_on: '2026-03-02', searcher: '示例经办人', method: '关键词：名单', found: false, result: '未找到' }),
	correction: act(worker, 'investigating', 'corrections', { items: [{ kind: 'description', what: '年份', guidance: '请说明年份。' }] }),
	extension: act(worker, 'investigating', 'extensions', { reason: '需要检索的信息很多', working_days: 20 }),
	draft: act(worker, 'investigating', 'reply', { parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] }, 'PUT'),
	submit: act(worker, 'drafted', 'reply/submission', {}),
	sign: act(head, 'submitted', 'reply/signature', {}),
	serve: act(clerk, 'signed', 'services', { way: 'electronic' }),
	withdraw: async () => { const k = await at('investigating'); return { who: k.applicant, method: 'POST', path: `/api/v1/requests/${k.filed.number}/withdrawal`, body: {}, version: k.version, effect: `SELECT COUNT(*) FROM event WHERE case_id = ${k.id}` }; },
	sign_in: async () => ({ who: service.client(), method: 'POST', path: '/api/v1/sessions', body: { login: 'fgw-leader', password: place.passwords.get('fgw-leader') }, keyless: true }),
	user: async () => { const login = `u${n()}`; return { who: admin, method: 'POST', path: '/api/v1/users', body: { login, name: '示例' }, effect: `SELECT COUNT(*) FROM user WHERE login = '${login}'` }; },
	token: async () => { const name = `t${n()}`; return { who: worker, method: 'POST', path: '/api/v1/tokens', body: { name, scopes: ['read'], days: 1 }, effect: `SELECT COUNT(*) FROM api_token WHERE name = '${name}'` }; },
	queue: async () => ({ who: worker, method: 'GET', path: '/api/v1/cases?queue=agency&limit=50', keyless: true }),
	read: async () => { const k = await at('investigating'); return { who: worker, method: 'GET', path: `/api/v1/cases/${k.id}`, keyless: true }; },
};
const kinds = { deadlock: [1213, 0], 'lock wait': [1205, 0], 'changed row': [1020, 0], 'counter of ids': [1467, 0], lost: [2013, 0], gone: [2006, 0],
	'deadlock at COMMIT': [1213, 1], 'lost before COMMIT': [2013, 1], 'lost after COMMIT': [2013, 3] };

/** All that an act could leave behind half done. */
const print = () => place.sql(`SELECT (SELECT COUNT(*) FROM docket), (SELECT SUM(version + seq) FROM docket), (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM letter),
	(SELECT COUNT(*) FROM deadline), (SELECT SUM(version) FROM deadline), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM reply),
	(SELECT COUNT(*) FROM period), (SELECT COUNT(*) FROM handling), (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM user), (SELECT COUNT(*) FROM user_role)`).trim();
const total = { faults: 0, retried: 0, refused: 0 };

async function one(name, make, kind, at) {
	const [number, mode] = kinds[kind];
	const q = await make(), key = q.keyless ? undefined : randomUUID();
	const send = () => q.who.send(q.method, q.path, { body: q.body, version: q.version, key: q.method === 'POST' ? key : undefined });
	const before = print(), start = q.effect ? Number(place.sql(q.effect)) : 0;
	arm(at, number, mode);
	let answer = await send();
	const fired = disarm();
	const wrong = [];
	if (!fired) return { fired, wrong: answer.status < 400 ? wrong : [`${name}: ${answer.status} ${answer.text}`] };
	total.faults++;
	const where = `${name}, ${kind}, call ${at}: `;
	if (answer.status === 503) {
		total.refused++;
		if (!(Number(answer.headers.get('retry-after')) > 0)) wrong.push(`${where}503 without Retry-After`);
		if (answer.body.code !== 'db_unknown' && q.effect && print() !== before) wrong.push(`${where}refused, but something changed`);
		/* Nobody knows whether it was done; without a key one looks, and it was. */
		const unknown = answer.body.code === 'db_unknown';
		answer = await send();
		if (unknown && !(key && q.method === 'POST') && answer.status === 412) return { fired, wrong };
	} else if (answer.body?.code === 'key_running' && number === 1205) {
		/* Whoever waits for the key's row is told that another request holds it. */
		total.refused++;
		answer = await send();
	} else total.retried++;
	if (answer.status >= 400) wrong.push(`${where}${answer.status} ${answer.text.slice(0, 200)}`);
	if (q.effect && answer.status < 400 && wrong.length === 0) {
		const once = Number(place.sql(q.effect)) - start;
		if (key && q.method === 'POST') {
			const again = await send();
			if (again.text !== answer.text) wrong.push(`${where}another answer to the same key`);
		}
		if (Number(place.sql(q.effect)) - start !== once || once < 1) wrong.push(`${where}${once} then ${Number(place.sql(q.effect)) - start}`);
	}
	return { fired, wrong };
}

for (const [name, make] of Object.entries(requests))
	await scenario(`${name}: whichever SQL call fails, nothing is half done`, async (t) => {
		const wrong = [];
		let calls = 0;
		for (const kind of Object.keys(kinds)) {
			const commit = kinds[kind][1] & 1;
			for (let i = commit ? 1 : start; i < 400; i += commit ? 1 : step) {
				const r = await one(name, make, kind, i);
				wrong.push(...r.wrong);
				if (!r.fired) break;
				calls++;
			}
		}
		t.ok(calls > 0, `${calls} calls failed`);
		t.is([...new Set(wrong)].slice(0, 8), [], 'wrong');
	});
await scenario('all verifies afterwards', async (t) => {
	console.log(`# ${total.faults} faults: ${total.retried} made good at once, ${total.refused} answered 503`);
	const v = place.ctl('verify');
	t.is(v.status, 0, v.stdout.slice(-1500));
});
closeSync(file);
await done();
