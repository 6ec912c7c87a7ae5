import type {ControlId} from '../controls/control-id.js';
import {invariant} from '../errors.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {recordOf} from './changes/change-records.js';
import {adviceOf, problemAdvice} from './collect-advice.js';
import type {DraftedStep} from './drafted-step.js';
import type {Draft} from './needs/draft.js';
import {needDanger} from './needs/need-danger.js';
import {drafters, needRecords} from './needs/need-records.js';
import {sharersIn} from './needs/served.js';
import type {Advice, Step} from './plan.js';
import {stepIds} from './step-id.js';
import type {Wanted} from './wanted.js';

export type DraftedSteps = {
	readonly steps: readonly DraftedStep[];
	readonly advice: readonly Advice[];
	/** Why changes that are wanted cannot be made. */
	readonly problems: readonly Advice[];
};

/**
 * Turns needs into steps.
 *
 * @param whole the steps that all needs of the plan would make, where these are some of them: names stay
 */
export function draftSteps(
	wanted: readonly Wanted[],
	cluster: Cluster,
	topology: Topology,
	world: World,
	whole: readonly DraftedStep[] = [],
): DraftedSteps {
	const sharers = sharersIn(whole.map(step => step.wanted));
	const drafted = drafters.map(({control, draft}) => ({
		control,
		...draft(wanted, {cluster, topology, world, sharers}),
	}));
	const drafts = drafted.flatMap(item => item.drafts);
	const problems = drafted.flatMap(item => item.problems);
	assertTakenUp(wanted, [...drafts, ...problems]);
	return {
		steps: order(toSteps(drafts)),
		advice: adviceOf(wanted),
		problems: drafted.flatMap(item => problemAdvice(item.control, item.problems)),
	};
}

/** Whatever is wanted is written, said, or its problem is said. */
function assertTakenUp(wanted: readonly Wanted[], results: readonly {readonly wanted: readonly Wanted[]}[]): void {
	const takenUp = new Set(results.flatMap(result => result.wanted));
	const lost = wanted.find(item => needRecords[item.need.kind].drafter !== undefined && !takenUp.has(item));
	invariant(lost === undefined, `nothing takes up the need ${lost?.need.kind ?? ''} of ${lost?.flow.id ?? ''}`);
}

function toSteps(drafts: readonly Draft[]): readonly DraftedStep[] {
	const ids = stepIds(drafts.map(({change}) => change));
	return drafts.map(({change, wanted}, index) => ({
		wanted,
		step: {
			id: ids[index] ?? '',
			title: recordOf(change).title(change),
			reason: [...new Set(wanted.map(({flow}) => flow.purpose))].join(' '),
			control: controlOf(wanted),
			flows: [...new Set(wanted.map(({flow}) => flow.id))],
			change,
			danger: needDanger(wanted) ?? recordOf(change).danger(change),
			after: [],
		},
	}));
}

function controlOf(wanted: readonly Wanted[]): ControlId {
	return wanted[0]?.control ?? 'azure-firewall';
}

/** Labels before the policies that select by them; everything else is independent once it is in order. */
function order(steps: readonly DraftedStep[]): readonly DraftedStep[] {
	const stages = Map.groupBy(steps, ({step: {change}}) => recordOf(change).stage(change));
	const {independent = [], label = [], policy = []} = Object.fromEntries(stages);
	const needed = ({flows}: Step) => label.filter(({step}) => step.flows.some(flow => flows.includes(flow)));
	return [
		...independent,
		...label,
		...policy.map(({step, wanted}) => ({step: {...step, after: needed(step).map(other => other.step.id)}, wanted})),
	];
}
