import type {AddressSet} from '../../network/address-set.js';
import type {Firewall} from '../../topology/firewall.js';
import type {Pod, Service} from '../../topology/kubernetes.js';

/** What decides about a name before the network's own DNS is asked, if that is asked at all. */
export type NameSource =
	/** The cluster's DNS: a plugin of a key of its ConfigMap, or the key as a whole; without a key as AKS set it up. */
	| {readonly kind: 'cluster-dns'; readonly key: string | undefined; readonly plugin: string | undefined}
	/** What pods have in their own file of hosts. */
	| {readonly kind: 'host-aliases'; readonly pods: readonly Pod[]}
	/** The servers that the network names. */
	| {readonly kind: 'network-dns'; readonly firewall: Firewall}
	/** Servers that pods name themselves. */
	| {readonly kind: 'dns-config'; readonly pods: readonly Pod[]};

/** How a name resolves for pods, as far as that is decided before the network's own DNS. */
export type PodResolution = {readonly by: NameSource} /** An address is written down for it. */ & (
	| {readonly kind: 'listed'; readonly addresses: AddressSet}
	/** Another name is asked for instead. */
	| {readonly kind: 'renamed'; readonly to: string}
	/** It is a service of the cluster, whose pods are called instead. Followed: the way goes on to them. */
	| {readonly kind: 'service'; readonly service: Service; readonly isFollowed: boolean}
	/** Other servers answer, and what they answer nobody here can tell. */
	| {readonly kind: 'forwarded'; readonly servers: readonly string[]}
	/** There is no such name. */
	| {readonly kind: 'nothing'; readonly because: WhyNothing}
	| {readonly kind: 'untold'; readonly because: WhyUntold}
);

export type WhyNothing =
	/** A list of hosts lacks it and lets nobody else be asked. */
	| {readonly kind: 'not-listed'}
	/** Only an IPv6 address is written down. */
	| {readonly kind: 'other-family'}
	/** A template says so, by this code. */
	| {readonly kind: 'code'; readonly code: string}
	/** A template is for other names of its zone and lets nobody else be asked. */
	| {readonly kind: 'no-match'}
	/** Nothing in the server block answers for it. */
	| {readonly kind: 'no-plugin'}
	/** The network's server is a firewall whose DNS proxy is off. */
	| {readonly kind: 'no-proxy'; readonly firewall: string}
	/** The cluster has no such service. */
	| {readonly kind: 'no-service'; readonly name: string};

export type WhyUntold =
	/** Nobody could read what was changed; the reason is a sentence. */
	| {readonly kind: 'unread'; readonly reason: string}
	/** Nobody here understands the key, or CoreDNS would not start with it. */
	| {readonly kind: 'fault'; readonly problem: string}
	/** A plugin that is not looked at. */
	| {readonly kind: 'plugin'}
	/** A regular expression, or a pattern, may be about it. */
	| {readonly kind: 'pattern'; readonly pattern: string}
	/** Some of the names that are meant are concerned. */
	| {readonly kind: 'some-names'}
	/** The answer is made of the name. */
	| {readonly kind: 'computed'}
	/** It stands in a file that was not read. */
	| {readonly kind: 'file'; readonly file: string}
	/** Which of two plugins is asked depends on the version (plugin forward). */
	| {readonly kind: 'second-forward'}
	/** Another is asked where this has no answer. */
	| {readonly kind: 'next'}
	/** A name of the cluster that is no service with an address. */
	| {readonly kind: 'in-cluster'; readonly name: string}
	/** One leads to the other and back. */
	| {readonly kind: 'loop'}
	/** Only an IPv6 address is written down. */
	| {readonly kind: 'other-family'};
