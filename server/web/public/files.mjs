// @ts-check
/* Files on their way, each with its progress; what failed can be tried again. */
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { problemBox } from '../lib/parts.mjs';
import { upload } from './upload.mjs';

/**
 * Sends FILES to the request one after the other, once READY.
 * @param {string} number @param {File[]} files @param {Promise<any>} ready @param {() => void} [after] once all are there
 */
export function uploadList(number, files, ready, after) {
	const leave = (/** @type {BeforeUnloadEvent} */ e) => e.preventDefault();
	const rows = files.map((file) => {
		const bar = h('progress', {
			max: file.size,
			value: 0,
			'aria-label': t('{0} 的上传进度', 'Progress of {0}', file.name),
		});
		const state = h('span.form-text', { role: 'status' }, t('等待', 'waiting'));
		const more = h('div');
		return { file, bar, state, more, row: h('li', null, h('span', null, file.name), ' ', bar, ' ', state, more) };
	});
	/** @param {rows[0]} r */
	async function one(r) {
		show(r.more);
		try {
			await ready;
			await upload(number, r.file, (sent) => {
				r.bar.value = sent;
				r.state.textContent = `${Math.floor((sent / r.file.size) * 100)}%`;
			});
			r.state.textContent = t('已上传', 'sent');
			files.splice(files.indexOf(r.file), 1);
			return true;
		} catch (e) {
			r.state.textContent = t('没有传完', 'not complete');
			show(
				r.more,
				problemBox(e),
				h(
					'button.btn.btn-sm.btn-outline-primary',
					{ type: 'button', onclick: () => one(r).then((ok) => ok && after?.()) },
					t('接着传', 'Go on'),
				),
			);
			return false;
		}
	}
	(async () => {
		window.addEventListener('beforeunload', leave);
		let all = true;
		for (const r of rows) all = (await one(r)) && all;
		window.removeEventListener('beforeunload', leave);
		if (all) after?.();
	})();
	return h(
		'section.no-print',
		null,
		h('h2', null, t('附件', 'Files')),
		h(
			'ul.files',
			null,
			rows.map((r) => r.row),
		),
	);
}
