/*
 * SQL calls of a request fail: by a deadlock, a lock wait, a changed row, a connection lost before or during the
 * COMMIT, once or from then on.  The answer is the request's own or 503; nothing is half done; the same key sent
 * again does it, once.
 *
 *	FAULT_STEP=1 node tests/drills/sql-faults.mjs     each call in turn; alone FAULT_TRIES=3 of them, drawn by lot
 *	FAULT_SEED=7 node tests/drills/sql-faults.mjs     the same ones again
 */
import { scenario, done } from '../http/harness.mjs';
import { COMMIT, AFTER, ON, sqlKinds } from '../lib/shim.mjs';
import { faulty, seed, random } from './faults.mjs';

const step = Number(process.env.FAULT_STEP ?? 0),
	tries = Number(process.env.FAULT_TRIES ?? 3);
console.log(`# FAULT_SEED=${seed} FAULT_STEP=${step} FAULT_TRIES=${tries}`);

const { place, close, untouched, touched, requests } = await faulty('sqlfault');
const total = { faults: 0, refused: 0 };

/** All calls by FAULT_STEP, or some by lot; each COMMIT, of which there are few. */
function* calls(n, commit) {
	if (commit) for (let i = 1; i <= n; i++) yield i;
	else if (step) for (let i = 1 + Math.floor(random() * step); i <= n; i += step) yield i;
	else for (let i = 0; i < tries; i++) yield 1 + Math.floor(random() * n);
}

for (const [name, make] of Object.entries(requests))
	await scenario(`${name}: whichever SQL call fails, nothing is half done`, async (t) => {
		const wrong = [],
			plain = await untouched(make),
			commits = (await untouched(make, COMMIT)).calls;
		let faults = 0;
		t.ok(plain.calls > 0, `${plain.calls} calls`);
		t.ok(plain.effect > 0 || !(await make()).effect, `${plain.effect} there afterwards`);
		for (const [kind, [number, mode]] of Object.entries(sqlKinds))
			for (const at of calls(mode & COMMIT ? commits : plain.calls, mode & COMMIT)) {
				const where = `${name}, ${kind}, call ${at}`;
				const r = await touched(where, make, plain, {
					at,
					number,
					mode,
					late: Boolean(mode & AFTER),
					/* Whoever waits for the key's row is told that another request holds it. */
					refused: (a) => a.status === 503 || (a.body?.code === 'key_running' && number === 1205),
				});
				wrong.push(...r.wrong);
				if (!r.fired) continue;
				/* Tried again a few times, and then no more. */
				if (mode === (COMMIT | ON) && plain.effect && !r.refused) wrong.push(`${where}: not refused`);
				faults++;
				total.faults++;
				total.refused += r.refused;
			}
		t.ok(faults > 0, `${faults} calls failed`);
		t.is([...new Set(wrong)].slice(0, 8), [], 'wrong');
	});
await scenario('all verifies afterwards', async (t) => {
	console.log(
		`# ${total.faults} faults: ${total.faults - total.refused} made good at once, ${total.refused} refused`,
	);
	t.ok(total.refused > 0 && total.refused < total.faults, 'some were refused, some made good');
	const v = place.ctl('verify');
	t.is(v.status, 0, v.stdout.slice(-1500));
});
close();
await done();
