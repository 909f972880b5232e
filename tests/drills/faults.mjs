/*
 * What the drills of faults share: a service with a library preloaded that makes the n-th call of a kind fail
 * (tests/lib/*fault.c), the requests that are put to it, and what they could leave behind half done.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { installation, filing, filed, advance } from '../http/harness.mjs';

const build = process.env.BUILDDIR ?? process.cwd();

/** The service with NAME.so preloaded, which reads what it is to do from the file in the variable NAME. */
export async function faulty(name, { sanitizers = true } = {}) {
	const shim = join(build, `tests/lib/${name}.so`);
	const why = !existsSync(shim)
		? `${name}.so is not built`
		: !sanitizers && /__[at]san_init/.test(readFileSync(join(build, 'disclosured'), 'latin1'))
			? 'a sanitizer has an allocator of its own'
			: '';
	if (why) {
		console.log(`1..0 # SKIP ${why}`);
		process.exit(0);
	}
	const place = await installation({ workers: 2 });
	const path = join(place.db.dir, name);
	writeFileSync(path, Buffer.alloc(20));
	const file = openSync(path, 'r+');
	const service = await place.serve({
		env: {
			[name.toUpperCase()]: path,
			LD_PRELOAD: process.env.FAULT_ALSO ? `${shim}:${process.env.FAULT_ALSO}` : shim,
			ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
		},
	});
	const words = (...w) => {
		const b = Buffer.alloc(4 * w.length);
		w.forEach((x, i) => b.writeInt32LE(x, 4 * i));
		return b;
	};
	return {
		place,
		service,
		file,
		arm(at, number = 0, mode = 0) {
			writeSync(file, words(0, number, mode, 0, 0), 0, 20, 0);
			writeSync(file, words(at), 0, 4, 0);
		},
		/** Whether the call came, and how many there were. */
		disarm() {
			writeSync(file, words(0), 0, 4, 0);
			const b = Buffer.alloc(20);
			readSync(file, b, 0, 20, 0);
			return { fired: b.readInt32LE(16) > 0, seen: b.readInt32LE(12) };
		},
		...(await asked(place, service)),
	};
}

/** What is asked: each makes what it needs and says what should be there once. */
async function asked(place, service) {
	const people = new Map();
	const w = {
		sql: place.sql,
		anyone: () => service.client(),
		async person(login) {
			if (!people.has(login)) {
				const c = service.client();
				await c.signIn(login, place.passwords.get(login));
				people.set(login, c);
			}
			return people.get(login);
		},
	};
	const admin = await w.person('qzf-system-admin');
	await admin.call('PUT', '/api/v1/test-clock', { body: { day: '2026-03-02' } });
	const worker = await w.person('fgw-caseworker'),
		clerk = await w.person('fgw-clerk'),
		head = await w.person('fgw-head');

	async function at(state) {
		const k = await filed(w, 'FGW');
		if (state) await advance(w, k.id, state);
		return { ...k, version: (await worker.get(`/api/v1/cases/${k.id}`)).version };
	}
	const act =
		(who, state, name, body, method = 'POST') =>
		async () => {
			const k = await at(state);
			return {
				who,
				method,
				path: `/api/v1/cases/${k.id}/${name}`,
				body,
				version: k.version,
				effect: `SELECT COUNT(*) FROM event WHERE case_id = ${k.id}`,
			};
		};
	const n = () => Math.floor(Math.random() * 1e9);
	const requests = {
		file: async () => {
			const title = `故障${randomUUID()}`;
			return {
				who: w.anyone(),
				method: 'POST',
				path: '/api/v1/requests',
				body: filing('FGW', { title }),
				effect: `SELECT COUNT(*) FROM event e JOIN docket d ON d.id = e.case_id WHERE d.title = '${title}'`,
			};
		},
		register: act(clerk, null, 'registration', {}),
		assign: act(head, 'registered', 'assignment', { user_id: worker.user.id }),
		note: act(worker, 'investigating', 'contacts', { kind: 'note', said: '备注' }),
		search: act(worker, 'investigating', 'searches', {
			place: '档案室',
			searched_on: '2026-03-02',
			searcher: '示例经办人',
			method: '关键词：名单',
			found: false,
			result: '未找到',
		}),
		correction: act(worker, 'investigating', 'corrections', {
			items: [{ kind: 'description', what: '年份', guidance: '请说明年份。' }],
		}),
		extension: act(worker, 'investigating', 'extensions', { reason: '需要检索的信息很多', working_days: 20 }),
		draft: act(
			worker,
			'investigating',
			'reply',
			{
				parts: [
					{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' },
				],
			},
			'PUT',
		),
		submit: act(worker, 'drafted', 'reply/submission', {}),
		sign: act(head, 'submitted', 'reply/signature', {}),
		serve: act(clerk, 'signed', 'services', { way: 'electronic' }),
		withdraw: async () => {
			const k = await at('investigating');
			return {
				who: k.applicant,
				method: 'POST',
				path: `/api/v1/requests/${k.filed.number}/withdrawal`,
				body: {},
				version: k.version,
				effect: `SELECT COUNT(*) FROM event WHERE case_id = ${k.id}`,
			};
		},
		sign_in: async () => ({
			who: service.client(),
			method: 'POST',
			path: '/api/v1/sessions',
			body: { login: 'fgw-leader', password: place.passwords.get('fgw-leader') },
			keyless: true,
		}),
		user: async () => {
			const login = `u${n()}`;
			return {
				who: admin,
				method: 'POST',
				path: '/api/v1/users',
				body: { login, name: '示例' },
				effect: `SELECT COUNT(*) FROM user WHERE login = '${login}'`,
			};
		},
		token: async () => {
			const name = `t${n()}`;
			return {
				who: worker,
				method: 'POST',
				path: '/api/v1/tokens',
				body: { name, scopes: ['read'], days: 1 },
				effect: `SELECT COUNT(*) FROM api_token WHERE name = '${name}'`,
			};
		},
		queue: async () => ({ who: worker, method: 'GET', path: '/api/v1/cases?queue=agency&limit=50', keyless: true }),
		read: async () => {
			const k = await at('investigating');
			return { who: worker, method: 'GET', path: `/api/v1/cases/${k.id}`, keyless: true };
		},
	};
	/** All that an act could leave behind half done. */
	const print = () =>
		place
			.sql(
				`SELECT (SELECT COUNT(*) FROM docket), (SELECT SUM(version + seq) FROM docket), (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM letter),
		(SELECT COUNT(*) FROM deadline), (SELECT SUM(version) FROM deadline), (SELECT COUNT(*) FROM outbox WHERE type NOT LIKE '%.deadline.%'), (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM reply),
		(SELECT COUNT(*) FROM period), (SELECT COUNT(*) FROM handling), (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM user), (SELECT COUNT(*) FROM user_role)`,
			)
			.trim();
	return { requests, print };
}
