/* States of the applicant's pages: what waits, what went wrong, what was sent twice, texts that would be scripts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenario, done, w, phone, narrow, desktop, sound, open } from './harness.mjs';
import { filed, filing, advance } from '../http/harness.mjs';

await w.clock('2026-03-02');
const clerk = await w.person('fgw-clerk'),
	worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head');
const dir = mkdtempSync(join(tmpdir(), 'disclosured-b-'));
const fault = /Failed to load resource/;

/** Opens a filed request with its code. */
async function follow(page, f) {
	await page.goto(`/follow#number=${f.number}`);
	await page.locator('input[name=code]').fill(f.query_code.toLowerCase());
	await page.keyboard.press('Enter');
	await page.locator('.timeline').waitFor();
}
const evil = '<script>document.title="x"</script>"><img src=x onerror=alert(1)>\u202eabc\u202c 𠮷😀{{static}}';
const mainText = (page) => page.locator('main').textContent();

/** The shortest filing, up to checking; texts where a reader could be fooled. */
async function toCheck(page, description, title = '', name = '测试申请人') {
	await page.goto('/apply?agency=360104-FGW');
	await page.locator('input[name=agency]:checked').waitFor();
	const go = async (hash) => {
		await page.locator('main button[type=submit]').click();
		await page.waitForURL(`**/apply#${hash}`);
	};
	await go('who');
	await page.locator('input[value=natural_person]').check();
	await page.locator('input[name="applicant/name"]').fill(name);
	await go('identity');
	await page.locator('input[name="applicant/id_kind"][value=other]').check();
	await page.locator('input[name="applicant/id_number"]').fill('测试证件𠮷');
	await go('contact');
	await page.locator('input[name="applicant/address"]').fill('测试路1号');
	await go('others');
	await go('what');
	await page.locator('textarea[name=description]').fill(description);
	await page.locator('input[name=title]').fill(title);
	await go('how');
	await page.locator('input[name=ways][value=download]').check();
	await page.locator('input[name=carriers][value=electronic]').check();
	await go('help');
	await go('files');
}
const toSend = async (page) => {
	await page.locator('main button[type=submit]').click();
	await page.waitForURL('**/apply#check');
};

await scenario(
	'texts that would be scripts, marks of direction and 4-byte characters are shown as text',
	{ size: narrow },
	async (t, { page }) => {
		const long = `${evil}${'很长的内容'.repeat(1990)}`;
		await toCheck(page, long, evil.slice(0, 190), `测试"><b>${'𠮷'.repeat(20)}`);
		await toSend(page);
		await sound(t, page, 'payload-check');
		await page.locator('main button[type=submit]').click();
		await page.locator('.code.secret').waitFor();
		await sound(t, page, 'payload-receipt');
		t.ok((await page.locator('.letter').textContent()).includes(evil), 'the receipt shows it as written');
		t.is(await page.locator('main img, main script, main b').count(), 0, 'nothing of it became an element');
		await page.goto('/follow');
		await page.locator('.timeline').waitFor();
		t.ok((await mainText(page)).includes(long), 'the follow page shows all of it');
		await sound(t, page, 'payload-follow');
		t.is(await page.locator('main img, main script, main b').count(), 0, 'nor there');
	},
);

await scenario(
	'faults stand at the field and in the summary with the same words; the focus goes there',
	{ size: phone },
	async (t, { page }) => {
		await page.goto('/apply#agency');
		await page.locator('input[name=agency]').first().waitFor();
		await page.locator('main button[type=submit]').click();
		t.is(
			await page.evaluate(() => document.activeElement.classList.contains('summary')),
			true,
			'the summary has the focus',
		);
		t.is(
			await page.locator('.summary li').textContent(),
			await page.locator('.at-fault .fault').textContent(),
			'the same words',
		);
		await sound(t, page, 'fault-agency');
		await page.goto('/apply#identity');
		for (const [kind, number, words] of [
			['citizen', '110105194912310021', /校验位/],
			['citizen', '310101200102290012', /出生日期/],
			['citizen', '1101', /18 位/],
			['credit_code', '91350100M000100Y44', /校验位/],
		]) {
			await page.locator(`input[name="applicant/id_kind"][value=${kind}]`).check();
			await page.locator('input[name="applicant/id_number"]').fill(number);
			await page.locator('main button[type=submit]').click();
			t.match(await page.locator('.at-fault .fault').textContent(), words, `${kind} ${number} (R-REQ-7)`);
		}
		await sound(t, page, 'fault-identity');
		for (const [kind, number] of [
			['citizen', '１１０１０５19491231002x'],
			['citizen', '110105491231002'],
			['credit_code', '91350100M000100Y43'],
			['other', 'X'],
		]) {
			await page.goto('/apply#identity');
			await page.locator(`input[name="applicant/id_kind"][value=${kind}]`).check();
			await page.locator('input[name="applicant/id_number"]').fill(number);
			await page.locator('main button[type=submit]').click();
			await page.waitForURL('**/apply#contact');
		}
	},
);

