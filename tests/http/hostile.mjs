/*
 * Hostile clients: request lines, heads and bodies in every bad shape, thousands of idle connections, slow senders,
 * text that means something to somebody else in every field.  The service refuses what is wrong, serves
 * everybody else meanwhile, logs no error, and changes nothing by what it refused.
 */
import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filing, filed } from './harness.mjs';

const w = await world({ request_read_timeout: 3, connections_max: 4000 });
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker');
const { hostname, port } = new URL(w.url);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const print = () =>
	w
		.sql(
			'SELECT (SELECT COUNT(*) FROM docket), (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM document)',
		)
		.trim();
const well = async () => (await fetch(`${w.url}/healthz`)).status;

/** Writes PARTS with pauses between; gives all that comes back until the other side closes, or a second is over. */
function raw(...parts) {
	return new Promise((resolve) => {
		const socket = connect(Number(port), hostname);
		let got = Buffer.alloc(0);
		const end = () => resolve(got.toString('latin1'));
		socket.on('data', (d) => {
			got = Buffer.concat([got, d]);
		});
		socket.on('close', end);
		socket.on('error', end);
		socket.on('connect', async () => {
			for (const p of parts) {
				socket.write(p);
				await sleep(5);
			}
		});
		setTimeout(() => socket.destroy(), 1000);
	});
}
/** Sends HEAD and then chunks of 64 KiB, each when the one before has gone, until TOTAL or the other side's end. */
function streamed(head, total) {
	return new Promise((resolve) => {
		const socket = connect(Number(port), hostname);
		const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65536, 0x20), Buffer.from('\r\n')]);
		let got = '',
			taken = 0;
		const end = () => resolve({ statuses: statuses(got), taken });
		const next = () => {
			if (socket.destroyed || got || taken >= total) return;
			taken += 65536;
			socket.write(chunk, () => setImmediate(next));
		};
		socket.on('data', (d) => {
			got += d.toString('latin1');
		});
		socket.on('close', end);
		socket.on('error', end);
		socket.on('connect', () => socket.write(head, next));
		setTimeout(() => socket.destroy(), 20000).unref();
	});
}
const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((m) => Number(m[1]));

/* The second request of each must never be answered as one of its own: what it asks for does not exist and would be 404. */
const hidden = 'GET /api/v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (head, body = '') =>
	`POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n${body}`;
