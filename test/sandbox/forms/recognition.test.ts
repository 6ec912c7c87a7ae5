import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {type Json, objectsAt} from '../../../source/sandbox/json.js';
import {loadWorld} from '../../../source/sandbox/world/load-world.js';
import type {WorldFiles} from '../../../source/sandbox/world/read-folder.js';

const group = '/subscriptions/s/resourceGroups/g/providers';
const vnet = `${group}/Microsoft.Network/virtualNetworks/v`;
const aks = `${group}/Microsoft.ContainerService/managedClusters/c`;
const rest = {
	id: vnet,
	name: 'v',
	type: 'Microsoft.Network/virtualNetworks',
	location: 'westeurope',
	properties: {
		addressSpace: {addressPrefixes: ['10.1.0.0/16']},
		subnets: [{id: `${vnet}/subnets/a`, name: 'a', properties: {addressPrefix: '10.1.0.0/24'}}],
	},
};
const cells = {tenantId: 't', subscriptionId: 's', resourceGroup: 'g', kind: '', managedBy: '', sku: null, plan: null};
const row = {...rest, ...cells, type: rest.type.toLowerCase()};
const csvOf = (text: unknown) => `"${JSON.stringify(text).replaceAll('"', '""')}"`;
const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p'}};

function refusal(files: WorldFiles): UserError {
	try {
		loadWorld(files);
	} catch (error) {
		if (error instanceof UserError) {
			return error;
		}

		throw error;
	}

	throw new Error('was accepted');
}

test.each<[string, string, string | Json, string]>([
	['the REST API', 'v.json', rest, 'as the REST API returns them'],
	['a list of it', 'v.json', {value: [rest]}, 'as the REST API returns them'],
	["the portal's JSON view", 'v.json', {...rest, apiVersion: '2025-05-01'}, 'as the REST API returns them'],
	['az resource show', 'v.json', {...rest, resourceGroup: 'g', plan: null}, 'as az resource show prints them'],
	[
		'az network vnet list',
		'v.json',
		[
			{
				id: vnet,
				name: 'v',
				type: rest.type,
				location: 'westeurope',
				resourceGroup: 'g',
				addressSpace: {addressPrefixes: ['10.1.0.0/16']},
				subnets: [{id: `${vnet}/subnets/a`, name: 'a', addressPrefix: '10.1.0.0/24', resourceGroup: 'g'}],
			},
		],
		'as az prints them',
	],
	['az graph query', 'v.json', {count: 1, data: [row], skip_token: null, total_records: 1}, 'from Resource Graph'],
	['Search-AzGraph', 'v.json', [{...row, ResourceId: vnet}], 'from Resource Graph'],
	['Search-AzGraph, answer and all', 'v.json', {SkipToken: null, Data: [row]}, 'from Resource Graph'],
	[
		'the table of older answers',
		'v.json',
		{data: {columns: Object.keys(row).map(name => ({name, type: 'string'})), rows: [Object.values(row)]}},
		'from Resource Graph',
	],
	['a lists of lines', 'v.jsonl', `${JSON.stringify(rest)}\n\n`, 'as the REST API returns them'],
	[
		'lines in a file that says it is JSON',
		'v.json',
		`${JSON.stringify(rest)}\n${JSON.stringify(pod)}\n`,
		'as the REST',
	],
	[
		'the CSV of the portal',
		'v.csv',
		`id,name,type,tenantId,location,resourceGroup,subscriptionId,managedBy,properties\r\n${vnet},v,${row.type},t,westeurope,g,s,,${csvOf(rest.properties)}\r\n`,
		'from Resource Graph',
	],
	[
		'the same with semicolons and its heads in capitals',
		'v.csv',
		`ID;NAME;LOCATION;RESOURCEGROUP;SUBSCRIPTIONID;PROPERTIES\n${vnet};v;westeurope;g;s;${csvOf(rest.properties)}\n`,
		'from Resource Graph',
	],
	[
		'Get-AzVirtualNetwork',
		'v.json',
		{
			AddressSpace: {AddressPrefixes: ['10.1.0.0/16'], AddressPrefixesText: '[]'},
			Subnets: [{AddressPrefix: ['10.1.0.0/24'], Name: 'a', Id: `${vnet}/subnets/a`, RouteTable: null}],
			SubnetsText: '[…]',
			ResourceGroupName: 'g',
			Location: 'westeurope',
			Type: rest.type,
			Tag: null,
			TagsTable: null,
			Name: 'v',
			Id: vnet,
		},
		'as PowerShell prints them',
	],
	[
		'Get-AzResource -ExpandProperties',
		'v.json',
		{
			ResourceId: vnet,
			Id: vnet,
			Kind: null,
			Location: 'westeurope',
			ResourceName: 'v',
			Name: 'v',
			ResourceType: rest.type,
			ResourceGroupName: 'g',
			SubscriptionId: 's',
			Properties: rest.properties,
		},
		'as PowerShell prints them',
	],
])('a network by %s is taken for what it is, and is the same network', (_name, file, content, form) => {
	const {resources, notes} = loadWorld({[file]: content});
	expect(notes.taken[0]).toContain(`${file}: resources ${form}`);
	const found = resources.get(vnet.toLowerCase());
	const [subnet] = objectsAt(found, 'properties', 'subnets');
	expect([found?.['name'], found?.['location'], subnet?.['name']]).toEqual(['v', 'westeurope', 'a']);
	expect(found?.['properties']).toMatchObject({addressSpace: {addressPrefixes: ['10.1.0.0/16']}});
	expect([{addressPrefix: '10.1.0.0/24'}, {addressPrefixes: ['10.1.0.0/24']}]).toContainEqual(subnet?.['properties']);
	expect(Object.keys(found ?? {})).not.toContain('resourceGroup');
});

