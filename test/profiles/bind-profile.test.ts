import {describe, expect, test} from 'vitest';
import {addresses, formatAddresses} from '../../source/network/address-set.js';
import {formatPorts, ports} from '../../source/network/port-set.js';
import {type Answers, noAnswers} from '../../source/profiles/answers.js';
import {bindProfile, bindProfiles} from '../../source/profiles/bind-profile.js';
import type {Binding} from '../../source/profiles/binding.js';
import type {Flow} from '../../source/profiles/flow.js';
import {absent, denied, known} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import {profileOf, profileText, shippedProfile} from './profile-texts.js';
import {cluster, loadBalancer, namespace, pod, pool, subnet, subnetId, tcp, topology} from './small-topology.js';

const devSpaces = shippedProfile('azure-dev-spaces');

const spaces = {
	namespaces: known([
		namespace('azds'),
		namespace('dev', {'azds.io/space': 'true'}),
		namespace('lisa', {'azds.io/space': 'true', 'azds.io/parent-space': 'dev'}),
		namespace('shop'),
	]),
	pods: known([
		pod('azds/traefik', {ports: tcp(80, 443)}),
		pod('dev/web', {ports: tcp(3000), labels: {'azds.io/instrumented': 'true'}}),
		pod('dev/users', {ports: tcp(8080), labels: {'azds.io/instrumented': 'true'}}),
		pod('lisa/web', {ports: tcp(3000), labels: {'azds.io/instrumented': 'true'}}),
		pod('shop/store', {ports: tcp(8080)}),
	]),
};

function bind(given: Topology, answers: Partial<Answers> = {}): Binding {
	return bindProfile(devSpaces, given, {...noAnswers, ...answers});
}

function flows(binding: Binding, requirement: string): readonly Flow[] {
	return binding.flows.filter(flow => flow.requirement === requirement);
}

function flow(binding: Binding, id: string): Flow {
	const found = binding.flows.find(candidate => candidate.id === id);
	if (found === undefined) {
		throw new Error(`no flow ${id} among ${binding.flows.map(each => each.id).join(', ')}`);
	}

	return found;
}

function unbound(binding: Binding, requirement: string) {
	return binding.unbound.filter(each => each.requirement === requirement);
}

function podNames(list: readonly {namespace: string; name: string}[] | undefined): readonly string[] | undefined {
	return list?.map(each => `${each.namespace}/${each.name}`);
}

const ids = devSpaces.requirements.map(({id}) => id);

describe('every requirement is accounted for', () => {
	test.each([
		['an empty cluster', topology()],
		['spaces', topology({kubernetes: spaces})],
		['a cluster that may not be read', topology({cluster: denied('You may not read it.')})],
		['no cluster', topology({cluster: absent})],
		['no pools', topology({cluster: cluster({pools: []})})],
		['a subnet that was not read', topology({subnets: []})],
		['a network that AKS manages and nobody found', topology({cluster: cluster({pools: [pool({subnet: undefined})]})})],
		['an unknown region', topology({cluster: cluster({location: 'brazilsouth'})})],
		['lists that may not be read', topology({kubernetes: {pods: denied('No.'), namespaces: absent, services: absent}})],
	])('%s', (_, given) => {
		const binding = bind(given);
		const seen = new Set([...binding.flows, ...binding.unbound].map(({requirement}) => requirement));
		expect(ids.filter(id => !seen.has(id))).toEqual([]);
		expect(new Set(binding.flows.map(({id}) => id)).size).toBe(binding.flows.length);
		expect(binding.unbound.every(({verdict, missing}) => (verdict === 'undecided') === (missing !== undefined))).toBe(
			true,
		);
	});

	test('what could not be read is undecided, with the command that would tell', () => {
		const binding = bind(topology({kubernetes: {namespaces: denied('You may not list them.'), services: absent}}));
		expect(unbound(binding, 'space-routing')).toMatchObject([
			{verdict: 'undecided', missing: {command: 'kubectl get namespaces'}},
		]);
		expect(unbound(binding, 'public-ingress')).toMatchObject([
			{verdict: 'undecided', missing: {command: 'kubectl get services --all-namespaces'}},
		]);
	});

	test('pods in a subnet that may not be read still have a flow, because their policies can be told', () => {
		const binding = bind(topology({subnets: [], kubernetes: spaces}));
		expect(unbound(binding, 'debug-egress')).toEqual([]);
		expect(flows(binding, 'debug-egress')).toMatchObject([
			{path: {kind: 'egress', origin: {subnet: subnetId('nodes')}}},
		]);
		expect(unbound(binding, 'pull-images')).toMatchObject([{verdict: 'undecided'}]);
	});

	test('the profile says that the service is retired', () => {
		expect(bind(topology()).notes[0]).toContain('retired on 15 May 2021');
	});
});