await scenario(
	'the draft outlives a reload; back and forward work; representatives and joint applicants are sent',
	{ size: desktop },
	async (t, { page }) => {
		await page.goto('/apply?agency=360104-FGW');
		await page.locator('input[name=agency]:checked').waitFor();
		await page.locator('main button[type=submit]').click();
		await page.locator('input[value=natural_person]').check();
		await page.locator('input[name="applicant/name"]').fill('测试申请人');
		await page.reload();
		t.is(await page.locator('input[name="applicant/name"]').inputValue(), '测试申请人', 'kept');
		await page.goBack();
		await page.locator('input[name=agency]:checked').waitFor();
		await page.goForward();
		await page.locator('input[name="applicant/name"]').waitFor();
		await page.goto('/apply#others');
		await page.locator('input[name=acting][value=yes]').check();
		await page.locator('input[name="representatives/0/kind"][value=agent]').check();
		await page.locator('input[name="representatives/0/name"]').fill('示例代理人');
		await page.locator('input[name="representatives/0/powers"][value=file]').check();
		await page.locator('input[name=joint][value=yes]').check();
		await page.locator('input[name="representatives/0/email"]').fill('daili@example.com');
		await page.locator('input[name="joint_applicants/0/name"]').fill('示例共同申请人');
		await page.getByLabel('示例共同申请人').check();
		await sound(t, page, 'others-filled');
		await page.locator('main button[type=submit]').click();
		await page.waitForURL('**/apply#what');
		await page.locator('textarea[name=description]').fill('申请公开测试名单。');
		await page.goto('/apply#check');
		await page.locator('.check').waitFor();
		await sound(t, page, 'check-lacking');
		t.match(
			await mainText(page),
			/身份证明[\s\S]*联系方式[\s\S]*代理人示例代理人的身份证明[\s\S]*代理人示例代理人的委托事项、权限和起止日期[\s\S]*示例代理人，daili@example.com[\s\S]*示例共同申请人\s*联系人\s*示例共同申请人/,
			'what lacks, and who takes part',
		);
		t.ok(!/联系人是谁/.test(await mainText(page)), 'who is asked is known');
		await page.goto('/apply#how');
		await page.locator('input[name=ways][value=fax]').check();
		await page.locator('main button[type=submit]').click();
		await page.waitForURL('**/apply#check');
		t.match(
			await page.locator('.alert-warning').textContent(),
			/还没有在电话一栏写传真号/,
			'a fax needs its number',
		);
		await page.locator('main button[type=submit]').click();
		const number = await page.locator('.code.number').textContent();
		const seen = await worker.get(
			`/api/v1/cases/${w.sql(`SELECT id FROM docket WHERE number = '${number}'`).trim()}`,
		);
		t.is([seen.representatives.length, seen.joint_applicants.length], [1, 1], 'on record');
		t.is(
			seen.missing.filter((m) => /联系人/.test(m.guidance)),
			[],
			'nobody has to ask who is the contact',
		);
		await sound(t, page, 'receipt-lacking');
	},
);

await scenario(
	'a second click, a lost answer and a reload give one case',
	{ size: phone },
	async (t, { page, pardon }) => {
		pardon(fault);
		await toCheck(page, '只登记一次的测试申请。');
		await toSend(page);
		const count = () => w.sql("SELECT COUNT(*) FROM docket WHERE description = '只登记一次的测试申请。'").trim();
		await page.route(
			'**/api/v1/requests',
			async (route) => {
				await route.fetch();
				await route.abort();
			},
			{ times: 1 },
		);
		await page.locator('main button[type=submit]').click();
		await page.getByText('上次提交没有得到回答').waitFor();
		await sound(t, page, 'unsure');
		t.is(count(), '1', 'it was registered, unknown to the page');
		await page.reload();
		await page.getByText('上次提交没有得到回答').waitFor();
		await page.locator('main button[type=submit]').dblclick();
		await page.locator('.code.secret').waitFor();
		t.is(count(), '1', 'once');
		await page.reload();
		await page.locator('.code.secret').waitFor();
		await page.goBack().catch(() => null);
		t.is(count(), '1', 'still once');
	},
);

