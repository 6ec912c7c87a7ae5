import {looksLikeIpv6} from '../../network/address.js';
import {type AddressSet, parseCidr} from '../../network/address-set.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {parsePorts} from '../../network/port-set.js';
import {nearestName} from '../../profiles/nearest-name.js';
import type {PolicyEngine} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {type ConnectionSet, connectionSet, transportProtocols} from '../connection-set.js';

/** Who routes the outside in, where it is not among the pods. */
export const ingressController = '{ingress-controller}';

/** One end that a question is limited to. */
export type ReachEnd =
	| {readonly kind: 'namespace'; readonly namespace: string}
	/** A pod or a workload. */
	| {readonly kind: 'named'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'addresses'; readonly addresses: AddressSet}
	/** Something that is not among the pods, by what it is called: `{ingress-controller}`. */
	| {readonly kind: 'label'; readonly label: string};

export type ReachOptions = {
	/** Another engine than the cluster's own, to compare. */
	readonly engine?: PolicyEngine | undefined;
	readonly from?: ReachEnd | undefined;
	readonly to?: ReachEnd | undefined;
	/** Only these protocols and ports. */
	readonly ports?: ConnectionSet | undefined;
	/** `pod` when left out. */
	readonly by?: 'pod' | 'workload' | undefined;
	/** Says of each pair which rules decided. */
	readonly explain?: boolean | undefined;
	/** Only who may come from outside, or from pods that might be added. */
	readonly exposure?: boolean | undefined;
};

/** `--from` and `--to`: a namespace, `namespace/pod`, `namespace/workload`, an address or a CIDR block. */
export function parseReachEnd(text: string, {kubernetes}: Topology): Parsed<ReachEnd> {
	if (/^\d+\.\d+\.\d+\.\d+(?:\/|$)/.test(text) || looksLikeIpv6(text.replace(/\/.*$/, ''))) {
		const addresses = parseCidr(text);
		return addresses.ok ? parsed({kind: 'addresses', addresses: addresses.value}) : addresses;
	}

	if (text === ingressController) {
		return parsed({kind: 'label', label: text});
	}

	const pods = knownValue(kubernetes.pods) ?? [];
	const [namespace = '', name, ...more] = text.split('/');
	const namespaces = new Set([
		...(knownValue(kubernetes.namespaces) ?? []).map(known => known.name),
		...pods.map(pod => pod.namespace),
	]);
	if (!namespaces.has(namespace)) {
		return refused(`There is no namespace ${JSON.stringify(namespace)}.${suggestion(namespace, [...namespaces])}`);
	}

	if (name === undefined) {
		return parsed({kind: 'namespace', namespace});
	}

	const inside = pods.filter(pod => pod.namespace === namespace);
	const names = [...new Set(inside.flatMap(pod => [pod.workload.name, pod.name]))];
	return more.length === 0 && names.includes(name)
		? parsed({kind: 'named', namespace, name})
		: refused(`There is no pod or workload ${JSON.stringify(text)}.${suggestion(name, names)}`);
}

/** `--port`: `tcp/443`, `udp/53`, `tcp/8080-8090`; a bare number is tcp. */
export function parseReachPort(text: string): Parsed<ConnectionSet> {
	const [, name = 'tcp', numbers = ''] = /^(?:([a-z]+)\/)?(.*)$/i.exec(text) ?? [];
	const protocol = transportProtocols.find(known => known === name.toLowerCase());
	const ports = parsePorts(numbers);
	if (protocol === undefined) {
		return refused(`${JSON.stringify(name)} is not a protocol of network policies (tcp, udp or sctp).`);
	}

	return ports.ok ? parsed(connectionSet({[protocol]: ports.value})) : ports;
}

function suggestion(wrong: string, names: readonly string[]): string {
	const near = nearestName(wrong, names);
	return near === undefined ? '' : ` Did you mean ${near}?`;
}
