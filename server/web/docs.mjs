// @ts-check
/*
 * Lists the operations of /openapi.yaml.  Reads the layout that the file keeps (two spaces a level), not
 * YAML at large: paths at one level, methods at two, their members at three.
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

/** @param {Operation[]} all @param {string} words */
function show(all, words) {
	const main = /** @type {HTMLElement} */ (document.getElementById('operations'));
	main.replaceChildren();
	for (const tag of new Set(all.map((o) => o.tag))) {
		const some = all.filter((o) => o.tag === tag &&
			`${o.method} ${o.path} ${o.summary}`.toLowerCase().includes(words.toLowerCase()));
		if (some.length) main.append(element('h2', tag), ...some.map(article));
	}
	if (!main.hasChildNodes()) main.append(element('p', 'Nothing is called so.'));
}

const answer = await fetch('/openapi.yaml');
if (answer.ok) {
	const all = operations(await answer.text());
	const find = /** @type {HTMLInputElement} */ (document.getElementById('find'));
	find.addEventListener('input', () => show(all, find.value));
	show(all, find.value);
} else {
	show([], '');
}