await scenario(
	'busy, limited, offline: said, and nothing typed is lost',
	{ size: phone },
	async (t, { page, context, pardon }) => {
		pardon(fault);
		await toCheck(page, '忙的时候也不丢的测试申请。');
		await toSend(page);
		const problem = (status, title, after) => ({
			status,
			headers: { 'content-type': 'application/problem+json', 'retry-after': String(after) },
			body: JSON.stringify({ type: 'about:blank', title, status, detail: title }),
		});
		await page.route('**/api/v1/requests', (route) => route.fulfill(problem(429, '提交太频繁', 7)), { times: 1 });
		await page.locator('main button[type=submit]').click();
		await page.getByText('提交太频繁').waitFor();
		t.match(await page.locator('.summary').textContent(), /7 秒/, 'Retry-After is told');
		await sound(t, page, 'limited');
		await context.setOffline(true);
		await page.getByText('现在没有网络').waitFor();
		await page.locator('main button[type=submit]').click();
		await page.getByText('上次提交没有得到回答').waitFor();
		await sound(t, page, 'offline');
		await context.setOffline(false);
		await page.route('**/api/v1/requests', (route) => route.fulfill(problem(503, '系统忙', 1)), { times: 1 });
		await page.locator('main button[type=submit]').click();
		await page.locator('.code.secret').waitFor();
		t.is(
			w.sql("SELECT COUNT(*) FROM docket WHERE description = '忙的时候也不丢的测试申请。'").trim(),
			'1',
			'sent by itself after 503',
		);
	},
);

await scenario(
	'a wrong code is refused; an ended session asks for the code and keeps what was written',
	{ size: phone },
	async (t, { page, pardon }) => {
		pardon(fault);
		const { filed: f, id } = await filed(w, 'FGW');
		await page.goto(`/follow#number=${f.number}`);
		await sound(t, page, 'ask');
		await page.locator('input[name=code]').fill('AAAAAAAAAAAAAAAA');
		await page.keyboard.press('Enter');
		await page.locator('.summary').waitFor();
		await sound(t, page, 'wrong-code');
		await clerk.act(id, 'registration');
		await worker.act(id, 'corrections', { items: [{ guidance: '请说明时间段' }] });
		await follow(page, f);
		await page.locator('#correction textarea').fill('2025年全年');
		w.sql('DELETE FROM access_session');
		await page.locator('#correction button[type=submit]').click();
		await page.getByText('两小时后要重新输入').waitFor();
		await sound(t, page, 'session-over');
		await page.locator('input[name=code]').fill(f.query_code);
		await page.keyboard.press('Enter');
		await page.locator('#correction').waitFor();
		t.is(await page.locator('#correction textarea').inputValue(), '2025年全年', 'still there');
		await worker.act(id, 'contacts', { way: 'phone', with: 'applicant', note: '测试联系' }).catch(() => null);
		w.sql(`UPDATE docket SET version = version + 1 WHERE id = ${id}`);
		await page.locator('#correction button[type=submit]').click();
		await page.getByText('刚刚有变化').waitFor();
		t.is(await page.locator('#correction textarea').inputValue(), '2025年全年', 'and after a stale version');
		/* What is written about one request is never put into the form of another. */
		const other = await filed(w, 'FGW', { applicant: { ...filing().applicant, id_number: '测试另一件01' } });
		await clerk.act(other.id, 'registration');
		await worker.act(other.id, 'corrections', { items: [{ guidance: '请说明地点' }] });
		await page.evaluate((n) => (location.hash = `number=${n}`), other.filed.number);
		await page.locator('input[name=code]').fill(other.filed.query_code);
		await page.keyboard.press('Enter');
		await page.getByText('请说明地点').waitFor();
		t.is(await page.locator('#correction textarea').inputValue(), '', 'empty in the other');
		await page.evaluate((n) => (location.hash = `number=${n}`), f.number);
		await page.locator('input[name=code]').fill(f.query_code);
		await page.keyboard.press('Enter');
		await page.getByText('请说明时间段').waitFor();
		t.is(await page.locator('#correction textarea').inputValue(), '2025年全年', 'still there in its own');
		await page.locator('.tools button[lang=en]').click();
		await page.locator('dialog', { hasText: '还有没提交的内容' }).waitFor();
		await sound(t, page, 'leaving');
		await page.getByRole('button', { name: '留下，继续填写' }).click();
		await page.locator('#correction button[type=submit]').click();
		await page.getByText('补正已提交').waitFor();
		t.is(await page.locator('#correction').isVisible(), false, 'what is done is folded');
		await sound(t, page, 'corrected');
	},
);

