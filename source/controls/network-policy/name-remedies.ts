import {connectionSet, formatConnections, noConnection, unionConnections} from '../../connectivity/connection-set.js';
import {type AddressSet, anyIpv4, formatAddresses} from '../../network/address-set.js';
import {unionOf} from '../../network/interval-set.js';
import type {NamePattern} from '../../network/name-pattern.js';
import type {Flow} from '../../profiles/flow.js';
import type {SidePeer} from '../../routing/pod-side.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {JsonObject} from '../../topology/world.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';
import type {ClusterView} from './cluster-view.js';
import type {Judged} from './judge-sides.js';
import {dnsRules} from './name-access.js';
import {labelNeeds, type Subject, subjects} from './open-side.js';
import {blocksJson, ciliumPortsJson, policyObject, portsJson, selectorJson} from './policy-object.js';

/**
 * A NetworkPolicy cannot match names. Cilium does, where the cluster pays for it (facts G); elsewhere the choice is between
 * every address and the addresses of a service tag that may hold the name.
 */
export function nameRemedies(flow: Flow, blocked: readonly Judged[], view: ClusterView): readonly Remedy[] {
	const peers = blocked.flatMap(({side: {peer}}) => (peer.kind === 'name' ? [peer] : []));
	const name = peers[0]?.pattern ?? '';
	const found = subjects(blocked, view);
	const {requirement} = flow;
	const ports = formatConnections(blocked.map(item => item.wanted).reduce(unionConnections, noConnection));
	const dns = found
		.filter(subject => !asksDns(subject, view))
		.flatMap(subject => dnsPolicy(requirement, subject, view));
	const needName = found.some(({judged}) => judged.some(item => item.because === 'no-rule'));
	if (!needName) {
		return dns.length === 0 ? [] : [dnsOnly(dns)];
	}

	const remedies: Remedy[] = [];
	if (view.reach.engine === 'cilium' && view.fqdnPolicies && !name.includes('*')) {
		remedies.push({
			id: 'exact-name',
			title: `A Cilium policy for ${name}`,
			opens: `${name} on ${ports}, and asking the cluster's DNS for that name; nothing else.`,
			reach: 'name',
			needs: found.map(subject => fqdnPolicy(requirement, name, subject, view)),
		});
	}

	const addresses = knownAddresses(peers);
	remedies.push(
		addresses === undefined
			? {
					id: 'whole-internet',
					title: 'A network policy for every address on that port',
					opens: `Every address outside the cluster on ${ports}: a NetworkPolicy cannot match names.`,
					reach: 'every-address',
					needs: [...found.map(subject => blockPolicy(requirement, anyIpv4, subject)), ...dns],
				}
			: {
					id: 'known-addresses',
					title: `A network policy for the addresses of ${name}`,
					opens: `${formatAddresses(addresses)} on ${ports}, where ${name} is.`,
					reach: 'addresses',
					needs: [...found.map(subject => blockPolicy(requirement, addresses, subject)), ...dns],
				},
	);
	const tag = tagOf(flow, view);
	if (tag !== undefined) {
		remedies.push({
			id: 'service-tag',
			title: `A network policy for the addresses of ${tag.name}`,
			opens: `${tag.name} on ${ports}${tag.surely ? '' : `; whether ${name} is in it, only a lookup shows`}.`,
			reach: 'service-tag',
			needs: [...found.map(subject => blockPolicy(requirement, tag.addresses, subject)), ...dns],
			onRequest: !tag.surely,
		});
	}

	return remedies.some(({id}) => id === 'exact-name') ? remedies : [...remedies, ...fqdnPolicies(name, view)];
}

/** What would let policies know names where they do not: only Cilium with Advanced Container Networking Services (facts G). */
function fqdnPolicies(name: NamePattern, {reach, topology}: ClusterView): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined || name.includes('*') || cluster.fqdnPolicies) {
		return [];
	}

	const {resourceGroup, name: clusterName} = cluster;
	const isCilium = reach.engine === 'cilium';
	return [
		{
			id: 'fqdn-policy',
			title: 'Let Cilium policies match names',
			opens: `Nothing by itself; with it, ${name} alone can be allowed, where a NetworkPolicy can only allow every address.`,
			needs: [
				{
					kind: 'advice',
					text: `Turn on Advanced Container Networking Services in ${clusterName}, with which Cilium policies can match names${isCilium ? '' : '; the cluster needs Azure CNI powered by Cilium for it'}. It costs extra. Plan again when it is on.`,
					commands: isCilium
						? [
								commandLine(
									...['az', 'aks', 'update', '--resource-group', resourceGroup, '--name', clusterName],
									'--enable-acns',
								),
							]
						: [],
				},
			],
			onRequest: true,
		},
	];
}

