// @ts-check
/* One request as its applicant sees it: what waits for them, until when and why, what happened, what was sent. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, sizeText, t, timeText } from '../lib/lang.mjs';
import { choices, dueBox, empty, field, lawTag, problemBox, provisionalMark, stepList } from '../lib/parts.mjs';
import { uploadList } from './files.mjs';
import { mendedBody, mendedFaults, mendedFields, mendedPlace } from './mending.mjs';
import { noticeTiers, yuanText } from '../lib/money.mjs';
import { AMEND_MS, countdown } from './receipt.mjs';
import { timeline } from './timeline.mjs';
import { fileFault, EXTENSIONS } from './upload.mjs';
import { carriers, inWords, ways } from '../lib/words.mjs';

/** @typedef {{ actForm: (id: string, fields: any[], button: string, of: any) => any, path: string, again: () => Promise<void>, writing: (id: string) => boolean }} Tools writing: is something typed into that form */

/** @param {any} seen @param {string} act */
const may = (seen, act) => seen.allowed_acts.some((/** @type {any} */ a) => a.act === act && a.allowed);
/** @param {FormData} data @param {string} name */
const text = (data, name) => String(data.get(name) ?? '').trim();
/** A check that NAME is filled in. @param {string} name @param {string} detail */
const needs = (name, detail) => (/** @type {FormData} */ data) =>
	text(data, name) ? [] : [{ pointer: `/${name}`, detail }];

/* ---- What waits for the applicant. */

/** @param {any} seen @param {Tools} w */
function correctionTodo(seen, w) {
	const c = seen.corrections.at(-1);
	if (!c || !(may(seen, 'correction_answer') || may(seen, 'correction_supplement'))) return null;
	const first = may(seen, 'correction_answer');
	const work = [
		h(
			'ol',
			null,
			c.items.map((/** @type {any} */ i) =>
				h(
					'li',
					null,
					h('p.mb-1.written', null, i.what),
					i.guidance ? h('p.form-text.written', null, i.guidance) : null,
				),
			),
		),
		may(seen, 'attach')
			? sendFiles(
					seen,
					w,
					'correction-files',
					t(
						'需要的文件（授权委托书、身份证明等），先在这里上传',
						'Files that are needed (an authorisation, proof of identity): send them here first',
					),
				)
			: null,
		w.actForm(
			'correction',
			[
				field({
					name: 'text',
					label: first ? t('您的补正', 'Your correction') : t('补充的内容', 'What you add'),
					required: true,
					rows: 6,
					attributes: { maxlength: 20000 },
					hint: first
						? t(
								'可以只答一部分，也可以说明申请已经明确。答复期限从提交之日起重新计算。需要的文件请先上传。',
								'You can answer a part, or say that your request is clear. The period starts anew with it. Please send files that are needed first.',
							)
						: t('补充只改内容，不改期限。', 'This changes the text, not the day.'),
				}),
				mendedFields(seen, c.items),
			],
			t('提交补正', 'Send'),
			{
				act: 'corrections',
				check: (/** @type {FormData} */ d) => [
					...needs('text', t('请填写补正内容', 'Please write your correction'))(d),
					...mendedFaults(d, seen),
				],
				body: (/** @type {FormData} */ d) => ({ text: text(d, 'text'), ...mendedBody(d, seen) }),
				place: (/** @type {string} */ pointer, /** @type {FormData} */ d) => mendedPlace(pointer, d, seen),
				done: first
					? t(
							'补正已提交，答复期限从今天起重新计算。',
							'Your correction was received; the period starts anew today.',
						)
					: t('已补充。', 'It was added.'),
			},
		),
	];
	return h(
		'section.todo',
		{ 'aria-labelledby': 'todo-correction' },
		h(
			'h2',
			{ id: 'todo-correction' },
			first
				? t('请您补正', 'Please correct your request')
				: t('补正内容还可以补充', 'You can still supplement your correction'),
		),
		first && c.answer_by
			? h(
					'p',
					null,
					t('最迟 ', 'By '),
					h('strong', null, dayText(c.answer_by)),
					provisionalMark(c.answer_by_provisional),
					t(' 前答复；逾期不补正的，机关可以不再处理。', '; after that the agency can end the case.'),
					' ',
					lawTag({ article: '条例30' }),
				)
			: null,
		first && !c.answer_by
			? h(
					'p',
					null,
					t(
						'收到通知之日起 {0} 个工作日内答复。',
						'Within {0} working days of receiving the notice.',
						c.working_days,
					),
					' ',
					lawTag({ article: '条例30' }),
				)
			: null,
		first
			? work
			: h(
					'details.no-print',
					{ open: w.writing('correction') }, // done; who has more to say finds it
					h('summary', null, t('补充内容', 'Add to it')),
					work,
				),
	);
}

