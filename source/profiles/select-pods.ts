import {type LabelSelector, selects} from '../network/label-selector.js';
import {covers} from '../network/name-pattern.js';
import {knownValue} from '../topology/known.js';
import type {Node, Pod} from '../topology/kubernetes.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {Topology} from '../topology/topology.js';
import {type ReadResult, readList} from './bind-context.js';
import type {From, Profile} from './profile.js';

/** The fields by which a profile selects pods. */
export type PodSelector = Omit<From<'pods'>, 'kind'>;

export function selectPods(selector: PodSelector, {kubernetes}: Topology): ReadResult<readonly Pod[]> {
	const pods = readList(kubernetes.pods, 'pods');
	if (!pods.ok) {
		return pods;
	}

	const labelled = selector.namespaceLabels;
	const namespaces = labelled === undefined ? undefined : readList(kubernetes.namespaces, 'namespaces');
	if (namespaces?.ok === false) {
		return namespaces;
	}

	const inside =
		labelled && new Set(namespaces?.value.filter(({labels}) => selects(labelled, labels)).map(({name}) => name));
	const isMeant = (namespace: string): boolean =>
		(selector.namespace === undefined || covers(selector.namespace, namespace)) &&
		(selector.notNamespace === undefined || !covers(selector.notNamespace, namespace)) &&
		(inside === undefined || inside.has(namespace));
	const all = byNamespace(pods.value);
	const meant = [...all.keys()].filter(isMeant);
	const [only] = meant;
	const candidates = only !== undefined && meant.length === 1 ? (all.get(only) ?? []) : inNamespaces(pods.value, meant);
	const value = candidates.filter(
		({name, labels, workload}) =>
			(selector.name === undefined || covers(selector.name, name)) &&
			(selector.workload === undefined || selector.workload === `${workload.kind}/${workload.name}`) &&
			(selector.labels === undefined || selects(selector.labels, labels)),
	);
	return {ok: true, value};
}

/** Every requirement asks for the pods of some namespace, and a cluster has ten thousand. */
const byNamespace = rememberByObject(
	(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> => Map.groupBy(pods, ({namespace}) => namespace),
);

function inNamespaces(pods: readonly Pod[], names: readonly string[]): readonly Pod[] {
	const wanted = new Set(names);
	return pods.filter(({namespace}) => wanted.has(namespace));
}

/** For people: `pods in azds`, `pods with azds.io/instrumented=true outside azds`, `pod web-1 in shop`. */
export function describeSelector(selector: PodSelector): string {
	const {namespace, notNamespace, namespaceLabels, labels, name, workload} = selector;
	return [
		name === undefined ? 'pods' : `pod ${name}`,
		workload && `of ${workload}`,
		labels && `with ${describeLabels(labels)}`,
		namespace && `in ${namespace}`,
		namespaceLabels && `in namespaces with ${describeLabels(namespaceLabels)}`,
		notNamespace && `outside ${notNamespace}`,
	]
		.filter(part => part !== undefined)
		.join(' ');
}

function describeLabels(selector: LabelSelector): string {
	return selector.map(({key, values}) => `${key}=${values.join('|')}`).join(', ');
}

export type Spaces = {
	/** Every namespace that is a space or the parent of one. */
	readonly names: readonly string[];
	readonly pairs: readonly {readonly parent: string; readonly child: string}[];
};

/** Namespaces that are spaces by label, by having a parent, or by being somebody's parent. */
export function findSpaces(profile: Profile, {kubernetes}: Topology): ReadResult<Spaces> {
	const namespaces = readList(kubernetes.namespaces, 'namespaces');
	const {spaces} = profile;
	if (!namespaces.ok || spaces === undefined) {
		return namespaces.ok ? {ok: true, value: {names: [], pairs: []}} : namespaces;
	}

	const existing = new Set(namespaces.value.map(({name}) => name));
	const pairs = namespaces.value.flatMap(({name, labels}) => {
		const parent = labels[spaces.parentLabel];
		return parent !== undefined && parent !== name && existing.has(parent) ? [{parent, child: name}] : [];
	});
	const labelled = namespaces.value
		.filter(({labels}) => labels[spaces.label] === spaces.value || labels[spaces.parentLabel] !== undefined)
		.map(({name}) => name);
	const names = [...new Set([...labelled, ...pairs.map(({parent}) => parent)])].sort();
	return {ok: true, value: {names, pairs}};
}

/** The pods of namespaces; undefined pods are a gap of {@link readList}. */
export function podsIn(namespaces: readonly string[], {kubernetes}: Topology): ReadResult<readonly Pod[]> {
	const pods = readList(kubernetes.pods, 'pods');
	return pods.ok ? {ok: true, value: inNamespaces(pods.value, namespaces)} : pods;
}

/** The agent pool a pod runs in; undefined while it is not scheduled or the nodes could not be read. */
export function poolOf({node}: Pod, {kubernetes}: Topology): string | undefined {
	const nodes = knownValue(kubernetes.nodes);
	return nodes === undefined || node === undefined ? undefined : poolsByNode(nodes).get(node);
}

const poolsByNode = rememberByObject(
	(nodes: readonly Node[]): ReadonlyMap<string, string | undefined> =>
		new Map(nodes.toReversed().map(({name, pool}) => [name, pool])),
);
