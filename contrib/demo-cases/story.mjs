/*
 * A story is one request from its arrival to its end: a list of days with what is done on each, and what must
 * have come of it, written by hand from law.md and the notices and never taken from what the service says.
 * story('planning', { agency: 'FGW', title: '…', text: '…' })       .on('2025-09-01', (k) => k.file())
 * .on('2025-09-02', (k) => k.assign())    .on('2025-09-26', (k) => k.reply([part('granted', { content: '…'
 * })]))  .expect({ received: '2025-09-01', due: '2025-09-28', outcome: 'granted', row: 3, articles:
 * ['条例36(2)'] });
 */
import { randomUUID } from 'node:crypto';
import { Refused } from '../client.mjs';
import { until } from './frame.mjs';

/** A part of a reply: its outcome, what it must say, what it is about. */
export const part = (outcome, says, description = '全部信息') => ({ description, outcome, ...says });

const stories = [];
export const allStories = () => stories;

export function story(key, about) {
	const one = new Story(key, about);
	stories.push(one);
	return one;
}

/** A story that is no part of the run. */
export const aside = (key, about) => new Story(key, about);

let papers = 0;
/** The number of a posting receipt, a slip, a voucher: each once. */
export const paper = (what) => `${what}演示${String(++papers).padStart(4, '0')}`;

/** "条例14、36(3)" names two articles of one law; all of them once, in order. */
const articlesOf = (named) =>
	[
		...new Set(
			named.filter(Boolean).flatMap((text) => {
				const law = /^[^\d]*/.exec(text)[0];
				return text
					.slice(law.length)
					.split('、')
					.map((article) => law + article);
			}),
		),
	].sort();

class Story {
	#steps = [];
	faults = [];
	/** What the case has been through: states, and what stands beside a state. */
	been = new Set();
	/** Who holds whose step of the chain under an authorisation. */
	standsIn = {};

	constructor(key, about) {
		this.key = key;
		this.about = { who: key, text: `申请公开${about.title}。`, ...about };
	}

	on(day, fn) {
		this.#steps.push([day, fn]);
		return this;
	}

	/**
	 * received, the last due day that stood, in it extended and excluded working days, outcome, row of the annual
	 * report, fee (yuan), state, and all articles that the clock's steps and the reply's grounds name ("33" is
	 * 条例33, "费6" 费6): checked at the end.
	 */
	expect(wanted) {
		this.wanted = { extended: 0, excluded: 0, fee: 0, state: 'replied', articles: '31 33', ...wanted };
		return this;
	}

	get firstDay() {
		return this.#steps.map(([day]) => day).sort()[0];
	}

