import {expect, test} from 'vitest';
import {kubeDrafter} from '../../../source/plan/needs/kube-changes.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import type {Json} from '../../../source/topology/world.js';
import {topologyOf} from '../../helpers/topology.js';
import {draftedBy, wants} from '../../helpers/wanted.js';

const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: {team: 'b', tier: 'web'}}};
const service = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'web', namespace: 'shop', annotations: {internal: 'false'}},
	spec: {},
};

function sides(wanted: readonly Wanted[], objects: readonly Json[]) {
	return draftedBy(kubeDrafter, wanted, topologyOf(), objects).changes.map(change =>
		change.kind === 'kube-metadata' ? [change.ref.name, change.field, change.before, change.after] : change.kind,
	);
}

/** Undo puts back what a change names before it: a label that was there must not be deleted by it. */
test.each<[string, readonly Wanted[], readonly Json[], readonly unknown[]]>([
	[
		'a label that is there with another value',
		[wants('namespace-label')],
		[namespace],
		[['shop', 'labels', {team: 'b'}, {team: 'a'}]],
	],
	[
		'a label that is not there',
		[wants('namespace-label', {key: 'new'})],
		[namespace],
		[['shop', 'labels', {new: null}, {new: 'a'}]],
	],
	[
		'labels of one namespace, for several',
		[wants('namespace-label'), wants('namespace-label', {key: 'tier', value: 'api'}, 'push')],
		[namespace],
		[['shop', 'labels', {team: 'b', tier: 'web'}, {team: 'a', tier: 'api'}]],
	],
	[
		'labels of two namespaces',
		[wants('namespace-label'), wants('namespace-label', {namespace: 'bank'})],
		[namespace],
		[
			['shop', 'labels', {team: 'b'}, {team: 'a'}],
			['bank', 'labels', {team: null}, {team: 'a'}],
		],
	],
	[
		'an annotation that is there',
		[wants('service-annotation')],
		[service],
		[['web', 'annotations', {internal: 'false'}, {internal: 'true'}]],
	],
	[
		'an annotation that goes',
		[wants('service-annotation', {annotations: {internal: null}})],
		[service],
		[['web', 'annotations', {internal: 'false'}, {internal: null}]],
	],
	[
		'a number is spelled as annotations are',
		[wants('service-annotation', {annotations: {port: 8080}})],
		[service],
		[['web', 'annotations', {port: null}, {port: '8080'}]],
	],
])('%s', (_what, wanted, objects, expected) => {
	expect(sides(wanted, objects)).toEqual(expected);
});

test('a draft is wanted by all that it holds', () => {
	const both = [wants('namespace-label'), wants('namespace-label', {key: 'tier'}, 'push')];
	expect(draftedBy(kubeDrafter, both, topologyOf(), [namespace]).drafts.map(({wanted}) => wanted)).toEqual([both]);
});
