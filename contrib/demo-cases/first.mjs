/*
 * Ten requests whose periods cross the hard places of 2026's calendar (国办发明电〔2025〕7号), eight of them answered
 * on the day on which they came in.  "due" counts 20 working days after the day of receipt: 02-05: 6, 9-13,
 * Sat 14 (make-up) = 7; off 15-23; 24-27, Sat 28 (make-up) = 12; 03-02 to 03-06 = 17, 9, 10, 11 = 20. 02-13:
 * 14 = 1; 24-28 = 6; 03-02 to 03-06 = 11; 9-13 = 16; 16-19 = 20. 02-20, inside the holiday: 24-28 = 5; 03-02
 * to 06 = 10; 9-13 = 15; 16-20 = 20. 03-02: 3-6 = 4; 9-13 = 9; 16-20 = 14; 23-27 = 19; 30 = 20. 03-10: 11-13
 * = 3; 16-20 = 8; 23-27 = 13; 30-04-03 = 18 (off 4-6); 7, 8 = 20. 06-10: 11, 12 = 2; 15-18 = 6 (off 19-21);
 * 22-26 = 11; 29-07-03 = 16; 6-9 = 20. 09-10: 11 = 1; 14-18 = 6; Sun 20 (make-up) = 7; 21-24 = 11 (off
 * 25-27); 28-30 = 14 (off 1-7);        10-08, 9, Sat 10 (make-up) = 17; 12, 13, 14 = 20. 09-30: 10-08, 9, 10
 * = 3; 12-16 = 8; 19-23 = 13; 26-30 = 18; 11-02, 03 = 20.
 */
import { part, story } from './story.mjs';

const remedyBoth = /60日内.*申请行政复议.*6个月内.*提起行政诉讼/s;

/** Answered on the day of receipt, after whatever BEFORE does. */
const sameDay = (key, about, day, before, answer) =>
	story(key, about).on(day, async (k) => {
		await k.file();
		await k.assign();
		await before?.(k);
		await k.reply([answer]);
		await k.letterSays('reply', remedyBoth);
	});

sameDay(
	'first-granted',
	{ agency: 'FGW', title: '充电桩建设补贴项目名单', text: '申请公开2025年度充电桩建设补贴项目的名单和金额。' },
	'2026-02-05',
	null,
	part('granted', { content: '2025年度充电桩建设补贴项目名单及金额（见附件）。' }),
).expect({ received: '2026-02-05', due: '2026-03-11', outcome: 'granted', row: 3, articles: '31 33 36(2)' });

sameDay(
	'first-public',
	{ agency: 'JTJ', title: '义务教育学区划分', text: '申请公开2026年小学学区划分方案。' },
	'2026-02-13',
	null,
	part('already_public', {
		access: '该信息已在区政府门户网站“义务教育招生”栏目公开：https://www.qyp.example.invalid/xuequ',
	}),
).expect({ received: '2026-02-13', due: '2026-03-19', outcome: 'already_public', row: 3, articles: '31 33 36(1)' });

sameDay(
	'first-register',
	{ agency: 'ZGJ', title: '本人房屋登记信息', text: '申请查询演示路99号房屋的登记信息。' },
	'2026-02-20',
	null,
	part('special_access_law', {
		law: '《不动产登记暂行条例》第二十七条',
		turn_to: '请持本人身份证明到不动产登记中心查询窗口办理。',
	}),
).expect({
	received: '2026-02-20',
	due: '2026-03-20',
	outcome: 'special_access_law',
	row: 12,
	articles: '31 33 36(7)',
});

sameDay(
	'first-not-held',
	{ agency: 'CZJ', title: '会议餐费明细', text: '申请公开2019年某次会议的餐费明细。' },
	'2026-03-02',
	(k) => k.search('财务档案室、电子档案系统'),
	part('not_held', { search_statement: '经在财务档案室和电子档案系统检索，未发现该信息。' }),
).expect({ received: '2026-03-02', due: '2026-03-30', outcome: 'not_held', row: 13, articles: '31 33 36(4)' });

sameDay(
	'first-not-ours',
	{ agency: 'MZJ', title: '地铁施工许可', text: '申请公开地铁某标段的施工许可文件。' },
	'2026-03-10',
	null,
	part('not_our_duty', {
		reasons: '地铁工程的施工许可不属于本机关职责。',
		agency: '南昌市住房和城乡建设局，电话0791-00009999',
	}),
).expect({ received: '2026-03-10', due: '2026-04-08', outcome: 'not_our_duty', row: 13, articles: '31 33 36(5)' });

