// @ts-check
/* Intake at the counter: every channel with its day of receipt by the rule, then the receipt to print. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { dayText, t } from '../lib/lang.mjs';
import { letterView } from '../lib/letter.mjs';
import { form, lawTag } from '../lib/parts.mjs';
import { carriers, categories, ways } from '../lib/words.mjs';
import { documentSection, uploadBox } from './documents.mjs';
import { build, read, toggle } from './actform.mjs';
import { area, check, day, idKindsOrNone, list, nest, number, pick, representative, text } from './fields.mjs';
import { agenciesAs, me } from './session.mjs';
import { once } from './words.mjs';
import { say } from './keys.mjs';

const channels = () =>
	/** @type {[string, string][]} */ ([
		['in_person', t('当面', 'in person')],
		['post_signed', t('挂号信、快递', 'signed post')],
		['post_ordinary', t('平常信函', 'ordinary post')],
		['fax', t('传真', 'fax')],
		['email', t('电子邮件', 'e-mail')],
		['oral', t('口头', 'oral')],
		['handed_on', t('转办（12345、信访、上级）', 'handed on')],
	]);

/** The day that counts, by channel. */
const rule = () =>
	/** @type {Record<string, [string, string]>} */ ({
		in_person: [t('当面提交：提交之日为收到之日。', 'In person: received on the day of submission.'), 'R-RCPT-1'],
		post_signed: [
			t(
				'签收之日为收到之日。寄给本机关其他单位的，按设置从签收日或者确认日起算。',
				'Received on the day it was signed for; if addressed to another unit, as set.',
			),
			'R-RCPT-2',
		],
		post_ordinary: [
			t(
				'须与申请人确认，确认之日为收到之日；到达当日就要联系并登记，当日没有联系的，到达之日为收到之日。',
				'To be confirmed with the applicant: received on that day. Contact is due on the day of arrival, else the day of arrival counts.',
			),
			'R-RCPT-3',
		],
		fax: [t('同平常信函：双方确认之日。', 'As ordinary post: the day both sides confirm.'), 'R-RCPT-5'],
		email: [t('进入公布的邮箱之日为收到之日。', 'Received on the day the published mailbox has it.'), 'R-RCPT-4'],
		oral: [
			t('代为填写并宣读确认之日为收到之日。', 'Received on the day the form was filled in and read back.'),
			'R-RCPT-5',
		],
		handed_on: [
			t(
				'公开机构收到之日；写信人要求获取信息的，才作为申请办理。',
				'The day the office has it; a request only if the writer asks for information.',
			),
			'R-RCPT-8',
		],
	});

const person = (/** @type {string} */ at = '') => [
	pick(`${at}category`, t('类别', 'Category'), categories()),
	text(`${at}name`, t('姓名或者名称', 'Name'), { max: 100 }),
	pick(`${at}id_kind`, t('证件', 'Paper'), idKindsOrNone()),
	text(`${at}id_number`, t('号码', 'Number'), { max: 60 }),
	check(`${at}id_kept`, t('校验不符也按原样保留', 'keep as written although the check warns')),
	text(`${at}phone`, t('电话', 'Telephone'), { max: 40, inputmode: 'tel' }),
	text(`${at}email`, t('电子邮箱', 'E-mail'), { max: 120 }),
	text(`${at}address`, t('地址', 'Address'), { max: 200 }),
];

