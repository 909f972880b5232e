/*
 * Drives the running service over HTTP only: ten requests to agencies of the demo district, received
 * on days whose periods cross the hard places of 2026's calendar, each to its served reply; checks
 * number of the case, days, outcome, report row and remedy against expectations written by hand from
 * the calendar's notices (国办发明电〔2025〕7号) and law.md.
 */
import { readFileSync } from 'node:fs';
import { Client } from './client.mjs';

const usage = `usage: contrib/demo [--url URL] --accounts FILE

  --url URL        the service, http://localhost:8080 if not given; its legal clock must be settable
  --accounts FILE  the demo sign-ins that contrib/run wrote (var/demo-accounts.txt)
  --help           this text
`;

function options(args) {
	const found = { url: 'http://localhost:8080', accounts: null };
	while (args.length) {
		const name = args.shift();
		if (name === '--help') {
			process.stdout.write(usage);
			process.exit(0);
		}
		if ((name === '--url' || name === '--accounts') && args.length)
			found[name.slice(2)] = args.shift();
		else {
			process.stderr.write(`contrib/demo: ${name}?\n${usage}`);
			process.exit(2);
		}
	}
	if (!found.accounts) {
		process.stderr.write(usage);
		process.exit(2);
	}
	return found;
}

/*
 * Expectations, by hand.  "due" counts 20 working days after the day of receipt:
 * 02-05: 6, 9-13, Sat 14 (make-up) = 7; off 15-23; 24-27, Sat 28 (make-up) = 12; 03-02 to 03-06 = 17,
 * 9, 10, 11 = 20.
 * 02-13: 14 = 1; 24-28 = 6; 03-02 to 03-06 = 11; 9-13 = 16; 16-19 = 20.
 * 02-20, inside the holiday: 24-28 = 5; 03-02 to 06 = 10; 9-13 = 15; 16-20 = 20.
 * 03-02: 3-6 = 4; 9-13 = 9; 16-20 = 14; 23-27 = 19; 30 = 20.
 * 03-10: 11-13 = 3; 16-20 = 8; 23-27 = 13; 30-04-03 = 18 (off 4-6); 7, 8 = 20.
 * 06-10: 11, 12 = 2; 15-18 = 6 (off 19-21); 22-26 = 11; 29-07-03 = 16; 6-9 = 20.
 * 09-10: 11 = 1; 14-18 = 6; Sun 20 (make-up) = 7; 21-24 = 11 (off 25-27); 28-30 = 14 (off 1-7);
 *        10-08, 9, Sat 10 (make-up) = 17; 12, 13, 14 = 20.
 * 09-30: 10-08, 9, 10 = 3; 12-16 = 8; 19-23 = 13; 26-30 = 18; 11-02, 03 = 20.
 * 12-04: 7-11 = 5; 14-18 = 10; 21-25 = 15; 28-31 = 19; 2027-01-01 is off, 2-3 a weekend; 01-04 = 20,
 *        provisional: no notice for 2027.
 * 12-10: 11 = 1; 14-18 = 6; 21-25 = 11; 28-31 = 15; 2027-01-04 to 08 = 20, provisional.
 */
