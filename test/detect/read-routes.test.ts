import {describe, expect, onTestFinished, test} from 'vitest';
import {readWorld} from '../../source/detect/read-world.js';
import type {Fault} from '../../source/sandbox/faults.js';
import {openPractice} from '../../source/sandbox/practice.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {armKey} from '../../source/topology/arm-id.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {Json, JsonObject, World} from '../../source/topology/world.js';
import {practiceSource} from '../../source/workflow/practice-source.js';
import {servedBy} from '../helpers/sandbox-connection.js';

/*
 * Routes that stand in no table, read by the SDK's own clients over loopback: the calls are long-running operations, and
 * are made only where something brings a network of the cluster such routes.
 */

const subscription = '/subscriptions/11111111-2222-3333-4444-555555555555';
const group = `${subscription}/resourceGroups/rg/providers/Microsoft.Network`;
const cluster = `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`;
const spoke = `${group}/virtualNetworks/spoke`;
const hub = `${group}/virtualNetworks/hub`;
const nodes = `${spoke}/subnets/nodes`;
const nic = `${group}/networkInterfaces/nic-1`;
const member = `${subscription}/resourceGroups/mc/providers/Microsoft.Compute/virtualMachineScaleSets/aks-system-12345678-vmss/virtualMachines/0/networkInterfaces/aks-system-12345678-vmss`;
const gateway = `${group}/virtualNetworkGateways/vgw`;
const vhub = `${group}/virtualHubs/vhub`;
const table = `${group}/routeTables/rt`;

type Parts = {
	readonly peering?: JsonObject;
	readonly nodes?: JsonObject;
	readonly more?: readonly Json[];
};

function filesOf({peering = {}, nodes: subnet = {}, more = []}: Parts): Readonly<Record<string, Json>> {
	const network = (id: string, prefix: string, subnets: readonly JsonObject[], peerings: readonly JsonObject[]) => ({
		id,
		name: id.split('/').at(-1) ?? '',
		type: 'Microsoft.Network/virtualNetworks',
		location: 'eastus',
		properties: {addressSpace: {addressPrefixes: [prefix]}, subnets, virtualNetworkPeerings: peerings},
	});
	return {
		'world.json': [
			{
				id: cluster,
				name: 'aks',
				type: 'Microsoft.ContainerService/managedClusters',
				location: 'eastus',
				properties: {
					nodeResourceGroup: 'mc',
					networkProfile: {networkPlugin: 'azure', outboundType: 'loadBalancer'},
					agentPoolProfiles: [{name: 'system', count: 1, vnetSubnetID: nodes, maxPods: 30}],
				},
			},
			network(
				spoke,
				'10.1.0.0/16',
				[{id: nodes, name: 'nodes', properties: {addressPrefix: '10.1.0.0/24', ...subnet}}],
				[
					{
						id: `${spoke}/virtualNetworkPeerings/to-hub`,
						name: 'to-hub',
						properties: {peeringState: 'Connected', remoteVirtualNetwork: {id: hub}, ...peering},
					},
				],
			),
			network(
				hub,
				'10.2.0.0/16',
				[{id: `${hub}/subnets/GatewaySubnet`, name: 'GatewaySubnet', properties: {addressPrefix: '10.2.1.0/27'}}],
				[],
			),
			{
				id: gateway,
				name: 'vgw',
				type: 'Microsoft.Network/virtualNetworkGateways',
				location: 'eastus',
				properties: {
					ipConfigurations: [{name: 'default', properties: {subnet: {id: `${hub}/subnets/GatewaySubnet`}}}],
				},
			},
			...more,
		],
	};
}

const interfaceAt: Json = {
	id: nic,
	name: 'nic-1',
	type: 'Microsoft.Network/networkInterfaces',
	location: 'eastus',
	properties: {ipConfigurations: [{name: 'a', properties: {subnet: {id: nodes}}}]},
};
const uses = {useRemoteGateways: true};
const effective = [
	{source: 'Default', state: 'Active', addressPrefix: ['0.0.0.0/0'], nextHopType: 'Internet', nextHopIpAddress: []},
	{source: 'Default', state: 'Active', addressPrefix: ['10.1.0.0/16'], nextHopType: 'VnetLocal', nextHopIpAddress: []},
];
const learned = [{network: '10.50.0.0/16', origin: 'EBgp', nextHop: '10.90.0.1', sourcePeer: '10.90.0.1'}];
const viaHub = [{addressPrefixes: ['10.50.0.0/16'], nextHops: [`${group}/expressRouteGateways/er`], nextHopType: 'x'}];

