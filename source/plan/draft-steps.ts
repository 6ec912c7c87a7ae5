import type {ControlId} from '../controls/control.js';
import {formatAddresses, parseCidr} from '../network/address-set.js';
import {difference, intervalSet} from '../network/interval-set.js';
import {armName} from '../topology/arm-id.js';
import type {Cluster} from '../topology/cluster.js';
import type {Firewall} from '../topology/firewall.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {authorizedRangesChange} from './authorized-ranges-change.js';
import type {Change} from './change.js';
import {classicCollectionsChange} from './classic-collections-change.js';
import type {Wanted} from './collect-needs.js';
import {firewallRules, isFirewallRule} from './firewall-rules.js';
import {kubeChanges} from './kube-changes.js';
import type {Advice, Danger, Step} from './plan.js';
import {routeChanges} from './route-changes.js';
import {ruleCollectionGroupChange} from './rule-collection-group-change.js';
import {securityRuleChanges} from './security-rule-changes.js';

export type DraftedSteps = {readonly steps: readonly Step[]; readonly advice: readonly Advice[]};

type Draft = {
	readonly change: Change;
	readonly wanted: readonly Wanted[];
	readonly title: string;
	readonly danger?: Danger | undefined;
};

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
	const drafts: readonly Draft[] = [
		...firewall.drafts,
		...security.drafts.map(draft => ({
			...draft,
			title: `Add rule ${draft.change.after?.name ?? ''} to ${parentName(draft.change.id)}`,
			danger: bypass(draft.wanted),
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

type Drafts = {readonly drafts: readonly Draft[]; readonly problems: readonly string[]};

function firewallDrafts(wanted: readonly Wanted[], cluster: Cluster, topology: Topology, world: World): Drafts {
	const drafts: Draft[] = [];
	const problems: string[] = [];
	for (const firewall of topology.firewalls) {
		const ours = wanted
			.filter(isFirewallRule)
			.filter(({need}) => need.firewall.toLowerCase() === firewall.id.toLowerCase());
		if (ours.length === 0) {
			continue;
		}

		const rules = firewallRules(ours);
		const change = hasPolicy(firewall)
			? ruleCollectionGroupChange(firewall, rules, world, cluster.name)
			: classicCollectionsChange(firewall, rules, world, cluster.name);
		if ('problem' in change) {
			problems.push(change.problem);
		} else {
			drafts.push({
				change,
				wanted: ours,
				title: hasPolicy(firewall)
					? `Put rule collection group ${armName('id' in change ? change.id : '')} into policy ${armName(firewall.policy)}`
					: `Put own rule collections into firewall ${firewall.name}`,
				danger: publication(ours) ?? bypass(ours),
			});
		}
	}

	return {drafts, problems};
}

function hasPolicy(firewall: Firewall): firewall is Firewall & {readonly policy: string} {
	return firewall.policy !== undefined;
}

/** A need says so itself when it overrides a deny that somebody wrote for just this traffic. */
function bypass(wanted: readonly Wanted[]): Danger | undefined {
	const denied = wanted.flatMap(({need}) => ('bypasses' in need && need.bypasses !== undefined ? [need.bypasses] : []));
	return denied.length === 0
		? undefined
		: {code: 'deny-bypassed', warning: `This goes before an explicit deny: ${[...new Set(denied)].join(', ')}.`};
}

function publication(wanted: readonly Wanted[]): Danger | undefined {
	const published = wanted.flatMap(({need}) =>
		need.kind === 'dnat-rule' && need.publishes !== undefined ? [need.publishes] : [],
	);
	return published.length === 0 ? undefined : {code: 'endpoint-published', warning: [...new Set(published)].join(' ')};
}

function rangeDrafts(wanted: readonly Wanted[], cluster: Cluster): Drafts {
	const ours = wanted.filter(({need}) => need.kind === 'authorized-range');
	const change = authorizedRangesChange(cluster, ours);
	if (change === undefined) {
		return {drafts: [], problems: []};
	}

	return 'problem' in change
		? {drafts: [], problems: [change.problem]}
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

export function rangeDanger(before: readonly string[], after: readonly string[]): Danger | undefined {
	if (before.length === 0 && after.length > 0) {
		return {
			code: 'ranges-first-set',
			warning: 'The API server is open to every address now and will answer only these ranges.',
		};
	}

	const lost = difference(rangeSet(before), rangeSet(after));
	return lost.length === 0
		? undefined
		: {code: 'range-removed', warning: `The API server will no longer answer ${formatAddresses(lost)}.`};
}

/** `0.0.0.0/32` stands for the cluster's own egress and lets no address in by itself. */
function rangeSet(entries: readonly string[]) {
	return intervalSet(
		entries
			.filter(entry => entry !== '0.0.0.0/32')
			.flatMap(entry => {
				const result = parseCidr(entry);
				return result.ok ? result.value : [];
			}),
	);
}

function kubeTitle(change: Change): string {
	switch (change.kind) {
		case 'kube-object': {
			return `Apply ${change.ref.kind} ${change.ref.namespace ?? ''}/${change.ref.name}`;
		}

		case 'kube-metadata': {
			const keys = Object.keys(change.after).join(', ');
			return `Set ${change.field === 'labels' ? 'label' : 'annotation'} ${keys} on ${change.ref.kind} ${change.ref.name}`;
		}

		default: {
			return change.kind;
		}
	}
}

function toStep(draft: Draft): Step {
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

function stepId(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return `${change.type}/${parentName(change.id)}/${armName(change.id)}`;
		}

		case 'classic-collections': {
			return `firewall/${armName(change.firewall)}`;
		}

		case 'authorized-ranges': {
			return `authorized-ranges/${armName(change.cluster)}`;
		}

		case 'kube-object':
		case 'kube-metadata': {
			const {kind, namespace, name} = change.ref;
			return [kind.toLowerCase(), namespace, name, change.kind === 'kube-metadata' ? change.field : undefined]
				.filter(part => part !== undefined)
				.join('/');
		}
	}
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

function adviceOf(wanted: readonly Wanted[]): readonly Advice[] {
	const advice = new Map<string, Advice>();
	for (const {need, flow, control} of wanted) {
		if (need.kind === 'advice') {
			const old = advice.get(need.text);
			advice.set(need.text, {
				control,
				flows: [...new Set([...(old?.flows ?? []), flow.id])],
				text: need.text,
				commands: need.commands,
			});
		}
	}

	return [...advice.values()];
}

function problemAdvice(control: ControlId, problems: readonly string[]): readonly Advice[] {
	return problems.map(text => ({control, flows: [], text, commands: []}));
}

function parentName(id: string): string {
	return id.split('/').at(-3) ?? id;
}
