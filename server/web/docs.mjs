// @ts-check
/*
 * Lists the operations and the webhooks of /openapi.yaml.  Reads the layout that the file keeps (two spaces a
 * level), not YAML at large: paths at one level, methods at two, their members at three.  What the contract
 * says stands in its own language; the words around it in the reader's.
 */
import { h, show } from './lib/dom.mjs';
import { t } from './lib/lang.mjs';
import { empty, fill, field, frame, publicLinks } from './lib/parts.mjs';

/** @typedef {{ method: string, path: string, tag: string, summary: string, description: string, parameters: string[] }} Operation */

/** @param {string} text */
const plain = (text) => text.replace(/^'(.*)'$/, '$1').replaceAll("''", "'");

/** @param {string} text @returns {Operation[]} */
function operations(text) {
	/** @type {Operation[]} */
	const found = [];
	let path = '';
	let inPaths = false;
	for (const line of text.split('\n')) {
		let m;
		if (/^\S/.test(line)) inPaths = line === 'paths:';
		if (!inPaths) continue;
		const last = found.at(-1);
		if ((m = /^ {2}(\/\S*):$/.exec(line))) path = m[1];
		else if ((m = /^ {4}(get|post|put|patch|delete):$/.exec(line)))
			found.push({ method: m[1].toUpperCase(), path, tag: '', summary: '', description: '', parameters: [] });
		else if (last && (m = /^ {6}(tags|summary|description): (.*)$/.exec(line))) {
			if (m[1] === 'tags') last.tag = m[2].replace(/[[\]]/g, '');
			else if (m[1] === 'summary') last.summary = plain(m[2]);
			else last.description = plain(m[2]);
		} else if (last && (m = /^ {8}- (?:name: (\S+)|\$ref: '#\/components\/parameters\/(\w+)')/.exec(line)))
			last.parameters.push(m[1] ?? m[2]);
	}
	return found;
}

/** @typedef {{ type: string, summary: string, schema: string }} Hook */

/** What is sent to endpoints. @param {string} text @returns {Hook[]} */
function webhooks(text) {
	/** @type {Hook[]} */
	const found = [];
	let inHooks = false;
	for (const line of text.split('\n')) {
		let m;
		if (/^\S/.test(line)) inHooks = line === 'webhooks:';
		if (!inHooks) continue;
		const last = found.at(-1);
		if ((m = /^ {2}([a-z_.]+):$/.exec(line))) found.push({ type: m[1], summary: '', schema: '' });
		else if (last && (m = /^ {6}summary: (.*)$/.exec(line))) last.summary = plain(m[1]);
		else if (last && (m = /#\/components\/schemas\/(\w+)'/.exec(line))) last.schema = m[1];
	}
	return found;
}

/** @typedef {{ name: string, says: string }} Field */

/** The members of `data` in a schema of an event. @param {string} text @param {string} schema @returns {Field[]} */
function fields(text, schema) {
	const lines = text.split('\n'),
		from = lines.indexOf(`    ${schema}:`);
	const rest = lines.slice(from + 1),
		to = rest.findIndex((l) => /^ {0,4}\S/.test(l));
	return rest.slice(0, to < 0 ? undefined : to).flatMap((line) => {
		const m = /^ {12}(\w+): \{(.*)\}$/.exec(line);
		const says = m && /description: (?:'((?:[^']|'')*)'|([^,}]*))/.exec(m[2]);
		return m ? [{ name: m[1], says: says ? (says[1] ?? says[2]).trim().replaceAll("''", "'") : '' }] : [];
	});
}

/** What stands in `back quotes` is code. @param {string} text */
const said = (text) => text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h('code', null, part) : part));

/** @param {Operation} o */
const article = (o) =>
	h(
		'article',
		null,
		h('h3', null, h('b', null, o.method), ` ${o.path}`),
		h('p', { lang: 'en' }, said(o.summary)),
		o.description ? h('p', { lang: 'en' }, said(o.description)) : null,
		o.parameters.length
			? h('p.parameters', null, t('参数：', 'Parameters: '), o.parameters.join(t('、', ', ')))
			: null,
	);

const envelope = () =>
	t(
		'每个事件以 POST 发送 {"type", "timestamp", "data"}，请求头有 webhook-id（重发时不变）、webhook-timestamp 和 webhook-signature（Standard Webhooks：对 id.timestamp.body 作 HMAC-SHA256）。返回 2xx 即已送达；410 表示不再接收；其他情况在三天内重发。同一办件的事件按 data.seq 排序。',
		'Each is a POST of {"type", "timestamp", "data"} with the headers webhook-id (the same at every attempt), webhook-timestamp and webhook-signature (Standard Webhooks: HMAC-SHA256 over id.timestamp.body). Any 2xx takes it; 410 ends the endpoint; all else is tried again for three days. Order by data.seq within a case.',
	);

