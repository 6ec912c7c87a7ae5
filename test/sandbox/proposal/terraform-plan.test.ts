import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../../source/sandbox/json.js';
import type {Edit} from '../../../source/sandbox/proposal/proposal.js';
import {readProposal} from '../../../source/sandbox/proposal/read-proposal.js';
import {refersTo, terraformPlan} from '../../helpers/terraform-plan.js';

const group = '/subscriptions/1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2/resourceGroups/rg/providers/Microsoft.Network';
const subnet = `${group}/virtualNetworks/vnet/subnets/aks`;
const nsg = `${group}/networkSecurityGroups/strict`;

function read(plan: unknown) {
	return readProposal({'plan.json': JSON.stringify(plan)});
}

function resourceEdits(plan: unknown) {
	return read(plan).edits.flatMap(edit => (edit.kind === 'resource' ? [{...edit, origin: edit.origin.address}] : []));
}

/** The plan's own subscription is known by the subnet that is there already. */
const thereAlready = {
	prior_state: {
		values: {
			root_module: {
				resources: [
					{
						address: 'data.azurerm_subnet.aks',
						mode: 'data',
						type: 'azurerm_subnet',
						name: 'aks',
						values: {id: subnet},
					},
				],
			},
		},
	},
};

const newGroup = {
	address: 'azurerm_network_security_group.strict',
	after: {name: 'strict', resource_group_name: 'rg', location: 'westeurope', tags: null},
	unknown: {id: true, security_rule: true},
};

