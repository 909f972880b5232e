/*
 * Every route x role x ownership.  The table is written by hand from product.md (who uses it) and law.md
 * part 10 (who may do which act), not from the program's own table: what a role may not is 403 (or 404
 * where it must not even learn that the case is there), nobody signed in is 401, and what a role may is
 * anything else (the act itself may still be refused by the case's state: 409).
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenario, done, world, filed } from './harness.mjs';

const w = await world();
await w.clock('2026-03-02');
const own = await filed(w, 'FGW');
const foreign = await filed(w, 'JTJ');
const me = await w.person('fgw-caseworker');
const fgw = w.sql("SELECT id FROM agency WHERE code = 'FGW'").trim();

const office = ['clerk', 'caseworker', 'business-head', 'head', 'leader', 'finance', 'secrecy-reviewer'];
const desk = ['clerk', 'caseworker'];
const chain = ['business-head', 'head', 'leader'];
const all = [...office, 'unit-officer', 'supervisor', 'advisor', 'system-admin', 'security-admin', 'audit-admin'];
const login = (role) =>
	['supervisor', 'advisor', 'system-admin', 'security-admin', 'audit-admin'].includes(role)
		? `qzf-${role}`
		: `fgw-${role}`;

/* Where there is no such record: the answer is 404 for those too who may. */
const mayBe = (roles) => roles.map((r) => `${r}?`);

