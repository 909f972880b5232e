/*
 * Mail (standards.md part 3): to applicants and officers, through a real SMTP server, read by a mail parser.
 * Nothing is sent for what did not happen, nothing twice, nothing of what a letter says.
 */
import { randomUUID } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { scenario, done, world, filed, advance, installation } from './harness.mjs';

const python = '/usr/bin/python3'; // Debian's own, which has its packages
if (spawnSync(python, ['-c', 'import aiosmtpd']).status !== 0) {
	console.log('1..0 # SKIP python3-aiosmtpd is not there');
	process.exit(0);
}
const here = dirname(fileURLToPath(import.meta.url));

const servers = [];
const mails = []; // of the relay, also after it was away

async function smtpd(mails, ...args) {
	const child = spawn(python, [join(here, 'smtpd.py'), ...args], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { PYTHONIOENCODING: 'utf-8' },
	});
	const refused = [];
	let listening;
	const started = new Promise((resolve) => {
		listening = resolve;
	});
	createInterface({ input: child.stdout }).on('line', (line) => {
		if (line.startsWith('port ')) listening(Number(line.slice(5)));
		else if (line.startsWith('refused ')) refused.push(line.slice(8));
		else mails.push(JSON.parse(line));
	});
	const exit = new Promise((resolve) => child.on('exit', resolve));
	const server = {
		port: await started,
		mails,
		refused,
		stop: () => {
			child.stdin.end();
			return exit;
		},
	};
	servers.push(server);
	return server;
}

async function until(what, reached) {
	for (let i = 0; i < 1200 && !reached(); i++) await new Promise((r) => setTimeout(r, 50));
	if (!reached()) throw new Error(`never: ${what}`);
}

let relay = await smtpd(mails);
const w = await world({
	smtp_url: `smtp://127.0.0.1:${relay.port}`,
	smtp_tls: 'none',
	mail_from: 'office@gk.example.invalid',
	public_url: 'https://gk.example.invalid',
});
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk');
const admin = await w.person('qzf-system-admin');
const to = (address) => mails.filter((m) => m.to[0] === address);
const rows = (where) =>
	w
		.sql(`SELECT status, type, fault, tried FROM mail WHERE ${where} ORDER BY id`)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));
const quietly = () =>
	until(
		'all mail is done',
		() =>
			w.sql(`SELECT SUM(status = 'waiting') = 0 AND SUM(status = 'sent') = ${mails.length} FROM mail`).trim() ===
			'1',
	);
const someone = (email) => ({
	category: 'natural_person',
	name: '测试申请人',
	id_kind: 'other',
	id_number: randomUUID().slice(0, 12),
	phone: '0791-00000001',
	email,
});
const text = (m, type = 'text/plain') => m.parts.find((p) => p.type === type).text;
const own = (change) => ({
	mode: 'each',
	address: 'officer@example.invalid',
	quiet_hours: false,
	lang: 'zh',
	...change,
});

await scenario('the applicant hears of the receipt: both languages, a link, nothing personal, no code', async (t) => {
	const { filed: f } = await filed(w, 'FGW', {
		applicant: someone('receipt@example.invalid'),
		title: '测试标题不外传',
	});
	await until('the receipt', () => to('receipt@example.invalid').length === 1);
	const [m] = to('receipt@example.invalid');
	t.is([m.from, m.to], ['office@gk.example.invalid', ['receipt@example.invalid']], 'the envelope');
	t.is(m.head.subject, `您的政府信息公开申请已收到（${f.number}）`, 'the subject, as a parser reads it');
	t.is(
		[m.head.from, m.head.to],
		['office@gk.example.invalid', 'receipt@example.invalid'].map((x) => x),
		'from, to',
	);
	t.is(m.head['auto-submitted'], 'auto-generated', 'no machine answers it (RFC 3834)');
	t.ok(/^<[0-9a-f]{32}@gk\.example\.invalid>$/.test(m.head['message-id']), 'its id');
	t.is(
		[m.head['in-reply-to'], m.head.references],
		Array(2).fill(`<${f.number}@gk.example.invalid>`),
		'the thread of its case',
	);
	t.is(
		[m.types, m.parts.map((p) => [p.type, p.charset])],
		[
			['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html'],
			[
				['text/plain', 'utf-8'],
				['text/html', 'utf-8'],
			],
		],
		'its parts',
	);
	t.is([m.defects, m.ascii, m.bare], [[], true, false], 'the parser finds no fault');
	t.ok(m.longest <= 998, 'no line is too long (RFC 5322)');
	t.is(new Set(m.names).size, m.names.length, 'each header once');
	t.ok(Math.abs(Date.parse(m.date) - Date.now()) < 3600e3, 'dated now');
	for (const body of [text(m), text(m, 'text/html')]) {
		t.ok(
			body.includes(f.number) && body.includes(`https://gk.example.invalid/follow#number=${f.number}`),
			'which case, and where to look',
		);
		t.ok(body.includes('2026年3月30日') && body.includes('30 March 2026'), 'until when, in both languages');
		t.ok(
			!body.includes(f.query_code) && !/测试申请人|测试标题|0791-00000001/.test(body),
			'nothing personal, no code',
		);
		t.ok(body.includes('0791-00000000'), 'whom to ask');
	}
	t.ok(
		text(m, 'text/html').includes(`<a href="https://gk.example.invalid/follow#number=${f.number}">`),
		'the link can be followed',
	);
	await quietly(); // the receiver has it before the record says so
	t.is(rows('person_id IS NOT NULL'), [['sent', 'case.received', '', '1']], 'the record');
});

