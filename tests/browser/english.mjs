/* The main paths of those whom staff.mjs sees in Chinese on a desktop: in English, on a phone. */
const { scenario, open, done, w, phone, sound, signIn } = await import('./harness.mjs');
const { filed } = await import('../http/harness.mjs');

await w.clock('2026-03-02');
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