/** @param {any} seen @param {Tools} w */
function reasonsTodo(seen, w) {
	const r = seen.reasons.at(-1);
	if (!r || !may(seen, 'reasons_in')) return null;
	return h(
		'section.todo',
		{ 'aria-labelledby': 'todo-reasons' },
		h('h2', { id: 'todo-reasons' }, t('请您说明理由', 'Please give your reasons')),
		h(
			'p.written',
			null,
			t(
				'机关认为申请的数量、频次明显超过合理范围：',
				'The agency finds the number of requests clearly beyond reason: ',
			),
			r.volume,
			' ',
			lawTag({ article: '条例35' }),
		),
		h(
			'p',
			null,
			t('最迟 ', 'By '),
			h('strong', null, dayText(r.answer_by)),
			provisionalMark(r.answer_by_provisional),
			t(' 前说明。这不会停止答复期限。', '. The reply period goes on meanwhile.'),
		),
		w.actForm(
			'reasons',
			[
				field({
					name: 'text',
					label: t('您的理由', 'Your reasons'),
					required: true,
					rows: 5,
					attributes: { maxlength: 10000 },
				}),
			],
			t('提交理由', 'Send'),
			{
				act: 'reasons',
				check: needs('text', t('请填写理由', 'Please write your reasons')),
				body: (/** @type {FormData} */ d) => ({ text: text(d, 'text') }),
				done: t('理由已提交。', 'Your reasons were received.'),
			},
		),
	);
}

/** @param {any} seen */
function feeTodo(seen) {
	const f = seen.fee_notices.at(-1);
	if (!f || f.status !== 'sent') return null;
	return h(
		'section.todo',
		{ 'aria-labelledby': 'todo-fee' },
		h('h2', { id: 'todo-fee' }, t('请您缴费', 'Please pay')),
		h(
			'p',
			null,
			h('span.sum', null, yuanText(f.left_yuan)),
			f.paid_fen
				? h(
						'span.form-text',
						null,
						' ',
						t('（共 {0}，已缴 {1}）', '(of {0}; {1} paid)', yuanText(f.amount_yuan), yuanText(f.paid_yuan)),
					)
				: null,
		),
		h(
			'p',
			null,
			f.pay_by
				? [
						t('最迟 ', 'By '),
						h('strong', null, dayText(f.pay_by)),
						provisionalMark(f.pay_by_provisional),
						t(' 缴清。', '.'),
					]
				: t(
						'收到通知次日起 20 个工作日内缴清。',
						'Within 20 working days from the day after you receive the notice.',
					),
			t(
				'缴清后从那天起重新计算答复期限；逾期不缴的，机关不再处理，您可以对此申请复议或者起诉。',
				' Full payment starts the period anew; if it is not paid the case is ended, which you can challenge.',
			),
			' ',
			lawTag({ article: '费6' }),
		),
		h('h3', null, t('怎样缴', 'How to pay')),
		h('p.written', null, f.how_to_pay),
		h('h3', null, t('怎样算的', 'How it was counted')),
		h('p.written', null, f.reason),
		noticeTiers(f),
	);
}

