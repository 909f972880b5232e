/**
 * The generator of cases in its short form: what it writes verifies, is like what the service writes itself, can be
 * read, found and acted on, is the same for the same seed; and it leaves alone what is no installation for tests.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { advance, done, filed, installation, scenario, world } from '../http/harness.mjs';

const build = process.env.BUILDDIR ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const generate = (place, ...args) =>
	spawnSync(join(build, 'tests/bench/generate'), ['--config', place.config, ...args], { encoding: 'utf8' });
const lists = (text) =>
	text
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));
const today = '2026-11-20',
	cases = 400;

const empty = await installation();
await scenario('only an installation for tests is written into', (t) => {
	const env = { DISCLOSURED_ALLOW_TEST_CLOCK: 'no' };
	const r = spawnSync(join(build, 'tests/bench/generate'), ['--config', empty.config, '--cases', '1'], {
		encoding: 'utf8',
		env: { ...process.env, ...env },
	});
	t.is(r.status, 1, 'without a test clock');
	t.match(r.stderr, /allow_test_clock/, 'says why');
	t.is(generate(empty, '--cases', '0').status, 2, 'no cases');
	t.is(generate(empty, '--cases', '5', 'more').status, 2, 'a word too many');
	t.match(generate(empty, '--help').stdout, /--seed/, 'help');
	t.is(empty.sql('SELECT COUNT(*) FROM docket').trim(), '0', 'nothing is written');
});

const w = await world();
await scenario('nobody else may be connected', (t) => {
	const r = generate(w, '--cases', '1');
	t.is(r.status, 1, 'beside the service');
	t.match(r.stderr, /stop the service/, 'says so');
});

const heads = (place) => place.sql('SELECT SHA2(GROUP_CONCAT(HEX(head) ORDER BY id), 256) FROM docket').trim();
await scenario('the same seed gives the same cases, and they verify', (t) => {
	for (const [seed, same] of [
		['7', true],
		['8', false],
	]) {
		const other = generate(empty, '--cases', String(cases), '--seed', seed, '--today', today);
		t.is(other.status, 0, other.stderr);
		const v = empty.ctl('verify');
		t.is(v.status, 0, `verify ${seed}: ${v.stdout.slice(0, 600)}`);
		if (same) t.match(other.stderr, /400 of 400/, 'progress');
	}
	t.is(
		empty.sql('SELECT COUNT(*), COUNT(DISTINCT number), COUNT(DISTINCT head) FROM docket').trim(),
		[2 * cases, 2 * cases, 2 * cases].join('\t'),
		'all are different',
	);
	/* Numbers without gaps, and the next one is free. */
	t.is(
		empty
			.sql(
				"SELECT COUNT(*) FROM (SELECT agency_id, year, COUNT(*) n, MAX(running) top FROM docket GROUP BY agency_id, year) d JOIN number_counter c USING (agency_id, year) WHERE c.kind = 'case' AND (n <> top OR top <> c.last)",
			)
			.trim(),
		'0',
		'numbers',
	);
	t.is(empty.sql('SELECT COUNT(*) FROM docket WHERE unanchored').trim(), '0', 'all are anchored');
	t.is(
		empty.sql(`SELECT COUNT(*) FROM deadline WHERE status = 'open' AND mark_on <= '${today}'`).trim(),
		'0',
		'the scheduler has left no mark out',
	);
	t.is(
		empty
			.sql(
				"SELECT COUNT(*) FROM deadline l JOIN docket d ON d.id = l.case_id WHERE l.status = 'open' AND NOT d.is_open",
			)
			.trim(),
		'0',
		'what is over has no open deadlines',
	);
});

/* The world of this file is served: it gets the same cases as the other's first ones. */
await w.service.kill('SIGTERM');
const made = generate(w, '--cases', String(cases), '--seed', '7', '--today', today);
await scenario('another database gets the same', (t) => {
	t.is(made.status, 0, made.stderr);
	t.is(
		heads(w),
		empty.sql(`SELECT SHA2(GROUP_CONCAT(HEX(head) ORDER BY id), 256) FROM docket WHERE id <= ${cases}`).trim(),
		'heads',
	);
	t.ok(Number(w.sql('SELECT COUNT(DISTINCT state) FROM docket')) >= 5, 'several states');
	t.ok(Number(w.sql('SELECT COUNT(DISTINCT main_outcome) FROM docket')) >= 6, 'several outcomes');
	t.ok(Number(w.sql('SELECT COUNT(*) FROM docket WHERE is_open')) > 30, 'open ones');
	t.ok(Number(w.sql('SELECT COUNT(*) - COUNT(DISTINCT name_index) FROM person')) > 20, 'who asks again');
});

