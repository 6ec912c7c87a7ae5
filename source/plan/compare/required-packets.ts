import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {union, unionOf} from '../../network/interval-set.js';
import {box, type PacketSet} from '../../network/packet-set.js';
import {type ProtocolSet, portProtocols, protocols} from '../../network/protocol-set.js';
import type {Flow} from '../../profiles/flow.js';
import {findWay} from '../../routing/find-way.js';
import type {Direction, Place} from '../../routing/way.js';
import {type ArmId, sameArmId} from '../../topology/arm-id.js';
import type {Topology} from '../../topology/topology.js';

/**
 * What flows need of the group of a subnet: everything that passes it on their ways, probes too, and going out to a name
 * any destination, because where a name leads nobody here knows.
 */
export function requiredAtSubnet(
	flows: readonly Flow[],
	subnet: ArmId,
	direction: Direction,
	topology: Topology,
): PacketSet {
	const isThere = (place: Place) =>
		(place.kind === 'subnet' && place.direction === direction && sameArmId(place.subnet, subnet)) ||
		(place.kind === 'interface' && place.direction === direction);
	const outbound = flows.flatMap(flow =>
		flow.path.kind === 'egress' && sameArmId(flow.path.origin.subnet, subnet) ? egressPackets(flow) : [],
	);
	return [...passing(flows, isThere, topology), ...(direction === 'outbound' ? outbound : [])];
}

/** What flows need of a firewall's network rules: sources are all that send through it. */
export function requiredThroughFirewall(flows: readonly Flow[], firewall: ArmId, topology: Topology): PacketSet {
	const isThere = (place: Place) => place.kind === 'firewall' && sameArmId(place.firewall.id, firewall);
	return [...passing(flows, isThere, topology), ...flows.flatMap(egressPackets)];
}

/** From any port: a rule that leaves it open for clients leaves it open. */
function passing(flows: readonly Flow[], isThere: (place: Place) => boolean, topology: Topology): PacketSet {
	return flows.flatMap(flow =>
		findWay(flow, topology)
			.cases.flatMap(({hops}) => hops)
			.filter(({place}) => isThere(place))
			.map(({packets: {source, destination, orDestination = [], protocol, ports, quantifier}}) =>
				box({
					// Who calls from the internet may be anybody.
					...(quantifier === 'most-sources' ? {} : {source}),
					destination: union(destination, orDestination),
					protocol: protocolsOf({protocol}),
					destinationPort: ports,
				}),
			),
	);
}

function egressPackets(flow: Flow): PacketSet {
	const {path, ports} = flow;
	return path.kind === 'egress'
		? [
				box({
					source: path.origin.addresses,
					destination: path.destination.kind === 'addresses' ? path.destination.addresses : anyAddress,
					protocol: protocolsOf(flow),
					destinationPort: ports,
				}),
			]
		: [];
}

/** Addresses that must reach the API server. */
export function requiredCallers(flows: readonly Flow[]): AddressSet {
	return unionOf(flows.map(({path}) => (path.kind === 'api-server' ? path.from : [])));
}

function protocolsOf({protocol}: Pick<Flow, 'protocol'>): ProtocolSet {
	return protocol === 'any' ? portProtocols : protocols(protocol);
}