sameDay(
	'first-making',
	{ agency: 'SJJ', title: '近十年审计整改率汇总', text: '申请公开近十年各单位审计整改率的汇总对比。' },
	'2026-06-10',
	null,
	part('needs_making', { reasons: '所申请的汇总对比需要本机关对现有信息另行加工、分析后才能形成。' }),
).expect({ received: '2026-06-10', due: '2026-07-09', outcome: 'needs_making', row: 14, articles: '31 33 38' });

sameDay(
	'first-petition',
	{ agency: 'SFJ', title: '反映某律师服务问题', text: '反映某律师事务所服务态度问题，要求处理。' },
	'2026-09-10',
	null,
	part('petition', { reasons: '所提内容属于投诉请求，不作为政府信息公开申请处理，可通过12345热线反映。' }),
).expect({ received: '2026-09-10', due: '2026-10-14', outcome: 'petition', row: 16, articles: '31 33 39(1)' });

sameDay(
	'first-gazette',
	{ agency: 'QZF', title: '索取区政府公报', text: '申请提供2026年第3期政府公报。' },
	'2026-09-30',
	null,
	part('publication', { access: '政府公报可在区政务服务大厅免费领取，也可在门户网站“政府公报”栏目下载。' }),
).expect({ received: '2026-09-30', due: '2026-11-03', outcome: 'publication', row: 18, articles: '31 33 39(2)' });

/*
 * Two that run into 2027, provisional until the notice made for the run is loaded (calendar.mjs). 11-06:
 * 11-09 to 13 = 5; 16-20 = 10; 23-27 = 15; 11-30 to 12-04 = 20.  Extended by 20, by plain weekends and 1
 * January: 7-11 = 25; 14-18 = 30; 21-25 = 35; 28-31 = 39; 2027-01-04 = 40.  By the notice: 21-25 and Sat 26 =
 * 36; 28-31 = 40, so 2026-12-31, which is earlier than what was told and is worked to (R-DAY-4).
 */
story('first-reissue', { agency: 'RSJ', title: '补发职称证明', text: '申请再次出具已经取得的职称评审通过证明。' })
	.on('2026-11-06', (k) => k.file())
	.on('2026-11-09', (k) => k.assign())
	.on('2026-11-09', (k) => k.due('2026-12-04'))
	.on('2026-11-16', (k) => k.extend(20, '需向多个档案保管单位核对'))
	.on('2026-11-17', (k) => k.grantExtension())
	.on('2026-11-17', (k) => k.due('2027-01-04'))
	.on('2026-11-26', (k) => k.due('2026-12-31'))
	.on('2026-12-10', (k) =>
		k.reply([part('reissue', { reasons: '所申请事项是对已获取的信息重新出具确认，不属于政府信息公开。' })]),
	)
	.expect({ received: '2026-11-06', due: '2026-12-31', extended: 20, outcome: 'reissue', row: 20 });

/*
 * 11-10: 11-11 to 13 = 3; 16-20 = 8; 23-27 = 13; 11-30 to 12-04 = 18; 7, 8 = 20.  Extended by 20,
 * provisionally: 9-11 = 23; 14-18 = 28; 21-25 = 33; 28-31 = 37; 01-04 to 06 = 40.  By the notice: 21-26 = 34;
 * 28-31 = 38; off until 01-05; 6, 7 = 40: later than what was told, which stays (R-DAY-4).
 */
story('first-basketball', { agency: 'YJJ', title: '职工篮球赛名单', text: '申请公开单位职工篮球赛参赛名单。' })
	.on('2026-11-10', (k) => k.file())
	.on('2026-11-11', (k) => k.assign())
	.on('2026-11-11', (k) => k.due('2026-12-08'))
	.on('2026-11-18', (k) => k.extend(20, '需向机关工会核实信息的形成过程'))
	.on('2026-11-19', (k) => k.grantExtension())
	.on('2026-11-19', (k) => k.due('2027-01-06'))
	.on('2026-11-26', (k) => k.due('2027-01-06'))
	.on('2026-12-11', (k) =>
		k.reply([
			part('not_government_information', {
				reasons: '该名单不是本机关在履行行政管理职能过程中制作或者获取的信息。',
				turn_to: '可向机关工会了解。',
			}),
		]),
	)
	.expect({
		received: '2026-11-10',
		due: '2027-01-06',
		extended: 20,
		outcome: 'not_government_information',
		row: 23,
		articles: '2 31 33 37',
	});