const service = await w.serve();
const who = async (login) => {
	const c = service.client();
	await c.signIn(login, w.passwords.get(login));
	return c;
};
const admin = await who('qzf-system-admin');
await admin.call('PUT', '/api/v1/test-clock', { body: { day: today } });
const here = { ...w, anyone: () => service.client(), person: who };

/** Which keys an event of each act has, and which columns of a case's rows are empty. */
const keysOf = (id) =>
	Object.fromEntries(
		lists(w.sql(`SELECT act, body FROM event WHERE case_id = ${id} ORDER BY seq`)).map(([act, body]) => {
			const b = JSON.parse(body.replaceAll('\\\\', '\\'));
			return [act, `${Object.keys(b)} / ${Object.keys(b.detail)}`];
		}),
	);
const tables = ['docket', 'filing', 'handling', 'period', 'deadline', 'event', 'letter', 'reply', 'service'];
function shapeOf(id) {
	const order = { docket: 'id', event: 'seq', letter: 'id', deadline: 'kind' };
	return tables.map((table) => {
		const columns = lists(
			w.sql(
				`SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '${table}' ORDER BY ordinal_position`,
			),
		).map(([c]) => c);
		return `${table}: ${w.sql(`SELECT ${columns.map((c) => `${c} IS NULL`).join(', ')} FROM ${table} WHERE ${table === 'docket' ? 'id' : 'case_id'} = ${id} ORDER BY ${order[table] ?? 1}`).replaceAll('\t', '')}`;
	});
}
await scenario('they are like those that the service writes', async (t) => {
	const real = (await filed(here, 'FGW')).id;
	await advance(here, real, 'replied', { outcome: 'already_public' });
	/* As plain as that one: no mark of the day for a correction, which was not over, and nothing beside the main line. */
	const like = lists(
		w.sql(`SELECT d.id FROM docket d WHERE d.state = 'replied' AND d.channel = 'online' AND d.main_outcome = 'already_public' AND d.id <= ${cases}
		AND d.seq = (SELECT seq FROM docket WHERE id = ${real})
		AND NOT EXISTS (SELECT 1 FROM event e WHERE e.case_id = d.id AND e.act NOT IN (SELECT act FROM event r WHERE r.case_id = ${real}))`),
	);
	if (!t.ok(like.length > 0, 'there is one to compare')) return;
	t.is(keysOf(like[0][0]), keysOf(real), 'what events say');
	for (const [i, line] of shapeOf(real).entries()) {
		/* Deadlines have been looked at by the scheduler in the one, and their reminders made. */
		if (!line.startsWith('deadline')) t.is(shapeOf(like[0][0])[i], line, 'columns');
	}
});

await scenario('they can be read, found and acted on', async (t) => {
	let letters = 0;
	for (const agency of ['fgw', 'jtj']) {
		const worker = await who(`${agency}-caseworker`),
			clerk = await who(`${agency}-clerk`);
		for (const [id] of lists(
			w.sql(
				`SELECT MIN(d.id) FROM docket d JOIN agency a ON a.id = d.agency_id WHERE a.code = '${agency}' AND d.id <= ${cases} GROUP BY d.state, d.main_outcome`,
			),
		)) {
			const seen = await worker.get(`/api/v1/cases/${id}`);
			for (const letter of seen.letters)
				if (
					t.ok(
						(await worker.get(`/api/v1/cases/${id}/letters/${letter.id}`)).title,
						`letter ${letter.id} of ${id}`,
					)
				)
					letters++;
		}
		const [[id, title]] = lists(
			w.sql(
				`SELECT d.id, d.title FROM docket d JOIN agency a ON a.id = d.agency_id WHERE a.code = '${agency}' AND d.state = 'investigating' AND d.id <= ${cases} AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.case_id = d.id) LIMIT 1`,
			),
		);
		const found = await worker.get(`/api/v1/cases?limit=50&q=${encodeURIComponent(title)}`);
		t.ok(
			found.items.some((i) => i.id === id),
			`${title} is found`,
		);
		await worker.act(
			id,
			'reply',
			{
				parts: [
					{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' },
				],
			},
			{ method: 'PUT' },
		);
		await worker.act(id, 'reply/submission');
		await (await who(`${agency}-head`)).act(id, 'reply/signature');
		const served = await clerk.act(id, 'services', { way: 'post', proof: '测试挂号' });
		t.is(served.state, 'replied', `case ${id}`);
	}
	t.ok(letters > 20, `${letters} letters were read`);
	t.is(
		(await filed(here, 'FGW')).filed.number,
		`360104-FGW-2026-${String(Number(w.sql("SELECT last FROM number_counter c JOIN agency a ON a.id = c.agency_id WHERE a.code = 'FGW' AND c.year = 2026 AND c.kind = 'case'"))).padStart(5, '0')}`,
		'the next number',
	);
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout.slice(0, 800)}`);
});
await done();
