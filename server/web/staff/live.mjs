// @ts-check
/*
 * Hints of what changes, while the page is visible: a browser allows six connections a host, so a hidden
 * page keeps none and reads anew when it is seen again (every stream begins with `reload`).
 */

/** @type {Set<(hint: { case: string, version: number, queue: string } | null) => void>} */
const listeners = new Set();
/** @type {EventSource | null} */
let source = null;

function tell(/** @type {any} */ hint) {
	for (const f of listeners) f(hint);
}

function open() {
	if (source || document.visibilityState !== 'visible') return;
	source = new EventSource('/api/v1/stream');
	source.addEventListener('hint', (e) => {
		try {
			tell(JSON.parse(/** @type {MessageEvent} */ (e).data));
		} catch {
			/* the next hint will be whole */
		}
	});
	/* Also the first: something may have happened between the first reading and the stream. */
	source.addEventListener('reload', () => tell(null));
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
	document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? open() : close()));
	open();
}