/** @param {Hook[]} hooks @param {string} text The contract. */
const hookList = (hooks, text) => [
	h('h2', { id: 'events' }, t('事件', 'events')),
	h('p', null, envelope()),
	[...new Set(hooks.map((x) => x.schema))].map((schema) => {
		const members = fields(text, schema);
		return [
			h('h3', null, schema),
			h(
				'dl',
				{ lang: 'en' },
				hooks
					.filter((x) => x.schema === schema)
					.map((x) => [h('dt', null, x.type), h('dd', null, said(x.summary))]),
			),
			members.length
				? h(
						'p.parameters',
						{ lang: 'en' },
						`data: ${members.map((f) => (f.says ? `${f.name} (${f.says})` : f.name)).join('; ')}`,
					)
				: null,
		];
	}),
];

/** @param {string} text The contract. @param {Operation[]} all @param {Hook[]} hooks @param {string} words */
function list(text, all, hooks, words) {
	const has = (/** @type {string} */ s) => s.toLowerCase().includes(words.toLowerCase());
	const some = all.filter((o) => has(`${o.method} ${o.path} ${o.summary}`)),
		told = hooks.filter((x) => has(`${x.type} ${x.summary}`));
	if (!some.length && !told.length) return empty(t('没有这样的接口或者事件。', 'Nothing is called so.'));
	return [
		[...new Set(some.map((o) => o.tag))].map((tag) => [
			h('h2', null, tag),
			some.filter((o) => o.tag === tag).map(article),
		]),
		told.length ? hookList(told, text) : null,
	];
}

const main = frame({ title: t('接口说明', 'The API'), links: publicLinks() });
const place = h('div.operations', { 'aria-live': 'polite' });
const search = field({
	name: 'find',
	label: t('查找接口或者事件', 'Find an operation or an event'),
	type: 'search',
	attributes: { autocomplete: 'off' },
});
show(
	main,
	h('h1', null, t('接口说明', 'The API')),
	h(
		'p.lead',
		null,
		t(
			'本系统的全部功能都有接口，网页也只通过这些接口办事。',
			'All that the system does is open to programs; its pages use nothing else.',
		),
	),
	h(
		'p',
		null,
		t('接口约定是 ', 'The contract is '),
		h('a', { href: '/openapi.yaml' }, 'openapi.yaml'),
		t(
			'（OpenAPI 3.1，英文）；本页列出其中的接口，以及向接收端发送的',
			' (OpenAPI 3.1); this page lists its operations, and the ',
		),
		h('a', { href: '#events' }, t('事件', 'events')),
		t('。', ' that are sent to endpoints.'),
	),
	h(
		'ul',
		null,
		h(
			'li',
			null,
			t(
				'工作人员的程序用接口令牌（Authorization: Bearer），在“我的账号”里建立；申请人凭编号和查询码取得访问令牌（X-Access-Token）。',
				"Programs of the staff use an API token (Authorization: Bearer), made under 'My account'; applicants get an access token (X-Access-Token) for number and query code.",
			),
		),
		h(
			'li',
			null,
			t(
				'Accept-Language 选择中文（zh-CN）或者英文（en）；错误按 RFC 9457 返回，法定理由带条款。',
				'Accept-Language chooses Chinese (zh-CN) or English (en); errors are those of RFC 9457, and refusals by law name the article.',
			),
		),
		h(
			'li',
			null,
			t(
				'每个 POST 带 Idempotency-Key，重发不会办两次；对办件办事带 If-Match，办件有变动时返回 412。',
				'Every POST carries an Idempotency-Key, so that sending again does nothing twice; acts on a case carry If-Match and are answered 412 where the case has moved.',
			),
		),
	),
	search,
	place,
);
await fill(place, async () => {
	const answer = await fetch('/openapi.yaml');
	if (!answer.ok) throw new Error(t('没有读到接口约定。', 'The contract could not be read.'));
	const text = await answer.text(),
		all = operations(text),
		hooks = webhooks(text),
		find = /** @type {HTMLInputElement} */ (search.querySelector('input'));
	find.addEventListener('input', () => show(place, list(text, all, hooks, find.value)));
	return list(text, all, hooks, find.value);
});
