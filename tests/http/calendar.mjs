/*
 * A new or changed working-day notice (R-DAY-4): previewed, loaded as a job that anyone goes on with,
 * once a case.  Days by hand from calendars.md and law.md.
 */
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, world, installation, filing, filed, advance } from './harness.mjs';

const build = process.env.BUILDDIR ?? '.';
const w = await world();
await w.clock('2026-03-04');
const second = await w.serve();
const admin = await w.person('qzf-system-admin'),
	worker = await w.person('fgw-caseworker');

async function until(what, fn) {
	for (let i = 0; i < 2400; i++) {
		const value = await fn();
		if (value) return value;
		await new Promise((r) => setTimeout(r, 25));
	}
	throw new Error(`waited too long: ${what}`);
}
const ended = (path) =>
	until(path, async () => {
		const job = await admin.get(path);
		return ['done', 'failed'].includes(job.status) && job;
	});
const load = async (notice, path = '/api/v1/calendars') => {
	const answer = await admin.send('POST', path, { body: notice, key: randomUUID() });
	if (answer.status !== 202) throw new Error(answer.text);
	return ended(answer.headers.get('location'));
};
async function moves(job) {
	const all = [];
	for (let path = `${job.result.moves}?limit=2`; path;) {
		const page = await admin.get(path);
		all.push(...page.items);
		path = page.next;
	}
	return all;
}
const short = (m) => [m.number, m.deadline, m.before, m.after, m.worked_to];
const changes = (id) =>
	w
		.sql(
			`SELECT happened_on, actor_role, told_on, until_on FROM event
	WHERE case_id = ${id} AND act = 'calendar_change' ORDER BY seq`,
		)
		.trim()
		.split('\n')
		.filter(Boolean);
const see = (id, who = worker) => who.get(`/api/v1/cases/${id}`);

await scenario(
	'R-DAY-4: a day that the change alone has put into the past becomes the next working day, marked',
	async (t) => {
		const a = await filed(w, 'FGW'); // received on Wednesday 03-04, due on 04-01
		t.is((await see(a.id)).due_on, '2026-04-01', 'before');
		await w.clock('2026-03-30');
		// five weekend days worked after all: the 20th working day would have been 03-26
		const notice = {
			number: '示例〔2026〕补1号',
			year: 2026,
			issued_on: '2026-03-27',
			off: [{ first: '2026-03-29', last: '2026-03-29' }],
			on: ['2026-03-14', '2026-03-15', '2026-03-21', '2026-03-22', '2026-03-28'],
		};
		const job = await load(notice);
		t.is(job.status, 'done', JSON.stringify(job));
		t.is(
			[job.done, job.total, job.result.cases_moved, job.result.earlier, job.result.failed],
			[1, 1, 1, 1, []],
			'result',
		);
		const seen = await see(a.id);
		t.is([seen.due_on, seen.clock.marked], ['2026-03-31', true], 'the next working day, marked');
		t.is(changes(a.id), ['2026-03-30\tscheduler\t2026-04-01\t2026-03-26'], 'both days in the event');
		t.is(
			(await moves(job)).map(short),
			[[a.filed.number, 'reply', '2026-04-01', '2026-03-26', '2026-03-31']],
			'the list',
		);
		t.is(seen.deadlines.find((d) => d.kind === 'moved').due_on, '2026-03-30', 'warned at once');
		const row = (await worker.get('/api/v1/cases?limit=200')).items.find((c) => c.id === a.id);
		t.is([row.next_kind, row.next_on], ['moved', '2026-03-30'], 'first in the queue');
		t.is((await load(notice)).result.problem.status, 409, 'the same notice again');
		await w.clock('2026-03-31');
		await until(
			'the warning to end',
			async () =>
				(await worker.get('/api/v1/cases?limit=200')).items.find((c) => c.id === a.id).next_kind === 'reply',
		);
		t.is((await see(a.id)).clock.overdue, false, 'on the day');
		await w.clock('2026-04-01');
		await until('the overdue mark', async () =>
			w
				.sql(
					`SELECT 1 FROM event WHERE case_id = ${a.id} AND act = 'overdue'
		AND happened_on = '2026-04-01'`,
				)
				.trim(),
		);
	},
);

