// @ts-check
/* Check your answers: every answer with the way back to it, what will be asked for later, and sending. */
import { Problem } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { dayText, sizeText, t } from '../lib/lang.mjs';
import { form, lawTag, showFaults } from '../lib/parts.mjs';
import { at } from './draft.mjs';
import { asking } from './people.mjs';
import { steps } from './steps.mjs';
import { carriers, categories, idKinds, inWords, powers, representativeKinds, ways } from '../lib/words.mjs';

/** @typedef {import('./steps.mjs').Context} Context */

/** @param {any} p */
const personWords = (p) =>
	[p.name, p.id_number ? `${inWords(idKinds(), p.id_kind)} ${p.id_number}` : null, p.phone, p.email, p.address]
		.filter(Boolean)
		.join(t('，', ', '));

/** Label and answer, by step. @param {Context} c @returns {[string, [string, string][]][]} */
function answers(c) {
	const f = c.draft.filing,
		a = (/** @type {string} */ path) => at(f, path) ?? '';
	const own = f.kind === 'own_record';
	const acting = f.acting === 'yes' ? (f.representatives ?? []) : [],
		joint = f.joint === 'yes' ? (f.joint_applicants ?? []) : [];
	return [
		['agency', [[t('机关', 'Agency'), c.draft.agency?.name ?? f.agency]]],
		[
			'who',
			[
				[t('申请人类别', 'Category'), inWords(categories(), a('applicant/category'))],
				[t('姓名或名称', 'Name'), a('applicant/name')],
			],
		],
		[
			'identity',
			[
				[
					t('身份证明', 'Identity'),
					a('applicant/id_number')
						? `${inWords(idKinds(), a('applicant/id_kind'))} ${a('applicant/id_number')}`
						: '',
				],
				...(a('applicant/born_on')
					? [
							/** @type {[string, string]} */ ([
								t('出生日期', 'Date of birth'),
								dayText(a('applicant/born_on')),
							]),
						]
					: []),
			],
		],
		[
			'contact',
			[
				[t('电话', 'Telephone'), a('applicant/phone')],
				[t('电子邮箱', 'E-mail'), a('applicant/email')],
				[t('通信地址', 'Address'), a('applicant/address')],
			],
		],
		[
			'others',
			[
				[
					t('代理人', 'Representatives'),
					acting
						.map((/** @type {any} */ r) =>
							[
								inWords(representativeKinds(), r.kind),
								personWords(r),
								r.kind === 'agent' ? inWords(powers(), r.powers) : '',
							]
								.filter(Boolean)
								.join(t('：', ': ')),
						)
						.join('\n') || t('没有', 'none'),
				],
				[t('共同申请人', 'Joint applicants'), joint.map(personWords).join('\n') || t('没有', 'none')],
				...(joint.length
					? [
							/** @type {[string, string]} */ ([
								t('联系人', 'Contact'),
								f.contact ? (asking(f)[Number(f.contact) - 1]?.[1] ?? '') : '',
							]),
						]
					: []),
			],
		],
		[
			'what',
			own
				? [
						[t('申请的是', 'You ask'), t('更正自己的记录', 'for a record to be corrected')],
						[t('哪一项记录', 'Record'), a('own_record/record')],
						[t('哪里不准确', 'What is wrong'), a('own_record/wrong')],
						[t('应当怎样', 'Should say'), a('own_record/correct')],
						[t('证据', 'Evidence'), a('own_record/evidence')],
					]
				: [
						[t('想要的信息', 'The information'), f.description ?? ''],
						[t('名称', 'Title'), f.title ?? ''],
						[t('文号', 'Document number'), f.document_number ?? ''],
					],
		],
		[
			'how',
			[
				[t('获取方式', 'Way'), inWords(ways(), f.ways)],
				[t('载体', 'Form'), inWords(carriers(), f.carriers)],
				[t('可以换别的方式', 'Another way will do'), f.other_way_ok ? t('可以', 'yes') : t('不可以', 'no')],
				[
					t('网上送达文书', 'Letters online'),
					f.electronic_ok ? t('同意', 'agreed') : t('不同意', 'not agreed'),
				],
			],
		],
		['help', [[t('需要的帮助', 'Help'), f.help_needed || t('没有', 'none')]]],
		[
			'files',
			[
				[
					t('附件', 'Files'),
					c.files.map((x) => t('{0}（{1}）', '{0} ({1})', x.name, sizeText(x.size))).join('\n') ||
						t('没有', 'none'),
				],
			],
		],
	];
}

/** What is lacking by R-REQ-3, and ways that lack their address: told, not refused. @param {Context} c @returns {[string, string][]} */
export function lacking(c) {
	const f = c.draft.filing,
		p = f.applicant ?? {};
	const has = (/** @type {any} */ v) => Boolean((v ?? '').trim());
	/** @type {[string, string][]} */
	const rows = [];
	if (!has(p.name)) rows.push(['who', t('申请人的姓名或名称', 'the applicant’s name')]);
	if (!has(p.id_number)) rows.push(['identity', t('身份证明', 'proof of identity')]);
	if (!has(p.phone) && !has(p.email) && !has(p.address)) rows.push(['contact', t('联系方式', 'a way to reach you')]);
	if (f.kind !== 'own_record' && (!f.ways?.length || !f.carriers?.length))
		rows.push(['how', t('获取方式和载体', 'way and form')]);
	if (f.ways?.includes('post') && !has(p.address))
		rows.push(['contact', t('选择了邮寄，还没有填通信地址', 'an address for the post that you chose')]);
	if (f.ways?.includes('email') && !has(p.email))
		rows.push(['contact', t('选择了电子邮件，还没有填邮箱', 'an e-mail address for the e-mail that you chose')]);
	if (f.ways?.includes('fax') && !has(p.phone))
		rows.push([
			'contact',
			t(
				'选择了传真，还没有在电话一栏写传真号',
				'a number for the fax that you chose, in the field for the telephone',
			),
		]);
	return [...rows, ...othersLacking(f)];
}

