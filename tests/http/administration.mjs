/* disclosurectl beside a running service: verify finds what was changed behind its back, keys are
 * rotated while cases are read, a notice that would move a due day is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const open = await filed(w, 'FGW');
const replied = await filed(w, 'FGW');
await advance(w, replied.id, 'replied', { outcome: 'already_public' });
const drafted = await filed(w, 'JTJ');
await advance(w, drafted.id, 'drafted', { agency: 'jtj', outcome: 'already_public' });

await scenario('verify finds nothing wrong with what the service wrote', async (t) => {
	const v = w.ctl('verify');
	t.is(v.status, 0, `status: ${v.stdout}${v.stderr}`);
});

/** Changes a row as nobody may, and back. */
async function tampered(t, { change, back, says, triggers = [] }) {
	for (const name of triggers) w.sql(`DROP TRIGGER IF EXISTS ${name}`);
	w.sql(change);
	const v = w.ctl('--lang', 'en', 'verify');
	t.is(v.status, 1, `status after ${change}: ${v.stdout}${v.stderr}`);
	t.match(v.stdout, says, change);
	w.sql(back);
	const again = w.ctl('verify');
	t.is(again.status, 0, `status after ${back}: ${again.stdout}`);
}

await scenario('verify finds a due day that is not the computed one (R-CLOCK-10)', async (t) => {
	await tampered(t, {
		change: `UPDATE docket SET due_on = '2026-03-31' WHERE id = ${open.id}`,
		back: `UPDATE docket SET due_on = '2026-03-30' WHERE id = ${open.id}`,
		says: new RegExp(`${open.filed.number}: the due day is stored as 31 March 2026 and computed as 30 March 2026`),
	});
	await tampered(t, {
		change: `UPDATE deadline SET due_on = '2026-04-30' WHERE case_id = ${open.id} AND kind = 'reply'`,
		back: `UPDATE deadline SET due_on = '2026-03-30' WHERE case_id = ${open.id} AND kind = 'reply'`,
		says: /deadline of the reply is 30 April 2026/,
	});
	await tampered(t, {
		change: `UPDATE docket SET due_provisional = 1 WHERE id = ${open.id}`,
		back: `UPDATE docket SET due_provisional = 0 WHERE id = ${open.id}`,
		says: /provisional/,
	});
});

await scenario('verify finds a changed event, its columns or its text', async (t) => {
	const triggers = ['event_no_update', 'event_no_delete'];
	await tampered(t, {
		triggers,
		change: `UPDATE event SET actor_role = 'head' WHERE case_id = ${open.id} AND seq = 1`,
		back: `UPDATE event SET actor_role = 'applicant' WHERE case_id = ${open.id} AND seq = 1`,
		says: /the columns of entry 1/,
	});
	const body = `SELECT HEX(body) FROM event WHERE case_id = ${replied.id} AND seq = 2`;
	const was = w.sql(body).trim();
	await tampered(t, {
		triggers,
		change: `UPDATE event SET body = REPLACE(body, '"handling":1', '"handling":2') WHERE case_id = ${replied.id} AND seq = 2`,
		back: `UPDATE event SET body = UNHEX('${was}') WHERE case_id = ${replied.id} AND seq = 2`,
		says: /the hash of entry 2 does not fit/,
	});
	await tampered(t, {
		triggers,
		change: `UPDATE docket SET state = 'closed' WHERE id = ${replied.id}`,
		back: `UPDATE docket SET state = 'replied' WHERE id = ${replied.id}`,
		says: /the state closed is not the one/,
	});
	await tampered(t, {
		triggers,
		change: `UPDATE docket SET head = REPEAT('x', 32), seq = seq - 1 WHERE id = ${replied.id}`,
		back: `UPDATE docket d JOIN (SELECT case_id, MAX(seq) last FROM event GROUP BY case_id) m ON m.case_id = d.id
			JOIN event e ON e.case_id = d.id AND e.seq = m.last SET d.seq = m.last, d.head = e.hash WHERE d.id = ${replied.id}`,
		says: /there should be \d+ events and there are \d+/,
	});
});

await scenario('verify finds an anchor that no longer holds', async (t) => {
	for (let i = 0; i < 900 && w.sql('SELECT COUNT(*) FROM docket WHERE unanchored = 1').trim() !== '0'; i++)
		await new Promise((r) => setTimeout(r, 100));
	t.ok(Number(w.sql('SELECT COUNT(*) FROM anchor').trim()) > 0, 'the scheduler has made one');
	t.is(w.ctl('verify').status, 0, 'it holds');
	const triggers = ['anchor_no_update', 'anchor_no_delete'];
	await tampered(t, {
		triggers,
		change: 'UPDATE anchor_case SET seq = seq + 100 ORDER BY anchor_id, case_id LIMIT 1',
		back: 'UPDATE anchor_case SET seq = seq - 100 ORDER BY anchor_id, case_id LIMIT 1',
		says: /is not what was anchored/,
	});
	const was = w.sql('SELECT HEX(hash) FROM anchor ORDER BY id LIMIT 1').trim();
	await tampered(t, {
		triggers,
		change: "UPDATE anchor SET hash = REPEAT('x', 32) ORDER BY id LIMIT 1",
		back: `UPDATE anchor SET hash = UNHEX('${was}') ORDER BY id LIMIT 1`,
		says: /anchor \d+: the hash of the anchor/,
	});
});

