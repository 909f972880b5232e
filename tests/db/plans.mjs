/*
 * How the database goes about every statement of db/ (and of server/api/system.c), on tables that have grown: none reads all rows of such a
 * table, none sorts more than it finds.  The statements are the sources' own, as the preprocessor leaves them; the
 * tables are filled by type, PLAN_ROWS (5000) rows each.
 *
 *	node tests/db/plans.mjs            as a test
 *	PLAN_SHOW=queue node tests/...     prints the plans of db/queue.c
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, installation } from '../http/harness.mjs';

const source = process.env.SRCDIR ?? process.cwd(),
	build = process.env.BUILDDIR ?? process.cwd();
const rows = Number(process.env.PLAN_ROWS ?? 5000),
	show = process.env.PLAN_SHOW;
if (spawnSync('cc', ['--version']).status !== 0) {
	console.log('1..0 # SKIP there is no compiler');
	process.exit(0);
}

/* ---- The statements. */

/** Adjacent literals joined, those that are SQL: Map of statement to file. */
function statements() {
	const cflags = spawnSync('pkg-config', ['--cflags', 'libmariadb', 'json-c'], { encoding: 'utf8' })
		.stdout.trim()
		.split(/\s+/);
	const all = new Map();
	const literal = /"((?:[^"\\\n]|\\.)*)"/g;
	const files = readdirSync(join(source, 'db'))
		.filter((f) => f.endsWith('.c'))
		.map((f) => join('db', f));
	for (const path of [...files, 'server/api/system.c']) {
		const file = path.replace(/^.*\//, '');
		const text = spawnSync(
			'cc',
			['-E', '-P', '-D_GNU_SOURCE', `-I${source}`, `-I${build}`, ...cflags, join(source, path)],
			{ encoding: 'utf8', maxBuffer: 1e9 },
		).stdout;
		for (const m of text.matchAll(/"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*/g)) {
			const sql = [...m[0].matchAll(literal)].map((x) => x[1].replace(/\\(.)/g, '$1')).join('');
			if (/^(SELECT|UPDATE|DELETE|INSERT|WITH|REPLACE|SET STATEMENT)\s/.test(sql)) all.set(sql, file);
		}
	}
	return all;
}

/* ---- Tables of some size. */

/* What does not grow with the cases: rows of an office, of who is signed in, of a year's notices. */
const small = new Set([
	'agency',
	'agency_body',
	'agency_setting',
	'schema_version',
	'schema_lease',
	'key_check',
	'calendar_notice',
	'calendar_version',
	'test_clock',
	'user',
	'user_role',
	'user_mail',
	'endpoint',
	'deputy',
	'calendar_feed',
	'api_token',
	'calendar_day',
	'session',
	'number',
	'scheduler',
	'absence',
	'legal_conflict',
	'job',
	'agency_counter',
]);

/** Fills TABLE by what its columns are: different where a key wants it, else few different values. */
function fillSql(table, columns, unique, n) {
	const value = (c) => {
		const one = unique.has(c.name),
			t = c.type;
		if (/^(tiny|small|medium|big)?int/.test(t)) {
			const wide = /^tinyint/.test(t) ? 100 : /^smallint/.test(t) ? 30000 : 1e9;
			if (c.name === 'id' || (one && wide > 1e8)) return 'seq';
			/* An agency has a third of all, and so has a caseworker: what reads all of one's is seen. */
			if (/^(agency|assignee|district|user)_id$/.test(c.name)) return '17 + seq % 3';
			if (/^tinyint\(1\)/.test(t)) return 'seq % 2';
			return /_id$|^case_id$/.test(c.name) ? '1 + seq % 7919' : `1 + seq % ${Math.min(wide, 40)}`;
		}
		if (/^date$/.test(t)) return "DATE '2024-01-01' + INTERVAL seq % 900 DAY";
		if (/^datetime/.test(t)) return "TIMESTAMP '2024-01-01 00:00:00' + INTERVAL seq MINUTE";
		const size = Number(/\((\d+)\)/.exec(t)?.[1] ?? 40);
		if (/^binary/.test(t)) return `RIGHT(CONCAT(REPEAT('\\0', ${size}), seq), ${size})`;
		if (/blob|varbinary/.test(t)) return one ? `CONCAT('b', seq)` : `CONCAT('b', seq % 97)`;
		return one && size > 7 ? `CONCAT('v', seq)` : `LEFT(CONCAT('v', seq % 41), ${size})`;
	};
	return `INSERT IGNORE INTO \`${table}\` (${columns.map((c) => `\`${c.name}\``).join(', ')}) SELECT ${columns.map(value).join(', ')} FROM seq_1_to_${n}`;
}

const place = await installation();
const lines = (sql) =>
	place
		.sql(sql)
		.trim()
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));
function grow() {
	const columns = new Map(),
		unique = new Map();
	for (const [t, name, type] of lines(
		'SELECT table_name, column_name, column_type FROM information_schema.columns WHERE table_schema = DATABASE() AND generation_expression IS NULL ORDER BY table_name, ordinal_position',
	))
		(columns.get(t) ?? columns.set(t, []).get(t)).push({ name, type });
	for (const [t, names] of lines(
		'SELECT table_name, GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0 GROUP BY table_name, index_name',
	))
		/* Of a key of several columns the last makes the difference. */
		(unique.get(t) ?? unique.set(t, new Set()).get(t)).add(names.split(',').at(-1));
	const sql = ['SET foreign_key_checks = 0, sql_mode = ""'];
	for (const [t, cs] of columns)
		sql.push(fillSql(t, cs, unique.get(t) ?? new Set(), small.has(t) ? 60 : rows), `ANALYZE TABLE \`${t}\``);
	place.sql(sql.join(';\n'));
	return new Map(
		lines('SELECT table_name, table_rows FROM information_schema.tables WHERE table_schema = DATABASE()').map(
			([t, n]) => [t, Number(n)],
		),
	);
}

