/* The office's own pages: the desk of who approves; deputies, fees and joint letters; settings and their history. */
const { scenario, open, done, w, phone, sound, tabTo, signIn } = await import('./harness.mjs');
const { filed, advance } = await import('../http/harness.mjs');

await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head'),
	clerk = await w.person('fgw-clerk');

const applicant = (n) => ({
	category: 'natural_person',
	name: '测试申请人',
	id_kind: 'other',
	id_number: `办公${n}`,
	phone: '0791-00000001',
});

await scenario(
	'the approval desk: empty, then every kind that waits, chosen by kind; read on page by page',
	{},
	async (t, { page, pardon }) => {
		pardon(/ERR_INTERNET_DISCONNECTED/);
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
		await page.locator('nav.tabs a[aria-current]', { hasText: /4/ }).waitFor();
		await sound(t, page, 'desk');
		await page.selectOption('#wait-kind', 'extension');
		await page.locator('li.card-plain', { hasText: '待延期' }).waitFor();
		t.is(await page.locator('li.card-plain').count(), 1, 'only that kind');
		/* A page of one, so that reading on shows. */
		await page.route('**/queues/approvals?*', (r) =>
			r.continue({ url: r.request().url().replace('limit=50', 'limit=1') }),
		);
		await page.selectOption('#wait-kind', '');
		const more = page.getByRole('button', { name: '更多' });
		for (let n = 1; n < 4; n++) {
			await page.locator(`li.card-plain:nth-child(${n})`).first().waitFor();
			if (n === 3) await page.context().setOffline(true);
			await more.click();
			if (n < 3) continue;
			await page.locator('main .alert').waitFor();
			await page.context().setOffline(false);
			await page.locator('main').getByRole('button', { name: '再试一次' }).click();
		}
		await page.locator('li.card-plain', { hasText: '待延期' }).waitFor();
		await page.unroute('**/queues/approvals?*');
		/* What is settled meanwhile is counted at once; a list that was read on stays under the eye. */
		await head.act(k.id, 'extensions/decision', { decision: 'grant' });
		await page.locator('h2 .n', { hasText: /^3$/ }).waitFor();
		t.is(await page.locator('li.card-plain').count(), 4, 'the list that was read on');
		await page.reload();
		await page.locator('li.card-plain', { hasText: '待签发2' }).waitFor();
		await page.locator('li.card-plain', { hasText: '待延期' }).waitFor({ state: 'detached' });
		/* What falls due is read on, too, each day under one heading. */
		await page.route('**/api/v1/deadlines?*', (r) =>
			r.continue({ url: r.request().url().replace('limit=100', 'limit=1') }),
		);
		await page.goto('/staff#/queue/deadlines');
		for (let n = 1; n < 4; n++) {
			await page.waitForFunction((m) => document.querySelectorAll('section.day li').length === m, n);
			await more.click();
		}
		const days = await page.locator('section.day h2').allInnerTexts();
		t.is(days.length, new Set(days).size, 'no day twice');
		await sound(t, page, 'deadlines');
	},
);

await scenario(
	'several given to a caseworker at once: how many went, and why another did not; found by the number',
	{},
	async (t, { page, pardon }) => {
		pardon(/ERR_INTERNET_DISCONNECTED/);
		const ready = await filed(w, 'FGW', { applicant: applicant('分办1'), title: '可以分办' }),
			fresh = await filed(w, 'FGW', { applicant: applicant('分办2'), title: '还没登记' });
		await clerk.act(ready.id, 'registration');
		await signIn(page, 'fgw-head');
		await page.goto('/staff#/queue/agency');
		await page.locator(`tr[data-id="${ready.id}"] [name=pick]`).check();
		await page.locator(`tr[data-id="${fresh.id}"] a.title`).focus();
		await page.keyboard.press('x');
		await page.getByText('已选 2 件').waitFor();
		await page.locator('.bulk button').click();
		await sound(t, page, 'bulk');
		await page.fill('dialog [name=reason]', '按分工');
		await page.locator('dialog form button[type=submit]').click();
		const left = page.locator('dialog', { hasText: '1 件没有交出去' }).locator('li');
		await left.getByText(fresh.filed.number).waitFor();
		t.match(await left.innerText(), /R-[A-Z]+-\d/, 'by which rule');
		await sound(t, page, 'bulk-refused');
		t.match(await page.locator('#said').innerText(), /已交给经办人：1 件/, 'how many went');
		await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
		await page.fill('#q', fresh.filed.number.toLowerCase());
		await page.keyboard.press('Enter');
		await page.waitForFunction(
			(id) => [...document.querySelectorAll('tr[data-id]')].map((e) => e.dataset.id).join() === id,
			fresh.id,
		);
		/* What a button could not do is said until it is read. */
		await page.goto(`/staff#/case/${fresh.id}`);
		await page.getByRole('button', { name: '☆ 关注' }).waitFor();
		await page.context().setOffline(true);
		await page.getByRole('button', { name: '☆ 关注' }).click();
		await page.locator('#refused', { hasText: '连接不上服务器' }).waitFor();
		await page.context().setOffline(false);
		await page.locator('#refused').getByRole('button', { name: '关闭' }).click();
		t.is(await page.locator('#refused').count(), 0, 'read');
	},
);

