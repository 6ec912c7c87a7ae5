import {afterEach, describe, expect, test} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {ask, clientsOf} from './clients.js';
import {
	api,
	applicationRule,
	cluster,
	collection,
	group,
	natRule,
	network,
	networkRule,
	nsg,
	policy,
	rcg,
	rule,
	startSmall,
} from './small-world.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const fast = {updateIntervalInMs: 5};

describe('through the real clients', () => {
	test('a security rule is written by a long-running operation and shows up inside its group', async () => {
		sandbox = await startSmall({operationMs: 30});
		const {network: client} = clientsOf(sandbox);
		const {properties} = rule('dev-spaces', 300);
		const written = await client.securityRules.createOrUpdate(
			'rg',
			'nsg',
			'dev-spaces',
			{...properties} as never,
			fast,
		);
		expect(written.provisioningState).toBe('Succeeded');

		const group = await client.networkSecurityGroups.get('rg', 'nsg');
		expect(group.securityRules?.map(({name}) => name)).toEqual(['web', 'dev-spaces']);
		expect(group.etag).not.toBe('W/"nsg-1"');

		await client.securityRules.delete('rg', 'nsg', 'dev-spaces', fast);
		const after = await client.networkSecurityGroups.get('rg', 'nsg');
		expect(after.securityRules?.map(({name}) => name)).toEqual(['web']);
	});

	test('a rule collection group is replaced as a whole and linked to its policy', async () => {
		sandbox = await startSmall();
		const {network: client} = clientsOf(sandbox);
		const put = (names: readonly string[]) =>
			client.firewallPolicyRuleCollectionGroups.createOrUpdate(
				'rg',
				'policy',
				'aksess',
				{
					priority: 1000,
					ruleCollections: names.map((name, index) => ({
						ruleCollectionType: 'FirewallPolicyFilterRuleCollection' as const,
						name,
						priority: 100 + index,
						action: {type: 'Allow'},
						rules: [
							{
								ruleType: 'ApplicationRule' as const,
								name: 'a',
								protocols: [{protocolType: 'Https', port: 443}],
								sourceAddresses: ['10.1.0.0/24'],
								targetFqdns: ['gcr.io'],
							},
						],
					})),
				},
				fast,
			);
		await put(['one', 'two']);
		const written = await put(['three']);
		expect(written.ruleCollections?.map(({name}) => name)).toEqual(['three']);
		const read = await client.firewallPolicies.get('rg', 'policy');
		expect(read.ruleCollectionGroups?.map(({id}) => id?.split('/').at(-1))).toEqual(['platform', 'aksess']);
	});

	test('a cluster takes merged ranges, keeps what is read-only, and refuses a stale etag', async () => {
		sandbox = await startSmall();
		const {containers} = clientsOf(sandbox);
		const before = await containers.managedClusters.get('rg', 'aks');
		expect(before.eTag).toBe('cluster-1');
		const changed = {
			...before,
			fqdn: 'changed.example',
			apiServerAccessProfile: {authorizedIPRanges: ['20.61.10.4/32', '52.178.17.0/24']},
		};
		const written = await containers.managedClusters.createOrUpdate('rg', 'aks', changed as never, {
			...fast,
			ifMatch: before.eTag ?? '',
		});
		expect(written).toMatchObject({fqdn: 'aks-1.hcp.westeurope.azmk8s.io', provisioningState: 'Succeeded'});
		await expect(
			containers.managedClusters.createOrUpdate('rg', 'aks', changed as never, {...fast, ifMatch: before.eTag ?? ''}),
		).rejects.toMatchObject({statusCode: 412});
	});

	test('lists come in pages', async () => {
		sandbox = await startSmall({pageSize: 2});
		const {network: client} = clientsOf(sandbox);
		const names: unknown[] = [];
		for await (const {name} of client.publicIPAddresses.list('rg')) {
			names.push(name);
		}

		expect(names).toEqual(['one', 'two', 'three']);
		expect(sandbox.log.filter(({path}) => path.includes('skiptoken'))).toHaveLength(1);
	});

	test('agent pools and credentials of a cluster are read', async () => {
		sandbox = await startSmall();
		const {containers} = clientsOf(sandbox);
		expect(await containers.agentPools.get('rg', 'aks', 'system')).toMatchObject({name: 'system', count: 2});
		const {kubeconfigs} = await containers.managedClusters.listClusterUserCredentials('rg', 'aks');
		expect(Buffer.from(kubeconfigs?.[0]?.value ?? '').toString('utf8')).toContain(sandbox.endpoint);
	});
});

