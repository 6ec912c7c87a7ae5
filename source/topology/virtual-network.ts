import type {Address} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {PortSet} from '../network/port-set.js';
import type {ProtocolSet} from '../network/protocol-set.js';
import type {ArmId} from './arm-id.js';
import type {Known} from './known.js';

export type Subnet = {
	readonly id: ArmId;
	readonly name: string;
	readonly virtualNetwork: ArmId;
	readonly prefixes: AddressSet;
	readonly securityGroup: ArmId | undefined;
	readonly routeTable: ArmId | undefined;
	readonly natGateway: ArmId | undefined;
	/** `Microsoft.Storage` and the like: their prefixes bypass a 0.0.0.0/0 route. */
	readonly serviceEndpoints: readonly string[];
	readonly serviceEndpointPolicies: readonly ArmId[];
	readonly delegations: readonly string[];
	/**
	 * Whether groups and routes are in force at its private endpoints, in lower case: `disabled`, `enabled`,
	 * `networksecuritygroupenabled`, `routetableenabled`; Azure's default is `disabled`.
	 */
	readonly endpointPolicies: string;
	/** Addresses in use and usable (Azure's five reserved ones already left out); `dynamic` where Azure answers -1. */
	readonly usage: Known<{readonly used: number; readonly limit: number} | 'dynamic'>;
};

export type Peering = {
	readonly name: string;
	readonly remote: ArmId;
	readonly remotePrefixes: AddressSet;
	/** `Connected`, or why it passes no packets: `Initiated`, `Disconnected`, the same on its other side, no access. */
	readonly state: string;
	readonly connected: boolean;
	/** The remote network's gateway brings its routes here, too. */
	readonly useRemoteGateways: boolean;
};

export type VirtualNetwork = {
	readonly id: ArmId;
	readonly name: string;
	readonly addressSpace: AddressSet;
	readonly peerings: readonly Peering[];
	/** Empty means Azure's own resolver. */
	readonly dnsServers: readonly string[];
	/** VPN and ExpressRoute gateways in it: they bring routes that no route table shows. */
	readonly gateways: readonly ArmId[];
	/** A route server stands in it and brings such routes, too; or a gateway that nobody could name. */
	readonly otherTeacher: boolean;
};

/**
 * One side of a security rule. Singular and plural fields are united. Tags and application security groups stay names:
 * they are resolved where a verdict needs them, because some cannot be resolved.
 */
export type RuleAddresses = {
	readonly addresses: AddressSet;
	readonly tags: readonly string[];
	readonly applicationSecurityGroups: readonly ArmId[];
};

export type SecurityRule = {
	readonly name: string;
	/** 100 to 4096; Azure's default rules from 65000. */
	readonly priority: number;
	readonly direction: 'inbound' | 'outbound';
	readonly access: 'allow' | 'deny';
	readonly protocol: ProtocolSet;
	readonly source: RuleAddresses;
	readonly sourcePorts: PortSet;
	readonly destination: RuleAddresses;
	readonly destinationPorts: PortSet;
	readonly isDefault: boolean;
};

export type SecurityGroup = {
	readonly id: ArmId;
	readonly name: string;
	/** In the node resource group: AKS owns it, we never write to it. */
	readonly managed: boolean;
	/** Sorted by priority, both directions, Azure's default rules included. */
	readonly rules: readonly SecurityRule[];
};

export type NextHopType = 'VirtualNetworkGateway' | 'VnetLocal' | 'Internet' | 'VirtualAppliance' | 'None';

export type Route = {
	readonly name: string;
	/** A prefix, or the name of a service tag. */
	readonly prefix: AddressSet | {readonly tag: string};
	readonly nextHopType: NextHopType;
	/** Only with `VirtualAppliance`. */
	readonly nextHopAddress: Address | undefined;
};

export type RouteTable = {
	readonly id: ArmId;
	readonly name: string;
	readonly managed: boolean;
	readonly bgpPropagation: boolean;
	readonly routes: readonly Route[];
};
