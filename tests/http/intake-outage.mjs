/* Paper acts of an outage: entered by a head with a scan, on the day of the paper, and marked (R-KEEP-3). */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker');
const head = await w.person('fgw-head');
const paper = { 'Outage-Day': '2026-03-04', 'Outage-Scan': 'scan-0001.pdf' };
async function send(who, id, path, body, headers) {
	const seen = await who.get(`/api/v1/cases/${id}`);
	return who.send('POST', `/api/v1/cases/${id}/${path}`, { body, version: seen.version, key: randomUUID(), headers });
}
const notice = { items: [{ what: '身份证明', guidance: '请补充' }] };

await scenario(
	'a correction notice sent on paper counts on its day, marked with its scan; without it decisions have today (R-KEEP-3)',
	async (t) => {
		const { id } = await filed(w, 'FGW');
		await advance(w, id, 'registered');
		await w.clock('2026-03-12'); // the 8th working day: too late today, not on 03-04
		t.refused(await send(worker, id, 'corrections', notice), 409, { rule: 'R-CLOCK-4' }, 'today');
		t.refused(
			await send(worker, id, 'corrections', notice, paper),
			409,
			{ rule: 'R-KEEP-3' },
			'not by a caseworker',
		);
		for (const [headers, what] of [
			[{ 'Outage-Day': '2026-03-04' }, 'Outage-Scan'],
			[{ 'Outage-Scan': 'scan.pdf' }, 'Outage-Day'],
			[{ ...paper, 'Outage-Day': '2026-03-13' }, 'Outage-Day'],
			[{ ...paper, 'Outage-Day': '2026-03-01' }, 'Outage-Day'],
		])
			t.is(
				t.refused(await send(head, id, 'corrections', notice, headers), 422, {}, what).errors[0].pointer,
				what,
				'pointer',
			);
		t.refused(await send(head, id, 'corrections', notice), 403, {}, 'a head without paper');
		const answer = await send(head, id, 'corrections', notice, paper);
		t.is([answer.status, answer.body?.state], [201, 'awaiting_correction'], answer.text.slice(0, 200));
		const e = (await worker.get(`/api/v1/cases/${id}/events`)).items.at(-1);
		t.is(
			[e.act, e.happened_on, e.entered_late, e.entered_on, e.outage_scan, e.actor_id],
			['correction_notice', '2026-03-04', true, '2026-03-12', 'scan-0001.pdf', head.user.id],
			'marked',
		);
		t.is(w.ctl('verify').status, 0, 'verify');
	},
);

await done();
