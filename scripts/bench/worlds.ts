import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {stringify} from 'yaml';
import {benchLargeWorlds} from './large-worlds.js';
import {type Row, row} from './row.js';
import {program, timeFirstOutput} from './time-process.js';

/** Large folders, written here: from the command to its first line, nearly all of which is reading; then whole answers. */
export async function benchWorlds(runs: number): Promise<Row[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-bench-worlds-'));
	try {
		const yaml = path.join(folder, 'pods.yaml');
		const json = path.join(folder, 'pods.json');
		const graph = path.join(folder, 'graph.json');
		const pods = Array.from({length: 20_000}, (_, index) => pod(index));
		const documents = [policy, ...pods.slice(0, 10_000)].map(object => `---\n${stringify(object)}`);
		writeFileSync(yaml, documents.join(''));
		writeFileSync(json, JSON.stringify({apiVersion: 'v1', kind: 'List', items: [policy, ...pods]}));
		writeFileSync(graph, JSON.stringify({data: [clusterRow, networkRow, ...Array.from({length: 10_000}, groupRow)]}));
		return [
			row(
				'first line of check, 10,000 resources of Resource Graph',
				await firstLines('check', graph, runs),
				'ms',
				2000,
			),
			row('first line of reach, 10,000 pods as YAML documents', await firstLines('reach', yaml, runs), 'ms', 3000),
			row('first line of reach, 20,000 pods as JSON', await firstLines('reach', json, runs), 'ms', 2000),
			...(await benchLargeWorlds(runs)),
		];
	} finally {
		rmSync(folder, {recursive: true});
	}
}

async function firstLines(verb: 'check' | 'reach', file: string, runs: number): Promise<readonly number[]> {
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		times.push(await timeFirstOutput([program, verb, '--world', file]));
	}

	return times;
}

const subscription = '/subscriptions/5a3f8c21-64de-4b07-9a1c-83d2f7e0b615';
const network = `${subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet`;

/** A row as Resource Graph gives it: types in lower case, the parts of the id beside it. */
function graphRow(id: string, type: string, properties: object, more: object = {}) {
	const [, , subscriptionId, , resourceGroup] = id.split('/');
	const name = id.split('/').at(-1);
	return {id, name, type, location: 'westeurope', subscriptionId, resourceGroup, properties, ...more};
}

const clusterRow = graphRow(
	`${subscription}/resourceGroups/app/providers/Microsoft.ContainerService/managedClusters/aks`,
	'microsoft.containerservice/managedclusters',
	{
		kubernetesVersion: '1.33.2',
		fqdn: 'aks-1.hcp.westeurope.azmk8s.io',
		nodeResourceGroup: 'MC_app_aks_westeurope',
		agentPoolProfiles: [{name: 'system', count: 3, vnetSubnetID: `${network}/subnets/nodes`, osType: 'Linux'}],
		networkProfile: {networkPlugin: 'azure', outboundType: 'loadBalancer', serviceCidr: '10.200.0.0/16'},
	},
);

const networkRow = graphRow(network, 'microsoft.network/virtualnetworks', {
	addressSpace: {addressPrefixes: ['10.0.0.0/8']},
	subnets: [
		{
			id: `${network}/subnets/nodes`,
			name: 'nodes',
			properties: {addressPrefix: '10.1.0.0/16', networkSecurityGroup: {id: groupId(0)}},
		},
	],
});

function groupId(index: number): string {
	return `${subscription}/resourceGroups/rg-${index % 300}/providers/Microsoft.Network/networkSecurityGroups/nsg-${index}`;
}

function groupRow(_: unknown, index: number) {
	const id = groupId(index);
	const rules = Array.from({length: 5}, (_rule, number) => ({
		id: `${id}/securityRules/rule-${number}`,
		name: `rule-${number}`,
		properties: {
			protocol: 'Tcp',
			sourcePortRange: '*',
			destinationPortRange: String(8000 + number),
			sourceAddressPrefix: `10.${index % 200}.${number}.0/24`,
			destinationAddressPrefix: '*',
			access: 'Allow',
			priority: 100 + number,
			direction: 'Inbound',
		},
	}));
	return graphRow(id, 'microsoft.network/networksecuritygroups', {securityRules: rules});
}

const policy = {
	apiVersion: 'networking.k8s.io/v1',
	kind: 'NetworkPolicy',
	metadata: {name: 'deny', namespace: 'ns-1'},
	spec: {podSelector: {}},
};

function pod(index: number) {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: `web-${index}`, namespace: `ns-${index % 50}`, labels: {app: `app-${index % 200}`, tier: 'web'}},
		spec: {containers: [{name: 'main', image: 'nginx:1.27', ports: [{name: 'http', containerPort: 8080}]}]},
		status: {phase: 'Running', podIP: `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`},
	};
}