describe('while an operation runs', () => {
	const rules = `${policy}/ruleCollectionGroups`;
	const body = (name: string) => rcg(name === 'a' ? 1000 : 1100, [collection(name, 100, [applicationRule()])]);

	test('firewalls and policies of the chain are busy, and a second write is told so', async () => {
		sandbox = await startSmall({operationMs: 60_000});
		expect((await ask(sandbox, 'PUT', `${rules}/a?${api}`, {body: body('a')})).status).toBe(201);
		expect(
			(await ask(sandbox, 'GET', `${network}/azureFirewalls/firewall?${api}`)).body.properties.provisioningState,
		).toBe('Updating');
		expect(
			(await ask(sandbox, 'GET', `${network}/firewallPolicies/base?${api}`)).body.properties.provisioningState,
		).toBe('Updating');
		const second = await ask(sandbox, 'PUT', `${network}/firewallPolicies/base/ruleCollectionGroups/b?${api}`, {
			body: body('b'),
		});
		expect([second.status, second.body.error.code]).toEqual([409, 'AnotherOperationInProgress']);
		expect(
			(await ask(sandbox, 'GET', `${network}/azureFirewalls/classic?${api}`)).body.properties.provisioningState,
		).toBe('Succeeded');
	});

	test('a cluster answers OperationNotAllowed, a security group a retryable 429', async () => {
		sandbox = await startSmall({operationMs: 60_000});
		const current = await ask(sandbox, 'GET', `${cluster}?${api}`);
		const headers = {'if-match': current.body.eTag};
		expect((await ask(sandbox, 'PUT', `${cluster}?${api}`, {body: current.body, headers})).status).toBe(200);
		const again = await ask(sandbox, 'PUT', `${cluster}?${api}`, {body: current.body});
		expect([again.status, again.body.error.code]).toEqual([409, 'OperationNotAllowed']);

		expect((await ask(sandbox, 'PUT', `${nsg}/securityRules/a?${api}`, {body: rule('a', 300)})).status).toBe(201);
		const rule2 = await ask(sandbox, 'PUT', `${nsg}/securityRules/b?${api}`, {body: rule('b', 301)});
		expect([rule2.status, rule2.body.error.code, rule2.headers['retry-after']]).toEqual([
			429,
			'RetryableErrorDueToAnotherOperation',
			'1',
		]);
	});

	test('az is told when to ask again, the JavaScript SDK is not', async () => {
		sandbox = await startSmall({operationMs: 60_000});
		const put = (name: string, agent: string) =>
			ask(sandbox, 'PUT', `${network}/publicIPAddresses/${name}?${api}`, {
				body: {properties: {}},
				headers: {'user-agent': agent},
			});
		expect((await put('four', 'AZURECLI/2.80.0')).headers['retry-after']).toBe('1');
		expect((await put('five', 'azsdk-js-arm-network/39.0.0')).headers['retry-after']).toBeUndefined();
	});
});

