import {addressBits, formatAddress} from '../../network/address.js';
import {type AddressSet, ofFamily} from '../../network/address-set.js';
import {difference, equals, intersection, lowestOf, overlaps, union, unionOf} from '../../network/interval-set.js';
import {knownValue} from '../../topology/known.js';
import type {Service, ServicePort} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import {
	type ConnectionSet,
	connectionSet,
	intersectConnections,
	isNoConnection,
	noConnection,
	unionConnections,
} from '../connection-set.js';
import type {Connectivity} from '../connectivity.js';
import {serviceBackend, targetNumbers} from '../service-backends.js';
import type {Reading} from '../tier-end.js';
import type {PodEnd, RawConnection} from './reach-pods.js';

/**
 * Addresses of services. No packet is judged by one: it is translated to what the service leads to before any policy
 * sees it (kube-proxy's DNAT, Cilium's socket load balancing), so they are asked about that.
 */
export type ServiceAddresses = {
	readonly all: AddressSet;
	/** What a pod may open to the addresses of services within some addresses. */
	readonly connections: (from: PodEnd, within: AddressSet, reading: Reading) => readonly RawConnection[];
};

export function serviceAddresses({kubernetes}: Topology, connectivity: Connectivity): ServiceAddresses {
	const services = (knownValue(kubernetes.services) ?? [])
		.map(service => {
			const all = union(service.clusterAddresses ?? [], service.loadBalancerAddresses);
			return {service, addresses: ofFamily(all, connectivity.family)};
		})
		.filter(({addresses}) => addresses.length > 0);
	const backends = new Map<Service, ReturnType<typeof serviceBackend>>();
	const backendOf = (service: Service) => {
		const backend = backends.get(service) ?? serviceBackend(service, kubernetes);
		backends.set(service, backend);
		return backend;
	};

	function open(from: PodEnd, service: Service, port: ServicePort, reading: Reading): boolean {
		const backend = backendOf(service);
		switch (backend.kind) {
			case 'unread': {
				return reading === 'possible';
			}

			case 'pods': {
				return from.pods.some(source =>
					backend.pods.some(target =>
						overlap(podToPod(source, target, connectivity, reading), targetNumbers(port, target)),
					),
				);
			}

			case 'addresses': {
				const wanted = backend.numbers(port);
				// The specification leaves open whether a rule sees the address of the service or what it leads to.
				if (connectivity.engine === 'kubernetes' && reading === 'possible' && byAddress(from, service, port)) {
					return true;
				}

				const addresses = ofFamily(backend.addresses, connectivity.family);
				return from.pods.some(source =>
					connectivity
						.addressShares('egress', connectivity.classes.of.get(source) ?? -1, reading, 'outside')
						.some(
							share =>
								intersection(share.addresses, addresses).length > 0 &&
								overlap(connectivity.table.get(share.connections), wanted),
						),
				);
			}
		}
	}

	/** As if nothing were translated. */
	function byAddress(from: PodEnd, service: Service, {port, protocol}: ServicePort): boolean {
		const wanted = connectionSet({[protocol]: [[port, port]]});
		return from.pods.some(source =>
			connectivity
				.addressShares('egress', connectivity.classes.of.get(source) ?? -1, 'possible', 'outside')
				.some(
					share =>
						overlaps(share.addresses, service.clusterAddresses ?? []) &&
						overlap(connectivity.table.get(share.connections), wanted),
				),
		);
	}

	return {
		all: unionOf(services.map(({addresses}) => addresses)),
		connections: (from, within, reading) =>
			services.flatMap(({service, addresses}) => {
				const asked = intersection(addresses, within);
				const opened = service.ports
					.filter(port => open(from, service, port, reading))
					.map(({port, protocol}) => connectionSet({[protocol]: [[port, port]]}))
					.reduce(unionConnections, noConnection);
				return lowestOf(asked, Number.POSITIVE_INFINITY).map(
					(address): RawConnection => ({
						from: from.label,
						to: `${formatAddress(address)}/${addressBits[connectivity.family]}`,
						connections: opened,
						ends: {from, to: undefined},
						family: connectivity.family,
						outside: true,
						about: aboutService(service, backendOf(service).kind),
						...doubtOf(service, backendOf(service).kind, connectivity),
					}),
				);
			}),
	};
}

function doubtOf({namespace, name}: Service, kind: 'pods' | 'addresses' | 'unread', {engine}: Connectivity) {
	const service = `Service ${namespace}/${name}`;
	return kind === 'unread'
		? {doubt: `the endpoints of ${service}, which were not read`}
		: kind === 'addresses' && engine === 'kubernetes'
			? {
					doubt: `whether an ipBlock means the address of ${service} or what it leads to, which the specification leaves open`,
				}
			: {};
}

/** Blocks that hold nothing but addresses of services: as addresses outside they would say something untrue. */
export function isServicesOnly(block: AddressSet, {all}: ServiceAddresses): boolean {
	return all.length > 0 && difference(block, all).length === 0 && !equals(block, []);
}

function aboutService({namespace, name}: Service, kind: 'pods' | 'addresses' | 'unread'): string {
	const behind = {pods: 'the pods behind it', addresses: 'its endpoints', unread: 'what it leads to'} as const;
	return `the address of Service ${namespace}/${name}: policies judge ${behind[kind]}`;
}

function podToPod(
	source: Parameters<Connectivity['classes']['of']['get']>[0],
	target: Parameters<Connectivity['classes']['of']['get']>[0],
	{classes, side, table}: Connectivity,
	reading: Reading,
): ConnectionSet {
	const [from, to] = [classes.of.get(source) ?? -1, classes.of.get(target) ?? -1];
	if (!classes.speaks(from) || !classes.speaks(to)) {
		return noConnection;
	}

	return table.get(table.intersect(side('egress', from, to, reading), side('ingress', to, from, reading)));
}

function overlap(a: ConnectionSet, b: ConnectionSet): boolean {
	return !isNoConnection(intersectConnections(a, b));
}
