// @ts-check
/* What an agency keeps beside its cases: deputies, fees and refunds of a year, settings with their history. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { yuanText } from '../lib/money.mjs';
import { empty, field, fill, form, problemBox } from '../lib/parts.mjs';
import { paged } from '../lib/paged.mjs';
import { build, read } from './actform.mjs';
import { day, pick, text } from './fields.mjs';
import { say } from './keys.mjs';
import { agenciesAs, holds, me, officeRoles } from './session.mjs';
import { settingsPage } from './settings.mjs';
import { colleagues, nameOf, once, roleText, shortDay } from './words.mjs';

const chain = ['business_head', 'head', 'leader'];

/* ---- Deputies (R-OUT-10). */

/** Who works there; a security administrator knows them from the list of users. @param {string} agency @returns {Promise<{ id: string, name: string, roles: string[] }[]>} */
async function staffOf(agency) {
	if (holds(officeRoles, agency)) return colleagues(agency);
	const district = me.roles.find((r) => r.role === 'security_admin')?.agency_id;
	const users = await api.all(`/api/v1/users?district_id=${district}&limit=200`, 2000);
	return users
		.filter((u) => !u.disabled)
		.map((u) => ({
			id: u.id,
			name: u.name,
			roles: u.roles
				.filter((/** @type {any} */ r) => r.agency_id === agency)
				.map((/** @type {any} */ r) => r.role),
		}))
		.filter((u) => u.roles.length);
}

/** @param {any} d */
const standing = (d) =>
	d.in_force
		? h('span.badge.text-bg-success', null, t('有效', 'in force'))
		: d.ended_at
			? h('span.badge.text-bg-secondary', null, t('已终止', 'ended'))
			: d.from_on > me.today
				? h('span.badge.text-bg-warning', null, t('未到期', 'to come'))
				: h('span.badge.text-bg-secondary', null, t('已期满', 'over'));

/** @param {string} agency */
async function deputies(agency) {
	const path = `/api/v1/agencies/${agency}/deputies`,
		list = h('div');
	const records = holds('security_admin'),
		own = chain.filter((r) => holds(r, agency));
	const people = await staffOf(agency);
	const row = (/** @type {any} */ d) => {
		const problem = h('div');
		const open = !d.ended_at && d.to_on >= me.today && (records || [d.principal_id, d.deputy_id].includes(me.id));
		return h(
			'li.card-plain',
			{ dataset: { deputy: d.id } },
			h(
				'p.mb-1',
				null,
				h('strong', null, d.deputy_name),
				t(' 代 {0} 行使“{1}”的审批权', ' holds the step of {1} for {0}', d.principal_name, roleText(d.role)),
				' ',
				standing(d),
			),
			h(
				'p.mb-0',
				null,
				t('{0} 至 {1}', '{0} to {1}', dayText(d.from_on), dayText(d.to_on)),
				h('span.text-secondary', null, ' · ', d.document),
			),
			problem,
			open
				? h(
						'button.btn.btn-sm.btn-outline-secondary.mt-2',
						{
							type: 'button',
							'aria-label': t('终止 {0} 的授权', "end {0}'s authorisation", d.deputy_name),
							onclick: async () => {
								try {
									await api.post(`${path}/${d.id}/end`);
									say(t('已终止', 'Ended'));
									draw();
								} catch (e) {
									show(problem, problemBox(e));
								}
							},
						},
						t('终止', 'End'),
					)
				: null,
		);
	};
	const draw = () =>
		paged(list, { path: `${path}?limit=50`, row, nothing: t('没有授权记录。', 'Nobody acts for another.') });
	draw();
	const roles = records ? chain : own;
	const fields = [
		pick(
			'role',
			t('哪一步', 'Which step'),
			roles.map((r) => [r, roleText(r)]),
		),
		records
			? pick(
					'principal_id',
					t('授权人', 'Who authorises'),
					people.filter((p) => p.roles.some((r) => chain.includes(r))).map((p) => [p.id, p.name]),
				)
			: null,
		pick(
			'deputy_id',
			t('受托人', 'Deputy'),
			people
				.filter((p) => p.id !== me.id && p.roles.some((r) => officeRoles.includes(r)))
				.map((p) => [p.id, p.name]),
		),
		day('from_on', t('自', 'From')),
		day('to_on', t('至（含当日）', 'To (included)'), { future: true }),
		text('document', t('授权文书', 'Document'), {
			required: true,
			max: 200,
			hint: t('名称和文号', 'its name and number'),
		}),
	].filter(Boolean);
	const add = roles.length
		? form(
				fields.map((f) => build(f, me.today)),
				t('登记授权', 'Record it'),
				async () => {
					await api.post(path, read(fields, add));
					add.reset();
					add.parentElement.open = false;
					say(t('已登记', 'Recorded'));
					draw();
				},
				{ class: 'act-form' },
			)
		: null;
	return [
		h(
			'p.text-secondary',
			null,
			t(
				'负责人不在时，可以书面授权他人代行审批和签发；受托人以自己的名义签，并写明代谁。',
				'Who is away may authorise another in writing to approve and sign; deputies sign in their own name and say for whom.',
			),
		),
		add ? h('details', null, h('summary', null, t('登记授权', 'Record an authorisation')), add) : null,
		list,
	];
}

/* ---- Fees (R-FEE-8). */

const refundStates = () =>
	/** @type {[string, string][]} */ ([
		['', t('全部', 'all')],
		['due', t('待决定', 'to be decided')],
		['approved', t('待退付', 'to be paid out')],
		['paid', t('已退', 'paid out')],
		['refused', t('不同意', 'refused')],
		['dropped', t('不再退', 'dropped')],
	]);

