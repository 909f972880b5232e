// @ts-check
/*
 * What an answer to a correction notice brings as data (R-CLOCK-4, R-REQ-10): the applicant's own, and of
 * those who act for them.  What is given replaces, the rest stays.
 */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { choices, field, lawTag } from '../lib/parts.mjs';
import { identityFault } from './identity.mjs';
import { idKinds, inWords, powers, representativeKinds } from '../lib/words.mjs';

const own = ['name', 'id_kind', 'id_number', 'phone', 'email', 'address'];
const agents = ['matters', 'valid_from', 'valid_to', 'licence', 'firm_letter'];
const NEW = /^new\d*$/; // in place of the number of one whom the case has already
/** How many more were asked for: a new reading shows as many places. */
let more = 0;

/** @param {FormData} data @param {string} name */
const text = (data, name) => String(data.get(name) ?? '').trim();
/** @param {[string, string, string?][]} list @param {string} none @returns {[string, string][]} */
const select = (list, none) => [['', none], ...list.map(([v, words]) => /** @type {[string, string]} */ ([v, words]))];

/** @param {string} path @param {boolean} [isNew] */
const personFields = (path, isNew) => [
	field({
		name: `${path}/name`,
		label: t('姓名或单位名称', 'Name'),
		attributes: { maxlength: 100, autocomplete: isNew === undefined ? 'name' : 'off' },
	}),
	field({
		name: `${path}/id_kind`,
		label: t('证件种类', 'Kind of identity paper'),
		options: select(idKinds(), isNew ? t('（请选择）', '(please choose)') : t('（不改）', '(as it is)')),
	}),
	field({
		name: `${path}/id_number`,
		label: t('证件号码', 'Its number'),
		attributes: { maxlength: 60, autocomplete: 'off' },
	}),
	field({
		name: `${path}/phone`,
		label: t('电话', 'Telephone'),
		type: 'tel',
		attributes: { maxlength: 40, autocomplete: isNew === undefined ? 'tel' : 'off' },
	}),
	field({
		name: `${path}/email`,
		label: t('电子邮箱', 'E-mail'),
		type: 'email',
		attributes: { maxlength: 120, autocomplete: isNew === undefined ? 'email' : 'off' },
	}),
	field({
		name: `${path}/address`,
		label: t('通信地址', 'Postal address'),
		attributes: { maxlength: 200, autocomplete: isNew === undefined ? 'street-address' : 'off' },
	}),
];

/** @param {string} path */
const agentFields = (path) => [
	h(
		'p.form-text',
		null,
		t(
			'授权委托书要写明委托事项、权限和起止日期；委托书请在上面上传。',
			'The authorisation names the matters, the powers and the days; please send the paper above.',
		),
		' ',
		lawTag({ article: '民法典165' }),
	),
	field({
		name: `${path}/matters`,
		label: t('委托事项', 'What the agent is authorised for'),
		attributes: { maxlength: 500 },
	}),
	choices({ name: `${path}/powers`, legend: t('代理权限', 'Powers'), options: powers(), multiple: true }),
	field({ name: `${path}/valid_from`, label: t('委托期限自', 'Authorised from'), type: 'date' }),
	field({ name: `${path}/valid_to`, label: t('至', 'to'), type: 'date' }),
	field({ name: `${path}/lawyer`, type: 'checkbox', label: t('是律师', 'Is a lawyer') }),
	field({
		name: `${path}/licence`,
		label: t('律师执业证号（律师填）', 'Number of the lawyer’s licence'),
		attributes: { maxlength: 60 },
	}),
	field({
		name: `${path}/firm_letter`,
		label: t('律师事务所函（律师填）', 'Letter of the law firm'),
		attributes: { maxlength: 200 },
	}),
];

/** @param {string} path */
const guardianFields = (path) =>
	field({
		name: `${path}/has_signed`,
		type: 'checkbox',
		label: t('法定代理人同意并签名', 'The guardian agrees and signs'),
	});

