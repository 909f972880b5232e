/**
 * A small client of the REST API, for contrib/demo and the scenarios under tests/.
 * Nothing but what node brings.
 */
import { randomUUID } from 'node:crypto';

/** An answer that is no success, with the problem (RFC 9457) that came with it. */
export class Refused extends Error {
	constructor(method, path, answer) {
		const problem = answer.body ?? {};
		super(
			`${method} ${path}: ${answer.status} ${problem.detail ?? problem.title ?? ''} ` +
				`${problem.rule ?? ''} ${JSON.stringify(problem.errors ?? [])}`,
		);
		this.answer = answer;
	}
}

/** Debian 12's node 18 joins several Set-Cookie by commas, and has no getSetCookie. */
function setCookies(headers) {
	if (headers.getSetCookie) return headers.getSetCookie();
	return headers.get('set-cookie')?.split(/,\s*(?=[^;,\s]+=)/) ?? [];
}

export class Client {
	#cookies = new Map();

	/**
	 * @param {string} base "http://127.0.0.1:8080"
	 * @param {number} patience how often a request that the service was too busy to look at is sent again
	 */
	constructor(base, { language = 'zh', patience = 0 } = {}) {
		this.base = base;
		this.language = language;
		this.patience = patience;
		this.csrf = null;
		this.access = null;
		this.bearer = null;
	}

	/** The headers that say who asks, for other clients too. */
	credentials() {
		const sent = {};
		if (this.#cookies.size) sent.Cookie = [...this.#cookies].map(([n, v]) => `${n}=${v}`).join('; ');
		if (this.csrf) sent['X-CSRF-Token'] = this.csrf;
		if (this.access) sent['X-Access-Token'] = this.access;
		if (this.bearer) sent.Authorization = `Bearer ${this.bearer}`;
		return sent;
	}

	/** One request; never throws for a status.  `body` is JSON unless it is a string or bytes. */
	async send(method, path, options = {}) {
		for (let left = this.patience; ; left--) {
			const answer = await this.#once(method, path, options);
			// any other 503 has been looked at, and says something of its own
			if (left <= 0 || answer.status !== 503 || answer.body?.code !== 'http_busy') return answer;
			const seconds = Number(answer.headers.get('retry-after')) + Math.random(); // not all at once again
			await new Promise((r) => setTimeout(r, seconds * 1000));
		}
	}

	async #once(method, path, { body, key, version, headers = {} }) {
		const sent = { 'Accept-Language': this.language, ...this.credentials(), ...headers };
		const plain = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
		if (key) sent['Idempotency-Key'] = key;
		if (version !== undefined) sent['If-Match'] = `"${version}"`;
		if (body !== undefined) sent['Content-Type'] ??= 'application/json';
		const answer = await fetch(this.base + path, {
			method,
			headers: sent,
			redirect: 'manual',
			body: plain ? body : JSON.stringify(body),
		});
		for (const cookie of setCookies(answer.headers)) {
			const [pair] = cookie.split(';');
			const at = pair.indexOf('=');
			this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
		const text = await answer.text();
		const json = /json/.test(answer.headers.get('content-type') ?? '');
		return { status: answer.status, headers: answer.headers, text, body: json && text ? JSON.parse(text) : null };
	}

	/** The same, but anything that is no success throws Refused; gives the body. */
	async call(method, path, options) {
		const answer = await this.send(method, path, options);
		if (answer.status >= 400) throw new Refused(method, path, answer);
		return answer.body;
	}

	get(path) {
		return this.call('GET', path);
	}

	/** POST with a fresh idempotency key. */
	post(path, body, options = {}) {
		return this.call('POST', path, { body, key: randomUUID(), ...options });
	}

	async signIn(login, password) {
		const session = await this.call('POST', '/api/v1/sessions', { body: { login, password } });
		this.csrf = session.csrf_token;
		this.user = session.user;
		return session;
	}

	/** Reads a case and does an act on the version read: act(id, 'registration'). */
	async act(id, act, body, { method = 'POST' } = {}) {
		const seen = await this.get(`/api/v1/cases/${id}`);
		return this.call(method, `/api/v1/cases/${id}/${act}`, {
			body: body ?? {},
			version: seen.version,
			key: method === 'POST' ? randomUUID() : undefined,
		});
	}
}
