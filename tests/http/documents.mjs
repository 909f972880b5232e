/* Documents of a case: tus 1.0.0 with a stock client, limits, content, ranges, who sees what. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { scenario, done, world, installation, filing, filed, advance } from './harness.mjs';

const MIB = 1024 * 1024;
const w = await world();
await w.clock('2026-03-02');
const tus = await import('tus-js-client').catch(() => null);

/** Bytes that libmagic takes for a PDF. */
const pdf = (size) => Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj\n'), randomBytes(size)]).subarray(0, size);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const meta = (fields) =>
	Object.entries(fields)
		.map(([k, v]) => `${k} ${Buffer.from(v).toString('base64')}`)
		.join(',');

/** Begins an upload by hand; gives the answer. */
function begin(client, path, size, fields, headers = {}) {
	return client.send('POST', path, {
		key: randomUUID(),
		headers: {
			'Tus-Resumable': '1.0.0',
			'Upload-Length': String(size),
			'Upload-Metadata': meta(fields),
			...headers,
		},
	});
}
function part(client, location, offset, bytes, headers = {}) {
	return client.send('PATCH', location, {
		body: bytes,
		headers: {
			'Tus-Resumable': '1.0.0',
			'Upload-Offset': String(offset),
			'Content-Type': 'application/offset+octet-stream',
			...headers,
		},
	});
}
const look = (client, location) => client.send('HEAD', location, { headers: { 'Tus-Resumable': '1.0.0' } });
/** Uploads by hand in steps of STEP bytes; gives the location. */
async function put(client, path, bytes, fields, step = 4 * MIB) {
	const begun = await begin(client, path, bytes.length, fields);
	if (begun.status !== 201) throw new Error(`${begun.status} ${begun.text}`);
	const location = begun.headers.get('location');
	for (let at = 0; at < bytes.length; at += step) {
		const sent = await part(client, location, at, bytes.subarray(at, at + step));
		if (sent.status !== 204) throw new Error(`${sent.status} ${sent.text}`);
	}
	return location;
}
const attachments = (f) => `/api/v1/requests/${f.filed.number}/attachments`;
async function bytesOf(client, path, headers = {}) {
	const answer = await fetch(client.base + path, { headers: { ...client.credentials(), ...headers } });
	return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

await scenario('a stock tus client uploads in parts of 4 MiB; what comes back is the same to the byte', async (t) => {
	if (!tus) return; // without npm's packages (a release's own check)
	const f = await filed(w, 'FGW'),
		bytes = pdf(9 * MIB + 123),
		worker = await w.person('fgw-caseworker');
	const { version } = await worker.get(`/api/v1/cases/${f.id}`);
	const sizes = [];
	await new Promise((resolve, reject) =>
		new tus.Upload(bytes, {
			endpoint: w.url + attachments(f),
			chunkSize: 4 * MIB,
			retryDelays: [],
			headers: { ...f.applicant.credentials(), 'Idempotency-Key': randomUUID() },
			metadata: { filename: '测试材料 二.pdf', filetype: 'application/pdf' },
			onChunkComplete: (n) => sizes.push(n),
			onSuccess: resolve,
			onError: reject,
		}).start(),
	);
	t.is(sizes, [4 * MIB, 4 * MIB, MIB + 123], 'parts');
	const seen = await f.applicant.get(`/api/v1/requests/${f.filed.number}`);
	t.is(
		seen.documents.map((d) => [d.name, d.type, d.size, d.sha256, d.kind]),
		[['测试材料 二.pdf', 'application/pdf', bytes.length, sha256(bytes), 'incoming']],
		'listed',
	);
	const down = await bytesOf(f.applicant, `/api/v1/requests/${f.filed.number}/documents/${seen.documents[0].id}`);
	t.is(
		[down.status, down.headers.get('content-length'), sha256(down.bytes)],
		[200, String(bytes.length), sha256(bytes)],
		'downloaded',
	);
	t.match(
		down.headers.get('content-disposition'),
		/^attachment; filename="document-\d+\.pdf"; filename\*=UTF-8''%E6%B5%8B/,
		'attachment',
	);
	t.is(
		[down.headers.get('x-content-type-options'), /sandbox/.test(down.headers.get('content-security-policy'))],
		['nosniff', true],
		'guarded',
	);
	const events = await worker.get(`/api/v1/cases/${f.id}/events`);
	t.is(
		events.items.filter((e) => e.act === 'attach').map((e) => e.detail.sha256),
		[sha256(bytes)],
		'an event of the case (R-KEEP-1)',
	);
	t.is(JSON.stringify(events).includes('测试材料'), false, 'without the name');
	t.is((await worker.get(`/api/v1/cases/${f.id}`)).version, version, "and nobody else's act becomes stale");
});

await scenario('an upload that was broken off goes on where it stood, on either instance', async (t) => {
	const f = await filed(w, 'FGW'),
		bytes = pdf(3 * MIB + 7);
	const begun = await begin(f.applicant, attachments(f), bytes.length, { filename: 'a.pdf' });
	const location = begun.headers.get('location');
	t.is(
		(await part(f.applicant, location, 0, bytes.subarray(0, 700_001))).headers.get('upload-offset'),
		'700001',
		'first',
	);
	const second = await w.serve(),
		other = second.client();
	other.access = f.applicant.access;
	const stands = await look(other, location);
	t.is(
		[stands.status, stands.headers.get('upload-offset'), stands.headers.get('upload-length')],
		[200, '700001', String(bytes.length)],
		'where it stands',
	);
	t.ok(stands.headers.get('upload-expires'), 'and until when');
	let at = 700_001; // steps that cross the rows of 1 MiB
	for (const step of [700_000, 1, MIB, bytes.length]) {
		const sent = await part(other, location, at, bytes.subarray(at, at + step));
		t.is(sent.status, 204, `part at ${at}`);
		at = Number(sent.headers.get('upload-offset'));
	}
	const seen = await other.get(`/api/v1/requests/${f.filed.number}`);
	t.is(
		seen.documents.map((d) => d.sha256),
		[sha256(bytes)],
		'whole',
	);
	t.is(
		(await look(other, location)).headers.get('upload-offset'),
		String(bytes.length),
		'also for who lost the last answer',
	);
	await second.kill('SIGTERM');
});

await scenario('limits: 4 MiB a part, 100 MiB a file, 500 MiB a case, each with a problem text', async (t) => {
	const f = await filed(w, 'FGW'),
		path = attachments(f);
	const begun = await begin(f.applicant, path, 5 * MIB, { filename: 'a.pdf' });
	const big = await part(f.applicant, begun.headers.get('location'), 0, pdf(4 * MIB + 1));
	t.refused(big, 413);
	t.ok(big.body.detail, 'says why');
	t.refused(await begin(f.applicant, path, 100 * MIB + 1, { filename: 'a.pdf' }), 413, {
		code: 'document_too_large',
	});
	for (const size of [100, 100, 100, 100, 95])
		// with the 5 above: 500
		t.is((await begin(f.applicant, path, size * MIB, { filename: 'a.pdf' })).status, 201, `${size} MiB`);
	t.refused(await begin(f.applicant, path, 1, { filename: 'a.pdf' }), 413, { code: 'documents_too_large' });
	const ended = await f.applicant.send('DELETE', begun.headers.get('location'), {
		headers: { 'Tus-Resumable': '1.0.0' },
	});
	t.is(ended.status, 204, 'termination');
	t.is((await look(f.applicant, begun.headers.get('location'))).status, 404, 'gone');
	t.is((await begin(f.applicant, path, 5 * MIB, { filename: 'a.pdf' })).status, 201, 'its room is free again');
});

await scenario('32 uploads begun at once never promise more than the case may hold', async (t) => {
	const f = await filed(w, 'FGW');
	const all = await Promise.all(
		Array.from({ length: 32 }, () => begin(f.applicant, attachments(f), 60 * MIB, { filename: 'a.pdf' })),
	);
	t.is(all.map((a) => a.status).filter((s) => s === 201).length, 8, `8 x 60 MiB fit: ${all.map((a) => a.status)}`);
	t.is(
		all.every((a) => [201, 413].includes(a.status)),
		true,
		'the others are refused',
	);
});

await scenario('checksums: sha1 and sha256 are compared, another is refused, a wrong one stores nothing', async (t) => {
	const f = await filed(w, 'FGW'),
		bytes = pdf(1000);
	const begun = await begin(f.applicant, attachments(f), 1000, { filename: 'a.pdf' });
	const at = begun.headers.get('location');
	const sum = (name, b) => ({ 'Upload-Checksum': `${name} ${createHash(name).update(b).digest('base64')}` });
	t.refused(await part(f.applicant, at, 0, bytes.subarray(0, 500), sum('sha1', bytes)), 460, {
		code: 'tus_checksum',
	});
	t.is((await look(f.applicant, at)).headers.get('upload-offset'), '0', 'nothing stored');
	t.refused(await part(f.applicant, at, 0, bytes.subarray(0, 500), { 'Upload-Checksum': 'md5 AAAA' }), 400);
	t.is(
		(await part(f.applicant, at, 0, bytes.subarray(0, 500), sum('sha1', bytes.subarray(0, 500)))).status,
		204,
		'sha1',
	);
	t.is(
		(await part(f.applicant, at, 500, bytes.subarray(500), sum('sha256', bytes.subarray(500)))).status,
		204,
		'sha256',
	);
});

await scenario(
	'a part at another offset, or beyond the length, changes nothing; two at once: one is taken',
	async (t) => {
		const f = await filed(w, 'FGW'),
			bytes = pdf(3000);
		const begun = await begin(f.applicant, attachments(f), 3000, { filename: 'a.pdf' });
		const at = begun.headers.get('location');
		t.refused(await part(f.applicant, at, 1, bytes.subarray(1)), 409, { code: 'tus_offset' });
		t.refused(await part(f.applicant, at, 0, Buffer.concat([bytes, bytes])), 413, { code: 'tus_beyond' });
		const both = await Promise.all([1, 2].map(() => part(f.applicant, at, 0, bytes.subarray(0, 2000))));
		t.is(both.map((a) => a.status).sort(), [204, 409], 'one wins');
		const last = await Promise.all([1, 2].map(() => part(f.applicant, at, 2000, bytes.subarray(2000))));
		t.is(last.map((a) => a.status).sort(), [204, 409], 'also of the last part');
		const seen = await f.applicant.get(`/api/v1/requests/${f.filed.number}`);
		t.is(
			seen.documents.map((d) => d.sha256),
			[sha256(bytes)],
			'one document',
		);
	},
);

await scenario('headers that cannot be read are named; another version of tus is 412', async (t) => {
	const f = await filed(w, 'FGW'),
		path = attachments(f);
	const old = await begin(f.applicant, path, 10, { filename: 'a.pdf' }, { 'Tus-Resumable': '0.2.2' });
	t.refused(old, 412);
	t.is(old.headers.get('tus-version'), '1.0.0', 'which it is');
	for (const length of ['', '-1', '1e3', '0', '99999999999999999999'])
		t.refused(
			await begin(f.applicant, path, 10, { filename: 'a.pdf' }, { 'Upload-Length': length }),
			400,
			{},
			`length ${length}`,
		);
	const nameless = t.refused(await begin(f.applicant, path, 10, { filename: ' ', kind: 'release' }), 422);
	t.is(nameless.errors.map((e) => e.pointer).sort(), ['/filename', '/kind'], 'both at once');
	for (const name of ['a.exe', 'a', 'x.html', 'a.svg'])
		t.refused(await begin(f.applicant, path, 10, { filename: name }), 422, {}, name);
	t.refused(await begin(f.applicant, path, 10, {}, { 'Upload-Metadata': 'filename !!!' }), 422);
	const options = await w.anyone().send('OPTIONS', path);
	t.is(
		[
			options.status,
			options.headers.get('tus-version'),
			options.headers.get('tus-max-size'),
			options.headers.get('tus-extension'),
		],
		[204, '1.0.0', String(100 * MIB), 'creation,termination,checksum,expiration'],
		'OPTIONS',
	);
});

await scenario('content that is not what the extension says is refused, and the upload goes', async (t) => {
	const f = await filed(w, 'FGW'),
		path = attachments(f);
	const html = Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>');
	const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
	for (const [name, bytes] of [
		['a.pdf', html],
		['a.png', pdf(100)],
		['a.txt', png],
		['a.docx', html],
	]) {
		const begun = await begin(f.applicant, path, bytes.length, { filename: name });
		t.refused(
			await part(f.applicant, begun.headers.get('location'), 0, bytes),
			415,
			{ code: 'document_content' },
			name,
		);
		t.is((await look(f.applicant, begun.headers.get('location'))).status, 404, `${name} is dropped`);
	}
	await put(f.applicant, path, Buffer.from('姓名,金额\n示例,1.00\n'), { filename: 'A.CSV' });
	await put(f.applicant, path, png, { filename: 'C:\\测试\\图.PNG' });
	const seen = await f.applicant.get(`/api/v1/requests/${f.filed.number}`);
	t.is(
		seen.documents.map((d) => [d.name, d.type]),
		[
			['A.CSV', 'text/csv'],
			['图.PNG', 'image/png'],
		],
		'right ones',
	);
});

await scenario(
	'a picture comes back without what it says besides what it shows, across the parts of 1 MiB',
	async (t) => {
		const f = await filed(w, 'FGW'),
			segment = (marker, content) =>
				Buffer.concat([
					Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]),
					content,
				]);
		const scan = (n) => Buffer.concat([segment(0xda, Buffer.from([1, 0])), Buffer.alloc(n, 'x')]);
		const picture = (text) =>
			Buffer.concat([
				Buffer.from('ffd8', 'hex'),
				segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0')),
				segment(0xe1, Buffer.from(`Exif\0\0${text}`)),
				scan(MIB - 120),
				segment(0xfe, Buffer.from(text.repeat(20))),
				scan(1000),
				Buffer.from('ffd9', 'hex'),
				Buffer.from(text),
			]);
		const sent = picture('示例坐标 28.6N'),
			kept = picture('\0'.repeat(Buffer.byteLength('示例坐标 28.6N')));
		kept.fill(0, kept.indexOf('Exif'), kept.indexOf('Exif') + 4);
		await put(f.applicant, attachments(f), sent, { filename: '现场.jpg' }, 700000);
		const [doc] = (await f.applicant.get(`/api/v1/requests/${f.filed.number}`)).documents;
		t.is([doc.size, doc.sha256], [sent.length, sha256(kept)], 'of the same length');
		const down = await bytesOf(f.applicant, `/api/v1/requests/${f.filed.number}/documents/${doc.id}`);
		t.ok(down.bytes.equals(kept), 'what comes back');
		const event = JSON.parse(
			w.sql(`SELECT CONVERT(body USING utf8mb4) FROM event WHERE case_id = ${f.id} AND act = 'attach'`),
		);
		t.is([event.detail.metadata_removed, event.detail.sha256], [true, sha256(kept)], 'on record');
	},
);

