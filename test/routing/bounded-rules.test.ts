import {describe, expect, test} from 'vitest';
import {addresses, anyAddress} from '../../source/network/address-set.js';
import {box} from '../../source/network/packet-set.js';
import {agree, type BoundedRule, decide, joint, type Quantifier} from '../../source/routing/bounded-rules.js';

function rule(action: 'allow' | 'deny', where: Parameters<typeof box>[0]): BoundedRule<string> {
	return {least: [box(where)], most: [box(where)], action, origin: action, unknown: []};
}

const rest = (action: 'allow' | 'deny') => rule(action, {});

/** Of a question from everybody, to 10.0.0.0/24. */
const question = [box({source: anyAddress, destination: addresses('10.0.0.0/24')})];

describe('a question', () => {
	test.each<[string, BoundedRule<string>, Quantifier, string]>([
		['of every packet fails by one', rule('deny', {source: addresses('20.1.1.1')}), 'every', 'blocked'],
		[
			'of most sources stands where few are shut out',
			rule('deny', {source: addresses('20.0.0.0/8')}),
			'most-sources',
			'allowed',
		],
		[
			'of most sources stands where just less than half are',
			rule('deny', {source: addresses('0.0.0.0/2', '64.0.0.0/3', '96.0.0.0/4')}),
			'most-sources',
			'allowed',
		],
		['of most sources fails where half are', rule('deny', {source: addresses('0.0.0.0/1')}), 'most-sources', 'blocked'],
		[
			'of most sources fails where most are',
			rule('deny', {source: addresses('0.0.0.0/1', '128.0.0.0/2')}),
			'most-sources',
			'blocked',
		],
		['of some destination fails where all are shut off', rule('deny', {}), 'some-destination', 'blocked'],
		[
			'of some destination is open where one is left',
			rule('deny', {destination: addresses('10.0.0.0/25')}),
			'some-destination',
			'undecided',
		],
	])('%s', (_what, deny, quantifier, verdict) => {
		expect(decide([deny, rest('allow')], question, quantifier).verdict).toBe(verdict);
	});
});

test.each([
	[[], 'allowed'],
	[['allowed', 'allowed'], 'allowed'],
	[['blocked', 'blocked'], 'blocked'],
	[['allowed', 'blocked'], 'undecided'],
] as const)('ways that things may stand agree: %j is %s', (verdicts, verdict) => {
	expect(agree(verdicts)).toBe(verdict);
});

test.each([
	[['allowed', 'undecided'], 'undecided'],
	[['undecided', 'blocked'], 'blocked'],
	[['allowed'], 'allowed'],
] as const)('parts must all get through: %j is %s', (verdicts, verdict) => {
	expect(joint(verdicts)).toBe(verdict);
});
