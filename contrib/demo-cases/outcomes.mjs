/*
 * Every outcome that the other files do not show on their way (law.md part 7), autumn 2025 to spring 2026.
 * Due days by hand from 国办发明电〔2024〕12号 (off 2025-10-01 to 08; Sun 09-28 and Sat 10-11 worked) and 〔2025〕7号.
 */
import { part, story } from './story.mjs';

/** Filed online, in hand on the next day, answered in one part. */
const plain = (key, about, [filed, taken, answered], ...parts) =>
	story(key, about)
		.on(filed, (k) => k.file())
		.on(taken, (k) => k.assign())
		.on(answered, (k) => k.reply(parts));

/* ---- Refusals under 14 to 16: first reconsideration; hard cases, signed by the leader. */

const reconsiderationFirst = /先.*申请行政复议|行政复议决定不服/s;

// 09-02 to 05 = 4; 8-12 = 9; 15-19 = 14; 22-26 = 19; Sun 28 (make-up) = 20.
plain(
	'state-secret',
	{ agency: 'YJJ', title: '人防应急物资储备点位图' },
	['2025-09-01', '2025-09-02', '2025-09-26'],
	part('state_secret', { reasons: '该图系国家秘密，依法不予公开。', classification: '机密，二十年，演示定密责任人' }),
)
	.on('2025-09-26', (k) => k.letterSays('reply', reconsiderationFirst))
	.expect({ received: '2025-09-01', due: '2025-09-28', outcome: 'state_secret', row: 5, articles: '14 31 33 36(3)' });

// 4, 5 = 2; 8-12 = 7; 15-19 = 12; 22-26 = 17; 28, 29, 30 = 20.
plain(
	'forbidden',
	{ agency: 'SHUI', title: '某演示企业纳税申报表' },
	['2025-09-03', '2025-09-04', '2025-09-25'],
	part('forbidden_by_law', { law: '《税收征收管理法》第八条' }),
).expect({
	received: '2025-09-03',
	due: '2025-09-30',
	outcome: 'forbidden_by_law',
	row: 6,
	articles: '14 31 33 36(3)',
});

// 9-12 = 4; 15-19 = 9; 22-26 = 14; 28, 29, 30 = 17; off 10-01 to 08; 9, 10, Sat 11 (make-up) = 20.  Answered
// on that Saturday.
plain(
	'public-safety',
	{ agency: 'ZJJ', title: '城区燃气主干管网布置图' },
	['2025-09-08', '2025-09-09', '2025-10-11'],
	part('public_safety', { reasons: '公开管网的精确位置可能危及公共安全。' }),
).expect({ received: '2025-09-08', due: '2025-10-11', outcome: 'public_safety', row: 7, articles: '14 31 33 36(3)' });

// 15-19 = 5; 22-26 = 10; 28-30 = 13; 10-09, 10, 11 = 16; 13-16 = 20.
plain(
	'internal',
	{ agency: 'RSJ', title: '本局值班安排表' },
	['2025-09-12', '2025-09-15', '2025-10-14'],
	part('internal_affairs', {
		reasons: '值班安排属于内部管理信息。',
		not_ordered: '经检索，无法律、法规、规章规定应当公开',
	}),
).expect({
	received: '2025-09-12',
	due: '2025-10-16',
	outcome: 'internal_affairs',
	row: 9,
	articles: '16 31 33 36(3)',
});

/*
 * 16-19 = 4; 22-26 = 9; 28-30 = 12; 10-09, 10, 11 = 15; 13-17 = 20.  Upheld by the reconsideration body, sued
 * after it, filed away: the answer as respondent is due 10 working days after the copy of 11-05: 6, 7 = 2;
 * 10-14 = 7; 17, 18, 19 = 10.
 */
