import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {asList, asRaw, at, ofType, type Raw, readRawWorld, textAt, walk, worldNames} from './raw-world.js';

const idsOf = (value: unknown) => asList(value).map(entry => textAt(entry, 'id'));
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const shared = path.resolve(import.meta.dirname, '../../../shared/worlds');

test('the six practice worlds are there', () => {
	expect(worldNames()).toEqual([
		'cilium-overlay',
		'classic-firewall',
		'locked-down',
		'private',
		'third-party-appliance',
		'wide-open',
	]);
});

test('no two worlds share a subscription', () => {
	const subscriptions = worldNames().map(name => textAt(readRawWorld(name).resources[0], 'id').split('/')[2]);
	expect(new Set(subscriptions).size).toBe(subscriptions.length);
});

describe.each(worldNames())('%s', name => {
	const world = readRawWorld(name);
	const declared = declaredIds();

	/** Ids of everything that stands in the world with a name, the interfaces of its scale sets, and what may not be read. */
	function declaredIds(): ReadonlySet<string> {
		const ids = new Set(world.denied);
		walk(world.json, value => {
			if (typeof value !== 'string' && typeof value['id'] === 'string' && typeof value['name'] === 'string') {
				ids.add(value['id']);
			}
		});
		for (const set of ofType(world, 'Microsoft.Compute/virtualMachineScaleSets')) {
			for (const id of interfacesOf(set)) {
				ids.add(id);
			}
		}

		return ids;
	}

	test('holds files of the world format and a README with a title and one sentence', () => {
		expect(world.files.filter(file => !/\.(?:json|yaml)$/.test(file))).toEqual(['README.md']);
		const [title, blank, sentence = ''] = readFileSync(path.join(world.folder, 'README.md'), 'utf8').split('\n');
		expect(title).toMatch(/^# \S/);
		expect(blank).toBe('');
		expect(sentence).toMatch(/\.$/);
		expect(sentence.match(/\.(?:\s|$)/g)).toHaveLength(1);
	});

	test('every resource has the shape of a REST answer', () => {
		for (const resource of world.resources) {
			const id = textAt(resource, 'id');
			expect(id).toMatch(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\//);
			expect(id.split('/').at(-1), id).toBe(resource['name']);
			expect(id.split('/')[2], id).toBe(textAt(world.resources[0], 'id').split('/')[2]);
			expect(textAt(resource, 'type'), id).not.toBe('');
			expect(textAt(resource, 'location'), id).not.toBe('');
			expect(asRaw(resource['properties']), id).not.toEqual({});
			const needsEtag = /^Microsoft\.(?:Network|ContainerService)\//i.test(textAt(resource, 'type'));
			expect(!needsEtag || typeof resource['etag'] === 'string', id).toBe(true);
		}
	});

	test('no id is declared twice', () => {
		const ids = world.resources.map(resource => textAt(resource, 'id').toLowerCase());
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});

	test('every id that is referred to exists', () => {
		const missing: string[] = [];
		walk(world.json, (value, owner, key) => {
			const isOwnId = key === 'id' && typeof owner?.['name'] === 'string';
			if (typeof value === 'string' && value.startsWith('/subscriptions/') && !isOwnId && !declared.has(value)) {
				missing.push(value);
			}
		});
		for (const {id} of world.usages) {
			expect(declared, 'usages.json').toContain(id);
		}

		expect(missing).toEqual([]);
	});

	test('who refers to another is referred to by it', () => {
		const byId = new Map<string, Raw>();
		walk(world.json, value => {
			if (typeof value !== 'string' && typeof value['id'] === 'string' && 'properties' in value) {
				byId.set(value['id'], value);
			}
		});
		for (const {type, forward, back, backIsList} of links) {
			for (const resource of [...byId.values()].filter(resource => sameType(resource, type))) {
				const target = textAt(resource, 'properties', forward, 'id');
				if (target !== '') {
					const other = at(byId.get(target), 'properties', back);
					const backIds = backIsList ? idsOf(other) : [textAt(other, 'id')];
					expect(backIds, `${target} to ${textAt(resource, 'id')}`).toContain(textAt(resource, 'id'));
				}
			}
		}
	});

	test('a group of the node resource group bears the mark of AKS and its rules only', () => {
		const nodeGroup = textAt(
			ofType(world, 'Microsoft.ContainerService/managedClusters')[0],
			'properties',
			'nodeResourceGroup',
		);
		const managed = ofType(world, 'Microsoft.Network/networkSecurityGroups').filter(group =>
			textAt(group, 'id').includes(`/resourceGroups/${nodeGroup}/`),
		);
		expect(managed).toHaveLength(1);
		for (const rule of asList(at(managed[0], 'properties', 'securityRules'))) {
			expect(textAt(rule, 'name')).toMatch(/^k8s-azure-lb_/);
		}
	});

	test.skipIf(!existsSync(shared))(
		'nothing is copied from the worlds beside the project (skipped without them)',
		() => {
			const theirs = readdirSync(shared, {recursive: true, encoding: 'utf8'})
				.filter(file => /\.(?:json|ya?ml|md)$/.test(file))
				.map(file => readFileSync(path.join(shared, file), 'utf8'));
			const theirGuids = new Set(theirs.flatMap(text => text.match(guid) ?? []));
			for (const file of world.files) {
				const ours = readFileSync(path.join(world.folder, file), 'utf8');
				expect(theirs, file).not.toContain(ours);
				expect(
					(ours.match(guid) ?? []).filter(id => theirGuids.has(id)),
					file,
				).toEqual([]);
			}
		},
	);
});

const links = [
	{
		type: 'Microsoft.Network/virtualNetworks/subnets',
		forward: 'networkSecurityGroup',
		back: 'subnets',
		backIsList: true,
	},
	{type: 'Microsoft.Network/virtualNetworks/subnets', forward: 'routeTable', back: 'subnets', backIsList: true},
	{type: 'Microsoft.Network/virtualNetworks/subnets', forward: 'natGateway', back: 'subnets', backIsList: true},
	{type: 'Microsoft.Network/azureFirewalls', forward: 'firewallPolicy', back: 'firewalls', backIsList: true},
	{type: 'Microsoft.Network/firewallPolicies', forward: 'basePolicy', back: 'childPolicies', backIsList: true},
	{
		type: 'Microsoft.Network/azureFirewalls/azureFirewallIpConfigurations',
		forward: 'publicIPAddress',
		back: 'ipConfiguration',
		backIsList: false,
	},
	{
		type: 'Microsoft.Network/loadBalancers/frontendIPConfigurations',
		forward: 'publicIPAddress',
		back: 'ipConfiguration',
		backIsList: false,
	},
] as const;

function sameType(resource: Raw, type: string): boolean {
	return textAt(resource, 'type').toLowerCase() === type.toLowerCase();
}

function interfacesOf(set: Raw): readonly string[] {
	const [configuration] = asList(
		at(set, 'properties', 'virtualMachineProfile', 'networkProfile', 'networkInterfaceConfigurations'),
	);
	const machines = Array.from({length: Number(at(set, 'sku', 'capacity'))}, (_, index) => index);
	return machines.flatMap(index => {
		const nic = `${textAt(set, 'id')}/virtualMachines/${index}/networkInterfaces/${textAt(configuration, 'name')}`;
		const addresses = asList(at(configuration, 'properties', 'ipConfigurations'));
		return [nic, ...addresses.map(address => `${nic}/ipConfigurations/${textAt(address, 'name')}`)];
	});
}
