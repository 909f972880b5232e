/* The staff's ways, whole: a hard case from registration to the served reply, keyboard only, 412, a session that ends, the district office, administration. */
import {
	scenario,
	open,
	done,
	w,
	phone,
	desktop,
	sound,
	tabTo,
	typeInto,
	ways,
	violations,
	signIn,
} from './harness.mjs';
import { advance, filed } from '../http/harness.mjs';

await w.clock('2026-03-02');
const payload = '测试<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e𠮷';

/** Signs LOGIN in on the page, as people do. */
/** A tab of somebody signed in. */
async function as(login, options) {
	const tab = await open(options);
	tab.page.setDefaultTimeout(10000);
	await signIn(tab.page, login);
	return tab;
}

async function toCase(page, id) {
	await page.goto(`/staff#/case/${id}`);
	await page.reload();
	await page.locator('.acts h2').waitFor();
}

/** One act by its form on the case's page; waits until it is done. */
async function act(page, key, fill) {
	const button = page.locator(`[data-act=${key}]`);
	if (!(await button.isVisible())) await page.locator('details', { has: button }).locator('summary').click(); // folded on a phone
	await button.click();
	const panel = page.locator('#panel');
	await panel.locator('form').waitFor();
	await fill?.(panel);
	await panel.locator('form > p button[type=submit]').click();
	await page.waitForFunction(
		() => document.getElementById('panel').hidden || document.querySelector('#panel .summary'),
	);
	const fault = await page.locator('#panel .summary').allInnerTexts();
	if (fault.length) throw new Error(`${key}: ${fault.join(' ')}`);
}

/** Everything that the tabs must not have done. */
async function end(t, ...tabs) {
	for (const tab of tabs) {
		t.is(tab.faults, [], 'what the page must not do');
		await tab.close();
	}
}

for (const [lang, size] of ways([
	['zh', desktop],
	['zh', phone],
	['en', desktop],
	['en', phone],
]))
	await scenario(
		`a hard case from registration to the served reply, with the advisor in between (${lang}, ${size.width} px)`,
		{ lang, size },
		async (t, { page }) => {
			const { id } = await filed(w, 'FGW', {
				title: payload,
				help_needed: '需要大字版',
				description: `申请公开${payload}`,
			});
			await signIn(page, 'fgw-caseworker');
			await page.goto('/staff#/queue/agency');
			await page.locator(`tr[data-id="${id}"]`).waitFor();
			await sound(t, page, 'queue');
			await toCase(page, id);
			t.is(await page.locator('h1').first().innerText(), payload, 'the payload is shown as text');
			t.ok(await page.locator('.help-flag').isVisible(), 'help flag');
			t.ok(await page.locator('.clock svg').isVisible(), 'clock');
			await sound(t, page, 'case');
			await act(page, 'register');
			const head = await as('fgw-head', { lang, size });
			await toCase(head.page, id);
			const worker = await w.person('fgw-caseworker');
			await act(head.page, 'assign', (p) => p.locator('select[name=user_id]').selectOption(worker.user.id));
			await toCase(page, id);
			await act(page, 'search', async (p) => {
				await p.locator('[name=place]').fill('档案室');
				await p.locator('[name=searcher]').fill('示例检索人');
				await p.locator('[name=method]').fill('按题名');
				await p.locator('[name=result]').fill(payload);
			});
			await act(page, 'reply_draft', async (p) => {
				await p.locator('select').first().selectOption('process_information');
				await p.locator('[name="parts/0/reasons"]').fill(payload);
				await sound(t, page, 'reply editor');
				await p.locator('[name="parts/0/not_ordered"]').fill('未发现规定');
				await p.locator('[name="parts/0/matter_finished"]').fill('尚未办结');
			});
			await page.locator('.warnings').getByText('R-ASK-5').waitFor();
			const advisor = await w.person('qzf-advisor');
			await act(page, 'legal_review', async (p) => {
				await p.locator('[name=question]').fill('是否妥当？');
				await p.locator('[name=advisor_id]').selectOption(advisor.user.id);
			});
			const lawyer = await as('qzf-advisor', { lang, size });
			await lawyer.page.locator(`a[href="#/case/${id}"]`).waitFor();
			await sound(t, lawyer.page, 'reviews');
			await toCase(lawyer.page, id);
			t.is(
				await lawyer.page.locator('.act-group button, .lead-acts button').count(),
				2,
				'an advisor can answer or declare a conflict, nothing else',
			);
			await act(lawyer.page, 'legal_answer', async (p) => {
				await p.locator('[name=reasons]').fill('妥当');
				await p.locator('[name="articles/0"]').fill('条例16');
				await sound(t, lawyer.page, 'opinion');
			});
			t.ok(
				!/用户 ?\d|user \d/.test(await lawyer.page.locator('main').innerText()),
				'nobody is a number to the advisor',
			);
			await toCase(page, id);
			t.match(await page.locator('#r-legal_reviews').innerText(), /条例16/, 'the opinion stands in the case');
			await act(page, 'reply_submit');
			for (let i = 0; i < 4; i++) {
				const seen = await worker.get(`/api/v1/cases/${id}`);
				if (seen.reply.status !== 'submitted') break;
				const login = `fgw-${seen.reply.next_approver.replace('_', '-')}`;
				const tab = login === 'fgw-head' ? head : await as(login, { lang, size });
				if (login === 'fgw-head') {
					await tab.page.goto('/staff#/queue/approvals');
					await tab.page.locator(`a[href="#/case/${id}"]`).waitFor();
					await sound(t, tab.page, 'approvals');
				}
				await toCase(tab.page, id);
				await act(
					tab.page,
					(await tab.page.locator('[data-act=reply_sign]').count()) ? 'reply_sign' : 'reply_approve',
				);
				if (tab !== head) await end(t, tab);
			}
			await toCase(page, id);
			await act(page, 'serve');
			t.is((await worker.get(`/api/v1/cases/${id}`)).state, 'replied', 'replied');
			await page.locator('[data-letter]').last().click();
			await page.locator('dialog.big .letter-end').waitFor();
			await sound(t, page, 'letter');
			await end(t, head, lawyer);
		},
	);

