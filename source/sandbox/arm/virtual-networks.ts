import {canonicalNetwork, contains, hasHostBits, type Network, overlaps, parseNetwork} from '../address.js';
import {type JsonObject, listAt, objectAt, objectsAt, textAt, textsAt} from '../json.js';
import type {Store} from '../store.js';
import {refuse} from './arm-answers.js';
import {completeChildren, keepReadOnly} from './complete.js';
import {assertReference} from './reference.js';
import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';

const references = ['networkSecurityGroup', 'routeTable', 'natGateway'] as const;

export const virtualNetworks: ArmResourceType = {
	type: 'Microsoft.Network/virtualNetworks',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({store, id, proposed, before, parsed}) => {
		assertNetworkName(parsed.name);
		const subnets = objectsAt(proposed, 'properties', 'subnets');
		for (const subnet of subnets) {
			checkSubnet(store, id, proposed, subnet);
		}

		checkTogether(parsed.name, subnets);
		for (const gone of missingFrom(subnets, objectsAt(before, 'properties', 'subnets'))) {
			assertSubnetUnused(gone);
		}
	},
	complete: ({before, ...proposal}) => {
		const known = objectsAt(before, 'properties', 'subnets');
		const completed = completeChildren(proposal, 'subnets');
		const subnets = objectsAt(completed, 'properties', 'subnets').map(subnet =>
			keepReadOnly(
				subnet,
				known.find(other => sameName(other, subnet)),
				subnetReadOnly,
			),
		);
		return {...completed, properties: {...objectAt(completed, 'properties'), subnets}};
	},
	checkDelete: (_store, _id, network) => {
		for (const subnet of objectsAt(network, 'properties', 'subnets')) {
			assertSubnetUnused(subnet);
		}
	},
};

export const subnets: ArmResourceType = {
	type: 'Microsoft.Network/virtualNetworks/subnets',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({store, id, proposed, before, parent, parsed}) => {
		checkSubnet(store, id, parent ?? {}, proposed);
		const others = objectsAt(parent, 'properties', 'subnets').filter(other => !sameName(other, proposed));
		checkTogether(parsed.path.at(-2)?.name ?? '', [...others, proposed]);
		if (before !== undefined && isInUse(before)) {
			assertStillCovers(id, before, proposed);
		}
	},
	complete: ({proposed, before}) => keepReadOnly(proposed, before, subnetReadOnly),
	checkDelete: (_store, _id, subnet) => assertSubnetUnused(subnet),
};

const subnetReadOnly = [
	['properties', 'ipConfigurations'],
	['properties', 'ipConfigurationProfiles'],
	['properties', 'privateEndpoints'],
] as const;

function checkSubnet(store: Store, id: string, network: JsonObject, subnet: JsonObject): void {
	const name = textAt(subnet, 'name');
	assertNetworkName(name);
	const space = textsAt(network, 'properties', 'addressSpace', 'addressPrefixes').flatMap(
		text => parseNetwork(text) ?? [],
	);
	for (const text of prefixTexts(subnet)) {
		const prefix = parseNetwork(text);
		if (prefix === undefined) {
			throw refuse(
				400,
				'InvalidAddressPrefixFormat',
				`Address prefix ${text} of subnet ${name} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
				{details: []},
			);
		}

		if (hasHostBits(prefix)) {
			throw refuse(
				400,
				'InvalidCIDRNotation',
				`The address prefix ${text} in resource ${id} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${canonicalNetwork(prefix)}.`,
				{details: []},
			);
		}

		if (!space.some(range => contains(range, prefix))) {
			throw refuse(
				400,
				'NetcfgInvalidSubnet',
				`Subnet '${name}' is not valid in virtual network '${textAt(network, 'name')}'.`,
				{details: []},
			);
		}
	}

	if (prefixTexts(subnet).length === 0) {
		throw refuse(400, 'SubnetAddressPrefixMissing', `Subnet '${name}' has no address prefix.`, {details: []});
	}

	for (const reference of references) {
		assertReference(store, id, objectAt(subnet, 'properties')[reference]);
	}
}

function checkTogether(network: string, subnets: readonly JsonObject[]): void {
	const seen: {readonly prefix: Network; readonly name: string}[] = [];
	for (const subnet of subnets) {
		for (const prefix of prefixesOf(subnet)) {
			if (seen.some(other => overlaps(other.prefix, prefix) && other.name !== textAt(subnet, 'name'))) {
				throw refuse(
					400,
					'NetcfgSubnetRangesOverlap',
					`Subnet '${textAt(subnet, 'name')}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network}'.`,
					{details: []},
				);
			}

			seen.push({prefix, name: textAt(subnet, 'name')});
		}
	}
}

/** Addresses that are in use must stay inside; a subnet in use may grow, not move. */
function assertStillCovers(id: string, before: JsonObject, proposed: JsonObject): void {
	const now = prefixesOf(proposed);
	if (!prefixesOf(before).every(old => now.some(prefix => contains(prefix, old)))) {
		throw refuse(
			400,
			'InUsePrefixCannotBeDeleted',
			`IpPrefix ${prefixTexts(before).join(', ')} on Subnet ${id} has active allocations and cannot be deleted.`,
			{details: []},
		);
	}
}

function assertSubnetUnused(subnet: JsonObject): void {
	if (isInUse(subnet)) {
		const [user] = listAt(subnet, 'properties', 'ipConfigurations');
		throw refuse(
			400,
			'InUseSubnetCannotBeDeleted',
			`Subnet ${textAt(subnet, 'name')} is in use by ${textAt(user, 'id')} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
			{details: []},
		);
	}
}

function isInUse(subnet: JsonObject): boolean {
	return listAt(subnet, 'properties', 'ipConfigurations').length > 0;
}

function prefixTexts(subnet: JsonObject): readonly string[] {
	const single = textAt(subnet, 'properties', 'addressPrefix');
	return [...(single === '' ? [] : [single]), ...textsAt(subnet, 'properties', 'addressPrefixes')];
}

function prefixesOf(subnet: JsonObject): readonly Network[] {
	return prefixTexts(subnet).flatMap(text => parseNetwork(text) ?? []);
}

function missingFrom(now: readonly JsonObject[], before: readonly JsonObject[]): readonly JsonObject[] {
	return before.filter(old => !now.some(subnet => sameName(subnet, old)));
}

function sameName(left: JsonObject, right: JsonObject): boolean {
	return textAt(left, 'name').toLowerCase() === textAt(right, 'name').toLowerCase();
}