/* Routes on one case: who may read or act; body where one is needed. */
const onCase = [
	['GET', 'getCase', '', [...office, 'supervisor']],
	['GET', 'listEvents', '/events', [...office, 'supervisor']],
	['GET', 'readLetter', '/letters/{letter}', [...office, 'supervisor']],
	['POST', 'unmaskApplicant', '/unmasking', ['clerk', 'caseworker', 'head'], { reason: '权限测试' }],
	['POST', 'registerCase', '/registration', desk, {}],
	['POST', 'assignCase', '/assignment', ['head', 'caseworker'], { user_id: me.user.id }],
	[
		'POST',
		'recordSearch',
		'/searches',
		['caseworker', 'unit-officer?'],
		{ place: '档案室', searched_on: '2026-03-02', searcher: '示例', method: '检索', found: false, result: '无' },
	],
	['POST', 'askSecrecyReview', '/secrecy-reviews', ['caseworker'], { question: '请审查' }],
	['POST', 'answerSecrecyReview', '/secrecy-reviews/1/answer', ['secrecy-reviewer'], { result: 'pass' }],
	[
		'PUT',
		'draftReply',
		'/reply',
		['caseworker'],
		{ parts: [{ description: '一', outcome: 'petition', reasons: '信访' }] },
	],
	['POST', 'submitReply', '/reply/submission', ['caseworker'], {}],
	['POST', 'decideReply', '/reply/decisions', chain, { decision: 'approve' }],
	['POST', 'signRepliesTogether', '/reply/joint-signature', mayBe(chain), { with: [{ id: '999999', version: 1 }] }],
	['POST', 'signReply', '/reply/signature', chain, {}],
	['POST', 'sendCorrection', '/corrections', ['caseworker'], { items: [{ what: '身份证明', guidance: '请补充' }] }],
	['POST', 'recordCorrectionReceipt', '/corrections/receipt', desk, { received_on: '2026-03-02', proof: '回执' }],
	['POST', 'enterCorrection', '/corrections/answer', desk, { text: '已补正', on: '2026-03-02' }],
	['POST', 'lapseCase', '/lapse', ['head'], { reason: '未见正当理由' }],
	['POST', 'askExtension', '/extensions', ['caseworker'], { working_days: 20, reason: '需要检索多个档案室' }],
	['POST', 'decideExtension', '/extensions/decision', ['head', 'leader'], { decision: 'grant' }],
	['POST', 'recordContact', '/contacts', ['caseworker', 'unit-officer?'], { kind: 'note', said: '内部备注' }],
	['POST', 'serveReply', '/services', desk, { way: 'electronic' }],
	/* intake */
	[
		'POST',
		'recordContactAttempt',
		'/contact-attempts',
		desk,
		{ on: '2026-03-02', time: '09:30', way: 'telephone', result: 'no_answer' },
	],
	['POST', 'confirmReceipt', '/receipt-confirmation', desk, { on: '2026-03-02', way: 'telephone' }],
	['POST', 'fileUnconfirmed', '/unconfirmed', ['head'], {}],
	[
		'POST',
		'answerOnTheSpot',
		'/answer-on-the-spot',
		desk,
		{ parts: [{ description: '一', outcome: 'petition', reasons: '信访' }], told_by: 'oral', note: '签字记录' },
	],
	['POST', 'renewQueryCode', '/query-code', desk, { reason: '申请人遗失查询码' }],
	['POST', 'askRectification', '/rectifications', ['caseworker'], { seq: 1, reason: '记录有误', proof: '凭证' }],
	['POST', 'decideProposal', '/proposals/1/decision', chain, { decision: 'grant' }],
	['POST', 'takeBackProposal', '/proposals/1/withdrawal', desk, {}],

	['POST', 'beginUpload', '/uploads', [...office, 'unit-officer?', 'advisor?']],
	['HEAD', 'lookAtUpload', '/uploads/999999', mayBe([...office, 'unit-officer', 'advisor'])],
	['PATCH', 'sendUploadPart', '/uploads/999999', mayBe([...office, 'unit-officer', 'advisor'])],
	['DELETE', 'endUpload', '/uploads/999999', mayBe([...office, 'unit-officer', 'advisor'])],
	['GET', 'downloadDocument', '/documents/999999', mayBe([...office, 'supervisor', 'unit-officer', 'advisor'])],
	['POST', 'removeDocument', '/documents/999999/removal', mayBe(desk), { reason: '误传' }],
	/* work */
	['POST', 'giveTask', '/tasks', ['caseworker'], { user_id: '1', matter: '权限测试', answer_by: '2026-03-05' }],
	['POST', 'acceptTask', '/tasks/1/acceptance', ['unit-officer?'], {}],
	['POST', 'refuseTask', '/tasks/1/refusal', ['unit-officer?'], { reason: '权限测试' }],
	['POST', 'answerTask', '/tasks/1/answer', ['unit-officer?'], { answer: '权限测试' }],
	['POST', 'chaseTask', '/tasks/1/chases', ['caseworker'], {}],
	['POST', 'cancelTask', '/tasks/1/cancellation', ['caseworker'], { reason: '权限测试' }],
	['PUT', 'watchCase', '/watch', [...office, 'supervisor'], {}],
	['DELETE', 'unwatchCase', '/watch', [...office, 'supervisor']],
	['POST', 'splitRequest', '/units', ['caseworker'], { units: [{ description: '一' }], reason: '权限测试' }],
	['POST', 'linkCases', '/links', ['caseworker'], { kind: 'related', case_id: '1', reason: '权限测试' }],
	['POST', 'unlinkCases', '/links/1/removal', ['caseworker'], { reason: '权限测试' }],
	['GET', 'listSameApplicant', '/same-applicant', [...office, 'supervisor']],
	['POST', 'mergeCase', '/merger', ['head'], { into_id: '1', reason: '权限测试' }],
	['POST', 'stopCase', '/stop', ['head'], { cause: 'death', learnt_on: '2026-03-02', proof: '权限测试' }],
	[
		'POST',
		'resumeCase',
		'/resumption',
		['head'],
		{ asked_on: '2026-03-02', successor: '示例', relation: '子女', contact: '示例路1号', proof: '权限测试' },
	],
	['POST', 'terminateCase', '/termination', ['head'], { reason: '权限测试' }],

	/* consultations, holds, reasons */
	[
		'POST',
		'askConsultation',
		'/consultations',
		['caseworker'],
		{ kind: 'third_party', party: '示例公司', information: '示例名单' },
	],
	[
		'POST',
		'recordConsultationReceipt',
		'/consultations/{consultation}/receipt',
		['caseworker'],
		{ received_on: '2026-03-02', proof: '回执' },
	],
	[
		'POST',
		'recordConsultationEnd',
		'/consultations/{consultation}/end',
		['caseworker'],
		{ result: 'consent', on: '2026-03-02' },
	],
	[
		'POST',
		'cancelConsultation',
		'/consultations/{consultation}/cancellation',
		['caseworker'],
		{ reason: '无须征求' },
	],
	[
		'POST',
		'weighObjection',
		'/consultations/{consultation}/weighing',
		['caseworker'],
		{ holds: true, reasons: '涉及商业秘密' },
	],
	[
		'POST',
		'noticeDisclosure',
		'/consultations/{consultation}/disclosure-notice',
		['head'],
		{ ground: 'no_good_reason', reason: '理由不成立' },
	],
	[
		'POST',
		'recordDisclosureNotice',
		'/consultations/{consultation}/disclosure-notice/service',
		['caseworker'],
		{ way: 'hand', on: '2026-03-02', proof: '签收' },
	],
	[
		'POST',
		'unmaskConsulted',
		'/consultations/{consultation}/unmasking',
		['clerk', 'caseworker', 'head'],
		{ reason: '权限测试' },
	],
	[
		'POST',
		'holdDisclosure',
		'/disclosure-holds',
		['head'],
		{ body: '示范市人民政府', number: '示例1号', ordered_on: '2026-03-02' },
	],
	[
		'POST',
		'releaseDisclosure',
		'/disclosure-holds/release',
		['head'],
		{ body: '示范市人民政府', number: '示例2号', ordered_on: '2026-03-02' },
	],
	['POST', 'askReasons', '/reasons', ['caseworker'], { volume: '一个月内提出40件申请' }],
	['POST', 'enterReasons', '/reasons/answer', ['clerk'], { text: '课题研究', on: '2026-03-02' }],
	['POST', 'findReasons', '/reasons/finding', ['head'], { holds: true, finding: '理由合理' }],
	['POST', 'setDelayedDay', '/delayed-day', ['head'], { day: '2026-06-30' }],

	/* review */
	['POST', 'askLegalReview', '/legal-reviews', ['caseworker'], { question: '是否属于内部事务信息？' }],
	[
		'POST',
		'answerLegalReview',
		'/legal-reviews/1/answer',
		[],
		{ opinion: 'agree', reasons: '同意', articles: ['条例16'] },
	],
	['POST', 'withdrawLegalReview', '/legal-reviews/1/withdrawal', ['caseworker?'], { reason: '不再需要' }],
	['POST', 'declareCaseConflict', '/legal-reviews/1/conflict', [], { reason: '曾任申请人的代理人' }],
	['POST', 'overrideLegalReview', '/legal-override', ['head'], { reason: '情况紧急' }],
	['GET', 'listAdvisors', '/legal-advisors', ['caseworker', 'head']],
	['POST', 'flagHardCase', '/hard-flag', ['caseworker', ...chain], { reason: '涉及面广' }],
	['GET', 'listRepeatCandidates', '/repeat-candidates', [...office, 'supervisor']],
	['POST', 'serveLetter', '/letters/{letter}/services', desk, { way: 'post', proof: 'EMS1' }],
	[
		'POST',
		'recordServiceResult',
		'/services/999999/result',
		desk.map((r) => `${r}?`),
		{ result: 'returned', on: '2026-03-02', proof: '退件' },
	],
	['POST', 'tieInformationItem', '/information-item', ['caseworker', 'head'], { title: '权限测试' }],
	['POST', 'askServiceAgain', '/services/again', ['caseworker'], { way: 'post', proof: 'EMS1' }],
	['POST', 'liftHardFlag', '/hard-flag/lifting', ['caseworker?', ...chain.map((r) => `${r}?`)], { reason: '已核实' }],

	/* fee */
	['GET', 'proposeCorrection', '/corrections/proposal', [...office, 'supervisor']],
	['POST', 'resendCorrection', '/corrections/resending', ['caseworker'], { reason: '邮件退回' }],
	['POST', 'serveLapse', '/lapse/service', ['head', ...desk], { way: 'post', proof: '示例单号' }],
	['POST', 'reinstateCase', '/reinstatement', ['head'], { reason: '有正当理由' }],
	['GET', 'estimateCaseFee', '/fee-estimate', [...office, 'supervisor']],
	[
		'POST',
		'draftFeeNotice',
		'/fee-notices',
		['caseworker'],
		{ method: 'by_item', reason: '数量明显超过合理范围', how_to_pay: '示例账户' },
	],
	['POST', 'returnFeeNotice', '/fee-notices/return', ['head'], { remarks: '页数有误' }],
	['POST', 'sendFeeNotice', '/fee-notices/sending', ['head'], { way: 'download' }],
	['POST', 'recordFeeReceipt', '/fee-notices/receipt', desk, { received_on: '2026-03-02', proof: '回执' }],
	['POST', 'cancelFee', '/fee-notices/cancellation', ['head'], { kind: 'waived', reason: '生活困难' }],
	[
		'POST',
		'recordPayment',
		'/payments',
		['finance', 'clerk'],
		{ amount: '1', paid_on: '2026-03-03', voucher: 'V1', way: 'bank' },
	],
	['POST', 'askRefund', '/refunds', ['finance', 'clerk'], { amount: '999', reason: '费用不再收取' }],
	['POST', 'decideRefund', '/refunds/1/decision', ['head'], { decision: 'approve', how: '原路退回' }],
	['POST', 'payRefund', '/refunds/1/payment', ['finance', 'clerk'], { refunded_on: '2026-03-02', voucher: 'R1' }],
	[
		'POST',
		'joinApplicants',
		'/applicant-joins',
		['caseworker'],
		{ number: '360104-FGW-2026-99999', reason: '同一人' },
	],
	['POST', 'partApplicants', '/applicant-joins/1/end', ['caseworker'], { reason: '误并' }],

	/* after */
	[
		'POST',
		'recordRemedy',
		'/remedies',
		['caseworker'],
		{ kind: 'reconsideration', body: '示范市人民政府', filed_on: '2026-03-02' },
	],
	['POST', 'recordRemedyCopy', '/remedies/999999/copy', ['caseworker'], { received_on: '2026-03-02' }],
	['POST', 'recordRemedyAnswer', '/remedies/999999/answer', ['caseworker'], { answered_on: '2026-03-02' }],
	[
		'POST',
		'recordRemedyResult',
		'/remedies/999999/result',
		['caseworker'],
		{ result: 'upheld', decided_on: '2026-03-02' },
	],
	[
		'POST',
		'recordOrder',
		'/orders',
		['caseworker'],
		{
			kind: 'reconsideration',
			body: '示范市人民政府',
			number: '示复决〔2026〕1号',
			ordered_on: '2026-03-02',
			received_on: '2026-03-02',
		},
	],
	['POST', 'revokeReply', '/revocation', ['leader'], { reason: '原答复适用依据错误' }],
	[
		'POST',
		'askClericalCorrection',
		'/clerical-corrections',
		['caseworker'],
		{ letter_id: '999999', wrong: '甲', right: '乙' },
	],

	['POST', 'closeCase', '/closure', ['caseworker'], {}],
	['POST', 'noteWithdrawal', '/withdrawal', ['clerk'], { reason: '申请人来电撤回' }],
];

