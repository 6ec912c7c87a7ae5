import type {Address} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {ArmId} from './arm-id.js';

/* Routes that stand in no route table, as Azure tells them when it is asked (docs/ways.md). */

/** One row of a network interface's effective routes (REST EffectiveRoute, virtual-networks-udr-overview). */
export type InterfaceRoute = {
	/** Of a user route, the name it has in its table. */
	readonly name: string | undefined;
	/** `gateway` is whatever comes by BGP: from a gateway, a route server or a virtual hub. */
	readonly source: 'user' | 'gateway' | 'default';
	/** What is not active (`Invalid`) was outdone by another route, or its next hop is not there. */
	readonly active: boolean;
	/** IPv4 alone. One by one: two that adjoin are no shorter prefix. */
	readonly prefixes: readonly AddressSet[];
	readonly nextHop: InterfaceNextHop;
	readonly nextHopAddresses: readonly Address[];
};

export type InterfaceNextHop =
	| 'local'
	| 'peering'
	| 'internet'
	| 'none'
	| 'gateway'
	| 'appliance'
	| 'service-endpoint'
	| 'private-endpoint';

/** What is in force at one interface, and so in its whole subnet. */
export type InterfaceRoutes = {
	readonly interface: ArmId;
	readonly subnet: ArmId;
	readonly routes: readonly InterfaceRoute[];
};

/** A route that a gateway has learned, or that stands in a route table of a virtual hub. */
export type LearnedRoute = {
	readonly prefix: AddressSet;
	/**
	 * Whether the networks behind are given it, too. Of what a gateway has from its own network and its peers that is not
	 * said: they reach each other by peering alone.
	 */
	readonly surely: boolean;
	/** A firewall of a hub, by its id; undefined for what leads on by the gateway. */
	readonly device: ArmId | undefined;
};

export type LearnedRoutes = {
	/** The gateway, or the route table of the hub. */
	readonly teacher: ArmId;
	readonly routes: readonly LearnedRoute[];
};
