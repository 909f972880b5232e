#!/usr/bin/env node
/**
 * A receiver of webhooks, to copy from: verifies Standard Webhooks 1.0.0 signatures, answers at once,
 * knows what it has already taken in, and prints each event.  Nothing but what node brings.
 *
 *	WEBHOOK_SECRET=whsec_... node receiver.mjs [--port 8099] [--host 127.0.0.1]
 *
 * During a rotation give both secrets, separated by a space.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** A signature is refused when its time is further than this from our clock: an old message sent again
 * by somebody who overheard it. */
export const TOLERANCE_S = 300;
const BODY_MAX = 64 * 1024;

/**
 * Whether BODY (the bytes as they came, before any parsing) was signed with one of SECRETS.  Throws
 * with the reason if not.
 * @param {string[]} secrets "whsec_..."
 * @param {Record<string, string | string[] | undefined>} headers names in lower case
 * @param {Buffer} body
 */
export function verify(secrets, headers, body, now = Date.now() / 1000) {
	const id = headers['webhook-id'],
		time = headers['webhook-timestamp'],
		sent = headers['webhook-signature'];
	if (typeof id !== 'string' || typeof time !== 'string' || typeof sent !== 'string')
		throw new Error('webhook-id, webhook-timestamp or webhook-signature is missing');
	if (!/^\d+$/.test(time) || Math.abs(now - Number(time)) > TOLERANCE_S)
		throw new Error('webhook-timestamp is too far from our clock');
	const given = sent
		.split(' ')
		.filter((s) => s.startsWith('v1,'))
		.map((s) => Buffer.from(s.slice(3), 'base64'));
	for (const secret of secrets) {
		const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
		const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest();
		// in constant time, so that nobody learns the signature byte by byte
		if (given.some((g) => g.length === expected.length && timingSafeEqual(g, expected))) return;
	}
	throw new Error('no signature fits');
}

/** @param {import('node:http').IncomingMessage} request */
async function bytes(request) {
	const parts = [];
	let length = 0;
	for await (const part of request) {
		length += part.length;
		if (length > BODY_MAX) throw new Error('the body is too long');
		parts.push(part);
	}
	return Buffer.concat(parts);
}

/**
 * A server that calls TAKE(event, id) once for each message, however often it is sent.
 * @param {string[]} secrets
 * @param {(event: { type: string, timestamp: string, data: any }, id: string) => void} take
 */
export function receiver(secrets, take) {
	/* In earnest keep the ids in your database, in the transaction that acts on the event. */
	const known = new Set();
	return createServer(async (request, response) => {
		let status = 204;
		try {
			const body = await bytes(request);
			if (request.method !== 'POST') throw new Error('only POST');
			verify(secrets, request.headers, body);
			const id = String(request.headers['webhook-id']);
			if (!known.has(id)) {
				known.add(id);
				take(JSON.parse(body.toString('utf8')), id);
			}
		} catch (e) {
			status = 400;
			console.error(`refused: ${e.message}`);
		}
		/* Answer first and work later: whoever waits longer than 15 s is sent the message again. */
		response.writeHead(status).end();
	});
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const option = (/** @type {string} */ name, /** @type {string} */ usual) => {
		const at = process.argv.indexOf(`--${name}`);
		return at > 0 ? process.argv[at + 1] : usual;
	};
	const secrets = (process.env.WEBHOOK_SECRET ?? '').split(/\s+/).filter(Boolean);
	if (!secrets.length) {
		console.error('WEBHOOK_SECRET is not set: the secret that was shown when the endpoint was added');
		process.exit(2);
	}
	const server = receiver(secrets, (event, id) => {
		const { case: number, title, due_on: due, working_days_left: left, link } = event.data;
		console.log(
			[event.timestamp, event.type, title, number, due && `due ${due} (${left} working days)`, link, id]
				.filter(Boolean)
				.join('  '),
		);
	});
	server.listen(Number(option('port', '8099')), option('host', '127.0.0.1'), () => {
		const at = server.address();
		console.log(`listening on http://${typeof at === 'object' && at ? `${at.address}:${at.port}` : at}/`);
	});
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close(() => process.exit(0)));
}
