import type {Address, Family} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {ArmId} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import type {Missing} from '../topology/missing.js';
import type {InterfaceRoute} from '../topology/told-routes.js';
import type {Extent} from './extent.js';
import type {Unread} from './unread.js';

export type ToldBy =
	| {readonly kind: 'interface'; readonly interface: ArmId; readonly source: InterfaceRoute['source']}
	| {readonly kind: 'gateway' | 'hub'; readonly teacher: ArmId};

export type NextHop =
	| {readonly kind: 'internet' | 'local' | 'none' | 'gateway'}
	/** `Microsoft.Storage` and the like, by Azure's own network; an interface does not say which. */
	| {readonly kind: 'service-endpoint'; readonly service: string | undefined}
	| {readonly kind: 'firewall'; readonly firewall: Firewall}
	/** kubenet's own routes: the pods of a node, by the node's address. */
	| {readonly kind: 'node'; readonly address: Address}
	| {readonly kind: 'appliance'; readonly address: Address | undefined}
	/** An address that the subnet's network has no way to. */
	| {readonly kind: 'unreachable'; readonly address: Address; readonly barrier: Barrier};

export type Barrier =
	/** The peering that it lies behind passes nothing. */
	| {readonly kind: 'peering'; readonly name: string; readonly state: string}
	/** It is this firewall's, whose network is not peered with the subnet's. */
	| {readonly kind: 'not-peered'; readonly firewall: string};

export type EffectiveRoute = {
	/** `default-via-firewall (0.0.0.0/0)`, `system route 0.0.0.0/0`. */
	readonly name: string;
	readonly nextHop: NextHop;
	/** Undefined for system routes. */
	readonly table: ArmId | undefined;
	/** Who says so, where it is no table and none of Azure's own rules. */
	readonly told?: ToldBy;
	/** What would tell whether there is such a route at all, where that is not known. */
	readonly unsure?: Missing;
	/** The subnet has no addresses of this family, which the packets are of. */
	readonly lacks?: Family;
};

export type RouteShare = {readonly route: EffectiveRoute; readonly destinations: AddressSet};

export type NextHops =
	| {
			readonly state: 'known';
			/** One list per way in which what is not known may stand; the shares of a list make up the question. */
			readonly readings: readonly (readonly RouteShare[])[];
			readonly unknown: readonly Missing[];
	  }
	| {readonly state: 'unread'; readonly unread: Unread};

/** A route as far as it is known: to `extent.least` at least, to `extent.most` at most. */
export type RouteCandidate = {
	readonly extent: Extent;
	/** Among equal prefixes the lower rank wins: user routes, learned ones, system routes (virtual-networks-udr-overview). */
	readonly rank: number;
	readonly route: EffectiveRoute;
	/** A service tag's prefixes, whichever they are, are narrower than 0.0.0.0/0; where no list says them they look like it. */
	readonly narrow?: boolean;
};

export const learnedRank = 8;
