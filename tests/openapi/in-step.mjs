/* The contract and the route table are in step, and the contract is clean by redocly's rules. */
import { readFileSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const top = process.env.SRCDIR ?? '.';
let count = 0;
function point(ok, name, lines = []) {
	console.log(`${ok ? 'ok' : 'not ok'} ${++count} - ${name}`);
	lines.forEach((l) => console.log(`# ${l}`));
}

/* Rows of server/api/routes.c: { RQ_POST, "/path", function, ... "operationId" }. */
const table = readFileSync(join(top, 'server/api/routes.c'), 'utf8');
const rows = new Map(
	[...table.matchAll(/\{\s*RQ_([A-Z]+),\s*"([^"]+)",[^{}]*?"([A-Za-z]+)"\s*\}/g)].map(
		([, method, path, operation]) => [`${method} ${path}`, operation],
	),
);
rows.set('GET /healthz', 'getHealth'); // answered on the loop, server/http/front.c

/* Operations of the document, by its two-space layout. */
const operations = new Map();
let path = null,
	method = null,
	inPaths = false;
for (const line of readFileSync(join(top, 'server/openapi.yaml'), 'utf8').split('\n')) {
	if (/^\S/.test(line)) inPaths = line === 'paths:';
	if (!inPaths) continue;
	let m;
	if ((m = /^ {2}(\/\S*):$/.exec(line))) path = m[1];
	else if ((m = /^ {4}(get|head|post|put|patch|delete|options):$/.exec(line))) method = m[1].toUpperCase();
	else if ((m = /^ {6}operationId: (\w+)$/.exec(line))) operations.set(`${method} ${path}`, m[1]);
}

point(rows.size > 20 && operations.size > 20, `both were read: ${rows.size} rows, ${operations.size} operations`);
const undocumented = [...rows].filter(([k, id]) => operations.get(k) !== id);
point(
	undocumented.length === 0,
	'every row is an operation',
	undocumented.map(([k, id]) => `${k} ${id}`),
);
const unserved = [...operations].filter(([k, id]) => rows.get(k) !== id);
point(
	unserved.length === 0,
	'every operation is a row',
	unserved.map(([k, id]) => `${k} ${id}`),
);

/* Event types: the catalogue, its acts and the document's webhooks. */
const hooks = [...readFileSync(join(top, 'casework/hook.h'), 'utf8').matchAll(/X\(\w+, "([a-z_.]+)"\)/g)].map(
	(m) => m[1],
);
const described = new Map();
let hook = null,
	inHooks = false;
for (const line of readFileSync(join(top, 'server/openapi.yaml'), 'utf8').split('\n')) {
	if (/^\S/.test(line)) inHooks = line === 'webhooks:';
	if (!inHooks) continue;
	const name = /^ {2}([a-z_.]+):$/.exec(line),
		type = /type: \{ const: ([a-z_.]+) \}/.exec(line);
	if (name) described.set((hook = name[1]), null);
	if (type) described.set(hook, type[1]);
}
point(hooks.length > 50, `the catalogue was read: ${hooks.length} types`);
const silent = hooks.filter((h) => described.get(h) !== h);
point(silent.length === 0, 'every event type of casework/hook.h has its schema under webhooks', silent);
const unheard = [...described.keys()].filter((h) => !hooks.includes(h));
point(unheard.length === 0, 'every webhook of the document is an event type', unheard);
const acts = [
	...readFileSync(join(top, 'casework/machine.h'), 'utf8')
		.split('#define CW_ACTS(X)')[1]
		.split('clang-format on')[0]
		.matchAll(/X\((\w+), \w+\)/g),
].map((m) => m[1]);
const told = readFileSync(join(top, 'casework/hook.c'), 'utf8');
const untold = acts.filter((a) => !told.includes(`[CW_ACT_${a}] =`));
point(untold.length === 0, 'every act is told: it has a row in casework/hook.c', untold);

const redocly = join(top, 'tests/node_modules/.bin/redocly');
if (existsSync(redocly)) {
	const lint = spawnSync(redocly, ['lint', '--format=stylish', join(top, 'server/openapi.yaml')], {
		encoding: 'utf8',
		env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
	});
	const clean = lint.status === 0 && !/warning/i.test(lint.stdout + lint.stderr);
	point(clean, 'redocly finds nothing', clean ? [] : (lint.stdout + lint.stderr).split('\n'));
} else {
	console.log(`ok ${++count} - redocly finds nothing # SKIP not installed (npm ci in tests/)`);
}
console.log(`1..${count}`);
