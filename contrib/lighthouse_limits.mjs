/* What contrib/lighthouse measures must reach: hundredths of the scores, bytes of a first visit. */
export const least = { performance: 95, accessibility: 100, 'best-practices': 100 };
export const mostBytes = 150_000;

/**
 * What is wrong with a page: each score below what it must reach, and too much transferred.  The transfer
 * counts for the pages of applicants; the queue is opened in a browser that has them.
 * @param {Record<string, number>} scores @param {number} bytes @param {{ transfer?: boolean }} [of] @returns {string[]}
 */
export function faults(scores, bytes, { transfer = true } = {}) {
	const wrong = Object.entries(least)
		.filter(([name, n]) => !(scores[name] >= n))
		.map(([name, n]) => `${name} is ${scores[name]}, must be ${n}`);
	if (transfer && !(bytes <= mostBytes)) wrong.push(`${bytes} bytes are transferred, at most ${mostBytes} may be`);
	return wrong;
}