	plan(timeline, office) {
		this.office = office;
		for (const [day, fn] of this.#steps) timeline.at(day, this.key, () => fn(this));
	}

	/* ---- Checks. */

	check(what, is, should) {
		const same =
			should instanceof RegExp ? should.test(String(is ?? '')) : JSON.stringify(is) === JSON.stringify(should);
		if (!same)
			this.faults.push(
				`${this.office.today ?? 'end'}: ${what} is ${JSON.stringify(is)}, should be ` +
					(should instanceof RegExp ? should : JSON.stringify(should)),
			);
	}

	/** The due day and, where it differs, what it would be if what holds the clock ended today. */
	async due(day, ifEndedToday) {
		const seen = await this.look();
		this.check('due', seen.due_on, day);
		if (ifEndedToday) this.check('due if ended today', seen.clock.due_on_if_ended_today, ifEndedToday);
	}

	/** FN must be refused by RULE and ARTICLE, and say what can be done instead. */
	async refused(what, rule, article, fn) {
		try {
			await fn();
			this.faults.push(`${this.office.today}: ${what} was not refused`);
		} catch (e) {
			if (!(e instanceof Refused)) throw e;
			const problem = e.answer.body ?? {};
			this.check(`${what}: refused by`, [problem.rule, problem.article], [rule, article]);
			this.check(`${what}: what can be done instead`, problem.allowed_acts?.length > 0, true);
		}
	}

	/** The newest letter of KIND as the office reads it must match each PATTERN. */
	async letterSays(kind, ...patterns) {
		const who = await this.person('caseworker');
		const { letters } = await this.look();
		const found = letters.filter((l) => l.kind === kind).at(-1);
		if (!found) return this.check(`letter ${kind}`, null, 'made');
		const letter = await who.get(`/api/v1/cases/${this.id}/letters/${found.id}`);
		const text = letter.blocks.map((b) => `${b.label ?? ''}${b.text}`).join('\n');
		for (const pattern of patterns) this.check(`letter ${kind}`, text, pattern);
		return found;
	}

	/* ---- Who acts. */

	person(role, n) {
		return this.office.person(role, role === 'advisor' ? 'QZF' : this.about.agency, n);
	}

	note(seen) {
		this.seen = seen;
		this.been.add(seen.state);
		if (seen.due_on) this.last = { due: seen.due_on, steps: seen.clock.steps };
		if (seen.lapse_due) this.been.add('lapse_due');
		if (seen.clock.paused) this.been.add('paused');
		if (seen.clock.waiting_for === 'resumption') this.been.add('stopped');
		if (seen.clock.overdue) this.been.add('overdue');
		if (seen.clock.marked) this.been.add('marked');
		if (seen.clock.delayed) this.been.add('delayed');
		if (seen.provisional) this.been.add('provisional');
		return seen;
	}

	async look() {
		const who = await this.person('caseworker');
		return this.note(await who.get(`/api/v1/cases/${this.id}`));
	}

	/** One act of ROLE on the case as it stands. */
	async act(role, path, body, { method = 'POST', n = 0 } = {}) {
		const who = await this.person(role, n);
		return this.note(await who.act(this.id, path, body, { method }));
	}

	/** What the applicant does, with their query code; gives what they see. */
	async own(path, body) {
		const seen = await this.applicant.get(`/api/v1/requests/${this.number}`);
		await this.applicant.call('POST', `/api/v1/requests/${this.number}/${path}`, {
			body,
			version: seen.version,
			key: randomUUID(),
		});
		return this.look();
	}

	/** Waits for the scheduler. */
	async becomes(what, fn) {
		await until(`${this.key}: ${what}`, async () => fn(await this.look()));
	}

	/* ---- Arrival. */

	#applicant() {
		return {
			category: 'natural_person',
			name: `演示申请人（${this.about.who}）`,
			id_kind: 'other',
			id_number: `演示证件-${this.about.who}`,
			phone: '0791-00000000',
			address: '南昌市青云谱区演示路0号',
			...this.about.applicant,
		};
	}

	/** Online, by the applicant; the query code opens it. */
	async file() {
		const { agency, title, text, ways = ['download'], carriers = ['electronic'], ...rest } = this.about;
		this.electronic = true;
		this.applicant = this.office.anyone();
		const filed = await this.applicant.post('/api/v1/requests', {
			agency: `360104-${agency}`,
			applicant: this.#applicant(),
			title,
			description: text,
			ways,
			carriers,
			electronic_ok: true,
			...rest.more,
		});
		this.number = filed.number;
		const access = await this.applicant.call('POST', `/api/v1/requests/${filed.number}/access`, {
			body: { code: filed.query_code },
		});
		this.applicant.access = access.access_token;
		this.id = await this.#find();
		return this.look();
	}