describe('is refused or passed over, in words of what it is:', () => {
	test.each<[string, Json, string]>([
		['a Terraform plan', {terraform_version: '1.9', resource_changes: []}, 'Terraform plan'],
		['a Terraform state', {terraform_version: '1.9', version: 4, resources: []}, 'Terraform state'],
		['a template', {$schema: 'https://schema…/deploymentTemplate.json#', resources: []}, 'ARM template'],
		['what-if', {changes: [{changeType: 'Modify', resourceId: vnet}]}, 'what-if'],
		['an error', {error: {code: 'AuthorizationFailed', message: 'no'}}, "error of Azure's"],
		[
			'the view of a machine',
			{networkInterfaces: [{securityRuleAssociations: {}}]},
			'security group view of a machine',
		],
		['rules that the portal shows', {Name: 'a', Priority: '100', 'Source Ports': '0-65535'}, 'list-effective-nsg'],
	])('%s', (_name, content, words) => {
		expect(refusal({'a.json': content}).message).toContain(words);
		const {notes} = loadWorld({'a.json': content, 'v.json': rest});
		expect(notes.passedOver.join()).toContain(words);
	});

	test.each<[string, Json, string]>([
		[
			'nobody',
			[{effectiveSecurityRules: []}],
			'a.json holds security rules that are in force and does not say at which',
		],
		[
			'two interfaces',
			['n1', 'n2'].map(name => ({
				effectiveSecurityRules: [],
				association: {networkInterface: {id: `${group}/Microsoft.Network/networkInterfaces/${name}`}},
			})),
			'which are whose',
		],
		["routes in PowerShell's spelling", [{AddressPrefix: ['0.0.0.0/0'], NextHopType: 'None'}], 'whose they are'],
	])('what is in force, by %s', (_name, content, words) => {
		const error = refusal({'a.json': content});
		expect([error.message, error.next[0]]).toEqual([
			expect.stringContaining(words),
			expect.stringMatching(/INTERFACE_ID\/effective(?:NetworkSecurityGroups|RouteTable)/),
		]);
	});

	test('what PowerShell cut off', () => {
		const cut = {Id: vnet, Name: 'v', Subnets: ['Microsoft.Azure.Commands.Network.Models.PSSubnet']};
		const error = refusal({'v.json': cut});
		expect([error.message, error.next[0]]).toEqual([
			expect.stringContaining('v.json was cut off by PowerShell'),
			expect.stringContaining('-Depth 100'),
		]);
	});

	test('all that is broken, not only the first', () => {
		const error = refusal({'a.json': '{"id": "/subscr', 'b.json': '', 'c.json': rest, 'd.yaml': 'a: [1,\nb: {'});
		expect(error.message).toMatch(/^a\.json:1:.* 2 other documents of the world cannot be read either\.$/);
		expect(error.next.join('\n')).toMatch(/b\.json is empty\.[\s\S]*d\.yaml:\d/);
	});
});