/** @param {any} seen */
function lapseTodo(seen) {
	if (seen.lapse_due)
		return h(
			'section.todo',
			{ 'aria-labelledby': 'todo-lapse' },
			h('h2', { id: 'todo-lapse' }, t('期限已过，还来得及', 'The time is over, but it is not too late')),
			h(
				'p',
				null,
				seen.state === 'awaiting_payment'
					? t(
							'缴费期限已过。机关送达“不再处理”的通知之前缴清的，仍然继续办理。',
							'The time for paying is over. Paid before the letter that ends the case is served, it still goes on.',
						)
					: t(
							'补正期限已过。机关送达“不再处理”的通知之前补正的，仍然继续办理。',
							'The time for the correction is over. An answer before the letter that ends the case is served is still accepted.',
						),
			),
		);
	const l = seen.lapses.at(-1);
	if (seen.state !== 'ended' || l?.status === 'reinstated' || !l) return null;
	return h(
		'section.todo',
		{ 'aria-labelledby': 'todo-lapse' },
		h('h2', { id: 'todo-lapse' }, t('已不再处理，可以做什么', 'The case was ended: what you can do')),
		h(
			'ul',
			null,
			h(
				'li',
				null,
				t(
					'有正当理由没有按时的，联系机关说明，负责人可以决定恢复办理。',
					'If you had good reason to be late, tell the agency; its head can take the case up again.',
				),
			),
			h(
				'li',
				null,
				t(
					'可以对“不再处理”申请行政复议或者起诉，通知书里写明了机关和期限。',
					'You can challenge the ending; its letter names the bodies and the days.',
				),
			),
			h(
				'li',
				null,
				t('也可以重新提出申请。', 'You can also make a new request.'),
				' ',
				h('a', { href: '/apply' }, t('重新申请', 'Make a request')),
			),
		),
	);
}

/* ---- Until when and why. */

/** @param {any} seen */
function clockSection(seen) {
	const k = seen.clock,
		open = seen.consultations.filter((/** @type {any} */ c) => c.open && c.pauses);
	if (['replied', 'ended', 'closed'].includes(seen.state))
		return k.steps?.length
			? h('details', null, h('summary', null, t('期限是怎么算的', 'How the period was counted')), stepList(k))
			: null;
	const waiting = /** @type {Record<string, string>} */ ({
		correction: t(
			'等您补正，答复期限暂停；您补正之日起重新计算。',
			'It waits for your correction; the period starts anew with it.',
		),
		payment: t(
			'等您缴费，答复期限暂停；缴清之日起重新计算。',
			'It waits for your payment; the period starts anew with it.',
		),
		confirmation: t(
			'机关收到的是平常信函或传真，要与您确认后才开始计算期限。请留意来电，或者主动联系机关。',
			'It came by ordinary post or fax; the period starts once the agency has confirmed it with you. Please answer its call, or call it.',
		),
		resumption: t('办理中止。', 'The handling is stopped.'),
	})[k.waiting_for];
	return h(
		'div',
		null,
		waiting
			? h(
					'section.due',
					null,
					h('p.mb-1', null, waiting),
					k.waits_until
						? h(
								'p.mb-1',
								null,
								t('最迟 ', 'By '),
								h('strong', null, dayText(k.waits_until)),
								provisionalMark(k.waits_until_provisional),
							)
						: null,
					k.steps?.length
						? h(
								'details',
								null,
								h('summary', null, t('期限是怎么算的', 'How the period is counted')),
								stepList(k),
							)
						: null,
				)
			: dueBox(seen),
		open.length
			? h(
					'section.card-plain',
					null,
					h('h3.mt-0', null, t('正在征求意见，期限暂停', 'Others are being asked; the period pauses')),
					h(
						'p',
						null,
						t(
							'征求第三方或者其他机关意见的时间不计入答复期限。',
							'Time for asking third parties and other agencies does not count.',
						),
						' ',
						lawTag({ article: '条例33' }),
					),
					h(
						'ul',
						null,
						open.map((/** @type {any} */ c) =>
							h(
								'li',
								null,
								t(
									'{0} 发出，最迟 {1} 结束',
									'Sent on {0}, ends on {1} at the latest',
									dayText(c.asked_on),
									dayText(c.ends_on),
								),
								c.provisional
									? t(
											'（对方何时收到还没有记录，暂按发出之日算）',
											' (counted from the day of sending, until the receipt is recorded)',
										)
									: '',
							),
						),
					),
					k.due_on_if_ended_today
						? h(
								'p.mb-0',
								null,
								t('如果今天就结束，最迟 ', 'If it ended today, the reply would be due on '),
								h('strong', null, dayText(k.due_on_if_ended_today)),
								t(' 答复。', '.'),
							)
						: null,
				)
			: null,
		seen.days_overdue
			? h(
					'p.alert.alert-warning',
					null,
					t(
						'已经超过答复期限 {0} 天（按自然日计）。您可以催问，也可以按下面的期限申请复议或者起诉，或者向区政府办公室投诉。',
						'The reply is {0} days late, counted in calendar days. You can ask, challenge the silence by the days below, or complain to the district government office.',
						seen.days_overdue,
					),
				)
			: null,
	);
}

