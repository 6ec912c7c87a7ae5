import type {AddressSet} from '../network/address-set.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PortSet} from '../network/port-set.js';
import type {ProtocolSet} from '../network/protocol-set.js';
import type {ArmId} from './arm-id.js';
import type {Known} from './known.js';

/** Source or destination of a firewall rule: literal addresses, service tags, and the IP groups that could not be expanded. */
export type FirewallAddresses = {
	/** Literals and readable IP groups, united. */
	readonly addresses: AddressSet;
	readonly tags: readonly string[];
	/** IP groups we could not read: what they hold is unknown. */
	readonly unreadGroups: readonly ArmId[];
};

export type NetworkRule = {
	readonly kind: 'network';
	readonly name: string;
	readonly source: FirewallAddresses;
	readonly destination: FirewallAddresses;
	/** Never wildcards; they work only with DNS proxy on the firewall (fqdn-filtering-network-rules.md). */
	readonly destinationFqdns: readonly string[];
	/** `Any` with explicit ports is already tcp+udp (rule-processing.md). */
	readonly protocol: ProtocolSet;
	readonly ports: PortSet;
};

export type ApplicationRule = {
	readonly kind: 'application';
	readonly name: string;
	readonly source: FirewallAddresses;
	readonly protocols: readonly {readonly type: 'http' | 'https' | 'mssql'; readonly port: number}[];
	readonly targetFqdns: readonly NamePattern[];
	readonly fqdnTags: readonly string[];
	readonly targetUrls: readonly string[];
	readonly webCategories: readonly string[];
};

export type DnatRule = {
	readonly kind: 'dnat';
	readonly name: string;
	readonly source: FirewallAddresses;
	/** Public addresses of the firewall. */
	readonly destination: AddressSet;
	readonly protocol: ProtocolSet;
	readonly ports: PortSet;
	readonly translatedAddress: number | undefined;
	readonly translatedFqdn: string | undefined;
	readonly translatedPort: number | undefined;
};

export type RuleCollection = {
	readonly name: string;
	/** 100 to 65000; lower first. */
	readonly priority: number;
	readonly action: 'allow' | 'deny' | 'dnat';
	readonly rules: readonly (NetworkRule | ApplicationRule | DnatRule)[];
};

export type RuleCollectionGroup = {
	readonly id: ArmId;
	readonly name: string;
	readonly priority: number;
	readonly policy: ArmId;
	/** 0 for the firewall's own policy, 1 for its parent, and so on. A parent's groups always come first. */
	readonly depth: number;
	readonly collections: readonly RuleCollection[];
};

export type Firewall = {
	readonly id: ArmId;
	readonly name: string;
	readonly location: string;
	/** `Basic` has neither DNS proxy nor FQDNs in network rules. */
	readonly tier: string;
	/** A secured virtual hub's firewall has no subnet of its own in our networks. */
	readonly hub: boolean;
	readonly subnet: ArmId | undefined;
	/** Azure reaches it by an interface of its own, so that its packets may be sent elsewhere than to the internet. */
	readonly hasManagementInterface: boolean;
	readonly privateAddresses: AddressSet;
	readonly publicAddresses: Known<AddressSet>;
	/** The firewall's own policy; undefined for a classic firewall. */
	readonly policy: ArmId | undefined;
	/**
	 * Every rule that applies. A classic firewall's collections stand in one group of depth 0 whose id is the firewall's.
	 * `denied` when any policy or group in the chain could not be read: then no verdict of this firewall is certain.
	 */
	readonly groups: Known<readonly RuleCollectionGroup[]>;
	readonly dnsProxy: boolean;
	/** `Deny` modes act before or beside the rules; they are a remark, never a verdict. */
	readonly threatIntelMode: string;
	readonly intrusionDetectionMode: string;
};
