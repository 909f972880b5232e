// @ts-check
/* A line at the head of an applicant's page while the device is offline. */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';

/** @param {string} [words] where nothing is written on the page */
export function offlineNote(words) {
	const note = h('p.offline', { role: 'status' });
	document.querySelector('header')?.after(note);
	const tell = () => {
		note.textContent = navigator.onLine
			? ''
			: (words ??
				t(
					'现在没有网络。填写的内容保存在这台设备上，恢复后可以继续。',
					'You are offline. What you type stays on this device; go on when the network is back.',
				));
	};
	window.addEventListener('online', tell);
	window.addEventListener('offline', tell);
	tell();
}
