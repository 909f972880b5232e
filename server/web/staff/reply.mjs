// @ts-check
/*
 * Editors wider than a form: the reply in parts, each with what its outcome must say (from the rules), the
 * answer on the spot, the correction notice.
 */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, plainDay, t } from '../lib/lang.mjs';
import { choices, field, form } from '../lib/parts.mjs';
import { build, read, send, toggle } from './actform.mjs';
import { area, day, list, number, pick, text, user, check } from './fields.mjs';
import { together } from './together.mjs';
import { actText, rules, sayTitles } from './words.mjs';

const long = new Set(['content', 'reasons', 'search_statement', 'unclear', 'happened', 'notice']);

/** What a part's outcome asks for. @param {any} o @param {string} prefix @param {any} part */
function says(o, prefix, part) {
	if (!o) return [];
	const want = [...o.must, ...o.must_any, ...o.file_only.filter((/** @type {string} */ f) => !o.must.includes(f))];
	const may = o.may.filter((/** @type {string} */ f) => !want.includes(f));
	const one = (/** @type {string} */ f) =>
		field({
			name: `${prefix}${f}`,
			label: sayTitles[f] ?? f,
			value: part[f],
			rows: long.has(f) ? 4 : 2,
			required: o.must.includes(f),
			hint: o.must_any.includes(f)
				? t(
						'下列各项至少填一项：{0}',
						'at least one of: {0}',
						o.must_any.map((/** @type {string} */ x) => sayTitles[x]).join(t('、', ', ')),
					)
				: o.file_only.includes(f)
					? t('存档，不写入答复书', 'kept in the file, not in the letter')
					: undefined,
		});
	return [
		h(
			'p.small.text-secondary',
			null,
			t('依据 {0}', 'by {0}', o.article ?? '—'),
			o.reconsideration_first ? t('；须先申请行政复议', '; reconsideration first') : '',
			o.secrecy_review ? t('；公开前须经保密审查', '; a secrecy review first') : '',
		),
		want.map(one),
		may.length
			? h(
					'details',
					{ open: may.some((/** @type {string} */ f) => part[f]) },
					h('summary', null, t('还可以写', 'May also say')),
					may.map(one),
				)
			: null,
	];
}

/** A partial says what each of its refusals has to say, too. @param {any} o @param {any[]} outcomes @param {string[]} [refused] */
function withRefusals(o, outcomes, refused = []) {
	const all = [o, ...outcomes.filter((x) => refused.includes(x.outcome))];
	const union = (/** @type {string} */ key) => [...new Set(all.flatMap((x) => x[key]))];
	return o && { ...o, must: union('must'), may: union('may'), file_only: union('file_only') };
}

