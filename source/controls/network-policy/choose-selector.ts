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
	const candidates = [
		...bases,
		...bases.flatMap(base => labels.map(label => [...base, ...label])),
		...labels,
		labels.flat(),
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

function commonLabels(pods: readonly Pod[]): readonly LabelSelector[] {
	const [first] = pods;
	return Object.entries(first?.labels ?? {})
		.filter(([key, value]) => !volatile.has(key) && pods.every(pod => pod.labels[key] === value))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, value]) => [{key, operator: 'In', values: [value]}]);
}
