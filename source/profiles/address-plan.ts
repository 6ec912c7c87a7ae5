/**
 * How many addresses a cluster takes, by the way its pods get theirs. Sources: AKS concepts-network-ip-address-planning
 * (2026-04-16), concepts-network-azure-cni-overlay, configure-azure-cni-dynamic-ip-allocation,
 * concepts-network-azure-cni-pod-subnet; facts F2 to F4.
 */

/** Azure keeps the first four addresses of a subnet and the last one (concepts-network-azure-cni-overlay). */
const reservedBySubnet = 5;

/** Pod subnets hand out addresses in blocks of 16, statically and dynamically. */
const blockSize = 16;

/** With fewer than 8 free addresses a node asks for another block (configure-azure-cni-dynamic-ip-allocation). */
const spareBeforeNextBlock = 8;

/** Addresses of a prefix that resources can have: 251 for /24. */
export function usableAddresses(prefixLength: number): number {
	return Math.max(2 ** (32 - prefixLength) - reservedBySubnet, 0);
}

/** The longest prefix, the smallest subnet, that has so many usable addresses; undefined beyond IPv4. */
export function prefixFor(addresses: number): number | undefined {
	// Azure's smallest subnet is /29.
	for (let length = 29; length >= 1; length--) {
		if (usableAddresses(length) >= addresses) {
			return length;
		}
	}

	return undefined;
}

/**
 * Node Subnet: every node holds its own address and one per possible pod beforehand, one more node while upgrading.
 * 50 nodes and 30 pods: 1581; 60 nodes: 1891 (concepts-network-ip-address-planning).
 */
export function nodeSubnetAddresses(nodes: number, maxPods: number, surge = 1): number {
	return (nodes + surge) * (1 + maxPods);
}

/** Overlay, kubenet and the node side of Pod Subnet: one address per node, one more while upgrading. */
export function nodeAddresses(nodes: number, surge = 1): number {
	return nodes + surge;
}

/** Pod Subnet, dynamic: blocks of 16 per node; that spare addresses are kept is documented, the sum is inferred. */
export function dynamicPodAddresses(nodes: number, podsPerNode: number): number {
	return nodes * blockSize * Math.ceil((podsPerNode + spareBeforeNextBlock) / blockSize);
}

/** Pod Subnet, static block: whole /28 blocks for maxPods and one more. 30, 31, 32 pods: 2, 2, 3 blocks. */
export function staticBlocksPerNode(maxPods: number): number {
	return Math.ceil((maxPods + 1) / blockSize);
}

export function staticBlockAddresses(nodes: number, maxPods: number, surge = 1): number {
	return (nodes + surge) * staticBlocksPerNode(maxPods) * blockSize;
}

/**
 * What `GET …/virtualNetworks/{name}/usages` leaves: its limit has the reserved five taken off already (2 of 3 used in
 * the API's own example for a subnet of 8). Azure answers -1 of -1 where the number depends on use.
 */
export function freeAddresses(used: number, limit: number): number | undefined {
	return used < 0 || limit < 0 ? undefined : Math.max(limit - used, 0);
}
