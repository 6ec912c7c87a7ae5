import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type DiffLine, diffLines} from '../../../source/render/plan/diff-lines.js';
import {draws} from '../../helpers/draws.js';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '  a'), {maxLength: 30});

function without(sign: DiffLine['sign'], difference: readonly DiffLine[]): readonly string[] {
	return difference.filter(line => line.sign !== sign).map(line => line.text);
}

test('without the removed lines it is the text after, without the added ones the text before', () => {
	fc.assert(
		fc.property(lines, lines, (before, after) => {
			const difference = diffLines(before, after);
			expect(without('-', difference)).toEqual(after);
			expect(without('+', difference)).toEqual(before);
		}),
		draws(500),
	);
});

describe('diffLines', () => {
	test('says nothing about what is the same', () => {
		expect(diffLines(['a', 'b'], ['a', 'b'])).toEqual([
			{sign: ' ', text: 'a'},
			{sign: ' ', text: 'b'},
		]);
	});

	test('removes before it adds', () => {
		expect(diffLines(['port: 80'], ['port: 443'])).toEqual([
			{sign: '-', text: 'port: 80'},
			{sign: '+', text: 'port: 443'},
		]);
	});

	test('keeps the common lines of a list that grew', () => {
		expect(diffLines(['- a', '- c'], ['- a', '- b', '- c']).map(({sign}) => sign)).toEqual([' ', '+', ' ']);
	});

	test('copes with a long list', () => {
		const before = Array.from({length: 2000}, (_, index) => `line ${index}`);
		expect(diffLines(before, before.slice(1)).filter(({sign}) => sign !== ' ')).toEqual([{sign: '-', text: 'line 0'}]);
	});
});
