import {expect, test} from 'vitest';
import {recognise} from '../../source/profiles/recognise.js';
import {absent, denied, known} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import {profileOf, profileText} from './profile-texts.js';
import {cluster, loadBalancer, namespace, pod, topology} from './small-topology.js';

const egress =
	'from: {kind: nodes}\nto: {kind: names, names: [ghcr.io, registry-1.docker.io], hosting: unknown}\nports: 443';

function found(signs: string, where: Topology) {
	const profile = profileOf(profileText({a: egress}, `detect: [${signs}]`));
	return recognise([profile], where).found.flatMap(({evidence}) => evidence);
}

const running = topology({
	cluster: cluster({features: ['azure-policy', 'ubuntu'], location: 'usgovvirginia'}),
	kubernetes: {
		namespaces: known([namespace('shop'), namespace('keda')]),
		pods: known([
			pod('keda/operator-1', {labels: {app: 'keda-operator'}, images: ['ghcr.io/kedacore/keda:2.17']}),
			pod('keda/operator-2', {labels: {app: 'keda-operator'}, images: ['ghcr.io/kedacore/keda:2.17']}),
			pod('shop/web-1', {images: ['nginx', 'quay.io/shop/web@sha256:ab', 'quay.io/shop/side:1']}),
			pod('shop/web-2', {images: ['quay.io/shop/web@sha256:ab']}),
		]),
		services: known([loadBalancer('shop/web', {labels: {'helm.sh/chart': 'web-1.2'}})]),
	},
});

test.each([
	['{kind: cluster}', [{kind: 'cluster', name: 'aks'}]],
	[
		'{kind: fact, fact: feature, in: [azure-policy, defender]}',
		[{kind: 'fact', fact: 'feature', values: ['azure-policy']}],
	],
	['{kind: fact, fact: feature, in: [defender]}', []],
	['{kind: fact, fact: cloud, in: [us-government]}', [{kind: 'fact', fact: 'cloud', values: ['us-government']}]],
	['{kind: fact, fact: cloud, not: [us-government]}', []],
	['{kind: fact, fact: dev-spaces-endpoint, in: [public]}', []],
	[
		"{kind: image, image: 'ghcr.io/kedacore/*'}",
		[{kind: 'image', image: 'ghcr.io/kedacore/keda:2.17', where: 'keda/operator-1', count: 2}],
	],
	["{kind: image, image: '*/kedacore/keda-metrics'}", []],
	['{kind: image, image: docker.io/library/nginx}', [{kind: 'image', image: 'nginx', where: 'shop/web-1', count: 1}]],
	[
		'{kind: pods, labels: {app: [keda-operator, other]}}',
		[{kind: 'pods', labels: 'app=keda-operator|other', where: 'keda/operator-1', count: 2}],
	],
	['{kind: pods, namespace: shop, labels: {app: keda-operator}}', []],
	['{kind: namespace, name: keda}', [{kind: 'namespace', name: 'keda'}]],
	['{kind: namespace, name: ked}', []],
	['{kind: service, labels: {helm.sh/chart: web-1.2}}', [{kind: 'service', where: 'shop/web'}]],
	['{kind: service, namespace: keda, name: web}', []],
	[
		'{kind: namespace, name: keda}, {kind: cluster}',
		[
			{kind: 'namespace', name: 'keda'},
			{kind: 'cluster', name: 'aks'},
		],
	],
])('by %s is found %j', (signs, evidence) => {
	expect(found(signs, running)).toEqual(evidence);
});

test('a profile without signs is never found', () => {
	expect(recognise([profileOf(profileText({a: egress}))], running).found).toEqual([]);
});

test('registries that no profile names are told with who pulls from them, once each', () => {
	const profile = profileOf(profileText({a: egress}, 'detect: [{kind: cluster}]'));
	expect(recognise([profile], running).unnamed).toEqual([
		{registry: 'quay.io', image: 'quay.io/shop/side:1', where: 'shop/web-1', pods: 2},
	]);
});

test('a registry that only a profile names which is not there is told, too: nothing is checked for it', () => {
	const elsewhere = profileOf(profileText({a: egress}, 'detect: [{kind: namespace, name: nowhere}]'));
	expect(recognise([elsewhere], running).unnamed.map(({registry}) => registry)).toEqual([
		'docker.io',
		'ghcr.io',
		'quay.io',
	]);
});

test('a bare * names no registry', () => {
	const any = profileOf(
		profileText(
			{a: "from: {kind: nodes}\nto: {kind: name, name: '*', hosting: unknown}\nports: 443"},
			'detect: [{kind: cluster}]',
		),
	);
	expect(recognise([any], running).unnamed.map(({registry}) => registry)).toEqual(['docker.io', 'ghcr.io', 'quay.io']);
});

test('what was not read is said, and nothing is found by it', () => {
	const blind = topology({
		cluster: absent,
		kubernetes: {pods: denied('forbidden'), namespaces: absent, services: absent},
	});
	const recognition = recognise(
		[profileOf(profileText({a: egress}, "detect: [{kind: cluster}, {kind: namespace, name: '*'}]"))],
		blind,
	);
	expect(recognition.found).toEqual([]);
	expect(recognition.unread.map(({missing}) => missing.datum)).toEqual([
		'the cluster',
		'the pods of the cluster',
		'the namespaces of the cluster',
		'the services of the cluster',
	]);
	expect(recognise([], running).unread).toEqual([]);
});
