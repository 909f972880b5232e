/* Being told: reminders to acknowledge, calendar feeds, API tokens; endpoints with their deliveries, an advisor's own too. */
import { receiver } from '../http/receiver.mjs';

const r = await receiver();
process.env.DISCLOSURED_WEBHOOK_ALLOW = `127.0.0.1:${r.port}`;
/* Nobody listens there: mail waits (that it arrives is tests/http/mail.mjs). */
process.env.DISCLOSURED_SMTP_URL = 'smtp://127.0.0.1:1';
process.env.DISCLOSURED_MAIL_FROM = 'office@gk.example.invalid';
const { scenario, open, done, w, phone, sound, signIn } = await import('./harness.mjs');
const { filed, advance } = await import('../http/harness.mjs');

await w.clock('2026-03-02');

await scenario(
	'reminders: counted, read, acknowledged; kept when they are over',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', { title: '提醒测试' });
		await advance(w, k.id, 'investigating');
		await w.clock('2026-03-30'); // its day
		for (
			let i = 0;
			i < 400 &&
			w
				.sql(
					`SELECT COUNT(*) FROM reminder r JOIN deadline d ON d.id = r.deadline_id WHERE d.case_id = ${k.id} AND r.ack AND r.channel = 'inbox'`,
				)
				.trim() === '0';
			i++
		)
			await new Promise((go) => setTimeout(go, 100));
		await signIn(page, 'fgw-caseworker');
		await page.locator('a[href="#/inbox"] .badge').waitFor();
		await sound(t, page, 'queue');
		await page.click('a[href="#/inbox"]');
		const wanting = page.locator('li[data-reminder]', { has: page.getByRole('button', { name: '知悉' }) });
		await wanting.first().waitFor();
		await sound(t, page, 'inbox');
		const id = await wanting.first().getAttribute('data-reminder');
		const mine = page.locator(`li[data-reminder="${id}"]`);
		await mine.getByRole('button', { name: '知悉' }).click();
		await mine.getByText('已知悉').waitFor();
		await page.goto('/staff#/inbox/unacknowledged');
		await page.locator('h1', { hasText: '提醒' }).waitFor();
		t.is(await mine.count(), 0, 'it waits no more');
		await w.clock('2026-03-02');
	},
);

