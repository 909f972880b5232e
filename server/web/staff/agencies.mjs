// @ts-check
/* Agencies: what is known of them, with those who decide on reconsideration; their settings. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { plainDay, t } from '../lib/lang.mjs';
import { field, fill, form, lawTag } from '../lib/parts.mjs';
import { forgetTyped, mayLeave } from '../lib/typed.mjs';
import { me } from './session.mjs';
import { say } from './keys.mjs';
import { grouped, outcomeOf, settingsHistory, titleOf, valueText } from './settings.mjs';
import { onNewest, onNewestOf, differences } from './stale.mjs';

const agencyKinds = () =>
	/** @type {[string, string][]} */ ([
		['government', t('人民政府', 'government')],
		['department', t('政府工作部门', 'department')],
		['branch', t('派出机构、垂直管理机构', 'branch')],
		['institution', t('事业单位', 'institution')],
		['organisation', t('具有公共事务管理职能的组织', 'organisation with public duties')],
		['subdistrict', t('街道办事处', 'subdistrict')],
		['town', t('镇、乡', 'town')],
		['zone', t('管理委员会', 'zone')],
	]);

/** "name | address | online" a line. @param {any[]} bodies */
const bodyLines = (bodies) => bodies.map((x) => [x.name, x.address, x.online].filter(Boolean).join(' | ')).join('\n');
/** @param {string} text */
const bodiesOf = (text) =>
	text
		.split('\n')
		.map((l) => l.trim())
		.filter(Boolean)
		.map((l) => {
			const [name, address = '', online] = l.split(/\s*[|｜]\s*/);
			return { name, address, ...(online ? { online } : {}) };
		});

/** What is known of an agency, as fields. @param {any} a */
const agencyFields = (a) => [
	field({ name: 'name', label: t('名称', 'Name'), value: a.name, required: true }),
	field({
		name: 'short_name',
		label: t('简称（用于文号）', 'Short name, for document numbers'),
		value: a.short_name,
		required: true,
	}),
	field({ name: 'kind', label: t('性质', 'Kind'), options: agencyKinds(), value: a.kind ?? 'department' }),
	field({ name: 'office', label: t('公开机构', 'Office'), value: a.office, required: true }),
	field({ name: 'address', label: t('地址', 'Address'), value: a.address, required: true }),
	field({ name: 'phone', label: t('电话', 'Telephone'), value: a.phone, required: true }),
	field({ name: 'email', label: t('电子邮箱', 'E-mail'), value: a.email }),
	field({
		name: 'duties',
		label: t('职责（供查找，用空格分开）', 'Duties, for the finder, parted by spaces'),
		value: a.duties,
		rows: 3,
	}),
	field({ name: 'court', label: t('管辖法院', 'Court'), value: a.court, required: true }),
	field({
		name: 'remedy_bodies',
		label: t(
			'行政复议机关（每行一个：名称 | 地址 | 网上申请地址）',
			'Reconsideration bodies (a line each: name | address | online)',
		),
		hint: t('写进答复书；网上申请地址可以不填', 'They stand in replies; the online address may be left out'),
		value: bodyLines(a.remedy_bodies ?? []),
		rows: 2,
		required: true,
	}),
	field({
		name: 'active',
		type: 'checkbox',
		label: t('接收申请', 'takes requests'),
		hint: t('不接收的不在查找中出现，已有的办件照常办理', 'One that takes none is not found; its cases go on'),
		value: a.active ?? true,
	}),
];

/** What the fields say. @param {FormData} d @returns {Record<string, any>} */
const agencyOf = (d) => ({
	...Object.fromEntries(
		['name', 'short_name', 'kind', 'office', 'address', 'phone', 'email', 'duties', 'court'].map((n) => [
			n,
			String(d.get(n) ?? '').trim(),
		]),
	),
	active: d.has('active'),
	remedy_bodies: bodiesOf(String(d.get('remedy_bodies') ?? '')),
});