/** Undefined where the name may be anywhere. */
function knownAddresses(peers: readonly Extract<SidePeer, {kind: 'name'}>[]): AddressSet | undefined {
	const known = peers.flatMap(({addresses}) => (addresses === undefined ? [] : [addresses]));
	return known.length === peers.length ? unionOf(known) : undefined;
}

function dnsOnly(needs: readonly Need[]): Remedy {
	return {
		id: 'dns',
		title: 'A network policy for DNS',
		opens: "The cluster's own DNS on port 53 for pods that are isolated; nothing else.",
		reach: 'flow',
		needs,
	};
}

function tagOf(flow: Flow, {topology}: ClusterView) {
	const {path} = flow;
	if (path.kind !== 'egress' || path.destination.kind !== 'name' || path.destination.hosting.kind !== 'service-tag') {
		return undefined;
	}

	const {tag, surely = false} = path.destination.hosting;
	const addresses = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
	return addresses === undefined ? undefined : {name: tag, addresses, surely};
}

const dnsPorts = connectionSet({udp: [[53, 53]], tcp: [[53, 53]]});

/** Whether every pod of the subject may ask some DNS pod already. */
function asksDns({judged}: Subject, {reach, dnsPods}: ClusterView): boolean {
	return judged.every(({group}) =>
		dnsRules(group, reach, dnsPods).some(rule => rule.term.dnsPatterns === undefined && rule.doubt === undefined),
	);
}

function dnsNames({dnsPods}: ClusterView): readonly string[] {
	const names = new Set(dnsPods.flatMap(pod => pod.labels['k8s-app'] ?? []));
	return names.size === 0 ? ['kube-dns'] : [...names].toSorted();
}

function dnsPolicy(requirement: string, {namespace, selector}: Subject, view: ClusterView): readonly Need[] {
	const pods = selectorJson([{key: 'k8s-app', operator: 'In', values: dnsNames(view)}]);
	const spec = {
		podSelector: selectorJson(selector),
		policyTypes: ['Egress'],
		egress: [
			{
				to: [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'kube-system'}}, podSelector: pods}],
				...portsJson(dnsPorts),
			},
		],
	};
	const policy = policyObject(`${requirement}-to-dns`, {kind: 'NetworkPolicy', namespace, spec});
	return [...labelNeeds(['kube-system'], view), {kind: 'network-policy', policy}];
}

function blockPolicy(requirement: string, block: AddressSet, subject: Subject): Need {
	const connections = subject.judged.map(item => item.wanted).reduce(unionConnections, noConnection);
	const spec = {
		podSelector: selectorJson(subject.selector),
		policyTypes: ['Egress'],
		egress: [{to: blocksJson(block), ...portsJson(connections)}],
	};
	const stem = `${requirement}-to-addresses`;
	return {
		kind: 'network-policy',
		policy: policyObject(stem, {kind: 'NetworkPolicy', namespace: subject.namespace, spec}),
	};
}

/** A rule by name works only together with a DNS rule, by which Cilium learns the addresses. */
function fqdnPolicy(requirement: string, name: NamePattern, subject: Subject, view: ClusterView): Need {
	const connections = subject.judged.map(item => item.wanted).reduce(unionConnections, noConnection);
	const dnsPeers: readonly JsonObject[] = dnsNames(view).map(app => ({
		matchLabels: {'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': app},
	}));
	const spec = {
		endpointSelector: selectorJson(subject.selector),
		egress: [
			{
				toEndpoints: dnsPeers,
				toPorts: [{ports: [{port: '53', protocol: 'ANY'}], rules: {dns: [{matchName: name}]}}],
			},
			{toFQDNs: [{matchName: name}], ...ciliumPortsJson(connections)},
		],
	};
	const policy = policyObject(`${requirement}-to-name`, {
		kind: 'CiliumNetworkPolicy',
		namespace: subject.namespace,
		spec,
	});
	return {kind: 'network-policy', policy};
}
