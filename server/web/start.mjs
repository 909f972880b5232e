// @ts-check
/* The start page: what can be asked, what it costs, how long it takes; the finder of the right agency. */
import { api } from './lib/api.mjs';
import { h, show } from './lib/dom.mjs';
import { t } from './lib/lang.mjs';
import { empty, fill, frame, lawTag, publicLinks } from './lib/parts.mjs';
import { offlineNote } from './public/offline.mjs';
import { findPublished, publishedList } from './public/published.mjs';

const main = frame({ title: t('首页', 'Start'), links: publicLinks() });
offlineNote(t('现在没有网络，恢复后再查找。', 'You are offline; search again when the network is back.'));

/** @param {string} title @param {string} text @param {string} article */
const fact = (title, text, article) =>
	h('li', null, h('h3', null, title), h('p', null, text, ' ', lawTag({ article })));

/** @param {any} a an agency */
function agencyRow(a) {
	return h(
		'li.card-plain',
		null,
		h('h3.mt-0', null, a.name),
		h('p.mb-1', null, [a.office, a.address, a.phone].filter(Boolean).join(' · ')),
		a.duties
			? h(
					'p.small.text-secondary.mb-2',
					null,
					t('职责：', 'Duties: '),
					a.duties.trim().split(/\s+/).join(t('、', ', ')),
				)
			: null,
		h(
			'a.btn.btn-outline-primary',
			{ href: `/apply?agency=${encodeURIComponent(`${a.region}-${a.code}`)}` },
			t('向它申请', 'Ask this agency'),
		),
	);
}

const results = h('div', { 'aria-live': 'polite' });
const words = h('input.form-control', {
	id: 'q',
	name: 'q',
	type: 'search',
	autocomplete: 'off',
	placeholder: t('例如：学区、充电桩、医保', 'e.g. 学区, 充电桩, 医保'),
});

function find() {
	const q = words.value.trim();
	if (!q) {
		show(results);
		return;
	}
	fill(results, async () => {
		const [page, known] = await Promise.all([
			api.get(`/api/v1/agencies?limit=20&q=${encodeURIComponent(q)}`),
			findPublished(q),
		]);
		const published = known.length
			? [h('h3', null, t('已经公开的', 'Public already')), publishedList(known)]
			: null;
		return page.items.length
			? [
					published,
					published ? h('h3', null, t('可以向它申请', 'Agencies to ask')) : null,
					h('ul.list-unstyled', null, page.items.map(agencyRow)),
				]
			: (published ??
					empty(
						t(
							'没有找到。可以换个说法，或者向区政府办公室申请。',
							'Nothing found. Try other words, or ask the district government office.',
						),
					));
	});
}

show(
	main,
	h('h1', null, t('向政府要信息', 'Ask the government for information')),
	h(
		'p.lead',
		null,
		t(
			'任何人都可以申请公开政府信息，不需要账号，也不需要说明理由。',
			'Anyone may ask for government information. No account and no reason are needed.',
		),
		' ',
		lawTag({ article: '条例27' }),
	),
	h(
		'p.actions',
		null,
		h('a.btn.btn-primary.btn-lg', { href: '/apply' }, t('提出申请', 'Make a request')),
		' ',
		h('a.btn.btn-outline-primary.btn-lg', { href: '/follow' }, t('查询办理情况', 'Follow a request')),
	),
	h('h2.visually-hidden', null, t('先了解', 'Good to know')),
	h(
		'ul.facts-list',
		null,
		fact(
			t('能申请什么', 'What can be asked'),
			t(
				'行政机关在履行职责中制作或者获取、以一定形式记录保存的信息。已经公开的，会告诉您在哪里看。',
				'Information that a body made or obtained in its duties and keeps on record. What is public already is pointed to.',
			),
			'条例2、36',
		),
		fact(
			t('要多久', 'How long it takes'),
			t(
				'能当场答复的当场答复；其他的在收到之日起 20 个工作日内答复，最多延长 20 个工作日并会告诉您。征求第三方意见的时间不计算在内。',
				'At once where possible; else within 20 working days, extended once by at most 20, which you are told. Time for asking third parties does not count.',
			),
			'条例33',
		),
		fact(
			t('要花多少钱', 'What it costs'),
			t(
				'不收费。申请的数量、频次明显超过合理范围的，才可能收取信息处理费，会事先告诉您怎么算的。',
				'Nothing. Only numbers clearly beyond reason can be charged for, and you are told first how it is counted.',
			),
			'条例42',
		),
		fact(
			t('不满意怎么办', 'If you disagree'),
			t(
				'答复书会写明可以申请行政复议或者提起诉讼的期限和机关。',
				'The reply names the bodies and last days for reconsideration or a suit.',
			),
			'条例51',
		),
	),
	h(
		'section',
		{ 'aria-labelledby': 'find-title' },
		h('h2', { id: 'find-title' }, t('找公开的信息和该问的机关', 'Find what is public, and whom to ask')),
		h(
			'form.d-flex.gap-2',
			{
				role: 'search',
				onsubmit: (/** @type {Event} */ e) => {
					e.preventDefault();
					find();
				},
			},
			h('label.visually-hidden', { for: 'q' }, t('想了解什么', 'What would you like to know')),
			words,
			h('button.btn.btn-primary.text-nowrap', null, t('查找', 'Find')),
		),
		results,
	),
);