/** @param {string} agency @param {string} year */
async function figures(agency, year) {
	const f = await api.get(`/api/v1/fees/figures?agency=${agency}&year=${year}`);
	const money = (/** @type {string} */ m) => yuanText(f[`${m}_yuan`]);
	/** @type {[string, any][]} */
	const rows = [
		[t('收费通知', 'fee notices'), f.notices],
		[t('不收费决定', 'not charged'), f.not_charged],
		[t('应收', 'billed'), money('billed')],
		[t('缴费笔数', 'payments'), f.payments],
		[t('实收', 'received'), money('received')],
		[t('减免', 'waived'), money('waived')],
		[t('撤销', 'cancelled'), money('cancelled')],
		[t('退费笔数', 'refunds'), f.refunds],
		[t('已退', 'refunded'), money('refunded')],
	];
	return h(
		'dl.facts.dense.fee-figures',
		null,
		rows.map(([k, v]) => h('div', null, h('dt', null, k), h('dd', null, v))),
	);
}

/** @param {any} r */
const refundRow = (r) =>
	h(
		'li.card-plain',
		{ dataset: { refund: r.id } },
		h(
			'p.mb-1',
			null,
			h('a', { href: `#/case/${r.case_id}` }, r.number),
			' ',
			h('strong', null, yuanText(r.amount_yuan)),
			' ',
			h('span.state', null, refundStates().find(([v]) => v === r.status)?.[1] ?? r.status),
		),
		h(
			'p.mb-0',
			null,
			r.cause_title,
			r.reason ? `${t('：', ': ')}${r.reason}` : '',
			h(
				'span.text-secondary',
				null,
				' · ',
				r.asked_by ? nameOf(r.asked_by) : t('系统', 'the system'),
				' ',
				shortDay(r.asked_on, me.today),
				r.refunded_on
					? ` · ${t('{0} 退付，票据 {1}', 'paid out {0}, voucher {1}', shortDay(r.refunded_on, me.today), r.voucher)}`
					: '',
			),
		),
	);

/** @param {string} agency */
async function fees(agency) {
	await colleagues(agency);
	const sums = h('div'),
		list = h('div');
	const now = Number(me.today.slice(0, 4));
	const drawSums = (/** @type {string} */ year) => fill(sums, () => figures(agency, year));
	const drawList = (/** @type {string} */ status) =>
		paged(list, {
			path: `/api/v1/refunds?agency=${agency}&limit=50${status ? `&status=${status}` : ''}`,
			row: refundRow,
			nothing: t('没有退费。', 'No refunds.'),
		});
	drawSums(String(now));
	drawList('due');
	return [
		h(
			'section',
			null,
			h('h2', null, t('一年的收费', 'Fees of a year')),
			field({
				name: 'year',
				label: t('年份', 'Year'),
				options: Array.from({ length: now - 2018 }, (_, i) => [`${now - i}`, `${now - i}`]),
				attributes: { onchange: (/** @type {any} */ e) => drawSums(e.target.value), class: 'narrow' },
			}),
			sums,
		),
		h(
			'section',
			null,
			h('h2', null, t('退费', 'Refunds')),
			field({
				name: 'status',
				label: t('状态', 'State'),
				options: refundStates(),
				value: 'due',
				attributes: { onchange: (/** @type {any} */ e) => drawList(e.target.value), class: 'narrow' },
			}),
			h(
				'p.text-secondary.small',
				null,
				t(
					'退费由负责人在办件页决定，财务在办件页登记退付；几件一并缴的费在其中一件的“登记几件的缴费”里登记。',
					'A head decides refunds on the page of the case, finance records there that they were paid out; one payment for several cases is recorded on any of them.',
				),
			),
			list,
		),
	];
}

/** @param {Element} main @param {string[]} args @param {URLSearchParams} query */
export async function open(main, args, query) {
	document.title = `${t('机关事务', 'Office')} · ${t('政府信息依申请公开', 'Government information on request')}`;
	const inside = holds(officeRoles);
	const tabs = /** @type {[string, string, (agency: string) => Promise<any>][]} */ ([
		['deputies', t('授权代理', 'Deputies'), deputies],
		...(inside
			? [
					['fees', t('收费与退费', 'Fees and refunds'), fees],
					['settings', t('设置', 'Settings'), settingsPage],
				]
			: []),
	]);
	const tab = tabs.find(([n]) => n === args[0]) ?? tabs[0];
	const agencies = inside
		? agenciesAs(officeRoles)
		: (await once('/api/v1/agencies?limit=200')).items.map((/** @type {any} */ a) => [a.id, a.name]);
	const agency = agencies.find((/** @type {any} */ [id]) => id === query.get('agency'))?.[0] ?? agencies[0]?.[0];
	const place = h('div');
	show(
		main,
		h('h1', null, t('机关事务', 'Office')),
		h(
			'nav.tabs',
			{ 'aria-label': t('机关事务', 'Office') },
			tabs.map(([n, words]) =>
				h(
					'a',
					{ href: `#/office/${n}?agency=${agency ?? ''}`, 'aria-current': n === tab[0] ? 'page' : null },
					words,
				),
			),
		),
		agencies.length > 1
			? field({
					name: 'agency',
					label: t('机关', 'Agency'),
					options: agencies,
					value: agency,
					attributes: {
						class: 'narrow',
						onchange: (/** @type {any} */ e) => {
							location.hash = `#/office/${tab[0]}?agency=${e.target.value}`;
						},
					},
				})
			: null,
		place,
	);
	if (!agency) return show(place, empty(t('没有您所属的机关。', 'You belong to no agency.')));
	fill(place, () => tab[2](agency));
}
