/* Lint: eslint finds nothing in the pages and in the tests (tests/eslint.config.mjs says what it looks for). */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const top = resolve(process.env.SRCDIR ?? '.'), tests = join(top, 'tests');
if (!existsSync(join(tests, 'node_modules/eslint'))) {
	console.log('1..0 # SKIP eslint is not installed (npm ci in tests/)');
} else {
	const { ESLint } = createRequire(join(tests, 'x.js'))('eslint');
	const lint = new ESLint({ cwd: top, overrideConfigFile: join(tests, 'eslint.config.mjs') });
	const found = (await lint.lintFiles(['server/web/**/*.mjs', 'tests/**/*.mjs', 'contrib/**/*.mjs'])).filter((f) => f.errorCount || f.warningCount);
	console.log(`${found.length ? 'not ok' : 'ok'} 1 - eslint finds nothing`);
	for (const f of found) for (const m of f.messages) console.log(`# ${f.filePath.slice(top.length + 1)}:${m.line}: ${m.message} (${m.ruleId})`);
	console.log('1..1');
}
