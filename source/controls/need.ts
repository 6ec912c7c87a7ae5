import type {Address} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {PacketSet} from '../network/packet-set.js';
import type {PortSet} from '../network/port-set.js';
import type {ArmId} from '../topology/arm-id.js';
import type {Json, KubeObject} from '../topology/world.js';

/** What each kind of need holds. */
type Needs = {
	readonly 'application-rule': {
		readonly firewall: ArmId;
		readonly sources: AddressSet;
		readonly name: string;
		readonly scheme: 'http' | 'https';
		readonly port: number;
		/** The explicit deny of just this traffic that the rule goes before; a catch-all deny is none. */
		readonly bypasses?: string;
	};
	readonly 'network-rule': {
		readonly firewall: ArmId;
		readonly sources: AddressSet;
		readonly destinations: AddressSet | {readonly tag: string} | {readonly fqdn: string};
		readonly protocol: 'tcp' | 'udp';
		readonly ports: PortSet;
		/** The packets that are denied still; left out where there are too many to list. */
		readonly denied?: PacketSet | undefined;
		/** See `application-rule`. */
		readonly bypasses?: string;
	};
	readonly 'dnat-rule': {
		readonly firewall: ArmId;
		/** A public address of the firewall. */
		readonly publicAddress: Address;
		readonly sources: AddressSet;
		readonly protocol: 'tcp' | 'udp';
		/** One port; kept when translated. */
		readonly port: number;
		readonly translatedAddress: Address;
		/** Set when the service was made internal on purpose and this publishes it: who is told so. */
		readonly publishes?: string;
	};
	readonly 'security-rule': {
		readonly securityGroup: ArmId;
		readonly direction: 'inbound' | 'outbound';
		readonly sources: AddressSet | {readonly tag: string};
		readonly destinations: AddressSet | {readonly tag: string};
		readonly protocol: 'tcp' | 'udp';
		readonly ports: PortSet;
		/** The new rule must come before this priority to have an effect. */
		readonly before: number;
		/** See `network-rule`. */
		readonly denied?: PacketSet | undefined;
		/** See `application-rule`. */
		readonly bypasses?: string;
	};
	readonly route: {
		readonly routeTable: ArmId;
		readonly prefix: AddressSet;
		readonly nextHop: 'Internet' | 'VnetLocal' | {readonly appliance: number};
	};
	readonly 'authorized-range': {readonly ranges: AddressSet; readonly why: string};
	/** A whole NetworkPolicy (or CiliumNetworkPolicy) object; equal ones are merged. */
	readonly 'network-policy': {readonly policy: KubeObject};
	readonly 'namespace-label': {readonly namespace: string; readonly key: string; readonly value: string};
	/** An annotation on a service; `null` removes it. */
	readonly 'service-annotation': {
		readonly namespace: string;
		readonly name: string;
		readonly annotations: {readonly [key: string]: Json};
	};
	/** Where no change is ours to make: what a person can do, in sentences; `commands` may be copied, we never run them. */
	readonly advice: {
		readonly text: string;
		readonly commands: readonly string[];
		/** Set where it is about the changes of its remedy and means nothing without them. */
		readonly aboutChanges?: true;
		/** The same for the keeper of a device that is not Azure's, to be typed in there. */
		readonly allow?: readonly AllowEntry[];
	};
};

export type NeedKind = keyof Needs;

/** One kind of need: `NeedOf<'route'>`. */
export type NeedOf<Kind extends NeedKind> = {readonly [One in Kind]: {readonly kind: One} & Needs[One]}[Kind];

/**
 * Something a control needs so that a flow gets through, before it is merged with what other flows need and turned
 * into changes (`plan/needs/need-records.ts`). Addresses are as the resource would spell them.
 */
export type Need = NeedOf<NeedKind>;

/** What somebody else's device must let through, in no vendor's language. */
export type AllowEntry = {
	readonly device: string;
	/** As the cluster sees it. */
	readonly direction: 'outbound' | 'inbound';
	/** Addresses as CIDR blocks, names, or `any`. */
	readonly sources: readonly string[];
	readonly destinations: readonly string[];
	readonly protocol: 'tcp' | 'udp' | 'any';
	/** Numbers, ranges, or `any`. */
	readonly ports: readonly string[];
	readonly purpose: string;
};
