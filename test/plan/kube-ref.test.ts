import {expect, test} from 'vitest';
import {
	findObject,
	isSameObject,
	kubePath,
	kubeRefOf,
	kubeResourceOf,
	withoutServerFields,
} from '../../source/plan/kube-ref.js';
import type {KubeObject} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';

const service: KubeObject = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', namespace: 'shop'}, spec: {}};
const ref = kubeRefOf(service);

test('an object is the same by kind, namespace and name', () => {
	expect(ref).toEqual({apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'});
	expect(isSameObject(service, ref)).toBe(true);
	for (const other of [{kind: 'Pod'}, {namespace: 'bank'}, {namespace: undefined}, {name: 'api'}]) {
		expect(isSameObject(service, {...ref, ...other})).toBe(false);
	}
});

test('an object is found in its list; not one of a kind that is not read', () => {
	const world = worldOf([service as never]);
	expect(findObject(world, ref)?.metadata.name).toBe('web');
	expect(findObject(world, {...ref, name: 'api'})).toBeUndefined();
	expect(findObject(world, {...ref, kind: 'Secret'})).toBeUndefined();
	expect(kubeResourceOf('NetworkPolicy')).toBe('networkpolicies');
	expect(kubeResourceOf('Secret')).toBeUndefined();
});

test.each([
	[ref, 'Service/shop/web'],
	[{...ref, kind: 'Namespace', namespace: undefined, name: 'shop'}, 'Namespace/shop'],
])('the path of %j is %s', (one, path) => {
	expect(kubePath(one)).toBe(path);
});

test('what the server adds is left out, and nothing else', () => {
	const own = {name: 'web', namespace: 'shop', labels: {a: 'b'}, annotations: {c: 'd'}};
	const server = {uid: 'u', resourceVersion: '1', generation: 2, creationTimestamp: 'now', managedFields: []};
	const object = {...service, metadata: {...own, ...server}, status: {x: 1}} as unknown as KubeObject;
	expect(withoutServerFields(object)).toEqual({...service, metadata: own});
});