type Reading = Parts & {
	readonly answerMs?: number;
	readonly routesTimeoutMs?: number;
	readonly faults?: readonly Fault[];
	readonly folder?: boolean;
};

async function read(reading: Reading): Promise<{readonly world: World; readonly sandbox: Sandbox}> {
	const {answerMs, routesTimeoutMs, faults, folder = false} = reading;
	const sandbox = await startSandbox({files: filesOf(reading), answerMs, faults});
	onTestFinished(sandbox.close);
	const source = folder ? practiceSource(openPractice({files: filesOf(reading)})) : servedBy(sandbox);
	return {world: await readWorld(source, {cluster, routesTimeoutMs}), sandbox};
}

function calls({log}: Sandbox): readonly string[] {
	return log
		.map(({method, path}) => `${method} ${path.replace(/\?.*$/, '')}`)
		.filter(call => /\/(?:effectiveRouteTable|getLearnedRoutes|effectiveRoutes)$/.test(call));
}

const ofSpoke: JsonObject = {remoteVirtualNetwork: {id: spoke}};
const connection: JsonObject = {
	id: `${vhub}/hubVirtualNetworkConnections/spoke`,
	name: 'spoke',
	properties: ofSpoke,
};
const hubResource: Json = {id: vhub, name: 'vhub', location: 'eastus', properties: {}};

describe('what is told', () => {
	test('by an interface, as the operation ends', async () => {
		const more = [interfaceAt, {[`${nic}/effectiveRouteTable`]: {value: effective}}];
		const {world, sandbox} = await read({peering: uses, more, answerMs: 30});
		expect(world.callAnswers?.get(armKey(`${nic}/effectiveRouteTable`))).toEqual({state: 'known', value: effective});
		expect(decodeTopology(world).interfaceRoutes.get(armKey(nodes))).toMatchObject([{state: 'known'}]);
		expect(calls(sandbox)).toContain(`POST ${nic}/effectiveRouteTable`);
		expect(sandbox.log.filter(({path}) => path.includes('/operationResults/')).length).toBeGreaterThan(0);
	});

	test('by the gateway of a peer, which is read with it', async () => {
		const {world} = await read({peering: uses, more: [{[`${gateway}/getLearnedRoutes`]: learned}]});
		const topology = decodeTopology(world);
		expect(topology.learnedRoutes.get(armKey(gateway))).toMatchObject({
			state: 'known',
			value: {teacher: gateway.toLowerCase(), routes: [{surely: true}]},
		});
		expect(world.resources.get(armKey(gateway))?.state).toBe('known');
	});

	test('by a hub, of the table that the connection has', async () => {
		const custom = `${vhub}/hubRouteTables/red`;
		const red = {
			...connection,
			properties: {...ofSpoke, routingConfiguration: {associatedRouteTable: {id: custom}}},
		};
		const wrapped = {status: 'Succeeded', properties: {output: {value: viaHub}}};
		const more = [hubResource, red, {[`${custom}/effectiveRoutes`]: wrapped}];
		const {world} = await read({more});
		expect(world.callAnswers?.get(armKey(`${custom}/effectiveRoutes`))).toEqual({state: 'known', value: viaHub});
	});

	test('by a hub, of its default table', async () => {
		const more = [hubResource, connection, {[`${vhub}/effectiveRoutes`]: {value: viaHub}}];
		const {world} = await read({more});
		expect(decodeTopology(world).learnedRoutes.get(armKey(vhub))?.state).toBe('known');
	});

	test('by an interface of a scale set, where a folder answers', async () => {
		const more = [{[`${member}/effectiveRouteTable`]: {value: effective}}];
		const {world} = await read({more, folder: true});
		expect(decodeTopology(world).interfaceRoutes.get(armKey(nodes))).toMatchObject([{state: 'known'}]);
	});
});

