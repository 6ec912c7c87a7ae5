import {armName, parseArmId} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Pod, Service} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import type {Subnet} from '../../topology/virtual-network.js';

/** What was read and has a name by which it can be asked about. */
export type NamedPlace =
	| {readonly kind: 'namespace'; readonly namespace: string}
	| {readonly kind: 'workload'; readonly namespace: string; readonly workload: Pod['workload']}
	| {readonly kind: 'pod'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'service'; readonly service: Service}
	| {readonly kind: 'subnet'; readonly name: string; readonly network: string; readonly subnet: Subnet};

/** A place, and all that it may be written as; the first is what nothing else is called. */
export type SpelledPlace = {readonly place: NamedPlace; readonly spellings: readonly string[]};

/** What `kubectl` takes for the kinds, beside the kind itself in lower case. */
const shortKinds: Readonly<Record<string, readonly string[]>> = {
	Deployment: ['deploy'],
	StatefulSet: ['sts'],
	DaemonSet: ['ds'],
	ReplicaSet: ['rs'],
	CronJob: ['cj'],
	Pod: ['po'],
	Service: ['svc'],
};

/** Everything with a name. Services are called, so they are no place to ask from. */
export function namedPlaces(topology: Topology, side: 'from' | 'to'): readonly SpelledPlace[] {
	const {kubernetes} = topology;
	const pods = knownValue(kubernetes.pods) ?? [];
	const namespaces = [
		...(knownValue(kubernetes.namespaces) ?? []).map(({name}) => name),
		...pods.map(({namespace}) => namespace),
	];
	const services = side === 'to' ? (knownValue(kubernetes.services) ?? []) : [];
	return [
		...[...new Set(namespaces)].map(spelledNamespace),
		...workloadsOf(pods).map(spelledWorkload),
		...pods.filter(({planned}) => planned !== true).map(spelledPod),
		...services.map(spelledService),
		...subnetsOf(topology).map(spelledSubnet),
	];
}

function spelledNamespace(namespace: string): SpelledPlace {
	return {
		place: {kind: 'namespace', namespace},
		spellings: [`namespace/${namespace}`, `ns/${namespace}`, namespace],
	};
}

type Workload = Extract<NamedPlace, {kind: 'workload'}>;

/** A pod that nothing owns is no workload beside itself. */
function workloadsOf(pods: readonly Pod[]): readonly Workload[] {
	const found = pods
		.filter(({workload}) => workload.kind !== 'Pod')
		.map(({namespace, workload}): Workload => ({kind: 'workload', namespace, workload}));
	return [
		...new Map(
			found.map(place => [`${place.namespace}/${place.workload.kind}/${place.workload.name}`, place]),
		).values(),
	];
}

function spelledWorkload(place: Workload): SpelledPlace {
	const {namespace, workload} = place;
	return {place, spellings: inNamespace(namespace, workload.kind, workload.name)};
}

function spelledPod({namespace, name}: Pod): SpelledPlace {
	return {place: {kind: 'pod', namespace, name}, spellings: inNamespace(namespace, 'Pod', name)};
}

function spelledService(service: Service): SpelledPlace {
	const {namespace, name} = service;
	return {
		place: {kind: 'service', service},
		spellings: [...inNamespace(namespace, 'Service', name), `${name}.${namespace}`, `${name}.${namespace}.svc`],
	};
}

function inNamespace(namespace: string, kind: string, name: string): readonly string[] {
	const kinds = [kind.toLowerCase(), ...(shortKinds[kind] ?? [])];
	return [
		...kinds.map(word => `${namespace}/${word}/${name}`),
		`${namespace}/${name}`,
		...kinds.map(word => `${word}/${name}`),
		name,
	];
}

type SubnetPlace = Extract<NamedPlace, {kind: 'subnet'}>;

function subnetsOf({subnets}: Topology): readonly SubnetPlace[] {
	return [...subnets.values()].flatMap((known): readonly SubnetPlace[] => {
		const subnet = knownValue(known);
		return subnet === undefined
			? []
			: [{kind: 'subnet', name: subnet.name, network: armName(parseArmId(subnet.id)?.parent ?? ''), subnet}];
	});
}

function spelledSubnet(place: SubnetPlace): SpelledPlace {
	const {name, network} = place;
	return {place, spellings: [`subnet/${network}/${name}`, `${network}/${name}`, `subnet/${name}`, name]};
}
