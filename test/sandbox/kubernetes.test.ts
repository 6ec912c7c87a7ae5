import {
	CoreV1Api,
	type KubernetesObject,
	KubernetesObjectApi,
	NetworkingV1Api,
	PatchStrategy,
	Watch,
} from '@kubernetes/client-node';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {ask, clientsOf} from './clients.js';
import {startSmall} from './small-world.js';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSmall();
});
afterEach(() => sandbox.close());

const policies = '/apis/networking.k8s.io/v1/namespaces/dev/networkpolicies';

function networkPolicy(name: string, spec: object = {podSelector: {}}, metadata: object = {}) {
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name, namespace: 'dev', ...metadata},
		spec,
	};
}

function apply(object: ReturnType<typeof networkPolicy>, manager: string, query = '') {
	return ask(sandbox, 'PATCH', `${policies}/${object.metadata.name}?fieldManager=${manager}${query}`, {
		body: object,
		headers: {'content-type': 'application/apply-patch+yaml'},
	});
}

describe('reading', () => {
	test('lists by label, by field, and in pieces', async () => {
		const core = clientsOf(sandbox).config.makeApiClient(CoreV1Api);
		const names = (list: {items: readonly {metadata?: {name?: string}}[]}) =>
			list.items.map(({metadata}) => metadata?.name);
		expect(names(await core.listNamespacedPod({namespace: 'dev', labelSelector: 'app in (web),!x'}))).toEqual([
			'web-1',
			'web-2',
		]);
		expect(names(await core.listPodForAllNamespaces({labelSelector: 'app!=web'}))).toEqual(['api-1']);
		expect(names(await core.listPodForAllNamespaces({fieldSelector: 'metadata.name=web-2'}))).toEqual(['web-2']);
		const first = await core.listPodForAllNamespaces({limit: 2});
		expect(first.metadata?.remainingItemCount).toBe(1);
		const rest = await core.listPodForAllNamespaces({limit: 2, _continue: first.metadata?._continue ?? ''});
		expect([...names(first), ...names(rest)]).toEqual(['api-1', 'web-1', 'web-2']);
		expect(rest.metadata?._continue).toBeUndefined();
	});

	test('fills in what the API server fills in', async () => {
		const {config} = clientsOf(sandbox);
		const namespace = await config.makeApiClient(CoreV1Api).readNamespace({name: 'dev'});
		expect(namespace.metadata?.labels).toEqual({'kubernetes.io/metadata.name': 'dev'});
		const policy = await config
			.makeApiClient(NetworkingV1Api)
			.readNamespacedNetworkPolicy({name: 'deny', namespace: 'dev'});
		expect(policy.spec?.policyTypes).toEqual(['Ingress']);
	});

	test('watches: what is there, then what happens', async () => {
		const seen: string[] = [];
		const watch = new Watch(clientsOf(sandbox).config);
		const ended = Promise.withResolvers<void>();
		const stop = await watch.watch(
			'/api/v1/namespaces',
			{labelSelector: 'watched'},
			(type: string, {metadata}: {readonly metadata: {readonly name: string}}) => {
				seen.push(`${type} ${metadata.name}`);
				if (type === 'DELETED') {
					ended.resolve();
				}
			},
			() => undefined,
		);
		const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'new', labels: {watched: 'yes'}}};
		await ask(sandbox, 'POST', '/api/v1/namespaces', {body: namespace});
		await ask(sandbox, 'DELETE', '/api/v1/namespaces/new');
		await ended.promise;
		stop.abort();
		expect(seen).toEqual(['ADDED new', 'DELETED new']);
	});

	test('refuses without a token', async () => {
		const answer = await ask(sandbox, 'GET', '/api/v1/pods', {headers: {authorization: 'Bearer x'}});
		expect(answer.body).toMatchObject({kind: 'Status', reason: 'Unauthorized', code: 401});
	});
});

