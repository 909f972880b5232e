/* The applicant's way, whole: filing by keyboard on a phone, the receipt, following, correcting, reading the reply. */
import { scenario, done, w, phone, narrow, desktop, sound, tabTo, typeInto, pick, onward, ways } from './harness.mjs';

await w.clock('2026-03-02');
const clerk = await w.person('fgw-clerk'),
	worker = await w.person('fgw-caseworker');
const idOf = (number) => w.sql(`SELECT id FROM docket WHERE number = '${number}'`).trim();

/** What the pages are called. */
const words = {
	zh: {
		who: '申请人',
		identity: '身份证明',
		contact: '联系方式',
		others: '代理人和共同申请人',
		what: '申请什么',
		how: '怎样给您',
		help: '需要什么帮助',
		files: '附件',
		check: '核对后提交',
		receipt: '申请已提交',
		corrected: '答复期限从今天起重新计算',
		correct: '请您补正',
		replied: '已答复',
	},
	en: {
		who: 'The applicant',
		identity: 'Proof of identity',
		contact: 'How to reach you',
		others: 'Others who take part',
		what: 'What you ask for',
		how: 'How you get it',
		help: 'Help you need',
		files: 'Files',
		check: 'Check and send',
		receipt: 'Your request has been received',
		corrected: 'the period starts anew today',
		correct: 'Please correct your request',
		replied: 'Read the letter',
	},
};

/** The form from end to end with nothing but keys. */
async function fileByKeyboard(t, page, lang) {
	const s = words[lang];
	await page.goto('/apply');
	await page.locator('input[name=agency]').first().waitFor();
	await sound(t, page, 'agency');
	await pick(page, 'agency', '360104-FGW');
	await onward(page, s.who);
	await sound(t, page, 'who');
	await pick(page, 'applicant/category', 'natural_person');
	await typeInto(page, 'input[name="applicant/name"]', '测试申请人𠮷');
	await onward(page, s.identity);
	await sound(t, page, 'identity');
	await typeInto(page, 'input[name="applicant/id_number"]', '11010519491231002x');
	await onward(page, s.contact);
	await sound(t, page, 'contact');
	await typeInto(page, 'input[name="applicant/phone"]', '0791-00000001');
	await onward(page, s.others);
	await sound(t, page, 'others');
	await onward(page, s.what);
	await sound(t, page, 'what');
	await typeInto(page, 'textarea[name="description"]', '申请公开示范路2025年充电桩建设的名单。');
	await onward(page, s.how);
	await sound(t, page, 'how');
	await tabTo(page, 'input[name="ways"][value="download"]');
	await page.keyboard.press('Space');
	await tabTo(page, 'input[name="carriers"][value="electronic"]');
	await page.keyboard.press('Space');
	await tabTo(page, 'input[name="electronic_ok"]');
	await page.keyboard.press('Space');
	await onward(page, s.help);
	await sound(t, page, 'help');
	await onward(page, s.files);
	await sound(t, page, 'files');
	await onward(page, s.check);
	await sound(t, page, 'check');
	await onward(page, s.receipt);
	await sound(t, page, 'receipt');
	return {
		number: await page.locator('.code.number').textContent(),
		code: await page.locator('.code.secret').textContent(),
	};
}

for (const [lang, size] of ways([
	['zh', phone],
	['zh', desktop],
	['en', narrow],
	['en', desktop],
]))
	await scenario(
		`filed by keyboard, followed, corrected, reply read (${lang}, ${size.width} px)`,
		{ size, lang },
		async (t, { page }) => {
			const s = words[lang];
			const { number, code } = await fileByKeyboard(t, page, lang);
			t.match(number, /^360104-FGW-2026-\d{5}$/, 'number');
			t.match(code, /^[0-9A-HJKMNP-TV-Z]{16}$/, 'query code');
			t.ok(
				(await page.locator('main').textContent()).includes(lang === 'zh' ? '2026年3月30日' : '30 March 2026'),
				'due day (R-CLOCK-11)',
			);
			t.is(await page.evaluate(() => localStorage.getItem('disclosured.draft')), null, 'the draft is cleared');

			await tabTo(page, 'main a[href="/follow"]');
			await page.keyboard.press('Enter');
			await page.locator('.timeline').waitFor();
			await sound(t, page, 'follow');

			const id = idOf(number);
			await clerk.act(id, 'registration');
			await worker.act(id, 'corrections', {
				items: [{ kind: 'description', what: '请说明是哪一段路', guidance: '写明起止路口即可' }],
			});
			await page.reload();
			await page.getByRole('heading', { name: s.correct }).waitFor();
			await sound(t, page, 'correction');
			await typeInto(page, '#correction textarea', '示范路一段，从东口到西口。');
			await tabTo(page, '#correction summary');
			await page.keyboard.press('Enter');
			await typeInto(page, '#correction [name="applicant/phone"]', '0791-00000002');
			await sound(t, page, 'mending');
			await tabTo(page, '#correction button[type="submit"]');
			await page.keyboard.press('Enter');
			await page.getByText(s.corrected).waitFor();
			await sound(t, page, 'corrected');
			t.is((await worker.get(`/api/v1/cases/${id}`)).state, 'investigating', 'the answer is there');
			t.is(
				(await worker.send('POST', `/api/v1/cases/${id}/unmasking`, { body: { reason: '核对更正' } })).body
					.phone,
				'0791-00000002',
				'own data is mended',
			);

			await worker.act(id, 'assignment', { user_id: worker.user.id }).catch(() => null);
			await replied(id);
			await page.reload();
			await page.locator('#reply').waitFor();
			await sound(t, page, 'replied');
			const main = await page.locator('main').textContent();
			t.ok(main.includes('https://www.example.invalid/x'), 'what is said');
			t.ok(/复议|reconsideration/.test(main), 'remedies');
			await tabTo(page, '#reply ~ p a');
			await page.keyboard.press('Enter');
			await page.locator('.letter').waitFor();
			await sound(t, page, 'letter');
			t.match(await page.locator('.letter').textContent(), /https:\/\/www\.example\.invalid\/x/, 'the letter');
			await page.goBack();
			await page.locator('.timeline').waitFor();
		},
	);

/** A reply drafted, approved and served by the staff. */
async function replied(id) {
	let seen = await worker.act(
		id,
		'reply',
		{ parts: [{ description: '全部信息', outcome: 'already_public', access: 'https://www.example.invalid/x' }] },
		{ method: 'PUT' },
	);
	seen = await worker.act(id, 'reply/submission');
	while (seen.reply.status === 'submitted') {
		const approver = await w.person(`fgw-${seen.reply.next_approver.replace('_', '-')}`);
		const given = seen.reply.approvals.filter((a) => a.round === seen.reply.round && a.approved).length;
		seen =
			given + 1 >= seen.reply.approvals_needed
				? await approver.act(id, 'reply/signature')
				: await approver.act(id, 'reply/decisions', { decision: 'approve' });
	}
	await clerk.act(id, 'services', { way: 'electronic' });
}

await done();
