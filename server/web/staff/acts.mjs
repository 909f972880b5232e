// @ts-check
/*
 * Every act of the API on a case, as one table: which form it takes and where it goes.  The law is not
 * here: what may be done now comes from the case's allowed_acts, and refusals come from the API.
 *
 * A row: `act` (the name in allowed_acts; several rows may share one), `key` and `title` where they differ,
 * `path` behind /api/v1/cases/ID ({name} is filled from the field "@name"), `fields`, `when` (only if the
 * case holds what it is about), `free` (no If-Match), `put`, `roles` where the act's own say too little.
 */
import { plainDay, t } from '../lib/lang.mjs';
import {
	mendedBody,
	mendedFields,
	lateProof,
	servingFields,
	text,
	area,
	day,
	pick,
	check,
	number,
	user,
	record,
	list,
} from './fields.mjs';
import { remedyActs } from './acts_after.mjs';
import { feeActs } from './acts_fee.mjs';
import { askActs } from './acts_ask.mjs';
import { caseOf } from './numbers.mjs';
import { shortDay } from './words.mjs';

/** @typedef {{ c: any, me: import('./session.mjs').Me, people: { id: string, name: string, roles: string[] }[], advisors: any[], others?: any[] }} Context */
/** @typedef {{ act: string, key?: string, title?: string, group: string, path: string, fields?: (x: Context) => any[], when?: (c: any, x: Context) => any, free?: boolean, put?: boolean, note?: string, editor?: string, roles?: string[], body?: (data: any, x: Context) => any }} ActRow */

export const groups = () => ({
	intake: t('收件', 'Intake'),
	work: t('办理', 'Work'),
	ask: t('征求与审查', 'Asking others'),
	time: t('期限', 'Time'),
	fee: t('收费', 'Fees'),
	reply: t('答复', 'Reply'),
	end: t('结束', 'Ending'),
	after: t('救济与更正', 'Remedies, corrections'),
});

const reason = (/** @type {string} */ label = t('理由', 'Reason'), max = 1000) =>
	area('reason', label, { required: true, max });
const ways = () =>
	/** @type {[string, string][]} */ ([
		['telephone', t('电话', 'telephone')],
		['email', t('电子邮件', 'e-mail')],
		['message', t('短信、消息', 'message')],
		['visit', t('上门', 'visit')],
		['letter', t('信函', 'letter')],
	]);
const openTasks = (/** @type {any} */ c) =>
	(c.tasks ?? []).filter((/** @type {any} */ k) => ['asked', 'accepted'].includes(k.status));
const taskRecord = (/** @type {Context} */ x, /** @type {any[]} */ tasks) =>
	record(
		'task',
		t('协办事项', 'Task'),
		tasks.map((k) => [k.id, t('{0}（{1}）', '{0} ({1})', k.matter, shortDay(k.answer_by, x.me.today))]),
	);
const proposalOf = (/** @type {any[]} */ list) =>
	record(
		'proposal',
		t('提请事项', 'Proposal'),
		list.map((p) => [p.id, p.title]),
	);
const letterOptions = (/** @type {any} */ c) =>
	(c.letters ?? [])
		.filter((/** @type {any} */ l) => !l.voided_on)
		.map(
			(/** @type {any} */ l) =>
				/** @type {[string, string]} */ ([
					l.id,
					`${l.title}${l.document_number ? ` ${l.document_number}` : ''} ${plainDay(l.made_on)}`,
				]),
		);
const copyLetters = (/** @type {any} */ c) =>
	letterOptions({
		letters: c.letters.filter((/** @type {any} */ l) =>
			c.copies_due.some((/** @type {any} */ d) => d.letter_id === l.id),
		),
	});
const serviceOptions = (/** @type {any} */ c) =>
	(c.services ?? []).map(
		(/** @type {any} */ s) =>
			/** @type {[string, string]} */ ([s.id, `${s.way_title ?? s.way} ${plainDay(s.sent_on ?? s.served_on)}`]),
	);
const searchFields = () => [
	text('place', t('在哪里检索', 'Where'), { required: true, max: 200 }),
	day('searched_on', t('哪一天', 'When')),
	text('searcher', t('检索人', 'By whom'), { required: true, max: 80 }),
	area('method', t('怎么检索的', 'How'), {
		required: true,
		max: 500,
		hint: t('关键词、目录、系统、时间范围', 'words, catalogues, systems, range of time'),
	}),
	pick(
		'found',
		t('结果', 'Result'),
		[
			['false', t('没有找到', 'not found')],
			['true', t('找到了', 'found')],
		],
		{ bool: true },
	),
	area('result', t('结果说明', 'What was found'), { required: true, max: 1000 }),
];