await scenario(
	'offline: the rows stay, with when they were read; the line goes when the network is back',
	{ size: phone },
	async (t, { page, context, pardon }) => {
		pardon(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
		const k = await filed(w, 'FGW', { applicant: applicant('离线'), title: '离线时还在' });
		await signIn(page, 'fgw-head');
		await page.goto('/staff#/queue/agency');
		await page.locator(`tr[data-id="${k.id}"]`).waitFor();
		await context.setOffline(true);
		await page.locator('.offline', { hasText: /页面上是 \d\d:\d\d 的情况/ }).waitFor();
		await page.evaluate(() => document.activeElement?.blur());
		await page.keyboard.press('r');
		await page.locator('.alert-warning', { hasText: /下面是 \d\d:\d\d 的/ }).waitFor();
		t.is(await page.locator(`tr[data-id="${k.id}"]`).count(), 1, 'the rows are still there');
		await sound(t, page, 'queue-offline');
		await context.setOffline(false);
		await page.waitForFunction(() => !document.querySelector('.offline').textContent);
		await page.locator('.alert-warning').waitFor({ state: 'detached' });
		/* A stream that is refused says so, too. */
		await page.route('**/api/v1/stream', (r) => r.fulfill({ status: 503, body: '' }));
		await page.reload();
		await page.locator('.offline', { hasText: '收不到实时更新' }).waitFor();
		await page.unroute('**/api/v1/stream');
		await page.locator('.offline').getByRole('button', { name: '再试一次' }).click();
		await page.waitForFunction(() => !document.querySelector('.offline').textContent);
		await page.goto('/');
		await page.locator('#q').waitFor();
		await context.setOffline(true);
		await page.locator('.offline', { hasText: '恢复后再查找' }).waitFor();
		await sound(t, page, 'start-offline');
		await context.setOffline(false);
	},
);

/** Opens the act KEY of case ID. */
async function openAct(page, id, key) {
	await page.goto(`/staff#/case/${id}`);
	await page.reload();
	const b = page.locator(`[data-act=${key}]`);
	await b.waitFor({ state: 'attached' });
	if (!(await b.isVisible())) await page.locator('details.more-acts > summary').click();
	await b.click();
	await page.locator('#panel h2').waitFor();
}

await scenario(
	'the approval desk: what waits for the head by itself, each followed to the act that settles it',
	{},
	async (t, { page }) => {
		const clerk = await w.person('fgw-clerk');
		const fresh = (n, title) => filed(w, 'FGW', { applicant: applicant(`自等${n}`), title });
		const correction = await fresh(1, '补正期满'),
			fee = await fresh(2, '缴费期满'),
			reasons = await fresh(3, '待认定理由');
		for (const { id } of [correction, fee, reasons]) await advance(w, id, 'investigating');
		await worker.act(correction.id, 'corrections', { items: [{ guidance: '请说明时间段' }], working_days: 5 });
		await clerk.act(correction.id, 'corrections/receipt', { received_on: '2026-03-02', proof: '示例回执' });
		await worker.act(fee.id, 'units', {
			reason: '一表多问',
			units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
		});
		await worker.act(fee.id, 'fee-notices', {
			method: 'by_item',
			reason: '数量明显超过合理范围',
			how_to_pay: '示例账户',
		});
		await head.act(fee.id, 'fee-notices/sending', { way: 'download' });
		await worker.act(reasons.id, 'reasons', { volume: '本月提出 60 件' });
		await clerk.act(reasons.id, 'reasons/answer', { text: '用于课题研究', on: '2026-03-02' });
		const letter = await clerk.post('/api/v1/cases', {
			agency: '360104-FGW',
			channel: 'post_ordinary',
			arrived_on: '2026-03-02',
			title: '无法确认的来信',
			description: '申请公开测试项目的批复。',
			ways: ['post'],
			carriers: ['paper'],
			applicant: { ...applicant('自等4'), name: '测试来信人', address: '测试路9号' },
			attempts: [{ on: '2026-03-02', time: '10:00', way: 'telephone', result: 'wrong_contact' }],
		});
		await w.clock('2026-09-02'); // six months after the letter came
		await signIn(page, 'fgw-head');
		for (const [kind, id, title, says, act, fill, state] of [
			['lapse', correction.id, '补正期满', '补正期限已过', 'lapse', { reason: '未见正当理由' }, 'ended'],
			['lapse', fee.id, '缴费期满', '缴费期限已过', 'lapse', { reason: '未见正当理由' }, 'ended'],
			[
				'finding',
				reasons.id,
				'待认定理由',
				'申请人已说明理由',
				'reasons_finding',
				{ finding: '理由成立' },
				'investigating',
			],
			[
				'unconfirmed',
				letter.id,
				'无法确认的来信',
				'多次联系不上来信人',
				'file_unconfirmed',
				{ remarks: '无法联系' },
				'closed',
			],
		]) {
			await page.goto('/staff#/queue/approvals');
			await page.reload();
			await page.locator('#wait-kind').waitFor();
			await page.selectOption('#wait-kind', kind);
			const row = page.locator('li.card-plain', { hasText: title });
			await row.getByText(says).waitFor();
			await page.locator('li.card-plain', { hasText: '待签发0' }).waitFor({ state: 'detached' }); // other kinds are gone
			await sound(t, page, `desk-${kind}`);
			await row.getByRole('link', { name: title }).click();
			const b = page.locator(`.lead-acts [data-act=${act}], .more-acts [data-act=${act}]`);
			await b.click();
			for (const [name, text] of Object.entries(fill)) await page.fill(`#panel [name=${name}]`, text);
			await page.locator('#panel form > p button[type=submit]').click();
			await page.locator('#panel').waitFor({ state: 'hidden' });
			t.is((await head.get(`/api/v1/cases/${id}`)).state, state, `${title}: settled`);
			await page.locator('.history li').first().waitFor();
			t.is(
				(await page.locator('.history, .records').allInnerTexts()).join(' ').match(/[a-z]+_[a-z_]+/g),
				null,
				`${title}: its history and records in words`,
			);
			await page.goto('/staff#/queue/approvals');
			await page.locator('li.card-plain', { hasText: '待签发0' }).waitFor();
			await page.locator('li.card-plain', { hasText: title }).waitFor({ state: 'detached' });
		}
		await w.clock('2026-03-02');
	},
);

await scenario(
	'deputies: none, a fault at its field, recorded, ended; in English and on a phone, too',
	{ size: phone, lang: 'en' },
	async (t, { page, pardon }) => {
		pardon(/422/);
		await signIn(page, 'fgw-head');
		await page.goto('/staff#/office/deputies');
		await page.getByText('Nobody acts for another.').waitFor();
		await sound(t, page, 'deputies-empty');
		await page.getByText('Record an authorisation').click();
		await page.selectOption('[name=deputy_id]', { index: 0 });
		await page.fill('[name=from_on]', '2026-03-05');
		await page.fill('[name=to_on]', '2026-03-01');
		await page.fill('[name=document]', '示例委托书第1号');
		await page.getByRole('button', { name: 'Record it' }).click();
		await page.locator('[data-name=to_on].at-fault').waitFor();
		await sound(t, page, 'deputies-fault');
		await page.fill('[name=to_on]', '2026-03-06');
		await page.getByRole('button', { name: 'Record it' }).click();
		const mine = page.locator('li[data-deputy]');
		await mine.getByText('to come').waitFor();
		await sound(t, page, 'deputies');
		await tabTo(page, 'li[data-deputy] button');
		await page.keyboard.press('Enter');
		await mine.getByText('ended').waitFor();
	},
);

await scenario('a security administrator records what a paper says', {}, async (t, { page }) => {
	await signIn(page, 'qzf-security-admin');
	await page.click('a[href="#/office"]');
	await page.locator('h1', { hasText: '机关事务' }).waitFor();
	await page.selectOption('select[name=agency]', {
		label: w.sql("SELECT name FROM agency WHERE code = 'FGW'").trim(),
	});
	await page.locator('li[data-deputy]', { hasText: '已终止' }).waitFor();
	await page.getByText('登记授权').first().click();
	await page.selectOption('[name=role]', 'leader');
	await page.selectOption('[name=principal_id]', w.sql("SELECT id FROM user WHERE login = 'fgw-leader'").trim());
	await page.selectOption('[name=deputy_id]', w.sql("SELECT id FROM user WHERE login = 'fgw-head'").trim());
	await page.fill('[name=to_on]', '2026-03-09');
	await page.fill('[name=document]', '示例委托书第2号');
	await page.getByRole('button', { name: '登记授权' }).click();
	await page.locator('li[data-deputy]', { hasText: '有效' }).waitFor();
	await sound(t, page, 'deputies-security');
});

await scenario(
	'an answer in part says why the rest is refused, and whose objection it follows (R-OUT-3, R-ASK-1)',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', { applicant: applicant(31), title: '部分公开一件' });
		await advance(w, k.id, 'investigating');
		const asked = await worker.act(k.id, 'consultations', {
			kind: 'third_party',
			party: '示例第三方公司',
			information: '示例合同的价格',
		});
		const [{ id }] = asked.consultations;
		await worker.act(k.id, `consultations/${id}/end`, {
			result: 'objection',
			on: '2026-03-02',
			opinion: '商业秘密',
		});
		await signIn(page, 'fgw-caseworker');
		await openAct(page, k.id, 'reply_draft');
		await page.locator('#panel select').first().selectOption('partial');
		await page.locator('[name="parts/0/content"]').fill('见附件。');
		await page.locator('[name="parts/0/reasons"]').fill('价格不公开');
		await page.locator('[name="parts/0/refused"][value=internal_affairs]').check();
		await page.locator('[name="parts/0/not_ordered"]').fill('未发现规定'); // as that refusal has to say
		await page.locator('[name="parts/0/refused"][value=third_party_rights]').check();
		await page.locator(`[name="parts/0/follows"][value="${id}"]`).check();
		t.is(await page.locator('[name="parts/0/not_ordered"]').inputValue(), '未发现规定', 'what was typed stays');
		await sound(t, page, 'partial');
		await page.locator('#panel button[type=submit]').click();
		await page.locator('#panel').waitFor({ state: 'hidden' });
		const [part] = (await worker.get(`/api/v1/cases/${k.id}`)).reply.parts;
		t.is(
			[part.refused, part.follows, part.not_ordered],
			[['third_party_rights', 'internal_affairs'], [id], '未发现规定'],
			'as ticked',
		);
		t.match(await page.locator('#s-reply').innerText(), /采纳的第三方异议[^]*示例合同的价格/, 'shown');
		await openAct(page, k.id, 'reply_draft');
		t.ok(await page.locator(`[name="parts/0/follows"][value="${id}"]`).isChecked(), 'and there again');
		t.ok(await page.locator('[name="parts/0/refused"][value=internal_affairs]').isChecked(), 'the refusals, too');
	},
);

