import type {ArmId} from './arm-id.js';

/** A hub of a virtual WAN: its routes reach every network that is connected to it (how-to-routing-policies). */
export type VirtualHub = {
	readonly id: ArmId;
	readonly name: string;
	readonly connections: readonly {
		readonly network: ArmId;
		/** Only then the default route of the hub is given to the network. */
		readonly takesDefault: boolean;
		/** The hub's route table whose routes it is given. */
		readonly routeTable: ArmId;
	}[];
	/** Routing intent: what a firewall of the hub takes, by the firewall's id; undefined where there is none. */
	readonly intent: {readonly internet: ArmId | undefined; readonly private: ArmId | undefined} | undefined;
};