for (const [lang, size] of [
	['zh', phone],
	['en', desktop],
])
	await scenario(
		`a notice about an authorisation is answered with the agent's papers; another is named (R-REQ-10, ${lang})`,
		{ size, lang },
		async (t, { page, pardon }) => {
			pardon(fault);
			const k = await filed(w, 'FGW', {
				applicant: { ...filing().applicant, id_number: `测试委托${lang}` },
				joint_applicants: [{ name: '测试共同申请人' }],
				contact: 1,
				representatives: [
					{ kind: 'agent', name: '测试代理人' },
					{ kind: 'handler', name: '测试经办人' },
				],
			});
			await clerk.act(k.id, 'registration');
			await worker.act(k.id, 'corrections', {
				items: [{ kind: 'authorisation', what: '代理人没有授权委托书', guidance: '写明委托事项、权限和期限' }],
			});
			await follow(page, k.filed);
			const at = (name) => page.locator(`#correction [name="representatives/${name}"]`);
			t.is(
				[await at('0/matters').isVisible(), await at('1/name').isVisible(), await at('new/kind').isVisible()],
				[true, false, false],
				'open is what the notice asks for',
			);
			await sound(t, page, 'authorisation');
			await at('0/matters').fill(evil);
			await page.locator('#correction [name="representatives/0/powers"][value=receive]').check();
			await at('0/valid_from').fill('2026-03-01');
			await at('0/valid_to').fill('2026-02-01');
			await page.locator('#correction summary').last().click();
			await at('new/name').fill('测试新代理人');
			await page.locator('#correction textarea').fill('补交授权委托书');
			await page
				.locator('#correction-files')
				.setInputFiles({ name: '委托书.txt', mimeType: 'text/plain', buffer: Buffer.from('示例委托书') });
			await page.locator('.alert-success').waitFor();
			t.is(
				[
					await at('0/matters').inputValue(),
					await at('0/valid_to').inputValue(),
					await page.locator('#correction [name="representatives/0/powers"][value=receive]').isChecked(),
					await at('new/name').isVisible(),
				],
				[evil, '2026-02-01', true, true],
				'what was written is still there',
			);
			const send = () => page.locator('#correction button[type=submit]').click();
			await send();
			await page.locator('[data-name="representatives/new/kind"].at-fault').waitFor();
			await at('new/kind').selectOption('guardian');
			await send();
			await page.locator('[data-name="representatives/0/valid_to"].at-fault').waitFor();
			await sound(t, page, 'authorisation-fault');
			await at('0/valid_to').fill('2026-12-31');
			await at('0/id_kind').selectOption('other');
			await at('0/id_number').fill('测试代理证件1');
			await at('new/has_signed').check();
			await page.getByRole('button', { name: lang === 'zh' ? '再增加一名代理人' : 'Name one more' }).click();
			await at('new1/kind').selectOption('handler');
			await send();
			await page.locator('[data-name="representatives/new1/name"].at-fault').waitFor();
			await at('new1/name').fill('测试再一人');
			await page.locator('#correction [name=contact]').selectOption('2');
			await send();
			await page.getByText(lang === 'zh' ? '补正已提交' : 'Your correction was received').waitFor();
			const seen = await worker.get(`/api/v1/cases/${k.id}`);
			t.is(
				seen.representatives.map((r) => [r.kind, r.authorised, r.has_signed, r.matters]),
				[
					['agent', true, false, evil],
					['handler', true, false, null],
					['guardian', true, true, null],
					['handler', true, false, null],
				],
				'on record',
			);
			t.is(
				seen.documents.map((d) => d.name),
				['委托书.txt'],
				'with its paper',
			);
			t.is(
				seen.joint_applicants.map((j) => j.is_contact),
				[true],
				'and who is written to for both',
			);
			await sound(t, page, 'authorisation-given');
			await page.locator('.todo > details > summary').click();
			await page.locator('#correction summary').nth(1).click();
			t.is(await page.locator('main img, main script').count(), 0, 'nothing became an element');
		},
	);

