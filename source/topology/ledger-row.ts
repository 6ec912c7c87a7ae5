import type {JsonObject} from './world.js';

/** One kind of the ledger ({@link file://./ledger.ts}). */
export type LedgerRow = {
	/** `Microsoft.Network/natGateways`, or `group/kind` of Kubernetes. */
	readonly type: string;
	readonly standing: Coverage;
	/** Which part of a network it is attached to, and so which flows it can concern. */
	readonly attachedTo: readonly Holder[];
	/** Document or API that says so. */
	readonly source: string;
	/** How it is listed where nothing else reads it. */
	readonly listed?: {readonly apiVersion: string; readonly children?: readonly string[]};
	/** Whether it is a doubt by what it says, where not each of its kind is. It concerns then who calls it by its public name. */
	readonly closes?: (properties: JsonObject) => boolean;
	/** For sentences, where it is a doubt: `a DNS forwarding ruleset`. */
	readonly title?: string;
};

export type Coverage =
	/** A control, or the way itself, knows what it does. */
	| 'judged'
	/** It can stop packets, and nobody here can tell whether it does. */
	| 'doubt'
	/** It stops none. */
	| 'harmless';

export type Holder =
	| 'network'
	| 'subnet'
	| 'interface'
	| 'hub'
	| 'firewall'
	| 'cluster'
	| 'namespace'
	| 'pod'
	| 'name'
	| 'load-balancer';