describe('egress', () => {
	test('one subnet: one flow, with the subnet as its source and no pods, because nodes pull images', () => {
		const {path, from} = flow(bind(topology({kubernetes: spaces})), 'pull-images');
		expect(from).toBe('nodes and pods in nodes');
		expect(path).toMatchObject({
			kind: 'egress',
			origin: {subnet: subnetId('nodes'), addresses: addresses('10.1.0.0/24'), pods: undefined},
			destination: {kind: 'name', pattern: 'cloudflare.docker.com', hosting: {kind: 'outside-azure'}},
		});
	});

	test('two pools in two subnets: a flow for each', () => {
		const pools = [pool(), pool({name: 'user', subnet: subnetId('more')})];
		const given = topology({
			cluster: cluster({cni: 'overlay', pools}),
			subnets: [subnet('nodes', '10.1.0.0/24'), subnet('more', '10.2.0.0/24')],
		});
		expect(flows(bind(given), 'pull-charts-gcr').map(({id}) => id)).toEqual([
			'pull-charts-gcr@nodes',
			'pull-charts-gcr@more',
		]);
	});

	test('a pod subnet: packets of pods come from there, those of nodes from the nodes’ subnet', () => {
		const given = topology({
			cluster: cluster({cni: 'pod-subnet', pools: [pool({podSubnet: subnetId('pods')})]}),
			subnets: [subnet('nodes', '10.1.0.0/24'), subnet('pods', '10.2.0.0/16')],
			kubernetes: spaces,
		});
		const binding = bind(given);
		const origins = flows(binding, 'backend').map(
			({from, path}) => path.kind === 'egress' && [from, podNames(path.origin.pods)],
		);
		expect(origins).toEqual([
			['nodes in nodes', undefined],
			['pods in pods', ['azds/traefik']],
		]);
		expect(flows(binding, 'debug-egress').map(({path}) => path.kind === 'egress' && path.origin.subnet)).toEqual([
			subnetId('pods'),
		]);
		expect(flows(binding, 'pod-addresses').map(({path}) => path)).toEqual([
			{kind: 'addresses-needed', count: 10, subnet: subnetId('pods')},
		]);
	});

	test('pods belong to the subnet of the pool they run in', () => {
		const given = topology({
			cluster: cluster({pools: [pool({name: 'a'}), pool({name: 'b', subnet: subnetId('more')})]}),
			subnets: [subnet('nodes', '10.1.0.0/24'), subnet('more', '10.2.0.0/24')],
			kubernetes: {
				namespaces: spaces.namespaces,
				pods: known([pod('dev/one', {node: 'n1'}), pod('dev/two', {node: 'n2'})]),
				nodes: known([
					{name: 'n1', labels: {}, addresses: [], pool: 'a'},
					{name: 'n2', labels: {}, addresses: [], pool: 'b'},
				]),
			},
		});
		const found = flows(bind(given), 'debug-egress').map(({id, path}) => [
			id,
			path.kind === 'egress' && podNames(path.origin.pods),
		]);
		expect(found).toEqual([
			['debug-egress@nodes', ['dev/one']],
			['debug-egress@more', ['dev/two']],
		]);
	});

	test('the backend by its exact name where it was answered, else by its pattern with a remark', () => {
		const exact = 'azds-1.eus.azds.io';
		const answered = flow(bind(topology(), {parameters: {'dataplane-fqdn': exact}}), 'backend');
		expect(answered.path).toMatchObject({destination: {pattern: exact}});
		const open = flow(bind(topology()), 'backend');
		expect(open.path).toMatchObject({
			destination: {pattern: 'azds-*.azds.io', hosting: {kind: 'service-tag', tag: 'AzureDevSpaces.EastUS'}},
		});
		expect(open.remarks.join()).toContain('--dataplane-fqdn NAME narrows it');
	});

	test('the last edition of the article names the backend by its service tag', () => {
		const binding = bind(topology(), {parameters: {revision: '2020-06'}});
		expect(flow(binding, 'backend').path).toMatchObject({
			destination: {kind: 'addresses', tag: 'AzureDevSpaces.EastUS'},
		});
		expect(unbound(binding, 'ingress-to-spaces')[0]?.why).toContain('only in its edition of January 2020');
	});
});