await scenario('feeds and tokens: the secret is shown once, and revoked it opens nothing', {}, async (t, { page }) => {
	await signIn(page, 'fgw-caseworker');
	await page.goto('/staff#/account');
	await page.getByText('订阅期限日历').click();
	await page.getByRole('button', { name: '生成订阅地址' }).click();
	const address = await page.locator('dialog .code').innerText();
	t.match(await (await fetch(w.url + new URL(address).pathname)).text(), /^BEGIN:VCALENDAR\r\n/, 'the feed');
	await sound(t, page, 'secret');
	await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
	await page.getByRole('button', { name: '撤销' }).first().click();
	await page.getByText('还没有日历订阅。').waitFor();
	t.is((await fetch(w.url + new URL(address).pathname)).status, 404, 'revoked');
	await page.getByText('新建接口令牌').click();
	await page.fill('section:has-text("接口令牌") [name=name]', '导出程序');
	await page.getByRole('button', { name: '新建', exact: true }).click();
	const token = await page.locator('dialog .code').innerText();
	t.is(
		(await fetch(`${w.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } })).status,
		200,
		'it opens',
	);
	await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
	await page.getByText('导出程序').waitFor();
	await sound(t, page, 'account');
});

await scenario(
	'mail: how I am told, checked; an administrator sees what waits and what failed',
	{ size: phone },
	async (t, { page, pardon }) => {
		pardon(/422/);
		await signIn(page, 'fgw-clerk');
		await page.goto('/staff#/account');
		await page.getByLabel('每天一封').check();
		await page.getByRole('button', { name: '保存' }).click();
		await page.locator('.summary').waitFor();
		t.match(await page.locator('.summary').innerText(), /请先填写邮箱/, 'an address is wanted');
		await sound(t, page, 'mail-fault');
		await page.fill('[name=address]', 'clerk@example.invalid');
		await page.getByRole('button', { name: '保存' }).click();
		await page.getByRole('button', { name: '发一封测试邮件' }).click();
		await page.getByText('测试邮件已发出').waitFor();
		await page.reload();
		await page.getByRole('button', { name: '发一封测试邮件' }).waitFor();
		t.is(
			[
				await page.getByLabel('每天一封').isChecked(),
				await page.inputValue('[name=address]'),
				await page.isChecked('[name=quiet_hours]'),
			],
			[true, 'clerk@example.invalid', true],
			'kept',
		);
		await sound(t, page, 'mail-own');
	},
);

await scenario('mails of the district: what waits, what failed for good and is sent again', {}, async (t, { page }) => {
	await filed(w, 'FGW', {
		applicant: {
			category: 'natural_person',
			name: '测试申请人',
			id_kind: 'other',
			id_number: '邮件0001',
			email: 'a@example.invalid',
		},
	});
	await signIn(page, 'qzf-system-admin');
	await page.goto('/staff#/admin/mails');
	await page.getByText('没有记录。').waitFor();
	await page.selectOption('[name=status]', 'waiting');
	await page.locator('li[data-mail]', { hasText: '收到申请' }).waitFor();
	await sound(t, page, 'mails');
	w.sql(
		"UPDATE mail SET status = 'dead', fault = '550 after RCPT' WHERE type = 'case.received' AND person_id IS NOT NULL",
	);
	await page.selectOption('[name=status]', 'dead');
	await page.getByText('550 after RCPT').waitFor();
	t.ok(!(await page.locator('main').innerText()).includes('@'), 'no address');
	await sound(t, page, 'mails-dead');
	await page.getByRole('button', { name: '再次发送' }).first().click();
	await page.getByText('没有记录。').waitFor();
});

await scenario(
	'an endpoint: added, confirmed, tested, its deliveries with every attempt, sent again, disabled, removed',
	{},
	async (t, { page, pardon }) => {
		pardon(/422/);
		await signIn(page, 'qzf-system-admin');
		await page.goto('/staff#/admin/endpoints');
		await page.getByText('还没有接收端。').waitFor();
		await page.getByText('添加接收端').click();
		await page.fill('[name=name]', '示例系统');
		await page.fill('[name=url]', 'http://10.0.0.1/x');
		await page.getByRole('button', { name: '添加', exact: true }).click();
		await page.locator('.summary').waitFor();
		await sound(t, page, 'fault');
		await page.fill('[name=url]', r.url('/200/told'));
		await page.getByRole('button', { name: '添加', exact: true }).click();
		t.match(await page.locator('dialog .code').innerText(), /^whsec_/, 'the secret, once');
		await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
		await r.until((got) => got.length > 0);
		for (
			let i = 0;
			i < 200 && w.sql("SELECT status FROM endpoint WHERE name = '示例系统'").trim() !== 'active';
			i++
		)
			await new Promise((go) => setTimeout(go, 50));
		await page.reload();
		const mine = page.locator('li[data-endpoint]', { hasText: '示例系统' });
		await mine.getByText('使用中').waitFor();
		await mine.getByRole('button', { name: '发一条测试' }).click();
		await r.until(() => r.at('/200/told').length > 1);
		const k = await filed(w, 'FGW');
		await r.until(() => r.at('/200/told').some((m) => m.json.data?.case === k.filed.number));
		await page.reload();
		await mine.getByText('发送记录').click();
		const one = mine.locator('details[data-delivery]:has([title="case.received"])').first();
		await one.locator('summary').click();
		await one.getByText('answer /200/told').waitFor();
		await sound(t, page, 'endpoints');
		const before = r.at('/200/told').length;
		await one.getByRole('button', { name: '再次发送' }).click();
		await r.until(() => r.at('/200/told').length > before);
		await mine.getByRole('button', { name: '停用' }).click();
		await mine.getByText('人工停用').waitFor();
		await sound(t, page, 'disabled');
		await mine.getByRole('button', { name: '删除' }).click();
		await page.locator('dialog[open]').getByRole('button', { name: '取消' }).click();
		t.is(await mine.count(), 1, 'asked first');
		await mine.getByRole('button', { name: '删除' }).click();
		await page.locator('dialog[open]').getByRole('button', { name: '删除' }).click();
		await page.getByText('还没有接收端。').waitFor();
		await page.getByText('添加接收端').click();
		await page.fill('[name=name]', '示例群');
		await page.selectOption('[name=kind]', 'wecom');
		await page.fill('[name=url]', `${r.url('/json/{"errcode":0}')}?key=k1`);
		await page.getByRole('button', { name: '添加', exact: true }).click();
		const bot = page.locator('li[data-endpoint]', { hasText: '示例群' });
		await bot.getByText('20:00 至 08:00 不打扰').waitFor();
		await sound(t, page, 'a quiet bot');
		await bot.getByRole('button', { name: '夜间也发送' }).click();
		await bot.getByRole('button', { name: '夜间不发送' }).waitFor();
		t.is(w.sql("SELECT quiet FROM endpoint WHERE name = '示例群'").trim(), '0', 'told at any hour');
		await bot.getByRole('button', { name: '删除' }).click();
		await page.locator('dialog[open]').getByRole('button', { name: '删除' }).click();
		await page.getByText('还没有接收端。').waitFor();
		const advisor = await open({ size: phone });
		await signIn(advisor.page, 'fgw-advisor');
		await advisor.page.getByText('我的通知接收端').click();
		await advisor.page.getByText('还没有接收端。').waitFor();
		await sound(t, advisor.page, "an advisor's own");
		t.is(advisor.faults, [], 'what the page must not do');
		await advisor.close();
	},
);

await scenario('annual reports: from the reminder to the record', { size: phone }, async (t, { page }) => {
	await w.clock('2027-01-29');
	for (
		let i = 0;
		i < 400 &&
		w
			.sql(
				"SELECT COUNT(*) FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id WHERE l.kind = 'annual_report' AND u.login = 'fgw-head' AND r.channel = 'inbox'",
			)
			.trim() === '0';
		i++
	)
		await new Promise((go) => setTimeout(go, 100));
	await signIn(page, 'fgw-head');
	await page.goto('/staff#/queue/deadlines');
	await page.locator('section.day a', { hasText: '年度报告' }).first().waitFor();
	await sound(t, page, 'days, also of no case');
	await page.goto('/staff#/inbox');
	await page.locator('li[data-reminder]', { hasText: '年度报告' }).getByRole('link', { name: '年度报告' }).click();
	const row = page.locator('li[data-report]', { hasText: '2026 年度报告' });
	await row.getByText('登记报送和公布').click();
	await sound(t, page, 'annual reports');
	await row.locator('[name=submitted_on]').fill('2027-01-28');
	await row.locator('[name=published_on]').fill('2027-01-29');
	await row.locator('[name=address]').fill('https://www.example.invalid/nb/2026');
	await row.locator('button[type=submit]').click();
	await row.getByText('已公布').waitFor();
	await sound(t, page, 'an annual report, published');
	t.is(
		w
			.sql(
				"SELECT r.is_open, l.status FROM annual_report r JOIN agency g ON g.id = r.agency_id JOIN deadline l ON l.kind = 'annual_report' AND l.ref = r.id WHERE g.code = 'FGW' AND r.year = 2026",
			)
			.trim(),
		'0\tmet',
		'done',
	);
	await w.clock('2026-03-02');
});

await r.close();
await done();