describe('says no as Azure does', () => {
	type Case = readonly [what: string, path: string, body: object, status: number, code: string];
	const groups = `${policy}/ruleCollectionGroups`;
	const withRule = (one: object, more: object = {}) => rcg(1000, [collection('c', 100, [one], more)]);
	const nat = {ruleCollectionType: 'FirewallPolicyNatRuleCollection', action: {type: 'DNAT'}};
	const subnet = (addressPrefix: string) => ({properties: {addressPrefix}});
	const hop = (more: object) => ({properties: {addressPrefix: '20.0.0.0/8', nextHopType: 'Internet', ...more}});
	const cases: readonly Case[] = [
		['NSG priority too low', `${nsg}/securityRules/a`, rule('a', 99), 400, 'SecurityRuleInvalidPriority'],
		['NSG priority too high', `${nsg}/securityRules/a`, rule('a', 4097), 400, 'SecurityRuleInvalidPriority'],
		['NSG priority taken in that direction', `${nsg}/securityRules/a`, rule('a', 200), 400, 'SecurityRuleConflict'],
		[
			'NSG port out of range',
			`${nsg}/securityRules/a`,
			rule('a', 300, {destinationPortRange: '70000'}),
			400,
			'SecurityRuleInvalidPortRange',
		],
		[
			'NSG address that is none',
			`${nsg}/securityRules/a`,
			rule('a', 300, {sourceAddressPrefix: '10.0.0.300'}),
			400,
			'SecurityRuleInvalidAddressPrefix',
		],
		[
			'NSG with both spellings',
			`${nsg}/securityRules/a`,
			rule('a', 300, {destinationPortRanges: ['80']}),
			400,
			'InvalidRequestFormat',
		],
		[
			'NSG without protocol',
			`${nsg}/securityRules/a`,
			rule('a', 300, {protocol: undefined}),
			400,
			'InvalidRequestFormat',
		],
		['NSG rule name', `${nsg}/securityRules/a.`, rule('a.', 300), 400, 'InvalidResourceName'],
		[
			'NSG several service tags',
			`${nsg}/securityRules/a`,
			rule('a', 300, {sourceAddressPrefix: undefined, sourceAddressPrefixes: ['Internet', 'AzureCloud']}),
			400,
			'SecurityRuleParameterContainsUnsupportedValue',
		],
		['group priority', `${groups}/a`, rcg(99, []), 400, 'FirewallPolicyInvalidPriority'],
		['group priority taken', `${groups}/a`, rcg(500, []), 400, 'FirewallPolicyPriorityConflict'],
		['group name', `${groups}/_a`, rcg(1000, []), 400, 'InvalidResourceName'],
		[
			'collection priority',
			`${groups}/a`,
			rcg(1000, [collection('c', 65_001, [applicationRule()])]),
			400,
			'FirewallPolicyInvalidPriority',
		],
		[
			'collection name',
			`${groups}/a`,
			rcg(1000, [collection('c-', 100, [applicationRule()])]),
			400,
			'InvalidResourceName',
		],
		[
			'collection without rules',
			`${groups}/a`,
			rcg(1000, [collection('c', 100, [])]),
			400,
			'FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified',
		],
		[
			'wildcard inside a name',
			`${groups}/a`,
			withRule(applicationRule({targetFqdns: ['azds-*.azds.io']})),
			400,
			'FirewallPolicyApplicationRuleInvalidFqdn',
		],
		[
			'wildcard at the end',
			`${groups}/a`,
			withRule(applicationRule({targetFqdns: ['www.a.*']})),
			400,
			'FirewallPolicyApplicationRuleInvalidFqdn',
		],
		[
			'two wildcards',
			`${groups}/a`,
			withRule(applicationRule({targetFqdns: ['*.*.a.com']})),
			400,
			'FirewallPolicyApplicationRuleInvalidFqdn',
		],
		[
			'FQDNs and tags in one rule',
			`${groups}/a`,
			withRule(applicationRule({fqdnTags: ['AzureKubernetesService']})),
			400,
			'FirewallPolicyApplicationRuleInvalidTarget',
		],
		[
			'application port',
			`${groups}/a`,
			withRule(applicationRule({protocols: [{protocolType: 'Https', port: 64_001}]})),
			400,
			'FirewallPolicyApplicationRuleInvalidProtocol',
		],
		[
			'rule without source',
			`${groups}/a`,
			withRule(applicationRule({sourceAddresses: []})),
			400,
			'FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified',
		],
		[
			'IPv6 in a firewall',
			`${groups}/a`,
			withRule(networkRule({destinationAddresses: ['2603:1030::/32']})),
			400,
			'FirewallPolicyRuleIpv6NotSupported',
		],
		[
			'wildcard in a network rule',
			`${groups}/a`,
			withRule(networkRule({destinationAddresses: [], destinationFqdns: ['*.azds.io']})),
			400,
			'FirewallPolicyNetworkRuleInvalidFqdn',
		],
		[
			'FQDN without DNS proxy',
			`${network}/firewallPolicies/base/ruleCollectionGroups/a`,
			withRule(networkRule({destinationAddresses: [], destinationFqdns: ['gcr.io']})),
			400,
			'FirewallPolicyNetworkRuleFqdnRequiresDnsProxy',
		],
		[
			'NAT port',
			`${groups}/a`,
			withRule(natRule({destinationPorts: ['64000']}), nat),
			400,
			'FirewallPolicyRuleInvalidPort',
		],
		[
			'NAT to everything',
			`${groups}/a`,
			withRule(natRule({destinationAddresses: ['*']}), nat),
			400,
			'FirewallPolicyNatRuleInvalidDestination',
		],
		[
			'IP group that is not there',
			`${groups}/a`,
			withRule(networkRule({sourceIpGroups: [`${network}/ipGroups/none`]})),
			400,
			'InvalidResourceReference',
		],
		['mixed collection', `${groups}/a`, withRule(natRule()), 400, 'FirewallPolicyRuleCollectionMixedRuleTypes'],
		[
			'subnet with host bits',
			`${network}/virtualNetworks/vnet/subnets/b`,
			subnet('10.1.1.1/24'),
			400,
			'InvalidCIDRNotation',
		],
		['subnet outside', `${network}/virtualNetworks/vnet/subnets/b`, subnet('10.9.0.0/24'), 400, 'NetcfgInvalidSubnet'],
		[
			'subnet that overlaps',
			`${network}/virtualNetworks/vnet/subnets/b`,
			subnet('10.1.0.128/25'),
			400,
			'NetcfgSubnetRangesOverlap',
		],
		[
			'subnet in use that shrinks',
			`${network}/virtualNetworks/vnet/subnets/aks`,
			subnet('10.1.0.0/25'),
			400,
			'InUsePrefixCannotBeDeleted',
		],
		[
			'route to an appliance without address',
			`${network}/routeTables/routes/routes/b`,
			hop({nextHopType: 'VirtualAppliance'}),
			400,
			'RouteNextHopIpAddressInvalid',
		],
		[
			'second route for a prefix',
			`${network}/routeTables/routes/routes/b`,
			hop({addressPrefix: '0.0.0.0/0'}),
			400,
			'RouteConflict',
		],
		[
			'route of an unknown kind',
			`${network}/routeTables/routes/routes/b`,
			hop({nextHopType: 'Moon'}),
			400,
			'InvalidRequestFormat',
		],
		[
			'child of nothing',
			`${network}/networkSecurityGroups/none/securityRules/a`,
			rule('a', 300),
			404,
			'ParentResourceNotFound',
		],
		[
			'unknown group',
			`/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/none/providers/Microsoft.Network/ipGroups/a`,
			{},
			404,
			'ResourceGroupNotFound',
		],
		[
			'unknown subscription',
			`/subscriptions/none/resourceGroups/rg/providers/Microsoft.Network/ipGroups/a`,
			{},
			404,
			'SubscriptionNotFound',
		],
	];

	test.each(cases)('%s', async (_what, path, body, status, code) => {
		sandbox = await startSmall();
		const before = JSON.stringify(sandbox.dump());
		const answer = await ask(sandbox, 'PUT', `${path}?${api}`, {body});
		expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
		expect(JSON.stringify(sandbox.dump())).toBe(before);
	});

	test.each([
		['a host', ['20.1.2.3'], 200],
		['networks', ['20.1.2.3/32', '137.117.106.88/29'], 200],
		['nothing', [], 200],
		['only 0.0.0.0/32', ['0.0.0.0/32'], 200],
		['everything (az takes it; the server is unverified)', ['0.0.0.0/0'], 200],
		['0.0.0.0/32 with others', ['0.0.0.0/32', '20.1.2.3'], 400],
		['host bits', ['137.117.106.90/29'], 400],
		['a private range', ['10.0.0.0/8'], 400],
		['shared address space', ['100.64.0.1'], 400],
		['documentation addresses', ['203.0.113.0/24'], 400],
		['IPv6', ['2603:1030::/32'], 400],
		['a range with a dash', ['20.1.2.3-20.1.2.9'], 400],
		['a service tag', ['AzureCloud'], 400],
		['a length of 33', ['20.1.2.3/33'], 400],
		['201 ranges', Array.from({length: 201}, (_item, index) => `20.1.2.${index}/32`), 400],
		['200 ranges', Array.from({length: 200}, (_item, index) => `20.1.2.${index}/32`), 200],
	])('authorized ranges: %s', async (_what, authorizedIPRanges, status) => {
		sandbox = await startSmall();
		const {body} = await ask(sandbox, 'GET', `${cluster}?${api}`);
		const changed = {...body, properties: {...body.properties, apiServerAccessProfile: {authorizedIPRanges}}};
		expect((await ask(sandbox, 'PUT', `${cluster}?${api}`, {body: changed})).status).toBe(status);
	});

	test('what is in use is not deleted', async () => {
		sandbox = await startSmall();
		const codes = [];
		for (const path of [nsg, `${network}/routeTables/routes`, `${network}/virtualNetworks/vnet/subnets/aks`, policy]) {
			codes.push((await ask(sandbox, 'DELETE', `${path}?${api}`)).body.error.code);
		}

		expect(codes).toEqual([
			'InUseNetworkSecurityGroupCannotBeDeleted',
			'InUseRouteTableCannotBeDeleted',
			'InUseSubnetCannotBeDeleted',
			'FirewallPolicyInUse',
		]);
	});

	test('a stale If-Match is 412, a matching one is not, and each write makes a new etag', async () => {
		sandbox = await startSmall();
		const put = (etag: string) =>
			ask(sandbox, 'PUT', `${policy}/ruleCollectionGroups/platform?${api}`, {
				body: rcg(500, []),
				headers: {'if-match': etag},
			});
		expect((await put('old')).status).toBe(412);
		const written = await put('"platform-1"');
		expect(written.status).toBe(200);
		expect(written.headers.etag).toBe(`"${written.body.etag}"`);
		expect(written.body.etag).not.toBe('platform-1');
	});

	test('a read-only lock stops writes, a delete lock only deletions', async () => {
		const lock = (scope: string, level: string) => ({
			id: `${scope}/providers/Microsoft.Authorization/locks/l`,
			name: 'l',
			type: 'Microsoft.Authorization/locks',
			properties: {level},
		});
		sandbox = await startSmall({more: {'locks.json': [lock(nsg, 'CanNotDelete'), lock(policy, 'ReadOnly')]}});
		const put = (path: string, body: object) => ask(sandbox, 'PUT', `${path}?${api}`, {body});
		expect((await put(`${policy}/ruleCollectionGroups/a`, rcg(1000, []))).body.error.code).toBe('ScopeLocked');
		expect((await put(`${nsg}/securityRules/a`, rule('a', 300))).status).toBe(201);
		expect((await ask(sandbox, 'DELETE', `${nsg}/securityRules/web?${api}`)).body.error.code).toBe('ScopeLocked');
		const locks = await ask(sandbox, 'GET', `${policy}/providers/Microsoft.Authorization/locks?${api}`);
		expect(locks.body.value.map(({properties}: {properties: {level: string}}) => properties.level)).toEqual([
			'ReadOnly',
		]);
	});

	test('a subnet that grows gets more addresses, a new one its own row', async () => {
		sandbox = await startSmall();
		const {body} = await ask(sandbox, 'GET', `${network}/virtualNetworks/vnet/subnets/aks?${api}`);
		const grown = {properties: {...body.properties, addressPrefix: '10.1.0.0/23'}};
		expect(
			(await ask(sandbox, 'PUT', `${network}/virtualNetworks/vnet/subnets/aks?${api}`, {body: grown})).status,
		).toBe(200);
		const usages = await ask(sandbox, 'GET', `${network}/virtualNetworks/vnet/usages?${api}`);
		expect(usages.body.value).toEqual([expect.objectContaining({currentValue: 10, limit: 507})]);
	});

	test('a classic firewall holds its rules itself, one with a policy none', async () => {
		sandbox = await startSmall();
		const rules = [
			{
				name: 'charts',
				protocols: [{protocolType: 'Https', port: 443}],
				sourceAddresses: ['10.1.0.0/24'],
				targetFqdns: ['gcr.io'],
			},
		];
		const body = {
			location: 'westeurope',
			properties: {
				applicationRuleCollections: [{name: 'c', properties: {priority: 100, action: {type: 'Allow'}, rules}}],
			},
		};
		const written = await ask(sandbox, 'PUT', `${network}/azureFirewalls/classic?${api}`, {body});
		expect(written.body.properties.applicationRuleCollections[0].id).toContain('/applicationRuleCollections/c');
		const other = {...body, properties: {...body.properties, firewallPolicy: {id: policy}}};
		expect(
			(await ask(sandbox, 'PUT', `${network}/azureFirewalls/firewall?${api}`, {body: other})).body.error.code,
		).toBe('AzureFirewallPolicyAndRuleCollectionsConflict');
	});

	test('a request that is no request', async () => {
		sandbox = await startSmall();
		expect((await ask(sandbox, 'PUT', `${nsg}?${api}`, {body: '{"a"'})).body.error.code).toBe('InvalidRequestContent');
		expect((await ask(sandbox, 'GET', nsg)).body.error.code).toBe('MissingApiVersionParameter');
		expect(
			(await ask(sandbox, 'PUT', `${group}/providers/Microsoft.Compute/virtualMachines/a?${api}`, {body: {}})).status,
		).toBe(405);
	});
});