/* ---- The reply, remedies, evaluation. */

/** @type {[string, string, string][]} What a part says, in the order of reading. */
const says = [
	['content', '公开的内容', 'What is disclosed'],
	['access', '获取的方式、途径和时间', 'How and when to get it'],
	['reasons', '理由', 'Reasons'],
	['law', '依据的法律、法规', 'Law or regulation'],
	['agency', '负责的机关', 'Responsible agency'],
	['search_statement', '检索情况', 'Search made'],
	['unclear', '仍不明确之处', 'What stayed unclear'],
	['earlier_reply', '此前的答复', 'Earlier reply'],
	['notice', '有关通知', 'The notice'],
	['turn_to', '可以咨询、办理的渠道', 'Where to turn'],
	['happened', '有关情况', 'What happened'],
];

/** An address in a reply is a link if it is one of the web. @param {string} s */
const linked = (s) =>
	/^https?:\/\/[^\s]+$/.test(s.trim()) ? h('a', { href: s.trim(), rel: 'noreferrer noopener' }, s.trim()) : s;

/** @param {any} seen */
function replySection(seen) {
	const parts = seen.reply_parts ?? [];
	if (seen.reply_waits_for)
		return h(
			'section',
			{ 'aria-labelledby': 'reply' },
			h('h2', { id: 'reply' }, t('答复', 'The reply')),
			h(
				'p',
				null,
				seen.reply_waits_for === 'hold'
					? t(
							'答复已经作出；有关机关要求暂缓公开，恢复公开后可以在此查看。',
							'The reply is made; an order holds its disclosure, and it can be read here once that ends.',
						)
					: t(
							'答复已经送出；登记您签收之后，也可以在此查看。',
							'The reply is on its way; once its receipt is recorded, it can be read here, too.',
						),
			),
		);
	if (!parts.length) return null;
	const letter = seen.letters.findLast((/** @type {any} */ l) =>
		['reply', 'new_reply', 'on_the_spot_record', 'record_correction'].includes(l.kind),
	);
	return h(
		'section',
		{ 'aria-labelledby': 'reply' },
		h('h2', { id: 'reply' }, t('答复', 'The reply')),
		parts.map((/** @type {any} */ p) =>
			h(
				'div.card-plain',
				null,
				h('h3.mt-0', null, p.outcome_title, ' ', lawTag({ article: p.basis })),
				h('p.written', null, p.description),
				h(
					'dl.facts',
					null,
					says
						.filter(([k]) => p[k])
						.map(([k, zh, en]) => [h('dt', null, t(zh, en)), h('dd.written', null, linked(p[k]))]),
				),
			),
		),
		letter
			? h('p', null, h('a.btn.btn-primary', { href: `#letter/${letter.id}` }, t('看答复书', 'Read the letter')))
			: null,
	);
}

