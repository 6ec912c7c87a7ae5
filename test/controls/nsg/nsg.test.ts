import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import type {Control} from '../../../source/controls/control.js';
import {nsg} from '../../../source/controls/nsg/nsg.js';
import {openings} from '../../../source/controls/openings.js';
import {routeTable} from '../../../source/controls/route-table/route-table.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import {protocols} from '../../../source/network/protocol-set.js';
import type {Flow} from '../../../source/profiles/flow.js';
import {armKey} from '../../../source/topology/arm-id.js';
import {denied, known} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import type {SecurityGroup} from '../../../source/topology/virtual-network.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {
	egressFlow,
	firewallWith,
	type Given,
	groupId,
	idOf,
	ingressFlow,
	route,
	ruleGroup,
	securityRule,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';

const toSite = egressFlow(toAddresses('20.1.2.3'));
const devSpaces = {'azuredevspaces.eastus': addresses('20.42.6.32/27', '20.42.6.128/28')};

function combined(flow: Flow, topology: Topology): string {
	const verdicts = entriesOf(nsg, flow, topology).map(({verdict}) => verdict);
	return ['blocked', 'undecided'].find(verdict => verdicts.some(found => found === verdict)) ?? 'allowed';
}

function ruleGroupOf({securityGroups}: Topology): SecurityGroup {
	const group = securityGroups.get(armKey(groupId));
	return group?.state === 'known' ? group.value : expect.unreachable();
}

function deciders(flow: Flow, topology: Topology): readonly string[] {
	return entriesOf(nsg, flow, topology).map(({rule}) => rule);
}

const denyOut = securityRule('DenyOut', 4000, 'outbound', 'deny');
const denyIn = securityRule('DenyIn', 4000, 'inbound', 'deny');

