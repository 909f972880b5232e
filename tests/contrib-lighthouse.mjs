/* What contrib/lighthouse fails for: its limits, and one short of each. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scenario, done } from './http/harness.mjs';

const { faults } = await import(
	pathToFileURL(join(process.env.SRCDIR ?? process.cwd(), 'contrib/lighthouse_limits.mjs')).href
);
const good = { performance: 95, accessibility: 100, 'best-practices': 100 };

await scenario('the limits of the pages: 95, 100 and 100, and 150 kB at a first visit', async (t) => {
	t.is(faults(good, 150000), [], 'all reached');
	for (const name of Object.keys(good))
		t.is(
			faults({ ...good, [name]: good[name] - 1 }, 150000).map((x) => x.split(' ')[0]),
			[name],
			`${name}, one less`,
		);
	t.is(faults({}, 0).length, 3, 'a score that is missing is none');
	t.is(faults(good, 150001).length, 1, 'a byte more');
	t.is(faults(good, undefined).length, 1, 'not measured');
	t.is(faults(good, 150001, { transfer: false }), [], 'where the transfer is not the first');
});

await done();
