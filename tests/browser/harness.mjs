/**
 * A real browser on the usual world of tests/http/harness.mjs: Debian's Chromium, driven by
 * playwright-core, with axe-core.  Whatever a page does that it must not do (a request to
 * another host, an error on the console, a breach of the CSP) is a fault of the scenario.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { scenario as point, world } from '../http/harness.mjs';

const require = createRequire(import.meta.url);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--lang=zh-CN',
];

/** playwright-core and axe-core, or why there is no browser here. */
async function tools() {
	if (!existsSync(executablePath)) return { missing: `${executablePath} is not there` };
	try {
		return {
			chromium: (await import('playwright-core')).chromium,
			axe: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'),
			watchMembers: (await import('./contract.mjs')).watchMembers,
		};
	} catch (e) {
		return { missing: `${e.message.split('\n')[0]} (npm ci in tests/)` };
	}
}

const { chromium, axe, watchMembers, missing } = await tools();
if (missing) {
	console.log(`1..0 # SKIP ${missing}`);
	process.exit(0);
}

export const w = await world();
const browser = await chromium.launch({ executablePath, args: flags });

export const phone = { width: 360, height: 740 },
	narrow = { width: 320, height: 640 },
	desktop = { width: 1366, height: 768 };

/** All of LIST: ways through the pages that ask the service for the same. The sanitizers, which watch the service, see the first. */
export const ways = (list) => (process.env.SANITIZED ? list.slice(0, 1) : list);

