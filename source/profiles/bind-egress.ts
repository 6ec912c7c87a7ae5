import type {AddressSet} from '../network/address-set.js';
import {equals, unionOf} from '../network/interval-set.js';
import type {NamePattern} from '../network/name-pattern.js';
import {portsOf} from '../network/port-set.js';
import type {Cluster} from '../topology/cluster.js';
import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import {
	type BindContext,
	bound,
	type Draft,
	nothing,
	type Outcome,
	type Read,
	readCluster,
	unread,
} from './bind-context.js';
import {type ClusterSubnet, clusterSubnets, podsFrom} from './cluster-subnets.js';
import {cloudOf} from './conditions.js';
import type {Destination, Hosting} from './flow.js';
import {parameterFlag, parameterValue} from './parameters.js';
import type {Requirement, RequirementFrom, RequirementTo, To} from './profile.js';
import {addressesFor, regionOf, spellTag} from './resolve-addresses.js';
import {describeSelector, findSpaces, podsIn, selectPods} from './select-pods.js';

/** A destination of a flow that leaves the cluster or a developer's machine, with what a reader should know of it. */
export type NamedDestination = {
	readonly destination: Destination;
	readonly text: string;
	/** Tells several names of one requirement apart; empty for one. */
	readonly suffix: string;
	readonly remarks: readonly string[];
};

type Egress = Extract<RequirementTo, {kind: 'name' | 'names' | 'addresses' | 'api-server'}>;

/** From nodes or pods to names or addresses: one flow for each subnet that the packets can come from. */
export function bindEgress(from: RequirementFrom, to: Egress, context: BindContext): Outcome {
	const cluster = readCluster(context.topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const destinations = destinationsOf(to, cluster.value, context);
	if (!destinations.ok) {
		return unread(destinations.gap);
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
	const origins = originsOf(from, speakers, ofPods ? [...subnets, ...hidden] : subnets, context);
	const told = hidden.filter(({id}) => origins.some(({subnet}) => subnet.id === id));
	const gaps = all.filter(gap => !told.some(subnet => subnet.gap === gap));
	const drafts = origins.flatMap(({subnet, pods, text: speaker}) =>
		destinations.value.map(
			({destination, text, suffix, remarks}): Draft => ({
				suffix: `${suffix}${origins.length > 1 ? `@${subnet.label}` : ''}`,
				from: speaker,
				to: text,
				path: {
					kind: 'egress',
					origin: {subnet: subnet.id, addresses: addressesSeen(subnet, pods, context), pods},
					destination,
					...(to.kind === 'api-server' ? {apiServer: howCalled(from, pods, context.requirement)} : {}),
				},
				remarks,
			}),
		),
	);
	return bound(drafts, pods?.ok === false ? [...gaps, pods.gap] : gaps);
}

type SubnetOrigin = {readonly subnet: ClusterSubnet; readonly pods: readonly Pod[] | undefined; readonly text: string};

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

function speakingPods(from: RequirementFrom, {profile, topology}: BindContext): Read<readonly Pod[]> | undefined {
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

/** What the requirement leads to, for this cluster's region and with the names that were answered. */
export function destinationsOf(to: Egress, cluster: Cluster, context: BindContext): Read<readonly NamedDestination[]> {
	switch (to.kind) {
		case 'name': {
			return {ok: true, value: [oneName(to, cluster, context)]};
		}

		case 'names': {
			const value = to.names.map(template => {
				const name = template.replaceAll('{region}', regionOf(cluster.location));
				return {...named(name, hostingOf(to, cluster, context)), suffix: to.names.length > 1 ? `:${name}` : ''};
			});
			return {ok: true, value};
		}

		case 'api-server': {
			// The name is asked instead of the address: nodes use it, and pods may (outbound-rules-control-egress.md).
			const region = regionOf(cluster.location);
			const name = cluster.apiServer.fqdn ?? apiServerNames[cloudOf(cluster.location)].replace('{region}', region);
			return {ok: true, value: [named(name, {kind: 'service-tag', tag: `AzureCloud.${region}`, surely: true})]};
		}

		case 'addresses': {
			const set = context.profile.addressSets[to.set];
			const resolved = set && addressesFor(set, context.profile, context.topology);
			if (resolved === undefined || !resolved.ok) {
				return resolved ?? {ok: true, value: []};
			}

			const {addresses, tag, remarks} = resolved.value;
			const text = tag ?? set?.title ?? to.set;
			return {ok: true, value: [{destination: {kind: 'addresses', addresses, tag}, text, suffix: '', remarks}]};
		}
	}
}

/** The form of API servers' names, by cloud (outbound-rules-control-egress.md, tables of required FQDNs). */
const apiServerNames = {
	global: '*.hcp.{region}.azmk8s.io',
	'us-government': '*.hcp.{region}.cx.aks.containerservice.azure.us',
	china: '*.hcp.{region}.cx.prod.service.azk8s.cn',
} as const;

function oneName(to: To<'name'>, cluster: Cluster, context: BindContext): NamedDestination {
	const {profile, answers} = context;
	const template = to.name.replaceAll('{region}', regionOf(cluster.location));
	const exact = to.parameter === undefined ? undefined : parameterValue(to.parameter, profile, answers);
	const result = named(exact ?? template, hostingOf(to, cluster, context));
	if (to.parameter === undefined || exact !== undefined || !template.includes('*')) {
		return result;
	}

	const remark = `The exact name is not known, so every name of the form ${template} is meant; ${parameterFlag(to.parameter, 'NAME')} narrows it.`;
	return {...result, remarks: [remark]};
}

function named(pattern: NamePattern, hosting: Hosting): NamedDestination {
	return {destination: {kind: 'name', pattern, hosting}, text: pattern, suffix: '', remarks: []};
}

function hostingOf({hosting, tag}: To<'name'> | To<'names'>, cluster: Cluster, {profile}: BindContext): Hosting {
	return hosting === 'service-tag' && tag !== undefined
		? {kind: 'service-tag', tag: spellTag(tag, cluster.location, profile.addressSets)}
		: {kind: hosting === 'outside-azure' ? 'outside-azure' : 'unknown'};
}