const ambiguous = {
	'length and chunked': post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
	'chunked and length': post('Transfer-Encoding: chunked\r\nContent-Length: 6\r\n', `0\r\n\r\n${hidden}`),
	'two lengths': post(`Content-Length: 2\r\nContent-Length: ${hidden.length + 2}\r\n`, `{}${hidden}`),
	'the same length twice, differently written': post('Content-Length: 2\r\nContent-Length: 02\r\n', `{}${hidden}`),
	'a list of lengths': post('Content-Length: 2, 40\r\n', `{}${hidden}`),
	'a length with a sign': post('Content-Length: +2\r\n', `{}${hidden}`),
	'a negative length': post('Content-Length: -1\r\n', hidden),
	'a length in hex': post('Content-Length: 0x2\r\n', `{}${hidden}`),
	'a length with a blank inside': post('Content-Length: 2 2\r\n', `{}${hidden}`),
	'a length beyond 64 bits': post('Content-Length: 18446744073709551618\r\n', `{}${hidden}`),
	'chunked misspelt': post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${hidden}`),
	'chunked twice': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
	'chunked and identity': post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`),
	'chunked with a tab before it': post('Transfer-Encoding:\tchunked\x0b\r\n', `0\r\n\r\n${hidden}`),
	'a blank before the colon': post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${hidden}`),
	'a folded header': post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${hidden}`),
	'a header that begins with a blank': post(' Transfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
	'an end of line in a header': post('X: a\rTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
	'a NUL in a header': post('X: a\0b\r\n', hidden),
	'a NUL in a header name': post('X\0: a\r\n', hidden),
	'two hosts': `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${hidden}`,
	'no host': `GET /healthz HTTP/1.1\r\n\r\n${hidden}`,
	'a bad chunk size': post('Transfer-Encoding: chunked\r\n', `zz\r\n{}\r\n0\r\n\r\n${hidden}`),
	'a negative chunk': post('Transfer-Encoding: chunked\r\n', `-1\r\n{}\r\n0\r\n\r\n${hidden}`),
	'a huge chunk': post('Transfer-Encoding: chunked\r\n', `ffffffffffffffff\r\n{}\r\n0\r\n\r\n${hidden}`),
	'a chunk longer than its size': post('Transfer-Encoding: chunked\r\n', `1\r\n{}\r\n0\r\n\r\n${hidden}`),
	'a chunk without its end': post('Transfer-Encoding: chunked\r\n', `2\r\n{}0\r\n\r\n${hidden}`),
};
/* What has one value: of two the first was meant, or the second. */
const twice = {
	Authorization: ['Bearer a', 'Bearer b'],
	'X-Access-Token': ['a', 'a'],
	'X-CSRF-Token': ['a', 'b'],
	'Idempotency-Key': [randomUUID(), randomUUID()],
	'If-Match': ['"1-00000000"', '"2-00000000"'],
	'Content-Type': ['application/json', 'text/plain'],
	Origin: ['http://a.invalid', 'http://b.invalid'],
	'Upload-Length': ['1', '2'],
};

await scenario(
	'a request that two readers could understand differently ends its connection, and nothing behind it is heard',
	async (t) => {
		const before = print();
		for (const [name, text] of Object.entries(ambiguous)) {
			const s = statuses(await raw(text));
			t.ok(s.length <= 1 && s.every((x) => x >= 400) && !s.includes(404), `${name}: ${s}`);
		}
		for (const [name, [one, other]] of Object.entries(twice)) {
			const lines = `${name}: ${one}\r\n${name.toLowerCase()}: ${other}\r\nContent-Length: 2\r\n`;
			const text = `POST /api/v1/requests HTTP/1.1\r\nHost: x\r\n${lines}\r\n{}${hidden}`;
			t.is(statuses(await raw(text)), [400], `two of ${name}`);
		}
		t.is(
			statuses(
				await raw(
					'GET /healthz HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nCookie: c=d\r\nAccept: a\r\nAccept: b\r\n\r\n',
				),
			),
			[200],
			'what may be repeated may',
		);
		t.is(print(), before, 'nothing was done');
		t.is(await well(), 200, 'it lives');
	},
);

await scenario('lines and heads of no sense', async (t) => {
	const lines = [
		'',
		' ',
		'\0',
		'GET',
		'GET /',
		'GET / HTTP/9.9',
		'GET  / HTTP/1.1',
		'get / HTTP/1.1',
		'GET / HTTP/1.1 x',
		`GET /${'a'.repeat(70000)} HTTP/1.1`,
		'GET http:// HTTP/1.1',
		'GET * HTTP/1.1',
		'CONNECT x:80 HTTP/1.1',
		'TRACE / HTTP/1.1',
		'PRI * HTTP/2.0',
		'\x16\x03\x01\x02\x00\x01',
		'GET /\xff\xfe HTTP/1.1',
		'GET /a b HTTP/1.1',
		'GET /?\x01 HTTP/1.1',
	];
	for (const line of lines) {
		const s = statuses(await raw(Buffer.from(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1')));
		t.ok(s.length <= 1 && s.every((x) => x >= 400 && x !== 500), `${JSON.stringify(line.slice(0, 30))}: ${s}`);
	}
	const many = Array.from({ length: 3000 }, (_, i) => `X-${i}: ${i}\r\n`).join('');
	t.ok(
		statuses(await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\n${many}\r\n`)).every((x) => x >= 400),
		'too many headers',
	);
	for (const path of [
		'/%00',
		'/%2e%2e/%2e%2e/etc/passwd',
		'/..%2f..%2fetc%2fpasswd',
		'/static/%2e%2e/%2e%2e/keys',
		'/static/../../keys',
		'/%c0%ae%c0%ae/',
		'/%ff',
		'/\\..\\',
		'//healthz',
		'/./healthz',
		'/healthz%00.html',
		'/healthz/',
	])
		t.ok(
			[400, 404].includes(statuses(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))[0]),
			path,
		);
	t.is(await well(), 200, 'it lives');
});

await scenario('bodies: too large, too deep, of no text, numbers at every edge', async (t) => {
	const c = w.anyone(),
		before = print();
	const send = (body, headers) =>
		c.send('POST', '/api/v1/requests', {
			body,
			key: randomUUID(),
			headers: { 'Content-Type': 'application/json', ...headers },
		});
	const big = await raw(
		`POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n`,
		Buffer.alloc(65536, 0x20),
	);
	t.is(statuses(big), [413], '10 MB are refused by their announcement');
	const head =
		'POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
	const stream = await streamed(head, 10 * 2 ** 20);
	t.is(stream.statuses, [413], '10 MB in chunks that nobody announced are refused');
	t.ok(stream.taken < 5 * 2 ** 20, `and before they are there: ${stream.taken} bytes were taken`);
	const bodies = {
		deep: '['.repeat(100000),
		'deep objects': '{"a":'.repeat(5000),
		surrogate: '{"title":"\\ud800"}',
		'half a pair': '{"title":"\\udfb7\\ud842"}',
		NUL: '{"title":"\\u0000"}',
		'bad bytes': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
		overlong: Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
		twice: '{"title":"a","title":"b"}',
		NaN: '{"title":NaN}',
		tail: '{}{}',
		nothing: '',
		list: '[]',
		text: '"x"',
		'huge number': `{"title":1e${'9'.repeat(50)}}`,
		'long number': `{"title":${'9'.repeat(5000)}}`,
		'long key': `{"${'k'.repeat(50000)}":1}`,
		'many keys': JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]))),
	};
	for (const [name, body] of Object.entries(bodies)) t.ok([400, 422].includes((await send(body)).status), name);
	for (const value of [
		'-1',
		'0',
		'201',
		'2147483648',
		'9223372036854775808',
		'-9223372036854775809',
		'1e3',
		'1.5',
		'0x10',
		' 5',
		'5 ',
		'٥',
		'NaN',
		'%00',
		'',
	])
		for (const name of ['limit', 'due_before', 'cursor']) {
			const a = await worker.send(
				'GET',
				`/api/v1/cases?${name}=${value === '%00' ? value : encodeURIComponent(value)}`,
			);
			t.ok(
				[200, 400, 422].includes(a.status) &&
					(a.status !== 200 || value === '' || (name === 'limit' && ['5 ', ' 5'].includes(value))),
				`${name}=${value}: ${a.status}`,
			);
		}
	t.is(print(), before, 'nothing was done');
});

await scenario('text of somebody else is text, in every field of a filing', async (t) => {
	const payloads = [
		"'; DROP TABLE docket; -- ",
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		'\u202e反\u202c',
		'𠮷𠮷',
		'{{7*7}} ${7*7} %s%n',
		'../../etc/passwd',
		'=cmd|calc!A1',
		'\\'.repeat(20),
		'\u200b\ufeff零宽',
		'ﷺ'.repeat(10),
	];
	const refused = [];
	for (const [i, p] of payloads.entries()) {
		const text = `${p}${i}`;
		const body = filing('FGW', {
			title: text,
			description: text,
			applicant: {
				category: 'natural_person',
				name: text,
				id_kind: 'other',
				id_number: text.slice(0, 40),
				phone: text.slice(0, 30),
				address: text,
			},
			help_needed: text,
			representatives: [
				{
					kind: 'agent',
					name: text,
					id_kind: 'other',
					id_number: text.slice(0, 40),
					matters: text,
					powers: ['file'],
					valid_from: '2026-01-01',
					valid_to: '2026-12-31',
				},
			],
		});
		const a = await w.anyone().send('POST', '/api/v1/requests', { body, key: randomUUID() });
		if (a.status === 422) {
			t.ok(
				a.body.errors.every((e) => e.pointer && e.detail),
				`${text}: named`,
			);
			refused.push(p);
			continue;
		}
		t.is(a.status, 201, `${text}: ${a.text.slice(0, 200)}`);
		const id = w.sql(`SELECT id FROM docket WHERE number = '${a.body.number}'`).trim();
		const seen = await worker.get(`/api/v1/cases/${id}`);
		/* Blanks at both ends go, those of no width too. */
		const bare = text.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '');
		t.is([seen.title, seen.description], [bare, bare], 'kept as it is');
		const letter = seen.letters.find((l) => l.kind === 'receipt');
		const page = await worker.send('GET', `/api/v1/cases/${id}/letters/${letter.id}`, {
			headers: { Accept: 'text/html' },
		});
		t.ok(!page.text.includes('<script>alert') && !page.text.includes('<img src=x'), 'no markup in the letter');
		const found = await worker.send('GET', `/api/v1/cases?q=${encodeURIComponent(text.trim().slice(0, 20))}`);
		t.ok([200, 422].includes(found.status), `it can be searched for: ${found.status}`);
	}
	t.is(refused, [], 'each was taken and looked at');
	t.ok(Number(w.sql('SELECT COUNT(*) FROM docket').trim()) > 0, 'the table is there');
});

await scenario(
	'two thousand idle connections and fifty slow senders: everybody else is served, and they are let go',
	async (t) => {
		const sockets = [];
		/* What the kernel alone took is not open yet: each is answered once, and then says no more. */
		const open = () =>
			new Promise((resolve) => {
				const s = connect(Number(port), hostname, () => s.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
				s.on('data', (d) => resolve(statuses(d.toString('latin1'))[0] === 200));
				s.on('error', () => resolve(false));
				s.on('close', () => resolve(false));
				sockets.push(s);
			});
		let answered = 0;
		for (let i = 0; i < 20; i++)
			answered += (await Promise.all(Array.from({ length: 100 }, open))).filter(Boolean).length;
		t.is(answered, 2000, 'all are open');
		const gauge = /^disclosured_connections (\d+)$/m.exec(await (await fetch(`${w.url}/metrics`)).text());
		t.ok(Number(gauge?.[1]) >= 2000, `${gauge?.[1]} at the same time`);
		const slow = sockets.slice(0, 50);
		for (const s of slow)
			s.write(
				'POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"',
			);
		const drip = setInterval(() => {
			for (const s of slow) if (!s.destroyed) s.write('a');
		}, 200);
		const done = await Promise.all(Array.from({ length: 8 }, () => filed(w, 'FGW')));
		t.is(done.length, 8, 'filing works meanwhile');
		t.is(await well(), 200, 'and health');
		for (let i = 0; i < 300 && slow.some((s) => !s.destroyed); i++) await sleep(50);
		clearInterval(drip);
		t.is(slow.filter((s) => !s.destroyed).length, 0, 'who sends a letter at a time is let go');
		for (const s of sockets) s.destroy();
		await sleep(100);
		t.is((await filed(w, 'FGW')).filed.number.length > 0, true, 'and all goes on');
	},
);

await scenario('through all of it the log holds no error', async (t) => {
	t.is((w.service.log().match(/^.*level=error.*$/gm) ?? []).slice(0, 3), [], 'errors');
	t.is(w.service.child.exitCode, null, 'the same process');
	t.is(w.ctl('verify').status, 0, 'all verifies');
});
await done();
