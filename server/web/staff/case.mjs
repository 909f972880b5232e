// @ts-check
/*
 * One case on one page: what it is, where it stands, the clock explained, what can be done now and what
 * cannot and why, its records, letters, documents and whole history.
 */
import { api, Problem } from '../lib/api.mjs';
import { by, h, show } from '../lib/dom.mjs';
import { dayText, leftText, t } from '../lib/lang.mjs';
import { lawTag, problemBox, provisionalMark } from '../lib/parts.mjs';
import { hold } from '../lib/typed.mjs';
import { holds, me, officeRoles } from './session.mjs';
import { actForm } from './actform.mjs';
import { actTable, groups } from './acts.mjs';
import { clockSection } from './clock.mjs';
import { letterView } from '../lib/letter.mjs';
import { documentSection, uploadBox } from './documents.mjs';
import { historyBox } from './history.mjs';
import { say, useKeys } from './keys.mjs';
import { labelOf, valueOf } from './labels.mjs';
import { follow } from './live.mjs';
import { recordBlocks, warningList } from './records.mjs';
import { editor } from './reply.mjs';
import { actText, colleagues, learnName, nameOf, outcomeTitles, sayTitles, shortDay, stateBadge } from './words.mjs';

/** What comes first, where several acts can be done. */
const first = [
	'register',
	'confirm_receipt',
	'assign',
	'legal_answer',
	'secrecy_answer',
	'extension_grant',
	'proposal_decide',
	'serve',
	'reply_sign',
	'reply_approve',
	'reply_return',
	'lapse',
	'lapse_serve',
	'correction_answer',
	'payment',
	'fee_notice',
	'reply_submit',
	'reply_draft',
	'task_accept',
	'task_answer',
	'close',
];

