/*
 * Every page of the staff, found by its links from the pages that a role begins with, in English: no Chinese words
 * or marks but what the answers of the API hold (names, titles, articles of the law); nothing that axe finds; nothing wider
 * than the window.  Then each of them while nothing can be read.
 */
const { scenario, done, w, phone, desktop, sound, signIn, quietOf } = await import('./harness.mjs');
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

/**
 * The page at HASH while nothing can be read: it says so in place of what it would show, and reads again when asked to.
 * False: it asks for nothing.
 */
async function failing(t, page, hash, quiet, where) {
	const said = 'The database cannot be reached.';
	let asked = 0;
	const fail = (route) => {
		if (route.request().method() !== 'GET' || /\/stream/.test(route.request().url())) return route.fallback();
		/* The number beside "Reminders" is read by every page, and left out where it cannot be. */
		if (!/unacknowledged=true&limit=100/.test(route.request().url())) asked++;
		return route.fulfill({
			status: 503,
			contentType: 'application/problem+json',
			body: JSON.stringify({ title: 'Unavailable', status: 503, detail: said }),
		});
	};
	await page.route('**/api/v1/**', fail);
	await page.evaluate((h) => {
		location.hash = h;
		dispatchEvent(new HashChangeEvent('hashchange'));
	}, hash);
	await quiet();
	if (asked) {
		await page.locator('main').getByText(said).first().waitFor();
		await sound(t, page, `${where} failing`);
	}
	await page.unroute('**/api/v1/**', fail);
	const again = page.locator('main').getByRole('button', { name: 'Try again' });
	for (let n = await again.count(); n > 0; n--) await again.first().click();
	await quiet();
	t.is(await page.locator('main').getByText(said).count(), 0, `${where} after another try`);
	return asked > 0;
}

async function walk(t, page, login) {
	const data = new Set(),
		seen = new Set(),
		pages = [],
		waiting = [],
		{ quiet } = quietOf(page);
	page.on('response', async (r) => {
		if (/json/.test(r.headers()['content-type'] ?? ''))
			try {
				texts(await r.json(), data);
			} catch {
				/* the page went on */
			}
	});
	await signIn(page, login);
	waiting.push(new URL(page.url()).hash || '#/account');
	while (waiting.length && seen.size < 40) {
		const hash = waiting.shift();
		if (seen.has(kind(hash))) continue;
		seen.add(kind(hash));
		pages.push(hash);
		await page.evaluate((h) => {
			location.hash = h;
		}, hash);
		await quiet();
		await page.locator('main h1').first().waitFor();
		t.is(await left(page, data), [], `Chinese at ${hash} of ${login}`);
		await sound(t, page, `${login} ${hash.replace(/\W+/g, '-')}`);
		waiting.push(...(await page.$$eval('a[href^="#/"], a[href^="/staff#/"]', (links) => links.map((a) => a.hash))));
	}
	return { pages, quiet };
}

for (const [login, least, size] of [
	['fgw-caseworker', 10, desktop],
	['fgw-head', 10, phone],
	['jtj-head', 10, desktop], // an office that has nothing yet
	['qzf-supervisor', 5, desktop],
	['qzf-system-admin', 5, desktop],
	['qzf-security-admin', 3, phone],
	['qzf-audit-admin', 2, desktop],
	['qzf-advisor', 2, phone],
])
	await scenario(
		`the pages of ${login} in English, and when nothing can be read`,
		{ size, lang: 'en' },
		async (t, tab) => {
			const { page } = tab,
				{ pages, quiet } = await walk(t, page, login);
			t.ok(pages.length >= least, `${pages.length} pages`);
			tab.pardon(/status of 503/);
			let failed = 0;
			for (const hash of pages)
				failed += await failing(t, page, hash, quiet, `${login} ${hash.replace(/\W+/g, '-')}`);
			t.ok(failed >= pages.length / 2, `${failed} of ${pages.length} pages read something`);
		},
	);

await done();
