import type {Address} from '../network/address.js';
import {has} from '../network/interval-set.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Subnet} from '../topology/virtual-network.js';
import type {NextHop} from './effective-route.js';
import {brokenPeering, reachableFirst, wayTo} from './reachable-firewalls.js';

/** What stands at the address that a route leads to. */
export function applianceHop(address: Address | undefined, subnet: Subnet, topology: Topology): NextHop {
	if (address === undefined) {
		return {kind: 'appliance', address};
	}

	if (isNode(address, topology)) {
		return {kind: 'node', address};
	}

	const broken = brokenPeering(address, subnet.virtualNetwork, topology);
	if (broken !== undefined) {
		return {kind: 'unreachable', address, barrier: {kind: 'peering', ...broken}};
	}

	const firewall = firewallAt(address, subnet, topology);
	if (firewall?.kind !== 'firewall') {
		return {kind: 'appliance', address};
	}

	switch (wayTo(firewall.firewall, address, subnet.virtualNetwork, topology)) {
		case 'direct': {
			return firewall;
		}

		case 'none': {
			return {kind: 'unreachable', address, barrier: {kind: 'not-peered', firewall: firewall.firewall.name}};
		}

		case 'unknown': {
			return {kind: 'appliance', address};
		}
	}
}

export function firewallAt(address: Address, subnet: Subnet, topology: Topology): NextHop | undefined {
	const owners = topology.firewalls.filter(({privateAddresses}) => has(privateAddresses, address));
	const [firewall] = reachableFirst(owners, subnet.virtualNetwork, topology);
	return firewall === undefined ? undefined : {kind: 'firewall', firewall};
}

/** Only kubenet leads to nodes by routes; an address in their subnet is one of them there. */
function isNode(address: Address, topology: Topology): boolean {
	const cluster = knownValue(topology.cluster);
	const subnets = cluster?.cni === 'kubenet' ? cluster.pools.map(({subnet}) => subnet ?? '') : [];
	return (
		(knownValue(topology.kubernetes.nodes) ?? []).some(node => has(node.addresses, address)) ||
		subnets.some(id => has(knownValue(topology.subnets.get(armKey(id)))?.prefixes ?? [], address))
	);
}
