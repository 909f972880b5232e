/* What clerks, the district office and administrators do most, whole: in Chinese on a phone and in English on a desktop. */
import { scenario, open, done, w, desktop, phone, sound, ways, signIn } from './harness.mjs';
import { filed } from '../http/harness.mjs';

await w.clock('2026-03-02');
const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();

/** A letter by ordinary post, from the desk to the receipt that the applicant is sent. */
async function takenIn(t, page, name) {
	await signIn(page, 'fgw-clerk');
	await page.goto('/staff#/intake');
	await page.selectOption('form.intake [name=channel]', 'post_ordinary');
	await page.fill('[name="applicant/name"]', '测试来信人');
	await page.fill('[name="applicant/phone"]', '0791-00000001');
	await page.fill('[name=description]', `来信${name}`);
	await page.click('form.intake > p button[type=submit]');
	await page.locator('.receipt a[href^="#/case/"]').first().click();
	await page.click('[data-act=confirm_receipt]');
	await page.locator('#panel form > p button[type=submit]').click();
	await page.locator('#panel .letter').waitFor();
	t.match(await page.locator('#panel .code').innerText(), /\w{4}/, 'the query code');
	await sound(t, page, `taken in ${name}`);
	t.is(
		w.sql(`SELECT state, received_on FROM docket WHERE description = '来信${name}'`).trim(),
		'received\t2026-03-02',
		'received on the day of the contact',
	);
}

/** From the picture of the district to an agency that is urged, and its answer. */
async function urged(t, page, name, options) {
	await signIn(page, 'qzf-supervisor');
	await page.goto('/staff#/district');
	await page.locator('.chart canvas').first().waitFor();
	await sound(t, page, `district ${name}`);
	await page.locator(`main a[href*="urgings"][href*="agency=${agency}"]`).first().click();
	await page.fill('details[open] [name=matter]', `督办${name}`);
	await page.fill('details[open] [name=demand]', '请说明进展');
	await page.fill('details[open] [name=answer_by]', '2026-03-09');
	await page.locator('details[open] button[type=submit]').click();
	const card = (p) => p.locator('li.card-plain', { hasText: `督办${name}` });
	await card(page).waitFor();
	const head = await open(options);
	await signIn(head.page, 'fgw-head');
	await head.page.goto('/staff#/urgings');
	await card(head.page).locator('summary').first().click();
	await card(head.page).locator('[name=answer]').fill(`答复${name}`);
	await card(head.page).locator('details[open] button[type=submit]').click();
	await card(head.page).getByText(`答复${name}`).waitFor();
	t.is(head.faults, [], 'what the page must not do');
	await head.close();
	await page.reload();
	await card(page).getByText(`答复${name}`).waitFor();
	await sound(t, page, `urged ${name}`);
}

/** The notice of a year, seen through, then loaded; with a case whose day moves by it. */
async function loaded(t, page, name, year) {
	await w.clock(`${year - 1}-12-21`);
	const { filed: moved } = await filed(w, 'FGW', { title: `跨年${name}` });
	await signIn(page, 'qzf-system-admin');
	await page.goto('/staff#/admin/calendars');
	await page.fill('[name=year]', String(year));
	await page.fill('[name=number]', `测试〔${year - 1}〕1号`);
	await page.fill('[name=off]', `${year}-01-01 ${year}-01-10`);
	await page.click('form button[type=submit]');
	await page.locator('table.moves tr', { hasText: moved.number }).first().waitFor();
	await sound(t, page, `calendar ${name}`);
	await page.locator('main button.btn-primary.mt-2').click();
	await page
		.locator('table.grid tr, li', { hasText: `测试〔${year - 1}〕1号` })
		.first()
		.waitFor();
	await w.clock('2026-03-02');
}

/* The other two, Chinese on a desktop and English on a phone, are in staff.mjs and english.mjs. */
let year = 2027;
for (const [lang, device, size] of ways([
	['zh', 'phone', phone],
	['en', 'desktop', desktop],
])) {
	const name = `${lang} ${device}`,
		options = { lang, size };
	await scenario(`intake (${name})`, options, (t, { page }) => takenIn(t, page, name));
	await scenario(`urging (${name})`, options, (t, { page }) => urged(t, page, name, options));
	await scenario(`a calendar (${name})`, options, (t, { page }) => loaded(t, page, name, year++));
}

await done();
