/*
 * After the reply (R-OUT-7, R-OUT-8, R-OUT-10): orders to reply again, the agency's own revocation, deputies,
 * what was recorded wrongly. The report row and the outcome stay those of the first handling (R-REP-3); due
 * is the day of the second.
 */
import { part, story } from './story.mjs';

/*
 * A reconsideration orders a new reply.  12-09 to 12 = 4; 15-19 = 9; 22-26 = 14; 29-31 = 17; 01-04 to 06 =
 * 20.  The answer as respondent is due 10 working days after 01-12: 13-16 = 4; 19-23 = 9; 26 = 10.  Nothing
 * is written of a period: 20 working days from the receipt of the decision on 03-02: 3-6 = 4; 9-13 = 9; 16-20
 * = 14; 23-27 = 19; 30 = 20.
 */
story('ordered', { agency: 'MZJ', title: '演示养老院建设补贴发放表' })
	.on('2025-12-08', (k) => k.file())
	.on('2025-12-09', (k) => k.assign())
	.on('2025-12-09', (k) => k.due('2026-01-06'))
	.on('2025-12-22', (k) =>
		k.reply([
			part('not_our_duty', { reasons: '补贴由财政部门发放，不属于本机关职责。', agency: '青云谱区财政局' }),
		]),
	)
	.on('2026-01-12', async (k) =>
		k.check(
			'answer as respondent by',
			await k.challenged('reconsideration', '青云谱区人民政府', '2026-01-08'),
			'2026-01-26',
		),
	)
	.on('2026-01-23', (k) => k.respond())
	.on('2026-03-02', (k) =>
		k.ordered({
			kind: 'reconsideration',
			body: '青云谱区人民政府',
			number: '演示复决〔2026〕3号',
			ordered_on: '2026-02-27',
			received_on: '2026-03-02',
		}),
	)
	.on('2026-03-02', (k) => k.due('2026-03-30'))
	.on('2026-03-02', (k) => k.check('the remedy', [k.seen.handling, k.seen.remedies[0].result], [2, 'corrected']))
	.on('2026-03-03', (k) => k.refused('an extension in it', 'R-OUT-7', '条例33', () => k.extend(5, '需要时间')))
	.on('2026-03-19', (k) => k.reply([part('granted', { content: '补贴发放表见附件。' })]))
	.on('2026-03-19', (k) => k.letterSays('new_reply', /演示复决〔2026〕3号/))
	.expect({ received: '2025-12-08', due: '2026-03-30', outcome: 'not_our_duty', row: 13, articles: '31 33 36(2)' });

/*
 * A court orders a new reply within 30 days of the day in force, 06-01: 07-01.  The first period: 01-06 to 09
 * = 4; 12-16 = 9; 19-23 = 14; 26-30 = 19; 02-02 = 20.
 */
story('judged', { agency: 'ZJJ', title: '演示旧改项目评估报告' })
	.on('2026-01-05', (k) => k.file())
	.on('2026-01-06', (k) => k.assign())
	.on('2026-01-06', (k) => k.due('2026-02-02'))
	.on('2026-01-22', (k) => k.reply([part('needs_making', { reasons: '评估数据需要另行汇总加工。' })]))
	// 15 days after 02-27: 03-14, a Saturday, so Monday 03-16 (R-DAY-5)
	.on('2026-02-27', async (k) =>
		k.check(
			'statement of defence by',
			await k.challenged('suit_direct', '青云谱区人民法院', '2026-02-24'),
			'2026-03-16',
		),
	)
	.on('2026-03-12', (k) => k.respond())
	.on('2026-06-01', (k) =>
		k.ordered({
			kind: 'court',
			body: '青云谱区人民法院',
			number: '（2026）演示行初2号',
			ordered_on: '2026-05-12',
			received_on: '2026-05-15',
			in_force_on: '2026-06-01',
			period_unit: 'days',
			period: 30,
		}),
	)
	.on('2026-06-01', (k) => k.due('2026-07-01'))
	.on('2026-06-18', (k) => k.reply([part('granted', { content: '评估报告见附件。' })]))
	.expect({ received: '2026-01-05', due: '2026-07-01', outcome: 'needs_making', row: 14, articles: '31 33 36(2)' });

/*
 * The leader revokes the agency's own reply on 08-20: 21 = 1; 24-28 = 6; 31-09-04 = 11; 7-11 = 16; 14-17 = 20.
 * The first period: 08-04 to 07 = 4; 10-14 = 9; 17-21 = 14; 24-28 = 19; 31 = 20.
 */
