/* contrib/demo runs whole on the demo district, finds all as law.md has it, and is done once on a database. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { scenario, done, installation } from './harness.mjs';

const place = await installation({}, 'contrib/demo-district.json');
const service = await place.serve();

function demo() {
	const child = spawn(
		join(process.env.SRCDIR ?? '.', 'contrib/demo'),
		['--url', service.url, '--accounts', place.accounts],
		{ stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const said = { out: '', err: '' };
	child.stdout.on('data', (d) => {
		said.out += d;
	});
	child.stderr.on('data', (d) => {
		said.err += d;
	});
	return new Promise((resolve) => child.on('exit', (code) => resolve({ code, ...said })));
}

await scenario('every request of the demo ends as expected', async (t) => {
	const run = await demo();
	t.is(
		run.code,
		0,
		`${run.out
			.split('\n')
			.filter((l) => /WRONG/.test(l))
			.join('\n')} ${run.err.slice(-500)}`,
	);
	t.match(run.out, /^\d+ requests in \d+ s, all as expected$/m, 'its last line');
	t.match(run.out, /^\d+ requests of 20\d\d-\d\d-\d\d are left open/m, 'desks are not empty');
});

await scenario('verify finds every due day of the demo right (R-CLOCK-10)', async (t) => {
	const verify = place.ctl('verify');
	t.is(verify.status, 0, `verify: ${verify.stdout}${verify.stderr}`.slice(0, 2000));
});

await scenario('a database that holds the run is left alone', async (t) => {
	const before = place.sql('SELECT COUNT(*) FROM event').trim();
	const run = await demo();
	t.is(run.code, 3, 'refused');
	t.match(run.err, /holds the run already/, 'and says why');
	t.is(place.sql('SELECT COUNT(*) FROM event').trim(), before, 'nothing was done');
});

await done();
