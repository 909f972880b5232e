/* Calendar feeds, read by python3-icalendar (RFC 5545): what they show, whose, until they are revoked. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenario, done, world, filed, advance } from './harness.mjs';

const reader = join(dirname(fileURLToPath(import.meta.url)), 'ical.py');
const python = '/usr/bin/python3'; // Debian's own, which has its packages
if (spawnSync(python, ['-c', 'import icalendar']).status !== 0) {
	console.log('1..0 # SKIP python3-icalendar is not there');
	process.exit(0);
}
const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	clerk = await w.person('fgw-clerk'),
	head = await w.person('fgw-head');
const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const other = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim();

const fetched = (address) => fetch(w.url + new URL(address).pathname);
async function read(address) {
	const answer = await fetched(address);
	const text = await answer.text();
	if (answer.status !== 200) throw new Error(`${answer.status} ${text}`);
	const parsed = spawnSync(python, [reader], { input: text, encoding: 'utf8', env: { PYTHONIOENCODING: 'utf-8' } });
	if (parsed.status !== 0) throw new Error(parsed.stderr);
	return { ...JSON.parse(parsed.stdout), text, type: answer.headers.get('content-type') };
}
const make = (who, body) => who.post('/api/v1/me/calendar-feeds', body);
const of = (cal, number, title) => cal.events.filter((e) => e.summary === `${title}（${number}）`);

await scenario(
	"a person's feed: what they work on, as the parser reads it, moved and cancelled with the clock",
	async (t) => {
		const mine = await filed(w, 'FGW', { title: '测试标题不外传' }),
			fixing = await filed(w, 'FGW'),
			loose = await filed(w, 'FGW');
		for (const c of [mine, fixing]) await advance(w, c.id, 'investigating');
		await advance(w, loose.id, 'registered');
		const feed = await make(worker, {});
		t.match(feed.address, /^http:\/\/localhost:8080\/ical\/[A-Za-z0-9_-]{43}\.ics$/, 'a secret address');
		let cal = await read(feed.address);
		t.is(
			[cal.type, cal.name, cal.method, cal.version, cal.errors],
			['text/calendar; charset=utf-8', '我的办理期限', 'PUBLISH', '2.0', []],
			'the calendar',
		);
		const [reply] = of(cal, mine.filed.number, '答复期限');
		t.is(
			[reply.start, reply.end, reply.sequence, reply.status],
			['2026-03-30', '2026-03-31', 1, 'CONFIRMED'],
			'its day alone: the end is not part of it',
		);
		t.match(reply.uid, /^deadline-\d+@localhost$/, 'uid');
		t.is(reply.description, `答复期限。案件编号：${mine.filed.number}。`, 'Chinese through the folds');
		t.is(reply.url, `http://localhost:8080/staff#/case/${mine.id}`, 'link');
		t.is(
			cal.events.flatMap((e) => e.errors),
			[],
			'the parser has nothing to say',
		);
		t.is(of(cal, loose.filed.number, '答复期限'), [], "not what is nobody's");
		for (const word of ['测试标题', '测试申请人', '测试路', '0791-00000001'])
			t.ok(!cal.text.includes(word), `no ${word}`);
		t.is(
			[
				cal.text.split('\n').every((l) => l === '' || l.endsWith('\r')),
				Math.max(...cal.text.split('\r\n').map((l) => Buffer.byteLength(l))),
			],
			[true, 75],
			'CRLF, 75 octets at most',
		);

		await worker.act(mine.id, 'extensions', { working_days: 5, reason: '需要检索多个档案室' });
		await head.act(mine.id, 'extensions/decision', { decision: 'grant' });
		await worker.act(fixing.id, 'corrections', { items: [{ what: '身份证明', guidance: '请提供。' }] });
		cal = await read(feed.address);
		const [moved] = of(cal, mine.filed.number, '答复期限'),
			[still] = of(cal, fixing.filed.number, '答复期限');
		t.is(
			[moved.uid, moved.sequence, moved.start, moved.status],
			[reply.uid, 2, '2026-04-07', 'CONFIRMED'],
			'moved: the same event, a later sequence',
		);
		t.is([still.status, still.start], ['CANCELLED', '2026-03-30'], 'the clock stands still: cancelled');
		await clerk.act(mine.id, 'withdrawal', { reason: '申请人撤回' });
		t.is(
			of(await read(feed.address), mine.filed.number, '答复期限').map((e) => [e.uid, e.status]),
			[[reply.uid, 'CANCELLED']],
			'withdrawn: cancelled',
		);
		await w.clock('2026-05-11'); // 34 days after its day
		t.is(of(await read(feed.address), mine.filed.number, '答复期限'), [], 'and gone after 30 days');
		await w.clock('2026-03-02');
	},
);

await scenario("an agency's feed, in English, for as long as its owner may read its cases", async (t) => {
	const { filed: f, id } = await filed(w, 'FGW');
	const feed = await make(clerk, { agency_id: agency, lang: 'en', name: 'Office, all; of it' });
	const cal = await read(feed.address);
	t.is(cal.name, 'Office, all; of it', 'the name, escaped and read again');
	t.is(
		cal.events.filter((e) => e.summary === `Reply due (${f.number})`).map((e) => e.status),
		['CONFIRMED'],
		"a case that is nobody's",
	);
	t.is(
		w.sql(`SELECT COUNT(*) FROM deadline WHERE case_id = ${id}`).trim(),
		String(cal.events.filter((e) => e.url.endsWith(`#/case/${id}`)).length),
		'all of its deadlines',
	);
	t.refused(
		await clerk.send('POST', '/api/v1/me/calendar-feeds', { key: randomUUID(), body: { agency_id: other } }),
		422,
		{},
		"not another agency's",
	);
	const above = await make(await w.person('qzf-supervisor'), { agency_id: agency });
	t.is((await read(above.address)).events.length, cal.events.length, "the supervisor's reach");
	w.sql(`DELETE FROM user_role WHERE user_id = ${clerk.user.id} AND role = 'clerk'`);
	t.is((await fetched(feed.address)).status, 404, 'without the role it opens nothing');
	w.sql(`INSERT INTO user_role (user_id, agency_id, role) VALUES (${clerk.user.id}, ${agency}, 'clerk')`);
	t.is((await fetched(feed.address)).status, 200, 'with it again');
	w.sql(`UPDATE user SET disabled = 1 WHERE id = ${clerk.user.id}`);
	t.is((await fetched(feed.address)).status, 404, 'nor for an account that is disabled');
	w.sql(`UPDATE user SET disabled = 0 WHERE id = ${clerk.user.id}`);
});

await scenario('feeds are listed without their secret, revoked by their owner alone, twenty at most', async (t) => {
	const feed = await make(head, { name: '手机' });
	const list = await head.get('/api/v1/me/calendar-feeds');
	t.is(
		list.items.map((f) => [f.id, f.name, f.agency_id, 'address' in f]),
		[[feed.id, '手机', null, false]],
		'listed',
	);
	const secret = new URL(feed.address).pathname.slice(6, -4);
	t.is(
		w.sql(`SELECT COUNT(*) FROM calendar_feed WHERE secret_hash = UNHEX(SHA2('${secret}', 256))`).trim(),
		'1',
		'stored as a hash',
	);
	t.refused(await worker.send('DELETE', `/api/v1/me/calendar-feeds/${feed.id}`), 404, {}, 'not by another');
	t.is((await head.send('DELETE', `/api/v1/me/calendar-feeds/${feed.id}`)).status, 204, 'revoked');
	t.is((await fetched(feed.address)).status, 404, 'opens nothing');
	t.refused(await head.send('DELETE', `/api/v1/me/calendar-feeds/${feed.id}`), 404, {}, 'twice');
	for (const name of ['x.ics', '.ics', `${secret}`, `${secret}.icsx`])
		t.is((await fetch(`${w.url}/ical/${name}`)).status, 404, name);
	const answers = await Promise.all(
		Array.from({ length: 24 }, () =>
			head.send('POST', '/api/v1/me/calendar-feeds', { key: randomUUID(), body: {} }),
		),
	);
	t.is(answers.filter((a) => a.status === 201).length, 20, 'twenty, also when asked for at once');
	t.is(answers.filter((a) => a.status === 409).length, 4, 'the others are told');
	t.ok(!w.service.log().includes(secret), 'the secret is in no log');
});

await done();
