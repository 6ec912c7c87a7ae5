import {type AddressSet, anyIpv4} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import {type Box, box, type PacketSet} from '../network/packet-set.js';
import {type ProtocolSet, portProtocols, protocols} from '../network/protocol-set.js';
import type {Flow} from '../profiles/flow.js';
import {findWay} from '../routing/find-way.js';
import type {FlowDirection, Hop, Packets, Place} from '../routing/way.js';
import {type ArmId, sameArmId} from '../topology/arm-id.js';
import type {Topology} from '../topology/topology.js';

/** What flows need somewhere, by whether addresses can say it. */
export type RequiredPackets = {
	readonly exact: PacketSet;
	/** Of flows to names: any destination, because where a name leads nobody here knows. */
	readonly named: readonly {readonly name: string; readonly packets: PacketSet}[];
};

export function allRequired({exact, named}: RequiredPackets): PacketSet {
	return [...exact, ...named.flatMap(({packets}) => packets)];
}

/** What flows need of the group of a subnet: everything that passes it on their ways, probes too. */
export function requiredAtSubnet(
	flows: readonly Flow[],
	subnet: ArmId,
	direction: FlowDirection,
	topology: Topology,
): RequiredPackets {
	const isThere = (place: Place) =>
		(place.kind === 'subnet' && place.direction === direction && sameArmId(place.subnet, subnet)) ||
		(place.kind === 'interface' && place.direction === direction);
	const outbound = flows.filter(
		({path}) => direction === 'outbound' && path.kind === 'egress' && sameArmId(path.origin.subnet, subnet),
	);
	return requiredBy(flows, isThere, outbound, topology);
}

/** What flows need of a firewall's network rules: sources are all that send through it. */
export function requiredThroughFirewall(flows: readonly Flow[], firewall: ArmId, topology: Topology): RequiredPackets {
	const isThere = (place: Place) => place.kind === 'firewall' && sameArmId(place.firewall.id, firewall);
	return requiredBy(flows, isThere, flows, topology);
}

/** @param leaving flows that are taken to pass there whatever their way is */
function requiredBy(
	flows: readonly Flow[],
	isThere: (place: Place) => boolean,
	leaving: readonly Flow[],
	topology: Topology,
): RequiredPackets {
	const goingOut = new Set(leaving);
	const passed = flows.map(flow => ({flow, hops: hopsThere(flow, isThere, topology)}));
	const exact = passed.flatMap(({hops}) => hops.filter(({packets}) => !isAnywhere(packets)).map(packetsOf));
	const named = passed.flatMap(({flow, hops}) => {
		const name = nameOf(flow);
		const anywhere = hops.filter(({packets}) => isAnywhere(packets)).map(packetsOf);
		const out = goingOut.has(flow) ? egressPackets(flow) : [];
		return name === undefined ? [] : [{name, packets: [...anywhere, ...out]}];
	});
	const listed = leaving.filter(flow => nameOf(flow) === undefined).flatMap(egressPackets);
	return {exact: [...exact, ...listed], named};
}

function nameOf({path}: Flow): string | undefined {
	return path.kind === 'egress' && path.destination.kind === 'name' ? path.destination.pattern : undefined;
}

/** One of many addresses is meant, and nobody here knows which. */
function isAnywhere({quantifier}: Packets): boolean {
	return quantifier === 'some-destination';
}

function hopsThere(flow: Flow, isThere: (place: Place) => boolean, topology: Topology): readonly Hop[] {
	return findWay(flow, topology)
		.cases.flatMap(({hops}) => hops)
		.filter(({place}) => isThere(place));
}

/** From any port: a rule that leaves it open for clients leaves it open. */
function packetsOf({packets: {source, destination, protocol, ports, quantifier}}: Hop): Box {
	return box({
		// Who calls from the internet may be anybody.
		...(quantifier === 'most-sources' ? {} : {source}),
		destination,
		protocol: protocolsOf({protocol}),
		destinationPort: ports,
	});
}

function egressPackets(flow: Flow): PacketSet {
	const {path, ports} = flow;
	return path.kind === 'egress'
		? [
				box({
					source: path.origin.addresses,
					destination: path.destination.kind === 'addresses' ? path.destination.addresses : anyIpv4,
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