await scenario('keys are rotated while the service runs, and everything stays readable', async (t) => {
	const letter = async () => {
		const own = await replied.applicant.get(`/api/v1/requests/${replied.filed.number}`);
		const reply = own.letters.find((l) => l.kind === 'reply');
		return (await replied.applicant.get(`/api/v1/requests/${replied.filed.number}/letters/${reply.id}`)).blocks;
	};
	const before = await letter();
	const worker = await w.person('jtj-caseworker');
	const draft = (await worker.get(`/api/v1/cases/${drafted.id}`)).reply.parts;
	const rotated = w.ctl('--lang', 'en', 'keys', 'rotate');
	t.is(rotated.status, 0, `rotates: ${rotated.stderr}`);
	t.match(rotated.stdout, /added field key 2/, 'says which key');
	t.is(
		w.sql('SELECT COUNT(*) FROM person WHERE ORD(SUBSTR(name, 3)) <> 2').trim(),
		'0',
		'names are under the new one',
	);
	t.is(w.sql('SELECT COUNT(*) FROM letter WHERE ORD(SUBSTR(body, 3)) <> 2').trim(), '0', 'letters too');
	t.is(await letter(), before, 'the letter as it was sent');
	t.is((await worker.get(`/api/v1/cases/${drafted.id}`)).reply.parts, draft, 'the draft as it was');
	const later = await filed(w, 'FGW');
	t.is(
		w
			.sql(
				`SELECT ORD(SUBSTR(p.name, 3)) FROM docket d JOIN person p ON p.id = d.applicant_id WHERE d.id = ${later.id}`,
			)
			.trim(),
		'2',
		'what comes in now is under the new key',
	);
	const resumed = w.ctl('keys', 'rotate', '--resume');
	t.is(resumed.status, 0, `nothing is left to do: ${resumed.stderr}`);
	t.is(w.ctl('verify').status, 0, 'verify');
});

await scenario('a notice that moves an open due day is loaded and lists the case (R-DAY-4)', async (t) => {
	const file = join(w.db.dir, 'notice.json');
	writeFileSync(
		file,
		JSON.stringify({
			number: '示例〔2026〕1号',
			year: 2026,
			issued_on: '2026-03-05',
			off: [{ first: '2026-03-16', last: '2026-03-16' }],
			on: [],
		}),
	);
	const load = w.ctl('--lang', 'en', 'calendar', 'load', file);
	t.is(load.status, 0, load.stderr);
	t.match(load.stdout, new RegExp(`${open.filed.number}\treply\t`), 'the case');
	t.is(w.sql("SELECT COUNT(*) FROM calendar_notice WHERE number = '示例〔2026〕1号'").trim(), '1', 'loaded');
	const again = w.ctl('--lang', 'en', 'calendar', 'load', file);
	t.is(again.status, 1, 'a second time');
	t.match(again.stderr, /loaded already/, 'says why');
});

await scenario('a security administrator sees where somebody is signed in, and ends it', async (t) => {
	const keeper = await w.person('qzf-security-admin'),
		head = w.service.client();
	await head.signIn('jtj-head', w.passwords.get('jtj-head'));
	const path = `/api/v1/sessions?user=${head.user.id}`;
	const [latest] = (await keeper.get(path)).items;
	t.is([latest.current, latest.client], [false, '127.0.0.1'], 'not the one who asks, and from where');
	t.refused(await (await w.person('qzf-system-admin')).send('GET', path), 404, {}, 'a system administrator');
	t.refused(await (await w.person('jtj-caseworker')).send('GET', path), 404, {}, 'a colleague');
	t.refused(await keeper.send('GET', '/api/v1/sessions?user=999999'), 404, {}, 'nobody');
	t.refused(await keeper.send('GET', '/api/v1/sessions?user=x'), 422, {}, 'no id');
	t.is((await head.get(path)).items.length > 0, true, 'one’s own by one’s own id');
	await keeper.call('DELETE', `/api/v1/sessions/${latest.id}`);
	t.refused(await head.send('GET', '/api/v1/me'), 401, {}, 'ended at once');
	t.is(
		(await keeper.get(path)).items.some((s) => s.id === latest.id),
		false,
		'and gone from the list',
	);
});

await scenario('a disabled person is out at once', async (t) => {
	const clerk = await w.person('jtj-clerk');
	t.is((await clerk.send('GET', '/api/v1/me')).status, 200, 'signed in');
	t.is(w.ctl('user', 'disable', 'jtj-clerk').status, 0, 'disabled');
	t.refused(await clerk.send('GET', '/api/v1/me'), 401);
});

await done();