describe('addresses of the backend', () => {
	const from = (binding: Binding) => {
		const {path, remarks} = flow(binding, 'api-server-from-backend');
		return {addresses: path.kind === 'api-server' ? formatAddresses(path.from) : '', remarks: remarks.join(' ')};
	};

	test('the world’s own tag list decides', () => {
		const bound = from(bind(topology({tags: {'azuredevspaces.eastus': addresses('20.42.6.0/24')}})));
		expect(bound.addresses).toBe('20.42.6.0/24');
		expect(bound.remarks).toContain('names only 7 of the 256 addresses of AzureDevSpaces.EastUS; the tag holds');
		expect(bound.remarks).toContain('of 2020-04-13, withdrawn on 2020-05-29');
	});

	test('without a tag list the profile’s copy serves, and its age is told', () => {
		const bound = from(bind(topology()));
		expect(bound.addresses).toBe('20.42.6.32/27, 20.42.6.128/28, 20.42.64.64/26');
		expect(bound.remarks).toContain(
			"the profile's copy of 2025-10-28, because Azure's list of service tags was not read",
		);
	});

	test('where the published list contradicts the tag, the tag wins and a remark says so', () => {
		const bound = from(bind(topology({cluster: cluster({location: 'Australia Southeast'})})));
		expect(bound.addresses).toBe('20.42.230.64/28');
		expect(bound.remarks).toContain('disagrees with AzureDevSpaces.AustraliaSoutheast: 7 of its 7 addresses');
	});

	test('a region without either leaves the verdict open', () => {
		const [entry] = unbound(bind(topology({cluster: cluster({location: 'brazilsouth'})})), 'api-server-from-backend');
		expect(entry).toMatchObject({verdict: 'undecided', why: expect.stringContaining('are known for brazilsouth')});
		expect(entry?.missing?.command).toContain("'AzureDevSpaces.brazilsouth'");
	});
});

describe('ingress', () => {
	const services = known([
		loadBalancer('azds/traefik', {loadBalancerAddresses: addresses('20.72.130.33')}),
		loadBalancer('web/nginx', {labels: {'app.kubernetes.io/name': 'ingress-nginx'}}),
		loadBalancer('azds/webhook', {type: 'ClusterIP'}),
	]);

	test('the load balancer service of namespace azds, on 80 and 443', () => {
		const [only, ...more] = flows(bind(topology({kubernetes: {services}})), 'public-ingress');
		expect(only).toMatchObject({id: 'public-ingress:azds/traefik', to: 'azds/traefik (20.72.130.33)', protocol: 'tcp'});
		expect(formatPorts(only?.ports ?? [])).toBe('80,443');
		expect(more).toEqual([]);
	});

	test('an own controller where it is answered, or where azds has none', () => {
		const answered = bind(topology({kubernetes: {services}}), {parameters: {ingress: 'nginx'}});
		expect(flows(answered, 'public-ingress').map(({id}) => id)).toEqual(['public-ingress:web/nginx']);
		const rest = known([loadBalancer('web/traefik')]);
		const found = flow(bind(topology({kubernetes: {services: rest}})), 'public-ingress:web/traefik');
		expect(found.remarks[0]).toContain('Namespace azds has no ingress controller');
	});

	test('no controller, or nobody meant to come from the internet: not applicable', () => {
		expect(unbound(bind(topology()), 'public-ingress')).toMatchObject([{verdict: 'not-applicable'}]);
		for (const endpoint of ['private', 'none'] as const) {
			const binding = bind(topology({kubernetes: {services}}), {parameters: {endpoint}});
			expect(unbound(binding, 'public-ingress')).toMatchObject([{verdict: 'not-applicable'}]);
		}
	});

	test('a controller that is Private although nobody answered is still asked for, and said to be deliberate', () => {
		const controller = {
			type: 'microsoft.devspaces/controllers',
			properties: {targetContainerHostResourceId: cluster().id, endpointType: 'Private'},
		};
		const binding = bind(topology({kubernetes: {services}, otherResources: [controller]}));
		expect(flow(binding, 'public-ingress:azds/traefik').remarks.join()).toContain('deliberately made Private');
		expect(flow(bind(topology({kubernetes: {services}})), 'public-ingress:azds/traefik').remarks.join()).not.toContain(
			'Private',
		);
	});
});

