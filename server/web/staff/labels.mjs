// @ts-check
/* Labels and words for the members of the API's records, so that every record can be shown without a page of its own. */
import { dayText, lang, t, timeText } from '../lib/lang.mjs';
import { actText, nameOf, outcomeTitles, roleText, sayTitles, stateText } from './words.mjs';

/** @type {Record<string, [string, string]>} */
const labels = {
	place: ['地点', 'place'], searched_on: ['检索日期', 'searched on'], searcher: ['检索人', 'searcher'], method: ['方法', 'method'], found: ['找到', 'found'], result: ['结果', 'result'], question: ['问题', 'question'], answer: ['答复', 'answer'], answer_by: ['答复期限', 'answer by'],
	asked_on: ['提出日期', 'asked on'], asked_by: ['提出人', 'asked by'], answered_on: ['答复日期', 'answered on'], remarks: ['意见', 'remarks'], reason: ['理由', 'reason'], reasons: ['理由', 'reasons'], working_days: ['工作日', 'working days'], status: ['情况', 'status'], decided_by: ['决定人', 'decided by'], decided_on: ['决定日期', 'decided on'],
	kind: ['种类', 'kind'], way: ['方式', 'way'], on: ['日期', 'day'], said: ['内容', 'said'], needs: ['真正需要', 'needs'], author_id: ['记录人', 'by'], name: ['姓名', 'name'], id_kind: ['证件种类', 'paper'], id_number: ['证件号码', 'number'], phone: ['电话', 'phone'], email: ['电子邮件', 'e-mail'], address: ['地址', 'address'], category: ['类别', 'category'],
	number: ['编号', 'number'], title: ['标题', 'title'], description: ['内容', 'description'], state: ['状态', 'state'], made_on: ['日期', 'made on'], document_number: ['文号', 'document number'], party: ['对方', 'party'], information: ['拟公开内容', 'information'], ends_on: ['期限', 'ends on'], received_on: ['收到日期', 'received on'], opinion: ['意见', 'opinion'], ended_on: ['结束日期', 'ended on'],
	proof: ['凭据', 'proof'], sent_on: ['发出日期', 'sent on'], recipient: ['签收人', 'recipient'], relation: ['身份', 'as'], matter: ['事项', 'matter'], demand: ['要求', 'demand'], user_id: ['交给', 'given to'], advisor_name: ['法律顾问', 'advisor'], articles: ['依据条款', 'articles'], rules: ['疑难情形', 'hard because'], volume: ['数量、频次', 'volume'], finding: ['认定', 'finding'],
	items: ['事项', 'items'], what: ['事项', 'what'], guidance: ['说明', 'guidance'], quantity: ['数量', 'quantity'], amount_yuan: ['金额（元）', 'amount (yuan)'], paid_yuan: ['已缴（元）', 'paid (yuan)'], left_yuan: ['未缴（元）', 'left (yuan)'], pay_by: ['缴费期限', 'pay by'], voucher: ['票据号', 'voucher'], paid_on: ['缴费日期', 'paid on'], cause_title: ['原因', 'cause'], how: ['方式', 'how'], how_to_pay: ['缴费方式', 'how to pay'],
	kind_title: ['种类', 'kind'], body: ['机关', 'body'], filed_on: ['提起日期', 'filed on'], copy_received_on: ['收到副本', 'copy came in'], result_title: ['结果', 'result'], decision_number: ['文号', 'number'], opened_on: ['开始', 'opened on'], opened_by: ['起因', 'opened by'], done_on: ['办结', 'done on'], due_on: ['期限', 'due on'], outcomes: ['结果', 'outcomes'], no: ['序号', 'no.'],
	reviewer_id: ['审查人', 'reviewer'], parts: ['部分', 'parts'], time: ['时间', 'time'], note: ['说明', 'note'], grade: ['评分（1–5）', 'grade (1–5)'], cause: ['原因', 'cause'], learnt_on: ['得知日期', 'learnt on'], successor: ['继续人', 'successor'], matters: ['授权事项', 'matters'], powers: ['权限', 'powers'], valid_from: ['自', 'from'], valid_to: ['至', 'to'], from_user: ['原经办', 'from'], to_user: ['经办', 'to'],
	advisor: ['法律顾问', 'advisor'], by_rota: ['按轮值', 'by rota'], second_of: ['第二意见', 'second of'], period_ended_on: ['期限届满', 'period ended'], served_on: ['送达日期', 'served on'], good_reason: ['正当理由', 'good reason'], urged_on: ['督办日期', 'urged on'], urged_by: ['督办人', 'urged by'], wrong: ['误', 'wrong'], right: ['正', 'right'], correct: ['应为', 'should say'], record: ['记录', 'record'], evidence: ['证据', 'evidence'], act: ['事项', 'act'], round: ['轮次', 'round'], step: ['步骤', 'step'],
	applicant_no: ['第几位', 'number'],
	drafted_by: ['拟稿人', 'drafted by'], drafted_on: ['拟定日期', 'drafted on'], sent_by: ['发出人', 'sent by'], units_before: ['此前的件数', 'units before'], fee_notice: ['收费通知', 'fee notice'], amount_fen: ['金额（元）', 'amount (yuan)'], paid_fen: ['已缴（元）', 'paid (yuan)'], applied_fen: ['抵缴（元）', 'applied (yuan)'], left_fen: ['未缴（元）', 'left (yuan)'], joint_with: ['合并办理', 'together with'], payment: ['缴费', 'payment'],
	other_way_ok: ['可用其他方式', 'another way is fine'], electronic_ok: ['同意电子送达', 'electronic service agreed'], task: ['协办', 'task'], extension: ['延期', 'extension'], service: ['送达', 'service'], mentions: ['提到', 'mentions'], help_needed: ['需要的帮助', 'help needed'], added: ['加入', 'added'], from_on: ['自', 'from'], advisor_id: ['法律顾问', 'advisor'], consultation: ['征求意见', 'consultation'], units: ['件数', 'units'], submitted_at: ['提交时间', 'submitted'], changed: ['改动', 'changed'], legal_opinions: ['法律意见', 'opinions'], filename: ['文件名', 'file'], size: ['大小', 'size'], type: ['类型', 'type'], remedy: ['救济', 'remedy'], proposal: ['提请', 'proposal'], code: ['代码', 'code'], item: ['事项', 'item'], representative: ['代理人', 'representative'], firm_letter: ['律所函', 'letter of the firm'], authorised: ['已授权', 'authorised'], may_withdraw: ['可撤回', 'may withdraw'],
	working_day: ['工作日', 'working day'], author_role: ['身份', 'as'], added_at: ['加入时间', 'added'], same: ['相同', 'same'], submitted_on: ['提交日期', 'submitted on'], direction: ['方向', 'direction'], channel: ['渠道', 'channel'], ways: ['方式', 'ways'], carriers: ['载体', 'carriers'], in_time: ['按期', 'in time'], document: ['材料', 'document'], letter: ['文书', 'letter'], review: ['审查', 'review'], text: ['内容', 'text'], holds: ['成立', 'holds'], last_day: ['最后一日', 'last day'], by: ['由', 'by'], chased: ['催办', 'chased'], weighing: ['衡量', 'weighing'], late: ['逾期意见', 'late'], disclosure_notice: ['公开告知', 'notice'], order: ['决定', 'order'], release: ['解除', 'release'], ground: ['依据', 'ground'],
	receipt_proof: ['收到凭据', 'proof of receipt'], end_proof: ['结束凭据', 'proof of the end'], provisional: ['暂定', 'provisional'], draft_changed: ['此后稿件有改动', 'the draft changed since'], single_officer: ['一人兼任', 'one officer alone'], licence: ['执业证号', 'licence'], gets_letters: ['收文书', 'gets letters'], is_contact: ['联系人', 'contact'], lawyer: ['律师', 'lawyer'], search_wanted: ['须附检索记录', 'searches wanted'], overdue: ['已过期', 'overdue'], delayed_to: ['延迟至', 'delayed to'],
};