await scenario(
	'one reply for two cases of an applicant; the law says no where they do not fit',
	{ size: phone },
	async (t, { page, pardon }) => {
		pardon(/40[69]|409/);
		const a = await filed(w, 'FGW', { applicant: applicant(1), title: '合并甲' }),
			b = await filed(w, 'FGW', { applicant: applicant(1), title: '合并乙' }),
			alone = await filed(w, 'FGW', { applicant: applicant(2), title: '单独一件' });
		for (const k of [a, alone]) await advance(w, k.id, 'submitted');
		await advance(w, b.id, 'drafted');
		await signIn(page, 'fgw-head');
		await openAct(page, alone.id, 'reply_sign_joint');
		await page.getByText('这位申请人没有其他').waitFor();
		await sound(t, page, 'joint-empty');
		await openAct(page, a.id, 'reply_sign_joint');
		await page.locator('#panel').getByText('合并乙').waitFor();
		await page.locator('#panel button[type=submit]').click();
		await page.locator('#panel .summary').waitFor();
		t.match(
			await page.locator('#panel .summary').innerText(),
			/R-OUT-10[^]*现在可以做：改派/,
			'why not, by which rule, and what can be done',
		);
		t.ok((await page.locator('#panel .summary').innerText()).includes(b.filed.number), 'and which case it is');
		await sound(t, page, 'joint-refused');
		await worker.act(b.id, 'reply/submission');
		await openAct(page, a.id, 'reply_sign_joint');
		await page.locator('#panel button[type=submit]').click();
		await page.locator('#panel').waitFor({ state: 'hidden' });
		t.is((await head.get(`/api/v1/cases/${b.id}`)).reply.status, 'signed', 'the other too');
	},
);