	async #find() {
		const who = await this.person('caseworker');
		for (let path = '/api/v1/cases?limit=200'; path;) {
			const page = await who.get(path);
			const found = page.items.find((c) => c.number === this.number);
			if (found) return found.id;
			path = page.next;
		}
		throw new Error(`${this.number} is not in the queue`);
	}

	/** By the clerk, on paper or otherwise; arrived today unless MORE says so. */
	async takeIn(channel, more = {}) {
		const { agency, title, text, ways = ['post'], carriers = ['paper'], more: also } = this.about;
		const clerk = await this.person('clerk');
		const taken = await clerk.post('/api/v1/cases', {
			agency: `360104-${agency}`,
			channel,
			arrived_on: this.office.today,
			applicant: this.#applicant(),
			title,
			description: text,
			ways,
			carriers,
			...also,
			...more,
		});
		this.number = taken.number;
		this.id = taken.id;
		return this.note(taken);
	}

	/** An attempt to reach the writer of an ordinary letter or fax. */
	attempt(result, way = 'telephone', note = '按来信所留号码拨打') {
		return this.act('clerk', 'contact-attempts', { on: this.office.today, time: '10:30', way, result, note });
	}

	confirm(way = 'telephone') {
		return this.act('clerk', 'receipt-confirmation', { on: this.office.today, way, person: '演示来信人本人' });
	}

	register() {
		return this.act('clerk', 'registration');
	}

	/** Registered, and given to the caseworker by the head. */
	async assign() {
		if (this.seen.state === 'received') await this.register();
		const { user } = await this.person('caseworker');
		return this.act('head', 'assignment', { user_id: user.id });
	}

	/* ---- Investigation. */

	/** Split into N units, each a WHAT. */
	split(n, what) {
		const units = Array.from({ length: n }, (_, i) => ({ description: `第${i + 1}${what}` }));
		return this.act('caseworker', 'units', { reason: '一表多问，各项互不相同', units });
	}

	search(place = '档案室、电子公文系统') {
		return this.person('caseworker').then((who) =>
			who.post(`/api/v1/cases/${this.id}/searches`, {
				place,
				searched_on: this.office.today,
				searcher: '演示检索人',
				method: '按标题、文号、关键词逐项检索',
				found: false,
				result: '未发现所申请的信息',
			}),
		);
	}

	contact(kind, said) {
		return this.person('caseworker').then((who) =>
			who.post(`/api/v1/cases/${this.id}/contacts`, { kind, way: 'telephone', said }),
		);
	}

	/** The correction notice, and when the applicant had it. */
	correct(items, working_days) {
		return this.act('caseworker', 'corrections', { items, ...(working_days && { working_days }) });
	}

	correctionReceived(received_on = this.office.today) {
		return this.act('clerk', 'corrections/receipt', { received_on, proof: paper('回执') });
	}

	extend(working_days, reason) {
		return this.act('caseworker', 'extensions', { working_days, reason });
	}

	grantExtension() {
		return this.act('head', 'extensions/decision', { decision: 'grant' });
	}

	/** Asks a third party, an agency, a department; gives the number of the consultation among the case's. */
	async ask(kind, party, information, more = {}) {
		const seen = await this.act('caseworker', 'consultations', {
			kind,
			party,
			information,
			address: '演示路88号',
			...more,
		});
		return seen.consultations.length - 1;
	}

	#consultation(i) {
		return `consultations/${this.seen.consultations[i].id}`;
	}

	asked(i, received_on = this.office.today) {
		return this.act('caseworker', `${this.#consultation(i)}/receipt`, { received_on, proof: paper('EMS') });
	}

	heard(i, result, more = {}) {
		return this.act('caseworker', `${this.#consultation(i)}/end`, {
			result,
			...(result !== 'silence' && { on: this.office.today }),
			...more,
		});
	}

	consultation(i, role, path, body) {
		return this.act(role, `${this.#consultation(i)}/${path}`, body);
	}

	/* ---- Fees. */

	async charge(method, more = {}, way = 'download') {
		await this.act('caseworker', 'fee-notices', {
			method,
			reason: '申请数量、频次明显超过合理范围',
			how_to_pay: '演示非税缴款专户，缴款时注明申请编号',
			...more,
		});
		return this.act('head', 'fee-notices/sending', { way });
	}

	pay(amount) {
		return this.act('finance', 'payments', {
			amount,
			paid_on: this.office.today,
			voucher: paper('缴款票据'),
			way: 'bank',
		});
	}

	/** The letter that ends a case whose period ran out; electronically it is served with it. */
	async lapse(reason = '经核实，未见申请人逾期的正当理由') {
		await this.becomes('may lapse', (seen) => seen.lapse_due);
		return this.act('head', 'lapse', { reason });
	}

	/* ---- Reply. */

	/** Secrecy review, asked and passed (R-ASK-4). */
	async secrecy() {
		const asked = await this.act('caseworker', 'secrecy-reviews', { question: '拟公开上述信息，请进行保密审查。' });
		return this.act('secrecy_reviewer', `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`, {
			result: 'pass',
			remarks: '经审查，不涉及国家秘密，可以公开',
		});
	}

	/** Legal review by the rota, or as the second opinion to the last one (R-ASK-5). */
	async legal(opinion = 'agree', { second = false, articles = ['条例36(3)'] } = {}) {
		const last = this.seen.legal_reviews?.at(-1);
		const asked = await this.act('caseworker', 'legal-reviews', {
			question: '拟作出的答复是否合法适当？',
			...(second && { second_of: last.id }),
		});
		const review = asked.legal_reviews.at(-1);
		for (let n = 0; ; n++) {
			const advisor = await this.person('advisor', n);
			if (advisor.user.id !== review.advisor_id) continue;
			await advisor.act(this.id, `legal-reviews/${review.id}/answer`, {
				opinion,
				reasons: '经审核，事实清楚，依据见所列条款。',
				articles,
			});
			return this.look();
		}
	}

	draft(parts) {
		return this.act('caseworker', 'reply', { parts }, { method: 'PUT' });
	}

	/** Draft, whatever review it needs, the chain of approval, signature. */
	async sign(parts) {
		const releases = parts.some((p) => ['granted', 'partial'].includes(p.outcome));
		let seen = await this.draft(parts);
		if (releases) seen = await this.secrecy();
		const reviewed = [...seen.legal_reviews, ...seen.legal_overrides].some((r) => r.handling === seen.handling);
		if (seen.hard_rules.length && !reviewed) await this.legal();
		seen = await this.act('caseworker', 'reply/submission');
		while (seen.reply.status === 'submitted') {
			const given = seen.reply.approvals.filter((a) => a.round === seen.reply.round && a.approved).length;
			const role = this.standsIn[seen.reply.next_approver] ?? seen.reply.next_approver;
			seen =
				given + 1 >= seen.reply.approvals_needed
					? await this.act(role, 'reply/signature')
					: await this.act(role, 'reply/decisions', { decision: 'approve', remarks: '同意' });
		}
		return seen;
	}

	/** Electronically to whom filed online, by EMS to everybody else. */
	serve(service) {
		return this.act(
			'clerk',
			'services',
			service ?? (this.electronic ? { way: 'electronic' } : { way: 'post', proof: paper('EMS') }),
		);
	}

	async reply(parts, service) {
		await this.sign(parts);
		return this.serve(service);
	}

	/* ---- After it. */

	/** A reconsideration or suit whose copy comes in today; gives the day by which the agency must answer. */
	async challenged(kind, body, filed_on) {
		const seen = await this.act('caseworker', 'remedies', {
			kind,
			body,
			filed_on,
			copy_received_on: this.office.today,
		});
		return seen.remedies.at(-1).answer_by;
	}

	#remedy() {
		return `remedies/${this.seen.remedies.at(-1).id}`;
	}

	/** The agency's answer as respondent. */
	respond() {
		return this.act('caseworker', `${this.#remedy()}/answer`, {
			answered_on: this.office.today,
			number: paper('答字'),
		});
	}

	decided(result, decided_on, number) {
		return this.act('caseworker', `${this.#remedy()}/result`, { result, decided_on, number });
	}

	/** An order to reply again on the last remedy. */
	ordered(order) {
		return this.act('caseworker', 'orders', { ...order, remedy_id: this.seen.remedies.at(-1).id });
	}

	close(reason) {
		return this.act('caseworker', 'closure', reason ? { reason } : {});
	}

	/* ---- The end. */

	/** The row of the table; what differs from what was expected is in `faults`. */
	async finish() {
		const w = this.wanted;
		if (!this.id) return null;
		const seen = await this.look();
		const { due, steps } = this.last ?? { due: null, steps: seen.clock.steps };
		const notices = seen.fee_notices.filter((f) => !['draft', 'not_charged'].includes(f.status));
		const articles = articlesOf([...steps.map((s) => s.article), ...(seen.reply?.parts ?? []).map((p) => p.basis)]);
		const row = {
			number: seen.number,
			channel: seen.channel,
			received: seen.received_on,
			due,
			extended: seen.extensions.filter((x) => x.status === 'granted').reduce((n, x) => n + x.working_days, 0),
			excluded: -steps.reduce((n, s) => n + Math.min(s.working_days ?? 0, 0), 0),
			outcome: seen.outcome,
			row: seen.report_row,
			fee: notices.reduce((n, f) => n + f.amount_fen, 0) / 100,
			state: seen.state,
		};
		for (const [name, value] of Object.entries(row))
			if (!['number', 'channel'].includes(name)) this.check(name, value, w[name]);
		if (w.channel) this.check('channel', row.channel, w.channel);
		this.check('articles', articles, articlesOf(w.articles.split(' ').map((a) => a.replace(/^(?=\d)/, '条例'))));
		return { ...row, articles: articles.join(' ') };
	}
}
