// @ts-check
/* Documents of a case: listed, downloaded, added by tus 1.0.0 in parts of 4 MiB that go on after an interruption. */
import { api, Problem } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { lang, sizeText, t, timeText } from '../lib/lang.mjs';
import { field, problemBox } from '../lib/parts.mjs';
import { valueOf } from './labels.mjs';
import { nameOf } from './words.mjs';

const PART = 4 * 1048576;
const MOST = 100 * 1048576;

const kinds = () =>
	/** @type {[string, string][]} */ ([
		['held', t('所掌握的信息', 'information held')],
		['incoming', t('收到的材料', 'incoming')],
		['proof', t('凭据', 'proof')],
		['redacted', t('已遮盖', 'redacted')],
		['release', t('拟公开（随答复提供）', 'for release (goes out with the reply)')],
	]);

/** @param {string} s */
const base64 = (s) => btoa(String.fromCharCode(...new TextEncoder().encode(s)));

/** @param {string} method @param {string} path @param {Record<string, string>} headers @param {Blob} [body] */
async function tus(method, path, headers, body) {
	const answer = await fetch(path, {
		method,
		body,
		credentials: 'same-origin',
		headers: {
			'Tus-Resumable': '1.0.0',
			'X-CSRF-Token': api.csrf ?? '',
			'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en',
			...headers,
		},
	}).catch(() => null);
	if (!answer)
		throw new Problem(
			0,
			{
				detail: t(
					'连接中断，请再试；已经传完的部分不用重传。',
					'The connection broke; try again, what was sent is kept.',
				),
			},
			null,
		);
	if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => null), answer.headers);
	return answer;
}

/** Where an upload of this file went on, for the page's life. @type {Map<string, string>} */
const begun = new Map();

