/*
 * Making public what is often asked for (R-OUT-5, 条例 18, 44): cases tied to an information item, reviews
 * opened by the number of applicants or a suggestion, decisions, disclosures for anyone, re-assessment.
 */
import { randomUUID } from 'node:crypto';
import { scenario, done, world, filed, advance } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const worker = await w.person('fgw-caseworker'),
	head = await w.person('fgw-head');
const agency = Object.fromEntries(
	['QZF', 'FGW', 'JTJ'].map((c) => [c, w.sql(`SELECT id FROM agency WHERE code = '${c}'`).trim()]),
);
const items = '/api/v1/information-items',
	public_ = '/api/v1/disclosures';
const person = (n) => ({
	applicant: {
		category: 'natural_person',
		name: `测试申请人${n}`,
		id_kind: 'other',
		id_number: `测试证件${n}`,
		phone: '0791-00000000',
	},
});
let people = 100;
const request = (change = {}) => filed(w, 'FGW', { ...person(people++), ...change });
const tie = (k, body = {}, who = worker) =>
	who.send('POST', `/api/v1/cases/${k.id}/information-item`, { body, key: randomUUID() });
const tied = async (k, body, who) => {
	const answer = await tie(k, body, who);
	if (answer.status !== 201) throw new Error(answer.text);
	return answer.body;
};
const decide = (who, id, body) => who.send('POST', `${items}/${id}/decision`, { body, key: randomUUID() });
const made = {
	decision: 'publish',
	reason: '可以公开',
	title: '充电桩布点规划',
	address: 'https://www.example.invalid/gh',
	document_number: '示发改〔2026〕3号',
	summary: '全区公共充电桩的位置和数量。',
	published_on: '2026-03-02',
};
const events = (item) => item.events.map((e) => e.act);
async function until(what, reached) {
	for (let i = 0; i < 1200 && !reached(); i++) await new Promise((r) => setTimeout(r, 50));
	if (!reached()) throw new Error(`never: ${what}`);
}

await scenario('two applicants within twelve months open a review, once; the same one twice does not', async (t) => {
	const a = await request({ title: '充电桩布点规划' }),
		first = await tied(a);
	t.is(
		[first.title, first.review, first.cases, first.due],
		['充电桩布点规划', 'none', 1, false],
		'an item of its own',
	);
	const same = await filed(w, 'FGW', { ...person(100), title: '充电桩规划' });
	t.is((await tied(same, { item_id: first.id })).review, 'none', 'the same applicant');
	const b = await request(),
		c = await request();
	const both = await Promise.all([b, c].map((k) => tied(k, { item_id: first.id })));
	t.ok(
		both.some((i) => i.review === 'open'),
		'open',
	);
	const item = await worker.get(`${items}/${first.id}`);
	t.is(
		[item.review, item.opened_by, item.opened_on, item.cases, item.due],
		['open', 'applicants', '2026-03-02', 4, true],
		'the review',
	);
	t.is(events(item).filter((e) => e === 'opened').length, 1, 'once, though two came at once');
	t.is([events(item)[0], events(item).filter((e) => e === 'tied').length], ['made', 4], 'all on record');
	t.is(item.tied.map((k) => k.number).sort(), [a, same, b, c].map((k) => k.filed.number).sort(), 'its cases');
	t.is(
		(await worker.get(`/api/v1/cases/${b.id}`)).information_items.map((i) => i.id),
		[first.id],
		'in the case',
	);
});

await scenario(
	'the months and the number of applicants are settings; the last day counts, the day after does not',
	async (t) => {
		const boss = await w.person('qzf-system-admin');
		const set = async (values) =>
			boss.call('PUT', `/api/v1/agencies/${agency.FGW}/settings`, {
				version: (await boss.get(`/api/v1/agencies/${agency.FGW}`)).version,
				body: { values: Object.entries(values).map(([name, value]) => ({ name, value })) },
			});
		await set({ review_months: '1' });
		const early = await request(),
			item = await tied(early);
		await w.clock('2026-04-03');
		t.is((await tied(await request(), { item_id: item.id })).review, 'none', 'a month and a day after');
		await w.clock('2026-03-02');
		const other = await tied(await request());
		await w.clock('2026-04-02');
		t.is((await tied(await request(), { item_id: other.id })).review, 'open', 'a month after');
		await set({ review_months: '12', review_applicants: '3' });
		const third = await tied(await request());
		t.is((await tied(await request(), { item_id: third.id })).review, 'none', 'two of three');
		t.is((await tied(await request(), { item_id: third.id })).review, 'open', 'three');
		await set({ review_applicants: '2' });
		await w.clock('2026-03-02');
	},
);