await scenario('a whole case by keyboard only', {}, async (t, { page }) => {
	const { id } = await filed(w, 'FGW', { title: '键盘办理' });
	await page.goto('/staff');
	await page.locator('[name=login]').waitFor();
	await typeInto(page, '[name=login]', 'fgw-caseworker');
	await typeInto(page, '[name=password]', w.passwords.get('fgw-caseworker'));
	await page.keyboard.press('Enter');
	await page.locator('body.staff h1').first().waitFor();
	await tabTo(page, '.tabs a[href="#/queue/agency"]');
	await page.keyboard.press('Enter');
	await page.locator(`tr[data-id="${id}"]`).waitFor();
	await page.keyboard.press('?');
	await page.locator('dialog[open] kbd').first().waitFor();
	await sound(t, page, 'keys');
	await page.keyboard.press('Escape');
	/* The skip link leads past the header, and no page is left. */
	await page.locator('a.skip').focus();
	await page.keyboard.press('Enter');
	t.is(await page.evaluate(() => document.activeElement.id), 'main', 'skipped to the content');
	await page.locator(`tr[data-id="${id}"]`).waitFor();
	await page.keyboard.press('/');
	await page.keyboard.type('键盘办理');
	await page.keyboard.press('Enter');
	await page.waitForFunction(
		(n) => document.querySelectorAll('tr[data-id]').length === 1 && document.querySelector(`tr[data-id="${n}"]`),
		id,
	);
	await page.keyboard.press('Escape');
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await page.locator('.acts h2').waitFor();
	const by = async (key, fill) => {
		await tabTo(page, `[data-act=${key}]`);
		await page.keyboard.press('Enter');
		await page.locator('#panel form').waitFor();
		await fill?.();
		await tabTo(page, '#panel form > p button[type=submit]');
		await page.keyboard.press('Enter');
		await page.waitForFunction(() => document.getElementById('panel').hidden);
	};
	await page.keyboard.press('a');
	await by('register');
	await by('assign');
	await by('reply_draft', async () => {
		await tabTo(page, '#panel select');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown'); // 已主动公开
		await typeInto(page, '[name="parts/0/access"]', 'https://www.example.invalid/jianpan');
	});
	await by('reply_submit');
	const head = await w.person('fgw-head'),
		leader = await w.person('fgw-leader'),
		chief = await w.person('fgw-business-head');
	for (let seen = await head.get(`/api/v1/cases/${id}`); seen.reply.status === 'submitted';) {
		const who = { head, leader, business_head: chief }[seen.reply.next_approver];
		const last = seen.reply.approvals.length + 1 >= seen.reply.approvals_needed;
		seen = await (last ? who.act(id, 'reply/signature') : who.act(id, 'reply/decisions', { decision: 'approve' }));
	}
	await page.locator('[data-act=serve]').waitFor(); // the live stream tells the page
	await by('serve');
	t.is((await head.get(`/api/v1/cases/${id}`)).state, 'replied', 'replied');
});

