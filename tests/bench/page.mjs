/*
 * The queue's page in a real browser, beside a static page of the same size: milliseconds from the start of the
 * navigation until its rows can be used, on a warm cache as a caseworker has it all day.  Null without a browser.
 */
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** @param {string} url @param {string} login @param {string} password */
export async function queuePage(url, login, password, rounds = 9) {
	let chromium;
	try {
		({ chromium } = await import('playwright-core'));
	} catch {
		return null;
	}
	if (!existsSync(executablePath)) return null;
	const browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
	});
	let held = '';
	const fixed = createServer((_, res) => {
		res.setHeader('Content-Type', 'text/html; charset=utf-8');
		res.end(held);
	});
	await new Promise((resolve) => fixed.listen(0, '127.0.0.1', () => resolve()));
	try {
		const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, baseURL: url });
		const page = await context.newPage();
		await page.goto('/staff');
		await page.fill('input[name=login]', login);
		await page.fill('input[name=password]', password);
		await page.press('input[name=password]', 'Enter');
		/* When the row that SELECTOR names is there and has been painted. */
		const usable = async (to, selector) => {
			await page.goto('about:blank');
			await page.goto(to, { waitUntil: 'commit' });
			await page.waitForSelector(selector);
			return page.evaluate(
				() =>
					new Promise((resolve) =>
						requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0)),
					),
			);
		};
		const queue = '/staff#/queue/agency',
			row = 'table.queue tbody tr:last-child a';
		await page.waitForSelector('a[href="#/queue"]');
		await usable(queue, row);
		held = await page.evaluate(
			() =>
				`<!doctype html>${document.documentElement.outerHTML.replace(/<script[^]*?<\/script>|<link[^>]*>/g, '')}`,
		);
		const rows = await page.locator('table.queue tbody tr').count();
		const ours = [],
			theirs = [];
		for (let i = 0; i < rounds; i++) {
			ours.push(await usable(queue, row));
			theirs.push(await usable(`http://127.0.0.1:${fixed.address().port}/`, row));
		}
		return {
			rows,
			bytes: Buffer.byteLength(held),
			queue: median(ours),
			worst: Math.max(...ours),
			fixed: median(theirs),
		};
	} finally {
		await browser.close();
		fixed.close();
	}
}
