import type {DnsPlugin} from '../../topology/decode/kubernetes/corefile/cluster-dns.js';
import type {DnsZone} from '../../topology/decode/kubernetes/corefile/dns-zone.js';
import type {NameSource, PodResolution, WhyNothing, WhyUntold} from './pod-resolution.js';

/** What the cluster's DNS makes of a name: steps of its own, and whom it asks then, under which name. */
export type ClusterAnswer = {
	readonly steps: readonly PodResolution[];
	/**
	 * `network`: the servers of the node's network; `azure`: Azure's own, whatever the network names. Undefined where the
	 * last step is the answer.
	 */
	readonly next: 'network' | 'azure' | undefined;
	readonly name: string;
};

/** A server block, or AKS's own with what was added to it. */
export type Block = {
	readonly key: string | undefined;
	readonly zone: DnsZone;
	readonly plugins: readonly DnsPlugin[];
};

export type PluginOf<Kind extends DnsPlugin['kind']> = Extract<DnsPlugin, {kind: Kind}>;

export function pluginsOf<Kind extends DnsPlugin['kind']>({plugins}: Block, kind: Kind): readonly PluginOf<Kind>[] {
	return plugins.filter((plugin): plugin is PluginOf<Kind> => plugin.kind === kind);
}

export function sourceOf(plugin: DnsPlugin): NameSource {
	return {kind: 'cluster-dns', key: plugin.key, plugin: plugin.kind === 'other' ? plugin.name : plugin.kind};
}

export function untold(name: string, by: NameSource, because: WhyUntold): ClusterAnswer {
	return {name, next: undefined, steps: [{kind: 'untold', by, because}]};
}

export function nothing(name: string, by: NameSource, because: WhyNothing): ClusterAnswer {
	return {name, next: undefined, steps: [{kind: 'nothing', by, because}]};
}
