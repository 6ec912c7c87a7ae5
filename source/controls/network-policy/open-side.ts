import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {overlaps, union} from '../../network/interval-set.js';
import type {LabelSelector} from '../../network/label-selector.js';
import {nameLabel} from '../../topology/kubernetes.js';
import type {Json, JsonObject} from '../../topology/world.js';
import type {Need} from '../control.js';
import {chooseSelector} from './choose-selector.js';
import type {ClusterView} from './cluster-view.js';
import {
	type ConnectionSet,
	isNoConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from './connection-set.js';
import {engineRules} from './engine-rules.js';
import type {SidePeer} from './flow-sides.js';
import type {Judged} from './judge-sides.js';
import {blocksJson, ciliumPortsJson, policyObject, portsJson, selectorJson} from './policy-object.js';
import type {Direction} from './policy-terms.js';

export type OpenedSide = {
	readonly needs: readonly Need[];
	/** What is opened beside what was asked for, in words. */
	readonly wider: readonly string[];
};

/** Isolated pods of one namespace that need the same opening. */
export type Subject = {
	readonly namespace: string;
	readonly direction: Direction;
	readonly selector: LabelSelector;
	readonly judged: readonly Judged[];
	readonly wider: readonly string[];
};

/** Policies that let through what the judged pods' policies do not. */
export function openSide(requirement: string, blocked: readonly Judged[], view: ClusterView): OpenedSide {
	const opened = subjects(blocked, view).map(subject => openSubject(requirement, subject, view));
	return {
		needs: opened.flatMap(({needs}) => needs),
		wider: [...new Set(opened.flatMap(({wider}) => wider))],
	};
}

/**
 * Splits blocked pods so that each part has a selector that touches isolated pods only: a whole namespace where one
 * will do, else one part per set of isolating policies, whose own selectors are always safe.
 */
export function subjects(blocked: readonly Judged[], view: ClusterView): readonly Subject[] {
	const places = Map.groupBy(blocked, ({side, pods}) => `${side.direction} ${pods[0]?.namespace}`);
	return [...places.values()].flatMap(items => {
		const whole = subject(items, view);
		if (whole !== undefined) {
			return [whole];
		}

		const parts = Map.groupBy(items, ({group}) => group.isolatedBy.map(policy => policy.id.name).join());
		return [...parts.values()].flatMap(part => subject(part, view) ?? []);
	});
}

function subject(judged: readonly Judged[], view: ClusterView): Subject | undefined {
	const [first] = judged;
	const pods = judged.flatMap(item => item.pods);
	const namespace = pods[0]?.namespace;
	if (first === undefined || namespace === undefined) {
		return undefined;
	}

	const {direction} = first.side;
	const neighbours = view.podsIn(namespace);
	const bystanders = new Set(neighbours.filter(pod => !view.isIsolated(pod, direction)));
	const asking = new Set(first.side.pods);
	const meant = neighbours.filter(pod => asking.has(pod) && !bystanders.has(pod));
	const bases = judged.flatMap(({group}) => group.isolatedBy.map(policy => policy.subject.pods));
	const choice =
		chooseSelector(meant, neighbours, bystanders, [[], ...bases]) ??
		chooseSelector(pods, neighbours, bystanders, [[], ...bases]);
	return choice === undefined
		? undefined
		: {
				namespace,
				direction,
				selector: choice.selector,
				judged,
				wider: choice.extra.length === 0 ? [] : [`${choice.extra.length} more pods of ${namespace}`],
			};
}

function openSubject(requirement: string, subject: Subject, view: ClusterView): OpenedSide {
	const {namespace, direction, judged} = subject;
	const rules = peerRules(subject, view);
	const [first] = judged;
	const stem = `${requirement}-${direction === 'ingress' ? 'from' : 'to'}-${first === undefined ? 'peers' : peerName(first.side.peer)}`;
	const needs: Need[] = [];
	if (rules.plain.length > 0) {
		const policy = policyObject(stem, {
			kind: 'NetworkPolicy',
			namespace,
			spec: {
				podSelector: selectorJson(subject.selector),
				policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
				[direction]: rules.plain,
			},
		});
		needs.push({kind: 'network-policy', policy});
	}

	if (rules.cilium.length > 0) {
		const spec = {endpointSelector: selectorJson(subject.selector), [direction]: rules.cilium};
		needs.push({
			kind: 'network-policy',
			policy: policyObject(stem, {kind: 'CiliumNetworkPolicy', namespace, spec}),
		});
	}

	const alike = judged.every(item => sameConnections(item.wanted, judged[0]?.wanted ?? item.wanted));
	return {
		needs: [...labelNeeds(peerNamespaces(judged), view), ...needs],
		wider: [
			...subject.wider,
			...rules.wider,
			...(alike ? [] : [`each of the ports on all of these pods of ${namespace}`]),
		],
	};
}

function peerNamespaces(judged: readonly Judged[]): readonly string[] {
	return [...new Set(judged.flatMap(item => item.cutOff.map(pod => pod.namespace)))];
}

function sameConnections(a: ConnectionSet, b: ConnectionSet): boolean {
	return isNoConnection(subtractConnections(a, b)) && isNoConnection(subtractConnections(b, a));
}

type PeerRules = {
	readonly plain: readonly Json[];
	readonly cilium: readonly Json[];
	readonly wider: readonly string[];
};

function peerRules({direction, judged}: Subject, view: ClusterView): PeerRules {
	const connections = judged.map(item => item.wanted).reduce(unionConnections, noConnection);
	const [first] = judged;
	switch (first?.side.peer.kind) {
		case 'pods': {
			return podRules(direction, judged, connections, view);
		}

		case 'addresses': {
			return addressRules(direction, first.side.peer.addresses, connections, view);
		}

		case 'service-clients': {
			// A node that passes a packet on may be the source, so no block would be sure to hold.
			const plain = [{...(first.side.peer.forwarded ? {} : {from: blocksJson(anyAddress)}), ...portsJson(connections)}];
			return {plain, cilium: [], wider: []};
		}

		default: {
			return {plain: [], cilium: [], wider: []};
		}
	}
}

function podRules(
	direction: Direction,
	judged: readonly Judged[],
	connections: ConnectionSet,
	view: ClusterView,
): PeerRules {
	const side = direction === 'ingress' ? 'from' : 'to';
	const peers = [...new Set(judged.flatMap(item => item.cutOff))];
	const exempt = engineRules[view.reach.engine].hostNetworkPods === 'exempt';
	const hosts = exempt ? peers.filter(pod => pod.hostNetwork) : [];
	const wider: string[] = [];
	const places = Map.groupBy(
		peers.filter(pod => !hosts.includes(pod)),
		pod => pod.namespace,
	);
	const terms = [...places].map(([namespace, pods]): JsonObject => {
		const choice = chooseSelector(pods, view.podsIn(namespace), new Set(), [[]]);
		if (choice !== undefined && choice.extra.length > 0) {
			wider.push(`${choice.extra.length} more pods of ${namespace} as peers`);
		}

		return {
			namespaceSelector: {matchLabels: {[nameLabel]: namespace}},
			...(choice === undefined || choice.selector.length === 0 ? {} : {podSelector: selectorJson(choice.selector)}),
		};
	});
	const nodes = hosts.length > 0 && view.reach.engine === 'cilium';
	const blocks = nodes ? [] : blocksJson(union(...hosts.map(pod => pod.addresses)));
	const all = [...terms, ...blocks];
	return {
		plain: all.length === 0 ? [] : [{[side]: all, ...portsJson(connections)}],
		cilium: nodes ? [{[`${side}Entities`]: ['host', 'remote-node'], ...ciliumPortsJson(connections)}] : [],
		wider: hosts.length > 0 ? [...wider, 'the nodes, whose network some of the pods share'] : wider,
	};
}

/** Under Cilium a block never stands for pods or nodes, so what of it they have is opened by what they are. */
function addressRules(
	direction: Direction,
	block: AddressSet,
	connections: ConnectionSet,
	view: ClusterView,
): PeerRules {
	const side = direction === 'ingress' ? 'from' : 'to';
	const exact = engineRules[view.reach.engine].blocksSelectClusterAddresses;
	const nodes = !exact && overlaps(block, view.nodeRanges);
	const pods = !exact && overlaps(block, view.podRanges);
	const ports = ciliumPortsJson(connections);
	const anyPod = {matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists'}]};
	return {
		plain: [{[side]: blocksJson(block), ...portsJson(connections)}],
		cilium: [
			...(nodes ? [{[`${side}Entities`]: ['host', 'remote-node'], ...ports}] : []),
			...(pods ? [{[`${side}Endpoints`]: [anyPod], ...ports}] : []),
		],
		wider: [...(nodes ? ['every node'] : []), ...(pods ? ['every pod'] : [])],
	};
}

/** Before Kubernetes 1.21 no namespace carries its name as a label by itself, so we set it. */
export function labelNeeds(namespaces: readonly string[], {lacksNameLabel}: ClusterView): readonly Need[] {
	return namespaces
		.filter(lacksNameLabel)
		.map(namespace => ({kind: 'namespace-label', namespace, key: nameLabel, value: namespace}));
}

function peerName(peer: SidePeer): string {
	switch (peer.kind) {
		case 'pods': {
			const names = [...new Set(peer.pods.map(pod => pod.namespace))];
			return names.length === 1 ? (names[0] ?? 'pods') : 'pods';
		}

		case 'addresses': {
			return peer.tag ?? 'addresses';
		}

		case 'name': {
			return peer.pattern;
		}

		case 'service-clients': {
			return 'clients';
		}
	}
}
