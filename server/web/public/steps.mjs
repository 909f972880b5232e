// @ts-check
/*
 * The steps of the form, one thing each.  A step gives its fields from the draft and names what is wrong
 * with them; what may be missing by the law (R-REQ-3) stops nobody, it is told before sending.
 */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, sizeText } from '../lib/lang.mjs';
import { choices, empty, field, fill, lawTag } from '../lib/parts.mjs';
import { at } from './draft.mjs';
import { identityFault } from './identity.mjs';
import { actingFields, jointFields } from './people.mjs';
import { publishedHint } from './published.mjs';
import { EXTENSIONS, MAX_ALL, MAX_FILE, fileFault } from './upload.mjs';
import { carriers, categories, idKinds, ways } from '../lib/words.mjs';

/**
 * @typedef {import('./draft.mjs').Draft} Draft
 * @typedef {{ draft: Draft, files: File[], changed: () => void, again: () => void }} Context
 * @typedef {{ pointer: string, detail: string }} Fault
 * @typedef {{ id: string, title: () => string, names: RegExp, fields: (c: Context) => any[], faults: (c: Context) => Fault[] }} Step
 */

const note = (/** @type {string} */ text) => h('p.form-text', null, text);
const skippable = () =>
	note(
		t(
			'不填也可以提交；缺少的内容，机关会通知您补正，答复会因此推迟。',
			'You can send without it; what is missing is asked for later, and the reply comes later.',
		),
	);

/** What is wrong with an address; null: nothing, or none is given. @param {string | undefined} given */
function mailFault(given) {
	const mail = (given ?? '').trim();
	return mail && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mail)
		? t(
				'电子邮箱的写法不对，应像 name@example.cn',
				'This is no e-mail address; it should look like name@example.cn',
			)
		: null;
}

/* ---- Which agency. */

/** @param {Context} c */
function agencyFields(c) {
	const results = h('div.agencies', { 'aria-live': 'polite' });
	const words = h('input.form-control', { type: 'search', id: 'agency-words', autocomplete: 'off', value: '' });
	/** @param {any} a */
	const choice = (a) => {
		const value = `${a.region}-${a.code}`,
			id = `agency-${value}`;
		return h(
			'div.form-check.card-plain',
			null,
			h('input.form-check-input', {
				type: 'radio',
				name: 'agency',
				id,
				value,
				checked: c.draft.filing.agency === value,
				onchange: () => {
					c.draft.agency = a;
				},
			}),
			h(
				'label.form-check-label',
				{ for: id },
				h('strong', null, a.name),
				h(
					'span.form-text.d-block',
					null,
					[a.office, a.address].filter(Boolean).join(' · '),
					a.phone ? [' · ', h('span.text-nowrap', null, a.phone)] : null,
				),
				a.duties
					? h(
							'span.form-text.d-block',
							null,
							t('职责：', 'Duties: '),
							a.duties.trim().split(/\s+/).join(t('、', ', ')),
						)
					: null,
			),
		);
	};
	const list = h(
		'fieldset.field',
		{ dataset: { name: 'agency' } },
		h('legend', null, t('向哪个机关申请', 'Which agency do you ask?')),
		h('p.fault'),
		results,
	);
	const find = () =>
		fill(results, async () => {
			const q = words.value.trim();
			const page = await api.get(`/api/v1/agencies?limit=50${q ? `&q=${encodeURIComponent(q)}` : ''}`);
			const rows = page.items;
			const kept = c.draft.agency;
			if (kept && !rows.some((/** @type {any} */ a) => a.id === kept.id)) rows.unshift(kept);
			return rows.length
				? rows.map(choice)
				: empty(
						t(
							'没有找到。换个说法试试，或者清空后从全部机关里选。',
							'Nothing found. Try other words, or clear the box and choose from all.',
						),
					);
		});
	const byCode = c.draft.filing.agency && !c.draft.agency;
	if (byCode) {
		// from a link: the agency is known by its code only
		fill(results, async () => {
			const all = await api.all('/api/v1/agencies?limit=100');
			c.draft.agency = all.find((a) => `${a.region}-${a.code}` === c.draft.filing.agency) ?? null;
			if (!c.draft.agency) delete c.draft.filing.agency;
			else c.changed();
			return (c.draft.agency ? [c.draft.agency] : all).map(choice);
		});
	} else if (c.draft.agency) {
		show(results, choice(c.draft.agency));
	} else {
		find();
	}
	return [
		h(
			'div.field',
			null,
			h(
				'label.form-label',
				{ for: 'agency-words' },
				t(
					'想了解什么？输入几个词，帮您找到该问的机关',
					'What would you like to know? A few words find the agency',
				),
			),
			h(
				'div.form-text',
				null,
				t(
					'例如：学区、充电桩、医保。清空后点“查找”，列出全部机关。',
					'For example 学区, 充电桩, 医保. Clear the box and press Find to list all.',
				),
			),
			h(
				'div.d-flex.gap-2',
				null,
				words,
				h('button.btn.btn-outline-primary.text-nowrap', { type: 'button', onclick: find }, t('查找', 'Find')),
			),
		),
		list,
	];
}

