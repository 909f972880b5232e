/* The open calculators and the rules over HTTP: the same answers as "disclosurectl calc" gives. */
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scenario, done, world } from './harness.mjs';

const w = await world();
const anyone = w.anyone();
const source = process.env.SRCDIR ?? '.';
const corpus = readFileSync(join(source, 'tests/server/calc.jsonl'), 'utf8')
	.split('\n')
	.filter(Boolean)
	.map((line) => JSON.parse(line));

function fromCommandLine(inputs) {
	const run = spawnSync(join(process.env.BUILDDIR ?? '.', 'disclosurectl'), ['calc', '--lang', 'en'], {
		input: inputs.map((i) => JSON.stringify(i) + '\n').join(''),
		encoding: 'utf8',
	});
	return run.stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));
}

/** How a corpus line is asked over HTTP; null if it is not one of the three calculators. */
function request({ calc, ...members } = {}) {
	const query = new URLSearchParams(Object.entries(members).map(([k, v]) => [k, String(v)]));
	if (calc === 'due-day') return ['GET', `/api/v1/calendar/due-day?${query}`];
	if (calc === 'fee') return ['GET', `/api/v1/fees/estimate?${query}`];
	if (calc === 'clock') return ['POST', '/api/v1/clock/preview', members];
	return null;
}

/** A problem in one form: query parameters are named "?name", members of a body "/name". */
function plain(answer) {
	const { instance, ...rest } = answer;
	for (const e of rest.errors ?? []) e.pointer = e.pointer.replace(/^\?/, '/');
	return rest;
}

await scenario('every line of the corpus has one answer, over HTTP as on the command line', async (t) => {
	const lines = corpus.filter((line) => request(line.in));
	t.ok(lines.length > 50, 'there is a corpus');
	const expected = fromCommandLine(lines.map((line) => line.in));
	for (const [i, line] of lines.entries()) {
		const [method, path, body] = request(line.in);
		const answer = await anyone.send(method, path, { body, headers: { 'Accept-Language': 'en' } });
		t.is(plain(answer.body), plain(expected[i]), line.why);
		t.is(answer.status, expected[i].status ?? 200, `${line.why}: status`);
	}
});

await scenario('texts are in the language that is asked for', async (t) => {
	const path = '/api/v1/calendar/due-day?from=2026-03-02&working_days=20';
	const zh = await anyone.send('GET', path, { headers: { 'Accept-Language': 'zh-CN' } });
	const en = await anyone.send('GET', path, { headers: { 'Accept-Language': 'en' } });
	t.match(zh.body.steps[0].text, /[\u4e00-\u9fff]/, 'Chinese');
	t.match(en.body.steps[0].text, /^[\x20-\x7e]+$/, 'English');
});

await scenario('the preview takes no key, changes nothing and answers twice alike', async (t) => {
	const body = { events: [{ type: 'received', on: '2026-03-02' }], today: '2026-03-20' };
	const before = w.sql('SELECT COUNT(*) FROM idempotency').trim();
	const one = await anyone.send('POST', '/api/v1/clock/preview', { body });
	const two = await anyone.send('POST', '/api/v1/clock/preview', { body });
	t.is([one.status, two.status], [200, 200], 'status');
	t.is(one.text, two.text, 'answers');
	t.is(w.sql('SELECT COUNT(*) FROM idempotency').trim(), before, 'nothing is stored');
});

await scenario('a faulty query names every fault', async (t) => {
	const p = t.refused(await anyone.send('GET', '/api/v1/calendar/due-day?from=x&working_days=many&colour=red'), 422);
	t.is(
		p.errors.map((e) => e.pointer),
		['?from', '?working_days', '?colour'],
		'pointers',
	);
	t.refused(await anyone.send('GET', '/api/v1/fees/estimate?method=by_page&units=3'), 422);
	t.refused(await anyone.send('POST', '/api/v1/clock/preview', { body: [] }), 422);
});

await scenario('the tariff and the rules are data', async (t) => {
	const tariff = await anyone.get('/api/v1/fee-schedule');
	t.is(
		tariff.methods.map((m) => m.method),
		['by_item', 'by_page'],
		'both methods',
	);
	const rules = await anyone.get('/api/v1/rules');
	t.ok(
		rules.moves.some((m) => m.act === 'serve' && m.from.includes('investigating') && m.to === 'replied'),
		'the move that ends a case',
	);
	t.ok(
		rules.moves.every((m) => m.who.length && m.rule && m.title),
		'each move has who, rule and title',
	);
	t.is(rules.outcomes.find((o) => o.outcome === 'already_public').report_row, 3, 'report row');
	t.is(
		rules.outcomes.filter((o) => o.reconsideration_first).map((o) => o.reconsideration_first_from),
		Array(7).fill('2024-01-01'),
		'the seven refusals, from the day of the new law on',
	);
	t.is(rules.outcomes.find((o) => o.outcome === 'not_held').reconsideration_first_from, null, 'no other');
	t.is(rules.constants.find((c) => c.constant === 'reply').value, 20, 'the period for the reply');
	t.ok(
		rules.constants.every((c) => /^\d{4}-\d\d-\d\d$/.test(c.applies_from)),
		'each constant has its day',
	);
});

await scenario('the calculators follow the calendars in force', async (t) => {
	const ask = () => anyone.get('/api/v1/calendar/due-day?from=2027-02-01&working_days=5');
	t.is((await ask()).provisional, true, 'no notice for 2027 yet');
	const made = w.ctl('calendar', 'load', '-');
	t.is(made.status, 1, 'an empty file is no notice');
	const notice = {
		number: '示例〔2026〕9号',
		year: 2027,
		issued_on: '2026-11-05',
		off: [
			{ first: '2027-01-01', last: '2027-01-03' },
			{ first: '2027-02-06', last: '2027-02-12' },
		],
		on: [],
	};
	const loaded = spawnSync(
		join(process.env.BUILDDIR ?? '.', 'disclosurectl'),
		['--config', w.config, 'calendar', 'load', '-'],
		{ input: JSON.stringify(notice), encoding: 'utf8' },
	);
	t.is(loaded.status, 0, `loads: ${loaded.stderr}`);
	for (let i = 0; i < 100 && (await ask()).provisional; i++) await new Promise((r) => setTimeout(r, 100));
	const after = await ask();
	t.is([after.due_on, after.provisional], ['2027-02-15', false], 'after the notice');
});

await done();
