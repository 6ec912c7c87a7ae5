import {describe, expect, test} from 'vitest';
import {addresses, anyAddress, formatAddresses} from '../../../source/network/address-set.js';
import {box, type PacketSet} from '../../../source/network/packet-set.js';
import {formatPorts, ports} from '../../../source/network/port-set.js';
import {protocols} from '../../../source/network/protocol-set.js';
import {fewestRules, holdsPackets, type PacketRule, type RuleSide} from '../../../source/plan/needs/packet-rule.js';
import {requirementsOf} from '../../../source/plan/needs/served.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import {topologyOf} from '../../helpers/topology.js';
import {wants} from '../../helpers/wanted.js';

const serviceTags = {
	storage: addresses('20.40.0.0/16'),
	'storage.eastus': addresses('20.40.1.0/24'),
	internet: anyAddress,
};
const topology = topologyOf({serviceTags});

const rule: PacketRule = {
	sources: addresses('10.0.1.0/24'),
	destinations: addresses('20.40.1.0/24'),
	protocol: 'tcp',
	ports: ports(443),
};
const to = (destinations: RuleSide): PacketRule => ({...rule, destinations});

describe('a rule lets through all that another does', () => {
	test.each<[string, PacketRule, PacketRule, boolean]>([
		['itself', rule, rule, true],
		['fewer ports', {...rule, ports: ports(80, 443)}, rule, true],
		['not more ports', rule, {...rule, ports: ports(80, 443)}, false],
		['not another protocol', rule, {...rule, protocol: 'udp'}, false],
		['not more sources', rule, {...rule, sources: anyAddress}, false],
		['addresses that are surely in a tag', to({tag: 'Storage'}), rule, true],
		['not those that are not', to({tag: 'Storage'}), to(addresses('20.41.0.0/24')), false],
		['not those of a tag without a list', to({tag: 'Sql'}), rule, false],
		[
			'no tag by a list of addresses: it is more than its list of today',
			to(addresses('20.0.0.0/8')),
			to({tag: 'Storage'}),
			false,
		],
		['a tag by every address', to(anyAddress), to({tag: 'Storage'}), true],
		['a name by every address', to(anyAddress), to({fqdn: 'a.example'}), true],
		['a tag in any case', to({tag: 'storage'}), to({tag: 'Storage'}), true],
		['a regional tag by its own', to({tag: 'Storage'}), to({tag: 'Storage.EastUS'}), true],
		['not the other way round', to({tag: 'Storage.EastUS'}), to({tag: 'Storage'}), false],
		['a regional tag by its own, also without lists', to({tag: 'Sql'}), to({tag: 'Sql.WestUS'}), true],
		['the same name', to({fqdn: 'a.example'}), to({fqdn: 'a.example'}), true],
		['not another name', to({fqdn: 'a.example'}), to({fqdn: 'b.example'}), false],
		['no addresses by a name', to({fqdn: 'a.example'}), rule, false],
		['no name by a tag', to({tag: 'Storage'}), to({fqdn: 'a.example'}), false],
		['public addresses by Internet', to({tag: 'Internet'}), rule, true],
		[
			'not addresses of a network here, which are not in it',
			to({tag: 'Internet'}),
			to(addresses('10.0.3.0/24')),
			false,
		],
	])('%s', (_what, whole, part, holds) => {
		expect(holdsPackets(whole, part, topology)).toBe(holds);
	});
});

describe('as few rules as let the same packets through', () => {
	const by = ['a', 'b', 'c'].map(name => wants('advice', {}, name));
	const fewest = (rules: readonly PacketRule[], needed: (item: Wanted) => PacketSet | undefined = () => undefined) =>
		fewestRules(
			rules.map((effect, index) => ({effect, wanted: by.slice(index, index + 1)})),
			topology,
			needed,
		).map(({effect: {destinations, ports: on}, wanted}) => [
			'tag' in destinations || 'fqdn' in destinations ? JSON.stringify(destinations) : formatAddresses(destinations),
			formatPorts(on),
			requirementsOf(wanted).join(''),
		]);

	test.each<[string, readonly PacketRule[], readonly unknown[]]>([
		['one for what is alike', [rule, rule], [['20.40.1.0/24', '443', 'ab']]],
		['one for a part', [rule, to(addresses('20.40.1.7'))], [['20.40.1.0/24', '443', 'ab']]],
		[
			'two where nothing overlaps',
			[rule, to(addresses('20.99.0.0/24'))],
			[
				['20.40.1.0/24', '443', 'a'],
				['20.99.0.0/24', '443', 'b'],
			],
		],
		[
			'one for addresses that overlap, which opens no packet more',
			[to(addresses('20.40.0.0/24', '20.40.1.0/24')), to(addresses('20.40.1.0/24', '20.40.2.0/24'))],
			[['20.40.0.0/23, 20.40.2.0/24', '443', 'ab']],
		],
		[
			'two where joining would open more',
			[rule, {...to(addresses('20.40.0.0/16')), ports: ports(80)}],
			[
				['20.40.1.0/24', '443', 'a'],
				['20.40.0.0/16', '80', 'b'],
			],
		],
	])('%s', (_what, rules, expected) => {
		expect(fewest(rules)).toEqual(expected);
	});

	test('without the block that a tag beside it lets through', () => {
		const both = to(addresses('20.40.1.0/24', '20.99.0.0/24'));
		expect(fewest([both, to({tag: 'Storage'})])).toEqual([
			['20.99.0.0/24', '443', 'a'],
			['{"tag":"Storage"}', '443', 'ba'],
		]);
	});

	test('without what is open already', () => {
		const both = {...to(addresses('20.40.1.0/24', '20.99.0.0/24')), ports: ports(80, 443)};
		const denied = [
			box({destination: addresses('20.99.0.0/24'), protocol: protocols('tcp'), destinationPort: ports(443)}),
		];
		expect(fewest([both], () => denied)).toEqual([['20.99.0.0/24', '443', 'a']]);
	});

	test('whole where nothing of it is known to be denied', () => {
		expect(fewest([rule], () => [])).toEqual([['20.40.1.0/24', '443', 'a']]);
	});
});