/* ---- Files. */

/** @param {Context} c */
function fileFields(c) {
	const list = h('ul.files', { 'aria-live': 'polite' });
	const fault = h('p.fault');
	const draw = () =>
		show(
			list,
			c.files.map((f, i) =>
				h(
					'li',
					null,
					h('span', null, f.name, ' ', h('span.form-text', null, sizeText(f.size))),
					h(
						'button.btn.btn-sm.btn-outline-secondary',
						{
							type: 'button',
							onclick: () => {
								c.files.splice(i, 1);
								draw();
							},
						},
						t('去掉', 'Remove'),
						h('span.visually-hidden', null, ` ${f.name}`),
					),
				),
			),
		);
	const input = h('input.form-control', {
		type: 'file',
		id: 'files',
		multiple: true,
		'aria-describedby': 'files-hint',
		accept: EXTENSIONS.map((x) => `.${x}`).join(','),
		onchange: () => {
			const all = [...input.files];
			const bad = all.map(fileFault).filter(Boolean);
			const good = all.filter((f) => !fileFault(f));
			if ([...c.files, ...good].reduce((sum, f) => sum + f.size, 0) > MAX_ALL)
				bad.push(t('加起来超过 500 MB 了', 'Together they have more than 500 MB'));
			else c.files.push(...good);
			fault.textContent = bad.join(t('；', '; '));
			input.value = '';
			draw();
		},
	});
	draw();
	return [
		h(
			'div.field',
			null,
			h('label.form-label', { for: 'files' }, t('选择文件', 'Choose files')),
			h(
				'div.form-text',
				{ id: 'files-hint' },
				t(
					'例如身份证明、授权委托书。每个文件最大 {0}，一件申请一共最大 {1}。可以是：{2}。',
					'For example proof of identity or an authorisation. A file may have {0}, a request {1} in all. Taken are: {2}.',
					sizeText(MAX_FILE),
					sizeText(MAX_ALL),
					EXTENSIONS.join(t('、', ', ')),
				),
			),
			h(
				'div.form-text',
				null,
				t(
					'文件在提交之后上传，断了可以接着传；刷新本页后要重新选择。',
					'Files are sent after the request and go on after a break; after a reload of this page they are chosen again.',
				),
			),
			fault,
			input,
		),
		list,
	];
}

/* ---- All of them, in order. */