/** @type {() => ActRow[]} */
export const actTable = () => [
	{
		act: 'register',
		group: 'intake',
		path: '/registration',
		note: t('登记后生成登记回执。', 'The receipt is made with it.'),
	},
	{
		act: 'contact_attempt',
		group: 'intake',
		path: '/contact-attempts',
		fields: () => [
			day('on', t('哪一天', 'Day')),
			text('time', t('几点', 'Time'), { type: 'time', required: true }),
			pick('way', t('方式', 'How'), ways()),
			pick('result', t('结果', 'Result'), [
				['no_answer', t('无人应答', 'no answer')],
				['wrong_contact', t('联系方式有误', 'wrong contact')],
				['left_message', t('已留言', 'left a message')],
				['letter_sent', t('已发函', 'letter sent')],
			]),
			text('note', t('说明', 'Note'), { max: 500 }),
			lateProof(),
		],
	},
	{
		act: 'confirm_receipt',
		group: 'intake',
		path: '/receipt-confirmation',
		note: t('申请人确认之日为收到之日。', 'The day of the confirmation is the day of receipt.'),
		fields: () => [
			day('on', t('确认日期', 'Confirmed on')),
			pick('way', t('方式', 'How'), ways()),
			text('person', t('谁确认的', 'By whom'), { max: 100 }),
			text('proof', t('凭据', 'Proof'), { max: 200 }),
			text('remarks', t('备注', 'Remarks'), { max: 500 }),
		],
	},
	{
		act: 'file_unconfirmed',
		group: 'intake',
		path: '/unconfirmed',
		fields: () => [area('remarks', t('备注', 'Remarks'), { max: 500 })],
	},
	{
		act: 'query_code',
		key: 'query_code',
		title: t('补发查询码', 'New query code'),
		group: 'intake',
		path: '/query-code',
		free: true,
		roles: ['clerk', 'caseworker'],
		fields: () => [area('reason', t('理由', 'Reason'), { required: true, max: 300 })],
	},
	{ act: 'answer_on_the_spot', group: 'reply', path: '/answer-on-the-spot', editor: 'spot' },

	{
		act: 'assign',
		group: 'work',
		path: '/assignment',
		fields: (x) => [
			user('user_id', t('经办人', 'Caseworker'), x, ['caseworker'], { value: x.me.id }),
			text('remarks', t('交代', 'Remarks'), { max: 500 }),
		],
	},
	{
		act: 'reassign',
		group: 'work',
		path: '/assignment',
		fields: (x) => [
			user('user_id', t('改派给', 'To'), x, ['caseworker']),
			text('remarks', t('理由', 'Reason'), { max: 500 }),
		],
	},
	{ act: 'search', group: 'work', path: '/searches', free: true, fields: searchFields },
	{
		act: 'task',
		key: 'task',
		group: 'work',
		path: '/tasks',
		free: true,
		roles: ['caseworker'],
		title: t('交办协办事项', 'Give a task'),
		fields: (x) => [
			user('user_id', t('交给', 'To'), x, ['unit_officer', 'business_head', 'caseworker']),
			area('matter', t('事项', 'Matter'), { required: true, max: 1000 }),
			area('demand', t('要求', 'What is wanted'), { max: 1000 }),
			check('search_wanted', t('须附检索记录', 'The answer must bring searches')),
			day('answer_by', t('答复期限', 'Answer by'), { future: true }),
		],
	},
	{
		act: 'task',
		key: 'task_accept',
		title: t('接受协办', 'Accept a task'),
		group: 'work',
		path: '/tasks/{task}/acceptance',
		free: true,
		when: (c, x) => c.tasks?.some((/** @type {any} */ k) => k.status === 'asked' && k.user_id === x.me.id),
		fields: (x) => [
			taskRecord(
				x,
				x.c.tasks.filter((/** @type {any} */ k) => k.status === 'asked' && k.user_id === x.me.id),
			),
		],
	},
	{
		act: 'task',
		key: 'task_answer',
		title: t('答复协办', 'Answer a task'),
		group: 'work',
		path: '/tasks/{task}/answer',
		free: true,
		when: (c, x) => openTasks(c).some((/** @type {any} */ k) => k.user_id === x.me.id),
		fields: (x) => [
			taskRecord(
				x,
				openTasks(x.c).filter((/** @type {any} */ k) => k.user_id === x.me.id),
			),
			area('answer', t('答复', 'Answer'), { required: true, max: 4000, rows: 5 }),
			list('searches', t('检索记录', 'Searches'), searchFields(), { min: 0 }),
		],
	},
	{
		act: 'task',
		key: 'task_refuse',
		title: t('退回协办', 'Send a task back'),
		group: 'work',
		path: '/tasks/{task}/refusal',
		free: true,
		when: (c, x) => openTasks(c).some((/** @type {any} */ k) => k.user_id === x.me.id),
		fields: (x) => [
			taskRecord(
				x,
				openTasks(x.c).filter((/** @type {any} */ k) => k.user_id === x.me.id),
			),
			reason(),
		],
	},
	{
		act: 'task',
		key: 'task_chase',
		title: t('催办', 'Chase a task'),
		group: 'work',
		path: '/tasks/{task}/chases',
		free: true,
		roles: ['caseworker'],
		when: (c) => openTasks(c).length,
		fields: (x) => [taskRecord(x, openTasks(x.c)), text('remarks', t('催办内容', 'Remarks'), { max: 500 })],
	},
	{
		act: 'task',
		key: 'task_cancel',
		title: t('收回协办', 'Take a task back'),
		group: 'work',
		path: '/tasks/{task}/cancellation',
		free: true,
		roles: ['caseworker'],
		when: (c) => openTasks(c).length,
		fields: (x) => [taskRecord(x, openTasks(x.c)), reason()],
	},
	{ act: 'contact', group: 'work', path: '/contacts', free: true, fields: () => contactFields('contact') },
	{
		act: 'clarification',
		group: 'work',
		path: '/contacts',
		free: true,
		fields: () => contactFields('clarification'),
	},
	{
		act: 'note',
		group: 'work',
		path: '/contacts',
		free: true,
		fields: (x) => [
			{ name: 'kind', type: 'hidden', value: 'note' },
			area('said', t('备注', 'Note'), { required: true, max: 2000 }),
			{
				name: 'mentions',
				type: 'multi',
				label: t('提到谁', 'Mention'),
				options: x.people.filter((p) => p.id !== x.me.id).map((p) => [p.id, p.name]),
			},
		],
	},
	{
		act: 'split',
		group: 'work',
		path: '/units',
		fields: () => [
			list(
				'units',
				t('各件', 'Units'),
				[area('description', t('内容', 'Description'), { required: true, max: 1000 })],
				{ min: 2 },
			),
			reason(undefined, 500),
		],
	},
	{
		act: 'link',
		group: 'work',
		path: '/links',
		fields: (x) => [
			pick('kind', t('关系', 'Kind'), [
				['related', t('相关', 'related')],
				['same_information', t('同一信息', 'same information')],
				['repeat_of', t('重复申请', 'repeat of')],
			]),
			...otherCase(x, 'case_id'),
			text('reason', t('说明', 'Reason'), { required: true, max: 500 }),
		],
		body: withOther('case_id'),
	},
	{
		act: 'link',
		key: 'item',
		title: t('归入信息事项', 'Tie to an information item'),
		group: 'work',
		path: '/information-item',
		free: true,
		when: (c) => !c.information_items?.length,
		fields: () => [
			text('title', t('事项名称（不写用申请的标题）', 'Name of the item; without it the title of the case'), {
				max: 200,
			}),
		],
	},
	{
		act: 'link',
		key: 'unlink',
		title: t('取消关联', 'Unlink'),
		group: 'work',
		path: '/links/{link}/removal',
		when: (c) => c.links?.length,
		fields: (x) => [
			record(
				'link',
				t('关联', 'Link'),
				x.c.links.map((/** @type {any} */ l) => [l.id, `${l.number} ${l.title ?? ''}`]),
			),
			reason(undefined, 500),
		],
	},

	{ act: 'correction_notice', group: 'time', path: '/corrections', editor: 'correction' },
	{
		act: 'correction_resend',
		group: 'time',
		path: '/corrections/resending',
		fields: () => [
			area('reason', t('怎么知道没有收到', 'How it is known that it did not arrive'), {
				required: true,
				max: 500,
			}),
		],
	},
	{
		act: 'notice_receipt',
		key: 'correction_receipt',
		title: t('登记补正通知的收到日期', 'Receipt of the correction notice'),
		group: 'time',
		path: '/corrections/receipt',
		when: (c) => c.state === 'awaiting_correction',
		fields: () => [
			day('received_on', t('收到日期', 'Received on')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
		],
	},
	{
		act: 'correction_answer',
		title: t('登记申请人的补正', "Enter the applicant's correction"),
		group: 'time',
		path: '/corrections/answer',
		fields: (x) => [
			area('text', t('补正内容', 'What was corrected'), { required: true, max: 20000, rows: 6 }),
			day('on', t('收到日期', 'Came in on')),
			lateProof(),
			...mendedFields(x.c),
		],
		body: (d, x) => mendedBody(d, x.c),
	},
	{
		act: 'correction_supplement',
		group: 'time',
		path: '/corrections/answer',
		fields: () => [
			area('text', t('补充内容', 'Supplement'), { required: true, max: 20000, rows: 6 }),
			day('on', t('收到日期', 'Came in on')),
			lateProof(),
		],
	},
	{
		act: 'extension_ask',
		group: 'time',
		path: '/extensions',
		fields: () => [
			number('working_days', t('延长几个工作日', 'Working days'), { required: true, min: 1, max: 20, value: 20 }),
			reason(t('为什么需要', 'Why it is needed')),
		],
	},
	{
		act: 'extension_grant',
		group: 'time',
		path: '/extensions/decision',
		fields: () => [
			{ name: 'decision', type: 'hidden', value: 'grant' },
			text('remarks', t('意见', 'Remarks'), { max: 1000 }),
		],
	},
	{
		act: 'extension_refuse',
		group: 'time',
		path: '/extensions/decision',
		fields: () => [
			{ name: 'decision', type: 'hidden', value: 'refuse' },
			area('remarks', t('理由', 'Why not'), { required: true, max: 1000 }),
		],
	},
	{
		act: 'ask_reasons',
		group: 'time',
		path: '/reasons',
		fields: () => [
			area('volume', t('数量、频次情况', 'Number and frequency found'), { required: true, max: 2000 }),
		],
	},
	{
		act: 'reasons_in',
		group: 'time',
		path: '/reasons/answer',
		fields: () => [
			area('text', t('申请人说明的理由', 'Reasons given'), { required: true, max: 10000, rows: 5 }),
			day('on', t('收到日期', 'Came in on')),
			lateProof(),
		],
	},
	{
		act: 'reasons_finding',
		group: 'time',
		path: '/reasons/finding',
		fields: () => [
			pick(
				'holds',
				t('理由是否成立', 'Do they hold'),
				[
					['true', t('成立', 'yes')],
					['false', t('不成立或者未说明', 'no, or none given')],
				],
				{ bool: true },
			),
			area('finding', t('认定理由', 'Why'), { required: true, max: 2000 }),
		],
	},
	{
		act: 'delayed_day',
		group: 'time',
		path: '/delayed-day',
		fields: () => [day('day', t('延迟答复日期', 'Delayed day'), { future: true })],
	},

	...askActs(),
	...feeActs(),

	{ act: 'reply_draft', group: 'reply', path: '/reply', put: true, editor: 'reply' },
	{
		act: 'reply_submit',
		group: 'reply',
		path: '/reply/submission',
		note: t('缺什么会逐项告诉您。', 'All that is missing is named.'),
	},
	{
		act: 'reply_approve',
		group: 'reply',
		path: '/reply/decisions',
		fields: () => [
			{ name: 'decision', type: 'hidden', value: 'approve' },
			text('remarks', t('意见', 'Remarks'), { max: 2000 }),
		],
	},
	{
		act: 'reply_return',
		group: 'reply',
		path: '/reply/decisions',
		when: (c) => c.reply?.status !== 'signed',
		fields: () => [
			{ name: 'decision', type: 'hidden', value: 'return' },
			area('remarks', t('要改什么', 'What is to be changed'), { required: true, max: 2000 }),
		],
	},
	{
		act: 'reply_return',
		key: 'reply_return_signed',
		title: t('退回已签发的答复', 'Return the signed reply'),
		group: 'reply',
		path: '/reply/decisions',
		when: (c) => c.reply?.status === 'signed',
		note: t(
			'答复书作废并留存，文号不再使用；起草人重新拟稿，重新审核、签发。',
			'The letter becomes void and is kept, its number stays used; it is drafted, approved and signed anew.',
		),
		fields: () => [
			{ name: 'decision', type: 'hidden', value: 'return' },
			area('remarks', t('为什么不能送达', 'Why it may not be served'), { required: true, max: 2000 }),
		],
	},
	{
		act: 'reply_sign',
		group: 'reply',
		path: '/reply/signature',
		note: t('签发后答复书不再变动。', 'Once signed, the letter never changes.'),
	},
	{
		act: 'reply_sign',
		key: 'reply_sign_joint',
		title: t('几件合并签发', 'Sign several cases in one'),
		group: 'reply',
		path: '/reply/joint-signature',
		editor: 'together',
		note: t(
			'一份答复书答复同一申请人的几件；各件都须到最后一步。',
			'One letter for several cases of the applicant; each must be at its last step.',
		),
	},
	{ act: 'serve', group: 'reply', path: '/services', fields: () => servingFields() },
	{
		act: 'service_result',
		group: 'reply',
		path: '/services/{service}/result',
		when: (c) => c.services?.length,
		fields: (x) => [
			record('service', t('哪次送达', 'Which service'), serviceOptions(x.c)),
			pick('result', t('结果', 'Result'), [
				['delivered', t('已收到', 'delivered')],
				['refused', t('拒收', 'refused')],
				['returned', t('退回', 'returned')],
			]),
			day('on', t('日期', 'Day')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
		],
	},
	{
		act: 'service_result',
		key: 'serve_copy',
		title: t('送达共同申请人的一份', "Serve a joint applicant's copy"),
		group: 'reply',
		path: '/letters/{letter}/services',
		when: (c) => c.copies_due?.length,
		fields: (x) => [
			record('letter', t('文书', 'Letter'), copyLetters(x.c)),
			pick(
				'applicant_no',
				t('送给谁', 'To whom'),
				[
					...new Map(
						x.c.copies_due.map((/** @type {any} */ d) => [
							String(d.applicant_no),
							t('第 {0} 位 {1}', 'no. {0} {1}', d.applicant_no, d.name ?? ''),
						]),
					),
				],
				{ type: 'number' },
			),
			...servingFields(),
		],
	},
	{
		act: 'service_result',
		key: 'serve_letter',
		title: t('送达其他文书', 'Serve another letter'),
		group: 'reply',
		path: '/letters/{letter}/services',
		when: (c) => c.letters?.some((/** @type {any} */ l) => l.kind !== 'reply'),
		fields: (x) => [record('letter', t('文书', 'Letter'), letterOptions(x.c)), ...servingFields()],
	},
	{
		act: 'serve_again',
		group: 'reply',
		path: '/services/again',
		fields: () => servingFields(),
		note: t('由另一人批准后生效。', 'Done when another person grants it.'),
	},
	{
		act: 'lapse',
		group: 'end',
		path: '/lapse',
		fields: () => [reason(t('未见正当理由的说明', 'That no good reason is known'))],
	},
	{ act: 'lapse_serve', group: 'end', path: '/lapse/service', fields: () => servingFields() },
	{
		act: 'reinstate',
		group: 'end',
		path: '/reinstatement',
		fields: () => [
			reason(t('正当理由', 'The good reason')),
			number('working_days', t('新的补正期限（工作日）', 'New period for the correction'), { min: 1, max: 30 }),
		],
	},
	{
		act: 'withdraw',
		group: 'end',
		path: '/withdrawal',
		fields: (x) => [
			reason(t('由谁、以什么方式撤回', 'How and by whom')),
			x.c.representatives?.length
				? pick('representative_id', t('代理人', 'Representative'), [
						['', t('申请人本人', 'the applicant')],
						...x.c.representatives.map((/** @type {any} */ r) => [r.id, r.name]),
					])
				: null,
			day('on', t('日期', 'Day')),
		],
	},
	{
		act: 'close',
		group: 'end',
		path: '/closure',
		fields: () => [
			area('reason', t('说明（有未结事项时必填）', 'Reason (needed while something is open)'), { max: 1000 }),
		],
	},
	{
		act: 'merge',
		group: 'end',
		path: '/merger',
		fields: (x) => [...otherCase(x, 'into_id'), reason(undefined, 500)],
		body: withOther('into_id'),
	},
	{
		act: 'terminate',
		group: 'end',
		path: '/termination',
		fields: () => [
			reason(),
			check(
				'renounced',
				t('有权继续的人已书面表示不再继续', 'Those who could go on have declared in writing not to'),
			),
		],
	},
	{
		act: 'stop',
		group: 'end',
		path: '/stop',
		fields: () => [
			pick('cause', t('原因', 'Cause'), [
				['death', t('申请人死亡', 'death')],
				['ended', t('申请的组织终止', 'the body has ended')],
			]),
			day('learnt_on', t('得知日期', 'Learnt on')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 500 }),
		],
	},
	{
		act: 'resume',
		group: 'end',
		path: '/resumption',
		fields: () => [
			day('asked_on', t('提出日期', 'Asked on')),
			text('successor', t('谁继续', 'Who goes on'), { required: true, max: 80 }),
			text('relation', t('关系', 'Relation'), { required: true, max: 100 }),
			text('contact', t('联系方式', 'Contact'), { required: true, max: 200 }),
			text('proof', t('凭据', 'Proof'), { required: true, max: 500 }),
		],
	},
	{
		act: 'proposal_refuse',
		key: 'proposal_decide',
		title: t('批准或者不予批准', 'Decide a proposal'),
		group: 'reply',
		path: '/proposals/{proposal}/decision',
		when: (c, x) => c.proposals?.some((/** @type {any} */ p) => p.status === 'asked' && p.asked_by !== x.me.id),
		fields: (x) => [
			proposalOf(x.c.proposals.filter((/** @type {any} */ p) => p.status === 'asked' && p.asked_by !== x.me.id)),
			pick('decision', t('决定', 'Decision'), [
				['grant', t('批准', 'grant')],
				['refuse', t('不予批准', 'refuse')],
			]),
			area('remarks', t('意见（不予批准时必填）', 'Remarks (needed to refuse)'), { max: 1000 }),
		],
	},
	{
		act: 'proposal_take_back',
		group: 'reply',
		path: '/proposals/{proposal}/withdrawal',
		when: (c, x) => c.proposals?.some((/** @type {any} */ p) => p.status === 'asked' && p.asked_by === x.me.id),
		fields: (x) => [
			proposalOf(x.c.proposals.filter((/** @type {any} */ p) => p.status === 'asked' && p.asked_by === x.me.id)),
		],
	},
	...remedyActs(letterOptions),
	{
		act: 'rectify',
		group: 'after',
		path: '/rectifications',
		note: t('由另一人批准后生效。', 'Done when another person grants it.'),
		fields: () => [
			number('seq', t('办理记录的序号', 'Number of the record in the history'), { required: true, min: 1 }),
			reason(t('错在哪里', 'What is wrong')),
			text('proof', t('凭据', 'Proof'), { required: true, max: 200 }),
			day('right_on', t('正确日期（只改日期时填）', 'Right day (to move it only)'), {
				required: false,
				empty: true,
			}),
		],
	},
];

/** @param {string} kind */
const contactFields = (kind) => [
	{ name: 'kind', type: 'hidden', value: kind },
	pick('way', t('方式', 'How'), [
		['telephone', t('电话', 'telephone')],
		['visit', t('面谈', 'visit')],
		['message', t('短信、消息', 'message')],
		['letter', t('信函', 'letter')],
	]),
	day('on', t('日期', 'Day')),
	area('said', t('谈了什么', 'What was said'), { required: true, max: 2000 }),
	area('needs', t('申请人真正需要什么', 'What the applicant really needs'), { max: 500 }),
];

/** @param {Context} x @param {string} name */
const otherCase = (x, name) => {
	const near = new Map(
		[
			...(x.c.same_filings ?? []),
			...(x.others ?? []).map((/** @type {any} */ r) => ({
				case_id: r.id ?? r.case_id,
				number: r.number,
				title: r.title,
			})),
		]
			.filter((s) => s.case_id !== x.c.id)
			.map((s) => [s.case_id, `${s.number} ${s.title ?? ''}`]),
	);
	const byNumber = (/** @type {any} */ more = {}) =>
		text('other_number', t('另一件的申请编号', "The other case's number"), {
			required: true,
			max: 40,
			hint: t('例如 360104-FGW-2026-00001', 'for example 360104-FGW-2026-00001'),
			...more,
		});
	return near.size
		? [
				pick(name, t('另一件', 'The other case'), [
					...near,
					['', t('其他，填写编号', 'another, by its number')],
				]),
				byNumber({ show: { [name]: [''] } }),
			]
		: [byNumber()];
};
/** The case that was chosen, or that has the number. @param {string} name */
const withOther =
	(name) =>
	async (/** @type {any} */ { other_number, ...body }) => ({
		...body,
		[name]: body[name] ?? (await caseOf(other_number ?? '', '/other_number')),
	});
