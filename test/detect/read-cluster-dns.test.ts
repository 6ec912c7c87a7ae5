import {expect, test} from 'vitest';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {readPracticeWith} from '../helpers/practice-with.js';

async function read(files: Readonly<Record<string, string>>): Promise<World> {
	return (await readPracticeWith(files)).world;
}

const map = (name: string, namespace: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: ${namespace}}
data:
  a.override: |
    hosts {
      10.1.0.4 registry.example.com
      fallthrough
    }
---
`;

test('of all ConfigMaps only the one that changes the DNS of the cluster is read', async () => {
	const files = {
		'maps.yaml': ['coredns', 'coredns-custom', 'passwords']
			.flatMap(name => [map(name, 'kube-system'), map(name, 'azds')])
			.join(''),
	};
	const world = await read(files);
	const {configmaps} = world.objects;
	expect(configmaps).toMatchObject({
		state: 'known',
		value: [{kind: 'ConfigMap', metadata: {name: 'coredns-custom', namespace: 'kube-system'}}],
	});
	expect(decodeTopology(world).kubernetes.clusterDns).toMatchObject({
		value: {overrides: [{kind: 'hosts'}], faults: []},
	});
});

test('a cluster without it is as AKS set it up', async () => {
	const world = await read({});
	expect(decodeTopology(world).kubernetes.clusterDns).toEqual({
		state: 'known',
		value: {overrides: [], servers: [], faults: []},
	});
});

test('one that may not be read is denied, with the little that it takes', async () => {
	const world = await read({'access.json': JSON.stringify({'aksess:denied': ['configmaps']})});
	expect(decodeTopology(world).kubernetes.clusterDns).toEqual({
		state: 'denied',
		reason: expect.stringContaining('"list" on "configmaps" by the name coredns-custom in the namespace kube-system'),
	});
	expect(world.objects.pods.state).toBe('known');
});
