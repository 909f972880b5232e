// @ts-check
/* Cases are named by their numbers; the API takes their ids. */
import { api, Problem } from '../lib/api.mjs';
import { t } from '../lib/lang.mjs';
import { once } from './words.mjs';

/** The id of the case with NUMBER, whose beginning says which agency has it; a fault at POINTER where there is none. @param {string} number @param {string} [pointer] */
export async function caseOf(number, pointer = '/number') {
	const whole = number.normalize('NFKC').trim().toUpperCase();
	const agency = (await once('/api/v1/agencies?limit=200')).items.find((/** @type {any} */ a) =>
		whole.startsWith(`${a.region}-${a.code}-`),
	);
	const found = agency
		? (await api.get(`/api/v1/cases?agency=${agency.id}&q=${encodeURIComponent(whole)}&limit=5`)).items.find(
				(/** @type {any} */ c) => c.number === whole,
			)
		: null;
	if (!found)
		throw new Problem(
			422,
			{
				errors: [
					{
						pointer,
						detail: t(
							'没有这个编号的申请，请照回执上的写，例如 360104-FGW-2026-00001',
							'No request has this number; write it as on the receipt, for example 360104-FGW-2026-00001',
						),
					},
				],
			},
			null,
		);
	return found.id;
}
