import {describe, expect, test} from 'vitest';
import {bashScript} from '../../../source/render/bash/bash-script.js';
import {practice} from '../../helpers/plan-practice-world.js';
import {worldNames} from '../../worlds/raw-world.js';

const origin = {made: '2026-01-31', version: '1.0.0', practice: undefined};
/** What a person is to read stands above this. */
const prelude = '# How the steps are carried out.';

describe.each(worldNames())('a person reads the scripts of %s:', world => {
	const plan = practice(world).plan();

	test.each(['apply', 'undo'] as const)('%s.sh is short enough for it', which => {
		const lines = bashScript(plan, which, prelude, {...origin, practice: world}).split('\n');
		const first = lines.findIndex(line => line.startsWith('# Step 1 of '));
		const end = lines.findIndex(line => line.startsWith('# How the steps are carried out'));

		if (plan.steps.length > 0) {
			expect(first).toBeGreaterThan(0);
			expect(first).toBeLessThanOrEqual(40);
			expect((end - first) / plan.steps.length).toBeLessThanOrEqual(25);
		} else {
			expect(lines.length).toBeLessThanOrEqual(40);
		}

		expect(lines.filter(line => line.length > 120)).toEqual([]);
	});
});
