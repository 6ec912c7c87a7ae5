import {describe, expect, test} from 'vitest';
import {diffLines} from '../../source/render/plan/diff-lines.js';
import {withContext} from '../../source/wizard/difference-context.js';

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
