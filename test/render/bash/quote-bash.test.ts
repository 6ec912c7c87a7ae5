import {execaSync} from 'execa';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {bashCommand, bashComment, bashHeredoc, quoteBash} from '../../../source/render/bash/quote-bash.js';
import {isPrintable} from '../../../source/render/printable.js';
import {draws} from '../../helpers/draws.js';

/** Everything but NUL, which no argument can hold, and lone surrogates, which UTF-8 cannot. */
const anyText = fc
	.oneof(
		fc.string({unit: 'grapheme'}),
		fc.string({
			unit: fc.constantFrom(
				"'",
				'"',
				'$',
				'`',
				'\\',
				'!',
				'\n',
				'\t',
				' ',
				'#',
				'-',
				'\u001B',
				'\u202E',
				'\u200B',
				'\u{E0041}',
				'\u00A0',
				'a',
			),
		}),
	)
	.filter(text => !text.includes('\0') && text.isWellFormed());

const hostile: readonly string[] = [
	'',
	"'",
	"it's",
	'"',
	'-n',
	'--',
	'$(id)',
	'`id`',
	'$'.concat('{HOME}'),
	'a\nb',
	'trailing newline\n',
	'back\\slash\\',
	'!!',
	"don't!",
	'*',
	'~',
	'a b',
	'a;b&c|d>e',
	'# no comment',
	'=',
	'{a,b}',
	'[a-z]*',
	'ümläut €',
	'😀',
	'\u001B[31mred',
	"\u001Bf'\\\u0007",
	'abc\u202Edef',
	'a\u200Bb\u2060\uFEFF',
	"\u{E0041}'\u{E007F}",
	'a\u00A0\u3000b',
	'\u3164\uFE0F',
	'\u0085',
	'\r\n',
];

function readByBash(script: string): string {
	return execaSync('bash', ['--norc', '-c', script], {stripFinalNewline: false}).stdout;
}

describe('bash reads back exactly what was quoted', () => {
	test.each(hostile.map(text => [JSON.stringify(text), text]))('%s', (_, text) => {
		expect(readByBash(`printf %s ${quoteBash(text)}`)).toBe(text);
	});

	test('whatever the text, in the C locale too', () => {
		fc.assert(
			fc.property(fc.array(anyText, {minLength: 1, maxLength: 20}), texts => {
				const printed = texts.map(text => `${text}\u0001`).join('');
				expect(readByBash(`printf '%s\\001' ${texts.map(quoteBash).join(' ')}`)).toBe(printed);
				expect(readByBash(`LC_ALL=C; printf '%s\\001' ${bashCommand(...texts)}`)).toBe(printed);
			}),
			draws(100),
		);
	});
});

test('what is quoted shows nothing that a terminal acts on', () => {
	fc.assert(
		fc.property(anyText, text => {
			expect(isPrintable(quoteBash(text).replaceAll('\n', ''))).toBe(true);
		}),
	);
});

describe('a comment', () => {
	test('stays a comment, whatever it says', () => {
		fc.assert(
			fc.property(anyText, text => {
				const script = [...bashComment(text), 'printf done'].join('\n');
				expect(readByBash(script)).toBe('done');
			}),
			{...draws(50), examples: hostile.map(text => [text])},
		);
	});

	test('keeps the lines of its text', () => {
		expect(bashComment('one\ntwo\r\nthree\u2028id')).toEqual(['# one', '# two', '# three', '# id']);
	});
});

describe('a here-document', () => {
	test('gives the text as it is, with a line break at its end', () => {
		fc.assert(
			fc.property(anyText, text => {
				const expected = text.endsWith('\n') ? text : `${text}\n`;
				expect(readByBash([...bashHeredoc('cat', text), ''].join('\n'))).toBe(expected);
			}),
			{...draws(100), examples: [...hostile, 'END', 'a\nEND\nEND_END\nb', 'END\n'].map(text => [text])},
		);
	});

	test('ends at a marker that is not in the text', () => {
		expect(bashHeredoc('cat', 'END\nEND_END')).toEqual(["cat <<'END_END_END'", 'END', 'END_END', 'END_END_END']);
	});
});
