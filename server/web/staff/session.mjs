// @ts-check
/*
 * Who is signed in.  A session that ends while something is typed asks for the password in a dialog over
 * the page, and the call that met the end is made again: nothing typed is lost.
 */
import { api, Problem } from '../lib/api.mjs';
import { by, h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { field, form } from '../lib/parts.mjs';
import { letGo, mayLeave } from '../lib/typed.mjs';

/** @typedef {{ id: string, login: string, name: string, session_id: string, csrf_token: string, idle_seconds: number, today: string, roles: { agency_id: string, agency_name: string, role: string }[] }} Me */

/** @type {Me} */
export let me = /** @type {any} */ (null);

/** What belongs to one agency and works on its cases. */
export const officeRoles = ['clerk', 'caseworker', 'business_head', 'head', 'leader', 'finance', 'secrecy_reviewer'];
export const adminRoles = ['system_admin', 'security_admin', 'audit_admin'];

/** @param {string | string[]} roles @param {string} [agency] */
export const holds = (roles, agency) =>
	me.roles.some((r) => [roles].flat().includes(r.role) && (!agency || r.agency_id === agency));

/** Agencies in which I hold one of ROLES. @param {string[]} roles @returns {[string, string][]} */
export const agenciesAs = (roles) => [
	...new Map(me.roles.filter((r) => roles.includes(r.role)).map((r) => [r.agency_id, r.agency_name])),
];

/* A device that never signed in need not ask who is signed in (and meet a 401). */
const MARK = 'disclosured.staff';
/** @param {boolean} on */
function mark(on) {
	try {
		if (on) localStorage.setItem(MARK, '1');
		else localStorage.removeItem(MARK);
	} catch {
		/* it is asked each time */
	}
}
function marked() {
	try {
		return localStorage.getItem(MARK) === '1';
	} catch {
		return true;
	}
}

async function readMe() {
	const hook = api.onSignedOut;
	api.onSignedOut = null;
	try {
		me = await api.get('/api/v1/me');
		api.csrf = me.csrf_token;
		mark(true);
		return true;
	} catch (e) {
		if (e instanceof Problem && e.status === 401) return false;
		throw e;
	} finally {
		api.onSignedOut = hook;
	}
}

/** @param {() => void} done @param {string} [login] */
function signInForm(done, login = '') {
	const name = field({
		name: 'login',
		label: t('用户名', 'User name'),
		value: login,
		attributes: { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' },
	});
	const secret = field({
		name: 'password',
		label: t('密码', 'Password'),
		type: 'password',
		attributes: { autocomplete: 'current-password' },
	});
	return form(
		[name, secret],
		t('登录', 'Sign in'),
		async (data) => {
			await api.post('/api/v1/sessions', { login: data.get('login'), password: data.get('password') });
			await readMe();
			done();
		},
		{ class: 'passing' },
	);
}

/** @type {Promise<boolean> | null} */
let again = null;

/** The dialog over what is being worked on; true once the same person is signed in again. */
function signInAgain() {
	const before = me;
	again ??= new Promise((resolve) => {
		const end = (/** @type {boolean} */ ok) => {
			dialog.close();
			dialog.remove();
			again = null;
			resolve(ok);
		};
		const dialog = h(
			'dialog.ask',
			{ 'aria-labelledby': 'again-title', oncancel: () => end(false) },
			h(
				'h2',
				{ id: 'again-title' },
				t('会话已经结束，请重新登录', 'Your session has ended; please sign in again'),
			),
			h(
				'p',
				null,
				t(
					'填写的内容都还在，登录后接着办。',
					'Everything that you typed is still there; you go on where you were.',
				),
			),
			signInForm(() => {
				if (before && before.id !== me.id) {
					letGo(); // what is typed is the other's
					location.reload();
				} else end(true);
			}, before?.login),
			h(
				'p.mb-0',
				null,
				h(
					'button.btn.btn-sm.btn-link',
					{ type: 'button', onclick: () => end(false) },
					t('先不登录', 'Not now'),
				),
			),
		);
		document.body.append(dialog);
		dialog.showModal();
		dialog.querySelector(before ? '[name=password]' : '[name=login]')?.focus();
	});
	return again;
}

/** The page of who is not signed in. @param {Element} main @param {() => void} done */
function signInPage(main, done) {
	main.replaceChildren(
		h(
			'div.sign-in',
			null,
			h('h1', null, t('工作人员登录', 'Staff sign-in')),
			signInForm(done),
			h(
				'p.small.text-secondary',
				null,
				t(
					'账号由系统管理员开通；忘记密码请联系安全管理员重置。申请人不需要账号。',
					'Accounts are opened by the system administrator, passwords reset by the security administrator. Applicants need none.',
				),
			),
		),
	);
	by('main').querySelector('[name=login]')?.focus();
}

/** Promises that somebody is signed in; whether they have just done so. @param {() => Element} frameForGuest */
export async function signedIn(frameForGuest) {
	const asked = !marked() || !(await readMe());
	if (asked) await new Promise((resolve) => signInPage(frameForGuest(), () => resolve(null)));
	api.onSignedOut = signInAgain;
	watchIdle();
	return asked;
}

export async function signOut() {
	if (!(await mayLeave())) return;
	letGo();
	await api.call('DELETE', '/api/v1/sessions/current').catch(() => null);
	mark(false);
	location.assign('/staff');
}

/* ---- Before the session ends for want of use. */

let lastUse = Date.now();
/** Every answer of the API is a use. */
export const used = () => {
	lastUse = Date.now();
};

function watchIdle() {
	/** @type {any} */
	let box = null;
	setInterval(() => {
		const left = me.idle_seconds * 1000 - (Date.now() - lastUse);
		if (left > 120000 || left < 0) {
			box?.remove();
			box = null;
		} else if (!box) {
			box = h(
				'div.notice.alert.alert-warning',
				{ role: 'alert' },
				h('span', null, t('会话将在两分钟内结束。', 'Your session ends within two minutes.')),
				' ',
				h(
					'button.btn.btn-sm.btn-primary',
					{
						type: 'button',
						onclick: async () => {
							await readMe();
							used();
						},
					},
					t('继续', 'Go on'),
				),
			);
			document.body.append(box);
		}
	}, 10000);
}

const call = api.call.bind(api);
api.call = async (/** @type {any[]} */ ...args) => {
	const answer = await call(.../** @type {[string, string, any]} */ (args));
	used();
	return answer;
};
