import type {AddressSet} from '../network/address-set.js';
import type {ArmId} from './arm-id.js';
import type {SecurityRule} from './virtual-network.js';

/* Security rules that are in force, as Azure tells them when an interface is asked (docs/semantics.md). */

/** By lower-cased tag, what Azure put in its place. IPv4 alone. */
export type ExpandedTags = ReadonlyMap<string, AddressSet>;

/** A group at an interface or its subnet (REST EffectiveNetworkSecurityGroup). */
export type GroupInForce = {
	readonly group: ArmId;
	/** In the node resource group. */
	readonly managed: boolean;
	/** By priority, both directions, Azure's default rules included. IPv4 alone; application groups are addresses here. */
	readonly rules: readonly SecurityRule[];
	readonly tags: ExpandedTags;
};

/** What stands at one interface, and at its subnet; undefined where nothing does. */
export type InterfaceGroups = {
	readonly interface: ArmId;
	/** It is a node's: what stands at it stands at all nodes' interfaces, because AKS keeps one group for them. */
	readonly isNode: boolean;
	/** Undefined where nothing tells. */
	readonly subnet: ArmId | undefined;
	readonly atSubnet: GroupInForce | undefined;
	readonly atInterface: GroupInForce | undefined;
};
