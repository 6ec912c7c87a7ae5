import {unionOf} from '../network/interval-set.js';
import {formatPorts, type PortSet} from '../network/port-set.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
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
import {clusterSubnets} from './cluster-subnets.js';
import {groupByDeclaredPorts, type PortGroup} from './declared-ports.js';
import type {RequirementFrom, RequirementTo} from './profile.js';
import {describeSelector, findSpaces, podsIn, selectPods} from './select-pods.js';
import {type Senders, sendersOf} from './senders.js';

type PodEnd = Extract<RequirementTo | RequirementFrom, {kind: 'pods' | 'space-pods'}>;

/** Pods on one side of a pair, under the name that tells the pair from others. */
type Group = {readonly name: string; readonly text: string; readonly pods: readonly Pod[]};

/** Between pods: every pair of parent and child spaces, or the selected pods to the selected pods. */
export function bindBetweenPods(from: PodEnd, to: PodEnd, context: BindContext): BindResult {
	const pairs =
		from.kind === 'space-pods' && to.kind === 'space-pods'
			? spacePairs(from.role, to.role, context)
			: selectedPair(from, to, context);
	if (!pairs.ok) {
		return unread(pairs.gap);
	}

	if (pairs.value.length === 0) {
		return nothing('No namespace is the child of another one, so nothing is routed between spaces.');
	}

	const directed = context.requirement.bothWays
		? pairs.value.flatMap(([a, b]) => [[a, b] as const, [b, a] as const])
		: pairs.value;
	const drafts = directed.flatMap(([source, target]): readonly FlowDraft[] => {
		if (source.pods.length === 0 || target.pods.length === 0) {
			return [];
		}

		const {groups, remarks} = portGroups(target.pods, context);
		return groups.map(({protocol, ports, pods}) => ({
			suffix: `${source.name === '' ? '' : `:${source.name}->${target.name}`}${portSuffix(groups, protocol, ports)}`,
			from: source.text,
			to: target.text,
			path: {kind: 'pod-to-pod', from: source.pods, to: pods},
			protocol,
			ports,
			remarks,
		}));
	});
	const missing = directed.flat().find(({pods}) => pods.length === 0);
	return drafts.length > 0 || missing === undefined ? bound(drafts) : nothing(`There are no ${missing.text}.`);
}

/** From addresses, from a subnet, or from the API server, to pods. */
export function bindToPods(from: RequirementFrom, to: PodEnd, context: BindContext): BindResult {
	const pods = podsOf(to, context);
	if (!pods.ok) {
		return unread(pods.gap);
	}

	if (pods.value.length === 0) {
		return nothing(`There are no ${describeEnd(to)} in this cluster.`);
	}

	const source = sendersOf(from, context) ?? apiServerSource(context.topology);
	if (!source.ok) {
		return unread(source.gap);
	}

	const {addresses, tag, remarks, text} = source.value;
	const {groups, remarks: portRemarks} = portGroups(pods.value, context);
	return bound(
		groups.map(({protocol, ports, pods}) => ({
			suffix: portSuffix(groups, protocol, ports),
			from: text,
			to: describeEnd(to),
			path: {kind: 'addresses-to-pods', from: addresses, tag, to: pods},
			protocol,
			ports,
			remarks: [...remarks, ...portRemarks],
		})),
	);
}

/**
 * Calls of the API server to pods come out of the konnectivity tunnel with a node's address, or, in clusters whose pods
 * have addresses of a subnet, with a pod's (configure-kubenet.md says so for kubenet; for the others it is inferred).
 * With VNet integration they come from the API server's own subnet (api-server-vnet-integration.md, inferred).
 */
function apiServerSource(topology: Topology): ReadResult<Senders> {
	const cluster = readCluster(topology);
	if (!cluster.ok) {
		return cluster;
	}

	const own = cluster.value.apiServer.vnetIntegrationSubnet;
	const integrated = own === undefined ? undefined : knownValue(topology.subnets.get(armKey(own)));
	if (integrated !== undefined) {
		const remark = `The API server calls pods from its own subnet ${integrated.name}.`;
		return {ok: true, value: {addresses: integrated.prefixes, tag: undefined, remarks: [remark], text: 'API server'}};
	}

	const {subnets, gaps} = clusterSubnets(cluster.value, topology);
	const [gap] = gaps;
	if (gap !== undefined && subnets.length === 0) {
		return {ok: false, gap};
	}

	const remark =
		'The API server calls pods through the konnectivity tunnel, so it is seen with addresses of the cluster itself.';
	const addresses = unionOf(subnets.map(({prefixes}) => prefixes));
	return {ok: true, value: {addresses, tag: undefined, remarks: [remark], text: 'API server'}};
}

function podsOf(end: PodEnd, {profile, topology}: BindContext): ReadResult<readonly Pod[]> {
	if (end.kind === 'pods') {
		return selectPods(end, topology);
	}

	const spaces = findSpaces(profile, topology);
	if (!spaces.ok) {
		return spaces;
	}

	const {names, pairs} = spaces.value;
	const chosen = {any: names, parent: pairs.map(({parent}) => parent), child: pairs.map(({child}) => child)}[end.role];
	return chosen.length === 0 ? {ok: true, value: []} : podsIn(chosen, topology);
}

function describeEnd(end: PodEnd): string {
	return end.kind === 'pods'
		? describeSelector(end)
		: {any: 'pods in dev spaces', parent: 'pods in parent spaces', child: 'pods in child spaces'}[end.role];
}

type Pairs = readonly (readonly [Group, Group])[];

function selectedPair(from: PodEnd, to: PodEnd, context: BindContext): ReadResult<Pairs> {
	const [sources, targets] = [podsOf(from, context), podsOf(to, context)];
	if (!sources.ok || !targets.ok) {
		return sources.ok ? (targets as Extract<typeof targets, {ok: false}>) : sources;
	}

	const group = (end: PodEnd, pods: readonly Pod[]): Group => ({name: '', text: describeEnd(end), pods});
	return {ok: true, value: [[group(from, sources.value), group(to, targets.value)]]};
}

function spacePairs(from: 'any' | 'parent' | 'child', to: string, {profile, topology}: BindContext): ReadResult<Pairs> {
	const spaces = findSpaces(profile, topology);
	if (!spaces.ok) {
		return spaces;
	}

	const pods = spaces.value.pairs.length === 0 ? {ok: true as const, value: []} : podsIn(spaces.value.names, topology);
	if (!pods.ok) {
		return pods;
	}

	const group = (name: string): Group => ({
		name,
		text: `pods in ${name}`,
		pods: pods.value.filter(({namespace}) => namespace === name),
	});
	const pairs = spaces.value.pairs.map(({parent, child}) => [group(parent), group(child)] as const);
	return {ok: true, value: from === 'child' && to === 'parent' ? pairs.map(([a, b]) => [b, a] as const) : pairs};
}

function portGroups(
	pods: readonly Pod[],
	{requirement}: BindContext,
): {readonly groups: readonly PortGroup[]; readonly remarks: readonly string[]} {
	return requirement.ports === 'declared' || requirement.ports === undefined
		? groupByDeclaredPorts(pods)
		: {groups: [{protocol: requirement.protocol, ports: requirement.ports, pods}], remarks: []};
}

function portSuffix(groups: readonly PortGroup[], protocol: string, ports: PortSet): string {
	return groups.length > 1 ? `:${protocol}/${formatPorts(ports)}` : '';
}