/** What of NOW differs from WAS. @param {Record<string, any>} now @param {any} was */
const changedOf = (now, was) =>
	Object.fromEntries(
		Object.entries(now).filter(([k, v]) =>
			k === 'remedy_bodies' ? bodyLines(v) !== bodyLines(was[k]) : v !== (was[k] ?? ''),
		),
	);

/** @param {any[]} list @param {(made: any) => void} added */
const addAgency = (list, added) =>
	h(
		'details',
		null,
		h('summary', null, t('添加机关', 'Add an agency')),
		form(
			[
				field({ name: 'parent_id', label: t('上级', 'Under'), options: list.map((a) => [a.id, a.name]) }),
				field({
					name: 'region',
					label: t('行政区划代码', 'Region code'),
					hint: t('六位，写进每件的编号，以后不能改', 'Six digits; part of each number, for good'),
					value: list[0]?.region,
					required: true,
					attributes: { inputmode: 'numeric', maxlength: 6 },
				}),
				field({
					name: 'code',
					label: t('机关代码', 'Agency code'),
					hint: t(
						'大写字母和数字，写进每件的编号，以后不能改',
						'Capitals and digits; part of each number, for good',
					),
					required: true,
					attributes: { maxlength: 12 },
				}),
				...agencyFields({ court: list[0]?.court, remedy_bodies: list[0]?.remedy_bodies }),
			],
			t('添加', 'Add'),
			async (d) => {
				const made = await api.post('/api/v1/agencies', {
					parent_id: d.get('parent_id'),
					region: String(d.get('region')).trim(),
					code: String(d.get('code')).trim(),
					...agencyOf(d),
				});
				say(t('已添加 {0}', 'Added: {0}', made.name));
				added(made);
			},
			{ class: 'act-form' },
		),
	);

/** @param {any} x */
const settingField = (x) =>
	field({
		name: x.name,
		label: outcomeOf(x.name) || titleOf(x),
		hint: [
			outcomeOf(x.name) ? '' : x.rule,
			t('默认 {0}', 'default {0}', valueText(x.default)),
			x.valid_from ? t('自 {0}', 'since {0}', plainDay(x.valid_from)) : '',
		]
			.filter(Boolean)
			.join(' · '),
		value: String(x.value),
		options: x.values.choices?.map((/** @type {string} */ c) => [c, valueText(c)]),
	});

/** What of an agency is said to have changed meanwhile. @returns {[string, string, ((value: any) => string)?][]} */
const agencyLabels = () => [
	['name', t('名称', 'Name')],
	['short_name', t('简称', 'Short name')],
	['kind', t('性质', 'Kind'), (v) => agencyKinds().find(([k]) => k === v)?.[1] ?? v],
	['office', t('公开机构', 'Office')],
	['address', t('地址', 'Address')],
	['phone', t('电话', 'Telephone')],
	['email', t('电子邮箱', 'E-mail')],
	['duties', t('职责', 'Duties')],
	['court', t('管辖法院', 'Court')],
	['remedy_bodies', t('行政复议机关', 'Reconsideration bodies'), bodyLines],
	['active', t('接收申请', 'Takes requests'), (v) => (v ? t('是', 'yes') : t('否', 'no'))],
];

/**
 * @param {any} a its reading, which its settings share @param {() => Promise<void>} learn
 * @param {() => void} again draws it anew
 */
function agencyForm(a, learn, again) {
	const path = `/api/v1/agencies/${a.id}`,
		shown = { ...a };
	const edit = form(
		agencyFields(a),
		t('保存', 'Save'),
		async (d) => {
			/* Only what was changed here: what somebody else has changed meanwhile stays theirs. */
			const answer = await onNewestOf(
				edit,
				a,
				path,
				() => api.call('PATCH', path, { body: changedOf(agencyOf(d), shown), version: a.version }),
				agencyLabels(),
				() => edit.requestSubmit(),
			);
			if (answer === null) return;
			await learn();
			say(t('已保存', 'Saved'));
			again();
		},
		{ class: 'act-form' },
	);
	return edit;
}

