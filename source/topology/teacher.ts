import {type ArmId, armKey, armName, sameArmId} from './arm-id.js';
import {knownValue} from './known.js';
import type {Topology} from './topology.js';
import type {VirtualHub} from './virtual-hub.js';
import type {VirtualNetwork} from './virtual-network.js';

/** What brings a network routes that stand in no table. */
export type Teacher = {
	/** `the gateway of vnet-hub`, for a sentence. */
	readonly label: string;
} & (
	| {
			readonly kind: 'gateways';
			/** As far as they are known by name. */
			readonly gateways: readonly ArmId[];
			/** Something else brings routes as well, and has no name here. */
			readonly others: boolean;
	  }
	| {
			readonly kind: 'hub';
			readonly hub: VirtualHub;
			/** Only then the network is given the hub's default route. */
			readonly takesDefault: boolean;
			readonly routeTable: ArmId;
	  }
);

/** Undefined where nothing does. A network is connected to one hub, or uses one gateway: its own or a peer's. */
export function teacherOf(
	network: VirtualNetwork,
	topology: Pick<Topology, 'virtualHubs' | 'virtualNetworks'>,
): Teacher | undefined {
	for (const hub of topology.virtualHubs) {
		const connection = hub.connections.find(found => sameArmId(found.network, network.id));
		if (connection !== undefined) {
			const {takesDefault, routeTable} = connection;
			return {kind: 'hub', label: `virtual hub ${hub.name}`, hub, takesDefault, routeTable};
		}
	}

	if (network.gateways.length > 0 || network.otherTeacher) {
		return gatewaysOf(network, network.id);
	}

	// A virtual hub appears to its spokes as a peering with a network of Microsoft's own, named HV_… [K].
	const found = network.peerings.find(
		({connected, useRemoteGateways, remote}) => connected && (useRemoteGateways || /^HV_/i.test(armName(remote))),
	);
	return found && gatewaysOf(knownValue(topology.virtualNetworks.get(armKey(found.remote))), found.remote);
}

function gatewaysOf(network: VirtualNetwork | undefined, id: ArmId): Teacher {
	return {
		kind: 'gateways',
		label: `the gateway of ${armName(id)}`,
		gateways: network?.gateways ?? [],
		others: network?.otherTeacher ?? true,
	};
}