await scenario(
	'412 shows who changed what, keeps what was typed, and sends on the new version',
	{},
	async (t, { page, pardon, leaves }) => {
		const { id } = await filed(w, 'FGW');
		await signIn(page, 'fgw-caseworker');
		await toCase(page, id);
		await act(page, 'register');
		await act(page, 'assign');
		await page.click('[data-act=extension_ask]');
		await page.fill('#panel [name=reason]', '两处档案互相矛盾');
		pardon(/409/);
		await page.route(
			'**/extensions',
			(route) =>
				route.fulfill({
					status: 409,
					contentType: 'application/problem+json',
					body: JSON.stringify({
						type: '/problems/law_forbids',
						title: '法律规定不允许',
						detail: '示例：不能这样延长',
						rule: 'R-CLOCK-2',
						article: '条例33',
						errors: [{ pointer: '/reason', detail: '示例：理由不够' }],
					}),
				}),
			{ times: 1 },
		);
		await page.click('#panel form > p button[type=submit]');
		await page.locator('#panel .summary li', { hasText: '示例：理由不够' }).waitFor();
		t.match(
			await page.locator('#panel .summary').innerText(),
			/示例：不能这样延长 条例33 · R-CLOCK-2/,
			'a fault at a field does not hide what the law says',
		);
		await (await w.person('fgw-head')).act(id, 'hard-flag', { reason: '负责人先标记' });
		pardon(/412/);
		await page.click('#panel form > p button[type=submit]');
		await page.locator('.stale').waitFor();
		await sound(t, page, 'stale');
		t.match(await page.locator('.stale').innerText(), /示例head.*标记为疑难/s, 'who and what');
		t.is(await page.inputValue('#panel [name=reason]'), '两处档案互相矛盾', 'typed words stay');
		/* Nothing leaves what is typed without being asked: another page, the other language, signing out. */
		for (const leave of ['nav a[href="#/queue"]', '.tools button[lang=en]']) {
			await page.click(`header ${leave}`);
			await page.locator('dialog', { hasText: '还有没提交的内容' }).waitFor();
			if (leave.includes('lang')) await sound(t, page, 'leaving');
			await page.getByRole('button', { name: '留下，继续填写' }).click();
			await page.waitForURL(`**/staff#/case/${id}`); // stayed
		}
		await page.getByRole('button', { name: '收起' }).click();
		await page.getByRole('button', { name: '退出' }).click();
		await page.getByRole('button', { name: '留下，继续填写' }).click();
		await page.click('[data-act=extension_ask]');
		t.is(await page.inputValue('#panel [name=reason]'), '两处档案互相矛盾', 'still there');
		await page.click('.stale button');
		await page.waitForFunction(() => document.getElementById('panel').hidden);
		await page.click('header nav a[href="#/queue"]');
		await page.locator('.queue-head').waitFor();
		t.is(await page.locator('dialog[open]').count(), 0, 'done: nothing to lose');
		const seen = await (await w.person('fgw-head')).get(`/api/v1/cases/${id}`);
		t.is(
			seen.extensions.map((e) => e.reason),
			['两处档案互相矛盾'],
			'done on the new version',
		);
		await toCase(page, id);
		await page.click('[data-act=note]');
		await page.fill('#panel [name=said]', '还没提交');
		const asked = [];
		page.on('dialog', (d) => asked.push(d.type()));
		leaves();
		await page.reload();
		t.is(asked, ['beforeunload'], 'asked before the page is read anew');
	},
);

await scenario(
	'a session that ends keeps what was typed; signed in again the act goes on',
	{},
	async (t, { page, context, pardon }) => {
		const { id } = await filed(w, 'FGW');
		await signIn(page, 'fgw-caseworker');
		await toCase(page, id);
		await page.getByRole('button', { name: '查看完整信息…' }).click();
		await sound(t, page, 'unmasking');
		await page.keyboard.press('Escape');
		await page.click('[data-act=note]');
		await page.fill('#panel [name=said]', '写了一半的备注');
		await context.clearCookies();
		pardon(/401/);
		/* Not with the mouse: what the page reads by itself may have met the end first, and its dialog lies over the button. */
		await page.locator('#panel form > p button[type=submit]').evaluate((button) => button.click());
		await page.locator('dialog[open] [name=password]').waitFor();
		await sound(t, page, 'sign in again');
		await page.fill('dialog [name=password]', w.passwords.get('fgw-caseworker'));
		await page.click('dialog button[type=submit]');
		await page.waitForFunction(() => document.getElementById('panel').hidden);
		const seen = await (await w.person('fgw-head')).get(`/api/v1/cases/${id}`);
		t.is(
			seen.contacts.map((c) => c.said),
			['写了一半的备注'],
			'kept and done, once',
		);
	},
);

