// @ts-check
/* The choices of the API in words. */
import { t } from './lang.mjs';

/** @returns {[string, string, string?][]} */
export const categories = () => [
	['natural_person', t('自然人', 'a person')],
	['enterprise', t('商业企业', 'an enterprise')],
	['research_institution', t('科研机构', 'a research institution')],
	['social_organisation', t('社会公益组织', 'a public-interest organisation')],
	['legal_service', t('法律服务机构', 'a legal service')],
	['other', t('其他法人或者组织', 'another organisation')],
];

/** @returns {[string, string, string?][]} */
export const idKinds = () => [
	['citizen', t('居民身份证', 'Identity card of a citizen')],
	['credit_code', t('统一社会信用代码（单位）', 'Unified social credit code (organisations)')],
	['passport', t('护照', 'Passport')],
	['other', t('其他证件', 'Another paper')],
];

/** @returns {[string, string, string?][]} */
export const ways = () => [
	['download', t('网上下载', 'Download')],
	['email', t('电子邮件', 'E-mail')],
	['post', t('邮寄', 'Post')],
	['collect', t('自行领取', 'Collection')],
	['on_site', t('当场阅读、抄录', 'Reading on site')],
	['fax', t('传真', 'Fax')],
];

/** @returns {[string, string, string?][]} */
export const carriers = () => [
	['electronic', t('电子文件', 'Electronic file')],
	['paper', t('纸质', 'Paper')],
	['disc', t('光盘', 'Disc')],
];

/** @returns {[string, string, string?][]} */
export const representativeKinds = () => [
	['guardian', t('法定代理人', 'Guardian'), t('未成年人的父母或者其他监护人', 'Parent or other guardian of a minor')],
	['legal_representative', t('法定代表人、负责人', 'Legal representative of an organisation')],
	['handler', t('单位经办人', 'Handler in an organisation')],
	[
		'agent',
		t('委托代理人', 'Agent'),
		t('要有授权委托书，可以在后面上传', 'With a written authorisation, which can be sent later'),
	],
];

/** @returns {[string, string, string?][]} */
export const powers = () => [
	['file', t('提出申请', 'file')],
	['correct', t('补正', 'answer correction notices')],
	['receive', t('接收文书', 'receive letters')],
	['pay', t('缴费', 'pay')],
	['withdraw', t('撤回申请', 'withdraw')],
];

/** The words of VALUES among OPTIONS. @param {[string, string, string?][]} options @param {string | string[] | null | undefined} values */
export const inWords = (options, values) =>
	[values ?? []]
		.flat()
		.map((v) => options.find(([o]) => o === v)?.[1] ?? v)
		.join(t('、', ', '));