describe('ids that are known only after it was applied', () => {
	const association = (...references: readonly string[]) => ({
		address: 'azurerm_subnet_network_security_group_association.aks',
		after: {subnet_id: subnet},
		unknown: {id: true, network_security_group_id: true},
		expressions: {network_security_group_id: refersTo(...references)},
	});

	test('are told by what the expression refers to', () => {
		const plan = terraformPlan([newGroup, association('azurerm_network_security_group.strict.id')], thereAlready);
		expect(resourceEdits(plan)).toEqual([
			{
				kind: 'resource',
				origin: 'azurerm_network_security_group.strict',
				id: nsg,
				before: undefined,
				after: expect.objectContaining({id: nsg, name: 'strict', location: 'westeurope'}),
				partial: false,
			},
			{
				kind: 'resource',
				origin: 'azurerm_subnet_network_security_group_association.aks',
				id: subnet,
				before: undefined,
				after: {properties: {networkSecurityGroup: {id: nsg}}},
				partial: true,
			},
		]);
	});

	test('stay unread where it refers to anything else, and are never absent', () => {
		const [, edit] = resourceEdits(terraformPlan([newGroup, association('local.group')], thereAlready));
		expect(edit?.after).toEqual({
			properties: {
				networkSecurityGroup: {
					id: '(not told: azurerm_subnet_network_security_group_association.aks: network_security_group_id is known only after it was applied)',
				},
			},
		});
	});

	test.each([
		[
			'an instance of the same key',
			['azurerm_network_security_group.strict', 'each.key'],
			`${group}/networkSecurityGroups/nsg-a`,
		],
		[
			'an instance by its address',
			['azurerm_network_security_group.strict["b"].id'],
			`${group}/networkSecurityGroups/nsg-b`,
		],
		['one of several', ['azurerm_network_security_group.strict'], undefined],
		['a key that is computed', ['azurerm_network_security_group.strict', 'each.key', 'local.names'], undefined],
	])('%s', (_, references, expected) => {
		const instance = (key: string) => ({
			...newGroup,
			address: `azurerm_network_security_group.strict["${key}"]`,
			index: key,
			after: {...newGroup.after, name: `nsg-${key}`},
		});
		const plan = terraformPlan(
			[
				instance('a'),
				instance('b'),
				{
					address: 'azurerm_subnet_network_security_group_association.aks["a"]',
					index: 'a',
					after: {subnet_id: subnet},
					unknown: {network_security_group_id: true},
					expressions: {network_security_group_id: {references}},
				},
			],
			thereAlready,
		);
		const found = JSON.stringify(resourceEdits(plan).at(-1)?.after);
		if (expected === undefined) {
			expect(found).toContain('(not told: ');
		} else {
			expect(found).toContain(`"${expected}"`);
		}
	});

	test('are not told where something is made of them', () => {
		const edits = resourceEdits(
			terraformPlan(
				[
					{
						address: 'azurerm_virtual_network.new',
						after: {name: 'new', resource_group_name: 'rg', address_space: ['10.9.0.0/16']},
						unknown: {id: true},
					},
					{
						// What is put together of an id refers to it just as the id itself does.
						address: 'azurerm_private_endpoint.db',
						after: {name: 'db', resource_group_name: 'rg'},
						unknown: {subnet_id: true},
						expressions: {subnet_id: refersTo('azurerm_virtual_network.new.id')},
					},
				],
				thereAlready,
			),
		);
		expect(JSON.stringify(edits.at(-1)?.after)).toContain('subnet_id is known only after it was applied');
	});

	test('lead through outputs and variables of modules', () => {
		const plan = {
			...terraformPlan([]),
			...thereAlready,
			resource_changes: [
				{
					address: 'module.net.azurerm_network_security_group.strict',
					mode: 'managed',
					type: 'azurerm_network_security_group',
					change: {actions: ['create'], before: null, after: newGroup.after, after_unknown: newGroup.unknown},
				},
				{
					address: 'module.attach.azurerm_subnet_network_security_group_association.aks',
					mode: 'managed',
					type: 'azurerm_subnet_network_security_group_association',
					change: {
						actions: ['create'],
						before: null,
						after: {subnet_id: subnet},
						after_unknown: {network_security_group_id: true},
					},
				},
			],
			configuration: {
				root_module: {
					module_calls: {
						net: {
							module: {
								outputs: {nsg_id: {expression: refersTo('azurerm_network_security_group.strict.id')}},
								resources: [{address: 'azurerm_network_security_group.strict', expressions: {}}],
							},
						},
						attach: {
							expressions: {nsg_id: {references: ['module.net.nsg_id', 'module.net']}},
							module: {
								resources: [
									{
										address: 'azurerm_subnet_network_security_group_association.aks',
										expressions: {network_security_group_id: {references: ['var.nsg_id']}},
									},
								],
							},
						},
					},
				},
			},
		};
		expect(resourceEdits(plan).at(-1)?.after).toEqual({properties: {networkSecurityGroup: {id: nsg}}});
	});
});