await scenario(
	'a fee notice with its tiers; consultations with "if it ended today"; reasons answered in place',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', { applicant: { ...filing().applicant, id_number: '测试费用01' } });
		await advance(w, k.id, 'investigating');
		await worker.act(k.id, 'units', {
			reason: '一表多问',
			units: Array.from({ length: 12 }, (_, i) => ({ description: `第${i + 1}项` })),
		});
		await worker.act(k.id, 'fee-notices', {
			method: 'by_item',
			reason: '数量明显超过合理范围',
			how_to_pay: '示例银行，账号0000',
		});
		await head.act(k.id, 'fee-notices/sending', { way: 'download' });
		await follow(page, k.filed);
		await sound(t, page, 'fee');
		const text = await mainText(page);
		for (const said of ['200.00 元', '示例银行', '2026年3月30日']) t.ok(text.includes(said), `says ${said}`);
		const c = await filed(w, 'FGW');
		await advance(w, c.id, 'investigating');
		await worker.act(c.id, 'consultations', {
			kind: 'third_party',
			party: '示例公司',
			address: '测试路2号',
			information: '名单',
			question: '是否同意公开',
		});
		await worker.act(c.id, 'reasons', { volume: '本月提出 60 件' });
		await follow(page, c.filed);
		await page.getByText('如果今天就结束').waitFor();
		await sound(t, page, 'paused');
		t.ok(!(await mainText(page)).includes('示例公司'), 'not whom');
		await page.locator('#reasons textarea').fill('用于课题研究');
		await page.locator('#reasons button[type=submit]').click();
		await page.getByText('理由已提交').waitFor();
		await sound(t, page, 'reasons-given');
	},
);

await scenario(
	'amended within 10 minutes, files sent and downloaded, evaluated, withdrawn after confirming',
	{ size: desktop },
	async (t, { page }) => {
		const k = await filed(w, 'FGW');
		await follow(page, k.filed);
		await page.locator('#amend').click();
		await page.locator('#amendment [name=description]').fill('改过的测试内容。');
		await page.locator('#amendment [name=ways][value=post]').check();
		await page.locator('#amendment [name=carriers][value=disc]').check();
		await page.locator('#amendment [name=other_way_ok]').uncheck();
		await page.locator('#amendment [name=electronic_ok]').setChecked(true);
		await page.locator('#amendment [name=help_needed]').fill('需要大字版');
		await sound(t, page, 'amending');
		await page.locator('#amendment button[type=submit]').click();
		await page.getByText('已修改，收到之日不变').waitFor();
		const amended = await clerk.get(`/api/v1/cases/${k.id}`);
		t.is(
			[amended.description, amended.other_way_ok, amended.electronic_ok, amended.help_needed],
			['改过的测试内容。', false, true, '需要大字版'],
			'all of it can be changed',
		);
		t.match(`${amended.ways} ${amended.carriers}`, /post.* .*disc/, 'ways and forms, too');
		const file = join(dir, '示例材料.txt');
		writeFileSync(file, '示例材料的内容\n'.repeat(300000)); // more than one part of 4 MiB
		await page
			.locator('#more-files')
			.setInputFiles({ name: 'x.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
		await page.getByText('“x.exe”的类型不能上传').waitFor();
		await page.locator('#more-files').setInputFiles(file);
		await page.getByRole('button', { name: '下载 示例材料.txt' }).waitFor();
		await sound(t, page, 'documents');
		const [got] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: '下载 示例材料.txt' }).click(),
		]);
		t.is(got.suggestedFilename(), '示例材料.txt', 'its name');
		t.is(
			w.sql(`SELECT size FROM document WHERE case_id = ${k.id}`).trim(),
			String(Buffer.byteLength('示例材料的内容\n') * 300000),
			'whole',
		);
		await page.locator('#withdraw').click();
		await page.locator('#withdrawal button[type=submit]').click();
		await page.getByText('请勾选确认').first().waitFor();
		await sound(t, page, 'withdraw');
		await page.locator('#withdrawal input[name=sure]').check();
		await page.locator('#withdrawal button[type=submit]').click();
		await page.getByText('申请已撤回').waitFor();
		await sound(t, page, 'withdrawn');
		const r = await filed(w, 'FGW');
		await advance(w, r.id, 'replied');
		await follow(page, r.filed);
		await page.locator('#evaluation input[value="5"]').check();
		await page.locator('#evaluation button[type=submit]').click();
		await page.getByText('谢谢您的评价').waitFor();
		await sound(t, page, 'evaluated');
	},
);

