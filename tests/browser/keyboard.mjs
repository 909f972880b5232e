/*
 * A whole case with nothing but keys, by all whose hands it goes through: the queue, registration, search, a reply of two
 * parts, legal review, secrecy review, the approval desk, service, closing.  After each step the focus is somewhere.
 */
import { scenario, open, done, w, desktop, narrow, sound, tabTo, typeInto, choose, focused, ways } from './harness.mjs';
import { filed } from '../http/harness.mjs';

await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker');
const caseOf = (id) => worker.get(`/api/v1/cases/${id}`);

async function press(page, selector) {
	await tabTo(page, selector);
	await page.keyboard.press('Enter');
}

async function signIn(t, page, login) {
	await page.goto('/staff');
	await page.locator('[name=login]').waitFor();
	await typeInto(page, '[name=login]', login);
	await typeInto(page, '[name=password]', w.passwords.get(login));
	await page.keyboard.press('Enter');
	await page.locator('body.staff main h1').first().waitFor();
	await focused(t, page, `after ${login} signed in`);
}

/** A tab of somebody, who came in by keys. */
async function as(t, login, options) {
	const tab = await open(options);
	tab.page.setDefaultTimeout(20000);
	await signIn(t, tab.page, login);
	return tab;
}

/** From a list with a link to case ID to its page. */
async function toCase(t, page, id) {
	await page.locator(`main a[href="#/case/${id}"]`).first().waitFor();
	await press(page, `main a[href="#/case/${id}"]`);
	await page.locator('.acts h2').waitFor();
	await focused(t, page, 'on the page of the case');
}

/** Chooses a tab of the queue. */
async function toTab(t, page, name) {
	await page.locator(`nav.tabs a[href^="#/queue/${name}"]`).waitFor();
	await press(page, `nav.tabs a[href^="#/queue/${name}"]`);
	await page.locator(`nav.tabs a[aria-current][href^="#/queue/${name}"]`).waitFor();
}

/** One act by its form; "a" goes to what can be done. */
async function act(t, page, key, fill) {
	await page.locator(`[data-act=${key}]`).waitFor({ state: 'attached' });
	await page.keyboard.press('a');
	if (!(await page.locator(`[data-act=${key}]`).isVisible())) await press(page, '.more-acts > summary'); // folded on a narrow window
	await press(page, `[data-act=${key}]`);
	await page.locator('#panel form').waitFor();
	await focused(t, page, `in the form of ${key}`);
	await fill?.();
	await press(page, '#panel form > p button[type=submit]');
	await page.waitForFunction(
		() => document.getElementById('panel').hidden || document.querySelector('#panel .summary'),
	);
	const fault = await page.locator('#panel .summary').allInnerTexts();
	if (fault.length) throw new Error(`${key}: ${fault.join(' ')}`);
	await focused(t, page, `after ${key}`);
}

async function end(t, tab) {
	t.is(tab.faults, [], 'what the page must not do');
	await tab.close();
}

/** Types what the fields NAME of the panel want. */
async function type(page, values) {
	for (const [name, text] of Object.entries(values)) await typeInto(page, `#panel [name="${name}"]`, text);
}