/** @type {Record<string, [string, string]>} */
const words = {
	telephone: ['电话', 'telephone'], visit: ['面谈', 'visit'], message: ['消息', 'message'], letter: ['信函', 'letter'], email: ['电子邮件', 'e-mail'], contact: ['联系', 'contact'], clarification: ['沟通释明', 'clarification'], note: ['备注', 'note'], pass: ['可以公开', 'pass'], pass_in_part: ['部分可以公开', 'pass in part'], refuse: ['不得公开', 'refuse'], send_on: ['报请确定', 'send on'],
	asked: ['等待', 'waits'], answered: ['已答复', 'answered'], accepted: ['已接受', 'accepted'], refused: ['退回', 'refused'], granted: ['同意', 'granted'], cancelled: ['撤销', 'cancelled'], withdrawn: ['已撤回', 'withdrawn'], returned: ['退回', 'returned'], void: ['作废', 'void'], agree: ['同意', 'agree'], agree_with_changes: ['修改后同意', 'agree with changes'], disagree: ['不同意', 'disagree'], consent: ['同意公开', 'consent'], objection: ['不同意公开', 'objection'], opinion: ['提出意见', 'opinion'], silence: ['逾期未提出意见', 'silence'], undeliverable: ['无法送达', 'undeliverable'], called_off: ['取消', 'called off'],
	natural_person: ['公民', 'natural person'], enterprise: ['商业企业', 'enterprise'], research_institution: ['科研机构', 'research institution'], social_organisation: ['社会公益组织', 'social organisation'], legal_service: ['法律服务机构', 'legal service'], other: ['其他', 'other'], citizen: ['居民身份证', 'identity card'], credit_code: ['统一社会信用代码', 'credit code'], passport: ['护照', 'passport'],
	post: ['邮寄', 'post'], download: ['网上下载', 'download'], collect: ['当面领取', 'collect'], on_site: ['现场查阅', 'on site'], fax: ['传真', 'fax'], paper: ['纸质', 'paper'], electronic: ['电子', 'electronic'], disc: ['光盘', 'disc'], courier: ['邮政快递', 'courier'], hand: ['直接送达', 'by hand'], entrusted: ['委托送达', 'entrusted'], collection: ['当面领取', 'collected'],
	online: ['网上', 'online'], in_person: ['当面', 'in person'], post_signed: ['挂号信、快递', 'signed post'], post_ordinary: ['平常信函', 'ordinary post'], oral: ['口头', 'oral'], handed_on: ['转办', 'handed on'], identity: ['身份', 'identity'], authorisation: ['授权', 'authorisation'], form: ['形式', 'form'], filing: ['申请', 'filing'], court: ['判决', 'court'], reconsideration: ['复议', 'reconsideration'], revocation: ['自行撤销', 'revocation'],
	guardian: ['监护人', 'guardian'], legal_representative: ['法定代表人', 'legal representative'], handler: ['经办人', 'handler'], agent: ['委托代理人', 'agent'], repeat_of: ['重复', 'repeat of'], same_information: ['同一信息', 'same information'], related: ['相关', 'related'], merged_into: ['并入', 'merged into'], applicant: ['申请人', 'applicant'], third_party: ['第三方', 'third party'], no_answer: ['无人应答', 'no answer'], wrong_contact: ['联系方式有误', 'wrong contact'], left_message: ['已留言', 'left a message'], letter_sent: ['已发函', 'letter sent'],
	refusal_planned: ['拟不予公开', 'refusal planned'], third_party_objects: ['第三方不同意', 'a third party objects'], excessive_volume: ['大量反复', 'excessive volume'], open_or_lost_remedy: ['有复议诉讼或者败诉', 'open or lost remedy'], repeat_refused: ['重复申请不予处理', 'repeat refused'], ordered_re_reply: ['责令重新答复', 'ordered re-reply'], flagged: ['人工标记', 'flagged'], draft: ['拟稿', 'draft'], sent: ['已发出', 'sent'], paid: ['已缴', 'paid'], not_charged: ['不收费', 'not charged'], waived: ['减免', 'waived'], ended: ['已结束', 'ended'], due: ['应退', 'due'], approved: ['已批准', 'approved'], dropped: ['不退', 'dropped'], made: ['已制作', 'made'], served: ['已送达', 'served'], overtaken: ['已补正或者缴费', 'overtaken'], reinstated: ['已恢复', 'reinstated'], death: ['死亡', 'death'], true: ['是', 'yes'], false: ['否', 'no'], by_item: ['按件', 'by item'], by_page: ['按页', 'by page'], none: ['不收费', 'none'], delivered: ['已收到', 'delivered'], grant: ['同意', 'grant'], correction: ['更正自身记录', 'correction of own record'], request: ['公开申请', 'request'],
	incoming: ['收到的', 'incoming'], held: ['所掌握的', 'held'], release: ['拟公开', 'for release'], redacted: ['已遮盖', 'redacted'], proof: ['凭据', 'proof'], taken_back: ['已撤回', 'taken back'], to: ['指向', 'to'], from: ['来自', 'from'],
};