await scenario(
	'before a session ends for want of use it says so and can be gone on with; looks and views are remembered',
	{},
	async (t, { page }) => {
		await page.clock.install();
		await signIn(page, 'fgw-head');
		const looks = () => page.evaluate(() => document.documentElement.className.split(' ').filter(Boolean).sort());
		for (const [name, look] of [
			['大字', 'large'],
			['高对比', 'contrast'],
		]) {
			const button = page.getByRole('button', { name });
			await button.click();
			t.is([await button.getAttribute('aria-pressed'), (await looks()).includes(look)], ['true', true], look);
		}
		await page.goto('/staff#/queue/agency?help=true');
		await page.reload();
		await page.locator('.queue-list > *').first().waitFor();
		t.is(await looks(), ['contrast', 'large'], 'also the next time');
		for (const name of ['大字', '高对比']) await page.getByRole('button', { name }).click();
		t.is(await looks(), [], 'until they are taken away');
		await page.getByText('常用视图').click();
		await page.getByLabel('视图名称').fill('要帮助的');
		await page.getByRole('button', { name: '保存当前视图' }).click();
		await page.goto('/staff#/queue/agency');
		await page.reload();
		await page.getByText('常用视图').click();
		await sound(t, page, 'views');
		await page.getByRole('link', { name: '要帮助的' }).click();
		await page.waitForURL('**/staff#/queue/agency?help=true');
		await page.locator('[name=help]:checked').waitFor();
		await page.getByText('常用视图').click();
		await page.getByRole('button', { name: '删除 要帮助的' }).click();
		t.is(await page.getByRole('link', { name: '要帮助的' }).count(), 0, 'removed');
		const { idle_seconds } = await (await w.person('fgw-head')).get('/api/v1/me');
		await page.clock.fastForward((idle_seconds - 100) * 1000);
		const notice = page.locator('.notice', { hasText: '会话将在两分钟内结束' });
		await page.clock.fastForward(11000);
		await notice.waitFor();
		await sound(t, page, 'session about to end');
		await Promise.all([page.waitForResponse('**/api/v1/me'), notice.getByRole('button', { name: '继续' }).click()]);
		await page.clock.fastForward(11000);
		await notice.waitFor({ state: 'detached' });
	},
);

await scenario(
	'who covers for a colleague finds the cases in their own queue; a conflict takes a case away from the advisor',
	{},
	async (t, { page }) => {
		const { id } = await filed(w, 'FGW', { title: '代办的一件' });
		await advance(w, id, 'investigating');
		const worker = await w.person('fgw-caseworker'),
			second = await w.person('fgw-caseworker-2');
		const other = await as('fgw-caseworker-2');
		const theirs = other.page.locator(`tr[data-id="${id}"]`);
		await other.page.goto('/staff#/queue/mine');
		await other.page.locator('.queue-list > *').first().waitFor();
		t.is(await theirs.count(), 0, 'not yet theirs');
		await signIn(page, 'fgw-caseworker');
		await page.goto('/staff#/account');
		await page.getByText('登记外出和代办').click();
		const away = page.locator('form', { has: page.locator('[name=cover_id]') });
		await away.locator('[name=cover_id]').selectOption(second.user.id);
		await away.locator('[name=to]').fill('2026-03-06');
		await away.locator('button[type=submit]').click();
		await page.getByRole('button', { name: '提前结束' }).waitFor();
		await sound(t, page, 'cover');
		await other.page.reload();
		await theirs.getByText(/代 .* 办理/).waitFor();
		await sound(t, other.page, 'queue of who covers');
		await page.getByRole('button', { name: '提前结束' }).click();
		await page.getByText('没有登记外出。').waitFor();
		await other.page.reload();
		await other.page.locator('.queue-list > *').first().waitFor();
		t.is(await theirs.count(), 0, 'no longer');
		await end(t, other);

		const advisor = await w.person('qzf-advisor');
		await worker.act(id, 'legal-reviews', { question: '是否妥当？', advisor_id: advisor.user.id });
		const lawyer = await as('qzf-advisor');
		await lawyer.page.locator(`a[href="#/case/${id}"]`).waitFor();
		await toCase(lawyer.page, id);
		await lawyer.page.click('[data-act=legal_conflict]');
		await lawyer.page.fill('#panel [name=reason]', '曾为一方代理');
		await sound(t, lawyer.page, 'conflict');
		lawyer.pardon(/404/); // the case is not theirs any more
		await lawyer.page.click('#panel form > p button[type=submit]');
		await lawyer.page.waitForURL('**/staff#/reviews');
		await lawyer.page.locator('main h1', { hasText: '交我审核的' }).waitFor();
		t.is(await lawyer.page.locator('#refused').count(), 0, 'done, not refused');
		t.is(await lawyer.page.locator(`a[href="#/case/${id}"]`).count(), 0, 'it is gone from the reviews');
		t.is((await advisor.send('GET', `/api/v1/cases/${id}`)).status, 404, 'and closed to the advisor');
		await end(t, lawyer);
	},
);

await scenario('the queue follows what others do, while it is seen', {}, async (t, { page }) => {
	await signIn(page, 'jtj-caseworker');
	await page.goto('/staff#/queue/agency');
	await page.locator('.queue-list > *').first().waitFor();
	const { id } = await filed(w, 'JTJ', { title: '刚刚收到' });
	await page.locator(`tr[data-id="${id}"]`).waitFor();
	t.ok(true, 'the row came without a reload');
});