/** @param {any} seen */
function remedySection(seen) {
	const days = seen.remedy_days;
	if (!days.length) return null;
	return h(
		'section',
		{ 'aria-labelledby': 'remedies' },
		h('h2', { id: 'remedies' }, t('不服可以做什么', 'If you disagree')),
		h(
			'ul.rows',
			null,
			days.map((/** @type {any} */ d) =>
				h(
					'li',
					null,
					h('span', null, d.kind_title),
					h(
						'span',
						null,
						t('最迟 ', 'until '),
						h('strong', null, dayText(d.last_day)),
						d.provisional ? h('span.badge.text-bg-warning', null, t('暂定', 'provisional')) : null,
					),
				),
			),
		),
		h(
			'p.form-text',
			null,
			days[0].against === 'silence'
				? t('机关逾期没有答复，可以对此提出。', 'The agency has not replied in time; this can be challenged.')
				: t('机关和地址写在答复书里。', 'The letter names the bodies and their addresses.'),
			days.some((/** @type {any} */ d) => d.provisional)
				? t(
						'您收到答复书的日子还没有记录，最后一天是暂定的。',
						' The day on which you received it is not on record yet, so the last days are provisional.',
					)
				: '',
			' ',
			lawTag({ article: '复议法20、行诉法46' }),
		),
	);
}

/** @param {any} seen @param {Tools} w */
function evaluationSection(seen, w) {
	if (!seen.replied_on) return null;
	const given = seen.evaluations.findLast((/** @type {any} */ e) => e.handling === seen.handling);
	/** @type {[string, string][]} */
	const grades = [
		['5', t('很满意', 'very satisfied')],
		['4', t('满意', 'satisfied')],
		['3', t('一般', 'neither')],
		['2', t('不满意', 'dissatisfied')],
		['1', t('很不满意', 'very dissatisfied')],
	];
	return h(
		'details.card-plain.no-print',
		{ open: !given },
		h(
			'summary',
			null,
			given
				? t('您的评价：{0}', 'Your evaluation: {0}', inWords(grades, String(given.grade)))
				: t('评价这次办理', 'Say how it went'),
		),
		given
			? h(
					'p.form-text',
					null,
					t('{0} 前可以修改。', 'It can be changed until {0}.', dayText(given.changeable_until)),
				)
			: null,
		w.actForm(
			'evaluation',
			[
				choices({
					name: 'grade',
					legend: t('您满意吗', 'Are you satisfied?'),
					options: grades,
					value: String(given?.grade ?? ''),
				}),
				field({
					name: 'remarks',
					label: t('意见（可以不写）', 'Remarks, if you like'),
					rows: 3,
					value: given?.remarks,
					attributes: { maxlength: 2000 },
				}),
			],
			given ? t('修改评价', 'Change it') : t('提交评价', 'Send'),
			{
				act: 'evaluation',
				version: false,
				check: needs('grade', t('请选择一项', 'Please choose one')),
				body: (/** @type {FormData} */ d) => ({
					grade: Number(d.get('grade')),
					...(text(d, 'remarks') ? { remarks: text(d, 'remarks') } : {}),
				}),
				done: t('谢谢您的评价。', 'Thank you.'),
			},
		),
	);
}

