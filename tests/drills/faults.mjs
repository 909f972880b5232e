/*
 * What the drills of faults share: a service with a library preloaded that makes the n-th call of a kind fail
 * (tests/lib/*fault.c), the requests that are put to it, and what they could leave behind half done.
 */
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installation, filing, filed, advance } from '../http/harness.mjs';
import { missing, seeded, shim } from '../lib/shim.mjs';

/** What is drawn by lot is drawn again with the same seed. */
export const seed = Number(process.env.FAULT_SEED ?? process.env.DRILL_SEED ?? Date.now() % 1e9);
export const random = seeded(seed);

/** One connection for all questions: a program started for each would take most of the time. */
function asking(place) {
	const child = spawn(
		'mariadb',
		['--no-defaults', '--default-character-set=utf8mb4', '-N', '--unbuffered', '-S', place.db.socket, place.name],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	let text = '',
		told = null,
		failed = () => {};
	child.on('exit', () => failed());
	child.stdout.setEncoding('utf8');
	child.stdout.on('data', (d) => {
		text += d;
		const end = text.indexOf('that is all\n');
		if (end < 0 || !told) return;
		const tell = told;
		told = null;
		tell(text.slice(0, end));
		text = '';
	});
	return {
		ask: (sql) =>
			new Promise((resolve, reject) => {
				told = resolve;
				failed = () => reject(new Error(`no answer to ${sql}`));
				child.stdin.write(`${sql};\nSELECT 'that is all';\n`);
			}),
		close: () => child.stdin.end(),
	};
}

/** What an answer is made of, without what differs from one to the next: each member's place and type. */
function shape(answer) {
	const places = [];
	const walk = (at, value) => {
		if (value && typeof value === 'object')
			for (const [name, inner] of Object.entries(value)) walk(`${at}/${name}`, inner);
		else places.push(`${at} ${value === null ? 'null' : typeof value}`);
	};
	if (answer.body) walk('', answer.body);
	else places.push(`${answer.text.length > 0}`);
	return places;
}

/** Some of what is in one list alone. */
const between = (a, b) => [
	...a.filter((x) => !b.includes(x)).map((x) => `without ${x}`),
	...b.filter((x) => !a.includes(x)).map((x) => `with ${x}`),
];

/** The service with NAME.so preloaded, which reads what it is to do from the file in the variable NAME. */
export async function faulty(name, { sanitizers = true } = {}) {
	const why = missing(name, { sanitizers });
	if (why) {
		console.log(`1..0 # SKIP ${why}`);
		process.exit(0);
	}
	const place = await installation({ workers: 2 });
	const control = shim(name, join(place.db.dir, name));
	const service = await place.serve({ env: control.env });
	const { ask, close } = asking(place);
	const { requests, print } = await asked(place, service, ask);
	return {
		place,
		service,
		requests,
		...control,
		...trying({ service, ask, print, ...control }),
		close() {
			close();
			control.close();
		},
	};
}

const never = 1e9;

/** One request at a time, with a fault or without, and what is wrong with what came of it. */
function trying({ service, ask, print, arm, disarm }) {
	const gone = () => service.child.exitCode !== null || service.child.signalCode;
	const count = async (q) => (q.effect ? Number(await ask(q.effect)) : 0);

	function sender(q) {
		const key = q.keyless || q.method !== 'POST' ? undefined : randomUUID();
		return {
			key,
			async send() {
				try {
					return await q.who.send(q.method, q.path, { body: q.body, version: q.version, key });
				} catch (e) {
					return { status: 599, text: e.message, body: {}, headers: new Map() }; // closed without an answer
				}
			},
		};
	}

	/** Without a fault: how many calls there are, of them so many COMMITs; what is there afterwards; the answer. */
	async function untouched(make, mode = 0) {
		const q = await make(),
			start = await count(q);
		arm(never, 0, mode);
		const answer = await sender(q).send();
		const { seen } = disarm();
		if (answer.status >= 400) throw new Error(`without a fault: ${answer.status} ${answer.text}`);
		return { calls: seen, effect: (await count(q)) - start, shape: shape(answer) };
	}

	/**
	 * With one: the answer is the request's own or REFUSED says that it may be, with nothing changed unless LATE
	 * (the fault comes after the COMMIT); sent again under the same key it is done, once, and has that answer.
	 */
	async function touched(where, make, plain, { at, number = 0, mode = 0, late = false, refused }) {
		const q = await make(),
			{ key, send } = sender(q),
			wrong = [];
		const fault = (what) => wrong.push(`${where}: ${what}`);
		const reading = q.method === 'GET' ? (await send()).text : null;
		const before = await print(),
			start = await count(q);
		arm(at, number, mode);
		let answer = await send();
		const { fired, seen } = disarm();
		if (gone()) return { fired: false, seen, dead: true, wrong: [`${where}: the service is gone (${gone()})`] };
		const first = answer;
		if (fired && refused(answer)) {
			if (answer.status === 503 && !(Number(answer.headers.get('retry-after')) > 0))
				fault('503 without Retry-After');
			const unknown = answer.body?.code === 'db_unknown' || answer.status === 599;
			const after = await print();
			if (!(unknown && late) && q.effect && after !== before)
				fault(`refused with ${answer.status}, but something changed: ${before} to ${after}`);
			answer = await send();
			/* Nobody knows whether it was done; without a key one looks. */
			if (unknown && late && !key && answer.status === 412) answer = { status: 412, unseen: true };
		}
		if (answer.status >= 400 && !answer.unseen) fault(`${answer.status} ${answer.text.slice(0, 200)}`);
		else {
			const there = (await count(q)) - start;
			if (there !== plain.effect) fault(`${there} in place of ${plain.effect}`);
			if (reading !== null && answer.text !== reading) fault('another text than without a fault');
			const differs = answer.unseen ? [] : between(plain.shape, shape(answer));
			if (differs.length) fault(`another answer than without a fault: ${differs.slice(0, 4)}`);
			if (key && (await send()).text !== answer.text) fault('another answer to the same key');
			if ((await count(q)) - start !== there) fault('done again by the same key');
		}
		return { fired, seen, wrong, refused: fired && refused(first), first };
	}
	return { untouched, touched };
}

/** What is asked: each makes what it needs and says what should be there once. */
async function asked(place, service, ask) {
	const people = new Map();
	const w = {
		sql: ask,
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
		/* Each about something else, so that none is like another. */
		const k = await filed(w, 'FGW', { title: `故障${randomUUID()}`, description: `申请公开${randomUUID()}。` });
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
	const print = async () =>
		(
			await ask(`SELECT (SELECT COUNT(*) FROM docket), (SELECT SUM(version + seq) FROM docket), (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM letter),
		(SELECT COUNT(*) FROM deadline), (SELECT SUM(version) FROM deadline), (SELECT COUNT(*) FROM outbox WHERE type NOT LIKE '%.deadline.%'), (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM reply),
		(SELECT COUNT(*) FROM period), (SELECT COUNT(*) FROM handling), (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM user), (SELECT COUNT(*) FROM user_role)`)
		).trim();
	return { requests, print };
}
