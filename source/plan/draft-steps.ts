import type {ControlId} from '../controls/control.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {authorizedRangesChange} from './authorized-ranges-change.js';
import type {ChangeOf} from './change.js';
import {adviceOf, problemAdvice} from './collect-advice.js';
import type {Wanted} from './collect-needs.js';
import {bypassDanger, rangeDanger} from './danger.js';
import {type Drafts, problemOf, type TitledDraft} from './draft.js';
import {firewallDrafts} from './firewall-drafts.js';
import {kubeChanges} from './kube-changes.js';
import type {Advice, Step} from './plan.js';
import {routeChanges} from './route-changes.js';
import {securityRuleChanges} from './security-rule-changes.js';
import {sharersIn} from './served.js';
import {parentName, stepIds} from './step-id.js';

/** A step and the needs that it is made for, some of which no other step may meet. */
export type DraftedStep = {readonly step: Step; readonly wanted: readonly Wanted[]};

export type DraftedSteps = {
	readonly steps: readonly DraftedStep[];
	readonly advice: readonly Advice[];
	/** Why changes that are wanted cannot be made. */
	readonly problems: readonly Advice[];
};

/**
 * Turns needs into steps, in the order that is safe to run them in: what only adds a way first (firewall, security
 * rules), then what moves traffic (routes), then who may call the API server, then policies inside the cluster.
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
	const firewall = firewallDrafts(wanted, cluster, topology, world);
	const security = securityRuleChanges(wanted, topology, sharers);
	const routes = routeChanges(wanted, topology);
	const ranges = rangeDrafts(wanted, cluster);
	const drafts: readonly TitledDraft[] = [
		...firewall.drafts,
		...security.drafts.map(draft => ({
			...draft,
			title: `Add rule ${draft.change.after?.name ?? ''} to ${parentName(draft.change.id)}`,
			danger: bypassDanger(draft.wanted),
		})),
		...routes.drafts.map(draft => ({
			...draft,
			title: `Add route ${draft.change.after?.name ?? ''} to ${parentName(draft.change.id)}`,
		})),
		...ranges.drafts,
		...kubeChanges(wanted, world, topology, sharers).map(draft => ({...draft, title: kubeTitle(draft.change)})),
	];
	return {
		steps: order(toSteps(drafts)),
		advice: adviceOf(wanted),
		problems: [
			...problemAdvice('azure-firewall', firewall.problems),
			...problemAdvice('nsg', security.problems),
			...problemAdvice('route-table', routes.problems),
			...problemAdvice('authorized-ranges', ranges.problems),
		],
	};
}

function rangeDrafts(wanted: readonly Wanted[], cluster: Cluster): Drafts<TitledDraft> {
	const ours = wanted.filter(({need}) => need.kind === 'authorized-range');
	const change = authorizedRangesChange(cluster, ours);
	if (change === undefined) {
		return {drafts: [], problems: []};
	}

	return 'problem' in change
		? {drafts: [], problems: [problemOf(change.problem, ours)]}
		: {
				drafts: [
					{
						change,
						wanted: ours,
						title: `Extend the authorized IP ranges of ${cluster.name}`,
						danger: rangeDanger(change.before, change.after),
					},
				],
				problems: [],
			};
}

function kubeTitle(change: ChangeOf<'kube-object' | 'kube-metadata'>): string {
	switch (change.kind) {
		case 'kube-object': {
			return `Apply ${change.ref.kind} ${change.ref.namespace ?? ''}/${change.ref.name}`;
		}

		case 'kube-metadata': {
			const keys = Object.keys(change.after).join(', ');
			return `Set ${change.field === 'labels' ? 'label' : 'annotation'} ${keys} on ${change.ref.kind} ${change.ref.name}`;
		}
	}
}

function toSteps(drafts: readonly TitledDraft[]): readonly DraftedStep[] {
	const ids = stepIds(drafts.map(({change}) => change));
	return drafts.map(({change, wanted, title, danger}, index) => ({
		wanted,
		step: {
			id: ids[index] ?? '',
			title,
			reason: [...new Set(wanted.map(({flow}) => flow.purpose))].join(' '),
			control: controlOf(wanted),
			flows: [...new Set(wanted.map(({flow}) => flow.id))],
			change,
			danger,
			after: [],
		},
	}));
}

function controlOf(wanted: readonly Wanted[]): ControlId {
	return wanted[0]?.control ?? 'azure-firewall';
}

/** Labels before the policies that select by them; everything else is independent once it is in order. */
function order(steps: readonly DraftedStep[]): readonly DraftedStep[] {
	const isLabel = ({step: {change}}: DraftedStep) => change.kind === 'kube-metadata' && change.field === 'labels';
	const labels = steps.filter(isLabel);
	const others = steps.filter(step => !isLabel(step));
	const needed = ({flows}: Step) => labels.filter(({step}) => step.flows.some(flow => flows.includes(flow)));
	return [
		...others.filter(({step}) => step.change.kind !== 'kube-object'),
		...labels,
		...others
			.filter(({step}) => step.change.kind === 'kube-object')
			.map(({step, wanted}) => ({step: {...step, after: needed(step).map(label => label.step.id)}, wanted})),
	];
}
