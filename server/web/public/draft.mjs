// @ts-check
/*
 * The filing as it is being written: kept on this device (localStorage) until it is sent, for at most
 * seven days, files not.  It has the shape of the API's Filing, with two members more: `kind` (what the
 * form asks first) and `document_number` (told at the head of the description).
 */
import { t, lang } from '../lib/lang.mjs';

const KEY = 'disclosured.draft';
const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * @typedef {Record<string, any>} Filing
 * @typedef {{ filing: Filing, agency: any, checked: boolean, from: string | null, saved: number,
 *   attempt: { key: string, body: string, unsure: boolean } | null }} Draft
 */

/** @returns {Draft} */
export const blank = () => ({
	filing: { kind: 'request', other_way_ok: true, applicant: {} },
	agency: null,
	checked: false,
	from: null,
	saved: 0,
	attempt: null,
});

/** @returns {Draft} */
export function loadDraft() {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
		if (kept?.filing && Date.now() - kept.saved < KEPT_MS) return { ...blank(), ...kept };
	} catch {
		/* unreadable: as if there were none */
	}
	return blank();
}

/** False if this device keeps nothing. @param {Draft} draft */
export function saveDraft(draft) {
	draft.saved = Date.now();
	try {
		localStorage.setItem(KEY, JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

export function clearDraft() {
	try {
		localStorage.removeItem(KEY);
	} catch {
		/* nothing was kept */
	}
}

/** What stands at "applicant/name". @param {any} filing @param {string} path */
export const at = (filing, path) => path.split('/').reduce((o, k) => o?.[k], filing);

/** @param {any} filing @param {string} path @param {any} value */
function put(filing, path, value) {
	const keys = path.split('/');
	const last = /** @type {string} */ (keys.pop());
	let o = filing;
	for (const [i, k] of keys.entries()) o = o[k] ??= /^\d+$/.test(keys[i + 1] ?? last) ? [] : {};
	o[last] = value;
}

/** Takes what stands in the fields of a form into the filing. @param {HTMLFormElement} form @param {any} filing */
export function collect(form, filing) {
	for (const e of form.querySelectorAll('.field')) {
		const place = /** @type {HTMLElement} */ (e);
		const controls = /** @type {HTMLInputElement[]} */ ([...place.querySelectorAll('input, select, textarea')]);
		const name = place.dataset.name;
		if (!name || !controls.length) continue;
		const [first] = controls;
		if (place.tagName === 'FIELDSET') {
			const chosen = controls.filter((c) => c.checked).map((c) => c.value);
			put(filing, name, first.type === 'radio' ? (chosen[0] ?? '') : chosen);
		} else {
			put(filing, name, first.type === 'checkbox' ? first.checked : first.value);
		}
	}
}

/** Without what is empty. @param {any} v @returns {any} */
function pruned(v) {
	if (Array.isArray(v)) return v.map(pruned).filter((x) => x !== undefined);
	if (v && typeof v === 'object') {
		const rows = Object.entries(v)
			.map(([k, x]) => [k, pruned(x)])
			.filter(([, x]) => x !== undefined);
		return rows.length ? Object.fromEntries(rows) : undefined;
	}
	if (typeof v === 'string') return v.trim() || undefined;
	return v ?? undefined;
}

/** The body of POST /api/v1/requests. @param {Draft} draft */
export function bodyOf(draft) {
	const { kind, document_number, own_record, acting, joint, ...rest } = draft.filing;
	const body = pruned({ ...rest, language: lang });
	if (acting !== 'yes') delete body.representatives;
	if (joint !== 'yes') delete body.joint_applicants;
	if (body.joint_applicants && body.contact)
		body.contact = Math.min(Number(body.contact), body.joint_applicants.length + 1);
	else delete body.contact;
	for (const r of body.representatives ?? [])
		if (r.kind !== 'agent')
			for (const k of ['matters', 'powers', 'valid_from', 'valid_to', 'lawyer', 'licence', 'firm_letter'])
				delete r[k];
	const number = (document_number ?? '').trim();
	if (number) body.description = `${t('文号：', 'Document number: ')}${number}\n${body.description ?? ''}`;
	if (kind === 'own_record') {
		body.own_record = pruned(own_record) ?? {};
		body.description ??= body.own_record.wrong;
	}
	return body;
}

/**
 * The key under which BODY is sent: the same as long as the body is the same, so that a second click, a
 * reload or a lost answer gives one case.
 * @param {Draft} draft @param {any} body
 */
export function attemptOf(draft, body) {
	const text = JSON.stringify(body);
	if (draft.attempt?.body !== text) draft.attempt = { key: crypto.randomUUID(), body: text, unsure: false };
	saveDraft(draft);
	return draft.attempt;
}
