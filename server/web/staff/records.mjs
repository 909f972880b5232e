// @ts-check
/* The records of a case, each as a line that can be read at a glance, with its long texts below. */
import { h } from '../lib/dom.mjs';
import { t } from '../lib/lang.mjs';
import { noticeTiers } from '../lib/money.mjs';
import { lawTag, provisionalMark } from '../lib/parts.mjs';
import { labelOf, valueOf } from './labels.mjs';

/** Members that are long texts stand below; those here are never shown. */
const long = new Set([
	'description',
	'information',
	'question',
	'answer',
	'opinion',
	'reasons',
	'said',
	'volume',
	'finding',
	'remarks',
	'result',
	'demand',
	'text',
	'summary',
	'wrong',
	'correct',
	'right',
	'guidance',
	'matter',
	'reason',
	'needs',
	'good_reason',
]);
const hidden = new Set([
	'id',
	'case_id',
	'ref',
	'handling',
	'letter_id',
	'notice_letter_id',
	'decision_letter_id',
	'delay_letter_id',
	'reinstatement_letter_id',
	'reply_letter_id',
	'scan_id',
	'amount_fen',
	'paid_fen',
	'left_fen',
	'applied_fen',
	'payment_fen',
	'has_address',
	'has_email',
	'id_kept_as_written',
	'cause',
	'code',
	'item',
	'agency_id',
	'district_id',
	'fee_notice_id',
	'task_id',
	'steps',
	'letter',
	'answer_letter',
	'open',
	'pauses',
	'version',
	'month',
	'advisor_id',
	'recorded_by',
	'voided',
	'changeable_until',
	'agree',
	'agrees',
	'input',
	'by_page_possible',
	'kind_title',
	'result_title',
	'mended',
	'sole',
	'name_key',
	'case_number',
]);

/** [member of the case, heading, members that make the head of a line] @returns {[string, string, string[]][]} */
export const recordSections = () => [
	['own_record', t('要更正的本人记录', 'Own record'), ['record']],
	['missing', t('申请缺少的内容', 'What the request lacks'), ['guidance']],
	['representatives', t('代理人', 'Representatives'), ['kind', 'name']],
	['joint_applicants', t('共同申请人', 'Joint applicants'), ['name']],
	['contact_attempts', t('联系确认', 'Contact attempts'), ['on', 'time', 'way', 'result']],
	['unit_descriptions', t('拆分的件', 'Units'), ['no', 'description']],
	['corrections', t('补正', 'Correction'), ['sent_on']],
	['extensions', t('延期', 'Extensions'), ['status', 'working_days']],
	['reasons', t('申请理由', 'Reasons asked for'), ['asked_on']],
	['searches', t('检索', 'Searches'), ['searched_on', 'place']],
	['contacts', t('联系与备注', 'Contacts and notes'), ['on', 'kind', 'way']],
	['tasks', t('协办', 'Tasks'), ['status', 'user_id', 'answer_by']],
	['consultations', t('征求意见', 'Consultations'), ['title', 'party', 'result']],
	['disclosure_holds', t('暂停公开', 'Holds'), ['holds']],
	['secrecy_reviews', t('保密审查', 'Secrecy reviews'), ['result', 'answer_by']],
	['hard_flags', t('疑难标记', 'Hard flags'), ['reason']],
	['legal_reviews', t('法律审核', 'Legal reviews'), ['status', 'advisor_name', 'answer_by']],
	['legal_overrides', t('不待法律审核', 'Overrides'), ['reason']],
	['fee_notices', t('收费通知', 'Fee notices'), ['status', 'amount_yuan']],
	['payments', t('缴费', 'Payments'), ['paid_on', 'amount_yuan']],
	['refunds', t('退费', 'Refunds'), ['status', 'amount_yuan']],
	['applicant_joins', t('合并计费', 'Joined applicants'), ['number']],
	[
		'copies_due',
		t('还没有送达的共同申请人', 'Joint applicants not served yet'),
		['applicant_no', 'name', 'title', 'document_number'],
	],
	['services', t('送达', 'Services'), ['way', 'sent_on']],
	['lapses', t('不再处理', 'Lapse'), ['status']],
	['stops', t('中止', 'Stops'), ['cause', 'learnt_on']],
	['remedies', t('复议诉讼', 'Remedies'), ['kind_title', 'result_title', 'body']],
	['remedy_days', t('救济期限', 'Last days of remedies'), ['kind_title', 'last_day']],
	['handlings', t('办理轮次', 'Handlings'), ['no', 'opened_by', 'opened_on']],
	['proposals', t('提请批准', 'Proposals'), ['title', 'status', 'asked_by']],
	['urgings', t('督办', 'Urgings'), ['urged_on', 'answer_by']],
	['evaluations', t('评价', 'Evaluations'), ['grade']],
	['links', t('关联办件', 'Linked cases'), ['kind', 'number', 'title']],
	['information_items', t('信息事项', 'Information item'), ['title']],
];

