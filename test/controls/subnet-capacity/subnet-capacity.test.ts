import {expect, test} from 'vitest';
import {subnetCapacity} from '../../../source/controls/subnet-capacity/subnet-capacity.js';
import type {CniKind} from '../../../source/topology/cluster.js';
import {absent, denied, known} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import type {Subnet} from '../../../source/topology/virtual-network.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {cluster, pool, subnet, subnetId, topology} from '../../profiles/small-topology.js';
import {flowOn} from '../flow-on.js';

const tenMore = flowOn({kind: 'addresses-needed', count: 10, subnet: subnetId('nodes')});

function using(usage: Subnet['usage'], cni: CniKind = 'node-subnet'): Topology {
	const pools = [pool({count: 4, maxPods: 12, podSubnet: subnetId('nodes')})];
	return topology({cluster: cluster({cni, pools}), subnets: [subnet('nodes', '10.110.0.0/26', usage)]});
}

test.each([
	[49, 59, 'allowed'],
	[50, 59, 'blocked'],
	[52, 59, 'blocked'],
	[60, 59, 'blocked'],
	[-1, -1, 'undecided'],
])('%i of %i in use: ten more are %s', (used, limit, verdict) => {
	expect(entriesOf(subnetCapacity, tenMore, using(known({used, limit})))).toMatchObject([
		{verdict, resource: subnetId('nodes')},
	]);
});

// facts F3: a node takes 16 at once, and none where fewer are left; what the nodes hold already the subnet does not tell.
test.each([
	[43, 59, 'allowed'],
	[44, 59, 'undecided'],
	[49, 59, 'undecided'],
	[50, 59, 'blocked'],
])('%i of %i in use, in batches: ten more are %s', (used, limit, verdict) => {
	expect(entriesOf(subnetCapacity, tenMore, using(known({used, limit}), 'pod-subnet'))).toMatchObject([{verdict}]);
});

test('the sum is told, and for node subnets that nodes hold their addresses beforehand', () => {
	const [entry] = entriesOf(subnetCapacity, tenMore, using(known({used: 52, limit: 59})));
	expect(entry?.why).toContain('52 of 59 usable addresses are taken, 7 are free, and 10 are needed.');
	expect(entry?.why).toContain('Nodes reserve addresses for all the pods they may run');
	const [other] = entriesOf(subnetCapacity, tenMore, using(known({used: 52, limit: 59}), 'pod-subnet'));
	expect(other?.why).not.toContain('beforehand');
});

test.each<[string, Topology]>([
	['dynamic use', using(known('dynamic'))],
	['use that may not be read', using(denied('You may not read usages.'))],
	['use that was not read', using(absent)],
	['a subnet that was not read', topology({subnets: []})],
])('%s is undecided, with the command that tells', (_, given) => {
	const [entry] = entriesOf(subnetCapacity, tenMore, given);
	expect(entry?.verdict).toBe('undecided');
	expect(entry?.missing?.command).toBe(
		"az rest --method get --url '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/usages?api-version=2025-05-01'",
	);
});

test('the ways out are advice with their arithmetic; nothing is resized', () => {
	const given = using(known({used: 52, limit: 59}));
	const remedies = remediesOf(subnetCapacity, tenMore, given);
	expect(remedies.map(({id}) => id)).toEqual(['new-pool', 'fewer-pods', 'overlay']);
	const texts = remedies.flatMap(({needs}) => needs).map(need => (need.kind === 'advice' ? need.text : need.kind));
	expect(texts[0]).toContain('(1 + 1 while upgrading) × (1 + 30) = 62 addresses: a subnet of /25 (123 usable)');
	expect(texts[1]).toContain('4 nodes × 1 fewer pods each frees 4 addresses');
	expect(texts[1]).toContain('--max-pods 11');
});

test('fewer pods per node are no way out below what AKS takes', () => {
	const given = using(known({used: 59, limit: 59}));
	const [, fewer] = remediesOf(subnetCapacity, tenMore, given);
	expect(fewer?.needs[0]).toMatchObject({text: expect.stringContaining('AKS takes no fewer than 10')});
});

test('nothing is advised where there is room, and other flows do not meet it', () => {
	const given = using(known({used: 1, limit: 59}));
	expect(remediesOf(subnetCapacity, tenMore, given)).toEqual([]);
	expect(entriesOf(subnetCapacity, flowOn({kind: 'public-api-server'}), given)).toEqual([]);
});
