import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {authorizedRanges} from '../../../source/controls/authorized-ranges/authorized-ranges.js';
import type {Need} from '../../../source/controls/need.js';
import {formatAddress} from '../../../source/network/address.js';
import {addresses, formatAddresses} from '../../../source/network/address-set.js';
import {isSubset, union} from '../../../source/network/interval-set.js';
import type {Cluster} from '../../../source/topology/cluster.js';
import {absent, denied, known} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {cluster, topology} from '../../profiles/small-topology.js';
import {apiServerFlow, flowOn} from '../flow-on.js';

function withRanges(ranges: readonly string[], fields: Partial<Omit<Cluster, 'apiServer'>> = {}): Topology {
	return topology({cluster: cluster({...fields, apiServer: {authorizedRanges: ranges}})});
}

function verdict(given: Topology, ...from: readonly string[]) {
	const entries = entriesOf(authorizedRanges, apiServerFlow(...from), given);
	expect(entries).toHaveLength(1);
	return entries[0];
}

function needs(given: Topology, ...from: readonly string[]): readonly Need[] {
	const flow = apiServerFlow(...from);
	return remediesOf(authorizedRanges, flow, given).flatMap(remedy => remedy.needs);
}

function asked(given: Topology, ...from: readonly string[]): string {
	const ranges = needs(given, ...from).flatMap(need => (need.kind === 'authorized-range' ? [need.ranges] : []));
	return formatAddresses(union(...ranges));
}

describe('verdicts', () => {
	test.each<[readonly string[], readonly string[], string, string]>([
		[[], ['20.1.2.3'], 'allowed', 'no authorized ranges'],
		[['20.1.2.3'], ['20.1.2.3'], 'allowed', 'authorized ranges 20.1.2.3'],
		[['20.1.2.0/24', '4.0.0.0/8'], ['20.1.2.64/26'], 'allowed', 'authorized ranges 20.1.2.0/24'],
		[['20.1.2.0/25', '20.1.2.128/25'], ['20.1.2.0/24'], 'allowed', 'authorized ranges 20.1.2.0/25, 20.1.2.128/25'],
		[['20.1.2.0/25'], ['20.1.2.0/24'], 'blocked', 'authorized ranges'],
		[['20.1.2.0/24'], ['20.1.3.1'], 'blocked', 'authorized ranges'],
		[['0.0.0.0/0'], ['20.1.3.1'], 'allowed', 'authorized ranges 0.0.0.0/0'],
		[['0.0.0.0/32'], ['20.1.3.1'], 'blocked', 'authorized ranges'],
		[['0.0.0.0/32'], ['20.9.9.9'], 'allowed', 'authorized ranges 0.0.0.0/32'],
		[['what?', '20.1.3.0/24'], ['20.1.3.1'], 'allowed', 'authorized ranges 20.1.3.0/24'],
		[['what?'], ['20.1.3.1'], 'undecided', 'authorized range what?'],
		[['AzureCloud'], ['20.1.3.1'], 'undecided', 'authorized range AzureCloud'],
	])('ranges %j and a caller from %j: %s by %s', (ranges, from, expected, rule) => {
		expect(verdict(withRanges(ranges), ...from)).toMatchObject({verdict: expected, rule, resource: cluster().id});
	});

	test('the sentence names exactly the addresses that are missing', () => {
		const why = verdict(withRanges(['20.1.2.0/25', '4.4.4.4/32']), '20.1.2.0/24', '4.4.4.4')?.why;
		expect(why).toBe('20.1.2.128/25 are not inside any of the 2 authorized ranges; the other addresses are.');
	});

	test('a service tag in the list is looked up, whatever its case', () => {
		const tags = {'azurecloud.eastus': addresses('20.1.0.0/16')};
		const given = topology({cluster: cluster({apiServer: {authorizedRanges: ['AzureCloud.EastUS']}}), tags});
		expect(verdict(given, '20.1.3.1')?.verdict).toBe('allowed');
		expect(verdict(given, '20.2.3.1')?.verdict).toBe('blocked');
	});

	test.each([
		['AzureCloud', 'allowed'],
		['AzureCloud.eastus', 'allowed'],
		['AzureDevSpaces', 'allowed'],
		['AzureCloud.westus', 'blocked'],
		['Storage', 'blocked'],
	])("the name of the tag %s tells of a caller's tag, without a list: %s", (range, expected) => {
		const {path} = apiServerFlow('20.42.6.32/27');
		const flow = flowOn({...path, tag: 'AzureDevSpaces.EastUS'} as typeof path);
		const given = withRanges(['20.1.2.3/32', range]);
		expect(entriesOf(authorizedRanges, flow, given)).toMatchObject([{verdict: expected}]);
	});

	test('an undecided verdict tells the command that decides it', () => {
		expect(verdict(withRanges(['AzureCloud']), '20.1.3.1')?.missing?.command).toContain('az network list-service-tags');
	});

	test('private clusters have no such list, and other flows do not meet it', () => {
		const hidden = topology({cluster: cluster({apiServer: {privateCluster: true, authorizedRanges: ['20.1.2.3/32']}})});
		expect(entriesOf(authorizedRanges, apiServerFlow('4.4.4.4'), hidden)).toEqual([]);
		expect(entriesOf(authorizedRanges, flowOn({kind: 'public-api-server'}), topology())).toEqual([]);
	});

	test.each([denied('You may not read it.'), absent])('a cluster that is %j leaves it undecided', state => {
		expect(verdict(topology({cluster: state}), '4.4.4.4')?.verdict).toBe('undecided');
	});
});

