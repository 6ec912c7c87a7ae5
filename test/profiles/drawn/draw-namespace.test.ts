import {expect, test} from 'vitest';
import {templatesFolder} from '../../../source/package-root.js';
import {drawNamespace, drawRegistries} from '../../../source/profiles/drawn/draw-namespace.js';
import {needTitle, spellFrom} from '../../../source/profiles/drawn/drawn-text.js';
import {lintProfile} from '../../../source/profiles/lint-profile.js';
import {listProfiles} from '../../../source/profiles/load-profile.js';
import {formatProblem} from '../../../source/profiles/profile-problem.js';
import {drawnProfileText} from '../../../source/render/yaml/drawn-profile-text.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import type {Json} from '../../../source/topology/world.js';
import {readWorldFolder, worldOf} from '../../helpers/read-world.js';

const profiles = await listProfiles();

function pod(env: Readonly<Record<string, string>>, image = 'mcr.microsoft.com/some:1', namespace = 'shop'): Json {
	const variables = Object.entries(env).map(([name, value]) => ({name, value}));
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: 'web-1', namespace},
		spec: {containers: [{name: 'web', image, env: variables}]},
	};
}

function external(externalName: string, ...ports: readonly number[]): Json {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'outside', namespace: 'shop'},
		spec: {type: 'ExternalName', externalName, ports: ports.map(port => ({port}))},
	};
}

function drawn(namespace: string, ...objects: readonly Json[]) {
	const world = worldOf(objects);
	return drawNamespace(namespace, {world, topology: decodeTopology(world)}, profiles);
}

const needsOf = (...objects: readonly Json[]) =>
	drawn('shop', ...objects)
		.needs.filter(({from}) => from.kind === 'pods')
		.map(needTitle);

test.each([
	['https://api.northlight.net/v1?x=1', ['api.northlight.net, tcp 443']],
	['http://API.northlight.net', ['api.northlight.net, tcp 80']],
	['https://api.northlight.net:8443', ['api.northlight.net, tcp 8443']],
	['postgres://user:secret@db.northlight.net/shop', ['db.northlight.net, tcp 5432']],
	['amqps://queue.northlight.net', ['queue.northlight.net, tcp 5671']],
	// Inside the cluster, an address, no scheme that is known, no URL.
	['http://orders.shop.svc.cluster.local', []],
	['http://orders.shop.svc', []],
	['http://orders', []],
	['https://20.1.2.3/', []],
	['gopher://old.northlight.net', []],
	['api.northlight.net', []],
	['https://api.northlight.net:99999', []],
])('an environment variable %s hints at %j', (value, hosts) => {
	expect(needsOf(pod({URL: value}))).toEqual(hosts);
});

test('a service that stands for a name outside hints at it, on its ports or 443', () => {
	expect(needsOf(external('db.northlight.net', 5432, 6432))).toEqual([
		'db.northlight.net, tcp 5432',
		'db.northlight.net, tcp 6432',
	]);
	expect(needsOf(external('api.northlight.net'))).toEqual(['api.northlight.net, tcp 443']);
	expect(needsOf(external('orders.other.svc.cluster.local', 80))).toEqual([]);
});

function object(kind: string, apiVersion: string, spec: Json): Json {
	return {apiVersion, kind, metadata: {name: 'one', namespace: 'shop'}, spec};
}

const istio = (spec: Json) => object('ServiceEntry', 'networking.istio.io/v1', spec);
const cilium = (...egress: readonly Json[]) => object('CiliumNetworkPolicy', 'cilium.io/v2', {egress});
const policy = (...egress: readonly Json[]) => object('NetworkPolicy', 'networking.k8s.io/v1', {egress});
const tcp = (...numbers: readonly (number | string)[]) => numbers.map(port => ({port, protocol: 'TCP'}));

test.each<[string, Json, readonly string[]]>([
	[
		'a ServiceEntry',
		istio({hosts: ['api.northlight.net', '*.cdn.northlight.net'], ports: [{number: 443}, {number: 80}]}),
		['*.cdn.northlight.net, tcp 80,443', 'api.northlight.net, tcp 80,443'],
	],
	['one without ports', istio({hosts: ['api.northlight.net']}), ['api.northlight.net, tcp 443']],
	['one of the mesh itself', istio({hosts: ['db.northlight.net'], location: 'MESH_INTERNAL'}), []],
	['one of names inside', istio({hosts: ['orders.shop.svc.cluster.local', '10.1.2.3', 7]}), []],
	[
		'a policy of Cilium by name',
		cilium({
			toFQDNs: [{matchName: 'API.northlight.net.'}, {matchPattern: '*.northlight.net'}, {matchPattern: 'a*b.net'}],
			toPorts: [{ports: tcp('443', '8443')}],
		}),
		['*.northlight.net, tcp 443,8443', 'api.northlight.net, tcp 443,8443'],
	],
	[
		'one by address, of both protocols',
		cilium({
			toCIDR: ['20.1.2.0/24', '10.0.0.0/8'],
			toPorts: [
				{
					ports: [
						{port: '53', protocol: 'ANY'},
						{port: '123', protocol: 'UDP'},
					],
				},
			],
		}),
		['20.1.2.0/24, tcp 53', '20.1.2.0/24, udp 123'],
	],
	['one to its own pods', cilium({toEndpoints: [{}], toPorts: [{ports: tcp('443')}]}), []],
	[
		'a network policy by address',
		policy({to: [{ipBlock: {cidr: '20.1.2.3/32'}}, {ipBlock: {cidr: '20.1.2.2/32'}}], ports: tcp(5432)}),
		['20.1.2.3/32 and 1 more, tcp 5432'],
	],
	['one without ports', policy({to: [{ipBlock: {cidr: '20.1.2.3/32'}}]}), ['20.1.2.3/32, tcp 443']],
	['one to the whole internet', policy({to: [{ipBlock: {cidr: '0.0.0.0/0'}}], ports: tcp(443)}), []],
	['one to private addresses', policy({to: [{ipBlock: {cidr: '10.1.0.0/16'}}, {ipBlock: {cidr: 'nonsense'}}]}), []],
	['one by the name of a port', policy({to: [{ipBlock: {cidr: '20.1.2.3/32'}}], ports: tcp('web')}), []],
])('%s hints at what it names', (_, hint, titles) => {
	expect(needsOf(hint)).toEqual(titles);
});

