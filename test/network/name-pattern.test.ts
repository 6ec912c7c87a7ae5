import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	commonNames,
	covers,
	isLeftMostWildcard,
	leftMostWildcard,
	overlap,
	parseFirewallPattern,
	parseName,
	parseNamePattern,
} from '../../source/network/name-pattern.js';
import {draws} from '../helpers/draws.js';

// firewall-faq.yml (2022-09), and the pattern table of the same page.
test.each([
	['*.a.com', 'a.com', false],
	['*.a.com', 'x.a.com', true],
	['*.a.com', 'x.y.a.com', true],
	['*a.com', 'a.com', true],
	['*a.com', 'xa.com', true],
	['*a.com', 'x.a.com', true],
	['*', 'gcr.io', true],
	['www.a.com', 'www.a.com', true],
	['www.a.com', 'wwwxa.com', false],
	['www.a.com', 'WWW.A.com', true],
	['*.A.com', 'x.a.COM', true],
	['azds-*.azds.io', 'azds-1f2e.azds.io', true],
	['azds-*.azds.io', 'azds.azds.io', false],
	['azds-*.azds.io', 'xazds-1.azds.io', false],
	['a*b*c', 'abc', true],
	['a*b*c', 'axbxc', true],
	['a*ab', 'ab', false],
	['*ab*ba*', 'aba', false],
	['*ab*ba*', 'abba', true],
])('%s covers %s: %s', (pattern, name, expected) => {
	expect(covers(pattern, name)).toBe(expected);
	expect(overlap(pattern, name)).toBe(expected);
	expect(commonNames(pattern, name)).toEqual(expected ? [name.toLowerCase()] : []);
});

test.each([
	['*.azds.io', 'azds-*.azds.io', true],
	['azds-*.azds.io', '*.azds.io', false],
	['*a.com', '*.a.com', true],
	['*.a.com', '*a.com', false],
	['*', 'azds-*.azds.io', true],
	['*.a.com', '*.b.a.com', true],
	['*x*', 'a*b', false],
	['a*', 'a*b*', true],
])('%s covers all names of %s: %s', (pattern, names, expected) => {
	expect(covers(pattern, names)).toBe(expected);
});

test.each<[string, string, readonly string[]]>([
	['*.a.com', '*a.com', ['*.a.com']],
	['*.a.com', '*.b.com', []],
	['*.azds.io', 'azds-*', ['azds-*.azds.io']],
	['ab*', '*bc', ['ab*bc', 'abc']],
	['azds-*.azds.io', '*.eus.azds.io', ['azds-*.eus.azds.io']],
	['*a*', '*b*', ['*a*b*', '*b*a*']],
])('the names that %s and %s share are %j', (a, b, expected) => {
	expect([...commonNames(a, b)].sort()).toEqual([...expected].sort());
	expect(overlap(a, b)).toBe(expected.length > 0);
	expect(overlap(b, a)).toBe(expected.length > 0);
});

describe('against every short word of two letters', () => {
	const words = (length: number): readonly string[] =>
		length === 0
			? ['']
			: words(length - 1).flatMap(word => [word, ...(word.length === length - 1 ? [`${word}a`, `${word}b`] : [])]);
	const all = words(6);
	const pattern = fc.string({unit: fc.constantFrom('a', 'b', '*'), maxLength: 5});
	const matching = (text: string) => {
		const expression = new RegExp(`^${text.replaceAll('*', '.*')}$`);
		return all.filter(word => expression.test(word));
	};

	test('common names are exactly the names of both', () => {
		fc.assert(
			fc.property(pattern, pattern, (a, b) => {
				const shared = new Set(commonNames(a, b).flatMap(matching));
				const inB = new Set(matching(b));
				expect(shared).toEqual(new Set(matching(a).filter(word => inB.has(word))));
			}),
			draws(1000),
		);
	});

	test('what covers a pattern covers each of its names, and nothing else does', () => {
		fc.assert(
			fc.property(pattern, pattern, (a, b) => {
				// A third letter keeps the two-letter alphabet from being spelled out by a pattern.
				const samples = [...matching(b), b.replaceAll('*', 'c')];
				const expression = new RegExp(`^${a.replaceAll('*', '.*')}$`);
				expect(covers(a, b)).toBe(samples.every(word => expression.test(word)));
			}),
			draws(1000),
		);
	});
});