/** A page of its own, without memory; `faults` is what it did wrong. */
export async function open({ size = desktop, lang = 'zh', options = {} } = {}) {
	const context = await browser.newContext({
		viewport: size,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		reducedMotion: 'reduce',
		baseURL: w.url,
		serviceWorkers: 'block',
		...options,
	});
	if (lang === 'en') await context.addInitScript(() => localStorage.setItem('disclosured.lang', 'en'));
	const page = await context.newPage();
	const faults = [];
	await watchMembers(context, faults);
	let pardoned = null; // what may stand on the console: the answers that a scenario asks for
	let losing = false; // whether a page is left with what was typed in it
	await page.exposeFunction('cspBreach', (text) => faults.push(`CSP: ${text}`));
	await page.addInitScript(() =>
		document.addEventListener('securitypolicyviolation', (e) =>
			window.cspBreach(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`),
		),
	);
	page.on('console', (m) => {
		if (['error', 'warning'].includes(m.type()) && !pardoned?.test(m.text()))
			faults.push(`console: ${m.text()} ${m.location().url}`);
	});
	page.on('pageerror', (e) => faults.push(`error: ${e.stack}`));
	page.on('dialog', (d) => {
		if (losing && d.type() === 'beforeunload') return void d.accept();
		faults.push(`dialog: ${d.message()}`);
		d.dismiss();
	});
	page.on('request', (r) => {
		if (!r.url().startsWith(`${w.url}/`) && !/^(data|blob):/.test(r.url())) faults.push(`request to ${r.url()}`);
	});
	return {
		page,
		context,
		faults,
		pardon: (pattern) => {
			pardoned = pattern;
		},
		/** From now on a page is left although what was typed in it is lost, as one does who says so. */
		leaves: () => {
			losing = true;
		},
		close: () => context.close(),
	};
}

/** A scenario in a page of its own: FN gets the checks and what open() gives. */
export const scenario = (name, options, fn) =>
	point(name, async (t) => {
		const tab = await open(options);
		try {
			await fn(t, tab);
		} catch (e) {
			/* What somebody would have seen says more than what was waited for. */
			const seen = await tab.page
				.locator('body')
				.innerText({ timeout: 1000 })
				.catch(() => '');
			e.stack += `\n${tab.page.url()} shows:\n${seen.replace(/\n+/g, '\n').slice(0, 2000)}`;
			throw e;
		} finally {
			t.is(tab.faults, [], 'what the page must not do');
			await tab.close();
		}
	});

/** The rules that a page keeps to. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const violations = async (page, runOnly = tags) => {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
	return page.evaluate(async (only) => {
		const { violations } = await window.axe.run(document, {
			runOnly: only,
			resultTypes: ['violations'],
			preload: false,
		});
		return violations.map(
			(v) =>
				`${v.id}: ${v.help}: ${v.nodes
					.slice(0, 3)
					.map((n) => n.html.slice(0, 160))
					.join(' | ')}`,
		);
	}, runOnly);
};
const overWide = (page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

let shots = 0;
const looked = new Set();
/** With large text and high contrast, each page once a file: what these modes can change is colours and sizes. */
async function soundInModes(t, page, where) {
	const which = new URL(page.url()),
		name = `${which.pathname}${which.hash.replace(/[?].*|\d+/g, '')} ${page.viewportSize().width}`;
	if (looked.has(name)) return;
	looked.add(name);
	await page.evaluate(() => document.documentElement.classList.add('large', 'contrast'));
	t.is(
		await violations(page, { type: 'rule', values: ['color-contrast', 'target-size'] }),
		[],
		`axe at ${where}, large and contrasting`,
	);
	const wide = await overWide(page);
	t.ok(wide <= 0, `${where}, large, is ${wide} px wider than the window`);
	if (process.env.SHOTS)
		await page.screenshot({
			fullPage: true,
			path: join(process.env.SHOTS, `${String(shots).padStart(2, '0')}-${where}-modes.png`),
		});
	await page.evaluate(() => document.documentElement.classList.remove('large', 'contrast'));
}

/** axe finds nothing, and nothing is wider than the window.  SHOTS=folder keeps a picture of each state. */
export async function sound(t, page, where) {
	if (process.env.SANITIZED) return; // which watch the service
	t.is(await violations(page), [], `axe at ${where}`);
	const wide = await overWide(page);
	t.ok(wide <= 0, `${where} is ${wide} px wider than the window`);
	const bare = await page.evaluate(() => document.querySelectorAll('[style]:not([style=""], .chart *)').length); // Chart.js sizes its canvas by itself
	t.is(bare, 0, `style attributes at ${where}`);
	if (process.env.SHOTS)
		await page.screenshot({
			fullPage: true,
			path: join(process.env.SHOTS, `${String(++shots).padStart(2, '0')}-${where}.png`),
		});
	await soundInModes(t, page, where);
}

/** Signs LOGIN in, beside the form (which keyboard.mjs and states.mjs use), and opens AT. */
export async function signIn(page, login, at = '/staff') {
	const answer = await page
		.context()
		.request.post('/api/v1/sessions', { data: { login, password: w.passwords.get(login) } });
	if (!answer.ok()) throw new Error(`${login} cannot sign in: ${await answer.text()}`);
	/* What the form leaves; a page without an address has no storage. */
	await page.addInitScript(() => location.host && localStorage.setItem('disclosured.staff', '1'));
	await (page.url() === w.url + at ? page.reload() : page.goto(at));
	await page.locator('body.staff main h1').first().waitFor();
}

/** Waits until PAGE has asked for nothing for a while; its live stream never ends. */
export function quietOf(page) {
	const open = new Set();
	page.on('request', (r) => {
		if (!/\/stream/.test(r.url())) open.add(r);
	});
	for (const end of ['requestfinished', 'requestfailed']) page.on(end, (r) => open.delete(r));
	/* What a page that was left had asked for ends without a word. */
	const blank = async () => {
		await page.goto('about:blank');
		open.clear();
	};
	return {
		blank,
		quiet: async () => {
			for (let n = 0; n < 3; n = open.size ? 0 : n + 1) await page.waitForTimeout(40);
		},
	};
}

/** Presses Tab until what has the focus matches SELECTOR. */
export async function tabTo(page, selector) {
	for (let i = 0; i < 120; i++) {
		if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`no way by Tab to ${selector} at ${page.url()}`);
}

/** By keyboard only: to the field and type. */
export async function typeInto(page, selector, text) {
	await tabTo(page, selector);
	await page.keyboard.type(text);
}

/** By keyboard only: the radio of the group that has VALUE. */
export async function pick(page, name, value) {
	await tabTo(page, `input[name="${name}"]`);
	await page.keyboard.press('Space');
	for (let i = 0; i < 30; i++) {
		if (await page.evaluate((v) => document.activeElement.value === v && document.activeElement.checked, value))
			return;
		await page.keyboard.press('ArrowDown');
	}
	throw new Error(`no choice ${value} of ${name}`);
}

/** By keyboard only: VALUE of the select SELECTOR. */
export async function choose(page, selector, value) {
	await tabTo(page, selector);
	for (let i = 0; i < 60; i++) {
		if (await page.evaluate((v) => document.activeElement.value === v, value)) return;
		await page.keyboard.press('ArrowDown');
	}
	throw new Error(`no choice ${value} of ${selector}`);
}

/** The focus is somewhere, so that Tab goes on from there. */
export async function focused(t, page, where) {
	const lost = await page
		.waitForFunction(() => document.activeElement && document.activeElement !== document.body, null, {
			timeout: 10000,
		})
		.then(
			() => false,
			() => true,
		);
	t.ok(!lost, `the focus is lost ${where}`);
}

/** By keyboard only: the form's button; then the heading HEADING. */
export async function onward(page, heading) {
	await tabTo(page, 'main button[type="submit"]');
	await page.keyboard.press('Enter');
	if (heading) await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

export async function done() {
	await browser.close();
	await (await import('../http/harness.mjs')).done();
}
