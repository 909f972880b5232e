// @ts-check
/* The start page: following a request, the due-day calculator, the finder of agencies. */

/** @param {string} tag @param {string} text @param {string} [name] */
function element(tag, text, name) {
	const e = document.createElement(tag);
	e.textContent = text;
	if (name) e.className = name;
	return e;
}

/** @param {string} id @returns {HTMLElement} */
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} path @param {RequestInit} [init] */
async function call(path, init) {
	let answer;
	try {
		answer = await fetch(path, { ...init, headers: { 'Accept-Language': 'zh', ...init?.headers } });
	} catch {
		throw new Error('连接不上服务器，请检查网络后再试。');
	}
	const body = await answer.json().catch(() => null);
	if (answer.ok) return body;
	const more = (body?.errors ?? []).map((/** @type {{ detail: string }} */ e) => e.detail);
	throw new Error([body?.detail ?? `出错了（${answer.status}）`, ...more].join('；'));
}

/** @param {{ text: string, rule: string | null, article: string | null }[]} steps */
function stepList(steps) {
	const list = document.createElement('ol');
	for (const s of steps) {
		const item = element('li', `${s.text} `);
		item.append(element('span', [s.article, s.rule].filter(Boolean).join(' '), 'rule'));
		list.append(item);
	}
	return list;
}

/** Runs a form's work and shows what it gives, or its error, in OUT. */
function onSubmit(/** @type {string} */ form, /** @type {string} */ out,
	/** @type {(data: FormData) => Promise<(string | Node)[]>} */ work) {
	by(form).addEventListener('submit', async (event) => {
		event.preventDefault();
		const place = by(out);
		place.replaceChildren('请稍候…');
		try {
			place.replaceChildren(...await work(new FormData(/** @type {HTMLFormElement} */ (event.target))));
		} catch (e) {
			place.replaceChildren(element('p', /** @type {Error} */ (e).message, 'error'));
		}
	});
}

onSubmit('due', 'due-result', async (data) => {
	const query = new URLSearchParams(/** @type {any} */ ([...data]));
	const d = await call(`/api/v1/calendar/due-day?${query}`);
	return [element('p', d.due_on + (d.provisional ? '（暂定：该年节假日安排尚未公布）' : ''), 'day'), stepList(d.steps)];
});

onSubmit('find', 'find-result', async (data) => {
	const q = String(data.get('q') ?? '').trim();
	const page = await call(`/api/v1/agencies?limit=50${q ? `&q=${encodeURIComponent(q)}` : ''}`);
	if (!page.items.length) return [element('p', '没有找到。可以换个说法，或者向区政府办公室申请。')];
	return page.items.map((/** @type {Record<string, string>} */ a) => {
		const e = document.createElement('article');
		e.append(element('p', a.name, 'name'), element('p', `${a.office} · ${a.address} · ${a.phone}`, 'rule'));
		return e;
	});
});

onSubmit('follow', 'follow-result', async (data) => {
	const number = String(data.get('number')).trim();
	const path = `/api/v1/requests/${encodeURIComponent(number)}`;
	const access = await call(`${path}/access`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ code: String(data.get('code')) }) });
	const r = await call(path, { headers: { 'X-Access-Token': access.access_token } });
	const until = r.due_on ? `答复期限：${r.due_on}${r.provisional ? '（暂定）' : ''}` : '';
	const letters = r.letters.map((/** @type {Record<string, string>} */ l) => `${l.title}（${l.made_on}）`).join('、');
	return [element('p', `${r.title}：${r.state_title}`, 'day'), element('p', until), stepList(r.clock.steps),
		element('p', letters ? `文书：${letters}` : '')];
});

by('find').dispatchEvent(new Event('submit', { cancelable: true }));
