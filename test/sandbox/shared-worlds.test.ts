import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {CoreV1Api, CustomObjectsApi, NetworkingV1Api} from '@kubernetes/client-node';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {clientsOf, collect} from './clients.js';

const worlds = path.resolve(import.meta.dirname, '../../../shared/worlds');
const names = existsSync(worlds)
	? readdirSync(worlds).filter(name => existsSync(path.join(worlds, name, 'world')))
	: [];

describe.skipIf(names.length === 0)('worlds that others wrote (../shared/worlds; skipped where it is absent)', () => {
	describe.each(names)('%s', name => {
		let sandbox: Sandbox;
		beforeAll(async () => {
			sandbox = await startSandbox({folder: path.join(worlds, name, 'world'), pageSize: 1});
		});
		afterAll(() => sandbox.close());

		test('is read in full through the real clients', async () => {
			const {containers, network, config} = clientsOf(sandbox);
			const clusters = await collect(containers.managedClusters.list());
			expect(clusters).toHaveLength(1);
			const networks = await collect(network.virtualNetworks.listAll());
			expect(networks.length).toBeGreaterThan(0);
			expect(networks.flatMap(({subnets}) => subnets ?? []).length).toBeGreaterThan(0);
			const firewalls = await collect(network.azureFirewalls.listAll());
			expect(firewalls).toHaveLength(1);
			const tags = await network.serviceTags.list('eastus');
			expect(tags.values?.[0]?.properties?.addressPrefixes?.length).toBeGreaterThan(0);

			const pods = await config.makeApiClient(CoreV1Api).listPodForAllNamespaces();
			expect(pods.items.length).toBeGreaterThan(0);
			await config.makeApiClient(NetworkingV1Api).listNetworkPolicyForAllNamespaces();
			const cilium = {group: 'cilium.io', version: 'v2', plural: 'ciliumnetworkpolicies'};
			await config
				.makeApiClient(CustomObjectsApi)
				.listCustomObjectForAllNamespaces({...cilium, resourcePlural: cilium.plural});
		});
	});
});
