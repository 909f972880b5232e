/*
 * The reply clock (law.md part 4): corrections, extensions, the delayed day, stops, the last day and the days
 * after it. Counted by hand on 国办发明电〔2024〕12号 and 〔2025〕7号 (off 2026-04-04 to 06, 05-01 to 05, 06-19 to 21;
 * Sat 05-09 worked).
 */
import { paper, part, story } from './story.mjs';

const year = [{ kind: 'description', what: '名单的年份', guidance: '请说明需要哪一年的名单，例如2024年。' }];
const public_ = (where) =>
	part('already_public', { access: `可在区政府门户网站“${where}”栏目查阅：https://www.qyp.example.invalid/` });

/* ---- Corrections (R-CLOCK-4, R-CLOCK-5). */

/*
 * 10-21 to 24 = 4; 27, 28, 29 = 7: the last day for the notice.  Answered in part on 11-05: the new period is
 * 11-06, 7 = 2; 10-14 = 7; 17-21 = 12; 24-28 = 17; 12-01, 2, 3 = 20; what is supplemented later moves nothing.
 */
story('correction-7th-day', { agency: 'KGJ', title: '技术改造补助企业名单' })
	.on('2025-10-20', (k) => k.file())
	.on('2025-10-21', (k) => k.assign())
	.on('2025-10-21', (k) => k.due('2025-11-17'))
	.on('2025-10-29', (k) => k.correct(year))
	.on('2025-10-29', (k) => k.letterSays('correction_notice', /请说明需要哪一年的名单/))
	.on('2025-10-30', (k) => k.correctionReceived())
	.on('2025-11-05', (k) => k.own('corrections', { text: '需要2024年的名单，金额一栏也需要。' }))
	.on('2025-11-05', (k) => k.due('2025-12-03'))
	.on('2025-11-10', (k) => k.own('corrections', { text: '补充：仅需工业企业。' }))
	.on('2025-11-10', (k) => k.due('2025-12-03'))
	.on('2025-11-11', (k) => k.refused('a second notice', 'R-CLOCK-4', '条例30', () => k.correct(year)))
	.on('2025-11-27', (k) => k.reply([part('granted', { content: '2024年工业企业技术改造补助名单见附件。' })]))
	.expect({ received: '2025-10-20', due: '2025-12-03', outcome: 'granted', row: 3, articles: '30 31 33 36(2)' });

/*
 * The 8th day is 10-30: no notice restarts the clock any more, the office asks by telephone instead.
 * 10-21 to 24 = 4; 27-31 = 9; 11-03 to 07 = 14; 10-14 = 19; 17 = 20.
 */
story('correction-8th-day', { agency: 'KGJ', title: '企业技术中心认定名单' })
	.on('2025-10-20', (k) => k.file())
	.on('2025-10-21', (k) => k.assign())
	.on('2025-10-30', (k) => k.refused('a notice on the 8th working day', 'R-CLOCK-4', '条例30', () => k.correct(year)))
	.on('2025-10-30', (k) => k.contact('clarification', '与申请人通话：需要2024年度认定名单'))
	.on('2025-10-30', (k) => k.due('2025-11-17'))
	.on('2025-11-12', (k) => k.reply([public_('科技创新')]))
	.expect({ received: '2025-10-20', due: '2025-11-17', outcome: 'already_public', row: 3, articles: '31 33 36(1)' });

// Asked on 03-18, answered "it is clear" on 03-24: 25-27 = 3; 30-04-03 = 8; 7-10 = 12; 13-17 = 17; 20, 21, 22 = 20.
story('still-unclear', { agency: 'WLJ', title: '文化活动相关材料', text: '申请公开文化活动的一切相关材料。' })
	.on('2026-03-16', (k) => k.file())
	.on('2026-03-17', (k) => k.assign())
	.on('2026-03-18', (k) => k.correct([{ kind: 'description', guidance: '请写明活动名称或者文号。' }]))
	.on('2026-03-19', (k) => k.correctionReceived())
	.on('2026-03-24', (k) => k.own('corrections', { text: '我的申请是明确的。' }))
	.on('2026-04-14', (k) => k.reply([part('still_unclear', { unclear: '仍未指明活动名称、时间或者文号，无法检索' })]))
	.expect({ received: '2026-03-16', due: '2026-04-22', outcome: 'still_unclear', row: 15, articles: '30 31 33' });

