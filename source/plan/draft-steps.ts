import type {ControlId} from '../controls/control-id.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {authorizedRangesChange} from './authorized-ranges-change.js';
import type {ChangeOf} from './change.js';
import {adviceOf, problemAdvice} from './collect-advice.js';
import type {Wanted} from './collect-needs.js';
import {bypassDanger, rangeDanger} from './danger.js';
import {type Drafts, problemOf, type TitledDraft} from './draft.js';
import type {DraftedStep} from './drafted-step.js';
import {firewallDrafts} from './firewall-drafts.js';
import {kubeChanges} from './kube-changes.js';
import type {Advice, Step} from './plan.js';
import {routeChanges} from './route-changes.js';
import {securityRuleChanges} from './security-rule-changes.js';
import {type Sharers, sharersIn} from './served.js';
import {parentName, stepIds} from './step-id.js';

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
	const drafted = [...new Set(Object.values(drafters))].map(({control, draft}) => {
		return {control, ...draft(wanted, {cluster, topology, world, sharers})};
	});
	return {
		steps: order(toSteps(drafted.flatMap(({drafts}) => drafts))),
		advice: adviceOf(wanted),
		problems: drafted.flatMap(({control, problems}) => problemAdvice(control, problems)),
	};
}

type DraftContext = {
	readonly cluster: Cluster;
	readonly topology: Topology;
	readonly world: World;
	readonly sharers: Sharers;
};

/** Takes up needs of some kinds, out of all that are wanted. */
type Drafter = {
	/** Whose problem it is where a change cannot be made. */
	readonly control: ControlId;
	readonly draft: (wanted: readonly Wanted[], context: DraftContext) => Drafts<TitledDraft>;
};

const firewalls: Drafter = {
	control: 'azure-firewall',
	draft: (wanted, {cluster, topology, world}) => firewallDrafts(wanted, cluster, topology, world),
};

const groups: Drafter = {
	control: 'nsg',
	draft: (wanted, {topology, sharers}) => {
		const {drafts, problems} = securityRuleChanges(wanted, topology, sharers);
		return {
			drafts: drafts.map(draft => ({
				...draft,
				title: `Add rule ${draft.change.after?.name ?? ''} to ${parentName(draft.change.id)}`,
				danger: bypassDanger(draft.wanted),
			})),
			problems,
		};
	},
};

const routes: Drafter = {
	control: 'route-table',
	draft: (wanted, {topology}) => {
		const {drafts, problems} = routeChanges(wanted, topology);
		return {
			drafts: drafts.map(draft => ({
				...draft,
				title: `Add route ${draft.change.after?.name ?? ''} to ${parentName(draft.change.id)}`,
			})),
			problems,
		};
	},
};

const ranges: Drafter = {
	control: 'authorized-ranges',
	draft: (wanted, {cluster}) => rangeDrafts(wanted, cluster),
};

const objects: Drafter = {
	control: 'network-policy',
	draft: (wanted, {world, topology, sharers}) => ({
		drafts: kubeChanges(wanted, world, topology, sharers).map(draft => ({...draft, title: kubeTitle(draft.change)})),
		problems: [],
	}),
};

/**
 * Who takes up which kind of need; a new kind does not compile before somebody does. In the order that is safe to run: what
 * only adds a way first (firewall, security rules), then what moves traffic (routes), then who may call the API server,
 * then policies inside the cluster.
 */
const drafters = {
	'application-rule': firewalls,
	'network-rule': firewalls,
	'dnat-rule': firewalls,
	'security-rule': groups,
	route: routes,
	'authorized-range': ranges,
	'network-policy': objects,
	'namespace-label': objects,
	'service-annotation': objects,
} as const satisfies Readonly<Record<Exclude<Wanted['need']['kind'], 'advice'>, Drafter>>;

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
