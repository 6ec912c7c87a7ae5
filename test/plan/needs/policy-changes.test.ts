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