await scenario(
	'one fee notice and one payment for two cases; refunds and the figures of the year',
	{},
	async (t, { page, pardon }) => {
		pardon(/409|422/);
		const cases = [];
		for (let i = 0; i < 2; i++) {
			const k = await filed(w, 'FGW', { applicant: applicant(3), title: `收费${i}` });
			await advance(w, k.id, 'investigating');
			await worker.act(k.id, 'units', {
				reason: '一表多问',
				units: Array.from({ length: 12 }, (_, n) => ({ description: `第${n + 1}项` })),
			});
			await worker.act(k.id, 'fee-notices', {
				method: 'by_item',
				reason: '数量明显超过合理范围',
				how_to_pay: '示例账户',
			});
			cases.push(k.id);
		}
		await signIn(page, 'fgw-head');
		await openAct(page, cases[0], 'fee_notice_joint');
		await sound(t, page, 'joint-fee');
		await page.locator('#panel button[type=submit]').click();
		await page.locator('#panel').waitFor({ state: 'hidden' });
		const owed = [];
		for (const id of cases) owed.push((await head.get(`/api/v1/cases/${id}`)).fee_notices.at(-1));
		t.ok(
			owed.every((f) => f.status === 'sent'),
			'both were sent',
		);
		await page.goto(`/staff#/case/${cases[1]}`);
		await page.reload();
		await page.locator('#r-fee_notices summary').click();
		t.match(
			await page.locator('#r-fee_notices').innerText(),
			/本月此前 12 件，本次 12 件[^]*合计[^]*1,200\.00 元/,
			'how a fee was counted',
		);
		await sound(t, page, 'fee-notice');
		const finance = await open();
		await signIn(finance.page, 'fgw-finance');
		await openAct(finance.page, cases[0], 'payment_joint');
		const sum = owed.reduce((n, f) => n + Number(f.amount_yuan), 0);
		await finance.page.fill('#panel [name=amount]', String(sum + 50));
		await finance.page.fill('#panel [name=voucher]', '示例票据1');
		await sound(t, finance.page, 'payment-joint');
		await finance.page.locator('#panel button[type=submit]').click();
		await finance.page.locator('#panel').waitFor({ state: 'hidden' });
		t.is((await head.get(`/api/v1/cases/${cases[1]}`)).state, 'investigating', 'both are paid');
		t.is(
			(await finance.page.locator('#r-payments .rest').innerText()).match(/[a-z_]{3,}/g),
			null,
			'every member of a payment in words',
		);
		await finance.page.goto('/staff#/office/fees');
		await finance.page.locator('li[data-refund]', { hasText: '50.00' }).waitFor();
		await finance.page.getByText('1,450.00 元').waitFor();
		await sound(t, finance.page, 'fees');
		await finance.page.selectOption('[name=status]', 'paid');
		await finance.page.getByText('没有退费。').waitFor();
		await finance.page.selectOption('[name=year]', '2025');
		await finance.page.locator('.fee-figures', { hasText: '0.00 元' }).waitFor();
		t.is(finance.faults, [], 'what the page must not do');
		await finance.close();
		const third = await filed(w, 'FGW', { applicant: applicant(3), title: '收费2' });
		await advance(w, third.id, 'investigating');
		const drafter = await open();
		await signIn(drafter.page, 'fgw-caseworker');
		await openAct(drafter.page, third.id, 'fee_draft');
		await drafter.page.locator('.estimate .tiers').waitFor();
		t.match(
			await drafter.page.locator('.estimate').innerText(),
			/本月此前 24 件，本次 1 件[^]*100\.00 元/,
			'what the draft would charge, and after how many',
		);
		await sound(t, drafter.page, 'fee-estimate');
		await drafter.page.selectOption('[name=method]', 'none');
		await drafter.page.locator('.estimate .tiers').waitFor({ state: 'detached' });
		t.is(drafter.faults, [], 'what the page must not do');
		await drafter.close();
	},
);

