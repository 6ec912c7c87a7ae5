import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isPrintable, printable, printableJson, printableLines, printableValue} from '../../source/render/printable.js';

describe('printable', () => {
	test.each([
		['plain', 'plain'],
		['ümläut → 日本 😀', 'ümläut → 日本 😀'],
		['\u001B[31mred\u001B[0m', String.raw`\u001b[31mred\u001b[0m`],
		['\u001B]0;title\u0007', String.raw`\u001b]0;title\u0007`],
		['\u009B2J', String.raw`\u009b2J`],
		['one\ntwo\rthree', String.raw`one\u000atwo\u000dthree`],
		['a\u202Eb', String.raw`a\u202eb`],
		['a\u2066b\u2069', String.raw`a\u2066b\u2069`],
		['\u007F', String.raw`\u007f`],
		['a\u200B\u2060\uFEFF\u00ADb', String.raw`a\u200b\u2060\ufeff\u00adb`],
		['a\u{E0041}b', String.raw`a\udb40\udc41b`],
		['\u3164\u115F\u2800\uFE0F', String.raw`\u3164\u115f\u2800\ufe0f`],
		['a\u00A0b\u2009c\u3000d e', String.raw`a\u00a0b\u2009c\u3000d e`],
		['\uD800', String.raw`\ud800`],
	])('%j', (text, shown) => {
		expect(printable(text)).toBe(shown);
	});

	test('leaves nothing that acts, and changes nothing twice', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				const once = printable(text);
				expect(isPrintable(once)).toBe(true);
				expect(printable(once)).toBe(once);
			}),
		);
	});

	test('keeps the line breaks of text that has lines', () => {
		expect(printableLines('a\n\u001Bb\n')).toBe('a\n\\u001bb\n');
	});

	test('spells JSON that means the same', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({stringUnit: 'binary'}),
				fc.constantFrom(undefined, 2, '\t' as const),
				(value, indent) => {
					const text = printableJson(value, indent);
					expect(isPrintable(text.replaceAll(/[\n\t]/g, ''))).toBe(true);
					expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
				},
			),
			{examples: [[{'a\u202E': ['\u{E0041}\u200B', '\n\t']}, '\t']]},
		);
	});

	test('reaches every text inside a value, and leaves numbers and nothing as they are', () => {
		expect(printableValue({a: ['\u001B', 1, null, undefined, true], '\u0007': {b: '\n'}})).toEqual({
			a: [String.raw`\u001b`, 1, null, undefined, true],
			[String.raw`\u0007`]: {b: String.raw`\u000a`},
		});
	});
});