story('revoked', { agency: 'RSJ', title: '演示劳务公司欠薪处理结果' })
	.on('2026-08-03', (k) => k.file())
	.on('2026-08-04', (k) => k.assign())
	.on('2026-08-04', (k) => k.due('2026-08-31'))
	.on('2026-08-11', (k) => k.search())
	.on('2026-08-12', (k) => k.reply([part('not_held', { search_statement: '经检索，未发现处理结果。' })]))
	.on('2026-08-20', (k) =>
		k.act('leader', 'revocation', { reason: '事后在劳动监察专柜找到该处理决定，原答复检索范围不全' }),
	)
	.on('2026-08-20', (k) => k.due('2026-09-17'))
	.on('2026-08-20', (k) => k.letterSays('revocation', /劳动监察专柜/, /20个工作日/))
	.on('2026-09-03', (k) => k.reply([part('granted', { content: '处理决定见附件。' })]))
	.expect({ received: '2026-08-03', due: '2026-09-17', outcome: 'not_held', row: 13, articles: '31 33 36(2)' });

/*
 * The leader is away; the head of the business unit signs under a recorded authorisation (R-OUT-10).
 * 09-08 to 11 = 4; 14-18 = 9; Sun 20 (make-up) to 24 = 14; 28-30 = 17; 10-08, 9, Sat 10 (make-up) = 20.
 */
story('deputy', { agency: 'SHUI', title: '本局人员考核测评表' })
	.on('2026-09-07', (k) => k.file())
	.on('2026-09-08', (k) => k.assign())
	.on('2026-09-14', async (k) => {
		const [leader, deputy] = [await k.person('leader'), await k.person('business_head')];
		await leader.post(`/api/v1/agencies/${k.seen.agency.id}/deputies`, {
			role: 'leader',
			deputy_id: deputy.user.id,
			from_on: '2026-09-14',
			to_on: '2026-09-30',
			document: '演示委托书1号',
		});
		k.standsIn = { leader: 'business_head' };
	})
	.on('2026-09-22', (k) =>
		k.reply([part('internal_affairs', { reasons: '考核测评表属于人事管理信息。', not_ordered: '无规定应当公开' })]),
	)
	.on('2026-09-22', async (k) => {
		const { id } = await k.letterSays('reply', /人事管理信息/);
		const who = await k.person('caseworker');
		k.check(
			'who signed',
			(await who.get(`/api/v1/cases/${k.id}/letters/${id}`)).signed_by,
			/业务科室负责人.*受.*分管领导.*委托/,
		);
	})
	.expect({
		received: '2026-09-07',
		due: '2026-10-10',
		outcome: 'internal_affairs',
		row: 9,
		articles: '16 31 33 36(3)',
	});

/*
 * An opinion is entered under the wrong day and rectified (R-KEEP-4).  Asked on 10-14, the consent recorded
 * as of 10-22, rightly of 10-21: 10-15, 16 = 2; 19-22 = 6, and 5 after the rectification.  10-13, 14 = 2; 23
 * = 3; 26-30 = 8; 11-02 to 06 = 13; 9-13 = 18; 16, 17 = 20; with 5: 10-13, 14 = 2; 22, 23 = 4; 26-30 = 9;
 * 11-02 to 06 = 14; 9-13 = 19; 16 = 20: earlier than what stood before.
 */
story('rectified', { agency: 'STJ', title: '演示印染厂排污许可执行报告' })
	.on('2026-10-12', (k) => k.file())
	.on('2026-10-13', (k) => k.assign())
	.on('2026-10-14', (k) => k.ask('third_party', '演示印染厂', '执行报告中的原料用量'))
	.on('2026-10-22', (k) => k.heard(0, 'consent'))
	.on('2026-10-22', (k) => k.due('2026-11-17'))
	.on('2026-10-23', async (k) => {
		const who = await k.person('caseworker');
		const { items } = await who.get(`/api/v1/cases/${k.id}/events?limit=200`);
		const { seq } = items.filter((e) => e.act === 'consultation_record').at(-1);
		const asked = await k.act('caseworker', 'rectifications', {
			seq,
			reason: '来函日期登记有误',
			proof: '来函原件',
			right_on: '2026-10-21',
		});
		await k.act('head', `proposals/${asked.proposals.at(-1).id}/decision`, { decision: 'grant' });
	})
	.on('2026-10-23', (k) => k.due('2026-11-16'))
	.on('2026-11-03', (k) => k.reply([part('granted', { content: '执行报告见附件。' })]))
	.on('2026-11-04', (k) => k.close())
	.expect({
		received: '2026-10-12',
		due: '2026-11-16',
		excluded: 5,
		outcome: 'granted',
		row: 3,
		state: 'closed',
		articles: '31 33 36(2) 45',
	});