await scenario(
	'suggested by an applicant, published by a head, found before the next one files',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', { title: '校车线路表' });
		await advance(w, k.id, 'replied');
		await follow(page, k.filed);
		await page.getByText('建议主动公开这些信息').click();
		await page.locator('#suggestions button[type=submit]').click();
		await page.getByText('请写一句理由').first().waitFor();
		await page.locator('#suggestions textarea').fill('家长都需要。');
		await sound(t, page, 'suggesting');
		await page.locator('#suggestions button[type=submit]').click();
		await page.getByText('机关会评估').waitFor();
		await sound(t, page, 'suggested');

		const head = await open({ size: desktop });
		await head.page.goto('/staff#/publications');
		await head.page.locator('[name=login]').waitFor();
		await head.page.fill('[name=login]', 'fgw-head');
		await head.page.fill('[name=password]', w.passwords.get('fgw-head'));
		await head.page.keyboard.press('Enter');
		const row = head.page.locator('li[data-item]', { hasText: '校车线路表' });
		await row.getByText('有关申请和经过').click();
		await row.getByText('家长都需要。').waitFor();
		await row.getByText('作出决定').first().click();
		await row.locator('[name=reason]').fill('可以公开');
		await row.locator('[name=address]').fill('https://www.example.invalid/xiaoche');
		await sound(t, head.page, 'publications');
		await row
			.locator('form', { has: head.page.locator('[name=decision]') })
			.locator('button[type=submit]')
			.click();
		await head.page.locator('h2 + div li', { hasText: '校车线路表' }).waitFor();
		t.is(head.faults, [], 'what the page must not do');
		await head.close();

		await page.goto('/');
		await page.fill('#q', '校车');
		await page.keyboard.press('Enter');
		await page.locator('.published a', { hasText: '校车线路表' }).waitFor();
		await sound(t, page, 'found');
		await page.goto('/apply#what');
		await page.locator('textarea[name=description]').fill('申请公开本区校车线路表');
		await page.locator('.published-hint a', { hasText: '校车线路表' }).waitFor();
		await sound(t, page, 'hint');
	},
);

await scenario('late: what can be done is said, with last days', { size: phone, lang: 'en' }, async (t, { page }) => {
	const k = await filed(w, 'FGW');
	await clerk.act(k.id, 'registration');
	await w.clock('2026-04-02');
	await follow(page, k.filed);
	await sound(t, page, 'late');
	t.match(await mainText(page), /3 days late, counted in calendar days/, 'three days after 03-30');
	await w.clock('2026-03-02');
});

for (const lang of ['zh', 'en'])
	await scenario(
		`calculators: shared by address, steps and both methods (${lang})`,
		{ size: narrow, lang },
		async (t, { page }) => {
			await page.goto('/calculators?from=2026-03-02&working_days=20&units=35&units_before=0&pages=120');
			await page.locator('.tiers').nth(1).waitFor();
			await page.locator('.due').waitFor();
			await sound(t, page, 'calculators');
			const text = await mainText(page);
			for (const said of [
				lang === 'zh' ? '2026年3月30日' : '30 March 2026',
				'3,000.00',
				'1,100.00',
				'条例33',
				'处理费办法4',
				'处理费办法5',
			])
				t.ok(text.includes(said), `says ${said}`);
			await page.locator('input[name=units]').fill('11');
			await page.locator('input[name=units]').press('Enter');
			await page.waitForURL('**units=11**');
			await page.goto('/');
			await page.locator('#q').waitFor();
			await sound(t, page, 'start');
		},
	);

