import type {Pod} from '../topology/kubernetes.js';
import {rememberByObject} from '../topology/remember-by-object.js';

/**
 * Features whose agents run as pods, by the labels that AKS gives them [I]. Where the cluster says that such a feature is
 * off, one of the two was read earlier or is wrong, and nothing is excluded by it.
 */
export const runningFeatures = rememberByObject(
	(pods: readonly Pod[]): ReadonlySet<string> =>
		new Set(
			agents.flatMap(({feature, namespace, label, value}) =>
				pods.some(pod => pod.namespace === namespace && pod.labels[label] === value) ? [feature] : [],
			),
		),
);

const agents = [
	{feature: 'container-insights', namespace: 'kube-system', label: 'component', value: 'ama-logs-agent'},
	{feature: 'container-insights', namespace: 'kube-system', label: 'rsName', value: 'ama-logs-rs'},
	{feature: 'managed-prometheus', namespace: 'kube-system', label: 'rsName', value: 'ama-metrics'},
	{feature: 'managed-prometheus', namespace: 'kube-system', label: 'component', value: 'ama-metrics'},
] as const;