await scenario('clamd is asked: what it finds goes, what it cannot check waits', async (t) => {
	const socket = join(w.db.dir, 'clamd'),
		heard = [];
	let answer = 'stream: OK\0';
	const clamd = createServer((c) => {
		let all = Buffer.alloc(0);
		c.on('error', () => {});
		c.on('data', (d) => {
			all = Buffer.concat([all, d]);
			if (!all.subarray(-4).equals(Buffer.alloc(4))) return;
			const content = [];
			for (let at = 10; all.readUInt32BE(at); at += 4 + all.readUInt32BE(at))
				content.push(all.subarray(at + 4, at + 4 + all.readUInt32BE(at)));
			heard.push([all.subarray(0, 10).toString(), sha256(Buffer.concat(content))]);
			if (answer) c.end(answer);
			else c.destroy();
		});
	});
	await new Promise((r) => clamd.listen(socket, r));
	clamd.unref();
	const place = await installation({ clamd_socket: socket }),
		service = await place.serve();
	const f = await service.client().post('/api/v1/requests', filing('FGW'));
	const applicant = service.client();
	const access = await applicant.post(`/api/v1/requests/${f.number}/access`, { code: f.query_code });
	applicant.access = access.access_token;
	const path = `/api/v1/requests/${f.number}/attachments`,
		bytes = pdf(MIB + 5),
		steps = [700000, 700000];
	const upload = async () =>
		(await begin(applicant, path, bytes.length, { filename: 'a.pdf' })).headers.get('location');
	const send = async (location) => {
		await part(applicant, location, 0, bytes.subarray(0, steps[0]));
		return part(applicant, location, steps[0], bytes.subarray(steps[0]));
	};
	t.is((await send(await upload())).status, 204, 'a good one');
	t.is(heard, [['zINSTREAM\0', sha256(bytes)]], 'asked once, about the whole');
	answer = 'stream: Test.Signature-1 FOUND\0';
	const bad = await upload();
	t.match(t.refused(await send(bad), 415, { code: 'document_malicious' }).detail, /Test\.Signature-1/, 'named');
	t.is((await look(applicant, bad)).status, 404, 'gone');
	const kept = await upload();
	for (const text of ['INSTREAM size limit exceeded. ERROR\0', '', 'stream:  FOUND', 'x'.repeat(600)]) {
		answer = text;
		t.refused(await send(kept), 503, { code: 'document_unchecked' }, text);
		t.is(
			(await look(applicant, kept)).headers.get('upload-offset'),
			String(steps[0]),
			'the last part is still to come',
		);
	}
	await new Promise((r) => clamd.close(r));
	t.refused(
		await part(applicant, kept, steps[0], bytes.subarray(steps[0])),
		503,
		{ code: 'document_unchecked' },
		'nobody there',
	);
	t.is((await applicant.get(`/api/v1/requests/${f.number}`)).documents.length, 1, 'the good one only');
});

