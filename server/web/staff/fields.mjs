// @ts-check
/* Shorthands for the fields of act forms. */
import { t } from '../lib/lang.mjs';

/** @param {string} name @param {string} label @param {any} [o] */
export const text = (name, label, o = {}) => ({ name, label, ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const area = (name, label, o = {}) => ({ name, label, rows: 3, ...o });
/** A day; today unless said otherwise, required unless said otherwise. @param {string} name @param {string} label @param {any} [o] */
export const day = (name, label, o = {}) => ({ name, label, type: 'date', required: true, today: !o.future && !o.empty, ...o });
/** @param {string} name @param {string} label @param {[string, string][]} options @param {any} [o] */
export const pick = (name, label, options, o = {}) => ({ name, label, options, ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const check = (name, label, o = {}) => ({ name, label, type: 'checkbox', ...o });
/** @param {string} name @param {string} label @param {any} [o] */
export const number = (name, label, o = {}) => ({ name, label, type: 'number', ...o });
/** Somebody of the agency who holds one of ROLES. @param {string} name @param {string} label @param {import('./acts.mjs').Context} x @param {string[]} roles @param {any} [o] */
export const user = (name, label, x, roles, o = {}) => ({ name, label, required: true, options: x.people.filter((p) => p.roles.some((r) => roles.includes(r))).map((p) => [p.id, p.name]), ...o });
/** The record that the act is about: a part of the path, not of the body. @param {string} name @param {string} label @param {[string, string][]} options */
export const record = (name, label, options) => ({ name: `@${name}`, label, options, sole: options.length === 1 });
/** Groups of fields that repeat. @param {string} name @param {string} label @param {any[]} fields @param {any} [o] */
export const list = (name, label, fields, o = {}) => ({ name, label, type: 'list', fields, min: 1, ...o });

/** How a letter is served (R-CLOCK-9); a field is shown where its way needs it. */
export const servingFields = () => {
	const by = (/** @type {string[]} */ ...ways) => ({ show: { way: ways } });
	return [pick('way', t('送达方式', 'Way'), [['electronic', t('电子送达', 'electronic')], ['post', t('邮寄', 'post')], ['courier', t('邮政快递', 'courier')], ['hand', t('直接送达', 'by hand')], ['entrusted', t('委托送达', 'entrusted')], ['collection', t('当面领取', 'collected')], ['on_site', t('现场查阅', 'on site')], ['fax', t('传真', 'fax')]]),
		text('proof', t('回执或者单号', 'Receipt or tracking number'), { max: 200, ...by('post', 'courier', 'hand', 'entrusted', 'collection', 'on_site', 'fax') }),
		day('sent_on', t('交寄日期', 'Sent on'), { required: false, ...by('post', 'courier', 'fax') }),
		day('received_on', t('签收日期', 'Received on'), { required: false, empty: true, ...by('hand', 'entrusted', 'courier', 'collection', 'on_site') }),
		text('recipient', t('签收人', 'Who signed'), { max: 80, ...by('hand', 'entrusted', 'courier', 'collection', 'on_site') }),
		pick('relation', t('签收人身份', 'As whom'), [['', '—'], ['applicant', t('申请人', 'applicant')], ['agent', t('代理人', 'agent')], ['household', t('同住成年家属', 'household')]], by('hand', 'entrusted', 'courier', 'collection')),
		check('refused', t('拒绝签收，留置', 'Signature refused, left with a record'), by('hand', 'entrusted')), area('record', t('拒收经过和见证人', 'What happened, and who witnessed it'), { max: 1000, ...by('hand', 'entrusted') }),
		text('place', t('地点', 'Place'), { max: 200, ...by('hand', 'entrusted') }), text('served_by', t('送达人', 'Served by'), { max: 80, ...by('hand', 'entrusted') }),
		area('other_form_reason', t('未按申请的形式提供的理由', 'Why in another form than asked for'), { max: 500, rows: 2 })];
};
