/* The applicant's forms, each field with a text that would be a script, or is very long (texts.mjs). */
import { scenario, done, w, quietOf } from './harness.mjs';
import { filed, filing, advance } from '../http/harness.mjs';
import { allFilled, looked, noted, payload, send, sendAll, shows, valid } from './texts.mjs';

await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	clerk = await w.person('fgw-clerk');
valid.email = 'a@example.invalid';

/** A tab of an applicant's. */
async function visitor() {
	const tab = await noted();
	Object.assign(tab, quietOf(tab.page));
	tab.pardon(/Failed to load resource/);
	tab.end = async (t) => {
		t.is(tab.faults, [], 'what the page must not do');
		await tab.close();
	};
	return tab;
}

for (const kind of ['request', 'own_record'])
	await scenario(`the form (${kind}), step by step, to the receipt and the follow page`, {}, async (t) => {
		const { page, end } = await visitor();
		await page.goto('/apply?agency=360104-FGW');
		await page.locator('input[name=agency]:checked').waitFor();
		const step = async (name, next, given = {}) => {
			await send(t, page.locator('main form'), name, { id_kind: 'other', 'applicant/born_on': '', ...given });
			await page.waitForURL(`**/apply#${next}`);
		};
		await step('agency', 'who');
		await step('who', 'identity');
		await page.check('input[name="applicant/id_kind"][value=other]');
		await step('identity', 'contact');
		await step('contact', 'others');
		await page.check('input[name=acting][value=yes]');
		await page.check('input[name="representatives/0/kind"][value=agent]');
		await page.getByRole('button', { name: '再加一人' }).first().click();
		await page.check('input[name="representatives/1/kind"][value=guardian]');
		await page.check('input[name=joint][value=yes]');
		await step('others', 'what');
		await page.check(`input[name=kind][value=${kind}]`);
		await step('what', 'how');
		await step('how', 'help');
		await step('help', 'files');
		await step('files', 'check');
		await looked(t, page, `check ${kind}`);
		await page.locator('form.check button[type=submit]').click();
		await page.locator('.code.secret').waitFor();
		await looked(t, page, `receipt ${kind}`);
		await page.goto('/follow');
		await page.locator('.timeline').waitFor();
		await looked(t, page, `followed ${kind}`);
		await end(t);
	});

/** The follow page of K in PAGE, in the session of its applicant. */
async function follow(page, quiet, k) {
	await page.goto('/follow');
	await page.locator('main h1').waitFor();
	await quiet(); // what is asked for and left is an error of the page's
	await page.evaluate(
		([number, token]) => sessionStorage.setItem('disclosured.access', JSON.stringify({ number, token })),
		[k.filed.number, k.applicant.access],
	);
	await page.reload();
	await page.locator('.timeline').waitFor();
}

await scenario(
	'what an applicant answers: correction, reasons, amendment, withdrawal, evaluation, suggestion',
	{},
	async (t) => {
		const { page, quiet, end } = await visitor();
		const texts = { title: payload(200), description: payload(20000), help_needed: payload(500) };
		const own = (n) => ({ ...filing().applicant, id_number: `测试答复${n}` });
		const correct = await filed(w, 'FGW', {
			...texts,
			applicant: own(1),
			representatives: [
				{ kind: 'agent', name: payload(100) },
				{ kind: 'guardian', name: payload(100) },
			],
		});
		await clerk.act(correct.id, 'registration');
		await worker.act(correct.id, 'corrections', {
			items: [{ kind: 'authorisation', what: payload(200), guidance: payload(1000) }],
		});
		const why = await filed(w, 'FGW', { ...texts, applicant: own(2) });
		await advance(w, why.id, 'investigating');
		await worker.act(why.id, 'reasons', { volume: payload(2000) });
		const fresh = await filed(w, 'FGW', { ...texts, applicant: own(3) });
		const replied = await filed(w, 'FGW', { ...texts, applicant: own(4) });
		await advance(w, replied.id, 'replied', { part: { access: payload(1000) } });
		for (const [name, k, given] of [
			['correction', correct, { 'representatives/new/kind': 'agent' }],
			['reasons', why],
			['amendment', fresh, { sure: true }],
			['replied', replied],
		]) {
			await follow(page, quiet, k);
			await looked(t, page, name);
			await shows(t, page, await k.applicant.get(`/api/v1/requests/${k.filed.number}`), name);
			await sendAll(t, page, quiet, name, { id_kind: 'other', ...given });
			await looked(t, page, `${name} given`);
		}
		await page.goto(
			`/follow#letter/${(await replied.applicant.get(`/api/v1/requests/${replied.filed.number}`)).letters.find((l) => l.kind === 'reply').id}`,
		);
		await page.locator('.letter').waitFor();
		await looked(t, page, 'letter');
		await end(t);
	},
);

await scenario('finding, following with a wrong code, the calculators, the interface', {}, async (t) => {
	const { page, blank, quiet, end } = await visitor();
	for (const path of ['/', '/calculators', '/docs', '/follow']) {
		await blank();
		await page.goto(path);
		await page.locator('main').waitFor();
		await sendAll(t, page, quiet, path);
		await looked(t, page, `filled in ${path.slice(1)}`);
	}
	await page.goto('/apply#agency');
	await page.locator('#agency-words').fill(payload());
	await page.getByRole('button', { name: '查找' }).click();
	await quiet();
	await looked(t, page, 'no such agency');
	await end(t);
});

await allFilled();
await done();