await scenario('who ties, and to what: refused, and nothing changes', async (t) => {
	const k = await request(),
		item = await tied(await request());
	const before = w.sql('SELECT COUNT(*) FROM information_item_case').trim();
	t.refused(await tie(k, {}, await w.person('fgw-clerk')), 403, {}, 'a clerk');
	t.refused(await tie(k, {}, await w.person('jtj-caseworker')), 404, {}, 'another agency');
	t.refused(await tie(k, { item_id: item.id, title: '两者' }), 422, {}, 'both');
	t.is(
		t.refused(await tie(k, { item_id: '999999' }), 422).errors.map((e) => e.code),
		['no_such_item'],
		'no such item',
	);
	const foreign = await filed(w, 'JTJ'),
		theirs = await tied(foreign, {}, await w.person('jtj-caseworker'));
	t.refused(await tie(k, { item_id: theirs.id }), 422, {}, "another agency's item");
	t.is(w.sql('SELECT COUNT(*) FROM information_item_case').trim(), String(Number(before) + 1), 'nothing changed');
	t.refused(await worker.send('GET', `${items}/${theirs.id}`), 404, {}, 'not to be seen');
	t.refused(await worker.send('GET', `${items}?agency_id=${agency.JTJ}`), 404, {}, 'nor listed');
	t.is(
		(await (await w.person('qzf-supervisor')).get(`${items}?agency_id=${agency.FGW}&review=open`)).items.every(
			(i) => i.review === 'open',
		),
		true,
		'the district office reads',
	);
	await tied(k, { item_id: item.id });
	t.is((await tied(k, { title: '另一事项' })).cases, 1, 'moved to another');
	t.is((await worker.get(`${items}/${item.id}`)).cases, 1, 'from the first');
	t.refused(await worker.send('GET', `${items}?agency_id=${agency.FGW}&cursor=x`), 422, {}, 'a bad cursor');
});

let published;
await scenario(
	'a head publishes: anyone finds it by words, number, agency and likeness; a reply can name it',
	async (t) => {
		const [open] = (
			await worker.get(`${items}?agency_id=${agency.FGW}&review=open&q=${encodeURIComponent('充电桩')}`)
		).items;
		t.refused(await decide(worker, open.id, made), 403, {}, 'a caseworker');
		const faults = t.refused(
			await decide(head, open.id, { decision: 'publish', reason: '可以公开', published_on: '2026-03-03' }),
			422,
		).errors;
		t.is(faults.map((e) => e.pointer).sort(), ['/address', '/published_on', '/title'], 'all faults');
		t.refused(
			await decide(head, open.id, { ...made, decision: 'decline' }),
			422,
			{},
			'an address without publishing',
		);
		t.refused(
			await decide(head, open.id, { decision: 'decline', reason: '不宜', until: '2026-05-01' }),
			422,
			{},
			'a day without putting off',
		);
		t.refused(await decide(await w.person('jtj-head'), open.id, made), 404, {}, "another agency's head");
		t.is((await decide(head, open.id, made)).body.review, 'published', 'published');
		t.refused(await decide(head, open.id, made), 409, { rule: 'R-OUT-5', article: '条例44' }, 'twice');
		const anyone = w.anyone();
		const find = async (query) =>
			(await anyone.get(`${public_}?${new URLSearchParams(query)}`)).items.map((d) => d.title);
		t.is(
			[
				await find({ q: '充电桩' }),
				await find({ q: '示发改〔2026〕3号' }),
				await find({ q: '位置和数量' }),
				await find({ agency_id: agency.FGW }),
			],
			[[made.title], [made.title], [made.title], [made.title]],
			'found',
		);
		t.is(
			[
				await find({ q: '自来水' }),
				await find({ agency_id: agency.JTJ }),
				await find({ q: '充电桩', agency_id: agency.JTJ }),
			],
			[[], [], []],
			'not what it is not',
		);
		t.is(await find({ like: '申请公开我区充电桩的布点规划，包括位置和数量' }), [made.title], 'by likeness');
		t.is(await find({ like: '申请公开自来水价格听证的全部材料' }), [], 'nothing alike');
		t.refused(await anyone.send('GET', `${public_}?like=ab&q=cd`), 422, {}, 'both');
		[published] = (await anyone.get(public_)).items;
		t.is(
			[published.agency_code, published.published_on, published.entered_by],
			['FGW', '2026-03-02', undefined],
			'where from; nobody by name',
		);
		t.is((await anyone.get(`${public_}/${published.id}`)).address, made.address, 'by itself');
		t.refused(await anyone.send('GET', `${public_}/999999`), 404, {}, 'none');

		const k = await request();
		await advance(w, k.id, 'investigating');
		const draft = (body) =>
			worker.send('PUT', `/api/v1/cases/${k.id}/reply`, {
				body: { parts: [body] },
				version: w.sql(`SELECT version FROM docket WHERE id = ${k.id}`).trim(),
			});
		t.refused(
			await draft({ description: '规划', outcome: 'granted', content: '见附件', disclosure_id: published.id }),
			422,
			{},
			'not with another outcome',
		);
		t.refused(
			await draft({ description: '规划', outcome: 'already_public', disclosure_id: '999999' }),
			422,
			{},
			'none',
		);
		t.is(
			(await draft({ description: '规划', outcome: 'already_public', disclosure_id: published.id })).body.reply
				.parts[0].access,
			`该信息以“充电桩布点规划（示发改〔2026〕3号）”为题，已于2026年3月2日公开，查阅地址：${made.address}`,
			'it says where',
		);
	},
);

