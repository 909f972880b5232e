/*
 * Every channel with its own day of receipt (law.md part 2), late entry (R-KEEP-3), representatives, help,
 * answers on the spot (R-CLOCK-1).
 */
import { paper, part, story } from './story.mjs';

/*
 * In person, by the lawyer of a company; the reply is given by hand.
 * 10-10, Sat 11 (make-up) = 2; 13-17 = 7; 20-24 = 12; 27-31 = 17; 11-03, 4, 5 = 20.
 */
story('in-person', {
	agency: 'SCJ',
	title: '特种设备检验机构抽查通报',
	ways: ['collect'],
	applicant: { category: 'enterprise', name: '演示电梯维保有限公司' },
	more: {
		representatives: [
			{
				kind: 'agent',
				name: '演示律师',
				id_kind: 'other',
				id_number: '演示证件-律师',
				matters: '申请公开抽查通报',
				powers: ['file', 'receive'],
				valid_from: '2025-10-01',
				valid_to: '2026-09-30',
				lawyer: true,
				licence: '演示执业证0001',
				firm_letter: '演示所函0001',
			},
		],
	},
})
	.on('2025-10-09', (k) => k.takeIn('in_person'))
	.on('2025-10-10', (k) => k.assign())
	.on('2025-10-21', (k) => k.sign([part('granted', { content: '抽查通报见附件。' })]))
	.on('2025-10-22', (k) => k.serve({ way: 'hand', received_on: '2025-10-22', proof: paper('送达回证') }))
	.on('2025-10-23', (k) => k.close())
	.expect({
		channel: 'in_person',
		received: '2025-10-09',
		due: '2025-11-05',
		outcome: 'granted',
		row: 3,
		state: 'closed',
		articles: '31 33 36(2)',
	});

/*
 * By registered post, signed for on 11-03 and entered two working days later with the tracking number.  A
 * clerical error in the reply is mended. 11-04 to 07 = 4; 10-14 = 9; 17-21 = 14; 24-28 = 19; 12-01 = 20.
 */
