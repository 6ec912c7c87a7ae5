import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {clusterPolicyTerms} from '../../source/connectivity/cluster-tiers/cluster-policy-terms.js';
import {
	type ConnectionSet,
	connectionSet,
	everyConnection,
	isNoConnection,
	noConnection,
	type TransportProtocol,
	transportProtocols,
	unionConnections,
} from '../../source/connectivity/connection-set.js';
import {type Connectivity, connectivity} from '../../source/connectivity/connectivity.js';
import {engineRules} from '../../source/connectivity/engine-rules.js';
import {kubernetesTerm} from '../../source/connectivity/kubernetes-terms.js';
import {reach} from '../../source/connectivity/reach/reach.js';
import {formatAddress, parseAddress} from '../../source/network/address.js';
import {type AddressSet, addresses} from '../../source/network/address-set.js';
import {has, overlaps} from '../../source/network/interval-set.js';
import {formatPorts} from '../../source/network/port-set.js';
import {decodeNetworkPolicy} from '../../source/topology/decode/kubernetes/decode-network-policy.js';
import {known} from '../../source/topology/known.js';
import type {Namespace, NetworkPolicy, Pod} from '../../source/topology/kubernetes.js';
import type {Topology} from '../../source/topology/topology.js';
import type {KubeObject} from '../../source/topology/world.js';
import {cluster} from './manifests.js';

/*
 * Verdicts that other projects state about NetworkPolicies. The data lies beside the repository, not in it
 * (licences), so these tests skip where it is absent; the project's own tests stand without it.
 */
const folder = path.resolve(import.meta.dirname, '../../../shared/truth');
const sets = ['kubernetes-e2e', 'netpol-analyzer', 'cyclonus', 'policy-assistant'];

type TruthPod = {
	readonly namespace: string;
	readonly name: string;
	/** Only in sets that speak of workloads; several pods may share it. */
	readonly id?: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly ip: string | null;
	readonly hostNetwork?: boolean;
	readonly ports: readonly {readonly name?: string | null; readonly port: number | null; readonly protocol: string}[];
};

type TruthCase = {
	readonly id: string;
	readonly namespaces: readonly {readonly name: string; readonly labels: Readonly<Record<string, string>>}[];
	readonly pods?: readonly TruthPod[];
	readonly workloads?: readonly TruthPod[];
	readonly policies: readonly KubeObject[];
	readonly expected?: readonly {
		readonly src: string;
		readonly dst: string;
		readonly protocol: string;
		readonly port: number;
		readonly allowed: boolean;
		readonly allConnections?: string;
	}[];
	readonly expectedSets?: readonly {readonly src: string; readonly dst: string; readonly conns: TruthConnections}[];
};

type TruthConnections = {readonly all?: true} & Readonly<Record<string, readonly (readonly [number, number])[]>>;

type Tally = {agreed: number; readonly disagreed: string[]};

describe.skipIf(!existsSync(folder))('the verdicts of other projects (skipped where ../shared/truth is absent)', () => {
	const files = existsSync(folder)
		? sets.flatMap(set =>
				readdirSync(path.join(folder, set))
					.filter(name => name.endsWith('.json'))
					.map(name => `${set}/${name}`),
			)
		: [];
	const tally: Tally = {agreed: 0, disagreed: []};

	test.each(files)('%s', file => {
		const before = tally.disagreed.length;
		const data = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as TruthCase & {
			cases?: readonly TruthCase[];
		};
		for (const truth of data.cases ?? [data]) {
			compare(`${file} ${truth.id}`, truth, tally);
		}

		expect(tally.disagreed.slice(before, before + 20)).toEqual([]);
	});

	test('agree in every case, none left out', () => {
		const total = tally.agreed + tally.disagreed.length;
		process.stdout.write(`agreed ${tally.agreed} of ${total}\n`);
		expect(total).toBeGreaterThan(100_000);
		expect(tally.agreed).toBe(total);
	});
});

