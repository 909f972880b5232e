// @ts-check
/* Shorthands for the fields of act forms. */
import { t } from '../lib/lang.mjs';
import { idKinds, powers, representativeKinds } from '../lib/words.mjs';

/** @param {string} name @param {string} label @param {any} [o] */
export const text = (name, label, o = {}) => ({ name, label, ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const area = (name, label, o = {}) => ({ name, label, rows: 3, ...o });
/** A day; today unless said otherwise, required unless said otherwise. @param {string} name @param {string} label @param {any} [o] */
export const day = (name, label, o = {}) => ({
	name,
	label,
	type: 'date',
	required: true,
	today: !o.future && !o.empty,
	...o,
});
/** @param {string} name @param {string} label @param {[string, string][]} options @param {any} [o] */
export const pick = (name, label, options, o = {}) => ({ name, label, options, ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const check = (name, label, o = {}) => ({ name, label, type: 'checkbox', ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const number = (name, label, o = {}) => ({ name, label, type: 'number', ...o });
/** Somebody of the agency who holds one of ROLES. @param {string} name @param {string} label @param {import('./acts.mjs').Context} x @param {string[]} roles @param {any} [o] */
export const user = (name, label, x, roles, o = {}) => ({
	name,
	label,
	required: true,
	options: x.people.filter((p) => p.roles.some((r) => roles.includes(r))).map((p) => [p.id, p.name]),
	...o,
});
/** What shows the day of a fact that is entered late (R-KEEP-3). */
export const lateProof = () => text('proof', t('凭据（补录时必填）', 'Proof (needed when entered late)'), { max: 200 });
/** The record that the act is about: a part of the path, not of the body. @param {string} name @param {string} label @param {[string, string][]} options */
export const record = (name, label, options) => ({ name: `@${name}`, label, options, sole: options.length === 1 });
/** Groups of fields that repeat. @param {string} name @param {string} label @param {any[]} fields @param {any} [o] */
export const list = (name, label, fields, o = {}) => ({ name, label, type: 'list', fields, min: 1, ...o });

/** How a letter is served (R-CLOCK-9); a field is shown where its way needs it. */
export const servingFields = () => {
	const by = (/** @type {string[]} */ ...ways) => ({ show: { way: ways } });
	return [
		pick('way', t('送达方式', 'Way'), [
			['electronic', t('电子送达', 'electronic')],
			['post', t('邮政寄送（挂号信、EMS）', 'by the post office (EMS included)')],
			['courier', t('民营快递', 'private courier')],
			['hand', t('直接送达', 'by hand')],
			['entrusted', t('委托送达', 'entrusted')],
			['collection', t('自行领取', 'collected')],
			['on_site', t('当场阅读、抄录', 'read on site')],
			['fax', t('传真', 'fax')],
		]),
		text('proof', t('回执或者单号', 'Receipt or tracking number'), {
			required: true,
			max: 200,
			...by('post', 'courier', 'hand', 'entrusted', 'collection', 'on_site', 'fax'),
		}),
		day('sent_on', t('交寄（发出）日期', 'Sent on'), {
			required: false,
			hint: t('邮政寄送以交寄之日为送达日', 'by the post office, the day of posting counts'),
			...by('post', 'courier', 'fax'),
		}),
		day('received_on', t('签收（收到）日期', 'Received on'), {
			empty: true,
			hint: t('这一天为送达日', 'this day counts as the day of service'),
			...by('hand', 'entrusted', 'courier', 'collection', 'on_site', 'fax'),
		}),
		text('recipient', t('签收人', 'Who signed'), {
			max: 80,
			...by('hand', 'entrusted', 'courier', 'collection', 'on_site'),
		}),
		pick(
			'relation',
			t('签收人身份', 'As whom'),
			[
				['', '—'],
				['applicant', t('申请人', 'applicant')],
				['agent', t('代理人', 'agent')],
				['household', t('同住成年家属', 'household')],
			],
			by('hand', 'entrusted', 'courier', 'collection'),
		),
		check('refused', t('拒绝签收，留置', 'Signature refused, left with a record'), by('hand', 'entrusted')),
		area('record', t('拒收经过和见证人', 'What happened, and who witnessed it'), {
			max: 1000,
			...by('hand', 'entrusted'),
		}),
		text('place', t('地点', 'Place'), { max: 200, ...by('hand', 'entrusted') }),
		text('served_by', t('送达人', 'Served by'), { max: 80, ...by('hand', 'entrusted') }),
		area('other_form_reason', t('未按申请的形式提供的理由', 'Why in another form than asked for'), {
			max: 500,
			rows: 2,
		}),
	];
};

/** @returns {[string, string, string?][]} */
export const idKindsOrNone = () => [['', '—'], ...idKinds()];

/** Who acts for the applicant (R-REQ-10). */
export const representative = (nameLabel = t('姓名', 'Name'), required = true) => [
	pick('kind', t('身份', 'As'), representativeKinds(), { value: 'agent' }),
	text('name', nameLabel, { required, max: 100 }),
	pick('id_kind', t('证件', 'Paper'), idKindsOrNone()),
	text('id_number', t('号码', 'Number'), { max: 60 }),
	text('phone', t('电话', 'Telephone'), { max: 40 }),
	text('email', t('电子邮箱', 'E-mail'), { max: 120 }),
	text('address', t('地址', 'Address'), { max: 200 }),
	check('has_signed', t('法定代理人已签名', 'the guardian has signed')),
	text('matters', t('授权事项', 'Matters'), { max: 500 }),
	{ name: 'powers', type: 'multi', label: t('权限', 'Powers'), options: powers() },
	day('valid_from', t('授权自', 'Valid from'), { required: false, empty: true }),
	day('valid_to', t('授权至', 'Valid to'), { required: false, empty: true }),
	check('lawyer', t('律师', 'lawyer')),
	text('licence', t('执业证号', 'Licence'), { max: 60 }),
	text('firm_letter', t('律所函', 'Letter of the firm'), { max: 200 }),
];

/** Names with a slash become members of objects. @param {any} flat */
export function nest(flat) {
	/** @type {any} */
	const out = {};
	for (const [k, v] of Object.entries(flat)) {
		const [a, b] = k.split('/');
		if (b) (out[a] ??= {})[b] = v;
		else out[k] = v;
	}
	return out;
}

/** What an answer to a correction notice brings of persons; what stays empty stays as it is. @param {any} c */
export const mendedFields = (c) => [
	text('applicant/name', t('更正：申请人姓名或者名称', 'Corrected: the applicant’s name'), {
		max: 100,
		hint: t('只填要改的，不填的保持原样', 'Only what changes; the rest stays as it is'),
	}),
	pick('applicant/id_kind', t('更正：证件', 'Corrected: paper'), idKindsOrNone()),
	text('applicant/id_number', t('更正：证件号码', 'Corrected: its number'), { max: 60 }),
	check('applicant/id_kept', t('校验不符也按原样保留', 'keep as written although the check warns')),
	text('applicant/phone', t('更正：电话', 'Corrected: telephone'), { max: 40, inputmode: 'tel' }),
	text('applicant/email', t('更正：电子邮箱', 'Corrected: e-mail'), { max: 120 }),
	text('applicant/address', t('更正：地址', 'Corrected: address'), { max: 200 }),
	c.joint_applicants?.length
		? pick(
				'contact',
				t('共同申请的联系人', 'Contact of the joint applicants'),
				[
					['', t('（不改）', '(as it is)')],
					['1', t('第一申请人', 'the first applicant')],
					...c.joint_applicants.map((/** @type {any} */ j) => [String(j.no), j.name]),
				],
				{ number: true },
			)
		: null,
	list(
		'representatives',
		t('代理人：补充、更正或者增加', 'Representatives: added to, corrected or new'),
		[
			pick(
				'no',
				t('哪一位', 'Whom'),
				[
					['', t('新增一位', 'another one')],
					...(c.representatives ?? []).map((/** @type {any} */ r, /** @type {number} */ i) => [
						String(i + 1),
						r.name,
					]),
				],
				{ number: true },
			),
			...representative(t('姓名（新增的必填）', 'Name (needed of another one)'), false),
		],
		{ min: 0 },
	),
];

/** As the API wants it: one who is there keeps their kind. @param {any} data @param {any} c */
export function mendedBody(data, c) {
	const body = nest(data);
	for (const r of body.representatives ?? []) if (r.no) r.kind = c.representatives[r.no - 1].kind;
	if (!body.representatives?.length) delete body.representatives;
	return body;
}
