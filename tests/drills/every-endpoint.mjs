/*
 * Scenarios over a way on which SQL calls fail (way.mjs): each write meets a fault at a call and of a kind drawn by lot,
 * and all must end as it does without.  Alone the whole demo, where every second write and some reads do; in the long
 * form every scenario, where in the first request of each endpoint that succeeds each call fails in turn.
 *
 *	FAULT_ALL=1 FAULT_SEED=7 node tests/drills/every-endpoint.mjs     the long form; FAULT_ALL=fee,joint those alone
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenario, done } from '../http/harness.mjs';
import { missing } from '../lib/shim.mjs';
import { routes } from './way.mjs';

const source = process.env.SRCDIR ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e9),
	all = process.env.FAULT_ALL;
console.log(`# FAULT_SEED=${seed} FAULT_ALL=${all ?? ''}`);
if (missing('sqlfault')) {
	console.log(`1..0 # SKIP ${missing('sqlfault')}`);
	process.exit(0);
}

/** Scenarios that are no matter of requests one by one, or are about what the way itself does. */
const others = new Map([
	['harness', 'what they stand on'],
	['receiver', 'a server that hooks are sent to'],
	['ask-steps', 'steps that others share'],
	['hostile', 'bytes on the wire, which the way puts in order'],
	['instances', 'the database away, instances killed: answers 503 of its own'],
]);
/** What tidies up behind a refusal and, while the database refuses everything, leaves it to the daily cleaning. */
const once = new Set(['documents']);

const names = readdirSync(join(source, 'tests/http'))
	.filter((f) => f.endsWith('.mjs'))
	.map((f) => f.slice(0, -4))
	.filter((f) => !others.has(f));
const chosen = !all ? ['demo'] : all === '1' ? names : all.split(',');

const total = { hit: {}, swept: {}, faults: 0, refused: 0, reads: 0 };
for (const name of chosen)
	await scenario(`${name} ends as it does where nothing fails`, async (t) => {
		const dir = mkdtempSync(join(tmpdir(), 'disclosured-way-'));
		const child = spawn(process.execPath, [join(source, `tests/http/${name}.mjs`)], {
			env: {
				...process.env,
				FAULT_WAY: dir,
				FAULT_SEED: String(seed),
				FAULT_READS: name === 'demo' ? '1' : '',
				FAULT_SHARE: all ? '1' : '2',
				FAULT_ONCE: once.has(name) ? '1' : '',
				FAULT_EACH: all ? '1' : '',
				FAULT_SWEPT: Object.keys(total.swept).join(),
			},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let said = '';
		child.stdout.on('data', (d) => {
			said += d;
		});
		const code = await new Promise((resolve) => child.on('exit', resolve));
		const faults = said.split('\n').filter((l, i, lines) => {
			const last = lines.slice(0, i + 1).findLast((x) => /^(not )?ok/.test(x));
			return /^not ok|^Bail/.test(l) || (l.startsWith('#') && last?.startsWith('not ok'));
		});
		t.is(code, 0, `${name} ends`);
		t.match(said, /^1\.\.[1-9]/m, 'its plan');
		t.is(faults.slice(0, 40), [], 'what differs');
		for (const file of readdirSync(dir)) {
			const met = JSON.parse(readFileSync(join(dir, file)));
			for (const [operation, n] of Object.entries(met.hit))
				total.hit[operation] = (total.hit[operation] ?? 0) + n;
			Object.assign(total.swept, met.swept);
			for (const what of ['faults', 'refused', 'reads']) total[what] += met[what];
		}
		rmSync(dir, { recursive: true });
	});

await scenario('faults were met, and where', async (t) => {
	const served = routes(source),
		reads = ['GET', 'HEAD', 'OPTIONS'],
		writes = served.filter((r) => !reads.includes(r.method)).map((r) => r.operation);
	const spared = writes.filter((o) => !total.hit[o]);
	console.log(
		`# ${total.faults} faults, ${total.reads} of reads, ${total.refused} refused and sent again; ` +
			`${writes.length - spared.length} of ${writes.length} endpoints that write`,
	);
	console.log(`# not met: ${spared.join(' ')}`);
	t.ok(total.refused > 0 && total.refused < total.faults, 'some were refused, some made good');
	const unswept = served.map((r) => r.operation).filter((o) => !(o in total.swept));
	if (all)
		console.log(
			`# each call in turn: ${served.length - unswept.length} of ${served.length} endpoints, ` +
				`${Object.values(total.swept).reduce((n, x) => n + x, 0)} calls; not of ${unswept.join(' ')}`,
		);
	if (all === '1') t.is(spared, [], 'endpoints that write and met none');
});
await done();
