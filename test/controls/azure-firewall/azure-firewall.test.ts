import {describe, expect, test} from 'vitest';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {ports} from '../../../source/network/port-set.js';
import {portProtocols, protocols} from '../../../source/network/protocol-set.js';
import type {Destination, Flow} from '../../../source/profiles/flow.js';
import type {Firewall, RuleCollection, RuleCollectionGroup} from '../../../source/topology/firewall.js';
import {denied} from '../../../source/topology/known.js';
import {entriesOf} from '../../helpers/ask-control.js';
import {
	egressFlow,
	firewallWith,
	idOf,
	route,
	ruleGroup,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';
import {applicationRule, collection, networkRule} from './rules.js';

const toGcr = egressFlow(toName('gcr.io'));
const toSite = egressFlow(toAddresses('20.1.2.3'));

function through(firewall: Firewall, given: Parameters<typeof topologyOf>[0] = {}) {
	return topologyOf({routes: toFirewall, firewalls: [firewall], ...given});
}

function verdictOf(flow: Flow, groups: readonly RuleCollectionGroup[], rest: Partial<Firewall> = {}) {
	return entriesOf(azureFirewall, flow, through(firewallWith(groups, rest)))[0]?.verdict;
}

function own(...collections: readonly RuleCollection[]) {
	return ruleGroup('rcg', 1000, collections);
}

describe('which rule decides (rule-processing.md, facts A1 and N)', () => {
	const allowGcr = collection('app', 100, 'allow', applicationRule('gcr', ['gcr.io']));
	const denyGcr = collection('app-deny', 100, 'deny', applicationRule('no-gcr', ['gcr.io']));
	const allow443 = collection('net', 200, 'allow', networkRule('any', {to: '*', on: [443]}));
	const deny443 = collection('net-deny', 65_000, 'deny', networkRule('none', {to: '*', on: [443]}));

	test.each<[string, readonly RuleCollectionGroup[], string, string]>([
		['no rule: the default denies', [], 'blocked', 'default deny'],
		['an application rule allows its name', [own(allowGcr)], 'allowed', 'rcg/app/gcr'],
		[
			'a network deny of the child beats an application allow of the parent',
			[own(deny443), ruleGroup('base', 100, [allowGcr], 1)],
			'blocked',
			'rcg/net-deny/none',
		],
		[
			'a network deny of the parent beats a network allow of the child',
			[own(allow443), ruleGroup('base', 65_000, [deny443], 1)],
			'blocked',
			'base/net-deny/none',
		],
		[
			'an application deny of the parent beats an application allow of the child',
			[own(allowGcr), ruleGroup('base', 65_000, [denyGcr], 1)],
			'blocked',
			'base/app-deny/no-gcr',
		],
		['a broad network allow beats an application deny', [own(allow443, denyGcr)], 'allowed', 'rcg/net/any'],
		[
			'the lower group priority comes first',
			[ruleGroup('late', 400, [allowGcr]), ruleGroup('early', 300, [denyGcr])],
			'blocked',
			'early/app-deny/no-gcr',
		],
		[
			'the lower collection priority comes first',
			[
				own(
					collection('second', 200, 'deny', applicationRule('deny', ['*'])),
					collection('first', 100, 'allow', applicationRule('allow', ['*.io', 'gcr.io'])),
				),
			],
			'allowed',
			'rcg/first/allow',
		],
	])('%s', (_name, groups, verdict, rule) => {
		const [entry] = entriesOf(azureFirewall, toGcr, through(firewallWith(groups)));

		expect(entry).toMatchObject({control: 'azure-firewall', verdict, rule, resource: idOf('azureFirewalls', 'fw')});
	});

	test('a classic firewall has collections and no groups to name', () => {
		const classic = firewallWith([own(allowGcr)], {policy: undefined});

		expect(entriesOf(azureFirewall, toGcr, through(classic))[0]?.rule).toBe('app/gcr');
	});

	test('is not asked where no route leads to it, whatever its rules say', () => {
		expect(entriesOf(azureFirewall, toGcr, topologyOf({firewalls: [firewallWith([])]}))).toEqual([]);
		expect(
			entriesOf(azureFirewall, toGcr, through(firewallWith([]), {routes: [route('0.0.0.0/0', '10.9.9.9')]})),
		).toEqual([]);
	});

	test('is not asked about what a narrower route takes past it', () => {
		const routes = [...toFirewall, route('20.1.2.0/24', 'Internet')];

		expect(entriesOf(azureFirewall, toSite, through(firewallWith([]), {routes}))).toEqual([]);
		const [entry] = entriesOf(
			azureFirewall,
			egressFlow(toAddresses('20.1.2.0/24,20.1.9.9')),
			through(firewallWith([]), {routes}),
		);
		expect(entry).toMatchObject({verdict: 'blocked'});
		expect(entry?.why).toContain('20.1.9.9');
	});

	test('says undecided where the rules may not be read', () => {
		const [entry] = entriesOf(azureFirewall, toGcr, through(firewallWith([], {groups: denied('No permission.')})));

		expect(entry?.verdict).toBe('undecided');
		expect(entry?.missing?.command).toBe(
			'az network firewall policy rule-collection-group list --resource-group rg --policy-name policy',
		);
	});

	test('mentions what acts beside the rules', () => {
		const firewall = firewallWith([own(allowGcr)], {threatIntelMode: 'Deny'});

		expect(entriesOf(azureFirewall, toGcr, through(firewall))[0]?.why).toContain('threat intelligence');
	});
});

describe('names in application rules (firewall-faq.yml, facts A3 and N)', () => {
	test.each([
		['gcr.io', 'gcr.io', 'allowed'],
		['*', 'gcr.io', 'allowed'],
		['*.gcr.io', 'gcr.io', 'blocked'],
		['*gcr.io', 'gcr.io', 'allowed'],
		['*gcr.io', 'evilgcr.io', 'allowed'],
		['*.gcr.io', 'a.b.gcr.io', 'allowed'],
		['production.cloudflare.docker.com', 'cloudflare.docker.com', 'blocked'],
		['GCR.IO', 'gcr.io', 'allowed'],
		['*.azds.io', 'azds-*.azds.io', 'allowed'],
		['azds-1.eus.azds.io', 'azds-*.azds.io', 'undecided'],
	])('a rule for %s leaves %s %s', (pattern, name, verdict) => {
		const groups = [own(collection('app', 100, 'allow', applicationRule('rule', [pattern])))];

		expect(verdictOf(egressFlow(toName(name)), groups)).toBe(verdict);
	});

	test.each<[string, Parameters<typeof applicationRule>[2], Partial<Flow>, string]>([
		['only http', {protocols: [{type: 'http', port: 80}]}, {}, 'blocked'],
		['https on another port', {protocols: [{type: 'https', port: 8443}]}, {}, 'blocked'],
		[
			'https on the port that is asked for',
			{protocols: [{type: 'https', port: 8443}]},
			{ports: ports(8443)},
			'allowed',
		],
		['other sources', {from: '10.0.7.0/24'}, {}, 'blocked'],
		['a part of the nodes', {from: '10.0.1.0/25'}, {}, 'blocked'],
		['udp, which has no application rules', {}, {protocol: 'udp'}, 'blocked'],
		['one port of two', {protocols: [{type: 'https', port: 443}]}, {ports: ports(80, 443)}, 'blocked'],
	])('with a rule for %s', (_name, given, flow, verdict) => {
		const groups = [own(collection('app', 100, 'allow', applicationRule('rule', ['gcr.io'], given)))];

		expect(verdictOf(egressFlow(toName('gcr.io'), flow), groups)).toBe(verdict);
	});

	// facts A4 and M1: the tag covers the core of AKS, no add-ons; other tags have no published list.
	test.each<[string, Destination, string]>([
		['AzureKubernetesService', toName('mcr.microsoft.com'), 'allowed'],
		['AzureKubernetesService', toName('aks-1.hcp.eastus.azmk8s.io'), 'allowed'],
		['AzureKubernetesService', toName('gcr.io'), 'blocked'],
		[
			'AzureKubernetesService',
			{kind: 'name', pattern: 'dc.services.visualstudio.com', hosting: {kind: 'unknown'}},
			'blocked',
		],
		['WindowsUpdate', toName('gcr.io'), 'blocked'],
		['WindowsUpdate', {kind: 'name', pattern: 'x.azure.com', hosting: {kind: 'unknown'}}, 'undecided'],
		['WindowsUpdate', {kind: 'name', pattern: 'azds-*.azds.io', hosting: {kind: 'unknown'}}, 'blocked'],
	])('FQDN tag %s leaves %o %s', (tag, destination, verdict) => {
		const groups = [own(collection('app', 100, 'allow', applicationRule('tag', [], {fqdnTags: [tag]})))];

		expect(verdictOf(egressFlow(destination), groups)).toBe(verdict);
	});

	test.each<[string, Parameters<typeof applicationRule>[2], Partial<Firewall>, string]>([
		['a URL of the host, whose path is not known', {targetUrls: ['gcr.io/v2/*']}, {tier: 'Premium'}, 'undecided'],
		['a URL of another host', {targetUrls: ['example.com/*']}, {tier: 'Premium'}, 'blocked'],
		['a web category', {webCategories: ['SearchEnginesAndPortals']}, {}, 'undecided'],
		[
			'a web category on Basic, which has none',
			{webCategories: ['SearchEnginesAndPortals']},
			{tier: 'Basic'},
			'blocked',
		],
	])('with %s', (_name, given, rest, verdict) => {
		const groups = [own(collection('app', 100, 'allow', applicationRule('rule', [], given)))];

		expect(verdictOf(toGcr, groups, rest)).toBe(verdict);
	});
});

describe('network rules', () => {
	test.each<[string, Parameters<typeof networkRule>[1], Flow, string]>([
		['an address', {to: '20.1.2.0/24', on: [443]}, toSite, 'allowed'],
		['another port', {to: '20.1.2.0/24', on: [80]}, toSite, 'blocked'],
		[
			'tcp and udp, which Any with a port means',
			{to: '*', on: [53], protocol: portProtocols},
			egressFlow(toAddresses('20.1.2.3'), {protocol: 'udp', ports: ports(53)}),
			'allowed',
		],
		['udp alone', {to: '*', on: [443], protocol: protocols('udp')}, toSite, 'blocked'],
		['a part of the list', {to: '20.1.2.0/25', on: [443]}, egressFlow(toAddresses('20.1.2.0/24')), 'blocked'],
		['an unknown tag', {to: 'AzureMonitor', on: [443]}, toSite, 'undecided'],
		[
			'the tag of the list itself, unknown as it is',
			{to: 'AzureDevSpaces', on: [443]},
			egressFlow(toAddresses('20.42.6.32/27', 'AzureDevSpaces.EastUS')),
			'allowed',
		],
	])('allow %s', (_name, given, flow, verdict) => {
		expect(verdictOf(flow, [own(collection('net', 100, 'allow', networkRule('rule', given)))])).toBe(verdict);
	});

	test('with an IP group that could not be read are undecided, either way', () => {
		const destination = {addresses: [], tags: [], unreadGroups: [idOf('ipGroups', 'sites')]};
		const rule = {...networkRule('rule', {on: [443]}), destination};
		const everything = collection('rest', 200, 'allow', networkRule('rest', {to: '*'}));

		expect(verdictOf(toSite, [own(collection('net', 100, 'allow', rule))])).toBe('undecided');
		expect(verdictOf(toSite, [own(collection('net', 100, 'deny', rule), everything)])).toBe('undecided');
		expect(verdictOf(toSite, [own(collection('net', 100, 'deny', rule))])).toBe('blocked');
	});

	// fqdn-filtering-network-rules.md and features-by-sku.md.
	test.each<[string, Partial<Firewall>, readonly string[], string]>([
		['allow their name with DNS proxy, when the network asks the firewall', {dnsProxy: true}, ['10.0.2.4'], 'allowed'],
		['are unsure when the network asks somebody else', {dnsProxy: true}, ['10.0.9.9'], 'undecided'],
		['are unsure without DNS proxy', {}, ['10.0.2.4'], 'undecided'],
		['do not exist on Basic', {tier: 'Basic', dnsProxy: true}, ['10.0.2.4'], 'blocked'],
	])('with a name %s', (_name, rest, dnsServers, verdict) => {
		const rule = networkRule('name', {destinationFqdns: ['gcr.io'], on: [443]});
		const firewall = firewallWith([own(collection('net', 100, 'allow', rule))], rest);
		const [entry] = entriesOf(azureFirewall, toGcr, through(firewall, {network: {dnsServers}}));

		expect(entry?.verdict).toBe(verdict);
	});

	// Tunnels and pods that call the API server by its address say no name, but the address is that of the name.
	test.each<[string, string, string]>([
		['allow the address of the name to who says none', 'aks.hcp.eastus.azmk8s.io', 'allowed'],
		['do not allow it by another name', 'gcr.io', 'blocked'],
	])('with a name %s', (_name, fqdn, verdict) => {
		const flow = egressFlow({
			kind: 'name',
			pattern: 'aks.hcp.eastus.azmk8s.io',
			hosting: {kind: 'service-tag', tag: 'AzureCloud.eastus', surely: true},
		});
		const byAddress: Flow = {...flow, path: {...flow.path, apiServer: 'by-address'} as Flow['path']};
		const rule = networkRule('name', {destinationFqdns: [fqdn], on: [443]});
		const firewall = firewallWith([own(collection('net', 100, 'allow', rule))], {dnsProxy: true});
		const [entry] = entriesOf(azureFirewall, byAddress, through(firewall, {network: {dnsServers: ['10.0.2.4']}}));

		expect(entry?.verdict).toBe(verdict);
	});

	test('with a name say nothing of other names', () => {
		const rule = networkRule('name', {destinationFqdns: ['ntp.ubuntu.com'], on: [443]});

		expect(verdictOf(toGcr, [own(collection('net', 100, 'allow', rule))], {dnsProxy: true})).toBe('blocked');
	});

	test('for a tag leave a name undecided that may lie in it, and both sides certain where they agree', () => {
		const backend = egressFlow({
			kind: 'name',
			pattern: 'azds-1.eus.azds.io',
			hosting: {kind: 'service-tag', tag: 'AzureDevSpaces.EastUS'},
		});
		const byTag = collection('net', 100, 'allow', networkRule('tag', {to: 'AzureDevSpaces.EastUS'}));
		const byName = collection('app', 100, 'allow', applicationRule('name', ['*.azds.io']));

		expect(verdictOf(backend, [own(byTag)])).toBe('undecided');
		expect(verdictOf(backend, [own(byTag, byName)])).toBe('allowed');
		expect(verdictOf(backend, [])).toBe('blocked');
	});
});

describe('a doubt names the rule that it is about, not the default that follows it', () => {
	const unread = {addresses: [], tags: [], unreadGroups: [idOf('ipGroups', 'sites')]};
	const backend = egressFlow({
		kind: 'name',
		pattern: 'azds-1.eus.azds.io',
		hosting: {kind: 'service-tag', tag: 'AzureDevSpaces.EastUS'},
	});

	test.each<[string, Flow, RuleCollection, string, RegExp]>([
		[
			'an allow for an unread IP group',
			toSite,
			collection('net', 100, 'allow', {...networkRule('sites', {on: [443]}), destination: unread}),
			'rcg/net/sites',
			/^Whether firewall fw allows .* by rcg\/net\/sites depends on the addresses in IP group sites/,
		],
		[
			'a web category',
			toGcr,
			collection('app', 100, 'allow', applicationRule('portals', [], {webCategories: ['SearchEnginesAndPortals']})),
			'rcg/app/portals',
			/allows .* by rcg\/app\/portals depends on/,
		],
		[
			'a tag that a name may lie in',
			backend,
			collection('net', 100, 'allow', networkRule('tag', {to: 'AzureDevSpaces.EastUS'})),
			'rcg/net/tag',
			/allows .* by rcg\/net\/tag depends on the addresses of azds-1.eus.azds.io/,
		],
	])('%s', (_name, flow, rules, rule, why) => {
		const [entry] = entriesOf(azureFirewall, flow, through(firewallWith([own(rules)])));

		expect(entry).toMatchObject({verdict: 'undecided', rule});
		expect(entry?.why).toMatch(why);
	});
});

describe('addresses without a name', () => {
	// firewall-known-issues.md: without a server name no application rule can match.
	test.each<[string, RuleCollection, string]>([
		[
			'a rule for every name may allow them',
			collection('app', 100, 'allow', applicationRule('all', ['*'])),
			'undecided',
		],
		['a deny for every name changes nothing', collection('app', 100, 'deny', applicationRule('all', ['*'])), 'blocked'],
		[
			'a rule for some names says nothing of them',
			collection('app', 100, 'allow', applicationRule('some', ['*.azds.io'])),
			'blocked',
		],
	])('%s', (_name, rules, verdict) => {
		expect(verdictOf(toSite, [own(rules)])).toBe(verdict);
	});
});
