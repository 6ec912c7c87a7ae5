import type {ControlId} from '../controls/control.js';
import {armName, sameArmId} from '../topology/arm-id.js';
import type {Cluster} from '../topology/cluster.js';
import type {Firewall} from '../topology/firewall.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {authorizedRangesChange} from './authorized-ranges-change.js';
import type {ChangeOf} from './change.js';
import {classicCollectionsChange} from './classic-collections-change.js';
import {adviceOf, problemAdvice} from './collect-advice.js';
import type {Wanted} from './collect-needs.js';
import {bypassDanger, publicationDanger, rangeDanger} from './danger.js';
import {type Draft, type Drafts, type Problem, problemOf} from './draft.js';
import {firewallRules, isFirewallRule} from './firewall-rules.js';
import {kubeChanges} from './kube-changes.js';
import type {Advice, Danger, Step} from './plan.js';
import {routeChanges} from './route-changes.js';
import {ruleCollectionGroupChange} from './rule-collection-group-change.js';
import {securityRuleChanges} from './security-rule-changes.js';
import {parentName, stepId} from './step-id.js';

export type DraftedSteps = {readonly steps: readonly Step[]; readonly advice: readonly Advice[]};

type TitledDraft = Draft & {readonly title: string; readonly danger?: Danger | undefined};

/**
 * Turns needs into steps, in the order that is safe to run them in: what only adds a way first (firewall, security
 * rules), then what moves traffic (routes), then who may call the API server, then policies inside the cluster.
 */
export function draftSteps(
	wanted: readonly Wanted[],
	cluster: Cluster,
	topology: Topology,
	world: World,
): DraftedSteps {
	const firewall = firewallDrafts(wanted, cluster, topology, world);
	const security = securityRuleChanges(wanted, topology);
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
		...kubeChanges(wanted, world).map(draft => ({...draft, title: kubeTitle(draft.change)})),
	];
	return {
		steps: order(drafts.map(toStep)),
		advice: [
			...adviceOf(wanted),
			...problemAdvice('azure-firewall', firewall.problems),
			...problemAdvice('nsg', security.problems),
			...problemAdvice('route-table', routes.problems),
			...problemAdvice('authorized-ranges', ranges.problems),
		],
	};
}

function firewallDrafts(
	wanted: readonly Wanted[],
	cluster: Cluster,
	topology: Topology,
	world: World,
): Drafts<TitledDraft> {
	const drafts: TitledDraft[] = [];
	const problems: Problem[] = [];
	for (const firewall of topology.firewalls) {
		const ours = wanted.filter(isFirewallRule).filter(({need}) => sameArmId(need.firewall, firewall.id));
		if (ours.length === 0) {
			continue;
		}

		const rules = firewallRules(ours);
		const change = hasPolicy(firewall)
			? ruleCollectionGroupChange(firewall, rules, world, cluster.name)
			: classicCollectionsChange(firewall, rules, world, cluster.name);
		if ('problem' in change) {
			problems.push(problemOf(change.problem, ours));
		} else {
			drafts.push({
				change,
				wanted: ours,
				title: hasPolicy(firewall)
					? `Put rule collection group ${armName('id' in change ? change.id : '')} into policy ${armName(firewall.policy)}`
					: `Put own rule collections into firewall ${firewall.name}`,
				danger: publicationDanger(ours) ?? bypassDanger(ours),
			});
		}
	}

	return {drafts, problems};
}

function hasPolicy(firewall: Firewall): firewall is Firewall & {readonly policy: string} {
	return firewall.policy !== undefined;
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

function toStep(draft: TitledDraft): Step {
	const flows = [...new Set(draft.wanted.map(({flow}) => flow.id))];
	const purposes = [...new Set(draft.wanted.map(({flow}) => flow.purpose))];
	return {
		id: stepId(draft.change),
		title: draft.title,
		reason: purposes.join(' '),
		control: controlOf(draft.wanted),
		flows,
		change: draft.change,
		danger: draft.danger,
		after: [],
	};
}

function controlOf(wanted: readonly Wanted[]): ControlId {
	return wanted[0]?.control ?? 'azure-firewall';
}

/** Labels before the policies that select by them; everything else is independent once it is in order. */
function order(steps: readonly Step[]): readonly Step[] {
	const labels = steps.filter(step => step.change.kind === 'kube-metadata' && step.change.field === 'labels');
	const others = steps.filter(step => !labels.includes(step));
	return [
		...others.filter(step => step.change.kind !== 'kube-object'),
		...labels,
		...others
			.filter(step => step.change.kind === 'kube-object')
			.map(step => ({...step, after: labels.map(label => label.id)})),
	];
}
