/*
 * Every page of the staff, found by its links, with a text that would be a script and does not wrap in place of each text
 * that somebody wrote, whatever form it came from: none becomes an element, none is wider than the window.
 */
import { scenario, done, w, signIn, quietOf } from './harness.mjs';
import { filed, advance } from '../http/harness.mjs';
import { looked, noted, payload } from './texts.mjs';

await w.clock('2026-03-02');
for (const to of ['received', 'investigating', 'submitted', 'replied'])
	await advance(w, (await filed(w, 'FGW', { title: `显示测试${to}`, help_needed: '大字版' })).id, to);
await (
	await w.person('fgw-caseworker')
).post(`/api/v1/cases/${w.sql("SELECT id FROM docket WHERE title = '显示测试investigating'").trim()}/contacts`, {
	kind: 'note',
	said: '备注',
	mentions: [(await w.person('fgw-head')).user.id],
});
await w.anyone().post('/api/v1/complaints', {
	agency: '360104-FGW',
	name: '测试投诉人',
	phone: '0791-00000009',
	matter: '超期未答复，请处理。',
});

/* Reminders of the first, in force, and of what has been done. */
for (const day of ['2026-03-30', '2026-03-02']) await w.clock(day);
for (let i = 0; i < 400 && w.sql("SELECT COUNT(*) FROM reminder WHERE channel = 'inbox'").trim() === '0'; i++)
	await new Promise((go) => setTimeout(go, 100));
w.sql(
	"UPDATE reminder r JOIN deadline l ON l.id = r.deadline_id SET l.version = l.version + 1 WHERE r.channel = 'inbox' AND l.id % 2 = 0",
);

/** What people write, and the longest that it can be. */
const written = {
	name: 80,
	case_title: 200,
	agency_name: 120,
	short_name: 40,
	office: 120,
	address: 200,
	phone: 40,
	duties: 2000,
	court: 120,
	party: 200,
	said: 2000,
	matter: 2000,
	demand: 1000,
	question: 2000,
	answer: 2000,
	reason: 1000,
	reasons: 2000,
	remarks: 1000,
	description: 2000,
	help_needed: 500,
	note: 500,
	proof: 200,
	document: 200,
	information: 2000,
	access: 500,
	content: 2000,
	number_of: 80,
	recipient: 80,
	summary: 2000,
	filename: 150,
	deputy_name: 80,
	principal_name: 80,
	author_name: 80,
	advisor_name: 80,
	detail: 200,
};

/** VALUE with payloads in place of what people wrote; a title is theirs where a case or a disclosure has it. */
function replaced(value, key = '') {
	if (typeof value === 'string') return value && Object.hasOwn(written, key) ? payload(written[key]) : value;
	if (Array.isArray(value)) return value.map((v) => replaced(v, key));
	if (!value || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([k, v]) => [
			k,
			k === 'title' &&
			v &&
			(value.description !== undefined || value.submitted_on !== undefined || value.published_on !== undefined)
				? payload(200)
				: replaced(v, k),
		]),
	);
}

/** #/case/17?x=1 and #/case/18 are one page. */
const kind = (href) => href.replace(/[?].*/, '').replace(/\/\d+/g, '/0');

for (const [login, least] of [
	['fgw-caseworker', 10],
	['fgw-head', 10],
	['qzf-supervisor', 5],
	['qzf-system-admin', 5],
	['qzf-advisor', 2],
])
	await scenario(`the pages of ${login}, full of what nobody should write`, {}, async (t) => {
		const { page, faults, close, pardon } = await noted(),
			{ quiet } = quietOf(page);
		pardon(/Failed to load resource/);
		await page.route('**/api/v1/**', async (route) => {
			if (route.request().method() !== 'GET' || /stream|rules|me$/.test(new URL(route.request().url()).pathname))
				return route.continue();
			const answer = await route.fetch();
			return /json/.test(answer.headers()['content-type'] ?? '') && answer.ok()
				? route.fulfill({ response: answer, json: replaced(await answer.json()) })
				: route.fulfill({ response: answer });
		});
		await signIn(page, login, '/staff#/inbox');
		const seen = new Set(),
			waiting = await page.$$eval('a[href^="#/"]', (links) => links.map((a) => a.hash));
		let full = 0;
		while (waiting.length && seen.size < 40) {
			const hash = waiting.shift();
			if (seen.has(kind(hash))) continue;
			seen.add(kind(hash));
			await page.evaluate((h) => {
				location.hash = h;
			}, hash);
			await quiet();
			await page.locator('main h1').first().waitFor();
			full += await page.evaluate(() => document.querySelector('main').textContent.includes('<img src=x'));
			await looked(t, page, `${login} ${hash.replace(/\W+/g, '-')}`);
			waiting.push(
				...(await page.$$eval('a[href^="#/"], a[href^="/staff#/"]', (links) => links.map((a) => a.hash))),
			);
		}
		t.ok(seen.size >= least && full > 0, `${seen.size} pages, ${full} with payloads`);
		await page.unrouteAll({ behavior: 'wait' });
		t.is(faults, [], 'what the page must not do');
		await close();
	});

await done();
