// @ts-check
/*
 * The REST API as the pages use it: language, credentials, idempotency keys, and problems (RFC 9457)
 * whose texts are shown as they come, with rule and article.
 */
import { lang, t } from './lang.mjs';

/** An answer that is no success; `offline` where there was none. */
export class Problem extends Error {
	/** @param {number} status @param {any} body @param {Headers | null} headers */
	constructor(status, body, headers) {
		super(
			body?.detail ??
				body?.title ??
				t('出错了（{0}），请稍后再试', 'Something went wrong ({0}); please try again later', status || ''),
		);
		this.status = status;
		this.body = body ?? {};
		this.offline = status === 0;
		this.retryAfter = Number(headers?.get('retry-after') ?? 0);
		/** @type {{ pointer: string, detail: string }[]} */
		this.errors = body?.errors ?? [];
	}
}

export class Api {
	/** @type {string | null} */ csrf = null;
	/** @type {string | null} */ access = null;
	/** Called at 401, once the session is over; where it promises true (signed in again) the call is made again. @type {(() => Promise<boolean>) | null} */ onSignedOut =
		null;

	/** Keys of what was sent and not answered, by what it was: sent again under the same one, it is done once. @type {Map<string, string>} */
	#unsure = new Map();

	/**
	 * One request.  `version` becomes If-Match, `key` Idempotency-Key (POST makes one if none is given, the same as
	 * before where the same text got no answer); throws Problem.
	 * @param {string} method @param {string} path
	 * @param {{ body?: any, version?: number, key?: string, accept?: string }} [options]
	 * @returns {Promise<any>}
	 */
	async call(method, path, { body, version, key, accept } = {}) {
		/** @type {Record<string, string>} */
		const headers = { 'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en', Accept: accept ?? 'application/json' };
		if (body !== undefined) headers['Content-Type'] = 'application/json';
		if (this.csrf && method !== 'GET') headers['X-CSRF-Token'] = this.csrf;
		if (this.access) headers['X-Access-Token'] = this.access;
		if (version !== undefined) headers['If-Match'] = `"${version}"`;
		const text = body === undefined ? undefined : JSON.stringify(body),
			what = `${method} ${path} ${text ?? ''}`;
		if (method !== 'GET') headers['Idempotency-Key'] = key ?? this.#unsure.get(what) ?? crypto.randomUUID();
		let answer;
		try {
			answer = await fetch(path, {
				method,
				headers,
				cache: 'no-store',
				credentials: 'same-origin',
				body: text,
			});
		} catch {
			if (method !== 'GET') this.#unsure.set(what, headers['Idempotency-Key']);
			throw new Problem(
				0,
				{
					detail: t(
						'连接不上服务器，请检查网络后再试。填写的内容没有丢失。',
						'The server cannot be reached. Please check the network and try again; nothing that you typed is lost.',
					),
				},
				null,
			);
		}
		if (method !== 'GET' && answer.status >= 500) this.#unsure.set(what, headers['Idempotency-Key']);
		else this.#unsure.delete(what);
		const json = /json/.test(answer.headers.get('content-type') ?? '');
		const data = json ? await answer.json().catch(() => null) : await answer.text();
		if (answer.ok) return data;
		if (
			answer.status === 401 &&
			this.onSignedOut &&
			!this.access &&
			path !== '/api/v1/sessions' &&
			(await this.onSignedOut())
		)
			return this.call(method, path, { body, version, accept, key: headers['Idempotency-Key'] });
		throw new Problem(answer.status, json ? data : null, answer.headers);
	}

	/** @param {string} path */
	get(path) {
		return this.call('GET', path);
	}

	/** @param {string} path @param {any} [body] @param {{ version?: number, key?: string }} [options] */
	post(path, body, options = {}) {
		return this.call('POST', path, { body: body ?? {}, ...options });
	}

	/** All pages of a list, at most LIMIT rows. @param {string} path */
	async all(path, limit = 500) {
		const items = [];
		for (let next = path; next && items.length < limit;) {
			const page = await this.get(next);
			items.push(...page.items);
			next = page.next;
		}
		return items;
	}
}

export const api = new Api();
