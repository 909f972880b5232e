/*
 * What the stories together must have shown, by the lists of law.md parts 7 and 10 and of product.md.
 */

const must = {
	channel: ['online', 'in_person', 'post_signed', 'post_ordinary', 'fax', 'email', 'oral', 'handed_on'],
	outcome: [
		'granted',
		'already_public',
		'partial',
		'state_secret',
		'forbidden_by_law',
		'public_safety',
		'third_party_rights',
		'internal_affairs',
		'process_information',
		'enforcement_file',
		'special_access_law',
		'not_held',
		'not_our_duty',
		'needs_making',
		'still_unclear',
		'petition',
		'repeat',
		'publication',
		'excessive',
		'reissue',
		'not_corrected',
		'not_paid',
		'not_government_information',
		'withdrawn',
		'merged',
		'terminated',
		'other',
		'record_corrected',
		'record_transferred',
		'record_referred',
	],
	state: [
		'pending_confirmation',
		'received',
		'registered',
		'investigating',
		'awaiting_correction',
		'awaiting_payment',
		'replied',
		'ended',
		'closed',
		'lapse_due',
		'paused',
		'stopped',
		'held',
		'overdue',
		'delayed',
		'provisional',
		'marked',
	],
	consultation: ['third_party', 'co_producer', 'other_agency', 'determination'],
	tariff: ['by_item', 'by_page'],
};

const count = (values) => values.reduce((n, v) => ({ ...n, [v]: (n[v] ?? 0) + 1 }), {});

/** How many cases met each. */
export function met(stories, rows) {
	const seen = stories.map((s) => s.seen).filter(Boolean);
	return {
		channel: count(rows.map((r) => r.channel)),
		outcome: count(rows.map((r) => r.outcome).filter(Boolean)),
		state: count(stories.flatMap((s) => [...s.been])),
		consultation: count(seen.flatMap((c) => [...new Set(c.consultations.map((x) => x.kind))])),
		tariff: count(seen.flatMap((c) => [...new Set(c.fee_notices.map((f) => f.method).filter(Boolean))])),
	};
}

/** What was met by nobody. */
export function coverage(counts) {
	return Object.entries(must).flatMap(([what, names]) =>
		names.filter((n) => !counts[what][n]).map((n) => `${what} ${n}`),
	);
}