story('post-signed', { agency: 'CZJ', title: '2024年专项资金绩效评价报告' })
	.on('2025-11-05', (k) =>
		k.takeIn('post_signed', {
			arrived_on: '2025-11-03',
			evidence: [{ kind: 'tracking', reference: 'EMS演示000001CN' }],
		}),
	)
	.on('2025-11-05', (k) => k.assign())
	.on('2025-11-05', (k) => {
		const { arrived_on, entered_on, entered_late } = k.seen.arrival;
		k.check(
			'legal day and day of entry',
			[arrived_on, entered_on, entered_late],
			['2025-11-03', '2025-11-05', true],
		);
	})
	.on('2025-11-19', (k) => k.reply([part('granted', { content: '2042年专项资金绩效评价报告见附件。' })]))
	.on('2025-11-21', async (k) => {
		const { id } = k.seen.letters.find((l) => l.kind === 'reply');
		const asked = await k.act('caseworker', 'clerical-corrections', {
			letter_id: id,
			wrong: '2042年',
			right: '2024年',
		});
		const proposal = asked.proposals.find((p) => p.status === 'asked');
		await k.act('head', `proposals/${proposal.id}/decision`, { decision: 'grant' });
		await k.letterSays('clerical_correction', /2042年/, /2024年/);
	})
	.expect({
		channel: 'post_signed',
		received: '2025-11-03',
		due: '2025-12-01',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * By ordinary post, arrived on 01-12, nobody answers that day; confirmed on 01-16, which is the day of receipt:
 * 19-23 = 5; 26-30 = 10; 02-02 to 06 = 15; 9-13 = 20.
 */
story('ordinary-confirmed', { agency: 'MZJ', title: '公益性墓地价格' })
	.on('2026-01-12', (k) =>
		k.takeIn('post_ordinary', { evidence: [{ kind: 'envelope', reference: '信封邮戳2026-01-09' }] }),
	)
	.on('2026-01-12', (k) => k.attempt('no_answer'))
	.on('2026-01-16', (k) => k.confirm())
	.on('2026-01-16', (k) => k.letterSays('confirmation_record', /2026年1月16日/))
	.on('2026-01-19', (k) => k.assign())
	.on('2026-02-03', (k) => k.reply([part('granted', { content: '价格表见附件。' })]))
	.expect({
		channel: 'post_ordinary',
		received: '2026-01-16',
		due: '2026-02-13',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * An ordinary letter whose writer can't be reached: tried on the day, then again every five working days or
 * so, and by a letter; after six months (12-08 to 06-08) the head files it unconfirmed.  It has no day of
 * receipt, no due day and counts in no row.
 */
story('ordinary-unreachable', { agency: 'HDJD', title: '社区停车位分配情况', applicant: { phone: '0791-00000099' } })
	.on('2025-12-08', (k) => k.takeIn('post_ordinary', { evidence: [{ kind: 'envelope', reference: '平信信封' }] }))
	.on('2025-12-08', (k) => k.attempt('no_answer'))
	.on('2025-12-15', (k) => k.attempt('wrong_contact', 'telephone', '接听人称非本人'))
	.on('2025-12-22', (k) => k.attempt('letter_sent', 'letter', '按来信地址寄送收到确认函'))
	.on('2026-03-10', (k) => k.attempt('no_answer', 'visit', '上门，门牌不存在'))
	.on('2026-06-05', (k) =>
		k.refused('filed away before six months', 'R-RCPT-3', '207', () =>
			k.act('head', 'unconfirmed', { remarks: '无法联系' }),
		),
	)
	.on('2026-06-08', (k) => k.act('head', 'unconfirmed', { remarks: '六个月内多次联系未果' }))
	.expect({
		channel: 'post_ordinary',
		received: null,
		due: null,
		outcome: null,
		row: 0,
		state: 'closed',
		articles: '',
	});

/*
 * An ordinary letter that nobody tried to confirm on its day: received on that day, by the system, the day after.
 * 03-03 to 06 = 4; 9-13 = 9; 16-20 = 14; 23-27 = 19; 30 = 20.
 */
story('ordinary-no-attempt', { agency: 'YBJ', title: '定点药店名单变更情况' })
	.on('2026-03-02', (k) => k.takeIn('post_ordinary'))
	.on('2026-03-03', (k) => k.becomes('received', (seen) => seen.state === 'received'))
	.on('2026-03-03', (k) => k.assign())
	.on('2026-03-17', (k) => k.reply([part('already_public', { access: '区政府门户网站“医疗保障”栏目' })]))
	.expect({
		channel: 'post_ordinary',
		received: '2026-03-02',
		due: '2026-03-30',
		outcome: 'already_public',
		row: 3,
		articles: '31 33 36(1)',
	});

// By fax on 04-13, confirmed by telephone on 04-15: 16, 17 = 2; 20-24 = 7; 27-30 = 11; off 05-01 to 05; 6-8,
// Sat 09 = 15; 11-15 = 20.
story('fax', { agency: 'JTJ', title: '校车运营企业名单', ways: ['fax', 'post'] })
	.on('2026-04-13', (k) => k.takeIn('fax'))
	.on('2026-04-13', (k) => k.attempt('left_message'))
	.on('2026-04-15', (k) => k.confirm())
	.on('2026-04-16', (k) => k.assign())
	.on('2026-04-29', (k) => k.reply([part('granted', { content: '名单见附件。' })]))
	.expect({
		channel: 'fax',
		received: '2026-04-15',
		due: '2026-05-15',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

// Told orally by someone who cannot see: 04-21 to 24 = 4; 27-30 = 8; 05-06 to 09 = 12; 11-15 = 17; 18, 19, 20 = 20.
story('oral', { agency: 'TYJ', title: '优抚对象医疗补助标准', ways: ['on_site'] })
	.on('2026-04-20', (k) =>
		k.takeIn('oral', { cannot_write: '视力障碍，无法书写', read_back: true, help_needed: '请当面朗读答复内容' }),
	)
	.on('2026-04-21', (k) => k.assign())
	.on('2026-05-11', (k) => k.sign([part('granted', { content: '补助标准：每人每年演示元。' })]))
	.on('2026-05-12', (k) => k.serve({ way: 'hand', received_on: '2026-05-12', proof: '当面朗读，签收单演示1' }))
	.expect({
		channel: 'oral',
		received: '2026-04-20',
		due: '2026-05-20',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

// By e-mail on a Sunday, which is the day of receipt: 05-11 to 15 = 5; 18-22 = 10; 25-29 = 15; 06-01 to 05 = 20.
story('email', {
	agency: 'STJ',
	title: '演示河水质监测月报',
	ways: ['email'],
	carriers: ['electronic'],
	applicant: { email: 'yanshi@example.invalid' },
	more: { electronic_ok: true },
})
	.on('2026-05-11', (k) =>
		k.takeIn('email', {
			arrived_on: '2026-05-10',
			evidence: [{ kind: 'screenshot', reference: '邮件截图，5月10日21时' }],
		}),
	)
	.on('2026-05-11', (k) => k.assign())
	.on('2026-05-26', (k) => k.reply([part('granted', { content: '水质监测月报见附件。' })], { way: 'electronic' }))
	.expect({
		channel: 'email',
		received: '2026-05-10',
		due: '2026-06-05',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

// Handed on by 12345: 05-26 to 29 = 4; 06-01 to 05 = 9; 8-12 = 14; 15-18 = 18; off 19-21; 22, 23 = 20.
story('handed-on', { agency: 'ZSJ', title: '政务大厅窗口外包合同' })
	.on('2026-05-25', (k) =>
		k.takeIn('handed_on', {
			handed_on_by: 'hotline',
			handed_on_name: '12345热线（演示）',
			asks_for_information: true,
			evidence: [
				{ kind: 'tracking', reference: '工单演示0001' },
				{ kind: 'screenshot', reference: '工单截图' },
			],
		}),
	)
	.on('2026-05-26', (k) => k.assign())
	.on('2026-06-09', (k) => k.reply([part('granted', { content: '外包合同见附件。' })]))
	.expect({
		channel: 'handed_on',
		received: '2026-05-25',
		due: '2026-06-23',
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

// Answered at the window, the head being present: 08-11 to 14 = 4; 17-21 = 9; 24-28 = 14; 31-09-04 = 19; 7 = 20.
story('on-the-spot', { agency: 'ZXJ', title: '企业服务热线号码' })
	.on('2026-08-10', (k) => k.takeIn('in_person'))
	.on('2026-08-10', async (k) => {
		const { user } = await k.person('head');
		await k.act('clerk', 'answer-on-the-spot', {
			parts: [part('already_public', { access: '区政府门户网站“企业服务”栏目' })],
			told_by: 'oral',
			note: '签字记录演示1号',
			approver_id: user.id,
		});
		await k.letterSays('on_the_spot_record', /签字记录演示1号/);
	})
	.expect({
		channel: 'in_person',
		received: '2026-08-10',
		due: '2026-09-07',
		outcome: 'already_public',
		row: 3,
		articles: '31 33 36(1)',
	});

/*
 * A girl of seven, signed for by her guardian after a correction (民法典 20): the notice of 08-19 is answered on
 * 08-21 with the signature: 24-28 = 5; 31-09-04 = 10; 7-11 = 15; 14-18 = 20.
 */
story('minor', {
	agency: 'JTJ',
	title: '演示小学课后服务安排',
	applicant: { born_on: '2019-03-01' },
	more: {
		representatives: [
			{ kind: 'guardian', name: '演示监护人', id_kind: 'other', id_number: '演示证件-监护人', has_signed: false },
		],
	},
})
	.on('2026-08-17', (k) => k.takeIn('in_person'))
	.on('2026-08-17', (k) => k.check('missing', k.seen.missing?.length > 0, true))
	.on('2026-08-18', (k) => k.assign())
	.on('2026-08-19', (k) =>
		k.correct([{ kind: 'authorisation', what: '监护人签字', guidance: '申请人不满八周岁，请由监护人签字确认。' }]),
	)
	.on('2026-08-19', (k) => k.correctionReceived())
	.on('2026-08-21', (k) => k.act('clerk', 'corrections/answer', { text: '监护人已当面签字。', on: '2026-08-21' }))
	.on('2026-09-02', (k) => k.reply([part('granted', { content: '课后服务安排见附件。' })]))
	.expect({
		channel: 'in_person',
		received: '2026-08-17',
		due: '2026-09-18',
		outcome: 'granted',
		row: 3,
		articles: '30 31 33 36(2)',
	});
