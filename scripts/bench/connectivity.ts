import {connectivity} from '../../source/connectivity/connectivity.js';
import {engineRules} from '../../source/connectivity/engine-rules.js';
import {kubernetesTerm} from '../../source/connectivity/kubernetes-terms.js';
import type {PolicyTerm} from '../../source/connectivity/policy-terms.js';
import {reach} from '../../source/connectivity/reach/reach.js';
import {parseAddress} from '../../source/network/address.js';
import type {LabelSelector} from '../../source/network/label-selector.js';
import {absent, known} from '../../source/topology/known.js';
import type {NetworkPolicy, Pod} from '../../source/topology/kubernetes.js';
import type {Topology} from '../../source/topology/topology.js';
import {calicoPolicies} from './calico-policies.js';
import type {Row} from './row.js';

const namespaceCount = 200;
const policiesPerNamespace = 5;

/** Who may talk to whom among 10,000 pods under 1,000 policies in 200 namespaces, and how that grows from 1,000 pods. */
export async function benchConnectivity(): Promise<Row[]> {
	const small = cluster(1000);
	const large = cluster(10_000);
	// One run each before measuring, so that compiling is not what is measured.
	countOpenPairs(small);
	const before = memory();
	const largeTimes = times(5, () => countOpenPairs(large));
	const used = memory() - before;
	const smallTimes = times(5, () => countOpenPairs(small));
	const tiers = calicoPolicies();
	countOpenPairs(large, tiers);
	// One after the other, so that a busy moment of the machine meets both.
	const ratios = Array.from({length: 5}, () => {
		const [plain = 0] = times(1, () => countOpenPairs(large));
		const [tiered = 0] = times(1, () => countOpenPairs(large, tiers));
		return tiered / plain;
	});
	const pairTimes = times(3, () => writePairs(large));
	return [
		row('connectivity of 10,000 pods under 1,000 policies', largeTimes, 'ms', 2000),
		row('connectivity of 1,000 pods under 1,000 policies', smallTimes, 'ms'),
		{name: 'growth from 1,000 to 10,000 pods', value: median(largeTimes) / median(smallTimes), unit: 'times', aim: 10},
		{name: 'the same with 200 Calico policies in 5 tiers', value: median(ratios), unit: 'times', aim: 1.5},
		{name: 'memory for 10,000 pods', value: used / 2 ** 20, unit: 'MB', aim: 500},
		row('the same, between workloads, pair by pair', pairTimes, 'ms'),
	];
}

/** Everything anew, down to how many pairs of pods may talk. */
function countOpenPairs(topology: Topology, more: readonly PolicyTerm[] = []): number {
	const {kubernetes} = topology;
	if (kubernetes.pods.state !== 'known' || kubernetes.networkPolicies.state !== 'known') {
		return 0;
	}

	const {classes, row: rowOf} = connectivity({
		engine: more.length > 0 ? 'calico' : 'kubernetes',
		pods: kubernetes.pods.value,
		namespaces: kubernetes.namespaces.state === 'known' ? kubernetes.namespaces.value : [],
		nodes: [],
		policies: [
			...kubernetes.networkPolicies.value.map(policy => kubernetesTerm(policy, engineRules.kubernetes, undefined)),
			...more,
		],
		podCidrs: [],
	});
	let open = 0;
	for (const [id, members] of classes.members.entries()) {
		for (const [peer, connections] of rowOf(id, 'certain').entries()) {
			if (connections !== 0) {
				open += members.length * (classes.members[peer]?.length ?? 0);
			}
		}
	}

	return open;
}

function writePairs(topology: Topology): number {
	const found = reach({...topology}, {by: 'workload'});
	let count = 0;
	for (const _pair of found.ok ? found.connections : []) {
		count++;
	}

	return count;
}

