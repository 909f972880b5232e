/*
 * The annual report that each agency owes (条例 49; R-REP-6): opened once with the year, reminded of, in the feed,
 * ended by what was recorded.  Departments submit and publish by 31 January, governments publish by 31 March.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world } from './harness.mjs';

const w = await world();
await w.clock('2026-12-30');
await w.serve();
const [head, worker, clerk, other, supervisor] = await Promise.all(
	['fgw-head', 'fgw-caseworker', 'fgw-clerk', 'jtj-head', 'qzf-supervisor'].map((login) => w.person(login)),
);
const agency = (code) => w.sql(`SELECT id FROM agency WHERE code = '${code}'`).trim();
const FGW = agency('FGW'),
	QZF = agency('QZF');
const count = (sql) => Number(w.sql(`SELECT COUNT(*) FROM ${sql}`).trim());
const active = count('agency WHERE active');

async function until(what, reached) {
	for (let i = 0; i < 1200 && !reached(); i++) await new Promise((r) => setTimeout(r, 50));
	if (!reached()) throw new Error(`never: ${what}`);
}
async function clock(day) {
	await w.clock(day);
	await until(`looked at ${day}`, () => count(`deadline WHERE remind_on <= '${day}'`) === 0);
}
const due = (a) =>
	w
		.sql(
			`SELECT l.due_on, l.status FROM deadline l JOIN annual_report r ON r.id = l.ref WHERE l.case_id IS NULL AND l.kind = 'annual_report' AND r.agency_id = ${a} AND r.year = 2026`,
		)
		.trim()
		.replace('\t', ' ');
const made = (a) =>
	w
		.sql(
			`SELECT r.step, u.login FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id
	WHERE l.kind = 'annual_report' AND l.agency_id = ${a} AND YEAR(l.due_on) = 2027 AND r.channel = 'inbox' ORDER BY r.made_on, r.step, u.login`,
		)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.replace('\t', ' '));
const of = async (who, query = '') =>
	(await who.get(`/api/v1/annual-reports?limit=100${query}`)).items.filter((r) => r.year === 2026);
const record = (who, r, body, version = r.version) =>
	who.send('POST', `/api/v1/annual-reports/${r.id}/publication`, { body, version, key: randomUUID() });
let mine;

await scenario('opened with the new year, once for each agency, by two instances', async (t) => {
	await clock('2026-12-31');
	t.is(count('annual_report WHERE year = 2026'), 0, 'not before its year is over');
	await clock('2027-01-01');
	await until('opened', () => count('annual_report WHERE year = 2026') === active);
	await clock('2027-01-02');
	t.is(
		[
			count('annual_report WHERE year = 2026'),
			count("deadline WHERE kind = 'annual_report' AND YEAR(due_on) = 2027"),
		],
		[active, active],
		'once each',
	);
	t.is(
		[due(FGW), due(QZF)],
		['2027-01-31 open', '2027-03-31 open'],
		'a department, a government: a Sunday is no reason to move a day that the law names',
	);
	[mine] = await of(head);
	t.is(
		[mine.agency_id, mine.due_on, mine.submits, mine.open, mine.overdue],
		[FGW, '2027-01-31', true, true, false],
		'the agency sees its own',
	);
	t.is((await of(head)).length, 1, 'and no other');
	t.is((await of(supervisor)).length, active, 'the district office sees all');
	t.is(
		(await of(supervisor, `&agency=${QZF}`)).map((r) => [r.due_on, r.submits]),
		[['2027-03-31', false]],
		'or one',
	);
});

await scenario('the ladder, the inbox, the feed, and others who are told', async (t) => {
	await clock('2027-01-15');
	t.is(made(FGW), [], 'nothing yet'); // 10 working days before 01-31 is 01-18
	const falls = async (query) =>
		(await head.get(`/api/v1/deadlines?limit=200${query}`)).items
			.filter((d) => d.kind === 'annual_report')
			.map((d) => [d.due_on, d.ref, d.case_id, d.number]);
	t.is(
		[await falls(''), await falls('&kind=annual_report&before=2027-01-31'), await falls('&mine=true')],
		[[['2027-01-31', mine.id, null, null]], [], []],
		'among what falls due at the agency',
	);
	const feed = await head.post('/api/v1/me/calendar-feeds', { name: '机关', agency_id: FGW });
	const ics = await (await fetch(`${w.url}${new URL(feed.address ?? feed.url, w.url).pathname}`)).text();
	t.ok(
		/DTSTART;VALUE=DATE:20270131/.test(ics) && ics.replaceAll('\r\n ', '').includes('/staff#/publications/reports'),
		'in the feed, with its page',
	);
	for (const [day, fresh] of [
		['2027-01-18', ['-10 fgw-head']],
		['2027-01-25', ['-5 fgw-head']],
		['2027-01-28', ['-2 fgw-head']],
		['2027-01-29', ['-1 fgw-head']],
		['2027-01-30', []],
		['2027-01-31', ['0 fgw-head']],
		['2027-02-01', ['1 fgw-head', '1 qzf-supervisor']],
	]) {
		const before = made(FGW).length;
		await clock(day);
		t.is(made(FGW).slice(before), fresh, day);
	}
	const row = (await head.get('/api/v1/reminders?limit=200')).items.find((r) => r.kind === 'annual_report');
	t.is(
		[row.ref, row.case_id, row.number, row.title, row.overdue],
		[mine.id, null, null, '报送并公布政府信息公开工作年度报告', true],
		'in the inbox',
	);
	w.sql("UPDATE reminder SET send_at = UTC_TIMESTAMP(6) WHERE status = 'waiting'");
	await clock('2027-02-01');
	await until('sent', () => count("reminder WHERE status = 'waiting'") === 0);
	t.is(
		w
			.sql(
				`SELECT type FROM outbox WHERE deadline = 'annual_report' AND agency_id = ${FGW} AND ref = ${mine.id} AND type LIKE '%overdue'`,
			)
			.trim(),
		'agency.deadline.overdue',
		'told once',
	);
	t.is((await of(head))[0].overdue, true, 'overdue the day after');
});

await scenario('who may record it, and what', async (t) => {
	const path = `/api/v1/annual-reports/${mine.id}`;
	const body = { submitted_on: '2027-01-20' };
	t.refused(await other.send('GET', path), 404, {}, 'another agency sees nothing');
	t.refused(await record(other, mine, body), 404, {}, 'and records nothing');
	t.refused(await record(clerk, mine, body), 403, {}, 'a clerk');
	t.refused(await record(head, mine, {}), 422, {}, 'nothing said');
	t.refused(await record(head, mine, { ...body, surprise: 1 }), 422, {}, 'something unknown');
	t.refused(await record(head, mine, { published_on: '2027-01-20' }), 422, {}, 'published, but where?');
	t.refused(await record(head, mine, { address: 'https://www.example.invalid/nb' }), 422, {}, 'where, but when?');
	t.refused(await record(head, mine, { submitted_on: '2027-02-02' }), 422, {}, 'tomorrow');
	t.refused(await record(head, mine, { submitted_on: '2026-12-31' }), 422, {}, 'before the year was over');
	t.refused(await head.send('POST', `${path}/publication`, { body, key: randomUUID() }), 428, {}, 'no version');
	t.refused(await record(head, mine, body, mine.version + 1), 412, {}, 'another version');
	t.is(
		count(`annual_report WHERE id = ${mine.id} AND version = 1 AND submitted_on IS NULL`),
		1,
		'nothing was written',
	);
});

await scenario(
	'submitted and published ends it; a government publishes alone; what was wrong is said anew',
	async (t) => {
		const half = await record(worker, mine, { submitted_on: '2027-01-01' });
		t.is(
			[half.status, half.body.open, due(FGW)],
			[200, true, '2027-01-31 open'],
			'submitted on the first day: half of it',
		);
		const whole = await record(head, half.body, {
			published_on: '2027-02-01',
			address: 'https://www.example.invalid/nb',
		});
		t.is(
			[whole.body.open, whole.body.submitted_on, whole.body.published_on, due(FGW)],
			[false, '2027-01-01', '2027-02-01', '2027-01-31 met'],
			'and published: done',
		);
		t.ok(
			!(await head.get('/api/v1/reminders?limit=200')).items.some((r) => r.kind === 'annual_report'),
			'nothing stands in the inbox',
		);
		await clock('2027-02-04');
		t.is(
			made(FGW).filter((s) => s.startsWith('3')),
			[],
			'nor comes any more',
		);
		t.is([(await of(head)).length, (await of(head, '&state=done')).length], [0, 1], 'in the other list');
		const mended = await record(head, whole.body, { address: 'https://www.example.invalid/nb/2026' });
		t.is(
			[mended.body.address, mended.body.open],
			['https://www.example.invalid/nb/2026', false],
			'the address mended',
		);
		t.is(
			count(`audit WHERE what = 'annual_report_recorded' AND subject = 'annual_report ${mine.id}'`),
			3,
			'each is in the log',
		);
		const [government] = await of(supervisor, `&agency=${QZF}`);
		const published = await record(supervisor, government, {
			published_on: '2027-02-04',
			address: 'https://www.example.invalid/qzf',
		});
		t.is([published.body.open, due(QZF)], [false, '2027-03-31 met'], 'a government');
	},
);

await scenario('an agency that came later owes no report whose day had passed', async (t) => {
	w.sql("UPDATE agency SET active = 0 WHERE code = 'JTJ'");
	await clock('2028-01-31');
	await until('opened', () => count('annual_report WHERE year = 2027') === active - 1);
	w.sql("UPDATE agency SET active = 1 WHERE code = 'JTJ'");
	await clock('2028-02-01');
	await clock('2028-04-01');
	t.is(count('annual_report WHERE year = 2027'), active - 1, 'a department after 31 January');
	t.is(count('annual_report WHERE year = 2027 AND is_open'), active - 1, 'and nobody forgot the others');
});

await done();
