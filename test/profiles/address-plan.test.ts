import {expect, test} from 'vitest';
import {
	dynamicPodAddresses,
	freeAddresses,
	nodeAddresses,
	nodeSubnetAddresses,
	prefixFor,
	staticBlockAddresses,
	staticBlocksPerNode,
	usableAddresses,
} from '../../source/profiles/address-plan.js';

// concepts-network-azure-cni-overlay: five addresses of a subnet are Azure's.
test.each([
	[24, 251],
	[26, 59],
	[28, 11],
	[29, 3],
	[31, 0],
])('a /%i has %i usable addresses', (length, usable) => {
	expect(usableAddresses(length)).toBe(usable);
});

// concepts-network-ip-address-planning, the two worked examples.
test.each([
	[50, 30, 1581],
	[60, 30, 1891],
])('%i nodes of %i pods take %i addresses of the nodes’ subnet', (nodes, maxPods, needed) => {
	expect(nodeSubnetAddresses(nodes, maxPods)).toBe(needed);
	expect(prefixFor(needed)).toBe(21);
});

// concepts-network-azure-cni-pod-subnet.
test.each([
	[30, 2],
	[31, 2],
	[32, 3],
])('%i pods take %i static blocks', (maxPods, blocks) => {
	expect(staticBlocksPerNode(maxPods)).toBe(blocks);
	expect(staticBlockAddresses(3, maxPods)).toBe(4 * blocks * 16);
});

// configure-azure-cni-dynamic-ip-allocation; the sum per node is inferred there.
test.each([
	[8, 16],
	[9, 32],
	[24, 32],
	[25, 48],
])('a node with %i pods takes %i addresses dynamically', (pods, needed) => {
	expect(dynamicPodAddresses(1, pods)).toBe(needed);
});

test('an overlay’s subnet holds nodes only', () => {
	expect(nodeAddresses(10)).toBe(11);
});

// Network API, VirtualNetworkListUsage.json; azure-cli issue 23997 for -1.
test.each([
	[2, 3, 1],
	[52, 59, 7],
	[5, 3, 0],
	[-1, -1, undefined],
])('%i of %i in use leave %j', (used, limit, free) => {
	expect(freeAddresses(used, limit)).toBe(free);
});

test('no subnet of IPv4 is large enough for everything', () => {
	expect(prefixFor(2 ** 32)).toBeUndefined();
	expect(prefixFor(1)).toBe(29);
});
