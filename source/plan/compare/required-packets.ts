import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {union} from '../../network/interval-set.js';
import {box, type PacketSet} from '../../network/packet-set.js';
import {type ProtocolSet, portProtocols, protocols} from '../../network/protocol-set.js';
import type {Flow} from '../../profiles/flow.js';
import {type ArmId, sameArmId} from '../../topology/arm-id.js';

/** What flows need of a subnet's security group going out. A name may be anywhere. */
export function requiredOutbound(flows: readonly Flow[], subnet: ArmId): PacketSet {
	return flows.flatMap(flow =>
		flow.path.kind === 'egress' && sameArmId(flow.path.origin.subnet, subnet) ? egressPackets(flow) : [],
	);
}

/** What flows need of a firewall's network rules: sources are all that send through it. */
export function requiredThroughFirewall(flows: readonly Flow[]): PacketSet {
	return flows.flatMap(egressPackets);
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

/**
 * What flows need of a subnet's security group coming in: to a service's load balancer address or, where Azure has
 * translated it already, to the nodes behind it.
 */
export function requiredInbound(flows: readonly Flow[], nodes: AddressSet): PacketSet {
	return flows.flatMap(flow =>
		flow.path.kind === 'ingress'
			? [
					box({
						destination: union(flow.path.service.loadBalancerAddresses, nodes),
						protocol: protocolsOf(flow),
						destinationPort: flow.ports,
					}),
				]
			: [],
	);
}

/** Addresses that must reach the API server. */
export function requiredCallers(flows: readonly Flow[]): AddressSet {
	return union(...flows.map(({path}) => (path.kind === 'api-server' ? path.from : [])));
}

function protocolsOf({protocol}: Flow): ProtocolSet {
	return protocol === 'any' ? portProtocols : protocols(protocol);
}