/** @type {Step[]} */
export const steps = [
	{
		id: 'agency',
		title: () => t('向谁申请', 'The agency'),
		names: /^agency$/,
		fields: agencyFields,
		faults: (c) =>
			c.draft.filing.agency
				? []
				: [{ pointer: '/agency', detail: t('请选择一个机关', 'Please choose an agency') }],
	},
	{
		id: 'who',
		title: () => t('申请人', 'The applicant'),
		names: /^applicant\/(category|name)$/,
		fields: (c) => [
			choices({
				name: 'applicant/category',
				legend: t('申请人是', 'The applicant is'),
				hint: t('替别人申请的，填被代理的人或单位', 'If you act for someone, that person or organisation'),
				options: categories(),
				value: at(c.draft.filing, 'applicant/category'),
			}),
			field({
				name: 'applicant/name',
				label: t('姓名或单位名称', 'Name'),
				hint: t('照证件上的写', 'As on the identity paper'),
				value: at(c.draft.filing, 'applicant/name'),
				attributes: { autocomplete: 'name', maxlength: 100 },
			}),
		],
		faults: (c) =>
			at(c.draft.filing, 'applicant/category')
				? []
				: [
						{
							pointer: '/applicant/category',
							detail: t('请选择申请人的类别', 'Please say what the applicant is'),
						},
					],
	},
	{
		id: 'identity',
		title: () => t('身份证明', 'Proof of identity'),
		names: /^applicant\/(id_kind|id_number|born_on)$/,
		fields: (c) => [
			h(
				'p',
				null,
				t(
					'用来确认申请人身份，加密保存，只有办理人员按规定查看。',
					'To know who asks. It is kept encrypted and seen only as the rules allow.',
				),
				' ',
				lawTag({ article: '条例29' }),
			),
			choices({
				name: 'applicant/id_kind',
				legend: t('证件种类', 'Kind of paper'),
				options: idKinds(),
				value:
					at(c.draft.filing, 'applicant/id_kind') ??
					(at(c.draft.filing, 'applicant/category') === 'natural_person' ? 'citizen' : 'credit_code'),
			}),
			field({
				name: 'applicant/id_number',
				label: t('证件号码', 'Its number'),
				value: at(c.draft.filing, 'applicant/id_number'),
				attributes: { autocomplete: 'off', maxlength: 60, spellcheck: 'false' },
			}),
			at(c.draft.filing, 'applicant/category') === 'natural_person'
				? field({
						name: 'applicant/born_on',
						label: t(
							'出生日期（未满 18 周岁、且没有居民身份证的才填）',
							'Date of birth (only if under 18 and without an identity card)',
						),
						type: 'date',
						value: at(c.draft.filing, 'applicant/born_on'),
					})
				: null,
			skippable(),
		],
		faults: (c) => {
			const fault = identityFault(
				at(c.draft.filing, 'applicant/id_kind') ?? '',
				at(c.draft.filing, 'applicant/id_number') ?? '',
			);
			return fault ? [{ pointer: '/applicant/id_number', detail: fault }] : [];
		},
	},
	{
		id: 'contact',
		title: () => t('联系方式', 'How to reach you'),
		names: /^applicant\/(phone|email|address)$/,
		fields: (c) => [
			h(
				'p',
				null,
				t(
					'至少填一种。答复和通知会按您选的方式送到这里。',
					'At least one. Notices and the reply come here, the way that you choose.',
				),
			),
			field({
				name: 'applicant/phone',
				label: t('电话', 'Telephone'),
				type: 'tel',
				hint: t('要用传真接收的，请一并写明传真号', 'If you want a fax, add its number'),
				value: at(c.draft.filing, 'applicant/phone'),
				attributes: { autocomplete: 'tel', maxlength: 40 },
			}),
			field({
				name: 'applicant/email',
				label: t('电子邮箱', 'E-mail'),
				type: 'email',
				value: at(c.draft.filing, 'applicant/email'),
				attributes: { autocomplete: 'email', maxlength: 120 },
			}),
			field({
				name: 'applicant/address',
				label: t('通信地址和邮编', 'Postal address'),
				value: at(c.draft.filing, 'applicant/address'),
				attributes: { autocomplete: 'street-address', maxlength: 200 },
			}),
			skippable(),
		],
		faults: (c) => {
			const fault = mailFault(at(c.draft.filing, 'applicant/email'));
			return fault ? [{ pointer: '/applicant/email', detail: fault }] : [];
		},
	},
	{
		id: 'others',
		title: () => t('代理人和共同申请人', 'Others who take part'),
		names: /^(representatives|joint_applicants|contact$|acting|joint$)/,
		fields: (c) => [...actingFields(c), ...jointFields(c)],
		faults: (c) => {
			const faults = [];
			for (const [list, on] of [
				['representatives', 'acting'],
				['joint_applicants', 'joint'],
			])
				for (const [i, p] of (c.draft.filing[on] === 'yes' ? (c.draft.filing[list] ?? []) : []).entries()) {
					if (list === 'representatives' && !p.kind)
						faults.push({
							pointer: `/${list}/${i}/kind`,
							detail: t('请选择是哪一种代理', 'Please choose how this person acts'),
						});
					if (!(p.name ?? '').trim())
						faults.push({ pointer: `/${list}/${i}/name`, detail: t('请填写姓名', 'Please give the name') });
					const fault = identityFault(p.id_kind ?? '', p.id_number ?? '');
					if (fault) faults.push({ pointer: `/${list}/${i}/id_number`, detail: fault });
					const mail = mailFault(p.email);
					if (mail) faults.push({ pointer: `/${list}/${i}/email`, detail: mail });
				}
			return faults;
		},
	},
	{
		id: 'what',
		title: () => t('申请什么', 'What you ask for'),
		names: /^(kind|title|description|document_number|own_record)/,
		fields: whatFields,
		faults: (c) => {
			const f = c.draft.filing,
				faults = [];
			if (f.kind === 'own_record') {
				if (!(at(f, 'own_record/record') ?? '').trim())
					faults.push({
						pointer: '/own_record/record',
						detail: t('请写明是哪一项记录', 'Please say which record'),
					});
				if (!(at(f, 'own_record/wrong') ?? '').trim())
					faults.push({
						pointer: '/own_record/wrong',
						detail: t('请写明哪里不准确', 'Please say what is wrong in it'),
					});
			} else if (!(f.description ?? '').trim()) {
				faults.push({
					pointer: '/description',
					detail: t('请描述想要的信息', 'Please describe the information'),
				});
			}
			return faults;
		},
	},
	{
		id: 'how',
		title: () => t('怎样给您', 'How you get it'),
		names: /^(ways|carriers|other_way_ok|electronic_ok)/,
		fields: (c) => [
			choices({
				name: 'ways',
				legend: t('获取方式（可多选）', 'Way (several are possible)'),
				options: ways(),
				value: c.draft.filing.ways ?? [],
				multiple: true,
			}),
			choices({
				name: 'carriers',
				legend: t('载体（可多选）', 'Form (several are possible)'),
				options: carriers(),
				value: c.draft.filing.carriers ?? [],
				multiple: true,
			}),
			field({
				name: 'other_way_ok',
				type: 'checkbox',
				label: t('不能这样给的，可以换别的方式', 'Another way will do if these are not possible'),
				value: c.draft.filing.other_way_ok,
			}),
			field({
				name: 'electronic_ok',
				type: 'checkbox',
				label: t('同意网上送达文书', 'Letters may be served online'),
				hint: t(
					'通知和答复书在查询页就能看到，不用等邮寄',
					'Notices and the reply appear on the follow page, without waiting for the post',
				),
				value: c.draft.filing.electronic_ok,
			}),
			skippable(),
		],
		faults: () => [],
	},
	{
		id: 'help',
		title: () => t('需要什么帮助', 'Help you need'),
		names: /^help_needed$/,
		fields: (c) => [
			h(
				'p',
				null,
				t(
					'阅读、视听有困难的，机关应当提供必要的帮助。没有可以直接继续。',
					'Who has difficulty reading, seeing or hearing is helped. If you need none, go on.',
				),
				' ',
				lawTag({ article: '条例43' }),
			),
			field({
				name: 'help_needed',
				label: t('需要的帮助', 'What help'),
				hint: t('例如：需要大字版、电话里读给我听', 'For example large print, or reading to me by telephone'),
				rows: 3,
				value: c.draft.filing.help_needed,
				attributes: { maxlength: 500 },
			}),
		],
		faults: () => [],
	},
	{ id: 'files', title: () => t('附件', 'Files'), names: /^$/, fields: fileFields, faults: () => [] },
];

