// @ts-check
/* The annual reports that an agency owes (条例 49), and that they were submitted and published. */
import { api } from '../lib/api.mjs';
import { h } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { empty, form } from '../lib/parts.mjs';
import { build, read } from './actform.mjs';
import { day, text } from './fields.mjs';
import { say } from './keys.mjs';
import { holds, me } from './session.mjs';
import { onNewestOf } from './stale.mjs';
import { shortDay } from './words.mjs';

/** @param {any} r @param {() => void} again */
function recording(r, again) {
	const fields = [
		r.submits ? day('submitted_on', t('报送日期', 'Submitted on'), { required: false, empty: true }) : null,
		day('published_on', t('公布日期', 'Published on'), { required: false, empty: true }),
		text('address', t('公布的网址', 'Where it was published'), { max: 500 }),
	].filter(Boolean);
	const e = form(
		fields.map((f) => build(f, me.today)),
		t('登记', 'Record'),
		async () => {
			const path = `/api/v1/annual-reports/${r.id}`;
			const answer = await onNewestOf(
				e,
				r,
				path,
				() => api.post(`${path}/publication`, read(fields, e), { version: r.version }),
				[
					['submitted_on', t('报送', 'Submitted'), dayText],
					['published_on', t('公布', 'Published'), dayText],
					['address', t('网址', 'Address')],
				],
				() => e.requestSubmit(),
			);
			if (answer === null) return;
			say(t('已登记', 'Recorded'));
			again();
		},
		{ class: 'act-form' },
	);
	return h(
		'details',
		null,
		h(
			'summary',
			null,
			r.open
				? t('登记报送和公布', 'Record that it was submitted and published')
				: t('更正登记', 'Mend what was recorded'),
		),
		e,
	);
}

/** @param {any} r @param {() => void} again */
function report(r, again) {
	const done = [
		r.submitted_on ? t('{0} 报送', 'submitted {0}', dayText(r.submitted_on)) : null,
		r.published_on ? t('{0} 公布', 'published {0}', dayText(r.published_on)) : null,
	].filter(Boolean);
	return h(
		'li.card-plain',
		{ dataset: { report: r.id } },
		h(
			'p.mb-1',
			null,
			h('strong', null, t('{0} 年度报告', 'Report of {0}', r.year)),
			' ',
			r.agency,
			' ',
			h(
				'span.left',
				{ class: r.overdue ? 'bad' : r.open ? 'warn' : '' },
				r.open
					? t(
							'{0} 前{1}',
							'{1} by {0}',
							shortDay(r.due_on, me.today),
							r.submits ? t('报送并公布', 'submit and publish') : t('公布', 'publish'),
						)
					: t('已公布', 'published'),
			),
		),
		done.length ? h('p.mb-1.small', null, done.join(t('，', ', ')), r.address ? [' · ', r.address] : null) : null,
		holds(['caseworker', 'head', 'leader', 'supervisor'], r.agency_id) || holds('supervisor')
			? recording(r, again)
			: null,
	);
}

/** @param {string} agency @param {() => void} again */
export async function reports(agency, again) {
	const lists = await Promise.all(
		['open', 'done'].map((state) =>
			api.all(`/api/v1/annual-reports?agency=${agency}&limit=100&state=${state}`, 200),
		),
	);
	const all = lists.flat();
	return [
		h(
			'p.text-secondary',
			null,
			t(
				'部门应当在每年 1 月 31 日前报送并公布上一年度的报告，政府在 3 月 31 日前公布（条例第四十九条）。',
				'Departments submit and publish the report of the year before by 31 January, governments publish theirs by 31 March (Article 49).',
			),
		),
		all.length
			? h(
					'ul.list-unstyled',
					null,
					all.map((r) => report(r, again)),
				)
			: empty(t('还没有应当编制的年度报告。', 'No annual report is owed yet.')),
	];
}
