// @ts-check
/* Who acts for the applicant, and who asks together with them (R-REQ-10). */
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { choices, field } from '../lib/parts.mjs';
import { categories, idKinds, powers, representativeKinds } from '../lib/words.mjs';

/** @typedef {import('./steps.mjs').Context} Context */

/** @param {string} path @param {any} p */
const person = (path, p) => [
	field({
		name: `${path}/name`,
		label: t('姓名或单位名称', 'Name'),
		required: true,
		value: p.name,
		attributes: { maxlength: 100 },
	}),
	field({
		name: `${path}/id_kind`,
		label: t('证件种类', 'Kind of identity paper'),
		options: [
			['', t('（请选择）', '(please choose)')],
			...idKinds().map(([v, text]) => /** @type {[string, string]} */ ([v, text])),
		],
		value: p.id_kind,
	}),
	field({
		name: `${path}/id_number`,
		label: t('证件号码', 'Its number'),
		value: p.id_number,
		attributes: { maxlength: 60, autocomplete: 'off' },
	}),
	field({
		name: `${path}/phone`,
		label: t('电话', 'Telephone'),
		type: 'tel',
		value: p.phone,
		attributes: { maxlength: 40 },
	}),
	field({
		name: `${path}/email`,
		label: t('电子邮箱', 'E-mail'),
		type: 'email',
		value: p.email,
		attributes: { maxlength: 120, autocomplete: 'off' },
	}),
	field({
		name: `${path}/address`,
		label: t('通信地址', 'Postal address'),
		value: p.address,
		attributes: { maxlength: 200 },
	}),
];

/** @param {string} path @param {any} r */
const agent = (path, r) => [
	field({
		name: `${path}/matters`,
		label: t('委托事项', 'What the agent is authorised for'),
		value: r.matters,
		attributes: { maxlength: 500 },
	}),
	choices({
		name: `${path}/powers`,
		legend: t('代理权限', 'Powers'),
		options: powers(),
		value: r.powers ?? [],
		multiple: true,
	}),
	h(
		'div.inline',
		null,
		field({
			name: `${path}/valid_from`,
			label: t('委托期限自', 'Authorised from'),
			type: 'date',
			value: r.valid_from,
		}),
		field({
			name: `${path}/valid_to`,
			label: t('委托期限至', 'Authorised until'),
			type: 'date',
			value: r.valid_to,
		}),
	),
	field({ name: `${path}/lawyer`, type: 'checkbox', label: t('是律师', 'Is a lawyer'), value: r.lawyer }),
	r.lawyer
		? [
				field({
					name: `${path}/licence`,
					label: t('律师执业证号', 'Number of the lawyer’s licence'),
					value: r.licence,
					attributes: { maxlength: 60 },
				}),
				field({
					name: `${path}/firm_letter`,
					label: t('律师事务所函', 'Letter of the law firm'),
					value: r.firm_letter,
					attributes: { maxlength: 200 },
				}),
			]
		: null,
];

/** Who asks, numbered as the API does: the applicant first, then the joint ones. @param {any} f @returns {[string, string][]} */
export const asking = (f) =>
	[f.applicant ?? {}, ...(f.joint_applicants ?? [])].map((/** @type {any} */ p, i) => [
		String(i + 1),
		(p.name ?? '').trim() || (i ? t('共同申请人 {0}', 'Joint applicant {0}', i) : t('申请人', 'the applicant')),
	]);

/**
 * A yes-or-no question with a list of persons under "yes".
 * @param {Context} c @param {{ on: string, list: string, legend: string, hint: string, add: string, one: (i: number) => string, max: number, fields: (path: string, p: any) => any[], after?: () => any, removed?: (i: number) => void, typed?: (place: HTMLElement, e: HTMLInputElement) => void }} of
 */
