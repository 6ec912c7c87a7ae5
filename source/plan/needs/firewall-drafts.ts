import {type ArmKey, armKey} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import type {Firewall} from '../../topology/firewall.js';
import {text} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {resourceOf, type World} from '../../topology/world.js';
import type {Wanted} from '../wanted.js';
import {classicCollectionsChange} from './classic-collections-change.js';
import {type Draft, type Drafts, type PlanProblem, problemOf} from './draft.js';
import {firewallRules, holdsNeed, isFirewallRule, type WantedFirewallRule} from './firewall-rules.js';
import type {Drafter} from './need-record.js';
import {ruleCollectionGroupChange} from './rule-collection-group-change.js';

/** What is written for some firewalls: their common policy, or a classic firewall itself. */
type Written = {
	readonly id: ArmKey;
	/** Any one that has it; what stands in the policy is the same for all. */
	readonly firewall: Firewall;
	/** Policies above, nearest first: their rules come before those of this one. */
	readonly above: readonly ArmKey[];
	readonly wanted: readonly WantedFirewallRule[];
};

export const firewallDrafter: Drafter = {
	control: 'azure-firewall',
	draft: (wanted, {cluster, topology, world}) => firewallDrafts(wanted, cluster, topology, world),
};

/** One draft per resource that is written, however many firewalls share it. */
function firewallDrafts(wanted: readonly Wanted[], cluster: Cluster, topology: Topology, world: World): Drafts {
	const drafts: Draft[] = [];
	const problems: PlanProblem[] = [];
	for (const {firewall, wanted: ours} of withoutInherited(writtenFor(wanted, topology, world), topology)) {
		const rules = firewallRules(ours, topology);
		const change = hasPolicy(firewall)
			? ruleCollectionGroupChange(firewall, rules, world, cluster.name)
			: classicCollectionsChange(firewall, rules, world, cluster.name);
		if ('problem' in change) {
			problems.push(problemOf(change.problem, ours));
		} else {
			drafts.push({change, wanted: ours});
		}
	}

	return {drafts, problems};
}

function writtenFor(wanted: readonly Wanted[], {firewalls}: Topology, world: World): readonly Written[] {
	const rules = Map.groupBy(wanted.filter(isFirewallRule), ({need}) => armKey(need.firewall));
	const written = new Map<ArmKey, Written>();
	for (const firewall of firewalls) {
		const ours = rules.get(armKey(firewall.id)) ?? [];
		const id = armKey(firewall.policy ?? firewall.id);
		const known = written.get(id) ?? {id, firewall, above: policiesAbove(firewall.policy, world), wanted: []};
		if (ours.length > 0) {
			written.set(id, {...known, wanted: [...known.wanted, ...ours]});
		}
	}

	return [...written.values()];
}

/** A policy has at most one parent; a chain that bites its tail ends there. */
function policiesAbove(policy: string | undefined, world: World): readonly ArmKey[] {
	const above: ArmKey[] = [];
	for (let next = parentOf(policy, world); next !== undefined; next = parentOf(next, world)) {
		if (above.includes(armKey(next)) || armKey(next) === armKey(policy ?? '')) {
			break;
		}

		above.push(armKey(next));
	}

	return above;
}

function parentOf(policy: string | undefined, world: World): string | undefined {
	const found = policy === undefined ? undefined : knownValue(resourceOf(world, policy));
	return text(found?.properties, 'basePolicy', 'id');
}

/** What a policy above is given anyway, serves those below it, too: its rules of a type come before theirs (rule-processing.md). */
function withoutInherited(all: readonly Written[], topology: Topology): readonly Written[] {
	const holder = ({above}: Written, {need}: WantedFirewallRule) =>
		all.find(({id, wanted}) => above.includes(id) && wanted.some(other => holdsNeed(other.need, need, topology)))?.id;
	const inherited = all.flatMap(written =>
		written.wanted.flatMap(item => {
			const id = holder(written, item);
			return id === undefined ? [] : [{id, item}];
		}),
	);
	return all
		.map(written => ({
			...written,
			wanted: [
				...written.wanted.filter(item => !inherited.some(other => other.item === item)),
				...inherited.filter(({id}) => id === written.id).map(({item}) => item),
			],
		}))
		.filter(({wanted}) => wanted.length > 0);
}

function hasPolicy(firewall: Firewall): firewall is Firewall & {readonly policy: string} {
	return firewall.policy !== undefined;
}
