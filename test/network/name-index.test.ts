import fc from 'fast-check';
import {expect, test} from 'vitest';
import {nameIndex} from '../../source/network/name-index.js';
import {overlap} from '../../source/network/name-pattern.js';
import {draws} from '../helpers/draws.js';

const part = fc.constantFrom('a', 'B', 'a.b', '.', '*', '**', 'com', '.com');
const pattern = fc.array(part, {minLength: 1, maxLength: 5}).map(parts => parts.join(''));

test('what shares a name is found as by holding every pattern against it, in order and once each', () => {
	fc.assert(
		fc.property(fc.array(fc.array(pattern, {maxLength: 3}), {maxLength: 8}), pattern, (values, names) => {
			const expected = values.filter(patterns => patterns.some(each => overlap(each, names)));
			expect(nameIndex(values, patterns => patterns).sharing(names)).toEqual(expected);
		}),
		draws(2000),
	);
});

test('of many rules only those for a name are found', () => {
	const rules = Array.from({length: 1000}, (_, index) => [`n${index}.contoso.com`, `*.w${index}.contoso.com`]);
	const index = nameIndex([...rules, ['*']], patterns => patterns);
	expect(index.sharing('N7.contoso.com')).toEqual([['n7.contoso.com', '*.w7.contoso.com'], ['*']]);
	expect(index.sharing('x.w12.contoso.com')).toEqual([rules[12], ['*']]);
	expect(index.sharing('w12.contoso.com')).toEqual([['*']]);
});