for (const [lang, size] of ways([
	['zh', desktop],
	['en', narrow],
]))
	await scenario(
		`by keyboard only from the queue to closing, advisor, secrecy reviewer and approvers too (${lang}, ${size.width} px)`,
		{ lang, size },
		async (t, { page }) => {
			const { id } = await filed(w, 'FGW', { title: `键盘一${lang}` }),
				{ id: other } = await filed(w, 'FGW', { title: `键盘二${lang}` });
			await signIn(t, page, 'fgw-caseworker');
			await toTab(t, page, 'agency');
			/* j and k go through the rows; Enter opens. */
			for (const n of [id, other]) await page.locator(`tr[data-id="${n}"]`).waitFor();
			const row = () => page.evaluate(() => document.activeElement.closest('tr')?.dataset.id ?? null);
			const order = await page.locator('tr[data-id]').evaluateAll((rows) => rows.map((r) => r.dataset.id));
			await page.keyboard.press('j');
			t.is(await row(), order[0], 'the first row');
			await page.keyboard.press('j');
			t.is(await row(), order[1], 'the second');
			await page.keyboard.press('k');
			t.is(await row(), order[0], 'back');
			for (let i = order.indexOf(id); i > 0; i--) await page.keyboard.press('j');
			t.is(await row(), id, 'the case');
			await page.keyboard.press('Enter');
			await page.locator('.acts h2').waitFor();
			await focused(t, page, 'on the page of the case');

			await act(t, page, 'register');
			await act(t, page, 'assign');
			await act(t, page, 'search', () =>
				type(page, { place: '档案室', searcher: '示例检索人', method: '按题名', result: '找到名单' }),
			);
			await act(t, page, 'reply_draft', async () => {
				await choose(page, '#panel [name="parts/0/outcome"]', 'granted');
				await typeInto(page, '#panel [name="parts/0/content"]', '名单见附件。');
				await tabTo(page, '#panel [name="parts/0/main"]');
				await page.keyboard.press('Space');
				await press(page, '#panel form > div > button'); // another part
				await page.locator('[name="parts/1/description"]').waitFor();
				t.is(
					await page.evaluate(() => document.activeElement.name),
					'parts/1/description',
					'the focus goes to the new part',
				);
				await typeInto(page, '#panel [name="parts/1/description"]', '会议记录');
				await choose(page, '#panel [name="parts/1/outcome"]', 'internal_affairs');
				await typeInto(page, '#panel [name="parts/1/reasons"]', '属于内部事务信息。');
				await typeInto(page, '#panel [name="parts/1/not_ordered"]', '无规定要求公开。');
			});
			const advisor = await w.person('qzf-advisor');
			await act(t, page, 'legal_review', async () => {
				await type(page, { question: '是否妥当？' });
				await choose(page, '#panel [name=advisor_id]', advisor.user.id);
			});
			await act(t, page, 'secrecy_review', () => type(page, { question: '名单可以公开吗？' }));

			const lawyer = await as(t, 'qzf-advisor', { lang, size });
			await toCase(t, lawyer.page, id);
			await act(t, lawyer.page, 'legal_answer', () =>
				type(lawyer.page, { reasons: '妥当', 'articles/0': '条例16' }),
			);
			await end(t, lawyer);
			const keeper = await as(t, 'fgw-secrecy-reviewer', { lang, size });
			await toTab(t, keeper.page, 'secrecy');
			await toCase(t, keeper.page, id);
			await act(t, keeper.page, 'secrecy_answer', () => type(keeper.page, { remarks: '不涉密' }));
			await end(t, keeper);

			await page.locator('#r-legal_reviews', { hasText: '条例16' }).waitFor(); // the stream tells the page
			await page.locator('#r-secrecy_reviews', { hasText: '不涉密' }).waitFor();
			await focused(t, page, 'while others act');
			await act(t, page, 'reply_submit');
			let signed = false;
			for (let seen = await caseOf(id); seen.reply.status === 'submitted'; seen = await caseOf(id)) {
				const desk = await as(t, `fgw-${seen.reply.next_approver.replace('_', '-')}`, { lang, size });
				await toTab(t, desk.page, 'approvals');
				await toCase(t, desk.page, id);
				signed = (await desk.page.locator('[data-act=reply_sign]').count()) > 0;
				await act(t, desk.page, signed ? 'reply_sign' : 'reply_approve');
				await end(t, desk);
			}
			t.ok(signed, 'signed from the desk');
			await page.locator('[data-act=serve]').waitFor({ state: 'attached' });
			await act(t, page, 'serve');
			t.is((await caseOf(id)).state, 'replied', 'replied');
			/* The letter, opened and closed. */
			await press(page, '#s-letters li:last-child a');
			await page.locator('dialog .letter-end').waitFor();
			await page.keyboard.press('Escape');
			await page.locator('dialog').waitFor({ state: 'detached' });
			await focused(t, page, 'after the letter');
			await act(t, page, 'close', () => type(page, { reason: '已经办结' }));
			t.is((await caseOf(id)).state, 'closed', 'closed');
			await sound(t, page, `closed-by-keys-${lang}`);
			await page.keyboard.press('u');
			await page.locator('.queue-list').waitFor();
			await focused(t, page, 'back at the queue');
		},
	);

await done();
