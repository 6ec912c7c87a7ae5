import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {controls} from '../../../source/controls/list.js';
import {ports} from '../../../source/network/port-set.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import {denied, knownValue} from '../../../source/topology/known.js';
import {proxiedKinds} from '../../../source/topology/proxied-kinds.js';
import type {Json, JsonObject, World} from '../../../source/topology/world.js';
import {wordingOf} from '../../../source/wording/wording.js';
import {worldOf} from '../../helpers/read-world.js';
import {clusterId, open, resource, worldFrom} from '../../routing/small-world.js';
import {flowOn} from '../flow-on.js';

type Labels = Readonly<Record<string, string>>;

type Given = {
	readonly objects?: readonly Json[];
	/** Labels that the proxy leaves on the pod that is spoken to, and on the one that speaks. */
	readonly to?: Labels;
	readonly from?: Labels;
	/** Of the namespace that is spoken to. */
	readonly namespace?: Labels;
	readonly unread?: readonly (typeof proxiedKinds)[number]['resource'][];
};

const sidecar = {'security.istio.io/tlsMode': 'istio'};

function pod(namespace: string, name: string, address: string, labels: Labels): Json {
	return {
		...{apiVersion: 'v1', kind: 'Pod', metadata: {namespace, name, labels: {app: name, ...labels}}},
		spec: {nodeName: 'node-0', containers: [{name: 'main', image: 'main'}]},
		status: {podIP: address, podIPs: [{ip: address}], phase: 'Running'},
	};
}

function worldWith({objects = [], to = {}, from = {}, namespace = {}, unread = []}: Given): World {
	const kubernetes = worldOf([
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: namespace}},
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'web'}},
		pod('shop', 'cart', '10.1.0.40', to),
		pod('web', 'front', '10.1.0.41', from),
		...objects,
	]);
	const lists = {
		...kubernetes.objects,
		...Object.fromEntries(unread.map(list => [list, denied(`You may not list ${list}.`)])),
	};
	return {...worldFrom(open), objects: lists};
}

function between(given: Given) {
	const topology = decodeTopology(worldWith(given));
	const pods = knownValue(topology.kubernetes.pods) ?? [];
	const flow = flowOn(
		{
			kind: 'pod-to-pod',
			from: pods.filter(({namespace}) => namespace === 'web'),
			to: pods.filter(({namespace}) => namespace === 'shop'),
		},
		{ports: ports(8080)},
	);
	const finding = assessFlow(flow, topology, controls);
	const entries = finding.trail.filter(({verdict}) => verdict === 'undecided');
	return {verdict: finding.verdict, entries, said: entries.map(entry => wordingOf(entry, finding).why)};
}

function object(type: string, namespace: string, spec: JsonObject = {}): Json {
	const [group = '', kind = ''] = type.split('/');
	return {apiVersion: `${group}/v1`, kind, metadata: {namespace, name: 'x'}, spec};
}

const authorization = 'security.istio.io/AuthorizationPolicy';

test('nothing is in doubt while no such object is there', () => {
	expect(between({to: sidecar, from: sidecar}).verdict).toBe('allowed');
});

