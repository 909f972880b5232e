/* No attempt on the day of arrival: received that day, by the scheduler (R-RCPT-3). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
await w.serve(); // a second instance: each mark is made once all the same
const clerk = await w.person('fgw-clerk');
const take = (attempts = []) =>
	clerk.post('/api/v1/cases', {
		agency: '360104-FGW',
		channel: 'post_ordinary',
		arrived_on: '2026-03-02',
		applicant: { category: 'natural_person', name: '测试来信人', address: '测试路' },
		description: `测试${randomUUID()}`,
		ways: ['post'],
		attempts,
	});
const state = (id) => w.sql(`SELECT state FROM docket WHERE id = ${id}`).trim();
async function until(what, reached) {
	for (let i = 0; i < 1200 && !reached(); i++) await new Promise((r) => setTimeout(r, 50));
	if (!reached()) throw new Error(`never: ${what}`);
}
/* Marks go by days: when this one is made, all of the days before are. */
async function passed(day) {
	const fence = await take([{ on: '2026-03-02', time: '08:00', way: 'visit', result: 'no_answer' }]);
	w.sql(`INSERT INTO deadline (case_id, handling, kind, ref, due_on, mark_on, status)
		VALUES (${fence.id}, 1, 'fence', 1, '${day}' - INTERVAL 1 DAY, '${day}', 'open')`);
	await until(
		`marks of ${day}`,
		() => w.sql(`SELECT marked_on FROM deadline WHERE case_id = ${fence.id} AND kind = 'fence'`).trim() !== 'NULL',
	);
}

await scenario(
	'on the day of arrival nothing happens by itself; the day after, who was not called has been received (R-RCPT-3)',
	async (t) => {
		const silent = await take();
		const tried = await take([{ on: '2026-03-02', time: '17:55', way: 'telephone', result: 'no_answer' }]);
		await passed('2026-03-02');
		t.is([state(silent.id), state(tried.id)], ['pending_confirmation', 'pending_confirmation'], 'the day runs');
		await w.clock('2026-03-03');
		await until('received', () => state(silent.id) === 'received');
		const seen = await clerk.get(`/api/v1/cases/${silent.id}`);
		t.is([seen.received_on, seen.due_on], ['2026-03-02', '2026-03-30'], 'received on the day of arrival');
		t.is(
			seen.letters.map((l) => l.kind),
			['receipt'],
			'with its receipt',
		);
		const list = (await clerk.get(`/api/v1/cases/${silent.id}/events`)).items.filter((e) => e.act === 'no_attempt');
		t.is(
			list.map((e) => [e.happened_on, e.actor_role, e.actor_id, e.entered_late]),
			[['2026-03-02', 'scheduler', null, true]],
			'once, by the system',
		);
		t.is(state(tried.id), 'pending_confirmation', 'who was called still waits');
		const code = await clerk.post(`/api/v1/cases/${silent.id}/query-code`, { reason: '寄送登记回执' });
		t.match(code.query_code, /^[0-9A-HJKMNP-TV-Z]{16}$/, 'a code for the receipt to be posted');
		t.is(w.ctl('verify').status, 0, 'verify');
	},
);

await scenario(
	'a wrong silence is rectified, and the attempt that was made is entered with its proof (R-KEEP-4)',
	async (t) => {
		await w.clock('2026-03-02');
		const c = await take();
		await w.clock('2026-03-03');
		await until('received', () => state(c.id) === 'received');
		const worker = await w.person('fgw-caseworker'),
			head = await w.person('fgw-head');
		const seq = (await clerk.get(`/api/v1/cases/${c.id}/events`)).items.find((e) => e.act === 'no_attempt').seq;
		const asked = await worker.act(c.id, 'rectifications', {
			seq,
			reason: '到达当日已联系，漏记',
			proof: '通话记录',
		});
		let seen = await head.act(c.id, `proposals/${asked.proposals[0].id}/decision`, { decision: 'grant' });
		t.is(
			[seen.state, seen.received_on, seen.due_on],
			['pending_confirmation', null, null],
			'as if it had never been',
		);
		await clerk.act(c.id, 'contact-attempts', {
			on: '2026-03-02',
			time: '16:00',
			way: 'telephone',
			result: 'no_answer',
		});
		seen = await clerk.act(c.id, 'receipt-confirmation', { on: '2026-03-03', way: 'telephone' });
		t.is([seen.received_on, seen.due_on], ['2026-03-03', '2026-03-31'], 'received when confirmed');
	},
);

await done();
