import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {changeDifference, compareLines, outline, withContext} from '../../source/wizard/change-difference.js';
import {firewallStep, rangesStep, serviceStep} from './fixtures.js';

function text(lines: ReturnType<typeof compareLines>): readonly string[] {
	return lines.map(({sign, text: content}) => `${sign} ${content}`);
}

describe('the difference of a change', () => {
	test('shows a range that is added between those that stay', () => {
		expect(text(changeDifference(rangesStep.change))).toEqual([
			'  20.62.150.14/32',
			'  20.81.40.0/29',
			'+ 20.9.77.140/32',
		]);
	});

	test('shows a new resource as all new', () => {
		expect(changeDifference(firewallStep.change).every(({sign}) => sign === '+')).toBe(true);
	});

	test('does not show an annotation that was not set as a value', () => {
		expect(text(changeDifference(serviceStep.change))).toEqual([
			'+ service.beta.kubernetes.io/azure-load-balancer-internal: true',
		]);
	});
});

describe('comparing lines', () => {
	const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {maxLength: 12});

	test('gives both texts back, and as little change as there is', () => {
		fc.assert(
			fc.property(lines, lines, (before, after) => {
				const difference = compareLines(before, after);

				expect(difference.filter(({sign}) => sign !== '+').map(row => row.text)).toEqual(before);
				expect(difference.filter(({sign}) => sign !== '-').map(row => row.text)).toEqual(after);
			}),
		);
	});

	test('changes nothing where nothing differs', () => {
		fc.assert(
			fc.property(lines, same => {
				expect(compareLines(same, same).every(({sign}) => sign === ' ')).toBe(true);
			}),
		);
	});

	test('leaves out what is far from a change, and says how much', () => {
		const before = Array.from({length: 20}, (_, index) => `line ${index}`);
		const kept = withContext(compareLines(before, [...before, 'new']), 2);

		expect(kept).toEqual([
			{skipped: 18},
			{sign: ' ', text: 'line 18'},
			{sign: ' ', text: 'line 19'},
			{sign: '+', text: 'new'},
		]);
	});
});

test('an outline reads like YAML', () => {
	expect(outline({name: 'a', list: [{x: 1, y: [2, 3]}, 'z'], empty: [], none: {}})).toEqual([
		'name: a',
		'list:',
		'  - x: 1',
		'    y:',
		'      - 2',
		'      - 3',
		'  - z',
		'empty: []',
		'none: {}',
	]);
});