describe('mixed:', () => {
	const other = {...rest, location: 'northeurope', etag: 'W/"2"'};

	test('of a resource that is there twice the newer file counts, and it is said', () => {
		const files = {'a.json': {...rest, etag: 'W/"1"'}, 'b.json': other};
		const load = (times: readonly (readonly [string, number])[]) => loadWorld(files, {times: new Map(times)});
		const newer = load([
			['a.json', 1000],
			['b.json', 2000],
		]);
		expect(newer.resources.get(vnet.toLowerCase())).toMatchObject({location: 'northeurope'});
		expect(newer.notes.always).toEqual([
			`${vnet} is there twice, at a.json and at b.json; the one in the newer file counts, b.json.`,
		]);
		const older = load([
			['a.json', 3000],
			['b.json', 2000],
		]);
		expect(older.resources.get(vnet.toLowerCase())).toMatchObject({location: 'westeurope'});
		expect(refusal(files).message).toContain('is in the world twice: a.json and b.json.');
	});

	test('of days apart they are said to be, by what Azure answered alone', () => {
		const files = {'a.json': rest, 'b.json': {value: [{...rest, id: aks, name: 'c'}]}, 'p.json': pod};
		const notes = (a: string, b: string) =>
			loadWorld(files, {
				times: new Map([
					['a.json', Date.parse(a)],
					['b.json', Date.parse(b)],
					['p.json', 0],
				]),
			}).notes.always;
		expect(notes('2026-11-03T10:00:00Z', '2026-11-01T10:00:00Z')).toEqual([
			'The files are not of one day: b.json is of 2026-11-01, a.json of 2026-11-03.',
		]);
		expect(notes('2026-11-01T10:00:00Z', '2026-11-02T10:00:00Z')).toEqual([]);
	});

	test('with the same etag the copy that tells more counts, and nothing is said', () => {
		const {properties: _left, ...poor} = other;
		for (const files of [
			{'a.json': {...poor, provisioningState: 'Succeeded'}, 'b.json': other},
			{'b.json': other, 'c.json': {...poor, provisioningState: 'Succeeded'}},
		]) {
			const {resources, notes} = loadWorld(files);
			expect(resources.get(vnet.toLowerCase())).toMatchObject({properties: rest.properties});
			expect(notes.always).toEqual([]);
		}
	});

	test('node pools by themselves become what their cluster says of them', () => {
		const pool = {
			id: `${aks}/agentPools/p`,
			name: 'p',
			resourceGroup: 'g',
			vnetSubnetId: `${vnet}/subnets/a`,
			count: 3,
		};
		const cluster = {id: aks, name: 'c', resourceGroup: 'g', agentPoolProfiles: [{name: 'p', count: 1, maxPods: 30}]};
		const {resources} = loadWorld({'pools.json': [pool], 'aks.json': cluster});
		expect([...resources.keys()]).toEqual([aks.toLowerCase()]);
		expect(resources.get(aks.toLowerCase())?.['properties']).toMatchObject({
			agentPoolProfiles: [{name: 'p', count: 3, maxPods: 30, vnetSubnetID: `${vnet}/subnets/a`}],
		});
	});

	test('what a list only names is said not to be read, unless another file has it', () => {
		const names = [vnet, aks, `${group}/Microsoft.Compute/disks/d`].map(id => ({
			id,
			resourceGroup: 'g',
			properties: null,
		}));
		const {notes} = loadWorld({'list.json': names, 'v.json': rest});
		expect(notes.always).toEqual(['Not read: c. A list names it without saying what it holds.']);
	});

	test('address use is taken for what it is without its network being said', () => {
		const usage = {id: `${vnet}/subnets/a`, currentValue: 3, limit: 251, unit: 'Count', name: {value: 'SubnetSpace'}};
		expect([...loadWorld({'u.json': {value: [usage]}, 'v.json': rest}).usages.keys()]).toEqual([vnet.toLowerCase()]);
	});
});

test('the same resource twice with the same content is one, wherever it stands', () => {
	const {notes, resources} = loadWorld({'a.json': [rest, rest], 'b.json': rest});
	expect([notes.always, resources.size]).toEqual([[], 1]);
});

test("Az.Network's setting for the DNS proxy of a classic firewall stands where ARM has it", () => {
	const firewall = `${group}/Microsoft.Network/azureFirewalls/f`;
	const {resources} = loadWorld({
		'f.json': {Id: firewall, Name: 'f', Location: 'x', DNSEnableProxy: 'true', DNSServers: null},
	});
	expect(resources.get(firewall.toLowerCase())?.['properties']).toEqual({
		additionalProperties: {'Network.DNS.EnableProxy': 'true'},
	});
});

test('what az lost of several ids at once is said, and not taken for something that is not there', () => {
	const {notes, resources} = loadWorld({'a.json': [{}, rest], 'b.yaml': 'replicas: 1\n'});
	expect(notes.always).toEqual([
		'a.json[0] is an empty answer, as az may print it for one of several --ids: fetch each by itself.',
	]);
	expect(resources.size).toBe(1);
});
