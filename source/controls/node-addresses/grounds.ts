import type {PortSet} from '../../network/port-set.js';

/** Why somebody outside reaches ports of the nodes, or does not. */
export type NodeAddressGrounds =
	/** No pool has addresses that can be reached from outside. */
	| {readonly kind: 'no-public-address'}
	/** AKS's own group was not read, and the pool does not say that AKS opens these ports there. */
	| {readonly kind: 'group-unread'; readonly pool: string; readonly ports: PortSet}
	| {readonly kind: 'public-address'; readonly pools: readonly string[]};
