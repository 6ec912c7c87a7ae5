import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readWorld} from '../../source/detect/read-world.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {decodeTopology} from '../../source/topology/decode-topology.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {connectionTo} from '../helpers/sandbox-connection.js';

const practice = path.resolve(import.meta.dirname, '../../templates/worlds/locked-down');

/** What was asked of the practice cluster with these files beside its own, and the objects of meshes that came of it. */
async function read(files: Readonly<Record<string, string>>) {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-mesh-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	cpSync(practice, folder, {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), text);
	}

	const sandbox = await startSandbox({folder});
	try {
		const world = await readWorld(connectionTo(sandbox), {cluster: readWorldFolder(folder).cluster});
		return {
			asked: sandbox.log.flatMap(
				({path: url}) => /\/apis\/(?:\w+\.)?(istio\.io|linkerd\.io|kuma\.io)/.exec(url)?.[1] ?? [],
			),
			objects: decodeTopology(world).kubernetes.proxied?.map(({name}) => name),
		};
	} finally {
		await sandbox.close();
	}
}

const policy = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: only-front, namespace: claims}
spec: {}
`;

const namespace = (labels: string) => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {${labels}}}
`;

test('a cluster without a mark of a mesh is asked for none of its objects', async () => {
	expect(await read({})).toEqual({asked: [], objects: []});
});

test.each([
	['a sidecar', 'security.istio.io/tlsMode: istio'],
	['injection', 'istio-injection: enabled'],
	['ambient mode', 'istio.io/dataplane-mode: ambient'],
])('one with %s is asked for those of that mesh alone', async (_name, label) => {
	const {asked, objects} = await read({'policy.yaml': policy, 'shop.yaml': namespace(label)});
	expect([...new Set(asked)]).toEqual(['istio.io']);
	expect(objects).toEqual(['only-front']);
});

test('one whose pods may not be listed is asked for all', async () => {
	const {asked, objects} = await read({'policy.yaml': policy, 'denied.json': '{"aksess:denied": ["pods"]}'});
	expect([...new Set(asked)].toSorted()).toEqual(['istio.io', 'kuma.io', 'linkerd.io']);
	expect(objects).toEqual(['only-front']);
});