/* Routes without a case. */
const others = [
	['GET', 'listCases', '/api/v1/cases', [...office, 'supervisor']],
	['GET', 'countQueues', '/api/v1/queues', [...office, 'unit-officer', 'supervisor', 'advisor']],
	['GET', 'listApprovals', '/api/v1/queues/approvals', office],
	['GET', 'countApprovals', '/api/v1/queues/approvals/counts', office],
	['GET', 'listSessions', '/api/v1/sessions', all],
	['GET', 'getMe', '/api/v1/me', all],
	['HEAD', 'followChanges', '/api/v1/stream', all],
	['GET', 'listTokens', '/api/v1/tokens', all],
	['GET', 'listUsers', '/api/v1/users?district_id={district}', ['system-admin', 'security-admin']],
	['GET', 'getUser', `/api/v1/users/${me.user.id}`, ['system-admin', 'security-admin']],
	['POST', 'addUser', '/api/v1/users', ['system-admin'], { login: '?' }],
	['PATCH', 'changeUser', `/api/v1/users/${me.user.id}`, ['system-admin', 'security-admin'], { surprise: 1 }],
	['POST', 'resetPassword', `/api/v1/users/${me.user.id}/password-reset`, ['security-admin'], { surprise: 1 }],
	['POST', 'addAgency', '/api/v1/agencies', ['system-admin'], { surprise: 1 }],
	['PATCH', 'changeAgency', '/api/v1/agencies/{district}', ['system-admin'], { surprise: 1 }],
	['GET', 'listSettings', '/api/v1/agencies/{district}/settings', all],
	['PUT', 'changeSettings', '/api/v1/agencies/{district}/settings', ['system-admin'], { surprise: 1 }],
	['POST', 'loadCalendar', '/api/v1/calendars', ['system-admin'], { surprise: 1 }],
	['GET', 'getJob', '/api/v1/jobs/999999', all],
	['PUT', 'setTestClock', '/api/v1/test-clock', ['system-admin'], { surprise: 1 }],
	['GET', 'listAudit', '/api/v1/audit', ['audit-admin']],
	['PUT', 'changePassword', '/api/v1/me/password', all, { surprise: 1 }],
	['POST', 'makeToken', '/api/v1/tokens', all, { surprise: 1 }],
	['DELETE', 'revokeToken', '/api/v1/tokens/999999', all],
	['DELETE', 'endSession', '/api/v1/sessions/999999', all],
	/* intake */
	['POST', 'takeIn', '/api/v1/cases', desk, { surprise: 1 }],
	['GET', 'listProposals', '/api/v1/proposals', [...desk, ...chain]],

	/* document */

	/* work */
	['POST', 'reassignCases', '/api/v1/reassignments', ['head', 'caseworker'], { surprise: 1 }],
	['GET', 'listAbsences', '/api/v1/absences', [...office, 'supervisor']],
	['POST', 'setAbsence', '/api/v1/absences', ['head', 'caseworker'], { surprise: 1 }],
	['POST', 'endAbsence', '/api/v1/absences/999999/end', ['head', 'caseworker'], {}],
	['GET', 'listMentions', '/api/v1/mentions', [...office, 'unit-officer', 'supervisor', 'advisor']],
	[
		'POST',
		'readMention',
		'/api/v1/mentions/999999/reading',
		[...office, 'unit-officer', 'supervisor', 'advisor'],
		{},
	],
	['POST', 'readAllMentions', '/api/v1/mentions/reading', [...office, 'unit-officer', 'supervisor', 'advisor'], {}],

	/* consultations, holds, reasons */
	['GET', 'listSecrecyReviews', '/api/v1/secrecy-reviews', ['secrecy-reviewer']],

	/* review */
	['GET', 'listConflicts', '/api/v1/legal-conflicts', ['advisor']],
	['POST', 'declareConflict', '/api/v1/legal-conflicts', ['advisor'], { surprise: 1 }],
	['POST', 'endConflict', '/api/v1/legal-conflicts/999999/end', ['advisor'], {}],
	['GET', 'listColleagues', `/api/v1/agencies/${fgw}/colleagues`, [...office, 'unit-officer', 'supervisor']],
	['GET', 'listInformationItems', `/api/v1/information-items?agency_id=${fgw}`, [...office, 'supervisor']],
	['GET', 'getInformationItem', '/api/v1/information-items/999999', [...office, 'supervisor']],
	['POST', 'decideInformationItem', '/api/v1/information-items/999999/decision', office, { surprise: 1 }],
	['POST', 'addDisclosure', '/api/v1/disclosures', office, { surprise: 1 }],
	['POST', 'withdrawDisclosure', '/api/v1/disclosures/999999/withdrawal', office, { surprise: 1 }],
	['GET', 'countEvaluations', `/api/v1/agencies/${fgw}/evaluations`, [...office, 'supervisor']],
	['GET', 'listDeputies', `/api/v1/agencies/${fgw}/deputies`, [...office, 'supervisor', 'security-admin']],
	['POST', 'addDeputy', `/api/v1/agencies/${fgw}/deputies`, [...chain, 'security-admin'], { surprise: 1 }],
	['POST', 'endDeputy', `/api/v1/agencies/${fgw}/deputies/999999/end`, [...office, 'security-admin'], {}],

	/* fee */
	['POST', 'recordSharedPayment', '/api/v1/payments', ['finance', 'clerk'], { surprise: 1 }],
	['GET', 'listRefunds', '/api/v1/refunds', [...office, 'supervisor']],
	['GET', 'getFeeFigures', '/api/v1/fees/figures?year=2026', [...office, 'supervisor']],

	/* after */
	['GET', 'listDeadlines', '/api/v1/deadlines', [...office, 'supervisor']],
	['GET', 'overviewDistrict', '/api/v1/district/overview', ['supervisor']],
	['GET', 'listLoneExtensions', '/api/v1/district/lone-extensions', ['supervisor']],
	['POST', 'sendUrging', '/api/v1/urgings', ['supervisor'], { surprise: 1 }],
	['GET', 'listUrgings', '/api/v1/urgings', [...office, 'supervisor']],
	['GET', 'getUrging', '/api/v1/urgings/999999', [...office, 'supervisor']],
	['POST', 'answerUrging', '/api/v1/urgings/999999/answer', office, { surprise: 1 }],
	['GET', 'listAnnualReports', '/api/v1/annual-reports', [...office, 'supervisor']],
	['GET', 'getAnnualReport', '/api/v1/annual-reports/999999', [...office, 'supervisor']],
	[
		'POST',
		'recordAnnualReport',
		'/api/v1/annual-reports/999999/publication',
		[...office, 'supervisor'],
		{ surprise: 1 },
	],
	['POST', 'takeInComplaint', '/api/v1/complaints/taken-in', ['supervisor'], { surprise: 1 }],
	['GET', 'listComplaints', '/api/v1/complaints', [...office, 'supervisor']],
	['GET', 'getComplaint', '/api/v1/complaints/999999', [...office, 'supervisor']],
	['POST', 'unmaskComplainant', '/api/v1/complaints/999999/unmasking', ['supervisor'], { reason: '权限测试' }],
	['POST', 'registerComplaint', '/api/v1/complaints/999999/registration', ['supervisor'], {}],
	['POST', 'askAboutComplaint', '/api/v1/complaints/999999/inquiry', ['supervisor'], { surprise: 1 }],
	['POST', 'answerInquiry', '/api/v1/complaints/999999/agency-answer', office, { surprise: 1 }],
	['POST', 'findOnComplaint', '/api/v1/complaints/999999/finding', ['supervisor'], { surprise: 1 }],
	['POST', 'answerComplaint', '/api/v1/complaints/999999/answer', ['supervisor'], {}],
	['POST', 'reportMending', '/api/v1/complaints/999999/mending', office, { surprise: 1 }],

	/* schedule */
	['POST', 'previewCalendar', '/api/v1/calendars/preview', ['system-admin'], { surprise: 1 }],
	['GET', 'listCalendarMoves', '/api/v1/jobs/999999/moves', all],

	/* hooks: an agency's by its system administrators, an advisor's own by the advisor */
	['GET', 'listEndpoints', '/api/v1/webhook-endpoints', ['system-admin', 'advisor']],
	['POST', 'addEndpoint', '/api/v1/webhook-endpoints', ['system-admin', 'advisor'], { surprise: 1 }],
	['GET', 'getEndpoint', '/api/v1/webhook-endpoints/999999', ['system-admin', 'advisor']],
	['PATCH', 'changeEndpoint', '/api/v1/webhook-endpoints/999999', ['system-admin', 'advisor'], { name: '一' }],
	['DELETE', 'endEndpoint', '/api/v1/webhook-endpoints/999999', ['system-admin', 'advisor']],
	['POST', 'pingEndpoint', '/api/v1/webhook-endpoints/999999/ping', ['system-admin', 'advisor'], {}],
	['POST', 'testEndpoint', '/api/v1/webhook-endpoints/999999/test', ['system-admin', 'advisor'], {}],
	[
		'POST',
		'rotateEndpointSecret',
		'/api/v1/webhook-endpoints/999999/secret-rotation',
		['system-admin', 'advisor'],
		{},
	],
	['POST', 'activateEndpoint', '/api/v1/webhook-endpoints/999999/activation', ['system-admin', 'advisor'], {}],
	['POST', 'deactivateEndpoint', '/api/v1/webhook-endpoints/999999/deactivation', ['system-admin', 'advisor'], {}],
	[
		'POST',
		'replayDeliveries',
		'/api/v1/webhook-endpoints/999999/replay',
		['system-admin', 'advisor'],
		{ from: '2026-03-02', to: '2026-03-02' },
	],
	['GET', 'listDeliveries', '/api/v1/webhook-endpoints/999999/deliveries', ['system-admin', 'advisor']],
	['GET', 'searchDeliveries', '/api/v1/deliveries', ['system-admin', 'advisor']],
	[
		'POST',
		'replayAllDeliveries',
		'/api/v1/deliveries/replay',
		['system-admin', 'advisor'],
		{ from: '2026-03-02', to: '2026-03-02', mine: true },
	],
	['GET', 'getDelivery', '/api/v1/deliveries/999999', ['system-admin', 'advisor']],
	['POST', 'replayDelivery', '/api/v1/deliveries/999999/replay', ['system-admin', 'advisor'], {}],

	/* remind: everybody's own */
	['GET', 'listReminders', '/api/v1/reminders', all],
	['POST', 'acknowledgeReminder', '/api/v1/reminders/999999/acknowledgement', all, {}],
	['GET', 'getNotifications', '/api/v1/me/notifications', all],
	['PUT', 'setNotifications', '/api/v1/me/notifications', all, { surprise: 1 }],
	['POST', 'testNotifications', '/api/v1/me/notifications/test', all, { surprise: 1 }],
	['GET', 'listMails', '/api/v1/mails', ['system-admin']],
	['POST', 'replayMail', '/api/v1/mails/999999/replay', ['system-admin'], {}],
	['GET', 'listCalendarFeeds', '/api/v1/me/calendar-feeds', all],
	['POST', 'makeCalendarFeed', '/api/v1/me/calendar-feeds', all, { surprise: 1 }],
	['DELETE', 'revokeCalendarFeed', '/api/v1/me/calendar-feeds/999999', all],
];
/* Open to anyone, or an applicant's: tried in other scenarios. */
const elsewhere = [
	'fileRequest',
	'openAccess',
	'followRequest',
	'amendRequest',
	'withdrawRequest',
	'answerCorrection',
	'readOwnLetter',
	'calculateDueDay',
	'previewClock',
	'estimateFee',
	'getFeeSchedule',
	'getRules',
	'signIn',
	'signOut',
	'listAgencies',
	'getAgency',
	'listCalendars',
	'getCalendar',
	'getTestClock',
	'getHealth',
	'getReadiness',
	'getMetrics',
	'getContract',
	'getDocs',
	'getSecurityContact',
	'listEventTypes',
	'readCalendarFeed',
	/* intake */

	'describeAttachments',
	'beginAttachment',
	'lookAtAttachment',
	'sendAttachmentPart',
	'endAttachment',
	'downloadOwnDocument',
	'describeUploads',

	/* work */

	/* consultations, holds, reasons */
	'giveReasons',

	/* review */
	'evaluateReply',
	'suggestPublication',
	'listDisclosures',
	'getDisclosure',

	/* fee */

	/* after */ 'fileComplaint',
	'followComplaint',
	'prefillFiling',

	/* schedule */
];

