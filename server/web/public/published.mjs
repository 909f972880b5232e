// @ts-check
/* What was made public already: found by words, or by its likeness to what somebody is about to ask for. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';

const PAUSE = 600; // ms without a key before the service is asked

/** @param {any} d a disclosure */
function row(d) {
	const url = /^https?:\/\/\S+$/.test(d.address);
	return h(
		'li.card-plain',
		null,
		h('h3.mt-0', null, url ? h('a', { href: d.address, rel: 'noreferrer noopener' }, d.title) : d.title),
		h(
			'p.mb-1.small.text-secondary',
			null,
			[d.agency_name, d.document_number, dayText(d.published_on)].filter(Boolean).join(' · '),
		),
		d.summary ? h('p.mb-1.written', null, d.summary) : null,
		url ? null : h('p.mb-0', null, t('在哪里看：', 'Where to read it: '), d.address),
	);
}

/** @param {any[]} items */
export const publishedList = (items) => h('ul.list-unstyled.published', null, items.map(row));

/** All that holds WORDS. @param {string} words @returns {Promise<any[]>} */
export const findPublished = async (words) =>
	words.length < 2
		? []
		: (await api.get(`/api/v1/disclosures?limit=20&q=${encodeURIComponent(words.slice(0, 100))}`)).items;

/**
 * A place that shows what is like the text of FORM's field, while it is typed.  It never stands in the way: without
 * an answer it stays empty.
 * @param {() => string} text
 */
export function publishedHint(text) {
	const place = h('div', { 'aria-live': 'polite' });
	let asked = '';
	/** @type {any} */ let timer;
	const look = async () => {
		const words = text().trim().slice(0, 400);
		if (words === asked) return;
		asked = words;
		const items =
			words.length < 4
				? []
				: await api.get(`/api/v1/disclosures?like=${encodeURIComponent(words)}`).then(
						(p) => p.items,
						() => [],
					);
		if (words !== asked) return;
		show(
			place,
			items.length
				? h(
						'section.published-hint',
						null,
						h('h2.h5', null, t('可能已经公开', 'Perhaps it is public already')),
						h(
							'p.small.mb-2',
							null,
							t(
								'下面的信息随时可以看，不用申请。不是您要的，继续填写就行。',
								'These can be read at any time, without a request. If they are not what you want, just go on.',
							),
						),
						publishedList(items),
					)
				: null,
		);
	};
	return {
		place,
		typed: () => {
			clearTimeout(timer);
			timer = setTimeout(look, PAUSE);
		},
		look,
	};
}