await scenario(
	'entered by hand and withdrawn by a head, with a reason; what was withdrawn is found by nobody',
	async (t) => {
		const body = {
			agency_id: agency.FGW,
			title: '停车收费标准',
			address: '区政府一楼大厅',
			published_on: '2026-02-27',
		};
		const add = (who, b = body) => who.send('POST', public_, { body: b, key: randomUUID() });
		t.refused(await add(worker), 403, {}, 'a caseworker');
		t.refused(await add(await w.person('jtj-head')), 404, {}, 'another agency');
		t.refused(await add(head, { agency_id: agency.FGW }), 422, {}, 'nothing said');
		const d = (await add(head)).body;
		t.is([d.title, d.document_number, d.summary], ['停车收费标准', null, null], 'entered');
		const pages = [];
		for (let path = `${public_}?limit=1`; path;) {
			const page = await w.anyone().get(path);
			pages.push(...page.items.map((x) => x.id));
			path = page.next;
		}
		t.is(pages, [d.id, published.id], 'paged, newest first');
		const away = (who, id, reason = { reason: '内容有误' }) =>
			who.send('POST', `${public_}/${id}/withdrawal`, { body: reason, key: randomUUID() });
		t.refused(await away(worker, d.id), 403, {}, 'by a caseworker');
		t.refused(await away(head, d.id, {}), 422, {}, 'without a reason');
		t.is((await away(head, d.id)).body.withdrawn_on, '2026-03-02', 'withdrawn');
		t.refused(await away(head, d.id), 409, {}, 'twice');
		t.is((await w.anyone().get(`${public_}?q=${encodeURIComponent('停车')}`)).items, [], 'not found');
		t.is((await w.anyone().get(`${public_}/${d.id}`)).withdrawn_reason, '内容有误', 'its address says why');
		await away(head, published.id);
		const [item] = (
			await worker.get(`${items}?agency_id=${agency.FGW}&review=open&q=${encodeURIComponent('充电桩')}`)
		).items;
		t.is(
			events(await worker.get(`${items}/${item.id}`)).slice(-2),
			['published', 'withdrawn'],
			'what it came from is open again',
		);
		t.is(
			w.sql("SELECT COUNT(*) FROM audit WHERE what IN ('disclosure_added', 'disclosure_withdrawn')").trim(),
			'3',
			'in the log',
		);
	},
);

