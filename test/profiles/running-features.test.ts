import {expect, test} from 'vitest';
import {noAnswers} from '../../source/profiles/answers.js';
import {bindProfile} from '../../source/profiles/bind-profile.js';
import {known} from '../../source/topology/known.js';
import {shippedProfile} from './profile-texts.js';
import {cluster, pod, topology} from './small-topology.js';

/** The requirements of Azure Monitor that concern a cluster, where it says these features are on and runs these pods. */
function asked(
	features: readonly ('container-insights' | 'managed-prometheus')[],
	labels: Readonly<Record<string, string>>,
) {
	const world = topology({
		cluster: cluster({features}),
		kubernetes: {pods: known([pod('kube-system/agent-1', {labels})])},
	});
	const {flows} = bindProfile(shippedProfile('azure-monitor'), world, noAnswers);
	return [...new Set(flows.map(({requirement}) => requirement))].filter(id => /-(?:logs|metrics)$/.test(id));
}

test.each([
	[[], {}, []],
	[['container-insights'], {}, ['azure-monitor-logs']],
	[['managed-prometheus'], {component: 'ama-logs-agent'}, ['azure-monitor-logs', 'azure-monitor-metrics']],
	[[], {rsName: 'ama-logs-rs'}, ['azure-monitor-logs']],
	[[], {rsName: 'ama-metrics'}, ['azure-monitor-metrics']],
	[[], {component: 'ama-metrics'}, ['azure-monitor-metrics']],
	[[], {component: 'web'}, []],
] as const)(
	'a cluster with %j on and an agent %j is asked for %j: what is read may contradict itself',
	(features, labels, ids) => {
		expect(asked(features, labels)).toEqual(ids);
	},
);

test.each([
	['ghcr.io/dapr/daprd:1.16.0', true],
	['mcr.microsoft.com/daprio/daprd:1.16.0', false],
])('Dapr from %s is asked for the registry of its chart: %s', (image, isAsked) => {
	const world = topology({
		cluster: cluster({}),
		kubernetes: {pods: known([pod('dapr-system/dapr-operator-1', {labels: {app: 'dapr-operator'}, images: [image]})])},
	});
	const {flows} = bindProfile(shippedProfile('dapr'), world, noAnswers);
	expect(flows.some(({requirement}) => requirement === 'dapr-images')).toBe(isAsked);
});
