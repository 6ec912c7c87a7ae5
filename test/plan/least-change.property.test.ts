import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {assessWorld} from '../../source/controls/assess-world.js';
import {addresses} from '../../source/network/address-set.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {idleParts, planOf} from '../helpers/idle-parts.js';
import {practice} from '../helpers/plan-practice-world.js';
import {buildPlanWorld, planWorldShape} from '../helpers/random-plan-world.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {isWhole} from '../helpers/whole.js';
import {worldNames} from '../worlds/raw-world.js';

/*
 * A plan is least where nothing of it can be left out: without any step, any rule of a group, any range, name, port or
 * peer, some flow that the plan wins is won no longer.
 */

/** Every part of every plan is tried, each by assessing a world anew. */
const timeout = isWhole ? 1_800_000 : 120_000;

describe.each(worldNames())('the plan for %s', {timeout}, name => {
	const {plan, world, assess} = practice(name);
	const whole = plan();

	test('has no part that no flow needs', () => {
		expect(idleParts(whole, world, assess)).toEqual([]);
	});

	test('has none without any one of its steps either', () => {
		for (const {id} of whole.steps.filter((_, index) => isWhole || index < 4)) {
			expect(idleParts(plan({without: [id]}), world, assess), `without ${id}`).toEqual([]);
		}
	});

	test('has none whatever is chosen', () => {
		for (const {requirement, control, options} of whole.choices) {
			for (const option of [...options.map(({id}) => id), 'none']) {
				const choices = {[`${requirement}@${control}`]: option};
				expect(idleParts(plan({choices}), world, assess), JSON.stringify(choices)).toEqual([]);
			}
		}
	});
});

const cases = path.resolve(import.meta.dirname, '../../../shared/cases');

type Told = {readonly command: string; readonly profile?: string};

function toldOf(name: string): Told | undefined {
	const file = path.join(cases, name, 'case.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Told) : undefined;
}

const checks = existsSync(cases) ? readdirSync(cases).filter(name => toldOf(name)?.profile !== undefined) : [];

describe.skipIf(checks.length === 0)('the plan for a case from a public report', {timeout}, () => {
	test.each(checks)('%s has no part that no flow needs', async name => {
		const folder = path.join(cases, name);
		const named = toldOf(name)?.profile ?? '';
		const profile = await loadProfile(named.endsWith('.yaml') ? path.join(folder, named) : named);
		const answers = {machines: addresses('20.9.77.140'), parameters: {}};
		const world = readWorldFolder(path.join(folder, 'world'));
		const assess = (other: typeof world) => assessWorld(other, [profile], answers, topology => topology);
		const plan = planOf(world, assess, answers);
		expect(plan === undefined ? [] : idleParts(plan, world, assess)).toEqual([]);
	});
});

describe('the plan for a random world', {timeout}, () => {
	const answers = {machines: [], parameters: {}};

	test('has no part that no flow needs', () => {
		let won = 0;
		fc.assert(
			fc.property(planWorldShape, shape => {
				const {world, profile} = buildPlanWorld(shape);
				const assess = (other: typeof world) => assessWorld(other, [profile], answers, topology => topology);
				const plan = planOf(world, assess, answers);
				won += plan?.proof.won.length ?? 0;
				expect(plan === undefined ? ['no plan'] : idleParts(plan, world, assess)).toEqual([]);
				expect(plan?.proof.closed).toEqual([]);
			}),
			// The same worlds every time: a failure is one for everybody.
			{numRuns: isWhole ? 1000 : 60, seed: 20_261_129},
		);
		expect(won, 'flows won in all these worlds').toBeGreaterThan(20);
	});
});
