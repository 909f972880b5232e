/* Steps that the scenarios about asking others share. */
import { randomUUID } from 'node:crypto';
import { filed, advance } from './harness.mjs';

/** A case of AGENCY, filed on the day that the clock shows and in the hands of its caseworker. */
export async function atWork(w, agency = 'fgw', change) {
	const k = await filed(w, agency.toUpperCase(), change);
	await advance(w, k.id, 'investigating', { agency });
	k.worker = await w.person(`${agency}-caseworker`);
	k.head = await w.person(`${agency}-head`);
	k.clerk = await w.person(`${agency}-clerk`);
	k.get = () => k.worker.get(`/api/v1/cases/${k.id}`);
	k.own = () => k.applicant.get(`/api/v1/requests/${k.filed.number}`);
	/* An act that is expected to be refused: the answer as it came. */
	k.try = async (who, act, body, method = 'POST') =>
		who.send(method, `/api/v1/cases/${k.id}/${act}`, {
			body,
			version: (await k.get()).version,
			key: method === 'POST' ? randomUUID() : undefined,
		});
	/* Asks; gives the consultation's path below the case. */
	k.ask = async (body) => {
		const seen = await k.worker.act(k.id, 'consultations', {
			kind: 'third_party',
			party: '示例第三方公司',
			information: '示例合同的价格',
			...body,
		});
		return `consultations/${seen.consultations.at(-1).id}`;
	};
	return k;
}

/** Changes settings of an agency from the day that the clock shows. */
export async function settings(w, code, values) {
	const admin = await w.person('qzf-system-admin');
	const id = w.sql(`SELECT id FROM agency WHERE code = '${code}'`).trim();
	const seen = await admin.send('GET', `/api/v1/agencies/${id}/settings`);
	const version = /^"(\d+)/.exec(seen.headers.get('etag'))[1];
	await admin.call('PUT', `/api/v1/agencies/${id}/settings`, {
		version,
		body: { values: Object.entries(values).map(([name, value]) => ({ name, value })) },
	});
}

/** Legal review is another scenario's: a case is hard by no rule here. */
export const notHard = { hard_third_party_objects: 'off', hard_refusal_planned: 'off', hard_excessive_volume: 'off' };

/** Drafts one part and submits it; the answer of the submission as it came. */
export async function submit(k, part, agency = 'fgw') {
	await k.worker.act(k.id, 'reply', { parts: [{ description: '全部信息', ...part }] }, { method: 'PUT' });
	return k.try(k.worker, 'reply/submission', {}, 'POST', agency);
}

/** The chain signs what is submitted. */
export async function sign(w, k, agency = 'fgw') {
	for (let seen = await k.get(); seen.reply.status === 'submitted';) {
		const approver = await w.person(`${agency}-${seen.reply.next_approver.replace('_', '-')}`);
		const given = seen.reply.approvals.filter((a) => a.round === seen.reply.round && a.approved).length;
		seen =
			given + 1 >= seen.reply.approvals_needed
				? await approver.act(k.id, 'reply/signature')
				: await approver.act(k.id, 'reply/decisions', { decision: 'approve' });
	}
}

/** A secrecy review that lets all go. */
export async function pass(w, k, agency = 'fgw') {
	const asked = await k.worker.act(k.id, 'secrecy-reviews', { question: '请审查能否公开。' });
	const reviewer = await w.person(`${agency}-secrecy-reviewer`);
	return reviewer.act(k.id, `secrecy-reviews/${asked.secrecy_reviews.at(-1).id}/answer`, { result: 'pass' });
}

export const granted = { outcome: 'granted', content: '见附件。' };
export const kept = { outcome: 'third_party_rights', reasons: '公开会损害第三方合法权益。' };
