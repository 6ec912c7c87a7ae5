import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {listClusters} from '../../source/detect/list-clusters.js';
import {readWorld} from '../../source/detect/read-world.js';
import {listedTypes} from '../../source/profiles/own-facts.js';
import {unaskedManagers} from '../../source/routing/unasked-managers.js';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import {armKey} from '../../source/topology/arm-id.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {type Known, knownValue, mapKnown} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import {readWorldFolder, sharedWorld} from '../helpers/read-world.js';
import {servedBy} from '../helpers/sandbox-connection.js';
import {shippedProfile} from '../profiles/profile-texts.js';

const templates = path.resolve(import.meta.dirname, '../../templates/worlds');
const practice = readdirSync(templates)
	.map(name => [name, worldFolder(path.join(templates, name))] as const)
	.filter(([, folder]) => existsSync(folder));
const lockedDown = worldFolder(path.join(templates, 'locked-down'));

/** What shipped profiles ask for. */
const listed = listedTypes([shippedProfile('azure-dev-spaces')]);

function worldFolder(folder: string): string {
	return existsSync(path.join(folder, 'world')) ? path.join(folder, 'world') : folder;
}

async function withSandbox<T>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
	const sandbox = await startSandbox(options);
	try {
		return await use(sandbox);
	} finally {
		await sandbox.close();
	}
}

/**
 * Without what may differ: the order of lists; the address use of networks that are not the cluster's (folders may hold
 * more of it than is asked for); an absent list against an empty one; a network in a subscription that nobody knows,
 * which is absent from the files and hidden by Azure; endpoints, which a cluster is asked for in slices alone; what an API server adds to objects.
 */
/** Of files nobody asks for the firewalls of a subscription that they hold nothing of. */
function comparable({
	subnets,
	kubernetes,
	virtualNetworks,
	unreadFirewalls: _unread,
	otherResources,
	...others
}: Topology) {
	const {ciliumPolicies, policyObjects: _, endpoints: _endpoints, clusterDns, ...decoded} = kubernetes;
	const policies = mapKnown(ciliumPolicies, items =>
		items.map(({kind, metadata: {name, namespace}, spec}) => ({kind, name, namespace, spec})),
	);
	const lists = Object.entries({...decoded, policies}).map(
		([name, list]: [string, Known<readonly unknown[]> | readonly unknown[] | undefined]) => [
			name,
			list === undefined || 'length' in list
				? sorted(list ?? [])
				: list.state === 'denied'
					? list
					: sorted(list.state === 'known' ? list.value : []),
		],
	);
	return {
		// Of the others only those are read that a profile asks for.
		listed: sorted(otherResources.filter(({type}) => listed.some(asked => asked.type.toLowerCase() === type))),
		...others,
		virtualNetworks: [...virtualNetworks.values()].flatMap(network => knownValue(network) ?? []),
		firewalls: sorted(others.firewalls),
		kubernetes: {...Object.fromEntries(lists), clusterDns},
		subnets: [...subnets].map(([key, subnet]) => [key, mapKnown(subnet, ({usage: _, ...rest}) => rest)]),
	};
}

function sorted<T>(items: readonly T[]): readonly T[] {
	return items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

describe('what is read through the clients means the same as the files', () => {
	test.each(practice)('%s', async (_name, folder) => {
		await expectSameMeaning(folder);
	});

	for (const name of ['locked-down', 'dev-spaces-sample']) {
		const folder = sharedWorld(name);
		const title = folder === undefined ? `shared ${name} (skipped: it is not beside the project)` : `shared ${name}`;
		test.skipIf(folder === undefined)(title, async () => {
			await expectSameMeaning(folder ?? '');
		});
	}
});

async function expectSameMeaning(folder: string): Promise<void> {
	const direct = readWorldFolder(folder);
	const read = await withSandbox({folder, pageSize: 2}, sandbox =>
		readWorld(servedBy(sandbox), {cluster: direct.cluster, listed}),
	);
	expect(comparable(decodeTopology(read))).toEqual(comparable(decodeTopology(direct)));
}

test('only reads and the kubeconfig are asked for, and each once', async () => {
	await withSandbox({folder: lockedDown}, async sandbox => {
		const {cluster} = readWorldFolder(lockedDown);
		await readWorld(servedBy(sandbox), {cluster});
		const asked = sandbox.log.map(({method, path: url}) => `${method} ${url}`);
		expect(asked.filter(request => !request.startsWith('GET ')).map(request => request.replace(/\?.*$/, ''))).toEqual([
			`POST ${cluster}/listClusterUserCredential`,
			expect.stringMatching(/\/virtualNetworks\/[^/]+\/listNetworkManagerEffectiveSecurityAdminRules$/),
		]);
		expect(new Set(asked).size).toBe(asked.length);
	});
});

const deny = {
	id: '/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/central/providers/Microsoft.Network/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/deny-ssh',
	kind: 'Custom',
	properties: {
		access: 'Deny',
		direction: 'Outbound',
		priority: 10,
		protocol: 'Tcp',
		sources: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
		destinations: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
		sourcePortRanges: ['0-65535'],
		destinationPortRanges: ['22'],
	},
};

describe('security admin rules of a manager in another subscription', () => {
	const {cluster, resources} = readWorldFolder(lockedDown);
	const subnets = [...resources.values()].flatMap(
		resource => knownValue(resource)?.properties['agentPoolProfiles'] ?? [],
	);
	const [network = ''] = JSON.stringify(subnets).match(/\/subscriptions\/[^"]+\/virtualNetworks\/[^/"]+/) ?? [];

	async function readWith(extra: object): Promise<Topology> {
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-admin-'));
		try {
			cpSync(lockedDown, folder, {recursive: true});
			writeFileSync(path.join(folder, 'more.json'), JSON.stringify(extra));
			return await withSandbox({folder}, async sandbox =>
				decodeTopology(await readWorld(servedBy(sandbox), {cluster})),
			);
		} finally {
			rmSync(folder, {recursive: true});
		}
	}

	test('are what the network itself answers', async () => {
		const operation = `${network}/listNetworkManagerEffectiveSecurityAdminRules`;
		const {adminRules} = await readWith({[operation]: {value: [deny]}});
		expect(adminRules.get(armKey(network))).toMatchObject({
			rules: [{name: 'deny-ssh', surely: true}],
			unread: undefined,
		});
	});

	test('are named as unread, and leave no flow in doubt, where one may not ask', async () => {
		const topology = await readWith({
			'aksess:denied': ['Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action'],
		});
		expect(topology.adminRules.get(armKey(network))).toMatchObject({rules: [], unread: undefined});
		expect(unaskedManagers(topology)).toEqual([expect.stringContaining('could not be read')]);
	});
});

test('without a cluster the objects of the kubeconfig are all that is read', async () => {
	await withSandbox({folder: lockedDown}, async sandbox => {
		const world = await readWorld(servedBy(sandbox, {kubeconfig: sandbox.kubeconfig}), {cluster: undefined});
		expect(world.resources.size).toBe(0);
		expect(knownValue(world.objects.pods)?.length).toBeGreaterThan(0);
		expect(sandbox.log.every(entry => entry.path.startsWith('/api'))).toBe(true);
	});
});

test('clusters are listed with what a person chooses by', async () => {
	await withSandbox({folder: lockedDown}, async sandbox => {
		const {cluster} = readWorldFolder(lockedDown);
		const [summary] = await listClusters(servedBy(sandbox, {subscription: undefined}));
		expect(summary).toMatchObject({id: cluster, subscription: sandbox.subscriptions[0], privateCluster: false});
	});
});
