import {describe, expect, test} from 'vitest';
import {asList, asRaw, at, ofKind, ofType, type Raw, readRawWorld, textAt, within, worldNames} from './raw-world.js';

const nameOf = (object: Raw | undefined) => textAt(object, 'metadata', 'name');
const spaceOf = (object: Raw | undefined) => textAt(object, 'metadata', 'namespace');
const hasAll = (labels: unknown, wanted: unknown) =>
	Object.entries(asRaw(wanted)).every(([key, value]) => asRaw(labels)[key] === value);

describe.each(worldNames())('%s', name => {
	const world = readRawWorld(name);
	const [cluster] = ofType(world, 'Microsoft.ContainerService/managedClusters');
	const profile = at(cluster, 'properties', 'networkProfile');
	const pools = asList(at(cluster, 'properties', 'agentPoolProfiles'));
	const nodes = ofKind(world, 'Node');
	const pods = ofKind(world, 'Pod');
	const namespaces = ofKind(world, 'Namespace').map(nameOf);
	const podIp = (pod: Raw) => textAt(pod, 'status', 'podIP');
	const nodeIp = (node: Raw | undefined) =>
		textAt(
			asList(at(node, 'status', 'addresses')).find(entry => entry['type'] === 'InternalIP'),
			'address',
		);
	const prefixOf = (subnet: unknown) =>
		ofType(world, 'Microsoft.Network/virtualNetworks')
			.flatMap(network => asList(at(network, 'properties', 'subnets')))
			.filter(candidate => candidate['id'] === subnet)
			.map(candidate => textAt(candidate, 'properties', 'addressPrefix'))[0];

	test('every namespaced object stands in a namespace of the world, under a name of its own', () => {
		const keys = world.objects.map(object => `${textAt(object, 'kind')}/${spaceOf(object)}/${nameOf(object)}`);
		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
		for (const object of world.objects.filter(object => spaceOf(object) !== '')) {
			expect(namespaces, nameOf(object)).toContain(spaceOf(object));
		}
	});

	test('a namespace is labelled with its own name, and a child space has its parent', () => {
		for (const namespace of ofKind(world, 'Namespace')) {
			const labels = asRaw(at(namespace, 'metadata', 'labels'));
			expect(labels['kubernetes.io/metadata.name']).toBe(nameOf(namespace));
			const parent = labels['azds.io/parent-space'];
			expect(parent === undefined || namespaces.includes(String(parent))).toBe(true);
		}

		const spaces = ofKind(world, 'Namespace').filter(
			namespace => asRaw(at(namespace, 'metadata', 'labels'))['azds.io/space'] === 'true',
		);
		expect(spaces.length).toBeGreaterThanOrEqual(2);
	});

	test('there are as many nodes as the pools say, in the subnet of their pool', () => {
		for (const pool of pools) {
			const own = nodes.filter(node => at(node, 'metadata', 'labels', 'agentpool') === pool['name']);
			expect(own).toHaveLength(Number(pool['count']));
			const prefix = prefixOf(pool['vnetSubnetID']);
			for (const node of own.filter(() => prefix !== undefined)) {
				expect(within(nodeIp(node), prefix ?? ''), nameOf(node)).toBe(true);
			}
		}
	});

	test('pods have addresses of their own where the CNI kind puts them', () => {
		const own = pods.filter(pod => at(pod, 'spec', 'hostNetwork') !== true).map(podIp);
		expect(own.filter((address, index) => own.indexOf(address) !== index)).toEqual([]);
		expect(own.filter(address => nodes.map(nodeIp).includes(address))).toEqual([]);
		for (const pod of pods) {
			const node = nodes.find(candidate => nameOf(candidate) === at(pod, 'spec', 'nodeName'));
			expect(node, nameOf(pod)).toBeDefined();
			expect(at(pod, 'status', 'hostIP'), nameOf(pod)).toBe(nodeIp(node));
			if (at(pod, 'spec', 'hostNetwork') === true) {
				expect(podIp(pod), nameOf(pod)).toBe(nodeIp(node));
			} else {
				expect(within(podIp(pod), podPrefix(node)), `${nameOf(pod)} ${podIp(pod)}`).toBe(true);
			}
		}
	});

	function podPrefix(node: Raw | undefined): string {
		const pool = pools.find(candidate => candidate['name'] === at(node, 'metadata', 'labels', 'agentpool'));
		const cidr = textAt(profile, 'podCidr');
		return cidr === '' ? (prefixOf(pool?.['podSubnetID'] ?? pool?.['vnetSubnetID']) ?? '') : cidr;
	}

	test('the cluster has DNS, and the engine it claims runs on every node', () => {
		const dns = pods.filter(pod => at(pod, 'metadata', 'labels', 'k8s-app') === 'kube-dns');
		expect(dns.length).toBeGreaterThan(0);
		const agents: Readonly<Record<string, string>> = {azure: 'azure-npm', calico: 'calico-node', cilium: 'cilium'};
		const agent = agents[textAt(profile, 'networkPolicy')];
		const running = pods.filter(pod => agent !== undefined && at(pod, 'metadata', 'labels', 'k8s-app') === agent);
		expect(running).toHaveLength(agent === undefined ? 0 : nodes.length);
	});

	test('services select pods and lead to ports that these declare', () => {
		for (const service of ofKind(world, 'Service').filter(service => at(service, 'spec', 'selector') !== undefined)) {
			const selected = pods.filter(
				pod =>
					spaceOf(pod) === spaceOf(service) && hasAll(at(pod, 'metadata', 'labels'), at(service, 'spec', 'selector')),
			);
			expect(selected.length, nameOf(service)).toBeGreaterThan(0);
			for (const port of asList(at(service, 'spec', 'ports'))) {
				for (const pod of selected) {
					const declared = asList(at(pod, 'spec', 'containers')).flatMap(container => asList(container['ports']));
					const hits = declared.filter(
						({name: portName, containerPort, protocol}) =>
							[portName, containerPort].includes(port['targetPort']) && protocol === port['protocol'],
					);
					expect(hits, `${nameOf(service)} ${String(port['targetPort'])}`).toHaveLength(1);
				}
			}

			const endpoints = ofKind(world, 'Endpoints').find(
				object => nameOf(object) === nameOf(service) && spaceOf(object) === spaceOf(service),
			);
			const addresses = asList(at(endpoints, 'subsets')).flatMap(subset => asList(subset['addresses']));
			expect(addresses.map(entry => textAt(entry, 'ip')).toSorted()).toEqual(selected.map(podIp).toSorted());
		}
	});

	test('cluster addresses of services are unique and in the service range', () => {
		const addresses = ofKind(world, 'Service').map(service => textAt(service, 'spec', 'clusterIP'));
		expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
		for (const address of addresses) {
			expect(within(address, textAt(profile, 'serviceCidr')), address).toBe(true);
		}
	});

	test('the address of a load balancer service is a frontend of a load balancer', () => {
		const publicIps = ofType(world, 'Microsoft.Network/publicIPAddresses');
		const frontends = ofType(world, 'Microsoft.Network/loadBalancers').flatMap(balancer =>
			asList(at(balancer, 'properties', 'frontendIPConfigurations')).map(frontend => {
				const id = textAt(frontend, 'properties', 'publicIPAddress', 'id');
				const publicIp = publicIps.find(candidate => candidate['id'] === id);
				return textAt(publicIp ?? frontend, 'properties', publicIp === undefined ? 'privateIPAddress' : 'ipAddress');
			}),
		);
		const services = ofKind(world, 'Service').filter(service => at(service, 'spec', 'type') === 'LoadBalancer');
		expect(services.map(nameOf)).toEqual(['traefik']);
		for (const service of services) {
			const [entry] = asList(at(service, 'status', 'loadBalancer', 'ingress'));
			expect(frontends).toContain(textAt(entry, 'ip'));
			const internal = at(service, 'metadata', 'annotations') !== undefined;
			expect(textAt(entry, 'ip').startsWith('10.')).toBe(internal);
		}
	});

	test('policies select by labels that something bears', () => {
		for (const policy of ofKind(world, 'NetworkPolicy')) {
			const wanted = at(policy, 'spec', 'podSelector', 'matchLabels');
			const selected = pods.filter(
				pod => spaceOf(pod) === spaceOf(policy) && hasAll(at(pod, 'metadata', 'labels'), wanted),
			);
			expect(selected.length, nameOf(policy)).toBeGreaterThan(0);
		}
	});
});
