// @ts-check
/*
 * Lists the operations and the webhooks of /openapi.yaml.  Reads the layout that the file keeps (two spaces a
 * level), not YAML at large: paths at one level, methods at two, their members at three.
 */

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

/** @param {string} tag @param {string} text @param {string} [name] */
function element(tag, text, name) {
	const e = document.createElement(tag);
	e.textContent = text;
	if (name) e.className = name;
	return e;
}

/** @param {Operation} o */
function article(o) {
	const a = document.createElement('article');
	const head = element('h3', ` ${o.path}`);
	head.prepend(element('b', o.method));
	a.append(head, element('p', o.summary));
	if (o.description) a.append(element('p', o.description));
	if (o.parameters.length) a.append(element('p', `Parameters: ${o.parameters.join(', ')}`, 'parameters'));
	return a;
}

const ENVELOPE =
	'Each is a POST of {"type", "timestamp", "data"} with the headers webhook-id (the same at every attempt), ' +
	'webhook-timestamp and webhook-signature (Standard Webhooks: HMAC-SHA256 over id.timestamp.body). Any 2xx takes it; ' +
	'410 ends the endpoint; all else is tried again for three days. Order by data.seq within a case.';

/** @param {Hook[]} hooks @param {string} text The contract. @returns {HTMLElement[]} */
function hookList(hooks, text) {
	const parts = [element('h2', 'events'), element('p', ENVELOPE)];
	parts[0].id = 'events';
	for (const schema of new Set(hooks.map((h) => h.schema))) {
		const list = element('dl', '');
		for (const h of hooks.filter((x) => x.schema === schema))
			list.append(element('dt', h.type), element('dd', h.summary));
		const members = fields(text, schema);
		parts.push(element('h3', schema), list);
		if (members.length)
			parts.push(
				element(
					'p',
					`data: ${members.map((f) => (f.says ? `${f.name} (${f.says})` : f.name)).join('; ')}`,
					'parameters',
				),
			);
	}
	return parts;
}

/** @param {string} text The contract. @param {Operation[]} all @param {Hook[]} hooks @param {string} words */
function show(text, all, hooks, words) {
	const main = /** @type {HTMLElement} */ (document.getElementById('operations'));
	const has = (/** @type {string} */ s) => s.toLowerCase().includes(words.toLowerCase());
	main.replaceChildren();
	for (const tag of new Set(all.map((o) => o.tag))) {
		const some = all.filter((o) => o.tag === tag && has(`${o.method} ${o.path} ${o.summary}`));
		if (some.length) main.append(element('h2', tag), ...some.map(article));
	}
	const told = hooks.filter((h) => has(`${h.type} ${h.summary}`));
	if (told.length) main.append(...hookList(told, text));
	if (!main.hasChildNodes()) main.append(element('p', 'Nothing is called so.'));
}

const answer = await fetch('/openapi.yaml');
const text = answer.ok ? await answer.text() : '';
const all = operations(text),
	hooks = webhooks(text);
const find = /** @type {HTMLInputElement} */ (document.getElementById('find'));
find.addEventListener('input', () => show(text, all, hooks, find.value));
show(text, all, hooks, find.value);
