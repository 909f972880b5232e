/*
 * Every page of the staff, found by its links from the pages that a role begins with, in English: no Chinese words
 * or marks but what the answers of the API hold (names, titles, articles of the law); nothing that axe finds; nothing wider
 * than the window.  And the main paths of those whom staff.mjs sees in Chinese on a desktop: in English, on a phone.
 */
const { scenario, open, done, w, phone, desktop, sound, signIn } = await import('./harness.mjs');
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
		quiet = quietOf(page);
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

/* ---- Whole paths. */

const small = { size: phone, lang: 'en' };

await scenario('intake in English on a phone: from the letter to the official receipt', small, async (t, { page }) => {
	await signIn(page, 'fgw-clerk');
	await page.goto('/staff#/intake');
	await page.selectOption('[name=channel]', 'in_person');
	await page.fill('[name="applicant/name"]', '测试来访人');
	await page.fill('[name="applicant/phone"]', '0791-00000004');
	await page.fill('[name=description]', '测试街道的停车收费');
	await page.click('form.intake > p button[type=submit]');
	await page.locator('.receipt .letter').waitFor();
	const number = w.sql("SELECT number FROM docket WHERE description = '测试街道的停车收费'").trim();
	t.match(number, /^360104-FGW-2026-\d{5}$/, 'taken in');
	t.ok((await page.locator('.receipt').innerText()).includes(number), 'with its number');
	await sound(t, page, 'en receipt');
});

await scenario(
	'urging in English on a phone: sent by the district, answered by the head',
	small,
	async (t, { page }) => {
		const { filed: about } = await filed(w, 'FGW', { title: '督办示例' });
		await signIn(page, 'qzf-supervisor');
		await page.goto('/staff#/district');
		await page.locator('.chart canvas').first().waitFor();
		await page.goto(`/staff#/urgings?number=${about.number}`);
		await page.locator('details[open] [name=matter]:focus').waitFor();
		await page.fill('details[open] [name=matter]', '英文督办');
		await page.fill('details[open] [name=demand]', '请说明进展');
		await page.fill('details[open] [name=answer_by]', '2026-03-09');
		await page.locator('details[open] button[type=submit]').click();
		await page.locator('li.card-plain', { hasText: '英文督办' }).getByText(about.number).waitFor();
		await sound(t, page, 'en urgings');
		const head = await open(small);
		await signIn(head.page, 'fgw-head');
		await head.page.goto('/staff#/urgings');
		const row = head.page.locator('li.card-plain', { hasText: '英文督办' });
		await row.locator('summary').click();
		await row.locator('[name=answer]').fill('已经加派人手');
		await row.locator('button[type=submit]').click();
		await row.getByText('已经加派人手').waitFor();
		await sound(t, head.page, 'en urging answered');
		t.is(head.faults, [], 'what the page must not do');
		await head.close();
		await page.reload();
		await page.locator('li.card-plain', { hasText: '英文督办' }).getByText('已经加派人手').waitFor();
		t.is(w.sql("SELECT answer FROM urging WHERE matter = '英文督办'").trim(), '已经加派人手', 'answered');
	},
);

await scenario(
	'administration in English on a phone: a person, then a calendar with the case that it moves',
	small,
	async (t, { page }) => {
		await signIn(page, 'qzf-system-admin');
		await page.goto('/staff#/admin/people');
		await page.locator('main summary').first().click();
		await page.fill('[name=login]', 'new-one');
		await page.fill('[name=name]', '测试新来的');
		await page.locator('main details[open] button[type=submit]').first().click();
		await page.locator('dialog[open] .code').waitFor();
		await sound(t, page, 'en password shown once');
		await page.locator('dialog[open] button').last().click();
		t.is(await page.locator('table.grid details').count(), 0, 'roles are the security administrator’s to grant');
		await w.clock('2026-12-21'); // 20 working days on is in January, of which only New Year's Day is known to be off
		const { filed: moved } = await filed(w, 'FGW', { title: '跨年的申请' });
		await page.goto('/staff#/admin/calendars');
		await page.fill('[name=year]', '2027');
		await page.fill('[name=number]', '测试〔2026〕2号');
		await page.fill('[name=off]', '2027-01-01 2027-01-03');
		await page.fill('[name=on]', '2027-01-09');
		await page.click('form button[type=submit]');
		await page.locator('table.moves tr', { hasText: moved.number }).first().waitFor();
		await sound(t, page, 'en calendar preview');
		const before = w.sql(`SELECT due_on FROM docket WHERE number = '${moved.number}'`).trim();
		await page.locator('main button.btn-primary').last().click();
		await page.locator('td', { hasText: '测试〔2026〕2号' }).waitFor();
		const after = w.sql(`SELECT due_on FROM docket WHERE number = '${moved.number}'`).trim();
		t.is([before, after], ['2027-01-19', '2027-01-18'], 'its day, before and after');
		await w.clock('2026-03-02');
	},
);

await done();
