import {type ConnectionSet, connectionSet} from '../connectivity/connection-set.js';
import type {PolicyDirection} from '../connectivity/policy-terms.js';
import type {AddressSet} from '../network/address-set.js';
import {equals, intersection} from '../network/interval-set.js';
import type {NamePattern} from '../network/name-pattern.js';
import {anyPort, ports, portsOf} from '../network/port-set.js';
import type {Flow} from '../profiles/flow.js';
import {knownValue} from '../topology/known.js';
import type {Pod, Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';

/** The other end of a flow, as one end's policies see it. */
export type SidePeer =
	| {readonly kind: 'pods'; readonly pods: readonly Pod[]}
	| {readonly kind: 'addresses'; readonly addresses: AddressSet; readonly tag: string | undefined}
	/** Somewhere on the internet, or at the addresses that it is known to have. */
	| {readonly kind: 'name'; readonly pattern: NamePattern; readonly addresses?: AddressSet}
	/** Whoever asks a service from outside; `forwarded` when a node passes it on and its address is what the pod sees. */
	| {readonly kind: 'service-clients'; readonly forwarded: boolean};

/** What one end's policies must let pass: egress of the pods that speak, ingress of those that are spoken to. */
export type PodSide = {
	readonly direction: PolicyDirection;
	readonly pods: readonly Pod[];
	readonly peer: SidePeer;
	/** What must be open at a destination; undefined where it is no pod. It differs by pod behind a service only. */
	readonly wanted: (destination: Pod | undefined) => ConnectionSet;
};

/** What pods must let pass so that a flow gets through: `direction` as their policies see it. */
export function podSide(direction: PolicyDirection, pods: readonly Pod[], peer: SidePeer, flow: Flow): PodSide {
	const asked = wantedConnections(flow);
	return {direction, pods, peer, wanted: () => asked};
}

function wantedConnections({protocol, ports: numbers}: Flow): ConnectionSet {
	return connectionSet(protocol === 'any' ? {tcp: numbers, udp: numbers, sctp: numbers} : {[protocol]: numbers});
}

/** The pods behind a service, on their own ports; empty where nobody knows them or nothing is asked of them. */
export function serviceSides(flow: Flow, service: Service, peer: SidePeer, {kubernetes}: Topology): readonly PodSide[] {
	const {selector} = service;
	const pods = (knownValue(kubernetes.pods) ?? []).filter(
		pod =>
			selector !== undefined &&
			pod.namespace === service.namespace &&
			Object.entries(selector).every(([key, value]) => pod.labels[key] === value),
	);
	const asked = service.ports.filter(
		({port, protocol}) =>
			(flow.protocol === 'any' || protocol === flow.protocol) &&
			(equals(flow.ports, anyPort) || intersection(flow.ports, ports(port)).length > 0),
	);
	if (pods.length === 0 || asked.length === 0) {
		return [];
	}

	return [
		{
			direction: 'ingress',
			pods,
			peer,
			wanted: pod => targetConnections(asked, pod),
		},
	];
}

/** The pods' own ports behind a service: policies are asked after the service's port is translated. */
function targetConnections(asked: Service['ports'], pod: Pod | undefined): ConnectionSet {
	const numbers = (protocol: string) =>
		asked
			.filter(port => port.protocol === protocol)
			.flatMap(({targetPort}) =>
				typeof targetPort === 'number'
					? [targetPort]
					: (pod?.ports ?? []).filter(own => own.name === targetPort && own.protocol === protocol).map(own => own.port),
			);
	return connectionSet({tcp: portsOf(numbers('tcp')), udp: portsOf(numbers('udp')), sctp: portsOf(numbers('sctp'))});
}
