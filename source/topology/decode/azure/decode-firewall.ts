import {armName} from '../../arm-id.js';
import type {Firewall} from '../../firewall.js';
import {field, object, objects, text} from '../../json.js';
import {denied, type Known, known} from '../../known.js';
import type {ArmResource, World} from '../../world.js';
import {type ChildGroups, decodePolicyGroups, policyChain} from './decode-firewall-policy.js';
import {decodePublicAddresses} from './decode-public-address.js';
import {decodeClassicGroup} from './decode-rule-collection.js';
import {parseAddresses} from './parse-addresses.js';

export function decodeFirewall(resource: ArmResource, world: World, children: ChildGroups): Firewall {
	const {id, name, properties} = resource;
	const configurations = objects(properties, 'ipConfigurations');
	const policy = text(properties, 'firewallPolicy', 'id');
	const chain = policy === undefined ? known([]) : policyChain(policy, world);
	const policies = chain.state === 'known' ? chain.value : [];
	const own = policies[0]?.properties;
	return {
		id,
		name,
		location: text(resource, 'location') ?? '',
		tier: text(properties, 'sku', 'tier') ?? text(own, 'sku', 'tier') ?? 'Standard',
		hub: object(properties, 'virtualHub') !== undefined || object(properties, 'hubIPAddresses') !== undefined,
		subnet: configurations.flatMap(entry => text(entry, 'properties', 'subnet', 'id') ?? [])[0],
		hasManagementInterface: object(properties, 'managementIpConfiguration') !== undefined,
		privateAddresses: privateAddressesOf(resource),
		publicAddresses: publicAddressesOf(resource, world),
		policy,
		groups: decodeGroups(resource, world, policy === undefined ? undefined : chain, children),
		dnsProxy: policy === undefined ? classicDnsProxy(resource) : inheritedDnsProxy(policies),
		threatIntelMode: text(own, 'threatIntelMode') ?? text(properties, 'threatIntelMode') ?? 'Off',
		intrusionDetectionMode: text(own, 'intrusionDetection', 'mode') ?? 'Off',
	};
}

/** The addresses a route names as its next hop. */
export function privateAddressesOf({properties}: ArmResource): Firewall['privateAddresses'] {
	const hub = text(properties, 'hubIPAddresses', 'privateIPAddress');
	return parseAddresses([
		...objects(properties, 'ipConfigurations').flatMap(entry => text(entry, 'properties', 'privateIPAddress') ?? []),
		...(hub === undefined ? [] : [hub]),
	]);
}

/** It leaves with any of them ("randomly selects", facts A6), so one that is missing makes them all uncertain. */
function publicAddressesOf({name, properties}: ArmResource, world: World): Firewall['publicAddresses'] {
	const hub = objects(properties, 'hubIPAddresses', 'publicIPs', 'addresses');
	if (hub.length > 0) {
		return known(parseAddresses(hub.flatMap(entry => text(entry, 'address') ?? [])));
	}

	const ids = objects(properties, 'ipConfigurations').flatMap(
		entry => text(entry, 'properties', 'publicIPAddress', 'id') ?? [],
	);
	return ids.length > 0
		? decodePublicAddresses(ids, world)
		: denied(`${name} names no public address of its own, so its public address is not known.`);
}

function decodeGroups(
	resource: ArmResource,
	world: World,
	chain: Known<readonly ArmResource[]> | undefined,
	children: ChildGroups,
): Firewall['groups'] {
	if (chain !== undefined) {
		return chain.state === 'known' ? decodePolicyGroups(chain.value, world, children) : chain;
	}

	const group = decodeClassicGroup(resource, world);
	return group.ok
		? known([group.value])
		: denied(`The rules of ${armName(resource.id)} could not be understood: ${group.problem}.`);
}

/** The nearest policy that says something about DNS decides. */
function inheritedDnsProxy(policies: readonly ArmResource[]): boolean {
	const deciding = policies.find(policy => typeof field(policy.properties, 'dnsSettings', 'enableProxy') === 'boolean');
	return field(deciding?.properties, 'dnsSettings', 'enableProxy') === true;
}

/** The name of the setting is from practice, not from a document (facts A3, [K]). */
function classicDnsProxy({properties}: ArmResource): boolean {
	const setting = field(properties, 'additionalProperties', 'Network.DNS.EnableProxy');
	return String(setting).toLowerCase() === 'true';
}
