import {type LabelSelector, selects} from '../../network/label-selector.js';
import type {Pod} from '../../topology/kubernetes.js';

export type SelectorChoice = {
	readonly selector: LabelSelector;
	/** Pods that are selected beside those that were meant. */
	readonly extra: readonly Pod[];
};

/** Labels that change with every rollout or name one pod. */
const volatile = new Set([
	'pod-template-hash',
	'controller-revision-hash',
	'pod-template-generation',
	'statefulset.kubernetes.io/pod-name',
	'apps.kubernetes.io/pod-index',
]);

/**
 * A selector that selects all of `wanted`, none of `forbidden`, and as few others as can be said with labels.
 * `bases` are tried first: selectors that are known to be safe for pods that come later, too.
 */
export function chooseSelector(
	wanted: readonly Pod[],
	inNamespace: readonly Pod[],
	forbidden: ReadonlySet<Pod>,
	bases: readonly LabelSelector[],
): SelectorChoice | undefined {
	const labels = commonLabels(wanted);
	const lists = listedLabels(wanted);
	const candidates = [
		...bases,
		...bases.flatMap(base => labels.map(label => [...base, ...label])),
		...labels,
		labels.flat(),
		...lists,
		...bases.flatMap(base => lists.map(list => [...base, ...list])),
		...lists.map(list => [...labels.flat(), ...list]),
	];
	const meant = new Set(wanted);
	let best: SelectorChoice | undefined;
	for (const selector of candidates) {
		const selected = inNamespace.filter(pod => selects(selector, pod.labels));
		const fits = wanted.every(pod => selects(selector, pod.labels)) && !selected.some(pod => forbidden.has(pod));
		const extra = selected.filter(pod => !meant.has(pod));
		if (fits && extra.length < (best?.extra.length ?? Number.POSITIVE_INFINITY)) {
			best = {selector, extra};
		}
	}

	return best;
}

/** More values than this are for a program to read, not for a person. */
const readableValues = 12;

/** Where pods have one label with different values, those values, the shortest list first. Pods to come are not in it. */
function listedLabels(pods: readonly Pod[]): readonly LabelSelector[] {
	return Object.keys(pods[0]?.labels ?? {})
		.filter(key => !volatile.has(key) && pods.every(pod => pod.labels[key] !== undefined))
		.map(key => ({key, values: [...new Set(pods.flatMap(pod => pod.labels[key] ?? []))].sort()}))
		.filter(({values}) => values.length > 1 && values.length <= readableValues)
		.sort((a, b) => a.values.length - b.values.length || (a.key < b.key ? -1 : 1))
		.map(({key, values}) => [{key, operator: 'In', values}]);
}

function commonLabels(pods: readonly Pod[]): readonly LabelSelector[] {
	const [first] = pods;
	return Object.entries(first?.labels ?? {})
		.filter(([key, value]) => !volatile.has(key) && pods.every(pod => pod.labels[key] === value))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, value]) => [{key, operator: 'In', values: [value]}]);
}