describe('between pods', () => {
	test('parent and child spaces, both directions, each on the ports of the other end', () => {
		const found = flows(bind(topology({kubernetes: spaces})), 'space-routing').map(({id, path, ports}) => [
			id,
			formatPorts(ports),
			path.kind === 'pod-to-pod' && podNames(path.to),
		]);
		expect(found).toEqual([
			['space-routing:dev->lisa', '3000', ['lisa/web']],
			['space-routing:lisa->dev:tcp/3000', '3000', ['dev/web']],
			['space-routing:lisa->dev:tcp/8080', '8080', ['dev/users']],
		]);
	});

	test('from namespace azds to instrumented pods elsewhere', () => {
		const paths = flows(bind(topology({kubernetes: spaces})), 'ingress-to-spaces').map(({path}) => path);
		expect(paths.map(path => path.kind === 'pod-to-pod' && [podNames(path.from), podNames(path.to)])).toEqual([
			[['azds/traefik'], ['dev/web', 'lisa/web']],
			[['azds/traefik'], ['dev/users']],
		]);
	});

	test('debugging reaches the pods of all spaces and no others', () => {
		const {path, ports} = flow(bind(topology({kubernetes: spaces})), 'debug-ingress');
		expect(path.kind === 'addresses-to-pods' && podNames(path.to)).toEqual(['dev/web', 'dev/users', 'lisa/web']);
		expect(formatPorts(ports)).toBe('*');
	});

	test('the parent of a space counts as a space though it lost its label', () => {
		const namespaces = known([namespace('dev'), namespace('lisa', {'azds.io/parent-space': 'dev'})]);
		const {path} = flow(bind(topology({kubernetes: {...spaces, namespaces}})), 'debug-egress');
		expect(path.kind === 'egress' && podNames(path.origin.pods)).toEqual(['dev/web', 'dev/users', 'lisa/web']);
	});

	test('no space: nothing to debug and nothing to route', () => {
		const binding = bind(topology());
		for (const id of ['debug-ingress', 'debug-egress', 'space-routing', 'ingress-to-spaces']) {
			expect(unbound(binding, id)).toMatchObject([{verdict: 'not-applicable', missing: undefined}]);
		}
	});

	test('pods that declare no ports are left out by name; where none declares any, all TCP ports are meant', () => {
		const pods = [pod('dev/a', {ports: tcp(80)}), pod('dev/b'), pod('lisa/c')];
		const found = flows(bind(topology({kubernetes: {...spaces, pods: known(pods)}})), 'space-routing');
		expect(found.map(({id, ports}) => [id, formatPorts(ports)])).toEqual([
			['space-routing:dev->lisa', '*'],
			['space-routing:lisa->dev', '80'],
		]);
		expect(found[1]?.remarks).toEqual(['Left out, because they declare no ports: dev/b.']);
	});
});

describe('the API server and machines', () => {
	const restricted = topology({cluster: cluster({apiServer: {authorizedRanges: ['20.1.0.0/16']}})});

	test('one flow per machine', () => {
		const binding = bind(restricted, {machines: addresses('20.1.2.3', '4.5.6.7')});
		expect(flows(binding, 'api-server-from-machines').map(({id}) => id)).toEqual([
			'api-server-from-machines@4.5.6.7',
			'api-server-from-machines@20.1.2.3',
		]);
	});

	test('without a machine: open or private servers need none, a restricted one leaves it undecided', () => {
		expect(unbound(bind(restricted), 'api-server-from-machines')).toMatchObject([
			{verdict: 'undecided', missing: {command: expect.stringContaining('--machine')}},
		]);
		const secret = topology({cluster: cluster({apiServer: {privateCluster: true, authorizedRanges: []}})});
		for (const given of [topology(), secret]) {
			expect(flow(bind(given), 'api-server-from-machines').path).toMatchObject({kind: 'api-server', caller: 'machine'});
		}
	});

	test('addresses for pods matter only where a subnet gives them', () => {
		expect(flow(bind(topology()), 'pod-addresses').path).toEqual({
			kind: 'addresses-needed',
			count: 10,
			subnet: subnetId('nodes'),
		});
		for (const cni of ['kubenet', 'overlay'] as const) {
			expect(unbound(bind(topology({cluster: cluster({cni})})), 'pod-addresses')).toMatchObject([
				{verdict: 'not-applicable'},
			]);
		}
	});
});

