import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readWorld} from '../../source/detect/read-world.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {decodeTopology} from '../../source/topology/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {connectionTo} from '../helpers/sandbox-connection.js';

const practice = path.resolve(import.meta.dirname, '../../templates/worlds/locked-down');

/** The practice cluster with these files beside its own, as the clients read it. */
async function read(files: Readonly<Record<string, string>>): Promise<World> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-dns-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	cpSync(practice, folder, {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), text);
	}

	const sandbox = await startSandbox({folder});
	try {
		return await readWorld(connectionTo(sandbox), {cluster: readWorldFolder(folder).cluster});
	} finally {
		await sandbox.close();
	}
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
