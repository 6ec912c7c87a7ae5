import type {AddressSet} from '../network/address-set.js';
import type {AdminRules} from './admin-rule.js';
import type {ArmId, ArmKey} from './arm-id.js';
import type {Cluster} from './cluster.js';
import type {Firewall} from './firewall.js';
import type {Known} from './known.js';
import type {Kubernetes} from './kubernetes.js';
import type {MachineProbe} from './machine-probe.js';
import type {PrivateEndpoint, PrivateZone} from './private-name.js';
import type {ServiceEndpointPolicy} from './service-endpoint-policy.js';
import type {InterfaceGroups} from './told-groups.js';
import type {InterfaceRoutes, LearnedRoutes} from './told-routes.js';
import type {Unjudged} from './unjudged.js';
import type {VirtualHub} from './virtual-hub.js';
import type {RouteTable, SecurityGroup, Subnet, VirtualNetwork} from './virtual-network.js';
import type {ArmResource} from './world.js';

/**
 * Our own vocabulary for what is there, decoded once from a {@link import('./world.js').World}.
 * Maps are by lower-cased ARM id and hold only what something refers to.
 */
export type Topology = {
	readonly cluster: Known<Cluster>;
	readonly virtualNetworks: ReadonlyMap<ArmKey, Known<VirtualNetwork>>;
	readonly subnets: ReadonlyMap<ArmKey, Known<Subnet>>;
	readonly securityGroups: ReadonlyMap<ArmKey, Known<SecurityGroup>>;
	/** The AKS-managed groups on the nodes' interfaces; `denied` when the node resource group cannot be read. */
	readonly nodeSecurityGroups: Known<readonly SecurityGroup[]>;
	readonly routeTables: ReadonlyMap<ArmKey, Known<RouteTable>>;
	readonly serviceEndpointPolicies: ReadonlyMap<ArmKey, Known<ServiceEndpointPolicy>>;
	/** Every firewall we could read, on the cluster's path or not. */
	readonly firewalls: readonly Firewall[];
	/** A list of firewalls could not be read: there may be others. */
	readonly unreadFirewalls?: boolean;
	readonly virtualHubs: readonly VirtualHub[];
	/** By subnet: what Azure says is in force at interfaces in it. They have the same routes, unless one answer is older. */
	readonly interfaceRoutes: ReadonlyMap<ArmKey, readonly Known<InterfaceRoutes>[]>;
	/** What interfaces say of the security groups in force there and at their subnets. */
	readonly interfaceGroups: readonly Known<InterfaceGroups>[];
	/** Interfaces whose routes are there, and nobody says in which subnet they stand. */
	readonly homelessInterfaces: readonly ArmId[];
	/** By gateway, and by hub or route table of a hub. */
	readonly learnedRoutes: ReadonlyMap<ArmKey, Known<LearnedRoutes>>;
	/** What can decide about packets and is judged by nobody. */
	readonly unjudged: readonly Unjudged[];
	/** By virtual network: rules that are asked before any security group. */
	readonly adminRules: ReadonlyMap<ArmKey, AdminRules>;
	readonly privateEndpoints: readonly PrivateEndpoint[];
	readonly privateZones: readonly PrivateZone[];
	/** By lower-cased tag name, `azuredevspaces.eastus`. */
	readonly serviceTags: Known<ReadonlyMap<string, AddressSet>>;
	readonly kubernetes: Kubernetes;
	/** Resources of neither the network nor AKS, for what a profile may ask of them; `type` in lower case. */
	readonly otherResources: readonly {readonly type: string; readonly properties: ArmResource['properties']}[];
	/** What this machine could reach when somebody let it try; nothing is in a world that was read from files. */
	readonly machineProbes?: readonly MachineProbe[];
};
