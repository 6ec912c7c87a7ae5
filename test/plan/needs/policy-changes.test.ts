import {describe, expect, test} from 'vitest';
import {policyChanges} from '../../../source/plan/needs/policy-changes.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import type {JsonObject, KubeObject} from '../../../source/topology/world.js';
import {worldOf} from '../../helpers/read-world.js';
import {egressFlow, topologyOf} from '../../helpers/topology.js';

const flow = egressFlow({kind: 'addresses', addresses: [], tag: undefined}, {requirement: 'talk'});

function wanted(spec: JsonObject): Wanted {
	const policy: KubeObject = {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'talk', namespace: 'shop'},
		spec,
	};
	return {need: {kind: 'network-policy', policy}, flow, control: 'network-policy', title: 'Allow it'};
}

function specs(...all: readonly JsonObject[]): readonly unknown[] {
	return policyChanges(all.map(wanted), worldOf([]), topologyOf()).map(({change}) =>
		change.kind === 'kube-object' ? change.after?.['spec'] : undefined,
	);
}

describe('policies for one requirement', () => {
	const all = {podSelector: {}, policyTypes: ['Ingress']};
	const fromPods = {from: [{podSelector: {}}]};
	const fromNamespaces = {from: [{namespaceSelector: {}}]};

	test('become one where they select the same pods, without saying a rule twice', () => {
		expect(specs({...all, ingress: [fromPods]}, {...all, ingress: [fromPods]})).toEqual([
			{...all, ingress: [fromPods]},
		]);
	});

	test('keep rules that differ only in what an empty selector stands for', () => {
		expect(specs({...all, ingress: [fromPods]}, {...all, ingress: [fromNamespaces]})).toEqual([
			{...all, ingress: [fromPods, fromNamespaces]},
		]);
	});

	test('stay apart where the pods differ, whatever their labels are called', () => {
		const of = (size: string) => ({podSelector: {matchLabels: {size}}, ingress: [fromPods]});
		expect(specs(of('small'), of('large'))).toEqual([of('small'), of('large')]);
	});
});

describe('an object that is there', () => {
	const ours = {'app.kubernetes.io/managed-by': 'aksess'};
	const fromPods = {from: [{podSelector: {}}]};
	const fromNamespaces = {from: [{namespaceSelector: {}}]};
	const spec = {podSelector: {}, policyTypes: ['Ingress'], ingress: [fromPods]};
	const there = (labels: Readonly<Record<string, string>>, rest: JsonObject) => ({
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'aksess-talk', namespace: 'shop', labels, resourceVersion: '7', uid: 'u'},
		spec: rest,
		status: {},
	});
	const changeOf = (object: KubeObject) =>
		policyChanges([wanted(spec)], worldOf([object as unknown as JsonObject]), topologyOf()).map(({change}) => change);

	test('and is ours keeps its rules and gets ours, without what the server adds', () => {
		const [change] = changeOf(there(ours, {...spec, ingress: [fromNamespaces]}));
		expect(change?.before).toEqual({
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'aksess-talk', namespace: 'shop', labels: ours},
			spec: {...spec, ingress: [fromNamespaces]},
		});
		expect(change?.after?.['spec']).toEqual({...spec, ingress: [fromNamespaces, fromPods]});
	});

	test.each([
		['is of somebody else', there({}, spec)],
		['is of somebody who says so', there({'app.kubernetes.io/managed-by': 'Helm'}, spec)],
		['is ours and selects other pods', there(ours, {...spec, podSelector: {matchLabels: {app: 'web'}}})],
	])('and %s is never written to', (_what, object) => {
		expect(changeOf(object).map(({ref, before}) => [ref.name, before])).toEqual([['aksess-talk-2', null]]);
	});
});

test('names are DNS labels', () => {
	const long = `Talk_To.${'x'.repeat(80)}`;
	const names = policyChanges(
		[{...wanted({podSelector: {}, ingress: [{}]}), flow: {...flow, requirement: long}}],
		worldOf([]),
		topologyOf(),
	).map(({change}) => change.ref.name);
	expect(names).toEqual([`aksess-talk-to-${'x'.repeat(41)}`]);
});