describe('writing', () => {
	test('create, conflict of versions, replace, delete', async () => {
		const client = clientsOf(sandbox).config.makeApiClient(NetworkingV1Api);
		const created = await client.createNamespacedNetworkPolicy({
			namespace: 'dev',
			body: networkPolicy('allow') as never,
		});
		expect(created.metadata?.generation).toBe(1);
		await expect(
			client.createNamespacedNetworkPolicy({namespace: 'dev', body: networkPolicy('allow') as never}),
		).rejects.toMatchObject({code: 409});
		const changed = {...created, spec: {podSelector: {matchLabels: {app: 'web'}}}};
		const replaced = await client.replaceNamespacedNetworkPolicy({name: 'allow', namespace: 'dev', body: changed});
		expect(replaced.metadata?.generation).toBe(2);
		await expect(
			client.replaceNamespacedNetworkPolicy({name: 'allow', namespace: 'dev', body: changed}),
		).rejects.toMatchObject({code: 409});
		await client.deleteNamespacedNetworkPolicy({name: 'allow', namespace: 'dev'});
		await expect(client.readNamespacedNetworkPolicy({name: 'allow', namespace: 'dev'})).rejects.toMatchObject({
			code: 404,
		});
	});

	test('server-side apply through the object client, with a dry run first', async () => {
		const client = KubernetesObjectApi.makeApiClient(clientsOf(sandbox).config);
		const patch = (dryRun?: string) =>
			client.patch(
				networkPolicy('allow') as KubernetesObject,
				undefined,
				dryRun,
				'aksess',
				undefined,
				PatchStrategy.ServerSideApply,
			);
		const before = JSON.stringify(sandbox.dump());
		await patch('All');
		expect(JSON.stringify(sandbox.dump())).toBe(before);
		const applied = await patch();
		expect(applied.metadata?.managedFields?.[0]).toMatchObject({manager: 'aksess', operation: 'Apply'});
		const again = await patch();
		expect(again.metadata?.resourceVersion).toBe(applied.metadata?.resourceVersion);
	});

	test('merge and JSON patches', async () => {
		const patch = (type: string, body: unknown) =>
			ask(sandbox, 'PATCH', '/api/v1/namespaces/dev', {body, headers: {'content-type': type}});
		expect(
			(await patch('application/merge-patch+json', {metadata: {labels: {a: 'b'}}})).body.metadata.labels,
		).toMatchObject({a: 'b'});
		const json = await patch('application/json-patch+json', [
			{op: 'test', path: '/metadata/labels/a', value: 'b'},
			{op: 'replace', path: '/metadata/labels/a', value: 'c'},
			{op: 'add', path: '/metadata/labels/x~1y', value: 'z'},
		]);
		expect(json.body.metadata.labels).toEqual({a: 'c', 'x/y': 'z', 'kubernetes.io/metadata.name': 'dev'});
		expect(
			(await patch('application/json-patch+json', [{op: 'test', path: '/metadata/labels/a', value: 'b'}])).status,
		).toBe(422);
		expect((await patch('text/plain', {})).status).toBe(415);
	});

	test('a deletion with a precondition that no longer holds', async () => {
		const created = await ask(sandbox, 'POST', policies, {body: networkPolicy('allow')});
		const remove = (resourceVersion: string) =>
			ask(sandbox, 'DELETE', `${policies}/allow`, {body: {preconditions: {resourceVersion}}});
		expect((await remove('1')).status).toBe(409);
		expect((await remove(created.body.metadata.resourceVersion)).status).toBe(200);
	});

	test('a policy in a namespace that is not there', async () => {
		const answer = await ask(sandbox, 'POST', '/apis/networking.k8s.io/v1/namespaces/none/networkpolicies', {
			body: networkPolicy('a', {podSelector: {}}, {namespace: 'none'}),
		});
		expect(answer.body).toMatchObject({code: 404, message: 'namespaces "none" not found'});
	});
});

