import {expect, test} from 'vitest';
import type {AssessedWorld} from '../../source/controls/assess-world.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {compareWorlds} from '../../source/plan/compare/compare-worlds.js';
import {egressFlow, toName, topologyOf} from '../helpers/topology.js';

const topology = topologyOf();

function world(
	verdicts: Readonly<Record<string, Verdict>>,
	unbound: Readonly<Record<string, Verdict>> = {},
): AssessedWorld {
	return {
		topology,
		assessment: {
			findings: Object.entries(verdicts).map(([id, verdict]) => ({
				flow: egressFlow(toName('gcr.io'), {id}),
				verdict,
				trail: [],
			})),
			unbound: Object.entries(unbound).map(([requirement, verdict]) => ({requirement, verdict})),
			notes: [],
		},
	} as unknown as AssessedWorld;
}

test('a flow is won, lost, changed otherwise, or said nothing of', () => {
	const before = world(
		{won: 'blocked', lost: 'allowed', sure: 'undecided', same: 'allowed', gone: 'allowed'},
		{open: 'undecided'},
	);
	const after = world(
		{won: 'allowed', lost: 'blocked', sure: 'allowed', same: 'allowed', new: 'blocked'},
		{open: 'not-applicable'},
	);
	expect(compareWorlds(before, after)).toEqual({
		won: [{flow: 'won', before: 'blocked', after: 'allowed'}],
		lost: [{flow: 'lost', before: 'allowed', after: 'blocked'}],
		changed: [
			{flow: 'sure', before: 'undecided', after: 'allowed'},
			{flow: 'gone', before: 'allowed', after: 'absent'},
			{flow: 'open', before: 'undecided', after: 'not-applicable'},
			{flow: 'new', before: 'absent', after: 'blocked'},
		],
		opened: [],
		closed: [],
		undecided: [],
	});
});