await scenario(
	'an applicant suggests it once, after the reply; declined, it is looked at again in twelve months',
	async (t) => {
		const k = await request({ title: '学位预警' }),
			path = `/api/v1/requests/${k.filed.number}/suggestions`;
		const suggest = (body = { reason: '许多家长都想知道。' }) =>
			k.applicant.send('POST', path, { body, key: randomUUID() });
		t.refused(await suggest(), 409, { code: 'suggestion_too_early' }, 'before the reply');
		await advance(w, k.id, 'replied', { outcome: 'already_public' });
		t.refused(await suggest({}), 422, {}, 'without a reason');
		t.is((await suggest()).body, { reason: '许多家长都想知道。', made_on: '2026-03-02' }, 'suggested');
		t.refused(await suggest(), 409, { code: 'suggestion_twice' }, 'twice');
		t.is(
			(await k.applicant.get(`/api/v1/requests/${k.filed.number}`)).suggestions,
			[{ made_on: '2026-03-02' }],
			'shown to them',
		);
		const [open] = (
			await worker.get(`${items}?agency_id=${agency.FGW}&review=open&q=${encodeURIComponent('学位')}`)
		).items;
		const item = await worker.get(`${items}/${open.id}`);
		const day = () =>
			w
				.sql(
					`SELECT due_on, status, version FROM deadline WHERE case_id IS NULL AND kind = 'publication' AND ref = ${open.id}`,
				)
				.trim();
		t.is(day(), '2026-03-02\topen\t1', 'due now');
		const reminded = () =>
			until(
				'the look',
				() =>
					w
						.sql(
							`SELECT COUNT(*) FROM deadline WHERE kind = 'publication' AND ref = ${open.id} AND remind_on <= (SELECT MAX(day) FROM test_clock)`,
						)
						.trim() === '0',
			).then(() =>
				w
					.sql(
						`SELECT r.version, r.step, u.login FROM reminder r JOIN deadline l ON l.id = r.deadline_id JOIN user u ON u.id = r.user_id
			WHERE l.kind = 'publication' AND l.ref = ${open.id} AND r.channel = 'inbox' ORDER BY r.version, r.step`,
					)
					.trim()
					.split('\n')
					.map((x) => x.replaceAll('\t', ' ')),
			);
		t.is(await reminded(), ['1 0 fgw-head'], 'the head is reminded');
		const row = (await head.get('/api/v1/reminders?limit=200')).items.find(
			(r) => r.kind === 'publication' && r.ref === open.id,
		);
		t.is(
			[row.title, row.number, row.case_id, row.to_acknowledge],
			['主动公开评估', null, null, true],
			'in the inbox',
		);
		t.is(
			[item.opened_by, item.suggestions.map((s) => s.reason)],
			['suggestion', ['许多家长都想知道。']],
			'a review',
		);
		t.is(w.sql("SELECT COUNT(*) FROM suggestion WHERE INSTR(reason, '家长') > 0").trim(), '0', 'sealed');
		t.refused(
			await decide(head, item.id, { decision: 'put_off', reason: '等待年度数据', until: '2026-03-02' }),
			422,
			{},
			'put off to today',
		);
		t.is(
			(await decide(head, item.id, { decision: 'put_off', reason: '等待年度数据', until: '2026-03-09' })).body
				.due,
			false,
			'put off',
		);
		const due = async () => (await worker.get(`${items}?agency_id=${agency.FGW}&due=true`)).items.map((i) => i.id);
		t.ok(!(await due()).includes(item.id), 'not due');
		await w.clock('2026-03-09');
		t.ok((await due()).includes(item.id), 'due');
		const no = (await decide(head, item.id, { decision: 'decline', reason: '仍在征求意见' })).body;
		t.is([no.review, no.due_on], ['declined', '2027-03-09'], 'in twelve months');
		t.is(
			[day(), (await reminded()).filter((x) => x.startsWith('3'))],
			['2027-03-09\topen\t3', []],
			'with a day of its own, and nothing before it',
		);
		await w.clock('2027-03-08');
		t.is(
			(await reminded()).filter((x) => x.startsWith('3')),
			['3 -1 fgw-head'],
			'reminded of, the day before',
		);
		t.ok(!(await due()).includes(item.id), 'the day before');
		await w.clock('2027-03-09');
		t.ok((await due()).includes(item.id), 'on its day');
		await w.clock('2026-03-02');
	},
);

await scenario(
	'what a reply refuses under articles 14 to 16 is re-assessed after the months of the setting',
	async (t) => {
		const k = await request({ title: '内部会议记录' });
		await advance(w, k.id, 'replied', { outcome: 'internal_affairs' });
		const [item] = (await worker.get(`/api/v1/cases/${k.id}`)).information_items;
		t.is([item.title, item.review, item.due_on], ['内部会议记录', 'none', '2027-03-02'], 'an item with its day');
		t.is(events(await worker.get(`${items}/${item.id}`)), ['made', 'refused'], 'on record');
		t.is(
			(await tied(await request(), { item_id: item.id })).review,
			'none',
			'refused information counts for nobody',
		);
		const open = await request();
		await advance(w, open.id, 'replied', { outcome: 'already_public' });
		t.is((await worker.get(`/api/v1/cases/${open.id}`)).information_items, [], 'nothing refused, no item');
		t.is(w.ctl('verify').status, 0, 'verify');
	},
);

await scenario('what happened is never changed', async (t) => {
	for (const change of [
		"UPDATE information_item_event SET act = 'tied' LIMIT 1",
		'DELETE FROM information_item_event LIMIT 1',
	]) {
		let refused = '';
		try {
			w.sql(change);
		} catch (e) {
			refused = e.message;
		}
		t.match(refused, /R-KEEP-1/, change);
	}
});

await done();