/** @param {string} base @param {File} file @param {string} kind @param {(part: number) => void} progress */
async function upload(base, file, kind, progress) {
	const key = `${base} ${file.name} ${file.size} ${kind}`;
	let place = begun.get(key),
		offset = 0;
	if (place) offset = Number((await tus('HEAD', place, {})).headers.get('upload-offset'));
	else {
		const answer = await tus('POST', `${base}/uploads`, {
			'Upload-Length': String(file.size),
			'Upload-Metadata': `filename ${base64(file.name)},kind ${base64(kind)}`,
			'Idempotency-Key': crypto.randomUUID(),
		});
		place = new URL(answer.headers.get('location') ?? '', location.href).pathname;
		begun.set(key, place);
	}
	while (offset < file.size) {
		const answer = await tus(
			'PATCH',
			place,
			{ 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
			file.slice(offset, offset + PART),
		);
		offset = Number(answer.headers.get('upload-offset'));
		progress(offset / file.size);
	}
	begun.delete(key);
}

/**
 * Where files are chosen and sent.  Made once a page and drawn again with the list: what is chosen meanwhile, also in
 * the window of the browser that is still open, is not lost by it.
 * @param {string} base @param {() => Promise<unknown>} changed @param {string} [usual] the kind chosen first
 */
export function uploadBox(base, changed, usual) {
	const messages = h('div', { 'aria-live': 'polite' });
	const file = h('input.form-control.form-control-sm', {
		type: 'file',
		id: 'file',
		multiple: true,
		'aria-label': t('选择文件', 'Choose files'),
	});
	const options = new Map(kinds().map(([v, text]) => [v, h('option', { value: v, selected: v === usual }, text)]));
	const kind = h('select.form-select.form-select-sm', { 'aria-label': t('材料种类', 'Kind') }, [...options.values()]);
	const bar = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': t('上传进度', 'progress') });
	const send = async () => {
		show(messages);
		for (const f of file.files ?? []) {
			try {
				if (f.size > MOST)
					throw new Problem(422, { detail: t('{0} 超过 100 MB', '{0} is larger than 100 MB', f.name) }, null);
				bar.hidden = false;
				await upload(base, f, kind.value, (n) => {
					bar.value = n;
				});
			} catch (e) {
				messages.append(problemBox(e));
				bar.hidden = true;
				return;
			}
		}
		file.value = '';
		bar.hidden = true;
		await changed().catch((/** @type {any} */ e) => messages.append(problemBox(e)));
	};
	const parts = [
		h(
			'div.upload',
			null,
			kind,
			file,
			h('button.btn.btn-sm.btn-outline-primary', { type: 'button', onclick: send }, t('上传', 'Upload')),
			bar,
		),
		h(
			'p.small.text-secondary.mb-0',
			null,
			t(
				'每个文件不超过 100 MB，全件不超过 500 MB。法律顾问和保密审查员只看得到“所掌握的信息”“已遮盖”“拟公开”三种材料。',
				'At most 100 MB a file and 500 MB a case. Legal advisors and secrecy reviewers see only information held, what is redacted, and what is for release.',
			),
		),
		messages,
	];
	/** @param {boolean} release whether what goes out may be added now */
	return (release) => {
		if (release) kind.append(options.get('release') ?? '');
		else options.get('release')?.remove();
		return parts;
	};
}

/** @param {any} c @param {string} base @param {{ may: (act: string) => boolean, version: () => number, changed: (answer?: any) => void, upload: ReturnType<typeof uploadBox> }} at */
export function documentSection(c, base, at) {
	const messages = h('div', { 'aria-live': 'polite' });
	const remove = (/** @type {any} */ d) => {
		const dialog = h(
			'dialog.ask',
			{ 'aria-labelledby': 'remove-title', onclose: () => dialog.remove() },
			h('h2', { id: 'remove-title' }, t('撤下“{0}”', 'Take “{0}” back', d.name)),
			h('p', null, t('材料仍然留存，不再显示。', 'It is kept and no longer shown.')),
		);
		const f = field({ name: 'reason', label: t('理由', 'Reason'), required: true });
		dialog.append(
			h(
				'form',
				{
					onsubmit: async (/** @type {Event} */ e) => {
						e.preventDefault();
						try {
							at.changed(
								await api.post(
									`${base}/documents/${d.id}/removal`,
									{ reason: new FormData(/** @type {any} */ (e.target)).get('reason') },
									{ version: at.version() },
								),
							);
							dialog.close();
						} catch (err) {
							show(messages, problemBox(err));
							dialog.close();
						}
					},
				},
				f,
				h('button.btn.btn-primary', null, t('撤下', 'Take back')),
				' ',
				h('button.btn.btn-link', { type: 'button', onclick: () => dialog.close() }, t('取消', 'Cancel')),
			),
		);
		document.body.append(dialog);
		dialog.showModal();
	};
	const list = c.documents?.length
		? h(
				'table.plain',
				null,
				h(
					'tbody',
					null,
					c.documents.map((/** @type {any} */ d) =>
						h(
							'tr',
							null,
							h('td', null, h('a', { href: `${base}/documents/${d.id}`, download: '' }, d.name)),
							h('td', null, valueOf('kind', d.kind)),
							h('td.num', null, sizeText(d.size ?? 0)),
							h(
								'td',
								null,
								d.author_id ? nameOf(d.author_id) : valueOf('author_role', d.author_role),
								' ',
								timeText(d.added_at),
							),
							h(
								'td',
								null,
								at.may('detach') && d.author_id
									? h(
											'button.btn.btn-sm.btn-link',
											{ type: 'button', onclick: () => remove(d) },
											t('撤下', 'take back'),
										)
									: null,
							),
						),
					),
				),
			)
		: h('p.text-secondary.mb-1', null, t('还没有材料。', 'No documents yet.'));
	if (!at.may('attach')) return [list, messages];
	// What goes out is added by a caseworker or a head: by who may give the case to another.
	return [list, messages, at.upload(c.state === 'investigating' && at.may('reassign'))];
}