await scenario(
	'a correction that came by post is entered with who acts for the applicant, and whom of several to contact',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', {
			applicant: applicant(5),
			title: '补正录入',
			joint_applicants: [{ name: '测试共同甲' }],
			representatives: [{ kind: 'agent', name: '测试代理甲' }],
		});
		await clerk.act(k.id, 'registration');
		await worker.act(k.id, 'corrections', {
			items: [{ kind: 'authorisation', what: '没有授权委托书', guidance: '写明委托事项、权限和期限' }],
		});
		await signIn(page, 'fgw-clerk');
		await openAct(page, k.id, 'correction_answer');
		const field = (name) => page.locator(`#panel [name="${name}"]`);
		await field('text').fill('来信补交委托书');
		await field('contact').selectOption('2');
		const more = page.locator('#panel [data-name=representatives] > button');
		await more.click();
		await field('representatives/0/no').selectOption('1');
		await field('representatives/0/matters').fill('代为申请');
		await page.locator('#panel [name="representatives/0/powers"][value=file]').check();
		await field('representatives/0/valid_from').fill('2026-03-01');
		await field('representatives/0/valid_to').fill('2026-12-31');
		await more.click();
		await field('representatives/1/kind').selectOption('handler');
		await field('representatives/1/name').fill('测试经办乙');
		await sound(t, page, 'correction-entered');
		await page.locator('#panel button[type=submit]').click();
		await page.locator('#panel').waitFor({ state: 'hidden' });
		const seen = await worker.get(`/api/v1/cases/${k.id}`);
		t.is(
			seen.representatives.map((r) => [r.kind, r.authorised, r.matters]),
			[
				['agent', true, '代为申请'],
				['handler', true, null],
			],
			'who acts',
		);
		t.is(
			seen.joint_applicants.map((j) => j.is_contact),
			[true],
			'whom to contact',
		);
	},
);