const cases = [
	{ agency: 'FGW', received: '2026-02-05', due: '2026-03-11', outcome: 'granted', row: 3,
	  title: '充电桩建设补贴项目名单', text: '申请公开2025年度充电桩建设补贴项目的名单和金额。',
	  part: { content: '2025年度充电桩建设补贴项目名单及金额（见附件）。' }, secrecy: true },
	{ agency: 'JTJ', received: '2026-02-13', due: '2026-03-19', outcome: 'already_public', row: 3,
	  title: '义务教育学区划分', text: '申请公开2026年小学学区划分方案。',
	  part: { access: '该信息已在区政府门户网站“义务教育招生”栏目公开：https://www.qyp.example.invalid/xuequ' } },
	{ agency: 'ZGJ', received: '2026-02-20', due: '2026-03-20', outcome: 'special_access_law', row: 12,
	  title: '本人房屋登记信息', text: '申请查询演示路99号房屋的登记信息。',
	  part: { law: '《不动产登记暂行条例》第二十七条', turn_to: '请持本人身份证明到不动产登记中心查询窗口办理。' } },
	{ agency: 'CZJ', received: '2026-03-02', due: '2026-03-30', outcome: 'not_held', row: 13, search: true,
	  title: '会议餐费明细', text: '申请公开2019年某次会议的餐费明细。',
	  part: { search_statement: '经在财务档案室和电子档案系统检索，未发现该信息。' } },
	{ agency: 'MZJ', received: '2026-03-10', due: '2026-04-08', outcome: 'not_our_duty', row: 13,
	  title: '地铁施工许可', text: '申请公开地铁某标段的施工许可文件。',
	  part: { reasons: '地铁工程的施工许可不属于本机关职责。', agency: '南昌市住房和城乡建设局，电话0791-00009999' } },
	{ agency: 'SJJ', received: '2026-06-10', due: '2026-07-09', outcome: 'needs_making', row: 14,
	  title: '近十年审计整改率汇总', text: '申请公开近十年各单位审计整改率的汇总对比。',
	  part: { reasons: '所申请的汇总对比需要本机关对现有信息另行加工、分析后才能形成。' } },
	{ agency: 'SFJ', received: '2026-09-10', due: '2026-10-14', outcome: 'petition', row: 16,
	  title: '反映某律师服务问题', text: '反映某律师事务所服务态度问题，要求处理。',
	  part: { reasons: '所提内容属于投诉请求，不作为政府信息公开申请处理，可通过12345热线反映。' } },
	{ agency: 'QZF', received: '2026-09-30', due: '2026-11-03', outcome: 'publication', row: 18,
	  title: '索取区政府公报', text: '申请提供2026年第3期政府公报。',
	  part: { access: '政府公报可在区政务服务大厅免费领取，也可在门户网站“政府公报”栏目下载。' } },
	{ agency: 'RSJ', received: '2026-12-04', due: '2027-01-04', provisional: true, outcome: 'reissue', row: 20,
	  title: '补发职称证明', text: '申请再次出具已经取得的职称评审通过证明。',
	  part: { reasons: '所申请事项是对已获取的信息重新出具确认，不属于政府信息公开。' } },
	{ agency: 'YJJ', received: '2026-12-10', due: '2027-01-08', provisional: true,
	  outcome: 'not_government_information', row: 23,
	  title: '职工篮球赛名单', text: '申请公开单位职工篮球赛参赛名单。',
	  part: { reasons: '该名单不是本机关在履行行政管理职能过程中制作或者获取的信息。', turn_to: '可向机关工会了解。' } },
];

const remedyBoth = /六十日|60\s*日/; // every one of these outcomes: reconsideration or suit

class Demo {
	constructor(url, accounts) {
		this.url = url;
		this.people = new Map(readFileSync(accounts, 'utf8').trim().split('\n').map((line) => {
			const [login, password, ...rest] = line.split(/\s+/);
			return [login, { login, password, roles: rest.join(' ') }];
		}));
		this.clients = new Map();
		this.faults = 0;
	}

	/** Signs in somebody who holds ROLE at AGENCY, once. */
	async person(role, agency) {
		const name = `${role}@${agency}`;
		if (!this.clients.has(name)) {
			const found = [...this.people.values()].find((p) =>
				new RegExp(`\\b${role}\\b`).test(p.roles) && new RegExp(`\\b${agency}\\b`).test(p.roles));
			if (!found) throw new Error(`nobody is ${role} of ${agency} in the accounts`);
			const client = new Client(this.url);
			await client.signIn(found.login, found.password);
			this.clients.set(name, client);
		}
		return this.clients.get(name);
	}

	async clock(day) {
		const admin = await this.person('system_admin', 'QZF');
		await admin.call('PUT', '/api/v1/test-clock', { body: { day } });
	}

	check(what, is, should) {
		const same = should instanceof RegExp ? should.test(is) : is === should;
		if (same) return;
		this.faults++;
		console.log(`    WRONG ${what}: is ${JSON.stringify(is)}, should be ${should}`);
	}