/** Whether this one is still without what R-REQ-10 wants. @param {any} r */
const lacks = (r) => (r.kind === 'agent' ? !r.authorised : r.kind === 'guardian' && !r.has_signed);

/** @param {any} r @param {number} i @param {boolean} asked the notice asks for an authorisation */
const known = (r, i, asked) =>
	h(
		'details.card-plain',
		{ open: asked && lacks(r) },
		h(
			'summary',
			null,
			t('{0}：{1}', '{0}: {1}', inWords(representativeKinds(), r.kind), r.name),
			r.kind === 'agent' && !r.authorised
				? [' ', h('span.badge.text-bg-warning', null, t('还没有有效的授权', 'no valid authorisation yet'))]
				: null,
		),
		h('p.form-text', null, t('只填要补充或者更正的。', 'Fill in only what you add or correct.')),
		r.kind === 'agent' ? agentFields(`representatives/${i}`) : null,
		r.kind === 'guardian' ? guardianFields(`representatives/${i}`) : null,
		personFields(`representatives/${i}`, false),
	);

/** @param {string} place @param {boolean} open */
function another(place, open) {
	const path = `representatives/${place}`;
	const agent = h('div', { hidden: true }, agentFields(path)),
		guardian = h('div', { hidden: true }, guardianFields(path));
	const kind = field({
		name: `${path}/kind`,
		label: t('他（她）是', 'This person is'),
		options: select(representativeKinds(), t('（请选择）', '(please choose)')),
	});
	kind.addEventListener('change', (/** @type {any} */ e) => {
		agent.hidden = e.target.value !== 'agent';
		guardian.hidden = e.target.value !== 'guardian';
	});
	return h(
		'details.card-plain',
		{ open },
		h('summary', null, t('增加一名代理人', 'Name a representative')),
		kind,
		personFields(path, true),
		guardian,
		agent,
	);
}

/** Places for as many as are to be named. @param {boolean} open @param {number} room */
function others(open, room) {
	const rows = h(
		'div',
		null,
		Array.from({ length: Math.min(more + 1, room) }, (_, i) => another(`new${i || ''}`, open || i > 0)),
	);
	const button = h(
		'button.btn.btn-sm.btn-outline-primary',
		{
			type: 'button',
			onclick: () => {
				const row = another(`new${++more}`, true);
				rows.append(row);
				row.querySelector('select')?.focus();
				button.hidden = more + 1 >= room;
			},
		},
		t('再增加一名代理人', 'Name one more'),
	);
	button.hidden = more + 1 >= room;
	return h('div', null, rows, h('p', null, button));
}

/** Who of joint applicants is written to (R-REQ-10); they are known here by the first character of their names. @param {any[]} joint */
const contactField = (joint) =>
	field({
		name: 'contact',
		label: t('共同申请的联系人', 'Who is written to for all of you'),
		options: [
			['', t('（不改）', '(as it is)')],
			['1', t('第 1 位申请人', 'applicant no. 1')],
			...joint.map(
				(j) =>
					/** @type {[string, string]} */ ([
						String(j.no),
						t('第 {0} 位申请人（{1}）', 'applicant no. {0} ({1})', j.no, j.name),
					]),
			),
		],
	});

/** The fields beside the text. @param {any} seen @param {any[]} items of the notice */
export function mendedFields(seen, items) {
	const asked = items.some((i) => i.kind === 'authorisation'),
		reps = seen.representatives ?? [];
	return [
		h(
			'details.card-plain',
			{ open: items.some((i) => i.kind === 'contact') },
			h(
				'summary',
				null,
				t(
					'更正或者补充您的姓名、证件、联系方式',
					'Correct or add your name, identity paper or how to reach you',
				),
			),
			h(
				'p.form-text',
				null,
				t(
					'只填要改的；不填的保持原样。改的内容只有办理人员看得到，办理经过里只记改了哪几项。',
					'Fill in only what changes; the rest stays. Only those who handle the case see it; the history names what was changed, not the values.',
				),
			),
			personFields('applicant'),
		),
		seen.joint_applicants?.length ? contactField(seen.joint_applicants) : null,
		reps.map((/** @type {any} */ r, /** @type {number} */ i) => known(r, i, asked)),
		reps.length < 50 ? others(asked && !reps.some(lacks), Math.min(10, 50 - reps.length)) : null,
	];
}

