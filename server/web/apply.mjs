// @ts-check
/*
 * The form for a request: one thing per page (the address's #part, so that back and forward work), the
 * draft kept on this device, answers checked before sending, one case however often it is sent.
 */
import { api, Problem } from './lib/api.mjs';
import { h, show } from './lib/dom.mjs';
import { t, timeText } from './lib/lang.mjs';
import { frame, publicLinks, problemBox, showFaults, form } from './lib/parts.mjs';
import { checkPage } from './public/check.mjs';
import { attemptOf, blank, bodyOf, clearDraft, collect, loadDraft, saveDraft } from './public/draft.mjs';
import { receiptPage } from './public/receipt.mjs';
import { offlineNote } from './public/offline.mjs';
import { watchTyping } from './lib/typed.mjs';
import { steps } from './public/steps.mjs';

const RECEIPT = 'disclosured.receipt';
const main = frame({ title: t('提出申请', 'Make a request'), links: publicLinks() });
offlineNote();

const context = {
	draft: loadDraft(),
	/** @type {File[]} */ files: [],
	changed() {
		const f = /** @type {HTMLFormElement | null} */ (main.querySelector('form'));
		if (f) collect(f, context.draft.filing);
		kept = saveDraft(context.draft);
	},
	again: () => render(),
};
let kept = true;
watchTyping(() => context.files.length > 0); // the draft is kept, files are not
/** @type {{ pointer: string, detail: string }[]} What the API found wrong, until it is mended. */
let faults = [];

const order = [...steps.map((s) => s.id), 'check'];
/** @param {string} id */
const go = (id) => {
	location.hash = id;
};

/** The first step that something is wrong with, before which nothing can be checked or sent. */
const firstWrong = () => steps.find((s) => s.faults(context).length);

/** @param {string} title @param {string} [over] */
function heading(title, over) {
	const e = h('h1', { tabindex: '-1' }, title);
	document.title = `${title} · ${t('提出申请', 'Make a request')}`;
	return h('div', null, over ? h('p.over', null, over) : null, e);
}

/** @param {import('./public/steps.mjs').Step} step */
function stepPage(step) {
	const i = order.indexOf(step.id);
	const draft = context.draft;
	const back = i > 0 ? h('a.back', { href: `#${order[i - 1]}` }, t('返回上一步', 'Back')) : null;
	const e = form(
		step.fields(context),
		draft.checked ? t('保存，返回核对', 'Save and go back to checking') : t('继续', 'Continue'),
		async () => {
			context.changed();
			faults = faults.filter((f) => !step.names.test(f.pointer.slice(1)));
			const wrong = step.faults(context);
			if (wrong.length) throw new Problem(422, { errors: wrong }, null);
			go(draft.checked ? 'check' : order[i + 1]);
		},
	);
	e.addEventListener('input', context.changed);
	e.addEventListener('change', context.changed);
	show(
		main,
		back,
		heading(step.title(), t('第 {0} 步，共 {1} 步', 'Step {0} of {1}', i + 1, order.length)),
		i === 0 ? beginning() : null,
		e,
		kept
			? null
			: h(
					'p.alert.alert-warning',
					null,
					t(
						'这台设备不能保存草稿，请不要关闭本页。',
						'This device keeps no draft; please do not close this page.',
					),
				),
	);
	const known = faults.filter((f) => step.names.test(f.pointer.slice(1)));
	if (known.length) showFaults(e, new Problem(422, { errors: known }, null));
}

/** What the first page says of the draft. */
function beginning() {
	const draft = context.draft;
	const text = draft.from
		? t(
				'已按申请 {0} 的内容填好，请核对后提交。',
				'Filled in from request {0}; please check it before you send.',
				draft.from,
			)
		: null;
	return h(
		'div',
		null,
		text ? h('p.alert.alert-info', null, text) : null,
		draft.saved && draft.filing.description
			? h(
					'p.alert.alert-info',
					null,
					t(
						'接着上次没写完的申请（{0}）。',
						'This goes on from a draft of {0}.',
						timeText(new Date(draft.saved).toISOString()),
					),
					' ',
					h(
						'button.btn.btn-sm.btn-outline-secondary',
						{ type: 'button', onclick: discard },
						t('删除草稿，重新开始', 'Delete it and start anew'),
					),
				)
			: null,
		h(
			'p.form-text',
			null,
			t(
				'不需要账号，大约十分钟。写的内容只保存在这台设备上，最多七天，提交后清除；用公用电脑请在离开前删除草稿。',
				'No account is needed; it takes about ten minutes. What you write stays on this device only, for seven days at most, and is cleared when sent; on a shared computer delete it before you leave.',
			),
		),
	);
}