/* ---- The plans. */

/* A statement that may read all of a table: for the whole of it, a slice at a time or once. */
const whole = [
	[/^reseal\.c$/, /./, 'takes every row of the table anew, a slice at a time by its key (disclosurectl keys reseal)'],
	[/^verify\.c$/, /./, 'verifies all, a slice at a time by its key (disclosurectl verify)'],
	[/^migrate\.c$/, /./, 'once, while nobody else is there'],
	[/^crypt\.c$/, /./, 'one row'],
	[
		/^session\.c$/,
		/^DELETE FROM (access_session|failure) WHERE/,
		'of half that is over the first are found soonest by reading all; of few, which is what there is each minute, by the key',
	],
];
/* What may sort more than a quarter of these tables, in which each person and each agency has a third. */
const sorted = [
	[/^queue\.c$/, /FROM case_watch w/, "what one person watches: some dozens, in the order of the cases' next days"],
	[
		/^publication\.c$/,
		/FORCE INDEX \(k_information_item_due\)/,
		'items of an agency that are over, of those that wait',
	],
];
const excused = (file, sql) => whole.find(([f, s]) => f.test(file) && s.test(sql));

/** The table behind each alias of a statement, as far as it is written there. */
function aliases(sql, tables) {
	const found = new Map();
	for (const m of sql.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+`?(\w+)`?(?:\s+(?:AS\s+)?(\w+))?/gi)) {
		if (!tables.has(m[1])) continue;
		found.set(m[1], m[1]);
		if (m[2]) found.set(m[2], m[1]);
	}
	return found;
}

/* Values that exist and fit each type; numbers where the grammar wants them; who has a third of all. */
const filled = (sql, value) =>
	sql
		.replace(/\b((?:agency|assignee|district|user)_id\s*=\s*)\?/g, "$1'17'")
		.replace(/\b(LIMIT|INTERVAL)\s+\?/g, '$1 50')
		.replace(/\?/g, `'${value}'`);

function explain(sqls) {
	/* Each between marks; an error is one line and the next goes on (--force). */
	const text = sqls
		.map((s, i) => `SELECT '#', ${i};\nEXPLAIN ${s.replace(/^SET STATEMENT .*? FOR\s+/, '')};`)
		.join('\n');
	const run = spawnSync(
		'mariadb',
		['--no-defaults', '--default-character-set=utf8mb4', '-N', '-B', '--force', '-S', place.db.socket, place.name],
		{ input: text, encoding: 'utf8', maxBuffer: 1e9 },
	);
	const plans = sqls.map(() => []),
		errors = run.stderr.split('\n').filter(Boolean);
	let at = -1;
	for (const line of run.stdout.split('\n')) {
		const f = line.split('\t');
		if (f[0] === '#') at = Number(f[1]);
		else if (f.length >= 9)
			plans[at].push({ table: f[2], type: f[3], key: f[5], rows: Number(f[8]) || 0, extra: f[9] ?? '' });
	}
	return { plans, errors };
}

await scenario('no statement reads all rows of a table that grows', async (t) => {
	const sizes = grow(),
		all = [...statements()];
	t.ok(all.length > 500, `${all.length} statements`);
	t.ok(
		[...sizes].filter(([n, size]) => !small.has(n) && size > rows / 3).length > 50,
		`grown: ${[...sizes].filter(([n, size]) => !small.has(n) && size <= rows / 3).map(([n, s]) => `${n} ${s}`)} are small`,
	);
	const wrong = new Set(),
		silent = [];
	const seen = new Map();
	let errors = [];
	for (const value of ['17', '2025-03-02']) {
		const e = explain(all.map(([s]) => filled(s, value)));
		errors = errors.concat(e.errors);
		e.plans.forEach((plan, i) => {
			const [sql, file] = all[i],
				names = aliases(sql, sizes);
			if (plan.length) seen.set(sql, true);
			if (show && file === `${show}.c`)
				console.log(`# ${sql}\n${plan.map((p) => `#    ${JSON.stringify(p)}`).join('\n')}`);
			for (const p of plan) {
				const table = names.get(p.table);
				if (!table || small.has(table) || p.rows === 0 || excused(file, sql)) continue;
				if (p.type === 'ALL' || (p.type === 'index' && p.rows > rows / 4))
					wrong.add(`${file}: ${p.type} of ${table} (${p.rows} rows, ${p.extra}): ${sql.slice(0, 160)}`);
				else if (p.rows > rows / 4 && !/\bLIMIT\b/.test(sql))
					wrong.add(
						`${file}: ${p.type} by ${p.key} reads ${p.rows} rows of ${table} (${p.extra}): ${sql.slice(0, 200)}`,
					);
				else if (
					/filesort/.test(p.extra) &&
					p.rows > rows / 4 &&
					!sorted.some(([f, x]) => f.test(file) && x.test(sql))
				)
					wrong.add(`${file}: sorts ${p.rows} rows of ${table}: ${sql.slice(0, 160)}`);
			}
		});
	}
	for (const [sql, file] of all)
		if (!seen.has(sql) && !/^INSERT INTO \S+ \([^)]*\) VALUES/.test(sql))
			silent.push(`${file}: ${sql.slice(0, 100)}`);
	for (const x of wrong) console.log(`# ${x}`);
	t.is(wrong.size, 0, 'bad plans');
	for (const x of silent) console.log(`# no plan: ${x}`);
	t.is(silent.length, 0, 'statements without a plan');
	t.is(errors.slice(0, 3), [], 'statements that the database does not take');
});
await done();