describe('outbound', () => {
	// network-security-groups-overview and facts N.
	test.each<[string, Given, string, string]>([
		['lets everything out by default', {securityRules: []}, 'allowed', 'AllowInternetOutBound (65001)'],
		['is open where there is no group', {}, 'allowed', 'no security group'],
		[
			'lets the lower number win',
			{
				securityRules: [denyOut, securityRule('Web', 300, 'outbound', 'allow', {on: [443]})],
			},
			'allowed',
			'Web (300)',
		],
		[
			'stops at the first match',
			{
				securityRules: [denyOut, securityRule('Late', 4001, 'outbound', 'allow', {on: [443]})],
			},
			'blocked',
			'DenyOut (4000)',
		],
		[
			'ignores another port',
			{
				securityRules: [denyOut, securityRule('Http', 300, 'outbound', 'allow', {on: [80]})],
			},
			'blocked',
			'DenyOut (4000)',
		],
		[
			'ignores another protocol',
			{
				securityRules: [denyOut, securityRule('Udp', 300, 'outbound', 'allow', {protocol: protocols('udp')})],
			},
			'blocked',
			'DenyOut (4000)',
		],
		[
			'ignores inbound rules',
			{
				securityRules: [securityRule('In', 300, 'inbound', 'deny')],
			},
			'allowed',
			'AllowInternetOutBound (65001)',
		],
		[
			'ignores rules for other sources',
			{
				securityRules: [denyOut, securityRule('Other', 300, 'outbound', 'allow', {from: '10.0.9.0/24'})],
			},
			'blocked',
			'DenyOut (4000)',
		],
		[
			'lets clients speak from the ports that clients have',
			{
				securityRules: [
					denyOut,
					{...securityRule('Ephemeral', 300, 'outbound', 'allow', {on: [443]}), sourcePorts: [[1024, 65_535]]},
				],
			},
			'allowed',
			'Ephemeral (300)',
		],
		[
			'does not take a rule about a server port at the near end for one about clients',
			{securityRules: [{...securityRule('NoSmtp', 300, 'outbound', 'deny'), sourcePorts: [[25, 25]]}]},
			'allowed',
			'AllowInternetOutBound (65001)',
		],
		[
			'needs every port that a client may speak from',
			{
				securityRules: [
					denyOut,
					{...securityRule('Some', 300, 'outbound', 'allow', {on: [443]}), sourcePorts: [[49_152, 65_535]]},
				],
			},
			'blocked',
			'DenyOut (4000)',
		],
	])('%s', (_name, given, verdict, rule) => {
		const [entry] = entriesOf(nsg, toSite, topologyOf(given));

		expect(entry).toMatchObject({verdict, rule});
	});

	test('asks the interface first, then the subnet; both must allow (network-security-group-how-it-works)', () => {
		const both = topologyOf({securityRules: [denyOut], interfaceRules: []});

		expect(deciders(toSite, both)).toEqual(['AllowInternetOutBound (65001)', 'DenyOut (4000)']);
		expect(combined(toSite, both)).toBe('blocked');
		expect(combined(toSite, topologyOf({securityRules: [], interfaceRules: [denyOut]}))).toBe('blocked');
	});

	test('is asked once where the subnet has the group of AKS that the interfaces have', () => {
		const given = topologyOf({securityRules: [denyOut]});
		const group = {...ruleGroupOf(given), managed: true};
		const shared = {
			...given,
			securityGroups: new Map([[armKey(groupId), known(group)]]),
			nodeSecurityGroups: known([group]),
		};

		expect(deciders(toSite, shared)).toEqual(['DenyOut (4000)']);
		expect(deciders(ingressFlow({}), shared)).toEqual(['DenyAllInBound (65500)']);
	});

	test('blocks a list of which a part is denied, and says which', () => {
		const some = securityRule('Half', 300, 'outbound', 'deny', {to: '20.42.6.128/28'});
		const flow = egressFlow(toAddresses('20.42.6.32/27,20.42.6.128/28'));
		const [entry] = entriesOf(nsg, flow, topologyOf({securityRules: [some]}));

		expect(entry?.verdict).toBe('blocked');
		expect(entry?.why).toContain('for 20.42.6.128/28 (16 of 48 addresses)');
	});

	test('takes a name outside Azure to be in no service tag but Internet', () => {
		const onlyAzure = [denyOut, securityRule('Azure', 300, 'outbound', 'allow', {to: 'AzureCloud'})];

		expect(combined(egressFlow(toName('gcr.io')), topologyOf({securityRules: onlyAzure}))).toBe('blocked');
		expect(combined(egressFlow(toName('gcr.io')), topologyOf({securityRules: []}))).toBe('allowed');
	});

	test('does not take a name for a host that a rule names by a single address', () => {
		const allowOne = [denyOut, securityRule('One', 300, 'outbound', 'allow', {to: '20.1.2.3'})];
		const denyOne = [securityRule('One', 300, 'outbound', 'deny', {to: '20.1.2.3'})];

		expect(combined(egressFlow(toName('gcr.io')), topologyOf({securityRules: allowOne}))).toBe('blocked');
		expect(combined(egressFlow(toName('gcr.io')), topologyOf({securityRules: denyOne}))).toBe('allowed');
	});

	test.each([
		["somebody's site", '45.9.8.0/24', 'blocked'],
		['a block that serves names to the world', '104.16.0.0/13', 'undecided'],
		["a block around Azure's own addresses", '20.42.0.0/16', 'blocked'],
	])('an allowed block of addresses that is %s (%s) leaves a name of another company %s', (_name, to, verdict) => {
		const rules = [denyOut, securityRule('Block', 300, 'outbound', 'allow', {to, on: [443]})];
		const given = topologyOf({securityRules: rules, serviceTags: devSpaces});

		expect(combined(egressFlow(toName('gcr.io')), given)).toBe(verdict);
	});

	test('leaves a name undecided that may lie in an allowed service tag, and says how to know', () => {
		const flow = egressFlow({
			kind: 'name',
			pattern: 'azds-1.eus.azds.io',
			hosting: {kind: 'service-tag', tag: 'AzureDevSpaces.EastUS'},
		});
		const rules = [denyOut, securityRule('Tag', 300, 'outbound', 'allow', {to: 'AzureDevSpaces.EastUS'})];
		const [entry] = entriesOf(nsg, flow, topologyOf({securityRules: rules, serviceTags: devSpaces}));

		expect(entry).toMatchObject({verdict: 'undecided', missing: {command: 'nslookup azds-1.eus.azds.io'}});
	});

	test('leaves an address undecided when a tag that may hold it has no list, and names the tag', () => {
		const rules = [denyOut, securityRule('Tag', 300, 'outbound', 'allow', {to: 'AzureMonitor'})];
		const [entry] = entriesOf(nsg, toSite, topologyOf({securityRules: rules}));

		expect(entry?.verdict).toBe('undecided');
		expect(entry?.missing?.datum).toContain('AzureMonitor');
		expect(entry?.missing?.command).toBe('az network list-service-tags --location eastus');
	});

	test.each([
		['AzureDevSpaces', 'allowed'],
		['AzureCloud.eastus', 'allowed'],
		['AzureCloud', 'allowed'],
		['AzureCloud.westus', 'blocked'],
		['Storage.EastUS', 'blocked'],
	])('knows by the names of tags that AzureDevSpaces.EastUS against %s is %s', (tag, verdict) => {
		const rules = [denyOut, securityRule('Tag', 300, 'outbound', 'allow', {to: tag})];
		const flow = egressFlow(toAddresses('20.42.6.32/27', 'AzureDevSpaces.EastUS'));

		expect(combined(flow, topologyOf({securityRules: rules}))).toBe(verdict);
	});

	// application-security-groups; pools name the groups of their nodes.
	test('knows from the pools whether nodes are in an application security group', () => {
		const id = idOf('applicationSecurityGroups', 'web');
		const rule = {
			...securityRule('Asg', 300, 'outbound', 'deny'),
			source: {addresses: [], tags: [], applicationSecurityGroups: [id]},
		};
		const given = {securityRules: [rule]};
		const named = topologyOf(given);
		const [pool] = named.cluster.state === 'known' ? named.cluster.value.pools : [];
		const member = topologyOf({...given, cluster: {pools: pool ? [{...pool, applicationSecurityGroups: [id]}] : []}});

		expect(combined(toSite, named)).toBe('allowed');
		expect(combined(toSite, member)).toBe('blocked');
	});

	// service-tags-overview: VirtualNetwork "might also contain default routes".
	test.each<[string, Given, string]>([
		['is certain where both readings agree', {securityRules: [], routes: toFirewall}, 'allowed'],
		[
			'is undecided where a rule on Internet decides under a 0/0 route',
			{
				securityRules: [securityRule('NoNet', 4000, 'outbound', 'deny', {to: 'Internet'})],
				routes: toFirewall,
			},
			'undecided',
		],
		[
			'is certain without such a route',
			{
				securityRules: [securityRule('NoNet', 4000, 'outbound', 'deny', {to: 'Internet'})],
			},
			'blocked',
		],
		[
			'is certain with a 0/0 route to the internet',
			{
				securityRules: [securityRule('NoNet', 4000, 'outbound', 'deny', {to: 'Internet'})],
				routes: [route('0.0.0.0/0', 'Internet')],
			},
			'blocked',
		],
	])('%s', (_name, given, verdict) => {
		expect(combined(toSite, topologyOf(given))).toBe(verdict);
		expect(combined(egressFlow(toName('gcr.io')), topologyOf(given))).toBe(verdict);
	});

	test('says undecided where a group may not be read', () => {
		const topology = topologyOf({subnet: {securityGroup: groupId}});
		const noInterfaces = topologyOf({rest: {nodeSecurityGroups: denied('You may not list them.')}});
		const noGroup = {...topology, securityGroups: new Map([[armKey(groupId), denied('You may not read it.')]])};

		expect(combined(toSite, noGroup)).toBe('undecided');
		expect(combined(toSite, noInterfaces)).toBe('undecided');
	});
});

