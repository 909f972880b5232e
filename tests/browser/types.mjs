/* The pages' scripts hold what their JSDoc promises: tsc --checkJs, strict. */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const tests = join(process.env.SRCDIR ?? '.', 'tests');
const tsc = join(tests, 'node_modules/typescript/bin/tsc');
if (!existsSync(tsc)) {
	console.log('1..0 # SKIP typescript is not installed (npm ci in tests/)');
} else {
	const run = spawnSync(process.execPath, [tsc, '-p', join(tests, 'tsconfig.json')], { encoding: 'utf8' });
	console.log(`${run.status === 0 ? 'ok' : 'not ok'} 1 - tsc --checkJs finds nothing`);
	for (const line of (run.stdout + run.stderr).trim().split('\n').filter(Boolean)) console.log(`# ${line}`);
	console.log('1..1');
}
