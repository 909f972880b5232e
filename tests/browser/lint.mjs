/*
 * Lint: eslint finds nothing in the pages and in the tests (tests/eslint.config.mjs says what it looks for), and their
 * layout is prettier's (.prettierrc.json); tests/node_modules/.bin/prettier --write FILE mends it.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';

const top = resolve(process.env.SRCDIR ?? '.'),
	tests = join(top, 'tests');

/** @param {number} no @param {string} what @param {string[]} found */
function report(no, what, found) {
	console.log(`${found.length ? 'not ok' : 'ok'} ${no} - ${what}`);
	for (const line of found) console.log(`# ${line}`);
}

if (!['eslint', 'prettier'].every((name) => existsSync(join(tests, 'node_modules', name)))) {
	console.log('1..0 # SKIP eslint and prettier are not installed (npm ci in tests/)');
} else {
	const require = createRequire(join(tests, 'x.js')),
		{ ESLint } = require('eslint'),
		prettier = require('prettier');
	const lint = new ESLint({ cwd: top, overrideConfigFile: join(tests, 'eslint.config.mjs') });
	const modules = await lint.lintFiles(['server/web/**/*.mjs', 'tests/**/*.mjs', 'contrib/**/*.mjs']);
	const faults = modules.flatMap((f) =>
		f.messages.map((m) => `${relative(top, f.filePath)}:${m.line}: ${m.message} (${m.ruleId})`),
	);

	const web = join(top, 'server/web'),
		styles = readdirSync(web, { recursive: true })
			.map(String)
			.filter((name) => name.endsWith('.css'));
	const options = JSON.parse(readFileSync(join(top, '.prettierrc.json'), 'utf8')),
		untidy = [];
	for (const file of [...modules.map((f) => f.filePath), ...styles.map((name) => join(web, name))])
		if (!(await prettier.check(readFileSync(file, 'utf8'), { ...options, filepath: file })))
			untidy.push(relative(top, file));

	report(1, 'eslint finds nothing', faults);
	report(2, 'the layout is what prettier makes of it', untidy);
	console.log('1..2');
}