/* The made-up notice of 2027: 01-04 and 01-05 off, the weekends of the 9th and the 16th worked. */
const next = {
	number: '示例〔2026〕9号',
	year: 2027,
	issued_on: '2026-12-20',
	off: [{ first: '2027-01-01', last: '2027-01-05' }],
	on: ['2027-01-09', '2027-01-10', '2027-01-16', '2027-01-17'],
};
const file = join(w.db.dir, 'next.json');
writeFileSync(file, JSON.stringify(next));
const many = [],
	desk = {};
const complain = async () => {
	const { number } = await w.anyone().post('/api/v1/complaints', {
		agency: '360104-FGW',
		name: '测试投诉人',
		phone: '0791-00000009',
		matter: '超期未答复，请处理。',
	});
	return (await desk.supervisor.get('/api/v1/complaints')).items.find((c) => c.number === number);
};
let later, same, earlier, correction, before;

await scenario('R-DAY-3: over the year end days are provisional', async (t) => {
	await w.clock('2026-12-10');
	later = await filed(w, 'FGW');
	correction = await filed(w, 'FGW');
	desk.supervisor = await w.person('qzf-supervisor');
	desk.later = await complain();
	await advance(w, correction.id, 'investigating');
	await worker.act(correction.id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }] });
	for (let i = 0; i < 160; i++) many.push((await w.anyone().post('/api/v1/requests', filing('JTJ'))).number);
	await w.clock('2026-12-14');
	same = await filed(w, 'FGW');
	await w.clock('2026-12-18');
	earlier = await filed(w, 'FGW');
	desk.earlier = await complain();
	for (const [step, body] of [
		['registration', {}],
		['inquiry', { question: '请说明原因', answer_by: '2027-01-08' }],
	])
		await desk.supervisor.call('POST', `/api/v1/complaints/${desk.later.id}/${step}`, {
			body,
			version: (await desk.supervisor.get(`/api/v1/complaints/${desk.later.id}`)).version,
			key: randomUUID(),
		});
	desk.urging = await desk.supervisor.post('/api/v1/urgings', {
		agency_id: w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim(),
		matter: '栏目未更新',
		demand: '更新',
		answer_by: '2027-01-08',
	});
	t.is(
		[desk.later, desk.earlier].map((c) => [c.due_on, c.provisional]),
		[
			['2027-01-08', true],
			['2027-01-18', true],
		],
		'of complaints too',
	);
	await worker.act(correction.id, 'corrections/receipt', { received_on: '2026-12-17', proof: '邮寄回执' });
	t.is(
		await Promise.all(
			[later, same, earlier].map(async ({ id }) => {
				const c = await see(id);
				return [c.due_on, c.provisional];
			}),
		),
		[
			['2027-01-08', true],
			['2027-01-12', true],
			['2027-01-18', true],
		],
		'due days',
	);
	await w.clock('2026-12-21');
});

const expected = () =>
	[
		[later.filed.number, 'reply', '2027-01-08', '2027-01-10', '2027-01-08'],
		[earlier.filed.number, 'reply', '2027-01-18', '2027-01-16', '2027-01-16'],
		[correction.filed.number, 'correction', '2027-01-08', '2027-01-10', '2027-01-10'],
	].sort();

const others = () =>
	[
		[desk.earlier.number, 'complaint', '2027-01-18', '2027-01-16', '2027-01-16'],
		[desk.later.number, 'complaint_answer', '2027-01-08', '2027-01-10', '2027-01-10'],
		[null, 'urging', '2027-01-08', '2027-01-10', '2027-01-10'],
	].sort();

