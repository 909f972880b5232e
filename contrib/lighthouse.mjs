/* Runs Lighthouse for contrib/lighthouse: HOME URL ACCOUNTS LOGIN [REPORTS].  Ends with 1 where a page is below the limits. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faults } from './lighthouse_limits.mjs';

const [home, base, accounts, login, reports] = process.argv.slice(2);
const require = createRequire(join(home, 'x.js'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: lighthouse, desktopConfig } = await load('lighthouse');
const { default: puppeteer } = await load('puppeteer-core');

const password = readFileSync(accounts, 'utf8')
	.split('\n')
	.map((l) => l.trim().split(/\s+/))
	.find(([name]) => name === login)?.[1];
if (!password) throw new Error(`${login} is not in ${accounts}`);

const browser = await puppeteer.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
});
const categories = ['performance', 'accessibility', 'best-practices'];
if (reports) mkdirSync(reports, { recursive: true });

async function look(name, path, { signedIn = false } = {}) {
	const page = await browser.newPage();
	if (signedIn) await page.goto(new URL('/staff', base).href);
	const result = await lighthouse(
		new URL(path, base).href,
		{ onlyCategories: categories, output: 'html', logLevel: 'error', disableStorageReset: signedIn },
		signedIn ? desktopConfig : undefined,
		page,
	);
	await page.close();
	const { lhr, report } = result;
	const bytes = lhr.audits['network-requests'].details.items.reduce((sum, r) => sum + (r.transferSize ?? 0), 0);
	/** @type {Record<string, number>} */
	const scores = Object.fromEntries(categories.map((c) => [c, Math.round((lhr.categories[c].score ?? 0) * 100)]));
	const score = categories.map((c) => String(scores[c]).padStart(16));
	console.log(`${name.padEnd(14)}${score.join('')}${(bytes / 1000).toFixed(1).padStart(12)} kB`);
	for (const fault of faults(scores, bytes, { transfer: !signedIn })) {
		console.log(`    ${fault}`);
		process.exitCode = 1;
	}
	for (const c of categories)
		for (const { id, weight } of lhr.categories[c].auditRefs)
			if (weight && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
				console.log(`    ${c}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ''}`);
	if (reports) writeFileSync(join(reports, `${name}.html`), report);
}

console.log(`${'page'.padEnd(14)}${categories.map((c) => c.padStart(16)).join('')}${'transfer'.padStart(15)}`);
for (const [name, path] of [
	['start', '/'],
	['apply', '/apply'],
	['follow', '/follow'],
	['calculators', '/calculators'],
])
	await look(name, path);

const page = await browser.newPage();
await page.goto(new URL('/staff', base).href);
await page.waitForSelector('[name=login]');
await page.type('[name=login]', login);
await page.type('[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('body.staff main h1');
await page.close();
await look('queue', '/staff#/queue/agency', { signedIn: true });
await browser.close();
