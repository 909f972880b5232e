/*
 * The working-day notice of 2027, made for the run: nobody knows the real one.  1 to 5 January are off,
 * Saturday 26 December 2026 and Saturday 9 January 2027 are worked (a notice can fix days of the year
 * before it, R-DAY-2).
 */
import { randomUUID } from 'node:crypto';
import { until } from './frame.mjs';

const notice = {
	number: '演示〔2026〕1号',
	year: 2027,
	issued_on: '2026-11-25',
	off: [{ first: '2027-01-01', last: '2027-01-05' }],
	on: ['2026-12-26', '2027-01-09'],
};

/** Loads it on the day of its issue; gives what went wrong beside the stories. */
export function alongside(timeline, office) {
	const world = { faults: [] };
	timeline.at(notice.issued_on, '2027 notice', async () => {
		const admin = await office.admin();
		const answer = await admin.send('POST', '/api/v1/calendars', { body: notice, key: randomUUID() });
		if (answer.status !== 202) throw new Error(answer.text);
		const job = await until('the recomputing', async () => {
			const seen = await admin.get(answer.headers.get('location'));
			return ['done', 'failed'].includes(seen.status) && seen;
		});
		if (job.status !== 'done' || job.result.failed.length)
			world.faults.push(`the load of the 2027 notice: ${JSON.stringify(job)}`);
	});
	return world;
}