await scenario('joint applicants: whose copy is due is shown and served', {}, async (t, { page, pardon }) => {
	pardon(/422/);
	const k = await filed(w, 'FGW', {
		applicant: applicant(4),
		title: '共同申请',
		joint_applicants: [{ name: '测试共同乙' }],
	});
	await advance(w, k.id, 'replied');
	await signIn(page, 'fgw-clerk');
	await openAct(page, k.id, 'serve_copy');
	await page.locator('#r-copies_due').getByText('测*').waitFor();
	t.is(
		await page
			.locator('#panel [name=way] option')
			.allInnerTexts()
			.then((all) => all.filter((x) => /邮|快递/.test(x))),
		['邮政寄送（挂号信、EMS）', '民营快递'],
		'EMS is post: its day is that of posting (R-CLOCK-9)',
	);
	await page.selectOption('#panel [name=way]', 'fax');
	await page.fill('#panel [name=proof]', '示例传真报告');
	await page.fill('#panel [name=other_form_reason]', '申请人改要传真');
	await page.locator('#panel button[type=submit]').click();
	await page.locator('#panel .summary').getByText('签收（收到）日期：必须填写').waitFor();
	await page.fill('#panel [name=received_on]', '2026-03-02');
	await sound(t, page, 'copy');
	await page.locator('#panel button[type=submit]').click();
	await page.locator('#panel').waitFor({ state: 'hidden' });
	await page.locator('#r-copies_due').waitFor({ state: 'detached' });
});

await scenario('a case is tied to another by its number', {}, async (t, { page }) => {
	const a = await filed(w, 'FGW', { applicant: applicant('关联1'), title: '关联甲' }),
		c = await filed(w, 'FGW', { applicant: applicant('关联2'), title: '关联丙' });
	await clerk.act(a.id, 'registration');
	await signIn(page, 'fgw-caseworker');
	await openAct(page, a.id, 'link');
	await page.fill('#panel [name=reason]', '同一项目');
	await page.fill('#panel [name=other_number]', '360104-FGW-2026-99999');
	await page.locator('#panel form > p button[type=submit]').click();
	await page.locator('[data-name=other_number].at-fault').waitFor();
	await sound(t, page, 'link-fault');
	await page.fill('#panel [name=other_number]', ` ${c.filed.number.toLowerCase()} `);
	await page.locator('#panel form > p button[type=submit]').click();
	await page.locator('#panel').waitFor({ state: 'hidden' });
	const seen = await worker.get(`/api/v1/cases/${a.id}`);
	t.is(
		seen.links.map((l) => l.number),
		[c.filed.number],
		'tied',
	);
});

