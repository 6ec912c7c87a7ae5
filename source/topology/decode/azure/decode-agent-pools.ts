import {parseArmId} from '../../arm-id.js';
import type {AgentPool} from '../../cluster.js';
import {count, flag, object, objects, text, texts} from '../../json.js';
import {isManaged} from '../../managed.js';
import {type ArmResource, isOfType, type JsonObject, type World} from '../../world.js';
import {dnsZone} from '../kubernetes/corefile/dns-zone.js';
import {subnetsOf} from './decode-virtual-network.js';

export function decodeAgentPools(cluster: ArmResource, world: World): readonly AgentPool[] {
	const managedSubnet = findManagedSubnet(cluster, world);
	const defaultMaxPods = defaultMaxPodsOf(object(cluster.properties, 'networkProfile'));
	return objects(cluster.properties, 'agentPoolProfiles').map((pool, index) => ({
		name: text(pool, 'name') ?? `pool ${index + 1}`,
		count: count(pool, 'count') ?? virtualMachineCount(pool),
		maxCount: flag(pool, 'enableAutoScaling') ? count(pool, 'maxCount') : undefined,
		maxPods: count(pool, 'maxPods') ?? defaultMaxPods,
		subnet: text(pool, 'vnetSubnetID') ?? managedSubnet,
		podSubnet: text(pool, 'podSubnetID'),
		podAllocation: text(pool, 'podIPAllocationMode')?.toLowerCase() === 'staticblock' ? 'static-block' : 'dynamic',
		nodePublicAddresses: flag(pool, 'enableNodePublicIP'),
		applicationSecurityGroups: texts(pool, 'networkProfile', 'applicationSecurityGroups'),
		allowedHostPorts: objects(pool, 'networkProfile', 'allowedHostPorts').flatMap(range => {
			const [first, last] = [count(range, 'portStart'), count(range, 'portEnd')];
			return first === undefined || last === undefined
				? []
				: [{protocol: text(range, 'protocol')?.toLowerCase() ?? 'tcp', ports: [[first, last] as const]}];
		}),
		osType: text(pool, 'osType') ?? 'Linux',
		...decodeLocalDns(object(pool, 'localDNSProfile')),
	}));
}

/** `Preferred` only has the profile looked at (AKS localdns-custom), unless its state says otherwise. */
function decodeLocalDns(profile: JsonObject | undefined): Pick<AgentPool, 'localDns'> {
	const isOn = text(profile, 'mode') === 'Required' || text(profile, 'state') === 'Enabled';
	const zones = (name: string) =>
		new Map(
			Object.entries(object(profile, name) ?? {}).flatMap(([zone, block = null]) => {
				const destination = text(block, 'forwardDestination');
				return destination === undefined
					? []
					: [[dnsZone(zone), destination === 'VnetDNS' ? 'network' : 'cluster'] as const];
			}),
		);
	return isOn ? {localDns: {forPods: zones('kubeDNSOverrides'), asNode: zones('vnetDNSOverrides')}} : {};
}

/** Pools of the type VirtualMachines count their nodes by size. */
function virtualMachineCount(pool: JsonObject): number {
	return objects(pool, 'virtualMachinesProfile', 'scale', 'manual').reduce(
		(sum, size) => sum + (count(size, 'count') ?? 0),
		0,
	);
}

/** AKS's defaults (facts F2); only where the answer does not say, and it does. */
function defaultMaxPodsOf(network: JsonObject | undefined): number {
	if (text(network, 'networkPluginMode')?.toLowerCase() === 'overlay') {
		return 250;
	}

	return text(network, 'networkPlugin')?.toLowerCase() === 'azure' ? 30 : 110;
}

/**
 * Without a subnet in the pool, AKS made the network itself: the one virtual network in the node resource group, with
 * the subnet `aks-subnet`.
 */
function findManagedSubnet(cluster: ArmResource, world: World): string | undefined {
	const subnets = [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isManagedNetwork(resource.value, cluster) ? subnetsOf(resource.value) : [],
	);
	const named = subnets.filter(subnet => parseArmId(subnet.id)?.name.toLowerCase() === 'aks-subnet');
	const [only, ...others] = named.length > 0 ? named : subnets;
	return others.length === 0 ? only?.id : undefined;
}

function isManagedNetwork(resource: ArmResource, cluster: ArmResource): boolean {
	return isOfType(resource.id, 'Microsoft.Network/virtualNetworks') && isManaged(resource.id, cluster);
}