await scenario(
	'ranges: one is served, none is there 416, several or a changed file give all, a known one 304',
	async (t) => {
		const f = await filed(w, 'FGW'),
			bytes = pdf(2 * MIB + 500);
		await put(f.applicant, attachments(f), bytes, { filename: 'a.pdf' });
		const [doc] = (await f.applicant.get(`/api/v1/requests/${f.filed.number}`)).documents;
		const path = `/api/v1/requests/${f.filed.number}/documents/${doc.id}`;
		const tag = (await bytesOf(f.applicant, path)).headers.get('etag');
		for (const [range, from, to] of [
			['bytes=0-0', 0, 1],
			['bytes=1048570-1048580', 1048570, 1048581],
			['bytes=2097152-', 2 * MIB, bytes.length],
			['bytes=-10', bytes.length - 10, bytes.length],
			['bytes=5-99999999', 5, bytes.length],
			['bytes=-99999999', 0, bytes.length],
		]) {
			const got = await bytesOf(f.applicant, path, { Range: range });
			t.is(
				[got.status, got.headers.get('content-range')],
				[206, `bytes ${from}-${to - 1}/${bytes.length}`],
				range,
			);
			t.ok(got.bytes.equals(bytes.subarray(from, to)), `${range} bytes`);
		}
		for (const range of [`bytes=${bytes.length}-`, 'bytes=-0'])
			t.is((await bytesOf(f.applicant, path, { Range: range })).status, 416, range);
		for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=9-3', 'bytes=a-b', 'bytes=-'])
			t.is((await bytesOf(f.applicant, path, { Range: range })).bytes.length, bytes.length, range);
		t.is((await bytesOf(f.applicant, path, { Range: 'bytes=0-9', 'If-Range': tag })).status, 206, 'the same file');
		t.is((await bytesOf(f.applicant, path, { Range: 'bytes=0-9', 'If-Range': '"other"' })).status, 200, 'another');
		t.is((await bytesOf(f.applicant, path, { 'If-None-Match': tag })).status, 304, 'known');
	},
);