/*
 * A letter by hand; the notice is posted on 04-10 and received on 04-13, 15 days: 14-17 = 4; 20-24 = 9; 27-30
 * = 13; off 05-01 to 05; 6, 7 = 15. Until the notice: 04-09, 10 = 2; 13-17 = 7; 20-24 = 12; 27-30 = 16; 05-06
 * to 08, Sat 09 (make-up) = 20.
 */
story('not-corrected', { agency: 'WLJ', title: '某处文物的资料', text: '请给我那处文物的资料。' })
	.on('2026-04-08', (k) => k.takeIn('in_person'))
	.on('2026-04-09', (k) => k.assign())
	.on('2026-04-09', (k) => k.due('2026-05-09'))
	.on('2026-04-10', (k) => k.correct([{ kind: 'description', guidance: '请写明文物名称或者所在地点。' }]))
	.on('2026-04-14', (k) => k.correctionReceived('2026-04-13'))
	.on('2026-05-07', (k) =>
		k.refused('an end on the last day', 'R-CLOCK-5', '条例30', () => k.act('head', 'lapse', { reason: '未补正' })),
	)
	.on('2026-05-08', (k) => k.lapse())
	.on('2026-05-11', (k) =>
		k.act('clerk', 'lapse/service', { way: 'post', proof: paper('EMS'), received_on: '2026-05-11' }),
	)
	.on('2026-05-12', (k) => k.letterSays('lapse_notice', /2026年4月13日/, /2026年5月7日/, /申请行政复议/))
	.on('2026-05-12', (k) => k.close())
	.expect({ received: '2026-04-08', due: '2026-05-09', outcome: 'not_corrected', row: 21, state: 'closed' });

/*
 * The same, electronically; the answer comes after the end and is kept.  Notice received 05-14, 5 days: 15 =
 * 1; 18-21 = 5. Reinstated for good reason on 05-28, the request being complete: 29 = 1; 06-01 to 05 = 6;
 * 8-12 = 11; 15-18 = 15; off 19-21; 22-26 = 20.
 */
story('reinstated', { agency: 'WLJ', title: '民宿备案名单' })
	.on('2026-05-11', (k) => k.file())
	.on('2026-05-12', (k) => k.assign())
	.on('2026-05-14', (k) => k.correct(year, 5))
	.on('2026-05-14', (k) => k.correctionReceived())
	.on('2026-05-22', (k) => k.lapse())
	.on('2026-05-22', (k) => k.check('ended as', [k.seen.state, k.seen.outcome], ['ended', 'not_corrected']))
	.on('2026-05-26', (k) => k.own('corrections', { text: '住院未及时看到，现补正：2025年。' }))
	.on('2026-05-28', (k) => k.act('head', 'reinstatement', { reason: '申请人住院，有出院记录，理由正当' }))
	.on('2026-05-28', (k) => k.due('2026-06-26'))
	.on('2026-06-16', (k) => k.reply([part('granted', { content: '2025年民宿备案名单见附件。' })]))
	.expect({ received: '2026-05-11', due: '2026-06-26', outcome: 'granted', row: 3, articles: '30 31 33 36(2)' });

/* ---- Extension, delayed day (R-CLOCK-2, R-CLOCK-6). */

/*
 * 11-18 to 21 = 4; 24-28 = 9; 12-01 to 05 = 14; 8-12 = 19; 15 = 20.  Extended by 20: 16-19 = 24; 22-26 = 29;
 * 29-31 = 32; off 01-01 to 03; Sun 01-04 (make-up) to 09 = 38; 12, 13 = 40.
 */
