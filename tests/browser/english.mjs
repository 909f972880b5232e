/*
 * Every page of the staff, found by its links from the pages that a role begins with, in English: no Chinese words
 * or marks but what the answers of the API hold (names, titles, articles of the law); nothing that axe finds; nothing wider
 * than the window.
 */
const { scenario, done, w, phone, desktop, sound } = await import('./harness.mjs');
const { filed, advance } = await import('../http/harness.mjs');

await w.clock('2026-03-02');
for (const to of ['received', 'investigating', 'submitted', 'replied'])
	await advance(w, (await filed(w, 'FGW', { title: `英文页面${to}` })).id, to);

/** #/case/17?x=1 and #/case/18 are one page. */
const kind = (href) => href.replace(/[?].*/, '').replace(/\/\d+/g, '/0');

/** Every text of an answer. */
function texts(value, into) {
	if (typeof value === 'string') into.add(value);
	else if (value && typeof value === 'object') for (const v of Object.values(value)) texts(v, into);
}

const chinese = /[\p{Script=Han}（）：、，；。！？]/u;

/** Chinese that stands on PAGE and came in no answer; articles of the law, numbers of notices and the switch of languages are no words of the page. */
async function left(page, data) {
	let text = await page.locator('body').innerText();
	for (const d of [...data].filter((s) => chinese.test(s)).sort((a, b) => b.length - a.length)) {
		for (const line of d.split('\n')) if (line.trim()) text = text.replaceAll(line.trim(), '');
	}
	return [
		...new Set(
			text
				.replace(/中文|国办发明电〔\d+〕\S*号|(条例|费|复议法|行诉法|民法典|网络安全法)\s?\d+(、\d+)*/g, '')
				.split('\n')
				.filter((line) => chinese.test(line)),
		),
	];
}

/** Waits until PAGE has asked for nothing for a while; its live stream never ends. */
function quietOf(page) {
	const open = new Set();
	page.on('request', (r) => {
		if (!/\/stream/.test(r.url())) open.add(r);
	});
	for (const end of ['requestfinished', 'requestfailed']) page.on(end, (r) => open.delete(r));
	return async () => {
		for (let n = 0; n < 3; n = open.size ? 0 : n + 1) await page.waitForTimeout(40);
	};
}

async function walk(t, page, login) {
	const data = new Set(),
		seen = new Set(),
		waiting = [],
		quiet = quietOf(page);
	page.on('response', async (r) => {
		if (/json/.test(r.headers()['content-type'] ?? ''))
			try {
				texts(await r.json(), data);
			} catch {
				/* the page went on */
			}
	});
	await page.goto('/staff');
	await page.fill('[name=login]', login);
	await page.fill('[name=password]', w.passwords.get(login));
	await page.click('main button[type=submit]');
	await page.locator('body.staff main h1').first().waitFor();
	waiting.push(new URL(page.url()).hash || '#/account');
	while (waiting.length && seen.size < 40) {
		const hash = waiting.shift();
		if (seen.has(kind(hash))) continue;
		seen.add(kind(hash));
		await page.evaluate((h) => {
			location.hash = h;
		}, hash);
		await quiet();
		await page.locator('main h1').first().waitFor();
		t.is(await left(page, data), [], `Chinese at ${hash} of ${login}`);
		await sound(t, page, `${login} ${hash.replace(/\W+/g, '-')}`);
		waiting.push(...(await page.$$eval('a[href^="#/"], a[href^="/staff#/"]', (links) => links.map((a) => a.hash))));
	}
	return seen.size;
}

for (const [login, least, size] of [
	['fgw-caseworker', 10, desktop],
	['fgw-head', 10, phone],
	['qzf-supervisor', 5, desktop],
	['qzf-system-admin', 5, desktop],
	['qzf-security-admin', 3, phone],
	['qzf-audit-admin', 2, desktop],
	['qzf-advisor', 2, phone],
])
	await scenario(`the pages of ${login} in English`, { size, lang: 'en' }, async (t, { page }) => {
		const n = await walk(t, page, login);
		t.ok(n >= least, `${n} pages`);
	});

await done();
