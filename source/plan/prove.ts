import type {Assessment} from '../controls/assess.js';
import type {Finding} from '../controls/finding.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {wordingOf} from '../wording/wording.js';
import {applyToWorld} from './apply-to-world.js';
import type {Change} from './change.js';
import {compareTopologies} from './compare/compare-topologies.js';
import {headline} from './headline.js';
import type {Proof} from './proof.js';

export type ProofRequest = {
	readonly world: World;
	readonly topology: Topology;
	readonly assessment: Assessment;
	readonly changes: readonly Change[];
	readonly reassess: (world: World) => {readonly topology: Topology; readonly assessment: Assessment};
};

/**
 * Applies the changes to a copy, assesses everything again, and compares: what is won, what is left, what is opened
 * beside what was required, and what is closed.
 */
export function prove({world, topology, assessment, changes, reassess}: ProofRequest): Proof {
	const after = reassess(applyToWorld(world, changes));
	const later = new Map(after.assessment.findings.map(finding => [finding.flow.id, finding]));
	const blocked = assessment.findings.filter(finding => finding.verdict === 'blocked');
	const isWon = ({flow}: Finding): boolean => later.get(flow.id)?.verdict === 'allowed';
	const won = blocked.filter(isWon).map(({flow}) => flow.id);
	const stillBlocked = blocked
		.filter(finding => !isWon(finding))
		.map(({flow}) => ({
			flow: flow.id,
			verdict: later.get(flow.id)?.verdict ?? ('not-applicable' as const),
			why: reason(later.get(flow.id)),
		}));
	const lost = assessment.findings
		.filter(({flow, verdict}) => verdict === 'allowed' && later.get(flow.id)?.verdict === 'blocked')
		.map(({flow}) => ({
			control: later.get(flow.id)?.trail.find(entry => entry.verdict === 'blocked')?.control ?? ('nsg' as const),
			resource: flow.to,
			what: `the flow ${flow.id}`,
			witness: flow.id,
		}));
	const comparison = compareTopologies(
		topology,
		after.topology,
		assessment.findings.map(({flow}) => flow),
	);
	const closed = [...comparison.closed, ...lost];
	const doubted = stillBlocked.filter(({verdict}) => verdict === 'undecided').length;
	const flows = {won: won.length, doubted, left: stillBlocked.length - doubted};
	return {
		won,
		stillBlocked,
		opened: comparison.opened,
		closed,
		undecided: comparison.undecided,
		summary: headline({...comparison, closed}, flows, undecidedIn(assessment)),
	};
}

function undecidedIn({findings, unbound}: Assessment): readonly string[] {
	const flows = findings.filter(({verdict}) => verdict === 'undecided').map(({flow}) => flow.id);
	return [...flows, ...unbound.filter(({verdict}) => verdict === 'undecided').map(({requirement}) => requirement)];
}

function reason(finding: Finding | undefined): string {
	const entry = finding?.trail.find(({verdict}) => verdict === finding.verdict);
	return finding && entry ? wordingOf(entry, finding).why : 'The flow no longer exists.';
}