/** Ten workloads a namespace, each with its own label; a default deny and four allows that name workloads and namespaces. */
function cluster(podCount: number): Topology {
	const namespaces = Array.from({length: namespaceCount}, (_, index) => ({
		name: `team-${index}`,
		labels: {'kubernetes.io/metadata.name': `team-${index}`, stage: index % 3 === 0 ? 'prod' : 'test'},
	}));
	const pods = Array.from({length: podCount}, (_, index): Pod => {
		const namespace = index % namespaceCount;
		const workload = Math.floor(index / namespaceCount) % 10;
		const address = parseAddress(`10.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`);
		return {
			namespace: `team-${namespace}`,
			name: `app-${workload}-${index}`,
			labels: {app: `app-${workload}`, tier: workload < 3 ? 'front' : 'back', 'pod-template-hash': `h${index % 97}`},
			addresses: address.ok ? [[address.value, address.value]] : [],
			hostNetwork: false,
			node: `node-${index % 100}`,
			ports: [{name: 'http', port: 8080 + workload, protocol: 'tcp'}],
			workload: {kind: 'Deployment', name: `app-${workload}`},
		};
	});
	return topologyOf(
		pods,
		namespaces,
		namespaces.flatMap((_, index) => policiesOf(index)),
	);
}

function policiesOf(index: number): readonly NetworkPolicy[] {
	const is = (key: string, value: string): LabelSelector => [{key, operator: 'In', values: [value]}];
	const policy = (number: number, pods: LabelSelector, rule: NetworkPolicy['ingress'][number] | undefined) => ({
		namespace: `team-${index}`,
		name: `policy-${number}`,
		pods,
		isolatesIngress: true,
		isolatesEgress: number === 0,
		ingress: rule === undefined ? [] : [rule],
		egress: rule === undefined ? [] : [rule],
	});
	const neighbour = is('kubernetes.io/metadata.name', `team-${(index + 1) % namespaceCount}`);
	return [
		policy(0, [], {peers: [{kind: 'pods', namespaces: undefined, pods: []}], ports: undefined}),
		policy(1, is('app', 'app-1'), {
			peers: [{kind: 'pods', namespaces: is('stage', 'prod'), pods: is('tier', 'front')}],
			ports: [{protocol: 'tcp', port: {name: 'http'}}],
		}),
		policy(2, is('app', `app-${index % 10}`), {
			peers: [{kind: 'pods', namespaces: neighbour, pods: [{key: 'app', operator: 'NotIn', values: ['app-3']}]}],
			ports: [{protocol: 'tcp', port: [[8080, 8090]]}],
		}),
		policy(3, is('tier', 'front'), {
			peers: [{kind: 'addresses', addresses: [[0x14_00_00_00 + index * 256, 0x14_00_00_00 + index * 256 + 255]]}],
			ports: [{protocol: 'tcp', port: [[443, 443]]}],
		}),
		policy(4, is('app', 'app-2'), {
			peers: [{kind: 'pods', namespaces: [], pods: is('app', 'app-1')}],
			ports: undefined,
		}),
	].slice(0, policiesPerNamespace);
}

function topologyOf(
	pods: readonly Pod[],
	namespaces: readonly {readonly name: string; readonly labels: Readonly<Record<string, string>>}[],
	policies: readonly NetworkPolicy[],
): Topology {
	return {
		cluster: absent,
		virtualNetworks: new Map(),
		subnets: new Map(),
		securityGroups: new Map(),
		nodeSecurityGroups: absent,
		routeTables: new Map(),
		firewalls: [],
		serviceTags: absent,
		kubernetes: {
			namespaces: known(namespaces),
			pods: known(pods),
			services: known([]),
			networkPolicies: known(policies),
			ciliumPolicies: absent,
			nodes: known([]),
		},
		devSpacesEndpoint: undefined,
	};
}

function times(count: number, work: () => number): readonly number[] {
	return Array.from({length: count}, () => {
		const start = performance.now();
		work();
		return performance.now() - start;
	});
}

function memory(): number {
	return process.memoryUsage().rss;
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function row(name: string, values: readonly number[], unit: string, aim?: number): Row {
	const spread = `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
	return {name, value: median(values), unit, spread, ...(aim === undefined ? {} : {aim})};
}
