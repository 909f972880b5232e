/* The office's own pages: the desk of who approves; deputies, fees and joint letters; settings and their history. */
const { scenario, done, w, phone, sound } = await import('./harness.mjs');
const { filed, advance } = await import('../http/harness.mjs');

await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'), head = await w.person('fgw-head');

async function signIn(page, login) {
	await page.goto('/staff');
	await page.fill('[name=login]', login);
	await page.fill('[name=password]', w.passwords.get(login));
	await page.click('main button[type=submit]');
	await page.locator('body.staff main h1').first().waitFor();
}
const applicant = (n) => ({ category: 'natural_person', name: '测试申请人', id_kind: 'other', id_number: `办公${n}`, phone: '0791-00000001' });

await scenario('the approval desk: empty, then every kind that waits, chosen by kind; read on page by page', {}, async (t, { page }) => {
	await signIn(page, 'fgw-head');
	await page.goto('/staff#/queue/approvals');
	await page.getByText('没有等您决定的事项。').waitFor();
	await sound(t, page, 'desk-empty');
	for (let i = 0; i < 3; i++) await advance(w, (await filed(w, 'FGW', { title: `待签发${i}` })).id, 'submitted');
	const k = await filed(w, 'FGW', { title: '待延期' });
	await advance(w, k.id, 'investigating');
	await worker.act(k.id, 'extensions', { working_days: 20, reason: '需要检索多个档案室' });
	await page.reload();
	await page.locator('h2 .n', { hasText: /^4$/ }).waitFor();
	await page.locator('li.card-plain', { hasText: '待签发0' }).getByText('第 1 轮').waitFor();
	await sound(t, page, 'desk');
	await page.selectOption('#wait-kind', 'extension');
	await page.locator('li.card-plain', { hasText: '待延期' }).waitFor();
	t.is(await page.locator('li.card-plain').count(), 1, 'only that kind');
	/* A page of one, so that reading on shows. */
	await page.route('**/queues/approvals?*', (r) => r.continue({ url: r.request().url().replace('limit=50', 'limit=1') }));
	await page.selectOption('#wait-kind', '');
	const more = page.getByRole('button', { name: '更多' });
	for (let n = 1; n < 4; n++) {
		await page.locator(`li.card-plain:nth-child(${n})`).first().waitFor();
		await more.click();
	}
	await page.locator('li.card-plain', { hasText: '待延期' }).waitFor();
	await page.unroute('**/queues/approvals?*');
	await head.act(k.id, 'extensions/decision', { decision: 'grant' });
	await page.reload();
	await page.locator('h2 .n', { hasText: /^3$/ }).waitFor();
});

await done();