await scenario('a document of another case is never read, gone on with, attached or taken back', async (t) => {
	const a = await filed(w, 'FGW'),
		b = await filed(w, 'FGW'),
		foreign = await filed(w, 'JTJ');
	await put(a.applicant, attachments(a), pdf(100), { filename: 'a.pdf' });
	const [doc] = (await a.applicant.get(`/api/v1/requests/${a.filed.number}`)).documents;
	const open = (await begin(a.applicant, attachments(a), 100, { filename: 'b.pdf' })).headers.get('location');
	const id = open.split('/').pop();
	t.is(
		(await b.applicant.send('GET', `/api/v1/requests/${a.filed.number}/documents/${doc.id}`)).status,
		404,
		"another's number",
	);
	t.is(
		(await b.applicant.send('GET', `/api/v1/requests/${b.filed.number}/documents/${doc.id}`)).status,
		404,
		'under the own number',
	);
	t.is((await part(b.applicant, `${attachments(b)}/${id}`, 0, pdf(100))).status, 404, 'a part');
	const clerk = await w.person('fgw-clerk'),
		worker = await w.person('fgw-caseworker'),
		other = await w.person('jtj-caseworker');
	t.is(
		(await clerk.send('GET', `/api/v1/cases/${b.id}/documents/${doc.id}`)).status,
		404,
		'a clerk under another case',
	);
	t.is((await other.send('GET', `/api/v1/cases/${a.id}/documents/${doc.id}`)).status, 404, 'another agency');
	t.is(
		(await other.send('GET', `/api/v1/cases/${foreign.id}/documents/${doc.id}`)).status,
		404,
		'another agency under its own',
	);
	t.is(
		(await part(clerk, `/api/v1/cases/${a.id}/uploads/${id}`, 0, pdf(100))).status,
		404,
		"the applicant's upload is not a clerk's",
	);
	const theirs = (
		await begin(clerk, `/api/v1/cases/${a.id}/uploads`, 100, { filename: 'c.pdf', kind: 'proof' })
	).headers.get('location');
	t.is((await part(worker, theirs, 0, pdf(100))).status, 404, "nor a clerk's a caseworker's");
	t.is(
		(await clerk.send('GET', `/api/v1/cases/${a.id}/documents/${doc.id}`)).status,
		200,
		'the office reads what came in',
	);
	t.is(
		(await clerk.send('GET', `/api/v1/cases/${a.id}/documents/${theirs.split('/').pop()}`)).status,
		404,
		'not what is not whole',
	);
});

