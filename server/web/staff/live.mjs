// @ts-check
/*
 * Hints of what changes, while the page is visible: a browser allows six connections a host, so a hidden
 * page keeps none and reads anew when it is seen again (every stream begins with `reload`).  Where the stream is lost for
 * longer than a reconnection takes, a line at the head of the page says since when, until it is there again.
 */
import { h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';

/** @type {Set<(hint: { case: string, version: number, queue: string } | null) => void>} */
const listeners = new Set();
/** @type {EventSource | null} */
let source = null;
/** Since when the page hears nothing. */
let silent = 0;
/** @type {any} */
let later = null;

const PATIENCE_MS = 8000; // a browser connects anew after three to five seconds
const AGAIN_MS = 15000;

/** "14:05" of today. @param {number} instant */
export const clockText = (instant) =>
	new Date(instant).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });

const note = h('div.offline', { role: 'status' });

/** Says that the page may be old, and offers to read it anew. */
function lost() {
	clearTimeout(later);
	later = null;
	silent ||= Date.now();
	const offline = !navigator.onLine;
	show(
		note,
		offline
			? t('现在没有网络，填写的内容还在。', 'You are offline; what you have typed is still here. ')
			: t('收不到实时更新。', 'Live updates are lost. '),
		t('页面上是 {0} 的情况。', 'The page shows how it stood at {0}.', clockText(silent)),
		' ',
		h(
			'button.btn.btn-sm.btn-outline-dark',
			{
				type: 'button',
				onclick: () => {
					close();
					open();
				},
			},
			t('再试一次', 'Try again'),
		),
	);
}

function found() {
	clearTimeout(later);
	later = null;
	silent = 0;
	show(note);
}

function tell(/** @type {any} */ hint) {
	for (const f of listeners) f(hint);
}

function open() {
	if (source || document.visibilityState !== 'visible') return;
	const mine = (source = new EventSource('/api/v1/stream'));
	mine.addEventListener('hint', (e) => {
		try {
			tell(JSON.parse(/** @type {MessageEvent} */ (e).data));
		} catch {
			/* the next hint will be whole */
		}
	});
	/* Also the first: something may have happened between the first reading and the stream. */
	mine.addEventListener('reload', () => {
		if (navigator.onLine) found();
		tell(null);
	});
	mine.addEventListener('error', () => {
		silent ||= Date.now();
		later ??= setTimeout(lost, PATIENCE_MS);
		if (mine.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
		setTimeout(() => {
			if (source !== mine) return;
			close();
			open();
		}, AGAIN_MS);
	});
}

function close() {
	source?.close();
	source = null;
}

/** Calls F with each hint, with null where all is to be read anew; gives what ends it. @param {(hint: any) => void} f */
export function follow(f) {
	listeners.add(f);
	return () => {
		listeners.delete(f);
	};
}

export function startLive() {
	document.querySelector('header')?.after(note);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') open();
		else {
			close();
			found();
		}
	});
	addEventListener('offline', lost);
	addEventListener('online', () => {
		close();
		open();
	});
	open();
	if (!navigator.onLine) lost();
}
