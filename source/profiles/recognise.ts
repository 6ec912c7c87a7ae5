import {selects} from '../network/label-selector.js';
import {covers} from '../network/name-pattern.js';
import {type ImageName, parseImageName} from '../topology/image-name.js';
import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {type Gap, readCluster, readList} from './bind-context.js';
import {factValue} from './conditions.js';
import type {Profile, Sign} from './profile.js';
import {type UnnamedRegistry, unnamedRegistries} from './unnamed-registries.js';

/** One thing that was found and by which a workload is known. */
export type ProfileEvidence =
	| {readonly kind: 'cluster'; readonly name: string}
	| {readonly kind: 'fact'; readonly fact: string; readonly values: readonly string[]}
	/** `where` is the first pod that has it, `namespace/name`; `count` says how many have. */
	| {readonly kind: 'image'; readonly image: string; readonly where: string; readonly count: number}
	| {readonly kind: 'pods'; readonly labels: string; readonly where: string; readonly count: number}
	| {readonly kind: 'namespace'; readonly name: string}
	| {readonly kind: 'service'; readonly where: string};

/** A profile that applies here, with everything that says so; never without evidence. */
export type RecognisedProfile = {readonly profile: string; readonly evidence: readonly ProfileEvidence[]};

/** What runs here, as far as it could be read. */
export type Recognition = {
	readonly found: readonly RecognisedProfile[];
	/** Registries that images come from and that none of those found names: nothing is checked for them. */
	readonly unnamed: readonly UnnamedRegistry[];
	/** What was not read and could have told more: the cluster, its pods, namespaces or services. */
	readonly unread: readonly Gap[];
};

/**
 * Which of the profiles apply, by their own `detect`. Looks at nothing but what is read for every check anyway. Each
 * image, namespace and service is looked at once, however many pods there are.
 */
export function recognise(profiles: readonly Profile[], topology: Topology): Recognition {
	const seen = lookAround(topology);
	const found = profiles.flatMap((profile): readonly RecognisedProfile[] => {
		const evidence = profile.detect.flatMap(sign => evidenceOf(sign, profile, seen, topology));
		return evidence.length === 0 ? [] : [{profile: profile.name, evidence}];
	});
	const applying = profiles.filter(({name}) => found.some(({profile}) => profile === name));
	return {
		found,
		unnamed: unnamedRegistries(applying, knownValue(topology.kubernetes.pods) ?? []),
		unread: unread(topology),
	};
}

type Images = ReadonlyMap<string, {readonly name: ImageName; readonly first: Pod; readonly count: number}>;

type Seen = {readonly pods: readonly Pod[]; readonly images: Images};

function lookAround({kubernetes}: Topology): Seen {
	const pods = knownValue(kubernetes.pods) ?? [];
	const images = new Map<string, {name: ImageName; first: Pod; count: number}>();
	for (const pod of pods) {
		for (const image of pod.images ?? []) {
			const known = images.get(image);
			if (known === undefined) {
				images.set(image, {name: parseImageName(image), first: pod, count: 1});
			} else {
				known.count += 1;
			}
		}
	}

	return {pods, images};
}

function evidenceOf(
	sign: Sign,
	profile: Profile,
	{pods, images}: Seen,
	topology: Topology,
): readonly ProfileEvidence[] {
	const {kubernetes} = topology;
	switch (sign.kind) {
		case 'cluster': {
			const cluster = knownValue(topology.cluster);
			return cluster === undefined ? [] : [{kind: 'cluster', name: cluster.name}];
		}

		case 'fact': {
			const values = factValue(sign.fact, profile, topology);
			if (values === undefined) {
				return [];
			}

			const told = sign.in === undefined ? values : values.filter(value => sign.in?.includes(value));
			const holds = sign.in === undefined ? !values.some(value => sign.not?.includes(value)) : told.length > 0;
			return holds ? [{kind: 'fact', fact: sign.fact, values: told}] : [];
		}

		case 'image': {
			const fitting = [...images].filter(([, {name}]) => covers(sign.image, `${name.registry}/${name.repository}`));
			const [first] = fitting;
			return first === undefined
				? []
				: [
						{
							kind: 'image',
							image: first[0],
							where: placeOf(first[1].first),
							count: fitting.reduce((sum, [, {count}]) => sum + count, 0),
						},
					];
		}

		case 'pods': {
			const fitting = pods.filter(
				({namespace, labels}) =>
					(sign.namespace === undefined || covers(sign.namespace, namespace)) && selects(sign.labels, labels),
			);
			const [first] = fitting;
			const labels = sign.labels.map(({key, values}) => `${key}=${values.join('|')}`).join(',');
			return first === undefined ? [] : [{kind: 'pods', labels, where: placeOf(first), count: fitting.length}];
		}

		case 'namespace': {
			const names = (knownValue(kubernetes.namespaces) ?? []).map(({name}) => name);
			return names.filter(name => covers(sign.name, name)).map(name => ({kind: 'namespace', name}));
		}

		case 'service': {
			const found = (knownValue(kubernetes.services) ?? []).find(
				({namespace, name, labels}) =>
					(sign.namespace === undefined || covers(sign.namespace, namespace)) &&
					(sign.name === undefined || covers(sign.name, name)) &&
					(sign.labels === undefined || selects(sign.labels, labels)),
			);
			return found === undefined ? [] : [{kind: 'service', where: `${found.namespace}/${found.name}`}];
		}
	}
}

function placeOf({namespace, name}: Pod): string {
	return `${namespace}/${name}`;
}

/** What was not seen may hold any workload: it is said, and never taken for "nothing runs there". */
function unread(topology: Topology): readonly Gap[] {
	const {kubernetes} = topology;
	const reads = [
		readCluster(topology),
		readList(kubernetes.pods, 'pods'),
		readList(kubernetes.namespaces, 'namespaces'),
		readList(kubernetes.services, 'services'),
	];
	return reads.flatMap(read => (read.ok ? [] : [read.gap]));
}
