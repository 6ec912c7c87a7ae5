import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {couldMatch, literalsIn} from '../../../../../source/topology/decode/kubernetes/corefile/could-match.js';
import {draws} from '../../../../helpers/draws.js';

describe('what every match of an expression holds', () => {
	test.each([
		[String.raw`(.*)\.example\.com`, ['.example.com']],
		[String.raw`^registry\.example\.com\.$`, ['registry.example.com.']],
		['a.b', ['a', 'b']],
		['ab?c', ['a', 'c']],
		['ab*', ['a']],
		['ab+c', ['ab', 'c']],
		['ab{0,1}c', ['a', 'c']],
		['(abc)?d', ['d']],
		['(a|b)c', ['c']],
		['a|b', []],
		['[a-z]+x', ['x']],
		['[]x]y', ['y']],
		[String.raw`[\]x]y`, ['y']],
		[String.raw`\d+a`, ['a']],
		[String.raw`a\-b`, ['a-b']],
		['(?i)ABC', ['ABC']],
		['', []],
		[`${'['.repeat(100_000)}`, []],
	])('%s', (expression, expected) => {
		expect(literalsIn(expression)).toEqual(expected);
	});
});

test('no name that an expression holds of is told that it does not', () => {
	const atom = fc.constantFrom('a', 'b', String.raw`\.`, '.', '[ab]', '(a|b)', '(?:ab)', String.raw`\w`);
	const part = fc.tuple(atom, fc.constantFrom('', '', '', '?', '*', '+', '{0,2}')).map(parts => parts.join(''));
	const expression = fc
		.tuple(fc.array(part, {minLength: 1, maxLength: 5}), fc.constantFrom('', '|b'))
		.map(([parts, other]) => parts.join('') + other);
	const name = fc.array(fc.constantFrom('a', 'b', 'c', '.'), {minLength: 1, maxLength: 8}).map(parts => parts.join(''));
	let matched = 0;
	const asked = draws(2000);
	fc.assert(
		fc.property(expression, name, (pattern, text) => {
			if (new RegExp(pattern).test(`${text}.`)) {
				matched += 1;
				expect(couldMatch(pattern, text), `${pattern} ${text}`).toBe(true);
			}
		}),
		asked,
	);
	expect(matched).toBeGreaterThan(asked.numRuns / 20);
});

test.each([
	[String.raw`.*\.example\.org`, 'registry.example.com', false],
	[String.raw`.*\.example\.com\.$`, 'registry.example.com', true],
	['REGISTRY', 'registry.example.com', true],
])('%s, %s: %s', (expression, name, expected) => {
	expect(couldMatch(expression, name)).toBe(expected);
});
