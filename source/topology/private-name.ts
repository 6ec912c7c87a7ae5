import type {AddressSet} from '../network/address-set.js';
import type {ArmId} from './arm-id.js';
import type {Known} from './known.js';

/** A way into a service by an address of a network of ours (private-endpoint-overview). */
export type PrivateEndpoint = {
	readonly id: ArmId;
	readonly name: string;
	readonly subnet: ArmId;
	readonly addresses: AddressSet;
	/** `Approved` lets packets through; `Pending`, `Rejected` and `Disconnected` do not. */
	readonly state: string;
	/** The service's own names, as it wants them resolved. */
	readonly names: readonly {readonly name: string; readonly addresses: AddressSet}[];
	/** What it leads to. */
	readonly target: ArmId | undefined;
};

/** A zone that answers in the networks that are linked to it, and hides the public one there (private-dns-overview). */
export type PrivateZone = {
	readonly id: ArmId;
	/** `privatelink.azurecr.io` */
	readonly name: string;
	readonly links: readonly {
		readonly network: ArmId;
		/** What the zone has no record of is asked for in public (private-dns-fallback). */
		readonly fallsBack: boolean;
	}[];
	/** It says that it has more links than were read, so that it may answer in any network. */
	readonly hasUnreadLinks: boolean;
	/** By the label before the zone's name, `@` for the zone itself, `*` for every other. */
	readonly records: Known<ReadonlyMap<string, AddressSet>>;
};
