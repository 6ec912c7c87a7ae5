import type {Binding} from '../profiles/binding.js';
import type {Flow, UnboundRequirement} from '../profiles/flow.js';
import {findWay} from '../routing/find-way.js';
import type {Topology} from '../topology/topology.js';
import type {Control} from './control.js';
import type {Finding} from './finding.js';
import {judgeWay} from './judge-way.js';
import type {Verdict} from './verdict.js';

/** Everything there is to say about some profiles on one topology. */
export type Assessment = {
	readonly findings: readonly Finding[];
	/** Requirements that bind to nothing here; they have a verdict too. */
	readonly unbound: readonly UnboundRequirement[];
	readonly notes: readonly string[];
};

/** Asks every control about every flow, so that all blockers of a flow are known at once. */
export function assess({flows, unbound, notes}: Binding, topology: Topology, controls: readonly Control[]): Assessment {
	return {findings: flows.map(flow => assessFlow(flow, topology, controls)), unbound, notes};
}

export function assessFlow(flow: Flow, topology: Topology, controls: readonly Control[]): Finding {
	const way = findWay(flow, topology);
	const trail = judgeWay(way, topology, controls);
	return {flow, way, verdict: weigh(combine(trail.map(entry => entry.verdict)), flow), trail};
}

/** Where nobody could verify that something is needed, its being blocked is no finding but a doubt. */
function weigh(verdict: Verdict, {confidence}: Flow): Verdict {
	return verdict === 'blocked' && confidence === 'unverified' ? 'undecided' : verdict;
}

/**
 * One blocker blocks; one doubt leaves a doubt. No entry at all means that no control stands on the way, which
 * allows the flow: a control that could not be read answers `undecided`, never nothing.
 */
export function combine(verdicts: readonly Verdict[]): Verdict {
	if (verdicts.includes('blocked')) {
		return 'blocked';
	}

	if (verdicts.includes('undecided')) {
		return 'undecided';
	}

	return verdicts.length > 0 && verdicts.every(verdict => verdict === 'not-applicable') ? 'not-applicable' : 'allowed';
}