plain(
	'process',
	{ agency: 'FGW', title: '演示大桥项目选址讨论稿' },
	['2025-09-15', '2025-09-16', '2025-10-10'],
	part('process_information', {
		reasons: '该讨论稿属于行政决策前的过程性信息。',
		not_ordered: '无法律、法规、规章规定应当公开',
		matter_finished: '尚未结束',
	}),
)
	.on('2025-11-05', async (k) =>
		k.check(
			'answer as respondent by',
			await k.challenged('reconsideration', '青云谱区人民政府', '2025-11-03'),
			'2025-11-19',
		),
	)
	.on('2025-11-14', (k) => k.respond())
	.on('2025-12-25', (k) => k.decided('upheld', '2025-12-22', '演示复决〔2025〕9号'))
	// 15 days after 01-12: 01-27
	.on('2026-01-12', async (k) =>
		k.check(
			'statement of defence by',
			await k.challenged('suit_after_reconsideration', '青云谱区人民法院', '2026-01-05'),
			'2026-01-27',
		),
	)
	.on('2026-01-26', (k) => k.respond())
	.on('2026-05-12', (k) => k.decided('upheld', '2026-05-08', '（2026）演示行初1号'))
	.on('2026-05-12', (k) => k.close('诉讼已终结'))
	.expect({
		received: '2025-09-15',
		due: '2025-10-17',
		outcome: 'process_information',
		row: 10,
		state: 'closed',
		articles: '16 31 33 36(3)',
	});

// 23-26 = 4; 28-30 = 7; 10-09, 10, 11 = 10; 13-17 = 15; 20-24 = 20.  Two opinions, by two advisors.
story('enforcement', { agency: 'SCJ', title: '对演示食品店的处罚案卷' })
	.on('2025-09-22', (k) => k.file())
	.on('2025-09-23', (k) => k.assign())
	.on('2025-10-13', (k) =>
		k.draft([
			part('enforcement_file', {
				reasons: '案卷中的调查笔录属于行政执法案卷信息。',
				not_ordered: '无规定应当公开',
			}),
		]),
	)
	.on('2025-10-14', (k) => k.legal('agree_with_changes', { articles: ['条例16', '条例36(3)'] }))
	.on('2025-10-16', async (k) => {
		const first = k.seen.legal_reviews.at(-1);
		const seen = await k.legal('agree', { second: true, articles: ['条例16'] });
		k.check(
			'the second opinion is of another advisor',
			seen.legal_reviews.at(-1).advisor_id !== first.advisor_id,
			true,
		);
	})
	.on('2025-10-20', (k) =>
		k.reply([
			part('enforcement_file', {
				reasons: '案卷中的调查笔录属于行政执法案卷信息；处罚决定书已公示。',
				not_ordered: '无规定应当公开',
			}),
		]),
	)
	.expect({
		received: '2025-09-22',
		due: '2025-10-24',
		outcome: 'enforcement_file',
		row: 11,
		articles: '16 31 33 36(3)',
	});

/* ---- The rest of the table. */

// 10-14 to 17 = 4; 20-24 = 9; 27-31 = 14; 11-03 to 07 = 19; 10 = 20.
plain(
	'other',
	{ agency: 'MZJ', title: '已移交的社团年检材料' },
	['2025-10-13', '2025-10-14', '2025-11-04'],
	part('other', { happened: '所申请材料在办理期间随机构职能整体移交，本机关已协助申请人向接收机关提出申请' }),
).expect({ received: '2025-10-13', due: '2025-11-10', outcome: 'other', row: 23 });

// 11-04 to 07 = 4; 10-14 = 9; 17-21 = 14; 24-28 = 19; 12-01 = 20.
plain(
	'partial',
	{ agency: 'QYPZ', title: '2024年危房改造补助对象名单' },
	['2025-11-03', '2025-11-04', '2025-11-24'],
	part('partial', {
		content: '名单见附件，身份证号码、银行账号已作遮挡。',
		reasons: '身份证号码、银行账号属于个人隐私。',
		refused: ['third_party_rights'],
		only_identifiers: true,
	}),
).expect({ received: '2025-11-03', due: '2025-12-01', outcome: 'partial', row: 4, articles: '31 33 37' });

/*
 * One reply of three parts with three outcomes; something is disclosed and something is not, so row 4 (R-OUT-3).
 * 11-11 to 14 = 4; 17-21 = 9; 24-28 = 14; 12-01 to 05 = 19; 8 = 20.
 */
