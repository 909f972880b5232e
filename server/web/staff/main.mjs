// @ts-check
/* The staff's page: sign-in, the links of one's roles, and a module for each address behind the #. */
import { by, h, show } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { againButton, frame, loading, problemBox, problemText } from '../lib/parts.mjs';
import { Problem } from '../lib/api.mjs';
import { forgetTyped, mayLeave, watchTyping } from '../lib/typed.mjs';
import { adminRoles, holds, me, officeRoles, signedIn, signOut } from './session.mjs';
import { startLive } from './live.mjs';
import { learnDays, learnName, learnWords, roleText } from './words.mjs';
import { waiting } from './inbox.mjs';
import { keys } from './keys.mjs';

/** A page: draws into MAIN, may give what ends it. @typedef {{ open(main: Element, args: string[], query: URLSearchParams): Promise<void | (() => void)> | void | (() => void) }} Page */

/** @type {[RegExp, () => Promise<Page>][]} */
const pages = [
	[/^queue(?:\/([a-z_]+))?$/, () => import('./queue.mjs')],
	[/^account$/, () => import('./account.mjs')],
	[/^inbox(?:\/([a-z]+))?$/, () => import('./inbox.mjs')],
	[/^reviews$/, () => import('./reviews.mjs')],
	[/^intake$/, () => import('./intake.mjs')],
	[/^district$/, () => import('./district.mjs')],
	[/^urgings$/, () => import('./urgings.mjs')],
	[/^publications(?:\/([a-z]+))?$/, () => import('./publications.mjs')],
	[/^office(?:\/([a-z]+))?$/, () => import('./office.mjs')],
	[/^admin(?:\/([a-z]+))?$/, () => import('./admin.mjs')],
	[/^case\/(\d+)(?:\/([a-z]+))?$/, () => import('./case.mjs')],
];

/** @returns {[string, string][]} */
function links() {
	/** @type {[string, string][]} */
	const all = [];
	if (holds([...officeRoles, 'supervisor', 'unit_officer'])) all.push(['#/queue', t('办件', 'Queue')]);
	if (holds('advisor')) all.push(['#/reviews', t('法律审核', 'Legal reviews')]);
	if (holds(['clerk', 'caseworker'])) all.push(['#/intake', t('接收申请', 'Intake')]);
	if (holds('supervisor')) all.unshift(['#/district', t('全区情况', 'District')]);
	if (holds(['supervisor', 'caseworker', 'head', 'leader']))
		all.push(['#/urgings', t('督办与投诉', 'Urging and complaints')]);
	if (holds(['supervisor', 'caseworker', 'head', 'leader']))
		all.push(['#/publications', t('主动公开', 'Making public')]);
	if (holds([...officeRoles, 'security_admin'])) all.push(['#/office', t('机关事务', 'Office')]);
	if (holds(adminRoles)) all.push(['#/admin', t('管理', 'Administration')]);
	return all;
}

/** @param {string} hash */
const start = (hash) => hash || links()[0]?.[0] || '#/account';

/** @type {(() => void) | null} */
let end = null;
let turn = 0;

async function route() {
	const [path, query] = start(location.hash).slice(2).split('?');
	const mine = ++turn;
	end?.();
	end = null;
	const main = by('main');
	for (const a of document.querySelectorAll('header nav a')) {
		const here = `#/${path}`.startsWith(/** @type {string} */ (a.getAttribute('href')));
		if (here) a.setAttribute('aria-current', 'page');
		else a.removeAttribute('aria-current');
	}
	for (const [pattern, read] of pages) {
		const m = pattern.exec(path);
		if (!m) continue;
		show(main, loading());
		try {
			const page = await read();
			if (mine !== turn) return;
			const place = h('div');
			show(main, place);
			const ended = await page.open(place, m.slice(1), new URLSearchParams(query));
			if (mine === turn) end = ended ?? null;
			else if (ended) ended();
		} catch (e) {
			if (mine === turn)
				show(
					main,
					h('h1', null, t('这一页没有打开', 'This page did not open')),
					problemBox(e),
					h(
						'p',
						null,
						againButton(route),
						' ',
						h('a.btn.btn-link', { href: '#/queue' }, t('回到办件', 'Back to the queue')),
					),
				);
		}
		return;
	}
	show(main, h('p.empty', null, t('没有这一页。', 'There is no such page.')));
}

/** How many reminders wait to be acknowledged. */
const inboxCount = h('span');
async function countInbox() {
	const n = await waiting();
	show(inboxCount, n ? [' ', h('span.badge.text-bg-danger', null, n >= 100 ? '99+' : n)] : null);
}

const who = () =>
	h('span.who', null, me.name, ' · ', [...new Set(me.roles.map((r) => roleText(r.role)))].join(t('、', ', ')));

const drawFrame = () =>
	frame({
		title: t('工作台', 'Work'),
		wide: true,
		links: links(),
		tools: [
			who(),
			h('a.btn.btn-sm.btn-link', { href: '#/inbox' }, t('提醒', 'Reminders'), inboxCount),
			h('a.btn.btn-sm.btn-link', { href: '#/account' }, t('我的账号', 'My account')),
			h('button.btn.btn-sm.btn-link', { type: 'button', onclick: signOut }, t('退出', 'Sign out')),
		],
	});

const guestFrame = () =>
	frame({ title: t('工作人员登录', 'Staff sign-in'), links: [['/', t('公众首页', 'Public pages')]] });

/** What WORK gives, without which there is no page: where it fails, says why and tries again when asked to. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function needed(work) {
	for (;;)
		try {
			return await work();
		} catch (e) {
			await new Promise((again) =>
				show(
					guestFrame(),
					h('h1', null, t('工作台没有打开', 'The work place did not open')),
					problemBox(e),
					h(
						'p',
						null,
						againButton(() => again(null)),
					),
				),
			);
		}
}

const fresh = await needed(() => signedIn(guestFrame));
await needed(async () => {
	await learnWords();
	await learnDays(me.today, me.today);
});
learnName(me.id, me.name);
document.body.classList.add('staff');
drawFrame();
if (fresh) by('main').focus({ preventScroll: true }); // the form that had the focus is gone
document.body.append(h('div.notice.said', { id: 'said', role: 'status', 'aria-live': 'polite' }));
keys();
startLive();
/* What a button could not do and nobody else says: it stays, with its article, until it is read. */
addEventListener('unhandledrejection', (e) => {
	if (!(e.reason instanceof Problem)) return;
	e.preventDefault();
	by('refused')?.remove();
	const box = h(
		'div.notice.alert.alert-danger',
		{ id: 'refused', role: 'alert' },
		problemText(e.reason),
		h('button.btn.btn-sm.btn-outline-danger', { type: 'button', onclick: () => box.remove() }, t('关闭', 'Close')),
	);
	document.body.append(box);
});
watchTyping();
addEventListener('hashchange', async (e) => {
	if (!(await mayLeave())) {
		if (e.oldURL) history.replaceState(null, '', e.oldURL);
		return;
	}
	forgetTyped();
	by('refused')?.remove();
	route();
	countInbox();
});
countInbox();
await route();