function compare(title: string, truth: TruthCase, tally: Tally): void {
	const cluster = read(truth);
	const judge = (what: string, agrees: boolean) => {
		if (agrees) {
			tally.agreed++;
		} else {
			tally.disagreed.push(`${title}: ${what}`);
		}
	};
	for (const {src, dst, protocol, port, allowed, allConnections} of truth.expected ?? []) {
		const open = cluster.between(src, dst);
		const one = connectionSet({[protocol.toLowerCase() as TransportProtocol]: [[port, port]]});
		judge(`${src} to ${dst} ${protocol} ${port}`, contains(open, one) === allowed);
		if (allConnections !== undefined) {
			judge(`${src} to ${dst}: ${allConnections}`, same(open, stated(allConnections)));
		}
	}

	if (truth.expectedSets !== undefined) {
		compareSets(cluster, truth.expectedSets, judge);
	}
}

/**
 * A closed world: what is not listed has no connection. Outside addresses are listed in ranges that may be joined for
 * one pod and split for another, so they are compared at the first address of every stretch that any range makes.
 */
function compareSets(
	cluster: ReturnType<typeof read>,
	expected: NonNullable<TruthCase['expectedSets']>,
	judge: (what: string, agrees: boolean) => void,
): void {
	const ranges = new Map(
		[...new Set(expected.flatMap(({src, dst}) => [src, dst]))]
			.filter(id => id.endsWith('[External]'))
			.map(id => [id, addresses(id.replace('[External]', ''))]),
	);
	const starts = intervalSetStarts([...ranges.values()]);
	const ends = [...cluster.ids, ...starts.map(formatAddress)];
	const listed = new Map<string, ConnectionSet>();
	const namesOf = (id: string) => {
		const range = ranges.get(id);
		return range === undefined ? [id] : starts.filter(start => has(range, start)).map(formatAddress);
	};
	for (const {src, dst, conns} of expected) {
		for (const from of namesOf(src)) {
			for (const to of namesOf(dst)) {
				listed.set(`${from} ${to}`, setOf(conns));
			}
		}
	}

	const fromReach = cluster.listed();
	for (const src of cluster.ids) {
		for (const dst of cluster.ids.filter(id => id !== src)) {
			const said = fromReach.get(`${src} ${dst}`) ?? '';
			judge(`${src} to ${dst} in the list`, said === written(listed.get(`${src} ${dst}`) ?? noConnection));
		}
	}

	for (const src of ends) {
		for (const dst of ends) {
			if (src !== dst && (src.includes('/') || dst.includes('/'))) {
				judge(
					`${src} to ${dst} as a set`,
					same(cluster.between(src, dst), listed.get(`${src} ${dst}`) ?? noConnection),
				);
			}
		}
	}
}

function written(set: ConnectionSet): string {
	return transportProtocols
		.filter(protocol => set[protocol].length > 0)
		.map(protocol => `${protocol.toUpperCase()} ${formatPorts(set[protocol])}`)
		.join(' ');
}

function intervalSetStarts(ranges: readonly AddressSet[]): readonly number[] {
	return [...new Set([0, ...ranges.flat().flatMap(([first, last]) => [Number(first), Number(last) + 1])])].filter(
		start => start < 2 ** 32,
	);
}