await scenario('R-DAY-4: the preview and "calendar diff" list what would move, and change nothing', async (t) => {
	before = w
		.sql('SELECT COUNT(*), (SELECT COUNT(*) FROM calendar_notice), (SELECT COUNT(*) FROM event) FROM docket')
		.trim();
	const job = await load(next, '/api/v1/calendars/preview');
	t.is(job.status, 'done', JSON.stringify(job));
	t.is(
		[job.result.cases_moved, job.result.others_moved, job.result.days_moved, job.result.earlier],
		[163, 3, 166, 2],
		'counts',
	);
	const list = await moves(job);
	t.is(list.length, 166, 'paged, each once');
	t.is(
		list
			.filter((m) => m.case_id && m.number.includes('FGW'))
			.map(short)
			.sort(),
		expected(),
		'the list',
	);
	t.is(
		list
			.filter((m) => !m.case_id)
			.map(short)
			.sort(),
		others(),
		'what belongs to no case',
	);
	t.is(
		[...new Set(list.filter((m) => !m.case_id).map((m) => m.agency))].sort(),
		['示范区人民政府办公室', '示范区发展和改革委员会'].sort(),
		'and whose it is',
	);
	t.ok(
		list.filter((m) => m.case_id && m.number.includes('JTJ')).every((m) => m.worked_to === '2027-01-08'),
		'the others',
	);
	const diff = w.ctl('calendar', 'diff', file);
	t.is(diff.status, 0, diff.stderr);
	const printed = diff.stdout
		.split('\n')
		.map((l) => l.split('\t'))
		.filter((l) => l.length === 5);
	t.is(printed.filter(([number]) => number.includes('FGW')).sort(), expected(), 'on the command line');
	t.is(
		printed.filter(([, kind]) => others().some((o) => o[1] === kind)).sort(),
		others()
			.map(([number, ...rest]) => [number ?? '-', ...rest])
			.sort(),
		'of no case, too',
	);
	t.is(
		w
			.sql('SELECT COUNT(*), (SELECT COUNT(*) FROM calendar_notice), (SELECT COUNT(*) FROM event) FROM docket')
			.trim(),
		before,
		'nothing changed',
	);
	t.is((await see(later.id)).provisional, true, 'still provisional');
});

await scenario('R-DAY-4: a load killed in its middle is gone on with, once a case', async (t) => {
	const ctl = spawn(join(build, 'disclosurectl'), ['--config', w.config, 'calendar', 'load', file], {
		stdio: 'ignore',
	});
	const gone = new Promise((r) => ctl.on('exit', (code, signal) => r(signal)));
	const count = () => Number(w.sql("SELECT COUNT(*) FROM event WHERE act = 'calendar_change'").trim()) - 1;
	await until('the walk to begin', () => count() > 3);
	ctl.kill('SIGKILL');
	await second.kill('SIGKILL');
	const reached = count();
	t.is(await gone, 'SIGKILL', 'killed');
	t.ok(reached < 163, `in its middle: ${reached}`);
	// a case that has not followed yet follows when somebody acts on it by the new calendar
	await until(
		'the instance to hear of it',
		async () => (await worker.get('/api/v1/calendars/2027')).notice === next.number,
	);
	const behind = w
		.sql(
			`SELECT id FROM docket WHERE is_open AND calendar_version < (SELECT MAX(version) FROM calendar_notice)
		ORDER BY id DESC LIMIT 1`,
		)
		.trim();
	const clerk = await w.person(
		w.sql(`SELECT agency_id FROM docket WHERE id = ${behind}`).trim() ===
			w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim()
			? 'jtj-clerk'
			: 'fgw-clerk',
	);
	await clerk.act(behind, 'registration');
	const third = await w.serve();
	w.sql("UPDATE job SET lease_until = '2020-01-01' WHERE status = 'running'"); // the lease of the dead
	await until(
		'the load to end',
		() => w.sql("SELECT COUNT(*) FROM job WHERE status IN ('waiting', 'running')").trim() === '0',
	);
	const job = w
		.sql("SELECT status, done = total FROM job WHERE kind = 'calendar_load' ORDER BY id DESC LIMIT 1")
		.trim();
	t.is(job, 'done\t1', 'done');
	t.is(count(), 163, 'an event a case that moves');
	t.is(
		w.sql("SELECT COUNT(*) FROM event WHERE act = 'calendar_change' GROUP BY case_id HAVING COUNT(*) > 1").trim(),
		'',
		'none twice',
	);
	t.is(
		w.sql(`SELECT GROUP_CONCAT(act ORDER BY seq) FROM event WHERE case_id = ${behind}`).trim().split(',').slice(-2),
		['calendar_change', 'register'],
		'followed before the act',
	);
	await third.kill('SIGTERM');
});