/** @param {Element} main @param {string[]} args */
export async function open(main, args) {
	const id = args[0],
		base = `/api/v1/cases/${id}`;
	/** @type {any} */ let c = await api.get(base);
	/** @type {import('./acts.mjs').Context} */
	const x = { c, me, people: [], advisors: [] };
	const agency = c.agency?.id;
	if (agency && holds([...officeRoles, 'supervisor', 'unit_officer'])) x.people = await colleagues(agency);
	/** Forms that something was typed into, by their row. @type {Map<string, HTMLFormElement>} */
	const kept = new Map();
	/** @type {string | null} */ let opened = null;

	const wide = matchMedia('(min-width: 62.01rem)'),
		home = holds([...officeRoles, 'supervisor', 'unit_officer']) ? '#/queue' : '#/reviews';
	const head = h('div.case-head'),
		left = h('div.case-main'),
		acts = h('div.acts'),
		panel = h('section.panel', { id: 'panel', hidden: true, tabindex: '-1' });
	const aside = h('aside.case-side', { 'aria-label': t('可以做的事', 'What can be done'), tabindex: '-1' }, acts);

	const at = {
		base,
		version: () => c.version,
		newer: () => anew(),
		done,
	};
	const upload = uploadBox(base, at.newer);
	let asked = 0,
		drawn = 0;
	/** Draws the case as it is now, unless what was asked for later stands there already, or WANTED says no by then. */
	async function anew(wanted = () => true) {
		const mine = ++asked,
			seen = await api.get(base);
		if (mine < drawn || !wanted()) return;
		drawn = mine;
		c = x.c = seen;
		draw();
	}
	/** @param {any} answer */
	async function done(answer) {
		say(t('已完成：{0}', 'Done: {0}', opened ? title(opened) : ''));
		if (opened) kept.delete(opened);
		closePanel();
		try {
			c = x.c = answer?.version && answer.allowed_acts ? answer : await api.get(base);
			drawn = ++asked;
		} catch (e) {
			if (!(e instanceof Problem) || e.status !== 404) throw e;
			location.hash = home; // what was done took the case away, as a conflict of interest does
			return;
		}
		draw();
		if (answer?.query_code) {
			show(
				panel,
				h('h2', null, t('查询码', 'Query code')),
				answer.receipt ? null : h('p', null, t('编号：', 'Number: '), c.number),
				h('p.code', null, answer.query_code),
				h('p', null, t('只显示这一次，请交给申请人。', 'Shown this once only; hand it to the applicant.')),
				h(
					'p.no-print',
					null,
					h(
						'button.btn.btn-primary',
						{ type: 'button', onclick: printPanel },
						answer.receipt ? t('打印回执', 'Print the receipt') : t('打印', 'Print'),
					),
				),
				answer.receipt ? letterView(answer.receipt) : null,
			);
			panel.hidden = false;
			panel.focus();
		}
		if (panel.hidden) toActs();
	}

	/** To the first of what can be done; where nothing is left, to the place where that is said. */
	const toActs = () =>
		/** @type {HTMLElement[]} */ (
			[...acts.querySelectorAll('button, summary')].find((e) => e.checkVisibility()) ?? aside
		).focus({ preventScroll: true });

	/** Rows of the table that can be done now, by this person. */
	function available() {
		const now = new Map((c.allowed_acts ?? []).map((/** @type {any} */ a) => [a.act, a]));
		return actTable().filter(
			(r) =>
				(r.act === 'query_code' || now.get(r.act)?.allowed) &&
				(!r.roles || holds(r.roles, agency) || holds(r.roles.filter((y) => y === 'advisor'))) &&
				(!r.when || r.when(c, x)) &&
				r.act !== 'attach',
		);
	}
	const keyOf = (/** @type {any} */ r) => r.key ?? r.act;
	/** @param {string} key */
	const title = (key) => {
		const r = actTable().find((y) => keyOf(y) === key);
		return r?.title ?? actText(r?.act ?? key);
	};

	function closePanel() {
		panel.hidden = true;
		const key = opened;
		opened = null;
		show(panel);
		for (const b of acts.querySelectorAll('[aria-expanded]')) b.setAttribute('aria-expanded', 'false');
		/** @type {HTMLElement | null} */ (key ? acts.querySelector(`[data-act="${key}"]`) : null)?.focus({
			preventScroll: true,
		});
	}

	/** @param {string} key */
	async function openAct(key) {
		const row = available().find((r) => keyOf(r) === key);
		if (!row) return;
		opened = key;
		panel.hidden = false;
		panel.classList.toggle('wide', Boolean(row.editor));
		if (row.act === 'legal_review' && !x.advisors.length)
			x.advisors = (await api.get(`${base}/legal-advisors`).catch(() => ({ items: [] }))).items;
		if (row.act === 'link' || row.act === 'merge')
			x.others ??= (await api.get(`${base}/same-applicant?limit=50`).catch(() => ({ items: [] }))).items;
		const before = kept.get(key);
		/** @type {HTMLFormElement} */
		const e = before?.dataset.typed ? before : row.editor ? await editor(row, x, at) : actForm(row, x, at);
		if (opened !== key) return;
		kept.set(key, e);
		hold(e);
		show(
			panel,
			h(
				'div.panel-head',
				null,
				h('h2', { tabindex: '-1' }, row.title ?? actText(row.act)),
				h(
					'button.btn.btn-sm.btn-link',
					{
						type: 'button',
						onclick: closePanel,
						'aria-label': t('收起，不丢失内容', 'close, keeps what is typed'),
					},
					t('收起', 'Close'),
				),
			),
			row.note ? h('p.small.text-secondary', null, row.note) : null,
			e,
		);
		for (const b of acts.querySelectorAll('[aria-expanded]'))
			b.setAttribute('aria-expanded', String(/** @type {HTMLElement} */ (b).dataset.act === key));
		const start = /** @type {HTMLElement | null} */ (
			e.querySelector('input:not([type=hidden]), textarea, select, button')
		);
		start?.focus({ preventScroll: true });
		panel.scrollIntoView({ block: 'nearest' });
	}

	/** @param {any} r @param {string} style */
	const actButton = (r, style) =>
		h(
			'button.btn.btn-sm',
			{
				class: style,
				type: 'button',
				dataset: { act: keyOf(r) },
				'aria-expanded': String(opened === keyOf(r)),
				onclick: () => (opened === keyOf(r) ? closePanel() : openAct(keyOf(r))),
			},
			r.title ?? actText(r.act),
		);

	function drawActs() {
		const rows = available(),
			names = groups();
		const lead = first
			.map((k) => rows.find((r) => keyOf(r) === k))
			.filter(Boolean)
			.slice(0, 3);
		/* What somebody has opened or closed stays so when the page is read anew. */
		const was = (/** @type {string} */ which) =>
			/** @type {HTMLDetailsElement | null} */ (acts.querySelector(which))?.open;
		const shown = new Set(
			(c.allowed_acts ?? []).filter((/** @type {any} */ a) => !a.allowed).map((/** @type {any} */ a) => a.act),
		);
		show(
			acts,
			h('h2', null, t('现在可以做', 'What can be done now')),
			rows.length
				? null
				: h('p.text-secondary', null, t('现在没有您可以办的事项。', 'Nothing is for you to do now.')),
			lead.length
				? h(
						'div.lead-acts',
						null,
						lead.map((r, i) => actButton(r, i ? 'btn-outline-primary' : 'btn-primary')),
					)
				: null,
			h(
				'details.more-acts',
				{ open: was('.more-acts') ?? (wide.matches || opened !== null) },
				h('summary', null, t('其他可以做的事', 'What else can be done')),
				Object.entries(names).map(([g, name]) => {
					const list = rows.filter((r) => r.group === g && !lead.includes(r));
					return list.length
						? h(
								'div.act-group',
								null,
								h('h3', null, name),
								list.map((r) => actButton(r, 'btn-light')),
							)
						: null;
				}),
			),
			shown.size
				? h(
						'details.cannot',
						{ open: was('.cannot') },
						h('summary', null, t('现在不能做的事和理由', 'What cannot be done now, and why')),
						h(
							'ul',
							null,
							c.allowed_acts
								.filter((/** @type {any} */ a) => !a.allowed)
								.map((/** @type {any} */ a) =>
									h('li', null, h('strong', null, a.title), t('：', ': '), a.reason, ' ', lawTag(a)),
								),
						),
					)
				: null,
		);
	}

	/** What stands in place of the due day while none runs. */
	function waitChip() {
		const k = c.clock ?? {};
		const words = /** @type {Record<string, string>} */ ({
			correction: t('等申请人补正', 'waits for the correction'),
			payment: t('等申请人缴费', 'waits for the payment'),
			confirmation: t('等与申请人确认', 'to be confirmed with the applicant'),
			resumption: t('办理中止', 'stopped'),
		})[k.waiting_for];
		return !c.due_on && words
			? h(
					'span.due-chip',
					null,
					words,
					k.waits_until
						? [
								t('，最迟 ', ', until '),
								h('strong', null, h('time', { datetime: k.waits_until }, dayText(k.waits_until))),
								provisionalMark(k.waits_until_provisional),
							]
						: null,
				)
			: null;
	}

	function drawHead() {
		const late = c.days_overdue > 0 || (c.working_days_left ?? 0) < 0;
		const warnings = warningList(c);
		document.title = `${[c.title, c.number].filter(Boolean).join(' ')} · ${t('政府信息依申请公开', 'Government information on request')}`;
		show(
			head,
			h(
				'p.crumb',
				null,
				h('a', { href: home }, home === '#/queue' ? t('‹ 办件', '‹ Queue') : t('‹ 法律审核', '‹ Reviews')),
				h('span.number', null, c.number),
				c.kind === 'correction' ? h('span.badge.text-bg-light', null, valueOf('kind', c.kind)) : null,
				c.handling > 1
					? h('span.badge.text-bg-warning', null, t('第 {0} 次办理', 'handling {0}', c.handling))
					: null,
				h(
					'button.btn.btn-sm.btn-link',
					{ type: 'button', 'aria-pressed': String(Boolean(c.watching)), onclick: watch },
					c.watching ? t('★ 已关注', '★ watched') : t('☆ 关注', '☆ watch'),
				),
				holds('supervisor')
					? h(
							'a.btn.btn-sm.btn-link',
							{ href: `#/urgings?number=${encodeURIComponent(c.number)}` },
							t('督办这一件', 'Urge on this case'),
						)
					: null,
			),
			h(
				'div.title-line',
				null,
				h('h1', null, c.title || t('（无标题）', '(no title)')),
				stateBadge(c.state),
				c.due_on
					? h(
							'span.due-chip',
							{ class: c.replied_on ? '' : late ? 'bad' : c.working_days_left <= 5 ? 'warn' : '' },
							t('答复期限', 'Reply due'),
							' ',
							h('time', { datetime: c.due_on }, dayText(c.due_on)),
							c.replied_on ? null : [' · ', h('strong', null, leftText(c.working_days_left))],
						)
					: waitChip(),
				c.replied_on
					? h(
							'span.due-chip',
							null,
							t('{0} 答复', 'replied {0}', shortDay(c.replied_on, me.today)),
							c.outcome ? ` · ${outcomeTitles[c.outcome] ?? c.outcome}` : '',
						)
					: null,
			),
			c.help_needed
				? h(
						'p.help-flag',
						{ role: 'note' },
						h('strong', null, t('申请人需要帮助：', 'The applicant needs help: ')),
						c.help_needed,
						' ',
						lawTag({ article: '条例43' }),
					)
				: null,
			warnings.length ? h('ul.warnings', null, warnings) : null,
		);
	}

	async function watch() {
		await api.call(c.watching ? 'DELETE' : 'PUT', `${base}/watch`);
		c.watching = !c.watching;
		drawHead();
		/** @type {HTMLElement | null} */ (head.querySelector('[aria-pressed]'))?.focus({ preventScroll: true });
	}

	/** Where the applicant stands, and what was shown unmasked: it stays when the page is read anew. @type {Element} */
	let applicantPlace;
	/** @type {any} */ let unmasked = null;
	const showUnmasked = () =>
		show(
			applicantPlace,
			facts([['applicant', { ...c.applicant, ...unmasked }]]),
			unmasked.joint_applicants?.length ? facts([['joint_applicants', unmasked.joint_applicants]]) : null,
			unmasked.representatives?.length ? facts([['representatives', unmasked.representatives]]) : null,
		);

	async function unmask() {
		const dialog = h(
			'dialog.ask',
			{ 'aria-labelledby': 'unmask-title', onclose: () => dialog.remove() },
			h('h2', { id: 'unmask-title' }, t('查看申请人完整信息', 'See the applicant unmasked')),
			h('p', null, t('理由会记入日志。', 'The reason is logged.')),
			h(
				'form',
				{
					onsubmit: async (/** @type {Event} */ e) => {
						e.preventDefault();
						try {
							unmasked = await api.post(`${base}/unmasking`, {
								reason: new FormData(/** @type {any} */ (e.target)).get('reason'),
							});
							dialog.close(); // first: the focus goes back to what opened it, and from there to what takes its place
							showUnmasked();
						} catch (err) {
							show(problem, problemBox(err));
						}
					},
				},
				h('label.form-label', { for: 'unmask-reason' }, t('理由', 'Reason')),
				h('input.form-control.mb-3', {
					id: 'unmask-reason',
					name: 'reason',
					maxlength: 300,
					autocomplete: 'off',
				}),
				h('button.btn.btn-primary', null, t('查看', 'See')),
				' ',
				h('button.btn.btn-link', { type: 'button', onclick: () => dialog.close() }, t('取消', 'Cancel')),
			),
		);
		const problem = h('div');
		dialog.append(problem);
		document.body.append(dialog);
		dialog.showModal();
	}

	/** @param {[string, any][]} rows */
	const facts = (rows) =>
		h(
			'dl.facts.dense',
			null,
			rows
				.filter(([, v]) => v !== null && v !== undefined && v !== '')
				.map(([k, v]) =>
					h(
						'div',
						{ class: v instanceof Node || k === 'applicant' ? 'whole' : '' },
						h('dt', null, LABEL[k]?.() ?? labelOf(k)),
						h(
							'dd',
							null,
							v instanceof Node
								? v
								: k === 'applicant'
									? applicantText(v)
									: k === 'ways'
										? v
										: valueOf(k, v),
						),
					),
				),
		);
	const LABEL = /** @type {Record<string, () => string>} */ ({
		applicant: () => t('申请人', 'Applicant'),
		representatives: () => t('代理人', 'Representatives'),
		joint_applicants: () => t('共同申请人', 'Joint applicants'),
		agency: () => t('机关', 'Agency'),
		assignee_id: () => t('经办人', 'Caseworker'),
		received_on: () => t('收到', 'Received'),
		registered_on: () => t('登记', 'Registered'),
		ways: () => t('获取方式', 'Ways'),
		carriers: () => t('载体', 'Carriers'),
		electronic_ok: () => t('同意电子送达', 'Electronic service agreed'),
		units: () => t('件数', 'Units'),
		channel: () => t('渠道', 'Channel'),
	});
	/** @param {any} a */
	const applicantText = (a) =>
		[
			a.name,
			valueOf('category', a.category),
			a.id_kind
				? `${valueOf('id_kind', a.id_kind)} ${a.id_number ?? ''}${a.id_kept_as_written ? t('（按原样保留）', ' (kept as written)') : ''}`
				: '',
			a.phone,
			a.email ?? (a.has_email ? t('有电子邮箱', 'has e-mail') : ''),
			a.address ?? (a.has_address ? t('有地址', 'has an address') : ''),
		]
			.filter(Boolean)
			.join(' · ');

	function basics() {
		const who = (applicantPlace = h('span', null, applicantText(c.applicant ?? {}), ' '));
		if (unmasked) showUnmasked();
		else if (holds(['clerk', 'caseworker', 'head'], agency))
			who.append(
				h('button.btn.btn-sm.btn-link.p-0', { type: 'button', onclick: unmask }, t('查看完整信息…', 'unmask…')),
			);
		return [
			h('p.asked', null, c.description),
			facts([
				['applicant', c.applicant ? who : null],
				['agency', c.agency?.name],
				[
					'assignee_id',
					c.assignee_id ? nameOf(c.assignee_id) : c.state === 'registered' ? t('未分办', 'unassigned') : null,
				],
				[
					'received_on',
					c.received_on
						? `${dayText(c.received_on)}${c.arrival?.entered_late ? t('（补录）', ' (entered late)') : ''}`
						: null,
				],
				['registered_on', c.registered_on],
				['channel', c.channel],
				['ways', [valueOf('ways', c.ways), valueOf('carriers', c.carriers)].filter(Boolean).join(' · ')],
				[
					'electronic_ok',
					c.electronic_ok === undefined ? null : c.electronic_ok ? t('是', 'yes') : t('否', 'no'),
				],
				['units', c.units > 1 ? c.units : null],
			]),
			sameApplicant(),
		];
	}

	function sameApplicant() {
		if (
			!agency ||
			!holds([
				'clerk',
				'caseworker',
				'business_head',
				'head',
				'leader',
				'finance',
				'secrecy_reviewer',
				'supervisor',
			])
		)
			return null;
		const list = h('div');
		return h(
			'details',
			{
				ontoggle: async (/** @type {any} */ e) => {
					if (!e.target.open || list.childNodes.length) return;
					try {
						const page = await api.get(`${base}/same-applicant?limit=50`);
						show(
							list,
							page.items.length
								? h(
										'ul.compact',
										null,
										page.items.map((/** @type {any} */ r) =>
											h(
												'li',
												null,
												h('a', { href: `#/case/${r.id ?? r.case_id}` }, r.title || r.number),
												' ',
												h('span.number', null, r.number),
												' ',
												r.state ? stateBadge(r.state) : null,
											),
										),
									)
								: h('p.text-secondary', null, t('没有其他申请。', 'None.')),
						);
					} catch (err) {
						show(list, problemBox(err));
					}
				},
			},
			h(
				'summary',
				null,
				t('同一申请人的其他申请', "The applicant's other cases"),
				c.same_filings?.length ? h('span.n', null, c.same_filings.length) : null,
			),
			list,
		);
	}

	/** What a part keeps back, and for whom. @param {any} p @returns {[string, string][]} */
	const keptBack = (p) => {
		const asked = (/** @type {string} */ id) => c.consultations?.find((/** @type {any} */ k) => k.id === id);
		const join = (/** @type {string[]} */ words) => words.join(t('、', ', '));
		/** @type {[string, string][]} */
		const rows = [
			[
				t('其余部分不予公开的情形', 'Why the rest is not disclosed'),
				join((p.refused ?? []).map((/** @type {string} */ o) => outcomeTitles[o] ?? o)),
			],
			[t('只遮盖身份信息', 'Only identifiers are redacted'), p.only_identifiers ? t('是', 'yes') : ''],
			[
				t('采纳的第三方异议', 'Objections that it follows'),
				join(
					(p.follows ?? []).map((/** @type {string} */ id) =>
						[asked(id)?.party, asked(id)?.information].filter(Boolean).join(t('：', ': ')),
					),
				),
			],
		];
		return rows.filter(([, text]) => text);
	};

	function replyBlock() {
		const r = c.reply;
		if (!r?.parts?.length) return null;
		return h(
			'section',
			{ id: 's-reply' },
			h(
				'h2',
				null,
				t('答复稿', 'Reply'),
				' ',
				h(
					'span.n',
					null,
					{
						draft: t('拟稿', 'draft'),
						submitted: t('送审中', 'on its way up'),
						signed: t('已签发', 'signed'),
						served: t('已送达', 'served'),
					}[/** @type {string} */ (r.status)] ?? r.status,
				),
			),
			r.parts.map((/** @type {any} */ p, /** @type {number} */ i) =>
				h(
					'div.part-view',
					null,
					h(
						'h3',
						null,
						r.parts.length > 1 ? `${i + 1}. ` : '',
						p.outcome_title ?? outcomeTitles[p.outcome] ?? p.outcome,
						' ',
						lawTag({ article: p.basis }),
					),
					h('p.mb-1', null, p.description),
					h(
						'dl.facts.dense',
						null,
						Object.entries(p)
							.filter(([k, v]) => sayTitles[k] && v)
							.map(([k, v]) => [sayTitles[k], v])
							.concat(keptBack(p))
							.map(([k, v]) => h('div.whole', null, h('dt', null, k), h('dd', null, v))),
					),
				),
			),
			r.approvals?.length || r.status === 'submitted'
				? h(
						'ol.approvals',
						null,
						(r.approvals ?? []).map((/** @type {any} */ a) =>
							h(
								'li',
								{ class: a.approved ? 'ok' : 'no' },
								valueOf('role', a.role),
								' ',
								nameOf(a.user_id),
								a.acts_for ? t('（代 {0}）', ' (for {0})', nameOf(a.acts_for)) : '',
								' ',
								a.approved ? t('同意', 'approved') : t('退回', 'returned'),
								' ',
								shortDay(a.decided_on, me.today),
								a.remarks ? `${t('：', ': ')}${a.remarks}` : '',
							),
						),
						r.status === 'submitted'
							? h(
									'li.wait',
									null,
									t(
										'等待 {0}（第 {1} 步，共 {2} 步）',
										'waits for {0} (step {1} of {2})',
										valueOf('role', r.next_approver),
										(r.approvals ?? []).filter((/** @type {any} */ a) => a.round === r.round)
											.length + 1,
										r.approvals_needed,
									),
								)
							: null,
					)
				: null,
		);
	}

	const letters = () =>
		c.letters?.length
			? h(
					'section',
					{ id: 's-letters' },
					h('h2', null, t('文书', 'Letters')),
					h(
						'ul.compact',
						null,
						c.letters.map((/** @type {any} */ l) =>
							h(
								'li',
								null,
								h(
									'a',
									{ href: `${base}/letters/${l.id}`, target: '_blank', dataset: { letter: l.id } },
									l.title,
								),
								' ',
								l.document_number ?? '',
								' ',
								h('span.text-secondary', null, shortDay(l.made_on, me.today)),
								l.voided_on
									? h(
											'span.text-secondary',
											null,
											' ',
											t(
												'{0} 作废：{1}',
												'void on {0}: {1}',
												shortDay(l.voided_on, me.today),
												l.void_reason,
											),
										)
									: null,
							),
						),
					),
				)
			: null;

	async function draw() {
		for (const r of c.legal_reviews ?? []) learnName(r.advisor_id, r.advisor_name);
		const open = new Set(
			[...left.querySelectorAll('details[id]')].filter((e) => /** @type {any} */ (e).open).map((e) => e.id),
		);
		drawHead();
		drawActs();
		const clock = h('div');
		const may = (/** @type {string} */ act) =>
			Boolean(c.allowed_acts?.find((/** @type {any} */ a) => a.act === act)?.allowed);
		const records = recordBlocks(c, base);
		const due = (c.deadlines ?? [])
			.filter((/** @type {any} */ d) => d.status === 'open')
			.sort((/** @type {any} */ a, /** @type {any} */ b) => (a.due_on < b.due_on ? -1 : 1));
		show(
			left,
			h('section', { id: 's-what' }, h('h2', null, t('申请内容', 'What is asked')), basics()),
			h(
				'section',
				{ id: 's-clock' },
				h('h2', null, t('期限', 'Clock')),
				clock,
				due.length
					? h(
							'ul.compact.due-list',
							null,
							due.map((/** @type {any} */ d) =>
								h(
									'li',
									{ class: d.days_over ? 'over' : '' },
									h('time', { datetime: d.due_on }, shortDay(d.due_on, me.today)),
									' ',
									d.title,
									d.days_over ? t('（已过 {0} 日）', ' ({0} days over)', d.days_over) : '',
									' ',
									lawTag(d),
								),
							),
						)
					: null,
			),
			replyBlock(),
			records.length ? h('section', { id: 's-records' }, h('h2', null, t('办理记录', 'Records')), records) : null,
			letters(),
			c.documents
				? h(
						'section',
						{ id: 's-documents' },
						h('h2', null, t('材料', 'Documents')),
						documentSection(c, base, { may, version: () => c.version, changed: at.newer, upload }),
					)
				: null,
			holds([
				'clerk',
				'caseworker',
				'business_head',
				'head',
				'leader',
				'finance',
				'secrecy_reviewer',
				'supervisor',
				'advisor',
			])
				? h('section', { id: 's-history' }, h('h2', null, t('全部经过', 'History')), historyBox(base))
				: null,
		);
		for (const d of open) /** @type {any} */ (by(d))?.setAttribute('open', '');
		show(clock, await clockSection(c, me.today));
	}

	main.addEventListener('click', (e) => {
		const a = /** @type {HTMLElement} */ (e.target).closest('[data-letter]');
		if (!a) return;
		e.preventDefault();
		openLetter(base, /** @type {HTMLElement} */ (a).dataset.letter ?? '');
	});
	show(main, head, h('div.case-grid', null, h('div', null, panel, left), aside));
	await draw();

	const jump = (/** @type {string} */ s) => by(s)?.scrollIntoView({ behavior: 'auto', block: 'start' });
	const noKeys = useKeys([
		[
			'u',
			t('回到办件', 'back to the queue'),
			() => {
				location.hash = home;
			},
		],
		['a', t('到可以做的事', 'to what can be done'), toActs],
		['c', t('看期限', 'to the clock'), () => jump('s-clock')],
		['d', t('看答复稿', 'to the reply'), () => jump('s-reply')],
		['h', t('看全部经过', 'to the history'), () => jump('s-history')],
		[
			'Escape',
			t('收起表单（内容保留）', 'close the form (keeps what is typed)'),
			() => {
				if (opened) closePanel();
			},
		],
	]);
	const noHints = follow(async (hint) => {
		if (hint && String(hint.case) !== id) return;
		if (hint && hint.version && hint.version <= c.version) return;
		/* Whoever types is told by 412, not by a page that moves. */
		if (!opened) await anew(() => !opened && main.isConnected).catch(() => null);
	});
	return () => {
		noKeys();
		noHints();
	};
}

/** Prints what an act gave, alone. */
function printPanel() {
	document.body.classList.add('print-panel');
	addEventListener('afterprint', () => document.body.classList.remove('print-panel'), { once: true });
	print();
}

/** A letter over the page, to read and print; the address needs the session, so it is fetched and shown as text. @param {string} base @param {string} id */
async function openLetter(base, id) {
	const body = h('div');
	const dialog = h(
		'dialog.ask.big',
		{
			'aria-label': t('文书', 'Letter'),
			onclose: () => {
				dialog.remove();
				document.body.classList.remove('printing');
			},
		},
		h(
			'p.no-print',
			null,
			h('button.btn.btn-sm.btn-primary', { type: 'button', onclick: () => print() }, t('打印', 'Print')),
			' ',
			h('button.btn.btn-sm.btn-link', { type: 'button', onclick: () => dialog.close() }, t('关闭', 'Close')),
		),
		body,
	);
	document.body.append(dialog);
	document.body.classList.add('printing');
	dialog.showModal();
	try {
		const l = await api.get(`${base}/letters/${id}`);
		show(body, letterView(l));
	} catch (e) {
		show(body, problemBox(e));
	}
}