const district = w.sql('SELECT id FROM agency WHERE parent_id IS NULL').trim();
const letters = Object.fromEntries(
	[own, foreign].map((k) => [k.id, w.sql(`SELECT id FROM letter WHERE case_id = ${k.id} LIMIT 1`).trim()]),
);

/* A consultation on each, so that what concerns one is found by whom it should be. */
const consultations = {};
for (const [agency, k] of [
	['fgw', own],
	['jtj', foreign],
]) {
	await (await w.person(`${agency}-clerk`)).act(k.id, 'registration');
	consultations[k.id] = (
		await (
			await w.person(`${agency}-caseworker`)
		).act(k.id, 'consultations', { kind: 'third_party', party: '示例第三方', information: '示例名单' })
	).consultations[0].id;
}

function send(client, [method, , path, , body], id) {
	const full = (id ? `/api/v1/cases/${id}${path}` : path)
		.replace('{letter}', letters[id])
		.replace('{consultation}', consultations[id])
		.replace('{district}', district);
	return client.send(method, full, {
		body,
		version: method === 'GET' ? undefined : 1,
		key: method === 'POST' ? randomUUID() : undefined,
	});
}

await scenario('every operation of the contract is in this table', async (t) => {
	const text = readFileSync(join(process.env.SRCDIR ?? '.', 'server/openapi.yaml'), 'utf8');
	const known = new Set([...onCase, ...others].map((r) => r[1]).concat(elsewhere));
	const missing = [...text.split('\nwebhooks:')[0].matchAll(/operationId: (\w+)/g)]
		.map((m) => m[1])
		.filter((id) => !known.has(id));
	t.is(missing, [], 'not in the table');
});