await scenario('R-DAY-4: the earlier day is worked to, the day told stays on record, the mark goes', async (t) => {
	const a = await see(later.id),
		b = await see(same.id),
		c = await see(earlier.id),
		d = await see(correction.id);
	t.is(
		[a.due_on, a.provisional, changes(later.id)],
		['2027-01-08', false, ['2026-12-21\tscheduler\t2027-01-08\t2027-01-10']],
		'later: as told',
	);
	t.is([b.due_on, b.provisional, changes(same.id)], ['2027-01-12', false, []], 'unmoved: no event');
	t.is(
		[c.due_on, c.provisional, changes(earlier.id)],
		['2027-01-16', false, ['2026-12-21\tscheduler\t2027-01-18\t2027-01-16']],
		'earlier: worked to',
	);
	t.ok(
		a.clock.steps.some((s) => s.rule === 'R-DAY-4'),
		'explained',
	);
	t.is(c.deadlines.find((x) => x.kind === 'moved').status, 'open', 'warned');
	t.ok(!a.deadlines.some((x) => x.kind === 'moved'), 'no warning for a later one');
	t.is(
		[d.state, d.deadlines.find((x) => x.kind === 'correction').due_on],
		['awaiting_correction', '2027-01-10'],
		'the applicant keeps the working days',
	);
	const job = await admin.get(`/api/v1/jobs/${w.sql("SELECT MAX(id) FROM job WHERE kind = 'calendar_load'").trim()}`);
	t.is(
		(await moves(job))
			.filter((m) => m.case_id && m.number.includes('FGW'))
			.map(short)
			.sort(),
		expected(),
		'what moved',
	);
	t.is(
		(await moves(job))
			.filter((m) => !m.case_id)
			.map(short)
			.sort(),
		others(),
		'and of no case',
	);
});

await scenario('R-DAY-4: the days of complaints and of urgings without a case follow, once each', async (t) => {
	const open = "FROM deadline WHERE case_id IS NULL AND status = 'open'";
	await w.clock('2026-12-21'); // wakes whoever is to do it
	await until(
		'all to follow',
		() =>
			w
				.sql(`SELECT COUNT(*) ${open} AND calendar_version < (SELECT MAX(version) FROM calendar_notice)`)
				.trim() === '0',
	);
	const [a, b] = await Promise.all(
		[desk.later, desk.earlier].map((c) => desk.supervisor.get(`/api/v1/complaints/${c.id}`)),
	);
	t.is(
		[a.due_on, a.provisional, a.answer_by, b.due_on, b.provisional],
		['2027-01-08', false, '2027-01-10', '2027-01-16', false],
		'the complainant waits no longer than was told; the agency keeps its working days',
	);
	t.is(b.version, desk.earlier.version + 1, 'who has it open finds that out');
	t.is((await desk.supervisor.get(`/api/v1/urgings/${desk.urging.id}`)).answer_by, '2027-01-10', 'the urging');
	t.is(
		w
			.sql(`SELECT kind, due_on, version ${open} AND kind <> 'annual_report' ORDER BY kind, due_on`)
			.trim()
			.split('\n'),
		[
			'complaint\t2027-01-08\t1',
			'complaint\t2027-01-16\t2',
			'complaint_answer\t2027-01-10\t2',
			'urging\t2027-01-10\t2',
		],
		'what moved has reminders of its own',
	);
	t.is(
		w
			.sql("SELECT deadline, until_on FROM outbox WHERE type = 'agency.deadline.moved' ORDER BY deadline")
			.trim()
			.split('\n'),
		['complaint\t2027-01-16', 'complaint_answer\t2027-01-10', 'urging\t2027-01-10'],
		'and is told',
	);
	t.is(
		w.sql("SELECT subject, detail FROM audit WHERE what = 'day_moved' ORDER BY subject").trim().split('\n'),
		[
			`complaint ${desk.earlier.id}\t2027-01-18 -> 2027-01-16`,
			`complaint_answer ${desk.later.id}\t2027-01-08 -> 2027-01-10`,
			`urging ${desk.urging.id}\t2027-01-08 -> 2027-01-10`,
		],
		'both days on record, once',
	);
});