/** @param {[string, string][]} agencies @param {(answer: any) => void} done */
function intakeForm(agencies, done) {
	const on = (/** @type {string[]} */ ...c) => ({ show: { channel: c } });
	const arrival = [
		agencies.length > 1
			? pick('agency', t('机关', 'Agency'), agencies)
			: { name: 'agency', type: 'hidden', value: agencies[0]?.[0] },
		pick('channel', t('怎么来的', 'Channel'), channels()),
		day('arrived_on', t('到达（提交）日期', 'Arrived on')),
		text('other_unit', t('寄给了本机关哪个单位（如不是公开机构）', 'Addressed to another unit'), {
			max: 120,
			...on('post_signed'),
		}),
		day('confirmed_on', t('确认日期（已经确认的）', 'Confirmed on, if it is'), {
			required: false,
			empty: true,
			...on('post_ordinary', 'fax', 'post_signed', 'email'),
		}),
		pick(
			'handed_on_by',
			t('由谁转来', 'By whom'),
			[
				['hotline', t('12345 热线', 'hotline')],
				['petitions', t('信访', 'petitions')],
				['higher_agency', t('上级机关', 'higher agency')],
			],
			on('handed_on'),
		),
		text('handed_on_name', t('转来单位', 'Its name'), { max: 120, ...on('handed_on') }),
		check('asks_for_information', t('写信人要求获取信息', 'the writer asks for information'), on('handed_on')),
		text('cannot_write', t('为什么不能书写', 'Why they cannot write'), { max: 500, ...on('oral') }),
		check('read_back', t('已填写并宣读确认', 'filled in and read back'), on('oral')),
		list(
			'evidence',
			t('凭据', 'Evidence'),
			[
				pick('kind', t('种类', 'Kind'), [
					['envelope', t('信封', 'envelope')],
					['tracking', t('邮件单号', 'tracking number')],
					['screenshot', t('截图', 'screenshot')],
					['scan', t('扫描件', 'scan')],
					['other', t('其他', 'other')],
				]),
				text('reference', t('编号或者存放处', 'Reference'), { required: true, max: 200 }),
			],
			{ min: 0 },
		),
		list(
			'attempts',
			t('联系申请人的情况', 'Contact attempts'),
			[
				day('on', t('日期', 'Day')),
				text('time', t('时间', 'Time'), { type: 'time', required: true }),
				pick('way', t('方式', 'How'), [
					['telephone', t('电话', 'telephone')],
					['email', t('电子邮件', 'e-mail')],
					['message', t('消息', 'message')],
					['visit', t('上门', 'visit')],
					['letter', t('信函', 'letter')],
				]),
				pick('result', t('结果', 'Result'), [
					['no_answer', t('无人应答', 'no answer')],
					['wrong_contact', t('联系方式有误', 'wrong contact')],
					['left_message', t('已留言', 'left a message')],
					['letter_sent', t('已发函', 'letter sent')],
				]),
				text('note', t('说明', 'Note'), { max: 500 }),
				text('proof', t('凭据（补录时必填）', 'Proof (when entered late)'), { max: 200 }),
			],
			{ min: 0, ...on('post_ordinary', 'fax') },
		),
	];
	const who = [
		...person('applicant/'),
		day('applicant/born_on', t('出生日期（未成年人）', 'Born on (minors)'), { required: false, empty: true }),
		check('beyond_age', t('未成年人，申请与年龄不相适应', 'a minor, and the request does not fit the age')),
		list('joint_applicants', t('共同申请人', 'Joint applicants'), person(), { min: 0 }),
		number('contact', t('联系人是第几位申请人', 'Which applicant is the contact'), {
			min: 1,
			max: 21,
			hint: t('上面的申请人是第 1 位', 'the applicant above is number 1'),
			show: { joint_applicants: 'any' },
		}),
		list('representatives', t('代理人', 'Representatives'), representative(), { min: 0 }),
	];
	const what = [
		text('title', t('标题', 'Title'), { max: 200 }),
		area('description', t('申请内容', 'What is asked'), { max: 20000, rows: 6 }),
		text('help_needed', t('需要什么帮助', 'Help needed'), { max: 500 }),
		{
			name: 'ways',
			type: 'multi',
			label: t('获取方式', 'Ways'),
			options: ways(),
		},
		{
			name: 'carriers',
			type: 'multi',
			label: t('载体', 'Carriers'),
			options: carriers(),
		},
		check('other_way_ok', t('无法按要求提供时，可以其他方式', 'another way is fine')),
		check('electronic_ok', t('同意电子送达', 'electronic service is agreed')),
		pick('language', t('文书语言', 'Language of letters'), [
			['zh', '中文'],
			['en', 'English'],
		]),
	];
	const hint = h('p.rule', { role: 'status' });
	const section = (/** @type {string} */ title, /** @type {any[]} */ fields, /** @type {any} */ more) =>
		h(
			'section',
			null,
			h('h2', null, title),
			more,
			fields.map((f) => build(f, me.today)),
		);
	const all = [...arrival, ...who, ...what];
	const e = form(
		[
			h(
				'div.columns',
				null,
				h('div', null, section(t('来件', 'Arrival'), arrival, hint)),
				h('div', null, section(t('申请人', 'Applicant'), who, null)),
				h('div', null, section(t('申请', 'Request'), what, null)),
			),
		],
		t('接收并发给回执', 'Take in and make the receipt'),
		async () => {
			done(await api.post('/api/v1/cases', nest(read(all, e))));
		},
		{
			class: 'intake',
			onchange: () => {
				toggle(e);
				tell();
			},
		},
	);
	const tell = () => {
		const [words, id] = rule()[String(new FormData(e).get('channel'))] ?? ['', ''];
		show(hint, words, ' ', lawTag({ article: '条例31', rule: id }));
	};
	toggle(e);
	tell();
	return e;
}