/** A case at work with a document for release, and what its steps are. */
async function withRelease(w, name) {
	await w.clock('2026-03-02');
	const f = await filed(w, 'FGW'),
		worker = await w.person('fgw-caseworker'),
		clerk = await w.person('fgw-clerk'),
		head = await w.person('fgw-head'),
		reviewer = await w.person('fgw-secrecy-reviewer');
	await advance(w, f.id, 'investigating');
	const up = `/api/v1/cases/${f.id}/uploads`,
		own = `/api/v1/requests/${f.filed.number}`;
	await put(worker, up, pdf(100), { filename: name, kind: 'release' });
	const k = { ...f, worker, clerk, head, up, own };
	k.names = async () => (await f.applicant.get(own)).documents.map((d) => d.name);
	k.draft = (part) => worker.act(f.id, 'reply', { parts: [{ description: '全部信息', ...part }] }, { method: 'PUT' });
	k.sign = async () => {
		await worker.act(f.id, 'reply/submission');
		await head.act(f.id, 'reply/signature');
	};
	k.pass = async () => {
		const asked = await worker.act(f.id, 'secrecy-reviews', { question: '请审查' });
		const id = asked.secrecy_reviews.at(-1).id;
		return reviewer.act(f.id, `secrecy-reviews/${id}/answer`, { result: 'pass' });
	};
	k.serve = async () => {
		const version = w.sql(`SELECT version FROM docket WHERE id = ${f.id}`).trim();
		return clerk.send('POST', `/api/v1/cases/${f.id}/services`, {
			body: { way: 'electronic' },
			version,
			key: randomUUID(),
		});
	};
	return k;
}
const granted = { outcome: 'granted', content: '见附件。' };