/** Parts of a reply as form groups. @param {any[]} parts @param {any[]} outcomes @param {any[]} repeats @param {any[]} known what is public and like the request @param {any[]} objections consultations of third parties that object */
function partsEditor(parts, outcomes, repeats, known, objections) {
	const box = h('div.parts'),
		another = h(
			'button.btn.btn-sm.btn-outline-secondary',
			{ type: 'button', onclick: () => add({}).querySelector('textarea')?.focus() },
			t('再加一部分', 'Add a part'),
		);
	let n = 0;
	const add = (/** @type {any} */ part) => {
		const prefix = `parts/${n++}/`;
		const more = h('div');
		const draw = (/** @type {string} */ code, /** @type {any} */ values) => {
			const o = outcomes.find((x) => x.outcome === code),
				at = group.dataset.prefix; // another once an earlier part is removed
			show(
				more,
				code === 'already_public' && known.length
					? field({
							name: `${at}disclosure_id`,
							label: t('引用已公开的信息', 'Name a disclosure'),
							options: [
								['', '—'],
								...known.map(
									(d) =>
										/** @type {[string, string]} */ ([
											d.id,
											`${d.title} ${d.document_number ?? ''}`,
										]),
								),
							],
							value: values.disclosure_id,
							hint: t('查阅方式不写的，按它自动写入', 'where to read it is then written by itself'),
						})
					: null,
				says(code === 'partial' ? withRefusals(o, outcomes, values.refused) : o, at, values),
				code === 'partial'
					? choices({
							name: `${at}refused`,
							legend: t('其余部分不予公开的情形', 'Why the rest is not disclosed'),
							options: outcomes.filter((x) => x.reconsideration_first).map((x) => [x.outcome, x.title]),
							value: values.refused,
							multiple: true,
						})
					: null,
				o && !['granted', 'already_public'].includes(code) && objections.length
					? choices({
							name: `${at}follows`,
							legend: t('这一部分采纳哪些第三方的异议', 'Objections that this part follows'),
							hint: t(
								'答复有内容公开的，没有采纳的异议须先向该第三方送达公开决定告知书',
								'where the reply releases anything, who is not followed is first told of the disclosure',
							),
							options: objections.map((k) => [k.id, `${k.party}：${k.information}`]),
							value: values.follows,
							multiple: true,
						})
					: null,
				code === 'repeat' && repeats.length
					? [
							field({
								name: `${at}repeat`,
								label: t('重复的是哪次答复', 'Which reply it repeats'),
								options: repeats.map((r) => [
									r.reply_id,
									`${r.number ?? r.case_number} ${plainDay(r.replied_on)} ${r.title}`,
								]),
								value: values.repeat_of?.reply_id,
							}),
							field({
								name: `${at}unchanged`,
								label: t('怎么查明情况没有变化', 'How it was found that nothing has changed'),
								rows: 2,
								value: values.repeat_of?.unchanged,
							}),
						]
					: null,
			);
		};
		const choose = field({
			name: `${prefix}outcome`,
			label: t('答复类型', 'Outcome'),
			required: true,
			options: [
				['', t('请选择', 'choose')],
				...outcomes.map(
					(o) =>
						/** @type {[string, string]} */ ([
							o.outcome,
							o.article ? t('{0}（{1}）', '{0} ({1})', o.title, o.article) : o.title,
						]),
				),
			],
			value: part.outcome ?? '',
		});
		choose
			.querySelector('select')
			.addEventListener('change', (/** @type {any} */ e) =>
				draw(e.target.value, current(group, group.dataset.prefix)),
			);
		const group = h(
			'fieldset.part',
			{
				dataset: { prefix },
				onchange: (/** @type {any} */ e) => {
					if (!e.target.name.endsWith('/refused')) return;
					const { value } = e.target;
					draw('partial', current(group, group.dataset.prefix));
					/** @type {HTMLElement} */ (more.querySelector(`[name$="/refused"][value="${value}"]`)).focus();
				},
			},
			h('legend', null, t('第 {0} 部分', 'Part {0}', n)),
			field({
				name: `${prefix}description`,
				label: t('答复的是哪部分申请', 'What is answered'),
				required: true,
				value: part.description ?? '',
				rows: 2,
			}),
			choose,
			more,
			h(
				'div.flags',
				null,
				field({
					name: `${prefix}main`,
					label: t('主要部分（多部分时）', 'main part'),
					type: 'checkbox',
					value: part.main,
				}),
				field({
					name: `${prefix}only_identifiers`,
					label: t('只遮盖身份信息', 'only identifiers are redacted'),
					type: 'checkbox',
					value: part.only_identifiers,
				}),
			),
			n > 1
				? h(
						'button.btn.btn-sm.btn-link',
						{
							type: 'button',
							onclick: () => {
								group.remove();
								another.focus();
							},
						},
						t('删除这一部分', 'Remove this part'),
					)
				: null,
		);
		draw(part.outcome ?? '', part);
		box.append(group);
		return group;
	};
	for (const p of parts.length ? parts : [{}]) add(p);
	return h('div', null, box, another);
}

const lists = new Set(['refused', 'follows']);

/** @param {Element} group @param {string} prefix */
function current(group, prefix) {
	/** @type {any} */
	const part = {};
	for (const e of /** @type {NodeListOf<any>} */ (group.querySelectorAll('[name]'))) {
		const name = e.name.slice(prefix.length);
		if (e.type === 'checkbox') {
			if (e.checked) part[name] = lists.has(name) ? [...(part[name] ?? []), e.value] : true;
		} else if (e.value.trim()) part[name] = e.value.trim();
	}
	if (part.repeat)
		part.repeat_of = { reply_id: part.repeat, ...(part.unchanged ? { unchanged: part.unchanged } : {}) };
	delete part.repeat;
	delete part.unchanged;
	return part;
}

/** The groups are numbered by what they are sent as, so that faults find their field. @param {HTMLFormElement} e */
function readParts(e) {
	const groups = /** @type {HTMLElement[]} */ ([...e.querySelectorAll('fieldset.part')]);
	return groups.map((g, i) => {
		const part = current(g, g.dataset.prefix ?? '');
		const prefix = `parts/${i}/`;
		if (prefix !== g.dataset.prefix) {
			for (const x of /** @type {NodeListOf<any>} */ (g.querySelectorAll('[name]')))
				x.name = prefix + x.name.slice(g.dataset.prefix?.length);
			for (const x of /** @type {NodeListOf<HTMLElement>} */ (g.querySelectorAll('[data-name]')))
				x.dataset.name = prefix + x.dataset.name?.slice(g.dataset.prefix?.length);
			g.dataset.prefix = prefix;
		}
		return part;
	});
}

