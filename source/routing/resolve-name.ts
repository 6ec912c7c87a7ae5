import {parseAddress} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import {has, isEmpty, unionOf} from '../network/interval-set.js';
import {overlap} from '../network/name-pattern.js';
import {type ArmId, armKey, sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {PrivateEndpoint, PrivateZone} from '../topology/private-name.js';
import type {Topology} from '../topology/topology.js';

/** How a name resolves in a network, as far as private DNS decides it. */
export type ZoneResolution =
	/** A record of a linked zone. */
	| {
			readonly kind: 'record';
			readonly zone: PrivateZone;
			readonly addresses: AddressSet;
			readonly endpoint: PrivateEndpoint | undefined;
	  }
	/** A linked zone is to answer and has no record: the name does not exist there. */
	| {readonly kind: 'no-record'; readonly zone: PrivateZone; readonly endpoint: PrivateEndpoint | undefined};

/** Every way in which a name may resolve; `public` is among them where no zone need decide. */
export type Resolutions = {readonly private: readonly ZoneResolution[]; readonly public: boolean};

const publicOnly: Resolutions = {private: [], public: true};

/**
 * A zone that is linked to the network hides the public one: the longest that ends the name answers. A service with a
 * private endpoint points its public name to the same name under `privatelink.` (private-endpoint-dns), so that a linked
 * `privatelink` zone decides for it, and for others nothing. Custom DNS servers answer for themselves; those that stand
 * in a network ask as that network does, which is taken for granted only together with the public answer [I].
 *
 * @param asked the servers that the network names, or Azure's own whatever it names
 */
export function resolveName(
	name: string,
	network: ArmId,
	topology: Topology,
	asked: 'network' | 'azure' = 'network',
): Resolutions {
	const {zones, certain} = zonesAnswering(network, topology, asked);
	const answer = (among: readonly AnsweringZone[]) =>
		name.includes('*') ? forPattern(name, among) : forName(name.toLowerCase(), among, topology);
	// A zone of which a link was not read may answer here, or not.
	const others = topology.privateZones
		.filter(zone => zone.hasUnreadLinks && !zones.some(found => found.zone === zone))
		.map(zone => ({zone, fallsBack: false}));
	const found = others.length === 0 ? answer(zones) : eitherOf(answer(zones), answer([...zones, ...others]));
	return certain || found.private.length === 0 ? found : {...found, public: true};
}

function eitherOf(one: Resolutions, other: Resolutions): Resolutions {
	const more = other.private.filter(
		({kind, zone}) => !one.private.some(known => known.kind === kind && known.zone === zone),
	);
	return {private: [...one.private, ...more], public: one.public || other.public};
}

type Answering = {readonly zones: readonly AnsweringZone[]; readonly certain: boolean};

type AnsweringZone = {readonly zone: PrivateZone; readonly fallsBack: boolean};

/** Servers that a network names instead of Azure's own. */
export function networkServers(network: ArmId | undefined, topology: Topology): readonly string[] {
	return (
		knownValue(network === undefined ? undefined : topology.virtualNetworks.get(armKey(network)))?.dnsServers ?? []
	);
}

function zonesAnswering(network: ArmId, topology: Topology, asked: 'network' | 'azure'): Answering {
	const servers = asked === 'azure' ? [] : networkServers(network, topology);
	if (servers.length === 0) {
		return {zones: linkedTo([network], topology), certain: true};
	}

	const addresses = servers.flatMap(server => {
		const address = parseAddress(server);
		return address.ok ? [address.value] : [];
	});
	const homes = [...topology.virtualNetworks.values()].flatMap(known => {
		const found = knownValue(known);
		return found !== undefined && addresses.some(address => has(found.addressSpace, address)) ? [found.id] : [];
	});
	return {zones: linkedTo(homes, topology), certain: false};
}

function linkedTo(networks: readonly ArmId[], {privateZones}: Topology): readonly AnsweringZone[] {
	return privateZones.flatMap(zone => {
		const link = zone.links.find(({network}) => networks.some(id => sameArmId(id, network)));
		return link === undefined ? [] : [{zone, fallsBack: link.fallsBack}];
	});
}

function forName(name: string, zones: readonly AnsweringZone[], topology: Topology): Resolutions {
	const own = longest(zones.filter(({zone}) => endsWith(name, zone.name)));
	if (own !== undefined) {
		return ask(own, labelIn(name, own.zone.name), undefined, topology);
	}

	const link = longest(
		zones.filter(
			({zone}) => zone.name.startsWith('privatelink.') && endsWith(name, zone.name.slice('privatelink.'.length)),
		),
	);
	if (link === undefined) {
		return publicOnly;
	}

	const endpoint = topology.privateEndpoints.find(({names}) => names.some(found => found.name === name));
	const asked = ask(link, labelIn(name, link.zone.name.slice('privatelink.'.length)), endpoint, topology);
	// Without an endpoint that we know the public name need not point to the zone at all.
	const hasRecord = asked.private.some(({kind}) => kind === 'record');
	return endpoint === undefined && !hasRecord ? {...asked, public: true} : asked;
}

/** Some of the names that a pattern stands for may lie in a zone; which of them is meant nobody knows. */
function forPattern(pattern: string, zones: readonly AnsweringZone[]): Resolutions {
	const found = zones.find(({zone}) => overlap(`*.${zone.name.replace(/^privatelink\./, '')}`, pattern));
	return found === undefined
		? publicOnly
		: {private: [{kind: 'no-record', zone: found.zone, endpoint: undefined}], public: true};
}

function ask(
	{zone, fallsBack}: AnsweringZone,
	label: string,
	endpoint: PrivateEndpoint | undefined,
	topology: Topology,
): Resolutions {
	const records = knownValue(zone.records);
	const addresses = records?.get(label) ?? records?.get('*') ?? [];
	if (!isEmpty(addresses)) {
		return {
			private: [{kind: 'record', zone, addresses, endpoint: endpoint ?? endpointAt(addresses, topology)}],
			public: false,
		};
	}

	const missing: ZoneResolution = {kind: 'no-record', zone, endpoint};
	if (records !== undefined) {
		return {private: fallsBack ? [] : [missing], public: fallsBack};
	}

	// Records that were not read: what the endpoint wants them to be, or nothing.
	const wanted = unionOf((endpoint?.names ?? []).map(found => found.addresses));
	const perhaps: readonly ZoneResolution[] = isEmpty(wanted)
		? []
		: [{kind: 'record', zone, addresses: wanted, endpoint}];
	return {private: fallsBack ? perhaps : [...perhaps, missing], public: fallsBack || endpoint === undefined};
}

function endpointAt(addresses: AddressSet, {privateEndpoints}: Topology): PrivateEndpoint | undefined {
	return privateEndpoints.find(endpoint => addresses.some(([first]) => has(endpoint.addresses, first)));
}

function longest(zones: readonly AnsweringZone[]): AnsweringZone | undefined {
	return zones.toSorted((a, b) => b.zone.name.length - a.zone.name.length)[0];
}

function endsWith(name: string, zone: string): boolean {
	return name === zone || name.endsWith(`.${zone}`);
}

/** `@` for the zone itself. */
function labelIn(name: string, zone: string): string {
	return name === zone ? '@' : name.slice(0, -zone.length - 1);
}
