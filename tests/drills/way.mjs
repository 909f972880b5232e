/*
 * A way to the service on which SQL calls fail: it stands between any scenario and the service, lets one call of each
 * write fail (and of some reads), sends what was refused for it again, under the same key if there is one, and passes
 * on what came of it.  The scenario must not notice.  With FAULT_EACH the first request of each operation that succeeds
 * is sent with its first call failing, and all after it, then its second and all after it, and so on until it passes;
 * FAULT_SWEPT names those of which that is known.  With the variable FAULT_WAY, a folder, the harness puts it before
 * each service; what was met is left there for tests/drills/every-endpoint.mjs.
 */
import { createServer, request, Agent } from 'node:http';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AFTER, COMMIT, ON, missing, seeded, shim, sqlKinds } from '../lib/shim.mjs';

const random = seeded(Number(process.env.FAULT_SEED ?? 1));
/* One write in so many meets a fault. */
const share = Number(process.env.FAULT_SHARE || 1);
const below = (n) => Math.floor(random() * n);
/* Each call in turn; not of files, which are sent in pieces and broken off, and tidied up later. */
const each = process.env.FAULT_EACH && !process.env.FAULT_ONCE;

/** The rows of server/api/routes.c. */
export function routes(source) {
	const text = readFileSync(join(source, 'server/api/routes.c'), 'utf8');
	return [...text.matchAll(/\{\s*RQ_(\w+),\s*"([^"]+)",([^}]*?)"(\w+)"\s*\}/g)].map(
		([, method, path, how, operation]) => ({
			method,
			operation,
			keyed: /\bROUTE_IDEMPOTENT\b|\b(HOOK_)?ACT\b/.test(how),
			fixed: path.replace(/\{[^}]*\}/g, '').length,
			path: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`),
		}),
	);
}

/** The way before one service: the environment that it needs; URL = await open(its own URL); close(). */
export function way(dir, n, source) {
	const why = missing('sqlfault');
	if (why) throw new Error(why);
	const control = shim('sqlfault', join(dir, `way-${n}`));
	const agent = new Agent({ keepAlive: true });
	const known = routes(source),
		calls = new Map();
	const met = { hit: {}, swept: {}, wrong: [], faults: 0, refused: 0, reads: 0 };
	const swept = new Set((process.env.FAULT_SWEPT ?? '').split(','));
	const tried = new Map(); // how often an operation was refused for what it is, at the end of a sweep
	let target,
		server,
		armed = false;

	/** Of two routes that fit, the one with less left open. */
	const routeOf = (method, path) =>
		known.filter((r) => r.method === method && r.path.test(path)).sort((a, b) => b.fixed - a.fixed)[0];

	function forward(rq, body) {
		return new Promise((resolve, reject) => {
			const out = request(target + rq.url, { method: rq.method, headers: rq.headers, agent }, (a) => {
				const parts = [];
				a.on('data', (d) => parts.push(d));
				a.on('error', reject);
				a.on('end', () => {
					const text = Buffer.concat(parts);
					let code = null;
					if (text.length && /problem.json/.test(a.headers['content-type'] ?? ''))
						code = JSON.parse(text).code;
					resolve({ status: a.statusCode, headers: a.headers, raw: a.rawHeaders, text, code });
				});
			});
			out.on('error', reject);
			out.end(body);
		});
	}

	/** Nothing was done, or it is not known, because of the database. */
	const again = (a) => (a.status === 503 && a.code?.startsWith('db_')) || a.code === 'key_running';

	/** What was refused, whether the fault was meant for it or for another that came at the same time, is sent again. */
	async function onceMore(answer, rq, body) {
		if (again(answer)) met.refused++;
		for (let i = 0; i < (process.env.FAULT_EACH ? 100 : 5) && again(answer); i++) {
			while (armed) await new Promise((resolve) => setTimeout(resolve, 10));
			answer = await forward(rq, body);
		}
		return answer;
	}

	/** FN with one call that fails.  What other requests call meanwhile counts, too, so that only one is armed. */
	async function touched(route, late, fn) {
		const kinds = Object.entries(sqlKinds).filter(
			([, [, mode]]) => (late || !(mode & AFTER)) && !(process.env.FAULT_ONCE && mode & ON),
		);
		const [kind, [number, mode]] = kinds[below(kinds.length)];
		/* What comes for the first time, and perhaps never again, meets one surely: among the first calls. */
		const known = calls.get(route.operation),
			most = mode & COMMIT ? (known ? 2 : 1) : (known ?? 4);
		const at = 1 + below(most);
		armed = true;
		control.arm(at, number, mode);
		try {
			const answer = await fn();
			const { fired, seen } = control.disarm();
			if (!known) calls.set(route.operation, 40);
			else if (!(mode & COMMIT) && !fired) calls.set(route.operation, Math.max(seen, 1));
			const where = `${route.operation}, ${kind}, call ${at}: `;
			if (fired) {
				met.faults++;
				met.hit[route.operation] = (met.hit[route.operation] ?? 0) + 1;
				if (answer.status >= 500 && answer.status !== 503)
					met.wrong.push(`${where}${answer.status} ${answer.text}`);
				if (answer.status === 503 && !(Number(answer.headers['retry-after']) > 0))
					met.wrong.push(`${where}503 without Retry-After`);
			}
			return { answer, fired, where };
		} finally {
			control.disarm();
			armed = false;
		}
	}

	const unswept = (route) => each && route && !armed && !swept.has(route.operation);

	/** The answer to what is refused until none of its calls fails: from the first on, from the second on, ... */
	async function sweep(rq, body, route) {
		const kinds = Object.entries(sqlKinds).filter(([, [, mode]]) => mode === ON),
			[kind, [number, mode]] = kinds[below(kinds.length)];
		for (let at = 1; ; at++) {
			armed = true;
			control.arm(at, number, mode);
			const answer = await forward(rq, body).finally(() => {
				armed = false;
			});
			const { fired } = control.disarm();
			if (fired) met.faults++;
			if (fired && again(answer)) {
				met.refused++;
				if (!(Number(answer.headers['retry-after']) > 0))
					met.wrong.push(`${route.operation}, ${kind}, from call ${at}: 503 without Retry-After`);
				continue;
			}
			if (answer.status >= 500)
				met.wrong.push(`${route.operation}, ${kind}, from call ${at}: ${answer.status} ${answer.text}`);
			/* What is refused anyway shows few of its calls; three such, and it is left to another scenario. */
			const refusals = (tried.get(route.operation) ?? 0) + 1;
			tried.set(route.operation, refusals);
			if (answer.status < 300) met.swept[route.operation] = at - 1;
			if (answer.status < 300 || refusals === 3) swept.add(route.operation);
			if (at > 1) met.hit[route.operation] = (met.hit[route.operation] ?? 0) + at - 1;
			return answer;
		}
	}

	async function write(rq, body, route) {
		const key = route?.keyed && rq.headers['idempotency-key'];
		let answer,
			where = `${route?.operation}: `;
		if (unswept(route)) answer = await sweep(rq, body, route);
		else if (route && !armed && below(share) === 0)
			({ answer, where } = await touched(route, Boolean(key), () => forward(rq, body)));
		else answer = await forward(rq, body);
		answer = await onceMore(answer, rq, body);
		/* Now and then as a client that did not get the answer. */
		if (key && answer.status < 300 && below(4) === 0) {
			const same = await onceMore(await forward(rq, body), rq, body);
			if (Buffer.compare(same.text, answer.text)) met.wrong.push(`${where}another answer to the same key`);
		}
		return answer;
	}

	/** One in eight meets a fault: the text is what it is without one. */
	async function read(rq, route) {
		const plain = await forward(rq);
		const json = /json/.test(plain.headers['content-type'] ?? '');
		const still = route && route.operation !== 'getJob'; // which goes on between two looks
		if (!still || armed || !json || plain.status !== 200 || below(8)) return plain;
		const { answer, fired, where } = await touched(route, true, () => forward(rq));
		if (!fired) return answer;
		met.reads++;
		const whole = await onceMore(answer, rq);
		/* What came in between is nobody's fault. */
		if (Buffer.compare(plain.text, whole.text) && Buffer.compare((await forward(rq)).text, whole.text))
			met.wrong.push(`${where}another text than without a fault: ${whole.status} ${whole.text.slice(0, 300)}`);
		return whole;
	}

	/** A stream never ends; it is passed on as it comes. */
	function stream(rq, rs) {
		const out = request(target + rq.url, { method: rq.method, headers: rq.headers }, (a) => {
			rs.writeHead(a.statusCode, a.rawHeaders);
			a.pipe(rs);
		});
		out.on('error', () => rs.destroy());
		rs.on('close', () => out.destroy());
		out.end();
	}

	async function answered(rq, body, route) {
		if (!['GET', 'HEAD', 'OPTIONS'].includes(rq.method)) return write(rq, body, route);
		if (rq.method === 'GET' && unswept(route)) return onceMore(await sweep(rq, body, route), rq, body);
		if (rq.method === 'GET' && process.env.FAULT_READS) return read(rq, route);
		return onceMore(await forward(rq, body), rq, body);
	}

	async function pass(rq, rs) {
		const parts = [];
		for await (const part of rq) parts.push(part);
		const body = Buffer.concat(parts);
		const route = routeOf(rq.method, rq.url.split('?')[0]);
		const answer = await answered(rq, body, route);
		rs.writeHead(answer.status, answer.raw);
		rs.end(answer.text);
	}

	return {
		env: control.env,
		wrong: met.wrong,
		open(url) {
			target = url;
			server = createServer((rq, rs) => {
				if (rq.url.startsWith('/api/v1/stream')) stream(rq, rs);
				else pass(rq, rs).catch(() => rs.destroy());
			});
			return new Promise((resolve) =>
				server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)),
			);
		},
		close() {
			server?.close();
			server?.closeAllConnections?.();
			agent.destroy();
			control.close();
			mkdirSync(process.env.FAULT_WAY, { recursive: true });
			writeFileSync(join(process.env.FAULT_WAY, `${randomUUID()}.json`), JSON.stringify(met));
		},
	};
}
