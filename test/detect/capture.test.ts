import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {captureWorld} from '../../source/detect/capture/capture-world.js';
import {writeCapture} from '../../source/detect/capture/write-capture.js';
import {readWorld} from '../../source/detect/read-world.js';
import {worldFiles} from '../../source/render/world-files.js';
import {openPractice} from '../../source/sandbox/practice.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {loadWorld} from '../../source/sandbox/world/load-world.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {denied} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import type {World} from '../../source/topology/world.js';
import {practiceSource} from '../../source/workflow/practice-source.js';
import {readWorldFolder, worldOf} from '../helpers/read-world.js';
import {servedBy} from '../helpers/sandbox-connection.js';

const templates = path.resolve(import.meta.dirname, '../../templates/worlds');

function worldFolder(name: string): string {
	const inner = path.join(templates, name, 'world');
	return existsSync(inner) ? inner : path.join(templates, name);
}

async function readServed(folder: string): Promise<World> {
	const sandbox = await startSandbox({folder});
	try {
		return await readWorld(servedBy(sandbox), {cluster: readWorldFolder(folder).cluster});
	} finally {
		await sandbox.close();
	}
}

function readHere(folder: string): Promise<World> {
	return readWorld(practiceSource(openPractice({folder})), {cluster: readWorldFolder(folder).cluster});
}

function textsOf(world: World, options?: {readonly mask: boolean}): ReadonlyMap<string, string> {
	return worldFiles(captureWorld(world, options).content);
}

function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-capture-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** As text, with Cilium's objects left out: an API server adds fields to them that mean nothing. */
function meaning(world: World): string {
	const {kubernetes, ...azure}: Topology = decodeTopology(world);
	const {ciliumPolicies: _, ...objects} = kubernetes;
	const maps = (_key: string, value: unknown): unknown =>
		value instanceof Map ? [...value].sort() : typeof value === 'bigint' ? `${value}n` : value;
	return JSON.stringify({...azure, ...objects}, maps, '\t');
}

describe('a capture that is served again means the same', () => {
	test.each(readdirSync(templates))('%s', async name => {
		const world = await readServed(worldFolder(name));
		const folder = path.join(temporaryFolder(), 'captured');
		await writeCapture(folder, textsOf(world, {mask: false}));
		expect(meaning(await readServed(folder))).toBe(meaning(world));
	});
});

test('rules that a network manager has put in force stay, and that they could not be read, too', async () => {
	const {cluster, resources} = readWorldFolder(worldFolder('locked-down'));
	const [network = ''] =
		JSON.stringify([...resources.values()]).match(/\/subscriptions\/[^"]+\/virtualNetworks\/[^/"]+/) ?? [];
	const operation = 'listNetworkManagerEffectiveSecurityAdminRules';
	const rule = {id: `${network}/rule`, properties: {access: 'Deny', direction: 'Outbound', priority: 10}};
	for (const more of [
		{[`${network}/${operation}`]: {value: [rule]}},
		{'aksess:denied': [`Microsoft.Network/virtualNetworks/${operation}/action`]},
	]) {
		const from = path.join(temporaryFolder(), 'from');
		cpSync(worldFolder('locked-down'), from, {recursive: true});
		writeFileSync(path.join(from, 'more.json'), JSON.stringify(more));
		const world = await readServed(from);
		expect(cluster).toBe(world.cluster);
		const folder = path.join(temporaryFolder(), 'captured');
		await writeCapture(folder, textsOf(world, {mask: false}));
		const again = await readServed(folder);
		expect([...(again.adminRules?.values() ?? [])]).toEqual([...(world.adminRules?.values() ?? [])]);
		expect([...(world.adminRules?.values() ?? [])]).not.toEqual([]);
		expect([...(world.adminRules?.values() ?? [])][0]?.state).toBe('aksess:denied' in more ? 'denied' : 'known');
	}
});