/** @param {string} key */
export const labelOf = (key) => sayTitles[key] ?? (labels[key] ? labels[key][lang === 'zh' ? 0 : 1] : key.replaceAll('_', ' '));

const people = /(^|_)(by|user|advisor)$|(_|^)(author|reviewer|user|drafter|advisor|actor|approver)_id$|^(to|from)_user$|^made_by$/;

/** Words of a member's value. @param {string} key @param {any} v @returns {string} */
export function valueOf(key, v) {
	if (v === null || v === undefined || v === '') return '';
	if (Array.isArray(v)) return v.map((x) => valueOf(key, x)).filter(Boolean).join(t('；', '; '));
	if (typeof v === 'object') return Object.entries(v).map(([k, x]) => [labelOf(k), valueOf(k, x)]).filter(([, x]) => x).map(([k, x]) => `${k}${t('：', ': ')}${x}`).join(t('，', ', '));
	const text = String(v);
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text);
	if (/^\d{4}-\d\d-\d\dT/.test(text)) return timeText(text);
	if (/_fen$/.test(key) && /^-?\d+$/.test(text)) return (Number(text) / 100).toFixed(2);
	if (people.test(key) && /^\d+$/.test(text)) return nameOf(text);
	if (key === 'state') return stateText(text);
	if (key === 'act') return actText(text);
	if (key === 'outcome' || key === 'outcomes') return outcomeTitles[text] ?? text;
	if (/role$/.test(key)) return roleText(text);
	if (/^(ways|carriers|powers)$/.test(key)) return text.split(/[ ,]+/).map((x) => words[x]?.[lang === 'zh' ? 0 : 1] ?? x).join(t('、', ', '));
	return Object.hasOwn(words, text) ? words[text][lang === 'zh' ? 0 : 1] : text;
}
