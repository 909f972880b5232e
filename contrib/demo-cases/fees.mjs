/*
 * Fees (law.md part 6): 32 requests of one person in one month, the tariff by pages, a fee unpaid, cancelled,
 * refunded.
 */
import { randomUUID } from 'node:crypto';
import { paper, part, story } from './story.mjs';

const answer = part('already_public', { access: '区政府门户网站“科技项目”栏目：https://www.qyp.example.invalid/keji' });

/* ---- 32 requests of one person in March 2026, eight a day. */

/*
 * The first ten are free, 11 to 30 cost 100 yuan each, 31 and 32 200: 20 × 100 + 2 × 200 = 2,400 (R-FEE-3).
 * Due days: 03-02: 3-6 = 4; 9-13 = 9; 16-20 = 14; 23-27 = 19; 30 = 20.  03-03: 4-6 = 3; 9-13 = 8; 16-20 = 13;
 * 23-27 = 18; 30, 31 = 20. 03-04: 5, 6 = 2; 9-13 = 7; 16-20 = 12; 23-27 = 17; 30, 31, 04-01 = 20.  03-05: 6 =
 * 1; 9-13 = 6; 16-20 = 11; 23-27 = 16; 30-04-02 = 20. The notices go out on 03-16 by download: to be paid
 * within 20 working days from the day after: 17-20 = 4; 23-27 = 9; 30-04-03 = 14; off 4-6; 7-10 = 18; 13, 14
 * = 20.
 */
const days = [
	['2026-03-02', '2026-03-30'],
	['2026-03-03', '2026-03-31'],
	['2026-03-04', '2026-04-01'],
	['2026-03-05', '2026-04-02'],
];
const flood = [];

/** What becomes of the N-th: the story's further days, and what is expected beside number, day and fee. */
function fate(s, n, due) {
	if (n <= 10)
		return s
			.on('2026-03-12', (k) => k.reply([answer]))
			.expect({ due, outcome: 'already_public', row: 3, articles: '31 33 36(1)' });
	s.on('2026-03-16', async (k) => {
		await k.charge('by_item');
		const [notice] = k.seen.fee_notices;
		k.check('place in the month and day to pay by', [notice.units_before, notice.pay_by], [n - 1, '2026-04-14']);
	});
	if (n === 11)
		s.on('2026-04-14', (k) =>
			k.refused('an end on the last day', 'R-FEE-6', '费6', () => k.act('head', 'lapse', { reason: '未缴费' })),
		);
	if (n <= 20 || n === 31)
		return s.on('2026-04-15', (k) => k.lapse()).expect({ due, outcome: 'not_paid', row: 22, state: 'ended' });
	// One payment for two of them on 03-30, 200 yuan: 31-04-03 = 4; 7-10 = 8; 13-17 = 13; 20-24 = 18; 27, 28 = 20.
	if (n <= 22)
		return s
			.on('2026-03-30', (k) => n === 21 && payTogether(k, flood[21]))
			.on('2026-04-16', (k) => k.reply([answer]))
			.expect({ due: '2026-04-28', outcome: 'already_public', row: 3, articles: '31 33 36(1) 费6' });
	if (n === 23)
		return s
			.on('2026-03-25', (k) =>
				k.act('head', 'fee-notices/cancellation', { kind: 'waived', reason: '该件系生活救助所需' }),
			)
			.on('2026-03-25', (k) => k.due(due))
			.on('2026-03-27', (k) => k.reply([answer]))
			.expect({ due, outcome: 'already_public', row: 3, articles: '31 33 36(1) 费6' });
	if (n <= 30)
		return s
			.on('2026-03-27', (k) => k.own('withdrawal', { reason: '不再需要' }))
			.expect({ due, outcome: 'withdrawn', row: 23, state: 'ended' });
	// 250 yuan for 200 on 03-20: 23-27 = 5; 30-04-03 = 10; off 4-6; 7-10 = 14; 13-17 = 19; 20 = 20; 50 are given
	// back.
	return s
		.on('2026-03-20', (k) => k.pay('250'))
		.on('2026-03-23', (k) =>
			k.act('head', `refunds/${k.seen.refunds[0].id}/decision`, { decision: 'approve', how: '原路退回' }),
		)
		.on('2026-03-24', (k) =>
			k.act('finance', `refunds/${k.seen.refunds[0].id}/payment`, {
				refunded_on: '2026-03-24',
				voucher: paper('退费票据'),
			}),
		)
		.on('2026-04-08', (k) => k.reply([answer]))
		.expect({ due: '2026-04-20', outcome: 'already_public', row: 3, articles: '31 33 36(1) 费6' });
}

async function payTogether(one, other) {
	const finance = await one.person('finance');
	const cases = await Promise.all(
		[one, other].map(async (k) => ({ case_id: k.id, version: (await k.look()).version })),
	);
	await finance.call('POST', '/api/v1/payments', {
		key: randomUUID(),
		body: { amount: '200', paid_on: one.office.today, voucher: paper('缴款票据'), way: 'bank', cases },
	});
	for (const k of [one, other]) k.check('paid', (await k.look()).fee_notices[0].status, 'paid');
}

for (let n = 1; n <= 32; n++) {
	const [day, due] = days[Math.floor((n - 1) / 8)];
	const s = story(`flood-${String(n).padStart(2, '0')}`, {
		agency: 'KGJ',
		who: 'flood',
		title: `第${n}批科技项目验收意见`,
	})
		.on(day, (k) => k.file())
		.on(day, (k) => k.assign());
	flood.push(s);
	fate(s, n, due);
	s.wanted.received = day;
	s.wanted.fee = n <= 10 ? 0 : n <= 30 ? 100 : 200;
}
flood[31].on('2026-03-16', async (k) => {
	const finance = await k.person('finance');
	const figures = await finance.get('/api/v1/fees/figures?year=2026');
	k.check('notices and yuan billed', [figures.notices, figures.billed_yuan], [22, '2400.00']);
});