for (const row of onCase) {
	await scenario(`${row[1]}: nobody 401, an applicant 403, another agency 404, each role by the table`, async (t) => {
		t.is((await send(w.anyone(), row, own.id)).status, 401, 'nobody');
		t.is((await send(own.applicant, row, own.id)).status, 403, 'the applicant');
		for (const role of all) {
			const person = await w.person(login(role));
			const answer = await send(person, row, own.id);
			if (row[3].includes(role))
				t.ok(
					![401, 403, 404].includes(answer.status) ||
						(answer.status === 404 && /\/1(\/|$)|999999/.test(row[2])),
					`${role} may: ${answer.status} ${answer.text.slice(0, 200)}`,
				);
			else if (row[3].includes(`${role}?`)) t.ok(answer.status !== 401, `${role}: ${answer.status}`);
			else
				t.ok(
					[403, 404].includes(answer.status),
					`${role} may not: ${answer.status} ${answer.text.slice(0, 200)}`,
				);
		}
		for (const role of office) {
			// the same roles, of the other agency's case
			const answer = await send(await w.person(login(role)), row, foreign.id);
			t.ok([403, 404].includes(answer.status), `${role} on another agency's case: ${answer.status}`);
			if (row[3].includes(role)) t.is(answer.status, 404, `${role} does not learn of it`);
		}
	});
}

for (const row of others) {
	await scenario(`${row[1]}: nobody 401, each role by the table`, async (t) => {
		t.is((await send(w.anyone(), row)).status, 401, 'nobody');
		t.ok([401, 403].includes((await send(own.applicant, row)).status), 'an applicant');
		for (const role of all) {
			const answer = await send(await w.person(login(role)), row);
			if (row[3].includes(role))
				t.ok(![401, 403].includes(answer.status), `${role} may: ${answer.status} ${answer.text.slice(0, 200)}`);
			else
				t.ok(
					[403, 404].includes(answer.status),
					`${role} may not: ${answer.status} ${answer.text.slice(0, 200)}`,
				);
		}
	});
}

await done();