/** What R-REQ-10 wants of those who take part. @param {any} f @returns {[string, string][]} */
function othersLacking(f) {
	const has = (/** @type {any} */ v) => Boolean((v ?? '').trim());
	/** @type {[string, string][]} */
	const rows = [];
	for (const r of f.acting === 'yes' ? (f.representatives ?? []) : []) {
		if (!has(r.id_number))
			rows.push(['others', t('代理人{0}的身份证明', 'proof of identity of the representative {0}', r.name)]);
		if (r.kind === 'agent' && !(has(r.matters) && r.powers?.length && has(r.valid_from) && has(r.valid_to)))
			rows.push([
				'others',
				t(
					'代理人{0}的委托事项、权限和起止日期',
					'what the agent {0} is authorised for, the powers and the days',
					r.name,
				),
			]);
		if (r.kind === 'guardian' && !r.has_signed)
			rows.push(['others', t('法定代理人{0}的同意和签名', 'that the guardian {0} agrees and signs', r.name)]);
	}
	if (f.joint === 'yes' && f.joint_applicants?.length && !f.contact)
		rows.push(['others', t('共同申请的联系人是谁', 'who of the joint applicants is the contact')]);
	return rows;
}

/** @param {Context} c @param {{ pointer: string, detail: string }[]} faults @param {() => Promise<void>} send */
export function checkPage(c, faults, send) {
	const unsure = c.draft.attempt?.unsure;
	const missing = lacking(c);
	/** @param {string} id */
	const titleOf = (id) => steps.find((s) => s.id === id)?.title() ?? '';
	const e = form(
		[
			missing.length
				? h(
						'div.alert.alert-warning',
						null,
						h(
							'p.mb-1',
							null,
							t(
								'下面的内容还没有填。现在也可以提交，机关会通知您补正，答复期限从补正之日起重新计算：',
								'These are still missing. You can send all the same; you will be asked for them, and the period then starts anew:',
							),
							' ',
							lawTag({ article: '条例29、30' }),
						),
						h(
							'ul.mb-0',
							null,
							missing.map(([id, text]) => h('li', null, h('a', { href: `#${id}` }, text))),
						),
					)
				: null,
			answers(c).map(([id, rows]) =>
				h(
					'section.answers',
					{ 'aria-label': titleOf(id) },
					h(
						'dl.facts',
						null,
						rows.map(([label, text]) => [
							h('dt', null, label),
							h('dd.written', null, text || h('span.text-secondary', null, t('未填', 'not given'))),
						]),
					),
					unsure
						? null
						: h(
								'a.change',
								{ href: `#${id}` },
								t('修改', 'Change'),
								h('span.visually-hidden', null, titleOf(id)),
							),
				),
			),
			h(
				'p.mt-3',
				null,
				t(
					'点“提交”即确认以上内容。今天提交的，今天就是收到申请之日；提交后 10 分钟内可以修改，答复送达前随时可以撤回。',
					'By sending you confirm the above. Sent today, it counts as received today; you can change it for 10 minutes and withdraw it until the reply is served.',
				),
				' ',
				lawTag({ article: '条例31' }),
			),
			unsure ? unsureNote() : null,
		],
		t('提交', 'Send'),
		async () => {
			try {
				await send();
			} catch (error) {
				if (error instanceof Problem && error.errors.length) {
					found(e, error.errors);
					return;
				}
				if (c.draft.attempt?.unsure) c.again();
				throw error;
			}
		},
		{ class: 'check' },
	);
	if (faults.length) queueMicrotask(() => found(e, faults));
	return e;
}

const unsureNote = () =>
	h(
		'p.alert.alert-warning',
		{ role: 'alert' },
		t(
			'上次提交没有得到回答，可能已经登记。请直接再点“提交”：不会重复登记，会给出同一份回执。',
			'The last sending got no answer; it may have been registered. Just send again: it will not be registered twice, and you get the same receipt.',
		),
	);

/** What the API found wrong, with links to the steps where it is mended. @param {HTMLFormElement} e @param {{ pointer: string, detail: string }[]} faults */
function found(e, faults) {
	showFaults(e, new Problem(422, { errors: faults }, null));
	for (const row of /** @type {NodeListOf<HTMLElement>} */ (e.querySelectorAll('.summary li'))) {
		const step = steps.find((s) => s.names.test((row.dataset.pointer ?? '').slice(1)));
		if (step)
			row.replaceChildren(h('a', { href: `#${step.id}` }, `${step.title()}${t('：', ': ')}${row.textContent}`));
	}
}
