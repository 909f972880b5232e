/*
 * What the pages and the tests are checked for beside their types: names that mean nothing, what is never
 * used, and the handful of mistakes that tsc lets pass.  Layout is not its business.
 */
import js from '@eslint/js';

/** @param {string[]} names */
const known = (names) => Object.fromEntries(names.map((n) => [n, 'readonly']));
const both = [
	'console',
	'fetch',
	'URL',
	'URLSearchParams',
	'Headers',
	'FormData',
	'Blob',
	'File',
	'crypto',
	'performance',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval',
	'TextEncoder',
	'btoa',
	'atob',
	'TextDecoder',
	'AbortController',
	'AbortSignal',
	'queueMicrotask',
	'Event',
	'EventTarget',
];
const pages = [
	'window',
	'document',
	'location',
	'history',
	'navigator',
	'localStorage',
	'sessionStorage',
	'indexedDB',
	'matchMedia',
	'getComputedStyle',
	'requestAnimationFrame',
	'Node',
	'Element',
	'HTMLElement',
	'CSS',
	'KeyboardEvent',
	'HashChangeEvent',
	'dispatchEvent',
	'CustomEvent',
	'EventSource',
	'XMLHttpRequest',
	'MutationObserver',
	'ResizeObserver',
	'IntersectionObserver',
	'print',
	'addEventListener',
	'NodeFilter',
	'DOMException',
	'CompressionStream',
	'FileReader',
	'Option',
	'Image',
	'BroadcastChannel',
];

const rules = {
	'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'none', ignoreRestSiblings: true }],
	'no-var': 'error',
	'prefer-const': 'error',
	eqeqeq: 'error',
	'no-eval': 'error',
	'no-implied-eval': 'error',
	'no-implicit-globals': 'error',
	'no-self-compare': 'error',
	'no-unreachable-loop': 'error',
	'array-callback-return': 'error',
	'no-control-regex': 'off', // control characters are looked for on purpose
};

export default [
	js.configs.recommended,
	{ linterOptions: { reportUnusedDisableDirectives: 'error' }, rules },
	{
		files: ['**/web/**/*.mjs'],
		languageOptions: { globals: known([...both, ...pages]) },
		/* Text is text: nothing that parses markup or puts styles into elements. */
		rules: {
			'no-restricted-properties': [
				'error',
				...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'cssText'].map((property) => ({
					property,
					message: 'text is set as text (lib/dom.mjs)',
				})),
			],
			'no-console': 'error',
			'no-alert': 'error',
		},
	},
	{
		files: ['**/tests/**/*.mjs', '**/contrib/**/*.mjs'],
		languageOptions: {
			globals: known([...both, ...pages, 'process', 'Buffer', 'setImmediate', 'global', 'globalThis']),
		},
	},
];
