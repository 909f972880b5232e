/*
 * Asking others (R-ASK-1 to R-ASK-4, R-CLOCK-3): every kind of consultation and every way it can end.
 * Excluded are the working days after the letter's day, up to and including the first of opinion, end of the
 * period, return, cancellation.
 */
import { part, story } from './story.mjs';

/*
 * A third party objects with good reason and is followed.  Asked on 12-03, received 12-05: its 15 days end on
 * 12-26 (8-12 = 5; 15-19 = 10; 22-26 = 15), so 17 days are excluded (12-04, 5 = 2; to 12-26 = 17): 12-02, 3 =
 * 2; 29-31 = 5; off 01-01 to 03; 4-9 = 11; 12-16 = 16; 19-22 = 20. It objects on 12-12: 7 days excluded:
 * 12-02, 3 = 2; 15-19 = 7; 22-26 = 12; 29-31 = 15; 01-04 to 08 = 20.
 */
story('objection', { agency: 'SWJ', title: '演示冷链物流项目合同' })
	.on('2025-12-01', (k) => k.file())
	.on('2025-12-02', (k) => k.assign())
	.on('2025-12-02', (k) => k.due('2025-12-29'))
	.on('2025-12-03', (k) => k.ask('third_party', '演示冷链物流有限公司', '合同中的价格和工艺参数'))
	.on('2025-12-03', (k) => k.letterSays('consultation_notice', /演示冷链物流项目合同/))
	.on('2025-12-08', (k) => k.asked(0, '2025-12-05'))
	.on('2025-12-08', (k) => k.due('2026-01-22'))
	.on('2025-12-12', (k) => k.heard(0, 'objection', { opinion: '价格和工艺参数属于商业秘密' }))
	.on('2025-12-12', (k) => k.due('2026-01-08'))
	.on('2025-12-15', (k) =>
		k.consultation(0, 'caseworker', 'weighing', { holds: true, reasons: '价格和工艺参数未曾公开，确属商业秘密' }),
	)
	.on('2025-12-29', (k) =>
		k.reply([
			part('third_party_rights', {
				reasons: '合同价格和工艺参数属于第三方商业秘密，第三方不同意公开且理由合理。',
			}),
		]),
	)
	.expect({
		received: '2025-12-01',
		due: '2026-01-08',
		excluded: 7,
		outcome: 'third_party_rights',
		row: 8,
		articles: '15 31 32 33 36(3)',
	});

/*
 * Against a reasonable objection the public interest discloses; the third party is told first; a court's
 * order holds the disclosure, another lets it go. Asked on 01-28, objects on 02-05: 01-29, 30 = 2; 02-02 to
 * 05 = 6 excluded: 01-27, 28 = 2; 02-06 = 3; 9-13, Sat 14 = 9; off 15-23; 24-27, Sat 28 = 14; 03-02 to 06 =
 * 19; 9 = 20.
 */
