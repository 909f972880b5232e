// @ts-check
/*
 * What is done for several cases of one applicant at once (R-OUT-11): one reply, one fee notice, one payment.
 * The cases are chosen from the applicant's others at the agency; each goes with the version that was seen.
 */
import { api, Problem } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { choices, empty, field, form, lawTag } from '../lib/parts.mjs';
import { build, read, send, toggle } from './actform.mjs';
import { actText, shortDay, stateText } from './words.mjs';

/** In which state the others must be, and what the list of them is called. @type {Record<string, { state: string, list: string }>} */
const kinds = {
	reply_sign_joint: { state: 'investigating', list: 'with' },
	fee_notice_joint: { state: 'investigating', list: 'with' },
	payment_joint: { state: 'awaiting_payment', list: 'cases' },
};

/** @param {import('./acts.mjs').ActRow} row @param {import('./acts.mjs').Context} x @param {any} at */
export async function together(row, x, at) {
	const kind = kinds[row.key ?? ''],
		pays = kind.list === 'cases';
	/** @type {Map<string, any>} */ let others = new Map();
	const learn = async () => {
		const page = await api.get(`${at.base}/same-applicant?limit=100`);
		others = new Map(
			page.items
				.filter((/** @type {any} */ r) => r.state === kind.state)
				.map((/** @type {any} */ r) => [r.id, r]),
		);
	};
	await learn();
	if (!others.size)
		return /** @type {any} */ (
			h(
				'div',
				null,
				empty(
					t(
						'这位申请人没有其他{0}的申请。',
						'This applicant has no other case that is {0}.',
						stateText(kind.state),
					),
				),
			)
		);
	const options = [...others.values()].map(
		(r) =>
			/** @type {[string, string, string]} */ ([
				r.id,
				r.title || r.number,
				[r.number, r.due_on ? t('答复期限 {0}', 'reply due {0}', shortDay(r.due_on, x.me.today)) : '']
					.filter(Boolean)
					.join(' · '),
			]),
	);
	const fields = (row.fields?.(x) ?? []).filter(Boolean);
	const amounts = pays
		? h(
				'details',
				null,
				h(
					'summary',
					null,
					t('按件指定金额（不填按收到先后分配）', 'Amount of each case (by the order of receipt if empty)'),
				),
				[{ id: x.c.id, number: x.c.number }, ...others.values()].map((r) =>
					field({
						name: `share/${r.id}`,
						label: r.number,
						attributes: { inputmode: 'decimal', autocomplete: 'off' },
					}),
				),
			)
		: null;
	/** @param {FormData} d */
	const chosen = (d) =>
		d
			.getAll(kind.list)
			.map((id) => /** @type {any} */ (others.get(String(id))))
			.filter(Boolean);
	const body = () => {
		const d = new FormData(e),
			some = chosen(d);
		if (!pays) return { ...read(fields, e), with: some.map((r) => ({ id: r.id, version: r.version })) };
		const share = (/** @type {string} */ id) => String(d.get(`share/${id}`) ?? '').trim();
		return {
			...read(fields, e),
			cases: [{ id: x.c.id, version: at.version() }, ...some].map((r) => ({
				case_id: r.id,
				version: r.version,
				...(share(r.id) ? { amount: share(r.id) } : {}),
			})),
		};
	};
	const newer = async () => {
		await learn();
		await at.newer();
	};
	const e = form(
		[
			h(
				'p.small.text-secondary',
				null,
				t(
					'这一件和下面选中的各件合并办理，各件保留自己的编号。',
					'This case and those chosen below are done in one; each keeps its number.',
				),
				' ',
				lawTag({ rule: 'R-OUT-11' }),
			),
			choices({
				name: kind.list,
				legend: t('同一申请人的其他申请', "The applicant's other cases"),
				options,
				multiple: true,
				value: options.map(([id]) => id),
			}),
			fields.map((f) => build(f, x.me.today)),
			amounts,
		],
		row.title ?? actText(row.act),
		async () => {
			const { cases } = body();
			try {
				const answer = await send(
					e,
					{ path: pays ? '/api/v1/payments' : at.base + row.path, free: pays },
					body,
					{ ...at, newer },
				);
				if (answer !== null) at.done(answer);
			} catch (err) {
				if (err instanceof Problem)
					for (const f of err.errors)
						f.pointer = f.pointer.replace(/^\/cases\/(\d+)\/amount$/, (all, n) =>
							cases?.[n] ? `/share/${cases[n].case_id}` : all,
						);
				throw err;
			}
		},
		{
			class: 'act-form',
			onchange: () => toggle(e),
			oninput: () => {
				e.dataset.typed = 'yes';
			},
		},
	);
	toggle(e);
	return e;
}
