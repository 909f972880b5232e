// @ts-check
/*
 * A small client of the upload protocol (tus 1.0.0): parts of 4 MiB, each with its digest, going on
 * where it was after a break of the line or, in the same tab, after a reload.
 */
import { api, Problem } from '../lib/api.mjs';
import { lang, sizeText, t } from '../lib/lang.mjs';

const PART = 4 * 1024 * 1024;
export const MAX_FILE = 100 * 1024 * 1024;
export const MAX_ALL = 500 * 1024 * 1024;
export const EXTENSIONS = [
	'pdf',
	'ofd',
	'doc',
	'docx',
	'xls',
	'xlsx',
	'ppt',
	'pptx',
	'wps',
	'et',
	'odt',
	'ods',
	'txt',
	'csv',
	'eml',
	'png',
	'jpg',
	'jpeg',
	'gif',
	'bmp',
	'tif',
	'tiff',
	'webp',
	'heic',
	'mp3',
	'wav',
	'm4a',
	'mp4',
	'zip',
];
const TRIES = 5;

/** What speaks against a file before anything is sent; null: nothing. @param {File} file */
export function fileFault(file) {
	const ending = file.name.split('.').pop()?.toLowerCase() ?? '';
	if (!file.name.includes('.') || !EXTENSIONS.includes(ending))
		return t('“{0}”的类型不能上传', '“{0}” is of a type that is not taken', file.name);
	if (file.size === 0) return t('“{0}”是空文件', '“{0}” is empty', file.name);
	if (file.size > MAX_FILE)
		return t(
			'“{0}”有 {1}，每个文件最大 100 MB',
			'“{0}” has {1}; a file may have 100 MB at most',
			file.name,
			sizeText(file.size),
		);
	return null;
}

/** @param {string} method @param {string} path @param {Record<string, string>} headers @param {BodyInit} [body] */
async function send(method, path, headers, body) {
	let answer;
	try {
		answer = await fetch(path, {
			method,
			body,
			cache: 'no-store',
			credentials: 'same-origin',
			headers: {
				'Tus-Resumable': '1.0.0',
				'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en',
				'X-Access-Token': api.access ?? '',
				...headers,
			},
		});
	} catch {
		throw new Problem(
			0,
			{ detail: t('网络中断，文件没有传完。', 'The network broke off; the file is not complete.') },
			null,
		);
	}
	if (answer.ok) return answer;
	throw new Problem(answer.status, await answer.json().catch(() => null), answer.headers);
}

/** @param {string} text */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** @param {Blob} part @returns {Promise<Record<string, string>>} */
async function digest(part) {
	if (!crypto.subtle) return {};
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await part.arrayBuffer()));
	return { 'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...hash))}` };
}

/** @param {string} number @param {File} file */
const memory = (number, file) => `disclosured.upload.${number}.${file.name}.${file.size}.${file.lastModified}`;

/** Where it goes and how far it is. @param {string} number @param {File} file */
async function begin(number, file) {
	const kept = sessionStorage.getItem(memory(number, file));
	if (kept) {
		try {
			const seen = await send('HEAD', kept, {});
			return { path: kept, offset: Number(seen.headers.get('upload-offset')) };
		} catch (e) {
			if (/** @type {Problem} */ (e).offline) throw e; // else it is gone: from the beginning
		}
	}
	const made = await send('POST', `/api/v1/requests/${encodeURIComponent(number)}/attachments`, {
		'Upload-Length': String(file.size),
		'Upload-Metadata': `filename ${base64(file.name)}`,
		'Idempotency-Key': crypto.randomUUID(),
	});
	const path = new URL(/** @type {string} */ (made.headers.get('location')), location.href).pathname;
	sessionStorage.setItem(memory(number, file), path);
	return { path, offset: 0 };
}

/** What a part's failure leaves to do: wait and look again, or give up. @param {unknown} e */
const passing = (e) => e instanceof Problem && (e.offline || [409, 429, 460, 503].includes(e.status));

/**
 * Sends FILE to the request; PROGRESS gets bytes sent.  Throws Problem when it cannot be gone on with.
 * @param {string} number @param {File} file @param {(sent: number) => void} progress
 */
export async function upload(number, file, progress) {
	let { path, offset } = await begin(number, file);
	for (let tries = 0; offset < file.size;) {
		progress(offset);
		const part = file.slice(offset, offset + PART);
		try {
			const answer = await send(
				'PATCH',
				path,
				{
					'Content-Type': 'application/offset+octet-stream',
					'Upload-Offset': String(offset),
					...(await digest(part)),
				},
				part,
			);
			offset = Number(answer.headers.get('upload-offset'));
			tries = 0;
		} catch (e) {
			if (!passing(e) || ++tries >= TRIES) throw e;
			await new Promise((go) =>
				setTimeout(go, Math.max(/** @type {Problem} */ (e).retryAfter * 1000, 500 * 2 ** tries)),
			);
			({ path, offset } = await begin(number, file));
		}
	}
	sessionStorage.removeItem(memory(number, file));
	progress(file.size);
}
