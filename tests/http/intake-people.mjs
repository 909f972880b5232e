/*
 * Who files, for whom (R-REQ-10, R-REQ-4), minors (民法典19, 20), the same filing twice, and the ten minutes after an
 * online submission (R-REQ-9).
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const clerk = await w.person('fgw-clerk');
const worker = await w.person('fgw-caseworker');

const paper = (change = {}) => ({
	agency: '360104-FGW',
	channel: 'in_person',
	arrived_on: '2026-03-02',
	applicant: {
		category: 'natural_person',
		name: '测试甲',
		id_kind: 'other',
		id_number: '证件甲',
		phone: '0791-00000011',
	},
	description: `申请公开测试材料${randomUUID()}。`,
	ways: ['post'],
	carriers: ['paper'],
	...change,
});
const take = (change) => clerk.post('/api/v1/cases', paper(change));
const agent = (change = {}) => ({
	kind: 'agent',
	name: '测试代理人',
	id_kind: 'other',
	id_number: '证件丙',
	matters: '申请公开测试材料',
	powers: ['file', 'receive'],
	valid_from: '2026-03-01',
	valid_to: '2026-12-31',
	...change,
});
const missing = (c) => c.missing.map((m) => (m.representative ? `${m.item} ${m.representative}` : m.item));
const letter = async (c, kind) =>
	clerk.get(`/api/v1/cases/${c.id}/letters/${c.letters.find((l) => l.kind === kind).id}`);

await scenario(
	"an authorised agent: nothing missing, letters go to the agent, the category is the applicant's (R-REQ-10, R-REQ-4)",
	async (t) => {
		const c = await take({ representatives: [agent()] });
		t.is(missing(c), [], 'nothing missing');
		const [r] = c.representatives;
		t.is(
			[r.kind, r.name, r.id_number, r.authorised, r.gets_letters, r.may_withdraw],
			['agent', '测*', '证*丙', true, true, false],
			'masked, what the agent may',
		);
		t.is([c.applicant.name, c.applicant.category], ['测*', 'natural_person'], 'the applicant');
		t.is((await letter(c, 'receipt')).addressee, '测试代理人', 'the receipt');
		await w.clock('2027-01-04'); // the authorisation has ended
		await worker.act(c.id, 'extensions', { working_days: 5, reason: '需要检索' }).catch(() => null);
		const seen = await clerk.get(`/api/v1/cases/${c.id}`);
		t.is([seen.representatives[0].authorised, seen.representatives[0].gets_letters], [false, false], 'over');
		const ended = await clerk.act(c.id, 'withdrawal', { reason: '申请人本人来电撤回' });
		t.is((await letter(ended, 'withdrawal_confirmation')).addressee, '测试甲', 'then letters go to the applicant');
		await w.clock('2026-03-02');
	},
);

await scenario('an agent without the power to receive is sent no letters (R-REQ-10)', async (t) => {
	for (const powers of [['file', 'correct'], []]) {
		const c = await take({ representatives: [agent({ powers })] });
		t.is(
			[c.representatives[0].authorised, c.representatives[0].gets_letters],
			[true, false],
			`authorised, for ${powers.length ? powers : 'nothing named'}`,
		);
		t.is((await letter(c, 'receipt')).addressee, '测试甲', 'the receipt goes to the applicant');
		t.is(missing(c), powers.length ? [] : ['authorisation 1'], 'powers that are not named are asked for');
	}
});

await scenario('what an authorisation lacks becomes an item, and letters go to the applicant (R-REQ-10)', async (t) => {
	const none = await take({
		representatives: [{ kind: 'agent', name: '测试代理人', id_kind: 'other', id_number: '证件丙' }],
	});
	t.is(missing(none), ['authorisation 1'], 'no authorisation');
	t.is((await letter(none, 'receipt')).addressee, '测试甲', 'to the applicant');
	t.is(missing(await take({ representatives: [agent({ powers: [] })] })), ['authorisation 1'], 'no powers named');
	t.is(
		missing(await take({ representatives: [agent({ valid_to: undefined })] })),
		['authorisation 1'],
		'no last day',
	);
	t.is(
		missing(await take({ representatives: [agent({ valid_from: '2026-03-03' })] })),
		['authorisation 1'],
		'not yet valid on the day of filing',
	);
	t.is(
		missing(await take({ representatives: [agent({ valid_from: '2026-03-02', valid_to: '2026-03-02' })] })),
		[],
		'valid on just that day',
	);
	t.is(
		missing(await take({ representatives: [agent({ id_kind: undefined, id_number: undefined })] })),
		['identity_proof 1'],
		'identity of the agent',
	);
	t.is(
		missing(await take({ representatives: [agent({ lawyer: true, licence: '执业证0001' })] })),
		['authorisation 1'],
		"a lawyer: the firm's letter",
	);
	const lawyer = await take({
		representatives: [agent({ lawyer: true, licence: '执业证0001', firm_letter: '所函0001' })],
	});
	t.is(missing(lawyer), [], 'licence and letter');
	t.is(
		w.sql(`SELECT COUNT(*) FROM representative WHERE case_id = ${lawyer.id} AND licence LIKE '%0001%'`).trim(),
		'0',
		'the licence is sealed',
	);
	t.is(
		missing(
			await take({
				applicant: {
					category: 'enterprise',
					name: '测试公司',
					id_kind: 'credit_code',
					id_number: '91350100M000100Y43',
					address: '测试路',
				},
				representatives: [
					{ kind: 'legal_representative', name: '测试法人', id_kind: 'other', id_number: '证件丁' },
					{ kind: 'handler', name: '测试经办', id_kind: 'other', id_number: '证件戊' },
				],
			}),
		),
		[],
		'an organisation',
	);
});

await scenario(
	'an agent withdraws only with that power, while it holds; a handler never (R-REQ-9, R-REQ-10)',
	async (t) => {
		const c = await take({
			representatives: [agent(), { kind: 'handler', name: '测试经办', id_kind: 'other', id_number: '证件戊' }],
		});
		for (const r of c.representatives) {
			const p = t.refused(
				await clerk.send('POST', `/api/v1/cases/${c.id}/withdrawal`, {
					version: c.version,
					key: randomUUID(),
					body: { reason: '撤回', representative_id: r.id },
				}),
				409,
				{ rule: 'R-REQ-10' },
				r.kind,
			);
			t.ok(p.allowed_acts.includes('withdraw'), 'the applicant can');
		}
		t.refused(
			await clerk.send('POST', `/api/v1/cases/${c.id}/withdrawal`, {
				version: c.version,
				key: randomUUID(),
				body: { reason: '撤回', representative_id: '999999' },
			}),
			422,
			{},
			'nobody of this case',
		);
		t.is((await clerk.get(`/api/v1/cases/${c.id}`)).state, 'received', 'nothing has happened');
		const d = await take({ representatives: [agent({ powers: ['file', 'withdraw'], valid_to: '2026-03-03' })] });
		await w.clock('2026-03-04');
		t.refused(
			await clerk.send('POST', `/api/v1/cases/${d.id}/withdrawal`, {
				version: d.version,
				key: randomUUID(),
				body: { reason: '撤回', representative_id: d.representatives[0].id },
			}),
			409,
			{ rule: 'R-REQ-10' },
			'the day after',
		);
		const r = await clerk.act(d.id, 'withdrawal', {
			reason: '代理人撤回',
			on: '2026-03-03',
			representative_id: d.representatives[0].id,
		});
		t.is(r.state, 'ended', 'on the last day');
		await w.clock('2026-03-02');
	},
);

await scenario(
	'minors: accepted; under 8, or beyond their age, the guardian signs by correction (民法典19, 20)',
	async (t) => {
		const born = (born_on, more = {}) => ({
			applicant: {
				category: 'natural_person',
				name: '测试小',
				id_kind: 'other',
				id_number: '证件己',
				phone: '1',
				born_on,
			},
			...more,
		});
		t.is(missing(await take(born('2018-03-03'))), ['authorisation'], '7 years on the last day before the birthday');
		t.is(missing(await take(born('2018-03-02'))), [], '8 on the day');
		t.is(
			missing(await take(born('2012-01-01', { beyond_age: true }))),
			['authorisation'],
			'14, and it does not fit the age',
		);
		t.is(missing(await take(born('2008-03-02', { beyond_age: true }))), [], '18 on the day');
		const guardian = { kind: 'guardian', name: '测试父', id_kind: 'other', id_number: '证件庚' };
		t.is(
			missing(await take(born('2018-03-03', { representatives: [guardian] }))),
			['authorisation'],
			'named, but not signed',
		);
		t.is(
			missing(await take(born('2018-03-03', { representatives: [{ ...guardian, has_signed: true }] }))),
			[],
			'signed',
		);
		t.refused(
			await clerk.send('POST', '/api/v1/cases', { body: paper(born('2026-03-03')), key: randomUUID() }),
			422,
			{},
			'not born',
		);
		const sealed = await take(born('2018-03-03'));
		t.is(
			w.sql(`SELECT COUNT(*) FROM filing WHERE case_id = ${sealed.id} AND born_on LIKE '%2018%'`).trim(),
			'0',
			'the birth day is sealed',
		);
	},
);

await scenario(
	'joint applicants: one case, one contact, every name on the letters; the first counts (R-REQ-10)',
	async (t) => {
		const joint = [
			{ name: '测试乙', id_kind: 'other', id_number: '证件乙' },
			{ category: 'enterprise', name: '测试公司' },
		];
		const c = await take({ joint_applicants: joint });
		t.is(missing(c), ['contact'], 'no contact is named');
		t.is(c.applicant.category, 'natural_person', 'the column goes by the first-named');
		const d = await take({ joint_applicants: joint, contact: 2 });
		t.is(
			[missing(d), d.joint_applicants.map((j) => [j.no, j.name, j.is_contact])],
			[
				[],
				[
					[2, '测*', true],
					[3, '测*', false],
				],
			],
			'named',
		);
		t.is((await letter(d, 'receipt')).addressee, '测试甲、测试乙、测试公司', 'all of them');
		for (const [change, pointer] of [
			[{ joint_applicants: joint, contact: 4 }, '/contact'],
			[{ joint_applicants: [{ phone: '1' }] }, '/joint_applicants/0/name'],
			[{ representatives: [agent({ powers: ['fly'] })] }, '/representatives/0/powers/0'],
			[{ representatives: [agent({ valid_to: '2026-02-01' })] }, '/representatives/0/valid_to'],
			[{ representatives: [{ kind: 'agent' }] }, '/representatives/0/name'],
		]) {
			const p = t.refused(
				await clerk.send('POST', '/api/v1/cases', { body: paper(change), key: randomUUID() }),
				422,
				{},
				pointer,
			);
			t.is(
				p.errors.map((e) => e.pointer),
				[pointer],
				'pointer',
			);
		}
		const seen = await clerk.post(`/api/v1/cases/${d.id}/unmasking`, { reason: '核对联系人' });
		t.is(
			[seen.name, seen.joint_applicants.map((j) => j.name)],
			['测试甲', ['测试乙', '测试公司']],
			'unmasked with a reason',
		);
	},
);

await scenario('online, too: representatives and joint applicants; the applicant sees them masked', async (t) => {
	const { applicant, filed: f } = await filed(w, 'FGW', {
		description: `网上${randomUUID()}`,
		joint_applicants: [{ name: '测试乙' }],
		contact: 1,
		representatives: [{ kind: 'agent', name: '测试代理人', id_kind: 'other', id_number: '证件丙' }],
	});
	t.is(
		f.missing.map((m) => m.item),
		['authorisation'],
		'accepted, the authorisation is missing',
	);
	const own = await applicant.get(`/api/v1/requests/${f.number}`);
	t.is([own.representatives[0].name, own.joint_applicants[0].name], ['测*', '测*'], 'masked');
	const seen = await applicant.send('POST', `/api/v1/requests/${f.number}/withdrawal`, {
		version: own.version,
		key: randomUUID(),
		body: { representative_id: own.representatives[0].id },
	});
	t.refused(seen, 409, { rule: 'R-REQ-10' }, 'the agent without power');
});

await scenario(
	'the same filing twice is shown to staff: same text, same identity or name, same agency (R-OUT-2)',
	async (t) => {
		const text = `申请公开 示例Ａ项目-${randomUUID()}`;
		const a = await filed(w, 'FGW', { description: text });
		const b = await filed(w, 'FGW', { description: text.replace('Ａ', 'a').replace(' ', '') }); // folded
		const other = await filed(w, 'FGW', {
			description: text,
			applicant: { category: 'natural_person', name: '测试别人', id_kind: 'other', id_number: '别的证件' },
		});
		await filed(w, 'JTJ', { description: text });
		const named = await filed(w, 'FGW', {
			description: text,
			applicant: { category: 'natural_person', name: '测试 申请人' },
		});
		const seen = await worker.get(`/api/v1/cases/${b.id}`);
		t.is(
			seen.same_filings.map((s) => [s.case_id, s.same]),
			[
				[named.id, 'name'],
				[a.id, 'identity'],
			],
			'the candidates',
		);
		t.is((await worker.get(`/api/v1/cases/${other.id}`)).same_filings, [], 'another applicant is another filing');
		t.is(
			'same_filings' in (await a.applicant.get(`/api/v1/requests/${a.filed.number}`)),
			false,
			'not for the applicant',
		);
		const again = await clerk.post(
			'/api/v1/cases',
			paper({
				description: text,
				title: '测试信息',
				applicant: { category: 'natural_person', name: '测试申请人' },
			}),
		);
		t.ok(again.same_filings.length === 3, `at the counter at once: ${JSON.stringify(again.same_filings)}`);
	},
);

await scenario(
	'ten minutes: the text is replaced, receipt and day stay; a second later it is not (R-REQ-9)',
	async (t) => {
		const { applicant, filed: f, id } = await filed(w, 'FGW');
		const own = await applicant.get(`/api/v1/requests/${f.number}`);
		const amend = (version, description) =>
			applicant.send('POST', `/api/v1/requests/${f.number}/amendment`, {
				version,
				key: randomUUID(),
				body: { description, ways: ['post'] },
			});
		w.sql(`UPDATE docket SET submitted_at = UTC_TIMESTAMP(6) - INTERVAL 590 SECOND WHERE id = ${id}`);
		const done = await amend(own.version, '改为另一份测试材料。');
		t.is(
			[done.status, done.body.description, done.body.received_on, done.body.due_on],
			[200, '改为另一份测试材料。', f.received_on, f.due_on],
			'replaced',
		);
		t.is(done.body.letters.filter((l) => l.kind === 'receipt').length, 1, 'the receipt stays');
		w.sql(`UPDATE docket SET submitted_at = UTC_TIMESTAMP(6) - INTERVAL 601 SECOND WHERE id = ${id}`);
		t.refused(await amend(done.body.version, '再改。'), 409, { rule: 'R-REQ-9' }, 'after ten minutes');
		const registered = await filed(w, 'FGW');
		await advance(w, registered.id, 'registered');
		const seen = await registered.applicant.get(`/api/v1/requests/${registered.filed.number}`);
		t.refused(
			await registered.applicant.send('POST', `/api/v1/requests/${registered.filed.number}/amendment`, {
				version: seen.version,
				key: randomUUID(),
				body: { description: '已登记' },
			}),
			409,
			{ state: 'registered' },
			'registered',
		);
	},
);

await scenario(
	"withdrawn within the ten minutes it takes no units of the month's; later it does (R-REQ-9, R-FEE-3)",
	async (t) => {
		const mark = (id) => w.sql(`SELECT fee_uncounted FROM docket WHERE id = ${id}`).trim();
		const withdraw = async ({ applicant, filed: f }) => {
			const own = await applicant.get(`/api/v1/requests/${f.number}`);
			return applicant.call('POST', `/api/v1/requests/${f.number}/withdrawal`, {
				version: own.version,
				key: randomUUID(),
				body: {},
			});
		};
		const soon = await filed(w, 'FGW'),
			late = await filed(w, 'FGW');
		w.sql(`UPDATE docket SET submitted_at = UTC_TIMESTAMP(6) - INTERVAL 590 SECOND WHERE id = ${soon.id}`);
		w.sql(`UPDATE docket SET submitted_at = UTC_TIMESTAMP(6) - INTERVAL 601 SECOND WHERE id = ${late.id}`);
		t.is((await withdraw(soon)).state, 'ended', 'withdrawn');
		await withdraw(late);
		t.is([mark(soon.id), mark(late.id)], ['1', '0'], 'the mark');
		const counter = await take();
		await clerk.act(counter.id, 'withdrawal', { reason: '当场撤回' });
		t.is(mark(counter.id), '0', 'only what was submitted online');
	},
);

await scenario(
	'any time before the reply is served: withdrawn from each open state, with its confirming letter (R-REQ-9)',
	async (t) => {
		for (const to of ['registered', 'investigating', 'drafted', 'submitted', 'signed']) {
			const { id, applicant, filed: f } = await filed(w, 'FGW');
			await advance(w, id, to);
			const own = await applicant.get(`/api/v1/requests/${f.number}`);
			const r = await applicant.call('POST', `/api/v1/requests/${f.number}/withdrawal`, {
				version: own.version,
				key: randomUUID(),
				body: {},
			});
			t.is([r.state, r.letters.filter((l) => l.kind === 'withdrawal_confirmation').length], ['ended', 1], to);
		}
		const { id, applicant, filed: f } = await filed(w, 'FGW');
		await advance(w, id, 'replied');
		const own = await applicant.get(`/api/v1/requests/${f.number}`);
		t.refused(
			await applicant.send('POST', `/api/v1/requests/${f.number}/withdrawal`, {
				version: own.version,
				key: randomUUID(),
				body: {},
			}),
			409,
			{ state: 'replied' },
			'replied',
		);
	},
);

await scenario('help that is needed shows on the case and in the queue (R-REQ-5)', async (t) => {
	const c = await take({ help_needed: '听力不便，请用文字联系' });
	t.is(
		[c.help_needed, (await clerk.get('/api/v1/cases?limit=200')).items.find((r) => r.id === c.id).help_needed],
		['听力不便，请用文字联系', true],
		'everywhere',
	);
});

await done();