/** @param {any} r @param {string[]} head @param {string} [base] where its letters are @param {string} [of] its section */
export function recordLine(r, head, base, of) {
	const lists = Object.entries(r).filter(([, v]) => Array.isArray(v) && v.some((x) => x?.guidance)),
		listed = new Set(lists.map(([k]) => k));
	const again = head[0] === 'kind' && head[1] === 'name' ? 'title' : ''; // of a representative: the kind, in the API's words
	const rest = Object.entries(r).filter(
		([k, v]) =>
			!head.includes(k) &&
			!listed.has(k) &&
			k !== again &&
			!hidden.has(k) &&
			!k.endsWith('_provisional') && // stands at its day
			!long.has(k) &&
			v !== null &&
			v !== '' &&
			v !== false &&
			!(Array.isArray(v) && !v.length) &&
			!(k === 'units_before' && r.method === 'by_page') && // counted by item alone
			valueOf(k, v, of) !== '',
	);
	const texts = Object.entries(r).filter(
		([k, v]) => long.has(k) && !head.includes(k) && typeof v === 'string' && v !== '',
	);
	const letters = Object.entries(r).filter(([k, v]) => /letter_id$/.test(k) && v);
	const link = r.case_id && r.number ? h('a', { href: `#/case/${r.case_id}` }, r.number) : null;
	return h(
		'li',
		{ class: r.voided ? 'voided' : '' },
		h(
			'p.head',
			null,
			head
				.map((k) => (k === 'number' && link ? link : valueOf(k, r[k], of)))
				.filter(Boolean)
				.flatMap((x, i) => (i ? [' · ', x] : [x])),
			r.overdue ? h('span.left.bad', null, t('已过期', 'overdue')) : null,
			r.voided ? h('span.badge.text-bg-secondary', null, t('已更正作废', 'voided')) : null,
		),
		texts.map(([k, v]) =>
			h('p.long', null, h('span.text-secondary', null, `${labelOf(k)}${t('：', ': ')}`), valueOf(k, v, of)),
		),
		lists.map(([, v]) =>
			h(
				'ol.small',
				null,
				v.map((/** @type {any} */ x) =>
					h('li', null, h('strong', null, x.what ?? valueOf('kind', x.kind)), t('：', ': '), x.guidance),
				),
			),
		),
		of === 'fee_notices' && r.steps?.length
			? h('details.small', null, h('summary', null, t('怎样算的', 'How it was counted')), noticeTiers(r))
			: null,
		rest.length
			? h(
					'p.small.rest',
					null,
					rest.map(([k, v]) =>
						h(
							'span',
							null,
							h('span.text-secondary', null, `${labelOf(k)} `),
							valueOf(k, v, of),
							provisionalMark(r[`${k}_provisional`]),
						),
					),
				)
			: null,
		base && letters.length
			? h(
					'p.small',
					null,
					letters.map(([k, id]) => [
						h(
							'a',
							{ href: `${base}/letters/${id}`, dataset: { letter: id } },
							k === 'letter_id' ? t('看文书', 'letter') : t('看告知书', 'notice'),
						),
						' ',
					]),
				)
			: null,
	);
}

/** @param {any} c @param {string} base */
export const recordBlocks = (c, base) =>
	recordSections()
		.filter(([k]) => c[k]?.length)
		.map(([k, title, head]) =>
			h(
				'section.records',
				{ id: `r-${k}` },
				h('h3', null, title, h('span.n', null, c[k].length)),
				h(
					'ul',
					null,
					c[k].map((/** @type {any} */ r) =>
						recordLine(
							k === 'information_items'
								? { title: r.title }
								: k === 'copies_due'
									? {
											...r,
											kind: null,
											title: c.letters?.find((/** @type {any} */ l) => l.id === r.letter_id)
												?.title,
										}
									: r,
							head,
							base,
							k,
						),
					),
				),
			),
		); // what else there is of an item stands on its own page

/** What the case warns of, and why it is hard. @param {any} c */
export const warningList = (c) =>
	[
		...(c.warnings ?? []),
		...(c.hard_rules ?? []).map((/** @type {any} */ r) => ({ ...r, text: `${t('疑难：', 'Hard: ')}${r.text}` })),
	].map((w) => h('li', null, w.text, ' ', lawTag(w)));