function discard() {
	clearDraft();
	context.draft = blank();
	context.files = [];
	faults = [];
	if (location.hash === '#agency') render();
	else go('agency');
}

/** @param {any} answer */
function keepReceipt(answer) {
	try {
		sessionStorage.setItem(RECEIPT, JSON.stringify(answer));
	} catch {
		/* shown now, gone with the page */
	}
}

function keptReceipt() {
	try {
		return JSON.parse(sessionStorage.getItem(RECEIPT) ?? 'null');
	} catch {
		return null;
	}
}

/** Sends what was checked; says no second time for the same text. */
async function send() {
	const attempt = attemptOf(context.draft, bodyOf(context.draft));
	for (let tries = 0; ; tries++) {
		try {
			const answer = await api.call('POST', '/api/v1/requests', {
				body: JSON.parse(attempt.body),
				key: attempt.key,
			});
			receipt = { ...answer, arrived: Date.now() };
			keepReceipt(receipt);
			clearDraft();
			context.draft = blank();
			location.replace('#receipt');
			return;
		} catch (e) {
			if (!(e instanceof Problem)) throw e;
			if (e.status === 503 && tries < 3) {
				// busy: the same key makes trying again harmless
				await new Promise((wait) => setTimeout(wait, 1000 * Math.min(e.retryAfter || 1, 5)));
				continue;
			}
			attempt.unsure = e.offline || e.status >= 500;
			saveDraft(context.draft);
			if (e.errors.length) {
				faults = e.errors;
				for (const f of faults) f.detail ||= e.message;
			}
			throw e;
		}
	}
}

let receipt = keptReceipt();

function render() {
	const id = location.hash.slice(1);
	if (id === 'receipt' && receipt) {
		show(main, receiptPage(receipt, context.files));
		document.title = t('登记回执 {0}', 'Receipt {0}', receipt.number);
	} else if (id === 'check') {
		const wrong = firstWrong();
		if (wrong) {
			location.replace(`#${wrong.id}`);
			return;
		}
		context.draft.checked = true;
		saveDraft(context.draft);
		show(
			main,
			context.draft.attempt?.unsure
				? null
				: h('a.back', { href: `#${order[order.length - 2]}` }, t('返回上一步', 'Back')),
			heading(
				t('核对后提交', 'Check and send'),
				t('第 {0} 步，共 {1} 步', 'Step {0} of {1}', order.length, order.length),
			),
			checkPage(context, faults, send),
		);
	} else {
		stepPage(steps.find((s) => s.id === id) ?? steps[0]);
	}
	window.scrollTo(0, 0);
	/** @type {HTMLElement | null} */ (main.querySelector('.summary') ?? main.querySelector('h1'))?.focus();
}

/** ?agency=…, and the link of a not_our_duty letter: ?number=…&agency=…&signature=… */
async function prefill() {
	const q = new URLSearchParams(location.search);
	const agency = q.get('agency');
	if (!agency) return;
	const draft = context.draft;
	if (q.get('signature')) {
		const given = await api.get(`/api/v1/filings/prefill${location.search}`);
		draft.filing = { ...draft.filing, ...given.filing };
		draft.from = given.from;
	}
	if (draft.filing.agency !== agency) draft.agency = null;
	draft.filing.agency = agency;
	saveDraft(draft);
	history.replaceState(null, '', location.pathname + location.hash); // what it said is in the draft now
}

window.addEventListener('hashchange', render);
try {
	await prefill();
	render();
} catch (e) {
	show(
		main,
		heading(t('提出申请', 'Make a request')),
		problemBox(e),
		h('p', null, h('a.btn.btn-primary', { href: '/apply' }, t('从空白表单开始', 'Start with an empty form'))),
	);
}