test('an inferred requirement says so on its flows, and webhooks are reached from the cluster’s own subnets', () => {
	const webhook = pod('cert-manager/webhook', {labels: {'app.kubernetes.io/component': 'webhook'}});
	const given = topology({kubernetes: {pods: known([webhook])}});
	const found = bindProfile(shippedProfile('cert-manager'), given, noAnswers).flows.find(
		({requirement}) => requirement === 'cert-manager-webhook',
	);
	expect(found).toMatchObject({
		path: {kind: 'addresses-to-pods', from: addresses('10.1.0.0/24')},
		ports: ports(10_250),
	});
	expect(found?.remarks.join()).toContain('This is inferred from');
});

test('several profiles keep their flow ids apart', () => {
	const text = profileText({pull: 'from: {kind: nodes}\nto: {kind: name, name: gcr.io, hosting: unknown}\nports: 443'});
	const [one, two] = [profileOf(text), profileOf(text.replace('name: mine', 'name: yours'))];
	expect(bindProfiles([one, two], topology(), noAnswers).flows.map(({id}) => id)).toEqual(['mine/pull', 'yours/pull']);
	expect(bindProfiles([one], topology(), noAnswers).flows.map(({id}) => id)).toEqual(['pull']);
});

describe('from a subnet, by its name', () => {
	const text = (lines: string) => profileText({in: `${lines}\nports: 80`});
	const bindText = (lines: string, given: Topology) => bindProfile(profileOf(text(lines)), given, noAnswers);
	const given = topology({
		subnets: [subnet('nodes', '10.1.0.0/24'), subnet('gateways', '10.1.9.0/24')],
		kubernetes: {pods: known([pod('web/web')]), services: known([loadBalancer('web/web')])},
	});

	test.each([
		['to: {kind: pods, namespace: web}', 'addresses-to-pods'],
		['to: {kind: service, namespace: web}', 'ingress'],
		['to: {kind: nodes}', 'to-nodes'],
	])('%s', (to, kind) => {
		const found = bindText(`from: {kind: subnet, name: Gateways}\n${to}`, given).flows;
		expect(found.map(({from, path}) => [from, path.kind])).toEqual([['subnet Gateways', kind]]);
		expect(JSON.stringify(found[0]?.path)).toContain(JSON.stringify(addresses('10.1.9.0/24')));
	});

	test('one that is in no network, or in several, is asked for', () => {
		const to = 'to: {kind: nodes}';
		expect(bindText(`from: {kind: subnet, name: gone}\n${to}`, given).unbound).toMatchObject([
			{verdict: 'undecided', why: 'No network that was read has a subnet gone.'},
		]);
		expect(bindText(`from: {kind: subnet, name: gateways, network: other}\n${to}`, given).unbound).toMatchObject([
			{verdict: 'undecided', why: 'No network that was read has a subnet other/gateways.'},
		]);
	});
});

test('the internet is one who calls ports of the nodes', () => {
	const text = profileText({in: 'from: {kind: internet}\nto: {kind: nodes}\nports: 30080'});
	expect(bindProfile(profileOf(text), topology(), noAnswers).flows).toMatchObject([
		{from: 'internet', path: {kind: 'to-nodes', pools: [expect.any(String)]}, ports: ports(30_080)},
	]);
});

test.each([
	['from addresses of the nodes, through the konnectivity tunnel', {}, '10.1.0.0/24'],
	[
		'from its own subnet with VNet integration',
		{vnetIntegration: true, vnetIntegrationSubnet: subnetId('api')},
		'10.1.8.0/28',
	],
])('the API server calls pods %s', (_, apiServer, expected) => {
	const text = profileText({hook: 'from: {kind: api-server}\nto: {kind: pods, namespace: shop}\nports: 443'});
	const where = topology({
		cluster: cluster({apiServer}),
		subnets: [subnet('nodes', '10.1.0.0/24'), subnet('api', '10.1.8.0/28')],
		kubernetes: {pods: known([pod('shop/web')])},
	});
	const [found] = bindProfile(profileOf(text), where, noAnswers).flows;
	expect(found?.path.kind === 'addresses-to-pods' ? formatAddresses(found.path.from) : found).toBe(expected);
});