/** @param {any} c the case taken in */
const taken = (c) =>
	h(
		'div.receipt',
		null,
		h('h1', null, t('已接收', 'Taken in')),
		h(
			'dl.facts',
			null,
			h('dt', null, t('编号', 'Number')),
			h('dd', null, h('strong', null, c.number)),
			c.query_code
				? [
						h('dt', null, t('查询码', 'Query code')),
						h(
							'dd',
							null,
							h('span.code', null, c.query_code),
							h('br'),
							h(
								'span.small.text-secondary',
								null,
								t(
									'只显示这一次，请打印或者抄给申请人。',
									'Shown this once only: print it or hand it over.',
								),
							),
						),
					]
				: null,
			c.receipt
				? null // which says both
				: [
						h('dt', null, t('收到', 'Received')),
						h('dd', null, c.received_on ? dayText(c.received_on) : t('待与申请人确认', 'to be confirmed')),
						h('dt', null, t('答复期限', 'Reply due')),
						h('dd', null, c.due_on ? dayText(c.due_on) : '—'),
					],
			c.missing?.length
				? [
						h('dt', null, t('还缺', 'Lacking')),
						h(
							'dd',
							null,
							c.missing.map((/** @type {any} */ m) => m.guidance ?? m.item).join(t('；', '; ')),
						),
					]
				: null,
		),
		c.state !== 'pending_confirmation'
			? null
			: h(
					'p.alert.alert-warning',
					null,
					c.contact_attempts?.length
						? t(
								'接下来：与申请人确认后，在办件里登记“确认收到”；确认后发给查询码。',
								'Next: enter in the case when the applicant has confirmed; the query code is given then.',
							)
						: t(
								'接下来：今天就联系申请人确认，并在办件里登记联系情况；今天没有联系的，到达之日就是收到之日。确认后发给查询码。',
								'Next: contact the applicant today and enter it in the case; without that, the day of arrival is the day of receipt. The query code is given once it is confirmed.',
							),
					' ',
					lawTag({ article: '条例31', rule: 'R-RCPT-3' }),
				),
		c.query_code
			? h(
					'p',
					null,
					t(
						'查询办理情况：{0}/follow，凭编号和查询码。',
						'To follow it: {0}/follow, with number and query code.',
						location.origin,
					),
				)
			: null,
		h(
			'p.no-print',
			null,
			c.receipt
				? [
						h(
							'button.btn.btn-primary',
							{ type: 'button', onclick: () => print() },
							t('打印回执', 'Print the receipt'),
						),
						' ',
					]
				: null,
			h('a.btn.btn-outline-primary', { href: `#/case/${c.id}` }, t('打开办件', 'Open the case')),
			' ',
			h(
				'button.btn.btn-link',
				{ type: 'button', onclick: () => dispatchEvent(new HashChangeEvent('hashchange')) },
				t('接收下一件', 'Take in the next'),
			),
		),
		scans(c),
		c.receipt ? letterView(c.receipt) : null,
	);

/** Scans of what came in, added at once. @param {any} c the case as it was taken in */
function scans(c) {
	const place = h('div'),
		base = `/api/v1/cases/${c.id}`;
	const draw = (/** @type {any} */ seen) => {
		const may = (/** @type {string} */ act) =>
			Boolean(seen.allowed_acts?.some((/** @type {any} */ a) => a.act === act && a.allowed));
		show(
			place,
			may('attach')
				? [
						h('h2', null, t('扫描件', 'Scans')),
						documentSection(seen, base, {
							may,
							version: () => seen.version,
							changed: newer,
							upload,
						}),
					]
				: null,
		);
	};
	const newer = async () => draw(await api.get(base)),
		upload = uploadBox(base, newer, 'incoming');
	draw(c);
	return h('section.no-print', null, place);
}

/** @param {Element} main */
export async function open(main) {
	document.title = t('接收申请', 'Intake');
	const mine = new Set(agenciesAs(['clerk', 'caseworker']).map(([id]) => id));
	const agencies = (await once('/api/v1/agencies?limit=200')).items
		.filter((/** @type {any} */ a) => mine.has(a.id))
		.map((/** @type {any} */ a) => /** @type {[string, string]} */ ([`${a.region}-${a.code}`, a.name]));
	show(
		main,
		h('h1', null, t('接收申请', 'Intake')),
		intakeForm(agencies, (c) => {
			show(main, taken(c));
			say(t('已接收 {0}', 'Taken in: {0}', c.number));
		}),
	);
	/** @type {HTMLElement | null} */ (main.querySelector('select'))?.focus();
}