/** @param {Context} c */
function whatFields(c) {
	const f = c.draft.filing;
	const kind = choices({
		name: 'kind',
		legend: t('申请的是', 'You ask'),
		value: f.kind,
		options: [
			['request', t('获取政府信息', 'for information')],
			[
				'own_record',
				t('更正与自己有关、不准确的政府信息记录', 'that a wrong record about yourself be corrected'),
			],
		],
	});
	const inputs = h('div');
	const hint = publishedHint(() =>
		f.kind === 'own_record'
			? ''
			: `${inputs.querySelector('[name=description]')?.value ?? ''} ${inputs.querySelector('[name=title]')?.value ?? ''}`,
	);
	inputs.addEventListener('input', hint.typed);
	const draw = () =>
		show(
			inputs,
			f.kind === 'own_record'
				? [
						field({
							name: 'own_record/record',
							label: t('哪一项记录', 'Which record'),
							required: true,
							value: at(f, 'own_record/record'),
							attributes: { maxlength: 500 },
						}),
						field({
							name: 'own_record/wrong',
							label: t('哪里不准确', 'What is wrong in it'),
							required: true,
							rows: 4,
							value: at(f, 'own_record/wrong'),
							attributes: { maxlength: 2000 },
						}),
						field({
							name: 'own_record/correct',
							label: t('应当怎样', 'What it should say'),
							rows: 3,
							value: at(f, 'own_record/correct'),
							attributes: { maxlength: 2000 },
						}),
						field({
							name: 'own_record/evidence',
							label: t('证据', 'Evidence'),
							hint: t(
								'说明有什么可以证明；文件可以在后面上传',
								'What proves it; files can be sent later',
							),
							rows: 3,
							value: at(f, 'own_record/evidence'),
							attributes: { maxlength: 2000 },
						}),
					]
				: [
						field({
							name: 'description',
							label: t('想要的信息', 'The information'),
							required: true,
							rows: 7,
							value: f.description,
							attributes: { maxlength: 19000 },
							hint: t(
								'写得越具体，找得越快：哪件事、哪个时间、哪个地方。不需要说明理由和用途。',
								'The more exact, the faster it is found: which matter, when, where. No reason or purpose is needed.',
							),
						}),
						field({
							name: 'title',
							label: t('信息或文件名称（知道的话）', 'Its name or title, if you know it'),
							value: f.title,
							attributes: { maxlength: 200 },
						}),
						field({
							name: 'document_number',
							label: t('文号（知道的话）', 'Document number, if you know it'),
							hint: t('例如：示政办发〔2026〕1号', 'For example 示政办发〔2026〕1号'),
							value: f.document_number,
							attributes: { maxlength: 100 },
						}),
					],
		);
	kind.addEventListener('change', () => {
		c.changed();
		draw();
		hint.look();
	});
	draw();
	hint.look();
	return [kind, inputs, hint.place];
}
