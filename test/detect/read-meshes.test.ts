import {expect, test} from 'vitest';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readPracticeWith} from '../helpers/practice-with.js';

/** What was asked about meshes, and the objects of theirs that came of it. */
async function read(files: Readonly<Record<string, string>>) {
	const {world, log} = await readPracticeWith(files);
	return {
		asked: log.flatMap(({path: url}) => /\/apis\/(?:\w+\.)?(istio\.io|linkerd\.io|kuma\.io)/.exec(url)?.[1] ?? []),
		objects: decodeTopology(world).kubernetes.proxied?.map(({name}) => name),
	};
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
