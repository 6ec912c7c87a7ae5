import type {AddressSet} from '../../../../network/address-set.js';
import type {DnsZone} from './dns-zone.js';

/**
 * What somebody added to the CoreDNS of a cluster by the ConfigMap `coredns-custom` (AKS, coredns-custom): the keys
 * `*.override` are parts of the block that answers for every name, the keys `*.server` are blocks beside it.
 */
export type ClusterDns = {
	readonly overrides: readonly DnsPlugin[];
	readonly servers: readonly DnsServer[];
	/** What CoreDNS would not start with, or we do not understand: then nobody knows what it answers to any name. */
	readonly faults: readonly {readonly key: string; readonly problem: string}[];
};

/** A server block that is asked for the names that end in a zone of it, the longest zone first. */
export type DnsServer = {
	readonly key: string;
	readonly zones: readonly DnsZone[];
	readonly plugins: readonly DnsPlugin[];
};

/** One plugin, with the key of the ConfigMap that it stands in. Those that change no answer are left out. */
export type DnsPlugin = {readonly key: string} & (
	| RewritePlugin
	| TemplatePlugin
	| HostsPlugin
	| ForwardPlugin
	/** Answers for the services of the cluster; AKS's own block has one for `cluster.local`. */
	| {readonly kind: 'kubernetes'; readonly zones: readonly DnsZone[]}
	/** A plugin whose answers nobody here can tell. */
	| {readonly kind: 'other'; readonly name: string}
);

/** Asks for another name instead (coredns.io, plugin rewrite). */
export type RewritePlugin = {
	readonly kind: 'rewrite';
	readonly match: 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex';
	readonly from: string;
	/** Undefined where a rule changes something else than the name. */
	readonly to: string | undefined;
	/** Later rules are asked as well. */
	readonly goesOn: boolean;
};

/**
 * Answers by itself (coredns.io, plugin template). Those that a question for an IPv4 address does not meet are left out.
 */
export type TemplatePlugin = {
	readonly kind: 'template';
	/** Empty: those of its block. */
	readonly zones: readonly DnsZone[];
	/** Regular expressions, of which one must hold of the name; none: it answers for every name. */
	readonly matches: readonly string[];
	/** For names of these zones that none holds of, others are asked; for others asking fails. */
	readonly fallsThrough: readonly DnsZone[];
	/** Undefined where it is made of the name that is asked for. */
	readonly answer: AddressSet | undefined;
	/** `NXDOMAIN`; `NOERROR` where nothing is said. */
	readonly code: string;
};

/** A list of addresses (coredns.io, plugin hosts). */
export type HostsPlugin = {
	readonly kind: 'hosts';
	readonly zones: readonly DnsZone[];
	readonly addresses: ReadonlyMap<string, AddressSet>;
	/** A file whose entries were not read. */
	readonly file: string | undefined;
	/** For names of these zones that it does not list the next plugin is asked; for others there is no such name. */
	readonly fallsThrough: readonly DnsZone[];
};

/** Asks other servers (coredns.io, plugin forward). */
export type ForwardPlugin = {
	readonly kind: 'forward';
	readonly from: DnsZone;
	readonly except: readonly DnsZone[];
	/** Addresses, `/etc/resolv.conf`, or anything else that CoreDNS takes. */
	readonly servers: readonly string[];
	/** Asks the next one where this has no answer. */
	readonly goesOn: boolean;
};