await scenario(
	'the letter of an agency that is not responsible opens the form, filled in',
	{ size: phone },
	async (t, { page }) => {
		const k = await filed(w, 'FGW', { title: '测试学位', description: '申请公开测试学位名单。' });
		await advance(w, k.id, 'replied', {
			outcome: 'not_our_duty',
			part: { reasons: '不属于本机关职责。', agency: '示范区教育体育局' },
		});
		const own = await k.applicant.get(`/api/v1/requests/${k.filed.number}`);
		const letter = JSON.stringify(
			await k.applicant.get(
				`/api/v1/requests/${k.filed.number}/letters/${own.letters.find((l) => l.kind === 'reply').id}`,
			),
		);
		await page.goto(/\/apply\?[^"\\]+/.exec(letter)[0]);
		await page.getByText(k.filed.number).waitFor();
		await page.locator('input[value="360104-JTJ"]:checked').waitFor();
		await page.goto('/apply#what');
		t.is(await page.locator('textarea[name=description]').inputValue(), '申请公开测试学位名单。', 'the text');
	},
);

rmSync(dir, { recursive: true, force: true });
await scenario(
	'on A4: the receipt and the letter are a page each; what is printed holds no forms, and the day with its steps',
	{},
	async (t, { page }) => {
		const pages = async () =>
			((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? [])
				.length;
		await toCheck(page, '申请公开示范路2025年充电桩建设的名单。');
		await toSend(page);
		await page.locator('main button[type=submit]').click();
		await page.locator('.code.secret').waitFor();
		t.is(await pages(), 1, 'the receipt');
		const { filed: f, id } = await filed(w, 'FGW', { title: '打印测试' });
		await advance(w, id, 'replied');
		await page.goto('/');
		await page.evaluate(() => sessionStorage.clear());
		await follow(page, f);
		await page.emulateMedia({ media: 'print' });
		t.is(await page.locator('form:visible, button:visible, nav:visible').count(), 0, 'nothing to press on paper');
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		t.ok(await page.locator('.steps').first().isVisible(), 'how the day was counted');
		await page.evaluate(() => dispatchEvent(new Event('afterprint')));
		await page.emulateMedia({ media: null });
		t.ok(!(await page.locator('.steps').first().isVisible()), 'folded again on the screen');
		t.ok((await pages()) <= 2, 'the follow page');
		await page.goto(
			`/follow#letter/${(await clerk.get(`/api/v1/cases/${id}`)).letters.find((l) => l.kind === 'reply').id}`,
		);
		await page.locator('.letter').waitFor();
		t.is(await pages(), 1, 'the letter');
	},
);

await scenario('/docs lists every operation and every event, and finds both', {}, async (t, { page }) => {
	const types = (await w.anyone().get('/api/v1/event-types')).items.map((x) => x.type);
	await page.goto('/docs');
	await page.locator('dt').first().waitFor();
	t.is((await page.locator('dt').allTextContents()).sort(), types.sort(), 'every event');
	t.ok(
		(await page.locator('main').textContent()).includes(
			'until_on (Until when what the event is about is to be done)',
		),
		'with what is in it',
	);
	t.ok((await page.locator('article').count()) > 100, 'operations');
	t.match(await page.locator('main').innerText(), /全部功能都有接口/, 'what it is, in the language of the pages');
	await sound(t, page, 'docs');
	await page.locator('[name=find]').fill('complaint.asked');
	t.is([await page.locator('dt').count(), await page.locator('article').count()], [1, 0], 'found');
});

await scenario(
	'the staff’s page cannot be read, at its start and later: it says so, and reads again when asked to',
	{},
	async (t, { page, pardon }) => {
		pardon(/Failed to load resource|ERR_FAILED/);
		await page.goto('/staff');
		await page.fill('[name=login]', 'fgw-head');
		await page.fill('[name=password]', w.passwords.get('fgw-head'));
		await page.click('main button[type=submit]');
		await page.locator('body.staff main h1').first().waitFor();
		const again = page.locator('main').getByRole('button', { name: '再试一次' });
		for (const path of ['me', 'rules']) {
			await page.route(`**/api/v1/${path}`, (route) => route.abort());
			await page.reload();
			await again.waitFor();
			t.match(await page.locator('main').innerText(), /连接不上服务器/, `without ${path}`);
			await again.click();
			await again.waitFor();
			await sound(t, page, `no ${path}`);
			await page.unroute(`**/api/v1/${path}`);
			await again.click();
			await page.locator('body.staff main h1').first().waitFor();
		}
		await page.goto('/staff#/account');
		await page.locator('main h1').waitFor();
		await page.route('**/api/v1/cases/*', (route) => route.abort());
		const { id } = await filed(w, 'FGW', { title: '读不到的办件' });
		await page.goto(`/staff#/case/${id}`);
		await again.waitFor();
		await sound(t, page, 'case not read');
		await page.unroute('**/api/v1/cases/*');
		await again.click();
		await page.locator('.acts h2').waitFor();
	},
);

await done();