test('what interfaces say is in force stays, with what decides alone, and that they could not be read, too', async () => {
	const {cluster, resources} = readWorldFolder(worldFolder('locked-down'));
	const [subnet = ''] =
		JSON.stringify([...resources.values()]).match(/\/subscriptions\/[^"]+\/virtualNetworks\/[^/"]+\/subnets\/[^/"]+/) ??
		[];
	const nic = `${cluster?.split('/providers/')[0]}/providers/Microsoft.Network/networkInterfaces/nic-1`;
	const rows = [
		{source: 'Default', state: 'Active', addressPrefix: ['0.0.0.0/0'], nextHopType: 'Internet', nextHopIpAddress: []},
		{source: 'User', state: 'Active', addressPrefix: ['10.0.0.0/8'], nextHopType: 'None', name: 'drop'},
	];
	const groups = [
		{
			networkSecurityGroup: {id: nic.replace('networkInterfaces/nic-1', 'networkSecurityGroups/nsg')},
			association: {subnet: {id: subnet}, networkInterface: {id: nic}},
			effectiveSecurityRules: [
				{
					...{name: 'securityRules/a', priority: 100, direction: 'Inbound', access: 'Deny', protocol: 'All'},
					...{sourcePortRange: '0-65535', destinationPortRange: '80-80'},
					...{sourceAddressPrefix: 'Internet', destinationAddressPrefix: '0.0.0.0/0'},
					expandedSourceAddressPrefix: ['1.0.0.0/8'],
				},
			],
		},
	];
	const more = [
		{
			id: nic,
			name: 'nic-1',
			properties: {ipConfigurations: [{name: 'a', properties: {subnet: {id: subnet}}}]},
		},
		{[`${nic}/effectiveRouteTable`]: {value: rows.map(row => ({...row, tagMap: {}, remark: 'of ours'}))}},
		{value: groups.map(entry => ({...entry, tagMap: {VirtualNetwork: ['10.0.0.0/8']}, remark: 'of ours'}))},
	];
	const from = path.join(temporaryFolder(), 'from');
	cpSync(worldFolder('locked-down'), from, {recursive: true});
	writeFileSync(path.join(from, 'more.json'), JSON.stringify(more));
	const world = await readHere(from);
	expect([...(world.callAnswers?.values() ?? [])]).toMatchObject([{state: 'known'}, {state: 'known'}]);
	const folder = path.join(temporaryFolder(), 'captured');
	await writeCapture(folder, textsOf(world));
	const again = await readHere(folder);
	expect([...(again.callAnswers?.values() ?? [])]).toEqual([
		{state: 'known', value: rows},
		{
			state: 'known',
			value: JSON.parse(
				JSON.stringify(groups).replaceAll(/(?<=subscriptions\/)[^/]+/g, '00000000-0000-4000-8000-000000000001'),
			),
		},
	]);
	const refused = new Map([...(world.callAnswers ?? [])].map(([key]) => [key, denied('You may not ask.')] as const));
	expect(textsOf({...world, callAnswers: refused}).get('access.json')).toContain(
		'Microsoft.Network/networkInterfaces/effectiveRouteTable/action',
	);
});

test('usages of which nobody says whose they are keep the name they were asked by', () => {
	const network = '/subscriptions/s/resourcegroups/g/providers/microsoft.network/virtualnetworks/vnet';
	const captured = textsOf(worldOf([{[network]: {value: [{currentValue: 3, limit: 251}]}}]), {mask: false});
	expect(JSON.parse(captured.get('usages.json') ?? '')).toEqual({
		[network]: {value: [{currentValue: 3, limit: 251}]},
	});
});

describe('ids', () => {
	const subscription = '8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14';

	test('are replaced by others, the same by the same, and nothing else changes', async () => {
		const world = await readServed(worldFolder('locked-down'));
		const folder = path.join(temporaryFolder(), 'captured');
		await writeCapture(folder, textsOf(world));
		const written = readdirSync(folder).map(file => readFileSync(path.join(folder, file), 'utf8'));
		const [, own = subscription] = /subscriptions\/([^/]+)/.exec(world.cluster ?? '') ?? [];
		expect(written.join('').toLowerCase()).not.toContain(own.toLowerCase());
		const again = await readServed(folder);
		const [, masked = ''] = /subscriptions\/([^/]+)/.exec(again.cluster ?? '') ?? [];
		expect(meaning(again).replaceAll(masked, own)).toBe(meaning(world));
	});

	test('of tenants and identities are replaced wherever they stand', () => {
		const tenant = '99999999-8888-7777-6666-555555555555';
		const world = worldOf([
			{
				id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`,
				identity: {tenantId: tenant, principalId: 'a89732cc-dd07-562d-8480-96da3e9b14c5'},
				properties: {dnsPrefix: `of ${tenant.toUpperCase()}`, resourceUID: 'c55c8cfd-5d7f-5375-a46f-2c1e819e026f'},
			},
		]);
		const text = [...textsOf(world).values()].join('');
		expect(text).not.toMatch(/99999999-8888|a89732cc|8b1f4d0c/i);
		expect(text).toContain('c55c8cfd-5d7f-5375-a46f-2c1e819e026f');
	});
});

test('what could not be read is captured as such', async () => {
	const folder = temporaryFolder();
	const route = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt';
	const world = worldOf([{'aksess:denied': [route, 'pods']}]);
	await writeCapture(folder, textsOf(world, {mask: false}), {overwrite: true});
	const again = readWorldFolder(folder);
	expect([...again.resources.values()].map(resource => resource.state)).toEqual(['denied']);
	expect(again.objects.pods.state).toBe('denied');
});

describe('the folder', () => {
	const files = new Map([['cluster.json', '{}']]);

	test('and its files are for the owner only', async () => {
		const folder = path.join(temporaryFolder(), 'a', 'b');
		await writeCapture(folder, files);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(path.join(folder, 'cluster.json')).mode & 0o777).toBe(0o600);
		expect(readdirSync(path.dirname(folder))).toEqual(['b']);
	});

	test('is not overwritten unless told to', async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'old.yaml'), 'x');
		await expect(writeCapture(folder, files)).rejects.toMatchObject({code: 'usage'});
		expect(readdirSync(folder)).toEqual(['old.yaml']);
		await writeCapture(folder, files, {overwrite: true});
		expect(readdirSync(folder)).toEqual(['cluster.json']);
	});

	test('with other things in it is never replaced', async () => {
		const folder = temporaryFolder();
		mkdirSync(path.join(folder, 'photos'));
		await expect(writeCapture(folder, files, {overwrite: true})).rejects.toMatchObject({
			message: expect.stringContaining('photos'),
		});
		expect(readdirSync(folder)).toEqual(['photos']);
	});

	test('that is a file is refused', async () => {
		const file = path.join(temporaryFolder(), 'x');
		writeFileSync(file, '');
		await expect(writeCapture(file, files)).rejects.toMatchObject({name: 'UserError'});
	});
});

test('of a workload a capture keeps what its pods would be in the network, and nothing else', () => {
	const template = {
		metadata: {labels: {app: 'web', spare: 'yes'}, annotations: {token: 'hunter2'}},
		spec: {
			containers: [
				{
					name: 'c',
					image: 'i',
					env: [{name: 'PASSWORD', value: 'hunter2'}],
					args: ['hunter2'],
					ports: [{containerPort: 80}],
				},
			],
			volumes: [{name: 'v', cloudInitNoCloud: {userData: 'hunter2'}}],
			domain: {devices: {interfaces: [{name: 'default', ports: [{port: 22}]}]}, firmware: {serial: 'hunter2'}},
		},
	};
	const objects = [
		{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'web', namespace: 'x'}, spec: {replicas: 2, template}},
		{apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: {name: 'vm', namespace: 'x'}, spec: {template}},
		{
			apiVersion: 'batch/v1',
			kind: 'CronJob',
			metadata: {name: 'job', namespace: 'x'},
			spec: {jobTemplate: {spec: {template}}},
		},
		{
			apiVersion: 'gateway.networking.k8s.io/v1',
			kind: 'HTTPRoute',
			metadata: {name: 'front', namespace: 'x'},
			spec: {
				rules: [
					{
						filters: [{requestHeaderModifier: {set: [{name: 'Authorization', value: 'hunter2'}]}}],
						backendRefs: [{name: 'web', port: 80}],
					},
				],
			},
		},
	];
	const world = worldOf(objects);
	const captured = worldFiles(captureWorld(world, {mask: false}).content);
	const text = [...captured.values()].join('\n');
	expect(text).not.toContain('hunter2');
	// As text it would be the boolean of YAML 1.1, which the API server refuses.
	expect(text).toContain('spare: "yes"');
	const again = loadWorld(Object.fromEntries(captured));
	expect(again.objects.size).toBe(4);
	const kept = (of: World) => {
		const {pods, routes} = decodeTopology(of).kubernetes;
		return {pods, routes};
	};
	expect(kept(worldOf([...again.objects.values()] as typeof objects))).toEqual(kept(world));
});
