import type {AssessedWorld} from '../../controls/assess-world.js';
import type {Comparison} from '../../controls/comparison.js';
import type {Verdict} from '../../controls/verdict.js';
import {compareTopologies} from './compare-topologies.js';

export type FlowChange = {
	readonly flow: string;
	readonly before: Verdict | 'absent';
	readonly after: Verdict | 'absent';
};

export type WorldDifference = Comparison & {
	readonly won: readonly FlowChange[];
	readonly lost: readonly FlowChange[];
	/** Verdicts that changed without being won or lost: undecided became certain, a flow came or went. */
	readonly changed: readonly FlowChange[];
};

/** What happened between two worlds: to the required flows, and to everything else. */
export function compareWorlds(before: AssessedWorld, after: AssessedWorld): WorldDifference {
	const [old, now] = [verdicts(before), verdicts(after)];
	const changes = [...new Set([...old.keys(), ...now.keys()])]
		.map(flow => ({flow, before: old.get(flow) ?? ('absent' as const), after: now.get(flow) ?? ('absent' as const)}))
		.filter(change => change.before !== change.after);
	const flows = [...before.assessment.findings, ...after.assessment.findings].map(({flow}) => flow);
	return {
		won: changes.filter(change => change.after === 'allowed' && change.before === 'blocked'),
		lost: changes.filter(change => change.before === 'allowed' && change.after === 'blocked'),
		changed: changes.filter(
			change =>
				!(change.after === 'allowed' && change.before === 'blocked') &&
				!(change.before === 'allowed' && change.after === 'blocked'),
		),
		...compareTopologies(before.topology, after.topology, flows),
	};
}

function verdicts({assessment}: AssessedWorld): ReadonlyMap<string, Verdict> {
	return new Map([
		...assessment.findings.map(({flow, verdict}) => [flow.id, verdict] as const),
		...assessment.unbound.map(({requirement, verdict}) => [requirement, verdict] as const),
	]);
}