/** @param {import('./acts.mjs').ActRow} row @param {import('./acts.mjs').Context} x @param {any} at */
export async function editor(row, x, at) {
	if (row.editor === 'together') return together(row, x, at);
	if (row.editor === 'correction') return correction(row, x, at);
	const spot = row.editor === 'spot';
	const all = (await rules()).outcomes.filter((/** @type {any} */ o) => o.is_reply && (!spot || o.on_the_spot));
	const known = await api
		.get(`/api/v1/disclosures?like=${encodeURIComponent(`${x.c.title} ${x.c.description}`.slice(0, 400))}`)
		.then(
			(p) => p.items,
			() => [],
		);
	const repeats = spot
		? []
		: (await api.get(`${at.base}/repeat-candidates?limit=20`).catch(() => ({ items: [] }))).items;
	const objections = (x.c.consultations ?? []).filter(
		(/** @type {any} */ k) => k.kind === 'third_party' && k.result === 'objection',
	);
	const parts = x.c.reply?.parts?.length
		? x.c.reply.parts
		: [{ description: x.c.title || x.c.description?.slice(0, 100) }];
	const extra = spot
		? [
				pick('told_by', t('怎么告知', 'How told'), [
					['oral', t('口头', 'orally')],
					['slip', t('书面便条', 'a slip')],
					['message', t('消息', 'a message')],
				]),
				text('note', t('凭据（签字记录、便条、消息编号）', 'Proof: signed note, copy, number'), {
					required: true,
					max: 200,
				}),
				day('on', t('日期', 'Day')),
				user('approver_id', t('在场批准人', 'Approver present'), x, ['business_head', 'head', 'leader'], {
					required: false,
				}),
				check('ask_approval', t('无人在场，提请批准', 'nobody is present: ask for approval')),
				text('cleared_case', t('此前已通过保密审查的办件编号', 'Number of a case already cleared'), {
					max: 40,
				}),
				text('cleared_reference', t('此前的纸质审查', 'Earlier review on paper'), { max: 200 }),
			]
		: [];
	if (spot) extra[3].options.unshift(['', t('（无）', '(none)')]);
	const e = form(
		[partsEditor(parts, all, repeats, known, objections), extra.map((f) => build(f, x.me.today))],
		spot ? actText('answer_on_the_spot') : t('保存拟稿', 'Save the draft'),
		async () => {
			const answer = await send(
				e,
				{ path: at.base + row.path, method: row.put ? 'PUT' : 'POST' },
				() => ({ parts: readParts(e), ...read(extra, e) }),
				at,
			);
			if (answer !== null) at.done(answer);
		},
		{
			class: 'act-form wide',
			oninput: () => {
				e.dataset.typed = 'yes';
			},
		},
	);
	return e;
}

/** @param {import('./acts.mjs').ActRow} row @param {import('./acts.mjs').Context} x @param {any} at */
async function correction(row, x, at) {
	const p = await api.get(`${at.base}/corrections/proposal`).catch(() => ({}));
	const kinds = () =>
		/** @type {[string, string][]} */ ([
			['description', t('申请内容', 'description')],
			['identity', t('身份', 'identity')],
			['contact', t('联系方式', 'contact')],
			['authorisation', t('授权', 'authorisation')],
			['form', t('形式', 'form')],
		]);
	const items = p.items ?? [];
	const fields = [
		list(
			'items',
			t('要补正的事项', 'What is to be corrected'),
			[
				pick('kind', t('种类', 'Kind'), kinds()),
				text('what', t('事项', 'What'), { max: 200 }),
				area('guidance', t('怎么补正', 'How'), { required: true, max: 1000 }),
			],
			{ min: Math.max(1, items.length) },
		),
		number('working_days', t('补正期限（工作日，不填按设置）', 'Period (setting if empty)'), { min: 1, max: 30 }),
	];
	const e = form(
		[
			p.last_day
				? h(
						'p.small',
						null,
						t('可以通知补正的最后一日：{0}', 'Last day for this notice: {0}', dayText(p.last_day)),
					)
				: null,
			fields.map((f) => build(f, x.me.today)),
		],
		actText(row.act),
		async () => {
			const answer = await send(e, { path: at.base + row.path }, () => read(fields, e), at);
			if (answer !== null) at.done(answer);
		},
		{
			class: 'act-form',
			oninput: () => {
				e.dataset.typed = 'yes';
			},
		},
	);
	items.forEach((/** @type {any} */ item, /** @type {number} */ i) => {
		for (const k of ['kind', 'what', 'guidance']) {
			const control = e.querySelector(`[name="items/${i}/${k}"]`);
			if (control && item[k]) control.value = item[k];
		}
	});
	toggle(e);
	return e;
}