await scenario('R-CLOCK-5: the moved correction period ends on its new day', async (t) => {
	const head = await w.person('fgw-head');
	await w.clock('2027-01-10');
	const seen = await see(correction.id);
	t.refused(
		await head.send('POST', `/api/v1/cases/${correction.id}/lapse`, {
			body: { reason: '未见理由' },
			version: seen.version,
			key: randomUUID(),
		}),
		409,
		{ rule: 'R-CLOCK-5' },
	);
	await w.clock('2027-01-11');
	await until('lapse_due', () =>
		w
			.sql(
				`SELECT 1 FROM event WHERE case_id = ${correction.id} AND act = 'lapse_due' AND happened_on = '2027-01-11'`,
			)
			.trim(),
	);
	t.is((await head.act(correction.id, 'lapse', { reason: '未见正当理由' })).state, 'ended', 'ended the day after');
	t.is(
		w.sql(`SELECT MIN(happened_on) FROM event WHERE case_id = ${later.id} AND act = 'overdue'`).trim(),
		'2027-01-09',
		'the day told has passed',
	);
});

await scenario('a case that lags behind follows with the next act, or by the scheduler', async (t) => {
	await w.clock('2027-03-01');
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW'); // due 2027-03-29
	w.sql(`INSERT INTO calendar_notice (number, year, issued_on, loaded_at, version)
		SELECT '示例〔2027〕1号', 2027, '2027-03-01', NOW(6), MAX(version) + 1 FROM calendar_notice;
		INSERT INTO calendar_day SELECT id, '2027-03-08', 0 FROM calendar_notice WHERE number = '示例〔2027〕1号'`);
	await until('the instance to hear of it', async () =>
		(await worker.get('/api/v1/calendars/2027')).weekdays_off.includes('2027-03-08'),
	);
	t.is((await see(a.id)).due_on, '2027-03-29', 'read as it stands');
	const clerk = await w.person('fgw-clerk');
	t.is((await clerk.act(a.id, 'registration')).due_on, '2027-03-29', 'as told');
	await w.clock('2027-03-01'); // it looks now, not after its half minute
	await until('the scheduler', () => changes(b.id).length);
	t.is(
		[changes(a.id), changes(b.id)],
		[0, 1].map(() => ['2027-03-01\tscheduler\t2027-03-29\t2027-03-30']),
		'once each',
	);
});

