import type {PortSet} from '../network/port-set.js';
import type {ProtocolSet} from '../network/protocol-set.js';
import type {ArmId} from './arm-id.js';
import type {RuleAddresses} from './virtual-network.js';

/** A security admin rule of a network manager: it is asked before any security group (concept-security-admins). */
export type AdminRule = {
	readonly id: ArmId;
	readonly name: string;
	/** 1 to 4096; the lower number first. */
	readonly priority: number;
	readonly direction: 'inbound' | 'outbound';
	/** `allow` leaves the rest to the groups, `always-allow` does not ask them. */
	readonly access: 'allow' | 'always-allow' | 'deny';
	readonly protocol: ProtocolSet;
	readonly source: RuleAddresses;
	readonly sourcePorts: PortSet;
	readonly destination: RuleAddresses;
	readonly destinationPorts: PortSet;
};

/** The admin rules of a network, and those of which nobody could read whether they are in force there. */
export type AdminRules = {
	readonly network: ArmId;
	readonly rules: readonly (AdminRule & {readonly surely: boolean})[];
	/** Why there may be others: the list could not be read. */
	readonly unread: string | undefined;
	/**
	 * Why the network's own list could not be read where no manager is known. Who only reads may mostly not ask for it, so
	 * that this is said once and leaves no flow in doubt.
	 */
	readonly unasked?: string | undefined;
};