describe('an object of a mesh', () => {
	test.each<readonly [string, Given, 'allowed' | 'undecided']>([
		['is about a pod with its sidecar', {objects: [object(authorization, 'shop')], to: sidecar}, 'undecided'],
		['is not about one without', {objects: [object(authorization, 'shop')]}, 'allowed'],
		[
			'is about a pod of a namespace in ambient mode',
			{objects: [object(authorization, 'shop')], namespace: {'istio.io/dataplane-mode': 'ambient'}},
			'undecided',
		],
		[
			'is not about a pod that is kept out of ambient mode',
			{
				objects: [object(authorization, 'shop')],
				namespace: {'istio.io/dataplane-mode': 'ambient'},
				to: {'istio.io/dataplane-mode': 'none'},
			},
			'allowed',
		],
		['is not about pods of another namespace', {objects: [object(authorization, 'other')], to: sidecar}, 'allowed'],
		[
			'is about all from the root namespace',
			{objects: [object(authorization, 'aks-istio-system')], to: sidecar},
			'undecided',
		],
		[
			'is about the pods that it selects',
			{objects: [object(authorization, 'shop', {selector: {matchLabels: {app: 'cart'}}})], to: sidecar},
			'undecided',
		],
		[
			'is not about others',
			{objects: [object(authorization, 'shop', {selector: {matchLabels: {app: 'till'}}})], to: sidecar},
			'allowed',
		],
		[
			'lets pass what it only audits',
			{objects: [object(authorization, 'shop', {action: 'AUDIT'})], to: sidecar},
			'allowed',
		],
		[
			'refuses plain calls in strict mode',
			{objects: [object('security.istio.io/PeerAuthentication', 'shop', {mtls: {mode: 'STRICT'}})], to: sidecar},
			'undecided',
		],
		[
			'takes calls of the same mesh in strict mode',
			{
				objects: [object('security.istio.io/PeerAuthentication', 'shop', {mtls: {mode: 'STRICT'}})],
				to: sidecar,
				from: sidecar,
			},
			'allowed',
		],
		[
			'takes them in permissive mode',
			{objects: [object('security.istio.io/PeerAuthentication', 'shop', {mtls: {mode: 'PERMISSIVE'}})], to: sidecar},
			'allowed',
		],
		['binds those that speak', {objects: [object('networking.istio.io/Sidecar', 'web')], from: sidecar}, 'undecided'],
		[
			'and no others',
			{objects: [object('networking.istio.io/Sidecar', 'shop')], from: sidecar, to: sidecar},
			'allowed',
		],
		[
			'ends calls by a fault',
			{
				objects: [object('networking.istio.io/VirtualService', 'elsewhere', {http: [{fault: {abort: {}}}]})],
				from: sidecar,
			},
			'undecided',
		],
		[
			'leads calls elsewhere, which stops none',
			{objects: [object('networking.istio.io/VirtualService', 'elsewhere', {http: [{route: []}]})], from: sidecar},
			'allowed',
		],
		[
			'of Linkerd is about its pods',
			{
				objects: [object('policy.linkerd.io/Server', 'shop', {podSelector: {matchLabels: {app: 'cart'}}})],
				to: {'linkerd.io/control-plane-ns': 'linkerd'},
			},
			'undecided',
		],
		['of Linkerd is about no others', {objects: [object('policy.linkerd.io/Server', 'shop')], to: sidecar}, 'allowed'],
		['of Antrea is about any pod', {objects: [object('crd.antrea.io/NetworkPolicy', 'shop')]}, 'undecided'],
		['of Consul is about any pod', {objects: [object('consul.hashicorp.com/ServiceIntentions', 'x')]}, 'undecided'],
		['of Kuma is about any pod', {objects: [object('kuma.io/MeshTrafficPermission', 'x')]}, 'undecided'],
	])('%s', (_name, given, verdict) => {
		expect(between(given).verdict).toBe(verdict);
	});

	test('is named with the pods and the command that shows it', () => {
		const {entries, said} = between({objects: [object(authorization, 'shop')], to: sidecar});
		expect(said).toEqual([
			'Istio may refuse this by AuthorizationPolicy shop/x, which is about the pod shop/cart; what it lets through is not modelled.',
		]);
		expect(entries[0]?.missing?.command).toBe(
			'kubectl get authorizationpolicies.security.istio.io x --namespace shop --output yaml',
		);
	});
});

describe('a list that was refused', () => {
	test('is a doubt for pods behind the proxy', () => {
		const {verdict, said} = between({unread: ['authorizationpolicies.security.istio.io'], to: sidecar});
		expect(verdict).toBe('undecided');
		expect(said).toEqual([
			'Istio handles the traffic of the pod shop/cart, and whether it refuses this by an AuthorizationPolicy is not known. You may not list authorizationpolicies.security.istio.io.',
		]);
	});

	test('is none for others, nor where nobody knows how to tell', () => {
		const unread = proxiedKinds.map(({resource: list}) => list);
		expect(between({unread}).verdict).toBe('allowed');
	});
});

test('every kind can be read back from a world', () => {
	for (const {type} of proxiedKinds) {
		const world = worldOf([
			object(type, 'shop', {mtls: {mode: 'STRICT'}, http: [{fault: {}}]}),
			resource(clusterId, {}),
		]);
		expect(decodeTopology(world).kubernetes.proxied?.map(({kind}) => kind.type)).toEqual([type]);
	}
});
