import type {ConnectionSet} from '../../connectivity/connection-set.js';

/** One difference between two ends; `beyond` is the part that no flow required. */
export type Difference = {
	readonly kind: 'opened' | 'closed';
	readonly from: string;
	readonly to: string;
	readonly connections: ConnectionSet;
	readonly beyond: ConnectionSet;
	/** The names that what is beyond is for, and how many addresses it is instead; only where it is for nothing else. */
	readonly forNames?: {readonly names: readonly string[]; readonly extent: string};
	/** A pair of pods, or a pod and an address. */
	readonly example: string;
};