	async file(k, i) {
		const applicant = new Client(this.url);
		const filed = await applicant.post('/api/v1/requests', {
			agency: `360104-${k.agency}`,
			applicant: { category: 'natural_person', name: `演示申请人${i + 1}`,
				id_kind: 'other', id_number: `演示证件${i + 1}`, phone: '0791-00000000',
				address: '演示路0号' },
			title: k.title, description: k.text, ways: ['download', 'post'],
			carriers: ['electronic'], electronic_ok: true,
		});
		this.check('received_on', filed.received_on, k.received);
		this.check('due_on', filed.due_on, k.due);
		this.check('provisional', filed.provisional, k.provisional ?? false);
		const access = await applicant.call('POST', `/api/v1/requests/${filed.number}/access`,
			{ body: { code: filed.query_code } });
		applicant.access = access.access_token;
		return { applicant, filed };
	}

	async find(number, client) {
		for (let path = '/api/v1/cases?limit=200'; path;) {
			const page = await client.get(path);
			const found = page.items.find((c) => c.number === number);
			if (found) return found.id;
			path = page.next;
		}
		throw new Error(`${number} is not in the queue`);
	}

	/** From received to served, as an office does it. */
	async handle(k, number) {
		const clerk = await this.person('clerk', k.agency);
		const worker = await this.person('caseworker', k.agency);
		const head = await this.person('head', k.agency);
		const id = await this.find(number, worker);
		await clerk.act(id, 'registration');
		await head.act(id, 'assignment', { user_id: worker.user.id });
		if (k.search) await worker.post(`/api/v1/cases/${id}/searches`, {
			place: '财务档案室、电子档案系统', searched_on: k.received, searcher: '演示检索人',
			method: '按会议名称、日期、凭证号逐项检索', found: false, result: '未发现' });
		if (k.secrecy) {
			const asked = await worker.act(id, 'secrecy-reviews', { question: '拟公开名单和金额，请审查。' });
			const reviewer = await this.person('secrecy_reviewer', k.agency);
			await reviewer.act(id, `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`,
				{ result: 'pass', remarks: '不涉密' });
		}
		await worker.act(id, 'reply', { parts: [{ description: k.title, outcome: k.outcome, ...k.part }] },
			{ method: 'PUT' });
		let seen = await worker.act(id, 'reply/submission');
		while (seen.reply.status === 'submitted') {
			const approver = await this.person(seen.reply.next_approver, k.agency);
			const last = seen.reply.approvals.filter((a) => a.round === seen.reply.round).length + 1 >=
				seen.reply.approvals_needed;
			seen = last ? await approver.act(id, 'reply/signature')
				: await approver.act(id, 'reply/decisions', { decision: 'approve' });
		}
		return clerk.act(id, 'services', { way: 'electronic' });
	}

	async run() {
		for (const [i, k] of cases.entries()) {
			await this.clock(k.received);
			const { applicant, filed } = await this.file(k, i);
			const served = await this.handle(k, filed.number);
			this.check('state', served.state, 'replied');
			this.check('outcome', served.outcome, k.outcome);
			this.check('report_row', served.report_row, k.row);
			const own = await applicant.get(`/api/v1/requests/${filed.number}`);
			const reply = own.letters.find((l) => l.kind === 'reply');
			this.check('reply readable by the applicant', reply !== undefined, true);
			const letter = await applicant.get(`/api/v1/requests/${filed.number}/letters/${reply.id}`);
			const remedy = letter.blocks.map((b) => b.text).find((t) => remedyBoth.test(t)) ?? '';
			this.check('remedy', remedy, remedyBoth);
			this.print(filed, served, remedy);
		}
		await this.clock(null);
		console.log(this.faults ? `${this.faults} differences` : `${cases.length} requests, all as expected`);
		return this.faults ? 1 : 0;
	}

	print(filed, served, remedy) {
		console.log(`${filed.number}  received ${filed.received_on}  due ${filed.due_on}` +
			`${filed.provisional ? ' (provisional)' : ''}  replied ${served.replied_on}  ${served.outcome}`);
		filed.clock.steps.forEach((s) => console.log(`    ${s.text}  [${s.rule} ${s.article ?? ''}]`));
		console.log(`    ${remedy}`);
	}
}

const { url, accounts } = options(process.argv.slice(2));
new Demo(url, accounts).run().then((code) => process.exit(code), (e) => {
	console.error(`contrib/demo: ${e.message}`);
	process.exit(1);
});
