import type {AddressSet} from '../../../network/address-set.js';
import {unionOf} from '../../../network/interval-set.js';
import {armKey, armName, parseArmId, sameArmId} from '../../arm-id.js';
import {count, objects, text, texts} from '../../json.js';
import {denied, type Known, known} from '../../known.js';
import type {PrivateEndpoint, PrivateZone} from '../../private-name.js';
import {type ArmResource, isOfType, type World} from '../../world.js';
import {parseAddresses} from './parse-addresses.js';

export function decodePrivateEndpoints(world: World): readonly PrivateEndpoint[] {
	return knownOf(world, 'Microsoft.Network/privateEndpoints').flatMap(resource => decodeEndpoint(resource) ?? []);
}

function decodeEndpoint({id, name, properties}: ArmResource): PrivateEndpoint | undefined {
	const subnet = text(properties, 'subnet', 'id');
	if (subnet === undefined) {
		return undefined;
	}

	const names = objects(properties, 'customDnsConfigs').flatMap(config => {
		const fqdn = text(config, 'fqdn');
		return fqdn === undefined
			? []
			: [{name: fqdn.toLowerCase(), addresses: parseAddresses(texts(config, 'ipAddresses'))}];
	});
	const configured = objects(properties, 'ipConfigurations').flatMap(
		entry => text(entry, 'properties', 'privateIPAddress') ?? [],
	);
	const connections = [
		...objects(properties, 'privateLinkServiceConnections'),
		...objects(properties, 'manualPrivateLinkServiceConnections'),
	];
	const states = connections.map(entry => text(entry, 'properties', 'privateLinkServiceConnectionState', 'status'));
	return {
		id,
		name,
		subnet,
		addresses: unionOf([parseAddresses(configured), ...names.map(({addresses}) => addresses)]),
		state: states.find(state => state !== undefined && state.toLowerCase() !== 'approved') ?? 'Approved',
		names,
		target: connections.flatMap(entry => text(entry, 'properties', 'privateLinkServiceId') ?? [])[0],
	};
}

export function decodePrivateZones(world: World): readonly PrivateZone[] {
	const links = knownOf(world, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
	const records = knownOf(world, 'Microsoft.Network/privateDnsZones/A');
	return knownOf(world, 'Microsoft.Network/privateDnsZones').map(zone => {
		const own = links.filter(link => sameArmId(parseArmId(link.id)?.parent, zone.id));
		return {
			id: zone.id,
			name: zone.name.toLowerCase(),
			hasUnreadLinks: hasUnreadLinks(zone, own.length, world),
			links: own.flatMap(({properties}) => {
				const network = text(properties, 'virtualNetwork', 'id');
				const fallsBack = text(properties, 'resolutionPolicy')?.toLowerCase() === 'nxdomainredirect';
				return network === undefined ? [] : [{network, fallsBack}];
			}),
			records: recordsOf(
				zone,
				records.filter(record => sameArmId(parseArmId(record.id)?.parent, zone.id)),
				world,
			),
		};
	});
}

/** A zone says how many links it has; a list of zones alone holds none of them. */
function hasUnreadLinks(zone: ArmResource, found: number, world: World): boolean {
	return (
		(count(zone.properties, 'numberOfVirtualNetworkLinks') ?? 0) > found ||
		world.unreadLists?.has(`${armKey(zone.id)}/virtualnetworklinks`) === true
	);
}

/** A zone always has its SOA record; one that says it has more, of which none was read, is not empty but unread. */
function recordsOf(
	zone: ArmResource,
	records: readonly ArmResource[],
	world: World,
): Known<ReadonlyMap<string, AddressSet>> {
	const sets = count(zone.properties, 'numberOfRecordSets');
	const unread = world.unreadLists?.get(`${armKey(zone.id)}/a`);
	if (records.length === 0 && (sets === undefined || sets > 1)) {
		return denied(unread ?? `The records of zone ${zone.name} were not read.`);
	}

	return known(
		new Map(
			records.map(record => [
				armName(record.id).toLowerCase(),
				parseAddresses(objects(record.properties, 'aRecords').flatMap(entry => text(entry, 'ipv4Address') ?? [])),
			]),
		),
	);
}

function knownOf(world: World, type: string): readonly ArmResource[] {
	return [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, type) ? [resource.value] : [],
	);
}
