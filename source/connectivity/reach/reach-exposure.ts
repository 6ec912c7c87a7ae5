import type {Family} from '../../network/address.js';
import {knownValue} from '../../topology/known.js';
import type {Pod, RouteBackend, Service} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import {clusterConnectivity} from '../cluster-connectivity.js';
import {
	type ConnectionSet,
	everyConnection,
	intersectConnections,
	noConnection,
	subtractConnections,
	unionConnections,
} from '../connection-set.js';
import type {Connectivity} from '../connectivity.js';
import {type HypotheticalPods, hypotheticalPods} from '../hypothetical-pods.js';
import {serviceBackend, targetNumbers} from '../service-backends.js';
import type {Reading} from '../tier-end.js';
import {ingressController, type ReachOptions} from './reach-options.js';
import {isMeant, type PodEnd, type RawConnection} from './reach-pods.js';

/** Who may come from something that is not in the cluster as it was read. */
export type Exposure = {
	/** From pods that might be added. */
	readonly added: (ends: readonly PodEnd[], options: ReachOptions, reading: Reading) => Iterable<RawConnection>;
	/** From an ingress controller or gateway that was not read, by the routes that were. */
	readonly routed: (ends: readonly PodEnd[], options: ReachOptions, reading: Reading) => Iterable<RawConnection>;
};

/** Who routes traffic in stands for itself where it was read. */
const controllerNames = new Set([
	'ingress-nginx',
	'nginx-ingress',
	'traefik',
	'haproxy-ingress',
	'kubernetes-ingress',
	'contour',
	'envoy',
	'kong',
	'ambassador',
]);

export function exposure(topology: Topology, connectivity: Connectivity): Exposure | undefined {
	const hypothetical = hypotheticalPods(topology, connectivity.policies);
	const read = clusterConnectivity(hypothetical.topology, connectivity.engine, connectivity.family);
	if (!read.ok) {
		return undefined;
	}

	const {family} = connectivity;
	const openFrom = (source: Pod, target: Pod, reading: Reading) => {
		const {classes, side, table} = read.connectivity;
		const [from, to] = [classes.of.get(source) ?? -1, classes.of.get(target) ?? -1];
		if (!classes.speaks(to)) {
			return noConnection;
		}

		return table.get(side('ingress', to, from, reading));
	};
	const fromAny = (target: Pod, reading: Reading) =>
		hypothetical.any.map(source => openFrom(source, target, reading)).reduce(intersectConnections, everyConnection);
	return {
		added: (ends, options, reading) =>
			addedConnections(ends, options, reading, {...hypothetical, family}, openFrom, fromAny),
		routed: (ends, options, reading) => {
			const open = (target: Pod) =>
				reading === 'certain'
					? fromAny(target, reading)
					: [...hypothetical.any, ...hypothetical.selected.values()]
							.map(source => openFrom(source, target, reading))
							.reduce(unionConnections, noConnection);
			return routedConnections(ends, options, topology, open, family);
		},
	};
}

function* addedConnections(
	ends: readonly PodEnd[],
	{from, to}: ReachOptions,
	reading: Reading,
	{selected, family}: HypotheticalPods & {readonly family: Family},
	openFrom: (source: Pod, target: Pod, reading: Reading) => ConnectionSet,
	fromAny: (target: Pod, reading: Reading) => ConnectionSet,
): Generator<RawConnection> {
	if (from !== undefined) {
		return;
	}

	for (const end of ends.filter(item => isMeant(item, to))) {
		const ofAny = end.pods.map(pod => fromAny(pod, reading)).reduce(unionConnections, noConnection);
		yield {from: '{any pod}', to: end.label, connections: ofAny, ends: {from: undefined, to: end}, family};
		for (const [label, source] of selected) {
			const open = end.pods.map(pod => openFrom(source, pod, reading)).reduce(unionConnections, noConnection);
			yield {
				from: label,
				to: end.label,
				connections: subtractConnections(open, ofAny),
				ends: {from: undefined, to: end},
				family,
			};
		}
	}
}

function* routedConnections(
	ends: readonly PodEnd[],
	{from, to}: ReachOptions,
	topology: Topology,
	open: (target: Pod) => ConnectionSet,
	family: Family,
): Generator<RawConnection> {
	const {kubernetes} = topology;
	const routes = kubernetes.routes ?? [];
	const pods = knownValue(kubernetes.pods) ?? [];
	const isKnown = pods.some(({labels}) => controllerNames.has(labels['app.kubernetes.io/name'] ?? ''));
	const isAsked = from === undefined || (from.kind === 'label' && from.label === ingressController);
	if (routes.length === 0 || isKnown || !isAsked) {
		return;
	}

	const routed = new Map<Pod, ConnectionSet>();
	for (const backend of routes.flatMap(({backends}) => backends)) {
		for (const [pod, numbers] of behind(backend, topology)) {
			routed.set(pod, unionConnections(routed.get(pod) ?? noConnection, numbers));
		}
	}

	for (const end of ends.filter(item => isMeant(item, to))) {
		const connections = end.pods
			.map(pod => intersectConnections(routed.get(pod) ?? noConnection, open(pod)))
			.reduce(unionConnections, noConnection);
		const about = `from whatever routes ${routesTo(end, topology).join(', ')}; no controller is among the pods`;
		const doubt = 'the labels of the ingress controller, which is not among the pods';
		yield {from: ingressController, to: end.label, connections, ends: {from: undefined, to: end}, family, about, doubt};
	}
}

function behind({namespace, service: name, port}: RouteBackend, {kubernetes}: Topology) {
	const found = (knownValue(kubernetes.services) ?? []).find(
		service => service.namespace === namespace && service.name === name,
	);
	const backend = found === undefined ? undefined : serviceBackend(found, kubernetes);
	return found === undefined || backend?.kind !== 'pods'
		? []
		: backend.pods.map(pod => [pod, targets(found, port, pod)] as const);
}

function targets(service: Service, wanted: RouteBackend['port'], pod: Pod): ConnectionSet {
	return service.ports
		.filter(({name, port}) => wanted === undefined || wanted === port || wanted === name)
		.map(port => targetNumbers(port, pod))
		.reduce(unionConnections, noConnection);
}

function routesTo(end: PodEnd, topology: Topology): readonly string[] {
	return (topology.kubernetes.routes ?? [])
		.filter(({backends}) => backends.some(backend => behind(backend, topology).some(([pod]) => end.pods.includes(pod))))
		.map(({kind, namespace, name}) => `${kind} ${namespace}/${name}`);
}