await scenario('who only reviews finds the reviews first', {}, async (t, { page }) => {
	await signIn(page, 'fgw-secrecy-reviewer');
	t.is(await page.locator('nav.tabs a[aria-current]').innerText(), '保密审查', 'the first page');
});

await scenario(
	'settings: what is in force, and every change with who and from when',
	{ size: phone },
	async (t, { page }) => {
		await signIn(page, 'fgw-clerk');
		await page.goto('/staff#/office/settings');
		await page.getByText('没有改过').waitFor();
		await sound(t, page, 'settings-empty');
		const admin = await w.person('qzf-system-admin'),
			id = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();
		const { settings } = await admin.get(`/api/v1/agencies/${id}/settings`);
		const one = settings.find((s) => s.values.type === 'integer');
		const value = String(Number(one.value) === one.values.maximum ? one.values.minimum : Number(one.value) + 1);
		await admin.call('PUT', `/api/v1/agencies/${id}/settings`, {
			body: { valid_from: '2026-03-09', values: [{ name: one.name, value }] },
			version: (await admin.get(`/api/v1/agencies/${id}`)).version,
		});
		await page.reload();
		await page.locator('tr', { hasText: '尚未生效' }).waitFor();
		t.match(await page.locator('tr', { hasText: '尚未生效' }).innerText(), new RegExp(value), 'what it becomes');
		await page.fill('[name=on]', '2026-03-09');
		await page.getByRole('button', { name: '查看' }).click();
		await page.locator('.settings li', { hasText: one.title }).getByText(value, { exact: true }).first().waitFor();
		await sound(t, page, 'settings');
	},
);

await scenario(
	'what happens meanwhile takes neither a chosen file away nor what was shown unmasked',
	{},
	async (t, { page }) => {
		const { id } = await filed(w, 'FGW', { applicant: { ...applicant('同时1'), address: '示例路1号' } });
		await signIn(page, 'fgw-caseworker');
		await page.goto(`/staff#/case/${id}`);
		await page.getByRole('button', { name: '查看完整信息…' }).click();
		await page.fill('dialog [name=reason]', '核对地址');
		await page.locator('dialog').getByRole('button', { name: '查看', exact: true }).click();
		const address = page.locator('#s-what', { hasText: '示例路1号' });
		await address.waitFor();
		/** ACT makes the page read anew; the answer is of then, and comes when what this gives is called. */
		const path = `**/api/v1/cases/${id}`,
			documents = page.locator('#s-documents td');
		const heldBack = async (act) => {
			let go;
			const wanted = new Promise((resolve) => {
				go = resolve;
			});
			const held = async (route) => {
				const response = await route.fetch();
				await wanted;
				await route.fulfill({ response });
			};
			await page.route(path, held, { times: 1 });
			const asked = page.waitForRequest(path);
			await act();
			const request = await asked;
			return async () => {
				go();
				await (await request.response()).finished();
				await page.evaluate(() => new Promise((then) => setTimeout(then, 50)));
			};
		};
		const choose = (name) =>
			page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('示例') });
		const first = await heldBack(() => clerk.act(id, 'registration'));
		await choose('示例一.txt');
		await first();
		await page.locator('.upload button').click();
		await documents.filter({ hasText: '示例一.txt' }).waitFor();
		/* What was asked for before and comes after is old. */
		const second = await heldBack(() => head.act(id, 'hard-flag', { reason: '负责人先标记' }));
		await choose('示例二.txt');
		await page.locator('.upload button').click();
		await documents.filter({ hasText: '示例二.txt' }).waitFor();
		await second();
		t.is(await documents.filter({ hasText: '示例二.txt' }).count(), 1, 'the newest stays');
		await page.locator('.case-head', { hasText: '已登记' }).waitFor();
		t.ok(await address.isVisible(), 'still unmasked');
	},
);

await done();