describe('values that are not told', () => {
	const rule = {
		name: 'deny-web',
		priority: 200,
		direction: 'Outbound',
		access: 'Deny',
		protocol: 'Tcp',
		source_port_range: '*',
		destination_port_range: '443',
		source_address_prefix: '*',
		network_security_group_name: 'strict',
		resource_group_name: 'rg',
	};

	test('what the configuration sets is unread; what the provider computes is left as it is', () => {
		const [edit] = resourceEdits(
			terraformPlan([
				{
					address: 'azurerm_network_security_rule.web',
					after: rule,
					unknown: {id: true, destination_address_prefix: true, source_port_ranges: true},
					expressions: {destination_address_prefix: refersTo('azurerm_public_ip.web.ip_address')},
				},
			]),
		);
		expect(edit?.after?.['properties']).toMatchObject({
			sourceAddressPrefix: '*',
			destinationAddressPrefix:
				'(not told: azurerm_network_security_rule.web: destination_address_prefix is known only after it was applied)',
		});
		expect(edit?.after?.['properties']).not.toHaveProperty('sourcePortRanges');
	});

	test('what a dynamic block may set is unread', () => {
		const [edit] = resourceEdits(
			terraformPlan([
				{
					address: 'azurerm_firewall.hub',
					after: {name: 'hub', resource_group_name: 'rg', ip_configuration: [{name: 'one'}]},
					unknown: {id: true, ip_configuration: [{private_ip_address: true}]},
				},
			]),
		);
		expect(JSON.stringify(edit?.after)).toContain(
			'ip_configuration.private_ip_address is known only after it was applied',
		);
	});

	test('what functions alone make is set, though it refers to nothing', () => {
		const [edit] = resourceEdits(
			terraformPlan([
				{
					address: 'azurerm_network_security_rule.web',
					after: rule,
					unknown: {destination_address_prefix: true},
					expressions: {destination_address_prefix: {}},
				},
			]),
		);
		expect(JSON.stringify(edit?.after)).toContain('destination_address_prefix is known only after it was applied');
	});

	test('what Terraform puts off is said', () => {
		const plan = {
			...terraformPlan([]),
			deferred_changes: [{reason: 'x', resource_change: {address: 'azurerm_route.x'}}],
		};
		expect(read(plan).unread).toEqual(['azurerm_route.x (plan.json): Terraform has put it off to a later plan.']);
	});

	test('what is marked as sensitive is never used', () => {
		const proposal = read(
			terraformPlan([
				{
					address: 'azurerm_network_security_rule.web',
					after: {...rule, destination_address_prefix: '203.0.113.77'},
					sensitive: {destination_address_prefix: true},
				},
			]),
		);
		expect(JSON.stringify(proposal)).not.toContain('203.0.113.77');
		expect(JSON.stringify(proposal.edits)).toContain(
			'destination_address_prefix is marked as sensitive and not looked at',
		);
		expect(proposal.notes).toEqual([
			'plan.json holds values that Terraform marks as sensitive, in plain text: keep the file to yourself. None of them is used or shown here.',
		]);
	});

	test('a name that is not known leaves the whole resource unread', () => {
		const {edits, unread} = read(
			terraformPlan([
				{
					address: 'azurerm_route_table.out',
					after: {resource_group_name: 'rg'},
					unknown: {name: true},
					expressions: {name: refersTo('random_pet.name.id')},
				},
			]),
		);
		expect(edits).toEqual([]);
		expect(unread).toEqual([
			'azurerm_route_table.out (plan.json): which resource it will be is known only after it was applied.',
		]);
	});

	test('what decides and is of a type that is not judged is said', () => {
		const {unread} = read(terraformPlan([{address: 'azurerm_network_manager_admin_rule.deny', after: {name: 'deny'}}]));
		expect(unread).toEqual([
			'azurerm_network_manager_admin_rule.deny (plan.json): what azurerm_network_manager_admin_rule changes is not judged.',
		]);
		expect(read(terraformPlan([{address: 'azurerm_storage_account.files', after: {name: 'files'}}])).unread).toEqual(
			[],
		);
	});
});

test('what goes, and what is made anew under another name, is an edit without an after', () => {
	const before = {id: nsg, name: 'strict', resource_group_name: 'rg'};
	const plan = terraformPlan([{address: 'azurerm_network_security_group.strict', before}], thereAlready);
	expect(resourceEdits(plan).map(summary)).toEqual([`- ${nsg}`]);
	const renamed = terraformPlan(
		[{address: 'azurerm_network_security_group.strict', before, after: {...before, id: null, name: 'other'}}],
		thereAlready,
	);
	expect(resourceEdits(renamed).map(summary)).toEqual([`- ${nsg}`, `+ ${group}/networkSecurityGroups/other`]);
});

function summary({id, after}: Extract<Edit, {kind: 'resource'}> | {id: string; after: unknown}): string {
	return `${after === undefined ? '-' : '+'} ${id}`;
}

