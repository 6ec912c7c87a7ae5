import {describe, expect, test} from 'vitest';
import {addresses, formatAddresses} from '../../source/network/address-set.js';
import {nextHops} from '../../source/routing/next-hop.js';
import {plainView} from '../../source/routing/resolve-tags.js';
import type {Route} from '../../source/topology/virtual-network.js';
import {nodesId, route, topologyOf} from '../helpers/topology.js';

const prefix = addresses('20.40.0.0/16');

/** Every tag stands for the same prefix, so that only what kind of tag it is can decide. */
const serviceTags = Object.fromEntries(
	['storage', 'storage.eastus', 'azurecloud', 'azurecloud.eastus', 'internet'].map(tag => [tag, prefix]),
);

function deciding(routes: readonly Route[], to: string): readonly string[] {
	const topology = topologyOf({routes, serviceTags});
	const found = nextHops(nodesId, addresses(to), plainView(topology), topology);
	return found.state === 'known'
		? found.readings.flatMap(shares =>
				shares.map(({route: one, destinations}) => `${one.name}: ${formatAddresses(destinations)}`),
			)
		: [];
}

/**
 * A prefix of one's own, then a regional tag, a top-level tag, AzureCloud of a region, AzureCloud
 * (virtual-networks-udr-overview).
 */
const order = ['20.40.0.0/16', 'Storage.EastUS', 'Storage', 'AzureCloud.EastUS', 'AzureCloud'];

describe('among routes to the same prefix', () => {
	test.each(order.slice(1).map((tag, index) => [order[index] ?? '', tag]))('%s goes before %s', (first, second) => {
		const routes = [route(first, 'Internet'), route(second, 'None')];
		for (const all of [routes, routes.toReversed()]) {
			expect(deciding(all, '20.40.1.1')).toEqual([expect.stringContaining(`to-${first} (`)]);
		}
	});
});

test('the longest prefix goes first, whatever kind of route it is', () => {
	const routes = [route('0.0.0.0/0', '10.0.2.4'), route('AzureCloud', 'Internet'), route('20.40.1.0/24', 'None')];
	expect(deciding(routes, '20.40.0.0/23')).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/^to-20\.40\.1\.0\/24 .*: 20\.40\.1\.0\/24$/),
			expect.stringMatching(/^to-AzureCloud .*: 20\.40\.0\.0\/24$/),
		]),
	);
});

test('two halves are all of the internet, and go before the whole of it', () => {
	const routes = [route('0.0.0.0/0', 'None'), route('0.0.0.0/1', '10.0.2.4'), route('128.0.0.0/1', 'Internet')];
	expect(deciding(routes, '20.40.1.1')).toEqual([expect.stringMatching(/^to-0\.0\.0\.0\/1 /)]);
	expect(deciding(routes, '200.1.1.1')).toEqual([expect.stringMatching(/^to-128\.0\.0\.0\/1 /)]);
});
