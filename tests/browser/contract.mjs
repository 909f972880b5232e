/* What server/openapi.yaml says of an answer, and what a page in a browser reads of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

const document = load(readFileSync(join(process.env.SRCDIR ?? '.', 'server/openapi.yaml'), 'utf8'));

const resolve = (s) =>
	s?.$ref
		? s.$ref
				.slice(2)
				.split('/')
				.reduce((at, step) => at?.[step], document)
		: s;

/** S and all that it is put together from. */
function parts(s) {
	const whole = resolve(s);
	return whole ? [whole, ...['allOf', 'oneOf', 'anyOf'].flatMap((k) => (whole[k] ?? []).flatMap(parts))] : [];
}

/** What stands at NAME ('[]': in a list) of what PARTS describe; empty: they do not say. */
const step = (list, name) =>
	list.flatMap((s) =>
		parts(name === '[]' ? s.items : (s.properties?.[name] ?? (s.properties ? null : s.additionalProperties))),
	);

const operations = Object.entries(document.paths).map(([path, of]) => ({
	pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
	fixed: !path.includes('{'),
	of,
}));
/* An address without a name in it comes before one that has. */
operations.sort((a, b) => Number(b.fixed) - Number(a.fixed));

/**
 * Whether the answer with STATUS to METHOD of PATH has a member NAME at STEPS: also where the document says nothing of
 * what stands there.
 */
export function has(method, path, status, steps, name) {
	const operation = operations.find((o) => o.pattern.test(path) && o.of[method.toLowerCase()])?.of[
		method.toLowerCase()
	];
	if (!operation) return false;
	let at = parts(resolve(operation.responses[status])?.content?.['application/json']?.schema);
	for (const s of steps) at = step(at, s);
	const said = at.filter((s) => s.properties);
	return !said.length || said.some((s) => name in s.properties || s.additionalProperties);
}

/* Readers of any record, or of any answer, look whether it has these. */
const general = /^(case_id|overdue|voided|guidance|version|allowed_acts|query_code|receipt)$|_(provisional|title)$/;

/** Runs in a page before its scripts: tells `asksFor` of each member that an answer was asked for and did not have. */
function watchAnswers() {
	const methods = new WeakMap(),
		watched = new WeakMap(),
		told = new Set(),
		{ fetch: send, Response } = window,
		{ json } = Response.prototype;
	window.fetch = async (...args) => {
		const answer = await send(...args);
		methods.set(answer, args[1]?.method ?? 'GET');
		return answer;
	};
	const tell = (answer, steps, name) => {
		const what = [methods.get(answer), new URL(answer.url).pathname, answer.status, steps, name],
			key = JSON.stringify(what);
		if (told.has(key)) return;
		told.add(key);
		window.asksFor(...what);
	};
	const watch = (value, answer, steps) => {
		if (value === null || typeof value !== 'object') return value;
		if (watched.has(value)) return watched.get(value);
		const list = Array.isArray(value);
		const proxy = new Proxy(value, {
			get(from, name) {
				if (typeof name === 'symbol' || (list && !/^\d+$/.test(name))) return Reflect.get(from, name);
				if (!(name in from) && name !== 'then' && name !== 'toJSON') tell(answer, steps, name);
				return watch(Reflect.get(from, name), answer, [...steps, list ? '[]' : name]);
			},
		});
		watched.set(value, proxy).set(proxy, proxy);
		return proxy;
	};
	Response.prototype.json = async function () {
		const value = await json.call(this);
		return this.ok ? watch(value, this, []) : value;
	};
}

/** From now on a page of CONTEXT that reads a member which no answer of that kind has is a fault. */
export async function watchMembers(context, faults) {
	await context.exposeFunction('asksFor', (method, path, status, steps, name) => {
		if (!general.test(name) && !has(method, path, status, steps, name))
			faults.push(`${method} ${path} ${status}: no ${[...steps, name].join('/')} in openapi.yaml`);
	});
	await context.addInitScript(watchAnswers);
}