test('what a firewall lets the cluster out to is hinted at where something runs, and nowhere else', () => {
	const world = readWorldFolder(templatesFolder('worlds', 'cilium-overlay'));
	const at = (namespace: string) =>
		drawNamespace(namespace, {world, topology: decodeTopology(world)}, profiles).needs.filter(({evidence}) =>
			evidence.includes('firewall fw-play'),
		);
	expect(at('nowhere')).toEqual([]);
	expect(at('play').map(need => `${spellFrom(need.from)}: ${needTitle(need)}`)).toContain(
		'nodes and pods: gcr.io, tcp 443',
	);
});

test('registries that a profile knows are included, others become needs of the nodes, each once', () => {
	const {includes, needs} = drawn(
		'shop',
		pod({}, 'nginx'),
		pod({}, 'nvcr.io/a/b:1'),
		pod({}, 'nvcr.io/a/c:1'),
		pod({}, 'quay.io/x/y', 'elsewhere'),
	);
	expect(includes).toEqual([{profile: 'docker-hub', evidence: 'image nginx of pod shop/web-1'}]);
	expect(needs).toEqual([
		{
			from: {kind: 'nodes'},
			to: {kind: 'name', name: 'nvcr.io'},
			protocol: 'tcp',
			ports: '443',
			evidence: 'image nvcr.io/a/b:1 of pod shop/web-1',
		},
	]);
});

test('registries that no profile names become a profile of their own, on their ports', () => {
	const registry = 'images.northlight.net:5000';
	const profile = drawRegistries([{registry, image: `${registry}/a:1`, where: 'shop/web-1', pods: 3}]);
	expect(profile.needs.map(needTitle)).toEqual(['images.northlight.net, tcp 5000']);
	expect(profile.needs[0]?.evidence).toBe(`image ${registry}/a:1 of pod shop/web-1 and 2 more`);
	expect(lintProfile(drawnProfileText(profile, '2026-11-29'), 'own.yaml').map(formatProblem)).toEqual([]);
});

test('what is written is a profile without problems, keeps no credentials, and is unverified row by row', () => {
	const profile = drawn(
		'shop',
		pod({A: 'postgres://user:secret@db.northlight.net/shop', B: 'https://1.northlight.net'}, 'nvcr.io/a/b:1'),
		external('api.northlight.net', 8443),
		policy({to: [{ipBlock: {cidr: '20.1.2.3/32'}}], ports: tcp(5432)}),
		cilium({toFQDNs: [{matchPattern: '*.northlight.net'}]}),
	);
	const text = drawnProfileText(profile, '2026-11-29');
	expect(lintProfile(text, 'shop.yaml').map(formatProblem)).toEqual([]);
	expect(text).not.toContain('secret');
	// A row for each, and the addresses of one of them.
	expect(text.match(/confidence: unverified/g)).toHaveLength(7);
	expect(text).toContain('source: environment variable A of pod shop/web-1');
});

test('a namespace with more hints than a profile holds says how many are left out', () => {
	const many = Object.fromEntries(
		Array.from({length: 230}, (_, index) => [`V${index}`, `https://n${index}.northlight.net`]),
	);
	const profile = drawn('shop', pod(many));
	expect(profile.needs).toHaveLength(200);
	expect(profile.told).toBe('A profile holds 200 rows: 30 that come last by name are left out.');
});

test('hostile names do no harm to what is written', () => {
	const text = drawnProfileText(
		{
			source: '9\u001b[2J:x',
			name: '9\u001b[2J:x',
			namespace: '9\u001b[2J:x',
			includes: [],
			needs: [
				{
					from: {kind: 'pods', namespace: 'a', workload: undefined},
					to: {kind: 'name', name: 'a.northlight.net'},
					protocol: 'tcp',
					ports: '1',
					evidence: 'x\u202e: "y\n- z',
				},
			],
			told: '',
		},
		'2026-11-29',
	);
	expect(lintProfile(text, 'odd.yaml').filter(({severity}) => severity === 'error')).toEqual([]);
	expect(['\u001b', '\u202e'].filter(hidden => text.includes(hidden))).toEqual([]);
});
