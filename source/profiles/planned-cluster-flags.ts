import {toCidrs} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import {absent} from '../topology/known.js';
import {nodeSubnetAddresses, prefixFor} from './address-plan.js';
import type {Answers} from './answers.js';
import type {Profile, Requirement} from './profile.js';
import {resolveAddresses} from './resolve-addresses.js';

export type PlannedFlag = {
	/** `--api-server-authorized-ip-ranges` */
	readonly flag: string;
	readonly value: string;
	/** The requirements it serves. */
	readonly requirements: readonly string[];
	readonly reason: string;
	/** What must be decided for the flag to be wanted at all; undefined when it always is. */
	readonly onlyIf: string | undefined;
};

/** What a cluster that does not exist yet should be created with. */
export type PlannedCluster = {
	readonly flags: readonly PlannedFlag[];
	/** Flags that would make the workload impossible. */
	readonly avoid: readonly {readonly flag: string; readonly requirements: readonly string[]; readonly reason: string}[];
	readonly notes: readonly string[];
};

export type PlannedSize = {readonly nodes: number; readonly maxPods: number};

/** What `az aks create` makes when not told otherwise (concepts-network-ip-address-planning, az aks create). */
const usualSize: PlannedSize = {nodes: 3, maxPods: 30};

/** The flags of `az aks create` that a profile implies. Names of service tags are resolved by the profile's own copy. */
export function plannedClusterFlags(
	profile: Profile,
	answers: Answers,
	region: string,
	size: PlannedSize = usualSize,
): PlannedCluster {
	const ranges = plannedRanges(profile, answers, region);
	const addresses = profile.requirements.flatMap(requirement =>
		requirement.to.flatMap(to => (to.kind === 'pod-subnet' ? [{requirement, count: to.count}] : [])),
	);
	const publicOnly = profile.requirements.filter(({to}) => to.some(({kind}) => kind === 'public-api-server'));
	return {
		flags: [...ranges.flags, ...addresses.map(({requirement, count}) => plannedPods(requirement, count, size))],
		avoid: publicOnly.map(({id, purpose}) => ({flag: '--enable-private-cluster', requirements: [id], reason: purpose})),
		notes: [
			...(profile.status.state === 'retired' ? [profile.status.text] : []),
			...ranges.notes,
			...addresses.map(({count}) => subnetNote(count, size)),
		],
	};
}

function plannedRanges(profile: Profile, answers: Answers, region: string) {
	const notes: string[] = [];
	const callers = profile.requirements.filter(({to}) => to.some(({kind}) => kind === 'api-server'));
	const context = {location: region, serviceTags: absent, sets: profile.addressSets};
	const wanted = callers.flatMap(({id, from}) => {
		if (from?.kind === 'machines') {
			return [{id, addresses: answers.machines}];
		}

		const set = from?.kind === 'addresses' ? profile.addressSets[from.set] : undefined;
		const resolved = set && resolveAddresses(set, context);
		if (resolved?.ok === false) {
			notes.push(resolved.gap.why);
		} else if (resolved?.ok) {
			for (const remark of resolved.value.remarks) {
				notes.push(remark);
			}
		}

		return resolved?.ok ? [{id, addresses: resolved.value.addresses}] : [];
	});
	const ranges = toCidrs(unionOf(wanted.map(({addresses}) => addresses)));
	if (ranges.length === 0) {
		return {flags: [], notes};
	}

	const flag: PlannedFlag = {
		flag: '--api-server-authorized-ip-ranges',
		value: ranges.join(','),
		requirements: wanted.filter(({addresses}) => addresses.length > 0).map(({id}) => id),
		reason: 'These callers must reach the API server.',
		onlyIf: 'the API server is to take connections from certain addresses only',
	};
	// Only at creation does AKS add the load balancer's address by itself (api-server-authorized-ip-ranges.md).
	const egress =
		'Behind a firewall or NAT gateway, add its public addresses to the ranges; AKS adds only the address of its own load balancer.';
	return {flags: [flag], notes: [...notes, egress]};
}

function plannedPods({id}: Requirement, count: number, {nodes, maxPods}: PlannedSize): PlannedFlag {
	const perNode = Math.min(maxPods + Math.ceil(count / nodes), 250);
	return {
		flag: '--max-pods',
		value: String(perNode),
		requirements: [id],
		reason: `${count} more pods on ${nodes} nodes that have ${maxPods} slots each.`,
		onlyIf: 'pods take their addresses from a subnet and the nodes would otherwise be full',
	};
}

function subnetNote(count: number, {nodes, maxPods}: PlannedSize): string {
	const perNode = Math.min(maxPods + Math.ceil(count / nodes), 250);
	const needed = nodeSubnetAddresses(nodes, perNode);
	const length = prefixFor(needed) ?? 8;
	return `With Azure CNI in the nodes' subnet, ${nodes} nodes of ${perNode} pods take (${nodes} + 1) × (1 + ${perNode}) = ${needed} addresses: a subnet of /${length} or larger. With Azure CNI Overlay the nodes alone need the subnet.`;
}