describe('field managers', () => {
	const open = {podSelector: {}, ingress: [{}]};
	const shut = {podSelector: {}, ingress: []};

	test('another manager with another value is a conflict, named by manager and field', async () => {
		await apply(networkPolicy('p', open), 'one');
		const second = await apply(networkPolicy('p', shut), 'two');
		expect(second.status).toBe(409);
		expect(second.body.message).toBe('Apply failed with 1 conflict: conflict with "one": .spec.ingress');
		expect(second.body.details.causes).toEqual([
			{reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.spec.ingress'},
		]);
	});

	test('force takes the field over; the same value is shared', async () => {
		await apply(networkPolicy('p', open), 'one');
		const shared = await apply(networkPolicy('p', open), 'two');
		expect(shared.body.metadata.managedFields).toHaveLength(2);
		const forced = await apply(networkPolicy('p', shut), 'two', '&force=true');
		const [one] = forced.body.metadata.managedFields;
		expect([one.manager, one.fieldsV1]).toEqual(['one', {'f:spec': {'f:podSelector': {}}}]);
	});

	test('what is no longer applied and nobody else owns goes away', async () => {
		await apply(networkPolicy('p', open, {labels: {a: 'x', b: 'y'}}), 'one');
		const next = await apply(networkPolicy('p', {podSelector: {}}, {labels: {a: 'x'}}), 'one');
		expect(next.body.metadata.labels).toEqual({a: 'x'});
		expect(next.body.spec).toEqual({podSelector: {}, policyTypes: ['Ingress']});
	});

	test('an object that was never applied to belongs to before-first-apply', async () => {
		const answer = await apply(
			networkPolicy('deny', {podSelector: {matchLabels: {app: 'web'}}, policyTypes: ['Egress']}),
			'aksess',
		);
		expect(answer.body.message).toBe(
			'Apply failed with 2 conflicts: conflicts with "before-first-apply" using networking.k8s.io/v1:\n- .spec.podSelector\n- .spec.policyTypes',
		);
	});

	test('an update makes its writer the owner of what it changed', async () => {
		await apply(networkPolicy('p', open), 'one');
		await ask(sandbox, 'PATCH', `${policies}/p?fieldManager=kubectl-edit`, {
			body: {spec: {ingress: []}},
			headers: {'content-type': 'application/merge-patch+json'},
		});
		const answer = await apply(networkPolicy('p', open), 'one');
		expect(answer.body.message).toContain('conflict with "kubectl-edit" using networking.k8s.io/v1: .spec.ingress');
	});
});

describe('validation', () => {
	const ingress = (rule: object) => ({podSelector: {}, ingress: [rule]});
	const from = (peer: object) => ingress({from: [peer]});
	const port = (one: object) => ingress({ports: [one]});
	test.each([
		[
			'CIDR that is none',
			from({ipBlock: {cidr: '10.0.0.0'}}),
			'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
		],
		[
			'except outside',
			from({ipBlock: {cidr: '10.0.0.0/24', except: ['10.1.0.0/28']}}),
			'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.1.0.0/28": must be a strict subset of `cidr`',
		],
		['empty peer', from({}), 'spec.ingress[0].from[0]: Required value: must specify a peer'],
		[
			'two kinds of peer',
			from({ipBlock: {cidr: '10.0.0.0/8'}, podSelector: {}}),
			'spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer',
		],
		[
			'port 0',
			port({port: 0}),
			'spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
		],
		[
			'protocol',
			port({protocol: 'ICMP', port: 1}),
			'spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
		],
		[
			'endPort below port',
			port({port: 90, endPort: 80}),
			'spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`',
		],
		[
			'policy type',
			{podSelector: {}, policyTypes: ['Both']},
			'spec.policyTypes[0]: Unsupported value: "Both": supported values: "Egress", "Ingress"',
		],
		[
			'operator',
			{podSelector: {matchExpressions: [{key: 'a', operator: 'Has'}]}},
			'spec.podSelector.matchExpressions[0].operator: Invalid value: "Has": not a valid selector operator',
		],
	])('%s', async (_what, spec, cause) => {
		const answer = await ask(sandbox, 'POST', policies, {body: networkPolicy('bad', spec)});
		expect(answer.status).toBe(422);
		expect(answer.body.message).toBe(`NetworkPolicy.networking.k8s.io "bad" is invalid: ${cause}`);
	});

	test('an unknown field is refused when asked to be strict, warned of otherwise, and never kept', async () => {
		const body = networkPolicy('typo', {podSelector: {}, ingres: []});
		const strict = await ask(sandbox, 'POST', `${policies}?fieldValidation=Strict`, {body});
		expect([strict.status, strict.body.message]).toEqual([
			400,
			'NetworkPolicy in version "v1" cannot be handled as a NetworkPolicy: strict decoding error: unknown field "spec.ingres"',
		]);
		const lax = await ask(sandbox, 'POST', policies, {body});
		expect(lax.headers.warning).toContain('unknown field');
		expect(lax.body.spec).not.toHaveProperty('ingres');
		const applied = await apply(networkPolicy('typo', {podSelector: {}, ingres: []}), 'aksess');
		expect(applied.body.message).toContain('.spec.ingres: field not declared in schema');
	});

	test('a name that is none', async () => {
		const answer = await ask(sandbox, 'POST', policies, {body: networkPolicy('Upper_Case')});
		expect(answer.body.message).toContain('a lowercase RFC 1123 subdomain must consist of');
	});
});
