/*
 * Each SQL call of a request fails in turn: the first, the second, ... until the request passes untouched; by a
 * deadlock, a lock wait, a changed row, a connection lost before or during the COMMIT.  The answer is the
 * request's own or 503; nothing is half done; the same key sent again does it, once.
 *
 *	FAULT_STEP=1 node tests/drills/sql-faults.mjs     every call; alone every 61st, beginning with another each time
 */
import { randomUUID } from 'node:crypto';
import { closeSync } from 'node:fs';
import { scenario, done } from '../http/harness.mjs';
import { faulty } from './faults.mjs';

const step = Number(process.env.FAULT_STEP ?? 61),
	start = Number(process.env.FAULT_START ?? 1 + (Date.now() % Math.min(step, 2)));
console.log(`# FAULT_STEP=${step} FAULT_START=${start}`);

const { place, file, arm, disarm, requests, print } = await faulty('sqlfault');
const kinds = {
	deadlock: [1213, 0],
	'lock wait': [1205, 0],
	'changed row': [1020, 0],
	'counter of ids': [1467, 0],
	lost: [2013, 0],
	gone: [2006, 0],
	'deadlock at COMMIT': [1213, 1],
	'lost before COMMIT': [2013, 1],
	'lost after COMMIT': [2013, 3],
};

const total = { faults: 0, retried: 0, refused: 0 };

async function one(name, make, kind, at) {
	const [number, mode] = kinds[kind];
	const q = await make(),
		key = q.keyless ? undefined : randomUUID();
	const send = () =>
		q.who.send(q.method, q.path, { body: q.body, version: q.version, key: q.method === 'POST' ? key : undefined });
	const before = print(),
		start = q.effect ? Number(place.sql(q.effect)) : 0;
	arm(at, number, mode);
	let answer = await send();
	const { fired } = disarm();
	const wrong = [];
	if (!fired) return { fired, wrong: answer.status < 400 ? wrong : [`${name}: ${answer.status} ${answer.text}`] };
	total.faults++;
	const where = `${name}, ${kind}, call ${at}: `;
	if (answer.status === 503) {
		total.refused++;
		if (!(Number(answer.headers.get('retry-after')) > 0)) wrong.push(`${where}503 without Retry-After`);
		if (answer.body.code !== 'db_unknown' && q.effect && print() !== before)
			wrong.push(`${where}refused, but something changed`);
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
		if (Number(place.sql(q.effect)) - start !== once || once < 1)
			wrong.push(`${where}${once} then ${Number(place.sql(q.effect)) - start}`);
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
