import {overlap} from '../../network/name-pattern.js';
import type {ClusterDns, DnsPlugin} from '../../topology/decode/kubernetes/corefile/cluster-dns.js';
import {literalsIn} from '../../topology/decode/kubernetes/corefile/could-match.js';
import type {DnsZone} from '../../topology/decode/kubernetes/corefile/dns-zone.js';
import {sourceOf} from './cluster-answer.js';
import type {NameSource} from './pod-resolution.js';

/** What may concern some of the names that a pattern stands for; undefined where nothing does. */
export function concernOfPattern(pattern: string, {faults, servers, overrides}: ClusterDns): NameSource | undefined {
	const server = servers.find(({zones}) => zones.some(zone => holdsSome(zone, pattern)));
	const key = faults[0]?.key ?? server?.key;
	const plugin = overrides.find(candidate => mayConcern(candidate, pattern));
	return key !== undefined
		? {kind: 'cluster-dns', key, plugin: undefined}
		: plugin === undefined
			? undefined
			: sourceOf(plugin);
}

/** Whether a plugin of AKS's own block does anything to one of these names. */
function mayConcern(plugin: DnsPlugin, pattern: string): boolean {
	switch (plugin.kind) {
		case 'rewrite': {
			return plugin.to !== undefined && mayRewrite(plugin.match, plugin.from, pattern);
		}

		case 'template': {
			return plugin.zones.length === 0 || plugin.zones.some(zone => holdsSome(zone, pattern));
		}

		case 'hosts': {
			const lets = plugin.fallsThrough.includes('') && plugin.file === undefined;
			return !lets || [...plugin.addresses.keys()].some(name => overlap(name, pattern));
		}

		case 'forward': {
			return holdsSome(plugin.from, pattern);
		}

		case 'kubernetes': {
			return plugin.zones.some(zone => holdsSome(zone, pattern));
		}

		case 'other': {
			return true;
		}
	}
}

function mayRewrite(match: string, from: string, pattern: string): boolean {
	switch (match) {
		case 'exact': {
			return overlap(from, pattern);
		}

		case 'suffix': {
			return overlap(`*${from}`, pattern);
		}

		case 'prefix': {
			return overlap(`${from}*`, pattern);
		}

		case 'substring': {
			return overlap(`*${from}*`, pattern);
		}

		default: {
			// With the closing dot that names have there.
			return literalsIn(from).every(literal => overlap(`*${literal}*`, `${pattern}.`));
		}
	}
}

function holdsSome(zone: DnsZone, pattern: string): boolean {
	return zone === '' || overlap(zone, pattern) || overlap(`*.${zone}`, pattern);
}
