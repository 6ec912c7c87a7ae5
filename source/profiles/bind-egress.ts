import type {Family} from '../network/address.js';
import {type AddressSet, familiesOf, ofFamily} from '../network/address-set.js';
import {equals, unionOf} from '../network/interval-set.js';
import {portsOf} from '../network/port-set.js';
import {sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import {
	type BindContext,
	type BindResult,
	bound,
	type FlowDraft,
	nothing,
	type ReadResult,
	readCluster,
	unread,
} from './bind-context.js';
import {type ClusterSubnet, clusterSubnets, podsFrom} from './cluster-subnets.js';
import {destinationsOf, type Egress} from './destinations-of.js';
import type {Destination, Origin} from './flow.js';
import type {From, Requirement, RequirementFrom} from './profile.js';
import {describeSelector, findSpaces, podsIn, selectPods} from './select-pods.js';
import {nameOf, subnetMeant} from './senders.js';

/** From nodes or pods to names or addresses: one flow for each subnet that the packets can come from. */
export function bindEgress(from: RequirementFrom, to: Egress, context: BindContext): BindResult {
	const cluster = readCluster(context.topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const destinations = destinationsOf(to, cluster.value, context);
	if (!destinations.ok) {
		return unread(destinations.gap);
	}

	if (destinations.value.length === 0 && to.kind === 'image-registries') {
		return nothing(`No image here comes from a registry of the form ${to.name}.`);
	}

	const pods = speakingPods(from, context);
	if (pods?.ok === false && from.kind !== 'cluster') {
		return unread(pods.gap);
	}

	const speakers = pods?.ok === true ? pods.value : undefined;
	if ((from.kind === 'pods' || from.kind === 'space-pods') && speakers?.length === 0) {
		return nothing(`There are no ${describeFrom(from)} in this cluster.`);
	}

	const {subnets, unread: hidden, gaps: all} = clusterSubnets(cluster.value, context.topology);
	// What stands beside the pods themselves can still be told of pods whose subnet nobody may read.
	const ofPods = from.kind === 'pods' || from.kind === 'space-pods';
	const found =
		from.kind === 'subnet'
			? subnetOrigins(from, subnets, context)
			: {ok: true as const, value: originsOf(from, speakers, ofPods ? [...subnets, ...hidden] : subnets, context)};
	if (!found.ok) {
		return unread(found.gap);
	}

	const origins = found.value;
	const told = hidden.filter(({id}) => origins.some(({subnet}) => subnet.id === id));
	const gaps = from.kind === 'subnet' ? [] : all.filter(gap => !told.some(subnet => subnet.gap === gap));
	const drafts = origins.flatMap(({subnet, pods, text: speaker}) =>
		destinations.value
			.flatMap(found =>
				byFamily(found.destination, addressesSeen(subnet, pods, context)).map(part => ({...found, ...part})),
			)
			.map(
				({destination, source, over, text, suffix, remarks}): FlowDraft => ({
					suffix: `${suffix}${origins.length > 1 ? `@${subnet.label}` : ''}${over === undefined ? '' : `~${over}`}`,
					from: speaker,
					to: over === undefined ? text : `${text} over ${over}`,
					path: {
						kind: 'egress',
						origin: {
							subnet: subnet.id,
							addresses: source,
							pods,
							...(from.kind === 'cluster' || (from.kind === 'subnet' && subnet.podPools.length > 0)
								? {beside: besidePods(subnet, pods)}
								: {}),
						},
						destination,
						...(to.kind === 'api-server' ? {apiServer: howCalled(from, pods, context.requirement)} : {}),
					},
					remarks,
				}),
			),
	);
	return bound(drafts, pods?.ok === false ? [...gaps, pods.gap] : gaps);
}

type OfFamily = {
	readonly destination: Destination;
	readonly source: AddressSet;
	/** Said where a flow over IPv4 stands beside it. */
	readonly over: Family | undefined;
};

/**
 * A flow is of one family. Addresses are asked for in each that the speakers have; a family that they do not have only
 * where the destination has no other. Names are asked for over IPv4: whether one has IPv6 addresses nobody knows.
 */
function byFamily(destination: Destination, seen: AddressSet): readonly OfFamily[] {
	const sourceOf = (family: Family) => (familiesOf(seen).includes(family) ? ofFamily(seen, family) : seen);
	if (destination.kind === 'name') {
		return [{destination, source: sourceOf('IPv4'), over: undefined}];
	}

	const all = familiesOf(destination.addresses);
	const spoken = all.filter(family => familiesOf(seen).includes(family));
	const asked = spoken.length > 0 ? spoken : all;
	return asked.length === 0
		? [{destination, source: seen, over: undefined}]
		: asked.map(family => ({
				destination: {...destination, addresses: ofFamily(destination.addresses, family)},
				source: sourceOf(family),
				over: asked.length > 1 && family === 'IPv6' ? family : undefined,
			}));
}

/** Of a cluster its nodes speak, and where no pods are named, any. */
function besidePods(
	{nodePools, podPools}: ClusterSubnet,
	pods: readonly Pod[] | undefined,
): NonNullable<Origin['beside']> {
	return {nodes: nodePools.length > 0, anyPods: pods === undefined && podPools.length > 0};
}

type SubnetOrigin = {readonly subnet: ClusterSubnet; readonly pods: readonly Pod[] | undefined; readonly text: string};

/** Whatever is in one subnet: nodes and any pods where the cluster takes addresses from it, and machines elsewhere. */
function subnetOrigins(
	from: From<'subnet'>,
	subnets: readonly ClusterSubnet[],
	{topology}: BindContext,
): ReadResult<readonly SubnetOrigin[]> {
	const found = subnetMeant(from, topology);
	if (!found.ok) {
		return found;
	}

	const {id, name, prefixes} = found.value;
	const own = subnets.find(subnet => sameArmId(subnet.id, id));
	const subnet = own ?? {id, label: name, prefixes, nodePools: [], podPools: []};
	return {ok: true, value: [{subnet, pods: undefined, text: nameOf(from)}]};
}

function originsOf(
	from: RequirementFrom,
	speakers: readonly Pod[] | undefined,
	subnets: readonly ClusterSubnet[],
	{topology}: BindContext,
): readonly SubnetOrigin[] {
	return subnets.flatMap((subnet): readonly SubnetOrigin[] => {
		const pods = speakers === undefined ? [] : podsFrom(subnet, speakers, topology, subnets);
		if (from.kind === 'nodes') {
			return subnet.nodePools.length === 0 ? [] : [{subnet, pods: undefined, text: `nodes in ${subnet.label}`}];
		}

		if (from.kind === 'cluster') {
			const parts = [subnet.nodePools.length > 0 && 'nodes', subnet.podPools.length > 0 && 'pods'];
			const text = `${parts.filter(part => part !== false).join(' and ')} in ${subnet.label}`;
			return [{subnet, pods: pods.length > 0 ? pods : undefined, text}];
		}

		return pods.length === 0 ? [] : [{subnet, pods, text: `${describeFrom(from)} (${subnet.label})`}];
	});
}

/** AKS gives the pods of its own namespaces the name instead of the address (outbound-rules-control-egress.md). */
const calledByName = new Set(['kube-system', 'gatekeeper-system']);

/** Pods are given the API server's address in their environment, unless they ask for its name. */
function howCalled(
	from: RequirementFrom,
	pods: readonly Pod[] | undefined,
	{ports}: Requirement,
): 'by-name' | 'by-address' {
	// The older tunnels (UDP 1194, TCP 9000 and 22) are no TLS, so nothing in them tells a name; [I] from the table, which
	// asks for network rules there.
	if (ports === undefined || ports === 'declared' || !equals(ports, portsOf([443]))) {
		return 'by-address';
	}

	const speakers = from.kind === 'cluster' && from.pods === undefined ? [] : (pods ?? []);
	return speakers.every(pod => pod.callsApiServerByName || calledByName.has(pod.namespace)) ? 'by-name' : 'by-address';
}

/** Of a subnet that could not be read, those that are surely in it: the pods', and of nodes, who may speak for them. */
function addressesSeen(
	{prefixes}: ClusterSubnet,
	pods: readonly Pod[] | undefined,
	{topology}: BindContext,
): AddressSet {
	const nodes = knownValue(topology.kubernetes.nodes) ?? [];
	return prefixes.length > 0 ? prefixes : unionOf([...(pods ?? []), ...nodes].map(({addresses}) => addresses));
}

function speakingPods(from: RequirementFrom, {profile, topology}: BindContext): ReadResult<readonly Pod[]> | undefined {
	switch (from.kind) {
		case 'pods': {
			return selectPods(from, topology);
		}

		case 'cluster': {
			return from.pods === undefined ? undefined : selectPods(from.pods, topology);
		}

		case 'space-pods': {
			const spaces = findSpaces(profile, topology);
			return spaces.ok ? podsIn(spaces.value.names, topology) : spaces;
		}

		default: {
			return undefined;
		}
	}
}

function describeFrom(from: RequirementFrom): string {
	return from.kind === 'pods' ? describeSelector(from) : 'pods in dev spaces';
}