/** @param {any} seen @param {Tools} w */
function suggestionSection(seen, w) {
	if (!seen.replied_on) return null;
	const [made] = seen.suggestions;
	if (made)
		return h(
			'p.card-plain',
			null,
			t(
				'您在 {0} 建议把这些信息主动公开，机关会评估。',
				'On {0} you suggested that this be made public; the agency looks into it.',
				dayText(made.made_on),
			),
			' ',
			lawTag({ article: '条例44' }),
		);
	return h(
		'details.card-plain.no-print',
		null,
		h('summary', null, t('建议主动公开这些信息', 'Suggest that this be made public')),
		h(
			'p.form-text',
			null,
			t(
				'别人也想知道的话，机关评估后可以主动公开，以后不用再申请。',
				'If others want to know it too, the agency can publish it, and nobody has to ask again.',
			),
			' ',
			lawTag({ article: '条例44' }),
		),
		w.actForm(
			'suggestions',
			[
				field({
					name: 'reason',
					label: t('为什么值得公开', 'Why it is worth publishing'),
					required: true,
					rows: 3,
					attributes: { maxlength: 1000 },
				}),
			],
			t('提出建议', 'Suggest it'),
			{
				act: 'suggestions',
				version: false,
				check: needs('reason', t('请写一句理由', 'Please say why')),
				body: (/** @type {FormData} */ d) => ({ reason: text(d, 'reason') }),
				done: t('谢谢，建议已经提出。', 'Thank you, it was suggested.'),
			},
		),
	);
}

/* ---- Documents and letters. */

