import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import type {Finding} from '../../source/controls/finding.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {doubtfulAnswers} from '../../source/routing/doubtful-answers.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {wordingOf} from '../../source/wording/wording.js';
import {flowOn} from '../controls/flow-on.js';
import {
	denyAll,
	group,
	nodes,
	open,
	origin,
	type Parts,
	resource,
	subscription,
	toAddresses,
	toName,
	withFirewall,
	worldFrom,
} from './small-world.js';

/*
 * Security rules in force, told by an interface. Sources: diagnose-network-traffic-filter-problem (names, one list per
 * place), REST Network Interfaces - List Effective Network Security Groups, azure-powershell#4972 (how REST and PowerShell
 * spell rows; VirtualNetwork may hold 0.0.0.0/0).
 */

const nic = `${group}/networkInterfaces/nic-1`;
const nsg = `${group}/networkSecurityGroups/nsg`;
const other = `${group}/networkSecurityGroups/other`;
const managed = `${subscription}/resourceGroups/mc-rg/providers/Microsoft.Network`;
const node = `${managed}/networkInterfaces/aks-system-1`;
const nodeGroup = `${managed}/networkSecurityGroups/aks-agentpool`;

const inNodes = (id: string) => resource(id, {ipConfigurations: [{name: 'a', properties: {subnet: {id: nodes}}}]});

function row(name: string, priority: number, direction: string, access: string, more: JsonObject = {}): JsonObject {
	return {
		name,
		priority,
		direction,
		access,
		protocol: 'All',
		sourcePortRange: '0-65535',
		sourcePortRanges: ['0-65535'],
		destinationPortRange: '0-65535',
		destinationPortRanges: ['0-65535'],
		sourceAddressPrefix: '0.0.0.0/0',
		sourceAddressPrefixes: ['0.0.0.0/0'],
		destinationAddressPrefix: '0.0.0.0/0',
		destinationAddressPrefixes: ['0.0.0.0/0'],
		...more,
	};
}

const tag = (side: 'source' | 'destination', name: string, ...expanded: readonly string[]): JsonObject => ({
	[`${side}AddressPrefix`]: name,
	[`${side}AddressPrefixes`]: [name],
	[`expanded${side === 'source' ? 'Source' : 'Destination'}AddressPrefix`]: expanded,
});

/** Azure's own rules, where `VirtualNetwork` stands for the given prefixes. */
function defaults(...network: readonly string[]): readonly JsonObject[] {
	const vnet = {...tag('source', 'VirtualNetwork', ...network), ...tag('destination', 'VirtualNetwork', ...network)};
	return [
		row('defaultSecurityRules/AllowVnetInBound', 65_000, 'Inbound', 'Allow', vnet),
		row('defaultSecurityRules/DenyAllInBound', 65_500, 'Inbound', 'Deny'),
		row('defaultSecurityRules/AllowVnetOutBound', 65_000, 'Outbound', 'Allow', vnet),
		row('defaultSecurityRules/AllowInternetOutBound', 65_001, 'Outbound', 'Allow', tag('destination', 'Internet')),
		row('defaultSecurityRules/DenyAllOutBound', 65_500, 'Outbound', 'Deny'),
	];
}

const usual = defaults('10.1.0.0/16', '10.2.0.0/16', '168.63.129.16/32');
const deny = row('securityRules/deny-Outbound', 100, 'Outbound', 'Deny');

type At =
	| {readonly subnet: string}
	| {readonly networkInterface: string}
	| {readonly subnet: string; readonly networkInterface: string};

function entry(id: string, at: At, ...rules: readonly JsonObject[]): JsonObject {
	return {
		networkSecurityGroup: {id},
		association: Object.fromEntries(Object.entries(at).map(([place, found]) => [place, {id: found}])),
		effectiveSecurityRules: [...rules],
	};
}

const atSubnet = (...rules: readonly JsonObject[]) => entry(nsg, {subnet: nodes}, ...rules);

function told(parts: Parts, ...entries: readonly JsonObject[]): Parts {
	return {
		...parts,
		resources: [...parts.resources, inNodes(nic)],
		told: {[`${nic}/effectiveNetworkSecurityGroups`]: entries},
	};
}

function toldByNode(parts: Parts, ...entries: readonly JsonObject[]): Parts {
	return {
		...parts,
		resources: [...parts.resources, inNodes(node)],
		told: {[`${node}/effectiveNetworkSecurityGroups`]: entries},
	};
}

const withGroup = (parts: Parts, ...rules: readonly JsonObject[]): Parts => ({
	...parts,
	nodes: {...parts.nodes, networkSecurityGroup: {id: nsg}},
	resources: [...parts.resources, resource(nsg, {securityRules: [...rules]})],
});

/** The subnet names a group that is not among the resources. */
const unread: Parts = {...open, nodes: {networkSecurityGroup: {id: nsg}}};

const out = denyAll('Outbound');
const fineOut = denyAll('Outbound', {access: 'Allow'});

