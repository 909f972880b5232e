/*
 * Every parameter of every GET route and every integer of every JSON body, as the contract lists them, with values at and
 * beyond their edges: the answer is a refusal that says why, or what was asked for, never a failure of the service.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scenario, done, world, filed, advance } from './harness.mjs';

const top = process.env.SRCDIR ?? '.',
	redocly = join(top, 'tests/node_modules/.bin/redocly');
if (!existsSync(redocly)) {
	console.log('1..0 # SKIP the contract cannot be read (npm ci in tests/)');
	process.exit(0);
}
const w = await world({ webhook_allow: '127.0.0.1:9', security_contact: 'mailto:a@example.invalid' });
await w.clock('2026-03-02');

/* ---- The contract, without references. */

function contract() {
	const file = join(w.db.dir, 'contract.json');
	const run = spawnSync(
		redocly,
		['bundle', join(top, 'server/openapi.yaml'), '--dereferenced', '--ext', 'json', '-o', file],
		{
			encoding: 'utf8',
			env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
		},
	);
	if (run.status !== 0) throw new Error(`redocly: ${run.stdout}${run.stderr}`);
	return JSON.parse(readFileSync(file, 'utf8'));
}
const operations = Object.entries(contract().paths).flatMap(([path, item]) =>
	['get', 'post', 'put', 'patch']
		.filter((method) => item[method])
		.map((method) => ({
			method: method.toUpperCase(),
			path,
			name: item[method].operationId,
			parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])],
			body: item[method].requestBody?.content?.['application/json']?.schema,
		})),
);

/* ---- Something of each kind, so that what is asked for is there. */

const case1 = await filed(w, 'FGW');
await advance(w, case1.id, 'replied');
const open = await filed(w, 'FGW');
await advance(w, open.id, 'investigating');
const worker = await w.person('fgw-caseworker'),
	letter = (await worker.get(`/api/v1/cases/${case1.id}`)).letters[0].id,
	agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
const people = [];
for (const login of [
	'fgw-caseworker',
	'fgw-head',
	'fgw-clerk',
	'fgw-finance',
	'fgw-advisor',
	'fgw-secrecy-reviewer',
	'qzf-supervisor',
	'qzf-system-admin',
	'qzf-security-admin',
	'qzf-audit-admin',
])
	people.push(await w.person(login));
people.push(case1.applicant);
const endpoint = await (
	await w.person('qzf-system-admin')
).post('/api/v1/webhook-endpoints', {
	agency_id: agency,
	kind: 'webhook',
	name: '示例系统',
	url: 'http://127.0.0.1:9/',
});

const inPath = (path) => ({
	number: path.startsWith('/api/v1/requests/') ? case1.filed.number : '1',
	letter,
	year: '2026',
	id: { cases: case1.id, agencies: agency, 'webhook-endpoints': endpoint.id }[path.split('/')[3]] ?? '1',
});
/* Of what is needed together. */
const usual = { estimateFee: { units: 1, units_before: 0 } };
const at = (path, values) => path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '1');

/** A value that SCHEMA takes, as far as it says so. */
function sample(schema = {}) {
	const s = schema.oneOf?.[0] ?? schema.anyOf?.[0] ?? schema.allOf?.[0] ?? schema;
	const type = [s.type].flat().find((t) => t !== 'null');
	if (s.const !== undefined) return s.const;
	if (s.enum) return s.enum[0];
	if (type === 'integer' || type === 'number') return s.minimum ?? 1;
	if (type === 'boolean') return true;
	if (type === 'array') return [sample(s.items)];
	if (type === 'object' || s.properties)
		return Object.fromEntries(Object.entries(s.properties ?? {}).map(([k, v]) => [k, sample(v)]));
	if (s.format === 'date') return '2026-03-02';
	if (s.pattern?.includes('[1-9]')) return '1';
	return '测试';
}

/* ---- Queries and paths. */

