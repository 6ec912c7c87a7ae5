import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isPrintable} from '../../source/render/printable.js';
import {
	line,
	pad,
	span,
	textOf,
	truncateEnd,
	truncateMiddle,
	widthOf,
	wrapCode,
	wrapLine,
} from '../../source/wizard/text.js';
import {editField, emptyField, fieldOf} from '../../source/wizard/text-field.js';

const prose = fc.array(fc.string({minLength: 1, maxLength: 30, unit: 'grapheme-ascii'}), {maxLength: 12});

describe('wrapping', () => {
	test('keeps every word and never goes past the width', () => {
		fc.assert(
			fc.property(prose, fc.integer({min: 4, max: 60}), (words, width) => {
				const text = words.join(' ');
				const lines = wrapLine([span(text)], width);

				expect(lines.every(content => widthOf(content) <= width)).toBe(true);
				expect(lines.map(textOf).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});

	test('keeps a word together whose parts mean different things', () => {
		const lines = wrapLine(line('Type ', span('aks-shop', 'title'), ': then Enter'), 10);

		expect(lines.map(textOf)).toEqual(['Type ', 'aks-shop: ', 'then Enter'].map(text => text.trimEnd()));
	});
});

describe('names from outside', () => {
	const hostile = 'aks\u001B[2J\u202Eshop';
	const shown = String.raw`aks\u001b[2J\u202eshop`;

	test.each<[string, string]>([
		['a span', span(hostile).text],
		['a line', textOf(line('Cluster ', hostile)).slice('Cluster '.length)],
		['a padded cell', pad(hostile, 30).trimEnd()],
		['an end that fits', truncateEnd(hostile, 30, '…')],
		['a middle that fits', truncateMiddle(hostile, 30, '…')],
		['code', wrapCode(hostile, 60, 'text').map(textOf).join('')],
	])('are shown and not acted on in %s', (_where, text) => {
		expect(text).toBe(shown);
	});

	test('are not cut to something that acts, and fill the width they were given', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), fc.integer({min: 3, max: 40}), (text, width) => {
				for (const cut of [truncateEnd(text, width, '…'), truncateMiddle(text, width, '…')]) {
					expect(isPrintable(cut)).toBe(true);
					expect([...pad(cut, width)]).toHaveLength(width);
				}
			}),
		);
	});
});

describe('truncating', () => {
	test.each([
		['short', 10, '…', 'short'],
		['/subscriptions/1/nsg-aks', 12, '…', '/subsc…g-aks'],
		['/subscriptions/1/nsg-aks', 12, '...', '/subs...-aks'],
	])('%s to %i keeps both ends', (text, width, ellipsis, expected) => {
		expect(truncateMiddle(text, width, ellipsis)).toBe(expected);
	});

	test('never gives more than was asked for', () => {
		fc.assert(
			fc.property(fc.string(), fc.integer({min: 3, max: 40}), (text, width) => {
				expect([...truncateMiddle(text, width, '...')].length).toBeLessThanOrEqual(width);
				expect([...truncateEnd(text, width, '...')].length).toBeLessThanOrEqual(width);
			}),
		);
	});
});

describe('a text field', () => {
	test('puts what is typed at the caret', () => {
		const moved = editField(fieldOf('acd'), {kind: 'move', by: -2});

		expect(editField(moved, {kind: 'insert', text: 'b'})).toEqual({text: 'abcd', caret: 2});
	});

	test('takes line breaks of pasted text as blanks', () => {
		expect(editField(emptyField, {kind: 'insert', text: '20.9.77.140\r\n20.9.77.141'}).text).toBe(
			'20.9.77.140 20.9.77.141',
		);
	});

	test('has its caret within the text, whatever is done', () => {
		const edits = fc.oneof(
			fc.record({kind: fc.constant('insert' as const), text: fc.string()}),
			fc.record({kind: fc.constantFrom('erase-before', 'erase-after', 'erase-all')}),
			fc.record({kind: fc.constant('move' as const), by: fc.integer({min: -5, max: 5})}),
		);
		fc.assert(
			fc.property(fc.array(edits), all => {
				const {text, caret} = all.reduce(editField, emptyField);

				expect(caret).toBeGreaterThanOrEqual(0);
				expect(caret).toBeLessThanOrEqual([...text].length);
			}),
		);
	});
});