await scenario(
	"what is to be released is the applicant's once the reply that releases it is served, and nothing else of the file",
	async (t) => {
		const k = await withRelease(w, '名单.pdf');
		await put(k.worker, k.up, pdf(100), { filename: '底稿.pdf', kind: 'held' });
		const staff = (await k.worker.get(`/api/v1/cases/${k.id}`)).documents;
		t.is(
			staff.map((d) => [d.kind, d.author_role]),
			[
				['release', 'caseworker'],
				['held', 'caseworker'],
			],
			'staff see both',
		);
		t.is(await k.names(), [], 'before');
		t.is((await k.applicant.send('GET', `${k.own}/documents/${staff[0].id}`)).status, 404, 'nor by its id');
		await k.draft(granted);
		await k.pass();
		await k.sign();
		t.is(await k.names(), [], 'signed is not served');
		t.is((await k.serve()).status, 201, 'served');
		t.is(await k.names(), ['名单.pdf'], 'after');
		t.is((await k.applicant.send('GET', `${k.own}/documents/${staff[0].id}`)).status, 200, 'downloaded');
		t.is((await k.applicant.send('GET', `${k.own}/documents/${staff[1].id}`)).status, 404, 'the file stays inside');
	},
);

await scenario(
	'who only reviews a reply reads what it is about and their own, not the papers that say who the applicant is (product.md)',
	async (t) => {
		await w.clock('2026-03-02');
		const f = await filed(w, 'FGW'),
			up = `/api/v1/cases/${f.id}/uploads`;
		await advance(w, f.id, 'drafted', { outcome: 'internal_affairs' });
		const worker = await w.person('fgw-caseworker'),
			reviewer = await w.person('fgw-secrecy-reviewer'),
			advisor = await w.person('fgw-advisor');
		await put(f.applicant, attachments(f), pdf(100), { filename: '身份证.pdf' });
		for (const kind of ['incoming', 'proof', 'held', 'redacted', 'release'])
			await put(worker, up, pdf(100), { filename: `${kind}.pdf`, kind });
		await worker.act(f.id, 'legal-reviews', { question: '能否公开？', advisor_id: advisor.user.id });
		const all = (await worker.get(`/api/v1/cases/${f.id}`)).documents;
		t.is(all.length, 6, 'the office sees all');
		for (const [who, client] of [
			['advisor', advisor],
			['secrecy reviewer', reviewer],
		]) {
			await put(client, up, pdf(100), { filename: '意见.pdf', kind: 'proof' });
			const seen = (await client.get(`/api/v1/cases/${f.id}`)).documents.map((d) => d.name);
			t.is(seen, ['held.pdf', 'redacted.pdf', 'release.pdf', '意见.pdf'], who);
			for (const d of all)
				t.is(
					(await bytesOf(client, `/api/v1/cases/${f.id}/documents/${d.id}`)).status,
					seen.includes(d.name) ? 200 : 404,
					`${who}: ${d.name}`,
				);
		}
		t.is((await worker.get(`/api/v1/cases/${f.id}`)).documents.length, 8, 'the office also what they added');
	},
);

