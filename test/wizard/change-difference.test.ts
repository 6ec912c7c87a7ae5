import {describe, expect, test} from 'vitest';
import {diffLines} from '../../source/render/plan/diff-lines.js';
import {changeDifference, outline, withContext} from '../../source/wizard/change-difference.js';
import {firewallStep, rangesStep, serviceStep} from './fixtures.js';

function text(lines: ReturnType<typeof diffLines>): readonly string[] {
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

describe('the context of a difference', () => {
	test('leaves out what is far from a change, and says how much', () => {
		const before = Array.from({length: 20}, (_, index) => `line ${index}`);
		const kept = withContext(diffLines(before, [...before, 'new']), 2);

		expect(kept).toEqual([
			{skipped: 18},
			{sign: ' ', text: 'line 18'},
			{sign: ' ', text: 'line 19'},
			{sign: '+', text: 'new'},
		]);
	});
});

test('an outline reads like YAML', () => {
	expect(outline({name: 'a', list: [{x: 1, y: [2, 3]}, 'z'], empty: [], none: {}, ingress: [{}]})).toEqual([
		'name: a',
		'list:',
		'  - x: 1',
		'    y:',
		'      - 2',
		'      - 3',
		'  - z',
		'empty: []',
		'none: {}',
		'ingress:',
		'  - {}',
	]);
});