// GH MicrosoftDocs/azure-docs#57934 tried these; *.azds.io is what azds-*.azds.io has to become.
test.each([
	['*.a.com', undefined],
	['*a.com', undefined],
	['*', undefined],
	['www.a.com', undefined],
	['azds-*.azds.io', '*.azds.io'],
	['www.a.*', '*'],
	['*.*.a.com', '*.a.com'],
	['md-*.blob.core.windows.net', '*.blob.core.windows.net'],
])('Azure Firewall and %s: %s', (pattern, narrowest) => {
	expect(isLeftMostWildcard(pattern)).toBe(narrowest === undefined);
	expect(leftMostWildcard(pattern)).toBe(narrowest ?? pattern);
	expect(covers(leftMostWildcard(pattern), pattern)).toBe(true);
	expect(parseFirewallPattern(pattern)).toEqual(
		narrowest === undefined
			? {ok: true, value: pattern}
			: {ok: false, problem: expect.stringContaining(`the narrowest it takes for ${pattern} is ${narrowest}.`)},
	);
});

test.each([
	['gcr.io', 'gcr.io'],
	['GCR.io', 'gcr.io'],
	['xn--bcher-kva.example', 'xn--bcher-kva.example'],
	['_sip.example.com', '_sip.example.com'],
	['1.example.com', '1.example.com'],
	[`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
])('%s is a name', (text, name) => {
	expect(parseName(text)).toEqual({ok: true, value: name});
});

test.each([
	['', 'is not a DNS name'],
	['a..com', 'is not a DNS name'],
	['.a.com', 'is not a DNS name'],
	['a.com.', 'is not a DNS name'],
	['-a.com', 'is not a DNS name'],
	['a-.com', 'is not a DNS name'],
	[' a.com', 'is not a DNS name'],
	['a b.com', 'is not a DNS name'],
	['bücher.example', 'is not a DNS name'],
	[`${'a'.repeat(64)}.com`, 'is not a DNS name'],
	[`${'a.'.repeat(126)}com`, 'is not a DNS name'],
	['https://gcr.io', 'without scheme, port or path'],
	['gcr.io:443', 'without scheme, port or path'],
	['gcr.io/v2', 'without scheme, port or path'],
	['20.1.2.3', 'is an address'],
	['20.1.2', 'is an address'],
	['*.gcr.io', 'is a pattern'],
])('%j is not a name: %s', (text, problem) => {
	expect(parseName(text)).toEqual({ok: false, problem: expect.stringContaining(problem)});
});

test.each([['**.a.com'], ['*..a.com'], ['a.*.'], ['*/a'], ['*.1']])('%s is not a pattern', text => {
	expect(parseNamePattern(text).ok).toBe(false);
});

describe('whether two patterns share a name', () => {
	const pattern = fc.string({unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 7});

	test('is told as their common names tell it', () => {
		fc.assert(
			fc.property(pattern, pattern, (a, b) => {
				expect(overlap(a, b)).toBe(commonNames(a, b).length > 0);
			}),
		);
	});

	test('is told at once where nobody could list the names', () => {
		const [a, b] = ['abcdefghijklmno', 'zyxwvutsrqponml'].map(letters => `*${[...letters].join('*')}*.azds.io`);
		expect(overlap(a ?? '', b ?? '')).toBe(true);
		expect(overlap(a ?? '', (b ?? '').replace('azds', 'xyz'))).toBe(false);
	});
});
