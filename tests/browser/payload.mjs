/* Every act's form, each field with a text that would be a script, or is very long (texts.mjs). */
import { scenario, done, w, signIn } from './harness.mjs';
import { filed, filing, advance } from '../http/harness.mjs';
import { allFilled, looked, noted, payload, send, shows, valid } from './texts.mjs';

await w.clock('2026-03-02');

const id = '999999999';

/** Somebody who may do everything at FGW, so that every form opens. */
async function everybody() {
	const admin = await w.person('qzf-security-admin'),
		who = await w.person('fgw-caseworker');
	const agency = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim(),
		now = await admin.get(`/api/v1/users/${who.user.id}`);
	const roles = [
		'clerk',
		'caseworker',
		'business_head',
		'head',
		'leader',
		'unit_officer',
		'finance',
		'secrecy_reviewer',
		'advisor',
	].map((role) => ({ agency_id: agency, role }));
	await admin.call('PATCH', `/api/v1/users/${who.user.id}`, { version: now.version, body: { roles } });
	return who;
}

/** C, as if each act could be done: with a record of each kind that one is about. */
function opened(c, me, state) {
	const other = '1';
	const fake = {
		tasks: { status: 'asked', user_id: me, matter: '', answer_by: '2026-03-09' },
		links: { number: '', title: '' },
		consultations: { open: true, title: '', party: '', result: 'objection', disclosure_notice: {} },
		legal_reviews: { status: 'asked', advisor_id: me, question: '' },
		secrecy_reviews: { status: 'asked', question: '' },
		hard_flags: { reason: '' },
		letters: { title: '', kind: 'receipt', made_on: '2026-03-02' },
		copies_due: { letter_id: id, applicant_no: 2, name: '' },
		services: { way: 'post' },
		remedies: { kind_title: '' },
		payments: {},
		fee_notices: {},
		applicant_joins: { number: '' },
	};
	const more = Object.fromEntries(Object.entries(fake).map(([k, r]) => [k, [...(c[k] ?? []), { id, ...r }]]));
	return {
		...c,
		...more,
		state,
		information_items: [],
		proposals: [
			...(c.proposals ?? []),
			{ id, title: '', status: 'asked', asked_by: other },
			{ id, title: '', status: 'asked', asked_by: me },
		],
		refunds: [
			...(c.refunds ?? []),
			{ id, status: 'due', amount_yuan: '1' },
			{ id, status: 'approved', amount_yuan: '1' },
		],
		allowed_acts: c.allowed_acts.map((a) => ({ ...a, allowed: true })),
	};
}

await scenario(
	'every act: what each field holds is sent, kept or refused at its field, and shown as text',
	{},
	async (t) => {
		const who = await everybody();
		const applicant = { ...filing().applicant, id_number: '测试各项' };
		const { id: second } = await filed(w, 'FGW', { applicant, title: payload(200) }),
			{ id: first } = await filed(w, 'FGW', {
				applicant,
				title: payload(200),
				description: payload(20000),
				help_needed: payload(500),
			});
		await advance(w, second, 'investigating');
		const number = w.sql(`SELECT number FROM docket WHERE id = ${second}`).trim();
		Object.assign(valid, {
			amount: '100',
			[`share/${first}`]: '60',
			[`share/${second}`]: '40',
			number,
			case_id: second,
			into_id: second,
			other_number: number,
			cleared_case: '',
		});
		const { page, faults, close, pardon } = await noted();
		pardon(/Failed to load resource/);
		let state = 'investigating',
			near = true;
		await page.route('**/api/v1/cases/**', async (route) => {
			const answer = await route.fetch();
			if (!/json/.test(answer.headers()['content-type'] ?? '') || !answer.ok())
				return route.fulfill({ response: answer });
			const body = await answer.json();
			if (/same-applicant/.test(route.request().url()))
				return route.fulfill({
					response: answer,
					json: {
						...body,
						items: near ? body.items.flatMap((r) => [r, { ...r, state: 'awaiting_payment' }]) : [],
					},
				});
			return route.fulfill({
				response: answer,
				json: body.allowed_acts
					? opened({ ...body, ...(near ? {} : { same_filings: [] }) }, who.user.id, state)
					: body,
			});
		});
		await page.goto('/staff#/inbox');
		await send(t, page.locator('main form'), 'sign-in');
		await signIn(page, 'fgw-caseworker', '/staff#/inbox');
		const done = new Set();
		for (const [now, others] of [
			['investigating', true],
			['awaiting_correction', true],
			['awaiting_payment', true],
			['investigating', false],
		]) {
			[state, near] = [now, others];
			await page.goto(`/staff#/case/${first}`);
			await page.reload();
			await page.locator('.acts h2').waitFor();
			if (!near) for (const key of ['link', 'merge']) done.delete(key); // the other case is then typed
			for (;;) {
				const key = await page.evaluate(
					(known) =>
						[...document.querySelectorAll('[data-act]')]
							.map((b) => b.dataset.act)
							.find((k) => !known.includes(k)),
					[...done],
				);
				if (!key) break;
				done.add(key);
				await page.evaluate((k) => document.querySelector(`[data-act="${k}"]`).click(), key);
				await page.waitForFunction(
					() =>
						document.querySelector('#panel form, #panel .empty') &&
						!document.querySelector('#panel [role=status]'),
				);
				const form = page.locator('#panel form');
				if (await form.count()) await send(t, form, key);
				if (key === 'query_code') await page.locator('#panel .code').waitFor(); // it comes once the case was read anew
				await page.evaluate(() => document.querySelector('#panel:not([hidden]) .panel-head button')?.click());
			}
		}
		t.ok(done.size > 80, `${done.size} acts`);
		await page.unrouteAll({ behavior: 'wait' });
		await page.reload();
		await page.locator('.acts h2').waitFor();
		await page.locator('.history li').first().waitFor();
		await looked(t, page, 'a case full of payloads');
		const n = await shows(t, page, await who.get(`/api/v1/cases/${first}`), 'the case');
		t.ok(n > 15, `${n} texts in one case`);
		t.is(faults, [], 'what the page must not do');
		await close();
	},
);

await allFilled();
await done();
