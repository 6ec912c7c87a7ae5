import {afterAll, beforeAll, expect, test} from 'vitest';
import {allowedDifference} from '../../source/network/allowed-difference.js';
import {judge} from '../../source/network/first-match.js';
import {hasPacket} from '../../source/network/packet-set.js';
import {dice, narrowQuestion, randomPolicy} from './random-policy.js';
import {type Z3Policies, z3Policies} from './z3-policy.js';

let z3: Z3Policies;

beforeAll(async () => {
	z3 = await z3Policies();
});

afterAll(async () => {
	await z3.close();
});

const policies = Array.from({length: 12}, (_, seed) => randomPolicy(25, seed + 1));

/** A question that rules of the policy were made for, so that it is often allowed. */
function aimedQuestion(seed: number) {
	const {upTo} = dice(seed);
	const rules = policies[seed % policies.length] ?? [];
	const [aim = narrowQuestion(seed)] = rules[upTo(rules.length - 1)]?.match ?? [];
	return [upTo(2) === 0 ? aim : {...aim, destination: narrowQuestion(seed).destination}];
}

test('z3 and the algebra agree on what is allowed', async () => {
	const answers: string[] = [];
	for (const [index, rules] of policies.entries()) {
		const allowed = z3.allowed(rules);
		for (let round = 0; round < 6; round++) {
			const question = aimedQuestion(index + round * policies.length);
			const expected = await z3.isNothing(z3.but(z3.within(question), allowed));
			for (const bounds of [{}, {boxCap: 0}]) {
				const judged = judge(rules, question, bounds);
				expect(judged.state).toBe(expected ? 'allowed' : 'refused');
				answers.push(judged.state);
			}
		}
	}

	// Answers of one kind only would say little.
	expect(new Set(answers)).toEqual(new Set(['allowed', 'refused']));
}, 120_000);

test('z3 and the algebra agree on what a change opens, closes and opens beyond what was required', async () => {
	const seen = new Set<string>();
	for (const [index, before] of policies.entries()) {
		const {upTo} = dice(index + 100);
		const required = aimedQuestion(index);
		const donor = policies[(index + 1) % policies.length] ?? [];
		const [rule] = donor.slice(upTo(20));
		const added = {
			match: index % 3 === 0 ? required : (rule?.match ?? []),
			action: rule?.action ?? 'allow',
			origin: -1,
		};
		const after = before.toSpliced(upTo(20), index % 4 === 0 ? 1 : 0, added);
		const difference = allowedDifference(before, after, {required});
		if (difference.state !== 'decided') {
			throw new Error('undecided');
		}

		const [allowedBefore, allowedAfter] = [z3.allowed(before), z3.allowed(after)];
		const opened = z3.but(allowedAfter, allowedBefore);
		const formulas = {
			opened,
			beyond: z3.but(opened, z3.within(required)),
			closed: z3.but(allowedBefore, allowedAfter),
		};
		for (const name of ['opened', 'beyond', 'closed'] as const) {
			const {packets, complete, example} = difference[name];
			expect(example === undefined).toBe(await z3.isNothing(formulas[name]));
			expect(example === undefined || hasPacket(packets, example.packet)).toBe(true);
			// The boxes are the set: nothing of the formula is outside of them, and nothing of them outside the formula.
			expect(complete).toBe(true);
			expect(await z3.isNothing(z3.but(formulas[name], z3.within(packets)))).toBe(true);
			expect(await z3.isNothing(z3.but(z3.within(packets), formulas[name]))).toBe(true);
			seen.add(`${name} ${example === undefined}`);
		}
	}

	expect(seen.size).toBe(6);
}, 120_000);