story('extended-once', { agency: 'ZSJ', title: '政务云平台建设合同' })
	.on('2025-11-17', (k) => k.file())
	.on('2025-11-18', (k) => k.assign())
	.on('2025-11-18', (k) => k.due('2025-12-15'))
	.on('2025-12-08', (k) => k.extend(20, '合同及补充协议分存多处，需逐份核对'))
	.on('2025-12-09', (k) => k.grantExtension())
	.on('2025-12-09', (k) => k.letterSays('extension_notice', /2026年1月13日/))
	.on('2025-12-22', (k) => k.refused('a second extension', 'R-CLOCK-2', '条例33', () => k.extend(5, '仍需时间')))
	.on('2026-01-08', (k) => k.reply([part('granted', { content: '合同见附件。' })]))
	.expect({
		received: '2025-11-17',
		due: '2026-01-13',
		extended: 20,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * 04-21 to 24 = 4; 27-30 = 8; off 05-01 to 05; 6-8, Sat 09 (make-up) = 12; 11-15 = 17; 18, 19, 20 = 20.  20
 * more: 21, 22 = 22; 25-29 = 27; 06-01 to 05 = 32; 8-12 = 37; 15, 16, 17 = 40: a delayed day lies after it.
 */
story('delayed', {
	agency: 'ZSJ',
	title: '全区政务服务事项办件明细',
	text: '为撰写论文，申请公开2020年以来全部事项的逐月办件明细共六十五项。',
})
	.on('2026-04-20', (k) => k.file())
	.on('2026-04-21', (k) => k.assign())
	.on('2026-04-22', (k) => k.act('caseworker', 'reasons', { volume: '一次提出六十五项，涉及六年数据' }))
	.on('2026-04-28', (k) => k.own('reasons', { text: '系博士论文所需，有开题证明。' }))
	.on('2026-04-30', (k) =>
		k.act('head', 'reasons/finding', { holds: true, finding: '确属科研需要，但数量大，短期内无法办结' }),
	)
	.on('2026-05-13', (k) =>
		k.refused('a delayed day inside the 20 and 20', 'R-CLOCK-6', '条例35', () =>
			k.act('head', 'delayed-day', { day: '2026-06-17' }),
		),
	)
	.on('2026-05-13', (k) => k.act('head', 'delayed-day', { day: '2026-07-31' }))
	.on('2026-05-13', (k) => k.due('2026-07-31'))
	.on('2026-05-14', (k) => k.refused('an extension of it', 'R-CLOCK-6', '条例35', () => k.extend(5, '还是不够')))
	.on('2026-07-28', (k) => k.reply([part('granted', { content: '明细表见附件。' })]))
	.expect({ received: '2026-04-20', due: '2026-07-31', outcome: 'granted', row: 3, articles: '31 33 35 36(2)' });

/*
 * Reasons asked for on 05-20, for 10 days: 21, 22 = 2; 25-29 = 7; 06-01, 2, 3 = 10; nobody answers.
 * 05-19 to 22 = 4; 25-29 = 9; 06-01 to 05 = 14; 8-12 = 19; 15 = 20.
 */
story('excessive', {
	agency: 'SCJ',
	title: '逐日投诉工单',
	text: '申请公开2016年以来每一天每一件投诉工单，本月已提出四十七件同类申请。',
})
	.on('2026-05-18', (k) => k.file())
	.on('2026-05-19', (k) => k.assign())
	.on('2026-05-20', (k) => k.act('caseworker', 'reasons', { volume: '本月就同类事项提出四十七件' }))
	.on('2026-06-03', (k) =>
		k.refused('a finding on the last day', 'R-CLOCK-6', '条例35', () =>
			k.act('head', 'reasons/finding', { holds: false, finding: '未说明' }),
		),
	)
	.on('2026-06-04', (k) => k.act('head', 'reasons/finding', { holds: false, finding: '逾期未说明理由' }))
	.on('2026-06-11', (k) => k.reply([part('excessive', { reasons: '申请人逾期未说明理由，本机关不予处理。' })]))
	.expect({ received: '2026-05-18', due: '2026-06-15', outcome: 'excessive', row: 19, articles: '31 33 35' });

/* ---- The last day and the days after it (R-CLOCK-9, R-CLOCK-12, R-KEEP-3). */

/*
 * 05-07, 8, Sat 09 (make-up) = 3; 11-15 = 8; 18-22 = 13; 25-29 = 18; 06-01, 2 = 20.  Posted on that day,
 * entered on the next with its receipt: in time.
 */
story('posted-last-day', { agency: 'QYPZ', title: '征地补偿分配方案' })
	.on('2026-05-06', (k) => k.takeIn('in_person'))
	.on('2026-05-07', (k) => k.assign())
	.on('2026-06-02', (k) => k.sign([part('granted', { content: '分配方案见附件。' })]))
	.on('2026-06-03', (k) => k.serve({ way: 'post', sent_on: '2026-06-02', proof: paper('EMS') }))
	.on('2026-06-03', async (k) => {
		const who = await k.person('caseworker');
		const served = (await who.get(`/api/v1/cases/${k.id}/events?limit=200`)).items.find((e) => e.act === 'serve');
		k.check(
			'its service',
			[served.happened_on, served.entered_late, served.detail.in_time, k.seen.replied_on],
			['2026-06-02', true, true, '2026-06-02'],
		);
	})
	.expect({ received: '2026-05-06', due: '2026-06-02', outcome: 'granted', row: 3, articles: '31 33 36(2)' });

/*
 * 06-02 to 05 = 4; 8-12 = 9; 15-18 = 13; off 19-21; 22-26 = 18; 29, 30 = 20.  Nothing revives the period; the
 * late reply is served all the same, and the reconsideration against the silence goes on.
 */
story('overdue', { agency: 'JJQ', title: '标准厂房租金收入' })
	.on('2026-06-01', (k) => k.file())
	.on('2026-06-02', (k) => k.assign())
	.on('2026-07-01', (k) =>
		k.refused('an extension after the due day', 'R-CLOCK-12', '条例33', () => k.extend(5, '来不及')),
	)
	// 07-03 = 1; 6-10 = 6; 13-16 = 10
	.on('2026-07-02', async (k) =>
		k.check(
			'answer as respondent by',
			await k.challenged('reconsideration', '青云谱区人民政府', '2026-07-01'),
			'2026-07-16',
		),
	)
	.on('2026-07-02', (k) => k.check('against', k.seen.remedies[0].against, 'silence'))
	.on('2026-07-03', (k) => k.act('head', 'legal-override', { reason: '已逾期，且已进入复议，应尽快答复' }))
	.on('2026-07-03', (k) => k.reply([part('granted', { content: '租金收入表见附件。' })]))
	.on('2026-07-03', (k) => k.check('days late', k.seen.clock.days_late, 3))
	.on('2026-07-14', (k) => k.respond())
	.on('2026-08-25', (k) => k.decided('other', '2026-08-21', '演示复决〔2026〕31号'))
	.expect({ received: '2026-06-01', due: '2026-06-30', outcome: 'granted', row: 3, articles: '31 33 36(2)' });

/*
 * The applicant's company is wound up on 03-23 and its successor asks on 03-30 to go on: 03-23 to 27 = 5 days
 * excluded (R-OUT-9). 03-17 to 20 = 4; 30, 31, 04-01 to 03 = 9; off 4-6; 7-10 = 13; 13-17 = 18; 20, 21 = 20.
 */
story('gone-on', {
	agency: 'HDJD',
	title: '社区活动中心租赁合同',
	applicant: { category: 'enterprise', name: '演示贸易有限公司' },
})
	.on('2026-03-16', (k) => k.file())
	.on('2026-03-17', (k) => k.assign())
	.on('2026-03-17', (k) => k.due('2026-04-14'))
	.on('2026-03-24', (k) => k.act('head', 'stop', { cause: 'ended', learnt_on: '2026-03-23', proof: '注销公告' }))
	.on('2026-03-30', (k) =>
		k.act('head', 'resumption', {
			asked_on: '2026-03-30',
			successor: '演示控股有限公司',
			relation: '合并后的公司',
			contact: '演示路3号',
			proof: '书面申请',
		}),
	)
	.on('2026-03-30', (k) => k.due('2026-04-21'))
	.on('2026-04-09', (k) => k.reply([part('granted', { content: '租赁合同见附件。' })]))
	.expect({
		received: '2026-03-16',
		due: '2026-04-21',
		excluded: 5,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});