/* ---- By page, and what else can happen to a notice. */

/*
 * 250 pages, decided to disclose: 30 free, 70 × 10, 100 × 20, 50 × 40 = 700 + 2,000 + 2,000 = 4,700 yuan
 * (R-FEE-4).  Paid in part on 09-14, in full on 09-16: 17, 18 = 2; Sun 20 (make-up) to 24 = 7; off 25-27;
 * 28-30 = 10; off 10-01 to 07; 8, 9, Sat 10 (make-up) = 13; 12-16 = 18; 19, 20 = 20.
 */
story('by-page', {
	agency: 'CZJ',
	title: '2015年以来全部政府采购合同',
	text: '本月第三十次申请，申请2015年以来全部政府采购合同复印件。',
})
	.on('2026-09-01', (k) => k.file())
	.on('2026-09-02', (k) => k.assign())
	.on('2026-09-09', (k) => k.draft([part('granted', { content: '合同复印件共250页，见附件。' })]))
	.on('2026-09-09', (k) => k.due('2026-09-29'))
	.on('2026-09-10', (k) => k.charge('by_page', { pages: 250 }))
	.on('2026-09-10', (k) => k.letterSays('fee_notice', /4700\.00/, /103049950/, /20个工作日/))
	.on('2026-09-14', (k) => k.pay('2000'))
	.on('2026-09-14', (k) =>
		k.check('left to pay', [k.seen.state, k.seen.fee_notices[0].left_yuan], ['awaiting_payment', '2700.00']),
	)
	.on('2026-09-16', (k) => k.pay('2700'))
	.on('2026-09-16', (k) => k.due('2026-10-20'))
	.on('2026-10-09', (k) => k.reply([part('granted', { content: '合同复印件共250页，见附件。' })]))
	.expect({
		received: '2026-09-01',
		due: '2026-10-20',
		outcome: 'granted',
		row: 3,
		fee: 4700,
		articles: '31 33 36(2) 费6',
	});

/*
 * Twelve units by post: 2 × 100 yuan; the notice of 08-03 is received on 08-05: 6, 7 = 2; 10-14 = 7; 17-21 =
 * 12; 24-28 = 17; 31, 09-01, 2 = 20. Ended by the letter of 09-03, posted on 09-04; paid too late on 09-08;
 * reinstated for good reason on 09-10: 11 = 1; 14-18 = 6; 20-24 = 11; 28-30 = 14; 10-08 to 10 = 17; 12, 13,
 * 14 = 20.
 */
story('unpaid-reinstated', { agency: 'ZDZX', title: '演示学校工程的结算资料' })
	.on('2026-07-20', (k) => k.takeIn('in_person'))
	.on('2026-07-21', (k) => k.assign())
	.on('2026-07-22', (k) => k.split(12, '标段结算资料'))
	.on('2026-08-03', (k) => k.charge('by_item', {}, 'post'))
	.on('2026-08-06', (k) => k.act('clerk', 'fee-notices/receipt', { received_on: '2026-08-05', proof: paper('回执') }))
	.on('2026-08-06', (k) => k.check('to be paid by', k.seen.fee_notices[0].pay_by, '2026-09-02'))
	.on('2026-09-03', (k) => k.lapse())
	.on('2026-09-04', (k) => k.act('clerk', 'lapse/service', { way: 'post', proof: paper('EMS') }))
	.on('2026-09-04', (k) =>
		k.check('ended as', [k.seen.state, k.seen.outcome, k.seen.report_row], ['ended', 'not_paid', 22]),
	)
	.on('2026-09-08', (k) => k.pay('200'))
	.on('2026-09-08', (k) => k.check('too late', [k.seen.state, k.seen.refunds.at(-1)?.cause], ['ended', 'late']))
	.on('2026-09-10', (k) => k.act('head', 'reinstatement', { reason: '银行系统故障致缴费延误，有证明' }))
	.on('2026-09-10', (k) => k.due('2026-10-14'))
	.on('2026-09-28', (k) => k.reply([part('granted', { content: '结算资料见附件。' })]))
	.expect({
		received: '2026-07-20',
		due: '2026-10-14',
		outcome: 'granted',
		row: 3,
		fee: 200,
		articles: '31 33 36(2) 费6',
	});

/*
 * A notice cancelled after the due day has passed: due on the next working day, marked (R-FEE-10).
 * 08-18 to 21 = 4; 24-28 = 9; 31-09-04 = 14; 7-11 = 19; 14 = 20; cancelled on Wednesday 09-16: 09-17.
 */
story('fee-cancelled', { agency: 'JJQ', title: '入园企业清单' })
	.on('2026-08-17', (k) => k.file())
	.on('2026-08-18', (k) => k.assign())
	.on('2026-08-19', (k) => k.split(11, '园区清单'))
	.on('2026-09-08', (k) => k.charge('by_item'))
	.on('2026-09-16', (k) =>
		k.act('head', 'fee-notices/cancellation', {
			kind: 'cancelled',
			reason: '各园区清单实为同一份表，不应拆分计件',
		}),
	)
	.on('2026-09-16', (k) => k.due('2026-09-17'))
	.on('2026-09-17', (k) => k.reply([part('granted', { content: '入园企业清单见附件。' })]))
	.expect({
		received: '2026-08-17',
		due: '2026-09-17',
		outcome: 'granted',
		row: 3,
		fee: 100,
		articles: '31 33 36(2) 费6',
	});
