/*
 * Crash drill: the service is killed with SIGKILL at random moments while requests are filed and registered,
 * and a receiver counts.  Every committed event arrives at least once under one id, none arrives for what was
 * rolled back, order holds within each case.
 *
 *	DRILL_KILLS=120 DRILL_SEED=7 node tests/drills/notify.mjs     the long form; alone it kills 10 times
 */
import { scenario, done, installation, filing } from '../http/harness.mjs';
import { receiver } from '../http/receiver.mjs';
import { Client } from '../../contrib/client.mjs';

const kills = Number(process.env.DRILL_KILLS ?? 10);
const seed = Number(process.env.DRILL_SEED ?? Date.now() % 1e9);
console.log(`# DRILL_SEED=${seed} DRILL_KILLS=${kills}`);
let state = seed >>> 0;
/** mulberry32: the same moments again with the same seed. */
function random() {
	state = (state + 0x6d2b79f5) >>> 0;
	let t = Math.imul(state ^ (state >>> 15), state | 1);
	t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const r = await receiver();
const place = await installation({ webhook_allow: `127.0.0.1:${r.port}` });
let service = await place.serve();
const admin = service.client();
await admin.signIn('qzf-system-admin', place.passwords.get('qzf-system-admin'));
await admin.call('PUT', '/api/v1/test-clock', { body: { day: '2026-03-02' } });
const agency = place.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const endpoint = await admin.post('/api/v1/webhook-endpoints', {
	agency_id: agency,
	kind: 'webhook',
	name: '演练',
	url: r.url('/200'),
});
while ((await admin.get(`/api/v1/webhook-endpoints/${endpoint.id}`)).status !== 'active') await sleep(20);

const desk = service.client();
await desk.signIn('fgw-clerk', place.passwords.get('fgw-clerk'));
const token = await desk.post('/api/v1/tokens', { name: '演练', scopes: ['read', 'write'], days: 1 });

const acknowledged = { filed: 0, registered: 0 };
let running = true;

/** Files and registers until told to stop; what fails because the service is away is forgotten. */
async function office(n) {
	const clerk = new Client(service.url);
	clerk.bearer = token.secret; // outlives every restart
	while (running) {
		try {
			clerk.base = service.url;
			const filed = await clerk.post('/api/v1/requests', filing('FGW', { title: `测试${n}` }));
			acknowledged.filed++;
			const [row] = (await clerk.get(`/api/v1/cases?q=${filed.number}&limit=1`).catch(() => ({ items: [] })))
				.items;
			const id = row?.id ?? place.sql(`SELECT id FROM docket WHERE number = '${filed.number}'`).trim();
			if (n % 2) await clerk.send('POST', `/api/v1/cases/${id}/registration`, { body: {}, version: 99 }); // stale: rolled back
			await clerk.act(id, 'registration');
			acknowledged.registered++;
		} catch {
			await sleep(10);
		}
	}
}

const offices = [0, 1, 2].map(office);
for (let k = 0; k < kills; k++) {
	await sleep(20 + random() * 800);
	await service.kill('SIGKILL');
	service = await place.serve();
}
await sleep(300);
running = false;
await Promise.all(offices);
console.log(`# acknowledged ${JSON.stringify(acknowledged)}, requests at the receiver ${r.got.length}`);

/* Leases of those that died end now, not in a minute. */
for (;;) {
	const left = place
		.sql(
			`SELECT (SELECT COUNT(*) FROM outbox WHERE NOT fanned) + (SELECT COUNT(*) FROM delivery WHERE status <> 'delivered')`,
		)
		.trim();
	if (left === '0') break;
	place.sql(`UPDATE delivery SET next_at = UTC_TIMESTAMP(6) WHERE status = 'waiting' AND next_at > UTC_TIMESTAMP(6) + INTERVAL 20 SECOND
		AND next_at < UTC_TIMESTAMP(6) + INTERVAL 44 SECOND`);
	await sleep(200);
}

const events = place
	.sql('SELECT e.case_id, e.seq, e.act FROM event e ORDER BY e.case_id, e.seq')
	.trim()
	.split('\n')
	.map((l) => l.split('\t'));
const told = new Map();
for (const m of r.got) {
	if (m.json.type === 'webhook.ping') continue;
	const key = `${m.json.data.case_id} ${m.json.data.seq}`;
	if (!told.has(key)) told.set(key, { ids: new Set(), act: m.json.data.act, bodies: new Set() });
	told.get(key).ids.add(m.id);
	told.get(key).bodies.add(m.body);
}

await scenario(
	`${kills} kills: every committed event arrived, each under one id and with the same bytes`,
	async (t) => {
		t.ok(
			events.length >= acknowledged.filed + acknowledged.registered,
			`${events.length} events are no fewer than what was acknowledged`,
		);
		const missing = events.filter(([c, s]) => !told.has(`${c} ${s}`));
		t.is(missing, [], 'did not arrive');
		t.is(
			[...told].filter(([, v]) => v.ids.size !== 1 || v.bodies.size !== 1).map(([k]) => k),
			[],
			'under several ids',
		);
	},
);
await scenario('nothing arrived for what was rolled back', async (t) => {
	const committed = new Map(events.map(([c, s, act]) => [`${c} ${s}`, act]));
	t.is(
		[...told].filter(([k, v]) => committed.get(k) !== v.act).map(([k]) => k),
		[],
		'of no event',
	);
});
await scenario('order held within each case', async (t) => {
	const last = new Map();
	const wrong = [];
	const seen = new Set();
	for (const m of r.got) {
		const { case_id: c, seq } = m.json.data;
		if (!c || seen.has(m.id)) continue; // a repeat of an older one is none of the order
		seen.add(m.id);
		if (seq < (last.get(c) ?? 0)) wrong.push(`${c} ${seq} after ${last.get(c)}`);
		last.set(c, seq);
	}
	t.is(wrong, [], 'out of order');
	t.ok(last.size > 0, 'something came');
});
await r.close();
await done();
