// @ts-check
/* The checks of R-REQ-7 at the field: citizen numbers (GB 11643, ISO 7064 MOD 11-2) and unified social credit codes (GB 32100). */
import { t } from '../lib/lang.mjs';

/** Full-width characters as plain ones, without spaces, capital letters. @param {string} text */
export const plain = (text) =>
	text
		.normalize('NFKC')
		.replace(/[\s\u200b-\u200f\u202a-\u202e]/g, '')
		.toUpperCase();

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** @param {string} first17 */
const citizenCheck = (first17) => '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(first17[i]), 0) % 11];

/** Of the 17 first digits. @param {string} n */
function isDay(n) {
	const [y, m, d] = [Number(n.slice(6, 10)), Number(n.slice(10, 12)), Number(n.slice(12, 14))];
	const day = new Date(Date.UTC(y, m - 1, d));
	return (
		y >= 1850 &&
		day.getUTCFullYear() === y &&
		day.getUTCMonth() === m - 1 &&
		day.getUTCDate() === d &&
		day.getTime() <= Date.now()
	);
}

/** What is wrong with a citizen number; null: nothing. @param {string} number */
function citizenFault(number) {
	const old = /^\d{15}$/.test(number);
	const first17 = old ? `${number.slice(0, 6)}19${number.slice(6)}` : number.slice(0, 17);
	if (!old && !/^\d{17}[\dX]$/.test(number))
		return t(
			'居民身份证号码应为 18 位（末位可为 X）；请核对，或者改选其他证件',
			'An identity card number has 18 characters (the last may be X); please check it or choose another paper',
		);
	if (!isDay(first17))
		return t(
			'居民身份证号码中的出生日期不存在；请核对，或者改选其他证件',
			'The date of birth inside the identity card number does not exist; please check it or choose another paper',
		);
	if (!old && citizenCheck(first17) !== number[17])
		return t(
			'居民身份证号码的校验位不对，可能有一位写错了；请核对，或者改选其他证件',
			'The check digit of the identity card number is wrong, so a digit may be mistyped; please check it or choose another paper',
		);
	return null;
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** @param {string} code */
function creditFault(code) {
	if (code.length !== 18 || [...code].some((c) => !alphabet.includes(c)))
		return t(
			'统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）；请核对，或者改选其他证件',
			'A unified social credit code has 18 digits or capital letters (no I, O, S, V, Z); please check it or choose another paper',
		);
	const sum = creditWeights.reduce((s, w, i) => s + w * alphabet.indexOf(code[i]), 0);
	if (alphabet[(31 - (sum % 31)) % 31] !== code[17])
		return t(
			'统一社会信用代码的校验位不对，可能有一位写错了；请核对，或者改选其他证件',
			'The check character of the unified social credit code is wrong, so one may be mistyped; please check it or choose another paper',
		);
	return null;
}

/** What is wrong with a number of this kind of paper; null: nothing, or nothing can be checked. @param {string} kind @param {string} number */
export function identityFault(kind, number) {
	if (!number.trim()) return null;
	if (kind === 'citizen') return citizenFault(plain(number));
	if (kind === 'credit_code') return creditFault(plain(number));
	return null;
}