function find(on: Parts, flow: Flow): Finding {
	return assessFlow(flow, decodeTopology(worldFrom(on)), controls);
}

type Variant = {
	readonly name: string;
	readonly on: Parts;
	readonly flow?: Flow;
	readonly verdict: Finding['verdict'];
	readonly why?: RegExp;
	readonly missing?: RegExp;
};

const toIpv6 = flowOn(
	{
		kind: 'egress',
		origin: {...origin, addresses: addresses('fd00::/64')},
		destination: {kind: 'addresses', addresses: addresses('2603:1030::1'), tag: undefined},
	},
	{ports: ports(443)},
);

describe('security rules in force', () => {
	test.each<Variant>([
		{
			name: 'of a group that could not be read decide',
			on: told(unread, atSubnet(deny, ...usual)),
			verdict: 'blocked',
			why: /nsg denies .* by deny-Outbound \(100\), as interface nic-1 shows/,
		},
		{
			name: 'of a group that could not be read let through what they allow',
			on: told(unread, atSubnet(...usual)),
			verdict: 'allowed',
			why: /nsg allows .* by AllowInternetOutBound \(65001\), as interface nic-1 shows/,
		},
		{name: 'nobody told', on: unread, verdict: 'undecided', missing: /the rules of nsg/},
		{
			name: 'are taken where the association names the interface beside the subnet',
			on: told(unread, entry(nsg, {subnet: nodes, networkInterface: nic}, deny, ...usual)),
			verdict: 'blocked',
		},
		{
			name: 'say that no group stands at a subnet whose group could not be read',
			on: told(unread),
			verdict: 'allowed',
		},
		{
			name: 'that are the same as the group decide with it',
			on: told(withGroup(open, out), atSubnet(deny, ...usual)),
			verdict: 'blocked',
			why: /as interface nic-1 shows/,
		},
		{
			name: 'without a rule of the group are older, or the group is',
			on: told(withGroup(open, out), atSubnet(...usual)),
			verdict: 'undecided',
			missing: /which is newer: security group nsg as it was read, or the effective security rules of nic-1/,
		},
		{
			name: 'with another action under the same priority contradict the group',
			on: told(withGroup(open, fineOut), atSubnet(deny, ...usual)),
			verdict: 'undecided',
		},
		{
			name: 'of another group than the subnet names contradict it',
			on: told(withGroup(open, out), entry(other, {subnet: nodes}, ...usual)),
			verdict: 'undecided',
		},
		{
			name: 'that contradict the group in what does not matter here leave the verdict',
			on: told(withGroup(open, denyAll('Outbound', {destinationPortRange: '25'})), atSubnet(...usual)),
			verdict: 'allowed',
		},
		{
			name: 'at a subnet without a group contradict that',
			on: told(open, atSubnet(deny, ...usual)),
			verdict: 'undecided',
		},
		{
			name: 'of none at a subnet with a group contradict it',
			on: told(withGroup(open, out)),
			verdict: 'undecided',
		},
		{
			name: 'settle what VirtualNetwork holds under a default route: not everything',
			on: told(
				withFirewall(withGroup(open, denyAll('Outbound', {destinationAddressPrefix: 'Internet'}))),
				atSubnet(row('securityRules/deny-Outbound', 100, 'Outbound', 'Deny', tag('destination', 'Internet')), ...usual),
			),
			verdict: 'blocked',
			why: /deny-Outbound \(100\), as interface nic-1 shows/,
		},
		{
			name: 'settle what VirtualNetwork holds under a default route: everything (azure-powershell#4972)',
			on: told(
				withGroup(open, denyAll('Outbound', {destinationAddressPrefix: 'Internet'})),
				atSubnet(
					row('securityRules/deny-Outbound', 100, 'Outbound', 'Deny', tag('destination', 'Internet')),
					...defaults('0.0.0.0/0'),
				),
			),
			verdict: 'allowed',
			why: /AllowVnetOutBound \(65000\), as interface nic-1 shows/,
		},
		{
			name: 'say what a service tag without a list stands for',
			on: told(
				withGroup(open, denyAll('Outbound', {destinationAddressPrefix: 'Storage'})),
				atSubnet(
					row('securityRules/deny-Outbound', 100, 'Outbound', 'Deny', tag('destination', 'Storage', '20.1.0.0/16')),
					...usual,
				),
			),
			verdict: 'blocked',
		},
		{
			name: 'do not make a tag out of a block of addresses for names of other companies',
			on: told(
				withGroup(open, denyAll('Outbound', {destinationAddressPrefix: 'Storage'})),
				atSubnet(
					row(
						'securityRules/deny-Outbound',
						100,
						'Outbound',
						'Deny',
						tag('destination', 'Storage', '20.0.0.0/8', '104.0.0.0/8'),
					),
					...usual,
				),
			),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'of members of an application group whose group could not be read',
			on: told(
				unread,
				atSubnet(
					row('securityRules/deny-Outbound', 100, 'Outbound', 'Deny', {
						sourceAddressPrefix: null,
						sourceAddressPrefixes: [],
						expandedSourceAddressPrefix: ['10.1.0.0/24'],
					}),
					...usual,
				),
			),
			verdict: 'blocked',
		},
		{
			name: 'say nothing of IPv6',
			on: told(
				{...unread, nodes: {...unread.nodes, addressPrefix: null, addressPrefixes: ['10.1.0.0/24', 'fd00::/64']}},
				atSubnet(...usual),
			),
			flow: toIpv6,
			verdict: 'undecided',
			missing: /the rules of nsg/,
		},
		{
			name: 'that were cut off are not used',
			on: told(unread, atSubnet(deny)),
			verdict: 'undecided',
			missing: /the rules of nsg/,
		},
		{
			name: 'of an interface that is no node says nothing of nodes',
			on: told(open, entry(other, {networkInterface: nic}, deny, ...usual)),
			verdict: 'allowed',
		},
		{
			name: 'of a node whose groups were not read',
			on: toldByNode(open, entry(nodeGroup, {networkInterface: node}, deny, ...usual)),
			verdict: 'undecided',
		},
		{
			name: 'of a node are the same as its group',
			on: toldByNode(
				{...open, resources: [resource(nodeGroup, {securityRules: [out]})]},
				entry(nodeGroup, {networkInterface: node}, deny, ...usual),
			),
			verdict: 'blocked',
			why: /aks-agentpool denies .*, as interface aks-system-1 shows/,
		},
	])('$name: $verdict', ({on, flow = toAddresses, verdict, why, missing}) => {
		const finding = find(on, flow);
		const entries = finding.trail.filter(({decision}) => decision.control === 'nsg');
		const worded = entries.map(one => wordingOf(one, finding));
		expect(
			entries.map(one => one.verdict),
			JSON.stringify(worded),
		).toContain(verdict);
		if (why !== undefined) {
			expect(worded.map(one => one.why).join('\n')).toMatch(why);
		}

		if (missing !== undefined) {
			expect(JSON.stringify(entries.map(({decision}) => decision.missing))).toMatch(missing);
		}
	});

	test('of a node decide where the node resource group may not be read', () => {
		const on = toldByNode(open, entry(nodeGroup, {networkInterface: node}, deny, ...usual));
		const world = {
			...worldFrom(on),
			unreadLists: new Map([['microsoft.network/networksecuritygroups', 'You may not list them.']]),
		};
		const finding = assessFlow(toAddresses, decodeTopology(world), controls);
		expect(finding.trail.map(one => wordingOf(one, finding).why).join('\n')).toMatch(
			/aks-agentpool denies .* by deny-Outbound \(100\), as interface aks-system-1 shows/,
		);
	});

	test.each<readonly [string, Parts, RegExp]>([
		[
			'rules that only the group has',
			told(withGroup(open, out), atSubnet(...usual)),
			/^Security group nsg was read, and the effective security rules of nic-1 say otherwise: the group alone has deny-Outbound \(100\)\. One of them is older/,
		],
		[
			'rules that only the interface has',
			told(withGroup(open), atSubnet(deny, ...usual)),
			/the interface alone has deny-Outbound \(100\)/,
		],
		[
			'another group',
			told(withGroup(open), entry(other, {subnet: nodes}, ...usual)),
			/^nodes has security group nsg, and the effective security rules of nic-1 say otherwise: it has other there/,
		],
		['none', told(withGroup(open)), /nodes has security group nsg, .* it has none there/],
		['a group where none is', told(open, atSubnet(...usual)), /nodes has no security group, .* it has nsg there/],
		[
			'a cut answer',
			told(unread, atSubnet(deny)),
			/nic-1 could not be understood: the rules of nsg are not complete: Azure's own last ones are missing/,
		],
		[
			'a rule that nobody understands',
			told(unread, atSubnet(row('securityRules/x', 100, 'Sideways', 'Deny'), ...usual)),
			/nic-1 could not be understood: a rule of nsg: it has no direction/,
		],
		[
			'a group that stands nowhere',
			told(unread, {...atSubnet(...usual), association: {}}),
			/it does not say where nsg stands/,
		],
		[
			'an interface in no subnet that is known',
			{...told(unread, entry(nsg, {networkInterface: nic}, ...usual)), resources: []},
			/nic-1 are of no use: nothing says in which subnet it stands/,
		],
		[
			'another group at a node',
			toldByNode(
				{...open, resources: [resource(nodeGroup, {securityRules: []})]},
				entry(other, {networkInterface: node}, ...usual),
			),
			/^Interfaces of nodes have security group aks-agentpool, and the effective security rules of aks-system-1 say otherwise: it has other/,
		],
	])('%s is said', (_name, on, note) => {
		expect(doubtfulAnswers(decodeTopology(worldFrom(on)))).toEqual([expect.stringMatching(note)]);
	});

	test('agreement is not said', () => {
		const on = told(withGroup(open, out), atSubnet(deny, ...usual));
		expect(doubtfulAnswers(decodeTopology(worldFrom(on)))).toEqual([]);
	});
});
