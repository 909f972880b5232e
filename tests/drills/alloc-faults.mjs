/*
 * Each allocation of a request fails in turn: the first, the second, ... until the request passes untouched; alone,
 * and with all that come after it.  The answer is the request's own or says that there was no memory, with nothing
 * changed; the same key sent again does it, once; the service goes on.
 *
 *	FAULT_STEP=1 node tests/drills/alloc-faults.mjs     every allocation; alone one in many, beginning with another each time
 */
import { randomUUID } from 'node:crypto';
import { closeSync } from 'node:fs';
import { scenario, done } from '../http/harness.mjs';
import { faulty } from './faults.mjs';

const step = Number(process.env.FAULT_STEP ?? 251),
	start = Number(process.env.FAULT_START ?? 1 + (Date.now() % step));
console.log(`# FAULT_STEP=${step} FAULT_START=${start}`);
const { place, service, file, arm, disarm, requests, print } = await faulty('allocfault', { sanitizers: false });
const total = { faults: 0, untouched: 0, refused: 0 };

async function one(name, make, at, mode) {
	const q = await make(),
		key = q.keyless ? undefined : randomUUID();
	const send = async () => {
		try {
			return await q.who.send(q.method, q.path, {
				body: q.body,
				version: q.version,
				key: q.method === 'POST' ? key : undefined,
			});
		} catch (e) {
			return { status: 599, text: e.message, body: {} }; // closed without an answer
		}
	};
	const before = print(),
		first = q.effect ? Number(place.sql(q.effect)) : 0;
	arm(at, 0, mode);
	let answer = await send();
	const { fired, seen } = disarm();
	const wrong = [],
		where = `${name}, allocation ${at}${mode ? ' and all after it' : ''}: `;
	if (service.child.exitCode !== null || service.child.signalCode)
		return {
			fired: false,
			seen,
			dead: true,
			wrong: [
				`${where}the service is gone (${service.child.signalCode}) ${process.env.FAULT_ALSO ? service.log().slice(-3000) : ''}`,
			],
		};
	if (!fired)
		return { fired, seen, wrong: answer.status < 400 ? wrong : [`${name}: ${answer.status} ${answer.text}`] };
	total.faults++;
	if (answer.status >= 500) {
		total.refused++;
		const after = q.effect && answer.body?.code !== 'db_unknown' ? print() : before;
		if (after !== before) wrong.push(`${where}refused, but something changed: ${before} to ${after}`);
		answer = await send();
	} else total.untouched++;
	if (answer.status >= 400) wrong.push(`${where}${answer.status} ${answer.text.slice(0, 200)}`);
	if (q.effect && answer.status < 400 && wrong.length === 0) {
		const once = Number(place.sql(q.effect)) - first;
		if (key && q.method === 'POST' && (await send()).text !== answer.text)
			wrong.push(`${where}another answer to the same key`);
		if (Number(place.sql(q.effect)) - first !== once || once < 1)
			wrong.push(`${where}${once} then ${Number(place.sql(q.effect)) - first}`);
	}
	return { fired, seen, wrong };
}

let dead = false;
for (const [name, make] of Object.entries(requests))
	await scenario(`${name}: whichever allocation fails, nothing is half done`, async (t) => {
		const wrong = [];
		let faults = 0,
			most = 0;
		for (const mode of [0, 1])
			for (let i = start; i < 100000 && !dead; i += step) {
				const r = await one(name, make, i, mode);
				wrong.push(...r.wrong);
				dead ||= Boolean(r.dead);
				most = Math.max(most, r.seen);
				if (!r.fired) break;
				faults++;
			}
		console.log(`# ${name}: ${most} allocations, ${faults} failed`);
		t.ok(most > 0, `${most} allocations`);
		t.is([...new Set(wrong)].slice(0, 8), [], 'wrong');
	});
await scenario('all verifies afterwards', async (t) => {
	console.log(`# ${total.faults} faults: ${total.untouched} without effect, ${total.refused} refused`);
	t.ok(total.faults > 0, 'some failed');
	const v = place.ctl('verify');
	t.is(v.status, 0, v.stdout.slice(-1500));
});
closeSync(file);
await done();