function people(c, of) {
	const f = c.draft.filing;
	const place = h('div');
	const ask = choices({
		name: of.on,
		legend: of.legend,
		hint: of.hint,
		value: f[of.on] ?? 'no',
		options: [
			['no', t('没有', 'No')],
			['yes', t('有', 'Yes')],
		],
	});
	/** What is typed is taken up first; the focus stays where it was. @param {() => void} change */
	const redraw = (change) => {
		const { name, value } = /** @type {any} */ (document.activeElement ?? {});
		c.changed();
		change();
		draw();
		c.changed();
		/** @type {any} */ (
			[...place.querySelectorAll('input')].find((e) => e.name === name && e.value === value)
		)?.focus();
	};
	function draw() {
		const rows = f[of.on] === 'yes' ? (f[of.list] ??= [{}]) : [];
		show(
			place,
			rows.map((/** @type {any} */ p, /** @type {number} */ i) =>
				h(
					'section.card-plain',
					{ 'aria-label': of.one(i + 1) },
					h('h2.h5.mt-0', null, of.one(i + 1)),
					of.fields(`${of.list}/${i}`, p),
					rows.length > 1
						? h(
								'button.btn.btn-sm.btn-outline-secondary',
								{
									type: 'button',
									onclick: () =>
										redraw(() => {
											rows.splice(i, 1);
											of.removed?.(i);
										}),
								},
								t('去掉{0}', 'Remove {0}', of.one(i + 1)),
							)
						: null,
				),
			),
			rows.length && rows.length < of.max
				? h(
						'p',
						null,
						h(
							'button.btn.btn-outline-primary',
							{
								type: 'button',
								onclick: () => {
									redraw(() => rows.push({}));
									/** @type {HTMLElement | null | undefined} */ (
										[...place.querySelectorAll('section')].at(-1)?.querySelector('input, select')
									)?.focus();
								},
							},
							of.add,
						),
					)
				: null,
			rows.length ? of.after?.() : null,
		);
	}
	ask.addEventListener('change', () => redraw(() => {}));
	place.addEventListener('change', (/** @type {Event} */ e) => {
		// an agent has fields of their own, a lawyer more
		if (/\/(kind|lawyer)$/.test(/** @type {any} */ (e.target).name)) redraw(() => {});
	});
	place.addEventListener('input', (/** @type {Event} */ e) =>
		of.typed?.(place, /** @type {HTMLInputElement} */ (e.target)),
	);
	draw();
	return [ask, place];
}

/** @param {Context} c */
export const actingFields = (c) =>
	people(c, {
		on: 'acting',
		list: 'representatives',
		max: 10,
		legend: t('有人替申请人办理吗', 'Does somebody act for the applicant?'),
		hint: t(
			'单位申请的，一般有法定代表人和经办人',
			'Organisations usually have a legal representative and a handler',
		),
		add: t('再加一人', 'Add another'),
		one: (i) => t('代理人 {0}', 'Representative {0}', i),
		fields: (path, r) => [
			choices({
				name: `${path}/kind`,
				legend: t('他（她）是', 'This person is'),
				options: representativeKinds(),
				value: r.kind,
			}),
			person(path, r),
			r.kind === 'guardian'
				? field({
						name: `${path}/has_signed`,
						type: 'checkbox',
						label: t('法定代理人同意并签名', 'The guardian agrees and signs'),
						value: r.has_signed,
					})
				: null,
			r.kind === 'agent' ? agent(path, r) : null,
		],
	});

/** @param {Context} c */
export const jointFields = (c) =>
	people(c, {
		on: 'joint',
		list: 'joint_applicants',
		max: 20,
		legend: t('还有共同申请人吗', 'Do others ask together with the applicant?'),
		hint: t('一起申请的，每人都会收到一份答复', 'Each of them gets a copy of the reply'),
		after: () =>
			choices({
				name: 'contact',
				legend: t('机关联系哪一位', 'Whom does the agency contact?'),
				options: asking(c.draft.filing),
				value: String(c.draft.filing.contact ?? ''),
			}),
		removed: (i) => {
			const contact = Number(c.draft.filing.contact);
			c.draft.filing.contact = contact === i + 2 ? '' : String(contact > i + 2 ? contact - 1 : contact || '');
		},
		typed: (place, e) => {
			// the choice is called what has just been typed
			const i = Number(/^joint_applicants\/(\d+)\/name$/.exec(e.name)?.[1] ?? -1) + 1;
			const label = place.querySelector(`[name=contact][value="${i + 1}"]`)?.nextElementSibling;
			if (i && label) label.textContent = e.value.trim() || t('共同申请人 {0}', 'Joint applicant {0}', i);
		},
		add: t('再加一人', 'Add another'),
		one: (i) => t('共同申请人 {0}', 'Joint applicant {0}', i),
		fields: (path, p) => [
			field({
				name: `${path}/category`,
				label: t('类别', 'Category'),
				options: [
					['', t('（请选择）', '(please choose)')],
					...categories().map(([v, text]) => /** @type {[string, string]} */ ([v, text])),
				],
				value: p.category,
			}),
			person(path, p),
		],
	});