story('three-parts', {
	agency: 'ZJJ',
	title: '演示小区加装电梯审批材料',
	text: '申请公开：一、演示小区加装电梯的批复；二、审批会议的讨论记录；三、2015年以前的同类申请。',
})
	.on('2025-11-10', (k) => k.file())
	.on('2025-11-11', (k) => k.assign())
	.on('2025-11-13', (k) =>
		k.act('caseworker', 'units', {
			reason: '一表三问，内容互不相同',
			units: [{ description: '批复' }, { description: '讨论记录' }, { description: '2015年以前的申请' }],
		}),
	)
	.on('2025-11-20', (k) => k.search())
	.on('2025-12-02', (k) =>
		k.reply([
			part('granted', { content: '批复文件见附件一。' }, '加装电梯的批复'),
			part(
				'internal_affairs',
				{ reasons: '讨论记录属于内部事务信息。', not_ordered: '无规定应当公开' },
				'讨论记录',
			),
			part(
				'not_held',
				{ search_statement: '经检索档案室和审批系统，2015年以前无此类申请。' },
				'2015年以前的同类申请',
			),
		]),
	)
	.on('2025-12-02', (k) => k.letterSays('reply', /讨论记录/, /2015年以前/, /先.*申请行政复议|行政复议决定不服/s))
	.on('2025-12-02', (k) =>
		k.check(
			'outcomes of the parts',
			k.seen.reply.parts.map((p) => p.outcome),
			['granted', 'internal_affairs', 'not_held'],
		),
	)
	.expect({
		received: '2025-11-10',
		due: '2025-12-08',
		outcome: 'partial',
		row: 4,
		articles: '16 31 33 36(2) 36(3) 36(4)',
	});

// The first of two by one person; 10-10, Sat 11 = 2; 13-17 = 7; 20-24 = 12; 27-31 = 17; 11-03, 04, 05 = 20.
plain(
	'market-first',
	{ agency: 'SWJ', who: 'market', title: '农贸市场改造验收结果' },
	['2025-10-09', '2025-10-10', '2025-10-28'],
	part('granted', { content: '验收结果见附件。' }),
).expect({ received: '2025-10-09', due: '2025-11-05', outcome: 'granted', row: 3, articles: '31 33 36(2)' });

// Again: 11-18 to 21 = 4; 24-28 = 9; 12-01 to 05 = 14; 8-12 = 19; 15 = 20.
story('market-again', { agency: 'SWJ', who: 'market', title: '农贸市场改造验收结论' })
	.on('2025-11-17', (k) => k.file())
	.on('2025-11-18', (k) => k.assign())
	.on('2025-12-01', async (k) => {
		const who = await k.person('caseworker');
		const { items } = await who.get(`/api/v1/cases/${k.id}/repeat-candidates`);
		k.check(
			'candidates',
			items.map((c) => [c.outcome, c.replied_on]),
			[['granted', '2025-10-28']],
		);
		await k.reply([
			part('repeat', { reasons: '本机关已就同一信息作出答复。', repeat_of: { reply_id: items[0].reply_id } }),
		]);
	})
	.on('2025-12-01', (k) => k.letterSays('reply', /2025年10月28日/))
	.expect({ received: '2025-11-17', due: '2025-12-15', outcome: 'repeat', row: 17, articles: '31 33 36(6)' });

/* ---- One's own record (条例 41): in no row of table 三. */

const record = (what) => ({
	own_record: { record: what, wrong: '姓名登记为“演试”', correct: '演示', evidence: '户口簿复印件' },
});

// 12-02 to 05 = 4; 8-12 = 9; 15-19 = 14; 22-26 = 19; 29 = 20.
plain(
	'record-corrected',
	{ agency: 'MZJ', title: '更正低保登记', text: '请更正登记。', more: record('最低生活保障登记簿') },
	['2025-12-01', '2025-12-02', '2025-12-18'],
	part('record_corrected', { happened: '已将登记簿中的姓名更正为“演示”' }),
)
	.on('2025-12-18', (k) => k.letterSays('record_correction', /第四十一条/, /最低生活保障登记簿/))
	.expect({ received: '2025-12-01', due: '2025-12-29', outcome: 'record_corrected', row: 0, articles: '31 33 41' });

// 9-12 = 4; 15-19 = 9; 22-26 = 14; 29-31 = 17; off 01-01 to 03; Sun 01-04 (make-up), 5, 6 = 20.
plain(
	'record-transferred',
	{ agency: 'WJW', title: '更正生育登记', text: '请更正登记。', more: record('生育登记表') },
	['2025-12-08', '2025-12-09', '2025-12-24'],
	part('record_transferred', { agency: '演示市卫生健康委员会' }),
).expect({ received: '2025-12-08', due: '2026-01-06', outcome: 'record_transferred', row: 0, articles: '31 33 41' });

