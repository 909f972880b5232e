// @ts-check
/* Of legal advisors: reviews put to me, and my declared conflicts of interest; nothing else is theirs to see. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { empty, field, fill, form, refill } from '../lib/parts.mjs';
import { me } from './session.mjs';
import { learnDays, leftShort, once, shortDay, stateBadge, workingDaysLeft } from './words.mjs';
import { endpoints } from './hooks.mjs';
import { follow } from './live.mjs';

async function waiting() {
	const page = await api.get('/api/v1/cases?queue=put_to_me&limit=100');
	const cases = await Promise.all(
		page.items.map((/** @type {any} */ r) => api.get(`/api/v1/cases/${r.id}`).catch(() => r)),
	);
	const rows = [];
	for (const c of cases) {
		const open = (c.legal_reviews ?? []).filter(
			(/** @type {any} */ r) => r.status === 'asked' && r.advisor_id === me.id,
		);
		for (const r of open.length ? open : [null]) {
			if (r?.answer_by)
				await learnDays(
					me.today < r.answer_by ? me.today : r.answer_by,
					me.today > r.answer_by ? me.today : r.answer_by,
				);
			const left = r ? workingDaysLeft(me.today, r.answer_by) : 0;
			rows.push({
				at: r ? r.answer_by : '9999',
				e: h(
					'li.card-plain',
					null,
					h(
						'p.mb-1',
						null,
						h('a', { href: `#/case/${c.id}` }, h('strong', null, c.title || c.number)),
						' ',
						h('span.number', null, c.number),
						' ',
						stateBadge(c.state),
					),
					r
						? [
								h('p.mb-1', null, r.question),
								h(
									'p.mb-0.small',
									null,
									t('请于 {0} 前答复', 'answer by {0}', shortDay(r.answer_by, me.today)),
									h(
										'span.left',
										{ class: left < 0 ? 'bad' : left <= 2 ? 'warn' : '' },
										leftShort(left),
									),
									c.due_on
										? [' · ', t('答复期限 {0}', 'reply due {0}', shortDay(c.due_on, me.today))]
										: null,
								),
							]
						: h(
								'p.mb-0.small.text-secondary',
								null,
								t('意见已给出，可以查看。', 'The opinion is given; the case can still be read.'),
							),
				),
			});
		}
	}
	rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
	return rows.length
		? h(
				'ul.list-unstyled.reviews',
				null,
				rows.map((r) => r.e),
			)
		: empty(t('没有等您审核的事项。', 'No review waits for you.'));
}

async function conflicts() {
	const agencies = (await once('/api/v1/agencies?limit=200')).items;
	const place = h('div');
	const draw = async () => {
		const page = await api.get('/api/v1/legal-conflicts?limit=100');
		const now = page.items.filter((/** @type {any} */ k) => !k.ended_on);
		show(
			place,
			now.length
				? h(
						'ul.compact',
						null,
						now.map((/** @type {any} */ k) =>
							h(
								'li',
								null,
								h(
									'strong',
									null,
									k.party ??
										agencies.find((/** @type {any} */ a) => a.id === k.agency_id)?.name ??
										'',
								),
								t('：', ': '),
								k.reason,
								' ',
								h(
									'button.btn.btn-sm.btn-link',
									{
										type: 'button',
										onclick: async () => {
											await api.post(`/api/v1/legal-conflicts/${k.id}/end`);
											draw();
										},
									},
									t('已经结束', 'it is over'),
								),
							),
						),
					)
				: empty(t('没有申报。', 'None declared.')),
		);
	};
	await draw();
	return [
		place,
		h(
			'details',
			null,
			h('summary', null, t('申报利益冲突', 'Declare a conflict of interest')),
			h(
				'p.small.text-secondary',
				null,
				t('申报后，涉及的办件立即不再由您审核。', 'Every case that it touches is taken from you at once.'),
			),
			form(
				[
					field({
						name: 'agency_id',
						label: t('与哪个机关', 'With an agency'),
						options: [
							['', '—'],
							...agencies.map((/** @type {any} */ a) => /** @type {[string, string]} */ ([a.id, a.name])),
						],
					}),
					field({ name: 'party', label: t('或者与哪个当事人、单位', 'Or with a party or firm') }),
					field({ name: 'reason', label: t('什么关系', 'What it is'), required: true, rows: 2 }),
				],
				t('申报', 'Declare'),
				async (data, e) => {
					await api.post('/api/v1/legal-conflicts', Object.fromEntries([...data].filter(([, v]) => v)));
					e.reset();
					await draw();
				},
				{ class: 'act-form' },
			),
		),
	];
}

/** @param {Element} main */
export function open(main) {
	document.title = t('法律审核', 'Legal reviews');
	const list = h('div'),
		own = h('div'),
		hooks = h('div');
	show(
		main,
		h('h1', null, t('交我审核的', 'Reviews put to me')),
		list,
		h('h2', null, t('我的利益冲突', 'My conflicts of interest')),
		own,
		h(
			'details',
			{
				ontoggle: (/** @type {any} */ e) => {
					if (e.target === e.currentTarget && e.target.open && !hooks.childNodes.length)
						fill(hooks, endpoints);
				},
			},
			h('summary', null, t('我的通知接收端', 'My endpoints')),
			hooks,
		),
	);
	fill(list, waiting);
	fill(own, conflicts);
	return follow(() => refill(list, waiting));
}