const edges = [
	'0',
	'-1',
	'2147483648',
	'9223372036854775808',
	'18446744073709551616',
	'1e999',
	'',
	'%00',
	'%ff',
	'1'.repeat(10000),
	'a'.repeat(10000),
	encodeURIComponent("'; DROP TABLE docket; -- "),
	encodeURIComponent('"><script>alert(1)</script>'),
	encodeURIComponent('\u202e𠮷%_\\'),
];
const brief = (text) => (text.length > 60 ? `${text.slice(0, 20)}… (${text.length})` : text);
const faults = [];
function judge(what, answer) {
	const sound = answer.status < 400 || /problem\+json/.test(answer.headers.get('content-type') ?? '');
	if (answer.status >= 500 || !sound) faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
	return answer.status;
}
const print = () => w.sql('SELECT (SELECT COUNT(*) FROM docket), (SELECT COUNT(*) FROM event)').trim();

await scenario('each parameter of each GET route, at and beyond its edges', async (t) => {
	const before = print(),
		unseen = [];
	let sent = 0,
		refused = 0,
		parameters = 0;
	for (const o of operations.filter((x) => x.method === 'GET' && x.name !== 'followChanges')) {
		const values = inPath(o.path),
			queries = o.parameters.filter((p) => p.in === 'query'),
			needed = {
				...Object.fromEntries(
					queries.filter((p) => p.required).map((p) => [p.name, encodeURIComponent(sample(p.schema))]),
				),
				...usual[o.name],
			};
		const address = (query, path = values) => {
			const q = Object.entries(query).map(([k, v]) => `${k}=${v}`);
			return at(o.path, path) + (q.length ? `?${q.join('&')}` : '');
		};
		/* Whoever is given an answer goes on asking; where nobody is, the first. */
		let who = null;
		for (const p of people) {
			const a = await p.send('GET', address(needed));
			judge(`${o.name} as it should be`, a);
			if (a.status === 200) {
				who = p;
				break;
			}
		}
		if (!who) unseen.push(o.name);
		const ask = async (what, path) => {
			const status = judge(`${o.name} ${what}`, await (who ?? people[0]).send('GET', path));
			sent++;
			refused += status >= 400;
		};
		for (const edge of edges) {
			for (const p of queries) await ask(`${p.name}=${brief(edge)}`, address({ ...needed, [p.name]: edge }));
			for (const [, name] of o.path.matchAll(/\{(\w+)\}/g))
				if (edge) await ask(`{${name}} ${brief(edge)}`, address(needed, { ...values, [name]: edge }));
		}
		parameters += queries.length;
	}
	console.log(`# ${sent} requests for ${parameters} parameters, ${refused} refused`);
	t.is(faults.splice(0).slice(0, 20), [], 'failures');
	t.ok(parameters > 120 && sent > 14 * parameters, `${sent} for ${parameters}`);
	/* There is none of these here; all others were asked by somebody who is given an answer. */
	t.is(
		unseen.sort(),
		[
			'downloadDocument',
			'downloadOwnDocument',
			'getComplaint',
			'getDisclosure',
			'getInformationItem',
			'getUrging',
			'prefillFiling',
			'readCalendarFeed',
		],
		'nobody was given',
	);
	t.ok(refused > sent / 3 && refused < sent, `${refused} of ${sent} were refused`);
	t.is(print(), before, 'nothing was done');
});

/* ---- Bodies. */