// 16-19 = 4; 22-26 = 9; 29-31 = 12; 01-04 to 09 = 18; 12, 13 = 20.
plain(
	'record-referred',
	{ agency: 'HDJD', title: '更正居住登记', text: '请更正登记。', more: record('居住登记卡') },
	['2025-12-15', '2025-12-16', '2025-12-30'],
	part('record_referred', { turn_to: '演示派出所户籍窗口' }),
).expect({ received: '2025-12-15', due: '2026-01-13', outcome: 'record_referred', row: 0, articles: '31 33 41' });

/* ---- Ends without a reply. */

// 01-06 to 09 = 4; 12-16 = 9; 19-23 = 14; 26-30 = 19; 02-02 = 20.  Withdrawn while a third party is asked;
// the letter calls it off.
story('withdrawn', { agency: 'JTJ', title: '校外培训机构检查记录' })
	.on('2026-01-05', (k) => k.file())
	.on('2026-01-06', (k) => k.assign())
	.on('2026-01-06', (k) => k.due('2026-02-02'))
	.on('2026-01-07', (k) => k.ask('third_party', '演示培训学校', '检查记录中的收费账目'))
	.on('2026-01-14', (k) => k.own('withdrawal', { reason: '已从公示栏获知' }))
	.on('2026-01-14', (k) => k.check('the consultation', k.seen.consultations[0].result, 'called_off'))
	.on('2026-01-15', (k) => k.close())
	// The last day that stood, with 15 days from the letter excluded (01-08, 9 = 2; 12-16 = 7; 19-23 = 12; 26-28
	// = 15): 01-06, 7 = 2; 29, 30 = 4; 02-02 to 06 = 9; 9-13, Sat 14 (make-up) = 15; off 15-23; 24-27, Sat 28
	// (make-up) = 20.
	.expect({
		received: '2026-01-05',
		due: '2026-02-28',
		excluded: 15,
		outcome: 'withdrawn',
		row: 23,
		state: 'closed',
	});

// The same filing twice, by two people in common: 01-13 to 16 = 4; 19-23 = 9; 26-30 = 14; 02-02 to 06 = 19; 9 = 20.
const twice = {
	agency: 'ZXJ',
	who: 'twice',
	title: '专精特新企业认定结果',
	text: '申请公开2025年专精特新企业认定结果。',
	more: {
		joint_applicants: [
			{
				category: 'natural_person',
				name: '演示共同申请人',
				id_kind: 'other',
				id_number: '演示证件-joint',
				phone: '0791-00000001',
			},
		],
	},
};
const kept = plain(
	'twice-first',
	twice,
	['2026-01-12', '2026-01-13', '2026-01-28'],
	part('granted', { content: '认定结果见附件。' }),
).expect({ received: '2026-01-12', due: '2026-02-09', outcome: 'granted', row: 3, articles: '31 33 36(2)' });
story('twice-again', twice)
	.on('2026-01-12', (k) => k.file())
	.on('2026-01-13', (k) => k.act('head', 'merger', { into_id: kept.id, reason: '同一申请重复提交' }))
	.on('2026-01-13', (k) => k.letterSays('termination_notice', new RegExp(kept.number)))
	.expect({ received: '2026-01-12', due: '2026-02-09', outcome: 'merged', row: 23, state: 'ended' });

/*
 * The applicant dies: stopped from 01-26 on; nobody asks to go on within three months, 04-26 is a Sunday, so
 * until 04-27 (R-DAY-5). Until the stop: 01-20 to 23 = 4; 26-30 = 9; 02-02 to 06 = 14; 9-13, Sat 14 (make-up)
 * = 20.
 */
story('terminated', { agency: 'TYJ', title: '本人参战经历核查结论' })
	.on('2026-01-19', (k) => k.file())
	.on('2026-01-20', (k) => k.assign())
	.on('2026-01-20', (k) => k.due('2026-02-14'))
	.on('2026-01-27', (k) =>
		k.act('head', 'stop', { cause: 'death', learnt_on: '2026-01-26', proof: '社区出具的死亡证明' }),
	)
	.on('2026-01-27', (k) => k.check('may be gone on with until', k.seen.clock.waits_until, '2026-04-27'))
	.on('2026-04-27', (k) =>
		k.refused('ended on the last day', 'R-OUT-9', null, () =>
			k.act('head', 'termination', { reason: '无人申请继续办理' }),
		),
	)
	.on('2026-04-28', (k) => k.act('head', 'termination', { reason: '期满无人申请继续办理' }))
	.expect({ received: '2026-01-19', due: '2026-02-14', outcome: 'terminated', row: 23, state: 'ended' });