story('public-interest', { agency: 'STJ', title: '演示化工厂周边土壤监测数据' })
	.on('2026-01-26', (k) => k.file())
	.on('2026-01-27', (k) => k.assign())
	.on('2026-01-28', (k) => k.ask('third_party', '演示化工有限公司', '厂区周边土壤监测数据'))
	.on('2026-01-29', (k) => k.asked(0))
	.on('2026-02-05', (k) => k.heard(0, 'objection', { opinion: '数据公开将影响本公司商誉' }))
	.on('2026-02-05', (k) => k.due('2026-03-09'))
	.on('2026-02-06', (k) =>
		k.consultation(0, 'caseworker', 'weighing', { holds: true, reasons: '数据系企业委托监测所得，异议有一定理由' }),
	)
	.on('2026-02-10', (k) => k.sign([part('granted', { content: '土壤监测数据见附件。' })]))
	.on('2026-02-10', (k) => k.refused('a reply before the third party is told', 'R-ASK-1', '条例32', () => k.serve()))
	.on('2026-02-11', (k) =>
		k.consultation(0, 'head', 'disclosure-notice', {
			ground: 'public_interest',
			reason: '不公开将对公众健康造成重大影响',
		}),
	)
	.on('2026-02-12', (k) =>
		k.consultation(0, 'caseworker', 'disclosure-notice/service', {
			way: 'hand',
			on: '2026-02-12',
			proof: '送达回证演示1',
		}),
	)
	.on('2026-02-13', async (k) => {
		await k.act('head', 'disclosure-holds', {
			body: '青云谱区人民法院',
			number: '（2026）演示行保1号',
			ordered_on: '2026-02-13',
		});
		if (k.seen.disclosure_holds.length) k.been.add('held');
		await k.refused('a reply while it is held', 'R-ASK-1', '条例32', () => k.serve());
	})
	.on('2026-03-03', (k) =>
		k.act('head', 'disclosure-holds/release', {
			body: '青云谱区人民法院',
			number: '（2026）演示行保1号之一',
			ordered_on: '2026-03-03',
		}),
	)
	.on('2026-03-04', (k) => k.serve())
	.expect({
		received: '2026-01-26',
		due: '2026-03-09',
		excluded: 6,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * Two that overlap: a third party asked on 06-24 and received 06-25 (to 07-16: 26 = 1; 29-07-03 = 6; 6-10 =
 * 11; 13-16 = 15), another agency asked on 06-29 for 10 days (to 07-13: 30-07-03 = 4; 6-10 = 9; 13 = 10).
 * Union 06-25 to 07-16, 16 days: 06-23, 24 = 2; 07-17 = 3; 20-24 = 8; 27-31 = 13; 08-03 to 07 = 18; 10, 11 =
 * 20. The third party consents on 07-06, the agency answers on 07-10: 06-25, 26 = 2; 29-07-03 = 7; 6-10 = 12
 * excluded: 06-23, 24 = 2; 07-13 to 17 = 7; 20-24 = 12; 27-31 = 17; 08-03, 4, 5 = 20.
 */
story('overlap', { agency: 'FGW', title: '演示充电场站备案材料' })
	.on('2026-06-22', (k) => k.file())
	.on('2026-06-23', (k) => k.assign())
	.on('2026-06-24', (k) => k.ask('third_party', '演示充电有限公司', '备案材料中的投资构成'))
	.on('2026-06-26', (k) => k.asked(0, '2026-06-25'))
	.on('2026-06-29', (k) =>
		k.ask('other_agency', '青云谱区自然资源部门（演示）', '备案材料中的用地红线', { working_days: 10 }),
	)
	.on('2026-06-29', (k) => k.due('2026-08-11'))
	.on('2026-07-06', (k) => k.heard(0, 'consent'))
	.on('2026-07-10', (k) => k.heard(1, 'opinion', { opinion: '用地红线可以公开' }))
	.on('2026-07-10', (k) => k.due('2026-08-05'))
	.on('2026-07-21', (k) => k.reply([part('granted', { content: '备案材料见附件。' })]))
	.expect({
		received: '2026-06-22',
		due: '2026-08-05',
		excluded: 12,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * A co-producer says nothing, which agrees (条例 34).  Asked on 07-03, received 07-06: to 07-27 (7-10 = 4;
 * 13-17 = 9; 20-24 = 14; 27 = 15). 07-06 to 27 = 16 days excluded: 07-02, 3 = 2; 28-31 = 6; 08-03 to 07 = 11;
 * 10-14 = 16; 17-20 = 20.
 */
story('co-producer', { agency: 'ZGJ', title: '演示片区控制性详细规划联合批复' })
	.on('2026-07-01', (k) => k.file())
	.on('2026-07-02', (k) => k.assign())
	.on('2026-07-03', (k) =>
		k.refused('a co-producer asked by who does not lead', 'R-ASK-3', '条例34', () =>
			k.ask('co_producer', '青云谱区住建部门（演示）', '联合批复'),
		),
	)
	.on('2026-07-03', (k) => k.ask('co_producer', '青云谱区住建部门（演示）', '联合批复', { we_lead: true }))
	.on('2026-07-07', (k) => k.asked(0, '2026-07-06'))
	.on('2026-07-28', (k) => k.heard(0, 'silence'))
	.on('2026-07-28', (k) => k.check('silence', k.seen.consultations[0].agrees, true))
	.on('2026-08-06', (k) => k.reply([part('granted', { content: '联合批复见附件。' })]))
	.expect({
		received: '2026-07-01',
		due: '2026-08-20',
		excluded: 16,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

// The secrecy department is asked; the clock runs on (setting off): 07-07 to 10 = 4; 13-17 = 9; 20-24 = 14;
// 27-31 = 19; 08-03 = 20.
story('determination', { agency: 'QZF', title: '区政府常务会议纪要第12期' })
	.on('2026-07-06', (k) => k.file())
	.on('2026-07-07', (k) => k.assign())
	.on('2026-07-08', (k) =>
		k.ask('determination', '演示市国家保密部门', '会议纪要第12期', { question: '该纪要是否属于国家秘密？' }),
	)
	.on('2026-07-08', (k) => k.due('2026-08-03'))
	.on('2026-07-20', (k) => k.heard(0, 'consent', { opinion: '不属于国家秘密，可以公开' }))
	.on('2026-07-29', (k) => k.reply([part('granted', { content: '会议纪要见附件。' })]))
	.expect({ received: '2026-07-06', due: '2026-08-03', outcome: 'granted', row: 3, articles: '31 33 36(2)' });

/*
 * Where the setting lets a determination pause the clock: asked on 08-12, answered on 08-24: 13, 14 = 2;
 * 17-21 = 7; 24 = 8 excluded: 08-11, 12 = 2; 25-28 = 6; 31-09-04 = 11; 7-11 = 16; 14-17 = 20.
 */
story('determination-pauses', { agency: 'YBJ', title: '药品集中采购谈判底价' })
	.on('2026-08-10', (k) => k.office.settings('YBJ', { pause_for_determination: 'on' }))
	.on('2026-08-10', (k) => k.file())
	.on('2026-08-11', (k) => k.assign())
	.on('2026-08-12', (k) => k.ask('determination', '演示市医疗保障局', '谈判底价', { question: '谈判底价能否公开？' }))
	.on('2026-08-24', (k) => k.heard(0, 'objection', { opinion: '依照有关规定，谈判底价不得公开' }))
	.on('2026-08-24', (k) => k.due('2026-09-17'))
	.on('2026-09-01', (k) => k.reply([part('forbidden_by_law', { law: '《演示药品采购管理规定》第九条' })]))
	.expect({
		received: '2026-08-10',
		due: '2026-09-17',
		excluded: 8,
		outcome: 'forbidden_by_law',
		row: 6,
		articles: '14 31 33 36(3)',
	});

/*
 * The letter to the third party comes back on 07-22: 07-16, 17 = 2; 20, 21, 22 = 5 excluded: 07-14, 15 = 2;
 * 23, 24 = 4; 27-31 = 9; 08-03 to 07 = 14; 10-14 = 19; 17 = 20.
 */
story('undeliverable', { agency: 'ZXJ', title: '演示个体户扶持资金申请材料' })
	.on('2026-07-13', (k) => k.file())
	.on('2026-07-14', (k) => k.assign())
	.on('2026-07-15', (k) => k.ask('third_party', '演示个体经营者', '扶持资金申请材料'))
	.on('2026-07-22', (k) => k.heard(0, 'undeliverable', { proof: '退信封皮' }))
	.on('2026-07-22', (k) => k.due('2026-08-17'))
	.on('2026-08-05', (k) =>
		k.reply([
			part('third_party_rights', {
				reasons: '材料含经营者个人隐私，无法区分处理。',
				no_consultation: '信件退回，无其他联系方式',
			}),
		]),
	)
	.expect({
		received: '2026-07-13',
		due: '2026-08-17',
		excluded: 5,
		outcome: 'third_party_rights',
		row: 8,
		articles: '15 31 32 33 36(3)',
	});

// Asked on 07-22 and called off on 07-24: 23, 24 = 2 excluded: 07-21, 22 = 2; 27-31 = 7; 08-03 to 07 = 12;
// 10-14 = 17; 17, 18, 19 = 20.
story('called-off', { agency: 'CZJ', title: '演示会展补贴拨付凭证' })
	.on('2026-07-20', (k) => k.file())
	.on('2026-07-21', (k) => k.assign())
	.on('2026-07-22', (k) => k.ask('third_party', '演示会展有限公司', '拨付凭证'))
	.on('2026-07-24', (k) =>
		k.consultation(0, 'caseworker', 'cancellation', { reason: '该公司已自行公示拨付金额，无须征求' }),
	)
	.on('2026-08-07', (k) => k.reply([part('granted', { content: '拨付凭证见附件。' })]))
	.expect({
		received: '2026-07-20',
		due: '2026-08-19',
		excluded: 2,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});

/*
 * A third party keeps silent, and the agency decides.  Asked on 08-05, received 08-06: to 08-27 (7 = 1; 10-14
 * = 6; 17-21 = 11; 24-27 = 15). 08-06 to 27 = 16 excluded: 08-04, 5 = 2; 28 = 3; 31-09-04 = 8; 7-11 = 13;
 * 14-18 = 18; Sun 20 (make-up), 21 = 20.
 */
story('silence', { agency: 'JRB', title: '演示小额贷款公司检查结论' })
	.on('2026-08-03', (k) => k.file())
	.on('2026-08-04', (k) => k.assign())
	.on('2026-08-05', (k) => k.ask('third_party', '演示小额贷款有限公司', '检查结论'))
	.on('2026-08-06', (k) => k.asked(0))
	.on('2026-08-27', (k) => k.refused('silence on the last day', 'R-CLOCK-3', '条例32', () => k.heard(0, 'silence')))
	.on('2026-08-28', (k) => k.heard(0, 'silence'))
	.on('2026-09-08', (k) => k.reply([part('granted', { content: '检查结论见附件。' })]))
	.expect({
		received: '2026-08-03',
		due: '2026-09-21',
		excluded: 16,
		outcome: 'granted',
		row: 3,
		articles: '31 33 36(2)',
	});