describe('nobody is asked', () => {
	const both = {[`${nic}/effectiveRouteTable`]: {value: effective}, [`${gateway}/getLearnedRoutes`]: {value: learned}};
	test.each<readonly [string, Parts]>([
		['where nothing brings the network routes', {more: [interfaceAt, both]}],
		[
			'where the peering is not connected',
			{peering: {...uses, peeringState: 'Disconnected'}, more: [interfaceAt, both]},
		],
		[
			'where the table keeps them out',
			{
				peering: uses,
				nodes: {routeTable: {id: table}},
				more: [
					interfaceAt,
					both,
					{id: table, name: 'rt', location: 'eastus', properties: {disableBgpRoutePropagation: true, routes: []}},
				],
			},
		],
		[
			'where a hub has routing intent',
			{
				more: [
					hubResource,
					connection,
					{id: `${vhub}/routingIntent/i`, name: 'i', properties: {routingPolicies: []}},
					{[`${vhub}/effectiveRoutes`]: {value: viaHub}},
				],
			},
		],
	])('%s', async (_name, parts) => {
		const {world, sandbox} = await read(parts);
		expect(calls(sandbox)).toEqual([]);
		expect(world.callAnswers).toBeUndefined();
	});

	test('about interfaces of private endpoints, which answer nothing', async () => {
		const id = `${group}/networkInterfaces/pe-registry.nic.3f2b8c1e-9d40-4a57-8c11-2e6f0a7b9d35`;
		const ipConfigurations = [{id: `${id}/ipConfigurations/privateEndpointIpConfig`}];
		const {sandbox} = await read({peering: uses, nodes: {ipConfigurations}});
		expect(calls(sandbox)).toEqual([`POST ${gateway}/getLearnedRoutes`]);
	});

	test('of Azure itself about interfaces of scale sets, for which it has no call', async () => {
		const {sandbox} = await read({peering: uses, more: [{[`${member}/effectiveRouteTable`]: {value: effective}}]});
		expect(calls(sandbox)).toEqual([`POST ${gateway}/getLearnedRoutes`]);
	});
});

describe('what is not told', () => {
	const asked = {[`${gateway}/getLearnedRoutes`]: {value: learned}};

	test('is denied with the missing permission where one may not ask', async () => {
		const action = 'Microsoft.Network/virtualNetworkGateways/getLearnedRoutes/action';
		const {world} = await read({peering: uses, more: [asked, {'aksess:denied': [action]}]});
		expect(decodeTopology(world).learnedRoutes.get(armKey(gateway))).toEqual({
			state: 'denied',
			reason: expect.stringContaining(action),
		});
	});

	test('stays a doubt where there is no answer', async () => {
		const {world} = await read({peering: uses});
		expect(world.callAnswers).toBeUndefined();
	});

	test('is not waited for', async () => {
		const {world} = await read({peering: uses, more: [asked], answerMs: 3_600_000, routesTimeoutMs: 50});
		expect(decodeTopology(world).learnedRoutes.get(armKey(gateway))).toEqual({
			state: 'denied',
			reason: 'The learned routes of vgw could not be read. Azure did not answer within 0.05 seconds.',
		});
	});

	test('says so where Azure refuses the operation', async () => {
		const faults: Fault[] = [
			{
				url: /getLearnedRoutes/,
				effect: {kind: 'refuse', status: 409, code: 'GatewayNotReady', message: 'It is asleep.'},
			},
		];
		const {world} = await read({peering: uses, more: [asked], faults});
		expect(decodeTopology(world).learnedRoutes.get(armKey(gateway))).toEqual({
			state: 'denied',
			reason: expect.stringContaining('It is asleep.'),
		});
	});
});

describe('files with routes', () => {
	test.each([
		['an interface', [{addressPrefix: ['0.0.0.0/0'], nextHopType: 'Internet'}], 'INTERFACE_ID/effectiveRouteTable'],
		['a hub', viaHub, 'HUB_ID/effectiveRoutes'],
		['a gateway', learned, 'GATEWAY_ID/getLearnedRoutes'],
	])('of %s that do not say whose they are are refused with how to say it', async (_name, value, call) => {
		await expect(startSandbox({files: {...filesOf({}), 'nic.json': {value}}})).rejects.toMatchObject({
			message: expect.stringContaining('does not say whose they are'),
			next: [expect.stringContaining(call)],
		});
	});

	test('that are no list are refused', async () => {
		const files = {...filesOf({}), 'nic.json': {[`${nic}/effectiveRouteTable`]: {routes: []}}};
		await expect(startSandbox({files})).rejects.toMatchObject({
			message: expect.stringContaining('is not a list of routes'),
		});
	});
});