/** Whose records the form has, by their place in it. @param {any} seen @param {FormData} d */
const places = (seen, d) => [
	...(seen.representatives ?? []).map((/** @type {any} */ _, /** @type {number} */ i) => String(i)),
	...[...d.keys()].map((k) => /^representatives\/(new\d*)\/kind$/.exec(k)?.[1] ?? '').filter(Boolean),
];

/** What is given of the representative at PLACE; null: nothing. @param {FormData} d @param {string} place @param {any} seen */
function representative(d, place, seen) {
	const path = `representatives/${place}`;
	const kind = NEW.test(place) ? text(d, `${path}/kind`) : seen.representatives[Number(place)].kind;
	/** @type {any} */
	const given = Object.fromEntries(
		[...own, ...(kind === 'agent' ? agents : [])].map((k) => [k, text(d, `${path}/${k}`)]).filter(([, v]) => v),
	);
	if (kind === 'agent' && d.getAll(`${path}/powers`).length) given.powers = d.getAll(`${path}/powers`);
	if (kind === 'agent' && d.has(`${path}/lawyer`)) given.lawyer = true;
	if (kind === 'guardian' && d.has(`${path}/has_signed`)) given.has_signed = true;
	if (NEW.test(place)) return kind || Object.keys(given).length ? { kind, ...given } : null;
	return Object.keys(given).length ? { no: Number(place) + 1, kind, ...given } : null;
}

/** @param {FormData} d @param {any} seen */
export function mendedBody(d, seen) {
	const applicant = Object.fromEntries(own.map((k) => [k, text(d, `applicant/${k}`)]).filter(([, v]) => v));
	const representatives = places(seen, d)
		.map((p) => representative(d, p, seen))
		.filter(Boolean);
	const contact = Number(text(d, 'contact'));
	return {
		...(Object.keys(applicant).length ? { applicant } : {}),
		...(contact ? { contact } : {}),
		...(representatives.length ? { representatives } : {}),
	};
}

/** The field of the form that a fault of the body stands at. @param {string} pointer @param {FormData} d @param {any} seen */
export function mendedPlace(pointer, d, seen) {
	const sent = places(seen, d).filter((p) => representative(d, p, seen));
	return pointer.replace(/^\/representatives\/(\d+)/, (all, n) =>
		sent[n] === undefined ? all : `/representatives/${sent[n]}`,
	);
}

/** @param {FormData} d @param {any} seen */
export function mendedFaults(d, seen) {
	/** @type {{ pointer: string, detail: string }[]} */
	const faults = [];
	for (const path of ['applicant', ...places(seen, d).map((p) => `representatives/${p}`)]) {
		const kind = text(d, `${path}/id_kind`),
			number = text(d, `${path}/id_number`);
		const wrong = number && !kind ? t('请选择证件种类', 'Please choose the kind of paper') : null;
		if (wrong) faults.push({ pointer: `/${path}/id_kind`, detail: wrong });
		else if (identityFault(kind, number))
			faults.push({ pointer: `/${path}/id_number`, detail: /** @type {string} */ (identityFault(kind, number)) });
	}
	for (const place of places(seen, d).filter((p) => NEW.test(p))) {
		const added = representative(d, place, seen);
		if (added && !added.kind)
			faults.push({
				pointer: `/representatives/${place}/kind`,
				detail: t('请选择他（她）是谁', 'Please say who this person is'),
			});
		if (added && !added.name)
			faults.push({ pointer: `/representatives/${place}/name`, detail: t('请填写姓名', 'Please give the name') });
	}
	return faults;
}
