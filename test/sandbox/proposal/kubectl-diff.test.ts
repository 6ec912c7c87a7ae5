import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import type {JsonObject} from '../../../source/sandbox/json.js';
import {layProposal} from '../../../source/sandbox/proposal/lay-proposal.js';
import {readProposal} from '../../../source/sandbox/proposal/read-proposal.js';
import {loadWorld} from '../../../source/sandbox/world/load-world.js';

/* Diffs as kubectl 1.34 printed them of a practice cluster, and what they leave of the objects. */

const policy = {
	apiVersion: 'networking.k8s.io/v1',
	kind: 'NetworkPolicy',
	metadata: {name: 'own.namespace', namespace: 'claims', labels: {zone: '3', app: 'x'}},
	spec: {
		egress: [{to: [{podSelector: {}}]}],
		ingress: [{from: [{podSelector: {}}]}],
		podSelector: {},
		policyTypes: ['Ingress', 'Egress'],
	},
};
const name = 'networking.k8s.io.v1.NetworkPolicy.claims.own.namespace';
const head = `diff -u -N /tmp/LIVE-1/${name} /tmp/MERGED-2/${name}
--- /tmp/LIVE-1/${name}	2026-11-30 14:59:40.286004932 +0000
+++ /tmp/MERGED-2/${name}	2026-11-30 14:59:40.286004932 +0000
`;
const server = `@@ -2,9 +2,10 @@
 kind: NetworkPolicy
 metadata:
   creationTimestamp: "2025-01-01T00:00:00Z"
+  generation: 1
   labels:
     app: x
     zone: "3"
   name: own.namespace
   namespace: claims
   resourceVersion: "1000"
`;
const spec = `@@ -13,6 +14,12 @@
   ingress:
   - from:
     - podSelector: {}
+    - namespaceSelector:
+        matchLabels:
+          team: web
+    ports:
+    - port: 8080
+      protocol: TCP
   podSelector: {}
   policyTypes:
   - Ingress
`;

function lay(diff: string, ...objects: readonly JsonObject[]): JsonObject | undefined {
	const world = loadWorld({'a.json': [...objects, {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'claims'}}]});
	const {world: after} = layProposal(world, readProposal({'change.diff': diff}));
	return [...after.objects.values()].find(({kind}) => kind === 'NetworkPolicy');
}

function refused(diff: string, ...objects: readonly JsonObject[]): UserError {
	try {
		lay(diff, ...objects);
	} catch (error) {
		return error instanceof UserError ? error : expect.unreachable();
	}

	return expect.unreachable();
}

const changed = {
	...policy,
	spec: {
		...policy.spec,
		ingress: [
			{
				from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {team: 'web'}}}],
				ports: [{port: 8080, protocol: 'TCP'}],
			},
		],
	},
};

describe('an object that changes', () => {
	test.each([
		['as a file has it', policy],
		[
			'as the cluster has it',
			{
				...policy,
				metadata: {...policy.metadata, uid: 'u', resourceVersion: '1000', creationTimestamp: '2025-01-01T00:00:00Z'},
			},
		],
	])('%s becomes what the lines say', (_name, now) => {
		expect(lay(`${head}${server}${spec}`, now)).toMatchObject({...changed, metadata: policy.metadata});
	});

	test('keeps the order of several changes', () => {
		const twice = `@@ -11,7 +11,8 @@
 spec:
   egress:
   - to:
-    - podSelector: {}
+    - namespaceSelector: {}
+      podSelector: {}
   ingress:
   - from:
     - podSelector: {}
@@ -18,4 +19,3 @@
   podSelector: {}
   policyTypes:
   - Ingress
-  - Egress
`;
		expect(lay(`${head}${twice}`, policy)?.['spec']).toEqual({
			...policy.spec,
			egress: [{to: [{namespaceSelector: {}, podSelector: {}}]}],
			policyTypes: ['Ingress'],
		});
	});

	test('of which nothing but what the server counts changes stays', () => {
		expect(lay(`${head}${server}`, policy)).toEqual(policy);
	});

	test.each<[string, string, readonly JsonObject[], RegExp]>([
		['was not read', `${head}${spec}`, [], /NetworkPolicy claims\/own\.namespace, which is not among what was read/],
		[
			'was another one when it was compared',
			`${head}${spec}`,
			[{...policy, spec: {...policy.spec, ingress: []}}],
			/which is another one as it was read/,
		],
		[
			'has the lines twice',
			`${head}@@ -14,1 +14,2 @@\n     - podSelector: {}\n+    - namespaceSelector: {}\n`,
			[policy],
			/which has these lines in more than one place/,
		],
		['would be broken', `${head}@@ -13,1 +13,1 @@\n-  ingress:\n+  {{ oops\n`, [policy], /change\.diff/],
		[
			'would be another one',
			`${head}@@ -10,1 +10,1 @@\n-  namespace: claims\n+  namespace: other\n`,
			[policy],
			/would be no object any more/,
		],
		['is cut off', `${head}${spec.slice(0, -20)}`, [policy], /ends in the middle of networking\.k8s\.io/],
		['has no lines', head, [policy], /ends in the middle of networking\.k8s\.io/],
		[
			'has no name',
			`--- /tmp/LIVE-1/strange\n+++ /tmp/MERGED-1/strange\n${spec}`,
			[policy],
			/changes strange, which names no object/,
		],
	])('that %s is refused', (_name, diff, objects, message) => {
		const error = refused(diff, ...objects);
		expect(error.message).toMatch(message);
		expect(error.next.join()).toMatch(/kubectl|Correct|Write/);
	});

	test('with the line ends and the paths of Windows is the same', () => {
		const windows = `${head}${spec}`
			.replaceAll('\n', '\r\n')
			.replaceAll(/\/tmp\/(\w+-\d)\//g, 'C:\\Users\\A Name\\$1\\');
		expect(windows).toContain('--- C:\\Users\\A Name\\LIVE-1\\networking');
		expect(lay(windows, policy)).toEqual(changed);
	});
});
