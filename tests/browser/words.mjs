/*
 * Every member of a case's records, and every word that one of their choices can have, has Chinese and English
 * words on the pages (server/web/staff/labels.mjs).  What there is to be said is read from the sources of the API, so
 * that a new member without words fails here.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done } from '../http/harness.mjs';

const source = process.env.SRCDIR ?? process.cwd(),
	api = join(source, 'server/api');
const pages = (name) => readFileSync(join(source, 'server/web/staff', name), 'utf8');

/** name: [zh, en] of one of the tables. */
function table(text, name) {
	const from = text.indexOf(`const ${name} = {`),
		body = text.slice(from, text.indexOf('\n};', from));
	const string = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`;
	const row = new RegExp(String.raw`(\w+): \[\s*${string},\s*${string},?\s*\]`, 'g');
	return new Map([...body.matchAll(row)].map((m) => [m[1], [m[2] ?? m[3], m[4] ?? m[5]]]));
}
const labels = table(pages('labels.mjs'), 'labels'),
	words = table(pages('labels.mjs'), 'words');
const hidden = new Set(
	[.../const hidden = new Set\(\[([^\]]*)\]/.exec(pages('records.mjs'))[1].matchAll(/'(\w+)'/g)].map((m) => m[1]),
);

/* The files that make the records of a case. */
const makers = new Set(
	[...readFileSync(join(api, 'case_sections.c'), 'utf8').matchAll(/case_\w+_json/g)].map((m) => m[0]),
);
const files = readdirSync(api)
	.filter((f) => f.endsWith('.c'))
	.map((f) => [f, readFileSync(join(api, f), 'utf8')])
	.filter(([, text]) => [...makers].some((m) => new RegExp(`^int ${m}\\(`, 'm').test(text)));

/* In the same files, but of answers that have pages of their own. */
const elsewhere = {
	query_code: 'the receipt',
	receipt: 'the receipt',
	grades: 'counts of evaluations',
	count: 'counts of evaluations',
	total: 'counts of evaluations',
	principle: 'the tariff',
	by_page: 'the tariff',
	pages: 'the tariff',
	cases: 'payments for several cases; an information item',
	due: 'an information item',
	tied: 'an information item',
	suggestions: 'an information item',
	events: 'an information item',
	begins: 'where a text begins; the history leaves it out',
	refund: 'the answer to a refund',
};
/* Filters of lists, not of records. */
const filters = new Set(['lists']);

await scenario('every member of a record has words', async (t) => {
	t.ok(
		labels.size > 150 && words.size > 100 && files.length > 20,
		`${labels.size} labels, ${words.size} words, ${files.length} files`,
	);
	const without = [];
	for (const [file, text] of files)
		for (const [, name] of text.matchAll(/rq_put(?:_\w+)?\(\s*(?:[^,()]+,\s*)?\w+,\s*"(\w+)"/g))
			if (!labels.has(name) && !hidden.has(name) && !Object.hasOwn(elsewhere, name) && !/_letter_id$/.test(name))
				without.push(`${name} (${file})`);
	t.is([...new Set(without)], [], 'without words');
});

await scenario('every choice of a record has words', async (t) => {
	const without = [];
	for (const [file, text] of files)
		for (const [, name, list] of text.matchAll(/static const char \*const (\w+)\[\] = \{([^}]*)NULL/g))
			for (const [, word] of filters.has(name) ? [] : list.matchAll(/"(\w+)"/g))
				if (!words.has(word)) without.push(`${word} (${file}, ${name})`);
	t.is(without, [], 'without words');
});

await scenario('every kind of deadline has words', async (t) => {
	const named = table(pages('labels.mjs'), 'deadlines'),
		kinds = [...readFileSync(join(source, 'casework/deadline.c'), 'utf8').matchAll(/ROW\("(\w+)"/g)].map(
			(m) => m[1],
		);
	t.ok(kinds.length > 20, `${kinds.length} kinds`);
	t.is(
		kinds.filter((k) => !named.has(k)),
		[],
		'without words',
	);
});

await scenario('a word that two members share says of each what it means there', async (t) => {
	Object.assign(globalThis, {
		document: { documentElement: {} },
		location: { pathname: '/staff' },
		addEventListener() {},
	}); // what the modules touch when read
	const { valueOf } = await import(join(source, 'server/web/staff/labels.mjs'));
	for (const [key, word, of, says] of [
		['result', 'refused', 'services', '拒收'],
		['result', 'returned', 'services', '退回'],
		['result', 'refused', 'service_result', '拒收'],
		['status', 'refused', 'tasks', '退回'],
		['status', 'refused', 'extensions', '不同意'],
		['status', 'refused', 'refunds', '不予退费'],
		['status', 'paid', 'fee_notices', '已缴'],
		['status', 'paid', 'refunds', '已退'],
		['cause', 'ended', 'stops', '组织终止'],
		['status', 'ended', 'fee_notices', '已结束'],
	])
		t.is(valueOf(key, word, of), says, `${of}: ${key} ${word}`);
});

await scenario('Chinese is Chinese, English is not', async (t) => {
	const all = [...labels, ...words, ...table(pages('labels.mjs'), 'wordsOf')];
	t.is(
		all.filter(([, [zh]]) => !/\p{Script=Han}/u.test(zh) && zh !== 'SHA-256').map(([k]) => k),
		[],
		'no Chinese',
	);
	t.is(
		all.filter(([, [, en]]) => /\p{Script=Han}/u.test(en) || !en).map(([k]) => k),
		[],
		'no English',
	);
});

await done();
