/*
 * The libraries that tests/lib/*fault.c make, from the side of a test: the file through which one is told what is to
 * fail (tests/lib/shim.h), and chance that can be had again.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const build = process.env.BUILDDIR ?? process.cwd();

/** mulberry32: numbers from 0 to 1, the same again with the same seed. */
export function seeded(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** Why NAME.so cannot be used; "" if it can. */
export function missing(name, { sanitizers = true } = {}) {
	if (!existsSync(join(build, `tests/lib/${name}.so`))) return `${name}.so is not built`;
	return !sanitizers && /__[at]san_init/.test(readFileSync(join(build, 'disclosured'), 'latin1'))
		? 'a sanitizer has an allocator of its own'
		: '';
}

/** NAME.so for one service: the environment that it needs, and what it is told.  PATH: a file of its own. */
export function shim(name, path) {
	const library = join(build, `tests/lib/${name}.so`);
	writeFileSync(path, Buffer.alloc(20));
	const file = openSync(path, 'r+');
	const words = (...w) => {
		const b = Buffer.alloc(4 * w.length);
		w.forEach((x, i) => b.writeInt32LE(x, 4 * i));
		return b;
	};
	return {
		env: {
			[name.toUpperCase()]: path,
			LD_PRELOAD: process.env.FAULT_ALSO ? `${library}:${process.env.FAULT_ALSO}` : library,
			ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
		},
		/** The AT-th call from now on fails. */
		arm(at, number = 0, mode = 0) {
			writeSync(file, words(0, number, mode, 0, 0), 0, 20, 0);
			writeSync(file, words(at), 0, 4, 0);
		},
		/** Whether the call came, and how many there were. */
		disarm() {
			writeSync(file, words(0), 0, 4, 0);
			const b = Buffer.alloc(20);
			readSync(file, b, 0, 20, 0);
			return { fired: b.readInt32LE(16) > 0, seen: b.readInt32LE(12) };
		},
		close: () => closeSync(file),
	};
}

/* Modes of sqlfault.so. */
export const COMMIT = 1,
	AFTER = 2,
	ON = 4;
/** What can go wrong with the database: its number, and how. */
export const sqlKinds = {
	deadlock: [1213, 0],
	'lock wait': [1205, 0],
	'changed row': [1020, 0],
	'counter of ids': [1467, 0],
	lost: [2013, 0],
	gone: [2006, 0],
	'deadlock at COMMIT': [1213, COMMIT],
	'lock wait at COMMIT': [1205, COMMIT],
	'changed row at COMMIT': [1020, COMMIT],
	'gone before COMMIT': [2006, COMMIT],
	'lost before COMMIT': [2013, COMMIT],
	'lost after COMMIT': [2013, COMMIT | AFTER],
	'deadlock, over and over': [1213, ON],
	'lock wait, over and over': [1205, ON],
	'gone, and nobody there': [2006, ON],
	'deadlock at each COMMIT': [1213, COMMIT | ON],
};
