/* The office's other forms and dialogs, each field with a text that would be a script, or is very long (texts.mjs). */
import { scenario, done, w, sound, signIn, quietOf } from './harness.mjs';
import { filed, filing, advance } from '../http/harness.mjs';
import { allFilled, looked, noted, payload, send, sendAll, short, valid } from './texts.mjs';

await w.clock('2026-03-02');

/** Signed in, to be shown one page after the other. */
async function office(login) {
	const tab = await noted();
	Object.assign(tab, quietOf(tab.page));
	tab.pardon(/Failed to load resource/);
	await signIn(tab.page, login, '/staff#/inbox');
	tab.go = async (hash) => {
		await tab.blank();
		await tab.page.goto(`/staff#/${hash}`);
		await tab.page.locator('body.staff main h1, .acts h2').first().waitFor();
		await tab.quiet();
	};
	tab.end = async (t) => {
		t.is(tab.faults, [], 'what the page must not do');
		await tab.close();
	};
	return tab;
}

await scenario("the office's own forms, of all who have some", {}, async (t) => {
	const sup = await w.person('qzf-supervisor');
	const complaint = async () => {
		const { number } = await w.anyone().post('/api/v1/complaints', {
			agency: '360104-FGW',
			name: '测试投诉人',
			phone: '0791-00000009',
			matter: payload(10000),
		});
		return (await sup.get('/api/v1/complaints')).items.find((c) => c.number === number);
	};
	const next = async (k, step, body = {}) =>
		sup.post(`/api/v1/complaints/${k.id}/${step}`, body, {
			version: (await sup.get(`/api/v1/complaints/${k.id}`)).version,
		});
	const [a, b, c] = [await complaint(), await complaint(), await complaint()];
	for (const k of [a, b, c]) await next(k, 'registration');
	await next(b, 'inquiry', { question: payload(2000), answer_by: '2026-03-09' });
	await next(c, 'inquiry', { question: payload(2000), answer_by: '2026-03-09' });
	const head = await w.person('fgw-head');
	await head.post(
		`/api/v1/complaints/${c.id}/agency-answer`,
		{ answer: payload(5000) },
		{ version: (await head.get(`/api/v1/complaints/${c.id}`)).version },
	);
	await next(c, 'finding', {
		verdict: 'upheld',
		finding: payload(5000),
		measure: payload(1000),
		mend_by: '2026-03-20',
	});
	const tied = await filed(w, 'FGW', { title: payload(200) });
	await advance(w, tied.id, 'investigating');
	await (await w.person('fgw-caseworker')).post(`/api/v1/cases/${tied.id}/information-item`, { title: payload(200) });
	w.sql(
		"INSERT INTO annual_report (agency_id, district_id, year, due_on, submits) SELECT id, parent_id, 2025, '2026-01-31', 1 FROM agency WHERE code = 'FGW'",
	);
	Object.assign(valid, {
		number: tied.filed.number,
		login: 'fgw-xin',
		url: 'https://hook.example.invalid/a',
		days: '30',
		case_id: tied.id,
		secret: '',
		email: 'a@example.invalid',
		request_number: '',
		phone: '0791-00000001',
	});
	for (const [login, ...pages] of [
		['qzf-supervisor', 'urgings', 'publications'],
		[
			'fgw-head',
			'urgings',
			'queue/agency',
			'publications/open',
			'publications/all',
			'publications/reports',
			'office/deputies',
			'office/fees',
			'office/settings',
			'account',
		],
		['qzf-advisor', 'reviews', 'account'],
		['qzf-audit-admin', 'admin/log'],
		['qzf-security-admin', 'admin/people', 'office/deputies'],
		['qzf-system-admin', 'admin/people', 'admin/calendars', 'admin/endpoints', 'admin/mails', 'admin/agencies'],
	]) {
		const tab = await office(login);
		for (const page of pages) {
			await tab.go(page);
			await sendAll(t, tab.page, tab.quiet, `${page} of ${login}`, {
				decision: 'publish',
				...(page === 'reviews' ? { agency_id: '' } : {}),
			});
			await tab.go(page);
			await looked(t, tab.page, `${login} ${page.replace('/', '-')}`);
		}
		await tab.end(t);
	}
	const desk = await office('fgw-clerk');
	for (const channel of ['in_person', 'post_signed', 'post_ordinary', 'handed_on', 'oral']) {
		await desk.go('intake');
		await send(t, desk.page.locator('form.intake'), `intake ${channel}`, {
			channel,
			id_kind: 'other',
			confirmed_on: '',
			born_on: '',
			asks_for_information: true,
			read_back: true,
			contact: '1',
		});
	}
	await looked(t, desk.page, 'taken in');
	await desk.end(t);
});

await scenario('dialogs: signing in, who asks, several cases at once, a document taken back', {}, async (t) => {
	const { id } = await filed(w, 'FGW', {
		title: payload(200),
		applicant: { ...filing().applicant, name: payload(100), address: payload(200) },
	});
	await advance(w, id, 'registered');
	const { page, faults, close, pardon } = await noted();
	pardon(/Failed to load resource/);
	await page.goto('/staff#/inbox');
	await page.locator('main form').waitFor();
	await send(t, page.locator('main form'), 'sign-in');
	await sound(t, page, 'sign-in refused');
	await signIn(page, 'fgw-head', '/staff#/inbox');
	await page.goto('/staff#/queue/agency');
	await page.locator(`tr[data-id="${id}"] [name=pick]`).check();
	await page.getByRole('button', { name: '分办、改派…' }).click();
	await page.locator('dialog form').waitFor();
	await send(t, page.locator('dialog form'), 'reassigning');
	await page.keyboard.press('Escape');
	await page.goto(`/staff#/case/${id}`);
	await page.getByRole('button', { name: '查看完整信息…' }).click();
	await send(t, page.locator('dialog form'), 'unmasking');
	await page
		.locator('dl.facts', { hasText: payload(100) })
		.first()
		.waitFor();
	await looked(t, page, 'unmasked');
	await close();
	t.is(faults, [], 'what the page must not do');
	const worker = await noted();
	worker.pardon(/Failed to load resource/);
	await signIn(worker.page, 'fgw-caseworker', '/staff#/inbox');
	await worker.page.goto(`/staff#/case/${id}`);
	const name = `${short.replaceAll('"', '')}${'x'.repeat(150)}.txt`;
	await worker.page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('示例') });
	await worker.page.locator('.upload button').click();
	await worker.page.locator('#s-documents td', { hasText: name }).first().waitFor();
	await looked(t, worker.page, 'a document');
	await worker.page.getByRole('button', { name: '撤下' }).click();
	await worker.page.locator('dialog form').waitFor();
	await sound(t, worker.page, 'to be taken back');
	await send(t, worker.page.locator('dialog form'), 'taking back');
	await worker.page.locator('dialog').waitFor({ state: 'detached' });
	t.is(worker.faults, [], 'what the page must not do');
	await worker.close();
});

await allFilled();
await done();
