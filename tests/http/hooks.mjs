/*
 * Webhook endpoints as a resource: who may have one, the ping that opens it, filters, rotation, retries,
 * replay, what is told and what is not.  The signature is checked by the public package standardwebhooks.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';
import { receiver } from './receiver.mjs';
import { verify } from '../../contrib/receiver/receiver.mjs';

/* Without npm's packages (a release's own check) the example's own verification stands in. */
const { Webhook } = await import('standardwebhooks')
	.then((m) => m.default ?? m)
	.catch(() => ({
		Webhook: class {
			constructor(secret) {
				this.secret = secret;
			}
			verify(body, headers) {
				verify([this.secret], headers, Buffer.from(body));
				return JSON.parse(body);
			}
		},
	}));
const r = await receiver();
const w = await world({ webhook_allow: `127.0.0.1:${r.port}`, public_url: 'https://gk.example.invalid' });
await w.clock('2026-03-02');
const admin = await w.person('qzf-system-admin');
const agency = Object.fromEntries(
	['QZF', 'FGW', 'JTJ'].map((c) => [c, w.sql(`SELECT id FROM agency WHERE code = '${c}'`).trim()]),
);
const hooks = '/api/v1/webhook-endpoints';

/** Waits for a state that the notify thread writes. */
async function until(look, test) {
	for (let i = 0; i < 3000; i++) {
		const seen = await look();
		if (test(seen)) return seen;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	throw new Error(`waited too long: ${test}`);
}
const state = (client, id, status) =>
	until(
		() => client.get(`${hooks}/${id}`),
		(e) => e.status === status,
	);

/** Adds an endpoint and waits until its ping was answered. */
async function added(client, path, change = {}) {
	const e = await client.post(hooks, {
		kind: 'webhook',
		name: '示例系统',
		url: r.url(path),
		...(change.mine ? {} : { agency_id: agency.FGW }),
		...change,
	});
	if (path.startsWith('/2')) await state(client, e.id, 'active');
	return e;
}
/** What was tried once is due now, not in five seconds; what is being sent is not: its lease is longer. */
const again = (e) =>
	w.sql(
		`UPDATE delivery SET next_at = UTC_TIMESTAMP(6) WHERE endpoint_id = ${e.id} AND tried = 1 AND status = 'waiting' AND next_at < UTC_TIMESTAMP(6) + INTERVAL 30 SECOND`,
	);
const events = (path) => r.at(path).filter((m) => m.json.type !== 'webhook.ping');

await scenario('an endpoint is opened by its ping; the secret is shown once, the address never', async (t) => {
	const e = await admin.post(hooks, {
		agency_id: agency.FGW,
		kind: 'webhook',
		name: '示例系统',
		url: r.url('/200/open?key=hidden'),
	});
	t.match(e.secret, /^whsec_[A-Za-z0-9+/]{43}=$/, 'a secret of 32 bytes');
	const seen = await state(admin, e.id, 'active');
	t.is(
		[seen.secret, seen.has_secret, seen.address],
		[undefined, true, `http://127.0.0.1:${r.port}/…`],
		'not shown again',
	);
	t.ok(!JSON.stringify([seen, await admin.get(hooks)]).includes('hidden'), 'the address is masked');
	t.ok(!w.sql(`SELECT * FROM endpoint WHERE id = ${e.id}`).includes('hidden'), 'and sealed where it is kept');
	const [ping] = r.at('/200/open');
	t.is(ping.json.type, 'webhook.ping', 'the ping');
	new Webhook(e.secret).verify(ping.body, ping.headers);
	t.is(ping.headers['content-type'], 'application/json', 'JSON');
	await admin.call('DELETE', `${hooks}/${e.id}`);
	t.is((await admin.send('GET', `${hooks}/${e.id}`)).status, 404, 'ended');
	t.is(
		w.sql(`SELECT url IS NULL AND secret IS NULL FROM endpoint WHERE id = ${e.id}`).trim(),
		'1',
		'address and secret are gone',
	);
	const audit = await (await w.person('qzf-audit-admin')).get('/api/v1/audit');
	t.is(
		audit.items
			.filter((a) => a.subject === `endpoint ${e.id}`)
			.map((a) => a.what)
			.reverse(),
		['endpoint_added', 'endpoint_ended'],
		'in the log',
	);
});

await scenario('an act is told: thin, signed, Chinese and ASCII alike, no personal data', async (t) => {
	const e = await added(admin, '/200/told');
	const { secret } = e;
	const { filed: f } = await filed(w, 'FGW', { title: '测试标题不外传' });
	await r.until(() => events('/200/told').length === 1);
	const [m] = events('/200/told');
	const verified = new Webhook(secret).verify(m.body, m.headers);
	verify([secret], m.headers, Buffer.from(m.body));
	t.is(
		[verified.type, verified.data.title, verified.data.case, verified.data.act, verified.data.seq],
		['case.received', '收到申请', f.number, 'file', 1],
		'what',
	);
	t.is([verified.data.due_on, verified.data.working_days_left], ['2026-03-30', 20], 'until when (R-CLOCK-1)');
	t.is(verified.data.link, `https://gk.example.invalid/staff#/case/${verified.data.case_id}`, 'where');
	t.ok(!/测试申请人|测试标题|0791-00000001|测试证件/.test(m.body), 'nothing personal');
	t.ok(Buffer.byteLength(m.body) < 20000, 'below 20 kB');
	for (const [name, change] of [
		['another body', { body: `${m.body} ` }],
		['another id', { id: 'msg_x' }],
		['a time long ago', { time: '1' }],
	]) {
		const headers = {
			...m.headers,
			...(change.id ? { 'webhook-id': change.id } : {}),
			...(change.time ? { 'webhook-timestamp': change.time } : {}),
		};
		for (const check of [
			() => new Webhook(secret).verify(change.body ?? m.body, headers),
			() => verify([secret], headers, Buffer.from(change.body ?? m.body)),
		]) {
			let refused = false;
			try {
				check();
			} catch {
				refused = true;
			}
			t.ok(refused, `${name} does not verify`);
		}
	}
	await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('a retried delivery: same id, same bytes, another time; every attempt is shown', async (t) => {
	const e = await added(admin, '/flaky', { types: ['case.registered'] });
	await until(
		async () => {
			again(e);
			return admin.get(`${hooks}/${e.id}`);
		},
		(x) => x.status === 'active',
	); // its ping fails once
	const { id } = await filed(w, 'FGW');
	await (await w.person('fgw-clerk')).act(id, 'registration');
	await r.until(() => events('/flaky').length === 1);
	const list = await until(
		async () => {
			again(e);
			return admin.get(`${hooks}/${e.id}/deliveries?status=delivered`);
		},
		(l) => l.items.some((d) => d.type === 'case.registered'),
	);
	const [one, two] = events('/flaky');
	t.is([two.id, two.body], [one.id, one.body], 'the same message');
	t.ok(Number(two.headers['webhook-timestamp']) >= Number(one.headers['webhook-timestamp']), 'signed anew');
	for (const m of [one, two]) new Webhook(e.secret).verify(m.body, m.headers);
	const d = await admin.get(`/api/v1/deliveries/${list.items.find((x) => x.type === 'case.registered').id}`);
	t.is(
		d.attempts.map((a) => [a.no, a.status, a.verdict]),
		[
			[1, 503, 'retry'],
			[2, 200, 'delivered'],
		],
		'both attempts',
	);
	t.is([d.body, d.message_id], [one.body, one.id], 'what was sent');
	await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('rotation: both keys sign for the hours asked for, then the new one alone', async (t) => {
	const e = await added(admin, '/200/rotated');
	const rotated = await admin.post(`${hooks}/${e.id}/secret-rotation`, { hours: 1 });
	t.ok(rotated.secret && rotated.secret !== e.secret, 'a new secret');
	t.ok(rotated.old_secret_until, 'and until when the old one signs');
	await admin.post(`${hooks}/${e.id}/test`, {});
	await r.until(() => events('/200/rotated').length === 1);
	const [both] = events('/200/rotated');
	t.is(both.headers['webhook-signature'].split(' ').length, 2, 'two signatures in one header');
	for (const secret of [e.secret, rotated.secret]) new Webhook(secret).verify(both.body, both.headers);
	t.is([both.json.data.test, both.json.type], [true, 'case.legal_review.requested'], 'a test says that it is one');
	w.sql(`UPDATE endpoint SET old_until = UTC_TIMESTAMP(6) WHERE id = ${e.id}`);
	await admin.post(`${hooks}/${e.id}/test`, { type: 'case.registered' });
	await r.until(() => events('/200/rotated').length === 2);
	const last = events('/200/rotated')[1];
	t.is(last.headers['webhook-signature'].split(' ').length, 1, 'one signature');
	new Webhook(rotated.secret).verify(last.body, last.headers);
	await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('filters: by type, by agency, by hard-case rule', async (t) => {
	const all = await added(admin, '/200/all', { agency_id: agency.QZF });
	const one = await added(admin, '/200/jtj', { agency_id: agency.QZF, agencies: [agency.JTJ] });
	const type = await added(admin, '/200/reg', { agency_id: agency.QZF, types: ['case.registered', 'case.reply.*'] });
	const hard = await added(admin, '/200/hard', { agency_id: agency.QZF, hard_rules: ['flagged'] });
	const own = await added(admin, '/200/fgw');
	const fgw = await filed(w, 'FGW');
	await filed(w, 'JTJ');
	await (await w.person('fgw-clerk')).act(fgw.id, 'registration');
	const worker = await w.person('fgw-caseworker');
	await worker.act(fgw.id, 'assignment', { user_id: worker.user.id });
	await worker.act(fgw.id, 'hard-flag', { reason: '涉及面广' });
	await r.until(
		() => events('/200/all').length === 5 && events('/200/hard').length === 1 && events('/200/fgw').length === 4,
	);
	const types = (path) =>
		events(path)
			.map((m) => `${m.json.data.case.split('-')[1]} ${m.json.type}`)
			.sort();
	t.is(
		types('/200/all'),
		[
			'FGW case.assigned',
			'FGW case.hard_flag.changed',
			'FGW case.received',
			'FGW case.registered',
			'JTJ case.received',
		],
		'a district hears of all its agencies',
	);
	t.is(types('/200/jtj'), ['JTJ case.received'], 'of one');
	t.is(types('/200/reg'), ['FGW case.registered'], 'of one type');
	t.is(types('/200/hard'), ['FGW case.hard_flag.changed'], 'of hard cases');
	t.is(events('/200/hard')[0].json.data.hard_rules, ['flagged'], 'with the rule');
	t.is(types('/200/fgw').length, 4, 'an agency hears of its own');
	const seqs = events('/200/fgw').map((m) => m.json.data.seq);
	t.is(
		seqs,
		[...seqs].sort((a, b) => a - b),
		'in order',
	);
	t.is(
		(await admin.get(`${hooks}?district_id=${agency.QZF}`)).items.map((e) => e.id),
		[all, one, type, hard, own].map((e) => e.id),
		'listed, those of the district itself too',
	);
	t.ok(
		(await admin.get('/api/v1/deliveries?status=delivered&limit=200')).items.some((d) => d.endpoint_id === all.id),
		'what was sent to them as well',
	);
	for (const e of [all, one, type, hard, own]) await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('R-ASK-5: a legal advisor hears of their own review and of nothing else', async (t) => {
	const advisor = await w.person('fgw-advisor'),
		other = await w.person('fgw-advisor-2');
	const mine = await added(advisor, '/200/mine', { mine: true });
	const others = await added(other, '/200/others', { mine: true });
	const { id, filed: f } = await filed(w, 'FGW');
	await advance(w, id, 'drafted', { outcome: 'internal_affairs' });
	const worker = await w.person('fgw-caseworker');
	const asked = await worker.act(id, 'legal-reviews', {
		question: '是否属于内部事务信息？',
		advisor_id: advisor.user.id,
	});
	await r.until(() => events('/200/mine').length === 1);
	const [m] = events('/200/mine');
	new Webhook(mine.secret).verify(m.body, m.headers);
	t.is(
		[m.json.type, m.json.data.case, m.json.data.record_id],
		['case.legal_review.requested', f.number, asked.legal_reviews[0].id],
		'told of the review',
	);
	t.is(m.json.data.until_on, asked.legal_reviews[0].answer_by, 'and until when it is to be answered');
	t.ok(m.json.data.hard_rules.includes('refusal_planned'), 'and why the case is hard');
	t.ok(!/内部事务信息/.test(m.body), 'the question is read in the system');
	await advisor.act(id, `legal-reviews/${asked.legal_reviews[0].id}/answer`, {
		opinion: 'agree',
		reasons: '同意。',
		articles: ['条例16'],
	});
	await r.until(() => events('/200/mine').length === 2);
	t.is(events('/200/mine')[1].json.type, 'case.legal_review.answered', 'and of its answer');
	const next = await filed(w, 'FGW');
	await advance(w, next.id, 'drafted', { outcome: 'internal_affairs' });
	await worker.act(next.id, 'legal-reviews', { question: '问题', advisor_id: other.user.id });
	await r.until(() => events('/200/others').length === 1);
	t.is(events('/200/others')[0].json.data.case, next.filed.number, 'the other one hears of theirs');
	t.is(events('/200/mine').length, 2, 'nothing else');
	t.refused(
		await advisor.send('POST', hooks, {
			body: { mine: true, kind: 'webhook', name: '一', url: r.url('/200'), types: ['case.received'] },
		}),
		422,
		{},
		'another type',
	);
	t.refused(
		await advisor.send('POST', hooks, {
			body: { agency_id: agency.FGW, kind: 'webhook', name: '一', url: r.url('/200') },
		}),
		403,
		{},
		"an agency's",
	);
	t.refused(await advisor.send('GET', `${hooks}/${others.id}`), 404, {}, "another advisor's");
	t.refused(await admin.send('GET', `${hooks}/${mine.id}`), 404, {}, 'an administrator');
	t.is(
		(await advisor.get(hooks)).items.map((e) => e.id),
		[mine.id],
		'the list is their own',
	);
	for (const [who, e] of [
		[advisor, mine],
		[other, others],
	])
		await who.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('what is wrong is named all at once, and changes nothing', async (t) => {
	const before = w.sql('SELECT COUNT(*) FROM endpoint').trim();
	const body = (change) => ({ agency_id: agency.FGW, kind: 'webhook', name: '一', url: r.url('/200'), ...change });
	const problem = t.refused(
		await admin.send('POST', hooks, {
			body: body({
				url: 'http://10.0.0.1/',
				types: ['case.nothing', 'case.received'],
				agencies: [agency.JTJ, 'x'],
				hard_rules: ['none'],
				secret: 'mine',
			}),
		}),
		422,
		{},
		'all',
	);
	t.is(
		problem.errors.map((e) => e.pointer).sort(),
		['/agencies/0', '/agencies/1', '/hard_rules/0', '/secret', '/types/0', '/url'],
		'pointers',
	);
	t.refused(
		await admin.send('POST', hooks, {
			body: body({ kind: 'dingtalk', url: 'https://example.org/robot/send?access_token=x' }),
		}),
		422,
		{},
		"not the provider's",
	);
	t.refused(
		await admin.send('POST', hooks, { body: body({ kind: 'wecom', url: r.url('/200'), secret: 'x' }) }),
		422,
		{},
		'no such secret',
	);
	t.refused(
		await admin.send('POST', hooks, { body: body({ url: 'https://user:pw@example.org/' }) }),
		422,
		{},
		'credentials',
	);
	t.is(w.sql('SELECT COUNT(*) FROM endpoint').trim(), before, 'nothing was added');
});

await scenario('changing, disabling, and putting to work again', async (t) => {
	const e = await added(admin, '/200/change');
	t.refused(await admin.send('PATCH', `${hooks}/${e.id}`, { body: { name: '二' }, version: 99 }), 412, {}, 'stale');
	const seen = await admin.get(`${hooks}/${e.id}`);
	const changed = await admin.call('PATCH', `${hooks}/${e.id}`, {
		body: { name: '二', types: ['case.closed'] },
		version: seen.version,
	});
	t.is([changed.name, changed.types, changed.status], ['二', ['case.closed'], 'active'], 'changed');
	const moved = await admin.call('PATCH', `${hooks}/${e.id}`, {
		body: { url: r.url('/200/moved') },
		version: changed.version,
	});
	t.is(moved.status, 'pending', 'a new address has to take a ping');
	await state(admin, e.id, 'active');
	t.is(r.at('/200/moved').length, 1, 'there');
	t.is((await admin.post(`${hooks}/${e.id}/deactivation`, {})).reason, 'by_hand', 'disabled');
	t.refused(
		await admin.send('POST', `${hooks}/${e.id}/test`, { body: {}, key: 'k'.repeat(20) }),
		409,
		{},
		'no test while disabled',
	);
	await admin.post(`${hooks}/${e.id}/activation`, {});
	t.is((await state(admin, e.id, 'active')).needs_attention, false, 'active again');
	t.refused(
		await admin.send('POST', `${hooks}/${e.id}/activation`, { body: {}, key: 'a'.repeat(20) }),
		409,
		{},
		'twice',
	);
	await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario('410 disables and is shown; what was dead or missed is sent again', async (t) => {
	const e = await added(admin, '/200/back');
	w.sql(`UPDATE endpoint SET status = 'disabled', reason = 'gone' WHERE id = ${e.id}`);
	t.is(
		(await admin.get(`${hooks}?status=disabled`)).items.map((x) => [x.id, x.needs_attention]),
		[[e.id, true]],
		'in the list',
	);
	const { filed: f } = await filed(w, 'FGW');
	await until(
		async () => w.sql('SELECT COUNT(*) FROM outbox WHERE NOT fanned').trim(),
		(n) => n === '0',
	);
	await admin.post(`${hooks}/${e.id}/activation`, {});
	await state(admin, e.id, 'active');
	t.is(events('/200/back').length, 0, 'missed');
	const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
	const again = await admin.post(`${hooks}/${e.id}/replay`, { from: today, to: today, missed: true });
	t.ok(again.missed >= 1 && again.replayed === 0, `missed events are told: ${JSON.stringify(again)}`);
	await r.until(() => events('/200/back').some((m) => m.json.data.case === f.number));
	const list = await until(
		() => admin.get(`${hooks}/${e.id}/deliveries?status=delivered`),
		(l) => l.items.some((d) => d.case_id),
	);
	const d = list.items.find((x) => x.type === 'case.received');
	const before = r.got.filter((m) => m.id === d.message_id).length;
	await admin.post(`/api/v1/deliveries/${d.id}/replay`, {});
	await r.until((got) => got.filter((m) => m.id === d.message_id).length === before + 1);
	const same = r.got.filter((m) => m.id === d.message_id);
	t.ok(
		same.every((m) => m.body === same[0].body),
		'under its id, with its bytes',
	);
	const settled = await until(
		() => admin.get(`/api/v1/deliveries/${d.id}`),
		(x) => x.status === 'delivered',
	);
	t.ok(settled.attempts.length >= 2, 'each attempt stays on record');
	w.sql(`UPDATE delivery SET status = 'dead' WHERE id = ${d.id}`);
	t.is((await admin.post(`${hooks}/${e.id}/replay`, { from: today, to: today })).replayed, 1, 'a range of dead ones');
	w.sql(`UPDATE delivery SET status = 'dead' WHERE id = ${d.id}`);
	w.sql("UPDATE delivery d JOIN endpoint e ON e.id = d.endpoint_id SET d.status = 'dead' WHERE e.status = 'ended'"); // nobody waits for these
	const dead = '/api/v1/deliveries';
	t.is(
		(await admin.get(dead)).items.map((x) => [x.id, x.endpoint_id, x.status]),
		[[d.id, e.id, 'dead']],
		'what failed for good, over all endpoints',
	);
	t.is(
		[
			(await admin.get(`${dead}?type=case.closed`)).items,
			(await admin.get(`${dead}?type=case.received`)).items.length,
		],
		[[], 1],
		'by type',
	);
	t.ok(
		(await admin.get(`${dead}?status=delivered&limit=1`)).items.every((x) => x.status === 'delivered'),
		'or of another state',
	);
	t.refused(await admin.send('GET', `${dead}?type=case.nothing`), 422, {}, 'no such type');
	t.refused(await admin.send('GET', `${dead}?district_id=999999`), 404, {}, 'another district');
	t.is(
		[(await admin.get(`${dead}?mine=true`)).items, (await (await w.person('fgw-advisor-2')).get(dead)).items],
		[[], []],
		"nobody else's",
	);
	const all = (body) => admin.send('POST', `${dead}/replay`, { body, key: randomUUID() });
	t.refused(await all({ from: today, to: '2020-01-01' }), 422, {}, 'a range that ends before it begins');
	t.refused(await all({ from: today, to: today, district_id: '999999' }), 404, {}, 'not in another district');
	t.is((await all({ from: '2020-01-01', to: '2020-01-02' })).body.replayed, 0, 'not of those days');
	t.is((await all({ from: today, to: today, mine: true })).body.replayed, 0, 'none of their own');
	t.is((await all({ from: today, to: today })).body.replayed, 1, 'all dead ones of these days');
	await until(
		() => admin.get(dead),
		(l) => l.items.length === 0,
	);
	t.refused(
		await admin.send('POST', `${hooks}/${e.id}/replay`, {
			body: { from: today, to: '2020-01-01' },
			key: 'z'.repeat(20),
		}),
		422,
		{},
		'a range that ends before it begins',
	);
	await admin.call('DELETE', `${hooks}/${e.id}`);
});

await scenario(
	'bots: a message in Chinese that the channel takes, the address masked, the signature by its rule',
	async (t) => {
		const ok = encodeURIComponent('{"errcode":0}');
		const wecom = await added(admin, `/json/${ok}`, {
			kind: 'wecom',
			url: `${r.url(`/json/${ok}`)}?key=k1`,
			quiet_hours: false,
		});
		const ding = await added(admin, `/json/${ok}`, {
			kind: 'dingtalk',
			url: `${r.url(`/json/${ok}`)}?access_token=t1`,
			secret: 'this is secret',
			quiet_hours: false,
		});
		for (const e of [wecom, ding]) await state(admin, e.id, 'active');
		t.is([wecom.secret, ding.has_secret], [undefined, true], 'a given secret is not shown');
		const { filed: f } = await filed(w, 'FGW');
		const about = (m) => JSON.stringify(m.json).includes(f.number);
		await r.until((got) => got.filter(about).length === 2);
		const sent = r.got.filter(about);
		const md = sent.find((m) => m.url.includes('key=k1')).json.markdown;
		t.match(md.content, /依申请公开：收到申请/, 'what');
		t.match(md.content, /2026年3月30日（还有 20 个工作日）/, 'until when');
		t.match(
			sent.find((m) => m.url.includes('access_token=t1')).url,
			/&timestamp=\d{13}&sign=[A-Za-z0-9%]+$/,
			'signed',
		);
		/* What belongs to no case: which day it is, and where it is dealt with. */
		await (
			await w.person('qzf-supervisor')
		).post('/api/v1/urgings', {
			agency_id: agency.FGW,
			matter: '栏目未更新',
			demand: '更新',
			answer_by: '2026-03-03',
		});
		await until(
			() =>
				w
					.sql(
						"SELECT COUNT(*) FROM reminder r JOIN deadline l ON l.id = r.deadline_id WHERE l.kind = 'urging' AND r.channel = 'outbox'",
					)
					.trim(),
			(n) => n === '1',
		);
		w.sql("UPDATE reminder SET send_at = UTC_TIMESTAMP(6) WHERE status = 'waiting'"); // were it night
		await w.clock('2026-03-02');
		const near = (m) => m.url.includes('key=k1') && /期限临近/.test(m.json.markdown.content);
		await r.until((got) => got.some(near));
		const said = r.got.find(near).json.markdown.content;
		t.ok(
			said.includes('\n回复督办\n') &&
				said.includes('2026年3月3日') &&
				said.includes('(https://gk.example.invalid/staff#/urgings)') &&
				!said.includes('栏目未更新'),
			`of no case: ${said}`,
		);
		t.is(
			[wecom.quiet_hours, (await admin.get(`${hooks}/${wecom.id}`)).quiet_hours],
			[false, false],
			'told at any hour',
		);
		const still = await admin.call('PATCH', `${hooks}/${wecom.id}`, {
			body: { quiet_hours: true },
			version: (await admin.get(`${hooks}/${wecom.id}`)).version,
		});
		t.is(still.quiet_hours, true, 'quiet nights');
		/* As if it had come at night: 08:00 in Beijing is midnight in UTC. */
		const at = r.got.length;
		w.sql(
			`UPDATE delivery SET status = 'waiting', tried = 0, next_at = UTC_DATE() + INTERVAL 1 DAY WHERE endpoint_id = ${wecom.id} AND type <> 'webhook.ping'`,
		);
		await admin.call('PATCH', `${hooks}/${wecom.id}`, { body: { quiet_hours: false }, version: still.version });
		await r.until(() => r.got.slice(at).some((m) => m.url.includes('key=k1')));
		for (const e of [wecom, ding]) await admin.call('DELETE', `${hooks}/${e.id}`);
		const plain = await added(admin, `/json/${ok}`, { kind: 'feishu', url: r.url(`/json/${ok}`) });
		t.is(plain.quiet_hours, true, 'a bot is quiet at night unless it is told otherwise');
		await admin.call('DELETE', `${hooks}/${plain.id}`);
		t.refused(
			await admin.send('POST', hooks, {
				body: { agency_id: agency.FGW, kind: 'webhook', name: '一', url: r.url('/200'), quiet_hours: true },
			}),
			422,
			{},
			'a webhook has no quiet hours',
		);
		t.refused(
			await admin.send('POST', hooks, {
				body: { agency_id: agency.FGW, kind: 'feishu', name: '一', url: r.url('/200'), quiet_hours: 'yes' },
			}),
			422,
			{},
			'no boolean',
		);
	},
);

await scenario('event types are listed with titles, for anyone', async (t) => {
	const list = await w.anyone().get('/api/v1/event-types');
	t.is(list.items.find((i) => i.type === 'case.legal_review.requested').title, '提请法律审核', 'Chinese');
	t.ok(list.items.length > 50, 'all');
});

await r.close();
await done();