function read(truth: TruthCase) {
	const byId = new Map<string, Pod[]>();
	const pods = (truth.pods ?? truth.workloads ?? []).map((entry, index): Pod => {
		const ip = entry.ip === null ? undefined : parseAddress(entry.ip);
		const pod: Pod = {
			namespace: entry.namespace,
			name: `${entry.name}-${index}`,
			labels: entry.labels,
			addresses: ip?.ok ? [[ip.value, ip.value]] : [],
			hostNetwork: entry.hostNetwork ?? false,
			callsApiServerByName: false,
			node: undefined,
			ports: entry.ports.flatMap(({name, port, protocol}) =>
				port === null ? [] : [{name: name ?? undefined, port, protocol: protocol.toLowerCase() as TransportProtocol}],
			),
			workload: {kind: 'Workload', name: (entry.id ?? entry.name).replace(/^[^/]*\//, '')},
		};
		const id = entry.id ?? `${entry.namespace}/${entry.name}`;
		byId.set(id, [...(byId.get(id) ?? []), pod]);
		return pod;
	});
	const plain = truth.policies.filter(({kind}) => kind === 'NetworkPolicy');
	const tiered = truth.policies.filter(policy => !plain.includes(policy));
	const policies = plain.map(policy => {
		const decoded = decodeNetworkPolicy(policy);
		if (!decoded.ok) {
			throw new Error(decoded.problem);
		}

		return decoded.value;
	});
	const namespaces = truth.namespaces.map(({name, labels}) => ({
		name,
		labels: {'kubernetes.io/metadata.name': name, ...labels},
	}));
	const classes = connectivity({
		engine: 'kubernetes',
		pods,
		namespaces,
		nodes: [],
		policies: [
			...policies.map(policy => kubernetesTerm(policy, engineRules.kubernetes, undefined)),
			...clusterPolicyTerms(tiered, {namespaces, nodes: [], equalsByName: false, doubt: undefined}),
		],
		podCidrs: [],
	});
	return {
		ids: [...byId.keys()],
		between: (src: string, dst: string) => between(classes, byId, src, dst),
		listed: () => listed(cluster({pods: []}), {pods, namespaces, policies}),
	};
}

/** What `aksess reach --by workload` lists, by `from to`. */
function listed(
	empty: Topology,
	{
		pods,
		namespaces,
		policies,
	}: {pods: readonly Pod[]; namespaces: readonly Namespace[]; policies: readonly NetworkPolicy[]},
): ReadonlyMap<string, string> {
	const topology = {
		...empty,
		kubernetes: {
			...empty.kubernetes,
			pods: known(pods),
			namespaces: known(namespaces),
			networkPolicies: known(policies),
		},
	};
	const found = reach(topology, {by: 'workload'});
	return new Map(
		[...(found.ok ? found.connections : [])].map(({from, to, allowed}) => [
			`${from} ${to}`,
			allowed.map(({protocol, ports}) => `${protocol} ${ports}`).join(' '),
		]),
	);
}

function between(
	reach: Connectivity,
	byId: ReadonlyMap<string, readonly Pod[]>,
	src: string,
	dst: string,
): ConnectionSet {
	const sources = byId.get(src)?.map(pod => reach.classes.of.get(pod) ?? -1);
	const destinations = byId.get(dst)?.map(pod => reach.classes.of.get(pod) ?? -1);
	if (sources !== undefined && destinations !== undefined) {
		return sources
			.flatMap(source =>
				destinations.map(destination => reach.table.get(reach.row(source, 'certain')[destination] ?? 0)),
			)
			.reduce(unionConnections, noConnection);
	}

	const pods = sources ?? destinations ?? [];
	const block = addresses(sources === undefined ? src : dst);
	const direction = sources === undefined ? 'ingress' : 'egress';
	return pods
		.flatMap(id => reach.addressShares(direction, id, 'certain', 'outside'))
		.filter(share => overlaps(share.addresses, block))
		.map(share => reach.table.get(share.connections))
		.reduce(unionConnections, noConnection);
}

function setOf(conns: TruthConnections): ConnectionSet {
	return conns.all === true
		? everyConnection
		: connectionSet({tcp: conns['TCP'] ?? [], udp: conns['UDP'] ?? [], sctp: conns['SCTP'] ?? []});
}

/** `All Connections`, `No Connections`, `TCP 53,UDP 53` */
function stated(text: string): ConnectionSet {
	if (text.endsWith(' Connections')) {
		return text.startsWith('All') ? everyConnection : noConnection;
	}

	return text
		.split(/,(?=[A-Z])/)
		.map(part => {
			const [protocol = '', ports = ''] = part.split(' ');
			return connectionSet({
				[protocol.toLowerCase()]: ports.split(',').map(range => {
					const [first = 0, last = first] = range.split('-').map(Number);
					return [first, last] as const;
				}),
			});
		})
		.reduce(unionConnections, noConnection);
}

function same(a: ConnectionSet, b: ConnectionSet): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

function contains(whole: ConnectionSet, part: ConnectionSet): boolean {
	return !isNoConnection(part) && same(unionConnections(whole, part), whole);
}
