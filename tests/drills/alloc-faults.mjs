/*
 * Each allocation of a request fails in turn: the first, the second, ... until the request passes untouched; alone,
 * and with all that come after it.  The answer is the request's own or says that there was no memory, with nothing
 * changed; the same key sent again does it, once; the service goes on.
 *
 *	FAULT_STEP=1 node tests/drills/alloc-faults.mjs     every allocation; alone one in many, beginning with another each time
 *	FAULT_SEED=7 node tests/drills/alloc-faults.mjs     the same ones again
 */
import { scenario, done } from '../http/harness.mjs';
import { faulty, seed, random } from './faults.mjs';

const step = Number(process.env.FAULT_STEP ?? 251);
console.log(`# FAULT_SEED=${seed} FAULT_STEP=${step}`);
const { place, service, close, untouched, touched, requests } = await faulty('allocfault', { sanitizers: false });
const total = { faults: 0, refused: 0 };

let dead = false;
for (const [name, make] of Object.entries(requests))
	await scenario(`${name}: whichever allocation fails, nothing is half done`, async (t) => {
		const wrong = [],
			plain = await untouched(make);
		let faults = 0;
		t.ok(plain.effect > 0 || !(await make()).effect, `${plain.effect} there afterwards`);
		for (const mode of [0, 1])
			for (let i = 1 + Math.floor(random() * Math.min(step, plain.calls)); i < 100000 && !dead; i += step) {
				const r = await touched(`${name}, allocation ${i}${mode ? ' and all after it' : ''}`, make, plain, {
					at: i,
					mode,
					refused: (a) => a.status >= 500,
				});
				wrong.push(...r.wrong);
				if (r.dead && process.env.FAULT_ALSO) wrong.push(service.log().slice(-3000));
				dead ||= Boolean(r.dead);
				if (!r.fired) break;
				faults++;
				total.faults++;
				total.refused += r.refused;
			}
		console.log(`# ${name}: ${plain.calls} allocations, ${faults} failed`);
		t.ok(faults > 0, `${faults} of ${plain.calls} allocations failed`);
		t.is([...new Set(wrong)].slice(0, 8), [], 'wrong');
	});
await scenario('all verifies afterwards', async (t) => {
	console.log(`# ${total.faults} faults: ${total.faults - total.refused} without effect, ${total.refused} refused`);
	t.ok(total.faults > 0, 'some failed');
	const v = place.ctl('verify');
	t.is(v.status, 0, v.stdout.slice(-1500));
});
close();
await done();