/** What law.md leaves to it. @param {any} a @param {any} s @param {() => Promise<void>} learn @param {() => void} again */
function settingsForm(a, s, learn, again) {
	const e = form(
		[
			grouped(s.settings).map(([first, list]) =>
				list.length > 1
					? h(
							'details.field',
							null,
							h('summary', null, titleOf(first), ' ', lawTag(first)),
							list.map(settingField),
						)
					: settingField(first),
			),
			field({ name: 'valid_from', label: t('自哪一天起', 'From'), type: 'date', value: me.today }),
		],
		t('更改设置', 'Change settings'),
		async (d) => {
			const values = s.settings
				.filter((/** @type {any} */ x) => String(d.get(x.name)) !== String(x.value))
				.map((/** @type {any} */ x) => ({ name: x.name, value: String(d.get(x.name)) }));
			try {
				const answer = await onNewest(
					e,
					() =>
						api.call('PUT', `/api/v1/agencies/${a.id}/settings`, {
							body: { valid_from: d.get('valid_from'), values },
							version: a.version,
						}),
					async () => {
						const before = { ...a };
						const now = await api.get(`/api/v1/agencies/${a.id}/settings`);
						await learn();
						const of = (/** @type {any} */ x) =>
							Object.fromEntries(x.settings.map((/** @type {any} */ y) => [y.name, y.value]));
						return [
							...differences(
								of(s),
								of(now),
								s.settings.map((/** @type {any} */ x) => [x.name, titleOf(x), valueText]),
							),
							...differences(before, a, agencyLabels()),
						];
					},
					() => e.requestSubmit(),
				);
				if (answer === null) return;
			} catch (err) {
				if (err instanceof Problem)
					for (const f of err.errors)
						f.pointer = f.pointer.replace(/^\/values\/(\d+)\/\w+$/, (all, n) =>
							values[n] ? `/${values[n].name}` : all,
						);
				throw err;
			}
			say(t('已更改', 'Changed'));
			await learn();
			again();
		},
		{ class: 'act-form' },
	);
	return e;
}

export async function office() {
	const whole = h('div');
	const draw = (/** @type {string} */ chosen) => fill(whole, () => officeOf(chosen, (made) => draw(made.id)));
	await draw('');
	return whole;
}

/** @param {string} chosen its id @param {(made: any) => void} added */
async function officeOf(chosen, added) {
	const list = await api.all('/api/v1/agencies?inactive=true&limit=200', 1000),
		place = h('div');
	const choose = h(
		'select.form-select.narrow',
		{
			'aria-label': t('机关', 'Agency'),
			onchange: async () => {
				if (await mayLeave()) draw();
				else choose.value = now;
			},
		},
		list.map((/** @type {any} */ a) =>
			h(
				'option',
				{ value: a.id, selected: a.id === chosen },
				a.active ? a.name : t('{0}（不接收申请）', '{0} (takes no requests)', a.name),
			),
		),
	);
	let now = choose.value;
	const draw = () =>
		fill(place, async () => {
			forgetTyped();
			now = choose.value;
			const path = `/api/v1/agencies/${now}`;
			const [a, s] = await Promise.all([api.get(path), api.get(`${path}/settings`)]);
			const learn = async () => void Object.assign(a, await api.get(path)); // both forms send its version
			const names = h('div'),
				settings = h('div'),
				history = h('section.whole', null, settingsHistory(s));
			const again = async () => {
				const anew = await api.get(`${path}/settings`);
				show(settings, settingsForm(a, anew, learn, again));
				show(history, settingsHistory(anew));
			};
			const named = () => show(names, agencyForm(a, learn, named));
			named();
			show(settings, settingsForm(a, s, learn, again));
			return h(
				'div.columns',
				null,
				h('section', null, h('h2', null, t('机关', 'Agency')), names),
				h('section', null, h('h2', null, t('设置', 'Settings')), settings),
				history,
			);
		});
	draw();
	return [addAgency(list, added), choose, place];
}
