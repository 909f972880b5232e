/*
 * What the demo's stories stand on: an office whose people are signed in as they are asked for, and one
 * timeline on which all stories run interleaved, so that the legal clock only ever moves forward.
 * Everything goes over HTTP.
 */
import { Client } from '../client.mjs';

const seconds = (n) => new Promise((resolve) => setTimeout(resolve, n * 1000));

/** Waits as long as a limit of the service asks for, and asks again. */
class Patient extends Client {
	async send(method, path, options) {
		for (;;) {
			const answer = await super.send(method, path, options);
			if (answer.status !== 429) return answer;
			await seconds(Math.min(Number(answer.headers.get('retry-after')) || 1, 60));
		}
	}
}

/** Looks every fiftieth of a second until FN gives something; the scheduler's marks come by themselves. */
export async function until(what, fn) {
	for (let i = 0; i < 1500; i++) {
		const value = await fn();
		if (value) return value;
		await seconds(0.02);
	}
	throw new Error(`waited half a minute for ${what}`);
}

export class Office {
	#people;
	#clients = new Map();

	/** @param {string} url @param {string} accounts the text of the file that contrib/run wrote */
	constructor(url, accounts) {
		this.url = url;
		this.today = null;
		this.#people = accounts
			.trim()
			.split('\n')
			.map((line) => {
				const [login, password, roles] = line.split(/\s+/);
				return { login, password, roles: roles.split(',') };
			});
	}

	anyone() {
		return new Patient(this.url);
	}

	/** The N-th of those who are ROLE of AGENCY, signed in once. */
	async person(role, agency, n = 0) {
		const found = this.#people.filter((p) => p.roles.includes(`${role}@${agency}`))[n];
		if (!found) throw new Error(`the accounts name no ${role} of ${agency} (${n})`);
		if (!this.#clients.has(found.login)) {
			const client = this.anyone();
			await client.signIn(found.login, found.password);
			this.#clients.set(found.login, client);
		}
		return this.#clients.get(found.login);
	}

	admin() {
		return this.person('system_admin', 'QZF');
	}

	/** Sets the legal day; null gives the clock back to the calendar on the wall. */
	async clock(day) {
		const admin = await this.admin();
		await admin.call('PUT', '/api/v1/test-clock', { body: { day } });
		this.today = day;
	}

	/** Changes settings of an agency from today on. */
	async settings(agency, values) {
		const admin = await this.admin();
		const { items } = await admin.get('/api/v1/agencies?limit=200');
		const { id } = items.find((a) => a.code === agency);
		const { version } = await admin.get(`/api/v1/agencies/${id}`);
		await admin.call('PUT', `/api/v1/agencies/${id}/settings`, {
			version,
			body: { values: Object.entries(values).map(([name, value]) => ({ name, value })) },
		});
	}
}

export class Timeline {
	#steps = [];

	/** FN is done on DAY, after what was asked for that day before it. */
	at(day, story, fn) {
		if (!/^20\d\d-\d\d-\d\d$/.test(day)) throw new Error(`${story}: ${day} is no day`);
		this.#steps.push({ day, story, fn });
	}

	/** A story whose step fails is told of it and goes no further; the others go on. */
	async run(office, say, failed) {
		const days = new Map();
		const broken = new Set();
		for (const step of this.#steps) days.set(step.day, [...(days.get(step.day) ?? []), step]);
		let done = 0;
		for (const day of [...days.keys()].sort()) {
			const steps = days.get(day);
			await office.clock(day);
			say(day, (done += steps.length), this.#steps.length, [...new Set(steps.map((s) => s.story))]);
			for (const { story, fn } of steps) {
				if (broken.has(story)) continue;
				try {
					await fn();
				} catch (e) {
					broken.add(story);
					failed(story, `${day}: ${e.answer ? e.message : e.stack}`);
				}
			}
		}
	}
}