/** Every place of a value of TYPE in SCHEMA, as a list of members. */
function places(type, schema = {}, here = []) {
	if (here.length > 5) return [];
	const parts = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
	const all = parts.flatMap((s) => [
		...(here.length && [s.type].flat().includes(type) ? [here] : []),
		...Object.entries(s.properties ?? {}).flatMap(([k, v]) => places(type, v, [...here, k])),
		...(s.items ? places(type, s.items, [...here, 0]) : []),
	]);
	return [...new Map(all.map((p) => [p.join('/'), p])).values()];
}
const numbers = [
	'0',
	'-0',
	'-1',
	'2147483647',
	'2147483648',
	'-2147483649',
	'9223372036854775807',
	'9223372036854775808',
	'-9223372036854775809',
	'18446744073709551616',
	'1e3',
	'1e999',
	'0.5',
	'""',
	'"1"',
	'"\\u0000"',
	'"\'; DROP TABLE docket; -- "',
	'null',
	'true',
	'[]',
	'{}',
	`1${'0'.repeat(3000)}`,
];
const texts = [
	'',
	'0',
	'\u202e𠮷%_\\',
	"'; DROP TABLE docket; -- ",
	'é'.repeat(70),
	'a'.repeat(10000),
	7,
	[],
	null,
].map((v) => JSON.stringify(v));
const hole = 'the value stands here';
/** BODY as text with VALUE, which is JSON, at PLACE. */
function filledIn(body, place, value) {
	const copy = JSON.parse(JSON.stringify(body));
	let o = copy;
	for (const [i, k] of place.slice(0, -1).entries()) o = o[k] ??= place[i + 1] === 0 ? [] : {};
	o[place.at(-1)] = hole;
	return JSON.stringify(copy).replace(`"${hole}"`, () => value);
}

/** Sends VALUES at each place of TYPE by the first who may; gives those places that nobody's request was read for. */
async function sweep(type, values) {
	let sent = 0,
		n = 0;
	const unread = [];
	/* The day of the test clock is everybody's. */
	for (const o of operations.filter((x) => x.method !== 'GET' && x.body && x.name !== 'setTestClock')) {
		const body = sample(o.body),
			ids = inPath(o.path),
			ofCase = o.path.startsWith('/api/v1/cases/');
		const path = at(o.path, { ...ids, id: ofCase ? open.id : ids.id });
		for (const place of places(type, o.body)) {
			const pointer = `/${place.join('/')}`;
			let read = false;
			for (const p of people) {
				for (const value of values) {
					const answer = await p.send(o.method, path, {
						body: filledIn(body, place, value),
						key: o.method === 'POST' ? randomUUID() : undefined,
						version: ofCase ? (await worker.get(`/api/v1/cases/${open.id}`)).version : undefined,
					});
					sent++;
					judge(`${o.name} ${pointer} = ${brief(value)}`, answer);
					if ([401, 403, 404].includes(answer.status)) break;
					read ||= answer.status === 422 && Boolean(answer.body.errors?.some((e) => e.pointer === pointer));
				}
				if (read) break;
			}
			n++;
			if (!read) unread.push(`${o.name} ${pointer}`);
		}
	}
	console.log(`# ${sent} requests for ${n} places of ${type}`);
	return { n, unread };
}

await scenario('each integer of each JSON body, at and beyond its edges', async (t) => {
	const { n, unread } = await sweep('integer', numbers);
	t.is(faults.splice(0).slice(0, 20), [], 'failures');
	t.ok(n > 30, `${n} integers`);
	/* The first is asked for only while a correction notice waits, the last while a review does. */
	t.is(
		unread.sort(),
		['answerCorrection /contact', 'answerCorrection /representatives/0/no', 'answerSecrecyReview /parts/0'],
		'never refused at its place',
	);
});

await scenario('each text of each JSON body', async (t) => {
	const { n, unread } = await sweep('string', texts);
	t.is(faults.splice(0).slice(0, 20), [], 'failures');
	/* What waits for something that is not here is refused before its body is read. */
	t.ok(n > 500 && unread.length < n / 5, `${unread.length} of ${n} were never refused at their place: ${unread}`);
});

await scenario('after all of it', async (t) => {
	t.is((w.service.log().match(/^.*level=error.*$/gm) ?? []).slice(0, 3), [], 'errors');
	t.ok(Number(w.sql('SELECT COUNT(*) FROM docket').trim()) > 1, 'the table is there');
	const v = w.ctl('verify');
	t.is(v.status, 0, `verify: ${v.stdout.slice(-500)}`);
});
await done();
