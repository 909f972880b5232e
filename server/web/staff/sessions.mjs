// @ts-check
/* Where somebody is signed in: one's own sessions, or those of a person whom a security administrator looks after. */
import { api } from '../lib/api.mjs';
import { h, show } from '../lib/dom.mjs';
import { t, timeText } from '../lib/lang.mjs';
import { empty, headRow, problemBox } from '../lib/parts.mjs';
import { say } from './keys.mjs';

/** @param {string} [user] another person's id */
export async function sessions(user) {
	const place = h('div'),
		problem = h('div');
	/** @param {any} s */
	const end = async (s) => {
		try {
			await api.call('DELETE', `/api/v1/sessions/${s.id}`);
			say(t('会话已结束', 'The session is ended'));
			await draw();
		} catch (e) {
			show(problem, problemBox(e));
		}
	};
	/** @param {any} s */
	const row = (s) =>
		h(
			'tr',
			null,
			h('td', null, timeText(s.created_at)),
			h('td', null, timeText(s.seen_at)),
			h('td', null, s.client),
			h(
				'td',
				null,
				s.current
					? t('当前会话', 'this one')
					: h(
							'button.btn.btn-sm.btn-outline-secondary',
							{
								type: 'button',
								'aria-label': t('结束 {0} 的会话', 'End the session of {0}', timeText(s.created_at)),
								onclick: () => end(s),
							},
							t('结束', 'End'),
						),
			),
		);
	async function draw() {
		const { items } = await api.get(`/api/v1/sessions${user ? `?user=${user}` : ''}`);
		show(problem);
		show(
			place,
			items.length
				? h(
						'table.plain.grid',
						null,
						headRow([
							t('登录时间', 'Since'),
							t('最近使用', 'Last used'),
							t('地址', 'From'),
							h('span.visually-hidden', null, t('操作', 'Do')),
						]),
						h('tbody', null, items.map(row)),
					)
				: empty(t('没有登录。', 'Not signed in anywhere.')),
		);
	}
	await draw();
	return [problem, place];
}