await scenario(
	'R-DAY-4: what is counted from the clock moves with it: the decision on an extension, the last day of a correction notice',
	async (t) => {
		const k = await filed(w, 'FGW');
		await advance(w, k.id, 'investigating');
		await worker.act(k.id, 'extensions', { working_days: 5, reason: '需要检索' });
		const days = () =>
			w
				.sql(
					`SELECT kind, due_on, version, mark_on FROM deadline WHERE case_id = ${k.id} AND status = 'open' ORDER BY kind`,
				)
				.trim()
				.split('\n');
		t.is(
			days(),
			[
				'correction_day\t2027-03-11\t1\t2027-03-12',
				'extension\t2027-03-30\t1\t2027-03-31',
				'reply\t2027-03-30\t1\t2027-03-31',
			],
			'before',
		);
		const job = await load({
			number: '示例〔2027〕2号',
			year: 2027,
			issued_on: '2027-03-01',
			off: [
				{ first: '2027-01-01', last: '2027-01-05' },
				{ first: '2027-03-08', last: '2027-03-08' },
			],
			on: ['2027-01-09', '2027-01-10', '2027-01-16', '2027-01-17', '2027-03-06'],
		});
		t.is(job.status, 'done', JSON.stringify(job));
		t.is(
			days().filter((d) => !d.startsWith('moved')),
			[
				'correction_day\t2027-03-10\t2\t2027-03-11',
				'extension\t2027-03-29\t2\t2027-03-30',
				'reply\t2027-03-29\t2\t2027-03-30',
			],
			'a Saturday is worked: each a day earlier, with reminders of its own',
		);
		t.is(
			(await moves(job)).filter((m) => m.number === k.filed.number).map(short),
			[[k.filed.number, 'reply', '2027-03-30', '2027-03-29', '2027-03-29']],
			'the list says it once',
		);
		const desk = (await (await w.person('fgw-head')).get('/api/v1/queues/approvals?kind=extension')).items.filter(
			(i) => i.case_id === k.id,
		);
		t.is(
			desk.map((i) => i.due_on),
			['2027-03-29'],
			'and so does the desk',
		);
		t.is(changes(k.id), ['2027-03-01\tscheduler\t2027-03-30\t2027-03-29'], 'one event');
	},
);

await scenario('verify finds nothing, and finds a mark without its event', async (t) => {
	await until('the marks', () => w.sql("SELECT COUNT(*) FROM deadline WHERE mark_on <= '2027-03-01'").trim() === '0');
	const good = w.ctl('verify');
	t.is(good.status, 0, `verify: ${good.stdout}${good.stderr}`);
	w.sql(`UPDATE deadline SET marked_on = '2027-03-01', mark_on = NULL WHERE case_id = ${same.id} AND kind = 'reply' LIMIT 1;
		UPDATE deadline SET version = version + 1 WHERE case_id = ${same.id} AND kind = 'reply' LIMIT 1`);
	t.is(w.ctl('verify').status, 1, 'a mark without an event');
});

await scenario('R-DAY-4: the change of 2020 (国办发明电〔2020〕1号) leaves the day told', async (t) => {
	const place = await installation();
	place.sql(`DELETE d FROM calendar_day d JOIN calendar_notice n ON n.id = d.notice_id WHERE n.number LIKE '%〔2020〕1号';
		DELETE FROM calendar_notice WHERE number LIKE '%〔2020〕1号'`);
	const service = await place.serve();
	const boss = service.client();
	await boss.signIn('qzf-system-admin', place.passwords.get('qzf-system-admin'));
	await boss.call('PUT', '/api/v1/test-clock', { body: { day: '2020-01-13' } });
	const f = await service.client().post('/api/v1/requests', filing('FGW'));
	const due = () => place.sql(`SELECT due_on FROM docket WHERE number = '${f.number}'`).trim();
	t.is(due(), '2020-02-13', 'by the notice of 2019');
	await boss.call('PUT', '/api/v1/test-clock', { body: { day: '2020-01-27' } });
	const missing = place.ctl('calendar', 'load', '--builtin');
	t.is(missing.status, 0, missing.stderr);
	t.match(missing.stdout, new RegExp(`${f.number}\treply\t2020-02-13\t2020-02-17\t2020-02-13`), 'the list');
	t.is(due(), '2020-02-13', 'the day told is worked to');
	t.is(place.ctl('verify').status, 0, 'verify');
});

await done();