await scenario('an advisor finds no case that is not put to them', {}, async (t, { page, pardon }) => {
	const { id } = await filed(w, 'FGW');
	await signIn(page, 'qzf-advisor');
	pardon(/404/);
	await page.goto(`/staff#/case/${id}`);
	await page.locator('.alert-danger').waitFor();
	t.is(await page.locator('.case-head').count(), 0, 'nothing of the case');
});

await scenario('intake at the counter: the day by its rule, then the receipt', {}, async (t, { page, pardon }) => {
	pardon(/ERR_FAILED/);
	await signIn(page, 'fgw-clerk');
	await page.goto('/staff#/intake');
	await page.locator('form.intake').waitFor();
	await page.selectOption('[name=channel]', 'post_ordinary');
	t.match(await page.locator('.rule').innerText(), /R-RCPT-3/, 'the rule of the day');
	await sound(t, page, 'intake');
	await page.fill('[name="applicant/name"]', '测试来信人');
	await page.fill('[name="applicant/phone"]', '0791-00000001');
	await page.fill('[name=description]', `${payload}来信`);
	/* The answer gets lost: sent again it is the same case. */
	await page.route(
		'**/api/v1/cases',
		async (route) => {
			await route.fetch();
			await route.abort();
		},
		{ times: 1 },
	);
	await page.click('form.intake > p button[type=submit]');
	await page.locator('form.intake .summary').waitFor();
	await page.click('form.intake > p button[type=submit]');
	await page.locator('.receipt').waitFor();
	t.is(w.sql("SELECT COUNT(*) FROM docket WHERE description LIKE '%来信'").trim(), '1', 'sent twice, taken in once');
	t.match(
		await page.locator('.receipt').innerText(),
		/360104-FGW-2026-\d{5}[^]*接下来：今天就联系申请人/,
		'number, and what is next',
	);
	t.ok(
		!(await page.locator('.receipt').innerText()).includes('/follow'),
		'no word of a query code that is not given yet',
	);
	await sound(t, page, 'receipt');
	await page.getByRole('link', { name: '打开办件' }).click();
	await page.locator('.acts h2').waitFor();
	await page.click('[data-act=confirm_receipt]');
	await page.locator('#panel form > p button[type=submit]').click();
	t.match(
		await page.locator('#panel .code').innerText(),
		/\w{4}/,
		'the query code, once the applicant has confirmed',
	);
	t.match(
		await page.locator('#panel .letter').innerText(),
		/登记回执[^]*收到日期\s*2026年3月2日[^]*2026年3月30日/,
		'with the official receipt',
	);
	await sound(t, page, 'confirmed');
	await page.goto('/staff#/intake');
	await page.selectOption('[name=channel]', 'in_person');
	await page.fill('[name="applicant/name"]', '测试来访人');
	await page.fill('[name="applicant/phone"]', '0791-00000002');
	await page.fill('[name=description]', '测试街道的收费依据');
	await page.click('form.intake > p button[type=submit]');
	await page.locator('.receipt .letter').waitFor();
	t.match(
		await page.locator('.receipt .letter').innerText(),
		/登记回执[^]*测试街道的收费依据[^]*测试来访人/,
		'the official receipt at the counter',
	);
	await page.setInputFiles('.receipt [type=file]', {
		name: '申请表扫描件.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from('测试扫描件'),
	});
	t.is(await page.inputValue('.receipt select'), 'incoming', 'a scan is of what came in');
	await page.getByRole('button', { name: '上传' }).click();
	await page.locator('.receipt tr', { hasText: '申请表扫描件.txt' }).waitFor();
	await sound(t, page, 'receipt with scans');
});

