// @ts-check
/*
 * Where what is being changed has moved meanwhile (412): it is read anew, what is different is said, what was typed stays, and
 * is sent on the new version by a button.
 */
import { api, Problem } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';

/**
 * What differs between two readings, each as "label: before → now".
 * @param {any} before @param {any} now @param {[string, string, ((value: any) => string)?][]} members name, label, its words
 */
export const differences = (before, now, members) =>
	members
		.map(([name, label, words = (v) => String(v ?? '')]) => [label, words(before[name]), words(now[name])])
		.filter(([, was, is]) => was !== is)
		.map(([label, was, is]) => `${label}${t('：', ': ')}${was || '—'} → ${is || '—'}`);

/**
 * @param {Element} place @param {string} title @param {any[]} lines what changed @param {() => void} again
 */
function tell(place, title, lines, again) {
	const typed = place.tagName === 'FORM' && place.querySelector('input, select, textarea');
	const box = h(
		'div.alert.alert-warning.stale',
		{ role: 'alert', tabindex: '-1' },
		h('h2.h5', null, title),
		lines.length
			? h(
					'ul',
					null,
					lines.map((x) => h('li', null, x)),
				)
			: null,
		h(
			'p',
			null,
			typed
				? t(
						'您填写的内容都在。看过变动后可以照样提交，也可以修改后提交。',
						'What you typed is all there. Having seen what changed, send as it is, or change it first.',
					)
				: t('看过变动后可以照样办理。', 'Having seen what changed, you can still do it.'),
		),
		h(
			'button.btn.btn-sm.btn-primary',
			{
				type: 'button',
				onclick: () => {
					box.remove();
					again();
				},
			},
			t('按新情况提交', 'Send on the new version'),
		),
	);
	place.querySelector('.stale')?.remove();
	place.prepend(box);
	box.focus();
}

/**
 * Gives what WORK gives; null where it met a newer version, which PLACE then says.
 * @param {Element} place a form, or where messages of a button stand @param {() => Promise<any>} work
 * @param {(p: Problem) => Promise<any[]>} newer reads anew, and gives what changed
 * @param {() => void} again @param {string} [title]
 */
export async function onNewest(
	place,
	work,
	newer,
	again,
	title = t('这里刚刚有人改过', 'Somebody has just changed this'),
) {
	try {
		return await work();
	} catch (e) {
		if (!(e instanceof Problem) || e.status !== 412) throw e;
		tell(place, title, await newer(e), again); // read first: until the button is there the form is busy
		return null;
	}
}

/**
 * The same for a row of which the API gives one reading at PATH: OF holds it, and is brought up to date.
 * @param {Element} place @param {any} of @param {string} path @param {() => Promise<any>} work
 * @param {[string, string, ((value: any) => string)?][]} members @param {() => void} again
 */
export const onNewestOf = (place, of, path, work, members, again) =>
	onNewest(
		place,
		work,
		async () => {
			const now = await api.get(path),
				lines = differences(of, now, members);
			Object.assign(of, now);
			return lines;
		},
		again,
	);
