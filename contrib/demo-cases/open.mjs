/*
 * What is left on the desks of the demo: requests of today, each at another place, so that whoever signs in finds
 * something to do. They are filed by the calendar on the wall; only where they stand is checked.
 */
import { aside, paper, part } from './story.mjs';

const kinds = [
	['just-filed', { title: '2026年度固定资产投资项目清单' }, 'received', (k) => k.file()],
	[
		'help-needed',
		{ title: '低收入住户电价补贴标准', more: { help_needed: '视力障碍，请电话告知。' } },
		'registered',
		async (k) => {
			await k.file();
			await k.register();
		},
	],
	[
		'at-work',
		{ title: '粮食应急保障网点名单' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.contact('contact', '申请人说明只需要现行有效的名单');
		},
	],
	[
		'to-be-corrected',
		{ title: '有关价格的材料', text: '申请公开有关价格的材料。' },
		'awaiting_correction',
		async (k) => {
			await k.file();
			await k.assign();
			await k.correct([{ kind: 'description', guidance: '请写明文件名称、文号或者年份。' }]);
		},
	],
	[
		'third-party-asked',
		{ title: '节能技术改造项目申报书' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.asked(await k.ask('third_party', '演示制造有限公司', '节能技术改造项目申报书'));
		},
	],
	[
		'advice-asked',
		{ title: '价格调控会议纪要' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.draft([
				part('internal_affairs', {
					reasons: '属于内部工作会议记录，未对外产生效力。',
					not_ordered: '经检索，无法律、法规、规章规定应当公开',
				}),
			]);
			await k.act('caseworker', 'legal-reviews', { question: '会议纪要是否属于内部事务信息？能否区分处理？' });
		},
	],
	[
		'on-its-way-up',
		{ title: '重点项目联系领导名单' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.draft([
				part('already_public', { access: '区政府门户网站“重点项目”栏目：https://www.qyp.example.invalid/' }),
			]);
			await k.act('caseworker', 'reply/submission');
		},
	],
	[
		'to-be-served',
		{ title: '充电设施建设规划' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.sign([
				part('already_public', { access: '区政府门户网站“规划计划”栏目：https://www.qyp.example.invalid/' }),
			]);
		},
	],
	[
		'longer-asked',
		{ title: '近十年项目审批档案' },
		'investigating',
		async (k) => {
			await k.file();
			await k.assign();
			await k.extend(10, '涉及年份多，需要调阅档案');
		},
	],
	[
		'to-be-paid',
		{ title: '历年项目批复', text: '申请公开十二个项目的批复。' },
		'awaiting_payment',
		async (k) => {
			await k.file();
			await k.assign();
			await k.split(12, '个项目的批复');
			await k.charge('by_item');
		},
	],
	[
		'by-ordinary-post',
		{ title: '公交票价成本监审报告' },
		'pending_confirmation',
		async (k) => {
			await k.takeIn('post_ordinary', { evidence: [{ kind: 'envelope', reference: paper('信封') }] });
			await k.attempt('no_answer');
		},
	],
];

/** Files them and gives what is not as it should be. */
export async function leaveOpen(office) {
	const faults = [];
	for (const [key, about, state, fn] of kinds) {
		const k = aside(`open-${key}`, { agency: 'FGW', ...about });
		k.office = office;
		try {
			await fn(k);
			k.check('state', (await k.look()).state, state);
		} catch (e) {
			k.faults.push(e.answer ? e.message : e.stack);
		}
		faults.push(...k.faults.map((f) => `${k.key}: ${f}`));
	}
	return { n: kinds.length, faults };
}