await scenario(
	'the district office sees every agency and reminds one, which answers',
	{},
	async (t, { page, pardon }) => {
		/* One who is caseworker and head, where one person may be both. */
		const admin = await w.person('qzf-system-admin'),
			both = await w.person('jtj-head'),
			jtj = w.sql("SELECT id FROM agency WHERE code = 'JTJ'").trim(),
			alonePerson = async (/** @type {string} */ value) =>
				admin.call('PUT', `/api/v1/agencies/${jtj}/settings`, {
					version: (await admin.get(`/api/v1/agencies/${jtj}`)).version,
					body: { values: [{ name: 'single_officer', value }] },
				});
		await alonePerson('on');
		w.sql(`INSERT IGNORE INTO user_role (user_id, agency_id, role) VALUES (${both.user.id}, ${jtj}, 'caseworker')`);
		const alone = await filed(w, 'JTJ');
		await (await w.person('jtj-clerk')).act(alone.id, 'registration');
		await both.act(alone.id, 'assignment', { user_id: both.user.id });
		await both.act(alone.id, 'extensions', { working_days: 5, reason: '只有一人办理' });
		await both.act(alone.id, 'extensions/decision', { decision: 'grant', remarks: '仅有一名工作人员' });
		await alonePerson('off');
		await signIn(page, 'qzf-supervisor');
		await page.goto('/staff#/district');
		await page.locator('.chart canvas').first().waitFor();
		const lone = page.locator('ul.compact li', { hasText: alone.filed.number });
		await lone.waitFor();
		t.match(
			await lone.innerText(),
			/3月2日.*示例head.*5 个工作日[^]*只有一人办理[^]*仅有一名工作人员/,
			'what one person granted alone, by whom and when',
		);
		t.is(await violations(page), [], 'axe at the district (whose canvas Chart.js sizes by itself)');
		await page.goto('/staff#/urgings');
		await page.locator('summary').first().click();
		await page.selectOption('[name=agency_id]', w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim());
		await page.fill('[name=matter]', '有办件临近期限');
		await page.fill('[name=demand]', '请说明进展');
		await page.fill('[name=answer_by]', '2026-03-09');
		await page.fill('[name=number]', '360104-FGW-2026-99999');
		await page.locator('details[open] button[type=submit]').click();
		await page.locator('[data-name=number].at-fault').waitFor();
		const { filed: about } = await filed(w, 'FGW');
		await page.fill('[name=number]', about.number.toLowerCase());
		await page.locator('details[open] button[type=submit]').click();
		await page.locator('li.card-plain', { hasText: '有办件临近期限' }).getByText(about.number).waitFor();
		t.is(await page.locator('details[open]').count(), 0, 'folded: not sent twice');
		await sound(t, page, 'urgings');
		await page.goto('/staff#/district');
		await page.getByRole('link', { name: /^督办示范区发展/ }).click();
		await page.locator('details[open] [name=matter]:focus').waitFor();
		t.is(
			await page.inputValue('[name=agency_id]'),
			w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim(),
			'from the row of an agency: about it',
		);
		await page.goto(`/staff#/case/${w.sql(`SELECT id FROM docket WHERE number = '${about.number}'`).trim()}`);
		await page.getByRole('link', { name: '督办这一件' }).click();
		t.is(await page.inputValue('details[open] [name=number]'), about.number, 'from a case: about it');
		const head = await as('fgw-head');
		await w.clock('2026-03-10');
		await head.page.goto('/staff#/urgings');
		await head.page.locator('li.card-plain', { hasText: '有办件临近期限' }).getByText('已逾期').waitFor();
		await w.clock('2026-03-02');
		await head.page.locator('.card-plain summary').first().click();
		await head.page.fill('[name=answer]', '已经加派人手');
		await head.page.locator('.card-plain button[type=submit]').first().click();
		await head.page.getByText('已经加派人手').waitFor();
		t.ok(true, 'answered');
		await end(t, head);
		/* A complaint in which the agency has answered while the office was writing. */
		const office = await w.person('qzf-supervisor'),
			answering = await w.person('fgw-head');
		const taken = await office.post('/api/v1/complaints/taken-in', {
			agency: '360104-FGW',
			channel: 'telephone',
			received_on: '2026-03-02',
			name: '测试投诉人',
			phone: '0791-00000003',
			matter: '没有按期答复',
		});
		const k = (await office.get('/api/v1/complaints?limit=50')).items.find((x) => x.number === taken.number);
		const step = async (who, name, body = {}) =>
			who.post(`/api/v1/complaints/${k.id}/${name}`, body, {
				version: (await who.get(`/api/v1/complaints/${k.id}`)).version,
			});
		await step(office, 'registration');
		await step(office, 'inquiry', { question: '示例询问', answer_by: '2026-03-05' });
		await page.goto('/staff#/urgings');
		await page.reload();
		const row = page.locator('li.card-plain', { hasText: taken.number });
		await row.locator('summary', { hasText: '作出认定' }).click();
		await row.locator('[name=finding]').fill('确实超期');
		await step(answering, 'agency-answer', { answer: '示例答复' });
		pardon(/412/);
		await row.locator('details[open] button[type=submit]').click();
		await row.locator('.stale', { hasText: '机关答复：— → 示例答复' }).waitFor();
		await sound(t, page, 'complaint-stale');
		await row.locator('.stale button').click();
		await row.getByText('确实超期').waitFor();
		t.is(await row.locator('.stale').count(), 0, 'found, on the new version');
	},
);

