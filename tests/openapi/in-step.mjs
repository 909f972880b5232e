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
const rows = new Map([...table.matchAll(/\{\s*RQ_([A-Z]+),\s*"([^"]+)",[^{}]*?"([A-Za-z]+)"\s*\}/g)]
	.map(([, method, path, operation]) => [`${method} ${path}`, operation]));
rows.set('GET /healthz', 'getHealth'); // answered on the loop, server/http/front.c

/* Operations of the document, by its two-space layout. */
const operations = new Map();
let path = null, method = null, inPaths = false;
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
point(undocumented.length === 0, 'every row is an operation', undocumented.map(([k, id]) => `${k} ${id}`));
const unserved = [...operations].filter(([k, id]) => rows.get(k) !== id);
point(unserved.length === 0, 'every operation is a row', unserved.map(([k, id]) => `${k} ${id}`));

const redocly = join(top, 'tests/node_modules/.bin/redocly');
if (existsSync(redocly)) {
	const lint = spawnSync(redocly, ['lint', '--format=stylish', join(top, 'server/openapi.yaml')], {
		encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
	const clean = lint.status === 0 && !/warning/i.test(lint.stdout + lint.stderr);
	point(clean, 'redocly finds nothing', clean ? [] : (lint.stdout + lint.stderr).split('\n'));
} else {
	console.log(`ok ${++count} - redocly finds nothing # SKIP not installed (npm ci in tests/)`);
}
console.log(`1..${count}`);