test('azapi says a body of ARM itself, as text before version 2', () => {
	const values = {
		type: 'Microsoft.Network/virtualNetworks/subnets@2024-05-01',
		name: 'aks',
		parent_id: `${group}/virtualNetworks/vnet`,
	};
	const body = {properties: {addressPrefix: '10.0.0.0/24'}};
	for (const told of [body, JSON.stringify(body)]) {
		const plan = terraformPlan([{address: 'azapi_resource.aks', after: {...values, body: told}}]);
		expect(resourceEdits(plan)).toMatchObject([{id: subnet, after: body, partial: false}]);
	}

	const update = terraformPlan([
		{address: 'azapi_update_resource.aks', after: {type: values.type, resource_id: subnet, body}},
	]);
	expect(resourceEdits(update)).toMatchObject([{id: subnet, after: body, partial: true}]);
});

test('network policies and manifests become the objects that they make', () => {
	const {edits} = read(
		terraformPlan([
			{
				address: 'kubernetes_network_policy_v1.db',
				after: {
					metadata: [{name: 'db', namespace: 'shop', labels: null, annotations: null}],
					spec: [
						{
							pod_selector: [{match_labels: {app: 'db'}, match_expressions: []}],
							policy_types: ['Ingress'],
							ingress: [
								{
									ports: [{port: '5432', protocol: 'TCP', end_port: null}],
									from: [
										{
											ip_block: [],
											namespace_selector: [{match_labels: null, match_expressions: []}],
											pod_selector: [
												{match_labels: null, match_expressions: [{key: 'app', operator: 'In', values: ['web']}]},
											],
										},
									],
								},
							],
							egress: [],
						},
					],
				},
				unknown: {id: true, metadata: [{uid: true, generation: true}]},
				expressions: {metadata: [{name: {constant_value: 'db'}}]},
			},
			{
				address: 'kubernetes_manifest.ns',
				after: {manifest: {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: null}}},
			},
			{
				address: 'kubectl_manifest.ns',
				after: {
					yaml_body: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
					yaml_body_parsed: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
				},
				sensitive: {yaml_body: true},
			},
		]),
	);
	expect(edits.map(edit => (edit.kind === 'object' ? edit.object : undefined))).toEqual([
		{
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'db', namespace: 'shop'},
			spec: {
				podSelector: {matchLabels: {app: 'db'}},
				policyTypes: ['Ingress'],
				ingress: [
					{
						ports: [{protocol: 'TCP', port: 5432}],
						from: [
							{
								namespaceSelector: {},
								podSelector: {matchExpressions: [{key: 'app', operator: 'In', values: ['web']}]},
							},
						],
					},
				],
			},
		},
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}},
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'web'}},
	]);
});

describe('blocks that may be resources of their own', () => {
	const inNsg = (name: string) => ({
		address: `azurerm_network_security_rule.${name}`,
		after: {name, network_security_group_name: 'strict', resource_group_name: 'rg', priority: 100},
	});
	const block = {name: 'web', priority: 110, direction: 'Inbound', access: 'Allow'};
	const update = {
		address: newGroup.address,
		before: {...newGroup.after, id: nsg, security_rule: []},
		after: {...newGroup.after, id: nsg},
		unknown: {security_rule: true},
	};
	const rulesOf = (...planned: Parameters<typeof terraformPlan>[0]) =>
		JSON.stringify(
			resourceEdits(terraformPlan(planned, thereAlready)).find(({id}) => id === nsg)?.after?.['properties'],
		);
	const unread = /which security_rule blocks it has, if any, is known only after it was applied/;

	test('are those alone where the plan has them beside a group that is made', () => {
		expect(rulesOf(newGroup, inNsg('a'))).toBe('{}');
	});

	test('may be any where nothing in the plan tells', () => {
		expect(rulesOf(newGroup)).toMatch(unread);
	});

	test('may be any where a group that is there has a set that is not known', () => {
		expect(rulesOf(update, inNsg('a'))).toMatch(unread);
	});

	test('may be any where blocks are written out beside dynamic ones', () => {
		expect(rulesOf({...newGroup, expressions: {security_rule: [{name: {constant_value: 'a'}}]}}, inNsg('a'))).toMatch(
			/security_rule is known only after it was applied/,
		);
	});

	test.each<[string, Parameters<typeof terraformPlan>[0]]>([
		['made with blocks', [{...newGroup, after: {...newGroup.after, security_rule: [block]}, unknown: {}}, inNsg('a')]],
		['given other blocks', [{...update, after: {...update.after, security_rule: [block]}, unknown: {}}, inNsg('a')]],
	])('a group that is %s and has rules beside it is said', (_name, planned) => {
		expect(read(terraformPlan(planned, thereAlready)).notes).toEqual([
			'azurerm_network_security_group.strict (plan.json) holds security_rule blocks, and azurerm_network_security_rule stands beside it: the provider says that each undoes what the other does. Both are taken.',
		]);
	});

	test('a group that only lists the rules beside it is not said', () => {
		const seen = {...update.before, security_rule: [block]};
		const planned = [{...update, before: seen, after: {...seen, location: 'northeurope'}, unknown: {}}, inNsg('web')];
		expect(read(terraformPlan(planned, thereAlready)).notes).toEqual([]);
	});
});