describe('inbound', () => {
	const publicService = ingressFlow({});
	const aksRule = securityRule('k8s-azure-lb', 500, 'inbound', 'allow', {
		from: 'Internet',
		to: '20.60.0.9',
		on: [80, 443],
	});

	test('denies by default what AKS has not opened', () => {
		expect(deciders(publicService, topologyOf({interfaceRules: []})).at(-1)).toBe('DenyAllInBound (65500)');
	});

	test("trusts AKS's own rule for the load balancer's address", () => {
		expect(combined(publicService, topologyOf({interfaceRules: [aksRule]}))).toBe('allowed');
	});

	test('denies when the subnet does, whatever the interface says (facts N)', () => {
		const topology = topologyOf({securityRules: [denyIn], interfaceRules: [aksRule]});

		expect(entriesOf(nsg, publicService, topology).map(({verdict}) => verdict)).toEqual(['blocked', 'allowed']);
	});

	test.each([
		['20.60.0.9', 'allowed'],
		['10.0.1.0/24', 'blocked'],
		['AzureLoadBalancer', 'blocked'],
		['*', 'allowed'],
	])('a rule of the customer for %s is %s: with floating IP groups see the load balancer (AKS#674)', (to, verdict) => {
		const rule = securityRule('Web', 300, 'inbound', 'allow', {from: 'Internet', to, on: [80, 443]});

		expect(combined(publicService, topologyOf({securityRules: [rule]}))).toBe(verdict);
	});

	test.each([
		['20.60.0.9', [80, 443], 'blocked'],
		['10.0.1.0/24', [80, 443], 'blocked'],
		['10.0.1.0/24', [30_080, 30_443], 'allowed'],
	])('without floating IP a rule for %s on %j is %s (cloud-provider-azure#10083)', (to, on, verdict) => {
		const rule = securityRule('Web', 300, 'inbound', 'allow', {from: 'Internet', to, on});
		const port = (number: number, nodePort: number) =>
			({name: undefined, port: number, protocol: 'tcp', targetPort: 8080, nodePort}) as const;
		const flow = ingressFlow({translated: true, ports: [port(80, 30_080), port(443, 30_443)]});

		expect(combined(flow, topologyOf({securityRules: [rule]}))).toBe(verdict);
	});

	test('needs every port', () => {
		const rule = securityRule('Https', 300, 'inbound', 'allow', {on: [443]});

		expect(combined(publicService, topologyOf({securityRules: [rule]}))).toBe('blocked');
	});

	test('is not closed by a list of a few unwanted clients, but by one of a few wanted ones', () => {
		const open = securityRule('Web', 300, 'inbound', 'allow', {on: [80, 443]});
		const unwanted = securityRule('Bad', 200, 'inbound', 'deny', {from: '45.0.0.0/16'});
		const wanted = securityRule('Office', 300, 'inbound', 'allow', {from: '45.0.0.0/16', on: [80, 443]});

		expect(combined(publicService, topologyOf({securityRules: [unwanted, open]}))).toBe('allowed');
		expect(combined(publicService, topologyOf({securityRules: [wanted]}))).toBe('blocked');
	});

	test('sees the firewall, not the client, before an internal load balancer (firewall-known-issues.md)', () => {
		const internal = ingressFlow({internal: true, loadBalancerAddresses: addresses('10.0.1.50')});
		const firewalls = [firewallWith([])];
		const fromFirewall = securityRule('Fw', 300, 'inbound', 'allow', {from: '10.0.2.0/26', on: [80, 443]});

		expect(combined(internal, topologyOf({securityRules: [denyIn, fromFirewall], firewalls}))).toBe('allowed');
		expect(combined(internal, topologyOf({securityRules: [denyIn], firewalls}))).toBe('blocked');
		expect(entriesOf(nsg, internal, topologyOf({securityRules: [denyIn]}))).toEqual([]);
	});

	test('mentions what the service itself restricts', () => {
		const flow = ingressFlow({sourceRanges: ['45.1.0.0/16']});
		const [entry] = entriesOf(nsg, flow, topologyOf({securityRules: [denyIn]}));

		expect(entry?.why).toContain('admits only 45.1.0.0/16');
	});
});