await scenario('nothing goes out beside the review, the chain and the service (R-ASK-4, 条例17)', async (t) => {
	const a = await withRelease(w, '先备.pdf');
	await a.draft({ outcome: 'already_public', access: 'https://www.example.invalid/x' });
	await a.sign();
	t.is((await a.serve()).status, 201, 'what releases nothing needs no review');
	t.is(await a.names(), [], 'and releases no document');

	for (const person of [a.worker, a.head]) {
		const late = await begin(person, a.up, 100, { filename: '补.pdf', kind: 'release' });
		t.refused(late, 409, { rule: 'R-ASK-4', article: '条例17' }, 'not after the reply');
	}
	await put(a.worker, a.up, pdf(100), { filename: '回证.pdf', kind: 'proof' });

	const b = await withRelease(w, '一.pdf');
	for (const who of ['fgw-clerk', 'fgw-leader', 'fgw-business-head', 'fgw-finance', 'fgw-secrecy-reviewer'])
		t.refused(
			await begin(await w.person(who), b.up, 100, { filename: '私.pdf', kind: 'release' }),
			403,
			{},
			`${who} releases nothing`,
		);
	const begun = await begin(b.head, b.up, 100, { filename: '半.pdf', kind: 'release' });
	t.is(begun.status, 201, 'a head may');
	await b.draft(granted);
	await b.pass();
	await put(b.head, b.up, pdf(100), { filename: '二.pdf', kind: 'release' });
	await b.sign();
	t.refused(await b.serve(), 409, { rule: 'R-ASK-4', article: '条例17' }, 'one came after the review');
	await b.pass();
	t.is((await b.serve()).status, 201, 'reviewed');
	t.refused(await part(b.head, begun.headers.get('location'), 0, pdf(100)), 409, {}, 'an upload ends too late');
	t.is(await b.names(), ['一.pdf', '二.pdf'], 'both that were reviewed');
});

await scenario('what one handling did not release, the next does not either (R-OUT-7)', async (t) => {
	const k = await withRelease(w, '旧.pdf');
	await k.draft({ outcome: 'already_public', access: 'https://www.example.invalid/x' });
	await k.sign();
	await k.serve();
	const seen = await (await w.person('fgw-leader')).act(k.id, 'revocation', { reason: '原答复不完整，予以撤销' });
	t.is([seen.state, seen.handling], ['investigating', 2], 'handled again');
	t.is(await k.names(), [], 'the first never released it');
	await put(k.worker, k.up, pdf(100), { filename: '新.pdf', kind: 'release' });
	t.is(await k.names(), [], 'the second not yet');
});

await scenario(
	"what the office added by mistake is taken back with a reason and kept; the applicant's own is not",
	async (t) => {
		const f = await filed(w, 'FGW'),
			clerk = await w.person('fgw-clerk');
		await put(clerk, `/api/v1/cases/${f.id}/uploads`, pdf(100), { filename: '误传.pdf', kind: 'proof' });
		await put(f.applicant, attachments(f), pdf(100), { filename: 'a.pdf' });
		const docs = (await clerk.get(`/api/v1/cases/${f.id}`)).documents;
		const gone = (doc) =>
			clerk.send('POST', `/api/v1/cases/${f.id}/documents/${doc.id}/removal`, {
				key: randomUUID(),
				body: { reason: '误传他案材料' },
			});
		t.is((await gone(docs[0])).status, 200, 'taken back');
		t.is((await gone(docs[0])).status, 404, 'once');
		t.refused(await gone(docs[1]), 409, { rule: 'R-KEEP-1', article: '条例45' });
		t.is(
			(await clerk.get(`/api/v1/cases/${f.id}`)).documents.map((d) => d.name),
			['a.pdf'],
			'what is shown',
		);
		t.is(w.sql(`SELECT COUNT(*) FROM document_part WHERE document_id = ${docs[0].id}`).trim(), '1', 'kept');
	},
);

