import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	parseDirectives,
	parseServerBlocks,
} from '../../../../../source/topology/decode/kubernetes/corefile/parse-corefile.js';

/* The language of CoreDNS's files (coredns.io, manual, configuration; corefile(5)). */

describe('the body of a block', () => {
	test.each([
		['nothing', '', []],
		['blanks and comments', '\n  # hosts {\n\t\n', []],
		['a plugin', 'errors', [['errors', [], []]]],
		['words, and a comment behind them', 'forward . 10.1.0.4 # mine', [['forward', ['.', '10.1.0.4'], []]]],
		['a sign of a comment within a word', 'forward . a#b', [['forward', ['.', 'a#b'], []]]],
		[
			'a block',
			'hosts {\n 10.1.0.4 a.com b.com\n fallthrough\n}',
			[['hosts', [], [['10.1.0.4', 'a.com', 'b.com'], ['fallthrough']]]],
		],
		[
			'a block of nothing',
			'hosts {\n}\nlog',
			[
				['hosts', [], []],
				['log', [], []],
			],
		],
		[
			'lines that end as Windows ends them',
			'errors\r\nlog\r\n',
			[
				['errors', [], []],
				['log', [], []],
			],
		],
		[
			'quotation marks',
			'template IN A {\n answer "{{ .Name }} 60 IN A 10.1.0.4"\n}',
			[['template', ['IN', 'A'], [['answer', '{{ .Name }} 60 IN A 10.1.0.4']]]],
		],
		['quotation marks within', String.raw`log "a \"b\" c"`, [['log', ['a "b" c'], []]]],
		['braces within words', 'rewrite name regex a{1,2} {1}.b', [['rewrite', ['name', 'regex', 'a{1,2}', '{1}.b'], []]]],
		['braces between quotation marks', 'log "{"', [['log', ['{'], []]]],
		['blocks within blocks', 'a {\n b {\n c\n }\n}', [['a', [], [['b', '{'], ['c'], ['}']]]]],
	])('%s', (_name, text, expected) => {
		const found = parseDirectives(text);
		expect(found.ok && found.value.map(({name, words, block}) => [name, words, block])).toEqual(expected);
	});

	test.each([
		['a block that is not closed', 'hosts {\n10.1.0.4 a.com', 'the block of hosts is not closed'],
		['a brace too many', 'errors\n}', 'a closing brace has no opening one'],
		['a brace alone', '{\n}', 'a brace stands alone in "{"'],
		['a block on one line', 'hosts { 10.1.0.4 a.com }', 'a brace stands alone in "hosts { 10.1.0.4 a.com }"'],
		['a quotation mark that is not closed', 'log "a b', 'a quotation mark is not closed'],
		['words that lean on a quotation mark', 'log "a"b', 'a quotation mark is not closed'],
	])('%s is refused', (_name, text, problem) => {
		expect(parseDirectives(text)).toEqual({ok: false, problem});
	});
});

describe('server blocks', () => {
	test.each([
		['none', '# nothing', []],
		['one', 'example.com:53 {\n errors\n}', [[['example.com:53'], ['errors']]]],
		[
			'two',
			'a {\n errors\n}\nb {\n log\n}',
			[
				[['a'], ['errors']],
				[['b'], ['log']],
			],
		],
		['several names', 'a, b c,d {\n}', [[['a', 'b', 'c', 'd'], []]]],
		['names on lines of their own', 'a,\nb {\n}', [[['a', 'b'], []]]],
	])('%s', (_name, text, expected) => {
		const found = parseServerBlocks(text);
		expect(found.ok && found.value.map(({heads, directives}) => [heads, directives.map(({name}) => name)])).toEqual(
			expected,
		);
	});

	test.each([
		['plugins without a block', 'forward . 10.1.0.4', 'no server block begins at "forward . 10.1.0.4"'],
		['a block without a name', '{\n errors\n}', 'no server block begins at "{"'],
		['a block that is not closed', 'a {\n errors\n', 'the block of a is not closed'],
		['a brace too many', 'a {\n}\n}', 'no server block begins at "}"'],
		['a plugin whose block is not closed', 'a {\n hosts {\n}\n', 'the block of a is not closed'],
	])('%s is refused', (_name, text, problem) => {
		expect(parseServerBlocks(text)).toEqual({ok: false, problem});
	});
});

const piece = fc.constantFrom(
	'a',
	'b.c',
	'{',
	'}',
	'"',
	'\\',
	'#',
	' ',
	'\n',
	'\r',
	'{$X}',
	'hosts',
	'10.1.0.4',
	'\u00a0',
);

test('every text is read or refused, and what is read has names', () => {
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 40}), pieces => {
			const text = pieces.join('');
			const [directives, blocks] = [parseDirectives(text), parseServerBlocks(text)];
			expect(!directives.ok || directives.value.every(({name}) => name !== '{' && name !== '}')).toBe(true);
			expect(!blocks.ok || blocks.value.every(({heads}) => heads.length > 0)).toBe(true);
		}),
	);
});

test('a long text takes no longer than its length', () => {
	for (const text of ['"'.repeat(200_000), 'a {\n'.repeat(50_000), '\\'.repeat(200_000), '"a '.repeat(70_000)]) {
		expect(parseDirectives(text).ok).toBe(text.startsWith('\\'));
	}
});