test('does not speak where packets do not meet it', () => {
	const flow: Flow = {...toSite, path: {kind: 'pod-to-pod', from: [], to: []}};

	expect(entriesOf(nsg, flow, topologyOf({securityRules: [denyOut]}))).toEqual([]);
});

describe('remedy', () => {
	function remedies(flow: Flow, topology: Topology) {
		return remediesOf(nsg, flow, topology);
	}

	test('opens a service tag in the own group, before the rule that denies', () => {
		const flow = egressFlow(toAddresses('20.42.6.32/27,20.42.6.128/28', 'AzureDevSpaces.EastUS'));
		const [first, second] = remedies(flow, topologyOf({securityRules: [denyOut], serviceTags: devSpaces}));

		expect(first).toMatchObject({
			id: 'service-tag',
			needs: [
				{
					kind: 'security-rule',
					securityGroup: groupId,
					direction: 'outbound',
					sources: addresses('10.0.1.0/24'),
					destinations: {tag: 'AzureDevSpaces.EastUS'},
					ports: ports(443),
					before: 4000,
				},
			],
		});
		expect(second?.id).toBe('addresses');
	});

	test('says what it cannot narrow: groups cannot match names', () => {
		const [first] = remedies(egressFlow(toName('gcr.io')), topologyOf({securityRules: [denyOut]}));

		expect(first).toMatchObject({id: 'internet', needs: [{destinations: {tag: 'Internet'}}]});
		expect(first?.opens).toContain('cannot match names');
	});

	test('names an explicit deny that it goes before', () => {
		const explicit = securityRule('NoSite', 200, 'outbound', 'deny', {to: '20.1.2.0/24'});
		const [first] = remedies(toSite, topologyOf({securityRules: [explicit]}));

		expect(first?.title).toContain('before the explicit deny NoSite (200)');
		expect(first?.needs).toMatchObject([{before: 200, bypasses: 'NoSite (200) in nsg-nodes'}]);
	});

	test('never writes to a group of AKS', () => {
		const needs = remedies(toSite, topologyOf({interfaceRules: [denyOut]})).flatMap(remedy => remedy.needs);

		expect(needs.map(({kind}) => kind)).toEqual(['advice']);
	});

	test('opens the address of the load balancer, and no node', () => {
		const [first] = remedies(ingressFlow({}), topologyOf({securityRules: [denyIn]}));

		expect(first).toMatchObject({
			id: 'internet',
			needs: [{sources: {tag: 'Internet'}, destinations: addresses('20.60.0.9'), before: 4000}],
		});
	});

	test('admits only the firewall where the return path asks for one', () => {
		const topology = topologyOf({
			securityRules: [denyIn],
			routes: toFirewall,
			firewalls: [firewallWith([ruleGroup('rcg', 100, [])])],
		});
		const flow = ingressFlow({});
		const all: readonly Control[] = [nsg, routeTable];
		const found = openings(assessFlow(flow, topology, all), topology, all).flatMap(({remedies}) => remedies);

		expect(found.map(({id}) => id)).toEqual(['public-address', 'internal-load-balancer']);
		const rules = found.map(({needs}) => needs.filter(({kind}) => kind === 'security-rule'));
		expect(rules[0]).toMatchObject([{sources: addresses('20.50.0.1')}]);
		expect(rules[1]).toMatchObject([{sources: addresses('10.0.2.0/26')}]);
	});
});