await scenario('bytes are sealed, bound to their place, and unfinished ones go after a day', async (t) => {
	const f = await filed(w, 'FGW'),
		bytes = Buffer.from('无人能读的测试文本。'.repeat(200));
	await put(f.applicant, attachments(f), bytes, { filename: '测试.txt' }, 1000);
	t.is(w.sql("SELECT COUNT(*) FROM document_part WHERE INSTR(bytes, '测试文本') > 0").trim(), '0', 'not in clear');
	const old = (await begin(f.applicant, attachments(f), 100, { filename: 'b.pdf' })).headers.get('location');
	const young = (await begin(f.applicant, attachments(f), 100, { filename: 'c.pdf' })).headers.get('location');
	await part(f.applicant, old, 0, pdf(100).subarray(0, 50));
	w.sql(`UPDATE document SET moved_at = moved_at - INTERVAL 1441 MINUTE WHERE id = ${old.split('/').pop()}`);
	w.sql(`UPDATE document SET moved_at = moved_at - INTERVAL 1439 MINUTE WHERE id = ${young.split('/').pop()}`);
	const another = await w.serve(); // its scheduler begins with every task
	let status = 200;
	for (let i = 0; i < 200 && status !== 404; i++) {
		status = (await look(f.applicant, old)).status;
		await new Promise((r) => setTimeout(r, 50));
	}
	t.is([status, (await look(f.applicant, young)).status], [404, 200], 'a day and a minute, a day less a minute');
	await another.kill('SIGTERM');
});

await scenario(
	'a case is exported as a folder that checks itself offline; any change is found (R-OUT-8)',
	async (t) => {
		const f = await filed(w, 'FGW'),
			bytes = pdf(2 * MIB + 3);
		await put(f.applicant, attachments(f), bytes, { filename: '../../材料.pdf' });
		await advance(w, f.id, 'replied');
		const folder = join(w.db.dir, 'bundle');
		const out = w.ctl('case', 'export', f.filed.number, folder);
		t.is(out.status, 0, `exported ${out.stderr}`);
		const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
		const paths = manifest.files.map((r) => r.path);
		t.is(paths.filter((p) => /^letters\/\d+-(receipt|reply)\.(json|html)$/.test(p)).length, 4, `letters ${paths}`);
		const document = paths.find((p) => p.startsWith('documents/'));
		t.ok(readFileSync(join(folder, document)).equals(bytes), 'the document');
		t.is(JSON.parse(readFileSync(join(folder, 'applicant.json'), 'utf8')).name, '测试申请人', 'the applicant');
		t.is(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')).documents[0].name, '材料.pdf', 'the case');
		t.is(
			w.sql(`SELECT COUNT(*) FROM audit WHERE what = 'export' AND subject = 'case ${f.filed.number}'`).trim(),
			'1',
			'logged',
		);
		// offline: no configuration, no database
		const verify = () =>
			spawnSync(join(process.env.BUILDDIR ?? '.', 'disclosurectl'), ['verify', 'bundle', folder], {
				encoding: 'utf8',
			});
		t.is(verify().status, 0, `whole ${verify().stdout}${verify().stderr}`);
		for (const [path, change] of [
			[
				document,
				(b) => {
					b[100] ^= 1;
					return b;
				},
			],
			['events.jsonl', (b) => Buffer.from(b.toString().replace('"register', '"registex'))],
			['events.jsonl', (b) => Buffer.from(b.toString().split('\n').slice(0, -2).join('\n'))],
			[paths.find((p) => p.endsWith('reply.json')), (b) => Buffer.from(b.toString().replace('示范', '别的'))],
		]) {
			const whole = readFileSync(join(folder, path));
			writeFileSync(join(folder, path), change(Buffer.from(whole)));
			const found = verify();
			t.is([found.status, found.stdout.includes(path)], [1, true], `${path}: ${found.stdout}`);
			writeFileSync(join(folder, path), whole);
		}
		t.is(w.ctl('case', 'export', f.filed.number, folder).status, 1, 'never over another folder');
		t.is(w.ctl('case', 'export', '360104-FGW-2026-99999', join(w.db.dir, 'none')).status, 1, 'no such case');
	},
);

await done();
