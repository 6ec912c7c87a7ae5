import {type ConnectionSet, noConnection, unionConnections} from '../../connectivity/connection-set.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {PolicyDirection} from '../../connectivity/policy-terms.js';
import {type AddressSet, anyIpv4} from '../../network/address-set.js';
import {overlaps, unionOf} from '../../network/interval-set.js';
import {nameLabel} from '../../topology/kubernetes.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {chooseSelector} from './choose-selector.js';
import type {ClusterView} from './cluster-view.js';
import type {Judged} from './judge-sides.js';
import {blocksJson, ciliumPortsJson, portsJson, selectorJson} from './policy-object.js';

/** The rules of a policy that open its pods to their peers, in both kinds of policy, and what of that is wider. */
export type PeerRules = {
	readonly plain: readonly Json[];
	readonly cilium: readonly Json[];
	readonly wider: readonly string[];
};

export function peerRules(direction: PolicyDirection, judged: readonly Judged[], view: ClusterView): PeerRules {
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
			const plain = [{...(first.side.peer.forwarded ? {} : {from: blocksJson(anyIpv4)}), ...portsJson(connections)}];
			return {plain, cilium: [], wider: []};
		}

		default: {
			return {plain: [], cilium: [], wider: []};
		}
	}
}

function podRules(
	direction: PolicyDirection,
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
	const blocks = nodes ? [] : blocksJson(unionOf(hosts.map(pod => pod.addresses)));
	const all = [...terms, ...blocks];
	return {
		plain: all.length === 0 ? [] : [{[side]: all, ...portsJson(connections)}],
		cilium: nodes ? [{[`${side}Entities`]: ['host', 'remote-node'], ...ciliumPortsJson(connections)}] : [],
		wider: hosts.length > 0 ? [...wider, 'the nodes, whose network some of the pods share'] : wider,
	};
}

/** Under Cilium a block never stands for pods or nodes, so what of it they have is opened by what they are. */
function addressRules(
	direction: PolicyDirection,
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