describe('attributes of azurerm', () => {
	test('that are written only are not told, and show by their version', () => {
		const [edit] = resourceEdits(
			terraformPlan([
				{
					address: 'azurerm_subnet.aks',
					before: {id: subnet, name: 'aks', network_security_group_id_wo_version: 1},
					after: {id: subnet, name: 'aks', network_security_group_id_wo_version: 2},
				},
			]),
		);
		expect(JSON.stringify(edit?.after)).toContain(
			'"networkSecurityGroup":{"id":"(not told: azurerm_subnet.aks: network_security_group_id_wo is written only, and no plan shows it)"}',
		);
	});

	test.each<[string, JsonObject, JsonObject]>([
		[
			'azurerm_subnet',
			{service_endpoint_policy_ids: [`${group}/serviceEndpointPolicies/p`]},
			{serviceEndpointPolicies: [{id: `${group}/serviceEndpointPolicies/p`}]},
		],
		[
			'azurerm_kubernetes_cluster_node_pool',
			{
				node_public_ip_prefix_id: `${group}/publicIPPrefixes/p`,
				node_network_profile: [
					{
						application_security_group_ids: [`${group}/applicationSecurityGroups/a`],
						allowed_host_ports: [{port_start: 80, port_end: 81, protocol: 'TCP'}],
					},
				],
			},
			{
				nodePublicIPPrefixID: `${group}/publicIPPrefixes/p`,
				networkProfile: {
					applicationSecurityGroups: [`${group}/applicationSecurityGroups/a`],
					allowedHostPorts: [{portStart: 80, portEnd: 81, protocol: 'TCP'}],
				},
			},
		],
		[
			'azurerm_private_endpoint',
			{
				private_service_connection: [
					{name: 'a', private_connection_resource_alias: 'x.guid.region.azure.privatelinkservice'},
				],
			},
			{
				privateLinkServiceConnections: [
					{name: 'a', properties: {privateLinkServiceId: 'x.guid.region.azure.privatelinkservice'}},
				],
			},
		],
		[
			'azurerm_virtual_network_peering',
			{only_ipv6_peering_enabled: true, peer_complete_virtual_networks_enabled: false},
			{enableOnlyIPv6Peering: true, peerCompleteVnets: false},
		],
	])('%s stand where ARM has them', (type, after, properties) => {
		const ids: Readonly<Record<string, string>> = {
			azurerm_subnet: subnet,
			azurerm_kubernetes_cluster_node_pool: `${group.replace('Network', 'ContainerService')}/managedClusters/aks/agentPools/p`,
			azurerm_private_endpoint: `${group}/privateEndpoints/pe`,
			azurerm_virtual_network_peering: `${group}/virtualNetworks/vnet/virtualNetworkPeerings/p`,
		};
		const id = ids[type] ?? '';
		const [edit] = resourceEdits(terraformPlan([{address: `${type}.x`, before: {id}, after: {id, ...after}}]));
		expect(edit?.after?.['properties']).toEqual(properties);
	});
});