await scenario(
	'administrators: people, agencies, a calendar seen through before it is loaded; the log',
	{},
	async (t, { page, pardon }) => {
		const district = w.sql("SELECT id FROM agency WHERE code = 'QZF'").trim();
		await signIn(page, 'qzf-system-admin');
		await page.locator('table.grid tbody tr').first().waitFor();
		await sound(t, page, 'people');
		await page.locator('main summary').first().click();
		await page.fill('[name=login]', 'xin-ren');
		await page.fill('[name=name]', '测试新人');
		await page.locator('main details[open] button[type=submit]').first().click();
		await page.locator('dialog[open]', { hasText: '测试新人（xin-ren）的密码' }).getByRole('button').last().click();
		t.is(
			await page.locator('table.grid tbody tr').count(),
			1,
			'who was added stands alone in the list, to get a role',
		);
		await page.getByRole('button', { name: '停用' }).click();
		await sound(t, page, 'asked before somebody is disabled');
		await page.locator('dialog[open]').getByRole('button', { name: '取消' }).click();
		t.is(w.sql("SELECT disabled FROM user WHERE login = 'xin-ren'").trim(), '0', 'nothing without a yes');
		await page.getByRole('button', { name: '停用' }).click();
		await page.locator('dialog[open]').getByRole('button', { name: '停用' }).click();
		await page.locator('tr', { hasText: '已停用' }).waitFor();
		await page.getByRole('button', { name: '启用' }).click();
		await page.locator('tr', { hasText: '已停用' }).waitFor({ state: 'detached' });
		/* Others change the same meanwhile: what they did is said and stays, what is typed here is sent on top of it. */
		pardon(/412/);
		const admin = await w.person('qzf-system-admin'),
			keeper = await w.person('qzf-security-admin'),
			keeping = await as('qzf-security-admin');
		keeping.pardon(/412/);
		await keeping.page.goto('/staff#/admin/people');
		await keeping.page.fill('input[type=search]', 'xin-ren');
		const row = keeping.page.locator('table.grid tbody tr');
		await row.locator('details summary').first().click();
		await row.locator('[name=agency_id]').selectOption(district);
		await row.locator('[name=role]').selectOption('advisor');
		const person = (await keeper.get(`/api/v1/users?limit=200&district_id=${district}`)).items.find(
			(u) => u.login === 'xin-ren',
		);
		await keeper.call('PATCH', `/api/v1/users/${person.id}`, {
			body: { roles: [{ agency_id: district, role: 'supervisor' }] },
			version: person.version,
		});
		await row.locator('form button[type=submit]').click();
		await row.locator('.stale', { hasText: '角色' }).waitFor();
		await sound(t, keeping.page, 'people-stale');
		await row.locator('.stale button').click();
		await keeping.page.waitForFunction(() => document.querySelectorAll('table.grid tbody .tags li').length === 2);
		t.is(
			(await keeper.get(`/api/v1/users/${person.id}`)).roles.map((r) => r.role).sort(),
			['advisor', 'supervisor'],
			'both roles',
		);
		const theirs = w.service.client();
		await theirs.signIn('jtj-unit-officer', w.passwords.get('jtj-unit-officer'));
		await keeping.page.fill('input[type=search]', 'jtj-unit-officer');
		await keeping.page.locator('summary', { hasText: '会话' }).click();
		await keeping.page.locator('details[open] tbody tr').waitFor();
		await sound(t, keeping.page, 'where somebody is signed in');
		await keeping.page.getByRole('button', { name: /^结束/ }).click();
		await keeping.page.getByText('没有登录。').waitFor();
		t.is((await theirs.send('GET', '/api/v1/me')).status, 401, 'ended by the security administrator');
		await end(t, keeping);
		await page.goto('/staff#/admin/agencies');
		await page.locator('.columns [name=duties]').waitFor();
		await sound(t, page, 'agencies');
		const agency = await page.locator('main select').first().inputValue(),
			path = `/api/v1/agencies/${agency}`;
		await page.fill('.columns [name=duties]', '示例职责');
		await admin.call('PATCH', path, {
			body: { phone: '0791-00000099' },
			version: (await admin.get(path)).version,
		});
		await page.getByRole('button', { name: '保存' }).click();
		t.match(await page.locator('.stale li').innerText(), /电话：.* → 0791-00000099/, 'what is different');
		await page.click('.stale button');
		await page.waitForFunction(() => document.querySelector('.columns [name=phone]').value === '0791-00000099');
		const mended = await admin.get(path);
		t.is([mended.phone, mended.duties], ['0791-00000099', '示例职责'], 'both stand');
		const { settings } = await admin.get(`${path}/settings`);
		const one = settings.find((x) => x.values.type === 'integer'),
			other = settings.findLast((x) => x.values.type === 'integer' && x.name !== one.name);
		const next = (x) => String(Number(x.value) === x.values.maximum ? x.values.minimum : Number(x.value) + 1);
		await page.locator(`[name="${one.name}"]`).evaluate((e) => e.closest('details')?.setAttribute('open', ''));
		await page.fill(`[name="${one.name}"]`, next(one));
		await admin.call('PUT', `${path}/settings`, {
			body: { valid_from: '2026-03-02', values: [{ name: other.name, value: next(other) }] },
			version: mended.version,
		});
		await page.getByRole('button', { name: '更改设置' }).click();
		await page.locator('.stale li', { hasText: other.title }).waitFor();
		await page.click('.stale button');
		await page.waitForFunction(() => !document.querySelector('.stale'));
		await page.locator('section.whole tbody tr').nth(1).waitFor();
		const now = (await admin.get(`${path}/settings`)).settings;
		t.is(
			[one, other].map((x) => now.find((y) => y.name === x.name).value === next(x)),
			[true, true],
			'both are changed',
		);
		await page.getByText('添加机关').click();
		const adding = page.locator('details[open] form');
		for (const [name, text] of Object.entries({
			code: 'XJG',
			name: '示范区新机关',
			short_name: '示范新',
			office: '办公室',
			address: '示范路2号',
			phone: '0791-00000009',
			court: '示范区人民法院',
			remedy_bodies: '示范区人民政府 | 示范路1号',
		}))
			await adding.locator(`[name=${name}]`).fill(text);
		await adding.locator('button[type=submit]').click();
		await page.waitForFunction(
			() => document.querySelector('select.narrow')?.selectedOptions[0]?.textContent === '示范区新机关',
		);
		const edit = page.locator('.columns form').first();
		await edit.locator('[name=remedy_bodies]').fill('示范市人民政府 | 示范大道1号 | https://fy.example.invalid/');
		await edit.locator('[name=active]').uncheck();
		await edit.locator('button[type=submit]').click();
		await page.getByText('已保存').waitFor();
		t.is(
			w
				.sql(
					"SELECT a.active, b.name, b.address, b.online FROM agency a JOIN agency_body b ON b.agency_id = a.id WHERE a.code = 'XJG'",
				)
				.trim(),
			'0\t示范市人民政府\t示范大道1号\thttps://fy.example.invalid/',
			'an agency that was added, with another reconsideration body, takes no requests any more',
		);
		await w.clock('2026-12-21'); // 20 working days on is 19 January 2027, as long as only New Year's Day is known to be off
		const { filed: moved } = await filed(w, 'FGW', { title: '跨年的申请' });
		await page.goto('/staff#/admin/calendars');
		await page.locator('[name=off]').waitFor();
		await page.fill('[name=year]', '2027');
		await page.fill('[name=number]', '测试〔2026〕1号');
		await page.fill('[name=off]', '2027-01-01 2027-01-03');
		await page.click('form button[type=submit]');
		await page.getByRole('button', { name: '确认载入' }).waitFor();
		await sound(t, page, 'calendar seen through');
		await page.fill('[name=off]', '2027-01-01 2027-01-02');
		t.is(
			await page.getByRole('button', { name: '确认载入' }).count(),
			0,
			'what was seen of another notice cannot be loaded',
		);
		await page.fill('[name=on]', '2027-01-09'); // a Saturday worked: a day earlier
		await page.route('**/api/v1/jobs/*', (route) =>
			route.fulfill({
				json: { status: 'failed', done: 0, total: 1, result: { problem: { detail: '假定的原因' } } },
			}),
		);
		await page.click('form button[type=submit]');
		t.is(await page.locator('main .summary p').innerText(), '假定的原因', 'why a job failed, in words');
		await page.unroute('**/api/v1/jobs/*');
		await page.click('form button[type=submit]');
		const moves = page.locator('table.moves tr', { hasText: moved.number });
		await moves.first().waitFor();
		t.is(
			(await moves.allInnerTexts()).map((x) => x.split('\t').slice(2)),
			[['答复期限', '2027年1月19日（周二）', '2027年1月18日（周一） 提前', '2027年1月18日（周一）']],
			'the case whose day moves, from when to when, and what is worked to',
		);
		await sound(t, page, 'calendar preview');
		await page.getByRole('button', { name: '确认载入' }).click();
		await page.getByText('已载入，期限已重算').waitFor();
		await w.clock('2026-03-02');
		await sound(t, page, 'calendars');
		const audit = await as('qzf-audit-admin');
		await audit.page.locator('table.grid tbody tr').first().waitFor();
		await sound(t, audit.page, 'log');
		await audit.page.selectOption('[name=what]', 'sign_in');
		await audit.page.click('main form button[type=submit]');
		await audit.page
			.locator('table.grid tbody tr', {
				hasText: w.sql("SELECT name FROM user WHERE login = 'qzf-audit-admin'").trim(),
			})
			.first()
			.waitFor();
		t.is(
			[...new Set(await audit.page.locator('table.grid tbody td:nth-child(2)').allTextContents())],
			['登录'],
			'in words, and only what was chosen',
		);
		await end(t, audit);
	},
);

await scenario('on a phone nothing is wider than the window', { size: phone }, async (t, { page }) => {
	const { id } = await filed(w, 'FGW', { title: payload, description: '长'.repeat(10000) });
	await signIn(page, 'fgw-head');
	await page.goto('/staff#/queue/agency');
	await page.locator(`tr[data-id="${id}"]`).waitFor();
	await sound(t, page, 'queue on a phone');
	await toCase(page, id);
	await sound(t, page, 'case on a phone');
	await page.goto('/staff#/account');
	await page.locator('table.grid').waitFor();
	await sound(t, page, 'account on a phone');
});

await done();