/** @param {Tools} w @param {any} d */
async function download(w, d) {
	const answer = await fetch(`${w.path}/documents/${d.id}`, {
		headers: { 'X-Access-Token': api.access ?? '' },
		credentials: 'same-origin',
	});
	if (!answer.ok)
		throw new Error(
			t('没有下载成功（{0}），请再试一次', 'The download failed ({0}); please try again', answer.status),
		);
	const url = URL.createObjectURL(await answer.blob());
	h('a', { href: url, download: d.name }).click();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Files for the request, sent at once when they are chosen. @param {any} seen @param {Tools} w @param {string} id @param {string} label */
function sendFiles(seen, w, id, label) {
	const fault = h('div');
	const place = h('div');
	const input = h('input.form-control', {
		type: 'file',
		id,
		'aria-describedby': `${id}-hint`,
		multiple: true,
		accept: EXTENSIONS.map((x) => `.${x}`).join(','),
		onchange: () => {
			const files = /** @type {File[]} */ ([...input.files]);
			const bad = files.map(fileFault).filter(Boolean);
			show(fault, bad.length ? h('p.fault', { role: 'alert' }, bad.join(t('；', '; '))) : null);
			const good = files.filter((f) => !fileFault(f));
			if (good.length)
				show(
					place,
					uploadList(seen.number, good, Promise.resolve(), () => w.again()),
				);
			input.value = '';
		},
	});
	return h(
		'div.field.mt-3.no-print',
		null,
		h('label.form-label', { for: id }, label),
		h(
			'div.form-text',
			{ id: `${id}-hint` },
			t(
				'每个最大 100 MB，一共最大 500 MB；断了可以接着传。',
				'At most 100 MB each, 500 MB in all; they go on after a break.',
			),
		),
		fault,
		place,
		input,
	);
}

/** @param {any} seen @param {Tools} w */
function documentSection(seen, w) {
	const fault = h('div');
	const row = (/** @type {any} */ d) =>
		h(
			'li',
			null,
			h(
				'span',
				null,
				d.name,
				' ',
				h(
					'span.form-text',
					null,
					`${sizeText(d.size)} · ${d.author_role === 'applicant' ? t('您上传的', 'yours') : t('机关公开的', 'disclosed')}`,
				),
			),
			h(
				'button.btn.btn-sm.btn-outline-primary',
				{
					type: 'button',
					onclick: () =>
						download(w, d).then(
							() => show(fault),
							(e) => show(fault, problemBox(e)),
						),
				},
				t('下载', 'Download'),
				h('span.visually-hidden', null, ` ${d.name}`),
			),
		);
	return h(
		'section',
		{ 'aria-labelledby': 'documents' },
		h('h2', { id: 'documents' }, t('文件', 'Documents')),
		seen.documents.length
			? h('ul.rows', null, seen.documents.map(row))
			: empty(t('还没有文件。', 'No documents yet.')),
		fault,
		may(seen, 'attach') ? sendFiles(seen, w, 'more-files', t('上传文件', 'Send files')) : null,
	);
}

/** @param {any} seen */
const letterSection = (seen) =>
	h(
		'section',
		{ 'aria-labelledby': 'letters' },
		h('h2', { id: 'letters' }, t('文书', 'Letters')),
		seen.letters.length
			? h(
					'ul.rows',
					null,
					seen.letters.map((/** @type {any} */ l) =>
						h(
							'li',
							null,
							h(
								'span',
								null,
								l.title,
								' ',
								h(
									'span.form-text',
									null,
									[l.document_number, dayText(l.made_on)].filter(Boolean).join(' · '),
								),
							),
							h(
								'a.btn.btn-sm.btn-outline-primary',
								{ href: `#letter/${l.id}` },
								t('打开、打印', 'Open, print'),
								h('span.visually-hidden', null, ` ${l.title}`),
							),
						),
					),
				)
			: empty(t('还没有文书。', 'No letters yet.')),
	);

/* ---- The request itself: amending, withdrawing. */

/** @param {string | null} [s] */
const listed = (s) => (s ?? '').split(',').filter(Boolean);

/** @param {any} seen @param {Tools} w */
function ownSection(seen, w) {
	const left = h('span.badge.text-bg-secondary');
	const until = Date.parse(seen.submitted_at) + AMEND_MS,
		ahead = until - Date.now();
	if (may(seen, 'amend') && ahead > 0 && ahead <= AMEND_MS)
		countdown(until, (words) => {
			left.textContent = words;
		}); // else this device's clock is another
	return h(
		'section',
		{ 'aria-labelledby': 'own' },
		h('h2', { id: 'own' }, t('您的申请', 'Your request')),
		h(
			'dl.facts',
			null,
			[
				[t('名称', 'Title'), seen.title],
				[t('内容', 'Text'), seen.description],
				[t('获取方式', 'Way'), inWords(ways(), listed(seen.ways))],
				[t('载体', 'Form'), inWords(carriers(), listed(seen.carriers))],
				[t('提交时间', 'Sent'), timeText(seen.submitted_at)],
				[t('需要的帮助', 'Help'), seen.help_needed],
			]
				.filter(([, v]) => v)
				.map(([k, v]) => [h('dt', null, k), h('dd.written', null, v)]),
		),
		may(seen, 'amend')
			? h(
					'details.card-plain.no-print',
					null,
					h(
						'summary',
						{ id: 'amend', tabindex: '0' },
						t('修改申请（提交后 10 分钟内）', 'Change the request (for 10 minutes)'),
						' ',
						left,
					),
					w.actForm(
						'amendment',
						[
							field({
								name: 'description',
								label: t('想要的信息', 'The information'),
								required: true,
								rows: 6,
								value: seen.description,
								attributes: { maxlength: 20000 },
							}),
							field({
								name: 'title',
								label: t('名称', 'Title'),
								value: seen.title,
								attributes: { maxlength: 200 },
							}),
							choices({
								name: 'ways',
								legend: t('获取方式（可多选）', 'Way (several are possible)'),
								options: ways(),
								value: listed(seen.ways),
								multiple: true,
							}),
							choices({
								name: 'carriers',
								legend: t('载体（可多选）', 'Form (several are possible)'),
								options: carriers(),
								value: listed(seen.carriers),
								multiple: true,
							}),
							field({
								name: 'other_way_ok',
								type: 'checkbox',
								label: t(
									'不能这样给的，可以换别的方式',
									'Another way will do if these are not possible',
								),
								value: seen.other_way_ok,
							}),
							field({
								name: 'electronic_ok',
								type: 'checkbox',
								label: t('同意网上送达文书', 'Letters may be served online'),
								value: seen.electronic_ok,
							}),
							field({
								name: 'help_needed',
								label: t('需要的帮助', 'What help'),
								rows: 2,
								value: seen.help_needed,
								attributes: { maxlength: 500 },
							}),
						],
						t('保存修改', 'Save'),
						{
							act: 'amendment',
							check: needs('description', t('请描述想要的信息', 'Please describe the information')),
							done: t('已修改，收到之日不变。', 'Changed; the day of receipt stays.'),
							body: (/** @type {FormData} */ d) => ({
								description: text(d, 'description'),
								...(text(d, 'title') ? { title: text(d, 'title') } : {}),
								...(text(d, 'help_needed') ? { help_needed: text(d, 'help_needed') } : {}),
								ways: d.getAll('ways'),
								carriers: d.getAll('carriers'),
								other_way_ok: d.has('other_way_ok'),
								electronic_ok: d.has('electronic_ok'),
							}),
						},
					),
				)
			: null,
		may(seen, 'withdraw')
			? h(
					'details.card-plain.no-print',
					null,
					h('summary', { id: 'withdraw', tabindex: '0' }, t('撤回申请', 'Withdraw the request')),
					h(
						'p',
						null,
						t(
							'撤回后机关不再办理，不能恢复；以后可以重新申请，不算重复。',
							'It is then no longer handled and cannot be taken up again; a new request later is no repeat.',
						),
					),
					w.actForm(
						'withdrawal',
						[
							field({
								name: 'reason',
								label: t('原因（可以不写）', 'Why, if you like'),
								rows: 2,
								attributes: { maxlength: 1000 },
							}),
							field({
								name: 'sure',
								type: 'checkbox',
								label: t('确认撤回这件申请', 'I do withdraw this request'),
							}),
						],
						t('撤回', 'Withdraw'),
						{
							act: 'withdrawal',
							danger: true,
							check: needs('sure', t('请勾选确认', 'Please tick to confirm')),
							body: (/** @type {FormData} */ d) =>
								text(d, 'reason') ? { reason: text(d, 'reason') } : {},
							done: t('申请已撤回。', 'The request was withdrawn.'),
						},
					),
				)
			: null,
	);
}

/** @param {any} seen @param {Tools} w */
export function requestPage(seen, w) {
	return [
		h(
			'div.head',
			null,
			h('h1', { tabindex: '-1' }, seen.title || t('申请 {0}', 'Request {0}', seen.number)),
			h('span.badge.text-bg-primary.state', null, seen.state_title),
		),
		h(
			'p.text-secondary',
			null,
			seen.number,
			' · ',
			seen.agency.name,
			seen.agency.phone ? [' · ', h('a', { href: `tel:${seen.agency.phone}` }, seen.agency.phone)] : null,
		),
		lapseTodo(seen),
		correctionTodo(seen, w),
		reasonsTodo(seen, w),
		feeTodo(seen),
		seen.missing.length && may(seen, 'amend')
			? h(
					'section.alert.alert-warning',
					null,
					h(
						'p.mb-1',
						null,
						t(
							'还缺少（机关会用补正通知一次告知）：',
							'Still missing (a correction notice will ask for it):',
						),
					),
					h(
						'ul.mb-0',
						null,
						seen.missing.map((/** @type {any} */ m) => h('li', null, m.guidance)),
					),
				)
			: null,
		clockSection(seen),
		replySection(seen),
		remedySection(seen),
		evaluationSection(seen, w),
		suggestionSection(seen, w),
		h(
			'section',
			{ 'aria-labelledby': 'course' },
			h('h2', { id: 'course' }, t('办理经过', 'What has happened')),
			timeline(seen),
		),
		letterSection(seen),
		documentSection(seen, w),
		ownSection(seen, w),
		h(
			'section',
			null,
			h('h2', null, t('怎样询问', 'How to ask')),
			h(
				'p',
				null,
				[seen.agency.name, seen.agency.office, seen.agency.address, seen.agency.phone]
					.filter(Boolean)
					.join(' · '),
			),
		),
	];
}
