import {object, text, textMap} from '../../../json.js';
import {type Known, known} from '../../../known.js';
import {rememberByObject} from '../../../remember-by-object.js';
import type {KubeObject} from '../../../world.js';
import type {ClusterDns, DnsPlugin, DnsServer} from './cluster-dns.js';
import {dnsZone} from './dns-zone.js';
import {type Directive, parseDirectives, parseServerBlocks} from './parse-corefile.js';
import {isPlugin, readPlugin} from './read-plugin.js';

/** The one ConfigMap by which a cluster's CoreDNS is changed (AKS, coredns-custom). */
export const customDns = {namespace: 'kube-system', name: 'coredns-custom'} as const;

/** The parts of it that CoreDNS reads: `import custom/*.override` and `import custom/*.server` in AKS's own file. */
export function isDnsKey(key: string): boolean {
	return key.endsWith('.override') || key.endsWith('.server');
}

/** A cluster without the ConfigMap asks as AKS set it up. */
export function decodeClusterDns(list: Known<readonly KubeObject[]> | undefined): Known<ClusterDns> {
	switch (list?.state) {
		case 'known': {
			return known(decodeList(list.value));
		}

		case 'denied': {
			return list;
		}

		default: {
			return known(untouched);
		}
	}
}

const untouched: ClusterDns = {overrides: [], servers: [], faults: []};

const decodeList = rememberByObject((items: readonly KubeObject[]): ClusterDns => {
	const found = items.find(
		item =>
			text(item, 'metadata', 'name') === customDns.name && text(item, 'metadata', 'namespace') === customDns.namespace,
	);
	return found === undefined ? untouched : decodeCustomDns(found);
});

/** Files are imported in the order of their names, and rules are asked in the order of the files. */
function decodeCustomDns(map: KubeObject): ClusterDns {
	const binary = Object.keys(object(map, 'binaryData') ?? {}).filter(isDnsKey);
	const parts = Object.entries(textMap(map, 'data'))
		.filter(([key]) => isDnsKey(key))
		.toSorted(([left], [right]) => (left < right ? -1 : 1))
		.map(([key, content]) => (key.endsWith('.override') ? readOverride(key, content) : readServers(key, content)));
	const overrides = parts.flatMap(part => part.overrides);
	const servers = parts.flatMap(part => part.servers);
	return {
		overrides,
		servers,
		faults: [
			...binary.map(key => ({key, problem: 'it is binary'})),
			...parts.flatMap(({faults}) => faults),
			...twice(overrides, servers),
		],
	};
}

function readOverride(key: string, content: string): ClusterDns {
	const directives = parseDirectives(content);
	return directives.ok
		? {overrides: pluginsOf(directives.value, key), servers: [], faults: unknownIn(directives.value, key)}
		: {...untouched, faults: [{key, problem: directives.problem}]};
}

function readServers(key: string, content: string): ClusterDns {
	const blocks = parseServerBlocks(content);
	return blocks.ok
		? {
				overrides: [],
				servers: blocks.value.flatMap(({heads, directives}) => serverOf(heads, directives, key)),
				faults: blocks.value.flatMap(({directives}) => unknownIn(directives, key)),
			}
		: {...untouched, faults: [{key, problem: blocks.problem}]};
}

function pluginsOf(directives: readonly Directive[], key: string): readonly DnsPlugin[] {
	return directives.filter(({name}) => isPlugin(name)).flatMap(directive => readPlugin(directive, key) ?? []);
}

function unknownIn(directives: readonly Directive[], key: string): ClusterDns['faults'] {
	return directives
		.filter(({name}) => !isPlugin(name))
		.map(({name}) => ({key, problem: `${name} is not a plugin of CoreDNS`}));
}

/** Pods ask on port 53 by plain DNS; a block for another port or transport is asked by none of them. */
function serverOf(heads: readonly string[], directives: readonly Directive[], key: string): readonly DnsServer[] {
	const zones = heads.flatMap(head => zoneOf(head) ?? []);
	return zones.length === 0 ? [] : [{key, zones, plugins: pluginsOf(directives, key)}];
}

function zoneOf(head: string): string | undefined {
	const [, transport = 'dns', zone = '', port = '53'] = /^(?:([a-z]+):\/\/)?(.*?)(?::(\d+))?$/i.exec(head) ?? [];
	return transport.toLowerCase() === 'dns' && port === '53' ? dnsZone(zone) : undefined;
}

/** CoreDNS refuses a zone that two blocks answer for, and a second list of hosts in a block, and starts no more. */
function twice(overrides: readonly DnsPlugin[], servers: readonly DnsServer[]): ClusterDns['faults'] {
	const seen = new Set(['']);
	const zones = servers.flatMap(({key, zones: own}) => own.map(zone => ({key, zone})));
	const repeated = zones.filter(({zone}) => {
		const isSeen = seen.has(zone);
		seen.add(zone);
		return isSeen;
	});
	const blocks = [overrides, ...servers.map(({plugins}) => plugins)];
	return [
		...repeated.map(({key, zone}) => ({key, problem: `another block answers for ${zone === '' ? '.' : zone}, too`})),
		...blocks.flatMap(plugins =>
			plugins
				.filter(({kind}) => kind === 'hosts')
				.slice(1)
				.map(({key}) => ({key, problem: 'its block has two lists of hosts'})),
		),
	];
}