await scenario('who gave no address gets none; a filing that fails sends nothing', async (t) => {
	const before = rows('1').length;
	await filed(w, 'FGW');
	const bad = await w.anyone().send('POST', '/api/v1/requests', {
		body: { agency: '360104-FGW', applicant: someone('nothing@example.invalid'), description: '' },
		key: randomUUID(),
	});
	t.is(bad.status, 422, 'refused');
	t.is(rows('1').length, before, 'no row');
});

await scenario('correction, extension and reply: one thread; the representative hears it too', async (t) => {
	const address = 'thread@example.invalid',
		agent = 'agent@example.invalid',
		past = 'past@example.invalid';
	const rep = (name, email, valid_to) => ({
		kind: 'agent',
		name,
		id_kind: 'other',
		id_number: `测试${name}`,
		email,
		matters: '全部',
		powers: ['file'],
		valid_from: '2026-01-01',
		valid_to,
	});
	const k = await filed(w, 'FGW', {
		applicant: someone(address),
		representatives: [rep('代理人甲', agent, '2026-12-31'), rep('代理人乙', past, '2026-02-01')],
	});
	await advance(w, k.id, 'investigating');
	await worker.act(k.id, 'corrections', {
		items: [{ kind: 'description', what: '信息的年份', guidance: '请说明是哪一年的名单。' }],
	});
	await until('the correction notice', () => to(address).length === 2);
	const m = to(address)[1];
	t.is(m.head.subject, `您的申请需要补正（${k.filed.number}）`, 'what is to be done');
	t.ok(!/哪一年/.test(text(m)), 'not what the notice says');
	await until('the agent', () => to(agent).length === 2);
	t.is(to(past).length, 0, 'not whose power is over');
	await k.applicant.post(
		`/api/v1/requests/${k.filed.number}/corrections`,
		{ text: '2025年' },
		{ version: (await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).version },
	);
	await worker.act(
		k.id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	let seen = await worker.act(k.id, 'reply/submission');
	while (seen.reply.status === 'submitted') seen = await head.act(k.id, 'reply/signature');
	await clerk.act(k.id, 'services', { way: 'electronic' });
	await until('the reply', () => to(address).some((x) => x.head.subject.startsWith('您的申请已答复')));
	t.ok(!/www\.example\.invalid/.test(text(to(address).at(-1))), 'never what the reply says');
	t.is(new Set(to(address).map((x) => x.head.references)).size, 1, 'one thread');
	t.is(new Set(to(address).map((x) => x.head['message-id'])).size, to(address).length, 'each with an id of its own');
});

await scenario('an officer chooses: nothing, each, a digest; a bad address changes nothing', async (t) => {
	t.is(
		await worker.get('/api/v1/me/notifications'),
		{ mode: 'off', address: null, quiet_hours: true, lang: 'zh', mail_available: true },
		'off to begin with',
	);
	for (const [body, pointer] of [
		[{ mode: 'each' }, '/address'],
		[own({ address: 'x' }), '/address'],
		[own({ address: 'a b@example.invalid' }), '/address'],
		[own({ address: 'a@b.example.invalid>\r\nRCPT TO:<c@example.invalid' }), '/address'],
		[own({ address: '测试＠example.invalid' }), '/address'],
		[own({ mode: 'often' }), '/mode'],
		[own({ lang: 'fr' }), '/lang'],
		[{ address: 'a@example.invalid' }, '/mode'],
		[own({ phone: '1' }), '/phone'],
	]) {
		const a = await worker.send('PUT', '/api/v1/me/notifications', { body });
		t.is([a.status, a.body.errors?.[0]?.pointer], [422, pointer], JSON.stringify(body));
	}
	const e = await worker.send('POST', '/api/v1/me/notifications/test', { body: {}, key: randomUUID() });
	t.is(e.status, 409, 'no test without an address');
	t.is((await worker.get('/api/v1/me/notifications')).mode, 'off', 'nothing changed');
	t.is((await worker.call('PUT', '/api/v1/me/notifications', { body: own() })).mode, 'each', 'chosen');
	await worker.post('/api/v1/me/notifications/test', {});
	await until('the test', () => to('officer@example.invalid').length === 1);
	t.is(to('officer@example.invalid')[0].head.subject, '邮件提醒已经接通', 'it arrives');
	t.ok(
		!/officer@example/.test(w.sql('SELECT HEX(address), mode FROM user_mail')) &&
			!/officer@/.test(w.sql('SELECT * FROM audit')),
		'sealed, and in no log',
	);
});

await scenario('who has something to do is told once, who did it is not', async (t) => {
	await head.call('PUT', '/api/v1/me/notifications', { body: own({ address: 'head@example.invalid', lang: 'en' }) });
	const k = await filed(w, 'FGW');
	const before = to('officer@example.invalid').length;
	await clerk.act(k.id, 'registration');
	await head.act(k.id, 'assignment', { user_id: worker.user.id });
	await worker.act(
		k.id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	await worker.act(k.id, 'reply/submission');
	await quietly();
	const mine = to('officer@example.invalid').slice(before),
		heads = to('head@example.invalid');
	t.is(
		mine.map((m) => m.head.subject),
		[`申请已分办（${k.filed.number}）`],
		'the caseworker: assigned; not what they did themselves',
	);
	t.ok(text(mine[0]).includes(`https://gk.example.invalid/staff#/case/${k.id}`), 'the case');
	t.is(
		heads.map((m) => m.head.subject),
		[`Request registered (${k.filed.number})`, `The reply waits for approval (${k.filed.number})`],
		'the head, in English',
	);
	await worker.call('PUT', '/api/v1/me/notifications', { body: own({ mode: 'off' }) });
	const n = to('officer@example.invalid').length;
	const next = await filed(w, 'FGW');
	await advance(w, next.id, 'investigating');
	await quietly();
	t.is(to('officer@example.invalid').length, n, 'off is off');
});

await scenario(
	'reminders: each at its step, once; what was done in the meantime is not sent; the night waits',
	async (t) => {
		await head.call('PUT', '/api/v1/me/notifications', {
			body: own({ mode: 'off', address: 'head@example.invalid' }),
		});
		await worker.call('PUT', '/api/v1/me/notifications', { body: own() });
		const k = await filed(w, 'FGW');
		await advance(w, k.id, 'investigating');
		await quietly();
		const looked = (day) =>
			until(
				`looked at ${day}`,
				() => w.sql(`SELECT COUNT(*) FROM deadline WHERE remind_on <= '${day}'`).trim() === '0',
			);
		const mine = () =>
			to('officer@example.invalid')
				.filter((m) => m.head.subject.startsWith('答复期限') && m.head.subject.includes(k.filed.number))
				.map((m) => m.head.subject.replace(/（[^（]*$/, ''));
		const was = mine().length;
		for (const day of ['2026-03-23', '2026-03-26']) {
			await w.clock(day);
			await looked(day);
			await quietly();
		}
		t.is(
			mine().slice(was),
			['答复期限：还有 5 个工作日', '答复期限：还有 2 个工作日'],
			'five and two working days before',
		);
		/* With quiet hours it waits for the morning, if it is night in Beijing now. */
		await worker.call('PUT', '/api/v1/me/notifications', { body: own({ quiet_hours: true }) });
		const hour = new Date(Date.now() + 8 * 3600e3).getUTCHours(),
			night = hour < 8 || hour >= 20;
		await w.clock('2026-03-27');
		await looked('2026-03-27');
		const [, wait] = w
			.sql(
				`SELECT m.status, TIMESTAMPDIFF(MINUTE, m.created_at, m.next_at) FROM mail m JOIN reminder r ON r.id = m.reminder_id JOIN deadline l ON l.id = r.deadline_id WHERE m.case_id = ${k.id} AND l.kind = 'reply' ORDER BY m.id DESC LIMIT 1`,
			)
			.trim()
			.split('\t');
		if (night) {
			t.ok(Number(wait) > 0 && Number(wait) <= 12 * 60, 'it waits for 08:00');
			/* Done in the meantime: cancelled at the moment of sending. */
			w.sql(
				`UPDATE reminder SET acknowledged_at = UTC_TIMESTAMP(6) WHERE deadline_id IN (SELECT id FROM deadline WHERE case_id = ${k.id})`,
			);
			w.sql("UPDATE mail SET next_at = UTC_TIMESTAMP(6) WHERE status = 'waiting'");
			await worker.call('PUT', '/api/v1/me/notifications', { body: own() });
			await filed(w, 'JTJ'); // wakes the mailer
			await quietly();
			t.is(
				rows(`case_id = ${k.id} AND reminder_id IS NOT NULL AND type = 'case.deadline.due_soon'`)
					.at(-1)
					.slice(0, 3),
				['cancelled', 'case.deadline.due_soon', 'done'],
				'not sent',
			);
		} else {
			await quietly();
			t.is(mine().at(-1), '答复期限：还有 1 个工作日', 'by day it goes at once');
		}
		t.is(
			w
				.sql('SELECT COUNT(*), COUNT(DISTINCT reminder_id) FROM mail WHERE reminder_id IS NOT NULL')
				.trim()
				.split('\t')
				.reduce((a, b) => a - b),
			0,
			'none twice',
		);
	},
);

await scenario('reminders of what belongs to no case say which complaint, and where', async (t) => {
	await w.clock('2026-03-02');
	await head.call('PUT', '/api/v1/me/notifications', { body: own({ address: 'desk@example.invalid' }) });
	const supervisor = await w.person('qzf-supervisor');
	const { number } = await w.anyone().post('/api/v1/complaints', {
		agency: '360104-FGW',
		name: '测试投诉人',
		phone: '0791-00000009',
		matter: '超期未答复，请处理。',
	});
	const at = `/api/v1/complaints/${(await supervisor.get('/api/v1/complaints')).items.find((c) => c.number === number).id}`;
	for (const [step, body] of [
		['registration', {}],
		['inquiry', { question: '请说明原因', answer_by: '2026-03-03' }],
	])
		await supervisor.call('POST', `${at}/${step}`, {
			body,
			version: (await supervisor.get(at)).version,
			key: randomUUID(),
		});
	await supervisor.post('/api/v1/urgings', {
		agency_id: w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim(),
		matter: '栏目未更新',
		demand: '更新',
		answer_by: '2026-03-03',
	});
	await w.clock('2026-03-03');
	const mine = () => to('desk@example.invalid').filter((m) => m.head.subject.includes('今天到期'));
	await until('both', () => mine().length === 2);
	const [answer, urging] = mine().sort((a, b) => b.head.subject.length - a.head.subject.length);
	t.is(
		[answer.head.subject, urging.head.subject],
		[`就投诉作出说明：今天到期（${number}）`, '回复督办：今天到期'],
		'subjects',
	);
	t.ok(
		text(answer).includes(`投诉编号：${number}`) && text(answer).includes('2026年3月3日'),
		'which, and until when',
	);
	for (const m of [answer, urging])
		t.ok(
			text(m).includes('https://gk.example.invalid/staff#/urgings') &&
				!/测试投诉人|0791-00000009|超期未答复/.test(text(m)),
			'where; nothing personal',
		);
	t.is(answer.head['in-reply-to'], `<${number}@gk.example.invalid>`, 'the thread of the complaint');
	await head.call('PUT', '/api/v1/me/notifications', { body: own({ mode: 'off', address: 'head@example.invalid' }) });
});

await scenario('the daily digest: all of a day in one mail, what is done left out', async (t) => {
	await w.clock('2026-06-01');
	await clerk.call('PUT', '/api/v1/me/notifications', {
		body: own({ mode: 'digest', address: 'digest@example.invalid' }),
	});
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW');
	const kept = "user_id = (SELECT id FROM user WHERE login = 'fgw-clerk')";
	t.is(
		rows(kept).map((r) => r[0]),
		['kept', 'kept'],
		'kept for the morning',
	);
	const at = w
		.sql(
			`SELECT DISTINCT DATE_FORMAT(next_at + INTERVAL 8 HOUR, '%H:%i'), next_at > UTC_TIMESTAMP(6), next_at <= UTC_TIMESTAMP(6) + INTERVAL 1 DAY FROM mail WHERE ${kept} AND status = 'kept'`,
		)
		.trim()
		.split('\t');
	t.is(at, ['08:00', '1', '1'], 'the next 08:00 in Beijing');
	w.sql(`UPDATE mail SET next_at = UTC_TIMESTAMP(6) WHERE ${kept}`);
	await w.clock('2026-06-01'); // the scheduler looks now
	await until('the digest', () => to('digest@example.invalid').length === 1);
	const [m] = to('digest@example.invalid');
	t.is(m.head.subject, '2026年6月1日 每日提醒（2 项）', 'how many');
	t.ok(
		[a, b].every((k) => text(m).includes(`${k.filed.number}：收到申请`)),
		'which',
	);
	await until(
		'the record',
		() =>
			rows(kept)
				.map((r) => r[0])
				.join() === 'digested,digested,sent',
	);
	await clerk.call('PUT', '/api/v1/me/notifications', { body: own({ mode: 'off' }) });
});

await scenario(
	'an unknown mailbox is dead and can be sent again; a busy one is tried again under its id',
	async (t) => {
		const unknown = await filed(w, 'FGW', { applicant: someone('unknown@example.invalid') });
		await filed(w, 'FGW', { applicant: someone('busy@example.invalid') });
		await until('refused', () => rows(`case_id = ${unknown.id} AND person_id IS NOT NULL`)[0]?.[0] === 'dead');
		t.is(
			rows(`case_id = ${unknown.id} AND person_id IS NOT NULL`),
			[['dead', 'case.received', '550 after RCPT', '1']],
			'why, without the address',
		);
		await until('busy', () => relay.refused.includes('busy@example.invalid'));
		await until('the record', () => rows("fault = '451 after RCPT'").length === 1);
		const wait = () =>
			Number(
				w
					.sql(
						"SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), next_at) FROM mail WHERE fault = '451 after RCPT'",
					)
					.trim(),
			);
		t.ok(wait() >= 0 && wait() <= 6, 'tried again in five seconds');
		for (let i = 0; i < 2; i++) {
			await until('refused again', () => rows(`fault = '451 after RCPT' AND tried = ${i + 1}`).length === 1);
			w.sql("UPDATE mail SET next_at = UTC_TIMESTAMP(6) WHERE fault = '451 after RCPT'");
			await filed(w, 'JTJ'); // wakes the mailer
		}
		await until('taken', () => to('busy@example.invalid').length === 1);
		/* The administrator sees it, without the address, and sends it again. */
		const dead = await admin.get('/api/v1/mails?status=dead');
		t.is(
			dead.items.map((m) => [m.type, m.to, m.case_id, m.fault]),
			[['case.received', 'applicant', unknown.id, '550 after RCPT']],
			'the list',
		);
		t.ok(!/unknown@/.test(JSON.stringify(dead)), 'names no address');
		t.is(
			(await admin.send('POST', `/api/v1/mails/${dead.items[0].id}/replay`, { body: {}, key: randomUUID() }))
				.status,
			202,
			'again',
		);
		await until('tried again', () => relay.refused.filter((x) => x === 'unknown@example.invalid').length === 2);
		await until('dead again', () => rows(`case_id = ${unknown.id} AND status = 'dead'`).length === 1);
		const sent = (await admin.get('/api/v1/mails?status=sent&limit=1')).items[0];
		t.is(
			(await admin.send('POST', `/api/v1/mails/${sent.id}/replay`, { body: {}, key: randomUUID() })).status,
			409,
			'what was sent is not',
		);
		t.is(
			(await admin.send('POST', '/api/v1/mails/999999/replay', { body: {}, key: randomUUID() })).status,
			404,
			'nor what is not there',
		);
	},
);

await scenario('while the mail server is away nothing is lost and no attempt is counted', async (t) => {
	const { port } = relay;
	await relay.stop();
	const k = await filed(w, 'FGW', { applicant: someone('away@example.invalid') });
	await until('noticed', () => rows(`case_id = ${k.id} AND person_id IS NOT NULL`)[0]?.[2] !== '');
	t.is(
		rows(`case_id = ${k.id} AND person_id IS NOT NULL`)[0].filter((_, i) => i !== 2),
		['waiting', 'case.received', '0'],
		'it waits',
	);
	relay = await smtpd(mails, '--port', String(port));
	await until('sent', () => to('away@example.invalid').length === 1);
	await quietly();
	await until('the record', () => rows(`case_id = ${k.id} AND person_id IS NOT NULL`)[0]?.[0] === 'sent');
	t.is(rows(`case_id = ${k.id} AND person_id IS NOT NULL`), [['sent', 'case.received', '', '1']], 'sent, once');
	await until(
		'the log to say so',
		() => /mail_server_away/.test(w.service.log()) && /mail_server_back/.test(w.service.log()),
	);
	t.ok(!/away@example/.test(w.service.log()), 'and names nobody');
});

await scenario(
	'addresses in Chinese: the domain in its ASCII form to every server; the name only to one that takes it',
	async (t) => {
		const put = (who, address) => who.call('PUT', '/api/v1/me/notifications', { body: own({ address }) });
		const test = (who) => who.send('POST', '/api/v1/me/notifications/test', { body: {}, key: randomUUID() });
		t.is((await put(clerk, 'zhang@例子.公司')).address, 'zhang@例子.公司', 'kept as it was written');
		await test(clerk);
		await until('the domain', () => to('zhang@xn--fsqu00a.xn--55qx5d').length === 1);
		t.is(to('zhang@xn--fsqu00a.xn--55qx5d')[0].head.to, 'zhang@xn--fsqu00a.xn--55qx5d', 'in the head, too');
		t.is(to('zhang@xn--fsqu00a.xn--55qx5d')[0].ascii, true, 'nothing but ASCII is sent');
		for (const bad of ['zhang@例子。公司', '张\u200b三@example.invalid', 'zhang＠example.invalid'])
			t.refused(
				await clerk.send('PUT', '/api/v1/me/notifications', { body: own({ address: bad }) }),
				422,
				{},
				`${bad}`,
			);
		const k = await filed(w, 'FGW', { applicant: someone('张三@例子.公司') });
		const last = (of) => rows(of).at(-1);
		await until('refused', () => last(`case_id = ${k.id} AND person_id IS NOT NULL`)[0] === 'dead');
		t.is(
			last(`case_id = ${k.id} AND person_id IS NOT NULL`),
			['dead', 'case.received', 'no SMTPUTF8', '1'],
			'this server does not take it: it says so, once',
		);
		t.ok(
			!relay.refused.some((x) => x.includes('张三')) && !mails.some((m) => m.to[0].includes('张三')),
			'nor was it asked',
		);
		const before = to('zhang@xn--fsqu00a.xn--55qx5d').length;
		await test(clerk);
		await until('others to go on', () => to('zhang@xn--fsqu00a.xn--55qx5d').length > before);
		await clerk.call('PUT', '/api/v1/me/notifications', { body: own({ mode: 'off' }) });
		const server = await smtpd([], '--utf8');
		const place = await installation({
				smtp_url: `smtp://127.0.0.1:${server.port}`,
				smtp_tls: 'none',
				mail_from: 'office@gk.example.invalid',
			}),
			service = await place.serve();
		await filed({ anyone: () => service.client(), sql: place.sql }, 'FGW', {
			applicant: someone('张三@例子.公司'),
		});
		await until('taken', () => server.mails.length === 1);
		t.is(
			[server.mails[0].to, server.mails[0].head.to],
			[['张三@xn--fsqu00a.xn--55qx5d'], '张三@xn--fsqu00a.xn--55qx5d'],
			'one that takes it',
		);
		await filed({ anyone: () => service.client(), sql: place.sql }, 'FGW', {
			applicant: someone('plain@example.invalid'),
		});
		await until('and the plain one', () => server.mails.length === 2);
		t.is([server.mails[1].to, server.mails[1].ascii], [['plain@example.invalid'], true], 'on the same connection');
		await service.kill('SIGTERM');
	},
);

await scenario('STARTTLS and sign-in; a server that nobody vouches for, or without TLS, gets nothing', async (t) => {
	const dir = mkdtempSync(join(tmpdir(), 'mail-tls-'));
	spawnSync('openssl', [
		'req',
		'-x509',
		'-newkey',
		'ec',
		'-pkeyopt',
		'ec_paramgen_curve:P-256',
		'-nodes',
		'-subj',
		'/CN=localhost',
		'-addext',
		'subjectAltName=DNS:localhost,IP:127.0.0.1',
		'-days',
		'2',
		'-keyout',
		join(dir, 'key'),
		'-out',
		join(dir, 'cert'),
	]);
	writeFileSync(join(dir, 'password'), '示例口令-1\n');
	const secure = await smtpd([], '--tls', join(dir, 'key'), join(dir, 'cert'), '--user', 'office', '示例口令-1');
	const plain = await smtpd([]);
	const whole = {
		mail_from: 'office@gk.example.invalid',
		smtp_user: 'office',
		smtp_password_file: join(dir, 'password'),
	};
	for (const [what, settings, server, arrives] of [
		[
			'vouched for',
			{ smtp_url: `smtp://127.0.0.1:${secure.port}`, smtp_ca_file: join(dir, 'cert'), ...whole },
			secure,
			true,
		],
		['not vouched for', { smtp_url: `smtp://127.0.0.1:${secure.port}`, ...whole }, secure, false],
		['without TLS', { smtp_url: `smtp://127.0.0.1:${plain.port}`, mail_from: whole.mail_from }, plain, false],
	]) {
		const place = await installation(settings),
			service = await place.serve();
		const there = { anyone: () => service.client(), sql: place.sql };
		const n = server.mails.length;
		const k = await filed(there, 'FGW', { applicant: someone('secret@example.invalid') });
		const row = () =>
			place
				.sql(`SELECT status, fault FROM mail WHERE case_id = ${k.id} AND person_id IS NOT NULL`)
				.trim()
				.split('\t');
		await until(what, () => (arrives ? row()[0] === 'sent' && server.mails.length > n : (row()[1] ?? '') !== ''));
		t.is([row()[0], server.mails.length - n], arrives ? ['sent', 1] : ['waiting', 0], what);
		if (arrives) t.is([server.mails[n].tls, server.mails[n].user], [true, 'office'], 'encrypted, signed in');
		await service.kill('SIGTERM');
	}
	rmSync(dir, { recursive: true });
});

await scenario('without a mail server nothing is kept, and the settings are checked', async (t) => {
	const place = await installation(),
		service = await place.serve();
	const there = { anyone: () => service.client(), sql: place.sql };
	await filed(there, 'FGW', { applicant: someone('never@example.invalid') });
	t.is(place.sql('SELECT COUNT(*) FROM mail').trim(), '0', 'nothing');
	const me = service.client();
	await me.signIn('fgw-head', place.passwords.get('fgw-head'));
	t.is((await me.get('/api/v1/me/notifications')).mail_available, false, 'and one is told');
	await me.call('PUT', '/api/v1/me/notifications', { body: own() });
	t.is(
		(await me.send('POST', '/api/v1/me/notifications/test', { body: {}, key: randomUUID() })).status,
		409,
		'no test',
	);
	for (const [bad, says] of [
		[{ smtp_url: 'http://relay.example.invalid' }, 'smtp_url'],
		[{ smtp_url: 'smtp://relay.example.invalid/x' }, 'smtp_url'],
		[{ smtp_url: 'smtp://relay.example.invalid' }, 'mail_from'],
		[{ smtp_url: 'smtp://relay.example.invalid', mail_from: 'nobody' }, 'mail_from'],
	]) {
		const env = Object.fromEntries(Object.entries(bad).map(([k, v]) => [`DISCLOSURED_${k.toUpperCase()}`, v]));
		const r = spawnSync(
			join(process.env.BUILDDIR ?? '.', 'disclosured'),
			['--config', place.config, '--print-config'],
			{ encoding: 'utf8', env: { ...process.env, ...env } },
		);
		t.ok(r.status !== 0 && r.stderr.includes(says), `${JSON.stringify(bad)} is refused`);
	}
	await service.kill('SIGTERM');
});

for (const s of servers) await s.stop();
await done();