describe('remedy', () => {
	test('only what is missing is asked for, and the cluster’s own egress when it is not listed', () => {
		expect(asked(withRanges(['20.1.2.0/25', '20.9.9.9/32']), '20.1.2.0/24')).toBe('20.1.2.128/25');
		expect(asked(withRanges(['20.1.2.0/25']), '20.1.2.0/24')).toBe('20.1.2.128/25, 20.9.9.9');
	});

	test('the egress address is a need of its own, with its reason', () => {
		expect(needs(withRanges(['20.1.2.0/25']), '4.4.4.4')).toMatchObject([
			{kind: 'authorized-range', ranges: addresses('4.4.4.4')},
			{kind: 'authorized-range', ranges: addresses('20.9.9.9'), why: expect.stringContaining('lose the API server')},
		]);
	});

	test('0.0.0.0/32 cannot stand beside others, so what it stood for is written out', () => {
		expect(asked(withRanges(['0.0.0.0/32']), '4.4.4.4')).toBe('4.4.4.4, 20.9.9.9');
	});

	test('with VNet integration nodes do not come from outside', () => {
		const given = topology({cluster: cluster({apiServer: {vnetIntegration: true, authorizedRanges: ['20.1.2.3/32']}})});
		expect(asked(given, '4.4.4.4')).toBe('4.4.4.4');
	});

	test('egress that could not be read is a warning with the command to look it up', () => {
		const given = withRanges(['20.1.2.3/32'], {egressAddresses: denied('No.')});
		expect(needs(given, '4.4.4.4')[1]).toMatchObject({
			kind: 'advice',
			text: expect.stringContaining('nodes go NotReady'),
			commands: [expect.stringContaining('loadBalancerProfile.effectiveOutboundIPs')],
		});
	});

	test('a list that would be too long is said to be', () => {
		const full = Array.from({length: 200}, (_, index) => `20.50.${index}.1/32`);
		const given = withRanges(full, {egressAddresses: known([])});
		expect(needs(given, '4.4.4.4')).toMatchObject([
			{},
			{kind: 'advice', text: expect.stringContaining('Azure takes 200')},
		]);
	});

	test('nothing is proposed where it does not block', () => {
		expect(needs(withRanges([]), '4.4.4.4')).toEqual([]);
		expect(needs(withRanges(['AzureCloud']), '4.4.4.4')).toEqual([]);
	});

	test('with what it asks for, every caller gets in and nobody else', () => {
		const block = fc
			.tuple(fc.integer({min: 0, max: 1023}), fc.integer({min: 24, max: 32}))
			.map(
				([index, length]) =>
					`${formatAddress(20 * 2 ** 24 + Math.floor((index * 16) / 2 ** (32 - length)) * 2 ** (32 - length))}/${length}`,
			);
		const blocks = fc.array(block, {minLength: 1, maxLength: 6});
		fc.assert(
			fc.property(blocks, blocks, (ranges, from) => {
				const given = withRanges(ranges, {egressAddresses: known([])});
				const wanted = addresses(...from);
				const ranged = needs(given, ...from).flatMap(need => (need.kind === 'authorized-range' ? [need.ranges] : []));
				expect(isSubset(wanted, union(addresses(...ranges), ...ranged))).toBe(true);
				expect(isSubset(union(...ranged), wanted)).toBe(true);
				expect(verdict(given, ...from)?.verdict).toBe(ranged.length === 0 ? 'allowed' : 'blocked');
			}),
		);
	});
});
