// @ts-check
/* Access to one request, remembered for this tab only: number and the short session that the query code opened. */
import { api } from '../lib/api.mjs';

const KEY = 'disclosured.access';

/** @returns {{ number: string, token: string } | null} */
export function keptAccess() {
	try {
		const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
		if (kept?.token) return kept; // whether it still holds is the service's to say: this device's clock may be wrong
	} catch {
		/* none */
	}
	return null;
}

export function forgetAccess() {
	api.access = null;
	try {
		sessionStorage.removeItem(KEY);
	} catch {
		/* none was kept */
	}
}

/** Takes up what this tab remembers; gives the number, or null. */
export function resumeAccess() {
	const kept = keptAccess();
	api.access = kept?.token ?? null;
	return kept?.number ?? null;
}

/** @param {string} number @param {string} code */
export async function openAccess(number, code) {
	const session = await api.post(`/api/v1/requests/${encodeURIComponent(number)}/access`, { code });
	api.access = session.access_token;
	try {
		sessionStorage.setItem(KEY, JSON.stringify({ number, token: session.access_token }));
	} catch {
		/* for this page only */
	}
}
