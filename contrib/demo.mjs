/*
 * Drives the running service over HTTP only, under its test clock: the stories of contrib/demo-cases, from
 * September 2025 to December 2026, all at agencies of the demo district.  Prints what came of each, checks it
 * against expectations written by hand, and that every outcome, state, channel and kind of consultation
 * was met.  Ends with 1 if anything differs, with 3 if the database holds the run already.
 */
import { readFileSync } from 'node:fs';
import { Office, Timeline } from './demo-cases/frame.mjs';
import { allStories } from './demo-cases/story.mjs';
import { coverage, met } from './demo-cases/coverage.mjs';
import { alongside } from './demo-cases/calendar.mjs';
import { leaveOpen } from './demo-cases/open.mjs';
import './demo-cases/first.mjs';
import './demo-cases/outcomes.mjs';
import './demo-cases/clocks.mjs';
import './demo-cases/asking.mjs';
import './demo-cases/channels.mjs';
import './demo-cases/fees.mjs';
import './demo-cases/after.mjs';

const usage = `usage: contrib/demo [--url URL] --accounts FILE [--only KEY,...]

  --url URL        the service, http://localhost:8080 if not given; its legal clock must be settable
  --accounts FILE  the demo sign-ins that contrib/run wrote (var/demo-accounts.txt)
  --only KEY,...   these stories alone; what all together must have met is not asked then
  --help           this text
`;

function options(args) {
	const found = { url: 'http://localhost:8080', accounts: null, only: null };
	while (args.length) {
		const name = args.shift();
		if (name === '--help') {
			process.stdout.write(usage);
			process.exit(0);
		}
		if (['--url', '--accounts', '--only'].includes(name) && args.length) found[name.slice(2)] = args.shift();
		else {
			process.stderr.write(`contrib/demo: ${name}?\n${usage}`);
			process.exit(2);
		}
	}
	if (!found.accounts) {
		process.stderr.write(usage);
		process.exit(2);
	}
	return found;
}

const columns = [
	['number', 24],
	['channel', 13],
	['received', 10],
	['due', 10],
	['extended', 8],
	['excluded', 8],
	['outcome', 26],
	['row', 3],
	['fee', 5],
	['state', 8],
	['articles', 0],
];
const line = (row) =>
	columns
		.map(([name, width]) => String(row[name] ?? '-').padEnd(width))
		.join('  ')
		.trimEnd();

/** The run is done once on a database: its cases would be counted twice, and its notice is loaded. */
async function already(office, stories) {
	const { agency, title } = stories.reduce((a, b) => (b.firstDay < a.firstDay ? b : a)).about;
	const desk = await office.person('caseworker', agency);
	const { items } = await desk.get(`/api/v1/cases?q=${encodeURIComponent(title)}`);
	return items.length > 0;
}

async function main({ url, accounts, only }) {
	const office = new Office(url, readFileSync(accounts, 'utf8'));
	const stories = allStories().filter((s) => !only || only.split(',').some((key) => s.key.startsWith(key)));
	if (await already(office, stories)) {
		console.error(
			'contrib/demo: this database holds the run already; begin with an empty one ' +
				'(contrib/run --data another folder)',
		);
		return 3;
	}
	const timeline = new Timeline();
	for (const s of stories) s.plan(timeline, office);
	const world = alongside(timeline, office);
	const began = Date.now();
	await timeline.run(
		office,
		(day, done, all, keys) => console.error(`${day}  ${done}/${all}  ${keys.join(' ')}`),
		(key, what) => (stories.find((s) => s.key === key) ?? world).faults.push(what),
	);

	console.log(line(Object.fromEntries(columns.map(([name]) => [name, name]))));
	const rows = [];
	for (const s of stories) {
		const row = await s.finish();
		if (row) rows.push(row);
		console.log(row ? line(row) : `${s.key}: never filed`);
		s.faults.forEach((fault) => console.log(`    WRONG ${s.key}: ${fault}`));
	}
	world.faults.forEach((fault) => console.log(`    WRONG ${fault}`));
	await office.clock(null);
	if (!only) {
		office.today = (await (await office.admin()).get('/api/v1/me')).today;
		const open = await leaveOpen(office);
		open.faults.forEach((fault) => console.log(`    WRONG ${fault}`));
		world.faults.push(...open.faults);
		console.log(`${open.n} requests of ${office.today} are left open on the desks of 360104-FGW`);
	}

	const counts = met(stories, rows);
	for (const [what, of] of Object.entries(counts))
		console.log(
			`${what}: ${Object.entries(of)
				.sort()
				.map(([name, n]) => `${name} ${n}`)
				.join(', ')}`,
		);
	const missing = only ? [] : coverage(counts);
	missing.forEach((m) => console.log(`    WRONG nothing showed ${m}`));
	const faults = missing.length + world.faults.length + stories.reduce((n, s) => n + s.faults.length, 0);
	console.log(
		`${rows.length} requests in ${Math.round((Date.now() - began) / 1000)} s, ` +
			(faults ? `${faults} differences` : 'all as expected'),
	);
	return faults ? 1 : 0;
}

main(options(process.argv.slice(2))).then(
	(code) => process.exit(code),
	(e) => {
		console.error(`contrib/demo: ${e.answer ? e.message : e.stack}`);
		process.exit(1);
	},
);
